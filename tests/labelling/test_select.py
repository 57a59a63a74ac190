"""Which items are chosen, in which order, and who gets them."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from standpunkt.errors import StandpunktError
from standpunkt.labelling import select
from standpunkt.labelling.select import Item
from standpunkt.schema import Target

TARGETS = {"tempolimit": Target(statement="Auf Autobahnen soll ein Tempolimit gelten.")}
ARTICLES = {
    name: {"id": name, "title": f"Titel {name}", "teaser": None, "text": f"Der Text von {name}."} for name in "abcdef"
}


def topic(name: str, **probabilities: float) -> dict[str, Any]:
    best = max(probabilities, key=lambda label: probabilities[label])
    return {"id": name, "topic": [{"predicted": best, "probabilities": probabilities}]}


def quote(kind: str, probability: float, start: int = 0) -> dict[str, Any]:
    return {"type": kind, "spans": [[start, start + 3]], "cues": [], "speakers": [], "actor": None,
            "probability": probability}  # fmt: skip


def choose(task: str = "topic", how: Any = "random", n: int = 10, **more: Any) -> list[Item]:
    known: dict[str, Any] = {
        "articles": ARTICLES, "targets": TARGETS, "predicted": [], "tested": [], "done": set(), "random_state": 13,
        "model": "topic-1",
    }  # fmt: skip
    return select.choose(task, how, n, **(known | more))


def test_uncertain_takes_the_smallest_margin_between_the_two_best_labels() -> None:
    rows = [topic("a", x=0.5, y=0.3, z=0.2), topic("b", x=0.45, y=0.44, z=0.11), topic("c", x=0.9, y=0.1, z=0.0)]
    found = choose(how="uncertain", predicted=rows, n=2)
    assert [item.id for item in found] == ["b", "a"]
    guess = found[0].suggestion
    assert guess is not None
    assert (guess.label, guess.probability, guess.model) == ("x", 0.45, "topic-1")


def test_what_has_a_label_is_not_chosen_again() -> None:
    rows = [topic("a", x=0.6, y=0.4), topic("b", x=0.6, y=0.4)]
    assert [item.id for item in choose(how="uncertain", predicted=rows, done={("a", None)})] == ["b"]
    assert {item.id for item in choose(done={("a", None), ("b", None)})} == set("cdef")


def test_random_is_the_same_draw_for_the_same_state_and_another_for_another() -> None:
    draws = [[item.id for item in choose(random_state=state)] for state in (13, 13, 14)]
    assert draws[0] == draws[1] != draws[2]
    assert sorted(draws[0]) == list("abcdef")
    assert [item.id for item in choose(random_state=13, n=2)] == draws[0][:2]


def test_random_takes_pages_without_prediction_too_but_for_stance() -> None:
    found = choose(predicted=[topic("a", x=1.0)])
    assert {item.id: item.suggestion is not None for item in found} == {name: name == "a" for name in "abcdef"}
    entry = {"predicted": "favor", "probabilities": {"favor": 0.7, "against": 0.3}, "target": "tempolimit"}
    [item] = choose("stance", predicted=[{"id": "c", "stance": [entry]}])
    assert (item.id, item.target, item.statement) == ("c", "tempolimit", TARGETS["tempolimit"].statement)


def test_disagree_takes_wrong_test_rows_the_most_confident_first() -> None:
    rows = [
        {"id": "a", "gold": "x", "predicted": "x", "probabilities": {"x": 1.0, "y": 0.0}},
        {"id": "b", "gold": "y", "predicted": "x", "probabilities": {"x": 0.6, "y": 0.4}},
        {"id": "c", "gold": "x", "predicted": "y", "probabilities": {"x": 0.1, "y": 0.9}},
        {"id": "gone", "gold": "x", "predicted": "y", "probabilities": {"x": 0.0, "y": 1.0}},
    ]
    found = choose(how="disagree", tested=rows, done={("b", None), ("c", None)})
    assert [item.id for item in found] == ["c", "b"]


def test_quotes_are_uncertain_by_the_least_probable_one() -> None:
    rows = [
        {"id": "a", "quotes": []},
        {"id": "b", "quotes": [quote("direct", 0.9), quote("indirect", 0.6, 5)]},
        {"id": "c", "quotes": [quote("direct", 0.7)]},
    ]
    found = choose("quotes", "uncertain", predicted=rows)
    assert [item.id for item in found] == ["b", "c", "a"]
    guess = found[0].suggestion
    assert guess is not None
    assert [one.type for one in guess.quotes] == ["direct", "indirect"]


def test_quotes_disagree_where_one_is_missed_invented_or_of_another_type() -> None:
    rows = [
        {"id": "a", "gold": "direct", "predicted": "direct", "quote": quote("direct", 1.0)},
        {"id": "b", "gold": "direct", "predicted": "none", "gold_quote": quote("direct", 1.0)},
        {"id": "c", "gold": "none", "predicted": "indirect", "quote": quote("indirect", 0.8)},
        {"id": "c", "gold": "direct", "predicted": "direct", "quote": quote("direct", 1.0, 9)},
    ]
    found = choose("quotes", "disagree", tested=rows)
    assert [item.id for item in found] == ["c", "b"]
    assert [len(item.suggestion.quotes) if item.suggestion else None for item in found] == [2, 0]


@pytest.mark.parametrize("how", ["random", "uncertain", "disagree"])
def test_nothing_to_choose_from_is_said(how: str) -> None:
    with pytest.raises(StandpunktError, match=r"^stance: no (page|test row)"):
        choose("stance", how)


def test_the_version_is_the_hash_of_what_is_shown() -> None:
    article = {"title": "Neue Züge", "teaser": "Bald mehr.", "text": "Die Bahn\n\nfährt öfter."}
    text = "Neue Züge\n\nBald mehr.\n\nDie Bahn\n\nfährt öfter."
    assert select.shown(article) == text
    assert select.version(article) == hashlib.sha256(text.encode()).hexdigest()
    assert select.shown(article | {"teaser": None}) == text.replace("Bald mehr.\n\n", "")


@pytest.mark.parametrize(("overlap", "sizes", "common"), [(None, [6, 6, 6], 6), (0, [2, 2, 2], 0), (2, [4, 3, 3], 2)])
def test_everybody_gets_the_overlap_and_the_rest_is_dealt_out(
    overlap: int | None, sizes: list[int], common: int
) -> None:
    items = choose()
    shares = select.shares(items, ["anna", "bo", "cem"], overlap, 13)
    got = {name: [item.id for item in share] for name, share in shares.items()}
    assert [len(ids) for ids in got.values()] == sizes
    assert len(set.intersection(*map(set, got.values()))) == common
    assert set().union(*got.values()) == {item.id for item in items}
    order = [item.id for item in items]
    assert all(ids == sorted(ids, key=order.index) for ids in got.values())
