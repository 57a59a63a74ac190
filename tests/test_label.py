"""The round trip on the tiny corpus: items go out, come back in the form of each tool, and the labels count."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from standpunkt import corpora, label, stages, storage
from standpunkt.errors import StandpunktError
from standpunkt.evaluation.agreement import agreement
from standpunkt.label import Imported
from standpunkt.labelling import merge
from standpunkt.labelling.tools import Tool
from standpunkt.labelling.votes import VOTE_COLUMNS, VOTES, read_votes
from standpunkt.params import Params
from standpunkt.stages.clean import clean
from standpunkt.stages.ingest import ingest

NEW = "warte/radweg"
SAID = "Die Stadt hatte das letzte Grundstück nicht"

SUFFIXES = {"label-studio": ".json", "doccano": ".jsonl", "csv": ".csv"}


class Round:
    """A corpus with the outputs of ingest and clean, predictions, and what a person does with them."""

    def __init__(self, folder: Path, params: Params) -> None:
        self.folder = folder
        self.params = params
        self.corpus = params.corpus

    def run(self) -> None:
        """The stages whose outputs a label is checked against."""
        data, metrics = self.folder / "data", self.folder / "reports/metrics"
        ingest(self.params, corpus=self.corpus, out=data / "ingested", metrics=metrics / "ingest.json")
        clean(self.params, ingested=data / "ingested", out=data / "clean", metrics=metrics / "clean.json")

    def export(self, task: str = "topic", tool: Tool = "label-studio", **more: Any) -> list[Path]:
        known: dict[str, Any] = {"how": "random", "n": 10, "tool": tool} | more
        found = label.export_items(
            self.params, task, self.folder / f"out/items{SUFFIXES[tool]}", **known, data=self.folder / "data",
            models=self.folder / "models", reports=self.folder / "reports",
        )  # fmt: skip
        return list(found.files)

    def bring_back(self, path: Path, tool: Tool = "label-studio", annotator: str | None = "anna") -> Imported:
        return label.import_labels(self.params, path, tool=tool, annotator=annotator, data=self.folder / "data")

    def label(self, labels: Mapping[str, str], annotator: str, task: str = "topic") -> Imported:
        """Labels for pages, by hand in a table."""
        versions = {row["page"]: row["text_version"] for row in self.items(self.export_all(task), "label-studio")}
        rows = [[name, task, "", value, versions[name]] for name, value in labels.items()]
        path = self.folder / "out/hand.csv"
        storage.write_csv(path, ["id", "task", "target", "label", "text_version"], rows)
        return self.bring_back(path, "csv", annotator)

    def export_all(self, task: str) -> Path:
        """All pages, whatever labels they have: as if each test row were wrong."""
        articles = storage.read_table(self.folder / "data/clean/articles").to_pylist()
        rows = [{"id": row["id"], "gold": "-", "predicted": "x", "probabilities": {"x": 1.0}} for row in articles]
        storage.write_jsonl(self.folder / f"reports/predictions/{task}.jsonl", rows)
        return self.export(task, how="disagree", n=100)[0]

    def items(self, path: Path, tool: Tool) -> list[dict[str, Any]]:
        if tool == "label-studio":
            return [task["data"] for task in storage.read_json(path)]
        return storage.read_jsonl(path) if tool == "doccano" else [row for _, row in storage.read_csv(path, ["id"])]

    def labels(self, task: str = "topic") -> dict[str, str]:
        """As the pipeline will read them."""
        config = corpora.read_config(self.corpus)
        found = corpora.read(self.corpus, config, corpora.read_codebook(self.corpus, config))
        return {one.id: one.label for one in found.labels if one.task == task}

    def files(self) -> dict[str, bytes]:
        paths = [path for path in sorted(self.corpus.rglob("*")) if path.is_file()]
        return {path.relative_to(self.corpus).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def trip(
    tiny_corpus: Path, params_yaml: Callable[..., Path], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Round:
    for page in (tiny_corpus / "pages/bote").iterdir():  # two paragraphs: one alone is read as a teaser
        storage.write_text(page, storage.read_text(page).replace(". ", ".</p>\n<p>", 1))
    config = storage.read_text(tiny_corpus / "corpus.yaml")
    config = config.replace("labels/articles.jsonl}", "labels/articles.jsonl, quotes: labels/quotes.jsonl}")
    storage.write_text(tiny_corpus / "corpus.yaml", config.replace("[topic, stance]", "[topic, stance, quotes]"))
    storage.write_text(tiny_corpus / "labels/quotes.jsonl", "")
    params = stages.load_params(params_yaml({"corpus": str(tiny_corpus), "clean.min_words": 5}))
    found = Round(tmp_path, params)
    ready = tmp_path_factory.getbasetemp() / "label-data"  # the same for every test: the stages run once
    if not ready.exists():
        found.run()
        shutil.copytree(tmp_path / "data", ready)
    shutil.copytree(ready, tmp_path / "data", dirs_exist_ok=True)
    entry = {"predicted": "energie", "probabilities": {"energie": 0.6, "verkehr": 0.4}}
    stance = {"predicted": "neutral", "probabilities": {"favor": 0.3, "against": 0.3, "neutral": 0.4}}
    text = next(row["text"] for row in storage.read_table(tmp_path / "data/clean/articles").to_pylist()
                if row["id"] == NEW)  # fmt: skip
    start = text.index(SAID)
    quote = {"type": "reported", "spans": [[start, start + len(SAID)]], "cues": [], "speakers": [], "actor": None,
             "probability": 0.8}  # fmt: skip
    row = {"id": NEW, "topic": [entry], "stance": [stance | {"target": "tempolimit"}], "quotes": [quote]}
    storage.write_jsonl(tmp_path / "reports/predictions/unlabelled.jsonl", [row])
    return found


def submitted(path: Path, tool: Tool, choice: str) -> Path:
    """What the tool exports when somebody chooses this label for every item; for quotes, submits what was marked."""
    if tool == "csv":
        rows = [row for _, row in storage.read_csv(path, ["id"])]
        storage.write_csv(path, list(rows[0]), [[*(row | {"label": choice}).values()] for row in rows])
    elif tool == "doccano":
        rows = storage.read_jsonl(path)
        storage.write_jsonl(path, [{"id": 5} | row | ({"label": [choice]} if "label" in row else {}) for row in rows])
    else:
        tasks = storage.read_json(path)
        for number, task in enumerate(tasks, 1):
            result = task["predictions"][0]["result"]
            for one in result:
                if one["type"] == "choices":
                    one["value"]["choices"] = [choice]
            task |= {"id": number, "annotations": [{"result": result, "completed_by": 3, "was_cancelled": False}]}
        storage.write_json(path, tasks)
    return path


@pytest.mark.parametrize("tool", ["label-studio", "doccano", "csv"])
@pytest.mark.parametrize(("task", "choice"), [("topic", "verkehr"), ("stance", "against")])
def test_a_label_goes_round_and_counts_in_the_next_run(tool: Tool, task: str, choice: str, trip: Round) -> None:
    before = trip.labels(task)
    [path] = trip.export(task, tool)
    found = trip.bring_back(submitted(path, tool, choice), tool)
    assert (found.answers, found.changed, found.suggested, found.compared, found.undecided) == (1, 1, 0, 1, [])
    assert trip.labels(task) == before | {NEW: choice}
    trip.run()
    rows = storage.read_table(trip.folder / "data/ingested/labels").to_pylist()
    target = "tempolimit" if task == "stance" else None
    assert {"id": NEW, "task": task, "target": target, "label": choice} in rows
    with pytest.raises(StandpunktError, match="no page without a label"):
        trip.export(task, tool)
    [vote] = read_votes(trip.corpus / VOTES)
    assert (vote.id, vote.task, vote.target, vote.annotator, vote.label) == (NEW, task, target or "", "anna", choice)


@pytest.mark.parametrize("tool", ["label-studio", "doccano"])
def test_quotes_go_round_with_their_offsets(tool: Tool, trip: Round) -> None:
    [path] = trip.export("quotes", tool, how="uncertain")
    assert trip.bring_back(submitted(path, tool, ""), tool).changed == 1
    config = corpora.read_config(trip.corpus)
    [read] = corpora.read(trip.corpus, config, corpora.read_codebook(trip.corpus, config)).annotations
    assert read.quotes is not None
    assert [(one.type, read.text[slice(*one.spans[0])]) for one in read.quotes] == [("reported", SAID)]
    trip.run()
    [row] = storage.read_table(trip.folder / "data/clean/annotations").to_pylist()
    assert row["text"][slice(*row["quotes"][0]["spans"][0])] == SAID


@pytest.mark.parametrize("tool", ["label-studio", "doccano", "csv"])
def test_a_text_that_changed_in_between_is_refused_with_the_id_and_nothing_is_written(tool: Tool, trip: Round) -> None:
    path = submitted(trip.export("topic", tool)[0], tool, "verkehr")
    page = trip.corpus / f"pages/{NEW}.txt"
    storage.write_text(page, storage.read_text(page).replace("vor einer Mauer", "vor einem Zaun"))
    trip.run()
    before = trip.files()
    with pytest.raises(StandpunktError, match=rf"the text of page '{NEW}' has changed since it was exported"):
        trip.bring_back(path, tool)
    assert trip.files() == before


def changed(**values: str) -> Callable[[dict[str, Any]], None]:
    return lambda task: task["data"].update(values)


def chosen(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda task: task["annotations"][0]["result"][0]["value"].update(choices=[name])


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (changed(page="warte/radwg"), "there is no page 'warte/radwg' in data/clean; did you mean 'warte/radweg'"),
        (changed(text="Etwas anderes."), f"the text of page '{NEW}' is not the one exported"),
        (changed(task="topik"), "task 'topik' is unknown; did you mean 'topic'"),
        (changed(task="stance", target="maut"), "target 'maut' is not in the codebook"),
        (chosen("verker"), f"page '{NEW}': topic 'verker' is not in the codebook; did you mean 'verkehr'"),
    ],
)
def test_one_bad_item_leaves_the_corpus_as_it_was(
    damage: Callable[[dict[str, Any]], None], message: str, trip: Round
) -> None:
    path = submitted(trip.export()[0], "label-studio", "verkehr")
    good, bad = storage.read_json(path)[0], storage.read_json(path)[0]
    damage(bad)
    storage.write_json(path, [good, bad])
    before = trip.files()
    with pytest.raises(StandpunktError, match=message):
        trip.bring_back(path)
    assert trip.files() == before


def test_a_corpus_that_could_not_be_read_afterwards_is_as_it_was(trip: Round) -> None:
    """The last file cannot be written: a folder stands in its place, and the files before it are put back."""
    path = submitted(trip.export()[0], "label-studio", "verkehr")
    topics = trip.corpus / "labels/topics.csv"
    topics.unlink()
    (topics / "in the way").mkdir(parents=True)
    before = trip.files()
    with pytest.raises(StandpunktError, match=r"topics.csv: cannot be written"):
        trip.bring_back(path)
    assert trip.files() == before
    assert not (trip.corpus / VOTES).exists()


def test_a_tie_is_left_out_listed_and_settled_by_the_adjudicator(trip: Round) -> None:
    trip.label({NEW: "verkehr"}, "anna")
    found = trip.label({NEW: "energie"}, "bo")
    assert found.undecided == [f"{NEW} topic: anna: verkehr; bo: energie"]
    assert NEW not in trip.labels()
    path = trip.corpus / merge.UNDECIDED
    [(_, row)] = storage.read_csv(path, merge.UNDECIDED_COLUMNS)
    assert (row["id"], row["votes"], row["label"]) == (NEW, "anna: verkehr; bo: energie", "")
    storage.write_text(path, storage.read_text(path).replace("energie,,", "energie,verkehr,"))
    assert trip.bring_back(path, "csv", merge.ADJUDICATOR).undecided == []
    assert trip.labels()[NEW] == "verkehr"
    assert list(storage.read_csv(path, merge.UNDECIDED_COLUMNS)) == []


def test_a_third_annotator_makes_a_majority(trip: Round) -> None:
    for name, topic in (("anna", "verkehr"), ("bo", "energie"), ("cem", "energie")):
        found = trip.label({NEW: topic}, name)
    assert (found.changed, trip.labels()[NEW]) == (1, "energie")


def test_a_label_that_was_there_before_is_one_voice(trip: Round) -> None:
    before = trip.labels()
    assert before["warte/bahn"] == "verkehr"
    assert trip.label({"warte/bahn": "energie"}, "anna").undecided == [
        "warte/bahn topic: anna: energie; corpus: verkehr"
    ]
    assert "warte/bahn" not in trip.labels()
    trip.label({"warte/bahn": "energie"}, "bo")
    assert trip.labels() == before | {"warte/bahn": "energie"}


def test_the_same_import_twice_changes_nothing(trip: Round) -> None:
    trip.label({NEW: "verkehr", "warte/bahn": "verkehr"}, "anna")
    before = trip.files()
    found = trip.label({NEW: "verkehr", "warte/bahn": "verkehr"}, "anna")
    assert (found.changed, found.replaced) == (0, [])
    assert trip.files() == before


def test_a_second_label_replaces_the_first_and_is_said(trip: Round) -> None:
    trip.label({NEW: "verkehr"}, "anna")
    found = trip.label({NEW: "energie"}, "anna")
    assert found.replaced == [f"anna: topic of {NEW}: verkehr → energie"]
    assert trip.labels()[NEW] == "energie"
    assert label.told(found) == [
        "1 labels read", f"replaced: anna: topic of {NEW}: verkehr → energie", "1 labels of the corpus changed",
    ]  # fmt: skip


def test_tables_stay_in_their_order_with_their_further_columns(trip: Round) -> None:
    path = trip.corpus / "labels/topics.csv"
    storage.write_csv(path, ["id", "topic", "by"], [["warte/tempo", "verkehr", "x"], ["bote/netz", "energie", "y"]])
    trip.label({NEW: "verkehr"}, "anna")
    assert storage.read_text(path).splitlines() == [
        "id,topic,by", "warte/tempo,verkehr,x", "bote/netz,energie,y", f"{NEW},verkehr,",
    ]  # fmt: skip


def test_annotators_come_in_order_and_agree_as_far_as_they_do(trip: Round) -> None:
    pages = sorted(trip.labels())
    for name, topics in (("bo", ["energie", "energie", "verkehr"]), ("anna", ["energie", "verkehr", "verkehr"])):
        trip.label(dict(zip(pages[:3], topics, strict=True)), name)
    votes = read_votes(trip.corpus / VOTES)
    lines = storage.read_text(trip.corpus / VOTES).splitlines()
    assert lines[0] == ",".join(VOTE_COLUMNS)
    assert lines[1:] == sorted(lines[1:])
    found = agreement(merge.rated(votes, "topic"), 100, 0.95, 13)
    assert (found["n"], found["annotators"], found["percent"]["value"]) == (3, 2, pytest.approx(2 / 3))


def test_each_annotator_gets_a_file_and_the_tool_its_configuration(trip: Round) -> None:
    trip.export_all("topic")
    paths = trip.export(how="disagree", n=8, annotators=["bo", "anna"], overlap=2)
    assert [path.name for path in paths] == ["items.anna.json", "items.bo.json"]
    assert [len(storage.read_json(path)) for path in paths] == [5, 5]
    assert (trip.folder / "out/items.config.xml").is_file()


def test_a_blind_export_says_nothing_of_the_model(trip: Round) -> None:
    [task] = storage.read_json(trip.export(blind=True)[0])
    assert set(task) == {"data"}
    assert (task["data"]["predicted"], task["data"]["probability"], task["data"]["model_version"]) == ("", "", "")


def test_the_version_of_the_model_is_that_of_its_files(trip: Round) -> None:
    def version() -> str:
        data: dict[str, str] = storage.read_json(trip.export()[0])[0]["data"]
        return data["model_version"]

    assert version() == "topic-unknown"
    for name in ("arrays.npz", "model.json"):
        storage.write_text(trip.folder / "models/topic" / name, name)
    first = version()
    storage.write_text(trip.folder / "models/topic/model.json", "other")
    assert first.startswith("topic-")
    assert version() != first


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"task": "topik"}, "task 'topik' has no labels in the codebook; did you mean 'topic'"),
        ({"annotators": ["../anna", "bo"]}, r"annotator '\.\./anna' is not allowed"),
        ({"annotators": ["anna"], "overlap": 3}, "--overlap is for several annotators"),
    ],
)
def test_what_cannot_be_exported_is_said(more: dict[str, Any], message: str, trip: Round) -> None:
    with pytest.raises(StandpunktError, match=message):
        trip.export(**more)


def test_another_corpus_in_data_is_refused(trip: Round) -> None:
    path = trip.folder / "data/ingested/corpus.json"
    storage.write_text(path, json.dumps(storage.read_json(path) | {"config": {"name": "other"}}))
    with pytest.raises(StandpunktError, match=r"holds the corpus 'other', params.yaml names 'tiny'; run: make repro"):
        trip.export()


def test_labels_need_a_file_to_go_to(trip: Round) -> None:
    path = submitted(trip.export()[0], "label-studio", "verkehr")
    config = storage.read_text(trip.corpus / "corpus.yaml").replace("topics: labels/topics.csv, ", "")
    storage.write_text(trip.corpus / "corpus.yaml", config)
    with pytest.raises(StandpunktError, match=r"files has no 'topics'.*add topics: labels/topics.csv"):
        trip.bring_back(path)


def test_other_formats_are_refused(trip: Round) -> None:
    config = storage.read_text(trip.corpus / "corpus.yaml").replace("format: pages", "format: table")
    path = submitted(trip.export()[0], "label-studio", "verkehr")
    storage.write_text(trip.corpus / "corpus.yaml", config)
    with pytest.raises(StandpunktError, match="format 'pages' alone, this is 'table'"):
        trip.bring_back(path)
