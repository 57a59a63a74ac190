"""How far a score hangs on one split, one seed and so many training rows.

A score on one test set has an interval for the test rows, none for the training rows: other pages to learn from would
have given another model. Bouthillier et al. (2021), "Accounting for Variance in Machine Learning Benchmarks", show that
the latter is as large.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from standpunkt.evaluation import comparison
from standpunkt.evaluation.uncertainty import DIGITS, Bootstrap, deviation, expected
from standpunkt.params import EvaluateParams

Rows = Sequence[Mapping[str, Any]]
SPLITS, SEEDS = "splits", "seeds"


@dataclass(frozen=True, slots=True)
class Repetition:
    """A model that was fitted again, and what it predicted."""

    part: str
    """`SPLITS`, `SEEDS`, or the name of a share of the train rows."""
    time: int
    """The number of the deal or of the draw, from 0."""
    fold: int
    trained: int
    """How many rows it was fitted on."""
    rows: Rows
    """Of its test rows, as `reports/predictions` has them."""


def scores(task: str, repetitions: Sequence[Repetition], settings: EvaluateParams, random_state: int) -> dict[str, Any]:
    """What the repetitions of one task say, in the form of its metrics file.

    Args:
        task: its name.
        repetitions: of all parts; of `SPLITS` two or more, or none.
        settings: of the evaluation.
        random_state: of the resampling.

    Returns:
        `n`, the rows of other splits. Over all of these the scores with intervals for the test rows, and `calibration`
        where a row has one label; in `splits` the spread of each score over the models, and its expectation for models
        of other train rows. In `seeds` the spread over them, in `learning_curve` the scores by share. Empty where
        there is no repetition.
    """
    parts: dict[str, list[Repetition]] = defaultdict(list)
    for one in repetitions:
        parts[one.part].append(one)
    tested = comparison.Settings.of(settings, random_state)
    found: dict[str, Any] = {}
    pooled = _pooled(parts.get(SPLITS, ()))
    if pooled:
        found |= {name: one.as_dict() for name, one in comparison.intervals(task, _read(pooled), tested).items()}
        found[SPLITS] = _of_splits(task, parts[SPLITS], settings.level)
        found |= _calibration(pooled, settings, random_state)
    if SEEDS in parts:
        found[SEEDS] = _spreads(task, parts[SEEDS])
    for part, several in parts.items():
        if part not in (SPLITS, SEEDS):
            over_all = comparison.intervals(task, _read(_pooled(several)), tested)
            point: dict[str, Any] = {"n": round(sum(one.trained for one in several) / len(several))}
            point |= {name: one.as_dict() for name, one in over_all.items()}
            found.setdefault("learning_curve", {})[part] = point
    return {"n": len(pooled), **found} if found else {}


def _pooled(several: Sequence[Repetition]) -> Rows:
    return [row for one in several for row in one.rows]


def _read(rows: Rows) -> Rows:
    """The rows as they are compared: several labels as one text."""
    return [comparison.joined(row) for row in rows]


def _of_splits(task: str, several: Sequence[Repetition], level: float) -> dict[str, Any]:
    trained = sum(one.trained for one in several) / len(several)
    tested = sum(len(one.rows) for one in several) / len(several)
    found: dict[str, Any] = {
        "folds": 1 + max(one.fold for one in several),
        "times": 1 + max(one.time for one in several),
        "trained": round(trained, DIGITS),
        "tested": round(tested, DIGITS),
    }
    values = [comparison.values(task, _read(one.rows)) for one in several]
    for name, one in _spreads(task, several).items():
        interval = expected([of_one[name] for of_one in values], tested, trained, level)
        found[name] = one | {"expected": interval.as_dict()}
    return found


def _calibration(rows: Rows, settings: EvaluateParams, random_state: int) -> dict[str, Any]:
    """How far probabilities can be taken at their word, told by more rows than one test side has; not of sets."""
    if not all(isinstance(row["predicted"], str) for row in rows):
        return {}
    groups = [comparison.group(row) for row in rows]
    bootstrap = Bootstrap(groups, settings.resamples, settings.level, random_state)
    gold, predicted = ([row[side] for row in rows] for side in ("gold", "predicted"))
    confidence = [row["probabilities"][row["predicted"]] for row in rows]
    return {"calibration": bootstrap.calibration_scores(gold, predicted, confidence, settings.calibration_bins)}


def _spreads(task: str, several: Sequence[Repetition]) -> dict[str, dict[str, Any]]:
    values = [comparison.values(task, _read(one.rows)) for one in several]
    return {name: spread([of_one[name] for of_one in values]) for name in values[0]}


def spread(values: Sequence[float]) -> dict[str, float | int]:
    """Mean, lowest and highest of some scores, and their standard deviation where there are two or more."""
    found: dict[str, float | int] = {
        "n": len(values),
        "mean": round(math.fsum(values) / len(values), DIGITS),
        "lowest": round(min(values), DIGITS),
        "highest": round(max(values), DIGITS),
    }
    return found | ({"deviation": round(deviation(values), DIGITS)} if len(values) > 1 else {})


def first(strata: Mapping[str, str], share: float, random_state: int) -> set[str]:
    """A share of the pages, drawn so that each stratum has its share; a smaller share is part of a larger one.

    Args:
        strata: the stratum of each page by its id.
        share: above 0, at most 1.
        random_state: of the draw.

    Returns:
        Ids, at least one.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for identifier in sorted(strata):
        members[strata[identifier]].append(identifier)
    random = np.random.default_rng(random_state)
    order = []
    for stratum in sorted(members):
        names = members[stratum]
        lot = random.permutation(len(names))
        # Where in its stratum a page stands, from 0 to 1: in this order all strata fill alike.
        order += [((place + 0.5) / len(names), stratum, names[index]) for place, index in enumerate(lot)]
    return {name for _, _, name in sorted(order)[: max(1, round(share * len(order)))]}
