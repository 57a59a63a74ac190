"""Clean: pages become articles, near-duplicates are found, what is removed is kept. Decides what is article."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from standpunkt import stages, storage
from standpunkt.cleaning import duplicates
from standpunkt.cleaning.article import count_words
from standpunkt.cleaning.page import clean_page
from standpunkt.errors import StandpunktError
from standpunkt.evaluation import cleaning
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.params import CleanParams, EvaluateParams, Params
from standpunkt.schema import ARTICLES, REMOVED, table


def to_articles(
    pages: Sequence[Mapping[str, Any]], params: CleanParams
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], Counter[str]]:
    """Rows of `schema.ARTICLES` without clusters, rows of `schema.REMOVED`, and the pages dropped by reason."""
    articles: list[dict[str, Any]] = []
    removed: list[dict[str, Any]] = []
    dropped = Counter[str]()
    for page in pages:
        article = clean_page(page["kind"], page["content"])
        words = count_words(article.text)
        removed.extend(
            {"id": page["id"], "line": item.line, "text": item.text, "role": item.role, "reason": item.reason}
            for item in article.removed
        )
        if not article.text:
            dropped["no_article_found"] += 1
        elif words < params.min_words and page["kind"] != "article":
            dropped["too_short"] += 1
        else:
            row = {name: page[name] for name in ("id", "kind", "group", "split")}
            row |= {name: getattr(article, name) for name in ("text", "kicker", "teaser")} | {"words": words}
            row["title"] = page["title"] or article.title
            # What the corpus states about a page stands above what the page says of itself.
            row |= {name: page[name] or getattr(article, name) for name in ("author", "published", "outlet")}
            articles.append(row)
    return articles, removed, dropped


def clean(params: Params, *, ingested: Path, out: Path, metrics: Path) -> None:
    """Clean all pages, cluster near-duplicates, score against gold where there is any."""
    pages = storage.read_table(ingested / "pages").to_pylist()
    articles, removed, dropped = to_articles(pages, params.clean)
    if not articles:
        raise StandpunktError(f"no article is left of {len(pages)} pages: {dict(sorted(dropped.items()))}")
    ids = [row["id"] for row in articles]
    found = duplicates.clusters(
        ids,
        (row["text"] for row in articles),
        params.clean.duplicate_similarity,
        params.clean.duplicate_permutations,
        params.random_state,
    )
    articles = [row | {"cluster": found[row["id"]]} for row in articles]
    sizes = Counter(found.values())
    counts: dict[str, Any] = {
        "pages": {"found": len(pages), "kept": len(articles), "dropped": dict(dropped)},
        "removed_lines": dict(Counter(row["role"] for row in removed)),
        "words": sum(row["words"] for row in articles),
        "near_duplicates": {
            "clusters": sum(size > 1 for size in sizes.values()),
            "articles": sum(size for size in sizes.values() if size > 1),
        },
    }
    gold = storage.read_table(ingested / "gold").to_pylist()
    if gold:
        counts["gold"] = score(articles, gold, params.evaluate, params.random_state)
    with storage.new_folder(out) as folder:
        storage.write_table(folder / "articles", table(ARTICLES, articles))
        storage.write_table(folder / "removed", table(REMOVED, removed))
    storage.write_json(metrics, counts)


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
