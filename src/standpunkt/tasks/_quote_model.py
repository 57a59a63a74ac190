"""The detector of quotations: a CRF over tokens, classifiers of pairs of marks, and a second look at whole spans.

1. A linear-chain CRF (Lafferty et al. 2001; CRFsuite, L-BFGS) labels the tokens of quotations without marks, of each
   type its first token and the others. Its features read the whole sentence and the one before.
2. Pairs of quotation marks are speech, or a title, a name, a word held at a distance: logistic regression. A second
   one says whether a pair goes on with what the pair before it began.
3. Spans between likely ends are candidates; a logistic regression over the CRF's marginal probabilities and features of
   the whole span gives each the probability that a quotation stands there (as in Scheible et al. 2016, "Model
   Architectures for Quotation Detection"). Of those that do not overlap the set with the largest sum of probability
   over the threshold is taken, which maximises the expected F1 where the threshold is half of it.

Both later steps are fitted on what CRFs say of documents that they were not fitted on; so are the thresholds chosen.
"""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
import pycrfsuite
from scipy import sparse
from threadpoolctl import threadpool_limits

from standpunkt import storage
from standpunkt.evaluation import quotes as evaluation
from standpunkt.language import quotes as rules
from standpunkt.language.documents import Reading
from standpunkt.schema import QUOTE_TYPES, Quote, Span
from standpunkt.tasks import _quote_features as features
from standpunkt.tasks._quote_features import View

Floats = npt.NDArray[np.float64]
Arrays = dict[str, npt.NDArray[Any]]
Row = Mapping[str, float]

_UNMARKED: Final = tuple(kind for kind in QUOTE_TYPES if kind != "direct")
_OUTSIDE: Final = "O"
_DIGITS: Final = 4  # of weights: the optimiser's last digits differ between processors
_LIKELY_START: Final = 0.03
_LIKELY_END: Final = 0.2
_MIN_INSIDE: Final = 0.08  # mean probability of a candidate's tokens
_MOST_CANDIDATES: Final = 40  # that begin in one sentence
_LONGEST: Final = 200  # tokens of one candidate
_MOST_SENTENCES: Final = 6  # of one candidate
_THRESHOLDS: Final = tuple(round(0.1 + 0.02 * step, 2) for step in range(31))
_SMOOTH: Final = 3  # neighbours on each side: F1 of few quotes jumps from one threshold to the next
_MIDDLE: Final = 0.4
_OPENING: Final = frozenset('„“"»«(')
_CLOSING: Final = frozenset('“”"«»)')
# The overlap with gold that each regression over spans looks for: that something stands there, and that it ends there.
_SPAN_MODELS: Final = {"spans": 0.5, "close": 0.8}


class Settings(Protocol):
    """How the detector is fitted."""

    @property
    def c1(self) -> float:
        """L1 regularisation of the CRF."""

    @property
    def c2(self) -> float:
        """L2 regularisation of the CRF."""

    @property
    def iterations(self) -> int:
        """The most steps of the CRF's optimiser."""

    @property
    def min_count(self) -> int:
        """Features that occur less often are left out."""

    @property
    def folds(self) -> int:
        """Parts of the train documents for what is fitted on the CRF's output."""

    @property
    def C(self) -> float:  # noqa: N802 (scikit-learn's name)
        """Inverse regularisation of the logistic regressions."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A span of tokens that may be a quotation without marks."""

    first: int
    last: int
    kind: str
    spans: tuple[Span, ...]
    row: Row


@dataclass(frozen=True, slots=True)
class _Seen:
    """A document as the CRF sees it: its probabilities a token and label, and those of out, begin and inside."""

    view: View
    by_type: Floats
    marginals: list[list[float]]


def fit(
    readings: Sequence[Reading], gold: Sequence[Sequence[Quote]], settings: Settings, random_state: int
) -> tuple[dict[str, Any], Arrays]:
    """Fit the detector.

    Args:
        readings: the train documents.
        gold: their quotes.
        settings: see `Settings`.
        random_state: of the shuffle of documents into folds and of the regressions.

    Returns:
        What JSON can hold, and numeric arrays; both go to `predict`.
    """
    views = [features.view(reading) for reading in readings]
    rows = [features.tokens(view) for view in views]
    labels = [_labels(view, quotes) for view, quotes in zip(views, gold, strict=True)]
    model = _fit_crf(rows, labels, settings)
    seen = _out_of_fold(views, rows, labels, settings, random_state)
    groups = _folds(len(readings), settings.folds, random_state)

    meta: dict[str, Any] = {}
    arrays: Arrays = {"crf": np.frombuffer(model, dtype=np.uint8)}
    pair_rows = [_pair_rows(one) for one in seen]
    pair_gold = [_pair_gold(one.view, quotes) for one, quotes in zip(seen, gold, strict=True)]
    direct = _fit_regression("pairs", pair_rows, pair_gold, groups, settings, random_state, meta, arrays)
    meta["direct_threshold"] = _best_threshold(
        lambda threshold: [
            [_direct(one.view, chances, [], threshold)] for one, chances in zip(seen, direct, strict=True)
        ],
        [[quote for quote in quotes if quote.type == "direct"] for quotes in gold],
    )
    link_rows = [[features.link(one.view, *link) for link in features.neighbours(one.view.signs.pairs)] for one in seen]
    link_gold = [_link_gold(one.view, quotes) for one, quotes in zip(seen, gold, strict=True)]
    _fit_regression("links", link_rows, link_gold, groups, settings, random_state, meta, arrays)

    candidates = [_candidates(one) for one in seen]
    candidate_rows = [[candidate.row for candidate in some] for some in candidates]
    unmarked = [[quote for quote in quotes if quote.type != "direct"] for quotes in gold]
    overlaps = [_overlaps(some, quotes) for some, quotes in zip(candidates, unmarked, strict=True)]
    by_model = [
        _fit_regression(
            name,
            candidate_rows,
            [[value >= lowest for value in values] for values in overlaps],
            groups,
            settings,
            random_state,
            meta,
            arrays,
        )
        for name, lowest in _SPAN_MODELS.items()
    ]
    chances = [np.mean(values, axis=0) for values in zip(*by_model, strict=True)]
    meta["threshold"] = _best_threshold(
        lambda threshold: [
            [_chosen(some, values, threshold)] for some, values in zip(candidates, chances, strict=True)
        ],
        unmarked,
    )
    return meta, arrays


def predict(
    meta: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]], readings: Sequence[Reading]
) -> list[list[Quote]]:
    """Find the quotes of documents.

    Args:
        meta: of `fit`.
        arrays: of `fit`.
        readings: the documents.

    Returns:
        For each document its quotes, by their first character: spans, type and probability. Direct speech may stand
        inside the others.
    """
    crf = _Crf(arrays["crf"].tobytes())
    scorers = {name: _Scorer(name, meta, arrays) for name in ("pairs", "links", *_SPAN_MODELS)}
    result = []
    for reading in readings:
        view = features.view(reading)
        seen = _see(view, features.tokens(view), crf)
        links = [features.link(view, *link) for link in features.neighbours(view.signs.pairs)]
        quotes = _direct(view, scorers["pairs"](_pair_rows(seen)), scorers["links"](links), meta["direct_threshold"])
        candidates = _candidates(seen)
        chances = _span_chances(scorers, candidates)
        quotes += _chosen(candidates, chances, meta["threshold"])
        result.append(sorted(quotes, key=lambda quote: (quote.spans, quote.type)))
    return result


# --- the CRF ---------------------------------------------------------------------------------------------------------


def _labels(view: View, quotes: Sequence[Quote]) -> list[str]:
    """The label of each token; of quotes inside others only the outer. Parts after an insert begin with I."""
    labels = [_OUTSIDE] * len(view.reading.tokens)
    outer_first = sorted(quotes, key=lambda quote: (-sum(end - start for start, end in quote.spans), quote.spans))
    for quote in outer_first:
        spans = features.token_spans(view.reading, quote)
        if quote.type == "direct" or not spans:
            continue
        if any(labels[place] != _OUTSIDE for first, last in spans for place in range(first, last)):
            continue
        for first, last in spans:
            labels[first:last] = [f"I-{quote.type}"] * (last - first)
        labels[spans[0][0]] = f"B-{quote.type}"
    return labels


def _fit_crf(rows: Sequence[list[list[str]]], labels: Sequence[list[str]], settings: Settings) -> bytes:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": settings.c1,
            "c2": settings.c2,
            "max_iterations": settings.iterations,
            "feature.minfreq": settings.min_count,
            "feature.possible_transitions": True,
        }
    )
    for document, marks in zip(rows, labels, strict=True):
        if document:
            trainer.append(document, marks)
    if not any(rows):
        return b""
    with tempfile.TemporaryDirectory() as folder:  # CRFsuite writes its model to a file and nowhere else
        path = Path(folder) / "crf"
        trainer.train(str(path))
        return storage.read_bytes(path)


class _Crf:
    """A fitted CRF."""

    def __init__(self, model: bytes) -> None:
        self._model = model  # CRFsuite reads it in place: it must live as long as the tagger
        self.tagger = pycrfsuite.Tagger()
        self.labels: frozenset[str] = frozenset()
        if model:  # without a train document there is none
            self.tagger.open_inmemory(self._model)
            self.labels = frozenset(self.tagger.labels())


def _folds(size: int, folds: int, random_state: int) -> npt.NDArray[np.int64]:
    """The fold of each document."""
    numbers = np.arange(size) % folds
    np.random.default_rng(random_state).shuffle(numbers)
    return numbers


def _out_of_fold(
    views: Sequence[View],
    rows: Sequence[list[list[str]]],
    labels: Sequence[list[str]],
    settings: Settings,
    random_state: int,
) -> list[_Seen]:
    """Each document as a CRF sees it that was fitted on the others."""
    groups = _folds(len(views), settings.folds, random_state)
    result: dict[int, _Seen] = {}
    for fold in range(settings.folds):
        rest = np.flatnonzero(groups != fold).tolist()
        crf = _Crf(_fit_crf([rows[place] for place in rest], [labels[place] for place in rest], settings))
        for place in np.flatnonzero(groups == fold).tolist():
            result[place] = _see(views[place], rows[place], crf)
    return [result[place] for place in range(len(views))]


def _see(view: View, rows: list[list[str]], crf: _Crf) -> _Seen:
    size = len(rows)
    by_type = np.zeros((size, len(_UNMARKED)))
    marginals = [[1.0, 0.0, 0.0] for _ in range(size)]
    if size and crf.labels:
        crf.tagger.set(rows)
        begins, inside = np.zeros(size), np.zeros(size)
        for number, kind in enumerate(_UNMARKED):
            for prefix, sums in (("B", begins), ("I", inside)):
                label = f"{prefix}-{kind}"
                if label in crf.labels:
                    values = np.array([crf.tagger.marginal(label, place) for place in range(size)])
                    np.add(sums, values, out=sums)
                    by_type[:, number] += values
        marginals = np.column_stack([np.clip(1 - begins - inside, 0, 1), begins, inside]).tolist()
    return _Seen(view, by_type, marginals)


# --- logistic regressions --------------------------------------------------------------------------------------------


def _fit_regression(
    name: str,
    rows: Sequence[Sequence[Row]],
    gold: Sequence[Sequence[bool]],
    groups: npt.NDArray[np.int64],
    settings: Settings,
    random_state: int,
    meta: dict[str, Any],
    arrays: Arrays,
) -> list[Floats]:
    """Fit on all rows of all documents, and say of each what a regression on the other folds says of it."""
    flat = [row for some in rows for row in some]
    target = np.array([mark for some in gold for mark in some], dtype=bool)
    fold = np.repeat(groups, [len(some) for some in rows])
    counts = Counter(key for row in flat for key in row)
    names = sorted(key for key, count in counts.items() if count >= settings.min_count)
    meta[name] = names
    X = _matrix({key: place for place, key in enumerate(names)}, flat)
    arrays[f"{name}.weights"], arrays[f"{name}.bias"] = _regression(X, target, settings.C, random_state)
    values = np.zeros(len(flat))
    for number in range(settings.folds):
        inside = fold == number
        if inside.any():
            weights, bias = _regression(X[~inside], target[~inside], settings.C, random_state)
            values[inside] = _sigmoid(X[inside] @ weights + bias[0])
    return np.split(values, np.cumsum([len(some) for some in rows])[:-1]) if rows else []


def _regression(
    X: sparse.csr_matrix, target: npt.NDArray[np.bool_], C: float, random_state: int
) -> tuple[Floats, Floats]:
    if not target.any() or target.all():
        share = 30.0 if len(target) and target.all() else -30.0
        return np.zeros(X.shape[1]), np.array([share])
    from sklearn.linear_model import LogisticRegression  # here, as in _linear: predicting does without

    with threadpool_limits(1):
        model = LogisticRegression(C=C, solver="liblinear", random_state=random_state, max_iter=300).fit(X, target)
    return np.round(model.coef_[0], _DIGITS), np.round(np.atleast_1d(model.intercept_), _DIGITS)


def _matrix(places: Mapping[str, int], rows: Sequence[Row]) -> sparse.csr_matrix:
    indices, values, bounds = [], [], [0]
    for row in rows:
        for key, value in row.items():
            place = places.get(key)
            if place is not None:
                indices.append(place)
                values.append(float(value))
        bounds.append(len(indices))
    return sparse.csr_matrix(
        (np.array(values), np.array(indices, dtype=np.int32), np.array(bounds)), shape=(len(rows), len(places))
    )


def _sigmoid(values: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-np.clip(values, -40, 40)))
    return result


class _Scorer:
    """A fitted regression."""

    def __init__(self, name: str, meta: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._places = {key: place for place, key in enumerate(meta[name])}
        self._weights, self._bias = arrays[f"{name}.weights"], float(arrays[f"{name}.bias"][0])

    def matrix(self, rows: Sequence[Row]) -> sparse.csr_matrix:
        """The rows as numbers."""
        return _matrix(self._places, rows)

    def score(self, X: sparse.csr_matrix) -> Floats:
        """The probability of each row of a matrix."""
        return _sigmoid(X @ self._weights + self._bias)

    def __call__(self, rows: Sequence[Row]) -> Floats:
        """The probability of each row."""
        return self.score(self.matrix(rows))


def _best_threshold(find: Callable[[float], list[list[list[Quote]]]], gold: Sequence[Sequence[Quote]]) -> float:
    """The threshold with the best F1, as the mean over its neighbours; of equals the one nearest the middle."""
    values = []
    for threshold in _THRESHOLDS:
        counted = [
            _quick_counts(wanted, [quote for group in groups for quote in group])
            for wanted, groups in zip(gold, find(threshold), strict=True)
        ]
        hits, total = sum(count[0] for count in counted), sum(count[1] for count in counted)
        values.append(2 * hits / total if total else 0.0)
    smooth = [
        sum(window) / len(window)
        for window in (values[max(0, place - _SMOOTH) : place + _SMOOTH + 1] for place in range(len(values)))
    ]
    places = sorted(range(len(smooth)), key=lambda place: abs(_THRESHOLDS[place] - _MIDDLE))
    return _THRESHOLDS[max(places, key=lambda place: round(smooth[place], 6))]


def _quick_counts(gold: Sequence[Quote], predicted: Sequence[Quote]) -> tuple[int, int]:
    return len(evaluation.match(gold, predicted)), len(gold) + len(predicted)


# --- between marks ---------------------------------------------------------------------------------------------------


def _pair_rows(seen: _Seen) -> list[Row]:
    covered = [1 - row[0] for row in seen.marginals]
    return [features.pair(seen.view, marks, covered) for marks in seen.view.signs.pairs]


def _pair_gold(view: View, quotes: Sequence[Quote]) -> list[bool]:
    """Whether a pair of marks is a part of direct speech."""
    parts = [(span,) for quote in quotes if quote.type == "direct" for span in quote.spans]
    return [
        any(evaluation.overlap(Quote("direct", (marks.span,)), Quote("direct", part)) >= 0.5 for part in parts)
        for marks in view.signs.pairs
    ]


def _link_gold(view: View, quotes: Sequence[Quote]) -> list[bool]:
    """Whether two neighbouring pairs of marks are parts of one quote."""
    owner = {}
    for marks in view.signs.pairs:
        for number, quote in enumerate(quotes):
            if quote.type == "direct" and any(
                evaluation.overlap(Quote("direct", (marks.span,)), Quote("direct", (span,))) >= 0.5
                for span in quote.spans
            ):
                owner[marks.span] = number
    return [
        left.span in owner and owner[left.span] == owner.get(right.span)
        for left, right in features.neighbours(view.signs.pairs)
    ]


def _direct(
    view: View, chances: Sequence[float] | Floats, links: Sequence[float] | Floats, threshold: float
) -> list[Quote]:
    """The pairs of marks that are speech, those that go on with another joined to it."""
    chance = dict(zip((marks.span for marks in view.signs.pairs), chances, strict=True))
    linked = {
        right.span: left.span
        for (left, right), value in zip(features.neighbours(view.signs.pairs), links, strict=False)
        if value >= 0.5
    }
    groups: dict[Span, list[Span]] = {}
    head: dict[Span, Span] = {}
    for marks in view.signs.pairs:
        if chance[marks.span] < threshold:
            continue
        before = linked.get(marks.span)
        head[marks.span] = head.get(before, marks.span) if before else marks.span
        groups.setdefault(head[marks.span], []).append(marks.span)
    return [
        Quote("direct", tuple(spans), probability=float(max(chance[span] for span in spans)))
        for spans in groups.values()
    ]


# --- without marks ---------------------------------------------------------------------------------------------------


def _candidates(seen: _Seen) -> list[_Candidate]:
    """Spans between likely ends, by their first token."""
    size = len(seen.marginals)
    inside = np.array([1 - row[0] for row in seen.marginals])
    sums = np.concatenate([[0.0], np.cumsum(inside)])
    if not size:
        return []
    starts, stops = _likely_bounds(seen)
    result = []
    for number, (begin, end) in enumerate(seen.view.sentences):
        lowest = 0.0 if seen.view.signed[number] else _MIN_INSIDE
        bounds = []
        for first in (place for place in range(begin, end) if starts[place]):
            for last in _ends_from(seen, stops, number, first):
                mean = (sums[last] - sums[first]) / (last - first)
                if mean >= lowest:
                    goes_on = 1.0 if last == size else 1 - seen.marginals[last][2]
                    ruled = (first, last) in seen.view.found
                    score = mean * (0.1 + seen.marginals[first][1]) * (0.1 + goes_on)
                    bounds.append((ruled, score, first, last))
        for *_, first, last in sorted(sorted(bounds, reverse=True)[:_MOST_CANDIDATES], key=lambda bound: bound[2:]):
            result.append(_candidate(seen, first, last))
    return result


def _likely_bounds(seen: _Seen) -> tuple[list[bool], list[bool]]:
    """Of each token whether a candidate may begin with it, and whether one may end with it."""
    sign, size = seen.view.signs, len(seen.marginals)
    starts = [row[1] >= _LIKELY_START for row in seen.marginals]
    stops = [
        place + 1 == size or (1 - row[0] >= _LIKELY_END and seen.marginals[place + 1][2] < 1 - _LIKELY_END)
        for place, row in enumerate(seen.marginals)
    ]
    for begin, end in sign.clauses:
        first, last = begin, end
        while first < last - 1 and sign.lower[first] in rules.BREAKS and sign.lower[first] not in _OPENING:
            first += 1
        while last > first + 1 and sign.lower[last - 1] in rules.BREAKS and sign.lower[last - 1] not in _CLOSING:
            last -= 1
        starts[first] = stops[last - 1] = True
    for _, last in sign.sources:
        if last < size:
            starts[last] = True
    for first, last in seen.view.found:
        starts[first] = stops[last - 1] = True
    for place, verb in enumerate(sign.verb):
        if verb:
            _around_verb(sign, place, starts, stops)
    return starts, stops


def _around_verb(sign: rules.Signs, place: int, starts: list[bool], stops: list[bool]) -> None:
    """Objects of a verb begin with a determiner, a preposition or a number; they end before its other part."""
    first, last = sign.clauses[sign.clause[place]]
    if place > first:
        stops[place - 1] = True
    if place + 1 < last:
        starts[place + 1] = True
    for other in range(first, last):
        word = sign.lower[other]
        if word in features.DETERMINERS or word in features.PREPOSITIONS or word[:1].isdigit():
            starts[other] = True
        if other > place and word in rules.PARTICLES and other + 2 >= last:
            stops[other - 1] = True
        if word in ("und", "oder") and other > first:
            stops[other - 1] = True


def _ends_from(seen: _Seen, stops: Sequence[bool], number: int, first: int) -> Iterator[int]:
    """Past-the-last tokens of candidates that begin here: in this sentence, or at ends of those that go on from it."""
    sentences = seen.view.sentences
    for place in range(first, min(sentences[number][1], first + _LONGEST)):
        if stops[place]:
            yield place + 1
    for following in range(number + 1, min(len(sentences), number + _MOST_SENTENCES)):
        start, end = sentences[following]
        if 1 - seen.marginals[start][0] < _LIKELY_END or end - first > _LONGEST:
            return
        yield end


def _candidate(seen: _Seen, first: int, last: int) -> _Candidate:
    kind = _UNMARKED[int(np.argmax(seen.by_type[first:last].sum(axis=0)))]
    if kind == "indirect":
        while last - first > 1 and seen.view.signs.lower[last - 1] in rules.STOPS:
            last -= 1
    view = seen.view
    spans = tuple((view.reading.starts[a], view.past[b - 1]) for a, b in _parts(seen, first, last))
    return _Candidate(first, last, kind, spans, features.span(view, kind, first, last, seen.marginals))


def _parts(seen: _Seen, first: int, last: int) -> list[tuple[int, int]]:
    """The span without inserts: runs of two tokens or more inside of it that the CRF holds to be outside."""
    outside = [row[0] > 0.5 for row in seen.marginals[first:last]]
    parts, start = [], first
    place = first
    while place < last:
        run = place
        while run < last and outside[run - first]:
            run += 1
        if run - place >= 2 and first < place and run < last:
            parts.append((start, place))
            start = run
        place = max(run, place + 1)
    parts.append((start, last))
    return [rules.trimmed(seen.view.signs.lower, begin, end) for begin, end in parts]


def _overlaps(candidates: Sequence[_Candidate], gold: Sequence[Quote]) -> list[float]:
    """The largest overlap of each candidate with a gold quote."""
    return [
        max((evaluation.overlap(Quote(some.kind, some.spans), quote) for quote in gold), default=0.0)
        for some in candidates
    ]


def _span_chances(scorers: Mapping[str, _Scorer], candidates: Sequence[_Candidate]) -> Floats:
    """The mean of the probabilities of a fair and of a close match."""
    # All were fitted on the same rows, so they know the same features.
    X = scorers["spans"].matrix([candidate.row for candidate in candidates])
    values: Floats = np.mean([scorers[name].score(X) for name in _SPAN_MODELS], axis=0)
    return values


def _chosen(candidates: Sequence[_Candidate], chances: Sequence[float] | Floats, threshold: float) -> list[Quote]:
    """Of candidates that do not overlap the set with the largest sum of probability over the threshold."""
    order = sorted(
        (some.last, some.first, number) for number, some in enumerate(candidates) if chances[number] > threshold
    )
    lasts = [last for last, _, _ in order]
    best: list[float] = [0.0]
    back: list[tuple[int, bool]] = [(0, False)]
    for place, (_, first, number) in enumerate(order):
        before = bisect_right(lasts, first, 0, place)
        taken = best[before] + float(chances[number]) - threshold
        if taken > best[-1]:
            best.append(taken)
            back.append((before, True))
        else:
            best.append(best[-1])
            back.append((place, False))
    chosen, place = [], len(order)
    while place:
        before, taken_here = back[place]
        if taken_here:
            number = order[place - 1][2]
            chosen.append(Quote(candidates[number].kind, candidates[number].spans, probability=float(chances[number])))
        place = before
    return chosen[::-1]
