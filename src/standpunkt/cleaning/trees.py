"""Oblivious decision trees: every node of a level asks the same question.

So a whole page is scored by a few array steps. Thresholds are compared and integers are added, so that a score has the
same bits on every processor. The form is that of Kohavi & Li (1995), "Oblivious decision trees, graphs, and top-down
pruning", as used for boosting by Prokhorenkova et al. (2018), "CatBoost".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

SCALE = 1024
"""Leaf values are log-odds times this, as integers."""
_AT_ONCE = 256  # lines: the answers of so many stay near the processor


@dataclass(frozen=True, slots=True)
class _Questions:
    """The questions of trees, each once: many trees ask the same, and a page answers it once for all of them."""

    features: npt.NDArray[np.intp]
    thresholds: npt.NDArray[np.float32]
    asked: npt.NDArray[np.intp]
    """The question of each level and tree, level by level."""
    starts: npt.NDArray[np.integer[Any]]
    """(trees, 1): the place of each tree's first leaf in the table."""
    table: npt.NDArray[np.signedinteger[Any]]
    """All leaves, tree by tree, in integers as narrow as the largest sum allows: they are gathered and added faster."""


def _narrowest(largest: int, kinds: Sequence[type[np.integer[Any]]]) -> type[np.integer[Any]]:
    """The first of kinds of integers that holds a number."""
    return next(kind for kind in kinds if largest <= np.iinfo(kind).max)


@dataclass(frozen=True)
class Trees:
    """`features` and `thresholds` are (trees, depth), `leaves` is (trees, 2**depth, outputs), `bias` is (outputs,).

    The depth is 8 at the most. What is scored once must not be changed any more.
    """

    features: npt.NDArray[np.int32]
    thresholds: npt.NDArray[np.float32]
    leaves: npt.NDArray[np.int32]
    bias: npt.NDArray[np.int32]

    @cached_property
    def _questions(self) -> _Questions:
        asked = np.rec.fromarrays([self.features.T.ravel(), self.thresholds.T.ravel()])
        _, first, inverse = np.unique(asked, return_index=True, return_inverse=True)
        trees, depth = self.features.shape
        outputs = self.leaves.shape[2]
        most = int(np.abs(self.leaves.astype(np.int64)).max(axis=1).sum(axis=0).max(initial=0))
        starts = _narrowest(trees << depth, (np.uint16, np.uint32))
        table = self.leaves.reshape((trees << depth, outputs) if outputs > 1 else -1)
        return _Questions(
            asked.f0[first].astype(np.intp),
            asked.f1[first][:, None],
            inverse.ravel(),
            (np.arange(trees) << depth).astype(starts)[:, None],
            table.astype(_narrowest(most, (np.int16, np.int32, np.int64))),
        )

    def scores(self, columns: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
        """Sums of leaf values.

        Args:
            columns: (features, lines).

        Returns:
            (lines, outputs), log-odds times SCALE.
        """
        lines = columns.shape[1]
        if lines > _AT_ONCE:
            parts = range(0, lines, _AT_ONCE)
            return np.concatenate([self.scores(columns[:, start : start + _AT_ONCE]) for start in parts])
        trees, depth = self.features.shape
        questions = self._questions
        answers = (columns.take(questions.features, axis=0) > questions.thresholds).view(np.uint8)
        levels = answers.take(questions.asked, axis=0).reshape(depth, trees, lines)
        leaf = levels[-1]
        for level in levels[-2::-1]:
            leaf += leaf  # a sum is faster than a shift
            leaf |= level
        outputs = self.leaves.shape[2]
        leaves = questions.table.take((leaf + questions.starts).ravel(), axis=0).reshape(trees, lines * outputs)
        sums = leaves.sum(axis=0, dtype=questions.table.dtype).astype(np.int64)
        return np.asarray(sums.reshape(lines, outputs) + self.bias)
