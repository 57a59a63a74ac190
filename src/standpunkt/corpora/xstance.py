"""Format `xstance`: the German part of x-stance, `train.jsonl`, `valid.jsonl` and `test.jsonl`.

A page is the comment of a candidate on one question; the question is the target, the candidate the author. The corpus
brings its own split, and its test rows belong to parts that are scored on their own: new comments on the questions of
training, new questions, new topics. Source: https://github.com/ZurichNLP/xstance; Vamvas and Sennrich 2020,
https://ceur-ws.org/Vol-2624/paper9.pdf.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from standpunkt import storage
from standpunkt.corpora import Corpus, check_files
from standpunkt.errors import StandpunktError
from standpunkt.params import check_section
from standpunkt.schema import Codebook, CorpusConfig, Label, RawPage, Target

_SIDES = {"train": "train", "valid": "validation", "test": "test"}
_LABELS = {"FAVOR": "favor", "AGAINST": "against"}


class _Entry(BaseModel):
    """What is read of a line; the layout also has `numerical_label`, the answer in four steps, and `topic`."""

    model_config = ConfigDict(strict=True, frozen=True)

    id: int
    language: str
    question_id: int
    question: str
    comment: str
    label: Literal["FAVOR", "AGAINST"]
    author: str | None = None
    test_set: str | None = None


def read(folder: Path, config: CorpusConfig, codebook: Codebook) -> Corpus:  # noqa: ARG001 (every format has these)
    """Read the three files; comments in another language than the corpus has are counted as dropped.

    Raises:
        StandpunktError: a file is missing, or a line is not as the layout has it.
    """
    check_files(folder, config, _SIDES)
    corpus = Corpus([], [], {}, dropped=Counter())
    for name, side in _SIDES.items():
        path = folder / config.files.get(name, f"{name}.jsonl")
        if not path.is_file():
            raise StandpunktError(f"{path}: no such file; run: standpunkt fetch {config.name} --from FOLDER")
        for line, row in storage.numbered_jsonl(path):
            place = Path(f"{path}:{line}")
            entry = check_section(_Entry, row, storage.YamlFile(place, row, {}))
            if entry.language != config.language:
                corpus.dropped["wrong_language"] += 1
                continue
            page = RawPage(
                f"{name}/{entry.id}",
                path.relative_to(folder).as_posix(),
                "article",
                entry.comment,
                author=entry.author,
                split=side,
                part=entry.test_set,
            )
            target = f"q{entry.question_id}"
            corpus.pages.append(page)
            corpus.labels.append(Label(page.id, "stance", target, _LABELS[entry.label], str(place)))
            corpus.targets.setdefault(target, Target(statement=entry.question))
    return corpus
