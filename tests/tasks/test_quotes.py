"""The task quotes: examples, both ways to find quotations, and what their evaluation writes."""

from __future__ import annotations

from typing import Any

import pytest

from standpunkt.language import pipeline
from standpunkt.language.documents import Document, Reading
from standpunkt.params import EvaluateParams
from standpunkt.schema import Actor, Annotation, Quote
from standpunkt.tasks import Example, Inputs, quotes

ACTORS = {"kolberg": Actor(label="Swantje Kolberg", kind="person", aliases=["Swantje Kolberg", "Kolberg"])}
NLP = pipeline.build("blank", ACTORS)
PARAMS = quotes.Params(model="trained", c1=0.1, c2=0.1, iterations=20, min_count=1, folds=2, C=0.3)
SETTINGS = EvaluateParams(resamples=100, level=0.95, calibration_bins=10)
TEXT = "„Die Maut kommt“, sagte Swantje Kolberg. Sie sagte, der Rat habe lange gewartet. Es regnet."


def document(identifier: str, text: str = TEXT) -> Document:
    [reading] = pipeline.read(NLP, [text])
    return Document(identifier, None, None, None, identifier, {"text": Reading(text=text, **reading)})


def span(part: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


GOLD = (
    Quote("direct", (span("„Die Maut kommt“"),), (span("sagte"),), (span("Swantje Kolberg"),), "kolberg"),
    Quote("indirect", (span("der Rat habe lange gewartet"),), (), (span("Sie"),), "kolberg"),
)


def example(identifier: str, marked: tuple[Quote, ...] = GOLD, text: str = TEXT) -> Example:
    return Example(document(identifier, text), None, annotation=Annotation(identifier, text, marked), actors=ACTORS)


def evaluated(test: list[Example], state: Any = None, **changes: Any) -> Any:
    return quotes.evaluate(state, [], test, SETTINGS, PARAMS, 13, **({"with_text": True} | changes))


def test_every_article_with_a_text_is_an_example() -> None:
    documents = {"a": document("a"), "b": document("b"), "c": document("c")}
    documents["d"] = Document("d", None, None, None, "d", {})
    marked = {"a": Annotation("a", TEXT, GOLD), "b": Annotation("b", TEXT, None, ())}
    found = quotes.examples(Inputs(documents, [], {}, {}, annotations=marked, actors=ACTORS), PARAMS)
    assert [(one.document.id, one.labelled) for one in found] == [("a", True), ("b", False), ("c", False)]
    assert found[2].actors == ACTORS


def test_rules_find_quotations_with_their_actors() -> None:
    [found] = quotes.predict(None, [example("a")])
    assert [(one.type, quotes.words(one, TEXT), one.actor) for one in found.quotes] == [
        ("direct", "„Die Maut kommt“", "kolberg"),
        ("indirect", "der Rat habe lange gewartet", "kolberg"),
    ]


def test_a_row_holds_offsets_and_words_where_they_may_be_shown() -> None:
    [found] = quotes.predict(None, [example("a")])
    row = found.rows(with_text=True)[0]
    assert (row["spans"], row["speakers"], row["text"]) == (
        [[0, 16]],
        [list(span("Swantje Kolberg"))],
        "„Die Maut kommt“",
    )
    assert "text" not in found.rows(with_text=False)[0]


def test_names_from_the_text_are_withheld_with_it() -> None:
    text = "„Die Maut kommt“, sagte Enno Thaden.\n\nSwantje Kolberg sagte, der Rat habe lange gewartet."
    [found] = quotes.predict(None, [example("a", (), text)])
    assert [row["actor"] for row in found.rows(with_text=True)] == ["Enno Thaden", "kolberg"]
    hidden = [row["actor"] for row in found.rows(with_text=False)]
    assert hidden[0].startswith("name-")
    assert hidden[1] == "kolberg"
    rows = evaluated([example("a", (), text)], with_text=False).predictions
    assert "Thaden" not in str(rows)


def test_the_words_of_a_broken_quotation_leave_out_the_insert() -> None:
    assert quotes.words(Quote("direct", ((0, 3), (15, 20))), "„Ja, sagt sie, nein“") == "„Ja … nein“"


@pytest.mark.parametrize("train", [[], [example("a", ())], [example("a"), example("b", ())]])
def test_without_marked_quotations_rules_are_the_model(train: list[Example]) -> None:
    state = quotes.fit(train, [], PARAMS, 13)
    assert state.meta["model"] == (
        "trained" if any(one.annotation and one.annotation.quotes for one in train) else "rules"
    )
    assert quotes.fit(train, [], PARAMS.model_copy(update={"model": "rules"}), 13).meta == {"model": "rules"}


def test_a_trained_model_is_plain_values_and_finds_what_it_has_seen() -> None:
    train = [example(str(number)) for number in range(6)]
    state = quotes.fit(train, [], PARAMS, 13)
    assert {name.split(".")[0] for name in state.arrays} == {"detector", "speakers"}
    [found] = quotes.predict(state, [example("neu")])
    assert [(one.type, one.spans, one.actor) for one in found.quotes] == [
        (one.type, one.spans, one.actor) for one in GOLD
    ]


def test_scores_count_quotations_of_all_pages() -> None:
    more = (*GOLD, Quote("reported", (span("Es regnet"),)))
    found = evaluated([example("a"), example("b", more)]).metrics
    assert (found["n"], found["pages"]) == (5, 2)
    assert (found["precision"]["value"], found["recall"]["value"]) == (1.0, 0.8)
    assert found["f1"]["value"] == pytest.approx(8 / 9, abs=1e-6)
    assert {name: found[name]["value"] for name in ("speaker", "cue", "actor")} == {
        "speaker": 1.0, "cue": 1.0, "actor": 1.0,
    }  # fmt: skip
    assert {kind: (one["n"], one["f1"]["value"]) for kind, one in found["per_type"].items()} == {
        "direct": (2, 1.0), "indirect": (2, 1.0), "reported": (1, 0.0),
    }  # fmt: skip
    assert found["baselines"]["rules"]["difference"]["f1"] == {"value": 0.0, "low": 0.0, "high": 0.0}
    assert found["calibration"]["n"] == 4


def test_predictions_pair_what_was_marked_with_what_was_found() -> None:
    missed, spurious = Quote("reported", (span("Es regnet"),)), (GOLD[0], Quote("reported", (span("Es regnet"),)))
    rows = evaluated([example("a", spurious)]).predictions
    assert [(row["gold"], row["predicted"]) for row in rows] == [
        ("direct", "direct"), ("none", "indirect"), ("reported", "none"),
    ]  # fmt: skip
    assert rows[2]["gold_quote"]["spans"] == [list(missed.spans[0])]
    assert "quote" not in rows[2]
    assert [sorted(row["probabilities"]) for row in rows] == [["direct"], ["indirect"], []]
    assert rows[2]["evidence"] == "Es regnet"
    assert [row for row in evaluated([example("a")], with_text=False).predictions if "evidence" in row] == []


def test_plots_hold_confusions_and_reliability() -> None:
    plots = evaluated([example("a")]).plots
    assert plots["confusion"] == (("gold", "predicted"), [["direct", "direct"], ["indirect", "indirect"]])
    assert plots["reliability"][0] == ("low", "high", "n", "confidence", "accuracy")
    assert sum(int(str(row[2])) for row in plots["reliability"][1]) == 2


def test_pages_without_quotations_are_scored_too() -> None:
    found = evaluated([example("a", (), "Es regnet in Aldenburg.")])
    assert (found.metrics["n"], found.metrics["f1"]["value"], found.predictions) == (0, 0.0, [])
    assert "calibration" not in found.metrics
