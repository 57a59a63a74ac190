"""Fit a line model to labelled pages: weights of terms and names first, then trees over them.

The trees see the sums of terms and names as a new page would have them: for each part of the pages, by weights fitted
on the other parts (out of fold, by site).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import boosting
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from labels import Labels
from sklearn.linear_model import LogisticRegression

from standpunkt.cleaning import features, linemodel
from standpunkt.cleaning.linemodel import ROLES, SIGNALS, WEIGHT, Described, LineModel, Terms, Weights
from standpunkt.cleaning.trees import Trees

Floats = npt.NDArray[np.float64]
_WORD = re.compile(r"[^\W_]+")
_PARTS = 4
_SEEDS = 2  # series of trees that decide, averaged: a single one depends much on what its seed lets it see
_MAX_WEIGHT = 6.0  # log-odds
_SMOOTHING = 0.5
_TERM_C, _NAME_C = 1.0, 0.1


@dataclass(frozen=True)
class Example:
    """A rendering of a page with labels; `site` is what must not be on both sides of a split."""

    file: str
    site: str
    family: str
    """A site, or several that are made by the same hand: what stands in one family alone is no term."""
    page: Described
    labels: Labels


@dataclass(frozen=True)
class Settings:
    """How to fit."""

    min_sites: int
    """A term or name must stand on the pages of so many sites."""
    keep: boosting.Settings
    roles: boosting.Settings
    first: boosting.Settings | None = None
    """Of a first series of trees, whose scores of the lines around each the others see."""


def part_of(site: str, parts: int, salt: str = "") -> int:
    """The part that a site is in, by a hash that stays."""
    return int(hashlib.sha1(f"{salt}{site}".encode(), usedforsecurity=False).hexdigest(), 16) % parts


class _Counts:
    """Which keys each line has, over all examples."""

    def __init__(self, examples: Sequence[Example], keys: Sequence[Iterable[tuple[int, str]]], min_sites: int) -> None:
        sites: dict[str, set[str]] = defaultdict(set)
        for example, pairs in zip(examples, keys, strict=True):
            for _, key in pairs:
                sites[key].add(example.family)
        self.names = sorted(key for key, found in sites.items() if len(found) >= min_sites)
        number = {key: place for place, key in enumerate(self.names)}
        rows, columns, base = [], [], 0
        for example, pairs in zip(examples, keys, strict=True):
            for line, key in pairs:
                if key in number:
                    rows.append(base + line)
                    columns.append(number[key])
            base += len(example.page.lines.texts)
        self.counts = sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(base, len(self.names)))


def _term_keys(example: Example) -> list[tuple[int, str]]:
    """The terms of each line, as `features.Words.terms` hashes them."""
    found: list[tuple[int, str]] = []
    for line, text in enumerate(example.page.lines.texts):
        words = _WORD.findall(text.lower())
        if words:
            terms = [*words, *(f"{a} {b}" for a, b in pairwise(words))]
            found.extend((line, term) for term in {*terms, f"^{words[0]}", f"{words[-1]}$"})
    return found


def _own_keys(example: Example) -> list[tuple[int, str]]:
    lines = example.page.lines
    tags, names = lines.elements.tags, lines.elements.names
    return [
        (line, key)
        for line, (place, inner) in enumerate(zip(lines.places, lines.inner, strict=True))
        for key in linemodel.name_keys(tags[place], names[place], inner)
    ]


def _around_keys(example: Example) -> list[tuple[int, str]]:
    lines = example.page.lines
    tags, names = lines.elements.tags, lines.elements.names
    return [
        (line, key)
        for line, place in enumerate(lines.places)
        for above in islice(lines.elements.up(place), 1, None)
        for key in linemodel.name_keys(tags[above], names[above])
    ]


def _signal_classes(labels: Labels) -> npt.NDArray[np.int64]:
    """For each line the place of its role among SIGNALS, -1 where it has none; `keep` is not among them."""
    places = {role: SIGNALS.index(role) if role in SIGNALS else -1 for role in ROLES}
    return np.array([places[ROLES[role]] for role in labels.role])


def _log_odds(counts: sp.csr_matrix, member: npt.NDArray[np.bool_], weights: Floats) -> Floats:
    """Naive Bayes: how much more often each key stands in lines of a class than in others, as log-odds."""
    inside = np.asarray(counts[member].T @ weights[member]).ravel() + _SMOOTHING
    outside = np.asarray(counts[~member].T @ weights[~member]).ravel() + _SMOOTHING
    n_in, n_out = weights[member].sum() + 1, weights[~member].sum() + 1
    return np.asarray(np.log(inside / n_in) - np.log(outside / n_out))


def _weights(
    terms: _Counts, names: Sequence[_Counts], scale: Floats, rows: npt.NDArray[np.bool_], y: Mapping[str, npt.NDArray]
) -> list[npt.NDArray[np.int32]]:
    """Weights (keys, SIGNALS) of terms, and of each table of names, fitted on some rows."""
    at = np.flatnonzero(rows)
    keep, keep_weight, signal, signal_weight = (
        y[name][at] for name in ("keep", "keep_weight", "signal", "role_weight")
    )
    found = []
    for tables, c in (([terms], _TERM_C), (names, _NAME_C)):
        if not tables:
            continue
        inputs = sp.hstack([table.counts[at] for table in tables]).tocsr()
        scaled = sp.diags(scale[at]) @ inputs if tables[0] is terms else inputs
        model = LogisticRegression(C=c, solver="liblinear", random_state=0).fit(scaled, keep, sample_weight=keep_weight)
        weights = np.zeros((inputs.shape[1], len(SIGNALS)))
        weights[:, 0] = model.coef_[0]
        for place in range(1, len(SIGNALS)):
            weights[:, place] = _log_odds(inputs, signal == place, signal_weight)
        whole = np.rint(np.clip(weights, -_MAX_WEIGHT, _MAX_WEIGHT) * WEIGHT).astype(np.int32)
        start = 0
        for table in tables:
            found.append(whole[start : start + len(table.names)])
            start += len(table.names)
    return found


@dataclass(frozen=True)
class Table:
    """Everything that trees are fitted to: features (columns, lines), labels, and the fitted weights behind them."""

    columns: tuple[str, ...]
    matrix: npt.NDArray[np.float32]
    labels: Mapping[str, npt.NDArray]
    sizes: Sequence[int]
    """Lines of each example."""
    parts: npt.NDArray[np.int64]
    """The part of each line, by site."""
    terms: Terms
    own: Weights
    around: Weights


def table(examples: Sequence[Example], min_sites: int) -> Table:
    """Fit the weights of terms and names, and describe all lines with sums that were fitted without them."""
    is_html = examples[0].page.tree is not None
    terms = _Counts(examples, [_term_keys(example) for example in examples], min_sites)
    names = [
        _Counts(examples, [keys(example) for example in examples], min_sites)
        for keys in ((_own_keys, _around_keys) if is_html else ())
    ]
    sizes = [len(example.page.lines.texts) for example in examples]
    words = np.concatenate([example.page.page.counts for example in examples]).astype(np.float64)
    scale = 1 / np.sqrt(np.maximum(words, 1))
    y = {
        name: np.concatenate([getattr(example.labels, name) for example in examples])
        for name in ("keep", "keep_weight", "role", "role_weight")
    }
    y["signal"] = np.concatenate([_signal_classes(example.labels) for example in examples])
    parts = np.repeat([part_of(example.site, _PARTS, "inner") for example in examples], sizes)
    signals = [np.zeros((len(words), len(SIGNALS))) for _ in (terms, *names)]
    for part in range(_PARTS):
        at = parts == part
        for place, (counts, weights) in enumerate(
            zip((terms, *names), _weights(terms, names, scale, ~at, y), strict=True)
        ):
            sums = np.asarray(counts.counts[at] @ weights.astype(np.float64)) / WEIGHT
            signals[place][at] = sums * scale[at, None] if counts is terms else sums
    blocks = []
    start = 0
    for example, size in zip(examples, sizes, strict=True):
        here = {
            prefix: part[start : start + size]
            for prefix, part in zip(("says", "named", "around"), signals, strict=False)
        }
        columns, rows = linemodel.rows_of(example.page, here)
        blocks.append(rows)
        start += size
    of_terms, *of_names = _weights(terms, names, scale, np.ones(len(words), bool), y)
    known = [
        Weights({key: row for row, key in enumerate(counts.names)}, weights)
        for counts, weights in zip(names, of_names, strict=True)
    ] or [Weights({}, np.zeros((0, len(SIGNALS)), np.int32))] * 2
    return Table(
        columns,
        np.concatenate(blocks, axis=1),
        y,
        sizes,
        parts,
        Terms.of(dict(zip(terms.names, of_terms.tolist(), strict=True))),
        *known,
    )


def _with_context(lines: Table, settings: boosting.Settings) -> tuple[Trees, npt.NDArray[np.float32]]:
    """A first series of trees; and the lines with the context that such scores give, by trees that saw other sites."""
    y, weights = lines.labels["keep"], lines.labels["keep_weight"]
    scores = np.zeros(len(y), np.int64)
    for part in range(_PARTS):
        at = lines.parts == part
        others = boosting.fit(np.ascontiguousarray(lines.matrix[:, ~at]), y[~at], weights[~at], 1, settings)
        scores[at] = others.scores(lines.matrix[:, at])[:, 0]
    counts = lines.matrix[lines.columns.index("words")]
    cuts = np.cumsum(lines.sizes)[:-1]
    contexts = map(features.context, np.split(scores, cuts), np.split(counts, cuts))
    return boosting.fit(lines.matrix, y, weights, 1, settings), np.concatenate(
        [lines.matrix, np.concatenate([*contexts], axis=1)]
    )


def fit(examples: Sequence[Example], settings: Settings) -> LineModel:
    """Fit a line model to the pages of one kind."""
    lines = table(examples, settings.min_sites)
    y = lines.labels
    first, rows = _with_context(lines, settings.first) if settings.first else (None, lines.matrix)
    keep = [
        boosting.fit(rows, y["keep"], y["keep_weight"], 1, boosting.reseeded(settings.keep, seed))
        for seed in range(_SEEDS)
    ]
    roles = boosting.fit(lines.matrix, y["role"], y["role_weight"], len(ROLES), settings.roles)
    columns = lines.columns + (features.CONTEXT if first else ())
    return LineModel(lines.terms, lines.own, lines.around, columns, boosting.average(keep), roles, first)
