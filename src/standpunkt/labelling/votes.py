"""Who gave which label: the record of annotators in a corpus folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from standpunkt import storage
from standpunkt.errors import StandpunktError

VOTES = "labels/annotators.csv"
"""Below the corpus folder: every label with who gave it."""
VOTE_COLUMNS = ("id", "task", "target", "annotator", "label", "text_version")

Key = tuple[str, str, str]
"""Page, task, and target or nothing."""


@dataclass(frozen=True, slots=True, order=True)
class Vote:
    """A label that somebody gave."""

    id: str
    task: str
    target: str
    annotator: str
    label: str
    """Of quotations: their rows as JSON."""
    version: str
    """Of the text, see `labelling.select`."""

    @property
    def key(self) -> Key:
        """What was labelled."""
        return self.id, self.task, self.target

    def row(self) -> tuple[str, ...]:
        """The form in the file."""
        return self.id, self.task, self.target, self.annotator, self.label, self.version


def read_votes(path: Path) -> list[Vote]:
    """The votes in a file, sorted; none where there is no file.

    Raises:
        StandpunktError: a column is missing, or an annotator has two labels for one item.
    """
    found: dict[tuple[str, ...], Vote] = {}
    for line, row in storage.read_csv(path, VOTE_COLUMNS) if path.is_file() else ():
        vote = Vote(*(row[name] for name in VOTE_COLUMNS))
        if found.setdefault((*vote.key, vote.annotator), vote) is not vote:
            raise StandpunktError(
                f"{path}:{line}: {vote.annotator!r} has a second label for {named(vote.key)}; keep one"
            )
    return sorted(found.values())


def named(key: Key) -> str:
    """What was labelled, in words."""
    page, task, target = key
    return f"{task}{f' on {target}' if target else ''} of {page}"
