"""Format `gnad`: the layout of 10kGNAD, `train.csv` and `test.csv` of lines `label;'text'` with `'` as quote character.

Source: https://github.com/tblock/10kGNAD. The corpus brings its own split.
"""

from __future__ import annotations

from pathlib import Path

from standpunkt import storage
from standpunkt.corpora import Corpus, check_files
from standpunkt.errors import StandpunktError
from standpunkt.schema import Codebook, CorpusConfig, Label, RawPage

_SIDES = ("train", "test")


def read(folder: Path, config: CorpusConfig, codebook: Codebook) -> Corpus:
    """Read both files; the id of an article is its file and line, its label the codebook topic of that name."""
    check_files(folder, config, _SIDES)
    pages: list[RawPage] = []
    labels: list[Label] = []
    ids = {topic.label: identifier for identifier, topic in codebook.topics.items()}
    for side in _SIDES:
        path = folder / config.files.get(side, f"{side}.csv")
        if not path.is_file():
            raise StandpunktError(f"{path}: no such file; run: standpunkt fetch {config.name} --from FOLDER")
        for line, row in storage.read_csv(path, delimiter=";", quotechar="'"):
            identifier = f"{side}/{line:05d}"
            if len(row) != 2:
                raise StandpunktError(f"{path}:{line}: {len(row)} fields, wanted label;'text'")
            label = ids.get(row["0"], row["0"])
            pages.append(RawPage(identifier, path.relative_to(folder).as_posix(), "article", row["1"], split=side))
            labels.append(Label(identifier, "topic", None, label, f"{path}:{line}"))
    return Corpus(pages, labels, {})
