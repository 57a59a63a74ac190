"""Words that are roles, heads of organisations, first names; the lists behind them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from standpunkt.language import names, naming
from standpunkt.language.documents import Document

Make = Callable[..., Document]


@pytest.mark.parametrize(
    ("token", "gender"),
    [
        ("Ministerin", "f"),
        ("Notärztin", "f"),
        ("Witwe", "f"),
        ("Minister", "m"),
        ("Präsidenten", "m"),
        ("Landrats", "m"),
        ("Kaufmann", "m"),
        ("Vorsitzende", ""),
        ("Abgeordneten", ""),
        ("minister", None),
        ("Moment", None),
        ("Benzin", None),
        ("Fenster", None),
        ("Morsmann", None),  # no dictionary has it: a surname
    ],
)
def test_roles_and_their_gender(token: str, gender: str | None) -> None:
    assert naming.role_gender(token) == gender


@pytest.mark.parametrize(
    ("token", "found"),
    [
        ("Lehrerverband", ("Lehrerverband", "verband")),
        ("Rechnungshofs", ("Rechnungshof", "rechnungshof")),
        ("Verbandes", ("Verband", "verband")),
        ("Kammer", ("Kammer", "kammer")),
        ("Speisekammer", None),
        ("Beamt", None),
        ("verband", None),
        ("Haus", None),
    ],
)
def test_heads_of_organisations(token: str, found: tuple[str, str] | None) -> None:
    assert naming.organisation_head(token) == found


@pytest.mark.parametrize(
    ("name", "gender"), [("Swantje", "f"), ("Arne", "m"), ("Anna-Lena", "f"), ("Zora", "f"), ("Zeno", "m"), ("Xy", "")]
)
def test_gender_of_first_names(name: str, gender: str) -> None:
    assert naming.gender_of_name(name) == gender


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Freie Mitte", "f"),
        ("Heimatblock", "m"),
        ("Statistisches Landesamt", "n"),
        ("Verband der Kassen", "m"),
        ("X", ""),
    ],
)
def test_gender_of_organisations(name: str, gender: str) -> None:
    assert naming.organisation_gender(name) == gender


@pytest.mark.parametrize(
    ("token", "proper"),
    [
        ("Terbruch", True),
        ("Hamburg", True),
        ("Straße", False),
        ("Montag", False),
        ("Swantje", False),
        ("Bäckerin", False),
    ],
)
def test_proper_nouns(token: str, proper: bool) -> None:
    assert naming.is_proper_noun(token) is proper


def test_abbreviations_stand_twice_with_an_article(document: Make) -> None:
    text = "Die TNW baut, die TNW prüft, der ACT wartet. DIE STADT SCHLÄFT. DIE STADT WACHT."
    assert naming.abbreviations(naming.words_of(document(text))) == {"TNW"}


def test_sentences_are_counted_over_all_fields(document: Make) -> None:
    title, text = naming.words_of(document("Eins. „Zwei.“", title="Null"))
    assert (list(title.sentence), list(text.sentence)) == ([0], [1, 1, 2, 2, 2, 2])
    assert [token for token, first in zip(text.tokens, text.first, strict=True) if first] == ["Eins", "„", "Zwei"]
    assert (title.offset, text.offset) == (0, 1)


def test_a_first_name_is_in_one_list() -> None:
    assert frozenset() == names.FEMALE_NAMES & names.MALE_NAMES


@pytest.mark.parametrize(
    ("country", "adjective"),
    [
        ("Korvien", "korvisch"),
        ("Talland", "tallisch"),
        ("Vesmar", "vesmarisch"),
        ("Russland", "russisch"),
        ("China", "chinesisch"),
        ("Japan", "japanisch"),
        ("Südkorea", "südkoreanisch"),
        ("Ungarn", "ungarisch"),
        ("Syrien", "syrisch"),
        ("USA", "US-amerikanisch"),
    ],
)
def test_the_adjective_of_a_country(country: str, adjective: str) -> None:
    assert adjective in naming.adjectives_of(country)


@pytest.mark.parametrize("name", ["EFTA", "Freie Republik", "Ko"])
def test_names_without_an_adjective(name: str) -> None:
    assert naming.adjectives_of(name) == ()
