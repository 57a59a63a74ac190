"""The pages of a corpus: drops by reason, pins, what the corpus states, boilerplate and near-duplicates."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import pytest

from standpunkt.cleaning.collection import clean_pages, compare, take_out
from standpunkt.cleaning.limits import Limits
from standpunkt.params import CleanParams
from standpunkt.schema import PAGES

PARAMS = CleanParams(
    min_words=8,
    languages=["de"],
    duplicate_similarity=0.5,
    duplicate_containment=0.6,
    duplicate_permutations=64,
    boilerplate_articles=2,
    boilerplate_share=0.0,
    max_depth=100,
    max_line_characters=10_000,
    max_seconds=20.0,
)
LIMITS = Limits(1_000_000, 100, 10_000, 20.0)
TEXT = "Die Regierung will den Abstand zwischen Windrädern und Häusern im kommenden Jahr verkleinern."
SECOND = "Der Entwurf soll noch vor der Sommerpause im Parlament beraten werden, sagte Swantje Kolberg."
DUMP = f"Start\nPolitik\n\nDer Abstand schrumpft\nVon Arne Vosskuhl\n14. März 2022\n\n{TEXT}\n\n{SECOND}\n"


def _page(identifier: str, kind: str, content: str, **stated: str) -> dict[str, Any]:
    return {**dict.fromkeys(PAGES.names), "id": identifier, "kind": kind, "content": content, **stated}


ENGLISH = _page(
    "e", "article", "The government wants wind turbines to stand closer to houses, the minister said on Monday."
)


def test_drops_are_counted_by_reason_and_add_up() -> None:
    pages = [
        _page("a", "text", DUMP),
        _page("b", "text", "Start\nPolitik\n"),
        _page("c", "article", "Kurz."),
        _page(
            "d",
            "html",
            "<html><body><article><p>Nur wenige Worte hier.</p></article></body></html>",
        ),
        ENGLISH,
        _page("f", "html", "<div>" * 200 + TEXT),
    ]
    found = clean_pages(pages, PARAMS, LIMITS, {})
    assert [row["id"] for row in found.articles] == ["a", "c"]
    assert found.dropped == Counter({"no_article_found": 1, "too_short": 1, "wrong_language": 1, "too_deep": 1})
    assert len(found.articles) + found.dropped.total() == len(pages)
    assert found.languages == Counter({"de": 1, "und": 2, "en": 1})
    assert {row["id"] for row in found.kept} == {"a"}
    lost = [(row["role"], row["reason"]) for row in found.removed if row["id"] == "d"]
    assert lost == [("body", "the page is dropped: too_short")]


def test_what_split_and_scores_need_goes_along() -> None:
    page = _page("a", "article", TEXT, group="g", split="test", part="neu")
    [row] = clean_pages([page], PARAMS, LIMITS, {}).articles
    assert (row["group"], row["split"], row["part"]) == ("g", "test", "neu")


def test_no_languages_keeps_all() -> None:
    params = PARAMS.model_copy(update={"languages": []})
    assert [row["language"] for row in clean_pages([ENGLISH], params, LIMITS, {}).articles] == ["en"]


@pytest.mark.parametrize(
    ("stated", "author", "published", "title"),
    [
        ({}, "Arne Vosskuhl", "2022-03-14", "Der Abstand schrumpft"),
        ({"author": "tpa", "published": "2022-03-15"}, "tpa", "2022-03-15", "Der Abstand schrumpft"),
        ({"title": "Ein anderer Titel"}, "Arne Vosskuhl", "2022-03-14", "Ein anderer Titel"),
    ],
)
def test_the_corpus_stands_above_the_page(stated: dict[str, str], author: str, published: str, title: str) -> None:
    row = clean_pages([_page("a", "text", DUMP, **stated)], PARAMS, LIMITS, {}).articles[0]
    assert (row["author"], row["published"], row["title"]) == (author, published, title)
    assert row["text"] == f"{TEXT}\n\n{SECOND}"
    sources = dict(row["sources"])
    assert {name for name, source in sources.items() if source == "corpus"} == set(stated)


def test_the_pages_stay_as_they_were() -> None:
    pages = [_page("a", "text", DUMP)]
    before = copy.deepcopy(pages)
    clean_pages(pages, PARAMS, LIMITS, {})
    assert pages == before


@pytest.mark.parametrize(
    ("pins", "text", "used"),
    [
        ({"*": {SECOND: False}}, TEXT, {("*", SECOND)}),
        ({"bote": {SECOND: False}}, TEXT, {("bote", SECOND)}),
        ({"warte": {SECOND: False}}, f"{TEXT}\n\n{SECOND}", set()),
        ({"*": {SECOND: False}, "bote": {SECOND: True}}, f"{TEXT}\n\n{SECOND}", {("*", SECOND), ("bote", SECOND)}),
        ({"*": {"Politik": True}}, f"Politik\n\n{TEXT}\n\n{SECOND}", {("*", "Politik")}),
        ({"*": {"steht nirgends": True}}, f"{TEXT}\n\n{SECOND}", set()),
    ],
)
def test_pins_stand_above_the_model(pins: dict[str, dict[str, bool]], text: str, used: set[tuple[str, str]]) -> None:
    found = clean_pages([_page("a", "text", DUMP, outlet="bote")], PARAMS, LIMITS, pins)
    assert (found.articles[0]["text"], found.pins) == (text, used)


def _articles(*texts: str, outlet: str = "bote") -> list[dict[str, Any]]:
    return [{"id": f"p{place}", "outlet": outlet, "text": text, "words": 0} for place, text in enumerate(texts)]


NOTE = "Dieser Text erschien zuerst in der gedruckten Ausgabe des Boten vom Samstag."
SETTINGS = {
    "similarity": 0.5,
    "containment": 0.6,
    "permutations": 64,
    "min_articles": 2,
    "min_share": 0.0,
    "random_state": 1,
}


def test_what_an_outlet_prints_under_its_articles_is_taken_out_and_kept() -> None:
    articles = _articles(f"{TEXT}\n\n{NOTE}", f"{SECOND}\n\n{NOTE}")
    before = copy.deepcopy(articles)
    found = compare(articles, **SETTINGS)
    assert articles == before
    assert [row["text"] for row in found.articles] == [TEXT, SECOND]
    assert [row["words"] for row in found.articles] == [13, 14]
    assert found.boilerplate == [("p0", 2, NOTE, 2), ("p1", 2, NOTE, 2)]
    kept = [
        {
            "id": "p0",
            "line": 3,
            "text": "Titel",
            "role": "title",
            "reason": "",
            "confidence": 1.0,
            "start": 0,
            "end": 5,
        },
        {"id": "p0", "line": 4, "text": TEXT, "role": "body", "reason": "", "confidence": 1.0, "start": 6, "end": 9},
        {"id": "p0", "line": 7, "text": NOTE, "role": "body", "reason": "", "confidence": 0.7, "start": 10, "end": 20},
    ]
    left, removed = take_out(found, kept)
    assert [row["line"] for row in left] == [3, 4]
    assert removed[0] == {
        **kept[2],
        "role": "boilerplate",
        "reason": "stands under 2 articles of the outlet",
        "confidence": 1.0,
    }
    assert removed[1]["id"] == "p1"  # a ready text has no lines
    assert (removed[1]["line"], removed[1]["start"]) == (2, -1)


def test_another_outlet_prints_it_too_and_once_is_no_boilerplate() -> None:
    articles = [*_articles(f"{TEXT}\n\n{NOTE}"), {**_articles(f"{SECOND}\n\n{NOTE}", outlet="warte")[0], "id": "q"}]
    assert compare(articles, **SETTINGS).boilerplate == []


def test_copies_share_a_cluster_and_are_told_apart() -> None:
    found = compare(_articles(f"{TEXT} {SECOND}", f"{TEXT} {SECOND}".upper(), "Die Bahn fährt wieder."), **SETTINGS)
    assert [row["cluster"] for row in found.articles] == ["p0", "p0", "p2"]
    assert [(pair.left, pair.right, pair.kind) for pair in found.pairs] == [("p0", "p1", "exact")]
