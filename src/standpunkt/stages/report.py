"""Report: what a reviewer reads, in Markdown and HTML. Decides nothing: it shows what the other stages wrote."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from standpunkt import stages, storage
from standpunkt.evaluation import comparison
from standpunkt.evaluation.comparison import REPEATED
from standpunkt.params import Params
from standpunkt.reporting import cards, datasheet, document
from standpunkt.reporting import report as reporting
from standpunkt.reporting.material import Material, TaskFiles


def task_files(reports: Path, task: str) -> TaskFiles:
    """What evaluate wrote for one task; a task without labels has metrics that say so, and empty tables."""
    folder = reports / "plots" / task
    confusion, reliability, features, coverage = (
        [row for _, row in storage.read_csv(path, ())] if (path := folder / f"{name}.csv").is_file() else []
        for name in ("confusion", "reliability", "features", "coverage")
    )
    repeated = reports / "metrics" / f"{task}{REPEATED}.json"
    return TaskFiles(
        storage.read_json(reports / "metrics" / f"{task}.json"),
        storage.read_jsonl(reports / "predictions" / f"{task}.jsonl"),
        confusion,
        reliability,
        features,
        coverage,
        storage.read_json(repeated) if repeated.is_file() else {},
    )


def positions(reports: Path, articles: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The positions in test pages and in pages without labels, with what is known of each page."""
    tested = storage.read_jsonl(reports / "predictions" / "positions.jsonl")
    found = [row | {"stance": row["predicted"], "side": "test"} for row in tested if row["predicted"] != "none"]
    found += [row | {"side": "unlabelled"} for row in storage.read_jsonl(reports / "positions.jsonl")]
    return [row | {name: articles[row["id"]][name] for name in ("outlet", "published")} for row in found]


def digest(path: Path) -> str:
    """The SHA-256 of a file; of a table, that of what `sha256sum *.parquet` prints for its parts."""
    if not path.is_dir():
        return storage.sha256(path)
    parts = "".join(f"{storage.sha256(part)}  {part.name}\n" for part in sorted(path.glob("*.parquet")))
    return hashlib.sha256(parts.encode()).hexdigest()


def digests(reports: Path, folders: Mapping[str, Path], tables: Mapping[str, Path]) -> dict[str, str]:
    """The SHA-256 of what is read, by names that do not say where it lies."""
    named = {f"{name}/{path.name}": path for name, folder in folders.items() for path in folder.iterdir()}
    named |= {f"{kind}/{path.name}": path for kind in ("metrics", "predictions") for path in (reports / kind).iterdir()}
    return {name: digest(path) for name, path in sorted((named | dict(tables)).items())}


def report(params: Params, *, reports: Path, ingested: Path, clean: Path, split: Path, citation: Path) -> None:
    """Read the figures, write report.md, report.html and the charts."""
    corpus = storage.read_json(ingested / "corpus.json")
    compared = storage.read_json(reports / "comparison.json")
    rows = storage.read_table(clean / "articles").select(["id", "title", "outlet", "author", "published"]).to_pylist()
    articles = {row["id"]: row for row in rows}
    material = Material(
        config=corpus["config"],
        codebook=corpus["codebook"],
        ingest=storage.read_json(reports / "metrics" / "ingest.json"),
        clean=storage.read_json(reports / "metrics" / "clean.json"),
        split=storage.read_json(reports / "metrics" / "split.json"),
        tasks={name: task_files(reports, name) for name in params.raw if name in (*params.tasks, "positions")},
        unlabelled=storage.read_jsonl(reports / "predictions" / "unlabelled.jsonl"),
        articles=articles,
        positions=positions(reports, articles),
        removed=storage.read_table(clean / "removed"),
        kept=storage.read_table(clean / "kept"),
        labels=datasheet.label_counts(
            *(storage.read_table(path).to_pylist() for path in (ingested / "labels", ingested / "annotations", split))
        ),
        digests=digests(reports, {"ingested": ingested, "clean": clean}, {"split": split}),
        citation=storage.read_yaml(citation).data,
        against=comparison.from_dict(compared, reports / "comparison.json") if compared else None,
    )
    found = reporting.build(material, params)
    with storage.new_folder(reports / "charts") as folder:
        for name, chart in found.charts().items():
            storage.write_text(folder / name, chart)
    with storage.new_folder(reports / "cards") as folder:
        for name, text in cards.cards(material, params).items():
            storage.write_text(folder / name, text)
    storage.write_text(reports / "report.md", document.markdown(found))
    storage.write_text(reports / "report.html", document.html(found))


if __name__ == "__main__":
    sys.exit(stages.run(report, __doc__, ["reports", "ingested", "clean", "split", "citation"]))
