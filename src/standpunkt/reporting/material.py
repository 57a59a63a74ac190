"""The files that a report is made of, as they were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True)
class TaskFiles:
    """What `evaluate` wrote for one task. The tables are empty where the corpus has no labels for it."""

    metrics: Mapping[str, Any]
    predictions: Sequence[Mapping[str, Any]] = ()
    confusion: Sequence[Mapping[str, str]] = ()
    reliability: Sequence[Mapping[str, str]] = ()
    features: Sequence[Mapping[str, str]] = ()
    coverage: Sequence[Mapping[str, str]] = ()

    @property
    def unit(self) -> str:
        """What one test item is: a page, or a pair of page and target."""
        return "pair" if any("target" in row for row in self.predictions) else "page"


@dataclass(frozen=True)
class Material:
    """All files that the report shows."""

    config: Mapping[str, Any]
    codebook: Mapping[str, Any]
    ingest: Mapping[str, Any]
    clean: Mapping[str, Any]
    split: Mapping[str, Any]
    tasks: Mapping[str, TaskFiles]
    unlabelled: Sequence[Mapping[str, Any]]
    articles: Mapping[str, Mapping[str, Any]]
    """Title and outlet of each article by id."""
    removed: pa.Table
    """Lines of the pages that are in no article, of `schema.LINES`."""
    kept: pa.Table
    """Lines of the pages that are in an article, of `schema.LINES`."""
