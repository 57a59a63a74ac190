"""Linear classifiers over several views of an item, kept as plain arrays.

A view turns an item into weighted features; each view becomes a TF-IDF matrix with rows of length one (scikit-learn's
`TfidfTransformer` on sublinear counts). The matrices stand side by side, each with its weight, and one linear support
vector machine a class decides (liblinear: the same bits on every run, thread count and processor). Probabilities come
from the decision values by a softmax whose scale is fitted on validation rows (temperature scaling, Guo et al. 2017,
"On Calibration of Modern Neural Networks"): it keeps the order, so the label is the most probable class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from standpunkt.errors import StandpunktError
from standpunkt.tasks import ModelState

Floats = npt.NDArray[np.float64]
_PRIOR = 0.01  # pulls the scale towards 1: few validation rows should not swing it
_FOLDS = 5
_FEWEST_FOLDS = 2
_SCALE_DIGITS = 4  # the optimiser's last digits differ between processors


@dataclass(frozen=True, slots=True)
class View:
    """One way to read an item."""

    name: str
    extract: Callable[[Any], Mapping[str, float]]
    """From an item to its features; values are counts, weighted."""
    weight: float = 1.0
    min_documents: int = 1
    """Features of fewer train items are left out."""
    idf: bool = True
    """Weigh features down that many items have."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the classifier is fitted."""

    C: float
    balanced: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """Items with their labels."""

    items: Sequence[Any]
    labels: Sequence[str]


def fit(
    views: Sequence[View],
    train: Rows,
    validation: Rows | None,
    classes: Sequence[str],
    settings: Settings,
    random_state: int,
) -> ModelState:
    """Fit vocabulary, weights and classifier on train rows, the calibration on validation rows.

    Classes without a train row are never predicted.

    Args:
        views: how an item is read.
        train: what vocabulary, weights and classifier are fitted on.
        validation: what the calibration is fitted on. Where it is empty, as in a corpus whose own split has none, the
            decision values of train rows are used, each from a model that did not see it (out of fold). None leaves the
            plain softmax.
        classes: all labels, in order.
        settings: of the classifier.
        random_state: of classifier and folds.

    Raises:
        StandpunktError: there is no train row, or only one class among them, or no feature in any view.
    """
    present = [name for name in classes if name in set(train.labels)]
    if len(present) < 2:
        raise StandpunktError(
            f"{len(train.items)} train rows with {len(present)} label(s): training wants two labels or more; "
            "label more pages or change params.yaml: split"
        )
    counted = {view.name: _count(view, train.items) for view in views}
    read = [view for view in views if counted[view.name][0]]
    if not read:
        raise StandpunktError("the train rows have no feature; lower min_documents in params.yaml or add pages")
    counts = [counted[view.name][1] for view in read]
    labels = np.array(train.labels)
    weights = _fit_weights(read, counts, labels, present, settings, random_state)
    # The order of the views is the order of the columns; JSON would not keep it in an object.
    meta: dict[str, Any] = {
        "classes": present,
        "views": {view.name: counted[view.name][0] for view in read},
        "weights": [[view.name, view.weight] for view in views],
    }
    arrays: dict[str, Any] = {f"idf.{view.name}": idf for view, idf in zip(read, weights.idf, strict=True)}
    arrays |= {"coefficients": weights.coefficients, "intercept": weights.intercept}
    state = ModelState(meta, arrays)
    decisions, gold = np.zeros((0, len(present))), labels[:0]
    if validation is not None and validation.items:
        known = [number for number, label in enumerate(validation.labels) if label in present]
        decisions = decide(views, state, [validation.items[number] for number in known])
        gold = np.array([validation.labels[number] for number in known])
    elif validation is not None:
        decisions, gold = _out_of_fold(read, counts, labels, present, settings, random_state)
    gold_index = np.array([present.index(name) for name in gold.tolist()], dtype=np.int64)
    arrays["scale"] = np.array([_calibrate(decisions, gold_index)])
    return state


@dataclass(frozen=True, slots=True)
class _Weights:
    idf: list[Floats]
    coefficients: Floats
    intercept: Floats


def _fit_weights(
    views: Sequence[View],
    counts: Sequence[sparse.csr_matrix],
    labels: npt.NDArray[Any],
    classes: Sequence[str],
    settings: Settings,
    random_state: int,
) -> _Weights:
    """Weigh the counts and fit the classifier; coefficients have one row a class."""
    idf = [
        TfidfTransformer().fit(block).idf_ if view.idf else np.ones(block.shape[1])
        for view, block in zip(views, counts, strict=True)
    ]
    X = sparse.hstack([_weigh(*part) for part in zip(views, counts, idf, strict=True)], format="csr")
    classifier = LinearSVC(
        C=settings.C, class_weight="balanced" if settings.balanced else None, random_state=random_state, max_iter=3000
    )
    classifier.fit(X, labels)
    order = [classifier.classes_.tolist().index(name) for name in classes]
    coefficients, intercept = classifier.coef_, classifier.intercept_
    if len(classes) == 2:  # liblinear gives one row for two classes
        coefficients, intercept = np.vstack([-coefficients, coefficients]), np.concatenate([-intercept, intercept])
    return _Weights(idf, coefficients[order], intercept[order])


def _out_of_fold(
    views: Sequence[View],
    counts: Sequence[sparse.csr_matrix],
    labels: npt.NDArray[Any],
    classes: Sequence[str],
    settings: Settings,
    random_state: int,
) -> tuple[Floats, npt.NDArray[Any]]:
    """Decision values of train rows by models that did not see them, and the labels of those rows."""
    smallest = min(int((labels == name).sum()) for name in classes)
    if smallest < _FEWEST_FOLDS:
        return np.zeros((0, len(classes))), labels[:0]
    folds = StratifiedKFold(min(_FOLDS, smallest), shuffle=True, random_state=random_state)
    decisions = np.zeros((len(labels), len(classes)))
    for fitted, held_out in folds.split(np.zeros(len(labels)), labels):
        weights = _fit_weights(
            views, [block[fitted] for block in counts], labels[fitted], classes, settings, random_state
        )
        blocks = [_weigh(*part) for part in zip(views, [block[held_out] for block in counts], weights.idf, strict=True)]
        decisions[held_out] = sparse.hstack(blocks, format="csr") @ weights.coefficients.T + weights.intercept
    return decisions, labels


def _count(view: View, items: Sequence[Any]) -> tuple[list[str], sparse.csr_matrix]:
    """Names and counts of the features that enough items have."""
    vectorizer = DictVectorizer(sort=True)
    counts = vectorizer.fit_transform(view.extract(item) for item in items)
    names = vectorizer.get_feature_names_out()
    kept = np.flatnonzero(counts.getnnz(axis=0) >= view.min_documents)
    return names[kept].tolist(), counts[:, kept]


def _weigh(view: View, counts: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    transformer = TfidfTransformer(use_idf=True)
    transformer.idf_ = idf
    counts = counts.copy()
    # Sublinear from 1 up. Below, where neighbours weigh less, 1 + log falls under 0, and a word would count as unsaid.
    counts.data = np.where(counts.data < 1, counts.data, np.log(np.maximum(counts.data, 1)) + 1)
    return transformer.transform(counts) * view.weight


def _as_fitted(views: Sequence[View], state: ModelState) -> list[View]:
    """The views in the order in which the model was fitted.

    Raises:
        StandpunktError: the model was fitted with other views or weights.
    """
    fitted: dict[str, float] = dict(state.meta["weights"])
    given = {view.name: view.weight for view in views}
    for name in sorted({*fitted, *given}):
        if fitted.get(name) != given.get(name):
            raise StandpunktError(
                f"view {name!r} has weight {given.get(name, 0)} in params.yaml and {fitted.get(name, 0)} in the model; "
                "run the training again"
            )
    return sorted(views, key=lambda view: list(fitted).index(view.name))


def matrix(views: Sequence[View], state: ModelState, items: Sequence[Any]) -> sparse.csr_matrix:
    """The features of items under a fitted model, shape (items, features)."""
    blocks = []
    for view in _as_fitted(views, state):
        names = state.meta["views"].get(view.name)
        if names:
            vectorizer = DictVectorizer(sort=True)
            vectorizer.feature_names_ = names
            vectorizer.vocabulary_ = {name: number for number, name in enumerate(names)}
            counts = vectorizer.transform(view.extract(item) for item in items)
            blocks.append(_weigh(view, counts, state.arrays[f"idf.{view.name}"]))
    return sparse.hstack(blocks, format="csr")


def decide(views: Sequence[View], state: ModelState, items: Sequence[Any]) -> Floats:
    """Decision values, shape (items, classes)."""
    if not items:
        return np.zeros((0, len(state.meta["classes"])))
    X = matrix(views, state, items)
    values: Floats = np.asarray(X @ state.arrays["coefficients"].T) + state.arrays["intercept"]
    return values


def probabilities(state: ModelState, decisions: Floats) -> Floats:
    """Calibrated probabilities of the decision values, shape (items, classes)."""
    return _softmax(state.arrays["scale"][0] * decisions)


def _softmax(values: Floats) -> Floats:
    powers: Floats = np.exp(values - values.max(axis=1, keepdims=True))
    normed: Floats = powers / powers.sum(axis=1, keepdims=True)
    return normed


def _calibrate(decisions: Floats, gold: npt.NDArray[np.int64]) -> float:
    """The scale under which the softmax of the decision values gives the gold classes the highest likelihood."""
    if not len(gold):
        return 1.0

    def loss(logarithm: float) -> float:
        # The logarithm keeps the scale positive: a negative one would turn the model round.
        values = _softmax(np.exp(logarithm) * decisions)
        chosen = np.log(np.maximum(values[np.arange(len(gold)), gold], 1e-12))
        return float(-chosen.mean() + _PRIOR * logarithm**2)

    found = optimize.minimize_scalar(loss, bounds=(-5.0, 5.0), method="bounded")
    return float(np.round(np.exp(found.x), _SCALE_DIGITS))


def telling(views: Sequence[View], state: ModelState, most: int) -> list[tuple[str, str, str, float]]:
    """The features with the highest weight for each class: (class, view, feature, weight), highest first."""
    rows: list[tuple[str, str, str, float]] = []
    start = 0
    blocks = []
    for view in _as_fitted(views, state):
        features = state.meta["views"].get(view.name, [])
        blocks.append((view, features, start))
        start += len(features)
    for number, name in enumerate(state.meta["classes"]):
        found = []
        for view, features, offset in blocks:
            weights = state.arrays["coefficients"][number, offset : offset + len(features)] * view.weight
            for index in np.argsort(-weights, kind="stable")[:most]:
                found.append((float(weights[index]), view.name, features[index]))
        found.sort(key=lambda item: (-item[0], item[1], item[2]))
        rows.extend((name, view, feature, round(weight, 6)) for weight, view, feature in found[:most] if weight > 0)
    return rows


def majority(labels: Sequence[str], classes: Sequence[str]) -> str:
    """The most frequent label; the first of the classes where two are as frequent."""
    counts = Counter(labels)
    return max(classes, key=lambda name: counts[name])


def labels_of(views: Sequence[View], state: ModelState, items: Sequence[Any]) -> list[str]:
    """The label with the highest decision value for each item."""
    classes = state.meta["classes"]
    return [classes[index] for index in decide(views, state, items).argmax(axis=1)]
