"""Report: what a reviewer reads, in Markdown and HTML. Decides nothing: it shows what the other stages wrote."""

from __future__ import annotations

import sys
from pathlib import Path

from standpunkt import stages, storage
from standpunkt.params import Params
from standpunkt.reporting import report as reporting
from standpunkt.reporting.material import Material, TaskFiles


def task_files(reports: Path, task: str) -> TaskFiles:
    """What evaluate wrote for one task; a task without labels has metrics that say so, and empty tables."""
    plots = [
        [row for _, row in storage.read_csv(reports / "plots" / task / f"{name}.csv", ())]
        for name in ("confusion", "reliability", "features", "coverage")
    ]
    return TaskFiles(
        storage.read_json(reports / "metrics" / f"{task}.json"),
        storage.read_jsonl(reports / "predictions" / f"{task}.jsonl"),
        *plots,
    )


def report(params: Params, *, reports: Path, ingested: Path, clean: Path) -> None:
    """Read the figures, write report.md, report.html and the charts."""
    corpus = storage.read_json(ingested / "corpus.json")
    articles = storage.read_table(clean / "articles").select(["id", "title", "outlet"]).to_pylist()
    material = Material(
        config=corpus["config"],
        codebook=corpus["codebook"],
        ingest=storage.read_json(reports / "metrics" / "ingest.json"),
        clean=storage.read_json(reports / "metrics" / "clean.json"),
        split=storage.read_json(reports / "metrics" / "split.json"),
        tasks={name: task_files(reports, name) for name in params.raw if name in params.tasks},
        unlabelled=storage.read_jsonl(reports / "predictions" / "unlabelled.jsonl"),
        articles={row["id"]: row for row in articles},
        removed=storage.read_table(clean / "removed"),
        kept=storage.read_table(clean / "kept"),
    )
    found = reporting.build(material, params)
    with storage.new_folder(reports / "charts") as folder:
        for name, chart in found.charts().items():
            storage.write_text(folder / name, chart)
    storage.write_text(reports / "report.md", reporting.markdown(found))
    storage.write_text(reports / "report.html", reporting.html(found))


if __name__ == "__main__":
    sys.exit(stages.run(report, __doc__, ["reports", "ingested", "clean"]))
