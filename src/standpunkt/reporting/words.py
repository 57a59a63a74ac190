"""How numbers and foreign text are written: one form everywhere, and no text from a page that acts as markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

MINUS = "\N{MINUS SIGN}"
_SPACE = re.compile(r"[^\S\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")
_MARKDOWN = re.compile(r"[\\`*\[\]|~#$]|(?<![^\W_])_|_(?![^\W_])")
_INTERVAL = re.compile(r"(\[-?\N{MINUS SIGN}?\d\.\d{3}, \N{MINUS SIGN}?\d\.\d{3}\])(?![\[(:])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LINK = re.compile(r"://|(?<=www)\.|@", re.IGNORECASE)
_CODE = re.compile(r"[\w./+-]+(?: [\w./+-]+)*")


def plain(text: str) -> str:
    """One line without control characters: white space becomes single spaces, direction marks go."""
    line = _SPACE.sub(" ", text).strip()  # spaces that do not break keep numbers whole
    return "".join(character for character in line if unicodedata.category(character) not in ("Cc", "Cf", "Cs"))


def run(text: str) -> str:
    """A plain text that keeps one space at each end that had any: it stands beside other texts."""
    inside = plain(text)
    if not inside:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inside}{' ' if text[-1].isspace() else ''}"


def clip(text: str, most: int) -> str:
    """A text of at most so many characters, with an ellipsis where it was longer."""
    line = plain(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def markdown_text(text: str) -> str:
    """A text that Markdown shows as it stands: no markup, HTML, table border or link comes out of it."""
    parts = _INTERVAL.split(plain(text))  # odd places hold intervals, which are no links and stay readable in a diff
    escaped = "".join(part if place % 2 else _escaped(part) for place, part in enumerate(parts))
    return re.sub(r"^(\d+)([.)])(?=\s|$)|^([-+=])(?=[-+=]*(?:\s|$))", r"\1\\\2\3", escaped)


def _escaped(text: str) -> str:
    escaped = _MARKDOWN.sub(r"\\\g<0>", text)
    escaped = re.sub("[&<>]", lambda found: _ENTITIES[found[0]], escaped)
    # GitHub makes links of bare addresses; an escape or entity within them stops it and is not seen.
    return _LINK.sub(lambda found: {"://": "\\://", ".": "\\.", "@": "&#64;"}[found[0]], escaped)


def markdown_code(text: str) -> str:
    """A text as code where that is safe, else as escaped text."""
    line = plain(text)
    return f"`{line}`" if _CODE.fullmatch(line) else markdown_text(line)


def score(value: float) -> str:
    """A score, share or probability: three decimals, with a real minus sign."""
    return f"{value:.3f}".replace("-0.000", "0.000").replace("-", MINUS)


def signed(value: float) -> str:
    """A difference: three decimals with its sign."""
    shown = score(value)
    return shown if shown == "0.000" or value < 0 else f"+{shown}"


def interval(entry: Mapping[str, float]) -> str:
    """The interval of a score: `[0.676, 0.849]`."""
    return f"[{score(entry['low'])}, {score(entry['high'])}]"


def with_interval(entry: Mapping[str, float]) -> str:
    """A score with its interval: `0.774 [0.676, 0.849]`."""
    return f"{score(entry['value'])} {interval(entry)}"


def count(number: int) -> str:
    """A count with a thin space between groups of three digits."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def counted(number: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 page`, `2 pages`."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def spaced(name: str) -> str:
    """A name of the files in words: `near_duplicate_of_test` is near duplicate of test."""
    return name.replace("_", " ")


def listing(parts: Sequence[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}" if parts else ""
