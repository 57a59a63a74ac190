from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from standpunkt import storage
from standpunkt.errors import StandpunktError


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def message(function: Callable[..., Any], *arguments: Any, **options: Any) -> str:
    with pytest.raises(StandpunktError) as caught:
        function(*arguments, **options)
    return str(caught.value)


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- bytes and texts -------------------------------------------------------------------------------------------------


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert message(storage.read_bytes, tmp_path / "weg.txt") == f"{tmp_path}/weg.txt: no such file"


def test_the_hash_of_a_file(tmp_path: Path) -> None:
    # of the three bytes "abc": FIPS 180-2, appendix B.1
    assert storage.sha256(write(tmp_path / "a", "abc")) == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert message(storage.sha256, tmp_path / "b") == f"{tmp_path}/b: cannot be read (No such file or directory)"


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert message(storage.read_bytes, tmp_path) == f"{tmp_path}: cannot be read (Is a directory)"


def test_text_is_read_with_and_without_byte_order_mark(tmp_path: Path) -> None:
    assert storage.read_text(write(tmp_path / "a", "Züge")) == "Züge"
    assert storage.read_text(write(tmp_path / "b", b"\xef\xbb\xbfZ\xc3\xbcge")) == "Züge"


def test_text_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", b"id,topic\nx,Stra\xdfe\n")
    assert message(storage.read_text, path) == f"{path}:2: byte 0xdf is not UTF-8; save the file as UTF-8"


def test_files_below_are_sorted_by_their_path_and_chosen_by_suffix(tmp_path: Path) -> None:
    for name in ("b/1.html", "a/2.HTML", "a-b/3.txt", "a/4.pdf", "a/html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = storage.files_below(tmp_path, [".html", ".txt"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a-b/3.txt", "a/2.HTML", "b/1.html"]


def test_links_whose_files_would_be_missing_without_a_word_are_refused(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "outlet").symlink_to(tmp_path)
    problem = "a link to a folder is not followed; copy the folder instead"
    assert message(storage.files_below, pages, [".html"]) == f"{pages}/outlet: {problem}"
    (pages / "outlet").unlink()
    (pages / "x.html").symlink_to(tmp_path / "weg.html")
    problem = "a link to nothing; remove it or copy the file instead"
    assert message(storage.files_below, pages, [".html"]) == f"{pages}/x.html: {problem}"


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("bote/abstand.html", "bote/abstand"),
        ("seite.alt.html", "seite.alt"),
        ("bote/stra\u0308hne.txt", "bote/str\u00e4hne"),
    ],
)
def test_a_page_id_is_the_path_without_suffix_in_nfc(name: str, identifier: str) -> None:
    assert storage.relative_id(Path("corpus/pages", name), Path("corpus/pages")) == identifier


# --- YAML ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("NO", "NO"),
        ("true", True),
        ("False", False),
        ("1e-05", 1e-05),
        ("1e5", 100000.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("-3", -3),
        ("010", 10),
        ("1_000", "1_000"),
        ("0x1f", "0x1f"),
        ("12:30", "12:30"),
        ("2024-05-31", "2024-05-31"),
        (".inf", float("inf")),
        ("-.INF", float("-inf")),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ("=", "="),
    ],
)
def test_yaml_scalars_are_those_of_yaml_1_2(scalar: str, value: object) -> None:
    read = storage.parse_yaml(f"key: {scalar}\n", Path("a.yaml")).data["key"]
    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize("scalar", [".nan", ".NaN", ".NAN"])
def test_yaml_nan_is_a_float(scalar: str) -> None:
    assert np.isnan(storage.parse_yaml(f"key: {scalar}\n", Path("a.yaml")).data["key"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3: key 'a' stands twice (first on line 1); remove one"),
        ("s:\n  a: 1\n  b: 2\n  a: 3\n", "a.yaml:4: key 's.a' stands twice (first on line 2); remove one"),
        ("a: 1\nb: [1, 2\n", "a.yaml:3: cannot be read as YAML (expected ',' or ']', but got '<stream end>')"),
        ("a: 1\n\tb: 2\n", "a.yaml:2: cannot be read as YAML (found character '\\t' that cannot start any token)"),
        ("a: b: c\n", "a.yaml:1: cannot be read as YAML (mapping values are not allowed here)"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2: cannot be read as YAML (but found another document)"),
        ("a: 1\nb: \0\n", "a.yaml:2: character U+0000 is not allowed in YAML"),
        ("- a\n- b\n", "a.yaml: must be a mapping of keys to values (key: value)"),
        ("just text\n", "a.yaml: must be a mapping of keys to values (key: value)"),
        ("null\n", "a.yaml: must be a mapping of keys to values (key: value)"),
        ("a: &x [1]\nb: *x\n", "a.yaml:2: cannot be read as YAML (alias '*x' is not supported; write the value out)"),
        ("a: &x {b: *x}\n", "a.yaml:1: cannot be read as YAML (alias '*x' is not supported; write the value out)"),
        (
            "a: !!python/object/apply:os.getcwd []\n",
            (
                "a.yaml:1: cannot be read as YAML "
                "(tag 'tag:yaml.org,2002:python/object/apply:os.getcwd' is not supported; write the plain value)"
            ),
        ),
        (
            "a: !!int zehn\n",
            "a.yaml:1: cannot be read as YAML (tag 'tag:yaml.org,2002:int' is not supported; write the plain value)",
        ),
        (f"a: {'9' * 5000}\n", "a.yaml:1: cannot be read as YAML (a number of 5000 digits)"),
        ("? [a]\n: b\n", "a.yaml:1: cannot be read as YAML (found unhashable key)"),
        ("a: " + "[" * 5000, "a.yaml: cannot be read as YAML (nested too deeply)"),
    ],
)
def test_yaml_that_is_refused(text: str, problem: str) -> None:
    assert message(storage.parse_yaml, text, Path("a.yaml")) == problem


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_yaml_file_is_an_empty_mapping(text: str) -> None:
    assert storage.parse_yaml(text, Path("a.yaml")).data == {}


def test_the_place_of_a_key_is_the_deepest_line_that_the_file_has() -> None:
    file = storage.parse_yaml("a: 1\ntopics:\n  energie:\n    label: E\n  list: [x,\n    y]\n", Path("a.yaml"))
    assert file.place("topics", "energie", "label") == "a.yaml:4"
    assert file.place("topics", "energie", "definition") == "a.yaml:3"
    assert file.place("topics", "list", 1) == "a.yaml:6"
    assert file.place("targets") == "a.yaml"


# --- JSON ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1,\n "b": }\n', "a.json:2: not valid JSON (Expecting value, column 7)"),
        ("", "a.json:1: not valid JSON (Expecting value, column 1)"),
        ('{"a": NaN}', "a.json: not valid JSON (NaN is not JSON)"),
        ('{"a": -Infinity}', "a.json: not valid JSON (-Infinity is not JSON)"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "a.json: not valid JSON (key 'c' stands twice in one object)"),
        ('{"a": "\\ud83d"}', "a.json: not valid JSON ('\\ud83d' is half a character)"),
        ("[" * 200_000, "a.json: not readable as JSON (nested too deeply)"),
    ],
)
def test_json_that_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    assert message(storage.read_json, write(tmp_path / "a.json", text)) == f"{tmp_path}/{problem}"


def test_json_is_read_with_escapes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '{"a": "\\u00fc \\ud83d\\ude00", "b": [1, 0.5, null, true]}')
    assert storage.read_json(path) == {"a": "ü 😀", "b": [1, 0.5, None, True]}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1}\n\n{"a": 2]\n', "a.jsonl:3: not valid JSON (Expecting ',' delimiter, column 8)"),
        ('{"a": 1}\n{"a": NaN}\n', "a.jsonl:2: not valid JSON (NaN is not JSON)"),
        ('{"a": 1, "a": 1}\n', "a.jsonl:1: not valid JSON (key 'a' stands twice in one object)"),
        ('{"a": 1}\n[1]\n', "a.jsonl:2: must be an object ({…})"),
    ],
)
def test_json_lines_that_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    assert message(storage.read_jsonl, write(tmp_path / "a.jsonl", text)) == f"{tmp_path}/{problem}"


def test_json_lines_keep_the_number_of_their_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"a": 1}\r\n\r\n{"a": "x\u2028y"}')
    assert list(storage.numbered_jsonl(path)) == [(1, {"a": 1}), (3, {"a": "x\u2028y"})]
    assert storage.read_jsonl(path) == [{"a": 1}, {"a": "x\u2028y"}]


# --- CSV -------------------------------------------------------------------------------------------------------------


def test_csv_rows_come_with_the_line_on_which_they_begin(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", '\ufeffid, topic,note\n\n1,energie,"zwei\nZeilen, ""so"""\n2,verkehr,\n')
    assert list(storage.read_csv(path, ["id", "topic"])) == [
        (3, {"id": "1", "topic": "energie", "note": 'zwei\nZeilen, "so"'}),
        (5, {"id": "2", "topic": "verkehr", "note": ""}),
    ]


def test_csv_without_header_has_numbers_as_keys(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Sport;'Es heißt ''Tor''; so'\n")
    assert list(storage.read_csv(path, delimiter=";", quotechar="'")) == [
        (1, {"0": "Sport", "1": "Es heißt 'Tor'; so"})
    ]


def test_csv_fields_may_be_longer_than_python_allows_by_default(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id,text\n1," + "ä" * 200_000 + "\n")
    assert [len(row["text"]) for _, row in storage.read_csv(path, ["id", "text"])] == [200_000]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id,stance\n1,favor\n", "a.csv:1: column 'target' is missing; the header has: id, stance"),
        ("id;target\n", "a.csv:1: column 'id' is missing; the header has: id;target; divide the columns by ','"),
        ("id,target,id\n", "a.csv:1: column 'id' stands twice; remove one"),
        ("", "a.csv: is empty; wanted a header line with: id,target"),
        ("id,target\n1,a\n2\n", "a.csv:3: 1 fields, wanted 2 as in the first line"),
        ("id,target\n1,a,b\n", "a.csv:2: 3 fields, wanted 2 as in the first line"),
        (
            'id,target\n1,a\n2,"b\n3,c\n',
            "a.csv:3: not readable as CSV (unexpected end of data); check the quotation marks",
        ),
        ('id,target\n1,"a"b\n', "a.csv:2: not readable as CSV (',' expected after '\"'); check the quotation marks"),
        ("id,target\n1,a\n2,\0\n", "a.csv:3: a NUL byte; is this a CSV file?"),
    ],
)
def test_csv_that_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = write(tmp_path / "a.csv", text)
    assert message(lambda: list(storage.read_csv(path, ["id", "target"]))) == f"{tmp_path}/{problem}"


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_bytes_that_are_not_utf8_are_refused_with_their_line_however_far_down(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"{}\n" * 50_000 + b"Stra\xdfe\n")
    read = {"a.csv": lambda: list(storage.read_csv(path)), "a.jsonl": lambda: storage.read_jsonl(path)}[name]
    assert message(read) == f"{path}:50001: byte 0xdf is not UTF-8; save the file as UTF-8"


def test_a_csv_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert message(lambda: list(storage.read_csv(tmp_path / "a.csv"))) == f"{tmp_path}/a.csv: no such file"


# --- Parquet ---------------------------------------------------------------------------------------------------------


def test_parquet_rows_come_with_their_number_and_dates_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    columns = {
        "a.b": pa.array(["x", None, "z"]),
        "day": pa.array([0, 1, None], pa.date32()),
        "time": pa.array([0, 1, None], pa.timestamp("ns")),
        "vector": pa.array([[0.5], [], None]),
    }
    pq.write_table(pa.table(columns), path, row_group_size=2)
    assert storage.parquet_columns(path) == ["a.b", "day", "time", "vector"]
    assert list(storage.read_parquet(path, ["time", "a.b", "day"])) == [
        (1, {"time": "1970-01-01 00:00:00.000000000", "a.b": "x", "day": "1970-01-01"}),
        (2, {"time": "1970-01-01 00:00:00.000000001", "a.b": None, "day": "1970-01-02"}),
        (3, {"time": None, "a.b": "z", "day": None}),
    ]


def test_a_parquet_file_with_a_column_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table([pa.array([1]), pa.array([2])], names=["id", "id"]), path)
    assert message(storage.parquet_columns, path) == f"{path}: column 'id' stands twice; remove one"


def _broken_parquet(path: Path, kind: str) -> None:
    if kind == "no Parquet":
        path.write_text("id,text\n", encoding="utf-8")
        return
    texts = pa.array(["Straße " * 20] * 50)
    if kind == "text that is not UTF-8":
        buffers = pa.array([b"Stra\xdfe"]).buffers()
        texts = pa.Array.from_buffers(pa.string(), 1, buffers)
    pq.write_table(pa.table({"text": texts}), path, compression="none")
    if kind == "damaged":
        content = bytearray(path.read_bytes())
        content[4:40] = b"\xff" * 36
        path.write_bytes(content)


@pytest.mark.parametrize("kind", ["no Parquet", "damaged", "text that is not UTF-8"])
def test_a_broken_parquet_file_is_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.parquet"
    _broken_parquet(path, kind)
    problem = message(lambda: list(storage.read_parquet(path, ["text"])))
    assert problem.startswith(f"{path}: cannot be read as Parquet (")
    assert problem.endswith("); write the file again")


# --- writing ---------------------------------------------------------------------------------------------------------


def test_json_has_one_form(tmp_path: Path) -> None:
    storage.write_json(tmp_path / "a.json", {"b": [1, 0.5], "a": {"ü": None}})
    assert (tmp_path / "a.json").read_text("utf-8") == (
        '{\n  "a": {\n    "ü": null\n  },\n  "b": [\n    1,\n    0.5\n  ]\n}\n'
    )


def test_json_lines_and_csv_have_unix_line_ends(tmp_path: Path) -> None:
    storage.write_jsonl(tmp_path / "a.jsonl", [{"b": 1, "a": "ß"}, {}])
    assert (tmp_path / "a.jsonl").read_bytes() == '{"a": "ß", "b": 1}\n{}\n'.encode()
    storage.write_csv(tmp_path / "a.csv", ["x", "y"], [["a,b", 0.25], ['"', None]])
    assert (tmp_path / "a.csv").read_bytes() == b'x,y\n"a,b",0.25\n"""",\n'


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"topic": {"f1": float("nan")}}, "topic.f1 is nan: no valid JSON number"),
        ({"f1": [0.5, float("inf")]}, "f1 is inf: no valid JSON number"),
    ],
)
def test_a_number_that_is_none_is_our_bug_and_leaves_no_file(tmp_path: Path, value: object, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{problem}$"):
        storage.write_json(tmp_path / "a.json", value)
    assert entries(tmp_path) == []


def test_a_file_is_readable_for_everybody_and_its_folders_are_made(tmp_path: Path) -> None:
    storage.write_text(tmp_path / "x/y/a.txt", "Öl\n")
    assert (tmp_path / "x/y/a.txt").read_bytes() == b"\xc3\x96l\n"
    assert stat.S_IMODE((tmp_path / "x/y/a.txt").stat().st_mode) == 0o644
    assert entries(tmp_path / "x/y") == ["a.txt"]


def test_a_writer_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "alt")

    def fail(temporary: Path) -> None:
        temporary.write_text("halb")
        raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match=r"^broken off$"):
        storage._replace(path, fail)
    assert path.read_text() == "alt"
    assert entries(tmp_path) == ["a.txt"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "file", "") / "a.txt"
    assert message(storage.write_text, path, "x") == f"{path}: cannot be written (File exists)"
    (tmp_path / "folder").mkdir()
    problem = f"{tmp_path}/folder: cannot be written (Is a directory)"
    assert message(storage.write_text, tmp_path / "folder", "x") == problem


def test_a_new_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write(tmp_path / "out/old", "")
    with storage.new_folder(tmp_path / "out") as folder:
        write(folder / "new", "")
        assert entries(tmp_path / "out") == ["old"]
    assert entries(tmp_path / "out") == ["new"]
    assert entries(tmp_path) == ["out"]
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o755


@pytest.mark.parametrize("there", [True, False])
def test_a_block_that_fails_leaves_the_folder_as_it_was(tmp_path: Path, there: bool) -> None:
    if there:
        (tmp_path / "out").mkdir()
        write(tmp_path / "out/old", "alt")

    def fill() -> None:
        with storage.new_folder(tmp_path / "out") as folder:
            write(folder / "new", "")
            raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match=r"^broken off$"):
        fill()
    assert entries(tmp_path) == (["out"] if there else [])
    assert not there or (tmp_path / "out/old").read_text() == "alt"


def test_a_swap_that_fails_brings_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    write(tmp_path / "out/old", "")
    replace = Path.replace

    def refuse_new(self: Path, target: Path) -> Path:
        if self.suffix == ".tmp":
            raise OSError("no room")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse_new)
    with pytest.raises(OSError, match=r"^no room$"), storage.new_folder(tmp_path / "out"):
        pass
    assert entries(tmp_path) == ["out"]
    assert entries(tmp_path / "out") == ["old"]


def test_a_file_is_not_replaced_by_a_folder(tmp_path: Path) -> None:
    path = write(tmp_path / "out", "kostbar")

    def fill() -> None:
        with storage.new_folder(path):
            pass

    assert message(fill) == f"{path}: is a file, wanted a folder; remove it or name another"
    assert path.read_text() == "kostbar"


# --- tables and arrays -----------------------------------------------------------------------------------------------


def test_a_table_comes_back_from_its_shards_in_order(tmp_path: Path) -> None:
    table = pa.table({"n": list(range(25)), "t": [f"Wert {n}" for n in range(25)]})
    storage.write_table(tmp_path / "t", table, rows_per_shard=10)
    assert entries(tmp_path / "t") == ["part-0000.parquet", "part-0001.parquet", "part-0002.parquet"]
    assert storage.read_table(tmp_path / "t").equals(table)


def test_an_empty_table_keeps_its_columns(tmp_path: Path) -> None:
    schema = pa.schema([pa.field("id", pa.string(), nullable=False)])
    storage.write_table(tmp_path / "t", schema.empty_table())
    assert storage.read_table(tmp_path / "t").schema == schema
    assert storage.read_table(tmp_path / "t").num_rows == 0


def test_the_bytes_of_a_table_are_those_of_its_rows_however_they_lie_in_memory(tmp_path: Path) -> None:
    rows = pa.table({"n": [3, 4]})
    storage.write_table(tmp_path / "a", rows)
    chunks = pa.concat_tables([pa.table({"n": [1, 2, 3]}), pa.table({"n": [4, 5]})])
    storage.write_table(tmp_path / "b", chunks.slice(2, 2))
    assert (tmp_path / "a/part-0000.parquet").read_bytes() == (tmp_path / "b/part-0000.parquet").read_bytes()


@pytest.mark.parametrize("folder", ["leer", "fehlt"])
def test_a_table_that_is_not_there_says_what_makes_it(tmp_path: Path, folder: str) -> None:
    (tmp_path / "leer").mkdir()
    problem = f"{tmp_path}/{folder}: no table here; run the pipeline first (make repro)"
    assert message(storage.read_table, tmp_path / folder) == problem


def test_a_broken_shard_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "part-0000.parquet", "kein Parquet")
    problem = message(storage.read_table, tmp_path)
    assert problem.startswith(f"{path}: not a readable table (")
    assert problem.endswith("); run the pipeline again")


def test_arrays_come_back_and_their_bytes_are_the_same_in_any_order(tmp_path: Path) -> None:
    arrays = {"weights": np.array([[0.5, -1.0]]), "ids": np.array([3, 4], dtype=np.int32)}
    storage.write_arrays(tmp_path / "a.npz", arrays)
    storage.write_arrays(tmp_path / "b.npz", dict(reversed(arrays.items())))
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    read = storage.read_arrays(tmp_path / "a.npz")
    assert sorted(read) == ["ids", "weights"]
    assert read["weights"].tolist() == [[0.5, -1.0]]
    assert (read["ids"].dtype, read["ids"].tolist()) == (np.int32, [3, 4])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "File is not a zip file"),
        (b"PK\x03\x04 half an archive", "File is not a zip file"),
        (b"\x80\x04N.", "File is not a zip file"),
    ],
)
def test_a_file_that_holds_no_arrays_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    path = write(tmp_path / "a.npz", content)
    assert (
        message(storage.read_arrays, path) == f"{path}: not a readable array file ({problem}); run the training again"
    )


def test_arrays_that_could_run_code_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", allow_pickle=True, x=np.array([{"a": 1}], dtype=object))
    problem = "Object arrays cannot be loaded when allow_pickle=False"
    path = tmp_path / "a.npz"
    assert (
        message(storage.read_arrays, path) == f"{path}: not a readable array file ({problem}); run the training again"
    )


def test_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from standpunkt import storage; import pyarrow as pa\n"
        "p = Path(sys.argv[1])\n"
        "storage.write_json(p / 'a.json', {name: sorted({name, 'x'}) for name in {'ä', 'b', 'c'}})\n"
        "storage.write_table(p / 't', pa.table({'a': ['x', 'y']}))"
    )
    written = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", code, str(folder)],
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        )
        written.append([(folder / name).read_bytes() for name in ("a.json", "t/part-0000.parquet")])
    assert written[0] == written[1]


def test_rows_as_they_come_are_the_same_shards_as_a_table(tmp_path: Path) -> None:
    rows = [{"id": f"p{number}", "n": [number]} for number in range(25)]
    schema = pa.schema([pa.field("id", pa.string()), pa.field("n", pa.list_(pa.int32()))])
    storage.write_table(tmp_path / "table", pa.Table.from_pylist(rows, schema=schema), rows_per_shard=10)
    storage.write_rows(tmp_path / "rows", schema, iter(rows), rows_per_shard=10)
    assert entries(tmp_path / "rows") == ["part-0000.parquet", "part-0001.parquet", "part-0002.parquet"]
    for name in entries(tmp_path / "table"):
        assert (tmp_path / "rows" / name).read_bytes() == (tmp_path / "table" / name).read_bytes()
    storage.write_rows(tmp_path / "full", schema, rows[:20], rows_per_shard=10)
    storage.write_rows(tmp_path / "none", schema, [], rows_per_shard=10)
    assert storage.read_table(tmp_path / "full").num_rows == 20
    assert storage.read_table(tmp_path / "none").schema == schema


def test_chosen_rows_of_a_table(tmp_path: Path) -> None:
    storage.write_table(tmp_path / "t", pa.table({"id": list("abcdef"), "n": range(6)}), rows_per_shard=2)
    assert storage.read_table(tmp_path / "t", pa.array(["e", "b", "x"]))["n"].to_pylist() == [1, 4]
    assert storage.read_table(tmp_path / "t", pa.array([], pa.string())).num_rows == 0


def test_lines_that_cannot_be_made_leave_the_file_as_it_was(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", "{}\n")

    def rows() -> Any:
        yield {"n": 1}
        raise StandpunktError("the second row is missing")

    assert message(storage.write_jsonl, path, rows()) == "the second row is missing"
    assert path.read_text() == "{}\n"
    assert entries(tmp_path) == ["rows.jsonl"]
