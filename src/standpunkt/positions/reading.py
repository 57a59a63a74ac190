"""Where an actor stands on a target, judged from one sentence or quotation of an article.

Two readers do it. `rules` needs no fitting: it looks for what the statement of the target asks for (more or less of
something), what the sentence wants done with it, and whether the actor is for or against that; the word lists are those
of `language.attitudes`. `fit` learns from annotated positions, what the rules found among its features: where the
targets of the annotation are those that are asked for it learns their words as well, where they are not the rules and
the words of approval and rejection carry over.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from standpunkt.language import attitudes
from standpunkt.language.documents import Document
from standpunkt.params import ReaderParams
from standpunkt.positions import _rules
from standpunkt.positions._parts import token_range
from standpunkt.positions._rules import Scene, judged_by_rules, scene_of, stances
from standpunkt.positions._views import COUNTS, VIEWS, Features
from standpunkt.positions.candidates import Candidate
from standpunkt.schema import STANCES, Position, Target
from standpunkt.tasks import ModelState, _linear
from standpunkt.tasks._linear import Rows, View

NONE = _rules.NONE
LABELS = (NONE, *STANCES)

_PLACE, _STANCE = "place", "stance"
# That a position is shown, and that it is the likeliest one; chosen on validation rows of the embedded corpus, and by
# cross-validation on those of its train rows that were written without a look at the lists.
_ENOUGH, _SURE = 0.27, 0.27
_OUTDATES, _OUTDATED = 0.3, 0.3
# How far what was fitted is trusted beside the rules, for a target that was there and for another: about the stance,
# and about whether a position is shown. Chosen by cross-validation on train rows of the embedded corpus, those for
# another target on validation rows by readers that were fitted without it.
_TRUST, _TRUST_UNSEEN = 0.85, 0.7
_TRUST_PLACE, _TRUST_PLACE_UNSEEN = 0.95, 0.7


def features(document: Document, candidate: Candidate, target: Target) -> dict[str, Features]:
    """What the fitted reader sees of a candidate, by view."""
    return _read(scene_of(document, candidate, target), VIEWS)


def _read(scene: Scene, names: Iterable[str]) -> dict[str, Features]:
    return {name: VIEWS[name](scene) for name in names}


def judged(document: Document, candidate: Candidate, target: Target) -> dict[str, float]:
    """The probability of each of `LABELS` by the rules."""
    return judged_by_rules(scene_of(document, candidate, target))


def rules(document: Document, candidate: Candidate, target: Target) -> tuple[str, float]:
    """The stance that the word lists and the statement's direction tell, and its probability; nothing is fitted.

    Where they tell nothing it is the most frequent stance of news, favor, with a probability near a third.
    """
    found = stances(scene_of(document, candidate, target))
    best = max(STANCES, key=lambda name: found[name])
    return best, found[best]


def _views(weights: Mapping[Any, float], settings: ReaderParams) -> list[View]:
    return [
        View(
            name,
            _taker(name),
            weight,
            min_documents=1 if name in COUNTS else settings.min_rows,
            idf=name not in COUNTS,
        )
        for name, weight in weights.items()
    ]


def _taker(name: str) -> Callable[[Mapping[str, Features]], Features]:
    return lambda read: read[name]


Row = tuple[Document, Candidate, Target, str]


def fit(rows: Sequence[Row], settings: ReaderParams, random_state: int) -> ModelState:
    """Fit whether a candidate shows a position, and which stance it is.

    Where the rows cannot tell (of one label alone), the rules are used instead.

    Args:
        rows: candidates with one of `LABELS`.
        settings: of the classifiers.
        random_state: of the classifiers, and of the folds that the probabilities are calibrated on.
    """
    used = sorted({*settings.views, *settings.place_views})
    read = [_read(scene_of(document, candidate, target), used) for document, candidate, target, _ in rows]
    labels = [label for *_, label in rows]
    classifier = _linear.Settings(settings.C, balanced=True)
    statements = sorted({target.statement for _, _, target, _ in rows})
    meta: dict[str, Any] = {"settings": settings.model_dump(), "statements": statements}
    arrays: dict[str, Any] = {}
    shown = [place for place, label in enumerate(labels) if label != NONE]
    parts = {
        _PLACE: (settings.place_views, read, [NONE if label == NONE else _PLACE for label in labels], (NONE, _PLACE)),
        _STANCE: (settings.views, [read[place] for place in shown], [labels[place] for place in shown], STANCES),
    }
    for name, (weights, items, known, classes) in parts.items():
        meta[name] = None
        if len(set(known)) > 1:
            state = _linear.fit(
                _views(weights, settings), Rows(items, known), Rows([], []), classes, classifier, random_state
            )
            meta[name] = state.meta
            arrays |= {f"{name}.{key}": values for key, values in state.arrays.items()}
    return ModelState(meta, arrays)


def predict(state: ModelState | None, rows: Sequence[tuple[Document, Candidate, Target]]) -> list[dict[str, float]]:
    """The probability of each of `LABELS` for each candidate.

    It is the mean of what was fitted and of the rules, which count more for a target that the rows of `fit` did not
    have.

    Args:
        state: of `fit`; None reads by rules.
        rows: the candidates.
    """
    scenes = [scene_of(*row) for row in rows]
    found = [judged_by_rules(scene) for scene in scenes]
    if state is None or not rows:
        return found
    settings = ReaderParams(**state.meta["settings"])
    used = sorted({*settings.views, *settings.place_views})
    read = [_read(scene, used) for scene in scenes]
    place = _part_of(state, _PLACE, settings.place_views, settings, read)
    stance = _part_of(state, _STANCE, settings.views, settings, read)
    known = frozenset(state.meta["statements"])
    for number, ((_, _, target), one) in enumerate(zip(rows, found, strict=True)):
        seen = target.statement in known
        by_rules = 1 - one[NONE]
        trust = _TRUST_PLACE if seen else _TRUST_PLACE_UNSEEN
        shown = _mean(place[number][_PLACE] if place else by_rules, by_rules, trust)
        trust = _TRUST if seen else _TRUST_UNSEEN
        among = {
            name: _mean(stance[number].get(name, 0.0) if stance else one[name] / by_rules, one[name] / by_rules, trust)
            for name in STANCES
        }
        found[number] = {NONE: 1 - shown} | {name: shown * value for name, value in among.items()}
    return found


def _mean(fitted: float, by_rules: float, trust: float) -> float:
    return trust * fitted + (1 - trust) * by_rules


def _part_of(
    state: ModelState, name: str, weights: Mapping[Any, float], settings: ReaderParams, read: Sequence[Any]
) -> list[dict[str, float]] | None:
    """The probabilities by one of the two classifiers; None where it could not be fitted."""
    meta = state.meta[name]
    if meta is None:
        return None
    own = ModelState(
        meta,
        {key.removeprefix(f"{name}."): values for key, values in state.arrays.items() if key.startswith(f"{name}.")},
    )
    values = _linear.probabilities(own, _linear.decide(_views(weights, settings), own, read))
    return [dict(zip(meta["classes"], row, strict=True)) for row in values.tolist()]


def decide(document: Document, judged: Sequence[tuple[Candidate, Mapping[str, float]]]) -> list[Position]:
    """One position an actor and target, from all its candidates in an article.

    Stances are weighed by the probabilities of all candidates; where a later one tells of a change, those before it
    count less. The evidence is the candidate that shows the stance best.

    Args:
        document: the article.
        judged: candidates, each with the probabilities of `LABELS`.

    Returns:
        The positions that are probable enough, in the order of their evidence.
    """
    pairs: dict[tuple[str, str], list[tuple[Candidate, Mapping[str, float]]]] = {}
    for candidate, chances in sorted(judged, key=lambda one: (one[0].start, one[0].target, one[0].actor)):
        pairs.setdefault((candidate.actor, candidate.target), []).append((candidate, chances))
    found = []
    for (actor, target), its in pairs.items():
        shown = 1 - math.prod(1 - (1 - chances[NONE]) for _, chances in its)
        if max(1 - chances[NONE] for _, chances in its) < _ENOUGH:
            continue
        weights = [1.0] * len(its)
        for number, (candidate, chances) in enumerate(its):
            if number and 1 - chances[NONE] >= _OUTDATES and _tells_change(document, candidate):
                weights[:number] = [weight * _OUTDATED for weight in weights[:number]]
        totals = {
            name: sum(weight * chances[name] for weight, (_, chances) in zip(weights, its, strict=True))
            for name in STANCES
        }
        whole = sum(totals.values()) or 1.0
        probabilities = {name: value / whole * shown for name, value in totals.items()}
        stance = max(STANCES, key=lambda name: probabilities[name])
        if probabilities[stance] < _SURE:
            continue
        best = max(range(len(its)), key=lambda number: (weights[number] * its[number][1][stance], -number))
        one = its[best][0]
        found.append(Position(actor, target, stance, one.how, one.start, one.end, probabilities))
    return sorted(found, key=lambda one: (one.start, one.target, one.actor))


def _tells_change(document: Document, candidate: Candidate) -> bool:
    if candidate.target_distance and candidate.proposal is None:
        return False
    reading = document.readings.get("text")
    if reading is None:
        return False
    words = [reading.tokens[place] for place in token_range(reading, candidate.start, candidate.end)]
    return any(hit.kind in ("yield", "now") for hit in attitudes.hits(words))
