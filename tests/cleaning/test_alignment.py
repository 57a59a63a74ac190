from __future__ import annotations

import random
import time

import pytest

from standpunkt.cleaning.alignment import Alignment, carry
from standpunkt.schema import Annotation, Position, Quote

BODY = "Die Maut komme nicht, sagte Dahlke.\n\nDer Rat tagt morgen. „Wir warten“, sagte er.\n\nEs regnet."


def place(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (BODY.replace("\n\n", "\n"), "„Wir warten“"),
        ("Vorspann vorweg.\n\n" + BODY, "Dahlke"),
        (BODY.removeprefix("Die Maut komme nicht, sagte Dahlke.\n\n"), "sagte er"),
        (BODY.replace("morgen", "am Montag"), "„Wir warten“, sagte er"),
        (BODY.replace("Der Rat tagt morgen. ", ""), "Wir warten"),
        (BODY.replace("sagte Dahlke.\n\nDer", "sagte Dahlke. Der"), "Der Rat tagt morgen."),
        (BODY.replace("ü", "u\u0308"), "Die Maut komme nicht"),
    ],
)
def test_a_span_is_found_in_another_version(text: str, part: str) -> None:
    found = Alignment(BODY, text).span(place(BODY, part))
    assert found == place(text, part)


def test_a_span_over_paragraphs_keeps_its_ends() -> None:
    text = BODY.replace("\n\n", "\n \n")
    start, end = Alignment(BODY, text).span((place(BODY, "sagte Dahlke")[0], place(BODY, "tagt")[1])) or (0, 0)
    assert text[start:end] == "sagte Dahlke.\n \nDer Rat tagt"


def test_a_span_may_begin_and_end_within_words() -> None:
    text = "Vorweg.\n\n" + BODY
    start, end = Alignment(BODY, text).span((1, 7)) or (0, 0)
    assert (text[start:end], BODY[1:7]) == ("ie Mau", "ie Mau")


def test_what_is_not_there_is_none() -> None:
    text = BODY.replace("„Wir warten“, sagte er.", "")
    assert Alignment(BODY, text).span(place(BODY, "„Wir warten“")) is None
    assert Alignment(BODY, "").span((0, 8)) is None
    assert Alignment(BODY, BODY).span((35, 37)) is None  # white space alone


def test_lost_quotes_and_positions_stay_so_that_they_count_as_missed() -> None:
    quote = Quote("direct", (place(BODY, "„Wir warten“"),), (place(BODY, "sagte er"),), (), "dahlke")
    kept = Quote("indirect", (place(BODY, "Die Maut komme nicht"),))
    position = Position("dahlke", "citymaut", "against", "reported", 0, 35)
    text = BODY.replace("„Wir warten“, ", "").replace("Die Maut", "Heute: Die Maut")
    found = carry(Annotation("bote/maut", BODY, (quote, kept), (position,)), text)
    assert found.text == text
    assert found.quotes is not None
    assert [(one.type, one.actor, one.spans) for one in found.quotes] == [
        ("direct", "dahlke", ()),
        ("indirect", None, ((7, 27),)),
    ]
    assert [text[start:end] for start, end in found.quotes[0].cues] == ["sagte er"]
    assert found.positions is not None
    assert [(one.start, one.end) for one in found.positions] == [(7, 42)]
    gone = carry(Annotation("bote/maut", BODY, None, (position,)), "Es regnet.")
    assert gone.quotes is None
    assert [(one.actor, one.start, one.end) for one in gone.positions or ()] == [("dahlke", 0, 0)]


def test_the_same_text_is_not_compared() -> None:
    annotation = Annotation("bote/maut", BODY, (), None)
    assert carry(annotation, BODY) is annotation


def test_long_texts_without_a_common_paragraph_end_soon() -> None:
    draw = random.Random(13)  # noqa: S311 - no secret
    texts = ["".join(f"w{draw.randrange(50)} " for _ in range(30_000)) for _ in range(2)]
    start = time.process_time()
    assert Alignment(*texts).span((0, 20)) is None
    assert time.process_time() - start < 2
