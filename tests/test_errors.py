from __future__ import annotations

import pytest

from standpunkt.errors import StandpunktError, nearest


@pytest.mark.parametrize(
    ("value", "allowed", "remedy"),
    [
        ("favour", ["favor", "against", "neutral"], "did you mean 'favor'?"),
        ("pro", ["favor", "against", "neutral"], "allowed: against, favor, neutral"),
        (None, ["favor"], "allowed: favor"),
        (2024, ["2023"], "did you mean '2023'?"),
        ("x", [], "nothing is allowed here"),
        (
            "x",
            [f"target_{number:02d}" for number in range(20)],
            "allowed: " + ", ".join(f"target_{n:02d}" for n in range(20)),
        ),
        (
            "x",
            [f"target_{number:02d}" for number in range(23)],
            "allowed: " + ", ".join(f"target_{n:02d}" for n in range(20)) + " and 3 more",
        ),
    ],
)
def test_nearest_names_the_nearest_or_lists_what_is_allowed(value: object, allowed: list[str], remedy: str) -> None:
    assert nearest(value, allowed) == remedy


def test_nearest_does_not_depend_on_the_order_of_the_names() -> None:
    names = ["tempolimit", "citymaut", "mietendeckel"]
    assert nearest("xyz", names) == nearest("xyz", reversed(names)) == "allowed: citymaut, mietendeckel, tempolimit"


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Straße.html: „Züge“ – nein", "Straße.html: „Züge“ – nein"),
        ("a\nb.html: no such file", "a\\nb.html: no such file"),
        ("\x1b[31mrot", "\\x1b[31mrot"),
        ("zwei\u2028Zeilen", "zwei\\u2028Zeilen"),
        ("stra\udcdfe.html", "stra\\udcdfe.html"),
    ],
)
def test_a_message_is_one_line_whatever_a_file_is_called(message: str, shown: str) -> None:
    assert str(StandpunktError(message)) == shown
