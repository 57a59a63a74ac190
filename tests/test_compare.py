"""Two runs in a small repository: reports written by hand, as the pipeline would have committed them."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from standpunkt import cli, storage
from standpunkt.compare import REFERENCE, compare, different, forget_reference, take_reference, worse
from standpunkt.errors import StandpunktError
from standpunkt.evaluation.changes import Change, File, Stage
from standpunkt.evaluation.comparison import Comparison, Mismatch, from_dict

PARAMS = """\
corpus: data/corpora/klein
random_state: 13
topic:
  C: {C}
evaluate: {{resamples: 300, level: 0.95, calibration_bins: 10}}
"""
CORPUS = "name: klein\ntitle: Ein kleiner Bestand\nredistributable: {}\n"
LOCK = {
    "ingest": (["data/corpora/klein", "src/standpunkt/ingest.py"], ["data/ingested"]),
    "train@topic": (["data/ingested", "src/standpunkt/tasks"], ["models/topic"]),
}
TOPICS = ["energie", "verkehr"]


def git(root: Path, *words: str) -> str:
    who = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@t", "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@t"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env = {**kept, **who, "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(["git", *words], cwd=root, env=env, capture_output=True, text=True, check=True).stdout.strip()


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def topics(wrong: int, n: int = 120) -> list[dict[str, Any]]:
    """Pages of which the first so many are predicted wrong."""
    gold = [TOPICS[number % 2] for number in range(n)]
    predicted = [TOPICS[number % 2 - 1] if number < wrong else label for number, label in enumerate(gold)]
    return [
        {"id": f"bote/{number:05d}", "gold": left, "predicted": right, "probabilities": {right: 0.75}}
        for number, (left, right) in enumerate(zip(gold, predicted, strict=True))
    ]


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Path]:
    """Write what a run leaves in git, over what an earlier one left."""
    git(tmp_path, "init", "-q", "-b", "main")

    def write_run(
        tasks: Mapping[str, Sequence[Mapping[str, Any]]],
        *,
        C: float = 1.0,
        code: str = "x = 1\n",
        hashes: Mapping[str, str] | None = None,
        kept: float = 0.9,
        redistributable: str = "true",
    ) -> Path:
        write(tmp_path, "params.yaml", PARAMS.format(C=C))
        write(tmp_path, "data/corpora/klein/corpus.yaml", CORPUS.format(redistributable))
        write(tmp_path, "src/standpunkt/tasks/topic.py", code)
        md5 = {"src/standpunkt/tasks": code, **(hashes or {})}
        stages = {
            name: {
                "deps": [{"path": path, "md5": md5.get(path, "0")} for path in deps],
                "outs": [{"path": path, "md5": md5.get(path, "0")} for path in outs],
                "params": {"params.yaml": {"topic": {"C": C}}} if name == "train@topic" else {},
            }
            for name, (deps, outs) in LOCK.items()
        }
        write(tmp_path, "dvc.lock", json.dumps({"schema": "2.0", "stages": stages}))
        write(tmp_path, "dvc.yaml", json.dumps({"stages": {"ingest": {}, "train": {}}}))
        write(tmp_path, "requirements.lock", "numpy==2.4.0\n")
        write(tmp_path, "reports/metrics/clean.json", json.dumps({"gold": {"kept": kept}}))
        write(tmp_path, "reports/predictions/unlabelled.jsonl", '{"id": "bote/ohne", "topic": "energie"}\n')
        for task, rows in tasks.items():
            write(tmp_path, f"reports/metrics/{task}.json", json.dumps({"n": len(rows)}))
            write(tmp_path, f"reports/predictions/{task}.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        return tmp_path

    return write_run


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "run")
    return git(root, "rev-parse", "HEAD")


def verdicts(found: Comparison) -> list[tuple[str, str, str]]:
    return [(task.task, metric.name, metric.verdict) for task in found.tasks for metric in task.metrics]


def test_a_comment_in_code_is_not_distinguishable_with_no_flip(run: Callable[..., Path]) -> None:
    commit(run({"topic": topics(40)}))
    root = run({"topic": topics(40)}, code="# why\nx = 1\n")
    found = compare("HEAD", "workspace", root)
    assert verdicts(found) == [
        ("topic", "macro_f1", "not distinguishable"),
        ("topic", "accuracy", "not distinguishable"),
    ]
    assert found.tasks[0].flips == ()
    assert found.changes.code == (File("src/standpunkt/tasks/topic.py", "changed", same_program=True, read=True),)
    assert (found.changes.params, found.changes.corpus, found.changes.stages, found.changes.stale) == ((), (), (), ())
    assert (worse(found), different(found)) == (False, False)


def test_a_clear_gain_is_better_with_its_interval_and_what_explains_it(run: Callable[..., Path]) -> None:
    commit(run({"topic": topics(40)}))
    root = run({"topic": topics(20)}, C=0.5, code="x = 2\n", hashes={"models/topic": "1"}, kept=0.95)
    write(root, "requirements.lock", "numpy==2.4.1\n")
    write(root, "src/standpunkt/neu.py", "")
    head = git(root, "rev-parse", "HEAD")
    found = compare("HEAD", "workspace", root)
    assert verdicts(found) == [("topic", "macro_f1", "better"), ("topic", "accuracy", "better")]
    accuracy = found.tasks[0].metrics[1]
    assert accuracy.difference is not None
    assert (accuracy.before, accuracy.after) == (80 / 120, 100 / 120)
    assert accuracy.difference.value == pytest.approx(20 / 120)
    assert 0.09 < accuracy.difference.low < 20 / 120 < accuracy.difference.high < 0.25
    assert [flip.kind for flip in found.tasks[0].flips] == ["fixed"] * 20
    assert (found.before, found.after) == (f"HEAD ({head[:8]})", "workspace")
    assert (found.corpus, found.with_text) == ("Ein kleiner Bestand", True)
    assert found.changes.params == (Change("topic.C", "1.0", "0.5"),)
    assert found.changes.code == (
        File("src/standpunkt/neu.py", "added", read=False),
        File("src/standpunkt/tasks/topic.py", "changed"),
    )
    assert found.changes.stages == (Stage("train@topic", ("models/topic",), ("src/standpunkt/tasks", "topic.C")),)
    assert found.changes.packages == (Change("numpy", "2.4.0", "2.4.1"),)
    assert found.moved == (Change("clean.gold.kept", "0.9", "0.95"),)
    assert (worse(found), different(found)) == (False, True)
    assert worse(compare("workspace", "HEAD", root)) is True


def test_a_swap_of_the_test_rows_is_not_comparable(run: Callable[..., Path]) -> None:
    commit(run({"topic": topics(40)}))
    root = run({"topic": topics(40, n=140)[20:]}, hashes={"data/corpora/klein": "1", "data/ingested": "1"})
    found = compare("HEAD", "workspace", root)
    assert verdicts(found) == [("topic", "macro_f1", "not comparable"), ("topic", "accuracy", "not comparable")]
    assert found.tasks[0].mismatch == Mismatch(only_before=20, only_after=20)
    assert found.changes.corpus == (Change("hash", "0", "1"),)
    assert found.changes.stages[0] == Stage("ingest", ("data/ingested",), ("data/corpora/klein",))
    assert (worse(found), different(found)) == (False, True)


def test_a_dvc_experiment_by_its_name(run: Callable[..., Path]) -> None:
    root = run({"topic": topics(20)})
    base = commit(root)
    git(root, "checkout", "-q", "--detach")
    experiment = commit(run({"topic": topics(60)}, C=9.0))
    git(root, "update-ref", f"refs/exps/{base[:2]}/{base[2:]}/elder-kobs", experiment)
    git(root, "checkout", "-q", "main")
    found = compare("HEAD", "elder-kobs", root)
    assert found.after == f"elder-kobs ({experiment[:8]})"
    assert found.changes.params == (Change("topic.C", "1.0", "9.0"),)
    assert worse(found) is True


def test_code_and_parameters_that_the_run_did_not_see_are_stale(run: Callable[..., Path]) -> None:
    root = run({"topic": topics(40)})
    commit(root)
    write(root, "src/standpunkt/tasks/topic.py", "x = 3\n")
    write(root, "params.yaml", PARAMS.format(C=0.25))
    assert compare("HEAD", "workspace", root).changes.stale == ("src/standpunkt/tasks/topic.py", "topic.C")


def test_a_task_without_labels_is_left_out_and_a_new_one_is_not_comparable(run: Callable[..., Path]) -> None:
    commit(run({"topic": topics(4), "quotes": []}))
    stance = [{"id": "bote/1", "target": "tempolimit", "gold": "favor", "predicted": "favor", "probabilities": {}}]
    found = compare("HEAD", "workspace", run({"topic": topics(4), "quotes": [], "stance": stance}))
    assert [(task.task, task.mismatch) for task in found.tasks] == [
        ("topic", None),
        ("stance", Mismatch(missing="before")),
    ]


def test_the_reference_holds_what_a_run_is_compared_by(run: Callable[..., Path]) -> None:
    sha = commit(run({"topic": topics(4), "topic_repeated": topics(8)}, kept=0.8))
    root = run({"topic": topics(6)}, C=3.0)
    assert take_reference("HEAD", root, "main") == ("main", 6)
    folder = root / REFERENCE
    kept = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert sorted(kept) == [
        "about.json", "metrics/clean.json", "metrics/topic.json", "metrics/topic_repeated.json", "params.yaml",
        "predictions/topic.jsonl", "predictions/topic_repeated.jsonl",
    ]  # fmt: skip
    assert json.loads(kept["about.json"]) == {"name": "main"}
    for path in ("params.yaml", "reports/metrics/clean.json"):
        assert kept[path.removeprefix("reports/")].strip() == git(root, "show", f"{sha}:{path}")
    assert take_reference("workspace", root)[0] == "workspace"
    for path in ("params.yaml", "reports/metrics/clean.json"):
        assert (folder / path.removeprefix("reports/")).read_bytes() == (root / path).read_bytes()
    assert take_reference(sha, root)[0] == sha[:8]
    assert storage.read_jsonl(folder / "predictions/topic.jsonl") == topics(4)
    told = [row | {"evidence": "Satz von Kolberg", "words": [{"text": "Kolberg"}]} for row in topics(4)]
    take_reference("workspace", run({"topic": told}))
    assert storage.read_jsonl(folder / "predictions/topic.jsonl") == topics(4)
    forget_reference(root)
    assert [path.name for path in folder.iterdir()] == ["about.json"]
    assert storage.read_json(folder / "about.json") == {"name": ""}


def test_a_damaged_run_is_no_reference(run: Callable[..., Path]) -> None:
    root = run({"topic": topics(4)})
    take_reference("workspace", root)
    before = (root / REFERENCE / "predictions/topic.jsonl").read_text()
    write(root, "reports/predictions/topic.jsonl", "{")
    with pytest.raises(StandpunktError, match="not valid JSON"):
        take_reference("workspace", root)
    assert (root / REFERENCE / "predictions/topic.jsonl").read_text() == before
    with pytest.raises(StandpunktError, match="unknown revision"):
        take_reference("nirgends", root)


@pytest.mark.parametrize("said", ["false", '"true"', "null"])
def test_texts_are_shown_only_where_the_corpus_says_so(run: Callable[..., Path], said: str) -> None:
    commit(run({"topic": topics(4)}))
    assert compare("HEAD", "workspace", run({"topic": topics(4)}, redistributable=said)).with_text is False
    assert compare("workspace", "HEAD", run({"topic": topics(4)}, redistributable=said)).with_text is False


def test_a_corpus_that_is_not_in_git_keeps_its_texts(run: Callable[..., Path]) -> None:
    root = run({"topic": topics(4)})
    commit(root)
    (root / "data/corpora/klein/corpus.yaml").unlink()
    found = compare("HEAD", "workspace", root)
    assert (found.with_text, found.corpus) == (False, "data/corpora/klein")


def test_settings_are_those_of_the_second_run(run: Callable[..., Path]) -> None:
    commit(run({"topic": topics(4)}))
    root = run({"topic": topics(4)})
    write(root, "params.yaml", PARAMS.format(C=1).replace("300", "3000").replace("0.95", "0.9").replace("13", "7"))
    settings = compare("HEAD", "workspace", root).settings
    assert (settings.resamples, settings.permutations, settings.level, settings.random_state) == (3000, 3000, 0.9, 7)
    assert compare("workspace", "HEAD", root).settings.permutations == 2000


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("params.yaml", None, "params.yaml: not there at workspace; run the pipeline"),
        (
            "params.yaml",
            "random_state: 1\n",
            "params.yaml: evaluate: an empty value is not allowed: input should be a mapping",
        ),
        (
            "params.yaml",
            PARAMS.format(C=1).replace("13", "-1"),
            "params.yaml:2: random_state: wanted a whole number from 0",
        ),
        ("reports/predictions/topic.jsonl", "{\n", "reports/predictions/topic.jsonl:1: not valid JSON"),
        (
            "reports/predictions/topic.jsonl",
            '\n{"id": "a", "gold": null, "predicted": "b"}',
            "reports/predictions/topic.jsonl:2: wanted an object with the texts id, gold, predicted",
        ),
        ("reports/predictions/topic.jsonl", "[]", "reports/predictions/topic.jsonl:1: wanted an object"),
        ("dvc.lock", "a: b: c", "dvc.lock:1: "),
    ],
)
def test_a_damaged_file(run: Callable[..., Path], path: str, text: str | None, message: str) -> None:
    root = run({"topic": topics(4)})
    commit(root)
    (root / path).unlink()
    if text is not None:
        write(root, path, text)
    with pytest.raises(StandpunktError) as error:
        compare("HEAD", "workspace", root)
    assert str(error.value).startswith(message)


def test_a_revision_without_reports(run: Callable[..., Path]) -> None:
    root = run({"topic": topics(4)})
    git(root, "add", "params.yaml")
    git(root, "commit", "-q", "-m", "without")
    with pytest.raises(StandpunktError, match=r"not there at HEAD; run the pipeline and commit reports there$"):
        compare("HEAD", "workspace", root)


def test_ten_thousand_predictions_take_less_than_ten_seconds(run: Callable[..., Path]) -> None:
    random = np.random.default_rng(1)
    commit(run({"topic": topics(2_000, 10_000)}))
    rows = topics(0, 10_000)
    for number in random.integers(0, 10_000, 2_000):
        rows[number]["predicted"] = TOPICS[random.integers(0, 2)]
    root = run({"topic": rows})
    write(root, "params.yaml", PARAMS.format(C=1).replace("300", "2000"))
    start = time.process_time()
    found = compare("HEAD", "workspace", root)
    assert time.process_time() - start < 10
    assert found.tasks[0].n == 10_000


# --- the command -----------------------------------------------------------------------------------------------------


def command(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[Any, str, str]:
    monkeypatch.chdir(root)
    monkeypatch.setattr("sys.argv", ["standpunkt", "compare", *words])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return (caught.value.code, *capsys.readouterr())


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((), 0),
        (("--fail-on", "worse"), 1),
        (("--fail-on", "different"), 1),
        (("HEAD~1", "HEAD", "--fail-on", "worse"), 0),
        (("HEAD~1", "HEAD", "--fail-on", "different"), 1),
    ],
)
def test_the_exit_status_is_for_ci(
    run: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    status: int,
) -> None:
    run({"topic": topics(40)})
    root = run({"topic": topics(40)})
    commit(root)
    run({"topic": topics(4)}, C=2.0)
    commit(root)
    run({"topic": topics(60)}, C=3.0)
    found, out, err = command(root, monkeypatch, capsys, *words)
    assert (found, err) == (status, "")
    assert ("worse" if "HEAD" not in words else "better") in out.split("\n\n")[1]


def test_the_comparison_is_a_page_too(
    run: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = run({"topic": topics(40)})
    commit(root)
    status, out, _ = command(root, monkeypatch, capsys, "--html", "out.html", "--top", "0")
    assert status == 0
    assert out.startswith("# ")
    assert (root / "out.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_programs_get_the_comparison_as_json(
    run: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = run({"topic": topics(40)})
    commit(root)
    run({"topic": topics(4)}, C=2.0)
    status, out, _ = command(root, monkeypatch, capsys, "--json")
    assert status == 0
    found = from_dict(json.loads(out), "standard output")
    assert found == compare("HEAD", "workspace", root)
    assert [metric.verdict for metric in found.tasks[0].metrics] == ["better", "better"]


def test_outside_of_a_repository_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "leer").mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    status, out, err = command(tmp_path / "leer", monkeypatch, capsys)
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "git repository" in err
