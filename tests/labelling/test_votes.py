"""The record of who gave which label."""

from __future__ import annotations

from pathlib import Path

import pytest

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.labelling.votes import VOTE_COLUMNS, Vote, read_votes


def test_votes_survive_their_file_and_no_annotator_has_two(tmp_path: Path) -> None:
    path = tmp_path / "annotators.csv"
    votes = [
        Vote("a", "topic", "", "bo", "y", "v1"),
        Vote("a", "topic", "", "anna", "x, „so“", "v1"),
        Vote("a", "stance", "maut", "anna", "favor", "v1"),
    ]
    storage.write_csv(path, VOTE_COLUMNS, [one.row() for one in votes])
    assert read_votes(path) == sorted(votes)
    assert read_votes(tmp_path / "none.csv") == []
    storage.write_csv(
        path,
        VOTE_COLUMNS,
        [Vote("a", "topic", "", "bo", "y", "v1").row(), Vote("a", "topic", "", "bo", "x", "v1").row()],
    )
    with pytest.raises(StandpunktError, match=r"annotators.csv:3: 'bo' has a second label for topic of a"):
        read_votes(path)
