"""How far a score hangs on one split, one seed and so many training rows.

A score on one test set has an interval for the test rows, none for the training rows: other pages to learn from would
have given another model. Bouthillier et al. (2021), "Accounting for Variance in Machine Learning Benchmarks", show that
the latter is as large.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from scipy import stats

from standpunkt.evaluation.uncertainty import DIGITS, Interval


def spread(values: Sequence[float]) -> dict[str, float | int]:
    """Mean, lowest and highest of some scores, and their standard deviation where there are two or more."""
    found: dict[str, float | int] = {
        "n": len(values),
        "mean": round(math.fsum(values) / len(values), DIGITS),
        "lowest": round(min(values), DIGITS),
        "highest": round(max(values), DIGITS),
    }
    return found | ({"deviation": round(_deviation(values), DIGITS)} if len(values) > 1 else {})


def expected(values: Sequence[float], tested: float, trained: float, level: float) -> Interval:
    """The mean score of repeated splits, with an interval that knows that their training rows overlap.

    The corrected resampled t-test of Nadeau and Bengio (2003), "Inference for the Generalization Error": the variance
    of the mean of k scores is (1/k + tested/trained) times their variance, for the scores of overlapping training sets
    are not independent.

    Args:
        values: a score each of two or more splits, from 0 to 1.
        tested: test rows a split.
        trained: training rows a split.
        level: of the interval.
    """
    mean = math.fsum(values) / len(values)
    error = _error(values, tested / trained)
    reach = float(stats.t.ppf((1 + level) / 2, len(values) - 1)) * error
    return Interval(mean, max(mean - reach, 0.0), min(mean + reach, 1.0))


def corrected_p(differences: Sequence[float], ratio: float) -> float:
    """The two-sided p of the corrected resampled t-test: whether models of other train rows would differ as well.

    Args:
        differences: between two systems, one a split, on the same two or more splits.
        ratio: test rows over train rows of a split.
    """
    mean, error = math.fsum(differences) / len(differences), _error(differences, ratio)
    if not error:
        return 1.0 if not mean else 0.0
    return float(2 * stats.t.sf(abs(mean) / error, len(differences) - 1))


def _error(values: Sequence[float], ratio: float) -> float:
    return _deviation(values) * math.sqrt(1 / len(values) + ratio)


def _deviation(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


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
