"""Compare: this run against the reference run that `standpunkt reference` kept, item by item."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from standpunkt import stages, storage
from standpunkt.evaluation import changes, comparison
from standpunkt.evaluation.changes import Changes
from standpunkt.evaluation.comparison import Comparison, Settings
from standpunkt.params import Params

_NEW_PAGES = "unlabelled"
"""Predictions of pages without labels: no test items."""


def compare(params: Params, *, reports: Path, reference: Path, ingested: Path, out: Path) -> None:
    """Write what became better, worse or different since the reference, as `comparison.as_dict` has it.

    Without a reference the file holds an empty object.
    """
    about = reference / "about.json"
    name = storage.read_json(about)["name"] if about.is_file() else ""
    found = _compared(name, params, reports, reference, ingested) if name else None
    storage.write_json(out, comparison.as_dict(found) if found else {})


def _compared(name: str, params: Params, reports: Path, reference: Path, ingested: Path) -> Comparison:
    config = storage.read_json(ingested / "corpus.json")["config"]
    before = storage.read_yaml(reference / "params.yaml").data
    settings = Settings.of(params.evaluate, params.random_state)
    old, new = _predictions(reference), _predictions(reports)
    figures = [
        {path.stem: storage.read_json(path) for path in (folder / "metrics").glob("*.json") if path.stem not in new}
        for folder in (reference, reports)
    ]
    return Comparison(
        name,
        "this run",
        config["title"],
        bool(config["redistributable"]) and before.get("corpus") == params.raw["corpus"],
        settings,
        comparison.compare(old, new, settings),
        Changes(changes.differences(before, params.raw)),
        changes.differences(*figures),
    )


def _predictions(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What was predicted of test items, by task."""
    paths = [path for path in sorted((folder / "predictions").glob("*.jsonl")) if path.stem != _NEW_PAGES]
    return {path.stem: [comparison.joined(row) for row in storage.read_jsonl(path)] for path in paths}


if __name__ == "__main__":
    sys.exit(stages.run(compare, __doc__, ["reports", "reference", "ingested", "out"]))
