"""Search on a made-up task: pages of many words are `lang`, of few `kurz`, and a threshold between them is searched."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from standpunkt import cli, search, storage, tasks
from standpunkt.errors import StandpunktError
from standpunkt.params import STAGE_SECTIONS
from standpunkt.schema import ANNOTATIONS, ARTICLES, EMBEDDINGS, FEATURES, LABELS, SPLIT, TARGETS, table
from standpunkt.tasks import Between, Inputs, OneOf

REPOSITORY = Path(__file__).parents[1]

MODULE = """
from pydantic import Field

from standpunkt.errors import StandpunktError
from standpunkt.params import Section
from standpunkt.tasks import Between, Example, ModelState, OneOf, Prediction

SEARCH = {"threshold": Between(0, 20), "C": Between(0.01, 10.0, log=True), "reach": OneOf([[1, 1], [1, 2], [2, 3]]),
          "views.words": Between(0.0, 1.0)}
FITS = []


class Params(Section):
    threshold: int = Field(ge=0)
    C: float = Field(gt=0)
    reach: list[int]
    views: dict[str, float]
    kept: bool


def examples(inputs, params):
    labels = {row["id"]: row["label"] for row in inputs.labels}
    if any(name.startswith(("test", "new")) for name in [*labels, *inputs.documents]):
        raise AssertionError("a test row was read")
    return [Example(document, labels[name]) for name, document in inputs.documents.items()]


def fit(train, validation, params, random_state):
    if params.C > 5:
        raise StandpunktError(f"C {params.C} is too wild")
    FITS.append([len(train), len(validation), params.threshold])
    return ModelState({}, {})


def predict(state, examples, params):
    found = ["lang" if len(list(one.document.tokens("form"))) > params.threshold else "kurz" for one in examples]
    return [Prediction(label, {label: 1.0}) for label in found]
"""

SECTION = """\

# The made-up task.
farbe:
  threshold: 18  # above it, a page is long
  C: 1.0
  reach: [1, 1]  # shortest and longest
  views: {words: 0.5}

  kept: true   # stays
"""

LENGTHS = (2, 4, 5, 6, 8, 9, 12, 14, 15, 17, 19, 20)


def write_table(folder: Path, schema: Any, rows: list[dict[str, Any]]) -> None:
    with storage.new_folder(folder) as new:
        storage.write_table(new, table(schema, rows))


def write_data(folder: Path) -> None:
    """Outputs of the stages before training: in each side a page of each length, which is `lang` from 9 words on."""
    pages = [(f"{side}{length}", side, length) for side in ("train", "validation", "test") for length in LENGTHS]
    articles = [{"id": name, "kind": "text", "text": "", "words": 1, "cluster": name} for name, _, _ in pages]
    readings = [
        {"id": name, "field": "text", "tokens": ["ja"] * length, "lemmas": ["ja"] * length, "starts": [0] * length,
         "sentences": [0], "mentions": [], "cues": []}
        for name, _, length in pages
    ]  # fmt: skip
    labels = [
        {"id": name, "task": "farbe", "label": "lang" if length > 8 and length != 14 else "kurz"}
        for name, _, length in pages
    ]
    write_table(folder / "ingested/labels", LABELS, labels)
    write_table(folder / "ingested/targets", TARGETS, [])
    config = {
        "name": "mine", "title": "Pages", "language": "de", "licence": "CC BY 4.0", "source": "written for the tests",
        "redistributable": True, "format": "pages", "files": {}, "tasks": ["topic"], "codebook": "codebook.yaml",
    }  # fmt: skip
    storage.write_json(folder / "ingested/corpus.json", {"config": config, "codebook": {"version": 1}})
    write_table(folder / "clean/articles", ARTICLES, [*articles, {**articles[0], "id": "new", "cluster": "new"}])
    write_table(folder / "clean/annotations", ANNOTATIONS, [])
    write_table(folder / "features/readings", FEATURES, readings)
    write_table(folder / "features/embeddings", EMBEDDINGS, [])
    write_table(folder / "split", SPLIT, [{"id": name, "side": side, "reason": ""} for name, side, _ in pages])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with params.yaml, the outputs of the stages, and the made-up task in the place of all others."""
    storage.write_text(tmp_path / "tasks/farbe.py", MODULE)
    monkeypatch.setattr(tasks, "__path__", [str(tmp_path / "tasks")])
    monkeypatch.delitem(sys.modules, "standpunkt.tasks.farbe", raising=False)
    known = storage.read_yaml(REPOSITORY / "params.yaml").data
    kept = {name: known[name] for name in ("corpus", "random_state", *STAGE_SECTIONS)}
    kept["evaluate"]["resamples"] = 100
    storage.write_text(tmp_path / "params.yaml", yaml.safe_dump(kept) + SECTION)
    write_data(tmp_path / "data")
    return tmp_path


def run(project: Path, trials: int = 6, *, fresh: bool = False) -> search.Search:
    return search.search(
        project / "params.yaml", "farbe", trials=trials, fresh=fresh, data=project / "data", cache=project / "cache"
    )


def fits() -> list[list[int]]:
    found: list[list[int]] = sys.modules["standpunkt.tasks.farbe"].FITS
    return found


def put(path: Path, old: str, new: str) -> None:
    text = storage.read_text(path)
    assert old in text
    storage.write_text(path, text.replace(old, new))


# --- trials ----------------------------------------------------------------------------------------------------------


def test_trials_are_fitted_on_train_rows_and_scored_on_validation_rows(project: Path) -> None:
    found = run(project, 12)
    first, *others = found.trials
    assert first == found.current
    assert (dict(first.values), first.macro_f1) == (
        {"threshold": 18, "C": 1.0, "reach": [1, 1], "views.words": 0.5}, 0.625,
    )  # fmt: skip
    assert len(others) == 12
    assert found.rows == 12
    assert {tuple(row[:2]) for row in fits()} == {(12, 12)}
    assert found.best.macro_f1 == max(trial.macro_f1 for trial in found.trials) > 0.9
    assert found.difference.value == pytest.approx(found.best.macro_f1 - 0.625, abs=1e-6)
    for trial in others:
        assert 0 <= trial.values["threshold"] <= 20
        assert trial.values["reach"] in ([1, 1], [1, 2], [2, 3])
        assert float(f"{trial.values['C']:.3g}") == trial.values["C"]


def test_a_setting_that_cannot_be_fitted_is_a_failed_trial(project: Path) -> None:
    failed = [trial for trial in run(project, 20).trials if trial.values["C"] > 5]
    assert [(trial.macro_f1, trial.failed, trial.predicted) for trial in failed] == [
        (0.0, f"C {trial.values['C']} is too wild", []) for trial in failed
    ]
    assert len(failed) > 0


def test_stopped_and_resumed_is_as_not_stopped(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run(project, 14)
    run(project, 4, fresh=True)
    before = len(fits())
    attempt = search._attempt

    def stop(problem: Any, values: Mapping[str, Any], found: Any) -> search.Trial:
        if len(found) == 9:
            raise KeyboardInterrupt
        return attempt(problem, values, found)

    monkeypatch.setattr(search, "_attempt", stop)
    with pytest.raises(KeyboardInterrupt):
        run(project, 14)
    monkeypatch.setattr(search, "_attempt", attempt)
    resumed = run(project, 14)
    assert resumed == whole
    assert search.table(resumed) == search.table(whole)
    fitted = [trial.values["threshold"] for trial in whole.trials[5:] if not trial.failed]
    assert [row[2] for row in fits()[before:]] == fitted
    assert run(project, 4).trials == whole.trials[:5]


def test_another_random_state_tries_others(project: Path) -> None:
    first = run(project, 3)
    put(project / "params.yaml", "random_state: 13", "random_state: 14")
    second = run(project, 3)
    assert [trial.values for trial in first.trials[1:]] != [trial.values for trial in second.trials[1:]]


@pytest.mark.parametrize(
    ("file", "old", "new", "again"),
    [
        ("params.yaml", "kept: true", "kept: false", True),
        ("params.yaml", "threshold: 18", "threshold: 3", True),
        ("params.yaml", "errors: ", "errors: 1", False),
        ("data/ingested/corpus.json", "Pages", "More pages", True),
    ],
)
def test_a_search_belongs_to_its_data_and_parameters(project: Path, file: str, old: str, new: str, again: bool) -> None:
    run(project, 3)
    before = len(fits())
    put(project / file, old, new)
    run(project, 3)
    assert (len(fits()) > before) is again


def test_a_search_goes_on_after_its_winner_was_written(project: Path) -> None:
    first = run(project, 6)
    text = search.edited(storage.read_text(project / "params.yaml"), "farbe", first.changes)
    assert text is not None
    storage.write_text(project / "params.yaml", text)
    second = run(project, 8)
    assert second.trials[:7] == first.trials
    assert second.current == first.best


def test_values_outside_of_what_is_searched_are_compared_with(project: Path) -> None:
    put(project / "params.yaml", "threshold: 18", "threshold: 99")
    found = run(project, 3)
    assert (found.current.values["threshold"], found.current.macro_f1) == (99, 0.333333)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda folder: put(folder / "params.yaml", "C: 1.0", "C: 7.5"), r"^C 7\.5 is too wild$"),
        (lambda folder: put(folder / "params.yaml", "C: 1.0", "C: -1"), r"params\.yaml:\d+: farbe\.C: -1 \(int\) is n"),
        (lambda folder: put(folder / "params.yaml", "{words:", "{other:"),
         r"params\.yaml:\d+: farbe\.views\.words is searched and has no value here; add it$"),
        (lambda folder: put(folder / "tasks/farbe.py", "SEARCH = {", "OTHER = {"),
         r"^task 'farbe' has nothing to search; say in its module what: SEARCH, see docs/experiments\.md$"),
        (lambda folder: (folder / "data/split").rename(folder / "gone"),
         r"data/split: no such folder; run the pipeline first \(make repro\)$"),
        (lambda folder: write_table(folder / "data/split", SPLIT, [{"id": "train2", "side": "train", "reason": ""}]),
         r"^no validation row has a label for task 'farbe'; change split in params\.yaml or label more pages$"),
    ],
)  # fmt: skip
def test_search_refuses(project: Path, change: Callable[[Path], object], message: str) -> None:
    change(project)
    with pytest.raises(StandpunktError, match=message):
        run(project)


def test_an_unknown_task_is_refused(project: Path) -> None:
    with pytest.raises(StandpunktError, match=r"^there is no task 'farb'; did you mean 'farbe'\?$"):
        search.search(project / "params.yaml", "farb", trials=1, fresh=False, data=project, cache=project)


def test_without_optuna_one_line_says_so(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(StandpunktError, match=r"^search needs optuna, which is not installed; run: make setup$"):
        run(project)


def test_the_sides_of_a_row_are_those_of_its_target() -> None:
    inputs = Inputs(
        documents=dict.fromkeys("abc"),  # type: ignore[arg-type]
        labels=[
            {"id": "a", "target": "t1", "label": "favor"},
            {"id": "a", "target": "t2", "label": "favor"},
            {"id": "b", "target": None, "label": "energie"},
        ],
        targets={},
        classes={},
    )
    sides = [
        {"id": "a", "target": None, "side": "train"},
        {"id": "a", "target": "t1", "side": "test"},
        {"id": "b", "target": None, "side": "excluded"},
    ]
    found = search.without_test(inputs, sides)
    assert (list(found.documents), found.labels) == (["a"], [{"id": "a", "target": "t2", "label": "favor"}])
    assert len(inputs.labels) == 3


# --- what comes of it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([0.5], [0.5]),
        ([1.0, 0.0], [0.5, 0.75]),
        ([0.2, 0.8, 0.5], [0.5, 0.633333, 0.7]),
        ([0.4, 0.4, 0.4], [0.4, 0.4, 0.4]),
    ],
)
def test_best_score_to_expect(scores: list[float], expected: list[float]) -> None:
    assert search.expected_best(scores) == expected


def test_trials_as_a_table(project: Path) -> None:
    found = run(project, 6)
    columns, rows = search.table(found)
    assert columns == ["trial", "macro_f1", "expected_best", "threshold", "C", "reach", "views.words", "failed"]
    assert rows[0] == [0, 0.625, "", "18", "1.0", "[1, 1]", "0.5", ""]
    assert [row[0] for row in rows] == list(range(7))
    assert [row[2] for row in rows[1:]] == search.expected_best([trial.macro_f1 for trial in found.trials[1:]])


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        ("a:\n  x: 1  # one\n  y: 2\n", {"x": 3}, "a:\n  x: 3  # one\n  y: 2\n"),
        ("a: {x: 0.5, y: [1, 2]} # z\n", {"y": [2, 3], "x": 0.25}, "a: {x: 0.25, y: [2, 3]} # z\n"),
        ("a:\n  y:\n  - 1 # low\n  - 2\nb: 1\n", {"y": [0, 9]}, "a:\n  y:\n  - 0 # low\n  - 9\nb: 1\n"),
        ("b: {x: 1}\na:\n  v:\n    x: 1e-05\n", {"v.x": 2e-05}, "b: {x: 1}\na:\n  v:\n    x: 2e-05\n"),
        ("a: {x: true, y: 'form'}\n", {"x": False, "y": "lemma"}, "a: {x: false, y: lemma}\n"),
        ("# ä\r\na:\r\n  x: 1\r\n", {"x": 2}, "# ä\r\na:\r\n  x: 2\r\n"),
        ("a: {x: form}\n", {"x": "a: b"}, None),
        ("a: {x: form}\n", {"x": "true"}, None),
        ("a: {y: [1, 2]}\n", {"y": [1, 2, 3]}, None),
        ("a:\n  x:\n", {"x": 1}, None),
    ],
)
def test_values_are_changed_in_their_place(text: str, changes: dict[str, Any], expected: str | None) -> None:
    assert search.edited(text, "a", changes) == expected


@pytest.mark.parametrize("task", [name for name in tasks.names() if getattr(tasks.load(name), "SEARCH", None)])
def test_what_a_task_searches_is_allowed(task: str, params_yaml: Callable[..., Path]) -> None:
    module = tasks.load(task)
    section = storage.read_yaml(params_yaml()).data[task]
    space: search.Space = module.SEARCH  # type: ignore[attr-defined]
    for name, choice in space.items():
        place = section
        for key in name.split("."):
            place = place[key]
        for value in choice.values if isinstance(choice, OneOf) else (choice.low, choice.high):
            module.Params.model_validate(search.with_values(section, {name: value}))
        if isinstance(choice, Between):
            assert choice.low < choice.high


# --- on the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def command(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command line in the project: exit status, standard output, standard error."""
    monkeypatch.chdir(project)

    def main(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["standpunkt", *(str(word) for word in words)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return (int(str(caught.value.code)), *capsys.readouterr())

    return main


def test_the_winner_is_written_into_params_yaml(command: Callable[..., tuple[int, str, str]], project: Path) -> None:
    before = storage.read_text(project / "params.yaml")
    best = run(project, 8).best
    status, out, err = command("search", "farbe", "--trials", 8)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith(
        f"farbe: macro-F1 on 12 validation rows: 0.625 with params.yaml, {best.macro_f1:.3f} at best of 8 trials"
    )
    assert lines[1].startswith(f"difference: +{best.macro_f1 - 0.625:.3f} [")
    assert lines[2] == f"farbe.threshold: 18 → {best.values['threshold']}"
    assert lines[-2:] == [
        "trials: reports/search/farbe.csv", "review it: git diff params.yaml, then .venv/bin/dvc repro",
    ]  # fmt: skip
    changed = {name: value for name, value in best.values.items() if name != "views.words"}
    assert storage.read_text(project / "params.yaml") == before.replace(
        SECTION,
        SECTION.replace("threshold: 18", f"threshold: {changed['threshold']}")
        .replace("C: 1.0", f"C: {changed['C']}")
        .replace("[1, 1]", str(changed["reach"]))
        .replace("0.5", str(best.values["views.words"])),
    )
    assert len(storage.read_text(project / "reports/search/farbe.csv").splitlines()) == 10


@pytest.mark.parametrize("threshold", ["threshold: 18", "threshold: 8"])
def test_rows_that_were_tuned_on_are_noted_even_where_nothing_changes(
    command: Callable[..., tuple[int, str, str]], project: Path, threshold: str
) -> None:
    put(project / "params.yaml", "threshold: 18", threshold)
    noted = project / "reports/search/rows.json"
    earlier = {"mine": {"farbe": ["a", "validation9", "z"], "stance": ["b"]}, "other": {"farbe": ["c"]}}
    storage.write_json(noted, earlier)
    command("search", "farbe", "--trials", 2)
    validated = [f"validation{length}" for length in LENGTHS]
    assert storage.read_json(noted) == earlier | {"mine": {"farbe": sorted(["a", "z", *validated]), "stance": ["b"]}}


def test_the_first_search_notes_its_rows(command: Callable[..., tuple[int, str, str]], project: Path) -> None:
    command("search", "farbe", "--trials", 1)
    assert storage.read_json(project / "reports/search/rows.json") == {
        "mine": {"farbe": sorted(f"validation{length}" for length in LENGTHS)}
    }


def test_where_no_trial_is_better_params_yaml_stays(
    command: Callable[..., tuple[int, str, str]], project: Path
) -> None:
    put(project / "params.yaml", "threshold: 18", "threshold: 8")
    before = storage.read_text(project / "params.yaml")
    status, out, _ = command("search", "farbe", "--trials", 2)
    assert (status, out.splitlines()[1:]) == (
        0, ["no trial is better than params.yaml, which stays as it is", "trials: reports/search/farbe.csv"],
    )  # fmt: skip
    assert storage.read_text(project / "params.yaml") == before


def test_values_that_cannot_be_written_are_shown(
    command: Callable[..., tuple[int, str, str]], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = storage.read_text(project / "params.yaml")
    monkeypatch.setattr(search, "edited", lambda *_: None)
    status, out, err = command("search", "farbe", "--trials", 6)
    assert (status, err) == (1, "error: params.yaml: cannot be changed in place; write the values above into it\n")
    assert "farbe.threshold: 18 → " in out
    assert storage.read_text(project / "params.yaml") == before
