"""Cleaning beside its peers on real pages, from HTML and from plain text: `make bench`.

STANDPUNKT_CORPORA names the folder that holds `webpages-de`. The line models are fitted anew for each part of the
sites, so that no page is cleaned by a model that saw its site. benchmarks/cleaning.json and cleaning.md hold figures
alone.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from itertools import product, repeat
from pathlib import Path
from typing import Any, Literal

import fit
import fitting
import measures
import peers
from fit import CORPUS, REPOSITORY, VARIABLE, WebPage
from labels import Labels
from measures import FIELDS, UNWANTED, WANTED, Articles, Resampling
from peers import KEEP_ALL, KINDS, OURS, REFERENCE
from tqdm import tqdm

from standpunkt import stages, storage
from standpunkt.cleaning import encoding
from standpunkt.cleaning.article import Article
from standpunkt.cleaning.blocks import Lines
from standpunkt.cleaning.linemodel import Kind
from standpunkt.errors import StandpunktError
from standpunkt.schema import Gold

RESULTS = REPOSITORY / "benchmarks/cleaning.json"
MARKS = Path(__file__).with_name("marked.csv")
PARTS = 5
PROCESSES = 2
ALONE = f"{OURS}, its text alone"
Labelled = Sequence[tuple[Lines, Labels]]
Models = Literal["cross-validated", "shipped"]


# --- cleaning --------------------------------------------------------------------------------------------------------


def held_out(kind: Kind, part: int, pages: Sequence[WebPage], labelled: Labelled) -> dict[str, Article | str]:
    """Clean the pages of one part of the sites by a model fitted to the others."""
    seen = [place for place, page in enumerate(pages) if fitting.part_of(page.site, PARTS) != part]
    model = fit.fit([pages[place] for place in seen], [labelled[place] for place in seen], kind)
    return {
        page.id: peers.clean(kind, peers.content_of(page, kind), model)
        for page in pages
        if fitting.part_of(page.site, PARTS) == part
    }


def cross_validated(pages: Sequence[WebPage], labelled: Labelled) -> dict[str, Articles]:
    """Ours by kind, each page by the model that never saw its site."""
    articles: dict[str, dict[str, Article | str]] = {kind: {} for kind in KINDS}
    runs = list(product(KINDS, range(PARTS)))
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = pool.map(held_out, *zip(*runs, strict=True), repeat(pages), repeat(labelled))
        for (kind, _), of_part in zip(runs, tqdm(found, "fitting", len(runs), unit="model", disable=None), strict=True):
            articles[kind] |= of_part
    return {**articles}


def shipped(pages: Sequence[WebPage]) -> dict[str, Articles]:
    """Ours by kind, by the models that come with the package; they were fitted to these very pages."""
    return {
        kind: {
            page.id: peers.clean(kind, peers.content_of(page, kind))
            for page in tqdm(pages, kind, unit="page", disable=None)
        }
        for kind in KINDS
    }


def embedded_pages() -> Iterator[tuple[Kind, str, str, str, list[Gold]]]:
    """The pages of the embedded corpus that have gold: kind, outlet, id, decoded content, gold."""
    for page, gold in fit.read_embedded():
        decoded = encoding.decode(page.content) if isinstance(page.content, bytes) else None
        if decoded is not None and page.kind != "article":
            yield page.kind, str(page.outlet), page.id, decoded.text, gold


def embedded_shipped() -> dict[str, Articles]:
    """The embedded corpus by kind, by the models that come with the package, which were fitted to it."""
    articles: dict[str, dict[str, Article | str]] = {kind: {} for kind in KINDS}
    for kind, _, identifier, content, _ in embedded_pages():
        articles[kind][identifier] = peers.clean(kind, content)
    return {**articles}


def without_outlet(kind: Kind, outlet: str, pages: Sequence[WebPage], labelled: Labelled) -> dict[str, Article | str]:
    """Clean the pages of an outlet of the embedded corpus by a model fitted to all the others."""
    model = fit.fit(pages, labelled, kind, without=outlet)
    return {
        identifier: peers.clean(kind, content, model)
        for its_kind, its_outlet, identifier, content, _ in embedded_pages()
        if (its_kind, its_outlet) == (kind, outlet)
    }


def embedded_by_outlet(pages: Sequence[WebPage], labelled: Labelled) -> dict[str, Articles]:
    """The embedded corpus by kind, each page by a model that never saw its outlet."""
    articles: dict[str, dict[str, Article | str]] = {kind: {} for kind in KINDS}
    runs = sorted({(kind, outlet) for kind, outlet, *_ in embedded_pages()})
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = pool.map(without_outlet, *zip(*runs, strict=True), repeat(pages), repeat(labelled))
        for (kind, _), some in zip(runs, tqdm(found, "outlets", len(runs), unit="model", disable=None), strict=True):
            articles[kind] |= some
    return {**articles}


# --- scores ----------------------------------------------------------------------------------------------------------


def score(pages: Sequence[WebPage], articles: Mapping[str, Articles], sampling: Resampling) -> dict[str, Any]:
    """Segments, fields and the lines that were read and marked, ours beside the peers."""
    texts = {page.id: fit.take_all(page) for page in pages}
    marks = measures.read_marks(MARKS, texts)
    with ProcessPoolExecutor(PROCESSES) as pool:
        made = pool.map(peers.outputs, pages, chunksize=8)
        of_peers = list(tqdm(made, "peers", len(pages), unit="page", disable=None))
    segments = {}
    for kind in KINDS:
        by_tool = {OURS: FIELDS, ALONE: ("text",)}
        outputs = {
            tool: {page: measures.joined(article, names) for page, article in articles[kind].items()}
            for tool, names in by_tool.items()
        }
        for tool in of_peers[0][kind]:
            outputs[tool] = {page.id: found[kind][tool] for page, found in zip(pages, of_peers, strict=True)}
        segments[kind] = measures.segments(pages, outputs, sampling)
    stated = {page.id: measures.trafilatura_fields(page) for page in pages}
    return {
        "corpus": {
            "name": CORPUS,
            "pages": len(pages),
            "sites": len({page.site for page in pages}),
            **{
                role: sum(len(page.gold.get(role, ())) for page in pages)
                for role in ("segment_with", "segment_without")
            },
        },
        "segments": segments,
        "fields": measures.fields(pages, articles, stated, sampling),
        "sample": {"pages": len(marks), "roles": measures.sample(texts, marks, articles["text"], sampling)},
    }


def score_embedded(found: Mapping[str, Articles], sampling: Resampling) -> dict[str, Any]:
    """The embedded corpus by kind."""
    gold: dict[str, list[Gold]] = {kind: [] for kind in KINDS}
    for kind, _, _, _, of_page in embedded_pages():
        gold[kind] += of_page
    return {kind: measures.embedded(found[kind], gold[kind], sampling) for kind in KINDS}


def bench(pages: Sequence[WebPage], models: Models, outlets: bool) -> dict[str, Any]:
    """Measure everything.

    Args:
        pages: of the corpus.
        models: by which ours cleans them.
        outlets: whether the embedded corpus is cleaned by models that never saw the outlet, too.
    """
    params = stages.load_params(REPOSITORY / "params.yaml")
    sampling = Resampling(params.evaluate, params.random_state)
    # First, while this process is small: what it holds makes the garbage collector slow, and that is no tool's fault.
    speed = peers.speed(pages)
    by_model = {"shipped": embedded_shipped()}
    labelled = fit.label_all(pages) if outlets or models == "cross-validated" else []
    articles = cross_validated(pages, labelled) if models == "cross-validated" else shipped(pages)
    if outlets:
        by_model["outlet_held_out"] = embedded_by_outlet(pages, labelled)
    return {
        **score(pages, articles, sampling),
        "models": models,
        "speed": {"pages": min(len(pages), peers.PAGES_TIMED), **speed},
        "embedded": {name: score_embedded(found, sampling) for name, found in by_model.items()},
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("trafilatura", "readability-lxml", "justext", "resiliparse", "selectolax")},
    }


# --- the page --------------------------------------------------------------------------------------------------------


_HOW: Mapping[Models, str] = {
    "cross-validated": f"Ours cleaned each by a line model that never saw its site ({PARTS} parts).",
    "shipped": "**In-sample: the shipped line models were fitted to these very pages. A quick look, no result.**",
}


def _value(entry: Mapping[str, float]) -> str:
    return f"{entry['value']:.3f}"


def _interval(entry: Mapping[str, float]) -> str:
    return f"[{entry['low']:.3f}, {entry['high']:.3f}]"


def _both(entry: Mapping[str, float]) -> str:
    return f"{_value(entry)} {_interval(entry)}"


def _segments(results: Mapping[str, Any], kind: str) -> list[str]:
    """The table of one kind, best first."""
    lines = [
        "| tool | P | R | F1 | interval | standpunkt minus this | pages/s | × trafilatura |",
        "| :--- | ---: | ---: | ---: | :--- | :--- | ---: | ---: |",
    ]
    speed = results["speed"][kind]
    by_f1 = sorted(results["segments"][kind].items(), key=lambda item: (-item[1]["f1"]["value"], item[0]))
    for tool, entry in by_f1:
        gap = _both(entry["standpunkt_minus_this"]) if tool != OURS else "–"
        cost = speed.get(tool)
        pace = [f"{cost['pages_per_second']:,.0f}", f"{cost['times_trafilatura']:.2f}"] if cost else ["–", "–"]
        scores = [_value(entry[name]) for name in ("precision", "recall", "f1")]
        lines.append("| " + " | ".join([tool, *scores, _interval(entry["f1"]), gap, *pace]) + " |")
    return lines


def as_markdown(results: Mapping[str, Any]) -> str:
    """The figures as a page to read."""
    corpus, speed, sample = (results[name] for name in ("corpus", "speed", "sample"))
    versions = ", ".join(f"{name} {number}" for name, number in sorted(results["versions"].items()))
    lines = [
        "# Cleaning beside its peers",
        "",
        f"Written by `make bench` from `{corpus['name']}`, a part of trafilatura's evaluation data:",
        f"{corpus['pages']:,} German pages of {corpus['sites']:,} sites. {_HOW[results['models']]}",
        "Intervals are 95 % percentiles of the same bootstrap resamples of pages; differences are paired on them.",
        "",
        f"**Score.** People marked {corpus['segment_with']:,} segments that must be kept and",
        f"{corpus['segment_without']:,} that must not. A segment is found where the output has it, white space",
        f"normalised; precision, recall and F1 are of all segments. `{OURS}` is kicker, title, teaser and text. All",
        "tools read the same decoded page.",
        "",
        f"**Speed.** Pages a second of processor time, on {speed['pages']} pages: all tools in turns page by page,",
        f"another one first each time, in one process with one thread, median of {peers.REPETITIONS} passes after one",
        "that does not count. Ours is all of cleaning, with fields, dates, language, limits, and a reason for every",
        f"line. The last column divides by {REFERENCE} on the HTML, and depends less on the machine.",
        "",
        f"Versions: {versions}.",
        "",
        "## On HTML",
        "",
        *_segments(results, "html"),
        "",
        "## On text",
        "",
        "The same pages without tags: all of the page, one block a line, as resiliparse renders it. The length of the",
        "simple rule is the one that is best on these very pages.",
        "",
        *_segments(results, "text"),
        "",
        "## Fields",
        "",
        "Of the pages that state a field the share where it was found: title exact, date by day, the same set of",
        "authors. trafilatura is its `extract_metadata` on the HTML.",
        "",
        f"| field | n | {OURS} on HTML | trafilatura | difference | {OURS} on text |",
        "| :--- | ---: | :--- | :--- | :--- | :--- |",
    ]
    for field in measures.FIELD_RULES:
        if field in results["fields"]:
            entry = results["fields"][field]
            cells = [_both(entry[name]) for name in ("html", "trafilatura", "html_minus_trafilatura", "text")]
            lines.append(f"| {field} | {entry['n']} | {' | '.join(cells)} |")
    rules = [tool for tool in peers.RULES if tool != KEEP_ALL]
    lines += [
        "",
        "## Lines that were read and marked",
        "",
        f"On text, {sample['pages']} pages read line by line ([the roles](cleaning/README.md)): the share of lines of",
        "a role that is kept. A headline counts as kept where the output has its text.",
        "",
        f"| wanted | role | lines | {OURS} keeps | {' | '.join(rules)} |",
        f"| :--- | :--- | ---: | :--- | {' | '.join(':---' for _ in rules)} |",
    ]
    for wanted, roles in (("yes", WANTED), ("no", UNWANTED)):
        for role in roles:
            if role in sample["roles"]:
                tools = sample["roles"][role]
                cells = [_both(tools[tool]) for tool in (OURS, *rules)]
                lines.append(f"| {wanted} | {role} | {tools[OURS]['n']:,} | {' | '.join(cells)} |")
    lines += [
        "",
        "## The embedded corpus",
        "",
        "Share of characters kept, page by page, before lines are removed that an outlet repeats. The shipped models",
        "were fitted to these pages; with an outlet held out, a page is cleaned by a model that never saw its outlet.",
        "",
        "| models | kind | pages | body kept | furniture kept |",
        "| :--- | :--- | ---: | :--- | :--- |",
    ]
    for name, label in (("shipped", "shipped (in-sample)"), ("outlet_held_out", "outlet held out")):
        for kind in KINDS if name in results["embedded"] else ():
            entry = results["embedded"][name][kind]
            body, furniture = entry["body_characters_kept"], entry["furniture_characters_kept"]
            lines.append(f"| {label} | {kind} | {body['n']} | {_both(body)} | {_both(furniture)} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outlets", action="store_true", help="hold out each outlet of the embedded corpus, too")
    parser.add_argument(
        "--shipped", action="store_true", help="score the shipped models, which saw these pages; writes no file"
    )
    parser.add_argument("--pages", type=int, metavar="N", help="a sample of N pages alone; writes no file")
    parser.add_argument("--speed", action="store_true", help="time the tools alone, and write that into the results")
    arguments = parser.parse_args()
    corpora = Path(os.environ.get(VARIABLE) or os.devnull)
    if not (corpora / CORPUS).is_dir():
        print(f"nothing to compare: set {VARIABLE} to a folder that holds {CORPUS}")
        return 0
    try:
        pages = fit.read_pages(corpora)
        if arguments.pages:
            pages = sorted(pages, key=lambda page: hashlib.sha1(page.id.encode(), usedforsecurity=False).digest())
            pages = pages[: arguments.pages]
        if arguments.speed:
            timed = {"pages": min(len(pages), peers.PAGES_TIMED), **peers.speed(pages)}
            results = storage.read_json(RESULTS) | {"speed": timed}
        else:
            results = bench(pages, "shipped" if arguments.shipped else "cross-validated", arguments.outlets)
        text = as_markdown(results)
        if not (arguments.shipped or arguments.pages):
            storage.write_json(RESULTS, results)
            storage.write_text(RESULTS.with_suffix(".md"), text)
    except StandpunktError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
