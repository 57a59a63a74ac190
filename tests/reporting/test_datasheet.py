from __future__ import annotations

from dataclasses import replace
from typing import Any

from standpunkt.params import Params
from standpunkt.reporting import datasheet
from standpunkt.reporting.blocks import Block, Items, Section, Table, pieces
from standpunkt.reporting.material import Material


def lines(section: Section) -> list[str]:
    return [
        "".join(piece.text for piece in pieces(line))
        for block in section.blocks
        if isinstance(block, Items)
        for line in block.lines
    ]


def by_title(material: Material, params: Params) -> dict[str, Section]:
    return {section.title: section for section in datasheet.sections(material, params)}


def tables(blocks: tuple[Block, ...]) -> dict[str, Table]:
    return {block.caption: block for block in blocks if isinstance(block, Table)}


def real(material: Material) -> Material:
    return replace(material, config={**material.config, "synthetic": False, "redistributable": False})


def test_labels_are_counted_by_task_label_and_side() -> None:
    def row(page: str, task: str, label: str, target: str | None = None) -> dict[str, Any]:
        return {"id": page, "task": task, "target": target, "label": label}

    labels = [
        row("a", "topic", "verkehr"),
        row("b", "topic", "verkehr"),
        row("c", "topic", "energie"),
        row("a", "stance", "favor", "maut"),
        row("a", "stance", "favor", "bahn"),
    ]
    annotations = [
        {"id": "a", "quotes": [{"type": "direct"}, {"type": "direct"}], "positions": None},
        {"id": "b", "quotes": [], "positions": [{"stance": "against", "target": "maut"}]},
    ]
    split = [
        {"id": "a", "target": None, "side": "train"},
        {"id": "b", "target": None, "side": "test"},
        {"id": "a", "target": "bahn", "side": "excluded"},
    ]
    assert datasheet.label_counts(labels, annotations, split) == {
        "topic": {"verkehr": {"train": 1, "test": 1}, "energie": {"dropped": 1}},
        "stance": {"favor": {"train": 1, "excluded": 1}},
        "quotes": {"direct": {"train": 2}},
        "positions": {"against": {"test": 1}},
    }


def test_the_seven_parts_stand_in_order(material: Material, params: Params) -> None:
    assert [section.title for section in datasheet.sections(material, params)] == [
        *("Motivation", "Composition", "Collection", "Preprocessing, cleaning, labelling"),
        *("Uses", "Distribution", "Maintenance"),
    ]


def test_composition_is_what_was_counted(material: Material, params: Params) -> None:
    days = {"bote/a": "2023-02-01", "bote/b": "2023-01-05T08:00:00", "bote/c": None}
    dated = {name: {**row, "published": days[name]} for name, row in material.articles.items()}
    section = by_title(replace(material, articles=dated), params)["Composition"]
    assert lines(section) == [
        "Kinds of pages: html 3.",
        "12\N{NARROW NO-BREAK SPACE}345 words, 4\N{NARROW NO-BREAK SPACE}115 an article.",
        "2 articles with a date, from 2023-01-05 to 2023-02-01.",
        "Of 3 articles there is none of: title 0, outlet 1, published 1; of 1 the page shows the beginning alone.",
        "Languages found: de 2, und 1.",
        "Near-duplicates: 2 articles in 1 cluster.",
        "1 target of stances.",
    ]
    assert tables(section.blocks)["Articles by outlet"].rows == (("bote", "2"), ("none", "1"))


def test_small_outlets_are_counted_together(material: Material, params: Params) -> None:
    articles = {f"blatt{n}/{m}": {"outlet": f"blatt{n}"} for n in range(32) for m in range(2 if n < 29 else 1)}
    section = by_title(replace(material, articles=articles), params)["Composition"]
    rows = tables(section.blocks)["Articles by outlet"].rows
    assert (len(rows), rows[-2:]) == (31, (("blatt29", "1"), ("2 others", "2")))


def test_cleaning_and_split_say_what_they_did(material: Material, params: Params) -> None:
    clean = {**material.clean, "annotations": {"quotes": {"marked": 41, "lost": 2}}}
    found = lines(by_title(replace(material, clean=clean), params)["Preprocessing, cleaning, labelling"])
    assert found == [
        "4 pages found, 3 articles kept; dropped: too large 1.",
        "Articles of fewer than 1 word are dropped (clean.min_words).",
        "Encodings, and how they were found: utf-8 (valid) 3.",
        "Lines removed, by role: caption 1, navigation 3.",
        "Of 41 quotes that were marked, 2 stand in no article.",
        "Split grouped, labelled pages by side: train 1, test 2. Pages without any label: 1.",
        "How far annotators agree is not known for stance: no label was given twice.",
    ]


def test_questions_about_the_world_are_asked_where_there_is_one(material: Material, params: Params) -> None:
    def asked(one: Material) -> list[str]:
        return [
            title
            for title, section in by_title(one, params).items()
            if any(line.startswith("To be answered: ") for line in lines(section))
        ]

    assert asked(material) == ["Maintenance"]
    assert asked(real(material)) == [section.title for section in datasheet.sections(material, params)]


def test_hashes_are_those_of_the_corpus(material: Material, params: Params) -> None:
    digests = {"ingested/pages": "a" * 64, "clean/articles": "b" * 64, "metrics/stance.json": "c" * 64}
    section = by_title(replace(material, digests=digests), params)["Maintenance"]
    [table] = tables(section.blocks).values()
    assert [["".join(piece.text for piece in pieces(cell)) for cell in row] for row in table.rows] == [
        ["clean/articles", "b" * 64],
        ["ingested/pages", "a" * 64],
    ]
