"""Sentences in which an author tells where somebody stands without any verb of saying, read by rules.

They were written before the idioms of `language.idioms` were, to tell what a wider lexicon finds: rules found 47 of 91
pairs of actor and target then, 37 with their stance. The same hand wrote both, so the gain flatters. A share is
asserted, not each of them.
"""

from __future__ import annotations

from standpunkt.language import pipeline
from standpunkt.language.documents import Document, Reading
from standpunkt.positions import model
from standpunkt.positions.model import Case, Scope
from standpunkt.schema import Actor, Target
from standpunkt.tasks import Example, quotes

KNOWN = {
    "fhe": Actor(label="Freie Heide", kind="party", aliases=["Freie Heide"]),
    "dbp": Actor(label="Deichbauernpartei", kind="party", aliases=["Deichbauernpartei", "DBP"]),
    "ros": Actor(label="Rote Liste", kind="party", aliases=["Rote Liste"]),
    "merk": Actor(
        label="Ida Merkens",
        kind="person",
        aliases=["Ida Merkens", "Merkens"],
        role="Vorsitzende der Freien Heide",
        party="fhe",
    ),
}
NLP = pipeline.build("blank", KNOWN)
INNKEEPERS, PHYSICIANS = "Wirtebund Sanderland", "Ärzteverband Sanderland"  # in no codebook
TARGETS = {
    "boeller": Target(
        statement="Das private Böllern soll verboten werden.", aliases=["Böllerverbot", "Feuerwerksverbot", "Böllern"]
    ),
    "zucker": Target(
        statement="Es soll eine Zuckersteuer geben.", aliases=["Zuckersteuer", "Zuckerabgabe", "Limosteuer"]
    ),
    "nachtflug": Target(
        statement="Nachtflüge am Flughafen Brakum sollen erlaubt werden.",
        aliases=["Nachtflug", "Nachtflüge", "Nachtflugverbot", "Nachtflugerlaubnis"],
    ),
    "wehr": Target(statement="Die Wehrpflicht soll wieder eingeführt werden.", aliases=["Wehrpflicht", "Wehrdienst"]),
    "tanz": Target(
        statement="Das Tanzverbot am Karfreitag soll abgeschafft werden.",
        aliases=["Tanzverbot", "Tanzen am Karfreitag"],
    ),
    "halle": Target(
        statement="Die Stadthalle soll abgerissen werden.",
        aliases=["Stadthalle", "Abriss der Stadthalle", "Hallenabriss"],
    ),
    "maut": Target(
        statement="Für die Küstenstraße soll eine Maut erhoben werden.", aliases=["Maut", "Straßenmaut", "Küstenmaut"]
    ),
}
SENTENCES: list[tuple[str, str, dict[str, str]]] = [
    ("Die Freie Heide steht geschlossen hinter der Zuckersteuer.", "zucker", {"fhe": "favor"}),
    (
        "Bei der Zuckersteuer bleibt die Deichbauernpartei unnachgiebig: Mit ihr werde es keine geben.",
        "zucker",
        {"dbp": "against"},
    ),
    ("Rückenwind bekommt die Zuckersteuer aus der Roten Liste.", "zucker", {"ros": "favor"}),
    ("Gegenwind für die Zuckersteuer kommt aus der Deichbauernpartei.", "zucker", {"dbp": "against"}),
    ("Der Wirtebund Sanderland läuft seit Wochen Sturm gegen die Zuckersteuer.", "zucker", {INNKEEPERS: "against"}),
    ("Der Wirtebund Sanderland macht mobil gegen das Böllerverbot.", "boeller", {INNKEEPERS: "against"}),
    ("Die Rote Liste hat sich das Böllerverbot auf die Fahnen geschrieben.", "boeller", {"ros": "favor"}),
    ("Für die Freie Heide ist das Böllerverbot eine Herzensangelegenheit.", "boeller", {"fhe": "favor"}),
    ("Die Deichbauernpartei kann dem Böllerverbot nichts abgewinnen.", "boeller", {"dbp": "against"}),
    ("Die Rote Liste kann sich mit dem Böllerverbot anfreunden.", "boeller", {"ros": "favor"}),
    ("In der Deichbauernpartei stößt das Böllerverbot auf taube Ohren.", "boeller", {"dbp": "against"}),
    ("Bei der Freien Heide rennt der Minister mit dem Böllerverbot offene Türen ein.", "boeller", {"fhe": "favor"}),
    ("Auf wenig Gegenliebe stößt die Wehrpflicht bei der Roten Liste.", "wehr", {"ros": "against"}),
    ("Die Deichbauernpartei trommelt seit Monaten für die Wehrpflicht.", "wehr", {"dbp": "favor"}),
    (
        "Die Freie Heide hadert noch mit der Wehrpflicht und will sich erst im Herbst entscheiden.",
        "wehr",
        {"fhe": "neutral"},
    ),
    ("Die Rote Liste zeigt der Wehrpflicht die kalte Schulter.", "wehr", {"ros": "against"}),
    ("Ida Merkens gilt als glühende Anhängerin der Wehrpflicht.", "wehr", {"merk": "favor"}),
    ("Ida Merkens zählt zu den schärfsten Kritikern der Wehrpflicht.", "wehr", {"merk": "against"}),
    ("Die Wehrpflicht ist für die Deichbauernpartei unverhandelbar.", "wehr", {"dbp": "favor"}),
    ("Die Wehrpflicht ist für die Rote Liste ein rotes Tuch.", "wehr", {"ros": "against"}),
    ("Die Freie Heide hat ihren Frieden mit der Wehrpflicht gemacht.", "wehr", {"fhe": "favor"}),
    ("Die Freie Heide will die Wehrpflicht nicht mittragen.", "wehr", {"fhe": "against"}),
    ("An der Wehrpflicht will die Deichbauernpartei nicht rütteln lassen.", "wehr", {"dbp": "favor"}),
    ("Die Maut ist der Deichbauernpartei ein Dorn im Auge.", "maut", {"dbp": "against"}),
    ("Die Rote Liste liebäugelt mit einer Maut.", "maut", {"ros": "favor"}),
    ("Die Freie Heide hat sich mit der Maut abgefunden.", "maut", {"fhe": "favor"}),
    ("Die Deichbauernpartei wettert gegen die Maut.", "maut", {"dbp": "against"}),
    ("Der Ärzteverband Sanderland macht sich für die Zuckersteuer stark.", "zucker", {PHYSICIANS: "favor"}),
    ("Der Ärzteverband Sanderland verspricht sich viel von der Zuckersteuer.", "zucker", {PHYSICIANS: "favor"}),
    ("Der Ärzteverband Sanderland wartet schon lange auf die Zuckersteuer.", "zucker", {PHYSICIANS: "favor"}),
    ("Der Wirtebund Sanderland sieht in der Zuckersteuer eine Zumutung.", "zucker", {INNKEEPERS: "against"}),
    ("Der Wirtebund Sanderland will gegen die Zuckersteuer notfalls klagen.", "zucker", {INNKEEPERS: "against"}),
    (
        "Der Wirtebund Sanderland hat zur Zuckersteuer noch keine abschließende Haltung.",
        "zucker",
        {INNKEEPERS: "neutral"},
    ),
    ("In Sachen Zuckersteuer hält sich der Wirtebund Sanderland bedeckt.", "zucker", {INNKEEPERS: "neutral"}),
    ("Die Rote Liste ist in der Frage der Zuckersteuer gespalten.", "zucker", {"ros": "neutral"}),
    ("Ob die Freie Heide der Zuckersteuer zustimmt, ist offen.", "zucker", {"fhe": "neutral"}),
    ("Die Freie Heide gab für die Abstimmung über die Zuckersteuer die Stimmen frei.", "zucker", {"fhe": "neutral"}),
    ("Die von der Roten Liste geforderte Zuckersteuer kommt vorerst nicht.", "zucker", {"ros": "favor"}),
    ("Die von der Deichbauernpartei heftig bekämpfte Zuckersteuer steht vor dem Aus.", "zucker", {"dbp": "against"}),
    ("Die Deichbauernpartei, die eine Zuckersteuer ablehnt, verließ den Saal.", "zucker", {"dbp": "against"}),
    ("Applaus für die Zuckersteuer gab es vor allem von der Freien Heide.", "zucker", {"fhe": "favor"}),
    ("Scharfe Töne gegen die Zuckersteuer kamen von der Deichbauernpartei.", "zucker", {"dbp": "against"}),
    ("Aus den Reihen der Deichbauernpartei kommt Widerspruch gegen die Maut.", "maut", {"dbp": "against"}),
    ("Unter den Befürwortern der Maut ist auch die Rote Liste.", "maut", {"ros": "favor"}),
    ("Zu den Gegnern der Maut gehört die Deichbauernpartei.", "maut", {"dbp": "against"}),
    ("Die Maut findet bei der Freien Heide Anklang.", "maut", {"fhe": "favor"}),
    ("Mit der Maut kann die Freie Heide gut leben.", "maut", {"fhe": "favor"}),
    ("Die Deichbauernpartei will die Maut zu Fall bringen.", "maut", {"dbp": "against"}),
    ("Die Rote Liste bringt die Maut noch in diesem Jahr auf den Weg.", "maut", {"ros": "favor"}),
    ("Die Rote Liste drückt bei der Maut aufs Tempo.", "maut", {"ros": "favor"}),
    ("Die Deichbauernpartei steht bei der Maut auf der Bremse.", "maut", {"dbp": "against"}),
    ("Die Freie Heide knüpft ihr Ja zur Maut an Bedingungen.", "maut", {"fhe": "neutral"}),
    ("Die Deichbauernpartei hat ihren Widerstand gegen die Maut aufgegeben.", "maut", {"dbp": "favor"}),
    ("Die Rote Liste ist von der Maut abgerückt.", "maut", {"ros": "against"}),
    ("Ida Merkens schwärmt von der Maut.", "maut", {"merk": "favor"}),
    ("Ida Merkens hält die Maut für einen Segen.", "maut", {"merk": "favor"}),
    ("Ida Merkens graut es vor der Maut.", "maut", {"merk": "against"}),
    ("Die Rote Liste will das Tanzverbot kippen.", "tanz", {"ros": "favor"}),
    ("Die Deichbauernpartei hält eisern am Tanzverbot fest.", "tanz", {"dbp": "against"}),
    ("Die Deichbauernpartei verteidigt das Tanzverbot mit Zähnen und Klauen.", "tanz", {"dbp": "against"}),
    ("Das Tanzverbot ist aus Sicht der Freien Heide aus der Zeit gefallen.", "tanz", {"fhe": "favor"}),
    ("Ein Ende des Tanzverbots ist mit der Deichbauernpartei nicht zu machen.", "tanz", {"dbp": "against"}),
    ("Die Rote Liste setzt auf ein Ende des Tanzverbots.", "tanz", {"ros": "favor"}),
    ("Dass das Tanzverbot fällt, freut die Freie Heide.", "tanz", {"fhe": "favor"}),
    ("Die Freie Heide sperrt sich gegen den Abriss der Stadthalle.", "halle", {"fhe": "against"}),
    ("Die Deichbauernpartei will die Stadthalle retten.", "halle", {"dbp": "against"}),
    ("Die Rote Liste hat die Stadthalle längst abgeschrieben und will den Platz bebauen.", "halle", {"ros": "favor"}),
    ("Ida Merkens kämpft um den Erhalt der Stadthalle.", "halle", {"merk": "against"}),
    ("Die Deichbauernpartei winkt den Abriss der Stadthalle durch.", "halle", {"dbp": "favor"}),
    ("Die Rote Liste hält den Abriss der Stadthalle für unausweichlich.", "halle", {"ros": "favor"}),
    ("Dem Abriss der Stadthalle steht die Freie Heide reserviert gegenüber.", "halle", {"fhe": "against"}),
    ("Die Freie Heide weint der Stadthalle keine Träne nach.", "halle", {"fhe": "favor"}),
    ("Für Nachtflüge ist die Deichbauernpartei zu haben.", "nachtflug", {"dbp": "favor"}),
    ("Die Rote Liste will am Nachtflugverbot nicht rütteln.", "nachtflug", {"ros": "against"}),
    ("Die Deichbauernpartei will das Nachtflugverbot aufweichen.", "nachtflug", {"dbp": "favor"}),
    ("Der Freien Heide gehen Nachtflüge gegen den Strich.", "nachtflug", {"fhe": "against"}),
    ("Nachtflüge kommen für die Rote Liste nicht in Betracht.", "nachtflug", {"ros": "against"}),
    ("Die Rote Liste hat Nachtflügen den Kampf angesagt.", "nachtflug", {"ros": "against"}),
    ("Grünes Licht für Nachtflüge gab am Montag die Deichbauernpartei.", "nachtflug", {"dbp": "favor"}),
    ("Bauchschmerzen bereiten die Nachtflüge der Freien Heide.", "nachtflug", {"fhe": "against"}),
    ("Mit einem klaren Nein zu Nachtflügen geht die Rote Liste in die Wahl.", "nachtflug", {"ros": "against"}),
    (
        "Die Deichbauernpartei drängt auf Nachtflüge, die Rote Liste hält dagegen.",
        "nachtflug",
        {"dbp": "favor", "ros": "against"},
    ),
    (
        "Während die Freie Heide Nachtflüge rundweg ausschließt, ist die Deichbauernpartei offen dafür.",
        "nachtflug",
        {"fhe": "against", "dbp": "favor"},
    ),
    ("Anders als die Freie Heide will die Rote Liste keine Nachtflüge.", "nachtflug", {"ros": "against"}),
    (
        (
            "Der Wirtebund Sanderland hat sich auf seiner Tagung mit der Limosteuer befasst. "
            "Der Bund steht ihr ablehnend gegenüber."
        ),
        "zucker",
        {INNKEEPERS: "against"},
    ),
    (
        "Der Ärzteverband Sanderland rechnet mit weniger Kranken. Die Ärzte setzen deshalb auf die Zuckersteuer.",
        "zucker",
        {PHYSICIANS: "favor"},
    ),
    (
        "Der Wirtebund Sanderland lud zur Tagung. Den Wirten ist das Böllerverbot zuwider.",
        "boeller",
        {INNKEEPERS: "against"},
    ),
    (
        "Ida Merkens führt die Partei seit einem Jahr. Die Parteichefin hat Sympathien für die Wehrpflicht.",
        "wehr",
        {"merk": "favor"},
    ),
    (
        "Ida Merkens führt die Partei seit einem Jahr. Der Wehrpflicht steht Merkens aufgeschlossen gegenüber.",
        "wehr",
        {"merk": "favor"},
    ),
    ("Die Freie Heide traf sich am Abend in der Stadthalle.", "halle", {}),
    ("Die Deichbauernpartei zog mit elf Sitzen in den Rat ein, der heute über die Maut berät.", "maut", {}),
    (
        (
            "Über die Zuckersteuer debattierte der Landtag zwei Stunden, "
            "danach ging es um den Antrag der Roten Liste zum Radweg."
        ),
        "zucker",
        {},
    ),
    ("Ida Merkens kam zu spät zur Debatte über die Wehrpflicht.", "wehr", {}),
    ("Der Wirtebund Sanderland vertritt 900 Betriebe, in denen am Karfreitag das Tanzverbot gilt.", "tanz", {}),
    ("Die Rote Liste stellt den Minister, in dessen Haus das Böllerverbot entworfen wird.", "boeller", {}),
    ("Nachtflüge gab es in Brakum zuletzt, als die Freie Heide noch nicht gegründet war.", "nachtflug", {}),
    ("Eine Umfrage des Wirtebunds Sanderland nennt keine Zahlen zur Zuckersteuer.", "zucker", {}),
    ("Das Gesetz zur Maut liegt dem Ausschuss vor, den die Deichbauernpartei leitet.", "maut", {}),
    ("Am Rande der Demonstration für die Wehrpflicht sprach Ida Merkens über Schulen.", "wehr", {}),
]
"""Text, target, and the stance of each actor on it."""


def found(text: str, target: str) -> set[tuple[str, str]]:
    [row] = pipeline.read(NLP, [text])
    document = Document("page", None, None, None, "page", {"text": Reading(text=text, **row)})
    [said] = quotes.predict(None, [Example(document, None, actors=KNOWN)])
    scope = Scope({target: TARGETS[target]}, KNOWN)
    [result] = model.predict(None, [Case(document, said.cast, said.quotes)], scope)
    return {(one.actor, one.stance) for one in result}


def test_most_of_what_an_author_tells_of_actors_is_found_and_little_else() -> None:
    pairs = stances = extra = 0
    for text, target, known in SENTENCES:
        given = found(text, target)
        pairs += len({actor for actor, _ in given} & known.keys())
        stances += len(given & set(known.items()))
        extra += len({actor for actor, _ in given} - known.keys())
    total = sum(len(known) for _, _, known in SENTENCES)
    assert total == 91
    assert pairs >= 0.88 * total
    assert stances >= 0.85 * total
    assert extra <= 3
