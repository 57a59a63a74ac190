"""The stage clean: what it writes, its metrics, gold, and the same bytes twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt import stages, storage
from standpunkt.errors import StandpunktError
from standpunkt.schema import ANNOTATIONS, GOLD, PAGES, table
from standpunkt.stages.clean import clean

TEXT = "Die Regierung will den Abstand zwischen Windrädern und Häusern im kommenden Jahr verkleinern."
SECOND = "Der Entwurf soll noch vor der Sommerpause im Parlament beraten werden, sagte Swantje Kolberg."
DUMP = f"Start\nPolitik\n\nDer Abstand schrumpft\nVon Arne Vosskuhl\n14. März 2022\n\n{TEXT}\n\n{SECOND}\n"


def _page(identifier: str, kind: str, content: str, **stated: str) -> dict[str, Any]:
    return {**dict.fromkeys(PAGES.names), "id": identifier, "kind": kind, "content": content, **stated}


@pytest.fixture
def ingested(tmp_path: Path) -> Path:
    folder = tmp_path / "ingested"
    pages = [
        _page("a", "text", DUMP),
        _page("b", "article", f"{TEXT} {SECOND}"),
        _page("c", "article", "Die Bahn verdoppelt vom Fahrplanwechsel an die Zahl der Züge."),
        _page("d", "text", "Start"),
    ]
    storage.write_table(folder / "pages", table(PAGES, pages))
    gold = [{"id": "a", "role": "body", "text": f"{TEXT}\n\n{SECOND}"}, {"id": "d", "role": "body", "text": "Weg."}]
    storage.write_table(folder / "gold", table(GOLD, gold))
    storage.write_table(folder / "annotations", table(ANNOTATIONS, []))
    storage.write_json(folder / "pins.json", {})
    return folder


def test_the_stage_writes_articles_removed_lines_and_metrics(
    ingested: Path, tmp_path: Path, params_yaml: Callable[..., Path]
) -> None:
    params = stages.load_params(params_yaml({"clean.min_words": 8, "evaluate.resamples": 100}))
    clean(params, ingested=ingested, out=tmp_path / "clean", metrics=tmp_path / "clean.json")
    articles = storage.read_table(tmp_path / "clean/articles").to_pylist()
    assert {row["id"]: row["cluster"] for row in articles} == {"a": "a", "b": "a", "c": "c"}
    removed = storage.read_table(tmp_path / "clean/removed").to_pylist()
    assert [(row["id"], row["text"]) for row in removed][-1] == ("d", "Start")
    metrics = storage.read_json(tmp_path / "clean.json")
    assert metrics["pages"] == {"found": 4, "kept": 3, "dropped": {"no_article_found": 1}}
    assert metrics["near_duplicates"] == {"clusters": 1, "articles": 2, "pairs": {"exact": 1, "rewrite": 0, "near": 0}}
    assert metrics["languages"] == {"de": 3}
    assert metrics["teasers"] == 0
    assert metrics["boilerplate"] == {"articles": 0, "lines": 0}
    assert metrics["pins"] == {"unused": 0, "used": 0}
    rows = {name: storage.read_table(tmp_path / f"clean/{name}").to_pylist() for name in ("kept", "removed")}
    assert metrics["doubtful"] == {"below": 0.6} | {
        name: sum(row["confidence"] < 0.6 for row in lines) for name, lines in rows.items()
    }
    assert {kind: metrics["gold"][kind]["body_characters_kept"]["value"] for kind in metrics["gold"]} == {
        "all": pytest.approx(186 / 190, abs=0.01),
        "text": 1.0,
        "dropped": 0.0,
    }
    assert metrics["removed_lines"] == dict(Counter(row["role"] for row in removed))
    kept = storage.read_table(tmp_path / "clean/kept").to_pylist()
    assert [(row["id"], row["role"], row["text"]) for row in kept] == [
        ("a", "title", "Der Abstand schrumpft"),
        ("a", "body", TEXT),
        ("a", "body", SECOND),
    ]
    assert [DUMP[row["start"] : row["end"]] for row in kept] == [row["text"] for row in kept]


def test_the_same_bytes_twice(ingested: Path, tmp_path: Path, params_yaml: Callable[..., Path]) -> None:
    params = stages.load_params(params_yaml({"evaluate.resamples": 100, "clean.min_words": 8}))
    for name in ("one", "two"):
        clean(params, ingested=ingested, out=tmp_path / name, metrics=tmp_path / f"{name}.json")
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.parquet"))
    assert [path.parent.as_posix() for path in files] == ["annotations", "articles", "kept", "removed"]
    assert [(tmp_path / "one" / p).read_bytes() for p in files] == [(tmp_path / "two" / p).read_bytes() for p in files]
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_without_any_article_nothing_is_written(tmp_path: Path, params_yaml: Callable[..., Path]) -> None:
    storage.write_table(tmp_path / "in/pages", table(PAGES, [_page("a", "text", "Start")]))
    storage.write_json(tmp_path / "in/pins.json", {})
    params = stages.load_params(params_yaml())
    with pytest.raises(StandpunktError) as raised:
        clean(params, ingested=tmp_path / "in", out=tmp_path / "out", metrics=tmp_path / "out.json")
    assert str(raised.value) == "no article is left of 1 pages: {'no_article_found': 1}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "params.yaml"]
