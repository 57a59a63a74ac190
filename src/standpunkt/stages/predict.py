"""Predict: topics, stances, quotations and positions of the pages without labels: the use on new pages."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from standpunkt import stages, storage, tasks
from standpunkt.language import actors
from standpunkt.language.documents import Document
from standpunkt.params import Params
from standpunkt.positions import model
from standpunkt.positions.model import Case, Scope
from standpunkt.positions.network import graphml
from standpunkt.schema import Actor
from standpunkt.tasks import Example, Explanation, Inputs, ModelState, Predicted, _models, quotes
from standpunkt.tasks._inputs import config, unlabelled

_PATHS = ["ingested", "clean", "features", "split", "models", "predictions", "positions", "network"]
_AT_A_TIME = 5000  # pages: a bound on memory
Found = tuple[Example, Predicted, Explanation]


def page_row(document: Document, found: dict[str, list[Found]], *, with_text: bool) -> dict[str, Any]:
    """What was found in one page: by task the predictions, and how often each actor is mentioned."""
    mentions = Counter(mention["actor"] for reading in document.readings.values() for mention in reading.mentions)
    row: dict[str, Any] = {"id": document.id, "actors": dict(mentions)}
    if with_text and "title" in document.readings:
        row["title"] = document.readings["title"].text
    for task, predicted in found.items():
        row[task] = [entry for one in predicted for entry in _entries(*one, with_text=with_text)]
    return row


def _entries(
    example: Example, predicted: Predicted, explanation: Explanation, *, with_text: bool
) -> list[dict[str, Any]]:
    more: dict[str, Any] = {} if example.target is None else {"target": example.target}
    more |= explanation.as_dict() if with_text else {}
    return [entry | more for entry in predicted.rows(with_text=with_text)]


def predict(
    params: Params, *, ingested: Path, clean: Path, features: Path, split: Path, models: Path,
    predictions: Path, positions: Path, network: Path,
) -> None:  # fmt: skip
    """Run every fitted model over the pages without labels."""
    with_text = config(ingested).redistributable
    states = {name: _models.read(models / name) for name in (*tasks.names(), "positions")}
    stances: list[dict[str, Any]] = []
    known: dict[str, Actor] = {}

    def pages() -> Iterator[dict[str, Any]]:
        for data in unlabelled(ingested, clean, features, split, _AT_A_TIME):
            found = _found(params, states, data, with_text=with_text)
            stances.extend(_positions(states["positions"], data, found, with_text=with_text))
            known.update(data.actors)
            for identifier, by_task in found.items():
                yield page_row(data.documents[identifier], by_task, with_text=with_text)

    storage.write_jsonl(predictions, pages())
    storage.write_jsonl(positions, stances)
    storage.write_text(network, graphml(stances, known))


def _found(
    params: Params, states: Mapping[str, ModelState | None], data: Inputs, *, with_text: bool
) -> dict[str, dict[str, list[Found]]]:
    """What the models of the tasks found, by page and task."""
    found: dict[str, dict[str, list[Found]]] = {identifier: {} for identifier in data.documents}
    for task in tasks.names():
        state = states[task]
        if state is None:
            continue
        module, settings = tasks.load(task), params.tasks[task]
        examples = module.examples(data, settings)
        predicted = module.predict(state, examples, settings)
        explanations = [Explanation()] * len(examples)
        if with_text and isinstance(module, tasks.Explains):
            explanations = module.explain(state, examples, predicted, settings)
        for example, prediction, explanation in zip(examples, predicted, explanations, strict=True):
            found[example.document.id].setdefault(task, []).append((example, prediction, explanation))
    return found


def _positions(
    state: ModelState | None, data: Inputs, found: Mapping[str, Mapping[str, list[Found]]], *, with_text: bool
) -> list[dict[str, Any]]:
    """A row a position; quotations are those that were found, by rules where no model was fitted."""
    cases = []
    for identifier in found:
        document = data.documents[identifier]
        if quotes.FIELD in document.readings:
            said = _said(document, data, found[identifier])
            cases.append(Case(document, said.cast, said.quotes))
    rows = []
    for case, its in zip(cases, model.predict(state, cases, Scope(data.targets, data.actors)), strict=True):
        names = {member.id: (member.name, member.kind) for member in case.cast.members}
        text = case.document.readings[quotes.FIELD].text if with_text else None
        for one in its:
            name, kind = names[one.actor]
            actor = one.actor if with_text else actors.withheld(one.actor, data.actors)
            shown = name if with_text or one.actor in data.actors else actor
            row = {"id": case.document.id, "actor": actor, "name": shown, "kind": kind}
            rows.append(row | {"target": one.target, "stance": one.stance} | model.as_row(one, text))
    return rows


def _said(document: Document, data: Inputs, found: Mapping[str, list[Found]]) -> quotes.Found:
    for _, predicted, _ in found.get("quotes", []):
        if isinstance(predicted, quotes.Found):
            return predicted
    [ruled] = quotes.predict(None, [Example(document, None, actors=data.actors)])
    return ruled


if __name__ == "__main__":
    sys.exit(stages.run(predict, __doc__, _PATHS))
