"""A page while it is decided: its lines, what the line model says of each, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from standpunkt.cleaning import linemodel
from standpunkt.cleaning.article import ARTICLE_ROLES, FURNITURE_ROLES, Line, count_words
from standpunkt.cleaning.blocks import Lines, Place
from standpunkt.cleaning.linemodel import ROLES, SIGNALS, Described, LineModel, Scores
from standpunkt.cleaning.trees import SCALE

HEAD_ROLES = ("kicker", "title", "teaser")
_THRESHOLD = 0.58
_LEAST = 0.2
_SURE = 0.95
"""A page whose best lines are less sure than this (short ones, lists) is judged by a lower threshold, but not below
_LEAST: the threshold is a share of the best lines' probability."""
_BEST = 3  # lines
_STRONG_NAME, _STRONG_TERM = 1.0, 0.6  # log-odds from which a name or term is given as the reason
_TWICE = 0.6  # share of a line's word pairs that a near line has too
_LINKED = 0.8
_RUN = 5  # lines
_MOST = 0.8  # share of the article's words that stand below its title, from which what stands above is none of it
_FILLED = 0.15  # probability from which a sentence between two kept lines is kept
_TAIL, _MAX_TAIL = 4, 60  # lines after the last paragraph that may belong to it, and their words
_LABEL = re.compile(r"[A-ZÄÖÜ][^:.!?„“»«]{2,28}: \S.{8,}")
_MAX_LABELLED = 25  # words


@dataclass(slots=True)
class Draft:
    """The lines of a page and what is decided about them; `head` and pins change it, `lines_of` reads it out."""

    lines: Lines
    described: Described
    scores: Scores
    model: LineModel
    kept: npt.NDArray[np.bool_]
    probability: npt.NDArray[np.float64]
    roles: list[str]
    words: list[int]
    reasons: dict[int, str] = field(default_factory=dict)
    """Reasons that are known already; those of the other lines are read off the model."""

    def sentence(self, line: int) -> bool:
        """Whether a line ends like a sentence."""
        return bool(self.described.columns["ends_sentence"][line])

    def decide(self, line: int, role: str, reason: str) -> None:
        """Give a line a role for a reason."""
        self.roles[line], self.reasons[line] = role, reason
        self.kept[line] = role in ARTICLE_ROLES

    def furniture(self, line: int) -> str:
        """What a line is if it is not article."""
        places = [place for place, role in enumerate(ROLES) if role in FURNITURE_ROLES]
        return ROLES[places[int(self.scores.roles[line, places].argmax())]]

    def body(self) -> list[int]:
        """The lines of the text, in order."""
        return [line for line in np.flatnonzero(self.kept).tolist() if self.roles[line] not in HEAD_ROLES]


def draft(lines: Lines, model: LineModel) -> Draft:
    """Score the lines of a page that has at least one, and decide which are article."""
    described = linemodel.describe(lines)
    return decided(described, model.score(described), model)


def decided(described: Described, scores: Scores, model: LineModel) -> Draft:
    """Decide by scores which lines of a page are article, and what each is."""
    lines = described.lines
    probability = 1 / (1 + np.exp(-scores.keep / SCALE))
    best = float(np.sort(probability)[-_BEST:].mean())
    kept = probability > min(_THRESHOLD, max(_LEAST, _THRESHOLD * best / _SURE))
    article = [ROLES.index(role) for role in ARTICLE_ROLES if role not in HEAD_ROLES]
    furniture = [ROLES.index(role) for role in FURNITURE_ROLES if role in ROLES]
    as_article = scores.roles[:, article].argmax(axis=1)
    as_furniture = scores.roles[:, furniture].argmax(axis=1)
    roles = [
        ROLES[article[one]] if keep else ROLES[furniture[other]]
        for keep, one, other in zip(kept.tolist(), as_article.tolist(), as_furniture.tolist(), strict=True)
    ]
    return Draft(lines, described, scores, model, kept, probability, roles, [count_words(text) for text in lines.texts])


def settle(found: Draft, title: int | None) -> None:
    """Correct single lines by those around them: what no score of one line alone can tell.

    Args:
        found: with the roles of the head decided.
        title: its line, None where the page shows none.
    """
    texts, words = found.lines.texts, found.words
    body = found.body()
    total = sum(words[line] for line in body)
    if title is not None and sum(words[line] for line in body if line > title) > _MOST * total:
        for line in body:
            if line < title:
                found.decide(line, found.furniture(line), "above the title")
    if found.lines.places:
        return  # the elements of HTML tell the rest
    for line in found.body():
        if words[line] <= _MAX_LABELLED and not found.sentence(line) and _LABEL.fullmatch(texts[line]):
            around = [other for other in (line - 1, line + 1) if 0 <= other < len(texts)]
            if found.roles[line] == "body" and any(found.described.columns["prose"][other] for other in around):
                found.decide(line, "related", "a label and a headline between paragraphs")
    _fill(found)


def _fill(found: Draft) -> None:
    """Keep short sentences beside the article's: the questions of an interview, a last paragraph of a few words."""
    body = found.body()
    if not body:
        return
    inside, first, last = set(body), body[0], body[-1]

    def near(line: int, step: int) -> int:
        """The next line up or down, over a single word such as `Anzeige`."""
        other = line + step
        skip = 0 <= other < len(found.words) and found.words[other] <= 1 and other not in inside
        return other + step if skip else other

    for line in range(max(first - 1, 0), min(last + _TAIL, len(found.words))):
        if line in inside or not found.sentence(line) or line in found.reasons or found.probability[line] < _FILLED:
            continue
        between = near(line, -1) in inside and near(line, 1) in inside
        question = line == first - 1 and found.lines.texts[line].rstrip('“”«"').endswith("?")
        # What the model takes for a note or a comment may well be one at the end, but not among paragraphs.
        known = found.roles[line] not in ("related", "other", "prompt")
        tail = line > last and not known and near(line, -1) in inside and found.words[line] <= _MAX_TAIL
        if between or question or tail:
            found.decide(line, "body", "a sentence right beside the article's")
            inside.add(line)


def lines_of(found: Draft) -> tuple[list[Line], list[Line]]:
    """The kept and the removed lines, with reasons, confidence and offsets."""
    why = _Reasons(found)
    kept: list[Line] = []
    removed: list[Line] = []
    for line, text in enumerate(found.lines.texts):
        keep = bool(found.kept[line])
        p = float(found.probability[line])
        sure = 1.0 if line in found.reasons else max(0.5, p if keep else 1 - p)
        (kept if keep else removed).append(
            Line(
                line + 1,
                text,
                found.roles[line],
                found.reasons.get(line) or why.of(line),
                round(sure, 2),
                found.lines.starts[line],
                found.lines.ends[line],
            )
        )
    return kept, removed


class _Reasons:
    """Why a line is what it is: the strongest of the things the model saw, in words."""

    def __init__(self, found: Draft) -> None:
        self._found = found
        self._signals = np.array([SIGNALS.index(role) if role in SIGNALS else -1 for role in found.roles])
        self._terms = self._strongest_terms()
        self._named: dict[tuple[int, int], tuple[int, str]] = {}
        body = found.body()
        self._first, self._last = (body[0], body[-1]) if body else (0, -1)

    def _strongest_terms(self) -> dict[int, str]:
        """For each removed line with a signal the term that speaks most for its role, where that is much."""
        found = self._found
        rows = found.model.terms.find(found.described.term_hashes)
        where = found.described.term_lines
        known = (rows >= 0) & (self._signals[where] >= 0)
        rows, where = rows[known], where[known]
        weights = found.model.terms.table[rows, self._signals[where]]
        order = np.lexsort((rows, weights, where))
        last = order[np.flatnonzero(np.diff(where[order], append=-1))]
        said = found.scores.said
        return {
            int(line): found.model.terms.names[int(row)].strip("^$")
            for line, row, weight in zip(where[last], rows[last], weights[last], strict=True)
            if weight > linemodel.WEIGHT and said[line, self._signals[line]] > _STRONG_TERM
        }

    def _name(self, place: Place, signal: int) -> tuple[int, str]:
        """The name of an element, or of one around it, that speaks most for a role, and its weight."""
        key = (id(place), signal)
        if key not in self._named:
            above = self._name(place.parent, signal) if place.parent is not None else (0, "")
            weights = self._found.model.around
            own = [
                (int(weights.table[weights.keys[name], signal]), name)
                for name in linemodel.name_keys(place, ())
                if name in weights.keys
            ]
            self._named[key] = max([above, *own], key=lambda pair: pair[0])
        return self._named[key]

    def of(self, line: int) -> str:
        """The reason for one line."""
        found = self._found
        columns = found.described.columns
        if found.kept[line]:
            return "prose in the article" if columns["prose"][line] else "stands in the article"
        signal = int(self._signals[line])
        if found.roles[line] in ("caption", "credit") and columns["pairs_near"][line] > _TWICE:
            return "stands twice near by"
        if signal > 0 and found.scores.named is not None and found.scores.named[line, signal] > _STRONG_NAME:
            weight, name = self._name(found.lines.places[line], signal)
            if weight > linemodel.WEIGHT // 2:
                return f"inside {name}" if name.startswith("<") else f"inside an element named {name}"
        if line in self._terms:
            return f"says “{self._terms[line]}”"
        if "linked" in columns and columns["linked"][line] > _LINKED:
            return "a link"
        if columns["run"][line] >= _RUN and not columns["prose"][line]:
            return f"in a run of {int(columns['run'][line])} short lines"
        if self._last < 0:
            return "no article on the page"
        place = "above" if line < self._first else "below" if line > self._last else "between paragraphs of"
        return f"{place} the article"
