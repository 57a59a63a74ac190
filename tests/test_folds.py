"""The folds of the topic benchmark: who is tested when, and the scores over all turns, on pages made up here."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from standpunkt import stages
from standpunkt.language.documents import Document
from standpunkt.tasks import Example

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
WORDS = {"musik": ["Chor", "Geige", "Lied", "Oper"], "sport": ["Tor", "Trainer", "Stadion", "Pokal"]}


@pytest.fixture
def folds(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    for name in ("classification", "folds"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("folds")


@pytest.fixture
def rows(document: Callable[..., Document]) -> list[Example]:
    """Twelve pages a topic."""
    return [
        Example(document(f"{first} und {second}.", id=f"train/{number:02d}{label}"), label)
        for label, words in WORDS.items()
        for number, (first, second) in enumerate((a, b) for a in words for b in words if a != b)
    ]


def test_each_row_is_tested_once_by_a_model_that_has_not_seen_it(folds: ModuleType, rows: list[Example]) -> None:
    found = list(folds.folds(rows))
    assert len(found) == 10
    assert sorted(example.document.id for _, test in found for example in test) == sorted(
        example.document.id for example in rows
    )
    for train, test in found:
        assert len(train) + len(test) == 24
        assert {example.document.id for example in train} & {example.document.id for example in test} == set()


def test_gnad_is_dealt_out_anew_and_sib200_keeps_its_sides(folds: ModuleType, rows: list[Example]) -> None:
    sides = {"train": rows[4:], "excluded": rows[2:4], "test": rows[:2]}
    assert folds.turns("sib200-de", sides) == [(rows[4:], rows[:2])]
    assert sum(len(test) for _, test in folds.turns("gnad", sides)) == 24
    shuffled = {"train": rows[:3:-1], "excluded": rows[3:1:-1], "test": rows[1::-1]}
    assert folds.turns("gnad", shuffled) == folds.turns("gnad", sides)


def test_scores(folds: ModuleType, rows: list[Example], params_yaml: Callable[..., Path]) -> None:
    params = stages.load_params(params_yaml({"evaluate.resamples": 100}))
    found = folds.score("sib200-de", [(rows[:6] + rows[12:18], rows[6:12] + rows[18:])], params)
    assert (found["n"], found["turns"], list(found["systems"])) == (12, 1, list(folds.CASES["sib200-de"]))
    ours, peer = found["systems"].values()
    assert ours["accuracy"] == ours["macro_f1"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert peer["standpunkt_minus_this"]["value"] == pytest.approx(1 - peer["macro_f1"]["value"])


def test_a_corpus_that_is_not_there_has_no_scores(folds: ModuleType, tmp_path: Path) -> None:
    assert folds.run(tmp_path) == {}
