"""Cues of attitude: prefixes, negation, and what several lists hold."""

from __future__ import annotations

import pytest

from standpunkt.language import cues, lexicons
from standpunkt.language.cues import CueSet


@pytest.mark.parametrize(
    ("token", "held"),
    [
        ("ab", True),
        ("abbau", False),  # `ab` is a whole word
        ("forder", True),
        ("forderung", True),
        ("forde", False),
        ("überforderung", False),  # a prefix, not a part
        ("", False),
    ],
)
def test_entries_match_whole_words_and_prefixes(token: str, held: bool) -> None:
    assert (token in CueSet(["ab", "forder-"])) is held


@pytest.mark.parametrize(
    ("token", "found"),
    [
        ("befürworten", ("approve",)),
        ("ablehnung", ("reject",)),
        ("keineswegs", ("reject", "negation")),
        ("einstellen", ("up",)),
        ("unbedingt", ("approve", "intense")),
        ("wenn", ("hedge", "conditional")),
        ("neutralität", ("noposition",)),
        ("abgeschafft", ("down",)),
        ("fernwärme", ()),
    ],
)
def test_kinds(token: str, found: tuple[str, ...]) -> None:
    assert cues.kinds(token) == found


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("", {}),
        ("die bahn kommt", {"hedge": 1}),
        ("wir befürworten das", {"approve": 1}),
        ("wir lehnen das ab", {"reject": 2}),
        ("wir lehnen nicht ab", {"approve": 2, "negation": 1}),
        ("das ist nicht richtig", {"negation": 1, "reject": 1}),
        ("nicht der abstand ist falsch", {"negation": 1, "reject": 1}),  # four tokens after: too far
        ("nicht am abstand falsch", {"negation": 1, "approve": 1}),
        ("falsch ist das nicht", {"reject": 1, "negation": 1}),  # before it counts only what stands next to it
        ("sinnvoll nicht", {"reject": 1, "negation": 1}),
        ("sinnvoll kaum", {"approve": 1, "negation": 1}),
        ("keine kürzung", {"negation": 1, "up": 1}),
        ("kein ausbau", {"negation": 1, "down": 1}),
        ("ohne vorbehalt", {"negation": 1, "hedge_negated": 1}),
        ("nicht neutral", {"negation": 1, "noposition_negated": 1}),
        ("niemals sinnvoll", {"reject": 2, "negation": 1}),
        ("nicht kein", {"negation": 2}),
    ],
)
def test_count(sentence: str, counts: dict[str, int]) -> None:
    assert dict(cues.count(sentence.split())) == counts


def test_a_count_leaves_the_tokens_alone() -> None:
    tokens = ["wir", "lehnen", "nicht", "ab"]
    assert cues.count(tokens) == cues.count(tuple(tokens))
    assert tokens == ["wir", "lehnen", "nicht", "ab"]


LISTS = {name: entries for name, entries in vars(lexicons).items() if name.isupper() and isinstance(entries, tuple)} | {
    f"ACTIONS {name}": entries for name, entries in lexicons.ACTIONS.items()
}


@pytest.mark.parametrize("name", LISTS)
def test_entries_are_lower_case_words_that_stand_once(name: str) -> None:
    entries = LISTS[name]
    assert [entry for entry in entries if entry != entry.lower() or " " in entry or not entry.strip("-")] == []
    assert [entry for entry in entries if entries.count(entry) > 1] == []


def test_no_word_both_approves_and_rejects() -> None:
    assert [word for word in lexicons.APPROVE if {"approve", "reject"} <= set(cues.kinds(word.rstrip("-")))] == []
    assert [word for word in lexicons.REJECT if {"approve", "reject"} <= set(cues.kinds(word.rstrip("-")))] == []


def test_no_word_asks_for_both_more_and_less() -> None:
    words = [word.rstrip("-") for word in (*lexicons.UP_VERBS, *lexicons.DOWN_VERBS)]
    assert [word for word in words if {"up", "down"} <= set(cues.kinds(word))] == []
