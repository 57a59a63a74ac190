from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from standpunkt.schema import Label, RawPage

from .conftest import read, refused

CORPUS_YAML = """\
name: saetze
title: Sentences
language: de
licence: CC BY 4.0
source: written for the tests
redistributable: true
format: sib200
files: {train: files/train.tsv, dev: files/dev.tsv, test: files/test.tsv}
tasks: [topic]
codebook: codebook.yaml
"""
CODEBOOK_YAML = """\
version: 1
topics:
  science_technology: {label: Wissenschaft und Technik, definition: Forschung und Maschinen.}
  travel: {label: Reise, definition: Unterwegs.}
"""
HEADER = "index_id\tcategory\ttext\n"
FILES = {
    "train": (
        f'{HEADER}431\ttravel\tDie Fähre nach Drosk legt mittags ab.\n7\tscience/technology\t"Der ""Pulsar"" tickt."\n'
    ),
    "dev": f"{HEADER}12\ttravel\tIn Salzhorn gibt es zwei Herbergen.\n",
    "test": f"{HEADER}3\tscience/technology\tDas Rad dreht sich.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "saetze"
    (folder / "files").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / f"files/{name}.tsv").write_text(text, encoding="utf-8")
    (folder / "corpus.yaml").write_text(CORPUS_YAML, encoding="utf-8")
    (folder / "codebook.yaml").write_text(CODEBOOK_YAML, encoding="utf-8")
    return folder


def test_three_files_are_read_with_their_own_split(folder: Path) -> None:
    corpus = read(folder)
    assert corpus.pages == [
        RawPage("train/431", "files/train.tsv", "article", "Die Fähre nach Drosk legt mittags ab.", split="train"),
        RawPage("train/7", "files/train.tsv", "article", 'Der "Pulsar" tickt.', split="train"),
        RawPage("dev/12", "files/dev.tsv", "article", "In Salzhorn gibt es zwei Herbergen.", split="validation"),
        RawPage("test/3", "files/test.tsv", "article", "Das Rad dreht sich.", split="test"),
    ]
    assert corpus.labels == [
        Label("train/431", "topic", None, "travel", f"{folder}/files/train.tsv:2"),
        Label("train/7", "topic", None, "science_technology", f"{folder}/files/train.tsv:3"),
        Label("dev/12", "topic", None, "travel", f"{folder}/files/dev.tsv:2"),
        Label("test/3", "topic", None, "science_technology", f"{folder}/files/test.tsv:2"),
    ]
    assert (corpus.targets, corpus.gold, corpus.dropped.total()) == ({}, [], 0)


@pytest.mark.parametrize(
    ("missing", "sides"),
    [
        (["test"], ["train", "train", "test"]),
        (["dev"], ["train", "train", "test"]),
        (["dev", "test"], ["train", "train"]),
    ],
)
def test_where_no_test_file_is_there_dev_is_the_test_side(folder: Path, missing: list[str], sides: list[str]) -> None:
    for name in missing:
        (folder / f"files/{name}.tsv").unlink()
    assert [page.split for page in read(folder).pages] == sides


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            f"{HEADER}1\tsience/technology\tEin Satz.\n",
            "files/dev.tsv:2: topic 'sience_technology' is not in the codebook; did you mean 'science_technology'?",
        ),
        (f"{HEADER}1\ttravel\n", "files/dev.tsv:2: 2 fields, wanted 3 as in the first line"),
        (
            "index\tcategory\ttext\n",
            "files/dev.tsv:1: column 'index_id' is missing; the header has: index, category, text",
        ),
        (
            "index_id,category,text\n",
            (
                "files/dev.tsv:1: column 'index_id' is missing; the header has: index_id,category,text; "
                "divide the columns by '\\t'"
            ),
        ),
        (
            f"{HEADER}1\ttravel\tEin Satz.\n1\ttravel\tNoch einer.\n",
            "files/dev.tsv: page id 'dev/1' also belongs to files/dev.tsv; rename one of them",
        ),
        (f"{HEADER}1\ttravel\tEin\0Satz.\n", "files/dev.tsv:2: a NUL byte; is this a CSV file?"),
    ],
)
def test_a_file_that_is_refused(folder: Path, text: str, problem: str) -> None:
    (folder / "files/dev.tsv").write_text(text, encoding="utf-8")
    assert refused(folder) == problem


def test_files_that_are_not_fetched_yet_say_how_to_fetch_them(folder: Path) -> None:
    (folder / "files/train.tsv").unlink()
    assert refused(folder) == "files/train.tsv: no such file; run: standpunkt fetch saetze --from FOLDER"


def test_another_key_under_files_is_refused(folder: Path) -> None:
    (folder / "corpus.yaml").write_text(CORPUS_YAML.replace("dev:", "deva:"), encoding="utf-8")
    assert refused(folder) == "corpus.yaml:8: 'files.deva' is not a known key; did you mean 'dev'?"


def test_the_public_corpus_is_read_whole(real_corpus: Callable[[str], Path]) -> None:
    corpus = read(real_corpus("sib200-de"))
    assert Counter(page.split for page in corpus.pages) == {"train": 701, "test": 99}
    assert Counter(label.label for label in corpus.labels) == {
        "science_technology": 201, "travel": 158, "politics": 116, "sports": 97, "health": 88, "entertainment": 74,
        "geography": 66,
    }  # fmt: skip
