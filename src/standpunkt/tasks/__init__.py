"""Tasks: what is predicted about a page. One module a task; `docs/tasks.md` shows how to add one.

A task's module has

- `Params`: its section of params.yaml;
- `examples(inputs, params) -> list[Example]`: what can be predicted, with the gold label where there is one;
- `fit(train, validation, params, random_state) -> ModelState`: fitted on train rows, calibrated on validation rows;
- `predict(state, examples, params) -> list[Prediction]`, or of anything else that has `rows`;
- `baselines(train, test, params, random_state) -> dict[name, labels]`: what the score is compared with;
- `evaluate(state, train, test, settings, params, random_state, with_text) -> Evaluation`: scores, predictions, plots.

Where `Params` has `multilabel: bool` and it is true, a page may carry several labels: the gold of an example stands in
`labels`, and a prediction is a `SetPrediction`.

It may have `explain(state, examples, predictions, params) -> list[Explanation]`: what carried each prediction;
and, where `standpunkt search` shall tune it, `SEARCH: Mapping[str, Between | OneOf]`: what to try, by the dotted name
below its section (`C`, `views.words`). A parameter that changes which labelled examples there are cannot be searched.

Classification tasks get `evaluate` from `standpunkt.tasks._classification`. Modules whose name starts with an
underscore are shared parts, not tasks.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from standpunkt.errors import StandpunktError, nearest

if TYPE_CHECKING:  # every stage imports this module to check params.yaml; it should not depend on what tasks work with
    import numpy as np

    from standpunkt.language.documents import Document, Vector
    from standpunkt.params import EvaluateParams, Section
    from standpunkt.schema import Actor, Annotation, Target


@dataclass(frozen=True)
class Inputs:
    """What a task makes its examples of."""

    documents: Mapping[str, Document]
    labels: Sequence[Mapping[str, Any]]
    """Rows of `schema.LABELS`."""
    targets: Mapping[str, Target]
    classes: Mapping[str, Sequence[str]]
    """Labels of the codebook by task."""
    target_embeddings: Mapping[str, Vector] = field(default_factory=dict)
    """Of the statements of targets, by id; none where no encoder is set."""
    annotations: Mapping[str, Annotation] = field(default_factory=dict)
    """What people marked in the articles, by id; offsets count in the article's text."""
    actors: Mapping[str, Actor] = field(default_factory=dict)
    """Of the codebook, by id."""


@dataclass(frozen=True, slots=True)
class Example:
    """One thing to predict."""

    document: Document
    label: str | None
    target: str | None = None
    statement: str = ""
    aliases: tuple[str, ...] = ()
    statement_embedding: Vector | None = field(default=None, compare=False)
    """Of the statement, by the encoder of params.yaml; None where there is none."""
    annotation: Annotation | None = None
    """Gold that is marked in the text, in tasks whose gold is no label."""
    labels: tuple[str, ...] = ()
    """Gold in tasks that give a page several labels, sorted; `label` is None there."""
    actors: Mapping[str, Actor] = field(default_factory=dict, compare=False)
    """Of the codebook, in tasks that say who somebody is."""

    @property
    def labelled(self) -> bool:
        """Whether there is gold."""
        return self.label is not None or self.annotation is not None or bool(self.labels)

    @property
    def gold(self) -> tuple[str, ...]:
        """The labels, be it one or several."""
        return self.labels if self.label is None else (self.label,)


class Predicted(Protocol):
    """What a task predicts of an example."""

    def rows(self, *, with_text: bool) -> list[dict[str, Any]]:
        """The form in the predictions files: a row a thing found."""
        ...


@dataclass(frozen=True, slots=True)
class Prediction:
    """A label with the probability of every class, and the text that was read for it."""

    label: str
    probabilities: Mapping[str, float]
    evidence: str = ""
    abstained: bool = False
    """The probability is below `abstain_below`: the label is the best guess, and should not be used as an answer."""

    def rows(self, *, with_text: bool) -> list[dict[str, Any]]:
        """One row: label, probabilities, and the text that was read where it may be shown."""
        row: dict[str, Any] = {"predicted": self.label, "probabilities": dict(self.probabilities)}
        row |= {"abstained": True} if self.abstained else {}
        return [row | ({"evidence": self.evidence} if with_text and self.evidence else {})]

    @property
    def labels(self) -> tuple[str, ...]:
        """The label, in the form in which tasks that give several have it."""
        return (self.label,)

    @property
    def surest(self) -> str:
        """The label."""
        return self.label


@dataclass(frozen=True, slots=True)
class SetPrediction:
    """The labels of an item in a task that gives several, sorted, or none; and the probability of every class."""

    labels: tuple[str, ...]
    probabilities: Mapping[str, float]

    def rows(self, *, with_text: bool) -> list[dict[str, Any]]:  # noqa: ARG002 (as every prediction)
        """A row a label, the most probable first; without any the most probable one, as one that was abstained from."""
        given = {"probabilities": dict(self.probabilities)}
        if not self.labels:
            return [{"predicted": self.surest, **given, "abstained": True}]
        return [{"predicted": label, **given} for label in sorted(self.labels, key=self._rank)]

    @property
    def surest(self) -> str:
        """The most probable label, given or not."""
        return min(self.probabilities, key=self._rank)

    def _rank(self, label: str) -> tuple[float, str]:
        return -self.probabilities[label], label


@dataclass(frozen=True, slots=True)
class Explanation:
    """What of a text carried a prediction: how much each part added to the decision value of the label."""

    words: Sequence[tuple[str, float]] = ()
    sentences: Sequence[tuple[str, float]] = ()

    def as_dict(self) -> dict[str, Any]:
        """The form in the predictions files."""
        return {
            name: [{"text": text, "weight": weight} for text, weight in parts]
            for name, parts in (("words", self.words), ("sentences", self.sentences))
            if parts
        }


@dataclass(frozen=True)
class ModelState:
    """A fitted model as plain values: `meta` is JSON, `arrays` are numeric. No code, no pickle."""

    meta: dict[str, Any]
    arrays: dict[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Evaluation:
    """What the evaluation of a task writes."""

    metrics: dict[str, Any]
    predictions: list[dict[str, Any]]
    plots: dict[str, tuple[Sequence[str], list[Sequence[object]]]] = field(default_factory=dict)
    """Columns and rows by name; each becomes a CSV file."""


@dataclass(frozen=True, slots=True)
class Between:
    """Numbers from `low` to `high`, both included; whole numbers where both are."""

    low: float
    high: float
    log: bool = False
    """Try as many from 0.1 to 1 as from 1 to 10."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these values, as they would stand in params.yaml."""

    values: Sequence[Any]


class Task(Protocol):
    """What a task's module offers."""

    Params: type[Section]

    def examples(self, inputs: Inputs, params: Any) -> list[Example]: ...  # noqa: D102

    def fit(  # noqa: D102
        self, train: Sequence[Example], validation: Sequence[Example], params: Any, random_state: int
    ) -> ModelState: ...

    def predict(self, state: ModelState, examples: Sequence[Example], params: Any) -> Sequence[Predicted]: ...  # noqa: D102

    def evaluate(  # noqa: D102
        self,
        state: ModelState,
        train: Sequence[Example],
        test: Sequence[Example],
        settings: EvaluateParams,
        params: Any,
        random_state: int,
        *,
        with_text: bool,
    ) -> Evaluation: ...


@runtime_checkable
class Explains(Protocol):
    """A task that can say what carried its predictions."""

    def explain(  # noqa: D102
        self, state: ModelState, examples: Sequence[Example], predictions: Sequence[Any], params: Any
    ) -> list[Explanation]: ...


def names() -> list[str]:
    """The names of the tasks there are."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def load(name: str) -> Task:
    """The module of a task.

    Raises:
        StandpunktError: there is no such task.
    """
    if name not in names():
        raise StandpunktError(f"there is no task {name!r}; {nearest(name, names())}")
    return cast(Task, importlib.import_module(f"{__name__}.{name}"))
