"""Linear classifiers over several views of an item, kept as plain arrays.

A view turns an item into weighted features; each view becomes a TF-IDF matrix with rows of length one (scikit-learn's
`TfidfTransformer` on sublinear counts). The matrices stand side by side, each with its weight, and one linear support
vector machine a class decides (liblinear: the same bits on every run, thread count and processor). Probabilities come
from the decision values by a softmax whose scale is fitted on validation rows (temperature scaling, Guo et al. 2017,
"On Calibration of Modern Neural Networks"): it keeps the order, so the label is the most probable class.

With `Stacking`, every view is also a member of its own, and a multinomial logistic regression over what the members say
of rows that they were not fitted on decides how far to trust each (Wolpert 1992, "Stacked Generalization"). Members and
regression are linear, so their sum is one linear model: it is kept, applied and explained as any other. What it says of
train rows out of fold is there already, and calibrates beside the validation rows, which are often few.

What only fitting needs is imported there: scikit-learn takes a second to load, and `standpunkt read` applies models.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse
from threadpoolctl import threadpool_limits

from standpunkt.errors import StandpunktError
from standpunkt.tasks import ModelState

Floats = npt.NDArray[np.float64]
L = TypeVar("L", bound=Hashable)
_PRIOR = 0.01  # pulls the scale towards 1: few validation rows should not swing it
_PRIOR_ROWS = 10  # so many rows say that two models are equally sure
_FOLDS = 5
_FEWEST_FOLDS = 2
_MEMBER_TOL = 1e-2  # of stacked members: two thirds of the time, and the same scores to the third decimal
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
    dense: bool = False
    """Features are the numbered parts of a vector (`dense`)."""
    additive: bool = True
    """What an item has is what its parts have together; of other views no part can be told what it adds."""


@dataclass(frozen=True, slots=True)
class Stacking:
    """How the views are stacked."""

    folds: int
    """Parts of the train rows; the members say of each part what they learned from the others."""
    C: float
    """Inverse strength of the regularisation of the regression over the members."""
    joint: frozenset[str]
    """The views that also stand side by side in one member."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the classifier is fitted."""

    C: float
    balanced: bool
    stacking: Stacking | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """Decision values of a model of another kind, which is stacked with the linear ones."""

    unseen: Floats
    """Of the train rows, shape (rows, classes), each by a model that did not see its fold; columns as the classes."""
    validation: Floats
    """Of the validation rows, by the model that saw all train rows."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Items with their labels."""

    items: Sequence[Any]
    labels: Sequence[str]
    groups: Sequence[str] = ()
    """What must stay in one fold; empty where nothing is stacked."""


def fit(
    views: Sequence[View],
    train: Rows,
    validation: Rows | None,
    classes: Sequence[str],
    settings: Settings,
    random_state: int,
    outside: Outside | None = None,
) -> ModelState:
    """Fit vocabulary, weights and classifier on train rows, the calibration on validation rows.

    Classes without a train row are never predicted.

    Args:
        views: how an item is read.
        train: what vocabulary, weights and classifier are fitted on.
        validation: what the calibration is fitted on. Where it is empty, as in a corpus whose own split has none, the
            decision values of train rows are used, each from a model that did not see it (out of fold); where models
            are stacked and have such values, beside the validation rows, too. None leaves the plain softmax.
        classes: all labels, in order.
        settings: of the classifier.
        random_state: of classifier and folds.
        outside: of a model of another kind, where one is stacked.

    Raises:
        StandpunktError: there is no train row, or only one class among them, or no feature in any view.
    """
    present = present_classes(train, classes)
    counted = count(views, train.items)
    read, counts = counted.views, counted.counts
    labels = np.array(train.labels)
    stacking = settings.stacking if len(set(train.groups)) >= _FEWEST_FOLDS else None
    unseen, unseen_gold = np.zeros((0, len(present))), labels[:0]
    if stacking:
        weights, (unseen, unseen_gold) = _fit_stacked(
            read, counts, labels, train.groups, present, settings, stacking, random_state, outside
        )
    else:
        weights = _fit_weights(read, counts, labels, present, settings, random_state)
    arrays: dict[str, Any] = {f"idf.{view.name}": idf for view, idf in zip(read, weights.idf, strict=True)}
    arrays |= {"coefficients": weights.coefficients, "intercept": weights.intercept, "outside": weights.outside}
    state = ModelState(described(views, counted, present), arrays)
    decisions, gold = np.zeros((0, len(present))), labels[:0]
    if validation is not None and validation.items:
        known = [number for number, label in enumerate(validation.labels) if label in present]
        found = outside.validation[known] if outside else None
        decisions = decide(views, state, [validation.items[number] for number in known], found)
        gold = np.array([validation.labels[number] for number in known])
    elif validation is not None and not stacking:
        decisions, gold = _out_of_fold(read, counts, labels, present, settings, random_state)
    if validation is not None and stacking:
        decisions = np.vstack([decisions, unseen * _wider(decisions, unseen)])
        gold = np.concatenate([gold, unseen_gold])
    gold_index = np.array([present.index(name) for name in gold.tolist()], dtype=np.int64)
    arrays["scale"] = np.array([_calibrate(decisions, gold_index)])
    return state


def present_classes(train: Rows, classes: Sequence[str]) -> list[str]:
    """The classes that a train row has, in their order.

    Raises:
        StandpunktError: there are fewer than two.
    """
    present = [name for name in classes if name in set(train.labels)]
    refuse_one_class(len(train.items), len(present))
    return present


def refuse_one_class(rows: int, classes: int) -> None:
    """Stop where so many train rows have so few classes among them that there is nothing to learn.

    Raises:
        StandpunktError: there are fewer than two.
    """
    if classes < 2:
        raise StandpunktError(
            f"{rows} train rows with {classes} label(s): training wants two labels or more; "
            "label more pages or change params.yaml: split"
        )


def folds(groups: Sequence[str], most: int) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Places of the rows to fit on and of those held out, a pair a fold; a group is in one fold alone."""
    from sklearn.model_selection import GroupKFold

    return list(GroupKFold(min(most, len(set(groups)))).split(np.zeros(len(groups)), groups=groups))


@dataclass(frozen=True, slots=True)
class Counted:
    """What the train rows have in each view of which they have anything."""

    views: list[View]
    names: list[list[str]]
    """Of the features of each view, sorted."""
    counts: list[sparse.csr_matrix]
    """Of each view, shape (rows, features)."""


def count(views: Sequence[View], items: Sequence[Any]) -> Counted:
    """Count the features of train rows.

    Raises:
        StandpunktError: they have none that enough rows have.
    """
    found = [(view, *_count(view, items)) for view in views]
    kept = [one for one in found if one[1]]
    if not kept:
        raise StandpunktError("the train rows have no feature; lower min_documents in params.yaml or add pages")
    return Counted(*map(list, zip(*kept, strict=True)))


def described(views: Sequence[View], counted: Counted, classes: Sequence[str]) -> dict[str, Any]:
    """What a fitted model says of itself: its classes, the features of its views, and their weights."""
    # The order of the views is the order of the columns; JSON would not keep it in an object.
    return {
        "classes": list(classes),
        "views": {view.name: names for view, names in zip(counted.views, counted.names, strict=True)},
        "weights": [[view.name, view.weight] for view in views],
    }


def weighed(
    counted: Counted, rows: npt.NDArray[np.int64], idf: list[Floats] | None = None
) -> tuple[list[Floats], sparse.csr_matrix]:
    """The weights of the features of each view, fitted on these rows where none are given, and the weighed rows."""
    counts = [block[rows] for block in counted.counts]
    idf = idf or _fit_idf(counted.views, counts)
    blocks = [_weigh(*part) for part in zip(counted.views, counts, idf, strict=True)]
    return idf, sparse.hstack(blocks, format="csr")


@dataclass(frozen=True, slots=True)
class _Weights:
    idf: list[Floats]
    coefficients: Floats
    intercept: Floats
    outside: Floats
    """Of the decision values of another model, shape (classes, classes); empty where there is none."""


def _fit_weights(
    views: Sequence[View],
    counts: Sequence[sparse.csr_matrix],
    labels: npt.NDArray[Any],
    classes: Sequence[str],
    settings: Settings,
    random_state: int,
) -> _Weights:
    """Weigh the counts and fit the classifier; coefficients have one row a class."""
    idf = _fit_idf(views, counts)
    X = sparse.hstack([_weigh(*part) for part in zip(views, counts, idf, strict=True)], format="csr")
    return _Weights(idf, *fit_classifier(X, labels, classes, settings, random_state), np.zeros((0, 0)))


def _fit_idf(views: Sequence[View], counts: Sequence[sparse.csr_matrix]) -> list[Floats]:
    from sklearn.feature_extraction.text import TfidfTransformer

    return [
        TfidfTransformer().fit(block).idf_ if view.idf else np.ones(block.shape[1])
        for view, block in zip(views, counts, strict=True)
    ]


def fit_classifier(
    X: sparse.csr_matrix,
    labels: npt.NDArray[Any],
    classes: Sequence[str],
    settings: Settings,
    random_state: int,
    tol: float = 1e-4,
) -> tuple[Floats, Floats]:
    """Coefficients, shape (classes, features), and intercepts; a class without a row here is held to be wrong."""
    from sklearn.svm import LinearSVC

    coefficients, intercept = np.zeros((len(classes), X.shape[1])), np.full(len(classes), -1.0)
    present = sorted(set(labels.tolist()))
    if len(present) == 1:
        intercept[classes.index(present[0])] = 1.0
        return coefficients, intercept
    classifier = LinearSVC(
        C=settings.C,
        class_weight="balanced" if settings.balanced else None,
        random_state=random_state,
        max_iter=3000,
        tol=tol,
    )
    # Of more rows than features it solves the primal problem by BLAS, which sums in another order on more threads.
    with threadpool_limits(limits=1, user_api="blas"):
        classifier.fit(X, labels)
    order = [classes.index(name) for name in classifier.classes_.tolist()]
    found, constant = classifier.coef_, classifier.intercept_
    if len(present) == 2:  # liblinear gives one row for two classes
        found, constant = np.vstack([-found, found]), np.concatenate([-constant, constant])
    coefficients[order], intercept[order] = found, constant
    return coefficients, intercept


def _fit_stacked(
    views: Sequence[View],
    counts: Sequence[sparse.csr_matrix],
    labels: npt.NDArray[Any],
    groups: Sequence[str],
    classes: Sequence[str],
    settings: Settings,
    stacking: Stacking,
    random_state: int,
    outside: Outside | None,
) -> tuple[_Weights, tuple[Floats, npt.NDArray[Any]]]:
    """The weights of the sum of all members, each weighed by the regression over them; and as `_cross_fitted`."""
    members = [[number] for number in range(len(views))]
    members.append([number for number, view in enumerate(views) if view.name in stacking.joint])

    def fit_members(rows: npt.NDArray[np.int64]) -> tuple[list[Floats], list[tuple[Floats, Floats]]]:
        idf = _fit_idf(views, [block[rows] for block in counts])
        blocks = [_weigh(view, block[rows], part) for view, block, part in zip(views, counts, idf, strict=True)]
        # Alone, a view has weight 1: its weight says what it counts beside the others.
        return idf, [
            fit_classifier(
                _side_by_side(views, blocks, member), labels[rows], classes, settings, random_state, _MEMBER_TOL
            )
            for member in members
        ]

    unseen = np.zeros((len(labels), len(members) * len(classes)))
    for fitted, held_out in folds(groups, stacking.folds):
        idf, found = fit_members(fitted)
        blocks = [_weigh(view, block[held_out], part) for view, block, part in zip(views, counts, idf, strict=True)]
        unseen[held_out] = np.hstack(
            [
                _side_by_side(views, blocks, member) @ coefficients.T + intercept
                for member, (coefficients, intercept) in zip(members, found, strict=True)
            ]
        )
    if outside:
        unseen = np.hstack([unseen, outside.unseen])
    trust, constant = _fit_regression(unseen, labels, classes, stacking, random_state)
    held = _cross_fitted(unseen, labels, groups, classes, stacking, random_state)
    idf, found = fit_members(np.arange(len(labels)))
    summed = [np.zeros((len(classes), block.shape[1])) for block in counts]
    for number, (member, (coefficients, intercept)) in enumerate(zip(members, found, strict=True)):
        own = trust[:, number * len(classes) : (number + 1) * len(classes)]
        constant = constant + own @ intercept
        start = 0
        for which in member:
            end = start + counts[which].shape[1]
            scale = 1 / views[which].weight if len(member) == 1 else 1.0
            summed[which] += scale * _product(own, coefficients[:, start:end])
            start = end
    return _Weights(idf, np.hstack(summed), constant, trust[:, len(members) * len(classes) :]), held


def _cross_fitted(
    unseen: Floats,
    labels: npt.NDArray[Any],
    groups: Sequence[str],
    classes: Sequence[str],
    stacking: Stacking,
    random_state: int,
) -> tuple[Floats, npt.NDArray[Any]]:
    """Decision values of train rows by members and a regression that did not see them, and the labels of those rows.

    A fold without which a class has no row is left out.
    """
    found, rows = [np.zeros((0, len(classes)))], [np.zeros(0, dtype=np.int64)]
    for fitted, held_out in folds(groups, stacking.folds):
        if len(set(labels[fitted].tolist())) == len(classes):
            trust, constant = _fit_regression(unseen[fitted], labels[fitted], classes, stacking, random_state)
            found.append(_product(unseen[held_out], trust.T) + constant)
            rows.append(held_out)
    return np.vstack(found), labels[np.concatenate(rows)]


def _wider(decisions: Floats, unseen: Floats) -> float:
    """By how much the decision values of a model lie further apart than those of models of a part of its train rows.

    More rows make a model surer, so a scale that is right for the parts would leave the whole too sure. How far apart
    values lie is seen without labels; `_PRIOR_ROWS` rows say that it is as far.
    """
    ours, theirs = (float(((values - values.mean(axis=1, keepdims=True)) ** 2).sum()) for values in (decisions, unseen))
    if not theirs:
        return 1.0
    per_row = theirs / len(unseen)
    return float(np.sqrt((ours + _PRIOR_ROWS * per_row) / (len(decisions) + _PRIOR_ROWS) / per_row))


def _product(left: Floats, right: Floats) -> Floats:
    """The product of two dense matrices; BLAS gives other last bits with other numbers of threads."""
    found: Floats = np.einsum("ij,jk->ik", left, right)
    return found


def _side_by_side(
    views: Sequence[View], blocks: Sequence[sparse.csr_matrix], member: Sequence[int]
) -> sparse.csr_matrix:
    if len(member) == 1:
        return blocks[member[0]] / views[member[0]].weight
    return sparse.hstack([blocks[number] for number in member], format="csr")


def _fit_regression(
    decisions: Floats, labels: npt.NDArray[Any], classes: Sequence[str], stacking: Stacking, random_state: int
) -> tuple[Floats, Floats]:
    """Weights of the members' decision values, shape (classes, members × classes), and intercepts."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(decisions)
    regression = LogisticRegression(C=stacking.C, solver="saga", random_state=random_state, max_iter=1000)
    regression.fit(scaler.transform(decisions), labels)
    weights, constant = regression.coef_, regression.intercept_
    if len(classes) == 2:  # one row for two classes; half of it on either side gives the same probabilities
        weights, constant = np.vstack([-weights, weights]) / 2, np.concatenate([-constant, constant]) / 2
    order = [regression.classes_.tolist().index(name) for name in classes]
    weights, constant = weights[order] / scaler.scale_, constant[order]
    return weights, constant - weights @ scaler.mean_


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
    from sklearn.model_selection import StratifiedKFold

    parts = StratifiedKFold(min(_FOLDS, smallest), shuffle=True, random_state=random_state)
    decisions = np.zeros((len(labels), len(classes)))
    for fitted, held_out in parts.split(np.zeros(len(labels)), labels):
        weights = _fit_weights(
            views, [block[fitted] for block in counts], labels[fitted], classes, settings, random_state
        )
        blocks = [_weigh(*part) for part in zip(views, [block[held_out] for block in counts], weights.idf, strict=True)]
        decisions[held_out] = sparse.hstack(blocks, format="csr") @ weights.coefficients.T + weights.intercept
    return decisions, labels


def _count(view: View, items: Sequence[Any]) -> tuple[list[str], sparse.csr_matrix]:
    """Names and counts of the features that enough items have."""
    places: dict[str, int] = {}
    data, columns, ends = array("d"), array("i"), array("i", [0])
    for item in items:
        for name, value in view.extract(item).items():
            columns.append(places.setdefault(name, len(places)))
            data.append(value)
        ends.append(len(data))
    found = sparse.csr_matrix((data, columns, ends), shape=(len(ends) - 1, len(places)))
    rows = np.bincount(found.indices, minlength=len(places))  # a feature stands once in an item
    kept = sorted(name for name, place in places.items() if rows[place] >= view.min_documents)
    counts = found[:, [places[name] for name in kept]]
    counts.sort_indices()
    return kept, counts


def _look_up(view: View, places: Mapping[str, int], items: Sequence[Any]) -> sparse.csr_matrix:
    """Counts of known features, shape (items, features)."""
    data, columns, ends = array("d"), array("i"), array("i", [0])
    for item in items:
        known = sorted((places[name], value) for name, value in view.extract(item).items() if name in places)
        columns.extend(place for place, _ in known)
        data.extend(value for _, value in known)
        ends.append(len(data))
    return sparse.csr_matrix((data, columns, ends), shape=(len(ends) - 1, len(places)))


def _weigh(view: View, counts: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    """As `TfidfTransformer.transform`, to the last bit: each row times idf, then of length one."""
    # Sublinear from 1 up. Below, where neighbours weigh less, 1 + log falls under 0, and a word would count as unsaid.
    data = np.where(counts.data < 1, counts.data, np.log(np.maximum(counts.data, 1)) + 1) * idf[counts.indices]
    squares = sparse.csr_matrix((data * data, counts.indices, counts.indptr), shape=counts.shape)
    lengths = np.sqrt(squares @ np.ones(counts.shape[1]))  # a product sums in the order of the row
    lengths[lengths == 0] = 1.0
    data = data / np.repeat(lengths, np.diff(counts.indptr))
    return sparse.csr_matrix((data * view.weight, counts.indices, counts.indptr), shape=counts.shape)


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
            counts = _look_up(view, {name: number for number, name in enumerate(names)}, items)
            blocks.append(_weigh(view, counts, state.arrays[f"idf.{view.name}"]))
    return sparse.hstack(blocks, format="csr")


def decide(views: Sequence[View], state: ModelState, items: Sequence[Any], outside: Floats | None = None) -> Floats:
    """Decision values, shape (items, classes); `outside`: those of the other model, where one is stacked."""
    if not items:
        return np.zeros((0, len(state.meta["classes"])))
    X = matrix(views, state, items)
    values: Floats = np.asarray(X @ state.arrays["coefficients"].T) + state.arrays["intercept"]
    return values if outside is None else values + _product(outside, state.arrays["outside"].T)


def contributions(
    views: Sequence[View],
    state: ModelState,
    item: Any,
    label: str,
    parts: Sequence[Any],
    row: sparse.csr_matrix | None = None,
) -> list[float]:
    """How much each part of an item speaks for a label, against the mean of all labels.

    A decision value is a sum over features, so what a feature adds is exact. It is shared out to the parts by how much
    of the feature each holds; what no part holds alone, as two words that follow each other where the parts are words,
    is in none, and neither is what views that are not additive say.

    Args:
        views: of the model.
        state: the model.
        item: what was judged.
        label: one of its classes.
        parts: as items of their own, such as an item of one sentence.
        row: what `matrix` gives for the item, which takes long for one alone; None: to be made.
    """
    views = _as_fitted(views, state)
    X = matrix(views, state, [item]) if row is None else row
    weights = state.arrays["coefficients"][:, X.indices]
    towards = weights[state.meta["classes"].index(label)] - weights.mean(axis=0)
    added = list(zip(X.indices.tolist(), (X.data * towards).tolist(), strict=True))
    found = [0.0] * len(parts)
    start = 0
    for view in views:
        names = state.meta["views"].get(view.name, [])
        if view.additive:
            here = {names[place - start]: value for place, value in added if start <= place < start + len(names)}
            held = [
                [(name, value) for name, value in view.extract(part).items() if name in here] for part in parts
            ]  # a part has few of the features of a long text
            among_parts: Counter[str] = Counter()
            for features in held:
                for name, value in features:
                    among_parts[name] += value  # type: ignore[assignment]
            total = view.extract(item)
            worth = {name: value / max(total[name], among_parts[name]) for name, value in here.items()}
            for number, features in enumerate(held):
                found[number] += sum(worth[name] * value for name, value in features)
        start += len(names)
    return found


def probabilities(state: ModelState, decisions: Floats) -> Floats:
    """Calibrated probabilities of the decision values, shape (items, classes)."""
    return _softmax(state.arrays["scale"][0] * decisions)


def _softmax(values: Floats) -> Floats:
    powers: Floats = np.exp(values - values.max(axis=1, keepdims=True))
    normed: Floats = powers / powers.sum(axis=1, keepdims=True)
    return normed


def _calibrate(decisions: Floats, gold: npt.NDArray[np.int64]) -> float:
    """The scale under which the softmax of the decision values gives the gold classes the highest likelihood."""
    from scipy import optimize

    if not len(gold):
        return 1.0

    def loss(logarithm: float) -> float:
        # The logarithm keeps the scale positive: a negative one would turn the model round.
        values = _softmax(np.exp(logarithm) * decisions)
        chosen = np.log(np.maximum(values[np.arange(len(gold)), gold], 1e-12))
        return float(-chosen.mean() + _PRIOR * logarithm**2)

    found = optimize.minimize_scalar(loss, bounds=(-5.0, 5.0), method="bounded")
    return float(np.round(np.exp(found.x), _SCALE_DIGITS))


def dense(vector: npt.NDArray[np.float32] | None) -> dict[str, float]:
    """A vector as features, for a view without idf: its length becomes one, its signs stay; none without a vector."""
    return {} if vector is None else {f"{place:04d}": value for place, value in enumerate(vector.tolist())}


def telling(views: Sequence[View], state: ModelState, most: int) -> list[tuple[str, str, str, float]]:
    """The features with the highest weight for each class: (class, view, feature, weight), highest first.

    Dense views are left out: their features have no names.
    """
    rows: list[tuple[str, str, str, float]] = []
    start = 0
    blocks = []
    for view in _as_fitted(views, state):
        features = state.meta["views"].get(view.name, [])
        if not view.dense:
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


def majority(labels: Sequence[L], classes: Sequence[L]) -> L:
    """The most frequent label; the first of the classes where two are as frequent."""
    counts = Counter(labels)
    return max(classes, key=lambda name: counts[name])


def labels_of(views: Sequence[View], state: ModelState, items: Sequence[Any]) -> list[str]:
    """The label with the highest decision value for each item."""
    classes = state.meta["classes"]
    return [classes[index] for index in decide(views, state, items).argmax(axis=1)]
