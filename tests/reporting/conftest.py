"""A small report by hand: two pages tested, one without a label, texts that try to be markup."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from standpunkt import schema
from standpunkt.params import (
    AcceptParams,
    CleanParams,
    EvaluateParams,
    FeaturesParams,
    IngestParams,
    Params,
    PositionsParams,
    ReaderParams,
    RepeatParams,
    ReportParams,
    SplitParams,
)
from standpunkt.reporting.material import Material, TaskFiles

HOSTILE = "<script>alert(1)</script> | **fett** [hier](https://boese.example) `x`\n# Kopf"


def entry(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def segments(precision: float, recall: float, f1: float) -> dict[str, Any]:
    scores = {"precision": precision, "recall": recall, "f1": f1}
    return {name: entry(value, value - 0.125, value + 0.125) | {"n": 3} for name, value in scores.items()}


def lines(*rows: list[Any]) -> pa.Table:
    names = ("id", "line", "text", "role", "reason", "confidence")
    return schema.table(schema.LINES, [dict(zip(names, row, strict=True)) | {"start": -1, "end": -1} for row in rows])


def metrics() -> dict[str, Any]:
    return {
        "n": 2,
        "macro_f1": entry(0.5, 0.25, 0.75),
        "accuracy": entry(0.5, 0.0, 1.0),
        "favor_against_f1": entry(0.375, 0.125, 0.625),
        "per_class": {
            "favor": {name: entry(0.5, 0.0, 1.0) for name in ("precision", "recall", "f1")} | {"n": 1},
            "against": {name: entry(0.25, 0.0, 1.0) for name in ("precision", "recall", "f1")} | {"n": 1},
        },
        "per_part": {
            name: {"n": n, "macro_f1": entry(value, 0.0, 1.0), "accuracy": entry(0.5, 0.0, 1.0)}
            for name, n, value in (("fragen", 1, 0.25), ("themen", 1, 0.75))
        },
        "calibration": {
            "expected_calibration_error": {"value": 0.2, "low": 0.1, "high": 0.4},
            "by_chance": {"value": 0.1, "low": 0.0, "high": 0.3},
            "n": 2,
        },
        "abstention": {"n": 1, "coverage": entry(0.5, 0.0, 1.0), "accuracy": entry(1.0, 0.0, 1.0)},
        "baselines": {
            "majority": {
                "n": 2,
                "macro_f1": entry(0.2, 0.1, 0.3),
                "accuracy": entry(0.5, 0.0, 1.0),
                "favor_against_f1": entry(0.25, 0.125, 0.375),
                "difference": {"macro_f1": entry(0.3, 0.1, 0.5)},
            },
        },
    }


def stance_files() -> TaskFiles:
    probabilities = {"favor": 0.8, "against": 0.2, "neutral": 0.0}
    return TaskFiles(
        metrics(),
        [
            {
                "id": "bote/a",
                "gold": "favor",
                "predicted": "favor",
                "probabilities": probabilities,
                "target": "tempolimit",
            },
            {
                "id": "bote/b",
                "gold": "against",
                "predicted": "favor",
                "probabilities": probabilities,
                "target": "tempolimit",
                "evidence": f"Beleg {HOSTILE}",
                "words": [{"text": f"Wort{number} {HOSTILE}", "weight": 1.5} for number in range(6)],
                "sentences": [{"text": f"Satz {HOSTILE}", "weight": 1.5}, {"text": "Nebensatz", "weight": 0.5}],
            },
        ],
        [{"gold": "favor", "predicted": "favor"}, {"gold": "against", "predicted": "favor"}],
        [{"low": "0.8", "high": "0.9", "n": "2", "confidence": "0.8", "accuracy": "0.5"}],
        [{"label": "favor", "view": "words", "feature": "Merkmal|<b>", "weight": "1.5"}],
        [
            {"coverage": "0.5", "n": "1", "confidence": "0.9", "accuracy": "1.0"},
            {"coverage": "1.0", "n": "2", "confidence": "0.8", "accuracy": "0.5"},
        ],
    )


def stands(
    page: str, actor: str, target: str, stance: str, outlet: str | None, day: str | None, side: str = "unlabelled"
) -> dict[str, Any]:
    """A position as the report gets it."""
    return {
        "id": page,
        "actor": actor,
        "name": actor,
        "kind": "person",
        "target": target,
        "stance": stance,
        "probability": 0.75 if side == "test" else 0.25,
        "how": "reported",
        "start": 0,
        "end": 5,
        "evidence": f"Satz {HOSTILE}",
        "side": side,
        "outlet": outlet,
        "published": day,
    }


@pytest.fixture
def params() -> Params:
    raw = {
        "corpus": "data/corpora/embedded",
        "random_state": 13,
        "split": {"test_from": None},
        "topic": {"abstain_below": 0.0},
        "stance": {"abstain_below": 0.25, "views": {"words": 1.0, "author": 0.5}},
    }
    return Params(
        corpus=Path("data/corpora/embedded"),
        random_state=13,
        ingest=IngestParams(max_page_bytes=1000),
        clean=CleanParams(
            min_words=1,
            languages=["de"],
            duplicate_similarity=0.5,
            duplicate_containment=0.5,
            duplicate_permutations=16,
            boilerplate_articles=10,
            boilerplate_share=0.01,
            max_depth=100,
            max_line_characters=1000,
            max_seconds=1.0,
        ),
        features=FeaturesParams(spacy_model="blank", processes=1, encoder="none"),
        split=SplitParams(
            strategy="auto",
            test_share=0.5,
            validation_share=0.0,
            test_from=None,
            group_by="group",
            signed_for=None,
            accept=AcceptParams(sampling="Rows | of <i> drawn at random"),
        ),
        positions=PositionsParams(
            folds=3,
            prior_weight=0.5,
            reader=ReaderParams(C=0.2, min_rows=2, views={"rules": 1.0}, place_views={"shape": 1.0}),
        ),
        evaluate=EvaluateParams(resamples=2000, level=0.95, calibration_bins=10),
        repeat=RepeatParams(folds=2, times=1, seeds=2, learning_curve=[0.5]),
        report=ReportParams(errors=5, features=5, predictions=5, min_probability=0.5, lines=5),
        tasks={},
        raw=raw,
    )


@pytest.fixture
def material() -> Material:
    """A new copy for each test, with all texts that a page can bring set to something hostile."""
    return copy.deepcopy(
        Material(
            config={
                "name": "klein",
                "title": "Small | corpus <i>",
                "licence": "CC BY 4.0",
                "redistributable": True,
                "synthetic": True,
            },
            codebook={
                "topics": {},
                "targets": {"tempolimit": {"statement": "Auf Autobahnen soll ein Tempolimit gelten."}},
                "actors": {"marwitz": {"label": "Hedda Marwitz"}},
            },
            ingest={
                "pages": {"found": 4, "kept": 3, "dropped": {"too_large": 1}},
                "kinds": {"html": 3},
                "encodings": {"utf-8 (valid)": 3},
                "labels": {"stance": 2},
                "targets": 1,
            },
            clean={
                "pages": {"found": 3, "kept": 3, "dropped": {}},
                "removed_lines": {"navigation": 3, "caption": 1},
                "words": 12345,
                "near_duplicates": {"articles": 2, "clusters": 1, "pairs": {"exact": 0, "rewrite": 1, "near": 0}},
                "languages": {"de": 2, "und": 1},
                "teasers": 1,
                "boilerplate": {"lines": 1, "articles": 2},
                "pins": {"used": 1, "unused": 2},
                "doubtful": {"below": 0.6, "kept": 1, "removed": 3},
                "gold": {
                    "all": {
                        "body_characters_kept": entry(0.9, 0.8, 1.0) | {"n": 3},
                        "furniture_kept_by_role": {"navigation": entry(0.1, 0.0, 0.2) | {"n": 3}},
                        "title_exact": entry(1.0, 1.0, 1.0) | {"n": 2},
                        "segments": segments(0.9, 0.7, 0.8),
                        "segments_text": segments(0.9, 0.5, 0.6),
                    },
                    "html": {
                        "body_characters_kept": entry(0.9, 0.8, 1.0) | {"n": 3},
                        "segments": segments(0.9, 0.7, 0.8),
                    },
                },
            },
            split={
                "strategy": "grouped",
                "pages": {"test": 2, "train": 1},
                "pairs_by_target": {},
                "excluded": {"near_duplicate_of_test": 1},
                "unlabelled": 1,
                "audit": {"pages_on_two_sides": 0, "sampling": 1},
                "accepted": {"sampling": "Rows | of <i> drawn at random"},
            },
            tasks={
                "stance": stance_files(),
                "topic": TaskFiles({"n": 0, "status": "this corpus has no labels for this task"}),
            },
            unlabelled=[
                {
                    "id": "bote/c",
                    "title": f"Titel {HOSTILE}",
                    "actors": {"marwitz": 2},
                    "stance": [
                        {
                            "target": "tempolimit",
                            "predicted": "against",
                            "probabilities": {"favor": 0.3, "against": 0.4, "neutral": 0.3},
                            "evidence": "Beleg neu",
                        }
                    ],
                }
            ],
            articles={
                "bote/a": {"title": "Titel a", "outlet": "bote"},
                "bote/b": {"title": f"Titel {HOSTILE}", "outlet": "bote"},
                "bote/c": {"title": f"Titel {HOSTILE}", "outlet": None},
            },
            positions=[
                stands("bote/a", "marwitz", "tempolimit", "against", "bote", "2023-01-05", side="test"),
                stands("bote/b", "Enno Thaden", "tempolimit", "favor", "bote", "2023-02-05", side="test"),
                stands("bote/c", "marwitz", "tempolimit", "favor", None, "2023-03-05T08:00:00"),
            ],
            removed=lines(
                ["bote/a", 1, f"Zeile {HOSTILE}", "navigation", "a link", 0.99],
                ["bote/b", 1, f"Zeile {HOSTILE}", "navigation", "a link", 0.75],
                ["bote/b", 9, "Zeile unten", "navigation", "says “Grund”", 0.5],
                ["bote/c", 4, "Zeile fremd", "caption", "below the article", 0.5],
            ),
            kept=lines(
                ["bote/a", 2, f"Zeile oben {HOSTILE}", "title", "the title of json-ld", 1.0],
                ["bote/a", 3, f"Zeile lang {'lang ' * 30}", "body", f"Grund {HOSTILE}", 0.625],
                ["bote/b", 3, "Zeile „kurz“: drin", "body", "stands in the article", 0.75],
            ),
        )
    )


READ = (
    "Aldenburg streitet über die Maut. „Die Maut ist fällig“, sagte Frieda Rademann am Montag, "
    "„und sie bleibt gerecht.“ Jost Ellerbrook erklärte, er sehe das anders.\n\n"
    "Und die Pendler? Sollten sie etwa laufen? Gero Pohlmann warb dafür, alles beim Alten zu lassen, "
    "und nannte die Maut wie auch das Tempolimit überflüssig."
)


def places(*parts: str) -> list[list[int]]:
    """The spans of words in the text of the page that was read."""
    return [[READ.index(part), READ.index(part) + len(part)] for part in parts]


@pytest.fixture
def read_page() -> dict[str, Any]:
    """A page as `standpunkt read` gives it: four types of quotes, and one sentence that carries two positions."""

    def quote(
        kind: str, spans: list[str], cues: list[str], speakers: list[str], name: str | None, probability: float
    ) -> dict[str, Any]:
        return {
            "type": kind,
            "spans": places(*spans),
            "cues": places(*cues),
            "speakers": places(*speakers),
            "actor": None,
            "name": name,
            "probability": probability,
        }

    def position(name: str, target: str, stance: str, how: str, probability: float, sentence: str) -> dict[str, Any]:
        statements = {"citymaut": "Die Citymaut soll kommen.", "tempolimit": "Ein Tempolimit soll gelten."}
        [[start, end]] = places(sentence)
        return {
            "actor": name.lower(),
            "name": name,
            "target": target,
            "statement": statements[target],
            "stance": stance,
            "probability": probability,
            "how": how,
            "start": start,
            "end": end,
        }

    first = READ[READ.index("„Die Maut") : READ.index(" Jost")]
    last = READ[READ.index("Gero") :]
    return {
        "path": "seiten/maut.html",
        "id": "seiten/maut",
        "kicker": "Verkehr",
        "title": "Wer in die Stadt will, soll zahlen",
        "teaser": "Die Oberbürgermeisterin wirbt, der Minister winkt ab.",
        "author": "Kaja Brandis",
        "date": "2024-03-05",
        "outlet": "warte",
        "language": "de",
        "text": READ,
        "topics": [
            {"topic": "verkehr", "label": "Verkehr", "probability": 0.875},
            {"topic": "wohnen", "label": "Wohnen", "probability": 0.125},
        ],
        "actors": [{"id": "rademann", "name": "Frieda Rademann", "kind": "person", "mentions": 1}],
        "quotes": [
            quote(
                "direct",
                ["„Die Maut ist fällig“", "„und sie bleibt gerecht.“"],
                ["sagte"],
                ["Frieda Rademann"],
                "Frieda Rademann",
                0.96875,
            ),
            quote("indirect", ["er sehe das anders"], ["erklärte"], ["Jost Ellerbrook"], "Jost Ellerbrook", 0.875),
            quote("free_indirect", ["Sollten sie etwa laufen?"], [], [], None, 0.5),
            quote("reported", ["alles beim Alten zu lassen"], ["warb dafür"], ["Gero Pohlmann"], None, 0.75),
        ],
        "positions": [
            position("Frieda Rademann", "citymaut", "favor", "quoted", 0.9375, first),
            position("Gero Pohlmann", "citymaut", "against", "reported", 0.75, last),
            position("Gero Pohlmann", "tempolimit", "neutral", "ascribed", 0.625, last),
        ],
        "missing": [],
    }
