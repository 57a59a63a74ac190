"""Topic on folds: all of gnad by tenfold cross-validation, and sib200-de from train to dev, beside plain peers.

The stages prepare each corpus as in classification.py; all systems learn from the same rows. There are no validation
rows: they calibrate probabilities, which no figure here reads. Texts stay in a temporary folder.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from classification import NO_VALIDATION, REPOSITORY, examples, link_corpus, prepare, write_params
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from standpunkt import stages
from standpunkt.evaluation import metrics
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.params import Params
from standpunkt.tasks import Example, topic

FOLDS = 10
RANDOM_STATE = 13

Rows = Sequence[Example]
Turns = Iterable[tuple[Rows, Rows]]
System = Callable[[Rows, Rows, Params], list[str]]


def ours(train: Rows, test: Rows, params: Params) -> list[str]:
    """The task's own model."""
    settings = params.tasks[topic.NAME]
    state = topic.fit(train, [], settings, params.random_state)
    return [prediction.label for prediction in topic.predict(state, test, settings)]


def peer(*vectorizers: Callable[[], TfidfVectorizer]) -> System:
    """TF-IDF into a linear support vector machine, scikit-learn's defaults but for what is counted."""

    def predict(train: Rows, test: Rows, params: Params) -> list[str]:
        model = make_pipeline(
            make_union(*(made() for made in vectorizers)), LinearSVC(random_state=params.random_state)
        )
        model.fit([example.document.text() for example in train], [example.label for example in train])
        return [str(label) for label in model.predict([example.document.text() for example in test])]

    return predict


def characters() -> TfidfVectorizer:
    """Two to five characters within a word."""
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)


SYSTEMS: dict[str, System] = {
    "standpunkt": ours,
    "TF-IDF words + LinearSVC": peer(TfidfVectorizer),
    "TF-IDF words and characters 2-5 + LinearSVC": peer(TfidfVectorizer, characters),
    "TF-IDF characters 2-5 + LinearSVC": peer(characters),
}
CASES = {
    "gnad": ("standpunkt", "TF-IDF words + LinearSVC", "TF-IDF words and characters 2-5 + LinearSVC"),
    "sib200-de": ("standpunkt", "TF-IDF characters 2-5 + LinearSVC"),
}


def folds(rows: Rows) -> Turns:
    """Train and test rows of each turn; each row is a test row once."""
    labels = [example.label for example in rows]
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=RANDOM_STATE).split(labels, labels):
        yield [rows[number] for number in train], [rows[number] for number in test]


def turns(name: str, sides: dict[str, list[Example]]) -> list[tuple[Rows, Rows]]:
    """The turns of a corpus. Where dev.tsv is all there is to test on, the format makes it the test side."""
    if name != "gnad":
        return [(sides["train"], sides["test"])]
    # Excluded are near-duplicates of test rows under the corpus's own split, which does not hold here. In the order of
    # the files: train.csv, then test.csv.
    known = sorted([*sides["train"], *sides.get("excluded", [])], key=lambda example: example.document.id)
    return list(folds([*known, *sorted(sides["test"], key=lambda example: example.document.id)]))


def score(name: str, found: list[tuple[Rows, Rows]], params: Params) -> dict[str, Any]:
    """Macro-F1 and accuracy of each system over all turns together, ours minus theirs, and seconds over all turns."""
    test = [example for _, rows in found for example in rows]
    gold = [str(example.label) for example in test]
    predicted: dict[str, list[str]] = {}
    seconds: dict[str, float] = {}
    for system in CASES[name]:
        start = time.perf_counter()
        with threadpool_limits(limits=1):
            predicted[system] = [label for train, rows in found for label in SYSTEMS[system](train, rows, params)]
        seconds[system] = round(time.perf_counter() - start, 1)
    classes = sorted({*gold, *(label for labels in predicted.values() for label in labels)})
    settings = params.evaluate
    groups = [example.document.cluster for example in test]
    bootstrap = Bootstrap(groups, settings.resamples, settings.level, params.random_state)
    counts = {system: bootstrap.counts(gold, labels, classes) for system, labels in predicted.items()}
    result: dict[str, Any] = {}
    for system in CASES[name]:
        result[system] = {"seconds": seconds[system]}
        for key, value in (("macro_f1", metrics.macro_f1), ("accuracy", metrics.accuracy)):
            result[system][key] = bootstrap.score(value, counts[system]).as_dict()
        if system != "standpunkt":
            gap = bootstrap.difference(metrics.macro_f1, counts["standpunkt"], counts[system])
            result[system]["standpunkt_minus_this"] = gap.as_dict()
    return {"n": len(test), "turns": len(found), "systems": result}


def run(corpora: Path) -> dict[str, Any]:
    """Scores by corpus, of those that are in the folder and described in the repository."""
    results: dict[str, Any] = {}
    for name in CASES:
        if not (corpora / name).is_dir() or not (REPOSITORY / "data/corpora" / name / "corpus.yaml").is_file():
            continue
        with tempfile.TemporaryDirectory(prefix="folds-") as temporary:
            folder = Path(temporary)
            link_corpus(name, corpora / name, folder)
            write_params(NO_VALIDATION, folder / "params.yaml")
            params = stages.load_params(folder / "params.yaml")
            prepare(params, topic.NAME, folder)
            results[name] = score(name, turns(name, examples(params, topic.NAME, folder)), params)
    return results
