"""Task `stance`: does a text agree with what a statement says: favor, against or neutral, one (text, target) at a time.

The sentences that touch the target are read in several views (`_stance_views`): their words, the same words crossed
with what the statement asks for, the opening, what stands around the target's words, and cue words of attitude; a
linear classifier weighs them. Nothing is special to a target, so a target that was never seen can be judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, field_validator

from standpunkt.errors import nearest
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.language import relevance
from standpunkt.language.relevance import Selection, Sentence, TargetWords
from standpunkt.params import EvaluateParams, Section
from standpunkt.schema import STANCES
from standpunkt.tasks import (
    Evaluation,
    Example,
    Inputs,
    ModelState,
    Prediction,
    _classification,
    _linear,
    _stance_views,
)
from standpunkt.tasks._linear import View
from standpunkt.tasks._ngrams import word_ngrams

NAME = "stance"
Weights = Annotated[dict[str, Annotated[float, Field(gt=0)]], Field(min_length=1)]
_EVIDENCE_CHARACTERS = 600


class Params(Section):
    """The stance section of params.yaml."""

    C: float = Field(gt=0)
    """Inverse strength of regularisation."""
    balanced: bool
    """Weigh classes by the inverse of their frequency."""
    min_documents: int = Field(ge=1)
    """Features of fewer train pairs are not used."""
    short_text: int = Field(ge=0)
    """Texts of at most so many words are read whole."""
    neighbour_weight: float = Field(ge=0, le=1)
    """Weight of the sentences beside one that touches the target."""
    min_overlap: float = Field(gt=0, le=1)
    """Share of the statement's words from which a sentence touches the target."""
    touch_overlap: float = Field(gt=0, le=1)
    """The same for pages without labels: a target that no sentence touches by an alias or this share is not judged."""
    views: Weights
    """The weight of each view beside the others; what each view is: `_stance_views`."""

    @field_validator("views")
    @classmethod
    def _views_are_known(cls, weights: dict[str, float]) -> dict[str, float]:
        for name in weights:
            if name not in _stance_views.VIEWS:
                raise ValueError(f"there is no view {name!r}; {nearest(name, _stance_views.VIEWS)}")
        return weights


@dataclass(frozen=True, slots=True)
class Item:
    """What the views read: the sentences that touch the target, and the target."""

    sentences: Sequence[Sentence]
    target: TargetWords


def examples(inputs: Inputs, params: Params) -> list[Example]:
    """One example a labelled (page, target), and one for each target that a page without labels touches."""
    found = []
    labelled: dict[str, list[tuple[str, str]]] = {}
    any_label = {row["id"] for row in inputs.labels}
    for row in inputs.labels:
        if row["task"] == NAME:
            labelled.setdefault(row["id"], []).append((row["target"], row["label"]))
    for identifier, document in inputs.documents.items():
        pairs: Sequence[tuple[str, str | None]] = labelled.get(identifier, [])
        if identifier not in any_label:
            pairs = [(target, None) for target in inputs.targets]
        for name, label in pairs:
            target = inputs.targets[name]
            example = Example(document, label, name, target.statement, tuple(target.aliases))
            if label or relevance.touches(document, _words(example), params.touch_overlap):
                found.append(example)
    return found


def fit(train: Sequence[Example], validation: Sequence[Example], params: Params, random_state: int) -> ModelState:
    """Fit on train rows, calibrate on validation rows."""
    rows = [_rows(side, params) for side in (train, validation)]
    return _linear.fit(_views(params), rows[0], rows[1], STANCES, _settings(params), random_state)


def predict(state: ModelState, examples: Sequence[Example], params: Params) -> list[Prediction]:
    """The stance of each pair with the probability of every stance, and the sentences that were read for it."""
    items = _items(examples, params)
    return _classification.predict(_views(params), state, items, [_evidence(item, params) for item in items])


def baselines(
    train: Sequence[Example], test: Sequence[Example], params: Params, random_state: int
) -> dict[str, list[str]]:
    """`majority`; `target_blind`: the words of the whole text; `text_blind`: target and author, not the text."""
    labels = [str(example.label) for example in train]
    found = {"majority": [_linear.majority(labels, STANCES)] * len(test)}
    blind: dict[str, Callable[[Example], Counter[str]]] = {"target_blind": _text_alone, "text_blind": _target_alone}
    for name, extract in blind.items():
        views = [View(name, extract)]
        state = _linear.fit(views, _linear.Rows(train, labels), None, STANCES, _settings(params), random_state)
        found[name] = _linear.labels_of(views, state, test)
    return found


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


def _rows(examples: Sequence[Example], params: Params) -> _linear.Rows:
    return _classification.rows(examples, _items(examples, params))


def _settings(params: Params) -> _linear.Settings:
    return _linear.Settings(params.C, params.balanced)


def _selection(params: Params) -> Selection:
    return Selection(params.short_text, params.neighbour_weight, params.min_overlap)


def _words(example: Example) -> TargetWords:
    return relevance.read_target(example.statement, example.aliases)


def _items(examples: Sequence[Example], params: Params) -> list[Item]:
    selection = _selection(params)
    return [
        Item(relevance.relevant(example.document, _words(example), selection), _words(example)) for example in examples
    ]


def _views(params: Params) -> list[View]:
    views = []
    for name, weight in params.views.items():
        read = _stance_views.VIEWS[name]
        counts = name in _stance_views.COUNTS
        views.append(
            View(
                name,
                lambda item, read=read: read(item.sentences, item.target),  # type: ignore[misc]
                weight,
                min_documents=1 if counts else params.min_documents,
                idf=not counts,
            )
        )
    return views


def _evidence(item: Item, params: Params) -> str:
    """The sentences that touch the target most, in order, for people to read."""
    best = sorted(item.sentences, key=lambda sentence: -sentence.overlap)[:2]
    text = " … ".join(s.text for s in item.sentences if s in best and s.overlap >= params.min_overlap)
    return text if len(text) <= _EVIDENCE_CHARACTERS else text[:_EVIDENCE_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _text_alone(example: Example) -> Counter[str]:
    tokens = [token.lower() for token in example.document.tokens("form") if token.isalpha()]
    return Counter(word_ngrams(tokens, 1, 2))


def _target_alone(example: Example) -> Counter[str]:
    tokens = [token.lower() for token in example.statement.split()]
    return Counter([f"target={example.target}", f"author={example.document.author}", *tokens])
