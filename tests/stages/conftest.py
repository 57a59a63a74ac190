"""The tiny corpus after the stages that come before training."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from standpunkt import stages, storage
from standpunkt.params import Params
from standpunkt.schema import SPLIT, table
from standpunkt.stages.clean import clean
from standpunkt.stages.evaluate import evaluate
from standpunkt.stages.features import features
from standpunkt.stages.ingest import ingest
from standpunkt.stages.positions import positions
from standpunkt.stages.split import split
from standpunkt.stages.train import train

NEW_PAGES = {
    "warte/neu": (
        "Ellerbrook bremst beim Tempolimit. „Dieses Tempolimit lehne ich ab“, sagte Jost Ellerbrook am Freitag. "
        "Ellerbrook verwies auf die Zahl der Unfälle, die seit Jahren sinke."
    ),
    "warte/kantine": "Die Kantine im Rathaus hat wieder geöffnet. Am ersten Tag gab es Linsen mit Spätzle und Kompott.",
}
"""Pages without a label: one touches the target tempolimit, the other none."""

SIDES = {
    "bote/abstand": "train",
    "bote/horizont": "train",
    "bote/netz": "train",
    "bote/waerme": "test",
    "warte/tempo": "train",
    "warte/unfall": "test",
    "warte/bahn": "validation",
}


@dataclass(frozen=True)
class Run:
    """A folder with the outputs of the stages up to split, and what comes after it."""

    folder: Path
    params: Params

    @property
    def before(self) -> dict[str, Path]:
        return {name: self.folder / name for name in ("ingested", "clean", "features", "split")}

    def train(self, task: str) -> dict[str, Any]:
        train(self.params, task=task, **self.before, out=self.folder / "models" / task)
        model: dict[str, Any] = storage.read_json(self.folder / "models" / task / "model.json")
        return model

    def evaluate(self, task: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Metrics and predictions, which stand in the folder `reports` beside the plots."""
        reports = self.folder / "reports"
        metrics, predictions = reports / f"metrics/{task}.json", reports / f"predictions/{task}.jsonl"
        evaluate(
            self.params, task=task, **self.before, model=self.folder / "models" / task,
            metrics=metrics, predictions=predictions, plots=reports / "plots" / task,
            ledger=reports / f"ledger/{task}.jsonl",
        )  # fmt: skip
        return storage.read_json(metrics), storage.read_jsonl(predictions)

    def positions(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Metrics and predictions of the stage positions; the model of quotes must be there."""
        reports = self.folder / "reports"
        metrics, predictions = reports / "metrics/positions.json", reports / "predictions/positions.jsonl"
        positions(
            self.params, **self.before, quotes_model=self.folder / "models/quotes",
            out=self.folder / "models/positions", metrics=metrics, predictions=predictions,
            plots=reports / "plots/positions", ledger=reports / "ledger/positions.jsonl",
        )  # fmt: skip
        return storage.read_json(metrics), storage.read_jsonl(predictions)

    def set_sides(self, sides: dict[str, str]) -> None:
        """Put these pages on these sides."""
        rows = storage.read_table(self.folder / "split").to_pylist()
        with storage.new_folder(self.folder / "split") as folder:
            storage.write_table(
                folder, table(SPLIT, [row | {"side": sides.get(row["id"], row["side"])} for row in rows])
            )


@pytest.fixture
def prepare(tiny_corpus: Path, params_yaml: Callable[..., Path], tmp_path: Path) -> Callable[..., Run]:
    """Runs ingest, clean, features and split on the tiny corpus, with files changed and params overridden."""

    def run(files: dict[str, str] | None = None, **changed: Any) -> Run:
        for page in (tiny_corpus / "pages/bote").iterdir():  # two paragraphs: one alone is read as a teaser
            storage.write_text(page, storage.read_text(page).replace(". ", ".</p>\n<p>", 1))
        for name, text in NEW_PAGES.items():
            storage.write_text(tiny_corpus / "pages" / f"{name}.txt", text)
        for name, text in (files or {}).items():
            storage.write_text(tiny_corpus / name, text)
        known = {
            "corpus": str(tiny_corpus), "clean.min_words": 5, "split.strategy": "grouped", "split.test_from": None,
            "evaluate.resamples": 100, "topic.min_documents": 1, "stance.min_documents": 1,
        }  # fmt: skip
        params = stages.load_params(
            params_yaml(known | {key.replace("__", "."): value for key, value in changed.items()})
        )
        before = {name: tmp_path / name for name in ("ingested", "clean", "features", "split")}
        reports = tmp_path / "reports/metrics"
        ingest(params, corpus=tiny_corpus, out=before["ingested"], metrics=reports / "ingest.json")
        clean(params, ingested=before["ingested"], out=before["clean"], metrics=reports / "clean.json")
        features(
            params, ingested=before["ingested"], clean=before["clean"], cache=tmp_path / "cache",
            out=before["features"],
        )  # fmt: skip
        storage.write_json(tmp_path / "rows.json", {})
        split(
            params, ingested=before["ingested"], clean=before["clean"], searched=tmp_path / "rows.json",
            out=before["split"], metrics=reports / "split.json",
        )  # fmt: skip
        found = Run(tmp_path, params)
        found.set_sides(SIDES)
        return found

    return run
