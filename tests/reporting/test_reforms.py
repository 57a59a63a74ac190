from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from standpunkt.params import Params
from standpunkt.reporting import reforms
from standpunkt.reporting.blocks import Paragraph, pieces
from standpunkt.reporting.material import Material
from standpunkt.reporting.reforms import Item


def by_number(material: Material, params: Params) -> dict[str, Item]:
    return {item.number: item for module in reforms.items(material, params).values() for item in module}


def said(item: Item) -> str:
    return " ".join("".join(piece.text for piece in pieces(answer)) for answer in item.answers)


def real(material: Material) -> Material:
    """Of the press, with a source, and nothing signed."""
    config = {**material.config, "synthetic": False, "source": "https://korpus.example"}
    return replace(material, config=config, split={**material.split, "accepted": {}})


def empty(material: Material) -> Material:
    """Of a corpus without labels."""
    split = {**material.split, "strategy": "none", "pages": {}, "audit": {}, "excluded": {}, "unlabelled": 3}
    tasks = {name: replace(task, metrics={"n": 0, "status": "no labels"}) for name, task in material.tasks.items()}
    return replace(real(material), split=split, tasks=tasks, ingest={**material.ingest, "labels": {}})


def test_the_items_are_those_of_the_paper(material: Material, params: Params) -> None:
    modules = reforms.items(material, params)
    assert [len(module) for module in modules.values()] == [3, 5, 7, 3, 6, 3, 3, 2]
    assert [item.number for module in modules.values() for item in module] == [
        f"{number}{letter}" for number, size in enumerate((3, 5, 7, 3, 6, 3, 3, 2), 1) for letter in "abcdefg"[:size]
    ]


@pytest.mark.parametrize("change", [lambda material: material, real, empty])
def test_each_item_is_answered_or_asked(
    material: Material, params: Params, change: Callable[[Material], Material]
) -> None:
    items = by_number(change(material), params)
    assert [number for number, item in items.items() if not item.answers and not item.question] == []


def test_what_the_run_answers(material: Material, params: Params) -> None:
    states = {number: item.state for number, item in by_number(material, params).items()}
    assert [number for number, state in states.items() if state == "open"] == ["1b", "1c", "3a", "3c", "5b"]
    assert [number for number, state in states.items() if state == "answered"] == [
        *("2d", "2e", "3b", "3d", "3e", "3g", "4a", "4b", "4c", "5c", "6a", "6b", "7b", "7c")
    ]  # fmt: skip


def test_a_corpus_that_is_not_synthetic_leaves_its_sampling_to_the_researcher(
    material: Material, params: Params
) -> None:
    items = by_number(real(material), params)
    assert [number for number, item in items.items() if item.state == "open"] == [
        *("1a", "1b", "1c", "3b", "3c", "3g", "5b")
    ]
    assert said(items["3a"]) == "Source: https://korpus.example."
    assert items["3a"].state == "in part"


def test_what_a_person_signed_of_the_test_rows_is_quoted(material: Material, params: Params) -> None:
    signed = replace(real(material), split={**material.split, "accepted": {"sampling": "jede zehnte Seite des Jahres"}})
    items = by_number(signed, params)
    assert said(items["3g"]) == "What the test rows stand for, signed in params.yaml: jede zehnte Seite des Jahres"
    assert items["3g"].state == "in part"


def test_answers_hold_the_figures(material: Material, params: Params) -> None:
    items = by_number(
        replace(
            material,
            labels={"stance": {"favor": {"test": 1}, "against": {"test": 1}}},
            digests={"ingested/pages": "a" * 64},
            citation={"version": "3.2.1"},
        ),
        params,
    )
    assert said(items["2a"]).endswith(f"SHA-256 of its pages as they were read: {'a' * 64}.")
    assert said(items["2b"]).startswith("standpunkt 3.2.1;")
    assert said(items["3d"]) == "stance: 2 labels: against 1, favor 1."
    assert said(items["3e"]).startswith("3 articles; 2 where near-duplicates count as one. Split grouped,")
    assert said(items["4a"]) == (
        "4 pages found, 3 articles kept; dropped: too large 1. Kept are articles of at least 1 word (clean.min_words) "
        "in de (clean.languages). On no side of the split: 1 row, near duplicate of test."
    )
    assert said(items["5f"]) == "stance, same split and resamples: majority."
    assert said(items["7a"]) == "stance: macro-F1, accuracy, favor-against F1."
    assert said(items["8a"]).startswith(
        "stance, parts of the test rows: fragen macro-F1 0.250 [0.000, 1.000], themen macro-F1 0.750 [0.000, 1.000]."
    )


def test_the_audit_answers_for_leakage(material: Material, params: Params) -> None:
    audit = {"authors_on_two_sides": 2, "label_markers": 0, "tasks_without_test_rows": 0, "tuned_rows_on_test_side": 0}
    accepted = {"authors_on_two_sides": "jede schreibt einmal"}
    items = by_number(replace(material, split={**material.split, "audit": audit, "accepted": accepted}), params)
    assert "Tasks without test rows: 0 (audit)." in said(items["6a"])
    assert "Test rows among those that parameters were chosen on: 0 (audit)." in said(items["5d"])
    assert "accepted; signed in params.yaml: jede schreibt einmal" in said(items["6b"])
    assert "Words that give a label away, over all tasks: 0 (audit)." in said(items["6c"])
    assert "Authors on two sides: 2 (audit); such pages may be dependent." in said(items["7c"])


def test_without_labels_nothing_is_claimed_of_models(material: Material, params: Params) -> None:
    items = by_number(empty(material), params)
    assert {number: items[number].state for number in ("3d", "5a", "5f", "6b", "7a")} == dict.fromkeys(
        ("3d", "5a", "5f", "6b", "7a"), "open"
    )


def test_the_summary_counts_the_items(material: Material, params: Params) -> None:
    state, *modules = reforms.sections(material, params)
    assert [block.line for block in state.blocks if isinstance(block, Paragraph)] == [
        "Of 32 items 14 answered by the run, 13 in part and 5 left to you. Questions start with “To you”."
    ]
    assert [section.title for section in modules][::7] == [
        "Module 1: study goals",
        "Module 8: generalizability and limitations",
    ]
