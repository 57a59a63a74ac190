"""Task `topic`: what a page is about; word and character n-grams into a linear classifier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.language.documents import Document
from standpunkt.params import EvaluateParams, Section
from standpunkt.tasks import Evaluation, Example, Inputs, ModelState, Prediction, _classification, _linear
from standpunkt.tasks._linear import View
from standpunkt.tasks._ngrams import character_ngrams, word_ngrams

NAME = "topic"
Range = Annotated[list[Annotated[int, Field(ge=1, le=10)]], Field(min_length=2, max_length=2)]


class Params(Section):
    """The topic section of params.yaml."""

    word_form: Literal["form", "lemma"]
    """Read words as they stand, or as their lemmas."""
    word_ngrams: Range
    """Shortest and longest run of words."""
    char_ngrams: Range
    """Shortest and longest run of characters within a word."""
    char_weight: float = Field(ge=0)
    """Weight of the characters beside the words; 0 leaves them out."""
    min_documents: int = Field(ge=1)
    """N-grams in fewer train pages are not used."""
    C: float = Field(gt=0)
    """Inverse strength of regularisation."""
    balanced: bool
    """Weigh classes by the inverse of their frequency."""

    @model_validator(mode="after")
    def _ranges_rise(self) -> Params:
        for name in ("word_ngrams", "char_ngrams"):
            low, high = getattr(self, name)
            if low > high:
                raise ValueError(f"{name}: the first number is above the second")
        return self


def examples(inputs: Inputs, params: Params) -> list[Example]:  # noqa: ARG001 (as every task)
    """One example a page."""
    labels = {row["id"]: row["label"] for row in inputs.labels if row["task"] == NAME}
    return [Example(document, labels.get(identifier)) for identifier, document in inputs.documents.items()]


def fit(train: Sequence[Example], validation: Sequence[Example], params: Params, random_state: int) -> ModelState:
    """Fit on train rows, calibrate on validation rows."""
    rows = [_rows(side) for side in (train, validation)]
    return _linear.fit(_views(params), rows[0], rows[1], _classes(train), _settings(params), random_state)


def predict(state: ModelState, examples: Sequence[Example], params: Params) -> list[Prediction]:
    """The topic of each page with the probability of every topic."""
    return _classification.predict(_views(params), state, [example.document for example in examples])


def baselines(
    train: Sequence[Example], test: Sequence[Example], params: Params, random_state: int
) -> dict[str, list[str]]:
    """`majority`: the most frequent topic; `text_blind`: outlet and author alone, so that what they tell shows."""
    classes = _classes(train)
    rows = _rows(train)
    views = [View("source", _source)]
    state = _linear.fit(views, rows, None, classes, _settings(params), random_state)
    return {
        "majority": [_linear.majority(rows.labels, classes)] * len(test),
        "text_blind": _linear.labels_of(views, state, [example.document for example in test]),
    }


def evaluate(
    state: ModelState,
    train: Sequence[Example],
    test: Sequence[Example],
    settings: EvaluateParams,
    params: Params,
    random_state: int,
    *,
    with_text: bool,
) -> Evaluation:
    """Scores on the test rows beside the baselines'."""
    return _classification.evaluate(
        test,
        predict(state, test, params),
        baselines(train, test, params, random_state),
        Bootstrap([example.document.cluster for example in test], settings.resamples, settings.level, random_state),
        settings,
        telling=_linear.telling(_views(params), state, _classification.TELLING) if with_text else [],
        with_text=with_text,
    )


def _classes(train: Sequence[Example]) -> list[str]:
    return sorted({str(example.label) for example in train})


def _rows(examples: Sequence[Example]) -> _linear.Rows:
    return _classification.rows(examples, [example.document for example in examples])


def _settings(params: Params) -> _linear.Settings:
    return _linear.Settings(params.C, params.balanced)


def _views(params: Params) -> list[View]:
    def words(document: Document) -> Counter[str]:
        tokens = [token.lower() for token in document.tokens(params.word_form) if token.isalpha()]
        return Counter(word_ngrams(tokens, *params.word_ngrams))

    def characters(document: Document) -> Counter[str]:
        tokens = (token.lower() for token in document.tokens("form"))
        return Counter(character_ngrams(tokens, *params.char_ngrams))

    views = [View("words", words, min_documents=params.min_documents)]
    if params.char_weight:
        views.append(View("characters", characters, params.char_weight, params.min_documents))
    return views


def _source(document: Document) -> dict[str, float]:
    return {f"outlet={document.outlet}": 1.0, f"author={document.author}": 1.0}
