"""Scores of quotation detection.

A predicted quote counts when its characters and those of a gold quote have an intersection over union of at least one
half. Characters are the union of a quote's spans. One gold quote counts for one predicted quote: of all ways to pair
them, one with the most pairs is taken (maximum matching), among those the one with the largest sum of overlaps. All
gold quotes count, also those inside others. Scores of one type take gold and predicted quotes of that type alone and
match them anew; the overall scores do not look at types. The speaker share is taken over the pairs of the overall
matching whose gold quote has a speaker mark: those whose predicted speaker shares a character with it.

The threshold is the "partial match" usual for spans of this length, as in Papay and Padó (2019), "Quotation detection
and classification with a corpus-agnostic model".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from standpunkt.schema import QUOTE_TYPES, Quote, Span

MIN_OVERLAP: Final = 0.5
_ALL: Final = "all"
_KINDS: Final = (_ALL, *QUOTE_TYPES)
COUNTS: Final = (
    *(f"{kind}_{name}" for kind in _KINDS for name in ("gold", "predicted", "matched")),
    *(f"{part}_{name}" for part in ("speakers", "cues", "actors") for name in ("gold", "matched")),
)
"""The keys of what `counts` returns."""


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch made one, empty ones left out."""
    result: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def shared(left: Sequence[Span], right: Sequence[Span]) -> int:
    """How many characters two lists of spans share; each list as `merged` makes it."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in left for b in right)


def overlap(left: Quote, right: Quote) -> float:
    """Intersection over union of the characters of two quotes; 0 where both are empty."""
    return _overlap(merged(left.spans), merged(right.spans))


def _overlap(left: Sequence[Span], right: Sequence[Span]) -> float:
    common = shared(left, right)
    union = sum(end - start for start, end in left) + sum(end - start for start, end in right) - common
    return common / union if union else 0.0


def match(gold: Sequence[Quote], predicted: Sequence[Quote]) -> list[tuple[int, int]]:
    """Pair gold and predicted quotes one to one, as many pairs as can be.

    Returns:
        Positions in `gold` and in `predicted`, by the former.
    """
    from scipy.optimize import linear_sum_assignment  # here: it takes long to load, and applying models needs no score

    wanted = [merged(quote.spans) for quote in gold]
    given = [merged(quote.spans) for quote in predicted]
    gains = np.zeros((len(wanted), len(given)))
    most = min(len(wanted), len(given)) + 1
    for row, left in enumerate(wanted):
        for column, right in enumerate(given):
            if left and right and left[0][0] < right[-1][1] and right[0][0] < left[-1][1]:
                value = _overlap(left, right)
                # One pair more is worth more than any sum of overlaps.
                gains[row, column] = most + value if value >= MIN_OVERLAP else 0.0
    rows, columns = linear_sum_assignment(gains, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if gains[row, column] > 0]


def _touches(left: Sequence[Span], right: Sequence[Span]) -> bool:
    return shared(merged(left), merged(right)) > 0


_PARTS: Final[Sequence[tuple[str, Callable[[Quote], bool], Callable[[Quote, Quote], bool]]]] = (
    ("speakers", lambda quote: bool(merged(quote.speakers)), lambda one, other: _touches(one.speakers, other.speakers)),
    ("cues", lambda quote: bool(merged(quote.cues)), lambda one, other: _touches(one.cues, other.cues)),
    ("actors", lambda quote: quote.actor is not None, lambda one, other: one.actor == other.actor),
)
"""What of a matched quote is compared: by name, whether gold has it, and whether it is the same."""


def counts(gold: Sequence[Quote], predicted: Sequence[Quote]) -> dict[str, int]:
    """Count one page: a sum over pages, key by key, is what `scores` takes.

    Returns:
        For `all` and for each type the quotes in gold, predicted and matched; of the matched quotes those with a
        speaker mark in gold, and of these those whose predicted speaker overlaps it; the same for cues; and those whose
        speaker gold knows, with those that have the same. The keys are `COUNTS`.
    """
    result = dict.fromkeys(COUNTS, 0)
    for kind in _KINDS:
        left = [quote for quote in gold if kind in (_ALL, quote.type)]
        right = [quote for quote in predicted if kind in (_ALL, quote.type)]
        found = match(left, right)
        result[f"{kind}_gold"], result[f"{kind}_predicted"] = len(left), len(right)
        result[f"{kind}_matched"] = len(found)
        if kind == _ALL:
            pairs = [(left[row], right[column]) for row, column in found]
            for part, wanted, same in _PARTS:
                known = [pair for pair in pairs if wanted(pair[0])]
                result[f"{part}_gold"] = len(known)
                result[f"{part}_matched"] = sum(same(*pair) for pair in known)
    return result


def total(pages: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sum of the counts of pages."""
    result = dict.fromkeys(COUNTS, 0)
    for page in pages:
        for key in COUNTS:
            result[key] += page[key]
    return result


def scores(counted: Mapping[str, int]) -> dict[str, float]:
    """Scores of a sum of counts; 0 where a score is undefined.

    Returns:
        `precision`, `recall`, `f1` over all types, `<type>_precision`, `<type>_recall`, `<type>_f1` for each type, and
        `speaker`, `cue` and `actor`, the shares of matched quotes whose speaker, cue and actor are found.
    """
    result: dict[str, float] = {}
    for kind in _KINDS:
        gold, predicted, matched = (counted[f"{kind}_{name}"] for name in ("gold", "predicted", "matched"))
        prefix = "" if kind == _ALL else f"{kind}_"
        result[f"{prefix}precision"] = matched / predicted if predicted else 0.0
        result[f"{prefix}recall"] = matched / gold if gold else 0.0
        result[f"{prefix}f1"] = 2 * matched / (gold + predicted) if gold + predicted else 0.0
    for part in ("speakers", "cues", "actors"):
        known = counted[f"{part}_gold"]
        result[part.removesuffix("s")] = counted[f"{part}_matched"] / known if known else 0.0
    return result
