"""The view `findings`: leanings of sentences, and the features that are made of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from standpunkt.language.documents import Document
from standpunkt.language.parts import asked_by
from standpunkt.tasks._stance_findings import Leaning, findings, leanings

Make = Callable[..., Document]
LIMIT = asked_by("Auf Autobahnen soll ein Tempolimit gelten.", ("Tempolimit",))
BAN = asked_by("Das Tempolimit soll abgeschafft werden.", ("Tempolimit",))


def read(document: Document) -> list[tuple[str, bool, bool, str]]:
    return [
        (one.field, one.named, one.spoken, "+" if one.lean > 0 else "-" if one.lean < 0 else "0")
        for one in leanings(document, LIMIT)
    ]


def test_sentences_that_name_the_target_and_their_neighbours_are_read(document: Make) -> None:
    text = "Es regnet. Ein Ausschuss tagt. Er lehnt das Tempolimit ab. Danach gab es Suppe. Sie war heiß."
    assert read(document(text, title="Streit um das Tempolimit")) == [
        ("title", True, False, "0"),
        ("text", False, False, "0"),
        ("text", True, False, "-"),
        ("text", False, False, "0"),
    ]


def test_a_text_that_does_not_name_the_target_is_not_read(document: Make) -> None:
    assert leanings(document("Wir lehnen die Maut ab. Das ist alles."), LIMIT) == ()


def test_what_stands_in_quotation_marks_is_told_apart(document: Make) -> None:
    text = "„Wir fordern ein Tempolimit“, sagte sie. Der Minister lehnt das Tempolimit ab."
    assert read(document(text)) == [("text", True, True, "+"), ("text", True, False, "-")]


def test_what_the_statement_asks_for_turns_a_leaning_round(document: Make) -> None:
    text = document("Sie wollen das Tempolimit abschaffen.")
    against, for_it = (leanings(text, asked)[0].lean for asked in (LIMIT, BAN))
    assert against < 0 < for_it


def one(lean: float, **changed: object) -> Leaning:
    values = {"field": "text", "named": True, "spoken": False, "lean": lean, "open": 0.0, "place": 0.0}
    return Leaning(**(values | changed))  # type: ignore[arg-type]


def test_leanings_by_place_and_voice() -> None:
    found = findings([one(1.5), one(-3.0, spoken=True, place=0.9), one(0.0, field="title", open=1.8)])
    assert found == {
        "text named +": 1, "told named +": 1, "begin +": 1,
        "text named -": 1, "said named -": 1, "end -": 1,
        "title named 0": 1, "told named 0": 1, "title named open": 1, "told named open": 1,
        "sum 0": 1, "leans 0": 1, "open 2": 1, "both 11": 1, "said- told+": 1, "first +": 1, "last -": 1,
        "sum against": 0.25, "said against": 1.5, "told for": 0.75, "undecided": pytest.approx(1.17),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("leans", "summed", "side", "both"),
    [
        ([9.0, 9.0, 9.0], "sum 4", "leans +", "both 20"),  # no sentence counts more than 2, no sum more than 4
        ([-9.0] * 3, "sum -4", "leans -", "both 02"),
        ([0.4], "sum 0", "leans 0", "both 10"),
    ],
)
def test_sums_are_bounded(leans: list[float], summed: str, side: str, both: str) -> None:
    assert {summed, side, both} <= set(findings([one(lean) for lean in leans]))


def test_neighbours_count_less_and_say_nothing_of_first_and_last() -> None:
    found = findings([one(2.0, named=False)])
    assert (found["sum for"], found["sum 1"], found["both 00"]) == (0.4, 1, 1)
    assert not [name for name in found if name.startswith(("first", "last", "begin"))]


def test_without_leanings_there_is_no_feature() -> None:
    assert findings([]) == {}
