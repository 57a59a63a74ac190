"""Bytes to text: every encoding that German pages come in, declared rightly, wrongly or not at all."""

from __future__ import annotations

import codecs
import itertools
import random
import sys
import unicodedata

import pytest

from standpunkt.cleaning.encoding import _NFC_RARE, _NFC_SAFE, Decoded, decode, tidy

TEXT = "<p>„Größe“ für die Straße – 16 €</p>"
LATIN = "<p>Größe für die Straße</p>"
META = '<meta charset="{}">'


def twice(text: str, wrong: str = "cp1252") -> str:
    """A text as it looks when its UTF-8 was read as another encoding; undefined bytes as Latin-1."""
    return "".join(
        bytes([byte]).decode(wrong, "ignore") or chr(byte) if byte > 127 else chr(byte) for byte in text.encode()
    )


def decoded(content: bytes) -> Decoded:
    found = decode(content)
    assert found is not None
    return found


# --- the decision ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "text", "encoding", "evidence"),
    [
        (TEXT.encode(), TEXT, "utf-8", "valid"),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT, "utf-8-sig", "bom"),
        (codecs.BOM_UTF8 * 2 + TEXT.encode(), TEXT, "utf-8-sig", "bom"),
        (b"plain ASCII", "plain ASCII", "utf-8", "valid"),
        (TEXT.encode("utf-16"), TEXT, "utf-16", "bom"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, "utf-16", "bom"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT, "utf-32", "bom"),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), TEXT, "utf-32", "bom"),
        (TEXT.encode("utf-16-le"), TEXT, "utf-16-le", "zero bytes"),
        (TEXT.encode("utf-16-be"), TEXT, "utf-16-be", "zero bytes"),
        (TEXT.encode("cp1252"), TEXT, "cp1252", "fallback"),
        ((META.format("iso-8859-15") + "16 €").encode("iso-8859-15"), META.format("iso-8859-15") + "16 €",
         "iso8859-15", "declared"),
        # Without a declaration ISO-8859-15 is a guess that cp1252 wins: the sign alone tells them apart.
        ("Größe, 16 €".encode("iso-8859-15"), "Größe, 16 ¤", "cp1252", "fallback"),
        (b"Gr\xf6\xdfe \x81", "Größe \x81", "cp1252", "fallback"),
        # The old encodings of DOS and Macs, where they make words of what cp1252 does not.
        ("Größe für die Mühle".encode("cp850"), "Größe für die Mühle", "cp850", "fallback"),
        ("Größe für die Mühle".encode("mac_roman"), "Größe für die Mühle", "mac_roman", "fallback"),
        ("Petar Marušić".replace("ć", "c").encode("cp1252"), "Petar Marušic", "cp1252", "fallback"),
        ("Nelia Márquez-Gonzága".encode("cp1252"), "Nelia Márquez-Gonzága", "cp1252", "fallback"),
        ("Spaß“ und „Gruß“".encode("cp1252"), "Spaß“ und „Gruß“", "cp1252", "fallback"),
        ("aus SÃO TOMÉ".encode("cp1252"), "aus SÃO TOMÉ", "cp1252", "fallback"),
        (META.format("windows-1251").encode() + "Погода в Лесном".encode("cp1251"),
         META.format("windows-1251") + "Погода в Лесном", "cp1251", "declared"),
        (META.format("x-sjis").encode() + "天気の話".encode("shift_jis"), META.format("x-sjis") + "天気の話",
         "shift_jis", "declared"),
    ],
)  # fmt: skip
def test_decodes(content: bytes, text: str, encoding: str, evidence: str) -> None:
    assert decode(content) == Decoded(text, encoding, evidence)


@pytest.mark.parametrize(
    ("declaration", "encoding", "evidence"),
    [
        ('<meta charset="iso-8859-15">', "iso8859-15", "declared"),
        ("<META CHARSET=ISO-8859-15>", "iso8859-15", "declared"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">', "iso8859-15", "declared"),
        ("<meta content='text/html;charset=latin9' http-equiv=content-type />", "iso8859-15", "declared"),
        ('<?xml version="1.0" encoding="iso-8859-15"?>', "iso8859-15", "declared"),
        ("HTTP/1.1 200 OK\nContent-Type: text/html; charset=ISO-8859-15\n\n", "iso8859-15", "declared"),
        # The first that can be: utf-8 is not valid here.
        ('<meta charset="utf-8"><meta charset="iso-8859-15">', "iso8859-15", "declared"),
        ('<meta charset="iso-8859-15"><meta charset="windows-1252">', "iso8859-15", "declared"),
        ('<!-- <meta charset="iso-8859-15"> -->', "cp1252", "fallback"),
        ('<script src="a.js" charset="iso-8859-15"></script>', "cp1252", "fallback"),
        ('<form accept-charset="iso-8859-15">', "cp1252", "fallback"),
        ("encoding = iso-8859-15\n", "cp1252", "fallback"),
        (" " * 5000 + '<meta charset="iso-8859-15">', "cp1252", "fallback"),
        ('<meta charset="us-ascii">', "cp1252", "declared"),
        ('<meta charset="x-cp1252">', "cp1252", "declared"),
    ],
)
def test_where_a_declaration_stands(declaration: str, encoding: str, evidence: str) -> None:
    found = decoded((declaration + LATIN + "¤").encode("latin-1"))
    assert (found.encoding, found.evidence) == (encoding, evidence)
    assert found.text == declaration + LATIN + ("€" if encoding == "iso8859-15" else "¤")


# --- the matrix: no wrong declaration and no mark makes mojibake -----------------------------------------------------

KINDS = {
    "meta": ('<meta charset="{}"><p>', "</p>"),
    "http-equiv": ('<meta http-equiv="Content-Type" content="text/html; charset={}">\n<p>', "</p>\n"),
    "xml": ('<?xml version="1.0" encoding="{}"?>\n<html><p>', "</p></html>"),
    "undeclared": ("<p>", "</p>"),
    "text": ("", "\n"),
}
SENTENCES = {
    "umlauts": "Die Größe der Mühle überrascht Käthe Öhler, so die Straßenwacht.",
    "quoted": "„Schön“, sagte sie – und dann: ‚Grüße …‘, ein Ärgernis für jede Straße.",
    "one letter": "Der Rat trifft sich am Montag in der Mühle und vertagt sich dann auf Dienstag.",
}
DECLARED = (
    "utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "utf-16", "utf-7", "us-ascii", "windows-1251", "koi8-r",
    "iso-8859-2", "gb18030", "shift_jis", "big5", "macintosh", "cp037", "punycode", "hex", "no-such-thing", "",
)  # fmt: skip
# Besides itself: what the letters of these sentences look the same in, so that the declaration is as good.
SAME = {
    "cp1252": {"iso-8859-2": "iso8859-2", "iso-8859-15": "iso8859-15", "iso-8859-1": "cp1252", "us-ascii": "cp1252"}
}
MATRIX = [
    (true, declared, kind, content)
    for true, declared, kind, content in itertools.product(
        ("utf-8", "utf-8-sig", "cp1252", "iso8859-15", "utf-16", "utf-16-le", "utf-16-be"), DECLARED, KINDS, SENTENCES
    )
    if (true, content) != ("iso8859-15", "quoted") and (declared == DECLARED[0] or kind not in ("undeclared", "text"))
]


@pytest.mark.parametrize(("true", "declared", "kind", "content"), MATRIX)
def test_matrix(true: str, declared: str, kind: str, content: str) -> None:
    before, after = KINDS[kind]
    page = before.format(declared) + SENTENCES[content] + after
    found = decoded(page.encode(true))
    assert found.text == page
    if true in ("utf-8", "utf-8-sig"):
        assert found.decision == ("utf-8 (valid)" if true == "utf-8" else "utf-8-sig (bom)")
    elif true == "utf-16":
        assert found.decision == "utf-16 (bom)"
    elif true.startswith("utf-16"):
        assert found.decision == f"{true} (zero bytes)"
    else:
        believed = {**SAME["cp1252"], "windows-1252": "cp1252"}.get(declared) if "{}" in before else None
        wanted = (believed, "declared") if believed else ("cp1252", "fallback")
        assert (found.encoding, found.evidence) == wanted
        # Quotation marks are C1 controls in the ISO encodings: read as cp1252, and said so.
        c1 = content == "quoted" and wanted[0].startswith("iso")
        assert found.repaired == ("C1 controls" if c1 else None)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE], ids=["le", "be"])
@pytest.mark.parametrize("true", ["utf-8", "cp1252"])
@pytest.mark.parametrize("content", SENTENCES)
def test_a_mark_that_is_none(mark: bytes, true: str, content: str) -> None:
    found = decoded(mark + SENTENCES[content].encode(true))
    evidence = "valid" if true == "utf-8" else "fallback"
    assert found == Decoded(SENTENCES[content], true, evidence, "false byte order mark")


def test_utf8_mark_before_other_bytes() -> None:
    assert decode(codecs.BOM_UTF8 + "Größe für Käthe".encode("cp1252")) == Decoded(
        "Größe für Käthe", "cp1252", "fallback"
    )


# --- repairs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Größe für die Straße",
        "„Größe“ – ‚für‘ … 16 €",
        "Äpfel, Öl, Übermut",
        "»Größe« in Soria Nueva: ¿qué?",
        "Käthe 🙂 grüßt",
        "Temperatur: 20 °C, 5 m²",
    ],
)
@pytest.mark.parametrize("around", ["", "<p>Schöne „Straße“ – 🙂</p>\n"], ids=["whole page", "in a right page"])
def test_encoded_twice(text: str, around: str) -> None:
    page = f"{around}<p>{twice(text)}</p>{around}"
    assert page != f"{around}<p>{text}</p>{around}"
    assert decode(page.encode()) == Decoded(f"{around}<p>{text}</p>{around}", "utf-8", "valid", "double encoding")


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        (twice(twice("Größe für Käthe")), "Größe für Käthe"),
        (twice("Größe für Käthe", "latin-1"), "Größe für Käthe"),
        (twice("Größe für Käthe", "mac_roman"), "Größe für Käthe"),
        (twice("Größe für Käthe", "cp437"), "Größe für Käthe"),
        (twice("Größe für Käthe", "cp1250"), "Größe für Käthe"),
        # Some of a line is right already.
        (f"Schöne Grüße, {twice('Käthe Öhler')}", "Schöne Grüße, Käthe Öhler"),
    ],
)
def test_encoded_twice_in_other_ways(shown: str, meant: str) -> None:
    assert decode(shown.encode()) == Decoded(meant, "utf-8", "valid", "double encoding")


@pytest.mark.parametrize(
    "text",
    [
        "„Größe“ ‚für‘ »Käthe« ›ja‹ ’s \"gerade\" 'auch'",
        "ﬁnden, ﬂiegen, Ĳ, ½, ™, №, …",
        "&Atilde;&para; &quot;Größe&quot; &auml; &amp;auml;",
        "Ａｂｃ １２３",
        "in São Tomé, aus Ângela und Ã, â, ð, ï",
        "[A-ZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ]",
        "√ 16 = 4 ├── Ordner",
        "Ăla, Sorin Ărva",
        "a\u200bb \u202eRTL\u202c zero\u200dwidth",
        "e\u00adxtra\u00a0lang",
    ],
)
def test_right_text_stays(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8", "valid")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # UTF-8 but for a few bytes: an include, an attribute in cp1252.
        (
            "<p>Größe für Käthe</p><img alt='".encode() + b"Mitgef\xfchl" + "'>„Öl“".encode(),
            Decoded("<p>Größe für Käthe</p><img alt='Mitgefühl'>„Öl“", "utf-8", "mostly valid", "mixed encodings"),
        ),
        (
            "Größe, für Käthe, ".encode() + b"\x84Stra\xdfe\x93 \x96 \x80",
            Decoded("Größe, für Käthe, „Straße“ – €", "cp1252", "fallback", "mixed encodings"),
        ),
        (
            "Größe, für Käthe, Öl, Übermut, ".encode() + b"\x84Stra\xdfe\x93",
            Decoded("Größe, für Käthe, Öl, Übermut, „Straße“", "utf-8", "mostly valid", "mixed encodings"),
        ),
        # A stray byte is read as the page declares it.
        (
            (META.format("iso-8859-15") + "Größe für Käthe ").encode() + b"16 \xa4",
            Decoded(META.format("iso-8859-15") + "Größe für Käthe 16 €", "utf-8", "mostly valid", "mixed encodings"),
        ),
        # Single bytes but for a few characters.
        (
            "Größe, Öl, Übermut, „Straße“ ".encode("cp1252") + "für „Käthe“".encode(),
            Decoded("Größe, Öl, Übermut, „Straße“ für „Käthe“", "cp1252", "fallback", "mixed encodings"),
        ),
        (
            (META.format("iso-8859-15") + "Größe, Öl, Übermut, 16 € ").encode("iso-8859-15") + "für Käthe".encode(),
            Decoded(META.format("iso-8859-15") + "Größe, Öl, Übermut, 16 € für Käthe", "iso8859-15", "declared",
                    "mixed encodings"),
        ),
        # Cut in a character: at the end of the page, in a teaser.
        ("Größe für K".encode() + b"\xc3", Decoded("Größe für K\ufffd", "utf-8", "mostly valid", "cut characters")),
        ("Größe für 5 ".encode() + b"\xe2\x82",
         Decoded("Größe für 5 \ufffd", "utf-8", "mostly valid", "cut characters")),
        ("Größe für ".encode() + b"\xf0\x9f\x99",
         Decoded("Größe für \ufffd", "utf-8", "mostly valid", "cut characters")),
        ("Größe für".encode() + b" \xe2\x80 " + "Käthe".encode(),
         Decoded("Größe für \ufffd Käthe", "utf-8", "mostly valid", "cut characters")),
        ("Größe für".encode() + b" \xc3... " + "Käthe ".encode() + b"\xfcber",
         Decoded("Größe für \ufffd... Käthe über", "utf-8", "mostly valid", "mixed encodings + cut characters")),
        # An emoji as a database stored it, as two surrogates.
        ("Grüße ".encode() + b"\xed\xa0\xbd\xed\xb9\x82",
         Decoded("Grüße 🙂", "utf-8", "mostly valid", "mixed encodings")),
        ("\x84Größe\x93 \x96 \x85".encode(), Decoded("„Größe“ – …", "utf-8", "valid", "C1 controls")),
        (f"<p>{twice('Größe für')}</p>\x84Käthe\x93".encode(),
         Decoded("<p>Größe für</p>„Käthe“", "utf-8", "valid", "double encoding + C1 controls")),
        ("Schöne Grüße an Käthe".encode("utf-16-le") + b"a",
         Decoded("Schöne Grüße an Käthe\ufffd", "utf-16-le", "zero bytes", "cut characters")),
        (f"Schöne Grüße, {twice('Käthe')}".encode("utf-16"),
         Decoded("Schöne Grüße, Käthe", "utf-16", "bom", "double encoding")),
    ],
)  # fmt: skip
def test_repairs(content: bytes, expected: Decoded) -> None:
    assert decode(content) == expected


@pytest.mark.parametrize(
    ("found", "decision"),
    [
        (Decoded("", "utf-8", "valid"), "utf-8 (valid)"),
        (Decoded("", "cp1252", "fallback", "double encoding"), "cp1252 (fallback, repaired: double encoding)"),
    ],
)
def test_the_decision_in_words(found: Decoded, decision: str) -> None:
    assert found.decision == decision


# --- no text ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + b"Titel " * 100,
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0 JFIF",
        b"\x1f\x8b\x08\x00",
        b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\x3e\x00",
        b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00",
        random.Random(13).randbytes(2000),  # noqa: S311 - bytes, not secrets
        b"\x00\x01\x02\x03",
        bytes(100),
        b"\x00\x01" * 50,
        b"\x01\x00" * 50,
        codecs.BOM_UTF16_LE + b"\x00\xd8\x00",
        codecs.BOM_UTF16_LE + b"\x01\x00" * 50,
    ],
    ids="zip pdf png jpeg gzip elf exe random controls nul pairs-be pairs-le surrogate utf16-controls".split(),
)
def test_binary_is_no_text(content: bytes) -> None:
    assert decode(content) is None


# --- form ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_form_in_every_encoding(encoding: str) -> None:
    page = "Größe der Mühle\r\nfür\rKäthe\n\r\nEnde" + " und so weiter" * 100
    assert decoded(page.encode(encoding)).text == "Größe der Mühle\nfür\nKäthe\n\nEnde" + " und so weiter" * 100


def test_a_single_nul_in_a_long_text_is_dropped() -> None:
    assert decode(("Größe " * 200 + "\0Ende").encode()) == Decoded("Größe " * 200 + "Ende", "utf-8", "valid")


def test_empty_is_an_empty_text() -> None:
    assert decode(b"") == Decoded("", "utf-8", "valid")


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\ufeffTitel", "Titel"),
        ("a\0b", "ab"),
        (unicodedata.normalize("NFD", "Größe über Äcker"), "Größe über Äcker"),
        ("", ""),
    ],
)
def test_tidy(text: str, tidied: str) -> None:
    assert tidy(text) == tidied
    assert decode(text.encode()) == Decoded(tidied, "utf-8-sig" if text[:1] == "\ufeff" else "utf-8",
                                            "bom" if text[:1] == "\ufeff" else "valid") or "\0" in text  # fmt: skip


@pytest.mark.parametrize("text", ["5 \u2126", "\u212bngström", "a\u2000b", "\u2329x\u232a", "\u0387", "\ufa0e\uf900"])
def test_single_characters_that_nfc_changes(text: str) -> None:
    assert decoded(f"Größe {text} – „für“".encode()).text == unicodedata.normalize("NFC", f"Größe {text} – „für“")


def test_the_quick_way_knows_every_character_that_nfc_may_touch() -> None:
    """Marks, characters that join the one before, and characters with another form: each by its first byte."""
    characters = [chr(code) for code in range(0x80, sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    pairs = (unicodedata.decomposition(character).split() for character in characters)
    second = {chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and not pair[0].startswith("<")}
    second |= {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}  # Hangul joins by rule
    missed = [
        character
        for character in characters
        if (character in second or unicodedata.combining(character) or not unicodedata.is_normalized("NFC", character))
        and (
            (first := character.encode()[0]) in _NFC_SAFE
            or (first in _NFC_RARE and not _NFC_RARE[first].search(character.encode()))
        )
    ]
    assert missed == []
