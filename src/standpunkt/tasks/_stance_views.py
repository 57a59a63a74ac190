"""The views of the stance task: from the sentences that touch a target, and the target, to weighted features.

Every view has the same two arguments, also where it reads one alone.
"""
# ruff: noqa: ARG001

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from standpunkt.language import cues
from standpunkt.language.relevance import Sentence, TargetWords
from standpunkt.tasks._ngrams import character_ngrams

Features = dict[str, float]

_MASK = "TARGET"
_MASK_REACH = 4
_FIRST_TOKENS = 8


def _ngrams(tokens: Sequence[str], size: int) -> list[str]:
    return [" ".join(tokens[i : i + size]) for i in range(len(tokens) - size + 1)]


def _add(features: Features, key: str, value: float) -> None:
    features[key] = features.get(key, 0.0) + value


def _cross(features: Features, marks: Sequence[str]) -> Features:
    """Each feature once for every mark."""
    return {f"{mark}|{key}": value for mark in marks for key, value in features.items()}


def _unigrams(sentences: Sequence[Sentence]) -> Features:
    features: Features = {}
    for sentence in sentences:
        for token in sentence.tokens:
            _add(features, token, sentence.weight)
    return features


def words(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """Word uni- and bigrams of the relevant sentences."""
    features = _unigrams(sentences)
    for sentence in sentences:
        for gram in _ngrams(sentence.tokens, 2):
            _add(features, gram, sentence.weight)
    return features


def stems(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """Stems of the relevant sentences: what few train pairs can tell that inflected words cannot."""
    features: Features = {}
    for sentence in sentences:
        for word in sentence.stems:
            _add(features, word, sentence.weight)
    return features


def characters(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """Runs of three to five characters within the words of the relevant sentences."""
    features: Features = {}
    for sentence in sentences:
        for gram in character_ngrams(sentence.tokens, 3, 5):
            _add(features, gram, sentence.weight)
    return features


def direction(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """Words crossed with the direction of the statement."""
    return _cross(_unigrams(sentences), (target.direction,))


def action(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """Words crossed with what the statement asks for (keep, more, end, allow, ...)."""
    return _cross(_unigrams(sentences), target.actions)


def topic(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """Every text stem crossed with every content stem of the statement."""
    found = dict.fromkeys(word for sentence in sentences for word in sentence.stems if len(word) > 2)
    return {f"{word}|{content}": 1.0 for word in found for content in target.stems}


def first(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """The first words: n-grams up to three, the first three by position, and the opening as a whole."""
    features: Features = {}
    if sentences:
        opening, weight = sentences[0].tokens[:_FIRST_TOKENS], sentences[0].weight
        for size in (1, 2, 3):
            for gram in _ngrams(opening, size):
                _add(features, gram, weight)
        for index, token in enumerate(opening[:3]):
            features[f"{index}={token}"] = weight
        for size in (2, 3, 4):
            features["^ " + " ".join(opening[:size])] = weight
    return features


def _mask(sentence: Sentence) -> list[str]:
    """Tokens with each run of target words replaced by one `TARGET`."""
    masked: list[str] = []
    for index, token in enumerate(sentence.tokens):
        if index not in sentence.positions:
            masked.append(token)
        elif not masked or masked[-1] != _MASK:
            masked.append(_MASK)
    return masked


def masked(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """What stands around the target words: side-marked words in reach, and bi- and trigrams that hold `TARGET`."""
    features: Features = {}
    for sentence in sentences:
        tokens = _mask(sentence)
        for index, token in enumerate(tokens):
            if token != _MASK:
                continue
            for near in range(max(0, index - _MASK_REACH), min(len(tokens), index + _MASK_REACH + 1)):
                if near != index:
                    _add(features, ("<" if near < index else ">") + tokens[near], sentence.weight)
            for size in (2, 3):
                for start in range(max(0, index - size + 1), min(index + 1, len(tokens) - size + 1)):
                    _add(features, " ".join(tokens[start : start + size]), sentence.weight)
    return features


def masked_direction(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """The masked view crossed with the direction of the statement."""
    return _cross(masked(sentences, target), (target.direction,))


def cue_counts(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """Cue counts: of all sentences, of the first, and of those with a target word; also crossed with the direction."""
    features: Features = {}
    for index, sentence in enumerate(sentences):
        for kind, count in cues.count(sentence.tokens).items():
            _add(features, kind, count * sentence.weight)
            if index == 0:
                _add(features, "first " + kind, count * sentence.weight)
            if sentence.positions:
                _add(features, "hit " + kind, count * sentence.weight)
    features.update(_cross(features, (target.direction,)))
    return features


def cue_counts_action(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """Cue counts crossed with what the statement asks for."""
    features: Features = {}
    for sentence in sentences:
        for kind, count in cues.count(sentence.tokens).items():
            _add(features, kind, count * sentence.weight)
    features.update(_cross(features, target.actions))
    return features


def _sign(value: int) -> str:
    return "+" if value > 0 else "-" if value < 0 else "0"


def agreement(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """Signs of (approving - rejecting) and of (more - less, turned by the direction), and binned marker counts."""
    features: Features = {}
    turn = -1 if target.restrictive else 1
    total: Counter[str] = Counter()
    for index, sentence in enumerate(sentences):
        counts = cues.count(sentence.tokens)
        total.update(counts)
        if index > 0 and not sentence.positions:
            continue
        place = "first" if index == 0 else "hit"
        attitude = _sign(counts["approve"] - counts["reject"])
        movement = counts["up"] - counts["down"]
        level = f"{place} overlap{int(sentence.overlap * 3)}"
        keys = [
            f"{place} attitude{attitude}",
            f"{place} movement{_sign(turn * movement)}",
            f"{level} attitude{attitude}",
            f"{level} movement{_sign(turn * movement)}",
            f"{level} negation{min(counts['negation'], 2)} {target.direction}",
        ]
        keys += [f"{place} {action} movement{_sign(movement)}" for action in target.actions]
        for key in keys:
            _add(features, key, sentence.weight)
    attitude_sum = total["approve"] - total["reject"]
    movement_sum = turn * (total["up"] - total["down"])
    features[f"attitude {max(-4, min(4, attitude_sum))}"] = 1.0
    features[f"movement {max(-3, min(3, movement_sum))}"] = 1.0
    features[f"both {_sign(attitude_sum)}{_sign(movement_sum)}"] = 1.0
    for kind, most in (("hedge", 5), ("noposition", 4), ("conditional", 4), ("negation", 4)):
        features[f"{kind} {min(most, total[kind])}"] = 1.0
    return features


def shape(sentences: Sequence[Sentence], target: TargetWords) -> Features:
    """Target overlap and length, binned."""
    best = max((sentence.overlap for sentence in sentences), default=0.0)
    length = sum(len(sentence.tokens) for sentence in sentences)
    lead = sentences[0].overlap if sentences else 0.0
    keys = (
        f"overlap {int(best * 5)}",
        f"first overlap {int(lead * 5)}",
        f"length {(length + 1).bit_length()}",
        f"sentences {min(len(sentences), 8)}",
        f"flag {target.direction}",
        f"overlap {target.direction}{int(best * 5)}",
    )
    return dict.fromkeys(keys, 1.0)


VIEWS = {
    "words": words,
    "stems": stems,
    "characters": characters,
    "direction": direction,
    "action": action,
    "topic": topic,
    "first": first,
    "masked": masked,
    "masked_direction": masked_direction,
    "cues": cue_counts,
    "cues_action": cue_counts_action,
    "agreement": agreement,
    "shape": shape,
}
COUNTS = frozenset({"cues", "cues_action", "agreement", "shape"})
"""Views of few features, all of which tell something: neither rare ones dropped nor frequent ones weighed down."""
