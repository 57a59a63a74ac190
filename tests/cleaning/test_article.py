"""The record that cleaning returns."""

from __future__ import annotations

import pytest

from standpunkt.cleaning.article import ARTICLE_ROLES, FURNITURE_ROLES, Article, Line, count_words, squeeze


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        ("  a \n\t b\u00a0c ", "a b c"),
        ("", ""),
        (" \n ", ""),
        ("Größe  über", "Größe über"),
        ("a\u2003\u2028b\x0c", "a b"),
        ("a\u200bb", "a\u200bb"),  # no white space
    ],
)
def test_squeeze(text: str, squeezed: str) -> None:
    assert squeeze(text) == squeezed
    assert squeeze(squeezed) == squeezed


@pytest.mark.parametrize(
    ("text", "words"), [("Größe, über – 120!", 3), ("", 0), ("…", 0), ("E-Auto", 2), ("ja\nnein", 2), ("3,5", 2)]
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


def test_a_line_is_article_or_furniture() -> None:
    roles = (*ARTICLE_ROLES, *FURNITURE_ROLES)
    assert len(set(roles)) == len(roles) == 19


def test_what_is_not_known_is_none() -> None:
    article = Article(text="Der Rat tagt.")
    fields = ("kicker", "title", "teaser", "author", "published", "modified", "outlet", "section", "language")
    assert [getattr(article, name) for name in fields] == [None] * len(fields)
    assert (article.is_teaser, article.sources, article.kept, article.removed) == (False, {}, [], [])
    assert article.kept is not Article(text="").kept


def test_a_line_without_offsets_is_found_nowhere() -> None:
    line = Line(1, "Start", "navigation", "a link")
    assert (line.confidence, line.start, line.end) == (1.0, -1, -1)


@pytest.mark.parametrize("record", [Article(text="Der Rat tagt."), Line(1, "Start", "navigation", "a link")])
def test_records_do_not_change(record: Article | Line) -> None:
    with pytest.raises(AttributeError, match=r"cannot assign to field 'text'|can't set attribute"):
        record.text = "x"  # type: ignore[misc]
