"""Near-duplicates: what clusters, what does not, what kind it is, and that neither order nor hash seed matters."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from standpunkt.cleaning.duplicates import Groups, Pair, clusters, fold, relations, sentences, shingles

_WORDS = [f"wort{number}" for number in range(4000)]


def _text(seed: int, sentences: int = 12) -> list[str]:
    draw = random.Random(seed)  # noqa: S311 - texts, not secrets
    return [" ".join(draw.choices(_WORDS, k=15)).capitalize() + "." for _ in range(sentences)]


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
    left, right = shingles(TEXTS["a"]), shingles(TEXTS["c"])
    assert 0.55 < np.intersect1d(left, right).size / np.union1d(left, right).size < 0.6
    found = clusters(["a", "c"], [TEXTS["a"], TEXTS["c"]], similarity, 64, 13, containment=1.0)
    assert found["c"] == ("a" if together else "c")


@pytest.mark.parametrize(
    ("kept", "new", "containment", "together"),
    [
        (4, 0, 0.6, True),  # shortened to a third: Jaccard 0.33
        (4, 2, 0.6, True),  # and with another lead: 4 of 6 sentences
        (4, 2, 0.7, False),
        (3, 3, 0.6, False),
        (2, 0, 0.6, False),  # two sentences in another text are a quotation
    ],
)
def test_a_shortened_text_belongs_to_the_longer_one(kept: int, new: int, containment: float, together: bool) -> None:
    short = " ".join([*_text(5, new), *ORIGINAL[:kept]])
    found = clusters(["long", "short"], [TEXTS["a"], short], 0.5, 64, 13, containment)
    assert found["short"] == ("long" if together else "short")


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
    ("left", "right", "shared"),
    [
        ("Eins zwei", "eins, ZWEI!", 1),
        ("Eins zwei", "zwei eins", 0),
        ("Eins zwei", "eins zwei drei", 0),
        ("", "…", 1),
        ("Eins, zwei – drei; VIER", "eins zwei drei vier", 2),
        ("eins zwei drei vier", "null zwei drei vier", 1),
        ("eins zwei drei vier", "vier drei zwei eins", 0),
    ],
)
def test_shingles(left: str, right: str, shared: int) -> None:
    assert np.intersect1d(shingles(left), shingles(right)).size == shared


def test_shingles_are_sorted_unique_and_the_same_everywhere() -> None:
    found = shingles("eins zwei drei eins zwei drei")
    assert found.dtype == np.uint64
    assert found.tolist() == [4166431890952559313, 7715156834994816591, 17684057562192275657]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Straße, gross & breit!", "die strasse gross breit"),
        ("DIE STRASSE\n\n„gross“ (breit)", "die strasse gross breit"),
        ("Bundes\u00adtag\u200b 2024", "bundestag 2024"),
        (" – ", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eins ist da. Zwei fehlt!  Drei?", ["Eins ist da.", "Zwei fehlt!", "Drei?"]),
        ("Prof. Dr. Lund kam am 3. Mai. Es war 2022. Gut.", ["Prof. Dr. Lund kam am 3. Mai.", "Es war 2022.", "Gut."]),
        (
            "„So ist es.“ Das war z. B. neu (und gut). 40 Jahre",
            ["„So ist es.“", "Das war z. B. neu (und gut).", "40 Jahre"],
        ),
        ("Überschrift\n\nEr sagte … dann ging er … Ende", ["Überschrift", "Er sagte … dann ging er …", "Ende"]),
        ("Das kostet 3.50 Euro bzw. Franken. Ja", ["Das kostet 3.50 Euro bzw. Franken.", "Ja"]),
        (" \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_page_of_dots_is_read_once() -> None:
    dots = "." * 200_000  # quadratic time would be minutes
    assert sentences(f"{dots}a {dots} B") == [f"{dots}a {dots}", "B"]


def _edited(text: list[str], *places: int) -> str:
    """Each sentence with other words at these places."""
    rows = [sentence.split() for sentence in text]
    return " ".join(" ".join("anders" if n in places else word for n, word in enumerate(row)) for row in rows)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TEXTS["d"], "exact"),
        (f"{TEXTS['a'].replace('. ', ' – ')}\n\n", "exact"),
        (" ".join(ORIGINAL[:5]), "rewrite"),
        (" ".join([*_text(6, 2), *ORIGINAL[2:]]), "rewrite"),
        (_edited(ORIGINAL, 6), "rewrite"),
        (_edited(ORIGINAL, 4, 9), "near"),
        (" ".join([*ORIGINAL[:4], *_text(7, 7)]), "near"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    (pair,) = relations(["long", "other"], [f"{TEXTS['a']}", text], {"long": "long", "other": "long"})
    assert pair.kind == kind


def test_similarity_and_containment() -> None:
    texts = ["a b c d e f", "c d e f", "B C D E X Y"]  # 3-grams: abc bcd cde def, cde def, bcd cde dex exy
    assert relations(["1", "2", "3"], texts, dict.fromkeys("123", "1")) == [
        Pair("1", "2", "rewrite", 0.5, 1.0),
        Pair("1", "3", "near", 2 / 6, 0.5),
    ]


def test_pairs_are_made_with_the_longest_text_and_with_the_first_exact_one() -> None:
    short, long = " ".join(ORIGINAL[:5]), TEXTS["a"]
    texts = {"a": short, "b": TEXTS["b"], "c": long, "d": short.upper(), "e": long, "f": long}
    found = {"a": "a", "b": "b", "c": "a", "d": "a", "e": "a", "f": "a"}
    expected = [("c", "a", "rewrite"), ("a", "d", "exact"), ("c", "e", "exact"), ("c", "f", "exact")]
    for order in ("abcdef", "fedcba"):
        pairs = relations(list(order), [texts[name] for name in order], found)
        assert [(pair.left, pair.right, pair.kind) for pair in pairs] == expected


def test_relations_of_texts_that_are_alone() -> None:
    assert relations(["a", "b"], ["Eins.", "Zwei."], {"a": "a", "b": "b"}) == []


def test_a_large_cluster_is_not_compared_all_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    comparisons = 0
    compare = np.intersect1d

    def counted(*args: Any, **options: Any) -> Any:
        nonlocal comparisons
        comparisons += 1
        return compare(*args, **options)

    texts = [" ".join([*ORIGINAL, *_text(100 + number, 3)]) for number in range(200)]
    monkeypatch.setattr(np, "intersect1d", counted)
    ids = [f"{number:03}" for number in range(200)]
    assert set(clusters(ids, texts, 0.5, 64, 13).values()) == {"000"}
    assert comparisons == 199


def test_groups_are_named_by_their_smallest_item() -> None:
    groups = Groups()
    groups.join("c", "b")
    groups.join("d", "c")
    groups.join("a", "d")
    assert [groups.find(item) for item in "abcde"] == ["a", "a", "a", "a", "e"]
