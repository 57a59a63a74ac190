"""Where an actor stood before: a guess that is made without reading, from the positions of train rows.

An actor's stances on a target are counted, and those of its party on it. Each count is smoothed by what is less
particular: the actor's by the party's, the party's by all stances being as likely (Dirichlet priors, each worth
`_WEIGHT` positions).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from standpunkt.schema import STANCES, Actor, Position

_WEIGHT = 1.0
Counts = dict[str, dict[str, dict[str, int]]]
"""By target, then actor or party, then stance."""


def count(gold: Iterable[Sequence[Position]], actors: Mapping[str, Actor]) -> dict[str, Counts]:
    """Count the stances of actors and of parties, once an article."""
    found: dict[str, Counts] = {"actors": {}, "parties": {}}
    for known in gold:
        for actor, target, stance in sorted({(one.actor, one.target, one.stance) for one in known}):
            for kind, name in (("actors", actor), ("parties", party(actor, actors))):
                if name:
                    stances = found[kind].setdefault(target, {}).setdefault(name, {})
                    stances[stance] = stances.get(stance, 0) + 1
    return found


def party(actor: str, actors: Mapping[str, Actor]) -> str:
    """The party of an actor of the codebook; a party is its own; empty where there is none."""
    known = actors.get(actor)
    if known is None:
        return ""
    return actor if known.kind == "party" else known.party


def chances(counts: Mapping[str, Any], actor: str, target: str, actors: Mapping[str, Actor]) -> dict[str, float]:
    """The probability of each stance before anything is read; all alike where nothing is known of actor and party."""
    found = dict.fromkeys(STANCES, 1 / len(STANCES))
    for kind, name in (("parties", party(actor, actors)), ("actors", actor)):
        stances = counts[kind].get(target, {}).get(name, {})
        total = sum(stances.values()) + _WEIGHT
        found = {stance: (stances.get(stance, 0) + _WEIGHT * found[stance]) / total for stance in STANCES}
    return found


def weighed(read: Mapping[str, float], before: Mapping[str, float], weight: float) -> dict[str, float]:
    """What was read, times what was known before to the power of a weight; the sum over the stances stays as it was."""
    whole = sum(read[stance] for stance in STANCES)
    values = {stance: read[stance] * before[stance] ** weight for stance in STANCES}
    total = sum(values.values())
    scale = whole / total if total else 0.0
    return {**read, **{stance: value * scale for stance, value in values.items()}}
