"""The datasheet of a corpus: what the run counted in it, and what only those who made it can say.

After Gebru et al. (2021), "Datasheets for Datasets".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from standpunkt.params import Params
from standpunkt.reporting import common, facts, verdicts, words
from standpunkt.reporting.blocks import Block, Line, Section, Text
from standpunkt.reporting.material import Material

MOST_OUTLETS = 30
_MARKED = {"quotes": "type", "positions": "stance"}
"""Tasks whose gold is marked in the text, and what of it is counted."""


def label_counts(
    labels: Iterable[Mapping[str, Any]], annotations: Iterable[Mapping[str, Any]], split: Iterable[Mapping[str, Any]]
) -> dict[str, dict[str, dict[str, int]]]:
    """Count labels by task, label and side; quotations by type, positions by stance.

    Args:
        labels: rows of `schema.LABELS`.
        annotations: rows of `schema.ANNOTATIONS`.
        split: rows of `schema.SPLIT`.

    Returns:
        Counts; what cleaning dropped has the side `dropped`.
    """
    sides = {(row["id"], row["target"]): row["side"] for row in split}
    given = [(row["task"], row["label"], row["id"], row["target"]) for row in labels]
    for row in annotations:
        for task, kind in _MARKED.items():
            given.extend((task, one[kind], row["id"], one.get("target")) for one in row[task] or ())
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for task, label, page, target in given:
        side = sides.get((page, target)) or sides.get((page, None), "dropped")
        found[task][label][side] += 1
    return {task: {label: dict(counts) for label, counts in by.items()} for task, by in found.items()}


def sections(material: Material, params: Params) -> tuple[Section, ...]:
    """The seven parts of a datasheet."""
    parts = {
        "Motivation": _motivation(material),
        "Composition": _composition(material),
        "Collection": _collection(material),
        "Preprocessing, cleaning, labelling": _preprocessing(material, params),
        "Uses": _uses(material),
        "Distribution": _distribution(material),
        "Maintenance": _maintenance(material),
    }
    return tuple(Section(title.split(",")[0].lower(), title, (), tuple(blocks)) for title, blocks in parts.items())


def question(text: str) -> Line:
    """What the run does not know, asked of those who do."""
    return Text("To be answered: ", style="strong"), text


def _motivation(material: Material) -> Iterator[Block]:
    synthetic = material.config["synthetic"]
    yield from facts.listed(
        *verdicts.of_corpus(material.config),
        f"Its labels are meant for: {words.listing(material.config['tasks'])}." if material.config.get("tasks") else "",
        "" if synthetic else question("For which question was it collected, by whom, and who paid for it?"),
    )


def _composition(material: Material) -> Iterator[Block]:
    ingest, clean = material.ingest, material.clean
    outlets = Counter(row.get("outlet") or "none" for row in material.articles.values())
    kept = clean["pages"]["kept"]
    mean = f", {words.count(round(clean['words'] / kept))} an article" if kept else ""
    near = clean["near_duplicates"]
    clusters = words.counted(near["clusters"], "cluster")
    yield from facts.listed(
        f"Kinds of pages: {facts.numbers(ingest['kinds'])}.",
        f"{words.counted(clean['words'], 'word')}{mean}.",
        facts.period(material),
        facts.missing(material),
        f"Languages found: {facts.numbers(clean['languages'])}." if clean.get("languages") else "",
        f"Near-duplicates: {words.counted(near['articles'], 'article')} in {clusters}.",
        f"{words.counted(ingest['targets'], 'target')} of stances." if ingest["targets"] else "",
        "" if material.config["synthetic"] else question("Is it a sample? Of what, and drawn how?"),
    )
    named = sorted(outlets.items(), key=lambda item: (-item[1], item[0]))
    if named:
        more = len(named) - MOST_OUTLETS
        rest = [(f"{words.counted(more, 'other')}", sum(n for _, n in named[MOST_OUTLETS:]))] if more > 0 else []
        yield common.counts("Articles by outlet", "outlet", [*named[:MOST_OUTLETS], *rest])
    yield from filter(None, (facts.label_table(task, material) for task in sorted(material.labels)))


def _collection(material: Material) -> Iterator[Block]:
    yield from facts.listed(
        f"Source: {material.config['source']}." if material.config.get("source") else "",
        ""
        if material.config["synthetic"]
        else question("When and by what means were the pages collected, and did those who wrote them know?"),
    )


def _preprocessing(material: Material, params: Params) -> Iterator[Block]:
    ingest, clean = material.ingest, material.clean
    yield from facts.listed(
        facts.flow(material),
        f"Articles of fewer than {words.counted(params.clean.min_words, 'word')} are dropped (clean.min_words)."
        if params.clean.min_words
        else "",
        f"Encodings, and how they were found: {facts.numbers(ingest['encodings'])}." if ingest["encodings"] else "",
        f"Lines removed, by role: {facts.numbers(clean['removed_lines'])}." if clean["removed_lines"] else "",
        *(_lost(name, counts) for name, counts in sorted(clean.get("annotations", {}).items())),
        facts.sides(material.split),
    )
    known = [name for name, task in material.tasks.items() if task.metrics.get("agreement", {}).get("n")]
    agreed = [verdicts.agreement(name, material.tasks[name].metrics, material.tasks[name].unit) for name in known]
    version = material.codebook.get("version")
    asked = "Who gave the labels, with what training and pay?"
    open_ = [name for name in facts.scored(material) if name not in known]
    yield from facts.listed(
        f"Labels follow version {version} of its codebook." if version is not None else "",
        *agreed,
        f"How far annotators agree is not known for {words.listing(open_)}: no label was given twice." if open_ else "",
        "" if material.config["synthetic"] else question(asked),
    )


def _lost(name: str, counts: Mapping[str, int]) -> str:
    marked, lost = words.count(counts["marked"]), words.count(counts["lost"])
    return f"Of {marked} {name} that were marked, {lost} stand in no article."


def _uses(material: Material) -> Iterator[Block]:
    yield from facts.listed(
        *(
            f"{name}: {verdicts.verdict(name, task.metrics, task.unit).sentence()}."
            for name, task in facts.scored(material).items()
        ),
        "" if material.config["synthetic"] else question("For what should it not be used?"),
    )


def _distribution(material: Material) -> Iterator[Block]:
    may = material.config["redistributable"]
    yield from facts.listed(
        f"Licence: {material.config['licence']}.",
        "Its texts may be redistributed." if may else "Its texts may not be redistributed; these files hold none.",
        "" if may else question("Under which terms may others have it?"),
    )


def _maintenance(material: Material) -> Iterator[Block]:
    yield from facts.corpus_digests(material)
    yield from facts.listed(question("Who keeps it, and how are errors reported and mended?"))
