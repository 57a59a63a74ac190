"""Positions of whole articles: candidates, what the reader makes of them, and one position an (actor, target)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from standpunkt.evaluation.uncertainty import DIGITS
from standpunkt.language import actors
from standpunkt.language.actors import Cast
from standpunkt.language.documents import Document
from standpunkt.params import PositionsParams
from standpunkt.positions import candidates, prior, reading
from standpunkt.positions.candidates import Candidate
from standpunkt.schema import STANCES, Actor, Position, Quote, Target
from standpunkt.tasks import ModelState


@dataclass(frozen=True, slots=True)
class Case:
    """An article with what was found in it so far."""

    document: Document
    cast: Cast
    quotes: Sequence[Quote]
    """Each with its actor."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What positions are looked for: targets and actors by id."""

    targets: Mapping[str, Target]
    actors: Mapping[str, Actor]


def fit(
    cases: Sequence[Case],
    gold: Sequence[Sequence[Position]],
    scope: Scope,
    settings: PositionsParams,
    random_state: int,
) -> ModelState:
    """Fit the reader on the candidates of articles whose positions are known, and count who stood where.

    A candidate is a position where its sentence and a gold one of its actor and target overlap. It is none where gold
    names no position of that actor on that target. Others, whose position gold shows in another sentence, are left out:
    they may show it too.
    """
    rows = []
    linked = [link(case.cast, known) for case, known in zip(cases, gold, strict=True)]
    for case, known in zip(cases, linked, strict=True):
        pairs = {(one.actor, one.target) for one in known}
        for candidate in find(case, scope):
            label = _label(candidate, known)
            if label is not None or (candidate.actor, candidate.target) not in pairs:
                target = scope.targets[candidate.target]
                rows.append((case.document, candidate, target, label or reading.NONE))
    state = reading.fit(rows, settings.reader, random_state)
    before = prior.count(linked, scope.actors)
    return ModelState({"reader": state.meta, "prior": before, "prior_weight": settings.prior_weight}, state.arrays)


def link(cast: Cast, known: Iterable[Position]) -> list[Position]:
    """Gold positions under the ids that their actors have in the article: gold may name an organisation in full."""
    return [replace(one, actor=actors.match(cast, one.actor)) for one in known]


def _label(candidate: Candidate, known: Sequence[Position]) -> str | None:
    for one in known:
        same = (one.actor, one.target) == (candidate.actor, candidate.target)
        if same and one.start < candidate.end and candidate.start < one.end:
            return one.stance
    return None


def find(case: Case, scope: Scope) -> list[Candidate]:
    """The candidates of an article."""
    return candidates.find(case.document, case.cast, case.quotes, scope.targets)


def predict(
    state: ModelState | None, cases: Sequence[Case], scope: Scope, prior_weight: float | None = None
) -> list[list[Position]]:
    """The positions of each article, in the order of the text.

    Args:
        state: of `fit`; None reads by rules.
        cases: the articles.
        scope: whose targets are looked for.
        prior_weight: instead of that of the model; 0 reads alone.
    """
    found = [find(case, scope) for case in cases]
    rows = [
        (case.document, candidate, scope.targets[candidate.target])
        for case, its in zip(cases, found, strict=True)
        for candidate in its
    ]
    reader = ModelState(state.meta["reader"], state.arrays) if state else None
    judged = reading.predict(reader, rows)
    if state:
        weight = state.meta["prior_weight"] if prior_weight is None else prior_weight
        judged = [
            prior.weighed(read, prior.chances(state.meta["prior"], one.actor, one.target, scope.actors), weight)
            for (_, one, _), read in zip(rows, judged, strict=True)
        ]
    following = iter(judged)
    return [
        reading.decide(case.document, [(candidate, next(following)) for candidate in its])
        for case, its in zip(cases, found, strict=True)
    ]


def by_majority(cases: Sequence[Case], scope: Scope, stance: str) -> list[list[Position]]:
    """The baseline: every actor in a sentence with a target holds the most frequent stance on it."""
    found = []
    for case in cases:
        first: dict[tuple[str, str], Candidate] = {}
        for candidate in candidates.together(case.document, case.cast, scope.targets):
            first.setdefault((candidate.actor, candidate.target), candidate)
        found.append([_position(candidate, {stance: 1.0}) for candidate in first.values()])
    return found


def _position(candidate: Candidate, probabilities: Mapping[str, float]) -> Position:
    stance = max(STANCES, key=lambda name: probabilities.get(name, 0.0))
    return Position(
        candidate.actor, candidate.target, stance, candidate.how, candidate.start, candidate.end, probabilities
    )


def majority(gold: Sequence[Sequence[Position]]) -> str:
    """The most frequent stance; the first of `STANCES` where there is none."""
    counts = Counter(one.stance for known in gold for one in known)
    return max(STANCES, key=lambda stance: counts[stance])


def as_row(position: Position, text: str | None) -> dict[str, Any]:
    """A position as it stands in the files, but for its actor, target and stance; the sentence where text is given."""
    row: dict[str, Any] = {
        "probability": round(position.probabilities[position.stance], DIGITS),
        "probabilities": {name: round(value, DIGITS) for name, value in position.probabilities.items()},
        "how": position.how,
        "start": position.start,
        "end": position.end,
    }
    return row | ({} if text is None else {"evidence": text[position.start : position.end]})
