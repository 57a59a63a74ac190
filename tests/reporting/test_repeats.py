"""Other splits, seeds and fewer rows in words: what a reviewer may take from them."""

from __future__ import annotations

from typing import Any

import pytest

from standpunkt.reporting import repeats
from standpunkt.reporting.blocks import Figure, Heading, Paragraph, Table, markdown_line


def entry(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


METRICS = {"n": 40, "macro_f1": entry(0.7, 0.6, 0.8)}
SPREAD = {"n": 5, "mean": 0.68, "deviation": 0.04, "lowest": 0.62, "highest": 0.74}


def measured(**changed: Any) -> dict[str, Any]:
    return {
        "n": 200,
        "trained": 120,
        "macro_f1": entry(0.69, 0.65, 0.73),
        "splits": {
            "folds": 5, "times": 1, "trained": 120.0, "tested": 40.0,
            "macro_f1": SPREAD | {"expected": entry(0.68, 0.61, 0.75)},
        },
        "seeds": {"macro_f1": {"n": 2, "mean": 0.7, "deviation": 0.0, "lowest": 0.7, "highest": 0.7}},
        "learning_curve": {
            "at_50": {"n": 60, "macro_f1": entry(0.55, 0.45, 0.65)},
            "at_5": {"n": 6, "macro_f1": entry(0.3, 0.2, 0.4)},
        },
    } | changed  # fmt: skip


def said(**changed: Any) -> list[str]:
    found = repeats.blocks("topic", METRICS, measured(**changed), "page")
    return [markdown_line(block.line) for block in found if isinstance(block, Paragraph)]


def test_splits_seeds_and_the_curve_are_told() -> None:
    found = list(repeats.blocks("topic", METRICS, measured(), "page"))
    assert [type(block) for block in found] == [Heading, Paragraph, Table, Figure, Paragraph, Table]
    assert said() == [
        (
            "Dealt anew into 5 folds, 200 labelled pages were tested by a model that had not seen their page: macro-F1 "
            "0.690 [0.650, 0.730] over all of them. On 5 other splits of the same pages macro-F1 lay between 0.620 and "
            "0.740 (standard deviation 0.040); their mean is 0.680 [0.610, 0.750], with an interval that counts that "
            "their train rows overlap. The committed split gives 0.700, among them."
        ),
        (
            "From 60 to 120 train pages macro-F1 moved by +0.150; the curve still rises, and more labels can be "
            "expected to help."
        ),
    ]
    spread, curve = (block for block in found if isinstance(block, Table))
    assert [row[1:] for row in spread.rows] == [
        ("1", "0.700", "–", "–", "–"),
        ("5", "0.680", "0.040", "0.620", "0.740"),
        ("2", "0.700", "0.000", "0.700", "0.700"),
    ]
    assert [row[0] for row in curve.rows] == ["6", "60", "120"]


def test_calibration_is_told_by_more_rows() -> None:
    calibration = {
        "expected_calibration_error": entry(0.03, 0.02, 0.05), "debiased": entry(0.01, 0.0, 0.04),
        "by_chance": entry(0.025, 0.02, 0.04), "n": 200,
    }  # fmt: skip
    assert said(calibration=calibration)[1] == (
        "The expected calibration error over all of them is 0.030 [0.020, 0.050], 0.010 [0.000, 0.040] less what "
        "chance added; probabilities that are exactly right would show 0.025 [0.020, 0.040] on so many pages."
    )


@pytest.mark.parametrize(
    ("half", "end"),
    [
        (entry(0.65, 0.55, 0.75), "cannot be told."),
        (entry(0.72, 0.62, 0.82), "moved by −0.020; no rise that these test rows could show."),
    ],
)
def test_a_curve_that_may_not_rise(half: dict[str, float], end: str) -> None:
    assert said(learning_curve={"at_50": {"n": 60, "macro_f1": half}})[-1].endswith(end)


def test_several_deals_count_each_page_once() -> None:
    splits = measured()["splits"] | {"times": 4}
    assert said(splits=splits)[0].startswith(
        "Dealt anew into 5 folds, 50 labelled pages were tested 4 times each by a model"
    )


def test_why_splits_were_not_tried_and_what_was_left_out() -> None:
    found = said(splits={"status": "repeat.folds 9: there are only 7 pages that may be apart"}, one_label=2)
    assert found[:2] == [
        "Other splits were not tried: repeat.folds 9: there are only 7 pages that may be apart.",
        "Left out: 2 models whose train rows had one label alone.",
    ]


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (0.5, "below all of them: its test rows are hard ones, or it has fewer train rows"),
        (0.7, "among them"),
        (0.8, "above all of them: its test rows are easy ones, and the score is rather too good"),
    ],
)
def test_a_split_that_is_not_like_the_others_is_a_threat(value: float, place: str) -> None:
    (line,) = repeats.threat("topic", {"n": 40, "macro_f1": entry(value, 0.4, 0.9)}, measured())
    assert markdown_line(line) == (
        "**Other splits of topic.** On 5 other splits of the same pages macro-F1 lay between 0.620 and 0.740 "
        f"(standard deviation 0.040); the committed one gives {value:.3f}, {place}."
    )


@pytest.mark.parametrize("repeated", [{}, {"n": 0, "status": "off"}])
def test_where_nothing_was_repeated_nothing_is_said(repeated: dict[str, Any]) -> None:
    assert list(repeats.blocks("topic", METRICS, repeated, "page")) == []
    assert list(repeats.threat("topic", METRICS, repeated)) == []
