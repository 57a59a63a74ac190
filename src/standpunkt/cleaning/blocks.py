"""A page as lines: the blocks of an HTML page with the structure around each, or the lines of a text.

Both kinds of page give the same table of lines, so that one line model reads both. For HTML a line is what stands
between two boundaries of block elements; a text that was wrapped hard at a column is unwrapped first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from standpunkt.cleaning.article import squeeze
from standpunkt.cleaning.markup import marked, restore

UNSEEN = frozenset(
    "script style noscript template head svg math iframe object select textarea audio video canvas map datalist".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rt s samp small span "
    "strike strong sub sup time tt u var wbr img picture".split()
)
"""Elements that do not end a line; everything else does, `br` too."""


@dataclass(slots=True)
class Place:
    """An open element: where a line of HTML stands. `names` are the words of its class, id and the like."""

    tag: str
    names: tuple[str, ...]
    parent: Place | None
    depth: int


@dataclass(slots=True)
class Lines:
    """The lines of one page, column by column."""

    texts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    """Characters of each line that stand inside a link."""
    bold: list[int] = field(default_factory=list)
    """Characters of each line that are set in bold."""
    places: list[Place] = field(default_factory=list)
    """The innermost block element of each line; empty for text."""
    inner: list[tuple[str, ...]] = field(default_factory=list)
    """Names of the inline elements that hold a whole line."""
    blank: list[bool] = field(default_factory=list)
    """Whether a blank line stands before each line; for text alone."""


_NAME = re.compile(r"[a-zäöüß]{2,}|[A-ZÄÖÜ]+(?![a-zäöüß])|[A-ZÄÖÜ][a-zäöüß]+")
_NAMED_BY = ("class", "id", "role", "itemprop", "data-component", "data-testid", "aria-label")
_MAX_NAMES = 24  # of one element: utility classes may be hundreds
_STYLES = {"a": 1, "b": 2, "strong": 2}
_SPACE_PIECE = -2
_MAX_MISSES = 200  # texts that are searched to the end of the page in vain
_MIN_FOUND = 40  # characters that find a text which is broken later


def _names(attributes: dict[str, str | None]) -> tuple[str, ...]:
    """The words of an element's names: `articleBody`, `article-body` and `article_body` are the same two."""
    found: list[str] = []
    for key in _NAMED_BY:
        value = attributes.get(key)
        if value:
            found.extend(_NAME.findall(value[:400]))
    return tuple(dict.fromkeys(name.lower() for name in found[:_MAX_NAMES]))


class _Positions:
    """Where the text nodes of a tree stand in the page; they come in its order, so each search goes on from the last."""

    def __init__(self, content: str) -> None:
        self._raw = marked(content)
        self._next = 0
        self._misses = 0

    def find(self, text: str) -> tuple[int, int]:
        """Start and end of a text node without the white space around it; -1 where the page does not have it so."""
        if self._misses > _MAX_MISSES:
            return -1, -1
        # A text stands between two tags; the same word may stand in an attribute before it.
        start = self._raw.find(f">{text}<", self._next) + 1
        if not start:  # at an end of the page, or two texts that a stray tag divides
            start = self._raw.find(text[:_MIN_FOUND], self._next)
            self._misses += 1
            if start < 0:
                return -1, -1
        self._next = start + 1
        stripped = text.lstrip()
        start += len(text) - len(stripped)
        return start, start + len(stripped.rstrip())


def of_html(tree: LexborHTMLParser, content: str) -> Lines:
    """The visible lines of a page, in reading order.

    Args:
        tree: from `markup.parse(content)`.
        content: the decoded page, for the offsets.
    """
    lines = Lines()
    positions = _Positions(content)
    root = tree.body if tree.body is not None else tree.root
    if root is None:
        return lines
    place = Place("body", (), None, 0)
    pieces: list[tuple[str, int, int, int]] = []  # text, start, end, style: linked 1, bold 2, both 3
    inner: list[str] = []  # names of the inline elements of this line
    style = 0
    styles: list[int] = []

    def flush() -> None:
        text = squeeze("".join([piece[0] for piece in pieces]))
        if text:
            seen = [piece for piece in pieces if piece[1] != _SPACE_PIECE]
            lines.texts.append(text)
            lines.starts.append(seen[0][1])
            lines.ends.append(seen[-1][2])
            lines.linked.append(sum([len(piece[0]) for piece in seen if piece[3] & 1]))
            lines.bold.append(sum([len(piece[0]) for piece in seen if piece[3] & 2]))
            lines.places.append(place)
            lines.inner.append(tuple(inner))
        pieces.clear()
        inner.clear()

    node = root.first_child
    while node is not None:
        tag = node.tag
        child = None
        if tag == "-text":
            text = node.text_content or ""
            if text.isspace():
                pieces.append((" ", _SPACE_PIECE, _SPACE_PIECE, 0))
            elif text:
                start, end = positions.find(text)
                pieces.append((restore(text), start, end, style))
        elif tag in INLINE:
            child = node.first_child
            if child is not None:
                styles.append(style)
                style |= _STYLES.get(tag, 0)
                if tag != "a" and (attributes := node.attributes):
                    inner.extend(_names(attributes))
        elif tag is not None and tag not in UNSEEN and tag[0] not in "-!":
            flush()
            child = node.first_child
            if child is not None:
                place = Place(tag, _names(node.attributes), place, place.depth + 1)
        if child is not None:
            node = child
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is None or node.mem_id == root.mem_id:
                node = None
                break
            if node.tag in INLINE:
                style = styles.pop()
            else:
                flush()
                place = place.parent or place
        if node is not None:
            node = node.next
    flush()
    return lines


# --- text ------------------------------------------------------------------------------------------------------------

_MAX_COLUMN = 120  # characters of the widest line that a program wraps
_MIN_WRAPPED = 6  # lines


def of_text(content: str) -> Lines:
    """The lines of a text that are not blank; those that a program wrapped at a column are joined again."""
    rows: list[tuple[str, int, int]] = []
    offset = 0
    for line in content.split("\n"):
        rows.append((squeeze(line), offset + len(line) - len(line.lstrip()), offset + len(line.rstrip())))
        offset += len(line) + 1
    column = _wrapped_at([row[0] for row in rows])
    lines = Lines()
    blank = True
    goes_on = False
    for (text, start, end), (following, _, _) in zip(rows, [*rows[1:], ("", 0, 0)], strict=True):
        if not text:
            blank, goes_on = True, False
            continue
        if goes_on:
            lines.texts[-1] = f"{lines.texts[-1]} {text}"
            lines.ends[-1] = end
        else:
            lines.texts.append(text)
            lines.starts.append(start)
            lines.ends.append(end)
            lines.blank.append(blank)
        # A program breaks a line where the next word would not have fitted.
        goes_on = bool(column and following and len(text) + 1 + len(following.split(" ", 1)[0]) > column)
        blank = False
    lines.linked = [0] * len(lines.texts)
    lines.bold = [0] * len(lines.texts)
    return lines


def _wrapped_at(texts: list[str]) -> int:
    """The column at which a program wrapped this text, 0 where none did.

    In wrapped text nothing is longer than the column, and most lines that another follows end where its first word
    would not have fitted.
    """
    column = max(map(len, texts), default=0)
    if column > _MAX_COLUMN:
        return 0
    followed = [
        (len(text), len(text) + 1 + len(following.split(" ", 1)[0]))
        for text, following in zip(texts, texts[1:], strict=False)
        if text and following
    ]
    full = [length for length, wanted in followed if wanted > column]
    return column if len(full) >= _MIN_WRAPPED and 2 * len(full) >= len(followed) else 0
