"""Which targets a run of words names: by alias, by names of the definition, or by words of the statement.

Names of actors name no target, unless they are an alias of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from standpunkt.language import relevance
from standpunkt.language.documents import Reading
from standpunkt.language.naming import is_proper_noun
from standpunkt.schema import Span, Target

_SHARE = 0.5  # of a statement's words, from which a sentence touches its target without an alias
_MOST_WORDS = 200_000  # remembered
_SHARED = 4  # letters that forms of a verb have in common at least


class TargetIndex:
    """Looks for all targets in a run of words at once; remembers what each word can mean."""

    def __init__(self, targets: Mapping[str, Target], known: frozenset[str]) -> None:
        """Read the targets, by id; `known` are stems of names, which name no target by themselves."""
        self._words = {
            identifier: relevance.read_target(target.statement, tuple(target.aliases))
            for identifier, target in targets.items()
        }
        self._statement = {name: _content(words.stems, known) for name, words in self._words.items()}
        self._proper = {identifier: _proper_names(target) for identifier, target in targets.items()}
        self._nouns = {identifier: _nouns(target.statement) - known for identifier, target in targets.items()}
        self._known: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {}
        wanted = {
            form
            for name, words in self._words.items()
            for stem in (*self._statement[name], *self._proper[name], *self._nouns[name], *sum(words.aliases, ()))
            for form in (stem, _base(stem))
        }
        self._near = relevance.Near(wanted)

    def touched(self, reading: Reading, start: int, end: int) -> Touch:
        """The targets that the words between two tokens name, each with its characters."""
        places, stems = [], []
        for place in range(start, end):
            for word in relevance.tokens(reading.tokens[place]):
                places.append(place)
                stems.append(relevance.stem(word))
        named: dict[str, Span] = {}
        short: list[tuple[Span, tuple[str, ...]]] = []
        met: dict[str, set[str]] = {}
        spans: dict[str, Span] = {}
        for at, stem in enumerate(stems):
            whole, parts, statement = self._meanings(stem)
            span = _characters(reading, places[at])
            for target in whole:
                named.setdefault(target, span)
            if parts:
                short.append((span, parts))
            for target in statement:
                met.setdefault(target, set()).add(stem)
                spans.setdefault(target, span)
        for target, words in self._words.items():
            for alias in words.aliases:
                first = _run(stems, alias) if len(alias) > 1 else None
                if first is not None:
                    named.setdefault(target, _characters(reading, places[first]))
        for target, found in met.items():
            if len(found) > 1 and len(found) >= _SHARE * len(self._statement[target]):
                named.setdefault(target, spans[target])
        return Touch(named, tuple(short))

    def _meanings(self, stem: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Targets that a word names, those that it names in short, and those whose statement has it."""
        if stem not in self._known:
            if len(self._known) > _MOST_WORDS:
                self._known.clear()
            if not self._near.may_match(stem):
                self._known[stem] = ((), (), ())
                return self._known[stem]
            whole, parts, statement = [], [], []
            for target, words in self._words.items():
                level = _level_of(stem, tuple(alias[0] for alias in words.aliases if len(alias) == 1))
                if level == _WHOLE or stem in self._proper[target]:
                    whole.append(target)
                elif level == _PART or any(relevance.stems_match(stem, noun) for noun in self._nouns[target]):
                    parts.append(target)
                if any(_same_verb(stem, wanted) for wanted in self._statement[target]):
                    statement.append(target)
            self._known[stem] = (tuple(whole), tuple(parts), tuple(statement))
        return self._known[stem]


@lru_cache(maxsize=8)
def index_of(targets: tuple[tuple[str, str], ...], known: frozenset[str]) -> TargetIndex:
    """The index of targets given as JSON; kept, as all articles are read for the same ones."""
    return TargetIndex({identifier: Target.model_validate_json(text) for identifier, text in targets}, known)


def _content(stems: Iterable[str], known: frozenset[str]) -> tuple[str, ...]:
    """The stems of a statement without names; all of them where it has nothing else."""
    return tuple(stem for stem in stems if stem not in known) or tuple(stems)


_PARTICIPLE = re.compile(r"(ab|an|auf|aus|ein|her|hin|ver|vor|weg|zu|zurück)?ge(?=\w{4})(\w+)")


@lru_cache(maxsize=200_000)
def _same_verb(stem: str, wanted: str) -> bool:
    """Words match as they stand, or a noun matches the participle of its verb: "Lockerung" and "gelockert"."""
    if relevance.stems_match(stem, wanted):
        return True
    base = _base(wanted)
    return base != wanted and stem.startswith(base[: max(_SHARED, len(base) - 2)])


@lru_cache(maxsize=20_000)
def _base(stem: str) -> str:
    """A participle without "ge"; other stems as they are."""
    verb = _PARTICIPLE.fullmatch(stem)
    return (verb[1] or "") + verb[2] if verb else stem


@dataclass(frozen=True, slots=True)
class Touch:
    """What of the targets a run of words holds."""

    named: Mapping[str, Span]
    short: tuple[tuple[Span, tuple[str, ...]], ...]
    """Words that are a part of an alias ("die Steuer"), or a noun of the statement, and of which targets."""


_PART, _WHOLE = 1, 2


def _level(stem: str, alias: str) -> int:
    """Whether a word holds an alias, is but a part of it, or neither."""
    if not relevance.stems_match(stem, alias):
        return 0
    if alias not in stem and stem not in alias:  # forms of one word, not compounds that begin alike
        longer = max(len(stem), len(alias))
        if stem[: (2 * longer + 2) // 3] != alias[: (2 * longer + 2) // 3]:
            return 0
    part = len(stem) < len(alias) and (alias.startswith(stem) or alias.endswith(stem))
    return _PART if part else _WHOLE


def _level_of(stem: str, aliases: tuple[str, ...]) -> int:
    """The same for all aliases of one word.

    A word that is the head of another alias says little by itself: of its compounds only those count whose front an
    alias has too. And of an alias, its head means it in short ("die Steuer"), its front only if several have it.
    """
    best = 0
    fronts = 0
    for alias in dict.fromkeys(aliases):
        level = _level(stem, alias)
        if level == _WHOLE and stem.find(alias) > 0:
            fronts_known = [other[: other.find(alias)] for other in aliases if other.find(alias) > 0]
            if fronts_known and not any(stem.startswith(front) for front in fronts_known):
                level = 0
        elif level == _PART and not alias.endswith(stem):
            fronts += 1
            level = _PART if fronts > 1 else 0
        best = max(best, level)
    return best


def _run(stems: Sequence[str], alias: Sequence[str]) -> int | None:
    for start in range(len(stems) - len(alias) + 1):
        if all(relevance.stems_match(stems[start + offset], part) for offset, part in enumerate(alias)):
            return start
    return None


def _characters(reading: Reading, place: int) -> Span:
    return reading.starts[place], reading.starts[place] + len(reading.tokens[place])


@lru_cache(maxsize=4_096)
def _nouns(statement: str) -> frozenset[str]:
    """Stems of the statement's nouns: written with a capital, its first word left out."""
    return frozenset(relevance.stem(word.lower()) for word in re.findall(r"(?<=\s)[A-ZÄÖÜ]\w{4,}", statement))


@lru_cache(maxsize=4_096)
def _names_of(definition: str, statement: str, aliases: tuple[str, ...]) -> frozenset[str]:
    known = {relevance.stem(word) for word in relevance.tokens(" ".join((statement, *aliases)))}
    words = re.findall(r"(?<=[a-zäöüß,]\s)[A-ZÄÖÜ]\w+", definition)
    stems = {relevance.stem(word.lower()) for word in words if is_proper_noun(word)}
    return frozenset(stems - known)


def _proper_names(target: Target) -> frozenset[str]:
    """Stems of the names that the definition gives and the aliases do not, such as those of two power plants."""
    return _names_of(target.definition, target.statement, tuple(target.aliases))
