"""What statements ask for: more of a thing or less of it, whether something is to be allowed or lifted."""

from __future__ import annotations

import pytest

from standpunkt.language import relevance
from standpunkt.language.parts import asked_by


@pytest.mark.parametrize(
    ("statement", "sign", "allows", "lifts"),
    [
        ("Auf Autobahnen soll ein Tempolimit gelten.", 1, False, False),
        ("Das Tempolimit soll abgeschafft werden.", -1, False, True),
        ("Das Tempolimit soll nicht abgeschafft werden.", 1, False, True),
        ("Windräder sollen näher an Häusern gebaut werden dürfen.", 1, True, False),
        ("Die Sanktionen sollen gelockert werden.", -1, False, True),
    ],
)
def test_what_a_statement_asks_for(statement: str, sign: int, allows: bool, lifts: bool) -> None:
    asked = asked_by(statement, ())
    assert (asked.sign, asked.allows, asked.lifts) == (sign, allows, lifts)


def test_the_subject_is_what_stands_before_the_verb() -> None:
    asked = asked_by("Der Einbau neuer Gasheizungen soll verboten werden.", ("Gasheizung",))
    assert relevance.stem("gasheizungen") in asked.subject
    assert relevance.stem("verboten") not in asked.subject
