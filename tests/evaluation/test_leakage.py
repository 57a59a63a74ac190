"""The audit catches every planted leak, says what, where and how to mend it, and lets a signed one pass."""

from __future__ import annotations

from typing import Any

import pytest

from standpunkt.errors import StandpunktError
from standpunkt.evaluation import leakage
from standpunkt.evaluation.leakage import Finding, Item, Labelled, marks, promised, settle, shared
from standpunkt.params import AcceptParams

REASON = "Whoever wrote it, the pages differ enough."
MARKED = ("Kommentar: Die Brücke muss weg", "Die Brücke am Hafen ist gesperrt")


def _item(identifier: str, side: str, **changed: Any) -> Item:
    return Item(**{"id": identifier, "side": side, "cluster": identifier, "text": identifier} | changed)


TRAIN = _item(
    "a", "train", group="Kreis", target="t1", published="2021-01-01", authors=("Jorid Stelling", "tpa"), outlet="bote"
)


@pytest.mark.parametrize(
    ("strategy", "other", "words"),
    [
        ("random", _item("a", "test", cluster="x", text="x"), "pages on two sides 1 (a train, a test)"),
        ("random", _item("b", "test", text="a"), "exact duplicates on two sides 1 (a train, b test)"),
        ("random", _item("b", "test", cluster="a"), "near duplicates on two sides 1 (a train, b test)"),
        ("random", _item("b", "validation", cluster="a"), "near duplicates on two sides 1 (a train, b validation)"),
        ("grouped", _item("b", "test", group="Kreis"), "groups on two sides 1 (a train, b test)"),
        ("random", _item("b", "test", authors=("tpa",)), "authors on two sides 1 (a train, b test)"),
        ("random", _item("b", "test", outlet="bote"), "outlets on two sides 1 (a train, b test)"),
        (
            "time",
            _item("b", "test", published="2020-12-31"),
            "training rows after the first test day 1 (b test of 2020-12-31, a train of 2021-01-01)",
        ),
    ],
)
def test_a_planted_leak_is_found(strategy: str, other: Item, words: str) -> None:
    found = [one for one in shared([TRAIN, other], promised(strategy, "group")) if one.number]
    assert [one.words for one in found] == [words]


def test_a_target_on_two_sides_is_found_where_sides_go_by_target() -> None:
    items = [TRAIN, _item("b", "test", target="t1")]
    found = shared(items, promised("target", "group", by_target=True), by_target=True)
    assert [one.words for one in found if one.number] == ["by target targets on two sides 1 (a train, b test)"]
    assert {one.check for one in found} <= leakage.REMEDIES.keys()


def test_one_day_on_two_sides_runs_against_time_too() -> None:
    found = shared([TRAIN, _item("b", "test", published="2021-01-01T23:00")], promised("random", "group"))
    assert [one.words for one in found if one.number] == [
        "days on two sides 1 (a train, b test)",
        "training rows after the first test day 1 (b test of 2021-01-01, a train of 2021-01-01)",
    ]


@pytest.mark.parametrize(
    ("strategy", "other"),
    [
        ("random", _item("b", "test", group="Kreis")),  # groups may part under `random`
        ("random", _item("b", "test", target="t1")),  # one target on both sides is what most splits want
        ("grouped", _item("b", "test")),
        ("grouped", _item("b", "excluded", group="Kreis", outlet="bote", text="a")),
        ("corpus", _item("a", "excluded")),
        ("time", _item("b", "test", published="2021-01-02")),
        ("random", _item("b", "test", published="")),
    ],
)
def test_what_is_no_leak(strategy: str, other: Item) -> None:
    found = shared([TRAIN, other], promised(strategy, "group"))
    assert {one.number for one in found} == {0}
    assert {one.where for one in found} == {""}


def test_the_first_of_several_is_shown_with_a_row_a_side() -> None:
    sides = ("test", "train", "validation", "train")
    items = [_item(f"p{number}", side, outlet="warte") for number, side in enumerate(sides)]
    items += [_item("q1", "train", outlet="zeitung"), _item("q2", "test", outlet="zeitung")]
    found = {one.name: one for one in shared(items, promised("random", "group"))}
    assert found["outlets_on_two_sides"] == Finding("outlets_on_two_sides", 2, "p1 train, p2 validation, p0 test")


def test_the_latest_rows_against_time_are_shown() -> None:
    items = [_item(f"p{day}", "train", published=f"2021-01-0{day}") for day in range(1, 8)]
    items += [_item("t2", "test", published="2021-01-05"), _item("t1", "test", published="2021-01-04")]
    items.append(_item("t0", "test"))  # without a date it is no first day
    [found] = [one for one in shared(items, promised("random", "group")) if one.check.startswith("training")]
    assert (found.number, found.where) == (4, "t1 test of 2021-01-04, p7 train of 2021-01-07, p6 train of 2021-01-06")


@pytest.mark.parametrize(
    ("strategy", "group_by", "by_target", "more"),
    [
        ("random", "author", False, set()),
        ("corpus", "group", False, set()),
        ("grouped", "group", False, {"groups_on_two_sides"}),
        ("grouped", "day", False, {"groups_on_two_sides", "days_on_two_sides"}),
        ("target", "outlet", False, {"groups_on_two_sides", "outlets_on_two_sides"}),
        ("target", "outlet", True, {"targets_on_two_sides"}),
        ("time", "group", False, {"training_rows_after_the_first_test_day", "days_on_two_sides"}),
    ],
)
def test_what_a_strategy_promises(strategy: str, group_by: str, by_target: bool, more: set[str]) -> None:
    always = {"pages_on_two_sides", "exact_duplicates_on_two_sides", "near_duplicates_on_two_sides"}
    found = promised(strategy, group_by, by_target=by_target)
    assert found == always | more
    assert found <= leakage.REMEDIES.keys()


# --- label markers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (
            {"title": "  „Kommentar: Es reicht“"},
            ["'kommentar:' opens the title", "'kommentar' opens the title"],
        ),
        (
            {"kicker": "Pro  und\tContra : Tempo"},
            ["'pro und contra :' opens the kicker", "'pro' opens the kicker"],
        ),
        ({"title": "Ein Wort vom Deich: Mehr Mut"}, ["'ein' opens the title"]),
        ({"title": "Um 12:30 Uhr"}, ["'um' opens the title"]),
        ({"text": "Ja.\n\nDie Autorin ist  Lehrerin.\n"}, [
            "'ja' opens the text", "'die autorin ist lehrerin.' closes the text",
        ]),
        ({"text": "Ja: so ist es."}, ["'ja:' opens the text", "'ja' opens the text"]),
        ({"title": "+++", "teaser": None, "text": ""}, []),
        (
            {"text": "Eins.\nDieser Beitrag gibt die Meinung der Verfasserin wieder."},
            ["'eins' opens the text", "'dieser beitrag gibt die meinung der verf…' closes the text"],
        ),
    ],
)  # fmt: skip
def test_where_a_marker_may_stand(article: dict[str, str | None], expected: list[str]) -> None:
    assert [str(mark) for mark in marks(article)] == expected


def _pages(opinions: int, marked: int, reports: int, stray: int = 0) -> tuple[list[Labelled], dict[str, Any]]:
    """Opinions, the first of them marked, and reports, the first of them astray."""
    rows, found = [], {}
    for label, total, with_mark in (("meinung", opinions, marked), ("bericht", reports, stray)):
        for number in range(total):
            identifier = f"{label}{number}"
            rows.append(Labelled("form", identifier, label, ("train", "test")[number % 2]))
            title = MARKED[0] if number < with_mark else f"W{label}{number} {MARKED[1]}"
            found[identifier] = marks({"title": title})
    return rows, found


def test_a_planted_label_marker_is_found() -> None:
    assert leakage.markers(*_pages(10, 6, 9)) == Finding(
        "label_markers",
        1,
        "'kommentar:' opens the title of 6 of 10 pages with form meinung and of no other: "
        "meinung0 train, meinung1 test, meinung2 train",
    )


@pytest.mark.parametrize(
    ("opinions", "marked", "reports", "stray"),
    [
        (13, 6, 9, 0),  # less than half
        (4, 4, 9, 0),  # few
        (10, 10, 9, 1),  # stands elsewhere too
        (10, 10, 4, 0),  # too few others to say that they have none
    ],
)
def test_what_is_no_label_marker(opinions: int, marked: int, reports: int, stray: int) -> None:
    assert leakage.markers(*_pages(opinions, marked, reports, stray)) == Finding("label_markers")


def test_rows_outside_of_the_sides_and_gold_in_the_text_have_no_markers() -> None:
    rows, found = _pages(10, 10, 9)
    assert leakage.markers([Labelled(row.task, row.id, row.label, "excluded") for row in rows], found).number == 0
    assert leakage.markers([Labelled("quotes", row.id, None, row.side) for row in rows], found).number == 0


def test_a_page_with_two_labels_speaks_against_a_marker() -> None:
    rows, found = _pages(10, 10, 9)
    assert leakage.markers([*rows, Labelled("form", "meinung0", "bericht", "train")], found).number == 0


def test_a_word_alone_is_a_marker_too() -> None:
    rows, _ = _pages(6, 6, 9)
    found = {row.id: marks({"kicker": "Klartext am Montag" if row.label == "meinung" else None}) for row in rows}
    assert leakage.markers(rows, found).where.startswith("'klartext' opens the kicker of 6 of 6 pages")


# --- tasks, tuning, signatures ---------------------------------------------------------------------------------------


def test_a_task_without_test_rows_is_found() -> None:
    rows = [
        Labelled("topic", "a", "energie", "test"),
        Labelled("stance", "c", "favor", "validation"),
        Labelled("stance", "b", "favor", "train"),
        Labelled("quotes", "b", None, "train"),
    ]
    assert leakage.untested(rows) == Finding("tasks_without_test_rows", 2, "quotes: b train")
    assert leakage.untested(rows[:1]) == Finding("tasks_without_test_rows")


def test_tuned_rows_on_the_test_side_are_found() -> None:
    rows = [Labelled("topic", name, "energie", "test") for name in "dcba"]
    rows += [Labelled("topic", "v", "energie", "validation"), Labelled("stance", "a", "favor", "test")]
    rows += [Labelled("stance", "a", "against", "test")]  # of another target
    assert leakage.tuned(rows, {"topic": ["b", "v", "fort"]}) == Finding("tuned_rows_on_test_side", 1, "topic: b test")
    assert leakage.tuned(rows, {"topic": "abcd", "stance": ["a"]}) == Finding(
        "tuned_rows_on_test_side", 5, "stance: a test"
    )
    assert leakage.tuned(rows, {"topic": ["v"]}) == Finding("tuned_rows_on_test_side")


@pytest.mark.parametrize("check", AcceptParams.model_fields)
def test_what_is_found_stops_the_run_or_is_signed_for(check: str) -> None:
    finding = leakage.SAMPLING if check == "sampling" else Finding(check, 2, "a train, b test")
    message = (
        "the split leaks: nobody has said why the test rows stand for what the model is for: "
        "say it as split.accept.sampling in params.yaml"
        if check == "sampling"
        else f"the split leaks: {check.replace('_', ' ')} 2 (a train, b test): {leakage.REMEDIES[check]}, "
        f"or say why it may stay as split.accept.{check} in params.yaml"
    )
    with pytest.raises(StandpunktError) as raised:
        settle([finding], {}, {})
    assert str(raised.value) == message
    assert settle([finding], {check: REASON}, {}) == {check: REASON}


@pytest.mark.parametrize("check", ["pages_on_two_sides", "days_on_two_sides"])
def test_nobody_can_sign_for_what_the_strategy_promises(check: str) -> None:
    with pytest.raises(StandpunktError) as raised:
        settle([Finding(check, 1, "a train, a test")], {check: REASON}, {check: "split.strategy 'time'"})
    assert str(raised.value) == (
        f"the split leaks: {check.replace('_', ' ')} 1 (a train, a test): split.strategy 'time' promises none; "
        "report it as a fault of ours"
    )


def test_a_signature_counts_for_pairs_too_and_every_finding_is_named() -> None:
    findings = [Finding("by_target_days_on_two_sides", 1, "x"), Finding("outlets_on_two_sides", 3, "y")]
    assert settle(findings[:1], {"days_on_two_sides": REASON}, {}) == {"by_target_days_on_two_sides": REASON}
    with pytest.raises(StandpunktError, match=r"by target days on two sides 1 .*; outlets on two sides 3 "):
        settle(findings, {"sampling": REASON}, {})


def test_what_is_promised_of_pages_can_be_signed_for_of_pairs() -> None:
    found = [Finding("by_target_days_on_two_sides", 1)]
    assert settle(found, {"days_on_two_sides": REASON}, {"days_on_two_sides": "split.strategy 'target'"}) == {
        "by_target_days_on_two_sides": REASON
    }


def test_nothing_found_needs_no_signature() -> None:
    assert settle([Finding(check) for check in leakage.REMEDIES], {"sampling": REASON}, {}) == {}


def test_every_check_can_be_mended_signed_for_or_is_promised() -> None:
    """No check is a dead end: who meets it can do something."""
    always = promised("grouped", "group") | promised("target", "group", by_target=True)
    assert AcceptParams.model_fields.keys() == leakage.REMEDIES.keys() - always
    assert {check for check, remedy in leakage.REMEDIES.items() if not remedy} == always | {"sampling"}
