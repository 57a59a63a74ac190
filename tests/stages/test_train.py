"""The stage train: a model on disk, of train rows alone, the same every time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.language.documents import Document
from standpunkt.tasks import Example, _inputs, _models

NO_STANCES = {"labels/stances.csv": "id,target,stance\n"}
ONE_TOPIC = {"labels/topics.csv": "id,topic\nbote/abstand,energie\nbote/netz,energie\nwarte/unfall,energie\n"}


@pytest.mark.parametrize(("task", "classes"), [("topic", ["energie", "verkehr"]), ("stance", ["favor", "against"])])
def test_a_model_is_plain_values(prepare: Callable[..., Any], task: str, classes: list[str]) -> None:
    run = prepare()
    model = run.train(task)
    arrays = storage.read_arrays(run.folder / "models" / task / "arrays.npz")
    assert (model["task"], model["fitted"], model["meta"]["classes"]) == (task, True, classes)
    assert sorted(arrays) == sorted(
        ["coefficients", "intercept", "outside", "scale", *(f"idf.{name}" for name in model["meta"]["views"])]
    )
    assert arrays["coefficients"].shape == (2, sum(len(names) for names in model["meta"]["views"].values()))
    assert {str(array.dtype) for array in arrays.values()} == {"float64"}


def test_words_of_other_sides_are_not_known(prepare: Callable[..., Any]) -> None:
    words = prepare().train("topic")["meta"]["views"]["words"]
    # One word each of a train, a validation, a test and an unlabelled page.
    assert {"windpark", "fahrplanwechsel", "wärmepumpe", "kantine"} & set(words) == {"windpark"}


@pytest.mark.parametrize("task", ["topic", "stance"])
def test_a_second_run_leaves_the_same_bytes_and_the_inputs_alone(prepare: Callable[..., Any], task: str) -> None:
    run = prepare()
    before = {path: path.read_bytes() for folder in run.before.values() for path in folder.rglob("*.*")}
    states = []
    for _ in range(2):
        run.train(task)
        states.append([path.read_bytes() for path in sorted((run.folder / "models" / task).iterdir())])
    assert len(states[0]) == 2
    assert states[0] == states[1]
    assert {path: path.read_bytes() for path in before} == before


def test_without_labels_the_model_says_so(prepare: Callable[..., Any]) -> None:
    run = prepare(NO_STANCES)
    assert run.train("stance") == {"task": "stance", "fitted": False, "meta": {}, "rows": _models.fingerprint({})}
    assert run.train("topic")["fitted"] is True


def test_without_train_rows_the_model_says_so(prepare: Callable[..., Any]) -> None:
    run = prepare()
    run.set_sides(dict.fromkeys(("bote/abstand", "bote/horizont", "warte/tempo", "warte/unfall"), "test"))
    assert run.train("stance") == {"task": "stance", "fitted": False, "meta": {}, "rows": _models.fingerprint({})}


def test_a_model_notes_which_rows_it_was_fitted_on(
    prepare: Callable[..., Any], document: Callable[..., Document]
) -> None:
    def rows(*pairs: tuple[str, str]) -> list[Example]:
        return [Example(document("Text.", id=name), "favor", target) for name, target in pairs]

    first, second, third = (
        ("bote/abstand", "windkraft_abstand"), ("bote/horizont", "windkraft_abstand"), ("warte/tempo", "tempolimit"),
    )  # fmt: skip
    noted = prepare().train("stance")["rows"]
    assert noted == _models.fingerprint({"train": rows(third, first, second), "test": rows(first)})
    others = (
        {"train": rows(first, second)},
        {"train": rows(first, second), "validation": rows(third)},
        {"train": rows(first, second, ("warte/tempo", "windkraft_abstand"))},
        {"train": rows(first, second, third, third)},
    )
    assert len({noted, *(_models.fingerprint(sides) for sides in others)}) == 5


def test_a_model_that_is_scored_where_it_is_fitted_notes_no_rows(tmp_path: Path) -> None:
    _models.write(tmp_path / "positions", "positions", None)
    assert storage.read_json(tmp_path / "positions/model.json") == {"task": "positions", "fitted": False, "meta": {}}


def test_without_validation_rows_and_too_few_train_rows_nothing_is_calibrated(prepare: Callable[..., Any]) -> None:
    run = prepare()
    found = []
    for side in ("validation", "excluded"):
        run.set_sides({"warte/bahn": side})
        run.train("topic")
        found.append(storage.read_arrays(run.folder / "models/topic/arrays.npz")["scale"].tolist())
    assert found[0] != [1.0]
    assert found[1] == [1.0]  # verkehr has one train row: none is left out of fold


def test_one_label_alone_is_refused_and_the_old_model_stays(prepare: Callable[..., Any]) -> None:
    run = prepare()
    old = run.train("topic")
    run.set_sides(dict.fromkeys(("warte/tempo", "warte/unfall"), "test"))
    with pytest.raises(StandpunktError) as raised:
        run.train("topic")
    assert str(raised.value) == (
        "3 train rows with 1 label(s): training wants two labels or more; label more pages or change params.yaml: split"
    )
    assert storage.read_json(run.folder / "models/topic/model.json") == old
    assert [path.name for path in (run.folder / "models").iterdir()] == ["topic"]


def test_features_below_min_documents_are_left_out(prepare: Callable[..., Any]) -> None:
    words = prepare(topic__min_documents=4, topic__char_weight=0.0).train("topic")["meta"]["views"]["words"]
    assert words == ["den", "der", "die", "und"]  # in each of the four train pages


def test_an_unknown_task_is_refused(prepare: Callable[..., Any]) -> None:
    with pytest.raises(StandpunktError, match=r"^there is no task 'topics'; did you mean 'topic'"):
        prepare().train("topics")


def test_pages_without_labels_are_not_read(prepare: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    made = _inputs.inputs

    def inputs(articles: Any, *tables: Any) -> Any:
        seen.extend(articles["id"].to_pylist())
        return made(articles, *tables)

    monkeypatch.setattr(_inputs, "inputs", inputs)
    prepare().train("topic")
    assert sorted(seen) == [
        "bote/abstand", "bote/horizont", "bote/netz", "bote/waerme", "warte/bahn", "warte/tempo", "warte/unfall",
    ]  # fmt: skip
