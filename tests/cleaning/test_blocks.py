"""Pages as lines."""

from __future__ import annotations

import html
import re
import textwrap
from pathlib import Path

import pytest

from standpunkt import storage
from standpunkt.cleaning import encoding
from standpunkt.cleaning.article import squeeze
from standpunkt.cleaning.blocks import UNSEEN, Lines, of_html, of_text
from standpunkt.cleaning.markup import MARK, Source

EMBEDDED = Path(__file__).parents[2] / "data/corpora/embedded/pages"
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


def lines_of(content: str) -> Lines:
    return of_html(Source(content))


def shown(content: str, start: int, end: int) -> str:
    """A stretch of HTML as a reader sees it."""
    return squeeze(html.unescape(_TAG.sub("", content[start:end])))


def path(lines: Lines, line: int) -> str:
    return "/".join(reversed([lines.elements.tags[element] for element in lines.elements.up(lines.places[line])]))


def depths(lines: Lines) -> list[int]:
    return [sum(1 for _ in lines.elements.up(element)) - 1 for element in lines.places]


# --- HTML: where lines end -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("<p>Der Rat.</p><p>Die Stadt.</p>", ["Der Rat.", "Die Stadt."]),
        ("Der <b>Rat</b> der <a href='/s'>Stadt</a> tagt.", ["Der Rat der Stadt tagt."]),
        ("<p>Windräder<span>Foto: tpa</span></p>", ["WindräderFoto: tpa"]),
        ("<p>Ja<br>nein<br/>viel<wbr>leicht</p>", ["Ja", "nein", "vielleicht"]),
        ("<div>Vor <p>Absatz</p> nach</div>", ["Vor", "Absatz", "nach"]),
        ("<ul><li>Eins<ul><li>Zwei</li></ul>drei</li><li>Vier</ul>", ["Eins", "Zwei", "drei", "Vier"]),
        ("<ul>\n<li><a>Rat</a></li> <li><a>Abo</a></li>\n</ul>", ["Rat", "Abo"]),
        ("<table><tr><td>Sitze</td><td>14</td></tr></table>", ["Sitze", "14"]),
        ("<dl><dt>Rat</dt><dd>14 Sitze</dd></dl>", ["Rat", "14 Sitze"]),
        ("<p>Der\n   Rat\t&nbsp; tagt</p>", ["Der Rat tagt"]),
        ("<p>Der<!-- alte --> Rat</p>", ["Der Rat"]),
        ("<p>Der<img alt='Bild'> Rat</p>", ["Der Rat"]),
        ("<p>Der Rat<hr>tagt", ["Der Rat", "tagt"]),
        ("<neu-es>Der Rat</neu-es>tagt", ["Der Rat", "tagt"]),  # an element of nobody's ends a line
        ("<button>Abo</button><label>Name</label><input value='x'>", ["Abo", "Name"]),
        ("<p></p><p> </p><p>&nbsp;</p><div><br></div>", []),
        ("", []),
        ("<frameset><frame src='a'></frameset>", []),
    ],
)
def test_a_line_stands_between_boundaries_of_blocks(content: str, texts: list[str]) -> None:
    assert lines_of(content).texts == texts


@pytest.mark.parametrize(
    "content",
    [f"<{tag}>Leise</{tag}>" for tag in sorted(UNSEEN - {"head", "object", "select", "datalist"})]
    + [
        "<object><p>Leise</p></object>",
        "<select><option>Leise</option></select>",
        "<datalist><option>Leise</option></datalist>",
        "<template><p>Leise</p></template>",
        "<svg><text>Leise</text></svg>",
        "<!-- <p>Leise</p> -->",
        "<script>document.write('<p>Leise</p>')</script>",
    ],
)
def test_what_readers_do_not_see_is_no_line(content: str) -> None:
    page = f"<html><head><title>Leise</title></head><body><p>Der Rat</p>{content}<p>tagt</p></body></html>"
    assert lines_of(page).texts == ["Der Rat", "tagt"]


def test_a_hidden_element_in_a_line_does_not_end_it() -> None:
    assert lines_of("<p>Der <script>x()</script>Rat <svg><path/></svg>tagt</p>").texts == ["Der Rat tagt"]


@pytest.mark.parametrize("depth", [300, 3000])
@pytest.mark.parametrize("tag", ["div", "span", "section", "b"])
def test_deep_nesting_loses_no_line(tag: str, depth: int) -> None:
    page = f"<body><h1>Der Rat</h1>{f'<{tag}>' * depth}<p>tagt</p>{f'</{tag}>' * depth}<p>heute</p></body>"
    lines = lines_of(page)
    assert lines.texts == ["Der Rat", "tagt", "heute"]
    assert depths(lines) == [1, depth + 1 if tag in ("div", "section") else 1, 1]


# --- HTML: what stands with a line -----------------------------------------------------------------------------------


def test_the_places_of_lines() -> None:
    lines = lines_of("<main><h1>Der <i>Rat</i></h1><ul><li>Eins</li><li><p>Zwei</p>drei</li></ul></main>vier")
    assert [path(lines, line) for line in range(5)] == [
        "body/main/h1",
        "body/main/ul/li",
        "body/main/ul/li/p",
        "body/main/ul/li",
        "body",
    ]
    assert depths(lines) == [2, 3, 4, 3, 0]
    assert lines.places == [2, 4, 6, 5, 0]
    # body, main, h1, ul, li, li, p
    assert lines.elements.parents == [-1, 0, 1, 1, 3, 3, 5]
    assert lines.elements.firsts == [0, 0, 0, 1, 1, 2, 2]
    assert lines.elements.lasts == [4, 3, 0, 3, 1, 3, 2]
    assert lines.blank == []


def test_elements_that_hold_no_line_are_left_out() -> None:
    lines = lines_of(
        "<div><p> </p><br></div><main><section><svg><path/></svg></section><nav><ul><li>Rat</li><li>&nbsp;</li></ul>"
        "</nav><form><button></button></form>tagt<aside><p></p></aside></main><footer><div></div></footer>"
    )
    assert lines.elements.tags == ["body", "main", "nav", "ul", "li"]
    assert [path(lines, line) for line in range(2)] == ["body/main/nav/ul/li", "body/main"]
    assert lines.elements.parents == [-1, 0, 1, 2, 3]
    assert lines.elements.firsts == [0, 0, 0, 0, 0]
    assert lines.elements.lasts == [1, 1, 0, 0, 0]
    nothing = lines_of("<div><p></p></div>").elements
    assert (nothing.tags, nothing.firsts, nothing.lasts) == (["body"], [0], [-1])


@pytest.mark.parametrize(
    ("attributes", "names"),
    [
        ('class="articleBody"', ("article", "body")),
        ('class="article-body"', ("article", "body")),
        ('class="article_body"', ("article", "body")),
        ('class="ARTICLE BODY"', ("article", "body")),
        ('class="Artikelkörper"', ("artikelkörper",)),
        ('class="HTMLBody"', ("html", "body")),
        ('class="teaser__h2 p-3 x"', ("teaser",)),
        ('class="body" id="article-17"', ("body", "article")),
        ('class="body Body BODY"', ("body",)),
        ('role="main" itemprop="articleBody" data-testid="text"', ("main", "article", "body", "text")),
        ('aria-label="Mehr zum Thema" data-component="Teaser"', ("teaser", "mehr", "zum", "thema")),
        ('title="article" style="body" href="/rat"', ()),
        ("class", ()),
        ("", ()),
    ],
)
def test_the_names_of_elements_are_words(attributes: str, names: tuple[str, ...]) -> None:
    assert lines_of(f"<div {attributes}>Der Rat</div>").elements.names == [(), names]


def test_utility_classes_do_not_grow_without_end() -> None:
    words = [chr(97 + number // 26) + chr(97 + number % 26) for number in range(600)]
    assert lines_of(f'<div class="{" ".join(words)}">Der Rat</div>').elements.names[1] == tuple(words[:24])


@pytest.mark.parametrize(
    ("content", "linked", "bold"),
    [
        ("<p>Der Rat</p>", 0, 0),
        ("<p>Der <a>Rat</a> tagt</p>", 3, 0),
        ("<p><a>Der</a> <a>Rat</a></p>", 6, 0),
        ("<p><b>Der</b> <strong>Rat</strong></p>", 0, 6),
        ("<p><a>Der <b>Rat</b></a></p>", 7, 3),
        ("<p><b>Der <a>Rat</a></b> tagt</p>", 3, 7),
        ("<a><div>Der Rat</div></a>", 7, 0),
        ("<p><i>Der</i> <em>Rat</em></p>", 0, 0),
        ("<p><a></a>Der <b></b>Rat</p>", 0, 0),  # an empty element ends before the text after it
        ("<p><a>&Ouml;l</a></p>", 2, 0),  # characters as they are read
    ],
)
def test_linked_and_bold_characters(content: str, linked: int, bold: int) -> None:
    lines = lines_of(content)
    assert (lines.linked, lines.bold) == ([linked], [bold])


def test_style_ends_with_its_element() -> None:
    lines = lines_of("<p><a><b>Der</b> Rat</a></p><p>tagt <span>heute</span></p>")
    assert (lines.linked, lines.bold) == ([7, 0], [3, 0])


def test_the_names_of_inline_elements_in_a_line() -> None:
    lines = lines_of('<h1><span class="dachzeile">Rat</span> Der Beschluss</h1><p><a class="teaser">Mehr</a></p>')
    assert lines.inner == [("dachzeile",), ()]


# --- HTML: offsets ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "<p> Der Rat  tagt. </p>\n<p>\nDie Stadt\n</p>",
        "<p>Der <b>Rat</b> der <a title='Rat'>Stadt</a></p>",
        "<p title='Der Rat'>Der Rat</p><p>Der Rat</p>",
        "<p>Gr&ouml;&szlig;e &amp; L&auml;nge</p><p>5 &lt; 6 & 7</p>",
        "<p>Der Rat<br>Der Rat<br>Der Rat</p>",
        "<ul><li>Rat<li>Abo<li>Rat</ul>",
        "Der Rat <p>tagt</p> heute",
        "<!-- <p>Der Rat</p> --><p>Der Rat</p><script>'<p>Der Rat</p>'</script><p>Der Rat</p>",
        f"<p>Der{MARK}Rat</p>",
        "<p>Rat \U0001f600 Öl</p><p>\u202eRat</p>",
    ],
)
def test_offsets_cut_the_line_out_of_the_page(content: str) -> None:
    lines = lines_of(content)
    assert lines.texts == [
        shown(content.replace(MARK, " "), start, end) for start, end in zip(lines.starts, lines.ends, strict=True)
    ]
    assert all(content[start] not in " \n<" for start in lines.starts)
    assert lines.starts == sorted(set(lines.starts))


def test_offsets_by_hand() -> None:
    lines = lines_of("<p>Der <b>Rat</b></p><p>&Ouml;l </p>")
    assert list(zip(lines.texts, lines.starts, lines.ends, strict=True)) == [("Der Rat", 3, 13), ("Öl", 24, 31)]
    # What ends as the next text reads is not that one.
    lines = lines_of("<p>Rat >Abo</p><p>Abo</p>")
    assert list(zip(lines.starts, lines.ends, strict=True)) == [(3, 11), (18, 21)]


@pytest.mark.parametrize(
    "content",
    [
        "<p>Der Rat</x> tagt.</p>",  # one text for the parser, two stretches of the page
        "<p><b>Der</b> Rat</x> tagt.</p>",
        "<p>Rat</x> tagt <b>heute</b></p>",
        "<p>Der Rat der Stadt Lindenau am Ufer der Wese</x> tagt heute.</p>",
    ],
)
def test_a_text_that_the_page_does_not_have_so_has_no_offsets_or_the_right_ones(content: str) -> None:
    lines = lines_of(content)
    place = lines.starts[0], lines.ends[0]
    assert place == (-1, -1) or shown(content, *place) == lines.texts[0]


@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_offsets_hold_over_the_embedded_corpus(suffix: str) -> None:
    pages = storage.files_below(EMBEDDED, [suffix])
    assert len(pages) > 100
    wrong, seen = [], 0
    for page in pages:
        decoded = encoding.decode(storage.read_bytes(page))
        assert decoded is not None
        content = decoded.text
        lines = lines_of(content) if suffix == ".html" else of_text(content)
        for text, start, end in zip(lines.texts, lines.starts, lines.ends, strict=True):
            seen += 1
            if text != (shown(content, start, end) if suffix == ".html" else squeeze(content[start:end])):
                wrong.append((page.name, text, content[start:end]))
    assert wrong == []
    assert seen > 1000


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "texts", "blank"),
    [
        ("Der Rat\ntagt", ["Der Rat", "tagt"], [True, False]),
        ("Der Rat\n\ntagt", ["Der Rat", "tagt"], [True, True]),
        ("\n\n  \nDer Rat\n \t \ntagt\nheute\n", ["Der Rat", "tagt", "heute"], [True, True, False]),
        ("  Der \t Rat\u00a0tagt ", ["Der Rat tagt"], [True]),
        ("Der Rat\n\f\ntagt", ["Der Rat", "tagt"], [True, True]),
        ("<p>Der Rat</p> &amp; mehr", ["<p>Der Rat</p> &amp; mehr"], [True]),
        ("", [], []),
        ("\n \n", [], []),
    ],
)
def test_the_lines_of_a_text(content: str, texts: list[str], blank: list[bool]) -> None:
    lines = of_text(content)
    assert (lines.texts, lines.blank) == (texts, blank)
    assert (lines.linked, lines.bold, lines.places, lines.inner) == ([0] * len(texts), [0] * len(texts), [], [])


def test_offsets_of_a_text_by_hand() -> None:
    lines = of_text("  Der  Rat \n\n\ttagt\r\n")
    assert list(zip(lines.texts, lines.starts, lines.ends, strict=True)) == [("Der Rat", 2, 10), ("tagt", 14, 18)]


PARAGRAPHS = """\
Der Stadtrat von Lindenau hat am Dienstag beschlossen, die alte Brücke über die Wese im kommenden Frühjahr abzureißen \
und durch einen breiteren Neubau zu ersetzen, der auch eine Spur für Fahrräder haben soll.
Die Kosten schätzt Kämmerin Ottilie Brandhorst auf 14 Millionen Euro, von denen das Land etwas mehr als die Hälfte \
übernehmen soll.
Kritik kommt von den Händlern am Südufer, die um ihr Weihnachtsgeschäft fürchten und eine Behelfsbrücke verlangen, \
über die wenigstens Fußgänger in die Altstadt kommen.""".split("\n")
VERSE = """\
Am Ufer steht die alte Weide,
und in ihr wohnt der Wind.
Er singt.
Die Brücke aber schweigt, sie beide
sind alt,
und niemand fragt das Kind,
ob es den Fluss noch hört."""


@pytest.mark.parametrize("column", [40, 72, 80, 120])
def test_text_wrapped_at_a_column_is_joined(column: int) -> None:
    content = "\n\n".join(textwrap.fill(paragraph, column) for paragraph in (*PARAGRAPHS, *PARAGRAPHS))
    lines = of_text(content)
    assert lines.texts == [*PARAGRAPHS, *PARAGRAPHS]
    assert lines.blank == [True] * 6
    assert [squeeze(content[start:end]) for start, end in zip(lines.starts, lines.ends, strict=True)] == lines.texts


def test_short_lines_beside_wrapped_text_stay() -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, 60) for paragraph in PARAGRAPHS)
    lines = of_text(f"Start\nRathaus\nAbo\n\nDer Beschluss\n\n{wrapped}\n\nImpressum\nKontakt\n")
    assert lines.texts == ["Start", "Rathaus", "Abo", "Der Beschluss", *PARAGRAPHS, "Impressum", "Kontakt"]


@pytest.mark.parametrize(
    "content",
    [
        VERSE,
        "- Rat\n- Verkehr in der Altstadt\n- Wetter\n- Sport am Wochenende in der Region\n- Abo\n- Briefe\n- Rätsel",
        "Start\nRathaus\nWirtschaft\nKultur\nSport\nAbo\nImpressum\nKontakt\nWetter\nAnzeigen",
        "\n".join(
            f"Der Rat von {place} tagt am Montag um {hour} Uhr." for place in ("Ahlen", "Bruch") for hour in range(1, 6)
        ),
        "\n".join(PARAGRAPHS),  # a paragraph a line: longer than any program wraps
        textwrap.fill(PARAGRAPHS[1], 60),  # three lines tell nothing
    ],
    ids=["verse", "list", "menu", "sentences of one length", "paragraphs", "too few lines"],
)
def test_other_line_ends_are_left_alone(content: str) -> None:
    assert of_text(content).texts == content.split("\n")
