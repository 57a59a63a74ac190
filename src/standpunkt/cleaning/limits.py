"""What a page may be: beyond these limits it is put aside with a reason, before or while it is parsed.

The parser keeps all text however deep it is nested, but every block looks up its ancestors for an open paragraph, so
its time grows with the square of the depth (20,000 nested `<div>` take a second, 200,000 more than a minute), and it is
one call into C that no time limit can interrupt. That is why depth is looked at first, from the tags alone.
"""

from __future__ import annotations

import re
import signal
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

import numpy as np

from standpunkt.cleaning.markup import Source

_TAG = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(/?[a-z][^\s/<>]*)(?:[^<>]*(?<=(/))>)?", re.IGNORECASE | re.DOTALL)
# No page has so many in a tag, and the parser compares each with each (100,000 take half a minute).
_MAX_ATTRIBUTES = 1000
# A tag from its name on; nothing is tried twice, so that a long tag takes linear time.
_MANY_ATTRIBUTES = re.compile(
    r"""[a-z][^\s/>]*+(?>[\s/]++[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*))?+)"""
    f"{{{_MAX_ATTRIBUTES + 1}}}",
    re.IGNORECASE,
)
# Void elements, and those that are there once whatever the tags say.
_UNCOUNTED = frozenset(
    "! area base basefont bgsound body br col embed frame head hr html image img input keygen link meta param source "
    "track wbr".split()
)
# What adds nothing to the depth: void elements, signs that begin no tag, and links, of which one alone is open.
_NEVER_OPEN = re.compile(r"<(?:[^a-z/]|(?:a|br|img|input|link|meta|source|wbr)[\s/>])", re.IGNORECASE)
# An element that holds text alone and is closed right after it. Attributes as the HTML Standard reads them, so that no
# `>` in one is taken for the end of the tag; what is written in any other way is left.
_ATTRIBUTES = r"""(?>\s++[^\s"'<>/=]++(?>\s*+=\s*+(?>"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`]++))?+)*+"""
_CLOSED = re.compile(rf"<([a-z][a-z0-9-]*+){_ATTRIBUTES}\s*+>[^<]*+</\1\s*+>", re.IGNORECASE)
# An icon, as pages have them by the hundred: what stands closed in itself inside SVG never stays open.
_ICON = re.compile(
    rf"""<svg{_ATTRIBUTES}\s*+>[^<]*+"""
    rf"""(?><(?:circle|ellipse|image|line|path|polygon|polyline|rect|use){_ATTRIBUTES}\s*+/>[^<]*+)*+</svg\s*+>""",
    re.IGNORECASE,
)
_PASSES = 3  # after each the elements around what went are closed right after their text, too
_RAW_END = {
    name: re.compile(f"</{name}(?![^\\s/>])", re.IGNORECASE)
    for name in "iframe noembed noframes script style textarea title xmp".split()
}
_ALIKE = {"dt": "dd", "th": "td", "thead": "tbody", "tfoot": "tbody", **{f"h{rank}": "h1" for rank in range(2, 7)}}
# Categories and scopes of the HTML Standard, section 13.2 (parsing), as far as they decide about depth.
_SCOPES = frozenset("applet button caption marquee object table td template".split())
_BLOCKS = frozenset(
    "address article aside blockquote center dd details dialog dir div dl fieldset figcaption figure footer h1 "
    "header hgroup hr li listing main menu nav ol p pre search section summary ul".split()
)
_SPECIAL = _SCOPES | _BLOCKS | frozenset("noscript select tbody tr".split())
_OF_TABLES = frozenset("caption tbody td tr".split())
_ENDS_SELECT = frozenset("input keygen select textarea".split())
_IN_SELECT = frozenset("option optgroup".split())
# In SVG or MathML these end it, but for what stands in a foreignObject.
_HTML_ALONE = frozenset(
    "b big blockquote center code dd div dl em embed h1 i img li listing menu nobr ol p pre ruby s small span strong "
    "strike sub sup table tt u ul var".split()
)
_LIST_BARRIERS = _SPECIAL - {"address", "div", "p"}
# Elements whose end tag leaves what is open inside them open, where that is a block; a form among them.
_FORMATTING = frozenset("a b big code em font form i nobr s small strike strong tt u".split())
# What an element counts as besides its name, where it matters what is open inside another.
_SCOPE, _LIST, _ANY_SPECIAL = "#scope", "#list", "#special"
_GROUPS = {
    name: tuple(
        group
        for group, members in ((_SCOPE, _SCOPES), (_LIST, _LIST_BARRIERS), (_ANY_SPECIAL, _SPECIAL))
        if name in members
    )
    for name in _SPECIAL
}
# A start tag that closes an open element of its kind, unless one of these is in between.
_CLOSES_ITS_KIND = {
    "button": _SCOPE,
    "li": _LIST,
    "dd": _LIST,
    "td": "table",
    "tr": "table",
    "tbody": "table",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a page: bytes in UTF-8, depth of nested elements, characters of a line, seconds of cleaning."""

    page_bytes: int
    depth: int
    line_characters: int
    seconds: float


def reason(source: Source, kind: str, limits: Limits) -> str | None:
    """Why a decoded page is put aside before parsing; None where it is within the limits.

    Args:
        source: The decoded page.
        kind: `html` or `text`.
        limits: `seconds` is not looked at here, see `within`.

    Returns:
        `too_large`; `line_too_long`: a line of a text, or a stretch of HTML without any `<`, that has more characters;
        `too_many_attributes`: a tag with more than 1,000; `too_deep`: more elements open at once.
    """
    content = source.content
    # A character has one to four bytes: most pages need no encoding to be told.
    if len(content) > limits.page_bytes or (
        4 * len(content) > limits.page_bytes and len(content.encode("utf-8", "surrogatepass")) > limits.page_bytes
    ):
        return "too_large"
    if any(True for _ in _runs(content, "<" if kind == "html" else "\n", limits.line_characters)):
        return "line_too_long"
    if kind != "html":
        return None
    if any(_MANY_ATTRIBUTES.match(content, start) for start in _runs(content, "<", 2 * _MAX_ATTRIBUTES)):
        return "too_many_attributes"
    return "too_deep" if _is_deeper(source, limits.depth) else None


def _runs(content: str, separator: str, length: int) -> Iterator[int]:
    """Where stretches of more than `length` characters without a separator start; looks at one separator in each."""
    start = 0
    while len(content) - start > length:
        cut = content.rfind(separator, start, start + length + 1)
        if cut < 0:
            yield start
            cut = content.find(separator, start + length)
            if cut < 0:
                return
        start = cut + 1


# --- depth -----------------------------------------------------------------------------------------------------------


def _is_deeper(source: Source, depth: int) -> bool:
    rest, encoded = source.content, source.encoded
    gone = 0  # what went may have been open so deep inside what is left
    for _ in range(_PASSES):
        # Not even if every element that is left stayed open, and what went from inside it were open at the same time.
        starts = _start_tags(encoded)
        if starts + gone <= depth:
            return False
        # Of twice as many, too few are of those that add nothing.
        if starts <= 2 * depth and starts - len(_NEVER_OPEN.findall(rest)) + gone < depth:
            return False
        # Most of a long page goes: after it nothing is open that was not before.
        if not gone and "<svg" in rest:
            rest, gone = _ICON.sub("", rest), 2
        rest = _CLOSED.sub("", rest)
        gone += 1
        encoded = rest.encode("utf-8", "ignore")
    return _OpenElements(depth).overflow(source.content)


def _start_tags(encoded: bytes) -> int:
    """How many signs of an ASCII text, or one in UTF-8, may begin a tag that is no end tag."""
    signs = np.frombuffer(encoded, np.uint8)
    begins = signs[:-1] == ord("<")
    begins &= signs[1:] != ord("/")
    return int(np.count_nonzero(begins))


@dataclass(slots=True)
class _OpenElements:
    """The stack of open elements, as the tree construction of HTML keeps it, without the tree.

    Simpler than a browser where depth does not grow by it: a formatting element that is closed across a block is gone.
    An element written as self-closing nests, as in browsers, but for SVG and MathML.
    """

    depth: int
    names: list[str] = field(default_factory=list)  # "" where a formatting element was closed across a block
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    closed: int = 0

    def overflow(self, content: str) -> bool:
        """Whether more than `depth` elements are ever open at once."""
        at = 0
        while found := _TAG.search(content, at):
            at, name = found.end(), (found.group(1) or "!").lower()
            if name in _ENDS_SELECT and self.places["select"]:
                self.end("select")
                name = "!" if name == "select" else name  # a start tag that ends, and no more
            if name == "plaintext":
                break
            if name in _RAW_END and not self.foreign:
                end = _RAW_END[name].search(content, at)
                if end is None:
                    break
                at = end.end()
            elif name[0] == "/":
                self.end(_ALIKE.get(name[1:], name[1:]))
            elif name not in _UNCOUNTED and not (self.foreign and found.group(2)):
                self.start(_ALIKE.get(name, name))
                if len(self.names) - self.closed > self.depth:
                    return True
        return False

    @property
    def foreign(self) -> list[int]:
        """The places of open SVG or MathML, where that is what we are in."""
        return [] if self.places["foreignobject"] else self.places["svg"] or self.places["math"]

    def start(self, name: str) -> None:
        if self.foreign and name in _HTML_ALONE:
            self.truncate(self.foreign[0])
        if name in _BLOCKS:
            self.close("p", _SCOPE)
        if (
            (name == "form" and self.places[name])
            or (name in _OF_TABLES and not self.places["table"])
            or (self.places["select"] and name not in _IN_SELECT)
        ):
            return
        if name in _CLOSES_ITS_KIND:
            self.close(name, _CLOSES_ITS_KIND[name])
        elif name in ("h1", "option") and self.names[-1:] == [name]:
            self.truncate(len(self.names) - 1)
        elif name == "a":
            self.end(name)
        elif name == "table" and self.places[name][-1:] == self.places[_SCOPE][-1:]:
            self.close(name, _SCOPE)  # a table right in a table ends it
        for key in (name, *_GROUPS.get(name, ())):
            self.places[key].append(len(self.names))
        self.names.append(name)

    def end(self, name: str) -> None:
        if name in _SPECIAL:
            self.close(name, name if name == "table" else _SCOPE)
        elif (
            ((name == "form" and self.names[-1:] != [name]) or not self.close(name, _ANY_SPECIAL))
            and name in _FORMATTING
            and self.places[name]
        ):
            self.names[self.places[name].pop()] = ""
            self.closed += 1

    def close(self, name: str, barrier: str) -> bool:
        """Close the innermost element of a name and all in it, unless a barrier is in between."""
        places, barriers = self.places[name], self.places[barrier]
        if not places or (barriers and barriers[-1] > places[-1]):
            return False
        self.truncate(places[-1])
        return True

    def truncate(self, length: int) -> None:
        while len(self.names) > length:
            name = self.names.pop()
            if not name:
                self.closed -= 1
                continue
            for key in (name, *_GROUPS.get(name, ())):
                self.places[key].pop()


# --- time ------------------------------------------------------------------------------------------------------------


# BaseException, as KeyboardInterrupt is: libraries that read pages catch Exception broadly and would go on.
class PageTimeout(BaseException):
    """A page took longer than its time; the caller drops it as too_slow."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give what is done inside a time limit.

    A safety net, not a measure: a page dropped by it is counted like any other, but which pages those are depends on
    the machine, so the limit belongs far above what any page takes. The alarm is raised between two steps of Python: a
    single long call into C ends first. Where there are no timers (Windows) and outside the main thread of a process
    there is no limit; the main threads of worker processes have one.

    Raises:
        PageTimeout: `seconds` of wall time are over.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def alarm(_signal: int, _frame: FrameType | None) -> None:
        raise PageTimeout(f"a page took longer than {seconds:g} seconds")

    handler = signal.signal(signal.SIGALRM, alarm)
    timer = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_REAL, *timer)
        finally:
            signal.signal(signal.SIGALRM, handler or signal.SIG_DFL)
