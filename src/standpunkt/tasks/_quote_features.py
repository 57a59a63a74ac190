"""What the detector of quotations sees: features of tokens for the CRF, of pairs of marks, and of whole spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from standpunkt.language import quotes as rules
from standpunkt.language.documents import Reading
from standpunkt.language.quotes import Pair, Signs
from standpunkt.schema import Quote

_CONJUNCTIONS: Final = frozenset(
    "dass daß ob wie warum wann was wer wo weil wenn um da damit obwohl während nachdem wobei wonach sondern".split()
)
_FAR: Final = 40  # tokens: what stands farther off says nothing, even in the same sentence
_OPENING: Final = frozenset('„“»«"')


@dataclass(frozen=True, slots=True)
class View:
    """A reading with its signs and with what the rules find."""

    reading: Reading
    signs: Signs
    past: list[int]
    sentences: list[tuple[int, int]]
    ruled: list[str]
    """What the rules say of each token: its type, a `B` before it at the first token; else empty."""
    found: frozenset[tuple[int, int]]
    """The spans of tokens that the rules find outside of marks."""
    signed: list[bool]
    """Of each sentence whether something in it may report: a verb, a source, a noun of speech, a subjunctive."""


def view(reading: Reading) -> View:
    """Read the signs and apply the rules."""
    sign = rules.signs(reading)
    sentences = reading.sentence_spans()
    labels = [""] * len(reading.tokens)
    found = []
    for quote in rules.find(reading):
        if quote.type == "direct":
            continue
        for first, last in token_spans(reading, quote):
            labels[first:last] = [quote.type] * (last - first)
            labels[first] = "B" + quote.type
            found.append((first, last))
    signed = [
        any(sign.verb[place] or sign.source[place] or sign.mood[place] == "1" for place in range(start, end))
        for start, end in sentences
    ]
    return View(reading, sign, rules.ends(reading), sentences, labels, frozenset(found), signed)


def token_spans(reading: Reading, quote: Quote) -> list[tuple[int, int]]:
    """First token of each span of a quote and the one past its last; a token counts where it begins in the span."""
    spans = [(bisect_left(reading.starts, start), bisect_left(reading.starts, end)) for start, end in quote.spans]
    return [span for span in spans if span[0] < span[1]]


@lru_cache(maxsize=200_000)
def _shape(token: str) -> str:
    if token.isdigit():
        return "0"
    if not token[:1].isalpha():
        return token[:1]
    if token.isupper():
        return "XX" if len(token) > 1 else "X"
    return "Xx" if token[0].isupper() else "x"


def tokens(seen: View) -> list[list[str]]:
    """Features of each token: the word and its neighbours, its clause, its sentence, the sentence before."""
    reading, sign = seen.reading, seen.signs
    lower, size = sign.lower, len(sign.lower)
    clause_of = _clauses(seen)
    sentence_of = _sentences(seen)
    quoted = [0] * size
    for pair in sign.pairs:
        quoted[pair.start : pair.end] = [1 + pair.nested] * (pair.end - pair.start)
    left, right = _nearest(sign, seen.reading.lemmas)
    rows: list[list[str]] = []
    for place, (token, word, lemma) in enumerate(zip(reading.tokens, lower, reading.lemmas, strict=True)):
        number, clause = sign.sentence[place], sign.clause[place]
        start, end = seen.sentences[number]
        first, _ = sign.clauses[clause]
        back = lower[place - 1] if place > start else "^"
        ahead = lower[place + 1] if place + 1 < end else "$"
        kind = sign.mood[place] + ("R" if sign.verb[place] else "") + ("S" if sign.source[place] else "")
        at_start = place == first
        rows.append(
            [
                "w=" + word,
                "l=" + lemma,
                "w-=" + back,
                "w+=" + ahead,
                "w2=" + back + "_" + word,
                "s=" + word[-3:],
                "x=" + _shape(token),
                "k=" + kind,
                "q=" + str(quoted[place]),
                "r=" + seen.ruled[place],
                "r-=" + (seen.ruled[place - 1] if place else "^"),
                "p=" + ("^" if place == start else "$" if place + 1 == end else "|" if at_start else "-"),
                *_governed(word, place, left[place], right[place], at_start),
                *clause_of[clause],
                *((clause_of[clause][0] + "^", "bc=" + back + "_" + word) if at_start else ()),
                *sentence_of[number],
                "S-=" + (lower[place - 1] if at_start and place > start else ""),
            ]
        )
        if at_start:
            rows[-1].append("at:" + back + ":" + sentence_of[number][0])
        if place + 1 == end:
            rows[-1].append("end")
    return rows


def _clauses(seen: View) -> list[list[str]]:
    """Features of each clause."""
    sign = seen.signs
    signatures = []
    for first, last in sign.clauses:
        moods = sign.mood[first:last]
        mood = "1" if "1" in moods else "2" if "2" in moods else "v" if "v" in moods else "-"
        verb = "R" if any(sign.verb[first:last]) else ""
        source = "S" if any(sign.source[first:last]) else ""
        opens = sign.lower[first] if sign.lower[first] in _CONJUNCTIONS else ""
        zu = "z" if "zu" in sign.lower[first:last] else ""
        signatures.append(mood + verb + source + zu + opens)
    rows = []
    for number, (first, last) in enumerate(sign.clauses):
        sentence = sign.sentence[first]
        before = signatures[number - 1] if number and sign.sentence[first - 1] == sentence else "^"
        after = signatures[number + 1] if last < len(sign.lower) and sign.sentence[last] == sentence else "$"
        verbs = [seen.reading.lemmas[place] for place in range(first, last) if sign.mood[place]]
        rows.append(
            [
                "c=" + signatures[number],
                "c-=" + before,
                "c+=" + after,
                "c-c=" + before + "_" + signatures[number],
                "cc+=" + signatures[number] + "_" + after,
                "ce=" + sign.lower[last - 1],
                "cb=" + (sign.lower[first - 1] if first else "^") + sign.lower[first],
                *("cv=" + verb for verb in verbs[:3]),
            ]
        )
    return rows


def _summary(seen: View, start: int, end: int) -> str:
    """A sentence in short: its mood, whether something is reported, by whom, and between marks."""
    sign = seen.signs
    moods = sign.mood[start:end]
    return (
        ("1" if "1" in moods else "2" if "2" in moods else "v")
        + ("R" if any(sign.verb[start:end]) else "")
        + ("S" if any(sign.source[start:end]) else "")
        + ("s" if _soll(sign.lower[start:end]) else "")
    )


def _soll(words: Sequence[str]) -> bool:
    return "soll" in words or "sollen" in words


def _sentences(seen: View) -> list[list[str]]:
    """Features of each sentence, and of its neighbours."""
    text = seen.reading.text
    sign = seen.signs
    marks = [False] * len(sign.lower)
    for pair in sign.pairs:
        marks[pair.start : pair.end] = [True] * (pair.end - pair.start)
    short = [
        _summary(seen, start, end) + ("Q" if all(marks[start:end]) else "q" if any(marks[start:end]) else "")
        for start, end in seen.sentences
    ]
    ruled = [
        next((label.removeprefix("B") for label in seen.ruled[start:end] if label), "") for start, end in seen.sentences
    ]
    rows = []
    for number, (start, end) in enumerate(seen.sentences):
        breaks = number == 0 or "\n" in text[seen.past[start - 1] : seen.reading.starts[start]]
        before = "¶" if breaks else short[number - 1]
        verbs = sorted({sign.verb[place] for place in range(start, end) if sign.verb[place]})
        rows.append(
            [
                "S=" + short[number],
                "S-S=" + before + "_" + short[number],
                "Sr=" + ruled[number] + "_" + (ruled[number - 1] if number and not breaks else ""),
                "S0=" + sign.lower[start],
                "Sn=" + str(min(4, (end - start) // 6)),
                "S+=" + (short[number + 1] if number + 1 < len(short) else ""),
                *("Sv=" + verb for verb in verbs[:3]),
            ]
        )
    return rows


_Mark = tuple[str, str, int]
"""A reporting verb or another sign of speech, its class, and its place."""


def verb_class(verb: str) -> str:
    """`n` for verbs of judging and demanding with an object, `p` for those with a preposition, `r` for others."""
    return "n" if verb in rules.NOMINAL else "p" if verb in rules.GOVERNED else "r" if verb else ""


def _nearest(sign: Signs, lemmas: Sequence[str]) -> tuple[list[_Mark], list[_Mark]]:
    """Of each token: the sign of speech before it in its sentence, and the one after it."""
    size = len(sign.lower)
    none = ("", "", -_FAR)
    marks: list[_Mark] = []
    for place in range(size):
        noun = lemmas[place].lower()
        if sign.verb[place]:
            marks.append((sign.verb[place], verb_class(sign.verb[place]), place))
        elif sign.source[place]:
            marks.append(("", "s", place))
        elif noun in rules.SPEECH_NOUNS:
            marks.append((noun, "N", place))
        else:
            marks.append(none)
    before, after = [none] * size, [none] * size
    for order, result in ((range(size), before), (range(size - 1, -1, -1), after)):
        current, sentence = none, -1
        for place in order:
            if sign.sentence[place] != sentence:
                current, sentence = none, sign.sentence[place]
            result[place] = current
            if marks[place][1]:
                current = marks[place]
    return before, after


def _governed(word: str, place: int, left: _Mark, right: _Mark, at_start: bool) -> tuple[str, ...]:
    """How a token stands to the signs of speech around it."""
    near = str(min(6, place - left[2]))
    governs = word in rules.GOVERNED.get(left[0], ()) or word in rules.GOVERNED.get(right[0], ())
    kinds = left[1] + "_" + right[1]
    determiner = "d" if word in DETERMINERS else "p" if word in PREPOSITIONS else ""
    return (
        "L=" + left[0],
        "R=" + right[0],
        "LR=" + kinds + str(int(at_start)),
        "Ld=" + left[1] + near + determiner,
        "Rd=" + right[1] + str(min(4, right[2] - place)) + determiner if right[1] else "Rd",
        "g=" + str(int(governs)) + left[1] + right[1],
        "D=" + determiner + kinds,
    )


DETERMINERS: Final = frozenset(
    """
    der die das den dem des ein eine einen einem einer eines ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner
    kein keine keinen keinem mehr weniger diese diesen dieser dieses diesem jede jeden jeder jedes alle
    """.split()
)
PREPOSITIONS: Final = frozenset(
    "auf für gegen vor von mit über um zu zur zum als an nach bei im am vom gegenüber ohne unter".split()
)


_TITLES: Final = tuple(
    """
    zeitung magazin film buch roman titel lied album song sendung schiff projekt name namens genannt sogenannt
    bezeichnung zeitschrift blatt zeitschrift gruppe band initiative aktion firma begriff wort motto stück serie
    programm verein partei bündnis unternehmen nachrichtenagentur
    """.split()
)


def pair(seen: View, marks: Pair, covered: Sequence[float]) -> dict[str, float]:
    """Features of a pair of quotation marks.

    Args:
        seen: the text.
        marks: the pair.
        covered: of each token the probability that it is part of a quotation without marks.
    """
    sign = seen.signs
    lower, size = sign.lower, len(sign.lower)
    start, end = marks.start, marks.end
    inner = range(start + 1, max(start + 1, end - 1))
    length = len(inner)
    number = sign.sentence[start]
    first, last = seen.sentences[number][0], seen.sentences[sign.sentence[end - 1]][1]
    around = [*range(max(first, start - _FAR), start), *range(end, min(last, end + _FAR))]
    behind = [lower[place] for place in range(max(0, start - 3), start)][::-1]
    ahead = [lower[place] for place in range(end, min(size, end + 3))]
    verbal = sum(1 for place in inner if sign.mood[place])
    names = {
        f"n={min(length, 8)}",
        f"n2={min(length // 5, 8)}",
        f"verbs={min(verbal, 3)}",
        f"first={_shape(seen.reading.tokens[inner[0]]) if inner else ''}",
        f"last={lower[inner[-1]] if inner and not lower[inner[-1]].isalpha() else 'w'}",
        f"stop={bool(inner) and lower[inner[-1]] in rules.STOPS}",
        f"sentences={min(3, sign.sentence[end - 1] - number)}",
        f"nested={marks.nested}",
        f"mark={lower[start]}",
        f"rule={rules.direct_like(sign, marks)}",
        f"verb={any(sign.verb[place] for place in around)}",
        f"source={any(sign.source[place] for place in around)}",
        f"mood={'1' in {sign.mood[place] for place in around}}",
        f"soon={any(sign.verb[place] or lower[place] == 'so' for place in range(end, min(last, end + 4)))}",
        f"whole={not around}",
        f"opens={start == first}",
        f"nouns={min(3, sum(seen.reading.tokens[place][:1].isupper() for place in inner))}",
        f"title={any(word.endswith(_TITLES) for word in behind[:2])}",
        f"before={'|'.join(behind[:1])}",
        f"after={'|'.join(ahead[:1])}",
        f"shape={'|'.join(_shape(seen.reading.tokens[place]) for place in range(max(0, start - 2), start))}",
        f"capital={seen.reading.tokens[inner[0]][:1].isupper() if inner else ''}|{verbal > 0}|{min(length, 4)}",
        *(f"b={word}" for word in behind),
        *(f"a={word}" for word in ahead),
        *(f"v={sign.verb[place]}" for place in around if sign.verb[place]),
    }
    inside = sum(covered[start:end]) / (end - start)
    outside = [*covered[max(first, start - 3) : start], *covered[end : min(last, end + 3)]]
    beside = sum(outside) / len(outside) if outside else 0.0
    row = dict.fromkeys(sorted(names), 1.0)
    return row | {"covered": inside, "beside": beside, "covered*short": inside * (length < 4)}


def link(seen: View, left: Pair, right: Pair) -> dict[str, float]:
    """Features of what stands between two neighbouring pairs of marks that may be parts of one quotation."""
    sign, lower = seen.signs, seen.signs.lower
    between = range(left.end, right.start)
    text = seen.reading.text[left.span[1] : right.span[0]]
    stops = sum(lower[place] in rules.STOPS for place in between)
    names = {
        f"n={min(len(between), 12)}",
        f"stops={min(stops, 3)}",
        f"paragraph={chr(10) in text}",
        f"verb={any(sign.verb[place] for place in between)}",
        f"source={any(sign.source[place] for place in between)}",
        f"open={lower[between[0]] if between else ''}",
        f"close={lower[between[-1]] if between else ''}",
        f"stopped={lower[max(left.start, left.end - 2)] in rules.STOPS}",
        f"capital={seen.reading.tokens[min(right.start + 1, len(lower) - 1)][:1].isupper()}",
        f"rule={rules.joined(sign, left, right)}",
        f"tail={lower[between[0]] if between else ''}{stops}{lower[between[-1]] if between else ''}",
        f"first={sign.mood[between[1]] != '' if len(between) > 1 else ''}",
        f"both={stops}{any(sign.verb[place] for place in between)}{chr(10) in text}",
    }
    return dict.fromkeys(sorted(names), 1.0)


def span(seen: View, kind: str, first: int, last: int, marginals: Sequence[Sequence[float]]) -> dict[str, float]:
    """Features of a candidate: first token and past-the-last.

    Args:
        seen: the text.
        kind: its likeliest type.
        first: its first token.
        last: the token past its last.
        marginals: of each token the probabilities of being outside, at a beginning, and inside of a quotation.
    """
    sign, lower = seen.signs, seen.signs.lower
    number = sign.sentence[first]
    start, _ = seen.sentences[number]
    last_number = sign.sentence[last - 1]
    finish = seen.sentences[last_number][1]
    outside = [row[0] for row in marginals[first:last]]
    mean = 1 - sum(outside) / len(outside)
    low = 1 - max(outside)
    begins = marginals[first][1]
    goes_on = 1.0 if last >= len(lower) else 1 - marginals[last][2]
    rest = [*range(max(start, first - _FAR), first), *range(last, min(finish, last + _FAR))]
    around = [1 - marginals[place][0] for place in rest]
    left_out = sum(around)
    moods = set(sign.mood[first:last])
    mood = "1" if "1" in moods else "2" if "2" in moods else "v" if "v" in moods else "-"
    verbs = [sign.verb[place] for place in rest if sign.verb[place]]
    source = any(sign.source[place] for place in rest)
    back = lower[first - 1] if first > start else "^"
    ahead = "$" if last >= len(lower) else lower[last]
    whole = first == start and last >= finish - 1
    edge = sign.verb[first - 1] if first > start else ""
    inner_verbs = [sign.verb[place] for place in range(first, last) if sign.verb[place]]
    governed = [verb for verb in verbs if lower[first] in rules.GOVERNED.get(verb, ())]
    nominal = "n" if any(verb in rules.NOMINAL for verb in verbs) else ""
    opener = (
        "d"
        if lower[first] in DETERMINERS
        else "p"
        if lower[first] in PREPOSITIONS
        else _shape(seen.reading.tokens[first])
    )
    after_verb = last < finish and (bool(sign.mood[last]) or bool(sign.verb[last]) or lower[last] in rules.PARTICLES)
    final = last >= finish - 1
    going_on = (
        last >= finish - 1
        and last_number + 1 < len(seen.sentences)
        and "1" in sign.mood[slice(*seen.sentences[last_number + 1])]
    )
    coming_on = number > 0 and first == start and "1" in sign.mood[slice(*seen.sentences[number - 1])]
    agrees = sum(bool(label) for label in seen.ruled[first:last]) / (last - first)
    names = {
        f"type={kind}",
        f"mood={mood}|{kind}",
        f"verb={bool(verbs)}|{source}|{mood}|{whole}",
        f"back={back if not back.isalpha() else 'w'}|{kind}",
        f"ahead={ahead if not ahead.isalpha() else 'w'}|{kind}",
        f"first={lower[first]}",
        f"sentences={min(3, last_number - number)}|{kind}",
        f"whole={whole}|{kind}",
        f"n={min(10, (last - first) // 3)}",
        f"mean={int(mean * 10)}",
        f"low={int(low * 10)}",
        f"begins={int(begins * 10)}",
        f"ends={int(goes_on * 10)}",
        f"out={min(10, int(left_out))}",
        f"rulestart={seen.ruled[first]}",
        *(f"v={verb}" for verb in verbs[:2]),
        f"edge={verb_class(edge)}|{opener}|{kind}",
        f"governed={bool(governed)}|{nominal}|{opener}|{kind}",
        f"inner={bool(inner_verbs)}|{bool(verbs)}|{kind}",
        f"after={after_verb}|{bool(verbs)}|{kind}",
        f"bounds={back if not back.isalpha() else 'w'}|{ahead if not ahead.isalpha() else 'w'}|{final}|{kind}",
        f"opener={opener}|{back if not back.isalpha() else 'w'}|{kind}",
        f"on={going_on}|{coming_on}|{kind}|{min(2, last_number - number)}",
        *_gap(seen, start, first, opener, kind),
        f"dass={any(word in _CONJUNCTIONS for word in lower[first + 1 : last])}|{bool(inner_verbs)}|{kind}",
        f"semicolon={';' in lower[first:last]}|{kind}",
        f"second={lower[min(first + 1, last - 1)]}",
        f"end={lower[last - 1] if not lower[last - 1].isalpha() else sign.mood[last - 1]}|{kind}",
    }
    row = dict.fromkeys(sorted(names), 1.0)
    return row | {
        "mean": mean,
        "low": low,
        "begins": begins,
        "ends": goes_on,
        "mean*begins": mean * begins,
        "mean*ends": mean * goes_on,
        "all": mean * begins * goes_on,
        "out": min(2.0, left_out / 10),
        "outshare": left_out / (left_out + mean * (last - first) + 1e-9),
        "agrees": agrees,
        "quoted": any(word in _OPENING for word in lower[first:last]),
    }


def _gap(seen: View, start: int, first: int, opener: str, kind: str) -> tuple[str, ...]:
    """What lies between the verb before a candidate and its first token."""
    sign = seen.signs
    place = next((p for p in range(first - 1, max(start, first - _FAR) - 1, -1) if sign.verb[p]), None)
    if place is None:
        return (f"gap=|{opener}|{kind}",)
    sort = verb_class(sign.verb[place])
    between = range(place + 1, first)
    capital = any(seen.reading.tokens[p][:1].isupper() for p in between)
    breaks = sum(sign.lower[p] in rules.BREAKS for p in between)
    return (
        f"gap={sort}|{min(5, len(between))}|{opener}|{kind}",
        f"between={sort}|{capital}|{min(2, breaks)}|{opener}|{kind}",
        f"verb={sign.verb[place]}|{min(2, breaks)}",
    )


def neighbours(pairs: Sequence[Pair]) -> list[tuple[Pair, Pair]]:
    """Pairs of marks that follow one another, neither inside the other."""
    plain = [marks for marks in pairs if not marks.nested]
    return [(left, right) for left, right in pairwise(plain) if left.end <= right.start]
