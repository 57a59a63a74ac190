"""Slices in words: what a reviewer may say of one outlet."""

from __future__ import annotations

from typing import Any

import pytest

from standpunkt.evaluation import slices as evaluated
from standpunkt.params import Params
from standpunkt.reporting import sections, slices, verdicts
from standpunkt.reporting.blocks import Folded, Heading, Items, Paragraph, Table, markdown_line
from standpunkt.reporting.material import Material

NONE = "No difference to the rest beyond chance for"
WORSE = "A slice that is truly worse by"
SEEN = "in accuracy would have been found about four times in five; smaller gaps may be there."


def interval(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def entry(n: int = 40, gap: float = -0.05, mark: str = "", p: float | None = 1.0, pages: int = 0) -> dict[str, Any]:
    """A slice whose interval of the gap is a tenth to each side; too small for a test where p is None."""
    tested = {} if p is None else {"p": p, "detectable": round(8 / n, 3)}
    return tested | {
        "n": n,
        "pages": pages or n,
        "accuracy": interval(0.7, 0.6, 0.8),
        "macro_f1": interval(0.5, 0.4, 0.6),
        "difference": interval(gap, gap - 0.1, gap + 0.1),
        "worse": int(mark == "worse"),
        "better": int(mark == "better"),
    }


def hopeless(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key != "detectable"}


def said(**dimensions: Any) -> list[str]:
    """The lines of the list."""
    found = list(slices.blocks("topic", {"slices": dimensions}, "page"))
    assert isinstance(found[0], Heading)
    assert isinstance(found[1], Items)
    return [markdown_line(line) for line in found[1].lines]


@pytest.mark.parametrize(
    ("outlets", "sentences"),
    [
        pytest.param(
            {"bote": entry(), "warte": entry(80), "funkhaus": entry(60)},
            f"{NONE} any of the 3 tested (warte, funkhaus and bote). {WORSE} 0.100 (warte) to 0.200 (bote) {SEEN}",
            id="none",
        ),
        pytest.param(
            {"bote": entry(gap=-0.3, mark="worse", p=0.004), "warte": entry(), "funkhaus": entry(), "blatt": entry()},
            "Worse than the rest beyond chance: bote (accuracy 0.700 [0.600, 0.800], −0.300 [−0.400, −0.200] to the "
            f"rest, p 0.004). {NONE} the other 3 tested (blatt, funkhaus and warte). {WORSE} 0.200 {SEEN}",
            id="one worse",
        ),
        pytest.param(
            {
                "bote": entry(gap=-0.3, mark="worse", p=0.0004),
                "warte": entry(50, gap=0.3, mark="better", p=0.05),
                "blatt": entry(9, p=None),
                "funkhaus": entry(30, p=None, pages=1),
            },
            "Worse than the rest beyond chance: bote (accuracy 0.700 [0.600, 0.800], −0.300 [−0.400, −0.200] to the "
            "rest, p below 0.001). Better than the rest beyond chance: warte (accuracy 0.700 [0.600, 0.800], +0.300 "
            "[0.200, 0.400] to the rest, p 0.050). Too few items or pages to test (below 10), so open: funkhaus (30 on "
            "1 page) and blatt (9).",
            id="both, and too few",
        ),
        pytest.param(
            {"bote": entry(), "warte": entry()},
            f"{NONE} bote or warte. {WORSE} 0.200 {SEEN}",
            id="two",
        ),
        pytest.param(
            {"bote": entry(), "warte": hopeless(entry(10))},
            f"{NONE} bote or warte. {WORSE} 0.200 {SEEN} For warte no gap, however large, would.",
            id="one of which nothing can be shown",
        ),
        pytest.param(
            {"bote": hopeless(entry()), "warte": hopeless(entry())},
            f"{NONE} bote or warte. So few pages show no gap reliably, however large.",
            id="two of which nothing can be shown",
        ),
    ],
)
def test_what_is_said_of_outlets(outlets: dict[str, Any], sentences: str) -> None:
    assert said(outlet=outlets) == [f"**By outlet:** {sentences}"]


def test_many_names_are_counted() -> None:
    (line,) = said(target={f"t{number:02d}": entry() for number in range(9)})
    assert "any of the 9 tested (t00, t01, t02, t03, t04, t05 and 3 more)" in line


def test_slices_that_were_not_scored_are_counted() -> None:
    found = {"slices": {"outlet": {"bote": entry(), "warte": entry()}}, "slices_left_out": {"outlet": 7}}
    _, items, *_ = slices.blocks("topic", found, "page")
    assert isinstance(items, Items)
    assert markdown_line(items.lines[0]).endswith("smaller gaps may be there. 7 smaller slices not scored.")


def test_the_table_is_grouped_by_dimension_and_says_the_mark_in_words() -> None:
    found = {
        "slices": {
            "length": {"201 to 500": entry(90), "0 to 200": entry(9, p=None)},
            "outlet": {"bote": entry(30, -0.3, "worse", 0.01), "warte": entry(70, 0.3, "better", 0.02)},
        }
    }
    *_, how, table = slices.blocks("topic", found, "page")
    assert isinstance(table, Table)
    assert table.columns == (
        "slice", "n", "accuracy", "interval", "macro-F1", "interval", "minus the rest, accuracy", "interval",
        "beyond chance",
    )  # fmt: skip
    rows = [[markdown_line(cell) for cell in row] for row in table.rows]
    assert [(row[0], row[1], row[-1]) for row in rows] == [
        ("outlet warte", "70", "**better, p 0.020**"),
        ("outlet bote", "30", "**worse, p 0.010**"),
        ("length in words 0 to 200", "9", "too few to test"),
        ("length in words 201 to 500", "90", "no, p 1.000"),
    ]
    assert rows[1][2:8] == ["0.700", "[0.600, 0.800]", "0.500", "[0.400, 0.600]", "−0.300", "[−0.400, −0.200]"]
    assert isinstance(how, Paragraph)
    assert "p is corrected for the 3 slices tested." in str(how.line)


def test_pages_are_shown_where_they_are_not_the_items() -> None:
    found = {"slices": {"outlet": {"bote": entry(30, pages=12), "warte": entry(70)}}}
    *_, table = slices.blocks("stance", found, "pair")
    assert isinstance(table, Table)
    assert table.columns[:3] == ("slice", "n", "pages")
    assert [row[1:3] for row in table.rows] == [("70", "70"), ("30", "12")]


def test_a_long_table_is_folded() -> None:
    *_, folded = slices.blocks("topic", {"slices": {"target": {f"t{n:02d}": entry() for n in range(13)}}}, "page")
    assert isinstance(folded, Folded)
    assert folded.summary == "Scores of topic by slice, 13 slices"
    assert isinstance(folded.blocks[0], Table)


def test_scores_of_things_found() -> None:
    one = {key: value for key, value in entry().items() if key not in ("accuracy", "macro_f1")}
    one |= {name: interval(0.5, 0.4, 0.6) for name in ("f1", "precision", "recall")}
    found = list(slices.blocks("quotes", {"slices": {"outlet": {"bote": one, "warte": one}}}, "quote"))
    assert isinstance(found[-1], Table)
    assert found[-1].columns[2::2] == ("F1", "precision", "recall", "minus the rest, F1", "beyond chance")
    assert isinstance(found[2], Paragraph)
    assert str(found[2].line).startswith("Each slice is compared with all other test rows by F1. ")


@pytest.mark.parametrize("metrics", [{}, {"slices": {}}])
def test_nothing_is_said_without_slices(metrics: dict[str, Any]) -> None:
    assert list(slices.blocks("topic", metrics, "page")) == []


def test_few_means_the_same_to_the_test_and_to_the_report() -> None:
    assert verdicts.FEW_IN_CLASS == evaluated.FEW


def test_every_dimension_is_shown() -> None:
    both = {"a": entry(), "b": entry()}
    assert len(said(**dict.fromkeys(evaluated.DIMENSIONS, both))) == len(evaluated.DIMENSIONS)


def test_the_report_shows_them_with_the_scores(material: Material, params: Params) -> None:
    material.tasks["stance"].metrics["slices"] = {"outlet": {"bote": entry(), "warte": entry()}}  # type: ignore[index]
    scores = next(section for section in sections.sections(material, params) if section.id == "scores")
    assert "slices-stance" in [heading.id for heading in scores.headings()]
