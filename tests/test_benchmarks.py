"""The benchmark of topic and stance: its table on made-up figures, its baselines, and its scores, without the peers."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from standpunkt import stages, storage

REPOSITORY = Path(__file__).parents[1]
COSTS = {"seconds": 1.5, "megabytes": 1200}

TRAIN = [
    ("Wir sagen ja.", "Mehr Bänke", "baenke", "Grüne Liste", "favor"),
    ("Wir sagen nein.", "Mehr Bänke", "baenke", "Bund", "against"),
    ("Nein, das ist teuer.", "Mehr Brunnen", "brunnen", "Bund", "against"),
    ("Ja, aber später.", "Mehr Brunnen", "brunnen", "Grüne Liste", "favor"),
    ("Nein danke.", "Mehr Brunnen", "brunnen", "Mitte", "against"),
]
TEST = [
    ("Nein.", "Mehr Bänke", "baenke", "Grüne Liste", "against"),
    ("Ja.", "Mehr Brunnen", "brunnen", "Unbekannt", "favor"),
    ("Vielleicht.", "Mehr Wege", "wege", "Bund", "neutral"),
]


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("classification", REPOSITORY / "benchmarks/classification.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path, params_yaml: Callable[..., Path]) -> Path:
    """The rows for the peers as `prepare` writes them, and params.yaml."""
    names = ("text", "statement", "target", "author", "label")
    for side, rows in (("train", TRAIN), ("test", TEST)):
        dicts = [dict(zip(names, row, strict=True), cluster=str(number)) for number, row in enumerate(rows)]
        storage.write_jsonl(tmp_path / f"{side}.jsonl", dicts)
    params_yaml()
    return tmp_path


def interval(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def entry(value: float, gap: dict[str, float] | None = None) -> dict[str, Any]:
    found = {**COSTS, "macro_f1": interval(value, 0.1, 0.9), "favor_against_f1": interval(0.5, 0.4, 0.6)}
    return found if gap is None else {**found, "standpunkt_minus_this": gap}


def results(blind_low: float) -> dict[str, Any]:
    return {
        "wahlomat": {
            "n": 2000,
            "n_train": 28000,
            "prepare": COSTS,
            "systems": {
                "standpunkt": entry(0.6),
                "fastText": {"reason": "fastText is not installed: benchmarks/requirements.lock"},
                "target-blind": entry(0.58, interval(0.02, 0.01, 0.03)),
                "text-blind": entry(0.45, interval(0.15, blind_low, 0.2)),
                "majority": entry(0.2, interval(0.4, 0.3, 0.5)),
            },
        }
    }


def test_the_table_is_sorted_by_score_and_gives_reasons(bench: ModuleType) -> None:
    page = bench.as_markdown(results(0.1), {})
    assert page.split("## wahlomat: stance\n")[1].splitlines()[3:11] == [
        "| system | macro-F1 | interval | favor-against F1 | standpunkt minus this | seconds | MB |",
        "| :--- | ---: | :--- | ---: | :--- | ---: | ---: |",
        "| standpunkt | 0.600 | [0.100, 0.900] | 0.500 | – | 1.5 | 1,200 |",
        "| target-blind | 0.580 | [0.100, 0.900] | 0.500 | 0.020 [0.010, 0.030] | 1.5 | 1,200 |",
        "| text-blind | 0.450 | [0.100, 0.900] | 0.500 | 0.150 [0.100, 0.200] | 1.5 | 1,200 |",
        "| majority | 0.200 | [0.100, 0.900] | 0.500 | 0.400 [0.300, 0.500] | 1.5 | 1,200 |",
        "| fastText | – | fastText is not installed: benchmarks/requirements.lock | – | – | – | – |",
        "",
    ]


@pytest.mark.parametrize(
    ("low", "rest"), [(0.1, "."), (-0.05, "; an interval that reaches 0 means that this gain may be chance.")]
)
def test_the_page_says_how_much_is_reading(bench: ModuleType, low: float, rest: str) -> None:
    assert bench.as_markdown(results(low), {}).splitlines()[-1] == (
        f"Reading the text adds 0.150 [{low:.3f}, 0.200] macro-F1 to the best system that does not see it "
        f"(`text-blind`, 0.450){rest}"
    )


def test_a_topic_has_no_column_of_stances(bench: ModuleType) -> None:
    scored = {**COSTS, "macro_f1": interval(0.8, 0.7, 0.9)}
    found = {"gnad": {"n": 100, "n_train": 500, "prepare": COSTS, "systems": {"standpunkt": scored}}}
    assert bench.as_markdown(found, {}).splitlines()[-3:] == [
        "| system | macro-F1 | interval | standpunkt minus this | seconds | MB |",
        "| :--- | ---: | :--- | :--- | ---: | ---: |",
        "| standpunkt | 0.800 | [0.700, 0.900] | – | 1.5 | 1,200 |",
    ]


@pytest.mark.parametrize(
    ("system", "predicted"),
    [
        ("majority", ["against", "against", "against"]),
        ("majority per target", ["against", "against", "against"]),
        ("author prior", ["favor", "against", "against"]),
        ("text-blind", ["favor", "against", "against"]),
        ("target-blind", ["against", "favor", "against"]),
    ],
)
def test_baselines(bench: ModuleType, folder: Path, system: str, predicted: list[str]) -> None:
    params = stages.load_params(folder / "params.yaml")
    assert bench.SYSTEMS[system](params, "stance", folder) == predicted


def test_a_system_without_a_score_leaves_its_reason(bench: ModuleType, folder: Path) -> None:
    rows = storage.read_jsonl(folder / "test.jsonl")
    storage.write_jsonl(folder / "test.jsonl", [{**row, "target": "wege"} for row in rows])
    bench.step("majority per target", "stance", folder)
    found = storage.read_json(folder / "steps/majority per target.json")
    assert sorted(found) == ["megabytes", "reason", "seconds"]
    assert found["reason"] == "no target of the test rows has a train row"


def test_a_peer_that_is_not_installed_says_so(bench: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fasttext", None)
    with pytest.raises(bench.Unavailable, match=r"^fastText is not installed: benchmarks/requirements\.lock$"):
        bench.SYSTEMS["fastText"](stages.load_params(folder / "params.yaml"), "stance", folder)


def test_training_that_diverges_is_a_reason(bench: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def diverge(*_: Any, **__: Any) -> None:
        raise RuntimeError("Encountered NaN.")

    library = ModuleType("fasttext")
    library.train_supervised = diverge  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "fasttext", library)
    with pytest.raises(bench.Unavailable, match=r"^fastText: Encountered NaN\.$"):
        bench.SYSTEMS["fastText"](stages.load_params(folder / "params.yaml"), "stance", folder)


def test_the_words_of_the_statement_are_marked(bench: ModuleType) -> None:
    row = {"text": "Nein, zu teuer.", "statement": "Mehr Bänke"}
    assert bench.tokens(row) == ["nein", "zu", "teuer", ">mehr", ">bänke"]


def test_scores_are_of_the_same_rows(bench: ModuleType, folder: Path) -> None:
    case = bench.Case("made-up", "stance", "rows", {}, ("standpunkt", "fastText", "majority"))
    found = {
        "prepare": COSTS,
        "standpunkt": {**COSTS, "predicted": ["against", "favor", "neutral"]},
        "fastText": {**COSTS, "reason": "not here"},
        "majority": {**COSTS, "predicted": ["against", "against", "against"]},
    }
    scored = bench.score(found, case, folder)
    assert (scored["n"], scored["n_train"]) == (3, 5)
    assert scored["systems"]["fastText"] == {"reason": "not here"}
    assert scored["systems"]["standpunkt"]["macro_f1"]["value"] == 1.0
    assert scored["systems"]["majority"]["macro_f1"]["value"] == pytest.approx(0.5 / 3, abs=1e-6)
    assert scored["systems"]["majority"]["favor_against_f1"]["value"] == pytest.approx(0.25)
    assert scored["systems"]["majority"]["standpunkt_minus_this"]["value"] == pytest.approx(1 - 0.5 / 3, abs=1e-6)
