from __future__ import annotations

import pytest

from standpunkt.reporting import charts
from standpunkt.reporting.blocks import (
    Beside,
    Figure,
    Folded,
    Heading,
    Line,
    Section,
    Table,
    Text,
    lead,
    markdown_line,
    markdown_table,
    pieces,
)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("a|b", r"a\|b"),
        (Text("laut", style="strong"), "**laut**"),
        ((Text("Kopf. ", style="strong"), "Rumpf"), "**Kopf.** Rumpf"),
        (("a", Text(" (b)", style="mute")), "a (b)"),
        ((Text("Titel", german=True), " ", Text("bote/a", style="code")), "Titel `bote/a`"),
        (("against", Text("")), "against"),
    ],
)
def test_markdown_line(line: Line, shown: str) -> None:
    assert markdown_line(line) == shown


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("a", ((), "a")),
        ((), ((), ())),
        ((Text("a", style="strong"), "b", Text("c", style="code")), ("a", "bc")),
        ((Text("c", style="code"), Text("a", style="strong")), ((), "ca")),
    ],
)
def test_the_strong_beginning_of_a_line(line: Line, parts: tuple[object, object]) -> None:
    joined = tuple("".join(run.text for run in pieces(part)) or () for part in lead(line))
    assert joined == parts


def test_markdown_table_is_one_line_a_row() -> None:
    table = Table("t", ("a", "n"), (("x\ny", "1"), ("|", "2")), frozenset({1}))
    assert markdown_table(table).split("\n") == ["| a | n |", "| :--- | ---: |", "| x y | 1 |", r"| \| | 2 |"]


def test_a_section_finds_its_charts_and_headings_wherever_they_stand() -> None:
    first, second = (charts.bars(name, "t", [("x", 1)]) for name in ("one", "two"))
    heading = Heading("h", "H")
    section = Section("s", "S", (), (heading, Beside((Figure(first),)), Folded("f", (Figure(second),))))
    assert [chart.name for chart in section.charts()] == ["one", "two"]
    assert section.headings() == [heading]
