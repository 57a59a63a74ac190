"""Slices: the scores by outlet, year, target, length and kind of page, and which differ from the rest beyond chance.

Scores and intervals come from the bootstrap of the whole test set: a slice and the rest of the rows are scored on the
same resamples of pages, so their difference is paired. Whether a difference is beyond chance is asked of a permutation
test instead: pages are dealt anew to the slices (Good 2005, "Permutation, Parametric, and Bootstrap Tests of
Hypotheses"), and p is corrected over all slices of the task by Holm (1979). A percentile interval at the level that so
many slices need has its ends beyond the outermost of 2000 resamples, and a slice whose ten rows are all right, as
happens by chance, has an interval of no width.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from standpunkt.evaluation import metrics
from standpunkt.evaluation.uncertainty import DIGITS, Bootstrap, Interval, Score

Facts = Mapping[str, str]
"""The slice that an item is in, by dimension."""
Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

DIMENSIONS = ("outlet", "year", "target", "length", "kind")
FEW = 10
"""A slice of fewer items or pages is scored and not tested."""
MOST = 30
"""Slices a dimension that are scored, the largest."""
_LENGTHS = ((200, "0 to 200"), (500, "201 to 500"))  # words; names that sort as the lengths do
_LONGER = "501 or more"
_YEAR = 4  # characters of a date
_PERMUTATIONS = 200  # at a time: a bound on memory
_POWER = 0.8
_GAPS = 1000  # steps in which the smallest gap is looked for
_TOLERANCE = 1e-12  # two orders of one sum are the same difference


class Page(Protocol):
    """What is known of the page of an item."""

    @property
    def outlet(self) -> str | None: ...  # noqa: D102
    @property
    def published(self) -> str | None: ...  # noqa: D102
    @property
    def words(self) -> int | None: ...  # noqa: D102
    @property
    def kind(self) -> str | None: ...  # noqa: D102


def facts(page: Page, target: str | None = None) -> dict[str, str]:
    """The slice of an item in each dimension; what is not known of its page is left out."""
    length = None
    if page.words is not None:
        length = next((name for most, name in _LENGTHS if page.words <= most), _LONGER)
    known = (page.outlet, (page.published or "")[:_YEAR], target, length, page.kind)
    return {dimension: value for dimension, value in zip(DIMENSIONS, known, strict=True) if value}


@dataclass(frozen=True, slots=True)
class Measure:
    """A score of sums over items of what is counted in each: shape (items, columns)."""

    counts: Counts
    score: Score


def of_labels(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, Measure]:
    """Accuracy and macro-F1 of labels.

    Accuracy comes first, by which slices are compared: it means the same in each, while macro-F1 is a mean over the
    classes that occur, and few rows hold other classes than many.
    """
    hits = np.array([left == right for left, right in zip(gold, predicted, strict=True)], dtype=np.int64)
    classes = np.array(sorted({*gold, *predicted}))
    is_gold, is_predicted = (np.asarray(labels)[:, None] == classes for labels in (gold, predicted))
    both = 2 * (is_gold & is_predicted).astype(np.int64)
    either = is_gold.astype(np.int64) + is_predicted
    return {
        "accuracy": Measure(np.column_stack([hits, np.ones_like(hits)]), metrics.share),
        "macro_f1": Measure(np.concatenate([both, either], axis=1), _macro_f1),
    }


def _macro_f1(counts: Counts) -> Floats:
    """`metrics.macro_f1` of sums: twice the hits a class, and its rows in gold plus those in prediction."""
    both, either = np.split(counts, 2, axis=-1)
    present = either > 0
    f1 = metrics.share(np.stack([both, either], axis=-1))
    return metrics.share(np.stack([(f1 * present).sum(axis=-1), present.sum(axis=-1)], axis=-1))


def of_things(counts: Sequence[Sequence[int]]) -> dict[str, Measure]:
    """F1, precision and recall of things found, from matched, in gold and predicted of each item; F1 compares."""
    values = np.asarray(counts, dtype=np.int64).reshape(-1, 3)
    return {
        "f1": Measure(values, lambda sums: metrics.detection(sums)[2]),
        "precision": Measure(values, lambda sums: metrics.detection(sums)[0]),
        "recall": Measure(values, lambda sums: metrics.detection(sums)[1]),
    }


def score(
    items: Sequence[Facts], n: Sequence[int], measures: Mapping[str, Measure], bootstrap: Bootstrap
) -> dict[str, Any]:
    """Score every slice of the test rows.

    Args:
        items: the slices of each item.
        n: how many things of the test set an item is; the `n` of a slice is their sum.
        measures: scores by name; slices are compared by the first.
        bootstrap: over the items; what stands together in it counts as one page.

    Returns:
        `slices.<dimension>.<name>`: `n`, `pages`, each score with its interval, and `difference`, the first score minus
        that of all other rows, with its interval; where both sides have enough items and pages (`FEW`) also `p`,
        corrected over all slices, and `detectable`, see there.
        `worse` and `better` are 1 where the difference is beyond chance: p is at most one minus the level, and the
        interval leaves out 0. A dimension in which all rows are in one slice is left out. `slices_left_out.<dimension>`
        counts the slices beyond the `MOST` largest. Neither key where there is nothing to write.
    """
    dimensions, left_out = _dimensions(items)
    if not dimensions:
        return {}
    sizes = np.asarray(n, dtype=np.int64)
    groups = bootstrap.group
    parts = [rows for names in dimensions.values() for rows in names.values()]
    columns = np.concatenate([np.ones((len(items), 1), np.int64), *(one.counts for one in measures.values())], axis=1)
    whole, *sums = _resampled([np.arange(len(items)), *parts], columns, bootstrap)
    first = next(iter(measures))
    found: dict[str, Any] = {dimension: {} for dimension in dimensions}
    testable: dict[str, list[_Tested]] = {dimension: [] for dimension in dimensions}
    order = ((dimension, name, rows) for dimension, names in dimensions.items() for name, rows in names.items())
    for (dimension, name, rows), ours in zip(order, sums, strict=True):
        others = np.setdiff1d(np.arange(len(items)), rows)
        pages, other_pages = (len(np.unique(groups[these])) for these in (rows, others))
        total = int(sizes[rows].sum())
        scored = _scored(ours, measures, pages)
        rest = _scored((whole[0] - ours[0], whole[1] - ours[1]), {first: measures[first]}, other_pages)
        found[dimension][name] = (
            {"n": total, "pages": pages}
            | {key: _interval(one, bootstrap).as_dict() for key, one in scored.items()}
            | {"difference": _difference(scored[first], rest[first], bootstrap).as_dict(), "worse": 0, "better": 0}
        )
        if min(total, pages, int(sizes.sum()) - total, other_pages) >= FEW:
            share = total / int(sizes.sum())
            testable[dimension].append(_Tested(name, rows, share, rest[first].value, 1 / pages + 1 / other_pages))
    _mark(found, testable, measures[first], bootstrap)
    return {"slices": found} | ({"slices_left_out": left_out} if left_out else {})


def _dimensions(items: Sequence[Facts]) -> tuple[dict[str, dict[str, Counts]], dict[str, int]]:
    """The rows of each slice, largest slices first, and how many slices were left out."""
    found: dict[str, dict[str, Counts]] = {}
    left_out: dict[str, int] = {}
    for dimension in DIMENSIONS:
        rows: dict[str, list[int]] = {}
        for row, item in enumerate(items):
            if dimension in item:
                rows.setdefault(item[dimension], []).append(row)
        if len(rows) > 1:
            names = sorted(rows, key=lambda name: (-len(rows[name]), name))
            found[dimension] = {name: np.array(rows[name]) for name in names[:MOST]}
            if len(names) > MOST:
                left_out[dimension] = len(names) - MOST
    return found, left_out


# --- scores and their intervals --------------------------------------------------------------------------------------

_Sums = tuple[Counts, Counts]
"""Sums of columns, the first of which counts the rows: as observed, (columns,), and resampled, (resamples, columns)."""


@dataclass(frozen=True, slots=True)
class _Scored:
    value: float
    resampled: Floats
    """NaN in a resample that holds none of the rows."""
    pages: int


def _resampled(parts: Sequence[Counts], columns: Counts, bootstrap: Bootstrap) -> list[_Sums]:
    """The sums of each part of the rows, all on the same resamples."""
    prepared: list[tuple[Counts, Floats]] = []
    drawn: list[list[Counts]] = [[] for _ in parts]
    for rows in parts:
        groups, place = np.unique(bootstrap.group[rows], return_inverse=True)
        sums = np.zeros((len(groups), columns.shape[1]))
        np.add.at(sums, place, columns[rows])
        prepared.append((groups, sums))
    for draws in bootstrap.draws():
        times = draws.astype(np.float64)  # floats multiply faster, and whole numbers stay exact in them
        for (groups, sums), found in zip(prepared, drawn, strict=True):
            found.append((times[:, groups] @ sums).astype(np.int64))
    return [(columns[rows].sum(axis=0), np.concatenate(found)) for rows, found in zip(parts, drawn, strict=True)]


def _scored(sums: _Sums, measures: Mapping[str, Measure], pages: int) -> dict[str, _Scored]:
    found, start = {}, 1
    for name, measure in measures.items():
        columns = slice(start, start + measure.counts.shape[1])
        start = columns.stop
        resampled = np.where(sums[1][:, 0] > 0, measure.score(sums[1][:, columns]), np.nan)
        found[name] = _Scored(float(measure.score(sums[0][columns])), resampled, pages)
    return found


def _interval(scored: _Scored, bootstrap: Bootstrap) -> Interval:
    """The interval of the bootstrap; where all resamples agree, as on rows that are all right, Wilson's of its pages.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference". No width would claim that
    nothing else can happen.
    """
    value = scored.value
    low, high = np.nanquantile(scored.resampled, bootstrap.tails)
    if low < high:
        return Interval(value, float(low), float(high))
    square = NormalDist().inv_cdf(bootstrap.tails[1]) ** 2 / scored.pages
    middle = (value + square / 2) / (1 + square)
    half = math.sqrt(square * value * (1 - value) + square**2 / 4) / (1 + square)
    return Interval(value, max(0.0, min(value, middle - half)), min(1.0, max(value, middle + half)))


def _difference(ours: _Scored, rest: _Scored, bootstrap: Bootstrap) -> Interval:
    """Our score minus that of the rest, on the same resamples.

    Where one of the two does not vary in them, from the two intervals: Zou and Donner (2008), "Construction of
    confidence limits about effect measures: A general approach".
    """
    value = ours.value - rest.value
    if all(np.nanmin(one.resampled) < np.nanmax(one.resampled) for one in (ours, rest)):
        low, high = np.nanquantile(ours.resampled - rest.resampled, bootstrap.tails)
        return Interval(value, float(low), float(high))
    left, right = _interval(ours, bootstrap), _interval(rest, bootstrap)
    return Interval(
        value,
        value - math.hypot(left.value - left.low, right.high - right.value),
        value + math.hypot(left.high - left.value, right.value - right.low),
    )


# --- what is beyond chance -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tested:
    name: str
    rows: Counts
    share: float
    """Of the test set."""
    rest: float
    """The score of the other rows."""
    noise: float
    """The variance of a difference of shares, in units of that of one page."""


def _mark(
    found: Mapping[str, dict[str, Any]],
    testable: Mapping[str, Sequence[_Tested]],
    measure: Measure,
    bootstrap: Bootstrap,
) -> None:
    """Write what the tests say of each slice."""
    from standpunkt.evaluation.comparison import holm  # here: it loads long, and applying models needs no score

    entries = [found[dimension][one.name] for dimension, tested in testable.items() for one in tested]
    alpha = 2 * bootstrap.tails[0]
    # So many that the smallest p there is stays below the level after the correction.
    times = max(bootstrap.resamples, math.ceil(2 * len(entries) / alpha))
    values: list[float] = []
    for dimension, tested in testable.items():
        if tested:
            p, errors = _permuted([one.rows for one in tested], measure, bootstrap, times)
            values += p
            for one, error in zip(tested, errors, strict=True):
                gap = _detectable(one, found[dimension][one.name]["difference"]["value"], error, alpha / len(entries))
                found[dimension][one.name] |= {} if gap is None else {"detectable": round(gap, DIGITS)}
    for entry, p_holm in zip(entries, holm(values), strict=True):
        entry["p"] = round(p_holm, DIGITS)
        entry["worse"] = int(p_holm <= alpha and entry["difference"]["high"] < 0)
        entry["better"] = int(p_holm <= alpha and entry["difference"]["low"] > 0)


def _detectable(tested: _Tested, difference: float, error: float, alpha: float) -> float | None:
    """By how much the slice would have to score below the rest to be found with power .8; None where it cannot.

    The sample size formula of two proportions (Fleiss, Levin and Paik 2003, "Statistical Methods for Rates and
    Proportions", chapter 4), solved for the difference: the variance of a score is that of a share, up to a factor for
    what stands together on a page, which `error`, the standard error where there is no difference, gives.
    """
    normal = NormalDist()
    whole = tested.rest + tested.share * difference
    seen = whole * (1 - whole)
    unit = error / math.sqrt(seen) if error > 0 and seen > 0 else math.sqrt(tested.noise)
    gaps = np.linspace(0, tested.rest, _GAPS + 1)[1:]
    pooled, ours = tested.rest - tested.share * gaps, tested.rest - gaps
    chance = np.sqrt(pooled * (1 - pooled))
    actual = np.sqrt((1 - tested.share) * ours * (1 - ours) + tested.share * tested.rest * (1 - tested.rest))
    needed = unit * (normal.inv_cdf(1 - alpha / 2) * chance + normal.inv_cdf(_POWER) * actual)
    enough = gaps[gaps >= needed]
    return float(enough[0]) if len(enough) else None


def _permuted(
    slices: Sequence[Counts], measure: Measure, bootstrap: Bootstrap, times: int
) -> tuple[list[float], list[float]]:
    """Of each slice the two-sided p of its difference to the rest, and the standard error where there is none.

    What is dealt are the rows that a page has in a slice, together.
    """
    number = np.zeros(len(bootstrap.group), dtype=np.int64)  # 0: in none of them
    for place, rows in enumerate(slices, 1):
        number[rows] = place
    units, unit = np.unique(bootstrap.group * (len(slices) + 1) + number, return_inverse=True)
    member = (units[:, None] % (len(slices) + 1) == np.arange(1, len(slices) + 1)).astype(np.float64)
    sums = np.zeros((measure.counts.shape[1], len(units)))
    np.add.at(sums.T, unit, measure.counts)
    total = sums.sum(axis=1).astype(np.int64)

    def differences(order: Counts) -> Floats:
        inside = np.moveaxis((sums[:, order] @ member).astype(np.int64), 0, -1)
        return measure.score(inside) - measure.score(total - inside)

    random = np.random.default_rng(bootstrap.seed)
    observed = np.abs(differences(np.arange(len(units))))
    extreme, squares = np.zeros(len(slices)), np.zeros(len(slices))
    for start in range(0, times, _PERMUTATIONS):
        straight = np.broadcast_to(np.arange(len(units)), (min(_PERMUTATIONS, times - start), len(units)))
        dealt = differences(random.permuted(straight, axis=1))
        extreme += (np.abs(dealt) >= observed - _TOLERANCE).sum(axis=0)
        squares += (dealt**2).sum(axis=0)
    return ((1 + extreme) / (1 + times)).tolist(), np.sqrt(squares / times).tolist()
