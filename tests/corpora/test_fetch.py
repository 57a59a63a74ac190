from __future__ import annotations

import functools
import io
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from standpunkt import corpora
from standpunkt.archives import Caps
from standpunkt.corpora._fetch import Fetched, fetch
from standpunkt.errors import StandpunktError

FILES = {
    "train.csv": b"Verkehr;'Der Radweg endet vor einer Mauer.'\nEnergie;'Die Leitung fehlt.'\n",
    "test.csv": b"Energie;'Das Windrad steht.'\n",
}
NEWER = FILES | {"test.csv": "Verkehr;'Die Bahn fährt.'\n".encode()}
WRONG = FILES | {"test.csv": b"Sport;'Das Spiel.'\n"}
REST = "allowed: energie, verkehr; nothing was changed"
AGAIN = "run: standpunkt fetch zeitung --from FOLDER; nothing was changed"


@pytest.fixture
def corpus(tmp_path: Path, describe_zeitung: Callable[[Path], Path]) -> Path:
    return describe_zeitung(tmp_path / "zeitung")


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loopback: None) -> Iterator[str]:  # noqa: ARG001
    """The address under which the test's folder is served."""
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(SimpleHTTPRequestHandler, "log_message", lambda *_: None)
    handler = functools.partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def as_folder(place: Path, files: Mapping[str, bytes]) -> Path:
    folder = place / "folder"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def as_zip(place: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(place / "x.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(f"zeitung-main/{name}", content)
    return place / "x.zip"


def as_tar(place: Path, files: Mapping[str, bytes]) -> Path:
    with tarfile.open(place / "x.tar.gz", "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return place / "x.tar.gz"


def state(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Every file with its content, its number on the disk and the time of its last change."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_ino, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def files(corpus: Path) -> dict[str, bytes]:
    return {name: content for name, (content, _, _) in state(corpus / "files").items()}


def refused(corpus: Path, source: str | Path, caps: Caps | None = None) -> str:
    with pytest.raises(StandpunktError) as caught:
        fetch(corpus, str(source), caps)
    return str(caught.value)


Make = Callable[[Path, Mapping[str, bytes]], Path]


@pytest.mark.parametrize(
    ("make", "network"), [(as_folder, False), (as_zip, False), (as_tar, False), (as_zip, True), (as_tar, True)]
)
def test_a_corpus_is_fetched_once(corpus: Path, tmp_path: Path, served: str, make: Make, network: bool) -> None:
    source = make(tmp_path, FILES)
    address = f"{served}/{source.name}" if network else str(source)
    assert fetch(corpus, address) == Fetched(corpus / "files", pages=3, changed=True)
    assert files(corpus) == FILES
    before = state(corpus)
    assert fetch(corpus, address) == Fetched(corpus / "files", pages=3, changed=False)
    assert state(corpus) == before
    assert sorted(path.name for path in corpus.iterdir()) == ["codebook.yaml", "corpus.yaml", "files"]


def test_newer_files_take_the_place_of_all_that_was_there(corpus: Path, tmp_path: Path) -> None:
    fetch(corpus, str(as_folder(tmp_path, FILES | {"README": b"alt"})))
    assert fetch(corpus, str(as_zip(tmp_path, NEWER))) == Fetched(corpus / "files", pages=3, changed=True)
    assert files(corpus) == NEWER


def test_what_is_there_is_its_own_source(corpus: Path, tmp_path: Path) -> None:
    fetch(corpus, str(as_folder(tmp_path, FILES)))
    assert fetch(corpus, str(corpus / "files")) == Fetched(corpus / "files", pages=3, changed=False)


def test_the_source_stays_as_it_was(corpus: Path, tmp_path: Path) -> None:
    source = as_folder(tmp_path, FILES)
    before = state(source)
    fetch(corpus, str(source))
    assert state(source) == before


@pytest.mark.parametrize(
    ("make", "content", "caps", "message"),
    [
        (
            as_folder,
            WRONG,
            None,
            "what was fetched is no zeitung: {files}/test.csv:1: topic 'Sport' is not in the codebook; " + REST,
        ),
        (
            as_zip,
            {"train.csv": FILES["train.csv"], "lies.txt": b""},
            None,
            "what was fetched is no zeitung: {files}/test.csv: no such file; " + AGAIN,
        ),
        (
            as_tar,
            {"../train.csv": b""},
            None,
            "{source}: '../train.csv' in the archive leaves its folder; not unpacked",
        ),
        (
            as_tar,
            NEWER,
            Caps(unpacked_bytes=20),
            "{source}: unpacks to more than 20 bytes or 200,000 files; not unpacked",
        ),
    ],
    ids=["label", "file", "path", "cap"],
)
def test_what_was_there_stays_when_a_source_is_refused(
    corpus: Path, tmp_path: Path, make: Make, content: dict[str, bytes], caps: Caps | None, message: str
) -> None:
    fetch(corpus, str(as_folder(tmp_path, FILES)))
    before = state(corpus)
    source = make(tmp_path, content)
    assert refused(corpus, source, caps) == message.format(files=corpus / "files", source=source)
    assert state(corpus) == before
    assert sorted(path.name for path in corpus.iterdir()) == ["codebook.yaml", "corpus.yaml", "files"]


def test_a_download_over_the_cap_changes_nothing(corpus: Path, tmp_path: Path, served: str) -> None:
    size = as_zip(tmp_path, FILES).stat().st_size
    address = f"{served}/x.zip"
    assert refused(corpus, address, Caps(download_bytes=size - 1)) == (
        f"{address}: {size:,} bytes; more than {size - 1:,} are not fetched"
    )
    assert not (corpus / "files").exists()
    assert fetch(corpus, address, Caps(download_bytes=size)).changed is True


def test_the_corpus_itself_is_no_source(corpus: Path, tmp_path: Path) -> None:
    fetch(corpus, str(as_folder(tmp_path, FILES)))
    before = state(corpus)
    assert refused(corpus, corpus) == f"{corpus}: the corpus lies in this folder; name the folder of its files alone"
    assert state(corpus) == before


def test_a_folder_without_description(tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    assert refused(tmp_path / "leer", as_folder(tmp_path, FILES)).startswith(f"{tmp_path}/leer: no corpus.yaml here;")
    assert list((tmp_path / "leer").iterdir()) == []


def test_a_real_corpus_is_its_own_source(real_corpus: Callable[[str], Path]) -> None:
    corpus = real_corpus("gnad")
    config = corpora.read_config(corpus)
    pages = corpora.read(corpus, config, corpora.read_codebook(corpus, config)).pages
    assert len(pages) >= 500
    found = fetch(corpus, str((corpus / "files").resolve()))
    assert found == Fetched(corpus / "files", len(pages), changed=False)
