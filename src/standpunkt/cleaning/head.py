"""Title, kicker and teaser among the lines of a page.

HTML states its title, and the heading that it names is the title. In a text nothing is stated: the line model's score
for headlines decides, and the page itself often tells by quoting its title further down (“3 Kommentare zu …”, “Mehr zu
…”).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import islice
from statistics import median

import numpy as np

from standpunkt.cleaning import metadata
from standpunkt.cleaning.article import count_words
from standpunkt.cleaning.authors import byline_in
from standpunkt.cleaning.blocks import Lines
from standpunkt.cleaning.draft import Draft, key_of, keys_of
from standpunkt.cleaning.linemodel import ROLES
from standpunkt.cleaning.metadata import Stated
from standpunkt.cleaning.trees import SCALE

_UP = 3  # elements around a line of which one may be its heading
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_KICKER = frozenset("kicker dachzeile topline overline roofline spitzmarke eyebrow rubrikzeile".split())
_TEASER = frozenset(
    "teaser lead lede intro introduction vorspann standfirst anreisser einleitung subheadline subline unterzeile "
    "abstract summary description dek".split()
)
_QUOTED_AT_END = re.compile(r"[„“»\"](?P<quoted>.+)[“”«\"]\W*$")
_AFTER_COLON = re.compile(r"[^:„»\"]{2,30}: (?P<quoted>.+)$")
_MAY_QUOTE = re.compile(r"[„“»\"]|: ")  # what the two need, quick to look for
_JOINT = re.compile(r": | [-–—|] ")
# What papers print above a headline; a dump may have lost the line break after it.
_GENRE = re.compile(
    r"(?P<kicker>Analyse|Kommentar|Interview|Leitartikel|Reportage|Porträt|Essay|Gastbeitrag|Glosse|Umfrage|Hintergrund|"
    r"Meinung|Bericht|Exklusiv):? (?P<title>[A-ZÄÖÜ„»].{10,})"
)
_PROSE = 9  # words of a sentence from which it can begin the body
_MAX_TITLE = 25  # words
_MAX_KICKER = 5
_MAX_TEASER = 80
_REACH = 8  # lines after the title among which the teaser stands
_MAX_AROUND = 60  # letters that a line may hold beside the title
_NEAR, _MARGIN = 3, 0.5  # lines above the best one that are taken for the title instead, and by how much less sure
_QUOTED = 4.0  # log-odds that a line quoted further down is worth
_OVER_BYLINE, _BULLETED = 2.0, -3.0  # log-odds that a line right above a byline is worth, and one with a bullet
_DISTANT, _MAX_DISTANCE = -0.02, 50  # log-odds for each line between it and the body
_BREADCRUMB = 6  # lines below the last step of a breadcrumb among which the headline itself stands
_MIN_END = 10  # letters
_MIN_QUOTED = 4  # letters
_MARKS = ("»", "›", ">", "/", "|", "•", "·", "→", ".")  # between the steps of a breadcrumb
_MOST_FOLDED = 3  # letters that one is folded to
_BEGIN = 20  # characters of a line that tell most lines from another
_NEARLY = 0.45  # probability from which sentences right below the title may be its teaser
_TEASER_SHARE = 0.6  # of the words of a usual paragraph


@dataclass(frozen=True, slots=True)
class Head:
    """What was found, each with its source."""

    title: Stated | None = None
    kicker: Stated | None = None
    teaser: Stated | None = None


def _first_prose(draft: Draft) -> int:
    """The first line of the body that is a sentence; the number of lines where there is none."""
    body = (line for line in draft.body() if draft.words[line] >= _PROSE and draft.sentence(line))
    return next(body, len(draft.words))


def _of_line(draft: Draft, line: int, text: str | None = None) -> Stated:
    return Stated(draft.lines.texts[line] if text is None else text, f"line {line + 1}")


# --- text ------------------------------------------------------------------------------------------------------------


def of_text(draft: Draft) -> Head:
    """Find the head of a text page, and give its lines their roles."""
    first = _first_prose(draft)
    keys = keys_of(draft.lines.texts)
    found = _best_title(draft, first, keys)
    if found is None:
        return Head()
    line, text, kicker = found
    draft.decide(line, "title", "reads like the headline of what follows")
    title = _of_line(draft, line, text)
    wanted = key_of(text)
    for other, key in enumerate(keys):
        if key == wanted and other != line:
            draft.decide(other, "navigation", "repeats the title")
    above = Stated(kicker, title.source) if kicker else _kicker_above(draft, line)
    return Head(title, above, _teaser_of_text(draft, line))


def _best_title(draft: Draft, first: int, keys: Sequence[str]) -> tuple[int, str, str | None] | None:
    """Line, title and kicker: of the lines before the body the one that scores best, quotations counted.

    Args:
        draft: The page.
        first: Its first prose.
        keys: `keys_of` its lines.
    """
    texts = draft.lines.texts
    scores = draft.scores.roles[: min(first + 1, len(texts))]
    heads = keys[: len(scores)]
    place = ROLES.index("title")
    rest = np.maximum(scores[:, :place].max(axis=1), scores[:, place + 1 :].max(axis=1))
    known = (scores[:, place] - rest) / SCALE
    known += _DISTANT * np.minimum(first - np.arange(len(known)), _MAX_DISTANCE)
    known += _BULLETED * (draft.described.columns["bullet"][: len(known)] > 0)
    quotations = _quotations(texts[first:], keys[first:], frozenset(heads))
    ends = tuple(quotations)
    is_quoted = [key.endswith(ends) for key in heads]

    @cache
    def judged(line: int) -> tuple[float, str, str | None] | None:
        """Score, title and kicker of a line; None where it can be no title."""
        begins_body = line == first and draft.kept[line] and draft.sentence(line)
        if begins_body or line in draft.dropped or not 1 <= draft.words[line] <= _MAX_TITLE:
            return None
        split = _split(texts[line], keys[line], quotations) if is_quoted[line] and draft.words[line] > 1 else None
        if split is None and byline_in(texts[line]):
            return None
        score = float(known[line]) + (_QUOTED if split else 0.0)
        return score + (_OVER_BYLINE if _over_byline(draft, line) else 0.0), *(split or (texts[line], None))

    best = -1
    chosen: tuple[float, str, str | None] = (-np.inf, "", None)
    # Each is judged only where it could score as high as the best so far.
    most = known + (_QUOTED * np.array(is_quoted) + _OVER_BYLINE)
    for line in most.argsort()[::-1].tolist():
        if most[line] < chosen[0]:
            break
        one = judged(line)
        if one and (one[0], line) > (chosen[0], best):  # the last of equals: it stands at the body
            best, chosen = line, one
    if best < 0:
        return None
    # The text of a picture right below the headline often reads like one.
    for line in range(best - 1, max(best - _NEAR, 0) - 1, -1):
        one = judged(line)
        if one and one[0] > chosen[0] - _MARGIN:
            best, chosen = line, one
    # The last step of a breadcrumb ends with the headline that stands below it.
    for line in range(best + 1, min(best + _BREADCRUMB + 1, len(heads))):
        if _ends_with(texts[best], heads[best], texts[line], heads[line]) and (one := judged(line)):
            best, chosen = line, one
            break
    _, title, kicker = chosen
    if kicker is None:
        above = slice(max(best - _NEAR, 0), best)
        title, kicker = _without_kicker(title, heads[best], zip(texts[above], heads[above], strict=True))
    genre = _GENRE.fullmatch(title) if kicker is None else None
    return (best, genre["title"], genre["kicker"]) if genre else (best, title, kicker)


def _ends_with(text: str, key: str, end: str, end_key: str) -> bool:
    """Whether a line is another one with something before it: most of its letters, or all behind a breadcrumb's mark.

    A headline may well end with the word that a tag beside it says.

    Args:
        text: The line.
        key: `key_of` it.
        end: The other one.
        end_key: `key_of` that.
    """
    if not len(key) > len(end_key) >= _MIN_END or not key.endswith(end_key):
        return False
    return (2 * len(end_key) >= len(key) and count_words(end) > 2) or (
        text.endswith(end) and text.removesuffix(end).rstrip().endswith(_MARKS)
    )


def _without_kicker(text: str, key: str, above: Iterable[tuple[str, str]]) -> tuple[str, str | None]:
    """A line as title and kicker where one of the lines above it is the title alone.

    Args:
        text: The line.
        key: `key_of` it.
        above: Those lines, each with its key.
    """
    wanted = {end_key for end, end_key in above if _ends_with(text, key, end, end_key)}
    words = text.split(" ")
    for cut in range(1, min(_MAX_KICKER + 1, len(words))) if wanted else ():
        if key_of(" ".join(words[cut:])) in wanted:
            return " ".join(words[cut:]), " ".join(words[:cut]).rstrip(" :–-|")
    return text, None


def _over_byline(draft: Draft, line: int) -> bool:
    """Whether the line below says when the article appeared, or by whom."""
    below = line + 1
    if below >= len(draft.words):
        return False
    text = draft.lines.texts[below]
    if draft.kept[below]:  # as many an author right above the body; a day in it would be one that the body speaks of
        return draft.words[below] < _PROSE and bool(byline_in(text))
    return draft.roles[below] == "byline" and (metadata.day_in(text) is not None or bool(byline_in(text)))


def _quotations(texts: Sequence[str], keys: Sequence[str], heads: Set[str]) -> dict[str, str]:
    """What lines below the head quote of it, by its letters: between quotation marks at their end, or after a colon.

    Args:
        texts: The lines.
        keys: `keys_of` them.
        heads: The letters of the lines of the head; one that stands here again as a whole quotes no part of itself.
    """
    found: dict[str, str] = {}
    # What is quoted ends its line as it ends the line of the head: most lines are told by that.
    ends = {key[-_MIN_QUOTED:] for key in heads}
    for text, key in zip(texts, keys, strict=True):
        if key[-_MIN_QUOTED:] not in ends or not _MAY_QUOTE.search(text):
            continue
        quoted = _QUOTED_AT_END.search(text) or _AFTER_COLON.match(text)
        if quoted and count_words(quoted["quoted"]) > 1 and key not in heads:
            wanted = key_of(quoted["quoted"])
            if len(wanted) >= _MIN_QUOTED:
                found.setdefault(wanted, quoted["quoted"])
    return found


def _split(text: str, key: str, quotations: Mapping[str, str]) -> tuple[str, str | None] | None:
    """A line as title and kicker where a later line quotes it, with or without its kicker; None where none does."""
    for wanted, quoted in quotations.items():
        if key == wanted:
            joint = _JOINT.search(quoted)
            kicker = quoted[: joint.start()] if joint else ""
            rest = text[len(kicker) :].lstrip()
            # A colon that the line has too is its own.
            if joint and count_words(kicker) <= _MAX_KICKER and text.startswith(kicker) and rest[:1].isalnum():
                return rest, kicker
            return text, None
        if key.endswith(wanted):
            words = text.split(" ")
            for cut in range(1, min(_MAX_KICKER + 1, len(words) - 1)):
                if key_of(" ".join(words[cut:])) == wanted:
                    return " ".join(words[cut:]), " ".join(words[:cut]).rstrip(" :–-|")
    return None


def _kicker_above(draft: Draft, title: int) -> Stated | None:
    """The short line right above the title, where it is no end of a menu and not the name of the paper."""
    above = title - 1
    if (
        above < 0
        or above in draft.dropped
        or draft.sentence(above)
        or draft.words[above] > _MAX_KICKER
        or draft.roles[above] in ("credit", "byline", "service")
    ):
        return None
    blank = draft.lines.blank
    if above == 0 and blank[title]:
        return None
    if above and not blank[above] and draft.words[above - 1] <= 3:
        return None
    draft.decide(above, "kicker", "short line right above the title")
    return _of_line(draft, above)


def _teaser_of_text(draft: Draft, title: int) -> Stated | None:
    """The sentences between title and body: set apart by furniture, or shorter than a paragraph."""
    body = [line for line in draft.body() if line > title]
    prose = [line for line in body if draft.words[line] >= _PROSE and draft.sentence(line)]
    if len(prose) < 2:
        return None
    line = _almost_kept(draft, title, prose[0]) or prose[0]
    if line > title + _REACH or draft.words[line] > _MAX_TEASER or draft.lines.texts[line].endswith("?"):
        return None
    if _follows_author(draft, line):
        return None  # a teaser stands above the author, or apart
    rest = [other for other in prose if other > line]
    apart = line == title + 1 and rest[0] > line + 1 and not any(draft.kept[line + 1 : rest[0]])
    usual = median(draft.words[other] for other in rest[:5])
    if not apart and draft.words[line] > _TEASER_SHARE * usual:
        return None
    draft.decide(line, "teaser", "sentences between title and body")
    return _of_line(draft, line)


def _almost_kept(draft: Draft, title: int, first: int) -> int | None:
    """The line right below the title, where the model would nearly keep it and furniture alone parts it from the text.

    Sentences between title and byline are what a prompt or a caption may be as well, but those are surer.
    """
    line = title + 1
    if line + 1 >= first or line in draft.dropped or any(draft.kept[line:first]):
        return None
    near = draft.probability[line] > _NEARLY and draft.words[line] >= _PROSE and draft.sentence(line)
    return line if near and line not in draft.reasons else None


def _follows_author(draft: Draft, line: int) -> bool:
    """Whether the lines right above a line are bylines, and one of them names the author."""
    above = line - 1
    while above >= 0 and draft.roles[above] == "byline":
        if byline_in(draft.lines.texts[above]):
            return True
        above -= 1
    return False


# --- HTML ------------------------------------------------------------------------------------------------------------


def of_html(draft: Draft, stated: Mapping[str, Sequence[Stated]], outlet: str | None) -> Head:
    """Find the head of an HTML page, and give its lines their roles."""
    in_heading = np.flatnonzero(draft.described.columns["in_heading"]).tolist()
    headings = [
        (draft.lines.texts[line], tag)
        for line in in_heading
        if (tag := _heading(draft.lines, line)) in ("h1", "h2") and line not in draft.dropped
    ]
    first = _first_prose(draft)
    dropped = {draft.lines.texts[line] for line in draft.dropped}
    titles = [one for one in stated["title"] if one.value not in dropped]
    title = metadata.title(titles, headings, outlet, _above(draft, first))
    if title is None:
        return Head()
    wanted = key_of(title.value)
    line = _title_line(draft, title, wanted, in_heading, first)
    if line is None:
        return Head(title, None, _teaser_of_html(draft, -1, first, stated["teaser"]))
    text = draft.lines.texts[line]
    draft.decide(line, "title", f"the page states it ({title.source})")
    kicker = None
    if len(text) > len(title.value) and key_of(text).endswith(wanted):
        start = text.rfind(title.value)
        head = text[:start].rstrip(" :–-|") if start > 0 else ""
        is_kicker = 1 <= count_words(head) <= _MAX_KICKER + 1 and metadata.day_in(head) is None
        kicker = _of_line(draft, line, head) if is_kicker else None
    for other in _same(draft, wanted, np.flatnonzero(draft.kept).tolist()):
        if other != line:
            draft.decide(other, "navigation", "repeats the title")
    kicker = kicker or _kicker_near(draft, line, title.value, key_of(outlet or ""))
    return Head(title, kicker, _teaser_of_html(draft, line, first, stated["teaser"]))


def _above(draft: Draft, first: int) -> list[tuple[str, str, float]]:
    """Text, source and log-odds of being the title of the lines right above the first prose of the body."""
    place = ROLES.index("title")
    near = range(max(first - _REACH, 0), first)
    lines = [line for line in near if 1 < draft.words[line] <= _MAX_TITLE and line not in draft.dropped]
    found = []
    for line in lines:
        scores = draft.scores.roles[line].tolist()
        odds = (scores.pop(place) - max(scores)) / SCALE
        found.append((draft.lines.texts[line], f"line {line + 1}", odds))
    return found


def _heading(lines: Lines, line: int) -> str | None:
    elements, element = lines.elements, lines.places[line]
    for _ in range(_UP):
        tag = elements.tags[element]
        if tag in _HEADINGS:
            return tag
        element = elements.parents[element]
        if element < 0 or tag not in ("div", "header", "hgroup"):
            return None
    return None


def _same(draft: Draft, wanted: str, lines: Iterable[int]) -> list[int]:
    """Those of some lines whose letters are those of the title."""
    texts, initial, shortest = draft.lines.texts, wanted[:1], len(wanted) / _MOST_FOLDED
    # Most lines are too short or begin with another letter, and that is quick to see.
    return [
        line
        for line in lines
        if len(text := texts[line]) >= shortest
        and (text[:1].casefold()[:1] == initial or not text[:1].isalnum())
        and draft.words[line] <= 2 * _MAX_TITLE
        and line not in draft.dropped
        and wanted.startswith(key_of(text[:_BEGIN]))
        and wanted == key_of(text)
    ]


def _title_line(draft: Draft, title: Stated, wanted: str, in_heading: Sequence[int], first: int) -> int | None:
    """The line that shows the title: a heading before others, the one next to the body of several.

    Args:
        draft: The page.
        title: Its title.
        wanted: The letters of the title.
        in_heading: The lines with a heading around them.
        first: The first prose of the body.
    """
    if not wanted:
        return None
    lines = [line for line in _same(draft, wanted, in_heading) if _heading(draft.lines, line)]
    exact = lines or _same(draft, wanted, range(len(draft.words)))
    # A title that was cut out of a heading stands in that heading, wherever else it stands alone.
    if not lines and (title.source == "h1" or not exact):
        lines = [
            line
            for line in in_heading
            if draft.words[line] <= 2 * _MAX_TITLE and line not in draft.dropped and _heading(draft.lines, line)
            if wanted in (key := key_of(draft.lines.texts[line])) and len(key) <= len(wanted) + _MAX_AROUND
        ]
    pool = lines or exact
    above = [line for line in pool if line <= first]
    return above[-1] if above else next(iter(pool), None)


def _named(draft: Draft, line: int, names: frozenset[str]) -> bool:
    elements, place = draft.lines.elements, draft.lines.places[line]
    around = elements.parents[place]
    return not (
        names.isdisjoint(draft.lines.inner[line])
        and names.isdisjoint(elements.names[place])
        and (around < 0 or names.isdisjoint(elements.names[around]))
    )


def _kicker_near(draft: Draft, title: int, text: str, outlet: str) -> Stated | None:
    """The short line that the page calls kicker, or that stands in one box with the heading, right above it."""
    for line in range(max(0, title - 3), min(len(draft.words), title + 3)):
        if (
            line != title
            and line not in draft.dropped
            and draft.words[line] <= 8
            and draft.lines.texts[line] != text
            and _named(draft, line, _KICKER)
        ):
            draft.decide(line, "kicker", "inside an element named kicker")
            return _of_line(draft, line, draft.lines.texts[line].rstrip(" :"))
    above = title - 1
    elements, places = draft.lines.elements, draft.lines.places
    if (
        above >= 0
        and above not in draft.dropped
        and draft.words[above] <= _MAX_KICKER + 1
        and (
            places[above] == places[title]  # a line of its own in the heading
            or (
                elements.parents[places[above]] == elements.parents[places[title]]
                and elements.tags[places[above]] not in ("li", "a", "h1")
            )
        )
        and not draft.sentence(above)
        and key_of(draft.lines.texts[above]) not in (key_of(text), outlet)
        and metadata.day_in(draft.lines.texts[above]) is None
        and draft.roles[above] not in ("byline", "credit", "caption", "comment")
    ):
        draft.decide(above, "kicker", "short line in one box with the title")
        return _of_line(draft, above)
    return None


def _teaser_of_html(draft: Draft, title: int, first: int, stated: Sequence[Stated]) -> Stated | None:
    """The lines between title and body that the page states as its description, calls teaser, or sets apart."""
    texts = draft.lines.texts
    body = [line for line in draft.body() if line > title]
    near = [
        line
        for line in range(title + 1, min(len(draft.words), max(title + _REACH, first + 1)))
        if 4 <= draft.words[line] <= 2 * _MAX_TEASER and draft.roles[line] not in ("caption", "credit", "title")
        if line not in draft.dropped
    ]
    keys = {value: key_of(value) for value in {one.value for one in stated}}  # several statements say the same
    long = {value for value in keys if count_words(value) >= 4}
    sources = {keys[one.value]: one.source for one in stated if one.value in long}

    def plain(line: int) -> bool:
        """Whether a line is made like most paragraphs of the body beside it."""
        others = Counter(_make(draft, other) for other in body if other != line)
        return bool(others) and _make(draft, line) == others.most_common(1)[0][0]

    def stated_as(line: int) -> str | None:
        """Where the page states a line, or the beginning of one that is not like the paragraphs."""
        begin = key_of(texts[line][:_BEGIN])
        for key, source in sources.items():
            # Most lines begin otherwise, and letters are folded one by one: the rest of those need not be read.
            if key.startswith(begin) or begin.startswith(key):
                whole = key_of(texts[line])
                if key == whole or (whole.startswith(key) and not plain(line)):
                    return source
        return None

    def found() -> Iterator[tuple[int, str]]:
        """The first line that the page states, calls teaser or sets apart, each looked for when it is asked for."""
        if sources:
            yield from islice(((line, f"the page states it ({s})") for line in near if (s := stated_as(line))), 1)
        linked = draft.described.columns["linked"]
        named = (line for line in near if _named(draft, line, _TEASER) and linked[line] < 0.5)
        yield from ((line, "inside an element named teaser") for line in islice(named, 1))
        apart = (
            line
            for line in near
            if title >= 0 and line <= first and draft.kept[line] and draft.sentence(line) and not plain(line)
        )
        yield from ((line, "set apart from the paragraphs after it") for line in islice(apart, 1))

    for line, reason in found():
        # The one paragraph of a brief report is its body, whatever the page calls it.
        if any(other != line for other in body):
            draft.decide(line, "teaser", reason)
            return _of_line(draft, line)
    if not stated:
        return None
    text = "".join(keys_of([texts[line] for line in body]))
    return next((one for one in stated if one.value and keys[one.value] not in text), None)


def _make(draft: Draft, line: int) -> tuple[str, tuple[str, ...], bool]:
    """How a line is made: its element, that one's names, whether it is set in bold."""
    elements, element = draft.lines.elements, draft.lines.places[line]
    return (
        elements.tags[element],
        elements.names[element],
        draft.lines.bold[line] > 0.9 * len(draft.lines.texts[line]),
    )
