"""Drafts: what is decided about each line, and why. A small model of the test decides where exact values matter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from standpunkt.cleaning.article import ARTICLE_ROLES, FURNITURE_ROLES, Line
from standpunkt.cleaning.blocks import Lines, of_html, of_text
from standpunkt.cleaning.draft import Draft, draft, key_of, keys_of, lines_of, settle
from standpunkt.cleaning.linemodel import (
    ROLES,
    SIGNALS,
    WEIGHT,
    LineModel,
    Terms,
    Weights,
    describe,
    names_in,
    rows_of,
    shipped,
    terms_in,
)
from standpunkt.cleaning.markup import Source
from standpunkt.cleaning.trees import SCALE, Trees

TREES = Trees(
    np.zeros((0, 1), np.int32), np.zeros((0, 1), np.float32), np.zeros((0, 2, 1), np.int32), np.zeros(1, np.int32)
)
SENTENCE = "Der Rat baut im Mai eine neue Brücke über den Fluss."
OTHER = "Die Händler am Südufer wollen bis zum Herbst eine Behelfsbrücke haben."


def _row(**weights: int) -> list[int]:
    return [weights.get(signal, 0) for signal in SIGNALS]


def _draft(
    lines: Lines, *, article: int = 4096, furniture: int = -4096, names: dict[str, list[int]] | None = None
) -> Draft:
    """By a model for which lines of five words and more are article; others say "Foto" and are a credit, or a menu."""
    roles = np.zeros((2, 2, len(ROLES)), np.int32)
    roles[:, :, ROLES.index("body")] = 2
    roles[:, :, ROLES.index("navigation")] = 1
    roles[0, 1, ROLES.index("credit")] = 4
    table = np.array([*(names or {}).values()], np.int32).reshape(-1, len(SIGNALS))
    weights = Weights({name: row for row, name in enumerate(names or {})}, table)
    terms = Terms.of({"foto": _row(credit=2 * WEIGHT), "^zum": _row(navigation=2 * WEIGHT), "im": _row(keep=WEIGHT)})
    model = LineModel(terms, weights, weights, (), TREES, TREES)
    page = describe(lines)
    columns, _ = rows_of(page, model.signals(page, terms_in(page, terms), names_in(page, model.names)))
    words, credit = columns.index("words"), columns.index("says_credit")
    keep = Trees(
        np.array([[words]], np.int32),
        np.array([[4.5]], np.float32),
        np.array([[[furniture], [article]]], np.int32),
        np.zeros(1, np.int32),
    )
    role = Trees(
        np.array([[credit], [words]], np.int32),
        np.array([[0.5], [4.5]], np.float32),
        roles,
        np.zeros(len(ROLES), np.int32),
    )
    return draft(lines, replace(model, columns=columns, keep=keep, roles=role))


def _html(content: str) -> Lines:
    return of_html(Source(content))


def _all(found: Draft) -> list[Line]:
    return lines_of(found)


# --- decisions -------------------------------------------------------------------------------------------------------


def test_lines_are_kept_by_probability_and_get_the_best_role_of_their_side() -> None:
    found = _draft(of_text(f"Start\n\n{SENTENCE}\nFoto: tpa\n{OTHER}"))
    assert found.kept.tolist() == [False, True, False, True]
    assert found.roles == ["navigation", "body", "credit", "body"]
    assert found.probability.tolist() == pytest.approx([1 / (1 + np.exp(4)), 1 / (1 + np.exp(-4))] * 2)
    assert (found.words, found.body()) == ([1, 11, 2, 11], [1, 3])
    assert [found.sentence(line) for line in range(4)] == [False, True, False, True]


@pytest.mark.parametrize(
    ("probability", "kept"),
    [
        (0.97, True),
        (0.6, True),
        (0.5, True),  # a page whose best lines are no surer is judged by a share of them
        (0.25, True),
        (0.15, False),  # but somewhere there is no article
        (0.02, False),
    ],
)
def test_the_threshold_follows_the_best_lines(probability: float, kept: bool) -> None:
    score = round(SCALE * np.log(probability / (1 - probability)))
    found = _draft(of_text(f"{SENTENCE}\n\n{OTHER}\n\n{SENTENCE}"), article=score)
    assert found.kept.tolist() == [kept] * 3


def test_beside_sure_lines_an_unsure_one_goes() -> None:
    content = "\n\n".join([SENTENCE, OTHER, SENTENCE, OTHER, "Start"])
    assert _draft(of_text(content), furniture=0).kept.tolist() == [True] * 4 + [False]


@pytest.mark.parametrize(("role", "kept"), [("title", True), ("subheading", True), ("other", False), ("legal", False)])
def test_a_decision_replaces_that_of_the_model(role: str, kept: bool) -> None:
    found = _draft(of_text(f"Start\n\n{SENTENCE}"))
    for line in (0, 1):
        found.decide(line, role, "weil es so ist")
    assert [(line.role, line.reason, line.confidence) for line in _all(found)] == [(role, "weil es so ist", 1.0)] * 2
    assert found.kept.tolist() == [kept] * 2


def test_the_body_is_what_is_kept_without_the_head() -> None:
    found = _draft(of_text("\n\n".join([SENTENCE, OTHER, SENTENCE, OTHER])))
    for line, role in enumerate(("kicker", "title", "teaser")):
        found.decide(line, role, "x")
    assert found.body() == [3]
    assert found.kept.tolist() == [True] * 4


def test_what_a_line_is_if_it_is_not_article() -> None:
    found = _draft(of_text(f"{SENTENCE}\n\nFoto: tpa"))
    assert [found.furniture(line) for line in (0, 1)] == ["navigation", "credit"]


def test_keys_leave_out_marks_and_case() -> None:
    texts = ["„Straße“ – JA!", "…", "snake_case, ﬁx", "市議會, ２ und \U0001f600", "\udc80x"]
    assert [key_of(text) for text in texts] == ["strasseja", "", "snakecasefix", "市議會２und", "x"]
    assert keys_of(texts) == [key_of(text) for text in texts]
    usual = [f"a{chr(code)}z" for code in range(0x3000) if chr(code) != "\n"]
    assert keys_of(usual) == [key_of(text) for text in usual]
    single = [text for text in usual if len(text[1].casefold()) == 1 or text[1] in "ßẞ"]
    assert keys_of(single) == [key_of(text) for text in single]


# --- lines by those around them --------------------------------------------------------------------------------------

QUESTION, NAMED = "Und wer zahlt das?", "Hintergrund: Wie die Brücke verfiel und wer das zahlt"
UNSURE = -1024  # a probability of 0.27


def _settled(*texts: str, title: str | None = None, furniture: int = UNSURE) -> dict[str, tuple[str, str | None]]:
    found = _draft(of_text("\n\n".join(texts)), furniture=furniture)
    line = texts.index(title) if title else None
    if line is not None:
        found.decide(line, "title", "x")
    settle(found, line)
    return {
        text: (role, found.reasons.get(place))
        for place, (text, role) in enumerate(zip(texts, found.roles, strict=True))
    }


@pytest.mark.parametrize(
    ("below", "role", "reason"), [(5, "navigation", "above the title"), (4, "body", None), (0, "body", None)]
)
def test_sentences_above_the_title_are_none_of_the_article(below: int, role: str, reason: str | None) -> None:
    # 11 words above, and 55 or 44 of 66 or 55 below: more than four fifths or not.
    found = _settled(SENTENCE, "Der Beschluss", *[OTHER] * below, title="Der Beschluss")
    assert (found[SENTENCE], found["Der Beschluss"]) == ((role, reason), ("title", "x"))


def test_without_a_title_nothing_is_above_it() -> None:
    assert _settled(SENTENCE, "Der Beschluss", *[OTHER] * 5)[SENTENCE] == ("body", None)


@pytest.mark.parametrize(
    ("texts", "label", "role"),
    [
        ((SENTENCE, NAMED, OTHER), NAMED, "related"),
        ((SENTENCE, f"{NAMED}.", OTHER), f"{NAMED}.", "body"),  # a sentence
        ((SENTENCE, f"„{NAMED}“", OTHER), f"„{NAMED}“", "body"),  # somebody says it
        ((SENTENCE, "Was die Stadt am Ufer nun plant", OTHER), "Was die Stadt am Ufer nun plant", "body"),
        ((SENTENCE, "Foto: tpa", NAMED), NAMED, "body"),  # not beside a paragraph
    ],
)
def test_a_label_and_a_headline_between_paragraphs_lead_elsewhere(
    texts: tuple[str, ...], label: str, role: str
) -> None:
    assert _settled(*texts)[label][0] == role


FILLED = ("body", "a sentence right beside the article's")


@pytest.mark.parametrize(
    ("texts", "line", "furniture", "wanted"),
    [
        ((SENTENCE, QUESTION, OTHER), QUESTION, UNSURE, FILLED),
        ((SENTENCE, QUESTION, OTHER), QUESTION, -4096, ("navigation", None)),  # the model is too sure
        ((SENTENCE, "Und wer zahlt das", OTHER), "Und wer zahlt das", UNSURE, ("navigation", None)),
        ((SENTENCE, QUESTION, "Anzeige", OTHER), QUESTION, UNSURE, FILLED),  # over a single word
        ((SENTENCE, QUESTION, "Das alte Lied", OTHER), QUESTION, UNSURE, ("navigation", None)),  # over no more
        ((QUESTION, SENTENCE, OTHER), QUESTION, UNSURE, FILLED),  # an interview begins
        (("Das Ende ist offen.", SENTENCE, OTHER), "Das Ende ist offen.", UNSURE, ("navigation", None)),
        ((SENTENCE, OTHER, "Foto tpa", "Das Ende ist offen."), "Das Ende ist offen.", UNSURE, ("navigation", None)),
    ],
)
def test_short_sentences_beside_the_article(
    texts: tuple[str, ...], line: str, furniture: int, wanted: tuple[str, str | None]
) -> None:
    assert _settled(*texts, furniture=furniture)[line] == wanted


@pytest.mark.parametrize(
    ("role", "between", "wanted"),
    [
        ("related", (), "body"),
        ("prompt", (), "body"),
        ("comment", (), "comment"),  # below the article it may well be one
        ("navigation", (), "navigation"),
        ("related", ("Foto tpa",), "related"),
        ("related", ("Anzeige",), "body"),
    ],
)
def test_a_sentence_at_the_end_of_the_article(role: str, between: tuple[str, ...], wanted: str) -> None:
    texts = (SENTENCE, OTHER, *between, "Das Ende ist offen.")
    found = _draft(of_text("\n\n".join(texts)), furniture=UNSURE)
    found.roles[-1] = role
    settle(found, None)
    assert found.roles[-1] == wanted


def test_elements_of_html_tell_more_than_neighbours() -> None:
    found = _draft(_html("".join(f"<p>{text}</p>" for text in (SENTENCE, QUESTION, NAMED, OTHER))), furniture=UNSURE)
    settle(found, None)
    assert found.roles == ["body", "navigation", "body", "body"]


# --- reading it out --------------------------------------------------------------------------------------------------


def test_lines_come_out_with_all_that_is_known() -> None:
    content = f"Start\n\n{SENTENCE}\n Foto:  tpa\n"
    assert lines_of(_draft(of_text(content))) == [
        Line(1, "Start", "navigation", "above the article", 0.98, 0, 5),
        Line(2, SENTENCE, "body", "prose in the article", 0.98, 7, 59),
        Line(3, "Foto: tpa", "credit", "says “foto”", 0.98, 61, 71),
    ]


@pytest.mark.parametrize(
    ("article", "confidence"), [(4096, 0.98), (1024, 0.73), (300, 0.57), (0, 0.5), (-300, 0.5), (20_000, 1.0)]
)
def test_confidence_is_the_probability_of_the_decision(article: int, confidence: float) -> None:
    # A line that is kept below one half is no surer than one half.
    (line,) = lines_of(_draft(of_text(SENTENCE), article=article))
    assert line.confidence == confidence


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (f"{SENTENCE}\n\n{OTHER}", 1, "prose in the article"),
        (f"{SENTENCE}\n\nWas die Stadt nun plant\n\n{OTHER}", 2, "stands in the article"),
        (f"{SENTENCE}\nFoto: tpa", 2, "says “foto”"),
        (f"Zum Anfang\n\n{SENTENCE}", 1, "says “zum”"),
        (f"Foto: tpa\n\n{SENTENCE}\nFoto: tpa", 1, "stands twice near by"),
        (f"Start\nRat\nAbo\nWetter\nSport\n\n{SENTENCE}", 3, "in a run of 5 short lines"),
        (f"Start\nRat\n\n{SENTENCE}", 1, "above the article"),
        (f"{SENTENCE}\n\nAbo", 2, "below the article"),
        (f"{SENTENCE}\n\nAbo\n\n{OTHER}", 2, "between paragraphs of the article"),
        ("Start\nRat\nAbo", 1, "no article on the page"),
    ],
)
def test_reasons_in_a_text(content: str, line: int, reason: str) -> None:
    assert _all(_draft(of_text(content)))[line - 1].reason == reason


MENU, TAG = {"menu": _row(navigation=2 * WEIGHT)}, {"<footer>": _row(navigation=2 * WEIGHT)}


@pytest.mark.parametrize(
    ("page", "names", "line", "reason"),
    [
        (f"<div class='menu'>Abo</div><p>{SENTENCE}</p>", MENU, 1, "inside an element named menu"),
        (
            f"<div class='mainMenu'><ul><li>Abo</li></ul></div><p>{SENTENCE}</p>",
            MENU,
            1,
            "inside an element named menu",
        ),
        (f"<p>{SENTENCE}</p><footer><p>Abo</p></footer>", TAG, 2, "inside <footer>"),
        (f"<div class='menu'>Zum Abo</div><p>{SENTENCE}</p>", {}, 1, "says “zum”"),
        (f"<p><a>Abo</a></p><p>{SENTENCE}</p>", {}, 1, "a link"),
        (f"<p>Abo</p><p>{SENTENCE}</p>", MENU, 1, "above the article"),
    ],
)
def test_reasons_in_html(page: str, names: dict[str, list[int]], line: int, reason: str) -> None:
    assert _all(_draft(_html(page), names=names))[line - 1].reason == reason


# --- the model of the package ----------------------------------------------------------------------------------------

PAGES = {
    "article": f"Start\nRathaus\nAbo\n\nRat baut Brücke\n\n{SENTENCE}\n\n{OTHER}\nFoto: tpa\nFoto: tpa\n\nImpressum\n",
    "menu": "Start\nRathaus\nAbo\nWirtschaft\nKultur\n",
    "a word": "Lindenau",
    "a mark": "…",
    "emoji": "\U0001f600\n\n\U0001f600 \U0001f601\n",
    "the same line": f"{SENTENCE}\n" * 40,
    "Chinese": "市議會決定重建大橋。\n\n中文\n",
}


@pytest.mark.parametrize("content", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("kind", ["html", "text"])
def test_every_line_is_kept_or_removed_for_a_reason(kind: str, content: str) -> None:
    page = "".join(f"<p>{line}</p>" for line in content.split("\n"))
    lines = of_text(content) if kind == "text" else _html(page)
    found = draft(lines, shipped("text" if kind == "text" else "html"))
    every = lines_of(found)
    assert [line.number for line in every] == list(range(1, len(lines.texts) + 1))
    assert [line.text for line in every] == lines.texts
    assert [(line.start, line.end) for line in every] == list(zip(lines.starts, lines.ends, strict=True))
    kept, removed = (
        {line.role for line, keep in zip(every, found.kept, strict=True) if keep == side} for side in (True, False)
    )
    assert kept <= {*ARTICLE_ROLES}
    assert removed <= {*FURNITURE_ROLES} - {"boilerplate"}
    assert [line for line in every if not line.reason.strip()] == []
    assert [
        line for line in every if not 0.5 <= line.confidence <= 1 or round(line.confidence, 2) != line.confidence
    ] == []
