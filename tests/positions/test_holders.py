"""Whose part in a sentence is which: subjects, objects, participants, authors of acts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from standpunkt.language import actors
from standpunkt.language.documents import Document
from standpunkt.positions import candidates
from standpunkt.schema import Actor, Target

Make = Callable[..., Document]
ACTORS = {
    name.lower(): Actor(label=name, kind="country", aliases=[name]) for name in ("Talland", "Korvien", "Vesmar")
} | {"nordbund": Actor(label="Nordbund", kind="alliance", aliases=["Nordbund"])}
TARGETS = {"t": Target(statement="Es soll eine Waffenruhe geben.", aliases=["Waffenruhe"])}


def parts(document: Make, text: str) -> dict[str, str]:
    """The role of each actor, by its first letter."""
    read = document(text)
    [sentence], _ = candidates._read(read, actors.find(read, ACTORS), TARGETS)
    return {member.id[0]: role for (_, member), role in zip(sentence.actors, sentence.roles, strict=True)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talland drängt Korvien zu einer Waffenruhe.", {"t": "subject", "k": "object"}),
        ("Am Montag drängte Talland erneut Korvien zum Abzug.", {"t": "subject", "k": "object"}),
        ("Talland und Korvien fordern eine Waffenruhe.", {"t": "subject", "k": "subject"}),
        ("Talland fordert eine Waffenruhe und Korvien lehnt ab.", {"t": "subject", "k": "subject"}),
        ("Talland fordert, dass Korvien abzieht.", {"t": "subject", "k": "subject"}),
        (
            "Eine Waffenruhe zwischen Talland, Korvien und Vesmar gilt.",
            {"t": "oblique", "k": "oblique", "v": "oblique"},
        ),
        ("Talland sprach mit Korvien über eine Waffenruhe.", {"t": "subject", "k": "oblique"}),
        ("Der Vorschlag Korviens liegt vor.", {"k": "author"}),
        ("Korviens neuer Vorschlag liegt vor.", {"k": "author"}),
        ("Der Vorschlag von Korvien liegt vor.", {"k": "author"}),
        ("Die Truppen Korviens stehen vor Brakum.", {"k": "oblique"}),
        ("Ein Sprecher der Regierung von Vesmar widersprach.", {"v": "subject"}),
        ("Die Regierung in Vesmar widersprach.", {"v": "subject"}),
        ("Talland sprach mit der Regierung von Vesmar.", {"t": "subject", "v": "oblique"}),
        ("Ein korvischer Diplomat widersprach.", {"k": "subject"}),
        ("Die korvische Forderung ist neu.", {"k": "author"}),
        ("Nach Angaben Tallands gilt eine Waffenruhe.", {"t": "author"}),
        ("Talland zufolge gilt eine Waffenruhe.", {"t": "author"}),
        ("Die Waffenruhe wird von Talland abgelehnt.", {"t": "subject"}),
        ("Der Minister drängt Talland zur Waffenruhe.", {"t": "object"}),
        ("Man drängt Talland zur Waffenruhe.", {"t": "object"}),
        ("Dem Nordbund kommt die Waffenruhe gelegen.", {"n": "dative"}),
        ("Für Talland ist eine Waffenruhe nicht denkbar.", {"t": "author"}),
        ("Der Plan stieß bei Talland auf Ablehnung.", {"t": "author"}),
        ("Beifall kam aus Talland.", {"t": "author"}),
        ("Die von Talland scharf kritisierte Waffenruhe gilt.", {"t": "subject"}),
        ("Die von Talland nach Korvien reisende Delegation schwieg.", {"t": "oblique", "k": "oblique"}),
        ("Die Waffenruhe findet bei Talland Anklang.", {"t": "author"}),
        ("Im Nordbund wächst der Widerstand.", {"n": "author"}),
        ("In Talland wächst der Weizen.", {"t": "oblique"}),  # a mere place
        ("Mit Talland ist eine Waffenruhe nicht zu machen.", {"t": "author"}),
        ("Gegenwind für die Waffenruhe kam vom Nordbund.", {"n": "author"}),
    ],
)
def test_the_part_of_an_actor(document: Make, text: str, expected: dict[str, str]) -> None:
    assert parts(document, text) == expected
