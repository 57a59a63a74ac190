"""What cleaning returns: an article, and every line of the page with what was decided about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_WORD = re.compile(r"\w+")

ARTICLE_ROLES = ("kicker", "title", "teaser", "body", "subheading", "list", "quote", "table")
FURNITURE_ROLES = (
    "navigation",
    "prompt",
    "caption",
    "credit",
    "byline",
    "related",
    "comment",
    "service",
    "legal",
    "boilerplate",  # the same sentence under many articles of an outlet
    "other",
)


def squeeze(text: str) -> str:
    """A text with every run of white space as one space."""
    # The one white space that is printable is the space: most texts are told to be right faster than made so.
    if "  " not in text and text.isprintable():
        return text.strip(" ")
    return " ".join(text.split())


def count_words(text: str) -> int:
    """The number of words."""
    return len(_WORD.findall(text))


class Line(NamedTuple):  # one for each line of a page: a frozen dataclass takes three times as long to make
    """One line of a page (a block, where it is HTML) and what was decided about it.

    `number` is its place in reading order, from 1; `role` is one of ARTICLE_ROLES or FURNITURE_ROLES; `confidence` is
    the probability of the decision to keep or to remove, in [0.5, 1]; `start` and `end` are character offsets into the
    decoded page, -1 where the text is not found there.
    """

    number: int
    text: str
    role: str
    reason: str
    confidence: float = 1.0
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Article:
    """The article in a page; a field that the page does not state is None.

    `sources` names for each field that is set where its value was read, `json-ld`, `og:title`, `line 7`, ….
    `is_teaser`: the page shows the beginning of the article alone, the rest is behind a paywall.
    """

    text: str
    kicker: str | None = None
    title: str | None = None
    teaser: str | None = None
    author: str | None = None
    published: str | None = None
    modified: str | None = None
    outlet: str | None = None
    section: str | None = None
    language: str | None = None
    is_teaser: bool = False
    sources: Mapping[str, str] = field(default_factory=dict)
    kept: list[Line] = field(default_factory=list)
    removed: list[Line] = field(default_factory=list)
