"""From the tables of earlier stages to what a task makes examples of, and the sides of those examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

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


def read(ingested: Path, clean: Path, features: Path, split: Path | None = None) -> tuple[Inputs, CorpusConfig]:
    """Read what the stages of a task work on, from the outputs of ingest, clean and features.

    Args:
        ingested: output of the stage ingest.
        clean: output of the stage clean.
        features: output of the stage features.
        split: output of the stage split: its pages are read alone, all of which have a label or a mark. None: all.
    """
    ids = None if split is None else pc.unique(storage.read_table(split)["id"])
    [found] = _Tables.read(ingested, clean, features, ids).parts(None)
    return found, config(ingested)


def config(ingested: Path) -> CorpusConfig:
    """What the corpus says of itself."""
    return CorpusConfig.model_validate(storage.read_json(ingested / "corpus.json")["config"])


def unlabelled(ingested: Path, clean: Path, features: Path, split: Path, size: int) -> Iterator[Inputs]:
    """What stands on no side of the split, so many pages at a time; once nothing where there is no such page."""
    tables = _Tables.read(ingested, clean, features, None)
    sided = pc.is_in(tables.articles["id"], pc.unique(storage.read_table(split)["id"]))
    return replace(tables, articles=tables.articles.filter(pc.invert(sided))).parts(size)


@dataclass(frozen=True)
class _Tables:
    """The tables that inputs are made of, which take a tenth of the memory of what is made of them."""

    articles: pa.Table
    readings: pa.Table
    labels: pa.Table
    targets: pa.Table
    codebook: Codebook
    embeddings: pa.Table
    annotations: pa.Table

    @classmethod
    def read(cls, ingested: Path, clean: Path, features: Path, ids: pa.Array | None) -> _Tables:
        return cls(
            storage.read_table(clean / "articles", ids),
            storage.read_table(features / "readings", ids),
            storage.read_table(ingested / "labels", ids),
            storage.read_table(ingested / "targets"),
            Codebook.model_validate(storage.read_json(ingested / "corpus.json")["codebook"]),
            storage.read_table(features / "embeddings"),
            storage.read_table(clean / "annotations", ids),
        )

    def parts(self, size: int | None) -> Iterator[Inputs]:
        """Inputs of so many articles at a time, in order; None: of all at once."""
        rows = self.articles.num_rows
        for start in range(0, max(rows, 1), size or max(rows, 1)):
            articles = self.articles.slice(start, size)
            here = articles["id"].combine_chunks()
            readings, labels, annotations = (
                one if size is None else one.filter(pc.is_in(one["id"], here))
                for one in (self.readings, self.labels, self.annotations)
            )
            of_targets = pc.equal(self.embeddings["kind"], "target")
            embeddings = self.embeddings.filter(pc.or_(of_targets, pc.is_in(self.embeddings["id"], here)))
            yield inputs(articles, readings, labels, self.targets, self.codebook, embeddings, annotations)


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
