"""The line model: which lines of a page are article, and what each line is.

Two sums decide. Terms (words, word pairs, first and last words of a line) and, in HTML, the names of elements have
fitted weights; their sums are features beside shape, place and neighbours (`features`). Oblivious trees (`trees`) turn
a row of features into the log-odds of "article" and into a score for each role. In a text, where no element tells what
belongs together, a second series sees what the first says of the lines around: stacked sequential learning, Cohen &
Carvalho (2005). Weights and leaves are integers, so that the same page gets the same scores everywhere. The files are
plain: JSON for what has names, `.npz` for what has none; no pickle. `benchmarks/cleaning/fit.py` fits them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from itertools import chain, repeat
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from standpunkt import storage
from standpunkt.cleaning import features, line_model
from standpunkt.cleaning.article import ARTICLE_ROLES, FURNITURE_ROLES
from standpunkt.cleaning.blocks import Lines
from standpunkt.cleaning.features import Floats, Hashes
from standpunkt.cleaning.trees import Trees
from standpunkt.errors import StandpunktError

Kind = Literal["html", "text"]
ROLES = tuple(role for role in (*ARTICLE_ROLES, *FURNITURE_ROLES) if role != "boilerplate")
"""What a line can be, in the order of the model's scores; shared lines of an outlet are found over a whole corpus."""
SIGNALS = ("keep", "title", "teaser", *(role for role in FURNITURE_ROLES if role not in ("boilerplate", "other")))
"""What terms and names have a weight for: being article, and some of the roles."""
_SLOT_BITS = 17
WEIGHT = 64
"""Weights of terms and names are log-odds times this, as integers."""
_NEAR = (
    *("words", "prose", "ends_sentence", "bullet", "linked", "in_heading", "shared_with_prose"),
    *("says_keep", "says_caption", "says_credit", "says_related", "says_comment", "named_keep"),
)
_TREES, _FIRST = ("keep", "roles"), "first"
_PARTS = tuple(field.name for field in fields(Trees))
_BY = (-3, -2, -1, 1, 2, 3)
_REACHES = (2, 5)
_SMOOTH = ("says_keep", "says_related", "says_comment", "says_navigation", "named_keep", "shared_with_prose")


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted weights: `table` is (keys, SIGNALS)."""

    keys: Mapping[str, int]
    table: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Terms:
    """Weights of terms, sorted by hash."""

    names: Sequence[str]
    hashes: Hashes
    table: npt.NDArray[np.int32]
    slots: npt.NDArray[np.unsignedinteger[Any]]
    """(ways, 2**bits) rows of the table by the high bits of the hash, the number of rows where there is none: what
    `find` looks up instead of searching. As narrow as the number of rows allows: it stays near the processor."""

    @classmethod
    def of(cls, weights: Mapping[str, Sequence[int]]) -> Terms:
        """Sort terms by hash. A term is `word`, `two words`, `^first` or `last$`."""
        names = list(weights)
        table = np.array([weights[name] for name in names], np.int32).reshape(len(names), len(SIGNALS))
        hashes = term_hashes(names)
        order = np.argsort(hashes, kind="stable")
        return cls([names[place] for place in order], hashes[order], table[order], _slots(hashes[order]))

    def find(self, hashes: Hashes) -> npt.NDArray[np.int64]:
        """The row of each hash, -1 where it is no known term."""
        if not len(self.hashes):
            return np.full(len(hashes), -1)
        slot = (hashes >> np.uint64(64 - _SLOT_BITS)).view(np.int64)
        none = len(self.hashes)
        # The first way is looked up for all hashes at once, since most have a row there; the others for few.
        rows = self.slots[0].take(slot)
        same = self.hashes.take(rows, mode="clip") == hashes
        same &= rows != none
        found = np.where(same, rows.astype(np.int64), -1)
        # A slot that has a row in one way has one in each way before.
        at = (~same & (rows != none)).nonzero()[0]
        for way in self.slots[1:]:
            rows = way.take(slot.take(at))
            at, rows = at.compress(rows != none), rows.compress(rows != none)
            same = self.hashes.take(rows) == hashes.take(at)
            found[at.compress(same)] = rows.compress(same)
            at = at.compress(~same)
        return found


def _slots(hashes: Hashes) -> npt.NDArray[np.unsignedinteger[Any]]:
    """A table with as many ways as hashes share a slot at the most."""
    slot = (hashes >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
    bounds = features.bounds_of(slot)
    way = np.arange(len(slot)) - np.repeat(bounds[:-1], np.diff(bounds))
    kind = np.uint16 if len(hashes) <= np.iinfo(np.uint16).max else np.uint32
    table = np.full((int(way.max(initial=-1)) + 1, 1 << _SLOT_BITS), len(hashes), kind)
    table[way, slot] = np.arange(len(slot))
    return table


def term_hashes(terms: Sequence[str]) -> Hashes:
    """The hash of each term, as `features.Words.terms` gives it."""
    first = [term.strip("^$").split(" ")[0] for term in terms]
    second = [term.strip("^$").split(" ")[-1] for term in terms]
    if not terms:
        return np.zeros(0, np.uint64)
    left, right = features.hashes_of(first), features.hashes_of(second)
    starts = np.array([term.startswith("^") for term in terms])
    ends = np.array([term.endswith("$") for term in terms])
    pairs = np.array([" " in term for term in terms])
    return np.select(
        [starts, ends, pairs],
        [left ^ features.FIRST, left ^ features.LAST, features.pair_hash(left, right)],
        left,
    )


@dataclass(slots=True)
class Described:
    """A page as the model sees it."""

    lines: Lines
    page: features.Page
    tree: features.Tree | None
    columns: dict[str, Floats]
    term_hashes: Hashes
    term_lines: npt.NDArray[np.int64]


def describe(lines: Lines) -> Described:
    """Everything about a page that needs no fitted weights; the page has at least one line."""
    page = features.shape(lines)
    columns = dict(page.columns)
    tree = None
    if lines.places:
        tree = features.tree_of(lines)
        columns |= features.structure(lines, page, tree)
    hashes, where = page.words.terms()
    return Described(lines, page, tree, columns, hashes, where)


def name_keys(tag: str, names: Sequence[str], inner: Sequence[str] = ()) -> list[str]:
    """What an element is called: its tag, and the words of its names and of those of the inline elements in it."""
    return [f"<{tag}>", *(dict.fromkeys((*names, *inner)) if inner else names)]


Found = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""Terms on a page that have a weight: the row of each, and its line."""


def terms_in(page: Described, terms: Terms) -> Found:
    """The terms on a page that have a weight."""
    rows = terms.find(page.term_hashes)
    known = np.flatnonzero(rows >= 0)
    return rows[known], page.term_lines[known]


def said(page: Described, terms: Terms, found: Found) -> npt.NDArray[np.float64]:
    """For each line and signal the sum of the weights of its terms, over the root of its number of words."""
    sums = _sums(terms.table, *found, len(page.lines.texts))
    return np.asarray(sums / (WEIGHT * np.sqrt(np.maximum(page.page.counts.astype(np.float64), 1)))[:, None])


def _sums(
    table: npt.NDArray[np.int32], rows: npt.NDArray[np.int64], owners: npt.NDArray[np.int64], size: int
) -> npt.NDArray[np.float64]:
    """For each of `size` owners the sum of its rows of a table, exact as long as it fits in 32 bits."""
    sums = np.zeros((size, table.shape[1]))
    order = np.argsort(owners, kind="stable")  # a few ascending runs: merged at once
    ordered = owners[order]
    starts = features.bounds_of(ordered)[:-1]
    if len(starts):
        sums[ordered[starts]] = np.add.reduceat(table.take(rows[order], axis=0), starts, axis=0)
    return sums


@dataclass(frozen=True, slots=True)
class NameWeights:
    """Weights of the names of elements, looked up once for both: of a line's own element, and of those around it."""

    rows: Mapping[str, int]
    names: Sequence[str]
    """The name of each row."""
    table: npt.NDArray[np.int32]
    """(names, 2 SIGNALS): those of a line's own element, then those of the elements around it."""

    @classmethod
    def of(cls, own: Weights, around: Weights) -> NameWeights:
        """All names of both; what one of them does not know weighs nothing there."""
        rows = {name: row for row, name in enumerate(dict.fromkeys((*own.keys, *around.keys)))}
        table = np.zeros((len(rows), 2 * len(SIGNALS)), np.int32)
        for weights, part in ((own, np.s_[: len(SIGNALS)]), (around, np.s_[len(SIGNALS) :])):
            for name, row in weights.keys.items():
                table[rows[name], part] = weights.table[row]
        return cls(rows, list(rows), table)


@dataclass(frozen=True, slots=True)
class Names:
    """Those names of kinds of elements that have a weight."""

    kinds: Sequence[Sequence[str]]
    """All names of each kind; after those of the page's tree each kind of element with named inline elements in it."""
    of_lines: npt.NDArray[np.int64]
    """The kind of each line's own element, with the inline elements that hold the line."""
    rows: npt.NDArray[np.int64]
    kind_of: npt.NDArray[np.int64]
    """The kind that each is a name of, ascending."""


def names_in(page: Described, weights: NameWeights) -> Names | None:
    """The names of a page's elements that have a weight; None for a text."""
    tree = page.tree
    if tree is None:
        return None
    of_lines = tree.kind_of[tree.place_of]
    with_inner: dict[tuple[int, tuple[str, ...]], int] = {}
    for line, inner in enumerate(page.lines.inner):
        if inner:
            kind = int(of_lines[line])
            of_lines[line] = with_inner.setdefault((kind, inner), len(tree.kinds) + len(with_inner))
    kinds = [name_keys(tag, names) for tag, names in tree.kinds]
    kinds += [name_keys(*tree.kinds[kind], inner) for kind, inner in with_inner]
    sizes = np.fromiter(map(len, kinds), np.int64, len(kinds))
    names = chain.from_iterable(kinds)
    rows = np.fromiter(map(weights.rows.get, names, repeat(-1)), np.int64, int(sizes.sum()))
    known = rows >= 0
    return Names(kinds, of_lines, rows[known], np.repeat(np.arange(len(kinds)), sizes)[known])


def named(
    page: Described, weights: NameWeights, found: Names | None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """For each line and signal the sums of the weights of the names of its own element, and of those around it.

    Args:
        page: from `describe`.
        weights: of the names.
        found: from `names_in(page, weights)`.
    """
    tree = page.tree
    if tree is None or found is None:
        raise ValueError("a text page has no elements")
    own, around = np.hsplit(_sums(weights.table, found.rows, found.kind_of, len(found.kinds)) / WEIGHT, 2)
    from_root = features.from_root(tree, around.take(tree.kind_of, axis=0))
    parents = tree.parents[tree.place_of]
    return own[found.of_lines], np.where((parents >= 0)[:, None], from_root[np.maximum(parents, 0)], 0)


def rows_of(
    page: Described, signals: Mapping[str, npt.NDArray[np.float64]]
) -> tuple[tuple[str, ...], npt.NDArray[np.float32]]:
    """All features of a page's lines.

    Args:
        page: from `describe`.
        signals: (lines, SIGNALS) under `says`, and for HTML under `named` and `around`.

    Returns:
        The names of the features, and (features, lines).
    """
    n = len(page.lines.texts)
    names, near, smooth = _names_of_rows(tuple(page.columns), tuple(signals))
    found = np.zeros((len(names), n), np.float32)
    start = len(page.columns)
    np.concatenate([*page.columns.values()], out=found[:start].reshape(-1))  # one copy, not one a column
    for table in signals.values():
        found[start : start + len(SIGNALS)] = table.T
        start += len(SIGNALS)
    beside = found[near]
    for by in _BY:
        if abs(by) < n:
            rows = slice(start, start + len(near))
            found[rows, max(-by, 0) : n - max(by, 0)] = beside[:, max(by, 0) : n + min(by, 0)]
        start += len(near)
    # (names, reaches, lines), in the other order.
    found[start:] = features.window(found[smooth], _REACHES).swapaxes(0, 1).reshape(-1, n)
    return names, found


@cache
def _names_of_rows(columns: tuple[str, ...], signals: tuple[str, ...]) -> tuple[tuple[str, ...], list[int], list[int]]:
    """The names of all features; the numbers of those that neighbours have too, and of those that are smoothed."""
    names = [*columns, *(f"{prefix}_{signal}" for prefix in signals for signal in SIGNALS)]
    near = [name for name in _NEAR if name in names]
    smooth = [name for name in _SMOOTH if name in names]
    around = [f"{name}{by:+d}" for by in _BY for name in near]
    around += [f"{name}_within_{reach}" for reach in _REACHES for name in smooth]
    return (*names, *around), [names.index(name) for name in near], [names.index(name) for name in smooth]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of a page's lines: log-odds of being article, and a score a role, both times SCALE."""

    keep: npt.NDArray[np.int64]
    roles: npt.NDArray[np.int64]
    said: npt.NDArray[np.float64]
    named: npt.NDArray[np.float64] | None
    terms: Found
    names: Names | None


@dataclass(frozen=True)
class LineModel:
    """A fitted model for one kind of page; see the module."""

    terms: Terms
    own: Weights
    around: Weights
    columns: tuple[str, ...]
    keep: Trees
    roles: Trees
    first: Trees | None = None
    """Log-odds of "article" by a line's own features, where `keep` decides by those of the lines around it, too."""

    @cached_property
    def names(self) -> NameWeights:
        """Both weights of names together."""
        return NameWeights.of(self.own, self.around)

    def signals(self, page: Described, terms: Found, names: Names | None) -> dict[str, npt.NDArray[np.float64]]:
        """The fitted sums of each line."""
        found = {"says": said(page, self.terms, terms)}
        if page.tree is not None:
            found["named"], found["around"] = named(page, self.names, names)
        return found

    def with_context(self, rows: npt.NDArray[np.float32], counts: Floats) -> npt.NDArray[np.float32]:
        """The rows of a page with what the first scores of its lines tell of each, where `keep` sees that."""
        if self.first is None:
            return rows
        return np.concatenate([rows, features.context(self.first.scores(rows)[:, 0], counts)])

    def score(self, page: Described) -> Scores:
        """Score the lines of a page."""
        terms = terms_in(page, self.terms)
        names = names_in(page, self.names)
        signals = self.signals(page, terms, names)
        columns, rows = rows_of(page, signals)
        if columns + (features.CONTEXT if self.first else ()) != self.columns:
            raise ValueError("the model was fitted to other features; fit it again (make line-model)")
        return Scores(
            self.keep.scores(self.with_context(rows, page.page.counts))[:, 0],
            self.roles.scores(rows),
            signals["says"],
            signals["named"] + signals["around"] if "named" in signals else None,
            terms,
            names,
        )


def write(model: LineModel, folder: Path, kind: Kind) -> None:
    """Write `<kind>.json` and `<kind>.npz`."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name in (*_TREES, *([_FIRST] if model.first else [])):
        arrays |= {f"{name}_{part}": getattr(getattr(model, name), part) for part in _PARTS}
    storage.write_arrays(folder / f"{kind}.npz", arrays)
    terms = dict(zip(model.terms.names, model.terms.table.tolist(), strict=True))
    tables = {"terms": terms}
    for name, weights in (("own", model.own), ("around", model.around)):
        tables[name] = {key: weights.table[row].tolist() for key, row in weights.keys.items()}
    text = storage.json_text({"columns": list(model.columns), "signals": list(SIGNALS), "roles": list(ROLES), **tables})
    # One key a line: a change of the model can be read.
    storage.write_text(folder / f"{kind}.json", text.replace("], ", "],\n").replace("}, ", "},\n") + "\n")


def read(folder: Path, kind: Kind) -> LineModel:
    """Read what `write` wrote.

    Raises:
        StandpunktError: a file is missing or broken, or was written for other roles or signals.
    """
    path = folder / f"{kind}.json"
    data = storage.read_json(path)
    stated = data if isinstance(data, dict) else {}
    if stated.get("signals") != list(SIGNALS) or stated.get("roles") != list(ROLES):
        raise StandpunktError(f"{path}: fitted for other roles; fit it again (make line-model)")
    arrays = storage.read_arrays(folder / f"{kind}.npz")
    series = (*_TREES, *([_FIRST] if any(name.startswith(f"{_FIRST}_") for name in arrays) else []))
    parts = [f"{name}_{part}" for name in series for part in _PARTS]
    for file, found, wanted in (
        (path, stated, ("columns", "terms", "own", "around")),
        (folder / f"{kind}.npz", arrays, parts),
    ):
        for part in wanted:
            if part not in found:
                raise StandpunktError(f"{file}: {part!r} is missing; fit it again (make line-model)")
    trees = {name: Trees(*(arrays[f"{name}_{part}"] for part in _PARTS)) for name in series}
    own, around = (
        Weights(
            {key: row for row, key in enumerate(data[name])},
            np.array([*data[name].values()], np.int32).reshape(-1, len(SIGNALS)),
        )
        for name in ("own", "around")
    )
    return LineModel(Terms.of(data["terms"]), own, around, tuple(data["columns"]), **trees)


@cache
def shipped(kind: Kind) -> LineModel:
    """The model that comes with the package."""
    return read(Path(str(line_model.__file__)).parent, kind)
