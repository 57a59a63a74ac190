"""Bootstrap: against a plain loop over resampled items, paired, and deterministic."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import accuracy_score, f1_score

from standpunkt.evaluation import metrics
from standpunkt.evaluation.uncertainty import Bootstrap, Interval, corrected_p, expected

CLASSES = ["a", "b", "c"]
GROUPS = ["g1", "g1", "g2", "g3", "g3", "g3", "g4", "g5", "g6", "g6"]
GOLD = list("aabbccabca")
PREDICTED = list("aabbcaabba")
OTHER = list("abbacaabba")


def _bootstrap(resamples: int = 300, level: float = 0.9, seed: int = 13) -> Bootstrap:
    return Bootstrap(GROUPS, resamples, level, seed)


def _brute_force(score: object, predicted: list[str], resamples: int = 300, seed: int = 13) -> list[float]:
    """Draw groups, put their items together, score with scikit-learn; draws as `multinomial` in chunks of 200."""
    random = np.random.default_rng(seed)
    names = sorted(set(GROUPS))
    values = []
    for start in range(0, resamples, 200):
        for draws in random.multinomial(len(names), [1 / len(names)] * len(names), size=min(200, resamples - start)):
            items = [
                i
                for name, times in zip(names, draws, strict=True)
                for _ in range(times)
                for i, g in enumerate(GROUPS)
                if g == name
            ]
            values.append(score([GOLD[i] for i in items], [predicted[i] for i in items]))  # type: ignore[operator]
    return values


def test_equals_a_loop_over_resampled_items() -> None:
    bootstrap = _bootstrap()
    counts = bootstrap.counts(GOLD, PREDICTED, CLASSES)
    wanted = _brute_force(accuracy_score, PREDICTED)
    np.testing.assert_allclose(metrics.accuracy(counts[1]), wanted)
    interval = bootstrap.score(metrics.accuracy, counts)
    assert interval == Interval(0.8, *(float(value) for value in np.quantile(wanted, [0.05, 0.95])))


def test_macro_f1_equals_a_loop_too() -> None:
    wanted = _brute_force(lambda gold, predicted: f1_score(gold, predicted, average="macro"), PREDICTED)
    np.testing.assert_allclose(metrics.macro_f1(_bootstrap().counts(GOLD, PREDICTED, CLASSES)[1]), wanted)


def test_a_difference_is_paired() -> None:
    bootstrap = _bootstrap()
    ours, other = (bootstrap.counts(GOLD, labels, CLASSES) for labels in (PREDICTED, OTHER))
    wanted = np.subtract(_brute_force(accuracy_score, PREDICTED), _brute_force(accuracy_score, OTHER))
    found = bootstrap.difference(metrics.accuracy, ours, other)
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(wanted, [0.05, 0.95])))
    assert bootstrap.difference(metrics.accuracy, ours, ours) == Interval(0.0, 0.0, 0.0)


@pytest.mark.parametrize("level", [0.6, 0.95])
def test_the_interval_holds_the_value_and_widens_with_the_level(level: float) -> None:
    counts = _bootstrap().counts(GOLD, PREDICTED, CLASSES)
    interval = _bootstrap(level=level).score(metrics.macro_f1, counts)
    wider = _bootstrap(level=0.99).score(metrics.macro_f1, counts)
    assert wider.low <= interval.low <= interval.value <= interval.high <= wider.high


def test_the_same_seed_gives_the_same_and_another_something_else() -> None:
    first, again, other = (_bootstrap(seed=seed).counts(GOLD, PREDICTED, CLASSES)[1].tolist() for seed in (13, 13, 14))
    assert first == again
    assert first != other


def test_every_resample_has_as_many_groups() -> None:
    bootstrap = Bootstrap(["x", "y", "z"], 250, 0.9, 13)
    assert set(bootstrap.counts(list("abc"), list("abc"), CLASSES)[1].sum(axis=(1, 2)).tolist()) == {3}


def test_a_single_group_has_no_spread() -> None:
    bootstrap = Bootstrap(["x"] * 4, 100, 0.95, 13)
    counts = bootstrap.counts(list("aabb"), list("aaba"), CLASSES)
    assert bootstrap.score(metrics.accuracy, counts) == Interval(0.75, 0.75, 0.75)


def test_a_ratio_is_a_ratio_of_sums() -> None:
    bootstrap = Bootstrap(["x", "x", "y"], 100, 0.9, 13)
    interval = bootstrap.ratio([1, 2, 0], [2, 2, 6])
    assert interval == Interval(0.3, 0.0, 0.75)


def test_a_ratio_over_nothing_is_zero() -> None:
    assert Bootstrap(["x", "y"], 100, 0.9, 13).ratio([0, 0], [0, 0]) == Interval(0.0, 0.0, 0.0)


def test_figures_are_rounded_for_the_files() -> None:
    assert Interval(1 / 3, 0.25, 2 / 3).as_dict() == {"value": 0.333333, "low": 0.25, "high": 0.666667}


def test_gold_and_predicted_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Bootstrap(["x", "y"], 100, 0.9, 13).counts(["a", "b"], ["a"], CLASSES)


@pytest.mark.parametrize(
    ("confidence", "value"),
    [
        ([1.0] * 10, 0.0),  # sure and right: nothing is left to chance
        # one item in the bin of 0.5: it is half off either way
        ([0.5] + [1.0] * 9, 0.05),
    ],
)
def test_what_calibration_error_chance_leaves(confidence: list[float], value: float) -> None:
    found = _bootstrap().calibration_by_chance(confidence, 4)
    assert found.value == pytest.approx(value, abs=1e-12)
    assert (found.low, found.high) == pytest.approx((value, value), abs=1e-12)


def test_chance_leaves_less_error_on_more_items() -> None:
    few, many = (
        Bootstrap([str(number) for number in range(n)], 400, 0.9, 13).calibration_by_chance([0.6, 0.7] * (n // 2), 10)
        for n in (50, 5000)
    )
    assert few.value > 5 * many.value
    assert many.value < 0.02


def test_the_debiased_calibration_error_is_that_of_draws_around_the_shares() -> None:
    random = np.random.default_rng(7)
    confidence = random.uniform(0.3, 1.0, 150)
    hits = random.random(150) < confidence - 0.05
    bootstrap = Bootstrap([str(number) for number in range(150)], 300, 0.9, 13)
    gold, predicted = ["x" if hit else "y" for hit in hits], ["x"] * 150
    plain = bootstrap.calibration(gold, predicted, confidence.tolist(), 5)
    found = bootstrap.calibration_debiased(gold, predicted, confidence.tolist(), 5)
    number = metrics.bin_of(confidence.tolist(), 5)
    drawn = np.zeros(20_000)
    for which in np.unique(number):
        inside = number == which
        n, share, mean = inside.sum(), hits[inside].mean(), confidence[inside].mean()
        deviation = np.sqrt(share * (1 - share) / (n - 1))
        drawn += n / 150 * np.abs(random.normal(share, deviation, len(drawn)) - mean)
    assert found.value == pytest.approx(2 * plain.value - drawn.mean(), abs=5e-4)
    assert found.low <= found.value <= found.high
    assert found.value < plain.value


@pytest.mark.parametrize(("off", "tolerance"), [(0.0, 0.035), (0.05, 0.012)])
def test_the_debiased_calibration_error_lies_nearer_to_the_true_one(off: float, tolerance: float) -> None:
    random = np.random.default_rng(11)
    plain, debiased = [], []
    for _ in range(200):
        confidence = random.uniform(0.4, 0.8, 200)
        hits = random.random(200) < confidence - off
        bootstrap = Bootstrap([str(number) for number in range(200)], 100, 0.9, 13)
        rows = (["x" if hit else "y" for hit in hits], ["x"] * 200, confidence.tolist(), 10)
        plain.append(bootstrap.calibration(*rows).value)
        debiased.append(bootstrap.calibration_debiased(*rows).value)
    assert abs(np.mean(debiased) - off) < tolerance
    assert abs(np.mean(debiased) - off) < 0.75 * abs(np.mean(plain) - off)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_without_noise_nothing_is_taken_off(share: float) -> None:
    predicted = ["x"] * 10
    gold = ["x" if share else "y"] * 10
    found = _bootstrap().calibration_debiased(gold, predicted, [0.75] * 10, 4)
    assert found == Interval(*(pytest.approx(abs(0.75 - share)),) * 3)


def test_overlapping_train_rows_widen_the_interval() -> None:
    values = [0.61, 0.64, 0.58, 0.66, 0.60]
    error = np.std(values, ddof=1)
    reach = stats.t.ppf(0.975, 4) * error * np.sqrt(1 / 5 + 20 / 80)
    found = expected(values, 20, 80, 0.95)
    assert (found.value, found.low, found.high) == pytest.approx((0.618, 0.618 - reach, 0.618 + reach))
    plain = stats.t.interval(0.95, 4, loc=0.618, scale=error / np.sqrt(5))
    assert found.low < plain[0]
    assert found.high > plain[1]


def test_an_interval_of_scores_stays_between_0_and_1() -> None:
    found = expected([0.2, 0.9], 1, 1, 0.95)
    assert (found.low, found.high) == (0.0, 1.0)


def test_the_corrected_interval_holds_its_level_where_the_plain_one_does_not() -> None:
    """Scores of ten random halves of one sample: the mean of each half is the score, the train rows its rest."""
    random = np.random.default_rng(3)
    inside = Counter[str]()
    for _ in range(400):
        sample = random.random(60) < 0.6
        halves = [random.permutation(sample)[:30].mean() for _ in range(10)]
        found = expected(halves, 30, 30, 0.95)
        inside["corrected"] += found.low <= 0.6 <= found.high
        low, high = stats.t.interval(0.95, 9, loc=np.mean(halves), scale=stats.sem(halves))
        inside["plain"] += bool(low <= 0.6 <= high)
    assert inside["plain"] < 0.7 * 400
    assert inside["corrected"] > 0.9 * 400


def test_the_corrected_p_is_that_of_its_formula() -> None:
    differences = [0.02, 0.05, 0.01, 0.04, 0.03]
    error = np.std(differences, ddof=1) * np.sqrt(1 / 5 + 0.25)
    assert corrected_p(differences, 0.25) == pytest.approx(2 * stats.t.sf(0.03 / error, 4))
    plain = float(stats.ttest_1samp(differences, 0).pvalue)
    assert corrected_p(differences, 0.0) == pytest.approx(plain)
    assert corrected_p(differences, 0.25) > plain
    assert corrected_p([-one for one in differences], 0.25) == corrected_p(differences, 0.25)


@pytest.mark.parametrize(("difference", "p"), [(0.0, 1.0), (0.5, 0.0)])
def test_differences_without_any_spread(difference: float, p: float) -> None:
    assert corrected_p([difference] * 4, 0.25) == p
