"""Files from elsewhere: a folder, an archive, or an address becomes a folder, under caps and without trusting paths."""

from __future__ import annotations

import filecmp
import lzma
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import httpx
from tqdm import tqdm

from standpunkt.errors import StandpunktError

_CHUNK = 1_000_000


@dataclass(frozen=True, slots=True)
class Caps:
    """What is refused: more bytes over the network, more bytes unpacked, more files."""

    download_bytes: int = 500_000_000
    unpacked_bytes: int = 2_000_000_000
    files: int = 200_000


def bring(source: str, fresh: Path, work: Path, caps: Caps) -> None:
    """Copy or unpack a source into a new folder.

    Args:
        source: a folder, a .zip or .tar.gz file, or an http(s) address of one.
        fresh: the folder to make.
        work: an existing folder for the download.
        caps: what is refused.

    Raises:
        StandpunktError: not found, not an archive, damaged, over a cap, or with a path that leaves the folder.
    """
    if _is_address(source):
        archive = work / "download"
        _download(source, archive, caps)
        _unpack(archive, source, fresh, caps)
        return
    path = Path(source)
    if path.is_dir():
        _copy_folder(path, source, fresh)
    elif path.is_file():
        _unpack(path, source, fresh, caps)
    else:
        raise StandpunktError(f"{source}: no such folder or file, and no http(s) address")


def _is_address(source: str) -> bool:
    try:
        return urlsplit(source).scheme in ("http", "https")
    except ValueError as error:
        raise StandpunktError(f"{source}: is no address ({error})") from None


def _copy_folder(path: Path, source: str, fresh: Path) -> None:
    if fresh.resolve().is_relative_to(path.resolve()):  # the copy would copy itself
        raise StandpunktError(f"{source}: the corpus lies in this folder; name the folder of its files alone")
    try:
        shutil.copytree(path, fresh, symlinks=False)
    except shutil.Error as error:
        first, _, problem = error.args[0][0]
        raise StandpunktError(f"{first}: cannot be copied ({problem})") from None
    except OSError as error:
        raise StandpunktError(f"{source}: cannot be copied ({error.strerror})") from None


def _download(url: str, path: Path, caps: Caps) -> None:
    try:
        with (
            httpx.stream("GET", url, follow_redirects=True, timeout=30) as response,
            path.open("wb") as file,
        ):
            response.raise_for_status()
            length = int(response.headers.get("content-length", 0)) or None
            if length and length > caps.download_bytes:
                raise StandpunktError(f"{url}: {length:,} bytes; more than {caps.download_bytes:,} are not fetched")
            with tqdm(total=length, unit="B", unit_scale=True, desc="fetch", disable=None) as bar:
                received = 0
                for chunk in response.iter_bytes():
                    received += len(chunk)
                    if received > caps.download_bytes:
                        raise StandpunktError(f"{url}: more than {caps.download_bytes:,} bytes; not fetched")
                    file.write(chunk)
                    bar.update(len(chunk))
    except httpx.HTTPStatusError as error:
        raise StandpunktError(f"{url}: the server answered {error.response.status_code}") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise StandpunktError(f"{url}: cannot be fetched ({str(error) or type(error).__name__})") from None


def _unpack(archive: Path, source: str, fresh: Path, caps: Caps) -> None:
    """Unpack regular files; a single folder around everything is left out, as in a repository's archive."""
    members = list(_members(archive, source, caps))
    if not members:
        raise StandpunktError(f"{source}: the archive is empty")
    tops = {path.parts[0] for path, _ in members}
    around = len(tops) == 1 and all(len(path.parts) > 1 for path, _ in members)
    for path, content in members:
        place = fresh.joinpath(*path.parts[1:] if around else path.parts)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        except OSError as error:  # a name that is too long, or a file where another member wants a folder
            raise StandpunktError(f"{source}: {str(path)!r} cannot be unpacked ({error.strerror})") from None


def _members(archive: Path, source: str, caps: Caps) -> Iterator[tuple[PurePosixPath, bytes]]:
    total = count = 0
    try:
        for name, size, read in _entries(archive, source, caps):
            path = PurePosixPath(name.replace("\\", "/"))
            if not path.parts or path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in name:
                raise StandpunktError(f"{source}: {name!r} in the archive leaves its folder; not unpacked")
            total, count = total + size, count + 1
            if total > caps.unpacked_bytes or count > caps.files:
                raise StandpunktError(
                    f"{source}: unpacks to more than {caps.unpacked_bytes:,} bytes or {caps.files:,} files; "
                    "not unpacked"
                )
            content = read(size + 1)
            if len(content) != size:  # the header lies about the size
                raise StandpunktError(f"{source}: {name!r} in the archive is damaged; not unpacked")
            yield path, content
    except _UNREADABLE as error:
        raise StandpunktError(f"{source}: the archive is damaged ({error})") from None


# What the readers raise; RuntimeError for a password or a method that Python does not know.
_UNREADABLE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zlib.error,
)


def _entries(archive: Path, source: str, caps: Caps) -> Iterator[tuple[str, int, Callable[[int], bytes]]]:
    """Name, size and reader of each regular file in a .zip or .tar.gz."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as zipped:
            for info in zipped.infolist():
                if not info.is_dir():
                    with zipped.open(info) as file:
                        yield info.filename, info.file_size, file.read
    elif tarfile.is_tarfile(archive):
        with tarfile.open(archive) as tar:
            for member in tar:
                if member.isfile():  # links and devices are left out
                    file_object = tar.extractfile(member)
                    if file_object is not None:
                        yield member.name, member.size, file_object.read
            # The checksum of a .gz stands behind the last member, and is compared when the rest is read.
            for _ in range(0, caps.unpacked_bytes, _CHUNK):
                if tar.fileobj is None or not tar.fileobj.read(_CHUNK):
                    break
    else:
        raise StandpunktError(f"{source}: neither a .zip nor a .tar.gz archive")


def same(left: Path, right: Path) -> bool:
    """Whether two folders hold the same files with the same bytes."""
    names = [
        sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
        for root in (left, right)
    ]
    return names[0] == names[1] and all(filecmp.cmp(left / name, right / name, shallow=False) for name in names[0])


def copy(source: Path, target: Path) -> None:
    """Copy the files below a folder into another that exists."""
    shutil.copytree(source, target, dirs_exist_ok=True)
