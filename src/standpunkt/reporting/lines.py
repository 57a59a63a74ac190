"""What the lines of all pages come to: those that an outlet repeats, and the decisions that were closest.

In Arrow, not row by row: a corpus of 10,000 pages has more than a million lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

UNKNOWN = "outlet not known"


@dataclass(frozen=True, slots=True)
class Frequent:
    """A line that has one role, how often it stands in the pages of its outlet, and in how many of them."""

    text: str
    role: str
    times: int
    pages: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A line, what was decided about it where that was closest, and on how many pages of its outlet it was."""

    text: str
    role: str
    reason: str
    confidence: float
    page: str
    line: int
    outlet: str
    pages: int


def frequent(lines: pa.Table, outlets: Mapping[str, str | None], most: int) -> dict[str, list[Frequent]]:
    """The most frequent lines of each outlet.

    Args:
        lines: of `schema.LINES`.
        outlets: of the pages that have an article, by id; a page with None comes under UNKNOWN. Lines of other pages
            are left out: the whole page was dropped, and its lines are no decisions about lines.
        most: lines an outlet.

    Returns:
        For each outlet its lines, the most frequent first; the outlet with the most lines first.
    """
    groups = (
        _of_outlets(lines, outlets)
        .group_by(["outlet", "text", "role"], use_threads=False)
        .aggregate([("id", "count"), ("id", "count_distinct")])
    )
    totals = groups.group_by("outlet", use_threads=False).aggregate([("id_count", "sum"), ("id_count", "count")])
    # Equally frequent lines stand in alphabetical order: the order of the pages must not matter.
    groups = groups.sort_by(
        [("outlet", "ascending"), ("id_count", "descending"), ("text", "ascending"), ("role", "ascending")]
    )
    found, place = {}, 0
    for total in totals.sort_by("outlet").to_pylist():
        found[total["outlet"]] = groups.slice(place, min(most, total["id_count_count"])).to_pylist()
        place += total["id_count_count"]
    order = totals.sort_by([("id_count_sum", "descending"), ("outlet", "ascending")])["outlet"].to_pylist()
    return {
        outlet: [Frequent(row["text"], row["role"], row["id_count"], row["id_count_distinct"]) for row in found[outlet]]
        for outlet in order
    }


def doubtful(lines: pa.Table, outlets: Mapping[str, str | None], most: int) -> list[Doubtful]:
    """The decisions with the lowest confidence; a line that an outlet repeats comes once.

    Args:
        lines: of `schema.LINES`, all kept or all removed.
        outlets: as for `frequent`.
        most: lines in all.

    Returns:
        The least sure first; of those that are equally sure, the one on more pages.
    """
    known = _of_outlets(lines, outlets).sort_by([(name, "ascending") for name in ("confidence", "id", "line")])
    taken = ("role", "reason", "confidence", "id", "line")
    groups = (
        known.group_by(["outlet", "text"], use_threads=False)
        .aggregate([*((name, "first") for name in taken), ("id", "count_distinct")])
        .sort_by(
            [
                ("confidence_first", "ascending"),
                ("id_count_distinct", "descending"),
                ("id_first", "ascending"),
                ("line_first", "ascending"),
            ]
        )
    )
    return [
        Doubtful(
            text=row["text"],
            role=row["role_first"],
            reason=row["reason_first"],
            confidence=row["confidence_first"],
            page=row["id_first"],
            line=row["line_first"],
            outlet=row["outlet"],
            pages=row["id_count_distinct"],
        )
        for row in groups.slice(0, most).to_pylist()
    ]


def _of_outlets(lines: pa.Table, outlets: Mapping[str, str | None]) -> pa.Table:
    """The lines of pages that have an article, with the outlet."""
    ids = lines["id"].combine_chunks().dictionary_encode()
    pages = ids.dictionary.to_pylist()
    names = pa.array([outlets[page] or UNKNOWN if page in outlets else None for page in pages], pa.string())
    found = names.take(ids.indices)
    return lines.append_column("outlet", found).filter(found.is_valid())
