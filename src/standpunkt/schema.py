"""What flows between stages: the columns of every table, the codebook, and the description of a corpus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, field_validator

STANCES = ("favor", "against", "neutral")
ANNOTATED = ("quotes", "positions")
"""Tasks whose gold is marked in the text, not a label of the page."""
QUOTE_TYPES = ("direct", "indirect", "reported", "free_indirect")
HOW = ("quoted", "reported", "ascribed")
"""How a text shows a position: in the actor's own words, reported, or by what the author says of the actor."""
OWN_SIDES = ("train", "validation", "test")
"""What a corpus that brings its own split may say of a page."""
SIDES = (*OWN_SIDES, "excluded", "unlabelled")

_text = pa.string()
_span = pa.struct([("start", pa.int32()), ("end", pa.int32())])

PAGES = pa.schema(
    [
        pa.field("id", _text, nullable=False),
        pa.field("path", _text),  # below the corpus folder, as found
        pa.field("kind", _text, nullable=False),  # html, text, or article: a text that needs no cleaning
        pa.field("content", _text, nullable=False),  # decoded, NFC
        pa.field("encoding", _text),  # how it was decoded
        pa.field("outlet", _text),
        pa.field("author", _text),
        pa.field("published", _text),  # ISO 8601 date or date and time
        pa.field("title", _text),
        pa.field("group", _text),  # what must stay on one side of a grouped split
        pa.field("split", _text),  # the corpus's own split
        pa.field("part", _text),  # part of the test rows that is also scored on its own
    ]
)

LABELS = pa.schema(
    [
        pa.field("id", _text, nullable=False),  # of the page
        pa.field("task", _text, nullable=False),
        pa.field("target", _text),
        pa.field("label", _text, nullable=False),
    ]
)

TARGETS = pa.schema(
    [
        pa.field("id", _text, nullable=False),
        pa.field("statement", _text, nullable=False),
        pa.field("aliases", pa.list_(_text), nullable=False),
    ]
)

GOLD = pa.schema(
    [
        pa.field("id", _text, nullable=False),
        # body, kicker, title, teaser, author, published, segment_with, segment_without, or a furniture role
        pa.field("role", _text, nullable=False),
        pa.field("text", _text, nullable=False),
    ]
)

ARTICLES = pa.schema(
    [
        pa.field("id", _text, nullable=False),
        pa.field("kind", _text, nullable=False),
        pa.field("kicker", _text),
        pa.field("title", _text),
        pa.field("teaser", _text),
        pa.field("author", _text),
        pa.field("published", _text),
        pa.field("modified", _text),
        pa.field("outlet", _text),
        pa.field("section", _text),
        pa.field("language", _text),  # ISO 639-1, or und where the text is too short to say
        pa.field("is_teaser", pa.bool_()),  # the rest is behind a paywall
        pa.field("sources", pa.map_(_text, _text)),  # of each field that is set: where it was read
        pa.field("text", _text, nullable=False),  # paragraphs, a blank line between
        pa.field("words", pa.int32(), nullable=False),
        pa.field("group", _text),
        pa.field("split", _text),
        pa.field("part", _text),  # part of the test rows that is also scored on its own
        pa.field("cluster", _text, nullable=False),  # id of the first article of its near-duplicate cluster
    ]
)

LINES = pa.schema(
    [
        pa.field("id", _text, nullable=False),
        pa.field("line", pa.int32(), nullable=False),  # place in reading order, from 1
        pa.field("text", _text, nullable=False),
        pa.field("role", _text, nullable=False),  # what it is: body, list, navigation, caption, …
        pa.field("reason", _text, nullable=False),  # why we think so
        pa.field("confidence", pa.float32(), nullable=False),  # probability of the decision to keep or to remove it
        pa.field("start", pa.int32(), nullable=False),  # character offsets into `content` of the page; -1: not found
        pa.field("end", pa.int32(), nullable=False),
    ]
)
"""The lines of all pages: table `removed` holds what is in no field of an article, table `kept` what is."""

FEATURES = pa.schema(
    [
        pa.field("id", _text, nullable=False),
        pa.field("field", _text, nullable=False),  # title, teaser or text
        pa.field("tokens", pa.list_(_text), nullable=False),
        pa.field("lemmas", pa.list_(_text), nullable=False),
        pa.field("starts", pa.list_(pa.int32()), nullable=False),  # character offset of each token
        pa.field("sentences", pa.list_(pa.int32()), nullable=False),  # index of each sentence's first token
        pa.field("mentions", pa.list_(pa.struct([("actor", _text), *_span])), nullable=False),  # token offsets
        pa.field("cues", pa.list_(pa.struct([("verb", _text), *_span])), nullable=False),  # token offsets
    ]
)

VOTES = pa.schema(
    [
        pa.field("id", _text, nullable=False),  # of the page
        pa.field("task", _text, nullable=False),
        pa.field("target", _text, nullable=False),  # empty where the task has none
        pa.field("annotator", _text, nullable=False),
        pa.field("label", _text, nullable=False),  # of quotations: their rows as JSON
        pa.field("text_version", _text, nullable=False),  # SHA-256 of what the annotator read
    ]
)
"""Every label that an annotator gave, where the corpus records it."""

_spans = pa.list_(pa.list_(pa.int32(), 2))  # character offsets, end exclusive

ANNOTATIONS = pa.schema(
    [
        pa.field("id", _text, nullable=False),
        pa.field("text", _text, nullable=False),  # that the offsets count in: the article as its annotator saw it
        pa.field(
            "quotes",
            pa.list_(
                pa.struct(
                    [("type", _text), ("spans", _spans), ("cues", _spans), ("speakers", _spans), ("actor", _text)]
                )
            ),
        ),  # null where the page has none annotated, empty where it has none
        pa.field(
            "positions",
            pa.list_(
                pa.struct(
                    [
                        ("actor", _text),
                        ("target", _text),
                        ("stance", _text),
                        ("how", _text),
                        ("start", pa.int32()),
                        ("end", pa.int32()),
                    ]
                )
            ),
        ),
    ]
)
"""Who says what, and where they stand, as people marked it; a row a page."""

EMBEDDINGS = pa.schema(
    [
        pa.field("kind", _text, nullable=False),  # document or target
        pa.field("id", _text, nullable=False),  # of the article or the target
        pa.field("vector", pa.large_list(pa.float32()), nullable=False),  # of length one
    ]
)
"""Empty where no encoder is set."""

SPLIT = pa.schema(
    [
        pa.field("id", _text, nullable=False),
        pa.field("target", _text),  # set where the sides differ by target
        pa.field("side", _text, nullable=False),
        pa.field("reason", _text),  # why excluded
    ]
)


class Entry(BaseModel):
    """A part of a codebook or corpus description: strict types, no unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Topic(Entry):
    """A topic an article can be about."""

    label: str
    definition: str = Field(min_length=1)


class Target(Entry):
    """A statement that a text can agree or disagree with."""

    statement: str = Field(min_length=1)
    aliases: list[str] = []
    definition: str = ""


class Actor(Entry):
    """Somebody who can take a position."""

    label: str
    kind: str
    aliases: list[str] = Field(min_length=1)
    role: str = ""
    party: str = ""
    note: str = ""


class StanceLabels(Entry):
    """The stance labels with their definitions."""

    labels: dict[Literal["favor", "against", "neutral"], str]


class TaskLabels(Entry):
    """The labels of a task other than topic and stance, with their definitions."""

    labels: dict[str, str] = Field(min_length=1)


class Codebook(Entry):
    """What annotators go by: every label that a corpus may use."""

    version: int
    topics: dict[str, Topic] = {}
    stance: StanceLabels | None = None
    targets: dict[str, Target] = {}
    actors: dict[str, Actor] = {}
    tasks: dict[str, TaskLabels] = {}
    """Labels of tasks that were added, see docs/tasks.md."""

    @field_validator("tasks")
    @classmethod
    def _topic_and_stance_stand_apart(cls, tasks: dict[str, TaskLabels]) -> dict[str, TaskLabels]:
        for name, key in (("topic", "topics"), ("stance", "stance")):
            if name in tasks:
                raise ValueError(f"{name} is not allowed here; its labels stand under the key {key!r} of the codebook")
        return tasks

    def classes(self) -> dict[str, list[str]]:
        """The labels that are allowed, by task."""
        added = {name: list(task.labels) for name, task in self.tasks.items()}
        return added | {"topic": list(self.topics), "stance": list(self.stance.labels) if self.stance else []}


_ENTRY = re.compile(r"@[A-Za-z]+\{[^\s,{}]+,")


class CorpusConfig(Entry):
    """`corpus.yaml`."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    title: str
    language: Literal["de"]
    licence: str
    source: str
    redistributable: bool
    format: str
    files: dict[str, str] = {}
    tasks: list[str]
    """What the labels are meant for; none in a corpus that is there for cleaning alone."""
    codebook: str
    synthetic: bool = False
    citation: str = ""
    """BibTeX entries of the corpus, for `reports/cards/corpora.bib`."""

    @field_validator("citation")
    @classmethod
    def _is_bibtex(cls, citation: str) -> str:
        rest, depth = [""], 0
        for character in citation.strip():
            depth += {"{": 1, "}": -1}.get(character, 0)
            rest[-1] += character
            if character == "}" and not depth:
                rest.append("")
        *entries, after = rest
        if depth or after.strip() or not all(_ENTRY.match(entry.strip()) for entry in entries):
            raise ValueError("wants BibTeX entries, @misc{key, title = {…}, …}, and nothing beside them")
        return citation


class PinnedLines(Entry):
    """Lines of an outlet's pages that a person decided about."""

    keep: list[str] = []
    drop: list[str] = []


class PinFile(Entry):
    """`cleaning.yaml`: pinned lines by outlet, `*` for all."""

    outlets: dict[str, PinnedLines]


Span = tuple[int, int]
"""First character and the one past the last."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: what is said, by which words it is introduced, and who says it, as spans of characters."""

    type: str
    """One of `QUOTE_TYPES`."""
    spans: tuple[Span, ...]
    """More than one where the quotation is broken by an insert."""
    cues: tuple[Span, ...] = ()
    speakers: tuple[Span, ...] = ()
    actor: str | None = None
    """Whom the speaker's words refer to: the id of an actor of the codebook, or a full name."""
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody stands on a target, and the sentence that shows it."""

    actor: str
    """The id of an actor of the codebook, or a full name."""
    target: str
    stance: str
    how: str
    """One of `HOW`."""
    start: int
    end: int
    probabilities: Mapping[str, float] = field(default_factory=dict)
    """Of every stance; empty in gold."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What people marked in the text of one page; None where nobody looked for it."""

    id: str
    text: str
    quotes: tuple[Quote, ...] | None = None
    positions: tuple[Position, ...] | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Annotation:
        """From a row of `ANNOTATIONS`."""
        quotes, positions = row["quotes"], row["positions"]
        return cls(
            row["id"],
            row["text"],
            None if quotes is None else tuple(_quote_from(one) for one in quotes),
            None if positions is None else tuple(Position(**one) for one in positions),
        )


def _quote_from(row: Mapping[str, Any]) -> Quote:
    spans, cues, speakers = (tuple((start, end) for start, end in row[name]) for name in ("spans", "cues", "speakers"))
    return Quote(row["type"], spans, cues, speakers, row["actor"])


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as a corpus format found it, before decoding and cleaning."""

    id: str
    path: str
    kind: Literal["html", "text", "article"]
    content: bytes | str
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    title: str | None = None
    group: str | None = None
    split: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a page, and where it was read."""

    id: str
    task: str
    target: str | None
    label: str
    place: str


@dataclass(frozen=True, slots=True)
class Gold:
    """One piece of a page whose role is known: the body, the title, or a line of furniture."""

    id: str
    role: str
    text: str


def table(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Table:
    """A table of these rows under this schema; a missing key is null."""
    return pa.Table.from_pylist(rows, schema=schema)
