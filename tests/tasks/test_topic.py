"""The task topic: one example a page, its views, its baselines, and its model from disk."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.language.documents import Document
from standpunkt.tasks import Example, Inputs, ModelState, topic


def _stored(state: ModelState, folder: Path) -> ModelState:
    storage.write_json(folder / "model.json", state.meta)
    storage.write_arrays(folder / "arrays.npz", state.arrays)
    return ModelState(storage.read_json(folder / "model.json"), storage.read_arrays(folder / "arrays.npz"))


def test_one_example_a_page_with_its_topic_or_none(
    document: Callable[..., Document], topic_params: topic.Params
) -> None:
    documents = {name: document("Ein Text.", id=name) for name in ("a", "b", "c")}
    labels = [
        {"id": "a", "task": "topic", "target": None, "label": "energie"},
        {"id": "b", "task": "stance", "target": "t", "label": "favor"},
    ]
    found = topic.examples(Inputs(documents, labels, {}, {}), topic_params)
    assert found == [
        Example(documents["a"], "energie"), Example(documents["b"], None), Example(documents["c"], None),
    ]  # fmt: skip


@pytest.mark.parametrize(("low", "high"), [(1, 2), (3, 3)])
def test_a_range_may_stand_or_rise(topic_params: topic.Params, low: int, high: int) -> None:
    made = topic.Params.model_validate(topic_params.model_dump() | {"char_ngrams": [low, high]})
    assert made.char_ngrams == [low, high]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"word_ngrams": [2, 1]}, "word_ngrams: the first number is above the second"),
        ({"char_ngrams": [5, 3]}, "char_ngrams: the first number is above the second"),
        ({"char_ngrams": [3, 11]}, "less than or equal to 10"),
        ({"word_ngrams": [0, 1]}, "greater than or equal to 1"),
        ({"word_ngrams": [1]}, "at least 2 items"),
        ({"C": 0.0}, "greater than 0"),
        ({"char_weight": -0.1}, "greater than or equal to 0"),
        ({"word_form": "stem"}, "'form' or 'lemma'"),
    ],
)
def test_params_that_are_refused(topic_params: topic.Params, changed: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        topic.Params.model_validate(topic_params.model_dump() | changed)


def test_a_model_from_disk_predicts_the_same(pages: list[Example], topic_params: topic.Params, tmp_path: Path) -> None:
    state = topic.fit(pages, pages[::4], topic_params, 13)
    predictions = topic.predict(state, pages, topic_params)
    assert topic.predict(_stored(state, tmp_path), pages, topic_params) == predictions
    assert [prediction.label for prediction in predictions] == [example.label for example in pages]
    assert {tuple(prediction.probabilities) for prediction in predictions} == {("energie", "verkehr", "wohnen")}
    assert [sum(prediction.probabilities.values()) for prediction in predictions] == pytest.approx([1.0] * 12, abs=3e-6)
    assert {prediction.evidence for prediction in predictions} == {""}


def test_fitting_twice_gives_the_same_and_leaves_the_examples_alone(
    pages: list[Example], topic_params: topic.Params
) -> None:
    before = copy.deepcopy(pages)
    one, two = (topic.fit(pages, pages[:3], topic_params, 13) for _ in range(2))
    assert one.meta == two.meta
    assert {name: array.tobytes() for name, array in one.arrays.items()} == {
        name: array.tobytes() for name, array in two.arrays.items()
    }
    assert pages == before


def test_a_title_counts_and_no_title_is_no_error(
    document: Callable[..., Document], pages: list[Example], topic_params: topic.Params
) -> None:
    state = topic.fit(pages, [], topic_params, 13)
    made = [Example(document("Es geht.", title=title), None) for title in ("", "Haus, Miete, Küche, Bad")]
    assert [len(example.document.readings) for example in made] == [1, 2]
    plain, titled = topic.predict(state, made, topic_params)
    assert titled.label == "wohnen"
    assert titled.probabilities["wohnen"] > plain.probabilities["wohnen"]


@pytest.mark.parametrize(
    ("changed", "views"),
    [({}, ["characters", "words"]), ({"char_weight": 0.0}, ["words"])],
)
def test_characters_of_no_weight_are_left_out(
    pages: list[Example], topic_params: topic.Params, changed: dict[str, float], views: list[str]
) -> None:
    state = topic.fit(pages, [], topic_params.model_copy(update=changed), 13)
    assert sorted(state.meta["views"]) == views


@pytest.mark.parametrize(("form", "words"), [("form", {"züge", "zug"}), ("lemma", {"zug"})])
def test_words_as_they_stand_or_their_lemmas(
    document: Callable[..., Document], topic_params: topic.Params, form: str, words: set[str]
) -> None:
    params = topic_params.model_copy(update={"word_form": form, "word_ngrams": [1, 1], "char_weight": 0.0})
    train = [Example(document("Züge Zug 120!"), "a"), Example(document("Haus"), "b")]
    assert set(topic.fit(train, [], params, 13).meta["views"]["words"]) == words | {"haus"}


def test_too_few_documents_for_any_feature(pages: list[Example], topic_params: topic.Params) -> None:
    with pytest.raises(StandpunktError, match=r"^the train rows have no feature; lower min_documents in params\.yaml"):
        topic.fit(pages, [], topic_params.model_copy(update={"min_documents": 13}), 13)


def test_one_topic_alone_cannot_be_trained(pages: list[Example], topic_params: topic.Params) -> None:
    with pytest.raises(StandpunktError, match=r"^4 train rows with 1 label\(s\): training wants two labels or more;"):
        topic.fit(pages[:4], pages, topic_params, 13)


def test_a_topic_of_validation_or_test_alone_is_never_predicted(
    pages: list[Example], topic_params: topic.Params
) -> None:
    state = topic.fit(pages[:8], pages[6:], topic_params, 13)
    predictions = topic.predict(state, pages, topic_params)
    assert {prediction.label for prediction in predictions} == {"energie", "verkehr"}


def test_baselines(pages: list[Example], topic_params: topic.Params, document: Callable[..., Document]) -> None:
    train = [
        replace(example, document=replace(example.document, outlet="bote" if example.label == "verkehr" else "warte"))
        for example in pages[:9]
    ]
    test = [Example(document("Strom und Wind.", outlet=outlet), "energie") for outlet in ("bote", "warte", "neu")]
    found = topic.baselines(train, test, topic_params, 13)
    assert list(found) == ["majority", "text_blind"]
    assert found["majority"] == ["energie"] * 3
    assert found["text_blind"][:2] == ["verkehr", "energie"]
    other = [replace(example, document=replace(example.document, readings={})) for example in test]
    assert topic.baselines(train, other, topic_params, 13) == found
