from __future__ import annotations

from typing import Any

import pytest

from standpunkt.evaluation import positions
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.schema import Position


def stands(actor: str, target: str, stance: str, how: str = "quoted", start: int = 0) -> Position:
    return Position(actor, target, stance, how, start, start + 10)


GOLD = [
    [stands("kolberg", "tempolimit", "favor"), stands("kolberg", "tempolimit", "favor", start=50)],
    [
        stands("bu", "citymaut", "against", "ascribed"),
        stands("gl", "citymaut", "favor"),
        stands("gl", "tempolimit", "neutral"),
    ],
    [],
]
FOUND = [
    [stands("kolberg", "tempolimit", "favor", start=55)],
    [stands("bu", "citymaut", "favor"), stands("gl", "citymaut", "favor", start=30)],
    [stands("hb", "tempolimit", "against")],
]


def scores(baselines: dict[str, list[list[Position]]] | None = None) -> dict[str, Any]:
    bootstrap = Bootstrap(["a", "b", "c"], 200, 0.95, 13)
    return positions.score(list(zip(GOLD, FOUND, strict=True)), baselines or {}, bootstrap)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("precision", 2 / 4),  # kolberg and gl of four found; the second sentence of kolberg is no second position
        ("recall", 2 / 4),
        ("f1", 1 / 2),
        ("pair_precision", 3 / 4),
        ("pair_recall", 3 / 4),
        ("pair_f1", 3 / 4),
        ("stance_accuracy", 2 / 3),  # bu has the wrong one
        ("evidence", 2 / 3),  # that of gl lies elsewhere
        ("how_accuracy", 2 / 3),
    ],
)
def test_a_position_counts_once_a_page(name: str, value: float) -> None:
    assert scores()[name]["value"] == pytest.approx(value, abs=1e-6)


def test_gold_is_counted_by_distinct_positions() -> None:
    found = scores()
    assert (found["n"], found["pages"]) == (4, 3)
    assert {stance: (one["n"], one["f1"]["value"]) for stance, one in found["per_stance"].items()} == {
        "favor": (2, 0.8),
        "against": (1, 0.0),
        "neutral": (1, 0.0),
    }
    assert {how: (one["n"], one["recall"]["value"]) for how, one in found["per_how"].items()} == {
        "quoted": (3, 0.666667),
        "ascribed": (1, 1.0),
    }


def test_a_baseline_is_scored_on_the_same_pages() -> None:
    found = scores({"nothing": [[], [], []], "gold": GOLD})["baselines"]
    assert (found["nothing"]["f1"]["value"], found["nothing"]["difference"]["f1"]["value"]) == (0.0, 0.5)
    assert (found["gold"]["f1"]["value"], found["gold"]["difference"]["f1"]["value"]) == (1.0, -0.5)


def test_pages_are_drawn_as_a_whole() -> None:
    interval = scores()["f1"]
    assert interval["low"] == 0.0  # the third page alone
    assert interval["high"] == 1.0  # the first page alone


def test_slices_of_positions() -> None:
    pages = [
        ([stands("gl", "citymaut", "favor"), stands("gl", "tempolimit", "favor")], [stands("gl", "citymaut", "favor")]),
        ([stands("bu", "tempolimit", "against")], [stands("bu", "tempolimit", "favor")]),
        ([], []),
        ([], [stands("hb", "citymaut", "favor")]),
    ]
    facts = [{"outlet": "bote"}, {"outlet": "warte"}, {"outlet": "warte"}, {"outlet": "bote"}]
    drawn = []

    def over(groups: list[str]) -> Bootstrap:
        drawn.append(groups)
        return Bootstrap(groups, 200, 0.95, 13)

    found = positions.by_slice(pages, facts, list("abcd"), over)["slices"]
    assert {
        name: (entry["n"], entry["pages"], *(entry[score]["value"] for score in ("f1", "precision", "recall")))
        for names in found.values()
        for name, entry in names.items()
    } == {
        "bote": (2, 2, 0.5, 0.5, 0.5),
        "warte": (1, 2, 0.0, 0.0, 0.0),
        "citymaut": (1, 2, 0.666667, 0.5, 1.0),
        "tempolimit": (2, 2, 0.0, 0.0, 0.0),
    }
    assert drawn == [["a", "a", "b", "c", "d"]]  # so the resamples are those of the four pages
