"""Boilerplate: what an outlet repeats is found and removed; what an article repeats, or a subheading, is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from standpunkt.cleaning.boilerplate import shared, strip
from standpunkt.cleaning.duplicates import clusters, fold

LETTER = "Jeden Morgen das Wichtigste: unser Brief aus Nordheim."
REPRINT = "Dieser Text erschien zuerst im Seeboten."
BLURB = "Ada Lund schreibt über Häfen und Schiffe."
UNSTOPPED = "Dieser Text erschien zuerst im Seeboten"
SUBHEADING = "So geht es nach dem Beschluss jetzt weiter"
QUESTION = "Wie geht es nach dem Beschluss jetzt weiter?"

PLACES = ["Nordheim", "Südheim", "Westheim", "Ostheim", "Altheim", "Neuheim", "Hochheim", "Tiefheim"]


def _body(number: int) -> list[str]:
    place = PLACES[number]
    return [
        f"Der Rat von {place} hat über den Hafen {number} beraten. Viele Leute aus {place} hörten dabei zu.",
        f"Am Ende stimmten {number + 20} Mitglieder in {place} dafür. Gebaut wird in {place} ab dem Sommer.",
    ]


def _texts(*layouts: Sequence[str]) -> list[tuple[str, str, str]]:
    """An article for each layout: `0` and `1` are its own paragraphs, other strings stand for themselves."""
    return [
        (f"a{number}", f"a{number}", "\n\n".join(_body(number)[int(part)] if part in "01" else part for part in layout))
        for number, layout in enumerate(layouts)
    ]


@pytest.mark.parametrize(
    ("layout", "lines"),
    [
        (["0", "1", LETTER], [LETTER]),
        ([LETTER, "0", "1"], [LETTER]),
        (["0", LETTER, "1"], [LETTER]),
        (["0", "1", REPRINT, LETTER], [REPRINT, LETTER]),
        (["0", "1", UNSTOPPED], [UNSTOPPED]),
        (["0", "1", UNSTOPPED, LETTER], [UNSTOPPED, LETTER]),
        ([UNSTOPPED, "0", "1"], [UNSTOPPED]),
        (["0", "1", f"{BLURB} {REPRINT}"], [f"{BLURB} {REPRINT}", REPRINT]),
        (["0", SUBHEADING, "1"], []),
        (["0", QUESTION, "1"], []),
        (["0", "Hintergrund", "1", "Das sagt die Opposition."], []),
        (["0", "1"], []),
    ],
)
def test_shared(layout: list[str], lines: list[str]) -> None:
    found = shared({"seebote": _texts(*[layout] * 5)}, 5, 0.5)
    assert found == {"seebote": {fold(line): 5 for line in sorted(lines, key=fold)}}


def test_the_outermost_sentences_are_lines_and_those_below_them() -> None:
    texts = [(n, c, f"{REPRINT} {text} {BLURB} {LETTER}") for n, c, text in _texts(*[["0", "1"]] * 4)]
    found = shared({"seebote": texts}, 4, 0.0)["seebote"]
    assert found == {fold(LETTER): 4, fold(REPRINT): 4, fold(BLURB): 4}
    assert strip(texts[2][2], found) == ("\n\n".join(_body(2)), [(1, REPRINT), (2, BLURB), (2, LETTER)])


@pytest.mark.parametrize(
    ("min_articles", "min_share", "found"),
    [(3, 0.0, True), (4, 0.0, False), (1, 0.5, True), (1, 0.6, False), (3, 0.5, True)],
)
def test_enough_articles_and_a_large_enough_share(min_articles: int, min_share: float, found: bool) -> None:
    texts = _texts(*[["0", "1", LETTER]] * 3, *[["0", "1"]] * 3)
    lines = shared({"seebote": texts}, min_articles, min_share)["seebote"]
    assert (fold(LETTER) in lines) is found


def test_a_line_counts_once_an_article() -> None:
    assert shared({"seebote": _texts(["0", LETTER, "1", LETTER], ["0", LETTER])}, 3, 0.0) == {"seebote": {}}


def test_versions_of_an_article_count_once() -> None:
    first = "\n\n".join(_body(0))
    versions = [(f"v{n}", "v0", f"Stand {n}: Es gibt in der Sache Neues {PLACES[n]}.\n\n{first}") for n in range(6)]
    assert shared({"seebote": versions}, 2, 0.0) == {"seebote": {}}
    alone = [(name, name, text) for name, _, text in versions]
    assert list(shared({"seebote": alone}, 6, 0.0)["seebote"]) == sorted(
        map(fold, [*_body(0), "Gebaut wird in Nordheim ab dem Sommer."])
    )


def test_short_articles_that_are_near_duplicates_by_the_note_alone_count_each() -> None:
    note = (
        "Der ganze Beitrag ist im Archiv des Seeboten zu finden, das allen Leserinnen und Lesern an Werktagen von neun "
        "bis siebzehn Uhr kostenlos offensteht und im zweiten Stock des alten Rathauses am Hafen von Nordheim liegt."
    )
    texts = [f"In {place} wurde der Hafen eröffnet.\n\n{note}" for place in PLACES]
    ids = [f"a{number}" for number in range(len(texts))]
    found = clusters(ids, texts, 0.35, 64, 13)
    assert set(found.values()) == {"a0"}
    rows = [(name, found[name], text) for name, text in zip(ids, texts, strict=True)]
    assert shared({"seebote": rows}, 8, 0.0) == {"seebote": {fold(note): 8}}
    exact = [(name, "a0", texts[0]) for name in ids]
    assert shared({"seebote": exact}, 2, 0.0) == {"seebote": {}}


def test_outlets_are_apart_and_in_order() -> None:
    texts = _texts(*[["0", "1", LETTER]] * 4)
    assert shared({"warte": texts[:2], "seebote": texts[2:]}, 3, 0.0) == {"seebote": {}, "warte": {}}
    found = shared({"warte": [*texts], "leer": []}, 3, 0.0)
    assert list(found) == ["leer", "warte"]
    assert found["warte"] == {fold(LETTER): 4}


def test_the_order_of_articles_does_not_matter() -> None:
    texts = _texts(*[["0", "1", REPRINT, LETTER]] * 5)
    forwards, backwards = shared({"o": texts}, 3, 0.0), shared({"o": texts[::-1]}, 3, 0.0)
    assert list(forwards["o"].items()) == list(backwards["o"].items())


LINES = {fold(line) for line in (LETTER, REPRINT, BLURB, UNSTOPPED)}


@pytest.mark.parametrize(
    ("text", "remaining", "removed"),
    [
        ("Eins.\n\nZwei.", "Eins.\n\nZwei.", []),
        (f"Eins.\n\n{LETTER}\nZwei.", "Eins.\nZwei.", [(2, LETTER)]),
        (f"{LETTER.upper()}\n\n \nEins.", "Eins.", [(1, LETTER.upper())]),
        (f"Eins. {BLURB}\n\n{LETTER}", "Eins.", [(1, BLURB), (2, LETTER)]),
        (f"Eins. {BLURB} Zwei.", f"Eins. {BLURB} Zwei.", []),
        (f"{BLURB} Eins. {LETTER}", "Eins.", [(1, BLURB), (1, LETTER)]),
        (f"Eins.\n\n{UNSTOPPED}\n\n{LETTER}", "Eins.", [(2, UNSTOPPED), (3, LETTER)]),
        (f"Eins.\n\n{UNSTOPPED}\n\nZwei.", f"Eins.\n\n{UNSTOPPED}\n\nZwei.", []),
        (f"{LETTER}\n\n{REPRINT}", f"{LETTER}\n\n{REPRINT}", []),
        (f"{LETTER} {REPRINT}", f"{LETTER} {REPRINT}", []),
        ("", "", []),
        (" \n ", " \n ", []),
    ],
)
def test_strip(text: str, remaining: str, removed: list[tuple[int, str]]) -> None:
    assert strip(text, LINES) == (remaining, removed)


def test_a_line_that_fills_a_page_is_removed_in_one_go() -> None:
    remaining, removed = strip(f"Eins.{f' {LETTER}' * 20_000}", LINES)
    assert remaining == "Eins."
    assert removed == [(1, LETTER)] * 20_000


def test_without_lines_nothing_is_removed() -> None:
    assert strip(f"Eins.\n\n{LETTER}", {}) == (f"Eins.\n\n{LETTER}", [])
