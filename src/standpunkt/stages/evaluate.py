"""Evaluate: how good the model of one task is on the test rows, compared with what."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from standpunkt import stages, storage, tasks
from standpunkt.params import Params
from standpunkt.tasks import Evaluation, Example, ModelState
from standpunkt.tasks._inputs import by_side, read

_NO_LABELS = "this corpus has no labels for this task"
_NO_SIDE = "no {} row has a label for this task; change split in params.yaml or label more pages"


def evaluate(
    params: Params, *, task: str, ingested: Path, clean: Path, features: Path, split: Path, model: Path,
    metrics: Path, predictions: Path, plots: Path,
) -> None:  # fmt: skip
    """Score the test rows beside baselines fitted on the same train rows; no text where it may not leave the corpus."""
    module = tasks.load(task)
    found, config = read(ingested, clean, features)
    sides = by_side(module.examples(found, params.tasks[task]), storage.read_table(split))
    fitted = storage.read_json(model / "model.json")
    result = Evaluation({"n": 0, "status": _why_not(sides)}, [])
    if fitted["fitted"] and sides.get("test"):
        result = module.evaluate(
            ModelState(fitted["meta"], storage.read_arrays(model / "arrays.npz")),
            sides["train"],
            sides["test"],
            params.evaluate,
            params.tasks[task],
            params.random_state,
            with_text=config.redistributable,
        )
    storage.write_json(metrics, result.metrics)
    storage.write_jsonl(predictions, result.predictions)
    with storage.new_folder(plots) as folder:
        for name in ("confusion", "reliability", "coverage", "features"):
            columns, rows = result.plots.get(name, (["empty"], []))
            storage.write_csv(folder / f"{name}.csv", columns, rows)


def _why_not(sides: Mapping[str, Sequence[Example]]) -> str:
    """Why there is nothing to score."""
    if not sides.keys() - {"unlabelled"}:
        return _NO_LABELS
    return _NO_SIDE.format("test" if sides.get("train") else "train")


if __name__ == "__main__":
    paths = ["ingested", "clean", "features", "split", "model", "metrics", "predictions", "plots"]
    sys.exit(stages.run(evaluate, __doc__, paths, ["task"]))
