"""Ingest: one corpus folder becomes pages, labels, targets and gold. Decides what is a valid page."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from standpunkt import corpora, stages, storage
from standpunkt.cleaning import encoding
from standpunkt.errors import StandpunktError
from standpunkt.labelling.votes import VOTES as RECORD
from standpunkt.labelling.votes import read_votes
from standpunkt.params import IngestParams, Params
from standpunkt.schema import ANNOTATED, ANNOTATIONS, GOLD, LABELS, PAGES, TARGETS, VOTES, RawPage, table


def decode(page: RawPage, params: IngestParams) -> dict[str, Any] | str:
    """A row of `schema.PAGES`, or the reason why the page is dropped: empty, too_large or undecodable."""
    size = len(page.content if isinstance(page.content, bytes) else page.content.encode())
    if size > params.max_page_bytes:
        return "too_large"
    if isinstance(page.content, bytes):
        decoded = encoding.decode(page.content)
        if decoded is None:
            return "undecodable"
        text, how = decoded.text, decoded.decision
    else:
        text, how = encoding.tidy(page.content), None
    if not text.strip():
        return "empty"
    columns = ("id", "path", "kind", "outlet", "author", "published", "title", "group", "split", "part")
    return {name: getattr(page, name) for name in columns} | {"content": text, "encoding": how}


def ingest(params: Params, *, corpus: Path, out: Path, metrics: Path) -> None:
    """Read the corpus, decode its pages, and write what is kept with the count of what is not."""
    config = corpora.read_config(corpus)
    codebook = corpora.read_codebook(corpus, config)
    multilabel = [name for name, section in params.tasks.items() if getattr(section, "multilabel", False)]
    found = corpora.read(corpus, config, codebook, multilabel)
    dropped = Counter(found.dropped)
    rows: list[dict[str, Any]] = []
    for page in found.pages:
        row = decode(page, params.ingest)
        if isinstance(row, str):
            dropped[row] += 1
        else:
            rows.append(row)
    if not rows:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(dropped.items()))
        raise StandpunktError(f"{corpus}: no page is left ({reasons}); see ingest in params.yaml")
    kept = {row["id"] for row in rows}
    labels = [label for label in found.labels if label.id in kept]
    annotations = [one for one in found.annotations if one.id in kept]
    votes = [vote for vote in read_votes(corpus / RECORD) if vote.id in kept]
    pins = corpora.read_pins(corpus, {row["outlet"] for row in rows if row["outlet"]})
    with storage.new_folder(out) as folder:
        storage.write_table(folder / "pages", table(PAGES, rows))
        storage.write_table(
            folder / "labels",
            table(LABELS, [{name: getattr(label, name) for name in LABELS.names} for label in labels]),
        )
        targets = [{"id": name, **target.model_dump()} for name, target in found.targets.items()]
        storage.write_table(folder / "targets", table(TARGETS, targets))
        gold = [{name: getattr(item, name) for name in GOLD.names} for item in found.gold if item.id in kept]
        storage.write_table(folder / "gold", table(GOLD, gold))
        storage.write_table(folder / "annotations", table(ANNOTATIONS, [asdict(one) for one in annotations]))
        recorded = [dict(zip(VOTES.names, vote.row(), strict=True)) for vote in votes]
        storage.write_table(folder / "votes", table(VOTES, recorded))
        storage.write_json(folder / "pins.json", pins)
        storage.write_json(folder / "corpus.json", {"config": config.model_dump(), "codebook": codebook.model_dump()})
    marked = {name: [getattr(one, name) for one in annotations] for name in ANNOTATED}
    annotated = {name: sum(map(len, filter(None, rows))) for name, rows in marked.items() if any(rows)}
    counts = {
        "pages": {"found": len(found.pages) + found.dropped.total(), "kept": len(rows), "dropped": dict(dropped)},
        "kinds": dict(Counter(row["kind"] for row in rows)),
        "encodings": dict(Counter(row["encoding"] for row in rows if row["encoding"])),
        "labels": dict(Counter(label.task for label in labels)) | annotated,
        "targets": len(found.targets),
    }
    storage.write_json(metrics, counts)


if __name__ == "__main__":
    sys.exit(stages.run(ingest, __doc__, ["corpus", "out", "metrics"]))
