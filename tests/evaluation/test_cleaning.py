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


# --- marked segments -------------------------------------------------------------------------------------------------

MARKED = {
    "a": ["+ Der Kran", "+ steht still. Niemand", "+ im Hafen", "- Zur Startseite", "- Ein Kran"],
    "b": ["+ Die Fähre fährt.", "- Fähre"],
    "c": ["+ Das Eis", "- Impressum"],
    "d": ["- Impressum"],
}
SEGMENTED: dict[str, dict[str, Any]] = {
    "a": {"text": "Der  Kran steht\nstill.\n\nNiemand weiß, warum. Ein Kran!", "title": "Stille im Hafen"},
    "b": {"text": "Die Fäh\u00adre fährt.", "kicker": None, "title": "Abfahrt", "teaser": "Endlich"},
    "d": {"text": "Der Deich hält."},
}


def _score_segments(articles: dict[str, dict[str, Any]], marked: dict[str, list[str]] = MARKED) -> dict[str, Any]:
    roles = {"+": "segment_with", "-": "segment_without"}
    gold = [{"id": page, "role": roles[text[0]], "text": text[2:]} for page, texts in marked.items() for text in texts]
    return score(articles, gold, Bootstrap(list(marked), 100, 0.9, 13), list(marked))


def _values(entries: dict[str, dict[str, float]]) -> dict[str, tuple[float, float]]:
    return {name: (entry["value"], entry["n"]) for name, entry in entries.items()}


def test_segments_by_hand() -> None:
    """In the text: 3 found of 5 wanted, and 2 that are not; with the fields, `im Hafen` too; page c was dropped."""
    found = _score_segments(SEGMENTED)
    assert sorted(found) == ["segments", "segments_text"]
    assert _values(found["segments_text"]) == {"precision": (0.6, 4), "recall": (0.6, 4), "f1": (0.6, 4)}
    assert _values(found["segments"]) == {
        "precision": (pytest.approx(4 / 6, abs=1e-6), 4),
        "recall": (0.8, 4),
        "f1": (pytest.approx(8 / 11, abs=1e-6), 4),
    }
    for entry in (*found["segments"].values(), *found["segments_text"].values()):
        assert 0 <= entry["low"] < entry["value"] < entry["high"] <= 1


@pytest.mark.parametrize("name", ["kicker", "title", "teaser"])
def test_fields_count_beside_the_text_alone(name: str) -> None:
    found = _score_segments({"b": {"text": "Nichts.", name: "Die Fähre fährt."}}, {"b": ["+ Die Fähre fährt."]})
    assert (found["segments"]["f1"]["value"], found["segments_text"]["f1"]["value"]) == (1.0, 0.0)


def test_pages_without_segments_do_not_count() -> None:
    found = _score_segments(SEGMENTED, {"b": ["+ Die Fähre fährt."], "d": []})
    assert _values(found["segments"]) == {"precision": (1.0, 1), "recall": (1.0, 1), "f1": (1.0, 1)}


def test_segments_leave_the_other_scores_as_they_were() -> None:
    segments = [{"id": "a", "role": "segment_without", "text": "Ein Deich"}]
    found = score(ARTICLES, GOLD + segments, Bootstrap(["a", "b"], 100, 0.9, 13), ["a", "b"])
    assert {name: found[name] for name in found if not name.startswith("segments")} == _score(ARTICLES)
    assert found["segments"]["precision"] == {"value": 0.0, "low": 0.0, "high": 0.0, "n": 1}
