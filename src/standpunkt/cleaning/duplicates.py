"""Clusters of near-duplicate texts: MinHash finds candidates, the exact Jaccard similarity of word 3-grams decides.

Method: Broder (1997), "On the resemblance and containment of documents"; LSH by datasketch.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence

from datasketch import MinHash, MinHashLSH

_WORD = re.compile(r"\w+")
_NGRAM = 3
_MAX_LSH_THRESHOLD = 0.9  # above it the index has no two bands left


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


def shingles(text: str) -> frozenset[str]:
    """The word 3-grams of a text, folded to lower case; the whole text where it is shorter."""
    words = _WORD.findall(text.lower())
    if len(words) < _NGRAM:
        return frozenset([" ".join(words)])
    return frozenset(" ".join(words[start : start + _NGRAM]) for start in range(len(words) - _NGRAM + 1))


def clusters(
    ids: Sequence[str], texts: Iterable[str], similarity: float, permutations: int, random_state: int
) -> Mapping[str, str]:
    """Group near-duplicates.

    Args:
        ids: of the texts, unique.
        texts: one for each id.
        similarity: Jaccard similarity of word 3-grams from which two texts belong together, in (0, 1].
        permutations: of MinHash.
        random_state: seeds the permutations.

    Returns:
        For each id the smallest id of its cluster; its own where nothing is like it.
    """
    groups = Groups()
    first_with: dict[frozenset[str], str] = {}
    for identifier, text in zip(ids, texts, strict=True):
        key = shingles(text)
        if key in first_with:
            groups.join(first_with[key], identifier)
        else:
            first_with[key] = identifier
    by_id = {identifier: key for key, identifier in first_with.items()}
    # Missing a candidate costs more than looking at one in vain: the exact similarity decides anyway.
    index = MinHashLSH(threshold=min(similarity, _MAX_LSH_THRESHOLD), num_perm=permutations, weights=(0.1, 0.9))
    hashes = MinHash.bulk(
        ([shingle.encode() for shingle in sorted(by_id[identifier])] for identifier in by_id),
        num_perm=permutations,
        seed=random_state,
    )
    for identifier, minhash in zip(by_id, hashes, strict=True):
        for candidate in sorted(index.query(minhash)):
            left, right = by_id[candidate], by_id[identifier]
            shared = len(left & right)
            if groups.find(candidate) != groups.find(identifier) and shared >= similarity * (
                len(left) + len(right) - shared
            ):
                groups.join(candidate, identifier)
        index.insert(identifier, minhash, check_duplication=False)
    return {identifier: str(groups.find(identifier)) for identifier in ids}
