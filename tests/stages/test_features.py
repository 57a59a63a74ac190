"""The stage features: a row a field, in the order of the articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt import stages, storage
from standpunkt.schema import ARTICLES, table
from standpunkt.stages.features import features

CODEBOOK: dict[str, Any] = {
    "version": 1,
    "actors": {"kolberg": {"label": "Swantje Kolberg", "kind": "person", "aliases": ["Kolberg"]}},
}
ROWS = [
    {
        "id": "b",
        "kind": "text",
        "title": "Der Abstand schrumpft",
        "text": "Kolberg sagte nichts. Ende, aus!",
        "words": 5,
        "cluster": "b",
    },
    {"id": "a", "kind": "text", "teaser": "Ein Vorspann.", "text": "Ende", "words": 1, "cluster": "a"},
]


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    storage.write_json(tmp_path / "corpus.json", {"config": {}, "codebook": CODEBOOK})
    storage.write_table(tmp_path / "clean/articles", table(ARTICLES, ROWS))
    return tmp_path


def _run(folder: Path, out: str, params: Path) -> list[dict[str, Any]]:
    features(stages.load_params(params), corpus=folder / "corpus.json", clean=folder / "clean", out=folder / out)
    return storage.read_table(folder / out).to_pylist()


def test_a_row_for_each_field_that_is_there(inputs: Path, params_yaml: Callable[..., Path]) -> None:
    rows = _run(inputs, "features", params_yaml())
    assert [(row["id"], row["field"]) for row in rows] == [
        ("b", "title"),
        ("b", "text"),
        ("a", "teaser"),
        ("a", "text"),
    ]
    assert rows[1] == {
        "id": "b",
        "field": "text",
        "tokens": ["Kolberg", "sagte", "nichts", ".", "Ende", ",", "aus", "!"],
        "lemmas": ["Kolberg", "sagen", "nichts", ".", "Ende", ",", "aus", "!"],
        "starts": [0, 8, 14, 20, 22, 26, 28, 31],
        "sentences": [0, 4],
        "mentions": [{"actor": "kolberg", "start": 0, "end": 1}],
        "cues": [{"verb": "sagen", "start": 1, "end": 2}],
    }


def test_two_processes_give_the_same_bytes(inputs: Path, params_yaml: Callable[..., Path]) -> None:
    _run(inputs, "one", params_yaml())
    _run(inputs, "two", params_yaml({"features.processes": 2}))
    assert (inputs / "one/part-0000.parquet").read_bytes() == (inputs / "two/part-0000.parquet").read_bytes()
