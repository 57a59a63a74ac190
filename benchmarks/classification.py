"""Topic and stance beside plain peers on real corpora, in one run on the same rows: `make bench`.

STANDPUNKT_CORPORA names the folder that holds the corpora, one folder each. The stages prepare each corpus; then every
system is fitted on the train rows and predicts the test rows in a process of its own, which measures its time and
memory. Texts stay in a temporary folder; classification.json and classification.md hold figures alone.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sklearn
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from standpunkt import stages, storage, tasks
from standpunkt.evaluation import metrics
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.params import Params
from standpunkt.stages.clean import clean
from standpunkt.stages.features import features
from standpunkt.stages.ingest import ingest
from standpunkt.stages.split import split
from standpunkt.tasks import Example, _linear
from standpunkt.tasks._inputs import by_side, read

REPOSITORY = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).with_suffix("")
VARIABLE = "STANDPUNKT_CORPORA"
_MEGABYTE = 1_000_000
_MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Case:
    """A corpus with the task it is for, and what differs from params.yaml."""

    task: str
    rows: str
    overrides: Mapping[str, Any]


# Validation rows calibrate probabilities, which no score here reads; without them all systems learn from the same rows.
NO_VALIDATION = {"split.validation_share": 0.0}
CASES = {
    "wahlomat": Case(
        "stance",
        "reasons of parties; trained before 2022, tested on 2022",
        {"split.strategy": "time", "split.test_from": "2022-01-01"} | NO_VALIDATION,
    ),
    "gnad": Case("topic", "news articles; trained on train.csv, tested on test.csv", NO_VALIDATION),
}


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
    features(params, corpus=ingested / "corpus.json", clean=cleaned, out=linguistic)
    split(params, labels=ingested / "labels", clean=cleaned, out=sides, metrics=folder / "split.json")
    found = examples(params, task, folder)
    for side in ("train", "test"):
        rows = [
            {
                "text": "\n".join(filter(None, [example.document.text(), example.statement])),
                "label": example.label,
                "cluster": example.document.cluster,
            }
            for example in found[side]
        ]
        storage.write_jsonl(folder / f"{side}.jsonl", rows)


def ours(params: Params, task: str, folder: Path) -> list[str]:
    """The task's own model."""
    found = examples(params, task, folder)
    module, settings = tasks.load(task), params.tasks[task]
    state = module.fit(found["train"], found.get("validation", []), settings, params.random_state)
    return [prediction.label for prediction in module.predict(state, found["test"], settings)]


def majority(params: Params, task: str, folder: Path) -> list[str]:  # noqa: ARG001 (as every system)
    """The most frequent label of the train rows."""
    labels = [row["label"] for row in storage.read_jsonl(folder / "train.jsonl")]
    return [_linear.majority(labels, sorted(set(labels)))] * len(storage.read_jsonl(folder / "test.jsonl"))


def peer(class_weight: str | None) -> Callable[[Params, str, Path], list[str]]:
    """TF-IDF of words and pairs of words into a linear support vector machine, as scikit-learn has them by default."""

    def predict(params: Params, task: str, folder: Path) -> list[str]:  # noqa: ARG001
        train, test = (storage.read_jsonl(folder / f"{side}.jsonl") for side in ("train", "test"))
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2)), LinearSVC(class_weight=class_weight, random_state=params.random_state)
        )
        model.fit([row["text"] for row in train], [row["label"] for row in train])
        return [str(label) for label in model.predict([row["text"] for row in test])]

    return predict


SYSTEMS: dict[str, Callable[[Params, str, Path], list[str]]] = {
    "standpunkt": ours,
    "TF-IDF 1-2 + LinearSVC, balanced": peer("balanced"),
    "TF-IDF 1-2 + LinearSVC": peer(None),
    "majority": majority,
}


def step(name: str, task: str, folder: Path) -> None:
    """One step in this process; what it predicts and costs goes into a file."""
    params = stages.load_params(folder / "params.yaml")
    start = time.perf_counter()
    with threadpool_limits(limits=1):
        predicted = prepare(params, task, folder) if name == "prepare" else SYSTEMS[name](params, task, folder)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_BYTES
    found = {"predicted": predicted, "seconds": round(seconds, 1), "megabytes": round(memory / _MEGABYTE)}
    storage.write_json(folder / "steps" / f"{name}.json", found)


def measure(name: str, case: Case, folder: Path) -> dict[str, Any]:
    """Run one step in a process of its own."""
    subprocess.run([sys.executable, __file__, "--step", name, case.task, str(folder)], check=True)
    found: dict[str, Any] = storage.read_json(folder / "steps" / f"{name}.json")
    return found


def score(found: Mapping[str, Mapping[str, Any]], folder: Path) -> dict[str, Any]:
    """Scores of all systems on the same test rows and resamples, and ours minus each."""
    params = stages.load_params(folder / "params.yaml")
    rows = storage.read_jsonl(folder / "test.jsonl")
    gold = [row["label"] for row in rows]
    classes = sorted({*gold, *(label for name in SYSTEMS for label in found[name]["predicted"])})
    settings = params.evaluate
    bootstrap = Bootstrap([row["cluster"] for row in rows], settings.resamples, settings.level, params.random_state)
    counts = {name: bootstrap.counts(gold, found[name]["predicted"], classes) for name in SYSTEMS}
    result: dict[str, Any] = {}
    for name in SYSTEMS:
        result[name] = {cost: found[name][cost] for cost in ("seconds", "megabytes")}
        result[name]["macro_f1"] = bootstrap.score(metrics.macro_f1, counts[name]).as_dict()
        if name != "standpunkt":
            difference = bootstrap.difference(metrics.macro_f1, counts["standpunkt"], counts[name])
            result[name]["standpunkt_minus_this"] = difference.as_dict()
    return {
        "n": len(rows),
        "n_train": len(storage.read_jsonl(folder / "train.jsonl")),
        "prepare": {cost: found["prepare"][cost] for cost in ("seconds", "megabytes")},
        "systems": result,
    }


def as_markdown(results: Mapping[str, Mapping[str, Any]]) -> str:
    """The figures as a page to read."""
    lines = [
        "# Topic and stance beside plain peers",
        "",
        "Written by `make bench`. All systems of a corpus are fitted on the same train rows and score on the same",
        "test rows. There are no validation rows: they calibrate probabilities, which no figure here reads. Intervals",
        "are 95 % percentiles of the same bootstrap resamples of test pages. Peers read the article's text, for stance",
        "and after it the target's statement, with scikit-learn's defaults. Time and memory are of fitting and",
        "predicting, each system in a process of its own with one thread. Those of standpunkt include calibration on",
        "folds of the train rows; it reads what the stages before training prepared, whose cost stands apart.",
    ]
    for name, case in CASES.items():
        if name not in results:
            continue
        found = results[name]
        changed = ", ".join(f"`{key}={value}`" for key, value in case.overrides.items())
        cost = found["prepare"]
        rows = (
            f"{case.rows[0].upper()}{case.rows[1:]}. {found['n_train']:,} train rows, {found['n']:,} test rows; "
            f"`params.yaml` with {changed}. Stages before training: {cost['seconds']} s, {cost['megabytes']:,} MB."
        )
        lines += [
            "",
            f"## {name}: {case.task}",
            "",
            rows,
            "",
            "| system | macro-F1 | interval | standpunkt minus this | seconds | MB |",
            "| :--- | ---: | :--- | :--- | ---: | ---: |",
        ]
        for system, entry in sorted(found["systems"].items(), key=lambda item: -item[1]["macro_f1"]["value"]):
            gap = _with_interval(entry["standpunkt_minus_this"]) if "standpunkt_minus_this" in entry else "–"
            value, interval = _with_interval(entry["macro_f1"]).split(" ", 1)
            lines.append(f"| {system} | {value} | {interval} | {gap} | {entry['seconds']} | {entry['megabytes']:,} |")
    return "\n".join(lines) + "\n"


def _with_interval(entry: Mapping[str, float]) -> str:
    return f"{entry['value']:.3f} [{entry['low']:.3f}, {entry['high']:.3f}]"


def bench(corpora: Path) -> dict[str, Any]:
    """Run all cases whose corpus is in the folder."""
    present = {name: case for name, case in CASES.items() if (corpora / name).is_dir()}
    steps: Sequence[str] = ["prepare", *SYSTEMS]
    results: dict[str, Any] = {}
    # disable=None: silent where standard error is no terminal
    with tqdm(total=len(present) * len(steps), unit="step", disable=None) as bar:
        for name, case in present.items():
            with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
                folder = Path(temporary)
                link_corpus(name, corpora / name, folder)
                write_params(case.overrides, folder / "params.yaml")
                found = {}
                for which in steps:
                    bar.set_description(f"{name}: {which}")
                    found[which] = measure(which, case, folder)
                    bar.update()
                results[name] = {"task": case.task, "overrides": dict(case.overrides), **score(found, folder)}
    return results


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
    if not any((corpora / name).is_dir() for name in CASES):
        print(f"nothing to compare: set {VARIABLE} to a folder that holds one of: {', '.join(CASES)}")
        return 0
    results = bench(corpora)
    versions = {"python": platform.python_version(), "scikit-learn": sklearn.__version__}
    storage.write_json(RESULTS.with_suffix(".json"), {"corpora": results, "versions": versions})
    storage.write_text(RESULTS.with_suffix(".md"), as_markdown(results))
    print(as_markdown(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
