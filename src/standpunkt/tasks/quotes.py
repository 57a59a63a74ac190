"""Task `quotes`: who says what. Quotations with their cue and speaker, as character offsets into the text.

Direct, indirect, reported and free indirect quotations, after Petersen-Frey and Biemann (2024), "Dataset of Quotation
Attribution in German News Articles"; what counts as found is said in `standpunkt.evaluation.quotes`. Where the corpus
marks no quotation on train rows, rules find them (`standpunkt.language.quotes`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import Field

from standpunkt.evaluation import metrics, slices
from standpunkt.evaluation import quotes as scoring
from standpunkt.evaluation.uncertainty import DIGITS, Bootstrap
from standpunkt.language import actors, speakers
from standpunkt.language import quotes as rules
from standpunkt.language.actors import Cast
from standpunkt.language.documents import Reading
from standpunkt.params import EvaluateParams, Section
from standpunkt.schema import QUOTE_TYPES, Quote
from standpunkt.tasks import Evaluation, Example, Inputs, ModelState, _quote_model, _quote_speakers

FIELD = "text"
"""The field of an article in which quotations are looked for."""
_NONE = "none"
_PREFIXES = ("detector", "speakers")


class Params(Section):
    """How quotations are found."""

    model: Literal["rules", "trained"]
    """`trained` is fitted on quotations that people marked; `rules` needs none."""
    c1: float = Field(ge=0)
    """L1 regularisation of the conditional random field."""
    c2: float = Field(ge=0)
    """L2 regularisation of it."""
    iterations: int = Field(ge=1)
    """The most steps of its optimiser."""
    min_count: int = Field(ge=1)
    """Features that occur less often are left out."""
    folds: int = Field(ge=2, le=20)
    """Into so many parts train rows are dealt for the second stage, which weighs what the first one says of them."""
    C: float = Field(gt=0)
    """Inverse strength of regularisation of the second stage."""


@dataclass(frozen=True, slots=True)
class Found:
    """The quotations of one article, in the order of the text."""

    quotes: tuple[Quote, ...]
    text: str
    cast: Cast
    """The actors of the article, whom speakers were resolved to."""
    known: Collection[str] = ()
    """Ids of the actors of the codebook."""

    def rows(self, *, with_text: bool) -> list[dict[str, Any]]:
        """One row a quotation; its words and names that the codebook lacks where they may be shown."""
        if with_text:
            return [as_row(quote) | {"text": words(quote, self.text)} for quote in self.quotes]
        return [as_row(_without_name(quote, self.known)) for quote in self.quotes]


def _without_name(quote: Quote, known: Collection[str]) -> Quote:
    return quote if quote.actor is None else replace(quote, actor=actors.withheld(quote.actor, known))


def as_row(quote: Quote) -> dict[str, Any]:
    """A quotation as it stands in the predictions files."""
    return {
        "type": quote.type,
        "spans": [list(span) for span in quote.spans],
        "cues": [list(span) for span in quote.cues],
        "speakers": [list(span) for span in quote.speakers],
        "actor": quote.actor,
        "probability": round(quote.probability, DIGITS),
    }


def words(quote: Quote, text: str) -> str:
    """What is said, inserts left out."""
    return " … ".join(text[start:end] for start, end in quote.spans)


def examples(inputs: Inputs, params: Params) -> list[Example]:  # noqa: ARG001 (every task has these)
    """One example an article that has a text; with gold where people marked its quotations."""
    found = []
    for document in inputs.documents.values():
        if FIELD in document.readings:
            annotation = inputs.annotations.get(document.id)
            marked = annotation if annotation and annotation.quotes is not None else None
            found.append(Example(document, None, annotation=marked, actors=inputs.actors))
    return found


def fit(
    train: Sequence[Example],
    validation: Sequence[Example],  # noqa: ARG001 (every task has these)
    params: Params,
    random_state: int,
) -> ModelState:
    """Fit the detector and the finder of speakers; thresholds are chosen on held-out parts of the train rows."""
    readings, gold = _readings(train), [list(_gold(example)) for example in train]
    if params.model == "rules" or not any(gold):
        return ModelState({"model": "rules"}, {})
    parts = (
        _quote_model.fit(readings, gold, params, random_state),
        _quote_speakers.fit(readings, gold, random_state),
    )
    meta: dict[str, Any] = {"model": "trained"}
    arrays: dict[str, Any] = {}
    for prefix, (its_meta, its_arrays) in zip(_PREFIXES, parts, strict=True):
        meta[prefix] = its_meta
        arrays |= {f"{prefix}.{name}": values for name, values in its_arrays.items()}
    return ModelState(meta, arrays)


def predict(
    state: ModelState | None,
    examples: Sequence[Example],
    params: Params | None = None,  # noqa: ARG001 (every task has these)
) -> list[Found]:
    """The quotations of each article, with the actors that their speakers mean; by rules where there is no model."""
    readings = _readings(examples)
    if state is None or state.meta["model"] == "rules":
        found = _by_rules(readings)
    else:
        found = _quote_model.predict(*_part(state, "detector"), readings)
        found = _quote_speakers.attribute(*_part(state, "speakers"), readings, found)
    return _found(found, readings, examples)


def _found(found: Iterable[Sequence[Quote]], readings: Sequence[Reading], examples: Sequence[Example]) -> list[Found]:
    result = []
    for quotes, reading, example in zip(found, readings, examples, strict=True):
        cast = actors.find(example.document, example.actors)
        result.append(Found(tuple(_resolved(quotes, cast)), reading.text, cast, example.actors.keys()))
    return result


def _by_rules(readings: Sequence[Reading]) -> list[list[Quote]]:
    """What rules find, without a model."""
    return [speakers.attribute_by_rules(reading, rules.find(reading)) for reading in readings]


def _resolved(quotes: Sequence[Quote], cast: Cast) -> list[Quote]:
    """The quotations in the order of the text, each with the actor that its speaker's words refer to."""
    found = [replace(quote, actor=_actor(quote, cast)) for quote in quotes]
    return sorted(found, key=lambda quote: (quote.spans, quote.type))


def _actor(quote: Quote, cast: Cast) -> str | None:
    return next(filter(None, (actors.resolve(cast, start, end) for start, end in quote.speakers)), None)


def _part(state: ModelState, prefix: str) -> tuple[dict[str, Any], dict[str, Any]]:
    arrays = {
        name.removeprefix(f"{prefix}."): values
        for name, values in state.arrays.items()
        if name.startswith(f"{prefix}.")
    }
    return state.meta[prefix], arrays


def _readings(examples: Sequence[Example]) -> list[Reading]:
    return [example.document.readings[FIELD] for example in examples]


def _gold(example: Example) -> tuple[Quote, ...]:
    return (example.annotation.quotes if example.annotation else None) or ()


# --- evaluation ------------------------------------------------------------------------------------------------------


def evaluate(
    state: ModelState,
    train: Sequence[Example],  # noqa: ARG001 (every task has these)
    test: Sequence[Example],
    settings: EvaluateParams,
    params: Params,
    random_state: int,
    *,
    with_text: bool,
) -> Evaluation:
    """Score the quotations of test articles beside those that rules find.

    Returns:
        Metrics `n`, the number of gold quotations, and `pages`; `f1`, `precision` and `recall` of quotations;
        of those found `speaker`, the share whose speaker overlaps the gold one, `cue` likewise, and `actor`, the share
        that is said by the gold actor; `per_type` with the scores of each type alone; what `slices.score` gives; and
        `baselines.rules` with our `difference`. Predictions: a row a quotation in gold or found; what is in one alone
        has `none` for the other.
    """
    found = [one.quotes for one in predict(state, test, params)]
    ruled = [one.quotes for one in predict(None, test)]
    bootstrap = Bootstrap(
        [example.document.group or example.document.cluster for example in test],
        settings.resamples,
        settings.level,
        random_state,
    )
    gold = [_gold(example) for example in test]
    ours = _counts(gold, found)
    result = _scores(ours, bootstrap) | {"per_type": _per_type(ours, bootstrap)}
    result |= _by_slice(test, ours, bootstrap)
    theirs = _counts(gold, ruled)
    sums = (bootstrap.sums(_columns(one, "all")) for one in (ours, theirs))
    difference = bootstrap.difference(metrics.detection_f1, *sums)
    result["baselines"] = {"rules": _scores(theirs, bootstrap) | {"difference": {"f1": difference.as_dict()}}}
    rows = [
        row
        for example, wanted, quotes in zip(test, gold, found, strict=True)
        for row in _rows(example, wanted, quotes, with_text=with_text)
    ]
    calibration, reliability = _calibration(rows, test, settings, random_state)
    result |= calibration
    pairs: list[Sequence[object]] = [[row["gold"], row["predicted"]] for row in rows]
    plots: dict[str, tuple[Sequence[str], list[Sequence[object]]]] = {
        "confusion": (("gold", "predicted"), pairs),
        "reliability": (_BINS, reliability),
    }
    return Evaluation(result, rows, plots)


_BINS = ("low", "high", "n", "confidence", "accuracy")
_SHARES = {
    "speaker": ("speakers_matched", "speakers_gold"),
    "cue": ("cues_matched", "cues_gold"),
    "actor": ("actors_matched", "actors_gold"),
}


def _counts(gold: Sequence[Sequence[Quote]], found: Sequence[Sequence[Quote]]) -> list[dict[str, int]]:
    return [scoring.counts(wanted, given) for wanted, given in zip(gold, found, strict=True)]


def _columns(counts: Sequence[Mapping[str, int]], kind: str) -> list[list[int]]:
    return [[page[f"{kind}_{name}"] for name in ("matched", "gold", "predicted")] for page in counts]


def _scores(counts: Sequence[Mapping[str, int]], bootstrap: Bootstrap) -> dict[str, Any]:
    result: dict[str, Any] = {"n": sum(page["all_gold"] for page in counts), "pages": len(counts)}
    result |= bootstrap.detection(_columns(counts, "all"))
    for name, columns in _SHARES.items():
        rows = [[page[column] for column in columns] for page in counts]
        if any(total for _, total in rows):
            result[name] = bootstrap.score(metrics.share, bootstrap.sums(rows)).as_dict()
    return result


def _per_type(counts: Sequence[Mapping[str, int]], bootstrap: Bootstrap) -> dict[str, Any]:
    totals = {kind: sum(page[f"{kind}_gold"] for page in counts) for kind in QUOTE_TYPES}
    return {kind: {"n": n} | bootstrap.detection(_columns(counts, kind)) for kind, n in totals.items() if n}


def _by_slice(test: Sequence[Example], counts: Sequence[Mapping[str, int]], bootstrap: Bootstrap) -> dict[str, Any]:
    where = [slices.facts(example.document) for example in test]
    n = [page["all_gold"] for page in counts]
    return slices.score(where, n, slices.of_things(_columns(counts, "all")), bootstrap)


def _rows(example: Example, gold: Sequence[Quote], found: Sequence[Quote], *, with_text: bool) -> list[dict[str, Any]]:
    partner = dict(scoring.match(gold, found))
    pairs: list[tuple[Quote | None, Quote | None]] = [
        (quote, found[partner[number]] if number in partner else None) for number, quote in enumerate(gold)
    ]
    matched = set(partner.values())
    pairs += [(None, quote) for number, quote in enumerate(found) if number not in matched]
    text = example.document.readings[FIELD].text
    rows = []
    for wanted, given in pairs:
        row: dict[str, Any] = {
            "id": example.document.id,
            "gold": wanted.type if wanted else _NONE,
            "predicted": given.type if given else _NONE,
            "probabilities": {given.type: round(given.probability, DIGITS)} if given else {},
        }
        for name, one in (("gold_quote", wanted), ("quote", given)):
            if one:
                row[name] = as_row(one if with_text else _without_name(one, example.actors))
        shown = given or wanted
        rows.append(row | ({"evidence": words(shown, text)} if with_text and shown else {}))
    return sorted(rows, key=lambda row: (row.get("quote") or row["gold_quote"])["spans"])


def _calibration(
    rows: Sequence[Mapping[str, Any]], test: Sequence[Example], settings: EvaluateParams, random_state: int
) -> tuple[dict[str, Any], list[Sequence[object]]]:
    """How well the probabilities of what was found tell whether it is a quotation; empty where nothing was."""
    given = [row for row in rows if row["predicted"] != _NONE]
    if not given:
        return {}, []
    groups = {example.document.id: example.document.group or example.document.cluster for example in test}
    bootstrap = Bootstrap([groups[row["id"]] for row in given], settings.resamples, settings.level, random_state)
    hits = [str(row["gold"] != _NONE) for row in given]
    held = [str(True)] * len(given)
    confidence = [row["quote"]["probability"] for row in given]
    bins = settings.calibration_bins
    reliability: list[Sequence[object]] = [
        [row["n"] if name == "n" else round(row[name], DIGITS) for name in _BINS]
        for row in metrics.calibration(hits, held, confidence, bins)[1]
    ]
    return {"calibration": bootstrap.calibration_scores(hits, held, confidence, bins)}, reliability
