"""Two small classification problems: topics, and stances towards two targets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from standpunkt.language.documents import Document
from standpunkt.tasks import Example, stance, topic

STATEMENTS = {
    "tempolimit": "Auf Autobahnen soll ein Tempolimit gelten.",
    "fernwaerme": "Die Fernwärme soll abgeschafft werden.",
}
TEXTS = {
    "favor": ["Wir begrüßen das {}.", "{} ist richtig und wichtig.", "Ja, {} hilft sofort.", "{} ist sinnvoll."],
    "against": ["Wir lehnen {} ab.", "{} ist falsch und teuer.", "Nein, {} schadet allen.", "{} ist unsinnig."],
    "neutral": ["Ob {} kommt, ist offen.", "{} wird noch geprüft.", "Zu {} gibt es keine Position.", "{}: neutral."],
}
WORDS = {
    "energie": ["Strom und Wind", "Wärme aus Strom", "Wind und Gas", "Strom, Gas, Wärme"],
    "verkehr": ["Bahn und Rad", "Straße und Bahn", "Rad und Bus", "Bahn, Bus, Straße"],
    "wohnen": ["Miete und Haus", "Haus und Bad", "Miete, Bad, Küche", "Haus mit Küche"],
}


@pytest.fixture
def stance_params() -> stance.Params:
    return stance.Params(
        model="linear", folds=3, stacking_c=0.02, C=1.0, balanced=True, min_documents=1, short_text=120,
        findings_from=0, neighbour_weight=0.5, min_overlap=0.5, touch_overlap=0.6, abstain_below=0.0,
        neural=stance.NeuralParams(
            networks=1, epochs=1, dimension=8, hidden=8, learning_rate=0.01, dropout=0.1, word_dropout=0.1, threads=1
        ),
        views={"words": 1.0, "cues": 0.5, "agreement": 0.5, "topic": 0.3},
    )  # fmt: skip


@pytest.fixture
def topic_params() -> topic.Params:
    return topic.Params(
        word_form="form", word_ngrams=[1, 2], word_weight=1.0, compounds=True, char_ngrams=[3, 4], char_weight=0.5,
        field_weight=0.5, entry_weight=0.5, lead_weight=0.5, embedding_weight=0.5, lead_tokens=10,
        min_documents=1, C=1.0, balanced=False, multilabel=False, abstain_below=0.0,
    )  # fmt: skip


@pytest.fixture
def pairs(document: Callable[..., Document]) -> list[Example]:
    """Four pairs a stance and target; the author of a pair is the same for all targets of a page."""
    found = []
    for label, texts in TEXTS.items():
        for number, text in enumerate(texts):
            for target, statement in STATEMENTS.items():
                alias = target.replace("ae", "ä").capitalize()
                page = document(text.format(alias), id=f"{label}{number}-{target}", author=f"Autor {number}")
                found.append(Example(page, label, target, statement, (alias,)))
    return found


@pytest.fixture
def pages(document: Callable[..., Document]) -> list[Example]:
    """Four pages a topic."""
    return [
        Example(document(f"Es geht um {text}.", id=f"{label}{number}", outlet=f"outlet {number % 2}"), label)
        for label, texts in WORDS.items()
        for number, text in enumerate(texts)
    ]
