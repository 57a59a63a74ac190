"""The two views of read pages: what stands where, what fits, and what a hostile page cannot do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from lxml import html as parser

from standpunkt.reporting import reading

ANSI = re.compile(r"\x1b\[\d+m")
HOSTILE = "\x1b[31m\x1b]0;Titel\x07\0\x9b2J\u202e<script>alert(1)</script>\"'&{{ 7 * 7 }}\ud800\r\nZeile"
SAFE = "[31m]0;Titel2J<script>alert(1)</script>\"'&{{ 7 * 7 }} Zeile"


def sections(view: str) -> dict[str, list[str]]:
    """The lines below each heading; those of the head are below ''."""
    head, *parts = view.split("\n\n")
    return {"": head.split("\n")} | {part.split("\n")[0]: part.split("\n")[1:] for part in parts}


def document(*pages: dict[str, Any]) -> parser.HtmlElement:
    return parser.document_fromstring(reading.html(pages).encode(), parser=parser.HTMLParser(encoding="utf-8"))


def texts(root: parser.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in root.xpath(path)]


def running(root: parser.HtmlElement, path: str = "//div[@class='running']") -> str:
    """The text of the article without the numbers of positions."""
    [found] = root.xpath(path)
    for back in found.xpath(".//span[@class='back']"):
        back.drop_tree()
    return "\n\n".join(paragraph.text_content() for paragraph in found.xpath("./p"))


def spread(value: Any, text: str) -> Any:
    """The same page with a hostile text at the end of each text that is shown."""
    if isinstance(value, dict):
        return {
            key: one if key in ("type", "stance", "how", "language") else spread(one, text)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [spread(one, text) for one in value]
    return value + text if isinstance(value, str) else value


# --- terminal --------------------------------------------------------------------------------------------------------


def test_a_screen_shows_a_page_from_its_kicker_to_the_evidence(read_page: dict[str, Any]) -> None:
    assert reading.terminal(read_page, 100, colour=False) == "\n".join(
        [
            "Verkehr",
            "Wer in die Stadt will, soll zahlen",
            "Die Oberbürgermeisterin wirbt, der Minister winkt ab.",
            "Kaja Brandis · 2024-03-05 · warte · de",
            "",
            "Topics",
            "  Verkehr  0.88  █████████████████▌",
            "  Wohnen   0.12  ██▌",
            "",
            "Actors, and how often they are named",
            "  Frieda Rademann (1)",
            "",
            "Quotes 4",
            "  type           who                words                                                      prob.",
            "  direct         Frieda Rademann    „Die Maut ist fällig“ … „und sie bleibt gerecht.“          0.97",
            "  indirect       Jost Ellerbrook    er sehe das anders                                         0.88",
            "  free indirect  speaker not found  Sollten sie etwa laufen?                                   0.50",
            "  reported       Gero Pohlmann      alles beim Alten zu lassen                                 0.75",
            "",
            "Positions 3",
            "  actor            stance   on the statement                                         how       prob.",
            "  Frieda Rademann  favor    Die Citymaut soll kommen.                                quoted    0.94",
            "    │ „Die Maut ist fällig“, sagte Frieda Rademann am Montag, „und sie bleibt gerecht.“",
            "  Gero Pohlmann    against  Die Citymaut soll kommen.                                reported  0.75",
            "    │ Gero Pohlmann warb dafür, alles beim Alten zu lassen, und nannte die Maut wie auch das",
            "    │ Tempolimit überflüssig.",
            "  Gero Pohlmann    neutral  Ein Tempolimit soll gelten.                              ascribed  0.62",
            "    │ Gero Pohlmann warb dafür, alles beim Alten zu lassen, und nannte die Maut wie auch das",
            "    │ Tempolimit überflüssig.",
        ]
    )


def test_a_narrow_screen_has_the_long_column_below_its_row(read_page: dict[str, Any]) -> None:
    assert sections(reading.terminal(read_page, 60, colour=False))["Positions 3"][:6] == [
        "  actor            stance   how       prob.",
        "  Frieda Rademann  favor    quoted    0.94",
        "    Die Citymaut soll kommen.",
        "    │ „Die Maut ist fällig“, sagte Frieda Rademann am",
        "    │ Montag, „und sie bleibt gerecht.“",
        "  Gero Pohlmann    against  reported  0.75",
    ]


@pytest.mark.parametrize("text", ["", " lang" * 60, "ß" * 300, "漢字" * 150, "a\u0301\u0302" * 150, "👩\u200d🚒" * 90])
@pytest.mark.parametrize("width", [0, 40, 60, 79, 100, 160, 500])
def test_no_line_is_wider_than_the_screen(read_page: dict[str, Any], width: int, text: str) -> None:
    page = spread(read_page, text) | {"missing": [f"stance: kein Modell {text}"]}
    lines = reading.terminal(page, width, colour=False).split("\n")
    assert max(map(reading._cells, lines)) <= min(max(width, 40), 160)
    assert len(lines) < 200


@pytest.mark.parametrize(
    ("text", "cells"),
    [("Maß", 3), ("Maß\u0308", 3), ("漢字", 4), ("ｆ", 2), ("🚒", 2), ("e\u20dd", 1), ("„“…│█▏", 6), ("", 0)],
)
def test_cells_of_a_text(text: str, cells: int) -> None:
    assert reading._cells(text) == cells


@pytest.mark.parametrize(
    ("text", "width", "most", "lines"),
    [
        ("eins zwei drei", 9, None, ["eins zwei", "drei"]),
        ("eins zwei drei", 9, 1, ["eins zwe…"]),
        ("eins zwei drei", 11, 1, ["eins zwei …"]),
        ("eins zwei", 9, 1, ["eins zwei"]),
        ("Donaudampfschiff ab", 6, None, ["Donaud", "ampfsc", "hiff", "ab"]),
        ("漢字漢字", 5, None, ["漢字", "漢字"]),
        ("a\u0301b\u0301", 1, None, ["a\u0301", "b\u0301"]),
        ("16\N{NO-BREAK SPACE}Taler", 5, None, ["16\N{NO-BREAK SPACE}Ta", "ler"]),
        ("", 5, 2, [""]),
    ],
)
def test_lines_of_a_text(text: str, width: int, most: int | None, lines: list[str]) -> None:
    assert reading._wrapped(text, width, most) == lines


@pytest.mark.parametrize(
    ("share", "bar"),
    [(0.0, ""), (0.0001, "▏"), (0.5, "█" * 10), (0.506, "█" * 10 + "▏"), (1.0, "█" * 20), (2, "█" * 20)],
)
def test_bar_of_a_probability(share: float, bar: str) -> None:
    assert reading._bar(share) == bar


def test_colours_change_nothing_but_colours(read_page: dict[str, Any]) -> None:
    coloured, plain = (reading.terminal(read_page, 80, colour=colour) for colour in (True, False))
    assert "\x1b" not in plain
    assert ANSI.sub("", coloured) == plain
    assert "\x1b[32mfavor\x1b[0m" in coloured
    assert "\x1b[31magainst\x1b[0m" in coloured
    assert "\x1b[33mneutral\x1b[0m" in coloured
    assert all(len(re.findall(r"\x1b\[[1-9]", line)) == line.count("\x1b[0m") for line in coloured.split("\n"))


def test_a_screen_gets_no_control_characters_of_a_page(read_page: dict[str, Any]) -> None:
    page = spread(read_page, HOSTILE) | {"missing": [HOSTILE]}
    view = reading.terminal(page, 160, colour=False)
    assert {character for character in view if not character.isprintable()} == {"\n"}
    assert view.startswith(f"Verkehr{SAFE}\nWer in die Stadt will, soll zahlen{SAFE}\n")
    assert view.encode("utf-8").endswith(f"  - {SAFE}".encode())


def test_many_topics_are_shown_up_to_five(read_page: dict[str, Any]) -> None:
    topics = [{"topic": str(n), "label": f"Thema {n}", "probability": 0.5 / 2**n} for n in range(8)]
    lines = sections(reading.terminal(read_page | {"topics": topics}, 80, colour=False))["Topics"]
    assert [line.split("  ")[1] for line in lines[:5]] == ["Thema 0", "Thema 1", "Thema 2", "Thema 3", "Thema 4"]
    assert lines[5:] == ["  and 3 others, together 0.03"]


@pytest.mark.parametrize(
    ("missing", "said"),
    [([], "none found"), (["stance: no model"], "none; see below what was not computed")],
)
def test_a_page_without_anything_says_so_in_both_views(
    read_page: dict[str, Any], missing: list[str], said: str
) -> None:
    empty = dict.fromkeys(("kicker", "title", "teaser", "author", "date", "outlet", "language"))
    lists: dict[str, Any] = {name: [] for name in ("topics", "actors", "quotes", "positions")}
    page = read_page | empty | lists | {"text": "", "missing": missing}
    shown = sections(reading.terminal(page, 80, colour=False))
    notes = {"Not computed": [f"  - {note}" for note in missing]} if missing else {}
    nothing = [f"  {said}"]
    assert shown == {"": ["(no title)"], "Topics": nothing, "Quotes 0": nothing, "Positions 0": nothing} | notes
    root = document(page)
    assert texts(root, "//h1") == ["(no title)"]
    assert texts(root, "//section/p[@class='mute']") == [said] * 3
    assert texts(root, "//section[@class='missing']//li") == missing
    assert root.xpath("//table | //mark | //aside") == []


# --- browser ---------------------------------------------------------------------------------------------------------


def test_the_tables_say_what_was_found(read_page: dict[str, Any]) -> None:
    root = document(read_page)
    assert texts(root, "//*[@class='kicker' or @class='title' or @class='teaser']") == [
        "Verkehr",
        "Wer in die Stadt will, soll zahlen",
        "Die Oberbürgermeisterin wirbt, der Minister winkt ab.",
    ]
    assert texts(root, "//dd") == ["Kaja Brandis", "2024-03-05", "warte", "de", "seiten/maut.html"]
    assert texts(root, "//table[@class='topics']/tbody/tr") == ["Verkehr0.88", "Wohnen0.12"]
    assert root.xpath("//span[@class='bar']/span/@style") == ["width: 87.5%", "width: 12.5%"]
    last = (
        "Gero Pohlmann warb dafür, alles beim Alten zu lassen, und nannte die Maut wie auch das Tempolimit überflüssig."
    )
    rows = root.xpath("//table[contains(@class, 'positions')]/tbody/tr")
    assert [[" ".join(cell.text_content().split()) for cell in row] for row in rows] == [
        ["1", "Frieda Rademann", "favor", "Die Citymaut soll kommen.", "quoted", "0.94",
         "„Die Maut ist fällig“, sagte Frieda Rademann am Montag, „und sie bleibt gerecht.“"],
        ["2", "Gero Pohlmann", "against", "Die Citymaut soll kommen.", "reported", "0.75", last],
        ["3", "Gero Pohlmann", "neutral", "Ein Tempolimit soll gelten.", "ascribed", "0.62", last],
    ]  # fmt: skip
    rows = root.xpath("//table[contains(@class, 'quotes')]/tbody/tr")
    assert [[" ".join(cell.text_content().split()) for cell in row] for row in rows] == [
        ["Frieda Rademann", "direct", "0.97", "„Die Maut ist fällig“ … „und sie bleibt gerecht.“"],
        ["Jost Ellerbrook", "indirect", "0.88", "er sehe das anders"],
        ["speaker not found", "free indirect", "0.50", "Sollten sie etwa laufen?"],
        ["Gero Pohlmann", "reported", "0.75", "alles beim Alten zu lassen"],
    ]


def test_evidence_and_positions_link_to_each_other(read_page: dict[str, Any]) -> None:
    root = document(read_page)
    positions = root.xpath("//table[contains(@class, 'positions')]//tr[@id]")
    links = [row.xpath(".//a/@href")[0] for row in positions]
    assert links == ["#p1-evidence-1", "#p1-evidence-2", "#p1-evidence-2"]  # one sentence carries two positions
    backs = {mark.get("id"): mark.xpath(".//span[@class='back']/a/@href") for mark in root.xpath("//mark[@id]")}
    assert backs == {"p1-evidence-1": ["#p1-position-1"], "p1-evidence-2": ["#p1-position-2", "#p1-position-3"]}
    assert root.xpath("//a[@href='#p1-position-3']/@aria-label") == [
        "Position 3: Gero Pohlmann, neutral: Ein Tempolimit soll gelten."
    ]
    assert set(links) | {link for back in backs.values() for link in back} < {
        f"#{name}" for name in root.xpath("//@id")
    }


def test_quotes_speakers_and_cues_are_marked(read_page: dict[str, Any]) -> None:
    root = document(read_page)
    article = "//div[@class='running']"
    found = {
        kind: texts(root, f"{article}//span[starts-with(@class, 'quote {kind} ')]")
        for kind in ("direct", "indirect", "reported", "free_indirect")
    }
    assert found == {
        "direct": ["„Die Maut ist fällig“", "„und sie bleibt gerecht.“"],
        "indirect": ["er sehe das anders"],
        "reported": ["alles beim Alten zu lassen"],
        "free_indirect": ["Sollten sie etwa laufen?"],
    }
    assert texts(root, f"{article}//span[@class='speaker']") == ["Frieda Rademann", "Jost Ellerbrook", "Gero Pohlmann"]
    assert texts(root, f"{article}//span[@class='cue']") == ["sagte", "erklärte", "warb dafür"]
    assert root.xpath(f"{article}//span[@id='p1-quote-1']/@title") == ["direct quote, Frieda Rademann, 0.97"]
    assert texts(root, "//aside//li") == [
        "direct quote", "indirect quote", "reported speech", "free indirect speech", "speaker", "word of saying",
        "evidence of a position; its number leads to the position",
    ]  # fmt: skip
    assert running(root) == read_page["text"]


TEXT = "Eins zwei. Drei vier. Fünf sechs.\n\nSieben acht."


def marked(
    read_page: dict[str, Any], evidence: list[tuple[int, int]], quotes: list[tuple[int, int]]
) -> parser.HtmlElement:
    """A page of TEXT with a position for each evidence and a direct quote for each span."""
    position, quote = read_page["positions"][0], read_page["quotes"][0]
    return document(
        read_page
        | {
            "text": TEXT,
            "positions": [position | {"start": start, "end": end} for start, end in evidence],
            "quotes": [quote | {"spans": [list(span)], "cues": [], "speakers": []} for span in quotes],
        }
    )


def pieces(root: parser.HtmlElement, name: str) -> list[str]:
    """What is marked as this one; a mark within it counts with it."""
    found = root.xpath(f"//div[@class='running']//*[contains(concat(' ', @class, ' '), ' {name} ')]")
    for back in root.xpath("//span[@class='back']"):
        back.drop_tree()
    return [element.text_content() for element in found]


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        ([(0, 10), (0, 10)], {1: ["Eins zwei."]}),
        ([(0, 10), (11, 21)], {1: ["Eins zwei."], 2: ["Drei vier."]}),
        ([(0, 21), (11, 21)], {1: ["Eins zwei. Drei vier."], 2: ["Drei vier."]}),
        ([(11, 21), (0, 21)], {1: ["Drei vier."], 2: ["Eins zwei. Drei vier."]}),
        ([(0, 21), (11, 33)], {1: ["Eins zwei. Drei vier."], 2: ["Drei vier.", " Fünf sechs."]}),
        ([(0, 21), (5, 33), (16, 46)],
         {1: ["Eins zwei. Drei vier."], 2: ["zwei. Drei vier.", " Fünf sechs."],
          3: ["vier.", " Fünf sechs.", "Sieben acht"]}),
        ([(22, 47)], {1: ["Fünf sechs.", "Sieben acht."]}),
        ([(-5, 11)], {1: ["Eins zwei."]}),
        ([(33, 999)], {1: ["Sieben acht."]}),
        ([(-1, -1), (33, 35), (9, 4), (60, 70)], {}),
    ],
)  # fmt: skip
def test_evidence_that_overlaps_is_nested_or_split(
    read_page: dict[str, Any], spans: list[tuple[int, int]], found: dict[int, list[str]]
) -> None:
    root = marked(read_page, spans, [])
    ids = root.xpath("//mark/@id")
    assert sorted(ids) == [f"p1-evidence-{number}" for number in found]  # each once, or a link would lead astray
    assert sorted(root.xpath("//span[@class='back']/a/@href")) == [
        f"#p1-position-{n}" for n, link in enumerate(texts(root, "//table[contains(@class, 'positions')]/tbody/tr"), 1)
        if not link.endswith("not in the text")
    ]  # fmt: skip
    style = root.xpath("string(//style)")
    for number, parts in found.items():
        name = f"p1-evidence-{number}"
        assert (f":root:has(#{name}:target) .{name} " in style) == (len(parts) > 1)
        assert pieces(root, name) == parts
    assert running(root) == TEXT


@pytest.mark.parametrize(
    ("evidence", "quote", "found"),
    [
        ((0, 21), (5, 15), ["zwei. Drei"]),
        ((11, 21), (0, 33), ["Eins zwei. ", "Drei vier.", " Fünf sechs."]),
        ((0, 10), (5, 15), ["zwei.", " Drei"]),
        ((5, 15), (0, 10), ["Eins ", "zwei."]),
        ((0, 10), (22, 47), ["Fünf sechs.", "Sieben acht."]),
    ],
)
def test_a_quote_is_split_where_evidence_ends(
    read_page: dict[str, Any], evidence: tuple[int, int], quote: tuple[int, int], found: list[str]
) -> None:
    root = marked(read_page, [evidence], [quote])
    assert root.xpath("//div[@class='running']//span/@id") == ["p1-quote-1"]
    assert pieces(root, "p1-quote-1") == found
    assert pieces(root, "p1-evidence-1") == [TEXT[slice(*evidence)]]
    assert running(root) == TEXT


def test_several_pages_have_contents_and_ids_of_their_own(read_page: dict[str, Any]) -> None:
    root = document(read_page, read_page | {"title": "Zweite Seite", "positions": []})
    assert texts(root, "//h1") == ["2 pages"]
    assert texts(root, "//nav//li") == [
        "Wer in die Stadt will, soll zahlen · 3 positions, 4 quotes",
        "Zweite Seite · 0 positions, 4 quotes",
    ]
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert root.xpath("//nav//@href") == ["#p1-title", "#p2-title"]
    assert {link[1:] for link in root.xpath("//@href")} <= set(ids)
    assert document(read_page).xpath("//nav") == []


def test_no_page_is_an_empty_document() -> None:
    assert texts(document(), "//h1") == ["0 pages"]


def test_a_page_is_read_aloud_in_order(read_page: dict[str, Any]) -> None:
    """Landmarks, headings without gaps, tables with captions and scopes, and the language of each text."""
    for pages in ((read_page,), (read_page, read_page)):
        root = document(*pages)
        assert [len(root.xpath(f"/html/body/{name}")) for name in ("header", "main", "footer")] == [1, 1, 1]
        levels = [int(heading.tag[1]) for heading in root.xpath("//h1 | //h2 | //h3")]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert len(root.xpath("//table[caption][thead//th[@scope='col']][tbody//th[@scope='row']]")) == 3 * len(pages)
        assert root.xpath("//table//th[not(@scope)]") == []
        named = root.xpath("//@aria-labelledby")
        assert set(named) <= set(root.xpath("//@id"))
        assert len(named) >= 5 * len(pages)
        assert root.xpath("//div[@role='region'][not(@aria-label)]") == []
        assert root.xpath("//html/@lang") == ["en"]
        assert root.xpath("//div[@class='running']/@lang") == ["de"] * len(pages)


def test_hostile_texts_come_out_as_texts(read_page: dict[str, Any]) -> None:
    page = spread(read_page, HOSTILE) | {"missing": [HOSTILE], "language": f"de{HOSTILE}"}
    source = reading.html([page])
    source.encode("utf-8")
    assert {character for character in source if not character.isprintable()} == {"\n"}
    assert "<script" not in source.lower()
    assert "49" not in source
    root = document(page)
    assert texts(root, "//h1") == [f"Wer in die Stadt will, soll zahlen{SAFE}"]
    assert texts(root, "//section[@class='missing']//li") == [SAFE]
    assert SAFE in root.xpath("//a[@href='#p1-position-1']/@aria-label")[0]
    assert root.xpath("//@*[starts-with(name(), 'on')]") == []
    assert root.xpath("//div[@class='running']/@lang") == []
    plain, hostile = document(read_page), root
    assert [element.tag for element in hostile.xpath("//table//*")] == [
        element.tag for element in plain.xpath("//table//*")
    ]


def test_a_page_loads_nothing(read_page: dict[str, Any]) -> None:
    source = reading.html([read_page])
    root = document(read_page)
    [policy] = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert root.xpath("//script | //link | //img | //iframe | //object | //@src | //@srcset") == []
    assert re.findall(r"url\(|@import|https?:|//[a-z]", source) == []
    assert [link for link in root.xpath("//@href") if not link.startswith("#")] == []


def test_the_views_are_the_same_in_each_process() -> None:
    code = (
        "import importlib.util, json, sys\n"
        "from standpunkt.reporting import reading\n"
        "spans = [[0, 4], [5, 10], [11, 15], [16, 21]]\n"
        "quotes = [{'type': 'direct', 'spans': [span], 'cues': spans, 'speakers': spans, 'actor': None, 'name': None,\n"
        "           'probability': 0.5} for span in spans]\n"
        "page = dict.fromkeys(('kicker', 'title', 'teaser', 'author', 'date', 'outlet', 'language', 'path', 'id'))\n"
        f"page |= {{'text': {TEXT!r}, 'topics': [], 'actors': [], 'quotes': quotes, 'positions': [], 'missing': []}}\n"
        "sys.stdout.buffer.write((reading.html([page]) + reading.terminal(page, 80, True)).encode())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 5000


# --- contrast, as WCAG 2.2 measures it -------------------------------------------------------------------------------


def schemes(source: str) -> Iterator[dict[str, str]]:
    """The colours of light, dark and print, in this order."""
    colours: dict[str, str] = {}
    for block in re.findall(r":root \{(.+?)\}", source, re.DOTALL):
        colours = colours | dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", block))
        yield colours


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrasts_are_enough_in_every_scheme(read_page: dict[str, Any]) -> None:
    found = list(schemes(reading.html([read_page])))
    assert len(found) == 3
    assert contrast("#fff", "#000000") == pytest.approx(21)
    text = [
        (ink, ground) for ink in ("ink", "mute", "accent", "favor", "against") for ground in ("paper", "faint", "mark")
    ]
    text += [("ink", "found")]
    lines = [("frame", "paper"), ("accent", "found"), ("accent", "mark")]
    for colours in found:
        assert [pair for pair in text if contrast(*(colours[name] for name in pair)) < 4.5] == []
    for colours in found[:2]:
        assert [pair for pair in lines if contrast(*(colours[name] for name in pair)) < 3] == []
