"""Days in texts, time stamps and addresses."""

from __future__ import annotations

import pytest

from standpunkt.cleaning import dates


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("14. März 2022, 06:30 Uhr", ["2022-03-14"]),
        ("14.März 2022", ["2022-03-14"]),
        ("Stand: 05.05.2021, 05:12 Uhr", ["2021-05-05"]),
        ("22.9.2022", ["2022-09-22"]),
        ("22. 9. 2022", ["2022-09-22"]),
        ("05.05.21", ["2021-05-05"]),
        ("05.05.98", ["1998-05-05"]),
        ("5. 5. 21", ["2021-05-05"]),
        ("05.05.68", []),
        ("Veröffentlicht am 1. Sept. 2023", ["2023-09-01"]),
        ("3. Jänner 2019", ["2019-01-03"]),
        ("May 4, 2019", ["2019-05-04"]),
        ("4th of May 2019", ["2019-05-04"]),
        ("Mon, 04 May 2019 10:00:00 GMT", ["2019-05-04"]),
        ("2022-03-14T06:30:00+01:00", ["2022-03-14"]),
        ("2022/3/4", ["2022-03-04"]),
        ("20220314T0630", ["2022-03-14"]),
        ("20220314", ["2022-03-14"]),
        ("05/31/2021", ["2021-05-31"]),
        ("1.2.2020 bis 3.2.2020", ["2020-02-01", "2020-02-03"]),
        ("2020-13-45", []),
        ("30.02.2020", []),
        ("0001-01-01", []),
        ("9999-12-31", []),
        ("1970-01-01T00:00:00Z", []),
        ("Am 32. März 2022", []),
        ("14. Brumaire 1999", []),
        ("Tempo 120, Version 1.2.3.4", []),
        ("Telefon 0123/4567890", []),
        ("", []),
    ],
)
def test_days_in(text: str, days: list[str]) -> None:
    assert list(dates.days_in(text)) == days
    assert dates.day_in(text) == (days[0] if days else None)
    assert dates.has_year(text) or not days


def test_spans_say_where_a_day_stands() -> None:
    text = "Erstellt am 1.2.2020, geändert am 3. März 2021"
    assert [(text[start:end], day) for start, end, day in dates.spans(text)] == [
        ("1.2.2020", "2020-02-01"),
        ("3. März 2021", "2021-03-03"),
    ]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2022-03-14T23:10:00Z", "2022-03-15"),
        ("2022-03-14T22:59:59Z", "2022-03-14"),
        ("2022-07-14T22:10:00.123+00:00", "2022-07-15"),
        ("2022-07-14 22:10 UTC", "2022-07-15"),
        ("2022-07-14T22:10:00+02:00", "2022-07-14"),
        ("2021-12-31T23:00:00Z", "2022-01-01"),
        ("2022-02-30T23:00:00Z", None),
        ("14.03.2022, 23:10", "2022-03-14"),
        ("heute", None),
    ],
)
def test_local_day(stamp: str, day: str | None) -> None:
    assert dates.local_day(stamp) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://bote.example/2022/03/14/abstand", "2022-03-14"),
        ("/politik/2022-03-14-abstand", "2022-03-14"),
        ("/politik/2022-03-14", "2022-03-14"),
        ("/meldungen/14-03-2022", "2022-03-14"),
        ("/meldungen/14-03-2022-abstand", "2022-03-14"),
        ("/meldungen/45-13-2022", None),
        ("/meldungen/14-03-20222", None),
        ("/2022/13/45/", None),
        ("/artikel-20220314", None),
        ("/2022/03/", None),
        ("", None),
    ],
)
def test_url_day(url: str, day: str | None) -> None:
    assert dates.url_day(url) == day
