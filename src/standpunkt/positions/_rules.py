"""What sentences say of a target and who says it, by rules: `language.findings` for an actor."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from standpunkt.language.documents import Document
from standpunkt.language.findings import FIRM, findings_of, of_part, said, scores
from standpunkt.language.parts import HOLDING, Asked, Part, asked_by
from standpunkt.positions._parts import part_of, parts_of, token_range
from standpunkt.positions.candidates import ASCRIBED, REPORTED, Candidate
from standpunkt.schema import Target

NONE = "none"
"""No position is shown."""
_CLEAR = 0.5  # lean of a proposal from which it counts as against


def _weigh(lean: float, undecided: float) -> dict[str, float]:
    values = {"favor": lean + 0.1, "against": -lean, "neutral": undecided - 0.6}
    powers = {name: math.exp(value) for name, value in values.items()}
    total = sum(powers.values())
    return {name: power / total for name, power in powers.items()}


@dataclass(frozen=True, slots=True)
class Scene:
    """A candidate as the views read it."""

    candidate: Candidate
    asked: Asked
    parts: list[Part]
    before: list[Part]
    after: list[Part]


def scene_of(document: Document, candidate: Candidate, target: Target) -> Scene:
    """Read the sentence of a candidate, its speech, and the sentences beside it."""
    asked = asked_by(target.statement, tuple(target.aliases))
    reading = document.readings.get("text")
    if reading is None or not reading.tokens:
        return Scene(candidate, asked, [], [], [])
    sentence = token_range(reading, candidate.start, candidate.end)
    first = bisect_right(reading.sentences, sentence.start) - 1
    last = bisect_left(reading.sentences, sentence.stop)
    bounds = [*reading.sentences, len(reading.tokens)]
    near = [
        [part_of(reading, range(bounds[number], bounds[number + 1]), candidate, asked) for number in numbers]
        for numbers in (range(max(0, first - 1), max(0, first)), range(last, min(last + 1, len(reading.sentences))))
    ]
    parts = parts_of(reading, sentence, candidate, asked)
    if candidate.proposal is not None:
        places = token_range(reading, *candidate.proposal)
        proposal = part_of(reading, places, replace(candidate, actor_span=None, others=(), role=""), asked)
        backing = -1 if said(of_part(proposal, asked, 1.0)) < -_CLEAR else 1
        parts = [replace(part, backing=backing) for part in parts]
    return Scene(candidate, asked, parts, *near)


def stances(scene: Scene) -> dict[str, float]:
    """How probable each stance is, if the sentence shows one."""
    return _weigh(*scores(findings_of(scene.parts, scene.asked), said_before(scene)))


def said_before(scene: Scene) -> float:
    """How far the sentence before speaks for the statement, whoever says so."""
    return said(findings_of(scene.before, scene.asked))


def judged_by_rules(scene: Scene) -> dict[str, float]:
    """The probability of each stance and of none."""
    place = _chance(scene)
    return {NONE: 1 - place} | {name: place * value for name, value in stances(scene).items()}


def _chance(scene: Scene) -> float:
    """How probable it is that the sentence shows a position at all, by how far actor and target are from it."""
    one = scene.candidate
    findings = findings_of(scene.parts, scene.asked)
    firm = any(
        finding.own and (finding.open or finding.relation or (finding.attitude and finding.strength >= FIRM))
        for finding in findings
    )
    says = firm or any(
        finding.attitude or finding.value or finding.relation or finding.whether or finding.movement
        for finding in findings
    )
    if one.how != ASCRIBED:
        if one.target_distance > (one.how != REPORTED) and not says:
            return 0.35
        return max(0.35, 0.85 - 0.1 * max(0, one.target_distance - 1) - (0 if firm else 0.05))
    if not firm:
        return 0.15
    where = 0.2 * max(0, one.target_distance) + 0.25 * one.in_short
    if one.actor_span is None:
        return max(0.1, 0.65 - where - 0.1 * min(2, one.actor_distance))
    holds = one.role in HOLDING if one.role else one.subject
    return max(0.1, 0.7 - where - 0.3 * (not holds) - 0.2 * min(2, one.actor_distance))
