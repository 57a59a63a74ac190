"""How well cleaning did, against pages whose body and furniture are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from standpunkt.cleaning.article import squeeze
from standpunkt.evaluation.uncertainty import Bootstrap

FIELDS = ("kicker", "title", "teaser", "author", "published")


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
        as a whole); `furniture_characters_kept` over all roles and by role; and for each field the share of pages whose
        value is exactly the gold one (dates by day), each with interval and n.
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
    for row in gold:
        page, role, text = row["id"], row["role"], row["text"]
        article = articles.get(page)
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
        head, _, role = name.partition(".")
        if role:
            found.setdefault(head, {})[role] = entry
        else:
            found[name] = entry
    return found
