"""What classification tasks share: predictions with probabilities, and their evaluation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from standpunkt.evaluation import metrics, slices
from standpunkt.evaluation.uncertainty import DIGITS, Bootstrap, Score
from standpunkt.params import EvaluateParams
from standpunkt.tasks import Evaluation, Example, Explanation, ModelState, Prediction, SetPrediction, _linear

TELLING = 40  # features a class that are written down; the report shows fewer
_WORDS, _SENTENCES = 6, 2  # of an explanation
_WEIGHT_DIGITS = 3
_COVERAGES = 20  # points of the curve of coverage against accuracy
L = TypeVar("L", bound=Hashable)
Part = tuple[str, Any]
"""A part of an item: its text, and the item that holds it alone."""


def label(example: Example) -> str:
    """The gold label of a row that has one."""
    return str(example.label)


def rows(examples: Sequence[Example], items: Sequence[Any]) -> _linear.Rows:
    """Items beside the labels of the examples they were made of, and what of them must stay in one fold."""
    groups = [example.document.group or example.document.cluster for example in examples]
    return _linear.Rows(items, [str(example.label) for example in examples], groups)


def most_frequent(
    train: Sequence[Example],
    test: Sequence[Example],
    classes: Sequence[L],
    key: Callable[[Example], Hashable | None],
    gold: Callable[[Example], L],
) -> list[L] | None:
    """The most frequent label of the train rows with the same key as each test row, of all where its key is unknown.

    Args:
        train: labelled rows.
        test: rows to guess.
        classes: all labels, in order.
        key: what train and test rows have in common.
        gold: the label of a row, or its set of labels.

    Returns:
        A label a test row; None where no test row has a key that a train row has.
    """
    labels: dict[Hashable | None, list[L]] = {}
    for example in train:
        labels.setdefault(key(example), []).append(gold(example))
    labels.pop(None, None)
    if not any(key(example) in labels for example in test):
        return None
    most = {value: _linear.majority(group, classes) for value, group in labels.items()}
    otherwise = _linear.majority([gold(example) for example in train], classes)
    return [most.get(key(example), otherwise) for example in test]


def explain(
    views: Sequence[_linear.View],
    state: ModelState,
    items: Sequence[Any],
    predictions: Sequence[Prediction | SetPrediction],
    parts: Callable[[Any], tuple[Sequence[Part], Sequence[Part]]],
) -> list[Explanation]:
    """The words and sentences that spoke most for each predicted label (`_linear.contributions`), highest first.

    Of several labels the sum counts; where none is given, the most probable one.

    Args:
        views: of the model.
        state: the model.
        items: what was judged.
        predictions: of the items.
        parts: from an item to its words and its sentences.
    """
    found = []
    X = _linear.matrix(views, state, items) if items else ()
    for row, item, prediction in zip(X, items, predictions, strict=True):
        chosen = []
        for kind, most in zip(parts(item), (_WORDS, _SENTENCES), strict=True):
            weighed: defaultdict[str, float] = defaultdict(float)
            for label in prediction.labels or (prediction.surest,):
                values = _linear.contributions(views, state, item, label, [part for _, part in kind], row)
                for (text, _), value in zip(kind, values, strict=True):
                    weighed[text] += round(value, _WEIGHT_DIGITS)
            order = sorted(weighed.items(), key=lambda pair: (-pair[1], pair[0]))
            chosen.append([(text, round(value, _WEIGHT_DIGITS)) for text, value in order[:most] if value > 0])
        found.append(Explanation(*chosen))
    return found


def predict(
    views: Sequence[_linear.View],
    state: ModelState,
    items: Sequence[Any],
    evidence: Sequence[str] | None = None,
    *,
    outside: _linear.Floats | None = None,
    abstain_below: float = 0.0,
) -> list[Prediction]:
    """Label and probabilities of each item; the label is the one with the highest decision value.

    Args:
        views: of the model.
        state: the model.
        items: what is judged.
        evidence: the text that was read for each item.
        outside: decision values of a model that is stacked with this one.
        abstain_below: predictions whose probability is lower are marked as abstained.
    """
    decisions = _linear.decide(views, state, items, outside)
    values = _linear.probabilities(state, decisions)
    classes = state.meta["classes"]
    return [
        Prediction(
            classes[best],
            dict(zip(classes, (round(float(value), DIGITS) for value in row), strict=True)),
            evidence[number] if evidence else "",
            abstained=bool(row[best] < abstain_below),
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
    scores: Mapping[str, Callable[[Sequence[str]], Score]] | None = None,
    explanations: Sequence[Explanation] = (),
) -> Evaluation:
    """Score predictions and baselines on the same test rows.

    Args:
        test: the rows, each with its label.
        predictions: of the rows.
        baselines: labels of the rows by the name of the baseline.
        bootstrap: over the rows.
        settings: of the evaluation.
        telling: rows of `_linear.telling`.
        with_text: whether text of the corpus may be written.
        scores: further scores by name, each made for the list of classes.
        explanations: of the predictions, or none.

    Returns:
        Metrics `n`, `macro_f1`, `accuracy` and the further scores, `per_class`, `calibration`, `abstention`, `per_part`
        where the corpus names parts of its test rows, and for each baseline its scores and our `difference` to it;
        what `slices.score` gives; one prediction row an example; and the plots `confusion`, `reliability`, `coverage`
        and `features`.
    """
    gold = [str(example.label) for example in test]
    predicted = [prediction.label for prediction in predictions]
    others = {name for labels in baselines.values() for name in labels}
    classes = sorted({*gold, *predicted, *others})
    ours = bootstrap.counts(gold, predicted, classes)
    wanted: dict[str, Score] = {"macro_f1": metrics.macro_f1, "accuracy": metrics.accuracy}
    wanted |= {name: make(classes) for name, make in (scores or {}).items()}
    confidence = [prediction.probabilities[prediction.label] for prediction in predictions]
    reliability = metrics.calibration(gold, predicted, confidence, settings.calibration_bins)[1]
    found: dict[str, Any] = {
        "n": len(test),
        **{name: bootstrap.score(score, ours).as_dict() for name, score in wanted.items()},
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
        "calibration": bootstrap.calibration_scores(gold, predicted, confidence, settings.calibration_bins),
        "abstention": _abstention(gold, predictions, bootstrap),
        "baselines": {},
    }
    parts = sorted({example.document.part for example in test if example.document.part})
    if parts:
        found["per_part"] = {part: _of_part(part, test, predicted, classes, bootstrap) for part in parts}
    where = [slices.facts(example.document, example.target) for example in test]
    found |= slices.score(where, [1] * len(test), slices.of_labels(gold, predicted), bootstrap)
    for name, labels in baselines.items():
        theirs = bootstrap.counts(gold, labels, classes)
        found["baselines"][name] = {
            "n": len(test),
            **{name: bootstrap.score(score, theirs).as_dict() for name, score in wanted.items()},
            "difference": {"macro_f1": bootstrap.difference(metrics.macro_f1, ours, theirs).as_dict()},
        }
    pairs: list[Sequence[object]] = [[left, right] for left, right in zip(gold, predicted, strict=True)]
    bins = [[row[name] for name in ("low", "high", "n", "confidence", "accuracy")] for row in reliability]
    return Evaluation(
        found,
        [
            _row(example, prediction, explanation, with_text=with_text)
            for example, prediction, explanation in zip(
                test, predictions, explanations or [Explanation()] * len(test), strict=True
            )
        ],
        {
            "confusion": (("gold", "predicted"), pairs),
            "reliability": (
                ("low", "high", "n", "confidence", "accuracy"),
                [
                    [round(float(value), DIGITS) if index != 2 else value for index, value in enumerate(row)]
                    for row in bins
                ],
            ),
            "coverage": (("coverage", "n", "confidence", "accuracy"), coverage(gold, predicted, confidence)),
            "features": (("label", "view", "feature", "weight"), [list(row) for row in telling]),
        },
    )


def _of_class(which: int, number: int) -> Score:
    return lambda counts: metrics.precision_recall_f1(counts)[which][..., number]


def _of_part(
    part: str, test: Sequence[Example], predicted: Sequence[str], classes: Sequence[str], bootstrap: Bootstrap
) -> dict[str, Any]:
    """Scores of the rows of one part, on the resamples of all rows."""
    # Rows of other parts count as hits of a class of their own, which the scores below leave out.
    inside = [example.document.part == part for example in test]
    gold = [str(example.label) if here else "" for example, here in zip(test, inside, strict=True)]
    labels = [label if here else "" for label, here in zip(predicted, inside, strict=True)]
    counts = tuple(block[..., :-1, :-1] for block in bootstrap.counts(gold, labels, [*classes, ""]))
    scores: dict[str, Score] = {"macro_f1": metrics.macro_f1, "accuracy": metrics.accuracy}
    return {"n": sum(inside)} | {
        name: bootstrap.interval(*map(score, counts)).as_dict() for name, score in scores.items()
    }


def _abstention(gold: Sequence[str], predictions: Sequence[Prediction], bootstrap: Bootstrap) -> dict[str, Any]:
    """The share of rows that are answered, and the accuracy of the answers."""
    answered = [float(not prediction.abstained) for prediction in predictions]
    hits = [
        answer * (prediction.label == label)
        for answer, prediction, label in zip(answered, predictions, gold, strict=True)
    ]
    return {
        "n": int(sum(answered)),
        "coverage": bootstrap.ratio(answered, [1.0] * len(answered)).as_dict(),
        "accuracy": bootstrap.ratio(hits, answered).as_dict(),
    }


def coverage(
    gold: Sequence[object], predicted: Sequence[object], confidence: Sequence[float]
) -> list[Sequence[object]]:
    """Accuracy of the surest rows against their share of all; rows of one probability are counted or left together."""
    order = sorted(range(len(gold)), key=lambda row: -confidence[row])
    hits = [gold[row] == predicted[row] for row in order]
    rows: list[Sequence[object]] = []
    for step in range(1, _COVERAGES + 1):
        n = -(-step * len(gold) // _COVERAGES)
        lowest = confidence[order[n - 1]]
        n = sum(value >= lowest for value in confidence)
        values = (n / len(gold), n, lowest, sum(hits[:n]) / n)
        row = [round(value, DIGITS) if isinstance(value, float) else value for value in values]
        if row not in rows:
            rows.append(row)
    return rows


def _row(example: Example, prediction: Prediction, explanation: Explanation, *, with_text: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": example.document.id,
        "gold": example.label,
        "predicted": prediction.label,
        "probabilities": dict(prediction.probabilities),
    }
    if example.target is not None:
        row["target"] = example.target
    row |= {"abstained": True} if prediction.abstained else {}
    if with_text and prediction.evidence:
        row["evidence"] = prediction.evidence
    return row | (explanation.as_dict() if with_text else {})
