"""How far the score of a task hangs on the split, the seed and the number of train rows, as the report shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from standpunkt.reporting import charts, common, verdicts, words
from standpunkt.reporting.blocks import Block, Figure, Heading, Line, Paragraph, Table, Text


def threat(task: str, metrics: Mapping[str, Any], repeated: Mapping[str, Any]) -> Iterator[Line]:
    """Where other splits of the same pages put the score; nothing where none was tried.

    Args:
        task: its name.
        metrics: of the committed split.
        repeated: what the stage repeat measured.
    """
    name = verdicts.headline(metrics)
    found = repeated.get("splits", {}).get(name)
    if name is None or not found:
        return
    value = metrics[name]["value"]
    lead = Text(f"Other splits of {task}. ", style="strong")
    lay = _lay(found, verdicts.score_name(name))
    yield lead, f"{lay}; the committed one gives {words.score(value)}, {_place(value, found)}."


def _lay(found: Mapping[str, Any], score: str) -> str:
    return (
        f"On {words.counted(found['n'], 'other split')} of the same pages {score} lay between "
        f"{words.score(found['lowest'])} and {words.score(found['highest'])} (standard deviation "
        f"{words.score(found['deviation'])})"
    )


def _place(value: float, found: Mapping[str, Any]) -> str:
    if value < found["lowest"]:
        return "below all of them: its test rows are hard ones, or it has fewer train rows"
    if value > found["highest"]:
        return "above all of them: its test rows are easy ones, and the score is rather too good"
    return "among them"


def blocks(task: str, metrics: Mapping[str, Any], repeated: Mapping[str, Any], unit: str) -> Iterator[Block]:
    """The part of a task's scores on other splits, other seeds and fewer train rows; nothing where none was tried.

    Args:
        task: its name.
        metrics: of the committed split.
        repeated: what the stage repeat measured.
        unit: what one row is: page, pair.
    """
    name = verdicts.headline(metrics)
    if name is None or not {"splits", "seeds", "learning_curve"} & repeated.keys():
        return
    yield Heading(f"repeats-{task}", f"{task}: other splits, seeds and fewer rows", (
        common.metrics(f"{task}_repeated", "repeat"),
    ))  # fmt: skip
    splits = repeated.get("splits", {})
    if "status" in splits:
        yield Paragraph(f"Other splits were not tried: {splits['status']}.")
    elif splits:
        yield Paragraph(_on_splits(metrics, repeated, name, unit))
    calibration = repeated.get("calibration")
    if calibration:
        yield Paragraph(
            f"The expected calibration error over all of them is "
            f"{words.with_interval(calibration['expected_calibration_error'])}, "
            f"{words.with_interval(calibration['debiased'])} less what chance added; probabilities that are exactly "
            f"right would show {words.with_interval(calibration['by_chance'])} on so many {unit}s."
        )
    if name in splits or "seeds" in repeated:
        yield _spreads(task, metrics, repeated, name)
    if repeated.get("one_label"):
        left_out = words.counted(repeated["one_label"], "model")
        yield Paragraph(f"Left out: {left_out} whose train rows had one label alone.")
    if "learning_curve" in repeated:
        yield from _curve(task, metrics[name], repeated["learning_curve"], name, repeated["trained"], unit)


def _on_splits(metrics: Mapping[str, Any], repeated: Mapping[str, Any], name: str, unit: str) -> str:
    splits, score = repeated["splits"], verdicts.score_name(name)
    found, several = splits[name], splits["times"] > 1
    each = f"{words.counted(splits['times'], 'time')} each " if several else ""
    tested = words.counted(repeated["n"] // splits["times"], f"labelled {unit}")
    return (
        f"Dealt anew into {words.count(splits['folds'])} folds, {tested} were tested {each}by a model that had not "
        f"seen their page: {score} {words.with_interval(repeated[name])} over all of them. {_lay(found, score)}; their "
        f"mean is {words.with_interval(found['expected'])}, with an interval that counts that their train rows "
        f"overlap. The committed split gives {words.score(metrics[name]['value'])}, "
        f"{_place(metrics[name]['value'], found)}."
    )


def _spreads(task: str, metrics: Mapping[str, Any], repeated: Mapping[str, Any], name: str) -> Table:
    rows: list[tuple[Line, ...]] = [
        (Text("the committed split", style="strong"), "1", words.score(metrics[name]["value"]), *[common.NO_VALUE] * 3)
    ]
    for part, head in (("splits", "other splits"), ("seeds", "other seeds, the committed split")):
        found = repeated.get(part, {}).get(name)
        if found:
            values = (found.get(key) for key in ("mean", "deviation", "lowest", "highest"))
            cells = (common.NO_VALUE if value is None else words.score(value) for value in values)
            rows.append((head, words.count(found["n"]), *cells))
    score = verdicts.score_name(name)
    columns = ("", "models", f"mean {score}", "standard deviation", "lowest", "highest")
    return Table(f"{score} of {task} on other splits and seeds", columns, tuple(rows), frozenset(range(1, 6)))


def _curve(
    task: str, whole: Mapping[str, float], parts: Mapping[str, Any], name: str, trained: int, unit: str
) -> Iterator[Block]:
    score = verdicts.score_name(name)
    points = sorted((int(part["n"]), part[name]) for part in parts.values())
    last, before = points[-1]
    points.append((trained, whole))
    title = f"{task}: {score} on the test rows by number of train {unit}s"
    yield Figure(charts.learning_curve(f"{task}-learning", title, f"train {unit}s", points))
    gap = whole["value"] - before["value"]
    if whole["value"] > before["high"]:
        said = "the curve still rises, and more labels can be expected to help"
    elif gap > 0:
        said = "within the interval of the smaller model: whether more labels would help cannot be told"
    else:
        said = "no rise that these test rows could show"
    step = f"From {words.count(last)} to {words.count(trained)} train {unit}s"
    yield Paragraph(f"{step} {score} moved by {words.signed(gap)}; {said}.")
    rows = tuple((words.count(n), words.score(entry["value"]), words.interval(entry)) for n, entry in points)
    yield Table(title, (f"train {unit}s", score, "interval"), rows, frozenset({0, 1, 2}))
