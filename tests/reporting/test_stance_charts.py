from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from standpunkt.reporting import stance_charts
from standpunkt.reporting.charts import Chart, Label
from standpunkt.reporting.stance_charts import Lane

SVG = "{http://www.w3.org/2000/svg}"


def elements(chart: Chart, tag: str, style: str) -> list[dict[str, str]]:
    root = ET.fromstring(chart.file())  # noqa: S314 - drawn a line above
    return [one.attrib for one in root.iter(f"{SVG}{tag}") if style in one.attrib.get("class", "").split()]


def texts(chart: Chart) -> list[str]:
    root = ET.fromstring(chart.file())  # noqa: S314 - drawn a line above
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("counts", "stance"),
    [
        ({"favor": 2, "against": 1}, "favor"),
        ({"favor": 1, "against": 1}, "neutral"),
        ({"favor": 1, "against": 3, "neutral": 2}, "against"),
        ({"favor": 2, "neutral": 2}, "neutral"),
        ({"neutral": 1}, "neutral"),
    ],
)
def test_the_stance_of_most_positions_prevails(counts: dict[str, int], stance: str) -> None:
    assert stance_charts.prevailing(counts) == stance


def test_a_cell_of_the_matrix_names_stance_and_number() -> None:
    cells = {(0, 0): {"favor": 2}, (0, 1): {"favor": 1, "against": 3}, (1, 1): {"neutral": 1}}
    chart = stance_charts.matrix("m", "Who", [Label("Kolberg"), Label("Thaden")], [Label("a"), Label("b")], cells)
    assert [text for text in texts(chart) if text[0] in "+o−"] == ["+2", "−3 of 4", "o1"]
    assert chart.description == "Kolberg, a: 2 favor; Kolberg, b: 1 favor, 3 against; Thaden, b: 1 neutral"
    assert len(elements(chart, "rect", "favor")) == len(elements(chart, "rect", "against")) == 1


def test_a_tie_is_counted_with_all_positions() -> None:
    chart = stance_charts.matrix("m", "Who", [Label("A")], [Label("a")], {(0, 0): {"favor": 1, "against": 1}})
    assert [text for text in texts(chart) if text[0] in "+o−±"] == ["±2"]


def test_favor_stands_above_the_line_and_against_below() -> None:
    lane = Lane("tempolimit", {"2022-11": {"favor": 2}, "2023-02": {"against": 1, "neutral": 3}})
    chart = stance_charts.timeline("t", "When", [lane])
    [favor], [against] = elements(chart, "rect", "favor"), elements(chart, "rect", "against")
    middle = float(favor["y"]) + float(favor["height"])
    assert float(against["y"]) == pytest.approx(middle)
    assert float(favor["height"]) == pytest.approx(2 * float(against["height"]))
    assert float(against["x"]) > float(favor["x"])
    assert [float(dot["cy"]) for dot in elements(chart, "circle", "neutral")] == [pytest.approx(middle)]
    assert {"2022-11", "2023"} <= set(texts(chart))
    assert chart.description == "tempolimit 2022-11: 2 favor; tempolimit 2023-02: 3 neutral, 1 against"


def test_a_timeline_has_room_for_months_without_positions() -> None:
    lane = Lane("tempolimit", {"2022-11": {"favor": 1}, "2023-02": {"favor": 1}})
    first, second = elements(stance_charts.timeline("t", "When", [lane]), "rect", "favor")
    step = (float(second["x"]) - float(first["x"])) / 3
    assert float(first["width"]) == pytest.approx(step - 2, abs=0.11)


def test_years_are_periods_too() -> None:
    chart = stance_charts.timeline("t", "When", [Lane("a", {"1998": {"favor": 1}, "2001": {"against": 1}})])
    assert [text for text in texts(chart) if re.fullmatch(r"\d{4}", text)] == ["1998", "1999", "2000", "2001"]


def test_the_parts_of_a_bar_are_shares_of_all() -> None:
    chart = stance_charts.shares("s", "Outlets", [("bote", {"favor": 3, "against": 1}), ("warte", {"neutral": 2})])
    [favor] = elements(chart, "rect", "favor")
    [against] = elements(chart, "rect", "against")
    assert float(favor["width"]) == pytest.approx(3 * float(against["width"]))
    assert float(against["x"]) == pytest.approx(float(favor["x"]) + float(favor["width"]))
    assert {"+3", "−1", "o2", "4", "2"} <= set(texts(chart))
