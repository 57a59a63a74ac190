"""A draft of the REFORMS checklist: what the run answers, and what is left to the researcher.

After Kapoor et al. (2024), "REFORMS: Consensus-based Recommendations for Machine-learning-based Science", Science
Advances 10(18), table 1: 32 items in eight modules, here with their numbers and in short words of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from standpunkt.params import Params
from standpunkt.reporting import facts, repeats, verdicts, words
from standpunkt.reporting.blocks import Block, Items, Line, Paragraph, Section, Text
from standpunkt.reporting.material import Material

_SYNTHETIC = "The corpus is synthetic: its pages were written for a test and are drawn from nothing."
_LINKS = "label_markers"


@dataclass(frozen=True)
class Item:
    """One item of the checklist."""

    number: str
    asked: str
    """What it asks for, in a few words."""
    answers: tuple[Line, ...]
    """What the run says."""
    question: str = ""
    """What only the researcher can say; empty where the run has said it all."""

    @property
    def state(self) -> Literal["answered", "in part", "open"]:
        """How far the run answers it."""
        if not self.answers:
            return "open"
        return "in part" if self.question else "answered"


def _item(number: str, asked: str, *answers: Line, question: str = "") -> Item:
    """An item; answers that the run has no figure for are empty, and without any the item asks what it asks for."""
    found = tuple(answer for answer in answers if answer)
    return Item(
        number, asked, found, question or ("" if found else "The run has no figure for it; please describe it.")
    )


def items(material: Material, params: Params) -> dict[str, tuple[Item, ...]]:
    """The items by module."""
    return {title: module(material, params) for title, module in _MODULES.items()}


def sections(material: Material, params: Params) -> tuple[Section, ...]:
    """The checklist: how much of it is answered, then a section a module."""
    modules = items(material, params)
    found = [item for module in modules.values() for item in module]
    states = [
        f"{words.count(sum(item.state == state for item in found))} {said}"
        for state, said in (("answered", "answered by the run"), ("in part", "in part"), ("open", "left to you"))
    ]
    summary = f"Of {len(found)} items {words.listing(states)}. Questions start with “To you”."
    return (
        Section("state", "State", (), (Paragraph(summary),)),
        *(
            Section(f"module-{number}", f"Module {number}: {title}", (), tuple(_blocks(module)))
            for number, (title, module) in enumerate(modules.items(), 1)
        ),
    )


def _blocks(module: tuple[Item, ...]) -> Iterator[Block]:
    for item in module:
        asked = ((Text("To you: ", style="strong"), item.question),) if item.question else ()
        yield Paragraph((Text(f"{item.number}. {item.asked}", style="strong"), f" ({item.state})"))
        yield Items((*item.answers, *asked))


# --- the modules -----------------------------------------------------------------------------------------------------


def _goals(material: Material, params: Params) -> tuple[Item, ...]:  # noqa: ARG001 - every module has these
    return (
        _item(
            "1a",
            "Population that the claim is about",
            _synthetic(material),
            _stands_for(material),
            question="About which articles, outlets, countries and years do you claim something?",
        ),
        _item("1b", "Why this population", question="Why these?"),
        _item(
            "1c",
            "Why machine learning",
            question="Why a model, and not a sample that people read or a search for words?",
        ),
    )


def _reproducibility(material: Material, params: Params) -> tuple[Item, ...]:
    config, version = material.config, material.citation.get("version")
    digest = material.digests.get("ingested/pages")
    return (
        _item(
            "2a",
            "Data, uniquely identified",
            f"{config['title']} ({config['name']}), {config['licence']}"
            f"{', source: ' + config['source'] if config.get('source') else ''}.",
            (Text("SHA-256 of its pages as they were read: "), Text(digest, style="code"), ".") if digest else "",
            question="Which DOI or archive keeps exactly this version?",
        ),
        _item(
            "2b",
            "Code, uniquely identified",
            f"standpunkt{f' {version}' if version else ''}; the commit that holds this file holds its code, "
            "dvc.lock the hashes of both.",
            question="Which DOI or archive keeps this commit?",
        ),
        _item(
            "2c",
            "Computing infrastructure",
            ("Packages with their hashes: ", Text("requirements.lock", style="code"), "."),
            facts.pretrained(params),
            f"Processes: {params.features.processes} (features.processes); random_state {params.random_state}.",
            question="On which processor, memory and operating system did it run, and how long?",
        ),
        _item(
            "2d",
            "Instructions",
            (Text("README.md", style="code"), ": set-up, stages and commands."),
        ),
        _item("2e", "Script that makes all results", ("One command: ", Text(".venv/bin/dvc repro", style="code"), ".")),
    )


def _quality(material: Material, params: Params) -> tuple[Item, ...]:  # noqa: ARG001
    config, tasks = material.config, facts.scored(material)
    synthetic = _synthetic(material)
    agreed = [verdicts.agreement(name, task.metrics, task.unit) for name, task in tasks.items()]
    version = material.codebook.get("version")
    return (
        _item(
            "3a",
            "Sources, time of collection, annotation",
            f"Source: {config['source']}." if config.get("source") else "",
            facts.period(material),
            f"Labels follow version {version} of the codebook." if version is not None else "",
            *agreed,
            question="" if synthetic else "When were the pages collected, and who gave the labels, by which process?",
        ),
        _item(
            "3b",
            "What the data were sampled from",
            synthetic,
            question="" if synthetic else "From which set of articles were they drawn, and how?",
        ),
        _item("3c", "Why the data suit the task", question="Why do these articles and labels measure what you claim?"),
        _item(
            "3d",
            "Outcome and its distribution",
            *(
                f"{name}: {facts.labels(name, material) or words.counted(number, 'label') + '.'}"
                for name, number in sorted(material.ingest["labels"].items())
            ),
        ),
        _item(
            "3e",
            "Number of samples",
            f"{words.counted(material.clean['pages']['kept'], 'article')}; {words.count(_distinct(material))} where "
            "near-duplicates count as one.",
            facts.sides(material.split),
            "Samples of each class by side: datasheet.md." if material.labels else "",
        ),
        _item(
            "3f",
            "Missing data, by class",
            facts.missing(material),
            f"{words.counted(material.split['unlabelled'], 'page')} without any label.",
            question="Does what is missing differ between classes?",
        ),
        _item(
            "3g",
            "Do the data stand for the population",
            synthetic,
            _stands_for(material),
            question="" if synthetic else "Why does 3b stand for 1a, and where does it not?",
        ),
    )


def _preprocessing(material: Material, params: Params) -> tuple[Item, ...]:
    clean, ingest = material.clean, material.ingest
    languages = words.listing(params.clean.languages) or "any"
    near = clean["near_duplicates"]
    return (
        _item(
            "4a",
            "What was excluded, and why",
            facts.flow(material),
            f"Kept are articles of at least {words.counted(params.clean.min_words, 'word')} (clean.min_words) in "
            f"{languages} (clean.languages).",
            *(
                f"On no side of the split: {words.counted(number, 'row')}, {words.spaced(reason)}."
                for reason, number in sorted(material.split["excluded"].items())
            ),
        ),
        _item(
            "4b",
            "Impossible and corrupt samples",
            f"Pages of more than {words.counted(params.ingest.max_page_bytes, 'byte')} or that cannot be decoded are "
            "dropped; see 4a for how many.",
            f"Encodings, and how they were found: {facts.numbers(ingest['encodings'])}." if ingest["encodings"] else "",
            "Labels outside the codebook stop the run.",
        ),
        _item(
            "4c",
            "All transformations",
            f"Lines removed from pages, by role: {facts.numbers(clean['removed_lines'])}."
            if clean["removed_lines"]
            else "",
            f"Seen over all pages, without labels, before the split: boilerplate of outlets "
            f"({words.counted(clean['boilerplate']['lines'], 'line')}) and near-duplicates "
            f"({words.counted(near['clusters'], 'cluster')}).",
            "No value is imputed and no sample made up.",
        ),
    )


def _modelling(material: Material, params: Params) -> tuple[Item, ...]:
    tasks = facts.scored(material)
    cards = words.listing([f"model-card-{name}.md" for name in tasks])
    tuned = material.split["audit"].get("tuned_rows_on_test_side")
    return (
        _item(
            "5a",
            "Models, features, loss",
            f"Kind of model, inputs and parameters: {cards}." if tasks else "",
            question="Which of them, with which features, does your claim rest on?",
        ),
        _item("5b", "Why these kinds of models", question="Why these, and not others?"),
        _item(
            "5c",
            "How models were evaluated",
            facts.sides(material.split),
            f"Shares: test {params.split.test_share:g}, validation {params.split.validation_share:g} "
            f"(split.test_share, split.validation_share); strategy {params.split.strategy} (split.strategy).",
            "Samples of each class by side: datasheet.md." if material.labels else "",
        ),
        _item(
            "5d",
            "How the reported model was selected",
            "Each task has one model, that of params.yaml; none was chosen by this run.",
            f"Test rows among those that parameters were chosen on: {words.count(tuned)} (audit)."
            if tuned is not None
            else "",
            question="Which others did you try before, and on which rows did you choose?",
        ),
        _item(
            "5e",
            "Hyperparameters",
            f"Values: {cards}." if tasks else "",
            question="Which values were tried, how and on which rows? Searches by this program stand in "
            "reports/search.",
        ),
        _item(
            "5f",
            "Fair baselines",
            *(
                f"{name}, same split and resamples: "
                f"{words.listing([verdicts.baseline_name(other) for other in sorted(task.metrics['baselines'])])}."
                for name, task in tasks.items()
                if task.metrics.get("baselines")
            ),
            question="Which stronger published system belongs beside them, tuned as carefully?",
        ),
    )


def _leakage(material: Material, params: Params) -> tuple[Item, ...]:
    split = material.split
    audit = split["audit"]
    untested, tuned = audit.get("tasks_without_test_rows"), audit.get("tuned_rows_on_test_side")
    readings = (verdicts.reading(name, task.metrics, params.raw[name]) for name, task in facts.scored(material).items())
    return (
        _item(
            "6a",
            "Nothing is learnt from test rows",
            "Vocabularies, weights and models are fitted on train rows, probabilities on validation rows; a model that "
            "was fitted on other rows is not scored.",
            f"Tasks without test rows: {words.count(untested)} (audit)." if untested is not None else "",
            f"Test rows among those that parameters were chosen on: {words.count(tuned)} (audit)."
            if tuned is not None
            else "",
            "Boilerplate and near-duplicates are looked for in all pages, without labels, see 4c.",
        ),
        _item("6b", "Duplicates and dependence between sides", *verdicts.of_split(split, material.clean))
        if audit
        else _item(
            "6b", "Duplicates and dependence between sides", question="The split was not audited: what is known?"
        ),
        _item(
            "6c",
            "Every input is legitimate",
            f"Words that give a label away, over all tasks: {words.count(audit[_LINKS])} (audit)."
            if _LINKS in audit
            else "",
            *readings,
            question="May a model for your claim see author, outlet and all of the text?",
        ),
    )


def _metrics(material: Material, params: Params) -> tuple[Item, ...]:
    tasks = facts.scored(material)
    return (
        _item(
            "7a",
            "All metrics",
            *(f"{name}: {_scores(task.metrics)}." for name, task in tasks.items()),
            question="Why is the first of each the right one for your claim?",
        ),
        _item(
            "7b",
            "Uncertainty",
            facts.intervals(params),
            *(line for name, task in tasks.items() for line in repeats.threat(name, task.metrics, task.repeated)),
        ),
        _item(
            "7c",
            "Statistical tests",
            "Models and baselines are compared by the interval of their difference on the same resamples; it must "
            "leave out 0. It takes test pages that are no near-duplicates for independent.",
            *(
                f"{words.spaced(name).capitalize()}: {words.count(number)} (audit); such pages may be dependent."
                for name, number in sorted(material.split["audit"].items())
                if number and name.endswith("_on_two_sides")
            ),
            *(f"{name}: {_comparison(name, task.metrics, task.unit)}." for name, task in tasks.items()),
        ),
    )


def _limits(material: Material, params: Params) -> tuple[Item, ...]:  # noqa: ARG001
    tasks = facts.scored(material)
    parts = [
        f"{name}, parts of the test rows: "
        + ", ".join(
            f"{part} {verdicts.score_name(top)} {words.with_interval(scores[top])}"
            for part, scores in sorted(task.metrics["per_part"].items())
            if verdicts.is_score(scores.get(top))
        )
        + "."
        for name, task in tasks.items()
        if (top := verdicts.headline(task.metrics)) and task.metrics.get("per_part")
    ]
    cards = words.listing([f"model-card-{name}.md" for name in tasks])
    return (
        _item(
            "8a",
            "Evidence of external validity",
            *parts,
            f"All scores are of one corpus, {material.config['name']}.",
            question="What shows that it holds for 1a: another corpus, other outlets, other years?",
        ),
        _item(
            "8b",
            "Where it is not expected to hold",
            f"Known limits and what the models are not for: {cards}." if tasks else "",
            question="In which settings do you not expect your findings to hold?",
        ),
    )


_MODULES: Mapping[str, Callable[[Material, Params], tuple[Item, ...]]] = {
    "study goals": _goals,
    "computational reproducibility": _reproducibility,
    "data quality": _quality,
    "data preprocessing": _preprocessing,
    "modeling": _modelling,
    "data leakage": _leakage,
    "metrics and uncertainty": _metrics,
    "generalizability and limitations": _limits,
}


def _synthetic(material: Material) -> str:
    return _SYNTHETIC if material.config["synthetic"] else ""


def _stands_for(material: Material) -> str:
    """What a person signed on the sampling of test rows."""
    signed = "" if material.split.get("signed_for") else material.split.get("accepted", {}).get("sampling")
    return f"What the test rows stand for, signed in params.yaml: {signed}" if signed else ""


def _distinct(material: Material) -> int:
    near = material.clean["near_duplicates"]
    return int(material.clean["pages"]["kept"] - near["articles"] + near["clusters"])


def _scores(metrics: Mapping[str, Any]) -> str:
    top = verdicts.headline(metrics)
    names = sorted((name for name in metrics if verdicts.is_score(metrics[name])), key=lambda name: (name != top, name))
    return ", ".join(map(verdicts.score_name, names))


def _comparison(name: str, metrics: Mapping[str, Any], unit: str) -> str:
    return verdicts.verdict(name, metrics, unit).words
