"""What classification tasks share: predictions with probabilities, and their evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from standpunkt.evaluation import metrics
from standpunkt.evaluation.uncertainty import DIGITS, Bootstrap, Score
from standpunkt.params import EvaluateParams
from standpunkt.tasks import Evaluation, Example, ModelState, Prediction, _linear

TELLING = 40  # features a class that are written down; the report shows fewer


def rows(examples: Sequence[Example], items: Sequence[Any]) -> _linear.Rows:
    """Items beside the labels of the examples they were made of."""
    return _linear.Rows(items, [str(example.label) for example in examples])


def predict(
    views: Sequence[_linear.View], state: ModelState, items: Sequence[Any], evidence: Sequence[str] | None = None
) -> list[Prediction]:
    """Label and probabilities of each item; the label is the one with the highest decision value."""
    decisions = _linear.decide(views, state, items)
    values = _linear.probabilities(state, decisions)
    classes = state.meta["classes"]
    return [
        Prediction(
            classes[best],
            dict(zip(classes, (round(float(value), DIGITS) for value in row), strict=True)),
            evidence[number] if evidence else "",
        )
        for number, (best, row) in enumerate(zip(decisions.argmax(axis=1), values, strict=True))
    ]


def evaluate(
    test: Sequence[Example],
    predictions: Sequence[Prediction],
    baselines: Mapping[str, Sequence[str]],
    bootstrap: Bootstrap,
    settings: EvaluateParams,
    telling: Sequence[Sequence[object]],
    *,
    with_text: bool,
) -> Evaluation:
    """Score predictions and baselines on the same test rows.

    Returns:
        Metrics `n`, `macro_f1`, `accuracy`, `per_class`, `calibration`, and for each baseline its scores and our
        `difference` to it; one prediction row an example; and the plots `confusion`, `reliability` and `features`.
    """
    gold = [str(example.label) for example in test]
    predicted = [prediction.label for prediction in predictions]
    others = {name for labels in baselines.values() for name in labels}
    classes = sorted({*gold, *predicted, *others})
    ours = bootstrap.counts(gold, predicted, classes)
    confidence = [prediction.probabilities[prediction.label] for prediction in predictions]
    reliability = metrics.calibration(gold, predicted, confidence, settings.calibration_bins)[1]
    error = bootstrap.calibration(gold, predicted, confidence, settings.calibration_bins)
    found: dict[str, Any] = {
        "n": len(test),
        "macro_f1": bootstrap.score(metrics.macro_f1, ours).as_dict(),
        "accuracy": bootstrap.score(metrics.accuracy, ours).as_dict(),
        "per_class": {
            name: {
                "n": gold.count(name),
                **{
                    score: bootstrap.score(_of_class(which, number), ours).as_dict()
                    for which, score in enumerate(("precision", "recall", "f1"))
                },
            }
            for number, name in enumerate(classes)
        },
        "calibration": {"expected_calibration_error": error.as_dict(), "n": len(test)},
        "baselines": {},
    }
    for name, labels in baselines.items():
        theirs = bootstrap.counts(gold, labels, classes)
        found["baselines"][name] = {
            "n": len(test),
            "macro_f1": bootstrap.score(metrics.macro_f1, theirs).as_dict(),
            "accuracy": bootstrap.score(metrics.accuracy, theirs).as_dict(),
            "difference": {"macro_f1": bootstrap.difference(metrics.macro_f1, ours, theirs).as_dict()},
        }
    pairs: list[Sequence[object]] = [[left, right] for left, right in zip(gold, predicted, strict=True)]
    bins = [[row[name] for name in ("low", "high", "n", "confidence", "accuracy")] for row in reliability]
    return Evaluation(
        found,
        [_row(example, prediction, with_text=with_text) for example, prediction in zip(test, predictions, strict=True)],
        {
            "confusion": (("gold", "predicted"), pairs),
            "reliability": (
                ("low", "high", "n", "confidence", "accuracy"),
                [
                    [round(float(value), DIGITS) if index != 2 else value for index, value in enumerate(row)]
                    for row in bins
                ],
            ),
            "features": (("label", "view", "feature", "weight"), [list(row) for row in telling]),
        },
    )


def _of_class(which: int, number: int) -> Score:
    return lambda counts: metrics.precision_recall_f1(counts)[which][..., number]


def _row(example: Example, prediction: Prediction, *, with_text: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": example.document.id,
        "gold": example.label,
        "predicted": prediction.label,
        "probabilities": dict(prediction.probabilities),
    }
    if example.target is not None:
        row["target"] = example.target
    if with_text and prediction.evidence:
        row["evidence"] = prediction.evidence
    return row
