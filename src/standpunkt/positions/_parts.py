"""A sentence as it is read for an actor and a target: words, who is named, and where the target is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from standpunkt.language import attitudes, relevance
from standpunkt.language.documents import Reading
from standpunkt.language.parts import Asked, Part
from standpunkt.positions.candidates import ASCRIBED, Candidate

_MOST_SENTENCES = 8  # of one speech


def token_range(reading: Reading, start: int, end: int) -> range:
    """The tokens that a span of characters holds, in whole or in part."""
    first = bisect_left(reading.starts, start)
    if first and reading.starts[first - 1] + len(reading.tokens[first - 1]) > start:
        first -= 1
    return range(first, bisect_left(reading.starts, end))


def part_of(reading: Reading, places: range, candidate: Candidate, asked: Asked) -> Part:
    """Read some tokens of a text for a candidate: where its actor, others and its target stand."""
    words = [reading.tokens[place] for place in places]
    lower = [word.lower() for word in words]
    starts = [reading.starts[place] for place in places]
    speech = () if candidate.how == ASCRIBED else candidate.speech
    spoken = [False] * len(starts)
    for start, end in speech:
        for place in range(bisect_left(starts, start), bisect_left(starts, end)):
            spoken[place] = True
    actor: set[int] = set()
    if candidate.actor_span:
        actor = set(_within(starts, candidate.actor_span))
    others: set[int] = set()
    first = bisect_left(reading.mentions, places.start, key=lambda mention: mention["start"])
    for number in range(first, len(reading.mentions)):
        mention = reading.mentions[number]
        if mention["start"] >= places.stop:
            break
        inside = set(range(mention["start"] - places.start, mention["end"] - places.start))
        (actor if mention["actor"] == candidate.actor else others).update(inside)
    rivals = {place for span in candidate.others for place in _within(starts, span)} - actor
    target = relevance.matcher(asked.words).places(lower)
    return Part(
        words,
        lower,
        spoken,
        frozenset(actor),
        frozenset((others | rivals) - actor),
        target - actor,
        attitudes.passages(words),
        candidate.role,
        frozenset(rivals),
        candidate.how == ASCRIBED and candidate.actor_span is None,
    )


def _within(starts: Sequence[int], span: tuple[int, int]) -> range:
    return range(bisect_left(starts, span[0]), bisect_left(starts, span[1]))


def _sentence_ranges(reading: Reading, places: range) -> list[range]:
    """The token range cut where sentences begin."""
    low, high = bisect_right(reading.sentences, places.start), bisect_left(reading.sentences, places.stop)
    bounds = [places.start, *reading.sentences[low:high], places.stop]
    return [range(first, last) for first, last in pairwise(bounds) if last > first]


def parts_of(reading: Reading, sentence: range, candidate: Candidate, asked: Asked) -> list[Part]:
    """The sentence, and what the actor says beyond it."""
    ranges = [sentence]
    for start, end in candidate.speech:
        span = token_range(reading, start, end)
        ranges += _sentence_ranges(reading, range(span.start, min(span.stop, sentence.start)))
        ranges += _sentence_ranges(reading, range(max(span.start, sentence.stop), span.stop))
    return [part_of(reading, places, candidate, asked) for places in ranges[:_MOST_SENTENCES] if places]
