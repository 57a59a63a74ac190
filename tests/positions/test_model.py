from __future__ import annotations

import json

import pytest

from standpunkt.language import pipeline
from standpunkt.language.documents import Document, Reading
from standpunkt.params import PositionsParams, ReaderParams
from standpunkt.positions import model
from standpunkt.positions.model import Case, Scope
from standpunkt.schema import Actor, Position, Quote, Target
from standpunkt.tasks import Example, quotes

SCOPE = Scope(
    {"tempolimit": Target(statement="Auf Autobahnen soll ein Tempolimit gelten.", aliases=["Tempolimit"])},
    {
        "kolberg": Actor(label="Swantje Kolberg", kind="person", aliases=["Swantje Kolberg", "Kolberg"]),
        "hb": Actor(label="Heimatblock", kind="party", aliases=["Heimatblock"]),
    },
)
SETTINGS = PositionsParams(
    folds=2,
    prior_weight=1.0,
    reader=ReaderParams(C=0.2, min_rows=1, views={"rules": 1.0, "words": 1.0}, place_views={"shape": 1.0}),
)
NLP = pipeline.build("blank", SCOPE.actors)
TEXTS = (
    "Swantje Kolberg fordert das Tempolimit. Am Abend tagt der Rat.",
    "Der Heimatblock lehnt das Tempolimit ab. Es regnet.",
    "„Das Tempolimit ist richtig“, sagte Swantje Kolberg.",
    "Der Heimatblock stimmt gegen das Tempolimit.",
    "Swantje Kolberg und der Heimatblock stritten über das Tempolimit.",
)
KNOWN = (
    [("kolberg", "favor", 0, 39)],
    [("hb", "against", 0, 40)],
    [("kolberg", "favor", 0, 52)],
    [("hb", "against", 0, 44)],
    [],
)


def case(text: str) -> Case:
    [reading] = pipeline.read(NLP, [text])
    document = Document("bote/a", None, None, None, "bote/a", {"text": Reading(text=text, **reading)})
    [found] = quotes.predict(None, [Example(document, None, actors=SCOPE.actors)])
    return Case(document, found.cast, found.quotes)


CASES = [case(text) for text in TEXTS]
GOLD = [[Position(a, "tempolimit", stance, "quoted", s, e) for a, stance, s, e in known] for known in KNOWN]
STATE = model.fit(CASES, GOLD, SCOPE, SETTINGS, 13)


def found(text: str, state: object = STATE, weight: float | None = None) -> list[tuple[str, str, str]]:
    [positions] = model.predict(state, [case(text)], SCOPE, weight)  # type: ignore[arg-type]
    return [(one.actor, one.target, one.stance) for one in positions]


def test_a_fitted_model_reads_new_articles() -> None:
    assert found("Der Heimatblock lehnt das Tempolimit weiter ab.", weight=0.0) == [("hb", "tempolimit", "against")]
    assert found("Swantje Kolberg fordert das Tempolimit.", weight=0.0) == [("kolberg", "tempolimit", "favor")]


def test_what_an_actor_said_before_decides_where_reading_does_not() -> None:
    unclear = case("„Über das Tempolimit reden wir“, sagte Swantje Kolberg.")
    [[alone]] = model.predict(STATE, [unclear], SCOPE, 0.0)
    [[known]] = model.predict(STATE, [unclear], SCOPE, 2.0)
    assert known.probabilities["favor"] > alone.probabilities["favor"]
    assert sum(known.probabilities.values()) == pytest.approx(sum(alone.probabilities.values()))


def test_without_a_model_rules_read() -> None:
    assert found("Der Heimatblock lehnt das Tempolimit ab.", None) == [("hb", "tempolimit", "against")]


def test_a_model_is_plain_values() -> None:
    assert json.loads(json.dumps(STATE.meta))["prior"]["actors"] == {
        "tempolimit": {"hb": {"against": 2}, "kolberg": {"favor": 2}}
    }
    assert {array.dtype.kind for array in STATE.arrays.values()} <= {"f", "i"}


def test_gold_names_are_linked_to_those_of_the_article() -> None:
    cast = case("Der Mieterbund will das Tempolimit. Der Mieterbund sagte das am Montag.").cast
    known = Position("Mieterbund Talland", "tempolimit", "favor", "ascribed", 0, 35)
    assert [one.actor for one in model.link(cast, [known])] == ["Mieterbund"]


def test_the_baseline_gives_everybody_in_the_sentence_one_stance() -> None:
    [positions] = model.by_majority([CASES[4]], SCOPE, model.majority(GOLD))
    assert [(one.actor, one.stance) for one in positions] == [("kolberg", "favor"), ("hb", "favor")]
    assert model.majority([[]]) == "favor"


def test_a_row_has_the_sentence_where_it_may_be_shown() -> None:
    one = Position("hb", "tempolimit", "against", "ascribed", 0, 3, {"favor": 0.1, "against": 0.7, "neutral": 0.1})
    row = model.as_row(one, "Der Heimatblock")
    assert (row["probability"], row["evidence"], row["start"], row["end"]) == (0.7, "Der", 0, 3)
    assert "evidence" not in model.as_row(one, None)


def test_quotes_of_others_are_not_read_as_the_actors() -> None:
    quote = Quote("direct", ((0, 28),), (), (), "kolberg")
    text = "„Das Tempolimit ist richtig“, hieß es. Der Heimatblock schwieg."
    spoken = Case(case(text).document, case(text).cast, [quote])
    [positions] = model.predict(STATE, [spoken], SCOPE)
    assert {one.actor for one in positions if one.how == "quoted"} <= {"kolberg"}
