"""What the lines of a real page probably are: labels where people marked only a few segments.

A line is article where extractors agree (trafilatura's vote counts twice), corrected by the segments that people marked
and by what the page itself calls its elements. Its role comes from elements, names and forms. Weak supervision: Ratner
et al. (2017), "Snorkel". None of this is used to clean a page.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import justext
import lxml.html
import numpy as np
import numpy.typing as npt
import trafilatura
from readability import Document
from resiliparse.extract.html2text import extract_plain_text

from standpunkt.cleaning import markup, metadata
from standpunkt.cleaning.article import count_words, squeeze
from standpunkt.cleaning.blocks import Lines
from standpunkt.cleaning.linemodel import ROLES

HUMAN, SURE, LIKELY = 3.0, 1.0, 0.6
"""Weights of a label: marked by people, all agree, most agree."""
_VOTES = {"trafilatura": 2, "readability": 1, "resiliparse": 1, "justext": 1}
_MAJORITY = 3
_SPACELESS = re.compile(r"\s+")
_BULLET = re.compile(r"^[-•*·\s]+")


def key(text: str) -> str:
    """A text without white space and leading bullets: renderings differ in both."""
    return _SPACELESS.sub("", _BULLET.sub("", text))


def extract(page: str) -> dict[str, str]:
    """What each extractor takes for the article, as text."""
    stoplist = justext.get_stoplist("German")
    found = {
        "trafilatura": trafilatura.extract(page) or "",
        "resiliparse": extract_plain_text(page, main_content=True),
        "justext": "\n".join(
            paragraph.text
            for paragraph in justext.justext(page.encode(), stoplist, encoding="utf-8")
            if not paragraph.is_boilerplate
        ),
    }
    found["readability"] = lxml.html.fromstring(Document(page).summary()).text_content()
    return found


def align(keys: Sequence[str], text: str) -> npt.NDArray[np.bool_]:
    """Which lines, given by their keys, an extractor's text has: by longest common runs, long lines also anywhere."""
    lines = [one for one in map(key, text.split("\n")) if one]
    kept = np.zeros(len(keys), bool)
    for start, _, size in difflib.SequenceMatcher(None, keys, lines, autojunk=False).get_matching_blocks():
        kept[start : start + size] = True
    joined = "\n".join(lines)
    long = [line for line in lines if len(line) >= 25]
    for place, one in enumerate(keys):
        if not kept[place] and len(one) >= 25:
            kept[place] = one in joined or sum(len(line) for line in long if line in one) > len(one) / 2
    return kept


@dataclass(slots=True)
class Labels:
    """Of each line: whether it is article, with a weight; its role (place in ROLES), with a weight."""

    keep: npt.NDArray[np.int64]
    keep_weight: npt.NDArray[np.float64]
    role: npt.NDArray[np.int64]
    role_weight: npt.NDArray[np.float64]


_CAPTION = set(
    "figcaption caption captions icaption bildunterschrift bildunterzeile bilduntertitel bildtext bildbeschreibung "
    "imagedescription legende".split()
)
_CREDIT = set("credit credits copyright bildnachweis bildquelle fotograf photocredit photographer".split())
_KICKER = set("kicker topline dachzeile overline roofline spitzmarke eyebrow rubrikzeile".split())
_TEASER = set("teaser lead lede intro vorspann standfirst anreisser einleitung abstract summary excerpt".split())
# What the words of an element's names say of a line in it that is not article, most telling first.
_NAMES = {
    "prompt": "cookie cookies consent cmp gdpr push notification newsletter paywall abo subscribe subscription overlay "
    "modal banner piano login adblock",
    "comment": "comment comments kommentar kommentare disqus discussion diskussion leserbrief respond forum",
    "byline": "author autor autoren byline verfasser date datum published timestamp time meta postmetadata dateline",
    "related": "related recommended recommendations empfehlungen mehr more weiterlesen lesetipps teaserlist popular "
    "trending meistgelesen sidebar aside outbrain taboola similar latest recent posts archive",
    "navigation": "nav navi navigation navbar menu menue breadcrumb breadcrumbs skip topbar header pagination pager "
    "tabs dropdown",
    "service": "share sharing social tools print drucken player audio bookmark rating tags tag tagcloud search suche "
    "anzeige werbung ad ads advert advertisement wetter",
    "legal": "footer legal imprint impressum datenschutz copyright disclaimer",
}
_ROLE_OF_NAME = {name: role for role, names in reversed(_NAMES.items()) for name in names.split()}
_FORMS = {
    "credit": re.compile(r"^\W?(?:Fotos?|Bild(?:er|quelle|nachweis)?|Quelle|Grafik|Symbolbild|Copyright)\s?[:/©|]|^©|"
                         r"^\((?:Foto|Bild|Quelle)[:/ ]"),
    "caption": re.compile(r"(?:(?:Quelle|Fotos?|Bild|Grafik)[:/] ?[^.]{2,45}|[(\[](?:Foto|Bild|Quelle|Symbolbild)"
                          r"[^()\[\]]{0,45}[)\]]|© [^.]{2,45})$"),
    "comment": re.compile(r"^(?:\d+ |Alle |Neuen? )?(?:Leser)?[Kk]ommentare?\b(?! von| der| des)|^Kommentieren|"
                          r"^Diskutieren|^Das Kommentieren|^Antworten|^Schreiben? Sie einen Kommentar|"
                          r"[Kk]ommentar(?:e|spalte|funktion)\b.{0,40}(?:geschlossen|deaktiviert|Regeln)"),
    "related": re.compile(r"^(?:Mehr (?:zu[mr]?|aus|dazu|über)\b|Les(?:en|t) (?:[Ss]ie|auch)|"
                          r"Auch (?:interessant|lesens)|"
                          r"Das könnte|Weitere (?:Artikel|Meldungen|Nachrichten|Themen|Beiträge|Informationen|Links)|"
                          r"Weiterlesen|Zum Thema\b|(?:Meist|Am meisten )gelesen|Siehe auch|Ähnliche|Schon gelesen|"
                          r"Vorheriger|Nächster|Verwandte)"),
    "prompt": re.compile(r"[Nn]ewsletter|[Cc]ookies?\b|Push-|[Aa]bonnier|Werbeblocker|Einwilligung|"
                         r"Datenschutzerklärung"),
    "service": re.compile(r"^(?:Teilen|Drucken|Merken|Vorlesen|Artikel |E-Mail|Anzeige|Werbung|Lesezeit|Lesedauer|"
                          r"Schlagw|Stichw|Tags?\b|Kategorien?:|Themen:)"),
    "legal": re.compile(r"^(?:Impressum|Datenschutz|AGB|Nutzungsbedingungen|©|Copyright|Alle Rechte)"),
}  # fmt: skip
_NEAR_LEVELS = 2


class Element(NamedTuple):
    """A block element: its number on the page, and what it is called."""

    number: int
    tag: str
    names: tuple[str, ...]


def up(lines: Lines, line: int) -> list[Element]:
    """The element of a line and those around it, from the inside."""
    elements = lines.elements
    return [Element(one, elements.tags[one], elements.names[one]) for one in elements.up(lines.places[line])]


def _names(element: Element) -> set[str]:
    return {element.tag, *element.names}


def _furniture(text: str, chain: Sequence[Element], inner: Sequence[str], linked: float, body: int | None) -> str:
    """The role of a line that is not article."""
    words = count_words(text)
    near = set(inner).union(*map(_names, chain[: _NEAR_LEVELS + 1]))
    if words <= 25 and _FORMS["credit"].search(text):
        return "credit"
    if near & _CREDIT and words < 25:
        return "credit"
    if near & _CAPTION or (words < 60 and _FORMS["caption"].search(text)):
        return "caption"
    for role in ("comment", "related", "service", "legal"):
        if words <= 25 and _FORMS[role].search(text):
            return role
    if words <= 80 and _FORMS["prompt"].search(text):
        return "prompt"
    if words <= 14 and metadata.day_in(text) and linked < 0.5:
        return "byline"
    for place in chain:
        if place.number == body:
            break
        for name in (place.tag, *place.names, *(inner if place is chain[0] else ())):
            if name in _ROLE_OF_NAME:
                return _ROLE_OF_NAME[name]
    return "related" if linked > 0.8 and words >= 5 else "navigation" if linked > 0.8 else "other"


def label(
    lines: Lines, extracts: Mapping[str, str], wanted: Sequence[str], unwanted: Sequence[str], title: str
) -> Labels:
    """Label the lines of an HTML page.

    Args:
        lines: from `blocks.of_html`.
        extracts: from `extract`.
        wanted: segments that people marked as article.
        unwanted: segments that they marked as not.
        title: of the article, empty where it is not known.
    """
    n = len(lines.texts)
    keys = [key(text) for text in lines.texts]
    votes = sum(weight * align(keys, extracts[name]).astype(np.int64) for name, weight in _VOTES.items())
    keep = (votes >= _MAJORITY).astype(np.int64)
    weight = np.where((votes == 0) | (votes >= 4), SURE, LIKELY)
    marked = np.zeros(n, bool)
    for segments, value in ((wanted, 1), (unwanted, 0)):
        for segment in map(squeeze, segments):
            hits = [place for place, text in enumerate(lines.texts) if segment in text]
            if value and hits:
                hits = [place for place in hits if keep[place]] or [max(hits, key=lambda p: (votes[p], len(keys[p])))]
            for place in hits:
                keep[place], marked[place] = value, True
                weight[place] = 3 * HUMAN if value else 3 * (HUMAN / len(hits) + 0.5)
    body = _core(lines, keep)
    role = np.full(n, ROLES.index("other"))
    role_weight = np.full(n, LIKELY)
    chains = [up(lines, line) for line in range(n)]
    for place, text in enumerate(lines.texts):
        chain, inner = chains[place], lines.inner[place]
        words = count_words(text)
        linked = lines.linked[place] / max(len(text), 1)
        found = _furniture(text, chain, inner, linked, body)
        own = set(inner) | _names(chain[0])
        suspicious = (found in ("caption", "credit") and words < 60) or (
            words <= 25 and found in ("related", "comment", "byline", "prompt", "service", "legal")
            and (bool(own & _ROLE_OF_NAME.keys()) or _by_form(text, found))
        )  # fmt: skip
        if keep[place] and suspicious and not marked[place]:
            keep[place], weight[place] = 0, LIKELY
        role[place] = ROLES.index(_article_role(chain) if keep[place] else found)
    _head(lines, keep, weight, role, role_weight, title, chains, marked)
    return Labels(keep, weight, role, role_weight)


def _by_form(text: str, role: str) -> bool:
    return role in _FORMS and bool(_FORMS[role].search(text))


def _article_role(chain: Sequence[Element]) -> str:
    tags = [place.tag for place in chain[:3]]
    if any(tag in ("h1", "h2", "h3", "h4", "h5", "h6") for tag in tags):
        return "subheading"
    for tag, role in (("li", "list"), ("blockquote", "quote"), ("td", "table"), ("th", "table")):
        if tag in tags:
            return role
    return "body"


def _core(lines: Lines, keep: npt.NDArray[np.int64]) -> int | None:
    """The innermost element that holds most of the kept characters: its own names say nothing about its lines."""
    inside: dict[int, int] = {}
    total = 0
    for place, text, kept in zip(lines.places, lines.texts, keep, strict=True):
        if kept:
            total += len(text)
            for one in lines.elements.up(place):
                inside[one] = inside.get(one, 0) + len(text)
    enough = [one for one, size in inside.items() if size >= 0.7 * total]
    return max(enough, key=lambda one: sum(1 for _ in lines.elements.up(one)), default=None)


def _head(lines, keep, weight, role, role_weight, title, chains, marked) -> None:  # type: ignore[no-untyped-def]
    """Title, kicker and teaser: the heading that says the title right above the body, and what stands around it."""
    body = np.flatnonzero((keep == 1) & (np.array([count_words(text) for text in lines.texts]) >= 12))
    first = int(body[0]) if len(body) else len(keep)
    wanted = key(title)
    same = [place for place, text in enumerate(lines.texts) if wanted and key(text).lower() == wanted.lower()]
    if not same:
        return
    heading = [place for place in same if any(one.tag in ("h1", "h2", "h3") for one in chains[place][:2])] or same
    at = max((place for place in heading if place <= first), default=heading[0])
    role[at], role_weight[at] = ROLES.index("title"), HUMAN
    if not marked[at]:
        keep[at], weight[at] = 1, SURE
    for place in range(max(0, at - 3), min(len(keep), first + 1)):
        names = set(lines.inner[place]).union(*map(_names, chains[place][:2]))
        words = count_words(lines.texts[place])
        if place < at and names & _KICKER and words <= 8:
            role[place], role_weight[place] = ROLES.index("kicker"), HUMAN
        elif place > at and words >= 8 and names & _TEASER and not marked[place]:
            keep[place], weight[place] = 1, SURE
            role[place], role_weight[place] = ROLES.index("teaser"), SURE
        elif place > at and marked[place] and keep[place] and names & _TEASER:
            role[place], role_weight[place] = ROLES.index("teaser"), SURE


def transfer(lines: Lines, labels: Labels, texts: Sequence[str], alternatives: Sequence[str]) -> Labels:
    """Labels for another rendering of the same page.

    Args:
        lines: of the HTML page.
        labels: of those lines.
        texts: the lines of the rendering.
        alternatives: the alternative texts of the page's pictures, which some renderings print.
    """
    keys, wanted = [key(text) for text in lines.texts], [key(text) for text in texts]
    source = np.full(len(texts), -1)
    for a, b, size in difflib.SequenceMatcher(None, keys, wanted, autojunk=False).get_matching_blocks():
        source[b : b + size] = np.arange(a, a + size)
    positions = {one: place for place, one in reversed(list(enumerate(keys)))}
    pictures = {key(text) for text in alternatives}
    n = len(texts)
    found = Labels(np.zeros(n, np.int64), np.full(n, SURE), np.full(n, ROLES.index("other")), np.full(n, 0.3))
    for place, one in enumerate(wanted):
        at = int(source[place])
        if at < 0 and one in positions:
            at = positions[one]
        if at < 0 and len(one) >= 15:  # a line that joins or divides blocks
            inside = [p for p, k in enumerate(keys) if (len(k) >= 15 and k in one) or one in k]
            at = max(inside, key=lambda p: len(keys[p]), default=-1)
        if at >= 0:
            found.keep[place], found.keep_weight[place] = labels.keep[at], labels.keep_weight[at]
            found.role[place], found.role_weight[place] = labels.role[at], labels.role_weight[at]
        elif one in pictures:
            found.role[place], found.role_weight[place] = ROLES.index("caption"), SURE
    return found


def alternatives(page: str) -> list[str]:
    """The alternative texts of a page's pictures."""
    nodes = markup.Source(page).tree.css("img[alt]")
    return [text for node in nodes if (text := squeeze(markup.restore(node.attributes.get("alt") or "")))]
