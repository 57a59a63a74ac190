"""Does the split leak? What must not stand on two sides, counted; anything found stops the pipeline.

After Kapoor and Narayanan (2023), "Leakage and the reproducibility crisis in machine-learning-based science".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from standpunkt.errors import StandpunktError

_FITTED_ON = ("train", "validation")


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the split with what it shares with others."""

    id: str
    side: str
    cluster: str
    group: str | None
    target: str | None
    published: str | None


def audit(items: Iterable[Item], strategy: str) -> dict[str, int]:
    """Count what is on a training side and on the test side at once.

    Args:
        items: every (page, target) row that has a side.
        strategy: of the split; `grouped` also looks at groups, `target` at targets, `time` at dates.

    Returns:
        For each check the number of pages, clusters, groups or targets on two sides, or of rows against time.
    """
    items = [item for item in items if item.side in (*_FITTED_ON, "test")]
    found = {
        "pages_on_two_sides": _on_two_sides((item.id, item.side) for item in items),
        "near_duplicates_on_two_sides": _on_two_sides((item.cluster, item.side) for item in items),
    }
    if strategy == "grouped":
        found["groups_on_two_sides"] = _on_two_sides((item.group, item.side) for item in items if item.group)
    if strategy == "target":
        found["targets_on_two_sides"] = _on_two_sides((item.target, item.side) for item in items if item.target)
    if strategy == "time":
        first_test = min((item.published or "" for item in items if item.side == "test"), default="9999")
        found["training_rows_after_the_first_test_day"] = sum(
            (item.published or "")[:10] >= first_test[:10] for item in items if item.side in _FITTED_ON
        )
    return found


def refuse(found: Mapping[str, int]) -> None:
    """Stop where the audit found anything.

    Raises:
        StandpunktError: naming the checks.
    """
    bad = {name: number for name, number in found.items() if number}
    if bad:
        words = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in sorted(bad.items()))
        raise StandpunktError(f"the split leaks: {words}; choose another params.yaml: split.strategy")


def _on_two_sides(pairs: Iterable[tuple[str | None, str]]) -> int:
    sides: dict[str | None, set[str]] = {}
    for name, side in pairs:
        sides.setdefault(name, set()).add(side)
    return sum(len(found) > 1 for found in sides.values())
