"""Slices in the report: for which outlet, year, target, length or kind of page a score may not be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from standpunkt.reporting import verdicts, words
from standpunkt.reporting.blocks import Block, Folded, Heading, Items, Line, Paragraph, Table, Text

_DIMENSIONS = ("outlet", "year", "target", "length", "kind")
_HEADS = {"length": "length in words", "kind": "kind of page"}
_IN_ORDER = {"year", "length"}  # their names sort as what they mean; others stand by size
_COMPARED = ("accuracy", "f1")
_SCORES = ("accuracy", "macro_f1", "f1", "precision", "recall")
_MOST_ROWS = 12  # longer tables are folded
_MOST_NAMES = 6  # in a sentence
_FEW_NAMES = 2  # are named without their number
_SMALLEST_P = 0.001
Entry = Mapping[str, Any]
Slices = Sequence[tuple[str, Entry]]


def blocks(task: str, metrics: Mapping[str, Any], unit: str) -> Iterator[Block]:
    """What the slices of a task say in words, a line a dimension, and their table.

    Args:
        task: its name.
        metrics: of the task; without slices nothing comes out.
        unit: names one test item.
    """
    found = {
        name: _ordered(name, metrics["slices"][name]) for name in _DIMENSIONS if metrics.get("slices", {}).get(name)
    }
    if not found:
        return
    entries = [entry for slices in found.values() for _, entry in slices]
    compared = next(name for name in _COMPARED if name in entries[0])
    left_out = metrics.get("slices_left_out", {})
    yield Heading(f"slices-{task}", f"{task} by slice")
    yield Items(tuple(_said(name, slices, compared, left_out.get(name, 0)) for name, slices in found.items()))
    yield Paragraph(_how(compared, sum("p" in entry for entry in entries)))
    table = _table(task, found, compared, unit)
    long = len(table.rows) > _MOST_ROWS
    yield Folded(f"Scores of {task} by slice, {words.counted(len(table.rows), 'slice')}", (table,)) if long else table


def _ordered(dimension: str, slices: Mapping[str, Entry]) -> Slices:
    by_size = sorted(slices.items(), key=lambda item: (-item[1]["n"], item[0]))
    return sorted(by_size, key=lambda item: item[0]) if dimension in _IN_ORDER else by_size


def _said(dimension: str, slices: Slices, compared: str, left_out: int) -> Line:
    """Which slices of a dimension differ beyond chance, how small a gap would have been seen, and what is unknown."""
    worse = [f"{name} ({_gap(entry, compared)})" for name, entry in slices if entry["worse"]]
    better = [f"{name} ({_gap(entry, compared)})" for name, entry in slices if entry["better"]]
    open_ones = [(name, entry) for name, entry in slices if "p" in entry and not entry["worse"] and not entry["better"]]
    few = [f"{name} ({_size(entry)})" for name, entry in slices if "p" not in entry]
    parts = []
    if worse:
        parts.append(f"worse than the rest beyond chance: {'; '.join(worse)}.")
    if better:
        parts.append(f"better than the rest beyond chance: {'; '.join(better)}.")
    if open_ones:
        parts.append(_unseen(open_ones, compared, others=bool(worse or better)))
    if few:
        parts.append(f"too few items or pages to test (below {verdicts.FEW_IN_CLASS}), so open: {_names(few)}.")
    if left_out:
        parts.append(f"{words.counted(left_out, 'smaller slice')} not scored.")
    sentences = [part[0].upper() + part[1:] for part in parts]
    return Text(f"By {_head(dimension)}: ", style="strong"), " ".join(sentences)


def _size(entry: Entry) -> str:
    n = words.count(entry["n"])
    return n if entry["n"] == entry["pages"] else f"{n} on {words.counted(entry['pages'], 'page')}"


def _gap(entry: Entry, compared: str) -> str:
    return (
        f"{verdicts.score_name(compared)} {words.with_interval(entry[compared])}, "
        f"{words.signed(entry['difference']['value'])} {words.interval(entry['difference'])} to the rest, {_p(entry)}"
    )


def _p(entry: Entry) -> str:
    return f"p below {_SMALLEST_P}" if entry["p"] < _SMALLEST_P else f"p {words.score(entry['p'])}"


def _unseen(slices: Slices, compared: str, *, others: bool) -> str:
    """No difference was found for these; how large it would have to be."""
    names = [name for name, _ in slices]
    if len(slices) > _FEW_NAMES:
        where = f"{'the other' if others else 'any of the'} {len(slices)} tested ({_names(names)})"
    else:
        where = words.listing(names, "or")
    return f"no difference to the rest beyond chance for {where}. {_power(slices, compared)}"


def _power(slices: Slices, compared: str) -> str:
    order = sorted((entry["detectable"], name) for name, entry in slices if "detectable" in entry)
    if not order:
        return "So few pages show no gap reliably, however large."
    (smallest, first), (largest, last) = order[0], order[-1]
    sizes = words.score(smallest)
    if sizes != words.score(largest):
        sizes = f"{sizes} ({first}) to {words.score(largest)} ({last})"
    hidden = [name for name, entry in slices if "detectable" not in entry]
    no_gap = f" For {_names(hidden)} no gap, however large, would." if hidden else ""
    return (
        f"A slice that is truly worse by {sizes} in {verdicts.score_name(compared)} would have been found about four "
        f"times in five; smaller gaps may be there.{no_gap}"
    )


def _names(names: Sequence[str]) -> str:
    shown = list(names[:_MOST_NAMES])
    more = len(names) - len(shown)
    return words.listing([*shown, f"{words.count(more)} more"] if more else shown)


def _how(compared: str, tested: int) -> str:
    why = "; macro-F1 is a mean over the classes that occur, which differ" if compared == "accuracy" else ""
    corrected = f" p is corrected for the {words.counted(tested, 'slice')} tested." if tested else ""
    return (
        f"Each slice is compared with all other test rows by {verdicts.score_name(compared)}{why}.{corrected} A "
        "difference says where the score is lower, not why: a slice may hold more of what is hard everywhere."
    )


def _table(task: str, found: Mapping[str, Slices], compared: str, unit: str) -> Table:
    entries = [entry for slices in found.values() for _, entry in slices]
    scores = [name for name in _SCORES if name in entries[0]]
    with_pages = any(entry["pages"] != entry["n"] for entry in entries)
    heads = [part for name in scores for part in (verdicts.score_name(name), "interval")]
    columns = (
        "slice",
        "n",
        *(["pages"] if with_pages else []),
        *heads,
        f"minus the rest, {verdicts.score_name(compared)}",
        "interval",
        "beyond chance",
    )
    rows = []
    for dimension, slices in found.items():
        for name, entry in slices:
            cells: list[Line] = [(Text(f"{_head(dimension)} ", style="mute"), name), words.count(entry["n"])]
            cells += [words.count(entry["pages"])] if with_pages else []
            for score in scores:
                cells += [words.score(entry[score]["value"]), Text(words.interval(entry[score]), style="mute")]
            gap = entry["difference"]
            cells += [words.signed(gap["value"]), Text(words.interval(gap), style="mute"), _mark(entry)]
            rows.append(tuple(cells))
    caption = f"Scores of {task} by slice; n counts test {unit}s"
    return Table(caption, columns, tuple(rows), frozenset(range(1, len(columns) - 1)))


def _mark(entry: Entry) -> Line:
    if "p" not in entry:
        return Text("too few to test", style="mute")
    if entry["worse"] or entry["better"]:
        return Text(f"{'worse' if entry['worse'] else 'better'}, {_p(entry)}", style="strong")
    return f"no, {_p(entry)}"


def _head(dimension: str) -> str:
    return _HEADS.get(dimension, dimension)
