"""Spread of scores, the interval of their mean, and rows for a learning curve."""

from __future__ import annotations

from collections import Counter

import pytest

from standpunkt.evaluation import repeats
from standpunkt.evaluation.repeats import Repetition
from standpunkt.params import EvaluateParams


def test_the_spread_of_scores() -> None:
    assert repeats.spread([0.5, 0.7, 0.9]) == {
        "n": 3, "mean": 0.7, "lowest": 0.5, "highest": 0.9, "deviation": 0.2,
    }  # fmt: skip
    assert repeats.spread([0.25]) == {"n": 1, "mean": 0.25, "lowest": 0.25, "highest": 0.25}


def test_shares_hold_every_stratum_and_lie_in_one_another() -> None:
    strata = {f"p{number:02d}": "ab"[number < 20] for number in range(60)}
    small, large = (repeats.first(strata, share, 7) for share in (0.25, 0.5))
    assert Counter(strata[name] for name in small) == {"a": 10, "b": 5}
    assert Counter(strata[name] for name in large) == {"a": 20, "b": 10}
    assert small < large
    assert repeats.first(dict(reversed(strata.items())), 0.25, 7) == small
    assert repeats.first(strata, 0.25, 8) != small


def test_a_share_of_few_pages_is_one_page() -> None:
    assert len(repeats.first({"a": "x", "b": "y"}, 0.01, 1)) == 1


def _repetition(part: str, fold: int, gold: str, predicted: str, trained: int = 8) -> Repetition:
    rows = [
        {"id": f"{part}{fold}{place}", "gold": one, "predicted": other, "probabilities": {other: 0.8}}
        for place, (one, other) in enumerate(zip(gold, predicted, strict=True))
    ]
    return Repetition(part, 0, fold, trained, rows)


def test_scores_over_splits_seeds_and_shares() -> None:
    repeated = [
        _repetition("splits", 0, "aabb", "aabb"),
        _repetition("splits", 1, "aabb", "abbb"),
        _repetition("seeds", 0, "ab", "ab"),
        _repetition("at_50", 0, "aabb", "abab", trained=4),
    ]
    settings = EvaluateParams(resamples=100, level=0.9, calibration_bins=5)
    found = repeats.scores("topic", repeated, settings, 13)
    assert found["n"] == 8
    assert found["accuracy"]["value"] == 0.875
    assert found["splits"] | {"macro_f1": None, "accuracy": None} == {
        "folds": 2, "times": 1, "trained": 8, "tested": 4, "macro_f1": None, "accuracy": None,
    }  # fmt: skip
    spread = found["splits"]["accuracy"]
    assert (spread["lowest"], spread["mean"], spread["highest"]) == (0.75, 0.875, 1.0)
    assert spread["expected"]["value"] == 0.875
    assert found["calibration"]["expected_calibration_error"]["value"] == pytest.approx(0.075)  # 7 of 8 at .8
    assert found["calibration"]["n"] == 8
    assert found["seeds"]["accuracy"] == {"n": 1, "mean": 1.0, "lowest": 1.0, "highest": 1.0}
    assert found["learning_curve"]["at_50"]["n"] == 4
    assert found["learning_curve"]["at_50"]["accuracy"]["value"] == 0.5


def test_without_repetitions_there_are_no_scores() -> None:
    assert repeats.scores("topic", [], EvaluateParams(resamples=100, level=0.9, calibration_bins=5), 13) == {}
