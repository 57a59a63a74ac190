"""README and docs say what is so: commands, parameters and files exist, and the examples run as they stand."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer
import yaml

from standpunkt import cli, corpora, schema, stages, storage, tasks
from standpunkt.cleaning.article import Article, Line
from standpunkt.errors import StandpunktError
from standpunkt.params import Params
from standpunkt.stages.clean import clean
from standpunkt.stages.compare import compare
from standpunkt.stages.evaluate import evaluate
from standpunkt.stages.features import features
from standpunkt.stages.ingest import ingest
from standpunkt.stages.positions import positions
from standpunkt.stages.predict import predict
from standpunkt.stages.report import report
from standpunkt.stages.split import split
from standpunkt.stages.train import train

REPOSITORY = Path(__file__).parents[1]
PAGES = sorted([REPOSITORY / "README.md", REPOSITORY / "CHANGELOG.md", *(REPOSITORY / "docs").glob("*.md")])
TEXTS = {path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
PARAMS = yaml.safe_load((REPOSITORY / "params.yaml").read_text(encoding="utf-8"))
PIPELINE = yaml.safe_load((REPOSITORY / "dvc.yaml").read_text(encoding="utf-8"))
NOT_BUILT = ("data/ingested", "data/cache", "data/clean", "data/features", "data/split", "models/", "reports/")

# A bold file name, perhaps a few words, and the file's content in a fence.
_FILE = re.compile(r"^\*\*`([^`]+)`\*\*[^\n]*\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def code(text: str) -> str:
    """What stands in code: fences, indented lines, and backticks; where a reader expects commands and paths."""
    fences = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    outside = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([*fences, *re.findall(r"^ {4}(.+)", outside, re.MULTILINE), *re.findall(r"`([^`\n]+)`", outside)])


def example(page: str, name: str) -> dict[str, str]:
    """The files of an example by name."""
    found = re.search(rf"<!-- example: {name} -->(.*?)<!-- /example -->", TEXTS[page], re.DOTALL)
    assert found is not None
    return dict(_FILE.findall(found[1]))


def load_script(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem, REPOSITORY / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


# --- what the pages name exists


def named(pattern: str) -> list[tuple[str, str]]:
    return sorted({(page, name) for page, text in TEXTS.items() for name in re.findall(pattern, code(text))})


def test_the_pages_are_there() -> None:
    assert list(TEXTS) == [
        "CHANGELOG.md", "README.md", "docs/ci.md", "docs/corpora.md", "docs/encoders.md", "docs/experiments.md",
        "docs/labelling.md", "docs/pipeline.md", "docs/positions.md", "docs/report.md", "docs/tasks.md",
    ]  # fmt: skip


@pytest.mark.parametrize(("page", "target"), named(r"(?:^|(?<=\n))make ([a-z-]+)"))
def test_named_make_targets_exist(page: str, target: str) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert target in re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE), page


def test_readme_names_the_two_commands() -> None:
    assert {target for page, target in named(r"(?:^|(?<=\n))make ([a-z]+)") if page == "README.md"} >= {
        "report",
        "test",
    }


@pytest.mark.parametrize(("page", "command"), named(r"(?:^|[\n/])standpunkt ([a-z]+)"))
def test_named_commands_exist(page: str, command: str) -> None:
    assert command in typer.main.get_command(cli.app).commands, page  # type: ignore[attr-defined]


@pytest.mark.parametrize(("page", "change"), named(r"-S ([^\s`]+)"))
def test_named_parameters_exist_and_take_the_value(page: str, change: str, params_yaml: Callable[..., Path]) -> None:
    name, value = change.split("=")
    if name != "corpus":
        section, key = name.split(".")
        assert key in PARAMS[section], page
    if value == "viel":  # docs/experiments.md shows what a wrong value gives
        with pytest.raises(StandpunktError) as caught:
            stages.load_params(params_yaml({name: value}))
        # -S writes params.yaml anew, so its line there is not the one here.
        shown, said = (re.sub(r"\S*params\.yaml:\d+", "", text) for text in (str(caught.value), TEXTS[page]))
        assert f"error: {shown}" in said
        return
    given = value if name in ("corpus", "split.test_from") else yaml.safe_load(value)
    params = stages.load_params(params_yaml({name: given}))
    if name == "corpus" and value != "data/corpora/mine":
        assert corpora.read_config(REPOSITORY / params.corpus).name == Path(value).name


SECTIONS = "|".join(name for name, value in PARAMS.items() if isinstance(value, dict))


@pytest.mark.parametrize("name", sorted(set(re.findall(rf"`((?:{SECTIONS})\.\w+)`", "".join(TEXTS.values())))))
def test_parameters_named_in_passing_exist(name: str) -> None:
    section, key = name.split(".")
    labels_of_the_codebook = section == "stance" and key == "labels"
    assert key in PARAMS[section] or labels_of_the_codebook


def links() -> list[tuple[str, str]]:
    found = {(page, link) for page, text in TEXTS.items() for link in re.findall(r"\]\(([^)]+)\)", text)}
    return sorted((page, link) for page, link in found if not link.startswith("https://"))


@pytest.mark.parametrize(("page", "link"), links())
def test_links_lead_somewhere(page: str, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = (REPOSITORY / page).parent / path if path else REPOSITORY / page
    assert target.is_file(), link
    if anchor:
        headings = re.findall(r"^#+ (.+)", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    ("page", "path"),
    named(r"(?:^|(?<=[\s`]))((?:src|tests|docs|data|reports|benchmarks|\.dvc)/[\w./-]+)"),
)
def test_named_files_exist(page: str, path: str) -> None:
    added = ("data/corpora/mine", "src/standpunkt/tasks/genre.py", ".dvc/cache", "reports/metrics/genre",
             "reports/predictions/genre", "reports/plots/genre")  # fmt: skip
    if not path.startswith((*NOT_BUILT, *added)):
        assert (REPOSITORY / path).exists(), page


def test_pages_name_no_machine_and_no_emoji() -> None:
    for page, text in TEXTS.items():
        assert re.findall(r"/(?:home|work|tmp|Users|root)/", text) == [], page
        assert re.findall("[\U0001f000-\U0001ffff\u2600-\u27bf]", text) == [], page


# --- README's blocks


def test_blocks_of_readme_and_card_are_current() -> None:
    script = load_script("docs/readme.py")
    assert script.render(REPOSITORY) == TEXTS["README.md"], "run: make readme"
    assert script.render_card(REPOSITORY) == (REPOSITORY / script.CARD).read_text(encoding="utf-8"), "run: make readme"


def test_check_says_what_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = load_script("docs/readme.py")
    for name in ("README.md", script.CARD, "dvc.yaml", "reports/metrics/clean.json", "reports/metrics/topic.json"):
        storage.write_bytes(tmp_path / name, (REPOSITORY / name).read_bytes())
    monkeypatch.setattr(script, "REPOSITORY", tmp_path)
    monkeypatch.setattr(sys, "argv", ["readme.py", "--check"])
    before = (tmp_path / "README.md").read_bytes()
    assert script.main() == 1  # the metrics of stance are not there
    said = "error: README.md: scores, graph or benchmark are not those of the files; run: make readme\n"
    assert capsys.readouterr().err == said
    assert (tmp_path / "README.md").read_bytes() == before
    monkeypatch.setattr(sys, "argv", ["readme.py"])
    assert script.main() == 0
    assert "| stance |" not in (tmp_path / "README.md").read_text(encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["readme.py", "--check"])
    assert script.main() == 0


def test_graph_has_an_arrow_where_a_stage_reads_what_another_writes() -> None:
    script = load_script("docs/readme.py")
    pipeline = {
        "stages": {
            "a": {"deps": ["${corpus}"], "outs": ["data/a"], "metrics": [{"reports/metrics/a.json": {"cache": False}}]},
            "b": {"matrix": {"task": ["x", "y"]}, "deps": ["data/a/part"], "outs": ["models/${item.task}"]},
            "c": {"deps": ["data/a", "models/x"], "outs": ["data/ab"]},
            "d": {"deps": ["reports/metrics"], "outs": []},
        }
    }
    assert script.graph(pipeline).splitlines() == [
        "```mermaid", "flowchart LR", "  a", '  b["b<br/>x, y"]', "  c", "  d", "  a --> b", "  a --> d", "  b --> c",
        "```",
    ]  # fmt: skip


def test_readme_shows_the_benchmark_of_cleaning_where_it_has_run(tmp_path: Path) -> None:
    script = load_script("docs/readme.py")
    path = tmp_path / "cleaning.json"
    assert script.cleaning(path) == ""
    assert script.with_block("<!-- cleaning -->\nold\n<!-- /cleaning -->", "cleaning", "") == (
        "<!-- cleaning -->\n<!-- /cleaning -->"
    )

    def entry(f1: float) -> dict[str, dict[str, float]]:
        values = {"precision": 0.9, "recall": 0.8, "f1": f1}
        return {name: {"value": value, "low": value - 0.1, "high": value + 0.1} for name, value in values.items()}

    storage.write_json(
        path,
        {
            "corpus": {"pages": 1200, "sites": 7},
            "segments": {"html": {"other": entry(0.7), "standpunkt": entry(0.85)}, "text": {"keep all": entry(0.5)}},
            "speed": {
                "html": {"standpunkt": {"pages_per_second": 1234.5}, "other": {"pages_per_second": 9.6}},
                "text": {},
            },
        },
    )
    text, _, *rows = script.cleaning(path).splitlines()
    assert text.startswith("Cleaning of 1,200 real German pages of 7 sites, beside other tools: ")
    assert rows == [
        "| from | tool | P | R | F1 | interval | pages/s |",
        "| :--- | :--- | ---: | ---: | ---: | :--- | ---: |",
        "| HTML | **standpunkt** | 0.900 | 0.800 | 0.850 | [0.750, 0.950] | 1,234 |",
        "| HTML | other | 0.900 | 0.800 | 0.700 | [0.600, 0.800] | 10 |",
        "| text | keep all | 0.900 | 0.800 | 0.500 | [0.400, 0.600] | – |",
    ]


@pytest.mark.parametrize("text", ["nothing", "<!-- scores -->", "<!-- scores --><!-- /scores --><!-- scores -->"])
def test_missing_markers_are_an_error(text: str) -> None:
    script = load_script("docs/readme.py")
    with pytest.raises(StandpunktError, match=r"^the text wants <!-- scores --> and <!-- /scores --> once each$"):
        script.with_block(text, "scores", "new")


# --- docs/pipeline.md


_SCHEMAS = {"removed": schema.LINES, "kept": schema.LINES}


@pytest.mark.parametrize(
    "name", ["pages", "labels", "targets", "gold", "articles", "removed", "kept", "features", "embeddings", "split"]
)
def test_pipeline_page_names_every_column(name: str) -> None:
    block = TEXTS["docs/pipeline.md"].split("<!-- columns -->")[1].split("<!-- /columns -->")[0]
    row = next(line for line in block.splitlines() if line.startswith(f"| `{name}` |"))
    columns = re.findall(r"`(\w+)`", row.split("|")[2])
    inner = {"actor", "start", "end", "verb"}  # of the structs in features
    if name in _SCHEMAS:  # tables of lines, whose offsets are columns of their own
        assert columns == _SCHEMAS[name].names
    else:
        assert [column for column in columns if column not in inner] == getattr(schema, name.upper()).names


def test_pipeline_page_names_every_stage() -> None:
    rows = re.findall(r"^\| `([a-z]+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$", TEXTS["docs/pipeline.md"], re.MULTILINE)
    assert rows == list(PIPELINE["stages"])


# --- the examples


@dataclass(frozen=True)
class Run:
    """The stages as functions on one corpus, all outputs in one folder."""

    folder: Path
    params: Params

    def prepare(self, corpus: Path) -> None:
        folder, metrics = self.folder, self.folder / "reports/metrics"
        ingest(self.params, corpus=corpus, out=folder / "ingested", metrics=metrics / "ingest.json")
        clean(self.params, ingested=folder / "ingested", out=folder / "clean", metrics=metrics / "clean.json")
        features(
            self.params, ingested=folder / "ingested", clean=folder / "clean", cache=folder / "cache",
            out=folder / "features",
        )  # fmt: skip
        storage.write_json(folder / "rows.json", {})
        split(
            self.params, ingested=folder / "ingested", clean=folder / "clean", searched=folder / "rows.json",
            out=folder / "split", metrics=metrics / "split.json",
        )  # fmt: skip

    def learn(self, task: str) -> dict[str, Any]:
        folder, reports = self.folder, self.folder / "reports"
        before = {name: folder / name for name in ("ingested", "clean", "features", "split")}
        train(self.params, task=task, **before, out=folder / "models" / task)
        evaluate(
            self.params, task=task, **before, model=folder / "models" / task, metrics=reports / f"metrics/{task}.json",
            predictions=reports / f"predictions/{task}.jsonl", plots=reports / "plots" / task,
            ledger=reports / f"ledger/{task}.jsonl",
        )  # fmt: skip
        return self.read(f"metrics/{task}.json")

    def finish(self) -> list[dict[str, Any]]:
        before = {name: self.folder / name for name in ("ingested", "clean", "features", "split", "models")}
        new = self.folder / "reports/predictions/unlabelled.jsonl"
        reports = self.folder / "reports"
        for task in tasks.names():
            if not (self.folder / "models" / task).is_dir():
                self.learn(task)
        inputs = {name: self.folder / name for name in ("ingested", "clean", "features", "split")}
        positions(
            self.params, **inputs, quotes_model=self.folder / "models/quotes", out=self.folder / "models/positions",
            metrics=reports / "metrics/positions.json", predictions=reports / "predictions/positions.jsonl",
            plots=reports / "plots/positions", ledger=reports / "ledger/positions.jsonl",
        )  # fmt: skip
        stated = {"positions": reports / "positions.jsonl", "network": reports / "positions.graphml"}
        predict(self.params, **before, predictions=new, **stated)
        read = {name: self.folder / name for name in ("ingested", "clean", "split")}
        compare(
            self.params, reports=reports, reference=reports / "reference", ingested=read["ingested"],
            out=reports / "comparison.json",
        )  # fmt: skip
        report(self.params, reports=reports, **read, citation=REPOSITORY / "CITATION.cff")
        return storage.read_jsonl(new)

    def read(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = storage.read_json(self.folder / "reports" / name)
        return found


def write(files: Mapping[str, str], folder: Path) -> Path:
    for name, content in files.items():
        storage.write_text(folder / name, content)
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The example corpus of docs/corpora.md."""
    return write(example("docs/corpora.md", "pages"), tmp_path / "mine")


def test_the_folder_tree_shows_the_files_of_the_example() -> None:
    tree = re.search(r"```\ndata/corpora/mine/\n(.*?)```", TEXTS["docs/corpora.md"], re.DOTALL)
    assert tree is not None
    assert sorted(tree[1].split()) == sorted(example("docs/corpora.md", "pages"))


def test_the_example_corpus_runs(mine: Path, tmp_path: Path, params_yaml: Callable[..., Path]) -> None:
    run = Run(tmp_path, stages.load_params(params_yaml()))
    run.prepare(mine)
    assert run.read("metrics/ingest.json")["pages"] == {"found": 7, "kept": 7, "dropped": {}}
    assert run.read("metrics/ingest.json")["labels"] == {"topic": 6, "stance": 6}
    assert run.read("metrics/clean.json")["pages"] == {"found": 7, "kept": 7, "dropped": {}}
    assert run.read("metrics/clean.json")["gold"]["all"]["title_exact"]["value"] == 1.0
    assert sum(run.read("metrics/split.json")["pages"].values()) == 6
    for task in ("topic", "stance"):
        metrics = run.learn(task)
        assert metrics["n"] == run.read("metrics/split.json")["pages"]["test"]
        assert sorted(metrics["macro_f1"]) == ["high", "low", "value"]
    [new] = run.finish()
    assert (new["id"], new["actors"], new["title"]) == ("warte/neu", {"kolberg": 1}, "Ein Winter ohne Kohle")
    assert [entry["target"] for entry in new["stance"]] == ["windkraft_abstand"]


CHANGES: dict[str, Callable[[Path], object]] = {
    "labels/stances.csv:2: stance 'pro' is not in the codebook; allowed: against, favor, neutral": (
        lambda corpus: put(corpus / "labels/stances.csv", "windkraft_abstand,favor", "windkraft_abstand,pro")
    ),
    "labels/topics.csv:2: topic 'energy' is not in the codebook; did you mean 'energie'?": (
        lambda corpus: put(corpus / "labels/topics.csv", "energie", "energy")
    ),
    "labels/topics.csv:2: there is no page 'bote/abstnd'; did you mean 'bote/abstand'?": (
        lambda corpus: put(corpus / "labels/topics.csv", "abstand", "abstnd")
    ),
    "labels/topics.csv:3: topic of page 'bote/abstand' already stands at labels/topics.csv:2; keep one": (
        lambda corpus: put(corpus / "labels/topics.csv", "bote/horizont", "bote/abstand")
    ),
    "labels/topics.csv:3: topic 'verkehr' of page 'bote/abstand' stands beside 'energie' at labels/topics.csv:2; "
    "keep one, or set topic.multilabel: true in params.yaml": (
        lambda corpus: put(corpus / "labels/topics.csv", "bote/horizont,energie", "bote/abstand,verkehr")
    ),
    "labels/topics.csv:1: column 'id' is missing; the header has: id;topic; divide the columns by ','": (
        lambda corpus: put(corpus / "labels/topics.csv", "id,topic", "id;topic")
    ),
    "corpus.yaml:8: 'files.topic' is not a known key; did you mean 'topics'?": (
        lambda corpus: put(corpus / "corpus.yaml", "topics:", "topic:")
    ),
    "pages/bote/abstand.txt: page id 'bote/abstand' also belongs to pages/bote/abstand.html; rename one of them": (
        lambda corpus: storage.write_text(corpus / "pages/bote/abstand.txt", "Ein Text.")
    ),
}


def put(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    storage.write_text(path, text.replace(old, new, 1))


def refused(folder: Path) -> str:
    with pytest.raises(StandpunktError) as caught:
        config = corpora.read_config(folder)
        corpora.read(folder, config, corpora.read_codebook(folder, config))
    return str(caught.value).replace(f"{folder}/", "")


@pytest.mark.parametrize("message", CHANGES)
def test_errors_are_those_of_the_page(message: str, mine: Path) -> None:
    CHANGES[message](mine)
    assert refused(mine) == message
    assert f"| `{message}` |" in TEXTS["docs/corpora.md"]


def test_the_page_shows_no_error_that_is_not_tested() -> None:
    block = TEXTS["docs/corpora.md"].split("## Errors")[1].split("## ")[0]
    assert re.findall(r"^\| `([^`]+)` \|", block, re.MULTILINE) == list(CHANGES)


@pytest.fixture
def presse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example format of docs/corpora.md in the package's path, and its corpus."""
    files = example("docs/corpora.md", "format")
    storage.write_text(tmp_path / "formats/presse.py", files.pop("presse.py"))
    monkeypatch.setattr(corpora, "__path__", [*corpora.__path__, str(tmp_path / "formats")])
    monkeypatch.delitem(sys.modules, "standpunkt.corpora.presse", raising=False)
    importlib.invalidate_caches()
    return write(files, tmp_path / "archiv")


def test_the_example_format_reads_its_corpus(presse: Path, tmp_path: Path, params_yaml: Callable[..., Path]) -> None:
    assert corpora.formats() == [
        "cheese", "gnad", "pages", "presse", "quotes", "sib200", "table", "wahlomat", "webpages", "xstance",
    ]  # fmt: skip
    metrics = tmp_path / "ingest.json"
    ingest(stages.load_params(params_yaml()), corpus=presse, out=tmp_path / "ingested", metrics=metrics)
    rows = storage.read_table(tmp_path / "ingested/pages").to_pylist()
    assert [(row["id"], row["kind"], row["outlet"], row["published"], row["title"]) for row in rows] == [
        ("bote/1", "article", "bote", "2023-03-01", "Windräder rücken näher"),
        ("bote/2", "article", "bote", "2023-03-02", "Mehr Züge"),
        ("bote/4", "article", "bote", "2023-03-04", "Kommt der Strom an?"),
    ]
    labels = storage.read_table(tmp_path / "ingested/labels").to_pylist()
    assert [(row["id"], row["task"], row["label"]) for row in labels] == [
        ("bote/1", "topic", "energie"),
        ("bote/2", "topic", "verkehr"),
    ]
    assert storage.read_json(metrics)["pages"] == {"found": 4, "kept": 3, "dropped": {"empty": 1}}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"ressort": "Verkehr"',
            '"ressort": "Verker"',
            "archive.jsonl:2: topic 'Verker' is not in the codebook; did you mean 'verkehr'?",
        ),
        ('"nr": "1"', '"nr": 1', "archive.jsonl:1: field 'nr' must be a text"),
    ],
)
def test_the_example_format_refuses(presse: Path, old: str, new: str, message: str) -> None:
    put(presse / "archive.jsonl", old, new)
    assert refused(presse) == message


@pytest.mark.parametrize(("page", "name", "file"), [
    ("docs/corpora.md", "format", "presse.py"), ("docs/tasks.md", "task", "genre.py"),
])  # fmt: skip
def test_example_modules_are_short(page: str, name: str, file: str) -> None:
    assert len(example(page, name)[file].splitlines()) < 80


def test_the_example_table_is_read(tmp_path: Path, params_yaml: Callable[..., Path]) -> None:
    briefe = write(example("docs/corpora.md", "table"), tmp_path / "leserbriefe")
    ingest(
        stages.load_params(params_yaml()), corpus=briefe, out=tmp_path / "ingested", metrics=tmp_path / "ingest.json"
    )
    rows = storage.read_table(tmp_path / "ingested/pages").to_pylist()
    assert [(row["id"], row["author"], row["published"]) for row in rows] == [
        ("1", "A. Thoben", "2023-03-01"),
        ("2", "J. Wieck", "2023-03-02"),
        ("3", None, "2023-03-02"),
    ]
    statements = {row["id"]: row["statement"] for row in storage.read_table(tmp_path / "ingested/targets").to_pylist()}
    labels = storage.read_table(tmp_path / "ingested/labels").to_pylist()
    assert [(row["id"], statements.get(row["target"]), row["label"]) for row in labels] == [
        ("1", None, "verkehr"),
        ("1", "Es soll ein Tempolimit gelten.", "favor"),
        ("1", "Die Bahn soll öfter fahren.", "favor"),
        ("2", None, "energie"),
        ("2", "Windräder sollen näher rücken.", "against"),
    ]


def test_corpora_page_lists_every_format() -> None:
    row = next(line for line in TEXTS["docs/corpora.md"].splitlines() if line.startswith("| `format` |"))
    assert sorted(re.findall(r"`(\w+)`", row)[1:]) == corpora.formats()


@pytest.mark.parametrize("name", ["cheese", "gnad", "sib200-de", "wahlomat", "webpages-de", "xstance"])
def test_public_corpora_are_described_and_kept_out_of_git(name: str) -> None:
    folder = REPOSITORY / "data/corpora" / name
    config = corpora.read_config(folder)
    classes = corpora.read_codebook(folder, config).classes()
    assert (config.name, config.redistributable, [task for task in config.tasks if not classes[task]]) == (
        name, False, []
    )  # fmt: skip
    ignored = (folder / ".gitignore").read_text(encoding="utf-8").splitlines()[1:]
    assert ignored == ["*", "!.gitignore", "!corpus.yaml", "!codebook.yaml"]


@pytest.fixture
def genre(tmp_path: Path, mine: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example task of docs/tasks.md in the package's path, and the example corpus with its labels."""
    files = example("docs/tasks.md", "task")
    storage.write_text(tmp_path / "tasks/genre.py", files["genre.py"])
    monkeypatch.setattr(tasks, "__path__", [*tasks.__path__, str(tmp_path / "tasks")])
    monkeypatch.delitem(sys.modules, "standpunkt.tasks.genre", raising=False)
    importlib.invalidate_caches()
    codebook = (mine / "codebook.yaml").read_text(encoding="utf-8")
    storage.write_text(mine / "codebook.yaml", codebook + files["codebook.yaml"])
    config = (mine / "corpus.yaml").read_text(encoding="utf-8")
    storage.write_text(mine / "corpus.yaml", re.sub(r"^files: .*\n", files["corpus.yaml"], config, flags=re.MULTILINE))
    storage.write_text(mine / "labels/genre.csv", files["labels/genre.csv"])
    return mine


def genre_params(params_yaml: Callable[..., Path]) -> Path:
    path = params_yaml()
    storage.write_text(path, path.read_text(encoding="utf-8") + example("docs/tasks.md", "task")["params.yaml"])
    return path


def test_the_example_task_runs_from_labels_to_report(
    genre: Path, tmp_path: Path, params_yaml: Callable[..., Path]
) -> None:
    assert tasks.names() == ["genre", "quotes", "stance", "topic"]
    run = Run(tmp_path, stages.load_params(genre_params(params_yaml)))
    run.prepare(genre)
    assert run.read("metrics/ingest.json")["labels"] == {"topic": 6, "stance": 6, "genre": 6}
    metrics = {task: run.learn(task) for task in tasks.names()}
    assert metrics["genre"]["n"] == metrics["topic"]["n"]
    assert sorted(metrics["genre"]["baselines"]) == ["majority", "text_blind"]
    assert storage.read_json(tmp_path / "models/genre/model.json")["meta"]["classes"] == ["comment", "report"]
    [new] = run.finish()
    assert sorted(new["genre"][0]["probabilities"]) == ["comment", "report"]
    text = (tmp_path / "reports/report.md").read_text(encoding="utf-8")
    score = f"{metrics['genre']['macro_f1']['value']:.3f}"
    assert re.search(rf"^- \*\*genre\*\*: macro-F1 {re.escape(score)} ", text, re.MULTILINE)


def test_labels_of_an_added_task_are_checked(genre: Path) -> None:
    message = "labels/genre.csv:2: genre 'coment' is not in the codebook; did you mean 'comment'?"
    put(genre / "labels/genre.csv", "bote/abstand,report", "bote/abstand,coment")
    assert refused(genre) == message
    assert f"`{message}`" in TEXTS["docs/tasks.md"]


def test_topic_and_stance_have_keys_of_their_own_in_the_codebook(mine: Path) -> None:
    with (mine / "codebook.yaml").open("a", encoding="utf-8") as file:
        file.write("tasks: {topic: {labels: {a: A}}}\n")
    config = corpora.read_config(mine)
    with pytest.raises(
        StandpunktError, match=r"tasks: topic is not allowed here; its labels stand under the key 'topics'"
    ):
        corpora.read_codebook(mine, config)


def test_a_corpus_without_labels_for_an_added_task_is_fine(
    genre: Path, tmp_path: Path, params_yaml: Callable[..., Path]
) -> None:
    (genre / "labels/genre.csv").write_text("id,genre\n", encoding="utf-8")
    run = Run(tmp_path, stages.load_params(genre_params(params_yaml)))
    run.prepare(genre)
    assert run.learn("genre") == {"n": 0, "status": "this corpus has no labels for this task"}
    assert storage.read_json(tmp_path / "models/genre/model.json")["fitted"] is False


def test_the_lines_to_change_are_in_dvc_yaml() -> None:
    lines = [line.strip() for line in (REPOSITORY / "dvc.yaml").read_text(encoding="utf-8").splitlines()]
    table = TEXTS["docs/tasks.md"].split("## 4. Its wiring")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+`) \| `([^`]+)` \|", table, re.MULTILINE)
    assert [name for name, _ in rows] == ["`train`, `evaluate`", "`predict`", "`predict`", "`compare`, `report`"]
    for names, line in rows:
        assert lines.count(line) == names.count("`") // 2, line


# --- benchmarks


@pytest.mark.parametrize("folder", [None, "", "nowhere"])
def test_the_benchmark_says_what_it_wants(
    folder: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = load_script("benchmarks/classification.py")
    monkeypatch.delenv("STANDPUNKT_CORPORA", raising=False)
    if folder is not None:
        monkeypatch.setenv("STANDPUNKT_CORPORA", folder)
    monkeypatch.setattr(sys, "argv", ["classification.py"])
    assert bench.main() == 0
    said = "nothing to compare: set STANDPUNKT_CORPORA to a folder that holds one of: wahlomat, gnad\n"
    assert capsys.readouterr().out == said


def test_the_benchmark_page_is_made_of_the_figures() -> None:
    bench = load_script("benchmarks/classification.py")
    figures = storage.read_json(REPOSITORY / "benchmarks/classification.json")
    found, folded = figures["corpora"], figures["folds"]
    assert list(found) == sorted(bench.CASES)
    assert bench.as_markdown(found, folded) == (REPOSITORY / "benchmarks/classification.md").read_text(encoding="utf-8")
    for name, case in bench.CASES.items():
        assert found[name]["overrides"] == dict(case.overrides)
        assert sorted(found[name]["systems"]) == sorted(case.systems)


def test_the_benchmark_measures_every_system_on_the_same_rows(
    mine: Path, tmp_path: Path, params_yaml: Callable[..., Path]
) -> None:
    bench = load_script("benchmarks/classification.py")
    params_yaml(bench.NO_VALIDATION)
    mine.rename(tmp_path / "corpus")
    case = bench.CASES["gnad"]
    for name in ("prepare", *case.systems):
        bench.step(name, "topic", tmp_path)
    steps = {name: storage.read_json(tmp_path / "steps" / f"{name}.json") for name in ("prepare", *case.systems)}
    found = bench.score(steps, case, tmp_path)
    gold = [row["label"] for row in storage.read_jsonl(tmp_path / "test.jsonl")]
    assert (found["n_train"], found["n"]) == (4, len(gold))
    for name in (name for name in case.systems if "reason" not in steps[name]):  # not installed: a peer
        right = [label == wanted for label, wanted in zip(steps[name]["predicted"], gold, strict=True)]
        assert (found["systems"][name]["macro_f1"]["value"] == 1.0) == all(right), name
    gaps = found["systems"]["majority"]["standpunkt_minus_this"]
    ours, theirs = (found["systems"][name]["macro_f1"]["value"] for name in ("standpunkt", "majority"))
    assert gaps["value"] == pytest.approx(ours - theirs, abs=1e-5)


# --- the benchmark of cleaning


@pytest.fixture
def cleaning_bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script; its siblings are found beside it, as where it is run."""
    monkeypatch.syspath_prepend(REPOSITORY / "benchmarks/cleaning")
    return load_script("benchmarks/cleaning/benchmark.py")


@pytest.mark.parametrize("folder", [None, "", "nowhere"])
def test_the_benchmark_of_cleaning_says_what_it_wants(
    folder: str | None,
    cleaning_bench: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("STANDPUNKT_CORPORA", raising=False)
    if folder is not None:
        monkeypatch.setenv("STANDPUNKT_CORPORA", folder)
    monkeypatch.setattr(sys, "argv", ["benchmark.py"])
    assert cleaning_bench.main() == 0
    assert capsys.readouterr().out == "nothing to compare: set STANDPUNKT_CORPORA to a folder that holds webpages-de\n"


@pytest.mark.skipif(not (REPOSITORY / "benchmarks/cleaning.json").exists(), reason="make bench has not run")
def test_the_page_of_cleaning_is_made_of_the_figures(cleaning_bench: ModuleType) -> None:
    found = storage.read_json(REPOSITORY / "benchmarks/cleaning.json")
    assert found["models"] == "cross-validated"
    page = (REPOSITORY / "benchmarks/cleaning.md").read_text(encoding="utf-8")
    assert cleaning_bench.as_markdown(found) == page


TEXT = "Menü\n\n Der Hafen \nwird\tgrößer.\n\nFoto: Ruben Tarn\nEnde.\nImpressum"


def test_a_line_is_kept_where_a_kept_line_of_the_article_holds_it(cleaning_bench: ModuleType) -> None:
    article = Article("Der Hafen wird größer.\n\nEnde.", kept=[
        Line(2, "Der Hafen wird größer.", "body", "", start=7, end=30), Line(4, "Ende.", "body", "", start=49, end=54),
    ])  # fmt: skip
    measures = cleaning_bench.measures
    assert measures.kept_lines(TEXT, article) == [False, True, True, False, True, False]
    assert measures.kept_lines(TEXT, "no_article_found") == [False] * 6
    marks = {3: {"body_first"}, 6: {"credit"}, 7: {"body_last", "subheading"}}
    assert measures.roles_of(TEXT, marks) == [set(), {"body"}, {"body"}, {"credit"}, {"subheading"}, set()]


def test_a_page_that_is_rendered_differently_is_an_error(cleaning_bench: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "marked.csv"
    rows = "file,line,role,digest\nhafen.html,3,headline,{}\nother.html,1,headline,00000000\n"
    storage.write_text(path, rows.format("587ba189"))
    assert cleaning_bench.measures.read_marks(path, {"hafen": TEXT}) == {"hafen": {3: {"headline"}}}
    storage.write_text(path, rows.format("00000000"))
    with pytest.raises(
        StandpunktError, match=r"marked\.csv:2: line 3 of hafen\.html has digest 587ba189, not 00000000; "
    ):
        cleaning_bench.measures.read_marks(path, {"hafen": TEXT})


def test_segments_count_once_in_what_they_are_found(cleaning_bench: ModuleType) -> None:
    pages = [
        cleaning_bench.WebPage("a", "a", "", {"segment_with": ["der Hafen", "wird groß"], "segment_without": ["Menü"]}),
        cleaning_bench.WebPage("b", "b", "", {"segment_with": ["ein Satz"], "segment_without": ["Abo", "Foto"]}),
    ]
    outputs = {"standpunkt": {"a": "der\nHa\u00adfen wird groß", "b": "Foto"}, "nothing": {"a": "", "b": ""}}
    params = stages.load_params(REPOSITORY / "params.yaml")
    sampling = cleaning_bench.Resampling(params.evaluate, params.random_state)
    found = cleaning_bench.measures.segments(pages, outputs, sampling)
    values = {tool: {name: entry["value"] for name, entry in of.items()} for tool, of in found.items()}
    assert values["standpunkt"] == pytest.approx({"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3}, abs=1e-6)
    assert values["nothing"] == pytest.approx(
        {"precision": 0.0, "recall": 0.0, "f1": 0.0, "standpunkt_minus_this": 2 / 3}, abs=1e-6
    )


def test_the_benchmark_of_cleaning_measures_every_tool(
    cleaning_bench: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences = [
        f"Im Jahr {year} hat der Hafen von Altenmoor mehr Schiffe gesehen als im Jahr davor." for year in range(9)
    ]
    pages = []
    for name in ("a", "b"):
        body = "".join(f"<p>{sentence} {sentence}</p>" for sentence in sentences)
        html = f"<html><head><title>Mehr Schiffe</title></head><body><ul><li><a href=/>Start</a></li></ul><article><h1>Mehr Schiffe</h1>{body}</article></body></html>"  # noqa: E501
        gold = {"segment_with": [sentences[3]], "segment_without": ["Start"], "title": ["Mehr Schiffe"]}
        pages.append(cleaning_bench.WebPage(name, name, html, gold))
    embedded = cleaning_bench.fit.read_embedded()
    some = [next(row for row in embedded if row[0].kind == kind) for kind in ("html", "text")]
    monkeypatch.setattr(cleaning_bench.fit, "read_embedded", lambda: some)
    found = cleaning_bench.bench(pages, "shipped", outlets=False)
    tools = {"html": cleaning_bench.peers.EXTRACTORS, "text": cleaning_bench.peers.RULES}
    for kind, names in tools.items():
        ours = {"standpunkt", "standpunkt, its text alone"}
        assert found["segments"][kind].keys() == {*names} | ours
        assert found["speed"][kind].keys() == {*names, "standpunkt"} - {"keep all"}
        assert found["segments"][kind]["standpunkt"]["f1"]["value"] == 1.0
    assert found["segments"]["text"]["keep all"]["precision"]["value"] == 0.5
    assert {name: entry["n"] for name, entry in found["fields"].items()} == {"title": 2}
    assert found["fields"]["title"]["html"]["value"] == 1.0
    assert "**In-sample: " in cleaning_bench.as_markdown(found)
