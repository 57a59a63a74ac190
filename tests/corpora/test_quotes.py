from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from standpunkt import corpora
from standpunkt.schema import Annotation, Quote, RawPage

from .conftest import read, refused

CORPUS_YAML = """\
name: zitate
title: Quotations
language: de
licence: CC BY 4.0
source: written for the tests
redistributable: true
format: quotes
files: {train: files/train, dev: files/dev, test: files/test}
tasks: [quotes]
codebook: codebook.yaml
"""
TEXT = "„Wir warten“, sagte Dahlke. Die Maut komme später."


def marked(*spans: tuple[int, int]) -> dict[str, Any]:
    return {"spans": [{"begin": 0, "end": 1, "charBegin": start, "charEnd": end} for start, end in spans], "text": ""}


def document(**changes: Any) -> dict[str, Any]:
    direct = {"type": "Direct", "quote": marked((0, 12)), "cue": marked((14, 19)), "speaker": marked((20, 26)), "id": 0}
    free = {"type": "IndirectFreeIndirect", "quote": marked((28, 50)), "medium": "Speech", "frame": marked((0, 1))}
    return {"documentName": "7", "originalText": TEXT, "annotations": [direct, free], "tokens": [], **changes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "zitate"
    for name, stem in (
        ("train", "7 - Maut: „Später“ (2023-05-04)"),
        ("dev", "8 - Rat tagt"),
        ("test", "ohne Nummer (2023-05-06)"),
    ):
        (folder / "files" / name).mkdir(parents=True)
        write(folder, f"{name}/{stem}.pretty.json", document())
    (folder / "corpus.yaml").write_text(CORPUS_YAML, encoding="utf-8")
    (folder / "codebook.yaml").write_text("version: 1\n", encoding="utf-8")
    return folder


def write(folder: Path, name: str, data: Any) -> None:
    (folder / "files" / name).write_text(json.dumps(data), encoding="utf-8")


def test_a_document_is_an_article_with_its_side_title_and_day(folder: Path) -> None:
    assert read(folder).pages == [
        RawPage(
            "train/7",
            "files/train/7 - Maut: „Später“ (2023-05-04).pretty.json",
            "article",
            TEXT,
            published="2023-05-04",
            title="Maut: „Später“",
            split="train",
        ),
        RawPage("dev/8", "files/dev/8 - Rat tagt.pretty.json", "article", TEXT, title="Rat tagt", split="validation"),
        RawPage(
            "test/ohne Nummer (2023-05-06)",
            "files/test/ohne Nummer (2023-05-06).pretty.json",
            "article",
            TEXT,
            published="2023-05-06",
            title="ohne Nummer",
            split="test",
        ),
    ]


def test_quotes_have_our_types_and_their_offsets(folder: Path) -> None:
    quotes = (
        Quote("direct", ((0, 12),), ((14, 19),), ((20, 26),)),
        Quote("free_indirect", ((28, 50),)),
    )
    assert read(folder).annotations[0] == Annotation("train/7", TEXT, quotes)


def test_without_a_test_folder_dev_is_the_test_side(folder: Path) -> None:
    for path in (folder / "files/test").iterdir():
        path.unlink()
    (folder / "files/test").rmdir()
    assert [(page.id, page.split) for page in read(folder).pages] == [("train/7", "train"), ("dev/8", "test")]


def test_a_document_without_quotes_is_annotated_too(folder: Path) -> None:
    write(folder, "train/9.json", document(annotations=[]))
    assert [one.quotes for one in read(folder).annotations if one.id == "train/9"] == [()]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "must be an object ({…}) with originalText and annotations"),
        ({"originalText": TEXT}, "key 'annotations' is missing; add it"),
        (document(originalText=5), "originalText: 5 (int) is not allowed: input should be a text; put it in quotes"),
        (
            document(annotations=[{"type": "Dirct", "quote": marked((0, 3))}]),
            "type 'Dirct' is unknown; did you mean 'Direct'?",
        ),
        (
            document(annotations=[{"type": "Direct", "quote": marked((0, 51))}]),
            "span [0, 51] is not inside the text of 50 characters",
        ),
        (
            document(annotations=[{"type": "Direct", "quote": marked((5, 5))}]),
            "span [5, 5] is not inside the text of 50 characters",
        ),
    ],
)
def test_another_layout_is_refused_with_the_file(folder: Path, data: Any, message: str) -> None:
    write(folder, "train/6.pretty.json", data)
    assert refused(folder) == f"files/train/6.pretty.json: {message}"


def test_no_train_folder_says_how_to_fetch(folder: Path) -> None:
    (folder / "files/train").rename(folder / "files/other")
    assert refused(folder) == "files/train: no such folder; run: standpunkt fetch zitate --from FOLDER"


@pytest.mark.skipif("STANDPUNKT_CORPORA" not in os.environ, reason="STANDPUNKT_CORPORA is not set")
def test_the_real_corpus_is_read_whole() -> None:
    root = Path(__file__).parents[2] / "data/corpora/quotes-de"
    config = corpora.read_config(root)
    files = {"train": "train", "dev": "dev", "test": "test"}
    real = Path(os.environ["STANDPUNKT_CORPORA"]) / "quotes-de"
    from standpunkt.corpora import quotes

    found = quotes.read(real, config.model_copy(update={"files": files}), corpora.read_codebook(root, config))
    assert len(found.pages) == 850
    assert sum(len(one.quotes or ()) for one in found.annotations) == 3530
