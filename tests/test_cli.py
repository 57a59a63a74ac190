from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt import cli, storage

REPOSITORY = Path(__file__).parents[1]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in the test's folder: exit status, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "*")

    def main(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["standpunkt", *(str(word) for word in words)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        status = caught.value.code
        assert isinstance(status, int)
        return (status, *capsys.readouterr())

    return main


@pytest.fixture
def zeitung(tmp_path: Path, describe_zeitung: Callable[[Path], Path]) -> Path:
    """A corpus below data/corpora whose files are not there yet."""
    return describe_zeitung(tmp_path / "data/corpora/zeitung")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "zeitung.zip", "w") as archive:
        archive.writestr("train.csv", "Energie;'Die Leitung fehlt.'\n")
        archive.writestr("test.csv", "Energie;'Das Windrad steht.'\n")
    return tmp_path / "zeitung.zip"


# --- fetch -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["zeitung", "data/corpora/zeitung", "data/corpora/zeitung/"])
def test_fetch_says_what_it_did_and_what_comes_next(run: Run, zeitung: Path, source: Path, name: str) -> None:
    following = "next: .venv/bin/dvc exp run -S corpus=data/corpora/zeitung\n"
    assert run("fetch", name, "--from", source) == (
        0, f"data/corpora/zeitung/files: 2 pages, fetched\n{following}", "",
    )  # fmt: skip
    assert sorted(path.name for path in (zeitung / "files").iterdir()) == ["test.csv", "train.csv"]
    assert run("fetch", name, "--from", source) == (
        0, f"data/corpora/zeitung/files: 2 pages, already up to date\n{following}", "",
    )  # fmt: skip


@pytest.mark.usefixtures("zeitung")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("zeitun", "zeitun: no corpus.yaml there or in data/corpora/zeitun; did you mean 'zeitung'?"),
        ("xyz", "xyz: no corpus.yaml there or in data/corpora/xyz; allowed: zeitung"),
    ],
)
def test_an_unknown_corpus(run: Run, source: Path, name: str, message: str) -> None:
    assert run("fetch", name, "--from", source) == (1, "", f"error: {message}\n")


@pytest.mark.usefixtures("zeitung")
@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("fehlt.zip", "fehlt.zip: no such folder or file, and no http(s) address"),
        ("fehlt\n.zip", "fehlt\\n.zip: no such folder or file, and no http(s) address"),
        ("data/corpora", "data/corpora: the corpus lies in this folder; name the folder of its files alone"),
        ("", ": the corpus lies in this folder; name the folder of its files alone"),
    ],
)
def test_a_source_that_cannot_be_used(run: Run, wanted: str, message: str) -> None:
    assert run("fetch", "zeitung", "--from", wanted) == (1, "", f"error: {message}\n")


@pytest.mark.usefixtures("zeitung", "loopback")
def test_an_address_that_nobody_answers_at(run: Run) -> None:
    status, out, err = run("fetch", "zeitung", "--from", "http://127.0.0.1:1/x.zip")
    assert (status, out) == (1, "")
    assert re.fullmatch(r"error: http://127\.0\.0\.1:1/x\.zip: cannot be fetched \(.*Connection refused\)\n", err)


def test_fetch_needs_a_source(run: Run, zeitung: Path) -> None:
    status, out, err = run("fetch", "zeitung")
    assert (status, out) == (2, "")
    assert "Missing option '--from'" in err
    assert not (zeitung / "files").exists()


# --- summary ---------------------------------------------------------------------------------------------------------


def score(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.05, "high": value + 0.05}


TOPIC: dict[str, Any] = {
    "n": 80,
    "macro_f1": score(0.8),
    "baselines": {"majority": {"macro_f1": score(0.1)}, "length": {"macro_f1": score(0.25)}},
}


def reports(folder: Path, *, report: tuple[str, ...] = ("report.html", "report.md")) -> None:
    metrics = {"topic": TOPIC, "stance": {"n": 0, "status": "this corpus has no labels for this task"}, "clean": {}}
    for name, content in metrics.items():
        storage.write_json(folder / "metrics" / f"{name}.json", content)
    for name in report:
        storage.write_text(folder / name, "")


def test_summary_shows_scores_and_the_best_baseline(run: Run, tmp_path: Path) -> None:
    reports(tmp_path / "reports")
    status, out, err = run("summary")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "topic: macro-F1 0.800 [0.750, 0.850] on 80 test items; best baseline: length 0.250",
        "report: reports/report.html",
        "report: reports/report.md",
    ]


def test_summary_of_another_folder(run: Run, tmp_path: Path) -> None:
    reports(tmp_path / "anders")
    status, out, err = run("summary", "--reports", "anders")
    assert (status, out.splitlines()[-1], err) == (0, "report: anders/report.md", "")


@pytest.mark.parametrize(
    ("there", "missing"), [((), "report.html"), (("report.md",), "report.html"), (("report.html",), "report.md")]
)
def test_summary_without_a_report(run: Run, tmp_path: Path, there: tuple[str, ...], missing: str) -> None:
    reports(tmp_path / "reports", report=there)
    status, _, err = run("summary")
    assert (status, err) == (1, f"error: reports/{missing}: no report yet; run: make report\n")


# --- the program -----------------------------------------------------------------------------------------------------


def program(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "standpunkt.cli", *words],
        cwd=folder,
        env={"PYTHONPATH": str(REPOSITORY / "src"), "NO_PROXY": "*", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


@pytest.mark.usefixtures("zeitung")
def test_an_error_of_the_program_is_one_line_and_status_1(tmp_path: Path) -> None:
    found = program(tmp_path, "fetch", "zeitung", "--from", "fehlt")
    assert (found.returncode, found.stdout, found.stderr) == (
        1, "", "error: fehlt: no such folder or file, and no http(s) address\n",
    )  # fmt: skip


@pytest.mark.usefixtures("zeitung")
def test_the_program_fetches(tmp_path: Path, source: Path) -> None:
    found = program(tmp_path, "fetch", "zeitung", "--from", source.name)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.splitlines()[0] == "data/corpora/zeitung/files: 2 pages, fetched"


def test_help_names_the_commands(run: Run) -> None:
    status, out, err = run("--help")
    assert (status, err) == (0, "")
    assert "Put the files of a public corpus beside its corpus.yaml" in out
    assert "Say where the report is and what its headline scores are." in out
