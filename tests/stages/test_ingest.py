from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt import stages, storage
from standpunkt.errors import StandpunktError
from standpunkt.params import IngestParams
from standpunkt.schema import RawPage
from standpunkt.stages.ingest import decode, ingest

LIMIT = IngestParams(max_page_bytes=100)


def page(content: bytes | str) -> RawPage:
    return RawPage("bote/a", "pages/bote/a.html", "html", content, outlet="bote")


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {name: storage.read_table(folder / name).to_pylist() for name in ("pages", "labels", "targets", "gold")}


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


# --- one page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "text", "encoding"),
    [
        ("Straße".encode(), "Straße", "utf-8 (valid)"),
        ("\ufeffStraße".encode(), "Straße", "utf-8-sig (bom)"),
        ("Straße".encode("utf-16"), "Straße", "utf-16 (bom)"),
        (b'<meta charset="iso-8859-1">\x84Stra\xdfe\x93', '<meta charset="iso-8859-1">„Straße“', "cp1252 (declared)"),
        (b"Stra\xdfe", "Straße", "cp1252 (fallback)"),
        ("GrÃ¶ÃŸe".encode(), "Größe", "utf-8 (valid, repaired: double encoding)"),
        ("Größe über ".encode() + b"Stra\xdfe", "Größe über Straße", "utf-8 (mostly valid, repaired: mixed encodings)"),
        (b"Zu\xcc\x88ge\r\nhalten\r", "Züge\nhalten\n", "utf-8 (valid)"),
        ("Zu\u0308ge\r\n", "Z\u00fcge\n", None),
        ("ä" * 50, "ä" * 50, None),
    ],
)
def test_a_page_is_decoded_and_keeps_what_is_known_of_it(content: bytes | str, text: str, encoding: str | None) -> None:
    row = decode(page(content), LIMIT)
    assert row == {
        "id": "bote/a",
        "path": "pages/bote/a.html",
        "kind": "html",
        "content": text,
        "encoding": encoding,
        "outlet": "bote",
        "author": None,
        "published": None,
        "title": None,
        "group": None,
        "split": None,
        "part": None,
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\xc2\xa0", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ("\ufeff \n", "empty"),
        (b"PK\x03\x04 zip", "undecodable"),
        (b"%PDF-1.7", "undecodable"),
        (bytes(range(32)), "undecodable"),
        (b"\xff\xfe\x00\xd8\x00", "undecodable"),
        (b"a" * 101, "too_large"),
        (b"\0" * 101, "too_large"),
        ("ä" * 51, "too_large"),
    ],
)
def test_a_page_is_dropped_with_its_reason(content: bytes | str, reason: str) -> None:
    assert decode(page(content), LIMIT) == reason


# --- a corpus --------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, tiny_corpus: Path, params_yaml: Callable[..., Path]) -> Callable[..., None]:
    def ingest_into(out: str = "out", changed: dict[str, Any] | None = None) -> None:
        params = stages.load_params(params_yaml(changed))
        ingest(params, corpus=tiny_corpus, out=tmp_path / out, metrics=tmp_path / f"{out}.json")

    return ingest_into


def test_a_corpus_becomes_tables(run: Callable[..., None], tmp_path: Path) -> None:
    run()
    written = tables(tmp_path / "out")
    assert [(row["id"], row["kind"], row["outlet"]) for row in written["pages"]] == [
        ("bote/abstand", "html", "bote"),
        ("bote/horizont", "html", "bote"),
        ("bote/netz", "html", "bote"),
        ("bote/waerme", "html", "bote"),
        ("warte/bahn", "text", "warte"),
        ("warte/radweg", "text", "warte"),
        ("warte/tempo", "text", "warte"),
        ("warte/unfall", "text", "warte"),
    ]
    assert len(written["labels"]) == 11
    assert {"id": "warte/tempo", "task": "stance", "target": "tempolimit", "label": "against"} in written["labels"]
    assert {"id": "warte/bahn", "task": "topic", "target": None, "label": "verkehr"} in written["labels"]
    assert [row["id"] for row in written["targets"]] == ["windkraft_abstand", "tempolimit"]
    assert written["targets"][1]["aliases"] == ["Tempolimit"]
    assert {"id": "bote/netz", "role": "title", "text": "Ein Netz für den Norden"} in written["gold"]
    assert len(written["gold"]) == 24
    described = storage.read_json(tmp_path / "out/corpus.json")
    assert described["config"]["name"] == "tiny"
    assert sorted(described["codebook"]["topics"]) == ["energie", "verkehr"]
    assert storage.read_json(tmp_path / "out.json") == {
        "pages": {"found": 8, "kept": 8, "dropped": {}},
        "kinds": {"html": 4, "text": 4},
        "encodings": {"utf-8 (valid)": 8},
        "labels": {"topic": 7, "stance": 4},
        "targets": 2,
    }


def test_pages_that_cannot_be_read_are_counted_by_reason(
    run: Callable[..., None], tiny_corpus: Path, tmp_path: Path
) -> None:
    pages = tiny_corpus / "pages"
    (pages / "bote/leer.html").write_bytes(b"\n")
    (pages / "bote/leer-2.html").write_bytes(b"")
    (pages / "bote/archiv.html").write_bytes(b"PK\x03\x04" + bytes(40))
    (pages / "warte/lang.txt").write_bytes(b"a" * 5001)
    (pages / "warte/tempo.txt").write_bytes("Straße".encode("cp1252"))
    (pages / "warte/unfall.txt").write_bytes(b"%PDF-1.4")
    run(changed={"ingest.max_page_bytes": 5000})
    counts = storage.read_json(tmp_path / "out.json")
    assert counts["pages"] == {"found": 12, "kept": 7, "dropped": {"empty": 2, "too_large": 1, "undecodable": 2}}
    assert counts["pages"]["kept"] + sum(counts["pages"]["dropped"].values()) == counts["pages"]["found"]
    assert counts["encodings"] == {"cp1252 (fallback)": 1, "utf-8 (valid)": 6}
    assert counts["labels"] == {"topic": 6, "stance": 3}
    written = tables(tmp_path / "out")
    ids = {row["id"] for row in written["pages"]}
    assert len(ids) == 7
    assert {row["id"] for name in ("labels", "gold") for row in written[name]} == ids


def test_the_limit_is_the_largest_page_that_is_kept(
    run: Callable[..., None], tiny_corpus: Path, tmp_path: Path
) -> None:
    (tiny_corpus / "pages/warte/genau.txt").write_bytes(b"a" * 5000)
    run(changed={"ingest.max_page_bytes": 5000})
    assert storage.read_json(tmp_path / "out.json")["pages"] == {"found": 9, "kept": 9, "dropped": {}}


def test_the_same_corpus_gives_the_same_bytes(run: Callable[..., None], tmp_path: Path) -> None:
    run("one")
    run("two")
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert list(files(tmp_path / "one")) == [
        "annotations/part-0000.parquet",
        "corpus.json",
        "gold/part-0000.parquet",
        "labels/part-0000.parquet",
        "pages/part-0000.parquet",
        "pins.json",
        "targets/part-0000.parquet",
        "votes/part-0000.parquet",
    ]
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_no_path_of_the_machine_enters_an_output(run: Callable[..., None], tmp_path: Path) -> None:
    run()
    assert {row["path"].split("/")[0] for row in tables(tmp_path / "out")["pages"]} == {"pages"}
    for name in ("out/corpus.json", "out.json"):
        assert str(tmp_path) not in (tmp_path / name).read_text(encoding="utf-8")


def break_label(corpus: Path) -> None:
    path = corpus / "labels/stances.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("warte/unfall,tempolimit,favor", "warte/unfall,tempolimit,pro")
    )


def break_pages(corpus: Path) -> None:
    for path in (corpus / "pages").rglob("*.*"):
        path.write_bytes(b"%PDF-1.4" if path.suffix == ".txt" else b"")


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (
            break_label,
            "{corpus}/labels/stances.csv:5: stance 'pro' is not in the codebook; allowed: against, favor, neutral",
        ),
        (break_pages, "{corpus}: no page is left (4 empty, 4 undecodable); see ingest in params.yaml"),
        (lambda corpus: (corpus / "codebook.yaml").write_text("version: 1\nx: 1\n"), "{corpus}/codebook.yaml:2: 'x'"),
    ],
    ids=["label", "pages", "codebook"],
)
@pytest.mark.parametrize("before", [True, False], ids=["again", "first"])
def test_nothing_is_written_when_ingest_fails(
    run: Callable[..., None],
    tiny_corpus: Path,
    tmp_path: Path,
    damage: Callable[[Path], None],
    problem: str,
    before: bool,
) -> None:
    if before:
        run()
    old = files(tmp_path / "out"), (tmp_path / "out.json").read_bytes() if before else None
    damage(tiny_corpus)
    with pytest.raises(StandpunktError) as caught:
        run()
    assert str(caught.value).startswith(problem.format(corpus=tiny_corpus))
    assert (files(tmp_path / "out"), (tmp_path / "out.json").read_bytes() if before else None) == old
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["params.yaml", "tiny", *(["out", "out.json"] if before else [])]
    )


def test_a_write_that_breaks_off_leaves_tables_and_counts_as_they_were(
    run: Callable[..., None], tiny_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    old = files(tmp_path / "out"), (tmp_path / "out.json").read_bytes()
    (tiny_corpus / "pages/warte/neu.txt").write_text("Neue Seite", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "write_json", full)
    with pytest.raises(OSError, match="No space left on device"):
        run()
    assert (files(tmp_path / "out"), (tmp_path / "out.json").read_bytes()) == old


def test_the_command_tells_an_error_in_one_line(tmp_path: Path, params_yaml: Callable[..., Path]) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "standpunkt.stages.ingest", "--params", str(params_yaml())),
            *("--corpus", "fehlt", "--out", "out", "--metrics", "out.json"),
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "error: fehlt: no corpus.yaml here; params.yaml: corpus must name a corpus folder, see docs/corpora.md\n",
    )
    assert not (tmp_path / "out").exists()
