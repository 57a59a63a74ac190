"""N-grams, the ones of characters against scikit-learn's."""

from __future__ import annotations

import pytest
from sklearn.feature_extraction.text import CountVectorizer

from standpunkt.tasks._ngrams import character_ngrams, word_ngrams


@pytest.mark.parametrize(
    ("tokens", "low", "high", "grams"),
    [
        (["a", "b", "c"], 1, 1, ["a", "b", "c"]),
        (["a", "b", "c"], 2, 2, ["a b", "b c"]),
        (["a", "b", "c"], 1, 3, ["a", "b", "c", "a b", "b c", "a b c"]),
        (["a"], 2, 3, []),
        ([], 1, 2, []),
    ],
)
def test_word_ngrams(tokens: list[str], low: int, high: int, grams: list[str]) -> None:
    assert list(word_ngrams(tokens, low, high)) == grams


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 4), (3, 5), (4, 4), (7, 9)])
@pytest.mark.parametrize("text", ["ab", "die fernwärme aus dem fluss", "a bb ccc dddd", "über"])
def test_character_ngrams_are_scikit_learns(text: str, low: int, high: int) -> None:
    theirs = CountVectorizer(analyzer="char_wb", ngram_range=(low, high)).build_analyzer()
    assert sorted(character_ngrams(text.split(), low, high)) == sorted(theirs(text))
