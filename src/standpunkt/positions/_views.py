"""What the fitted reader sees of a candidate: views, each a bag of features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from standpunkt.language import cues, relevance
from standpunkt.language.findings import findings_of, scores
from standpunkt.language.parts import Part
from standpunkt.positions._rules import Scene, said_before
from standpunkt.tasks._ngrams import character_ngrams

Features = dict[str, float]
_TARGET, _ACTOR, _OTHER = "TARGET", "ACTOR", "OTHER"  # stand for names


def _masked(part: Part) -> list[str]:
    """Lower-case words with the names of target and actors masked, so that it is not learned who they are."""
    found: list[str] = []
    for place, word in enumerate(part.lower):
        mask = _TARGET if place in part.target else _mask_of_actor(part, place)
        if mask is None:
            found.append("0" if word.isdigit() else word)
        elif found[-1:] != [mask]:
            found.append(mask)
    return found


def _mask_of_actor(part: Part, place: int) -> str | None:
    return _ACTOR if place in part.actor else _OTHER if place in part.others else None


def _add(features: Features, key: str, value: float = 1.0) -> None:
    features[key] = features.get(key, 0.0) + value


def _view_words(scene: Scene) -> Features:
    features: Features = {}
    for part in scene.parts:
        words = _masked(part)
        for word in words:
            _add(features, word)
        for pair in pairwise(words):
            _add(features, " ".join(pair))
    return features


def _stems(parts: Sequence[Part]) -> Features:
    features: Features = {}
    for part in parts:
        for word in _masked(part):
            if word[0].isalpha():
                _add(features, relevance.stem(word) if word[0].islower() else word)
    return features


def _view_stems(scene: Scene) -> Features:
    return _stems(scene.parts)


def _view_direction(scene: Scene) -> Features:
    return {f"{scene.asked.sign}|{key}": value for key, value in _stems(scene.parts).items()}


def _view_topic(scene: Scene) -> Features:
    """Words under the target they stand with: what belongs to it without naming it, where no word of it is there."""
    target = " ".join(scene.asked.words.stems)
    return {
        f"{target}|{word}": value
        for word, value in _stems(scene.parts).items()
        if word not in (_TARGET, _ACTOR, _OTHER)
    }


def _view_actor(scene: Scene) -> Features:
    """What stands around the actor."""
    features: Features = {}
    for part in scene.parts[:1]:
        words = _masked(part)
        for place, word in enumerate(words):
            if word == _ACTOR:
                for near in range(max(0, place - 4), min(len(words), place + 5)):
                    if near != place:
                        _add(features, ("<" if near < place else ">") + words[near])
    return features


def _view_target(scene: Scene) -> Features:
    features: Features = {}
    for part in scene.parts:
        words = _masked(part)
        for place, word in enumerate(words):
            if word == _TARGET:
                for near in range(max(0, place - 4), min(len(words), place + 5)):
                    if near != place:
                        _add(features, f"{'<' if near < place else '>'}{words[near]}")
                        _add(features, f"{scene.asked.sign}{'<' if near < place else '>'}{words[near]}")
    return features


def _view_characters(scene: Scene) -> Features:
    features: Features = {}
    for part in scene.parts:
        for gram in character_ngrams([word for word in _masked(part) if word[0].islower()], 3, 5):
            _add(features, gram)
    return features


def _view_context(scene: Scene) -> Features:
    found = {f"<{key}": value for key, value in _stems(scene.before).items()}
    return found | {f">{key}": value for key, value in _stems(scene.after).items()}


def _bin(value: float) -> str:
    size = abs(value)
    level = 0 if size < 0.05 else 1 if size < 0.7 else 2 if size < 1.6 else 3
    return f"{'-' if value < 0 and level else '+' if level else ''}{level}"


def _view_rules(scene: Scene) -> Features:
    """What the rules found, in the sentence and around it."""
    features: Features = {}
    findings = findings_of(scene.parts, scene.asked)
    said = said_before(scene)
    lean, undecided = scores(findings, said)
    features[f"said {_bin(said)}"] = 1.0
    features[f"said {_bin(said)} here {_bin(lean)}"] = 1.0
    features[f"lean {_bin(lean)}"] = 2.0
    features[f"open {_bin(undecided)}"] = 2.0
    features[f"both {_bin(lean)} {_bin(undecided)}"] = 1.0
    for finding in findings:
        sign = finding.attitude * finding.object
        place = "spoken" if finding.spoken else "told"
        _add(features, f"attitude {finding.attitude}")
        _add(features, f"{place} meant {sign}")
        _add(features, f"touched {finding.touched} meant {sign}")
        _add(features, f"value {max(-2, min(2, finding.value))}")
        _add(features, f"{place} value {max(-1, min(1, finding.value)) * finding.object}")
        for hit in finding.hits:
            _add(features, f"{place} {hit.kind}")
            _add(features, f"{hit.kind} {finding.object}")
    for name, parts in (("before", scene.before), ("after", scene.after)):
        near, unsure = scores(findings_of(parts, scene.asked))
        features[f"{name} {_bin(near)}"] = 1.0
        features[f"{name} open {_bin(unsure)}"] = 1.0
        features[f"{name} {_bin(near)} here {_bin(lean)}"] = 1.0
    counts: Features = {}
    for part in scene.parts:
        for kind, number in cues.count(part.lower).items():
            _add(counts, f"cue {kind}", number)
            _add(counts, f"cue {kind} {scene.asked.sign}", number)
    return features | counts


def _view_shape(scene: Scene) -> Features:
    """How actor and target stand to each other: what tells a position from a mere mention."""
    one = scene.candidate
    facts = {
        "target distance": max(-1, min(4, one.target_distance)),
        "actor distance": min(2, one.actor_distance),
        "subject": one.subject,
        "first": one.first,
        "other actors": min(3, one.other_actors),
        "other targets": min(2, one.other_targets),
        "named": one.actor_span is not None,
        "sentences": min(4, len(scene.parts)),
        "role": one.role or "none",
        "short": one.in_short,
        "target before": any(part.target for part in scene.before),
        "actor before": any(part.actor for part in scene.before),
        "target after": any(part.target for part in scene.after),
    }
    keys = [f"{one.how}", *(f"{name} {value}" for name, value in facts.items())]
    keys += [f"{one.how} {name} {value}" for name, value in facts.items()]
    if scene.parts:
        part = scene.parts[0]
        keys.append(f"length {len(part.words).bit_length()}")
        if part.actor:
            first = min(part.actor)
            keys.append(f"{one.how} word before {part.lower[first - 1] if first else '^'}")
            if part.target:
                keys.append(
                    f"{one.how} actor first {first < min(part.target)} {min(4, abs(first - min(part.target)) // 4)}"
                )
    return dict.fromkeys(keys, 1.0)


def _view_rivals(scene: Scene) -> Features:
    """What else the article brings together: of several targets or actors the sentence may mean another."""
    one = scene.candidate
    rivals = one.rivals
    if rivals is None:
        return {}
    facts = {
        "targets here": min(3, rivals.targets),
        "nearer": min(2, rivals.nearer),
        "as near": min(2, rivals.as_near),
        "actors here": min(3, rivals.actors),
        "other sentences": min(3, rivals.sentences),
        "direct elsewhere": rivals.direct,
        "actor's targets": min(3, rivals.actor_targets),
        "target's actors": min(4, rivals.target_actors),
        "article targets": min(5, rivals.article_targets),
        "kind": rivals.kind,
        "known": rivals.known,
        "mentions": min(4, rivals.mentions).bit_length(),
    }
    distance = max(-1, min(4, one.target_distance))
    keys = [f"{name} {value}" for name, value in facts.items()]
    keys += [f"{one.how} {name} {value}" for name, value in facts.items()]
    keys += [
        f"{one.how} distance {distance} nearer {facts['nearer']} as near {facts['as near']}",
        f"distance {distance} article targets {facts['article targets']}",
    ]
    return dict.fromkeys(keys, 1.0)


VIEWS: Mapping[str, Any] = {
    "rules": _view_rules,
    "words": _view_words,
    "stems": _view_stems,
    "direction": _view_direction,
    "actor": _view_actor,
    "target": _view_target,
    "characters": _view_characters,
    "context": _view_context,
    "shape": _view_shape,
    "topic": _view_topic,
    "rivals": _view_rivals,
}
COUNTS = frozenset({"rules", "shape", "rivals"})
