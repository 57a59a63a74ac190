"""Which sentences of a text touch a target, by its aliases and by the words of its statement.

Words are compared by a crude stem, compounds included: "Mietendeckel" meets "Mieten".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from standpunkt.language import cues
from standpunkt.language.documents import Document
from standpunkt.language.lexicons import STOPWORDS

_TOKEN = re.compile(r"[a-zäöüß]+(?:[*:_-][a-zäöüß]+)*|\d+(?:[.,]\d+)*|[!?]")
_SUFFIX = re.compile(r"(?:innen|erinnen|ungen|en|er|em|es|st|e|n|s|t)$")
_UMLAUT = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})
_SHORTEST_STEM = 4
_SHORTEST_PART = 5  # shorter words match as a whole only
_GRAM = 4  # letters that words which match have in common at least
_MOST_WORDS = 50_000  # remembered, for each target


@dataclass(frozen=True, slots=True)
class TargetWords:
    """What of a target is looked for in texts, and what its statement asks for."""

    stems: tuple[str, ...]
    """Of the statement's content words."""
    aliases: tuple[tuple[str, ...], ...]
    """Stems of each alias."""
    restrictive: bool
    """The statement asks for less, an end, a ban, or a duty not to."""
    actions: tuple[str, ...]
    """What the statement asks for, as classes of `lexicons.ACTIONS`, or `other`."""

    @property
    def direction(self) -> str:
        """`less` for a restrictive statement, else `more`."""
        return "less" if self.restrictive else "more"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is read for a target."""

    text: str
    tokens: tuple[str, ...]
    """Lower case, without punctuation but ! and ?."""
    stems: tuple[str, ...]
    weight: float
    overlap: float
    """Share of the statement's stems that occur; 1 where an alias does."""
    positions: frozenset[int]
    """Of the target's words among the tokens."""


@dataclass(frozen=True, slots=True)
class Selection:
    """How the sentences of a long text are chosen."""

    short_text: int
    """Texts of at most so many words are read whole."""
    neighbour_weight: float
    """Of the sentences beside one that touches the target; 0 leaves them out."""
    min_overlap: float
    """Share of the statement's stems from which a sentence touches the target."""


@lru_cache(maxsize=400_000)
def stem(token: str) -> str:
    """A crude German stem: umlauts folded, up to two endings cut, four letters kept."""
    token = token.replace("ß", "ss").translate(_UMLAUT)
    for _ in range(2):
        found = _SUFFIX.search(token)
        if found is None or found.start() < _SHORTEST_STEM:
            break
        token = token[: found.start()]
    return token


def tokens(text: str) -> list[str]:
    """Words, numbers, ! and ? of a text, lower case."""
    return _TOKEN.findall(text.lower())


@lru_cache(maxsize=20_000)
def read_target(statement: str, aliases: tuple[str, ...] = ()) -> TargetWords:
    """What to look for of a target with this statement and these aliases."""
    words = tokens(statement)
    content = dict.fromkeys(stem(t) for t in words if len(t) > 2 and t not in STOPWORDS and t[0].isalpha())
    alias_stems = (tuple(stem(token) for token in tokens(alias)) for alias in aliases)
    return TargetWords(
        stems=tuple(content),
        aliases=tuple(alias for alias in alias_stems if alias),
        # Two restrictions make none: "soll nicht abgeschafft werden".
        restrictive=sum(token in cues.RESTRICTIVE for token in words) % 2 == 1,
        actions=tuple(name for name, found in cues.ACTIONS.items() if any(token in found for token in words))
        or ("other",),
    )


@lru_cache(maxsize=1_000_000)
def stems_match(word: str, wanted: str) -> bool:
    """The same stem, a compound that holds the other (short ones at its edges alone), or the same first two thirds."""
    if word == wanted:
        return True
    if len(word) < _SHORTEST_PART or len(wanted) < _SHORTEST_PART:
        return False
    # At an edge: "mittag" stands within "nachmittagsunterricht", and has nothing to do with it.
    if wanted in word or (len(word) > _SHORTEST_PART and (wanted.startswith(word) or wanted.endswith(word))):
        return True
    need = max(_SHORTEST_PART, (2 * len(wanted) + 2) // 3)
    return word[:need] == wanted[:need]


class Near:
    """Tells most words that match none of some stems at once: they have no four letters in common with them."""

    def __init__(self, wanted: Iterable[str]) -> None:
        """Take the stems."""
        self._short = frozenset(stem for stem in wanted if len(stem) < _GRAM)
        self._grams = frozenset(gram for stem in wanted for gram in _grams(stem))

    def may_match(self, stem: str) -> bool:
        """False where `stems_match` is false for all of them."""
        return stem in self._short or not self._grams.isdisjoint(_grams(stem))


def _grams(stem: str) -> list[str]:
    return [stem[start : start + _GRAM] for start in range(len(stem) - _GRAM + 1)]


class Matcher:
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
            found = stem(word) if word[:1].isalnum() else ""
            if not self._near.may_match(found):
                found = ""
            self._known[word] = found, bool(found) and any(stems_match(found, wanted) for wanted in self._stems)
        return self._known[word]


def _same(stem: str, wanted: str) -> bool:
    return bool(stem) and stems_match(stem, wanted)


@lru_cache(maxsize=512)
def matcher(target: TargetWords) -> Matcher:
    """The matcher of a target, kept with what it has seen."""
    return Matcher(target)


def _match(stems: Sequence[str], target: TargetWords) -> tuple[set[int], int, bool]:
    positions: set[int] = set()
    met: set[str] = set()
    for index, word in enumerate(stems):
        for wanted in target.stems:
            if stems_match(word, wanted):
                positions.add(index)
                met.add(wanted)
    alias_met = False
    for alias in target.aliases:
        for start in range(len(stems) - len(alias) + 1):
            if all(stems_match(stems[start + offset], part) for offset, part in enumerate(alias)):
                positions.update(range(start, start + len(alias)))
                alias_met = True
    return positions, len(met), alias_met


def sentences(document: Document, target: TargetWords) -> list[Sentence]:
    """All sentences of a document, title and teaser first, with what of the target each holds."""
    found = []
    wanted = max(1, len(target.stems))
    for reading in document.readings.values():
        for start, end in reading.sentence_spans():
            text = reading.sentence_text(start, end)
            found_tokens = tuple(token for t in reading.tokens[start:end] for token in tokens(t))
            if not found_tokens:
                continue
            stems = tuple(stem(token) for token in found_tokens)
            positions, met, alias_met = _match(stems, target)
            overlap = 1.0 if alias_met else met / wanted
            found.append(Sentence(text, found_tokens, stems, 1.0, overlap, frozenset(positions)))
    return found


def relevant(document: Document, target: TargetWords, selection: Selection) -> list[Sentence]:
    """The sentences of a document that are read for a target, in order.

    A short text is read whole. Of a long one, the sentences that touch the target are read, their neighbours with less
    weight; where none does, the list is empty.
    """
    found = sentences(document, target)
    if sum(len(sentence.tokens) for sentence in found) <= selection.short_text:
        return found
    hits = [sentence.overlap >= selection.min_overlap for sentence in found]
    kept = []
    for index, sentence in enumerate(found):
        if hits[index]:
            kept.append(sentence)
        elif selection.neighbour_weight and any(hits[max(0, index - 1) : index + 2]):
            kept.append(replace(sentence, weight=selection.neighbour_weight))
    return kept


def touches(document: Document, target: TargetWords, overlap: float) -> bool:
    """Whether any sentence of a document holds an alias of a target, or this share of its statement's words."""
    return any(sentence.overlap >= overlap for sentence in sentences(document, target))
