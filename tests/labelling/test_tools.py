"""The files of annotation tools: their documented form on the way out, and what comes back from them."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.labelling import tools
from standpunkt.labelling.select import Item, Suggestion
from standpunkt.labelling.tools import Answer, Tool
from standpunkt.schema import QUOTE_TYPES, Quote

TEXT = "Ein 🚲 Zwischenruf. „Das Tempolimit“, sagte Jost Ellerbrook, „kommt nicht.“ Er blieb dabei."
LABELS = {"energie": "Energie: Strom & Wärme", "verkehr": 'Verkehr: Straße, "Schiene"'}


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


QUOTE = Quote(
    "direct",
    (span("Das Tempolimit"), span("kommt nicht.")),
    (span("sagte"),),
    (span("Jost Ellerbrook"),),
)
SECOND = Quote("reported", (span("blieb dabei"),), (), (span("Er"),))


def item(task: str, suggestion: Suggestion | None = None, **more: Any) -> Item:
    known = {"target": None, "statement": "", "title": "Nein", "teaser": "Der Minister bleibt hart.", "text": TEXT}
    return Item(**({"id": "warte/tempo", "task": task, "version": "f" * 64, "suggestion": suggestion} | known | more))


TOPIC = item("topic", Suggestion(0.75, "verkehr", model="topic-1"))
STANCE = item("stance", Suggestion(0.5, "against"), target="tempolimit", statement="Es soll ein Tempolimit gelten.")
QUOTES = item("quotes", Suggestion(0.9, quotes=(QUOTE, SECOND), model="quotes-1"))


def exported(tool: Tool, one: Item) -> Any:
    text, _ = tools.write(tool, one.task, [one], LABELS)
    return json.loads(text)[0] if tool == "label-studio" else json.loads(text)


def labelled_by_tool(task: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """What Label Studio exports when an annotator submits the pre-annotation: a result of the same form."""
    result = copy.deepcopy(task["predictions"][0]["result"])
    annotation = {"id": 1001, "completed_by": 10, "was_cancelled": False, "ground_truth": False, "result": result}
    return {"id": 1, "project": 83, "data": task["data"], "annotations": [annotation | more],
            "predictions": task["predictions"]}  # fmt: skip


def read(tool: Tool, content: Any, folder: Path, annotator: str | None = "anna") -> list[Answer]:
    path = folder / f"file.{tool}"
    if tool == "label-studio":
        storage.write_json(path, content)
    elif tool == "doccano":
        storage.write_jsonl(path, content)
    else:
        storage.write_text(path, content)
    return tools.read(tool, path, annotator)[0]


# --- out -------------------------------------------------------------------------------------------------------------


def test_a_task_of_label_studio_has_data_and_predictions() -> None:
    """https://labelstud.io/guide/predictions: model_version, score and result, which names tags of the config."""
    task = exported("label-studio", TOPIC)
    assert set(task) == {"data", "predictions"}
    assert task["data"] == {
        "page": "warte/tempo", "task": "topic", "target": "", "statement": "", "text_version": "f" * 64,
        "predicted": "verkehr", "probability": 0.75, "model_version": "topic-1", "title": "Nein",
        "teaser": "Der Minister bleibt hart.", "text": TEXT,
    }  # fmt: skip
    [prediction] = task["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("topic-1", 0.75)
    assert prediction["result"] == [
        {"id": "1-0", "from_name": "topic", "to_name": "text", "type": "choices", "value": {"choices": ["verkehr"]}}
    ]


def test_an_item_without_suggestion_has_no_prediction() -> None:
    assert set(exported("label-studio", item("topic"))) == {"data"}
    assert exported("doccano", item("topic"))["label"] == []


@pytest.mark.parametrize("one", [TOPIC, STANCE, QUOTES], ids=lambda one: one.task)
def test_the_configuration_of_label_studio_holds_all_that_the_results_name(one: Item) -> None:
    labels = {"favor": "dafür", "against": "dagegen"} if one.task == "stance" else LABELS
    _, beside = tools.write("label-studio", one.task, [one], labels)
    root = ElementTree.fromstring(beside[".config.xml"])  # noqa: S314 (our own)
    task = exported("label-studio", one)
    names = {tag.get("name") for tag in root.iter() if tag.get("name")}
    shown = {value.removeprefix("$") for tag in root.iter() if (value := tag.get("value", "")).startswith("$")}
    offered = {tag.get("value") for tag in root.iter() if tag.tag in ("Choice", "Label", "Relation")}
    regions = set()
    assert shown <= set(task["data"])
    for result in task["predictions"][0]["result"]:
        if result["type"] == "relation":
            assert {result["from_id"], result["to_id"]} <= regions
            assert set(result["labels"]) <= offered
            continue
        regions.add(result["id"])
        assert {result["from_name"], result["to_name"]} <= names
        assert set(result["value"][result["type"]]) <= offered
    hints = {tag.get("value"): tag.get("hint") for tag in root.iter("Choice")}
    assert hints == ({} if one.task == "quotes" else labels)


def test_spans_of_label_studio_hold_their_words() -> None:
    regions = [one for one in exported("label-studio", QUOTES)["predictions"][0]["result"] if one["type"] == "labels"]
    assert [one["value"]["labels"] for one in regions] == [
        ["direct"], ["direct"], ["cue"], ["speaker"], ["reported"], ["speaker"],
    ]  # fmt: skip
    for one in regions:
        value = one["value"]
        assert TEXT[value["start"] : value["end"]] == value["text"]


def test_a_line_of_doccano_for_classification() -> None:
    row = exported("doccano", TOPIC)
    assert row["text"] == f"Nein\n\nDer Minister bleibt hart.\n\n{TEXT}"
    assert row["label"] == ["verkehr"]
    assert (row["page"], row["text_version"], row["probability"]) == ("warte/tempo", "f" * 64, 0.75)


def test_a_line_of_doccano_for_quotes_counts_as_javascript_does() -> None:
    """Example of doccano for relations: entities with id, start_offset, end_offset, label; from_id, to_id, type."""
    row = exported("doccano", QUOTES)
    assert row["text"] == TEXT
    units = TEXT.encode("utf-16-le")
    words = [units[2 * one["start_offset"] : 2 * one["end_offset"]].decode("utf-16-le") for one in row["entities"]]
    assert words == ["Das Tempolimit", "kommt nicht.", "sagte", "Jost Ellerbrook", "blieb dabei", "Er"]
    assert {frozenset(one) for one in row["entities"]} == {frozenset({"id", "start_offset", "end_offset", "label"})}
    assert [(one["from_id"], one["to_id"]) for one in row["relations"]] == [(1, 0), (2, 0), (3, 0), (5, 4)]
    assert {frozenset(one) for one in row["relations"]} == {frozenset({"from_id", "to_id", "type"})}


def test_label_types_of_doccano() -> None:
    _, beside = tools.write("doccano", "topic", [TOPIC], LABELS)
    kinds = json.loads(beside[".labels.json"])
    assert [kind["text"] for kind in kinds] == list(LABELS)
    assert {frozenset(kind) for kind in kinds} == {
        frozenset({"text", "prefix_key", "suffix_key", "background_color", "text_color"})
    }
    assert len({kind["suffix_key"] for kind in kinds}) == len(kinds)
    _, beside = tools.write("doccano", "quotes", [QUOTES], {})
    assert [kind["text"] for kind in json.loads(beside[".labels.json"])] == [*QUOTE_TYPES, "cue", "speaker"]
    assert [kind["text"] for kind in json.loads(beside[".relations.json"])] == ["belongs to"]


def test_a_table_has_an_empty_label_and_names_the_annotator(tmp_path: Path) -> None:
    text, beside = tools.write("csv", "stance", [STANCE], LABELS, annotator="anna")
    storage.write_text(tmp_path / "a.csv", text)
    [(_, row)] = storage.read_csv(tmp_path / "a.csv", ["id"])
    assert (row["label"], row["annotator"], row["predicted"], row["target"]) == ("", "anna", "against", "tempolimit")
    assert row["text"] == TEXT
    assert beside[".labels.csv"].splitlines()[1] == "energie,Energie: Strom & Wärme"


def test_quotes_do_not_go_into_a_table() -> None:
    with pytest.raises(StandpunktError, match="use label-studio or doccano"):
        tools.write("csv", "quotes", [QUOTES], {})


# --- back ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", [TOPIC, STANCE, QUOTES], ids=lambda one: one.task)
@pytest.mark.parametrize("tool", ["label-studio", "doccano"])
def test_what_went_out_comes_back(tool: Tool, one: Item, tmp_path: Path) -> None:
    task = exported(tool, one)
    [answer] = read(tool, [labelled_by_tool(task) if tool == "label-studio" else {"id": 7} | task], tmp_path)
    assert (answer.id, answer.task, answer.target, answer.version) == (one.id, one.task, one.target, one.version)
    assert answer.annotator == "anna"
    assert one.suggestion is not None
    assert (answer.label, answer.predicted) == (one.suggestion.label, one.suggestion.label)
    assert answer.quotes == ((QUOTE, SECOND) if one.task == "quotes" else None)
    assert answer.text == f"Nein\n\nDer Minister bleibt hart.\n\n{TEXT}"


def test_a_table_comes_back_with_what_was_filled_in(tmp_path: Path) -> None:
    text, _ = tools.write("csv", "topic", [TOPIC, item("topic")], LABELS, annotator="bo")
    filled = text.replace(",bo,,", ",bo, energie ,", 1)
    [answer] = read("csv", filled, tmp_path, None)
    assert (answer.annotator, answer.label, answer.predicted) == ("bo", "energie", "verkehr")
    assert tools.read("csv", tmp_path / "file.csv", "cem")[1] == 1  # one was left empty
    assert read("csv", filled, tmp_path, "cem")[0].annotator == "cem"


def test_the_annotators_of_label_studio_are_numbers_and_no_addresses(tmp_path: Path) -> None:
    task = labelled_by_tool(exported("label-studio", TOPIC))
    task["annotations"].append(task["annotations"][0] | {"completed_by": {"id": 4, "email": "a@example.org"}})
    assert [answer.annotator for answer in read("label-studio", [task], tmp_path, None)] == ["user-10", "user-4"]
    with pytest.raises(StandpunktError, match="labelled by 2 people"):
        read("label-studio", [task], tmp_path, "anna")


def test_skipped_and_empty_items_are_counted_and_not_read(tmp_path: Path) -> None:
    task = exported("label-studio", TOPIC)
    tasks = [
        labelled_by_tool(task, was_cancelled=True),
        labelled_by_tool(task) | {"annotations": []},
        labelled_by_tool(task, result=[]),
        labelled_by_tool(task),
    ]
    storage.write_json(tmp_path / "a.json", tasks)
    answers, skipped = tools.read("label-studio", tmp_path / "a.json", "anna")
    assert (len(answers), skipped) == (1, 3)


@pytest.mark.parametrize("tool", ["label-studio", "doccano"])
def test_a_text_without_quotations_is_an_answer(tool: Tool, tmp_path: Path) -> None:
    task = exported(tool, QUOTES)
    empty = labelled_by_tool(task, result=[]) if tool == "label-studio" else task | {"entities": [], "relations": []}
    assert [answer.quotes for answer in read(tool, [empty], tmp_path)] == [()]


def test_older_versions_of_label_studio_count_as_javascript_does(tmp_path: Path) -> None:
    """Behind the bicycle their offsets are one larger; the words tell. Offsets as texts, as the documentation has."""
    task = labelled_by_tool(exported("label-studio", QUOTES))
    for result in task["annotations"][0]["result"]:
        if result["type"] == "labels":
            result["value"] |= {"start": str(result["value"]["start"] + 1), "end": str(result["value"]["end"] + 1)}
    assert read("label-studio", [task], tmp_path)[0].quotes == (QUOTE, SECOND)


def results(task: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = task["annotations"][0]["result"]
    return found


def _without_relation(task: dict[str, Any]) -> None:
    results(task)[:] = [one for one in results(task) if one["type"] != "relation"]


def _two_types(task: dict[str, Any]) -> None:
    results(task)[1]["value"]["labels"] = ["indirect"]


def _beyond(task: dict[str, Any]) -> None:
    results(task)[4]["value"]["end"] = 9999


def _other_words(task: dict[str, Any]) -> None:
    results(task)[0]["value"]["text"] = "Die Citymaut"


def _unknown_label(task: dict[str, Any]) -> None:
    results(task)[2]["value"]["labels"] = ["verb"]


def _lost_span(task: dict[str, Any]) -> None:
    del results(task)[2]


def _no_form(task: dict[str, Any]) -> None:
    del results(task)[0]["value"]


def _no_version(task: dict[str, Any]) -> None:
    del task["data"]["text_version"]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_without_relation, "cue 'sagte' belongs to no quotation"),
        (_two_types, "'Das Tempolimit' are direct and indirect"),
        (_beyond, r"span \[\d+, 9999\] is not inside the text of \d+ characters"),
        (_other_words, "is not the words 'Die Citymaut'"),
        (_unknown_label, "label 'verb' is not one of a quotation"),
        (_lost_span, "a relation to a span that is not there"),
        (_no_form, "not in Label Studio's form"),
        (_no_version, "has no text_version"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_page(damage: Any, message: str, tmp_path: Path) -> None:
    task = labelled_by_tool(exported("label-studio", QUOTES))
    damage(task)
    with pytest.raises(StandpunktError, match=message) as caught:
        read("label-studio", [task], tmp_path)
    assert "warte/tempo" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"label": ["energie", "verkehr"]}, "has the labels energie, verkehr; wanted one"),
        ({"label": "energie"}, "no list of names"),
        ({"page": ""}, "has no id"),
        ({"task": "quotes"}, "has no entities"),
        ({"task": "quotes", "entities": [{"id": 1}]}, "not in doccano's form"),
        ({"task": "quotes", "entities": [{"id": 1, "start_offset": 0, "end_offset": 9999, "label": "cue"}]}, "9999"),
    ],
)
def test_lines_of_doccano_that_are_refused(change: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(StandpunktError, match=message):
        read("doccano", [exported("doccano", TOPIC) | change], tmp_path)


def test_half_a_character_is_outside(tmp_path: Path) -> None:
    row = exported("doccano", QUOTES)
    row["entities"][0]["start_offset"] = TEXT.index("🚲") + 1  # between the two units of one character
    with pytest.raises(StandpunktError, match="not inside the text"):
        read("doccano", [row], tmp_path)


def test_nobody_is_no_annotator(tmp_path: Path) -> None:
    with pytest.raises(StandpunktError, match="'warte/tempo': who labelled this"):
        read("doccano", [exported("doccano", TOPIC)], tmp_path, None)


def test_the_small_export_of_label_studio_is_named(tmp_path: Path) -> None:
    with pytest.raises(StandpunktError, match="not JSON-MIN"):
        read("label-studio", [{"text": TEXT, "topic": "energie", "id": 1}], tmp_path)


def test_two_quotations_of_one_speaker_share_the_span(tmp_path: Path) -> None:
    other = Quote("indirect", (span("Er blieb"),), (), QUOTE.speakers)
    one = item("quotes", Suggestion(0.9, quotes=(QUOTE, other)))
    task = exported("label-studio", one)
    words = [part["value"]["text"] for part in task["predictions"][0]["result"] if part["type"] == "labels"]
    assert words.count("Jost Ellerbrook") == 1
    assert read("label-studio", [labelled_by_tool(task)], tmp_path)[0].quotes == (QUOTE, other)
