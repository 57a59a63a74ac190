"""What an evaluation writes: scores with intervals beside baselines, rows, and plots."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sklearn.metrics import f1_score

from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.language.documents import Document
from standpunkt.params import EvaluateParams
from standpunkt.tasks import Evaluation, Example, Prediction, _classification

GOLD = ["a", "a", "b", "b", "unseen"]
PREDICTED = ["a", "b", "b", "b", "a"]
BASELINES = {"majority": ["b"] * 5, "text_blind": ["a", "b", "c", "b", "a"]}
SETTINGS = EvaluateParams(resamples=100, level=0.9, calibration_bins=4)


@pytest.fixture
def evaluate(document: Callable[..., Document]) -> Callable[..., Evaluation]:
    def run(gold: list[str] = GOLD, *, with_text: bool = True) -> Evaluation:
        test = [Example(document("Ein Text.", id=str(number)), label) for number, label in enumerate(gold)]
        predictions = [
            Prediction(label, {"a": 0.75, "b": 0.25} if label == "a" else {"a": 0.4, "b": 0.6}, "Ein Text.")
            for label in PREDICTED
        ]
        bootstrap = Bootstrap([example.document.cluster for example in test], SETTINGS.resamples, SETTINGS.level, 13)
        telling = [("a", "words", "wind", 0.5)]
        return _classification.evaluate(test, predictions, BASELINES, bootstrap, SETTINGS, telling, with_text=with_text)

    return run


def _leaves(value: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    if not isinstance(value, dict):
        return [(path, value)]
    return [leaf for key, item in value.items() for leaf in _leaves(item, (*path, key))]


def test_metrics_are_scalars_and_every_score_has_an_interval(evaluate: Callable[..., Evaluation]) -> None:
    metrics = evaluate().metrics
    leaves = _leaves(metrics)
    assert {type(value) for _, value in leaves} == {int, float}
    assert json.loads(json.dumps(metrics, allow_nan=False)) == metrics
    endings = {path[-1] for path, _ in leaves}
    assert endings == {"n", "value", "low", "high"}
    for path, value in leaves:
        if path[-1] == "value":
            score = metrics
            for key in path[:-1]:
                score = score[key]
            assert set(score) == {"value", "low", "high"}
            assert score["low"] <= value <= score["high"], path


def test_scores(evaluate: Callable[..., Evaluation]) -> None:
    metrics = evaluate().metrics
    assert list(metrics) == ["n", "macro_f1", "accuracy", "per_class", "calibration", "abstention", "baselines"]
    assert (metrics["n"], metrics["accuracy"]["value"]) == (5, 0.6)
    assert metrics["macro_f1"]["value"] == round(f1_score(GOLD, PREDICTED, average="macro"), 6)
    assert {name: part["n"] for name, part in metrics["per_class"].items()} == {"a": 2, "b": 2, "c": 0, "unseen": 1}
    assert [metrics["per_class"]["b"][name]["value"] for name in ("precision", "recall", "f1")] == [0.666667, 1.0, 0.8]
    assert metrics["per_class"]["unseen"]["f1"] == {"value": 0.0, "low": 0.0, "high": 0.0}
    error = metrics["calibration"]["expected_calibration_error"]
    assert (error["value"], metrics["calibration"]["n"]) == (0.14, 5)


def test_baselines_stand_beside_with_the_difference(evaluate: Callable[..., Evaluation]) -> None:
    metrics = evaluate().metrics
    assert list(metrics["baselines"]) == ["majority", "text_blind"]
    for name, labels in BASELINES.items():
        theirs = metrics["baselines"][name]
        assert list(theirs) == ["n", "macro_f1", "accuracy", "difference"]
        assert theirs["n"] == 5
        score = f1_score(GOLD, labels, average="macro", labels=sorted({*GOLD, *labels}))
        assert theirs["macro_f1"]["value"] == round(score, 6)
        difference = f1_score(GOLD, PREDICTED, average="macro") - score
        assert theirs["difference"]["macro_f1"]["value"] == round(difference, 6)


@pytest.mark.parametrize("with_text", [True, False])
def test_rows(evaluate: Callable[..., Evaluation], *, with_text: bool) -> None:
    first = {"id": "0", "gold": "a", "predicted": "a", "probabilities": {"a": 0.75, "b": 0.25}}
    assert evaluate(with_text=with_text).predictions[0] == first | ({"evidence": "Ein Text."} if with_text else {})


def test_plots(evaluate: Callable[..., Evaluation]) -> None:
    plots = evaluate().plots
    assert plots == {
        "confusion": (
            ("gold", "predicted"),
            [["a", "a"], ["a", "b"], ["b", "b"], ["b", "b"], ["unseen", "a"]],
        ),
        "reliability": (
            ("low", "high", "n", "confidence", "accuracy"),
            [[0.5, 0.75, 3, 0.6, 0.666667], [0.75, 1.0, 2, 0.75, 0.5]],
        ),
        "coverage": (
            ("coverage", "n", "confidence", "accuracy"),
            [[0.4, 2, 0.75, 0.5], [1.0, 5, 0.6, 0.6]],
        ),
        "features": (("label", "view", "feature", "weight"), [["a", "words", "wind", 0.5]]),
    }


def test_withheld_answers_are_left_out_of_coverage_and_accuracy(document: Callable[..., Document]) -> None:
    test = [Example(document("Ein Text.", id=str(number)), label) for number, label in enumerate("aabb")]
    predictions = [
        Prediction("a", {"a": 0.9, "b": 0.1}),
        Prediction("b", {"a": 0.4, "b": 0.6}, abstained=True),
        Prediction("b", {"a": 0.1, "b": 0.9}),
        Prediction("a", {"a": 0.8, "b": 0.2}),
    ]
    bootstrap = Bootstrap(list("1234"), SETTINGS.resamples, SETTINGS.level, 13)
    found = _classification.evaluate(test, predictions, {}, bootstrap, SETTINGS, [], with_text=False)
    abstention = found.metrics["abstention"]
    assert (abstention["n"], abstention["coverage"]["value"], abstention["accuracy"]["value"]) == (3, 0.75, 0.666667)
    assert [row.get("abstained") for row in found.predictions] == [None, True, None, None]


def test_parts_of_the_test_rows_are_scored_on_their_own(document: Callable[..., Document]) -> None:
    gold, predicted, parts = "aabbab", "aabaab", ["new", "new", "new", "new", None, "old"]
    test = [
        Example(replace(document("Ein Text.", id=str(number)), part=part), label)
        for number, (label, part) in enumerate(zip(gold, parts, strict=True))
    ]
    predictions = [Prediction(label, {"a": 0.5, "b": 0.5}) for label in predicted]
    bootstrap = Bootstrap(list("123456"), SETTINGS.resamples, SETTINGS.level, 13)
    found = _classification.evaluate(test, predictions, {}, bootstrap, SETTINGS, [], with_text=False).metrics
    assert {name: part["n"] for name, part in found["per_part"].items()} == {"new": 4, "old": 1}
    assert found["per_part"]["new"]["accuracy"]["value"] == 0.75
    expected = round(f1_score(list("aabb"), list("aaba"), average="macro"), 6)
    assert found["per_part"]["new"]["macro_f1"]["value"] == expected
    assert found["per_part"]["old"]["macro_f1"]["value"] == 1.0


def test_slices_are_of_the_page_and_the_target(document: Callable[..., Document]) -> None:
    known = {"outlet": ["bote", "warte"], "published": ["2021-03-20", "2022-01-02"]}
    test = [
        Example(
            replace(
                document("T", id=str(number), **{name: values[number % 2] for name, values in known.items()}), words=9
            ),
            "a",
            target="citymaut" if number < 3 else "tempolimit",
        )
        for number in range(4)
    ]
    predictions = [Prediction(label, {"a": 0.5, "b": 0.5}) for label in "aaba"]
    bootstrap = Bootstrap(list("1234"), SETTINGS.resamples, SETTINGS.level, 13)
    found = _classification.evaluate(test, predictions, {}, bootstrap, SETTINGS, [], with_text=False).metrics["slices"]
    assert {
        dimension: {name: (entry["n"], entry["accuracy"]["value"]) for name, entry in names.items()}
        for dimension, names in found.items()
    } == {
        "outlet": {"bote": (2, 0.5), "warte": (2, 1.0)},
        "year": {"2021": (2, 0.5), "2022": (2, 1.0)},
        "target": {"citymaut": (3, 0.666667), "tempolimit": (1, 1.0)},
    }


@pytest.mark.parametrize(("asked", "expected"), [(["x", "y", "neu"], ["a", "b", "a"]), (["neu"], None), ([None], None)])
def test_the_most_frequent_label_by_key(
    document: Callable[..., Document], asked: list[str | None], expected: list[str] | None
) -> None:
    def rows(authors: list[str | None], labels: str) -> list[Example]:
        return [Example(document("T", author=author), label) for author, label in zip(authors, labels, strict=True)]

    train = rows(["x", "x", "y", None], "aaba")
    test = rows(asked, "a" * len(asked))
    found = _classification.most_frequent(
        train, test, ["a", "b"], lambda example: example.document.author, _classification.label
    )
    assert found == expected
