"""The files of the project as they were: at a git revision, in a DVC experiment, or in the folder as it lies.

Git alone is asked, so neither a DVC remote nor its cache is needed. A DVC experiment is a commit that git keeps under
`refs/exps/<two digits>/<the others of the commit it began from>/<name>`.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from standpunkt import storage
from standpunkt.errors import StandpunktError, nearest

WORKSPACE = "workspace"
_SHORT = 8  # characters of a commit's name for people
_EXPERIMENT = re.compile(r"refs/exps/[0-9a-f]{2}/[0-9a-f]{38,62}/(.+)")
# What a user has set for paths, colours and comparisons must not change what is read here.
_CONFIG = ("-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "diff.ignoreSubmodules=all")
_STATUS = {"A": "added", "D": "removed", "?": "added"}


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of the project."""

    name: str
    """As it was asked for."""
    commit: str | None
    """None for the files as they lie."""
    root: Path
    """The folder of the project; paths are relative to it."""

    @property
    def label(self) -> str:
        """The name for people: `HEAD~1 (3f2a9c1d)`."""
        if self.commit is None or self.commit.startswith(self.name):
            return self.name[:_SHORT] if self.commit else self.name
        return f"{self.name} ({self.commit[:_SHORT]})"

    def place(self, path: str) -> Path:
        """A path for messages: `HEAD:reports/metrics/topic.json`."""
        return Path(path if self.commit is None else f"{self.name}:{path}")

    def find(self, path: str) -> bytes | None:
        """The content of a file, or None where there is none at this revision.

        Raises:
            StandpunktError: it is there and cannot be read.
        """
        if self.commit is None:
            file = self.root / path
            return storage.read_bytes(file) if file.is_file() else None
        done = _run(self.root, "cat-file", "blob", f"{self.commit}:./{path}")
        return done.stdout if done.returncode == 0 else None

    def text(self, path: str) -> str:
        """The text of a file of the run: UTF-8, with or without byte order mark.

        Raises:
            StandpunktError: there is no such file at this revision, or it is not UTF-8.
        """
        content = self.find(path)
        if content is None:
            remedy = "run the pipeline" + ("" if self.commit is None else " and commit reports there")
            raise StandpunktError(f"{path}: not there at {self.name}; {remedy}")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise StandpunktError(f"{self.place(path)}:{line}: not UTF-8; save the file as UTF-8") from None

    def files(self, folder: str, suffix: str) -> list[str]:
        """The paths of the files in a folder with a suffix (with dot), in order; without those of folders below.

        Raises:
            StandpunktError: git fails.
        """
        if self.commit is None:
            found = [f"{folder}/{path.name}" for path in (self.root / folder).glob(f"*{suffix}") if path.is_file()]
        else:
            found = _fields(self.root, "ls-tree", "-z", "--name-only", self.commit, "--", f"{folder}/")
        return sorted(path for path in found if path.endswith(suffix))


def resolve(name: str, root: Path) -> Revision:
    """The state of the project that a name stands for.

    Args:
        name: `workspace`, whatever git takes for a commit (`HEAD~2`, a branch, a tag, a sha), or the name of a DVC
            experiment.
        root: the folder of the project.

    Raises:
        StandpunktError: the folder is in no git repository, there is no such revision, or several experiments have the
            name.
    """
    if name == WORKSPACE:
        return Revision(name, None, root)
    _check_repository(root)
    done = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if done.returncode == 0:
        return Revision(name, done.stdout.decode().strip(), root)
    refs = _references(root)
    commits = sorted({commit for ref, commit in refs if (found := _EXPERIMENT.fullmatch(ref)) and found[1] == name})
    if len(commits) > 1:
        shown = ", ".join(commit[:_SHORT] for commit in commits)
        raise StandpunktError(f"{name}: {len(commits)} experiments have this name; name the commit: {shown}")
    if not commits:
        raise StandpunktError(f"{name}: unknown revision; {nearest(name, _names(refs))}")
    return Revision(name, commits[0], root)


def changed(a: Revision, b: Revision, folder: str) -> list[tuple[str, str]]:
    """The files below a folder that differ between two revisions of one project.

    Files that git does not know count in the workspace, those that it is told to ignore do not.

    Returns:
        Pairs of what happened from A to B (`added`, `removed`, `changed`) and path, by path.

    Raises:
        StandpunktError: git fails.
    """
    if a.commit == b.commit:
        return []
    names = [commit for commit in (a.commit, b.commit) if commit is not None]
    flags = ["--no-ext-diff", "--no-textconv", "--no-renames", "--name-status", "--relative", "-z"]
    backwards = a.commit is None  # git compares a commit with the workspace, not the reverse
    fields = _fields(a.root, "diff", *flags, *(["-R"] if backwards else []), *names, "--", folder)
    found = {path: _STATUS.get(status, "changed") for status, path in zip(fields[::2], fields[1::2], strict=True)}
    if None in (a.commit, b.commit):
        for path in _fields(a.root, "ls-files", "--others", "--exclude-standard", "-z", "--", folder):
            commit = b if backwards else a
            if path in found or commit.find(path) is not None:  # out of the index, yet in the commit and in the folder
                found[path] = "changed"
            else:
                found[path] = "removed" if backwards else "added"
    return sorted(((status, path) for path, status in found.items()), key=lambda pair: pair[1])


def _check_repository(root: Path) -> None:
    done = _run(root, "rev-parse", "--is-inside-work-tree")
    if done.returncode:
        said = _said(done)
        if "not a git repository" in said:
            raise StandpunktError(f"{root}: not a git repository; go to the folder of the project")
        raise StandpunktError(f"{root}: git cannot read this repository ({said})")


def _references(root: Path) -> list[tuple[str, str]]:
    """The full names of all references and their commits."""
    lines = _output(root, "for-each-ref", "--format=%(refname) %(objectname)").decode("utf-8", "replace").splitlines()
    return [(ref, commit) for ref, _, commit in (line.rpartition(" ") for line in lines)]


def _names(refs: Sequence[tuple[str, str]]) -> set[str]:
    """What may be named: branches, tags and experiments."""
    found = {"HEAD", WORKSPACE}
    for ref, _ in refs:
        if experiment := _EXPERIMENT.fullmatch(ref):
            found.add(experiment[1])
        elif plain := re.fullmatch(r"refs/(?:heads|tags|remotes)/(.+)", ref):
            found.add(plain[1])
    return found


def _fields(root: Path, *words: str) -> list[str]:
    """The output of git as fields that a NUL ends."""
    return [os.fsdecode(field) for field in _output(root, *words).split(b"\0") if field]


def _output(root: Path, *words: str) -> bytes:
    done = _run(root, *words)
    if done.returncode:
        raise StandpunktError(f"{root}: git {words[0]} failed ({_said(done)})")
    return done.stdout


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """The first line of what git says."""
    return (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["without a word"])[0]


def _run(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    # As a hook sets them, these would lead git to another repository or index than that of the folder.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        return subprocess.run(
            ["git", "--no-pager", "--literal-pathspecs", *_CONFIG, *words],
            cwd=root,
            env={**kept, "LC_ALL": "C", "LANGUAGE": "C", "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        remedy = "install git" if root.is_dir() else f"{root} is no folder"
        raise StandpunktError(f"git: cannot be run; {remedy}") from None
    except OSError as error:
        raise StandpunktError(f"git: cannot be run ({error.strerror})") from None
