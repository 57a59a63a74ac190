"""The stage features: a row a field, in the order of the articles; embeddings where an encoder is set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from standpunkt import stages, storage
from standpunkt.errors import StandpunktError
from standpunkt.language import encoder
from standpunkt.language.encoder import Encoder
from standpunkt.schema import ARTICLES, EMBEDDINGS, TARGETS, table
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


TARGET_ROWS = [{"id": "abstand", "statement": "Windräder sollen näher stehen.", "aliases": ["Windrad"]}]


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    storage.write_json(tmp_path / "ingested/corpus.json", {"config": {}, "codebook": CODEBOOK})
    storage.write_table(tmp_path / "ingested/targets", table(TARGETS, TARGET_ROWS))
    storage.write_table(tmp_path / "clean/articles", table(ARTICLES, ROWS))
    return tmp_path


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A stand-in for the encoder `some/model`, of three tokens at most; the list is what it has encoded."""
    encoded: list[str] = []

    def encode(texts: list[str], **_: Any) -> Any:
        encoded.extend(texts)
        return np.array([[len(text) / 1000, 1 / 3] for text in texts])

    found = SimpleNamespace(encode=encode, max_seq_length=3, tokenizer=lambda text, **_: {"input_ids": text.split()})
    monkeypatch.setattr(encoder, "load", {"some/model": Encoder(found, "d" * 64, "5" * 64)}.__getitem__)
    return encoded


def _run(folder: Path, out: str, params: Path) -> list[dict[str, Any]]:
    features(
        stages.load_params(params), ingested=folder / "ingested", clean=folder / "clean", cache=folder / "cache",
        out=folder / out,
    )  # fmt: skip
    return storage.read_table(folder / out / "readings").to_pylist()


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


def _bytes(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_two_processes_give_the_same_bytes(inputs: Path, params_yaml: Callable[..., Path]) -> None:
    _run(inputs, "one", params_yaml())
    _run(inputs, "two", params_yaml({"features.processes": 2}))
    assert _bytes(inputs / "one") == _bytes(inputs / "two")


def test_without_an_encoder_there_are_no_embeddings(inputs: Path, params_yaml: Callable[..., Path]) -> None:
    _run(inputs, "features", params_yaml())
    assert storage.read_table(inputs / "features/embeddings").equals(table(EMBEDDINGS, []))
    assert sorted(_bytes(inputs / "features")) == ["embeddings/part-0000.parquet", "readings/part-0000.parquet"]
    assert not (inputs / "cache").exists()


def test_articles_and_targets_are_encoded(inputs: Path, model: list[str], params_yaml: Callable[..., Path]) -> None:
    _run(inputs, "features", params_yaml({"features.encoder": "some/model"}))
    texts = [
        "Der Abstand schrumpft\nKolberg sagte nichts. Ende, aus!",
        "Ein Vorspann.\nEnde",
        "Windräder sollen näher stehen.",
    ]
    assert model == texts
    third = np.float32(0.3333).item()
    assert storage.read_table(inputs / "features/embeddings").to_pylist() == [
        {"kind": kind, "id": identifier, "vector": [np.float32(round(len(text) / 1000, 4)).item(), third]}
        for kind, identifier, text in zip(["document", "document", "target"], ["b", "a", "abstand"], texts, strict=True)
    ]
    assert storage.read_json(inputs / "features/embeddings/encoder.json") == {
        "model": "d" * 64, "dimension": 2, "max_tokens": 3, "texts": 3, "cut": 2,
    }  # fmt: skip


def test_the_cache_changes_no_byte(inputs: Path, model: list[str], params_yaml: Callable[..., Path]) -> None:
    params = params_yaml({"features.encoder": "some/model"})
    _run(inputs, "one", params)
    model.clear()
    _run(inputs, "two", params)
    assert model == []
    assert _bytes(inputs / "one") == _bytes(inputs / "two")


def test_a_changed_text_alone_is_encoded_again(
    inputs: Path, model: list[str], params_yaml: Callable[..., Path]
) -> None:
    params = params_yaml({"features.encoder": "some/model"})
    _run(inputs, "features", params)
    model.clear()
    storage.write_table(inputs / "clean/articles", table(ARTICLES, [ROWS[0], ROWS[1] | {"text": "Anfang"}]))
    _run(inputs, "features", params)
    assert model == ["Ein Vorspann.\nAnfang"]


def test_an_encoder_without_anything_to_encode(
    inputs: Path, model: list[str], params_yaml: Callable[..., Path]
) -> None:
    storage.write_table(inputs / "clean/articles", table(ARTICLES, []))
    storage.write_table(inputs / "ingested/targets", table(TARGETS, []))
    assert _run(inputs, "features", params_yaml({"features.encoder": "some/model"})) == []
    assert storage.read_table(inputs / "features/embeddings").equals(table(EMBEDDINGS, []))
    assert model == []


def test_an_encoder_that_is_not_there_stops_the_stage_at_once(inputs: Path, params_yaml: Callable[..., Path]) -> None:
    with pytest.raises(StandpunktError, match=r"^params\.yaml: features\.encoder: 'no/where/at/all'"):
        _run(inputs, "features", params_yaml({"features.encoder": "no/where/at/all"}))
    assert not (inputs / "features").exists()
