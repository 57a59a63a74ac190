"""Which sentences touch a target: stems, compounds, aliases, restrictive statements, and what of a text is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from standpunkt.language import relevance
from standpunkt.language.documents import Document
from standpunkt.language.relevance import Selection, TargetWords, read_target, stem, stems_match

Make = Callable[..., Document]
LIMIT = read_target("Auf Autobahnen soll ein allgemeines Tempolimit von 120 gelten.", ("Tempolimit",))
RENT = read_target("Die Mieten sollen gedeckelt werden.")
LONG = (
    "Die Sitzung begann um neun. Zuerst sprach der Minister. Das Tempolimit sei unnötig. Der Saal klatschte. "
    "Danach ging es um den Hafen. Am Ende gab es Suppe."
)


@pytest.mark.parametrize(
    ("words", "stem_"),
    [
        (("miete", "mieten"), "miet"),
        (("windrad", "windräder", "windrädern"), "windrad"),
        (("straße", "straßen", "strasse"), "stras"),
        (("autobahn", "autobahnen"), "autobah"),
        (("genehmigungen",), "genehmig"),
        (("genehmigung",), "genehmigung"),
        (("lehrerinnen",), "lehr"),
        (("zug",), "zug"),
        (("rat",), "rat"),
        (("!",), "!"),
        (("120",), "120"),
    ],
)
def test_stem(words: tuple[str, ...], stem_: str) -> None:
    assert {word: stem(word) for word in words} == dict.fromkeys(words, stem_)


@pytest.mark.parametrize(
    ("word", "wanted", "match"),
    [
        ("miet", "miet", True),
        ("genehmigung", "genehmig", True),
        ("mietendeckel", "miet", False),  # shorter stems than five letters match as a whole only
        ("mietendeckel", "deckel", True),
        ("windkraft", "windkraftanlag", True),
        ("kraft", "windkraftanlag", False),  # five letters are too few to be found inside a wanted word
        ("autobahn", "autobahnmaut", True),
        ("tempolimi", "tempolimit", True),
        ("tempo", "tempolimit", False),
        ("energiewend", "energiepreis", False),
        ("energiepolitik", "energiepolitisch", True),
    ],
)
def test_stems_match(word: str, wanted: str, match: bool) -> None:
    assert stems_match(word, wanted) is match


@pytest.mark.parametrize(
    ("statement", "restrictive", "actions"),
    [
        ("Windräder sollen näher an Häusern gebaut werden dürfen.", False, ("allow", "new")),
        ("Das Tempolimit soll abgeschafft werden.", True, ("end",)),
        ("Das Tempolimit soll nicht abgeschafft werden.", False, ("end", "not")),
        ("Es soll kein Verbot ohne Ausnahme geben.", True, ("end", "not")),
        ("Die Steuern sollen nicht gesenkt werden.", False, ("less", "not")),
        ("Die Steuern sollen gesenkt werden.", True, ("less",)),
        ("Die Stadt soll mehr Kitas bauen müssen.", False, ("more", "duty", "new")),
        ("Die Schulen bleiben, wie sie sind.", False, ("keep",)),
        ("Der Hafen ist schön.", False, ("other",)),
    ],
)
def test_what_a_statement_asks_for(statement: str, restrictive: bool, actions: tuple[str, ...]) -> None:
    target = read_target(statement)
    assert (target.restrictive, target.direction, target.actions) == (
        restrictive,
        "less" if restrictive else "more",
        actions,
    )


def test_a_target_is_content_words_and_aliases() -> None:
    wanted = TargetWords(
        stems=("autobah", "allgemei", "tempolimi", "gelt"),
        aliases=(("tempolimi",),),
        restrictive=False,
        actions=("other",),
    )
    assert read_target("Auf Autobahnen soll ein allgemeines Tempolimit von 120 gelten.", ("Tempolimit",)) == wanted


def test_an_alias_without_a_word_is_left_out() -> None:
    assert read_target("Etwas gilt.", ("…", "Hohe See")).aliases == (("hohe", "see"),)


def test_a_statement_of_function_words_alone_touches_nothing(document: Make) -> None:
    target = read_target("Das soll so sein.")
    assert target.stems == ()
    assert not relevance.touches(document("Das soll so sein."), target, 0.01)


@pytest.mark.parametrize(
    ("sentence", "overlap", "positions"),
    [
        ("Das Tempolimit kommt.", 1.0, {1}),  # an alias
        ("Auf den Autobahnen wird gebaut.", 0.25, {2}),
        ("Ein allgemeines Gesetz für Autobahnen muss gelten.", 0.75, {1, 4, 6}),
        ("Tempolimits sind umstritten.", 1.0, {0}),
        ("Der Autobahnausbau beginnt.", 0.25, {1}),
        ("Es regnet.", 0.0, set()),
    ],
)
def test_overlap(document: Make, sentence: str, overlap: float, positions: set[int]) -> None:
    (found,) = relevance.sentences(document(sentence), LIMIT)
    assert (found.text, found.overlap, found.positions, found.weight) == (sentence, overlap, positions, 1.0)


def test_an_alias_of_two_words_wants_both_in_a_row(document: Make) -> None:
    target = read_target("Es gilt etwas.", ("Hohe See",))
    sentences = relevance.sentences(document("Die hohe See ruft. Die See ist hohe Kunst."), target)
    assert [(sentence.overlap, sentence.positions) for sentence in sentences] == [(1.0, {1, 2}), (0.0, set())]


def test_sentences_start_with_the_title_and_hold_words_alone(document: Make) -> None:
    made = document("„Nein!“, sagte er – 1,5-mal. …", title="Die Mieten", teaser="Ein Vorspann.")
    assert [sentence.tokens for sentence in relevance.sentences(made, RENT)] == [
        ("die", "mieten"),
        ("ein", "vorspann"),
        ("nein", "!"),
        ("sagte", "er", "1,5", "mal"),
    ]


def test_a_document_without_a_title_has_the_sentences_of_its_text(document: Make) -> None:
    assert [sentence.text for sentence in relevance.sentences(document("Die Mieten. Ende."), RENT)] == [
        "Die Mieten.",
        "Ende.",
    ]


@pytest.mark.parametrize(
    ("selection", "kept"),
    [
        (Selection(27, 0.5, 0.5), [(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0), (4, 1.0), (5, 1.0)]),
        (Selection(26, 0.5, 0.5), [(1, 0.5), (2, 1.0), (3, 0.5)]),
        (Selection(26, 0.0, 0.5), [(2, 1.0)]),
        (Selection(0, 1.0, 1.0), [(1, 1.0), (2, 1.0), (3, 1.0)]),
    ],
)
def test_a_short_text_is_read_whole_of_a_long_one_what_touches(
    document: Make, selection: Selection, kept: list[tuple[int, float]]
) -> None:
    made = document(LONG)
    found = relevance.sentences(made, LIMIT)
    assert relevance.relevant(made, LIMIT, selection) == [
        replace(found[index], weight=weight) for index, weight in kept
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Tempolimit! Eins. Zwei. Drei.", [0, 1]),
        ("Eins. Zwei. Drei. Tempolimit!", [2, 3]),
        ("Tempolimit! Eins. Tempolimit! Zwei.", [0, 1, 2, 3]),
        ("Eins. Zwei. Drei. Vier.", []),
    ],
)
def test_neighbours_at_the_edges(document: Make, text: str, kept: list[int]) -> None:
    made = document(text)
    found = relevance.relevant(made, LIMIT, Selection(0, 1.0, 0.5))
    assert [sentence.text for sentence in found] == [
        sentence.text for index, sentence in enumerate(relevance.sentences(made, LIMIT)) if index in kept
    ]


@pytest.mark.parametrize(
    ("text", "overlap", "touched"),
    [
        ("Das Tempolimit kommt.", 1.0, True),
        ("Auf Autobahnen ist viel los. Es gelten Regeln.", 0.5, False),  # never in one sentence
        ("Auf Autobahnen gelten Regeln.", 0.5, True),
        ("Auf Autobahnen gelten Regeln.", 0.51, False),
    ],
)
def test_touches(document: Make, text: str, overlap: float, touched: bool) -> None:
    assert relevance.touches(document(text), LIMIT, overlap) is touched


@pytest.mark.parametrize("stem_", ["zolldruck", "druck", "zoll", "mauer", "ab", "zollmauerbau", "regenschirm", ""])
def test_words_are_never_dropped_that_match(stem_: str) -> None:
    wanted = ("zolldruck", "zollmau", "ab")
    matches = any(stems_match(stem_, one) for one in wanted)
    assert relevance.Near(wanted).may_match(stem_) or not matches


def test_words_without_four_letters_in_common_are_dropped() -> None:
    assert not relevance.Near(("zolldruck", "ab")).may_match("regen")


def test_a_matcher_finds_words_and_runs_that_name_the_target() -> None:
    target = read_target("Wer in die Stadt fährt, soll zahlen.", ("Citymaut", "Maut für die Stadt"))
    found = relevance.matcher(target)
    assert found.places(["die", "citymaut", "kommt"]) == {1}
    assert found.places(["eine", "maut", "für", "die", "stadt"]) == {1, 2, 3, 4}
    assert found.places(["es", "regnet"]) == frozenset()
