"""A small report by hand: two pages tested, one without a label, texts that try to be markup."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from standpunkt import schema
from standpunkt.params import (
    CleanParams,
    EvaluateParams,
    FeaturesParams,
    IngestParams,
    Params,
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
        split=SplitParams(strategy="auto", test_share=0.5, validation_share=0.0, test_from=None),
        evaluate=EvaluateParams(resamples=2000, level=0.95, calibration_bins=10),
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
                "doubtful": {"kept": 1, "removed": 3},
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
                "audit": {"pages_on_two_sides": 0},
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
