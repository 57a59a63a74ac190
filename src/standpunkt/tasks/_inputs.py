"""From the tables of earlier stages to what a task makes examples of, and the sides of those examples."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from standpunkt import storage
from standpunkt.language.documents import documents, vectors
from standpunkt.schema import EMBEDDINGS, Annotation, Codebook, CorpusConfig, Target, table
from standpunkt.tasks import Example, Inputs


def inputs(
    articles: pa.Table,
    features: pa.Table,
    labels: pa.Table,
    targets: pa.Table,
    codebook: Codebook,
    embeddings: pa.Table | None = None,
    annotations: pa.Table | None = None,
) -> Inputs:
    """Join the tables; columns as in `schema`. Labels of pages that cleaning dropped are left out."""
    marked = [Annotation.from_row(row) for row in annotations.to_pylist()] if annotations else []
    embeddings = table(EMBEDDINGS, []) if embeddings is None else embeddings
    found = documents(articles, features, vectors(embeddings, "document"))
    return Inputs(
        documents=found,
        labels=[row for row in labels.to_pylist() if row["id"] in found],
        targets={row["id"]: Target(statement=row["statement"], aliases=row["aliases"]) for row in targets.to_pylist()},
        classes=codebook.classes(),
        target_embeddings=vectors(embeddings, "target"),
        annotations={one.id: one for one in marked if one.id in found},
        actors=codebook.actors,
    )


def read(ingested: Path, clean: Path, features: Path) -> tuple[Inputs, CorpusConfig]:
    """Read what the stages of a task work on, from the outputs of ingest, clean and features."""
    corpus = storage.read_json(ingested / "corpus.json")
    found = inputs(
        storage.read_table(clean / "articles"),
        storage.read_table(features / "readings"),
        storage.read_table(ingested / "labels"),
        storage.read_table(ingested / "targets"),
        Codebook.model_validate(corpus["codebook"]),
        storage.read_table(features / "embeddings"),
        storage.read_table(clean / "annotations"),
    )
    return found, CorpusConfig.model_validate(corpus["config"])


def by_side(examples: Iterable[Example], split: pa.Table) -> dict[str, list[Example]]:
    """Examples by the side of their (page, target), or of their page where the split does not tell targets apart.

    Labelled examples go to train, validation, test or excluded; examples without a label to `unlabelled`, whatever the
    side of their page.
    """
    sides = {(row["id"], row["target"]): row["side"] for row in split.to_pylist()}
    found: dict[str, list[Example]] = {}
    for example in examples:
        identifier = example.document.id
        side = sides.get((identifier, example.target)) or sides.get((identifier, None), "unlabelled")
        found.setdefault(side if example.labelled else "unlabelled", []).append(example)
    return found
