from __future__ import annotations

import hashlib
import io
import re
import socket
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from standpunkt import archives
from standpunkt.archives import Caps
from standpunkt.errors import StandpunktError

CAPS = Caps(download_bytes=100_000, unpacked_bytes=50_000, files=5)
FILES = {"a.txt": b"eins", "unten/b.txt": b"zwei"}
# Noise that does not compress, the same every time: damage in the middle of it is damage to its bytes.
NOISE = b"".join(hashlib.sha256(bytes([high, low])).digest() for high in range(4) for low in range(250))

Bring = Callable[[str | Path], dict[str, bytes]]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Brings a source and returns the files that it became."""
    numbers = iter(range(100))

    def run(source: str | Path, caps: Caps = CAPS) -> dict[str, bytes]:
        work = tmp_path / f"work{next(numbers)}"
        work.mkdir()
        archives.bring(str(source), work / "fresh", work, caps)
        return contents(work / "fresh")

    return run


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def refused(bring: Bring, source: str | Path) -> str:
    """The message without the source in front of it."""
    with pytest.raises(StandpunktError) as caught:
        bring(source)
    message = str(caught.value)
    assert "\n" not in message
    return message.removeprefix(f"{source}: ")


def folder_of(path: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def zip_of(path: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tar_of(path: Path, files: Mapping[str, bytes], links: Mapping[str, tuple[bytes, str]] | None = None) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for name, (kind, target) in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            archive.addfile(member)
    return path


# --- what is unpacked ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda path: folder_of(path / "folder", FILES),
        lambda path: zip_of(path / "x.zip", FILES),
        lambda path: zip_of(path / "x.zip", FILES, zipfile.ZIP_DEFLATED),
        lambda path: zip_of(path / "no_suffix", FILES),
        lambda path: tar_of(path / "x.tar.gz", FILES),
        lambda path: zip_of(path / "x.zip", {f"repo-main/{name}": content for name, content in FILES.items()}),
        lambda path: tar_of(path / "x.tar.gz", {f"./repo/{name}": content for name, content in FILES.items()}),
        lambda path: zip_of(path / "x.zip", {"repo/": b"", **{f"repo/{name}": FILES[name] for name in FILES}}),
        lambda path: zip_of(path / "x.zip", {"a.txt": b"eins", "unten\\b.txt": b"zwei"}),
    ],
    ids=["folder", "zip", "deflated", "no suffix", "tar.gz", "zip around", "tar around", "folder entry", "backslash"],
)
def test_a_source_becomes_a_folder(bring: Bring, tmp_path: Path, make: Callable[[Path], Path]) -> None:
    assert bring(make(tmp_path)) == FILES


def test_a_single_file_keeps_its_name(bring: Bring, tmp_path: Path) -> None:
    assert bring(zip_of(tmp_path / "x.zip", {"a.txt": b"eins"})) == {"a.txt": b"eins"}


def test_links_and_devices_in_an_archive_are_left_out(bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"geheim")
    links = {
        "symbolic": (tarfile.SYMTYPE, str(tmp_path / "secret")),
        "hard": (tarfile.LNKTYPE, "../../secret"),
        "pipe": (tarfile.FIFOTYPE, ""),
    }
    assert bring(tar_of(tmp_path / "x.tar.gz", FILES, links)) == FILES


def test_a_link_to_a_folder_is_no_way_out(bring: Bring, tmp_path: Path) -> None:
    """The member behind the link becomes a file in a folder of its own."""
    outside = tmp_path / "outside"
    outside.mkdir()
    archive = tmp_path / "x.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        link = tarfile.TarInfo("door")
        link.type, link.linkname = tarfile.SYMTYPE, str(outside)
        tar.addfile(link)
        for name in ("door/b.txt", "a.txt"):
            tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    assert bring(archive) == {"a.txt": b"", "door/b.txt": b""}
    assert list(outside.iterdir()) == []


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "\\etc\\x", "..\\x", "C:/x", "C:\\x", "."])
@pytest.mark.parametrize("make", [zip_of, tar_of])
def test_a_path_that_leaves_the_folder(
    bring: Bring, tmp_path: Path, make: Callable[[Path, Mapping[str, bytes]], Path], name: str
) -> None:
    source = make(tmp_path / "archive", {"a.txt": b"eins", name: b"zwei"})
    assert refused(bring, source) == f"{name!r} in the archive leaves its folder; not unpacked"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "work0"]
    assert list((tmp_path / "work0").iterdir()) == []


TOO_MUCH = "unpacks to more than 50,000 bytes or 5 files; not unpacked"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a": bytes(50_000)}, None),
        ({"a": bytes(50_001)}, TOO_MUCH),
        ({"a": bytes(30_000), "b": bytes(30_000)}, TOO_MUCH),
        ({str(number): b"" for number in range(5)}, None),
        ({str(number): b"" for number in range(6)}, TOO_MUCH),
    ],
)
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_caps_on_bytes_and_files(
    bring: Bring, tmp_path: Path, kind: str, files: dict[str, bytes], message: str | None
) -> None:
    path = tmp_path / "x"
    source = zip_of(path, files, zipfile.ZIP_DEFLATED) if kind == "zip" else tar_of(path, files)
    assert source.stat().st_size < 2_000
    if message is None:
        assert bring(source) == files
    else:
        assert refused(bring, source) == message


def cut(path: Path, length: int) -> Path:
    path.write_bytes(path.read_bytes()[:length])
    return path


def changed(path: Path, place: int) -> Path:
    """One bit is another one."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    return path


def locked(path: Path) -> Path:
    """The archive says that its only file has a password."""
    zip_of(path, {"a": b"eins"})
    return changed(path, path.read_bytes().rfind(b"PK\x01\x02") + 8)


def file_of(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


DAMAGED = "the archive is damaged"
ENDED = f"{DAMAGED} (Compressed file ended before the end-of-stream marker was reached)"
NEITHER = "neither a .zip nor a .tar.gz archive"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: changed(zip_of(path, {"a": NOISE}), 5_000), re.escape(f"{DAMAGED} (Bad CRC-32 for file 'a')")),
        (lambda path: changed(tar_of(path, {"a": NOISE}), 20_000), rf"{DAMAGED} \(CRC check failed .+\)"),
        (lambda path: cut(tar_of(path, {"a": NOISE}), 20_000), re.escape(ENDED)),
        (lambda path: cut(tar_of(path, {"a": b"eins"}), 20), re.escape(ENDED)),
        (lambda path: cut(zip_of(path, {"a": NOISE}), 20_000), NEITHER),
        (locked, rf"{DAMAGED} \(.* is encrypted, password required for extraction\)"),
        (lambda path: file_of(path, b"eins"), NEITHER),
        (lambda path: file_of(path, b""), NEITHER),
        (lambda path: zip_of(path, {}), "the archive is empty"),
        (lambda path: zip_of(path, {"folder/": b""}), "the archive is empty"),
        (lambda path: tar_of(path, {}, {"a": (tarfile.SYMTYPE, "/etc")}), "the archive is empty"),
        (lambda path: zip_of(path, {"a": b"", "a/b": b""}), re.escape("'a/b' cannot be unpacked (File exists)")),
        (lambda path: zip_of(path, {"a/b": b"", "a": b""}), re.escape("'a' cannot be unpacked (Is a directory)")),
        (lambda path: tar_of(path, {"x" * 300: b""}), rf"'{'x' * 300}' cannot be unpacked \(File name too long\)"),
    ],
    ids=[
        "zip checksum", "tar checksum", "tar cut", "tar cut short", "zip cut", "password", "text", "nothing",
        "empty zip", "folders alone", "links alone", "file then folder", "folder then file", "long name",
    ],
)  # fmt: skip
def test_an_archive_that_cannot_be_unpacked(
    bring: Bring, tmp_path: Path, make: Callable[[Path], Path], message: str
) -> None:
    found = refused(bring, make(tmp_path / "x"))
    assert re.fullmatch(message, found) is not None, found


def test_a_size_that_is_not_that_of_the_content(bring: Bring, tmp_path: Path) -> None:
    """The sizes in the directory of a .zip are what the caps go by."""
    source = zip_of(tmp_path / "x.zip", {"a": b"eins"}, zipfile.ZIP_DEFLATED)
    size = source.read_bytes().rfind(b"PK\x01\x02") + 24
    assert source.read_bytes()[size] == 4
    assert refused(bring, changed(source, size)) == "'a' in the archive is damaged; not unpacked"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("fehlt.zip", "no such folder or file, and no http(s) address"),
        ("ftp://127.0.0.1/x.zip", "no such folder or file, and no http(s) address"),
        ("file:///etc", "no such folder or file, and no http(s) address"),
        ("http://[", "is no address (Invalid IPv6 URL)"),
        ("http://127.0.0.1:port/", "cannot be fetched (Invalid port: 'port')"),
        ("https://", "cannot be fetched (Request URL is missing an 'http://' or 'https://' protocol.)"),
    ],
)
def test_a_source_that_is_nothing(bring: Bring, source: str, message: str) -> None:
    assert refused(bring, source) == message


def test_a_folder_with_a_link_to_nothing(bring: Bring, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "folder", FILES)
    (folder / "link").symlink_to("fehlt")
    with pytest.raises(StandpunktError) as caught:
        bring(folder)
    assert str(caught.value).startswith(f"{folder}/link: cannot be copied (")


def test_a_folder_that_holds_the_place_of_the_copy(bring: Bring, tmp_path: Path) -> None:
    folder_of(tmp_path, FILES)
    assert refused(bring, tmp_path) == "the corpus lies in this folder; name the folder of its files alone"
    assert not (tmp_path / "work0" / "fresh").exists()


# --- over the network ------------------------------------------------------------------------------------------------


class Answers(BaseHTTPRequestHandler):
    """`/zip` is an archive; the other paths are what can go wrong."""

    archive = b""

    def do_GET(self) -> None:
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/zip")
            self.end_headers()
        elif self.path == "/round":
            self.send_response(302)
            self.send_header("Location", "/round")
            self.end_headers()
        elif self.path in ("/zip", "/stops"):
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.archive) + (self.path == "/stops")))
            self.end_headers()
            self.wfile.write(self.archive)
        elif self.path == "/says_much":
            self.send_response(200)
            self.send_header("Content-Length", "100001")
            self.end_headers()
        elif self.path == "/is_much":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(bytes(100_001))
        else:
            self.send_error(int(self.path.strip("/")))

    def log_message(self, *_: object) -> None:
        """A test says nothing on standard error."""


@pytest.fixture
def address(tmp_path: Path, loopback: None) -> Iterator[str]:  # noqa: ARG001
    Answers.archive = zip_of(tmp_path / "served.zip", FILES).read_bytes()
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["/zip", "/elsewhere"])
def test_an_archive_is_fetched(bring: Bring, address: str, path: str) -> None:
    assert bring(address + path) == FILES


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/404", "the server answered 404"),
        ("/503", "the server answered 503"),
        ("/says_much", "100,001 bytes; more than 100,000 are not fetched"),
        ("/is_much", "more than 100,000 bytes; not fetched"),
        ("/round", "cannot be fetched (Exceeded maximum allowed redirects.)"),
    ],
)
def test_a_download_that_fails(bring: Bring, address: str, path: str, message: str) -> None:
    assert refused(bring, address + path) == message


def test_a_download_that_stops_half_way(bring: Bring, address: str) -> None:
    assert refused(bring, f"{address}/stops").startswith("cannot be fetched (peer closed connection")


@pytest.mark.usefixtures("loopback")
def test_a_port_that_nobody_listens_on(bring: Bring) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        source = f"http://127.0.0.1:{one.getsockname()[1]}/x.zip"
        assert re.fullmatch(r"cannot be fetched \(.*Connection refused\)", refused(bring, source)) is not None


# --- folders ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (FILES, True),
        (FILES | {"a.txt": b"EINS"}, False),
        (FILES | {"c.txt": b""}, False),
        ({"a.txt": b"eins"}, False),
        ({"a.txt": b"eins", "b.txt": b"zwei"}, False),
    ],
)
def test_whether_two_folders_are_the_same(tmp_path: Path, other: dict[str, bytes], same: bool) -> None:
    left, right = folder_of(tmp_path / "left", FILES), folder_of(tmp_path / "right", other)
    assert archives.same(left, right) is same
    assert archives.same(right, left) is same


def test_a_copy_joins_what_is_there(tmp_path: Path) -> None:
    source, target = folder_of(tmp_path / "source", FILES), folder_of(tmp_path / "target", {"c": b"drei", "a.txt": b""})
    archives.copy(source, target)
    assert contents(target) == FILES | {"c": b"drei"}
    assert contents(source) == FILES
