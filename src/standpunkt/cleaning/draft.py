"""A page while it is decided: its lines, what the line model says of each, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt

from standpunkt.cleaning import linemodel
from standpunkt.cleaning.article import ARTICLE_ROLES, FURNITURE_ROLES, Line
from standpunkt.cleaning.authors import byline_in
from standpunkt.cleaning.blocks import Lines
from standpunkt.cleaning.dates import day_in
from standpunkt.cleaning.features import bounds_of
from standpunkt.cleaning.linemodel import ROLES, SIGNALS, Described, LineModel, Scores
from standpunkt.cleaning.trees import SCALE

HEAD_ROLES = ("kicker", "title", "teaser")
_ARTICLE = np.array([ROLES.index(role) for role in ARTICLE_ROLES if role not in HEAD_ROLES])
_FURNITURE = np.array([ROLES.index(role) for role in FURNITURE_ROLES if role in ROLES])
_SIGNAL_OF = {role: signal for signal, role in enumerate(SIGNALS)}
_THRESHOLD = 0.58
_LEAST = 0.2
_SURE = 0.95
"""A page whose best lines are less sure than this (short ones, lists) is judged by a lower threshold, but not below
_LEAST: the threshold is a share of the best lines' probability."""
_BEST = 3  # lines
_STRONG_NAME, _STRONG_TERM = 1.0, 0.6  # log-odds from which a name or term is given as the reason
_FAST = 8  # columns of 32 bits that numpy takes in one step
_TWICE = 0.6  # share of a line's word pairs that a near line has too
_LINKED = 0.8
_RUN = 5  # lines
_MOST = 0.8  # share of the article's words that stand below its title, from which what stands above is none of it
_LIKELY = 0.45  # probability from which a sentence after the last paragraph is kept whatever role it would have
_FILLED = 0.25  # probability from which a sentence between two kept lines is kept
_TAIL, _MAX_TAIL = 4, 60  # lines after the last paragraph that may belong to it, and their words
_USUAL = 0x3000  # code points: above them are emoji and other scripts
_OTHER = 0xFFFF  # stands for a code point that is none of the usual
_UNKNOWN = chr(_OTHER)  # a noncharacter
_NO_KEY = re.compile(r"[\W_]+")
_EARLY, _MAX_BYLINE = 3, 12  # lines at the beginning of the body among which a byline may hide, and its words
_PICTURE = re.compile(r"Foto|Bild|Quelle|Grafik|Illustration|Credit|©")
_CREDIT = re.compile(
    r"\W?(?:Fotos?|Bild(?:er|quelle|nachweis)?|Quelle|Grafik|Symbolbild|Illustration)\s?[:/©|]|\W*(?:Foto|Bild)\W*©"
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


def keys_of(texts: Sequence[str]) -> list[str]:
    """`key_of` each of several texts, over all at once: faster for more than a few, or long ones."""
    codes = np.frombuffer("\n".join(texts).encode("utf-16-le", "surrogatepass"), np.uint16)
    units = _key_units().take(codes, mode="clip")
    keys: list[str] = units[units != 0].tobytes().decode("utf-16-le").replace("ß", "ss").split("\n")
    if units.max(initial=0) == _OTHER:
        return [key_of(text) if _UNKNOWN in key else key for text, key in zip(texts, keys, strict=True)]
    return keys


@cache
def _key_units() -> npt.NDArray[np.uint16]:
    """For each of the usual code points what `key_of` makes of it, 0 for nothing; the last stands for those above.

    `ß` stays, to be folded to two letters afterwards; what else is folded to more than one is not usual either.
    """
    folded = [chr(code).casefold().replace("ss", "ß") for code in range(_USUAL)]
    units = [_OTHER if len(key) > 1 else ord(key) if key.isalnum() or key == "\n" else 0 for key in folded]
    return np.array([*units, _OTHER], np.uint16)


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
    sentences: list[bool]
    """Whether each line ends like a sentence."""
    reasons: dict[int, str] = field(default_factory=dict)
    """Reasons that are known already; those of the other lines are read off the model."""
    dropped: set[int] = field(default_factory=set)
    """Lines that a person decided to drop: none of them is title, kicker or teaser."""

    def sentence(self, line: int) -> bool:
        """Whether a line ends like a sentence."""
        return self.sentences[line]

    def decide(self, line: int, role: str, reason: str) -> None:
        """Give a line a role for a reason."""
        self.roles[line], self.reasons[line] = role, reason
        self.kept[line] = role in ARTICLE_ROLES

    def furniture(self, line: int) -> str:
        """What a line is if it is not article."""
        return ROLES[int(_FURNITURE[self.scores.roles[line, _FURNITURE].argmax()])]

    def body(self) -> list[int]:
        """The lines of the text, in order."""
        roles = self.roles
        return [line for line in self.kept.nonzero()[0].tolist() if roles[line] not in HEAD_ROLES]


def draft(lines: Lines, model: LineModel) -> Draft:
    """Score the lines of a page that has at least one, and decide which are article."""
    described = linemodel.describe(lines)
    return decided(described, model.score(described), model)


def decided(described: Described, scores: Scores, model: LineModel) -> Draft:
    """Decide by scores which lines of a page are article, and what each is."""
    lines = described.lines
    probability = 1 / (1 + np.exp(-scores.keep / SCALE))
    best = np.sort(probability)[-_BEST:].tolist()
    kept = probability > min(_THRESHOLD, max(_LEAST, _THRESHOLD * (sum(best) / len(best)) / _SURE))
    as_article = _ARTICLE.take(scores.roles.take(_ARTICLE, axis=1).argmax(axis=1))
    as_furniture = _FURNITURE.take(scores.roles.take(_FURNITURE, axis=1).argmax(axis=1))
    roles = [ROLES[role] for role in np.where(kept, as_article, as_furniture).tolist()]
    return Draft(
        lines,
        described,
        scores,
        model,
        kept,
        probability,
        roles,
        described.page.counts.astype(np.int64).tolist(),
        (described.columns["ends_sentence"] != 0).tolist(),
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
    texts = found.lines.texts
    short = np.flatnonzero(found.described.page.counts <= _MAX_CAPTION).tolist()
    # One search over the page is faster than one in each line, and most lines have none of these words.
    page = "\n".join([texts[line] for line in short])
    signed: dict[int, None] = {}
    place = end = 0
    for sign in _PICTURE.finditer(page):
        place += page.count("\n", end, sign.start())
        end = sign.end()
        signed[short[place]] = None
    for line in signed:
        text = texts[line]
        if found.roles[line] in HEAD_ROLES:
            continue
        if found.words[line] <= _MAX_BYLINE and _CREDIT.match(text):
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


def lines_of(found: Draft) -> list[Line]:
    """All lines of the page, with reasons, confidence and offsets."""
    lines = found.lines
    probability = np.where(found.kept, found.probability, 1 - found.probability)
    reasons, sure = _reasons(found), np.round(np.maximum(0.5, probability), 2).tolist()
    for line, reason in found.reasons.items():
        reasons[line], sure[line] = reason, 1.0
    number = range(1, len(reasons) + 1)
    columns = zip(number, lines.texts, found.roles, reasons, sure, lines.starts, lines.ends, strict=True)
    return [*map(tuple.__new__, repeat(Line), columns)]  # `Line._make` takes twice as long


_KEPT_PROSE, _KEPT, _SAME, _LINK, _SHORT, _NONE, _ABOVE, _BELOW, _BETWEEN = range(9)
_WHY = (
    "prose in the article",
    "stands in the article",
    "stands twice near by",
    "a link",
    "in a run of short lines",
    "no article on the page",
    "above the article",
    "below the article",
    "between paragraphs of the article",
)


def _reasons(found: Draft) -> list[str]:
    """Why each line is what it is: the strongest of the things the model saw, in words."""
    columns, kept = found.described.columns, found.kept
    prose = columns["prose"] != 0
    signals = np.fromiter(map(_SIGNAL_OF.get, found.roles, repeat(-1)), np.int64, len(found.roles))
    # From the weakest to the strongest: each overwrites those before it.
    body = found.body()
    why = np.full(len(kept), _BETWEEN if body else _NONE)
    if body:
        why[: body[0]], why[body[-1] + 1 :] = _ABOVE, _BELOW
    why[(columns["run"] >= _RUN) & ~prose] = _SHORT
    if "linked" in columns:
        why[columns["linked"] > _LINKED] = _LINK
    is_picture = (signals == _SIGNAL_OF["caption"]) | (signals == _SIGNAL_OF["credit"])
    why[is_picture & (columns["pairs_near"] > _TWICE)] = _SAME
    why[kept] = _KEPT
    why[kept & prose] = _KEPT_PROSE
    reasons = [_WHY[one] for one in why.tolist()]
    # What an element is named goes before what a line says, and this before the form of those around it.
    open_ = why > _SAME
    open_[list(found.reasons)] = False
    by_name = _strongest_names(found, signals, open_)
    open_[list(by_name)] = False
    by_term = _strongest_terms(found, signals, open_)
    short = np.flatnonzero(open_ & (why == _SHORT))
    lengths = columns["run"][short].tolist()
    runs = {length: f"in a run of {length:.0f} short lines" for length in {*lengths}}
    for line, length in zip(short.tolist(), lengths, strict=True):
        reasons[line] = runs[length]
    for line, reason in chain(by_term.items(), by_name.items()):
        reasons[line] = reason
    return reasons


def _strongest_terms(found: Draft, signals: npt.NDArray[np.int64], wanted: npt.NDArray[np.bool_]) -> dict[int, str]:
    """For each wanted line with a signal that it says the term that speaks most for its role, where that is much."""
    wanted = wanted & (signals >= 0) & (_of_signal(found.scores.said, signals) > _STRONG_TERM)
    terms = found.model.terms
    rows, where = found.scores.terms
    at = np.flatnonzero(wanted.take(where))
    rows, where = rows.take(at), where.take(at)
    weights = terms.table[rows, signals.take(where)]
    at = np.flatnonzero(weights > linemodel.WEIGHT)
    # Of equals the one with the higher number.
    places = weights.take(at) * np.int64(len(terms.names)) + rows.take(at)
    best = np.zeros(len(wanted), np.int64)
    np.maximum.at(best, where.take(at), places)
    lines = np.flatnonzero(best)
    strongest = (best.take(lines) % max(len(terms.names), 1)).tolist()
    says = {row: f"says “{terms.names[row].strip('^$')}”" for row in {*strongest}}
    return dict(zip(lines.tolist(), map(says.__getitem__, strongest), strict=True))


def _strongest_names(found: Draft, signals: npt.NDArray[np.int64], wanted: npt.NDArray[np.bool_]) -> dict[int, str]:
    """For each wanted line with a role that it is inside the name that speaks most for it, where that is much.

    The name is that of the line's element or of one around it.
    """
    tree, named, known = found.described.tree, found.scores.named, found.scores.names
    weights_of = found.model.names
    if tree is None or named is None or known is None or not len(known.rows):
        return {}
    lines = np.flatnonzero(wanted & (signals > 0) & (_of_signal(named, signals) > _STRONG_NAME))
    if not len(lines):
        return {}
    # Only the signals of these lines count, and those are few.
    used = np.flatnonzero(np.bincount(signals[lines]))
    own = used.searchsorted(signals[lines])
    # For each kind the greatest weight of its names and, to tell which that is, how many names are known after it: of
    # equals it is the first.
    size, width = len(known.rows), weights_of.table.shape[1]
    places = weights_of.table.ravel().take(known.rows * width + (used + len(SIGNALS))[:, None])
    places *= size
    places += np.arange(size - 1, -1, -1, dtype=np.int32)
    starts = bounds_of(known.kind_of)[:-1]
    best = np.zeros((len(known.kinds), max(len(used), _FAST)), np.int32)
    best[known.kind_of[starts], : len(used)] = np.maximum.reduceat(places, starts, axis=1).T
    # The greatest weight on the way to the root; of equals that of the element further up, which has a lower number.
    n = len(tree.parents)
    greatest = np.zeros((n + 1, best.shape[1]), np.int32)
    greatest[:n] = (best // size * n).take(tree.kind_of, axis=0)
    greatest[:n] += np.arange(n - 1, -1, -1, dtype=np.int32)[:, None]
    for up in tree.ups:
        np.maximum(greatest, greatest.take(up, axis=0), out=greatest)
    weights, after = np.divmod(greatest[tree.place_of[lines], own], n)
    strong = np.flatnonzero(weights > linemodel.WEIGHT // 2)
    kinds = tree.kind_of[n - 1 - after[strong]]
    rows = known.rows[size - 1 - best[kinds, own[strong]] % size].tolist()
    inside = {row: _inside(weights_of.names[row]) for row in {*rows}}
    return dict(zip(lines[strong].tolist(), map(inside.__getitem__, rows), strict=True))


def _inside(name: str) -> str:
    """The reason that a line stands inside an element of a name, or of a tag (`<aside>`)."""
    return f"inside {name}" if name.startswith("<") else f"inside an element named {name}"


def _of_signal(scores: npt.NDArray[np.float64], signals: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Of each line's scores that for its own signal; what it is for a line without one does not matter."""
    return np.asarray(scores[np.arange(len(signals)), signals])
