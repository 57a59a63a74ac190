"""Features: what spaCy reads from each article. Stateless: nothing here is fitted."""

from __future__ import annotations

import sys
from pathlib import Path

from tqdm import tqdm

from standpunkt import stages, storage
from standpunkt.language import pipeline
from standpunkt.language.documents import FIELDS
from standpunkt.params import Params
from standpunkt.schema import FEATURES, Codebook, table


def features(params: Params, *, corpus: Path, clean: Path, out: Path) -> None:
    """Run the pipeline over title, teaser and text of every article."""
    codebook = Codebook.model_validate(storage.read_json(corpus)["codebook"])
    nlp = pipeline.build(params.features.spacy_model, codebook.actors)
    articles = storage.read_table(clean / "articles").select(["id", *FIELDS]).to_pylist()
    keys = [(row["id"], field) for row in articles for field in FIELDS if row[field]]
    texts = (row[field] for row in articles for field in FIELDS if row[field])
    readings = pipeline.read(nlp, texts, params.features.processes)
    rows = [
        {"id": identifier, "field": field, **reading}
        # disable=None: silent where standard error is no terminal
        for (identifier, field), reading in tqdm(
            zip(keys, readings, strict=True), total=len(keys), desc="features", unit="text", disable=None
        )
    ]
    with storage.new_folder(out) as folder:
        storage.write_table(folder, table(FEATURES, rows))


if __name__ == "__main__":
    sys.exit(stages.run(features, __doc__, ["corpus", "clean", "out"]))
