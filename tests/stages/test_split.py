"""The stage split: labelled pages get sides, the audit is written, and a leak stops the pipeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt import stages, storage
from standpunkt.errors import StandpunktError
from standpunkt.evaluation import splitting
from standpunkt.evaluation.splitting import Page, Row
from standpunkt.schema import ARTICLES, LABELS, table
from standpunkt.stages.split import labelled_pages, split

TARGETS = ("abstand", "tempolimit", "mietendeckel", "viertagewoche")


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    articles = [
        {
            "id": f"p{n:02d}",
            "kind": "text",
            "text": "Text.",
            "words": 1,
            "cluster": f"p{n // 2 * 2:02d}",
            "published": f"2022-01-{n % 28 + 1:02d}",
        }
        for n in range(40)
    ]
    labels = [{"id": f"p{n:02d}", "task": "topic", "label": "ab"[n // 2 % 2]} for n in range(36)]
    labels += [
        {"id": f"p{n:02d}", "task": "stance", "target": TARGETS[n // 2 % 4], "label": "favor"} for n in range(36)
    ]
    storage.write_table(tmp_path / "clean/articles", table(ARTICLES, articles))
    storage.write_table(tmp_path / "labels", table(LABELS, labels))
    return tmp_path


def _run(folder: Path, params: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    split(
        stages.load_params(params),
        labels=folder / "labels",
        clean=folder / "clean",
        out=folder / "split",
        metrics=folder / "split.json",
    )
    return storage.read_table(folder / "split").to_pylist(), storage.read_json(folder / "split.json")


def test_sides_and_metrics_agree(inputs: Path, params_yaml: Callable[..., Path]) -> None:
    rows, metrics = _run(inputs, params_yaml({"split.test_share": 0.25, "split.validation_share": 0.25}))
    assert metrics["strategy"] == "grouped"
    assert metrics["pages"] == dict(Counter(row["side"] for row in rows))
    assert sum(metrics["pages"].values()) == 36
    assert metrics["unlabelled"] == 4
    assert metrics["audit"] == {"pages_on_two_sides": 0, "near_duplicates_on_two_sides": 0, "groups_on_two_sides": 0}
    assert (metrics["excluded"], metrics["pairs_by_target"]) == ({}, {})


def test_under_target_pairs_have_sides_of_their_own(inputs: Path, params_yaml: Callable[..., Path]) -> None:
    rows, metrics = _run(inputs, params_yaml({"split.strategy": "target"}))
    pairs = [row for row in rows if row["target"]]
    assert len(rows) == 72
    assert metrics["pairs_by_target"] == dict(Counter(row["side"] for row in pairs))
    assert metrics["excluded"] == dict(Counter(row["reason"] for row in pairs if row["reason"]))
    assert metrics["audit"] == {
        "pages_on_two_sides": 0,
        "near_duplicates_on_two_sides": 0,
        "groups_on_two_sides": 0,
        "by_target_pages_on_two_sides": 0,
        "by_target_near_duplicates_on_two_sides": 0,
        "by_target_targets_on_two_sides": 0,
    }


@pytest.mark.parametrize("strategy", ["auto", "time", "target"])
def test_without_labels_there_are_no_sides(inputs: Path, params_yaml: Callable[..., Path], strategy: str) -> None:
    (inputs / "labels/part-0000.parquet").unlink()
    storage.write_table(inputs / "labels", table(LABELS, []))
    rows, metrics = _run(inputs, params_yaml({"split.strategy": strategy}))
    assert rows == []
    assert metrics == {
        "strategy": "none", "pages": {}, "pairs_by_target": {}, "excluded": {}, "unlabelled": 40, "audit": {},
    }  # fmt: skip


def test_labels_of_dropped_pages_alone_are_no_corpus_without_labels(
    inputs: Path, params_yaml: Callable[..., Path]
) -> None:
    storage.write_table(inputs / "labels", table(LABELS, [{"id": "fort", "task": "topic", "label": "a"}]))
    with pytest.raises(StandpunktError, match=r"^params\.yaml: split\.strategy 'grouped' leaves no train row;"):
        _run(inputs, params_yaml())


def test_a_leak_stops_the_stage_before_anything_is_written(
    inputs: Path, params_yaml: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaky(pages: list[Page], *_: object) -> list[Row]:
        return [Row(page.id, None, "test" if number % 2 else "train") for number, page in enumerate(pages)]

    monkeypatch.setattr(splitting, "assign", leaky)
    with pytest.raises(StandpunktError) as raised:
        _run(inputs, params_yaml())
    assert str(raised.value) == (
        "the split leaks: 18 near duplicates on two sides; choose another params.yaml: split.strategy"
    )
    assert sorted(path.name for path in inputs.iterdir()) == ["clean", "labels", "params.yaml"]


def test_labelled_pages() -> None:
    articles = [
        {"id": name, "cluster": name, "group": None, "published": None, "split": None} for name in ("a", "b", "c")
    ]
    labels = [
        {"id": "a", "task": "stance", "target": "t2", "label": "favor"},
        {"id": "a", "task": "topic", "target": None, "label": "energie"},
        {"id": "a", "task": "stance", "target": "t1", "label": "against"},
        {"id": "c", "task": "stance", "target": "t1", "label": "neutral"},
    ]
    assert [(page.id, page.stratum, page.targets) for page in labelled_pages(articles, labels)] == [
        ("a", "energie", ("t1", "t2")),
        ("c", "neutral", ("t1",)),
    ]
