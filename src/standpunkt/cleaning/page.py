"""One door to cleaning, whatever the kind of page."""

from __future__ import annotations

from standpunkt.cleaning import html, plaintext
from standpunkt.cleaning.article import Article


def clean_page(kind: str, content: str) -> Article:
    """Find the article in a page of kind `html` or `text`; a page of kind `article` is one already."""
    if kind == "html":
        return html.clean(content)
    if kind == "text":
        return plaintext.clean(content)
    return Article(text=content.strip())
