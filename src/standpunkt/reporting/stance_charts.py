"""Charts of positions: who stands where, over time, and by outlet.

Stances have a place and a sign as well as a colour: favor stands above or left and is marked +, against below or right
and −, so that the charts can be read without telling colours apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standpunkt.reporting.charts import Chart, Label, box, line, px, text, text_width
from standpunkt.reporting.words import MINUS

Counts = Mapping[str, int]
"""How many positions there are of each stance."""
_ORDER = ("favor", "neutral", "against")
_SIGNS = {"favor": "+", "neutral": "o", "against": MINUS}


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of a timeline: positions of each stance by month, `2023-05`, or by year, `2023`."""

    label: str
    periods: Mapping[str, Counts]


def matrix(
    name: str, title: str, rows: Sequence[Label], columns: Sequence[Label], cells: Mapping[tuple[int, int], Counts]
) -> Chart:
    """A grid of actors and targets: in each cell the stance that prevails with the number of its positions."""
    left = max(text_width(label.text) for label in rows) + 18
    longest = max(text_width(label.text) for label in columns)
    cell_width, cell_height = 46.0, 26.0
    top = 12 + longest * math.sin(math.radians(40)) + 8
    width, height = cell_width * len(columns), cell_height * len(rows)
    parts = []
    for place, label in enumerate(columns):
        turn = f"translate({px(left + cell_width * (place + 0.5))} {px(top - 8)}) rotate(-40)"
        parts.append(text(0, 0, label.text, "ink", german=label.german, turn=turn))
    said = []
    for row, label in enumerate(rows):
        y = top + cell_height * row
        parts.append(text(left - 10, y + 17, label.text, "ink", "end", german=label.german))
        for column, target in enumerate(columns):
            counts = cells.get((row, column), {})
            total = sum(counts.values())
            if not total:
                continue
            stance = prevailing(counts)
            x = left + cell_width * column
            share = counts.get(stance, 0) / total
            parts.append(box(stance, x + 1, y + 1, cell_width - 2, cell_height - 2, 0.15 + 0.35 * share))
            number = counts.get(stance, 0)
            shown = f"{_SIGNS[stance]}{number}" + (f" of {total}" if total > number else "") if number else f"±{total}"
            parts.append(text(x + cell_width / 2, y + 17, shown, "ink", "middle"))
            said.append(f"{label.text}, {target.text}: {_counted(counts)}")
    for place in range(len(columns) + 1):
        x = left + cell_width * place
        parts.append(line(x, top, x, top + height, "grid"))
    for place in range(len(rows) + 1):
        y = top + cell_height * place
        parts.append(line(left, y, left + width, y, "grid"))
    overhang = longest * math.cos(math.radians(40)) - cell_width / 2
    return Chart(name, title, "; ".join(said), left + width + max(8.0, overhang + 4), top + height + 6, "".join(parts))


def timeline(name: str, title: str, lanes: Sequence[Lane]) -> Chart:
    """Positions over time, a lane a target: those in favor above the line, those against below, neutral ones on it.

    All lanes have periods of one kind.
    """
    periods = _periods(lanes)
    left = max(text_width(lane.label) for lane in lanes) + 18
    step = max(9.0, min(26.0, 520.0 / len(periods)))
    tall, width = 46.0, step * len(periods)
    most = max(
        max(counts.get("favor", 0), counts.get("against", 0), 1) for lane in lanes for counts in lane.periods.values()
    )
    unit = (tall / 2 - 5) / most
    parts, said = [], []
    bottom = 8 + tall * len(lanes)
    for start, period in enumerate(periods):
        year, _, month = period.partition("-")
        if month in ("", "01") or not start:
            x = left + step * start
            parts.append(line(x, 8, x, bottom, "grid"))
            parts.append(text(x + 2, bottom + 16, year if month in ("", "01") else period, "mute"))
    for row, lane in enumerate(lanes):
        middle = 8 + tall * (row + 0.5)
        parts.append(text(left - 10, middle + 4, lane.label, "ink", "end"))
        parts.append(line(left, middle, left + width, middle, "axis"))
        for period, counts in sorted(lane.periods.items()):
            x = left + step * periods.index(period)
            for stance, sign in (("favor", -1), ("against", 1)):
                size = unit * counts.get(stance, 0)
                if size:
                    y = middle - size if sign < 0 else middle
                    parts.append(box(stance, x + 1, y, step - 2, size))
            if counts.get("neutral"):
                radius = min(2 + 0.6 * counts["neutral"], step / 2)
                place = f'cx="{px(x + step / 2)}" cy="{px(middle)}" r="{px(radius)}"'
                parts.append(f'<circle class="neutral" {place}/>')
            said.append(f"{lane.label} {period}: {_counted(counts)}")
    parts.append(text(left, bottom + 34, f"up: favor (at most {most}); down: against; dots: neutral", "mute"))
    return Chart(name, title, "; ".join(said), left + width + 40, bottom + 42, "".join(parts))


def shares(name: str, title: str, rows: Sequence[tuple[str, Counts]]) -> Chart:
    """The share of each stance as parts of one bar a row, favor first, with the counts."""
    left = max(text_width(label) for label, _ in rows) + 18
    plot, step = 360.0, 28.0
    parts = [text(left, 12, "+ favor", "mute"), text(left + plot / 2, 12, "o neutral", "mute", "middle")]
    parts.append(text(left + plot, 12, f"{MINUS} against", "mute", "end"))
    said = []
    for place, (label, counts) in enumerate(rows):
        y, total = 20 + step * place, sum(counts.values())
        parts.append(text(left - 10, y + 15, label, "ink", "end"))
        x = left
        for stance in _ORDER:
            size = plot * counts.get(stance, 0) / total if total else 0.0
            if size:
                parts.append(box(stance, x, y, size, 20, 0.45))
                if size > 20:
                    parts.append(text(x + size / 2, y + 15, f"{_SIGNS[stance]}{counts[stance]}", "ink", "middle"))
                x += size
        parts.append(text(left + plot + 10, y + 15, str(total), "mute"))
        said.append(f"{label}: {_counted(counts)}")
    return Chart(name, title, "; ".join(said), left + plot + 60, 20 + step * len(rows) + 4, "".join(parts))


def prevailing(counts: Counts) -> str:
    """The stance of most positions; neutral where favor and against are as many."""
    most = max(counts.values())
    winners = [stance for stance in _ORDER if counts.get(stance, 0) == most]
    return winners[0] if len(winners) == 1 else "neutral"


def _counted(counts: Counts) -> str:
    return ", ".join(f"{counts[stance]} {stance}" for stance in _ORDER if counts.get(stance))


def _periods(lanes: Sequence[Lane]) -> list[str]:
    """Every month or year from the first to the last."""
    stated = sorted(period for lane in lanes for period in lane.periods)
    if "-" not in stated[0]:
        return [f"{year:04d}" for year in range(int(stated[0]), int(stated[-1]) + 1)]
    year, month = map(int, stated[0].split("-"))
    found = []
    while (shown := f"{year:04d}-{month:02d}") <= stated[-1]:
        found.append(shown)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
