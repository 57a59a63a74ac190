"""Compounds: the words that may be parts, and the way that a word is cut."""

from __future__ import annotations

import pytest

from standpunkt.language.compounds import Splitter, vocabulary

COUNTS = {
    "arbeit": 9, "arbeitsplatz": 20, "haus": 50, "kind": 8, "kampf": 6, "platz": 8, "schule": 7, "tür": 9,
    "wahl": 10, "wahlkampf": 3, "wohnung": 12, "markt": 12, "straße": 5, "straßen": 4, "lärm": 3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("wahlkampf", ("wahl", "kampf")),  # √60 against 3
        ("arbeitsplatz", ("arbeitsplatz",)),  # 20 against √72
        ("wohnungsmarkt", ("wohnung", "markt")),  # linked by s, never seen as a whole
        ("straßenlärm", ("straße", "lärm")),  # √15 with the link n, against √12 without
        ("kinderschule", ("kind", "schule")),  # linked by er
        ("hauswahlkampf", ("haus", "wahl", "kampf")),  # ³√3000 against √150
        ("haushauswahlwahl", ("haushauswahlwahl",)),  # four parts are one too many
        ("haustür", ("haustür",)),  # a part has four letters
        ("hausboot", ("hausboot",)),  # boot was never seen
        ("haus", ("haus",)),
        ("", ("",)),
    ],
)
def test_a_word_is_cut_where_its_parts_are_more_frequent(word: str, parts: tuple[str, ...]) -> None:
    assert Splitter(COUNTS).split(word) == parts


def test_without_a_vocabulary_words_stay_whole() -> None:
    assert Splitter({}).split("wahlkampf") == ("wahlkampf",)


def test_splitting_again_gives_the_same() -> None:
    splitter = Splitter(COUNTS)
    assert splitter.split("wahlkampf") is splitter.split("wahlkampf")


def test_what_has_lost_its_spaces_stays_whole() -> None:
    long = "x" * 56
    splitter = Splitter({"wahl": 9, long: 9})
    assert splitter.split(f"wahl{long}") == ("wahl", long)
    assert splitter.split(f"wahls{long}") == (f"wahls{long}",)
    assert Splitter(COUNTS).split("wahl" * 250_000) == ("wahl" * 250_000,)


@pytest.mark.parametrize(
    ("texts", "fewest", "words"),
    [
        ([["Haus", "haus"], ["HAUS", "Boot"]], 2, {"haus": 3}),
        ([["Haus", "Boot"], ["Boot"]], 1, {"boot": 2, "haus": 1}),
        ([["Rad", "Rad", "U-Boot", "U-Boot", "2022", "2022"]], 2, {}),
        ([], 2, {}),
    ],
)
def test_vocabulary(texts: list[list[str]], fewest: int, words: dict[str, int]) -> None:
    found = vocabulary(texts, fewest)
    assert found == words
    assert list(found) == sorted(found)
