"""What is measured of cleaned pages: marked segments, fields, lines that were read and marked, the gold of embedded."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import trafilatura
from fit import WebPage
from peers import KEEP_ALL, OURS, RULES, lines_of

from standpunkt import storage
from standpunkt.cleaning.article import Article, squeeze
from standpunkt.errors import StandpunktError
from standpunkt.evaluation import cleaning, metrics
from standpunkt.evaluation.metrics import Counts, Scores
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.params import EvaluateParams
from standpunkt.schema import Gold

Articles = Mapping[str, Article | str]
"""By page id the article, or the reason why there is none."""
FIELDS = ("kicker", "title", "teaser", "text")
_CLASSES = ("article", "other")
_SEGMENTS = {"segment_with": "article", "segment_without": "other"}


class Resampling:
    """The bootstrap settings of params.yaml, over the pages of each score."""

    def __init__(self, settings: EvaluateParams, random_state: int) -> None:
        self._settings = settings
        self._random_state = random_state

    def over(self, pages: Sequence[str]) -> Bootstrap:
        """Resamples of pages; one entry an item, the page that it belongs to."""
        return Bootstrap(pages, self._settings.resamples, self._settings.level, self._random_state)

    def share(self, hits: Mapping[str, Sequence[bool]]) -> dict[str, float]:
        """The share of hits among the items of all pages that have any, with interval and n, the number of items."""
        counts = {page: (sum(of_page), len(of_page)) for page, of_page in hits.items() if of_page}
        found = self.over(list(counts)).ratio(*zip(*counts.values(), strict=True))
        return found.as_dict() | {"n": sum(n for _, n in counts.values())}


def shown(text: str) -> str:
    """A text as a reader sees it: white space squeezed, no soft hyphens."""
    return squeeze(text.replace("\u00ad", ""))


def joined(article: Article | str, fields: Iterable[str] = FIELDS) -> str:
    """The article as one text, empty where there is none."""
    return "" if isinstance(article, str) else "\n".join(getattr(article, field) or "" for field in fields)


# --- marked segments -------------------------------------------------------------------------------------------------


def _precision(counts: Counts) -> Scores:
    return metrics.precision_recall_f1(counts)[0][..., 0]


def _recall(counts: Counts) -> Scores:
    return metrics.precision_recall_f1(counts)[1][..., 0]


def _f1(counts: Counts) -> Scores:
    return metrics.precision_recall_f1(counts)[2][..., 0]


def segments(
    pages: Sequence[WebPage], outputs: Mapping[str, Mapping[str, str]], sampling: Resampling
) -> dict[str, dict[str, Any]]:
    """Precision, recall and F1 of marked segments, summed over all pages, as in trafilatura's evaluation.

    Args:
        pages: with the segments.
        outputs: by tool and page id what it takes for the article; ours is among them.
        sampling: over pages.

    Returns:
        For each tool the scores with intervals, and for all but ours `standpunkt_minus_this`, the difference of F1 on
        the same resamples.
    """
    items = [
        (page.id, label, shown(text))
        for page in pages
        for role, label in _SEGMENTS.items()
        for text in page.gold.get(role, ())
    ]
    bootstrap = sampling.over([page for page, _, _ in items])
    wanted = [label for _, label, _ in items]
    counts = {}
    for tool, by_page in outputs.items():
        texts = {page: shown(text) for page, text in by_page.items()}
        found = ["article" if text in texts[page] else "other" for page, _, text in items]
        counts[tool] = bootstrap.counts(wanted, found, _CLASSES)
    result: dict[str, dict[str, Any]] = {}
    for tool, of_tool in counts.items():
        result[tool] = {
            name: bootstrap.score(score, of_tool).as_dict()
            for name, score in (("precision", _precision), ("recall", _recall), ("f1", _f1))
        }
        if tool != OURS:
            difference = bootstrap.difference(_f1, counts[OURS], of_tool)
            result[tool]["standpunkt_minus_this"] = difference.as_dict()
    return result


# --- fields ----------------------------------------------------------------------------------------------------------


def _names(authors: str) -> set[str]:
    """Authors as a set: one tool joins them by comma, another by semicolon."""
    return {squeeze(name).casefold() for name in re.split(r"[,;]|\bund\b", authors) if name.strip()}


FIELD_RULES: Mapping[str, Callable[[str, str], bool]] = {
    "title": lambda value, gold: shown(value) == shown(gold),
    "published": lambda value, gold: value[:10] == gold[:10],
    "author": lambda value, gold: _names(value) == _names(gold),
}


def trafilatura_fields(page: WebPage) -> dict[str, str]:
    """The fields that trafilatura finds."""
    found = trafilatura.extract_metadata(page.content)
    return {"title": found.title or "", "published": found.date or "", "author": found.author or ""} if found else {}


def fields(
    pages: Sequence[WebPage],
    articles: Mapping[str, Articles],
    peer: Mapping[str, Mapping[str, str]],
    sampling: Resampling,
) -> dict[str, Any]:
    """Of the pages that state a field the share where it was found: title exact, date by day, the same authors.

    Args:
        pages: with the fields that people wrote down.
        articles: ours by kind.
        peer: trafilatura's fields by page id.
        sampling: over pages.
    """
    result: dict[str, Any] = {}
    for field, rule in FIELD_RULES.items():
        gold = {page.id: page.gold[field][0] for page in pages if field in page.gold}
        if not gold:
            continue
        hits = {
            kind: [rule(joined(found[page], (field,)), text) for page, text in gold.items()]
            for kind, found in articles.items()
        }
        hits["trafilatura"] = [rule(peer[page].get(field, ""), text) for page, text in gold.items()]
        bootstrap = sampling.over(list(gold))
        ones = [1.0] * len(gold)
        entry: dict[str, Any] = {name: bootstrap.ratio(found, ones).as_dict() for name, found in hits.items()}
        gaps = np.subtract(hits["html"], hits["trafilatura"], dtype=float).tolist()
        result[field] = entry | {"n": len(gold), "html_minus_trafilatura": bootstrap.ratio(gaps, ones).as_dict()}
    return result


# --- lines that were read and marked ---------------------------------------------------------------------------------

WANTED = ("headline", "kicker", "teaser", "subheading", "body")
UNWANTED = ("headline_copy", "caption", "credit", "byline", "related", "furniture")
Marks = Mapping[str, Mapping[int, set[str]]]
"""By page id and line number (from 1) what people say a line is."""


def read_marks(path: Path, texts: Mapping[str, str]) -> dict[str, dict[int, set[str]]]:
    """Read the marks, and check that the pages are still rendered as they were when they were read.

    Args:
        path: of marked.csv.
        texts: renderings by page id; rows of other pages are left out.

    Raises:
        StandpunktError: a line is not the one that was marked.
    """
    marks: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, row in storage.read_csv(path, ["file", "line", "role", "digest"]):
        page, line = row["file"].removesuffix(".html"), int(row["line"])
        if page not in texts:
            continue
        lines = texts[page].split("\n")
        text = squeeze(lines[line - 1]) if line <= len(lines) else ""
        digest = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]
        if digest != row["digest"]:
            raise StandpunktError(
                f"{path}:{number}: line {line} of {row['file']} has digest {digest}, not {row['digest']}; "
                "install resiliparse as requirements.lock has it, or mark the page again"
            )
        marks[page][line].add(row["role"])
    return marks


def kept_lines(text: str, article: Article | str) -> list[bool]:
    """For each line that is not blank whether it is kept: by offsets, since a line of the article may join several."""
    spans = [] if isinstance(article, str) else [(line.start, line.end) for line in article.kept]
    found = []
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            start = offset + len(line) - len(line.lstrip())
            found.append(any(first <= start < last for first, last in spans))
        offset += len(line) + 1
    return found


def roles_of(text: str, marks: Mapping[int, set[str]]) -> list[set[str]]:
    """For each line that is not blank its roles; a line of the body that has no other is `body`."""
    first = min(line for line, roles in marks.items() if "body_first" in roles)
    last = max(line for line, roles in marks.items() if "body_last" in roles)
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            roles = marks.get(number, set()) - {"body_first", "body_last"}
            found.append(roles or ({"body"} if first <= number <= last else set()))
    return found


def sample(texts: Mapping[str, str], marks: Marks, articles: Articles, sampling: Resampling) -> dict[str, Any]:
    """The share of lines of each role that is kept, by ours and by the peers on text that do not keep all.

    A headline counts as kept where the output has its text: pages repeat it, and one of the copies is enough.

    Args:
        texts: renderings by page id.
        marks: from `read_marks`.
        articles: ours on those renderings.
        sampling: over pages.
    """
    rules = {tool: rule for tool, rule in RULES.items() if tool != KEEP_ALL}
    hits: dict[str, dict[str, dict[str, list[bool]]]] = {
        role: {tool: {page: [] for page in marks} for tool in (OURS, *rules)} for role in (*WANTED, *UNWANTED)
    }
    for page, of_page in marks.items():
        lines, roles = lines_of(texts[page]), roles_of(texts[page], of_page)
        decisions = {OURS: kept_lines(texts[page], articles[page])} | {
            tool: rule(lines) for tool, rule in rules.items()
        }
        for tool, kept in decisions.items():
            output = joined(articles[page]) if tool == OURS else ""
            output = shown("\n".join([output, *(line for line, keep in zip(lines, kept, strict=True) if keep)]))
            for line, is_kept, of_line in zip(lines, kept, roles, strict=True):
                for role in of_line:
                    found = is_kept or (role == "headline" and shown(line) in output)
                    hits[role][tool][page].append(found)
    return {
        role: {tool: sampling.share(by_page) for tool, by_page in tools.items()}
        for role, tools in hits.items()
        if any(tools[OURS].values())
    }


# --- the embedded corpus ---------------------------------------------------------------------------------------------


def embedded(articles: Articles, gold: Iterable[Gold], sampling: Resampling) -> dict[str, Any]:
    """Shares of the characters of body and of furniture that are kept, page by page, as reports/metrics/clean.json."""
    rows = {
        page: {field: getattr(article, field) for field in (*FIELDS, "author", "published")}
        for page, article in articles.items()
        if isinstance(article, Article)
    }
    found = cleaning.score(rows, [asdict(row) for row in gold], sampling.over(list(articles)), list(articles))
    return {name: found[name] for name in ("body_characters_kept", "furniture_characters_kept")}
