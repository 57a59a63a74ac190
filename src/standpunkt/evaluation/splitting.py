"""Who is trained on, tuned on and tested on: sides for pages, decided before anything is fitted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from standpunkt.cleaning.duplicates import Groups
from standpunkt.errors import StandpunktError
from standpunkt.params import SplitParams
from standpunkt.schema import OWN_SIDES

COLUMNS = ("id", "kind", "author", "published", "outlet", "group", "split", "cluster")
"""Columns of `schema.ARTICLES` that `labelled_pages` reads."""
_MARKED = {"task": "", "label": "", "target": None}
"""Of a page whose gold is in its text."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """What a split may know of a labelled page."""

    id: str
    cluster: str
    group: str | None
    published: str | None
    own_side: str | None
    stratum: str
    targets: tuple[str, ...]
    authors: tuple[str, ...] = ()
    outlet: str | None = None

    def shared(self, group_by: str) -> list[tuple[str, str]]:
        """What keeps it on the side of other pages: its group, and what `split.group_by` names."""
        values = {
            "group": (self.group,),
            "author": self.authors,
            "outlet": (self.outlet,),
            "day": ((self.published or "")[:10],),
        }
        return [(name, value) for name in sorted({"group", group_by}) for value in values[name] if value]


@dataclass(frozen=True, slots=True)
class Row:
    """The side of a page, or of one (page, target) where `target` is set."""

    id: str
    target: str | None
    side: str
    reason: str | None = None


def labelled_pages(
    articles: Iterable[Mapping[str, Any]], labels: Iterable[Mapping[str, Any]], marked: Iterable[str]
) -> list[Page]:
    """What the split may know of each page with a label; the stratum is its topic, or its first label.

    Args:
        articles: rows with `COLUMNS`.
        labels: rows of `schema.LABELS`.
        marked: ids of the pages in which people marked quotations or positions; they count as labelled.
    """
    by_id: dict[str, list[Mapping[str, Any]]] = {identifier: [_MARKED] for identifier in marked}
    for label in labels:
        by_id.setdefault(label["id"], []).append(label)
    return [
        Page(
            id=row["id"],
            cluster=row["cluster"],
            group=row["group"],
            published=row["published"],
            own_side=row["split"],
            stratum=min(by_id[row["id"]], key=_rank)["label"],
            targets=tuple(sorted(label["target"] for label in by_id[row["id"]] if label["target"])),
            authors=_authors(row),
            outlet=row["outlet"],
        )
        for row in articles
        if row["id"] in by_id
    ]


def _rank(label: Mapping[str, Any]) -> tuple[bool, bool]:
    return label["task"] != "topic", label is _MARKED


def _authors(article: Mapping[str, Any]) -> tuple[str, ...]:
    """Its authors one by one; a table's author is one, because only cleaning writes several with a comma between."""
    author = article["author"] or ""
    return tuple(sorted(filter(None, [author] if article["kind"] == "article" else author.split(", "))))


def strategy_of(pages: Sequence[Page], params: SplitParams) -> str:
    """The strategy that `auto` means for these pages.

    Their own split where they bring one, unless `group_by` asks for another; else `grouped`.
    """
    if params.strategy != "auto":
        return params.strategy
    own = params.group_by == "group" and any(page.own_side for page in pages)
    return "corpus" if own else "grouped"


def assign(pages: Sequence[Page], params: SplitParams, random_state: int) -> list[Row]:
    """Assign each labelled page to a side.

    Near-duplicates never stand on two sides: under `random`, `grouped` and `target` clusters move as one; under
    `corpus` and `time`, where the test side is given, what is like a test row leaves the training side as `excluded`.
    So it does where `group_by` names an author, outlet or day: one report that all papers print would make all papers
    one unit.

    Returns:
        One row a page; under `target` also one a (page, target).

    Raises:
        StandpunktError: the strategy does not fit these pages, or leaves a side empty.
    """
    strategy = strategy_of(pages, params)
    if strategy == "corpus":
        rows = _by_corpus(pages)
    elif strategy == "time":
        rows = _by_time(pages, params)
    else:
        group_by = _group_by(strategy, params)
        rows = _apart(pages, group_by, _by_units(pages, _units(pages, group_by), params, random_state))
        if strategy == "target":
            number = len({target for page in pages for target in page.targets})
            if number < 3:
                raise StandpunktError(
                    f"params.yaml: split.strategy 'target' wants 3 targets or more; there are {number}"
                )
            pairs = _pairs(pages, _sides_of_targets(pages, params, random_state))
            _refuse_empty_sides(pairs, strategy, params)
            rows = [*rows, *pairs]
    _refuse_empty_sides(rows, strategy, params)
    return rows


def redealt(pages: Sequence[Page], params: SplitParams, folds: int, random_state: int) -> list[list[Row]]:
    """Deal the same pages out anew, so that each is a test page once: stratified k-fold cross-validation.

    Kohavi (1995), "A Study of Cross-Validation and Bootstrap for Accuracy Estimation and Model Selection". What
    `assign` keeps on one side stays on one side here; validation rows are `validation_share` of those that are not
    tested. A split that the corpus brings is one alone: its pages are dealt as under `grouped`.

    Args:
        pages: with labels.
        params: of the split.
        folds: how many parts, 2 or more.
        random_state: of the deal.

    Returns:
        The rows of each fold, as `assign` gives them.

    Raises:
        StandpunktError: sides follow from days, or there are fewer things to keep together than folds.
    """
    strategy = strategy_of(pages, params)
    if strategy == "time":
        raise StandpunktError("split.strategy 'time': dealt out anew, training rows would be later than test rows")
    group_by = _group_by("grouped" if strategy == "corpus" else strategy, params)
    by_pages, by_targets = _units(pages, group_by), {page.id: page.targets for page in pages}
    part = _parts(pages, by_pages, folds, random_state)
    parts_of_targets = _parts_of_targets(pages, folds, random_state) if strategy == "target" else {}
    found = []
    for fold in range(folds):
        rest = [page for page in pages if part[by_pages[page.id]] != fold]
        untested = params.model_copy(update={"test_share": 0.0})
        sides = {row.id: row.side for row in _by_units(rest, by_pages, untested, random_state)}
        rows = _apart(pages, group_by, [Row(page.id, None, sides.get(page.id, "test")) for page in pages])
        if strategy == "target":
            kept = [
                replace(
                    page, targets=tuple(target for target in by_targets[page.id] if parts_of_targets[target] != fold)
                )
                for page in pages
            ]
            known = _sides_of_targets(kept, untested, random_state)
            rows += _pairs(pages, {target: known.get(target, "test") for target in parts_of_targets})
        found.append(rows)
    return found


def _group_by(strategy: str, params: SplitParams) -> str | None:
    return params.group_by if strategy in ("grouped", "target") else None


def _apart(pages: Sequence[Page], group_by: str | None, rows: list[Row]) -> list[Row]:
    """The rows without near-duplicates across sides, where what is kept together does not see to it."""
    if group_by in (None, "group"):
        return rows
    return _without_duplicates(pages, {row.id: row.side for row in rows})


def _parts(pages: Sequence[Page], units: Mapping[str, Hashable], folds: int, random_state: int) -> dict[Hashable, int]:
    """The part of each unit, stratum by stratum into the part that has the fewest pages so far."""
    members = _members(pages, units)
    order = _in_strata(members, random_state)
    return _filled([(name, len(members[name])) for name in order], folds, "pages that may be apart")


def _parts_of_targets(pages: Sequence[Page], folds: int, random_state: int) -> dict[str, int]:
    counts = Counter(target for page in pages for target in page.targets)
    names = sorted(counts)
    order = np.random.default_rng(random_state).permutation(len(names))
    return _filled([(names[index], counts[names[index]]) for index in order], folds, "targets")


def _filled(sizes: Sequence[tuple[T, int]], parts: int, what: str) -> dict[T, int]:
    if len(sizes) < parts:
        raise StandpunktError(f"repeat.folds {parts}: there are only {len(sizes)} {what}; take fewer")
    filled = [0] * parts
    found = {}
    for name, size in sizes:
        emptiest = filled.index(min(filled))
        found[name] = emptiest
        filled[emptiest] += size
    return found


def _members(pages: Iterable[Page], units: Mapping[str, Hashable]) -> dict[Hashable, list[Page]]:
    members: dict[Hashable, list[Page]] = defaultdict(list)
    for page in pages:
        members[units[page.id]].append(page)
    return members


def _in_strata(members: Mapping[Hashable, Sequence[Page]], random_state: int) -> list[Hashable]:
    """The units, stratum by stratum, in each by lot."""
    names = sorted(members, key=str)
    order = np.random.default_rng(random_state).permutation(len(names))
    dealt = sorted((members[names[index]][0].stratum, place, names[index]) for place, index in enumerate(order))
    return [name for _, _, name in dealt]


def _units(pages: Sequence[Page], group_by: str | None) -> dict[str, Hashable]:
    """The unit of each page: its cluster, joined over its group; by another key the page itself, joined over both."""
    groups = Groups()
    alone = group_by not in (None, "group")
    names = {page.id: ("page", page.id) if alone else ("cluster", page.cluster) for page in pages}
    for page in pages:
        for name in page.shared(group_by) if group_by else ():
            groups.join(names[page.id], name)
    return {page.id: groups.find(names[page.id]) for page in pages}


def _by_units(
    pages: Sequence[Page], units: Mapping[str, Hashable], params: SplitParams, random_state: int
) -> list[Row]:
    """Deal units out by share, stratum by stratum, so that every side sees every stratum."""
    members = _members(pages, units)
    owed = {"test": 0.0, "validation": 0.0}
    shares = {"test": params.test_share, "validation": params.validation_share}
    rows: list[Row] = []
    for name in _in_strata(members, random_state):
        size = len(members[name])
        for side in owed:
            owed[side] += size * shares[side]
        side = max(owed, key=lambda which: owed[which])
        side = side if owed[side] >= size / 2 else "train"
        if side != "train":
            owed[side] -= size
        rows.extend(Row(page.id, None, side) for page in members[name])
    place_of = {page.id: place for place, page in enumerate(pages)}
    return sorted(rows, key=lambda row: place_of[row.id])


def _by_corpus(pages: Sequence[Page]) -> list[Row]:
    unknown = [page for page in pages if page.own_side not in OWN_SIDES]
    if unknown:
        raise StandpunktError(
            f"params.yaml: split.strategy 'corpus': page {unknown[0].id!r} brings no side; use 'grouped' or 'random'"
        )
    sides = {page.id: str(page.own_side) for page in pages}
    return _without_duplicates(pages, sides)


def _by_time(pages: Sequence[Page], params: SplitParams) -> list[Row]:
    dates = {page.id: (page.published or "")[:10] for page in pages}
    dated = sorted(date for date in dates.values() if date)
    if not dated:
        raise StandpunktError("params.yaml: split.strategy 'time': no page of this corpus has a date; use 'grouped'")
    cut = int(len(dated) * (1 - params.test_share))
    test_from = params.test_from or (dated[cut] if cut < len(dated) else "9999")
    before = [date for date in dated if date < test_from]
    cut = int(len(before) * (1 - params.validation_share))
    validation_from = before[cut] if cut < len(before) else test_from
    sides = {}
    for page in pages:
        date = dates[page.id]
        sides[page.id] = (
            "excluded"
            if not date
            else "test"
            if date >= test_from
            else "validation"
            if date >= validation_from
            else "train"
        )
    return _without_duplicates(pages, sides)


def _without_duplicates(pages: Sequence[Page], sides: Mapping[str, str]) -> list[Row]:
    rank = {"test": 2, "validation": 1, "train": 0, "excluded": -1}
    highest: dict[str, str] = {}
    for page in pages:
        side = sides[page.id]
        if rank[side] > rank[highest.get(page.cluster, "excluded")]:
            highest[page.cluster] = side
    rows = []
    for page in pages:
        side = sides[page.id]
        if side == "excluded":
            rows.append(Row(page.id, None, side, "no_date"))
        elif side != highest[page.cluster]:
            rows.append(Row(page.id, None, "excluded", f"near_duplicate_of_{highest[page.cluster]}"))
        else:
            rows.append(Row(page.id, None, side))
    return rows


def _sides_of_targets(pages: Sequence[Page], params: SplitParams, random_state: int) -> dict[str, str]:
    """Targets dealt out by their number of pages."""
    targets = sorted({target for page in pages for target in page.targets})
    order = np.random.default_rng(random_state).permutation(len(targets))
    counts = dict.fromkeys(targets, 0)
    for page in pages:
        for target in page.targets:
            counts[target] += 1
    total, seen, sides = sum(counts.values()), 0, {}
    for index in order:
        target = targets[index]
        share = seen / total
        inside = share < params.test_share + params.validation_share
        sides[target] = "test" if share < params.test_share else "validation" if inside else "train"
        seen += counts[target]
    return sides


def _pairs(pages: Sequence[Page], sides: Mapping[str, str]) -> list[Row]:
    """The rows of pages and targets; a page with targets of two sides counts for the higher one alone."""
    rank = {"test": 2, "validation": 1, "train": 0}
    highest: dict[str, str] = {}
    for page in pages:
        for target in page.targets:
            if rank[sides[target]] >= rank[highest.get(page.cluster, "train")]:
                highest[page.cluster] = sides[target]
    return [
        Row(page.id, target, sides[target])
        if sides[target] == highest[page.cluster]
        else Row(page.id, target, "excluded", f"page_has_{highest[page.cluster]}_target")
        for page in pages
        for target in page.targets
    ]


def _refuse_empty_sides(rows: Iterable[Row], strategy: str, params: SplitParams) -> None:
    found = {row.side for row in rows}
    for side in ("train", "test"):
        if side not in found:
            detail = ""
            if strategy == "time" and params.test_from:
                detail = f" with test_from {params.test_from}"
            if strategy in ("grouped", "target") and params.group_by != "group":
                detail = f" with group_by {params.group_by}"
            raise StandpunktError(
                f"params.yaml: split.strategy {strategy!r}{detail} leaves no {side} row; change split.strategy, "
                "split.group_by, split.test_from or split.test_share"
            )
