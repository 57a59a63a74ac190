"""Format `pages`: a tree of .html, .txt and .md files as they were scraped, beside label tables.

`files` in corpus.yaml: `pages` (a folder), and, each where there is one, `topics` (CSV: id,topic; a row a topic where a
page has several), `stances` (CSV: id,target,stance), the name of any task under `tasks` in the codebook (CSV:
id,<task>), `gold` (JSON lines: id, body, kicker, title, teaser, author, published, furniture as a list of role and
text), `quotes` and `positions` (JSON lines, see `_annotations`), `split` (CSV: id,side), the corpus's own sides.
A page's id is its path below the folder without the suffix; its outlet is the first folder.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from standpunkt import storage
from standpunkt.corpora import Corpus, _annotations, check_files, check_page_id, existing_file
from standpunkt.errors import StandpunktError, nearest
from standpunkt.params import check_section
from standpunkt.schema import ANNOTATED, OWN_SIDES, Codebook, CorpusConfig, Entry, Gold, Label, RawPage

_KINDS = {".html": "html", ".htm": "html", ".txt": "text", ".md": "text"}
_FILES = ("pages", "topics", "stances", "gold", "quotes", "positions", "split")
GOLD_FIELDS = ("body", "kicker", "title", "teaser", "author", "published")


class _GoldLine(Entry):
    role: str
    text: str


class _GoldPage(Entry):
    id: str
    body: str | None = None
    kicker: str | None = None
    title: str | None = None
    teaser: str | None = None
    author: str | None = None
    published: str | None = None
    furniture: tuple[_GoldLine, ...] = Field(default=(), strict=False)  # JSON has lists alone


def read(folder: Path, config: CorpusConfig, codebook: Codebook) -> Corpus:
    """Read the pages, labels and gold of a folder; pages stay bytes, for their encoding is decided at ingest."""
    check_files(folder, config, [*_FILES, *codebook.tasks])
    root = folder / config.files.get("pages", "pages")
    if not root.is_dir():
        raise StandpunktError(f"{root}: no such folder; corpus.yaml: files.pages must name the folder of the pages")
    sides = dict(_sides(folder, config))
    pages = []
    for path in storage.files_below(root, _KINDS):
        if not path.resolve().is_relative_to(root.resolve()):
            raise StandpunktError(f"{path}: a link that leaves the corpus folder; copy the page instead")
        identifier = storage.relative_id(path, root)
        pages.append(
            RawPage(
                id=identifier,
                path=path.relative_to(folder).as_posix(),
                kind=_KINDS[path.suffix.lower()],  # type: ignore[arg-type]
                content=storage.read_bytes(path),
                outlet=identifier.split("/")[0] if "/" in identifier else None,
                split=sides.get(identifier, ("", None))[1],
            )
        )
    if not pages:  # what labels and gold say of them would only hide that
        return Corpus([], [], {})
    tables = {"topics": "topic", "stances": "stance"} | {name: name for name in codebook.tasks}
    labels = [label for name, task in tables.items() for label in _labels(folder, config, name, task)]
    ids = {page.id for page in pages}
    for identifier, (place, _) in sides.items():
        if identifier not in ids:
            raise StandpunktError(f"{place}: there is no page {identifier!r}; {nearest(identifier, ids)}")
    gold = list(_gold(folder, config, ids))
    bodies = {item.id: item.text for item in gold if item.role == "body"}
    marked = [
        existing_file(folder, config.files[name], f"files.{name}") if name in config.files else None
        for name in ANNOTATED
    ]
    annotations = _annotations.read(marked[0], marked[1], bodies, ids, codebook)
    return Corpus(pages, labels, dict(codebook.targets), gold, annotations)


def _labels(folder: Path, config: CorpusConfig, name: str, task: str) -> Iterator[Label]:
    if name not in config.files:
        return
    path = existing_file(folder, config.files[name], f"files.{name}")
    columns = ("id", "target", task) if task == "stance" else ("id", task)
    for line, row in storage.read_csv(path, columns):
        place = f"{path}:{line}"
        identifier = unicodedata.normalize("NFC", row["id"])
        check_page_id(identifier, place)
        yield Label(identifier, task, row.get("target"), row[task], place)


def _sides(folder: Path, config: CorpusConfig) -> Iterator[tuple[str, tuple[str, str]]]:
    """The place and the side of each page that the corpus puts on one."""
    if "split" not in config.files:
        return
    path = existing_file(folder, config.files["split"], "files.split")
    seen: dict[str, int] = {}
    for line, row in storage.read_csv(path, ("id", "side")):
        place, side = f"{path}:{line}", row["side"]
        identifier = unicodedata.normalize("NFC", row["id"])
        check_page_id(identifier, place)
        if side not in OWN_SIDES:
            raise StandpunktError(f"{place}: side {side!r} is unknown; {nearest(side, OWN_SIDES)}")
        if identifier in seen:
            raise StandpunktError(
                f"{place}: side of page {identifier!r} already stands on line {seen[identifier]}; keep one"
            )
        seen[identifier] = line
        yield identifier, (place, side)


def _gold(folder: Path, config: CorpusConfig, ids: set[str]) -> Iterator[Gold]:
    if "gold" not in config.files:
        return
    path = existing_file(folder, config.files["gold"], "files.gold")
    seen: dict[str, int] = {}
    for line, row in storage.numbered_jsonl(path):
        place = Path(f"{path}:{line}")
        page = check_section(_GoldPage, row, storage.YamlFile(place, row, {}))
        identifier = unicodedata.normalize("NFC", page.id)
        check_page_id(identifier, str(place))
        if identifier not in ids:
            raise StandpunktError(f"{place}: there is no page {identifier!r}; {nearest(identifier, ids)}")
        if identifier in seen:
            raise StandpunktError(
                f"{place}: gold of page {identifier!r} already stands on line {seen[identifier]}; keep one"
            )
        seen[identifier] = line
        for name in GOLD_FIELDS:
            text = getattr(page, name)
            if text:
                yield Gold(identifier, name, text)
        for furniture in page.furniture:
            yield Gold(identifier, furniture.role, furniture.text)
