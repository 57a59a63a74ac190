"""Sentences about a run that several of its cards carry; each is empty where the run has no figure for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from standpunkt import schema
from standpunkt.params import Params
from standpunkt.reporting import verdicts, words
from standpunkt.reporting.blocks import Block, Items, Line, Table, Text
from standpunkt.reporting.material import Material, TaskFiles

_FIELDS = ("title", "outlet", "author", "published")
_LEARNT_FROM = ("clean/articles", "ingested/annotations", "ingested/labels", "ingested/targets", "split")


def listed(*lines: Line) -> Iterator[Block]:
    """A list of the lines that say something; nothing where none does."""
    found = tuple(line for line in lines if line)
    if found:
        yield Items(found)


def scored(material: Material) -> dict[str, TaskFiles]:
    """The tasks that have a score; where there are no labels for a task, no model was fitted."""
    return {name: task for name, task in material.tasks.items() if verdicts.headline(task.metrics)}


def numbers(counts: Mapping[str, int]) -> str:
    """Names and counts in a row, by name: `caption 298, other 1`."""
    return ", ".join(f"{words.spaced(name)} {words.count(number)}" for name, number in sorted(counts.items()))


def flow(material: Material) -> str:
    """How many pages were found and became articles, and why the others did not."""
    found, kept = material.ingest["pages"], material.clean["pages"]
    reasons = numbers({**found["dropped"], **kept["dropped"]})
    share = f"{words.counted(found['found'], 'page')} found, {words.counted(kept['kept'], 'article')} kept"
    return f"{share}; dropped: {reasons or 'none'}."


def sides(split: Mapping[str, Any]) -> str:
    """What stands on each side of the split."""
    said = []
    for name, unit in (("pages", "labelled pages"), ("pairs_by_target", "pairs of page and target")):
        dealt = [f"{side} {words.count(split[name][side])}" for side in schema.SIDES if side in split[name]]
        if dealt:
            said.append(f"{unit} by side: {', '.join(dealt)}")
    if not said:
        return ""
    return f"Split {split['strategy']}, {'; '.join(said)}. Pages without any label: {words.count(split['unlabelled'])}."


def period(material: Material) -> str:
    """First and last day on which articles were published, by what stands on their pages."""
    days = sorted(row["published"][:10] for row in material.articles.values() if row.get("published"))
    if not days:
        return ""
    return f"{words.counted(len(days), 'article')} with a date, from {days[0]} to {days[-1]}."


def missing(material: Material) -> str:
    """How many articles lack what is known of others."""
    rows = material.articles.values()
    lacking = [
        f"{name} {words.count(sum(not row.get(name) for row in rows))}"
        for name in _FIELDS
        if any(name in row for row in rows)
    ]
    if not lacking:
        return ""
    teasers = f"; of {words.count(material.clean['teasers'])} the page shows the beginning alone"
    total = words.counted(len(rows), "article")
    return f"Of {total} there is none of: {', '.join(lacking)}{teasers if material.clean['teasers'] else ''}."


def labels(task: str, material: Material) -> str:
    """How often each label of a task was given."""
    given = {label: sum(by_side.values()) for label, by_side in material.labels.get(task, {}).items()}
    if not given:
        return ""
    rows = [f"{label} {words.count(number)}" for label, number in sorted(given.items())]
    return f"{words.counted(sum(given.values()), 'label')}: {', '.join(rows)}."


def label_table(task: str, material: Material) -> Table | None:
    """Labels of a task by side; None where they were not counted."""
    by_label = material.labels.get(task)
    if not by_label:
        return None
    known = [side for side in (*schema.SIDES, "dropped") if any(side in one for one in by_label.values())]
    rows = tuple(
        (
            label,
            *(words.count(by_label[label].get(side, 0)) for side in known),
            words.count(sum(by_label[label].values())),
        )
        for label in sorted(by_label)
    )
    columns = ("label", *known, "all")
    return Table(f"Labels of {task} by side", columns, rows, frozenset(range(1, len(columns))))


def intervals(params: Params) -> str:
    """How the intervals were made."""
    evaluate = params.evaluate
    return (
        f"Intervals hold {evaluate.level * 100:g} %: percentiles of {words.count(evaluate.resamples)} bootstrap "
        "resamples of test pages; near-duplicates and the items of one page are drawn together."
    )


def pretrained(params: Params) -> str:
    """What came ready made."""
    spacy, encoder = params.features.spacy_model, params.features.encoder
    named = f"features.spacy_model {spacy}, features.encoder {encoder}"
    none = spacy == "blank" and encoder == "none"
    return f"{'No pretrained language model is read' if none else 'Pretrained models are read'}: {named}."


def corpus_digests(material: Material) -> Iterator[Block]:
    """The SHA-256 of what ingest and clean made of the corpus."""
    return _digests(material, [name for name in material.digests if name.startswith(("ingested/", "clean/"))])


def task_digests(task: str, material: Material) -> Iterator[Block]:
    """The SHA-256 of what a model was fitted on, and of what it scored and predicted."""
    own = (f"metrics/{task}.json", f"predictions/{task}.jsonl")
    return _digests(material, [name for name in (*_LEARNT_FROM, *own) if name in material.digests])


def _digests(material: Material, names: list[str]) -> Iterator[Block]:
    rows = tuple((Text(name, style="code"), Text(material.digests[name], style="code")) for name in sorted(names))
    if rows:
        yield Table(
            "SHA-256; of a table, that of what sha256sum prints for its parts", ("file or table", "SHA-256"), rows
        )
