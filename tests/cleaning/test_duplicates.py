"""Near-duplicates: what clusters, what does not, and that neither order nor hash seed matters."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import pytest

from standpunkt.cleaning.duplicates import Groups, clusters, shingles

_WORDS = [f"wort{number}" for number in range(4000)]


def _text(seed: int, sentences: int = 12) -> list[str]:
    draw = random.Random(seed)  # noqa: S311 - texts, not secrets
    return [" ".join(draw.choices(_WORDS, k=15)) + "." for _ in range(sentences)]


ORIGINAL = _text(1)
EDITED = [*ORIGINAL[:3], *_text(2, 3), *ORIGINAL[6:]]
TEXTS = {
    "a": " ".join(ORIGINAL),
    "b": " ".join(_text(3)),
    "c": " ".join(EDITED),
    "d": " ".join(ORIGINAL).upper(),
    "e": "Kurz.",
    "f": "kurz",
    "g": "Anders.",
}


def _clusters(order: str, similarity: float = 0.5) -> dict[str, str]:
    return dict(clusters(list(order), [TEXTS[name] for name in order], similarity, 64, 13))


def test_exact_and_edited_texts_cluster_and_unrelated_ones_do_not() -> None:
    assert _clusters("abcdefg") == {"a": "a", "b": "b", "c": "a", "d": "a", "e": "e", "f": "e", "g": "g"}


@pytest.mark.parametrize(("similarity", "together"), [(0.5, True), (0.9, False), (1.0, False)])
def test_the_exact_similarity_decides(similarity: float, together: bool) -> None:
    # 9 of 12 sentences are shared; the exact Jaccard similarity of the 3-grams is about 0.59.
    assert (
        0.55 < len(shingles(TEXTS["a"]) & shingles(TEXTS["c"])) / len(shingles(TEXTS["a"]) | shingles(TEXTS["c"])) < 0.6
    )
    assert (_clusters("ac", similarity) == {"a": "a", "c": "a"}) is together


@pytest.mark.parametrize("order", ["gfedcba", "dbcaegf", "cadbfge"])
def test_order_does_not_matter(order: str) -> None:
    assert _clusters(order) == _clusters("abcdefg")


def test_similarity_is_passed_on_through_a_chain() -> None:
    parts = [" ".join(_text(seed, 8)) for seed in (11, 12, 13, 14)]
    texts = [f"{parts[0]} {parts[1]} {parts[2]}", f"{parts[1]} {parts[2]} {parts[3]}", f"{parts[2]} {parts[3]}"]
    assert clusters(["x", "y", "z"], texts, 0.45, 128, 13) == {"x": "x", "y": "x", "z": "x"}


def test_the_hash_seed_does_not_matter() -> None:
    program = (
        "from standpunkt.cleaning.duplicates import clusters; import random;"
        "r = random.Random(1); base = [' '.join(r.choices([f'w{n}' for n in range(500)], k=60)) for _ in range(30)];"
        "texts = base + [t + ' noch ein satz' for t in base];"
        "print(clusters([str(n) for n in range(60)], texts, 0.5, 64, 13))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1
    assert "'30': '0'" in outputs.pop()


def test_empty_input() -> None:
    assert clusters([], [], 0.5, 64, 13) == {}


def test_ids_and_texts_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="shorter"):
        clusters(["a", "b"], ["eins"], 0.5, 64, 13)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eins zwei", {"eins zwei"}),
        ("", {""}),
        ("Eins, zwei – drei; VIER", {"eins zwei drei", "zwei drei vier"}),
    ],
)
def test_shingles(text: str, expected: set[str]) -> None:
    assert shingles(text) == expected


def test_groups_are_named_by_their_smallest_item() -> None:
    groups = Groups()
    groups.join("c", "b")
    groups.join("d", "c")
    groups.join("a", "d")
    assert [groups.find(item) for item in "abcde"] == ["a", "a", "a", "a", "e"]
