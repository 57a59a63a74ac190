"""What the intervals of a score say in words, and what speaks against trusting it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from standpunkt.reporting import words
from standpunkt.reporting.blocks import Line, Text

FEW_ITEMS = 100
"""Fewer test items are called few: two scores of 0.8 must then differ by more than 0.1 to be told apart."""
FEW_IN_CLASS = 10
"""With fewer, one item moves the recall of a class by more than 0.1."""
CALIBRATION_LIMIT = 0.1
_HEADLINES = ("macro_f1", "f1")
_NAMES = {"macro_f1": "macro-F1", "micro_f1": "micro-F1", "f1": "F1", "favor_against_f1": "favor-against F1"}
_BASELINES = {"tfidf_svc": "tf-idf SVC"}
_TEXT = "the text"
_SAMPLING = "sampling"
_NOT_SEEN = {
    **dict.fromkeys(("author_prior", "majority", "majority_per_target", "text_blind"), _TEXT),
    "target_blind": "the target",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of one task: its headline score, and how it stands to the baselines."""

    task: str
    score: str
    """Name of the headline score in words; empty where the task is not scored."""
    value: str
    interval: str
    tested: str
    """How many test items: `120 test pairs`."""
    words: str

    def sentence(self) -> str:
        """The whole verdict but the name of the task."""
        if not self.score:
            return self.words
        return f"{self.score} {self.value} {self.interval} on {self.tested}; {self.words}"


def is_score(value: Any) -> bool:
    """Whether an entry of a metrics file is a score with its interval."""
    return isinstance(value, Mapping) and {"value", "low", "high"} <= set(value)


def score_name(name: str) -> str:
    """A score of the metrics files in words: `macro_f1` is macro-F1."""
    return _NAMES.get(name, words.spaced(name))


def baseline_name(name: str) -> str:
    """A baseline of the metrics files in words: `target_blind` is target blind."""
    return _BASELINES.get(name, words.spaced(name))


def headline(metrics: Mapping[str, Any]) -> str | None:
    """The score that a task is judged by, or None where there is none."""
    found = [name for name, value in metrics.items() if is_score(value)]
    return next((name for name in (*_HEADLINES, *sorted(found)) if name in found), None)


def verdict(task: str, metrics: Mapping[str, Any], unit: str) -> Verdict:
    """The verdict on a task. `unit` names one test item: page, pair."""
    name = headline(metrics)
    if name is None:
        return Verdict(task, "", "", "", "", f"not scored: {metrics.get('status', 'the metrics file holds no score')}")
    entry = metrics[name]
    tested = words.counted(metrics["n"], f"test {unit}")
    differences = {
        other: scores["difference"][name]
        for other, scores in metrics.get("baselines", {}).items()
        if is_score(scores.get("difference", {}).get(name))
    }
    return Verdict(
        task, score_name(name), words.score(entry["value"]), words.interval(entry), tested, compared(differences)
    )


def compared(differences: Mapping[str, Mapping[str, float]]) -> str:
    """Our score minus each baseline's, in words: above 0 is better, below 0 worse, else unclear."""
    if not differences:
        return "no baseline to compare it with"
    order = sorted(differences, key=lambda name: (differences[name]["value"], name))
    better = [name for name in order if differences[name]["low"] > 0]
    worse = [name for name in order if differences[name]["high"] < 0]
    unclear = [name for name in order if name not in better and name not in worse]
    if len(better) == len(order):
        gap = words.with_interval(differences[order[0]])
        if len(order) == 1:
            return f"better than the only baseline, {order[0]}, by {gap}"
        return f"better than every baseline (the closest, {order[0]}, by {gap})"
    said = []
    if worse:
        said.append(f"worse than {words.listing([f'{name} by {_turned(differences[name])}' for name in worse])}")
    if unclear:
        gaps = [
            f"{name} (difference {words.signed(differences[name]['value'])} {words.interval(differences[name])})"
            for name in unclear
        ]
        said.append(f"not distinguishable from {words.listing(gaps, 'or')}")
    if better:
        said.append(f"better than {words.listing(better)}")
    return "; ".join(said)


def _turned(difference: Mapping[str, float]) -> str:
    """The difference seen from the other side."""
    return words.with_interval({"value": -difference["value"], "low": -difference["high"], "high": -difference["low"]})


def not_seen(baseline: str) -> str:
    """What a baseline does without, where its name says so."""
    return f"{_NOT_SEEN[baseline].removeprefix('the ')} not seen" if baseline in _NOT_SEEN else ""


def reading(task: str, metrics: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    """How much of the headline score is reading: our difference to the best guess that does not see the text.

    Args:
        task: its name.
        metrics: of the task.
        settings: its section of params.yaml; with `author` among its `views` the model makes such a guess itself.

    Returns:
        Sentences; empty where no baseline does without the text.
    """
    name = headline(metrics)
    blind = {
        other: (scores[name]["value"], scores["difference"][name])
        for other, scores in metrics.get("baselines", {}).items()
        if _NOT_SEEN.get(other) == _TEXT and is_score(scores.get("difference", {}).get(name))
    }
    if name is None or not blind:
        return ""
    best = min(blind, key=lambda other: (-blind[other][0], other))
    value, difference = blind[best]
    gap = f"{words.signed(difference['value'])} {words.interval(difference)} {score_name(name)}"
    guess = f"the best guess that does not see the text ({best}, {words.score(value)})"
    if difference["low"] > 0:
        said = f"Reading adds {gap} to {guess}."
    elif difference["high"] < 0:
        said = f"Reading adds nothing: the model is worse than {guess}, by {_turned(difference)} {score_name(name)}."
    else:
        said = f"Reading adds nothing that can be told from chance to {guess}: {gap}."
    if "author" not in settings.get("views", ()):
        return said
    return (
        f"{said} The model knows the author, too, so its score holds such a guess; leaving author out of {task}.views "
        "gives what reading alone reaches."
    )


LOW_AGREEMENT = 0.667
"""Krippendorff (2004), "Content Analysis", section 11.4.3: below this alpha not even tentative conclusions."""


def agreement(task: str, metrics: Mapping[str, Any], unit: str) -> str:
    """How far annotators agree on the labels that the scores are measured by; empty where nobody knows."""
    found = metrics.get("agreement", {})
    if not found.get("n"):
        return ""
    given = [
        f"{name} {words.with_interval(found[key])}"
        for key, name in (("alpha", "Krippendorff's alpha"), ("percent", "equal labels"), ("f1", "F1 of one another"))
        if key in found
    ]
    return (
        f"{words.counted(found['annotators'], 'annotator')} labelled {words.counted(found['n'], unit)} of {task} twice "
        f"or more: {words.listing(given)}. A score that is higher than people agree measures their habits."
    )


def abstention(task: str, metrics: Mapping[str, Any], settings: Mapping[str, Any], unit: str) -> str:
    """How many test items are answered, and how many of these right; empty where nothing may be withheld."""
    limit, n = settings.get("abstain_below", 0.0), metrics["n"]
    if not limit or "abstention" not in metrics:
        return ""
    answered = metrics["abstention"]["n"]
    lead = f"With {task}.abstain_below {limit:g},"
    if not answered:
        return f"{lead} none of {words.counted(n, f'test {unit}')} is answered."
    right = f"of which {words.with_interval(metrics['abstention']['accuracy'])} are right"
    if answered == n:
        return f"{lead} all of {words.counted(n, f'test {unit}')} are answered, {right}."
    return (
        f"{lead} {words.count(answered)} of {words.counted(n, f'test {unit}')} are answered, {right}. The scores above "
        f"count the other {words.count(n - answered)} by their best guess."
    )


def debiased(metrics: Mapping[str, Any]) -> str:
    """The calibration error less what few items add to it, as a sentence after another; empty where nobody knows."""
    found = metrics.get("calibration", {}).get("debiased")
    if not is_score(found):
        return ""
    return f" Less an estimate of what chance added, the error is {words.with_interval(found)}."


def label_sets(metrics: Mapping[str, Any], unit: str) -> str:
    """How many labels an item has in gold and in prediction; empty where each has one."""
    found = metrics.get("label_sets")
    if not found:
        return ""
    empty = found["empty"]
    none = f"{words.count(empty)} {'gets' if empty == 1 else 'get'} none, and {'counts' if empty == 1 else 'count'} "
    return (
        f"A test {unit} has {found['gold']:.2f} labels on average, and gets {found['predicted']:.2f}; {none}as other."
    )


def _note(lead: str, said: str) -> Line:
    return Text(f"{lead} ", style="strong"), said


def of_corpus(config: Mapping[str, Any]) -> Iterator[Line]:
    """What the corpus itself means for its figures."""
    if config["synthetic"]:
        yield _note(
            "Synthetic corpus.",
            "Its pages were written for a test, not found in the press: scores show that the pipeline works, and say "
            "nothing about media.",
        )


def of_cleaning(clean: Mapping[str, Any], pins: str) -> Iterator[Line]:
    """What a person should look at in what cleaning did; what did not happen is left out.

    Args:
        clean: `metrics/clean.json`.
        pins: the file with the lines that a person pinned.
    """
    unused, used = clean["pins"]["unused"], clean["pins"]["used"]
    if unused:
        yield _note(
            "Warning: unused pins.",
            f"{words.counted(unused, 'line')} pinned in {pins} {'matches' if unused == 1 else 'match'} no line of any "
            "page. Look for a typo, another outlet, or a page that has changed.",
        )
    if used:
        yield _note("Pins.", f"{words.counted(used, 'line')} of {pins} decided as pinned there.")
    kept, removed = clean["doubtful"]["kept"], clean["doubtful"]["removed"]
    if kept or removed:
        yield _note(
            "Doubtful decisions.",
            f"{words.counted(kept, 'kept line')} and {words.counted(removed, 'removed line')} have a confidence below "
            f"{clean['doubtful']['below']:g}. Read the closest below.",
        )
    shared = clean["boilerplate"]
    if shared["lines"]:
        yield _note(
            "Boilerplate.",
            f"{words.counted(shared['lines'], 'line')} that an outlet prints under many articles "
            f"{'was' if shared['lines'] == 1 else 'were'} taken from {words.counted(shared['articles'], 'article')}.",
        )
    if clean["teasers"]:
        yield _note(
            "Teasers.",
            f"Of {words.counted(clean['teasers'], 'article')} the page shows the beginning alone: a label may rest on "
            "what is not there.",
        )


def of_split(split: Mapping[str, Any], clean: Mapping[str, Any]) -> Iterator[Line]:
    """What the split and its audit found."""
    # A report of an earlier version has no reasons: whatever was found had stopped the run.
    audit, accepted = split["audit"], split.get("accepted", {})
    found = {name: number for name, number in sorted(audit.items()) if number}
    leaks = [f"{words.spaced(name)} {words.count(number)}" for name, number in found.items() if name not in accepted]
    if leaks:
        yield _note("The split leaks.", f"Found by the audit: {words.listing(leaks)}.")
    for name in found:
        if name in accepted:
            yield _signed(name, found[name], accepted[name], split.get("signed_for"))
    if audit:
        checks = [words.spaced(name) for name in sorted(audit) if not audit[name]]
        yield _note(
            "Other leaks were not found." if found.keys() - {_SAMPLING} else "No leak found.",
            f"The audit of the {split['strategy']} split made {words.counted(len(audit), 'check')}; "
            f"{words.listing(checks) or 'none'} {'is' if len(checks) == 1 else 'are'} at 0.",
        )
    elif split["strategy"] == "none":
        yield _note("No labels.", "Cleaning and its scores are all that this report measures; no model was trained.")
    else:
        yield _note("The split was not audited.", "Nothing is known about leaks.")
    for reason, number in sorted(split["excluded"].items()):
        yield _note(
            "Left out.",
            f"{words.counted(number, 'labelled row')} on neither side of the split: {words.spaced(reason)}.",
        )
    near = clean["near_duplicates"]
    if near["articles"]:
        clusters = words.counted(near["clusters"], "cluster")
        yield _note(
            "Near-duplicates.",
            f"{words.counted(near['articles'], 'article')} in {clusters} say nearly the same; "
            "intervals count a cluster as one item.",
        )


def _signed(name: str, number: int, reason: str, other: str | None) -> Line:
    """A finding that stays, and the reason that a person gave for it, or that it was given for another corpus."""
    lead = f"{words.spaced(name).capitalize()}: {words.count(number)}."
    if name == _SAMPLING:
        lead = "What the test rows stand for."
    if other:
        found = "" if name == _SAMPLING else "Found by the audit. "
        return _note(
            lead,
            f"{found}Nobody answers for it yet: the reason in params.yaml is for the corpus {other}. Give one for this "
            f"corpus as split.accept.{name.removeprefix('by_target_')}, and name the corpus in split.signed_for.",
        )
    if name == _SAMPLING:
        return _note(lead, f"Signed in params.yaml: {reason}")
    return _note(lead, f"Found by the audit and accepted; signed in params.yaml: {reason}")


def of_task(task: str, metrics: Mapping[str, Any], unit: str, settings: Mapping[str, Any]) -> Iterator[Line]:
    """What speaks against trusting the scores of a task. `settings` is its section of params.yaml."""
    name = headline(metrics)
    if name is None:
        return
    entry, n = metrics[name], metrics["n"]
    if n < FEW_ITEMS:
        yield _note(
            f"Few test items for {task}.",
            f"{words.counted(n, f'test {unit}')}: the interval of {score_name(name)} runs from "
            f"{words.score(entry['low'])} to {words.score(entry['high'])}.",
        )
    small = [
        f"{label} ({one['n']})"
        for label, one in sorted(metrics.get("per_class", {}).items())
        if one["n"] < FEW_IN_CLASS
    ]
    if small:
        yield _note(
            f"Small classes of {task}.",
            f"Fewer than {FEW_IN_CLASS} test items: {words.listing(small)}. One item moves the recall of such a "
            "class by more than 0.1.",
        )
    error = metrics.get("calibration", {}).get("expected_calibration_error")
    if error is not None and error["value"] > CALIBRATION_LIMIT:
        yield _note(
            f"Probabilities of {task}.",
            f"Expected calibration error {words.with_interval(error)}, above {CALIBRATION_LIMIT}: read them as an "
            "order, not as probabilities.",
        )
    looks = metrics.get("looks", {}).get("n", 0)
    if looks:
        between = metrics["looks"]
        yield _note(
            f"Looks at the test rows of {task}.",
            "This is the first that the ledger knows."
            if looks == 1
            else f"{words.count(looks)} so far, with {words.counted(between['parameters'], 'setting')}; "
            f"{score_name(name)} lay between {words.score(between['lowest'])} and {words.score(between['highest'])}. "
            "What was kept may have been chosen with their help, so the score is rather too good.",
        )
    alpha = metrics.get("agreement", {}).get("alpha")
    if alpha is not None and alpha["low"] < LOW_AGREEMENT:
        yield _note(
            f"Agreement on {task}.",
            f"Krippendorff's alpha {words.with_interval(alpha)}: "
            f"{'below' if alpha['high'] < LOW_AGREEMENT else 'it may be below'} {LOW_AGREEMENT}, so the labels "
            "themselves may not be told apart reliably.",
        )
    said = reading(task, metrics, settings)
    if said:
        yield _note(f"How much of {task} is reading.", said)
    for other in sorted(other for other, missed in _NOT_SEEN.items() if missed != _TEXT):
        theirs = metrics.get("baselines", {}).get(other, {}).get(name)
        if is_score(theirs) and theirs["value"] >= entry["low"]:
            yield _note(
                f"{other} comes close for {task}.",
                f"The baseline that does not see {_NOT_SEEN[other]} scores {words.score(theirs['value'])}, "
                f"{'above' if theirs['value'] > entry['high'] else 'within'} the interval of our {score_name(name)} "
                f"{words.with_interval(entry)}: part of the score may come from elsewhere than {_NOT_SEEN[other]}.",
            )
