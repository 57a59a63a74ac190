"""Which words name a target: aliases and their compounds, words of the statement, never the names of actors."""

from __future__ import annotations

import pytest

from standpunkt.language import relevance
from standpunkt.positions import _touching
from standpunkt.positions._touching import TargetIndex
from standpunkt.schema import Target

TARGETS = {
    "relief": Target(
        statement="Die Strafzölle gegen Korvien sollen gelockert werden.",
        aliases=["Zollerleichterungen", "Erleichterungen"],
    ),
    "pressure": Target(statement="Der Zolldruck auf Korvien soll bleiben.", aliases=["Zolldruck", "Zollschranke"]),
}
INDEX = TargetIndex(TARGETS, frozenset({relevance.stem("korvien"), relevance.stem("korvisch")}))


def meanings(word: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return INDEX._meanings(relevance.stem(word.lower()))


@pytest.mark.parametrize(
    ("word", "whole", "short", "statement"),
    [
        ("Zollerleichterung", ("relief",), (), ()),
        ("Erleichterung", ("relief",), (), ()),
        ("Steuererleichterung", (), (), ()),  # the head of another compound
        ("Zolldruck", ("pressure",), (), ("pressure",)),
        ("Zolldrucks", ("pressure",), (), ("pressure",)),
        ("Strafzöllen", (), ("relief",), ("relief",)),
        ("Lockerung", (), (), ("relief",)),  # of the verb that the statement has as a participle
        ("Korvien", (), (), ()),
        ("Korviens", (), (), ()),
        ("korvische", (), (), ()),
        ("Druck", (), (), ()),
        ("Schranke", (), ("pressure",), ()),  # the head of an alias, in short
        ("Regen", (), (), ()),
    ],
)
def test_what_a_word_means(word: str, whole: tuple[str], short: tuple[str], statement: tuple[str]) -> None:
    assert meanings(word) == (whole, short, statement)


def test_a_name_counts_where_it_is_an_alias() -> None:
    index = TargetIndex(
        {"t": Target(statement="Der Bund soll wachsen.", aliases=["Nordbund"])}, frozenset({"nordbund"})
    )
    assert index._meanings("nordbund")[0] == ("t",)


def test_a_participle_stands_for_its_verb() -> None:
    assert _touching._same_verb("lockerung", "gelockert")
    assert _touching._same_verb("abbau", "abgebaut")
    assert not _touching._same_verb("aufbau", "abgebaut")
