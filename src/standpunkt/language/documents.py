"""Documents: an article with what spaCy read from it, as the tasks use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

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

    def tokens(self, form: str) -> Iterator[str]:
        """All tokens, title first, as they stand (`form`) or as lemmas (`lemma`)."""
        for reading in self.readings.values():
            yield from reading.lemmas if form == "lemma" else reading.tokens

    def text(self) -> str:
        """Title, teaser and text."""
        return "\n".join(reading.text for reading in self.readings.values())


def documents(articles: pa.Table, features: pa.Table) -> dict[str, Document]:
    """Join articles and features.

    Args:
        articles: columns of `schema.ARTICLES`.
        features: columns of `schema.FEATURES`, a row a field.

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
        )
        for identifier, row in texts.items()
    }
