"""The only place that opens files: strict readers, and writers that leave whole files or none.

Every output has one byte form: keys sorted, UTF-8, Unix line ends, no timestamp. A file is written under a temporary
name in the same folder, flushed to disk and renamed; a folder likewise, so that a stage that is killed leaves nothing
half-written.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import math
import os
import re
import shutil
import stat
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import yaml
from yaml.reader import ReaderError

from standpunkt.errors import StandpunktError

ROWS_PER_SHARD = 20_000
MAX_DIGITS = 30  # of an integer in YAML; Python refuses to read some thousand of them
FIELD_LIMIT = 10_000_000  # Python's csv refuses fields above 131,072 characters; articles can be longer


# --- reading ---------------------------------------------------------------------------------------------------------


def read_bytes(path: Path, most: int = -1) -> bytes:
    """The bytes of a file, or of its beginning: at most so many.

    Raises:
        StandpunktError: there is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        raise StandpunktError(f"{path}: no such file") from None
    except OSError as error:
        raise StandpunktError(f"{path}: cannot be read ({error.strerror})") from None


def sha256(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal; the file may be larger than the memory.

    Raises:
        StandpunktError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StandpunktError(f"{path}: cannot be read ({error.strerror})") from None


def read_standard_input(most: int) -> bytes:
    """The bytes that come in on standard input, at most so many.

    Raises:
        StandpunktError: it cannot be read, as where it is a folder.
    """
    try:
        return sys.stdin.buffer.read(most)
    except OSError as error:
        raise StandpunktError(f"standard input: cannot be read ({error.strerror})") from None


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without byte order mark.

    Raises:
        StandpunktError: no such file, or not UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise StandpunktError(
            f"{path}:{line}: byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8"
        ) from None


def _lines(path: Path, newline: str) -> Iterator[str]:
    """The lines of a UTF-8 file with their ends, read while they are used: tables can be larger than the memory.

    Raises:
        StandpunktError: as `read_text`.
    """
    try:
        with path.open(encoding="utf-8-sig", newline=newline) as file:
            yield from file
    except (OSError, UnicodeDecodeError):
        read_text(path)  # says what is wrong, and where in the file
        raise


def files_below(folder: Path, suffixes: Iterable[str]) -> list[Path]:
    """The files below a folder with one of the suffixes (lower case, with dot), sorted by their POSIX path.

    Raises:
        StandpunktError: a link to a folder, which a walk does not enter, or a link to nothing: files would be missing
            without a word.
    """
    wanted = set(suffixes)
    found = []
    for path in folder.rglob("*"):
        if path.is_symlink() and path.is_dir():
            raise StandpunktError(f"{path}: a link to a folder is not followed; copy the folder instead")
        if path.suffix.lower() in wanted:
            if path.is_symlink() and not path.exists():
                raise StandpunktError(f"{path}: a link to nothing; remove it or copy the file instead")
            if path.is_file():
                found.append(path)
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def walk(folder: Path, suffixes: Iterable[str]) -> Iterator[Path | StandpunktError]:
    """The files that `files_below` finds, in the same order, while the folders are read.

    Yields:
        Files; in the place of what cannot be read (a folder without the right to, a link to a folder or to nothing, a
        device), the error that says so, and the walk goes on.
    """
    wanted = set(suffixes)
    # A stack, because folders can be nested deeper than Python calls.
    waiting = [(folder, True)]
    while waiting:
        path, enter = waiting.pop()
        if enter:
            try:
                with os.scandir(path) as entries:
                    found = [(path / entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
            except OSError as error:
                yield StandpunktError(f"{path}: cannot be read ({error.strerror})")
                continue
            # A folder sorts as if its name ended in a slash: that is the order of whole paths.
            waiting += sorted(found, key=lambda one: one[0].name + "/" * one[1], reverse=True)
        elif is_folder(path):
            yield StandpunktError(f"{path}: a link to a folder is not followed; name the folder itself")
        elif path.suffix.lower() in wanted:
            is_file = stat.S_ISREG(_mode(path))
            yield path if is_file else StandpunktError(f"{path}: no file (a link to nothing, or a device)")


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; False where that cannot be told."""
    return stat.S_ISDIR(_mode(path))


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0  # of nothing


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader with the scalars of YAML 1.2's core schema: `no` and `on` are texts, `1e-05` is a number.

    Aliases and tags are refused: an alias can stand for endless data, a tag for something that is no data.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            problem = f"alias '*{event.anchor}' is not supported; write the value out"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)  # type: ignore[arg-type]
        if getattr(event, "tag", None) is not None:
            problem = f"tag {event.tag!r} is not supported; write the plain value"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def _integer(loader: _StrictLoader, node: yaml.ScalarNode) -> int:
    text = loader.construct_scalar(node)
    if len(text) > MAX_DIGITS:
        problem = f"a number of {len(text)} digits"
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)
    return int(text)


def _float(loader: _StrictLoader, node: yaml.ScalarNode) -> float:
    return float(loader.construct_scalar(node).lower().replace(".inf", "inf").replace(".nan", "nan"))


_StrictLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    (
        "float",
        r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
        list("-+.0123456789"),
    ),
):
    _StrictLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)
# PyYAML takes the first resolver that matches: int stands before float above because every int looks like a float too.
_StrictLoader.add_constructor("tag:yaml.org,2002:int", _integer)
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _float)


@dataclass(frozen=True)
class YamlFile:
    """A YAML file as data, with the line on which each key stands."""

    path: Path
    data: dict[str, Any]
    lines: Mapping[tuple[str, ...], int]

    def place(self, *keys: object) -> str:
        """`file:line` of the deepest of the nested keys that the file has."""
        names = tuple(str(key) for key in keys)
        while names and names not in self.lines:
            names = names[:-1]
        return f"{self.path}:{self.lines[names]}" if names else str(self.path)


def parse_yaml(text: str, path: Path) -> YamlFile:
    """Parse a YAML mapping strictly; `path` is for messages.

    Raises:
        StandpunktError: broken YAML, an alias or tag, a duplicate key, or something else than a mapping.
    """
    lines: dict[tuple[str, ...], int] = {}

    def visit(node: yaml.Node, prefix: tuple[str, ...]) -> None:
        if isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                lines[(*prefix, str(number))] = item.start_mark.line + 1
                visit(item, (*prefix, str(number)))
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                name = (*prefix, str(key.value))
                if name in lines:
                    raise StandpunktError(
                        f"{path}:{key.start_mark.line + 1}: key {'.'.join(name)!r} stands twice "
                        f"(first on line {lines[name]}); remove one"
                    )
                lines[name] = key.start_mark.line + 1
                visit(value, name)

    try:
        loader = _StrictLoader(text)
        node = loader.get_single_node()
        if node is not None:
            visit(node, ())
        data = loader.construct_document(node) if node is not None else {}
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise StandpunktError(f"{path}:{line}: character U+{error.character:04X} is not allowed in YAML") from None
    except yaml.MarkedYAMLError as error:
        place = f"{path}:{error.problem_mark.line + 1}" if error.problem_mark else str(path)
        raise StandpunktError(f"{place}: cannot be read as YAML ({error.problem})") from None
    except RecursionError:
        raise StandpunktError(f"{path}: cannot be read as YAML (nested too deeply)") from None
    if not isinstance(data, dict):
        raise StandpunktError(f"{path}: must be a mapping of keys to values (key: value)")
    return YamlFile(path, data, lines)


def read_yaml(path: Path) -> YamlFile:
    """Read a YAML mapping strictly, see `parse_yaml`."""
    return parse_yaml(read_text(path), path)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise ValueError(f"key {key!r} stands twice in one object")
        result[key] = value
    return result


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def parse_json(text: str, path: Path, line: int | None = None) -> Any:
    """Parse JSON strictly: no NaN, no duplicate keys, no half of a surrogate pair.

    Args:
        text: the JSON.
        path: the file, for messages.
        line: the line on which the text begins, where it is not a whole file.

    Raises:
        StandpunktError: naming the file and, where it is known, the line.
    """
    try:
        value = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_refuse_constant)
        if "\\u" in text:  # only an escape can make a text that UTF-8 cannot write
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        number = (line or 1) + error.lineno - 1
        raise StandpunktError(f"{path}:{number}: not valid JSON ({error.msg}, column {error.colno})") from None
    except UnicodeEncodeError as error:
        half = error.object[error.start]
        raise StandpunktError(f"{_place(path, line)}: not valid JSON ({half!r} is half a character)") from None
    except ValueError as error:
        raise StandpunktError(f"{_place(path, line)}: not valid JSON ({error})") from None
    except RecursionError:
        raise StandpunktError(f"{_place(path, line)}: not readable as JSON (nested too deeply)") from None
    return value


def _place(path: Path, line: int | None) -> str:
    return f"{path}:{line}" if line else str(path)


def read_json(path: Path) -> Any:
    """Read a JSON file strictly."""
    return parse_json(read_text(path), path)


def numbered_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read JSON lines, one object a line, as (line number, object) pairs."""
    for number, line in enumerate(_lines(path, "\n"), 1):
        if line.strip():
            row = parse_json(line.removesuffix("\n"), path, number)
            if not isinstance(row, dict):
                raise StandpunktError(f"{path}:{number}: must be an object ({{…}})")
            yield number, row


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines, one object a line."""
    return [row for _, row in numbered_jsonl(path)]


def read_csv(
    path: Path, columns: Sequence[str] | None = None, *, delimiter: str = ",", quotechar: str = '"'
) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a CSV file as (line number, row) pairs.

    Args:
        path: the file.
        columns: the columns that must be there in a header line; or None where every row is returned under the keys
            "0", "1", ….
        delimiter: between fields.
        quotechar: around fields; doubled inside.

    Raises:
        StandpunktError: a column is missing or stands twice, a row has more or fewer fields than the header, or a
            quotation mark is not closed.
    """
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(_without_nul(path), delimiter=delimiter, quotechar=quotechar, strict=True)
    header: list[str] | None = None
    line = 0
    try:
        for row in reader:
            start, line = line + 1, reader.line_num
            if not row:
                continue
            if header is None:
                if columns is None:
                    header = [str(number) for number in range(len(row))]
                else:
                    header = [name.strip() for name in row]
                    _check_header(header, columns, delimiter, f"{path}:{start}")
                    continue
            if len(row) != len(header):
                raise StandpunktError(f"{path}:{start}: {len(row)} fields, wanted {len(header)} as in the first line")
            yield start, dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise StandpunktError(f"{path}:{line + 1}: not readable as CSV ({error}); check the quotation marks") from None
    if header is None and columns is not None:
        raise StandpunktError(f"{path}: is empty; wanted a header line with: {delimiter.join(columns)}")


def _without_nul(path: Path) -> Iterator[str]:
    for number, line in enumerate(_lines(path, ""), 1):
        if "\0" in line:
            raise StandpunktError(f"{path}:{number}: a NUL byte; is this a CSV file?")
        yield line


def _check_header(header: Sequence[str], columns: Sequence[str], delimiter: str, place: str) -> None:
    for name in columns:
        if name not in header:
            remedy = f"; divide the columns by {delimiter!r}" if len(header) == 1 else ""
            raise StandpunktError(f"{place}: column {name!r} is missing; the header has: {', '.join(header)}{remedy}")
    for name in header:
        if header.count(name) > 1:
            raise StandpunktError(f"{place}: column {name!r} stands twice; remove one")


@contextmanager
def _reading_parquet(path: Path) -> Iterator[pq.ParquetFile]:
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        problem = str(error).splitlines()[0]
        raise StandpunktError(f"{path}: cannot be read as Parquet ({problem}); write the file again") from None


def parquet_columns(path: Path) -> list[str]:
    """The names of the columns of one Parquet file.

    Raises:
        StandpunktError: it is no readable Parquet file, or a column stands twice.
    """
    with _reading_parquet(path) as file:
        names: list[str] = file.schema_arrow.names
    _check_header(names, [], ",", str(path))
    return names


def read_parquet(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read columns of one Parquet file as (row number from 1, row) pairs, a batch at a time.

    Dates and times come as ISO 8601 texts, all else as Arrow gives it.

    Args:
        path: the file.
        columns: some of `parquet_columns`.

    Raises:
        StandpunktError: it is no readable Parquet file.
    """
    number = 0
    with _reading_parquet(path) as file:
        for batch in file.iter_batches(10_000, columns=list(columns)):
            arrays = {name: batch.column(name) for name in columns}
            for name, array in arrays.items():
                if pa.types.is_temporal(array.type):
                    arrays[name] = array.cast(pa.string())
            for row in pa.table(arrays).to_pylist():
                number += 1
                yield number, row


def read_table(folder: Path, ids: pa.Array | None = None) -> pa.Table:
    """Read the shards of one table, in order.

    Args:
        folder: of the shards.
        ids: the rows to read, by their column `id`; None: all.

    Raises:
        StandpunktError: the folder has no shard, or one that is no Parquet file.
    """
    shards = sorted(folder.glob("*.parquet"))
    if not shards:
        raise StandpunktError(f"{folder}: no table here; run the pipeline first (make repro)")
    tables = (_read_shard(shard) for shard in shards)
    # A shard at a time: of a million rows few may be wanted.
    return pa.concat_tables(one if ids is None else one.filter(pc.is_in(one["id"], ids)) for one in tables)


def rows_of(table: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows of a table, some at a time: as Python values they take ten times the memory."""
    for batch in table.to_batches(max_chunksize=1000):
        yield from batch.to_pylist()


def _read_shard(path: Path) -> pa.Table:
    try:
        return pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        problem = str(error).splitlines()[0]
        raise StandpunktError(f"{path}: not a readable table ({problem}); run the pipeline again") from None


# --- writing ---------------------------------------------------------------------------------------------------------


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """A full disk, a missing right or a file in the place of a folder, in one line."""
    try:
        yield
    except OSError as error:
        raise StandpunktError(f"{path}: cannot be written ({error.strerror or error})") from None


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            write(temporary)
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            # mkstemp makes it private to the user; outputs are for everybody who may see the folder
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    _replace(path, lambda temporary: temporary.write_bytes(content))


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with Unix line ends on every system."""
    write_bytes(path, text.encode("utf-8"))


def _check_numbers(value: Any, keys: tuple[str, ...] = ()) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{'.'.join(keys)} is {value}: no valid JSON number")  # a bug of ours, not of the user
    if isinstance(value, Mapping):
        for key, item in value.items():
            _check_numbers(item, (*keys, str(key)))
    elif isinstance(value, list | tuple):
        for item in value:
            _check_numbers(item, keys)


def json_text(value: Any, indent: int | None = None) -> str:
    """The one JSON form of a value: keys sorted, umlauts as they are, no NaN."""
    _check_numbers(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, allow_nan=False)


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file with sorted keys."""
    write_text(path, json_text(value, indent=2) + "\n")


def write_jsonl(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write JSON lines with sorted keys, as the rows come."""

    def write(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{json_text(row)}\n" for row in rows)

    _replace(path, write)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file with a header line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    write_text(path, buffer.getvalue())


def write_table(folder: Path, table: pa.Table, rows_per_shard: int = ROWS_PER_SHARD) -> None:
    """Write a table as numbered Parquet shards into a new folder; call it inside `new_folder`."""
    for number, start in enumerate(range(0, max(table.num_rows, 1), rows_per_shard)):
        _write_shard(folder, number, table.slice(start, rows_per_shard))


def write_rows(
    folder: Path, schema: pa.Schema, rows: Iterable[Mapping[str, Any]], rows_per_shard: int = ROWS_PER_SHARD
) -> None:
    """The same of rows as they come: of a million only those of one shard are held."""
    source = iter(rows)
    for number in itertools.count():
        part = list(itertools.islice(source, rows_per_shard))
        if part or not number:
            _write_shard(folder, number, pa.Table.from_pylist(part, schema=schema))
        if len(part) < rows_per_shard:
            return


def _write_shard(folder: Path, number: int, table: pa.Table) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shard = table.combine_chunks()
    _replace(
        folder / f"part-{number:04d}.parquet", lambda temporary: pq.write_table(shard, temporary, compression="zstd")
    )


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray[Any, Any]]) -> None:
    """Write arrays as an uncompressed `.npz` with the fixed timestamps NumPy gives it: the same bytes every time."""

    def write(temporary: Path) -> None:
        with temporary.open("wb") as file:
            np.savez(file, **{name: arrays[name] for name in sorted(arrays)})  # type: ignore[arg-type]

    _replace(path, write)


def read_arrays(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Read the arrays of an `.npz`; object arrays, which could run code, are refused.

    Raises:
        StandpunktError: no such file, or not a readable `.npz`.
    """
    content = io.BytesIO(read_bytes(path))
    try:
        # np.load reads anything that NumPy ever wrote; only a zip archive of arrays is wanted
        with np.lib.npyio.NpzFile(content, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise StandpunktError(f"{path}: not a readable array file ({error}); run the training again") from None


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A temporary folder that takes the place of `path` when the block ends without an exception.

    Raises:
        StandpunktError: `path` is a file, or nothing can be written there.
    """
    if path.exists() and not path.is_dir():
        raise StandpunktError(f"{path}: is a file, wanted a folder; remove it or name another")
    path = path.resolve() if path.is_symlink() else path  # what the link leads to is replaced, the link stays
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent))
    try:
        yield temporary
        temporary.chmod(0o755)
        old = temporary.with_suffix(".old")
        if path.exists():
            path.replace(old)
        try:
            temporary.replace(path)
        except OSError:
            if old.exists():
                old.replace(path)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def relative_id(path: Path, folder: Path) -> str:
    """The POSIX path of a file below a folder without its suffix, in NFC: a page's id."""
    # NFC because archives made on a Mac have decomposed umlauts in their file names, and label tables have not.
    return unicodedata.normalize("NFC", PurePosixPath(path.relative_to(folder).as_posix()).with_suffix("").as_posix())
