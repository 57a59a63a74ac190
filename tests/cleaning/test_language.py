"""The language of an article: German of all kinds, its neighbours, and texts that do not tell."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from standpunkt.cleaning import language
from standpunkt.cleaning.language import detect

GERMAN = (
    "Der Gemeinderat hat gestern beschlossen, dass es im nächsten Jahr mehr Geld für Busse und Bahnen gibt. "
    "Die Bürgermeisterin sprach von einer schwierigen Entscheidung."
)
ENGLISH = (
    "The town council decided yesterday that more money will go to public transport next year. "
    "The mayor spoke of a difficult choice."
)
PRINTED = {
    "en": ENGLISH,
    "nl": "De gemeenteraad heeft gisteren besloten dat er volgend jaar meer geld naar het openbaar vervoer gaat.",
    "lb": "De Gemengerot huet gëschter decidéiert, datt d’nächst Joer méi Suen an den ëffentlechen Transport ginn.",
    "da": "Byrådet besluttede i går, at der næste år skal bruges flere penge på den offentlige transport i byen.",
    "sv": "Kommunfullmäktige beslutade i går att det nästa år ska satsas mer pengar på kollektivtrafiken i staden.",
}


@pytest.mark.parametrize(
    "text",
    [
        GERMAN,
        GERMAN.upper(),
        f"{GERMAN.upper()} (rd)",
        "Der Gemeinderat hat beschlossen, dass die Strassenbahn grösser und der Velostreifen breiter wird.",
        "Heuer im Jänner hat der Gemeinderat beschlossen, dass im Spital keine Paradeiser mehr aufgetischt werden.",
        "D Gmeindspräsidentin het geschter gseit, das sig kei eifachi Entscheidig gsi, aber s Gäld langi nöd.",
        # no word without a mark
        "»Und?« – »Nicht!« – »Nur?« – »Auch!« – »Oder?« – »Aber!« – »Noch?« – »Werden!« – »Keinen, einen!«",
        "Neuer Hafen: Der Rat von Nordheim stimmt dem Bau zu",
    ],
)
def test_german(text: str) -> None:
    found, probability = detect(text)
    assert found == "de"
    assert 0.9 <= probability <= 1.0


@pytest.mark.parametrize(("code", "text"), PRINTED.items(), ids=PRINTED)
def test_neighbours_of_german(code: str, text: str) -> None:
    assert detect(text)[0] == code
    assert detect(text.upper())[0] == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{ENGLISH} {GERMAN} {GERMAN}", "de"),
        (" ".join([*[ENGLISH] * 4, GERMAN]), "en"),
        (" ".join([*[ENGLISH] * 10, *[GERMAN] * 40]), "de"),  # the beginning alone would say en
    ],
)
def test_most_of_a_mixed_text_decides(text: str, expected: str) -> None:
    assert detect(text)[0] == expected


@pytest.mark.parametrize("text", ["", "Der Rat berät.", "Das ist ein Satz mit zu wenig Buchstaben!", "1 2 3 " * 100])
def test_a_text_too_short_to_tell(text: str) -> None:
    assert detect(text) == ("und", 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund, Henrik Voss, Mira Tamm, Jonas Ekholm, Thea Brandt, Nils Aaker, Lena Moritz, Paul Hagedorn",
        "Lund – Voss, Tamm (46. Ekholm), Brandt – Aaker, Moritz, Hagedorn (70. Quade) – Reimers. Tore: 1:0 Lund (12.)",
        "width=12px height=40px #fff id=a17 x1 y2 z3 https://a.example/x?y=1&z=2 <div></div> 0x3f abc123 def456 gh7",
    ],
)
def test_names_and_markup_are_no_language(text: str) -> None:
    found, probability = detect(text)
    assert found == "und"
    assert 0.0 < probability <= 0.5


def test_only_three_windows_are_read() -> None:
    long = f"{'Hafen und Stadt. ' * 20_000}"
    windows = long[:200], long[169_900:170_100], long[-200:]
    assert len(long) == 340_000
    assert language._sample(long) == "\n".join(windows)
    assert detect(long) == detect("\n".join(windows))


def test_the_same_from_many_threads() -> None:
    texts = [GERMAN, *PRINTED.values()] * 20
    expected = [detect(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(detect, texts)) == expected


def _state() -> tuple[object, ...]:
    random = str(np.random.get_state(legacy=False))
    return np.geterr(), np.get_printoptions(), random, list(logging.root.handlers), logging.root.level


def test_nothing_outside_is_changed() -> None:
    language._identifier.cache_clear()
    before = _state()
    detect(GERMAN)
    assert _state() == before
