"""Repeat: how far the score of a task hangs on the split, the seed and the number of training rows."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from standpunkt import stages, storage, tasks
from standpunkt.errors import StandpunktError
from standpunkt.evaluation import repeats, splitting
from standpunkt.evaluation.repeats import SEEDS, SPLITS, Repetition
from standpunkt.params import Params
from standpunkt.schema import SPLIT, table
from standpunkt.tasks import Example, Prediction, SetPrediction
from standpunkt.tasks._inputs import by_side, read

Rows = list[dict[str, Any]]
_OFF = "repeat.folds and repeat.seeds are 0 and repeat.learning_curve is empty in params.yaml"
_NO_LABELS = "no train or no test row has a label for this task"


@dataclass(frozen=True, slots=True)
class _Job:
    """One model to fit and to score."""

    part: str
    """As `Repetition` has it, and so the two below."""
    time: int
    fold: int
    sides: Mapping[str, Sequence[Example]]
    random_state: int


def repeat(
    params: Params, *, task: str, ingested: Path, clean: Path, features: Path, split: Path, metrics: Path,
    predictions: Path,
) -> None:  # fmt: skip
    """Fit and score one task again on other splits, with other seeds, and on shares of its train rows.

    Each model is fitted on the train rows of its split and calibrated on its validation rows; the shares are scored on
    the committed test rows. The predictions of the other splits are written: each labelled page is a test page once a
    deal.

    What cannot be tried is said in the metrics: pages that cannot be dealt anew, and models with one label to learn.

    Raises:
        StandpunktError: the task predicts no label a page.
    """
    module, settings = tasks.load(task), params.tasks[task]
    found, _ = read(ingested, clean, features, split)
    examples = module.examples(found, settings)
    own = by_side(examples, storage.read_table(split))
    repeated: list[Repetition] = []
    why_not = ""
    jobs: list[_Job] = []
    if own.get("train") and own.get("test"):
        try:
            jobs += _splits(params, examples, ingested, clean)
        except StandpunktError as reason:
            why_not = str(reason)
        jobs += [*_seeds(params, own), *_shares(params, own)]
    fit = [job for job in jobs if len({label for example in job.sides["train"] for label in example.gold}) > 1]
    for job in tqdm(fit, desc=f"{task}, repeated", unit="model", disable=None):
        state = module.fit(job.sides["train"], job.sides.get("validation", []), settings, job.random_state)
        predicted = module.predict(state, job.sides["test"], settings)
        rows = _rows(job, predicted)
        repeated.append(Repetition(job.part, job.time, job.fold, len(job.sides["train"]), rows))
    splits = [one for one in repeated if one.part == SPLITS]
    if len(splits) < 2 and any(job.part == SPLITS for job in jobs):
        why_not = "fewer than two of them leave two labels to learn"  # a spread wants two scores
        repeated, splits = [one for one in repeated if one.part != SPLITS], []
    measured = repeats.scores(task, repeated, params.evaluate, params.random_state)
    if why_not and not splits:
        measured = {"n": 0, **measured, SPLITS: {"status": why_not}}
    measured = measured | {"trained": len(own["train"])} if measured else _nothing(own)
    storage.write_json(metrics, measured | ({"one_label": len(jobs) - len(fit)} if len(fit) < len(jobs) else {}))
    storage.write_jsonl(predictions, (row for one in splits for row in one.rows))


def _splits(params: Params, examples: Sequence[Example], ingested: Path, clean: Path) -> Iterator[_Job]:
    """A job a fold of each deal.

    Raises:
        StandpunktError: the pages cannot be dealt anew.
    """
    settings = params.repeat
    if not settings.folds:
        return
    articles = storage.read_table(clean / "articles").select(list(splitting.COLUMNS)).to_pylist()
    marked = storage.read_table(clean / "annotations").select(["id"]).to_pylist()
    labels = storage.read_table(ingested / "labels").to_pylist()
    pages = splitting.labelled_pages(articles, labels, sorted(row["id"] for row in marked))
    for time in range(settings.times):
        state = params.random_state + time
        for fold, rows in enumerate(splitting.redealt(pages, params.split, settings.folds, state)):
            sides = by_side(examples, table(SPLIT, [_side(row) for row in rows]))
            if sides.get("train") and sides.get("test"):
                yield _Job(SPLITS, time, fold, sides, state)


def _side(row: splitting.Row) -> dict[str, Any]:
    return {"id": row.id, "target": row.target, "side": row.side, "reason": row.reason}


def _seeds(params: Params, own: Mapping[str, Sequence[Example]]) -> Iterator[_Job]:
    """A job a further seed, on the committed split."""
    for number in range(1, params.repeat.seeds + 1):
        yield _Job(SEEDS, number, 0, own, params.random_state + number)


def _shares(params: Params, own: Mapping[str, Sequence[Example]]) -> Iterator[_Job]:
    """A job a share of the train pages and draw; validation and test rows are the committed ones."""
    strata = {example.document.id: " ".join(example.gold) for example in own["train"]}
    for share in params.repeat.learning_curve:
        for time in range(params.repeat.times):
            drawn = repeats.first(strata, share, params.random_state + time)
            some = [example for example in own["train"] if example.document.id in drawn]
            yield _Job(f"at_{share * 100:g}".replace(".", "_"), time, 0, {**own, "train": some}, params.random_state)


def _rows(job: _Job, predicted: Iterable[Any]) -> Rows:
    """What was predicted of the test rows, as `reports/predictions` has it; texts and other probabilities left out."""
    rows = []
    for example, prediction in zip(job.sides["test"], predicted, strict=True):
        if not isinstance(prediction, Prediction | SetPrediction):
            raise StandpunktError("dvc.yaml: repeat: this task predicts no label a page; take it out of the matrix")
        document = example.document
        row = {
            "id": document.id,
            "time": job.time,
            "fold": job.fold,
            "gold": example.label or list(example.labels),
            "predicted": prediction.label if isinstance(prediction, Prediction) else list(prediction.labels),
            "probabilities": {label: prediction.probabilities[label] for label in prediction.labels},
        }
        row |= {"target": example.target} if example.target is not None else {}
        row |= {"group": document.group} if document.group else {}
        row |= {"cluster": document.cluster} if document.cluster != document.id else {}
        rows.append(row)
    return rows


def _nothing(own: Mapping[str, Sequence[Example]]) -> dict[str, Any]:
    return {"n": 0, "status": _OFF if own.get("train") and own.get("test") else _NO_LABELS}


if __name__ == "__main__":
    paths = ["ingested", "clean", "features", "split", "metrics", "predictions"]
    sys.exit(stages.run(repeat, __doc__, paths, ["task"]))
