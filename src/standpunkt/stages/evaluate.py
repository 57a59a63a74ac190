"""Evaluate: how good the model of one task is on the test rows, compared with what."""

from __future__ import annotations

import sys
from pathlib import Path

from standpunkt import stages, storage, tasks
from standpunkt.params import Params
from standpunkt.schema import Codebook
from standpunkt.tasks import Evaluation, ModelState
from standpunkt.tasks._inputs import by_side, inputs

_NO_LABELS = {"n": 0, "status": "this corpus has no labels for this task"}


def evaluate(
    params: Params, *, task: str, ingested: Path, clean: Path, features: Path, split: Path, model: Path,
    metrics: Path, predictions: Path, plots: Path,
) -> None:  # fmt: skip
    """Score the test rows beside baselines fitted on the same train rows; no text where it may not leave the corpus."""
    module = tasks.load(task)
    corpus = storage.read_json(ingested / "corpus.json")
    found = inputs(
        storage.read_table(clean / "articles"),
        storage.read_table(features),
        storage.read_table(ingested / "labels"),
        storage.read_table(ingested / "targets"),
        Codebook.model_validate(corpus["codebook"]),
    )
    sides = by_side(module.examples(found, params.tasks[task]), storage.read_table(split))
    fitted = storage.read_json(model / "model.json")
    result = Evaluation(_NO_LABELS, [])
    if fitted["fitted"] and sides.get("test"):
        result = module.evaluate(
            ModelState(fitted["meta"], storage.read_arrays(model / "arrays.npz")),
            sides["train"],
            sides["test"],
            params.evaluate,
            params.tasks[task],
            params.random_state,
            with_text=corpus["config"]["redistributable"],
        )
    storage.write_json(metrics, result.metrics)
    storage.write_jsonl(predictions, result.predictions)
    with storage.new_folder(plots) as folder:
        for name in ("confusion", "reliability", "features"):
            columns, rows = result.plots.get(name, (["empty"], []))
            storage.write_csv(folder / f"{name}.csv", columns, rows)


if __name__ == "__main__":
    paths = ["ingested", "clean", "features", "split", "model", "metrics", "predictions", "plots"]
    sys.exit(stages.run(evaluate, __doc__, paths, ["task"]))
