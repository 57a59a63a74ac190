"""Documents: an article with what spaCy read from it, as the tasks use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Vector = npt.NDArray[np.float32]

FIELDS = ("title", "teaser", "text")


@dataclass(frozen=True, slots=True)
class Reading:
    """One field of an article, tokenized; the columns are explained in `schema.FEATURES`."""

    text: str
    tokens: list[str]
    lemmas: list[str]
    starts: list[int]
    sentences: list[int]
    mentions: list[dict[str, Any]]
    cues: list[dict[str, Any]]

    def sentence_spans(self) -> list[tuple[int, int]]:
        """First and past-the-end token of each sentence."""
        ends = [*self.sentences[1:], len(self.tokens)]
        return list(zip(self.sentences, ends, strict=False))  # a text of white space has an end but no sentence

    def at(self, places: Iterable[int]) -> Reading:
        """A reading of these tokens alone, in this order, without mentions and cues."""
        chosen = list(places)
        return Reading(
            self.text,
            [self.tokens[place] for place in chosen],
            [self.lemmas[place] for place in chosen],
            [self.starts[place] for place in chosen],
            [0] if chosen else [],
            [],
            [],
        )

    def sentence_text(self, start: int, end: int) -> str:
        """The text of the tokens from start to before end, as it stands in the field."""
        last = end - 1
        return self.text[self.starts[start] : self.starts[last] + len(self.tokens[last])]


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its readings by field; a field that the article lacks has none."""

    id: str
    author: str | None
    published: str | None
    outlet: str | None
    cluster: str
    readings: dict[str, Reading]
    group: str | None = None
    """What belongs together, such as the texts of one election."""
    part: str | None = None
    """Part of the test rows that is also scored on its own."""
    embedding: Vector | None = field(default=None, compare=False)
    """Of length one, by the encoder of params.yaml; None where there is none."""
    kind: str | None = None
    """What the page was: html, text, or an article that needed no cleaning."""
    words: int | None = None
    """Of the article."""

    def tokens(self, form: str) -> Iterator[str]:
        """All tokens, title first, as they stand (`form`) or as lemmas (`lemma`)."""
        for reading in self.readings.values():
            yield from reading.lemmas if form == "lemma" else reading.tokens

    def text(self) -> str:
        """Title, teaser and text."""
        return "\n".join(reading.text for reading in self.readings.values())


def vectors(embeddings: pa.Table, kind: str) -> dict[str, Vector]:
    """The vectors of one kind by id; columns of `schema.EMBEDDINGS`."""
    rows = embeddings.filter(pc.equal(embeddings["kind"], kind))
    flat = rows["vector"].combine_chunks().flatten().to_numpy()
    return dict(zip(rows["id"].to_pylist(), flat.reshape(rows.num_rows, -1) if rows.num_rows else flat, strict=True))


def documents(
    articles: pa.Table, features: pa.Table, embeddings: Mapping[str, Vector] | None = None
) -> dict[str, Document]:
    """Join articles and features.

    Args:
        articles: columns of `schema.ARTICLES`.
        features: columns of `schema.FEATURES`, a row a field.
        embeddings: by id of the article; None where there is no encoder.

    Returns:
        The documents by id, in the order of the articles.
    """
    readings: dict[str, dict[str, Reading]] = {}
    texts = {row["id"]: row for row in articles.to_pylist()}
    for row in features.to_pylist():
        identifier, field = row.pop("id"), row.pop("field")
        readings.setdefault(identifier, {})[field] = Reading(text=texts[identifier][field], **row)
    return {
        identifier: Document(
            id=identifier,
            author=row["author"],
            published=row["published"],
            outlet=row["outlet"],
            cluster=row["cluster"],
            readings={field: readings[identifier][field] for field in FIELDS if field in readings.get(identifier, {})},
            group=row["group"],
            part=row["part"],
            embedding=(embeddings or {}).get(identifier),
            kind=row["kind"],
            words=row["words"],
        )
        for identifier, row in texts.items()
    }
