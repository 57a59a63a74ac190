from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from standpunkt.schema import Label, RawPage

from .conftest import read, refused


@pytest.fixture
def folder(tmp_path: Path, describe_zeitung: Callable[[Path], Path]) -> Path:
    folder = describe_zeitung(tmp_path / "zeitung")
    (folder / "files").mkdir()
    (folder / "files/train.csv").write_text(
        "Verkehr;'Das ''Tempolimit'' kommt; vielleicht.'\nEnergie;Ohne Zeichen\n", encoding="utf-8"
    )
    (folder / "files/test.csv").write_text("Energie;'Windräder \"stehen\" still.'\n", encoding="utf-8")
    return folder


def test_both_files_are_read_with_their_own_split(folder: Path) -> None:
    corpus = read(folder)
    assert corpus.pages == [
        RawPage("train/00001", "files/train.csv", "article", "Das 'Tempolimit' kommt; vielleicht.", split="train"),
        RawPage("train/00002", "files/train.csv", "article", "Ohne Zeichen", split="train"),
        RawPage("test/00001", "files/test.csv", "article", 'Windräder "stehen" still.', split="test"),
    ]
    assert corpus.labels == [
        Label("train/00001", "topic", None, "verkehr", f"{folder}/files/train.csv:1"),
        Label("train/00002", "topic", None, "energie", f"{folder}/files/train.csv:2"),
        Label("test/00001", "topic", None, "energie", f"{folder}/files/test.csv:1"),
    ]
    assert (corpus.targets, corpus.gold, corpus.dropped.total()) == ({}, [], 0)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "Energie;'a'\nVerker;'b'\n",
            "files/test.csv:2: topic 'Verker' is not in the codebook; did you mean 'verkehr'?",
        ),
        ("Energie;'a';3\n", "files/test.csv:1: 3 fields, wanted label;'text'"),
        ("Energie;'a'\nEnergie\n", "files/test.csv:2: 1 fields, wanted 2 as in the first line"),
        (
            "Energie;'a'\nEnergie;'b\n",
            "files/test.csv:2: not readable as CSV (unexpected end of data); check the quotation marks",
        ),
    ],
)
def test_a_line_that_is_refused(folder: Path, text: str, problem: str) -> None:
    (folder / "files/test.csv").write_text(text, encoding="utf-8")
    assert refused(folder) == problem


def test_files_that_are_not_fetched_yet_say_how_to_fetch_them(folder: Path) -> None:
    (folder / "files/test.csv").unlink()
    assert refused(folder) == "files/test.csv: no such file; run: standpunkt fetch zeitung --from FOLDER"


def test_another_key_under_files_is_refused(folder: Path) -> None:
    path = folder / "corpus.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("test: files", "tset: files"), encoding="utf-8")
    assert refused(folder) == "corpus.yaml:8: 'files.tset' is not a known key; did you mean 'test'?"


def test_the_public_corpus_is_read_whole(real_corpus: Callable[[str], Path]) -> None:
    corpus = read(real_corpus("gnad"))
    assert Counter(page.split for page in corpus.pages) == {"train": 581, "test": 122}
    assert len({label.label for label in corpus.labels}) == 9
    assert corpus.dropped.total() == 0
