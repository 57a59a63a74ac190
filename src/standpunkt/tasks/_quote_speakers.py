"""Who says a quotation and by which words: two linear rankers, one over cues, one over noun phrases.

Each ranker scores every candidate of a quotation, and the option that there is none, by a weighted sum of features and
takes the best. Weights are those of a linear support vector machine over differences between the right candidate and
each of the others (Joachims 2002, "Optimizing Search Engines using Clickthrough Data"). The candidates come from
`language.speakers`; quotations are read in the order of the text, as a quotation is often spoken by whom the one before
named. While fitting, the cues are those of rankers that did not see the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from standpunkt.language.documents import Reading
from standpunkt.language.speakers import REPORTS, SOURCES, Candidate, Cue, Place, Scene
from standpunkt.schema import Quote, Span

Arrays = dict[str, npt.NDArray[Any]]
Features = list[str]

_FEWEST = 3
"""Features of fewer candidates are left out."""
_FOLDS = 4
_C = 0.01
_DIGITS = 6
_BUCKETS = (0, 1, 2, 3, 4, 5, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8, 9)


@dataclass(frozen=True, slots=True)
class _Example:
    """One quotation to fit a ranker on: what is right, and what is not."""

    right: Features
    wrong: list[Features]


def fit(
    readings: Sequence[Reading], gold: Sequence[Sequence[Quote]], random_state: int
) -> tuple[dict[str, Any], Arrays]:
    """Fit both rankers.

    Args:
        readings: the texts.
        gold: their quotations with cues and speakers.
        random_state: of the order in which liblinear visits the examples.

    Returns:
        The names of the features by ranker, and their weights; `attribute` takes both.
    """
    scenes = [Scene(reading, quotes) for reading, quotes in zip(readings, gold, strict=True)]
    cue_examples = [list(_cue_examples(scene, quotes)) for scene, quotes in zip(scenes, gold, strict=True)]
    cue_weights = _fit_ranker(_flat(cue_examples), random_state)
    speaker_examples: list[_Example] = []
    for fold in range(_FOLDS):
        rest = [examples for number, examples in enumerate(cue_examples) if number % _FOLDS != fold]
        weights = _fit_ranker(_flat(rest), random_state)
        for scene, quotes in zip(scenes[fold::_FOLDS], gold[fold::_FOLDS], strict=True):
            speaker_examples.extend(_speaker_examples(scene, quotes, weights))
    speaker_weights = _fit_ranker(speaker_examples, random_state)
    meta, arrays = {}, {}
    for name, ranker in (("cues", cue_weights), ("speakers", speaker_weights)):
        meta[name] = list(ranker)
        arrays[name] = np.array(list(ranker.values()), np.float64)
    return meta, arrays


def attribute(
    meta: Mapping[str, Any],
    arrays: Mapping[str, npt.NDArray[Any]],
    readings: Sequence[Reading],
    quotes: Sequence[Sequence[Quote]],
) -> list[list[Quote]]:
    """Find cue and speaker of each quotation.

    Args:
        meta: of `fit`.
        arrays: of `fit`.
        readings: the texts.
        quotes: their quotations; cues and speakers that they have are replaced.

    Returns:
        The quotations in the same order, with `cues` and `speakers`, which stay empty where there is none.
    """
    cue_weights, speaker_weights = (
        dict(zip(meta[name], arrays[name].tolist(), strict=True)) for name in ("cues", "speakers")
    )
    return [
        _attribute(Scene(reading, found), found, cue_weights, speaker_weights)
        for reading, found in zip(readings, quotes, strict=True)
    ]


def _attribute(
    scene: Scene, quotes: Sequence[Quote], cue_weights: Mapping[str, float], speaker_weights: Mapping[str, float]
) -> list[Quote]:
    found = list(quotes)
    previous: Candidate | None = None
    last: Place | None = None
    memory: dict[tuple[int, str], float] = {}
    for number in _order(quotes):
        quote = quotes[number]
        place = scene.place(quote)
        cue = _choose_cue(scene, quote, place, cue_weights)
        view = _View(scene, quote, place, cue, previous, last, memory)
        options = view.candidates()
        scores = [view.score(option, speaker_weights) for option in options]
        best = max(range(len(options)), key=scores.__getitem__, default=None)
        nobody = _score(view.nobody(), speaker_weights)
        speaker = options[best] if best is not None and scores[best] >= nobody else None
        found[number] = replace(
            quote,
            cues=scene.spans(cue) if cue else (),
            speakers=(scene.characters(speaker.start, speaker.end),) if speaker else (),
        )
        previous, last = speaker or previous, place
    return found


def _order(quotes: Sequence[Quote]) -> list[int]:
    return sorted(range(len(quotes)), key=lambda number: quotes[number].spans)


def _score(features: Features, weights: Mapping[str, float]) -> float:
    get = weights.get
    return sum([get(feature, 0.0) for feature in features])


# --- cues ----------------------------------------------------------------------------------------------------------


def _choose_cue(scene: Scene, quote: Quote, place: Place, weights: Mapping[str, float]) -> Cue | None:
    cues = scene.cues_near(quote, place)
    scores = [_score(_cue_features(scene, quote, place, cue), weights) for cue in cues]
    best = max(range(len(cues)), key=scores.__getitem__, default=None)
    nothing = _score(_no_cue(scene, quote, place, cues), weights)
    return cues[best] if best is not None and scores[best] > nothing else None


def _cue_features(scene: Scene, quote: Quote, place: Place, cue: Cue) -> Features:
    """What speaks for a cue or against it."""
    kind, token, word = quote.type[0], cue.token, cue.word
    side, distance = _side(scene, quote, place, token, token + 1)
    gap = (token + 1, place.start) if side == "before" else (place.end, token)
    near = _bucket(distance)
    verbs = min(scene.verbs_between(*gap), 3)
    commas = min(scene.commas_between(*gap), 3)
    names = min(scene.bare_between(*gap), 3)
    marks = min(scene.marks_between(*gap), 3)
    known = cue.kind != "verb" or word in REPORTS
    after = scene.low[token + 1] if token + 1 < scene.size else "."
    sentence = min(max(scene.sentence(token) - place.first, -1), 1)
    return [
        cue.kind,
        word,
        f"{kind} {cue.kind} {side}",
        f"{word} {kind}",
        f"{word} {side}",
        f"known {known} {kind}",
        f"known {known} {side} {near}",
        f"{kind} {side} {near}",
        f"verbs {side} {verbs} {known}",
        f"commas {side} {commas}",
        f"commas {kind} {side} {commas} {verbs}",
        f"sentence {sentence} {kind} {side}",
        f"names {side} {names} {cue.kind}",
        f"form {scene.low[token][-3:]}",
        f"after {'-' if after.isalnum() else after} {side}",
        f"parts {len(cue.others)} {cue.kind}",
        f"marks {side} {marks}",
        f"adjacent {side} {distance == 0} {known} {word if cue.kind != 'verb' else ''}",
    ]


def _no_cue(scene: Scene, quote: Quote, place: Place, cues: Sequence[Cue]) -> Features:
    kind = quote.type[0]
    known = sum(cue.kind == "word" or cue.word in REPORTS for cue in cues)
    return [
        "none", f"none {kind}", f"none {kind} {min(known, 2)}", f"none {kind} {min(len(cues), 3)}",
        f"none {kind} sentences {min(place.last - place.first, 2)}", f"none {kind} {_mark_before(scene, place)}",
    ]  # fmt: skip


def _cue_examples(scene: Scene, quotes: Sequence[Quote]) -> Iterator[_Example]:
    for quote in quotes:
        place = scene.place(quote)
        cues = scene.cues_near(quote, place)
        hits = [
            max((_overlap(span, gold) for span in scene.spans(cue) for gold in quote.cues), default=0) for cue in cues
        ]
        features = [_cue_features(scene, quote, place, cue) for cue in cues]
        nothing = _no_cue(scene, quote, place, cues)
        if not quote.cues:
            yield _Example(nothing, features)
        elif any(hits):
            wrong = [found for found, hit in zip(features, hits, strict=True) if not hit]
            yield _Example(features[int(np.argmax(hits))], [*wrong, nothing])


# --- speakers ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _View:
    """A quotation as the ranker of speakers sees it."""

    scene: Scene
    quote: Quote
    place: Place
    cue: Cue | None
    previous: Candidate | None
    """Speaker of the quotation before."""
    last: Place | None
    """Where the quotation before stands."""
    memory: dict[tuple[int, str], float]
    """Sums of features of this text that were made before, by first token and where it stands."""

    def candidates(self) -> list[Candidate]:
        """Who may speak: the candidates nearby, and who spoke before."""
        near = self.scene.near(self.quote, self.place)
        if self.previous is not None and self.previous not in near:
            near.insert(0, self.previous)
        return near

    def features(self, candidate: Candidate) -> Features:
        """What speaks for a candidate or against it."""
        found = self._here(candidate)
        return found + self._shared(candidate, found[0])

    def score(self, candidate: Candidate, weights: Mapping[str, float]) -> float:
        """The weighted sum of the features; the part that other quotations nearby share is summed once."""
        found = self._here(candidate)
        key = (candidate.start, found[0])
        shared = self.memory.get(key)
        if shared is None:
            shared = self.memory[key] = _score(self._shared(candidate, found[0]), weights)
        return shared + _score(found, weights)

    def _here(self, candidate: Candidate) -> Features:
        """Features that belong to this quotation alone; the first says where the candidate stands."""
        return self._position(candidate) + self._to_cue(candidate) + self._to_previous(candidate)

    def _shared(self, candidate: Candidate, where: str) -> Features:
        kind, side, _ = where.split()
        return _own(self.scene, candidate, kind, side) + _local(self.scene, candidate, where)

    def _position(self, candidate: Candidate) -> Features:
        """Where a candidate stands to the quotation, and what lies between."""
        scene, place = self.scene, self.place
        side, distance = _side(scene, self.quote, place, candidate.start, candidate.end)
        gap = (candidate.end, place.start) if side == "before" else (place.end, candidate.start)
        if side == "in":
            gap = (place.start, candidate.start)
        rank = min(scene.bare_between(*gap), 4)
        commas = min(scene.commas_between(*gap), 3)
        verbs = min(scene.verbs_between(*gap), 3)
        marks = min(scene.marks_between(*gap), 3)
        where = f"{self.quote.type[0]} {side} {_sentence_distance(scene, place, candidate)}"
        bare = _bare(candidate)
        return [
            where,
            f"{where} {bare}",
            f"{where} rank {rank} {bare}",
            f"{where} verbs {verbs} {commas}",
            f"{where} near {_bucket(distance)}",
            f"{where} marks {marks}",
            f"{where} person {scene.person(candidate)}",
        ]

    def _to_cue(self, candidate: Candidate) -> Features:
        """Where a candidate stands to the cue."""
        cue, scene = self.cue, self.scene
        case, bare = _case(candidate), _bare(candidate)
        if cue is None:
            return [f"no cue {bare} {case}"]
        if scene.sentence(cue.token) != scene.sentence(candidate.start):
            return [f"cue elsewhere {cue.kind}"]
        after = candidate.start >= cue.token
        gap = (cue.token + 1, candidate.start) if after else (candidate.end, cue.token)
        rank = min(scene.bare_between(*gap), 3)
        commas = min(scene.commas_between(*gap), 3)
        verbs = min(scene.verbs_between(*gap), 2)
        way = f"cue {_group(cue)} {after}"
        holds = any(candidate.start <= token < candidate.end for token in (cue.token, *cue.others))
        numbers = f"number {self._number()} {_number(scene, candidate)}"
        return [
            way,
            f"{way} rank {rank} {bare}",
            f"{way} rank {rank} {case} {bare}",
            f"{way} rank {rank} {commas} {bare}",
            f"{way} rank {rank} {scene.person(candidate)} {bare}",
            f"{way} commas {commas}",
            f"{way} near {_bucket(gap[1] - gap[0])} {bare}",
            f"{way} verbs {verbs} {bare}",
            f"{way} prep {candidate.preposition}",
            f"{way} {self._auxiliary()} {candidate.preposition}",
            f"cue {cue.word} {after} {bare}",
            f"cue holds {holds}",
            f"{numbers} {bare}",
            f"{numbers} {case} {after}",
        ]

    def _to_previous(self, candidate: Candidate) -> Features:
        """How a candidate stands to who spoke before."""
        kind = self.quote.type[0]
        if self.previous is None or self.last is None:
            return [f"first quote {kind}"]
        close = min(max(self.place.first - self.last.last, -1), 3)
        if candidate.start == self.previous.start:
            return [f"same {kind}", f"same {kind} {close}", f"same {self.cue is None} {kind}"]
        alike = self.scene.low[candidate.head] == self.scene.low[self.previous.head]
        newer = candidate.start > self.last.end
        return [f"alike {alike}", f"since {newer} {kind}", f"since {newer} {kind} {close}"]

    def _number(self) -> str:
        """Number of the finite verb of the cue: `s`, `p`, or `-` where it has none."""
        if self.cue is None or self.cue.kind != "verb":
            return "-"
        finite = next((token for token in self.cue.others if self.scene.verbs[token]), self.cue.token)
        return "p" if self.scene.low[finite].endswith("n") or self.scene.low[finite] == "sind" else "s"

    def _auxiliary(self) -> str:
        """Lemma of the auxiliary of the cue: `werden` tells the passive."""
        others = self.cue.others if self.cue else ()
        return next((self.scene.reading.lemmas[token] for token in others if self.scene.verbs[token]), "")

    def nobody(self) -> Features:
        """What speaks for a quotation without a speaker."""
        kind, cue = self.quote.type[0], self.cue
        return [
            "none",
            f"none {kind}",
            f"none cue {cue.kind if cue else ''} {kind}",
            f"none {cue.word if cue else ''}",
            f"none auxiliary {self._auxiliary()}",
            f"none after {_token(self.scene, cue.token + 1) if cue else ''}",
            f"none previous {self.previous is None} {kind}",
            f"none {cue is None} {kind} {_mark_before(self.scene, self.place)}",
        ]


def _own(scene: Scene, candidate: Candidate, kind: str, side: str) -> Features:
    """What a candidate is in itself, and its neighbours."""
    case, bare, preposition = _case(candidate), _bare(candidate), candidate.preposition
    head = scene.low[candidate.head]
    before, after = _token(scene, candidate.start - 1), _token(scene, candidate.end)
    first = scene.sentence_start(scene.sentence(candidate.start)) == candidate.start
    found = [
        f"case {case}",
        f"case {case} {kind} {bare}",
        f"prep {preposition}",
        f"prep {preposition} {kind} {side}",
        f"head {head}",
        f"end {head[-2:]}",
        f"end {head[-4:]}",
        f"end {head[-6:]}",
        f"shape {candidate.kind} {min(candidate.end - candidate.start, 5)}",
        f"kind {candidate.kind} {kind}",
        f"person {scene.person(candidate)} {kind} {side} {bare}",
        f"source {head in SOURCES} {preposition}",
        f"mention {candidate.head in scene.mentioned} {bare}",
        f"capitals {_capitals(scene, candidate)}",
        f"before {before}",
        f"after {after}",
        f"after {after} {side}",
        f"around {before} {after} {bare}",
        f"first {first} {bare} {case}",
        f"quoted {scene.quoted[candidate.start] > 0} {kind}",
    ]
    if candidate.kind == "pronoun":
        found.append(f"pronoun {head} {side}")
    return found


def _local(scene: Scene, candidate: Candidate, where: str) -> Features:
    """How a candidate stands to the reporting word next to it in its own sentence."""
    cue = scene.report_near(candidate)
    case, bare = _case(candidate), _bare(candidate)
    if cue is None:
        return ["local none", f"local none {bare} {case}", f"local none {where}", f"local none {bare} {case} {where}"]
    after = candidate.start > cue.token
    gap = (cue.token + 1, candidate.start) if after else (candidate.end, cue.token)
    rank = min(scene.bare_between(*gap), 3)
    commas = min(scene.commas_between(*gap), 2)
    verbs = min(scene.verbs_between(*gap), 2)
    way = f"local {_group(cue)} {after}"
    found = [
        f"{way} {rank} {bare}",
        f"{way} {rank} {bare} {case}",
        f"{way} {rank} {commas} {scene.person(candidate)} {bare}",
        f"{way} between {commas} {verbs} {bare}",
        f"local {cue.word} {after} {bare}",
    ]
    return [*found, *(f"{feature} {where}" for feature in found)]


def _speaker_examples(scene: Scene, quotes: Sequence[Quote], cue_weights: Mapping[str, float]) -> Iterator[_Example]:
    previous: Candidate | None = None
    last: Place | None = None
    memory: dict[tuple[int, str], float] = {}
    for number in _order(quotes):
        quote = quotes[number]
        place = scene.place(quote)
        cue = _choose_cue(scene, quote, place, cue_weights)
        view = _View(scene, quote, place, cue, previous, last, memory)
        options = view.candidates()
        hits = [
            max((_overlap(scene.characters(option.start, option.end), gold) for gold in quote.speakers), default=0.0)
            for option in options
        ]
        best = int(np.argmax(hits)) if options else 0
        if not quote.speakers:
            yield _Example(view.nobody(), [view.features(option) for option in options])
        elif options and hits[best] > 0:
            wrong = [view.features(option) for option, hit in zip(options, hits, strict=True) if not hit]
            yield _Example(view.features(options[best]), [*wrong, view.nobody()])
            previous = options[best]
        last = place


# --- shared --------------------------------------------------------------------------------------------------------


def _side(scene: Scene, quote: Quote, place: Place, start: int, end: int) -> tuple[str, int]:
    """Where the tokens stand to the quotation, and how many tokens lie between."""
    if end <= place.start:
        return "before", place.start - end
    if start >= place.end:
        return "after", start - place.end
    if len(quote.spans) > 1 and not scene.quoted[start]:
        return "gap", min(start - past for past, _ in scene.gaps(quote) if past <= start)
    return "in", start - place.start


def _case(candidate: Candidate) -> str:
    return candidate.case or candidate.kind


def _bare(candidate: Candidate) -> str:
    return "p" if candidate.preposition else "-"


def _group(cue: Cue) -> str:
    return "verb" if cue.kind == "verb" else cue.word


def _sentence_distance(scene: Scene, place: Place, candidate: Candidate) -> int:
    sentence = scene.sentence(candidate.start)
    if sentence < place.first:
        return max(sentence - place.first, -4)
    return min(max(sentence - place.last, 0), 2)


def _bucket(distance: int) -> int:
    return _BUCKETS[distance] if 0 <= distance < len(_BUCKETS) else 10


def _token(scene: Scene, place: int) -> str:
    """A neighbour by its class: a mark, a reporting verb, another verb, a short word, or any other."""
    if not 0 <= place < scene.size:
        return "#"
    token = scene.low[place]
    if scene.verbs[place]:
        lemma = scene.reading.lemmas[place]
        return "V!" if lemma in REPORTS else f"V {lemma}" if lemma in ("haben", "werden", "sein") else "V"
    return token if len(token) < 4 else "W"


def _mark_before(scene: Scene, place: Place) -> str:
    """The mark right before the quotation, `-` where it is a word."""
    return scene.low[place.start - 1] if place.start and not scene.low[place.start - 1].isalnum() else "-"


def _number(scene: Scene, candidate: Candidate) -> str:
    """Number of a noun phrase as far as determiner and coordination tell."""
    first = scene.low[candidate.start]
    if any(scene.low[at] in ("und", "sowie") for at in range(candidate.start, candidate.end)):
        return "p"
    if first in ("er", "man", "ich", "der", "das", "ein", "eine", "dieser", "dieses"):
        return "s"
    if first in ("einige", "mehrere", "viele", "alle", "beide", "zahlreiche", "manche", "wir"):
        return "p"
    head = scene.low[candidate.head]
    if first in ("die", "diese", "seine", "ihre", "unsere", "keine"):
        return "p" if head.endswith(("en", "er", "e", "s", "ern", "eln")) else "s"
    return f"n{candidate.kind[0]}{head[-2:]}" if candidate.kind == "noun" else candidate.kind


def _capitals(scene: Scene, candidate: Candidate) -> int:
    return min(sum(scene.reading.tokens[at][0].isupper() for at in range(candidate.start, candidate.head + 1)), 3)


def _overlap(one: Span, other: Span) -> float:
    """Shared characters by those of both together."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def _flat(parts: Iterable[Iterable[_Example]]) -> list[_Example]:
    return [example for part in parts for example in part]


def _fit_ranker(examples: Sequence[_Example], random_state: int) -> dict[str, float]:
    """The weight of each feature; empty where there is nothing to learn from."""
    counts: Counter[str] = Counter()
    for example in examples:
        for features in (example.right, *example.wrong):
            counts.update(features)
    columns = {feature: number for number, feature in enumerate(sorted(f for f, n in counts.items() if n >= _FEWEST))}
    pairs = [(example.right, wrong) for example in examples for wrong in example.wrong]
    # By the root: a quotation with many candidates says more than one with few, but not in proportion.
    shares = [len(example.wrong) ** -0.5 for example in examples for _ in example.wrong]
    if not pairs or not columns:
        return {}
    data: list[float] = []
    indices: list[int] = []
    starts = [0]
    for number, (right, wrong) in enumerate(pairs):
        sign = 1.0 if number % 2 else -1.0  # both classes occur
        difference = Counter(right)
        difference.subtract(wrong)
        for feature, value in difference.items():
            if value and feature in columns:
                data.append(sign * value)
                indices.append(columns[feature])
        starts.append(len(data))
    matrix = sparse.csr_matrix((data, indices, starts), shape=(len(pairs), len(columns)))
    matrix.sort_indices()
    classes = np.arange(len(pairs)) % 2
    if len(pairs) < 2:
        return {}
    from sklearn.svm import LinearSVC  # here, as in _linear: attributing does without

    model = LinearSVC(C=_C, fit_intercept=False, dual=True, random_state=random_state, max_iter=5000, tol=1e-3)
    model.fit(matrix, classes, sample_weight=shares)
    weights = np.round(model.coef_[0], _DIGITS)
    return {feature: float(weights[number]) for feature, number in columns.items() if weights[number]}
