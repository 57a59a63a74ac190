"""Speakers by rules: the noun phrases and reporting words that are found, and who is taken for the speaker."""

from __future__ import annotations

import time

import pytest

from standpunkt.language import pipeline
from standpunkt.language.documents import Reading
from standpunkt.language.speakers import Scene, attribute_by_rules
from standpunkt.schema import Actor, Quote

ACTORS = {"kolberg": Actor(label="Swantje Kolberg", kind="person", aliases=["Swantje Kolberg", "Kolberg"])}
NLP = pipeline.build("blank", ACTORS)


def read(marked: str, kind: str = "direct") -> tuple[Reading, list[Quote]]:
    """A text in which each quotation stands in square brackets; `[…] … +[…]` goes on with the one before."""
    text, quotes, opened = "", [], 0
    for character in marked:
        if character == "[":
            opened = len(text)
        elif character == "]":
            span = (opened, len(text))
            if text[:opened].endswith("+"):
                text = text[: opened - 1] + text[opened:]
                quotes[-1] = Quote(kind, (*quotes[-1].spans, (span[0] - 1, span[1] - 1)))
            else:
                quotes.append(Quote(kind, (span,)))
        else:
            text += character
    return Reading(text=text, **next(pipeline.read(NLP, [text]))), quotes


def said(reading: Reading, quote: Quote) -> tuple[list[str], list[str]]:
    """The words of speaker and cue."""
    return (
        [reading.text[start:end] for start, end in quote.speakers],
        [reading.text[start:end] for start, end in quote.cues],
    )


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Der Sprecher des Ministeriums schwieg.", ["Der Sprecher des Ministeriums"]),
        ("Die Landrätin, Silke Ahrens, und er kamen.", ["Die Landrätin, Silke Ahrens", "er"]),
        ("Laut der tallischen Zeitung „Der Bote“ regnet es.", ["der tallischen Zeitung „Der Bote“", "es"]),
        ("Nach Angaben der Polizei brannte am 3. Mai ein Schuppen.", ["Angaben der Polizei", "ein Schuppen"]),
        ("Swantje Kolberg (GL) und Arne Vosskuhl stritten.", ["Swantje Kolberg (GL) und Arne Vosskuhl"]),
        ("Heute kamen nur zwei Vertreter von Behörden.", ["zwei Vertreter von Behörden"]),
        ("Wie bote.de schreibt, kam niemand.", ["bote.de", "niemand"]),
        ("Besorgt äußerte sich die Ministerin.", ["die Ministerin"]),  # written large at the start alone
        ("", []),
    ],
)
def test_noun_phrases(text: str, phrases: list[str]) -> None:
    reading, _ = read(text)
    scene = Scene(reading, [])
    assert [reading.text[slice(*scene.characters(found.start, found.end))] for found in scene.candidates] == phrases


def test_candidate_knows_preposition_case_and_kind() -> None:
    scene = Scene(read("Laut dem Minister half er Swantje Kolberg zufolge.")[0], [])
    found = [(candidate.kind, candidate.preposition, candidate.case) for candidate in scene.candidates]
    assert found == [("noun", "laut", "obl"), ("pronoun", "", "nom"), ("name", "zufolge", "")]


def test_noun_phrase_ends_where_a_quotation_begins() -> None:
    reading, quotes = read("Sie nannte den Vorschlag [der Regierung Unsinn].")
    scene = Scene(reading, quotes)
    texts = [reading.text[slice(*scene.characters(found.start, found.end))] for found in scene.candidates]
    assert texts == ["Sie", "den Vorschlag", "der Regierung Unsinn"]


@pytest.mark.parametrize(
    ("text", "word", "spans"),
    [
        ("Sie teilte am Abend mit, [es regne].", "mitteilen", ["teilte", "mit"]),
        ("Sie hatte am Abend erklärt, [es regne].", "erklären", ["hatte", "erklärt"]),
        ("Der Verband gab bekannt, [es regne].", "bekanntgeben", ["gab bekannt"]),
        ("Sie geht davon aus, [es regne].", "ausgehen", ["geht davon aus"]),
        ("Laut Polizei [regnet es].", "laut", ["Laut"]),
    ],
)
def test_cues(text: str, word: str, spans: list[str]) -> None:
    reading, quotes = read(text, "indirect")
    scene = Scene(reading, quotes)
    cue = scene.cues_near(quotes[0], scene.place(quotes[0]))[-1]
    assert (cue.word, [reading.text[start:end] for start, end in scene.spans(cue)]) == (word, spans)


@pytest.mark.parametrize(
    ("text", "kind", "speaker", "cue"),
    [
        ("[„Das reicht“], sagte die Ministerin am Montag.", "direct", ["die Ministerin"], ["sagte"]),
        ("Der Verbandspräsident sagte der Zeitung: [„Das reicht.“]", "direct", ["Der Verbandspräsident"], ["sagte"]),
        ("Vor dem Haus sagte sie, [das reiche].", "indirect", ["sie"], ["sagte"]),
        ("Nach Angaben der Polizei [brannte ein Schuppen].", "indirect", ["Angaben der Polizei"], ["Nach"]),
        ("[Der Schuppen brannte] einem Zeugen zufolge.", "indirect", ["einem Zeugen"], ["zufolge"]),
        ("[Das Haus sei], so der Bürgermeister, +[zu alt].", "indirect", ["der Bürgermeister"], ["so"]),
        ("[Die Gewerkschaft wies den Plan zurück.]", "reported", ["Die Gewerkschaft"], []),
        ("Die Ministerin war zornig. [Das gehe nicht.]", "free_indirect", ["Die Ministerin"], []),
        ("[„Nein.“]", "direct", [], []),
        ("[Regen.]", "indirect", [], []),
    ],
)
def test_rules(text: str, kind: str, speaker: list[str], cue: list[str]) -> None:
    reading, quotes = read(text, kind)
    assert said(reading, attribute_by_rules(reading, quotes)[0]) == (speaker, cue)


def test_speaker_goes_on_in_the_next_quotation() -> None:
    reading, quotes = read("[„Das reicht“], sagte Swantje Kolberg. [„Wir gehen jetzt.“]")
    assert [said(reading, quote)[0] for quote in attribute_by_rules(reading, quotes)] == [["Swantje Kolberg"]] * 2


def test_order_type_and_spans_of_quotations_stay_and_earlier_marks_go() -> None:
    reading, quotes = read("[„Ja“], sagte die Rektorin. [„Nein“], rief der Wirt.")
    turned = [Quote(quote.type, quote.spans, cues=((0, 1),), speakers=((0, 1),)) for quote in reversed(quotes)]
    found = attribute_by_rules(reading, turned)
    assert [quote.spans for quote in found] == [quote.spans for quote in turned]
    assert [said(reading, quote) for quote in found] == [(["der Wirt"], ["rief"]), (["die Rektorin"], ["sagte"])]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[DAS REICHT], SAGTE DIE MINISTERIN.", "direct"),
        ("[“We have had enough,”] said the minister.", "direct"),
        ("[…]", "reported"),
        ("[ ]", "indirect"),
        ("[((((„„„„]", "direct"),
    ],
)
def test_odd_texts_keep_their_quotations(text: str, kind: str) -> None:
    reading, quotes = read(text, kind)
    assert [quote.spans for quote in attribute_by_rules(reading, quotes)] == [quote.spans for quote in quotes]


def test_spans_outside_of_the_text_and_missing_ones_are_kept() -> None:
    reading, _ = read("Die Ministerin sagte nichts.")
    odd = [Quote("direct", ((900, 950),)), Quote("indirect", ()), Quote("reported", ((5, 5),))]
    assert [quote.spans for quote in attribute_by_rules(reading, odd)] == [quote.spans for quote in odd]


def test_no_quotations_in_no_text() -> None:
    assert attribute_by_rules(Reading("", [], [], [], [], [], []), []) == []


def test_long_page_of_one_sentence_takes_no_square_time() -> None:
    reading, quotes = read("[„Ja“], sagte die Ministerin der Zeitung und " * 1000)
    started = time.process_time()
    found = attribute_by_rules(reading, quotes)
    assert time.process_time() - started < 3  # 0.2 s where nothing else runs
    assert {said(reading, quote)[1][0] for quote in found} == {"sagte"}
