"""The source format of the embedded corpus: one readable file an article, its gold as inline marks.

A file `sources/<id>.md` has a YAML header between two lines `---` and a body. Marks in the body:

    {Q1 direct: „Das ist zu wenig“}, {C1: sagte} {S1 kolberg: die Ministerin}.

Q marks a quotation (type `direct`, `indirect` or `reported`; a later part of the same quotation repeats the number
without a type), C its cue, S its speaker with the actor it refers to (an id of the codebook, or a full name).
Marks do not nest. `## ` starts a subheading, `F: ` and `A: ` are question and answer of an interview.

Run as a program, it checks source files: `python source_format.py [FILE…]`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
QUOTE_TYPES = ("direct", "indirect", "reported")
OUTLETS = ("kanalkurier", "bote", "tagwerk", "nordblick", "warte", "funkhaus")
GENRES = ("report", "analysis", "comment", "interview")
STANCES = ("favor", "against", "neutral")
SIDES = ("train", "validation", "test")
HOW = ("quoted", "reported", "ascribed")
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "cp1252-declared-utf-8")
REQUIRED = ("outlet", "genre", "published", "title", "teaser")
OPTIONAL = (
    "topic", "stance", "positions", "author", "kicker", "caption", "credit", "comments", "encoding", "rewrite_of",
    "paywall", "labels", "side",
)  # fmt: skip
MARK = re.compile(r"\{([QCS])(\d+)(?: ([^:{}]+))?: ?([^{}]*)\}")
SENTENCE_END = re.compile(r"(?<=[.!?])[“\"«]?\s+(?=[„»\"A-ZÄÖÜ]|\d+ [A-ZÄÖÜ])|\n+")
WORD = re.compile(r"\w+")


class SourceError(ValueError):
    """A source file breaks the format; the message names file and remedy."""


@dataclass
class Quote:
    """One quotation: character spans into the article's text, `(start, end)` each."""

    number: int
    type: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)
    cues: list[tuple[int, int]] = field(default_factory=list)
    speakers: list[tuple[int, int]] = field(default_factory=list)
    referent: str = ""


@dataclass
class Source:
    """One article: its header, its paragraphs as (role, text), its text without marks, and its quotations."""

    id: str
    header: dict[str, Any]
    paragraphs: list[tuple[str, str]]
    text: str
    quotes: list[Quote]


def parse(name: str, content: str) -> Source:
    """Parse one source file. `name` is the file's stem, used as id and in messages."""
    parts = content.replace("\r\n", "\n").split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise SourceError(f"{name}: the file must start with a header between two lines '---'")
    try:
        header = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise SourceError(f"{name}: header is not YAML (quote values with a colon): {error}") from None
    quotes: dict[int, Quote] = {}
    paragraphs: list[tuple[str, str]] = []
    offset = 0
    for block in re.split(r"\n\s*\n", parts[2].strip()):
        raw = " ".join(block.split("\n"))
        role = "body"
        for prefix, its_role in (("## ", "subheading"), ("F: ", "question"), ("A: ", "answer")):
            if raw.startswith(prefix):
                role, raw = its_role, raw.removeprefix(prefix)
        plain = ""
        position = 0
        for mark in MARK.finditer(raw):
            plain += raw[position : mark.start()]
            kind, number, argument, inner = mark.group(1), int(mark.group(2)), mark.group(3), mark.group(4)
            span = (offset + len(plain), offset + len(plain) + len(inner))
            plain += inner
            position = mark.end()
            quote = quotes.setdefault(number, Quote(number))
            if not inner or inner != inner.strip():
                raise SourceError(f"{name}: {mark.group(0)!r} is empty or starts or ends with a space")
            if kind == "Q":
                if argument and argument not in QUOTE_TYPES:
                    raise SourceError(f"{name}: {mark.group(0)!r}: the type is one of {', '.join(QUOTE_TYPES)}")
                quote.type = quote.type or argument or ""
                quote.spans.append(span)
            elif kind == "C":
                quote.cues.append(span)
            else:
                if not argument:
                    raise SourceError(f"{name}: {mark.group(0)!r} names nobody: write {{S{number} actor: …}}")
                quote.speakers.append(span)
                quote.referent = quote.referent or argument
        plain += raw[position:]
        if "{" in plain or "}" in plain:
            raise SourceError(f"{name}: a brace without a well-formed mark (marks do not nest) near {plain[:60]!r}")
        paragraphs.append((role, plain))
        offset += len(plain) + 2
    text = "\n\n".join(paragraph for _, paragraph in paragraphs)
    return Source(name, header, paragraphs, text, [quotes[number] for number in sorted(quotes)])


def evidence(source: Source, via: str) -> tuple[int, int]:
    """The span of the sentence that shows a position: `Q3` (the sentence of that quotation) or words of it."""
    if re.fullmatch(r"Q\d+", via):
        found = [quote for quote in source.quotes if f"Q{quote.number}" == via]
        if not found or not found[0].spans:
            raise SourceError(f"{source.id}: position via {via}, which is not marked in the body")
        start, end = found[0].spans[0]
    else:
        if source.text.count(via) != 1:
            raise SourceError(
                f"{source.id}: position via {via!r}, which stands {source.text.count(via)} times in the body, not once"
            )
        start = source.text.index(via)
        end = start + len(via)
    left = max((match.end() for match in SENTENCE_END.finditer(source.text, 0, start + 1)), default=0)
    right = next((match.start() for match in SENTENCE_END.finditer(source.text, end - 1)), len(source.text))
    return min(left, start), max(right, end)


def problems(source: Source, codebook: Mapping[str, Any]) -> Iterable[str]:
    """Yield what is wrong with one article, a line each."""
    header, name = source.header, source.id
    for key in REQUIRED:
        if not header.get(key):
            yield f"{name}: header lacks {key}"
    for key in header:
        if key not in REQUIRED + OPTIONAL:
            yield f"{name}: unknown header key {key}"
    for key, allowed in (("outlet", OUTLETS), ("genre", GENRES), ("encoding", ENCODINGS), ("side", SIDES)):
        if key in header and header[key] not in allowed:
            yield f"{name}: {key} {header[key]!r} is not one of {', '.join(allowed)}"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", str(header.get("published"))):
        yield f"{name}: published must look like '2022-03-14 06:30' (in quotes)"
    if header.get("labels", True) and header.get("topic") not in codebook["topics"]:
        yield f"{name}: topic {header.get('topic')!r} is not in the codebook"
    if header.get("labels", True) != ("side" in header):
        yield f"{name}: an article with labels has a side of the split, one without has none"
    for target, stance in (header.get("stance") or {}).items():
        if target not in codebook["targets"] or stance not in STANCES:
            yield f"{name}: stance {target}: {stance} is not in the codebook"
    words = len(WORD.findall(source.text))
    if not 100 <= words <= 420:
        yield f"{name}: {words} words of body, wanted 100 to 400"
    for quote in source.quotes:
        if not quote.spans or not quote.type:
            yield f"{name}: Q{quote.number} has no span or no type"
        if not quote.speakers:
            yield f"{name}: Q{quote.number} has no speaker mark"
        if quote.referent and quote.referent not in codebook["actors"] and " " not in quote.referent:
            yield f"{name}: speaker {quote.referent!r} of Q{quote.number} is neither an actor's id nor a full name"
    for position in header.get("positions") or []:
        missing = {"actor", "target", "stance", "how", "via"} ^ set(position)
        if missing:
            yield f"{name}: position {position} has or lacks {sorted(missing)}"
            continue
        if position["actor"] not in codebook["actors"] and " " not in position["actor"]:
            yield f"{name}: position of {position['actor']!r}: neither an actor's id nor a full name"
        if position["target"] not in codebook["targets"] or position["stance"] not in STANCES:
            yield f"{name}: position {position['target']}: {position['stance']} is not in the codebook"
        if position["how"] not in HOW:
            yield f"{name}: position how: {position['how']} is not one of {', '.join(HOW)}"
        try:
            evidence(source, str(position["via"]))
        except SourceError as error:
            yield str(error)
    for bad in re.findall(r"[\"']\w|–\w|--|…\.|  ", source.text):
        yield f"{name}: typography near {bad!r}: use „…“, ‚…‘, spaced – and single spaces"


def sentences(text: str) -> Iterable[str]:
    """Sentences of more than eight words, folded for comparison."""
    for sentence in re.split(r"(?<=[.!?:])[“\"«]?\s+|\n+", text):
        words = WORD.findall(sentence.lower())
        if len(words) > 8:
            yield " ".join(words)


def repeated(sources: Iterable[Source]) -> Iterable[str]:
    """Yield sentences of more than eight words that two articles share, unless one is a rewrite of the other."""
    seen: dict[str, Source] = {}
    for source in sources:
        for sentence in sentences(source.text):
            other = seen.setdefault(sentence, source)
            pair = {source.header.get("rewrite_of"), other.header.get("rewrite_of")}
            if other.id != source.id and not pair & {source.id, other.id}:
                yield f"{source.id} and {other.id} share the sentence: {sentence}"


def parted(sources: Iterable[Source]) -> Iterable[str]:
    """Yield second versions of an article that stand on another side of the split than the first."""
    sides = {source.id: source.header.get("side") for source in sources}
    for source in sources:
        first = source.header.get("rewrite_of")
        if first in sides and sides[first] != sides[source.id]:
            yield f"{source.id}: side {sides[source.id]!r}, but {first}, which it rewrites, has {sides[first]!r}"


def load(paths: Iterable[Path]) -> list[Source]:
    """Parse the files, in the order of their names."""
    return [parse(path.stem, path.read_text("utf-8")) for path in sorted(paths)]


def main(arguments: list[str]) -> int:
    """Check the named files, or all; print what is wrong and the totals."""
    codebook = yaml.safe_load((HERE / "codebook.yaml").read_text("utf-8"))
    paths = [Path(argument) for argument in arguments] or list((HERE / "sources").glob("*.md"))
    found: list[str] = []
    sources: list[Source] = []
    for path in sorted(paths):
        try:
            sources.append(parse(path.stem, path.read_text("utf-8")))
        except SourceError as error:
            found.append(str(error))
    for source in sources:
        found.extend(problems(source, codebook))
    found.extend(repeated(sources))
    found.extend(parted(sources))
    for line in found:
        print(line)
    print(
        f"{len(sources)} articles, {sum(len(WORD.findall(source.text)) for source in sources)} words, "
        f"{sum(len(source.header.get('stance') or {}) for source in sources)} stances, "
        f"{sum(len(source.quotes) for source in sources)} quotes, "
        f"{sum(len(source.header.get('positions') or []) for source in sources)} positions, {len(found)} problems"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
