"""HTML as a tree whose text nodes are slices of the page, so that every line can say where it stands in the original.

A parser decodes character references, and then nothing tells where a text came from. So every ampersand is replaced by
a noncharacter before parsing (the same length, no offset moves), and texts are decoded afterwards, by `restore`.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

MARK = "\ufdd0"  # a Unicode noncharacter: "intended for internal use", in no text that is interchanged


def marked(content: str) -> str:
    """The page as the parser sees it: as long as the page, without character references."""
    return content.replace(MARK, " ").replace("&", MARK)


@dataclass(frozen=True)
class Source:
    """A decoded page in the forms that limits, parser and walk read, each made once, when it is asked for."""

    content: str

    @cached_property
    def raw(self) -> str:
        """`marked(content)`."""
        return marked(self.content)

    @cached_property
    def encoded(self) -> bytes:
        """`raw` in UTF-8; half of a surrogate pair, which no text has, is left out."""
        return self.raw.encode("utf-8", "ignore")

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """HTML as browsers parse it; texts and attributes of the tree must go through `restore`."""
        # Without events nothing is added to what the page has: a browser copies the chosen option of a list into
        # another element.
        return LexborHTMLParser(self.encoded, options=LexborDocumentOptions.WO_EVENTS.value)


def restore(text: str) -> str:
    """A text or attribute of the tree with its character references decoded."""
    return html.unescape(text.replace(MARK, "&")) if MARK in text else text
