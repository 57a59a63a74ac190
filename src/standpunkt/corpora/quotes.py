"""Format `quotes`: articles with quotations, one `*.pretty.json` a document, below `train`, `dev` and `test`.

Layout of *German News Quotation Attribution 2024* (Petersen-Frey and Biemann, 2024;
https://github.com/uhh-lt/german-news-quotation-attribution-2024): `documentName`, `originalText`, and `annotations`
with `type` and, for `quote`, `cue` and `speaker`, `spans` of `charBegin` and `charEnd`. The corpus brings its own
split. Where `test` is not there, `dev` is the test side, and there is no validation side.

Its types *indirect/free indirect* and *free indirect* are both `free_indirect` here: an indirect quotation that goes on
in a sentence of its own. Frames and addressees are not read.
"""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from standpunkt import storage
from standpunkt.corpora import Corpus, check_files
from standpunkt.errors import StandpunktError, nearest
from standpunkt.params import check_section
from standpunkt.schema import Annotation, Codebook, CorpusConfig, Quote, RawPage, Span

_SIDES = {"train": "train", "dev": "validation", "test": "test"}
_TYPES = {
    "Direct": "direct",
    "Indirect": "indirect",
    "Reported": "reported",
    "FreeIndirect": "free_indirect",
    "IndirectFreeIndirect": "free_indirect",
}
_SUFFIX = ".json"
_NAME = re.compile(r"(?:(?P<number>\d+) - )?(?P<title>.+?)(?: \((?P<day>\d{4}-\d\d-\d\d)\))?")


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class _Characters(_Part):
    charBegin: int = Field(ge=0)  # noqa: N815 - a name of the corpus
    charEnd: int = Field(ge=0)  # noqa: N815

    def span(self) -> Span:
        return self.charBegin, self.charEnd


class _Marked(_Part):
    spans: list[_Characters]


_NOTHING = _Marked(spans=[])


class _Quoted(_Part):
    type: str
    quote: _Marked
    cue: _Marked = _NOTHING
    speaker: _Marked = _NOTHING


class _File(_Part):
    originalText: str  # noqa: N815
    annotations: list[_Quoted]


def read(folder: Path, config: CorpusConfig, codebook: Codebook) -> Corpus:  # noqa: ARG001 (every format has these)
    """Read the documents there are; a page's id is its side and the number that its file name starts with.

    Raises:
        StandpunktError: there is no folder `train`, or a file is not of this layout; naming file and key.
    """
    check_files(folder, config, _SIDES)
    roots = {name: folder / config.files.get(name, name) for name in _SIDES}
    if not storage.is_folder(roots["train"]):
        raise StandpunktError(f"{roots['train']}: no such folder; run: standpunkt fetch {config.name} --from FOLDER")
    sides = _SIDES if storage.is_folder(roots["test"]) else _SIDES | {"dev": "test"}
    corpus = Corpus([], [], {})
    for name, root in roots.items():
        for path in storage.files_below(root, (_SUFFIX,)) if storage.is_folder(root) else ():
            page, annotation = _document(path, path.relative_to(folder).as_posix(), name, sides[name])
            corpus.pages.append(page)
            corpus.annotations.append(annotation)
    return corpus


def _document(path: Path, shown: str, part: str, side: str) -> tuple[RawPage, Annotation]:
    data = storage.read_json(path)
    if not isinstance(data, dict):
        raise StandpunktError(f"{path}: must be an object ({{…}}) with originalText and annotations")
    document = check_section(_File, data, storage.YamlFile(path, data, {}))
    stem = path.name.removesuffix(_SUFFIX).removesuffix(".pretty")
    named = _NAME.fullmatch(stem)
    title, number, day = (named[name] for name in ("title", "number", "day")) if named else (stem, None, None)
    identifier = f"{part}/{number or stem}"
    text = document.originalText
    page = RawPage(identifier, shown, "article", text, title=title, published=day, split=side)
    return page, Annotation(identifier, text, tuple(_quote(one, path, text) for one in document.annotations))


def _quote(found: _Quoted, path: Path, text: str) -> Quote:
    if found.type not in _TYPES:
        raise StandpunktError(f"{path}: type {found.type!r} is unknown; {nearest(found.type, _TYPES)}")
    spans: dict[str, tuple[Span, ...]] = {
        name: tuple(one.span() for one in marked.spans)
        for name, marked in (("quote", found.quote), ("cue", found.cue), ("speaker", found.speaker))
    }
    for start, end in (span for name in spans for span in spans[name]):
        if not start < end <= len(text):
            raise StandpunktError(f"{path}: span [{start}, {end}] is not inside the text of {len(text)} characters")
    return Quote(_TYPES[found.type], spans["quote"], spans["cue"], spans["speaker"])
