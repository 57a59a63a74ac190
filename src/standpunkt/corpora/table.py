"""Format `table`: a CSV, JSON lines or Parquet file, whose columns corpus.yaml maps.

`files` in corpus.yaml: `table` is the file; all else are names of columns: `text`, and, each where there is one, `id`,
`title`, `author`, `outlet`, `published`, `group`, `split`, `part`, `topic`, `target` with `stance`, and the name of any
task under `tasks` in the codebook. A row is a page; rows with the same id are one page with several targets. Without
`id`, a page is named after its row. An empty label is none. Several topics of a page stand in one cell: as a list in
JSON lines and Parquet, or in a text that `topic_separator` divides.
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from standpunkt import storage
from standpunkt.corpora import Corpus, check_files, check_page_id, existing_file
from standpunkt.errors import StandpunktError, nearest
from standpunkt.schema import OWN_SIDES, Codebook, CorpusConfig, Label, RawPage, Target

_STATED = ("title", "author", "outlet", "published", "group", "split", "part")
_OWN = ("id", "text", "title")  # values that differ from row to row
_SUFFIXES = (".csv", ".jsonl", ".parquet")
_TOPIC, _SEPARATOR = "topic", "topic_separator"
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]\d{2}:\d{2}.*)?")


@dataclass
class _Reader:
    """What is read so far, and what later rows are compared with."""

    path: Path
    name: str
    before_number: str
    """Between file and line, or file and row where the file has no lines."""
    columns: Mapping[str, str]
    separator: str
    """Between the topics of a cell; empty where a cell holds one."""
    tasks: list[str]
    corpus: Corpus
    own_targets: bool
    """Whether the codebook has none, so that the table brings them."""
    seen: dict[str, int] = field(default_factory=dict)
    """Of each page that the table names its place among the pages."""
    numbers: list[int] = field(default_factory=list)
    """Of each page the number of its first row."""
    marks: list[tuple[tuple[str, ...], ...]] = field(default_factory=list)
    """Of each page the labels that it has as a whole."""
    ids: dict[str, str] = field(default_factory=dict)
    """Ids of the targets that the table brings, by their cells."""

    def place(self, number: int) -> str:
        """Where a row stands, for messages."""
        return f"{self.path}{self.before_number}{number}"

    def add(self, number: int, row: Mapping[str, Any]) -> None:
        """Take one row in."""
        place = self.place(number)
        values = {
            key: _text(row.get(column), key, column, place) for key, column in self.columns.items() if key != _TOPIC
        }
        marks = tuple(
            self._topics(row.get(self.columns[task]), place) if task == _TOPIC else tuple(filter(None, [values[task]]))
            for task in self.tasks
        )
        page = self._page(values, place)
        if page.id in self.seen:
            self._compare(page, marks, place)
        else:
            if "id" in self.columns:
                self.seen[page.id] = len(self.corpus.pages)
                self.numbers.append(number)
                self.marks.append(marks)
            self.corpus.pages.append(page)
            self.corpus.labels.extend(
                Label(page.id, task, None, label, place)
                for task, labels in zip(self.tasks, marks, strict=True)
                for label in labels
            )
        if values.get("target") or values.get("stance"):
            self._stance(page.id, values, place)

    def _topics(self, cell: Any, place: str) -> tuple[str, ...]:
        """The topics of a cell: a list of texts, or one text."""
        column = self.columns[_TOPIC]
        texts = [_text(one, _TOPIC, column, place) for one in (cell if isinstance(cell, list) else [cell])]
        if self.separator:
            texts = [sys.intern(part.strip()) for text in texts for part in text.split(self.separator)]
        return tuple(filter(None, texts))

    def _page(self, values: Mapping[str, str], place: str) -> RawPage:
        identifier = f"row-{len(self.corpus.pages) + 1:06d}"
        if "id" in self.columns:
            identifier = unicodedata.normalize("NFC", values["id"])
            if not identifier:
                raise StandpunktError(f"{place}: column {self.columns['id']!r} is empty; every row needs an id")
            check_page_id(identifier, place)
        stated = {key: values.get(key) or None for key in _STATED}
        split, published = stated["split"], (stated["published"] or "").replace(" ", "T", 1)
        if split and split not in OWN_SIDES:
            raise StandpunktError(f"{place}: split {split!r} is unknown; {nearest(split, OWN_SIDES)}")
        if published and not _DATE.fullmatch(published):
            raise StandpunktError(f"{place}: published {stated['published']!r} is no date; write YYYY-MM-DD")
        stated["published"] = published or None
        return RawPage(identifier, self.name, "article", values["text"], **stated)

    def _compare(self, page: RawPage, marks: tuple[tuple[str, ...], ...], place: str) -> None:
        index = self.seen[page.id]
        first = self.corpus.pages[index]
        before = (first.content, *(getattr(first, key) for key in _STATED), *self.marks[index])
        now = (page.content, *(getattr(page, key) for key in _STATED), *marks)
        for key, old, new in zip(("text", *_STATED, *self.tasks), before, now, strict=True):
            if old != new:
                several = "; several topics of a page stand in one cell, see files.topic_separator"
                raise StandpunktError(
                    f"{place}: page {page.id!r} has another {key} at {self.place(self.numbers[index])}; rows of one id "
                    f"may differ in target and stance alone{several if key == _TOPIC else ''}"
                )

    def _stance(self, identifier: str, values: Mapping[str, str], place: str) -> None:
        target = values["target"]
        if not target.strip():
            raise StandpunktError(f"{place}: stance {values['stance']!r} has no target; name one")
        if self.own_targets:
            target = self._own_target(target)
        if values["stance"]:
            self.corpus.labels.append(Label(identifier, "stance", target, values["stance"], place))

    def _own_target(self, value: str) -> str:
        if value not in self.ids:
            statement = " ".join(unicodedata.normalize("NFC", value).split())
            self.ids[value] = target_id(statement)
            self.corpus.targets[self.ids[value]] = Target(statement=statement)
        return self.ids[value]


def read(folder: Path, config: CorpusConfig, codebook: Codebook) -> Corpus:
    """Read the table a row at a time.

    Raises:
        StandpunktError: a key without its column, a column that the table does not have, a value that is no text, an
            id that is not allowed, an unknown side, a date that is none, a stance without target, or rows of one id
            that are not the same page; names corpus.yaml's line, or the row's.
    """
    columns = _columns(folder, config, codebook)
    path = existing_file(folder, config.files["table"], "files.table")
    reader = _Reader(
        path=path,
        name=path.relative_to(folder).as_posix(),
        before_number=": row " if path.suffix.lower() == ".parquet" else ":",
        columns=columns,
        separator=config.files.get(_SEPARATOR, ""),
        tasks=[task for task in (_TOPIC, *codebook.tasks) if task in columns],
        corpus=Corpus([], [], dict(codebook.targets)),
        own_targets=not codebook.targets,
    )
    for number, row in _rows(folder, path, columns):
        reader.add(number, row)
    return reader.corpus


def target_id(statement: str) -> str:
    """The id of a target that the codebook does not name: words of its statement, and eight digits of its hash."""
    plain = unicodedata.normalize("NFKD", statement.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain[:60])[:6]
    return "-".join([*words, hashlib.sha256(statement.encode()).hexdigest()[:8]])


def _columns(folder: Path, config: CorpusConfig, codebook: Codebook) -> dict[str, str]:
    """The columns by what they hold."""
    known = ["table", "id", "text", *_STATED, _TOPIC, _SEPARATOR, "target", "stance", *codebook.tasks]
    check_files(folder, config, known)
    place = storage.read_yaml(folder / "corpus.yaml").place
    files = config.files
    needed = {"table": "name the file", "text": "name the column of the text"}
    for one, other in (("target", "stance"), ("stance", "target")):
        needed |= {other: f"files.{one} goes with it"} if one in files else {}
    needed |= {_TOPIC: f"files.{_SEPARATOR} goes with it"} if _SEPARATOR in files else {}
    for key, why in needed.items():
        if key not in files:
            raise StandpunktError(f"{place('files')}: files.{key} is missing; {why}")
    if Path(files["table"]).suffix.lower() not in _SUFFIXES:
        raise StandpunktError(
            f"{place('files', 'table')}: files.table: {files['table']!r} is no table; it must end in one of: "
            f"{', '.join(_SUFFIXES)}"
        )
    return {key: column for key, column in files.items() if key not in ("table", _SEPARATOR)}


def _rows(folder: Path, path: Path, columns: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows with their numbers; every column of corpus.yaml stands in at least one."""
    suffix = path.suffix.lower()
    if suffix == ".jsonl":  # whose objects may leave keys out
        keys: set[str] = set()
        for number, row in storage.numbered_jsonl(path):
            for column in (columns[key] for key in ("id", "text") if key in columns):
                if column not in row:
                    raise StandpunktError(f"{path}:{number}: column {column!r} is missing; {nearest(column, row)}")
            keys.update(row)
            yield number, row
        _check_columns(folder, columns, keys)
        return
    if suffix == ".parquet":
        _check_columns(folder, columns, storage.parquet_columns(path))
        yield from storage.read_parquet(path, sorted(set(columns.values())))
        return
    for count, (line, cells) in enumerate(storage.read_csv(path, ())):
        if count == 0:
            _check_columns(folder, columns, cells)
        yield line, cells


def _check_columns(folder: Path, columns: Mapping[str, str], known: Collection[str]) -> None:
    for key, column in columns.items():
        if known and column not in known:
            place = storage.read_yaml(folder / "corpus.yaml").place("files", key)
            only = next(iter(known)) if len(known) == 1 else ""
            remedy = f"divide {only!r} by ','" if re.search(r"[;|\t]", only) else nearest(column, known)
            raise StandpunktError(f"{place}: files.{key}: the table has no column {column!r}; {remedy}")


def _text(value: Any, key: str, column: str, place: str) -> str:
    """A value as text; nothing is an empty text, and a whole number may stand for a name, but not for a text."""
    if isinstance(value, str):
        if "\0" in value:
            raise StandpunktError(f"{place}: column {column!r}: a NUL character; remove it")
        # The same few outlets, dates and labels stand in a million rows: one text for all of them.
        return value if key in _OWN else sys.intern(value)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and key != "text":
        return str(value)
    raise StandpunktError(f"{place}: column {column!r}: {str(value)[:40]!r} is no text; store it as one")
