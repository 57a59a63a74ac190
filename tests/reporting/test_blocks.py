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
    markdown_line,
    markdown_table,
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


def test_markdown_table_is_one_line_a_row() -> None:
    table = Table("t", ("a", "n"), (("x\ny", "1"), ("|", "2")), frozenset({1}))
    assert markdown_table(table).split("\n") == ["| a | n |", "| :--- | ---: |", "| x y | 1 |", r"| \| | 2 |"]


def test_a_section_finds_its_charts_and_headings_wherever_they_stand() -> None:
    first, second = (charts.bars(name, "t", [("x", 1)]) for name in ("one", "two"))
    heading = Heading("h", "H")
    section = Section("s", "S", (), (heading, Beside((Figure(first),)), Folded("f", (Figure(second),))))
    assert [chart.name for chart in section.charts()] == ["one", "two"]
    assert section.headings() == [heading]
