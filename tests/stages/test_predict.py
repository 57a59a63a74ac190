"""The stage predict: what is found in the pages without labels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.schema import SPLIT, table
from standpunkt.stages.predict import predict

UNLABELLED = ["warte/kantine", "warte/neu", "warte/radweg"]


def _predict(run: Any) -> list[dict[str, Any]]:
    names = {"predictions": "unlabelled.jsonl", "positions": "positions.jsonl", "network": "positions.graphml"}
    paths = {name: run.folder / file for name, file in names.items()}
    predict(run.params, **run.before, models=run.folder / "models", **paths)
    return storage.read_jsonl(paths["predictions"])


def _run(run: Any) -> list[dict[str, Any]]:
    for task in ("topic", "stance", "quotes"):
        run.train(task)
    run.positions()
    return _predict(run)


def test_one_row_a_page_without_labels(prepare: Callable[..., Any]) -> None:
    rows = _run(prepare())
    assert {row["id"]: sorted(row) for row in rows} == {
        "warte/kantine": ["actors", "id", "topic"],  # no title, and no target is touched
        "warte/neu": ["actors", "id", "stance", "topic"],
        "warte/radweg": ["actors", "id", "title", "topic"],
    }
    assert [row["id"] for row in rows] == UNLABELLED
    assert rows[2]["title"] == "Radweg endet im Nichts"


def test_actors_are_counted_by_page(prepare: Callable[..., Any]) -> None:
    assert {row["id"]: row["actors"] for row in _run(prepare())} == {
        "warte/kantine": {}, "warte/neu": {"ellerbrook": 3}, "warte/radweg": {},
    }  # fmt: skip


def test_entries_have_a_label_its_probabilities_and_where_there_is_one_a_target(prepare: Callable[..., Any]) -> None:
    row = _run(prepare())[1]
    (topic,), (stance,) = row["topic"], row["stance"]
    assert sorted(topic) == ["predicted", "probabilities", "sentences", "words"]
    assert sorted(stance) == ["evidence", "predicted", "probabilities", "target"]  # no word spoke for it
    assert (stance["target"], stance["predicted"]) == ("tempolimit", "against")
    assert "Dieses Tempolimit lehne ich ab" in stance["evidence"]
    assert [sum(entry["probabilities"].values()) for entry in (topic, stance)] == pytest.approx([1, 1], abs=3e-6)


def test_no_text_of_a_corpus_that_is_not_redistributable(prepare: Callable[..., Any], tiny_corpus: Path) -> None:
    text = storage.read_text(tiny_corpus / "corpus.yaml").replace("redistributable: true", "redistributable: false")
    rows = _run(prepare({"corpus.yaml": text}))
    assert {key for row in rows for key in row} == {"id", "actors", "topic", "stance"}
    assert [sorted(entry) for row in rows for entry in row.get("stance", [])] == [
        ["predicted", "probabilities", "target"]
    ]


def test_a_task_without_a_model_is_left_out(prepare: Callable[..., Any]) -> None:
    rows = _run(prepare({"labels/stances.csv": "id,target,stance\n"}))
    assert [sorted(set(row) - {"title"}) for row in rows] == [["actors", "id", "topic"]] * 3


def test_a_page_labelled_for_another_task_is_not_predicted(prepare: Callable[..., Any]) -> None:
    # bote/netz has a topic and touches windkraft_abstand: people have read it, and found no stance.
    assert "bote/netz" not in {row["id"] for row in _run(prepare())}


def test_without_unlabelled_pages_there_are_no_rows(prepare: Callable[..., Any], tiny_corpus: Path) -> None:
    topics = storage.read_text(tiny_corpus / "labels/topics.csv")
    topics += "".join(f"{name},verkehr\n" for name in UNLABELLED)
    run = prepare({"labels/topics.csv": topics})
    assert _run(run) == []


def test_a_second_run_leaves_the_same_bytes(prepare: Callable[..., Any]) -> None:
    run = prepare()
    states = []
    for _ in range(2):
        _run(run)
        names = ("unlabelled.jsonl", "positions.jsonl", "positions.graphml")
        states.append([(run.folder / name).read_bytes() for name in names])
    assert states[0] == states[1]


def test_a_missing_model_is_named(prepare: Callable[..., Any]) -> None:
    run = prepare()
    with pytest.raises(StandpunktError, match=r"models/quotes/model\.json: no such file"):
        _predict(run)
    assert not (run.folder / "unlabelled.jsonl").exists()


def test_positions_are_rows_with_the_sentence_that_shows_them(prepare: Callable[..., Any]) -> None:
    run = prepare()
    _run(run)
    rows = storage.read_jsonl(run.folder / "positions.jsonl")
    assert [(row["id"], row["actor"], row["name"], row["target"], row["stance"], row["how"]) for row in rows] == [
        ("warte/neu", "ellerbrook", "Jost Ellerbrook", "tempolimit", "against", "quoted")
    ]
    assert rows[0]["evidence"].startswith("„Dieses Tempolimit lehne ich ab“")
    assert sum(rows[0]["probabilities"].values()) <= 1 + 3e-6
    graph = storage.read_text(run.folder / "positions.graphml")
    assert '<edge source="actor:ellerbrook" target="target:tempolimit">' in graph


def test_no_sentence_of_a_corpus_that_is_not_redistributable(prepare: Callable[..., Any], tiny_corpus: Path) -> None:
    text = storage.read_text(tiny_corpus / "corpus.yaml").replace("redistributable: true", "redistributable: false")
    run = prepare({"corpus.yaml": text})
    _run(run)
    [row] = storage.read_jsonl(run.folder / "positions.jsonl")
    assert "evidence" not in row


@pytest.mark.parametrize("size", [1, 2])
def test_a_few_pages_at_a_time_give_the_same(
    prepare: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    run = prepare()
    rows = _run(run)
    files = [run.folder / name for name in ("unlabelled.jsonl", "positions.jsonl", "positions.graphml")]
    before = [path.read_bytes() for path in files]
    monkeypatch.setattr("standpunkt.stages.predict._AT_A_TIME", size)
    assert _predict(run) == rows
    assert [path.read_bytes() for path in files] == before


def test_where_all_pages_have_labels_nothing_is_predicted(prepare: Callable[..., Any]) -> None:
    run = prepare()
    _run(run)
    ids = sorted({row["id"] for row in storage.read_table(run.folder / "clean/articles").to_pylist()})
    with storage.new_folder(run.folder / "split") as folder:
        storage.write_table(folder, table(SPLIT, [{"id": name, "side": "train"} for name in ids]))
    assert _predict(run) == []
    assert storage.read_text(run.folder / "positions.jsonl") == ""
