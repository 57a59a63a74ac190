"""What the tree of a page states: JSON-LD, meta elements, microdata, `time`, `rel=author`, elements named by class.

A page states the same thing in many places; `stated` gives them all, with the place, best first. `metadata` chooses.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from standpunkt.cleaning.article import squeeze
from standpunkt.cleaning.dates import YEAR, local_day, url_day
from standpunkt.cleaning.markup import MARK, restore

FIELDS = (
    *("title", "teaser", "kicker", "author", "published", "modified", "outlet", "section", "language"),
    "free",  # whether everybody may read the article: "true" or "false"
)

_MAX_VALUE = 2_000  # characters of one value: the longest real teaser has half of that
_MAX_JSON = 500_000  # characters of one JSON-LD script; longer ones are data, no statement about an article
_MAX_SCRIPTS = 20
_MAX_NODES = 2_000  # JSON objects looked at in one script
_MAX_ELEMENTS = 300  # elements of the page's body looked at
_MAX_CLASSES = 1_000  # elements whose class is looked at
_MAX_NAMED = 60  # elements that are named after author or day: those of the article stand before those of others


@dataclass(frozen=True, slots=True)
class Stated:
    """A value and the place where the page states it: `json-ld`, `og:title`, `meta author`, `line 7`, …."""

    value: str
    source: str


@dataclass(slots=True)
class Found:
    """Candidates while they are collected: lower ranks are better places, equal ranks keep document order."""

    ranked: dict[str, list[tuple[float, str, str]]]
    """Rank, value and source of the candidates of each field."""

    def add(self, field: str, rank: float, value: object, source: str) -> None:
        """Add a candidate in the form of its field; what has another form is none."""
        text = _text(value)
        if field in ("published", "modified"):
            text = local_day(text[:200]) or ""
        elif field == "free":
            text = _FREE.get(text.lower().rpartition("/")[2], "")
        if text:
            self.ranked[field].append((rank, text, source))

    def add_day(self, field: str, rank: float, day: str | None, source: str) -> None:
        """Add a day as `dates` gives it."""
        if day:
            self.ranked[field].append((rank, day, source))

    def best_first(self) -> dict[str, list[Stated]]:
        """The candidates of each field."""
        return {
            field: [Stated(*one) for one in dict.fromkeys(one[1:] for one in sorted(ranked, key=itemgetter(0)))]
            for field, ranked in self.ranked.items()
        }


_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\ufeff\ufdd0\ud800-\udfff]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


def _text(value: object) -> str:
    """A value as a reader sees it: references decoded, tags and control characters gone, white space squeezed."""
    if not isinstance(value, str) or not value:
        return ""
    text = value[:_MAX_VALUE]
    if "&" in text:
        text = html.unescape(text)  # many systems escape twice
    if "<" in text:
        text = _TAG.sub(" ", text)
    return squeeze(text if text.isprintable() else _CONTROLS.sub(" ", text).replace("\xad", ""))


# --- elements --------------------------------------------------------------------------------------------------------

# Names of meta elements (in lower case, `dc` for `dcterms`), for each field by rank: better places first.
_META = {
    name: (field, rank)
    for field, places in {
        "title": ("og:title headline", "parsely-title sailthru.title", "twitter:title", "title dc.title"),
        "teaser": ("og:description", "description", "twitter:description", "dc.description dc.abstract"),
        "author": (
            "author authors byl citation_author parsely-author sailthru.author",
            "article:author og:author",
            "creator dc.creator",
        ),
        "published": (
            "article:published_time article:published og:published_time datepublished parsely-pub-date sailthru.date",
            "publish_date publish-date published_time pubdate citation_publication_date date dc.date.issued dc.issued",
            "dc.date dc.date.created dc.created",
            "datecreated",
        ),
        "modified": (
            "article:modified_time article:modified datemodified",
            "og:updated_time",
            "last-modified lastmod dc.modified dc.date.modified",
        ),
        "outlet": ("og:site_name", "citation_journal_title", "publisher dc.publisher", "application-name"),
        "section": ("article:section parsely-section", "section"),
        "language": ("inlanguage", "og:locale", "dc.language content-language", "language"),
        "free": ("isaccessibleforfree", "article:content_tier"),
    }.items()
    for rank, names in enumerate(places, 1)
    for name in names.split()
}
_MAX_META = 100  # characters of such a name
# Places of days that lines go before (1), or anything (2): nothing says which article a `time` element speaks of, and a
# field named date, no more, holds the day of a change or of a build as often as not.
WEAK = {"time": 1, "meta date": 2, "meta dc.date": 2, "meta dc.date.created": 2, "meta dc.created": 2}
_FREE = {"true": "true", "false": "false", "free": "true", "locked": "false", "metered": "false", "1": "true"}
_ITEMPROPS = {
    "headline": ("title", 2),
    "description": ("teaser", 5),
    "author": ("author", 4),
    "creator": ("author", 5),
    "datepublished": ("published", 4),
    "datecreated": ("published", 5),
    "datemodified": ("modified", 4),
    "articlesection": ("section", 3),
}
_STATEMENTS = (
    "title, meta, link[rel=canonical], script[type*='ld+json' i], h1, time, [itemprop], [rel~=author], [rel~=bookmark]"
)
# Elements that are named after what they hold: looked at only where the statements leave something open.
# The selectors find more than the patterns match: few parts, since each is sought in every class of the page.
_AUTHOR_NAMED = "[class*=aut i], [class*=byline i], [class*=username i]"
_DATE_NAMED = "[class*=dat i], [class*=publish i]"
_HEADLINES = "[class*=title i], [class*=headline i], [id*=title i]"  # for pages without a heading of level 1
_AUTHOR_NAME = re.compile(r"author|autor(?!i[sz])|byline|username", re.IGNORECASE)
_DATE_NAME = re.compile(r"(?<!up)(?<!up-)date(?!n)|datum|publish", re.IGNORECASE)
_MODIFIED_NAME = re.compile(r"modif|update|aktualisier|geaendert|changed", re.IGNORECASE)
_KICKER_NAME = re.compile(r"kicker|dachzeile|topline|overline|roofline|spitzmarke|eyebrow|rubrikzeile", re.IGNORECASE)
_SMALL_NAME = re.compile(r"small(?:er)?(?![\w-])", re.IGNORECASE)  # no `small-12`, the width of a column
# Elements about something else than the article: what readers wrote, other articles, the site.
_ELSEWHERE = re.compile(
    r"comment|kommentar|related|recent|sidebar|widget|(?<!post-)(?<!entry-)(?<!article-)footer|nav\b|teaser-?list|"
    r"recommend|more-|author-?box|bio\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w")
_HOME = re.compile(r"/|(?:https?:)?//[^/]+/?|/?index\.\w+|\./?")
_MAX_HEADLINES = 10
_MAX_BYLINE = 160  # characters of an element that is named after the author or the day


# What many systems tell readers of a shared link, beside each other in two elements.
_LABEL, _LABELLED = "twitter:label1", "twitter:data1"
_WRITTEN_BY = re.compile(r"(?:verfasst|geschrieben) von|written by|autor(?:in)?|author", re.IGNORECASE)

# Elements that part no word: any other begins one.
_FORMATTING = frozenset(("b", "i", "em", "strong", "u", "sup", "sub", "mark", "font", "abbr", "small", "wbr"))
_MAX_INSIDE = 60  # nodes of an element that are looked at


def _content(node: LexborNode) -> str:
    """The beginning of an element's text, however deep or long it is."""
    parts: list[str] = []
    size = 0
    for number, inner in enumerate(node.traverse(include_text=True)):
        if number > _MAX_INSIDE or size > _MAX_VALUE:
            break
        tag = inner.tag
        if tag == "-text":
            part = (inner.text_content or "")[:_MAX_VALUE]
            parts.append(part)
            size += len(part)
        elif tag not in _FORMATTING:
            parts.append(" ")
    return restore("".join(parts)[:_MAX_VALUE])


def stated(tree: LexborHTMLParser) -> Mapping[str, Sequence[Stated]]:
    """Everything a page states about itself.

    Args:
        tree: The page as `markup.Source` gives it.

    Returns:
        For each of FIELDS the candidates, best first: white space squeezed, none empty, days as YYYY-MM-DD, `free` as
        "true" or "false". A page cannot break this: what has the wrong type or form is no candidate.
    """
    found = Found({field: [] for field in FIELDS})
    scripts = elements = 0
    headings: list[str] = []
    entries: list[str] = []
    labelled: dict[str, str] = {}
    if tree.root is not None:
        attributes = tree.root.attributes
        found.add("language", 0, attributes.get("lang") or attributes.get("xml:lang"), "html lang")
    for node in tree.css(_STATEMENTS):
        tag = node.tag
        attributes = node.attributes
        if tag == "meta":
            _read_meta(found, attributes)
            if attributes.get("name") in (_LABEL, _LABELLED):
                labelled[str(attributes["name"])] = (attributes.get("content") or "")[:_MAX_VALUE]
        elif tag == "script":
            scripts += 1
            if scripts <= _MAX_SCRIPTS:
                _read_script(found, node)
        elif tag == "title":
            if node.parent is not None and node.parent.tag == "svg":
                continue
            found.add("title", 9, restore(node.text()[:_MAX_VALUE]), "title element")
        elif tag == "link":
            found.add_day("published", 3, url_day((attributes.get("href") or "")[:_MAX_VALUE]), "canonical")
        elif tag == "h1":
            heading = _text(_content(node))
            home = node.css_first("a[href]")
            if home is not None and _HOME.fullmatch(home.attributes.get("href") or ""):
                found.add("outlet", 9, heading, "h1")
            elif heading:
                headings.append(heading)
                _read_kicker(found, node, heading)
            _read_named(found, node, attributes)
        elif elements < _MAX_ELEMENTS:
            elements += 1
            _read_named(found, node, attributes)
            if "bookmark" in (attributes.get("rel") or "").lower().split() and _in_heading(node):
                entries.append(_content(node))
    if _WRITTEN_BY.fullmatch(labelled.get(_LABEL, "")):
        found.add("author", 3, restore(labelled.get(_LABELLED, "")), f"meta {_LABELLED}")
    if not any(" " in value for _, value, _ in found.ranked["author"]):
        for node in _named(tree, _AUTHOR_NAMED, _AUTHOR_NAME):
            _read_author(found, node)
    if all(source in WEAK for _, _, source in found.ranked["published"]):
        for node in _named(tree, _DATE_NAMED, _DATE_NAME):
            _read_date(found, node)
    if not found.ranked["published"]:
        _read_state(found, tree)
    for heading in headings[:_MAX_HEADLINES]:
        found.add("title", 10, heading, "h1")
    for node in tree.css(_HEADLINES)[:_MAX_HEADLINES] if not headings else ():
        found.add("title", 11, _content(node), "class title")
    for entry in entries[:_MAX_HEADLINES]:  # of other articles too
        found.add("title", 12, entry, "rel bookmark")
    return found.best_first()


def _in_heading(node: LexborNode) -> bool:
    """Whether an element stands right in a heading below level 1."""
    return node.parent is not None and node.parent.tag in ("h2", "h3")


def _read_meta(found: Found, attributes: Mapping[str, str | None]) -> None:
    content = attributes.get("content")
    if not content:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        name = attributes.get(attribute)
        place = _place_of(attribute, name[:_MAX_META]) if name else None
        if place:
            field, rank, source = place
            found.add(field, rank, restore(content[:_MAX_VALUE]), source)
            return


@lru_cache(maxsize=1024)  # the pages of all sites name their meta elements alike
def _place_of(attribute: str, name: str) -> tuple[str, int, str] | None:
    """Field, rank and source of what a meta element states that an attribute names so."""
    name = name.strip().lower().replace("dc:", "dc.").replace("dcterms.", "dc.").replace("og:article:", "article:")
    if name not in _META:
        return None
    return *_META[name], name if ":" in name else f"{'itemprop' if attribute == 'itemprop' else 'meta'} {name}"


_STATE = re.compile(
    r'\\?"(?:datePublished|publish(?:ed)?(?:At|On|Date|_at|_on|_date)?|publicationDate|pubDate|firstPublished\w{0,8})\\?"'
    rf'\s?:\s?\\?"({YEAR}-[01]\d-[0-3]\d[^"\\]{{0,20}})'
)


def _read_state(found: Found, tree: LexborHTMLParser) -> None:
    """The day of publication in the data from which a script renders the page."""
    for node in tree.css("script:not([src])")[:_MAX_SCRIPTS]:
        text = node.text()[:_MAX_JSON]
        # One of these is in every name that _STATE knows, and most scripts have none.
        day = _STATE.search(text) if "ubli" in text or "pubDate" in text else None
        if day:
            found.add("published", 8, day[1], "script")
            return


def _read_kicker(found: Found, heading: LexborNode, text: str) -> None:
    """What is named kicker in the heading or right above it, or begins it in small print or before a hidden dash."""
    for node in heading.css("small, [class], [aria-hidden=true]")[:5]:
        if node.attributes.get("aria-hidden") == "true":
            dash = _text(_content(node))
            kicker, _, title = text.partition(f" {dash} ")
            if title and not _WORD.search(dash):
                found.add("kicker", 0, kicker, "h1")
                found.add("title", -1, title, "h1 without kicker")
        elif _KICKER_NAME.search(node.attributes.get("class") or ""):
            found.add("kicker", 0, _content(node), "class kicker")
        elif node.tag == "small" or _SMALL_NAME.search(node.attributes.get("class") or ""):
            kicker = _text(_content(node))
            if kicker and text.startswith(f"{kicker} ") and local_day(kicker) is None:
                found.add("kicker", 0, kicker, "h1")
                found.add("title", -1, text.removeprefix(f"{kicker} "), "h1 without kicker")
    before = heading.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    if before is not None and _KICKER_NAME.search(before.attributes.get("class") or ""):
        found.add("kicker", 0, _content(before), "class kicker")


def _read_named(found: Found, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
    """An element that says by itemprop, rel, tag or class what it holds."""
    for prop in (attributes.get("itemprop") or "").lower().split():
        if prop in _ITEMPROPS:
            field, rank = _ITEMPROPS[prop]
            if field == "author":
                node = node.css_first("[itemprop~=name]") or node  # an element is true, whatever it holds
                attributes = node.attributes
            value = attributes.get("content") or attributes.get("datetime")
            value = restore(value[:_MAX_VALUE]) if value else _content(node)
            found.add(field, rank, value, f"itemprop {prop}")
            return
    if node.tag == "time":
        value = attributes.get("datetime") or _content(node)
        name = (attributes.get("class") or "")[:300]
        field = "modified" if _MODIFIED_NAME.search(name) else "published"
        found.add(field, 5 + 2 * _is_elsewhere(node), restore(value[:_MAX_VALUE]), "time")
    elif "author" in (attributes.get("rel") or "").lower().split():
        found.add("author", 5 + 3 * _is_elsewhere(node), _content(node), "rel author")


def _class_of(node: LexborNode) -> str:
    return (node.attributes.get("class") or "")[:300]


def _named(tree: LexborHTMLParser, selector: str, name: re.Pattern[str]) -> list[LexborNode]:
    """The elements, among those that a selector finds, whose class says what they hold."""
    return [node for node in tree.css(selector)[:_MAX_CLASSES] if name.search(_class_of(node))][:_MAX_NAMED]


def _read_author(found: Found, node: LexborNode) -> None:
    """An element whose class names the author."""
    text = _text(_content(node))
    if 0 < len(text) <= _MAX_BYLINE and not _is_elsewhere(node):
        found.add("author", 6, text, "class author")


def _read_date(found: Found, node: LexborNode) -> None:
    """An element whose class names the day."""
    text = _text(_content(node))
    if 0 < len(text) <= _MAX_BYLINE and not _is_elsewhere(node):
        field = "modified" if _MODIFIED_NAME.search(f"{_class_of(node)} {text}") else "published"
        found.add(field, 6, f"{node.attributes.get('title') or ''} {text}", "class date")


def _is_elsewhere(node: LexborNode) -> bool:
    """Whether an element stands among comments, other articles or in the site's frame."""
    parent: LexborNode | None = node
    for _ in range(8):
        if parent is None:
            return False
        tag = parent.tag
        if tag in ("body", "html", "main"):
            return False
        if tag in ("aside", "footer", "nav"):
            return True
        attributes = parent.attributes
        if attributes and _names_elsewhere(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:300]):
            return True
        parent = parent.parent
    return False


@lru_cache(maxsize=4096)  # what stands around the elements of a page, and of a site's pages, is called alike
def _names_elsewhere(names: str) -> bool:
    return _ELSEWHERE.search(names) is not None


# --- JSON-LD ---------------------------------------------------------------------------------------------------------

_ARTICLE_TYPE = re.compile(r"Article$|Posting$|Report$|^Recipe$|Review$|Episode$|^CreativeWork$")
_PAGE_TYPE = re.compile(r"WebPage$|^ItemPage$|^QAPage$")
_SITE_TYPE = re.compile(r"^WebSite$|^NewsMediaOrganization$")
_PARTS = ("@graph", "mainEntity", "mainEntityOfPage")  # where the article may stand; lists of others stand elsewhere
_STRING = r'"((?:[^"\\]|\\.){1,500})"'
_BROKEN = {
    "title": re.compile(rf'"headline"\s*:\s*{_STRING}'),
    "published": re.compile(rf'"datePublished"\s*:\s*{_STRING}'),
    "modified": re.compile(rf'"dateModified"\s*:\s*{_STRING}'),
    "author": re.compile(rf'"author"\s*:\s*(?:\[\s*)?(?:\{{[^{{}}]{{0,500}}?"name"\s*:\s*)?{_STRING}'),
    "outlet": re.compile(rf'"publisher"\s*:\s*(?:\[\s*)?\{{[^{{}}]{{0,500}}?"name"\s*:\s*{_STRING}'),
    "free": re.compile(r'"isAccessibleForFree"\s*:\s*"?(\w{4,5})'),
}


def _read_script(found: Found, node: LexborNode) -> None:
    # No character references here: a script's text is raw.
    text = node.text()
    if len(text) > _MAX_JSON:
        return
    text = text.replace(MARK, "&").strip().removeprefix("//").lstrip().removeprefix("<![CDATA[").removeprefix("<!--")
    text = text.removesuffix("-->").removesuffix("]]>").rstrip().removesuffix("//").rstrip(" \n\t;")
    try:
        parsed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        _read_broken(found, text)
        return
    things = _things(parsed)
    known = {thing["@id"]: thing for thing in reversed(things) if isinstance(thing.get("@id"), str) and len(thing) > 1}
    for thing in things:
        kinds = [kind.rpartition("/")[2] for kind in _list(thing.get("@type")) if isinstance(kind, str)]
        if any(_ARTICLE_TYPE.search(kind) for kind in kinds):
            _read_thing(found, thing, known, rank=0)
            found.add("title", 0, thing.get("headline") or thing.get("name"), "json-ld")
            found.add("teaser", 0, thing.get("description"), "json-ld")
        elif any(_PAGE_TYPE.search(kind) for kind in kinds):
            _read_thing(found, thing, known, rank=3)
            found.add("title", 5, thing.get("headline") or thing.get("name"), "json-ld")
        elif any(_SITE_TYPE.search(kind) for kind in kinds):
            found.add("outlet", 2, thing.get("name"), "json-ld")


def _things(parsed: Any) -> list[dict[str, Any]]:
    """The objects of a JSON-LD script that may be the article, its page or its site, breadth first."""
    things: list[dict[str, Any]] = []
    queue = deque([parsed])
    for _ in range(_MAX_NODES):
        if not queue:
            break
        value = queue.popleft()
        if isinstance(value, list):
            queue.extend(value[:_MAX_NODES])
        elif isinstance(value, dict):
            things.append(value)
            queue.extend(value[part] for part in _PARTS if part in value)
    return things


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _read_thing(found: Found, thing: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], rank: int) -> None:
    authors = _names(thing.get("author") or thing.get("creator"), known)
    found.add("author", rank, ", ".join(dict.fromkeys(authors)), "json-ld")
    for field, key in (("published", "datePublished"), ("modified", "dateModified")):
        found.add(field, rank, thing.get(key), "json-ld")
    for name in _names(thing.get("publisher"), known)[:1]:
        found.add("outlet", 1, name, "json-ld")
    for section in _list(thing.get("articleSection"))[:1]:
        found.add("section", rank, section, "json-ld")
    language = thing.get("inLanguage")
    if isinstance(language, dict):
        language = language.get("alternateName") or language.get("name")
    found.add("language", 1, language, "json-ld")
    free = thing.get("isAccessibleForFree")
    found.add("free", 0, str(free) if isinstance(free, bool) else free, "json-ld")


def _names(value: Any, known: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The names of persons or organisations; an object may be no more than a reference to another of the script."""
    names: list[str] = []
    for one in _list(value)[:20]:
        item = known.get(one, one) if isinstance(one, str) else one
        if isinstance(item, str):
            names.append(_text(item))
        if not isinstance(item, dict):
            continue
        identity = item.get("@id")
        person = known.get(identity, item) if isinstance(identity, str) and "name" not in item else item
        for name in _list(person.get("name"))[:20]:
            names.append(_text(name))
        if "name" not in person:
            names.append(squeeze(f"{_text(person.get('givenName'))} {_text(person.get('familyName'))}"))
    return [name for name in names if name]


def _read_broken(found: Found, text: str) -> None:
    """The few values that matter in JSON that is none: commas too many, quotation marks unescaped, cut off."""
    for field, pattern in _BROKEN.items():
        match = pattern.search(text)
        if match:
            value = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), match[1])
            found.add(field, 0, re.sub(r"\\(.)", r"\1", value), "json-ld")
