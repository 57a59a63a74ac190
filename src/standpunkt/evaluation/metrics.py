"""Scores of a classification, all computed from counts so that a bootstrap can resample those.

Definitions as in scikit-learn's `f1_score(average="macro")`, `precision_recall_fscore_support` and `accuracy_score`;
expected calibration error as in Guo et al. (2017), "On Calibration of Modern Neural Networks". Scores of sets of labels
as in Tsoumakas, Katakis and Vlahavas (2010), "Mining Multi-label Data", and in scikit-learn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

Counts = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]


def confusion(gold: Sequence[str], predicted: Sequence[str], classes: Sequence[str]) -> Counts:
    """Counts of shape (classes, classes): row gold, column predicted. Every value must be one of the classes."""
    place = {name: number for number, name in enumerate(classes)}
    counts = np.zeros((len(classes), len(classes)), dtype=np.int64)
    rows = np.array([place[name] for name in gold], dtype=np.int64)
    columns = np.array([place[name] for name in predicted], dtype=np.int64)
    np.add.at(counts, (rows, columns), 1)
    return counts


def _ratio(numerator: npt.NDArray[Any], denominator: npt.NDArray[Any]) -> Scores:
    """Elementwise ratio; 0 where the denominator is 0."""
    result: Scores = np.divide(numerator, denominator, out=np.zeros(np.shape(numerator)), where=denominator != 0)
    return result


def detection(counts: Counts) -> tuple[Scores, Scores, Scores]:
    """Precision, recall and F1 of things found, for counts of shape (…, 3): matched, in gold, predicted."""
    matched, gold, predicted = (counts[..., place] for place in range(3))
    return _ratio(matched, predicted), _ratio(matched, gold), _ratio(2 * matched, gold + predicted)


def detection_f1(counts: Counts) -> Scores:
    """F1 of things found, for counts as `detection` takes them."""
    return detection(counts)[2]


def share(counts: Counts) -> Scores:
    """The first count over the second, for counts of shape (…, 2); 0 where the second is 0."""
    return _ratio(counts[..., 0], counts[..., 1])


def precision_recall_f1(counts: Counts) -> tuple[Scores, Scores, Scores]:
    """Precision, recall and F1 a class, for counts of shape (…, classes, classes); 0 where undefined."""
    hits = np.diagonal(counts, axis1=-2, axis2=-1)
    gold = counts.sum(axis=-1)
    predicted = counts.sum(axis=-2)
    return _ratio(hits, predicted), _ratio(hits, gold), _ratio(2 * hits, gold + predicted)


def macro_f1(counts: Counts) -> Scores:
    """Mean F1 over the classes that occur in gold or prediction, for counts of shape (…, classes, classes)."""
    f1 = precision_recall_f1(counts)[2]
    present = (counts.sum(axis=-1) + counts.sum(axis=-2)) > 0
    return _ratio((f1 * present).sum(axis=-1), present.sum(axis=-1))


def accuracy(counts: Counts) -> Scores:
    """Share of hits, for counts of shape (…, classes, classes)."""
    return _ratio(np.diagonal(counts, axis1=-2, axis2=-1).sum(axis=-1), counts.sum(axis=(-2, -1)))


def bin_of(confidence: Sequence[float], bins: int) -> Counts:
    """The bin of equal width over 0 to 1 in which each probability lies, from 0."""
    return np.minimum((np.asarray(confidence, dtype=float) * bins).astype(np.int64), bins - 1)


def calibration(
    gold: Sequence[str], predicted: Sequence[str], confidence: Sequence[float], bins: int
) -> tuple[float, list[dict[str, float]]]:
    """Expected calibration error, and the reliability diagram behind it.

    Args:
        gold: labels.
        predicted: labels.
        confidence: probability of each predicted label.
        bins: of equal width over 0 to 1.

    Returns:
        The error (0 is perfect), and for each bin that holds anything its `low`, `high`, `n`, mean `confidence` and
        `accuracy`.
    """
    values = np.asarray(confidence, dtype=float)
    hits = np.array([left == right for left, right in zip(gold, predicted, strict=True)], dtype=float)
    number = bin_of(confidence, bins)
    rows = []
    error = 0.0
    for which in range(bins):
        inside = number == which
        n = int(inside.sum())
        if n:
            mean, share = float(values[inside].mean()), float(hits[inside].mean())
            error += n / len(values) * abs(mean - share)
            rows.append(
                {"low": which / bins, "high": (which + 1) / bins, "n": n, "confidence": mean, "accuracy": share}
            )
    return error, rows


def debiased_calibration(sums: Scores, noise: float) -> Scores:
    """The expected calibration error less the bias of few items a bin; see `Bootstrap.calibration_debiased`.

    Args:
        sums: of each bin its items, its hits, and its probabilities less its hits, shape (…, bins, 3).
        noise: how many times the variance of the items the variance of the sums is.
    """
    items, hits, gaps = (sums[..., place] for place in range(3))
    shares = _ratio(hits, items)
    deviation = np.sqrt(noise * _ratio(items * items * shares * (1 - shares), items - 1))
    # The mean of the absolute value of a normal variable (folded normal distribution).
    z = np.divide(gaps, deviation, out=np.zeros(gaps.shape), where=deviation > 0)
    spread = deviation * np.sqrt(2 / np.pi) * np.exp(-z * z / 2) + gaps * special.erf(z / np.sqrt(2))
    bias = np.where(deviation > 0, spread - np.abs(gaps), 0.0)
    result: Scores = np.maximum((np.abs(gaps) - bias).sum(axis=-1), 0.0) / items.sum(axis=-1)
    return result


def mean_f1(counts: Counts, places: Sequence[int]) -> Scores:
    """The mean F1 of some classes, the others counted as possible errors; 0 where there is no such class.

    Mohammad et al. (2016), "SemEval-2016 Task 6: Detecting Stance in Tweets".

    Args:
        counts: of shape (…, classes, classes).
        places: of the classes.
    """
    result: Scores = precision_recall_f1(counts)[2][..., list(places)].sum(axis=-1) / max(len(places), 1)
    return result


# --- sets of labels --------------------------------------------------------------------------------------------------


def set_counts(gold: Sequence[Collection[str]], predicted: Sequence[Collection[str]], classes: Sequence[str]) -> Counts:
    """Counts of shape (items, classes, 3): whether a label is in both sets of an item, in gold, in prediction."""
    is_gold, is_predicted = (indicator(sets, classes) for sets in (gold, predicted))
    return np.stack([is_gold & is_predicted, is_gold, is_predicted], axis=-1).astype(np.int64)


def indicator(sets: Sequence[Collection[str]], classes: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which classes are in which set, shape (sets, classes); labels that are no class are left out."""
    place = {name: number for number, name in enumerate(classes)}
    found = np.zeros((len(sets), len(classes)), dtype=np.bool_)
    for row, labels in enumerate(sets):
        found[row, [place[name] for name in labels if name in place]] = True
    return found


def set_micro_f1(counts: Counts) -> Scores:
    """F1 of all labels of all items, for sums of `set_counts` of shape (…, classes, 3)."""
    return detection_f1(counts.sum(axis=-2))


def set_macro_f1(counts: Counts) -> Scores:
    """Mean F1 of the labels that occur in gold or prediction; of sets of one label the same as `macro_f1`."""
    present = counts[..., 1] + counts[..., 2] > 0
    return _ratio((detection_f1(counts) * present).sum(axis=-1), present.sum(axis=-1))


def label_ranking_average_precision(gold: Collection[str], scores: Mapping[str, float]) -> float:
    """Of the labels ranked at or above each gold label the share that is gold, too; 1 without gold, as scikit-learn.

    Args:
        gold: labels of one item.
        scores: of every label by which labels are ranked; of a gold label without one it is 0.
    """
    known = {**dict.fromkeys(gold, 0.0), **scores}
    ranks = [[other for other in known if known[other] >= known[label]] for label in gold]
    shares = [sum(other in gold for other in above) / len(above) for above in ranks]
    return sum(shares) / len(shares) if shares else 1.0
