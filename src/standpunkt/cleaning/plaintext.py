"""Plain-text dumps: the tags are gone, and menu, prompt, caption and article stand in one stream of lines.

A set of rules over the lines and their order. The longest stretch of prose is the body; what stands before it is read
for title, teaser and kicker; lines are recognised as furniture by their form (`furniture.role_of_line`), by standing
twice, and by their neighbours. The strongest evidence for a title is that furniture quotes it („3 Kommentare zu …“).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from standpunkt.cleaning import furniture
from standpunkt.cleaning.article import Article, Removed, count_words, squeeze

# A kicker that lost its line break; the colon distinguishes nothing, dumps drop it.
_GENRE = re.compile(
    r"(?P<kicker>Analyse|Kommentar|Interview|Leitartikel|Reportage|Porträt|Essay|Gastbeitrag|Glosse|Umfrage|Hintergrund|"
    r"Meinung|Bericht|Exklusiv):? (?P<title>[A-ZÄÖÜ„»].{10,})"
)
_SENTENCE_END = re.compile(r"[.!?…][“«\"‘’)]*$|:$")
_QUESTION = re.compile(r"\?[“«\"]*$")
_QUOTED_TITLE = re.compile(r"(?:zu[mr]?|über|aus):? [„\"»](?P<title>.+)[“\"«]$|^Mehr zu: (?P<more>.+)$")
_NAME = re.compile(
    r"(?!(?:Zu[mr]?|Der|Die|Das|I[nm]|A[nm]|Alle|Nach|Für|Mit|Aus|Artikel|Beitrag)\b)"
    r"[A-ZÄÖÜ][\w’-]+(?: (?:von|van|de|zu|[A-ZÄÖÜ][\w’-]+)){1,3}"
)
_LIST = re.compile(r" [·|>»•] ")
_LABEL = re.compile(r"[A-ZÄÖÜ][^:.!?„“]{2,28}: \S.{8,}")
_PROSE_WORDS = 9
_GAP = 4  # lines of furniture or subheadings that a body may be interrupted by
_MAX_KICKER_WORDS = 5
_MAX_TITLE_WORDS = 22
_MAX_TEASER_WORDS = 60
_TEASER_SHARE = 0.75  # of the words of a usual paragraph, at most
_BODY = ("body", "subheading")
_FIELDS = ("title", "teaser", "kicker")


@dataclass(slots=True)
class _Line:
    number: int
    text: str
    words: int
    sentence: bool
    after_blank: bool
    role: str = ""
    reason: str = ""

    def become(self, role: str, reason: str) -> None:
        if not self.role:
            self.role, self.reason = role, reason


def clean(content: str) -> Article:
    """Find the article in a plain-text page.

    Returns:
        The article; its `text` is empty where no stretch of prose was found. Every line that is in no field of the
        article is in `removed`.
    """
    lines = _lines(content)
    _mark_furniture(lines)
    body = _body(lines)
    if body is None:
        for line in lines:
            line.become("other", "no stretch of prose on the page")
        return Article(text="", removed=_removed(lines))
    first, last = body
    author, published = _byline(lines, first)
    title, kicker = _title(lines, first)
    teaser = _teaser(lines, first)
    _mark_body(lines, first, last)
    for line in lines:
        line.become("navigation" if line.number < lines[first].number else "service", "outside the stretch of prose")
    text = "\n\n".join(line.text for line in lines if line.role in _BODY)
    return Article(
        text=text,
        kicker=kicker,
        title=title,
        teaser=teaser,
        author=author or furniture.agency_in(text),
        published=published,
        removed=_removed(lines),
    )


def _lines(content: str) -> list[_Line]:
    texts = [squeeze(line) for line in content.split("\n")]
    return [
        _Line(number, text, count_words(text), bool(_SENTENCE_END.search(text)), number == 1 or not texts[number - 2])
        for number, text in enumerate(texts, 1)
        if text
    ]


def _removed(lines: Sequence[_Line]) -> list[Removed]:
    return [
        Removed(line.number, line.text, line.role, line.reason) for line in lines if line.role not in (*_BODY, *_FIELDS)
    ]


# --- furniture -------------------------------------------------------------------------------------------------------


def _mark_furniture(lines: Sequence[_Line]) -> None:
    """Lines that are furniture wherever they stand."""
    counts = Counter(line.text for line in lines)
    for position, line in enumerate(lines):
        shown = furniture.role_of_line(line.text, line.words, sentence=line.sentence)
        above = lines[max(0, position - 4) : position]
        if shown:
            line.become(*shown)
        elif any(line.text in other.text and other.role == "caption" for other in above):
            line.become("caption", "stands again without its credit")
        elif position + 1 < len(lines) and line.words < 40 and furniture.is_credit(lines[position + 1].text):
            line.become("caption", "stands before its credit")
        elif counts[line.text] > 1 and line.words < 40:
            line.become("caption" if line.words > 3 else "navigation", "stands twice on the page")
        elif above and above[-1].role == "caption" and _is_alternative_text(line, lines[position + 1 : position + 3]):
            line.become("caption", "stands before a caption and its credit")
        elif not line.sentence and len(_LIST.findall(line.text)) >= 2:
            line.become("navigation", "list of links")


def _is_alternative_text(line: _Line, following: Sequence[_Line]) -> bool:
    """A short line between a caption and the caption again with its credit: the picture's alternative text."""
    return (
        line.words <= 8
        and not line.sentence
        and len(following) == 2
        and following[0].words < 40
        and furniture.is_credit(following[1].text)
        and following[0].text != line.text
    )


def _byline(lines: Sequence[_Line], first: int) -> tuple[str | None, str | None]:
    """Author and day, as lines near the start of the body state them."""
    author = published = None
    for position, line in enumerate(lines):
        if line.role == "byline":
            author = author or furniture.author_in(line.text)
            published = published or furniture.date_in(line.text)
        elif position < first and not line.role and _is_bare_name(line, lines, position):
            author = author or line.text
            line.become("byline", "a name alone beside a date")
    return author, published


def _is_bare_name(line: _Line, lines: Sequence[_Line], position: int) -> bool:
    neighbours = [*lines[max(0, position - 1) : position], *lines[position + 1 : position + 2]]
    dated = any(other.role == "byline" and furniture.date_in(other.text) for other in neighbours)
    if _NAME.fullmatch(line.text) or furniture.is_agency(line.text):
        return dated or (
            position + 1 < len(lines) and _is_prose(lines[position + 1]) and _follows_furniture(lines, position)
        )
    return False


def _follows_furniture(lines: Sequence[_Line], position: int) -> bool:
    return position > 0 and lines[position - 1].role in ("caption", "credit", "comment", "service", "byline")


# --- body ------------------------------------------------------------------------------------------------------------


def _is_prose(line: _Line) -> bool:
    return not line.role and line.words >= _PROSE_WORDS and line.sentence


def _body(lines: Sequence[_Line]) -> tuple[int, int] | None:
    """First and last index of the stretch of prose with the most words."""
    best: tuple[int, int, int] | None = None
    start: int | None = None
    end = words = 0
    for index, line in enumerate([*lines, _Line(0, "", 0, False, False, "end")]):
        ends_here = line.role in ("comment", "legal", "end") and not _speaks_later(lines, index)
        if start is not None and (ends_here or index - end > _GAP):
            if best is None or words > best[0]:
                best = (words, start, end)
            start = None
        if _is_prose(line):
            if start is None:
                start, words = index, 0
            end = index
            words += line.words
    return (best[1], best[2]) if best else None


def _speaks_later(lines: Sequence[_Line], index: int) -> bool:
    """Whether a comment link stands above the article: most of the page's prose comes after it."""
    before = sum(line.words for line in lines[:index] if _is_prose(line))
    after = sum(line.words for line in lines[index:] if _is_prose(line))
    return after > 2 * before


def _mark_body(lines: Sequence[_Line], first: int, last: int) -> None:
    for index in range(first, last + 1):
        line = lines[index]
        if line.role:
            continue
        if line.sentence:
            line.become("body", "prose")
        elif _LABEL.fullmatch(line.text) and index < last:
            line.become("related", "a label and a headline between paragraphs")
        elif line.words >= _PROSE_WORDS:
            line.become("body", "prose")
        elif index < last and line.words > 1 and lines[index - 1].role != "subheading":
            line.become("subheading", "short line between paragraphs")
        else:
            line.become("service", "single word between paragraphs")
    # An interview starts with a short question.
    for line in reversed(lines[:first]):
        if line.role or not _QUESTION.search(line.text):
            break
        line.become("body", "question before the first answer")
    # A short last paragraph („Der Ausschuss tagt am Montag.“) follows the prose without furniture between.
    for line in lines[last + 1 : last + 5]:
        if line.role or not line.sentence or line.words < 2 or ":" in line.text[:25]:
            break
        line.become("body", "short sentence after the last paragraph")


# --- head ------------------------------------------------------------------------------------------------------------


def _title(lines: Sequence[_Line], first: int) -> tuple[str | None, str | None]:
    """Title and kicker: the line that furniture quotes, else the best of the free lines before the body."""
    for line in lines:
        found = _QUOTED_TITLE.search(line.text) if line.role in ("comment", "related") else None
        quoted = _plain(found.group("title") or found.group("more")) if found else ""
        for place, candidate in enumerate(lines[: first + 1] if count_words(quoted) > 1 else ()):
            if _plain(candidate.text) == quoted and candidate.role in ("", "caption", "navigation"):
                candidate.role, candidate.reason = "title", "quoted by furniture"
                return candidate.text, _kicker(lines, place)
            start = len(candidate.text) - len(quoted)
            if not candidate.role and start > 0 and _plain(candidate.text).endswith(f" {quoted}"):
                kicker = candidate.text[:start].rstrip(" :–-|")
                if count_words(kicker) <= _MAX_KICKER_WORDS:
                    candidate.become("title", "quoted by furniture")
                    return candidate.text[start:], kicker
    scored = [
        (_title_score(lines, place, first), place)
        for place, line in enumerate(lines[:first])
        if not line.role and 1 <= line.words <= _MAX_TITLE_WORDS
    ]
    if not scored:
        return None, None
    score, place = max(scored)
    line = lines[place]
    if score <= 0:
        return None, None
    line.become("title", "stands like a headline before the body")
    genre = _GENRE.fullmatch(line.text)
    if genre:
        return genre.group("title"), genre.group("kicker")
    return line.text, _kicker(lines, place)


def _plain(text: str) -> str:
    """A title as furniture may quote it: inner quotation marks change, words do not."""
    return re.sub(r"[„“‚‘’»«\"']", "'", text)


def _title_score(lines: Sequence[_Line], place: int, first: int) -> float:
    line = lines[place]
    before = lines[place - 1] if place else None
    following = lines[place + 1] if place < len(lines) - 1 else None
    score = min(line.words, 6) / 3 - (2.0 if line.text.endswith((".", ":")) else 0.0)
    if following is not None:
        starts_prose = not following.role and following.text.endswith((".", "!", "…", "?")) and following.words >= 6
        if starts_prose or following.role in ("byline", "caption", "credit", "comment", "teaser"):
            score += 3
        # Lines of a menu stand in a run without blank lines.
        elif not following.after_blank and following.words <= 3 and not following.sentence:
            score -= 2
    if line.after_blank:
        score += 0.5
    if before is not None and not line.after_blank and before.role in ("", "navigation") and line.words <= 2:
        score -= 0.5
    capitals = [word for word in re.findall(r"[^\W\d_]{2,}", line.text) if word[0].isupper()]
    if line.words >= 5 and len(capitals) >= line.words - 1:
        score -= 3
    return score + place / max(first, 1) / 2


def _kicker(lines: Sequence[_Line], place: int) -> str | None:
    """The short line right above the title, where it is no end of a menu."""
    if not place:
        return None
    above = lines[place - 1]
    if above.role or above.sentence or above.words > _MAX_KICKER_WORDS or lines[place].number - above.number > 3:
        return None
    if place == 1 and lines[place].after_blank:
        return None  # the masthead: the first line of the page, by itself
    run = lines[place - 2] if place > 1 else None
    if run is not None and not above.after_blank and run.words <= 3 and not run.role:
        return None
    above.become("kicker", "short line above the title")
    return above.text


def _teaser(lines: Sequence[_Line], first: int) -> str | None:
    """The sentences between title and body: shorter than a paragraph, or set apart from the body by furniture."""
    title = next((place for place, line in enumerate(lines[: first + 1]) if line.role == "title"), None)
    if title is None:
        return None
    free = [
        place
        for place, line in enumerate(lines)
        if title < place <= first and not line.role and line.sentence and line.words >= 4
    ]
    paragraphs = [line.words for line in lines[first + 1 :] if _is_prose(line)][:4]
    for place in free:
        line = lines[place]
        apart = place + 1 < len(lines) and lines[place + 1].role in (
            "caption",
            "credit",
            "byline",
            "comment",
            "service",
        )
        short = bool(paragraphs) and line.words <= _TEASER_SHARE * median(paragraphs)
        if (
            line.words <= _MAX_TEASER_WORDS
            and len(paragraphs) > 1
            and (short or (apart and place == title + 1))
            and not (_QUESTION.search(line.text) and place + 1 >= first)
        ):
            line.become("teaser", "sentences between title and body")
            return line.text
        break
    return None
