from __future__ import annotations

import pytest

from standpunkt.reporting import common
from standpunkt.reporting.blocks import Source, Table


@pytest.mark.parametrize(
    ("stage", "wanted"),
    [
        (None, Source("metrics/clean.json", "clean", link=True)),
        ("evaluate", Source("metrics/clean.json", "evaluate", link=True)),
    ],
)
def test_metrics_lie_beside_the_report(stage: str | None, wanted: Source) -> None:
    assert common.metrics("clean", stage) == wanted


def test_counts_keep_their_order() -> None:
    assert common.counts("Pages", "Side", [("train", 12345), ("test", 0)]) == Table(
        "Pages", ("Side", "n"), (("train", "12\u202f345"), ("test", "0")), frozenset({1})
    )
