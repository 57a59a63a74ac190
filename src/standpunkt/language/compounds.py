"""German compounds: split where their parts are words that the corpus knows by themselves.

Koehn & Knight 2003, "Empirical Methods for Compound Splitting": of all ways to cut a word into known words, with a
linking element between them, the one whose parts have the highest geometric mean of frequencies, the word as it stands
being one of the ways.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

_LINKS = ("", "s", "es", "n", "en", "er")
_SHORTEST = 4
_LONGEST = 60  # above it the text has lost its spaces, or is no text
_MOST_PARTS = 3
_UNSEEN = 0.5  # a word that was never counted, against parts that were


def vocabulary(texts: Iterable[Iterable[str]], fewest: int = 2) -> dict[str, int]:
    """How often each lower-case word occurs that may be a part: letters alone, four or more, seen `fewest` times."""
    counts = Counter(
        word for words in texts for word in map(str.lower, words) if len(word) >= _SHORTEST and word.isalpha()
    )
    return {word: counts[word] for word in sorted(counts) if counts[word] >= fewest}


class Splitter:
    """Splits words by a vocabulary; remembers what it has split."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Take the counts of words by themselves, as `vocabulary` makes them."""
        self._logs = {word: math.log(count) for word, count in counts.items()}
        self._known: dict[str, tuple[str, ...]] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of a lower-case word without linking elements, or the word itself."""
        if word not in self._known:
            whole = self._logs.get(word, math.log(_UNSEEN))
            cuts = self._cuts(word, _MOST_PARTS) if len(word) <= _LONGEST else ()
            # The first of the ways where two are as frequent: whole before cut, shorter front before longer.
            ways = [(whole, (word,)), *((score / len(parts), parts) for score, parts in cuts)]
            self._known[word] = max(ways, key=lambda way: way[0])[1]
        return self._known[word]

    def _cuts(self, word: str, parts: int) -> Iterator[tuple[float, tuple[str, ...]]]:
        """All ways to cut into two words or more: the sum of their log counts, and the words."""
        if parts < 2:
            return
        for end in range(_SHORTEST, len(word) - _SHORTEST + 1):
            for link in _LINKS:
                front, rest = word[: end - len(link)], word[end:]
                if len(front) < _SHORTEST or not word[:end].endswith(link) or front not in self._logs:
                    continue
                if rest in self._logs:
                    yield self._logs[front] + self._logs[rest], (front, rest)
                for score, others in self._cuts(rest, parts - 1):
                    yield self._logs[front] + score, (front, *others)
