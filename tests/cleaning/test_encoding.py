"""Bytes to text: every encoding that German pages come in, declared rightly, wrongly or not at all."""

from __future__ import annotations

import codecs
import random
import unicodedata

import pytest

from standpunkt.cleaning.encoding import Decoded, decode, tidy

TEXT = "<p>„Größe“ für die Straße – 16 €</p>"
LATIN = "<p>Größe für die Straße</p>"
META = '<meta charset="{}">'


@pytest.mark.parametrize(
    ("content", "text", "encoding", "evidence"),
    [
        (TEXT.encode(), TEXT, "utf-8", "valid"),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT, "utf-8-sig", "bom"),
        (b"plain ASCII", "plain ASCII", "utf-8", "valid"),
        (TEXT.encode("utf-16"), TEXT, "utf-16", "bom"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, "utf-16", "bom"),
        (TEXT.encode("cp1252"), TEXT, "cp1252", "fallback"),
        (
            (META.format("windows-1252") + TEXT).encode("cp1252"),
            META.format("windows-1252") + TEXT,
            "cp1252",
            "declared",
        ),
        ((META.format("utf-8") + TEXT).encode("cp1252"), META.format("utf-8") + TEXT, "cp1252", "fallback"),
        (
            (META.format("ISO-8859-1") + LATIN).encode("latin-1"),
            META.format("ISO-8859-1") + LATIN,
            "cp1252",
            "declared",
        ),
        # UTF-8 that declares something else is UTF-8 all the same.
        ((META.format("iso-8859-1") + TEXT).encode(), META.format("iso-8859-1") + TEXT, "utf-8", "valid"),
        (
            (META.format("iso-8859-15") + "16 €").encode("iso-8859-15"),
            META.format("iso-8859-15") + "16 €",
            "iso8859-15",
            "declared",
        ),
        (
            (META.format("gibberish") + "Größe").encode("cp1252"),
            META.format("gibberish") + "Größe",
            "cp1252",
            "fallback",
        ),
        (
            b'<?xml version="1.0" encoding="iso-8859-1"?>Gr\xf6\xdfe',
            '<?xml version="1.0" encoding="iso-8859-1"?>Größe',
            "cp1252",
            "declared",
        ),
        # 0x81 is undefined in cp1252: nothing but Latin-1 reads it.
        (b"Gr\xf6\xdfe \x81", "Größe \x81", "iso8859-1", "fallback"),
    ],
)
def test_decodes(content: bytes, text: str, encoding: str, evidence: str) -> None:
    assert decode(content) == Decoded(text, encoding, evidence)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + b"Titel " * 100,
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0 JFIF",
        b"\x1f\x8b\x08\x00",
        random.Random(13).randbytes(2000),  # noqa: S311 - bytes, not secrets
        b"\x00\x01\x02\x03",
    ],
    ids=["zip", "pdf", "png", "jpeg", "gzip", "random", "controls"],
)
def test_binary_is_no_text(content: bytes) -> None:
    assert decode(content) is None


def test_broken_utf16_is_no_text() -> None:
    assert decode(codecs.BOM_UTF16_LE + b"a") is None


def test_a_single_nul_in_a_long_text_is_dropped() -> None:
    decoded = decode(("Größe " * 200 + "\0Ende").encode())
    assert decoded is not None
    assert decoded.text == "Größe " * 200 + "Ende"


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


def test_declaration_is_looked_for_at_the_start_alone() -> None:
    late = b"x" * 5000 + b'<meta charset="iso-8859-15">' + "Preis: 16 €".encode("iso-8859-15")
    decoded = decode(late)
    assert decoded is not None
    assert (decoded.encoding, decoded.evidence, decoded.text[-1]) == ("cp1252", "fallback", "¤")
