"""Differences that are known in advance: none, a clear one, and none but for chance, two hundred times."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import accuracy_score, f1_score

from standpunkt.evaluation import comparison, metrics
from standpunkt.evaluation.comparison import Compared, Metric, Mismatch, Settings
from standpunkt.evaluation.uncertainty import Bootstrap

SETTINGS = Settings(resamples=500, level=0.95, random_state=13, permutations=500)
TOPICS = ["energie", "verkehr", "wohnen"]
STANCES = ["against", "favor", "neutral"]
Rows = list[dict[str, Any]]


def rows(gold: Sequence[str], predicted: Sequence[str], targets: int = 1) -> Rows:
    """One row an item; with several targets each page holds one item a target."""
    return [
        {
            "id": f"bote/{number // targets:04d}",
            "gold": left,
            "predicted": right,
            "probabilities": {right: 0.5 + number / 10_000},
            **({"target": f"ziel-{number % targets}"} if targets > 1 else {}),
        }
        for number, (left, right) in enumerate(zip(gold, predicted, strict=True))
    ]


def guessed(random: np.random.Generator, gold: Sequence[str], labels: Sequence[str], chance: Any) -> list[str]:
    """The gold label with a chance, else any label."""
    return [
        label if hit else labels[other]
        for label, hit, other in zip(
            gold, random.random(len(gold)) < chance, random.integers(0, len(labels), len(gold)), strict=True
        )
    ]


def compared(task: str, before: Rows, after: Rows, settings: Settings = SETTINGS) -> Compared:
    (found,) = comparison.compare({task: before}, {task: after}, settings)
    return found


def metric(found: Compared, name: str) -> Metric:
    return next(one for one in found.metrics if one.name == name)


@pytest.fixture(scope="module")
def gain() -> tuple[Rows, Rows]:
    """Two hundred pages; the second run is right on thirty more."""
    random = np.random.default_rng(1)
    gold = [TOPICS[number] for number in random.integers(0, 3, 200)]
    before = [label if number % 2 else TOPICS[0] for number, label in enumerate(gold)]
    after = [label if number < 60 else old for number, (label, old) in enumerate(zip(gold, before, strict=True))]
    return rows(gold, before), rows(gold, after)


# --- verdicts --------------------------------------------------------------------------------------------------------


def test_the_same_predictions_are_not_distinguishable() -> None:
    same = rows(TOPICS * 10, ["energie"] * 30)
    found = compared("topic", same, [dict(row, probabilities={"energie": 0.9}) for row in same])
    assert (found.verdict, found.flips, found.mcnemar) == ("not distinguishable", (), 1.0)
    for one in found.metrics:
        assert one.difference is not None
        assert (one.difference.value, one.difference.low, one.difference.high) == (0, 0, 0)
        assert (one.p, one.p_holm, one.smallest) == (1.0, 1.0, None)


def test_a_clear_gain_is_better_with_its_interval(gain: tuple[Rows, Rows]) -> None:
    found = compared("topic", *gain)
    accuracy, f1 = metric(found, "accuracy"), metric(found, "macro_f1")
    gold = [row["gold"] for row in gain[0]]
    values = [[row["predicted"] for row in run] for run in gain]
    assert [accuracy.before, accuracy.after] == pytest.approx([accuracy_score(gold, labels) for labels in values])
    expected = [f1_score(gold, labels, average="macro") for labels in values]
    assert [f1.before, f1.after] == pytest.approx(expected)
    assert f1.difference is not None
    assert f1.difference.value == pytest.approx(expected[1] - expected[0])
    assert 0 < f1.difference.low < f1.difference.value < f1.difference.high
    assert (f1.verdict, accuracy.verdict, found.verdict) == ("better", "better", "better")


def test_the_same_gain_backwards_is_worse(gain: tuple[Rows, Rows]) -> None:
    forwards, backwards = compared("topic", *gain), compared("topic", *reversed(gain))
    assert backwards.verdict == "worse"
    for left, right in zip(forwards.metrics, backwards.metrics, strict=True):
        assert left.difference is not None
        assert right.difference is not None
        assert right.difference.value == -left.difference.value
        assert right.p == left.p


def test_intervals_are_those_of_the_bootstrap_of_the_report(gain: tuple[Rows, Rows]) -> None:
    """Other draws of the same distribution: the ends agree but for the noise of the resamples."""
    settings = Settings(4000, 0.95, 3)
    found = metric(compared("topic", *gain, settings), "accuracy").difference
    hits = [[int(row["gold"] == row["predicted"]) for row in run] for run in gain]
    bootstrap = Bootstrap([row["id"] for row in gain[0]], 4000, 0.95, 7)
    moved = [[new - old] for old, new in zip(*hits, strict=True)]
    observed, resampled = bootstrap.sums(moved)
    expected = bootstrap.interval(observed[0] / 200, resampled[:, 0] / 200)
    assert found is not None
    assert [found.value, found.low, found.high] == pytest.approx(
        [expected.value, expected.low, expected.high], abs=0.006
    )


def test_one_run_gives_the_same_figures_again_and_in_any_order_of_rows(gain: tuple[Rows, Rows]) -> None:
    assert compared("topic", *gain) == compared("topic", *gain)
    assert compared("topic", *gain) == compared("topic", gain[0][::-1], gain[1])


# --- what is comparable ----------------------------------------------------------------------------------------------


def test_other_test_rows_are_not_comparable() -> None:
    before = rows(TOPICS * 4, TOPICS * 4)
    after = [dict(row, id=f"warte/{row['id']}") for row in before[:2]] + before[2:]
    after[5] = dict(after[5], gold="energie")
    found = compared("topic", before, after)
    assert found.mismatch == Mismatch(only_before=2, only_after=2, gold_differs=1)
    assert found.verdict == "not comparable"
    assert [(one.name, one.before, one.difference, one.p_holm) for one in found.metrics] == [
        ("macro_f1", 1.0, None, None),
        ("accuracy", 1.0, None, None),
    ]
    assert metric(found, "accuracy").after == pytest.approx(11 / 12)


@pytest.mark.parametrize(("before", "after", "missing"), [([], TOPICS, "before"), (TOPICS, [], "after")])
def test_a_task_that_one_run_does_not_have(before: list[str], after: list[str], missing: Any) -> None:
    found = compared("topic", rows(before, before), rows(after, after))
    assert found.mismatch == Mismatch(missing=missing)
    assert [one.verdict for one in found.metrics] == ["not comparable"] * 2


def test_pages_that_were_dealt_out_more_often_are_not_comparable() -> None:
    once = rows(TOPICS * 4, TOPICS * 4)
    found = compared("topic_repeated", once, once * 3)
    assert found.mismatch == Mismatch(number_differs=12)
    assert found.verdict == "not comparable"


def test_a_page_that_is_tested_several_times_is_one_page(gain: tuple[Rows, Rows]) -> None:
    before, after = gain
    once, thrice = compared("topic", before, after), compared("topic_repeated", before * 3, after * 3)
    assert (thrice.n, thrice.pages, thrice.unit) == (200, 200, "page")
    assert thrice.mcnemar is None
    assert len(thrice.flips) == 3 * len(once.flips)
    for name in ("macro_f1", "accuracy"):
        left, right = metric(once, name), metric(thrice, name)
        assert left.difference is not None
        assert right.difference is not None
        assert right.difference.value == pytest.approx(left.difference.value)
        assert right.error == pytest.approx(left.error, rel=0.15)
        assert right.test == "permutation"


def test_splits_can_be_the_unit_as_well(gain: tuple[Rows, Rows]) -> None:
    before, after = ([row | {"time": 0, "fold": number % 5} for number, row in enumerate(run)] for run in gain)
    found = compared("topic_repeated", before, after)
    gaps = []
    for fold in range(5):
        parts = [[row for row in run if row["fold"] == fold] for run in (before, after)]
        old, new = (np.mean([row["gold"] == row["predicted"] for row in part]) for part in parts)
        gaps.append(new - old)
    error = np.std(gaps, ddof=1) * np.sqrt(1 / 5 + 1 / 4)
    assert metric(found, "accuracy").p_splits == pytest.approx(2 * stats.t.sf(np.mean(gaps) / error, 4))
    assert [one.p_splits for one in compared("topic_repeated", *gain).metrics] == [None, None]
    assert [one.p_splits for one in compared("topic", before, after).metrics] == [None, None]


def test_repeated_stances_have_the_scores_of_stances() -> None:
    some = rows(STANCES * 4, STANCES * 4, targets=2)
    found = compared("stance_repeated", some * 2, some * 2)
    assert [one.name for one in found.metrics] == ["macro_f1", "accuracy", "favor_against_f1"]
    assert (found.n, found.pages, found.unit) == (12, 6, "pair")


def test_no_repeated_experiment_without_effect_is_called_one_beyond_chance() -> None:
    """Three deals a page, right or wrong together most of the time, and both runs equally good: at most 5 % (± 3)."""
    random = np.random.default_rng(11)
    called = 0
    settings = Settings(resamples=300, level=0.95, random_state=13, permutations=300)
    for _ in range(200):
        gold = [TOPICS[number] for number in random.integers(0, 3, 120)]
        ease = random.beta(1.5, 0.6, 120)  # how often a page is right: pages differ, deals of one page hardly
        runs = [
            [row for _ in range(3) for row in rows(gold, guessed(random, gold, TOPICS, ease))]
            for _ in ("before", "after")
        ]
        called += compared("topic_repeated", *runs, settings).verdict != "not distinguishable"
    assert called <= 16


def test_the_intervals_of_one_run_are_those_of_the_bootstrap(gain: tuple[Rows, Rows]) -> None:
    found = comparison.intervals("topic", gain[0] * 2, Settings(4000, 0.95, 3))
    labels = [[row[side] for row in gain[0]] for side in ("gold", "predicted")]
    bootstrap = Bootstrap([row["id"] for row in gain[0]], 4000, 0.95, 7)
    counts = bootstrap.counts(*labels, TOPICS)
    for name, score in (("macro_f1", metrics.macro_f1), ("accuracy", metrics.accuracy)):
        expected = bootstrap.score(score, counts)
        assert found[name].value == pytest.approx(expected.value)
        assert [found[name].low, found[name].high] == pytest.approx([expected.low, expected.high], abs=0.01)


def test_a_task_that_nobody_has_is_left_out() -> None:
    assert comparison.compare({"topic": []}, {"stance": []}, SETTINGS) == ()


def test_what_is_not_comparable_does_not_weigh_on_the_others(gain: tuple[Rows, Rows]) -> None:
    other = rows(STANCES, STANCES)
    found = comparison.compare({"topic": gain[0], "stance": other}, {"topic": gain[1], "stance": other[:2]}, SETTINGS)
    assert [one.task for one in found] == ["topic", "stance"]
    assert found[0] == compared("topic", *gain)


# --- tests -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "corrected"),
    [
        ([], []),
        ([0.04], [0.04]),
        ([0.01, 0.04, 0.03], [0.03, 0.06, 0.06]),
        ([0.6, 0.5], [1.0, 1.0]),
        ([0.02, 0.02], [0.04, 0.04]),
    ],
)
def test_holm(values: list[float], corrected: list[float]) -> None:
    assert comparison.holm(values) == pytest.approx(corrected)


@pytest.mark.parametrize(
    ("fixed", "broken", "p"),
    [(0, 0, 1.0), (5, 0, 2 / 32), (6, 0, 2 / 64), (0, 6, 2 / 64), (3, 3, 1.0), (7, 1, 18 / 256)],
)
def test_mcnemar(fixed: int, broken: int, p: float) -> None:
    assert comparison.mcnemar(fixed, broken) == pytest.approx(p)


@pytest.mark.parametrize(("alpha", "pages"), [(0.05, 6), (0.01, 8), (0.5, 2)])
def test_fewest_changes(alpha: float, pages: int) -> None:
    assert comparison.mcnemar(pages, 0) <= alpha < comparison.mcnemar(pages - 1, 0)
    assert comparison.fewest_changes(alpha) == pages


def test_mcnemar_is_the_permutation_test_where_each_page_is_one_item() -> None:
    random = np.random.default_rng(2)
    gold = [TOPICS[number] for number in random.integers(0, 3, 120)]
    before, after = (rows(gold, guessed(random, gold, TOPICS, chance)) for chance in (0.5, 0.65))
    exact = metric(compared("topic", before, after), "accuracy")
    assert exact.test == "McNemar"
    # In one cluster with a page of its own that both runs get right, nothing changes but the way that p is found.
    extra = [{"id": before[0]["id"], "target": "b", "gold": "energie", "predicted": "energie"}]
    swapped = metric(compared("topic", before + extra, after + extra, Settings(100, 0.95, 5, 20_000)), "accuracy")
    assert swapped.test == "permutation"
    assert swapped.p == pytest.approx(exact.p, abs=0.012)


def test_pages_are_swapped_as_a_whole() -> None:
    """Forty items that changed in eight pages are eight observations, whatever McNemar says."""
    gold = ["favor"] * 40 + STANCES * 20
    before, after = ["against"] * 40 + STANCES * 20, ["favor"] * 40 + STANCES * 20
    found = compared(
        "stance", rows(gold, before, targets=5), rows(gold, after, targets=5), Settings(200, 0.95, 1, 9999)
    )
    assert found.mcnemar is not None
    assert found.mcnemar < 1e-9
    assert metric(found, "accuracy").p == pytest.approx(2 / 2**8, abs=0.003)
    assert (found.n, found.pages, found.unit) == (100, 20, "pair")


@pytest.mark.parametrize("key", ["cluster", "group"])
def test_rows_that_name_what_belongs_together_are_swapped_with_it(key: str) -> None:
    gold, before = ["energie"] * 20, ["verkehr"] * 20
    alone = compared("topic", rows(gold, before), rows(gold, gold))
    together = [[dict(row, **{key: "a" if number < 10 else "b"}) for number, row in enumerate(run)]
                for run in (rows(gold, before), rows(gold, gold))]  # fmt: skip
    found = compared("topic", *together)
    assert (alone.pages, alone.verdict) == (20, "better")
    assert (found.pages, found.verdict) == (2, "not distinguishable")


def test_the_smallest_difference_is_found_four_times_in_five() -> None:
    """Simulated: a normal estimate whose true value is the smallest difference, tested at the level it was made for."""
    error, alpha = 0.03, 0.01
    smallest = comparison.smallest_difference(error, alpha)
    estimates = np.random.default_rng(1).normal(smallest, error, 20_000)
    found = np.abs(estimates / error) > stats.norm.ppf(1 - alpha / 2)
    assert found.mean() == pytest.approx(0.8, abs=0.01)


def test_more_scores_need_a_larger_difference(gain: tuple[Rows, Rows]) -> None:
    alone = metric(compared("topic", *gain), "accuracy").smallest
    other = rows(STANCES * 9, STANCES[::-1] * 9)
    both = comparison.compare({"topic": gain[0], "stance": other}, {"topic": gain[1], "stance": other}, SETTINGS)
    among = metric(both[0], "accuracy").smallest
    assert alone is not None
    assert among is not None
    normal = stats.norm
    assert among / alone == pytest.approx(
        (normal.ppf(1 - 0.005) + normal.ppf(0.8)) / (normal.ppf(1 - 0.0125) + normal.ppf(0.8))
    )


def test_of_two_hundred_null_experiments_one_in_twenty_is_called_at_most() -> None:
    """Two runs that are right equally often, on pages of unequal difficulty and with luck that a whole page shares."""
    random = np.random.default_rng(20)
    settings = Settings(resamples=200, level=0.95, random_state=3, permutations=300)
    called, small = 0, 0
    for _ in range(200):
        topics = [TOPICS[number] for number in random.integers(0, 3, 100)]
        stances = [STANCES[number] for number in random.integers(0, 3, 120)]
        hard = random.random(40)
        runs = [
            {
                "topic": rows(topics, guessed(random, topics, TOPICS, 0.6)),
                "stance": rows(stances, guessed(random, stances, STANCES, np.repeat(np.where(random.random(40) < 0.5,
                                                                                             hard, 1 - hard), 3)), 3),
            }
            for _ in range(2)
        ]  # fmt: skip
        found = comparison.compare(*runs, settings)
        called += any(one.verdict in ("better", "worse") for one in found)
        p = metric(found[1], "macro_f1").p
        small += p is not None and p <= 0.05
    assert called <= 16  # 5 % of 200, and three points for the luck of the draw
    assert 2 <= small <= 20  # the test itself has its level: it is not too shy either


# --- the scores of each task -----------------------------------------------------------------------------------------


def test_stance_has_the_mean_of_favor_and_against() -> None:
    gold, predicted = (
        ["favor", "favor", "against", "neutral", "neutral"],
        ["favor", "against", "against", "favor", "neutral"],
    )
    found = metric(compared("stance", rows(gold, predicted), rows(gold, gold)), "favor_against_f1")
    assert found.before == pytest.approx(np.mean(f1_score(gold, predicted, average=None, labels=["favor", "against"])))
    assert found.after == 1.0


def test_quotes_are_counted_by_page() -> None:
    def quote(page: str, start: int, gold: str, predicted: str) -> dict[str, Any]:
        marked = {"spans": [[start, start + 9]]}
        return {
            "id": page,
            "gold": gold,
            "predicted": predicted,
            **({"gold_quote": marked} if gold != "none" else {}),
            **({"quote": marked} if predicted != "none" else {}),
        }

    before = [quote("a", 0, "direct", "none"), quote("a", 20, "direct", "indirect"), quote("b", 5, "none", "direct")]
    after = [quote("a", 0, "direct", "direct"), quote("a", 20, "direct", "direct"), quote("c", 7, "none", "reported")]
    found = compared("quotes", before, after)
    assert (found.n, found.pages, found.unit, found.mcnemar) == (2, 3, "quote", None)
    assert (metric(found, "f1").before, metric(found, "f1").after) == (0.5, 0.8)
    kinds = [(flip.id, flip.gold, flip.before, flip.after, flip.kind) for flip in found.flips]
    assert kinds == [
        ("c", "none", "none", "reported", "broken"),
        ("a", "direct", "none", "direct", "fixed"),
        ("b", "none", "direct", "none", "fixed"),
        ("a", "direct", "indirect", "direct", "other"),
    ]


def test_quotes_whose_gold_has_moved_are_not_comparable() -> None:
    row = {"id": "a", "gold": "direct", "predicted": "direct", "gold_quote": {"spans": [[0, 9]]}}
    found = compared("quotes", [row], [row | {"gold_quote": {"spans": [[0, 8]]}}])
    assert found.mismatch == Mismatch(only_before=1, only_after=1)


def test_positions_are_scored_with_and_without_stance() -> None:
    def position(actor: str, gold: str, predicted: str) -> dict[str, Any]:
        return {"id": "bote/a", "actor": actor, "target": "tempolimit", "gold": gold, "predicted": predicted}

    before = [position("kolberg", "favor", "against"), position("ellerbrook", "against", "none")]
    after = [
        position("kolberg", "favor", "favor"),
        position("ellerbrook", "against", "none"),
        position("x", "none", "favor"),
    ]
    found = compared("positions", before, after)
    assert [(one.name, one.before, one.after) for one in found.metrics] == [
        ("f1", 0.0, 0.5),
        ("pair_f1", pytest.approx(2 / 3), 0.5),
    ]
    assert [(flip.actor, flip.kind) for flip in found.flips] == [("x", "broken"), ("kolberg", "fixed")]
    assert found.n == 2


# --- flips -----------------------------------------------------------------------------------------------------------


def test_flips_broken_first_and_the_most_confident_first() -> None:
    gold = ["energie"] * 5
    before = rows(gold, ["energie", "energie", "verkehr", "verkehr", "verkehr"])
    after = rows(gold, ["wohnen", "verkehr", "energie", "wohnen", "verkehr"])
    after[0]["probabilities"], after[1]["probabilities"] = {"wohnen": 0.6}, {"verkehr": 0.9}
    after[1]["evidence"] = "Die Leitung ist überlastet."
    found = compared("topic", before, after).flips
    assert [(flip.id, flip.kind, flip.before, flip.after) for flip in found] == [
        ("bote/0001", "broken", "energie", "verkehr"),
        ("bote/0000", "broken", "energie", "wohnen"),
        ("bote/0002", "fixed", "verkehr", "energie"),
        ("bote/0003", "other", "verkehr", "wohnen"),
    ]
    assert (found[0].before_probability, found[0].after_probability) == (0.5001, 0.9)
    assert found[0].evidence == "Die Leitung ist überlastet."


@pytest.mark.parametrize(
    ("row", "probability"),
    [
        ({"probabilities": {"wohnen": 1}}, 1.0),
        ({"probabilities": {"energie": 0.3}}, None),
        ({"probabilities": None}, None),
        ({}, None),
        ({"quote": {"probability": 0.4}}, 0.4),
    ],
)
def test_the_probability_of_what_is_predicted(row: dict[str, Any], probability: float | None) -> None:
    before = {"id": "a", "gold": "energie", "predicted": "energie"}
    (flip,) = compared("topic", [before], [{**before, "predicted": "wohnen", **row}]).flips
    assert (flip.before_probability, flip.after_probability) == (None, probability)


# --- size ------------------------------------------------------------------------------------------------------------


def test_ten_thousand_predictions_take_seconds() -> None:
    random = np.random.default_rng(4)
    labels = [f"thema-{number}" for number in range(12)]
    gold = [labels[number] for number in random.integers(0, 12, 10_000)]
    before, after = (rows(gold, guessed(random, gold, labels, 0.6)) for _ in range(2))
    start = time.process_time()
    found = compared("topic", before, after, Settings(2000, 0.95, 13, 2000))
    assert time.process_time() - start < 10
    assert (found.n, len(found.metrics)) == (10_000, 2)


# --- sets of labels --------------------------------------------------------------------------------------------------


def sets(predicted: Sequence[Sequence[str]]) -> Rows:
    """Forty pages about energy and transport, as the files of a task with several labels a page have them."""
    return [
        comparison.joined(
            {"id": f"p{n}", "gold": ["energie", "verkehr"], "predicted": list(found), "probabilities": {}}
        )
        for n, found in enumerate(predicted)
    ]


def test_sets_are_compared_label_by_label() -> None:
    before, after = sets([["energie"]] * 30 + [[]] * 10), sets([["verkehr", "energie"]] * 30 + [[]] * 10)
    found = compared("topic", before, after)
    assert {one.name: (one.before, one.after) for one in found.metrics} == {
        "macro_f1": (pytest.approx(0.857143 / 2, abs=1e-6), pytest.approx(0.857143, abs=1e-6)),
        "micro_f1": (pytest.approx(2 * 30 / (80 + 30)), pytest.approx(0.857143, abs=1e-6)),
        "subset_accuracy": (0.0, 0.75),
    }
    assert found.verdict == "better"
    assert {(flip.gold, flip.before, flip.after, flip.kind) for flip in found.flips} == {
        ("energie + verkehr", "energie", "energie + verkehr", "fixed")
    }


def test_a_run_of_single_labels_is_compared_with_one_of_sets() -> None:
    before = [{"id": f"p{n}", "gold": "energie", "predicted": "energie", "probabilities": {}} for n in range(20)]
    after = [comparison.joined(row | {"gold": ["energie"], "predicted": []}) for row in before]
    found = compared("topic", before, after)
    assert found.mismatch is None
    assert (metric(found, "subset_accuracy").before, metric(found, "subset_accuracy").after) == (1.0, 0.0)
    assert {flip.after for flip in found.flips} == {"none"}
