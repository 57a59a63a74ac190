"""Text dumps: the article in a stream of lines."""

from __future__ import annotations

import pytest

from standpunkt.cleaning import plaintext
from standpunkt.cleaning.article import Article

_TEXT = """\
Die Regierung in Aldenburg will den Abstand zwischen Windrädern und Häusern im kommenden Jahr deutlich verkleinern.
Das beschloss das Kabinett nach langem Streit am Montag in einer Sondersitzung.

„Ohne Windkraft frieren wir im Winter“, sagte Swantje Kolberg. Der Entwurf soll noch vor der Sommerpause im Parlament
beraten werden, und aus den Dörfern an der Küste kommt bereits Zustimmung.

Streit um die Küste

Die Grüne Liste verlangt dagegen, dass die Gemeinden an jedem Windrad ein festes Entgelt verdienen. Die Freie Mitte
lehnt das ab und verweist auf die Preise.

Der Ausschuss tagt am Montag."""
BODY = [" ".join(paragraph.split()) for paragraph in _TEXT.split("\n\n")]
TITLE = "Der Abstand schrumpft"
TEASER = "Windräder dürfen näher an Häuser rücken. Was das Kabinett beschlossen hat."
DUMP = f"""Benachrichtigungen aktivieren Dürfen wir Sie in Ihrem Browser über Neues informieren?
Nein, danke

Analyse {TITLE}

{TEASER}
Kommentieren
Windräder bei Terbruch. Quelle: tpa
Ein Windrad am Deich

Windräder bei Terbruch.

(Foto: tpa)
Von Arne Vosskuhl
14. März 2022, 06:30 Uhr

{BODY[0]}

{BODY[1]}
Lesen Sie auch: Klage gegen den Windpark

{BODY[2]}

{BODY[3]}

{BODY[4]}

Startseite

2 Kommentare zu "Analyse: {TITLE}"

Endlich passiert etwas, ich warte seit Jahren auf diese Entscheidung der Regierung.

Serviceangebote
Impressum Alle Rechte vorbehalten
"""


def test_the_article_of_a_dump() -> None:
    article = plaintext.clean(DUMP)
    assert (article.kicker, article.title, article.teaser) == ("Analyse", TITLE, TEASER)
    assert (article.author, article.published) == ("Arne Vosskuhl", "2022-03-14")
    assert article.text.split("\n\n") == BODY


def test_what_is_removed_and_as_what() -> None:
    assert [(line.line, line.role, line.text.split()[0]) for line in plaintext.clean(DUMP).removed] == [
        (1, "prompt", "Benachrichtigungen"),
        (2, "prompt", "Nein,"),
        (7, "comment", "Kommentieren"),
        (8, "caption", "Windräder"),
        (9, "caption", "Ein"),
        (11, "caption", "Windräder"),
        (13, "credit", "(Foto:"),
        (14, "byline", "Von"),
        (15, "byline", "14."),
        (20, "related", "Lesen"),
        (28, "service", "Startseite"),
        (30, "comment", "2"),
        (32, "service", "Endlich"),
        (34, "service", "Serviceangebote"),
        (35, "legal", "Impressum"),
    ]


def test_every_line_is_kept_or_removed() -> None:
    article = plaintext.clean(DUMP)
    kept = len(article.text.split("\n\n")) + 2  # title with kicker, and teaser
    assert kept + len(article.removed) == sum(bool(line.strip()) for line in DUMP.split("\n"))


def _head(*lines: str) -> Article:
    return plaintext.clean("\n".join([*lines, "", *BODY]))


@pytest.mark.parametrize(
    ("head", "kicker", "title", "teaser"),
    [
        ((TITLE,), None, TITLE, None),
        ((TITLE, "", TEASER), None, TITLE, TEASER),
        (("Stadt", "Land", "", "Energie", TITLE, "", TEASER), "Energie", TITLE, TEASER),
        (("Die Zeitung", "", TITLE), None, TITLE, None),
        (("Stadt Umland Wirtschaft Kultur Sport Anzeigen", "", TITLE, TEASER), None, TITLE, TEASER),
        (("Stadt · Umland · Wirtschaft", "", TITLE), None, TITLE, None),
        ((TITLE, "Stand: 14.03.2022, 06:30 Uhr", "", TEASER), None, TITLE, TEASER),
        (("Wer hat Angst vorm Windrad?", "14. März 2022", TEASER), None, "Wer hat Angst vorm Windrad?", TEASER),
    ],
)
def test_the_head(head: tuple[str, ...], kicker: str | None, title: str, teaser: str | None) -> None:
    article = _head(*head)
    assert (article.kicker, article.title, article.teaser) == (kicker, title, teaser)
    assert article.text.split("\n\n") == BODY


def test_a_title_that_the_comments_quote_is_found_among_others() -> None:
    page = "\n".join(
        [
            "Politik am Montag",
            "",
            f"Küste {TITLE}",
            "",
            "Noch eine Zeile hier",
            "",
            *BODY,
            "",
            f"3 Kommentare zu „{TITLE}“",
        ]
    )
    article = plaintext.clean(page)
    assert (article.kicker, article.title) == ("Küste", TITLE)


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        ((TITLE, "von Swantje Kolberg, Aldenburg"), "Swantje Kolberg"),
        ((TITLE, "", "Swantje Kolberg", "14.03.2022 – 06:30 Uhr"), "Swantje Kolberg"),
        ((TITLE, "", "tpa", "14.03.2022 – 06:30 Uhr"), "tpa"),
        ((TITLE,), None),
    ],
)
def test_the_author(lines: tuple[str, ...], author: str | None) -> None:
    assert _head(*lines).author == author


def test_the_agency_of_a_dateline_is_the_author() -> None:
    assert plaintext.clean("\n".join([TITLE, "", f"Aldenburg (tpa) – {BODY[0]}", *BODY[1:]])).author == "tpa"


def test_an_interview_starts_with_its_first_question() -> None:
    question = "Frau Kolberg, warum jetzt?"
    article = plaintext.clean("\n".join([TITLE, TEASER, "Von Arne Vosskuhl", "", question, *BODY]))
    assert article.text.split("\n\n") == [question, *BODY]


@pytest.mark.parametrize("content", ["Start\nPolitik\nSport\n", "Nur ein Wort"])
def test_a_page_without_prose_has_no_article(content: str) -> None:
    article = plaintext.clean(content)
    assert article.text == ""
    assert [line.text for line in article.removed] == content.strip().split("\n")


@pytest.mark.parametrize("content", ["", "\n\n  \n"])
def test_an_empty_page_has_nothing(content: str) -> None:
    assert plaintext.clean(content) == Article(text="")
