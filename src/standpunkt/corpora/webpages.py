"""Format `webpages`: real pages with segments that people marked, as trafilatura's evaluation data have them.

`files` in corpus.yaml: `pages` (a folder of .html files) and `evaldata` (a JSON object with an entry for each address:
`file`, `with` and `without`, which are segments that an extractor must keep and must not keep, and where they are known
`title`, `author`, `date`). There are no labels: the corpus is there to measure cleaning.
Source: https://github.com/adbar/trafilatura/tree/master/tests.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from standpunkt import storage
from standpunkt.corpora import Corpus, check_files, check_page_id
from standpunkt.errors import StandpunktError
from standpunkt.params import check_section
from standpunkt.schema import Codebook, CorpusConfig, Gold, RawPage

# A page that was saved from the Wayback Machine belongs to the site that the machine saved.
_ARCHIVED = re.compile(r"\A\w+://web\.archive\.org/web/\d+\w*/(?:\w+:/+)?")
# The site in a file name such as `bote.example.hafen.html`.
_NAMED_SITE = re.compile(r"[\w-]+\.[a-z]{2,}(?=[.-])")
# Names below a country's domain under which sites are registered, as in `bote.co.at`.
_SECOND_LEVEL = frozenset("ac co com edu gov gv net or org".split())


class _Entry(BaseModel):
    """What is read of an entry; the layout has other keys too, as `license`."""

    model_config = ConfigDict(strict=True, frozen=True)

    file: str
    with_: list[str] = Field(alias="with")
    without: list[str]
    title: str | None = None
    author: str | None = None
    date: str | None = None


def read(folder: Path, config: CorpusConfig, codebook: Codebook) -> Corpus:  # noqa: ARG001 (every format has these)
    """Read the pages that have an entry, with their segments and fields as gold.

    What the entries state becomes gold alone and no field of a page, or cleaning would be scored on its own answers.
    An entry without its file counts as dropped, as do a second entry of a file and a page without entry.

    Raises:
        StandpunktError: nothing is fetched yet, or an entry is not as the layout has it; names the entry and its key.
    """
    check_files(folder, config, ("pages", "evaldata"))
    root, path = (
        folder / config.files.get(key, name) for key, name in (("pages", "pages"), ("evaldata", "evaldata.json"))
    )
    for place, kind in ((root, "folder"), (path, "file")):
        if not place.exists():
            raise StandpunktError(f"{place}: no such {kind}; run: standpunkt fetch {config.name} --from FOLDER")
    # NFC because archives made on a Mac have decomposed umlauts in their file names, and evaldata.json has not.
    files = {_nfc(page.relative_to(root).as_posix()): page for page in storage.files_below(root, (".html", ".htm"))}
    corpus = Corpus([], [], {}, dropped=Counter())
    used: set[str] = set()
    for address, entry in _entries(path):
        name = _nfc(entry.file)
        if name not in files or name in used:
            corpus.dropped["duplicate_file" if name in used else "missing_file"] += 1
            continue
        used.add(name)
        page = _page(address, files[name], root, folder)
        corpus.pages.append(page)
        corpus.gold.extend(Gold(page.id, role, _nfc(text)) for role, text in _gold(entry) if text.strip())
    corpus.dropped.update({"not_in_evaldata": len(files) - len(used)} if len(files) > len(used) else {})
    return corpus


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _entries(path: Path) -> Iterator[tuple[str, _Entry]]:
    """The entries by address, checked."""
    data: Any = storage.read_json(path)
    if not isinstance(data, dict):
        raise StandpunktError(f"{path}: must be an object with an entry for each address; is the download complete?")
    for address, entry in data.items():
        found = check_section(_Entry, entry, storage.YamlFile(path, {}, {}), address)
        check_page_id(found.file, f"{path}: {address}.file")
        yield address, found


def _gold(entry: _Entry) -> Iterator[tuple[str, str]]:
    """Roles and texts. The layout writes an unknown value as an empty text, and an empty segment marks nothing."""
    yield from (("segment_with", text) for text in entry.with_)
    yield from (("segment_without", text) for text in entry.without)
    # Dates were typed by hand, and `2022-01.26` is met. One that is no day of the calendar stays as
    # it is and counts as missed: it is rare, and no reason to refuse a corpus that others made.
    date = (entry.date or "").replace(".", "-")
    yield from (("title", entry.title or ""), ("author", entry.author or ""), ("published", date.strip()))


def _page(address: str, path: Path, root: Path, folder: Path) -> RawPage:
    if not path.resolve().is_relative_to(root.resolve()):
        raise StandpunktError(f"{path}: a link that leaves the corpus folder; copy the page instead")
    outlet = _outlet(address)
    named = _NAMED_SITE.match(path.name.lower())
    return RawPage(
        id=storage.relative_id(path, root),
        path=path.relative_to(folder).as_posix(),
        kind="html",
        content=storage.read_bytes(path),
        outlet=outlet,
        group=_site(outlet) if outlet else named.group() if named else None,
    )


def _outlet(address: str) -> str | None:
    """The host of an address without `www.`; None where the key is no address, as in `hard::bote.example.hafen.html`.

    The file name may begin with the host then, but does not say where it ends.
    """
    try:
        host = urlsplit(_ARCHIVED.sub("http://", address)).hostname
    except ValueError:  # brackets that are no IPv6 address
        return None
    return host.removeprefix("www.") if host else None


def _site(host: str) -> str:
    """What somebody registered: the last two names of a host, or three.

    A guess without the Public Suffix List. It joins the blogs of one provider, which costs a grouped split little; a
    site on two sides would be a leak.
    """
    names = host.split(".")
    country = len(names) > 2 and len(names[-1]) == 2 and names[-2] in _SECOND_LEVEL
    return ".".join(names[-3 if country else -2 :])
