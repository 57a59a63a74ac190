"""The stage that compares a run with the reference, and what the report says of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from standpunkt import stages, storage
from standpunkt.evaluation import comparison
from standpunkt.evaluation.comparison import Comparison
from standpunkt.reporting import reference as reporting
from standpunkt.stages.compare import compare

GOLD = {"a": "energie", "b": "verkehr", "c": "energie"}


def _run(folder: Path, predicted: str) -> None:
    """Leaves the metrics and predictions of a run."""
    labels = {"e": "energie", "v": "verkehr"}
    rows = [
        {"id": name, "gold": gold, "predicted": labels[letter], "probabilities": {labels[letter]: 0.9}}
        for (name, gold), letter in zip(GOLD.items(), predicted, strict=True)
    ]
    storage.write_jsonl(folder / "predictions" / "topic.jsonl", rows)
    storage.write_jsonl(folder / "predictions" / "unlabelled.jsonl", [{"id": "new"}])
    storage.write_json(folder / "metrics" / "topic.json", {"n": 3})
    storage.write_json(folder / "metrics" / "clean.json", {"words": 5 + predicted.count("v")})


@pytest.fixture
def folder(tmp_path: Path, params_yaml: Callable[..., Path]) -> Path:
    """This run and the reference; one parameter differs, one prediction and one figure with it."""
    config = {"title": "Three pages", "redistributable": True}
    storage.write_json(tmp_path / "ingested" / "corpus.json", {"config": config})
    _run(tmp_path / "reports", "eve")
    _run(tmp_path / "reference", "evv")
    data = storage.read_yaml(params_yaml()).data
    data["topic"]["C"] = 0.25
    storage.write_text(tmp_path / "reference" / "params.yaml", yaml.safe_dump(data))
    storage.write_json(tmp_path / "reference" / "about.json", {"name": "main"})
    return tmp_path


def _compared(folder: Path, params: Path) -> tuple[Any, Comparison | None]:
    out = folder / "comparison.json"
    names = {name: folder / name for name in ("reports", "reference", "ingested")}
    compare(stages.load_params(params), **names, out=out)
    form = storage.read_json(out)
    return form, comparison.from_dict(form, out) if form else None


def test_what_changed_is_written_and_read(folder: Path, params_yaml: Callable[..., Path]) -> None:
    form, found = _compared(folder, params_yaml())
    assert found is not None
    assert comparison.as_dict(found) == form
    assert (found.before, found.after, found.corpus, found.with_text) == ("main", "this run", "Three pages", True)
    assert [(one.name, one.before, one.after) for one in found.changes.params] == [("topic.C", "0.25", "0.5")]
    assert [(one.name, one.before, one.after) for one in found.moved] == [("clean.words", "7", "6")]
    (topic,) = found.tasks
    assert (topic.task, topic.n, topic.verdict) == ("topic", 3, "not distinguishable")
    accuracy = {metric.name: metric for metric in topic.metrics}["accuracy"]
    assert (accuracy.before, accuracy.after, accuracy.p) == (pytest.approx(2 / 3), 1.0, 1.0)
    assert [(flip.id, flip.before, flip.after, flip.kind) for flip in topic.flips] == [
        ("c", "verkehr", "energie", "fixed")
    ]


def test_the_report_names_the_parameter(folder: Path, params_yaml: Callable[..., Path]) -> None:
    found = _compared(folder, params_yaml())[1]
    assert found is not None
    text = str(reporting.section(found, 5))
    assert "1 prediction changed" in text
    assert "one differs: " in text
    assert reporting.in_a_word(found, "topic") == "since the reference run (main) not distinguishable"


def test_texts_are_those_of_one_corpus(folder: Path, params_yaml: Callable[..., Path]) -> None:
    path = folder / "reference" / "params.yaml"
    storage.write_text(path, storage.read_text(path).replace("corpora/embedded", "corpora/other"))
    found = _compared(folder, params_yaml())[1]
    assert found is not None
    assert found.with_text is False
    assert [change.name for change in found.changes.params] == ["corpus", "topic.C"]


@pytest.mark.parametrize("name", ["", None])
def test_without_a_reference_nothing_is_compared(
    folder: Path, params_yaml: Callable[..., Path], name: str | None
) -> None:
    if name is None:
        (folder / "reference" / "about.json").unlink()
    else:
        storage.write_json(folder / "reference" / "about.json", {"name": name})
    assert _compared(folder, params_yaml()) == ({}, None)
