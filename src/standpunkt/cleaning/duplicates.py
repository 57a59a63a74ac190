"""Near-duplicates: which texts belong together, and whether they are exact, an agency's report rewritten, or just near.

Method: Broder (1997), "On the resemblance and containment of documents". A text is the set of its word 3-grams. The
resemblance (Jaccard) of two sets finds texts of like length; the containment of the smaller in the larger finds a
report that was shortened or built into a longer one, whose resemblance is low. Candidates come from two sketches:
MinHash in bands (LSH; signatures by datasketch) for resemblance, the 3-grams whose hash is 0 modulo m for containment.
The whole sets decide. Texts that share a key of a sketch are compared with their next neighbours under that key, never
all with all, so that the work grows with the number of texts, however large a cluster is.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from datasketch import MinHash

_WORD = re.compile(r"\w+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # soft hyphens and zero-width characters, inside words
# A stop with its closing marks, where no small letter follows; each run is read once, or a page of dots takes hours.
_STOP = re.compile(r"(?<![.!?…])(?P<stop>[.!?…]++)(?P<closed>[“”«»\"’)\]]*+)(?=\s++[^\sa-zäöüß])|\n")
_LAST_WORD = re.compile(r"\w*\Z")
_ABBREVIATIONS = frozenset(
    "abs art bzw ca dr etc evtl ggf inkl jr mio mrd nr prof sog st str tel vgl "
    "jan febr feb aug sept sep okt nov dez".split()
)
_LONGEST = 6  # characters; one more than any abbreviation has
_NGRAM = 3
_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9], dtype=np.uint64)  # of SplitMix64
_RECALL = 0.95  # of pairs that are just similar enough, by the bands of MinHash
_MODULUS = np.uint64(4)
_WINDOW = 4  # neighbours under one key
_MIN_CONTAINED = 30  # 3-grams: about two sentences; less is a quotation or a notice under many texts
_MIN_SHARED_SENTENCE = 2 / 3  # of its 3-grams: one word of eleven may have changed
_MIN_SHARED_TEXT = 0.5  # of the words of the shorter text


class Groups:
    """Union-find over hashable items; the representative of a group is its smallest item."""

    def __init__(self) -> None:
        self._parent: dict[Hashable, Hashable] = {}

    def find(self, item: Hashable) -> Hashable:
        """The representative of the item's group."""
        root = item
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while (parent := self._parent.get(item, item)) != root:
            self._parent[item] = root
            item = parent
        return root

    def join(self, left: Hashable, right: Hashable) -> None:
        """Make one group of two."""
        low, high = sorted((self.find(left), self.find(right)))  # type: ignore[type-var]
        if low != high:
            self._parent[high] = low


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of one cluster: `left` stands for the cluster, or is the first of texts that are exactly alike.

    `kind`: `exact`, the same words; `rewrite`, half of the shorter text or more is sentences of the longer one, edited
    at most a little; `near`, the rest: reworded throughout, or in the cluster by way of a third text. `similarity` is
    the Jaccard similarity of the word 3-grams, `containment` the share of the smaller set that is in the larger one.
    """

    left: str
    right: str
    kind: Literal["exact", "rewrite", "near"]
    similarity: float
    containment: float


def fold(text: str) -> str:
    """The words of a text with one space between them: without case, punctuation and invisible characters."""
    return " ".join(_WORD.findall(_UNSEEN.sub("", text).casefold()))


def sentences(text: str) -> list[str]:
    """The sentences of a text, by their stops; the end of a line is one too."""
    ends = [match.end() for match in _STOP.finditer(text) if _ends(match)]
    parts = (text[start:end].strip() for start, end in zip([0, *ends], [*ends, len(text)], strict=True))
    return [part for part in parts if part]


def _ends(stop: re.Match[str]) -> bool:
    """Whether a stop ends a sentence; that of an abbreviation or an ordinal („Dr. Lund“, „am 3. Mai“) does not."""
    if stop["stop"] != "." or stop["closed"]:
        return True
    word = _LAST_WORD.findall(stop.string, max(0, stop.start() - _LONGEST), stop.start())[0]
    if not word:
        return True
    return len(word) > (2 if word.isdecimal() else 1) and word.lower() not in _ABBREVIATIONS


def shingles(text: str) -> npt.NDArray[np.uint64]:
    """The word 3-grams of a folded text as hashes, sorted and unique; a shorter text is one 3-gram.

    64 bits: among the 3-grams of 100,000 articles no two are expected to collide.
    """
    words = fold(text).split()
    codes = np.zeros(max(len(words), _NGRAM), dtype=np.uint64)
    codes[: len(words)] = [zlib.crc32(word.encode()) for word in words]
    first, second = _MULTIPLIERS
    mixed = ((codes[:-2] + np.uint64(1)) * first + codes[1:-1]) * first + codes[2:]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * second  # the low bits, too, shall depend on every word
    return np.unique(mixed ^ (mixed >> np.uint64(31)))


def clusters(
    ids: Sequence[str],
    texts: Iterable[str],
    similarity: float,
    permutations: int,
    random_state: int,
    containment: float = 0.6,
) -> Mapping[str, str]:
    """Group near-duplicates.

    Args:
        ids: of the texts, unique.
        texts: one for each id.
        similarity: Jaccard similarity of word 3-grams from which two texts belong together, in (0, 1].
        permutations: of MinHash.
        random_state: seeds the permutations.
        containment: share of the 3-grams of one text that stand in another from which they belong together, in (0, 1].

    Returns:
        For each id the smallest id of its cluster; its own where nothing is like it. The order of the texts is of no
        consequence.

    Raises:
        ValueError: there are not as many ids as texts.
    """
    groups = Groups()
    first_with: dict[bytes, str] = {}
    sets: dict[str, npt.NDArray[np.uint64]] = {}
    for identifier, text in zip(ids, texts, strict=True):
        key = hashlib.blake2b(fold(text).encode(), digest_size=16).digest()
        if key in first_with:
            groups.join(first_with[key], identifier)
        else:
            first_with[key] = identifier
            sets[identifier] = shingles(text)
    # By the smallest id of exact duplicates: which of them came first must not matter.
    by_name = {str(groups.find(identifier)): found for identifier, found in sets.items()}
    names = sorted(by_name)
    rows = [by_name[name] for name in names]
    likely = np.union1d(_alike(rows, similarity, permutations, random_state), _inside(rows, containment))
    for left, right in zip(*divmod(likely, max(len(rows), 1)), strict=True):
        if groups.find(names[left]) == groups.find(names[right]):
            continue
        small, large = sorted((rows[left].size, rows[right].size))
        shared = _shared(rows[left], rows[right])
        if shared >= similarity * (small + large - shared) or (
            small >= _MIN_CONTAINED and shared >= containment * small
        ):
            groups.join(names[left], names[right])
    return {identifier: str(groups.find(identifier)) for identifier in ids}


def relations(ids: Sequence[str], texts: Iterable[str], clusters: Mapping[str, str]) -> list[Pair]:
    """Tell apart what is alike: each text of a cluster against the longest one, exact duplicates against their first.

    Args:
        ids: of the texts, unique.
        texts: one for each id.
        clusters: as `clusters` returns them.

    Returns:
        For a cluster of n texts n - 1 pairs, ordered by cluster and `right`.

    Raises:
        ValueError: there are not as many ids as texts.
    """
    sizes = Counter(clusters.values())
    members: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for identifier, text in zip(ids, texts, strict=True):
        if sizes[clusters[identifier]] > 1:
            members[clusters[identifier]].append((identifier, text))
    return [pair for cluster in sorted(members) for pair in _within(sorted(members[cluster]))]


def _within(members: Sequence[tuple[str, str]]) -> list[Pair]:
    """The pairs of one cluster, by `right`."""
    first_with: dict[str, str] = {}
    pairs = []
    for identifier, text in members:
        twin = first_with.setdefault(fold(text), identifier)
        if twin != identifier:
            pairs.append(Pair(twin, identifier, "exact", 1.0, 1.0))
    by_id = dict(members)
    sets = {identifier: shingles(by_id[identifier]) for identifier in first_with.values()}
    longest = max(sets, key=lambda name: sets[name].size)  # the first of them, and they are sorted
    for identifier, found in sets.items():
        if identifier == longest:
            continue
        small, large = found.size, sets[longest].size
        shared = _shared(found, sets[longest])
        kind: Literal["rewrite", "near"] = "rewrite" if _recurs(by_id[identifier], sets[longest]) else "near"
        pairs.append(Pair(longest, identifier, kind, shared / (small + large - shared), shared / small))
    return sorted(pairs, key=lambda pair: pair.right)


def _recurs(text: str, longer: npt.NDArray[np.uint64]) -> bool:
    """Whether the sentences of a text that stand in a longer one, too, are at least half of its words."""
    words = recurring = 0
    for sentence in sentences(text):
        found = shingles(sentence)
        length = len(_WORD.findall(sentence))
        words += length
        if length >= _NGRAM and _shared(found, longer) >= _MIN_SHARED_SENTENCE * found.size:
            recurring += length
    return recurring >= _MIN_SHARED_TEXT * words


def _shared(left: npt.NDArray[np.uint64], right: npt.NDArray[np.uint64]) -> int:
    return np.intersect1d(left, right, assume_unique=True).size


def _alike(
    rows: Sequence[npt.NDArray[np.uint64]], similarity: float, permutations: int, random_state: int
) -> npt.NDArray[np.int64]:
    """Pairs that agree in a band of their MinHash signatures."""
    if len(rows) < 2:
        return np.empty(0, dtype=np.int64)
    # MinHash takes 32 bits; the upper ones, as the lower ones choose the other sketch.
    values = ((row >> np.uint64(32)).tolist() for row in rows)
    hashes = MinHash.generator(values, num_perm=permutations, seed=random_state, hashfunc=int)
    signatures = np.stack([found.hashvalues for found in hashes]).astype(np.uint64)
    width = _band_width(similarity, permutations)
    found = np.empty(0, dtype=np.int64)
    for start in range(0, permutations - width + 1, width):
        keys = np.zeros(len(rows), dtype=np.uint64)
        for column in signatures[:, start : start + width].T:
            keys = (keys ^ column) * _MULTIPLIERS[0]
        found = np.union1d(found, _neighbours(keys, np.arange(len(rows)), len(rows)))
    return found


def _band_width(similarity: float, permutations: int) -> int:
    """Rows of the widest bands in which two texts of just this similarity agree with the probability wanted.

    They agree in one of b bands of r rows with 1 - (1 - s^r)^b (Leskovec et al., "Mining of Massive Datasets", 3.4).
    """
    return next(
        (
            width
            for width in range(permutations, 1, -1)
            if 1 - (1 - similarity**width) ** (permutations // width) >= _RECALL
        ),
        1,
    )


def _inside(rows: Sequence[npt.NDArray[np.uint64]], containment: float) -> npt.NDArray[np.int64]:
    """Pairs whose samples of 3-grams suggest that much of one text is in the other."""
    samples = [row[row % _MODULUS == 0] for row in rows]
    if not samples:
        return np.empty(0, dtype=np.int64)
    sizes = np.array([sample.size for sample in samples])
    found = _neighbours(np.concatenate(samples), np.repeat(np.arange(len(rows)), sizes), len(rows))
    pairs, counts = np.unique(found, return_counts=True)
    left, right = divmod(pairs, len(rows))
    # Half of what is wanted: a sample errs, and a 3-gram of many texts may have other neighbours.
    likely: npt.NDArray[np.int64] = pairs[
        counts >= np.maximum(2, containment * np.minimum(sizes[left], sizes[right]) / 2)
    ]
    return likely


def _neighbours(keys: npt.NDArray[np.uint64], rows: npt.NDArray[np.int64], total: int) -> npt.NDArray[np.int64]:
    """Pairs of rows that stand next to each other under one key, as left * total + right, left < right."""
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    found = [np.empty(0, dtype=np.int64)]
    for step in range(1, _WINDOW + 1):
        same = keys[step:] == keys[:-step]
        found.append(rows[:-step][same] * total + rows[step:][same])
    return np.concatenate(found)
