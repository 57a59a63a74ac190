"""The section on positions: who stands where, how that changed, and what each outlet shows of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from standpunkt.params import Params
from standpunkt.reporting import common, stance_charts, words
from standpunkt.reporting.blocks import Block, Figure, Folded, Heading, Line, Paragraph, Section, Source, Table, Text
from standpunkt.reporting.charts import Label
from standpunkt.reporting.material import Material
from standpunkt.reporting.stance_charts import Lane
from standpunkt.schema import STANCES

_MOST_ACTORS = 16
_MOST_LANES = 10
_MOST_COLUMNS = 20
_MOST_CHANGES = 20
_MOST_MONTHS = 48  # of a chart by month; longer times are shown by year
_FILE = Source("positions.jsonl", "predict", link=True)
_NETWORK = Source("positions.graphml", "predict", link=True)
_TESTED = Source("predictions/positions.jsonl", "positions", link=True)
Row = Mapping[str, Any]


def section(material: Material, params: Params) -> Section:
    """Positions in pages that no model was fitted on: test pages, and pages without labels."""
    rows = [row for row in material.positions if row["stance"] in STANCES]
    sources = (_FILE, _NETWORK, _TESTED)
    if not rows:
        said = "No position was found in pages that no model was fitted on."
        return Section("positions", "Who stands where", sources, (Paragraph(Text(said, style="mute")),))
    blocks: list[Block] = [Paragraph(_summary(rows, params.report.min_probability))]
    blocks.extend(_matrix(rows, material.codebook))
    blocks.extend(_over_time(rows, material.codebook))
    blocks.extend(_by_outlet(rows))
    blocks.extend(_new(rows, material, params))
    return Section("positions", "Who stands where", sources, tuple(blocks))


def _summary(rows: Sequence[Row], limit: float) -> str:
    pages = {row["id"]: row["side"] for row in rows}
    tested = sum(side == "test" for side in pages.values())
    doubtful = sum(row["probability"] < limit for row in rows)
    actors, targets = ({row[name] for row in rows} for name in ("actor", "target"))
    sides = f"{words.counted(tested, 'test page')} and {words.counted(len(pages) - tested, 'page')} without labels"
    return (
        f"{words.counted(len(rows), 'position')} of {words.counted(len(actors), 'actor')} on "
        f"{words.counted(len(targets), 'target')}, as the model read them in {words.counted(len(pages), 'page')} that "
        f"it was not fitted on: {sides}. {words.count(doubtful)} {'has' if doubtful == 1 else 'have'} a probability "
        f"below {limit:g}. How often such positions are right stands with the scores."
    )


def _matrix(rows: Sequence[Row], codebook: Mapping[str, Any]) -> Iterator[Block]:
    cells: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        cells[row["actor"], row["target"]][row["stance"]] += 1
    actors = _most([row["actor"] for row in rows], _MOST_ACTORS)
    targets = sorted(_most([row["target"] for row in rows if row["actor"] in actors], _MOST_COLUMNS))
    yield Heading("positions-actors", "Actors and targets")
    left_out = len({row["actor"] for row in rows}) - len(actors)
    if left_out:
        yield Paragraph(
            f"The {words.counted(len(actors), 'actor')} with most positions; {words.counted(left_out, 'other actor')} "
            "stand in the files."
        )
    yield Paragraph(
        "A cell names the stance that prevails with the number of its positions: + favor, o neutral, − against, ± as "
        "many in favor as against."
    )
    shown = {
        (row, column): cells[actor, target]
        for row, actor in enumerate(actors)
        for column, target in enumerate(targets)
        if (actor, target) in cells
    }
    yield Figure(
        stance_charts.matrix(
            "positions-matrix",
            "Actors and targets: the stance that prevails",
            [Label(common.actor_name(actor, codebook), german=True) for actor in actors],
            [Label(target) for target in targets],
            shown,
        )
    )


def _most(names: Sequence[str], most: int) -> list[str]:
    """The most frequent names, those of equal number in the order of the alphabet."""
    counts = Counter(names)
    return sorted(counts, key=lambda name: (-counts[name], name))[:most]


def _over_time(rows: Sequence[Row], codebook: Mapping[str, Any]) -> Iterator[Block]:
    dated = [row for row in rows if row["published"]]
    months = {row["published"][:7] for row in dated}
    if len(months) < 2:
        return
    first, last = min(months), max(months)
    span = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:7]) - int(first[5:7])
    size = 7 if span < _MOST_MONTHS else 4
    lanes = []
    for target in _most([row["target"] for row in dated], _MOST_LANES):
        periods: dict[str, Counter[str]] = defaultdict(Counter)
        for row in dated:
            if row["target"] == target:
                periods[row["published"][:size]][row["stance"]] += 1
        lanes.append(Lane(target, periods))
    yield Heading("positions-time", "Over time")
    unit = "month" if size == 7 else "year"
    yield Figure(stance_charts.timeline("positions-time-chart", f"Positions by {unit} and target", lanes))
    changes = list(_changes(dated))
    if not changes:
        yield Paragraph("No actor is shown with two different stances on one target at different times.")
        return
    shown = changes[:_MOST_CHANGES]
    more = (
        f"; the first {words.count(len(shown))} of {words.count(len(changes))} are shown"
        if len(changes) > len(shown)
        else ""
    )
    yield Paragraph(
        f"{words.counted(len(changes), 'time')} an actor's stance on a target differs from the one read before{more}. "
        "A change may be one of the actor's, or an error of the model: read both pages."
    )
    cells: tuple[tuple[Line, ...], ...] = tuple(
        (
            Text(common.actor_name(before["actor"], codebook), german=True),
            before["target"],
            (before["stance"], Text(f" {before['published'][:10]}", style="mute")),
            (after["stance"], Text(f" {after['published'][:10]}", style="mute")),
            (Text(before["id"], style="code"), ", ", Text(after["id"], style="code")),
        )
        for before, after in shown
    )
    yield Table("Stances that changed", ("actor", "target", "before", "after", "pages"), cells)


def _changes(dated: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Each position whose stance differs from that of the actor's earlier one on the target, with the earlier one.

    Pages of one day have no order; where they differ among themselves, nothing is said to have changed.
    """
    series: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(dated, key=lambda row: (row["published"][:10], row["id"])):
        series[row["actor"], row["target"]].append(row)
    for key in sorted(series):
        days: dict[str, list[Row]] = defaultdict(list)
        for row in series[key]:
            days[row["published"][:10]].append(row)
        clear = [rows[0] for rows in days.values() if len({row["stance"] for row in rows}) == 1]
        for before, after in pairwise(clear):
            if before["stance"] != after["stance"]:
                yield before, after


def _by_outlet(rows: Sequence[Row]) -> Iterator[Block]:
    outlets: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["outlet"]:
            outlets[row["outlet"]][row["stance"]] += 1
    if len(outlets) < 2:
        return
    yield Heading("positions-outlets", "By outlet")
    yield Paragraph("Whose positions an outlet prints, over all targets; not what the outlet thinks.")
    bars = [(name, outlets[name]) for name in sorted(outlets)]
    yield Figure(stance_charts.shares("positions-outlets-chart", "Positions that each outlet prints", bars))
    targets: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["outlet"]:
            targets[row["target"], row["outlet"]][row["stance"]] += 1
    cells: tuple[tuple[Line, ...], ...] = tuple(
        (target, outlet, *(words.count(targets[target, outlet][stance]) for stance in STANCES))
        for target, outlet in sorted(targets)
    )
    table = Table("Positions by target and outlet", ("target", "outlet", *STANCES), cells, frozenset({2, 3, 4}))
    yield Folded("Positions by target and outlet as a table", (table,))


def _new(rows: Sequence[Row], material: Material, params: Params) -> Iterator[Block]:
    new = [row for row in rows if row["side"] == "unlabelled"]
    if not new:
        return
    yield Heading("positions-new", "In pages without labels", (_FILE,))
    shown = new[: params.report.predictions]
    more = f", the first {words.count(len(shown))} are shown" if len(shown) < len(new) else ""
    yield Paragraph(f"{words.counted(len(new), 'position')}{more}.")
    with_text = bool(material.config["redistributable"])
    if not with_text:
        yield common.WITHHELD
    cells: tuple[tuple[Line, ...], ...] = tuple(
        (
            Text(row["id"], style="code"),
            Text(common.actor_name(row["actor"], material.codebook), german=True),
            row["target"],
            row["stance"],
            words.score(row["probability"]),
            row["how"],
            *([Text(words.clip(row["evidence"], common.MOST_CHARACTERS), german=True)] if with_text else []),
        )
        for row in shown
    )
    columns = ("page", "actor", "target", "stance", "probability", "how", *(["sentence"] if with_text else []))
    yield Table("Positions in pages without labels", columns, cells, frozenset({4}))
