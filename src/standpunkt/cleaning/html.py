"""HTML pages: trafilatura finds the body; the blocks around its find say what else belongs to it and what does not.

Every block of visible text gets a place. Blocks that trafilatura kept are anchors; a block among anchors in the same
container is body too; an anchor is refused where its own container or its form says furniture. Head fields come from
the page's statements about itself (headline, description, dates) as far as the page shows them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from trafilatura.settings import Document

from standpunkt.cleaning import furniture
from standpunkt.cleaning.article import Article, Removed, count_words, squeeze

_PARSER_OPTIONS = {"huge_tree": True, "remove_comments": True, "remove_pis": True, "encoding": "utf-8"}
_UNSEEN = ("script", "style", "noscript", "template", "head", "svg", "iframe", "select", "textarea")
_INLINE = frozenset(
    (
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
        ),
        *("kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var"),
        "wbr",
    )
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TEXT_TAGS = frozenset(("p", "li", "dt", "dd", "blockquote", "div", "td", *_HEADINGS))
_WRAPPERS = frozenset(
    ("div", "section", "article", "main", "center", "table", "tbody", "tr", "td", "ul", "ol", "li", "dl", "blockquote")
)
# trafilatura walks trees by recursion and lxml's own limit is 256; a page of a real site nests about 40 levels.
_MAX_DEPTH = 200
_MAX_PARSED_DEPTH = 1000
_WRAPPER_TAG = re.compile(
    r"<(?P<closing>/?)(?:div|span|section|article|main|center|table|tbody|tr|td|ul|ol|li|dl|blockquote|"
    r"font|b|i|em|strong|a)"
    r"(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
# Dates are taken as stated: trafilatura would refuse those after the day on which it runs.
_DATES = {"original_date": True, "extensive_search": True, "max_date": "2100-01-01"}
_KICKER = re.compile(r"kicker|dachzeile|topline|overline|roofline|spitzmarke|eyebrow|rubrikzeile", re.IGNORECASE)
_TEASER = re.compile(
    r"(?:^|[-_ ])(?:teaser|lead|lede|intro|introduction|vorspann|standfirst|anreisser|einleitung|subheadline|subline|"
    r"unterzeile|abstract|summary|description|dek|vorspanntext)(?:$|[-_ ])",
    re.IGNORECASE,
)
_STATED_DATE = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)')
_STATED_AUTHOR = re.compile(r'"author"\s*:\s*\[?\s*\{[^{}]*?"name"\s*:\s*"([^"\\]{2,60})"')
_SENTENCE_END = re.compile(r"[.!?…:][“«\"‘)]*$")
_MIN_PART = 20  # characters from which a block counts as kept where it stands inside a longer kept line
_MAX_TEASER = 1000
_MAX_BOX = 600  # characters of a box that asks for something
_HEAD_REACH = 8  # blocks after the title among which the teaser stands


@dataclass(slots=True)
class _Block:
    number: int
    text: str
    element: etree._Element
    words: int
    linked: float
    kept: bool = False
    field: str = ""

    @property
    def key(self) -> str:
        return _key(self.text)


def clean(content: str) -> Article:
    """Find the article in a decoded HTML page.

    Returns:
        The article; its `text` is empty where nothing was found. `removed` holds every block of visible text that is
        in none of the article's fields, in reading order, with its role and the reason.
    """
    tree = _parse(content)
    if tree is None:
        return Article(text="")
    found = trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, include_tables=True, date_extraction_params=_DATES
    )
    stated = _stated(tree)
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    blocks = _blocks(tree)
    if not isinstance(found, Document):
        return Article(text="", removed=[_removed(block, None) for block in blocks])
    lines = [squeeze(line.removeprefix("- ")) for line in (found.text or "").split("\n")]
    lines = [line for line in lines if line]
    title, kicker = _title(blocks, [*stated["title"], squeeze(found.title or "")])
    foreign = _align(blocks, lines)
    container = _container(blocks)
    _complete(blocks, container)
    _refuse(blocks, container)
    teaser = _teaser(blocks, [*stated["teaser"], squeeze(found.description or "")])
    paragraphs = _paragraphs(blocks, foreign)
    return Article(
        text="\n\n".join(paragraphs),
        kicker=kicker,
        title=title,
        teaser=teaser,
        author=_author(blocks, stated["author"], squeeze(found.author or ""))
        or furniture.agency_in(paragraphs[0] if paragraphs else ""),
        published=_published(blocks, stated["date"]) or found.date or None,
        outlet=squeeze(found.sitename or "") or None,
        removed=[_removed(block, container) for block in blocks if not block.kept and not block.field],
    )


def _key(text: str) -> str:
    """A text without white space: extractors differ in the spaces around inline elements."""
    return "".join(text.split())


def _parse(content: str) -> etree._Element | None:
    try:
        # Bytes, because lxml refuses a text that declares an encoding.
        tree = lxml_html.document_fromstring(
            _shallow(content).encode("utf-8", "replace"), parser=lxml_html.HTMLParser(**_PARSER_OPTIONS)
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    _flatten(tree)
    return tree


def _shallow(content: str) -> str:
    """The page without the wrappers that nest deeper than libxml2 parses: it drops the text below 2,048 levels."""
    if len(_WRAPPER_TAG.findall(content)) <= _MAX_PARSED_DEPTH:
        return content
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        closing = bool(tag.group("closing"))
        depth += 0 if closing else 1
        kept = tag.group(0) if depth <= _MAX_PARSED_DEPTH else " "
        depth = max(depth - 1, 0) if closing else depth
        return kept

    return _WRAPPER_TAG.sub(keep, content)


def _flatten(tree: etree._Element) -> None:
    """Dissolve what nests deeper than any real page: first wrappers of a single element, then whatever is too deep."""
    depth = 0
    deep: list[etree._Element] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > _MAX_DEPTH:
            deep.append(element)
    for element in deep:
        if element.tag in _WRAPPERS or element.tag in _INLINE:
            element.drop_tag()


def _stated(tree: etree._Element) -> dict[str, list[str]]:
    """What the page states about itself in its head."""

    def values(path: str) -> list[str]:
        return [text for text in (squeeze(str(value)) for value in tree.xpath(path)) if text]

    meta = "//meta[@property='{0}' or @name='{0}' or @itemprop='{0}']/@content"
    scripts = " ".join(values("//script[contains(@type, 'json')]/text()"))
    dates = _STATED_DATE.findall(scripts)
    for name in ("article:published_time", "datePublished", "date", "dc.date", "DC.date.issued"):
        dates.extend(values(meta.format(name)))
    dates.extend(values("//*[@itemprop='datePublished']/@datetime"))
    return {
        "title": [
            *values(meta.format("og:title")),
            *values(meta.format("headline")),
            *values("//*[@itemprop='headline']//text()[normalize-space()]"),
            *values("//title[1]/text()"),
        ],
        "teaser": [
            *values(meta.format("og:description")),
            *values(meta.format("description")),
            *values(meta.format("twitter:description")),
        ],
        "author": values(meta.format("author")) + _STATED_AUTHOR.findall(scripts),
        "date": dates,
    }


def _blocks(tree: etree._Element) -> list[_Block]:
    """Visible text, a block element a line, with the element it stands in."""
    return [
        _Block(number, text, element, count_words(text), linked)
        for number, (text, element, linked) in enumerate(_lines(tree), 1)
    ]


def _lines(tree: etree._Element) -> Iterator[tuple[str, etree._Element, float]]:
    buffer: list[tuple[str, bool]] = []
    owner = tree
    links = 0

    def line() -> tuple[str, float]:
        text = squeeze("".join(part for part, _ in buffer))
        inside = len(_key("".join(part for part, linked in buffer if linked)))
        buffer.clear()
        return text, inside / max(len(_key(text)), 1)

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag == "a":
            links += 1 if event == "start" else -1
        if element.tag not in _INLINE:
            text, linked = line()
            if text:
                yield text, owner, linked
            owner = element if event == "start" else (element.getparent() if element.getparent() is not None else tree)
        text = element.text if event == "start" else element.tail
        if text:
            buffer.append((text, links > 0))
    text, linked = line()
    if text:
        yield text, owner, linked


# --- head ------------------------------------------------------------------------------------------------------------


def _title(blocks: Sequence[_Block], stated: Sequence[str]) -> tuple[str | None, str | None]:
    """Title and kicker: the heading that the page's own statements confirm; marks the blocks they stand in."""
    keys = [_key(text) for text in stated if text]
    headings = [block for block in blocks if _heading(block) == "h1"] or [
        block for block in blocks if _heading(block) in ("h2", "h3")
    ]
    best: tuple[int, _Block] | None = None
    for block in headings:
        confirmed = any(block.key in key or key in block.key for key in keys)
        if confirmed and (best is None or len(block.key) > best[0]):
            best = len(block.key), block
    h1 = [block for block in headings if _heading(block) == "h1"]
    if best is None and len(h1) == 1 and h1[0].words >= 3:
        best = 0, h1[0]
    if best is None:
        return (stated[-1] or None) if stated else None, None
    block = best[1]
    block.field = "title"
    title, kicker = _without_kicker(block, stated)
    return title, kicker or _kicker(blocks, block, title)


def _heading(block: _Block) -> str | None:
    for element in (block.element, *block.element.iterancestors()):
        if element.tag in _HEADINGS:
            return str(element.tag)
        if element.tag not in ("span", "a", "div", "em", "strong", "b", "header", "hgroup"):
            return None
        if element.get("itemprop") == "headline":
            return "h1"
        if element.tag in ("div", "header", "hgroup") and element is not block.element:
            return None
    return None


def _without_kicker(block: _Block, stated: Sequence[str]) -> tuple[str, str | None]:
    """A heading that holds the kicker too, in two."""
    for element in block.element.iter("span", "em", "small", "strong", "b", "div", "p"):
        name = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if element is not block.element and _KICKER.search(name):
            kicker = squeeze("".join(element.itertext()))
            if kicker and block.text.startswith(kicker) and kicker != block.text:
                return block.text.removeprefix(kicker).lstrip(" :–-|"), kicker.rstrip(" :–-|")
    for text in stated:
        if count_words(text) >= 3 and len(text) < len(block.text) and block.text.endswith(text):
            kicker = block.text.removesuffix(text).rstrip(" :–-|")
            if 1 <= count_words(kicker) <= 6:
                return text, kicker
    return block.text, None


def _kicker(blocks: Sequence[_Block], heading: _Block, title: str) -> str | None:
    """The short line that the page calls kicker, or that shares the heading's own parent and stands right above it."""
    near = [block for block in blocks if 0 < abs(heading.number - block.number) <= 3]
    for block in near:
        names = [_names(element) for element in _up(block.element, 2)]
        names += [
            _names(element)
            for element in block.element.iter("span", "b", "em")
            if squeeze("".join(element.itertext())) == block.text
        ]
        if _KICKER.search(" ".join(names)) and block.words <= 8 and block.text != title:
            block.field = "kicker"
            return block.text.rstrip(" :")
    above = next((block for block in blocks if block.number == heading.number - 1), None)
    if (
        above is not None
        and above.words <= 6
        and _heading(above) != "h1"
        and above.element.getparent() is _block_element(heading).getparent()
        and not _SENTENCE_END.search(above.text)
        and not furniture.date_in(above.text)
        and _named_role(above.element, None) is None
    ):
        above.field = "kicker"
        return above.text
    return None


def _block_element(block: _Block) -> etree._Element:
    element = block.element
    while element.tag in _INLINE and element.getparent() is not None:
        element = element.getparent()
    return element


def _up(element: etree._Element, levels: int) -> list[etree._Element]:
    found = [element]
    while len(found) < levels and found[-1].getparent() is not None:
        found.append(found[-1].getparent())
    return found


def _teaser(blocks: Sequence[_Block], stated: Sequence[str]) -> str | None:
    """The block between title and body that the page states as description, calls teaser, or sets apart."""
    title = next((block.number for block in blocks if block.field == "title"), 0)
    body = [block for block in blocks if block.kept]
    first = body[0].number if body else 0
    near = [
        block
        for block in blocks
        if not block.field
        and title < block.number <= max(title + _HEAD_REACH, first)
        and len(block.text) <= _MAX_TEASER
    ]
    exact = {_key(text) for text in stated if count_words(text) >= 4}
    keys = [key.rstrip("….") for key in exact]
    # A description that only repeats the start of the first paragraph is no teaser.
    confirmed = [
        block
        for block in near
        if block.key in exact or (any(block.key.startswith(key) for key in keys) and not _is_plain(block, body))
    ]
    named = [
        block for block in near if block.words >= 4 and any(_TEASER.search(_class(e)) for e in _up(block.element, 2))
    ]
    apart = [
        block
        for block in near
        if title
        and block.number <= first
        and block.words >= 6
        and _SENTENCE_END.search(block.text)
        and not _is_plain(block, body)
        and _named_role(block.element, None) is None
        and block.linked < 0.5
        and furniture.role_of_line(block.text, block.words, sentence=True) is None
    ]
    for found in (confirmed, named, apart):
        # The one paragraph of a brief report is its body, whatever the page calls it.
        if found and body != found[:1]:
            found[0].field, found[0].kept = "teaser", False
            return found[0].text
    text = "".join(block.key for block in body)
    return next((value for value in stated if value and _key(value).rstrip("….") not in text), None)


def _is_plain(block: _Block, body: Sequence[_Block]) -> bool:
    """Whether a block is made like most paragraphs of the body."""
    makes = Counter(_make(other) for other in body if other is not block)
    return bool(makes) and _make(block) == makes.most_common(1)[0][0]


def _make(block: _Block) -> tuple[str, str, bool]:
    children = [child for child in block.element if _key("".join(child.itertext()))]
    bold = len(children) == 1 and children[0].tag in ("b", "strong", "em", "i", "big", "font")
    bold = bold and _key("".join(children[0].itertext())) == block.key
    return str(block.element.tag), block.element.get("class") or "", bold


def _class(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def _author(blocks: Sequence[_Block], stated: Sequence[str], found: str) -> str | None:
    """The author as trafilatura reads it, in the spelling of the page; else as the head or a byline states it."""
    bylines = [name for block in blocks if not block.kept and (name := furniture.author_in(block.text))]
    names = [*stated, *bylines]
    if found:
        joined = ", ".join(part.strip() for part in found.split(";"))
        return next((name for name in names if name.lower() == joined.lower()), joined)
    return next((name for name in names if count_words(name) <= 5 and "/" not in name), None)


def _published(blocks: Sequence[_Block], stated: Sequence[str]) -> str | None:
    """The day that the page states in its head, else in a line near the title."""
    for text in stated:
        date = furniture.date_in(text)
        if date:
            return date
    title = next((block.number for block in blocks if block.field == "title"), None)
    if title is None:
        return None
    near = sorted((block for block in blocks if not block.kept), key=lambda block: abs(block.number - title))
    for block in near[: 2 * _HEAD_REACH]:
        if block.words <= 20 and furniture.date_in(block.text):
            return furniture.date_in(block.text)
    return None


# --- body ------------------------------------------------------------------------------------------------------------


def _align(blocks: Sequence[_Block], lines: Sequence[str]) -> list[tuple[float, str]]:
    """Mark the blocks that trafilatura kept.

    Returns:
        Its lines that are no block of ours (a text in a script alone), each with its place among the blocks.
    """
    wanted: dict[str, list[_Block]] = {}
    for block in blocks:
        if not block.field:
            wanted.setdefault(block.key, []).append(block)
    rest: list[tuple[int, str]] = []
    place = [0.0] * len(lines)
    last = 0
    for index, line in enumerate(lines):
        same = wanted.get(_key(line), [])
        following = [block for block in same if block.number > last and not block.kept] or [
            block for block in same if not block.kept
        ]
        if following:
            following[0].kept = True
            last = following[0].number
        elif not same:
            rest.append((index, _key(line)))
        place[index] = last
    foreign = []
    for index, key in rest:
        inside = [
            block
            for block in blocks
            if not block.kept and not block.field and len(block.key) >= _MIN_PART and block.key in key
        ]
        covered = sum(len(block.key) for block in inside)
        for block in inside:
            block.kept = True
        if covered < len(key) / 2 and not any(key in block.key for block in blocks):
            foreign.append((place[index] + 0.5, lines[index]))
        elif covered < len(key) / 2:
            for block in blocks:
                if key in block.key and len(key) > len(block.key) / 2:
                    block.kept = block.kept or not block.field
    return foreign


def _container(blocks: Sequence[_Block]) -> etree._Element | None:
    """The innermost element that holds four fifths of the kept characters."""
    total = 0
    inside: Counter[etree._Element] = Counter()
    depth: dict[etree._Element, int] = {}
    for block in blocks:
        if block.kept:
            total += len(block.text)
            chain = [block.element, *block.element.iterancestors()]
            for level, element in enumerate(reversed(chain)):
                inside[element] += len(block.text)
                depth[element] = level
    enough = [element for element, size in inside.items() if size >= 0.8 * total]
    return max(enough, key=lambda element: depth[element], default=None)


def _complete(blocks: Sequence[_Block], container: etree._Element | None) -> None:
    """Keep what stands among kept blocks, in an element that holds several of them, and looks like text."""
    kept = [block for block in blocks if block.kept]
    if not kept or container is None:
        return
    homes = Counter(_home(block) for block in kept)
    inside = [block.number for block in kept if container in (block.element, *block.element.iterancestors())]
    for block in blocks:
        if (
            not block.kept
            and not block.field
            and min(inside) < block.number <= max(inside) + 1
            and homes[_home(block)] >= 2
            and block.element.tag in _TEXT_TAGS
            and block.linked < 0.5
            and (block.number < max(inside) or (block.words >= 3 and _SENTENCE_END.search(block.text)))
            and _named_role(block.element, container) is None
            and furniture.role_of_line(block.text, block.words, sentence=bool(_SENTENCE_END.search(block.text))) is None
        ):
            block.kept = True


def _home(block: _Block) -> etree._Element:
    """The element whose children are the paragraphs: the parent of a paragraph, or the element that mixes texts."""
    element = _block_element(block)
    parent = element.getparent()
    return element if parent is None or element.tag == "div" else parent


def _refuse(blocks: Sequence[_Block], container: etree._Element | None) -> None:
    """Drop kept blocks that their own element, below the article's container, or their form calls furniture."""
    title = next((block.number for block in blocks if block.field == "title"), 0)
    kept = [block for block in blocks if block.kept]
    characters = sum(len(block.text) for block in kept)
    after = sum(len(block.text) for block in kept if block.number > title)
    dropped = [
        block
        for block in kept
        if (block.number < title and after > characters / 2)
        or _is_box(block, container)
        or (block.linked >= 0.5 and block.words <= 25 and not block.text.endswith((".", "!")))
        or _named_role(block.element, container) is not None
        or furniture.role_of_line(block.text, block.words, sentence=bool(_SENTENCE_END.search(block.text))) is not None
    ]
    # Where most would go, the names mean something else on this page.
    if sum(len(block.text) for block in dropped) <= characters / 2:
        for block in dropped:
            block.kept = False


def _is_box(block: _Block, container: etree._Element | None) -> bool:
    """Whether a block stands in a small box with a button of its own, below the container or beside it."""
    for ancestor in (block.element, *block.element.iterancestors()):
        if ancestor is container or ancestor.tag in ("body", "article", "main"):
            return False
        if ancestor.tag in ("div", "aside", "section", "form") and len(ancestor.text_content()) <= _MAX_BOX:
            inner = list(ancestor.iter("button", "input", "a"))
            if any(
                child.tag != "a" or _key(child.text_content()) == _key(child.getparent().text_content())
                for child in inner
            ) and (container is None or container not in ancestor.iterdescendants()):
                return True
    return False


def _paragraphs(blocks: Sequence[_Block], foreign: Sequence[tuple[float, str]]) -> list[str]:
    heads = {block.key for block in blocks if block.field}
    placed = [(float(block.number), block.text) for block in blocks if block.kept]
    placed += [(place, text) for place, text in foreign if _key(text) not in heads]
    return [text for _, text in sorted(placed, key=lambda item: item[0])]


# --- removed ---------------------------------------------------------------------------------------------------------


def _names(element: etree._Element) -> str:
    return " ".join([str(element.tag), *(element.get(name) or "" for name in ("class", "id", "role", "itemprop"))])


def _named_role(element: etree._Element, container: etree._Element | None) -> tuple[str, str] | None:
    """The role that an element or an ancestor below the container names, and the reason."""
    for ancestor in (element, *element.iterancestors()):
        if ancestor is container or (container is None and ancestor.tag in ("main", "article", "body", "html")):
            return None
        found = furniture.role_of_name(_names(ancestor))
        if found:
            return found[0], f"inside <{ancestor.tag}> named {found[1]}"
    return None


def _removed(block: _Block, container: etree._Element | None) -> Removed:
    sentence = bool(_SENTENCE_END.search(block.text))
    role, reason = (
        _named_role(block.element, container)
        or furniture.role_of_line(block.text, block.words, sentence=sentence)
        or (("prompt", "in a small box with a button") if _is_box(block, container) else None)
        or ("other", "outside the article")
    )
    return Removed(block.number, block.text, role, reason)
