"""Carry spans that people marked in one version of a text over to another version: the one that cleaning found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from standpunkt.schema import Annotation, Position, Quote, Span

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MOST_TOKENS = 20_000  # of a stretch that differs: comparing takes a time that grows with the square


class Alignment:
    """Where the tokens of one text stand in another."""

    def __init__(self, source: str, target: str) -> None:
        """Compare two versions of a text: paragraph by paragraph, then word by word where paragraphs differ."""
        self._tokens = [match.span() for match in _TOKEN.finditer(source)]
        self._starts = [start for start, _ in self._tokens]
        there = [match.span() for match in _TOKEN.finditer(target)]
        self._places: dict[int, Span] = {}
        for here, other in _pairs(source, self._tokens, target, there):
            self._places[here] = there[other]

    def span(self, span: Span) -> Span | None:
        """The span in the other text; None where its first or last token is not there."""
        first = bisect_right(self._starts, span[0]) - 1
        if first < 0 or self._tokens[first][1] <= span[0]:
            first += 1
        last = bisect_left(self._starts, span[1]) - 1
        if first > last or first not in self._places or last not in self._places:
            return None
        start, end = self._places[first][0], self._places[last][1]
        # A span may begin or end within a token.
        start += max(0, span[0] - self._tokens[first][0])
        end -= max(0, self._tokens[last][1] - span[1])
        return (start, end) if start < end else None

    def spans(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Those of the spans that are in the other text too."""
        return tuple(found for span in spans if (found := self.span(span)) is not None)


def _paragraphs(text: str, tokens: Sequence[Span]) -> Iterator[tuple[tuple[str, ...], int]]:
    """The words of each paragraph, and its first token."""
    words: list[str] = []
    first = 0
    for number, (start, end) in enumerate(tokens):
        if words and "\n" in text[tokens[number - 1][1] : start]:
            yield tuple(words), first
            words, first = [], number
        words.append(text[start:end])
    if words:
        yield tuple(words), first


def _pairs(source: str, tokens: Sequence[Span], target: str, others: Sequence[Span]) -> Iterator[tuple[int, int]]:
    here, there = list(_paragraphs(source, tokens)), list(_paragraphs(target, others))
    found = SequenceMatcher(None, [words for words, _ in here], [words for words, _ in there], autojunk=False)
    for kind, start, end, other_start, other_end in found.get_opcodes():
        if kind == "equal":
            for (words, first), (_, other) in zip(here[start:end], there[other_start:other_end], strict=True):
                yield from ((first + place, other + place) for place in range(len(words)))
        elif kind == "replace":
            left = [word for words, _ in here[start:end] for word in words]
            right = [word for words, _ in there[other_start:other_end] for word in words]
            if max(len(left), len(right)) > _MOST_TOKENS:
                continue
            first, other = here[start][1], there[other_start][1]
            for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
                yield from ((first + block.a + place, other + block.b + place) for place in range(block.size))


def carry(annotation: Annotation, text: str) -> Annotation:
    """An annotation with its offsets counted in another version of its text.

    What is not in that version stays with no spans (quotations) or an empty one (positions), so that it counts as
    missed.
    """
    if annotation.text == text:
        return annotation
    found = Alignment(annotation.text, text)
    quotes = annotation.quotes and tuple(_quote(quote, found) for quote in annotation.quotes)
    positions = annotation.positions and tuple(_position(position, found) for position in annotation.positions)
    return Annotation(annotation.id, text, quotes, positions)


def _quote(quote: Quote, found: Alignment) -> Quote:
    return replace(
        quote,
        spans=found.spans(quote.spans),
        cues=found.spans(quote.cues),
        speakers=found.spans(quote.speakers),
    )


def _position(position: Position, found: Alignment) -> Position:
    start, end = found.span((position.start, position.end)) or (0, 0)
    return replace(position, start=start, end=end)
