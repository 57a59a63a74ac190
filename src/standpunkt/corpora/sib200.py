"""Format `sib200`: one language of SIB-200, `train.tsv`, `dev.tsv` and `test.tsv` with `index_id category text`.

Source: https://github.com/dadelani/sib-200. The corpus brings its own split. Where `test.tsv` is not there, `dev.tsv`
is the test side, and there is no validation side.
"""

from __future__ import annotations

from pathlib import Path

from standpunkt import storage
from standpunkt.corpora import Corpus, check_files
from standpunkt.errors import StandpunktError
from standpunkt.schema import Codebook, CorpusConfig, Label, RawPage

_SIDES = {"train": "train", "dev": "validation", "test": "test"}
_COLUMNS = ("index_id", "category", "text")


def read(folder: Path, config: CorpusConfig, codebook: Codebook) -> Corpus:  # noqa: ARG001 (every format has these)
    """Read the files there are; a page is a sentence, its id is file and index, its topic the category, `/` as `_`.

    Raises:
        StandpunktError: there is no `train.tsv`, or a file without the three columns.
    """
    check_files(folder, config, _SIDES)
    paths = {name: folder / config.files.get(name, f"{name}.tsv") for name in _SIDES}
    if not paths["train"].is_file():
        raise StandpunktError(f"{paths['train']}: no such file; run: standpunkt fetch {config.name} --from FOLDER")
    sides = _SIDES if paths["test"].is_file() else _SIDES | {"dev": "test"}
    corpus = Corpus([], [], {})
    for name, path in paths.items():
        for line, row in storage.read_csv(path, _COLUMNS, delimiter="\t") if path.is_file() else ():
            page = RawPage(
                f"{name}/{row['index_id']}",
                path.relative_to(folder).as_posix(),
                "article",
                row["text"],
                split=sides[name],
            )
            corpus.pages.append(page)
            topic = row["category"].replace("/", "_")  # of `science/technology`: a key of the metrics is a plain name
            corpus.labels.append(Label(page.id, "topic", None, topic, f"{path}:{line}"))
    return corpus
