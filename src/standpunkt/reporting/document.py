"""A report as a document: what both forms show, and how it becomes Markdown and HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from standpunkt.reporting import blocks, words
from standpunkt.reporting.blocks import Section, Table
from standpunkt.reporting.charts import Chart
from standpunkt.reporting.verdicts import Verdict


@dataclass(frozen=True)
class Report:
    """What both forms show."""

    title: str
    about: str
    facts: tuple[tuple[str, str], ...]
    verdicts: tuple[Verdict, ...]
    intervals: str
    sections: tuple[Section, ...]

    def charts(self) -> dict[str, str]:
        """The charts as files, by name."""
        return {f"{chart.name}.svg": chart.file() for section in self.sections for chart in section.charts()}


def markdown(report: Report) -> str:
    """The report as Markdown for a pull request; charts are files in `charts/`."""
    text = environment().get_template("report.md.j2").render(report=report)
    return re.sub("\n{3,}", "\n\n", text)


def html(report: Report) -> str:
    """The report as one HTML file that loads nothing."""
    return environment().get_template("report.html.j2").render(report=report)


def environment() -> Environment:
    """Templates that escape whatever is put into them, and the filters that they know."""
    # autoescape for every template: select_autoescape goes by suffix, and .j2 is none it knows.
    found = Environment(
        loader=PackageLoader("standpunkt.reporting"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    found.filters |= {
        "md": _markdown_line,
        "md_table": _markdown_table,
        "svg": _svg,
        "lead": blocks.lead,
        "pieces": blocks.pieces,
        "plain": words.plain,
        "spaces": words.run,
    }
    return found


def _markdown_line(line: blocks.Line) -> Markup:
    return Markup(blocks.markdown_line(line))  # noqa: S704 - escaped for Markdown


def _markdown_table(table: Table) -> Markup:
    return Markup(blocks.markdown_table(table))  # noqa: S704 - escaped for Markdown


def _svg(chart: Chart) -> Markup:
    return Markup(chart.inline())  # noqa: S704 - escaped by charts
