"""Which pages a person should label next, with what the model thinks of them.

`random` draws among what has no label: alone fit to estimate how often something occurs. `uncertain` takes what has no
label and where the two most probable labels lie closest (margin sampling: Scheffer, Decomain and Wrobel 2001, "Active
hidden Markov models for information extraction"; of a page's quotations the least probable one counts). `disagree`
takes labelled test rows on which model and label differ, the most confident first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np

from standpunkt.errors import StandpunktError
from standpunkt.schema import Quote, Target

How = Literal["random", "uncertain", "disagree"]
HOW: tuple[str, ...] = get_args(How)
QUOTES = "quotes"
STANCE = "stance"
_FIELDS = ("title", "teaser", "text")
_NONE = "none"  # in the predictions of quotes: nothing on this side

Key = tuple[str, str | None]
"""Page and target."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the model says."""

    probability: float
    label: str = ""
    quotes: tuple[Quote, ...] = ()
    model: str = ""
    """Which model: its version."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to label: a page, or a page and a target."""

    id: str
    task: str
    target: str | None
    statement: str
    """Of the target."""
    title: str
    teaser: str
    text: str
    version: str
    """See `version`."""
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    key: Key
    suggestion: Suggestion | None = None
    order: float = 0.0


def shown(article: Mapping[str, Any]) -> str:
    """What an annotator reads of an article: title, teaser and text, a blank line between."""
    return "\n\n".join(article[name] for name in _FIELDS if article[name])


def version(article: Mapping[str, Any]) -> str:
    """The version of a text: SHA-256 of exactly what is shown. A label or an offset holds for this text alone."""
    return hashlib.sha256(shown(article).encode()).hexdigest()


def choose(
    task: str,
    how: How,
    n: int,
    *,
    articles: Mapping[str, Mapping[str, Any]],
    targets: Mapping[str, Target],
    predicted: Iterable[Mapping[str, Any]],
    tested: Iterable[Mapping[str, Any]],
    done: set[Key],
    random_state: int,
    model: str,
) -> list[Item]:
    """The items that should be labelled, the most wanted first.

    Args:
        task: topic, stance, quotes, or an added task of the codebook.
        how: see the module.
        n: how many at most.
        articles: rows of `schema.ARTICLES` by id.
        targets: of the codebook.
        predicted: of the pages without labels, as in `reports/predictions/unlabelled.jsonl`.
        tested: predictions of the test rows, as in `reports/predictions/<task>.jsonl`.
        done: what has a label already; left out but under `disagree`.
        random_state: for `random`.
        model: version of the model that made the predictions.

    Raises:
        StandpunktError: there is nothing to choose from.
    """
    if how == "disagree":
        found = list(_differing_quotes(tested) if task == QUOTES else _differing(tested))
    else:
        found = [one for one in _new(task, predicted) if one.key not in done]
        if how == "random" and task != STANCE:  # which target a page touches, only a prediction says
            known = {one.key[0] for one in found}
            found += [_Candidate((name, None)) for name in articles if name not in known and (name, None) not in done]
    found = [one for one in found if one.key[0] in articles]
    if not found:
        raise StandpunktError(_nothing(task, how))
    found.sort(key=lambda one: (one.order * (how != "random"), one.key[0], one.key[1] or ""))
    if how == "random":
        found = [found[place] for place in np.random.default_rng(random_state).permutation(len(found))]
    return [_item(task, one, articles[one.key[0]], targets, model) for one in found[:n]]


def without_suggestion(item: Item) -> Item:
    """The item for an annotator who should not see what the model thinks."""
    return replace(item, suggestion=None)


def _nothing(task: str, how: str) -> str:
    if how == "disagree":
        return f"{task}: no test row on which model and label differ; is there a reports/predictions/{task}.jsonl?"
    return f"{task}: no page without a label {'has a prediction' if how == 'uncertain' else 'is left'}; run: make repro"


def _item(task: str, one: _Candidate, article: Mapping[str, Any], targets: Mapping[str, Target], model: str) -> Item:
    identifier, target = one.key
    statement = targets[target].statement if target and target in targets else ""
    title, teaser, text = (article[name] or "" for name in _FIELDS)
    suggestion = replace(one.suggestion, model=model) if one.suggestion else None
    return Item(identifier, task, target, statement, title, teaser, text, version(article), suggestion)


def _new(task: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[_Candidate]:
    for row in rows:
        if task == QUOTES and QUOTES in row:
            quotes = tuple(map(as_quote, row[QUOTES]))
            least = min((quote.probability for quote in quotes), default=1.0)
            yield _Candidate((row["id"], None), Suggestion(least, quotes=quotes), least)
        elif task != QUOTES:
            for entry in row.get(task, ()):
                yield _Candidate((row["id"], entry.get("target")), _label_of(entry), _margin(entry["probabilities"]))


def _margin(probabilities: Mapping[str, float]) -> float:
    best, second = (*sorted(probabilities.values(), reverse=True), 0.0)[:2]
    return best - second


def _label_of(row: Mapping[str, Any]) -> Suggestion:
    return Suggestion(row["probabilities"][row["predicted"]], row["predicted"])


def _differing(rows: Iterable[Mapping[str, Any]]) -> Iterator[_Candidate]:
    for row in rows:
        if row["gold"] != row["predicted"]:
            suggestion = _label_of(row)
            yield _Candidate((row["id"], row.get("target")), suggestion, -suggestion.probability)


def _differing_quotes(rows: Iterable[Mapping[str, Any]]) -> Iterator[_Candidate]:
    """Pages on which a quotation is missed, invented or of another type; the most probable wrong one says how sure."""
    pages: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        pages.setdefault(row["id"], []).append(row)
    for identifier, page in pages.items():
        wrong = [row for row in page if row["gold"] != row["predicted"]]
        if wrong:
            surest = max((row["quote"]["probability"] for row in wrong if row["predicted"] != _NONE), default=0.0)
            quotes = tuple(as_quote(row["quote"]) for row in page if row["predicted"] != _NONE)
            least = min((quote.probability for quote in quotes), default=1.0)
            yield _Candidate((identifier, None), Suggestion(least, quotes=quotes), -surest)


def as_quote(row: Mapping[str, Any]) -> Quote:
    """A quotation from its row in the predictions files."""
    spans, cues, speakers = (tuple((start, end) for start, end in row[name]) for name in ("spans", "cues", "speakers"))
    return Quote(row["type"], spans, cues, speakers, row.get("actor"), row.get("probability", 1.0))


def shares(
    items: Sequence[Item], annotators: Sequence[str], overlap: int | None, random_state: int
) -> dict[str, list[Item]]:
    """What each annotator gets: some items go to everybody, so that agreement can be measured, the rest is dealt out.

    Those for everybody are drawn at random: the first of a sorted list would be its hardest.

    Args:
        items: in the order in which they should be labelled, which each share keeps.
        annotators: their names.
        overlap: how many items go to everybody; None: all.
        random_state: of the draw.
    """
    size = len(items) if overlap is None else min(overlap, len(items))
    common = set(np.random.default_rng(random_state).permutation(len(items))[:size].tolist())
    rest = [place for place in range(len(items)) if place not in common]
    result = {}
    for turn, name in enumerate(annotators):
        own = common | set(rest[turn :: len(annotators)])
        result[name] = [item for place, item in enumerate(items) if place in own]
    return result
