from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from standpunkt import corpora, storage
from standpunkt.corpora import table
from standpunkt.errors import StandpunktError
from standpunkt.schema import Label, RawPage, Target

from .conftest import read, refused

CORPUS_YAML = """\
name: zeilen
title: One table
language: de
licence: CC BY 4.0
source: written for the tests
redistributable: true
format: table
files: {%s}
tasks: []
codebook: codebook.yaml
"""
CODEBOOK_YAML = """\
version: 1
topics:
  energie: {label: Energie, definition: Strom und Wärme.}
  verkehr: {label: Verkehr, definition: Straße und Schiene.}
stance: {labels: {favor: dafür, against: dagegen, neutral: weder noch}}
targets:
  maut: {statement: Die Citymaut soll kommen.}
  tempo: {statement: Es soll ein Tempolimit gelten.}
tasks:
  genre: {labels: {bericht: berichtet, kommentar: urteilt}}
"""
OWN_TARGETS = CODEBOOK_YAML.replace(CODEBOOK_YAML[CODEBOOK_YAML.index("targets:") : CODEBOOK_YAML.index("tasks:")], "")
FULL = (
    "id: nr, text: inhalt, title: kopf, author: von, outlet: blatt, published: tag, group: serie, split: seite, "
    "part: teil, topic: thema, target: frage, stance: haltung, genre: form"
)
ROWS = [
    {
        "nr": "a/1", "inhalt": "Die Maut trifft die Falschen.", "kopf": "Maut", "von": "Arne Vosskuhl", "blatt": "Bote",
        "tag": "2031-03-01", "serie": "s1", "seite": "test", "teil": "neu", "thema": "verkehr", "frage": "maut",
        "haltung": "against", "form": "kommentar",
    },
    {"nr": "b", "inhalt": "Der Strom wird knapp.", "tag": "2031-03-02 08:30:00", "thema": "energie"},
    {"nr": "c", "inhalt": "", "frage": "tempo"},
]  # fmt: skip
COLUMNS = [column.split(": ")[1] for column in FULL.split(", ")]


def make(folder: Path, files: str, codebook: str = CODEBOOK_YAML) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "corpus.yaml").write_text(CORPUS_YAML % files, encoding="utf-8")
    (folder / "codebook.yaml").write_text(codebook, encoding="utf-8")
    return folder


def save(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if path.suffix == ".csv":
        storage.write_csv(path, columns, [[row.get(name, "") for name in columns] for row in rows])
    elif path.suffix == ".jsonl":
        storage.write_jsonl(path, rows)
    else:
        pq.write_table(pa.Table.from_pylist([{name: row.get(name) for name in columns} for row in rows]), path)


def csv(tmp_path: Path, text: str, files: str, codebook: str = CODEBOOK_YAML) -> Path:
    folder = make(tmp_path, f"table: rows.csv, {files}", codebook)
    (folder / "rows.csv").write_text(text, encoding="utf-8")
    return folder


# --- what is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "place"),
    [("rows.csv", "rows.csv:{line}"), ("data/rows.JSONL", None), ("rows.parquet", "rows.parquet: row {row}")],
)
def test_every_column_goes_where_corpus_yaml_says(tmp_path: Path, name: str, place: str | None) -> None:
    folder = make(tmp_path, f"table: {name}, {FULL}")
    save(folder / name.lower(), ROWS)
    (folder / name.lower()).rename(folder / name)
    corpus = read(folder)
    assert corpus.pages == [
        RawPage(
            "a/1", name, "article", "Die Maut trifft die Falschen.", outlet="Bote", author="Arne Vosskuhl",
            published="2031-03-01", title="Maut", group="s1", split="test", part="neu",
        ),
        RawPage("b", name, "article", "Der Strom wird knapp.", published="2031-03-02T08:30:00"),
        RawPage("c", name, "article", ""),
    ]  # fmt: skip
    first, second = (f"{folder}/{(place or name + ':{row}').format(line=number + 1, row=number)}" for number in (1, 2))
    assert corpus.labels == [
        Label("a/1", "topic", None, "verkehr", first),
        Label("a/1", "genre", None, "kommentar", first),
        Label("a/1", "stance", "maut", "against", first),
        Label("b", "topic", None, "energie", second),
    ]
    assert corpus.targets == {
        "maut": Target(statement="Die Citymaut soll kommen."),
        "tempo": Target(statement="Es soll ein Tempolimit gelten."),
    }
    assert (corpus.gold, corpus.dropped.total()) == ([], 0)


def test_rows_without_id_are_named_by_their_number(tmp_path: Path) -> None:
    folder = csv(tmp_path, 'text,note\n"Eins\nzwei.",\n\nDrei.,\nDrei.,\n', "text: text")
    assert [(page.id, page.content) for page in read(folder).pages] == [
        ("row-000001", "Eins\nzwei."),
        ("row-000002", "Drei."),
        ("row-000003", "Drei."),
    ]


def test_rows_with_one_id_are_one_page_with_several_targets(tmp_path: Path) -> None:
    text = (
        "id,text,topic,target,stance\na,Ja.,verkehr,maut,favor\nb,Nein.,,,\na,Ja.,verkehr,tempo,neutral\n"
        "u\u0308,So.,,maut,\n\u00fc,So.,,tempo,favor\n"
    )
    folder = csv(tmp_path, text, "id: id, text: text, topic: topic, target: target, stance: stance")
    corpus = read(folder)
    assert [page.id for page in corpus.pages] == ["a", "b", "\u00fc"]
    assert [(label.id, label.task, label.target, label.label, label.place[-1]) for label in corpus.labels] == [
        ("a", "topic", None, "verkehr", "2"),
        ("a", "stance", "maut", "favor", "2"),
        ("a", "stance", "tempo", "neutral", "4"),
        ("\u00fc", "stance", "tempo", "favor", "6"),
    ]


def test_targets_that_the_codebook_does_not_have_come_from_the_table(tmp_path: Path) -> None:
    text = "text,target,stance\nJa.,Die Maut soll kommen.,favor\nNein., Die  Maut soll kommen.,against\nHm.,Maut?,\n"
    corpus = read(csv(tmp_path, text, "text: text, target: target, stance: stance", OWN_TARGETS))
    assert corpus.targets == {
        "die-maut-soll-kommen-8909d41a": Target(statement="Die Maut soll kommen."),
        "maut-b384acde": Target(statement="Maut?"),
    }
    assert [(label.id, label.target, label.label) for label in corpus.labels] == [
        ("row-000001", "die-maut-soll-kommen-8909d41a", "favor"),
        ("row-000002", "die-maut-soll-kommen-8909d41a", "against"),
    ]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Größere Häuser!", "grossere-hauser-"),
        ("Eins zwei drei vier fünf sechs sieben acht", "eins-zwei-drei-vier-funf-sechs-"),
        ("a" * 100, "a" * 60 + "-"),
        ("Да?", ""),
    ],
)
def test_the_id_of_such_a_target_is_readable_and_its_own(statement: str, expected: str) -> None:
    assert table.target_id(statement)[:-8] == expected
    assert table.target_id(statement) != table.target_id(statement + ".")


def test_numbers_and_dates_of_a_parquet_file_become_text(tmp_path: Path) -> None:
    folder = make(tmp_path, "table: rows.parquet, id: nr, text: text, published: tag, group: g, outlet: blatt")
    columns = {
        "nr": pa.array([17, 18]),
        "text": pa.array(["Ja.", None], pa.large_string()),
        "tag": pa.array([datetime.datetime(2031, 3, 1, 8, tzinfo=datetime.UTC), None], pa.timestamp("s")),
        "g": pa.array([1, None], pa.int8()),
        "blatt": pa.array(["Bote", "Bote"]).dictionary_encode(),
        "vektor": pa.array([[0.5], [0.25]]),
    }
    pq.write_table(pa.table(columns), folder / "rows.parquet")
    assert read(folder).pages == [
        RawPage("17", "rows.parquet", "article", "Ja.", outlet="Bote", published="2031-03-01T08:00:00.000", group="1"),
        RawPage("18", "rows.parquet", "article", "", outlet="Bote"),
    ]


def test_texts_may_be_longer_than_python_allows_by_default(tmp_path: Path) -> None:
    folder = csv(tmp_path, "text\n" + "ä" * 200_000 + "\n", "text: text")
    assert [len(page.content) for page in read(folder).pages] == [200_000]


# --- what is refused: corpus.yaml -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ("text: text", "files.table is missing; name the file"),
        ("table: rows.csv", "files.text is missing; name the column of the text"),
        ("table: rows.csv, text: text, target: frage", "files.stance is missing; files.target goes with it"),
        ("table: rows.csv, text: text, stance: h", "files.target is missing; files.stance goes with it"),
        ("table: rows.csv, text: text, topics: t", "'files.topics' is not a known key; did you mean 'topic'?"),
        (
            "table: rows.xlsx, text: text",
            "files.table: 'rows.xlsx' is no table; it must end in one of: .csv, .jsonl, .parquet",
        ),
        ("table: rows.csv, text: txt", "files.text: the table has no column 'txt'; did you mean 'text'?"),
        ("table: rows.csv, text: text, id: nr", "files.id: the table has no column 'nr'; allowed: text, title"),
    ],
)
def test_a_mapping_that_is_refused(tmp_path: Path, files: str, problem: str) -> None:
    folder = make(tmp_path, files)
    (folder / "rows.csv").write_text("text,title\nJa.,\n", encoding="utf-8")
    assert refused(folder) == f"corpus.yaml:8: {problem}"


@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl", "rows.parquet"])
def test_a_column_that_is_not_there_is_refused_in_every_kind_of_file(tmp_path: Path, name: str) -> None:
    folder = make(tmp_path, f"table: {name}, text: text, title: titel")
    save(folder / name, [{"text": "Ja.", "title": "Eins"}, {"text": "Nein."}])
    assert refused(folder) == "corpus.yaml:8: files.title: the table has no column 'titel'; did you mean 'title'?"


def test_a_table_with_semicolons_says_what_to_divide_by(tmp_path: Path) -> None:
    folder = csv(tmp_path, "id;text\na;Ja.\n", "text: text")
    assert refused(folder) == "corpus.yaml:8: files.text: the table has no column 'text'; divide 'id;text' by ','"


# --- what is refused: rows --------------------------------------------------------------------------------------------

MAPPING = "id: id, text: text, title: title, published: tag, split: split, topic: topic, target: target, stance: stance"
HEADER = "id,text,title,tag,split,topic,target,stance\n"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("a,Ja.,,,,,,\na,Nein.,,,,,,\n", "3: page 'a' has another text at rows.csv:2; rows of one id may differ in "),
        ("a,Ja.,,,,,,\n\na,Ja.,x,,,,,\n", "4: page 'a' has another title at rows.csv:2; rows of one id may differ in "),
        ("a,Ja.,,,,energie,,\na,Ja.,,,,,,\n", "3: page 'a' has another topic at rows.csv:2; rows of one id may "),
        (",Ja.,,,,,,\n", "2: column 'id' is empty; every row needs an id"),
        ("../a,Ja.,,,,,,\n", "2: page id '../a' is not allowed; use a relative path"),
        ("a,Ja.,,,dev,,,\n", "2: split 'dev' is unknown; allowed: test, train, validation"),
        ("a,Ja.,,,trian,,,\n", "2: split 'trian' is unknown; did you mean 'train'?"),
        ("a,Ja.,,1.3.2031,,,,\n", "2: published '1.3.2031' is no date; write YYYY-MM-DD"),
        ("a,Ja.,,2031-13-01,,,,\n", "2: published '2031-13-01' is no date; write YYYY-MM-DD"),
        ("a,Ja.,,,,,,favor\n", "2: stance 'favor' has no target; name one"),
        ("a,Ja.,,,,,mauth,favor\n", "2: target 'mauth' is not in the codebook; did you mean 'maut'?"),
        ("a,Ja.,,,,,maut,pro\n", "2: stance 'pro' is not in the codebook; allowed: against, favor, neutral"),
        ("a,Ja.,,,,energy,,\n", "2: topic 'energy' is not in the codebook; did you mean 'energie'?"),
        ("a,Ja.,,,,,maut,favor\na,Ja.,,,,,maut,favor\n", "3: stance of page 'a' already stands at "),
        ("a,J\0a.,,,,,,\n", "2: a NUL byte; is this a CSV file?"),
        ("a,Ja.\n", "2: 2 fields, wanted 8 as in the first line"),
        ('a,"Ja.,,,,,,\n', "2: not readable as CSV (unexpected end of data); check the quotation marks"),
    ],
)
def test_a_row_that_is_refused(tmp_path: Path, rows: str, problem: str) -> None:
    assert refused(csv(tmp_path, HEADER + rows, MAPPING)).startswith(f"rows.csv:{problem}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"id": 1, "text": "Ja."}\n{"id": 2, "text": 5}\n', "2: column 'text': '5' is no text; store it as one"),
        ('{"id": 1, "text": ["Ja."]}\n', "1: column 'text': \"['Ja.']\" is no text; store it as one"),
        ('{"id": true, "text": "Ja."}\n', "1: column 'id': 'True' is no text; store it as one"),
        ('{"id": 1.0, "text": "Ja."}\n', "1: column 'id': '1.0' is no text; store it as one"),
        ('{"id": null, "text": "Ja."}\n', "1: column 'id' is empty; every row needs an id"),
        ('{"text": "Ja."}\n', "1: column 'id' is missing; allowed: text"),
        ('{"id": 1, "texte": "Ja."}\n', "1: column 'text' is missing; did you mean 'texte'?"),
        ('{"id": 1, "text": "J\\u0000a."}\n', "1: column 'text': a NUL character; remove it"),
        ('{"id": 1, "text": "Ja."}\n[]\n', "2: must be an object ({…})"),
        ('{"id": 1, "text": "Ja."\n', "1: not valid JSON (Expecting ',' delimiter, column 24)"),
    ],
)
def test_a_json_line_that_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    folder = make(tmp_path, "table: rows.jsonl, id: id, text: text")
    (folder / "rows.jsonl").write_text(text, encoding="utf-8")
    assert refused(folder) == f"rows.jsonl:{problem}"


@pytest.mark.parametrize(
    ("column", "problem"),
    [
        (pa.array([1, 2]), "rows.parquet: row 1: column 'text': '1' is no text; store it as one"),
        (pa.array(["Ja.", "Ne\0in."]), "rows.parquet: row 2: column 'text': a NUL character; remove it"),
        (pa.array([b"Ja."]), "rows.parquet: row 1: column 'text': \"b'Ja.'\" is no text; store it as one"),
    ],
)
def test_a_parquet_row_that_is_refused(tmp_path: Path, column: pa.Array, problem: str) -> None:
    folder = make(tmp_path, "table: rows.parquet, text: text")
    pq.write_table(pa.table({"text": column}), folder / "rows.parquet")
    assert refused(folder) == problem


@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl", "rows.parquet"])
def test_a_table_without_rows_is_an_empty_corpus(tmp_path: Path, name: str) -> None:
    folder = make(tmp_path, f"table: {name}, text: text")
    (folder / name).write_text("text\n" if name == "rows.csv" else "", encoding="utf-8")
    if name == "rows.parquet":
        pq.write_table(pa.table({"text": pa.array([], pa.string())}), folder / name)
    with pytest.raises(StandpunktError, match="the corpus is empty: no page in format 'table' found"):
        read(folder)


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    folder = make(tmp_path, "table: rows.csv, text: text")
    assert refused(folder) == "rows.csv: no such file; corpus.yaml: files.table must name one"


def test_every_row_is_kept_or_refused_and_none_is_changed(tmp_path: Path) -> None:
    """A text comes out as it went in: quotation marks, tabs, line ends and what looks like JSON."""
    texts = ['Er sagte: „Nein", dann "ja"', "a\tb", "erste\r\nzweite", '{"a": 1}', " Rand ", "=SUMME(A1)"]
    for name in ("rows.csv", "rows.jsonl", "rows.parquet"):
        folder = make(tmp_path / name.replace(".", "-"), f"table: {name}, text: text")
        save(folder / name, [{"text": text} for text in texts])
        assert [page.content for page in read(folder).pages] == texts
    assert json.loads((folder.parent / "rows-jsonl/rows.jsonl").read_text("utf-8").splitlines()[1]) == {"text": "a\tb"}


@pytest.mark.parametrize(
    ("suffix", "cell", "separator"),
    [
        (".csv", "verkehr; energie", ", topic_separator: ;"),
        (".csv", "verkehr;;energie;", ", topic_separator: ;"),
        (".jsonl", ["verkehr", "energie"], ""),
        (".jsonl", "verkehr;energie", ", topic_separator: ;"),
        (".parquet", ["verkehr", "energie"], ""),
    ],
)
def test_several_topics_of_a_page_stand_in_one_cell(tmp_path: Path, suffix: str, cell: Any, separator: str) -> None:
    folder = make(tmp_path, f"table: rows{suffix}, text: inhalt, topic: thema{separator}")
    none: Any = [] if isinstance(cell, list) else ""
    save(folder / f"rows{suffix}", [{"inhalt": "Maut.", "thema": cell}, {"inhalt": "Nichts.", "thema": none}])
    config = corpora.read_config(folder)
    found = corpora.read(folder, config, corpora.read_codebook(folder, config), ["topic"])
    assert [(label.id, label.label) for label in found.labels] == [("row-000001", "verkehr"), ("row-000001", "energie")]
    message = refused(folder)
    assert "topic 'energie' of page 'row-000001' stands beside 'verkehr' at " in message
    assert message.endswith("keep one, or set topic.multilabel: true in params.yaml")


@pytest.mark.parametrize(
    ("files", "rows", "problem"),
    [
        ("text: t, topic_separator: ;", "t\nEin Text.\n", "files.topic is missing; files.topic_separator goes with it"),
        (
            "text: t, topic: x, topic_separator: ;",
            "t,x\nEin Text.,energie;energie\n",
            "topic of page 'row-000001' already",
        ),
        (
            "text: t, topic: x, topic_separator: ;",
            "t,x\nEin Text.,energie;maut\n",
            "topic 'maut' is not in the codebook",
        ),
        (
            "id: i, text: t, topic: x",
            "i,t,x\na,Ein Text.,energie\na,Ein Text.,verkehr\n",
            "in target and stance alone; several topics of a page stand in one cell, see files.topic_separator",
        ),
    ],
)
def test_cells_of_several_topics_that_are_refused(tmp_path: Path, files: str, rows: str, problem: str) -> None:
    folder = csv(tmp_path, rows, files)
    config = corpora.read_config(folder)
    with pytest.raises(StandpunktError, match=re.escape(problem)):
        corpora.read(folder, config, corpora.read_codebook(folder, config), ["topic"])
