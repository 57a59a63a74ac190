"""Scores against scikit-learn's on random labels, and at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_recall_fscore_support

from standpunkt.evaluation import metrics

CLASSES = ["against", "favor", "neutral", "unused"]


def _labels(seed: int) -> tuple[list[str], list[str]]:
    random = np.random.default_rng(seed)
    gold = random.choice(CLASSES[:3], size=50, p=[0.6, 0.3, 0.1])
    predicted = np.where(random.random(50) < 0.6, gold, random.choice(CLASSES[:3], size=50))
    return gold.tolist(), predicted.tolist()


@pytest.mark.parametrize("seed", range(5))
def test_as_scikit_learn(seed: int) -> None:
    gold, predicted = _labels(seed)
    counts = metrics.confusion(gold, predicted, CLASSES)
    np.testing.assert_array_equal(counts, confusion_matrix(gold, predicted, labels=CLASSES))
    precision, recall, f1, _ = precision_recall_fscore_support(gold, predicted, labels=CLASSES, zero_division=0)
    ours = metrics.precision_recall_f1(counts)
    for found, wanted in zip(ours, (precision, recall, f1), strict=True):
        np.testing.assert_allclose(found, wanted)
    assert metrics.macro_f1(counts) == pytest.approx(f1_score(gold, predicted, average="macro"))
    assert metrics.accuracy(counts) == pytest.approx(accuracy_score(gold, predicted))


def test_many_matrices_at_once() -> None:
    stack = np.stack([metrics.confusion(*_labels(seed), CLASSES) for seed in range(4)])
    assert metrics.macro_f1(stack).tolist() == [float(metrics.macro_f1(counts)) for counts in stack]
    assert metrics.accuracy(stack).shape == (4,)


def test_a_class_that_never_occurs_does_not_count() -> None:
    counts = metrics.confusion(["favor", "against"], ["favor", "against"], CLASSES)
    assert float(metrics.macro_f1(counts)) == 1.0


def test_without_items_scores_are_zero() -> None:
    counts = metrics.confusion([], [], CLASSES)
    assert (float(metrics.macro_f1(counts)), float(metrics.accuracy(counts))) == (0.0, 0.0)


def test_an_unknown_label_is_refused() -> None:
    with pytest.raises(KeyError, match="pro"):
        metrics.confusion(["pro"], ["favor"], CLASSES)


def test_calibration_by_hand() -> None:
    error, rows = metrics.calibration(["a", "a", "b", "b"], ["a", "b", "b", "b"], [0.9, 0.8, 1.0, 0.3], 2)
    assert rows == [
        {"low": 0.0, "high": 0.5, "n": 1, "confidence": 0.3, "accuracy": 1.0},
        {"low": 0.5, "high": 1.0, "n": 3, "confidence": pytest.approx(0.9), "accuracy": pytest.approx(2 / 3)},
    ]
    assert error == pytest.approx(0.25 * 0.7 + 0.75 * (0.9 - 2 / 3))


def test_perfect_confidence_is_perfectly_calibrated() -> None:
    assert metrics.calibration(["a", "b"], ["a", "b"], [1.0, 1.0], 10)[0] == 0.0


def test_calibration_wants_as_many_predictions_as_gold() -> None:
    with pytest.raises(ValueError, match="shorter"):
        metrics.calibration(["a", "b"], ["a"], [1.0], 10)
