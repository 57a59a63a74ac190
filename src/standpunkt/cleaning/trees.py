"""Oblivious decision trees: every node of a level asks the same question.

So a whole page is scored by a few array steps. Thresholds are compared and integers are added, so that a score has the
same bits on every processor. The form is that of Kohavi & Li (1995), "Oblivious decision trees, graphs, and top-down
pruning", as used for boosting by Prokhorenkova et al. (2018), "CatBoost".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SCALE = 1024
"""Leaf values are log-odds times this, as integers."""


@dataclass(frozen=True, slots=True)
class Trees:
    """`features` and `thresholds` are (trees, depth), `leaves` is (trees, 2**depth, outputs), `bias` is (outputs,)."""

    features: npt.NDArray[np.int32]
    thresholds: npt.NDArray[np.float32]
    leaves: npt.NDArray[np.int32]
    bias: npt.NDArray[np.int32]

    def scores(self, columns: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
        """Sums of leaf values.

        Args:
            columns: (features, lines).

        Returns:
            (lines, outputs), log-odds times SCALE.
        """
        trees, depth = self.features.shape
        leaf = np.zeros((trees, columns.shape[1]), np.int32)
        for level in range(depth):
            above = columns[self.features[:, level]] > self.thresholds[:, level, None]
            leaf += above.astype(np.int32) << level
        leaf += (np.arange(trees, dtype=np.int32) << depth)[:, None]
        flat = self.leaves.reshape(trees << depth, -1)
        return np.asarray(flat[leaf].sum(axis=0, dtype=np.int64) + self.bias)
