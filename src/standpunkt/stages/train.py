"""Train: one fitted model a task. All that is fitted is fitted here: on train rows, calibrated on validation rows."""

from __future__ import annotations

import sys
from pathlib import Path

from standpunkt import stages, storage, tasks
from standpunkt.params import Params
from standpunkt.tasks import _models
from standpunkt.tasks._inputs import by_side, read


def train(params: Params, *, task: str, ingested: Path, clean: Path, features: Path, split: Path, out: Path) -> None:
    """Fit the model of one task; a corpus without labels for the task gets a model that says so."""
    module = tasks.load(task)
    found, _ = read(ingested, clean, features, split)
    sides = by_side(module.examples(found, params.tasks[task]), storage.read_table(split))
    train, validation = sides.get("train"), sides.get("validation", [])
    state = module.fit(train, validation, params.tasks[task], params.random_state) if train else None
    _models.write(out, task, state, sides)


if __name__ == "__main__":
    sys.exit(stages.run(train, __doc__, ["ingested", "clean", "features", "split", "out"], ["task"]))
