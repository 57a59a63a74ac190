"""The view `findings` of the stance task: what a text says of a target, sentence by sentence, by rules.

`language.findings` reads each sentence without asking whose it is; how the leanings lie over title, teaser and text,
over what is said in quotation marks and what the author tells, is for the classifier to weigh.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from standpunkt.language import quotes, relevance
from standpunkt.language.documents import Document, Reading
from standpunkt.language.findings import findings_of, scores
from standpunkt.language.parts import Asked, plain

Features = dict[str, float]

_TEXT = "text"
_LEANS, _SUM_LEANS = 0.25, 0.5  # from which a sentence, or a sum of some, leans to a side
_OPEN = 0.5
_MOST = 2.0  # a sentence counts in a sum
_NEAR, _HEAD = 0.4, 1.3  # weights in a sum: beside a sentence that names the target; in title and teaser
_MOST_SUM, _MOST_OPEN, _MOST_SENTENCES = 4, 3, 2  # bins
_THIRDS = ("begin", "middle", "end")


@dataclass(frozen=True, slots=True)
class Leaning:
    """What one sentence says of the target."""

    field: str
    """`title`, `teaser` or `text`."""
    named: bool
    """It names the target; else it stands beside one that does."""
    spoken: bool
    """Most of it stands in quotation marks."""
    lean: float
    """How far it speaks for the statement; below 0 against."""
    open: float
    """How far it leaves the statement open."""
    place: float
    """In its field, from 0 to 1."""


def leanings(document: Document, asked: Asked) -> tuple[Leaning, ...]:
    """What the sentences that name a target, and in the text those beside them, say of it, in order."""
    return tuple(
        leaning for field, reading in document.readings.items() for leaning in _of_field(field, reading, asked)
    )


def _of_field(field: str, reading: Reading, asked: Asked) -> Iterator[Leaning]:
    matcher = relevance.matcher(asked.words)
    spans = [(start, end) for start, end in reading.sentence_spans() if end > start]
    places = [matcher.places([token.lower() for token in reading.tokens[start:end]]) for start, end in spans]
    if not any(places):
        return
    spoken = [False] * len(reading.tokens)
    for pair in quotes.pairs(reading):
        spoken[pair.start : pair.end] = [True] * (pair.end - pair.start)
    for number, (start, end) in enumerate(spans):
        if places[number] or (field == _TEXT and any(places[max(0, number - 1) : number + 2])):
            words, inside = reading.tokens[start:end], spoken[start:end]
            lean, undecided = scores(findings_of([plain(words, inside, places[number])], asked))
            most = sum(inside) * 2 > len(inside)
            yield Leaning(field, bool(places[number]), most, lean, undecided, number / len(spans))


def findings(found: Sequence[Leaning]) -> Features:
    """Leanings as features: by where they stand and who speaks, and summed up."""
    if not found:
        return {}
    features: Features = {}
    total, undecided = 0.0, 0.0
    voices = {"said": 0.0, "told": 0.0}
    for one in found:
        where, voice = "named" if one.named else "near", "said" if one.spoken else "told"
        keys = [f"{one.field} {where} {_sign(one.lean)}", f"{voice} {where} {_sign(one.lean)}"]
        if one.open > _OPEN:
            keys += [f"{one.field} {where} open", f"{voice} {where} open"]
        if one.named and one.field == _TEXT:
            keys.append(f"{_THIRDS[int(one.place * len(_THIRDS))]} {_sign(one.lean)}")
        for key in keys:
            features[key] = features.get(key, 0.0) + 1
        weight = (1.0 if one.named else _NEAR) * (_HEAD if one.field != _TEXT else 1.0)
        total += weight * max(-_MOST, min(_MOST, one.lean))
        undecided += weight * min(_MOST, one.open)
        voices[voice] += one.lean if one.named else 0.0
    named = [one for one in found if one.named]
    within = [one for one in named if one.field == _TEXT]
    sides = [min(_MOST_SENTENCES, sum(sign * one.lean > _LEANS for one in named)) for sign in (1, -1)]
    keys = [
        f"sum {max(-_MOST_SUM, min(_MOST_SUM, round(total)))}",
        f"leans {_sign(total, _SUM_LEANS)}",
        f"open {min(_MOST_OPEN, round(undecided))}",
        f"both {sides[0]}{sides[1]}",
        f"said{_sign(voices['said'], _SUM_LEANS)} told{_sign(voices['told'], _SUM_LEANS)}",
    ]
    keys += [f"first {_sign(within[0].lean)}", f"last {_sign(within[-1].lean)}"] if within else []
    features |= dict.fromkeys(keys, 1.0)
    for name, value in (("sum", total), *voices.items()):
        features |= {f"{name} for": max(value, 0.0) / 2, f"{name} against": max(-value, 0.0) / 2}
    features["undecided"] = undecided / 2
    return {name: value for name, value in features.items() if value}


def _sign(value: float, least: float = _LEANS) -> str:
    return "+" if value > least else "-" if value < -least else "0"
