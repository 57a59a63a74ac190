from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt import stages, storage
from standpunkt.errors import StandpunktError
from standpunkt.schema import ANNOTATIONS, ARTICLES, LABELS, LINES, SPLIT, table
from standpunkt.stages.report import report

REPOSITORY = Path(__file__).parents[2]
NONE = {"n": 0, "status": "this corpus has no labels for this task"}


def entry(value: float) -> dict[str, float]:
    return {"value": value, "low": 0.0, "high": 1.0}


@pytest.fixture
def written(tmp_path: Path) -> dict[str, Path]:
    """What the other stages leave behind for a corpus of two pages, one of them without a label."""
    reports = tmp_path / "reports"
    config = {"name": "klein", "title": "Two pages", "licence": "CC0", "redistributable": True, "synthetic": False}
    codebook = {"topics": {"energie": {"label": "Energie", "definition": "Strom."}}, "targets": {}, "actors": {}}
    storage.write_json(tmp_path / "ingested" / "corpus.json", {"config": config, "codebook": codebook})
    article = {"kind": "html", "outlet": "bote", "text": "Text.", "words": 1, "is_teaser": False, "sources": {}}
    pages = [article | {"id": name, "title": f"Titel {name}", "cluster": name} for name in ("a", "b")]
    storage.write_table(tmp_path / "clean" / "articles", table(ARTICLES, pages))
    line = {"id": "a", "role": "navigation", "reason": "a link", "confidence": 0.5, "start": -1, "end": -1}
    removed = line | {"line": 1, "text": "Zur Startseite"}
    kept = line | {"line": 2, "text": "Satz im Artikel.", "role": "body", "reason": "prose in the article"}
    storage.write_table(tmp_path / "clean" / "removed", table(LINES, [removed]))
    storage.write_table(tmp_path / "clean" / "kept", table(LINES, [kept]))
    flow = {"found": 2, "kept": 2, "dropped": {}}
    figures: dict[str, Any] = {
        "ingest": {"pages": flow, "kinds": {"html": 2}, "encodings": {}, "labels": {"topic": 1}, "targets": 0},
        "clean": {
            "pages": flow, "removed_lines": {"navigation": 1}, "words": 2,
            "near_duplicates": {"articles": 0, "clusters": 0, "pairs": {"exact": 0, "rewrite": 0, "near": 0}},
            "languages": {"de": 2}, "teasers": 0, "boilerplate": {"lines": 0, "articles": 0},
            "pins": {"used": 0, "unused": 0}, "doubtful": {"below": 0.6, "kept": 1, "removed": 1},
        },
        "split": {
            "strategy": "grouped", "pages": {"test": 1}, "pairs_by_target": {}, "excluded": {}, "unlabelled": 1,
            "audit": {"pages_on_two_sides": 0},
        },
        "topic": {"n": 1, "macro_f1": entry(1.0), "accuracy": entry(1.0), "baselines": {}},
        "stance": NONE,
        "quotes": NONE,
        "positions": NONE,
    }  # fmt: skip
    for name, metrics in figures.items():
        storage.write_json(reports / "metrics" / f"{name}.json", metrics)
    found = {"predicted": "energie", "probabilities": {"energie": 0.9}}
    storage.write_jsonl(reports / "predictions" / "topic.jsonl", [{"id": "a", "gold": "energie"} | found])
    for name in ("stance", "quotes", "positions"):
        storage.write_jsonl(reports / "predictions" / f"{name}.jsonl", [])
    storage.write_json(reports / "comparison.json", {})
    storage.write_jsonl(reports / "positions.jsonl", [])
    storage.write_text(reports / "positions.graphml", "<graphml/>\n")
    new = {"id": "b", "title": "Titel b", "actors": {}, "topic": [found]}
    storage.write_jsonl(reports / "predictions" / "unlabelled.jsonl", [new])
    for task in ("topic", "stance", "quotes"):
        for name in ("confusion", "reliability", "features", "coverage"):
            storage.write_csv(reports / "plots" / task / f"{name}.csv", ["empty"], [])
    storage.write_csv(reports / "plots" / "topic" / "confusion.csv", ["gold", "predicted"], [["energie", "energie"]])
    storage.write_table(
        tmp_path / "ingested" / "labels", table(LABELS, [{"id": "a", "task": "topic", "label": "energie"}])
    )
    storage.write_table(tmp_path / "ingested" / "annotations", table(ANNOTATIONS, []))
    storage.write_table(tmp_path / "split", table(SPLIT, [{"id": "a", "side": "test"}]))
    storage.write_text(tmp_path / "CITATION.cff", storage.read_text(REPOSITORY / "CITATION.cff"))
    return {
        "reports": reports,
        "ingested": tmp_path / "ingested",
        "clean": tmp_path / "clean",
        "split": tmp_path / "split",
        "citation": tmp_path / "CITATION.cff",
    }


def test_writes_both_forms_and_the_charts(written: dict[str, Path], params_yaml: Callable[..., Path]) -> None:
    report(stages.load_params(params_yaml()), **written)
    reports = written["reports"]
    markdown, html = (storage.read_text(reports / f"report.{form}") for form in ("md", "html"))
    assert sorted(path.name for path in (reports / "charts").iterdir()) == [
        "clean-removed.svg", "corpus-sides.svg", "topic-confusion.svg", "topic-scores.svg",
    ]  # fmt: skip
    for chart in re.findall(r"\(charts/([^)]+)\)", markdown):
        assert (reports / "charts" / chart).is_file()
    for text in (markdown, html):
        assert "Titel b" in text
        assert "Zur Startseite" in text
        assert "Satz im Artikel." in text
        assert "this corpus has no labels for this task" in text
    assert "- **topic**: macro-F1 1.000 [0.000, 1.000] on 1 test page; no baseline to compare it with." in markdown


def test_links_lead_to_files_beside_the_report(written: dict[str, Path], params_yaml: Callable[..., Path]) -> None:
    report(stages.load_params(params_yaml()), **written)
    links = set(re.findall(r'href="([^#"][^"]*)"', storage.read_text(written["reports"] / "report.html")))
    assert len(links) == 17
    assert [link for link in sorted(links) if not (written["reports"] / link).is_file()] == []


def test_a_second_run_leaves_the_same_bytes_and_no_path(
    written: dict[str, Path], params_yaml: Callable[..., Path]
) -> None:
    params = stages.load_params(params_yaml())
    states = []
    for _ in range(2):
        report(params, **written)
        reports = written["reports"]
        states.append({path.relative_to(reports): path.read_bytes() for path in reports.rglob("*") if path.is_file()})
    assert states[0] == states[1]
    assert [name for name, content in states[0].items() if str(written["reports"].parent).encode() in content] == []


def test_a_missing_file_is_named(written: dict[str, Path], params_yaml: Callable[..., Path]) -> None:
    path = written["reports"] / "metrics" / "split.json"
    path.unlink()
    with pytest.raises(StandpunktError, match=f"^{re.escape(str(path))}: no such file"):
        report(stages.load_params(params_yaml()), **written)
    assert not (written["reports"] / "report.md").exists()


def test_a_damaged_comparison_is_named(written: dict[str, Path], params_yaml: Callable[..., Path]) -> None:
    path = written["reports"] / "comparison.json"
    storage.write_json(path, {"before": "main"})
    with pytest.raises(StandpunktError, match=f"^{re.escape(str(path))}: after: Field required; run the stage compare"):
        report(stages.load_params(params_yaml()), **written)
