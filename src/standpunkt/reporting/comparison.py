"""What changed between two runs, as a report: verdict, scores, what explains them, and the predictions that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from standpunkt.evaluation.changes import Change, Stage
from standpunkt.evaluation.comparison import (
    POWER,
    Compared,
    Comparison,
    Flip,
    Kind,
    Metric,
    Mismatch,
    fewest_changes,
    holm,
    mcnemar,
    task_of,
)
from standpunkt.reporting import common, document, words
from standpunkt.reporting.blocks import Block, Folded, Heading, Items, Line, Paragraph, Section, Table, Text
from standpunkt.reporting.common import MOST_CHARACTERS, NO_VALUE, WITHHELD
from standpunkt.reporting.document import Report
from standpunkt.reporting.verdicts import Verdict, score_name

TOP = 20
"""Changed predictions a task that are shown."""
_FOLD_ABOVE = 12  # rows of a table that stands open
_LEAST_P = 0.001
_KINDS: dict[Kind, str] = {
    "broken": "broken (right before, wrong after)",
    "fixed": "fixed (wrong before, right after)",
    "other": "other (no better, no worse)",
}
_HEADLINES = ("macro_f1", "f1")


def markdown(found: Comparison, top: int = TOP) -> str:
    """The comparison as Markdown for a pull request."""
    return document.markdown(build(found, top))


def html(found: Comparison, top: int = TOP) -> str:
    """The comparison as one HTML file that loads nothing."""
    return document.html(build(found, top))


def build(found: Comparison, top: int = TOP) -> Report:
    """Say what is to be shown, and in which order.

    Args:
        found: the comparison.
        top: how many changed predictions a task are shown.
    """
    return Report(
        title=f"{found.after} compared with {found.before}",
        about=" ".join(_about(found)),
        facts=(
            ("Before", found.before),
            ("After", found.after),
            ("Corpus", found.corpus),
            ("Texts", "may be shown" if found.with_text else "may not be redistributed, and are not shown"),
        ),
        verdicts=tuple(verdict(task) for task in found.tasks),
        intervals=method(found),
        sections=(
            Section("scores", "Scores", (), tuple(_scores(found))),
            Section("changes", "What may explain it", (), tuple(_changes(found))),
            Section("predictions", "Predictions that changed", (), tuple(_predictions(found, top))),
        ),
    )


# --- verdicts --------------------------------------------------------------------------------------------------------


def _about(found: Comparison) -> Iterator[str]:
    """The verdict on all tasks in one sentence, and what speaks against believing it."""
    said = [
        f"{words.listing([name_of(task) for task in found.tasks if task.verdict == verdict])}: {verdict}"
        for verdict in ("worse", "better", "not comparable", "not distinguishable")
        if any(task.verdict == verdict for task in found.tasks)
    ]
    yield f"{'; '.join(said)}." if said else "No task has predictions for test items in either run."
    if found.changes.stale:
        number = words.counted(len(found.changes.stale), "file or parameter", "files or parameters")
        yield f"Careful: one of the runs was made without {number} that differ; run the pipeline there first."


def name_of(task: Compared) -> str:
    """A task in words, and whether its rows come from other splits than the committed one."""
    own = task_of(task.task)
    return own if own == task.task else f"{own} on other splits"


def verdict(task: Compared) -> Verdict:
    """The verdict on a task by its headline score."""
    metric = next((one for name in _HEADLINES for one in task.metrics if one.name == name), None)
    if task.mismatch or metric is None or metric.difference is None:
        return Verdict(name_of(task), "", "", "", "", f"not comparable: {_reason(task)}")
    return Verdict(
        name_of(task),
        score_name(metric.name),
        words.signed(metric.difference.value),
        words.interval(metric.difference.as_dict()),
        words.counted(task.n, f"test {task.unit}"),
        said(task),
    )


def said(task: Compared) -> str:
    """The verdicts on the scores of a task."""
    parts = []
    for verdict in ("worse", "better"):
        names = [score_name(metric.name) for metric in task.metrics if metric.verdict == verdict]
        if names:
            parts.append(f"{verdict} by {words.listing(names)}")
    flips = words.counted(len(task.flips), "prediction") if task.flips else "no prediction"
    smallest = next((one.smallest for name in _HEADLINES for one in task.metrics if one.name == name), None)
    power = f"; these items could have shown a difference of {words.score(smallest)}" if smallest and not parts else ""
    return f"{' and '.join(parts) or 'not distinguishable'}; {flips} changed{power}"


def _reason(task: Compared) -> str:
    found = task.mismatch or Mismatch()
    if found.missing:
        return f"there are no predictions {found.missing}"
    unit = f"test {task.unit}"
    parts = [
        f"{words.counted(number, unit)} only {side}"
        for number, side in ((found.only_before, "before"), (found.only_after, "after"))
        if number
    ]
    parts += [f"{words.counted(found.gold_differs, unit)} with another gold label"] if found.gold_differs else []
    parts += [f"{words.counted(found.number_differs, unit)} tested another number of times"] * bool(
        found.number_differs
    )
    return f"the test items differ ({', '.join(parts)})"


def method(found: Comparison) -> str:
    """How differences were tested."""
    settings, family = found.settings, found.family
    if not family:
        return "Nothing could be tested: the two runs have no test items in common that mean the same."
    alpha = 1 - settings.level
    return (
        "A difference is after minus before on the same test items; square brackets hold its "
        f"{settings.level * 100:g} % interval: percentiles of {words.count(settings.resamples)} paired bootstrap "
        f"resamples of pages. p comes from {words.count(settings.permutations)} permutations that swap the two runs "
        "page by page (for accuracy, where each page is one item, from McNemar's exact test), and is corrected by Holm "
        f"for the {words.counted(family, 'score')} shown. Better or worse is said where p is at most {alpha:.3g} and "
        "the interval leaves out 0. “Could have shown” is the smallest true difference that would be found with power "
        f"{POWER:g}; fewer than {fewest_changes(alpha / family)} changed pages can show nothing."
        f"{_on_other_splits(found)}"
    )


def _on_other_splits(found: Comparison) -> str:
    """What is to be known of rows that several models predicted."""
    if all(task.task == task_of(task.task) for task in found.tasks):
        return ""
    return (
        " On other splits each labelled page was tested by a model that had not seen it: more pages, so smaller "
        "differences show; these models share train rows, which the intervals do not count."
    )


# --- scores ----------------------------------------------------------------------------------------------------------


def _scores(found: Comparison) -> Iterator[Block]:
    for task in found.tasks:
        yield Heading(f"scores-{task.task}", name_of(task))
        yield from scores(task)
    if not found.tasks:
        yield Paragraph("There is nothing to compare.")


def scores(task: Compared) -> Iterator[Block]:
    """Both values of each score of a task, their difference, and the verdict."""
    if task.mismatch:
        yield Paragraph(f"Not comparable: {_reason(task)}. The values stand side by side, and prove nothing.")
    else:
        yield Paragraph(
            f"{words.counted(task.n, f'test {task.unit}')} in {words.counted(task.pages, 'page')}; "
            f"{_kinds(task.flips)}."
        )
    over = [
        f"{_p(metric.p_splits)} for {score_name(metric.name)}" for metric in task.metrics if metric.p_splits is not None
    ]
    if over and task.flips:
        yield Paragraph(
            "Whether models of other train rows would differ as well is asked with splits in place of pages: by the "
            f"corrected resampled t-test p is {words.listing(over)}."
        )
    columns = ("score", "before", "after", "difference", "p", "could have shown", "verdict")
    rows = tuple(_row(metric) for metric in task.metrics)
    yield Table(f"Scores of {name_of(task)}", columns, rows, frozenset({1, 2, 3, 4, 5}))


def _row(metric: Metric) -> tuple[Line, ...]:
    values = tuple(NO_VALUE if value is None else words.score(value) for value in (metric.before, metric.after))
    if metric.difference is None:
        return (score_name(metric.name), *values, NO_VALUE, NO_VALUE, NO_VALUE, metric.verdict)
    interval = words.interval(metric.difference.as_dict())
    return (
        score_name(metric.name),
        *values,
        f"{words.signed(metric.difference.value)} {interval}",
        _p(metric.p_holm),
        NO_VALUE if metric.smallest is None else words.score(metric.smallest),
        metric.verdict if metric.verdict == "not distinguishable" else Text(metric.verdict, style="strong"),
    )


def _p(value: float | None) -> str:
    if value is None:
        return NO_VALUE
    return f"< {_LEAST_P}" if value < _LEAST_P else words.score(value)


def _kinds(flips: Sequence[Flip]) -> str:
    """How many predictions changed, and which way."""
    if not flips:
        return "no prediction changed"
    counts = Counter(flip.kind for flip in flips)
    parts = [f"{words.count(counts[kind])} {said}" for kind, said in _KINDS.items() if counts[kind]]
    return f"{words.counted(len(flips), 'prediction')} changed: {words.listing(parts)}"


# --- what may explain it ---------------------------------------------------------------------------------------------


def _changes(found: Comparison) -> Iterator[Block]:
    changes = found.changes
    if changes.stale:
        yield Heading("stale", "Changed since the run")
        yield Paragraph(
            "These differ, yet dvc.lock has the same for both runs: the figures of one run were made without them."
        )
        yield from _folded("what changed since", [Items(tuple(Text(name, style="code") for name in changes.stale))])
    yield Heading("parameters", "Parameters")
    yield from _values(changes.params, "Parameters that differ", "parameter")
    yield Heading("code", "Code")
    if changes.code:
        lines: list[Line] = []
        for file in changes.code:
            notes = [file.status] + ["comments or layout alone"] * file.same_program
            notes += [] if file.read else ["no stage reads it"]
            lines.append((Text(file.path, style="code"), f" {', '.join(notes)}"))
        yield from _folded(words.counted(len(lines), "file"), [Items(tuple(lines))], len(lines))
    else:
        yield Paragraph("No file below src differs.")
    yield Heading("data", "Data")
    yield from _data(changes.corpus, changes.stages)
    yield Heading("packages", "Packages")
    yield from _values(changes.packages, "Packages that differ", "package")
    yield Heading("moved", "Other figures")
    yield from _values(
        found.moved, "Figures that are not made of test items; whether they moved by chance is not tested", "figure"
    )


def _values(changes: Sequence[Change], caption: str, head: str) -> Iterator[Block]:
    if not changes:
        yield Paragraph(f"No {head} differs.")
        return
    table = common.changed(caption, head, changes)
    yield from _folded(words.counted(len(changes), head), [table], len(changes))


def _folded(summary: str, blocks: Sequence[Block], size: int = 0) -> Iterator[Block]:
    """Blocks, behind a line that opens them where they are long."""
    if size > _FOLD_ABOVE:
        yield Folded(summary, tuple(blocks))
    else:
        yield from blocks


def _data(corpus: Sequence[Change], stages: Sequence[Stage]) -> Iterator[Block]:
    if corpus:
        yield from _values(corpus, "The corpus", "corpus")
    else:
        yield Paragraph("The corpus is the same, by its hash in dvc.lock.")
    if not stages:
        yield Paragraph("No stage has other outputs, by their hashes in dvc.lock.")
        return
    first = stages[0]
    line: list[str | Text] = ["The first stage whose output differs is ", Text(first.name, style="code"), "."]
    yield Paragraph(tuple(line))
    rows = tuple(
        (Text(stage.name, style="code"), _clipped(stage.outputs), _clipped(stage.inputs) or NO_VALUE)
        for stage in stages
    )
    table = Table("Stages whose outputs differ, in the order in which they run", ("stage", "outputs", "inputs"), rows)
    yield Folded(words.counted(len(stages), "stage"), (table,))


def _clipped(paths: Sequence[str]) -> str:
    return words.clip(", ".join(paths), MOST_CHARACTERS)


# --- predictions -----------------------------------------------------------------------------------------------------


def _predictions(found: Comparison, top: int) -> Iterator[Block]:
    if found.with_text is False and any(task.flips for task in found.tasks):
        yield WITHHELD
    for task in found.tasks:
        yield Heading(f"predictions-{task.task}", name_of(task))
        if task.mismatch:
            yield Paragraph("Not comparable.")
            continue
        yield Paragraph(f"{_kinds(task.flips)[0].upper()}{_kinds(task.flips)[1:]}.")
        yield from flips(task, top, with_text=found.with_text)
    if not found.tasks:
        yield Paragraph("There is nothing to compare.")


def flips(task: Compared, top: int, *, with_text: bool) -> Iterator[Block]:
    """Where the predictions of a task changed, and at most so many of them of each kind."""
    if task.mcnemar is not None and task.flips:
        said = "McNemar's exact test, which takes items as independent and is not corrected"
        yield Paragraph(f"{said}: p {_equals(task.mcnemar)}.")
    if task.flips:
        yield _where(task)
    for kind, name in _KINDS.items():
        some = [flip for flip in task.flips if flip.kind == kind]
        if some and top:
            shown = f", the {top} most confident of them" if len(some) > top else ""
            summary = f"{words.counted(len(some), 'prediction')} {name}{shown}"
            yield Folded(summary, (_flips(some[:top], f"{name[0].upper()}{name[1:]}", with_text),))


def _equals(value: float) -> str:
    return _p(value) if value < _LEAST_P else f"= {_p(value)}"


def _where(task: Compared) -> Table:
    """Changed predictions by target, or by gold label where there is no target; most losses first."""
    by_target = any(flip.target for flip in task.flips)
    counts: dict[str, Counter[str]] = {}
    for flip in task.flips:
        counts.setdefault((flip.target if by_target else flip.gold) or NO_VALUE, Counter())[flip.kind] += 1
    order = sorted(counts, key=lambda name: (counts[name]["fixed"] - counts[name]["broken"], name))
    chance = holm([mcnemar(counts[name]["fixed"], counts[name]["broken"]) for name in order])
    rows = tuple(
        (
            name,
            *(words.count(counts[name][kind]) for kind in _KINDS),
            _net(counts[name]["fixed"] - counts[name]["broken"]),
            _p(p),
        )
        for name, p in zip(order, chance, strict=True)
    )
    head = "target" if by_target else "gold"
    return Table(
        f"Where predictions changed, by {head}; p of McNemar's exact test, corrected by Holm for the rows",
        (head, *(name.split(" ")[0] for name in _KINDS.values()), "net", "p"),
        rows,
        frozenset({1, 2, 3, 4, 5}),
    )


def _net(number: int) -> str:
    return f"{number:+d}".replace("-", words.MINUS) if number else "0"


def _flips(flips: Sequence[Flip], caption: str, with_text: bool) -> Table:
    """One row a changed prediction; columns without any value are left out."""
    cells: list[dict[str, Line]] = []
    for flip in flips:
        row: dict[str, Line] = {
            "page": Text(flip.id, style="code"),
            "target": flip.target or "",
            "actor": flip.actor or "",
            "gold": flip.gold,
            "before": _label(flip.before, flip.before_probability),
            "after": _label(flip.after, flip.after_probability),
            "text": Text(words.clip(flip.evidence, MOST_CHARACTERS), german=True)
            if with_text and flip.evidence
            else "",
        }
        cells.append(row)
    columns = [name for name in cells[0] if any(row[name] for row in cells)]
    return Table(caption, tuple(columns), tuple(tuple(row[name] for name in columns) for row in cells))


def _label(label: str, probability: float | None) -> str:
    return label if probability is None else f"{label} ({words.score(probability)})"
