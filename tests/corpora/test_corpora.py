"""The description, the codebook and the checks that every format goes through."""

from __future__ import annotations

from pathlib import Path

import pytest

from standpunkt import corpora
from standpunkt.corpora import check_page_id
from standpunkt.errors import StandpunktError
from standpunkt.schema import Codebook

from .conftest import read


def refused(folder: Path) -> str:
    """The message with which a corpus is refused, without the folder in front of its paths."""
    with pytest.raises(StandpunktError) as caught:
        read(folder)
    return str(caught.value).replace(f"{folder}/", "")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_formats_are_the_modules() -> None:
    assert {"gnad", "pages", "wahlomat"} <= set(corpora.formats())
    assert [name for name in corpora.formats() if name.startswith("_")] == []


def test_a_task_that_the_codebook_does_not_know_is_refused(tiny_corpus: Path) -> None:
    replace(tiny_corpus / "corpus.yaml", "tasks: [topic, stance]", "tasks: [topic, stanc]")
    assert refused(tiny_corpus) == "corpus.yaml: tasks: the codebook has no labels for 'stanc'; did you mean 'stance'?"


# --- corpus.yaml -----------------------------------------------------------------------------------------------------


def test_a_folder_without_description_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StandpunktError) as caught:
        corpora.read_config(tmp_path / "fehlt")
    assert str(caught.value) == (
        f"{tmp_path}/fehlt: no corpus.yaml here; params.yaml: corpus must name a corpus folder, see docs/corpora.md"
    )


def test_a_bare_no_stays_a_text(tiny_corpus: Path) -> None:
    replace(tiny_corpus / "corpus.yaml", "title: Eight pages", "title: no")
    assert corpora.read_config(tiny_corpus).title == "no"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("format: pages", "format: page", "7: format 'page' is unknown; did you mean 'pages'?"),
        ("format: pages", "format: _fetch", "7: format '_fetch' is unknown; allowed: "),
        ("licence:", "license:", "4: 'license' is not a known key; did you mean 'licence'?"),
        ("language: de\n", "", " key 'language' is missing; add it"),
        ("language: de", "language: en", "3: language: 'en' (str) is not allowed: input should be 'de'"),
        ("language: de", "language: no", "3: language: 'no' (str) is not allowed: input should be 'de'"),
        (
            "redistributable: true",
            "redistributable: no",
            "6: redistributable: 'no' (str) is not allowed: input should be true or false",
        ),
        (
            "title: Eight pages",
            "title: 2024",
            "2: title: 2024 (int) is not allowed: input should be a text; put it in quotes",
        ),
        (
            "name: tiny",
            "name: Tiny corpus",
            "1: name: 'Tiny corpus' (str) is not allowed: string should match pattern '^[a-z0-9][a-z0-9_-]*$'",
        ),
        (
            "tasks: [topic, stance]",
            "tasks: topic",
            "9: tasks: 'topic' (str) is not allowed: input should be a valid list",
        ),
        ("topics: labels", "topcis: labels", "8: 'files.topcis' is not a known key; did you mean 'topics'?"),
        (
            "pages: pages",
            "pages: ../pages",
            "8: files.pages: '../pages' is not allowed; use a path inside the corpus folder",
        ),
        (
            "codebook: codebook.yaml",
            "codebook: /etc/codebook.yaml",
            "10: codebook: '/etc/codebook.yaml' is not allowed; use a path inside the corpus folder",
        ),
        (
            "pages: pages",
            "pages: page",
            "page: no such folder; corpus.yaml: files.pages must name the folder of the pages",
        ),
        (
            "codebook: codebook.yaml",
            "codebook: codes.yaml",
            "codes.yaml: no such file; corpus.yaml: codebook must name one",
        ),
        (
            "topics: labels/topics.csv",
            "topics: topics.csv",
            "topics.csv: no such file; corpus.yaml: files.topics must name one",
        ),
        (
            "gold: labels/articles.jsonl",
            "gold: gold.jsonl",
            "gold.jsonl: no such file; corpus.yaml: files.gold must name one",
        ),
    ],
)
def test_a_description_that_is_refused(tiny_corpus: Path, old: str, new: str, problem: str) -> None:
    replace(tiny_corpus / "corpus.yaml", old, new)
    expected = problem if ": no such" in problem else f"corpus.yaml:{problem}"
    if expected.endswith("allowed: "):
        expected += ", ".join(corpora.formats())
    assert refused(tiny_corpus) == expected


# --- codebook.yaml ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("targets:", "target:", "7: 'target' is not a known key; did you mean 'targets'?"),
        (
            "aliases: [Tempolimit]",
            "alias: [Tempolimit]",
            "13: 'targets.tempolimit.alias' is not a known key; did you mean 'aliases'?",
        ),
        (
            "{label: Energie, definition",
            "{labe: Energie, definition",
            "3: 'topics.energie.labe' is not a known key; did you mean 'label'?",
        ),
        (
            "{label: Energie, definition: Strom und Wärme.}",
            "{label: Energie}",
            "3: key 'topics.energie.definition' is missing; add it",
        ),
        ("energie:", "2024:", "3: topics.2024: 2024 (int) is not allowed: input should be a text; put it in quotes"),
        (
            "favor: dafür",
            "pro: dafür",
            "6: stance.labels.pro: 'pro' (str) is not allowed: input should be 'favor', 'against' or 'neutral'",
        ),
        (
            "aliases: [Swantje Kolberg, Kolberg]",
            "aliases: []",
            (
                "15: actors.kolberg.aliases: [] (list) is not allowed: "
                "list should have at least 1 item after validation, not 0"
            ),
        ),
        (
            "aliases: [Tempolimit]",
            "aliases: [Tempolimit, no, 120]",
            "13: targets.tempolimit.aliases.2: 120 (int) is not allowed: input should be a text; put it in quotes",
        ),
        ("version: 1\n", "version: 1\nversion: 1\n", "2: key 'version' stands twice (first on line 1); remove one"),
    ],
)
def test_a_codebook_that_is_refused(tiny_corpus: Path, old: str, new: str, problem: str) -> None:
    replace(tiny_corpus / "codebook.yaml", old, new)
    assert refused(tiny_corpus) == f"codebook.yaml:{problem}"


# --- pages and labels ------------------------------------------------------------------------------------------------


def test_an_empty_corpus_is_refused(tiny_corpus: Path) -> None:
    (tiny_corpus / "pages").rename(tiny_corpus / "old")
    (tiny_corpus / "pages").mkdir()
    (tiny_corpus / "pages/readme.pdf").touch()
    (tiny_corpus / "labels/articles.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(StandpunktError) as caught:
        read(tiny_corpus)
    assert str(caught.value) == f"{tiny_corpus}: the corpus is empty: no page in format 'pages' found"


def test_two_pages_with_one_id_are_refused(tiny_corpus: Path) -> None:
    (tiny_corpus / "pages/bote/netz.txt").write_text("Noch einmal", encoding="utf-8")
    assert refused(tiny_corpus) == (
        "pages/bote/netz.txt: page id 'bote/netz' also belongs to pages/bote/netz.html; rename one of them"
    )


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("warte/tempo,tempolimit,pro", "stance 'pro' is not in the codebook; allowed: against, favor, neutral"),
        ("warte/bahn,tempolimit,favour", "stance 'favour' is not in the codebook; did you mean 'favor'?"),
        (
            "warte/bahn,tempolimt,favor",
            "target 'tempolimt' is not in the codebook; did you mean 'tempolimit'?",
        ),
        ("warte/ban,tempolimit,favor", "there is no page 'warte/ban'; did you mean 'warte/bahn'?"),
        (
            "warte/tempo,tempolimit,favor",
            "stance of page 'warte/tempo' already stands at labels/stances.csv:4; keep one",
        ),
        (
            "../tempo,tempolimit,favor",
            (
                "page id '../tempo' is not allowed; "
                "use a relative path below the pages in UTF-8, without '..', '\\' or control characters"
            ),
        ),
        (
            '"warte/\nbahn",tempolimit,favor',
            (
                "page id 'warte/\\nbahn' is not allowed; "
                "use a relative path below the pages in UTF-8, without '..', '\\' or control characters"
            ),
        ),
        ("warte/bahn,tempolimit", "2 fields, wanted 3 as in the first line"),
    ],
)
def test_a_stance_label_that_is_refused_with_its_line(tiny_corpus: Path, row: str, problem: str) -> None:
    with (tiny_corpus / "labels/stances.csv").open("a", encoding="utf-8") as file:
        file.write("\n" * 11 + row + "\n")
    assert refused(tiny_corpus) == f"labels/stances.csv:17: {problem}"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("warte/radweg,verkher", "topic 'verkher' is not in the codebook; did you mean 'verkehr'?"),
        ("warte/radweg,favor", "topic 'favor' is not in the codebook; allowed: energie, verkehr"),
        ("warte/radweg,", "topic '' is not in the codebook; allowed: energie, verkehr"),
        ("bote/netz,energie", "topic of page 'bote/netz' already stands at labels/topics.csv:4; keep one"),
        (
            "bote/netz,verkehr",
            "topic 'verkehr' of page 'bote/netz' stands beside 'energie' at labels/topics.csv:4; "  # noqa: ISC004
            "keep one, or set topic.multilabel: true in params.yaml",
        ),
    ],
)
def test_a_topic_label_that_is_refused_with_its_line(tiny_corpus: Path, row: str, problem: str) -> None:
    with (tiny_corpus / "labels/topics.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    assert refused(tiny_corpus) == f"labels/topics.csv:9: {problem}"


def test_a_stance_label_needs_stance_labels_in_the_codebook(tiny_corpus: Path) -> None:
    replace(
        tiny_corpus / "codebook.yaml",
        "stance:\n  labels: {favor: dafür, against: dagegen, neutral: weder noch}\n",
        "",
    )
    assert (
        refused(tiny_corpus) == "labels/stances.csv:2: stance 'favor' is not in the codebook; nothing is allowed here"
    )


@pytest.mark.parametrize("identifier", ["a", "bote/2024/straße", "x..y", ".verborgen", "seite?id=3&a=b", "a b"])
def test_page_ids_that_are_allowed(identifier: str) -> None:
    assert check_page_id(identifier, "a.csv:2") is None


@pytest.mark.parametrize(
    "identifier",
    ["", "/etc/passwd", "..", "a/../b", "a//b", "a/", "./a", "a\\b", "C:/a", "a\tb", "a\x7fb", "a\0b", "stra\udcdfe"],
)
def test_page_ids_that_could_leave_the_folder_or_name_no_file(identifier: str) -> None:
    with pytest.raises(StandpunktError) as caught:
        check_page_id(identifier, "a.csv:2")
    assert str(caught.value) == (
        f"a.csv:2: page id {identifier!r} is not allowed; "
        "use a relative path below the pages in UTF-8, without '..', '\\' or control characters"
    )


def test_the_codebook_of_the_embedded_corpus_is_valid() -> None:
    folder = Path(__file__).parents[2] / "data/corpora/embedded"
    codebook = Codebook.model_validate(corpora.storage.read_yaml(folder / "codebook.yaml").data)
    assert sorted(codebook.topics) == [
        "arbeit",
        "aussenpolitik",
        "bildung",
        "energie",
        "gesundheit",
        "verkehr",
        "wohnen",
    ]
    assert len(codebook.targets) == 14
