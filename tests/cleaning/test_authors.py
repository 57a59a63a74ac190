"""Names and signs of agencies in author fields and bylines."""

from __future__ import annotations

import pytest

from standpunkt.cleaning import authors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Swantje Kolberg", ["Swantje Kolberg"]),
        ("Von Swantje Kolberg", ["Swantje Kolberg"]),
        ("von Swantje Kolberg, Aldenburg", ["Swantje Kolberg"]),
        ("Von Swantje Kolberg und Jost Ellerbrook", ["Swantje Kolberg", "Jost Ellerbrook"]),
        ("Swantje Kolberg, Jost Ellerbrook & Arne Vosskuhl", ["Swantje Kolberg", "Jost Ellerbrook", "Arne Vosskuhl"]),
        ("Swantje Kolberg, Swantje Kolberg", ["Swantje Kolberg"]),
        ("Ein Kommentar von Swantje Kolberg", ["Swantje Kolberg"]),
        ("Autorin: Swantje Kolberg (kolberg@bote.example)", ["Swantje Kolberg"]),
        ("14. März 2022 | Von Swantje Kolberg", ["Swantje Kolberg"]),
        ("Von Swantje Kolberg am 14.03.2022 um 12 Uhr", ["Swantje Kolberg"]),
        ("Swantje Kolberg, Chefredakteurin", ["Swantje Kolberg"]),
        ("Dr. Jost von der Ellerbrook", ["Dr. Jost von der Ellerbrook"]),
        ("Die Redaktion", ["Die Redaktion"]),
        ("K. E.", ["K. E."]),
        ("https://bote.example/kolberg", []),
        ("admin", []),
        ("Von", []),
        ("14.03.2022", []),
        ("", []),
    ],
)
def test_names_in(text: str, names: list[str]) -> None:
    assert authors.names_in(text) == names


@pytest.mark.parametrize(
    ("text", "agency"),
    [("tpa", True), ("tpa/NBD", True), ("TPA", True), ("(tpa)", True), ("Kolberg", False), ("der Rat", False)],
)
def test_is_agency(text: str, agency: bool) -> None:
    assert authors.is_agency(text) is agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Aldenburg (tpa) – Die Regierung will", "tpa"),
        ("Terbruch (tpa/nb) - Am Montag", "tpa/nb"),
        ("Die Grüne Liste (GL) will mehr", None),
        ("Aldenburg. Die Regierung", None),
    ],
)
def test_agency_in(text: str, agency: str | None) -> None:
    assert authors.agency_in(text) == agency


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Von Swantje Kolberg", ["Swantje Kolberg"]),
        ("14. März 2022 | Von Swantje Kolberg und Jost Ellerbrook", ["Swantje Kolberg", "Jost Ellerbrook"]),
        ("Swantje Kolberg", []),
        ("Von der Küste", []),
        ("Von Montag an", []),
        ("", []),
    ],
)
def test_byline_in(line: str, names: list[str]) -> None:
    assert authors.byline_in(line) == names


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Swantje Kolberg", True),
        ("Jost von der Ellerbrook", True),
        ("Bote Redaktion", False),
        ("Der Rat", False),
        ("Kolberg", False),
    ],
)
def test_is_person(name: str, person: bool) -> None:
    assert authors.is_person(name) is person


@pytest.mark.parametrize(
    ("text", "address", "host"),
    [
        ("https://bote.example/kolberg", True, False),
        ("@kolberg", True, False),
        ("/autoren/kolberg", True, False),
        ("bote.test", False, True),
        ("www.bote.test", True, True),
        ("Bote", False, False),
    ],
)
def test_addresses_and_hosts(text: str, address: bool, host: bool) -> None:
    assert (authors.is_address(text), authors.is_host(text)) == (address, host)
