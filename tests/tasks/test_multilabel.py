"""Sets of labels: pages that are about two things at once, made of the words of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import f1_score, hamming_loss, label_ranking_average_precision_score

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.evaluation import metrics
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.language.documents import Document
from standpunkt.params import EvaluateParams
from standpunkt.tasks import Evaluation, Example, Inputs, ModelState, SetPrediction, _linear, _multilabel, topic

from .conftest import WORDS

Label = tuple[str, ...]
SETTINGS = EvaluateParams(resamples=200, level=0.95, calibration_bins=10)
SETS: list[Label] = [(name,) for name in WORDS] + list(combinations(sorted(WORDS), 2))


@pytest.fixture
def params(topic_params: topic.Params) -> topic.Params:
    return topic_params.model_copy(update={"multilabel": True})


@pytest.fixture
def sets(document: Callable[..., Document]) -> Callable[..., list[Example]]:
    """Pages of each single topic and each pair; the sentence of a topic is one of its four."""

    def make(name: str, copies: int) -> list[Example]:
        found = []
        for number in range(copies):
            for labels in SETS:
                texts = [f"Es geht um {WORDS[one][(number + place) % 4]}." for place, one in enumerate(labels)]
                page = document(" ".join(texts), id=f"{name}-{number}-{'-'.join(labels)}", author=f"Autor {number % 2}")
                found.append(Example(page, None, labels=labels))
        return found

    return make


def test_labels_of_a_page_are_gathered_in_order(document: Callable[..., Document], params: topic.Params) -> None:
    documents = {name: document("Ein Text.", id=name) for name in ("a", "b")}
    rows = [{"id": "a", "task": "topic", "target": None, "label": label} for label in ("wohnen", "energie")]
    found = topic.examples(Inputs(documents, rows, {}, {}), params)
    assert [example.labels for example in found] == [("energie", "wohnen"), ()]
    assert [example.labelled for example in found] == [True, False]
    assert [example.gold for example in found] == [("energie", "wohnen"), ()]


def test_a_second_label_is_refused_where_a_page_has_one(
    document: Callable[..., Document], topic_params: topic.Params
) -> None:
    rows = [{"id": "a", "task": "topic", "target": None, "label": label} for label in ("wohnen", "energie")]
    with pytest.raises(StandpunktError) as caught:
        topic.examples(Inputs({"a": document("Ein Text.", id="a")}, rows, {}, {}), topic_params)
    assert str(caught.value) == (
        "page 'a' has the topics energie, wohnen; set topic.multilabel: true in params.yaml, or keep one in the corpus"
    )


def test_both_topics_of_a_page_are_found_also_from_disk(
    sets: Callable[..., list[Example]], params: topic.Params, tmp_path: Path
) -> None:
    test = sets("test", 1)
    state = topic.fit(sets("train", 4), sets("validation", 2), params, 13)
    storage.write_json(tmp_path / "model.json", state.meta)
    storage.write_arrays(tmp_path / "arrays.npz", state.arrays)
    stored = ModelState(storage.read_json(tmp_path / "model.json"), storage.read_arrays(tmp_path / "arrays.npz"))
    found = topic.predict(stored, test, params)
    assert found == topic.predict(state, test, params)
    assert [prediction.labels for prediction in found] == [example.labels for example in test]
    both = found[SETS.index(("energie", "verkehr"))].probabilities
    assert min(both["energie"], both["verkehr"]) > 0.5 > both["wohnen"]  # each has a probability of its own


def test_it_beats_its_baselines_on_unseen_words(document: Callable[..., Document], params: topic.Params) -> None:
    stems = {"energie": "strom", "verkehr": "bahn", "wohnen": "miet"}
    heads = ["preis", "kosten", "plan", "gesetz", "streit", "frage", "rat", "amt", "netz", "markt", "projekt", "krise"]

    def page(name: str, labels: Label, chosen: Sequence[str]) -> Example:
        text = " ".join(f"Der {(stems[label] + head).capitalize()} steht fest." for label in labels for head in chosen)
        return Example(document(text, id=name), None, labels=labels)

    sides = {"train": heads[:6], "validation": heads[6:8], "test": heads[8:]}
    rows = {
        side: [page(f"{side}-{head}-{number}", labels, [head]) for head in some for number, labels in enumerate(SETS)]
        for side, some in sides.items()
    }
    state = topic.fit(rows["train"], rows["validation"], params, 13)
    found = topic.evaluate(state, rows["train"], rows["test"], SETTINGS, params, 13, with_text=True).metrics
    assert found["macro_f1"]["value"] > 0.9
    for name in ("majority", "text_blind", "tfidf_svc"):
        assert found["baselines"][name]["difference"]["macro_f1"]["low"] > 0, name


def test_a_page_about_nothing_known_gets_no_topic(
    sets: Callable[..., list[Example]], document: Callable[..., Document], params: topic.Params
) -> None:
    state = topic.fit(sets("train", 4), sets("validation", 1), params, 13)
    page = Example(document("Der Chor singt.", id="chor"), None)
    [found] = topic.predict(state, [page], params.model_copy(update={"abstain_below": 0.9}))
    assert isinstance(found, SetPrediction)
    assert found.labels == ()
    [row] = found.rows(with_text=True)
    assert (row["predicted"], row["abstained"]) == (found.surest, True)


def test_the_model_must_be_of_the_same_kind(
    sets: Callable[..., list[Example]], pages: list[Example], params: topic.Params, topic_params: topic.Params
) -> None:
    several, one = topic.fit(sets("train", 2), [], params, 13), topic.fit(pages, [], topic_params, 13)
    for state, wanted, said in ((one, params, "true"), (several, topic_params, "false")):
        with pytest.raises(StandpunktError, match=f"^topic.multilabel is {said} in params.yaml and not in the model"):
            topic.predict(state, pages, wanted)


def test_fitting_twice_gives_the_same(sets: Callable[..., list[Example]], params: topic.Params) -> None:
    one, two = (topic.fit(sets("train", 2), sets("validation", 1), params, 13) for _ in range(2))
    assert one.meta == two.meta
    assert {name: array.tobytes() for name, array in one.arrays.items()} == {
        name: array.tobytes() for name, array in two.arrays.items()
    }


def test_one_topic_alone_cannot_be_trained(sets: Callable[..., list[Example]], params: topic.Params) -> None:
    rows = [example for example in sets("train", 2) if example.labels == ("energie",)]
    with pytest.raises(StandpunktError, match=r"^2 train rows with 1 label\(s\)"):
        topic.fit(rows, [], params, 13)


def test_one_row_a_label_is_enough_and_a_label_that_all_rows_have_is_given(
    document: Callable[..., Document], params: topic.Params
) -> None:
    rows = [
        Example(document(f"Es geht um {text}.", id=text), None, labels=labels)
        for text, labels in (("Strom", ("energie",)), ("Bahn", ("energie", "verkehr")))
    ]
    found = topic.predict(topic.fit(rows, [], params, 13), rows, params)
    assert all("energie" in prediction.labels for prediction in found)


@pytest.mark.parametrize(
    ("probabilities", "gold", "threshold"),
    [
        ([0.9, 0.8, 0.3, 0.1], [1, 1, 0, 0], 0.55),
        ([0.9, 0.8, 0.3, 0.1], [1, 0, 1, 0], 0.2),  # F1 .8 beats .667
        ([0.5, 0.5, 0.5, 0.1], [1, 0, 0, 0], 0.3),  # rows of one probability stay together
        ([0.9, 0.1], [0, 0], 0.5),
        ([0.9, 0.6], [1, 1], 0.3),
    ],
)
def test_the_threshold_is_where_f1_is_highest(probabilities: list[float], gold: list[int], threshold: float) -> None:
    found = _multilabel._threshold(np.array(probabilities), np.array(gold, dtype=bool))
    assert found == pytest.approx(threshold)


def test_probabilities_are_those_of_the_rows() -> None:
    random = np.random.default_rng(13)
    decisions = random.normal(size=4000)
    gold = random.random(4000) < 1 / (1 + np.exp(-(2.0 * decisions - 1.0)))
    slope, offset, _ = _multilabel._calibrate(decisions, gold)
    assert (slope, offset) == pytest.approx((2.0, -1.0), abs=0.2)


# --- scores ----------------------------------------------------------------------------------------------------------

GOLD: list[Label] = [("a", "b"), ("b",), ("c",), ("a",), ("a", "c")]
FOUND: list[Label] = [("a",), ("b", "c"), (), ("a",), ("a", "b")]
PROBABILITIES = [
    {"a": 0.9, "b": 0.4, "c": 0.2}, {"a": 0.1, "b": 0.8, "c": 0.7}, {"a": 0.3, "b": 0.2, "c": 0.1},
    {"a": 0.7, "b": 0.3, "c": 0.3}, {"a": 0.9, "b": 0.6, "c": 0.3},
]  # fmt: skip


def scored(document: Callable[..., Document], *, with_text: bool = True) -> Evaluation:
    test = [Example(document("Ein Text.", id=f"p{number}"), None, labels=labels) for number, labels in enumerate(GOLD)]
    return _multilabel.evaluate(
        test,
        [SetPrediction(*pair) for pair in zip(FOUND, PROBABILITIES, strict=True)],
        {"majority": [("a",)] * 5},
        bootstrap=Bootstrap([example.document.cluster for example in test], 200, 0.95, 13),
        settings=SETTINGS,
        telling=[["a", "words", "wort", 1.0]],
        with_text=with_text,
    )


def test_scores_are_those_of_scikit_learn(document: Callable[..., Document]) -> None:
    found = scored(document).metrics
    gold, predicted = (metrics.indicator(sets, ["a", "b", "c"]) for sets in (GOLD, FOUND))
    values = np.array([list(row.values()) for row in PROBABILITIES])
    expected = {
        "micro_f1": f1_score(gold, predicted, average="micro"),
        "macro_f1": f1_score(gold, predicted, average="macro"),
        "subset_accuracy": np.mean((gold == predicted).all(axis=1)),
        "hamming_loss": hamming_loss(gold, predicted),
        "label_ranking_average_precision": label_ranking_average_precision_score(gold, values),
    }
    for name, value in expected.items():
        assert found[name]["value"] == pytest.approx(value, abs=1e-6), name
        assert found[name]["low"] <= found[name]["value"] <= found[name]["high"], name
    assert found["per_class"]["a"]["f1"]["value"] == 1.0
    assert {name: one["n"] for name, one in found["per_class"].items()} == {"a": 3, "b": 2, "c": 2}
    assert found["label_sets"] == {"n": 5, "gold": 1.4, "predicted": 1.2, "empty": 1}
    assert found["calibration"]["n"] == 15
    majority = found["baselines"]["majority"]
    assert majority["micro_f1"]["value"] == 0.5
    assert majority["difference"]["micro_f1"]["value"] == pytest.approx(found["micro_f1"]["value"] - 0.5, abs=1e-6)


def test_rows_and_plots(document: Callable[..., Document]) -> None:
    found = scored(document)
    assert found.predictions[0] == {
        "id": "p0",
        "gold": ["a", "b"],
        "predicted": ["a"],
        "probabilities": PROBABILITIES[0],
    }
    assert found.predictions[2]["predicted"] == []
    assert found.predictions[2]["abstained"] is True
    columns, rows = found.plots["confusion"]
    assert columns == ("gold", "predicted")
    assert rows == [
        ["a", "a"], ["b", "none"], ["b", "b"], ["none", "c"], ["c", "none"], ["a", "a"], ["a", "a"], ["c", "b"],
    ]  # fmt: skip
    assert sum(row[2] for row in found.plots["reliability"][1]) == 15
    assert found.plots["coverage"][1][-1] == [1.0, 5, 0.343, 0.2]  # .7 × .7 × .7: the least sure page


def test_of_sets_of_one_label_the_scores_are_the_ordinary_ones() -> None:
    gold, predicted = ["a", "b", "b", "c", "a"], ["a", "b", "c", "a", "a"]
    classes = ["a", "b", "c", "d"]
    sums = metrics.set_counts([(one,) for one in gold], [(one,) for one in predicted], classes).sum(axis=0)
    confusion = metrics.confusion(gold, predicted, classes)
    assert metrics.set_macro_f1(sums) == metrics.macro_f1(confusion)
    assert metrics.set_micro_f1(sums) == metrics.accuracy(confusion)
    assert [_multilabel.confused((left,), (right,)) for left, right in zip(gold, predicted, strict=True)] == [
        [[left, right]] for left, right in zip(gold, predicted, strict=True)
    ]


def test_a_gold_label_that_the_model_does_not_know_ranks_last() -> None:
    ranked = metrics.label_ranking_average_precision(("new",), {"a": 0.9, "b": 0.1})
    assert ranked == pytest.approx(1 / 3)
    assert metrics.label_ranking_average_precision((), {"a": 0.9}) == 1.0


def test_baselines_give_sets(sets: Callable[..., list[Example]], params: topic.Params) -> None:
    train, test = sets("train", 3), sets("test", 1)
    train += [example for example in sets("more", 1) if example.labels == ("verkehr", "wohnen")]
    found = topic.set_baselines(train, test, params, 13)
    assert found["majority"] == [("verkehr", "wohnen")] * len(test)
    assert sorted(found) == ["author_prior", "majority", "text_blind", "tfidf_svc"]
    assert all(isinstance(labels, tuple) for rows in found.values() for labels in rows)


def test_what_speaks_for_both_topics_is_shown(sets: Callable[..., list[Example]], params: topic.Params) -> None:
    test = [example for example in sets("test", 1) if example.labels == ("energie", "verkehr")]
    state = topic.fit(sets("train", 4), sets("validation", 1), params, 13)
    [said] = topic.explain(state, test, topic.predict(state, test, params), params)
    assert {text for text, _ in said.words} >= {"Strom", "Straße"}


def test_features_that_tell_a_topic(sets: Callable[..., list[Example]], params: topic.Params) -> None:
    state = topic.fit(sets("train", 4), [], params, 13)
    told = _linear.telling(topic._views(params, state.meta["compounds"]), state, 5)
    assert {label for label, *_ in told} == set(WORDS)
