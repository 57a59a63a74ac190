"""Gradient boosting of oblivious trees: what fits `standpunkt.cleaning.trees`.

Friedman (2001), "Greedy function approximation", with the second-order leaves of Chen & Guestrin (2016), "XGBoost";
trees of several outputs choose their questions by a random sketch of the gradients, Iosipoi & Vakhrushev (2022),
"SketchBoost". One thread and a seed: the same rows give the same trees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from standpunkt.cleaning.trees import SCALE, Trees

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Settings:
    """How to boost."""

    trees: int
    depth: int
    rate: float = 0.08
    shrink: float = 5.0
    """Weight of a row that every leaf has beside its own: pulls small leaves to zero."""
    rows: float = 0.5
    columns: float = 0.35
    bins: int = 48
    sketches: int = 3
    random_state: int = 13


def _bin(columns: npt.NDArray[np.float32], bins: int) -> tuple[list[npt.NDArray[np.float32]], npt.NDArray[np.uint8]]:
    """Thresholds of each column between its values, and the place of each value among them."""
    edges: list[npt.NDArray[np.float32]] = []
    codes = np.empty(columns.shape, np.uint8)
    for place, column in enumerate(columns):
        values = np.unique(column)
        if len(values) > bins:
            values = np.unique(np.quantile(column, np.linspace(0, 1, bins + 1), method="lower"))
        cut = np.unique(((values[1:].astype(np.float64) + values[:-1]) / 2).astype(np.float32))
        edges.append(cut)
        codes[place] = np.searchsorted(cut, column, side="left")
    return edges, codes


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fit(
    columns: npt.NDArray[np.float32],
    y: npt.NDArray[np.int64] | Floats,
    weights: Floats,
    outputs: int,
    settings: Settings,
) -> Trees:
    """Fit trees to classes.

    Args:
        columns: (features, lines).
        y: class of each line, from 0; where `outputs` is 1, the probability of class 1.
        weights: of each line.
        outputs: 1 for two classes by one log-odds, else one score a class.
        settings: how to boost.
    """
    random = np.random.default_rng(settings.random_state)
    edges, codes = _bin(columns, settings.bins)
    usable = np.array([column for column, cut in enumerate(edges) if len(cut)])
    n = columns.shape[1]
    wanted = y.astype(np.float64)[:, None] if outputs == 1 else np.eye(outputs)[y]
    share = np.clip(np.average(wanted, axis=0, weights=weights), 1e-4, 1 - 1e-4)
    bias = np.log(share / (1 - share)) if outputs == 1 else np.log(share)
    scores = np.tile(bias, (n, 1))
    found = Trees(
        np.zeros((settings.trees, settings.depth), np.int32),
        np.zeros((settings.trees, settings.depth), np.float32),
        np.zeros((settings.trees, 1 << settings.depth, outputs), np.int32),
        np.rint(bias * SCALE).astype(np.int32),
    )
    for tree in range(settings.trees):
        p = 1 / (1 + np.exp(-scores)) if outputs == 1 else _softmax(scores)
        gradient = (wanted - p) * weights[:, None]
        curvature = p * (1 - p) * weights[:, None]
        chosen = np.flatnonzero(random.random(n) < settings.rows)
        candidates = random.choice(usable, max(1, int(len(usable) * settings.columns)), replace=False)
        sketch = gradient[chosen]
        if outputs > 1:
            sketch = sketch @ random.choice([-1.0, 1.0], (outputs, settings.sketches))
        questions = _questions(codes, edges, chosen, candidates, sketch, curvature[chosen].sum(axis=1), settings)
        leaf = np.zeros(n, np.int64)
        for level, (column, place) in enumerate(questions):
            found.features[tree, level], found.thresholds[tree, level] = column, edges[column][place]
            leaf += (codes[column] > place).astype(np.int64) << level
        for output in range(outputs):
            g = np.bincount(leaf[chosen], gradient[chosen, output], 1 << settings.depth)
            h = np.bincount(leaf[chosen], curvature[chosen, output], 1 << settings.depth)
            found.leaves[tree, :, output] = np.rint(settings.rate * g / (h + settings.shrink) * SCALE)
        scores += found.leaves[tree, leaf] / SCALE
    return found


def _questions(
    codes: npt.NDArray[np.uint8],
    edges: Sequence[npt.NDArray[np.float32]],
    chosen: npt.NDArray[np.int64],
    candidates: npt.NDArray[np.int64],
    gradient: Floats,
    curvature: Floats,
    settings: Settings,
) -> list[tuple[int, int]]:
    """The question of each level, as column and place of the threshold: the one that helps most over all leaves.

    Of the two halves of a leaf only the smaller is counted; the other is what is left of the whole: Ke et al. (2017),
    "LightGBM".
    """
    wide = settings.bins + 1
    sub = codes[np.ix_(candidates, chosen)]
    weights = [curvature, *gradient.T]
    leaf = np.zeros(len(chosen), np.int64)
    # (columns, weights, leaves, bins)
    sums = _sums(sub, leaf, weights, 1, wide)
    found = []
    for level in range(settings.depth):
        row, place = _best(sums, [len(edges[column]) for column in candidates], settings.shrink)
        found.append((int(candidates[row]), place))
        answer = sub[row] > place
        if level + 1 < settings.depth:
            above = np.bincount(leaf[answer], minlength=1 << level)
            above_is_smaller = 2 * above < np.bincount(leaf, minlength=1 << level)
            smaller = np.flatnonzero(answer == above_is_smaller[leaf])
            part = _sums(sub.take(smaller, axis=1), leaf[smaller], [one[smaller] for one in weights], 1 << level, wide)
            rest = sums - part
            pick = above_is_smaller[:, None]
            sums = np.concatenate([np.where(pick, rest, part), np.where(pick, part, rest)], axis=2)
        leaf += answer.astype(np.int64) << level
    return found


def _sums(
    codes: npt.NDArray[np.uint8], leaf: npt.NDArray[np.int64], weights: Sequence[Floats], leaves: int, wide: int
) -> Floats:
    """The sums of each of the weights by column, leaf and bin: (columns, weights, leaves, bins)."""
    found = np.empty((len(codes), len(weights), leaves, wide))
    base = leaf * wide
    for row, column in enumerate(codes):
        key = base + column
        for place, weight in enumerate(weights):
            found[row, place] = np.bincount(key, weight, leaves * wide).reshape(leaves, wide)
    return found


def _best(sums: Floats, places: Sequence[int], shrink: float) -> tuple[int, int]:
    """The column, and the place of its threshold, where dividing all leaves helps most."""
    best = (-1.0, 0, 0)
    for row, (of_column, most) in enumerate(zip(sums, places, strict=True)):
        below = of_column.cumsum(axis=2)
        whole = below[:, :, -1:]
        above = whole - below
        gain = below[1:] ** 2 / (below[0] + shrink) + above[1:] ** 2 / (above[0] + shrink)
        by_place = gain.sum(axis=(0, 1))[:most]
        place = int(np.argmax(by_place))
        if by_place[place] > best[0]:
            best = (float(by_place[place]), row, place)
    return best[1], best[2]


def average(fitted: Sequence[Trees]) -> Trees:
    """One ensemble whose scores are the means of several."""
    return Trees(
        np.concatenate([trees.features for trees in fitted]),
        np.concatenate([trees.thresholds for trees in fitted]),
        np.rint(np.concatenate([trees.leaves for trees in fitted]) / len(fitted)).astype(np.int32),
        np.rint(np.mean([trees.bias for trees in fitted], axis=0)).astype(np.int32),
    )


def reseeded(settings: Settings, seed: int) -> Settings:
    """The same settings with another seed."""
    return replace(settings, random_state=settings.random_state + seed)
