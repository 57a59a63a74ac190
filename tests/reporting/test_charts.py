from __future__ import annotations

from xml.etree import ElementTree

import pytest

from standpunkt.reporting import charts
from standpunkt.reporting.charts import Chart, Dot, Label

parse = ElementTree.fromstring
SVG = "{http://www.w3.org/2000/svg}"


def entry(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def dots() -> Chart:
    return charts.score_dots(
        "t-scores",
        "Scores",
        [Dot("this model", entry(0.5, 0.25, 0.75), True), Dot("majority", entry(0.0, 0.0, 0.1), False)],
    )


def heat() -> Chart:
    return charts.confusion("t-confusion", "Confusion", [Label("Bildung", german=True), Label("<b>")], [[3, 1], [0, 2]])


def calibration() -> Chart:
    bins = [
        {"low": 0.2, "high": 0.3, "n": 1, "confidence": 0.25, "accuracy": 0.0},
        {"low": 0.9, "high": 1.0, "n": 4, "confidence": 1.0, "accuracy": 1.0},
    ]
    return charts.reliability("t-reliability", "Reliability", bins)


def curve() -> Chart:
    points = [
        {"coverage": 0.5, "n": 2, "confidence": 0.9, "accuracy": 1.0},
        {"coverage": 1.0, "n": 4, "confidence": 0.4, "accuracy": 0.75},
    ]
    return charts.coverage("t-coverage", "Coverage", points)


def counts() -> Chart:
    return charts.bars("t-bars", "Counts", [("train", 1000), ("test", 250), ("none", 0)])


def learning() -> Chart:
    points = [(50, entry(0.5, 0.25, 0.75)), (200, entry(0.75, 0.5, 1.0))]
    return charts.learning_curve("t-learning", "Learning", "train pages", points)


ALL = [dots, heat, calibration, curve, counts, learning]


def texts(chart: Chart) -> list[str]:
    return [element.text or "" for element in parse(chart.file()).iter(f"{SVG}text")]


@pytest.mark.parametrize("make", ALL)
def test_files_are_svg_with_title_description_and_background(make) -> None:  # type: ignore[no-untyped-def]
    chart = make()
    root = parse(chart.file())
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{chart.name}-title {chart.name}-desc"
    assert [root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")] == [chart.title, chart.description]
    paper = root.find(f"{SVG}rect")
    assert paper is not None
    assert paper.get("class") == "paper"


@pytest.mark.parametrize("make", ALL)
def test_inline_leaves_colours_to_the_page(make) -> None:  # type: ignore[no-untyped-def]
    root = parse(make().inline())
    assert root.find(f"{SVG}style") is None
    assert "#" not in make().inline()


@pytest.mark.parametrize("make", ALL)
def test_the_same_figures_give_the_same_bytes(make) -> None:  # type: ignore[no-untyped-def]
    assert make().file() == make().file()


@pytest.mark.parametrize("make", ALL)
def test_everything_stands_within_the_picture(make) -> None:  # type: ignore[no-untyped-def]
    chart = make()
    for element in parse(chart.inline()).iter():
        for key, most in (("x", chart.width), ("cx", chart.width), ("y", chart.height), ("cy", chart.height)):
            assert 0 <= float(element.get(key, "0")) <= most, ElementTree.tostring(element)


def test_score_dots_place_values_on_the_scale() -> None:
    root = parse(dots().inline())
    ours, other = root.iter(f"{SVG}circle")
    band = next(element for element in root.iter(f"{SVG}rect") if element.get("class") == "band")
    zero, one = (float(element.get("x", "")) for element in root.iter(f"{SVG}text") if element.text in ("0.00", "1.00"))
    assert float(other.get("cx", "")) == zero
    assert float(ours.get("cx", "")) == pytest.approx((zero + one) / 2)
    assert float(band.get("x", "")) == pytest.approx(zero + (one - zero) / 4)
    assert float(band.get("width", "")) == pytest.approx((one - zero) / 2)
    assert dots().description == "this model 0.500 [0.250, 0.750]; majority 0.000 [0.000, 0.100]"


def test_score_dots_without_a_band() -> None:
    chart = charts.score_dots("n", "t", [Dot("a", entry(0.5, 0.4, 0.6), True)], band=False)
    assert 'class="band"' not in chart.inline()


def test_confusion_shades_by_the_share_of_the_row() -> None:
    root = parse(heat().inline())
    assert [element.get("fill-opacity") for element in root.iter(f"{SVG}rect")] == ["0.425", "0.175", "0.550"]
    assert texts(heat()) == ["predicted", "gold", "Bildung", "Bildung", "<b>", "<b>", "3", "1", "4", "2", "2", "n"]
    assert heat().description == "5 of 6 on the diagonal. Bildung: 3 of 4 right; <b>: 2 of 2 right"


def test_german_labels_say_so() -> None:
    root = parse(heat().inline())
    assert {
        (element.text, element.get("lang")) for element in root.iter(f"{SVG}text") if element.text in ("Bildung", "<b>")
    } == {
        ("Bildung", "de"),
        ("<b>", None),
    }


def test_reliability_sets_larger_dots_for_more_items() -> None:
    circles = list(parse(calibration().inline()).iter(f"{SVG}circle"))
    assert [circle.get("r") for circle in circles] == ["4.8", "7"]
    assert calibration().description == (
        "0.20 to 0.30: n 1, confidence 0.250, accuracy 0.000; 0.90 to 1.00: n 4, confidence 1.000, accuracy 1.000"
    )


def test_coverage_draws_a_curve_and_the_accuracy_of_all() -> None:
    root = parse(curve().inline())
    drawn = [element for element in root.iter(f"{SVG}path") if element.get("class") in ("axis", "accent")]
    assert [element.get("d") for element in drawn] == ["M44 90.5H294", "M169 28L294 90.5"]
    assert drawn[1].get("fill-opacity") == "0"
    assert [(dot.get("cx"), dot.get("cy")) for dot in root.iter(f"{SVG}circle")] == [("169", "28"), ("294", "90.5")]
    assert curve().description == (
        "0.50: accuracy 1.000, confidence from 0.900; 1.00: accuracy 0.750, confidence from 0.400"
    )


def test_a_learning_curve_has_its_points_by_number_of_rows() -> None:
    root = parse(learning().inline())
    assert [(dot.get("cx"), dot.get("cy")) for dot in root.iter(f"{SVG}circle")] == [("139", "122"), ("424", "67")]
    drawn = [element.get("d") or "" for element in root.iter(f"{SVG}path") if element.get("class") == "accent"]
    assert drawn[0] == "M139 122L424 67"
    assert drawn[1].startswith("M139 177V67")
    assert [shown for shown in texts(learning()) if shown in ("50", "200", "0.500", "train pages")] == [
        "50", "0.500", "200", "train pages",
    ]  # fmt: skip
    assert learning().description == "50: 0.500 [0.250, 0.750]; 200: 0.750 [0.500, 1.000]"


def test_bars_start_at_zero() -> None:
    root = parse(counts().inline())
    assert [element.get("width") for element in root.iter(f"{SVG}rect")] == ["320", "80", "0"]
    assert texts(counts()) == ["train", "1\u202f000", "test", "250", "none", "0"]


@pytest.mark.parametrize(("value", "shown"), [(1.0, "1"), (1.25, "1.2"), (-0.01, "0"), (-14.0, "-14"), (10.04, "10")])
def test_coordinates_have_one_decimal_at_most(value: float, shown: str) -> None:
    assert charts.px(value) == shown
