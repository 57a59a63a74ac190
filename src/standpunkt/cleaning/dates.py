"""Days as texts and time stamps state them, in German, English and ISO form, with no clock and no locale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan january",
            "februar feber feb february",
            "märz maerz mär mrz march mar",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sept sep",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=lambda name: (-len(name), name)))
YEAR = r"(?:19|20)\d\d"
# The look-aheads let a search pass over everything but digits and the beginnings of words.
_DAY = re.compile(
    rf"(?=\d)(?<!\d)(?:(?P<y1>{YEAR})(?P<sep>[-/.])(?P<m1>[01]?\d)(?P=sep)(?P<d1>[0-3]?\d)(?!\d)"
    rf"|(?P<y2>{YEAR})(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?!\d)"
    rf"|(?<![.,/])(?P<d3>[0-3]?\d)\s?(?P<point>[./-])\s?(?P<m3>[0-3]?\d)\s?(?P=point)\s?(?P<y3>{YEAR}|\d\d)(?![\d.]*\d)"
    rf"|(?P<d4>[0-3]?\d)(?:\.|st|nd|rd|th)?\s{{0,2}}(?:of\s)?(?P<m4>{_MONTH})\b[.,]?\s{{0,2}}(?P<y4>{YEAR})(?!\d))"
    rf"|(?=[adfjmnos])\b(?P<m5>{_MONTH})\.?\s{{1,2}}(?P<d5>[0-3]?\d)(?:st|nd|rd|th)?,?\s{{1,2}}(?P<y5>{YEAR})(?!\d)",
    re.IGNORECASE,
)
# Year, month and day of each form, by the group that ends it.
_PARTS = {f"{last}{form}": (f"y{form}", f"m{form}", f"d{form}") for form, last in enumerate("ddyyy", 1)}
# Digits first, because that is how a search passes over all else fast.
_YEAR_LIKE = re.compile(r"\d\d(?:(?<=19|20)\d\d|(?<=\.\d\d)(?!\d)|(?<=\.\s\d\d)(?!\d))")
# Days that programs write where they know none.
_NULL_DAYS = ("1900-01-01", "1970-01-01")
_UTC = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)[T ](?P<hour>\d\d):\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]00:?00|UTC|GMT)")
_SUMMER = range(4, 11)  # April to October; the days around the change of the clocks do not matter for an hour a night
_URL_DAY = re.compile(rf"/(?:{YEAR}[/-][01]\d[/-][0-3]\d|(?P<german>[0-3]\d-[01]\d-{YEAR}))(?=[/_-]|$)")


def has_year(text: str) -> bool:
    """Whether a text has what every day of `spans` ends or begins with; far faster than to look for the days."""
    # Most texts are told by the first tests: a year is of this century, of the last, or of two digits behind a point.
    return ("20" in text or "19" in text or "." in text) and _YEAR_LIKE.search(text) is not None


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a text states which day, in order, those of the calendar alone: start, end, YYYY-MM-DD."""
    for found in _DAY.finditer(text):
        form = found.lastgroup or ""
        year, month, digits = found.group(*_PARTS[form])
        day = int(digits)
        number = int(month) if month.isdigit() else _MONTHS[month.lower()]
        if len(year) == 2:
            if found["point"] != "." or 50 <= int(year) < 90:
                continue
            year = f"{'19' if int(year) >= 90 else '20'}{year}"
        if number > 12 and form == "y3":
            day, number = number, day  # 05/31/2021
        try:
            stated = date(int(year), number, day).isoformat()
        except ValueError:
            continue
        if stated not in _NULL_DAYS:
            yield found.start(), found.end(), stated


def days_in(text: str) -> Iterator[str]:
    """The days that a text states (ISO, German, English) as YYYY-MM-DD, in order."""
    return (day for _, _, day in spans(text))


def day_in(text: str) -> str | None:
    """The first day that a text states, as YYYY-MM-DD."""
    first = next(spans(text), None)
    return first[2] if first else None


def local_day(text: str) -> str | None:
    """The day of a time stamp on a reader's calendar: many systems state UTC, and 23:10 there is the next day here."""
    stamp = _UTC.match(text)
    day = day_in(stamp["day"] if stamp else text)
    if stamp is None or day is None:
        return day
    offset = 2 if int(day[5:7]) in _SUMMER else 1
    return (date.fromisoformat(day) + timedelta(days=int(stamp["hour"]) + offset > 23)).isoformat()


def url_day(url: str) -> str | None:
    """The day in an address (`/2021/05/17/`, `/17-05-2021`), as many systems write it there."""
    found = _URL_DAY.search(url)
    if found is None:
        return None
    return day_in(found["german"].replace("-", ".") if found["german"] else found.group())
