"""Pages with several topics through all stages, and what reads their files after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from standpunkt import label, read, search, storage
from standpunkt.cleaning import batch
from standpunkt.errors import StandpunktError
from standpunkt.stages.compare import compare
from standpunkt.stages.predict import predict
from standpunkt.stages.repeat import repeat
from standpunkt.stages.report import report

TOPICS = {"labels/topics.csv": (
    "id,topic\nbote/abstand,energie\nbote/horizont,energie\nbote/netz,energie\nbote/netz,verkehr\nbote/waerme,energie\n"
    "bote/waerme,verkehr\nwarte/tempo,verkehr\nwarte/unfall,verkehr\nwarte/bahn,verkehr\n"
)}  # fmt: skip
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def run(prepare: Callable[..., Any]) -> Any:
    """All stages on the tiny corpus, two pages of which have both topics."""
    found = prepare(TOPICS, topic__multilabel=True)
    reports = found.folder / "reports"
    for task in ("topic", "stance", "quotes"):
        found.train(task)
        found.evaluate(task)
    found.positions()
    predict(
        found.params, **found.before, models=found.folder / "models",
        predictions=reports / "predictions/unlabelled.jsonl", positions=reports / "positions.jsonl",
        network=reports / "positions.graphml",
    )  # fmt: skip
    before = {name: found.before[name] for name in ("ingested", "clean", "split")}
    compare(
        found.params, reports=reports, reference=reports / "reference", ingested=before["ingested"],
        out=reports / "comparison.json",
    )  # fmt: skip
    report(found.params, reports=reports, **before, citation=REPOSITORY / "CITATION.cff")
    return found


def scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from scalars(inner)
    else:
        yield value


def test_several_topics_reach_model_scores_and_predictions(run: Any) -> None:
    assert storage.read_json(run.folder / "reports/metrics/ingest.json")["labels"]["topic"] == 9
    metrics = storage.read_json(run.folder / "reports/metrics/topic.json")
    rows = {row["id"]: row for row in storage.read_jsonl(run.folder / "reports/predictions/topic.jsonl")}
    assert {name: row["gold"] for name, row in rows.items()} == {
        "bote/waerme": ["energie", "verkehr"], "warte/unfall": ["verkehr"],
    }  # fmt: skip
    assert all(isinstance(row["predicted"], list) for row in rows.values())
    assert metrics["label_sets"]["gold"] == 1.5
    assert {type(value) for value in scalars(metrics)} == {int, float}
    assert sorted(metrics["baselines"]) == ["majority", "text_blind", "tfidf_svc"]
    new = storage.read_jsonl(run.folder / "reports/predictions/unlabelled.jsonl")
    assert all(isinstance(entry["predicted"], str) for row in new for entry in row["topic"])
    assert all(row["topic"] for row in new)  # a page without any topic has its best guess, abstained from


def test_the_report_shows_topics_one_by_one(run: Any) -> None:
    reports = run.folder / "reports"
    text = storage.read_text(reports / "report.md")
    assert "A test page has 1.50 labels on average, and gets" in text
    assert "topic: F1 by label with intervals" in text
    assert (reports / "charts/topic-labels.svg").is_file()
    assert "Scores of topic per class" in text
    assert "subset accuracy" in text
    card = storage.read_text(reports / "cards/model-card-topic.md")
    assert "Gives an article one, several or none of 2 topics: energie, verkehr." in card
    assert "is given all the same" not in card


def test_reading_a_page_marks_the_topics_that_are_given(run: Any) -> None:
    storage.write_json(run.folder / "data/ingested/corpus.json", storage.read_json(run.folder / "ingested/corpus.json"))
    html = (
        "<html lang='de'><body><article><h1>Windräder rücken näher</h1><p>Die Regierung will den Abstand zwischen "
        "Windrädern und Häusern verkleinern, und die Stadtwerke wollen Strom daraus machen.</p></article></body></html>"
    )
    row = batch.clean("seite.html", html.encode(), batch.Options())
    assert not isinstance(row, batch.Dropped)
    topics = read.load(run.folder, None).read(row)["topics"]
    assert [sorted(topic) for topic in topics] == [["given", "label", "probability", "topic"]] * 2
    assert topics == sorted(topics, key=lambda topic: (not topic["given"], -topic["probability"]))


def test_search_tries_settings_on_sets(run: Any) -> None:
    folder = run.folder
    found = search.search(folder / "params.yaml", "topic", trials=2, fresh=True, data=folder, cache=folder / "trials")
    assert len(found.trials) == 3
    assert found.trials[0].failed == ""
    assert all(isinstance(labels, list | tuple) for labels in found.trials[0].predicted)
    assert found.difference.value >= 0


def test_labels_of_several_topics_neither_go_out_nor_come_in(run: Any, tmp_path: Path) -> None:
    storage.write_json(run.folder / "data/ingested/corpus.json", storage.read_json(run.folder / "ingested/corpus.json"))
    with pytest.raises(StandpunktError, match=r"^params\.yaml: topic\.multilabel: labels of pages that may have"):
        label.export_items(
            run.params, "topic", tmp_path / "out.csv", how="random", n=1, tool="csv", data=run.folder / "data"
        )


def test_without_the_parameter_ingest_names_page_labels_and_remedy(prepare: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(StandpunktError) as caught:
        prepare(TOPICS)
    table = tmp_path / "tiny/labels/topics.csv"
    assert str(caught.value) == (
        f"{table}:5: topic 'verkehr' of page 'bote/netz' stands beside 'energie' at {table}:4; keep one, or set "
        "topic.multilabel: true in params.yaml"
    )


def test_pages_of_one_topic_are_fine(prepare: Callable[..., Any]) -> None:
    run = prepare(topic__multilabel=True)
    run.train("topic")
    metrics, rows = run.evaluate("topic")
    assert metrics["label_sets"]["gold"] == 1.0
    assert sorted(row["gold"] for row in rows) == [["energie"], ["verkehr"]]


def test_repeated_splits_are_scored_by_sets(run: Any) -> None:
    metrics, predictions = run.folder / "reports/metrics/topic_repeated.json", run.folder / "repeated.jsonl"
    params = replace(
        run.params,
        repeat=run.params.repeat.model_copy(update={"folds": 3, "times": 1, "seeds": 1, "learning_curve": [0.75]}),
    )
    repeat(params, task="topic", **run.before, metrics=metrics, predictions=predictions)
    found, rows = storage.read_json(metrics), storage.read_jsonl(predictions)
    assert found["n"] == 7
    assert {row["id"]: row["gold"] for row in rows}["bote/netz"] == ["energie", "verkehr"]
    assert {"macro_f1", "micro_f1", "subset_accuracy"} <= {*found} & {*found["splits"]}
    exact = sum(row["gold"] == row["predicted"] for row in rows)
    assert found["subset_accuracy"]["value"] == pytest.approx(exact / 7, abs=1e-6)
