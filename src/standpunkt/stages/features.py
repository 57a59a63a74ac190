"""Features: what spaCy reads from each article, and embeddings by a pretrained encoder; nothing here is fitted."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from tqdm import tqdm

from standpunkt import stages, storage
from standpunkt.language import encoder, pipeline
from standpunkt.language.documents import FIELDS
from standpunkt.language.encoder import Encoder
from standpunkt.params import FeaturesParams, Params
from standpunkt.schema import EMBEDDINGS, FEATURES, Codebook, table


def features(params: Params, *, ingested: Path, clean: Path, cache: Path, out: Path) -> None:
    """Run the pipeline over title, teaser and text of every article; encode articles and targets where that is set."""
    model = None if params.features.encoder == encoder.NONE else encoder.load(params.features.encoder)
    codebook = Codebook.model_validate(storage.read_json(ingested / "corpus.json")["codebook"])
    articles = storage.read_table(clean / "articles").select(["id", *FIELDS]).to_pylist()
    with storage.new_folder(out) as folder:
        storage.write_rows(folder / "readings", FEATURES, _readings(articles, codebook, params.features))
        if model is None:
            storage.write_table(folder / "embeddings", table(EMBEDDINGS, []))
        else:
            targets = storage.read_table(ingested / "targets").to_pylist()
            texts = {("document", row["id"]): "\n".join(row[key] for key in FIELDS if row[key]) for row in articles}
            texts |= {("target", row["id"]): row["statement"] for row in targets}
            found, summary = embeddings(model, texts, cache)
            storage.write_table(folder / "embeddings", found)
            storage.write_json(folder / "embeddings/encoder.json", summary)


def _readings(
    articles: Sequence[Mapping[str, Any]], codebook: Codebook, params: FeaturesParams
) -> Iterator[dict[str, Any]]:
    nlp = pipeline.build(params.spacy_model, codebook.actors)
    keys = [(row["id"], field) for row in articles for field in FIELDS if row[field]]
    texts = (row[field] for row in articles for field in FIELDS if row[field])
    readings = pipeline.read(nlp, texts, params.processes)
    # disable=None: silent where standard error is no terminal
    for (identifier, field), reading in tqdm(
        zip(keys, readings, strict=True), total=len(keys), desc="features", unit="text", disable=None
    ):
        yield {"id": identifier, "field": field, **reading}


def embeddings(model: Encoder, texts: dict[tuple[str, str], str], cache: Path) -> tuple[pa.Table, dict[str, Any]]:
    """Encode texts by kind and id.

    Returns:
        Columns of `schema.EMBEDDINGS`; and which model it was, and how many texts it read the beginning of alone.
    """
    found = encoder.embed(model, list(texts.values()), cache)
    count, dimension = found.shape
    offsets = pa.array(np.arange(count + 1, dtype=np.int64) * dimension)
    columns = [
        pa.array([kind for kind, _ in texts], pa.string()),
        pa.array([identifier for _, identifier in texts], pa.string()),
        pa.LargeListArray.from_arrays(offsets, pa.array(found.ravel())),
    ]
    summary = {
        "model": model.digest,
        "dimension": dimension,
        "max_tokens": model.max_tokens,
        "texts": count,
        "cut": sum(model.is_cut(text) for text in texts.values()),
    }
    return pa.Table.from_arrays(columns, schema=EMBEDDINGS), summary


if __name__ == "__main__":
    sys.exit(stages.run(features, __doc__, ["ingested", "clean", "cache", "out"]))
