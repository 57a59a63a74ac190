"""Cards of a run: a model card a task, the datasheet of its corpus, a draft of the REFORMS checklist, and how to cite.

Model cards after Mitchell et al. (2019), "Model Cards for Model Reporting". A sentence stands in a card only where a
figure or a parameter of the run carries it. No card holds text of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from statistics import fmean
from typing import Any

from standpunkt import schema
from standpunkt.params import Params
from standpunkt.reporting import blocks, common, datasheet, facts, reforms, repeats, slices, verdicts, words
from standpunkt.reporting.blocks import Block, Folded, Heading, Items, Line, Paragraph, Section, Table, Text
from standpunkt.reporting.material import Material, TaskFiles

_KINDS: Mapping[tuple[str, str], str] = {
    ("topic", ""): "Linear support vector machines over several views of the text, one a class",
    (
        "stance",
        "linear",
    ): "Linear support vector machines over several views of the text and the statement, one a class",
    ("stance", "stacked"): "Linear support vector machines, one set a view and one over all of them, weighed by a "
    "logistic regression",
    ("stance", "stacked+neural"): "Linear support vector machines, one set a view and one over all of them, and small "
    "neural networks, weighed by a logistic regression",
    ("quotes", "rules"): "Rules, nothing of which is fitted",
    ("quotes", "trained"): "A conditional random field, and linear models that weigh what it found and choose speakers",
    ("positions", ""): "Linear support vector machines over views of a sentence, one of which are rules",
}
"""The kind of model by task and its parameter `model`."""
_AUTHOR = "author"


def cards(material: Material, params: Params) -> dict[str, str]:
    """Make the cards of a run.

    Args:
        material: what the report shows; `labels`, `digests` and `citation` are left out of the cards where empty.
        params: of the run.

    Returns:
        Texts by file name: `model-card-<task>.md` of each task that was scored, `datasheet.md`, `reforms.md`,
        `corpora.bib`.
    """
    title = material.config["title"]
    found = {
        f"model-card-{name}.md": _markdown(
            f"Model card: {name}",
            f"Made from the figures of one run on: {title}. The form is that of Mitchell et al. (2019), Model Cards "
            "for Model Reporting.",
            _model_card(name, task, material, params),
        )
        for name, task in facts.scored(material).items()
    }
    found["datasheet.md"] = _markdown(
        f"Datasheet: {title}",
        "Made from what one run counted. The form is that of Gebru et al. (2021), Datasheets for Datasets.",
        datasheet.sections(material, params),
    )
    found["reforms.md"] = _markdown(
        "REFORMS checklist, a draft",
        f"Made from the figures of one run on: {title}. The items are those of Kapoor et al. (2024), REFORMS: "
        "Consensus-based Recommendations for Machine-learning-based Science, in short words.",
        reforms.sections(material, params),
    )
    found["corpora.bib"] = _bibliography(material)
    return found


# --- form ------------------------------------------------------------------------------------------------------------


def _markdown(title: str, about: str, sections: tuple[Section, ...]) -> str:
    parts = [f"# {words.markdown_text(title)}", words.markdown_text(about)]
    for section in sections:
        parts.append(f"## {words.markdown_text(section.title)}")
        parts.extend(map(_block, section.blocks))
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return blocks.markdown_line(block.line)
    if isinstance(block, Items):
        return "\n".join(f"- {blocks.markdown_line(line)}" for line in block.lines)
    if isinstance(block, Table):
        return f"*{words.markdown_text(block.caption)}*\n\n{blocks.markdown_table(block)}"
    if isinstance(block, Heading):
        return f"### {words.markdown_text(block.title)}"
    if isinstance(block, Folded):
        inside = "\n\n".join(map(_block, block.blocks))
        return f"<details>\n<summary>{escape(words.plain(block.summary))}</summary>\n\n{inside}\n\n</details>"
    raise TypeError(f"cards have no {block.kind}")


# --- model cards -----------------------------------------------------------------------------------------------------


def _model_card(name: str, task: TaskFiles, material: Material, params: Params) -> tuple[Section, ...]:
    settings = params.raw[name]
    parts: dict[str, Iterator[Block]] = {
        "What it is": _what(name, settings, material, params),
        "Intended use": _uses(name, task, settings, material, params),
        "What it was fitted on": _training(name, material),
        "Scores": _scores(name, task, params),
        "Scores by class and part": _by_part(name, task),
        "Probabilities": _probabilities(name, task, settings),
        "Known limits": _known_limits(name, task, settings, material),
        "Parameters": iter([common.parameters(f"Section {name} of params.yaml", {name: settings})]),
        "How to make it again": _again(name, material),
    }
    made = ((title, tuple(part)) for title, part in parts.items())
    return tuple(Section(title.lower().replace(" ", "-"), title, (), part) for title, part in made if part)


def _what(name: str, settings: Mapping[str, Any], material: Material, params: Params) -> Iterator[Block]:
    kind = _KINDS.get((name, settings.get("model", "")))
    yield Paragraph(_purpose(name, material))
    yield from facts.listed(
        f"{kind}." if kind else "",
        f"View author, weight {settings['views'][_AUTHOR]:g}: it knows what the author said to similar statements."
        if settings.get("views", {}).get(_AUTHOR)
        else "",
        f"Stances that an actor and its party took in train rows count with weight {settings['prior_weight']:g}."
        if settings.get("prior_weight")
        else "",
        facts.pretrained(params),
    )


def _purpose(name: str, material: Material) -> str:
    codebook, targets = material.codebook, words.counted(material.ingest["targets"], "target")
    if name == "topic":
        several = material.tasks[name].metrics.get("label_sets")
        lead = "Gives an article one, several or none of" if several else "Gives an article one of"
        return _labels(lead, "topic", list(codebook["topics"]))
    if name == "stance":
        return (
            f"Says of a text and a statement that it is asked about whether the text is for it, against it or neutral "
            f"({', '.join(schema.STANCES)}). The corpus has {targets}."
        )
    if name == "quotes":
        known = material.labels.get(name, schema.QUOTE_TYPES)
        kinds = words.listing([words.spaced(kind) for kind in schema.QUOTE_TYPES if kind in known])
        return f"Finds quotations ({kinds}) with the words that introduce them and their speaker, as places in a text."
    if name == "positions":
        return (
            f"Finds who stands where: an actor, one of {targets}, a stance ({', '.join(schema.STANCES)}), and the "
            "sentence that shows it."
        )
    return _labels("Gives a page one of", "label", list(codebook["tasks"][name]["labels"]))


def _labels(lead: str, unit: str, names: list[str]) -> str:
    return f"{lead} {words.counted(len(names), unit)}: {', '.join(sorted(names))}."


def _uses(
    name: str, task: TaskFiles, settings: Mapping[str, Any], material: Material, params: Params
) -> Iterator[Block]:
    languages, fewest = params.clean.languages, params.clean.min_words
    version = material.codebook.get("version")
    labels = f", with its codebook, version {version}" if version is not None else ""
    yield Paragraph(
        f"For German news pages like those of the corpus {material.config['name']}{labels}, where a share of errors as "
        "given under Scores does no harm or each result is read again."
    )
    not_for: list[Line] = [
        "Findings about media: the corpus is synthetic." if material.config["synthetic"] else "",
        f"Articles in other languages than {words.listing(languages)}: there was none to learn from (clean.languages)."
        if languages
        else "",
        f"Articles of fewer than {words.counted(fewest, 'word')}: they were dropped (clean.min_words)."
        if fewest
        else "",
        _always_answers(name, settings, material),
        _one_result(name, task),
        "Findings about authors: the view author makes them go in a circle; leave it out of stance.views first."
        if settings.get("views", {}).get(_AUTHOR)
        else "",
        "Findings about how actors change: positions.prior_weight lets what they said elsewhere count."
        if settings.get("prior_weight")
        else "",
    ]
    found = tuple(line for line in not_for if line)
    if found:
        yield Paragraph(Text("Not for", style="strong"))
        yield Items(found)


def _always_answers(name: str, settings: Mapping[str, Any], material: Material) -> str:
    if name != "topic" or settings.get("abstain_below") != 0 or settings.get("multilabel"):
        return ""
    topics = words.counted(len(material.codebook["topics"]), "topic")
    return f"Articles about something else: with topic.abstain_below 0 one of {topics} is given all the same."


def _one_result(name: str, task: TaskFiles) -> str:
    """How often a single result is wrong."""
    measures = ("accuracy", "subset_accuracy", "precision")
    measure = next((key for key in measures if verdicts.is_score(task.metrics.get(key))), None)
    if measure is None:
        return ""
    right = task.metrics[measure]
    wrong = {"value": 1 - right["value"], "low": 1 - right["high"], "high": 1 - right["low"]}
    of = f"test {task.unit}s" if measure != "precision" else f"{name} found in test pages"
    return f"Judging by a single result: of {of}, a share of {words.with_interval(wrong)} is wrong."


def _training(name: str, material: Material) -> Iterator[Block]:
    config = material.config
    yield from facts.listed(
        f"{config['title']} ({config['name']}); licence: {config['licence']}.",
        facts.sides(material.split),
        f"Fitted on the side {schema.SIDES[0]}, calibrated on {schema.SIDES[1]}, scored on {schema.SIDES[2]}."
        if material.split["pages"] or material.split["pairs_by_target"]
        else "",
        *verdicts.of_split(material.split, material.clean),
    )
    table = facts.label_table(name, material)
    if table:
        yield table


def _scores(name: str, task: TaskFiles, params: Params) -> Iterator[Block]:
    metrics = task.metrics
    top = str(verdicts.headline(metrics))
    shown = sorted((key for key in metrics if verdicts.is_score(metrics[key])), key=lambda key: (key != top, key))
    rows: list[tuple[Line, ...]] = [("this model", *_cells(metrics, shown), words.count(metrics["n"]), "–")]
    others = metrics.get("baselines", {})
    for other in sorted(others, key=lambda key: (-others[key].get(top, {}).get("value", 0.0), key)):
        gap = others[other].get("difference", {}).get(top)
        unseen = verdicts.not_seen(other)
        known = f"{verdicts.baseline_name(other)}{f' ({unseen})' if unseen else ''}"
        difference = f"{words.signed(gap['value'])} {words.interval(gap)}" if verdicts.is_score(gap) else "–"
        rows.append((known, *_cells(others[other], shown), words.count(others[other]["n"]), difference))
    columns = ("", *map(verdicts.score_name, shown), "n", f"model minus this, {verdicts.score_name(top)}")
    yield Paragraph(f"{verdicts.verdict(name, metrics, task.unit).sentence()}.")
    yield Table(f"Scores of {name} on test {task.unit}s", columns, tuple(rows), frozenset(range(1, len(columns))))
    yield from facts.listed(
        facts.intervals(params),
        verdicts.agreement(name, metrics, task.unit),
        *repeats.threat(name, metrics, task.repeated),
    )


def _cells(scores: Mapping[str, Any], names: list[str]) -> list[Line]:
    return [words.with_interval(scores[key]) if verdicts.is_score(scores.get(key)) else "–" for key in names]


def _by_part(name: str, task: TaskFiles) -> Iterator[Block]:
    for key in sorted(key for key in task.metrics if key.startswith("per_")):
        parts = task.metrics[key]
        measures = sorted({one for part in parts.values() for one in part if verdicts.is_score(part[one])})
        if measures:
            rows = tuple(
                (part, words.count(parts[part]["n"]), *_cells(parts[part], measures)) for part in sorted(parts)
            )
            columns = (words.spaced(key.removeprefix("per_")), "n", *map(verdicts.score_name, measures))
            caption = f"Scores of {name} {words.spaced(key)}"
            yield Table(caption, columns, rows, frozenset(range(1, len(columns))))
    yield from slices.blocks(name, task.metrics, task.unit)


def _probabilities(name: str, task: TaskFiles, settings: Mapping[str, Any]) -> Iterator[Block]:
    known = task.metrics.get("calibration", {})
    error, chance = known.get("expected_calibration_error"), known.get("by_chance")
    said = ""
    if error:
        value = words.with_interval(error) if verdicts.is_score(error) else words.score(error["value"])
        said = f"Expected calibration error {value} over {words.counted(known['n'], 'prediction')}"
        if verdicts.is_score(chance):
            said += f"; probabilities that are exactly right would show {words.with_interval(chance)} by chance"
        said += f".{verdicts.debiased(task.metrics)}"
    sets = verdicts.label_sets(task.metrics, task.unit)
    yield from facts.listed(said, verdicts.abstention(name, task.metrics, settings, task.unit), sets)


def _known_limits(name: str, task: TaskFiles, settings: Mapping[str, Any], material: Material) -> Iterator[Block]:
    metrics = task.metrics
    marked = material.clean.get("annotations", {}).get(name, {"marked": 0, "lost": 0})
    lost = f"{words.count(marked['lost'])} of {words.count(marked['marked'])} marked {name} stand in no article."
    worse = [
        f"{dimension} {part}"
        for dimension, parts in sorted(metrics.get("slices", {}).items())
        for part in sorted(parts)
        if parts[part]["worse"]
    ]
    alone = f"No label of {name} was given twice: how far people agree on them is not known."
    yield from facts.listed(
        *verdicts.of_corpus(material.config),
        *verdicts.of_task(name, _with_intervals(metrics), task.unit, settings),
        *_weak(metrics),
        (Text("Slices. ", style="strong"), f"Worse than the rest beyond chance: {words.listing(worse)}.")
        if worse
        else "",
        (Text("Lost in cleaning. ", style="strong"), lost) if marked["lost"] else "",
        "" if metrics.get("agreement", {}).get("n") else (Text("Agreement. ", style="strong"), alone),
    )


def _with_intervals(metrics: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without a calibration error that has no interval: the verdicts go by intervals."""
    error = metrics.get("calibration", {}).get("expected_calibration_error")
    return metrics if verdicts.is_score(error) else {key: metrics[key] for key in metrics if key != "calibration"}


def _weak(metrics: Mapping[str, Any]) -> Iterator[Line]:
    """Parts whose whole interval is below what the model reaches over all."""
    measures = ["recall", "precision"]
    top = str(verdicts.headline(metrics))
    for key in sorted(key for key in metrics if key.startswith("per_")):
        for measure in measures if top == "f1" else [*measures, top]:
            parts = {part: one for part, one in metrics[key].items() if verdicts.is_score(one.get(measure))}
            if not parts:
                continue
            over_all = verdicts.is_score(metrics.get(measure))
            level = metrics[measure]["value"] if over_all else fmean(parts[part][measure]["value"] for part in parts)
            low = [
                f"{words.spaced(part)} {words.with_interval(parts[part][measure])}, n {words.count(parts[part]['n'])}"
                for part in sorted(parts)
                if parts[part][measure]["high"] < level
            ]
            if low:
                lead = f"Low {verdicts.score_name(measure)} {words.spaced(key)}. "
                whole = "over all" if over_all else "the mean of all"
                yield Text(lead, style="strong"), f"{words.listing(low)}; {whole} is {words.score(level)}."


def _again(name: str, material: Material) -> Iterator[Block]:
    scorer = common.writer(name)
    stage = "train" if scorer == "evaluate" else scorer
    yield Paragraph(
        (
            f"The fitted model is an output of stage {stage}; its hash stands in ",
            Text("dvc.lock", style="code"),
            " beside those of the code, data and parameters that made it.",
        )
    )
    commands = ["make setup", ".venv/bin/dvc repro", ".venv/bin/standpunkt verify"]
    if not material.config["redistributable"]:
        commands.insert(1, f".venv/bin/standpunkt fetch {material.config['name']} --from FOLDER")
    yield Items(tuple(Text(command, style="code") for command in commands))
    yield from facts.task_digests(name, material)


# --- how to cite -----------------------------------------------------------------------------------------------------


def _bibliography(material: Material) -> str:
    config = material.config
    own = config.get("citation", "").strip()
    source = words.plain(config.get("source") or "none given")
    corpus = own or f"% The corpus {config['name']} has no citation in its corpus.yaml. Source: {source}"
    return "\n\n".join(filter(None, (corpus, _software(material.citation)))) + "\n"


def _software(citation: Mapping[str, Any]) -> str:
    """A BibTeX entry of a `CITATION.cff`."""
    if not citation:
        return ""
    fields = {
        "author": " and ".join(map(_author, citation["authors"])),
        "title": f"{{{_bibtex(citation['title'])}}}",
        "version": _bibtex(str(citation.get("version", ""))),
        "year": str(citation.get("date-released", ""))[:4],
        "license": _bibtex(str(citation.get("license", ""))),
        "url": str(citation.get("repository-code") or citation.get("url") or ""),
        "doi": str(citation.get("doi", "")),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@software{standpunkt,\n" + ",\n".join(lines) + "\n}"


def _author(author: Mapping[str, str]) -> str:
    if "name" in author:
        return f"{{{_bibtex(author['name'])}}}"
    return ", ".join(_bibtex(author[key]) for key in ("family-names", "given-names") if key in author)


def _bibtex(text: str) -> str:
    return re.sub(r"([&%#_$])", r"\\\1", words.plain(text))
