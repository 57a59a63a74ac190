"""The ledger of looks at test rows: each scoring of them that gave other predictions or had other parameters.

A score on rows that were looked at often is too good: what was kept was chosen with their help. Dwork et al. (2015),
"The reusable holdout", show how fast; a ledger does not prevent it, it says how often it may have happened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from standpunkt import storage

HEADLINES = ("macro_f1", "f1")
_DIGITS = 12  # of a hash: enough to tell a few thousand looks apart
_WHAT = ("id", "target", "actor", "quote", "gold_quote")
"""What an item is, beside its gold and its prediction."""


def look(
    corpus: str, metrics: Mapping[str, Any], predictions: Iterable[Mapping[str, Any]], parameters: Mapping[str, Any]
) -> dict[str, Any] | None:
    """One look at the test rows of a corpus; None where nothing was scored.

    Args:
        corpus: its name.
        metrics: what the evaluation gave.
        predictions: rows with `id`, `gold`, `predicted` and what else tells them apart.
        parameters: of the task, and `random_state`.

    Returns:
        `corpus`; `test_rows`, a hash of the items and their gold; `n`; `scores` by name; `predicted`, a hash of the
        predictions; and the `parameters`.
    """
    if not metrics.get("n"):
        return None
    rows = sorted(_plain(row) for row in predictions)
    scores = {name: value["value"] for name, value in metrics.items() if isinstance(value, Mapping) and "low" in value}
    return {
        "corpus": corpus,
        "test_rows": _hash(sorted({item for item, _ in rows if item})),
        "n": metrics["n"],
        "scores": scores,
        "predicted": _hash(rows),
        "parameters": dict(parameters),
    }


def _plain(row: Mapping[str, Any]) -> tuple[str, str]:
    """An item with its gold, and what was predicted; what was found and stands in no gold is no item."""
    found = {name: row[name] for name in _WHAT if name in row and name != "quote"}
    item = json.dumps([found, row["gold"]], sort_keys=True, ensure_ascii=False) if row["gold"] != "none" else ""
    given = {name: row[name] for name in ("predicted", "quote") if name in row}
    return item, json.dumps([row["id"], given], sort_keys=True, ensure_ascii=False)


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:_DIGITS]


def written(path: Path, seen: Mapping[str, Any] | None, score: Sequence[str]) -> dict[str, Any]:
    """Add a look to the ledger in a file, which need not be there yet.

    Args:
        path: JSON lines.
        seen: the look; None adds none.
        score: names of the score to follow; the first that the look has.

    Returns:
        As `summary`.
    """
    rows = with_look(storage.read_jsonl(path) if path.is_file() else [], seen)
    storage.write_jsonl(path, rows)
    return summary(rows, seen, next((name for name in score if seen and name in seen["scores"]), ""))


def with_look(known: Sequence[Mapping[str, Any]], seen: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The ledger with one look more, unless it is there: a run of the same commit is no new look."""
    rows = {json.dumps(row, sort_keys=True, ensure_ascii=False): dict(row) for row in known}
    if seen is not None:
        rows.setdefault(json.dumps(seen, sort_keys=True, ensure_ascii=False), dict(seen))
    return [rows[key] for key in sorted(rows)]


def summary(rows: Iterable[Mapping[str, Any]], seen: Mapping[str, Any] | None, score: str) -> dict[str, Any]:
    """How often the test rows of a look were looked at, and between which scores the looks lie.

    Args:
        rows: the ledger.
        seen: the look that is meant.
        score: name of the score that is followed.
    """
    if seen is None:
        return {"n": 0}
    same = [row for row in rows if (row["corpus"], row["test_rows"]) == (seen["corpus"], seen["test_rows"])]
    values = [row["scores"][score] for row in same if score in row["scores"]]
    found: dict[str, Any] = {"n": len(same), "parameters": len({_hash(row["parameters"]) for row in same})}
    return found | ({"lowest": min(values), "highest": max(values)} if values else {})
