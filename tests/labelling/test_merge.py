"""Several labels become one, or none: majorities, ties, the adjudicator, and quotations."""

from __future__ import annotations

from pathlib import Path

import pytest

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.labelling import merge
from standpunkt.labelling.merge import ADJUDICATOR, CORPUS
from standpunkt.labelling.votes import Vote
from standpunkt.schema import Quote

NOW = {"a": "v1", "b": "v1"}


def vote(
    annotator: str, label: str, page: str = "a", task: str = "topic", target: str = "", version: str = "v1"
) -> Vote:
    return Vote(page, task, target, annotator, label, version)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({"anna": "x"}, "x"),
        ({"anna": "x", "bo": "x"}, "x"),
        ({"anna": "x", "bo": "y"}, None),
        ({"anna": "x", "bo": "y", "cem": "x"}, "x"),
        ({"anna": "x", "bo": "y", "cem": "z"}, None),
        ({"anna": "x", "bo": "x", "cem": "y", "dora": "z"}, None),  # half is no majority
        ({"anna": "x", CORPUS: "y"}, None),
        ({"anna": "x", "bo": "y", ADJUDICATOR: "y"}, "y"),
        ({"anna": "x", "bo": "x", ADJUDICATOR: "z"}, "z"),
    ],
)
def test_a_strict_majority_or_the_adjudicator_decides(labels: dict[str, str], expected: str | None) -> None:
    votes = [vote(name, label) for name, label in labels.items()]
    for given in (votes, votes[::-1]):
        [decision] = merge.decide(given, NOW).values()
        assert decision.label == expected


def test_items_are_decided_apart() -> None:
    votes = [vote("anna", "favor", task="stance", target=t) for t in ("maut", "deckel")] + [vote("bo", "x", page="b")]
    found = merge.decide(votes, NOW)
    assert {key: one.label for key, one in found.items()} == {
        ("a", "stance", "maut"): "favor",
        ("a", "stance", "deckel"): "favor",
        ("b", "topic", ""): "x",
    }


def test_a_label_for_another_version_of_the_text_does_not_count() -> None:
    votes = [vote("anna", "x", version="v0"), vote("bo", "y")]
    assert merge.decide(votes, NOW)["a", "topic", ""].label == "y"
    assert merge.decide(votes[:1], NOW) == {}


def test_a_second_label_of_an_annotator_replaces_the_first_and_is_said() -> None:
    old = [vote("anna", "x"), vote("bo", "x")]
    votes, said = merge.added(old, [vote("anna", "y"), vote("bo", "x"), vote("cem", "x")])
    assert [(one.annotator, one.label) for one in votes] == [("anna", "y"), ("bo", "x"), ("cem", "x")]
    assert said == ["anna: topic of a: x → y"]


def test_agreement_is_measured_among_people_alone() -> None:
    votes = [vote(name, "x") for name in ("anna", ADJUDICATOR, CORPUS)] + [vote("bo", "favor", task="stance")]
    assert [row["annotator"] for row in merge.rated(votes, "topic")] == ["anna"]
    assert merge.rated(votes, "topic")[0] == {
        "id": "a", "task": "topic", "target": "", "annotator": "anna", "label": "x", "text_version": "v1",
    }  # fmt: skip


def test_the_adjudication_list_keeps_what_was_filled_in(tmp_path: Path) -> None:
    votes = [vote("anna", "x"), vote("bo", "y"), vote("anna", "x", page="b")]
    decisions = merge.decide(votes, NOW)
    path = tmp_path / "adjudicate.csv"
    rows = merge.undecided(decisions, NOW, path)
    assert rows == [("a", "topic", "", "anna: x; bo: y", "", "v1")]
    storage.write_csv(path, merge.UNDECIDED_COLUMNS, [(*rows[0][:4], "y", "v1")])
    assert merge.undecided(decisions, NOW, path)[0][4] == "y"
    assert merge.undecided(decisions, NOW | {"a": "v2"}, path)[0][4] == ""


# --- quotations ------------------------------------------------------------------------------------------------------

LONG = Quote("direct", ((0, 20),), ((22, 27),))
SHORT = Quote("direct", ((2, 20),), ((22, 27),))
TINY = Quote("direct", ((0, 5),))
OTHER = Quote("indirect", ((40, 60),))


def marked(*quotes: list[Quote]) -> list[Quote] | None:
    votes = [vote(f"p{number}", merge.quotes_label(own), task="quotes") for number, own in enumerate(quotes)]
    [decision] = merge.decide(votes, NOW).values()
    return None if decision.label is None else merge.quotes_of(decision.label)


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        ([[LONG, OTHER]], [LONG, OTHER]),
        ([[]], []),
        ([[LONG], [SHORT]], [LONG]),  # the same quotation: they overlap by more than half
        ([[LONG], [TINY]], None),
        ([[LONG], []], None),
        ([[LONG], [SHORT], [OTHER]], [LONG]),  # what one of three marks falls
        ([[LONG], [SHORT], [SHORT]], [SHORT]),  # the extent that overlaps the others most
        ([[LONG], [Quote("indirect", LONG.spans)]], None),  # another type is another quotation
    ],
)
def test_a_quotation_counts_that_a_majority_marks(quotes: list[list[Quote]], expected: list[Quote] | None) -> None:
    assert marked(*quotes) == expected


def test_agreement_on_quotations_and_on_labels() -> None:
    votes = [vote(name, merge.quotes_label([LONG]), task="quotes") for name in ("anna", "bo", CORPUS)]
    votes += [vote(name, label) for name, label in (("anna", "x"), ("bo", "y"))]
    quotes = merge.measured(votes, "quotes", 100, 0.95, 13)
    assert (quotes["annotators"], quotes["f1"]["value"]) == (2, 1)
    assert merge.measured(votes, "topic", 100, 0.95, 13)["percent"]["value"] == 0


@pytest.mark.parametrize("label", ["{}x", '{"type": 1}', '[{"type": "direct"}]', "[3]", "null"])
def test_a_record_that_somebody_spoilt_is_named(label: str) -> None:
    with pytest.raises(StandpunktError, match=r"labels/annotators\.csv"):
        merge.quotes_of(label)


def test_whoever_names_the_speaker_is_believed() -> None:
    named = Quote("direct", ((0, 19),), actor="ellerbrook")
    found = marked([LONG], [LONG], [named])
    assert found is not None
    assert (found[0].spans, found[0].actor) == (LONG.spans, "ellerbrook")
