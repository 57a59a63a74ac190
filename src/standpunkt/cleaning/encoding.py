"""Bytes to text, by a decision that is written down.

Order: byte order mark, strict UTF-8, the declared encoding, cp1252. UTF-8 before the declaration because text in
another encoding is practically never valid UTF-8, while declarations are often wrong (a cp1252 page that declares UTF-8
came out of an extractor as mojibake without a word).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_HEAD_BYTES = 4096
# C0 controls other than tab, newline, form feed and carriage return: a text has none, a binary file many.
_CONTROLS = bytes(sorted(set(range(32)) - {9, 10, 12, 13}))
_MAX_CONTROL_SHARE = 0.002
_SIGNATURES = (b"PK\x03\x04", b"%PDF-", b"\x1f\x8b", b"\x89PNG", b"GIF8", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was decoded: `encoding` by `evidence` (bom, valid, declared, fallback)."""

    text: str
    encoding: str
    evidence: str


def decode(content: bytes) -> Decoded | None:
    r"""Decode a page; None where the bytes are no text (binary, or hardly anything but control characters).

    The text has NFC form and `\n` line ends, without byte order mark and NUL.
    """
    if content.startswith(_SIGNATURES):
        return None
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _finish(content, encoding, "bom")
    if len(content.translate(None, delete=_CONTROLS)) < len(content) * (1 - _MAX_CONTROL_SHARE):
        return None
    declared = _DECLARED.search(content[:_HEAD_BYTES])
    candidates = [("utf-8", "valid")]
    if declared:
        candidates.append((declared.group(1).decode("ascii"), "declared"))
    candidates.append(("cp1252", "fallback"))
    for encoding, evidence in candidates:
        decoded = _finish(content, encoding, evidence)
        if decoded:
            return decoded
    return _finish(content, "latin-1", "fallback")  # cp1252 leaves five bytes undefined; Latin-1 none


def _finish(content: bytes, encoding: str, evidence: str) -> Decoded | None:
    try:
        name = codecs.lookup(encoding).name
        # Browsers read Latin-1 as cp1252 (WHATWG Encoding Standard): the quotation marks live in the difference.
        name = "cp1252" if name in ("iso8859-1", "ascii") and evidence == "declared" else name
        text = content.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
    return Decoded(tidy(text), name, evidence)


def tidy(text: str) -> str:
    r"""A text that came decoded, in the form that `decode` gives: NFC, `\n` line ends, no byte order mark, no NUL."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").removeprefix("\ufeff")
    # NFC before any comparison: scrapers mix composed and decomposed umlauts.
    return unicodedata.normalize("NFC", text)
