"""The record that cleaning returns, and the choice of the cleaner by kind."""

from __future__ import annotations

import pytest

from standpunkt.cleaning.article import Article, count_words, squeeze
from standpunkt.cleaning.page import clean_page

PARAGRAPH = "Die Ministerin will den Abstand der Windräder zu den Häusern noch in diesem Jahr neu regeln."

HTML = (
    "<html><body><nav>Start</nav><article><h1>Der Abstand</h1>"
    f"<p>{PARAGRAPH}</p><p>{PARAGRAPH} Ja.</p></article></body></html>"
)


@pytest.mark.parametrize(
    ("text", "squeezed"), [("  a \n\t b\u00a0c ", "a b c"), ("", ""), (" \n ", ""), ("Größe  über", "Größe über")]
)
def test_squeeze(text: str, squeezed: str) -> None:
    assert squeeze(text) == squeezed


@pytest.mark.parametrize(("text", "words"), [("Größe, über – 120!", 3), ("", 0), ("…", 0), ("E-Auto", 2)])
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


def test_a_page_of_kind_article_is_taken_as_it_is() -> None:
    assert clean_page("article", f"  Von Swantje Kolberg\n{PARAGRAPH}\n") == Article(
        text=f"Von Swantje Kolberg\n{PARAGRAPH}"
    )


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (
            "html",
            HTML,
        ),
        ("text", f"Start\n\nDer Abstand\n\n{PARAGRAPH}\n\n{PARAGRAPH} Ja.\n"),
    ],
)
def test_the_kind_chooses_the_cleaner(kind: str, content: str) -> None:
    article = clean_page(kind, content)
    assert article.title == "Der Abstand"
    assert article.text.split("\n\n")[-1] == f"{PARAGRAPH} Ja."
    assert [line.text for line in article.removed] == ["Start"]
