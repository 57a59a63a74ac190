"""What several annotators said becomes one label, or a case for adjudication.

A label counts that a strict majority gives; where there is none, nobody's label is taken. Two names stand apart: the
label of `adjudicator` decides whatever the others say, and `corpus` stands for a label that the corpus had before
anybody was recorded. Labels given to another version of a text do not count.

Quotations are decided one by one. Those of two annotators are the same where their type is and they overlap as
`standpunkt.evaluation.quotes` asks of a predicted one; one that a strict majority marks is kept, with the extent that
overlaps those of the others most. One that exactly half of them mark sends the whole page to adjudication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from standpunkt import storage
from standpunkt.errors import StandpunktError, nearest
from standpunkt.evaluation import agreement
from standpunkt.evaluation import quotes as scoring
from standpunkt.labelling.select import QUOTES, STANCE, as_quote, shown, version
from standpunkt.labelling.tools import Answer
from standpunkt.labelling.votes import VOTE_COLUMNS, VOTES, Key, Vote, named
from standpunkt.schema import Codebook, Quote

ADJUDICATOR = "adjudicator"
CORPUS = "corpus"
UNDECIDED = "labels/adjudicate.csv"
"""Below the corpus folder: what annotators do not agree on; with the column `label` filled in it can be imported."""
UNDECIDED_COLUMNS = ("id", "task", "target", "votes", "label", "text_version")


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the votes on one item."""

    label: str | None
    """None where it has to be adjudicated; of quotations as in `Vote`."""
    votes: Mapping[str, str]
    """The labels that counted, by annotator."""


def rated(votes: Iterable[Vote], task: str) -> list[dict[str, str]]:
    """The labels of one task that independent people gave, as `standpunkt.evaluation.agreement` takes them."""
    return [
        dict(zip(VOTE_COLUMNS, vote.row(), strict=True))
        for vote in votes
        if vote.task == task and vote.annotator not in (ADJUDICATOR, CORPUS)
    ]


def measured(votes: Iterable[Vote], task: str, resamples: int, level: float, random_state: int) -> dict[str, Any]:
    """How far independent people agree on one task, see `standpunkt.evaluation.agreement`."""
    rows = rated(votes, task)
    if task != QUOTES:
        return agreement.agreement(rows, resamples, level, random_state)
    marked = [row | {"quotes": quotes_of(row["label"])} for row in rows]
    return agreement.agreement_on_quotes(marked, resamples, level, random_state)


def check(answers: Iterable[Answer], articles: Mapping[str, Mapping[str, Any]], codebook: Codebook) -> None:
    """Refuse what must not become a label.

    Raises:
        StandpunktError: a page that is not there, a text that has changed since it was exported, a task, target or
            label that is not in the codebook; the message names file and page.
    """
    classes = codebook.classes()
    for one in answers:
        if one.id not in articles:
            raise StandpunktError(
                f"{one.place}: there is no page {one.id!r} in data/clean; {nearest(one.id, articles)}"
            )
        article = articles[one.id]
        if one.version != version(article):
            raise StandpunktError(
                f"{one.place}: the text of page {one.id!r} has changed since it was exported; export it again"
            )
        if one.text is not None and not _same(one.text, shown(article), exactly=one.task == QUOTES):
            raise StandpunktError(f"{one.place}: the text of page {one.id!r} is not the one exported; export it again")
        if one.annotator == CORPUS:
            raise StandpunktError(f"{one.place}: {CORPUS!r} is no name for an annotator; it stands for earlier labels")
        if one.task == QUOTES:
            _check_spans(one, article["text"])
            continue
        if one.task not in classes:
            raise StandpunktError(f"{one.place}: task {one.task!r} is unknown; {nearest(one.task, [*classes, QUOTES])}")
        if one.task == STANCE and one.target not in codebook.targets:
            raise StandpunktError(
                f"{one.place}: page {one.id!r}: target {one.target!r} is not in the codebook; "
                f"{nearest(one.target, codebook.targets)}"
            )
        if one.label not in classes[one.task]:
            raise StandpunktError(
                f"{one.place}: page {one.id!r}: {one.task} {one.label!r} is not in the codebook; "
                f"{nearest(one.label, classes[one.task])}"
            )


def _same(text: str, other: str, *, exactly: bool) -> bool:
    """Spreadsheets change line ends, which moves offsets and nothing else."""
    return text == other if exactly else text.split() == other.split()


def _check_spans(one: Answer, text: str) -> None:
    for quote in one.quotes or ():
        for start, end in (*quote.spans, *quote.cues, *quote.speakers):
            if not 0 <= start < end <= len(text):
                raise StandpunktError(
                    f"{one.place}: page {one.id!r}: span [{start}, {end}] is not inside the text of {len(text)} "
                    "characters"
                )


def as_vote(one: Answer) -> Vote:
    """An answer as it is recorded."""
    label = quotes_label(one.quotes) if one.quotes is not None else one.label
    return Vote(one.id, one.task, one.target or "", one.annotator, label, one.version)


def quotes_label(quotes: Iterable[Quote]) -> str:
    """Quotations as the label of a vote."""
    return storage.json_text([quote_row(quote) for quote in quotes])


def quote_row(quote: Quote) -> dict[str, Any]:
    """A quotation as it stands in the quotes.jsonl of a corpus."""
    row = {"type": quote.type} | {
        name: [list(span) for span in getattr(quote, name)] for name in ("spans", "cues", "speakers")
    }
    return row | ({"referent": quote.actor} if quote.actor else {})


def quotes_of(label: str) -> list[Quote]:
    """The quotations in the label of a vote."""
    rows = storage.parse_json(label, Path(VOTES))
    try:
        return [as_quote(row | {"actor": row.get("referent")}) for row in rows]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise StandpunktError(f"{VOTES}: {label[:60]!r} are no quotations; restore the file or import anew") from None


def added(votes: Iterable[Vote], new: Iterable[Vote]) -> tuple[list[Vote], list[str]]:
    """All votes, sorted, and a line for each that took the place of another by the same annotator."""
    found = {(*vote.key, vote.annotator): vote for vote in votes}
    said = []
    for vote in new:
        old = found.get((*vote.key, vote.annotator))
        found[(*vote.key, vote.annotator)] = vote
        if old and old.label != vote.label:
            change = "marked anew" if vote.task == QUOTES else f"{old.label} → {vote.label}"
            said.append(f"{vote.annotator}: {named(vote.key)}: {change}")
    return sorted(found.values()), said


def decide(votes: Iterable[Vote], versions: Mapping[str, str]) -> dict[Key, Decision]:
    """What each item's votes come to, by item.

    Args:
        votes: in any order.
        versions: of the texts now, by page; votes on another version do not count, and an item without any is left out.
    """
    items: dict[Key, dict[str, str]] = {}
    for vote in sorted(votes):
        if versions.get(vote.id) == vote.version:
            items.setdefault(vote.key, {})[vote.annotator] = vote.label
    return {key: Decision(_decided(key[1], labels), labels) for key, labels in items.items()}


def _decided(task: str, labels: Mapping[str, str]) -> str | None:
    if ADJUDICATOR in labels:
        return labels[ADJUDICATOR]
    if task == QUOTES:
        return _decided_quotes([quotes_of(label) for label in labels.values()])
    label, most = Counter(labels.values()).most_common(1)[0]
    return label if 2 * most > len(labels) else None


def _decided_quotes(marked: Sequence[Sequence[Quote]]) -> str | None:
    groups: list[list[Quote]] = []
    for quotes in marked:
        of_type = {kind: [quote for quote in quotes if quote.type == kind] for kind in {one.type for one in quotes}}
        for kind, own in sorted(of_type.items()):
            known = [group for group in groups if group[0].type == kind]
            pairs = scoring.match([group[0] for group in known], own)
            for place, which in pairs:
                known[place].append(own[which])
            paired = {which for _, which in pairs}
            groups += [[quote] for which, quote in enumerate(own) if which not in paired]
    if any(2 * len(group) == len(marked) for group in groups):
        return None
    kept = [_middle(group) for group in groups if 2 * len(group) > len(marked)]
    return quotes_label(sorted(kept, key=lambda quote: (quote.spans, quote.type)))


def _middle(group: Sequence[Quote]) -> Quote:
    """The quotation that overlaps the others most, the first of several; whoever says who spoke is believed."""
    best = max(group, key=lambda quote: sum(scoring.overlap(quote, other) for other in group))
    return replace(best, actor=best.actor or next((quote.actor for quote in group if quote.actor), None))


def undecided(decisions: Mapping[Key, Decision], versions: Mapping[str, str], path: Path) -> list[tuple[str, ...]]:
    """Rows of the adjudication list, sorted: what the annotators said, and a label to fill in.

    Args:
        decisions: of all items.
        versions: of the texts now, by page.
        path: the list as it is; labels that somebody has begun to fill in stay.
    """
    rows = storage.read_csv(path, UNDECIDED_COLUMNS) if path.is_file() else ()
    begun = {(row["id"], row["task"], row["target"], row["text_version"]): row["label"] for _, row in rows}
    return [
        (
            page,
            task,
            target,
            _said(task, decision.votes),
            begun.get((page, task, target, versions[page]), ""),
            versions[page],
        )
        for (page, task, target), decision in sorted(decisions.items())
        if decision.label is None
    ]


def _said(task: str, votes: Mapping[str, str]) -> str:
    if task == QUOTES:
        return "; ".join(f"{name}: {len(quotes_of(label))} quotes" for name, label in votes.items())
    return "; ".join(f"{name}: {label}" for name, label in votes.items())
