"""The report: title, verdicts and sections of the files of the other stages."""

from __future__ import annotations

from dataclasses import replace

from standpunkt.params import Params
from standpunkt.reporting import reference, verdicts, words
from standpunkt.reporting.document import Report
from standpunkt.reporting.material import Material
from standpunkt.reporting.sections import sections
from standpunkt.reporting.verdicts import Verdict


def build(material: Material, params: Params) -> Report:
    """Say what is to be shown, and in which order."""
    config, evaluate = material.config, params.evaluate
    kind = "a synthetic corpus" if config["synthetic"] else "a corpus"
    return Report(
        title=config["title"],
        about=(
            f"What the pipeline found in {kind} of {words.counted(material.ingest['pages']['found'], 'page')}, how far "
            "its figures can be trusted, and where each of them comes from."
        ),
        facts=(
            ("Corpus", config["name"]),
            ("Nature", "synthetic" if config["synthetic"] else "not synthetic"),
            ("Licence", config["licence"]),
            ("Texts", "may be shown" if config["redistributable"] else "may not be redistributed, and are not shown"),
            ("Articles", words.count(material.clean["pages"]["kept"])),
            ("Words", words.count(material.clean["words"])),
        ),
        verdicts=tuple(_verdict(name, material) for name in material.tasks),
        intervals=(
            f"Square brackets hold {evaluate.level * 100:g} % intervals: percentiles of "
            f"{words.count(evaluate.resamples)} bootstrap resamples of test pages. A score is called better or worse "
            "only where the interval of the difference, on the same resamples, leaves out 0."
        ),
        sections=sections(material, params),
    )


def _verdict(name: str, material: Material) -> Verdict:
    """The verdict on a task, and what became of it since the reference run."""
    found = verdicts.verdict(name, material.tasks[name].metrics, material.tasks[name].unit)
    since = "" if material.against is None else reference.in_a_word(material.against, name)
    return replace(found, words=f"{found.words}; {since}") if since else found
