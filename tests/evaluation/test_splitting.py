"""Splits: shares, what stays together, time, own splits, targets, and the messages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from standpunkt.errors import StandpunktError
from standpunkt.evaluation.splitting import Page, Row, assign, labelled_pages, redealt, strategy_of
from standpunkt.params import SplitParams

TARGETS = ("abstand", "tempolimit", "mietendeckel", "viertagewoche", "zuckersteuer")


def _params(strategy: str = "auto", **changed: Any) -> SplitParams:
    values = {"strategy": strategy, "test_share": 0.3, "validation_share": 0.2, "test_from": None}
    return SplitParams.model_validate(values | {"group_by": "group", "signed_for": None, "accept": {}} | changed)


def _page(number: int, **changed: Any) -> Page:
    page = Page(
        id=f"p{number:03d}",
        cluster=f"p{number:03d}",
        group=None,
        published=None,
        own_side=None,
        stratum="ab"[number % 2],
        targets=(),
    )
    return replace(page, **changed)


def _sides(rows: Iterable[Row]) -> dict[str, str]:
    return {row.id: row.side for row in rows if row.target is None}


PAGES = [_page(number) for number in range(200)]
# Clusters of three and groups of seven, which overlap.
BOUND = [_page(n, cluster=f"p{n // 3 * 3:03d}", group=f"g{n // 7}" if n < 140 else None) for n in range(200)]
DATED = [_page(n, published=f"2022-{n // 28 + 1:02d}-{n % 28 + 1:02d}T06:30") for n in range(200)]


@pytest.mark.parametrize("strategy", ["random", "grouped"])
def test_shares_are_met_and_every_stratum_is_on_every_side(strategy: str) -> None:
    rows = assign(PAGES, _params(strategy), 13)
    assert [row.id for row in rows] == [page.id for page in PAGES]
    assert Counter(row.side for row in rows) == {"train": 100, "test": 60, "validation": 40}
    sides = _sides(rows)
    assert Counter(page.stratum for page in PAGES if sides[page.id] == "test") == {"a": 30, "b": 30}


@pytest.mark.parametrize("strategy", ["random", "grouped", "target"])
def test_clusters_stay_together(strategy: str) -> None:
    pages = [replace(page, targets=(TARGETS[number // 3 % 5],)) for number, page in enumerate(BOUND)]
    sides = _sides(assign(pages, _params(strategy), 13))
    by_cluster = defaultdict(set)
    for page in pages:
        by_cluster[page.cluster].add(sides[page.id])
    assert {len(found) for found in by_cluster.values()} == {1}


def test_groups_and_what_their_clusters_touch_stay_together() -> None:
    bound = [_page(n, cluster=f"p{n // 2 * 2:03d}", group=f"g{n // 5}") for n in range(200)]
    separate = [replace(page, cluster=page.id) for page in bound]
    sides = _sides(assign(separate, _params("grouped"), 13))
    assert all(len({sides[p.id] for p in separate if p.group == f"g{g}"}) == 1 for g in range(40))
    # g0 and g1 share the cluster of p004 and p005: one unit.
    sides = _sides(assign(bound, _params("grouped"), 13))
    assert all(len({sides[f"p{n:03d}"] for n in range(start, start + 10)}) == 1 for start in range(0, 200, 10))
    assert set(sides.values()) == {"train", "validation", "test"}


def _written(number: int) -> Page:
    """A page of a group of four with a near-duplicate now and then; some have a second author, whom groups share."""
    authors = (f"a{number // 8}", "Jorid Stelling") if number % 60 == 59 else (f"a{number // 8}",)
    return _page(
        number,
        cluster=f"p{number - (number % 10 == 9):03d}",
        group=f"g{number // 4}",
        authors=authors,
        outlet=f"o{number // 20}",
        published=f"2022-{number // 100 + 1:02d}-{number % 28 + 1:02d}T06:{number % 60:02d}",
    )


@pytest.mark.parametrize("strategy", ["grouped", "target"])
@pytest.mark.parametrize("group_by", ["author", "outlet", "day"])
def test_what_is_named_and_groups_stay_together(group_by: str, strategy: str) -> None:
    pages = [replace(_written(number), targets=(TARGETS[number // 40],)) for number in range(200)]
    if group_by == "day":  # days would join the groups to one unit
        pages = [replace(page, group=None) for page in pages]
    rows = assign(pages, _params(strategy, group_by=group_by), 13)
    sides = {name: side for name, side in _sides(rows).items() if side != "excluded"}
    found = defaultdict(set)
    for page in pages:
        if page.id in sides:
            for name in page.shared(group_by):
                found[name].add(sides[page.id])
            found["cluster", page.cluster].add(sides[page.id])
    assert {len(both) for both in found.values()} == {1}
    assert {name for name, _ in found} == {"cluster", group_by} | ({"group"} if group_by != "day" else set())
    assert Counter(sides.values()).keys() == {"train", "validation", "test"}


def test_near_duplicates_do_not_join_outlets() -> None:
    pages = [_page(n, outlet=f"o{n // 10}") for n in range(200)]
    before = _sides(assign(pages, _params("grouped", group_by="outlet"), 13))
    tested = next(page for page in pages if before[page.id] == "test")
    trained = next(page for page in pages if before[page.id] == "train")
    alike = [replace(page, cluster=tested.cluster) if page == trained else page for page in pages]
    rows = {row.id: row for row in assign(alike, _params("grouped", group_by="outlet"), 13)}
    assert rows[trained.id] == Row(trained.id, None, "excluded", "near_duplicate_of_test")
    assert {name: row.side for name, row in rows.items() if name != trained.id} == {
        name: side for name, side in before.items() if name != trained.id
    }


def test_a_page_without_an_author_stands_alone() -> None:
    rows = assign(PAGES, _params("grouped", group_by="author"), 13)
    assert rows == assign(PAGES, _params("grouped"), 13)


def test_random_parts_groups() -> None:
    pages = [replace(page, group="one") for page in PAGES]
    assert set(_sides(assign(pages, _params("random"), 13)).values()) == {"train", "validation", "test"}


@pytest.mark.parametrize("strategy", ["random", "grouped"])
def test_the_seed_decides_and_the_order_of_pages_does_not(strategy: str) -> None:
    sides = _sides(assign(PAGES, _params(strategy), 13))
    assert _sides(assign(PAGES[::-1], _params(strategy), 13)) == sides
    assert _sides(assign(PAGES, _params(strategy), 14)) != sides


@pytest.mark.parametrize(
    ("changed", "first_test", "train", "validation", "test"),
    [
        ({}, "2022-06-01", 112, 28, 60),
        ({"test_from": "2022-07-01"}, "2022-07-01", 134, 34, 32),
        ({"validation_share": 0.0}, "2022-06-01", 140, 0, 60),
    ],
)
def test_time(changed: dict[str, Any], first_test: str, train: int, validation: int, test: int) -> None:
    sides = _sides(assign(DATED, _params("time", **changed), 13))
    assert Counter(sides.values()) == Counter({"train": train, "validation": validation, "test": test})
    days = {page.id: str(page.published)[:10] for page in DATED}
    by_side = {side: [days[name] for name in sides if sides[name] == side] for side in ("train", "validation", "test")}
    assert min(by_side["test"]) == first_test
    assert max(by_side["train"]) < min(by_side["validation"] or by_side["test"])
    assert max(by_side["train"] + by_side["validation"]) < first_test


def test_under_time_undated_pages_are_excluded() -> None:
    rows = assign([*DATED, _page(900)], _params("time"), 13)
    assert rows[-1] == Row("p900", None, "excluded", "no_date")


def test_under_time_near_duplicates_of_test_leave_the_training_side() -> None:
    pages = [replace(page, cluster="p000") if page.id in ("p000", "p199") else page for page in DATED]
    rows = {row.id: row for row in assign(pages, _params("time"), 13)}
    assert rows["p000"] == Row("p000", None, "excluded", "near_duplicate_of_test")
    assert rows["p199"] == Row("p199", None, "test")


def test_pages_of_one_day_stay_on_one_side() -> None:
    pages = [_page(n, published=f"2022-01-0{n // 4 + 1}") for n in range(20)]
    sides = _sides(assign(pages, _params("time"), 13))
    assert {frozenset(sides[f"p{n:03d}"] for n in range(day * 4, day * 4 + 4)) for day in range(5)} == {
        frozenset(["train"]),
        frozenset(["validation"]),
        frozenset(["test"]),
    }


def _own(*sides: str | None, **clusters: str) -> list[Page]:
    return [_page(n, own_side=side, cluster=clusters.get(f"p{n:03d}", f"p{n:03d}")) for n, side in enumerate(sides)]


def test_the_corpus_own_split_is_honoured() -> None:
    pages = _own("train", "validation", "test", "train")
    assert list(_sides(assign(pages, _params("corpus"), 13)).values()) == ["train", "validation", "test", "train"]


def test_near_duplicates_across_the_own_split_leave_the_lower_side() -> None:
    pages = _own("train", "validation", "test", "train", p000="p002", p001="p003", p003="p003")
    assert [(row.side, row.reason) for row in assign([*pages, _page(9, own_side="train")], _params("corpus"), 13)] == [
        ("excluded", "near_duplicate_of_test"),
        ("validation", None),
        ("test", None),
        ("excluded", "near_duplicate_of_validation"),
        ("train", None),
    ]


def test_an_own_split_without_validation_stays_as_it_is() -> None:
    pages = _own(*["train"] * 50, *["test"] * 10)
    assert [row.side for row in assign(pages, _params("corpus"), 13)] == ["train"] * 50 + ["test"] * 10


def test_under_target_no_page_and_no_target_stands_on_two_sides() -> None:
    pages = [
        replace(page, targets=tuple(sorted({TARGETS[n // 3 % 5], TARGETS[n // 15 % 5]})))
        for n, page in enumerate(BOUND)
    ]
    rows = [row for row in assign(pages, _params("target"), 13) if row.target]
    assert len(rows) == sum(len(page.targets) for page in pages)
    used = [row for row in rows if row.side != "excluded"]
    for name in ("id", "target"):
        sides = defaultdict(set)
        for row in used:
            sides[getattr(row, name)].add(row.side)
        assert {len(found) for found in sides.values()} == {1}
    assert {row.side for row in used} == {"train", "validation", "test"}
    assert {row.reason for row in rows if row.side == "excluded"} <= {
        "page_has_test_target",
        "page_has_validation_target",
    }


@pytest.mark.parametrize(
    ("strategy", "pages", "expected"),
    [
        ("auto", _own("train", "test"), "corpus"),
        ("auto", PAGES, "grouped"),
        ("random", _own("train", "test"), "random"),
    ],
)
def test_strategy_of(strategy: str, pages: list[Page], expected: str) -> None:
    assert strategy_of(pages, _params(strategy)) == expected


def test_who_asks_for_other_groups_gets_another_split_than_the_corpus_brings() -> None:
    assert strategy_of(_own("train", "test"), _params("auto", group_by="outlet")) == "grouped"
    assert strategy_of(_own("train", "test"), _params("corpus", group_by="outlet")) == "corpus"


REMEDY = "change split.strategy, split.group_by, split.test_from or split.test_share"


@pytest.mark.parametrize(
    ("pages", "params", "message"),
    [
        (
            PAGES,
            _params("corpus"),
            "params.yaml: split.strategy 'corpus': page 'p000' brings no side; use 'grouped' or 'random'",
        ),
        (
            PAGES,
            _params("time"),
            "params.yaml: split.strategy 'time': no page of this corpus has a date; use 'grouped'",
        ),
        (
            DATED,
            _params("time", test_from="2030-01-01"),
            f"params.yaml: split.strategy 'time' with test_from 2030-01-01 leaves no test row; {REMEDY}",
        ),
        (
            DATED,
            _params("time", test_from="2000-01-01"),
            f"params.yaml: split.strategy 'time' with test_from 2000-01-01 leaves no train row; {REMEDY}",
        ),
        (DATED, _params("time", test_share=0.0), f"params.yaml: split.strategy 'time' leaves no test row; {REMEDY}"),
        (
            PAGES,
            _params("random", test_share=0.0),
            f"params.yaml: split.strategy 'random' leaves no test row; {REMEDY}",
        ),
        (
            [replace(page, group="one") for page in PAGES],
            _params("grouped"),
            f"params.yaml: split.strategy 'grouped' leaves no test row; {REMEDY}",
        ),
        (
            [replace(page, outlet="bote") for page in PAGES],
            _params("grouped", group_by="outlet"),
            f"params.yaml: split.strategy 'grouped' with group_by outlet leaves no test row; {REMEDY}",
        ),
        (
            [replace(page, targets=TARGETS) for page in PAGES],
            _params("target"),
            f"params.yaml: split.strategy 'target' leaves no train row; {REMEDY}",
        ),
        (
            [replace(page, targets=TARGETS[:2]) for page in PAGES],
            _params("target"),
            "params.yaml: split.strategy 'target' wants 3 targets or more; there are 2",
        ),
    ],
)
def test_what_does_not_fit_is_said(pages: list[Page], params: SplitParams, message: str) -> None:
    with pytest.raises(StandpunktError) as raised:
        assign(pages, params, 13)
    assert str(raised.value) == message


def test_the_pages_stay_as_they_were() -> None:
    pages = list(BOUND)
    assign(pages, _params("grouped"), 13)
    assert pages == BOUND


@pytest.mark.parametrize("strategy", ["random", "grouped", "auto"])
def test_dealt_out_anew_each_page_is_tested_once(strategy: str) -> None:
    found = redealt(PAGES, _params(strategy), 3, 13)
    assert [[row.id for row in rows] for rows in found] == [[page.id for page in PAGES]] * 3
    tested = [identifier for rows in found for identifier, side in _sides(rows).items() if side == "test"]
    assert sorted(tested) == [page.id for page in PAGES]
    for rows in found:
        sides = _sides(rows)
        counts = Counter(sides.values())
        assert counts["test"] in (66, 67)
        assert counts["validation"] == round(0.2 * (200 - counts["test"]))
        strata = Counter(page.stratum for page in PAGES if sides[page.id] == "test")
        assert abs(strata["a"] - strata["b"]) <= 1
    assert redealt(PAGES, _params(strategy), 3, 13) == found
    assert redealt(PAGES, _params(strategy), 3, 14) != found


def test_dealt_out_anew_what_belongs_together_stays_together() -> None:
    for rows in redealt(BOUND, _params("grouped"), 4, 5):
        sides = _sides(rows)
        for key in ("cluster", "group"):
            by_key = defaultdict(set)
            for page in BOUND:
                if getattr(page, key):
                    by_key[getattr(page, key)].add(sides[page.id])
            assert {len(found) for found in by_key.values()} == {1}


def test_dealt_out_anew_by_outlet_near_duplicates_of_test_rows_are_left_out() -> None:
    pages = [replace(page, group=None, outlet=f"o{number % 6}") for number, page in enumerate(BOUND)]
    for rows in redealt(pages, _params("grouped", group_by="outlet"), 3, 5):
        sides = _sides(rows)
        tested = {page.outlet for page in pages if sides[page.id] == "test"}
        assert len(tested) == 2
        assert not {page.outlet for page in pages if sides[page.id] in ("train", "validation")} & tested
        by_cluster = defaultdict(set)
        for page in pages:
            by_cluster[page.cluster].add(sides[page.id])
        assert all(len(found - {"excluded"}) <= 1 for found in by_cluster.values())
        assert "excluded" in set().union(*by_cluster.values())


def test_dealt_out_anew_the_split_of_the_corpus_is_forgotten() -> None:
    own = [replace(page, own_side="test" if number < 50 else "train") for number, page in enumerate(PAGES)]
    assert redealt(own, _params("auto"), 4, 13) == redealt(PAGES, _params("grouped"), 4, 13)


def test_dealt_out_anew_each_target_is_tested_once() -> None:
    pages = [replace(page, targets=(TARGETS[number % 5],)) for number, page in enumerate(PAGES)]
    found = redealt(pages, _params("target"), 5, 13)
    tested = [{row.target for row in rows if row.target and row.side == "test"} for rows in found]
    assert sorted(target for fold in tested for target in fold if target) == sorted(TARGETS)
    for rows, held in zip(found, tested, strict=True):
        assert not {row.target for row in rows if row.target and row.side in ("train", "validation")} & held
        assert {row.side for row in rows if row.target} == {"train", "validation", "test"}


def test_what_cannot_be_dealt_out_anew() -> None:
    with pytest.raises(StandpunktError, match="would be later than test rows"):
        redealt(DATED, _params("time"), 3, 13)
    with pytest.raises(StandpunktError, match=r"repeat\.folds 3: there are only 2 pages that may be apart; take fewer"):
        redealt([replace(page, group=page.stratum) for page in PAGES], _params("grouped"), 3, 13)
    pages = [replace(page, targets=TARGETS[:2]) for page in PAGES]
    with pytest.raises(StandpunktError, match="there are only 2 targets"):
        redealt(pages, _params("target"), 3, 13)


def test_labelled_pages() -> None:
    shared = {"group": None, "published": None, "split": None, "kind": "html", "author": None, "outlet": "bote"}
    articles: list[dict[str, Any]] = [shared | {"id": name, "cluster": name} for name in ("a", "b", "c", "d")]
    articles[0]["author"] = "Jorid Stelling, Hinrich Tadsen"
    articles[2] |= {"kind": "article", "author": "Bund für Boden, Luft und Wasser"}
    labels = [
        {"id": "a", "task": "stance", "target": "t2", "label": "favor"},
        {"id": "a", "task": "topic", "target": None, "label": "energie"},
        {"id": "a", "task": "stance", "target": "t1", "label": "against"},
        {"id": "c", "task": "stance", "target": "t1", "label": "neutral"},
    ]
    found = labelled_pages(articles, labels, ["d"])
    assert [(page.id, page.stratum, page.targets) for page in found] == [
        ("a", "energie", ("t1", "t2")),
        ("c", "neutral", ("t1",)),
        ("d", "", ()),
    ]
    assert [(page.authors, page.outlet) for page in found] == [
        (("Hinrich Tadsen", "Jorid Stelling"), "bote"),
        (("Bund für Boden, Luft und Wasser",), "bote"),
        ((), "bote"),
    ]
