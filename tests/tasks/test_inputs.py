"""From tables to examples, and the sides of examples."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from standpunkt.language.documents import Document
from standpunkt.schema import ARTICLES, EMBEDDINGS, FEATURES, LABELS, SPLIT, TARGETS, Codebook, Target, table
from standpunkt.tasks import Example
from standpunkt.tasks._inputs import by_side, inputs

CODEBOOK = Codebook.model_validate(
    {
        "version": 1,
        "topics": {"energie": {"label": "Energie", "definition": "Strom."}},
        "stance": {"labels": {"favor": "dafür", "against": "dagegen"}},
    }
)


def test_labels_of_dropped_pages_are_left_out() -> None:
    articles = table(ARTICLES, [{"id": "a", "kind": "text", "text": "Ja", "words": 1, "cluster": "a"}])
    reading = {"tokens": ["Ja"], "lemmas": ["ja"], "starts": [0], "sentences": [0], "mentions": [], "cues": []}
    labels = [{"id": name, "task": "topic", "label": "energie"} for name in ("a", "dropped")]
    targets = table(TARGETS, [{"id": "t", "statement": "Es gilt.", "aliases": ["Es"]}])
    found = inputs(
        articles, table(FEATURES, [{"id": "a", "field": "text", **reading}]), table(LABELS, labels), targets, CODEBOOK
    )
    assert list(found.documents) == ["a"]
    assert found.labels == [{"id": "a", "task": "topic", "target": None, "label": "energie"}]
    assert found.targets == {"t": Target(statement="Es gilt.", aliases=["Es"])}
    assert found.classes == {"topic": ["energie"], "stance": ["favor", "against"]}


def test_a_codebook_without_stances_has_no_stance_classes() -> None:
    empty = [table(schema, []) for schema in (ARTICLES, FEATURES, LABELS, TARGETS)]
    assert inputs(*empty, Codebook(version=1)).classes == {"topic": [], "stance": []}


def test_embeddings_reach_documents_and_targets() -> None:
    articles = table(ARTICLES, [{"id": "a", "kind": "text", "text": "Ja", "words": 1, "cluster": "a"}])
    rows = [{"kind": "document", "id": "a", "vector": [1.0, 0.0]}, {"kind": "target", "id": "t", "vector": [0.0, 1.0]}]
    empty = [table(schema, []) for schema in (FEATURES, LABELS, TARGETS)]
    found = inputs(articles, *empty, CODEBOOK, table(EMBEDDINGS, rows))
    assert found.documents["a"].embedding is not None
    assert found.documents["a"].embedding.tolist() == [1.0, 0.0]
    assert {name: vector.tolist() for name, vector in found.target_embeddings.items()} == {"t": [0.0, 1.0]}


def test_without_an_encoder_there_are_no_embeddings() -> None:
    articles = table(ARTICLES, [{"id": "a", "kind": "text", "text": "Ja", "words": 1, "cluster": "a"}])
    found = inputs(articles, *[table(schema, []) for schema in (FEATURES, LABELS, TARGETS)], CODEBOOK)
    assert (found.documents["a"].embedding, found.target_embeddings) == (None, {})


ROWS = [
    {"id": "a", "target": None, "side": "train"},
    {"id": "a", "target": "t1", "side": "test"},
    {"id": "a", "target": "t2", "side": "excluded", "reason": "page_has_test_target"},
    {"id": "b", "target": None, "side": "validation"},
]


@pytest.mark.parametrize(
    ("page", "target", "label", "side"),
    [
        ("a", None, "energie", "train"),
        ("a", "t1", "favor", "test"),
        ("a", "t2", "favor", "excluded"),
        ("b", "t1", "favor", "validation"),  # the side of its page where the split tells no targets apart
        ("b", None, None, "unlabelled"),
        ("c", None, None, "unlabelled"),
    ],
)
def test_by_side(
    document: Callable[..., Document], page: str, target: str | None, label: str | None, side: str
) -> None:
    example = Example(document("Ein Text.", id=page), label, target)
    assert by_side([example], table(SPLIT, ROWS)) == {side: [example]}
