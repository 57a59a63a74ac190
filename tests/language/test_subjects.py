"""Subject fields: the entries that words stand for, and what the lists keep to."""

from __future__ import annotations

import pytest
from spacy.lang.de.stop_words import STOP_WORDS

from standpunkt.language.subjects import FIELDS, entries, fields


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("minister", ("minister",)),
        ("ministers", ("minister",)),  # an ending
        ("wirtschaftsminister", ("wirtschaft", "minister")),  # a compound
        ("transportunternehmen", ("transport", "unternehmen")),  # the longest at the front: not sport
        ("transport", ("transport",)),
        ("verletzungspause", ("verletzung",)),  # the front alone
        ("lieblingsfußball", ("fußball",)),  # the end alone
        ("uno", ("uno",)),
        ("unordnung", ()),  # short entries do not open a word
        ("interessen", ()),  # not a meal
        ("und", ()),
        ("", ()),
    ],
)
def test_entries(word: str, found: tuple[str, ...]) -> None:
    assert entries(word) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("transportunternehmen", ("companies", "traffic")),
        ("demonstration", ("protest",)),
        ("infektionskrankheit", ("medicine",)),  # both parts in one field
        ("und", ()),
    ],
)
def test_fields(word: str, found: tuple[str, ...]) -> None:
    assert fields(word) == found


def test_a_word_without_end_costs_no_more_than_others() -> None:
    assert entries("minister" + "x" * 1_000_000) == ("minister",)
    assert entries("x" * 1_000_000 + "ministers") == ("minister",)


def test_function_words_stand_for_nothing() -> None:
    assert {word for word in STOP_WORDS if entries(word)} == {"elf"}  # a team, too


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_entries_are_lower_case_words(name: str) -> None:
    assert len(FIELDS[name]) >= 5
    assert [entry for entry in sorted(FIELDS[name]) if entry != entry.lower() or len(entry) < 2] == []
