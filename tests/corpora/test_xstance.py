from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from standpunkt.schema import Label, RawPage, Target

from .conftest import read, refused

CORPUS_YAML = """\
name: fragen
title: Comments on questions
language: de
licence: CC BY 4.0
source: written for the tests
redistributable: true
format: xstance
files: {train: files/train.jsonl, valid: files/valid.jsonl, test: files/test.jsonl}
tasks: [stance]
codebook: codebook.yaml
"""
CODEBOOK_YAML = """\
version: 1
stance: {labels: {favor: dafür, against: dagegen}}
"""
TEMPO = "Soll auf Autobahnen ein Tempolimit gelten?"
MAUT = "Befürworten Sie eine Citymaut?"


def entry(number: int, **changed: Any) -> dict[str, Any]:
    return {
        "id": number,
        "language": "de",
        "question_id": 34,
        "question": TEMPO,
        "comment": "Langsamer ist sicherer.",
        "label": "FAVOR",
        "numerical_label": 75,
        "author": "a1b2",
        "topic": "Verkehr",
    } | changed


FILES = {
    "train": [entry(1), entry(2, language="fr", question="Faut-il limiter la vitesse?", comment="Oui.")],
    "valid": [entry(1, comment="Nein, das bremst nur.", label="AGAINST", author="c3")],
    "test": [
        entry(5, test_set="new_comments_defr"),
        entry(6, question_id=9, question=MAUT, comment="Das trifft die Falschen.", label="AGAINST",
              test_set="new_questions_defr"),
        entry(7, language="it", test_set="new_comments_it"),
    ],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "fragen"
    (folder / "files").mkdir(parents=True)
    for name, rows in FILES.items():
        write(folder, name, rows)
    (folder / "corpus.yaml").write_text(CORPUS_YAML, encoding="utf-8")
    (folder / "codebook.yaml").write_text(CODEBOOK_YAML, encoding="utf-8")
    return folder


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / f"files/{name}.jsonl").write_text(text, encoding="utf-8")


def test_a_page_is_a_german_comment_on_one_question(folder: Path) -> None:
    corpus = read(folder)
    test = "files/test.jsonl"
    assert corpus.pages == [
        RawPage(
            "train/1", "files/train.jsonl", "article", "Langsamer ist sicherer.", author="a1b2", split="train"
        ),
        RawPage(
            "valid/1", "files/valid.jsonl", "article", "Nein, das bremst nur.", author="c3", split="validation"
        ),
        RawPage(
            "test/5", test, "article", "Langsamer ist sicherer.", author="a1b2", split="test", part="new_comments_defr"
        ),
        RawPage(
            "test/6", test, "article", "Das trifft die Falschen.", author="a1b2", split="test",
            part="new_questions_defr",
        ),
    ]  # fmt: skip
    assert corpus.labels == [
        Label("train/1", "stance", "q34", "favor", f"{folder}/files/train.jsonl:1"),
        Label("valid/1", "stance", "q34", "against", f"{folder}/files/valid.jsonl:1"),
        Label("test/5", "stance", "q34", "favor", f"{folder}/{test}:1"),
        Label("test/6", "stance", "q9", "against", f"{folder}/{test}:2"),
    ]
    assert corpus.targets == {"q34": Target(statement=TEMPO), "q9": Target(statement=MAUT)}


def test_comments_in_other_languages_are_counted(folder: Path) -> None:
    assert read(folder).dropped == {"wrong_language": 2}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (entry(1, label="NEUTRAL"), "label: 'NEUTRAL' (str) is not allowed: input should be 'FAVOR' or 'AGAINST'"),
        (entry(1, comment=None), "comment: an empty value is not allowed: input should be a text; put it in quotes"),
        (entry(1, question_id="34"), "question_id: '34' (str) is not allowed: input should be a valid integer"),
        ({"id": 1}, "key 'language' is missing; add it"),
    ],
)
def test_a_line_that_is_refused(folder: Path, row: dict[str, Any], problem: str) -> None:
    write(folder, "valid", [entry(8), row])
    assert refused(folder) == f"files/valid.jsonl:2: {problem}"


def test_broken_json_is_refused_with_its_line(folder: Path) -> None:
    (folder / "files/train.jsonl").write_text('\n{"id": 1,}\n', encoding="utf-8")
    assert refused(folder).startswith("files/train.jsonl:2: not valid JSON (")


@pytest.mark.parametrize("name", ["train", "valid", "test"])
def test_files_that_are_not_fetched_yet_say_how_to_fetch_them(folder: Path, name: str) -> None:
    (folder / f"files/{name}.jsonl").unlink()
    assert refused(folder) == f"files/{name}.jsonl: no such file; run: standpunkt fetch fragen --from FOLDER"


def test_another_key_under_files_is_refused(folder: Path) -> None:
    (folder / "corpus.yaml").write_text(CORPUS_YAML.replace("valid:", "valida:"), encoding="utf-8")
    assert refused(folder) == "corpus.yaml:8: 'files.valida' is not a known key; did you mean 'valid'?"
