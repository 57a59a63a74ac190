"""The stage repeat: every labelled page is tested once a deal, by a model that has not seen it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from standpunkt import storage
from standpunkt.evaluation import comparison
from standpunkt.stages.repeat import repeat

OFF = {"repeat.folds": 0, "repeat.times": 1, "repeat.seeds": 0, "repeat.learning_curve": []}


@pytest.fixture
def repeated(prepare: Callable[..., Any]) -> Callable[..., tuple[dict[str, Any], list[dict[str, Any]]]]:
    def run(
        changed: Mapping[str, Any], task: str = "topic", files: Mapping[str, str] | None = None
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        prepared = prepare(dict(files or {}), **OFF | dict(changed))
        metrics, predictions = prepared.folder / "repeated.json", prepared.folder / "repeated.jsonl"
        repeat(prepared.params, task=task, **prepared.before, metrics=metrics, predictions=predictions)
        return storage.read_json(metrics), storage.read_jsonl(predictions)

    return run


def test_each_labelled_page_is_tested_once_a_deal(repeated: Callable[..., Any]) -> None:
    metrics, rows = repeated({"repeat.folds": 3, "repeat.times": 2})
    ids = Counter(row["id"] for row in rows)
    assert set(ids.values()) == {2}
    assert len(ids) == 7
    assert metrics["n"] == len(rows) == 14
    assert Counter(row["time"] for row in rows) == {0: 7, 1: 7}
    assert {row["fold"] for row in rows} == {0, 1, 2}
    assert {frozenset(row["probabilities"]) for row in rows} == {frozenset({row["predicted"]}) for row in rows}
    splits = metrics["splits"]
    assert (splits["folds"], splits["times"], splits["macro_f1"]["n"]) == (3, 2, 6)
    assert splits["tested"] == pytest.approx(7 / 3, abs=1e-6)
    scores = [
        comparison.values("topic", [row for row in rows if (row["time"], row["fold"]) == (time, fold)])["accuracy"]
        for time in range(2)
        for fold in range(3)
    ]
    assert splits["accuracy"]["mean"] == pytest.approx(sum(scores) / 6, abs=1e-6)
    right = sum(row["gold"] == row["predicted"] for row in rows)
    assert metrics["accuracy"]["value"] == pytest.approx(right / 14, abs=1e-6)
    calibration = metrics["calibration"]
    assert calibration["n"] == 14
    sure = [row["probabilities"][row["predicted"]] for row in rows]
    right_ones = [row["gold"] == row["predicted"] for row in rows]
    bins = [[n for n, value in enumerate(sure) if min(int(value * 10), 9) == number] for number in range(10)]
    gaps = [abs(sum(sure[n] - right_ones[n] for n in inside)) for inside in bins]
    assert calibration["expected_calibration_error"]["value"] == pytest.approx(sum(gaps) / 14, abs=1e-5)
    assert metrics["accuracy"]["low"] <= metrics["accuracy"]["value"] <= metrics["accuracy"]["high"]


def test_seeds_and_shares_are_scored_on_the_committed_test_rows(repeated: Callable[..., Any]) -> None:
    metrics, rows = repeated({"repeat.seeds": 3, "repeat.learning_curve": [0.1, 0.75], "repeat.times": 2})
    assert rows == []
    assert metrics["n"] == 0
    assert metrics["seeds"]["macro_f1"]["n"] == 3
    assert "splits" not in metrics
    assert metrics["one_label"] == 2  # a tenth of four pages is one
    assert {name: part["n"] for name, part in metrics["learning_curve"].items()} == {"at_75": 3}
    assert set(metrics["learning_curve"]["at_75"]) == {"n", "macro_f1", "accuracy"}


def test_pages_that_cannot_be_dealt_anew_are_told(repeated: Callable[..., Any]) -> None:
    metrics, rows = repeated({"repeat.folds": 8, "repeat.seeds": 2})
    assert rows == []
    assert metrics["splits"] == {"status": "repeat.folds 8: there are only 7 pages that may be apart; take fewer"}
    assert metrics["seeds"]["accuracy"]["n"] == 2


@pytest.mark.parametrize(("validation_share", "left_out"), [(0.0, 1), (0.15, 2)])
def test_splits_that_cannot_be_fitted_tell_no_spread(
    repeated: Callable[..., Any], validation_share: float, left_out: int
) -> None:
    """Two folds, of which one or both leave pages of one topic to learn from."""
    topics = (
        "id,topic\nbote/abstand,energie\nbote/horizont,energie\nbote/netz,energie\nbote/waerme,energie\n"
        "warte/bahn,verkehr\n"
    )
    wanted = {"repeat.folds": 2, "split.validation_share": validation_share, "split.test_share": 0.3}
    metrics, rows = repeated(wanted, "topic", {"labels/topics.csv": topics})
    assert rows == []
    assert metrics["one_label"] == left_out
    assert metrics["splits"] == {"status": "fewer than two of them leave two labels to learn"}


def test_off_is_said(repeated: Callable[..., Any]) -> None:
    metrics, rows = repeated({})
    assert (metrics["n"], rows) == (0, [])
    assert metrics["status"].startswith("repeat.folds and repeat.seeds are 0")


def test_without_labels_there_is_nothing_to_repeat(repeated: Callable[..., Any], tiny_corpus: Any) -> None:
    labels = storage.read_text(tiny_corpus / "labels/stances.csv").splitlines()[0] + "\n"
    metrics, rows = repeated({"repeat.folds": 2, "repeat.seeds": 2}, "stance", {"labels/stances.csv": labels})
    assert rows == []
    assert metrics == {"n": 0, "status": "no train or no test row has a label for this task"}


def test_the_same_bytes_twice(repeated: Callable[..., Any]) -> None:
    wanted = {"repeat.folds": 3, "repeat.learning_curve": [0.75]}
    assert repeated(wanted) == repeated(wanted)


def test_several_topics_a_page(repeated: Callable[..., Any]) -> None:
    topics = (
        "id,topic\nbote/abstand,energie\nbote/horizont,energie\nbote/netz,energie\nbote/netz,verkehr\n"
        "bote/waerme,energie\nbote/waerme,verkehr\nwarte/tempo,verkehr\nwarte/unfall,verkehr\nwarte/bahn,verkehr\n"
    )
    wanted = {"topic.multilabel": True, "repeat.folds": 3, "repeat.seeds": 2, "repeat.learning_curve": [0.75]}
    metrics, rows = repeated(wanted, "topic", {"labels/topics.csv": topics})
    assert {row["id"]: row["gold"] for row in rows}["bote/netz"] == ["energie", "verkehr"]
    assert all(row["predicted"] == sorted(row["probabilities"]) for row in rows)
    exact = sum(row["predicted"] == row["gold"] for row in rows) / len(rows)
    assert metrics["subset_accuracy"]["value"] == pytest.approx(exact, abs=1e-6)
    assert set(metrics["splits"]) >= {"macro_f1", "micro_f1", "subset_accuracy"}
    assert metrics["seeds"]["micro_f1"]["n"] == 2
    assert "calibration" not in metrics
