from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from markdown_it import MarkdownIt

from standpunkt.params import Params
from standpunkt.reporting import blocks, document, positions, report
from standpunkt.reporting.blocks import Folded, Paragraph, Section, Table
from standpunkt.reporting.material import Material

from .conftest import HOSTILE, stands


def built(material: Material, params: Params, rows: list[dict[str, Any]] | None = None) -> Section:
    return positions.section(material if rows is None else replace(material, positions=rows), params)


def paragraphs(section: Section) -> list[str]:
    return [blocks.markdown_line(one.line) for one in section.blocks if isinstance(one, Paragraph)]


def table(section: Section, caption: str) -> list[list[str]]:
    every = [one for block in section.blocks for one in (block.blocks if isinstance(block, Folded) else (block,))]
    [found] = [one for one in every if isinstance(one, Table) and one.caption == caption]
    return [["".join(piece.text for piece in blocks.pieces(cell)) for cell in row] for row in found.rows]


def test_what_was_read_where_is_said_first(material: Material, params: Params) -> None:
    assert paragraphs(built(material, params))[0] == (
        "3 positions of 2 actors on 1 target, as the model read them in 3 pages that it was not fitted on: 2 test "
        "pages and 1 page without labels. 1 has a probability below 0.5. How often such positions are right stands "
        "with the scores."
    )


def test_a_change_names_both_pages(material: Material, params: Params) -> None:
    assert table(built(material, params), "Stances that changed") == [
        ["Hedda Marwitz", "tempolimit", "against 2023-01-05", "favor 2023-03-05", "bote/a, bote/c"]
    ]


@pytest.mark.parametrize(
    ("days", "stances", "changes"),
    [
        (["2023-01-05", "2023-02-05"], ["favor", "favor"], 0),
        (["2023-01-05", "2023-02-05", "2023-03-05"], ["favor", "against", "favor"], 2),
        (
            ["2023-01-05", "2023-01-05", "2023-03-05"],
            ["favor", "against", "favor"],
            0,
        ),  # a day of two stances is unclear
        (["2023-01-05", None, "2023-03-05"], ["favor", "against", "favor"], 0),
    ],
)
def test_what_counts_as_a_change(
    material: Material, params: Params, days: list[str | None], stances: list[str], changes: int
) -> None:
    rows = [
        stands(f"bote/{number}", "marwitz", "tempolimit", stance, "bote", day)
        for number, (day, stance) in enumerate(zip(days, stances, strict=True))
    ]
    section = built(material, params, rows)
    if changes:
        assert len(table(section, "Stances that changed")) == changes
    else:
        assert "No actor is shown with two different stances on one target at different times." in paragraphs(section)


def test_outlets_are_compared_where_there_are_two(material: Material, params: Params) -> None:
    rows = [stands("a", "marwitz", "tempolimit", "favor", outlet, None) for outlet in ("bote", "warte", "warte", None)]
    assert table(built(material, params, rows), "Positions by target and outlet") == [
        ["tempolimit", "bote", "1", "0", "0"],
        ["tempolimit", "warte", "2", "0", "0"],
    ]
    assert [chart.name for chart in built(material, params, rows[:1]).charts()] == ["positions-matrix"]


def test_long_times_are_shown_by_year(material: Material, params: Params) -> None:
    rows = [stands("a", "marwitz", "tempolimit", "favor", None, f"{year}-05-01") for year in (2002, 2022)]
    [chart] = [one for one in built(material, params, rows).charts() if one.name == "positions-time-chart"]
    assert chart.title == "Positions by year and target"


def test_the_matrix_leaves_out_the_actors_with_fewest_positions(material: Material, params: Params) -> None:
    rows = [
        stands(f"{number}-{times}", f"Name {number:02d}", "tempolimit", "favor", None, None)
        for number in range(20)
        for times in range(1 + (number >= 10))
    ]
    section = built(material, params, rows)
    assert paragraphs(section)[1].startswith("The 16 actors with most positions; 4 other actors stand in the files.")
    [chart] = [one for one in section.charts() if one.name == "positions-matrix"]
    assert "Name 10, tempolimit: 2 favor" in chart.description
    assert "Name 06" not in chart.description


def test_sentences_are_shown_where_the_corpus_may_be(material: Material, params: Params) -> None:
    caption = "Positions in pages without labels"
    assert table(built(material, params), caption) == [
        ["bote/c", "Hedda Marwitz", "tempolimit", "favor", "0.250", "reported", f"Satz {' '.join(HOSTILE.split())}"]
    ]
    closed = replace(material, config=dict(material.config) | {"redistributable": False})
    assert table(built(closed, params), caption) == [
        ["bote/c", "Hedda Marwitz", "tempolimit", "favor", "0.250", "reported"]
    ]


def test_no_positions_are_said_in_a_sentence(material: Material, params: Params) -> None:
    assert paragraphs(built(material, params, [])) == ["No position was found in pages that no model was fitted on."]


def test_the_section_stands_in_both_forms(material: Material, params: Params) -> None:
    whole = report.build(material, params)
    rendered = MarkdownIt("commonmark").enable("table").render(document.markdown(whole))
    assert '<td style="text-align:left">Hedda Marwitz</td>' in rendered
    assert 'id="positions-actors"' in document.html(whole)
