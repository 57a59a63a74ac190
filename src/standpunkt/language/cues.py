"""Cue words of attitude: which of a sentence's words approve, reject, hedge, ask for more or for less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from standpunkt.language import lexicons

_FLIP = {"approve": "reject", "reject": "approve", "up": "down", "down": "up"}
_NEGATION_REACH = 3


class CueSet:
    """Membership test for lexicon entries: whole words, and prefixes (`entry-`)."""

    def __init__(self, entries: Iterable[str]) -> None:
        entries = tuple(entries)
        self._words = frozenset(entry for entry in entries if not entry.endswith("-"))
        self._prefixes = frozenset(entry[:-1] for entry in entries if entry.endswith("-"))
        self._lengths = tuple(sorted({len(prefix) for prefix in self._prefixes}))

    def __contains__(self, token: str) -> bool:
        if token in self._words:
            return True
        return any(token[:length] in self._prefixes for length in self._lengths if length <= len(token))


RESTRICTIVE = CueSet(lexicons.RESTRICTIVE)
ACTIONS = {name: CueSet(entries) for name, entries in lexicons.ACTIONS.items()}
_KINDS = {
    "approve": CueSet(lexicons.APPROVE),
    "reject": CueSet(lexicons.REJECT),
    "hedge": CueSet(lexicons.HEDGE),
    "noposition": CueSet(lexicons.NO_POSITION),
    "conditional": CueSet(lexicons.CONDITIONAL),
    "intense": CueSet(lexicons.INTENSIFIERS),
    "up": CueSet(lexicons.UP_VERBS),
    "down": CueSet(lexicons.DOWN_VERBS),
    "negation": CueSet(lexicons.NEGATIONS),
}


@lru_cache(maxsize=400_000)
def kinds(token: str) -> tuple[str, ...]:
    """The names of the cue lists that hold a lower-case token."""
    return tuple(name for name, cues in _KINDS.items() if token in cues)


def count(tokens: Sequence[str]) -> Counter[str]:
    """Count the cues among lower-case tokens by kind.

    A cue within three tokens after a negator, or right before `nicht`, counts as its opposite (approve and reject, up
    and down) or as `<kind>_negated`.
    """
    counts: Counter[str] = Counter()
    last_negation = -_NEGATION_REACH - 1
    for index, token in enumerate(tokens):
        found = kinds(token)
        if not found:
            continue
        negated = index - last_negation <= _NEGATION_REACH or (index + 1 < len(tokens) and tokens[index + 1] == "nicht")
        for kind in found:
            if kind == "negation":
                last_negation = index
                counts[kind] += 1
            else:
                counts[_FLIP.get(kind, f"{kind}_negated") if negated else kind] += 1
    return counts
