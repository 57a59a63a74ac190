"""Classification of which each item has a set of labels: its model, and its evaluation.

One against the rest: a linear support vector machine a label, over the features of `_linear`. A sigmoid turns the
decision value into a probability (Platt 1999, "Probabilistic Outputs for Support Vector Machines", with the smoothed
targets and the loss of Lin, Lin and Weng 2007, "A Note on Platt's Probabilistic Outputs"), and a label is given from
the probability on at which its F1 is highest (Yang 2001, "A Study on Thresholding Strategies for Text Categorization").
Sigmoid and threshold are fitted on rows that the machine did not see: the validation rows, and the train rows, each by
a machine that did not see its fold. Of a label that few rows have, too few would be on the validation side alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from standpunkt.evaluation import metrics, slices
from standpunkt.evaluation.uncertainty import DIGITS, Bootstrap, Score
from standpunkt.params import EvaluateParams
from standpunkt.tasks import Evaluation, Example, Explanation, ModelState, SetPrediction, _classification, _linear

Labels = tuple[str, ...]
NONE = "none"
"""In the plot of confusions: a label that stands alone on its side."""
_FOLDS = 5
_DIGITS = 4  # the optimiser's last digits differ between processors
_PRIOR = 0.01  # pulls the slope towards 1, as in `_linear`: few rows should not swing it


@dataclass(frozen=True, slots=True)
class Rows:
    """Items with their labels."""

    items: Sequence[Any]
    labels: Sequence[Labels]
    groups: Sequence[str]
    """What must stay in one fold."""


def rows(examples: Sequence[Example], items: Sequence[Any]) -> Rows:
    """Items beside the labels of the examples they were made of."""
    groups = [example.document.group or example.document.cluster for example in examples]
    return Rows(items, [example.gold for example in examples], groups)


def fit(
    views: Sequence[_linear.View],
    train: Rows,
    validation: Rows | None,
    settings: _linear.Settings,
    random_state: int,
) -> ModelState:
    """Fit vocabulary, weights and classifiers on train rows, probabilities and thresholds on unseen ones.

    Args:
        views: how an item is read.
        train: what vocabulary, weights and classifiers are fitted on.
        validation: of what probabilities and thresholds are fitted on beside train rows. None leaves both as they are:
            a label is given where its decision value is above 0.
        settings: of the classifiers.
        random_state: of the classifiers.

    Raises:
        StandpunktError: the train rows have fewer than two labels among them, or no feature in any view.
    """
    classes = sorted({label for labels in train.labels for label in labels})
    _linear.refuse_one_class(len(train.items), len(classes))
    counted = _linear.count(views, train.items)
    gold = metrics.indicator(train.labels, classes)
    idf, coefficients, intercept = _fit_weights(counted, np.arange(len(gold)), gold, settings, random_state)
    arrays: dict[str, Any] = {f"idf.{view.name}": one for view, one in zip(counted.views, idf, strict=True)}
    arrays |= {"coefficients": coefficients, "intercept": intercept}
    state = ModelState(_linear.described(views, counted, classes) | {"multilabel": True}, arrays)
    decisions, seen_gold = np.zeros((0, len(classes))), gold[:0]
    if validation is not None:
        unseen = _out_of_fold(counted, gold, train.groups, settings, random_state)
        decisions = np.vstack([unseen[0], _linear.decide(views, state, validation.items)])
        seen_gold = np.vstack([unseen[1], metrics.indicator(validation.labels, classes)])
    found = [_calibrate(*pair) for pair in zip(decisions.T, seen_gold.T, strict=True)]
    arrays["slopes"], arrays["offsets"], arrays["thresholds"] = np.array(found).T
    return state


def predict(
    views: Sequence[_linear.View], state: ModelState, items: Sequence[Any], abstain_below: float = 0.0
) -> list[SetPrediction]:
    """The labels of each item: those whose probability reaches their threshold, and `abstain_below`."""
    arrays, classes = state.arrays, state.meta["classes"]
    values = _sigmoid(arrays["slopes"] * _linear.decide(views, state, items) + arrays["offsets"])
    given = values >= np.maximum(arrays["thresholds"], abstain_below)
    return [
        SetPrediction(
            tuple(name for name, one in zip(classes, chosen, strict=True) if one),
            dict(zip(classes, (round(float(value), DIGITS) for value in row), strict=True)),
        )
        for chosen, row in zip(given, values, strict=True)
    ]


def sets_of(views: Sequence[_linear.View], state: ModelState, items: Sequence[Any]) -> list[Labels]:
    """The labels whose decision value is above 0, as scikit-learn's `OneVsRestClassifier` gives them."""
    classes = state.meta["classes"]
    return [
        tuple(name for name, value in zip(classes, row, strict=True) if value > 0)
        for row in _linear.decide(views, state, items)
    ]


def _fit_weights(
    counted: _linear.Counted,
    chosen: npt.NDArray[np.int64],
    gold: npt.NDArray[np.bool_],
    settings: _linear.Settings,
    random_state: int,
) -> tuple[list[_linear.Floats], _linear.Floats, _linear.Floats]:
    """Weights of the features, and for each label coefficients and intercept, of some of the rows."""
    idf, X = _linear.weighed(counted, chosen)
    coefficients, intercept = np.zeros((gold.shape[1], X.shape[1])), np.zeros(gold.shape[1])
    for number, given in enumerate(gold[chosen].T):
        found = _linear.fit_classifier(X, np.where(given, "yes", "no"), ["no", "yes"], settings, random_state)
        coefficients[number], intercept[number] = found[0][1], found[1][1]
    return idf, coefficients, intercept


def _out_of_fold(
    counted: _linear.Counted,
    gold: npt.NDArray[np.bool_],
    groups: Sequence[str],
    settings: _linear.Settings,
    random_state: int,
) -> tuple[_linear.Floats, npt.NDArray[np.bool_]]:
    """Decision values of train rows by classifiers that did not see them, and their labels; none of a single group."""
    if len(set(groups)) < 2:
        return np.zeros((0, gold.shape[1])), gold[:0]
    decisions = np.zeros(gold.shape)
    for fitted, held_out in _linear.folds(groups, _FOLDS):
        idf, coefficients, intercept = _fit_weights(counted, fitted, gold, settings, random_state)
        decisions[held_out] = _linear.weighed(counted, held_out, idf)[1] @ coefficients.T + intercept
    return decisions, gold


def _calibrate(decisions: _linear.Floats, gold: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Slope and offset of the sigmoid of one label, and the probability from which on it is given."""
    from scipy import optimize

    if not len(gold):
        return 1.0, 0.0, 0.5
    positive = int(gold.sum())
    wanted = np.where(gold, (positive + 1) / (positive + 2), 1 / (len(gold) - positive + 2))

    def loss(values: _linear.Floats) -> tuple[float, _linear.Floats]:
        scale = np.exp(values[0])  # a negative slope would turn the machine round
        scores = scale * decisions + values[1]
        residuals = _sigmoid(scores) - wanted
        error = np.logaddexp(0, scores) - wanted * scores
        slope = (residuals * decisions).mean() * scale + 2 * _PRIOR * values[0]
        return float(error.mean() + _PRIOR * values[0] ** 2), np.array([slope, residuals.mean()])

    start = np.array([0.0, np.log((positive + 1) / (len(gold) - positive + 1))])
    bounds = [(-5.0, 5.0), (-50.0, 50.0)]
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    slope, offset = (float(np.round(value, _DIGITS)) for value in (np.exp(found[0]), found[1]))
    return slope, offset, _threshold(_sigmoid(slope * decisions + offset), gold)


def _threshold(probabilities: _linear.Floats, gold: npt.NDArray[np.bool_]) -> float:
    """The middle between two probabilities at which a label is given to the rows above with the highest F1."""
    order = np.argsort(-probabilities, kind="stable")
    hits, given = np.cumsum(gold[order]), np.arange(1, len(gold) + 1)
    f1 = 2 * hits / (given + int(gold.sum())) if gold.any() else np.zeros(len(gold))
    sorted_ = probabilities[order]
    last = np.append(sorted_[:-1] > sorted_[1:], True)  # rows of one probability are given the label together
    best = int(np.argmax(np.where(last, f1, -1.0)))
    if not f1[best]:
        return 0.5
    following = sorted_[best + 1] if best + 1 < len(sorted_) else 0.0
    return float(np.round((sorted_[best] + following) / 2, _DIGITS))


def _sigmoid(values: _linear.Floats) -> _linear.Floats:
    result: _linear.Floats = special.expit(values)
    return result


# --- evaluation ------------------------------------------------------------------------------------------------------

_SCORES: Mapping[str, Score] = {"macro_f1": metrics.set_macro_f1, "micro_f1": metrics.set_micro_f1}


def evaluate(
    test: Sequence[Example],
    predictions: Sequence[SetPrediction],
    baselines: Mapping[str, Sequence[Labels]],
    *,
    bootstrap: Bootstrap,
    settings: EvaluateParams,
    telling: Sequence[Sequence[object]],
    with_text: bool,
    explanations: Sequence[Explanation] = (),
) -> Evaluation:
    """Score predictions and baselines on the same test rows.

    Args:
        test: the rows, each with its labels.
        predictions: of the rows.
        baselines: labels of the rows by the name of the baseline.
        bootstrap: over the rows.
        settings: of the evaluation.
        telling: rows of `_linear.telling`.
        with_text: whether text of the corpus may be written.
        explanations: of the predictions, or none.

    Returns:
        Metrics `n`, `macro_f1`, `micro_f1`, `subset_accuracy`, `hamming_loss`, `label_ranking_average_precision`,
        `per_class`, `label_sets` (how many labels an item has in gold and prediction, and how many items get none),
        `calibration` over all pairs of item and label, `per_part` where the corpus names parts of its test rows, and
        for each baseline its scores and our `difference` to it; what `slices.score` gives, by F1 of the labels found;
        one prediction row an item; and the plots `confusion`, `reliability`, `coverage` and `features`.
    """
    gold, predicted = [example.gold for example in test], [prediction.labels for prediction in predictions]
    known = {label for prediction in predictions for label in prediction.probabilities}
    classes = sorted(known.union(*gold))
    scored = _Scored(gold, classes, bootstrap)
    ours = scored.counts(predicted)
    ranked = [
        metrics.label_ranking_average_precision(labels, prediction.probabilities)
        for labels, prediction in zip(gold, predictions, strict=True)
    ]
    probabilities = [[one.probabilities.get(name, 0.0) for name in classes] for one in predictions]
    calibration, reliability = _calibration(gold, probabilities, classes, bootstrap, settings)
    found: dict[str, Any] = {
        "n": len(test),
        **scored.scores(predicted, ours),
        "label_ranking_average_precision": bootstrap.ratio(ranked, [1.0] * len(ranked)).as_dict(),
        "per_class": {name: _of_class(number, ours, bootstrap) for number, name in enumerate(classes)},
        "label_sets": {
            "n": len(test),
            "gold": round(sum(map(len, gold)) / len(test), DIGITS),
            "predicted": round(sum(map(len, predicted)) / len(test), DIGITS),
            "empty": sum(not labels for labels in predicted),
        },
        "calibration": calibration,
        "baselines": {},
    }
    parts = sorted({example.document.part for example in test if example.document.part})
    if parts:
        found["per_part"] = {part: _of_part(part, test, predicted, scored) for part in parts}
    where = [slices.facts(example.document) for example in test]
    things = slices.of_things(metrics.set_counts(gold, predicted, classes).sum(axis=1).tolist())
    found |= slices.score(where, [1] * len(test), things, bootstrap)
    for name, labels in baselines.items():
        theirs = scored.counts(labels)
        found["baselines"][name] = {
            "n": len(test),
            **scored.scores(labels, theirs),
            "difference": {key: bootstrap.difference(one, ours, theirs).as_dict() for key, one in _SCORES.items()},
        }
    confidence = [_confidence(labels, row, classes) for labels, row in zip(predicted, probabilities, strict=True)]
    return Evaluation(
        found,
        [
            {"id": example.document.id, "gold": list(example.gold), "predicted": list(prediction.labels)}
            | {"probabilities": dict(prediction.probabilities)}
            | ({} if prediction.labels else {"abstained": True})
            | (explanation.as_dict() if with_text else {})
            for example, prediction, explanation in zip(
                test, predictions, explanations or [Explanation()] * len(test), strict=True
            )
        ],
        {
            "confusion": (
                ("gold", "predicted"),
                [pair for sets in zip(gold, predicted, strict=True) for pair in confused(*sets)],
            ),
            "reliability": (("low", "high", "n", "confidence", "accuracy"), reliability),
            "coverage": (
                ("coverage", "n", "confidence", "accuracy"),
                _classification.coverage(gold, predicted, confidence),
            ),
            "features": (("label", "view", "feature", "weight"), [list(row) for row in telling]),
        },
    )


@dataclass(frozen=True)
class _Scored:
    """What sets of labels are scored against."""

    gold: Sequence[Labels]
    classes: Sequence[str]
    bootstrap: Bootstrap

    def counts(self, predicted: Sequence[Labels]) -> tuple[metrics.Counts, metrics.Counts]:
        """As `Bootstrap.set_counts`."""
        return self.bootstrap.set_counts(self.gold, predicted, self.classes)

    def scores(
        self, predicted: Sequence[Labels], counts: tuple[metrics.Counts, metrics.Counts]
    ) -> dict[str, dict[str, float]]:
        """The scores of sets by name."""
        pairs = list(zip(self.gold, predicted, strict=True))
        exact = [float(set(left) == set(right)) for left, right in pairs]
        wrong = [float(len({*left} ^ {*right})) for left, right in pairs]
        return {
            **{name: self.bootstrap.score(score, counts).as_dict() for name, score in _SCORES.items()},
            "subset_accuracy": self.bootstrap.ratio(exact, [1.0] * len(exact)).as_dict(),
            "hamming_loss": self.bootstrap.ratio(wrong, [float(len(self.classes))] * len(wrong)).as_dict(),
        }


def _of_class(number: int, counts: tuple[metrics.Counts, metrics.Counts], bootstrap: Bootstrap) -> dict[str, Any]:
    observed, resampled = (metrics.detection(block[..., number, :]) for block in counts)
    return {"n": int(counts[0][number, 1])} | {
        name: bootstrap.interval(value, values).as_dict()
        for name, value, values in zip(("precision", "recall", "f1"), observed, resampled, strict=True)
    }


def _of_part(part: str, test: Sequence[Example], predicted: Sequence[Labels], scored: _Scored) -> dict[str, Any]:
    """Scores of the rows of one part, on the resamples of all rows."""
    inside = [example.document.part == part for example in test]
    gold, labels = (
        [one if here else () for one, here in zip(sets, inside, strict=True)] for sets in (scored.gold, predicted)
    )
    counts = _Scored(gold, scored.classes, scored.bootstrap).counts(labels)
    return {"n": sum(inside)} | {
        name: scored.bootstrap.score(score, counts).as_dict() for name, score in _SCORES.items()
    }


def _calibration(
    gold: Sequence[Labels],
    probabilities: Sequence[Sequence[float]],
    classes: Sequence[str],
    bootstrap: Bootstrap,
    settings: EvaluateParams,
) -> tuple[dict[str, Any], list[Sequence[object]]]:
    """Expected calibration error of all pairs of item and label, and the rows of the reliability diagram."""
    given = ["yes" if name in labels else "no" for labels in gold for name in classes]
    values = [value for row in probabilities for value in row]
    every = ["yes"] * len(given)
    pairs, bins = bootstrap.repeated(len(classes)), settings.calibration_bins
    rows = metrics.calibration(given, every, values, bins)[1]
    names = ("low", "high", "n", "confidence", "accuracy")
    scores = pairs.calibration_scores(given, every, values, bins)
    return scores, [[row[name] if name == "n" else round(float(row[name]), DIGITS) for name in names] for row in rows]


def _confidence(labels: Labels, row: Sequence[float], classes: Sequence[str]) -> float:
    """The probability that exactly these labels are right, were they independent."""
    return float(np.prod([value if name in labels else 1 - value for name, value in zip(classes, row, strict=True)]))


def confused(gold: Labels, predicted: Labels) -> list[Sequence[str]]:
    """Pairs of gold and predicted label of one item, for a confusion matrix.

    A label of both sets stands beside itself. Each label that is missing stands beside each that is too much, and
    beside `none` where there is none too much; and the other way round. Of sets of one label, the ordinary pair.
    """
    hits: list[Sequence[str]] = [[label, label] for label in gold if label in predicted]
    missing = [label for label in gold if label not in predicted]
    extra = [label for label in predicted if label not in gold]
    if not missing and not extra:
        return hits
    return [*hits, *([left, right] for left in missing or [NONE] for right in extra or [NONE])]
