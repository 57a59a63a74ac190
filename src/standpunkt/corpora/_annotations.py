"""Quotations and positions as people marked them: JSON lines with character offsets, one page a line.

`{"id": …, "quotes": [{"type": …, "spans": [[start, end], …], "cues": […], "speakers": […], "referent": …}]}` and
`{"id": …, "positions": [{"actor": …, "target": …, "stance": …, "how": …, "start": …, "end": …}]}`. Offsets count in the
body of the page's gold, or in `text` where a line brings it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from standpunkt import storage
from standpunkt.errors import StandpunktError, nearest
from standpunkt.params import check_section
from standpunkt.schema import Annotation, Codebook, Entry, Position, Quote, Span

_Offset = Annotated[int, Field(ge=0)]
_Span = Annotated[tuple[_Offset, _Offset], Field(strict=False)]  # JSON has lists alone
_Spans = Annotated[tuple[_Span, ...], Field(strict=False)]


class _Quote(Entry):
    type: Literal["direct", "indirect", "reported", "free_indirect"]
    spans: _Spans
    cues: _Spans = ()
    speakers: _Spans = ()
    referent: str | None = None


class _Position(Entry):
    actor: str = Field(min_length=1)
    target: str
    stance: Literal["favor", "against", "neutral"]
    how: Literal["quoted", "reported", "ascribed"]
    start: _Offset
    end: _Offset


class _Line(Entry):
    id: str
    text: str | None = None


class _Quotes(_Line):
    quotes: tuple[_Quote, ...] = Field(strict=False)


class _Positions(_Line):
    positions: tuple[_Position, ...] = Field(strict=False)


L = TypeVar("L", bound=_Line)


def read(
    quotes: Path | None, positions: Path | None, bodies: Mapping[str, str], ids: set[str], codebook: Codebook
) -> list[Annotation]:
    """Read the annotations of a corpus.

    Args:
        quotes: the file of the quotations, where there is one.
        positions: the file of the positions, where there is one.
        bodies: text of the gold by page.
        ids: of all pages.
        codebook: whose targets and actors positions name; an actor that it lacks is a full name.

    Raises:
        StandpunktError: naming file and line: an unknown key or page, a page on two lines, a text that is missing or
            differs, an offset beyond it, a target or actor that is not in the codebook.
    """
    found: dict[str, Annotation] = {}
    for place, quoted, text in _lines(_Quotes, quotes, bodies, ids):
        for quote in quoted.quotes:
            _inside((*quote.spans, *quote.cues, *quote.speakers), text, place)
            if not quote.spans:
                raise StandpunktError(f"{place}: a quote without spans; mark what is said, or leave the quote out")
        found[quoted.id] = Annotation(
            quoted.id,
            text,
            tuple(Quote(one.type, one.spans, one.cues, one.speakers, one.referent) for one in quoted.quotes),
        )
    for place, stated, text in _lines(_Positions, positions, bodies, ids):
        other = found.get(stated.id)
        if other and other.text != text:
            raise StandpunktError(f"{place}: text of page {stated.id!r} differs from that of its quotes; keep one")
        for position in stated.positions:
            _inside(((position.start, position.end),), text, place)
            _check_names(position, codebook, place)
        rows = tuple(
            Position(one.actor, one.target, one.stance, one.how, one.start, one.end) for one in stated.positions
        )
        found[stated.id] = Annotation(stated.id, text, other.quotes if other else None, rows)
    return [found[identifier] for identifier in sorted(found)]


def _lines(
    model: type[L], path: Path | None, bodies: Mapping[str, str], ids: set[str]
) -> Iterator[tuple[Path, L, str]]:
    seen: dict[str, int] = {}
    for number, row in storage.numbered_jsonl(path) if path else ():
        place = Path(f"{path}:{number}")
        line = check_section(model, row, storage.YamlFile(place, row, {}))
        identifier = unicodedata.normalize("NFC", line.id)
        if identifier not in ids:
            raise StandpunktError(f"{place}: there is no page {identifier!r}; {nearest(identifier, ids)}")
        if identifier in seen:
            raise StandpunktError(f"{place}: page {identifier!r} already stands on line {seen[identifier]}; keep one")
        seen[identifier] = number
        text = line.text if line.text is not None else bodies.get(identifier)
        if text is None:
            raise StandpunktError(
                f"{place}: page {identifier!r} has no gold body that the offsets could count in; add the key 'text'"
            )
        yield place, line.model_copy(update={"id": identifier}), text


def _inside(spans: tuple[Span, ...], text: str, place: Path) -> None:
    for start, end in spans:
        if not start < end <= len(text):
            raise StandpunktError(f"{place}: span [{start}, {end}] is not inside the text of {len(text)} characters")


def _check_names(position: _Position, codebook: Codebook, place: Path) -> None:
    if position.target not in codebook.targets:
        raise StandpunktError(
            f"{place}: target {position.target!r} is not in the codebook; {nearest(position.target, codebook.targets)}"
        )
    if position.actor not in codebook.actors and " " not in position.actor:
        raise StandpunktError(
            f"{place}: actor {position.actor!r} is neither in the codebook nor a full name; "
            f"{nearest(position.actor, codebook.actors)}"
        )
