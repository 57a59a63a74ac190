"""Render the embedded corpus: the pages as a crawler would have stored them, and their gold labels.

`python render.py` writes `pages/`, `labels/` and the counts in `README.md` anew from `sources/`; `--check` writes
nothing and fails with one line a file that differs, is missing or is left over. Nothing depends on the clock: what
varies from page to page is drawn from a hash of the page's id.

Templates mark every piece of text with its role: `{{ text | caption }}`, or `{% filter byline %}…{% endfilter %}`
around markup. The marks are taken out of the page again and become the gold; a page with text outside any mark is an
error, so every visible line has a role.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any, TypeVar

import jinja2
import yaml
from markupsafe import Markup, escape
from source_format import (
    ENCODINGS,
    GENRES,
    HERE,
    HOW,
    OUTLETS,
    QUOTE_TYPES,
    STANCES,
    WORD,
    Quote,
    Source,
    SourceError,
    evidence,
    load,
)

T = TypeVar("T")
FURNITURE = ("navigation", "prompt", "caption", "credit", "related", "comment", "service", "legal", "byline")
FIELDS = ("kicker", "title", "teaser", "body")
FREE_PARAGRAPHS = 2  # of a page behind a paywall
COUNTS = re.compile(r"(<!-- counts -->\n).*(\n<!-- /counts -->)", re.DOTALL)
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
TOWNS = ("Aldenburg", "Hegenfurt", "Brakum", "Osterfleet", "Lindmoor", "Kreis Hegeland", "Vesmar", "Korvien")
DEGREES = (2, 3, 6, 10, 14, 18, 20, 20, 16, 11, 7, 3)  # of the month, about

# A marked piece of a rendered template: open, role, between, text, close. Private-use characters occur in no text.
OPEN, BETWEEN, CLOSE = "\ue000", "\ue001", "\ue002"
PIECE = re.compile(f"{OPEN}(\\w+){BETWEEN}([^{OPEN}{CLOSE}]*){CLOSE}")
INVISIBLE = frozenset({"head", "script", "style", "template"})
INLINE = frozenset({"a", "b", "button", "em", "font", "i", "img", "small", "span", "strong", "time"})


class Dice:
    """Choices that depend on nothing but a page's id and the name of the choice."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def number(self, slot: str, sides: int) -> int:
        """A number from 0 to `sides` - 1."""
        return int(hashlib.sha256(f"{self._seed}:{slot}".encode()).hexdigest()[:12], 16) % sides

    def chance(self, slot: str, percent: int) -> bool:
        """True for about `percent` of a hundred pages."""
        return self.number(slot, 100) < percent

    def pick(self, slot: str, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.number(slot, len(items))]

    def some(self, slot: str, items: Sequence[T], count: int) -> list[T]:
        """`count` of the items, in their order."""
        ranked = sorted(range(len(items)), key=lambda place: self.number(f"{slot}:{place}", 2**40))
        return [items[place] for place in sorted(ranked[:count])]

    def gap(self, slot: str, most: int = 2) -> str:
        """None to `most` line breaks, mostly one, for the irregular blank lines of a text dump."""
        return "\n" * min(self.pick(f"gap:{slot}", (0, 1, 1, 1, 2)), most)


@dataclass
class Moment:
    """A date and time in the forms that pages print."""

    at: datetime

    @property
    def iso(self) -> str:
        """`2022-03-14T06:30`, as in the gold."""
        return self.at.strftime("%Y-%m-%dT%H:%M")

    @property
    def zoned(self) -> str:
        """`2022-03-14T06:30:00+01:00`, as in metadata."""
        return f"{self.iso}:00+01:00"

    @property
    def short(self) -> str:
        """`14.03.2022`."""
        return self.at.strftime("%d.%m.%Y")

    @property
    def long(self) -> str:
        """`14. März 2022`."""
        return f"{self.at.day}. {MONTHS[self.at.month - 1]} {self.at.year}"

    @property
    def time(self) -> str:
        """`06:30`."""
        return self.at.strftime("%H:%M")

    @property
    def weekday(self) -> str:
        """`Montag`."""
        return WEEKDAYS[self.at.weekday()]

    @property
    def year(self) -> int:
        """`2022`."""
        return self.at.year


@dataclass
class Comment:
    """What a reader wrote below the article."""

    name: str
    text: str
    at: Moment


@dataclass
class Link:
    """A link to another article of the outlet."""

    kicker: str
    title: str
    url: str
    at: Moment


@dataclass
class Article:
    """What a template sees of one article."""

    number: int
    kicker: str
    title: str
    teaser: str
    author: str
    agency: bool
    at: Moment
    updated: Moment
    genre: str
    caption: str
    credit: str
    alt: str
    paragraphs: list[tuple[str, str]]
    comments: list[Comment]
    inline: Link
    related: list[Link]
    popular: list[Link]
    tags: list[str]
    section: str
    url: str
    minutes: int
    seconds: int
    degrees: int
    middle: int
    paywall: bool
    charset: str


@dataclass
class Page:
    """One rendered page: where it lies, its bytes, and its pieces as (role, text) in the order of the page."""

    id: str
    path: str
    content: bytes
    pieces: list[tuple[str, str]]


class _Visible(HTMLParser):
    """Collects the text that a reader sees, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in INVISIBLE
        self.text += "" if tag in INLINE else "\n"

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in INVISIBLE
        self.text += "" if tag in INLINE else "\n"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += data.replace("\n", " ")


def lines(content: str, kind: str) -> list[str]:
    """The visible lines of a page (or of a part of it), their white space squeezed."""
    if kind == "html":
        parser = _Visible()
        parser.feed(content)
        parser.close()
        content = parser.text
    return [" ".join(line.split()) for line in content.split("\n") if line.strip()]


def page_id(source: Source) -> str:
    """The id of an article in pages and labels."""
    return f"{source.header['outlet']}/{source.id}"


def kind_of(source: Source) -> str:
    """Whether the article's page is `html` or a plain-text dump, `txt`."""
    outlet = source.header["outlet"]
    if outlet == "funkhaus":
        return ("html", "txt")[int(hashlib.sha256(source.id.encode()).hexdigest(), 16) % 2]
    return "txt" if outlet in ("nordblick", "warte") else "html"


def free_paragraphs(source: Source) -> list[tuple[str, str]]:
    """The paragraphs that the page shows: all, or the first ones before a paywall."""
    return source.paragraphs[:FREE_PARAGRAPHS] if source.header.get("paywall") else source.paragraphs


def body(source: Source) -> str:
    """The text of the article as far as the page shows it."""
    return "\n\n".join(text for _, text in free_paragraphs(source))


def render(sources: list[Source], codebook: Mapping[str, Any]) -> dict[str, bytes]:
    """Render all pages, labels and the datasheet's counts.

    Args:
        sources: all articles of the corpus; links lead from one to the other.
        codebook: the content of `codebook.yaml`.

    Returns:
        The content of each file by its path below this folder.

    Raises:
        SourceError: an article cannot be written in its encoding, or a page lacks a part of it.
    """
    ordered = sorted(sources, key=page_id)
    outlets = {name: yaml.safe_load((HERE / "outlets" / f"{name}.yaml").read_text("utf-8")) for name in OUTLETS}
    templates = {kind: _environment(kind) for kind in ("html", "txt")}
    pages = [_page(source, ordered, codebook, outlets[source.header["outlet"]], templates) for source in ordered]
    files = {page.path: page.content for page in pages}
    gold = [_gold(source, page, outlets[source.header["outlet"]]) for source, page in zip(ordered, pages, strict=True)]
    files["labels/articles.jsonl"] = _jsonl(gold)
    labelled = [source for source in ordered if source.header.get("labels", True)]
    files["labels/quotes.jsonl"] = _jsonl({"id": page_id(each), "quotes": _quotes(each)} for each in labelled)
    files["labels/positions.jsonl"] = _jsonl({"id": page_id(each), "positions": _positions(each)} for each in labelled)
    files["labels/topics.csv"] = _csv(("id", "topic"), ((page_id(each), each.header["topic"]) for each in labelled))
    files["labels/split.csv"] = _csv(("id", "side"), ((page_id(each), each.header["side"]) for each in labelled))
    stances = (
        (page_id(each), target, stance)
        for each in labelled
        for target, stance in sorted(_stances(each, codebook).items())
    )
    files["labels/stances.csv"] = _csv(("id", "target", "stance"), stances)
    readme = (HERE / "README.md").read_text("utf-8")
    if not COUNTS.search(readme):
        raise SourceError("README.md: the markers <!-- counts --> and <!-- /counts --> are missing; put them back")
    counts = _counts(ordered, gold, codebook, outlets)
    files["README.md"] = COUNTS.sub(lambda found: found[1] + counts + found[2], readme).encode()
    return dict(sorted(files.items()))


def _environment(kind: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "outlets"),
        autoescape=kind == "html",  # noqa: S701  text dumps have no markup to escape
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    for role in FURNITURE + FIELDS:
        environment.filters[role] = _marker(role, kind)
    return environment


def _marker(role: str, kind: str) -> Callable[[object], str]:
    def mark(text: object) -> str:
        if not isinstance(text, str):
            raise SourceError(f"outlets: {text!r} as {role} is not a string; put quotation marks around it")
        if kind == "html":
            return Markup(f"{OPEN}{role}{BETWEEN}{escape(text)}{CLOSE}")  # noqa: S704
        return f"{OPEN}{role}{BETWEEN}{text}{CLOSE}"

    return mark


def _page(
    source: Source,
    sources: Sequence[Source],
    codebook: Mapping[str, Any],
    outlet: Mapping[str, Any],
    environments: Mapping[str, jinja2.Environment],
) -> Page:
    kind = kind_of(source)
    template = environments[kind].get_template(f"{source.header['outlet']}.{kind}.j2")
    dice = Dice(source.id)
    marked = template.render(a=_article(source, sources, codebook, outlet, dice), o=outlet, d=dice)
    pieces = [(found[1], line) for found in PIECE.finditer(marked) for line in lines(found[2], kind)]
    plain = PIECE.sub(lambda found: found[2], marked)
    if kind == "txt":
        plain = re.sub(r"\n{4,}", "\n\n\n", "\n".join(line.strip() for line in plain.split("\n"))).strip("\n") + "\n"
    else:
        plain = re.sub(r"\n\s*\n+", "\n", plain).strip("\n") + "\n"
    page = Page(page_id(source), f"pages/{page_id(source)}.{kind}", _encode(source, plain), pieces)
    _check(source, page, lines(plain, kind), kind)
    return page


def _article(
    source: Source, sources: Sequence[Source], codebook: Mapping[str, Any], outlet: Mapping[str, Any], dice: Dice
) -> Article:
    header = source.header
    at = datetime.strptime(header["published"], "%Y-%m-%d %H:%M")  # noqa: DTZ007  a date as pages print it
    paragraphs = free_paragraphs(source)
    words = len(WORD.findall(source.text))
    related = _links(source, sources, outlet, dice, "related")
    topic = header.get("topic") or source.id.split("-")[0]
    shown = [place for place in range(1, len(paragraphs)) if paragraphs[place - 1][0] not in ("subheading", "question")]
    return Article(
        number=_number(source),
        kicker=header.get("kicker") or "",
        title=header["title"],
        teaser=header["teaser"],
        author=header.get("author") or "",
        agency=header.get("author") == "tpa",
        at=Moment(at),
        updated=Moment(at + timedelta(minutes=37 + dice.number("updated", 900))),
        genre=header["genre"],
        caption=header.get("caption") or "",
        credit=str(header.get("credit") or "").removeprefix("(").removesuffix(")"),
        alt=_alternative(header.get("caption") or ""),
        paragraphs=paragraphs,
        comments=[_comment(source, text, at, dice) for text in header.get("comments") or []],
        inline=related[0],
        related=related[1:6],
        popular=_links(source, sources, outlet, dice, "popular")[:5],
        tags=_tags(source, codebook, dice),
        section=outlet["sections"][topic],
        url=_url(source, outlet),
        minutes=max(1, round(words / 180)),
        seconds=dice.number("seconds", 60),
        degrees=DEGREES[at.month - 1] + dice.number("degrees", 7) - 3,
        middle=dice.pick("middle", shown) if len(paragraphs) > 2 and shown else 0,
        paywall=bool(header.get("paywall")),
        charset=_charset(header.get("encoding") or "utf-8", dice),
    )


def _charset(encoding: str, dice: Dice) -> str:
    if encoding == "cp1252":
        return dice.pick("charset", ("windows-1252", "iso-8859-1"))
    return "utf-8"


def _number(source: Source) -> int:
    """The article's number in the outlet's own system; the source's id would give the topic away."""
    return Dice(source.id).number("number", 900000) + 100000


def _url(source: Source, outlet: Mapping[str, Any]) -> str:
    folded = source.header["title"].lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    slug = "-".join(re.findall(r"[a-z0-9]+", folded))
    path = outlet["url"].format(slug=slug, number=_number(source), date=source.header["published"][:10])
    return f"{outlet['site']}/{path}"


def _links(source: Source, sources: Sequence[Source], outlet: Mapping[str, Any], dice: Dice, slot: str) -> list[Link]:
    """The other articles of the outlet, earlier ones first, each group in an order of this page's own."""
    others = [each for each in sources if each.header["outlet"] == source.header["outlet"] and each.id != source.id]
    if not others:
        raise SourceError(f"{source.id}: it is the only article of {source.header['outlet']}; links need another one")
    others.sort(
        key=lambda each: (
            each.header["published"] >= source.header["published"],
            dice.number(f"{slot}:{each.id}", 2**40),
        )
    )
    return [
        Link(
            each.header.get("kicker") or "",
            each.header["title"],
            _url(each, outlet),
            Moment(datetime.strptime(each.header["published"], "%Y-%m-%d %H:%M")),  # noqa: DTZ007
        )
        for each in others
    ]


def _comment(source: Source, text: str, at: datetime, dice: Dice) -> Comment:
    name, colon, said = text.partition(": ")
    if not colon:
        raise SourceError(f"{source.id}: comment {text!r} must look like 'Name: what was said'")
    return Comment(name, said, Moment(at + timedelta(minutes=20 + dice.number(f"comment:{text}", 2000))))


def _alternative(caption: str) -> str:
    """What an editor types as alternative text: the name at the start of the caption, or its first words."""
    name = re.match(r"(?:[A-ZÄÖÜ][\wäöüß]+(?:-[A-ZÄÖÜ][\wäöüß]+)? ){2,3}(?=[a-zäöü(,])", caption)
    if name:
        return name[0].strip()
    head = re.split(r", | – |: | (?:vor|in|im|am|bei|auf|an|der|des|von|zwischen|mit|aus|zu|nach) ", caption)[0]
    return (head if len(head.split()) > 1 else caption).removesuffix(".")


def _tags(source: Source, codebook: Mapping[str, Any], dice: Dice) -> list[str]:
    """Three or four keywords: places, actors and matters that the text names."""
    text = f"{source.header['title']} {body(source)}"
    matters = [target["aliases"][0] for target in codebook["targets"].values()]
    actors = [actor["label"] for actor in codebook["actors"].values()]
    found = [word for word in dict.fromkeys([*matters, *actors, *TOWNS]) if re.search(rf"\b{word}\b", text)]
    return dice.some("tags", found, 3 + dice.number("how many tags", 2))


def _encode(source: Source, text: str) -> bytes:
    encoding = source.header.get("encoding") or "utf-8"
    if encoding not in ENCODINGS:
        raise SourceError(f"{source.id}: encoding {encoding!r} is not one of {', '.join(ENCODINGS)}")
    try:
        return text.encode("cp1252" if encoding.startswith("cp1252") else encoding)
    except UnicodeEncodeError as error:
        wrong = text[error.start]
        raise SourceError(
            f"{source.id}: character {wrong!r} (U+{ord(wrong):04X}) is not in {encoding}; replace it or the encoding"
        ) from None


def _check(source: Source, page: Page, visible: list[str], kind: str) -> None:
    """Every part of the article is on the page, and every visible character belongs to a piece with a role."""
    encoding = source.header.get("encoding") or "utf-8"
    decoded = page.content.decode("cp1252" if encoding.startswith("cp1252") else encoding)
    if lines(decoded, kind) != visible:
        raise SourceError(f"{source.id}: the bytes of {page.path} do not give back its text")
    place = f"{source.id}: {page.path}"
    if [text for role, text in page.pieces if role == "body"] != [text for _, text in free_paragraphs(source)]:
        raise SourceError(f"{place}: its body is not that of the source; look at the template")
    for name in ("kicker", "title", "teaser"):
        shown = [text for role, text in page.pieces if role == name]
        if shown not in ([], [source.header.get(name)]) or (name == "title" and not shown):
            raise SourceError(f"{place}: shows the {name} {shown}, not {source.header.get(name)!r}")
    for role, text in page.pieces:
        if not any(text in line for line in visible):
            raise SourceError(f"{place}: {role} {text!r} is not to be seen on the page")
    marked, seen = ("".join("".join(each).split()) for each in ([text for _, text in page.pieces], visible))
    if marked != seen:
        first = next((at for at, (left, right) in enumerate(zip(marked, seen, strict=False)) if left != right), 0)
        raise SourceError(f"{place}: text without a role near {seen[max(0, first - 20) : first + 40]!r}; mark it")


def _gold(source: Source, page: Page, outlet: Mapping[str, Any]) -> dict[str, Any]:
    """What the page says and what of it is furniture; a field that the page does not show is left out."""
    row: dict[str, Any] = {"id": page.id, "body": body(source)}
    row.update({role: text for role, text in page.pieces if role in ("kicker", "title", "teaser")})
    if outlet["signed"] and source.header.get("author"):
        row["author"] = source.header["author"]
    if outlet["dated"]:
        row["published"] = source.header["published"].replace(" ", "T")
    row["furniture"] = [{"role": role, "text": text} for role, text in page.pieces if role in FURNITURE]
    return row


def _quotes(source: Source) -> list[dict[str, Any]]:
    end = len(body(source))
    rows = []
    for quote in source.quotes:
        parts = {name: _before(getattr(quote, name), end) for name in ("spans", "cues", "speakers")}
        if parts["spans"]:
            rows.append({"type": quote.type, **parts, **_referent(quote)})
    return rows


def _before(spans: Iterable[tuple[int, int]], end: int) -> list[list[int]]:
    return [list(span) for span in sorted(spans) if span[1] <= end]


def _stances(source: Source, codebook: Mapping[str, Any]) -> dict[str, str]:
    """The stance labels of an article, for targets that the page names: a paywall may hide the others."""
    stances = dict(source.header.get("stance") or {})
    if not source.header.get("paywall"):
        return stances
    return {name: stance for name, stance in stances.items() if _names(source, codebook["targets"][name]["aliases"])}


def _referent(quote: Quote) -> dict[str, str]:
    return {"referent": quote.referent} if quote.referent else {}


def _positions(source: Source) -> list[dict[str, Any]]:
    rows = []
    for position in source.header.get("positions") or []:
        start, end = evidence(source, str(position["via"]))
        if end <= len(body(source)):
            named = {name: position[name] for name in ("actor", "target", "stance", "how")}
            rows.append(named | {"start": start, "end": end})
    return rows


def _jsonl(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode()


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue().encode()


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = [" | ".join(columns), " | ".join(["---", *["---:"] * (len(columns) - 1)])]
    return "\n".join(f"| {line} |" for line in [*head, *(" | ".join(map(str, row)) for row in rows)])


def _names(source: Source, aliases: Iterable[str]) -> bool:
    """Whether the page names a target by one of its aliases."""
    shown = f"{source.header['title']} {source.header['teaser']} {body(source)}".lower()
    return any(alias.lower() in shown for alias in aliases)


def _sum(counts: Mapping[str, int], names: Sequence[str]) -> str:
    return f"{sum(counts.values())} (" + ", ".join(f"{name} {counts[name]}" for name in names) + ")"


def _counts(
    sources: Sequence[Source],
    gold: Sequence[Mapping[str, Any]],
    codebook: Mapping[str, Any],
    outlets: Mapping[str, Mapping[str, Any]],
) -> str:
    """The datasheet's section of numbers, in Markdown."""
    labelled = [source for source in sources if source.header.get("labels", True)]
    dates = sorted(source.header["published"][:10] for source in sources)
    quotes = Counter(quote["type"] for source in labelled for quote in _quotes(source))
    positions = [position for source in labelled for position in _positions(source)]
    how, sides = (Counter(position[name] for position in positions) for name in ("how", "stance"))
    stances = Counter(pair for source in labelled for pair in _stances(source, codebook).items())
    hidden = sum(len(source.header.get("stance") or {}) - len(_stances(source, codebook)) for source in labelled)
    kinds = Counter((source.header["outlet"], kind_of(source)) for source in sources)
    genres = Counter((source.header.get("topic"), source.header["genre"]) for source in sources)
    encodings = Counter(source.header.get("encoding") or "utf-8" for source in sources)
    roles = Counter(line["role"] for row in gold for line in row["furniture"])
    written = ", ".join(f"{name} {encodings[name]}" for name in ENCODINGS if encodings[name])
    facts = {
        "Articles": f"{len(sources)}, published (in the fiction) from {dates[0]} to {dates[-1]}; "
        f"{len(sources) - len(labelled)} of them without topic and stance labels",
        "Words of body on the pages": f"{sum(len(WORD.findall(row['body'])) for row in gold)}",
        "Pages": f"{sum(kind_of(source) == 'html' for source in sources)} HTML, "
        f"{sum(kind_of(source) == 'txt' for source in sources)} text dumps; "
        f"{sum(bool(source.header.get('paywall')) for source in sources)} behind a paywall; encodings: {written}",
        "Second versions of an agency text": f"{sum('rewrite_of' in source.header for source in sources)}",
        "Stance labels": f"{sum(stances.values())}; {hidden} more of the sources concern what a paywall hides",
        "Quotations": _sum(quotes, QUOTE_TYPES),
        "Positions of actors, by how the text shows them": _sum(how, HOW),
        "Positions of actors, by stance": _sum(sides, STANCES),
        "Lines of furniture": _sum(roles, FURNITURE),
    }
    by_outlet = [
        (f"{name} ({outlets[name]['name']})", kinds[name, "html"], kinds[name, "txt"]) for name in sorted(OUTLETS)
    ]
    by_topic = [
        (topic or "(no label)", *(genres[topic, name] for name in GENRES), sum(genres[topic, name] for name in GENRES))
        for topic in [*codebook["topics"], None]
    ]
    by_target = [
        (target, *(stances[target, name] for name in STANCES), sum(stances[target, name] for name in STANCES))
        for target in codebook["targets"]
    ]
    return "\n\n".join(
        [
            "\n".join(f"- {name}: {fact}." for name, fact in facts.items()),
            _table(("outlet", "HTML", "text"), by_outlet),
            _table(("topic", *GENRES, "all"), by_topic),
            _table(("target", *STANCES, "all"), by_target),
        ]
    )


def differences(files: Mapping[str, bytes]) -> Iterable[str]:
    """Yield a line for each file on disk that is not as rendered."""
    for name, content in files.items():
        path = HERE / name
        if not path.is_file():
            yield f"{name}: missing; run make corpus"
        elif path.read_bytes() != content:
            yield f"{name}: differs from what its source gives; run make corpus"
    for name in sorted(_written() - set(files)):
        yield f"{name}: left over, no source gives it; run make corpus"


def _written() -> set[str]:
    """The files below `pages/` and `labels/`."""
    return {
        path.relative_to(HERE).as_posix()
        for folder in ("pages", "labels")
        for path in (HERE / folder).rglob("*")
        if path.is_file()
    }


def main(arguments: list[str]) -> int:
    """Write the corpus, or with `--check` compare it with what is on disk."""
    if arguments not in ([], ["--check"]):
        print(f"usage: python render.py [--check], not {' '.join(arguments)}")
        return 2
    codebook = yaml.safe_load((HERE / "codebook.yaml").read_text("utf-8"))
    try:
        files = render(load((HERE / "sources").glob("*.md")), codebook)
    except SourceError as error:
        print(error)
        return 1
    if arguments:
        found = list(differences(files))
        print("\n".join(found), end="\n" if found else "")
        return 1 if found else 0
    for name in _written() - set(files):
        (HERE / name).unlink()
    for name, content in files.items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
    print(f"{sum(name.startswith('pages/') for name in files)} pages, {len(files)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
