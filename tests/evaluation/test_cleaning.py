"""Scores of cleaning, by hand."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from standpunkt.evaluation.cleaning import score
from standpunkt.evaluation.uncertainty import Bootstrap

GOLD = [
    {"id": "a", "role": "body", "text": "Erster Absatz.\n\nZweiter  Absatz."},
    {"id": "a", "role": "title", "text": "Der Titel"},
    {"id": "a", "role": "published", "text": "2022-03-14T06:30"},
    {"id": "a", "role": "navigation", "text": "Politik"},
    {"id": "a", "role": "caption", "text": "Ein Deich"},
    {"id": "b", "role": "body", "text": "Die Politik schweigt."},
    {"id": "b", "role": "title", "text": "Stille"},
    {"id": "b", "role": "navigation", "text": "Politik"},
]
ARTICLES: dict[str, dict[str, Any]] = {
    "a": {"text": "Erster Absatz.\n\nEin Deich", "title": "Der  Titel", "published": "2022-03-14", "author": None},
    "b": {"text": "Die Politik schweigt.", "title": "Lärm", "published": None},
}


def _score(articles: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return score(articles, GOLD, Bootstrap(["a", "b"], 100, 0.9, 13), ["a", "b"])


def test_scores_by_hand() -> None:
    found = _score(ARTICLES)
    first, second, third = len("Erster Absatz."), len("Zweiter Absatz."), len("Die Politik schweigt.")
    assert found["body_characters_kept"]["value"] == pytest.approx((first + third) / (first + second + third), abs=1e-6)
    assert found["furniture_characters_kept"]["value"] == pytest.approx(9 / (9 + 7 + 7), abs=1e-6)
    assert {role: entry["value"] for role, entry in found["furniture_kept_by_role"].items()} == {
        "caption": 1.0,
        "navigation": 0.0,
    }
    assert (found["title_exact"]["value"], found["title_exact"]["n"]) == (0.5, 2)
    assert (found["published_exact"]["value"], found["published_exact"]["n"]) == (1.0, 1)
    assert "author_exact" not in found


def test_a_word_of_a_menu_that_the_body_uses_is_not_kept_furniture() -> None:
    assert _score(ARTICLES)["furniture_kept_by_role"]["navigation"]["value"] == 0.0
    kept = copy.deepcopy(ARTICLES)
    kept["b"]["text"] = "Politik\n\nDie Politik schweigt."
    assert _score(kept)["furniture_kept_by_role"]["navigation"]["value"] == 0.5


def test_the_body_of_a_dropped_page_is_lost() -> None:
    found = _score({"b": ARTICLES["b"]})
    assert found["body_characters_kept"]["value"] == pytest.approx(21 / (14 + 15 + 21), abs=1e-6)
    assert found["title_exact"]["value"] == 0.0
    assert found["furniture_characters_kept"]["value"] == 0.0


def test_the_articles_stay_as_they_were() -> None:
    before = copy.deepcopy(ARTICLES)
    _score(ARTICLES)
    assert before == ARTICLES
