from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt.corpora import wahlomat
from standpunkt.schema import Label, RawPage, Target

from .conftest import read, refused

CORPUS_YAML = """\
name: thesen
title: One election
language: de
licence: CC BY 4.0
source: written for the tests
redistributable: true
format: wahlomat
files: {root: files}
tasks: [stance]
codebook: codebook.yaml
"""
CODEBOOK_YAML = """\
version: 1
stance: {labels: {favor: dafür, against: dagegen, neutral: weder noch}}
"""
TABLES: dict[str, Any] = {
    "overview": {"title": "Wahl in Talland", "date": "2031-09-14", "info": "", "data_source": ""},
    "statement": [
        {"id": 0, "category": None, "label": "Citymaut", "text": " Die Citymaut soll kommen. "},
        {"id": 1, "category": None, "label": "", "text": "Der Mindestlohn soll steigen."},
    ],
    "party": [{"id": 0, "name": "BU", "longname": "Bürgerunion"}, {"id": 7, "name": "GL", "longname": "Grüne Liste"}],
    "answer": [
        {"id": 0, "message": "Stimme zu"},
        {"id": 1, "message": "Stimme nicht zu"},
        {"id": 2, "message": "Neutral"},
    ],
    "comment": [
        {"id": 0, "text": '"Wer in die Stadt fährt, zahlt an der Kasse genug."'},
        {"id": 1, "text": "„Nur so werden die Straßen frei.“"},
        {"id": 2, "text": "Zu dieser These wurde keine Begründung vorgelegt."},
        {"id": 3, "text": ' "" '},
    ],
    "opinion": [
        {"id": 0, "party": 0, "statement": 0, "answer": 1, "comment": 0},
        {"id": 1, "party": 7, "statement": 0, "answer": 0, "comment": 1},
        {"id": 2, "party": 0, "statement": 1, "answer": 2, "comment": 2},
        {"id": 3, "party": 7, "statement": 1, "answer": 0, "comment": 3},
    ],
}


def write(folder: Path, election: str, tables: dict[str, Any]) -> Path:
    target = folder / "files" / election
    target.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        (target / f"{name}.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return target


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "thesen"
    write(folder, "2031/talland", TABLES)
    (folder / "corpus.yaml").write_text(CORPUS_YAML, encoding="utf-8")
    (folder / "codebook.yaml").write_text(CODEBOOK_YAML, encoding="utf-8")
    return folder


def test_a_page_is_the_reason_of_one_party_on_one_statement(folder: Path) -> None:
    corpus = read(folder)
    path = "files/2031/talland/opinion.json"
    common = {"published": "2031-09-14", "group": "2031/talland"}
    assert corpus.pages == [
        RawPage(
            "2031/talland/0/0",
            path,
            "article",
            "Wer in die Stadt fährt, zahlt an der Kasse genug.",
            author="BU",
            **common,
        ),
        RawPage("2031/talland/0/7", path, "article", "Nur so werden die Straßen frei.", author="GL", **common),
    ]
    assert corpus.labels == [
        Label("2031/talland/0/0", "stance", "2031/talland/0", "against", f"{folder}/{path}: opinion 0"),
        Label("2031/talland/0/7", "stance", "2031/talland/0", "favor", f"{folder}/{path}: opinion 1"),
    ]
    assert corpus.targets == {
        "2031/talland/0": Target(statement="Die Citymaut soll kommen.", aliases=["Citymaut"]),
        "2031/talland/1": Target(statement="Der Mindestlohn soll steigen."),
    }


def test_opinions_without_reason_are_counted(folder: Path) -> None:
    assert read(folder).dropped == {"no_reason_given": 1, "empty": 1}


def test_an_election_without_comments_counts_as_without_reasons(folder: Path) -> None:
    opinions = [{"id": 0, "party": 0, "statement": 0, "answer": 0}, {"id": 1, "party": 7, "statement": 0, "answer": 1}]
    write(folder, "2027/talland", {"overview": TABLES["overview"], "opinion": opinions})
    corpus = read(folder)
    assert corpus.dropped == {"no_reason_given": 3, "empty": 1}
    assert {page.group for page in corpus.pages} == {"2031/talland"}


def test_elections_are_read_in_the_order_of_their_paths(folder: Path) -> None:
    for election in ("2027/vesmar", "2031/korvien"):
        write(folder, election, TABLES)
    assert [page.group for page in read(folder).pages[::2]] == ["2027/vesmar", "2031/korvien", "2031/talland"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Keine Begründung vorgelegt.", True),
        ("Die Partei hat bis zum Stichtag keine Stellungnahme abgegeben.", True),
        ("Eine Begründung wird nachgereicht.", True),
        ("Die Begründung liegt nicht vor.", True),
        ("keine Angabe", True),
        ("Kein Kommentar!", True),
        ("Für das Verbot gibt es keine Begründung, die uns überzeugt.", False),
        ("Wir sagen nein.", False),
        ("", False),
        ("Es wurde keine Begründung vorgelegt, warum die Straße gebaut werden soll. " * 3, False),
    ],
)
def test_what_counts_as_no_reason(text: str, expected: bool) -> None:
    assert wahlomat.no_reason(text) is expected


@pytest.mark.parametrize(
    ("table", "rows", "problem"),
    [
        (
            "answer",
            [{"id": 0, "message": "Stimme zu"}, {"id": 1, "message": "Stimme nich zu"}],
            "opinion.json: opinion 0: answer 'Stimme nich zu' is unknown; did you mean 'Stimme nicht zu'?",
        ),
        (
            "party",
            [{"id": 0, "name": "BU"}],
            "opinion.json: opinion 1: party 7 is not in party.json; is the download complete?",
        ),
        (
            "statement",
            [{"id": 1, "text": "Der Mindestlohn soll steigen."}],
            "opinion.json: opinion 0: statement 0 is not in statement.json; is the download complete?",
        ),
        (
            "comment",
            [{"id": 0, "text": "Ja."}, {"text": "Nein."}],
            "comment.json: entry 2: field 'id' must be a number; is the download complete?",
        ),
        (
            "opinion",
            [{"id": 0, "party": "0", "statement": 0, "answer": 1, "comment": 0}],
            "opinion.json: entry 1: field 'party' must be a number; is the download complete?",
        ),
        (
            "comment",
            [{"id": number, "text": 5} for number in range(4)],
            "comment.json: entry 1: field 'text' must be a text; is the download complete?",
        ),
        ("party", {"id": 0, "name": "BU"}, "party.json: must be a list of objects; is the download complete?"),
        ("answer", ["Stimme zu"], "answer.json: entry 1: field 'id' must be a number; is the download complete?"),
        ("overview", {"title": "Wahl"}, "overview.json: field 'date' must be a text; is the download complete?"),
        ("overview", [], "overview.json: field 'date' must be a text; is the download complete?"),
        (
            "opinion",
            [dict(TABLES["opinion"][0], id=number) for number in range(2)],
            (
                "opinion.json: page id '2031/talland/0/0' also belongs to files/2031/talland/opinion.json; "
                "rename one of them"
            ),
        ),
    ],
)
def test_tables_that_do_not_fit_are_refused(folder: Path, table: str, rows: Any, problem: str) -> None:
    write(folder, "2031/talland", {table: rows})
    assert refused(folder) == f"files/2031/talland/{problem}"


def test_broken_json_is_refused_with_its_line(folder: Path) -> None:
    (folder / "files/2031/talland/party.json").write_text('[\n  {"id": 0,}\n]\n', encoding="utf-8")
    assert refused(folder).startswith("files/2031/talland/party.json:2: not valid JSON (")


def test_a_missing_table_is_named(folder: Path) -> None:
    (folder / "files/2031/talland/party.json").unlink()
    assert refused(folder) == "files/2031/talland/party.json: no such file"


def test_files_that_are_not_fetched_yet_say_how_to_fetch_them(folder: Path) -> None:
    (folder / "files").rename(folder / "old")
    assert refused(folder) == (
        "files: no <year>/<region>/overview.json here; run: standpunkt fetch thesen --from FOLDER"
    )


def test_another_key_under_files_is_refused(folder: Path) -> None:
    (folder / "corpus.yaml").write_text(CORPUS_YAML.replace("{root:", "{roots:"), encoding="utf-8")
    assert refused(folder) == "corpus.yaml:8: 'files.roots' is not a known key; did you mean 'root'?"


def test_the_public_corpus_is_read_whole(real_corpus: Callable[[str], Path]) -> None:
    corpus = read(real_corpus("wahlomat"))
    assert len(corpus.pages) == len(corpus.labels) == 31_325
    assert corpus.dropped == {"no_reason_given": 3_739, "empty": 608}
    assert {label.target for label in corpus.labels} <= set(corpus.targets)
