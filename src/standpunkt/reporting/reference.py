"""What changed since the reference run: the first thing that a reviewer asks of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from standpunkt.evaluation.changes import Change
from standpunkt.evaluation.comparison import Compared, Comparison, task_of
from standpunkt.reporting import comparison, words
from standpunkt.reporting.blocks import Block, Folded, Items, Line, Paragraph, Section, Source, Text
from standpunkt.reporting.common import WITHHELD, changed, changed_value

TITLE = "Against the reference run"
_UPSTREAM = {"corpus", "random_state", "ingest", "clean", "features", "split"}
"""Sections of params.yaml that every prediction depends on."""
_ALSO = {"positions": {"positions", "quotes"}}


def section(found: Comparison, top: int) -> Section:
    """The comparison of a run with the reference, verdicts first, the rest folded.

    Args:
        found: the reference, then this run.
        top: how many changed predictions of each kind are shown.
    """
    sources = (Source("comparison.json", "compare", link=True),)
    return Section("reference", TITLE, sources, tuple(_blocks(found, top)))


def in_a_word(found: Comparison, task: str) -> str:
    """What became of a task since the reference, to end the sentence of its verdict; empty where nothing did.

    Args:
        found: the reference, then this run.
        task: its name.
    """
    one = next((one for one in found.tasks if one.task == task), None)
    if one is None or (one.mismatch is None and not one.flips) or (one.mismatch and one.mismatch.missing):
        return ""
    return f"since the reference run ({found.before}) {one.verdict}"


def _blocks(found: Comparison, top: int) -> Iterator[Block]:
    params = found.changes.params
    moved = [task for task in found.tasks if task.flips or (task.mismatch and not task.mismatch.missing)]
    if not params and not moved and not found.moved:
        yield Paragraph(f"Nothing differs from the reference run, {found.before}: no parameter, prediction or figure.")
        return
    yield Paragraph(f"The reference run is {found.before}; a difference is this run minus that one.")
    yield Items(tuple(_line(task, params) for task in found.tasks))
    yield _parameters(params)
    if any(task.flips for task in found.tasks) and not found.with_text:
        yield WITHHELD
    for task in moved:
        flips = () if task.mismatch else tuple(comparison.flips(task, top, with_text=found.with_text))
        blocks = (*comparison.scores(task), *flips)
        yield Folded(f"{comparison.name_of(task)}: scores and changed predictions", blocks)
    if found.moved:
        caption = "Figures that are not made of test items; whether they moved by chance is not tested"
        table = changed(caption, "figure", found.moved)
        yield Folded(words.counted(len(found.moved), "other figure"), (table,))
    if moved:
        yield Folded("How differences were tested", (Paragraph(comparison.method(found)),))


def _line(task: Compared, params: Sequence[Change]) -> Line:
    """The verdict on a task and the parameters that may explain it."""
    name = Text(f"{comparison.name_of(task)}: ", style="strong")
    if not task.mismatch and not task.flips:
        return name, "no prediction changed."
    verdict = comparison.verdict(task)
    if task.mismatch and task.mismatch.missing:
        return name, f"{verdict.sentence()}."
    own = [change for change in params if _bears_on(change.name, task.task)]
    return name, f"{verdict.sentence()}. ", *_blame(own, task)


def _bears_on(parameter: str, task: str) -> bool:
    """Whether the predictions of a task depend on a parameter."""
    own = task_of(task)
    repeated = {"repeat"} if own != task else set()
    return parameter.split(".")[0] in _UPSTREAM | {own} | _ALSO.get(own, set()) | repeated


def _blame(own: Sequence[Change], task: Compared) -> Iterator[str | Text]:
    """Which of the parameters that a task depends on differ."""
    if not own:
        yield "None of the parameters that it depends on differs: code or data did; standpunkt compare names the files."
        return
    one = len(own) == 1
    yield f"Of the parameters that it depends on {'one differs' if one else f'{words.count(len(own))} differ'}: "
    for place, change in enumerate(own):
        yield ", " if place else ""
        yield Text(change.name, style="code")
        yield f" {changed_value(change.before)} → {changed_value(change.after)}"
    alone = "." if one or task.mismatch else "; which of them did it, only runs with one of them changed can tell."
    yield alone


def _parameters(params: Sequence[Change]) -> Block:
    if not params:
        return Paragraph("No parameter differs.")
    return changed("Parameters that differ", "parameter", params, ("reference", "this run"))
