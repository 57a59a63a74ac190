"""Furniture: names of elements and forms of lines."""

from __future__ import annotations

import pytest

from standpunkt.cleaning import furniture
from standpunkt.cleaning.article import count_words


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("div newsletter-box", ("prompt", "newsletter")),
        ("div artikel__abo-box", ("prompt", "abo")),
        ("figcaption", ("caption", "figcaption")),
        ("span bild__credit", ("credit", "credit")),
        ("section Kommentare", ("comment", "kommentare")),
        ("aside", ("related", "aside")),
        ("ul breadcrumb", ("navigation", "breadcrumb")),
        ("div share-bar", ("service", "share")),
        ("footer", ("legal", "footer")),
        ("p author", ("byline", "author")),
        ("div headline", None),
        ("div updates", None),
        ("p absatz", None),
        ("div aboriginal", None),
    ],
)
def test_role_of_name(name: str, role: tuple[str, str] | None) -> None:
    assert furniture.role_of_name(name) == role


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("(Foto: tpa)", "credit"),
        ("Foto: Nordlicht/tpa", "credit"),
        ("© Bote", "credit"),
        ("Windräder bei Terbruch. Quelle: tpa", "caption"),
        ("Der Hafen am Morgen. (Foto: tpa)", "caption"),
        ("Der Hafen am Morgen [Foto: Archiv]", "caption"),
        ("Dürfen wir Sie in Ihrem Browser benachrichtigen?", "prompt"),
        ("Sie sind nicht angemeldet.", "prompt"),
        ("Alle akzeptieren", "prompt"),
        ("0 Kommentare zu „Der Abstand schrumpft“", "comment"),
        ("Kommentieren", "comment"),
        ("Ihre Meinung zur Sendung (3)", "comment"),
        ("Lesen Sie auch: Der Abstand schrumpft", "related"),
        ("Mehr zum Thema", "related"),
        ("Über dieses Thema berichtete der Funk am Abend.", "service"),
        ("Hinweis: In einer früheren Fassung stand eine falsche Zahl.", "service"),
        ("Drucken", "service"),
        ("Beitrag hören, 2:38 Min.", "service"),
        ("Impressum · Alle Rechte vorbehalten", "legal"),
        ("Von Swantje Kolberg", "byline"),
        ("14. März 2022, 06:30 Uhr", "byline"),
        ("Die Ministerin verteidigte den Entwurf am Montag im Parlament.", None),
        ("„Der Newsletter erreicht Sie jetzt täglich“, sagte Kolberg.", None),
        ("Von Aldenburg nach Terbruch fährt am Montag kein Zug.", None),
        ("Der Abstand schrumpft", None),
    ],
)
def test_role_of_line(line: str, role: str | None) -> None:
    found = furniture.role_of_line(line, count_words(line), sentence=line.endswith((".", "!", "?")))
    assert (found[0] if found else None) == role


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("14. März 2022, 06:30 Uhr", "2022-03-14"),
        ("Stand: 05.05.2021, 05:12 Uhr", "2021-05-05"),
        ("22.9.2022", "2022-09-22"),
        ("Veröffentlicht am 1. Sept. 2023", "2023-09-01"),
        ("2022-03-14T06:30:00+01:00", "2022-03-14"),
        ("Am 32. März 2022", None),
        ("14. Brumaire 1999", None),
        ("Tempo 120", None),
    ],
)
def test_date_in(text: str, date: str | None) -> None:
    assert furniture.date_in(text) == date


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Von Swantje Kolberg", "Swantje Kolberg"),
        ("von Swantje Kolberg, Aldenburg", "Swantje Kolberg"),
        ("Von Swantje Kolberg und Arne Vosskuhl", "Swantje Kolberg und Arne Vosskuhl"),
        ("Text: Jost Ellerbrook", "Jost Ellerbrook"),
        ("Quelle dieser Meldung: tpa", "tpa"),
        ("tpa · Freitag, 02.04.2021, 16:40 Uhr", "tpa"),
        ("21. Mai 2021, 19:08 Uhr | tpa", "tpa"),
        ("Von Montag an wird gestreikt", None),
        ("Von der Küste", None),
    ],
)
def test_author_in(text: str, author: str | None) -> None:
    assert furniture.author_in(text) == author


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
    assert furniture.agency_in(text) == agency
