"""Topic and stance beside plain peers on real corpora, in one run on the same rows: `make bench`.

STANDPUNKT_CORPORA names the folder that holds the corpora, one folder each. The stages prepare each corpus; then every
system is fitted on the train rows and predicts the test rows in a process of its own, which measures its time and
memory. Texts stay in a temporary folder; classification.json and classification.md hold figures alone. Peers that the
project does not need itself are locked in requirements.lock; one that is not installed has a row that says so.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import os
import platform
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from spacy.tokens import Doc
from spacy.training import Example as SpacyExample
from spacy.util import minibatch
from thinc.api import fix_random_seed
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from standpunkt import stages, storage, tasks
from standpunkt.evaluation import metrics
from standpunkt.evaluation.uncertainty import Bootstrap, Score
from standpunkt.params import Params
from standpunkt.schema import STANCES
from standpunkt.stages.clean import clean
from standpunkt.stages.features import features
from standpunkt.stages.ingest import ingest
from standpunkt.stages.split import split
from standpunkt.tasks import Example, _linear, stance
from standpunkt.tasks._inputs import by_side, read

REPOSITORY = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).with_suffix("")
VARIABLE = "STANDPUNKT_CORPORA"
_MEGABYTE = 1_000_000
_MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


class Unavailable(Exception):  # noqa: N818 (a reason in the table, not a failure of the run)
    """A system has no score here, and why."""


@dataclass(frozen=True)
class Case:
    """A corpus with the task it is for, what differs from params.yaml, and the systems that are compared."""

    corpus: str
    task: str
    rows: str
    overrides: Mapping[str, Any]
    systems: Sequence[str]


# Validation rows calibrate probabilities, which no score here reads; without them all systems learn from the same rows.
NO_VALIDATION = {"split.validation_share": 0.0}
CONFIDENCE = "confidence.json"
ALONE = "standpunkt, text alone"
PLAIN = ("standpunkt", "fastText", "spaCy textcat", "TF-IDF 1-2 + LinearSVC, balanced", "TF-IDF 1-2 + LinearSVC")
BLIND = ("text-blind", "author prior", "majority per target", "majority")
"""Systems that do not see the text."""
CASES = {
    "wahlomat": Case(
        "wahlomat",
        "stance",
        "reasons of parties; trained before 2022, tested on 2022",
        {"split.strategy": "time", "split.test_from": "2022-01-01"} | NO_VALIDATION,
        (*PLAIN, ALONE, "fastText, subwords", "target-blind", *BLIND),
    ),
    "wahlomat, targets never seen": Case(
        "wahlomat",
        "stance",
        "reasons of parties; theses are dealt out by id, so that none is on both sides (a wording may recur)",
        {"split.strategy": "target"} | NO_VALIDATION,
        ("standpunkt", ALONE, "fastText", "TF-IDF 1-2 + LinearSVC, balanced", "text-blind", "author prior", "majority"),
    ),
    "gnad": Case(
        "gnad",
        "topic",
        "news articles; trained on train.csv, tested on test.csv",
        NO_VALIDATION,
        (*PLAIN, "majority"),
    ),
}

# Settings chosen on rows held out of the train rows, of a handful each: wahlomat to 2019 against 2020 and 2021, gnad on
# folds of its train rows, where fastText with subwords stayed at the majority and is left out. One thread: with more,
# results differ from run to run.
_WORDS = {"wordNgrams": 2, "epoch": 5, "lr": 0.2, "dim": 50, "bucket": 200_000}
_SUBWORDS = {"wordNgrams": 2, "epoch": 10, "lr": 0.5, "dim": 50, "bucket": 500_000, "minn": 4, "maxn": 6}
FASTTEXT = {"stance": _WORDS, "topic": {"wordNgrams": 1, "epoch": 100, "lr": 0.5, "dim": 50, "bucket": 200_000}}
# spaCy's ensemble, which adds a network over token vectors, took ten times as long on 6,000 of these rows, and scored
# less on the held-out ones, epoch by epoch.
SPACY = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "ngram_size": 2,
    "no_output_layer": False,
    "length": 262_144,
}
SPACY_TRAINING = {"stance": {"epochs": 2, "batch": 128}, "topic": {"epochs": 10, "batch": 16}}

_WORD = re.compile(r"\w+")


System = Callable[[Params, str, Path], list[str]]
"""Fit on the train rows of a folder and predict its test rows, from params.yaml and the name of the task."""


def link_corpus(name: str, source: Path, folder: Path) -> None:
    """The description of a corpus beside a link to its files, so that nothing is copied."""
    found = folder / "corpus"
    for file in ("corpus.yaml", "codebook.yaml"):
        storage.write_bytes(found / file, storage.read_bytes(REPOSITORY / "data/corpora" / name / file))
    (found / "files").symlink_to(source.resolve(), target_is_directory=True)


def write_params(overrides: Mapping[str, Any], path: Path) -> None:
    """The repository's params.yaml with some keys changed."""
    data = storage.read_yaml(REPOSITORY / "params.yaml").data
    for name, value in overrides.items():
        section, key = name.split(".")
        data[section][key] = value
    storage.write_text(path, yaml.safe_dump(data, sort_keys=False))


def examples(params: Params, task: str, folder: Path) -> dict[str, list[Example]]:
    """The examples of a task by side, from what the stages wrote."""
    found, _ = read(folder / "ingested", folder / "clean", folder / "features")
    return by_side(tasks.load(task).examples(found, params.tasks[task]), storage.read_table(folder / "split"))


def prepare(params: Params, task: str, folder: Path) -> None:
    """The stages before training, and the rows for the peers."""
    ingested, cleaned, linguistic, sides = (folder / name for name in ("ingested", "clean", "features", "split"))
    ingest(params, corpus=folder / "corpus", out=ingested, metrics=folder / "ingest.json")
    clean(params, ingested=ingested, out=cleaned, metrics=folder / "clean.json")
    features(params, ingested=ingested, clean=cleaned, cache=folder / "cache", out=linguistic)
    searched = folder / "rows.json"
    storage.write_json(searched, {})  # no search ran on this corpus
    split(params, ingested=ingested, clean=cleaned, searched=searched, out=sides, metrics=folder / "split.json")
    found = examples(params, task, folder)
    for side in ("train", "test"):
        rows = [
            {
                "text": example.document.text(),
                "statement": example.statement,
                "target": example.target,
                "author": example.document.author,
                "label": example.label,
                "cluster": example.document.cluster,
            }
            for example in found[side]
        ]
        storage.write_jsonl(folder / f"{side}.jsonl", rows)


def ours(params: Params, task: str, folder: Path) -> list[str]:
    """The task's own model; the probabilities of its labels go into a file, for the calibration error."""
    found = examples(params, task, folder)
    module, settings = tasks.load(task), params.tasks[task]
    state = module.fit(found["train"], found.get("validation", []), settings, params.random_state)
    predictions = module.predict(state, found["test"], settings)
    confidence = [prediction.probabilities[prediction.label] for prediction in predictions]
    storage.write_json(folder / CONFIDENCE, confidence)
    return [prediction.label for prediction in predictions]


def ours_alone(params: Params, task: str, folder: Path) -> list[str]:
    """The task's own model without the author: what reading alone reaches."""
    found = examples(params, task, folder)
    module, settings = tasks.load(task), stance.Params.model_validate(params.tasks[task].model_dump())
    views = {name: weight for name, weight in settings.views.items() if name != "author"}
    settings = settings.model_copy(update={"views": views})
    state = module.fit(found["train"], found.get("validation", []), settings, params.random_state)
    return [prediction.label for prediction in module.predict(state, found["test"], settings)]


def sides(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The train and the test rows of the peers: text, statement, target, author, label, cluster."""
    train, test = (storage.read_jsonl(folder / f"{side}.jsonl") for side in ("train", "test"))
    return train, test


def most_frequent(rows: Sequence[Mapping[str, Any]]) -> str:
    """The most frequent label; among equals the first in the alphabet."""
    labels = [row["label"] for row in rows]
    return _linear.majority(labels, sorted(set(labels)))


def majority(params: Params, task: str, folder: Path) -> list[str]:  # noqa: ARG001 (as every system)
    """The most frequent label of the train rows."""
    train, test = sides(folder)
    return [most_frequent(train)] * len(test)


def majority_by(key: str) -> System:
    """The most frequent label of the train rows with the same target or author; of all of them where there are none."""

    def predict(params: Params, task: str, folder: Path) -> list[str]:  # noqa: ARG001
        train, test = sides(folder)
        groups: dict[str, list[dict[str, Any]]] = {}
        for row in train:
            groups.setdefault(row[key], []).append(row)
        if not any(row[key] in groups for row in test):
            raise Unavailable(f"no {key} of the test rows has a train row")
        label_of = {name: most_frequent(rows) for name, rows in groups.items()}
        other = most_frequent(train)
        return [label_of.get(row[key], other) for row in test]

    return predict


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text.lower())


def tokens(row: Mapping[str, Any]) -> list[str]:
    """The words of the text, then those of the statement with a mark that tells them from the text's."""
    return [*words(row["text"]), *(f">{word}" for word in words(row["statement"]))]


def pair(row: Mapping[str, Any]) -> str:
    """The text, and after it the statement, in lower case."""
    return "\n".join(filter(None, [row["text"], row["statement"]])).lower()


def author_and_target(row: Mapping[str, Any]) -> list[str]:
    """The words of the statement, the author, and each word with the author: who says what about which matter."""
    asked, author = words(row["statement"]), f"author={row['author']}"
    return [*asked, author, *(f"{author} {word}" for word in asked)]


def tfidf(class_weight: str | None, **reading: Any) -> System:
    """TF-IDF into a linear support vector machine, scikit-learn's defaults but for what is read of a row."""

    def predict(params: Params, task: str, folder: Path) -> list[str]:  # noqa: ARG001
        train, test = sides(folder)
        model = make_pipeline(
            TfidfVectorizer(**reading), LinearSVC(class_weight=class_weight, random_state=params.random_state)
        )
        model.fit(train, [row["label"] for row in train])
        return [str(label) for label in model.predict(test)]

    return predict


def text_alone(row: Mapping[str, Any]) -> str:
    """The text without its target."""
    return str(row["text"]).lower()


def fasttext(subwords: Mapping[str, Any] | None = None) -> System:
    """The classifier of fastText (Joulin et al. 2017, "Bag of Tricks for Efficient Text Classification")."""

    def predict(params: Params, task: str, folder: Path) -> list[str]:
        try:
            library = importlib.import_module("fasttext")
        except ImportError:
            raise Unavailable("fastText is not installed: benchmarks/requirements.lock") from None
        train, test = sides(folder)
        classes = sorted({row["label"] for row in train})
        lines = [f"__label__{classes.index(row['label'])} {' '.join(tokens(row))}\n" for row in train]
        path = folder / "fasttext.txt"
        storage.write_text(path, "".join(lines))
        settings = subwords or FASTTEXT[task]
        try:
            model = library.train_supervised(str(path), thread=1, seed=params.random_state, verbose=0, **settings)
        except RuntimeError as error:  # "Encountered NaN.": training diverged
            raise Unavailable(f"fastText: {error}") from None
        found, _ = model.predict([" ".join(tokens(row)) for row in test])
        return [classes[int(label.removeprefix("__label__"))] for (label,) in found]

    return predict


def textcat(params: Params, task: str, folder: Path) -> list[str]:
    """The text classifier of spaCy over a bag of words and pairs of words."""
    train, test = sides(folder)
    classes = sorted({row["label"] for row in train})
    fix_random_seed(params.random_state)
    nlp = spacy.blank("de")
    pipe = nlp.add_pipe("textcat", config={"model": SPACY})
    for name in classes:
        pipe.add_label(name)  # type: ignore[attr-defined]
    rows = [
        SpacyExample.from_dict(
            Doc(nlp.vocab, words=tokens(row)), {"cats": {name: float(name == row["label"]) for name in classes}}
        )
        for row in train
    ]
    optimizer = nlp.initialize(lambda: rows)
    shuffle = random.Random(params.random_state).shuffle  # noqa: S311 (an order of rows)
    for _ in range(SPACY_TRAINING[task]["epochs"]):
        shuffle(rows)
        for batch in minibatch(rows, SPACY_TRAINING[task]["batch"]):  # type: ignore[no-untyped-call]
            nlp.update(batch, sgd=optimizer)
    docs = nlp.pipe(Doc(nlp.vocab, words=tokens(row)) for row in test)
    return [max(doc.cats, key=lambda name: doc.cats[name]) for doc in docs]


SYSTEMS: dict[str, System] = {
    "standpunkt": ours,
    ALONE: ours_alone,
    "fastText": fasttext(),
    "fastText, subwords": fasttext(_SUBWORDS),
    "spaCy textcat": textcat,
    "TF-IDF 1-2 + LinearSVC, balanced": tfidf("balanced", preprocessor=pair, ngram_range=(1, 2)),
    "TF-IDF 1-2 + LinearSVC": tfidf(None, preprocessor=pair, ngram_range=(1, 2)),
    "target-blind": tfidf("balanced", preprocessor=text_alone, ngram_range=(1, 2)),
    "text-blind": tfidf("balanced", analyzer=author_and_target),
    "author prior": majority_by("author"),
    "majority per target": majority_by("target"),
    "majority": majority,
}


def step(name: str, task: str, folder: Path) -> None:
    """One step in this process; what it predicts and costs, or why it has no prediction, goes into a file."""
    params = stages.load_params(folder / "params.yaml")
    found: dict[str, Any] = {}
    start = time.perf_counter()
    with threadpool_limits(limits=1):
        if name == "prepare":
            prepare(params, task, folder)
        else:
            try:
                found["predicted"] = SYSTEMS[name](params, task, folder)
            except Unavailable as reason:
                found["reason"] = str(reason)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_BYTES
    found |= {"seconds": round(seconds, 1), "megabytes": round(memory / _MEGABYTE)}
    storage.write_json(folder / "steps" / f"{name}.json", found)


def measure(name: str, case: Case, folder: Path) -> dict[str, Any]:
    """Run one step in a process of its own."""
    subprocess.run([sys.executable, __file__, "--step", name, case.task, str(folder)], check=True)
    found: dict[str, Any] = storage.read_json(folder / "steps" / f"{name}.json")
    return found


def score(found: Mapping[str, Mapping[str, Any]], case: Case, folder: Path) -> dict[str, Any]:
    """Scores of the systems of a case on the same test rows and resamples, and ours minus each."""
    params = stages.load_params(folder / "params.yaml")
    train, rows = sides(folder)
    gold = [row["label"] for row in rows]
    scored = [name for name in case.systems if "predicted" in found[name]]
    classes = sorted({*gold, *(label for name in scored for label in found[name]["predicted"])})
    scores: dict[str, Score] = {"macro_f1": metrics.macro_f1}
    if case.task == "stance":
        classes = sorted({*classes, *STANCES})
        scores["favor_against_f1"] = stance.favor_against(classes)
    settings = params.evaluate
    bootstrap = Bootstrap([row["cluster"] for row in rows], settings.resamples, settings.level, params.random_state)
    counts = {name: bootstrap.counts(gold, found[name]["predicted"], classes) for name in scored}
    result: dict[str, Any] = {}
    for name in case.systems:
        if name not in scored:
            result[name] = {"reason": found[name]["reason"]}
            continue
        result[name] = {cost: found[name][cost] for cost in ("seconds", "megabytes")}
        for key, value in scores.items():
            result[name][key] = bootstrap.score(value, counts[name]).as_dict()
        if name != "standpunkt":
            difference = bootstrap.difference(metrics.macro_f1, counts["standpunkt"], counts[name])
            result[name]["standpunkt_minus_this"] = difference.as_dict()
    if (folder / CONFIDENCE).exists():
        sure, labels = storage.read_json(folder / CONFIDENCE), found["standpunkt"]["predicted"]
        error = bootstrap.calibration(gold, labels, sure, settings.calibration_bins)
        result["standpunkt"]["expected_calibration_error"] = error.as_dict()
    return {
        "n": len(rows),
        "n_train": len(train),
        "prepare": {cost: found["prepare"][cost] for cost in ("seconds", "megabytes")},
        "systems": result,
    }


def as_markdown(results: Mapping[str, Mapping[str, Any]], folded: Mapping[str, Mapping[str, Any]]) -> str:
    """The figures as a page to read; `folded` are those of folds.py."""
    lines = [
        "# Topic and stance beside plain peers",
        "",
        "Written by `make bench`. All systems of a case are fitted on the same train rows and score on the same",
        "test rows. There are no validation rows: they calibrate probabilities, which no figure here reads.",
        "Intervals are 95 % percentiles of the same bootstrap resamples of test pages. Favor-against F1 is the mean",
        "F1 of these two over all rows, neutral ones too. Time and memory are of fitting and predicting, each",
        "system in a process of its own with one thread; the memory of `majority` is what any process here needs.",
        "Those of standpunkt include calibration on folds of the train rows; it reads what the stages before",
        "training prepared, whose cost stands apart.",
        "",
        "Peers read the article's text, for stance also the target's statement. fastText and spaCy's textcat (a bag",
        "of words and pairs) get the statement's words marked, so that they differ from the text's; their settings",
        "were chosen on rows held out of the train rows. TF-IDF + LinearSVC has scikit-learn's defaults.",
        "`target-blind` is the balanced one of these on the text alone. `text-blind` is a balanced LinearSVC over",
        "the statement's words, the author, and each word with the author. `author prior` and `majority per",
        "target` say the most frequent label of the train rows with the same author or target.",
        "standpunkt knows the author, too; `standpunkt, text alone` is the same model without `stance.views.author`.",
    ]
    for name, case in CASES.items():
        if name in results:
            lines += ["", *_case_as_markdown(name, case, results[name])]
    for name, part in folded.items():
        over = f"{part['turns']} folds of all rows" if part["turns"] > 1 else "from the train to the dev rows"
        lines += [
            "",
            f"## {name}: topic, {over}",
            "",
            f"{part['n']:,} test rows in all. Seconds are of all fits and predictions together.",
            "",
            "| system | macro-F1 | interval | accuracy | standpunkt minus this | seconds |",
            "| :--- | ---: | :--- | ---: | :--- | ---: |",
        ]
        for system, entry in sorted(part["systems"].items(), key=lambda item: -item[1]["macro_f1"]["value"]):
            gap = _with_interval(entry["standpunkt_minus_this"]) if "standpunkt_minus_this" in entry else "–"
            value, interval = _with_interval(entry["macro_f1"]).split(" ", 1)
            cells = [system, value, interval, f"{entry['accuracy']['value']:.3f}", gap, str(entry["seconds"])]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _case_as_markdown(name: str, case: Case, found: Mapping[str, Any]) -> list[str]:
    changed = ", ".join(f"`{key}={value}`" for key, value in case.overrides.items())
    cost, stance = found["prepare"], case.task == "stance"
    rows = (
        f"{case.rows[0].upper()}{case.rows[1:]}. {found['n_train']:,} train rows, {found['n']:,} test rows; "
        f"`params.yaml` with {changed}. Stages before training: {cost['seconds']} s, {cost['megabytes']:,} MB."
    )
    heads, marks = ("favor-against F1 | ", "---: | ") if stance else ("", "")
    lines = [
        f"## {name}: {case.task}",
        "",
        rows,
        "",
        f"| system | macro-F1 | interval | {heads}standpunkt minus this | seconds | MB |",
        f"| :--- | ---: | :--- | {marks}:--- | ---: | ---: |",
    ]
    scored = {system: entry for system, entry in found["systems"].items() if "macro_f1" in entry}
    for system, entry in sorted(scored.items(), key=lambda item: -item[1]["macro_f1"]["value"]):
        gap = _with_interval(entry["standpunkt_minus_this"]) if "standpunkt_minus_this" in entry else "–"
        value, interval = _with_interval(entry["macro_f1"]).split(" ", 1)
        polar = [f"{entry['favor_against_f1']['value']:.3f}"] if stance else []
        cells = [system, value, interval, *polar, gap, str(entry["seconds"]), f"{entry['megabytes']:,}"]
        lines.append(f"| {' | '.join(cells)} |")
    for system, entry in found["systems"].items():
        if system not in scored:
            cells = [system, "–", entry["reason"], *["–"] * (4 if stance else 3)]
            lines.append(f"| {' | '.join(cells)} |")
    if "expected_calibration_error" in scored["standpunkt"]:
        error = _with_interval(scored["standpunkt"]["expected_calibration_error"])
        lines += ["", f"Expected calibration error of standpunkt: {error}."]
    return [*lines, "", _reading(scored)] if stance else lines


def _reading(scored: Mapping[str, Mapping[str, Any]]) -> str:
    """How much of the score is reading: ours beside the best system that does not see the text."""
    blind = max((name for name in BLIND if name in scored), key=lambda name: float(scored[name]["macro_f1"]["value"]))
    gap = scored[blind]["standpunkt_minus_this"]
    verdict = "" if gap["low"] > 0 else "; an interval that reaches 0 means that this gain may be chance"
    return (
        f"Reading the text adds {_with_interval(gap)} macro-F1 to the best system that does not see it (`{blind}`, "
        f"{scored[blind]['macro_f1']['value']:.3f}){verdict}."
    )


def _with_interval(entry: Mapping[str, float]) -> str:
    return f"{entry['value']:.3f} [{entry['low']:.3f}, {entry['high']:.3f}]"


def bench(corpora: Path) -> dict[str, Any]:
    """Run all cases whose corpus is in the folder."""
    present = {name: case for name, case in CASES.items() if (corpora / case.corpus).is_dir()}
    results: dict[str, Any] = {}
    # disable=None: silent where standard error is no terminal
    with tqdm(total=sum(1 + len(case.systems) for case in present.values()), unit="step", disable=None) as bar:
        for name, case in present.items():
            with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
                folder = Path(temporary)
                link_corpus(case.corpus, corpora / case.corpus, folder)
                write_params(case.overrides, folder / "params.yaml")
                found = {}
                for which in ("prepare", *case.systems):
                    bar.set_description(f"{name}: {which}")
                    found[which] = measure(which, case, folder)
                    bar.update()
                results[name] = {"task": case.task, "overrides": dict(case.overrides), **score(found, case, folder)}
    return results


def versions() -> dict[str, str]:
    """The versions of Python and of the peers that are installed."""
    found = {"python": platform.python_version()}
    for name in ("scikit-learn", "spacy", "fasttext-community"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def main() -> int:
    """Run the benchmark, or one step of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", nargs=3, metavar=("NAME", "TASK", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        name, task, folder = arguments.step
        step(name, task, Path(folder))
        return 0
    corpora = Path(os.environ.get(VARIABLE) or os.devnull)
    names = list(dict.fromkeys(case.corpus for case in CASES.values()))
    if not any((corpora / name).is_dir() for name in names):
        print(f"nothing to compare: set {VARIABLE} to a folder that holds one of: {', '.join(names)}")
        return 0
    folds = importlib.import_module("folds")  # it imports this module
    results, folded = bench(corpora), folds.run(corpora)
    found = {"corpora": results, "folds": folded, "versions": versions()}
    storage.write_json(RESULTS.with_suffix(".json"), found)
    storage.write_text(RESULTS.with_suffix(".md"), as_markdown(results, folded))
    print(as_markdown(results, folded))
    return 0


if __name__ == "__main__":
    sys.exit(main())
