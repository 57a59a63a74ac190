"""Did a score change for real? Two runs on the same test items, compared item by item.

Items of one page are not independent, so pages (or clusters or groups, where rows name them) are what is resampled and
what is swapped. The interval of a difference is a paired percentile bootstrap (Efron and Tibshirani 1993, "An
Introduction to the Bootstrap"), the test a paired permutation test (Good 2005, "Permutation, Parametric, and Bootstrap
Tests of Hypotheses"; for scores of language technology Yeh 2000, "More accurate tests for the statistical significance
of result differences"). All scores that are shown form one family, corrected by Holm (1979), "A Simple Sequentially
Rejective Multiple Test Procedure".
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError
from scipy import sparse, stats

from standpunkt.errors import StandpunktError
from standpunkt.evaluation import metrics
from standpunkt.evaluation.changes import Change, Changes
from standpunkt.evaluation.uncertainty import Interval, corrected_p
from standpunkt.params import EvaluateParams

Row = Mapping[str, Any]
Verdict = Literal["better", "worse", "not distinguishable", "not comparable"]
Kind = Literal["fixed", "broken", "other"]
COMPARED = (
    "id", "target", "actor", "gold", "predicted", "probabilities", "cluster", "group", "quote", "gold_quote", "several",
    "time", "fold",
)  # fmt: skip
"""What of a row is compared, or says what it is; the rest is text."""
NONE = "none"
"""Gold or prediction of a row that the other side alone has."""
POWER = 0.8
PERMUTATIONS = 2000  # fewer cannot give a p that is still small after Holm
_CHUNK = 500  # resamples at a time
_TOLERANCE = 1e-12  # two orders of one sum are the same difference
_FAVOR_AGAINST = ("favor", "against")
_ORDER = ("topic", "stance", "quotes", "positions")
_UNITS = {"quotes": "quote", "positions": "position"}
REPEATED = "_repeated"
"""Ends the name of a task whose rows come from splits that were dealt out anew."""
_BOTH = ("gold", "predicted")
_SEVERAL, _AND = "several", " + "
_KINDS: tuple[Kind, ...] = ("broken", "fixed", "other")

Counts = npt.NDArray[np.int64]
Score = Callable[[Counts], npt.NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Settings:
    """How differences are tested."""

    resamples: int
    level: float
    random_state: int
    permutations: int = PERMUTATIONS

    @classmethod
    def of(cls, evaluate: EvaluateParams, random_state: int) -> Settings:
        """As params.yaml has them. Few resamples make an interval coarse; few permutations would make p too large."""
        return cls(evaluate.resamples, evaluate.level, random_state, max(evaluate.resamples, PERMUTATIONS))


@dataclass(frozen=True, slots=True)
class Metric:
    """One score of both runs. What needs paired items is None where there are none."""

    name: str
    before: float | None
    after: float | None
    difference: Interval | None = None
    """After minus before."""
    error: float | None = None
    """The standard error of the difference, from the bootstrap."""
    p: float | None = None
    test: Literal["", "McNemar", "permutation"] = ""
    p_holm: float | None = None
    smallest: float | None = None
    """The smallest difference that these items could have shown, see `smallest_difference`."""
    verdict: Verdict = "not comparable"
    p_splits: float | None = None
    """Of scores on other splits the p of the corrected resampled t-test, which takes splits for pages."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why two runs cannot be compared on a task."""

    only_before: int = 0
    only_after: int = 0
    gold_differs: int = 0
    number_differs: int = 0
    """Items that stand there more often in one run: their pages were dealt out more often."""
    missing: Literal["", "before", "after"] = ""
    """The run without any row."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One item that is predicted differently."""

    id: str
    target: str | None
    actor: str | None
    gold: str
    before: str
    after: str
    kind: Kind
    """`fixed`: wrong, then right; `broken`: right, then wrong; `other`: as wrong, or as right, as before."""
    before_probability: float | None
    after_probability: float | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Both runs on one task."""

    task: str
    unit: str
    n: int
    """Test items; where things are found in pages, those that gold names."""
    pages: int
    """What is resampled and swapped."""
    metrics: tuple[Metric, ...]
    flips: tuple[Flip, ...]
    """Broken ones first, then fixed ones, in each the most confident first."""
    mismatch: Mismatch | None = None
    mcnemar: float | None = None
    """Exact p of McNemar's test, which takes items as independent; None where no label is right or wrong."""

    @property
    def verdict(self) -> Verdict:
        """Of all scores: worse where any is worse."""
        found = {metric.verdict for metric in self.metrics}
        order: tuple[Verdict, ...] = ("not comparable", "worse", "better")
        return next((one for one in order if one in found), "not distinguishable")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs compared, and what may explain the difference."""

    before: str
    """Name of the first run for people."""
    after: str
    corpus: str
    """Title of the corpus of the second run."""
    with_text: bool
    """Whether texts of the corpora of both may be shown."""
    settings: Settings
    tasks: tuple[Compared, ...]
    changes: Changes
    moved: tuple[Change, ...]
    """Figures that are not made of test items, and that differ."""

    @property
    def family(self) -> int:
        """How many scores were tested."""
        return sum(metric.p is not None for task in self.tasks for metric in task.metrics)


_FORM = TypeAdapter(Comparison)


def as_dict(found: Comparison) -> dict[str, Any]:
    """A comparison as nested objects and lists of scalars, by the names of its fields."""
    form: dict[str, Any] = _FORM.dump_python(found, mode="json")
    return form


def from_dict(form: Any, place: object) -> Comparison:
    """The comparison of which `as_dict` gave this.

    Args:
        form: as it was read.
        place: where from, for the message.

    Raises:
        StandpunktError: it is of another form.
    """
    try:
        return _FORM.validate_python(form)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        remedy = "run the stage compare again: dvc repro -f -s compare"
        raise StandpunktError(f"{place}: {where}: {first['msg']}; {remedy}") from None


def compare(
    before: Mapping[str, Sequence[Row]], after: Mapping[str, Sequence[Row]], settings: Settings
) -> tuple[Compared, ...]:
    """Compare two runs on every task that one of them predicted.

    Args:
        before: rows of `reports/predictions/<task>.jsonl` by task: `id`, `gold`, `predicted`, and where there are such
            `target`, `actor`, `probabilities`, `cluster`, `group`, `quote`, `gold_quote`.
        after: the same of the other run.
        settings: of the tests; all scores of all tasks are one family.
    """
    tasks = {task for run in (before, after) for task, rows in run.items() if rows}
    place = {task: number for number, task in enumerate(_ORDER)}
    order = sorted(tasks, key=lambda name: (place.get(task_of(name), len(_ORDER)), name))
    found = [_compare(task, before.get(task, ()), after.get(task, ()), settings) for task in order]
    family = [metric for one in found for metric in one.metrics if metric.p is not None]
    corrected = iter(holm([metric.p for metric in family if metric.p is not None]))
    alpha = 1 - settings.level
    return tuple(
        replace(one, metrics=tuple(_judged(metric, corrected, alpha, len(family)) for metric in one.metrics))
        for one in found
    )


def holm(values: Sequence[float]) -> list[float]:
    """P-values corrected for being one family, in their order."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    corrected, highest = [0.0] * len(values), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[place]))
        corrected[place] = highest
    return corrected


def mcnemar(fixed: int, broken: int) -> float:
    """The exact two-sided p of McNemar's test, which takes the items as independent; 1 where nothing changed.

    McNemar (1947), "Note on the sampling error of the difference between correlated proportions or percentages".
    """
    return float(stats.binomtest(fixed, fixed + broken).pvalue) if fixed + broken else 1.0


def smallest_difference(error: float, alpha: float) -> float:
    """The smallest true difference that a two-sided test at a level finds with power .8.

    Bloom (1995), "Minimum detectable effects: A simple way to report the statistical power of experimental designs":
    the standard error times the sum of the two quantiles of the normal distribution. What it means for scores of
    language technology say Card et al. (2020), "With Little Power Comes Great Responsibility".

    Args:
        error: the standard error of the difference.
        alpha: the level of the test; in a family that of Holm's first step, the level divided by its size.
    """
    normal = NormalDist()
    return (normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(POWER)) * error


def fewest_changes(alpha: float) -> int:
    """How many pages must change, all in one direction, before a paired test can find anything at this level."""
    return math.ceil(math.log2(2 / alpha))  # swapping n pages has 2 to the n outcomes, two of them as extreme


def task_of(name: str) -> str:
    """The task whose rows these are, on whatever splits."""
    return name.removesuffix(REPEATED)


# --- items -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of both runs."""

    group: str
    gold: str
    before: str
    after: str
    rows: tuple[Row | None, Row | None]


def _base(task: str, row: Row) -> tuple[str, ...]:
    """What an item is, whatever is said of it."""
    if task == "quotes":
        quote = row.get("gold_quote") if row["gold"] != NONE else row.get("quote")
        spans = (quote or {}).get("spans", quote)
        return (row["id"], json.dumps(spans, sort_keys=True))
    return (row["id"], row.get("target") or "", row.get("actor") or "")


def _keyed(task: str, rows: Sequence[Row]) -> dict[tuple[Any, ...], Row]:
    """Rows by what they are, their gold, and their number among those that have both in common."""
    seen: Counter[tuple[Any, ...]] = Counter()
    found = {}
    for row in rows:
        key = (*_base(task, row), row["gold"])
        found[(*key, seen[key])] = row
        seen[key] += 1
    return found


def _mismatch(task: str, before: Sequence[Row], after: Sequence[Row]) -> Mismatch | None:
    """How the test items differ; what only a prediction names is no test item."""
    if not before or not after:
        return Mismatch(missing="after" if before else "before")
    sides = []
    for rows in (before, after):
        gold: dict[tuple[str, ...], list[str]] = {}
        for row in rows:
            if not (task in _UNITS and row["gold"] == NONE):
                gold.setdefault(_base(task, row), []).append(row["gold"])
        sides.append({base: sorted(labels) for base, labels in gold.items()})
    left, right = sides
    if left == right:
        return None
    both = left.keys() & right.keys()
    differs = sum(set(left[base]) != set(right[base]) for base in both)
    number = sum(left[base] != right[base] for base in both) - differs
    return Mismatch(len(left.keys() - right.keys()), len(right.keys() - left.keys()), differs, number)


def _items(task: str, before: Sequence[Row], after: Sequence[Row]) -> list[_Item]:
    """The items of two runs with the same test items, in order."""
    left, right = _keyed(task, before), _keyed(task, after)
    items = []
    for key in sorted(left.keys() | right.keys()):
        rows = left.get(key), right.get(key)
        row = rows[1] or rows[0] or {}
        old, new = (one["predicted"] if one else NONE for one in rows)
        items.append(_Item(group(row), row["gold"], old, new, rows))
    return items


def group(row: Row) -> str:
    """What is drawn and swapped as one."""
    return str(row.get("group") or row.get("cluster") or row["id"])


def _right(task: str, gold: str, predicted: str) -> bool:
    """A quote is right where it is one, whatever its type: so the scores of quotes have it."""
    return (gold == NONE) == (predicted == NONE) if task == "quotes" else gold == predicted


def _flips(task: str, items: Sequence[_Item]) -> list[Flip]:
    found = []
    for item in items:
        if item.before != item.after:
            old, new = (_right(task, item.gold, label) for label in (item.before, item.after))
            kind: Kind = "other" if old == new else "fixed" if new else "broken"
            row = item.rows[1] or item.rows[0] or {}
            found.append(
                Flip(
                    row["id"],
                    row.get("target"),
                    row.get("actor"),
                    item.gold,
                    item.before,
                    item.after,
                    kind,
                    _probability(item.rows[0]),
                    _probability(item.rows[1]),
                    str(row.get("evidence") or ""),
                )
            )
    return sorted(
        found,
        key=lambda flip: (
            _KINDS.index(flip.kind),
            -(flip.after_probability or 0.0),
            flip.id,
            flip.target or "",
            flip.actor or "",
        ),
    )


def _probability(row: Row | None) -> float | None:
    """The probability of what is predicted."""
    if row is None:
        return None
    found = (row.get("probabilities") or {}).get(row["predicted"], (row.get("quote") or {}).get("probability"))
    return float(found) if isinstance(found, int | float) else None


# --- scores ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Scoring:
    """How labels become counts, and counts become scores."""

    cells: int
    cell: Callable[[str, str], Sequence[int]]
    """From gold and prediction to the cells that they count in."""
    scores: Mapping[str, Score]


def _scoring(task: str, rows: Sequence[Row]) -> _Scoring:
    task = task_of(task)
    if task == "quotes":
        return _Scoring(3, _found, {"f1": lambda counts: metrics.detection(counts)[2]})
    if task == "positions":
        return _Scoring(
            6,
            lambda gold, predicted: [*_same(gold, predicted), *(3 + cell for cell in _found(gold, predicted))],
            {
                "f1": lambda counts: metrics.detection(counts[..., :3])[2],
                "pair_f1": lambda counts: metrics.detection(counts[..., 3:])[2],
            },
        )
    if any(row.get(_SEVERAL) for row in rows):
        return _scoring_of_sets(rows)
    classes = sorted({row[side] for row in rows for side in _BOTH})
    size = len(classes)
    place = {name: number for number, name in enumerate(classes)}
    scores: dict[str, Score] = {"macro_f1": metrics.macro_f1, "accuracy": metrics.accuracy}
    if task == "stance":
        chosen = [place[name] for name in _FAVOR_AGAINST if name in place]
        scores["favor_against_f1"] = lambda counts: metrics.mean_f1(counts, chosen)
    return _Scoring(
        size * size,
        lambda gold, predicted: [place[gold] * size + place[predicted]],
        {name: _square(score, size) for name, score in scores.items()},
    )


def _scoring_of_sets(rows: Sequence[Row]) -> _Scoring:
    """Of every label cells of matched, in gold and predicted; then one of rows that are right, and one of all."""
    classes = sorted({label for row in rows for side in _BOTH for label in _parted(row[side])})
    place, size = {name: number for number, name in enumerate(classes)}, 3 * len(classes)

    def cell(gold: str, predicted: str) -> list[int]:
        sets = [set(_parted(text)) for text in (gold, predicted)]
        found = [3 * place[name] + kind for kind, labels in enumerate((sets[0] & sets[1], *sets)) for name in labels]
        return sorted([*found, *([size] if sets[0] == sets[1] else []), size + 1])

    def of_labels(score: Score) -> Score:
        return lambda counts: score(counts[..., :size].reshape(*counts.shape[:-1], -1, 3))

    scores: dict[str, Score] = {
        "macro_f1": of_labels(metrics.set_macro_f1),
        "micro_f1": of_labels(metrics.set_micro_f1),
        "subset_accuracy": lambda counts: metrics.share(counts[..., size:]),
    }
    return _Scoring(size + 2, cell, scores)


def joined(row: Row) -> dict[str, Any]:
    """A row whose labels are texts: a set of them becomes one text, `none` where it is empty, and is marked as such."""
    sets = {
        side: _AND.join(sorted(row[side])) or NONE
        for side in _BOTH
        if isinstance(row.get(side), list) and all(isinstance(label, str) for label in row[side])
    }
    return {**row, **sets, **({_SEVERAL: True} if sets else {})}


def _parted(text: str) -> list[str]:
    return [] if text == NONE else text.split(_AND)


def _square(score: Score, size: int) -> Score:
    return lambda counts: score(counts.reshape(*counts.shape[:-1], size, size))


def _found(gold: str, predicted: str) -> list[int]:
    """Cells of matched, gold and predicted where what is found need not have the right label."""
    return [*([0] if NONE not in (gold, predicted) else []), *_sides(gold, predicted)]


def _same(gold: str, predicted: str) -> list[int]:
    """Cells of matched, gold and predicted where it must."""
    return [*([0] if gold == predicted != NONE else []), *_sides(gold, predicted)]


def _sides(gold: str, predicted: str) -> list[int]:
    return [1] * (gold != NONE) + [2] * (predicted != NONE)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Counts of both runs by group; groups that count alike are one row, and `members` says how many they are."""

    before: sparse.csr_array
    """Of shape (rows, cells)."""
    after: sparse.csr_array
    members: Counts


def _counted(scoring: _Scoring, items: Sequence[_Item]) -> _Counted:
    cells: dict[str, tuple[list[int], list[int]]] = {}
    for item in items:
        for side, label in zip(cells.setdefault(item.group, ([], [])), (item.before, item.after), strict=True):
            side.extend(scoring.cell(item.gold, label))
    rows = Counter((tuple(sorted(before)), tuple(sorted(after))) for before, after in cells.values())
    order = sorted(rows)
    return _Counted(
        _matrix([before for before, _ in order], scoring.cells),
        _matrix([after for _, after in order], scoring.cells),
        np.array([rows[row] for row in order], dtype=np.int64),
    )


def _matrix(rows: Sequence[Sequence[int]], cells: int) -> sparse.csr_array:
    """How often each cell stands in each row. Sparse: few groups have more than a handful of the cells."""
    columns = np.array([cell for row in rows for cell in row], dtype=np.int64)
    numbers = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    ones = np.ones(len(columns), dtype=np.int64)
    return sparse.csr_array((ones, (numbers, columns)), shape=(len(rows), cells))


# --- tests -----------------------------------------------------------------------------------------------------------


def _compare(task: str, before: Sequence[Row], after: Sequence[Row], settings: Settings) -> Compared:
    """All but what hangs on the other tasks: correction, smallest difference and verdict."""
    unit = _UNITS.get(task, "pair" if any(row.get("target") for row in (*before, *after)) else "page")
    mismatch = _mismatch(task, before, after)
    if mismatch:
        old, new = values(task, before), values(task, after)
        scores = tuple(Metric(name, old.get(name), new.get(name)) for name in old | new)
        return Compared(task, unit, 0, 0, scores, (), mismatch)
    items = _items(task, before, after)
    scoring = _scoring(task, (*before, *after))
    counted = _counted(scoring, items)
    pages = int(counted.members.sum())
    found = _tested(scoring.scores, counted, settings)
    p = None
    n = sum(item.gold != NONE for item in items) if task in _UNITS else len(items)
    if task != task_of(task):
        n = len({_base(task, row) for row in after})
        over = _over_splits(task, items)
        found = [replace(one, p_splits=over.get(one.name)) for one in found]
    if task not in _UNITS and n == len(items):  # dealt out several times, an item would count as several
        right = [(item.gold == item.before, item.gold == item.after) for item in items]
        p = mcnemar(right.count((False, True)), right.count((True, False)))
        if pages == len(items):  # swapping pages is then the same test, and this is its exact p
            found = [replace(one, p=p, test="McNemar") if one.name == "accuracy" else one for one in found]
    return Compared(task, unit, n, pages, tuple(found), tuple(_flips(task, items)), None, p)


def _over_splits(task: str, items: Sequence[_Item]) -> dict[str, float]:
    """The p of each score with splits as the unit; none where the rows do not say in which split they were tested.

    All other rows count as train rows, for those of the validation side calibrate the model.
    """
    splits: dict[tuple[Any, Any], list[_Item]] = {}
    for item in items:
        row = item.rows[1] or {}
        splits.setdefault((row.get("time"), row.get("fold")), []).append(item)
    folds = len({fold for _, fold in splits})
    if None in next(iter(splits)) or folds < 2:
        return {}
    sides = [
        [values(task, [one for item in some if (one := item.rows[side]) is not None]) for some in splits.values()]
        for side in (0, 1)
    ]
    return {
        name: corrected_p([new[name] - old[name] for old, new in zip(*sides, strict=True)], 1 / (folds - 1))
        for name in sides[0][0]
    }


def values(task: str, rows: Sequence[Row]) -> dict[str, float]:
    """The scores of one run, from its rows as `compare` takes them; none where there is no row."""
    if not rows:
        return {}
    scoring = _scoring(task, rows)
    cells = [cell for row in rows for cell in scoring.cell(row["gold"], row["predicted"])]
    counts = np.bincount(cells, minlength=scoring.cells)
    return {name: float(score(counts)) for name, score in scoring.scores.items()}


def intervals(task: str, rows: Sequence[Row], settings: Settings) -> dict[str, Interval]:
    """The scores of one run with their intervals: pages are drawn, each with all its rows."""
    items = [_Item(group(row), row["gold"], row["predicted"], row["predicted"], (row, row)) for row in rows]
    scoring = _scoring(task, rows)
    counted = _counted(scoring, items)
    random, members = np.random.default_rng(settings.random_state), counted.members
    drawn = np.concatenate(
        [
            random.multinomial(members.sum(), members / members.sum(), size=size) @ counted.before
            for size in _parts(settings.resamples)
        ]
    )
    observed = members @ counted.before
    return {
        name: Interval(float(score(observed)), *map(float, np.quantile(score(drawn), _tails(settings.level))))
        for name, score in scoring.scores.items()
    }


def _tested(scores: Mapping[str, Score], counted: _Counted, settings: Settings) -> list[Metric]:
    """Value, difference, interval and p of each score."""
    old, new, members = counted.before, counted.after, counted.members
    before, after = members @ old, members @ new
    moved = new - old
    changed = np.flatnonzero(abs(moved).sum(axis=1))
    if not len(changed):
        values = {name: float(score(before)) for name, score in scores.items()}
        nothing = Interval(0.0, 0.0, 0.0)
        return [Metric(name, value, value, nothing, 0.0, 1.0, "permutation") for name, value in values.items()]
    random = np.random.default_rng(settings.random_state)
    # Drawing and swapping groups that count alike by their number has the same distribution as one by one.
    total, shares = members.sum(), members / members.sum()
    drawn = [
        (draws @ old, draws @ new)
        for draws in (random.multinomial(total, shares, size=size) for size in _parts(settings.resamples))
    ]
    first_drawn, second_drawn = (np.concatenate(side) for side in zip(*drawn, strict=True))
    moved, several = moved[changed], members[changed]
    swapped = np.concatenate(
        [random.binomial(several, 0.5, size=(size, len(several))) @ moved for size in _parts(settings.permutations)]
    )
    found = []
    for name, score in scores.items():
        first, second = float(score(before)), float(score(after))
        resampled = score(second_drawn) - score(first_drawn)
        low, high = np.quantile(resampled, _tails(settings.level))
        by_chance = np.abs(score(after - swapped) - score(before + swapped))
        extreme = int((by_chance >= abs(second - first) - _TOLERANCE).sum())
        p = (extreme + 1) / (settings.permutations + 1)
        interval = Interval(second - first, float(low), float(high))
        found.append(Metric(name, first, second, interval, float(resampled.std(ddof=1)), p, "permutation"))
    return found


def _tails(level: float) -> tuple[float, float]:
    """The quantiles at the ends of an interval."""
    return (1 - level) / 2, 1 - (1 - level) / 2


def _parts(total: int) -> Iterator[int]:
    """A number in parts that bound the memory."""
    for start in range(0, total, _CHUNK):
        yield min(_CHUNK, total - start)


def _judged(metric: Metric, corrected: Iterator[float], alpha: float, family: int) -> Metric:
    """A metric with what hangs on its family."""
    if metric.p is None or metric.difference is None:
        return metric
    p = next(corrected)
    verdict: Verdict = "not distinguishable"
    if p <= alpha and not metric.difference.low <= 0 <= metric.difference.high:
        verdict = "better" if metric.difference.value > 0 else "worse"
    error = metric.error or 0.0
    smallest = smallest_difference(error, alpha / family) if error > _TOLERANCE else None
    return replace(metric, p_holm=p, smallest=smallest, verdict=verdict)
