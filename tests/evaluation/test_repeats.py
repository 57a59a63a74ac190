"""Spread of scores, the interval of their mean, and rows for a learning curve."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy import stats

from standpunkt.evaluation import repeats


def test_the_spread_of_scores() -> None:
    assert repeats.spread([0.5, 0.7, 0.9]) == {
        "n": 3, "mean": 0.7, "lowest": 0.5, "highest": 0.9, "deviation": 0.2,
    }  # fmt: skip
    assert repeats.spread([0.25]) == {"n": 1, "mean": 0.25, "lowest": 0.25, "highest": 0.25}


def test_overlapping_train_rows_widen_the_interval() -> None:
    values = [0.61, 0.64, 0.58, 0.66, 0.60]
    error = np.std(values, ddof=1)
    reach = stats.t.ppf(0.975, 4) * error * np.sqrt(1 / 5 + 20 / 80)
    found = repeats.expected(values, 20, 80, 0.95)
    assert (found.value, found.low, found.high) == pytest.approx((0.618, 0.618 - reach, 0.618 + reach))
    plain = stats.t.interval(0.95, 4, loc=0.618, scale=error / np.sqrt(5))
    assert found.low < plain[0]
    assert found.high > plain[1]


def test_an_interval_of_scores_stays_between_0_and_1() -> None:
    found = repeats.expected([0.2, 0.9], 1, 1, 0.95)
    assert (found.low, found.high) == (0.0, 1.0)


def test_the_corrected_interval_holds_its_level_where_the_plain_one_does_not() -> None:
    """Scores of ten random halves of one sample: the mean of each half is the score, the train rows its rest."""
    random = np.random.default_rng(3)
    inside = Counter[str]()
    for _ in range(400):
        sample = random.random(60) < 0.6
        halves = [random.permutation(sample)[:30].mean() for _ in range(10)]
        found = repeats.expected(halves, 30, 30, 0.95)
        inside["corrected"] += found.low <= 0.6 <= found.high
        low, high = stats.t.interval(0.95, 9, loc=np.mean(halves), scale=stats.sem(halves))
        inside["plain"] += bool(low <= 0.6 <= high)
    assert inside["plain"] < 0.7 * 400
    assert inside["corrected"] > 0.9 * 400


def test_the_corrected_p_is_that_of_its_formula() -> None:
    differences = [0.02, 0.05, 0.01, 0.04, 0.03]
    error = np.std(differences, ddof=1) * np.sqrt(1 / 5 + 0.25)
    assert repeats.corrected_p(differences, 0.25) == pytest.approx(2 * stats.t.sf(0.03 / error, 4))
    plain = float(stats.ttest_1samp(differences, 0).pvalue)
    assert repeats.corrected_p(differences, 0.0) == pytest.approx(plain)
    assert repeats.corrected_p(differences, 0.25) > plain
    assert repeats.corrected_p([-one for one in differences], 0.25) == repeats.corrected_p(differences, 0.25)


@pytest.mark.parametrize(("difference", "p"), [(0.0, 1.0), (0.5, 0.0)])
def test_differences_without_any_spread(difference: float, p: float) -> None:
    assert repeats.corrected_p([difference] * 4, 0.25) == p


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
