"""Fitted models as files: values in `model.json`, numbers in `arrays.npz`. No code, no pickle."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.tasks import Example, ModelState

_FITTED_ON = ("train", "validation")


def write(out: Path, task: str, state: ModelState | None, sides: Mapping[str, Sequence[Example]] | None = None) -> None:
    """Write a model into a new folder.

    Args:
        out: the folder.
        task: its name.
        state: the model; None writes one that says that it is not fitted.
        sides: the examples by side, of which those of train and validation are noted for `check_rows`; None where the
            model is scored by the stage that fits it.
    """
    with storage.new_folder(out) as folder:
        fitted = state is not None
        stated = {"task": task, "fitted": fitted, "meta": state.meta if state else {}}
        storage.write_json(folder / "model.json", stated | ({} if sides is None else {"rows": fingerprint(sides)}))
        storage.write_arrays(folder / "arrays.npz", state.arrays if state else {})


def read(folder: Path) -> ModelState | None:
    """Read a model; None where it is not fitted, because the corpus has no labels for its task.

    Raises:
        StandpunktError: there is no model, or one that cannot be read.
    """
    fitted = storage.read_json(folder / "model.json")
    return ModelState(fitted["meta"], storage.read_arrays(folder / "arrays.npz")) if fitted["fitted"] else None


def fingerprint(sides: Mapping[str, Sequence[Example]]) -> str:
    """A SHA-256 over which (page, target) rows are train rows and which are validation rows, in any order."""
    rows = {side: sorted(_names(sides.get(side, ()))) for side in _FITTED_ON}
    return hashlib.sha256(storage.json_text(rows).encode()).hexdigest()


def _names(examples: Iterable[Example]) -> Iterable[tuple[str, str]]:
    return ((example.document.id, example.target or "") for example in examples)


def check_rows(folder: Path, sides: Mapping[str, Sequence[Example]], split: Path) -> None:
    """Stop where a model was fitted on other rows than those of train and validation now: it may know test rows.

    Kinds L1.2 and L1.3 of Kapoor and Narayanan (2023): preprocessing and selection of features on test rows. All that
    is fitted is in the model, so it is enough to know of which rows the model was made.

    Args:
        folder: of the model.
        sides: the examples by side, as they are now.
        split: the folder they come from, for the message.

    Raises:
        StandpunktError: the rows are others, or the model does not say which they were.
    """
    if storage.read_json(folder / "model.json").get("rows") != fingerprint(sides):
        raise StandpunktError(
            f"{folder} was fitted on other rows than {split} has on its training side; run the training again"
        )
