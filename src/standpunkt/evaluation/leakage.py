"""Does the split leak? One check a kind of leakage; what a check finds stops the pipeline, or a person signs for it.

After Kapoor and Narayanan (2023), "Leakage and the reproducibility crisis in machine-learning-based science", whose
eight kinds `REMEDIES` names. Two are held elsewhere: that preprocessing and selection of features see train rows alone
(L1.2, L1.3) is a matter of what a model was fitted on, see `standpunkt.tasks._models.check_rows`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from standpunkt.errors import StandpunktError

BY_TARGET = "by_target_"
"""Before the name of a check over (page, target) rows that have sides of their own."""
MIN_MARKED = 5
"""A marker of fewer pages may be chance."""
_FITTED_ON = ("train", "validation")
_SIDES = (*_FITTED_ON, "test")
_SHOWN = 3
_SHOWN_CHARACTERS = 40
_WORD = re.compile(r"\W*(\w[\w-]*)")
_COLON = re.compile(r"\W*(\w[\w-]*(?:[^\S\n]+\w[\w-]*){0,2}[^\S\n]*:)(?=\s|$)")
_APART = "keep them apart by split.strategy grouped with split.group_by"
REMEDIES: Mapping[str, str] = {
    # L1.1, no test set: none at all, or one that has helped to choose
    "tasks_without_test_rows": "label more pages, or raise split.test_share",
    "tuned_rows_on_test_side": (
        "go back to the split they were tuned under, or search again and take them out of reports/search/rows.json"
    ),
    # L1.4, duplicates
    "pages_on_two_sides": "",
    "exact_duplicates_on_two_sides": "",
    "near_duplicates_on_two_sides": "",
    # L2, illegitimate features
    "label_markers": "take them out of the pages, whole lines by drop in the corpus's cleaning.yaml",
    # L3.1, time
    "training_rows_after_the_first_test_day": "test on later days alone by split.strategy time",
    # L3.2, train and test rows depend on each other
    "groups_on_two_sides": "",
    "targets_on_two_sides": "",
    "authors_on_two_sides": f"{_APART} author",
    "outlets_on_two_sides": f"{_APART} outlet",
    "days_on_two_sides": f"{_APART} day",
    # L3.3, sampling bias
    "sampling": "",
}
"""Every check, and what helps. Those without a remedy hold by the way sides are dealt out; `sampling` asks a person."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the split with what it shares with others."""

    id: str
    side: str
    cluster: str
    text: str
    """The same for two rows whose normalised texts are the same."""
    group: str | None = None
    target: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None

    @property
    def day(self) -> str:
        """The day it was published; empty where that is not known."""
        return (self.published or "")[:10]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One label of a page and the side on which the task meets it; no label where the gold is marked in the text."""

    task: str
    id: str
    label: str | None
    side: str


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Words at a place where editors write what an article is."""

    place: str
    words: str

    def extends(self, other: Mark) -> bool:
        """Whether this is a phrase at the same place that begins with the words of the other."""
        return self.place == other.place and self.words.startswith(other.words) and self.words.endswith(":")

    def __str__(self) -> str:
        """`'kommentar:' opens the title`."""
        short = self.words if len(self.words) <= _SHOWN_CHARACTERS else f"{self.words[:_SHOWN_CHARACTERS]}…"
        return f"{short!r} {self.place}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: how often, and where, in words."""

    name: str
    number: int = 0
    where: str = ""

    @property
    def check(self) -> str:
        """The check in `REMEDIES`."""
        return self.name.removeprefix(BY_TARGET)

    @property
    def words(self) -> str:
        """`authors on two sides 2 (a train, b test)`."""
        if self.check == "sampling":
            return "nobody has said why the test rows stand for what the model is for"
        place = f" ({self.where})" if self.where else ""
        return f"{self.name.replace('_', ' ')} {self.number}{place}"


SAMPLING = Finding("sampling", 1)
"""No program can tell whether the test rows are like the pages that the model is meant for."""


def promised(strategy: str, group_by: str, *, by_target: bool = False) -> frozenset[str]:
    """The checks that a strategy must pass: what they find is no choice of the user, and nobody can sign for it.

    Args:
        strategy: of the split.
        group_by: what stays together beside groups, under `grouped` and `target`.
        by_target: whether the rows are (page, target) pairs with sides of their own.
    """
    found = {"pages_on_two_sides", "exact_duplicates_on_two_sides", "near_duplicates_on_two_sides"}
    if by_target:
        found.add("targets_on_two_sides")
    elif strategy in ("grouped", "target"):
        found |= {"groups_on_two_sides", f"{group_by}s_on_two_sides"}
    elif strategy == "time":
        found |= {"training_rows_after_the_first_test_day", "days_on_two_sides"}
    return frozenset(found)


def shared(items: Iterable[Item], promises: Collection[str], *, by_target: bool = False) -> list[Finding]:
    """What stands on two of the sides train, validation and test; rows on other sides are left out.

    Args:
        items: rows that have a side.
        promises: as `promised` returns them; groups and targets are looked at where they are promised.
        by_target: whether the rows are (page, target) pairs with sides of their own.

    Returns:
        A finding a check; its number counts the pages, texts, clusters, authors and so on, or rows against time.
    """
    items = [item for item in items if item.side in _SIDES]
    keys: dict[str, list[tuple[str, ...]]] = {
        "pages_on_two_sides": [(item.id,) for item in items],
        "exact_duplicates_on_two_sides": [(item.text,) for item in items],
        "near_duplicates_on_two_sides": [(item.cluster,) for item in items],
        "groups_on_two_sides": [_known(item.group) for item in items],
        "targets_on_two_sides": [_known(item.target) for item in items],
        "authors_on_two_sides": [item.authors for item in items],
        "outlets_on_two_sides": [_known(item.outlet) for item in items],
        "days_on_two_sides": [_known(item.day) for item in items],
    }
    for name in ("groups_on_two_sides", "targets_on_two_sides"):
        if name not in promises:
            del keys[name]
    prefix = BY_TARGET if by_target else ""
    found = [_on_two_sides(f"{prefix}{name}", items, values) for name, values in keys.items()]
    return [*found, _against_time(f"{prefix}training_rows_after_the_first_test_day", items)]


def _known(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _on_two_sides(name: str, items: Sequence[Item], keys: Sequence[tuple[str, ...]]) -> Finding:
    """The values that rows of two sides have; of the first one, a row a side is shown."""
    first: dict[str, dict[str, str]] = {}
    for item, values in zip(items, keys, strict=True):
        for value in values:
            sides = first.setdefault(value, {})
            sides[item.side] = min(item.id, sides.get(item.side, item.id))
    parted = sorted(value for value, sides in first.items() if len(sides) > 1)
    shown = first[parted[0]] if parted else {}
    return Finding(name, len(parted), ", ".join(f"{shown[side]} {side}" for side in _SIDES if side in shown))


def _against_time(name: str, items: Sequence[Item]) -> Finding:
    """The train and validation rows of the first test day and of later days; rows without a date are not known."""
    tested = min(((item.day, item.id) for item in items if item.side == "test" and item.day), default=None)
    if tested is None:
        return Finding(name)
    late = sorted(
        ((item.day, item.id, item.side) for item in items if item.side in _FITTED_ON and item.day >= tested[0]),
        reverse=True,
    )
    shown = [f"{tested[1]} test of {tested[0]}"]
    shown += [f"{identifier} {side} of {day}" for day, identifier, side in late[: _SHOWN - 1]]
    return Finding(name, len(late), ", ".join(shown) if late else "")


def marks(article: Mapping[str, str | None]) -> list[Mark]:
    """What may give a label away by where it stands.

    The word at the very start of kicker, title, teaser or text, up to three words there that end in a colon, and the
    whole last line of a text of several lines. Case and spaces do not count.
    """
    found = []
    for field in ("kicker", "title", "teaser", "text"):
        text = article.get(field) or ""
        for pattern in (_COLON, _WORD):
            if match := pattern.match(text):
                found.append(Mark(f"opens the {field}", _folded(match[1])))
    lines = [line for line in (article.get("text") or "").split("\n") if line.strip()]
    if len(lines) > 1:
        found.append(Mark("closes the text", _folded(lines[-1])))
    return found


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def markers(rows: Iterable[Labelled], marked: Mapping[str, Collection[Mark]]) -> Finding:
    """The marks that stand in half of the pages of one label or more, and in no page of another label of the task.

    Args:
        rows: the labels; those outside of train, validation and test are left out.
        marked: the `marks` of each page, by its id.
    """
    by_task: dict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        if row.label is not None and row.side in _SIDES:
            by_task[row.task].append(row)
    found = [words for task in sorted(by_task) for words in _markers(by_task[task], marked)]
    return Finding("label_markers", len(found), *found[:1])


def _markers(rows: Sequence[Labelled], marked: Mapping[str, Collection[Mark]]) -> list[str]:
    """The marks of one task that give a label away, in words."""
    pages: dict[str, set[str]] = defaultdict(set)
    holders: dict[Mark, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        label = str(row.label)
        pages[label].add(row.id)
        for mark in marked.get(row.id, ()):
            holders[mark][label].add(row.id)
    total = sum(map(len, pages.values()))
    found: dict[Mark, str] = {}
    for mark, by_label in holders.items():
        label, ids = next(iter(by_label.items()))
        size = len(pages[label])
        if len(by_label) == 1 and len(ids) >= max(MIN_MARKED, size / 2) and total - size >= MIN_MARKED:
            found[mark] = label
    sides = {row.id: row.side for row in rows}
    said = []
    for mark in sorted(found):
        if any(other != mark and other.extends(mark) for other in found):
            continue
        label = found[mark]
        held = sorted(holders[mark][label])
        shown = ", ".join(f"{identifier} {sides[identifier]}" for identifier in held[:_SHOWN])
        number = f"{len(held)} of {len(pages[label])} pages with {rows[0].task} {label}"
        said.append(f"{mark} of {number} and of no other: {shown}")
    return said


def untested(rows: Iterable[Labelled]) -> Finding:
    """The tasks that have gold and none of it on the test side."""
    sides: dict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        sides[row.task].append(row)
    found = [task for task in sorted(sides) if all(row.side != "test" for row in sides[task])]
    shown = [
        f"{task}: {', '.join(f'{row.id} {row.side}' for row in sorted(sides[task], key=lambda row: row.id)[:_SHOWN])}"
        for task in found[:1]
    ]
    return Finding("tasks_without_test_rows", len(found), *shown)


def tuned(rows: Iterable[Labelled], searched: Mapping[str, Collection[str]]) -> Finding:
    """The rows on which `standpunkt search` chose parameters and that are test rows now.

    Args:
        rows: the labels.
        searched: for each task the ids of the validation rows it was tuned on.
    """
    known = {(task, identifier) for task, ids in searched.items() for identifier in ids}
    found = sorted({(row.task, row.id) for row in rows if row.side == "test" and (row.task, row.id) in known})
    where = ""
    if found:
        first = found[0][0]
        shown = [f"{identifier} test" for task, identifier in found if task == first]
        where = f"{first}: {', '.join(shown[:_SHOWN])}"
    return Finding("tuned_rows_on_test_side", len(found), where)


def settle(findings: Iterable[Finding], accepted: Mapping[str, str], promises: Mapping[str, str]) -> dict[str, str]:
    """Stop where a check found something that nobody signed for.

    Args:
        findings: of all checks.
        accepted: the reasons that a person signed, by check.
        promises: names of findings that no one can sign for, with what promises that there are none.

    Returns:
        The reasons of those findings that are accepted, by their names.

    Raises:
        StandpunktError: one line: what was found, how often, where, and how to mend it.
    """
    reasons, open_ones = {}, []
    for finding in findings:
        if not finding.number:
            continue
        if finding.name in promises:
            open_ones.append(f"{finding.words}: {promises[finding.name]} promises none; report it as a fault of ours")
        elif finding.check in accepted:
            reasons[finding.name] = accepted[finding.check]
        else:
            open_ones.append(f"{finding.words}: {_mend(finding.check)} in params.yaml")
    if open_ones:
        raise StandpunktError(f"the split leaks: {'; '.join(open_ones)}")
    return reasons


def _mend(check: str) -> str:
    if check == "sampling":
        return "say it as split.accept.sampling"
    return f"{REMEDIES[check]}, or say why it may stay as split.accept.{check}"
