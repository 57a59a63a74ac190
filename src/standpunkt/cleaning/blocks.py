"""A page as lines: the blocks of an HTML page with the structure around each, or the lines of a text.

Both kinds of page give the same table of lines, so that one line model reads both. For HTML a line is what stands
between two boundaries of block elements; a text that was wrapped hard at a column is unwrapped first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from selectolax.lexbor import LexborNode

from standpunkt.cleaning.article import squeeze
from standpunkt.cleaning.markup import MARK, Source, restore

UNSEEN = frozenset(
    "script style noscript template head svg math iframe object select textarea audio video canvas map datalist".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rt s samp small span "
    "strike strong sub sup time tt u var wbr img picture".split()
)
"""Elements that do not end a line; everything else does, `br` too."""


@dataclass(slots=True)
class Elements:
    """The body of an HTML page and the block elements that hold a line, column by column, in the order they open in.

    The lines in an element stand one after the other: it is a stretch of the page.
    """

    tags: list[str] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)
    """The words of the class, id and the like of each."""
    parents: list[int] = field(default_factory=list)
    """The element around each; -1 around the first, the body."""
    firsts: list[int] = field(default_factory=list)
    """The first line in each element."""
    lasts: list[int] = field(default_factory=list)
    """The last line in each; the one before the first where the page has no line."""

    def up(self, element: int) -> Iterator[int]:
        """An element and those around it, from the inside: as many as it is deep, and the body."""
        while element >= 0:
            yield element
            element = self.parents[element]


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
    places: list[int] = field(default_factory=list)
    """The innermost block element of each line, by its number among `elements`; empty for text."""
    inner: list[tuple[str, ...]] = field(default_factory=list)
    """Names of the inline elements that hold a whole line."""
    blank: list[bool] = field(default_factory=list)
    """Whether a blank line stands before each line; for text alone."""
    elements: Elements = field(default_factory=Elements, kw_only=True)
    """Those of the page; none for text."""


_NAME = re.compile(r"[a-zäöüß]{2,}|[A-ZÄÖÜ]+(?![a-zäöüß])|[A-ZÄÖÜ][a-zäöüß]+")
_LOWER_NAME = re.compile(r"[a-zäöüß]{2,}")  # the same, faster, where nothing is upper case
_NAMED_BY = ("class", "id", "role", "itemprop", "data-component", "data-testid", "aria-label")
_SELDOM = frozenset(_NAMED_BY[2:])
_MAX_NAMES = 24  # of one element: utility classes may be hundreds
_MAX_NAMED = 400  # characters of one attribute
_STYLES = {"a": 1, "b": 2, "strong": 2}
_TEXT, _INLINE, _UNSEEN, _BLOCK = range(4)
_KIND = {
    "-text": _TEXT,
    **dict.fromkeys(INLINE, _INLINE),
    **dict.fromkeys([*UNSEEN, "-comment", "-doctype", "-document", ""], _UNSEEN),
}
"""Anything else is a block."""
_NO_STYLE = -1  # around an open element that is not inline
_NOWHERE = -2
_MAX_MISSES = 200  # texts that are searched to the end of the page in vain
_MIN_FOUND = 40  # characters that find a text which is broken later


def _names(attributes: dict[str, str | None]) -> tuple[str, ...]:
    """The words of an element's names: `articleBody`, `article-body` and `article_body` are the same two."""
    if not attributes:
        return ()
    # Attributes may hold data, and what is looked up by them is remembered: they are cut before.
    if _SELDOM.isdisjoint(attributes):
        name, identifier = attributes.get("class"), attributes.get("id")
        if not identifier:
            return _words_of(name[:_MAX_NAMED]) if name else ()
        return _words_of(f"{name[:_MAX_NAMED]} {identifier[:_MAX_NAMED]}" if name else identifier[:_MAX_NAMED])
    return _words_of(" ".join([(attributes.get(name) or "")[:_MAX_NAMED] for name in _NAMED_BY]))


@lru_cache(maxsize=16_384)  # the elements of a page, and of a site's pages, are called alike
def _words_of(names: str) -> tuple[str, ...]:
    """The words of an element's attributes in lower case, each once."""
    words = _LOWER_NAME.findall(names) if names.islower() else [name.lower() for name in _NAME.findall(names)]
    return tuple(dict.fromkeys(words[:_MAX_NAMES]))


def _finder(raw: str) -> Callable[[str, str], tuple[int, int]]:
    """Where the text nodes of a tree stand in the page; they come in its order: a search goes on from the last.

    What comes back takes a text node and the same without the white space around it.
    """
    following = misses = 0

    def find(text: str, stripped: str) -> tuple[int, int]:
        """Start and end of what is stripped; -1 where the page does not have it so."""
        nonlocal following, misses
        if misses > _MAX_MISSES:
            return -1, -1
        # A text stands between two tags; the same word may stand in an attribute before it.
        start = raw.find(f">{text}<", following) + 1
        if start:
            following = start + len(text)
            if len(stripped) < len(text):
                start += text.index(stripped)
            return start, start + len(stripped)
        # At an end of the page, or two texts that a stray tag divides: find where it begins and where it ends.
        misses += 1
        tail = stripped[-_MIN_FOUND:]
        start = raw.find(stripped[:_MIN_FOUND], following)
        end = raw.find(tail, start) + len(tail) if start >= 0 else -1
        if start < 0 or end < start + len(stripped):
            return -1, -1
        following = start + 1
        return start, end

    return find


def of_html(source: Source) -> Lines:
    """The visible lines of an HTML page, in reading order."""
    tree = source.tree
    root = tree.body if tree.body is not None else tree.root
    if root is None:
        return Lines()
    find = _finder(source.raw)
    # The columns of the two tables.
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    linked: list[int] = []
    bold: list[int] = []
    places: list[int] = []
    inner: list[tuple[str, ...]] = []
    tags = ["body"]
    names: list[tuple[str, ...]] = [()]
    parents, firsts, lasts = [-1], [0], [-1]
    # The line that is read: its texts, the names of its inline elements, its place, characters in links and in bold.
    parts: list[str] = []
    named: list[str] = []
    first = last = _NOWHERE
    in_links = in_bold = 0
    place = 0  # the innermost open element of the table
    # Open blocks inside it: the first line in them brings them into the table. Every sixth never holds one.
    waiting: list[tuple[str, LexborNode]] = []
    style = 0  # linked 1, bold 2, both 3
    # What follows each open element, the body first, and the style around it where it is inline.
    open_elements: list[tuple[LexborNode | None, int]] = [(None, _NO_STYLE)]
    kind_of = _KIND.get
    node = root.first_child
    while True:
        if node is None:
            if not open_elements:
                break
            node, around = open_elements.pop()
            if around != _NO_STYLE:
                style = around
                continue
            block = None
        elif node.is_empty_text_node:  # every third node; at the beginning of a line it is nothing
            if parts:
                parts.append(" ")
            node = node.next
            continue
        else:
            tag = node.tag or ""
            kind = kind_of(tag, _BLOCK)
            if kind == _TEXT:
                text = node.text_content or ""
                if stripped := text.strip():
                    start, last = find(text, stripped)
                    if first == _NOWHERE:
                        first = start
                    if MARK in text:
                        text = restore(text)
                    parts.append(text)
                    if style:
                        if style & 1:
                            in_links += len(text)
                        if style & 2:
                            in_bold += len(text)
                elif parts:
                    parts.append(" ")
                node = node.next
                continue
            if kind == _INLINE:
                child = node.first_child
                if child is None:
                    node = node.next
                    continue
                open_elements.append((node.next, style))
                style |= _STYLES.get(tag, 0)
                if tag != "a" and (attributes := node.attributes):
                    named.extend(_names(attributes))
                node = child
                continue
            if kind == _UNSEEN:
                node = node.next
                continue
            block = node
        # A block begins or ends, and with it a line.
        if parts:
            if text := squeeze("".join(parts).strip()):  # most are squeezed but for line ends around them
                for name, element in waiting:
                    tags.append(name)
                    names.append(_names(element.attributes))
                    parents.append(place)
                    firsts.append(len(texts))
                    place = len(lasts)
                    lasts.append(-1)  # until it ends
                waiting.clear()
                texts.append(text)
                start, end = (first, last) if first >= 0 <= last else (-1, -1)
                starts.append(start)
                ends.append(end)
                linked.append(in_links)
                bold.append(in_bold)
                places.append(place)
                inner.append(tuple(named))
            parts.clear()
            first = _NOWHERE
            in_links = in_bold = 0
        if named:
            named.clear()
        if block is not None:
            child = block.first_child
            if child is None:
                node = block.next
            else:
                open_elements.append((block.next, _NO_STYLE))
                waiting.append((tag, block))
                node = child
        elif waiting:
            waiting.pop()
        else:
            lasts[place] = len(texts) - 1
            place = parents[place]
    elements = Elements(tags, names, parents, firsts, lasts)
    return Lines(texts, starts, ends, linked, bold, places, inner, elements=elements)


# --- text ------------------------------------------------------------------------------------------------------------

_MIN_COLUMN, _MAX_COLUMN = 40, 120  # characters at which programs wrap
_MIN_WRAPPED = 6  # lines


def of_text(content: str) -> Lines:
    """The lines of a text that are not blank; those that a program wrapped at a column are joined again."""
    lines = Lines()
    offset = 0
    is_blank = True
    for line in content.split("\n"):
        stripped = line.strip()
        if stripped:
            start = offset + len(line) - len(line.lstrip())
            lines.texts.append(squeeze(stripped))
            lines.starts.append(start)
            lines.ends.append(start + len(stripped))
            lines.blank.append(is_blank)
        is_blank = not stripped
        offset += len(line) + 1
    column = _wrapped_at(lines.texts, lines.blank)
    if column:
        lines = _unwrapped(lines, column)
    lines.linked = [0] * len(lines.texts)
    lines.bold = [0] * len(lines.texts)
    return lines


def _unwrapped(lines: Lines, column: int) -> Lines:
    """Lines of a text, each joined with the one above where that was wrapped at a column."""
    found = Lines()
    above = ""
    for text, start, end, is_blank in zip(lines.texts, lines.starts, lines.ends, lines.blank, strict=True):
        if above and not is_blank and not _fits(above, text, column):
            found.texts[-1] = f"{found.texts[-1]} {text}"
            found.ends[-1] = end
        else:
            found.texts.append(text)
            found.starts.append(start)
            found.ends.append(end)
            found.blank.append(is_blank)
        above = text
    return found


def _fits(text: str, following: str, column: int) -> bool:
    """Whether the first word of the following line would have fitted at the end of a line."""
    return len(text) + 1 + len(following.split(" ", 1)[0]) <= column


def _wrapped_at(texts: Sequence[str], blank: Sequence[bool]) -> int:
    """The column at which a program wrapped this text, 0 where none did.

    In wrapped text nothing is longer than the column, and most lines that another follows end where its first word
    would not have fitted, most of them amid a sentence.

    Args:
        texts: The lines.
        blank: Whether a blank line stands before each.
    """
    column = max(map(len, texts), default=0)
    if not _MIN_COLUMN <= column <= _MAX_COLUMN:
        return 0
    followed = [pair for pair, is_blank in zip(pairwise(texts), blank[1:], strict=True) if not is_blank]
    full = [above for above, text in followed if not _fits(above, text, column)]
    amid = sum(not text.endswith((".", "!", "?", ":")) for text in full)
    return column if len(full) >= _MIN_WRAPPED and 2 * len(full) >= len(followed) and 2 * amid >= len(full) else 0
