"""The spaCy pipeline: offsets, sentences, lemmas, actors and reporting verbs."""

from __future__ import annotations

import time
from typing import Any

import pytest

from standpunkt.errors import StandpunktError
from standpunkt.language import pipeline
from standpunkt.schema import Actor

ACTORS = {
    "kolberg": Actor(label="Swantje Kolberg", kind="person", aliases=["Swantje Kolberg", "Kolberg"]),
    "vdg": Actor(label="Getränkeverband", kind="organisation", aliases=["Verband der Getränkehersteller", "VdG"]),
    "gl": Actor(label="Grüne Liste", kind="party", aliases=["Grüne Liste", "Grünen Liste"]),
}
NLP = pipeline.build("blank", ACTORS)


def read(text: str) -> dict[str, Any]:
    return next(pipeline.read(NLP, [text]))


@pytest.mark.parametrize(
    "text",
    [
        "„Größe“, sagte Kolbergs Sprecher – für 16 € im Jahr.",
        "  Am  Anfang\n\nzwei Leerzeichen\tund ein Tab. ",
        "Äpfel! Öl? Übermut…",
        "🙂 Ein Zeichen außerhalb der Grundebene.",
    ],
)
def test_starts_point_at_the_tokens(text: str) -> None:
    reading = read(text)
    found = [
        text[start : start + len(token)] for start, token in zip(reading["starts"], reading["tokens"], strict=True)
    ]
    assert found == reading["tokens"]
    assert [token for token in found if not token.strip()] == []
    assert "".join(found) == "".join(text.split())


def test_tokens_and_lemmas() -> None:
    reading = read("Die Häuser sagten 2022 nichts.")
    assert reading["tokens"] == ["Die", "Häuser", "sagten", "2022", "nichts", "."]
    assert reading["lemmas"] == ["der", "Haus", "sagen", "2022", "nichts", "."]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Erstens. Zweitens!", [0, 2]),
        ("Kein Punkt", [0]),
        ("Eins.\n\nZwei.", [0, 2]),
        ("Das reicht. „Nein“, sagte Kolberg.", [0, 3]),
        ("„Nein.“ „Doch.“", [0, 4]),
        ("So war es 2022. Die Wahl kam.", [0, 4]),
        ("Am 14. März kam sie.", [0]),
        ("\n\nEins.", [0]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_start_at_tokens(text: str, sentences: list[int]) -> None:
    assert read(text)["sentences"] == sentences


@pytest.mark.parametrize("text", ["", " ", "\n\t \n"])
def test_a_text_without_words_has_an_empty_reading(text: str) -> None:
    assert read(text) == {"tokens": [], "lemmas": [], "starts": [], "sentences": [], "mentions": [], "cues": []}


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Swantje Kolberg kam.", [("kolberg", ["Swantje", "Kolberg"])]),
        ("Kolbergs Entwurf", [("kolberg", ["Kolbergs"])]),
        ("Der Verband der Getränkehersteller klagt.", [("vdg", ["Verband", "der", "Getränkehersteller"])]),
        ("Die Liste der Grünen Liste", [("gl", ["Grünen", "Liste"])]),
        ("Kolberg und\n\nKolberg", [("kolberg", ["Kolberg"]), ("kolberg", ["Kolberg"])]),
        ("kolberg, Kolbergerin, Kolberger", []),
    ],
)
def test_actors_are_found_by_alias(text: str, mentions: list[tuple[str, list[str]]]) -> None:
    reading = read(text)
    found = [(m["actor"], reading["tokens"][m["start"] : m["end"]]) for m in reading["mentions"]]
    assert found == mentions


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Sie sagte nichts.", ["sagen"]),
        ("Er kritisierte und warnte.", ["kritisieren", "warnen"]),
        ("Das Sagen haben andere.", []),
        ("Der Hund lief.", []),
    ],
)
def test_cues_are_reporting_verbs(text: str, verbs: list[str]) -> None:
    reading = read(text)
    assert [cue["verb"] for cue in reading["cues"]] == verbs
    assert [cue["end"] - cue["start"] for cue in reading["cues"]] == [1] * len(verbs)


def test_readings_come_in_the_order_of_the_texts() -> None:
    texts = [f"Satz {number} endet." for number in range(600)]
    assert [reading["tokens"][1] for reading in pipeline.read(NLP, texts)] == [str(number) for number in range(600)]


def test_without_actors_nobody_is_mentioned() -> None:
    nlp = pipeline.build("blank", {})
    assert next(pipeline.read(nlp, ["Kolberg sagte nichts."]))["mentions"] == []


def test_a_model_that_is_not_installed_is_named() -> None:
    with pytest.raises(StandpunktError) as raised:
        pipeline.build("de_core_news_none", ACTORS)
    assert str(raised.value) == (
        "params.yaml: features.spacy_model: 'de_core_news_none' is not installed; install it, or use 'blank'"
    )


@pytest.mark.parametrize("text", ["„" * 20_000, "a" * 20_000, "ja." * 7_000, ")" * 20_000])
def test_a_text_without_spaces_is_read_soon(text: str) -> None:
    start = time.process_time()
    [found] = pipeline.read(pipeline.build("blank", {}), [f"Es regnet. {text} Es schneit."])
    assert time.process_time() - start < 5
    assert found["tokens"][:2] == ["Es", "regnet"]
    assert found["tokens"][-3:] == ["Es", "schneit", "."]
    assert found["starts"][-3] == len(text) + 12
