from __future__ import annotations

import pytest

from standpunkt.positions import prior
from standpunkt.schema import STANCES, Actor, Position

ACTORS = {
    "gl": Actor(label="Grüne Liste", kind="party", aliases=["Grüne Liste"]),
    "kolberg": Actor(label="Swantje Kolberg", kind="person", aliases=["Kolberg"], party="gl"),
    "tadsen": Actor(label="Hinrich Tadsen", kind="person", aliases=["Tadsen"], party="gl"),
    "draweck": Actor(label="Miro Draweck", kind="person", aliases=["Draweck"]),
}


def stands(actor: str, stance: str, target: str = "tempolimit") -> Position:
    return Position(actor, target, stance, "quoted", 0, 5)


GOLD = [
    [stands("kolberg", "favor"), stands("kolberg", "favor")],  # twice in one article is once
    [stands("kolberg", "favor"), stands("gl", "favor"), stands("draweck", "against")],
    [stands("kolberg", "against", "citymaut"), stands("Enno Thaden", "neutral")],
]
COUNTS = prior.count(GOLD, ACTORS)


def test_actors_and_parties_are_counted_once_an_article() -> None:
    assert COUNTS["actors"]["tempolimit"] == {
        "kolberg": {"favor": 2}, "gl": {"favor": 1}, "draweck": {"against": 1}, "Enno Thaden": {"neutral": 1},
    }  # fmt: skip
    assert COUNTS["parties"] == {"tempolimit": {"gl": {"favor": 3}}, "citymaut": {"gl": {"against": 1}}}


@pytest.mark.parametrize(
    ("actor", "target", "favor"),
    [
        ("kolberg", "tempolimit", (2 + (3 + 1 / 3) / 4) / 3),  # two of her own, smoothed by three of the party
        ("tadsen", "tempolimit", (3 + 1 / 3) / 4),  # nothing of his own: as the party
        ("draweck", "tempolimit", (0 + 1 / 3) / 2),
        ("lindbloom", "tempolimit", 1 / 3),
        ("kolberg", "mindestlohn", 1 / 3),
    ],
)
def test_what_is_particular_is_smoothed_by_what_is_less_so(actor: str, target: str, favor: float) -> None:
    found = prior.chances(COUNTS, actor, target, ACTORS)
    assert found["favor"] == pytest.approx(favor)
    assert sum(found.values()) == pytest.approx(1)


def test_weighing_keeps_the_sum_and_what_is_no_stance() -> None:
    read = {"none": 0.4, "favor": 0.3, "against": 0.2, "neutral": 0.1}
    before = {"favor": 0.1, "against": 0.8, "neutral": 0.1}
    found = prior.weighed(read, before, 1.0)
    assert found["none"] == 0.4
    assert sum(found[stance] for stance in STANCES) == pytest.approx(0.6)
    assert found["against"] / found["favor"] == pytest.approx(0.2 * 0.8 / (0.3 * 0.1))
    assert prior.weighed(read, before, 0.0) == pytest.approx(read)


def test_what_was_not_read_at_all_stays_so() -> None:
    read = {"none": 1.0, "favor": 0.0, "against": 0.0, "neutral": 0.0}
    assert prior.weighed(read, dict.fromkeys(STANCES, 1 / 3), 1.0) == read
