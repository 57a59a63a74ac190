"""Task `topic`: what a page is about.

Words, also the parts of compounds, and characters learn from the train rows what each topic says. Subject fields bring
what a small corpus cannot teach, that two words belong to one area of life; the fields of the opening count once more,
because news says first what it is about. A linear classifier reads them side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Annotated, Any, Literal, cast

from pydantic import Field, model_validator

from standpunkt.errors import StandpunktError
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.language import compounds, subjects
from standpunkt.language.documents import Document
from standpunkt.params import EvaluateParams, Section, Share
from standpunkt.tasks import (
    Between,
    Evaluation,
    Example,
    Explanation,
    Inputs,
    ModelState,
    OneOf,
    Prediction,
    SetPrediction,
    _classification,
    _linear,
    _multilabel,
)
from standpunkt.tasks._classification import L
from standpunkt.tasks._linear import View
from standpunkt.tasks._ngrams import character_ngrams, word_ngrams

NAME = "topic"
Range = Annotated[list[Annotated[int, Field(ge=1, le=10)]], Field(min_length=2, max_length=2)]
SEARCH = {
    "word_form": OneOf(["form", "lemma"]),
    "word_ngrams": OneOf([[1, 1], [1, 2]]),
    "char_ngrams": OneOf([[2, 4], [2, 5], [3, 5]]),
    **{f"{view}_weight": Between(0.0, 1.5) for view in ("word", "char", "field", "entry", "lead")},
    "lead_tokens": Between(20, 80),
    "min_documents": Between(1, 3),
    "C": Between(0.02, 5.0, log=True),
    "balanced": OneOf([True, False]),
}


class Params(Section):
    """The topic section of params.yaml. A view of weight 0 is left out."""

    word_form: Literal["form", "lemma"]
    """Read words as they stand, or as their lemmas."""
    word_ngrams: Range
    """Shortest and longest run of words."""
    word_weight: float = Field(ge=0)
    """Weight of the words."""
    compounds: bool
    """Count the parts of compounds beside the words."""
    char_ngrams: Range
    """Shortest and longest run of characters within a word."""
    char_weight: float = Field(ge=0)
    """Weight of the characters."""
    field_weight: float = Field(ge=0)
    """Weight of the subject fields that words belong to."""
    entry_weight: float = Field(ge=0)
    """Weight of the entries of those fields, which read compounds and endings alike."""
    lead_weight: float = Field(ge=0)
    """Weight of the subject fields of the opening."""
    embedding_weight: float = Field(ge=0)
    """Weight of the embedding, where `features.encoder` is set."""
    lead_tokens: int = Field(ge=1)
    """Length of the opening, title and teaser included."""
    min_documents: int = Field(ge=1)
    """Features in fewer train pages are not used."""
    C: float = Field(gt=0)
    """Inverse strength of regularisation."""
    balanced: bool
    """Weigh classes by the inverse of their frequency."""
    multilabel: bool
    """A page may have several topics, or none of them; else it has the most probable one."""
    abstain_below: Share
    """Predictions with a lower probability are marked as abstained: the page may be about something else. With
    `multilabel`, topics with a lower probability are not given."""

    @model_validator(mode="after")
    def _ranges_rise(self) -> Params:
        for name in ("word_ngrams", "char_ngrams"):
            low, high = getattr(self, name)
            if low > high:
                raise ValueError(f"{name}: the first number is above the second")
        return self

    @model_validator(mode="after")
    def _something_counts(self) -> Params:
        if not any(getattr(self, f"{name}_weight") for name in ("word", "char", "field", "entry", "lead")):
            raise ValueError("all weights are 0: nothing would be read")
        return self


def examples(inputs: Inputs, params: Params) -> list[Example]:
    """One example a page.

    Raises:
        StandpunktError: a page has several topics, and `multilabel` is false.
    """
    labels: dict[str, list[str]] = {}
    for row in inputs.labels:
        if row["task"] == NAME:
            labels.setdefault(row["id"], []).append(row["label"])
    if params.multilabel:
        return [
            Example(document, None, labels=tuple(sorted(labels.get(identifier, ()))))
            for identifier, document in inputs.documents.items()
        ]
    for identifier, given in labels.items():
        if len(given) > 1:
            raise StandpunktError(
                f"page {identifier!r} has the topics {', '.join(sorted(given))}; set topic.multilabel: true in "
                "params.yaml, or keep one in the corpus"
            )
    return [Example(document, *labels.get(identifier, [None])) for identifier, document in inputs.documents.items()]


def fit(train: Sequence[Example], validation: Sequence[Example], params: Params, random_state: int) -> ModelState:
    """Fit on train rows, calibrate on validation rows. `meta["compounds"]` holds the words that may be parts."""
    parts = compounds.vocabulary(example.document.tokens(params.word_form) for example in train)
    known = parts if params.compounds and params.word_weight else {}
    views, settings = _views(params, known), _settings(params)
    if params.multilabel:
        sets = [_multilabel.rows(side, _documents(side)) for side in (train, validation)]
        state = _multilabel.fit(views, sets[0], sets[1], settings, random_state)
    else:
        rows = [_rows(side) for side in (train, validation)]
        state = _linear.fit(views, rows[0], rows[1], _classes(train), settings, random_state)
    return ModelState({**state.meta, "compounds": known}, state.arrays)


def predict(state: ModelState, examples: Sequence[Example], params: Params) -> Sequence[Prediction | SetPrediction]:
    """The topic of each page, or its topics, with the probability of every topic.

    Raises:
        StandpunktError: the model was fitted with other parameters.
    """
    if params.multilabel != state.meta.get("multilabel", False):
        raise StandpunktError(
            f"topic.multilabel is {str(params.multilabel).lower()} in params.yaml and not in the model; "
            "run the training again"
        )
    views = _views(params, state.meta["compounds"])
    documents = _documents(examples)
    if params.multilabel:
        return _multilabel.predict(views, state, documents, params.abstain_below)
    return _classification.predict(views, state, documents, abstain_below=params.abstain_below)


def explain(
    state: ModelState, examples: Sequence[Example], predictions: Sequence[Prediction | SetPrediction], params: Params
) -> list[Explanation]:
    """The words and sentences that carried each prediction; what the opening counts once more is in none."""
    views = _views(params, state.meta["compounds"])
    return _classification.explain(views, state, _documents(examples), predictions, _parts)


def baselines(
    train: Sequence[Example], test: Sequence[Example], params: Params, random_state: int
) -> dict[str, list[str]]:
    """What the score is compared with, fitted on the same train rows.

    Returns:
        `majority`: the most frequent topic; `author_prior`: that of the author, missing where no author of a test
        row is known; `text_blind`: outlet and author alone; `tfidf_svc`: words, as scikit-learn's users would begin.
    """
    classes, rows, documents = _classes(train), _rows(train), _documents(test)
    found = _most_frequent(train, test, classes, _classification.label)
    for view in _BASELINE_VIEWS:
        state = _linear.fit([view], rows, None, classes, _linear.Settings(1.0, params.balanced), random_state)
        found[view.name] = _linear.labels_of([view], state, documents)
    return found


def set_baselines(
    train: Sequence[Example], test: Sequence[Example], params: Params, random_state: int
) -> dict[str, list[tuple[str, ...]]]:
    """The same where a page has several topics: the most frequent sets, and one classifier a topic."""
    rows, documents = _multilabel.rows(train, _documents(train)), _documents(test)
    found = _most_frequent(train, test, sorted({example.gold for example in train}), lambda example: example.gold)
    for view in _BASELINE_VIEWS:
        state = _multilabel.fit([view], rows, None, _linear.Settings(1.0, params.balanced), random_state)
        found[view.name] = _multilabel.sets_of([view], state, documents)
    return found


def _most_frequent(
    train: Sequence[Example], test: Sequence[Example], classes: Sequence[L], gold: Callable[[Example], L]
) -> dict[str, list[L]]:
    keys: dict[str, Callable[[Example], str | None]] = {
        "majority": lambda _: NAME,
        "author_prior": lambda example: example.document.author,
    }
    return {
        name: guessed
        for name, key in keys.items()
        if (guessed := _classification.most_frequent(train, test, classes, key, gold)) is not None
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
    predictions = predict(state, test, params)
    shared: dict[str, Any] = {
        "bootstrap": Bootstrap(
            [example.document.cluster for example in test], settings.resamples, settings.level, random_state
        ),
        "settings": settings,
        "telling": _linear.telling(_views(params, state.meta["compounds"]), state, _classification.TELLING)
        if with_text
        else [],
        "with_text": with_text,
        "explanations": explain(state, test, predictions, params) if with_text else (),
    }
    if params.multilabel:
        sets = set_baselines(train, test, params, random_state)
        return _multilabel.evaluate(test, cast("Sequence[SetPrediction]", predictions), sets, **shared)
    labels = baselines(train, test, params, random_state)
    return _classification.evaluate(test, cast("Sequence[Prediction]", predictions), labels, **shared)


def _classes(train: Sequence[Example]) -> list[str]:
    return sorted({str(example.label) for example in train})


def _rows(examples: Sequence[Example]) -> _linear.Rows:
    return _classification.rows(examples, _documents(examples))


def _documents(examples: Sequence[Example]) -> list[Document]:
    return [example.document for example in examples]


def _settings(params: Params) -> _linear.Settings:
    return _linear.Settings(params.C, params.balanced)


def _views(params: Params, parts: Mapping[str, int]) -> list[View]:
    """The views that have a weight.

    Args:
        params: of the task.
        parts: counts of the words that compounds are split into; none leaves words whole.
    """
    splitter = compounds.Splitter(parts)
    grams = lru_cache(maxsize=100_000)(lambda word: tuple(character_ngrams([word], *params.char_ngrams)))

    def words(document: Document) -> Counter[str]:
        tokens = [token for token in _lower(document.tokens(params.word_form)) if token.isalpha()]
        found = Counter(word_ngrams(tokens, *params.word_ngrams))
        for token in tokens:
            split = splitter.split(token)
            found.update(split if len(split) > 1 else ())
        return found

    def characters(document: Document) -> Counter[str]:
        found: Counter[str] = Counter()
        for word, count in Counter(_lower(document.tokens("form"))).items():
            for gram in grams(word):
                found[gram] += count
        return found

    def fields(document: Document) -> Counter[str]:
        return Counter(name for word in _lower(document.tokens("form")) for name in subjects.fields(word))

    def entries(document: Document) -> Counter[str]:
        return Counter(entry for word in _lower(document.tokens("form")) for entry in subjects.entries(word))

    def lead(document: Document) -> Counter[str]:
        opening = islice(document.tokens("form"), params.lead_tokens)
        return Counter(name for word in _lower(opening) for name in subjects.fields(word))

    views = [
        View("words", words, params.word_weight, params.min_documents),
        View("characters", characters, params.char_weight, params.min_documents),
        View("fields", fields, params.field_weight, params.min_documents),
        View("entries", entries, params.entry_weight, params.min_documents),
        View("lead", lead, params.lead_weight, params.min_documents, additive=False),
        View("embedding", _embedding, params.embedding_weight, idf=False, dense=True, additive=False),
    ]
    return [view for view in views if view.weight]


def _lower(tokens: Iterable[str]) -> Iterator[str]:
    return map(str.lower, tokens)


def _embedding(document: Document) -> dict[str, float]:
    return _linear.dense(document.embedding)


def _parts(document: Document) -> tuple[list[_classification.Part], list[_classification.Part]]:
    """The words and the sentences of a document, each as a document of its own."""
    words: list[_classification.Part] = []
    sentences: list[_classification.Part] = []
    for name, reading in document.readings.items():
        places: dict[str, list[int]] = {}
        for place, token in enumerate(reading.tokens):
            places.setdefault(token, []).append(place)
        for token, here in places.items():
            words.append((token, replace(document, readings={name: reading.at(here)})))
        for start, end in reading.sentence_spans():
            part = replace(document, readings={name: reading.at(range(start, end))})
            sentences.append((reading.sentence_text(start, end), part))
    return words, sentences


def _plain_words(document: Document) -> Counter[str]:
    return Counter(token for token in _lower(document.tokens("form")) if token.isalpha())


def _source(document: Document) -> dict[str, float]:
    return {f"outlet={document.outlet}": 1.0, f"author={document.author}": 1.0}


_BASELINE_VIEWS = (View("text_blind", _source), View("tfidf_svc", _plain_words))
