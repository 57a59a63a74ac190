from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from standpunkt import schema
from standpunkt.params import Params
from standpunkt.reporting import cleaning
from standpunkt.reporting.blocks import Beside, Block, Figure, Folded, Heading, Items, Line, Paragraph, Table, pieces
from standpunkt.reporting.material import Material

HOSTILE = "<script>alert(1)</script> | **fett** [hier](https://boese.example) `x` # Kopf"
LONG = f"Zeile lang {'lang ' * 30}"
KEPT = "The 3 kept lines of lowest confidence"
REMOVED = "The 3 removed lines of lowest confidence"


def said(line: Line) -> str:
    return "".join(piece.text for piece in pieces(line))


def flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Beside | Folded):
            yield from flat(block.blocks)


def tables(blocks: tuple[Block, ...]) -> dict[str, list[list[str]]]:
    found = [block for block in flat(blocks) if isinstance(block, Table)]
    return {table.caption: [[said(cell) for cell in row] for row in table.rows] for table in found}


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """Paragraphs and list items."""
    found: list[str] = []
    for block in flat(blocks):
        found += [said(block.line)] if isinstance(block, Paragraph) else []
        found += [said(line) for line in block.lines] if isinstance(block, Items) else []
    return found


def headings(blocks: tuple[Block, ...]) -> list[str]:
    return [block.id for block in blocks if isinstance(block, Heading)]


def changed(material: Material, **parts: Any) -> Material:
    """The material with keys of its mappings set anew."""
    return dataclasses.replace(material, **{name: getattr(material, name) | new for name, new in parts.items()})


def lines(*rows: tuple[str, int, str, float]) -> Any:
    names = ("id", "line", "text", "confidence")
    rest = {"role": "other", "reason": "a link", "start": -1, "end": -1}
    return schema.table(schema.LINES, [dict(zip(names, row, strict=True)) | rest for row in rows])


# --- what it did -----------------------------------------------------------------------------------------------------


def test_the_section_names_its_files_and_has_its_parts_in_order(material: Material, params: Params) -> None:
    section = cleaning.section(material, params)
    assert (section.id, section.title) == ("cleaned", "What cleaning did")
    assert [(source.file, source.stage, source.link) for source in section.sources] == [
        ("metrics/clean.json", "clean", True), ("clean/removed", "clean", False), ("clean/kept", "clean", False),
    ]  # fmt: skip
    assert headings(section.blocks) == ["frequent", "doubtful", "alike"]
    assert isinstance(section.blocks[0], Items)


@pytest.mark.parametrize(
    ("caption", "rows"),
    [
        ("Removed lines by role", [["navigation", "3"], ["caption", "1"]]),
        (
            "Removed most often: bote",
            [[f"Zeile {HOSTILE}", "navigation", "2", "2"], ["Zeile unten", "navigation", "1", "1"]],
        ),
        ("Removed most often: outlet not known", [["Zeile fremd", "caption", "1", "1"]]),
        (
            KEPT,
            [
                [
                    f"{LONG[:119].rstrip()}…", "body", f"Grund {HOSTILE}", "0.625", "1", "bote/a line 3, bote",
                ],
                ["Zeile „kurz“: drin", "body", "stands in the article", "0.750", "1", "bote/b line 3, bote"],
                [f"Zeile oben {HOSTILE}", "title", "the title of json-ld", "1.000", "1", "bote/a line 2, bote"],
            ],
        ),
        (
            REMOVED,
            [
                ["Zeile unten", "navigation", "says “Grund”", "0.500", "1", "bote/b line 9, bote"],
                ["Zeile fremd", "caption", "below the article", "0.500", "1", "bote/c line 4, outlet not known"],
                [f"Zeile {HOSTILE}", "navigation", "a link", "0.750", "2", "bote/b line 1, bote"],
            ],
        ),
        (
            "Pairs within the clusters",
            [
                ["exact: the same words", "0"],
                ["rewrite: half of the shorter one or more stands in the longer, hardly edited", "1"],
                ["near: alike, but reworded throughout", "0"],
            ],
        ),
        ("Languages of all articles, dropped ones too", [["de", "2"], ["und: too short to say", "1"]]),
    ],
)  # fmt: skip
def test_tables(material: Material, params: Params, caption: str, rows: list[list[str]]) -> None:
    found = tables(cleaning.section(material, params).blocks)
    assert found[caption] == rows


@pytest.mark.parametrize(("dropped", "number"), [({}, 0), ({"wrong_language": 1}, 1)])
def test_lines_of_dropped_pages_are_counted_alone(
    material: Material, params: Params, dropped: dict[str, int], number: int
) -> None:
    pages = {"found": 3, "kept": 3, "dropped": dropped}
    less = changed(dataclasses.replace(material, removed=lines(("weg", 1, "Abo", 0.5))), clean={"pages": pages})
    blocks = cleaning.section(less, params).blocks
    said_of_them = "Lines of pages that were dropped as a whole are counted here, and not listed below."
    assert texts(blocks).count(said_of_them) == number
    assert [caption for caption in tables(blocks) if "emoved" in caption] == ["Removed lines by role"]
    assert headings(blocks) == ["doubtful", "alike"]


@pytest.mark.parametrize(
    ("most", "captions"),
    [
        (0, []),
        (1, ["The 1 kept line of lowest confidence", "The 1 removed line of lowest confidence"]),
        (12, [KEPT, REMOVED]),
    ],
)
def test_as_many_lines_as_wanted(material: Material, params: Params, most: int, captions: list[str]) -> None:
    wanted = dataclasses.replace(params, report=params.report.model_copy(update={"lines": most}))
    section = cleaning.section(material, wanted)
    assert [caption for caption in tables(section.blocks) if "of lowest confidence" in caption] == captions
    assert ("doubtful" in headings(section.blocks)) == bool(captions)


def test_many_outlets_are_folded_those_with_the_most_lines(material: Material, params: Params) -> None:
    names = [f"blatt-{number:02}" for number in range(42)]
    articles = {name: {"title": None, "outlet": name} for name in names}
    removed = [(name, line, f"Zeile {line}", 1.0) for name in names for line in range(1 + (name != "blatt-07"))]
    many = dataclasses.replace(material, articles=articles, removed=lines(*removed))
    [folded] = [block for block in cleaning.section(many, params).blocks if isinstance(block, Folded)]
    assert folded.summary == (
        "The 5 most frequent removed lines of each outlet (40 of 42 outlets, those with the most lines)"
    )
    assert list(tables((folded,))) == [
        f"Removed most often: {name}" for name in names if name not in ("blatt-07", "blatt-41")
    ]


@pytest.mark.parametrize(
    ("outlets", "summaries"), [(3, []), (4, ["The 5 most frequent removed lines of each outlet"])]
)  # fmt: skip
def test_few_outlets_stand_open(material: Material, params: Params, outlets: int, summaries: list[str]) -> None:
    names = [f"blatt-{number}" for number in range(outlets)]
    articles = {name: {"title": None, "outlet": name} for name in names}
    some = dataclasses.replace(material, articles=articles, removed=lines(*((name, 1, "Abo", 1.0) for name in names)))
    blocks = cleaning.section(some, params).blocks
    assert [block.summary for block in blocks if isinstance(block, Folded)] == summaries


# --- pins ------------------------------------------------------------------------------------------------------------


def pinned(section_blocks: tuple[Block, ...]) -> dict[str, Any]:
    """The example of the section as cleaning.yaml would be read."""
    [example] = [
        piece.text
        for block in section_blocks
        if isinstance(block, Paragraph)
        for piece in pieces(block.line)
        if piece.text.startswith("outlets: ")
    ]
    found: dict[str, Any] = yaml.safe_load(example)
    return found


def test_the_example_pins_turn_the_closest_whole_lines_round(material: Material, params: Params) -> None:
    blocks = cleaning.section(material, params).blocks
    assert pinned(blocks) == {"outlets": {"bote": {"drop": ["Zeile „kurz“: drin"], "keep": ["Zeile unten"]}}}
    [hint] = [text for text in texts(blocks) if "outlets: " in text]
    assert hint.startswith(
        "To decide otherwise, pin the whole line under its outlet, or under * for all outlets, in "
        "data/corpora/embedded/cleaning.yaml and run again."
    )
    assert "Lines that were shortened here stand in full in clean/kept and clean/removed." in texts(blocks)


@pytest.mark.parametrize(
    ("kept", "removed", "wanted"),
    [
        ([("bote/c", 1, "Ja: nein", 0.5)], [], {"*": {"drop": ["Ja: nein"]}}),
        ([], [("bote/a", 1, '# "so" \\ {x}', 0.5)], {"bote": {"keep": ['# "so" \\ {x}']}}),
        ([("bote/a", 1, "no", 0.5)], [("bote/c", 1, "1.20", 0.5)], {"bote": {"drop": ["no"]}, "*": {"keep": ["1.20"]}}),
    ],
)
def test_the_example_pins_are_yaml(
    material: Material, params: Params, kept: list[Any], removed: list[Any], wanted: dict[str, Any]
) -> None:
    some = dataclasses.replace(material, kept=lines(*kept), removed=lines(*removed))
    blocks = cleaning.section(some, params).blocks
    assert pinned(blocks) == {"outlets": wanted}
    assert [text for text in texts(blocks) if "shortened" in text] == []


def test_without_a_whole_line_there_is_no_example(material: Material, params: Params) -> None:
    some = dataclasses.replace(material, kept=lines(("bote/a", 1, "lang " * 30, 0.5)), removed=lines())
    found = texts(cleaning.section(some, params).blocks)
    assert [text for text in found if "outlets: " in text] == []
    assert "Lines that were shortened here stand in full in clean/kept and clean/removed." in found


# --- what may not be shown, and what is not there --------------------------------------------------------------------


def test_a_corpus_that_may_not_be_redistributed_gives_ids_and_figures(material: Material, params: Params) -> None:
    blocks = cleaning.section(changed(material, config={"redistributable": False}), params).blocks
    found = tables(blocks)
    assert found[KEPT] == [
        ["bote/a", "3", "body", "0.625", "1"], ["bote/b", "3", "body", "0.750", "1"],
        ["bote/a", "2", "title", "1.000", "1"],
    ]  # fmt: skip
    assert headings(blocks) == ["doubtful", "alike"]
    assert [caption for caption in found if caption.startswith("Removed most often")] == []
    assert pinned(blocks) == {"outlets": {"*": {"drop": ["a whole line"], "keep": ["another whole line"]}}}
    everything = " ".join([*texts(blocks), *(cell for rows in found.values() for row in rows for cell in row)])
    assert [part for part in ("Zeile", "Grund", "outlet not known") if part in everything] == []
    assert everything.count("this corpus may not be redistributed") == 1
    assert "keep it out of git" in everything


@pytest.mark.parametrize("redistributable", [True, False])
def test_ready_articles_have_no_lines(material: Material, params: Params, redistributable: bool) -> None:
    none = {
        "pins": {"used": 0, "unused": 1},
        "doubtful": {"below": 0.6, "kept": 0, "removed": 0},
        "removed_lines": {},
        "teasers": 0,
    }
    ready = changed(
        dataclasses.replace(material, kept=lines(), removed=lines()),
        ingest={"kinds": {"article": 3}},
        clean=none | {"boilerplate": {"lines": 0, "articles": 0}},
        config={"redistributable": redistributable},
    )
    section = cleaning.section(ready, params)
    assert texts(section.blocks) == [
        "The pages of this corpus are ready articles: there was no line to keep or to remove.",
        (
            "Warning: unused pins. 1 line pinned in data/corpora/embedded/cleaning.yaml matches no line of any page. "
            "Look for a typo, another outlet, or a page that has changed."
        ),
        (
            "2 articles in 1 cluster say nearly the same. Many rewrites mean agency texts: a count of articles is then "
            "no count of opinions."
        ),
    ]
    assert list(tables(section.blocks)) == ["Pairs within the clusters", "Languages of all articles, dropped ones too"]
    assert section.charts() == []


def test_what_did_not_happen_is_said_in_a_sentence_or_not_at_all(material: Material, params: Params) -> None:
    nothing = {
        "pins": {"used": 0, "unused": 0}, "doubtful": {"below": 0.6, "kept": 0, "removed": 0},
        "removed_lines": {}, "teasers": 0,
        "boilerplate": {"lines": 0, "articles": 0},
        "near_duplicates": {"articles": 0, "clusters": 0, "pairs": {"exact": 0, "rewrite": 0, "near": 0}},
    }  # fmt: skip
    clean = changed(dataclasses.replace(material, kept=lines(), removed=lines()), clean=nothing)
    section = cleaning.section(clean, params)
    assert texts(section.blocks) == ["No line was removed.", "No article says nearly the same as another."]
    assert list(tables(section.blocks)) == ["Languages of all articles, dropped ones too"]


# --- how good it was -------------------------------------------------------------------------------------------------


def entry(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.1, "high": value + 0.1, "n": 3}


def test_marked_segments_are_a_row_for_each_kind_of_page(material: Material) -> None:
    blocks = tuple(cleaning.gold(material.clean["gold"]))
    low = "0.900 [0.775, 1.025]"
    assert tables(blocks)["Marked segments, by kind of page"] == [
        ["kicker, title, teaser and text", "all pages", low, "0.700 [0.575, 0.825]", "0.800 [0.675, 0.925]", "3"],
        ["kicker, title, teaser and text", "html", low, "0.700 [0.575, 0.825]", "0.800 [0.675, 0.925]", "3"],
        ["text alone", "all pages", low, "0.500 [0.375, 0.625]", "0.600 [0.475, 0.725]", "3"],
    ]
    [figure] = [block for block in blocks if isinstance(block, Figure)]
    assert figure.chart.description == (
        "body kept 0.900 [0.800, 1.000]; furniture: navigation 0.100 [0.000, 0.200]; title exact 1.000 [1.000, 1.000]; "
        "F1 of segments, kicker, title, teaser and text 0.800 [0.675, 0.925]; F1 of segments, text alone 0.600 "
        "[0.475, 0.725]"
    )


@pytest.mark.parametrize(
    ("scores", "captions"),
    [
        ({"title_exact": entry(0.5)}, ["Share of characters kept, and of pages whose field is exact, by kind of page"]),
        (
            {"segments": {name: entry(0.5) for name in ("precision", "recall", "f1")}},
            ["Marked segments, by kind of page"],
        ),
    ],
)
def test_gold_of_one_sort_alone_gives_no_empty_table(scores: dict[str, Any], captions: list[str]) -> None:
    assert list(tables(tuple(cleaning.gold({"all": scores})))) == captions
