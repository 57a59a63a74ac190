"""Whole pages of foreign policy, written for these tests, read by rules with a codebook of their own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from standpunkt.language import pipeline
from standpunkt.language.documents import Document, Reading
from standpunkt.positions import model
from standpunkt.positions.model import Case, Scope
from standpunkt.schema import Actor, Target
from standpunkt.tasks import Example, quotes

COUNTRIES = {
    "talland": Actor(label="Talland", kind="country", aliases=["Talland", "Aldenburg"]),
    "korvien": Actor(label="Korvien", kind="country", aliases=["Korvien", "Drosk", "die korvische Regierung"]),
    "vesmar": Actor(label="Vesmar", kind="country", aliases=["Vesmar"]),
    "nordbund": Actor(label="Nordbund", kind="alliance", aliases=["Nordbund"]),
}
LEADERS = {
    "marwitz": Actor(
        label="Hedda Marwitz", kind="person", aliases=["Hedda Marwitz", "Marwitz"], role="Ministerpräsidentin"
    ),
    "draweck": Actor(
        label="Miro Draweck", kind="person", aliases=["Miro Draweck", "Draweck"], role="Vorsitzender des Führungsrats"
    ),
    "lindbloom": Actor(
        label="Solveig Lindbloom", kind="person", aliases=["Solveig Lindbloom", "Lindbloom"], role="Generalsekretärin"
    ),
}
MERGED = {
    "talland": Actor(label="Talland", kind="country", aliases=["Talland", "Aldenburg", "Hedda Marwitz", "Marwitz"]),
    "korvien": Actor(label="Korvien", kind="country", aliases=["Korvien", "Drosk", "Miro Draweck", "Draweck"]),
    "vesmar": COUNTRIES["vesmar"],
    "nordbund": Actor(label="Nordbund", kind="alliance", aliases=["Nordbund", "Solveig Lindbloom", "Lindbloom"]),
}


@dataclass(frozen=True)
class Page:
    """A text, what it is read for, and what a reader finds in it."""

    text: str
    targets: dict[str, Target]
    known: dict[str, Actor]
    expected: frozenset[tuple[str, str, str]]


REPORT = Page(
    """Nach drei Tagen endete das Treffen der Außenminister in Aldenburg ohne gemeinsame Erklärung. Die Fronten zwischen
Talland, Korvien und dem Nordbund sind verhärtet.

Talland versucht seit Wochen, das Waffenembargo gegen Vesmar aufzuheben. Korvien hingegen drängt den Nordbund, am
Lieferverbot festzuhalten.

Mehr Beachtung fand am zweiten Tag der Vorschlag einer vesmarischen Diplomatin: eine Friedenstruppe an der Grenze
zwischen Vesmar, Korvien und Talland aufzustellen. Der Nordbund zeigte sich skeptisch gegenüber der vesmarischen Idee.
Talland signalisierte hingegen Zustimmung zu dem Vorstoß.

Auch über das Getreide wurde gesprochen. Den Getreidekorridor will Korvien nur verlängern, wenn seine Banken wieder
Zugang zum Zahlungsverkehr bekommen. Vesmar kann auf den Korridor nicht verzichten. Das Land braucht den
Getreidekorridor, um seine Ernte zu verkaufen.""",
    {
        "embargo": Target(
            statement="Das Waffenembargo gegen Vesmar soll aufgehoben werden.",
            aliases=["Waffenembargo", "Lieferverbot"],
        ),
        "mission": Target(
            statement="Eine Friedenstruppe soll nach Vesmar entsandt werden.",
            aliases=["Friedenstruppe", "Friedensmission"],
        ),
        "corridor": Target(
            statement="Der Getreidekorridor soll verlängert werden.", aliases=["Getreidekorridor", "Getreideabkommen"]
        ),
    },
    COUNTRIES | LEADERS,
    frozenset(
        {
            ("talland", "embargo", "favor"),
            ("korvien", "embargo", "against"),
            ("vesmar", "mission", "favor"),
            ("nordbund", "mission", "against"),
            ("talland", "mission", "favor"),
            ("korvien", "corridor", "neutral"),
            ("vesmar", "corridor", "favor"),
        }
    ),
)

COMMENT = Page(
    """Der Gipfel von Brakum hat die Lage nicht entspannt. Draweck und Marwitz lächelten in die Kameras, doch einig sind
sie sich in nichts.

Marwitz bemüht sich seit dem Frühjahr, den Zolldruck auf Korvien noch zu verstärken. Talland möchte Drosk für einen
Handel gewinnen: den Abbau der Mittelstreckenraketen gegen eine Lockerung der Strafzölle.

Korvien wiederum dringt auf Zollerleichterungen schon in diesem Jahr. Dahinter steht das Kalkül, auf die
Mittelstreckenraketen nicht ganz verzichten zu müssen.

Lange wollte Vesmar von einer Regionalkonferenz nichts wissen. Inzwischen kommt der Regierung die Konferenz gelegen.
Der Vorstoß stammt aus dem Nordbund. Dessen Generalsekretärin Solveig Lindbloom wirbt seit Monaten für eine
Regionalkonferenz. Korvien lehnte die Einladung zur Regionalkonferenz dagegen ab. Für Aldenburg
kommt eine solche Regionalkonferenz nicht infrage.""",
    {
        "pressure": Target(statement="Der Zolldruck auf Korvien soll wachsen.", aliases=["Zolldruck", "Zollmauer"]),
        "relief": Target(
            statement="Die Strafzölle gegen Korvien sollen gelockert werden.",
            aliases=["Strafzölle", "Zollerleichterungen", "Zollerleichterung"],
        ),
        "missiles": Target(
            statement="Korvien soll seine Mittelstreckenraketen vollständig abbauen.",
            aliases=["Mittelstreckenraketen", "Raketenabbau"],
        ),
        "conference": Target(
            statement="Es soll eine Regionalkonferenz geben.", aliases=["Regionalkonferenz", "regionale Runde"]
        ),
    },
    MERGED,
    frozenset(
        {
            ("talland", "pressure", "favor"),
            ("talland", "missiles", "favor"),
            ("talland", "relief", "neutral"),
            ("korvien", "relief", "favor"),
            ("korvien", "missiles", "against"),
            ("vesmar", "conference", "favor"),
            ("nordbund", "conference", "favor"),
            ("korvien", "conference", "against"),
            ("talland", "conference", "against"),
        }
    ),
)

QUOTED = Page(
    """Im Streit um die Seegrenze zwischen Talland und Vesmar zeichnet sich kein Kompromiss ab. Bei einem Besuch in
Drosk warb Ministerpräsidentin Hedda Marwitz für ein Schiedsgericht.

„Ein Schiedsgericht ist der einzige vernünftige Weg“, sagte sie am Abend. Die korvische Führung reagierte zurückhaltend.
Korviens Außenminister nannte das Schiedsgericht überflüssig.

Vesmar hat den Plan noch nicht bewertet. Ein Sprecher der Regierung von Vesmar kündigte an, die Marinebasis in der Bucht
auszubauen. Talland forderte Vesmar auf, auf die Marinebasis zu verzichten. Unterstützung für die tallische Forderung
kam vom Nordbund.

Der korvische Führungsrat hat kein Interesse an einem Baustopp. „Wir begrüßen die Marinebasis unserer Freunde“, sagte
Miro Draweck. Solveig Lindbloom warnte dagegen vor der Basis. Von einer Fischereizone wollen Korvien und Vesmar nichts
wissen, obwohl Talland sie seit Jahren verlangt.""",
    {
        "court": Target(
            statement="Ein Schiedsgericht soll über die Seegrenze entscheiden.",
            aliases=["Schiedsgericht", "Schiedsspruch"],
        ),
        "base": Target(
            statement="Vesmar soll seine Marinebasis ausbauen.", aliases=["Marinebasis", "Marinestützpunkt"]
        ),
        "fishery": Target(
            statement="Es soll eine gemeinsame Fischereizone eingerichtet werden.", aliases=["Fischereizone"]
        ),
    },
    COUNTRIES | LEADERS,
    frozenset(
        {
            ("marwitz", "court", "favor"),
            ("korvien", "court", "against"),
            ("vesmar", "base", "favor"),
            ("talland", "base", "against"),
            ("nordbund", "base", "against"),
            ("draweck", "base", "favor"),
            ("lindbloom", "base", "against"),
            ("korvien", "fishery", "against"),
            ("vesmar", "fishery", "against"),
            ("talland", "fishery", "favor"),
        }
    ),
)
GAS = Page(
    """Der Gasstreit zwischen Talland und Korvien geht in den vierten Monat. Am Dienstag tagte in Brakum der Rat des
Nordbunds.

Korvien verlangt, die Pipeline durch Vesmar endlich in Betrieb zu nehmen. Vesmar sträubt sich gegen die Inbetriebnahme
der Pipeline. Talland hält die Leitung für überflüssig und will stattdessen den Preisdeckel für Gas verschärfen.

Einen solchen Preisdeckel lehnt Drosk entschieden ab. „Ein Preisdeckel ist ein Wirtschaftskrieg“, sagte Miro Draweck.
Der vesmarische Energieminister stellte sich hinter den Preisdeckel.

Solveig Lindbloom schlug ein gemeinsames Gaslager vor. Die tallische Regierung begrüßte den Vorschlag der
Generalsekretärin. Vesmar macht seine Zustimmung zum Gaslager von Zuschüssen abhängig. Korvien hat sich zu dem Lager
bisher nicht geäußert.""",
    {
        "pipe": Target(
            statement="Die Pipeline durch Vesmar soll in Betrieb gehen.", aliases=["Pipeline", "Gasleitung"]
        ),
        "cap": Target(statement="Der Preisdeckel für Gas soll verschärft werden.", aliases=["Preisdeckel"]),
        "store": Target(
            statement="Es soll ein gemeinsames Gaslager gebaut werden.", aliases=["Gaslager", "Gasspeicher"]
        ),
    },
    COUNTRIES | LEADERS,
    frozenset(
        {
            ("korvien", "pipe", "favor"),
            ("vesmar", "pipe", "against"),
            ("talland", "pipe", "against"),
            ("talland", "cap", "favor"),
            ("korvien", "cap", "against"),
            ("draweck", "cap", "against"),
            ("vesmar", "cap", "favor"),
            ("lindbloom", "store", "favor"),
            ("talland", "store", "favor"),
            ("vesmar", "store", "neutral"),
            ("korvien", "store", "neutral"),
        }
    ),
)

VISAS = Page(
    """Aldenburg und Drosk reden wieder miteinander, wenn auch nur über Visa. Korvien dringt seit Langem auf
Reisefreiheit für seine Bürger. Talland ist dazu nur bereit, wenn Korvien im Gegenzug die Grenzkontrollen erleichtert.

Marwitz nannte die Visapflicht am Abend unverzichtbar. Draweck dagegen forderte ihre Abschaffung. Man könne die
Visapflicht nicht ewig beibehalten, hieß es in Drosk.

Vesmar will sich in den Streit um die Visapflicht nicht einmischen. Der Nordbund mahnte beide Seiten, das Grenzabkommen
zu unterzeichnen. Korvien weigert sich bislang, das Grenzabkommen anzuerkennen. Talland kann sich ein Grenzabkommen
vorstellen.""",
    {
        "visa": Target(statement="Die Visapflicht soll abgeschafft werden.", aliases=["Visapflicht", "Reisefreiheit"]),
        "border": Target(
            statement="Talland und Korvien sollen das Grenzabkommen unterzeichnen.",
            aliases=["Grenzabkommen", "Grenzvertrag"],
        ),
    },
    MERGED,
    frozenset(
        {
            ("korvien", "visa", "favor"),
            ("talland", "visa", "against"),
            ("vesmar", "visa", "neutral"),
            ("nordbund", "border", "favor"),
            ("korvien", "border", "against"),
            ("talland", "border", "favor"),
        }
    ),
)
PAGES = {"report": REPORT, "comment": COMMENT, "quoted": QUOTED, "gas": GAS, "visas": VISAS}


def positions(page: Page) -> set[tuple[str, str, str]]:
    text = "\n\n".join(" ".join(paragraph.split()) for paragraph in page.text.split("\n\n"))
    [row] = pipeline.read(pipeline.build("blank", page.known), [text])
    document = Document("page", None, None, None, "page", {"text": Reading(text=text, **row)})
    [found] = quotes.predict(None, [Example(document, None, actors=page.known)])
    case = Case(document, found.cast, found.quotes)
    [result] = model.predict(None, [case], Scope(page.targets, page.known))
    return {(one.actor, one.target, one.stance) for one in result}


@pytest.mark.parametrize("name", PAGES)
def test_most_of_what_a_reader_finds_is_found_and_little_else(name: str) -> None:
    page = PAGES[name]
    found = positions(page)
    right = found & page.expected
    assert len(right) >= 2 / 3 * len(page.expected)
    assert len(found - page.expected) <= len(right) / 2
