"""Compare: two states of the project, from the files that a run leaves in git; and keep one as the reference."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from standpunkt import params, revisions, storage
from standpunkt.errors import StandpunktError
from standpunkt.evaluation import changes, comparison
from standpunkt.evaluation.changes import Change, Changes, File
from standpunkt.evaluation.comparison import COMPARED, Comparison, Settings
from standpunkt.revisions import Revision

_METRICS, _PREDICTIONS = "reports/metrics", "reports/predictions"
_TEXTS = ("id", "gold", "predicted")
REFERENCE = Path("reports/reference")
"""The run that each report is compared with."""


def compare(a: str, b: str, root: Path) -> Comparison:
    """Compare what the pipeline reported at two revisions.

    Args:
        a: a git revision, the name of a DVC experiment, or `workspace`.
        b: the same; its params.yaml says how the test is done (`evaluate`, `random_state`).
        root: the folder of the project.

    Raises:
        StandpunktError: there is no such revision, or a file of the run is not there or damaged.
    """
    before, after = revisions.resolve(a, root), revisions.resolve(b, root)
    old, new = _params(before), _params(after)
    settings = _settings(new)
    left, right = predictions(before), predictions(after)
    corpora = [_corpus(revision, file) for revision, file in ((before, old), (after, new))]
    return Comparison(
        before.label,
        after.label,
        str(corpora[1].get("title", new.data.get("corpus", ""))),
        all(corpus.get("redistributable") is True for corpus in corpora),
        settings,
        comparison.compare(left, right, settings),
        _changes(before, after, old.data, new.data),
        _moved(before, after, {*left, *right}),
    )


def worse(found: Comparison) -> bool:
    """Whether any score is worse for more than chance."""
    return any(metric.verdict == "worse" for task in found.tasks for metric in task.metrics)


def different(found: Comparison) -> bool:
    """Whether any score is better or worse for more than chance, or cannot be compared."""
    return any(metric.verdict != "not distinguishable" for task in found.tasks for metric in task.metrics)


def take_reference(name: str, root: Path, label: str | None = None) -> tuple[str, int]:
    """Copy what a run is compared by: its parameters, metrics, and predictions for test items, without texts.

    Args:
        name: a git revision, the name of a DVC experiment, or `workspace`.
        root: the folder of the project.
        label: how reports shall call it; otherwise the revision.

    Returns:
        How reports will call it, and how many files were copied.

    Raises:
        StandpunktError: there is no such revision, or no report at it.
    """
    revision = revisions.resolve(name, root)
    rows = predictions(revision)
    copied = ("params.yaml", *revision.files(_METRICS, ".json"))
    called = label or revision.label
    with storage.new_folder(root / REFERENCE) as folder:
        for path in copied:
            storage.write_text(folder / path.removeprefix("reports/"), revision.text(path))
        for task, some in rows.items():
            kept = [{key: row[key] for key in COMPARED if key in row} for row in some]
            storage.write_jsonl(folder / "predictions" / f"{task}.jsonl", kept)
        storage.write_json(folder / "about.json", {"name": called})
    return called, len(copied) + len(rows)


def forget_reference(root: Path) -> None:
    """Take the reference away: later reports compare with nothing.

    Raises:
        StandpunktError: the folder cannot be written.
    """
    with storage.new_folder(root / REFERENCE) as folder:
        storage.write_json(folder / "about.json", {"name": ""})


def _params(revision: Revision) -> storage.YamlFile:
    return storage.parse_yaml(revision.text("params.yaml"), revision.place("params.yaml"))


def _settings(file: storage.YamlFile) -> Settings:
    section = params.check_section(params.EvaluateParams, file.data.get("evaluate"), file, "evaluate")
    state = file.data.get("random_state")
    if not isinstance(state, int) or isinstance(state, bool) or state < 0:
        raise StandpunktError(f"{file.place('random_state')}: random_state: wanted a whole number from 0")
    return Settings.of(section, state)


def predictions(revision: Revision) -> dict[str, list[dict[str, Any]]]:
    """The predictions for test items by task; a task without labels in the corpus has none.

    Raises:
        StandpunktError: there is no report at this revision, or a file of it is damaged.
    """
    names = [Path(path).stem for path in revision.files(_METRICS, ".json")]
    if not names:
        revision.text(f"{_METRICS}/topic.json")  # says that there is no report
    present = revision.files(_PREDICTIONS, ".jsonl")
    return {name: _rows(revision, path) for name in names if (path := f"{_PREDICTIONS}/{name}.jsonl") in present}


def _rows(revision: Revision, path: str) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(revision.text(path).split("\n"), 1):
        if line.strip():
            row = storage.parse_json(line, revision.place(path), number)
            row = comparison.joined(row) if isinstance(row, dict) else row
            if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in _TEXTS):
                wanted = ", ".join(_TEXTS)
                raise StandpunktError(f"{revision.place(path)}:{number}: wanted an object with the texts {wanted}")
            rows.append(row)
    return rows


def _corpus(revision: Revision, file: storage.YamlFile) -> Mapping[str, Any]:
    """The description of the corpus; empty where it is not there, as beside a folder outside of git."""
    path = f"{file.data.get('corpus')}/corpus.yaml"
    if revision.find(path) is None:
        return {}
    return storage.parse_yaml(revision.text(path), revision.place(path)).data


def _changes(before: Revision, after: Revision, old: Mapping[str, Any], new: Mapping[str, Any]) -> Changes:
    locks = _yaml(before, "dvc.lock"), _yaml(after, "dvc.lock")
    order = list(_yaml(after, "dvc.yaml").get("stages") or ())
    code = tuple(
        File(
            path,
            status,
            status == "changed" and path.endswith(".py") and _same_program(path, before, after),
            changes.read_by_a_stage(path, *locks),
        )
        for status, path in revisions.changed(before, after, "src")
    )
    settings = changes.differences(old, new)
    return Changes(
        settings,
        code,
        changes.corpus(*locks),
        changes.stages(*locks, order),
        changes.packages(*(_optional(revision, "requirements.lock") for revision in (before, after))),
        changes.stale(code, settings, locks),
    )


def _same_program(path: str, before: Revision, after: Revision) -> bool:
    return changes.same_program(_optional(before, path), _optional(after, path))


def _optional(revision: Revision, path: str) -> str:
    """The text of a file, empty where there is none."""
    return revision.text(path) if revision.find(path) is not None else ""


def _yaml(revision: Revision, path: str) -> Mapping[str, Any]:
    text = _optional(revision, path)
    return storage.parse_yaml(text, revision.place(path)).data if text.strip() else {}


def _moved(before: Revision, after: Revision, tasks: set[str]) -> tuple[Change, ...]:
    """Figures of the metrics files of other stages."""
    sides: list[dict[str, Any]] = []
    for revision in (before, after):
        paths = [path for path in revision.files(_METRICS, ".json") if Path(path).stem not in tasks]
        sides.append({Path(path).stem: storage.parse_json(revision.text(path), revision.place(path)) for path in paths})
    return changes.differences(*sides)
