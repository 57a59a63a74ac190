"""Which of the values that a page states about itself are those of the article: title, author, days, outlet, ….

`stated` reads what the tree holds, `of_lines` what the visible lines say, for pages whose tags are gone. Both give
candidates, best first, with the place each was read; `title`, `author`, `published`, … choose among them. No clock, no
locale and no network takes part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache

from standpunkt.cleaning import dates
from standpunkt.cleaning.article import Line, count_words, squeeze
from standpunkt.cleaning.authors import agency_in, byline_in, is_address, is_agency, is_host, is_person, names_in
from standpunkt.cleaning.dates import day_in, has_year
from standpunkt.cleaning.statements import FIELDS, WEAK, Found, Stated, stated

__all__ = [
    "FIELDS",
    "Stated",
    "agency_in",
    "author",
    "day_in",
    "language",
    "modified",
    "of_lines",
    "outlet",
    "published",
    "section",
    "stated",
    "title",
]

# --- title -----------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"\w+")
# A mark with space around it, but not the dash of `14. - 20. Januar`; or a mark that needs none. Both begin with a
# character of one set: a search skips all others at once.
_SEPARATOR = re.compile(
    r"[\s|│»«](?:(?<=\s)\s*(?:(?:[|│–—·•»«›‹>~⋆*-]|::|//)\s+(?!\d\d?\.\s)|[|│»«]\s*(?=\S))|(?<=[|│»«])\s*(?=\S))"
)
_EDGE = re.compile(r"(?:\[?[|·•>-]+|\s)+")  # before a heading
_END = " |·•-"  # behind it
# Read where readers see it: a heading, not what the page says about its heading.
_VISIBLE = ("h1", "class title", "rel bookmark")
_MAX_HEADING = 500
_WEAK = 0.6  # agreement below which a heading elsewhere gives way to one of level 1 right above the body
_MAX_SEGMENTS = 8  # of a title
_LEVEL_1 = 1.5  # how much more the agreement of a heading of level 1 counts
_ENOUGH = 0.5  # share of common words from which two wordings are the same title


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    """The words alone: places differ in quotation marks, dashes and case."""
    return " ".join(_WORD.findall(text.casefold()))


@lru_cache(maxsize=64)  # the statements of a page are read more than once, and often say the same
def _marks(text: str) -> Sequence[tuple[int, int]]:
    """Where the separators in a title start and end."""
    return [mark.span() for mark in _SEPARATOR.finditer(text)]


def title(
    candidates: Sequence[Stated],
    headings: Sequence[tuple[str, str]],
    outlet: str | None,
    above: Sequence[tuple[str, str, float]] = (),
) -> Stated | None:
    """The article's title as a reader would write it: the heading that the page's own statements confirm.

    Args:
        candidates: The stated titles, best first.
        headings: Text and source of the page's headings in document order, those of level 1 and 2.
        outlet: The name of the outlet, as far as the page states it.
        above: Text, source and log-odds of being the title of the lines right above the body; they decide where no
            heading is like what the page states.

    Returns:
        The title without kicker and without the outlet before or behind it; None where nothing is stated and no
        heading stands for it.
    """
    candidates, doubled = _undoubled(candidates)
    said = {_key(one.value) for one in candidates if one.source not in _VISIBLE}
    names = _names_of(outlet, said) | doubled
    claims = _claims(candidates, names)
    if said and not claims:  # the page has the name of its outlet, as that of an author or a club
        entry = _marked_above(candidates, above, "rel bookmark") or _marked_above(candidates, above, "class title")
        entry = entry or next((one for one in candidates if one.source == "rel bookmark"), None)
        if entry:
            return entry
        names, claims = frozenset(), _claims(candidates, frozenset())
    wordings = [frozenset(_key(claim.value).split()) for claim in claims]
    level_1 = {one.value for one in candidates if one.source == "h1"}
    different = {*wordings}
    known = frozenset().union(*different)
    best = 0.0, Stated("", "")
    seen: dict[str, str] = {}  # where each stands first
    for text, source in (*headings, *((one.value, one.source) for one in candidates if one.source in _VISIBLE)):
        seen.setdefault(text, source)
    for text, source in seen.items():
        words = frozenset(_WORD.findall(text[:_MAX_HEADING].casefold()))
        if words.isdisjoint(known):
            continue  # the heading of another article, mostly
        shown = squeeze(text[:_MAX_HEADING])
        edge = _EDGE.match(shown)
        heading = shown[edge.end() if edge else 0 :].rstrip(_END)
        agreements = {wording: _agreement(words, wording) for wording in different}
        score = sum(agreements[wording] for wording in wordings)
        score *= _LEVEL_1 if shown in level_1 else 1
        if score > best[0] and not _is_name(heading, names):
            best = score, Stated(heading, source)
    main = _main(above, level_1)
    if best[0] < _WEAK and main and best[1].value != main.value:
        best = 0.0, best[1]
    if best[0]:
        return replace(best[1], value=_cut(best[1].value, claims))
    only = [one for one in candidates if one.source == "h1" and not _is_name(one.value, names)]
    if len(only) == 1 and (count_words(only[0].value) > 2 or all(one.source == "title element" for one in claims)):
        return only[0]
    near = main or _shown_above(claims, above)
    if near is None and all(claim.source == "title element" for claim in claims):
        near = _marked_above(candidates, above, "class title")
    if near:
        return near
    if claims:
        return replace(claims[0], value=_segment(claims[0]))
    return next((Stated(squeeze(t), s) for t, s in headings if count_words(t) > 1 and not _is_name(t, names)), None)


def _main(above: Sequence[tuple[str, str, float]], level_1: Set[str]) -> Stated | None:
    """The heading of level 1 right above the body that reads like a title; None where none does."""
    mains = [(odds, text) for text, _, odds in above if text in level_1 and count_words(text) > 1 and odds > 0]
    return Stated(max(mains)[1], "h1") if mains else None


def _shown_above(claims: Sequence[Stated], above: Sequence[tuple[str, str, float]]) -> Stated | None:
    """What the lines right above the body tell of a title that no heading repeats."""
    keys = [_key(text) for text, _, _ in above]
    for claim in claims:
        if claim.source == "title element":
            for run in _runs(claim.value):
                wanted = _key(run)
                if wanted.count(" ") > 1 and any(key == wanted or key.endswith(f" {wanted}") for key in keys):
                    return replace(claim, value=squeeze(run))
    if all(claim.source == "title element" for claim in claims):
        best = max(above, key=lambda line: line[2], default=("", "", 0.0))
        if best[2] > 0 and count_words(best[0]) > 2:
            return Stated(best[0], best[1])
    return None


def _marked_above(candidates: Sequence[Stated], above: Sequence[tuple[str, str, float]], source: str) -> Stated | None:
    """The line right above the body that the page marks as a heading, whatever it states elsewhere."""
    marked = {one.value for one in candidates if one.source == source}
    lines = [text for text, _, _ in above if text in marked and count_words(text) > 2]
    return Stated(lines[-1], source) if lines else None


def _runs(text: str) -> list[str]:
    """All runs of the segments of a title, the longest first: `Club - Title - News` has the title in the middle."""
    marks = _marks(text)[:_MAX_SEGMENTS]
    starts, ends = [0, *(end for _, end in marks)], [*(start for start, _ in marks), len(text)]
    runs = [text[start:end] for place, start in enumerate(starts) for end in ends[place:]]
    return sorted(runs, key=len, reverse=True)[1:]


def _undoubled(candidates: Sequence[Stated]) -> tuple[list[Stated], frozenset[str]]:
    """The candidates without a name that stands twice at their end, as some systems add it (`TitleBote | Bote`).

    Returns:
        The candidates, and those names.
    """
    found: list[Stated] = []
    names: set[str] = set()
    for one in candidates:
        marks = () if one.source in _VISIBLE else _marks(one.value)
        name, text = (one.value[marks[-1][1] :], one.value[: marks[-1][0]]) if marks else ("", "")
        rest = text.removesuffix(name)
        # Not the town in `Neues aus Aldenburg | Aldenburg`.
        if " " in name and rest != text and rest[-1:].isalnum():
            names.add(_key(name).replace(" ", ""))
            found.append(replace(one, value=rest))
        else:
            found.append(one)
    return found, frozenset(names)


def _names_of(outlet: str | None, said: Set[str]) -> frozenset[str]:
    """The names of an outlet: `Bote` is `Bote | Nachrichten aus Aldenburg` too, but `Title | Bote` is none."""
    parts = [part for part in (_key(part) for part in _SEPARATOR.split(outlet or "")) if part not in said]
    return frozenset(name.replace(" ", "") for name in (*(parts or [_key(outlet or "")]), " ".join(parts)))


def _is_name(text: str, names: frozenset[str]) -> bool:
    """Whether a text is one of the outlet's names, its host or no words."""
    key = _key(text).replace(" ", "")
    return not key or key in names or is_host(text)


def _claims(candidates: Sequence[Stated], names: frozenset[str]) -> list[Stated]:
    """The stated titles without the segments before and behind them that name the outlet."""
    stated_ = [one for one in candidates if one.source not in _VISIBLE]
    claims = {text: _claim(text, names) for text in {one.value for one in stated_}}
    return [Stated(claim, one.source) for one in stated_ if (claim := claims[one.value])]


def _claim(text: str, names: frozenset[str]) -> str | None:
    """A stated title without the outlet before and behind it; None where nothing else is left."""
    name = ""
    while marks := _marks(text):
        if _is_name(text[marks[-1][1] :], names):
            text, name = text[: marks[-1][0]], text[marks[-1][1] :]
        elif _is_name(text[: marks[0][0]], names):
            text, name = text[marks[0][1] :], text[: marks[0][0]]
        else:
            break
    # `Bote | Bote aus Aldenburg` says the name in short beside the name.
    short = _key(name).startswith(f"{_key(text)} ")
    return None if short or _is_name(text, names) else text


def _segment(claim: Stated) -> str:
    """The segment of a title element that is the title: the others name the section or the outlet."""
    if claim.source != "title element":
        return claim.value
    segments = _SEPARATOR.split(claim.value)
    # `Outlet » Section » Title`, but `Title | Section | Outlet`.
    return segments[-1 if "»" in claim.value else 0]


def _agreement(seen: Set[str], said: Set[str]) -> float:
    """How far two wordings are the same: Dice's coefficient of their words, 0 below _ENOUGH."""
    share = 2 * len(seen & said) / max(len(seen) + len(said), 1)
    return share if share >= _ENOUGH else 0.0


def _cut(heading: str, claims: Sequence[Stated]) -> str:
    """A heading without the kicker or subtitle that stands in it, as a stated title shows."""
    heading = _undated(heading, claims)
    words = list(_WORD.finditer(heading))
    key = _key(heading)
    for said in (_key(claim.value) for claim in claims):
        rest = len(words) - len(said.split())
        if rest <= 0 or " " not in said:
            continue
        if key.endswith(f" {said}"):
            start = heading.rfind(" ", 0, words[rest].start()) + 1
            # `Bruchhausen: Der Rat tagt` is one title; a colon with a space before it is set between two elements.
            if ":" not in _SET_COLON.sub("", heading[:start]):
                return heading[start:]
        if key.startswith(f"{said} "):
            end, following = words[-rest - 1].end(), words[-rest].start()
            between = heading[end:following]
            # `… in Aldenburg` goes on, `… Was nun im Rat geschieht` is a subtitle.
            if _SEPARATOR.search(between) or (heading[following].isupper() and rest > 2 and between.isspace()):
                return heading[:end] + between.partition(" ")[0]
    return heading


_SET_COLON = re.compile(r"\s:\s+$")
_AROUND_DAY = " \t|–—·•,:-"


def _undated(heading: str, claims: Sequence[Stated]) -> str:
    """A heading without the day that stands before or behind its title, where a stated title leaves it out."""
    start, end, _ = next(dates.spans(heading), (-1, -1, ""))
    if start < 0:
        return heading
    rest = heading[:start].rstrip(_AROUND_DAY) if start else heading[end:].lstrip(_AROUND_DAY)
    key = _key(rest)
    said = [_key(claim.value) for claim in claims]
    # Behind the title of a statement may stand an outlet that nobody names.
    stated = key in said if start else any(one.startswith(key) for one in said)
    return rest if stated and " " in key else heading


# --- author ---

_FIRST_NAME = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{2,15}")


def author(candidates: Sequence[Stated], outlet: str | None) -> Stated | None:
    """Who wrote the article, `A, B` where it is more than one.

    A full name goes before an account's name, an editorial office or the outlet, and these before an agency's sign: the
    fields of the head often hold the outlet where the byline names a person. A single name in JSON-LD is one that the
    author goes by.
    """
    ranked: list[tuple[int, Stated]] = []
    site = _names_of(outlet, frozenset())
    for candidate in _joined(candidates):
        if is_agency(candidate.value):
            ranked.append((3, Stated(candidate.value.strip("()"), candidate.source)))
            continue
        names = names_in(candidate.value)
        names = [name for name in names if not _is_name(name, site)] or names
        if not names:
            continue
        value = ", ".join(names)
        if _is_name(value, site):
            rank = 2
        elif all(is_person(name) for name in names) or (candidate.source == "json-ld" and _FIRST_NAME.fullmatch(value)):
            rank = 0
        else:
            rank = 1
        ranked.append((rank, Stated(value, candidate.source)))
    first = min(ranked, key=lambda pair: pair[0], default=(0, None))[1]
    # Elements named after authors are those of other articles too: then the byline decides.
    named = {one.value for _, one in ranked if one.source == "class author"}
    if first and first.source == "class author" and len(named) > 1:
        first = next((one for rank, one in ranked if one.source.startswith("line ") and one.value in named), first)
    # `Nils` in the head and `Nils Ellerbrook` in the byline.
    longer = (one for rank, one in ranked if rank == 0 and first and one.value.startswith(f"{first.value} "))
    return next(longer, first)


def _joined(candidates: Sequence[Stated]) -> Iterator[Stated]:
    """Authors with a meta element each as one candidate."""
    done: set[str] = set()
    for candidate in candidates:
        if not candidate.source.startswith("meta "):
            yield candidate
        elif candidate.source not in done:
            done.add(candidate.source)
            yield replace(candidate, value=", ".join(one.value for one in candidates if one.source == candidate.source))


# --- the other fields ------------------------------------------------------------------------------------------------


_MARKED = ("time", "class date")  # elements that mark a day


def published(candidates: Sequence[Stated], changed: Sequence[Stated] = ()) -> Stated | None:
    """The day on which the article appeared.

    Args:
        candidates: Those of `stated`, and after them those of `of_lines`.
        changed: The days of its last change, those of `stated` and after them those of `of_lines`.
    """
    best = min(candidates, key=lambda candidate: WEAK.get(candidate.source, 0), default=None)
    seen = next((one for one in candidates if one.source.startswith("line ")), None)
    if best is None or seen is None:
        return best
    marked = {one.value for one in candidates if one.source in _MARKED}
    # Elements named after a day are those of other articles too, and some systems state the last change as the first
    # day: then the day that readers see at the article decides, where an element marks it.
    many = best.source in _MARKED and len({one.value for one in candidates if one.source == best.source}) > 1
    late = bool(changed) and changed[0].value == best.value > seen.value
    if seen.value in marked and (many or late):
        return seen
    # An article that appeared anew keeps its first day in some places. The day that readers see with no word of a
    # change, and that another statement of the first day confirms, is that of the text below.
    stated_days = {
        one.value for one in candidates if one.source not in (*_MARKED, *WEAK) and not one.source.startswith("line ")
    }
    anew = seen.value > best.value and seen.value in stated_days and seen not in changed
    return seen if anew else best


def modified(candidates: Sequence[Stated], first: Stated | None) -> Stated | None:
    """The day of the last change; none before the article appeared."""
    return next((one for one in candidates if first is None or one.value >= first.value), None)


def outlet(candidates: Sequence[Stated]) -> Stated | None:
    """The name of the outlet."""
    return next((one for one in candidates if not is_address(one.value)), None)


def section(candidates: Sequence[Stated]) -> Stated | None:
    """The section of the outlet."""
    return candidates[0] if candidates else None


_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_,; ]|$)")
_LANGUAGES = {"deutsch": "de", "german": "de", "deu": "de", "ger": "de", "englisch": "en", "english": "en", "eng": "en"}


def language(candidates: Sequence[Stated]) -> Stated | None:
    """The language that the page states (which is often that of its template) as ISO 639 code: `de`."""
    for candidate in candidates:
        found = _LANGUAGE.match(candidate.value.lower())
        code = found[1] if found else candidate.value.lower()
        if found or code in _LANGUAGES:
            return replace(candidate, value=_LANGUAGES.get(code, code))
    return None


# --- lines -----------------------------------------------------------------------------------------------------------

_ELSEWHERE = frozenset(("comment", "related", "caption"))  # what states the days of other things
_ASIDE = frozenset(("navigation", "prompt", "related", "comment", "legal", "caption", "credit"))
_PROSE = frozenset(("body", "list", "quote", "table"))
_HEAD = frozenset(("kicker", "title", "teaser"))
_PUBLISHED_CUE = re.compile(
    r"\b(?:veröffentlicht|publiziert|erschienen|erstellt|eingestellt|gepostet|geschrieben|verfasst|publikation\w*|"
    r"erstveröffentlicht|datum|posted|published|online seit|artikel vom|meldung vom|pressemitteilung vom)\b"
    r"[^.!?]{0,30}$",
    re.IGNORECASE,
)
_MODIFIED_CUE = re.compile(
    r"\b(?:aktualisiert|aktualisierung|updated?|geändert|überarbeitet|bearbeitet|änderung|stand|modified)\b"
    r"[^.!?]{0,30}$",
    re.IGNORECASE,
)
# `… wurde am 3. Mai 2021 veröffentlicht`: the cue behind the day.
_PUBLISHED_AFTER = re.compile(
    r"^[^.!?]{0,20}\b(?:gepostet|veröffentlicht|publiziert|eingestellt|erstellt)\b", re.IGNORECASE
)
_MODIFIED_AFTER = re.compile(
    r"^[^.!?]{0,20}\b(?:geändert|aktualisiert|bearbeitet|überarbeitet|modifiziert)\b", re.IGNORECASE
)
_SAYS_PUBLISHED = re.compile(
    r"(?:veröffentlicht|publiziert|erschienen|erstellt|gepostet|posted|published)\b.{0,12}$", re.IGNORECASE
)
_SIGN = r"[a-zäöü]{2,5}(?:/[a-zäöüA-Z]{2,5})*"
_SIGNED = re.compile(rf"^(?P<first>{_SIGN}) [·|–] |(?<= [·|–] )(?P<last>{_SIGN})$")  # beside a day
_SOURCE_LINE = re.compile(r"^(?:Quelle (?:dieser|der) Meldung|Quelle|Agentur): (?P<agency>[\w/-]{2,20})$")
_DATED = re.compile(r"(?:[A-ZÄÖÜ][\w ./-]{1,40}(?:, (?:den |am )?| \())?$")  # before the day that a body begins with
_DASH = re.compile(r"\)?\s?(?:[–—:-]|\. [–—-])")
_STAMPED = re.compile(r"\d\d?\.\s?\d\d?\.\s?\d{4}\s+[A-ZÄÖÜ„»\"]")  # a day in digits that no sentence begins with
_CLOSING = re.compile(r"\((?P<agency>[a-zäöü/]{2,12}|[A-Z]{2,4}(?:/[A-Za-z]{2,4})*)\)$")
# The line of rights at the end of a page names who publishes it.
_OWNER = re.compile(
    r"(?:©|Copyright)\s*(?:\d{4}\s*)?(?:by\s+|bei\s+)?(?P<name>[A-ZÄÖÜ][^\d,.|©–:]{2,40}?)\s*(?=[\d,.|–:]|$)"
)
_RIGHTS = ("©", "Copyright")  # what it begins with, quick to look for
# A line of rights with a whole day, as a system writes it that stamps each page; not the first of two days.
_RIGHTS_SINCE = re.compile(r"(?:©|Copyright|\(c\))\s*$", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:-|–|bis)\s*\d+[./]\s?\d")
_MAX_LABEL = 14  # spaces of a line of the site's frame that states a day
_MAX_LINE = 500  # characters of such a line
_MAX_LINE_WORDS = 14  # words of a line that states a day or an author beside something else
_LAST = 3  # lines of the body, one of which may name who wrote it
_ABOVE, _BELOW = 6, 15  # lines above the title and below the last paragraph that may still speak of the article


def of_lines(lines: Sequence[Line]) -> Mapping[str, Sequence[Stated]]:
    """Author and days as the visible lines of a page state them.

    Args:
        lines: The lines of a page in reading order, with their roles. Those of role `byline` go first; then those
            around the title, then those below the body; lines about something else than the article are left out.

    Returns:
        Candidates for `author`, `published`, `modified` and `outlet`, best first, days as YYYY-MM-DD.
    """
    found = Found({field: [] for field in ("author", "published", "modified", "outlet")})
    title_at = next((place for place, line in enumerate(lines) if line.role == "title"), 0)
    prose = [place for place, line in enumerate(lines[title_at:], title_at) if line.role in _PROSE]
    start, end = (prose[0], prose[-1]) if prose else (title_at + 1, len(lines))
    # A teaser stands above the byline, the body below.
    body = next((place for place in prose if lines[place].role != "teaser"), start)
    above, below = title_at - _ABOVE, body + 2
    opening, closing = frozenset(prose[:3]), frozenset(prose[-_LAST:])
    for line in lines[end:]:
        owner = _OWNER.match(line.text) if line.text.startswith(_RIGHTS) else None
        if owner:
            found.add("outlet", 9, owner["name"], f"line {line.number}")
    for place, (number, text, role, _, _, _, _) in enumerate(lines[: end + _BELOW + 1]):
        near = above <= place <= below
        # A name alone above a day is a byline, whatever the line model took it for.
        alone = near and role not in _HEAD and is_person(text) and _by_a_day(lines, place)
        if role in _ASIDE and not alone:
            if role not in _ELSEWHERE and has_year(text):
                _read_aside(found, text, f"line {number}", near=near)
            continue
        if role in _PROSE:
            if near or place <= body + _BELOW:
                _read_label(found, text, f"line {number}")
            if place in closing and text.count(" ") < _MAX_LINE_WORDS:
                found.add("author", 6, ", ".join(byline_in(text)), f"line {number}")
            if place in opening or place == end:
                _read_prose(found, text, f"line {number}", first=place in opening, last=place == end)
            continue
        if role == "teaser":  # a report without one begins with what reads like one
            _read_prose(found, text, f"line {number}", first=True, last=False)
        names = alone or role == "byline" or ((near or place > end) and " " in text)
        if len(text) > _MAX_LINE or text.count(" ") >= _MAX_LINE_WORDS:
            continue
        states_day = has_year(text)
        if not (states_day or names):
            continue
        place_rank = (
            0 if role == "byline" and near else 1 if near else 2 if role == "byline" else 3 if place > end else 4
        )
        rank = place_rank + abs(place - title_at) / len(lines)
        source = f"line {number}"
        if states_day:
            _read_days(found, text, source, rank)
        if names:
            _read_byline(found, text, source, rank, dated=states_day, alone=alone)
    if not found.ranked["published"]:
        for number, text, role, *_ in lines[end + _BELOW + 1 :]:
            if role not in _ELSEWHERE and has_year(text):
                _read_aside(found, text, f"line {number}", near=False)
    return found.best_first()


def _read_aside(found: Found, text: str, source: str, *, near: bool) -> None:
    """A day that a line of the site's frame states with a cue, or that is all it says, beside the title.

    The line model takes many a byline for navigation or for a note at the end.
    """
    for start, end, day in dates.spans(text) if len(text) <= _MAX_LINE else ():  # the first alone
        before, after = text[:start], text[end:]
        if _MODIFIED_CUE.search(before) or _MODIFIED_AFTER.match(after):
            found.add_day("modified", 5, day, source)
            found.add_day("published", 9, day, source)
        elif (
            _PUBLISHED_CUE.search(before)
            or _PUBLISHED_AFTER.match(after)
            or (near and text.count(" ") <= _MAX_LABEL and not any(map(str.isalpha, before)))
            or (_RIGHTS_SINCE.search(before) and not _UNTIL.match(after))
        ):
            found.add_day("published", 5, day, source)
        return


def _read_label(found: Found, text: str, source: str) -> None:
    """A short line of the body that says when the article appeared (`Veröffentlicht am 3. Mai 2021`)."""
    if text.count(" ") > _MAX_LABEL or not has_year(text):
        return
    begin = next(dates.spans(text), None)
    if begin and _SAYS_PUBLISHED.match(text[: begin[0]]):
        found.add_day("published", 1, begin[2], source)


def _by_a_day(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is a byline, or stands right above one that states a day."""
    following = lines[place + 1].text if place + 1 < len(lines) else ""
    if lines[place].role == "byline":
        return True
    return has_year(following) and count_words(following) <= _MAX_LINE_WORDS and day_in(following) is not None


def _read_days(found: Found, text: str, source: str, rank: float) -> None:
    position = 0
    for start, end, day in dates.spans(text):
        before = text[position:start]
        position = end
        if _MODIFIED_CUE.search(before):
            found.add_day("modified", rank, day, source)
            found.add_day("published", rank + 4, day, source)  # `Stand:` is often the only day of a page
        elif _PUBLISHED_CUE.search(before):
            found.add_day("published", min(rank, 1), day, source)
        else:
            found.add_day("published", rank, day, source)


def _read_byline(found: Found, text: str, source: str, rank: float, *, dated: bool, alone: bool) -> None:
    """Names after `Von`, a name that is a line of its own, or the sign of an agency."""
    agency = _SOURCE_LINE.match(text) or (_SIGNED.search(text) if dated else None)
    if agency:
        found.add("author", rank + 4, next(filter(None, agency.groups())), source)
    elif is_agency(text):
        found.add("author", rank + 4, text, source)
    names = byline_in(text) or ([text] if alone else [])
    if names:
        found.add("author", rank, ", ".join(names), source)


def _read_prose(found: Found, text: str, source: str, *, first: bool, last: bool) -> None:
    """One of the first paragraphs may begin with place and day or agency, the last one end with the agency's sign."""
    if first:
        found.add("author", 9, agency_in(text[:80]), source)
        begin = next(dates.spans(text[:80]), None) if has_year(text[:80]) else None
        dashed = begin and _DATED.match(text[: begin[0]]) and _DASH.match(text[begin[1] :])
        if begin and (
            dashed or _STAMPED.match(text) or (text[: begin[0]], text[begin[1] : begin[1] + 1]) == ("(", ")")
        ):
            found.add_day("published", 1, begin[2], source)
    closing = _CLOSING.search(text[-20:]) if last else None
    if closing and is_agency(closing["agency"]):
        found.add("author", 9, closing["agency"], source)
