"""Agreement on worked examples: those of Krippendorff (2011), and small ones counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from standpunkt.evaluation.agreement import agreement, agreement_on_quotes, alpha, coincidences, percent
from standpunkt.schema import Quote

# Klaus Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": parts A, B and C; a column an item, a row an
# observer, * where the observer said nothing.
BINARY = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
NOMINAL = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")
MISSING = (
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)


def rows_of(*observers: str, target: str = "", prefix: str = "p") -> list[dict[str, str]]:
    return [
        {"id": f"{prefix}{place:02}", "target": target, "annotator": f"o{number}", "label": label}
        for number, line in enumerate(observers)
        for place, label in enumerate(line.split())
        if label != "*"
    ]


def run(rows: Sequence[dict[str, str]], resamples: int = 200) -> dict[str, Any]:
    return agreement(rows, resamples, 0.95, 13)


@pytest.mark.parametrize(
    ("observers", "expected", "n", "items"),
    [(BINARY, 0.095, 10, 10), (NOMINAL, 0.692, 12, 12), (MISSING, 0.743, 11, 12)],
)
def test_the_worked_examples_of_krippendorff(observers: tuple[str, ...], expected: float, n: int, items: int) -> None:
    found = run(rows_of(*observers))
    assert found["alpha"]["value"] == pytest.approx(expected, abs=0.0005)
    assert (found["n"], found["items"], found["annotators"]) == (n, items, len(observers))
    assert found["alpha"]["low"] < found["alpha"]["value"] < found["alpha"]["high"]


def test_the_coincidences_of_the_example_with_missing_labels() -> None:
    """The diagonal 7, 10, 8, 4, 3 and n = 40 stand in the paper; the item with one label counts for nothing."""
    columns = [[label for label in column if label != "*"] for column in zip(*map(str.split, MISSING), strict=True)]
    by_item, scale = coincidences([labels for labels in columns if len(labels) > 1], list("12345"))
    total = by_item.sum(axis=0) / scale
    assert np.diag(total).tolist() == [7, 10, 8, 4, 3]
    assert total.sum() == pytest.approx(40)
    assert (total == total.T).all()


def test_percent_agreement_is_the_share_of_equal_pairs() -> None:
    assert run(rows_of(BINARY[0], BINARY[1]))["percent"]["value"] == pytest.approx(0.6)
    by_item, _ = coincidences([["a", "a", "b"]], ["a", "b"])  # one of three pairs is equal
    assert percent(by_item[0]) == pytest.approx(1 / 3)


def test_a_label_against_the_rest_is_alpha_of_the_labels_made_two() -> None:
    found = run(rows_of(*NOMINAL))["by_label"]
    two = run(rows_of(*(" ".join("d" if one == "d" else "x" for one in line.split()) for line in NOMINAL)))
    assert found["d"]["alpha"] == two["alpha"]
    assert {label: entry["n"] for label, entry in found.items()} == {"a": 3, "b": 4, "c": 3, "d": 4, "e": 1}
    assert found["c"]["alpha"]["value"] == 1


def test_each_target_has_its_own_agreement() -> None:
    rows = rows_of(*BINARY, target="maut") + rows_of("0 1 0 1", "0 1 0 1", target="deckel")
    found = run(rows)
    assert found["by_target"]["maut"]["alpha"]["value"] == pytest.approx(0.095, abs=0.0005)
    assert found["by_target"]["deckel"]["alpha"]["value"] == 1
    assert (found["by_target"]["maut"]["n"], found["by_target"]["deckel"]["n"], found["n"]) == (10, 4, 14)


def test_alpha_is_left_out_where_all_labels_are_the_same() -> None:
    found = run(rows_of("a a a", "a a a"))
    assert "alpha" not in found
    assert found["percent"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert np.isnan(alpha(np.array([[6]])))


def test_without_an_item_of_two_annotators_only_counts_are_said() -> None:
    assert run(rows_of("a b *", "* * a")) == {"n": 0, "items": 3, "annotators": 2}
    assert run([]) == {"n": 0, "items": 0, "annotators": 0}


def test_labels_of_two_versions_of_a_text_do_not_meet() -> None:
    rows = rows_of("a b", "b a")
    for row in rows:
        row["text_version"] = row["annotator"]
    assert run(rows)["n"] == 0


def test_the_interval_draws_pages_and_not_labels() -> None:
    """Ten targets of one page, all alike, are one observation: with two pages the interval is as wide as can be."""
    one = [row for number in range(10) for row in rows_of("a", "a", target=f"t{number}", prefix="x")]
    other = [row for number in range(10) for row in rows_of("b", "a", target=f"t{number}", prefix="y")]
    assert (run(one + other)["percent"]["low"], run(one + other)["percent"]["high"]) == (0, 1)


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = rows_of(*MISSING)
    assert run(rows) == run(rows[::-1])


# --- quotations ------------------------------------------------------------------------------------------------------

FIRST, NEAR, SECOND = (Quote("direct", ((0, 20),)), Quote("direct", ((2, 20),)), Quote("reported", ((40, 60),)))


def marked(pages: dict[str, dict[str, list[Quote]]]) -> dict[str, Any]:
    rows = [
        {"id": page, "annotator": name, "quotes": quotes}
        for page, by_name in pages.items()
        for name, quotes in by_name.items()
    ]
    return agreement_on_quotes(rows, 200, 0.95, 13)


def test_agreement_on_quotations_is_f1_over_pairs_of_annotators() -> None:
    found = marked({
        "a": {"anna": [FIRST, SECOND], "bo": [NEAR]},  # one of 2 + 1 matches: 2/3
        "b": {"anna": [FIRST], "bo": [FIRST], "cem": [SECOND]},  # of three pairs one matches
        "c": {"anna": [FIRST]},
    })  # fmt: skip
    assert (found["n"], found["items"], found["annotators"]) == (2, 3, 3)
    assert found["f1"]["value"] == pytest.approx(2 * (1 + 1) / (3 + 6))
    assert {kind: entry["n"] for kind, entry in found["by_label"].items()} == {"direct": 4, "reported": 2}
    assert found["by_label"]["reported"]["f1"]["value"] == 0


def test_pages_of_one_annotator_show_no_agreement() -> None:
    assert marked({"a": {"anna": [FIRST]}}) == {"n": 0, "items": 1, "annotators": 1}
