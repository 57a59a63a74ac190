"""Task `stance`: does a text agree with what a statement says: favor, against or neutral, one (text, target) at a time.

The sentences that touch the target are read in several views (`_stance_views`): their words, the same words crossed
with what the statement asks for, the opening, what stands around the target's words, and cue words of attitude. Each
view judges alone and all of them together; how far each is trusted is learned from rows that it was not fitted on.
Nothing is special to a target, so a target that was never seen can be judged.

The view `author` does not read: it knows what the author said to similar statements before. It makes the better guess,
and a finding about authors that rests on it goes in a circle. Leave it out of `stance.views` where that matters; the
baseline `text_blind` is this view alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, field_validator

from standpunkt.errors import nearest
from standpunkt.evaluation import metrics
from standpunkt.evaluation.uncertainty import Bootstrap, Score
from standpunkt.language import relevance
from standpunkt.language.documents import Vector
from standpunkt.language.parts import asked_by
from standpunkt.language.relevance import Selection, Sentence, TargetWords
from standpunkt.params import EvaluateParams, Section, Share
from standpunkt.schema import STANCES
from standpunkt.tasks import (
    Between,
    Evaluation,
    Example,
    Explanation,
    Inputs,
    ModelState,
    OneOf,
    Prediction,
    _classification,
    _linear,
    _neural,
    _stance_findings,
    _stance_views,
)
from standpunkt.tasks._linear import Stacking, View
from standpunkt.tasks._ngrams import word_ngrams
from standpunkt.tasks._stance_findings import Leaning

NAME = "stance"
Weights = Annotated[dict[str, Annotated[float, Field(gt=0)]], Field(min_length=1)]
_EVIDENCE_CHARACTERS = 600
_AUTHOR, _FINDINGS, _NEURAL = "author", "findings", "stacked+neural"
_OF_THE_WHOLE = frozenset({"first", "cues", "agreement", "shape", _FINDINGS, _AUTHOR})
"""Views that ask where something stands, how much there is in all, or who wrote it."""
_COUNTS = _stance_views.COUNTS | {_FINDINGS}
_SELF, _NONE = frozenset({0}), frozenset[int]()
SEARCH = {
    "model": OneOf(["linear", "stacked"]),
    "stacking_c": Between(0.002, 1.0, log=True),
    "C": Between(0.02, 5.0, log=True),
    "balanced": OneOf([True, False]),
    "min_documents": Between(1, 5),
    "short_text": OneOf([60, 120, 250]),
    "neighbour_weight": Between(0.0, 1.0),
    "min_overlap": Between(0.2, 1.0),
    **{f"views.{view}": Between(0.05, 2.0, log=True) for view in ("words", "stems", "direction", "action", "topic")},
}


class NeuralParams(Section):
    """How the networks are built and trained; see `_neural.Settings`."""

    networks: int = Field(ge=1, le=20)
    epochs: int = Field(ge=1)
    dimension: int = Field(ge=2)
    hidden: int = Field(ge=2)
    learning_rate: float = Field(gt=0)
    dropout: Share
    word_dropout: Share
    threads: int = Field(ge=1, le=64)


class Params(Section):
    """The stance section of params.yaml."""

    model: Literal["linear", "stacked", "stacked+neural"]
    """`linear`: one classifier over all views; `stacked`: one a view and one over all, and a regression over these;
    `stacked+neural`: a small network beside them, which wants torch."""
    folds: int = Field(ge=2, le=20)
    """Parts of the train rows for stacking; what belongs together stays in one."""
    stacking_c: float = Field(gt=0)
    """Inverse strength of the regularisation of the regression."""
    C: float = Field(gt=0)
    """Inverse strength of regularisation."""
    balanced: bool
    """Weigh classes by the inverse of their frequency."""
    min_documents: int = Field(ge=1)
    """Features of fewer train pairs are not used."""
    short_text: int = Field(ge=0)
    """Texts of at most so many words are read whole."""
    findings_from: int = Field(ge=0)
    """Texts of fewer words have too few sentences for the view `findings`, which takes its time, to weigh."""
    neighbour_weight: float = Field(ge=0, le=1)
    """Weight of the sentences beside one that touches the target."""
    min_overlap: float = Field(gt=0, le=1)
    """Share of the statement's words from which a sentence touches the target."""
    touch_overlap: float = Field(gt=0, le=1)
    """The same for pages without labels: a target that no sentence touches by an alias or this share is not judged."""
    abstain_below: Share
    """Predictions with a lower probability are marked as abstained."""
    neural: NeuralParams
    """Of the network in `stacked+neural`."""
    views: Weights
    """The weight of each view beside the others; what each view is: `_stance_views`, `_stance_findings`, `author`, and
    `embedding`, its product with that of the statement, and their difference, where `features.encoder` is set."""

    @field_validator("views")
    @classmethod
    def _views_are_known(cls, weights: dict[str, float]) -> dict[str, float]:
        for name in weights:
            if name not in READERS:
                raise ValueError(f"there is no view {name!r}; {nearest(name, READERS)}")
        if not set(weights) - {_AUTHOR, *_EMBEDDINGS}:
            raise ValueError("none of these views reads words; add 'words' or another that does")
        return weights


@dataclass(frozen=True, slots=True)
class Item:
    """What the views read: the sentences that touch the target, and the target."""

    sentences: Sequence[Sentence]
    target: TargetWords
    author: str | None = None
    leanings: Sequence[Leaning] = ()
    text_embedding: Vector | None = field(default=None, compare=False)
    statement_embedding: Vector | None = field(default=None, compare=False)


def _embedding(join: Callable[[Vector, Vector], Vector]) -> Callable[[Item], dict[str, float]]:
    """A view of the vectors of text and statement; it has nothing where no encoder is set."""

    def read(item: Item) -> dict[str, float]:
        if item.text_embedding is None or item.statement_embedding is None:
            return {}
        return _linear.dense(join(item.text_embedding, item.statement_embedding))

    return read


# Product and difference as in InferSent (Conneau et al. 2017, "Supervised Learning of Universal Sentence
# Representations"); a view each, since under one length the product would vanish beside the vector.
_EMBEDDINGS: Mapping[str, Callable[[Item], dict[str, float]]] = {
    "embedding": _embedding(lambda text, _: text),
    "embedding_product": _embedding(lambda text, statement: text * statement),
    "embedding_difference": _embedding(lambda text, statement: np.abs(text - statement)),
}


def _author(item: Item) -> dict[str, float]:
    """What the statement is about and asks for, the author, and each of it with the author; nothing of the text."""
    asked = [f"{word}|{item.target.direction}" for word in item.target.stems]
    found = dict.fromkeys(asked, 1.0)
    if item.author:
        name = item.author.lower()
        about = [*item.target.stems, *asked, *(f"@{action}" for action in item.target.actions)]
        found |= dict.fromkeys([name, *(f"{name}|{part}" for part in about)], 1.0)
    return found


def _reader(read: Callable[[Sequence[Sentence], TargetWords], dict[str, float]]) -> Callable[[Item], dict[str, float]]:
    return lambda item: read(item.sentences, item.target)


READERS: Mapping[str, Callable[[Item], dict[str, float]]] = {
    **{name: _reader(read) for name, read in _stance_views.VIEWS.items()},
    _FINDINGS: lambda item: _stance_findings.findings(item.leanings),
    _AUTHOR: _author,
    **_EMBEDDINGS,
}
"""The views by name: from an item to its features."""


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
            vector = inputs.target_embeddings.get(name)
            example = Example(document, label, name, target.statement, tuple(target.aliases), vector)
            if label or relevance.touches(document, _words(example), params.touch_overlap):
                found.append(example)
    return found


def fit(train: Sequence[Example], validation: Sequence[Example], params: Params, random_state: int) -> ModelState:
    """Fit on train rows, calibrate on validation rows.

    Raises:
        StandpunktError: too few rows or labels; torch is missing where the network is asked for.
    """
    rows = [_rows(side, params) for side in (train, validation)]
    if params.model != _NEURAL or len(set(rows[0].groups)) < 2:
        return _linear.fit(_views(params), rows[0], rows[1], STANCES, _settings(params), random_state)
    classes = _linear.present_classes(rows[0], STANCES)
    settings = _neural.Settings(**params.neural.model_dump())
    pairs, labels = _neural_items(train, rows[0].items), rows[0].labels
    unseen = np.zeros((len(pairs), len(classes)))
    for fitted, held_out in _linear.folds(rows[0].groups, params.folds):
        # One network a fold: several would take as many times as long, and only say the same with less noise.
        part = _neural.fit(
            [pairs[row] for row in fitted],
            [labels[row] for row in fitted],
            classes,
            replace(settings, networks=1),
            random_state,
        )
        unseen[held_out] = _neural.decide(part, [pairs[row] for row in held_out])
    network = _neural.fit(pairs, labels, classes, settings, random_state)
    outside = _linear.Outside(unseen, _neural.decide(network, _neural_items(validation, rows[1].items)))
    state = _linear.fit(_views(params), rows[0], rows[1], STANCES, _settings(params), random_state, outside)
    arrays = state.arrays | {f"neural.{name}": values for name, values in network.arrays.items()}
    return ModelState(state.meta | {"neural": network.meta}, arrays)


def predict(state: ModelState, examples: Sequence[Example], params: Params) -> list[Prediction]:
    """The stance of each pair with the probability of every stance, and the sentences that were read for it."""
    items = _items(examples, params)
    evidence = [_evidence(item, params) for item in items]
    outside = None
    if "neural" in state.meta:
        names = [name for name in state.arrays if name.startswith("neural.")]
        arrays = {name.removeprefix("neural."): state.arrays[name] for name in names}
        outside = _neural.decide(ModelState(state.meta["neural"], arrays), _neural_items(examples, items))
    return _classification.predict(
        _views(params), state, items, evidence, outside=outside, abstain_below=params.abstain_below
    )


def explain(
    state: ModelState, examples: Sequence[Example], predictions: Sequence[Prediction], params: Params
) -> list[Explanation]:
    """The words and sentences that carried each prediction; what the network adds is in none."""
    return _classification.explain(_views(params), state, _items(examples, params), predictions, _parts)


def baselines(
    train: Sequence[Example], test: Sequence[Example], params: Params, random_state: int
) -> dict[str, list[str]]:
    """What the score is compared with, fitted on the same train rows.

    Returns:
        `majority`: the most frequent stance, `majority_per_target` and `author_prior`: that of the target or author;
        `text_blind`: author and statement, not the text; `target_blind`: the words of the text, not the target;
        `tfidf_svc`: the words of both. Those of target and author are missing where no test row would know one.
    """
    labels = [str(example.label) for example in train]
    keys: dict[str, Callable[[Example], str | None]] = {
        "majority": lambda _: NAME,
        "majority_per_target": lambda example: example.target,
        "author_prior": lambda example: example.document.author,
    }
    found = {
        name: guessed
        for name, key in keys.items()
        if (guessed := _classification.most_frequent(train, test, STANCES, key, _classification.label)) is not None
    }
    blind: dict[str, Callable[[Example], Mapping[str, float]]] = {
        "text_blind": _target_alone,
        "target_blind": _text_alone,
        "tfidf_svc": _text_and_target,
    }
    settings = _linear.Settings(1.0, params.balanced)  # scikit-learn's default, as a peer would leave it
    for name, extract in blind.items():
        views = [View(name, extract)]
        state = _linear.fit(views, _linear.Rows(train, labels), None, STANCES, settings, random_state)
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
    """Scores on the test rows beside the baselines'; `favor_against_f1` is the mean of these two, as in SemEval."""
    predictions = predict(state, test, params)
    return _classification.evaluate(
        test,
        predictions,
        baselines(train, test, params, random_state),
        Bootstrap([example.document.cluster for example in test], settings.resamples, settings.level, random_state),
        settings,
        telling=_linear.telling(_views(params), state, _classification.TELLING) if with_text else [],
        with_text=with_text,
        scores={"favor_against_f1": favor_against},
        explanations=explain(state, test, predictions, params) if with_text else (),
    )


def favor_against(classes: Sequence[str]) -> Score:
    """The mean F1 of favor and against, neutral rows counted as possible errors."""
    places = [classes.index(name) for name in ("favor", "against") if name in classes]
    return lambda counts: metrics.mean_f1(counts, places)


def _parts(item: Item) -> tuple[list[_classification.Part], list[_classification.Part]]:
    """The words and the sentences of an item, each as an item of its own; the author is in none."""
    single = [
        (
            token,
            replace(
                sentence, tokens=(token,), stems=(stem,), positions=_SELF if place in sentence.positions else _NONE
            ),
        )
        for sentence in item.sentences
        for place, (token, stem) in enumerate(zip(sentence.tokens, sentence.stems, strict=True))
    ]
    words = [(token, Item((sentence,), item.target)) for token, sentence in single]
    return words, [(sentence.text, Item((sentence,), item.target)) for sentence in item.sentences]


def _rows(examples: Sequence[Example], params: Params) -> _linear.Rows:
    return _classification.rows(examples, _items(examples, params))


def _settings(params: Params) -> _linear.Settings:
    if params.model == "linear":
        return _linear.Settings(params.C, params.balanced)
    joint = frozenset(params.views) - {_AUTHOR}  # reading and knowing are weighed against each other by the regression
    return _linear.Settings(params.C, params.balanced, Stacking(params.folds, params.stacking_c, joint))


def _neural_items(examples: Sequence[Example], items: Sequence[Item]) -> list[_neural.NeuralItem]:
    return [
        _neural.read_item(item.sentences, relevance.tokens(example.statement))
        for example, item in zip(examples, items, strict=True)
    ]


def _selection(params: Params) -> Selection:
    return Selection(params.short_text, params.neighbour_weight, params.min_overlap)


def _words(example: Example) -> TargetWords:
    return relevance.read_target(example.statement, example.aliases)


def _items(examples: Sequence[Example], params: Params) -> list[Item]:
    selection = _selection(params)
    return [
        Item(
            relevance.relevant(example.document, _words(example), selection),
            _words(example),
            example.document.author,
            _leanings(example, params),
            example.document.embedding,
            example.statement_embedding,
        )
        for example in examples
    ]


def _leanings(example: Example, params: Params) -> Sequence[Leaning]:
    readings = example.document.readings.values()
    words = sum(token[:1].isalnum() for reading in readings for token in reading.tokens)
    if _FINDINGS not in params.views or words < params.findings_from:
        return ()
    return _stance_findings.leanings(example.document, asked_by(example.statement, tuple(example.aliases)))


def _views(params: Params) -> list[View]:
    return [
        View(
            name,
            READERS[name],
            weight,
            min_documents=1 if name in _COUNTS else params.min_documents,
            idf=name not in _COUNTS and name not in _EMBEDDINGS,
            dense=name in _EMBEDDINGS,
            additive=name not in _OF_THE_WHOLE and name not in _EMBEDDINGS,
        )
        for name, weight in params.views.items()
    ]


def _evidence(item: Item, params: Params) -> str:
    """The sentences that touch the target most, in order, for people to read."""
    best = sorted(item.sentences, key=lambda sentence: -sentence.overlap)[:2]
    text = " … ".join(s.text for s in item.sentences if s in best and s.overlap >= params.min_overlap)
    return text if len(text) <= _EVIDENCE_CHARACTERS else text[:_EVIDENCE_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _text_alone(example: Example) -> Counter[str]:
    tokens = [token.lower() for token in example.document.tokens("form") if token.isalpha()]
    return Counter(word_ngrams(tokens, 1, 2))


def _target_alone(example: Example) -> dict[str, float]:
    return _author(Item((), _words(example), example.document.author)) | {f"target={example.target}": 1.0}


def _text_and_target(example: Example) -> Counter[str]:
    return _text_alone(example) + Counter(word_ngrams(example.statement.lower().split(), 1, 2))
