"""The files that a report is made of, as they were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from standpunkt.evaluation.comparison import Comparison

_UNITS = {"actor": "position", "target": "pair", "quote": "quote", "gold_quote": "quote"}
"""What an item is, by the keys of its row."""


@dataclass(frozen=True)
class TaskFiles:
    """What `evaluate` wrote for one task. The tables are empty where the corpus has no labels for it."""

    metrics: Mapping[str, Any]
    predictions: Sequence[Mapping[str, Any]] = ()
    confusion: Sequence[Mapping[str, str]] = ()
    reliability: Sequence[Mapping[str, str]] = ()
    features: Sequence[Mapping[str, str]] = ()
    coverage: Sequence[Mapping[str, str]] = ()
    repeated: Mapping[str, Any] = field(default_factory=dict)
    """What the stage repeat measured; empty for a task that it does not repeat."""

    @property
    def unit(self) -> str:
        """What one test item is: a page, a pair of page and target, a position, a quote."""
        keys = {key for row in self.predictions for key in row}
        return next((unit for key, unit in _UNITS.items() if key in keys), "page")


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
    positions: Sequence[Mapping[str, Any]]
    """Positions in pages that no model was fitted on, with `side`, `outlet` and `published` of their page."""
    removed: pa.Table
    """Lines of the pages that are in no article, of `schema.LINES`."""
    kept: pa.Table
    """Lines of the pages that are in an article, of `schema.LINES`."""
    labels: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)
    """How often each label was given, by task, label and side; see `datasheet.label_counts`."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of what was read: of `metrics/…` and `predictions/…` below the reports, of tables of other stages."""
    citation: Mapping[str, Any] = field(default_factory=dict)
    """`CITATION.cff` of the program."""
    against: Comparison | None = None
    """The reference run and this one compared; None where there is no reference."""
