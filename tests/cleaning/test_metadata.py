"""Which of the stated values are the article's, and what its lines state."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from standpunkt.cleaning import metadata
from standpunkt.cleaning.article import Line
from standpunkt.cleaning.metadata import Stated


def pair(found: Stated | None) -> tuple[str, str] | None:
    return (found.value, found.source) if found else None


# --- title -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "headings", "outlet", "found"),
    [
        # the heading that a statement confirms, as it is written there
        (["Abstand schrumpft - Bote"], ["Bote", "„Abstand“ schrumpft"], "Bote", ("„Abstand“ schrumpft", "line 2")),
        (
            ["Der Abstand schrumpft"],
            ["Bote", "Mehr", "Der  Abstand\nschrumpft"],
            None,
            ("Der Abstand schrumpft", "line 3"),
        ),
        (["Landtag: Der Abstand schrumpft"], ["Der Abstand schrumpft"], None, ("Der Abstand schrumpft", "line 1")),
        (["Rat tagt wieder am Montag"], ["Mehr vom Rat", "Rat tagt am Montag"], None, ("Rat tagt am Montag", "line 2")),
        # no outlet, no section
        (
            ["Der Abstand schrumpft | Politik | Bote"],
            ["Der Abstand schrumpft"],
            "Bote",
            ("Der Abstand schrumpft", "line 1"),
        ),
        (["Der Abstand schrumpft – Bote"], [], "Bote", ("Der Abstand schrumpft", "og:title")),
        (["Bote » Der Abstand schrumpft"], [], "Bote", ("Der Abstand schrumpft", "og:title")),
        (["Der Abstand schrumpft - bote.test"], [], None, ("Der Abstand schrumpft", "og:title")),
        (["Der Abstand – er schrumpft"], [], "Bote", ("Der Abstand – er schrumpft", "og:title")),
        (["Der Abstand schrumpft"], [], "Der Abstand schrumpft | Bote", ("Der Abstand schrumpft", "og:title")),
        (["Bote", "Der Abstand schrumpft"], [], "Bote", ("Der Abstand schrumpft", "og:title")),
        (["Jost Ellerbrook"], ["Jost Ellerbrook"], "Jost Ellerbrook", ("Jost Ellerbrook", "line 1")),
        # kicker, subtitle and day inside the heading
        (["Der Abstand schrumpft"], ["Landtag Der Abstand schrumpft"], None, ("Der Abstand schrumpft", "line 1")),
        (["Abstand schrumpft"], ["Landtag: Abstand schrumpft"], None, ("Landtag: Abstand schrumpft", "line 1")),
        (["Abstand schrumpft"], ["Abstand schrumpft Was die Wahl entscheidet"], None, ("Abstand schrumpft", "line 1")),
        (["Abstand schrumpft"], ["Abstand schrumpft im Norden"], None, ("Abstand schrumpft im Norden", "line 1")),
        (["Abstand schrumpft"], ["14. März 2022 Abstand schrumpft"], None, ("Abstand schrumpft", "line 1")),
        (
            ["Rat baut die Brücke am Fluss"],
            ["Rat baut die Brücke am Fluss 14.03.2022 • Rat , Presse"],
            None,
            ("Rat baut die Brücke am Fluss", "line 1"),
        ),
        (
            ["Rat tagt am 3. Mai 2031 – in Eile"],
            ["Rat tagt am 3. Mai 2031 – in Eile"],
            None,
            ("Rat tagt am 3. Mai 2031 – in Eile", "line 1"),
        ),
        (["Rat tagt heute - Stadt"], ["3. Mai 2031 - Rat tagt heute"], None, ("Rat tagt heute", "line 1")),
        (["3. Mai 2031 - Rat tagt"], ["3. Mai 2031 - Rat tagt"], None, ("3. Mai 2031 - Rat tagt", "line 1")),
        (["Abstand schrumpft"], ["Landtag : Abstand schrumpft"], None, ("Abstand schrumpft", "line 1")),
        (["Abstand schrumpft"], ["Rat/Abstand-schrumpft"], None, ("Rat/Abstand-schrumpft", "line 1")),
        (["Jost Ellerbrook"], ["[> Jost Ellerbrook"], None, ("Jost Ellerbrook", "line 1")),
        # the name of a site that stands twice behind the title
        (
            ["Rat tagt am FlussDas Blatt für alle | Das Blatt für alle"],
            ["Das Blatt für alle", "Rat tagt am Fluss"],
            None,
            ("Rat tagt am Fluss", "line 2"),
        ),
        (["Das Blatt | Das Blatt"], ["Das Blatt"], None, ("Das Blatt", "line 1")),
        (
            ["Neues aus Bad Aldenburg | Bad Aldenburg"],
            [],
            None,
            ("Neues aus Bad Aldenburg | Bad Aldenburg", "og:title"),
        ),
        (["Der Abstand schrumpft│Bote"], [], "Bote", ("Der Abstand schrumpft", "og:title")),
        # nothing confirmed
        (["Der Abstand schrumpft"], ["Wetter in Aldenburg"], None, ("Der Abstand schrumpft", "og:title")),
        ([], ["Menü", "Der Abstand schrumpft"], None, ("Der Abstand schrumpft", "line 2")),
        ([], ["Menü"], None, None),
        ([], [], None, None),
    ],
)
def test_title(said: Sequence[str], headings: Sequence[str], outlet: str | None, found: tuple[str, str] | None) -> None:
    candidates = [Stated(text, "og:title") for text in said]
    places = [(text, f"line {number}") for number, text in enumerate(headings, 1)]
    assert pair(metadata.title(candidates, places, outlet)) == found


def test_the_heading_that_most_statements_confirm_is_the_title() -> None:
    candidates = [
        Stated("Nur ein Spiel? Aldenburg 1800", "og:title"),
        Stated("Vorschau Aldenburg 1800", "title element"),
        Stated("Nur ein Spiel?", "class title"),
        Stated("Aldenburg 1800", "class title"),
    ]
    assert pair(metadata.title(candidates, [], None)) == ("Aldenburg 1800", "class title")


def test_a_heading_of_level_1_goes_before_another_that_says_as_much() -> None:
    candidates = [Stated("Rat tagt am Montag", "og:title"), Stated("Der Rat tagt", "h1"), Stated("Bote", "h1")]
    headings = [("Rat tagt nie", "line 1"), ("Der Rat tagt", "line 2")]
    assert pair(metadata.title(candidates, headings, "Bote")) == ("Der Rat tagt", "line 2")
    assert pair(metadata.title(candidates[:1], headings, "Bote")) == ("Rat tagt nie", "line 1")


def test_a_kicker_is_cut_where_one_statement_lacks_it() -> None:
    whole = "Landtag – Der Abstand schrumpft"
    candidates = [Stated(whole, "json-ld"), Stated("Der Abstand schrumpft", "h1 without kicker")]
    assert pair(metadata.title(candidates, [(whole, "line 1")], None)) == ("Der Abstand schrumpft", "line 1")


@pytest.mark.parametrize(
    ("element", "heading", "found"),
    [
        ("Startseite | Stadt Aldenburg", "Rat tagt am Montag", ("Rat tagt am Montag", "h1")),
        ("Wochenschau 14. - 20. Januar - Bote", None, ("Wochenschau 14. - 20. Januar", "title element")),
        ("Rat tagt | Aktuelles | Aldenburg", None, ("Rat tagt", "title element")),
        ("Aldenburg » Aktuelles » Rat tagt", None, ("Rat tagt", "title element")),
    ],
)
def test_title_from_the_title_element(element: str, heading: str | None, found: tuple[str, str]) -> None:
    candidates = [Stated(element, "title element"), *([Stated(heading, "h1")] if heading else [])]
    assert pair(metadata.title(candidates, [], None)) == found


CLUB = "Club Aldenburg - Rat stellt Weichen – schon heute - Presse - News"


@pytest.mark.parametrize(
    ("said", "above", "found"),
    [
        # a segment amid others, as a line above the body shows it, with the kicker or without; the longest run of them
        ([(CLUB, "title element")], [("Rat stellt Weichen", "line 4", -2.0)], ("Rat stellt Weichen", "title element")),
        (
            [(CLUB, "title element")],
            [("Presse: Rat stellt Weichen – schon heute", "line 4", -2.0)],
            ("Rat stellt Weichen – schon heute", "title element"),
        ),
        ([(CLUB, "og:title")], [("Rat stellt Weichen", "line 4", -2.0)], (CLUB, "og:title")),
        ([(CLUB, "title element")], [("News", "line 4", -2.0)], ("Club Aldenburg", "title element")),
        # the line that reads most like a title, where no more than a title element is stated
        (
            [("Gaspreise", "title element")],
            [("Start", "line 3", 2.0), ("Wer jetzt entlastet wird", "line 4", 0.5), ("Rat tagt heute", "line 5", 0.1)],
            ("Gaspreise", "title element"),
        ),
        (
            [("Gaspreise", "title element")],
            [("Wer jetzt entlastet wird", "line 4", 0.5), ("Rat tagt heute", "line 5", 0.1)],
            ("Wer jetzt entlastet wird", "line 4"),
        ),
        ([("Gaspreise", "title element")], [("Wer jetzt gewinnt", "line 4", -0.1)], ("Gaspreise", "title element")),
        ([("Gaspreise", "og:title")], [("Wer jetzt entlastet wird", "line 4", 0.5)], ("Gaspreise", "og:title")),
        # the heading of level 1 right above the body, of several
        (
            [("Das große Angebot", "og:title"), ("Mein Winter im Haus", "h1"), ("Der neue Brief", "h1")],
            [("Mein Winter im Haus", "line 4", 0.5), ("Von hier aus weiter", "line 5", 0.9)],
            ("Mein Winter im Haus", "h1"),
        ),
        (
            [("Das große Angebot", "og:title"), ("Mein Winter im Haus", "h1"), ("Der neue Brief", "h1")],
            [("Mein Winter im Haus", "line 4", -0.5)],
            ("Das große Angebot", "og:title"),
        ),
    ],
)
def test_lines_above_the_body_tell_the_title_where_no_heading_is_stated(
    said: Sequence[tuple[str, str]], above: Sequence[tuple[str, str, float]], found: tuple[str, str]
) -> None:
    assert pair(metadata.title([Stated(*one) for one in said], [], None, above)) == found


MARKED_ABOVE = [("Wer jetzt entlastet wird", "line 4", -2.0), ("Mehr dazu", "line 5", -2.0)]


@pytest.mark.parametrize(
    ("said", "outlet", "found"),
    [
        # where the title element names a section, a line that the page calls a title
        ([("Gaspreise", "title element"), ("Wer jetzt entlastet wird", "class title")], None, "class title"),
        ([("Gaspreise", "og:title"), ("Wer jetzt entlastet wird", "class title")], None, "og:title"),
        ([("Gaspreise", "title element"), ("Mehr dazu", "class title")], None, "title element"),
        ([("Gaspreise", "title element"), ("Wer jetzt verliert", "class title")], None, "title element"),
        # where all that is stated is the name of the outlet, in short too: the entry, the one above the body of several
        ([("Bote", "title element"), ("Wer jetzt entlastet wird", "class title")], "Bote", "class title"),
        (
            [("Bote | Bote Nord", "title element"), ("Wer jetzt entlastet wird", "class title")],
            "Bote Nord",
            "class title",
        ),
        (
            [("Eis | Eisenbahn heute", "title element"), ("Im Rat", "rel bookmark")],
            "Eisenbahn heute",
            "title element",
        ),
        (
            [("Bote", "title element"), ("Im Rat", "rel bookmark"), ("Wer jetzt entlastet wird", "rel bookmark")],
            "Bote",
            "rel bookmark",
        ),
        ([("Wer jetzt entlastet wird: Bote", "title element"), ("Im Rat", "rel bookmark")], "Bote", "title element"),
    ],
)
def test_a_line_that_the_page_marks_is_the_title_where_its_head_says_something_else(
    said: Sequence[tuple[str, str]], outlet: str | None, found: str
) -> None:
    title = metadata.title([Stated(*one) for one in said], [], outlet, MARKED_ABOVE)
    assert title is not None
    assert title.source == found
    assert (title.value == "Wer jetzt entlastet wird") == (found in ("class title", "rel bookmark"))


def test_the_first_entry_is_the_title_where_none_stands_above_the_body() -> None:
    said = [("Bote", "title element"), ("Im Rat", "rel bookmark"), ("Am Fluss", "rel bookmark")]
    assert pair(metadata.title([Stated(*one) for one in said], [], "Bote", MARKED_ABOVE)) == ("Im Rat", "rel bookmark")


@pytest.mark.parametrize(
    ("element", "found"),
    [
        ("Brücken prüfen - Was das Amt tut", "Heute wird geprüft"),  # half of the words of the heading below
        ("Amt Nord sucht Leute, Brücken prüfen", "Amt Nord sucht Sie, Brücken prüfen"),
    ],
)
def test_a_heading_elsewhere_that_is_half_like_the_title_gives_way(element: str, found: str) -> None:
    candidates = [Stated(element, "title element"), Stated("Heute wird geprüft", "h1"), Stated("Mehr davon", "h1")]
    headings = [("Heute wird geprüft", "h1"), ("Amt Nord sucht Sie, Brücken prüfen", "h2")]
    above = [("Heute wird geprüft", "line 4", 0.5)]
    assert metadata.title(candidates, headings, None, above) == Stated(found, "h1" if "Heute" in found else "h2")


# --- author ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("candidates", "found"),
    [
        ([("Swantje Kolberg und Jost Ellerbrook", "meta author")], ("Swantje Kolberg, Jost Ellerbrook", "meta author")),
        (
            [("Swantje Kolberg", "meta author"), ("Jost Ellerbrook", "meta author")],
            ("Swantje Kolberg, Jost Ellerbrook", "meta author"),
        ),
        ([("Bote", "json-ld"), ("Von Swantje Kolberg", "class author")], ("Swantje Kolberg", "class author")),
        ([("Bote", "json-ld"), ("s.kolberg", "meta author")], ("s.kolberg", "meta author")),
        ([("Bote", "json-ld")], ("Bote", "json-ld")),
        ([("tpa/NBD", "json-ld"), ("Swantje Kolberg", "line 3")], ("Swantje Kolberg", "line 3")),
        ([("(tpa)", "line 3")], ("tpa", "line 3")),
        ([("Swantje", "json-ld"), ("Swantje Kolberg", "line 3")], ("Swantje Kolberg", "line 3")),
        ([("Swantje", "json-ld"), ("Jost Ellerbrook", "line 3")], ("Swantje", "json-ld")),
        ([("Die FURT", "meta author"), ("Jost Ellerbrook", "line 3")], ("Jost Ellerbrook", "line 3")),
        ([("/autoren/kolberg", "article:author")], None),
        # elements named after the authors of other articles, too
        (
            [
                ("Von Jost Ellerbrook", "class author"),
                ("Von Swantje Kolberg", "class author"),
                ("Swantje Kolberg", "line 3"),
            ],
            ("Swantje Kolberg", "line 3"),
        ),
        (
            [
                ("Von Jost Ellerbrook", "class author"),
                ("Von Swantje Kolberg", "class author"),
                ("Arne Vosskuhl", "line 3"),
            ],
            ("Jost Ellerbrook", "class author"),
        ),
        ([("Von Jost Ellerbrook", "class author"), ("Swantje Kolberg", "line 3")], ("Jost Ellerbrook", "class author")),
        ([("Zeige alle Beiträge von Jost Ellerbrook", "rel author")], ("Jost Ellerbrook", "rel author")),
        ([("View all posts by Jost Ellerbrook", "rel author")], ("Jost Ellerbrook", "rel author")),
        ([("Text und Interview: Jost Ellerbrook", "class author")], ("Jost Ellerbrook", "class author")),
        ([], None),
    ],
)
def test_author(candidates: Sequence[tuple[str, str]], found: tuple[str, str] | None) -> None:
    assert pair(metadata.author([Stated(*one) for one in candidates], "Bote")) == found


# --- the other fields ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("candidates", "found"),
    [
        ([("2022-03-14", "json-ld"), ("2022-03-15", "time")], ("2022-03-14", "json-ld")),
        ([("2022-03-14", "meta date"), ("2022-03-15", "line 3")], ("2022-03-15", "line 3")),
        ([("2022-03-14", "meta date")], ("2022-03-14", "meta date")),
        ([("2022-03-14", "time"), ("2022-03-15", "line 3")], ("2022-03-15", "line 3")),
        ([("2022-03-14", "meta date"), ("2022-03-15", "time")], ("2022-03-15", "time")),
        ([], None),
    ],
)
def test_published(candidates: Sequence[tuple[str, str]], found: tuple[str, str] | None) -> None:
    assert pair(metadata.published([Stated(*one) for one in candidates])) == found


@pytest.mark.parametrize(
    ("candidates", "changed", "found"),
    [
        # many days of one name: the one that readers see at the article
        ([("2022-03-15", "class date"), ("2022-03-14", "class date"), ("2022-03-14", "line 3")], None, "2022-03-14"),
        ([("2022-03-15", "class date"), ("2022-03-14", "class date"), ("2022-03-13", "line 3")], None, "2022-03-15"),
        ([("2022-03-15", "class date"), ("2022-03-14", "line 3")], None, "2022-03-15"),
        # the last change stated as the first day
        ([("2022-11-17", "json-ld"), ("2022-03-14", "time"), ("2022-03-14", "line 3")], "2022-11-17", "2022-03-14"),
        ([("2022-11-17", "json-ld"), ("2022-03-14", "time"), ("2022-03-14", "line 3")], "2022-11-18", "2022-11-17"),
        ([("2022-11-17", "json-ld"), ("2022-03-14", "line 3")], "2022-11-17", "2022-11-17"),
        ([("2022-11-17", "json-ld"), ("2022-12-14", "time"), ("2022-12-14", "line 3")], "2022-11-17", "2022-11-17"),
    ],
)
def test_the_day_that_readers_see_decides_where_elements_state_several(
    candidates: Sequence[tuple[str, str]], changed: str | None, found: str
) -> None:
    stated = [Stated(changed, "json-ld")] if changed else []
    first = metadata.published([Stated(*one) for one in candidates], stated)
    assert first is not None
    assert first.value == found


@pytest.mark.parametrize(
    ("source", "changed", "found"),
    [
        ("article:published_time", "json-ld", "2022-12-14"),
        ("meta dc.date.issued", "json-ld", "2022-12-14"),
        ("article:published_time", "line 3", "2022-03-14"),  # the line speaks of a change
        ("meta date", "json-ld", "2022-03-14"),  # holds the day of a change as often as not
        ("line 9", "json-ld", "2022-03-14"),
    ],
)
def test_an_article_that_appeared_anew_has_the_day_that_readers_see(source: str, changed: str, found: str) -> None:
    candidates = [("2022-03-14", "json-ld"), ("2022-12-14", source), ("2022-12-14", "line 3")]
    first = metadata.published([Stated(*one) for one in candidates], [Stated("2022-12-14", changed)])
    assert first is not None
    assert first.value == found


@pytest.mark.parametrize(
    ("first", "found"),
    [("2022-03-13", "2022-03-14"), ("2022-03-14", "2022-03-14"), ("2022-03-15", "2022-03-16"), ("2023-01-01", None)],
)
def test_an_article_is_not_changed_before_it_appears(first: str, found: str | None) -> None:
    candidates = [Stated("2022-03-14", "json-ld"), Stated("2022-03-16", "time")]
    last = metadata.modified(candidates, Stated(first, "json-ld"))
    assert (last.value if last else None) == found
    assert pair(metadata.modified(candidates, None)) == ("2022-03-14", "json-ld")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (["de-DE"], "de"),
        (["de_AT"], "de"),
        (["DE, en"], "de"),
        (["Deutsch"], "de"),
        (["deu"], "de"),
        (["Klingonisch", "en"], "en"),
        (["1"], None),
        ([], None),
    ],
)
def test_language(said: Sequence[str], code: str | None) -> None:
    found = metadata.language([Stated(one, "html lang") for one in said])
    assert (found.value if found else None) == code


def test_outlet_and_section() -> None:
    site = [Stated("https://bote.example", "meta publisher"), Stated("Bote", "og:site_name")]
    assert pair(metadata.outlet(site)) == ("Bote", "og:site_name")
    assert metadata.outlet(site[:1]) is None
    assert pair(metadata.section([Stated("Land", "article:section")])) == ("Land", "article:section")
    assert metadata.section([]) is None


# --- lines -----------------------------------------------------------------------------------------------------------


def lines(*pairs: tuple[str, str]) -> list[Line]:
    return [Line(number, text, role, "") for number, (text, role) in enumerate(pairs, 1)]


TITLE = ("Der Abstand schrumpft", "title")
BODY = ("Aldenburg. Die Koalition verliert in der Umfrage, die am Montag erschien.", "body")


@pytest.mark.parametrize(
    ("page", "field", "found"),
    [
        ([TITLE, ("14. März 2022, 06:30 Uhr", "byline"), BODY], "published", [("2022-03-14", "line 2")]),
        ([TITLE, ("14.03.2022", "other"), ("15.03.2022", "byline"), BODY], "published", ["2022-03-15", "2022-03-14"]),
        (
            [("13.3.2022", "other"), TITLE, BODY, ("Stand: 14.3.2022", "service")],
            "modified",
            [("2022-03-14", "line 4")],
        ),
        ([TITLE, BODY, ("Stand: 14.3.2022", "service")], "published", [("2022-03-14", "line 3")]),
        (
            [TITLE, ("Veröffentlicht am 1.3.2022, aktualisiert am 2.3.2022", "byline"), BODY],
            "published",
            ["2022-03-01", "2022-03-02"],
        ),
        (
            [TITLE, ("Veröffentlicht am 1.3.2022, aktualisiert am 2.3.2022", "byline"), BODY],
            "modified",
            [("2022-03-02", "line 2")],
        ),
        # place and day before the body's first words, a day that the body speaks of
        ([TITLE, ("Aldenburg, 14. März 2022 – Der Rat tagt.", "body"), BODY], "published", [("2022-03-14", "line 2")]),
        ([TITLE, ("14.03.2022 „Der Rat tagt“, hieß es.", "body"), BODY], "published", [("2022-03-14", "line 2")]),
        ([TITLE, ("14.03.2022 war ein Montag, da tagte der Rat.", "body"), BODY], "published", []),
        ([TITLE, ("14.03.2022 - Der Rat tagt.", "body"), BODY], "published", [("2022-03-14", "line 2")]),
        ([TITLE, ("Am 14.03.2022 - einem Montag - tagt der Rat.", "body"), BODY], "published", []),
        ([TITLE, ("(14. März 2022) Der Rat tagt.", "body"), BODY], "published", [("2022-03-14", "line 2")]),
        ([TITLE, ("(14. März 2022 bis Mai) Der Rat tagt.", "body"), BODY], "published", []),
        ([TITLE, ("14.03.2022 „Der Rat tagt“, hieß es.", "teaser"), BODY], "published", [("2022-03-14", "line 2")]),
        # what the line model takes for body or for the site's frame
        ([TITLE, BODY, ("Veröffentlicht am 14.03.2022", "body"), BODY], "published", [("2022-03-14", "line 3")]),
        ([TITLE, BODY, ("Veröffentlicht am 14.03.2022" + " und da" * 9, "body"), BODY], "published", []),
        ([("14. März 2022", "navigation"), TITLE, BODY], "published", [("2022-03-14", "line 1")]),
        ([TITLE, ("14. März 2022 | Kolberg | Meinungen: 3", "navigation"), BODY], "published", ["2022-03-14"]),
        ([TITLE, ("Sitzung: 14. März 2022", "navigation"), BODY], "published", []),
        ([TITLE, ("14. März 2022", "comment"), BODY], "published", []),
        ([("Der Text wurde am 14.03.2022 gepostet", "navigation"), TITLE, BODY], "published", ["2022-03-14"]),
        ([TITLE, BODY, ("Zuletzt am 14.03.2022 um 13 Uhr geändert", "legal")], "modified", [("2022-03-14", "line 3")]),
        ([TITLE, BODY, *[("Menü", "navigation")] * 30, ("Stand: 14.3.2022", "legal")], "published", ["2022-03-14"]),
        (
            [TITLE, BODY, ("Copyright © 14.03.2022 - 12:14 Uhr by Bote", "legal")],
            "published",
            [("2022-03-14", "line 3")],
        ),
        ([TITLE, BODY, BODY, BODY, ("© 1.1.2010 - 31.12.2022 Bote", "legal")], "published", []),
        ([TITLE, BODY, ("Impressum, gültig ab 14.03.2022", "legal")], "published", []),
        # below the body goes before what stands in its midst, and a sentence is no line of a day
        (
            [TITLE, BODY, BODY, BODY, ("Rat, 1.3.2022", "other"), BODY, ("14.3.2022", "other")],
            "published",
            [("2022-03-14", "line 7"), ("2022-03-01", "line 5")],
        ),
        (
            [
                TITLE,
                ("Der Rat von Aldenburg tagt wieder am 5. Februar 2020 ab 19 Uhr im Alten Zollhaus.", "other"),
                BODY,
            ],
            "published",
            [],
        ),
        ([TITLE, BODY, ("1.1.2020: Ein anderer Artikel", "related"), ("1.1.2020", "comment")], "published", []),
        ([TITLE, ("Am 3. April 2022 wird gewählt, sagte Kolberg.", "body")], "published", []),
        ([TITLE, ("Von Swantje Kolberg", "byline"), BODY], "author", [("Swantje Kolberg", "line 2")]),
        (
            [TITLE, ("14.03.2022 | Von Swantje Kolberg und Jost Ellerbrook", "other"), BODY],
            "author",
            [("Swantje Kolberg, Jost Ellerbrook", "line 2")],
        ),
        ([TITLE, ("Text: Jost Ellerbrook", "other"), BODY], "author", [("Jost Ellerbrook", "line 2")]),
        ([TITLE, ("Von Montag an wird gestreikt", "other"), BODY], "author", []),
        (
            [TITLE, ("Von Swantje Kolberg, Reporterin in Aldenburg", "byline"), BODY],
            "author",
            [("Swantje Kolberg", "line 2")],
        ),
        (
            [TITLE, ("Text von Swantje Kolberg Illustration von Arne Vosskuhl", "byline"), BODY],
            "author",
            [("Swantje Kolberg", "line 2")],
        ),
        (
            [TITLE, ("By Swantje Kolberg On 12. Dezember 2022", "byline"), BODY],
            "author",
            [("Swantje Kolberg", "line 2")],
        ),
        # the title right above a day is no name; the body may end with one
        ([("Der Zollhafen Aldenburg", "title"), ("12. Dezember 2022", "byline"), BODY], "author", []),
        (
            [("Swantje Kolberg", "other"), ("12. Dezember 2022", "byline"), BODY],
            "author",
            [("Swantje Kolberg", "line 1")],
        ),
        ([TITLE, BODY, ("Autorin: Swantje Kolberg, Reporterin", "body")], "author", [("Swantje Kolberg", "line 3")]),
        ([TITLE, ("Text: Swantje Kolberg", "body"), BODY, BODY, BODY], "author", []),
        ([TITLE, ("Von der Küste", "other"), BODY], "author", []),
        ([TITLE, BODY, ("Quelle dieser Meldung: tpa", "credit")], "author", []),
        ([TITLE, BODY, ("Quelle dieser Meldung: tpa", "service")], "author", [("tpa", "line 3")]),
        ([TITLE, ("tpa · Freitag, 02.04.2021, 16:40 Uhr", "byline"), BODY], "author", [("tpa", "line 2")]),
        ([TITLE, ("21. Mai 2021, 19:08 Uhr | tpa", "byline"), BODY], "author", [("tpa", "line 2")]),
        ([TITLE, ("tpa", "byline"), BODY], "author", [("tpa", "line 2")]),
        ([TITLE, ("mehr", "other"), BODY], "author", []),
        ([TITLE, ("Aldenburg (tpa) – Die Koalition verliert.", "body"), BODY], "author", [("tpa", "line 2")]),
        ([TITLE, BODY, ("Das teilte der Rat mit. (tpa/nbd)", "body")], "author", [("tpa/nbd", "line 3")]),
        ([TITLE, ("x" * 5_000_000, "byline"), ("1." * 100_000, "other"), BODY], "published", []),
        ([], "author", []),
    ],
)
def test_of_lines(page: Sequence[tuple[str, str]], field: str, found: Sequence[tuple[str, str] | str]) -> None:
    candidates = metadata.of_lines(lines(*page))[field]
    assert [
        pair(one) if isinstance(expected, tuple) else one.value for one, expected in zip(candidates, found, strict=True)
    ] == list(found)
