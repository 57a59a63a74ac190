from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from standpunkt.schema import Annotation, Position, Quote

from .conftest import read, refused

BODY = "Die Maut komme nicht, sagte Kolberg."
FILES = "files: {pages: pages, gold: gold.jsonl, quotes: quotes.jsonl, positions: positions.jsonl}"
QUOTE = {"type": "indirect", "spans": [[0, 20]], "cues": [[22, 27]], "speakers": [[28, 35]], "referent": "kolberg"}
POSITION = {"actor": "kolberg", "target": "tempolimit", "stance": "against", "how": "reported", "start": 0, "end": 36}


@pytest.fixture
def folder(tiny_corpus: Path) -> Path:
    """The small corpus with one annotated page."""
    lines = (tiny_corpus / "corpus.yaml").read_text(encoding="utf-8").splitlines()
    lines[7] = FILES
    (tiny_corpus / "corpus.yaml").write_text("\n".join(lines), encoding="utf-8")
    write(tiny_corpus, "gold", {"id": "bote/netz", "body": BODY})
    write(tiny_corpus, "quotes", {"id": "bote/netz", "quotes": [QUOTE]})
    write(tiny_corpus, "positions", {"id": "bote/netz", "positions": [POSITION]})
    return tiny_corpus


def write(folder: Path, name: str, *rows: dict[str, Any]) -> None:
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_quotes_and_positions_of_a_page_are_one_annotation(folder: Path) -> None:
    assert read(folder).annotations == [
        Annotation(
            "bote/netz",
            BODY,
            (Quote("indirect", ((0, 20),), ((22, 27),), ((28, 35),), "kolberg"),),
            (Position("kolberg", "tempolimit", "against", "reported", 0, 36),),
        )
    ]


def test_a_line_may_bring_its_text(folder: Path) -> None:
    write(folder, "quotes", {"id": "bote/abstand", "text": f"Neu: {BODY}", "quotes": []})
    assert [(one.id, one.text, one.quotes) for one in read(folder).annotations] == [
        ("bote/abstand", f"Neu: {BODY}", ()),
        ("bote/netz", BODY, None),
    ]


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("quotes", {"id": "bote/nett", "quotes": []}, "there is no page 'bote/nett'; did you mean 'bote/netz'?"),
        (
            "quotes",
            {"id": "bote/abstand", "quotes": []},
            "page 'bote/abstand' has no gold body that the offsets could count in; add the key 'text'",
        ),
        (
            "quotes",
            {"id": "bote/netz", "quotes": [QUOTE | {"spans": [[0, 37]]}]},
            "span [0, 37] is not inside the text of 36 characters",
        ),
        (
            "quotes",
            {"id": "bote/netz", "quotes": [QUOTE | {"spans": []}]},
            "a quote without spans; mark what is said, or leave the quote out",
        ),
        (
            "quotes",
            {"id": "bote/netz", "quotes": [QUOTE | {"type": "direkt"}]},
            (
                "quotes.0.type: 'direkt' (str) is not allowed: input should be 'direct', 'indirect', 'reported' or "
                "'free_indirect'"
            ),
        ),
        (
            "positions",
            {"id": "bote/netz", "text": "Anders.", "positions": []},
            "text of page 'bote/netz' differs from that of its quotes; keep one",
        ),
        (
            "positions",
            {"id": "bote/netz", "positions": [POSITION | {"target": "tempolimid"}]},
            "target 'tempolimid' is not in the codebook; did you mean 'tempolimit'?",
        ),
        (
            "positions",
            {"id": "bote/netz", "positions": [POSITION | {"actor": "kohlberg"}]},
            "actor 'kohlberg' is neither in the codebook nor a full name; did you mean 'kolberg'?",
        ),
        (
            "positions",
            {"id": "bote/netz", "positions": [POSITION | {"end": 0}]},
            "span [0, 0] is not inside the text of 36 characters",
        ),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(folder: Path, name: str, row: dict[str, Any], message: str) -> None:
    write(folder, name, row)
    assert refused(folder) == f"{name}.jsonl:1: {message}"


def test_a_page_stands_on_one_line(folder: Path) -> None:
    write(folder, "quotes", *[{"id": "bote/netz", "quotes": []}] * 2)
    assert refused(folder) == "quotes.jsonl:2: page 'bote/netz' already stands on line 1; keep one"


def test_an_actor_outside_of_the_codebook_has_a_full_name(folder: Path) -> None:
    write(folder, "positions", {"id": "bote/netz", "positions": [POSITION | {"actor": "Enno Thaden"}]})
    assert [one.actor for one in read(folder).annotations[0].positions or ()] == ["Enno Thaden"]
