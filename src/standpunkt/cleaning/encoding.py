"""Bytes to text, by a decision that is written down.

Order: byte order mark, strict UTF-8, UTF-16 by its zero bytes, UTF-8 with a few broken bytes, the declared encoding,
cp1252. UTF-8 before the declaration because text in another encoding is practically never valid UTF-8, while
declarations are often wrong (a cp1252 page that declares UTF-8 came out of an extractor as mojibake without a word).

Four kinds of damage are repaired, each named in the decision: bytes of two encodings in one page, text that was encoded
twice, C1 controls that were meant as cp1252, a byte order mark that is none. Characters cut in two become U+FFFD.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import ftfy

# UTF-32 first: its little-endian mark starts with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (b"PK\x03\x04", b"%PDF-", b"\x1f\x8b", b"\x89PNG", b"GIF8", b"\xff\xd8\xff")
_HEAD_BYTES = 4096
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
# XML declaration, meta (charset and http-equiv), and the header line of a saved HTTP answer or mail.
_DECLARED = re.compile(
    rb"""(?:<\?xml\b[^>]{0,200}?\sencoding|<meta\b[^>]{0,500}?\bcharset|^content-type:[^\r\n]{0,200}?\bcharset)"""
    rb"""\s*=\s*["']?\s*([a-z0-9_.:-]{2,40})""",
    re.IGNORECASE | re.MULTILINE,
)
_PRINTABLE = bytes(range(32, 127))
# C0 controls other than tab, newline, form feed and carriage return: a text has none, a binary file many.
_CONTROLS = bytes(sorted(set(range(32)) - {9, 10, 12, 13}))
_MAX_CONTROL_SHARE = 0.002
# Where NFC may change something, by the first byte in UTF-8; below U+0300 it is nowhere, and none of these bytes is.
_NFC_SAFE = {*range(0xC2, 0xCC), 0xCF, 0xD0, 0xD1, 0xD3, 0xD4, 0xD5, *range(0xE4, 0xEA), 0xEB, 0xEC, 0xED, 0xEE}
# First bytes of much that German pages have (dashes and quotation marks, emoji, byte order marks) and of little else.
_NFC_RARE = {
    0xCE: re.compile(rb"\xce\x87"),
    0xE2: re.compile(
        rb"\xe2(?:\x80[\x80\x81]|\x83[\x90-\xb0]|\x84[\xa6\xaa\xab]|\x8c[\xa9\xaa]|\xab\x9c|[\xb3\xb5\xb7])"
    ),
    0xEF: re.compile(rb"\xef(?:[\xa4-\xad]|\xb8[\xa0-\xaf])"),
    0xF0: re.compile(rb"\xf0[^\x9f]"),
}
# Bytes of UTF-8 that ask for more than decoding.
_UNUSUAL = _CONTROLS + bytes(sorted(set(range(0xC0, 0x100)) - _NFC_SAFE - set(_NFC_RARE)))

_RUN = re.compile(rb"[\x80-\xff]+")
# A byte beyond ASCII with what belongs to it: a character of UTF-8 (as RFC 3629 has them; without NKo, whose first byte
# is the ß of »Spaß“«); a character beyond the BMP as two surrogates; the beginning of a character that was cut; a
# stray byte.
_UTF8 = (
    rb"[\xc2-\xde][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_HIGH = re.compile(
    rb"(?P<valid>" + _UTF8 + rb")|(?P<pair>\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])"
    rb"|(?P<cut>[\xc2\xc3]|\xe2\x80|\xf0\x9f[\x80-\xbf]?)|[\x80-\xff]"
)
_CUT_TAIL = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
# In a page of single bytes only what no German text has there: Â or Ã before a sign, â€.
_EMBEDDED = re.compile(rb"(?P<valid>[\xc2\xc3][\x80-\xbf]|\xe2[\x80\x82\x84][\x80-\xbf])|[\x80-\xff]")

# Ã, Â, â, ð, ï: the first byte of two, three or four as cp1252 or Latin-1 show it, before one of the signs that they
# show for the second; and Ã as it looks in other code pages.
_SECOND = bytes(range(0x80, 0xC0))
_SIGNS = {
    "[ÂÃâðï]": _SECOND.decode("cp1252", "ignore") + _SECOND.decode("latin-1"),
    **{b"\xc3".decode(page): _SECOND.decode(page, "ignore") for page in ("cp1250", "mac_roman", "cp437")},
}
_TWICE = re.compile("|".join(f"{first}[{re.escape(second)}]" for first, second in _SIGNS.items()))
_FIRSTS = "ÂÃâðïĂ√├"  # a text without these characters is told by looking for them one by one, which is quick
_C1_UTF8 = re.compile(rb"\xc2[\x80-\x9f]")
_PIECE = re.compile(r"[^<>\n]+")

# The letter first, then what is before it: so the search skips to the letters.
_INNER = re.compile(r"[äöüß](?<=[A-Za-z][äöüß])[äöüß]*(?=[a-z])")
_OTHER_PAGES = ("cp850", "mac_roman")  # DOS and old Macs; only where cp1252 makes no German of the bytes
_TRUST_SHARE = 0.1  # of the bytes beyond ASCII that are German letters inside a word: then it is that encoding


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was decoded.

    `encoding` by `evidence`: bom, valid, zero bytes (UTF-16 without mark), mostly valid (UTF-8 with broken bytes),
    declared, fallback. `repaired` names what was mended, in the order of mending, joined by " + ": "false byte order
    mark", "mixed encodings", "cut characters", "double encoding", "C1 controls"; None where nothing was.
    """

    text: str
    encoding: str
    evidence: str
    repaired: str | None = None

    @property
    def decision(self) -> str:
        """The decision as it is counted and shown: `cp1252 (fallback, repaired: double encoding)`."""
        repaired = f", repaired: {self.repaired}" if self.repaired else ""
        return f"{self.encoding} ({self.evidence}{repaired})"


def decode(content: bytes) -> Decoded | None:
    r"""Decode a page; None where the bytes are no text (binary, or hardly anything but control characters).

    The text has NFC form and `\n` line ends, without byte order mark and NUL.
    """
    if content.startswith(_SIGNATURES):
        return None
    mark, encoding = next(((mark, name) for mark, name in _BOMS if content.startswith(mark)), (b"", "utf-8"))
    false_mark = False
    if b"\0" in content[:_HEAD_BYTES]:
        wide = _decode_wide(content, encoding)
        if wide or encoding in ("utf-16", "utf-32"):
            return wide
    elif encoding in ("utf-16", "utf-32"):
        # Markup and white space have zero bytes in UTF-16: without any, the mark is wrong.
        encoding, false_mark = "utf-8", True
    body = content[len(mark) :]
    repairs = ["false byte order mark"] if false_mark else []

    usual = body.translate(None, delete=_UNUSUAL + b"\r")
    text: str | None
    if len(usual) + (body.count(b"\r\n") if b"\r" in body else 0) == len(body):
        # All that was deleted is the \r of \r\n: the line ends are right, and there is nothing for NFC.
        text = _read(usual, "utf-8")
        if text is not None:
            if any(first in usual and rare.search(usual) for first, rare in _NFC_RARE.items()):
                text = unicodedata.normalize("NFC", text)
            text = text.removeprefix("\ufeff")  # a second mark
            return _finish(text, usual, encoding, "valid" if encoding == "utf-8" else "bom", repairs)
    if len(body.translate(None, delete=_CONTROLS)) < len(body) * (1 - _MAX_CONTROL_SHARE):
        return None
    text, evidence = _read(body, "utf-8"), "valid" if encoding == "utf-8" else "bom"
    if text is None:
        text, encoding, evidence, mixed = _decode_bytes(body)
        repairs += mixed
    text = tidy(text)
    return _finish(text, text.encode(), encoding, evidence, repairs)


def tidy(text: str) -> str:
    r"""A text that came decoded, in the form that `decode` gives: NFC, `\n` line ends, no byte order mark, no NUL."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").removeprefix("\ufeff")
    # NFC before any comparison: scrapers mix composed and decomposed umlauts. By line, because no character joins a
    # line end, and most lines of a page are ASCII.
    return "\n".join(line if line.isascii() else unicodedata.normalize("NFC", line) for line in text.split("\n"))


def _finish(text: str, utf8: bytes, encoding: str, evidence: str, repairs: list[str]) -> Decoded:
    """The decision about a tidy text, after the repairs that need no bytes; `utf8` is the text, quick to search."""
    if any(first in text for first in _FIRSTS) and _TWICE.search(text):
        single = _PIECE.sub(lambda piece: _encoded_once(piece.group()), text)
        if single != text:
            text, repairs = tidy(single), [*repairs, "double encoding"]
    if _C1_UTF8.search(utf8):
        shown = text.translate(_c1_as_cp1252())
        if shown != text:
            text, repairs = shown, [*repairs, "C1 controls"]
    return Decoded(text, encoding, evidence, " + ".join(repairs) or None)


def _encoded_once(piece: str) -> str:
    # By piece, because ftfy reads a text as a whole first: one emoji on the page keeps it from the best reading.
    return ftfy.fix_encoding(piece) if _TWICE.search(piece) else piece


@cache
def _c1_as_cp1252() -> dict[int, str]:
    return {byte: _table("cp1252")[byte] for byte in range(0x80, 0xA0)}


# --- UTF-16, UTF-32 --------------------------------------------------------------------------------------------------


def _decode_wide(content: bytes, encoding: str) -> Decoded | None:
    """Two- or four-byte text, by its mark or by every second byte being zero; None where it is none."""
    head = content[:_HEAD_BYTES]
    half = len(head) // 2
    low, high = head[0 : 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    pattern = ""
    if half >= 4 and max(low, high) > 0.6 * half and min(low, high) < 0.05 * half:
        pattern = "utf-16-le" if high > low else "utf-16-be"
    evidence = "bom"
    if encoding not in ("utf-16", "utf-32"):
        encoding, evidence = pattern, "zero bytes"
    text = _read(content, encoding) if encoding else None
    repairs: list[str] = []
    if text is None and pattern and encoding.startswith("utf-16"):
        text, repairs = content.decode(encoding, "replace"), ["cut characters"]
    if text is None:
        return None
    # UTF-16 read as if it had one byte a character is full of NUL; what is full of controls even so is binary.
    if len(text.encode().translate(None, delete=_CONTROLS)) < len(text) * (1 - _MAX_CONTROL_SHARE):
        return None
    text = tidy(text)
    return _finish(text, text.encode(), encoding, evidence, repairs)


# --- not valid UTF-8 -------------------------------------------------------------------------------------------------


def _decode_bytes(body: bytes) -> tuple[str, str, str, list[str]]:
    """Text, encoding, evidence and repairs of bytes that are not valid UTF-8."""
    valid = stray = 0
    for run, count in Counter(_RUN.findall(body)).items():
        for found in _HIGH.finditer(run):
            kind = found.lastgroup
            # A lone Ã may be a cut character or SÃO PAULO: it votes for nothing.
            if kind in ("valid", "pair") or (kind == "cut" and len(found.group()) > 1):
                valid += count
            elif kind is None:
                stray += count
    encoding, evidence, text = _single_bytes(body)
    if valid > stray:
        tail = _CUT_TAIL.search(body[-3:])
        mended, repairs = _mix(body[: len(body) - len(tail.group())] if tail else body, _HIGH, encoding)
        if tail:
            mended, repairs = mended + "\ufffd", sorted({*repairs, "cut characters"}, reverse=True)
        return mended, "utf-8", "mostly valid", repairs
    if not _is_single_byte(encoding):
        return text, encoding, evidence, []
    mended, repairs = _mix(body, _EMBEDDED, encoding)
    if encoding.startswith("iso8859") and any(byte in body for byte in range(0x80, 0xA0)):
        repairs.append("C1 controls")
    return mended, encoding, evidence, repairs


def _mix(body: bytes, parts: re.Pattern[bytes], encoding: str) -> tuple[str, list[str]]:
    """Read UTF-8 where `parts` finds it, and the bytes between as a single-byte encoding; with the repairs."""
    table = _table(encoding if _is_single_byte(encoding) else "cp1252")
    utf8 = [character.encode() for character in table]
    seen: set[str | None] = set()

    def as_utf8(found: re.Match[bytes]) -> bytes:
        part = found.group()
        seen.add(found.lastgroup)
        if found.lastgroup == "valid":
            return part
        if found.lastgroup == "pair":
            return part.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()
        return "\ufffd".encode() if found.lastgroup == "cut" else utf8[part[0]]

    runs = {run: parts.sub(as_utf8, run) for run in sorted(set(_RUN.findall(body)))}
    text = _RUN.sub(lambda run: runs[run.group()], body).decode("utf-8")
    repairs = []
    if (None in seen and "valid" in seen) or "pair" in seen:
        repairs.append("mixed encodings")
    if "cut" in seen:
        repairs.append("cut characters")
    return text, repairs


def _single_bytes(body: bytes) -> tuple[str, str, str]:
    """Encoding, evidence and text by declaration or, where it is wrong or there is none, by what makes German of it."""
    high = len(body) - len(body.translate(None, delete=bytes(range(0x80, 0x100))))
    declared = next(((name, text) for name in _declared(body) if (text := _read(body, name)) is not None), None)
    if declared and _inner_letters(declared[1]) >= _TRUST_SHARE * high:
        return declared[0], "declared", declared[1]
    encoding, text = "cp1252", _read_table(body, "cp1252")
    best = _inner_letters(text)
    for name in _OTHER_PAGES if best < _TRUST_SHARE * high else ():
        other = _read_table(body, name)
        letters = _INNER.findall(other)
        # Two letters at least: š and á of foreign names are ö and ß in these code pages.
        if len(letters) > best and len({*"".join(letters)}) > 1:
            encoding, text, best = name, other, len(letters)
    if declared and (best <= _inner_letters(declared[1]) or best < _TRUST_SHARE * high):
        return declared[0], "declared", declared[1]
    return encoding, "fallback", text


def _declared(body: bytes) -> Iterator[str]:
    """The encodings that a page declares at its start, as Python names them; without those that it cannot be in."""
    for found in _DECLARED.finditer(_COMMENT.sub(b"", body[:_HEAD_BYTES])):
        try:
            name = codecs.lookup(found.group(1).decode("ascii").lower().removeprefix("x-")).name
        except LookupError:
            continue
        # Browsers read Latin-1 as cp1252 (WHATWG Encoding Standard): the quotation marks live in the difference.
        name = "cp1252" if name in ("iso8859-1", "ascii") else name
        # The declaration was read as ASCII, so UTF-16, UTF-7, punycode and the like are out.
        if name != "utf-8" and _read(_PRINTABLE, name) == _PRINTABLE.decode("ascii"):
            yield name


def _inner_letters(text: str) -> int:
    return len(_INNER.findall(text))


def _read(content: bytes, encoding: str) -> str | None:
    try:
        return _read_table(content, encoding) if encoding == "cp1252" else content.decode(encoding)
    except (UnicodeError, LookupError):  # LookupError: a codec that is no text encoding, such as hex
        return None


def _read_table(content: bytes, encoding: str) -> str:
    return codecs.charmap_decode(content, "strict", "".join(_table(encoding)))[0]


@cache
def _is_single_byte(encoding: str) -> bool:
    return len(bytes(range(256)).decode(encoding, "replace")) == 256


@cache
def _table(encoding: str) -> tuple[str, ...]:
    """The characters of the 256 bytes; what would be a C1 control is read as cp1252, as browsers do with Latin-1."""
    table = []
    for byte in range(256):
        character = _read_byte(byte, encoding)
        table.append(_read_byte(byte, "cp1252") if 0x80 <= ord(character) < 0xA0 else character)
    return tuple(table)


def _read_byte(byte: int, encoding: str) -> str:
    # cp1252 leaves five bytes undefined: they stay the controls of that number, as in the WHATWG table.
    return bytes([byte]).decode(encoding, "ignore") or chr(byte)
