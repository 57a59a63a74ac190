"""How well cleaning did, against pages whose body and furniture are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from standpunkt.cleaning.article import squeeze
from standpunkt.evaluation.uncertainty import Bootstrap

FIELDS = ("kicker", "title", "teaser", "author", "published")
SEGMENTS = {"segment_with": True, "segment_without": False}
_OUTPUTS = {"segments": ("kicker", "title", "teaser", "text"), "segments_text": ("text",)}


def score(
    articles: Mapping[str, Mapping[str, Any]], gold: Iterable[Mapping[str, str]], bootstrap: Bootstrap, ids: list[str]
) -> dict[str, Any]:
    """Score articles against gold.

    Args:
        articles: rows of `schema.ARTICLES` by page id; a page without a row was dropped, and all its body is lost.
        gold: rows of `schema.GOLD`.
        bootstrap: over `ids`.
        ids: of the pages that have gold.

    Returns:
        `body_characters_kept`: share of the characters of body paragraphs that stand in the article (a paragraph counts
        as a whole); `furniture_characters_kept` over all roles and by role; for each field the share of pages whose
        value is exactly the gold one (dates by day); and `precision`, `recall` and `f1` of marked segments, under
        `segments` in the article with its kicker, title and teaser, under `segments_text` in its text alone. Each with
        interval and n, the number of pages.

    A segment that must be kept and is found counts as a true positive, one that must not as a false positive, as in
    trafilatura's evaluation (Barbaresi 2021, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text
    Discovery and Extraction"); counts are summed over all pages.
    """
    counts: dict[str, dict[str, list[float]]] = defaultdict(dict)

    def add(name: str, page: str, hits: float, total: float) -> None:
        entry = counts[name].setdefault(page, [0.0, 0.0])
        entry[0] += hits
        entry[1] += total

    gold = list(gold)
    kept_texts = {identifier: squeeze(row["text"]) for identifier, row in articles.items()}
    # Without the body's own paragraphs: a menu's word that the body uses too is not kept furniture.
    rests = dict(kept_texts)
    for row in gold:
        if row["role"] == "body":
            for paragraph in row["text"].split("\n\n"):
                rests[row["id"]] = rests.get(row["id"], "").replace(squeeze(paragraph), "\n", 1)
    for name, page, hits, total in _segments(articles, gold):
        add(name, page, hits, total)
    for row in gold:
        page, role, text = row["id"], row["role"], row["text"]
        article = articles.get(page)
        if role in SEGMENTS:
            continue
        if role in FIELDS:
            value = squeeze(str((article or {}).get(role) or ""))
            wanted = text[:10] if role == "published" else squeeze(text)
            add(f"{role}_exact", page, value[: len(wanted)] == wanted if role == "published" else value == wanted, 1)
            continue
        for paragraph in text.split("\n\n"):
            piece = squeeze(paragraph)
            hit = len(piece) if piece in (kept_texts if role == "body" else rests).get(page, "") else 0
            if role == "body":
                add("body_characters_kept", page, hit, len(piece))
            else:
                add("furniture_characters_kept", page, hit, len(piece))
                add(f"furniture_kept_by_role.{role}", page, hit, len(piece))
    found: dict[str, Any] = {}
    for name, by_page in sorted(counts.items()):
        pairs = [by_page.get(identifier, [0.0, 0.0]) for identifier in ids]
        entry = bootstrap.ratio([pair[0] for pair in pairs], [pair[1] for pair in pairs]).as_dict() | {
            "n": len(by_page)
        }
        head, _, part = name.partition(".")
        if part:
            found.setdefault(head, {})[part] = entry
        else:
            found[name] = entry
    return found


def _segments(
    articles: Mapping[str, Mapping[str, Any]], gold: Iterable[Mapping[str, str]]
) -> Iterator[tuple[str, str, float, float]]:
    """What each marked segment adds to a score: its name, the page, numerator and denominator."""
    segments = [row for row in gold if row["role"] in SEGMENTS]
    for name, fields in _OUTPUTS.items():
        outputs = {
            page: _seen(" ".join(articles[page].get(field) or "" for field in fields))
            for page in {row["id"] for row in segments} & articles.keys()
        }
        for row in segments:
            page, wanted = row["id"], SEGMENTS[row["role"]]
            found = _seen(row["text"]) in outputs.get(page, "")
            hit = found and wanted
            yield f"{name}.precision", page, hit, found
            yield f"{name}.recall", page, hit, wanted
            # 2tp / (2tp + fp + fn): what is found and what is wanted, added up, is the denominator.
            yield f"{name}.f1", page, 2 * hit, found + wanted


def _seen(text: str) -> str:
    """A text as a reader sees it: white space squeezed, no soft hyphens, which one tool keeps and another drops."""
    return squeeze(text.replace("\u00ad", ""))
