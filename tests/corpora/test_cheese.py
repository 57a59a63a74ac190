from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from standpunkt.schema import Label, RawPage, Target

from .conftest import read, refused

CORPUS_YAML = """\
name: debatten
title: Articles and debate questions
language: de
licence: CC BY 4.0
source: written for the tests
redistributable: true
format: cheese
files: {articles: files/cheese.json}
tasks: [stance]
codebook: codebook.yaml
"""
CODEBOOK_YAML = """\
version: 1
stance: {labels: {favor: dafür, against: dagegen, neutral: weder noch}}
"""


def stance(number: int, answer: str, **changed: Any) -> dict[str, Any]:
    return {
        "question_id": number,
        "question": f"Frage {number}?",
        "stance": answer,
        "selection_stage": 1,
        "selection_rank": "gold",
        "general_area_of_interest": "Verkehr",
        "target_topic": "Citymaut",
    } | changed


def article(name: str | int, *stances: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {
        "title": "Die Maut kommt",
        "snippet": "Aldenburg kassiert.",
        "paragraphs": [
            {"text": "Wer in die Stadt fährt, zahlt.", "paragraph_emotion": ["Keine"]},
            {"text": "Der Klub klagt.", "paragraph_emotion": ["Ärger"]},
        ],
        "article_emotion": ["Ärger"],
        "article_stance": list(stances),
        "article_id": name,
        "source": "Bote",
        "date": "2031-03-01",
    } | changed


ARTICLES = [
    article("b.17", stance(10, "Ja, dafür"), stance(53, "Kein Bezug"), stance(54, "Nein, dagegen")),
    article(9, stance(10, "Diskutierend"), stance(54, "Unklar"), snippet="", title=None, source=None, date=None),
]
TEXT = "Aldenburg kassiert.\n\nWer in die Stadt fährt, zahlt.\n\nDer Klub klagt."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "debatten"
    (folder / "files").mkdir(parents=True)
    write(folder, ARTICLES)
    (folder / "corpus.yaml").write_text(CORPUS_YAML, encoding="utf-8")
    (folder / "codebook.yaml").write_text(CODEBOOK_YAML, encoding="utf-8")
    return folder


def write(folder: Path, rows: list[Any]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "files/cheese.json").write_text(text, encoding="utf-8")


def test_a_page_is_an_article_as_the_answer_to_one_question(folder: Path) -> None:
    corpus = read(folder)
    path = "files/cheese.json"
    first: dict[str, Any] = {
        "outlet": "Bote", "published": "2031-03-01", "title": "Die Maut kommt", "group": "b.17",
    }  # fmt: skip
    assert corpus.pages == [
        RawPage("b.17/10", path, "article", TEXT, **first),
        RawPage("b.17/54", path, "article", TEXT, **first),
        RawPage("9/10", path, "article", TEXT.removeprefix("Aldenburg kassiert.\n\n"), group="9"),
    ]
    assert corpus.labels == [
        Label("b.17/10", "stance", "q10", "favor", f"{folder}/{path}:1"),
        Label("b.17/54", "stance", "q54", "against", f"{folder}/{path}:1"),
        Label("9/10", "stance", "q10", "neutral", f"{folder}/{path}:2"),
    ]
    assert corpus.targets == {
        "q10": Target(statement="Frage 10?", aliases=["Citymaut"]),
        "q54": Target(statement="Frage 54?", aliases=["Citymaut"]),
    }


def test_pairs_without_a_stance_are_counted(folder: Path) -> None:
    assert read(folder).dropped == {"unrelated": 1, "unclear": 1}


@pytest.mark.parametrize("start", ["", "\n ", "\ufeff"])
def test_one_list_is_read_as_lines_are(folder: Path, start: str) -> None:
    pages = read(folder).pages
    (folder / "files/cheese.json").write_text(start + json.dumps(ARTICLES, indent=1), encoding="utf-8")
    corpus = read(folder)
    assert corpus.pages == pages
    assert corpus.labels[-1].place == f"{folder}/files/cheese.json: article 2"


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2031-03-01T08:00:00Z", "2031-03-01T08:00:00Z"),
        ("01.03.2031", None),
        (1930089600000, None),
        ("2031-03-012", None),
    ],
)
def test_a_date_is_taken_where_it_is_iso_8601(folder: Path, date: str | int, published: str | None) -> None:
    write(folder, [article("a", stance(1, "Ja, dafür"), date=date)])
    assert [page.published for page in read(folder).pages] == [published]


def test_a_question_without_topic_has_no_alias(folder: Path) -> None:
    write(folder, [article("a", stance(1, "Ja, dafür", target_topic=None))])
    assert read(folder).targets == {"q1": Target(statement="Frage 1?")}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            article("a", stance(1, "Vielleicht")),
            (
                "article_stance.0.stance: 'Vielleicht' (str) is not allowed: input should be 'Ja, dafür', "
                "'Nein, dagegen', 'Diskutierend', 'Kein Bezug' or 'Unklar'"
            ),
        ),
        (
            article("a", paragraphs=["Ja."]),
            "paragraphs.0: 'Ja.' (str) is not allowed: input should be a mapping of keys to values",
        ),
        ({"title": "Ohne Text"}, "key 'article_id' is missing; add it"),
        (article("a", stance(1, "Ja, dafür"), stance(1, "Ja, dafür")), "page id 'a/1' also belongs to"),
        (article("../a", stance(1, "Ja, dafür")), "page id '../a/1' is not allowed; use a relative path"),
    ],
)
def test_an_article_that_is_refused(folder: Path, row: dict[str, Any], problem: str) -> None:
    write(folder, [row])
    assert refused(folder).replace("cheese.json:1:", "cheese.json:").startswith(f"files/cheese.json: {problem}")


def test_broken_json_is_refused_with_its_line(folder: Path) -> None:
    (folder / "files/cheese.json").write_text('[\n{"title": "a",}]\n', encoding="utf-8")
    assert refused(folder).startswith("files/cheese.json:2: not valid JSON (")


def test_files_that_are_not_fetched_yet_say_how_to_fetch_them(folder: Path) -> None:
    (folder / "files/cheese.json").unlink()
    assert refused(folder) == "files/cheese.json: no such file; run: standpunkt fetch debatten --from FOLDER"


def test_another_key_under_files_is_refused(folder: Path) -> None:
    (folder / "corpus.yaml").write_text(CORPUS_YAML.replace("articles:", "article:"), encoding="utf-8")
    assert refused(folder) == "corpus.yaml:8: 'files.article' is not a known key; did you mean 'articles'?"
