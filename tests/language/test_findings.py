"""What a sentence says of a target, whoever says it: which way it leans, and whether it leaves the matter open."""

from __future__ import annotations

import re

import pytest

from standpunkt.language import relevance
from standpunkt.language.findings import Finding, findings_of, said, scores
from standpunkt.language.parts import Asked, asked_by, plain

LIMIT = asked_by("Auf Autobahnen soll ein Tempolimit gelten.", ("Tempolimit",))
END = asked_by("Das Tempolimit soll abgeschafft werden.", ("Tempolimit",))


def read(text: str, asked: Asked = LIMIT) -> list[Finding]:
    words = re.findall(r"\w+|[^\w\s]", text)
    places = relevance.matcher(asked.words).places([word.lower() for word in words])
    return findings_of([plain(words, [False] * len(words), places)], asked)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Wir fordern ein Tempolimit.", 1),
        ("Der Verband lehnt ein Tempolimit ab.", -1),
        ("Der Verband braucht kein Tempolimit.", -1),
        ("Das Tempolimit rettet Leben.", 1),
        ("Er will das Tempolimit verhindern.", -1),
        ("Sie kämpft gegen das Tempolimit.", -1),
        ("Das Tempolimit ist Thema der Sitzung.", 0),
    ],
)
def test_which_way_a_sentence_leans(text: str, side: int) -> None:
    lean, _ = scores(read(text))
    assert (lean > 0) - (lean < 0) == side


def test_the_statement_decides_what_is_for_it() -> None:
    text = "Der Verband will das Tempolimit abschaffen."
    assert scores(read(text, END))[0] > 0 > scores(read(text, LIMIT))[0]


def test_what_is_left_open_leans_to_no_side() -> None:
    found = read("Beim Tempolimit ist die Fraktion unentschieden.")
    lean, undecided = scores(found)
    assert undecided > abs(lean)
    assert said(found) == 0


def test_agreement_and_contradiction_take_up_what_was_said_before() -> None:
    agrees, contradicts = read("Dem pflichtet der Verband bei."), read("Dem Tempolimit widersprach der Verband.")
    assert [one.relation for one in (*agrees, *contradicts)] == [1, -1]
    assert scores(agrees, 1.0)[0] > 0 > scores(agrees, -1.0)[0]
    assert scores(contradicts, 1.0)[0] < 0 < scores(contradicts, -1.0)[0]
    assert said(agrees) == said(contradicts) == 0
