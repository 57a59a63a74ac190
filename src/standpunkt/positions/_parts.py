"""A sentence as it is read for an actor and a target: words, who is named, and where the target is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from standpunkt.language import attitudes, relevance
from standpunkt.language.attitudes import Passage
from standpunkt.language.documents import Reading
from standpunkt.language.relevance import TargetWords
from standpunkt.positions._touching import Near
from standpunkt.positions.candidates import ASCRIBED, Candidate

_MODALS = frozenset("soll sollen sollte sollten muss müssen darf dürfen will wollen".split())
_LIFTING = tuple("aufgehob aufheb gelocker locker abgeschaff abschaff beende gestrich streich gemilder".split())
_MOST_WORDS = 50_000  # remembered, for each target
_MOST_SENTENCES = 8  # of one speech


@dataclass(frozen=True, slots=True)
class Asked:
    """What the statement of a target asks for."""

    words: TargetWords
    sign: int
    """1 where it wants more of the thing, or something new, -1 where it wants less or an end."""
    subject: frozenset[str]
    """Stems of the words before its verb: they name the thing."""
    allows: bool
    """It wants something allowed."""
    lifts: bool
    """It wants a restriction lifted: a word such as "Lieferverbot" names the thing, not what is to become of it."""


@lru_cache(maxsize=20_000)
def asked_by(statement: str, aliases: tuple[str, ...]) -> Asked:
    """What a statement asks for: more or less of what its subject names."""
    words = relevance.tokens(statement)
    verb = next((place for place, word in enumerate(words) if word in _MODALS), -1)
    subject = frozenset(relevance.stem(word) for word in words[: max(verb, 0)])
    predicate = words[verb + 1 :]
    passages = attitudes.passages(predicate)
    less = sum(hit.kind == "less" for passage in passages for hit in passage.hits)
    negated = sum(word in ("nicht", "kein", "keine", "keinen", "keinem", "keiner", "nie") for word in words)
    return Asked(
        relevance.read_target(statement, aliases),
        -1 if (min(less, 1) + negated) % 2 else 1,
        subject,
        any(word in ("dürfen", "darf", "erlaubt", "zugelassen") for word in words),
        any(word.startswith(_LIFTING) for word in predicate),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words that is read: the sentence, or a stretch of speech beyond it."""

    words: list[str]
    lower: list[str]
    spoken: list[bool]
    actor: frozenset[int]
    others: frozenset[int]
    target: frozenset[int]
    passages: list[Passage]
    role: str
    """The actor's part, as in `Candidate`."""
    rivals: frozenset[int]
    """Places of others who can hold a position."""
    carried: bool
    """The sentence before names the actor, this one does not."""
    backing: int = 1
    """-1 where what is said in short for the target ("die korvische Forderung") is against it."""


def token_range(reading: Reading, start: int, end: int) -> range:
    """The tokens that a span of characters holds, in whole or in part."""
    first = bisect_left(reading.starts, start)
    if first and reading.starts[first - 1] + len(reading.tokens[first - 1]) > start:
        first -= 1
    return range(first, bisect_left(reading.starts, end))


class _Matcher:
    """Finds the words that name one target; remembers what it has seen."""

    def __init__(self, target: TargetWords) -> None:
        """Read the target."""
        self._stems = (*target.stems, *(alias[0] for alias in target.aliases if len(alias) == 1))
        self._runs = [alias for alias in target.aliases if len(alias) > 1]
        self._near = Near((*self._stems, *(part for alias in self._runs for part in alias)))
        self._known: dict[str, tuple[str, bool]] = {}

    def places(self, lower: Sequence[str]) -> frozenset[int]:
        """Places of the words that name the target."""
        read = [self._read(word) for word in lower]
        found = {place for place, (_, named) in enumerate(read) if named}
        for alias in self._runs:
            for start in range(len(read) - len(alias) + 1):
                if all(_same(read[start + offset][0], part) for offset, part in enumerate(alias)):
                    found.update(range(start, start + len(alias)))
        return frozenset(found)

    def _read(self, word: str) -> tuple[str, bool]:
        """The stem, empty where it can match nothing, and whether it names the target by itself."""
        if word not in self._known:
            if len(self._known) > _MOST_WORDS:
                self._known.clear()
            stem = relevance.stem(word) if word[:1].isalnum() else ""
            if not self._near.may_match(stem):
                stem = ""
            self._known[word] = stem, bool(stem) and any(relevance.stems_match(stem, wanted) for wanted in self._stems)
        return self._known[word]


def _same(stem: str, wanted: str) -> bool:
    return bool(stem) and relevance.stems_match(stem, wanted)


@lru_cache(maxsize=512)
def _matcher(target: TargetWords) -> _Matcher:
    return _Matcher(target)


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
    target = _matcher(asked.words).places(lower)
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
