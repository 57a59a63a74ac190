"""A small repository with two commits, a branch, a tag and a DVC experiment."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from standpunkt import revisions
from standpunkt.errors import StandpunktError

_BASE = "aa" + "0" * 38


def git(root: Path, *words: str) -> str:
    """Run git as nobody in particular, at no time in particular."""
    who = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@t", "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@t"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *words],
        cwd=root,
        env={**kept, **who, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def commit(root: Path, files: dict[str, str | None], message: str = "change") -> str:
    for path, text in files.items():
        file = root / path
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "projekt"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {"params.yaml": "C: 1\n", "src/a.py": "x = 1\n", "src/alt.py": "", ".gitignore": "*.tmp\n"})
    git(folder, "tag", "erster")
    commit(folder, {"params.yaml": "C: 2\n", "src/a.py": "x = 2\n", "src/alt.py": None, "src/ä ö.py": ""})
    return folder


@pytest.mark.parametrize(
    ("name", "text"),
    [("HEAD", "C: 2\n"), ("HEAD~1", "C: 1\n"), ("erster", "C: 1\n"), ("main", "C: 2\n"), ("workspace", "C: 3\n")],
)
def test_the_text_of_a_file_at_a_revision(root: Path, name: str, text: str) -> None:
    (root / "params.yaml").write_text("C: 3\n", encoding="utf-8")
    assert revisions.resolve(name, root).text("params.yaml") == text


def test_a_revision_has_a_label(root: Path) -> None:
    sha = git(root, "rev-parse", "HEAD")
    assert revisions.resolve("HEAD", root).label == f"HEAD ({sha[:8]})"
    assert revisions.resolve(sha, root).label == sha[:8]
    assert revisions.resolve("workspace", root).label == "workspace"


def test_an_experiment_by_name(root: Path) -> None:
    git(root, "checkout", "-q", "--detach")
    sha = commit(root, {"params.yaml": "C: 9\n"})
    git(root, "update-ref", f"refs/exps/{_BASE[:2]}/{_BASE[2:]}/elder-kobs", sha)
    git(root, "checkout", "-q", "main")
    found = revisions.resolve("elder-kobs", root)
    assert (found.commit, found.text("params.yaml")) == (sha, "C: 9\n")


def test_an_experiment_whose_name_others_have_is_refused(root: Path) -> None:
    shas = [git(root, "rev-parse", name) for name in ("HEAD", "HEAD~1")]
    for number, sha in enumerate(shas):
        git(root, "update-ref", f"refs/exps/{number}{number}/{_BASE[2:]}/elder-kobs", sha)
    with pytest.raises(StandpunktError) as error:
        revisions.resolve("elder-kobs", root)
    assert str(error.value) == (
        f"elder-kobs: 2 experiments have this name; name the commit: {', '.join(sorted(sha[:8] for sha in shas))}"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mian", "mian: unknown revision; did you mean 'main'?"),
        ("erste", "erste: unknown revision; did you mean 'erster'?"),
        ("elder-kops", "elder-kops: unknown revision; did you mean 'elder-kobs'?"),
        ("zzz", "zzz: unknown revision; allowed: HEAD, elder-kobs, erster, main, workspace"),
        ("--help", "--help: unknown revision; allowed: HEAD, elder-kobs, erster, main, workspace"),
        ("", ": unknown revision; allowed: HEAD, elder-kobs, erster, main, workspace"),
        ("HEAD:params.yaml", "HEAD:params.yaml: unknown revision; allowed: HEAD, elder-kobs, erster, main, workspace"),
    ],
)
def test_an_unknown_revision(root: Path, name: str, message: str) -> None:
    git(root, "update-ref", f"refs/exps/{_BASE[:2]}/{_BASE[2:]}/elder-kobs", "HEAD")
    git(root, "update-ref", "refs/exps/stash", "HEAD")
    with pytest.raises(StandpunktError) as error:
        revisions.resolve(name, root)
    assert str(error.value) == message


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(StandpunktError, match=r"not a git repository; go to the folder of the project$"):
        revisions.resolve("HEAD", tmp_path)
    assert revisions.resolve("workspace", tmp_path).find("params.yaml") is None


def test_no_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(StandpunktError, match=r"^git: cannot be run; install git$"):
        revisions.resolve("HEAD", root)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("HEAD", "reports/a.json: not there at HEAD; run the pipeline and commit reports there"),
        ("workspace", "reports/a.json: not there at workspace; run the pipeline"),
    ],
)
def test_a_file_that_is_not_there(root: Path, name: str, message: str) -> None:
    with pytest.raises(StandpunktError) as error:
        revisions.resolve(name, root).text("reports/a.json")
    assert str(error.value) == message


def test_a_file_that_is_not_utf8(root: Path) -> None:
    (root / "params.yaml").write_bytes(b"C: 1\nname: \xe4\n")
    git(root, "commit", "-qam", "x")
    with pytest.raises(StandpunktError, match=r"^HEAD:params.yaml:2: not UTF-8; save the file as UTF-8$"):
        revisions.resolve("HEAD", root).text("params.yaml")


def test_the_files_of_a_folder(root: Path) -> None:
    commit(root, {"r/b.json": "", "r/a.json": "", "r/c.txt": "", "r/tief/d.json": ""})
    (root / "r/neu.json").touch()
    assert revisions.resolve("HEAD", root).files("r", ".json") == ["r/a.json", "r/b.json"]
    assert revisions.resolve("workspace", root).files("r", ".json") == ["r/a.json", "r/b.json", "r/neu.json"]
    assert revisions.resolve("HEAD", root).files("nirgends", ".json") == []


def changed(root: Path, a: str, b: str) -> list[tuple[str, str]]:
    return revisions.changed(revisions.resolve(a, root), revisions.resolve(b, root), "src")


def test_what_changed_between_commits(root: Path) -> None:
    forwards = [("changed", "src/a.py"), ("removed", "src/alt.py"), ("added", "src/ä ö.py")]
    assert changed(root, "HEAD~1", "HEAD") == forwards
    assert changed(root, "HEAD", "HEAD~1") == [
        ("changed", "src/a.py"),
        ("added", "src/alt.py"),
        ("removed", "src/ä ö.py"),
    ]
    assert changed(root, "HEAD", "main") == []


def test_what_changed_in_the_workspace_with_files_that_git_does_not_know(root: Path) -> None:
    (root / "src/a.py").write_text("x = 3\n", encoding="utf-8")
    (root / "src/neu.py").write_text("", encoding="utf-8")
    (root / "src/x.tmp").write_text("", encoding="utf-8")
    (root / "params.yaml").write_text("C: 3\n", encoding="utf-8")
    assert changed(root, "HEAD", "workspace") == [("changed", "src/a.py"), ("added", "src/neu.py")]
    assert changed(root, "workspace", "HEAD") == [("changed", "src/a.py"), ("removed", "src/neu.py")]
    assert changed(root, "workspace", "workspace") == []
    git(root, "add", "src/neu.py")
    assert changed(root, "HEAD", "workspace") == [("changed", "src/a.py"), ("added", "src/neu.py")]


def test_a_file_out_of_the_index_is_still_compared(root: Path) -> None:
    git(root, "rm", "-q", "--cached", "src/a.py")
    assert changed(root, "HEAD", "workspace") == [("changed", "src/a.py")]


def test_a_project_below_the_top_of_its_repository(root: Path) -> None:
    commit(root, {"unten/src/b.py": "y = 1\n", "unten/params.yaml": "C: 5\n"})
    below = root / "unten"
    (below / "src/b.py").write_text("y = 2\n", encoding="utf-8")
    assert revisions.resolve("HEAD", below).text("params.yaml") == "C: 5\n"
    assert revisions.resolve("HEAD", below).files("src", ".py") == ["src/b.py"]
    assert changed(below, "HEAD", "workspace") == [("changed", "src/b.py")]


def test_what_the_user_has_set_for_git_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = (
        "color.ui always",
        "diff.external false",
        "diff.mnemonicPrefix true",
        "diff.renames copies",
        "core.pager false",
    )
    for setting in settings:
        git(root, "config", *setting.split())
    monkeypatch.setenv("GIT_DIR", str(root / "nirgends"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert changed(root, "HEAD~1", "HEAD") == [
        ("changed", "src/a.py"),
        ("removed", "src/alt.py"),
        ("added", "src/ä ö.py"),
    ]
