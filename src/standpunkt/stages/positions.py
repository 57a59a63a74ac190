"""Positions: who stands where on what. The reader is fitted on train rows and scored on test rows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from standpunkt import stages, storage
from standpunkt.evaluation import ledger as looks
from standpunkt.evaluation import positions as scoring
from standpunkt.evaluation import slices
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.language import actors
from standpunkt.params import Params
from standpunkt.positions import model
from standpunkt.positions.model import Case, Scope
from standpunkt.schema import Position
from standpunkt.tasks import Example, Inputs, _linear, _models, quotes
from standpunkt.tasks._inputs import by_side, read

_NONE = "none"
_NO_GOLD = "this corpus has no positions on {} rows"


def positions(
    params: Params, *, ingested: Path, clean: Path, features: Path, split: Path, quotes_model: Path, out: Path,
    metrics: Path, predictions: Path, plots: Path, ledger: Path,
) -> None:  # fmt: skip
    """Fit on the positions of train rows, and score on those of test rows beside baselines.

    Quotations are what the model of the task quotes finds in pages that it was not fitted on: test rows as they are,
    train rows in folds, each by a model fitted on the others. So the reader sees in training what it will see in use.

    Raises:
        StandpunktError: the model of quotes was fitted on other rows than the split has on its training side.
    """
    data, config = read(ingested, clean, features, split)
    dealt = storage.read_table(split)
    _models.check_rows(quotes_model, by_side(quotes.examples(data, _settings(params)), dealt), split)
    sides = by_side(_examples(data), dealt)
    train, test = sides.get("train", []), sides.get("test", [])
    scope = Scope(data.targets, data.actors)
    state = None
    if train:
        cases = _cases(train, _out_of_fold(train, params))
        state = model.fit(cases, [_gold(one) for one in train], scope, params.positions, params.random_state)
    _models.write(out, "positions", state)
    result: dict[str, Any] = {"n": 0, "status": _NO_GOLD.format("test" if train else "train")}
    rows: list[dict[str, Any]] = []
    if test:
        cases = _cases(test, quotes.predict(_models.read(quotes_model), test))
        found = model.predict(state, cases, scope)
        baselines = {
            "rules": model.predict(None, cases, scope),
            "same_sentence": model.by_majority(cases, scope, model.majority([_gold(example) for example in train])),
        }
        if state and params.positions.prior_weight:
            baselines["reading_alone"] = model.predict(state, cases, scope, prior_weight=0.0)
        known = [model.link(case.cast, _gold(example)) for case, example in zip(cases, test, strict=True)]
        result = _score(known, test, found, baselines, params)
        rows = [
            row
            for example, gold, its in zip(test, known, found, strict=True)
            for row in _rows(example, gold, its, with_text=config.redistributable)
        ]
    parameters = params.positions.model_dump() | {"random_state": params.random_state}
    seen = looks.look(config.name, result, rows, parameters)
    counted = looks.written(ledger, seen, looks.HEADLINES)
    storage.write_json(metrics, result | ({"looks": counted} if counted["n"] else {}))
    storage.write_jsonl(predictions, rows)
    with storage.new_folder(plots) as folder:
        pairs = [(row["gold"], row["predicted"]) for row in rows]
        storage.write_csv(folder / "confusion.csv", ("gold", "predicted"), pairs)


def _examples(data: Inputs) -> list[Example]:
    """One example an article with a text in which people marked positions."""
    return [
        Example(document, None, annotation=data.annotations[identifier], actors=data.actors)
        for identifier, document in data.documents.items()
        if identifier in data.annotations and data.annotations[identifier].positions is not None
        if quotes.FIELD in document.readings
    ]


def _gold(example: Example) -> tuple[Position, ...]:
    return (example.annotation.positions if example.annotation else None) or ()


def _cases(examples: Sequence[Example], said: Sequence[quotes.Found]) -> list[Case]:
    return [Case(example.document, its.cast, its.quotes) for example, its in zip(examples, said, strict=True)]


def _out_of_fold(examples: Sequence[Example], params: Params) -> list[quotes.Found]:
    """The quotations of each article, by a model that was fitted on other articles."""
    settings = _settings(params)
    groups = [example.document.group or example.document.cluster for example in examples]
    found: dict[int, quotes.Found] = {}
    for inside, outside in _linear.folds(groups, params.positions.folds):
        state = quotes.fit([examples[place] for place in inside], [], settings, params.random_state)
        here = [examples[place] for place in outside]
        found |= dict(zip(outside, quotes.predict(state, here), strict=True))
    return [found[place] for place in range(len(examples))]


def _settings(params: Params) -> quotes.Params:
    return cast("quotes.Params", params.tasks["quotes"])


def _score(
    known: Sequence[Sequence[Position]],
    test: Sequence[Example],
    found: Sequence[Sequence[Position]],
    baselines: dict[str, list[list[Position]]],
    params: Params,
) -> dict[str, Any]:
    groups = [example.document.group or example.document.cluster for example in test]
    pages = list(zip(known, found, strict=True))
    facts = [slices.facts(example.document) for example in test]

    def over(items: Sequence[str]) -> Bootstrap:
        return Bootstrap(items, params.evaluate.resamples, params.evaluate.level, params.random_state)

    return scoring.score(pages, baselines, over(groups)) | scoring.by_slice(pages, facts, groups, over)


def _rows(
    example: Example, gold: Sequence[Position], found: Sequence[Position], *, with_text: bool
) -> list[dict[str, Any]]:
    """A row an (actor, target) in gold or found; `none` stands for the side that lacks it."""
    known: dict[tuple[str, str], Position] = {}
    for one in gold:
        known.setdefault((one.actor, one.target), one)
    given = {(one.actor, one.target): one for one in found}
    text = example.document.readings[quotes.FIELD].text
    rows = []
    for actor, target in sorted(known.keys() | given.keys()):
        wanted, predicted = known.get((actor, target)), given.get((actor, target))
        row: dict[str, Any] = {
            "id": example.document.id,
            "actor": actor if with_text else actors.withheld(actor, example.actors),
            "target": target,
            "gold": wanted.stance if wanted else _NONE,
            "predicted": predicted.stance if predicted else _NONE,
        }
        if wanted:
            row |= {"gold_how": wanted.how, "gold_start": wanted.start, "gold_end": wanted.end}
        if wanted and with_text:
            row["evidence"] = text[wanted.start : wanted.end]
        more = model.as_row(predicted, text if with_text else None) if predicted else {"probabilities": {}}
        rows.append(row | more)
    return rows


if __name__ == "__main__":
    sys.exit(
        stages.run(
            positions,
            __doc__,
            [
                "ingested",
                "clean",
                "features",
                "split",
                "quotes_model",
                "out",
                "metrics",
                "predictions",
                "plots",
                "ledger",
            ],
        )
    )
