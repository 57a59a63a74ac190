"""The fitted attribution: what it learns that the rules do not know, and that its state is plain and repeatable."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from standpunkt.language import pipeline
from standpunkt.language.documents import Reading
from standpunkt.schema import Quote
from standpunkt.tasks._quote_speakers import attribute, fit

NLP = pipeline.build("blank", {})
PEOPLE = ("die Ministerin", "der Bürgermeister", "Ilse Tessmer", "der Verband", "die Zeugin", "Arne Vosskuhl")
SAID = ("das Geld fehle", "der Deich halte", "die Miete steige", "der Strom reiche")
PATTERNS = (  # S the speaker, C and c the cue, [] the quotation; `raunzen` is no verb of the lexicon
    "Am Abend {c:raunzte} {S} die Leute mit Nachdruck, [{q}].",
    "[„Gut“], {c:raunzte} {S} die Leute.",
    "{S} {c:sagte} dem Blatt, [{q}].",
    "[Dem Rat werde {q}], {c:so} {S}.",
)
Texts = tuple[list[Reading], list[list[Quote]]]


def example(pattern: str, speaker: str, said: str) -> tuple[str, Quote]:
    """A text of a pattern, and its quotation."""
    text, marks = "", {}
    rest = pattern.replace("{q}", said)
    while rest:
        if rest[0] in "[]":
            marks[rest[0]] = len(text)
            rest = rest[1:]
        elif rest[0] == "{":
            inside, rest = rest[1:].split("}", 1)
            words = speaker if inside == "S" else inside[2:]
            words = words if text else words[0].upper() + words[1:]
            marks[inside[0]] = len(text)
            marks[inside[0] + "end"] = len(text) + len(words)
            text += words
        else:
            text, rest = text + rest[0], rest[1:]
    kind = "direct" if "„" in pattern else "indirect"
    quote = Quote(kind, ((marks["["], marks["]"]),), ((marks["c"], marks["cend"]),), ((marks["S"], marks["Send"]),))
    return text, quote


def texts(people: Sequence[str], said: Sequence[str]) -> Texts:
    found = [example(pattern, who, what) for pattern in PATTERNS for who in people for what in said]
    readings = [
        Reading(text=text, **columns)
        for (text, _), columns in zip(found, pipeline.read(NLP, [text for text, _ in found]), strict=True)
    ]
    return readings, [[quote] for _, quote in found]


def bare(quotes: Sequence[Sequence[Quote]]) -> list[list[Quote]]:
    return [[replace(quote, cues=(), speakers=()) for quote in found] for found in quotes]


TRAIN = texts(PEOPLE[:4], SAID)


def test_learns_a_verb_that_no_lexicon_holds() -> None:
    readings, gold = texts(PEOPLE[4:], ("die Schule schließe",))
    meta, arrays = fit(*TRAIN, random_state=0)
    assert attribute(meta, arrays, readings, bare(gold)) == gold


def test_learns_that_some_quotations_have_neither_cue_nor_speaker() -> None:
    readings, gold = TRAIN
    lone = [
        "Die Ministerin kam. [„Schluss damit“] stand auf dem Plakat.",
        "Es regnete. [„Nein danke“] stand auf dem Schild.",
    ]
    cut = [text.replace("[", "").replace("]", "") for text in lone]
    signs = [Reading(text=text, **columns) for text, columns in zip(cut, pipeline.read(NLP, cut), strict=True)]
    nobody = [[Quote("direct", ((text.index("["), text.index("]") - 1),))] for text in lone]
    meta, arrays = fit([*readings, *signs[:1] * 8], [*gold, *nobody[:1] * 8], random_state=0)
    assert attribute(meta, arrays, signs, nobody) == nobody


def test_same_state_from_the_same_rows_and_through_json() -> None:
    (meta, arrays), (again, others) = fit(*TRAIN, random_state=3), fit(*TRAIN, random_state=3)
    assert json.dumps(meta) == json.dumps(again)
    assert {name: values.tobytes() for name, values in arrays.items()} == {
        name: values.tobytes() for name, values in others.items()
    }
    assert all(values.dtype == np.float64 for values in arrays.values())
    assert attribute(json.loads(json.dumps(meta)), arrays, *TRAIN) == attribute(meta, arrays, *TRAIN)


def test_order_of_quotations_is_kept() -> None:
    text = "„Gut“, sagte die Ministerin. „Nein“, sagte der Verband."
    reading = Reading(text=text, **next(pipeline.read(NLP, [text])))
    quotes = [Quote("direct", ((text.index("„Nein"), text.index(", sagte der")),)), Quote("direct", ((0, 5),))]
    found = attribute(*fit(*TRAIN, random_state=0), [reading], [quotes])[0]
    speakers = [[text[start:end] for start, end in quote.speakers] for quote in found]
    assert speakers == [["der Verband"], ["die Ministerin"]]
    assert [quote.spans for quote in found] == [quote.spans for quote in quotes]


@pytest.mark.parametrize("rows", [([], []), (TRAIN[0][:1], TRAIN[1][:1]), (TRAIN[0][:2], [[], []])])
def test_too_few_rows_give_a_state_that_can_be_applied(rows: Texts) -> None:
    meta, arrays = fit(*rows, random_state=0)
    found = attribute(meta, arrays, *TRAIN)
    assert [[quote.spans for quote in quotes] for quotes in found] == [
        [quote.spans for quote in quotes] for quotes in TRAIN[1]
    ]


def test_texts_without_quotations() -> None:
    meta, arrays = fit(*TRAIN, random_state=0)
    assert attribute(meta, arrays, [TRAIN[0][0], Reading("", [], [], [], [], [], [])], [[], []]) == [[], []]
