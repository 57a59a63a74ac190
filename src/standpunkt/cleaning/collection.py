"""The pages of a corpus: each cleaned by itself, then what only all of them show.

All of them show the sentences that an outlet prints under many articles, and the articles that are nearly alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tqdm import tqdm

from standpunkt.cleaning import boilerplate, duplicates
from standpunkt.cleaning.article import Line, count_words, squeeze
from standpunkt.cleaning.draft import HEAD_ROLES
from standpunkt.cleaning.duplicates import Pair
from standpunkt.cleaning.limits import Limits
from standpunkt.cleaning.page import clean_page
from standpunkt.params import CleanParams

Row = dict[str, Any]
Pins = Mapping[str, Mapping[str, bool]]
ALL_OUTLETS = "*"
_STATED = ("author", "published", "outlet")
_FIELDS = ("text", "kicker", "teaser", "modified", "section", "language", "is_teaser")


@dataclass
class Cleaned:
    """Rows of `schema.ARTICLES` without clusters, rows of `schema.LINES`, and what became of the other pages."""

    articles: list[Row] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    pins: set[tuple[str, str]] = field(default_factory=set)
    """Outlet and line of each pin that stands on a page."""


def _line(identifier: str, line: Line) -> Row:
    names = ("text", "role", "reason", "confidence", "start", "end")
    return {"id": identifier, "line": line.number} | {name: getattr(line, name) for name in names}


def clean_pages(
    pages: Iterable[Mapping[str, Any]], params: CleanParams, limits: Limits, pins: Pins, total: int | None = None
) -> Cleaned:
    """Clean each page by itself; a page without an article is counted by reason, and its lines are kept as removed."""
    found = Cleaned()
    for page in tqdm(pages, "cleaning", total, unit="page", disable=None):
        here = {outlet: pins.get(outlet, {}) for outlet in (ALL_OUTLETS, page["outlet"] or "")}
        article = clean_page(page["kind"], page["content"], limits, {**here[ALL_OUTLETS], **here[page["outlet"] or ""]})
        if isinstance(article, str):
            found.dropped[article] += 1
            continue
        lines = [*article.kept, *article.removed]
        seen = {line.text for line in lines} if any(here.values()) else set()
        found.pins.update((outlet, text) for outlet, texts in here.items() for text in texts if text in seen)
        reason = _why_dropped(page["kind"], article.text, article.language, params)
        found.languages.update([article.language or "und"] if article.text else [])
        found.removed.extend(_line(page["id"], line) for line in article.removed)
        if reason:
            found.dropped[reason] += 1
            why = f"the page is dropped: {reason}"
            found.removed.extend(_line(page["id"], line) | {"reason": why} for line in article.kept)
            continue
        found.kept.extend(_line(page["id"], line) for line in article.kept)
        row = {name: page[name] for name in ("id", "kind", "group", "split", "part")}
        row |= {name: getattr(article, name) for name in _FIELDS}
        # What the corpus states about a page stands above what the page says of itself.
        row |= {name: page[name] or getattr(article, name) for name in (*_STATED, "title")}
        said = {**article.sources, **{name: "corpus" for name in (*_STATED, "title") if page[name]}}
        found.articles.append(row | {"words": count_words(article.text), "sources": sorted(said.items())})
    return found


def _why_dropped(kind: str, text: str, language: str | None, params: CleanParams) -> str | None:
    if not text:
        return "no_article_found"
    if params.languages and language not in (*params.languages, "und"):
        return "wrong_language"
    if kind != "article" and count_words(text) < params.min_words:
        return "too_short"
    return None


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles without boilerplate and with clusters, what was taken from them, and the pairs within clusters."""

    articles: list[Row]
    boilerplate: list[tuple[str, int, str, int]]
    """Article, paragraph (from 1), text, and under how many of the outlet's articles it stands."""
    pairs: list[Pair]


def compare(
    articles: Sequence[Mapping[str, Any]],
    *,
    similarity: float,
    containment: float,
    permutations: int,
    min_articles: int,
    min_share: float,
    random_state: int,
) -> Collection:
    """Remove what is shared, and group near-duplicates.

    Boilerplate makes short articles look alike, and copies of one article make its sentences look like boilerplate; so
    clusters are found, then boilerplate with their help, then clusters again.

    Args:
        articles: rows with `id`, `outlet` and `text`; they stay as they are.
        similarity: see `duplicates.clusters`, as `containment`, `permutations` and `random_state`.
        containment: see there.
        permutations: see there.
        min_articles: see `boilerplate.shared`, as `min_share`.
        min_share: see there.
        random_state: see there.
    """
    ids = [row["id"] for row in articles]

    def cluster(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
        texts = [row["text"] for row in rows]
        return duplicates.clusters(ids, texts, similarity, permutations, random_state, containment)

    clusters = cluster(articles)
    by_outlet: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in articles:
        if row["outlet"]:
            by_outlet[row["outlet"]].append((row["id"], clusters[row["id"]], row["text"]))
    shared = boilerplate.shared(by_outlet, min_articles, min_share)
    found: list[Row] = []
    removed: list[tuple[str, int, str, int]] = []
    for row in articles:
        lines = shared.get(row["outlet"] or "", {})
        text, taken = boilerplate.strip(row["text"], lines)
        removed.extend((row["id"], paragraph, part, lines.get(duplicates.fold(part), 0)) for paragraph, part in taken)
        found.append({**row, "text": text, "words": count_words(text)} if taken else dict(row))
    clusters = cluster(found) if removed else clusters
    pairs = duplicates.relations(ids, [row["text"] for row in found], clusters)
    return Collection([row | {"cluster": clusters[row["id"]]} for row in found], removed, pairs)


def take_out(found: Collection, kept: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The lines of boilerplate, out of the kept lines: what is left of these, and the removed ones.

    A paragraph that is boilerplate as a whole is kept no more; one that had a sentence of it stays.
    """
    paragraphs: dict[str, list[Row]] = defaultdict(list)
    for row in kept:
        if row["role"] not in HEAD_ROLES:
            paragraphs[row["id"]].append(row)
    gone: set[tuple[str, int]] = set()
    removed: list[Row] = []
    for identifier, number, text, count in found.boilerplate:
        lines = paragraphs.get(identifier, [])
        row = lines[number - 1] if number <= len(lines) else {"line": number, "start": -1, "end": -1, "text": ""}
        if squeeze(row["text"]) == squeeze(text):
            gone.add((identifier, row["line"]))
        reason = f"stands under {count} articles of the outlet"
        removed.append(
            {**row, "id": identifier, "text": text, "role": "boilerplate", "reason": reason, "confidence": 1.0}
        )
    return [row for row in kept if (row["id"], row["line"]) not in gone], removed
