"""The two views of a page that was read: one for a terminal, one for a browser. They show, and compute nothing.

Both take the plain dict of `standpunkt read`, which is its `--json` line too; spans are [start, end] characters of
`text`. Texts of pages are hostile: no control character, no markup and no direction mark gets through.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from standpunkt.reporting import words
from standpunkt.reporting.document import environment

NO_TITLE = "(no title)"
NO_SPEAKER = "speaker not found"
GAP = " … "  # between the parts of a quote that is interrupted
TOPICS = 5  # shown on a screen; the rest in one line


# --- what both views say ---------------------------------------------------------------------------------------------


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A span within the text without white space at its ends, so that it starts and ends in a paragraph."""
    start, end = max(start, 0), min(max(end, 0), len(text))
    inside = text[start:end]
    if not inside.strip():
        return None
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())


def _within(text: str, spans: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """The spans that hold something."""
    return [span for start, end in spans if (span := _trimmed(text, start, end))]


def _words_of(text: str, spans: Iterable[Sequence[int]]) -> str:
    return GAP.join(words.plain(text[start:end]) for start, end in _within(text, spans))


def _speaker(text: str, quote: Mapping[str, Any]) -> str:
    """Who speaks: the name, else the words that name the speaker."""
    return words.plain(quote["name"] or "") or _words_of(text, quote["speakers"][:1]) or NO_SPEAKER


def _type(quote: Mapping[str, Any]) -> str:
    return words.plain(words.spaced(quote["type"]))


def _probability(value: float) -> str:
    return f"{value:.2f}"


def _none(page: Mapping[str, Any]) -> str:
    """What stands where nothing is: that nothing was found can be said only where all was computed."""
    return "none; see below what was not computed" if page["missing"] else "none found"


# --- terminal --------------------------------------------------------------------------------------------------------

NARROWEST, WIDEST = 40, 160
PROSE = 100  # cells; longer lines are hard to read
MOST_EVIDENCE = 1000  # characters; a sentence is shorter
LEAST_TEXT = 30  # cells; a column of text that would be narrower stands below its row
BAR = 20  # cells
_EIGHTHS = " ▏▎▍▌▋▊▉"
_STYLES = {"": "", "strong": "1", "mute": "2", "accent": "36", "favor": "32", "against": "31", "neutral": "33"}


def terminal(page: Mapping[str, Any], width: int, colour: bool) -> str:
    """A page on a screen: its head, topics, actors, quotes, positions with their evidence, and what is missing.

    Args:
        page: what `standpunkt read` found in it.
        width: of the screen, in cells; below 40 and above 160 the nearest of the two is taken.
        colour: whether ANSI codes may be used; without them the text is the same.

    Returns:
        Lines no wider than the screen, without a line break at the end.
    """
    return f"{head(page, width, colour)}\n\n{findings(page, width, colour)}"


def head(page: Mapping[str, Any], width: int, colour: bool) -> str:
    """The first part of `terminal`, which needs nothing but what cleaning found: it can be shown at once."""
    return "\n".join(_head(page, _pen(width, colour)))


def findings(page: Mapping[str, Any], width: int, colour: bool) -> str:
    """The rest of `terminal`."""
    pen = _pen(width, colour)
    parts = [_topics(page, pen), _actors(page, pen), _quotes(page, pen), _positions(page, pen)]
    if page["missing"]:
        parts.append([pen.heading("Not computed"), *(line for note in page["missing"] for line in pen.note(note))])
    return "\n\n".join("\n".join(part) for part in parts if part)


def _pen(width: int, colour: bool) -> _Pen:
    return _Pen(min(max(width, NARROWEST), WIDEST), colour)


def _head(page: Mapping[str, Any], pen: _Pen) -> list[str]:
    byline = " · ".join(page[name] for name in ("author", "date", "outlet", "language") if page[name])
    return [
        *pen.prose(page["kicker"] or "", "accent"),
        *pen.prose(page["title"] or NO_TITLE, "strong"),
        *pen.prose(page["teaser"] or ""),
        *pen.prose(byline, "mute"),
    ]


def _topics(page: Mapping[str, Any], pen: _Pen) -> list[str]:
    lines = [pen.heading("Topics")]
    first, rest = page["topics"][:TOPICS], page["topics"][TOPICS:]
    labels = [_shortened(_topic(topic), pen.width - BAR - 10) for topic in first]
    most = max(map(_cells, labels), default=0)
    for topic, label in zip(first, labels, strict=True):
        value, bar = _probability(topic["probability"]), _bar(topic["probability"])
        lines.append(f"  {_padded(label, most)}  {value}  {pen.paint(bar, 'accent')}".rstrip())
    if rest:
        others = words.counted(len(rest), "other")
        if not any("given" in topic for topic in rest):  # else each has a probability of its own
            others += f", together {_probability(sum(topic['probability'] for topic in rest))}"
        lines.append(f"  {pen.paint(f'and {others}', 'mute')}")
    return lines if first else [*lines, f"  {pen.paint(_none(page), 'mute')}"]


def _topic(topic: Mapping[str, Any]) -> str:
    """A topic by its name; of those that a page may have at once, the ones that it has are marked."""
    return words.plain(topic["label"]) + (" (given)" if topic.get("given") else "")


def _bar(share: float) -> str:
    """A bar in eighths of a cell; what is not nothing is seen."""
    eighths = min(max(round(share * BAR * 8), int(share > 0)), BAR * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _actors(page: Mapping[str, Any], pen: _Pen) -> list[str]:
    if not page["actors"]:
        return []
    names = ", ".join(f"{actor['name']} ({words.count(actor['mentions'])})" for actor in page["actors"])
    return [pen.heading("Actors, and how often they are named"), *pen.prose(names, indent="  ")]


def _quotes(page: Mapping[str, Any], pen: _Pen) -> list[str]:
    rows = [
        _Row(
            (
                _Cell(_type(quote), "accent"),
                _Cell(_speaker(page["text"], quote), "strong"),
                _Cell(_words_of(page["text"], quote["spans"]), most=2),
                _Cell(_probability(quote["probability"]), "mute"),
            )
        )
        for quote in page["quotes"]
    ]
    lines = pen.rows(("type", "who", "words", "prob."), rows, 2)
    return [pen.heading("Quotes", len(rows)), *(lines or [f"  {pen.paint(_none(page), 'mute')}"])]


def _positions(page: Mapping[str, Any], pen: _Pen) -> list[str]:
    rows = [
        _Row(
            (
                _Cell(position["name"], "strong"),
                _Cell(position["stance"], position["stance"]),
                _Cell(position["statement"], most=3),
                _Cell(position["how"], "mute"),
                _Cell(_probability(position["probability"]), "mute"),
            ),
            _words_of(page["text"], [(position["start"], position["end"])]),
        )
        for position in page["positions"]
    ]
    lines = pen.rows(("actor", "stance", "on the statement", "how", "prob."), rows, 2)
    return [pen.heading("Positions", len(rows)), *(lines or [f"  {pen.paint(_none(page), 'mute')}"])]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A text in a table: its style, and how many lines it may take."""

    text: str
    style: str = ""
    most: int = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table, and the sentence that stands below it."""

    cells: tuple[_Cell, ...]
    below: str = ""


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes lines for a screen of this width."""

    width: int
    colour: bool

    def paint(self, text: str, style: str) -> str:
        code = _STYLES.get(style, "")
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text.strip() else text

    def heading(self, title: str, number: int | None = None) -> str:
        return self.paint(title, "strong") + ("" if number is None else f" {self.paint(words.count(number), 'mute')}")

    def prose(self, text: str, style: str = "", indent: str = "") -> list[str]:
        lines = _wrapped(text, min(self.width, PROSE) - _cells(indent))
        return [indent + self.paint(line, style) for line in lines if line]

    def note(self, text: str) -> list[str]:
        return [("  - " if not place else "    ") + line for place, line in enumerate(_wrapped(text, self.width - 4))]

    def rows(self, names: Sequence[str], rows: Sequence[_Row], wide: int) -> list[str]:
        """A table; the column `wide` takes the room that the others leave, or stands below where that is too little."""
        if not rows:
            return []
        widths = [
            min(max(_cells(words.plain(text)) for text in column), max(self.width // 4, 12))
            for column in zip(names, *([cell.text for cell in row.cells] for row in rows), strict=True)
        ]
        widths[wide] = self.width - sum(widths) + widths[wide] - 2 * len(widths)
        below = widths[wide] < LEAST_TEXT
        shown = [place for place in range(len(names)) if not below or place != wide]
        lines = list(self._line([_Cell(names[place], "mute") for place in shown], [widths[place] for place in shown]))
        for row in rows:
            lines += self._line([row.cells[place] for place in shown], [widths[place] for place in shown])
            if below:
                lines += self._line([row.cells[wide]], [self.width - 4], "    ")
            evidence = _wrapped(words.clip(row.below, MOST_EVIDENCE), self.width - 6)
            lines += [f"    {self.paint('│', 'mute')} {line}" for line in evidence if line]
        return lines

    def _line(self, cells: Sequence[_Cell], widths: Sequence[int], indent: str = "  ") -> Iterator[str]:
        wrapped = [_wrapped(cell.text, width, cell.most) for cell, width in zip(cells, widths, strict=True)]
        for parts in zip_longest(*wrapped, fillvalue=""):
            yield (
                indent
                + "  ".join(
                    self.paint(part, cell.style) + " " * (width - _cells(part))
                    for part, cell, width in zip(parts, cells, widths, strict=True)
                ).rstrip()
            )


def _cells(text: str) -> int:
    """How many cells of a screen a text takes: wide characters two, those that combine none."""
    return sum(_cell(character) for character in text)


def _cell(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _cells(text))


def _cut(text: str, width: int) -> Iterator[str]:
    """Pieces that are no wider; what combines stays with its letter."""
    piece, cells = "", 0
    for character in text:
        if piece and cells + _cell(character) > width:
            yield piece
            piece, cells = "", 0
        piece, cells = piece + character, cells + _cell(character)
    yield piece


def _shortened(text: str, width: int) -> str:
    """A text no wider, with an ellipsis where it was."""
    return text if _cells(text) <= width else f"{next(_cut(text, width - 1)).rstrip()}…"


def _wrapped(text: str, width: int, most: int | None = None) -> list[str]:
    """The lines of a text, broken at spaces and in words that are too wide; the last of `most` ends in an ellipsis."""
    pieces = (piece for word in words.plain(text).split(" ") for piece in _cut(word, width))
    lines, cells = [next(pieces)], 0
    cells = _cells(lines[0])
    for piece in pieces:
        if cells + 1 + _cells(piece) <= width:
            lines[-1] += f" {piece}"
            cells += 1 + _cells(piece)
        elif len(lines) == most:
            lines[-1] = f"{lines[-1]} …" if cells + 2 <= width else _shortened(lines[-1] + " " * width, width)
            break
        else:
            lines.append(piece)
            cells = _cells(piece)
    return lines


# --- browser ---------------------------------------------------------------------------------------------------------

_EVIDENCE, _QUOTE, _PERSON = range(3)  # what is marked within what: a mark is split where an outer one ends
_QUOTE_TYPES = ("direct", "indirect", "reported", "free_indirect")
_STANCES = ("favor", "against", "neutral")
_BLANK_LINE = re.compile(r"\n\s*\n")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
MOST_WORDS = 240  # characters of a text in a cell


@dataclass(frozen=True, slots=True)
class _Link:
    """A link to a row of a table."""

    to: str
    number: int
    says: str


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of the text that is marked. Spans of one name are one thing; `leads` is its first."""

    start: int
    end: int
    level: int
    name: str
    kind: str
    says: str = ""
    leads: bool = True
    links: tuple[_Link, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    """A span or a part of one, with all that is marked within it."""

    span: _Span
    first: bool
    last: bool
    inside: tuple[_Mark | str, ...]


@dataclass(frozen=True, slots=True)
class _Position:
    """A row of the table of positions; without evidence where its sentence is not in the text."""

    id: str
    name: str
    stance: str
    statement: str
    how: str
    probability: str
    evidence: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Quote:
    """A row of the table of quotes."""

    mark: str
    type: str
    speaker: str
    words: str
    probability: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What the template shows of a page."""

    id: str
    lang: str | None
    title: str
    raw: Mapping[str, Any]
    facts: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str, str], ...]
    positions: tuple[_Position, ...]
    quotes: tuple[_Quote, ...]
    paragraphs: tuple[tuple[_Mark | str, ...], ...]
    split: tuple[str, ...]
    kinds: frozenset[str]
    none: str


def html(pages: Sequence[Mapping[str, Any]]) -> str:
    """Pages as one HTML file that loads nothing: article with marks, and tables whose rows link to the marks.

    Args:
        pages: what `standpunkt read` found, in the order in which they are to stand.

    Returns:
        The document, the same for the same pages, in characters that UTF-8 can hold.
    """
    shown = [_page(page, f"p{number}") for number, page in enumerate(pages, start=1)]
    return environment().get_template("reading.html.j2").render(pages=shown)


def _page(page: Mapping[str, Any], name: str) -> _Page:
    text = page["text"]
    positions = _position_rows(page, name)
    quotes = tuple(
        _Quote(
            f"{name}-quote-{number}" if _within(text, quote["spans"]) else "",
            quote["type"] if quote["type"] in _QUOTE_TYPES else "",
            _speaker(text, quote),
            words.clip(_words_of(text, quote["spans"]), MOST_WORDS),
            _probability(quote["probability"]),
        )
        for number, quote in enumerate(page["quotes"], start=1)
    )
    spans = [*_evidence_spans(page, positions), *_quote_spans(page, quotes)]
    paragraphs = tuple(_marked(text, start, end, spans, 0) for start, end in _paragraphs(text))
    pieces = Counter(mark.span.name for paragraph in paragraphs for mark in _marks(paragraph))
    named = ("author", "date", "outlet", "language", "path")
    return _Page(
        id=name,
        lang=page["language"] if _LANGUAGE.fullmatch(page["language"] or "") else None,
        title=words.plain(page["title"] or "") or NO_TITLE,
        raw=page,
        facts=tuple((key, words.plain(page[key])) for key in named if page[key]),
        topics=tuple(
            (_topic(topic), _probability(topic["probability"]), f"{_percent(topic['probability'])}%")
            for topic in page["topics"]
        ),
        positions=positions,
        quotes=quotes,
        paragraphs=paragraphs,
        split=tuple(sorted(key for key, number in pieces.items() if key and number > 1)),
        kinds=frozenset(span.kind for span in spans),
        none=_none(page),
    )


def _percent(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0) * 100:.1f}"


def _position_rows(page: Mapping[str, Any], name: str) -> tuple[_Position, ...]:
    """The rows of positions; those with the same evidence link to the same mark."""
    places: dict[tuple[int, int], str] = {}
    rows = []
    for number, position in enumerate(page["positions"], start=1):
        span = _trimmed(page["text"], position["start"], position["end"])
        evidence = places.setdefault(span, f"{name}-evidence-{len(places) + 1}") if span else ""
        rows.append(
            _Position(
                id=f"{name}-position-{number}",
                name=words.plain(position["name"]),
                stance=position["stance"] if position["stance"] in _STANCES else "",
                statement=words.plain(position["statement"]),
                how=words.plain(position["how"]),
                probability=_probability(position["probability"]),
                evidence=evidence,
                sentence=words.clip(page["text"][slice(*span)], MOST_WORDS) if span else "",
            )
        )
    return tuple(rows)


def _evidence_spans(page: Mapping[str, Any], rows: Sequence[_Position]) -> Iterator[_Span]:
    """One span an evidence sentence, with links to all positions that rest on it."""
    found: dict[str, tuple[tuple[int, int], list[_Link]]] = {}
    for number, (position, row) in enumerate(zip(page["positions"], rows, strict=True), start=1):
        span = _trimmed(page["text"], position["start"], position["end"])
        if span:
            link = _Link(row.id, number, f"Position {number}: {row.name}, {row.stance}: {row.statement}")
            found.setdefault(row.evidence, (span, []))[1].append(link)
    for evidence, (span, links) in found.items():
        yield _Span(*span, _EVIDENCE, evidence, "evidence", links=tuple(links))


def _quote_spans(page: Mapping[str, Any], rows: Sequence[_Quote]) -> Iterator[_Span]:
    """The spans of quotes, their cues and their speakers."""
    text = page["text"]
    persons: set[tuple[int, int, str]] = set()
    for quote, row in zip(page["quotes"], rows, strict=True):
        spans = _within(text, quote["spans"])
        lead = min(spans, default=None)
        says = f"{_type(quote)} quote, {row.speaker}, {row.probability}"
        for span in spans:
            yield _Span(*span, _QUOTE, row.mark, row.type or "quote", says, leads=span == lead)
        for key, kind in (("speakers", "speaker"), ("cues", "cue")):
            persons |= {(*span, kind) for span in _within(text, quote[key])}
    for start, end, kind in sorted(persons):
        yield _Span(start, end, _PERSON, "", kind, leads=False)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in [*_BLANK_LINE.finditer(text), None]:
        end = found.start() if found else len(text)
        if text[start:end].strip():
            yield start, end
        start = found.end() if found else end


def _marked(text: str, start: int, end: int, spans: Sequence[_Span], level: int) -> tuple[_Mark | str, ...]:
    """A stretch of text with its marks as a tree; one that goes beyond an outer one is split where that ends."""
    if start >= end:
        return ()
    here = [span for span in spans if span.start < end and span.end > start]
    if level > _PERSON or not here:
        return (text[start:end],)
    found: list[_Mark | str] = []
    at = start
    for span in sorted((span for span in here if span.level == level), key=lambda span: (span.start, -span.end)):
        left, right = max(span.start, at), min(span.end, end)
        if left >= right:
            continue  # it lies within the one before, where it is marked
        found += _marked(text, at, left, here, level + 1)
        others = [other for other in here if other is not span]
        inside = _marked(text, left, right, others, level)
        found.append(_Mark(span, span.leads and left == span.start, right == span.end, inside))
        at = right
    found += _marked(text, at, end, here, level + 1)
    return tuple(found)


def _marks(nodes: Iterable[_Mark | str]) -> Iterator[_Mark]:
    for node in nodes:
        if isinstance(node, _Mark):
            yield node
            yield from _marks(node.inside)
