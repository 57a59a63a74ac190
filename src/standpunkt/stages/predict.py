"""Predict: topics and stances of the pages without labels, and the actors they mention: the use on new pages."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from standpunkt import stages, storage, tasks
from standpunkt.language.documents import Document
from standpunkt.params import Params
from standpunkt.tasks import Example, Explanation, ModelState, Prediction
from standpunkt.tasks._inputs import read


def page_row(
    document: Document, found: dict[str, list[tuple[Example, Prediction, Explanation]]], *, with_text: bool
) -> dict[str, Any]:
    """What was found in one page: by task the predictions, and how often each actor is mentioned."""
    mentions = Counter(mention["actor"] for reading in document.readings.values() for mention in reading.mentions)
    row: dict[str, Any] = {"id": document.id, "actors": dict(mentions)}
    if with_text and "title" in document.readings:
        row["title"] = document.readings["title"].text
    for task, predicted in found.items():
        row[task] = [_entry(*one, with_text=with_text) for one in predicted]
    return row


def _entry(example: Example, prediction: Prediction, explanation: Explanation, *, with_text: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {"predicted": prediction.label, "probabilities": dict(prediction.probabilities)}
    if example.target is not None:
        entry["target"] = example.target
    entry |= {"abstained": True} if prediction.abstained else {}
    if with_text and prediction.evidence:
        entry["evidence"] = prediction.evidence
    return entry | (explanation.as_dict() if with_text else {})


def predict(
    params: Params, *, ingested: Path, clean: Path, features: Path, split: Path, models: Path, predictions: Path
) -> None:
    """Run every fitted model over the pages without labels."""
    data, config = read(ingested, clean, features)
    labelled = {row["id"] for row in storage.read_table(split).select(["id"]).to_pylist()}
    found: dict[str, dict[str, list[tuple[Example, Prediction, Explanation]]]] = {
        identifier: {} for identifier in data.documents if identifier not in labelled
    }
    for task in tasks.names():
        fitted = storage.read_json(models / task / "model.json")
        if not fitted["fitted"]:
            continue
        module = tasks.load(task)
        examples = _without_labels(module.examples(data, params.tasks[task]), found)
        state = ModelState(fitted["meta"], storage.read_arrays(models / task / "arrays.npz"))
        settings = params.tasks[task]
        predicted = module.predict(state, examples, settings)
        explanations = [Explanation()] * len(examples)
        if config.redistributable and isinstance(module, tasks.Explains):
            explanations = module.explain(state, examples, predicted, settings)
        for example, prediction, explanation in zip(examples, predicted, explanations, strict=True):
            found[example.document.id].setdefault(task, []).append((example, prediction, explanation))
    rows = [
        page_row(data.documents[identifier], by_task, with_text=config.redistributable)
        for identifier, by_task in found.items()
    ]
    storage.write_jsonl(predictions, rows)


def _without_labels(examples: Sequence[Example], pages: dict[str, Any]) -> list[Example]:
    return [example for example in examples if example.document.id in pages]


if __name__ == "__main__":
    sys.exit(stages.run(predict, __doc__, ["ingested", "clean", "features", "split", "models", "predictions"]))
