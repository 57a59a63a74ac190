"""Evaluate: how good the model of one task is on the test rows, compared with what."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from standpunkt import stages, storage, tasks
from standpunkt.evaluation import ledger as looks
from standpunkt.labelling import merge
from standpunkt.labelling.votes import Vote
from standpunkt.params import Params
from standpunkt.tasks import Evaluation, Example, _models
from standpunkt.tasks._inputs import by_side, read

_NO_LABELS = "this corpus has no labels for this task"
_NO_SIDE = "no {} row has a label for this task; change split in params.yaml or label more pages"


def evaluate(
    params: Params, *, task: str, ingested: Path, clean: Path, features: Path, split: Path, model: Path,
    metrics: Path, predictions: Path, plots: Path, ledger: Path,
) -> None:  # fmt: skip
    """Score the test rows beside baselines fitted on the same train rows; no text where it may not leave the corpus.

    Raises:
        StandpunktError: the model was fitted on other rows than the split has on its training side.
    """
    module = tasks.load(task)
    found, config = read(ingested, clean, features, split)
    sides = by_side(module.examples(found, params.tasks[task]), storage.read_table(split))
    _models.check_rows(model, sides, split)
    state = _models.read(model)
    result = Evaluation({"n": 0, "status": _why_not(sides)}, [])
    if state and sides.get("test"):
        result = module.evaluate(
            state,
            sides["train"],
            sides["test"],
            params.evaluate,
            params.tasks[task],
            params.random_state,
            with_text=config.redistributable,
        )
    votes = [Vote(*row.values()) for row in storage.read_table(ingested / "votes").to_pylist()]
    settings = params.evaluate
    agreed = merge.measured(votes, task, settings.resamples, settings.level, params.random_state)
    parameters = params.tasks[task].model_dump() | {"random_state": params.random_state}
    seen = looks.look(config.name, result.metrics, result.predictions, parameters)
    more = {"agreement": agreed, "looks": looks.written(ledger, seen, looks.HEADLINES)}
    storage.write_json(metrics, result.metrics | {name: found for name, found in more.items() if found["n"]})
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
    paths = ["ingested", "clean", "features", "split", "model", "metrics", "predictions", "plots", "ledger"]
    sys.exit(stages.run(evaluate, __doc__, paths, ["task"]))
