"""What a line model sees of a page: one row a line, one column a feature, computed in numpy over all lines at once.

Shape (characters, words, marks), terms (words and word pairs, looked up by hash), repetition (what stands twice on the
page), place, neighbours; for HTML also links, elements and their names. No feature knows a site.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from standpunkt.cleaning.blocks import Lines
from standpunkt.cleaning.trees import SCALE

Floats = npt.NDArray[np.floating[Any]]
Integers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

_KNOWN = 0x3000  # code points that have a group of their own; above it are letters of other scripts and symbols
# Groups of code points, from 1; what is in none is 0. Those of _MARKS follow.
_UPPER, _LOWER, _DIGIT, _SPACE = 1, 2, 3, 4
_GROUPS = 16
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
    for place, marks in enumerate(_MARKS.values(), _SPACE + 1):
        groups[[ord(mark) for mark in marks]] = place
    groups[_KNOWN] = _LOWER
    return groups, lower


def _groups_of(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    return _tables()[0].take(np.minimum(codes, _KNOWN))


_ENDS = {"closing": '“”«»‘")', "sentence": ".!?…", "opening": '„»"‚', "bullet": "•*-–·‣▪"}
"""Marks that matter at the beginning or the end of a line."""


@cache
def _end_table() -> npt.NDArray[np.uint8]:
    """For each code point below _KNOWN, and for all others together, a bit for each of _ENDS."""
    table = np.zeros(_KNOWN + 1, np.uint8)
    for place, marks in enumerate(_ENDS.values()):
        table[[ord(mark) for mark in marks]] |= 1 << place
    return table


def _ends_with(codes: npt.NDArray[np.uint32]) -> dict[str, npt.NDArray[np.bool_]]:
    """For each of _ENDS which of the code points are among its marks."""
    bits = _end_table().take(np.minimum(codes, _KNOWN))
    return {name: (bits & (1 << place)) > 0 for place, name in enumerate(_ENDS)}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all lines in order: hashes of their lower case and of their beginnings, and the line of each."""

    hashes: Hashes
    stems: Hashes
    lines: Integers
    capital: npt.NDArray[np.bool_]
    first: npt.NDArray[np.bool_]
    last: npt.NDArray[np.bool_]
    long: npt.NDArray[np.bool_]

    pairs: Hashes
    """Hashes of the pairs of neighbouring words within a line."""
    pair_lines: Integers

    def terms(self) -> tuple[Hashes, Integers]:
        """Hashes of all terms (words, pairs, first and last words of lines), and their lines."""
        first, last = self.hashes[self.first] ^ FIRST, self.hashes[self.last] ^ LAST
        where = self.lines[self.first]  # a line that has a first word has a last one
        return (
            np.concatenate([self.hashes, self.pairs, first, last]),
            np.concatenate([self.lines, self.pair_lines, where, where]),
        )


def pair_hash(left: Hashes, right: Hashes) -> Hashes:
    """The hashes of pairs of words, in their order."""
    return (left * _PAIR_HASHES[0]) ^ (right * _PAIR_HASHES[1])


def _codes(texts: Sequence[str]) -> npt.NDArray[np.uint32]:
    joined = "\n".join(texts) + "\n"
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)


def words_of(codes: npt.NDArray[np.uint32], groups: npt.NDArray[np.uint8], line_of: Integers) -> Words:
    """Find the words in a stream of code points that ends with a line end, by their groups and lines."""
    inside = np.zeros(len(codes) + 1, bool)
    np.less(groups - np.uint8(1), _DIGIT, out=inside[1:])
    cuts = np.flatnonzero(inside[1:] != inside[:-1])  # starts and ends in turns
    starts, ends = cuts[::2], cuts[1::2]
    if not len(starts):
        none = np.zeros(0, np.int64)
        hashes, flags = none.astype(np.uint64), none.astype(bool)
        return Words(hashes, hashes, none, flags, flags, flags, flags, hashes, none)
    folded = _tables()[1].take(np.minimum(codes, _KNOWN - 1))
    beyond = np.flatnonzero(codes >= _KNOWN)
    folded[beyond] = codes[beyond]
    # The place of each code point in its word; the white space and marks before a word do not matter.
    position = np.arange(len(codes))
    position[starts[0] :] -= np.repeat(starts, np.diff(np.append(starts, len(codes))))
    spread = _POSITION_HASHES.take(position & (_LETTERS_OF_A_WORD - 1))
    spread *= folded
    hashes = np.add.reduceat(spread, cuts)[::2]
    hashes ^= hashes >> np.uint64(29)
    spread[position >= _STEM] = 0
    stems = np.add.reduceat(spread, cuts)[::2]
    lines = line_of[starts]
    change = np.ones(len(lines) + 1, bool)
    np.not_equal(lines[1:], lines[:-1], out=change[1:-1])
    beside = ~change[1:-1]
    return Words(
        hashes,
        stems,
        lines,
        groups[starts] == _UPPER,
        change[:-1],
        change[1:],
        ends - starts >= _LONG,
        pair_hash(hashes[:-1], hashes[1:])[beside],
        lines[1:][beside],
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
    return (hashes * factor >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)


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
    n = columns.shape[-1]
    sums = np.zeros((*columns.shape[:-1], n + 1))
    np.cumsum(columns, axis=-1, dtype=np.float64, out=sums[..., 1:])
    index, reach = np.arange(n), np.array(reaches)[:, None]
    inside = sums.take(np.minimum(index + reach + 1, n), axis=-1)
    inside -= sums.take(np.maximum(index - reach, 0), axis=-1)
    inside -= columns[..., None, :]
    return np.asarray(inside, np.float32)


def _distance(flags: npt.NDArray[np.bool_]) -> Floats:
    """Lines since the last flagged line above, capped."""
    n = len(flags)
    last = np.maximum.accumulate(np.where(flags, np.arange(n), -50))
    moved = np.concatenate([[-50], last[:-1]])
    return np.asarray(np.minimum(np.arange(n) - moved, 50), np.float32)


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
    stops = np.cumsum(lengths + 1) - 1
    starts = stops - lengths
    groups = _groups_of(codes)
    words = words_of(codes, groups, line_of)
    columns: dict[str, Floats] = {}
    counts = np.bincount(words.lines, minlength=n).astype(np.float32)
    some = np.maximum(counts, 1)
    size = lengths.astype(np.float32)
    columns["words"] = counts
    columns["characters"] = size
    by_group = np.bincount(line_of * _GROUPS + groups, minlength=n * _GROUPS).reshape(n, _GROUPS).T.astype(np.float32)
    letters = by_group[_UPPER] + by_group[_LOWER]
    columns["word_length"] = letters / some
    columns["upper"] = by_group[_UPPER] / np.maximum(letters, 1)
    columns["digits"] = by_group[_DIGIT] / np.maximum(size, 1)
    columns["capitals"] = np.bincount(words.lines[words.capital], minlength=n).astype(np.float32) / some
    is_function = _is_function(words.hashes)
    columns["function_words"] = np.bincount(words.lines[is_function], minlength=n).astype(np.float32) / some
    for name, counted in zip(_MARKS, by_group[_SPACE + 1 :], strict=False):
        columns[name] = counted
        if name in ("period", "comma", "bar"):
            columns[f"{name}_share"] = counted / some
    first, last = codes[starts], codes[stops - 1]
    before_last = codes[np.maximum(stops - 2, starts)]
    at_first, at_last = _ends_with(first), _ends_with(last)
    end = np.where(at_last["closing"], before_last, last)
    sentence = _ends_with(end)["sentence"]
    columns["ends_sentence"] = sentence.astype(np.float32)
    columns["ends_question"] = (end == ord("?")).astype(np.float32)
    columns["ends_colon"] = (last == ord(":")).astype(np.float32)
    columns["ends_dots"] = ((last == ord("…")) | ((last == 46) & (before_last == 46))).astype(np.float32)
    group_first = groups[starts]
    columns["starts_lower"] = (group_first == _LOWER).astype(np.float32)
    columns["starts_digit"] = (group_first == _DIGIT).astype(np.float32)
    columns["starts_mark"] = ((group_first == 0) | (group_first > _SPACE)).astype(np.float32)
    columns["starts_quote"] = at_first["opening"].astype(np.float32)
    # A stop, a space and a capital amid a line.
    stop = np.flatnonzero(_is_stop(codes[:-2]))
    stop = stop[(codes[stop + 1] == 32) & (groups[stop + 2] == _UPPER)]
    columns["sentences"] = np.bincount(line_of[stop], minlength=n).astype(np.float32)
    prose = np.where(sentence & (counts >= _PROSE_WORDS), counts, 0).astype(np.float32)
    prose = np.where((counts >= 25) & (columns["function_words"] > 0.25), counts, prose).astype(np.float32)
    _repetition(columns, words, n)
    _coherence(columns, words, is_function, prose > 0)
    _place(columns, prose, size)
    _runs_of_lines(columns, at_first["bullet"], counts, sentence, prose)
    if lines.blank:
        blank = np.array([*lines.blank, False], np.float32)
        columns["blank"] = blank[:-1]
        columns["blank_after"] = blank[1:]
    return Page(words, columns, prose, counts)


class _Buckets:
    """Counts by key without sorting: keys that share a bucket by chance are few, and the same on every machine."""

    def __init__(self, keys: Hashes) -> None:
        # 32 buckets a key: a key shares its own with another one in about 3 of 100 cases.
        bits = max(12, len(keys).bit_length() + 5)
        self.size = 1 << bits
        self.at = (keys * _MIX >> np.uint64(64 - bits)).astype(np.int64)

    def total(self, weights: Floats | None = None) -> Floats:
        """For each key the number, or the sum of the weights, of its like."""
        return np.asarray(np.bincount(self.at, weights, self.size)[self.at])

    def ends(self, lines: Integers) -> tuple[Integers, Integers]:
        """For each key the first and the last line with its like; the lines ascend."""
        last = np.zeros(self.size, np.int64)
        last[self.at] = lines
        first = np.zeros(self.size, np.int64)
        first[self.at[::-1]] = lines[::-1]
        return first[self.at], last[self.at]


def _repetition(columns: dict[str, Floats], words: Words, n: int) -> None:
    """What stands twice: whole lines, and pairs of words that other lines have too."""
    whole = np.zeros(n, np.uint64)
    if len(words.lines):
        offset = np.arange(len(words.lines), dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        starts = np.flatnonzero(words.first)
        counts = np.diff(np.append(starts, len(offset)))
        local = offset - np.repeat(offset[starts], counts) + np.uint64(1)
        whole[words.lines[starts]] = np.add.reduceat(words.hashes * local, starts)
    order = np.argsort(whole, kind="stable")
    begins = np.ones(n, bool)
    np.not_equal(whole[order[1:]], whole[order[:-1]], out=begins[1:])
    firsts = np.flatnonzero(begins)
    repeats = np.diff(np.append(firsts, n))
    same, above = np.zeros(n, np.float32), np.ones(n, np.float32)
    same[order] = np.repeat(repeats, repeats)
    above[order[firsts]] = 0
    columns["same_line"], columns["seen_above"] = same, above
    near = np.zeros(n, np.float32)
    for by in range(1, min(_CLOSE, n - 1) + 1):
        same = whole[by:] == whole[:-by]
        near[by:] += same
        near[:-by] += same
    columns["same_near"] = near
    pairs, lines = words.pairs, words.pair_lines
    if not len(pairs):
        columns["pairs_repeated"] = columns["pairs_near"] = np.zeros(n, np.float32)
        return
    like = _Buckets(pairs)
    # What a line says twice itself is not repeated.
    elsewhere = like.total() > _Buckets(pairs + lines.astype(np.uint64) * _MIX).total()
    top, bottom = like.ends(lines)
    close = ((lines > top) & (lines - top <= _CLOSE)) | ((bottom > lines) & (bottom - lines <= _CLOSE))
    total = np.maximum(np.bincount(lines, minlength=n), 1)
    columns["pairs_repeated"] = (np.bincount(lines, elsewhere, n) / total).astype(np.float32)
    columns["pairs_near"] = (np.bincount(lines, close, n) / total).astype(np.float32)


def _is_stop(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    return np.asarray((codes == ord(".")) | (codes == ord("!")) | (codes == ord("?")))


def _coherence(
    columns: dict[str, Floats], words: Words, is_function: npt.NDArray[np.bool_], is_prose: npt.NDArray[np.bool_]
) -> None:
    """How much of a line the prose of the page speaks of too: headlines share their nouns with it, links do not."""
    n = len(is_prose)
    telling = words.long & ~is_function
    stems, lines = words.stems[telling], words.lines[telling]
    if not len(stems):
        columns["shared_with_prose"] = columns["often_in_prose"] = columns["new_words"] = np.zeros(n, np.float32)
        return
    like = _Buckets(stems)
    own = _Buckets(stems + lines.astype(np.uint64) * _MIX).total()
    in_prose = like.total(is_prose[lines].astype(np.float64)) - own * is_prose[lines]
    total = np.maximum(np.bincount(lines, minlength=n), 1)
    columns["shared_with_prose"] = (np.bincount(lines, in_prose > 0, n) / total).astype(np.float32)
    columns["often_in_prose"] = (np.bincount(lines, np.minimum(in_prose, 5), n) / total).astype(np.float32)
    columns["new_words"] = np.bincount(lines, like.total() == own, n).astype(np.float32)


def _runs_of_lines(
    columns: dict[str, Floats],
    bullet: npt.NDArray[np.bool_],
    counts: Floats,
    sentence: npt.NDArray[np.bool_],
    prose: Floats,
) -> None:
    """Runs of lines of one form (bullets, short lines, prose) and what stands around the run: a menu is no list."""
    n = len(counts)
    form = np.where(bullet, 3, np.where(prose > 0, 2, np.where(sentence & (counts >= 4), 1, 0)))
    begins = np.concatenate([[True], form[1:] != form[:-1]])
    run = np.cumsum(begins) - 1
    starts = np.flatnonzero(begins)
    lengths = np.diff(np.concatenate([starts, [n]]))
    columns["bullet"] = bullet.astype(np.float32)
    columns["run"] = lengths[run].astype(np.float32)
    columns["run_place"] = (np.arange(n) - starts[run]).astype(np.float32)
    columns["run_words"] = (np.bincount(run, counts) / lengths)[run].astype(np.float32)
    ends = starts + lengths
    before = np.where(starts > 0, prose[np.maximum(starts - 1, 0)], 0)
    after = np.where(ends < n, prose[np.minimum(ends, n - 1)], 0)
    columns["run_after_prose"] = before[run].astype(np.float32)
    columns["run_before_prose"] = after[run].astype(np.float32)
    above = np.maximum(starts - 1, 0)
    columns["run_after_colon"] = (columns["ends_colon"][above] * (starts > 0))[run].astype(np.float32)
    columns["run_after_run"] = np.concatenate([[0], lengths[:-1]])[run].astype(np.float32)
    columns["run_before_run"] = np.concatenate([lengths[1:], [0]])[run].astype(np.float32)


def _place(columns: dict[str, Floats], prose: Floats, size: Floats) -> None:
    """Where a line stands on the page and relative to its prose."""
    n = len(prose)
    index = np.arange(n, dtype=np.float32)
    columns["index"] = index
    columns["index_from_end"] = n - 1 - index
    columns["relative"] = index / max(n - 1, 1)
    total = max(float(prose.sum()), 1.0)
    before = np.cumsum(prose) - prose
    columns["prose_before"] = (before / total).astype(np.float32)
    columns["prose_after"] = ((total - before - prose) / total).astype(np.float32)
    columns["prose"] = prose
    within = window(np.array([prose, prose == 0], np.float32), _WINDOWS)
    for reach, sums in zip(_WINDOWS[:3], within[0], strict=False):
        columns[f"prose_within_{reach}"] = sums
    for reach, sums in zip(_WINDOWS[1:3], within[1, 1:], strict=False):
        columns[f"short_within_{reach}"] = sums / (2 * reach)
    columns["prose_above"] = _distance(prose > 0)
    columns["prose_below"] = _distance((prose > 0)[::-1])[::-1]
    # The densest stretch of prose is most often the article.
    density = within[0, 3] + prose
    peak = int(np.argmax(density))
    distance = index - peak
    columns["from_peak"] = distance
    columns["density"] = density / max(float(density.max()), 1.0)
    columns["share_of_prose"] = prose / total
    columns["share_of_text"] = size / max(float(size.sum()), 1.0)


# --- scores around a line --------------------------------------------------------------------------------------------

_BESIDE = (1, 2, 3, 4)  # lines
_REACHES = (2, 5, 12, 25)
_NONE = -6 * SCALE  # the score of the lines before the first and after the last
_MOST_SURE = 3 * SCALE  # a line counts no more among its neighbours than one of such a score
_BEST = 3  # lines
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
    padded = np.full(n + 2 * _BESIDE[-1], _NONE)
    padded[_BESIDE[-1] : n + _BESIDE[-1]] = scores
    found[0] = scores / SCALE
    row = 1
    for reach in _BESIDE:
        for by in (-reach, reach):
            found[row] = padded[_BESIDE[-1] + by : n + _BESIDE[-1] + by] / SCALE
            row += 1
    index = np.arange(n)
    sums = np.zeros(n + 1, np.int64)
    np.cumsum(np.clip(scores, -_MOST_SURE, _MOST_SURE) + _MOST_SURE, out=sums[1:])
    for reach in _REACHES:
        above = sums[:-1] - sums.take(np.maximum(index - reach, 0))
        below = sums.take(np.minimum(index + reach + 1, n)) - sums[1:]
        found[row : row + 3] = above / SCALE, below / SCALE, (above + below) / SCALE
        row += 3
    kept = scores > 0
    words = np.where(kept, counts, 0).astype(np.float64)
    total = max(float(words.sum()), 1.0)
    before = np.cumsum(words) - words
    best = np.sort(scores)[-_BEST:]
    found[row:] = np.broadcast_arrays(
        before / total,
        (total - before - words) / total,
        words / total,
        _distance(kept),
        _distance(kept[::-1])[::-1],
        float(best.sum()) / SCALE / len(best),
        float(kept.sum()),
        float(kept.sum()) / n,
    )
    return found


# --- elements --------------------------------------------------------------------------------------------------------

_ELEMENTS = (
    "article main section nav aside header footer figure figcaption form ul ol li table td blockquote h1 h2 h3 h4 h5 "
    "h6 p dl dd dt button address details div br time cite pre"
).split()
_BITS = {tag: 1 << place for place, tag in enumerate(_ELEMENTS)}
_HEADINGS = _BITS["h1"] | _BITS["h2"] | _BITS["h3"] | _BITS["h4"] | _BITS["h5"] | _BITS["h6"]
_FLAGS = {
    "in_article": _BITS["article"] | _BITS["main"],
    "in_navigation": _BITS["nav"],
    "in_aside": _BITS["aside"],
    "in_header": _BITS["header"],
    "in_footer": _BITS["footer"] | _BITS["address"],
    "in_figure": _BITS["figure"] | _BITS["figcaption"],
    "in_form": _BITS["form"] | _BITS["button"],
    "in_list": _BITS["li"] | _BITS["ul"] | _BITS["ol"] | _BITS["dl"],
    "in_table": _BITS["table"],
    "in_quote": _BITS["blockquote"],
    "in_heading": _HEADINGS,
    "in_h1": _BITS["h1"],
    "in_h2": _BITS["h2"],
    "in_paragraph": _BITS["p"],
    "in_section": _BITS["section"],
}
_MASKS = np.array([*_FLAGS.values()])
_TAGS = ("is_p", "is_div", "is_li", "is_td")
_TAG_BITS = np.array([_BITS[name.removeprefix("is_")] for name in _TAGS])
_LEVELS = 5


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
    """The last line; the one before the first where there is none."""
    kind_of: Integers
    """The kind of each element: those of one tag and one set of names are alike."""
    kinds: Sequence[tuple[str, tuple[str, ...]]]


def tree_of(lines: Lines) -> Tree:
    """The elements of a page as arrays."""
    elements = lines.elements
    parents = np.array([*elements.parents, -1], np.int64)
    none = len(parents) - 1
    up = np.where(parents < 0, none, parents)
    depths = (up < none).astype(np.int64)
    ups = []
    while up.min() < none:
        ups.append(up)
        depths += depths.take(up)
        up = up.take(up)
    kinds: dict[tuple[str, tuple[str, ...]], int] = {}
    kind_of = [kinds.setdefault(kind, len(kinds)) for kind in zip(elements.tags, elements.names, strict=True)]
    return Tree(
        parents[:-1],
        depths[:-1],
        np.array(lines.places, np.int64),
        ups,
        np.array(elements.firsts, np.int64),
        np.array(elements.lasts, np.int64),
        np.array(kind_of, np.int64),
        list(kinds),
    )


def subtree_sums(tree: Tree, values: Floats) -> npt.NDArray[np.float64]:
    """For each element the sums of values (…, lines) over the lines in it; of integers, or as exact as those."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, dtype=np.float64, out=sums[..., 1:])
    return np.asarray(sums.take(tree.lasts + 1, axis=-1) - sums.take(tree.firsts, axis=-1))


def from_root(tree: Tree, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """For each element the sum of a value (n, k) over it and all elements around it."""
    sums = np.concatenate([values, np.zeros((1, values.shape[1]))])
    for up in tree.ups:
        sums += sums.take(up, axis=0)
    return sums[:-1]


def _numbered(values: Integers) -> Integers:
    """Each value as the number of values below it that are different."""
    order = np.argsort(values)
    ordered = values[order]
    numbers = np.zeros(len(values), np.int64)
    np.not_equal(ordered[1:], ordered[:-1]).cumsum(out=numbers[1:])
    found = np.empty_like(numbers)
    found[order] = numbers
    return found


def structure(lines: Lines, page: Page, tree: Tree) -> dict[str, Floats]:
    """The features of links and elements of an HTML page."""
    columns: dict[str, Floats] = {}
    size = np.maximum(page.columns["characters"], 1)
    linked = np.minimum(np.array(lines.linked, np.float32) / size, 1)
    columns["linked"] = linked
    columns["bold"] = np.minimum(np.array(lines.bold, np.float32) / size, 1)
    own = np.array([_BITS.get(tag, 0) for tag, _ in tree.kinds], np.int64)[tree.kind_of]
    bits = np.append(own, 0)
    for up in tree.ups:
        bits |= bits.take(up)
    inside = bits[tree.place_of]
    columns |= zip(_FLAGS, ((inside & _MASKS[:, None]) > 0).astype(np.float32), strict=True)
    mine = own[tree.place_of]
    columns |= zip(_TAGS, (mine == _TAG_BITS[:, None]).astype(np.float32), strict=True)
    columns["depth"] = tree.depths[tree.place_of].astype(np.float32)
    unlinked = page.prose * (linked < 0.5)
    total = max(float(unlinked.sum()), 1.0)
    sums = subtree_sums(tree, np.array([unlinked, size, linked * size]))
    prose, characters, links = sums[0] / total, sums[1] / float(size.sum()), sums[2] / np.maximum(sums[1], 1)
    # The element of each line, the one around it, and so on.
    ups = [tree.place_of]
    for _ in range(_LEVELS - 1):
        ups.append(np.maximum(tree.parents[ups[-1]], 0))
    shares = np.array([prose, characters, links], np.float32)[:, np.array(ups)]
    for level in range(_LEVELS):
        for name, by_level in zip(("prose_share", "text_share", "link_share"), shares, strict=True):
            columns[f"{name}_{level}"] = by_level[level]
    # The deepest element that holds most of the prose, and how far up from a line one must go to be inside it.
    index = np.arange(len(size))
    for most in (0.5, 0.8):
        holds = np.flatnonzero((prose >= min(most, float(prose.max()))) & (tree.lasts >= tree.firsts))
        core = int(holds[np.argmax(tree.depths[holds])])
        path = [core]
        while (parent := int(tree.parents[path[-1]])) >= 0:
            path.append(parent)
        around = (tree.firsts[path, None] <= index) & (index <= tree.lasts[path, None])
        columns[f"in_core_{most}"] = around[0].astype(np.float32)
        columns[f"below_core_{most}"] = (tree.depths[tree.place_of] - tree.depths[core]).astype(np.float32)
        columns[f"to_core_{most}"] = (len(path) - around.sum(axis=0)).astype(np.float32)
    # Lines made alike: the same element, names and parent's names.
    names: dict[tuple[str, ...], int] = {}
    named = np.array([names.setdefault(words, len(names)) for _, words in tree.kinds], np.int64)[tree.kind_of]
    parents = tree.parents[tree.place_of]
    above = np.where(parents >= 0, named[np.maximum(parents, 0)], len(names))
    make = _numbered(tree.kind_of[tree.place_of] * (len(names) + 1) + above)
    times = np.bincount(make)
    columns["alike"] = times[make].astype(np.float32)
    columns["alike_words"] = (np.bincount(make, page.counts) / times)[make].astype(np.float32)
    columns["alike_prose"] = (np.bincount(make, unlinked) / total)[make].astype(np.float32)
    columns["alike_linked"] = (np.bincount(make, linked) / times)[make].astype(np.float32)
    columns["lone"] = (np.bincount(tree.place_of)[tree.place_of] == 1).astype(np.float32)
    return columns
