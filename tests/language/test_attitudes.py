from __future__ import annotations

import re
import time

import pytest

from standpunkt.language import attitudes
from standpunkt.language.attitudes import LISTS, SIGNS


def words(text: str) -> list[str]:
    return re.findall(r"[\w-]+|[^\w\s]", text)


def kinds(text: str) -> list[tuple[str, str]]:
    """Kind and words of each expression."""
    tokens = words(text)
    return [(hit.kind, " ".join(tokens[place] for place in hit.places)) for hit in attitudes.hits(tokens)]


def attitude(text: str) -> list[int]:
    return [found for passage in attitudes.passages(words(text)) if (found := passage.attitude())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talland drängt auf eine Antwort.", ("demand", "drängt auf")),
        ("Talland spricht sich morgen für den Vertrag aus.", ("demand", "spricht für aus")),
        ("Talland lehnt den Vertrag ab.", ("reject", "lehnt ab")),
        ("Vesmar lehnt den Plan, den Korvien schrieb, ab.", ("reject", "lehnt ab")),
        ("dass Talland den Vertrag ablehnt", ("reject", "ablehnt")),
        ("Talland hält an dem Vertrag fest.", ("demand", "hält fest an")),
        ("Talland hält den Vertrag für falsch.", ("reject", "hält für falsch")),
        ("Talland rät von dem Vertrag ab.", ("reject", "rät ab")),
        ("Talland sieht darin keinen Sinn.", ("reject", "sieht keinen Sinn")),
        ("Talland lässt die Frage offen.", ("open", "lässt offen")),
        ("Talland hat noch keine Meinung.", ("open", "keine Meinung")),
        ("Talland schließt das nicht aus.", ("open", "schließt nicht aus")),
        ("Talland droht mit Zöllen.", ("threat", "droht mit")),
        ("Talland hat das Veto gegen den Vertrag aufgegeben.", ("yield", "aufgegeben Veto")),
        ("Vesmar hielt dagegen.", ("counter", "hielt dagegen")),
        ("Talland hob die Zölle auf.", ("less", "hob auf")),
        ("Talland stockte die Mittel auf.", ("more", "stockte auf")),
        ("Talland will ein Freihandelsabkommen schließen.", ("more", "schließen Freihandelsabkommen")),
        ("die Schließung des Hafens", ("less", "Schließung")),
        ("Talland gilt als Zollgegner.", ("reject", "Zollgegner")),  # the end of a compound
        ("Talland ist der Vertrag ein Dorn im Auge.", ("reject", "Dorn Auge")),
        ("Talland winkt den Vertrag durch.", ("approve", "winkt durch")),
        ("Die Abstimmung endete 112 zu 112.", ("open", "zu 112 112")),
        ("Talland setzte die Gespräche auf unbestimmte Zeit aus.", ("less", "setzte aus")),  # it is no "setzte auf"
        ("Vesmar beklagt das Aus für den Hafen.", ("less", "Aus für")),
        ("Talland gibt weder zum Zoll noch zur Maut eine Empfehlung ab.", ("open", "weder noch Empfehlung")),
    ],
)
def test_an_expression_is_found_with_the_words_that_go_with_it(text: str, expected: tuple[str, str]) -> None:
    assert expected in kinds(text)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Talland drängt zum Aufbruch.", "demand"),  # without "auf"
        ("Talland stellt die Zahlen auf einer Tagung vor.", "less"),  # "stellt … ein" it is not
        ("Talland lehnt an der Wand. Vesmar fährt ab.", "reject"),  # the particle stands in another sentence
        ("Der Rat tagte lange.", "past"),
        ("Der Plan liegt vor.", "demand"),
        ("Er ging von Haus zu Haus.", "open"),
        ("Das Schiff kam aus dem Hafen für Öl.", "less"),  # a preposition
        ("Talland zieht die Mitte den Rändern vor, der Gegner.", "approve"),
    ],
)
def test_half_an_expression_is_none(text: str, absent: str) -> None:
    assert absent not in dict(kinds(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talland fordert den Vertrag.", [1]),
        ("Talland fordert den Vertrag nicht.", [-1]),
        ("Talland lehnt den Vertrag ab.", [-1]),
        ("Talland lehnt den Vertrag nicht ab.", [1]),
        ("Talland weist die Kritik am Vertrag zurück.", [1]),  # a noun is turned round by its verb
        ("Talland weigert sich, den Vertrag zu unterstützen.", [-1]),  # and so is an infinitive
        ("Talland kritisiert und verurteilt den Vertrag.", [-1, -1]),  # side by side they say the same
        ("Talland fordert den Vertrag und Vesmar lehnt ihn ab.", [1, -1]),
        ("Talland fordert den Vertrag, Vesmar lehnt ihn ab.", [1, -1]),
        ("Talland unterstützt nicht nur den Vertrag.", [1]),
        ("Ohne Streit unterstützt Talland den Vertrag.", [1]),
        ("Talland hat seinen Widerstand gegen den Vertrag aufgegeben.", [1]),
        ("Talland verlangt, dass kein Hafen öffnet.", [-1]),  # and so is a clause with "dass"
        ("Talland kritisiert, dass der Vertrag nicht kommt.", [1]),
        ("Unterstützung sichert Talland dagegen Vesmar zu.", [1]),  # a contrast
        ("Talland ist dagegen.", [-1]),
        ("Der Rat der Stadt lehnte ohne Gegenstimme ab.", [-1]),
        ("Der Rat tagte in Aldenburg.", []),
    ],
)
def test_attitude_counts_negation_nouns_and_infinitives(text: str, expected: list[int]) -> None:
    assert attitude(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Vertrag ist gut.", 1),
        ("Der Vertrag ist nicht gut.", -1),
        ("Der Vertrag ist falsch und teuer.", -2),
        ("Der Vertrag ist lang.", 0),
        ("Dann muss ich schließen.", -1),  # what somebody would have to do
        ("Wir müssen verhandeln.", 0),
    ],
)
def test_value_is_praise_less_blame(text: str, expected: int) -> None:
    assert sum(passage.value() for passage in attitudes.passages(words(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die von Talland abgelehnte Maut kommt vorerst nicht.", [("Die von Talland abgelehnte Maut", -1)]),
        ("Am Montag stieg die vom Rat geforderte Maut.", [("Am Montag stieg die vom Rat geforderte Maut .", 1)]),
        ("Die von Talland bezahlte Maut steigt.", []),
        ("Die geforderte Maut steigt.", []),  # by whom is not said
    ],
)
def test_what_an_agent_did_to_a_noun_is_a_clause_of_its_own(text: str, expected: list[tuple[str, int]]) -> None:
    tokens = words(text)
    found = attitudes.passages(tokens)
    given = [(" ".join(tokens[one.start : one.end]), one.attitude()) for one in found if one.attitude()]
    assert given == expected


@pytest.mark.parametrize("kind", LISTS)
def test_lists_keep_to_their_notation(kind: str) -> None:
    for line in filter(None, LISTS[kind].splitlines()):
        heads, bar, rest = line.partition("|")
        assert heads.split(), line
        assert bool(bar) == bool(rest.split()), line
        for head in heads.split():
            assert re.fullmatch(r"~?[a-zäöüß-]+", head), line
        for wanted in rest.split():
            assert all(re.fullmatch(r"\$|\^|:[a-zäöü]+|[+!&>~]*[a-zäöüß]+-?", one) for one in wanted.split("/")), line


def test_passages_hold_all_words_in_order_and_end_with_the_sentence() -> None:
    tokens = words("Talland fordert, den Vertrag zu schließen, aber Vesmar lehnt ab. Der Rat tagt.")
    found = attitudes.passages(tokens)
    covered = [place for passage in found for start, end in passage.clauses for place in range(start, end)]
    assert covered == list(range(len(tokens)))
    # The infinitive belongs to the demand.
    said = [" ".join(tokens[passage.start : passage.end]) for passage in found]
    assert said[0] == "Talland fordert , den Vertrag zu schließen ,"
    assert said[-1] == "Der Rat tagt ."


@pytest.mark.parametrize("text", ["", "!", "„“", "§ 5 Abs. 2", "ab", "nicht"])
def test_odd_input_has_no_attitude(text: str) -> None:
    assert attitude(text) == []


@pytest.mark.parametrize(
    "text",
    ["Die von Talland abgelehnte Maut und " * 3000, "ab" + "zu" * 50_000 + "n", "die von " * 6000 + "Maut"],
    ids=["participles", "particles", "agents"],
)
def test_long_clauses_are_read_in_time(text: str) -> None:
    start = time.perf_counter()
    attitudes.passages(words(text))
    assert time.perf_counter() - start < 2


def test_an_expression_never_shares_a_word_with_another() -> None:
    text = "Vesmar hielt den Plan für falsch, sprach sich gegen ihn aus und stimmte am Ende doch zu."
    places = [place for hit in attitudes.hits(words(text)) for place in hit.places]
    assert len(places) == len(set(places)) > 5


def test_kinds_with_a_direction_are_listed() -> None:
    assert set(SIGNS) <= set(LISTS)
    assert {name for name in LISTS if name not in SIGNS} == {"open", "past", "now"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talland versucht, die Sperre beizubehalten.", 1),
        ("Talland versucht mit Mühe die Sperre beizubehalten.", 1),
        ("Vesmar bemüht sich, den Streit beizulegen.", 1),
        ("Das nährt die Hoffnung, nicht zahlen zu müssen.", -1),
        ("Dem Nordbund ist nicht daran gelegen.", -1),
        ("Der Vorstoß kommt Vesmar gelegen.", 1),
        ("Der Plan, die Häfen zu öffnen, kommt Vesmar sehr recht.", 1),
        ("Korvien hat kein Interesse an einer Waffenruhe.", -1),
        ("Korvien hat Interesse an einer Waffenruhe.", 1),
        ("Vesmar benötigt Hilfe.", 1),
        ("Die kritisierten Pläne liegen vor.", 0),  # describes the plans
        ("Talland kritisierte Pläne.", -1),
        ("Der Versuch war teuer.", 0),
    ],
)
def test_attitudes_of_foreign_policy(text: str, expected: int) -> None:
    assert sum(passage.attitude() for passage in attitudes.passages(_words(text))) == expected


@pytest.mark.parametrize(
    ("text", "left_open"),
    [
        ("Korvien will nur zustimmen, wenn Talland abzieht.", True),
        ("Korvien will nur zustimmen, weil Talland abzieht.", False),
    ],
)
def test_only_if_leaves_it_open(text: str, left_open: bool) -> None:
    assert any(passage.has("open") for passage in attitudes.passages(_words(text))) == left_open


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text)
