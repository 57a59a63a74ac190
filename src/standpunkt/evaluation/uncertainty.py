"""Intervals: percentile bootstrap over groups of test items that belong together.

Method: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", with the cluster as the unit drawn. Items of
one page are not independent, so pages (or clusters of near-duplicates) are drawn, not items. Of scores on several
splits the splits are the unit, see `expected`.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from standpunkt.evaluation import metrics

Score = Callable[[npt.NDArray[np.int64]], npt.NDArray[np.float64]]
_CHUNK = 200
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Interval:
    """A score with its percentile interval."""

    value: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """The form in the metrics files."""
        return {"value": round(self.value, DIGITS), "low": round(self.low, DIGITS), "high": round(self.high, DIGITS)}


class Bootstrap:
    """Resamples of the groups of one test set, drawn once and used for every score, so that differences are paired.

    `group` is the number of each item's group, `tails` the quantiles at the ends of an interval; `resamples` and `seed`
    say how many are drawn, and from what.
    """

    def __init__(self, groups: Sequence[str], resamples: int, level: float, random_state: int) -> None:
        names = sorted(set(groups))
        place = {name: number for number, name in enumerate(names)}
        self.group = np.array([place[name] for name in groups], dtype=np.int64)
        self._n_groups = len(names)
        self.resamples = resamples
        self.seed = random_state
        self.tails = ((1 - level) / 2, 1 - (1 - level) / 2)

    def counts(
        self, gold: Sequence[str], predicted: Sequence[str], classes: Sequence[str]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Confusion counts as observed, (classes, classes), and resampled, (resamples, classes, classes)."""
        size = len(classes)
        place = {name: number for number, name in enumerate(classes)}
        cell = np.array([place[g] * size + place[p] for g, p in zip(gold, predicted, strict=True)], dtype=np.int64)
        by_group = np.zeros((self._n_groups, size * size), dtype=np.int64)
        np.add.at(by_group, (self.group, cell), 1)
        # Integers: exact, whatever the processor.
        resampled = np.concatenate([draws @ by_group for draws in self.draws()])
        return metrics.confusion(gold, predicted, classes), resampled.reshape(self.resamples, size, size)

    def sums(self, rows: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Sums over items of counts, one row an item: observed, (columns,), and resampled, (resamples, columns)."""
        values = np.asarray(rows, dtype=np.int64)
        by_group = np.zeros((self._n_groups, values.shape[1]), dtype=np.int64)
        np.add.at(by_group, self.group, values)
        return by_group.sum(axis=0), np.concatenate([draws @ by_group for draws in self.draws()])

    def set_counts(
        self, gold: Sequence[Collection[str]], predicted: Sequence[Collection[str]], classes: Sequence[str]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Sums of `metrics.set_counts` as observed, (classes, 3), and resampled, (resamples, classes, 3)."""
        counts = metrics.set_counts(gold, predicted, classes)
        observed, resampled = self.sums(counts.reshape(len(counts), -1).tolist())
        return observed.reshape(-1, 3), resampled.reshape(self.resamples, -1, 3)

    def detection(self, rows: Sequence[Sequence[int]]) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 of things found, from what each item has matched, in gold and predicted."""
        observed, resampled = map(metrics.detection, self.sums(rows))
        return {
            name: self.interval(value, values).as_dict()
            for name, value, values in zip(("precision", "recall", "f1"), observed, resampled, strict=True)
        }

    def interval(self, observed: npt.NDArray[np.float64], resampled: npt.NDArray[np.float64]) -> Interval:
        """A score with its interval, from its value and its values over the resamples."""
        low, high = np.quantile(resampled, self.tails)
        return Interval(float(observed), float(low), float(high))

    def score(self, score: Score, counts: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]) -> Interval:
        """A score of the counts with its interval."""
        return self.interval(score(counts[0]), score(counts[1]))

    def difference(
        self,
        score: Score,
        ours: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
        other: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    ) -> Interval:
        """Our score minus the other's on the same resamples, with its interval."""
        return self.interval(score(ours[0]) - score(other[0]), score(ours[1]) - score(other[1]))

    def ratio(self, numerators: Sequence[float], denominators: Sequence[float]) -> Interval:
        """The sum of the numerators over the sum of the denominators, one of each a test item, with its interval."""
        sums = np.zeros((self._n_groups, 2))
        np.add.at(sums, self.group, np.column_stack([numerators, denominators]))
        totals = np.concatenate([draws @ sums for draws in self.draws()])
        observed = sums.sum(axis=0)
        safe = np.where(totals[:, 1] > 0, totals[:, 1], 1)
        return self.interval(observed[0] / max(observed[1], 1e-12), totals[:, 0] / safe)

    def calibration_scores(
        self, gold: Sequence[str], predicted: Sequence[str], confidence: Sequence[float], bins: int
    ) -> dict[str, Any]:
        """How far probabilities can be taken at their word, in the form of the metrics files.

        Returns:
            The intervals of `calibration`, `calibration_debiased` and `calibration_by_chance`, and the number of items.
        """
        told = (gold, predicted, confidence, bins)
        return {
            "expected_calibration_error": self.calibration(*told).as_dict(),
            "debiased": self.calibration_debiased(*told).as_dict(),
            "by_chance": self.calibration_by_chance(confidence, bins).as_dict(),
            "n": len(confidence),
        }

    def calibration(
        self, gold: Sequence[str], predicted: Sequence[str], confidence: Sequence[float], bins: int
    ) -> Interval:
        """The expected calibration error (see `metrics.calibration`) with its interval."""
        observed, resampled = self._binned(gold, predicted, confidence, bins)

        def error(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            result: npt.NDArray[np.float64] = np.abs(sums[..., 2]).sum(axis=-1) / sums[..., 0].sum(axis=-1)
            return result

        # Resampling adds noise to every bin, and noise can only raise this error: the interval may lie above the value.
        return self._not_above(self.interval(error(observed), error(resampled)))

    def calibration_debiased(
        self, gold: Sequence[str], predicted: Sequence[str], confidence: Sequence[float], bins: int
    ) -> Interval:
        """The expected calibration error less what noise adds to it, with its interval.

        The share of hits in a bin of few items lies beside its expectation, which widens the gap to the probability.
        By how much is estimated from the gaps that were seen, as if the shares were normal around those, and taken off
        (Kumar, Liang and Ma 2019, "Verified Uncertainty Calibration"; their `normal_debiased_ce` draws what is
        integrated here). It takes off about half of the noise where the probabilities are right, and nearly all where
        they are far off; it takes items as independent. In the resamples, whose noise is twice that of the items,
        twice the variance is taken off. Never below 0.
        """
        observed, resampled = self._binned(gold, predicted, confidence, bins)
        errors = (metrics.debiased_calibration(*pair) for pair in ((observed, 1.0), (resampled, 2.0)))
        return self._not_above(self.interval(*errors))

    def _binned(
        self, gold: Sequence[str], predicted: Sequence[str], confidence: Sequence[float], bins: int
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Items, hits, and probabilities less hits of each bin: observed, (bins, 3), and resampled."""
        hits = np.array([left == right for left, right in zip(gold, predicted, strict=True)], dtype=float)
        values = np.column_stack([np.ones_like(hits), hits, np.asarray(confidence, dtype=float) - hits])
        sums = np.zeros((self._n_groups, bins, 3))
        np.add.at(sums, (self.group, metrics.bin_of(confidence, bins)), values)
        flat = sums.reshape(self._n_groups, -1)
        resampled = np.concatenate([draws @ flat for draws in self.draws()])
        return sums.sum(axis=0), resampled.reshape(self.resamples, bins, 3)

    @staticmethod
    def _not_above(found: Interval) -> Interval:
        """An interval that holds its value."""
        return Interval(found.value, min(found.low, found.value), max(found.high, found.value))

    def calibration_by_chance(self, confidence: Sequence[float], bins: int) -> Interval:
        """The expected calibration error that a perfectly calibrated model of these probabilities would show.

        Each item is right with its probability; the error that is left is noise of few items, which no model can avoid
        (Vaicenavicius et al. 2019, "Evaluating model calibration in classification", consistency resampling).
        """
        values = np.asarray(confidence, dtype=float)
        member = metrics.bin_of(confidence, bins)[:, None] == np.arange(bins)
        random = np.random.default_rng(self.seed)
        errors = np.array(
            [
                np.abs(member.T @ (values - (random.random(len(values)) < values))).sum() / len(values)
                for _ in range(self.resamples)
            ]
        )
        return self.interval(errors.mean(), errors)

    def repeated(self, times: int) -> Bootstrap:
        """The same resamples where each item counts as so many, one after another."""
        found = copy.copy(self)
        found.group = np.repeat(self.group, times)
        return found

    def draws(self) -> Iterator[npt.NDArray[np.int64]]:
        """How often each group is drawn, shape (some resamples, groups) at a time: a bound on memory."""
        random = np.random.default_rng(self.seed)
        uniform = np.full(self._n_groups, 1 / self._n_groups)
        for start in range(0, self.resamples, _CHUNK):
            yield random.multinomial(self._n_groups, uniform, size=min(_CHUNK, self.resamples - start))


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
    from scipy import stats  # takes a second to load, and reading a page wants none of it

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
    from scipy import stats

    mean, error = math.fsum(differences) / len(differences), _error(differences, ratio)
    if not error:
        return 1.0 if not mean else 0.0
    return float(2 * stats.t.sf(abs(mean) / error, len(differences) - 1))


def _error(values: Sequence[float], ratio: float) -> float:
    return deviation(values) * math.sqrt(1 / len(values) + ratio)


def deviation(values: Sequence[float]) -> float:
    """The standard deviation of two or more values, as of a sample."""
    mean = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
