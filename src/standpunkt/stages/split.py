"""Split: every labelled page gets a side, and an audit looks for leaks. Decides what may be known at training time."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from standpunkt import stages, storage
from standpunkt.evaluation import leakage, splitting
from standpunkt.evaluation.splitting import Page
from standpunkt.params import Params
from standpunkt.schema import SPLIT, table


def labelled_pages(articles: Iterable[Mapping[str, Any]], labels: Iterable[Mapping[str, Any]]) -> list[Page]:
    """What the split may know of each page with a label; the stratum is its topic, or its first label."""
    by_id: dict[str, list[Mapping[str, Any]]] = {}
    for label in labels:
        by_id.setdefault(label["id"], []).append(label)
    return [
        Page(
            id=row["id"],
            cluster=row["cluster"],
            group=row["group"],
            published=row["published"],
            own_side=row["split"],
            stratum=min(by_id[row["id"]], key=lambda label: label["task"] != "topic")["label"],
            targets=tuple(sorted(label["target"] for label in by_id[row["id"]] if label["target"])),
        )
        for row in articles
        if row["id"] in by_id
    ]


def split(params: Params, *, labels: Path, clean: Path, out: Path, metrics: Path) -> None:
    """Assign sides, audit them, and write both; a leak stops the pipeline, a corpus without labels has no sides."""
    articles = storage.read_table(clean / "articles").drop_columns(["text"]).to_pylist()
    stated = storage.read_table(labels).to_pylist()
    pages = labelled_pages(articles, stated)
    rows = splitting.assign(pages, params.split, params.random_state) if stated else []
    strategy = splitting.strategy_of(pages, params.split) if stated else "none"
    by_id = {page.id: page for page in pages}
    found: dict[str, int] = {}
    for name, part in (
        ("", [row for row in rows if not row.target]),
        ("by_target_", [row for row in rows if row.target]),
    ):
        items = [
            leakage.Item(
                row.id, row.side, by_id[row.id].cluster, by_id[row.id].group, row.target, by_id[row.id].published
            )
            for row in part
        ]
        kind = strategy if name or strategy != "target" else "grouped"
        found |= {f"{name}{check}": number for check, number in leakage.audit(items, kind).items()} if part else {}
    leakage.refuse(found)
    sides = [{"id": row.id, "target": row.target, "side": row.side, "reason": row.reason} for row in rows]
    with storage.new_folder(out) as folder:
        storage.write_table(folder, table(SPLIT, sides))
    storage.write_json(
        metrics,
        {
            "strategy": strategy,
            "pages": dict(Counter(row.side for row in rows if not row.target)),
            "pairs_by_target": dict(Counter(row.side for row in rows if row.target)),
            "excluded": dict(Counter(row.reason for row in rows if row.reason)),
            "unlabelled": len(articles) - len(pages),
            "audit": found,
        },
    )


if __name__ == "__main__":
    sys.exit(stages.run(split, __doc__, ["labels", "clean", "out", "metrics"]))
