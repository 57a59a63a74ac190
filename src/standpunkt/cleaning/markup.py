"""HTML as a tree whose text nodes are slices of the page, so that every line can say where it stands in the original.

A parser decodes character references, and then nothing tells where a text came from. So every ampersand is replaced by
a noncharacter before parsing (the same length, no offset moves), and texts are decoded afterwards, by `restore`.
"""

from __future__ import annotations

import html

from selectolax.lexbor import LexborHTMLParser

MARK = "\ufdd0"  # a Unicode noncharacter: "intended for internal use", in no text that is interchanged


def marked(content: str) -> str:
    """The page as the parser sees it: as long as the page, without character references."""
    return content.replace(MARK, " ").replace("&", MARK)


def parse(content: str, raw: str | None = None) -> LexborHTMLParser:
    """Parse a decoded page as browsers do; texts and attributes of the tree must go through `restore`.

    Args:
        content: the decoded page.
        raw: `marked(content)` where that is known.
    """
    return LexborHTMLParser(marked(content) if raw is None else raw)


def restore(text: str) -> str:
    """A text or attribute of the tree with its character references decoded."""
    return html.unescape(text.replace(MARK, "&")) if MARK in text else text
