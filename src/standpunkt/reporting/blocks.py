"""What a report is made of: sections of paragraphs, lists, tables, charts and folded parts, the same for both forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from standpunkt.reporting import words
from standpunkt.reporting.charts import Chart


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text; German text is marked for screen readers and hyphenation."""

    text: str
    german: bool = False
    style: Literal["", "code", "strong", "mute"] = ""


Line = str | Text | tuple[str | Text, ...]
"""A run of texts in a row: a paragraph, a list item, a cell."""


def pieces(line: Line) -> Iterator[Text]:
    """The runs of a line."""
    for part in line if isinstance(line, tuple) else (line,):
        yield part if isinstance(part, Text) else Text(part)


def lead(line: Line) -> tuple[Line, Line]:
    """The strong beginning of a line, and what follows; either may be empty."""
    runs = tuple(pieces(line))
    return (runs[:1], runs[1:]) if runs and runs[0].style == "strong" else ((), line)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    kind: ClassVar[str] = "paragraph"
    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list of lines."""

    kind: ClassVar[str] = "items"
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the row. `numbers` holds the indexes of the columns set to the right."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart; its title is the caption."""

    kind: ClassVar[str] = "figure"
    chart: Chart


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks that stand side by side where there is room."""

    kind: ClassVar[str] = "beside"
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """Blocks behind a line that opens them."""

    kind: ClassVar[str] = "folded"
    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The file that figures come from, and the stage that wrote it; `link` is set where it lies beside the report."""

    file: str
    stage: str
    link: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section, with the files below it."""

    kind: ClassVar[str] = "heading"
    id: str
    title: str
    sources: tuple[Source, ...] = ()


Block = Paragraph | Items | Table | Figure | Beside | Folded | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report."""

    id: str
    title: str
    sources: tuple[Source, ...]
    blocks: tuple[Block, ...]

    def headings(self) -> list[Heading]:
        """The headings within it, for the table of contents."""
        return [block for block in self.blocks if isinstance(block, Heading)]

    def charts(self) -> list[Chart]:
        """The charts within it."""
        return [block.chart for block in _all(self.blocks) if isinstance(block, Figure)]


def _all(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Beside | Folded):
            yield from _all(block.blocks)


def markdown_line(line: Line) -> str:
    """A line in Markdown."""
    wrap = {"": "{}", "mute": "{}", "strong": "**{}**"}
    return "".join(
        words.markdown_code(piece.text) if piece.style == "code" else _spaces(piece.text, wrap[piece.style])
        for piece in pieces(line)
    )


def _spaces(text: str, wrapped: str) -> str:
    """Escaped and wrapped; spaces at the ends of a run stand between runs, and outside of its asterisks."""
    inside = words.markdown_text(text)
    if not inside:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{wrapped.format(inside)}{' ' if text[-1].isspace() else ''}"


def markdown_table(table: Table) -> str:
    """A table in Markdown, one line a row."""
    marks = ["---:" if number in table.numbers else ":---" for number in range(len(table.columns))]
    lines = [[words.markdown_text(name) for name in table.columns], marks]
    lines += [[markdown_line(cell) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
