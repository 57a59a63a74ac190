from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from standpunkt.params import FeaturesParams, Params
from standpunkt.reporting import facts
from standpunkt.reporting.blocks import Items
from standpunkt.reporting.material import Material


def test_a_list_leaves_out_empty_lines_and_is_none_without_any() -> None:
    assert list(facts.listed("eins", "", "zwei")) == [Items(("eins", "zwei"))]
    assert list(facts.listed("", "")) == []


def test_tasks_without_a_score_are_not_scored(material: Material) -> None:
    assert list(facts.scored(material)) == ["stance"]


SPLITS: dict[str, tuple[dict[str, Any], str]] = {
    "pages": (
        {"strategy": "random", "pages": {"test": 1, "train": 2}, "pairs_by_target": {}, "unlabelled": 0},
        "Split random, labelled pages by side: train 2, test 1. Pages without any label: 0.",
    ),
    "targets": (
        {"strategy": "target", "pages": {}, "pairs_by_target": {"test": 3, "excluded": 1}, "unlabelled": 4},
        "Split target, pairs of page and target by side: test 3, excluded 1. Pages without any label: 4.",
    ),
    "nothing": ({"strategy": "none", "pages": {}, "pairs_by_target": {}, "unlabelled": 4}, ""),
}


@pytest.mark.parametrize("name", SPLITS)
def test_sides_stand_in_their_order(name: str) -> None:
    split, said = SPLITS[name]
    assert facts.sides(split) == said


def test_without_dates_or_fields_nothing_is_said(material: Material) -> None:
    bare = replace(material, articles={"bote/a": {}})
    assert (facts.period(bare), facts.missing(bare)) == ("", "")


def test_labels_are_summed_over_sides(material: Material) -> None:
    counted = replace(material, labels={"stance": {"favor": {"train": 2, "test": 1}, "against": {"dropped": 1}}})
    assert facts.labels("stance", counted) == "4 labels: against 1, favor 3."
    assert facts.labels("topic", counted) == ""
    table = facts.label_table("stance", counted)
    assert table is not None
    assert (table.columns, table.rows) == (
        ("label", "train", "test", "dropped", "all"),
        (("against", "0", "0", "1", "1"), ("favor", "2", "1", "0", "3")),
    )
    assert facts.label_table("topic", counted) is None


@pytest.mark.parametrize(
    ("spacy_model", "encoder", "said"),
    [
        ("blank", "none", "No pretrained language model is read: features.spacy_model blank, features.encoder none."),
        ("blank", "klein", "Pretrained models are read: features.spacy_model blank, features.encoder klein."),
        ("gross", "none", "Pretrained models are read: features.spacy_model gross, features.encoder none."),
    ],
)
def test_pretrained_models_are_named(params: Params, spacy_model: str, encoder: str, said: str) -> None:
    features = FeaturesParams(spacy_model=spacy_model, processes=1, encoder=encoder)
    assert facts.pretrained(replace(params, features=features)) == said


def test_intervals_are_described_by_their_parameters(params: Params) -> None:
    assert facts.intervals(params).startswith(
        "Intervals hold 95 %: percentiles of 2\N{NARROW NO-BREAK SPACE}000 bootstrap resamples of test pages;"
    )
