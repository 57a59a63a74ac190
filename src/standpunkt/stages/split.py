"""Split: every labelled page gets a side, and an audit looks for leaks. Decides what may be known at training time."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standpunkt import stages, storage
from standpunkt.cleaning.duplicates import fold
from standpunkt.errors import StandpunktError
from standpunkt.evaluation import leakage, splitting
from standpunkt.evaluation.leakage import Finding, Item, Labelled, Mark
from standpunkt.evaluation.splitting import Page, Row, labelled_pages
from standpunkt.params import Params
from standpunkt.schema import ANNOTATED, SPLIT, table

_COLUMNS = [*splitting.COLUMNS, "kicker", "title", "teaser", "text"]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the audit knows of the text of a page."""

    digest: str
    """Of its words alone."""
    marks: Sequence[Mark]


def _articles(folder: Path) -> Iterator[dict[str, Any]]:
    return storage.rows_of(storage.read_table(folder).select(_COLUMNS))


def split(params: Params, *, ingested: Path, clean: Path, searched: Path, out: Path, metrics: Path) -> None:
    """Assign sides, audit them, and write both; a leak stops the pipeline, a corpus without labels has no sides.

    Args:
        params: of the run.
        ingested: output of the stage ingest.
        clean: output of the stage clean.
        searched: for each corpus and task the ids of the rows on which `standpunkt search` chose parameters.
        out: folder of the sides.
        metrics: file of the counts.

    Raises:
        StandpunktError: the strategy does not fit these pages, or the audit found what nobody signed for.
    """
    stated = storage.read_table(ingested / "labels").to_pylist()
    annotations = storage.read_table(clean / "annotations").to_pylist()
    marked = {row["id"] for row in annotations}
    wanted = marked | {label["id"] for label in stated}
    corpus, signed_for = storage.read_json(ingested / "corpus.json")["config"]["name"], params.split.signed_for
    articles, read, total = [], {}, 0
    for article in _articles(clean / "articles"):
        total += 1
        if article["id"] in wanted:
            digest = hashlib.sha256(fold(article["text"]).encode()).hexdigest()
            read[article["id"]] = _Read(digest, leakage.marks(article))
            articles.append({name: value for name, value in article.items() if name != "text"})
    pages = labelled_pages(articles, stated, sorted(marked))
    rows = splitting.assign(pages, params.split, params.random_state) if pages else []
    strategy = splitting.strategy_of(pages, params.split) if pages else "none"
    findings: list[Finding] = []
    accepted: dict[str, str] = {}
    if pages:
        known = _labelled([*stated, *_of_annotations(annotations)], rows)
        tuned_on = _tuned_on(searched, corpus)
        findings, promises = _sides(pages, read, rows, strategy, params.split.group_by)
        findings += [
            leakage.markers(known, {identifier: one.marks for identifier, one in read.items()}),
            leakage.untested(known),
            leakage.tuned(known, tuned_on),
            leakage.SAMPLING,
        ]
        accepted = leakage.settle(findings, params.split.accept.model_dump(exclude_none=True), promises)
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
            "unlabelled": total - len(pages),
            "audit": {finding.name: finding.number for finding in findings},
            "accepted": accepted,
            **({"signed_for": signed_for} if accepted and signed_for not in (None, corpus) else {}),
        },
    )


def _of_annotations(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """A label without a name for each task whose gold is marked in a page."""
    for row in rows:
        for task in ANNOTATED:
            if row[task] is not None:
                yield {"id": row["id"], "task": task, "target": None, "label": None}


def _labelled(labels: Iterable[Mapping[str, Any]], rows: Iterable[Row]) -> list[Labelled]:
    """Labels with the side on which their task meets them; those of pages that cleaning dropped are left out."""
    sides = {(row.id, row.target): row.side for row in rows}
    found = []
    for label in labels:
        side = sides.get((label["id"], label["target"])) or sides.get((label["id"], None))
        if side:
            found.append(Labelled(label["task"], label["id"], label["label"], side))
    return found


def _sides(
    pages: Iterable[Page], read: Mapping[str, _Read], rows: Sequence[Row], strategy: str, group_by: str
) -> tuple[list[Finding], dict[str, str]]:
    """What stands on two sides, of pages and of (page, target) pairs; and what promises that some of it does not."""
    by_id = {page.id: page for page in pages}
    findings: list[Finding] = []
    promises: dict[str, str] = {}
    for by_target in (False, True):
        part = [row for row in rows if bool(row.target) is by_target]
        promised = leakage.promised(strategy, group_by, by_target=by_target)
        items = [_item(row, by_id[row.id], read[row.id]) for row in part]
        found = leakage.shared(items, promised, by_target=by_target) if part else []
        findings += found
        promises |= {one.name: f"split.strategy {strategy!r}" for one in found if one.check in promised}
    return findings, promises


def _item(row: Row, page: Page, read: _Read) -> Item:
    return Item(
        row.id, row.side, page.cluster, read.digest, page.group, row.target, page.published, page.authors, page.outlet
    )


def _tuned_on(searched: Path, corpus: str) -> Mapping[str, Collection[str]]:
    """For each task the ids of this corpus's rows on which parameters were chosen.

    Raises:
        StandpunktError: the file is not of that form.
    """
    found = storage.read_json(searched)
    tasks = found.get(corpus, {}) if isinstance(found, dict) else None
    if not isinstance(tasks, dict) or not all(isinstance(ids, list) for ids in tasks.values()):
        raise StandpunktError(
            f"{searched}: must be {{corpus: {{task: [ids]}}}}, as `standpunkt search` writes it; {{}} where none ran"
        )
    return tasks


if __name__ == "__main__":
    sys.exit(stages.run(split, __doc__, ["ingested", "clean", "searched", "out", "metrics"]))
