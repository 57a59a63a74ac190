"""Corpora: a folder with a `corpus.yaml` becomes pages, labels and targets.

One module a format, named as in `corpus.yaml: format`, with one function
`read(folder, config, codebook) -> Corpus`. A new format is a new file here; nothing else changes.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from standpunkt import storage
from standpunkt.errors import StandpunktError, nearest
from standpunkt.params import check_section
from standpunkt.schema import ANNOTATED, Annotation, Codebook, CorpusConfig, Gold, Label, PinFile, RawPage, Target

# No control characters, no backslash, no half characters: file names that are not UTF-8 come as those.
_PAGE_ID = re.compile(r"[^\x00-\x1f\x7f\\\ud800-\udfff]+")


@dataclass
class Corpus:
    """What a format reads from a folder."""

    pages: list[RawPage]
    labels: list[Label]
    targets: dict[str, Target]
    gold: list[Gold] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    """Entries that are no page at all, by reason; they count as found and dropped."""


def formats() -> list[str]:
    """The names of the formats there are."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def read_config(folder: Path) -> CorpusConfig:
    """Read and check `corpus.yaml`.

    Raises:
        StandpunktError: no such file, an unknown key, a wrong type, an unknown format, a path out of the folder.
    """
    path = folder / "corpus.yaml"
    if not path.is_file():
        raise StandpunktError(
            f"{folder}: no corpus.yaml here; params.yaml: corpus must name a corpus folder, see docs/corpora.md"
        )
    file = storage.read_yaml(path)
    config = check_section(CorpusConfig, file.data, file)
    if config.format not in formats():
        raise StandpunktError(
            f"{file.place('format')}: format {config.format!r} is unknown; {nearest(config.format, formats())}"
        )
    paths = {("codebook",): config.codebook} | {("files", name): value for name, value in config.files.items()}
    for keys, value in paths.items():
        if not value or value.startswith("/") or "\0" in value or ".." in re.split(r"[/\\]", value):
            raise StandpunktError(
                f"{file.place(*keys)}: {'.'.join(keys)}: {value!r} is not allowed; use a path inside the corpus folder"
            )
    return config


def check_files(folder: Path, config: CorpusConfig, known: Iterable[str]) -> None:
    """Refuse keys under `files` that the format does not know.

    Raises:
        StandpunktError: naming the line of corpus.yaml and the nearest known key.
    """
    known = set(known)
    for name in config.files:
        if name not in known:
            place = storage.read_yaml(folder / "corpus.yaml").place("files", name)
            raise StandpunktError(f"{place}: 'files.{name}' is not a known key; {nearest(name, known)}")


def existing_file(folder: Path, name: str, key: str) -> Path:
    """The path of a file that corpus.yaml names under a key.

    Raises:
        StandpunktError: there is no such file.
    """
    path = folder / name
    if not path.is_file():
        raise StandpunktError(f"{path}: no such file; corpus.yaml: {key} must name one")
    return path


def read_codebook(folder: Path, config: CorpusConfig) -> Codebook:
    """Read and check the codebook that `corpus.yaml` names."""
    file = storage.read_yaml(existing_file(folder, config.codebook, "codebook"))
    return check_section(Codebook, file.data, file)


def read(folder: Path, config: CorpusConfig, codebook: Codebook, multilabel: Collection[str] = ()) -> Corpus:
    """Read a corpus in its format and check it against its codebook.

    Args:
        folder: of the corpus.
        config: its description.
        codebook: the labels that it may use.
        multilabel: the tasks of which a page may have several labels; of others the second one is refused.

    Raises:
        StandpunktError: a task without labels in the codebook, an empty corpus, a page id that is unsafe or stands
            twice, a label that is not in the codebook or belongs to no page or stands twice; the message names file and
            line.
    """
    for task in config.tasks:
        if task not in (*ANNOTATED, *codebook.classes()):
            raise StandpunktError(
                f"{folder / 'corpus.yaml'}: tasks: the codebook has no labels for {task!r}; "
                f"{nearest(task, [*ANNOTATED, *codebook.classes()])}"
            )
    module = importlib.import_module(f"{__name__}.{config.format}")
    corpus = cast(Corpus, module.read(folder, config, codebook))
    if not corpus.pages:
        raise StandpunktError(f"{folder}: the corpus is empty: no page in format {config.format!r} found")
    _check_ids(folder, corpus.pages)
    _check_labels(corpus, codebook, multilabel)
    return corpus


def check_page_id(identifier: str, place: str) -> None:
    """Refuse ids that could leave the corpus folder when they become a path.

    Raises:
        StandpunktError: naming `place`.
    """
    if not _is_safe(identifier):
        raise StandpunktError(
            f"{place}: page id {identifier!r} is not allowed; use a relative path below the pages in UTF-8, "
            "without '..', '\\' or control characters"
        )


def _is_safe(identifier: str) -> bool:
    parts = identifier.split("/")
    return bool(_PAGE_ID.fullmatch(identifier)) and not {"", ".", ".."} & {*parts} and ":" not in parts[0]


def _check_ids(folder: Path, pages: list[RawPage]) -> None:
    seen: dict[str, str] = {}
    for page in pages:
        if not _is_safe(page.id):  # a path for each of a million pages takes longer than all else here
            check_page_id(page.id, str(folder / page.path))
        if page.id in seen:
            raise StandpunktError(
                f"{folder / page.path}: page id {page.id!r} also belongs to {folder / seen[page.id]}; "
                "rename one of them"
            )
        seen[page.id] = page.path


def _check_labels(corpus: Corpus, codebook: Codebook, multilabel: Collection[str]) -> None:
    ids = {page.id for page in corpus.pages}
    classes = codebook.classes()
    seen: dict[tuple[str, str, str | None, str], Label] = {}
    for label in corpus.labels:
        if label.id not in ids:
            check_page_id(label.id, label.place)
            raise StandpunktError(f"{label.place}: there is no page {label.id!r}; {nearest(label.id, ids)}")
        if label.task == "stance" and label.target not in corpus.targets:
            raise StandpunktError(
                f"{label.place}: target {label.target!r} is not in the codebook; "
                f"{nearest(label.target, corpus.targets)}"
            )
        allowed = classes.get(label.task, [])
        if label.label not in allowed:
            raise StandpunktError(
                f"{label.place}: {label.task} {label.label!r} is not in the codebook; {nearest(label.label, allowed)}"
            )
        key = (label.id, label.task, label.target, label.label if label.task in multilabel else "")
        before = seen.setdefault(key, label)
        if before is not label:
            raise StandpunktError(_twice(label, before))


def _twice(label: Label, before: Label) -> str:
    """That a page has a label already, and what to do about it."""
    if label.label == before.label or label.task != "topic":
        return f"{label.place}: {label.task} of page {label.id!r} already stands at {before.place}; keep one"
    return (
        f"{label.place}: topic {label.label!r} of page {label.id!r} stands beside {before.label!r} at {before.place}; "
        "keep one, or set topic.multilabel: true in params.yaml"
    )


PINS = "cleaning.yaml"


def read_pins(folder: Path, outlets: Iterable[str]) -> dict[str, dict[str, bool]]:
    """Read `cleaning.yaml`, the lines that a person decided to keep or to drop, where a corpus has one.

    Args:
        folder: of the corpus.
        outlets: of its pages; a pin for another outlet is refused.

    Returns:
        By outlet (`*` for all) the lines, white space squeezed, with True for those to keep.

    Raises:
        StandpunktError: an unknown key or outlet, or a line that is both kept and dropped.
    """
    path = folder / PINS
    if not path.is_file():
        return {}
    file = storage.read_yaml(path)
    stated = check_section(PinFile, file.data, file)
    known = {"*", *outlets}
    pins: dict[str, dict[str, bool]] = {}
    for outlet, lines in stated.outlets.items():
        if outlet not in known:
            place = file.place("outlets", outlet)
            raise StandpunktError(f"{place}: outlet {outlet!r} has no page here; {nearest(outlet, known)}")
        for name, keep in (("keep", True), ("drop", False)):
            for number, line in enumerate(getattr(lines, name)):
                text = " ".join(line.split())
                if pins.setdefault(outlet, {}).setdefault(text, keep) != keep:
                    place = file.place("outlets", outlet, name, number)
                    raise StandpunktError(f"{place}: line {text[:60]!r} is under keep too; remove one")
    return pins
