"""The real pipeline, run by DVC in a copy of the repository: what runs again, and whether the bytes are the same.

The copy runs in another directory, with another hash seed, time zone, locale and number of threads than `make report`
does.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.minutes

REPOSITORY = Path(__file__).parents[1]
STAGES = [
    "ingest", "clean", "features", "split", "train@topic", "train@stance", "train@quotes", "evaluate@topic",
    "evaluate@stance", "evaluate@quotes", "repeat@topic", "repeat@stance", "positions", "predict", "compare", "report",
]  # fmt: skip
KEPT = ("reports/ledger/", "reports/reference/", "reports/search/")
"""What no stage makes."""
ELSEWHERE = {
    "PYTHONHASHSEED": "271",
    "TZ": "Pacific/Auckland",
    "LC_ALL": "C",
    "OMP_NUM_THREADS": "2",
    "OPENBLAS_NUM_THREADS": "2",
    "GIT_AUTHOR_NAME": "test",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_COMMITTER_NAME": "test",
    "GIT_COMMITTER_EMAIL": "test@example.org",
}


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DVC_", "GIT_"))}
    environment |= ELSEWHERE | {"PYTHONPATH": str(folder / "src")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")


def dvc(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, "-m", "dvc", *arguments)


def stages_run(output: str) -> list[str]:
    return re.findall(r"Running stage '([^']+)'", output)


def tracked(folder: Path) -> list[str]:
    listed = run(folder, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout
    return sorted(name for name in listed.split("\0") if name and (folder / name).is_file())


def contents(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository without the outputs of its stages, in which the whole pipeline has run once.

    The ledger of looks at test rows and the reference run stay: they hold what was done before.
    """
    folder = tmp_path_factory.mktemp("elsewhere") / "kopie mit umlaut ä"
    for name in tracked(REPOSITORY):
        if not name.startswith("reports/") or name.startswith(KEPT):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, folder / name)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "copy"]):
        assert run(folder, "git", *command).returncode == 0
    found = dvc(folder, "repro")
    assert found.returncode == 0, found.stderr
    assert sorted(stages_run(found.stdout)) == sorted(STAGES)
    assert run(folder, "git", "add", "-A").returncode == 0
    assert run(folder, "git", "commit", "-q", "-m", "run").returncode == 0
    return folder


def test_the_same_commit_gives_the_same_bytes_elsewhere(repository: Path) -> None:
    names = [name for name in tracked(REPOSITORY) if name.startswith("reports/") or name == "dvc.lock"]
    theirs = [name for name in tracked(repository) if name.startswith("reports/") or name == "dvc.lock"]
    assert theirs == names
    here, there = contents(REPOSITORY, names), contents(repository, names)
    assert [name for name in names if here[name] != there[name]] == []


def test_a_second_run_runs_no_stage(repository: Path) -> None:
    found = dvc(repository, "repro")
    assert stages_run(found.stdout) == []
    assert "Data and pipelines are up to date." in found.stdout


def test_read_uses_the_models_of_the_run(repository: Path) -> None:
    found = run(
        repository,
        sys.executable,
        "-m",
        "standpunkt.cli",
        "read",
        "data/corpora/embedded/pages/bote/arbeit-18.html",
        "--json",
    )
    assert found.returncode == 0, found.stderr
    page = json.loads(found.stdout)
    assert page["missing"] == []
    assert page["topics"][0]["topic"] == "arbeit"
    assert sum(topic["probability"] for topic in page["topics"]) == pytest.approx(1, abs=1e-5)
    spoken = {quote["name"] for quote in page["quotes"] if quote["type"] == "direct"}
    assert spoken == {"Maren Lohkamp", "Tjark Wessels", "Telse Ivens"}
    stands = {(one["actor"], one["target"]): one["stance"] for one in page["positions"]}
    assert stands["lohkamp", "mindestlohn"] == "against"
    assert stands["Telse Ivens", "ganztagspflicht"] == "against"


@pytest.mark.parametrize(
    ("change", "expected", "said"),
    [
        (
            "topic.C=0.3",
            ["compare", "evaluate@topic", "predict", "repeat@topic", "report", "train@topic"],
            "Of the parameters that it depends on one differs: `topic.C` 0.5 → 0.3.",
        ),
        ("report.errors=3", ["compare", "report"], "| `report.errors` | 12 | 3 |"),
    ],
)
def test_a_changed_parameter_runs_what_depends_on_it(
    repository: Path, change: str, expected: list[str], said: str
) -> None:
    found = dvc(repository, "exp", "run", "-S", change)
    assert found.returncode == 0, found.stderr
    assert sorted(stages_run(found.stdout)) == expected
    assert said in (repository / "reports/report.md").read_text(encoding="utf-8")
    assert run(repository, "git", "checkout", "-q", ".").returncode == 0
    assert dvc(repository, "checkout", "-q").returncode == 0
    assert dvc(repository, "status", "--json").stdout.strip() == "{}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("stance.C=viel", r"params\.yaml:\d+: stance\.C: 'viel'"),
        ("split.test_share=1.5", r"params\.yaml:\d+: split\.test_share: 1\.5"),
    ],
)
def test_a_wrong_parameter_stops_the_first_stage_with_one_line(repository: Path, change: str, message: str) -> None:
    before = contents(repository, [name for name in tracked(repository) if name.startswith("reports/")])
    found = dvc(repository, "exp", "run", "--force", "-S", change)
    assert found.returncode != 0
    assert stages_run(found.stdout) == ["ingest"]
    lines = [line for line in found.stderr.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1
    assert re.search(message, lines[0]), lines[0]
    assert "Traceback" not in found.stderr
    assert run(repository, "git", "checkout", "-q", ".").returncode == 0
    assert contents(repository, list(before)) == before
