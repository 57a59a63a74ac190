from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from standpunkt.schema import Gold, Label

from .conftest import read, refused


def set_files(folder: Path, files: str) -> None:
    lines = (folder / "corpus.yaml").read_text(encoding="utf-8").splitlines()
    lines[7] = f"files: {files}"
    (folder / "corpus.yaml").write_text("\n".join(lines), encoding="utf-8")


def test_pages_are_found_sorted_with_kind_and_outlet(tiny_corpus: Path) -> None:
    (tiny_corpus / "pages/lose.HTM").write_bytes(b"<p>Stra\xdfe")
    (tiny_corpus / "pages/bote/2024").mkdir()
    (tiny_corpus / "pages/bote/2024/liste.md").write_bytes(b"# Liste")
    (tiny_corpus / "pages/bote/bild.jpg").write_bytes(b"")
    pages = read(tiny_corpus).pages
    assert [
        (page.id, page.path, page.kind, page.outlet) for page in pages if "liste" in page.id or "lose" in page.id
    ] == [
        ("bote/2024/liste", "pages/bote/2024/liste.md", "text", "bote"),
        ("lose", "pages/lose.HTM", "html", None),
    ]
    assert [page.content for page in pages if page.id == "lose"] == [b"<p>Stra\xdfe"]
    assert [page.path for page in pages] == sorted(page.path for page in pages)
    assert len(pages) == 10


def test_labels_carry_the_place_where_they_stand(tiny_corpus: Path) -> None:
    corpus = read(tiny_corpus)
    stances = f"{tiny_corpus}/labels/stances.csv"
    assert [label for label in corpus.labels if label.task == "stance"] == [
        Label("bote/abstand", "stance", "windkraft_abstand", "favor", f"{stances}:2"),
        Label("bote/horizont", "stance", "windkraft_abstand", "against", f"{stances}:3"),
        Label("warte/tempo", "stance", "tempolimit", "against", f"{stances}:4"),
        Label("warte/unfall", "stance", "tempolimit", "favor", f"{stances}:5"),
    ]
    assert [label.label for label in corpus.labels if label.task == "topic"] == ["energie"] * 4 + ["verkehr"] * 3
    assert list(corpus.targets) == ["windkraft_abstand", "tempolimit"]
    assert corpus.dropped.total() == 0


def test_a_page_may_have_stances_on_several_targets(tiny_corpus: Path) -> None:
    with (tiny_corpus / "labels/stances.csv").open("a", encoding="utf-8") as file:
        file.write("warte/tempo,windkraft_abstand,neutral\n")
    assert [(label.target, label.label) for label in read(tiny_corpus).labels if label.id == "warte/tempo"][1:] == [
        ("tempolimit", "against"),
        ("windkraft_abstand", "neutral"),
    ]


def test_labels_and_gold_may_be_left_out(tiny_corpus: Path) -> None:
    set_files(tiny_corpus, "{}")
    corpus = read(tiny_corpus)
    assert (len(corpus.pages), corpus.labels, corpus.gold) == (8, [], [])


def test_umlauts_in_file_names_match_in_any_unicode_form(tiny_corpus: Path) -> None:
    (tiny_corpus / "pages/warte/zu\u0308ge.txt").write_text("Züge", encoding="utf-8")
    with (tiny_corpus / "labels/topics.csv").open("a", encoding="utf-8") as file:
        file.write("warte/z\u00fcge,verkehr\n")
    with (tiny_corpus / "labels/stances.csv").open("a", encoding="utf-8") as file:
        file.write("warte/zu\u0308ge,tempolimit,neutral\n")
    labels = [label for label in read(tiny_corpus).labels if label.id == "warte/z\u00fcge"]
    assert [(label.task, label.label) for label in labels] == [("topic", "verkehr"), ("stance", "neutral")]


def test_a_file_name_that_is_not_utf8_is_refused(tiny_corpus: Path) -> None:
    (tiny_corpus / "pages/warte/stra\udcdfe.txt").write_text("Straße", encoding="utf-8")
    assert refused(tiny_corpus) == (
        "pages/warte/stra\\udcdfe.txt: page id 'warte/stra\\udcdfe' is not allowed; "
        "use a relative path below the pages in UTF-8, without '..', '\\' or control characters"
    )


def test_a_link_that_leaves_the_corpus_is_refused(tiny_corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("geheim", encoding="utf-8")
    (tiny_corpus / "pages/warte/geheim.txt").symlink_to(tmp_path / "geheim.txt")
    assert refused(tiny_corpus) == (
        "pages/warte/geheim.txt: a link that leaves the corpus folder; copy the page instead"
    )


def test_a_linked_folder_is_refused_and_not_left_out(tiny_corpus: Path, tmp_path: Path) -> None:
    (tiny_corpus / "pages/funkhaus").symlink_to(tmp_path)
    assert refused(tiny_corpus) == "pages/funkhaus: a link to a folder is not followed; copy the folder instead"


def test_the_folder_of_the_pages_may_itself_be_a_link(tiny_corpus: Path, tmp_path: Path) -> None:
    (tiny_corpus / "pages").rename(tmp_path / "elsewhere")
    (tiny_corpus / "pages").symlink_to(tmp_path / "elsewhere")
    assert len(read(tiny_corpus).pages) == 8


def test_gold_is_one_entry_a_field_and_a_line_of_furniture(tiny_corpus: Path) -> None:
    row = {
        "id": "bote/netz",
        "title": "Ein Netz",
        "teaser": "",
        "body": "Text.",
        "furniture": [{"role": "legal", "text": "Impressum"}, {"role": "navigation", "text": "Startseite"}],
    }
    (tiny_corpus / "labels/articles.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert read(tiny_corpus).gold == [
        Gold("bote/netz", "body", "Text."),
        Gold("bote/netz", "title", "Ein Netz"),
        Gold("bote/netz", "legal", "Impressum"),
        Gold("bote/netz", "navigation", "Startseite"),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"id": "bote/nets"}', "there is no page 'bote/nets'; did you mean 'bote/netz'?"),
        ('{"id": "bote/netz"}', "gold of page 'bote/netz' already stands on line 3; keep one"),
        (
            '{"id": "../netz"}',
            (
                "page id '../netz' is not allowed; "
                "use a relative path below the pages in UTF-8, without '..', '\\' or control characters"
            ),
        ),
        ("{}", "key 'id' is missing; add it"),
        ('{"id": "bote/netz", "boddy": ""}', "'boddy' is not a known key; did you mean 'body'?"),
        ('{"id": "bote/netz", "body": 5}', "body: 5 (int) is not allowed: input should be a text; put it in quotes"),
        (
            '{"id": "bote/netz", "furniture": [{"role": "legal"}]}',
            "key 'furniture.0.text' is missing; add it",
        ),
        (
            '{"id": "bote/netz", "furniture": [{"role": "legal", "txt": "x", "text": "x"}]}',
            "'furniture.0.txt' is not a known key; did you mean 'text'?",
        ),
        ('{"id": "bote/netz"', "not valid JSON (Expecting ',' delimiter, column 19)"),
        ('{"id": "bote/netz", "id": "a"}', "not valid JSON (key 'id' stands twice in one object)"),
    ],
)
def test_gold_that_is_refused_with_its_line(tiny_corpus: Path, line: str, problem: str) -> None:
    with (tiny_corpus / "labels/articles.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert refused(tiny_corpus) == f"labels/articles.jsonl:10: {problem}"


def test_a_label_table_with_other_columns_is_refused(tiny_corpus: Path) -> None:
    (tiny_corpus / "labels/stances.csv").write_text("id,stance\nbote/netz,favor\n", encoding="utf-8")
    assert refused(tiny_corpus) == "labels/stances.csv:1: column 'target' is missing; the header has: id, stance"


def test_an_empty_corpus_is_called_empty_although_its_gold_names_pages(tiny_corpus: Path) -> None:
    shutil.rmtree(tiny_corpus / "pages")
    (tiny_corpus / "pages").mkdir()
    assert refused(tiny_corpus) == f"{tiny_corpus}: the corpus is empty: no page in format 'pages' found"


def with_split(folder: Path, lines: str) -> Path:
    set_files(folder, "{pages: pages, topics: labels/topics.csv, split: labels/split.csv}")
    (folder / "labels/split.csv").write_text(f"id,side\n{lines}\n", encoding="utf-8")
    return folder


def test_a_corpus_may_bring_its_own_split(tiny_corpus: Path) -> None:
    pages = read(with_split(tiny_corpus, "bote/abstand,test\nwarte/tempo,train")).pages
    assert {page.id: page.split for page in pages if page.split} == {"bote/abstand": "test", "warte/tempo": "train"}


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("bote/abstand,tset", "labels/split.csv:2: side 'tset' is unknown; did you mean 'test'?"),
        ("bote/abstnd,test", "labels/split.csv:2: there is no page 'bote/abstnd'; did you mean 'bote/abstand'?"),
        (
            "bote/abstand,test\nbote/abstand,train",
            "labels/split.csv:3: side of page 'bote/abstand' already stands on line 2; keep one",
        ),
    ],
)
def test_a_split_that_is_refused_with_its_line(tiny_corpus: Path, lines: str, problem: str) -> None:
    assert problem in refused(with_split(tiny_corpus, lines))
