"""The stage evaluate: metrics of scalars, rows of the contract, plots, and no text that may not leave the corpus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from standpunkt import storage
from standpunkt.errors import StandpunktError

KEYS = {"id", "gold", "predicted", "probabilities"}
TOLD = {"words", "sentences"}
PLOTS = {
    "coverage": ["coverage", "n", "confidence", "accuracy"],
    "confusion": ["gold", "predicted"],
    "reliability": ["low", "high", "n", "confidence", "accuracy"],
    "features": ["label", "view", "feature", "weight"],
}


def _closed(prepare: Callable[..., Any], tiny_corpus: Any) -> Any:
    text = storage.read_text(tiny_corpus / "corpus.yaml").replace("redistributable: true", "redistributable: false")
    return prepare({"corpus.yaml": text})


def _leaves(value: Any) -> list[Any]:
    return [leaf for item in value.values() for leaf in _leaves(item)] if isinstance(value, dict) else [value]


@pytest.mark.parametrize(
    ("task", "keys", "ids", "baselines"),
    [
        ("topic", KEYS | TOLD, ["bote/waerme", "warte/unfall"], {"majority", "text_blind", "tfidf_svc"}),
        (
            "stance",
            KEYS | TOLD | {"target", "evidence"},
            ["warte/unfall"],
            {"majority", "majority_per_target", "target_blind", "text_blind", "tfidf_svc"},
        ),
    ],
)
def test_what_is_written(
    prepare: Callable[..., Any], task: str, keys: set[str], ids: list[str], baselines: set[str]
) -> None:
    run = prepare()
    run.train(task)
    metrics, predictions = run.evaluate(task)
    assert [row["id"] for row in predictions] == ids
    assert {frozenset(row) for row in predictions} == {frozenset(keys)}
    assert metrics["n"] == len(ids)
    assert set(metrics["baselines"]) == baselines
    assert {type(leaf) for leaf in _leaves(metrics)} == {int, float}
    for name, columns in PLOTS.items():
        lines = storage.read_text(run.folder / f"reports/plots/{task}/{name}.csv").splitlines()
        assert lines[0].split(",") == columns
        assert len(lines) > 1


def test_probabilities_add_up(prepare: Callable[..., Any]) -> None:
    run = prepare()
    run.train("topic")
    rows = run.evaluate("topic")[1]
    assert [sorted(row["probabilities"]) for row in rows] == [["energie", "verkehr"]] * 2
    assert [sum(row["probabilities"].values()) for row in rows] == pytest.approx([1.0, 1.0], abs=2e-6)


@pytest.mark.parametrize("task", ["topic", "stance"])
def test_a_second_run_leaves_the_same_bytes(prepare: Callable[..., Any], task: str) -> None:
    run = prepare()
    run.train(task)
    states = []
    for _ in range(2):
        run.evaluate(task)
        files = sorted(path for path in (run.folder / "reports").rglob("*") if path.is_file())
        states.append({path: path.read_bytes() for path in files})
    assert len(states[0]) == 10  # three of them of the stages before
    assert states[0] == states[1]


@pytest.mark.parametrize("task", ["topic", "stance"])
def test_no_text_of_a_corpus_that_is_not_redistributable(
    prepare: Callable[..., Any], tiny_corpus: Any, task: str
) -> None:
    run = _closed(prepare, tiny_corpus)
    run.train(task)
    metrics, predictions = run.evaluate(task)
    assert metrics["n"] == len(predictions)
    keys = KEYS | {"target"} if task == "stance" else KEYS
    assert {frozenset(row) for row in predictions} == {frozenset(keys)}
    assert storage.read_text(run.folder / f"reports/plots/{task}/features.csv") == "label,view,feature,weight\n"
    written = [path for path in (run.folder / "reports").rglob("*") if path.is_file() and task in str(path)]
    assert len(written) == 7
    for path in written:
        assert "Tempolimit" not in storage.read_text(path), path


def test_a_label_of_the_test_rows_alone_counts_as_wrong(prepare: Callable[..., Any]) -> None:
    run = prepare(
        {
            "labels/stances.csv": (
                "id,target,stance\nbote/abstand,windkraft_abstand,favor\nbote/horizont,windkraft_abstand,against\n"
                "warte/bahn,tempolimit,neutral\nwarte/unfall,tempolimit,neutral\n"
            )
        }
    )
    run.train("stance")
    metrics, predictions = run.evaluate("stance")
    assert predictions[0]["gold"] == "neutral"
    assert set(predictions[0]["probabilities"]) == {"favor", "against"}
    assert metrics["per_class"]["neutral"] == {
        "n": 1, **{name: {"value": 0.0, "low": 0.0, "high": 0.0} for name in ("precision", "recall", "f1")},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "sides", "status"),
    [
        ({"labels/stances.csv": "id,target,stance\n"}, {}, "this corpus has no labels for this task"),
        (
            {},
            {"warte/unfall": "train"},
            "no test row has a label for this task; change split in params.yaml or label more pages",
        ),
        (
            {},
            dict.fromkeys(["bote/abstand", "bote/horizont", "warte/tempo"], "excluded"),
            "no train row has a label for this task; change split in params.yaml or label more pages",
        ),
    ],
)
def test_nothing_to_score_says_why(
    prepare: Callable[..., Any], files: dict[str, str], sides: dict[str, str], status: str
) -> None:
    run = prepare(files)
    run.set_sides(sides)
    run.train("stance")
    assert run.evaluate("stance") == ({"n": 0, "status": status}, [])
    plots = run.folder / "reports/plots/stance"
    assert {path.name: storage.read_text(path) for path in plots.iterdir()} == {
        f"{name}.csv": "empty\n" for name in PLOTS
    }


def test_a_model_of_other_weights_is_refused_and_nothing_written(prepare: Callable[..., Any]) -> None:
    run = prepare()
    run.train("stance")
    views = run.params.tasks["stance"].views
    run.params.tasks["stance"].views["words"] = views["words"] + 1  # a frozen section holds a plain dict
    with pytest.raises(StandpunktError, match=r"^view 'words' has weight 2\.0 in params\.yaml and 1\.0 in the model;"):
        run.evaluate("stance")
    assert not (run.folder / "reports/metrics/stance.json").exists()


def test_agreement_of_annotators_stands_beside_the_scores(prepare: Callable[..., Any]) -> None:
    rows = [f"{page},topic,,{name},{label},v1" for page, name, label in (
        ("bote/netz", "anna", "energie"), ("bote/netz", "bo", "energie"),
        ("warte/tempo", "anna", "verkehr"), ("warte/tempo", "bo", "energie"),
    )]  # fmt: skip
    head = "id,task,target,annotator,label,text_version"
    run = prepare({"labels/annotators.csv": "\n".join([head, *rows, ""])})
    run.train("topic")
    metrics, _ = run.evaluate("topic")
    assert (metrics["agreement"]["n"], metrics["agreement"]["annotators"]) == (2, 2)
    assert metrics["agreement"]["percent"]["value"] == 0.5
    assert metrics["agreement"]["alpha"]["value"] == 0  # observed 1/2, expected 1/2
    run.train("stance")
    assert "agreement" not in run.evaluate("stance")[0]


@pytest.mark.parametrize(
    "sides",
    [
        {"bote/netz": "test"},  # what the model was fitted on is tested now
        {"warte/bahn": "train"},
        {"warte/bahn": "test", "bote/waerme": "validation"},
        {"bote/waerme": "train"},
    ],
)
def test_a_model_of_other_rows_is_refused_and_nothing_written(
    prepare: Callable[..., Any], sides: dict[str, str]
) -> None:
    run = prepare()
    run.train("topic")
    run.set_sides(sides)
    with pytest.raises(StandpunktError) as raised:
        run.evaluate("topic")
    assert str(raised.value) == (
        f"{run.folder}/models/topic was fitted on other rows than {run.folder}/split has on its training side; "
        "run the training again"
    )
    assert not (run.folder / "reports/metrics/topic.json").exists()


def test_other_test_rows_alone_want_no_new_training(prepare: Callable[..., Any]) -> None:
    run = prepare()
    run.train("topic")
    run.set_sides({"warte/unfall": "excluded"})
    assert [row["id"] for row in run.evaluate("topic")[1]] == ["bote/waerme"]


def test_a_model_that_does_not_say_its_rows_is_refused(prepare: Callable[..., Any]) -> None:
    run = prepare()
    model = run.train("topic")
    del model["rows"]
    storage.write_json(run.folder / "models/topic/model.json", model)
    with pytest.raises(StandpunktError, match=r"models/topic was fitted on other rows than "):
        run.evaluate("topic")
