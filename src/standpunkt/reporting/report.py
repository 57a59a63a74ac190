"""The report: title, verdicts and sections of the files of the other stages, and its two forms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from standpunkt.params import Params
from standpunkt.reporting import blocks, verdicts, words
from standpunkt.reporting.blocks import Section, Table
from standpunkt.reporting.charts import Chart
from standpunkt.reporting.material import Material
from standpunkt.reporting.sections import sections
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


def build(material: Material, params: Params) -> Report:
    """Say what is to be shown, and in which order."""
    config, evaluate = material.config, params.evaluate
    kind = "a synthetic corpus" if config["synthetic"] else "a corpus"
    return Report(
        title=config["title"],
        about=(
            f"What the pipeline found in {kind} of {words.counted(material.ingest['pages']['found'], 'page')}, how far "
            "its figures can be trusted, and where each of them comes from."
        ),
        facts=(
            ("Corpus", config["name"]),
            ("Nature", "synthetic" if config["synthetic"] else "not synthetic"),
            ("Licence", config["licence"]),
            ("Texts", "may be shown" if config["redistributable"] else "may not be redistributed, and are not shown"),
            ("Articles", words.count(material.clean["pages"]["kept"])),
            ("Words", words.count(material.clean["words"])),
        ),
        verdicts=tuple(verdicts.verdict(name, task.metrics, task.unit) for name, task in material.tasks.items()),
        intervals=(
            f"Square brackets hold {evaluate.level * 100:g} % intervals: percentiles of "
            f"{words.count(evaluate.resamples)} bootstrap resamples of test pages. A score is called better or worse "
            "only where the interval of the difference, on the same resamples, leaves out 0."
        ),
        sections=sections(material, params),
    )


def markdown(report: Report) -> str:
    """The report as Markdown for a pull request; charts are files in `charts/`."""
    text = _environment().get_template("report.md.j2").render(report=report)
    return re.sub("\n{3,}", "\n\n", text)


def html(report: Report) -> str:
    """The report as one HTML file that loads nothing."""
    return _environment().get_template("report.html.j2").render(report=report)


def _environment() -> Environment:
    # autoescape for every template: select_autoescape goes by suffix, and .j2 is none it knows.
    environment = Environment(
        loader=PackageLoader("standpunkt.reporting"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "md": _markdown_line,
        "md_table": _markdown_table,
        "svg": _svg,
        "pieces": blocks.pieces,
        "plain": words.plain,
        "spaces": words.run,
    }
    return environment


def _markdown_line(line: blocks.Line) -> Markup:
    return Markup(blocks.markdown_line(line))  # noqa: S704 - escaped for Markdown


def _markdown_table(table: Table) -> Markup:
    return Markup(blocks.markdown_table(table))  # noqa: S704 - escaped for Markdown


def _svg(chart: Chart) -> Markup:
    return Markup(chart.inline())  # noqa: S704 - escaped by charts
