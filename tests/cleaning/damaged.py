"""Damaged pages, each made here: what comes out of scrapers, broken disks and bad luck, and what must become of it.

`wanted` is "article" (the article is found and contains `kept`) or the reason why the page is dropped, under the limits
`LIMITS` and at least 20 words an article.
"""

from __future__ import annotations

import gzip
import io
import random
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from standpunkt.cleaning.limits import Limits

LIMITS = Limits(page_bytes=5_000_000, depth=2000, line_characters=2_000_000, seconds=20)

TITLE = "Lindenau streitet über die neue Brücke"
PARAGRAPHS = tuple(
    """\
Der Stadtrat von Lindenau hat am Dienstag nach fünf Stunden Beratung beschlossen, die alte Brücke über die Wese im \
kommenden Frühjahr abzureißen und durch einen breiteren Neubau zu ersetzen.
„Wir haben zehn Jahre geflickt, das genügt“, sagte Kämmerin Ottilie Brandhorst vor der Abstimmung. Die Kosten schätzt \
sie auf 14 Millionen Euro, von denen das Land etwas mehr als die Hälfte übernehmen soll.
Kritik kommt von den Händlern am Südufer. Ihr Sprecher Anselm Küppers befürchtet, dass die Sperrung ein ganzes \
Weihnachtsgeschäft kostet, und verlangt eine Behelfsbrücke für Fußgänger und Räder.
Der Rat will darüber im März entscheiden. Bis dahin prüft das Tiefbauamt, ob sich das Gerüst der Eisenbahn, das seit \
dem Herbst ungenutzt am Güterbahnhof liegt, für den Übergang eignet.""".split("\n")
)
FIRST, LAST = "nach fünf Stunden Beratung beschlossen", "seit dem Herbst ungenutzt am Güterbahnhof liegt"
QUOTE = "„Wir haben zehn Jahre geflickt, das genügt“"


@dataclass(frozen=True, slots=True)
class Damaged:
    """A page of a kind (`html` or `text`) with what is wanted of it."""

    name: str
    kind: str
    content: bytes
    wanted: str
    kept: str = ""


def html(
    *, head: str = "", before: str = "", after: str = "", attributes: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS
) -> str:
    """A whole page around the article: `before` and `after` stand right beside its paragraphs."""
    body = "\n".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!DOCTYPE html>\n<html lang="de"><head>{head}<title>{TITLE} | Wesebote</title></head>\n<body>\n'
        '<nav><ul><li><a href="/">Start</a></li><li><a href="/rat">Rathaus</a></li><li><a href="/abo">Abo</a></li></ul>'
        f"</nav>\n<main><article{attributes}><h1>{TITLE}</h1>\n{before}{body}\n{after}</article></main>\n"
        "<footer><p>© Wesebote Verlag</p></footer>\n</body></html>\n"
    )


def text(paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    """The same page without its tags."""
    return "\n\n".join(("Start\nRathaus\nAbo", TITLE, *paragraphs, "© Wesebote Verlag")) + "\n"


def cut_after(page: str, part: str) -> bytes:
    """The page up to the last of a part and with it: the transfer ended there."""
    return page[: page.rindex(part) + len(part)].encode()


def zipped() -> bytes:
    """An archive with the page in it, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("page.html", (2020, 1, 1, 0, 0, 0)), html())
    return out.getvalue()


def twice(page: str) -> str:
    """The page as it looks when its UTF-8 was read as Latin-1."""
    return page.encode().decode("latin-1")


def _encodings() -> list[Damaged]:
    utf8_meta = '<meta charset="utf-8">'
    mixed = html().encode().replace("Händlern".encode(), "Händlern".encode("cp1252"))
    embedded = html().encode("cp1252").replace("Händlern".encode("cp1252"), "Händlern".encode())
    pages: list[tuple[str, bytes]] = [
        ("cp1252 that declares UTF-8", html(head=utf8_meta).encode("cp1252")),
        ("cp1252 that declares UTF-16", html(head='<meta charset="utf-16">').encode("cp1252")),
        ("cp1252 that declares windows-1251", html(head='<meta charset="windows-1251">').encode("cp1252")),
        ("UTF-8 that declares ISO-8859-1", html(head='<meta charset="iso-8859-1">').encode()),
        ("undeclared cp1252", html().encode("cp1252")),
        ("UTF-16 with mark", html().encode("utf-16")),
        ("UTF-16-LE without mark", html().encode("utf-16-le")),
        ("UTF-16-BE without mark", html(head=utf8_meta).encode("utf-16-be")),
        ("UTF-16 mark on UTF-8", b"\xff\xfe" + html().encode()),
        ("UTF-8 mark on cp1252", b"\xef\xbb\xbf" + html().encode("cp1252")),
        ("encoded twice", twice(html()).encode()),
        ("UTF-8 with stray bytes of cp1252", mixed),
        ("cp1252 with a word of UTF-8", embedded),
        ("decomposed umlauts", unicodedata.normalize("NFD", html()).encode()),
        ("a byte that cp1252 does not have", html().encode("cp1252").replace(b"Wesebote", b"Wese\x81bote")),
    ]
    made = [Damaged(name, "html", content, "article", QUOTE) for name, content in pages]
    made += [
        Damaged("text in cp1252", "text", text().encode("cp1252"), "article", QUOTE),
        Damaged("text in UTF-16-LE without mark", "text", text().encode("utf-16-le"), "article", QUOTE),
        Damaged("text encoded twice", "text", twice(text()).encode(), "article", QUOTE),
    ]
    return made


def _truncated() -> list[Damaged]:
    tail = '<aside class="rest">Mehr</aside><script>let a = "</p>";</script><!-- Ende -->'
    page = html(after=tail)
    return [
        Damaged("cut in a tag", "html", cut_after(page, "<asi"), "article", LAST),
        Damaged("cut in an attribute", "html", cut_after(page, '<aside class="re'), "article", LAST),
        Damaged("cut in a script", "html", cut_after(page, "<script>let"), "article", LAST),
        Damaged("cut in a comment", "html", cut_after(page, "<!-- En"), "article", LAST),
        Damaged("cut in a character", "html", cut_after(page, "Güterbahnhof liegt, für den Ü")[:-1], "article", LAST),
        Damaged("cut in a text character", "text", cut_after(text(), "liegt, für den Ü")[:-1], "article", LAST),
        Damaged("cut in the head", "html", cut_after(page, "<title>Linde"), "empty"),
    ]


def _unclosed() -> list[Damaged]:
    made = [
        Damaged(f"unclosed {start} after the article", "html", html(after=start).encode(), "article", LAST)
        for start in (
            "<script>",
            "<style>",
            "<textarea>",
            "<title>",
            "<!-- ",
            "<xmp>",
            "<iframe>",
            "<noscript>",
            "<select>",
            "<template>",
        )
    ]
    # Browsers show nothing of these pages either.
    made += [
        Damaged(f"unclosed {start} before the article", "html", html(head=start).encode(), "empty")
        for start in ("<script>", "<style>", "<!-- ")
    ]
    made += [
        Damaged("<plaintext> after the article", "html", html(after="<plaintext>").encode(), "article", LAST),
        Damaged("<![CDATA[ around a paragraph", "html", html(before="<![CDATA[ x ]]>").encode(), "article", FIRST),
        Damaged("unclosed <![CDATA[", "html", html(after="<![CDATA[").encode(), "article", LAST),
        Damaged("no tag is closed", "html", _without_end_tags(html()).encode(), "article", LAST),
    ]
    return made


def _without_end_tags(page: str) -> str:
    for name in ("li", "ul", "p", "h1", "article", "main", "footer", "body", "html"):
        page = page.replace(f"</{name}>", "")
    return page


def _nested() -> list[Damaged]:
    tables = 500
    in_tables = "<table><tr><td>" * tables + html() + "</td></tr></table>" * tables
    return [
        Damaged("1,900 nested divs", "html", _at_the_bottom(1900, "<div>", "</div>"), "article", LAST),
        Damaged("20,000 nested divs", "html", _at_the_bottom(20_000, "<div>", "</div>"), "too_deep"),
        Damaged("200,000 nested divs", "html", _at_the_bottom(200_000, "<div>", "</div>"), "too_deep"),
        Damaged("200,000 open divs", "html", _at_the_bottom(200_000, "<div>", ""), "too_deep"),
        Damaged("20,000 lists in lists", "html", _at_the_bottom(20_000, "<ul><li>", ""), "too_deep"),
        Damaged("20,000 self-closed divs", "html", _at_the_bottom(20_000, "<div/>", ""), "too_deep"),
        Damaged("tables nested 500 deep", "html", in_tables.encode(), "article", LAST),
        Damaged("20,000 open paragraphs", "html", html(after="<p><b>" * 20_000).encode(), "article", LAST),
        Damaged("20,000 open list items", "html", html(after="<ul>" + "<li><div>" * 20_000).encode(), "article", LAST),
    ]


def _at_the_bottom(depth: int, start: str, end: str) -> bytes:
    return html(before=start * depth, after=end * depth).encode()


def _sizes() -> list[Damaged]:
    attributes = "".join(f" a{number}=1" for number in range(100_000))
    many = "".join(f"<p>{number}</p>" for number in range(100_000))
    return [
        Damaged("a line of 50 MB", "text", b"Br\xc3\xbccke " * 5_600_000, "too_large"),
        Damaged("HTML of 50 MB without a tag", "html", b"Br\xc3\xbccke " * 5_600_000, "too_large"),
        Damaged("a line of 2.4 MB", "text", text().encode() + b"Br\xc3\xbccke " * 300_000, "line_too_long"),
        Damaged("2.9 MB without a tag", "html", html(after="Brücke " * 360_000).encode(), "line_too_long"),
        Damaged("2,400,000 empty lines", "text", text().encode() + b"\n" * 2_400_000, "article", LAST),
        Damaged("100,000 attributes", "html", html(attributes=attributes).encode(), "too_many_attributes"),
        Damaged("900 attributes", "html", html(attributes=attributes[:6000]).encode(), "article", LAST),
        Damaged("an attribute of 1 MB", "html", html(attributes=f' a="{"x" * 1_000_000}"').encode(), "article", LAST),
        Damaged("100,000 <br>", "html", html(after="<br>" * 100_000).encode(), "article", LAST),
        Damaged("100,000 paragraphs of a number", "html", html(after=many).encode(), "too_many_lines"),
        Damaged("1,000,000 times &amp;", "html", html(after="&amp;" * 1_000_000).encode(), "too_large"),
        Damaged("300,000 times &amp;", "html", html(after="&amp;" * 300_000).encode(), "article", LAST),
        Damaged("300,000 times <", "html", html(after="<" * 300_000).encode(), "article", LAST),
        Damaged("300,000 end tags", "html", html(after="</p>" * 300_000).encode(), "article", LAST),
    ]


def _characters() -> list[Damaged]:
    marks = {"ü": "ü\u200b", "Stadtrat": "\u202eStadtrat\u202c", "Kosten": "Kos\u00adten"}
    marked = html()
    for plain, with_mark in marks.items():
        marked = marked.replace(plain, with_mark)
    surrogates = html(before="<p>Zeichen &#xD800; und &#xDFFF; und &#0; und &#x110000; und &#128; im Text.</p>")
    return [
        Damaged("a few NUL bytes", "html", html().encode().replace(b"Rat will", b"Rat\0 will", 1), "article", LAST),
        Damaged("every second byte NUL and no text", "html", b"\x00\x01" * 1000, "undecodable"),
        Damaged("half of the page NUL", "html", html().encode() + bytes(2000), "undecodable"),
        Damaged("half surrogates as references", "html", surrogates.encode(), "article", LAST),
        Damaged("zero-width and right-to-left marks", "html", marked.encode(), "article", "Tiefbauamt"),
        Damaged("Windows line ends", "html", html().replace("\n", "\r\n").encode(), "article", LAST),
        Damaged("Mac line ends", "html", html().replace("\n", "\r").encode(), "article", LAST),
        Damaged("text with Windows line ends", "text", text().replace("\n", "\r\n").encode(), "article", LAST),
        Damaged("text with Mac line ends", "text", text().replace("\n", "\r").encode(), "article", LAST),
        Damaged("text with form feeds", "text", text().replace("\n\n", "\n\f\n").encode(), "article", LAST),
    ]


def _nothing() -> list[Damaged]:
    links = "".join(f'<li><a href="/{number}">Meldung {number} aus dem Kreis</a></li>' for number in range(200))
    frames = (
        '<html><head><title>Wesebote</title></head><frameset cols="20%,*"><frame src="a"><frame src="b"></frameset>'
    )
    return [
        Damaged("no byte", "html", b"", "empty"),
        Damaged("no byte of text", "text", b"", "empty"),
        Damaged("white space", "html", b" \r\n\t\xc2\xa0\n" * 100, "empty"),
        Damaged("a byte order mark", "html", b"\xef\xbb\xbf", "empty"),
        Damaged("tags without text", "html", b"<html><head></head><body><p></p></body></html>", "empty"),
        Damaged("comments", "html", b"<!-- Der Rat hat getagt. -->\n" * 200, "empty"),
        Damaged("a frameset", "html", frames.encode(), "empty"),
        Damaged("links", "html", f"<html><body><ul>{links}</ul></body></html>".encode(), "no_article_found"),
        Damaged("a word", "text", b"Lindenau\n", "no_article_found"),
    ]


def _binary() -> list[Damaged]:
    noise = random.Random(13).randbytes(20_000)  # noqa: S311 - bytes, not secrets
    return [
        Damaged("zip named .html", "html", zipped(), "undecodable"),
        Damaged("gzip named .html", "html", gzip.compress(html().encode(), mtime=0), "undecodable"),
        Damaged("PDF named .txt", "text", b"%PDF-1.7\n" + noise, "undecodable"),
        Damaged("PNG named .html", "html", b"\x89PNG\r\n\x1a\n" + noise, "undecodable"),
        Damaged("JPEG named .html", "html", b"\xff\xd8\xff\xe0" + noise, "undecodable"),
        Damaged("an executable", "html", b"\x7fELF\x02\x01\x01" + bytes(9) + noise, "undecodable"),
        Damaged("noise", "text", noise, "undecodable"),
    ]


_FAMILIES: tuple[Callable[[], list[Damaged]], ...] = (
    _encodings,
    _truncated,
    _unclosed,
    _nested,
    _sizes,
    _characters,
    _nothing,
    _binary,
)


def damaged_pages() -> list[Damaged]:
    """All cases; made when asked for, because some have 50 MB."""
    return [page for family in _FAMILIES for page in family()]
