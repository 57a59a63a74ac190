"""Oblivious trees, scored by hand."""

from __future__ import annotations

import numpy as np
import pytest

from standpunkt.cleaning.trees import SCALE, Trees

# Tree 0 asks x0 > 1 and x1 > 0.5; tree 1 asks x2 > -1 twice. Bit 0 of the leaf is the first question.
TREES = Trees(
    features=np.array([[0, 1], [2, 2]], np.int32),
    thresholds=np.array([[1.0, 0.5], [-1.0, -1.0]], np.float32),
    leaves=np.array([[[1, 10], [2, 20], [3, 30], [4, 40]], [[100, 0], [200, 0], [300, 0], [400, -5]]], np.int32),
    bias=np.array([1000, -1000], np.int32),
)


@pytest.mark.parametrize(
    ("row", "scores"),
    [
        ((0, 0, 0), [1000 + 1 + 400, -1000 + 10 - 5]),
        ((2, 0, 0), [1000 + 2 + 400, -1000 + 20 - 5]),
        ((0, 1, 0), [1000 + 3 + 400, -1000 + 30 - 5]),
        ((2, 1, 0), [1000 + 4 + 400, -1000 + 40 - 5]),
        ((2, 1, -2), [1000 + 4 + 100, -1000 + 40]),
        # On the threshold is not above it; nothing is above or below everything.
        ((1, 0.5, -1), [1000 + 1 + 100, -1000 + 10]),
        ((np.inf, -np.inf, np.inf), [1000 + 2 + 400, -1000 + 20 - 5]),
        ((np.nan, np.nan, np.nan), [1000 + 1 + 100, -1000 + 10]),
    ],
)
def test_scores(row: tuple[float, ...], scores: list[int]) -> None:
    assert TREES.scores(np.array([row], np.float32).T).tolist() == [scores]


def test_lines_are_scored_each_for_itself() -> None:
    rows = np.array([(0, 0, 0), (2, 1, -2), (0, 1, 0)], np.float32).T
    together = TREES.scores(rows)
    assert (together.shape, together.dtype) == ((3, 2), np.dtype(np.int64))
    assert together.tolist() == [TREES.scores(rows[:, [line]])[0].tolist() for line in range(3)]


def test_no_line_has_no_score() -> None:
    assert TREES.scores(np.zeros((3, 0), np.float32)).shape == (0, 2)


def test_sums_do_not_overflow() -> None:
    most = np.iinfo(np.int32).max
    one = np.ones((3, 1), np.int32)
    trees = Trees(0 * one, 0 * one.astype(np.float32), np.full((3, 2, 1), most, np.int32), np.array([most], np.int32))
    assert trees.scores(np.ones((1, 1), np.float32)).tolist() == [[4 * most]]


def test_leaves_are_log_odds_in_1024ths() -> None:
    assert SCALE == 1024
