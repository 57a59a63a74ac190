"""Names of authors in fields and bylines, and the signs of news agencies."""

from __future__ import annotations

import re
from itertools import takewhile

from standpunkt.cleaning.article import squeeze

_EMAIL = re.compile(r"\(?\b[\w.+-]+(?:@|\s?[\[(](?:at|ät)[\])]\s?)[\w-]+(?:\.[\w-]+)+\)?", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:https?:|//|www\.)|^[@/]|\.(?:de|com|net|org|ch|at|info)/", re.IGNORECASE)
_HOST = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}", re.IGNORECASE)
_BY = re.compile(
    r"^(?:(?:(?:ein(?:e)?\s)?(?:gast)?(?:kommentar|beitrag|leitartikel|kolumne|essay|analyse|interview|reportage|glosse|"
    r"pressemitteilung|text|artikel)|geschrieben|verfasst|erstellt|veröffentlicht|gepostet|eingestellt|"
    r"written|posted|published|aus \w+|(?:(?:zeige )?alle )?(?:beiträge|artikel)|(?:view )?(?:all )?posts)\s+)?"
    r"(?:von|by|v\.)\s*:?\s+"
    r"|^(?:text(?:\s+und\s+\w+)?|autor(?:[*:_]?in(?:nen)?|en)?|author|verfasser(?:in)?|redaktion|interview|bericht|protokoll|"
    r"aufgezeichnet von|quelle|agentur)\s*:\s*|^(?:autor(?:in)?|author|von|by)\s*:?$",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"\s*[|•·/]\s+|\s+[|•·–—-]\s+|\s*[\n|•·]\s*")
_SEPARATOR = re.compile(r"[|•·/–—\n-]")  # what every one of them has, quick to look for
_TAIL = re.compile(
    r"(?:^|,?\s+)(?:\(?\d|(?:mo|di|mi|do|fr|sa|so)\w{0,8}\.?,\s*\d|am\s+\d|am\s+\w+tag|um\s+\d|vom\s+\d|"
    r"on\s+(?:\w+\s+)?\d|illustration(?:en)?\s+(?:von|by)|(?:kommentar|datum|stand|veröffentlicht|aktualisiert|"
    r"erstellt|foto|fotos|bild|bilder|kategorie|in der kategorie|posted|published)\b).*$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*[;,&+]\s*|\s+(?:und|and|u\.|mit)\s+")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\B@\w+")
_NO_NAMES = frozenset(
    "admin administrator root user gast guest anonym anonymous unknown unbekannt autor autorin author null none "
    "undefined follow weiter mehr teilen kommentar kommentare artikel von by team webmaster".split()
)
_SIGN = r"(?:[a-zäöü]{2,5}(?:-[a-z]{2,5})?|[A-Z]{2,4})"
_AGENCY = re.compile(rf"\(?{_SIGN}(?:/{_SIGN}){{0,3}}\)?")
_DATELINE = re.compile(r"[A-ZÄÖÜ][\w ./-]{1,40} \((?P<agency>[\w/-]{2,12})\)\s?[–—:.-]")
_PARTICLE = r"(?:von|vom|van|de|der|den|del|di|da|dos|zu|zur|zum|und|al|el|ben|bin|la|le|ten|ter|v\.)"
_PERSON = re.compile(rf"(?:[A-ZÄÖÜÀ-Þ][\w’'.-]*|{_PARTICLE})(?:[ ](?:[A-ZÄÖÜÀ-Þ][\w’'.-]*|{_PARTICLE})){{1,5}}")
_EDITORS = re.compile(
    r"redaktion|news|online|magazin|zeitung|verlag|gmbh|e\. ?v\.|\bag\b|presse|stiftung|blog", re.IGNORECASE
)
_MAX_NAME = 60
_MAX_NAMES = 500  # characters of a field or line that names authors


def is_agency(text: str) -> bool:
    """Whether a text is nothing but the sign of a news agency or editor (`tpa`, `tpa/NBD`)."""
    return bool(_AGENCY.fullmatch(text))


def is_address(text: str) -> bool:
    """Whether a text is the address of a page or an account."""
    return bool(_ADDRESS.search(text))


def is_host(text: str) -> bool:
    """Whether a text is nothing but a host (`bote.example`)."""
    return bool(_HOST.fullmatch(text))


def _segments(text: str) -> list[str]:
    return _SEGMENT.split(text) if _SEPARATOR.search(text) else [text]


def names_in(text: str) -> list[str]:
    """The names in an author field or byline (`Von Dagmar Quistorp und Arne Vosskuhl, Aldenburg`), in order."""
    text = text[:_MAX_NAMES]
    if "@" in text or "(" in text or "[" in text:
        text = _EMAIL.sub(" ", text)
    for segment in _segments(text):
        byline = _without_by(squeeze(segment))
        if is_address(byline):
            continue
        names: list[str] = []
        for part in _AND.split(_TAIL.sub("", byline)):
            name = _name(part)
            # One word after a full name is the place or desk (`Dagmar Quistorp, Aldenburg`).
            if name and not (names and " " in names[-1] and " " not in name):
                names.append(name)
        if names:
            return list(dict.fromkeys(names))
    return []


def _without_by(text: str) -> str:
    """A byline without the words before its names."""
    plain = _BY.sub("", text)
    return text if plain == text else _without_by(plain)


def _name(part: str) -> str | None:
    name = squeeze(_ASIDE.sub(" ", part)).strip(' ,:;|()[]"„“”»«*–-')
    words = name.split()
    if not 2 <= len(name) <= _MAX_NAME or len(words) > 6 or name.casefold() in _NO_NAMES:
        return None
    return name if any(character.isalpha() for character in name) else None


def is_person(name: str) -> bool:
    """Whether a name has the form of a person's full name."""
    return (
        " " in name
        and bool(_PERSON.fullmatch(name))
        and not name.startswith(("Der ", "Die ", "Das "))
        and sum(word[0].isupper() for word in name.split()) > 1
        and not _EDITORS.search(name)
    )


def byline_in(text: str) -> list[str]:
    """The persons whom a line names after `Von` or the like, anywhere between its separators."""
    lower = text.lower()
    if ":" not in text and not ("von" in lower or "by" in lower or "v." in lower or "aut" in lower):
        return []  # one of these is in all that _BY matches
    for segment in _segments(text):
        names = names_in(segment) if _BY.match(segment) else []
        # What an author is follows (`Swantje Kolberg, Reporterin in Aldenburg`).
        if persons := list(takewhile(is_person, names)):
            return persons
    return []


def agency_in(text: str) -> str | None:
    """The agency in the dateline that a body starts with (`Aldenburg (tpa) – …`)."""
    found = _DATELINE.match(text) if "(" in text else None
    return found["agency"] if found and is_agency(found["agency"]) else None
