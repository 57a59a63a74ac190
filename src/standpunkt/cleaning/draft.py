"""A page while it is decided: its lines, what the line model says of each, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from standpunkt.cleaning import linemodel
from standpunkt.cleaning.article import ARTICLE_ROLES, FURNITURE_ROLES, Line
from standpunkt.cleaning.authors import byline_in
from standpunkt.cleaning.blocks import Lines, Place
from standpunkt.cleaning.dates import day_in
from standpunkt.cleaning.linemodel import ROLES, SIGNALS, Described, LineModel, Scores
from standpunkt.cleaning.trees import SCALE

HEAD_ROLES = ("kicker", "title", "teaser")
_ARTICLE = [ROLES.index(role) for role in ARTICLE_ROLES if role not in HEAD_ROLES]
_FURNITURE = [ROLES.index(role) for role in FURNITURE_ROLES if role in ROLES]
_SIGNAL_OF = {role: signal for signal, role in enumerate(SIGNALS)}
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
_LIKELY = 0.45  # probability from which a sentence after the last paragraph is kept whatever role it would have
_FILLED = 0.15  # probability from which a sentence between two kept lines is kept
_TAIL, _MAX_TAIL = 4, 60  # lines after the last paragraph that may belong to it, and their words
_USUAL = 0x3000  # code points: above them are emoji and other scripts
_NO_KEY = re.compile(r"[\W_]+")
_EARLY, _MAX_BYLINE = 3, 12  # lines at the beginning of the body among which a byline may hide, and its words
_PICTURE = re.compile(r"Foto|Bild|Quelle|Grafik|Illustration|Credit|©")
_CREDIT = re.compile(
    r"^\W?(?:Fotos?|Bild(?:er|quelle|nachweis)?|Quelle|Grafik|Symbolbild|Illustration)\s?[:/©|]|^\W*(?:Foto|Bild)\W*©"
)
_CREDITED = re.compile(
    r"(?:\b(?:Quelle|Fotos?|Bild|Grafik)[:/] ?[^.:]{2,40}|"
    r"[(\[](?:Foto|Bild|Quelle|Symbolbild|Grafik|Credit)\b[^()\[\]]{0,45}[)\]]|"
    r"(?<=\S)\W+©[^.]{2,60})$"
)
_MIN_TWICE, _MAX_CAPTION = 5, 40  # words
_FEW = 1 / 3  # of the article's lines
_AGAIN = 0.8  # share of its word pairs that a near line has too, from which a short line is the text of a picture
_LABEL = re.compile(r"[A-ZÄÖÜ][^:.!?„“»«]{2,28}: \S.{8,}")
_LABELLED = "a label and a headline between paragraphs"
_MAX_LABELLED = 25  # words


def key_of(text: str) -> str:
    """The letters and digits of a text, folded."""
    return _NO_KEY.sub("", text.casefold())


def _keys_of(texts: Sequence[str]) -> list[str]:
    """`key_of` each of the lines of a page, over all at once."""
    codes = np.frombuffer("\n".join(texts).casefold().encode("utf-32-le", "surrogatepass"), np.uint32)
    table = _in_keys()
    keep = table[np.minimum(codes, len(table) - 1)]
    for at in np.flatnonzero(codes >= len(table)).tolist():
        keep[at] = chr(codes[at]).isalnum()
    return codes[keep].tobytes().decode("utf-32-le", "surrogatepass").split("\n")


@cache
def _in_keys() -> npt.NDArray[np.bool_]:
    """For each of the usual code points whether it is a letter, a digit or a line end."""
    return np.array([chr(code).isalnum() or code == ord("\n") for code in range(_USUAL)])


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
    keys: list[str]
    """The letters and digits of each line, folded: the same line is often set in other marks or case."""
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
        return ROLES[_FURNITURE[int(self.scores.roles[line, _FURNITURE].argmax())]]

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
    as_article = scores.roles[:, _ARTICLE].argmax(axis=1).tolist()
    as_furniture = scores.roles[:, _FURNITURE].argmax(axis=1).tolist()
    roles = [
        ROLES[_ARTICLE[one] if keep else _FURNITURE[other]]
        for keep, one, other in zip(kept.tolist(), as_article, as_furniture, strict=True)
    ]
    return Draft(
        lines,
        described,
        scores,
        model,
        kept,
        probability,
        roles,
        described.page.counts.astype(np.int64).tolist(),
        _keys_of(lines.texts),
    )


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
    for line in body[:_EARLY]:
        text = texts[line]
        if words[line] <= _MAX_BYLINE and (
            byline_in(text) or (day_in(text) and not found.described.columns["prose"][line])
        ):
            found.decide(line, "byline", "says when the article was written, or by whom")
    _mark_pictures(found)
    if found.lines.places:
        return  # the elements of HTML tell the rest
    near = found.described.columns["pairs_near"]
    body = found.body()
    again = [line for line in body if _MIN_TWICE <= words[line] <= _MAX_CAPTION and near[line] > _AGAIN]
    # Where many lines are nearly alike, that is how the text is written.
    for line in again if len(again) < len(body) * _FEW else ():
        found.decide(line, "caption", "stands twice near by")
    for line in found.body():
        if words[line] <= _MAX_LABELLED and not found.sentence(line) and _LABEL.fullmatch(texts[line]):
            around = [other for other in (line - 1, line + 1) if 0 <= other < len(texts)]
            if found.roles[line] == "body" and any(found.described.columns["prose"][other] for other in around):
                found.decide(line, "related", _LABELLED)
    _fill(found)


def _mark_pictures(found: Draft) -> None:
    """Give lines that are, or end with, the credit of a picture the role that their form shows."""
    heads = {line for line, role in enumerate(found.roles) if role in HEAD_ROLES}
    for line, text in enumerate(found.lines.texts):
        if found.words[line] > _MAX_CAPTION or line in heads or not _PICTURE.search(text):
            continue
        if _CREDIT.search(text) and found.words[line] <= _MAX_BYLINE:
            found.decide(line, "credit", "the form of a picture's credit")
        elif _CREDITED.search(text):
            found.decide(line, "caption", "ends with a picture's credit")


def _fill(found: Draft) -> None:
    """Keep short sentences beside the article's: the questions of an interview, a last paragraph of a few words."""
    body = found.body()
    if not body:
        return
    inside, first, last = set(body), body[0], body[-1]

    def near(line: int, step: int) -> int:
        """The next line up or down, over a single word such as `Anzeige` and a link with its label."""
        other = line + step
        if 0 <= other < len(found.words) and other not in inside:
            skip = found.words[other] <= 1 or found.reasons.get(other) == _LABELLED
            return other + step if skip else other
        return other

    for line in range(max(first - 1, 0), min(last + _TAIL, len(found.words))):
        if line in inside or not found.sentence(line) or line in found.reasons or found.probability[line] < _FILLED:
            continue
        between = near(line, -1) in inside and near(line, 1) in inside
        question = line == first - 1 and found.lines.texts[line].rstrip('“”«"').endswith("?")
        # What the model takes for a note or a comment may well be one at the end, but not among paragraphs.
        known = found.roles[line] not in ("related", "other", "prompt") and found.probability[line] < _LIKELY
        tail = line > last and not known and near(line, -1) in inside and found.words[line] <= _MAX_TAIL
        if between or question or tail:
            found.decide(line, "body", "a sentence right beside the article's")
            inside.add(line)


def lines_of(found: Draft) -> tuple[list[Line], list[Line]]:
    """The kept and the removed lines, with reasons, confidence and offsets."""
    why = _Reasons(found)
    kept: list[Line] = []
    removed: list[Line] = []
    lines = found.lines
    decided = zip(lines.texts, found.roles, lines.starts, lines.ends, why.kept, found.probability.tolist(), strict=True)
    for line, (text, role, start, end, keep, p) in enumerate(decided):
        reason, sure = found.reasons.get(line), 1.0
        if reason is None:
            reason, sure = why.of(line), round(max(0.5, p if keep else 1 - p), 2)
        (kept if keep else removed).append(Line(line + 1, text, role, reason, sure, start, end))
    return kept, removed


class _Reasons:
    """Why a line is what it is: the strongest of the things the model saw, in words."""

    def __init__(self, found: Draft) -> None:
        self.kept: list[bool] = found.kept.tolist()
        self._found = found
        columns = found.described.columns
        # As lists: one value of an array costs as much as ten of a list.
        self._prose: list[bool] = (columns["prose"] != 0).tolist()
        self._twice: list[bool] = (columns["pairs_near"] > _TWICE).tolist()
        self._linked: list[bool] = (columns["linked"] > _LINKED).tolist() if "linked" in columns else []
        self._run: list[float] = columns["run"].tolist()
        signals = np.array([_SIGNAL_OF.get(role, -1) for role in found.roles])
        self._signals: list[int] = signals.tolist()
        self._terms = self._strongest_terms(signals)
        named = found.scores.named
        self._is_named: list[bool] = [] if named is None else (_of_signal(named, signals) > _STRONG_NAME).tolist()
        self._names: dict[int, dict[int, tuple[int, str]]] = {}
        self._known: dict[tuple[str, tuple[str, ...]], list[tuple[str, int]]] = {}
        body = found.body()
        self._first, self._last = (body[0], body[-1]) if body else (0, -1)

    def _strongest_terms(self, signals: npt.NDArray[np.int64]) -> dict[int, str]:
        """For each removed line with a signal the term that speaks most for its role, where that is much."""
        found = self._found
        wanted = ~found.kept & (signals >= 0) & (_of_signal(found.scores.said, signals) > _STRONG_TERM)
        at = np.flatnonzero(wanted[found.described.term_lines])
        terms, where = found.model.terms, found.described.term_lines[at]
        rows = terms.find(found.described.term_hashes[at])
        rows, where = rows[rows >= 0], where[rows >= 0]
        weights = terms.table[rows, signals[where]]
        order = np.lexsort((rows, weights, where))
        last = order[np.flatnonzero(np.diff(where[order], append=-1))]
        strongest = zip(where[last].tolist(), rows[last].tolist(), weights[last].tolist(), strict=True)
        return {line: terms.names[row].strip("^$") for line, row, weight in strongest if weight > linemodel.WEIGHT}

    def _name(self, place: Place, signal: int) -> tuple[int, str]:
        """The name of an element, or of one around it, that speaks most for a role, and its weight."""
        found = self._names.setdefault(signal, {})
        chain: list[Place] = []
        one: Place | None = place
        while one is not None and id(one) not in found:
            chain.append(one)
            one = one.parent
        best = (0, "") if one is None else found[id(one)]
        table = self._found.model.around.table
        for one in reversed(chain):
            for name, row in self._known_names(one):
                weight = table.item(row, signal)
                if weight > best[0]:
                    best = weight, name
            found[id(one)] = best
        return best

    def _known_names(self, place: Place) -> list[tuple[str, int]]:
        """The names of an element that have a weight, and their rows."""
        key = place.tag, place.names
        if key not in self._known:
            rows = self._found.model.around.keys
            self._known[key] = [(name, rows[name]) for name in linemodel.name_keys(place, ()) if name in rows]
        return self._known[key]

    def of(self, line: int) -> str:
        """The reason for one line."""
        prose = self._prose[line]
        if self.kept[line]:
            return "prose in the article" if prose else "stands in the article"
        signal = self._signals[line]
        if self._twice[line] and self._found.roles[line] in ("caption", "credit"):
            return "stands twice near by"
        if signal > 0 and self._is_named and self._is_named[line]:
            weight, name = self._name(self._found.lines.places[line], signal)
            if weight > linemodel.WEIGHT // 2:
                return f"inside {name}" if name.startswith("<") else f"inside an element named {name}"
        if line in self._terms:
            return f"says “{self._terms[line]}”"
        if self._linked and self._linked[line]:
            return "a link"
        if self._run[line] >= _RUN and not prose:
            return f"in a run of {int(self._run[line])} short lines"
        if self._last < 0:
            return "no article on the page"
        where = "above" if line < self._first else "below" if line > self._last else "between paragraphs of"
        return f"{where} the article"


def _of_signal(scores: npt.NDArray[np.float64], signals: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Of each line's scores that for its own signal; what it is for a line without one does not matter."""
    return np.asarray(scores[np.arange(len(signals)), signals])
