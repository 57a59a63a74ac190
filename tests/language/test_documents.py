"""Documents: articles joined with their readings."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from standpunkt.language.documents import Document, Reading, documents, vectors
from standpunkt.schema import ARTICLES, EMBEDDINGS, FEATURES, table

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
            "part": "neu",
        },
        {"id": "a", "kind": "html", "text": TEXT, "words": 5, "cluster": "a"},
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
    assert (found["b"].part, found["a"].part) == ("neu", None)
    assert [(one.kind, one.words) for one in found.values()] == [("text", 4), ("html", 5)]


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


EMBEDDED = table(
    EMBEDDINGS,
    [
        {"kind": "document", "id": "a", "vector": [1.0, 0.0]},
        {"kind": "target", "id": "a", "vector": [0.5, 0.5]},
        {"kind": "document", "id": "c", "vector": [0.0, 1.0]},
    ],
)


@pytest.mark.parametrize(
    ("embeddings", "kind", "found"),
    [
        (EMBEDDED, "document", {"a": [1.0, 0.0], "c": [0.0, 1.0]}),
        (EMBEDDED, "target", {"a": [0.5, 0.5]}),
        (EMBEDDED.slice(2), "document", {"c": [0.0, 1.0]}),
        (pa.concat_tables([EMBEDDED, EMBEDDED.slice(0, 0)]), "target", {"a": [0.5, 0.5]}),
        (EMBEDDED.slice(0, 1), "target", {}),
        (table(EMBEDDINGS, []), "document", {}),
    ],
)
def test_vectors_by_id(embeddings: pa.Table, kind: str, found: dict[str, list[float]]) -> None:
    read = vectors(embeddings, kind)
    assert {identifier: vector.tolist() for identifier, vector in read.items()} == found
    assert {vector.dtype for vector in read.values()} <= {np.dtype(np.float32)}


def test_a_document_carries_its_embedding() -> None:
    found = documents(*_tables(), vectors(EMBEDDED, "document"))
    assert found["a"].embedding is not None
    assert found["a"].embedding.tolist() == [1.0, 0.0]
    assert found["b"].embedding is None
    assert documents(*_tables())["a"].embedding is None


def test_documents_with_embeddings_can_be_compared() -> None:
    one, two = (documents(*_tables(), vectors(EMBEDDED, "document")) for _ in range(2))
    assert one == two
