"""Token and character n-grams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def word_ngrams(tokens: Sequence[str], low: int, high: int) -> Iterator[str]:
    """All runs of low to high tokens, joined by a space."""
    for size in range(low, high + 1):
        if size == 1:
            yield from tokens
        else:
            for start in range(len(tokens) - size + 1):
                yield " ".join(tokens[start : start + size])


def character_ngrams(tokens: Iterable[str], low: int, high: int) -> Iterator[str]:
    """All runs of low to high characters within each token, its edges marked by a space (scikit-learn's `char_wb`)."""
    for token in tokens:
        padded = f" {token} "
        for size in range(low, high + 1):
            if size >= len(padded):
                yield padded
                break
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]
