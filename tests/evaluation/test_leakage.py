"""The audit catches every planted leak."""

from __future__ import annotations

import pytest

from standpunkt.errors import StandpunktError
from standpunkt.evaluation.leakage import Item, audit, refuse


def _item(identifier: str, side: str, **changed: str | None) -> Item:
    shared: dict[str, str | None] = {"cluster": identifier, "group": None, "target": None, "published": None}
    values = shared | changed
    return Item(identifier, side, str(values["cluster"]), values["group"], values["target"], values["published"])


TRAIN = _item("a", "train", group="Bote", target="t1", published="2021-01-01")


@pytest.mark.parametrize(
    ("strategy", "other", "check"),
    [
        ("random", _item("a", "test", cluster="x"), "pages_on_two_sides"),
        ("random", _item("b", "test", cluster="a"), "near_duplicates_on_two_sides"),
        ("random", _item("b", "validation", cluster="a"), "near_duplicates_on_two_sides"),
        ("grouped", _item("b", "test", group="Bote"), "groups_on_two_sides"),
        ("target", _item("b", "test", target="t1"), "targets_on_two_sides"),
        ("time", _item("b", "test", published="2020-12-31"), "training_rows_after_the_first_test_day"),
        ("time", _item("b", "test", published="2021-01-01T23:00"), "training_rows_after_the_first_test_day"),
    ],
)
def test_a_planted_leak_is_counted(strategy: str, other: Item, check: str) -> None:
    found = audit([TRAIN, other], strategy)
    assert {name for name, number in found.items() if number} == {check}
    with pytest.raises(StandpunktError, match=f"^the split leaks: 1 {check.replace('_', ' ')}; choose another"):
        refuse(found)


@pytest.mark.parametrize(
    ("strategy", "other"),
    [
        ("random", _item("b", "test", group="Bote")),  # groups may part under `random`
        ("grouped", _item("b", "test", group=None)),
        ("grouped", _item("b", "excluded", group="Bote")),
        ("corpus", _item("a", "excluded")),
        ("target", _item("b", "test", target="t2")),
        ("time", _item("b", "test", published="2021-01-02")),
    ],
)
def test_what_is_no_leak(strategy: str, other: Item) -> None:
    found = audit([TRAIN, other], strategy)
    assert set(found.values()) == {0}
    refuse(found)


def test_pages_without_a_group_share_none() -> None:
    assert audit([_item("a", "train"), _item("b", "test")], "grouped")["groups_on_two_sides"] == 0


def test_the_message_names_every_check() -> None:
    with pytest.raises(StandpunktError) as raised:
        refuse({"pages_on_two_sides": 2, "groups_on_two_sides": 1, "targets_on_two_sides": 0})
    assert str(raised.value) == (
        "the split leaks: 1 groups on two sides, 2 pages on two sides; choose another params.yaml: split.strategy"
    )
