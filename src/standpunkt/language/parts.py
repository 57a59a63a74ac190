"""A stretch of words that is read for a target: what the statement asks for, where its words stand, whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from standpunkt.language import attitudes, relevance
from standpunkt.language.attitudes import Passage
from standpunkt.language.relevance import TargetWords

SUBJECT, AUTHOR, DATIVE, OBJECT, OBLIQUE = "subject", "author", "dative", "object", "oblique"
RANKS: Final = (SUBJECT, AUTHOR, DATIVE, OBJECT, OBLIQUE)
HOLDING: Final = frozenset({SUBJECT, AUTHOR, DATIVE})
"""Roles in which an actor can hold a position; "" is unknown."""

_MODALS = frozenset("soll sollen sollte sollten muss müssen darf dürfen will wollen".split())
_LIFTING = tuple("aufgehob aufheb gelocker locker abgeschaff abschaff beende gestrich streich gemilder".split())


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


def plain(words: list[str], spoken: list[bool], target: frozenset[int]) -> Part:
    """A sentence as it is read for a target and nobody in particular.

    Args:
        words: of the sentence.
        spoken: of each word whether it stands in quotation marks.
        target: places of the words that name the target, as `relevance.Matcher` finds them.
    """
    nobody: frozenset[int] = frozenset()
    lower = [word.lower() for word in words]
    return Part(words, lower, spoken, nobody, nobody, target, attitudes.passages(words), "", nobody, carried=False)
