"""Scores of positions: who stands where on what, page by page.

A position counts once a page: two sentences that show the same actor's same stance on the same target are one. *Pairs*
are (actor, target), whatever the stance; *positions* are (actor, target, stance). Sums run over pages (micro average).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from standpunkt.evaluation import metrics, slices
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.schema import HOW, STANCES, Position

Page = tuple[Sequence[Position], Sequence[Position]]
"""Gold and predicted positions of one page."""


def score(
    pages: Sequence[Page], baselines: Mapping[str, Sequence[Sequence[Position]]], bootstrap: Bootstrap
) -> dict[str, Any]:
    """Score predicted positions beside baselines.

    Args:
        pages: gold and predicted positions of each page.
        baselines: by name, the positions that it predicts for each of these pages.
        bootstrap: over the pages.

    Returns:
        `n`, the number of gold positions; `precision`, `recall` and `f1` of positions, and `pair_…` of pairs; of the
        pairs that were found `stance_accuracy`, the share with a gold stance, `evidence`, the share whose sentence
        overlaps one that gold names for the pair, and `how_accuracy`; `per_stance`, and `per_how` with the recall of
        pairs by how the text shows them; and by baseline the same with our `difference` to it. Each with its interval.
    """
    found = _scores(pages, bootstrap)
    found["per_stance"], found["per_how"] = {}, {}
    for stance in STANCES:
        rows = [_matched(page, _triple, stance) for page in pages]
        if any(map(any, rows)):
            found["per_stance"][stance] = {"n": _gold(rows)} | bootstrap.detection(rows)
    for how in HOW:
        shares = [_recalled(page, how) for page in pages]
        if any(map(any, shares)):
            recall = bootstrap.score(metrics.share, bootstrap.sums(shares)).as_dict()
            found["per_how"][how] = {"n": sum(total for _, total in shares), "recall": recall}
    ours = bootstrap.sums([_matched(page, _triple) for page in pages])
    found["baselines"] = {}
    for name, predicted in baselines.items():
        other = [(gold, theirs) for (gold, _), theirs in zip(pages, predicted, strict=True)]
        theirs = bootstrap.sums([_matched(page, _triple) for page in other])
        difference = bootstrap.difference(metrics.detection_f1, ours, theirs).as_dict()
        found["baselines"][name] = _scores(other, bootstrap) | {"difference": {"f1": difference}}
    return found


def by_slice(
    pages: Sequence[Page],
    facts: Sequence[slices.Facts],
    groups: Sequence[str],
    bootstrap: Callable[[list[str]], Bootstrap],
) -> dict[str, Any]:
    """The scores of positions by slice; one of targets holds the positions on a target.

    Args:
        pages: gold and predicted positions of each page.
        facts: the slices of each page, but for its targets.
        groups: what each page stands together with.
        bootstrap: from the groups of items to the bootstrap over them.

    Returns:
        What `slices.score` does.
    """
    where: list[slices.Facts] = []
    counts: list[tuple[int, int, int]] = []
    together: list[str] = []
    for page, known, group in zip(pages, facts, groups, strict=True):
        targets = sorted({one.target for side in page for one in side})
        on = [{"target": target} for target in targets] or [{}]  # a page without positions is a page of its outlet
        where += [{**known, **one} for one in on]
        counts += [_matched(_about(page, target), _triple) for target in targets] or [(0, 0, 0)]
        together += [group] * len(on)
    return slices.score(where, [gold for _, gold, _ in counts], slices.of_things(counts), bootstrap(together))


def _about(page: Page, target: str) -> Page:
    gold, predicted = ([one for one in side if one.target == target] for side in page)
    return gold, predicted


def _scores(pages: Sequence[Page], bootstrap: Bootstrap) -> dict[str, Any]:
    rows = [_matched(page, _triple) for page in pages]
    found: dict[str, Any] = {"n": _gold(rows), "pages": len(pages)} | bootstrap.detection(rows)
    found |= {
        f"pair_{name}": entry for name, entry in bootstrap.detection([_matched(page, _pair) for page in pages]).items()
    }
    for name, same in (("stance_accuracy", _same_stance), ("evidence", _overlap), ("how_accuracy", _same_how)):
        shares = [_agreed(page, same) for page in pages]
        found[name] = bootstrap.score(metrics.share, bootstrap.sums(shares)).as_dict()
    return found


def _gold(rows: Sequence[tuple[int, int, int]]) -> int:
    return sum(gold for _, gold, _ in rows)


def _pair(position: Position) -> tuple[str, ...]:
    return position.actor, position.target


def _triple(position: Position) -> tuple[str, ...]:
    return position.actor, position.target, position.stance


def _matched(page: Page, key: Callable[[Position], tuple[str, ...]], stance: str | None = None) -> tuple[int, int, int]:
    """Matched, in gold, predicted; of one stance alone where that is set."""
    gold, predicted = ({key(one) for one in side if stance in (None, one.stance)} for side in page)
    return len(gold & predicted), len(gold), len(predicted)


def _recalled(page: Page, how: str) -> tuple[int, int]:
    gold = {_pair(one) for one in page[0] if one.how == how}
    return len(gold & {_pair(one) for one in page[1]}), len(gold)


def _agreed(page: Page, same: Callable[[Position, Position], bool]) -> tuple[int, int]:
    """Of the predicted positions whose pair is in gold: how many agree with a gold position of that pair, and all."""
    agreed, total = 0, 0
    for predicted in page[1]:
        gold = [one for one in page[0] if _pair(one) == _pair(predicted)]
        total += bool(gold)
        agreed += any(same(one, predicted) for one in gold)
    return agreed, total


def _same_stance(gold: Position, predicted: Position) -> bool:
    return gold.stance == predicted.stance


def _same_how(gold: Position, predicted: Position) -> bool:
    return gold.how == predicted.how


def _overlap(gold: Position, predicted: Position) -> bool:
    return gold.start < predicted.end and predicted.start < gold.end
