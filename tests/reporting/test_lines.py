from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from standpunkt import schema
from standpunkt.reporting import lines
from standpunkt.reporting.lines import UNKNOWN, Doubtful, Frequent

OUTLETS = {"a": "bote", "b": "bote", "c": "warte", "d": None}


def rows(*found: tuple[str, int, str, str, float]) -> pa.Table:
    """Lines by page, place, text, role and confidence."""
    names = ("id", "line", "text", "role", "confidence")
    rest = {"reason": "a link", "start": -1, "end": -1}
    return schema.table(schema.LINES, [dict(zip(names, row, strict=True)) | rest for row in found])


@pytest.mark.parametrize(
    ("found", "most", "wanted"),
    [
        pytest.param([], 5, {}, id="none"),
        pytest.param(
            [("a", 1, "Abo", "prompt", 1.0), ("a", 7, "Abo", "prompt", 1.0), ("b", 1, "Abo", "prompt", 1.0)],
            5,
            {"bote": [Frequent("Abo", "prompt", 3, 2)]},
            id="twice on a page",
        ),
        pytest.param(
            [("a", 1, "Abo", "prompt", 1.0), ("b", 1, "Abo", "service", 1.0)],
            5,
            {"bote": [Frequent("Abo", "prompt", 1, 1), Frequent("Abo", "service", 1, 1)]},
            id="two roles are two decisions",
        ),
        pytest.param(
            [
                ("a", 1, "Sport", "navigation", 1.0), ("a", 2, "Politik", "navigation", 1.0),
                ("a", 3, "Wetter", "navigation", 1.0), ("b", 1, "Wetter", "navigation", 1.0),
            ],
            2,
            {"bote": [Frequent("Wetter", "navigation", 2, 2), Frequent("Politik", "navigation", 1, 1)]},
            id="the most frequent, then by the alphabet",
        ),
        pytest.param(
            [("a", 1, "Abo", "prompt", 1.0), ("c", 1, "Abo", "prompt", 1.0), ("c", 2, "Karte", "service", 1.0)],
            1,
            {"warte": [Frequent("Abo", "prompt", 1, 1)], "bote": [Frequent("Abo", "prompt", 1, 1)]},
            id="the outlet with the most lines first",
        ),
        pytest.param(
            [("d", 1, "Abo", "prompt", 1.0), ("dropped", 1, "Abo", "prompt", 1.0)],
            5,
            {UNKNOWN: [Frequent("Abo", "prompt", 1, 1)]},
            id="no outlet, and no article",
        ),
        pytest.param([("dropped", 1, "Abo", "prompt", 1.0)], 5, {}, id="no article at all"),
        pytest.param(
            [("dropped", 1, "Abo", "prompt", 1.0), ("c", 2, "Abo", "prompt", 1.0)],
            5,
            {"warte": [Frequent("Abo", "prompt", 1, 1)]},
            id="one article",
        ),
    ],
)  # fmt: skip
def test_frequent(found: list[Any], most: int, wanted: dict[str, list[Frequent]]) -> None:
    counted = lines.frequent(rows(*found), OUTLETS, most)
    assert counted == wanted
    assert list(counted) == list(wanted)


@pytest.mark.parametrize(
    ("found", "most", "wanted"),
    [
        pytest.param([], 5, [], id="none"),
        pytest.param([("a", 1, "Abo", "prompt", 0.5)], 0, [], id="none wanted"),
        pytest.param(
            [("a", 1, "Abo", "prompt", 0.75), ("a", 2, "Karte", "service", 0.5), ("a", 3, "Oben", "other", 1.0)],
            2,
            [("Karte", "service", 0.5, "a", 2, "bote", 1), ("Abo", "prompt", 0.75, "a", 1, "bote", 1)],
            id="the least sure first",
        ),
        pytest.param(
            [("b", 4, "Abo", "prompt", 0.75), ("a", 9, "Abo", "service", 0.625), ("c", 1, "Abo", "other", 0.75)],
            5,
            [("Abo", "service", 0.625, "a", 9, "bote", 2), ("Abo", "other", 0.75, "c", 1, "warte", 1)],
            id="a line of an outlet once, as it was least sure",
        ),
        pytest.param(
            [
                ("b", 1, "Abo", "prompt", 0.5), ("a", 2, "Karte", "service", 0.5), ("a", 1, "Oben", "other", 0.5),
                ("c", 1, "Karte", "service", 0.5), ("b", 9, "Karte", "service", 0.5),
            ],
            5,
            [
                ("Karte", "service", 0.5, "a", 2, "bote", 2), ("Oben", "other", 0.5, "a", 1, "bote", 1),
                ("Abo", "prompt", 0.5, "b", 1, "bote", 1), ("Karte", "service", 0.5, "c", 1, "warte", 1),
            ],
            id="equally sure: more pages first, then by page and place",
        ),
        pytest.param(
            [("d", 1, "Abo", "prompt", 0.75), ("dropped", 1, "Abo", "prompt", 0.5)],
            5,
            [("Abo", "prompt", 0.75, "d", 1, UNKNOWN, 1)],
            id="no outlet, and no article",
        ),
    ],
)  # fmt: skip
def test_doubtful(found: list[Any], most: int, wanted: list[Any]) -> None:
    assert lines.doubtful(rows(*found), OUTLETS, most) == [
        Doubtful(text, role, "a link", *rest) for text, role, *rest in wanted
    ]


@pytest.mark.parametrize("read", [lines.frequent, lines.doubtful])
def test_the_order_and_the_shards_of_the_lines_are_of_no_consequence(read: Any) -> None:
    found = [
        (page, number, f"Zeile {number % 7}", "other", 0.5 + number % 3 / 8) for page in "abcd" for number in range(40)
    ]
    shards = pa.concat_tables([rows(*found[80:]), rows(), rows(*reversed(found[:80]))])
    assert read(shards, OUTLETS, 4) == read(rows(*found), OUTLETS, 4)
    assert list(read(shards, OUTLETS, 4)) == list(read(rows(*found), OUTLETS, 4))


def test_the_lines_stay_as_they_were() -> None:
    table = rows(("a", 1, "Abo", "prompt", 0.5))
    lines.frequent(table, OUTLETS, 1)
    lines.doubtful(table, OUTLETS, 1)
    assert table.schema == schema.LINES
    assert table.equals(rows(("a", 1, "Abo", "prompt", 0.5)))
