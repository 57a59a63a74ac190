"""The task topic: one example a page, its views, its baselines, and its model from disk."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.language.documents import Document
from standpunkt.tasks import Example, Inputs, ModelState, _linear, topic


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
        ({"lead_tokens": 0}, "greater than or equal to 1"),
        ({f"{name}_weight": 0.0 for name in ("word", "char", "field", "entry", "lead")}, "all weights are 0"),
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
    ("without", "views"),
    [
        ([], ["words", "characters", "fields", "entries", "lead"]),
        (["char"], ["words", "fields", "entries", "lead"]),
        (["word", "field", "entry"], ["characters", "lead"]),
        (["word", "char", "field", "entry"], ["lead"]),
    ],
)
def test_views_of_no_weight_are_left_out(
    pages: list[Example], topic_params: topic.Params, without: list[str], views: list[str]
) -> None:
    params = topic_params.model_copy(update={f"{name}_weight": 0.0 for name in without})
    assert list(topic.fit(pages, [], params, 13).meta["views"]) == views


def test_fields_and_entries_of_a_page_and_of_its_opening(
    document: Callable[..., Document], topic_params: topic.Params
) -> None:
    """Words behind the opening count in the page alone; the title is the start of the opening."""
    train = [
        Example(document("Der Umsatz sinkt. Im Stadion wartet der Trainer.", title="Unternehmensgewinn"), "a"),
        Example(document("Die Klinik sucht Pflegekräfte."), "b"),
    ]
    views = topic.fit(train, [], topic_params.model_copy(update={"lead_tokens": 4}), 13).meta["views"]
    assert views["fields"] == ["companies", "competition", "medicine", "sports_team"]
    assert views["entries"] == ["gewinn", "klinik", "pflegekräfte", "stadion", "trainer", "umsatz", "unternehmens"]
    assert views["lead"] == ["companies", "medicine"]


@pytest.mark.parametrize("compounds", [True, False])
def test_compounds_are_split_by_the_words_of_the_train_rows(
    document: Callable[..., Document], topic_params: topic.Params, compounds: bool, tmp_path: Path
) -> None:
    params = topic_params.model_copy(
        update={"compounds": compounds, "word_ngrams": [1, 1]}
        | {f"{name}_weight": 0.0 for name in ("char", "field", "entry", "lead")}
    )
    train = [
        Example(document("Wohnung und Wohnung und Wohnungsmarkt."), "wohnen"),
        Example(document("Markt oder Markt."), "handel"),
    ]
    state = topic.fit(train, [], params, 13)
    assert state.meta["compounds"] == ({"markt": 2, "wohnung": 2} if compounds else {})
    assert set(state.meta["views"]["words"]) == {"wohnung", "wohnungsmarkt", "markt", "und", "oder"}
    # A compound that no train row has is read by its parts, also by the model from disk.
    test = [Example(document("Wohnungswohnung."), None)]
    test.append(Example(document("Xyz."), None))
    compound, unknown = topic.predict(state, test, params)
    assert topic.predict(_stored(state, tmp_path), test, params) == [compound, unknown]
    assert (compound.probabilities["wohnen"] > unknown.probabilities["wohnen"]) is compounds


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


def test_ten_pages_are_enough(pages: list[Example], topic_params: topic.Params) -> None:
    predictions = topic.predict(topic.fit(pages[:10], [], topic_params, 13), pages[10:], topic_params)
    assert [prediction.label for prediction in predictions] == ["wohnen", "wohnen"]


def test_a_topic_of_one_page_is_learned_without_folds(pages: list[Example], topic_params: topic.Params) -> None:
    """Folds would leave it out of the train rows of one; the softmax stays as it is."""
    state = topic.fit(pages[:9], [], topic_params, 13)
    assert state.arrays["scale"].tolist() == [1.0]
    assert topic.predict(state, pages[8:9], topic_params)[0].label == "wohnen"


@pytest.mark.parametrize("text", ["", "   ", "1234 !?", "𝔛𝔜ℨ"])
def test_a_page_that_says_nothing_gets_a_topic_all_the_same(
    document: Callable[..., Document], pages: list[Example], topic_params: topic.Params, text: str
) -> None:
    state = topic.fit(pages, [], topic_params, 13)
    (found,) = topic.predict(state, [Example(document(text), None)], topic_params)
    assert found.label in {"energie", "verkehr", "wohnen"}
    assert sum(found.probabilities.values()) == pytest.approx(1.0, abs=3e-6)


def test_baselines(pages: list[Example], topic_params: topic.Params, document: Callable[..., Document]) -> None:
    train = [
        replace(example, document=replace(example.document, outlet="bote" if example.label == "verkehr" else "warte"))
        for example in pages[:9]
    ]
    test = [Example(document("Strom und Wind.", outlet=outlet), "energie") for outlet in ("bote", "warte", "neu")]
    found = topic.baselines(train, test, topic_params, 13)
    assert list(found) == ["majority", "text_blind", "tfidf_svc"]
    assert found["majority"] == ["energie"] * 3
    assert found["text_blind"][:2] == ["verkehr", "energie"]
    other = [replace(example, document=replace(example.document, readings={})) for example in test]
    assert topic.baselines(train, other, topic_params, 13) == found


def test_an_embedding_is_read_where_there_is_one(document: Callable[..., Document], topic_params: topic.Params) -> None:
    vectors = {"a": np.array([1.0, 0.0], np.float32), "b": np.array([0.0, 1.0], np.float32)}
    made = [
        Example(replace(document(f"Wort{number}.", id=str(number)), embedding=vectors[label]), label)
        for number, label in enumerate("abababab")
    ]
    state = topic.fit(made[:6], [], topic_params, 13)
    assert [found.label for found in topic.predict(state, made[6:], topic_params)] == ["a", "b"]
    assert not {view for _, view, _, _ in _linear.telling(topic._views(topic_params, {}), state, 5)} & {"embedding"}
