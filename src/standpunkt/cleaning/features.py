"""What a line model sees of a page: one row a line, one column a feature, computed in numpy over all lines at once.

Shape (characters, words, marks), terms (words and word pairs, looked up by hash), repetition (what stands twice on the
page), place, neighbours; for HTML also links, elements and their names. No feature knows a site.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count
from typing import Any

import numpy as np
import numpy.typing as npt

from standpunkt.cleaning.blocks import Lines
from standpunkt.cleaning.trees import SCALE

Floats = npt.NDArray[np.floating[Any]]
Integers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

_KNOWN = 0x3000  # code points that have a group of their own; above it are letters of other scripts and symbols
# Groups of code points, from 1; what is in none is 0. Words are of the three in the middle; those of _MARKS follow.
# Counted a line are those from _UPPER on: few characters are of them.
_SPACE, _LOWER, _UPPER, _DIGIT = 1, 2, 3, 4
_MARKS = {
    "period": ".",
    "comma": ",",
    "exclaim": "!?",
    "colon": ":",
    "quote": '„“”»«‚‘"',
    "bar": "|•·›»>→▸/",
    "bracket": "()[]",
    "dash": "–—-",
    "sign": "©@+*#…",
}
_GROUP_OF = {name: place for place, name in enumerate(_MARKS, _DIGIT + 1)}
_GROUPS = _DIGIT + 1 + len(_MARKS)
_LETTERS_OF_A_WORD = 32  # a power of two
_STEM = 6  # letters: German endings and compounds vary after them
_LONG = 4
_RANDOM = np.random.Generator(np.random.PCG64(20_261_125))
_POSITION_HASHES = _RANDOM.integers(1, 2**63, _LETTERS_OF_A_WORD, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_PAIR_HASHES = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_MIX = np.uint64(0x9FB21C651E98DF25)  # odd: spreads keys over the high bits
FIRST, LAST = np.uint64(0xA0761D6478BD642F), np.uint64(0xE7037ED1A0B428DB)


@cache
def _tables() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
    """For each code point below _KNOWN, and for all others together, its group; and its lower case."""
    groups = np.zeros(_KNOWN + 1, np.uint8)
    lower = np.arange(_KNOWN, dtype=np.uint32)
    for code in range(_KNOWN):
        character = chr(code)
        category = unicodedata.category(character)
        if category in ("Lu", "Lt"):
            groups[code] = _UPPER
        elif category[0] in "LM":
            groups[code] = _LOWER
        elif category[0] == "N":
            groups[code] = _DIGIT
        elif character.isspace():
            groups[code] = _SPACE
        folded = character.lower()
        if len(folded) == 1:
            lower[code] = ord(folded)
    for name, marks in _MARKS.items():
        groups[[ord(mark) for mark in marks]] = _GROUP_OF[name]
    groups[_KNOWN] = _LOWER
    return groups, lower


def _groups_of(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    return _tables()[0].take(codes, mode="clip")


_CLOSING, _SENTENCE, _QUESTION, _COLON, _DOTS, _PERIOD, _OPENING, _BULLET = (np.uint8(1 << bit) for bit in range(8))
_ENDS = {
    _CLOSING: '“”«»‘")',
    _SENTENCE: ".!?…",
    _QUESTION: "?",
    _COLON: ":",
    _DOTS: "…",
    _PERIOD: ".",
    _OPENING: '„»"‚',
    _BULLET: "•*-–·‣▪",
}
"""Marks that matter at the beginning or the end of a line."""


@cache
def _end_table() -> npt.NDArray[np.uint8]:
    """For each code point below _KNOWN, and for all others together, a bit for each of _ENDS."""
    table = np.zeros(_KNOWN + 1, np.uint8)
    for bit, marks in _ENDS.items():
        table[[ord(mark) for mark in marks]] |= bit
    return table


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all lines in order: hashes of their lower case and of their beginnings, and the line of each."""

    hashes: Hashes
    stems: Hashes
    lines: Integers
    lengths: Integers
    """Characters."""
    capital: npt.NDArray[np.bool_]
    firsts: Integers
    """The first word of each line that has words, by its number among all."""
    lasts: Integers

    pairs: Hashes
    """Hashes of the pairs of neighbouring words within a line."""
    pair_lines: Integers

    def terms(self) -> tuple[Hashes, Integers]:
        """Hashes of all terms (words, pairs, first and last words of lines), and their lines."""
        first, last = self.hashes.take(self.firsts) ^ FIRST, self.hashes.take(self.lasts) ^ LAST
        where = self.lines.take(self.firsts)
        return (
            np.concatenate([self.hashes, self.pairs, first, last]),
            np.concatenate([self.lines, self.pair_lines, where, where]),
        )


def pair_hash(left: Hashes, right: Hashes) -> Hashes:
    """The hashes of pairs of words, in their order."""
    return (left * _PAIR_HASHES[0]) ^ (right * _PAIR_HASHES[1])


def _codes(texts: Sequence[str]) -> npt.NDArray[np.uint32]:
    return np.array(["\n".join([*texts, ""])]).view(np.uint32)  # faster than by an encoding


def bounds_of(values: npt.NDArray[np.generic]) -> Integers:
    """Where each run of equal values begins, and after the last run the end."""
    begins: npt.NDArray[np.bool_] = np.ones(len(values) + 1, bool)
    np.not_equal(values[1:], values[:-1], out=begins[1:-1])
    return begins.nonzero()[0]


def words_of(codes: npt.NDArray[np.uint32], groups: npt.NDArray[np.uint8], line_of: Integers) -> Words:
    """Find the words in a stream of code points that ends with a line end, by their groups and lines."""
    inside = np.zeros(len(codes) + 1, bool)
    np.less(groups - np.uint8(_LOWER), _DIGIT + 1 - _LOWER, out=inside[1:])
    cuts = (inside[1:] != inside[:-1]).nonzero()[0]  # starts and ends in turns
    starts, ends = cuts[::2], cuts[1::2]
    if not len(starts):
        none = np.zeros(0, np.int64)
        hashes, flags = none.astype(np.uint64), none.astype(bool)
        return Words(hashes, hashes, none, none, flags, none, none, hashes, none)
    folded = _tables()[1].take(codes, mode="clip")
    if codes.max() >= _KNOWN:
        np.copyto(folded, codes, where=codes >= _KNOWN)
    # The place of each code point in its word: one more than that before, and back to none where a word begins. What is
    # between words does not matter.
    position = np.ones(len(codes), np.int64)
    position[0] = -starts[0]
    position[starts[1:]] = 1 - (starts[1:] - starts[:-1])
    position.cumsum(out=position)
    position &= _LETTERS_OF_A_WORD - 1
    spread = _POSITION_HASHES.take(position)
    spread *= folded
    # Sums over words are differences of sums over the page: integers that wrap around, so that nothing is lost.
    sums = np.zeros(len(codes) + 1, np.uint64)
    spread.cumsum(out=sums[1:])
    before = sums.take(starts)
    hashes = sums.take(ends) - before
    hashes ^= hashes >> np.uint64(29)
    stems = sums.take(np.minimum(starts + _STEM, ends)) - before
    lines = line_of.take(starts)
    bounds = bounds_of(lines)
    beside = (lines[1:] == lines[:-1]).nonzero()[0]
    after = beside + 1
    return Words(
        hashes,
        stems,
        lines,
        ends - starts,
        groups.take(starts) == _UPPER,
        bounds[:-1],
        bounds[1:] - 1,
        pair_hash(hashes.take(beside), hashes.take(after)),
        lines.take(after),
    )


# --- shape, repetition, place ----------------------------------------------------------------------------------------

_FUNCTION_WORDS = (
    "der die das den dem des ein eine einen einem einer eines und oder aber denn sondern doch in im an am auf aus bei "
    "beim mit nach seit von vom zu zum zur für durch gegen ohne um über unter vor zwischen als wie dass ob weil wenn "
    "damit ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können soll sollen muss müssen will "
    "wollen nicht kein keine auch nur noch schon so sehr mehr er sie es sich ihr ihre sein seine man dies diese dieser "
    "dieses hier dort da dann nun bis zwei drei seien sei habe würde könnte"
)
_PROSE_WORDS = 8
_CLOSE = 4  # lines
_MOST_COUNTED = (1 << 16) - 1
_FAR = 50  # lines: what is further away is not seen
_WINDOWS = (2, 5, 12, 8)  # lines; the last is that of the densest stretch


_SLOT_BITS = 12


@cache
def _function_words() -> tuple[np.uint64, Hashes]:
    """A factor that spreads the function words over slots without two in one, and the slots."""
    hashes = hashes_of(_FUNCTION_WORDS.split())
    factor = _MIX
    while True:
        slots = _slots(hashes, factor)
        if len(np.unique(slots)) == len(hashes):
            table = np.zeros(1 << _SLOT_BITS, np.uint64)
            table[slots] = hashes
            return factor, table
        factor += np.uint64(2)


def _slots(hashes: Hashes, factor: np.uint64) -> Integers:
    return (hashes * factor >> np.uint64(64 - _SLOT_BITS)).view(np.int64)


def _is_function(hashes: Hashes) -> npt.NDArray[np.bool_]:
    """Which of the words are function words."""
    factor, table = _function_words()
    return np.asarray(table.take(_slots(hashes, factor)) == hashes)


def hashes_of(words: Sequence[str]) -> Hashes:
    """The hash of each word, as `words_of` gives it; every text must be one word."""
    codes = _codes(words)
    return words_of(codes, _groups_of(codes), np.zeros(len(codes), np.int64)).hashes


def window(columns: Floats, reaches: Sequence[int]) -> Floats:
    """Sums over the lines within a reach on both sides, without the line itself.

    Args:
        columns: (…, lines).
        reaches: several.

    Returns:
        (…, reaches, lines).
    """
    n, most = columns.shape[-1], max(reaches)
    columns = columns.astype(np.float64)
    # Before the first line the sum is none, after the last it is that of all.
    sums = np.zeros((*columns.shape[:-1], most + n + 1 + most))
    columns.cumsum(axis=-1, out=sums[..., most + 1 : most + 1 + n])
    sums[..., most + 1 + n :] = sums[..., most + n, None]
    inside = np.empty((*columns.shape[:-1], len(reaches), n))
    for place, reach in enumerate(reaches):
        above, below = most - reach, most + 1 + reach
        np.subtract(sums[..., below : below + n], sums[..., above : above + n], out=inside[..., place, :])
    inside -= columns[..., None, :]
    return inside.astype(np.float32)


def _distances(flags: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Lines since the last flagged line above, and to the first one below, capped."""
    index = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(np.array([flags, flags[::-1]]), index, -_FAR), axis=1)
    found = np.full(last.shape, _FAR, np.float32)
    np.minimum(index[1:] - last[:, :-1], _FAR, out=found[:, 1:])
    return found[0], found[1, ::-1]


@dataclass(frozen=True, slots=True)
class Page:
    """A page ready for scoring: its words, and the features that need no fitted weights."""

    words: Words
    columns: dict[str, Floats]
    prose: Floats
    counts: Floats
    """Words a line."""


def shape(lines: Lines) -> Page:
    """The features of shape, repetition and place of a page with at least one line."""
    codes = _codes(lines.texts)
    lengths = np.fromiter(map(len, lines.texts), np.int64, len(lines.texts))
    n = len(lengths)
    line_of = np.repeat(np.arange(n), lengths + 1)
    stops = (lengths + 1).cumsum() - 1
    starts = stops - lengths
    groups = _groups_of(codes)
    words = words_of(codes, groups, line_of)
    columns: dict[str, Floats] = {}
    counts = np.bincount(words.lines, minlength=n).astype(np.float32)
    some = np.maximum(counts, 1)
    size = lengths.astype(np.float32)
    columns["words"] = counts
    columns["characters"] = size
    counted = (groups >= _UPPER).nonzero()[0]
    groups_counted = groups.take(counted)
    keys = np.multiply(groups_counted, n, dtype=np.int64)
    keys += line_of.take(counted)
    by_group = np.bincount(keys, minlength=_GROUPS * n).reshape(_GROUPS, n).astype(np.float32)
    letters = np.bincount(words.lines, words.lengths, n).astype(np.float32) - by_group[_DIGIT]
    columns["word_length"] = letters / some
    columns["upper"] = by_group[_UPPER] / np.maximum(letters, 1)
    columns["digits"] = by_group[_DIGIT] / np.maximum(size, 1)
    is_function = _is_function(words.hashes)
    for name, flags in (("capitals", words.capital), ("function_words", is_function)):
        columns[name] = np.bincount(words.lines.compress(flags), minlength=n).astype(np.float32) / some
    for name, place in _GROUP_OF.items():
        columns[name] = by_group[place]
        if name in ("period", "comma", "bar"):
            columns[f"{name}_share"] = by_group[place] / some
    ends = codes[np.array([starts, stops - 1, np.maximum(stops - 2, starts)])]
    first, last, before_last = _end_table().take(ends, mode="clip")
    end = np.where(last & _CLOSING, before_last, last)
    sentence = (end & _SENTENCE) > 0
    columns["ends_sentence"] = sentence.astype(np.float32)
    columns["ends_question"] = ((end & _QUESTION) > 0).astype(np.float32)
    columns["ends_colon"] = ((last & _COLON) > 0).astype(np.float32)
    columns["ends_dots"] = ((last & _DOTS) | (last & before_last & _PERIOD) > 0).astype(np.float32)
    group_first = groups.take(starts)
    columns["starts_lower"] = (group_first == _LOWER).astype(np.float32)
    columns["starts_digit"] = (group_first == _DIGIT).astype(np.float32)
    columns["starts_mark"] = ((group_first == 0) | (group_first > _DIGIT)).astype(np.float32)
    columns["starts_quote"] = ((first & _OPENING) > 0).astype(np.float32)
    # A stop, a space and a capital amid a line.
    stop = counted.compress((groups_counted == _GROUP_OF["period"]) | (groups_counted == _GROUP_OF["exclaim"]))
    stop = stop[codes.take(stop + 1) == ord(" ")]
    stop = stop[groups.take(stop + 2) == _UPPER]
    columns["sentences"] = np.bincount(line_of.take(stop), minlength=n).astype(np.float32)
    reads = sentence & (counts >= _PROSE_WORDS) | (counts >= 25) & (columns["function_words"] > 0.25)
    prose = counts * reads
    _repetition(columns, words, counts)
    _coherence(columns, words, is_function, prose > 0)
    _place(columns, prose, size)
    _runs_of_lines(columns, (first & _BULLET) > 0, counts, sentence, prose)
    if lines.blank:
        blank = np.array([*lines.blank, False], np.float32)
        columns["blank"] = blank[:-1]
        columns["blank_after"] = blank[1:]
    return Page(words, columns, prose, counts)


class _Buckets:
    """Counts by key without sorting: keys that share a bucket by chance are few, and the same on every machine."""

    def __init__(self, keys: Hashes, lines: int) -> None:
        """Of keys that stand in so many lines."""
        # 32 buckets a key: a key shares its own with another one in about 3 of 100 cases.
        bits = max(12, len(keys).bit_length() + 5)
        self.at = (keys * _MIX >> np.uint64(64 - bits)).view(np.int64)
        # As small as counts and numbers of lines allow: the table stays near the processor. Each use clears it, or sets
        # all that it reads.
        self.table = np.empty(1 << bits, np.uint16 if max(len(keys), lines) <= _MOST_COUNTED else np.uint32)

    def total(self, weights: Integers | int = 1) -> Integers:
        """For each key the number, or the sum of the weights, of its like."""
        self.table[:] = 0
        np.add.at(self.table, self.at, self.table.dtype.type(weights))
        return self.table.take(self.at).astype(np.int64)

    def ends(self, lines: Integers) -> tuple[Integers, Integers]:
        """For each key the first and the last line with its like; the lines ascend."""
        self.table[self.at] = lines
        last = self.table.take(self.at).astype(np.int64)
        self.table[self.at[::-1]] = lines[::-1]
        return self.table.take(self.at).astype(np.int64), last


def _repetition(columns: dict[str, Floats], words: Words, counts: Floats) -> None:
    """What stands twice: whole lines, and pairs of words that other lines have too."""
    n = len(counts)
    whole = np.zeros(n, np.uint64)
    if len(words.lines):
        # The n-th word of a line counts 2 n times. By its place among all words it counts more often, each word of the
        # line by the same, which is taken off the sum: integers that wrap around, so that nothing is lost.
        starts = words.firsts
        twice = np.arange(2, 2 * len(words.lines) + 2, 2, dtype=np.uint64)
        sums = np.add.reduceat(words.hashes * twice, starts)
        sums -= np.add.reduceat(words.hashes, starts) * (starts.view(np.uint64) * np.uint64(2))
        whole[words.lines.take(starts)] = sums
    order = whole.argsort(kind="stable")
    ordered = whole.take(order)
    bounds = bounds_of(ordered)
    repeats = bounds[1:] - bounds[:-1]
    same, above = np.zeros(n, np.float32), np.ones(n, np.float32)
    same[order] = np.repeat(repeats, repeats)
    above[order.take(bounds[:-1])] = 0
    columns["same_line"], columns["seen_above"] = same, above
    near = np.zeros(n, np.uint8)
    for by in range(1, min(_CLOSE, n - 1) + 1):
        alike = (whole[by:] == whole[:-by]).view(np.uint8)
        near[by:] += alike
        near[:-by] += alike
    columns["same_near"] = near.astype(np.float32)
    pairs, lines = words.pairs, words.pair_lines
    if not len(pairs):
        columns["pairs_repeated"] = columns["pairs_near"] = np.zeros(n, np.float32)
        return
    like = _Buckets(pairs, n)
    # What a line says twice itself is not repeated.
    elsewhere = like.total() > _Buckets(pairs + lines.astype(np.uint64) * _MIX, n).total()
    top, bottom = like.ends(lines)
    close = ((lines > top) & (lines - top <= _CLOSE)) | ((bottom > lines) & (bottom - lines <= _CLOSE))
    total = np.maximum(counts - 1, 1)
    columns["pairs_repeated"] = (np.bincount(lines, elsewhere, n) / total).astype(np.float32)
    columns["pairs_near"] = (np.bincount(lines, close, n) / total).astype(np.float32)


def _coherence(
    columns: dict[str, Floats], words: Words, is_function: npt.NDArray[np.bool_], is_prose: npt.NDArray[np.bool_]
) -> None:
    """How much of a line the prose of the page speaks of too: headlines share their nouns with it, links do not."""
    n = len(is_prose)
    telling = ((words.lengths >= _LONG) & ~is_function).nonzero()[0]
    stems, lines = words.stems.take(telling), words.lines.take(telling)
    if not len(stems):
        columns["shared_with_prose"] = columns["often_in_prose"] = columns["new_words"] = np.zeros(n, np.float32)
        return
    like = _Buckets(stems, n)
    own = _Buckets(stems + lines.astype(np.uint64) * _MIX, n).total()
    prose = is_prose.take(lines).astype(np.int64)
    in_prose = like.total(prose) - own * prose
    total = np.maximum(np.bincount(lines, minlength=n), 1)
    columns["shared_with_prose"] = (np.bincount(lines, in_prose > 0, n) / total).astype(np.float32)
    columns["often_in_prose"] = (np.bincount(lines, np.minimum(in_prose, 5), n) / total).astype(np.float32)
    columns["new_words"] = np.bincount(lines, like.total() == own, n).astype(np.float32)


_OF_A_RUN = (
    *("run", "run_place", "run_words", "run_after_prose", "run_before_prose", "run_after_colon"),
    *("run_after_run", "run_before_run"),
)


def _runs_of_lines(
    columns: dict[str, Floats],
    bullet: npt.NDArray[np.bool_],
    counts: Floats,
    sentence: npt.NDArray[np.bool_],
    prose: Floats,
) -> None:
    """Runs of lines of one form (bullets, short lines, prose) and what stands around the run: a menu is no list."""
    n = len(counts)
    form = np.where(bullet, 3, np.where(prose > 0, 2, sentence & (counts >= 4)))
    bounds = bounds_of(form)
    starts, lengths = bounds[:-1], bounds[1:] - bounds[:-1]
    run = np.repeat(np.arange(len(starts)), lengths)
    columns["bullet"] = bullet.astype(np.float32)
    runs = np.zeros((len(_OF_A_RUN), len(starts)), np.float32)
    runs[0] = lengths
    runs[1] = starts
    runs[2] = np.bincount(run, counts) / lengths
    above, below = starts[1:] - 1, starts[1:]  # the last line of each run but the last; the first of each but the first
    runs[3, 1:] = prose.take(above)
    runs[4, :-1] = prose.take(below)
    runs[5, 1:] = columns["ends_colon"].take(above)
    runs[6, 1:] = lengths[:-1]
    runs[7, :-1] = lengths[1:]
    columns |= zip(_OF_A_RUN, runs.take(run, axis=1), strict=True)
    np.subtract(np.arange(n), columns["run_place"], out=columns["run_place"])


def _place(columns: dict[str, Floats], prose: Floats, size: Floats) -> None:
    """Where a line stands on the page and relative to its prose."""
    n = len(prose)
    index = np.arange(n, dtype=np.float32)
    columns["index"] = index
    columns["index_from_end"] = n - 1 - index
    columns["relative"] = index / max(n - 1, 1)
    total = max(float(prose.sum()), 1.0)
    before = prose.cumsum() - prose
    columns["prose_before"] = before / total
    columns["prose_after"] = (total - before - prose) / total
    columns["prose"] = prose
    is_prose = prose > 0
    within = window(np.array([prose, ~is_prose]), _WINDOWS)
    for reach, sums in zip(_WINDOWS[:3], within[0], strict=False):
        columns[f"prose_within_{reach}"] = sums
    for reach, sums in zip(_WINDOWS[1:3], within[1, 1:], strict=False):
        columns[f"short_within_{reach}"] = sums / (2 * reach)
    columns["prose_above"], columns["prose_below"] = _distances(is_prose)
    # The densest stretch of prose is most often the article.
    density = within[0, 3] + prose
    peak = int(density.argmax())
    columns["from_peak"] = index - peak
    columns["density"] = density / max(float(density[peak]), 1.0)
    columns["share_of_prose"] = prose / total
    columns["share_of_text"] = size / max(float(size.sum()), 1.0)


# --- scores around a line --------------------------------------------------------------------------------------------

_BESIDE = (1, 2, 3, 4)  # lines
_REACHES = (2, 5, 12, 25)
_NONE = -6 * SCALE  # the score of the lines before the first and after the last
_MOST_SURE = 3 * SCALE  # a line counts no more among its neighbours than one of such a score
_BEST = 3  # lines
# The same as columns: all in one step.
_OFFSETS = _BESIDE[-1] + np.array([0, *(by for reach in _BESIDE for by in (-reach, reach))])[:, None]
_REACHES_DOWN = np.array(_REACHES)[:, None]
CONTEXT = (
    *("score", *(f"score{by:+d}" for reach in _BESIDE for by in (-reach, reach))),
    *(f"score_{side}_{reach}" for reach in _REACHES for side in ("above", "below", "within")),
    *("kept_before", "kept_after", "kept_share", "kept_above", "kept_below", "best_scores", "kept_lines"),
    "kept_share_of_lines",
)
"""The names of what `context` gives."""


def context(scores: Integers, counts: Floats) -> npt.NDArray[np.float32]:
    """What the scores of a page's lines tell of each line: those around it, and where it stands among those kept.

    Args:
        scores: (lines,) log-odds of being article, times SCALE; of at least one line.
        counts: words of each line.

    Returns:
        (CONTEXT, lines); from sums of integers, so that the same scores give the same bits everywhere.
    """
    n = len(scores)
    found = np.empty((len(CONTEXT), n), np.float32)
    index = np.arange(n)
    padded = np.full(n + 2 * _BESIDE[-1], _NONE)
    padded[_BESIDE[-1] : n + _BESIDE[-1]] = scores
    beside = len(_OFFSETS)
    np.divide(padded.take(_OFFSETS + index), SCALE, out=found[:beside])
    sums = np.zeros(n + 1, np.int64)
    np.minimum(np.maximum(scores, -_MOST_SURE), _MOST_SURE).cumsum(out=sums[1:])
    sums[1:] += _MOST_SURE * (index + 1)
    # (above and below and both, reaches, lines)
    within = np.empty((3, len(_REACHES), n), np.int64)
    np.subtract(sums[:-1], sums.take(np.maximum(index - _REACHES_DOWN, 0)), out=within[0])
    np.subtract(sums.take(np.minimum(index + 1 + _REACHES_DOWN, n)), sums[1:], out=within[1])
    np.add(within[0], within[1], out=within[2])
    row = beside + 3 * len(_REACHES)
    np.divide(within.swapaxes(0, 1).reshape(-1, n), SCALE, out=found[beside:row])
    kept = scores > 0
    words = counts * kept.astype(np.float64)
    total = max(float(words.sum()), 1.0)
    before = words.cumsum() - words
    best = np.sort(scores)[-_BEST:]
    found[row] = before / total
    found[row + 1] = (total - before - words) / total
    found[row + 2] = words / total
    found[row + 3], found[row + 4] = _distances(kept)
    found[row + 5] = float(best.sum()) / SCALE / len(best)
    found[row + 6] = float(kept.sum())
    found[row + 7] = float(kept.sum()) / n
    return found


# --- elements --------------------------------------------------------------------------------------------------------

_AROUND = {
    "in_article": "article main",
    "in_navigation": "nav",
    "in_aside": "aside",
    "in_header": "header",
    "in_footer": "footer address",
    "in_figure": "figure figcaption",
    "in_form": "form button",
    "in_list": "li ul ol dl",
    "in_table": "table",
    "in_quote": "blockquote",
    "in_heading": "h1 h2 h3 h4 h5 h6",
    "in_h1": "h1",
    "in_h2": "h2",
    "in_paragraph": "p",
    "in_section": "section",
}
"""Tags of the element of a line or of one around it."""
_OWN = {"is_p": "p", "is_div": "div", "is_li": "li", "is_td": "td"}
"""Tags of the element of a line."""
_FLAGS = {name: 1 << place for place, name in enumerate((*_AROUND, *_OWN))}
_FLAG_BITS = np.array([*_FLAGS.values()], np.uint32)[:, None]
_BITS_AROUND = np.uint32((1 << len(_AROUND)) - 1)
_BITS: dict[str, int] = {}
for _name, _tags in (_AROUND | _OWN).items():
    for _tag in _tags.split():
        _BITS[_tag] = _BITS.get(_tag, 0) | _FLAGS[_name]
_LEVELS = 5
_SHARES = [f"{name}_share_{level}" for level in range(_LEVELS) for name in ("prose", "text", "link")]


@dataclass(frozen=True, slots=True)
class Tree:
    """The elements around the lines, in the order in which they open: parents come before children."""

    parents: Integers
    depths: Integers
    place_of: Integers
    """The element of each line."""
    ups: Sequence[Integers]
    """For each element, and after the last for none, the one 1, 2, 4, … levels further up; beyond the root none, which
    is the number of elements. So all elements around each are added up in a few steps."""
    firsts: Integers
    """The first line in each element."""
    lasts: Integers
    """The last line in each."""
    kind_of: Integers
    """The kind of each element: those of one tag and one set of names are alike."""
    kinds: Sequence[tuple[str, tuple[str, ...]]]


def tree_of(lines: Lines) -> Tree:
    """The elements of a page as arrays."""
    elements = lines.elements
    none = len(elements.parents)
    parents = np.fromiter(chain(elements.parents, (-1,)), np.int64, none + 1)
    up = np.where(parents < 0, none, parents)
    depths = (up < none).astype(np.int64)
    ups = []
    while up.min() < none:
        ups.append(up)
        depths += depths.take(up)
        up = up.take(up)
    # A kind that is new gets the next number.
    kinds: defaultdict[tuple[str, tuple[str, ...]], int] = defaultdict(count().__next__)
    kind_of = map(kinds.__getitem__, zip(elements.tags, elements.names, strict=True))
    return Tree(
        parents[:-1],
        depths[:-1],
        np.fromiter(lines.places, np.int64, len(lines.places)),
        ups,
        np.fromiter(elements.firsts, np.int64, none),
        np.fromiter(elements.lasts, np.int64, none),
        np.fromiter(kind_of, np.int64, none),
        list(kinds),
    )


def subtree_sums(tree: Tree, values: Floats) -> npt.NDArray[np.float64]:
    """For each element the sums of values (…, lines) over the lines in it; of integers, or as exact as those."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    values.astype(np.float64).cumsum(axis=-1, out=sums[..., 1:])
    return np.asarray(sums.take(tree.lasts + 1, axis=-1) - sums.take(tree.firsts, axis=-1))


def from_root(tree: Tree, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """For each element the sum of a value (n, k) over it and all elements around it."""
    sums = np.concatenate([values, np.zeros((1, values.shape[1]))])
    for up in tree.ups:
        sums += sums.take(up, axis=0)
    return sums[:-1]


def _around_core(tree: Tree, core: int, depth: Integers) -> tuple[Floats, Floats, Floats]:
    """For each line whether it is inside an element, how much deeper it is, and how far up one must go to be inside it.

    Args:
        tree: of the page.
        core: the element.
        depth: of the element of each line.
    """
    n = len(depth)
    path = [core]
    while (parent := int(tree.parents[path[-1]])) >= 0:
        path.append(parent)
    inside = np.zeros(n, np.float32)
    inside[tree.firsts[core] : tree.lasts[core] + 1] = 1
    # Around a line is what of the path has begun and not yet ended.
    change = np.bincount(tree.firsts.take(path), minlength=n + 1)
    change -= np.bincount(tree.lasts.take(path) + 1, minlength=n + 1)
    below = (depth - tree.depths[core]).astype(np.float32)
    return inside, below, (len(path) - change[:-1].cumsum()).astype(np.float32)


def structure(lines: Lines, page: Page, tree: Tree) -> dict[str, Floats]:
    """The features of links and elements of an HTML page."""
    columns: dict[str, Floats] = {}
    size = np.maximum(page.columns["characters"], 1)
    n = len(size)
    inline = np.fromiter(chain(lines.linked, lines.bold), np.float32, 2 * n)
    linked, bold = np.minimum(inline.reshape(2, n) / size, 1)
    columns["linked"], columns["bold"] = linked, bold
    own = np.array([_BITS.get(tag, 0) for tag, _ in tree.kinds], np.uint32)[tree.kind_of]
    around = np.zeros(len(own) + 1, np.uint32)
    np.bitwise_and(own, _BITS_AROUND, out=around[:-1])
    for up in tree.ups:
        around |= around.take(up)
    flags = (around[:-1] | own).take(tree.place_of) & _FLAG_BITS
    columns |= zip(_FLAGS, (flags > 0).astype(np.float32), strict=True)
    depth = tree.depths.take(tree.place_of)
    columns["depth"] = depth.astype(np.float32)
    unlinked = page.prose * (linked < 0.5)
    total = max(float(unlinked.sum()), 1.0)
    sums = subtree_sums(tree, np.array([unlinked, size, linked * size]))
    sums[2] /= np.maximum(sums[1], 1)
    sums[0] /= total
    sums[1] /= float(size.sum())
    # Of the element of each line, of the one around it, and so on.
    ups = np.empty((_LEVELS, n), np.int64)
    ups[0] = tree.place_of
    for level in range(1, _LEVELS):
        np.maximum(tree.parents.take(ups[level - 1]), 0, out=ups[level])
    shares = sums.astype(np.float32).take(ups, axis=1)
    columns |= zip(_SHARES, shares.swapaxes(0, 1).reshape(-1, n), strict=True)
    # The deepest element that holds most of the prose.
    prose = sums[0]
    largest = float(prose.max())
    cores: dict[int, tuple[Floats, Floats, Floats]] = {}  # that of both shares is the same more often than not
    for most in (0.5, 0.8):
        holds = (prose >= min(most, largest)).nonzero()[0]
        core = int(holds[tree.depths.take(holds).argmax()])
        if core not in cores:
            cores[core] = _around_core(tree, core, depth)
        columns[f"in_core_{most}"], columns[f"below_core_{most}"], columns[f"to_core_{most}"] = cores[core]
    # Lines made alike: the same element, names and parent's names.
    names: dict[tuple[str, ...], int] = {}
    named = np.array([names.setdefault(words, len(names)) for _, words in tree.kinds], np.int64)[tree.kind_of]
    parents = tree.parents[tree.place_of]
    above = np.where(parents >= 0, named[np.maximum(parents, 0)], len(names))
    makes_of = tree.kind_of.take(tree.place_of) * (len(names) + 1) + above
    numbers: defaultdict[int, int] = defaultdict(count().__next__)
    make = np.fromiter(map(numbers.__getitem__, makes_of.tolist()), np.int64, n)
    times = np.bincount(make)
    makes = np.empty((4, len(times)), np.float32)
    makes[0] = times
    makes[1] = np.bincount(make, page.counts) / times
    makes[2] = np.bincount(make, unlinked) / total
    makes[3] = np.bincount(make, linked) / times
    columns |= zip(("alike", "alike_words", "alike_prose", "alike_linked"), makes.take(make, axis=1), strict=True)
    columns["lone"] = (np.bincount(tree.place_of).take(tree.place_of) == 1).astype(np.float32)
    return columns
