from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from standpunkt.evaluation import ledger

METRICS = {"n": 2, "macro_f1": {"value": 0.5, "low": 0.2, "high": 0.8}, "abstention": {"n": 2}}
ROWS = [
    {"id": "a", "gold": "favor", "predicted": "favor", "target": "tempolimit", "probabilities": {"favor": 0.6}},
    {"id": "b", "gold": "against", "predicted": "favor", "target": "tempolimit", "probabilities": {"favor": 0.7}},
]
PARAMETERS = {"C": 0.2, "random_state": 13}


def look(
    rows: list[dict[str, Any]] = ROWS, parameters: dict[str, Any] = PARAMETERS, metrics: dict[str, Any] = METRICS
) -> dict[str, Any]:
    found = ledger.look("klein", metrics, rows, parameters)
    assert found is not None
    return found


def changed(place: int, **values: Any) -> list[dict[str, Any]]:
    return [row | values if number == place else row for number, row in enumerate(ROWS)]


def test_a_look_says_what_was_scored_with_which_parameters() -> None:
    found = look()
    assert (found["corpus"], found["n"], found["scores"], found["parameters"]) == (
        "klein", 2, {"macro_f1": 0.5}, PARAMETERS,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "same_rows", "same_predictions"),
    [
        (ROWS[::-1], True, True),
        (changed(0, probabilities={"favor": 0.9}), True, True),
        (changed(0, predicted="neutral"), True, False),
        (changed(0, gold="neutral"), False, False),
        (changed(0, id="c"), False, False),
        ([*ROWS, {"id": "b", "gold": "none", "predicted": "reported", "quote": {"spans": [[0, 4]]}}], True, False),
    ],
)
def test_what_makes_other_rows_and_other_predictions(
    rows: list[dict[str, Any]], same_rows: bool, same_predictions: bool
) -> None:
    first, second = look(), look(rows)
    assert (first["test_rows"] == second["test_rows"]) is same_rows
    assert (first["predicted"] == second["predicted"]) is same_predictions


def test_a_run_of_the_same_is_no_new_look() -> None:
    once = ledger.with_look([], look())
    assert ledger.with_look(once, look()) == once
    assert len(ledger.with_look(once, look(parameters={"C": 1.0, "random_state": 13}))) == 2
    assert ledger.with_look(once, None) == once


def test_the_order_of_looks_does_not_matter() -> None:
    looks = [look(), look(changed(0, predicted="neutral")), look(parameters={})]
    rows: list[list[dict[str, Any]]] = []
    for order in (looks, looks[::-1]):
        found: list[dict[str, Any]] = []
        for one in order:
            found = ledger.with_look(found, one)
        rows.append(found)
    assert rows[0] == rows[1]


def test_looks_at_the_same_rows_are_summed_up() -> None:
    better = METRICS | {"macro_f1": {"value": 0.75, "low": 0.5, "high": 1.0}}
    rows: list[dict[str, Any]] = []
    for one in (look(), look(changed(0, predicted="neutral"), metrics=better), look(changed(0, gold="neutral"))):
        rows = ledger.with_look(rows, one)
    assert ledger.summary(rows, look(), "macro_f1") == {"n": 2, "parameters": 1, "lowest": 0.5, "highest": 0.75}
    assert ledger.summary(rows, None, "macro_f1") == {"n": 0}


def test_settings_are_told_apart_by_their_values_alone() -> None:
    first = look(parameters={"a": 1, "b": {"c": 2, "d": 3}})
    second = look(changed(0, predicted="neutral"), parameters={"b": {"d": 3, "c": 2}, "a": 1})
    rows = ledger.with_look(ledger.with_look([], first), second)
    assert ledger.summary(rows, first, "macro_f1")["parameters"] == 1


def test_what_was_not_scored_is_no_look() -> None:
    assert ledger.look("klein", {"n": 0, "status": "no labels"}, [], {}) is None


def test_the_ledger_is_a_file_that_grows(tmp_path: Path) -> None:
    path = tmp_path / "ledger/topic.jsonl"
    assert ledger.written(path, look(), ledger.HEADLINES) == {
        "n": 1, "parameters": 1, "lowest": 0.5, "highest": 0.5,
    }  # fmt: skip
    before = path.read_bytes()
    ledger.written(path, look(), ledger.HEADLINES)
    assert path.read_bytes() == before
    assert ledger.written(path, look(parameters={}), ledger.HEADLINES)["n"] == 2
    assert ledger.written(path, None, ledger.HEADLINES) == {"n": 0}
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2
