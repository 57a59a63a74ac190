"""Quotations on a real corpus: rules, a plain conditional random field and our model, in one run: `make bench`.

STANDPUNKT_CORPORA names the folder that holds `quotes-de`. The stages prepare it; each system is fitted on the train
rows and scored on the test rows by `standpunkt.evaluation.quotes` in this process. quotes.json and quotes.md hold
figures alone. The plain field is what one would write first: words, their endings, quotation marks, reporting verbs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite
import yaml
from threadpoolctl import threadpool_limits

from standpunkt import stages, storage
from standpunkt.errors import StandpunktError
from standpunkt.evaluation import metrics
from standpunkt.evaluation import quotes as scoring
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.language.documents import Reading
from standpunkt.language.lexicons import REPORTING_VERBS
from standpunkt.params import Params
from standpunkt.schema import QUOTE_TYPES, Quote
from standpunkt.stages.clean import clean
from standpunkt.stages.features import features
from standpunkt.stages.ingest import ingest
from standpunkt.stages.split import split
from standpunkt.tasks import Example, quotes
from standpunkt.tasks._inputs import by_side, read

REPOSITORY = Path(__file__).resolve().parents[1]
_OPENING, _CLOSING = frozenset("„»‚"), frozenset("“«‘")
RESULTS = Path(__file__).with_suffix("")
VARIABLE = "STANDPUNKT_CORPORA"
CORPUS = "quotes-de"
_OUTSIDE = "O"
_MARKS = frozenset('„“”"»«‚‘›‹')
Found = list[list[Quote]]


def prepare(corpora: Path, work: Path) -> Params:
    """Run the stages up to split on the corpus, which is linked beside a copy of its description."""
    description = REPOSITORY / "data/corpora" / CORPUS
    folder = work / CORPUS
    folder.mkdir()
    for name in ("corpus.yaml", "codebook.yaml"):
        (folder / name).write_bytes((description / name).read_bytes())
    (folder / "files").symlink_to(corpora / CORPUS, target_is_directory=True)
    data = storage.read_yaml(REPOSITORY / "params.yaml").data | {"corpus": str(folder)}
    (work / "params.yaml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    params = stages.load_params(work / "params.yaml")
    ingested, cleaned = work / "ingested", work / "clean"
    ingest(params, corpus=folder, out=ingested, metrics=work / "ingest.json")
    clean(params, ingested=ingested, out=cleaned, metrics=work / "clean.json")
    features(params, ingested=ingested, clean=cleaned, cache=work / "cache", out=work / "features")
    storage.write_json(work / "rows.json", {})
    split(
        params, ingested=ingested, clean=cleaned, searched=work / "rows.json", out=work / "split",
        metrics=work / "split.json",
    )  # fmt: skip
    return params


def rules(train: Sequence[Example], test: Sequence[Example], params: Params) -> Found:  # noqa: ARG001 (as every system)
    """What the rules of the package find."""
    return [list(found.quotes) for found in quotes.predict(None, test)]


def ours(train: Sequence[Example], test: Sequence[Example], params: Params) -> Found:
    """The model of the task, with the parameters of params.yaml."""
    settings = params.tasks["quotes"]
    state = quotes.fit(train, [], settings, params.random_state)  # type: ignore[arg-type]
    return [list(found.quotes) for found in quotes.predict(state, test)]


def plain(train: Sequence[Example], test: Sequence[Example], params: Params) -> Found:  # noqa: ARG001 (as every system)
    """A conditional random field over tokens, trained to convergence or 100 steps, with features of three tokens."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.1, "max_iterations": 100, "feature.minfreq": 2})
    for example in train:
        reading = example.document.readings[quotes.FIELD]
        trainer.append(
            _seen(reading), _labels(reading, (example.annotation.quotes if example.annotation else ()) or ())
        )
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        readings = [example.document.readings[quotes.FIELD] for example in test]
        return [_quotes(reading, tagger.tag(_seen(reading))) for reading in readings]


def _seen(reading: Reading) -> list[list[str]]:
    within, depth = [], False
    for mark in reading.tokens:
        depth = mark in _OPENING or (depth and mark not in _CLOSING)
        within.append(depth)
    alone = []
    for place, token in enumerate(reading.tokens):
        low = token.lower()
        found = [low, f"-{low[-3:]}", f"-{low[-2:]}", f"shape {token[:1].isupper()} {token.isalpha()}"]
        found += ["mark"] if token in _MARKS else []
        found += ["within"] if within[place] else []
        found += ["reports"] if reading.lemmas[place] in REPORTING_VERBS else []
        alone.append(found)
    return [
        [
            f"{offset}:{one}"
            for offset in (-1, 0, 1)
            if 0 <= place + offset < len(alone)
            for one in alone[place + offset]
        ]
        for place in range(len(alone))
    ]


def _labels(reading: Reading, marked: Sequence[Quote]) -> list[str]:
    labels = [_OUTSIDE] * len(reading.tokens)
    # The longest last within others: a token has one label, that of the innermost quotation.
    for quote in sorted(marked, key=lambda one: -sum(end - start for start, end in one.spans)):
        for start, end in quote.spans:
            inside = [place for place, at in enumerate(reading.starts) if start <= at < end]
            for place in inside:
                labels[place] = f"{'B' if place == inside[0] else 'I'}-{quote.type}"
    return labels


def _quotes(reading: Reading, labels: Sequence[str]) -> list[Quote]:
    found: list[tuple[str, int, int]] = []
    for place, label in enumerate(labels):
        begin, _, kind = label.partition("-")
        end = reading.starts[place] + len(reading.tokens[place])
        if begin == "B" or (begin == "I" and (not found or found[-1][0] != kind or labels[place - 1] == _OUTSIDE)):
            found.append((kind, reading.starts[place], end))
        elif begin == "I":
            found[-1] = (kind, found[-1][1], end)
    return [Quote(kind, ((start, end),)) for kind, start, end in found]


SYSTEMS: Mapping[str, Callable[[Sequence[Example], Sequence[Example], Params], Found]] = {
    "standpunkt": ours,
    "plain CRF": plain,
    "standpunkt, rules alone": rules,
}


def score(test: Sequence[Example], found: Found, bootstrap: Bootstrap) -> dict[str, Any]:
    """F1, precision, recall, by type, and the share of speakers, each with its interval."""
    gold = [(example.annotation.quotes if example.annotation else None) or () for example in test]
    pages = [scoring.counts(wanted, given) for wanted, given in zip(gold, found, strict=True)]
    result: dict[str, Any] = {}
    for kind in ("all", *QUOTE_TYPES):
        rows = [[page[f"{kind}_{name}"] for name in ("matched", "gold", "predicted")] for page in pages]
        result[kind] = {"n": sum(row[1] for row in rows)} | bootstrap.detection(rows)
    speakers = [[page["speakers_matched"], page["speakers_gold"]] for page in pages]
    result["speaker"] = bootstrap.score(metrics.share, bootstrap.sums(speakers)).as_dict()
    return result


def bench(corpora: Path) -> dict[str, Any]:
    """Fit and score every system.

    Raises:
        StandpunktError: the corpus is not there.
    """
    if not (corpora / CORPUS).is_dir():
        raise StandpunktError(f"{corpora / CORPUS}: no such folder; {VARIABLE} must name the folder that holds it")
    with tempfile.TemporaryDirectory() as name, threadpool_limits(limits=1):
        work = Path(name)
        params = prepare(corpora, work)
        data, _ = read(work / "ingested", work / "clean", work / "features")
        sides = by_side(quotes.examples(data, params.tasks["quotes"]), storage.read_table(work / "split"))  # type: ignore[arg-type]
        train, test = sides["train"], sides["test"]
        evaluate = params.evaluate
        groups = [example.document.cluster for example in test]
        bootstrap = Bootstrap(groups, evaluate.resamples, evaluate.level, params.random_state)
        result: dict[str, Any] = {"corpus": CORPUS, "train": len(train), "test": len(test), "systems": {}}
        for system, run in SYSTEMS.items():
            start = time.perf_counter()
            found = run(train, test, params)
            seconds = round(time.perf_counter() - start)
            result["systems"][system] = score(test, found, bootstrap) | {"seconds": seconds}
    return result


def as_markdown(found: Mapping[str, Any]) -> str:
    """The figures as a page."""
    said = (
        f"Quotations of {found['corpus']}, fitted on {found['train']} articles, scored on {found['test']}. A quotation "
        "counts where its characters overlap those of a marked one by half of their union, one to one. Types are "
        "scored alone; speaker is the share of found quotations whose speaker overlaps the marked one. Seconds are "
        "those of fitting and finding, on one thread. Written by `make bench`."
    )
    rows = ["# Quotations", "", said, ""]
    rows.append("| system | F1 | interval | P | R | " + " | ".join(QUOTE_TYPES) + " | speaker | seconds |")
    rows.append("| :--- | ---: | :--- | " + "---: | " * (len(QUOTE_TYPES) + 4))
    for name, scores in found["systems"].items():
        whole = scores["all"]
        parts = [f"{scores[kind]['f1']['value']:.3f}" for kind in QUOTE_TYPES]
        speaker = f"{scores['speaker']['value']:.3f}" if scores["speaker"]["value"] else "–"
        rows.append(
            f"| {name} | {whole['f1']['value']:.3f} | [{whole['f1']['low']:.3f}, {whole['f1']['high']:.3f}] | "
            f"{whole['precision']['value']:.3f} | {whole['recall']['value']:.3f} | {' | '.join(parts)} | {speaker} | "
            f"{scores['seconds']} |"
        )
    return "\n".join(rows) + "\n"


def main() -> int:
    """Write the figures and their page."""
    corpora = os.environ.get(VARIABLE, "")
    try:
        if not corpora:
            raise StandpunktError(f"{VARIABLE} is not set; it names the folder that holds the corpora")
        found = bench(Path(corpora))
        storage.write_json(RESULTS.with_suffix(".json"), found)
        storage.write_text(RESULTS.with_suffix(".md"), as_markdown(found))
    except StandpunktError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
