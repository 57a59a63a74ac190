"""Clean: pages become articles, near-duplicates are found, what is removed is kept. Decides what is article."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from standpunkt import stages, storage
from standpunkt.cleaning import alignment, collection
from standpunkt.cleaning.collection import Cleaned, Collection, Row
from standpunkt.cleaning.limits import Limits
from standpunkt.errors import StandpunktError
from standpunkt.evaluation import cleaning
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.params import EvaluateParams, Params
from standpunkt.schema import ANNOTATIONS, ARTICLES, LINES, Annotation, table

DOUBTFUL = 0.6
"""Confidence below which a decision about a line counts as doubtful."""


def clean(params: Params, *, ingested: Path, out: Path, metrics: Path) -> None:
    """Clean all pages, compare the articles, score against gold where there is any."""
    table_of_pages = storage.read_table(ingested / "pages")
    total = table_of_pages.num_rows
    pins = storage.read_json(ingested / "pins.json")
    options = params.clean
    limits = Limits(params.ingest.max_page_bytes, options.max_depth, options.max_line_characters, options.max_seconds)
    found = collection.clean_pages(storage.rows_of(table_of_pages), options, limits, pins, total)
    if not found.articles:
        raise StandpunktError(f"no article is left of {total} pages: {dict(sorted(found.dropped.items()))}")
    whole = collection.compare(
        found.articles,
        similarity=options.duplicate_similarity,
        containment=options.duplicate_containment,
        permutations=options.duplicate_permutations,
        min_articles=options.boilerplate_articles,
        min_share=options.boilerplate_share,
        random_state=params.random_state,
    )
    kept, boilerplate = collection.take_out(whole, found.kept)
    removed = [*found.removed, *boilerplate]
    counts = _counts(total, found, whole, removed)
    counts["doubtful"] = {"below": DOUBTFUL, "kept": _doubtful(kept), "removed": _doubtful(removed)}
    counts["pins"] = {"used": len(found.pins), "unused": sum(map(len, pins.values())) - len(found.pins)}
    gold = storage.read_table(ingested / "gold").to_pylist()
    if gold:
        counts["gold"] = score(whole.articles, gold, params.evaluate, params.random_state)
    marked = [Annotation.from_row(row) for row in storage.read_table(ingested / "annotations").to_pylist()]
    annotations = _carried(marked, whole.articles)
    if marked:
        counts["annotations"] = _annotated(marked, annotations)
    with storage.new_folder(out) as folder:
        storage.write_table(folder / "annotations", table(ANNOTATIONS, [asdict(one) for one in annotations]))
        storage.write_table(folder / "articles", table(ARTICLES, whole.articles))
        storage.write_table(folder / "kept", table(LINES, kept))
        storage.write_table(folder / "removed", table(LINES, removed))
    storage.write_json(metrics, counts)


def _counts(pages: int, found: Cleaned, whole: Collection, removed: Sequence[Row]) -> dict[str, Any]:
    sizes = Counter(row["cluster"] for row in whole.articles)
    return {
        "pages": {"found": pages, "kept": len(whole.articles), "dropped": dict(found.dropped)},
        "removed_lines": dict(Counter(row["role"] for row in removed)),
        "words": sum(row["words"] for row in whole.articles),
        "languages": dict(found.languages),
        "teasers": sum(row["is_teaser"] for row in whole.articles),
        "boilerplate": {
            "lines": len(whole.boilerplate),
            "articles": len({identifier for identifier, *_ in whole.boilerplate}),
        },
        "near_duplicates": {
            "clusters": sum(size > 1 for size in sizes.values()),
            "articles": sum(size for size in sizes.values() if size > 1),
            "pairs": {kind: sum(pair.kind == kind for pair in whole.pairs) for kind in ("exact", "rewrite", "near")},
        },
    }


def _carried(marked: Sequence[Annotation], articles: Sequence[Row]) -> list[Annotation]:
    """What people marked, with its offsets counted in the text of the article; that of dropped pages is left out."""
    texts = {row["id"]: row["text"] for row in articles}
    return [alignment.carry(one, texts[one.id]) for one in marked if one.id in texts]


def _annotated(marked: Sequence[Annotation], carried: Sequence[Annotation]) -> dict[str, Any]:
    """How many quotations and positions were marked, and how many of them stand in no article."""
    found: dict[str, Any] = {}
    for name, there in (("quotes", lambda quote: bool(quote.spans)), ("positions", lambda one: one.start < one.end)):
        before = sum(len(getattr(one, name) or ()) for one in marked)
        after = sum(there(one) for page in carried for one in getattr(page, name) or ())
        if before:
            found[name] = {"marked": before, "lost": before - after}
    return found


def _doubtful(rows: Sequence[Row]) -> int:
    return sum(row["confidence"] < DOUBTFUL for row in rows)


def score(
    articles: Sequence[Mapping[str, Any]], gold: Sequence[Mapping[str, str]], params: EvaluateParams, random_state: int
) -> dict[str, Any]:
    """Scores against gold over all pages and by kind; pages that were dropped count under the kind `dropped`."""
    by_id = {row["id"]: row for row in articles}
    kinds: dict[str, set[str]] = {"all": set()}
    for row in gold:
        kinds["all"].add(row["id"])
        kinds.setdefault(by_id[row["id"]]["kind"] if row["id"] in by_id else "dropped", set()).add(row["id"])
    found = {}
    for kind, ids in kinds.items():
        pages = sorted(ids)
        bootstrap = Bootstrap(pages, params.resamples, params.level, random_state)
        found[kind] = cleaning.score(by_id, [row for row in gold if row["id"] in ids], bootstrap, pages)
    return found


if __name__ == "__main__":
    sys.exit(stages.run(clean, __doc__, ["ingested", "out", "metrics"]))
