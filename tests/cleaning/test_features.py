"""What a line model sees of a page, counted by hand."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pytest

from standpunkt.cleaning.blocks import Lines, of_html, of_text
from standpunkt.cleaning.features import (
    CONTEXT,
    FIRST,
    LAST,
    context,
    from_root,
    hashes_of,
    pair_hash,
    shape,
    structure,
    subtree_sums,
    tree_of,
    window,
)
from standpunkt.cleaning.linemodel import term_hashes
from standpunkt.cleaning.markup import Source

SENTENCE = "Der Rat baut im Mai eine neue Brücke über den Fluss."
TEXT = f"""\
Start
Rat baut Brücke

{SENTENCE}
Foto: tpa
„Wir bauen 2 Brücken“, sagte Ottilie Brandhorst am Montag im Rat.

Foto: tpa
"""


def _lines(*texts: str) -> Lines:
    return of_text("\n".join(texts))


def _html(content: str) -> Lines:
    return of_html(Source(content))


def _f32(values: Sequence[float]) -> list[float]:
    return [float(value) for value in np.array(values, np.float32)]


# --- hashes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Lindenau", ["lindenau", "^lindenau", "lindenau$"]),
        ("Mehr zu: Brücke!", ["mehr", "zu", "brücke", "mehr zu", "zu brücke", "^mehr", "brücke$"]),
        ("ÖL-Preis 2031", ["öl", "preis", "2031", "öl preis", "preis 2031", "^öl", "2031$"]),
        ("Straße ẞ", ["straße", "ß", "straße ß", "^straße", "ß$"]),
        ("中文 \U0001f600", ["中文", "\U0001f600", "中文 \U0001f600", "^中文", "\U0001f600$"]),
        ("a" * 70, ["a" * 70, "^" + "a" * 70, "a" * 70 + "$"]),
        ("ja ja", ["ja", "ja", "ja ja", "^ja", "ja$"]),
        ("– …", []),
    ],
)
def test_the_terms_of_a_line_are_found_by_name(text: str, terms: list[str]) -> None:
    hashes, lines = shape(_lines(text)).words.terms()
    assert sorted(hashes.tolist()) == sorted(term_hashes(terms).tolist())
    assert set(lines.tolist()) <= {0}


def test_terms_know_their_lines() -> None:
    hashes, lines = shape(_lines("Rat tagt", "tagt", "Rat heute")).words.terms()
    where = {
        term: sorted(lines[hashes == term_hashes([term])[0]].tolist())
        for term in (
            "rat",
            "tagt",
            "heute",
            "rat tagt",
            "tagt tagt",
            "tagt rat",
            "rat heute",
            "^tagt",
            "tagt$",
            "^rat",
            "rat$",
        )
    }
    assert where == {
        "rat": [0, 2],
        "tagt": [0, 1],
        "heute": [2],
        "rat tagt": [0],
        "tagt tagt": [],  # a pair stands within a line
        "tagt rat": [],
        "rat heute": [2],
        "^tagt": [1],
        "tagt$": [0, 1],
        "^rat": [0, 2],
        "rat$": [],
    }


def test_hashes_tell_words_and_the_order_of_pairs() -> None:
    words = ["rat", "tar", "art", "rate", "ra", "brücke", "brucke", "0", "00", "1"]
    hashes = hashes_of(words)
    assert len(set(hashes.tolist())) == len(words)
    left, right = hashes[:1], hashes[1:2]
    terms = [*pair_hash(left, right), *pair_hash(right, left), *(left ^ FIRST), *(left ^ LAST), *left, *right]
    assert len({int(term) for term in terms}) == 6


@pytest.mark.parametrize("times", [3, 30_000])
def test_a_word_has_one_hash_wherever_it_stands(times: int) -> None:
    words = shape(_lines("Rat, tagt " * times, "tagt")).words
    assert np.unique(words.hashes).tolist() == sorted(hashes_of(["rat", "tagt"]).tolist())
    assert len(np.unique(words.stems)) == 2


def test_case_does_not_matter() -> None:
    assert hashes_of(["RAT", "Rat", "ÜBER"]).tolist() == hashes_of(["rat", "rat", "über"]).tolist()


# --- shape, repetition, place ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("words", [1, 3, 11, 2, 11, 2]),
        ("characters", [5, 15, 52, 9, 65, 9]),
        ("word_length", [5, 13 / 3, 41 / 11, 7 / 2, 50 / 11, 7 / 2]),
        ("upper", [1 / 5, 2 / 13, 5 / 41, 1 / 7, 6 / 50, 1 / 7]),
        ("digits", [0, 0, 0, 0, 1 / 65, 0]),
        ("capitals", [1, 2 / 3, 5 / 11, 1 / 2, 6 / 11, 1 / 2]),
        ("function_words", [0, 0, 5 / 11, 0, 2 / 11, 0]),
        ("period", [0, 0, 1, 0, 1, 0]),
        ("period_share", [0, 0, 1 / 11, 0, 1 / 11, 0]),
        ("comma", [0, 0, 0, 0, 1, 0]),
        ("colon", [0, 0, 0, 1, 0, 1]),
        ("quote", [0, 0, 0, 0, 2, 0]),
        ("ends_sentence", [0, 0, 1, 0, 1, 0]),
        ("starts_quote", [0, 0, 0, 0, 1, 0]),
        ("starts_mark", [0, 0, 0, 0, 1, 0]),
        ("starts_lower", [0, 0, 0, 0, 0, 0]),
        ("same_line", [1, 1, 1, 2, 1, 2]),
        ("seen_above", [0, 0, 0, 0, 0, 1]),
        ("same_near", [0, 0, 0, 1, 0, 1]),
        ("index", [0, 1, 2, 3, 4, 5]),
        ("index_from_end", [5, 4, 3, 2, 1, 0]),
        ("relative", [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ("prose", [0, 0, 11, 0, 11, 0]),
        ("prose_before", [0, 0, 0, 0.5, 0.5, 1]),
        ("prose_after", [1, 1, 0.5, 0.5, 0, 0]),
        ("prose_within_2", [11, 11, 11, 22, 11, 11]),
        ("share_of_prose", [0, 0, 0.5, 0, 0.5, 0]),
        ("prose_above", [50, 50, 50, 1, 2, 1]),
        ("prose_below", [2, 1, 2, 1, 50, 50]),
        ("run", [2, 2, 1, 1, 1, 1]),
        ("run_place", [0, 1, 0, 0, 0, 0]),
        ("run_words", [2, 2, 11, 2, 11, 2]),
        ("run_after_prose", [0, 0, 0, 11, 0, 11]),
        ("run_before_prose", [11, 11, 0, 11, 0, 0]),
        ("blank", [1, 0, 1, 0, 0, 1]),
        ("blank_after", [0, 1, 0, 0, 1, 0]),
        ("bullet", [0, 0, 0, 0, 0, 0]),
    ],
)
def test_columns_of_a_text(column: str, values: list[float]) -> None:
    assert shape(of_text(TEXT)).columns[column].tolist() == _f32(values)


@pytest.mark.parametrize("column", ["pairs_repeated", "pairs_near"])
def test_pairs_of_words_that_other_lines_have_too(column: str) -> None:
    # Pairs are counted in buckets, which two may share by chance.
    found = shape(of_text(TEXT)).columns[column].tolist()
    assert found == pytest.approx([0, 1 / 2, 1 / 10, 1, 0, 1], abs=0.11)


def test_few_pairs_share_a_bucket_by_chance() -> None:
    texts = [f"wort{number} zahl{number} dort{number} mehr{number} Jahr{number}" for number in range(2000)]
    found = shape(_lines("x" * 130, *texts)).columns["pairs_repeated"]
    assert 0 <= found.mean() < 0.05


def test_pairs_near_are_those_of_lines_close_by() -> None:
    others = "Brücke", "Markt", "Straße", "Wetter"
    assert shape(_lines("Rat tagt", *others[:3], "Rat tagt")).columns["pairs_near"].tolist() == [1, 0, 0, 0, 1]
    columns = shape(_lines("Rat tagt", *others, "Rat tagt")).columns
    assert columns["pairs_near"].tolist() == [0] * 6
    assert columns["pairs_repeated"].tolist() == [1, 0, 0, 0, 0, 1]


def test_pairs_of_more_lines_than_16_bits_count_are_near_those_close_by_alone() -> None:
    far = shape(_lines("Rat tagt", *["Brücke"] * (1 << 16), "Rat tagt")).columns
    assert (far["pairs_repeated"][[0, -1]].tolist(), far["pairs_near"][[0, -1]].tolist()) == ([1, 1], [0, 0])


def test_what_a_line_says_twice_is_not_repeated() -> None:
    columns = shape(_lines("Rat tagt, Rat tagt, Rat tagt", "Das Wetter")).columns
    assert (columns["pairs_repeated"].tolist(), columns["pairs_near"].tolist()) == ([0, 0], [0, 0])


def test_words_that_the_prose_has_too() -> None:
    # Telling words have four letters and are no function words; six letters of them count: Brücke, Brücken.
    columns = shape(
        _lines("Neue Brücke", SENTENCE, "Alle Brücken stehen noch und werden im Mai geprüft.", "Abo")
    ).columns
    assert columns["shared_with_prose"].tolist() == _f32([1, 1 / 4, 1 / 4, 0])
    assert columns["new_words"].tolist() == [0, 2, 3, 0]


def test_how_often_the_prose_has_a_word() -> None:
    # Of each word those in the prose of other lines count, up to five.
    found = shape(
        _lines("Brücke, Brücke", "Brücke Brücke Brücken " * 3 + ".", "Der Rat will die Brücke und den Markt.")
    ).columns
    assert found["prose"].tolist() == [0, 9, 8]
    assert found["often_in_prose"].tolist() == _f32([5, 1, 5 / 2])
    assert found["shared_with_prose"].tolist() == _f32([1, 1, 1 / 2])
    assert found["new_words"].tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Warum nicht?", "ends_question"),
        ("„Warum nicht?“", "ends_question"),
        ("Er sagte „Nein.“", "ends_sentence"),
        ("Die Fragen sind:", "ends_colon"),
        ("Weiterlesen…", "ends_dots"),
        ("Weiterlesen ...", "ends_dots"),
        ("und so weiter", "starts_lower"),
        ("14 Sitze", "starts_digit"),
        ("• Sitze", "bullet"),
        ("- Sitze", "bullet"),
    ],
)
def test_marks_at_the_ends_of_a_line(text: str, column: str) -> None:
    assert shape(_lines(text, "Das Wetter")).columns[column].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("texts", "prose"),
    [
        (["Der Rat baut im Mai eine neue Brücke."], [8]),
        (["Der Rat baut im Mai neue Brücken."], [0]),  # seven words
        (["Der Rat baut im Mai eine neue Brücke"], [0]),  # no end
        (["Und so ist es nun auch hier wie dort " * 3], [27]),  # long, and full of function words
        (["Start Rathaus Wirtschaft Kultur Sport Abo " * 5], [0]),  # a menu is not
    ],
)
def test_prose_is_what_reads_like_a_sentence(texts: list[str], prose: list[float]) -> None:
    assert shape(_lines(*texts)).columns["prose"].tolist() == prose


def test_runs_of_bullets() -> None:
    columns = shape(
        _lines("Der Rat will nun Folgendes tun und lassen:", "- Brücke", "- Straße", "- Markt", SENTENCE)
    ).columns
    assert columns["run"].tolist() == [1, 3, 3, 3, 1]
    assert columns["run_after_colon"].tolist() == [0, 1, 1, 1, 0]
    assert columns["run_after_run"].tolist() == [0, 1, 1, 1, 3]
    assert columns["run_before_run"].tolist() == [3, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("reach", "sums"), [(1, [2, 5, 10, 4]), (2, [6, 13, 11, 6]), (3, [14, 13, 11, 7]), (9, [14, 13, 11, 7])]
)
def test_window(reach: int, sums: list[float]) -> None:
    column = np.array([1, 2, 4, 8], np.float32)
    assert window(column, [reach]).tolist() == [sums]
    assert window(np.array([column, 2 * column]), [1, reach]).tolist() == [
        [[2, 5, 10, 4], sums],
        [[4, 10, 20, 8], [2 * value for value in sums]],
    ]


# --- elements --------------------------------------------------------------------------------------------------------

PAGE = (
    "<nav><a>Start</a></nav><main><h1>Rat baut Brücke</h1>"
    f"<div class='text'><p>{SENTENCE}</p><p>{SENTENCE} <a>Mehr</a></p></div></main>"
)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("linked", [1, 0, 0, 4 / 57]),
        ("bold", [0, 0, 0, 0]),
        ("in_navigation", [1, 0, 0, 0]),
        ("in_article", [0, 1, 1, 1]),
        ("in_heading", [0, 1, 0, 0]),
        ("in_h1", [0, 1, 0, 0]),
        ("in_h2", [0, 0, 0, 0]),
        ("in_paragraph", [0, 0, 1, 1]),
        ("is_p", [0, 0, 1, 1]),
        ("is_div", [0, 0, 0, 0]),
        ("depth", [1, 2, 3, 3]),
        # The second paragraph ends in a link, not in a sentence: all prose is the first.
        ("prose_share_0", [0, 0, 1, 0]),
        ("prose_share_1", [1, 1, 1, 1]),
        ("text_share_0", [5 / 129, 15 / 129, 52 / 129, 57 / 129]),
        ("text_share_1", [1, 124 / 129, 109 / 129, 109 / 129]),
        ("link_share_1", [9 / 129, 4 / 124, 4 / 109, 4 / 109]),
        ("in_core_0.5", [0, 0, 1, 0]),
        ("below_core_0.5", [-2, -1, 0, 0]),
        ("to_core_0.5", [3, 2, 0, 1]),
        ("alike", [1, 1, 2, 2]),
        ("alike_words", [1, 3, 11.5, 11.5]),
        ("alike_linked", [1, 0, 2 / 57, 2 / 57]),
        ("lone", [1, 1, 1, 1]),
    ],
)
def test_columns_of_elements(column: str, values: list[float]) -> None:
    lines = _html(PAGE)
    found = structure(lines, shape(lines), tree_of(lines))[column]
    assert found.tolist() == pytest.approx(values, rel=1e-6)


def test_the_tree_around_the_lines() -> None:
    lines = _html("<main><p>Eins</p>zwei</main><div><div></div>drei</div>vier<p> </p>")
    tree = tree_of(lines)
    assert [tree.kinds[kind][0] for kind in tree.kind_of] == ["body", "main", "p", "div"]
    assert tree.parents.tolist() == [-1, 0, 1, 0]
    assert tree.depths.tolist() == [0, 1, 2, 1]
    assert tree.place_of.tolist() == [2, 1, 3, 0]
    assert [up.tolist() for up in tree.ups] == [[4, 0, 1, 0, 4], [4, 4, 0, 4, 4]]
    assert (tree.firsts.tolist(), tree.lasts.tolist()) == ([0, 0, 0, 2], [3, 1, 0, 2])
    assert subtree_sums(tree, np.array([1, 10, 100, 1000], np.float32)).tolist() == [1111, 11, 1, 100]
    assert from_root(tree, np.array([[1.0], [10.0], [100.0], [1000.0]])).tolist() == [[1], [11], [111], [1001]]


# --- any page --------------------------------------------------------------------------------------------------------

ODD = {
    "a word": ["Lindenau"],
    "a character": ["x"],
    "a mark": ["…"],
    "marks alone": ["---", "***", "…"],
    "two lines": ["Start", "Ende"],
    "emoji": ["\U0001f600\U0001f601", "\U0001f600"],
    "Chinese": ["市議會決定重建大橋。", "中文"],
    "private use": ["\ue000\ue001", "\uf8ff"],
    "noncharacters and half surrogates": ["\uffff\ufffe", "\ud800 \udfff"],
    "combining marks": ["\u0308", "u\u0308ber"],
    "right to left": ["\u202eشورى المدينة\u202c"],
    "the same line": ["Rat tagt"] * 50,
    "digits": ["1", "2", "3"],
    "a long word": ["x" * 100_000],
}


@pytest.mark.parametrize("texts", ODD.values(), ids=ODD)
@pytest.mark.parametrize("kind", ["html", "text"])
def test_odd_pages_have_finite_features(kind: str, texts: list[str]) -> None:
    lines = _lines(*texts) if kind == "text" else _html("".join(f"<p>{text}</p>" for text in texts))
    page = shape(lines)
    columns = dict(page.columns)
    if kind == "html":
        columns |= structure(lines, page, tree_of(lines))
    n = len(lines.texts)
    assert n >= 1
    assert {name: column.shape for name, column in columns.items() if column.shape != (n,)} == {}
    assert [name for name, column in columns.items() if not np.isfinite(column).all()] == []
    assert {column.dtype for column in columns.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["Lindenau"], [1]),
        (["…"], [0]),
        (["---", "x", "***"], [0, 1, 0]),
        (["\U0001f600\U0001f601"], [1]),
        (["市議會 大橋"], [2]),
        (["\ue000 \uf8ff"], [2]),
    ],
)
def test_words_of_odd_pages(texts: list[str], words: list[int]) -> None:
    assert shape(_lines(*texts)).counts.tolist() == words


def test_pages_do_not_depend_on_each_other() -> None:
    def read() -> dict[str, list[float]]:
        lines = _html(PAGE)
        page = shape(lines)
        return {
            name: column.tolist() for name, column in (page.columns | structure(lines, page, tree_of(lines))).items()
        }

    first = read()
    shape(of_text(TEXT))
    shape(_lines(*ODD["emoji"]))
    assert read() == first


def test_features_leave_the_lines_as_they_were() -> None:
    lines, same = _html(PAGE), _html(PAGE)
    structure(lines, shape(lines), tree_of(lines))
    assert (lines.texts, lines.starts, lines.ends, lines.linked, lines.bold, lines.inner, lines.blank) == (
        same.texts,
        same.starts,
        same.ends,
        same.linked,
        same.bold,
        same.inner,
        same.blank,
    )


@pytest.mark.parametrize("kind", ["html", "text"])
def test_20_000_lines_take_less_than_a_second(kind: str) -> None:
    # The first is longer than what a program wraps: the others are not taken for wrapped text.
    texts = ["Der Rat " * 20, *(f"Meldung {number} aus dem Kreis, und der Rat tagt." for number in range(19_999))]
    lines = _lines(*texts) if kind == "text" else _html("".join(f"<div><p>{text}</p></div>" for text in texts))
    start = time.process_time()
    page = shape(lines)
    if kind == "html":
        structure(lines, page, tree_of(lines))
    assert time.process_time() - start < 1
    assert len(page.counts) == 20_000


# --- scores around a line --------------------------------------------------------------------------------------------


def context_of(scores: list[int], counts: list[int]) -> dict[str, list[float]]:
    found = context(np.array(scores), np.array(counts, np.float32))
    assert found.dtype == np.float32
    return {name: row.tolist() for name, row in zip(CONTEXT, found, strict=True)}


def test_context_is_what_stands_around_a_line() -> None:
    found = context_of([-1024, 2048, 512, -4096], [2, 30, 10, 5])
    assert found["score"] == [-1.0, 2.0, 0.5, -4.0]
    assert found["score-1"] == [-6.0, -1.0, 2.0, 0.5]
    assert found["score+2"] == [0.5, -4.0, -6.0, -6.0]
    # a line counts from 0, where it is sure to be none, to 6
    assert found["score_above_2"] == [0.0, 2.0, 7.0, 8.5]
    assert found["score_below_2"] == [8.5, 3.5, 0.0, 0.0]
    assert found["score_within_2"] == [8.5, 5.5, 7.0, 8.5]
    assert found["score_within_5"] == [8.5, 5.5, 7.0, 10.5]
    assert found["kept_before"] == [0.0, 0.0, 0.75, 1.0]
    assert found["kept_after"] == [1.0, 0.25, 0.0, 0.0]
    assert found["kept_share"] == [0.0, 0.75, 0.25, 0.0]
    assert found["kept_above"] == [50.0, 50.0, 1.0, 1.0]
    assert found["kept_below"] == [1.0, 1.0, 50.0, 50.0]
    assert found["best_scores"] == [0.5] * 4
    assert found["kept_lines"] == [2.0] * 4
    assert found["kept_share_of_lines"] == [0.5] * 4


def test_context_of_a_page_without_article_or_of_one_line() -> None:
    assert context_of([-512], [3])["kept_before"] == [0.0]
    found = context_of([-512], [3])
    assert (found["best_scores"], found["score_above_25"], found["kept_lines"]) == ([-0.5], [0.0], [0.0])
