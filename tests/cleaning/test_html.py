"""HTML: the article in the page, its head fields, and what was removed with its role."""

from __future__ import annotations

import pytest

from standpunkt.cleaning import html
from standpunkt.cleaning.article import Article, Removed

BODY = [
    "Die Regierung in Aldenburg will den Abstand zwischen Windrädern und Häusern im kommenden Jahr verkleinern.",
    "„Ohne Windkraft frieren wir im Winter“, sagte Swantje Kolberg am Montag nach der Sitzung des Kabinetts.",
    "Streit um die Küste",
    "Der Entwurf soll noch vor der Sommerpause beraten werden, und aus den Dörfern an der Küste kommt Zustimmung.",
    "Die Grüne Liste verlangt dagegen, dass die Gemeinden an jedem Windrad ein festes Entgelt verdienen.",
]
TEASER = "Windräder dürfen näher an Häuser rücken. Was das Kabinett beschlossen hat und wer dagegen klagt."


def _tag(text: str) -> str:
    return f"<h3>{text}</h3>" if len(text) < 40 else f"<p>{text}</p>"


PAGE = f"""<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>Der Abstand schrumpft - Bote</title>
<meta property="og:title" content="Der Abstand schrumpft"><meta property="og:description" content="{TEASER}">
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2022-03-14T06:30:00+01:00",
"author": {{"@type": "Person", "name": "Arne Vosskuhl"}}}}</script>
<style>p {{color: red}}</style></head>
<body class="article-page newsletter-enabled">
<div class="cookie-banner"><p>Wir verwenden Cookies. Dürfen wir?</p><button>Alle akzeptieren</button></div>
<nav><ul><li><a href="/">Startseite</a></li><li><a href="/p">Politik</a></li></ul></nav>
<article>
<header><span class="kicker">Energie</span><h1>Der Abstand schrumpft</h1><p class="vorspann">{TEASER}</p></header>
<p class="author">Von Arne Vosskuhl</p>
<figure><img src="x.jpg"><figcaption>Windräder bei Terbruch am Morgen. <span>Foto: tpa</span></figcaption></figure>
<div class="text">{"".join(_tag(text) for text in BODY[:3])}
<div class="box"><p>Unser Brief am Morgen kommt in Ihr Postfach, jeden Tag um sechs.</p><button>Bestellen</button></div>
<p><a href="/2">Lesen Sie auch: Klage gegen den Windpark</a></p>
{"".join(_tag(text) for text in BODY[3:])}</div>
</article>
<section class="comments"><h2>2 Kommentare</h2>
<p>Endlich passiert etwas, ich warte seit Jahren auf diese Entscheidung.</p></section>
<footer>Impressum</footer><script>var x = "nicht sichtbar";</script></body></html>"""


@pytest.fixture(scope="module")
def article() -> Article:
    return html.clean(PAGE)


def test_the_body_is_kept_whole_and_in_order(article: Article) -> None:
    assert article.text.split("\n\n") == BODY


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kicker", "Energie"),
        ("title", "Der Abstand schrumpft"),
        ("teaser", TEASER),
        ("author", "Arne Vosskuhl"),
        ("published", "2022-03-14"),
    ],
)
def test_head_fields(article: Article, field: str, value: str) -> None:
    assert getattr(article, field) == value


def test_everything_else_is_removed_with_its_role(article: Article) -> None:
    assert [(line.text, line.role) for line in article.removed] == [
        ("Wir verwenden Cookies. Dürfen wir?", "prompt"),
        ("Alle akzeptieren", "prompt"),
        ("Startseite", "navigation"),
        ("Politik", "navigation"),
        ("Von Arne Vosskuhl", "byline"),
        ("Windräder bei Terbruch am Morgen. Foto: tpa", "caption"),
        ("Unser Brief am Morgen kommt in Ihr Postfach, jeden Tag um sechs.", "prompt"),
        ("Bestellen", "prompt"),
        ("Lesen Sie auch: Klage gegen den Windpark", "related"),
        ("2 Kommentare", "comment"),
        ("Endlich passiert etwas, ich warte seit Jahren auf diese Entscheidung.", "comment"),
        ("Impressum", "legal"),
    ]


def test_a_removed_line_has_its_place_and_reason(article: Article) -> None:
    assert article.removed[0] == Removed(1, "Wir verwenden Cookies. Dürfen wir?", "prompt", "inside <div> named cookie")
    assert [line.line for line in article.removed] == sorted({line.line for line in article.removed})


def test_text_of_scripts_and_styles_is_never_seen(article: Article) -> None:
    seen = "\n".join([article.text, *(line.text for line in article.removed)])
    assert [word for word in ("nicht sichtbar", "color", "NewsArticle") if word in seen] == []


def _page(head: str, body: str = "") -> str:
    paragraphs = "".join(_tag(text) for text in BODY)
    return f"<html><head>{head}</head><body>{body}<div>{paragraphs}</div></body></html>"


@pytest.mark.parametrize(
    ("head", "body", "title", "kicker"),
    [
        (
            "<title>Der Abstand schrumpft – Bote</title>",
            "<h1>Der Abstand schrumpft</h1>",
            "Der Abstand schrumpft",
            None,
        ),
        (
            "<meta property='og:title' content='Der Abstand schrumpft'>",
            "<h1>Energie: Der Abstand schrumpft</h1>",
            "Der Abstand schrumpft",
            "Energie",
        ),
        (
            "<title>Der Abstand schrumpft | Bote</title>",
            "<h1><span class='dachzeile'>Energie</span> Der Abstand schrumpft</h1>",
            "Der Abstand schrumpft",
            "Energie",
        ),
        (
            "<title>Der Abstand schrumpft | Bote</title>",
            "<h1>Bote</h1><h1>Der Abstand schrumpft</h1>",
            "Der Abstand schrumpft",
            None,
        ),
    ],
)
def test_title_and_kicker(head: str, body: str, title: str, kicker: str | None) -> None:
    article = html.clean(_page(head, body))
    assert (article.title, article.kicker) == (title, kicker)
    assert article.text.split("\n\n") == BODY


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ("<meta property='article:published_time' content='2021-05-05T05:12:00+02:00'>", "", "2021-05-05"),
        (
            "<title>Der Abstand schrumpft</title>",
            "<h1>Der Abstand schrumpft</h1><p>14. März 2022, 06:30 Uhr</p>",
            "2022-03-14",
        ),
        # Later than the day of the run: a page is read alike on every day.
        ("<meta property='article:published_time' content='2091-01-02'>", "", "2091-01-02"),
    ],
)
def test_published(head: str, body: str, date: str) -> None:
    assert html.clean(_page(head, body)).published == date


def test_a_description_that_repeats_the_first_paragraph_is_no_teaser() -> None:
    article = html.clean(
        _page(f"<meta name='description' content='{BODY[0][:60]}…'>", "<h1>Der Abstand schrumpft</h1>")
    )
    assert article.teaser is None
    assert article.text.split("\n\n") == BODY


@pytest.mark.parametrize("tag", ["div", "span", "section", "b"])
@pytest.mark.parametrize("depth", [300, 3000])
def test_deep_nesting_loses_no_text(tag: str, depth: int) -> None:
    paragraphs = "".join(_tag(text) for text in BODY)
    page = (
        f"<html><body><h1>Der Abstand schrumpft</h1>{f'<{tag}>' * depth}{paragraphs}{f'</{tag}>' * depth}</body></html>"
    )
    assert html.clean(page).text.split("\n\n") == BODY


@pytest.mark.parametrize(
    "content", ["", "   ", "<!-- nichts -->", "<html></html>", "<frameset></frameset>", "<script>var x = 1;</script>"]
)
def test_a_page_without_text_has_no_article(content: str) -> None:
    assert html.clean(content) == Article(text="")


def test_a_page_that_declares_an_encoding_is_read_as_it_was_decoded() -> None:
    article = html.clean('<?xml version="1.0" encoding="iso-8859-1"?>' + _page("<meta charset='iso-8859-1'>"))
    assert article.text.split("\n\n") == BODY


def test_the_order_of_pages_does_not_matter() -> None:
    pages = [PAGE, _page("<title>Der Abstand schrumpft</title>"), PAGE.replace("Energie", "Wind")]
    forward = [html.clean(page) for page in pages]
    backward = [html.clean(page) for page in reversed(pages)]
    assert forward == backward[::-1]
    assert [html.clean(PAGE) for _ in range(5)] == [forward[0]] * 5
