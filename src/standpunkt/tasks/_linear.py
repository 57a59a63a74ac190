"""Linear classifiers over several views of an item, kept as plain arrays.

A view turns an item into weighted features; each view becomes a TF-IDF matrix with rows of length one (scikit-learn's
`TfidfTransformer`, sublinear). The matrices stand side by side, each with its weight, and one linear support vector
machine a class decides (liblinear: the same bits on every run, thread count and processor). Probabilities come from the
decision values by a softmax whose scale and offsets are fitted on validation rows: vector scaling of Guo et al. (2017),
reduced to one scale and an offset a class.
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
from sklearn.svm import LinearSVC

from standpunkt.errors import StandpunktError
from standpunkt.tasks import ModelState

Floats = npt.NDArray[np.float64]
_PRIOR = 0.01  # strength of the pull of the calibration towards "no offset": few validation rows should not swing it
_CALIBRATION_DIGITS = 4  # the optimiser's last digits differ between processors


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
    views: Sequence[View], train: Rows, validation: Rows, classes: Sequence[str], settings: Settings, random_state: int
) -> ModelState:
    """Fit vocabulary, weights and classifier on train rows, the calibration on validation rows.

    Classes without a train row are never predicted. Without validation rows the calibration is the plain softmax.

    Raises:
        StandpunktError: there is no train row, or only one class among them, or no feature in any view.
    """
    present = [name for name in classes if name in set(train.labels)]
    if len(present) < 2:
        raise StandpunktError(
            f"{len(train.items)} train rows with {len(present)} label(s): training wants two labels or more; "
            "label more pages or change params.yaml: split"
        )
    meta: dict[str, Any] = {"classes": present, "views": {}}
    arrays: dict[str, Any] = {}
    blocks = []
    for view in views:
        names, counts = _count(view, train.items)
        if not names:
            continue
        transformer = TfidfTransformer(sublinear_tf=True, use_idf=view.idf).fit(counts)
        meta["views"][view.name] = names
        arrays[f"idf.{view.name}"] = transformer.idf_ if view.idf else np.ones(len(names))
        blocks.append(_weigh(view, counts, arrays[f"idf.{view.name}"]))
    if not blocks:
        raise StandpunktError("the train rows have no feature; lower min_documents in params.yaml or add pages")
    classifier = LinearSVC(
        C=settings.C, class_weight="balanced" if settings.balanced else None, random_state=random_state, max_iter=3000
    )
    classifier.fit(sparse.hstack(blocks, format="csr"), list(train.labels))
    order = [classifier.classes_.tolist().index(name) for name in present]
    coefficients, intercept = classifier.coef_, classifier.intercept_
    if len(present) == 2:  # liblinear gives one row for two classes
        coefficients, intercept = np.vstack([-coefficients, coefficients]), np.concatenate([-intercept, intercept])
    arrays["coefficients"], arrays["intercept"] = coefficients[order], intercept[order]
    state = ModelState(meta, arrays)
    known = [number for number, label in enumerate(validation.labels) if label in present]
    decisions = decide(views, state, [validation.items[number] for number in known])
    gold = np.array([present.index(validation.labels[number]) for number in known], dtype=np.int64)
    scale, offsets = _calibrate(decisions, gold)
    arrays["calibration"] = np.array([scale, *offsets])
    return state


def _count(view: View, items: Sequence[Any]) -> tuple[list[str], sparse.csr_matrix]:
    """Names and counts of the features that enough items have."""
    vectorizer = DictVectorizer(sort=True)
    counts = vectorizer.fit_transform(view.extract(item) for item in items)
    names = vectorizer.get_feature_names_out()
    kept = np.flatnonzero(counts.getnnz(axis=0) >= view.min_documents)
    return names[kept].tolist(), counts[:, kept]


def _weigh(view: View, counts: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    transformer = TfidfTransformer(sublinear_tf=True, use_idf=True)
    transformer.idf_ = idf
    return transformer.transform(counts) * view.weight


def matrix(views: Sequence[View], state: ModelState, items: Sequence[Any]) -> sparse.csr_matrix:
    """The features of items under a fitted model, shape (items, features)."""
    blocks = []
    for view in views:
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
    scale, *offsets = state.arrays["calibration"]
    return _softmax(scale * decisions + np.array(offsets))


def _softmax(values: Floats) -> Floats:
    powers: Floats = np.exp(values - values.max(axis=1, keepdims=True))
    normed: Floats = powers / powers.sum(axis=1, keepdims=True)
    return normed


def _calibrate(decisions: Floats, gold: npt.NDArray[np.int64]) -> tuple[float, list[float]]:
    n, k = decisions.shape
    if n == 0:
        return 1.0, [0.0] * k

    def loss(parameters: Floats) -> float:
        # The scale as a power keeps it positive: a negative one would turn the model round.
        values = _softmax(np.exp(parameters[0]) * decisions + parameters[1:])
        chosen = np.log(np.maximum(values[np.arange(n), gold], 1e-12))
        return float(-chosen.mean() + _PRIOR * (parameters**2).sum())

    found = optimize.minimize(loss, np.zeros(k + 1), method="L-BFGS-B")
    scale, *offsets = np.round([np.exp(found.x[0]), *found.x[1:]], _CALIBRATION_DIGITS)
    return float(scale), [float(value) for value in offsets]


def telling(views: Sequence[View], state: ModelState, most: int) -> list[tuple[str, str, str, float]]:
    """The features with the highest weight for each class: (class, view, feature, weight), highest first."""
    rows: list[tuple[str, str, str, float]] = []
    start = 0
    blocks = []
    for view in views:
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
