"""Documents: articles joined with their readings."""

from __future__ import annotations

import pyarrow as pa
import pytest

from standpunkt.language.documents import Document, Reading, documents
from standpunkt.schema import ARTICLES, FEATURES, table

TEXT = "Ja, sagte Kolberg. Nein!"


def _reading(**changed: object) -> dict[str, object]:
    return {
        "tokens": ["Ja", ",", "sagte", "Kolberg", ".", "Nein", "!"],
        "lemmas": ["ja", ",", "sagen", "Kolberg", ".", "nein", "!"],
        "starts": [0, 2, 4, 10, 17, 19, 23],
        "sentences": [0, 5],
        "mentions": [{"actor": "kolberg", "start": 3, "end": 4}],
        "cues": [{"verb": "sagen", "start": 2, "end": 3}],
    } | changed


def _tables() -> tuple[pa.Table, pa.Table]:
    articles = [
        {
            "id": "b",
            "kind": "text",
            "title": "Ein Titel",
            "text": TEXT,
            "words": 4,
            "cluster": "b",
            "author": "Arne Vosskuhl",
        },
        {"id": "a", "kind": "text", "text": TEXT, "words": 4, "cluster": "a"},
    ]
    title = {
        "tokens": ["Ein", "Titel"],
        "lemmas": ["ein", "Titel"],
        "starts": [0, 4],
        "sentences": [0],
        "mentions": [],
        "cues": [],
    }
    features = [
        {"id": "b", "field": "text", **_reading()},
        {"id": "a", "field": "text", **_reading()},
        {"id": "b", "field": "title", **title},
    ]
    return table(ARTICLES, articles), table(FEATURES, features)


@pytest.fixture
def found() -> dict[str, Document]:
    return documents(*_tables())


def test_documents_stand_in_the_order_of_the_articles_and_fields_title_first(found: dict[str, Document]) -> None:
    assert [(name, list(document.readings)) for name, document in found.items()] == [
        ("b", ["title", "text"]),
        ("a", ["text"]),
    ]


def test_a_document_carries_what_the_article_states(found: dict[str, Document]) -> None:
    assert (found["b"].author, found["b"].cluster, found["a"].author) == ("Arne Vosskuhl", "b", None)


def test_text_is_title_and_text(found: dict[str, Document]) -> None:
    assert found["b"].text() == f"Ein Titel\n{TEXT}"


@pytest.mark.parametrize(
    ("form", "tokens"),
    [
        ("form", ["Ein", "Titel", "Ja", ",", "sagte", "Kolberg", ".", "Nein", "!"]),
        ("lemma", ["ein", "Titel", "ja", ",", "sagen", "Kolberg", ".", "nein", "!"]),
    ],
)
def test_tokens(found: dict[str, Document], form: str, tokens: list[str]) -> None:
    assert list(found["b"].tokens(form)) == tokens


def test_sentences_of_a_reading(found: dict[str, Document]) -> None:
    reading = found["a"].readings["text"]
    assert reading.sentence_spans() == [(0, 5), (5, 7)]
    assert [reading.sentence_text(start, end) for start, end in reading.sentence_spans()] == [
        "Ja, sagte Kolberg.",
        "Nein!",
    ]


def test_an_empty_reading_has_no_sentences() -> None:
    assert Reading("", [], [], [], [], [], []).sentence_spans() == []


def test_an_article_without_features_has_no_readings() -> None:
    articles, features = _tables()
    assert documents(articles, features.slice(0, 0))["a"].readings == {}


def test_the_tables_stay_as_they_were() -> None:
    articles, features = _tables()
    before = articles.to_pylist(), features.to_pylist()
    documents(articles, features)
    assert (articles.to_pylist(), features.to_pylist()) == before
