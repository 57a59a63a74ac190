"""Parts that several sections of the report have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from standpunkt.evaluation import changes
from standpunkt.evaluation.changes import Change
from standpunkt.reporting import words
from standpunkt.reporting.blocks import Paragraph, Source, Table, Text

NO_VALUE = "–"
MOST_CHARACTERS = 240  # of a text from a page in a cell
WITHHELD = Paragraph(
    Text("Not shown: this corpus may not be redistributed, so the report holds figures and ids, no text.", style="mute")
)
"""Stands where texts of pages would."""


def metrics(name: str, stage: str | None = None) -> Source:
    """A file of metrics, and the stage that wrote it where that has another name."""
    return Source(f"metrics/{name}.json", stage or name, link=True)


def writer(task: str) -> str:
    """The stage that scored a task."""
    return "positions" if task == "positions" else "evaluate"


def counts(caption: str, head: str, rows: Sequence[tuple[str, int]]) -> Table:
    """A table of counts, in the order given."""
    cells = tuple((name, words.count(number)) for name, number in rows)
    return Table(caption, (head, "n"), cells, frozenset({1}))


def parameters(caption: str, values: Mapping[str, Any]) -> Table:
    """Parameters and their values, by dotted name."""
    rows = tuple((Text(name, style="code"), Text(shown)) for name, shown in changes.leaves_as_text(values).items())
    return Table(caption, ("parameter", "value"), rows)


def changed(caption: str, head: str, values: Sequence[Change], runs: tuple[str, str] = ("before", "after")) -> Table:
    """Values that differ between two runs, by name."""
    rows = tuple((Text(one.name, style="code"), changed_value(one.before), changed_value(one.after)) for one in values)
    return Table(caption, (head, *runs), rows)


def changed_value(value: str | None) -> str:
    """One side of a value that differs, cut where it is long."""
    return NO_VALUE if value is None else words.clip(value, MOST_CHARACTERS)


def actor_name(actor: str, codebook: Mapping[str, Any]) -> str:
    """The label of an actor of the codebook; others are named by their full name."""
    known = codebook.get("actors", {}).get(actor)
    return str(known["label"]) if known else actor
