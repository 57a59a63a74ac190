"""How far annotators agree: Krippendorff's alpha for nominal labels, with a bootstrap interval.

Of each item with m labels, m >= 2, every ordered pair of labels of two annotators counts 1 / (m - 1) in the matrix of
coincidences o. With n_c the sum of its row c and n of all its cells,

    alpha = 1 - observed / expected,  observed = 1 - sum_c o_cc / n,  expected = 1 - sum_c n_c (n_c - 1) / (n (n - 1)).

Items that an annotator did not label are allowed; items with one label count for nothing. Source: Krippendorff (2011),
"Computing Krippendorff's Alpha-Reliability", https://repository.upenn.edu/asc_papers/43, part C. 1 is perfect, 0 is
chance. Alpha is not defined where all labels are the same: it is then left out.

The interval is a percentile bootstrap that draws pages, so that all items of a page stay together (see `uncertainty`);
it is not Krippendorff's own, which draws pairs of labels and takes those of one page for independent.

Quotations have no such labels: annotators mark them where they like, and nobody counts what none of them marks. Their
agreement is the F1 of one annotator against the other, matched as a model against gold is (Hripcsak and Rothschild
2005, "Agreement, the F-measure, and reliability in information retrieval", who show that kappa comes to it there).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from standpunkt.evaluation import metrics
from standpunkt.evaluation import quotes as scoring
from standpunkt.evaluation.uncertainty import Bootstrap
from standpunkt.schema import QUOTE_TYPES

Counts = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
_Item = tuple[str, str, str]


def agreement(rows: Sequence[Mapping[str, Any]], resamples: int, level: float, random_state: int) -> dict[str, Any]:
    """Agreement on the labels of one task.

    Args:
        rows: one a label: `id` of the page, `target` where there is one, `annotator`, `label`, and where it is known
            `text_version`: labels of two versions of a text are labels of two items. An annotator labels an item once.
        resamples: of the bootstrap.
        level: of the interval.
        random_state: of the bootstrap.

    Returns:
        `n`, the items with two labels or more, `items`, all items, and `annotators`, how many; where n > 0 `percent`,
        the share of pairs of labels that are the same (1 - observed), `alpha` where it is defined,
        `by_label.<label>` with `n`, the items where somebody gave the label, and `alpha` of this label against the
        rest, and `by_target.<target>` with `n`, `percent` and `alpha`. Scores are `{value, low, high}`.
    """
    units = _units(rows)
    shared = {key: labels for key, labels in units.items() if len(labels) > 1}
    result: dict[str, Any] = {
        "n": len(shared),
        "items": len(units),
        "annotators": len({row["annotator"] for row in rows}),
    }
    if not shared:
        return result
    settings = (resamples, level, random_state)
    result |= _scores(shared, *settings) | {"by_label": _by_label(shared, *settings)}
    by_target: dict[str, dict[_Item, list[str]]] = {}
    for key, labels in shared.items():
        if key[1]:
            by_target.setdefault(key[1], {})[key] = labels
    if by_target:
        result["by_target"] = {
            target: {"n": len(part)} | _scores(part, *settings) for target, part in sorted(by_target.items())
        }
    return result


def agreement_on_quotes(
    rows: Sequence[Mapping[str, Any]], resamples: int, level: float, random_state: int
) -> dict[str, Any]:
    """Agreement on quotations.

    Args:
        rows: one a page and annotator: `id`, `annotator`, `quotes`, a sequence of `schema.Quote`, and where it is known
            `text_version`.
        resamples: of the bootstrap.
        level: of the interval.
        random_state: of the bootstrap.

    Returns:
        `n`, the pages with two annotators or more, `items`, all pages, `annotators`; where n > 0 `f1` over all pairs of
        annotators of a page, and `by_label.<type>` with `n`, how many quotations of the type they marked, and `f1`.
    """
    pages: dict[tuple[str, str], list[Any]] = {}
    for row in sorted(rows, key=lambda row: (row["id"], row["annotator"])):
        pages.setdefault((row["id"], row.get("text_version") or ""), []).append(row["quotes"])
    shared = {key: marked for key, marked in pages.items() if len(marked) > 1}
    result: dict[str, Any] = {
        "n": len(shared),
        "items": len(pages),
        "annotators": len({row["annotator"] for row in rows}),
    }
    if not shared:
        return result
    bootstrap = Bootstrap([key[0] for key in shared], resamples, level, random_state)
    counted = [
        scoring.total(scoring.counts(one, other) for one, other in itertools.combinations(marked, 2))
        for marked in shared.values()
    ]

    def f1(kind: str) -> dict[str, float]:
        sums = bootstrap.sums(
            [[page[f"{kind}_{name}"] for name in ("matched", "gold", "predicted")] for page in counted]
        )
        return bootstrap.score(lambda counts: metrics.detection(counts)[2], sums).as_dict()

    totals = {
        kind: sum(quote.type == kind for marked in shared.values() for quotes in marked for quote in quotes)
        for kind in QUOTE_TYPES
    }
    by_label = {kind: {"n": n, "f1": f1(kind)} for kind, n in totals.items() if n}
    return result | {"f1": f1("all"), "by_label": by_label}


def alpha(counts: npt.NDArray[Any], scale: int = 1) -> Scores:
    """Krippendorff's alpha of coincidences of shape (…, labels, labels), NaN where it is not defined.

    Args:
        counts: the coincidences, multiplied by `scale`.
        scale: that makes them integers; n in the formula is the number of labels, so it matters.
    """
    matrix = np.asarray(counts, dtype=float) / scale
    sums = matrix.sum(axis=-1)
    n = sums.sum(axis=-1)
    expected = n * n - n - (sums * (sums - 1)).sum(axis=-1)  # times n (n - 1)
    observed = (n - np.trace(matrix, axis1=-2, axis2=-1)) * (n - 1)
    defined = expected > 1e-9
    ratio = np.divide(observed, expected, out=np.full(np.shape(n), np.nan), where=defined)
    result: Scores = 1 - ratio
    return result


def percent(counts: npt.NDArray[Any]) -> Scores:
    """The share of the coincidences that are the same label twice."""
    total = counts.sum(axis=(-2, -1))
    same = np.trace(counts, axis1=-2, axis2=-1)
    result: Scores = np.divide(same, total, out=np.full(np.shape(total), np.nan), where=total > 0)
    return result


def coincidences(units: Sequence[Sequence[str]], labels: Sequence[str]) -> tuple[Counts, int]:
    """The coincidences of each unit, of shape (units, labels, labels), as integers, and the number they are scaled by.

    Args:
        units: the labels that each got, two at least.
        labels: all that occur.
    """
    place = {label: number for number, label in enumerate(labels)}
    scale = math.lcm(*{len(unit) - 1 for unit in units})
    result = np.zeros((len(units), len(labels), len(labels)), dtype=np.int64)
    for number, unit in enumerate(units):
        given = np.bincount([place[label] for label in unit], minlength=len(labels))
        result[number] = (np.outer(given, given) - np.diag(given)) * (scale // (len(unit) - 1))
    return result, scale


def _units(rows: Sequence[Mapping[str, Any]]) -> dict[_Item, list[str]]:
    units: dict[_Item, list[str]] = {}
    for row in sorted(rows, key=lambda row: (row["id"], row.get("target") or "", row["annotator"])):
        units.setdefault((row["id"], row.get("target") or "", row.get("text_version") or ""), []).append(row["label"])
    return units


def _resampled(
    units: Mapping[_Item, Sequence[str]], labels: Sequence[str], bootstrap: Bootstrap
) -> tuple[Counts, Counts, int]:
    by_unit, scale = coincidences(list(units.values()), labels)
    size = len(labels)
    observed, resampled = bootstrap.sums(by_unit.reshape(len(units), size * size).tolist())
    return observed.reshape(size, size), resampled.reshape(-1, size, size), scale


def _scores(units: Mapping[_Item, Sequence[str]], resamples: int, level: float, random_state: int) -> dict[str, Any]:
    bootstrap = Bootstrap([key[0] for key in units], resamples, level, random_state)
    labels = sorted({label for unit in units.values() for label in unit})
    observed, resampled, scale = _resampled(units, labels, bootstrap)
    result = {"percent": bootstrap.interval(percent(observed), percent(resampled)).as_dict()}
    return result | _alpha(bootstrap, observed, resampled, scale)


def _by_label(units: Mapping[_Item, Sequence[str]], resamples: int, level: float, random_state: int) -> dict[str, Any]:
    bootstrap = Bootstrap([key[0] for key in units], resamples, level, random_state)
    labels = sorted({label for unit in units.values() for label in unit})
    observed, resampled, scale = _resampled(units, labels, bootstrap)
    result = {}
    for number, label in enumerate(labels):
        n = sum(label in unit for unit in units.values())
        result[label] = {"n": n} | _alpha(bootstrap, _against(observed, number), _against(resampled, number), scale)
    return result


def _against(counts: Counts, label: int) -> Counts:
    """The coincidences with all other labels made one."""
    both = counts[..., label, label]
    one = counts[..., label, :].sum(axis=-1) - both
    rest = counts.sum(axis=(-2, -1)) - both - 2 * one
    return np.stack([np.stack([both, one], axis=-1), np.stack([one, rest], axis=-1)], axis=-2)


def _alpha(bootstrap: Bootstrap, observed: Counts, resampled: Counts, scale: int) -> dict[str, Any]:
    value = alpha(observed, scale)
    if np.isnan(value):
        return {}
    values = alpha(resampled, scale)
    # A resample may hold one label alone; it says nothing about alpha, which is not defined there.
    return {"alpha": bootstrap.interval(value, values[~np.isnan(values)]).as_dict()}
