"""The format `webpages`: pages with marked segments, and entries that are damaged."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt.corpora import _fetch
from standpunkt.errors import StandpunktError
from standpunkt.schema import Gold, RawPage

from .conftest import read, refused

CORPUS_YAML = """\
name: hafen
title: Marked pages
language: de
licence: CC BY 4.0
source: written for the tests
redistributable: true
format: webpages
files: {pages: files/pages, evaldata: files/evaldata.json}
tasks: []
codebook: codebook.yaml
"""
KRAN = "https://www.bote.example/hafen/kran?seite=1"
FAEHRE = "http://blog.warte.example/2031/05/fähre"
ENTRIES: dict[str, Any] = {
    KRAN: {
        "file": "bote.example.kran.html",
        "with": ["Der Kran steht still.", "Niemand  weiß, warum."],
        "without": ["Zur Startseite"],
        "comments": [""],
        "license": "unbekannt",
        "title": "Ein Kran",
        "author": "Arne Vosskuhl",
        "date": "2031-05-02",
        "sitename": "Bote",
    },
    FAEHRE: {"file": "warte.fähre.html", "with": ["", "Die Fähre."], "without": [" "], "title": "", "date": None},
}
PAGES = {"bote.example.kran.html": b"<p>Der Kran steht still.</p>", "warte.fähre.html": b"<p>Die F\xe4hre.</p>"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "hafen"
    (folder / "files/pages").mkdir(parents=True)
    for name, content in PAGES.items():
        (folder / "files/pages" / name).write_bytes(content)
    (folder / "corpus.yaml").write_text(CORPUS_YAML, encoding="utf-8")
    (folder / "codebook.yaml").write_text("version: 1\n", encoding="utf-8")
    mark(folder, ENTRIES)
    return folder


def mark(folder: Path, entries: Any) -> None:
    (folder / "files/evaldata.json").write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")


def test_an_entry_is_a_page_with_gold_and_states_nothing_that_is_scored(folder: Path) -> None:
    corpus = read(folder)
    assert corpus.pages == [
        RawPage(
            id="bote.example.kran",
            path="files/pages/bote.example.kran.html",
            kind="html",
            content=PAGES["bote.example.kran.html"],
            outlet="bote.example",
            group="bote.example",
        ),
        RawPage(
            id="warte.fähre",
            path="files/pages/warte.fähre.html",
            kind="html",
            content=PAGES["warte.fähre.html"],
            outlet="blog.warte.example",
            group="warte.example",
        ),
    ]
    assert corpus.gold == [
        Gold("bote.example.kran", "segment_with", "Der Kran steht still."),
        Gold("bote.example.kran", "segment_with", "Niemand  weiß, warum."),
        Gold("bote.example.kran", "segment_without", "Zur Startseite"),
        Gold("bote.example.kran", "title", "Ein Kran"),
        Gold("bote.example.kran", "author", "Arne Vosskuhl"),
        Gold("bote.example.kran", "published", "2031-05-02"),
        Gold("warte.fähre", "segment_with", "Die Fähre."),
    ]
    assert (corpus.labels, corpus.targets, corpus.dropped) == ([], {}, {})


@pytest.mark.parametrize(
    ("address", "file", "outlet", "group"),
    [
        ("https://BOTE.example/", "a.html", "bote.example", "bote.example"),
        ("xhttps://www.bote.example/kran", "a.html", "bote.example", "bote.example"),
        ("https://nord.zeitung.bote.example/", "a.html", "nord.zeitung.bote.example", "bote.example"),
        ("https://blog.bote.co.at/", "a.html", "blog.bote.co.at", "bote.co.at"),
        ("https://blog.bote.at/", "a.html", "blog.bote.at", "bote.at"),
        ("https://co.at/", "a.html", "co.at", "co.at"),
        ("https://intranet/", "a.html", "intranet", "intranet"),
        ("https://web.archive.org/web/20310502/http://www.bote.example/kran", "a.html", "bote.example", "bote.example"),
        ("https://web.archive.org/web/20310502id_/bote.example/kran", "a.html", "bote.example", "bote.example"),
        ("https://web.archive.org/", "a.html", "web.archive.org", "archive.org"),
        ("hard::Bote.example.kran.html", "Bote.example.kran.html", None, "bote.example"),
        ("hard::bote.example-kran.html", "bote.example-kran.html", None, "bote.example"),
        ("hard::0af3.html", "0af3.html", None, None),
        ("https://[bote/", "0af3.html", None, None),
        ("", "0af3.html", None, None),
    ],
)
def test_outlet_and_group_come_from_the_address(
    folder: Path, address: str, file: str, outlet: str | None, group: str | None
) -> None:
    (folder / "files/pages" / file).write_bytes(b"<p>Kran</p>")
    mark(folder, {address: {"file": file, "with": [], "without": []}})
    [page] = read(folder).pages
    assert (page.outlet, page.group) == (outlet, group)


def test_entries_without_page_and_pages_without_entry_are_counted(folder: Path) -> None:
    for name in ("fremd.html", "FREMD.HTM", "notiz.txt"):
        (folder / "files/pages" / name).write_bytes(b"<p>Fremd</p>")
    marked: dict[str, Any] = {"with": [], "without": []}
    more = {
        "https://bote.example/fort": marked | {"file": "fort.html"},
        "https://bote.example/notiz": marked | {"file": "notiz.txt"},
        "https://bote.example/wieder": marked | {"file": "bote.example.kran.html"},
    }
    mark(folder, ENTRIES | more)
    corpus = read(folder)
    assert [page.id for page in corpus.pages] == ["bote.example.kran", "warte.fähre"]
    assert corpus.dropped == {"missing_file": 2, "duplicate_file": 1, "not_in_evaldata": 2}


def test_umlauts_are_composed_in_names_and_gold(folder: Path) -> None:
    path = folder / "files/pages/warte.fähre.html"
    path.rename(path.with_name(unicodedata.normalize("NFD", path.name)))
    mark(folder, json.loads(unicodedata.normalize("NFD", json.dumps(ENTRIES, ensure_ascii=False))))
    corpus = read(folder)
    assert corpus.pages[1].id == "warte.fähre"
    assert corpus.gold[-1] == Gold("warte.fähre", "segment_with", "Die Fähre.")


@pytest.mark.parametrize(
    ("date", "published"),
    [("2031-05.02", ["2031-05-02"]), (" 2031-05-02", ["2031-05-02"]), ("2031-25-02", ["2031-25-02"]), (" ", [])],
)
def test_dates_as_they_were_typed(folder: Path, date: str, published: list[str]) -> None:
    mark(folder, {KRAN: ENTRIES[KRAN] | {"date": date}})
    assert [gold.text for gold in read(folder).gold if gold.role == "published"] == published


ALLOWED = "use a relative path below the pages in UTF-8, without '..', '\\' or control characters"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"file": 5}, ".file: 5 (int) is not allowed: input should be a text; put it in quotes"),
        ({"file": "../corpus.html"}, f".file: page id '../corpus.html' is not allowed; {ALLOWED}"),
        ({"file": "/etc/kran.html"}, f".file: page id '/etc/kran.html' is not allowed; {ALLOWED}"),
        ({"file": "..\\kran.html"}, f".file: page id '..\\\\kran.html' is not allowed; {ALLOWED}"),
        ({"file": ""}, f".file: page id '' is not allowed; {ALLOWED}"),
        ({"with": "Kran"}, ".with: 'Kran' (str) is not allowed: input should be a valid list"),
        ({"with": ["Kran", 5]}, ".with.1: 5 (int) is not allowed: input should be a text; put it in quotes"),
        ({"without": None}, ".without: an empty value is not allowed: input should be a valid list"),
        ({"title": ["Kran"]}, ".title: ['Kran'] (list) is not allowed: input should be a text; put it in quotes"),
        ({"date": 2031}, ".date: 2031 (int) is not allowed: input should be a text; put it in quotes"),
    ],
)
def test_a_value_that_is_refused(folder: Path, change: dict[str, Any], problem: str) -> None:
    mark(folder, {KRAN: ENTRIES[KRAN] | change})
    assert refused(folder) == f"files/evaldata.json: {KRAN}{problem}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[]", ": must be an object with an entry for each address; is the download complete?"),
        ('{\n"a": {"file": ]\n}', ":2: not valid JSON (Expecting value, column 15)"),
        ('{"a": {}, "a": {}}', ": not valid JSON (key 'a' stands twice in one object)"),
        ('{"a": 5}', ": a: 5 (int) is not allowed: input should be a mapping of keys to values"),
        ('{"a": {"file": "a.html", "with": []}}', ": key 'a.without' is missing; add it"),
    ],
)
def test_a_file_that_is_refused(folder: Path, text: str, problem: str) -> None:
    (folder / "files/evaldata.json").write_text(text, encoding="utf-8")
    assert refused(folder) == f"files/evaldata.json{problem}"


def test_a_link_that_leaves_the_pages_is_refused(folder: Path) -> None:
    path = folder / "files/pages/bote.example.kran.html"
    path.unlink()
    path.symlink_to(folder / "codebook.yaml")
    assert refused(folder) == (
        "files/pages/bote.example.kran.html: a link that leaves the corpus folder; copy the page instead"
    )


def test_two_pages_with_one_id_are_refused(folder: Path) -> None:
    (folder / "files/pages/bote.example.kran.htm").write_bytes(b"<p>Kran</p>")
    mark(folder, ENTRIES | {"https://bote.example/": ENTRIES[KRAN] | {"file": "bote.example.kran.htm"}})
    assert refused(folder) == (
        "files/pages/bote.example.kran.htm: page id 'bote.example.kran' also belongs to "
        "files/pages/bote.example.kran.html; rename one of them"
    )


def test_without_any_page_the_corpus_is_empty(folder: Path) -> None:
    mark(folder, {KRAN: ENTRIES[KRAN] | {"file": "fort.html"}})
    with pytest.raises(StandpunktError, match=r"the corpus is empty: no page in format 'webpages' found$"):
        read(folder)


@pytest.mark.parametrize(("name", "kind"), [("pages", "folder"), ("evaldata.json", "file")])
def test_files_that_are_not_fetched_yet_say_how_to_fetch_them(folder: Path, name: str, kind: str) -> None:
    (folder / "files" / name).rename(folder / "old")
    assert refused(folder) == f"files/{name}: no such {kind}; run: standpunkt fetch hafen --from FOLDER"


def test_another_key_under_files_is_refused(folder: Path) -> None:
    (folder / "corpus.yaml").write_text(CORPUS_YAML.replace("evaldata:", "evaldate:"), encoding="utf-8")
    assert refused(folder) == "corpus.yaml:8: 'files.evaldate' is not a known key; did you mean 'evaldata'?"


def test_the_layout_is_fetched_as_it_is(folder: Path) -> None:
    (folder / "files").rename(folder.parent / "webpages")
    found = _fetch.fetch(folder, str(folder.parent / "webpages"))
    assert (found.pages, found.changed) == (2, True)
    assert [page.id for page in read(folder).pages] == ["bote.example.kran", "warte.fähre"]


def test_the_public_corpus_is_read_whole(real_corpus: Callable[[str], Path]) -> None:
    corpus = read(real_corpus("webpages-de"))
    assert len(corpus.pages) == 408
    assert corpus.dropped.total() == 0
    assert Counter(gold.role for gold in corpus.gold) == {
        "segment_with": 1222, "segment_without": 1237, "title": 362, "author": 216, "published": 304,
    }  # fmt: skip
    assert sum(page.outlet is None for page in corpus.pages) == 2  # keys that are no addresses
    assert all(page.group for page in corpus.pages)
