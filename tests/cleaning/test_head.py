"""Title, kicker and teaser. The bodies are long, so that the model has no doubt about them."""

from __future__ import annotations

import pytest
from _pytest.mark import ParameterSet

from standpunkt.cleaning import head, metadata
from standpunkt.cleaning.blocks import of_html, of_text
from standpunkt.cleaning.draft import Draft, draft, key_of, keys_of
from standpunkt.cleaning.head import Head
from standpunkt.cleaning.linemodel import shipped
from standpunkt.cleaning.markup import Source
from standpunkt.cleaning.metadata import Stated

TITLE = "Der Abstand schrumpft"
TEASER = "Windräder dürfen näher an Häuser rücken. Was das Kabinett beschlossen hat."
BODY = """\
Die Regierung in Aldenburg will den Abstand zwischen Windrädern und Häusern im kommenden Jahr deutlich verkleinern. \
Das beschloss das Kabinett nach langem Streit am Montag in einer Sondersitzung.
„Ohne Windkraft frieren wir im Winter“, sagte Swantje Kolberg. Der Entwurf soll noch vor der Sommerpause im Parlament \
beraten werden, und aus den Dörfern an der Küste kommt bereits Zustimmung.
Die Grüne Liste verlangt dagegen, dass die Gemeinden an jedem Windrad ein festes Entgelt verdienen. Die Freie Mitte \
lehnt das ab und verweist auf die Preise, die seit dem Herbst um ein Viertel gestiegen sind.
Im Hegeland wehren sich Anwohner gegen den geplanten Park. Sie halten die Windräder für zu laut und den Abstand schon \
jetzt für zu klein, und ihr Anwalt hat für den Herbst eine Klage angekündigt.""".split("\n")


UNNAMED = "the heading is not cut at the kicker where the title element names an outlet that is not known"


def open_case(*values: object, reason: str) -> ParameterSet:
    """A case of what is wanted and not yet so."""
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=reason))


def _text(*lines: str, after: tuple[str, ...] = ()) -> tuple[Head, Draft]:
    found = draft(of_text("\n".join([*lines, "", "\n\n".join(BODY), "", *after])), shipped("text"))
    return head.of_text(found), found


def _page(start: str, body: str = "") -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY)
    return f"<html><head>{start}</head><body><main>{body}<div class='text'>{paragraphs}</div></main></body></html>"


def _html(content: str) -> tuple[Head, Draft]:
    source = Source(content)
    found = draft(of_html(source), shipped("html"))
    stated = metadata.stated(source.tree)
    outlet = metadata.outlet(stated["outlet"])
    return head.of_html(found, stated, outlet.value if outlet else None), found


def _values(found: Head) -> tuple[str | None, ...]:
    return tuple(one.value if one else None for one in (found.kicker, found.title, found.teaser))


def _roles(found: Draft) -> dict[str, str]:
    return dict(zip(found.lines.texts, found.roles, strict=True))


def _body(found: Draft) -> list[str]:
    return [found.lines.texts[line] for line in found.body()]


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "kicker", "title", "teaser"),
    [
        ((TITLE,), None, TITLE, None),
        ((TITLE, "", TEASER), None, TITLE, TEASER),
        (("Stadt", "Land", "", "Energie", TITLE, "", TEASER), "Energie", TITLE, TEASER),
        (("Der Aldenburger Bote", "", TITLE), None, TITLE, None),
        (("Stadt Umland Wirtschaft Kultur Sport Anzeigen", "", TITLE, TEASER), None, TITLE, TEASER),
        (("Stadt · Umland · Wirtschaft", "", TITLE), None, TITLE, None),
        ((TITLE, "Stand: 14.03.2022, 06:30 Uhr", "", TEASER), None, TITLE, TEASER),
        (("Wer hat Angst?", "14. März 2022", TEASER), None, "Wer hat Angst?", TEASER),
        # A dump may have lost the line break after what papers print above a headline.
        ((f"Analyse {TITLE}",), "Analyse", TITLE, None),
        ((f"Kommentar: {TITLE}",), "Kommentar", TITLE, None),
        (("Berichte aus dem Rat",), None, "Berichte aus dem Rat", None),
        # Set apart by furniture.
        ((TITLE, TEASER, "Von Arne Vosskuhl", "14. März 2022"), None, TITLE, TEASER),
        ((TITLE, TEASER, "Foto: tpa", "Kommentieren"), None, TITLE, TEASER),
    ],
)
def test_the_head_of_a_text(lines: tuple[str, ...], kicker: str | None, title: str, teaser: str | None) -> None:
    found, page = _text(*lines)
    assert _values(found) == (kicker, title, teaser)
    assert _body(page) == BODY


@pytest.mark.parametrize(
    ("line", "quoting", "kicker", "title"),
    [
        (f"Küste {TITLE}", f"3 Kommentare zu „{TITLE}“", "Küste", TITLE),
        (f"Küste {TITLE}", f"3 Kommentare zu „Küste: {TITLE}“", "Küste", TITLE),
        (f"Küste {TITLE}", f"Mehr zu: Küste - {TITLE}", "Küste", TITLE),
        (f"Analyse {TITLE}", f"Mehr zu: Analyse - {TITLE}", "Analyse", TITLE),
        (f"Umbau der Küste {TITLE}", f"Mehr zu: Umbau der Küste – {TITLE}", "Umbau der Küste", TITLE),
        # A colon that the line has too is its own.
        (f"Küste: {TITLE}", f"2 Kommentare zu „Küste: {TITLE}“", None, f"Küste: {TITLE}"),
        (TITLE, f"0 Kommentare zu „{TITLE}“", None, TITLE),
        (TITLE, f"Zurück zu: {TITLE.upper()}", None, TITLE),
    ],
)
def test_a_title_that_the_page_quotes(line: str, quoting: str, kicker: str | None, title: str) -> None:
    found, page = _text("Politik am Montag", "", line, "", "Artikel teilen", after=(quoting,))
    assert _values(found)[:2] == (kicker, title)
    assert _roles(page)[line] == "title"
    assert _body(page) == BODY


def test_a_title_that_stands_again_as_a_whole_quotes_no_part_of_itself() -> None:
    found, _ = _text(f"Küste: {TITLE}", after=(f"Küste: {TITLE}",))
    assert _values(found)[:2] == (None, f"Küste: {TITLE}")
    found, _ = _text(f"Küste: {TITLE}", after=(f"Mehr davon: {TITLE}",))
    assert _values(found)[:2] == ("Küste", TITLE)


def test_what_lines_quote_of_the_head_is_as_long_as_two_words_are() -> None:
    texts = ["3 Kommentare zu „Wer hat Angst?“", "Mehr zu: Wer hat Angst?", "Teil zwei: a b", "Mehr zu „Etwas anderem“"]
    heads = frozenset(keys_of(["Küste: Wer hat Angst?", "Plan a b", "Stadt"]))
    assert head._quotations(texts, keys_of(texts), heads) == {"werhatangst": "Wer hat Angst?"}
    # Again as a whole, and beside other marks.
    texts = ["Küste: Wer hat Angst?", "Leserbriefe zu »Angst?«", "Noch einmal »hat Angst!«."]
    assert head._quotations(texts, keys_of(texts), heads) == {"hatangst": "hat Angst!"}


@pytest.mark.parametrize("above", [f"Start » Politik » {TITLE}", f"3. {TITLE}"])
def test_the_headline_stands_below_the_breadcrumb_that_ends_with_it(above: str) -> None:
    found, page = _text(above, "", TITLE, "", TEASER)
    assert found.title == Stated(TITLE, "line 2")
    assert page.roles[0] not in ("title", "kicker")


@pytest.mark.parametrize("kicker", ["Küste", "Neues von der Küste"])
def test_a_line_above_that_is_the_title_alone_tells_the_kicker(kicker: str) -> None:
    found, _ = _text(TITLE, "Zurück", f"{kicker} {TITLE}", "14. März 2022, 06:30 Uhr", "")
    assert found.title is not None
    assert found.title.value == TITLE


@pytest.mark.parametrize(
    ("text", "above", "found"),
    [
        ("Küste: Der Rat tagt", ["„Der Rat tagt“"], ("Der Rat tagt", "Küste")),
        ("Küste: Der Rat tagt", ["Rat tagt"], ("Küste: Der Rat tagt", None)),  # too few letters to tell
        ("Küste: Der Rat tagt", ["Küste – Der Rat tagt", "mehr"], ("Küste: Der Rat tagt", None)),
        ("Wir an der Küste Der Rat tagt", ["Der Rat tagt"], ("Wir an der Küste Der Rat tagt", None)),  # a small part
        ("Was folgt auf die Landtagswahl", ["Landtagswahl"], ("Was folgt auf die Landtagswahl", None)),  # a tag
        ("Der Rat tagt", [""], ("Der Rat tagt", None)),
    ],
)
def test_a_kicker_is_cut_where_a_line_above_has_the_rest(
    text: str, above: list[str], found: tuple[str, str | None]
) -> None:
    assert head._without_kicker(text, key_of(text), zip(above, keys_of(above), strict=True)) == found


@pytest.mark.parametrize(
    ("text", "end", "ends"),
    [
        ("Start » Politik » Die Landtagswahl", "Die Landtagswahl", True),
        ("3. Die Landtagswahl", "Die Landtagswahl", True),
        ("Was folgt auf die Landtagswahl", "die Landtagswahl", False),
        ("Küste: Was folgt auf die Wahl", "Was folgt auf die Wahl", True),
        ("Was folgt auf die Wahl", "Was folgt auf die Wahl", False),
        ("Start » Wahl", "Wahl", False),
        ("Start »", "", False),
    ],
)
def test_a_line_that_is_another_with_something_before_it(text: str, end: str, ends: bool) -> None:
    assert head._ends_with(text, key_of(text), end, key_of(end)) is ends


@pytest.mark.parametrize(
    ("below", "byline"),
    [
        ("14. März 2022, 06:30 Uhr", True),
        ("Von Swantje Kolberg", True),
        ("Noch eine Zeile hier", False),
    ],
)
def test_what_stands_over_a_byline(below: str, byline: bool) -> None:
    _, page = _text(TITLE, below)
    assert head._over_byline(page, 0) is byline
    assert not head._over_byline(page, len(page.roles) - 1)


def test_the_line_of_the_title_is_the_source_of_what_stands_in_it() -> None:
    found, page = _text("Energie", TITLE, "", TEASER, "Von Arne Vosskuhl")
    assert found == Head(Stated(TITLE, "line 2"), Stated("Energie", "line 1"), Stated(TEASER, "line 3"))
    assert page.roles[:3] == ["kicker", "title", "teaser"]
    assert page.kept[:4].tolist() == [True, True, True, False]
    found, _ = _text(f"Analyse {TITLE}")
    assert (found.title, found.kicker) == (Stated(TITLE, "line 1"), Stated("Analyse", "line 1"))


def test_a_title_that_stands_twice_is_navigation_once() -> None:
    found, page = _text(TITLE, "", "Noch eine Zeile hier", "", TITLE, after=(TITLE,))
    assert _values(found)[1] == TITLE
    assert sorted(role for text, role in zip(page.lines.texts, page.roles, strict=True) if text == TITLE) == [
        "navigation",
        "navigation",
        "title",
    ]


@pytest.mark.parametrize("above", ["Start", "Foto: tpa", "Von Arne Vosskuhl", "Die Sitzung dauerte sehr lange."])
def test_what_is_no_kicker(above: str) -> None:
    assert _values(_text("Stadt", "Land", above, TITLE)[0])[:2] == (None, TITLE)


def test_an_interview_starts_with_its_first_question() -> None:
    question = "Frau Kolberg, warum haben Sie damit so lange gewartet?"
    found, page = _text(TITLE, "", TEASER, "Von Arne Vosskuhl", "", question)
    assert _values(found) == (None, TITLE, TEASER)
    assert _body(page) == [question, *BODY]


def test_a_first_paragraph_as_long_as_the_others_is_no_teaser() -> None:
    found, page = _text(TITLE, "")
    assert found.teaser is None
    assert _body(page) == BODY


def test_a_text_that_begins_with_its_body_has_no_title() -> None:
    found = draft(of_text("\n\n".join(BODY)), shipped("text"))
    assert head.of_text(found) == Head()
    assert _body(found) == BODY


# --- HTML ------------------------------------------------------------------------------------------------------------


NAMED = "<meta property='og:site_name' content='Aldenburger Bote'>"


@pytest.mark.parametrize(
    ("start", "body", "kicker"),
    [
        (f"<title>{TITLE} – Aldenburger Bote</title>", f"<h1>{TITLE}</h1>", None),
        (f"{NAMED}<meta property='og:title' content='{TITLE} | Aldenburger Bote'>", f"<h1>{TITLE}</h1>", None),
        (f"{NAMED}<meta property='og:title' content='{TITLE} - Aldenburger Bote'>", "", None),
        (f"<meta property='og:title' content='{TITLE}'>", f"<h1>Energie {TITLE}</h1>", "Energie"),
        (f"<meta property='og:title' content='{TITLE}'>", f"<h1><span>Energie</span> {TITLE}</h1>", "Energie"),
        (f"<meta property='og:title' content='{TITLE}'>", f"<h1><span>Energie</span><br>{TITLE}</h1>", "Energie"),
        (f"<meta property='og:title' content='{TITLE}'>", f"<h1>Energie : {TITLE}</h1>", "Energie"),
        (f"<meta property='og:title' content='{TITLE}'>", f"<h1>3. Mai 2031 {TITLE}</h1>", None),
        (f"<meta property='og:title' content='{TITLE}'>", f"<h1>3. Mai 2031<br>{TITLE}</h1>", None),
        # The heading that the title was read from shows it, not the menu.
        (f"<title>{TITLE} | Bote</title>", f"<nav><a>{TITLE}</a></nav><h1>3. Mai 2031 {TITLE}</h1>", None),
        open_case(
            f"<meta property='og:title' content='{TITLE}'>",
            f"<h1>Energie: {TITLE}</h1>",
            "Energie",
            reason="a heading with a colon is not cut, though the page states its title without",
        ),
        open_case(
            f"<title>{TITLE} | Bote</title>",
            f"<h1><span class='dachzeile'>Energie</span> {TITLE}</h1>",
            "Energie",
            reason=UNNAMED,
        ),
        open_case(
            f"<title>{TITLE} | Bote</title>",
            f"<h1><span class='kicker'>Energie</span><br>{TITLE}</h1>",
            "Energie",
            reason=UNNAMED,
        ),
        (f"<title>{TITLE} | Bote</title>", f"<p class='kicker'>Energie</p><h1>{TITLE}</h1>", "Energie"),
        (f"<title>{TITLE} | Bote</title>", f"<h1>{TITLE}</h1><p class='overline'>Energie</p>", "Energie"),
        (f"<title>{TITLE} | Bote</title>", f"<header><div>Energie</div><h1>{TITLE}</h1></header>", "Energie"),
        (f"<title>{TITLE} | Bote</title>", f"<ul><li>Energie</li></ul><h1>{TITLE}</h1>", None),
        (f"<title>{TITLE} | Bote</title>", f"<h1>Bote</h1><h1>{TITLE}</h1>", None),
        ("", f"<h1>{TITLE}</h1>", None),
    ],
)
def test_title_and_kicker_of_html(start: str, body: str, kicker: str | None) -> None:
    found, page = _html(_page(start, body))
    assert _values(found) == (kicker, TITLE, None)
    assert _body(page)[-len(BODY) :] == BODY


def test_a_title_that_stands_in_no_line_is_known_all_the_same() -> None:
    found, page = _html(_page(f"<meta property='og:title' content='{TITLE}'>"))
    assert found == Head(Stated(TITLE, "og:title"))
    assert _body(page) == BODY


def test_the_heading_next_to_the_body_is_the_title() -> None:
    found, page = _html(_page(f"<title>{TITLE}</title>", f"<ul><li>{TITLE}</li></ul><h1>{TITLE}</h1>"))
    assert _values(found)[1] == TITLE
    assert page.lines.elements.tags[page.lines.places[page.roles.index("title")]] == "h1"
    assert page.roles.count("title") == 1


@pytest.mark.parametrize(
    ("start", "body"),
    [
        ("", f"<p class='vorspann'>{TEASER}</p>"),
        ("", f"<div class='article__lead'><p>{TEASER}</p></div>"),
        (f"<meta property='og:description' content='{TEASER}'>", f"<p>{TEASER}</p>"),
        (f"<meta name='description' content='{TEASER}'>", f"<p>{TEASER}</p><p>Von Arne Vosskuhl</p>"),
        (f"<meta name='description' content='{TEASER}'>", f"<p>{TEASER}</p><p class='author'>Von Arne Vosskuhl</p>"),
        (f"<meta name='description' content='{TEASER}'>", ""),
        ("", f"<p><strong>{TEASER}</strong></p>"),
        ("", f"<h2>{TEASER}</h2>"),
    ],
)
def test_the_teaser_of_html(start: str, body: str) -> None:
    found, page = _html(_page(f"<title>{TITLE}</title>{start}", f"<h1>{TITLE}</h1>{body}"))
    assert _values(found) == (None, TITLE, TEASER)
    assert _body(page) == BODY


def test_a_description_that_repeats_the_first_paragraph_is_no_teaser() -> None:
    found, page = _html(
        _page(f"<title>{TITLE}</title><meta name='description' content='{BODY[0][:60]}…'>", f"<h1>{TITLE}</h1>")
    )
    assert found.teaser is None
    assert _body(page) == BODY


def test_the_one_paragraph_of_a_brief_report_is_its_body() -> None:
    content = (
        f"<title>{TITLE}</title><meta name='description' content='{BODY[0]}'><body><main><h1>{TITLE}</h1>"
        f"<p class='teaser'>{BODY[0]}</p></main></body>"
    )
    found, page = _html(content)
    assert (_values(found), _body(page)) == ((None, TITLE, None), [BODY[0]])


def test_a_page_without_title_has_no_head() -> None:
    found, page = _html(_page(""))
    assert found == Head()
    assert _body(page) == BODY
