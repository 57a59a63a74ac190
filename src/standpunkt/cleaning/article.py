"""What cleaning returns: an article and the lines that are not in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")


def squeeze(text: str) -> str:
    """A text with every run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def count_words(text: str) -> int:
    """The number of words."""
    return len(_WORD.findall(text))


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that is not article: its place in reading order (from 1), what it is, and why we think so."""

    line: int
    text: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """The article in a page; a field that the page does not state is None."""

    text: str
    kicker: str | None = None
    title: str | None = None
    teaser: str | None = None
    author: str | None = None
    published: str | None = None
    outlet: str | None = None
    removed: list[Removed] = field(default_factory=list)
