"""What may explain that two runs differ: parameters, code, data and packages, from the files of both."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_CODE = "src/"


@dataclass(frozen=True, slots=True)
class Change:
    """A value that differs; None on the side that has no such value."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class File:
    """A file of code that differs."""

    path: str
    status: str
    """`added`, `removed` or `changed`."""
    same_program: bool = False
    """Comments or layout alone."""
    read: bool = True
    """Whether a stage of the pipeline reads it."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the pipeline whose outputs differ."""

    name: str
    outputs: tuple[str, ...]
    inputs: tuple[str, ...]
    """Files, folders and parameters that it reads and that differ."""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two runs."""

    params: tuple[Change, ...] = ()
    code: tuple[File, ...] = ()
    corpus: tuple[Change, ...] = ()
    stages: tuple[Stage, ...] = ()
    """In the order in which they run."""
    packages: tuple[Change, ...] = ()
    stale: tuple[str, ...] = ()
    """Code and parameters that differ while dvc.lock says that they do not: one of the runs was made without them."""


def leaves(value: Any, name: str = "") -> dict[str, Any]:
    """The values of nested mappings by dotted name; a score with its interval is one value, and so is a list."""
    if isinstance(value, Mapping) and value and not {"value", "low", "high"} <= set(value):
        found: dict[str, Any] = {}
        for key, inner in value.items():
            found |= leaves(inner, f"{name}.{key}" if name else str(key))
        return found
    return {name: value} if name else {}


def leaves_as_text(values: Mapping[str, Any]) -> dict[str, str]:
    """The values of nested mappings by dotted name, as `differences` writes them."""
    found = leaves(values)
    return {name: str(_written(found, name)) for name in found}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The leaves of two nested mappings that differ, by name."""
    left, right = leaves(before), leaves(after)
    return tuple(
        Change(name, _written(left, name), _written(right, name))
        for name in sorted(left.keys() | right.keys())
        if not (name in left and name in right and _same(left[name], right[name]))
    )


def _same(left: Any, right: Any) -> bool:
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)  # Python takes 1 for True


def _written(values: Mapping[str, Any], name: str) -> str | None:
    if name not in values:
        return None
    value = values[name]
    if isinstance(value, Mapping) and value:
        return f"{value['value']} [{value['low']}, {value['high']}]"  # a score is the one mapping that is a leaf
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def same_program(before: str, after: str) -> bool:
    """Whether two texts are the same Python but for comments and layout."""
    try:
        return ast.dump(ast.parse(before)) == ast.dump(ast.parse(after))
    except (SyntaxError, ValueError, RecursionError):
        return False


def read_by_a_stage(path: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a file is among what the stages of one of two dvc.lock read."""
    return bool(_covering(path, before) or _covering(path, after))


def stale(
    code: Sequence[File],
    params: Sequence[Change],
    locks: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> tuple[str, ...]:
    """What differs between two runs, although by their dvc.lock it was the same when each was made.

    Args:
        code: files that differ.
        params: parameters that differ.
        locks: dvc.lock of both runs.
    """
    files = [
        file.path for file in code if file.read and _covering(file.path, locks[0]) == _covering(file.path, locks[1])
    ]
    used = [
        {name: value for stage in _stages(lock) for name, value in leaves(_params(lock, stage)).items()}
        for lock in locks
    ]
    same = used[0].keys() & used[1].keys()
    return (*files, *(one.name for one in params if one.name in same and used[0][one.name] == used[1][one.name]))


def _covering(path: str, lock: Mapping[str, Any]) -> dict[str, str]:
    """The hashes of what holds a file among the deps of a stage, by stage and path."""
    return {
        f"{stage}:{dep}": md5
        for stage in _stages(lock)
        for dep, md5 in _files(lock, stage, "deps").items()
        if path == dep or path.startswith(f"{dep}/")
    }


def packages(before: str, after: str) -> tuple[Change, ...]:
    """The packages that two texts of requirements.lock pin differently."""
    return differences(dict(_PINNED.findall(before)), dict(_PINNED.findall(after)))


def corpus(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Folder and hash of the corpus in two dvc.lock, where they differ."""
    return differences(_corpus(before), _corpus(after))


def _corpus(lock: Mapping[str, Any]) -> dict[str, str]:
    deps = _files(lock, "ingest", "deps")
    found = next(((path, md5) for path, md5 in deps.items() if not path.startswith(_CODE)), None)
    return {"folder": found[0], "hash": found[1]} if found else {}


def stages(before: Mapping[str, Any], after: Mapping[str, Any], order: Sequence[str]) -> tuple[Stage, ...]:
    """The stages whose outputs differ in two dvc.lock, with what differs among their inputs.

    Args:
        before: dvc.lock of the first run.
        after: dvc.lock of the second run.
        order: names of the stages in dvc.yaml: running a part of the pipeline changes the order in dvc.lock.
    """
    names = list(dict.fromkeys([*_stages(after), *_stages(before)]))
    rank = {name: number for number, name in enumerate(order)}
    found = []
    for name in sorted(names, key=lambda name: rank.get(name.split("@")[0], len(rank))):
        outputs = _differing(_files(before, name, "outs"), _files(after, name, "outs"))
        if outputs:
            inputs = _differing(_files(before, name, "deps"), _files(after, name, "deps"))
            params = differences(*(_params(lock, name) for lock in (before, after)))
            found.append(Stage(name, outputs, (*inputs, *(change.name for change in params))))
    return tuple(found)


def _differing(left: Mapping[str, str], right: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(path for path in sorted(left.keys() | right.keys()) if left.get(path) != right.get(path))


def _stages(lock: Mapping[str, Any]) -> Mapping[str, Any]:
    found = lock.get("stages")
    return found if isinstance(found, Mapping) else {}


def _files(lock: Mapping[str, Any], stage: str, kind: str) -> dict[str, str]:
    """Hashes of the files and folders that a stage reads (`deps`) or writes (`outs`), by path."""
    entry = _stages(lock).get(stage) or {}
    return {str(one["path"]): str(one.get("md5", "")) for one in entry.get(kind) or ()}


def _params(lock: Mapping[str, Any], stage: str) -> Mapping[str, Any]:
    found = (_stages(lock).get(stage) or {}).get("params", {}).get("params.yaml", {})
    return found if isinstance(found, Mapping) else {}
