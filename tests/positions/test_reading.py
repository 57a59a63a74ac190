"""Stances read from single sentences, all of them written for these tests."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from pydantic import ValidationError

from standpunkt.language import actors, pipeline
from standpunkt.language.documents import Document, Reading
from standpunkt.params import ReaderParams
from standpunkt.positions import _views, candidates, reading
from standpunkt.positions.candidates import Candidate, Rivals
from standpunkt.positions.reading import LABELS, NONE, Row
from standpunkt.schema import STANCES, Actor, Target

SETTINGS = ReaderParams(
    C=0.2,
    min_rows=2,
    views={
        "rules": 1.0, "words": 1.0, "stems": 0.7, "direction": 0.5, "target": 0.5, "characters": 0.5, "shape": 0.3,
    },
    place_views={"shape": 1.0, "rules": 0.7, "words": 0.5, "target": 0.5, "actor": 0.5},
)  # fmt: skip
ACTORS = {
    name.lower(): Actor(label=name, kind="country", aliases=[name])
    for name in ("Talland", "Korvien", "Vesmar", "Nordbund")
}
NLP = pipeline.build("blank", ACTORS)

TARGETS = {
    "tighter_sanctions": Target(
        statement="Die Sanktionen gegen Korvien sollen verschärft werden.",
        aliases=["Sanktionen", "Strafmaßnahmen", "Embargo"],
    ),
    "no_sanctions": Target(
        statement="Die Sanktionen gegen Korvien sollen aufgehoben werden.",
        aliases=["Sanktionen", "Strafmaßnahmen", "Embargo"],
    ),
    "talks": Target(
        statement="Talland und Korvien sollen miteinander verhandeln.", aliases=["Verhandlungen", "Gespräche", "Dialog"]
    ),
    "disarmament": Target(
        statement="Korvien soll seine Raketen abrüsten.", aliases=["Abrüstung", "Raketen", "Raketenprogramm"]
    ),
    "arms": Target(
        statement="Vesmar soll mit Waffen beliefert werden.", aliases=["Waffen", "Waffenlieferungen", "Rüstungshilfe"]
    ),
    "membership": Target(
        statement="Vesmar soll dem Nordbund beitreten.", aliases=["Beitritt", "Mitgliedschaft", "Aufnahme"]
    ),
    "withdrawal": Target(
        statement="Die Truppen des Nordbunds sollen aus Vesmar abgezogen werden.",
        aliases=["Truppen", "Soldaten", "Truppenabzug", "Abzug"],
    ),
    "trade": Target(
        statement="Talland soll ein Freihandelsabkommen mit Vesmar schließen.",
        aliases=["Freihandelsabkommen", "Handelsabkommen", "Abkommen"],
    ),
    "truce": Target(
        statement="Korvien und Vesmar sollen eine Waffenruhe vereinbaren.",
        aliases=["Waffenruhe", "Feuerpause", "Waffenstillstand"],
    ),
    "closed_border": Target(
        statement="Die Grenze zu Korvien soll geschlossen bleiben.",
        aliases=["Grenze", "Grenzschließung", "Grenzübergang"],
    ),
    "no_reactors": Target(
        statement="Korvien soll sein Atomprogramm einstellen.",
        aliases=["Atomprogramm", "Urananreicherung", "Atomwaffen"],
    ),
}

SENTENCES = [
    ("tighter_sanctions", "Talland", "Talland dringt auf schärfere Sanktionen gegen Korvien.", "favor"),
    ("tighter_sanctions", "Vesmar", "Vesmar lehnt neue Sanktionen gegen Korvien ab.", "against"),
    ("tighter_sanctions", "Nordbund", "Der Nordbund droht Korvien mit weiteren Sanktionen.", "favor"),
    ("tighter_sanctions", "Korvien", "Korvien fordert ein Ende der Sanktionen.", "against"),
    ("tighter_sanctions", "Talland", "Talland warnt davor, die Sanktionen zu lockern.", "favor"),
    ("tighter_sanctions", "Talland", "Talland warnt vor einer Aufhebung der Sanktionen.", "favor"),
    (
        "tighter_sanctions",
        "Vesmar",
        "Die Regierung von Vesmar sieht keinen Grund für ein schärferes Embargo.",
        "against",
    ),
    (
        "tighter_sanctions",
        "Vesmar",
        "Vesmar hatte sich lange gegen weitere Sanktionen gesperrt, ist nun aber dazu bereit.",
        "favor",
    ),
    ("tighter_sanctions", "Talland", "Talland besteht auf den Sanktionen.", "favor"),
    ("tighter_sanctions", "Korvien", "Korvien verurteilte die Sanktionen als Erpressung.", "against"),
    ("tighter_sanctions", "Vesmar", "Vesmar will weitere Sanktionen erst nach einer Prüfung beschließen.", "neutral"),
    ("tighter_sanctions", "Vesmar", "Ob es weitere Sanktionen unterstützt, ließ Vesmar offen.", "neutral"),
    ("tighter_sanctions", "Vesmar", "Vesmar zeigt sich skeptisch gegenüber neuen Strafmaßnahmen.", "against"),
    ("tighter_sanctions", "Talland", "Talland stellte sich hinter die Forderung nach einem Embargo.", "favor"),
    ("tighter_sanctions", "Vesmar", "Vesmar blockiert die geplanten Sanktionen.", "against"),
    ("tighter_sanctions", "Vesmar", "Vesmar hat seinen Widerstand gegen die Sanktionen aufgegeben.", "favor"),
    ("tighter_sanctions", "Vesmar", "Vesmar rückte von seiner Forderung nach schärferen Sanktionen ab.", "against"),
    ("tighter_sanctions", "Nordbund", "Der Nordbund hat sich auf ein neues Sanktionspaket verständigt.", "favor"),
    ("tighter_sanctions", "Talland", "Talland kündigte weitere Sanktionen gegen Drosk an.", "favor"),
    ("no_sanctions", "Korvien", "Korvien verlangt die Aufhebung der Sanktionen.", "favor"),
    ("no_sanctions", "Talland", "Talland will an den Sanktionen festhalten.", "against"),
    ("no_sanctions", "Talland", "Talland lehnt eine Lockerung der Sanktionen ab.", "against"),
    ("no_sanctions", "Vesmar", "Vesmar plädiert dafür, das Embargo schrittweise aufzuheben.", "favor"),
    ("no_sanctions", "Nordbund", "Der Nordbund verlängerte die Sanktionen um ein Jahr.", "against"),
    ("no_sanctions", "Talland", "Talland macht ein Ende der Sanktionen von freien Wahlen abhängig.", "neutral"),
    ("no_sanctions", "Talland", "Talland sieht für eine Aufhebung der Strafmaßnahmen keinen Anlass.", "against"),
    ("no_sanctions", "Vesmar", "Vesmar kritisierte die Sanktionen als wirkungslos.", "favor"),
    ("no_sanctions", "Talland", "Talland fordert noch härtere Sanktionen.", "against"),
    ("talks", "Korvien", "Korvien bietet Talland Verhandlungen an.", "favor"),
    ("talks", "Korvien", "Korvien ist grundsätzlich zu Gesprächen bereit.", "favor"),
    ("talks", "Talland", "Talland schließt Verhandlungen mit Korvien aus.", "against"),
    ("talks", "Talland", "Talland weigert sich, mit Korvien zu verhandeln.", "against"),
    ("talks", "Korvien", "Korvien stimmte direkten Gesprächen im Grundsatz zu.", "favor"),
    ("talks", "Talland", "Talland knüpft die Aufnahme von Verhandlungen an einen Abzug der Truppen.", "neutral"),
    ("talks", "Vesmar", "Vesmar rief beide Seiten zu einer Rückkehr an den Verhandlungstisch auf.", "favor"),
    ("talks", "Korvien", "Korvien brach die Gespräche ab.", "against"),
    ("talks", "Nordbund", "Der Nordbund begrüßte die Wiederaufnahme des Dialogs.", "favor"),
    ("talks", "Talland", "Talland hat bislang nur erklärt, das Angebot zu Gesprächen zu prüfen.", "neutral"),
    ("talks", "Korvien", "Korvien hat Gespräche lange abgelehnt, zeigt sich jetzt aber offen dafür.", "favor"),
    ("talks", "Talland", "Talland zeigt kein Interesse an Verhandlungen.", "against"),
    ("talks", "Vesmar", "Vesmar bot sich als Vermittler für die Gespräche an.", "favor"),
    ("talks", "Talland", "Für Verhandlungen mit dem Führungsrat sei es zu früh, hieß es in Aldenburg.", "against"),
    ("disarmament", "Korvien", "Korvien weist die Forderung nach einer Abrüstung zurück.", "against"),
    ("disarmament", "Talland", "Talland drängt Korvien zur Abrüstung seiner Raketen.", "favor"),
    ("disarmament", "Korvien", "Korvien will sein Raketenprogramm fortsetzen.", "against"),
    ("disarmament", "Korvien", "Korvien ist bereit, seine Raketen zu verschrotten.", "favor"),
    ("disarmament", "Korvien", "Korvien droht mit dem Bau weiterer Raketen.", "against"),
    ("disarmament", "Korvien", "Korvien sagte zu, auf die Raketen zu verzichten.", "favor"),
    ("disarmament", "Nordbund", "Der Nordbund pocht auf die vollständige Abrüstung.", "favor"),
    ("disarmament", "Korvien", "Korvien macht die Abrüstung von Sicherheitsgarantien abhängig.", "neutral"),
    ("arms", "Talland", "Talland liefert keine Waffen an Vesmar.", "against"),
    ("arms", "Talland", "Talland will Vesmar mehr Waffen liefern.", "favor"),
    ("arms", "Korvien", "Korvien warnte Talland vor Waffenlieferungen an Vesmar.", "against"),
    ("arms", "Vesmar", "Vesmar bittet den Nordbund um Waffen.", "favor"),
    ("arms", "Talland", "Talland stellte die Rüstungshilfe für Vesmar ein.", "against"),
    ("arms", "Talland", "Talland sagte Vesmar weitere Waffen zu.", "favor"),
    ("arms", "Nordbund", "Der Nordbund hat noch nicht über Waffenlieferungen entschieden.", "neutral"),
    ("arms", "Talland", "Talland sprach sich gegen Waffenlieferungen aus.", "against"),
    ("arms", "Talland", "Talland stemmt sich gegen einen Stopp der Waffenlieferungen.", "favor"),
    ("membership", "Nordbund", "Der Nordbund steht einem Beitritt Vesmars offen gegenüber.", "favor"),
    ("membership", "Korvien", "Korvien wertet den Beitritt als Bedrohung.", "against"),
    ("membership", "Talland", "Talland unterstützt die Aufnahme Vesmars in den Nordbund.", "favor"),
    ("membership", "Talland", "Talland legte sein Veto gegen die Mitgliedschaft ein.", "against"),
    ("membership", "Talland", "Talland zog sein Veto gegen den Beitritt zurück.", "favor"),
    ("membership", "Nordbund", "Der Nordbund vertagte die Entscheidung über den Beitritt.", "neutral"),
    ("membership", "Vesmar", "Vesmar hat die Mitgliedschaft beantragt.", "favor"),
    ("membership", "Talland", "In Aldenburg hieß es, ein Beitritt komme nicht infrage.", "against"),
    ("withdrawal", "Korvien", "Korvien verlangt den Abzug der Truppen.", "favor"),
    ("withdrawal", "Talland", "Talland will seine Soldaten in Vesmar lassen.", "against"),
    ("withdrawal", "Vesmar", "Vesmar warnte vor einem Rückzug der Truppen.", "against"),
    ("withdrawal", "Nordbund", "Der Nordbund stockt seine Truppen in Vesmar auf.", "against"),
    ("withdrawal", "Talland", "Talland kündigte an, seine Soldaten abzuziehen.", "favor"),
    ("withdrawal", "Vesmar", "Vesmar besteht darauf, dass die Soldaten bleiben.", "against"),
    ("trade", "Talland", "Talland begrüßte das Abkommen als Chance.", "favor"),
    ("trade", "Vesmar", "Vesmar pocht auf Nachbesserungen am Abkommen.", "neutral"),
    ("trade", "Talland", "Talland will das Handelsabkommen nicht unterzeichnen.", "against"),
    ("trade", "Talland", "Talland kündigte das Abkommen auf.", "against"),
    (
        "trade",
        "Vesmar",
        "„Dieses Abkommen schadet unseren Bauern“, sagte ein Sprecher der Regierung von Vesmar.",
        "against",
    ),
    (
        "trade",
        "Vesmar",
        "„Wir brauchen das Abkommen so schnell wie möglich“, sagte der Botschafter von Vesmar.",
        "favor",
    ),
    ("tighter_sanctions", "Talland", "Talland fordert schärfere Sanktionen, Vesmar lehnt sie ab.", "favor"),
    ("tighter_sanctions", "Vesmar", "Talland fordert schärfere Sanktionen, Vesmar lehnt sie ab.", "against"),
    (
        "tighter_sanctions",
        "Vesmar",
        "Während Talland auf neue Sanktionen dringt, warnt Vesmar vor einer Eskalation.",
        "against",
    ),
    (
        "tighter_sanctions",
        "Talland",
        "Während Talland auf neue Sanktionen dringt, warnt Vesmar vor einer Eskalation.",
        "favor",
    ),
    ("talks", "Talland", "Korvien wirbt für Gespräche und Talland weist das Angebot zurück.", "against"),
    ("talks", "Korvien", "Korvien wirbt für Gespräche und Talland weist das Angebot zurück.", "favor"),
    ("no_sanctions", "Vesmar", "Vesmar forderte, die Sanktionen nicht aufzuheben.", "against"),
    ("no_sanctions", "Vesmar", "Vesmar wies die Kritik an der Aufhebung der Sanktionen zurück.", "favor"),
    (
        "arms",
        "Vesmar",
        "„Ohne Waffen können wir unsere Grenze nicht verteidigen“, sagte der Verteidigungsminister von Vesmar.",
        "favor",
    ),
    (
        "disarmament",
        "Korvien",
        "„Wir werden niemals auf unsere Raketen verzichten“, erklärte die Führung in Korvien.",
        "against",
    ),
    ("talks", "Vesmar", "Vesmar äußerte sich zurückhaltend zu möglichen Gesprächen.", "neutral"),
    ("tighter_sanctions", "Vesmar", "Vesmar hält weitere Strafmaßnahmen für kontraproduktiv.", "against"),
    (
        "tighter_sanctions",
        "Talland",
        "Nach dem Willen Tallands soll das Embargo auf Kohle ausgeweitet werden.",
        "favor",
    ),
    ("tighter_sanctions", "Nordbund", "Der Nordbund setzte neue Sanktionen gegen drei Banken in Kraft.", "favor"),
    (
        "tighter_sanctions",
        "Vesmar",
        "Die Regierung von Vesmar stimmte im Rat gegen das neue Sanktionspaket.",
        "against",
    ),
    ("tighter_sanctions", "Vesmar", "Vesmar enthielt sich bei der Abstimmung über die Sanktionen.", "neutral"),
    ("tighter_sanctions", "Talland", "Talland zeigte sich entschlossen, die Sanktionen auszuweiten.", "favor"),
    ("no_sanctions", "Vesmar", "Vesmar setzt sich für eine schrittweise Lockerung der Sanktionen ein.", "favor"),
    (
        "no_sanctions",
        "Talland",
        "Solange Korvien seine Truppen nicht abzieht, bleiben die Sanktionen nach den Worten Tallands bestehen.",
        "against",
    ),
    ("no_sanctions", "Korvien", "Korvien nannte die Sanktionen illegal.", "favor"),
    ("no_sanctions", "Nordbund", "Der Nordbund setzte einen Teil der Sanktionen aus.", "favor"),
    ("talks", "Korvien", "Korvien signalisierte Bereitschaft zu direkten Gesprächen.", "favor"),
    (
        "talks",
        "Korvien",
        "Der Führungsrat von Korvien schlug ein Treffen mit Talland vor, um die Gespräche fortzusetzen.",
        "favor",
    ),
    ("talks", "Talland", "Talland hat die Einladung zu Gesprächen ausgeschlagen.", "against"),
    ("talks", "Vesmar", "Vesmar mahnte beide Länder, an den Verhandlungstisch zurückzukehren.", "favor"),
    ("talks", "Talland", "Talland will vorerst keine Verhandlungen mit Korvien aufnehmen.", "against"),
    ("talks", "Korvien", "Korvien hat sich zu dem Gesprächsangebot bisher nicht geäußert.", "neutral"),
    ("talks", "Korvien", "Korvien setzte die Gespräche auf unbestimmte Zeit aus.", "against"),
    ("disarmament", "Korvien", "Korvien hat sich verpflichtet, seine Raketen bis 2026 zu zerstören.", "favor"),
    ("disarmament", "Korvien", "Eine einseitige Abrüstung kommt für Korvien nicht in Betracht.", "against"),
    (
        "disarmament",
        "Vesmar",
        "Vesmar forderte Korvien auf, die Raketen von der Grenze abzuziehen und zu verschrotten.",
        "favor",
    ),
    ("arms", "Talland", "Talland gab grünes Licht für die Lieferung von Waffen an Vesmar.", "favor"),
    (
        "arms",
        "Talland",
        "Talland hat Vesmar zwei Flugabwehrsysteme zugesagt und will die Waffen noch in diesem Jahr liefern.",
        "favor",
    ),
    ("arms", "Nordbund", "Der Nordbund lehnt es weiterhin ab, Waffen nach Vesmar zu schicken.", "against"),
    ("arms", "Korvien", "Korvien droht Talland wegen der Waffenlieferungen mit Vergeltung.", "against"),
    ("arms", "Talland", "Talland zögert mit der Zusage von Waffen.", "neutral"),
    ("membership", "Korvien", "Korvien will den Beitritt Vesmars mit allen Mitteln verhindern.", "against"),
    ("membership", "Talland", "Talland hat keine Einwände mehr gegen den Beitritt.", "favor"),
    ("membership", "Nordbund", "Der Nordbund nannte den Beitritt Vesmars einen historischen Schritt.", "favor"),
    ("membership", "Talland", "Talland bremst bei der Aufnahme Vesmars.", "against"),
    ("withdrawal", "Talland", "Talland schickt weitere Soldaten nach Vesmar.", "against"),
    ("withdrawal", "Vesmar", "Vesmar begrüßte die Ankündigung, die Truppen zu verringern.", "favor"),
    ("withdrawal", "Korvien", "Korvien bezeichnete die Truppen als Bedrohung.", "favor"),
    ("trade", "Vesmar", "Vesmar knüpft seine Zustimmung zum Abkommen an niedrigere Zölle.", "neutral"),
    ("trade", "Talland", "Talland drückt beim Abkommen aufs Tempo.", "favor"),
    ("trade", "Vesmar", "Das Abkommen gehe zulasten der Fischer, kritisierte Vesmar.", "against"),
    ("truce", "Korvien", "Korvien wies Forderungen nach einer Waffenruhe zurück.", "against"),
    ("truce", "Vesmar", "Vesmar bot eine Feuerpause von dreißig Tagen an.", "favor"),
    ("truce", "Nordbund", "Der Nordbund verlangte eine sofortige Waffenruhe.", "favor"),
    ("truce", "Korvien", "Korvien will einer Waffenruhe nur unter Bedingungen zustimmen.", "neutral"),
    ("closed_border", "Talland", "Talland will die Grenze zu Korvien wieder öffnen.", "against"),
    ("closed_border", "Talland", "Talland lehnt eine Öffnung der Grenze ab.", "favor"),
    ("closed_border", "Korvien", "Korvien protestierte gegen die Schließung der Grenze.", "against"),
    ("no_reactors", "Korvien", "Korvien kündigte an, die Urananreicherung auszubauen.", "against"),
    ("no_reactors", "Talland", "Talland drängt auf ein Ende des Atomprogramms.", "favor"),
    ("no_reactors", "Korvien", "Korvien beharrt auf seinem Recht auf ein Atomprogramm.", "against"),
    ("no_reactors", "Korvien", "Korvien erklärte sich bereit, die Urananreicherung auszusetzen.", "favor"),
    ("no_reactors", "Vesmar", "Vesmar zeigte Verständnis für das Atomprogramm.", "against"),
    (
        "tighter_sanctions",
        "Talland",
        "„An schärferen Sanktionen führt kein Weg vorbei“, sagte die Außenministerin von Talland.",
        "favor",
    ),
    (
        "tighter_sanctions",
        "Vesmar",
        "„Mit Sanktionen haben wir noch nie etwas erreicht“, sagte der Botschafter von Vesmar.",
        "against",
    ),
    ("talks", "Talland", "„Wir reden nicht mit Besatzern“, hieß es zu möglichen Verhandlungen aus Talland.", "against"),
]


def document(text: str) -> Document:
    [row] = pipeline.read(NLP, [text])
    return Document("page", None, None, None, "page", {"text": Reading(text=text, **row)})


def candidate(text: str, actor: str, sentence: str | None = None, target: str = "t") -> Candidate:
    """Of a sentence; what stands in quotation marks is what the actor says."""
    start = text.index(sentence) if sentence else 0
    end = start + len(sentence or text)
    spoken = "„" in text[start:end]
    speech = (text.index("„", start), text.index("“", start) + 1) if spoken else (start, end)
    at = text.find(actor, start, end)
    span = (at, at + len(actor)) if at >= 0 else None
    how = "quoted" if spoken else "ascribed"
    return Candidate(actor.lower(), target, how, start, end, (speech,), span, None, subject=True, first=True)


def read(text: str, actor: str, target: str, sentence: str | None = None) -> str:
    return reading.rules(document(text), candidate(text, actor, sentence), TARGETS[target])[0]


@pytest.mark.parametrize(("target", "actor", "text", "expected"), SENTENCES)
def test_rules_read_the_stance_of_a_sentence(target: str, actor: str, text: str, expected: str) -> None:
    assert read(text, actor, target) == expected


@pytest.mark.parametrize(
    ("before", "sentence", "expected"),
    [
        ("Talland lehnt Gespräche mit Korvien ab.", "Vesmar widersprach.", "favor"),
        ("Talland fordert Gespräche mit Korvien.", "Vesmar widersprach.", "against"),
        ("Talland fordert Gespräche mit Korvien.", "Beifall kam aus Vesmar.", "favor"),
        ("Talland lehnt Gespräche mit Korvien ab.", "Beifall kam aus Vesmar.", "against"),
    ],
)
def test_who_agrees_or_contradicts_stands_as_the_sentence_before_says(
    before: str, sentence: str, expected: str
) -> None:
    assert read(f"{before} {sentence}", "Vesmar", "talks", sentence) == expected


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        # The actor made the proposal that somebody else turns down.
        ("Vesmar wies den Vorschlag von Korvien, Gespräche zu führen, zurück.", "talks", "favor"),
        ("Vesmar wies den Plan von Minister Korvien, Gespräche zu führen, zurück.", "talks", "favor"),
        # The same sentence for statements with the opposite direction.
        ("Korvien fordert, die Sanktionen zu beenden.", "no_sanctions", "favor"),
        ("Korvien fordert, die Sanktionen zu beenden.", "tighter_sanctions", "against"),
    ],
)
def test_rules_follow_the_author_of_a_proposal_and_the_direction_of_the_statement(
    text: str, target: str, expected: str
) -> None:
    assert read(text, "Korvien", target) == expected


def test_a_verb_that_follows_on_speech_says_nothing_of_the_target() -> None:
    text = "Die Sanktionen seien gut, warnte Talland."
    said = (0, text.index(", warnte"))
    one = replace(candidate(text, "Talland"), how="reported", speech=(said,))
    assert reading.rules(document(text), one, TARGETS["tighter_sanctions"])[0] == "favor"


def test_rules_are_surer_of_a_plain_verb_than_of_nothing() -> None:
    text = "Talland lehnt Sanktionen ab."
    plain = reading.rules(document(text), candidate(text, "Talland"), TARGETS["tighter_sanctions"])
    text = "Talland und die Sanktionen."
    nothing = reading.rules(document(text), candidate(text, "Talland"), TARGETS["tighter_sanctions"])
    assert plain[0] == "against"
    assert plain[1] > 0.9
    assert nothing[1] < 0.5


def test_a_sentence_that_only_names_the_actor_is_hardly_a_position() -> None:
    shown, named = "Talland fordert neue Sanktionen.", "Die Sanktionen treffen Talland."
    found = [
        reading.judged(document(text), candidate(text, "Talland"), TARGETS["tighter_sanctions"])
        for text in (shown, named)
    ]
    assert found[0][NONE] < 0.4 < 0.8 < found[1][NONE]


CODEBOOK = {
    "sanctions": Target(
        statement="Die Sanktionen gegen Korvien sollen gelockert werden.",
        aliases=["Sanktionen", "Sanktionserleichterungen", "Sanktionserleichterung"],
    ),
    "missiles": Target(statement="Korvien soll seine Raketen abrüsten.", aliases=["Abrüstung", "Raketen"]),
    "ban": Target(statement="Das Waffenembargo soll aufgehoben werden.", aliases=["Waffenembargo", "Lieferverbot"]),
    "force": Target(statement="Der Nordbund soll eine Friedenstruppe entsenden.", aliases=["Friedenstruppe"]),
}


def in_context(text: str) -> dict[tuple[str, str], str]:
    """The stances that candidates hold, by actor and target, by rules."""
    page = document(text)
    found = {}
    for one in candidates.find(page, actors.find(page, ACTORS), [], CODEBOOK):
        read = reading.judged(page, one, CODEBOOK[one.target])
        stance = max(STANCES, key=lambda name: read[name])
        if 1 - read[NONE] >= 0.4:
            found[one.actor, one.target] = stance
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vesmar braucht Sanktionserleichterungen.", {("vesmar", "sanctions"): "favor"}),
        ("Talland will Korvien dazu bewegen, die Raketen abzurüsten.", {("talland", "missiles"): "favor"}),
        ("Talland drängt Korvien zur Abrüstung.", {("talland", "missiles"): "favor"}),
        ("Der Nordbund soll eine Friedenstruppe schicken, fordert Vesmar.", {("vesmar", "force"): "favor"}),
        (
            "Talland will eine Abrüstung der Raketen gegen eine Lockerung der Sanktionen.",
            {("talland", "missiles"): "favor", ("talland", "sanctions"): "neutral"},
        ),
        ("Talland bietet im Gegenzug eine Lockerung der Sanktionen an.", {("talland", "sanctions"): "neutral"}),
        ("Korvien drängt den Nordbund, am Lieferverbot festzuhalten.", {("korvien", "ban"): "against"}),
        ("Korvien verhandelt zwischen Talland, Vesmar und dem Nordbund über Raketen.", {}),
        ("Korviens Vorschlag, eine Friedenstruppe zu entsenden, liegt vor.", {("korvien", "force"): "favor"}),
        (
            "Talland fordert, auf die Friedenstruppe zu verzichten. Vesmar unterstützt die tallische Forderung.",
            {("talland", "force"): "against", ("vesmar", "force"): "against"},
        ),
        ("Talland fordert, dass Vesmar eine Friedenstruppe begrüßt.", {("talland", "force"): "favor"}),
        ("Der Nordbund sollte die Friedenstruppe bald beschließen.", {}),  # somebody else thinks so
    ],
)
def test_who_holds_a_position_and_which(text: str, expected: dict[tuple[str, str], str]) -> None:
    assert in_context(text) == expected


def test_the_view_of_topics_keeps_words_apart_by_target() -> None:
    text = "Talland will den Schnee von gestern nicht."
    views = [
        reading.features(document(text), candidate(text, "Talland"), TARGETS[name])["topic"]
        for name in ("talks", "truce")
    ]
    assert {key.split("|")[1] for key in views[0]} == {key.split("|")[1] for key in views[1]}
    assert "gest" in {key.split("|")[1] for key in views[0]}
    assert not views[0].keys() & views[1].keys()
    assert not any("ACTOR" in key for key in views[0])


def test_the_view_of_rivals_tells_which_of_two_targets_is_nearer() -> None:
    text = "Talland will den Schnee von gestern nicht."
    one = candidate(text, "Talland")
    assert reading.features(document(text), one, TARGETS["talks"])["rivals"] == {}  # only one pair was looked at
    rivals = Rivals(1, 1, 0, 0, 5, True, 1, 0, 9, "country", known=True, mentions=20)
    seen = reading.features(document(text), replace(one, rivals=rivals, target_distance=2), TARGETS["talks"])["rivals"]
    assert {"nearer 1", "other sentences 3", "article targets 5", "kind country", "mentions 3"} <= set(seen)
    assert {f"{one.how} nearer 1", f"{one.how} distance 2 nearer 1 as near 0"} <= set(seen)


def rows() -> list[Row]:
    """Sentences on the sanctions, and some that show nothing."""
    target = TARGETS["tighter_sanctions"]
    found: list[Row] = []
    for key, actor, text, label in SENTENCES:
        if key in ("tighter_sanctions", "talks"):
            found.append((document(text), candidate(text, actor), TARGETS[key], label))
    for place in ("Aldenburg", "Drosk", "Brakum", "Osterfleet", "Lindmoor", "Hegenfurt"):
        text = f"Die Sanktionen gegen Korvien waren auch in {place} Thema, wo Vesmar ein Büro hat."
        one = candidate(text, "Vesmar")
        found.append((document(text), one, target, NONE))
    return found


def test_fit_learns_what_shows_a_position_and_keeps_the_rules_for_other_targets() -> None:
    known = rows()
    state = reading.fit(known, SETTINGS, 0)
    json.dumps(state.meta, allow_nan=False)
    assert all(np.issubdtype(array.dtype, np.number) for array in state.arrays.values())
    chances = reading.predict(state, [row[:3] for row in known])
    assert all(set(one) == set(LABELS) and sum(one.values()) == pytest.approx(1) for one in chances)
    best = [max(STANCES, key=lambda name: one[name]) for one in chances]
    pairs = [(row[3], name) for row, name in zip(known, best, strict=True) if row[3] != NONE]
    assert sum(gold == name for gold, name in pairs) / len(pairs) > 0.9
    nothing = [one[NONE] for row, one in zip(known, chances, strict=True) if row[3] == NONE]
    assert min(nothing) > 0.5
    text = "Nordbund und Vesmar: Vesmar stemmt sich gegen einen Abzug der Truppen."
    [unseen] = reading.predict(state, [(document(text), candidate(text, "Vesmar"), TARGETS["withdrawal"])])
    assert max(STANCES, key=lambda name: unseen[name]) == "against"


def test_fit_gives_the_same_bytes_again() -> None:
    known = rows()
    first, second = (reading.fit(known, SETTINGS, 0) for _ in range(2))
    assert first.meta == second.meta
    assert {name: array.tobytes() for name, array in first.arrays.items()} == {
        name: array.tobytes() for name, array in second.arrays.items()
    }


@pytest.mark.parametrize("count", [0, 1])
def test_rows_that_teach_nothing_leave_the_rules(count: int) -> None:
    known = rows()
    state = reading.fit(known[:count], SETTINGS, 0)
    asked = [row[:3] for row in known]
    for fitted, by_rules in zip(reading.predict(state, asked), reading.predict(None, asked), strict=True):
        assert fitted == pytest.approx(by_rules)
    assert reading.predict(state, []) == []


def test_features_mask_who_and_what_it_is_about() -> None:
    text = "Talland drängt Korvien zu schärferen Sanktionen."
    found = reading.features(document(text), candidate(text, "Talland"), TARGETS["talks"])
    assert {"ACTOR", "drängt", "ACTOR drängt"} <= set(found["words"])
    assert not any("talland" in name or "korvien" in name for name in (*found["words"], *found["stems"]))


@pytest.mark.parametrize("text", ["!", "„“", "Talland", "a" * 5000, "Talland " * 400, "\n\n Talland. \n"])
def test_odd_text_gives_a_result(text: str) -> None:
    one = Candidate("talland", "t", "reported", 0, len(text), ((0, len(text)), (3, 3)), (0, 2), None)
    [found] = reading.predict(None, [(document(text), one, Target(statement="!", aliases=["?"]))])
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize("span", [(0, 0), (50, 60), (9, 3)])
def test_a_candidate_beside_the_text_and_a_page_without_text_give_a_result(span: tuple[int, int]) -> None:
    one = Candidate("talland", "t", "quoted", *span, ((span),), None, None)
    for page in (document("Talland fordert Gespräche."), Document("page", None, None, None, "page", {})):
        assert set(reading.features(page, one, TARGETS["talks"])) >= {"rules", "words"}
        [position] = reading.decide(page, [(one, {NONE: 0.1, "favor": 0.9, "against": 0.0, "neutral": 0.0})])
        assert (position.stance, position.start) == ("favor", span[0])


def chances(none: float, **stances: float) -> dict[str, float]:
    return {NONE: none} | {name: stances.get(name, 0.0) for name in STANCES}


def test_decide_gives_one_position_an_actor_and_target_with_the_best_evidence() -> None:
    text = "Talland prüft Gespräche. Talland fordert Gespräche. Vesmar schweigt. Talland mag Gespräche."
    page = document(text)
    its = [candidate(text, "Talland", f"{one}.") for one in ("Talland prüft Gespräche", "Talland fordert Gespräche")]
    other = candidate(text, "Vesmar", "Vesmar schweigt.")
    found = reading.decide(
        page,
        [
            (other, chances(0.9, favor=0.1)),
            (its[1], chances(0.2, favor=0.7, neutral=0.1)),
            (its[0], chances(0.5, neutral=0.4, favor=0.1)),
        ],
    )
    assert [(one.actor, one.stance, text[one.start : one.end]) for one in found] == [
        ("talland", "favor", "Talland fordert Gespräche.")
    ]
    assert found[0].probabilities["favor"] == pytest.approx(0.8 / 1.3 * (1 - 0.2 * 0.5))


def test_decide_lets_the_later_state_count_where_a_change_is_told() -> None:
    before, after = "Talland lehnte Gespräche ab.", "Nun fordert Talland Gespräche."
    text = f"{before} {after}"
    its = [candidate(text, "Talland", before), candidate(text, "Talland", after)]
    told = reading.decide(
        document(text),
        [(its[0], chances(0.1, against=0.9)), (its[1], chances(0.4, favor=0.6))],
    )
    assert [one.stance for one in told] == ["favor"]
    plain = text.replace("Nun", "Dann")
    its = [candidate(plain, "Talland", before), candidate(plain, "Talland", after.replace("Nun", "Dann"))]
    kept = reading.decide(
        document(plain),
        [(its[0], chances(0.1, against=0.9)), (its[1], chances(0.4, favor=0.6))],
    )
    assert [one.stance for one in kept] == ["against"]


def test_every_view_of_the_parameters_is_there() -> None:
    assert sorted(get_args(get_args(ReaderParams.model_fields["views"].annotation)[0])) == sorted(_views.VIEWS)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"views": {"word": 1.0}}, "should be 'rules', 'words'"),
        ({"views": {"words": 1.0}}, "add 'rules'"),
        ({"C": 0.0}, "greater than 0"),
    ],
)
def test_settings_refuse_unknown_and_empty_views(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ReaderParams.model_validate(SETTINGS.model_dump() | change)
