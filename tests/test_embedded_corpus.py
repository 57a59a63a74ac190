"""The default corpus: what is committed is what its sources give, and it holds what the pipeline is promised."""

from __future__ import annotations

import importlib
import itertools
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from standpunkt import corpora, storage
from standpunkt.cleaning import duplicates, encoding
from standpunkt.cleaning.article import count_words
from standpunkt.schema import STANCES

REPOSITORY = Path(__file__).parents[1]
FOLDER = REPOSITORY / "data/corpora/embedded"


@pytest.fixture(scope="module")
def programs() -> Iterator[Mapping[str, ModuleType]]:
    """The two programs beside the corpus, which import each other by their bare names."""
    names = ("source_format", "render")
    sys.path.insert(0, str(FOLDER))
    bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield {name: importlib.import_module(name) for name in names}
    finally:
        sys.dont_write_bytecode = bytecode
        sys.path.remove(str(FOLDER))
        for name in names:
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def sources(programs: Mapping[str, ModuleType]) -> list[Any]:
    found: list[Any] = programs["source_format"].load((FOLDER / "sources").glob("*.md"))
    return found


@pytest.fixture(scope="module")
def codebook() -> dict[str, Any]:
    return storage.read_yaml(FOLDER / "codebook.yaml").data


@pytest.fixture(scope="module")
def corpus() -> corpora.Corpus:
    config = corpora.read_config(FOLDER)
    return corpora.read(FOLDER, config, corpora.read_codebook(FOLDER, config))


@pytest.fixture(scope="module")
def bodies() -> dict[str, str]:
    return {row["id"]: row["body"] for row in storage.read_jsonl(FOLDER / "labels/articles.jsonl")}


@pytest.fixture(scope="module")
def quotes() -> list[tuple[str, dict[str, Any]]]:
    rows = storage.read_jsonl(FOLDER / "labels/quotes.jsonl")
    return [(row["id"], quote) for row in rows for quote in row["quotes"]]


@pytest.fixture(scope="module")
def positions() -> list[tuple[str, dict[str, Any]]]:
    rows = storage.read_jsonl(FOLDER / "labels/positions.jsonl")
    return [(row["id"], position) for row in rows for position in row["positions"]]


# --- what is committed -----------------------------------------------------------------------------------------------


def test_pages_labels_and_counts_are_what_the_sources_give(
    programs: Mapping[str, ModuleType], sources: list[Any], codebook: dict[str, Any]
) -> None:
    files = programs["render"].render(sources, codebook)
    assert sum(name.startswith("pages/") for name in files) == len(sources)
    assert list(programs["render"].differences(files)) == []


def test_a_changed_a_missing_and_a_left_over_file_are_told(
    programs: Mapping[str, ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(programs["render"], "HERE", tmp_path)
    for name in ("same", "changed", "left"):
        storage.write_text(tmp_path / "pages" / name, name)
    files = {"pages/same": b"same", "pages/changed": b"other", "labels/missing": b""}
    assert list(programs["render"].differences(files)) == [
        "pages/changed: differs from what its source gives; run make corpus",
        "labels/missing: missing; run make corpus",
        "pages/left: left over, no source gives it; run make corpus",
    ]


def test_the_sources_keep_their_format(
    programs: Mapping[str, ModuleType], sources: list[Any], codebook: dict[str, Any]
) -> None:
    form = programs["source_format"]
    assert [problem for source in sources for problem in form.problems(source, codebook)] == []
    assert list(form.repeated(sources)) == []
    assert list(form.parted(sources)) == []


# --- how much there is -----------------------------------------------------------------------------------------------


def test_pages(corpus: corpora.Corpus) -> None:
    kinds = Counter(page.kind for page in corpus.pages)
    assert len(corpus.pages) >= 150
    assert set(kinds) == {"html", "text"}
    assert kinds["text"] * 3 >= len(corpus.pages)
    assert kinds["html"] * 3 >= len(corpus.pages)


def test_six_outlets(corpus: corpora.Corpus) -> None:
    pages = Counter(page.outlet for page in corpus.pages)
    assert sorted(map(str, pages)) == ["bote", "funkhaus", "kanalkurier", "nordblick", "tagwerk", "warte"]
    assert min(pages.values()) >= 20


def test_topics(corpus: corpora.Corpus, codebook: dict[str, Any]) -> None:
    topics = Counter(label.label for label in corpus.labels if label.task == "topic")
    assert topics.total() >= 130
    assert len(topics) >= 6
    assert set(topics) == set(codebook["topics"])
    assert min(topics.values()) >= 10


def test_stances(corpus: corpora.Corpus, codebook: dict[str, Any]) -> None:
    labels = [label for label in corpus.labels if label.task == "stance"]
    stances = Counter(label.label for label in labels)
    assert len({label.target for label in labels}) >= 10
    assert {label.target for label in labels} == set(codebook["targets"])
    assert len(labels) >= 300
    assert sorted(stances) == sorted(STANCES)
    assert min(stances.values()) >= 65


def test_every_target_has_every_stance(corpus: corpora.Corpus, codebook: dict[str, Any]) -> None:
    """Or a model could read the stance from the target alone."""
    pairs = Counter((label.target, label.label) for label in corpus.labels if label.task == "stance")
    assert [(target, stance) for target in codebook["targets"] for stance in STANCES if pairs[target, stance] < 5] == []


def test_pages_without_labels(corpus: corpora.Corpus) -> None:
    labelled = {label.id for label in corpus.labels}
    assert len([page for page in corpus.pages if page.id not in labelled]) >= 12


def test_quotes_and_positions_are_many(
    quotes: Sequence[tuple[str, dict[str, Any]]], positions: Sequence[tuple[str, dict[str, Any]]]
) -> None:
    types = Counter(quote["type"] for _, quote in quotes)
    assert types.total() >= 250
    assert sorted(types) == ["direct", "indirect", "reported"]
    assert min(types.values()) >= 50
    assert len({page for page, _ in positions}) >= 30
    assert {position["stance"] for _, position in positions} == set(STANCES)


def test_every_page_has_gold_of_its_body(corpus: corpora.Corpus, bodies: Mapping[str, str]) -> None:
    assert set(bodies) == {page.id for page in corpus.pages}


def test_only_a_paywall_makes_a_page_too_short_to_be_an_article(sources: list[Any], bodies: Mapping[str, str]) -> None:
    least = storage.read_yaml(REPOSITORY / "params.yaml").data["clean"]["min_words"]
    open_pages = {f"{one.header['outlet']}/{one.id}" for one in sources if not one.header.get("paywall")}
    assert len(open_pages) >= 150
    assert [name for name in sorted(open_pages) if count_words(bodies[name]) < least] == []


# --- near-duplicates -------------------------------------------------------------------------------------------------


def test_planted_near_duplicates_are_found_and_nothing_else(sources: list[Any], bodies: Mapping[str, str]) -> None:
    outlets = {source.id: source.header["outlet"] for source in sources}
    planted = [(source.id, source.header["rewrite_of"]) for source in sources if "rewrite_of" in source.header]
    assert len(planted) >= 6
    assert [pair for pair in planted if outlets[pair[0]] == outlets[pair[1]]] == []
    params = storage.read_yaml(REPOSITORY / "params.yaml").data
    clusters = duplicates.clusters(
        list(bodies),
        bodies.values(),
        params["clean"]["duplicate_similarity"],
        params["clean"]["duplicate_permutations"],
        params["random_state"],
    )
    together: dict[str, set[str]] = {}
    for identifier, cluster in clusters.items():
        together.setdefault(cluster, set()).add(identifier)
    found = sorted(sorted(members) for members in together.values() if len(members) > 1)
    assert found == sorted(sorted(f"{outlets[name]}/{name}" for name in pair) for pair in planted)


# --- encodings -------------------------------------------------------------------------------------------------------


def raw_pages() -> dict[str, bytes]:
    paths = storage.files_below(FOLDER / "pages", [".html", ".txt"])
    return {storage.relative_id(path, FOLDER / "pages"): storage.read_bytes(path) for path in paths}


def is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_encodings_as_met_in_the_wild() -> None:
    pages = raw_pages()
    marked = [name for name, content in pages.items() if content.startswith(b"\xef\xbb\xbf")]
    windows = [content for content in pages.values() if not is_utf8(content)]
    declared = Counter(
        name
        for content in windows
        for name in (b"windows-1252", b"iso-8859-1", b"utf-8")
        if b"charset=" + name in content.replace(b'"', b"").lower()
    )
    assert len(marked) >= 10
    assert len(windows) >= 10
    assert min(declared[b"windows-1252"], declared[b"iso-8859-1"]) >= 3
    assert declared[b"utf-8"] == 1, "one page says UTF-8 and is not"
    assert len(windows) - declared.total() == 4, "four text dumps, which declare nothing"


def test_every_page_is_read_in_the_encoding_that_it_was_written_in(sources: list[Any]) -> None:
    pages = raw_pages()
    wrong = []
    for source in sources:
        identifier = f"{source.header['outlet']}/{source.id}"
        written = source.header.get("encoding") or "utf-8"
        text = pages[identifier].decode("cp1252" if written.startswith("cp1252") else written)
        decoded = encoding.decode(pages[identifier])
        if decoded is None or decoded.text != text:
            wrong.append(identifier)
    assert wrong == []


# --- offsets ---------------------------------------------------------------------------------------------------------

MARKS = {"„": "“", "»": "«", "‚": "‘"}


def piece(bodies: Mapping[str, str], page: str, span: Sequence[int]) -> str:
    start, end = span
    assert 0 <= start < end <= len(bodies[page]), f"{page}: {span} lies outside its body"
    return bodies[page][start:end]


def test_direct_quotes_stand_in_quotation_marks(
    quotes: Sequence[tuple[str, dict[str, Any]]], bodies: Mapping[str, str]
) -> None:
    spans = [(page, span) for page, quote in quotes if quote["type"] == "direct" for span in quote["spans"]]
    texts = [piece(bodies, page, span) for page, span in spans]
    assert len(texts) >= 250
    assert [text for text in texts if MARKS.get(text[0]) != text[-1]] == []


def test_other_quotes_do_not_begin_with_a_quotation_mark_that_they_do_not_close(
    quotes: Sequence[tuple[str, dict[str, Any]]], bodies: Mapping[str, str]
) -> None:
    texts = [
        piece(bodies, page, span) for page, quote in quotes if quote["type"] != "direct" for span in quote["spans"]
    ]
    assert len(texts) >= 250
    assert [text for text in texts for mark in MARKS if text.count(mark) != text.count(MARKS[mark])] == []


@pytest.mark.parametrize(("part", "at_least"), [("spans", 500), ("cues", 500), ("speakers", 500)])
def test_parts_of_quotes_are_whole_words(
    quotes: Sequence[tuple[str, dict[str, Any]]], bodies: Mapping[str, str], part: str, at_least: int
) -> None:
    places = [(page, span) for page, quote in quotes for span in quote[part]]
    assert len(places) >= at_least
    broken = []
    for page, (start, end) in places:
        text = piece(bodies, page, (start, end))
        around = f" {bodies[page]} "[start : end + 2]
        cut = (around[0].isalnum() and text[0].isalnum()) or (around[-1].isalnum() and text[-1].isalnum())
        if cut or text != text.strip() or not any(letter.isalpha() for letter in text):
            broken.append(f"{page}: {around!r}")
    assert broken == []


def test_the_parts_of_a_quote_do_not_overlap(quotes: Sequence[tuple[str, dict[str, Any]]]) -> None:
    broken = []
    for page, quote in quotes:
        spans = sorted(tuple(span) for part in ("spans", "cues", "speakers") for span in quote[part])
        if any(left[1] > right[0] for left, right in itertools.pairwise(spans)):
            broken.append((page, spans))
    assert broken == []


def test_cues_are_words_not_sentences(quotes: Sequence[tuple[str, dict[str, Any]]], bodies: Mapping[str, str]) -> None:
    cues = [piece(bodies, page, span) for page, quote in quotes for span in quote["cues"]]
    assert [cue for cue in cues if len(cue.split()) > 5 or any(mark in cue for mark in ".!?„“»«\n")] == []
    assert Counter(cues).most_common(1)[0][0] == "sagte"


def test_evidence_of_a_position_is_a_sentence(
    positions: Sequence[tuple[str, dict[str, Any]]], bodies: Mapping[str, str]
) -> None:
    texts = [(page, piece(bodies, page, (position["start"], position["end"]))) for page, position in positions]
    assert len(texts) >= 300
    assert [
        (page, text)
        for page, text in texts
        if not (text[0].isupper() or text[0].isdigit() or text[0] in MARKS) or text[-1] not in ".!?“«" or "\n" in text
    ] == []


def test_positions_name_targets_of_the_codebook_and_actors(
    positions: Sequence[tuple[str, dict[str, Any]]], codebook: dict[str, Any]
) -> None:
    """An actor is an id of the codebook, or a full name."""
    assert {position["target"] for _, position in positions} == set(codebook["targets"])
    unknown = {position["actor"] for _, position in positions} - set(codebook["actors"])
    assert [name for name in unknown if " " not in name] == []
    assert {position["how"] for _, position in positions} == {"quoted", "reported", "ascribed"}
