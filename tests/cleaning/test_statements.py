"""What the tree of a page states, each with the place where it was read."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from standpunkt.cleaning import markup, statements


def values(html: str, field: str) -> list[tuple[str, str]]:
    return [(one.value, one.source) for one in statements.stated(markup.Source(html).tree)[field]]


def ld(thing: Any) -> str:
    return f'<script type="application/ld+json">{thing if isinstance(thing, str) else json.dumps(thing)}</script>'


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Der Abstand schrumpft",
    "description": "Die Koalition verliert.",
    "datePublished": "2022-03-14T06:30:00+01:00",
    "dateModified": "2022-03-15",
    "author": [{"@type": "Person", "name": "Swantje Kolberg"}, {"@type": "Person", "name": "Jost Ellerbrook"}],
    "publisher": {"@type": "Organization", "name": "Aldenburger Bote"},
    "articleSection": ["Politik", "Land"],
    "inLanguage": "de-DE",
    "isAccessibleForFree": False,
}


def test_every_field_is_there_for_a_page_that_states_nothing() -> None:
    assert dict(statements.stated(markup.Source("<p>Text").tree)) == {field: [] for field in statements.FIELDS}


def test_the_tree_stays_as_it_was() -> None:
    tree = markup.Source(f"<h1 class=title><i class=kicker>Rat</i> Titel</h1>{ld(ARTICLE)}").tree
    before = tree.html
    statements.stated(tree)
    assert tree.html == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Der Abstand schrumpft"),
        ("teaser", "Die Koalition verliert."),
        ("author", "Swantje Kolberg, Jost Ellerbrook"),
        ("published", "2022-03-14"),
        ("modified", "2022-03-15"),
        ("outlet", "Aldenburger Bote"),
        ("section", "Politik"),
        ("language", "de-DE"),
        ("free", "false"),
    ],
)
@pytest.mark.parametrize(
    "page",
    [
        ld(ARTICLE),
        ld([[ARTICLE]]),
        ld({"@graph": [{"@type": "WebPage"}, ARTICLE]}),
        ld({"@type": "WebPage", "mainEntity": ARTICLE}),
        ld(f"//<![CDATA[\n{json.dumps(ARTICLE)};\n//]]>"),
        ld(f"<!-- {json.dumps(ARTICLE)} -->"),
    ],
)
def test_json_ld(page: str, field: str, value: str) -> None:
    assert values(page, field) == [(value, "json-ld")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", 'Der „Abstand" schrumpft'),
        ("author", "Swantje Kolberg"),
        ("published", "2022-03-14"),
        ("modified", "2022-03-15"),
        ("outlet", "Bote"),
        ("free", "true"),
    ],
)
def test_json_ld_that_is_no_json(field: str, value: str) -> None:
    page = ld(
        r'{"@type": "Article", "headline": "Der \u201eAbstand\" schrumpft", "datePublished": "2022-03-14",,'
        '"dateModified": "2022-03-15", "author": [{"@type": "Person", "name": "Swantje Kolberg"}],'
        '"isAccessibleForFree": true, "publisher": {"@type": "Organization", "name": "Bote"'
    )
    assert values(page, field) == [(value, "json-ld")]


@pytest.mark.parametrize(
    ("author", "value"),
    [
        ("Swantje Kolberg", "Swantje Kolberg"),
        (["Swantje Kolberg", "Swantje Kolberg"], "Swantje Kolberg"),
        ({"name": ["Swantje Kolberg", "Jost Ellerbrook"]}, "Swantje Kolberg, Jost Ellerbrook"),
        ({"givenName": "Swantje", "familyName": "Kolberg"}, "Swantje Kolberg"),
        ({"@id": "#kolberg"}, "Swantje Kolberg"),
        ({"@id": "#nobody"}, None),
        ({"@id": ["#kolberg"]}, None),
        ({"name": {"name": "Swantje Kolberg"}}, None),
        ([None, 3, [["Swantje Kolberg"]], True], None),
    ],
)
def test_authors_in_json_ld(author: Any, value: str | None) -> None:
    people = {"@id": "#kolberg", "@type": "Person", "name": "Swantje Kolberg"}
    page = ld({"@graph": [{"@type": "Article", "author": author}, people]})
    assert values(page, "author") == ([(value, "json-ld")] if value else [])


def test_articles_in_a_list_of_others_are_not_the_article() -> None:
    other = {"@type": "NewsArticle", "headline": "Ein anderer Artikel"}
    page = ld({"@type": "ItemList", "itemListElement": [other]}) + ld({"@type": "Article", "hasPart": other})
    assert values(page, "title") == []


@pytest.mark.parametrize(
    ("element", "field", "found"),
    [
        ('<meta property="og:title" content="Titel &amp;amp; mehr">', "title", ("Titel & mehr", "og:title")),
        ('<meta name="og:title" content=" Der\n Titel ">', "title", ("Der Titel", "og:title")),
        ('<meta property="og:title" content="Der <b>Titel</b>">', "title", ("Der Titel", "og:title")),
        ('<meta itemprop="headline" content="Titel">', "title", ("Titel", "itemprop headline")),
        ("<title>Titel | Bote</title>", "title", ("Titel | Bote", "title element")),
        ("<svg><title>Pfeil</title></svg>", "title", None),
        ('<h2 itemprop="headline">Titel</h2>', "title", ("Titel", "itemprop headline")),
        ("<h1>Titel<br>weiter</h1>", "title", ("Titel weiter", "h1")),
        # a heading that leads to the front page names the site
        ('<h1><a href="/">Bote</a></h1>', "title", None),
        ('<h1><a href="https://bote.example/">Bote</a></h1>', "outlet", ("Bote", "h1")),
        ('<h1><a href="/politik/abstand">Titel</a></h1>', "title", ("Titel", "h1")),
        ('<span class="page-Title">Titel</span>', "title", ("Titel", "class title")),
        ('<div id="title">Titel</div>', "title", ("Titel", "class title")),
        ('<meta name="Description" content="Ein Satz.">', "teaser", ("Ein Satz.", "meta description")),
        ('<meta name="DC.creator" content="Jost Ellerbrook">', "author", ("Jost Ellerbrook", "meta dc.creator")),
        ('<a rel="author" href="/je">Jost Ellerbrook</a>', "author", ("Jost Ellerbrook", "rel author")),
        (
            '<p itemprop="author"><i>Von</i> <span itemprop="name">Jost Ellerbrook</span></p>',
            "author",
            ("Jost Ellerbrook", "itemprop author"),
        ),
        ('<p class="Byline">Von Jost Ellerbrook</p>', "author", ("Von Jost Ellerbrook", "class author")),
        ('<div class="comment"><p class="author">Troll</p></div>', "author", None),
        ('<aside><p class="author">Troll</p></aside>', "author", None),
        (
            '<meta property="article:published_time" content="2022-03-14T23:10:00Z">',
            "published",
            ("2022-03-15", "article:published_time"),
        ),
        (
            '<meta property="article:published_time" content="2022-07-14T22:10:00+00:00">',
            "published",
            ("2022-07-15", "article:published_time"),
        ),
        (
            '<meta property="article:published_time" content="2022-07-14T22:10:00+02:00">',
            "published",
            ("2022-07-14", "article:published_time"),
        ),
        ('<meta name="date" content="14.03.2022">', "published", ("2022-03-14", "meta date")),
        ('<meta name="date" content="bald">', "published", None),
        ('<link rel="canonical" href="/2022/03/14/abstand">', "published", ("2022-03-14", "canonical")),
        ('<link rel="canonical" href="/artikel-20220314">', "published", None),
        ('<time datetime="2022-03-14T06:30">heute</time>', "published", ("2022-03-14", "time")),
        ("<time>14. März 2022</time>", "published", ("2022-03-14", "time")),
        ('<time class="updated" datetime="2022-03-14"></time>', "modified", ("2022-03-14", "time")),
        ('<i itemprop="dateModified" content="2022-03-14"></i>', "modified", ("2022-03-14", "itemprop datemodified")),
        ('<p class="entry-date">14.3.2022</p>', "published", ("2022-03-14", "class date")),
        ('<abbr class="published" title="2022-03-14">Montag</abbr>', "published", ("2022-03-14", "class date")),
        ('<p class="date">Aktualisiert am 14.3.2022</p>', "modified", ("2022-03-14", "class date")),
        ('<p class="update">14.3.2022</p>', "published", None),
        ('<meta property="og:site_name" content="Bote">', "outlet", ("Bote", "og:site_name")),
        ('<meta property="article:section" content="Land">', "section", ("Land", "article:section")),
        ('<html lang="de-AT">', "language", ("de-AT", "html lang")),
        ('<meta property="article:content_tier" content="locked">', "free", ("false", "article:content_tier")),
        ('<meta itemprop="isAccessibleForFree" content="vielleicht">', "free", None),
        ('<h1>Titel<span class="dachzeile">Landtag</span></h1>', "kicker", ("Landtag", "class kicker")),
        ('<p class="article__kicker">Landtag</p>\n<h1>Titel</h1>', "kicker", ("Landtag", "class kicker")),
        ('<h1>Titel</h1><p class="kicker">Anderes</p>', "kicker", None),
        ("<h1><small>Landtag</small><br>Titel</h1>", "kicker", ("Landtag", "h1")),
        ('<h1><span class="h1small">Landtag</span> Titel</h1>', "kicker", ("Landtag", "h1")),
        ("<h1>Titel <small>Landtag</small></h1>", "kicker", None),
        ('<h1><span class="small-12">Der Rat</span> tagt</h1>', "kicker", None),
        ('<h1>Titel<small class="kicker">Landtag</small></h1>', "kicker", ("Landtag", "class kicker")),
        ("<h1><small>14. März 2022</small> Titel</h1>", "kicker", None),
        ('<h2><a rel="bookmark" href="/rat">Der Rat tagt</a></h2>', "title", ("Der Rat tagt", "rel bookmark")),
        ('<p><a rel="bookmark" href="/rat">Der Rat tagt</a></p>', "title", None),
        ('<h1>Rat<i aria-hidden="true"> – </i><b>Titel</b></h1>', "kicker", ("Rat", "h1")),
        ('<h1>Titel<i aria-hidden="true">»</i></h1>', "kicker", None),
        ('<script>x = {"publicationDate":"2022-03-14T23:10:00Z"}</script>', "published", ("2022-03-15", "script")),
        ('<script>x = "{\\"publishedAt\\": \\"2022-03-14\\"}"</script>', "published", ("2022-03-14", "script")),
        ('<script>x = {"updatedAt":"2022-03-14"}</script>', "published", None),
        ('<meta name="DCTERMS.issued" content="2022-03-14">', "published", ("2022-03-14", "meta dc.issued")),
        (
            '<meta property="og:article:author" content="Jost Ellerbrook">',
            "author",
            ("Jost Ellerbrook", "article:author"),
        ),
    ],
)
def test_elements(element: str, field: str, found: tuple[str, str] | None) -> None:
    assert values(element, field) == ([found] if found else [])


def test_a_kicker_before_a_hidden_dash_is_no_part_of_the_title() -> None:
    page = '<h1>Landtag<span aria-hidden="true"> – </span><span>Der Abstand schrumpft</span></h1>'
    assert values(page, "title") == [
        ("Der Abstand schrumpft", "h1 without kicker"),
        ("Landtag – Der Abstand schrumpft", "h1"),
    ]


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Verfasst von", [("Swantje Kolberg", "meta twitter:data1")]),
        ("Written by", [("Swantje Kolberg", "meta twitter:data1")]),
        ("Geschätzte Lesezeit", []),
    ],
)
def test_an_author_that_is_labelled_for_shared_links(label: str, found: list[tuple[str, str]]) -> None:
    labelled = '<meta name="twitter:data1" content="Swantje Kolberg">'
    assert values(f'<meta name="twitter:label1" content="{label}">{labelled}', "author") == found
    assert values(labelled, "author") == []


def test_an_author_whose_object_is_named_by_a_string_alone() -> None:
    author = {"@type": "Person", "@id": "https://bote.example/#author", "name": "Swantje Kolberg"}
    article = {"@type": "NewsArticle", "author": "https://bote.example/#author"}
    assert values(ld({"@graph": [article, author]}), "author") == [("Swantje Kolberg", "json-ld")]


def test_a_small_kicker_is_no_part_of_the_title() -> None:
    assert values("<h1><small>Landtag</small> Der Abstand schrumpft</h1>", "title") == [
        ("Der Abstand schrumpft", "h1 without kicker"),
        ("Landtag Der Abstand schrumpft", "h1"),
    ]


def test_named_elements_are_read_where_the_head_leaves_something_open() -> None:
    body = '<p class="byline">Swantje Kolberg</p><p class="date">14.3.2022</p><time>15.3.2022</time>'
    assert values(body, "published") == [("2022-03-15", "time"), ("2022-03-14", "class date")]
    assert values(ld(ARTICLE) + body, "published") == [("2022-03-14", "json-ld"), ("2022-03-15", "time")]
    assert values(ld(ARTICLE) + body, "author") == [("Swantje Kolberg, Jost Ellerbrook", "json-ld")]
    others = "<i class='mx-auto data'>Anders Alberding 1.2.2020</i>" * 100
    assert values(others + body, "author") == [("Swantje Kolberg", "class author")]
    assert values(others + body, "published") == values(body, "published")


def test_the_best_place_goes_first() -> None:
    page = (
        "<title>Titel E | Bote</title><meta name=twitter:title content='Titel T'>"
        f"<meta property=og:title content='Titel O'>{ld({'@type': 'Article', 'headline': 'Titel J'})}"
    )
    assert [value for value, _ in values(page, "title")] == ["Titel J", "Titel O", "Titel T", "Titel E | Bote"]


# --- hostile input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        ld('{"@graph":[' * 10_000 + "]}" * 10_000),
        ld("[" * 100_000),
        ld("[" * 500 + "1" + "]" * 500),
        ld('{"@type":"Article","headline":NaN,"author":[[["A"]],3,null],"datePublished":20200101,"publisher":[7]}'),
        ld('{"@type":[1,null,{},"Article"],"@id":{},"headline":["x"],"inLanguage":[],"isAccessibleForFree":[true]}'),
        ld('{"@type":"Article","description":' + "9" * 10_000 + "}"),
        ld('{"@type":"Article","headline":"' + "x" * 10_000_000 + '"}'),
        ld(" " * 400_000 + "x"),
        ld('"author":{' * 40_000),
        ld("null"),
        ld(""),
        "<time datetime='2020-13-45'></time><time datetime='0001-01-01'></time><time datetime='9999-01-01'></time>",
        "<p class='" + "author " * 100_000 + "'>" + "x" * 1_000,
        "<div class=author itemprop=datePublished>" * 20_000,
        "<h1>" * 5_000,
        "<meta name=author>" * 5_000,
        "<script>" + '"publish' * 60_000 + "</script>",
        "<i class=title></i>" * 50_000,
        "<i class='mx-auto data'>1.2.2020</i>" * 50_000,
    ],
)
def test_hostile_pages_state_nothing_and_cost_little(page: str) -> None:
    tree = markup.Source(page).tree
    start = time.process_time()
    found = statements.stated(tree)
    assert time.process_time() - start < 1
    assert {field: list(candidates) for field, candidates in found.items() if candidates} == {}


def test_long_values_are_cut_and_control_characters_go() -> None:
    page = (
        "<meta name=author content='Swantje\x01\x07\ufdd0 Kol\xadberg'><meta name=description content='" + "a " * 9_999
    )
    assert values(page, "author") == [("Swantje Kolberg", "meta author")]
    assert len(values(page + "'>", "teaser")[0][0]) == 1_999


def test_half_a_character_is_no_character() -> None:
    assert values(ld('{"@type":"Article","headline":"Titel \\ud83d"}'), "title") == [("Titel", "json-ld")]
