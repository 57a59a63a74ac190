"""Slices: against scores of their rows alone, an exact test, planted gaps, and chance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import accuracy_score, f1_score

from standpunkt.evaluation import slices
from standpunkt.evaluation.uncertainty import Bootstrap

LABELS = ["energie", "verkehr", "wohnen"]


@dataclass
class Page:
    outlet: str | None = None
    published: str | None = None
    words: int | None = None
    kind: str | None = None


def labels(right: list[bool]) -> tuple[list[str], list[str]]:
    """Gold and predicted labels, right where they should be."""
    places = range(len(right))
    return [LABELS[place % 3] for place in places], [LABELS[(place + (not right[place])) % 3] for place in places]


def score(
    items: list[dict[str, str]],
    right: list[bool],
    groups: list[str] | None = None,
    resamples: int = 400,
    seed: int = 13,
) -> dict[str, Any]:
    groups = groups or [f"{number:04d}" for number in range(len(items))]
    measures = slices.of_labels(*labels(right))
    return slices.score(items, [1] * len(items), measures, Bootstrap(groups, resamples, 0.95, seed))


def outlets(**sizes: int) -> list[dict[str, str]]:
    return [{"outlet": name} for name, size in sizes.items() for _ in range(size)]


@pytest.mark.parametrize(
    ("page", "target", "found"),
    [
        (Page(), None, {}),
        (Page(outlet="bote", published="2021-03-20T08:00:00"), None, {"outlet": "bote", "year": "2021"}),
        (Page(words=0), None, {"length": "0 to 200"}),
        (Page(words=200), None, {"length": "0 to 200"}),
        (Page(words=201), None, {"length": "201 to 500"}),
        (Page(words=500, kind="html"), None, {"length": "201 to 500", "kind": "html"}),
        (Page(words=501), "citymaut", {"length": "501 or more", "target": "citymaut"}),
    ],
)
def test_facts(page: Page, target: str | None, found: dict[str, str]) -> None:
    assert slices.facts(page, target) == found


def test_names_of_lengths_sort_as_the_lengths_do() -> None:
    names = [slices.facts(Page(words=words))["length"] for words in (100, 300, 900)]
    assert all(left < right for left, right in pairwise(names))


def test_a_slice_scores_as_its_rows_alone_do() -> None:
    items = outlets(bote=20, warte=30, funkhaus=10)
    right = [number % 3 > 0 or number > 40 for number in range(60)]
    found = score(items, right)["slices"]["outlet"]
    gold, predicted = labels(right)
    for name, start, end in (("bote", 0, 20), ("warte", 20, 50), ("funkhaus", 50, 60)):
        inside = [start <= number < end for number in range(60)]
        ours, theirs = (
            [[label for label, here in zip(side, inside, strict=True) if here is wanted] for side in (gold, predicted)]
            for wanted in (True, False)
        )
        entry = found[name]
        assert (entry["n"], entry["pages"]) == (end - start, end - start)
        assert entry["accuracy"]["value"] == pytest.approx(accuracy_score(*ours), abs=1e-6)
        assert entry["macro_f1"]["value"] == pytest.approx(f1_score(*ours, average="macro"), abs=1e-6)
        gap = accuracy_score(*ours) - accuracy_score(*theirs)
        assert entry["difference"]["value"] == pytest.approx(gap, abs=1e-6)


def test_intervals_are_of_the_resamples_of_the_whole_and_differences_are_paired() -> None:
    """A row of another slice counts as a hit of a class of its own, which is then taken out."""
    items = [{"target": "citymaut" if number % 2 else "tempolimit"} for number in range(80)]
    right = [number % 5 > 1 or number % 4 == 1 for number in range(80)]
    groups = [f"{number // 2:02d}" for number in range(80)]
    entry = score(items, right, groups)["slices"]["target"]["citymaut"]
    bootstrap = Bootstrap(groups, 400, 0.95, 13)
    gold = [str(hit) for hit in right]
    drawn = []
    for target in ("citymaut", "tempolimit"):
        inside = [item["target"] == target for item in items]
        sides = [
            [label if here else "" for label, here in zip(side, inside, strict=True)] for side in (gold, ["True"] * 80)
        ]
        counts = bootstrap.counts(*sides, ["False", "True", ""])[1]
        drawn.append(counts[:, 1, 1] / counts[:, :2, 1].sum(axis=1))
    low, high = np.quantile(drawn[0], [0.025, 0.975])
    assert (entry["accuracy"]["low"], entry["accuracy"]["high"]) == pytest.approx((low, high), abs=2e-6)
    low, high = np.quantile(drawn[0] - drawn[1], [0.025, 0.975])
    assert (entry["difference"]["low"], entry["difference"]["high"]) == pytest.approx((low, high), abs=2e-6)


@pytest.mark.parametrize(("hits", "worse", "better"), [(6, 1, 0), (30, 0, 1), (19, 0, 0)])
def test_a_planted_gap_is_marked_and_chance_is_not(hits: int, worse: int, better: int) -> None:
    items = outlets(bote=30, warte=60, funkhaus=60)
    right = [number < hits for number in range(30)] + [number % 8 < 5 for number in range(120)]
    found = score(items, right)["slices"]["outlet"]
    assert (found["bote"]["worse"], found["bote"]["better"]) == (worse, better)
    assert (found["bote"]["p"] <= 0.05) is bool(worse or better)
    assert (found["bote"]["difference"]["high"] < 0, found["bote"]["difference"]["low"] > 0) == (worse, better)


def test_rarely_is_a_slice_marked_where_there_is_nothing() -> None:
    random = np.random.default_rng(7)
    marked = 0
    for seed in range(60):
        items = [
            {"outlet": f"o{random.integers(5)}", "target": f"t{random.integers(4)}", "kind": f"k{random.integers(2)}"}
            for _ in range(120)
        ]
        found = score(items, (random.random(120) < 0.85).tolist(), resamples=200, seed=seed)["slices"]
        marked += any(entry["worse"] or entry["better"] for names in found.values() for entry in names.values())
    assert marked <= 6  # 3 are expected at most; 7 or more have a probability below .04 even then


def test_p_is_that_of_the_exact_test() -> None:
    right = [number < 4 for number in range(15)] + [number < 30 for number in range(45)]
    found = score(outlets(bote=15, warte=45), right, resamples=5000)["slices"]["outlet"]
    law = stats.hypergeom(60, 34, 15)
    gap = abs(4 / 15 - 30 / 45)
    exact = sum(law.pmf(hits) for hits in range(16) if abs(hits / 15 - (34 - hits) / 45) >= gap - 1e-9)
    assert 0.005 < exact < 0.02
    assert found["bote"]["p"] == pytest.approx(2 * exact, abs=0.006)  # of two slices, so Holm doubles it
    assert found["warte"]["p"] == found["bote"]["p"]


def test_a_bad_page_with_many_rows_is_no_finding_about_its_outlet() -> None:
    items = outlets(bote=40, warte=40)
    groups = [f"b{number // 4}" for number in range(40)] + [f"w{number}" for number in range(40)]
    right = [number >= 4 for number in range(40)] + [True] * 40
    together = score(items, right, groups)["slices"]["outlet"]["bote"]
    alone = score(items, right)["slices"]["outlet"]["bote"]
    assert (together["pages"], alone["pages"]) == (10, 40)
    assert together["p"] > 0.3 > alone["p"]


@pytest.mark.parametrize(("size", "pages", "tested"), [(10, 10, True), (9, 9, False), (30, 9, False), (30, 10, True)])
def test_few_items_or_pages_are_scored_and_not_tested(size: int, pages: int, tested: bool) -> None:
    groups = [f"b{number % pages}" for number in range(size)] + [f"w{number}" for number in range(40)]
    found = score(outlets(bote=size, warte=40), [False] * size + [True] * 40, groups)["slices"]["outlet"]
    for name in ("bote", "warte"):  # neither where the rest is too few
        assert ("p" in found[name]) is tested
    assert (found["bote"]["worse"], found["warte"]["better"]) == (int(tested), int(tested))


def test_rows_that_are_all_right_leave_room_for_what_was_not_seen() -> None:
    found = score(outlets(bote=12, warte=60), [True] * 12 + [number % 10 > 0 for number in range(60)])
    entry = found["slices"]["outlet"]["bote"]
    wilson = stats.binomtest(12, 12).proportion_ci(0.95, method="wilson")
    assert entry["accuracy"] == pytest.approx({"value": 1.0, "low": wilson.low, "high": 1.0}, abs=1e-6)
    assert entry["difference"]["low"] < 0 < entry["difference"]["high"]
    assert entry["better"] == 0


def test_one_page_says_little_of_others() -> None:
    found = score(
        outlets(bote=4, warte=20), [True, True, False, False] + [True] * 20, ["b"] * 4 + list("abcdefghijklmnopqrst")
    )
    entry = found["slices"]["outlet"]["bote"]
    assert entry["accuracy"]["low"] < 0.1
    assert entry["accuracy"]["high"] > 0.9


def test_more_pages_could_have_shown_smaller_gaps() -> None:
    found = score(outlets(bote=20, warte=80, funkhaus=100), [number % 4 > 0 for number in range(200)])
    sizes = [found["slices"]["outlet"][name]["detectable"] for name in ("bote", "warte", "funkhaus")]
    assert sizes[0] > sizes[1] > sizes[2] > 0


def test_a_gap_of_the_size_that_can_be_found_is_found_four_times_in_five() -> None:
    random = np.random.default_rng(3)
    items = outlets(bote=60, warte=120, funkhaus=120)
    gap = score(items, [number % 5 > 0 for number in range(300)])["slices"]["outlet"]["bote"]["detectable"]
    shares = np.array([0.8 - gap] * 60 + [0.8] * 240)
    found = [score(items, (random.random(300) < shares).tolist(), resamples=100, seed=seed) for seed in range(60)]
    assert 0.65 <= np.mean([one["slices"]["outlet"]["bote"]["worse"] for one in found]) <= 0.95


def test_where_no_gap_could_be_found_none_is_named() -> None:
    right = [number % 10 == 0 for number in range(60)]
    assert "detectable" not in score(outlets(bote=10, warte=50), right)["slices"]["outlet"]["bote"]
    found = score(outlets(bote=10, warte=50), [True] * 60)["slices"]["outlet"]["bote"]  # all right: no spread to go by
    assert 0.2 < found["detectable"] < 0.6


def test_the_largest_slices_are_scored_and_the_others_counted() -> None:
    sizes = {f"t{number:02d}": 2 if number < 5 else 3 for number in range(35)}
    items = [{"target": name, "outlet": "bote"} for name, size in sizes.items() for _ in range(size)]
    found = score(items, [True, False] * 50)
    assert found["slices_left_out"] == {"target": 5}
    assert sorted(found["slices"]["target"]) == [f"t{number:02d}" for number in range(5, 35)]


def test_a_dimension_of_one_slice_is_left_out() -> None:
    items = [{"kind": "html", "year": "2021" if number % 2 else "2022"} for number in range(20)]
    assert list(score(items, [True] * 20)["slices"]) == ["year"]
    assert score([{"kind": "html"}] * 20, [True] * 20) == {}
    assert score([{}, {"outlet": "bote"}], [True, True]) == {}


def test_rows_of_which_nothing_is_known_belong_to_the_rest() -> None:
    items = [*outlets(bote=10, warte=10), *({} for _ in range(10))]
    found = score(items, [True] * 10 + [False] * 20)["slices"]["outlet"]
    assert found["warte"]["difference"]["value"] == -0.5
    assert sum(entry["n"] for entry in found.values()) == 20


def test_things_found_are_compared_by_f1() -> None:
    counts = [(2, 2, 2), (0, 1, 3)] * 15 + [(3, 4, 4)] * 30
    items = outlets(bote=30, warte=30)
    bootstrap = Bootstrap([f"{number:02d}" for number in range(60)], 400, 0.95, 13)
    found = slices.score(items, [gold for _, gold, _ in counts], slices.of_things(counts), bootstrap)
    bote, warte = (found["slices"]["outlet"][name] for name in ("bote", "warte"))
    assert (bote["n"], warte["n"]) == (45, 120)
    values = [bote[name]["value"] for name in ("f1", "precision", "recall")]
    assert values == pytest.approx([60 / 120, 30 / 75, 30 / 45], abs=1e-6)
    assert bote["difference"]["value"] == pytest.approx(0.5 - 0.75, abs=1e-6)
    assert (bote["worse"], warte["better"]) == (1, 1)


def test_the_same_numbers_again_and_only_scalars() -> None:
    items = outlets(bote=20, warte=20)
    right = [number % 3 > 0 for number in range(40)]
    first, second = (score(items, right) for _ in range(2))
    assert first == second
    assert first != score(items, right, seed=14)
    leaves, waiting = [], [first]
    while waiting:
        for value in waiting.pop().values():
            if isinstance(value, dict):
                waiting.append(value)
            else:
                leaves.append(type(value))
    assert set(leaves) == {int, float}
