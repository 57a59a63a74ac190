"""Quotations by rule, and the signs that rules and the trained model read: marks, mood, reporting verbs, sources.

Types and their German forms follow Brunner (2015), "Automatische Erkennung von Redewiedergabe": direct speech between
quotation marks; indirect speech as a clause that depends on a verb or a source; reported speech, where an object names
what is said; free indirect speech, where a subjunctive goes on by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from standpunkt.language.documents import Reading
from standpunkt.language.lexicons import REPORTING_VERBS
from standpunkt.schema import Quote, Span

GOVERNED: Final = {
    verb: frozenset(words)
    for verb, *words in map(
        str.split,
        """
        abraten von|abrücken von|anknüpfen an|appellieren an|argumentieren gegen mit|ausgehen von|aussprechen
        für gegen|beharren auf|begründen mit|berichten von über|bestehen auf|bezeichnen als|beziffern auf|bitten um|
        distanzieren von|drängen auf|dringen auf|drohen mit|einsetzen für|einstufen als|eintreten für|erinnern an|
        festhalten an|fragen nach|halten für|hinweisen auf|hoffen auf|informieren über|kämpfen für gegen um|klagen über|
        kontern mit|locken mit|plädieren für gegen|pochen auf|protestieren gegen|raten zu von|rechnen mit|reden
        von|rufen nach|schätzen auf|setzen auf|sprechen von für gegen|stimmen für gegen|streiten für gegen um|trommeln
        für|verwahren gegen|verweisen auf|warnen vor|wehren gegen|weisen auf|wenden gegen|werben für um mit|werten als|
        zweifeln an|lesen als|preisen als|rühmen als|tadeln als|verwerfen als|einordnen als|ansehen als|geißeln als
        """.replace("\n", " ").split("|"),
    )
}
"""Verbs of judging, demanding, announcing, and the prepositions that begin what is judged, demanded, announced."""

# Verbs whose object says what is demanded, announced, judged.
NOMINAL: Final = frozenset(
    """
    ablehnen abweisen absagen akzeptieren anbieten anfechten ankündigen anmahnen anprangern anregen anstreben
    attackieren beabsichtigen beanspruchen beanstanden beantragen bedauern befürchten befürworten begrüßen bejahen
    beklagen bekräftigen bemängeln bescheinigen beschwören bestreiten bezweifeln billigen dementieren einfordern
    einräumen empfehlen erbeten erbitten ersehnen erwägen erwarten favorisieren fordern fürchten geißeln gutheißen
    kritisieren loben melden missbilligen monieren orakeln planen predigen preisen prognostizieren prophezeien
    propagieren rechtfertigen rügen signalisieren tadeln untersagen unterstellen unterstützen verdammen vermissen
    vermuten verlangen versprechen verteidigen verurteilen verwerfen voraussagen vorhersagen vorschlagen vorwerfen
    wünschen würdigen zurückweisen zusagen zusichern zuschreiben
    """.split()
)
_MORE_VERBS: Final = frozenset(
    """
    angeben anklagen anordnen anweisen aussagen attestieren ausrechnen ausrichten bekanntgeben bekanntmachen
    berechnen beschließen beschuldigen besagen bekennen bezichtigen darlegen diskutieren einigen einschränken
    einwerfen enthüllen entscheiden entschließen erfahren ergeben errechnen erwähnen gestehen hervorgehen
    herauslesen herausstellen insistieren kommentieren klarstellen lauten mutmaßen nachrechnen nahelegen nachsagen
    offenbaren offenlassen posten preisgeben raunen resümieren scherzen schimpfen schlussfolgern schwören skandieren
    spekulieren twittern veranschlagen verbreiten vereinbaren verlauten vermelden veröffentlichen versprechen
    vorbringen vorrechnen vorsehen vortragen wagen zuraunen zurufen zusammenfassen überlegen
    """.split()
)
REPORTING: Final = REPORTING_VERBS | _MORE_VERBS | NOMINAL | frozenset(GOVERNED) - {"setzen", "stimmen", "lesen"}
"""Lemmas of verbs of saying, asking, demanding and judging."""

SPEECH_NOUNS: Final = frozenset(
    """
    absage angabe ankündigung annahme ansicht antrag appell argument aufforderung aufruf auffassung aussage äußerung
    bedenken befürchtung begründung behauptung bericht beschluss einschätzung einspruch einwand empfehlung
    entscheidung ergebnis erklärung fazit forderung frage gerücht hinweis idee information kritik meinung mitteilung
    nachricht parole plan plädoyer position prognose rede schluss schlussfolgerung stellungnahme these urteil
    verdacht vermutung versprechen verweis vorhaben vorschlag vorstellung vorwurf warnung wort zitat ziel zusage
    zweifel überzeugung
    """.split()
)
"""Nouns that name what somebody says."""

_PARTICLES: Final = frozenset("ab an auf aus bei dar ein fest her hin hinzu klar mit nach vor zu zurück voraus".split())
_LONG_PARTICLES: Final = frozenset("bekannt entgegen heraus hervor nahe preis vorher voran zusammen".split())
# What stands apart from its particle: teilte … mit. The joined verb is looked up in REPORTING.
_SEPARABLE: Final = {
    particle: frozenset(verb[len(particle) :] for verb in REPORTING if verb.startswith(particle))
    for particle in sorted(_PARTICLES | _LONG_PARTICLES)
}
_SPLIT_ONLY: Final = {
    ("geben", "bekannt"): "bekanntgeben",
    ("machen", "klar"): "klarstellen",
    ("machen", "deutlich"): "klarstellen",
    ("halten", "entgegen"): "entgegnen",
    ("gehen", "aus"): "ausgehen",
    ("gehen", "hervor"): "hervorgehen",
    ("lassen", "offen"): "offenlassen",
    ("lassen", "wissen"): "mitteilen",
    ("fügen", "an"): "anfügen",
    ("fügen", "hinzu"): "hinzufügen",
    ("treten", "bei"): "zustimmen",
    ("treten", "ein"): "plädieren",
    ("greifen", "an"): "kritisieren",
    ("sprechen", "aus"): "aussprechen",
    ("legen", "dar"): "darlegen",
    ("rechnen", "vor"): "vorrechnen",
    ("rechnen", "nach"): "nachrechnen",
    ("stufen", "ein"): "einstufen",
    ("sagen", "voraus"): "voraussagen",
    ("sehen", "voraus"): "voraussagen",
    ("sehen", "an"): "ansehen",
    ("setzen", "ein"): "einsetzen",
    ("halten", "fest"): "festhalten",
    ("bitten", "auf"): "auffordern",
}
PARTICLES: Final = _PARTICLES | _LONG_PARTICLES | {"deutlich", "offen", "wissen"}
SOURCE_NOUNS: Final = frozenset(
    """
    angabe ansicht meinung auffassung einschätzung aussage wort darstellung bericht information auskunft überzeugung
    erkenntnis schätzung medienbericht berechnung rechnung mitteilung agenturmeldung meldung zeugenaussage urteil
    presseberichten medienberichten polizeiangaben behördenangaben medienangaben eigenangaben lesart studie umfrage
    vorstellung aussagen angaben berichten worten informationen schätzungen berechnungen erkenntnissen meldungen
    medieninformationen auswertung beobachtung zahl daten aufstellung gutachten befragung tabelle untersuchung
    analyse regierungsangaben
    """.split()
)
_SOURCE_WORDS: Final = frozenset({"laut", "gemäß", "zufolge"})
DERIVED: Final = frozenset({"demnach", "danach", "demzufolge", "wonach"})
"""Adverbs that point back to a source."""

_SUBJUNCTIVE_1: Final = frozenset(
    "sei seien seist seiet habe habest werde werdest könne könnest müsse dürfe solle wolle möge wisse".split()
)
_SUBJUNCTIVE_2: Final = frozenset(
    """
    hätte hätten wäre wären würde würden könnte könnten müsste müssten müßte müßten dürfte dürften käme kämen gäbe
    gäben ginge gingen ließe ließen stünde stünden fände fänden bräuchte bräuchten wüsste wüssten nähme nähmen hielte
    hielten bliebe blieben täte täten läge lägen bekäme bekämen säße säßen spräche sprächen träfe träfen sähe sähen
    """.split()
)
_NO_SUBJUNCTIVE: Final = frozenset("ohne eine alle viele beide gerade heute diese keine".split())
_NOT_VERBAL: Final = frozenset(
    """
    zwischen gegen wegen neben unten oben außen innen hinten vorn neun sieben morgen gestern eben sondern einen den
    denen deren ihnen ihren seinen meinen allen vielen selten zusammen dagegen hingegen deswegen unterdessen indessen
    wenigen wen zehn
    """.split()
)

_PAIRS: Final = {"„": '“”"', "“": "”", "‚": "‘’", "»": "«", "«": "»", "›": "‹", "‹": "›", '"': '"'}
_MARK: Final = re.compile('[„“”"»«‚‘’›‹]')
_NESTED: Final = frozenset("‚‘’›‹")
_LONGEST: Final = 6000  # characters; a mark that closes later than this closes something else
BREAKS: Final = frozenset(",;:–—-()[]/") | frozenset('„“”"»«‚‘›‹')
STOPS: Final = frozenset(".!?…")
_LOOSE: Final = frozenset(",;:–—-")
_INSERT: Final = 30  # tokens between the parts of a broken quotation
_PARTICLE_REACH: Final = 30
_PHRASE: Final = 18  # tokens of a source


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of quotation marks: character offsets of both, and the tokens from the first mark to past the last."""

    span: Span
    start: int
    end: int
    nested: bool
    """Single marks, or inside another pair."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What rules see at each token of a reading."""

    lower: list[str]
    sentence: list[int]
    """Number of its sentence."""
    clause: list[int]
    """Number of its clause: what lies between marks of punctuation."""
    clauses: list[tuple[int, int]]
    """First token of each clause and the one past its last."""
    mood: list[str]
    """`1` and `2` for forms of the subjunctive, `v` for other verbs, else empty."""
    verb: list[str]
    """The reporting verb that stands or begins here, a separated particle joined; else empty."""
    source: list[bool]
    """Part of a phrase that names a source: laut …, nach Angaben …, … zufolge, so …"""
    sources: list[tuple[int, int]]
    """First token of each such phrase and the one past its last."""
    pairs: list[Pair]


def ends(reading: Reading) -> list[int]:
    """Character offset past each token."""
    return [start + len(token) for start, token in zip(reading.starts, reading.tokens, strict=True)]


def pairs(reading: Reading) -> list[Pair]:
    """Pair the quotation marks, in order of their first mark.

    A mark that never closes pairs with nothing. Marks that look the same on both sides are told apart by the white
    space around them.
    """
    found: list[tuple[int, int, bool]] = []
    stack: list[tuple[str, int]] = []
    text = reading.text
    for match in _MARK.finditer(text):
        mark, place = match.group(), match.start()
        level = _closes(stack, mark, place, text)
        if level is not None:
            found.append((stack[level][1], place + 1, mark in _NESTED or level > 0))
            del stack[level:]
        elif _opens(mark, place, text):
            # The same mark again, unclosed: at the start of a paragraph the quotation goes on, else the first was lost.
            same = next((number for number, (open_mark, _) in enumerate(stack) if open_mark == mark), None)
            if same is None:
                stack.append((mark, place))
            elif not _starts_paragraph(text, place) or place - stack[same][1] > _LONGEST:
                del stack[same:]
                stack.append((mark, place))
    places = []
    for start, end, nested in sorted(found):
        first = bisect_left(reading.starts, start)
        last = bisect_left(reading.starts, end)
        if last > first:
            places.append(Pair((start, end), first, last, nested))
    return places


def _closes(stack: Sequence[tuple[str, int]], mark: str, place: int, text: str) -> int | None:
    """The place in the stack of the open mark that this one closes."""
    if mark in '‘’"' and place and text[place - 1].isspace():
        return None
    if mark == "’" and text[place + 1 : place + 2].isalpha():
        return None
    for level in range(len(stack) - 1, -1, -1):
        open_mark, start = stack[level]
        if mark in _PAIRS[open_mark] and place - start <= _LONGEST:
            return level
    return None


def _opens(mark: str, place: int, text: str) -> bool:
    if mark not in _PAIRS:
        return False
    if mark in "„‚":
        return True
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (not before or before.isspace() or before in '(/–-[„»"') and bool(after) and not after.isspace()


def _starts_paragraph(text: str, place: int) -> bool:
    return text[max(0, place - 2) : place].endswith("\n")


@lru_cache(maxsize=200_000)
def mood(word: str, lemma: str) -> str:
    """`1` or `2` where a lower-case word is a form of the subjunctive, `v` for other forms of a verb, else empty."""
    if word in _SUBJUNCTIVE_1:
        return "1"
    if word in _SUBJUNCTIVE_2:
        return "2"
    if word in _NOT_VERBAL or not lemma.endswith(("en", "eln", "ern", "sein", "tun")) or not lemma[0].islower():
        return ""
    # Third person of the first subjunctive: gehe, bringe, erinnere.
    if word.endswith("e") and word not in _NO_SUBJUNCTIVE and (word == lemma[:-1] or word == lemma[:-1] + "e"):
        return "1"
    if word == lemma and lemma[:-2].endswith(("ig", "isch", "lich")):
        return ""
    return "v"


def signs(reading: Reading) -> Signs:
    """Read the signs of quotation from a text, in time that grows with its length."""
    lower = [token.lower() for token in reading.tokens]
    size = len(lower)
    sentence = [0] * size
    for number, (start, end) in enumerate(reading.sentence_spans()):
        sentence[start:end] = [number] * (end - start)
    clauses = _clauses(lower, sentence)
    clause = [0] * size
    for number, (start, end) in enumerate(clauses):
        clause[start:end] = [number] * (end - start)
    moods = [
        "" if token[:1].isupper() and place and sentence[place - 1] == sentence[place] and not token.isupper()
        else mood(word, lemma)
        for place, (token, word, lemma) in enumerate(zip(reading.tokens, lower, reading.lemmas, strict=True))
    ]  # fmt: skip
    for place in range(1, size):
        if moods[place] == "1" and "ich" in (lower[place - 1], lower[min(place + 1, size - 1)]):
            moods[place] = "v"
    verb = _verbs(lower, reading.lemmas, moods, sentence)
    sources = _sources(reading, lower, moods, sentence)
    source = [False] * size
    for start, end in sources:
        source[start:end] = [True] * (end - start)
    return Signs(lower, sentence, clause, clauses, moods, verb, source, sources, pairs(reading))


def _clauses(lower: Sequence[str], sentence: Sequence[int]) -> list[tuple[int, int]]:
    """Cut at sentences and at marks of punctuation; a mark ends the clause before it."""
    bounds, start = [], 0
    for place, word in enumerate(lower):
        last = place + 1 == len(lower)
        if last or sentence[place + 1] != sentence[place] or (word in BREAKS and lower[place + 1] not in BREAKS):
            bounds.append((start, place + 1))
            start = place + 1
    return bounds


def _verbs(lower: Sequence[str], lemmas: Sequence[str], moods: Sequence[str], sentence: Sequence[int]) -> list[str]:
    found = [""] * len(lower)
    last: dict[str, int] = {}  # of each lemma that may have a particle: where it stood last
    current = -1
    for place, (word, lemma) in enumerate(zip(lower, lemmas, strict=True)):
        if sentence[place] != current:
            current, last = sentence[place], {}
        if moods[place]:
            verb = lemma.lower()
            if verb in REPORTING:
                found[place] = verb
            last[verb] = place
        elif word in PARTICLES and (place + 1 == len(lower) or _ends_clause(lower[place + 1])):
            for base, where in last.items():
                joined = _SPLIT_ONLY.get((base, word)) or (
                    word + base if base in _SEPARABLE.get(word, frozenset()) else ""
                )
                if joined and place - where <= _PARTICLE_REACH:
                    found[where] = joined
    return found


def _ends_clause(word: str) -> bool:
    return word in BREAKS or word in STOPS or word in ("und", "oder", "sowie")


def _sources(
    reading: Reading, lower: Sequence[str], moods: Sequence[str], sentence: Sequence[int]
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    size = len(lower)
    for place, word in enumerate(lower):
        if word == "zufolge" or (word == "folge" and place and lower[place - 1] == "zu"):
            start = place
            while start and sentence[start - 1] == sentence[place] and place - start < _PHRASE:
                if lower[start - 1] in BREAKS or moods[start - 1]:
                    break
                start -= 1
            found.append((start, place + 1))
        elif word in DERIVED:
            found.append((place, place + 1))
        elif word in _SOURCE_WORDS or (word in ("nach", "aus") and _source_noun(lower, reading.lemmas, place)):
            found.append((place, _phrase_end(reading.tokens, lower, moods, sentence, place + 1)))
        elif word == "so" and place and lower[place - 1] in BREAKS and place + 1 < size:
            after = reading.tokens[place + 1]
            names = after[:1].isupper() or lower[place + 1] in ("der", "die", "das", "ein", "eine", "er", "sie", "es")
            end = _phrase_end(reading.tokens, lower, moods, sentence, place + 1)
            if names and (end == size or lower[end] in BREAKS or lower[end] in STOPS):
                found.append((place, end))
    return found


def _source_noun(lower: Sequence[str], lemmas: Sequence[str], place: int) -> bool:
    """Whether a noun such as Angaben or Ansicht follows within four words."""
    for number in range(place + 1, min(place + 5, len(lower))):
        if lower[number] in BREAKS or lower[number] in STOPS:
            return False
        if lower[number] in SOURCE_NOUNS or lemmas[number].lower() in SOURCE_NOUNS:
            return True
    return lower[place] == "aus" and lower[place + 1 : place + 2] == ["sicht"]


def _phrase_end(
    tokens: Sequence[str], lower: Sequence[str], moods: Sequence[str], sentence: Sequence[int], start: int
) -> int:
    """Past the last token of a noun phrase: up to a verb in lower case, a mark, or the end of the sentence."""
    end = start
    while end < len(tokens) and sentence[end] == sentence[start] and end - start < _PHRASE:
        word = lower[end]
        if word in STOPS or (word in BREAKS and word not in '-()„“"»«'):
            break
        adjective = end + 1 < len(tokens) and tokens[end + 1][:1].isupper() and word.endswith(("en", "er", "es", "em"))
        if moods[end] and not adjective:
            break
        end += 1
    return max(end, min(start + 1, len(tokens)))


def direct_like(sign: Signs, pair: Pair) -> bool:
    """Whether a pair of marks holds speech rather than a title, a name or a word held at a distance."""
    inside = range(pair.start + 1, max(pair.start + 1, pair.end - 1))
    if not inside:
        return False
    verbal = any(sign.mood[place] for place in inside)
    stopped = sign.lower[inside[-1]] in STOPS
    colon = pair.start > 0 and sign.lower[pair.start - 1] == ":"
    first, last = sign.sentence[pair.start], sign.sentence[min(pair.end, len(sign.lower) - 1)]
    reported = any(
        sign.verb[place] or sign.source[place]
        for place in (
            *range(max(0, pair.start - 25), pair.start),
            *range(pair.end, min(pair.end + 12, len(sign.lower))),
        )
        if first <= sign.sentence[place] <= last
    )
    if len(inside) <= 2:
        return reported and (colon or stopped or verbal)
    return (verbal and (len(inside) >= 4 or stopped or colon)) or colon or stopped or reported


def joined(sign: Signs, first: Pair, second: Pair) -> bool:
    """Whether nothing but words of reporting breaks one quotation into these two pairs."""
    between = range(first.end, second.start)
    return (
        1 < len(between) <= _INSERT
        and sign.sentence[between[0]] == sign.sentence[between[-1]]
        and sign.lower[between[-1]] in {",", ":", "-", "–"}
        and sign.lower[first.end - 2] not in STOPS
        and any(sign.verb[place] or sign.source[place] for place in between)
    )


def find(reading: Reading) -> list[Quote]:
    """Find quotations by rule.

    Returns:
        Quotes in order of their first character: direct speech with its broken parts joined; clauses that depend on a
        reporting verb or a source; objects of verbs of demanding; sentences in the subjunctive that go on after them.
        Cues are the reporting verbs or the words that name the source; speakers are left to `language.speakers`.
    """
    if not reading.tokens:
        return []
    sign = signs(reading)
    past = ends(reading)
    quotes = [*_direct(reading, sign, past)]
    quoted = [False] * len(reading.tokens)
    for pair in sign.pairs:
        if direct_like(sign, pair):
            quoted[pair.start : pair.end] = [True] * (pair.end - pair.start)
    quotes.extend(_dependent(reading, sign, past, quoted))
    return sorted(quotes, key=lambda quote: (quote.spans, quote.type))


def _direct(reading: Reading, sign: Signs, past: Sequence[int]) -> Iterator[Quote]:
    chosen = [pair for pair in sign.pairs if direct_like(sign, pair)]
    groups: list[list[Pair]] = []
    for pair in chosen:
        if groups and not pair.nested and joined(sign, groups[-1][-1], pair):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    for group in groups:
        cues = _cues_around(reading, sign, past, group)
        yield Quote("direct", tuple(pair.span for pair in group), cues)


def _cues_around(reading: Reading, sign: Signs, past: Sequence[int], group: Sequence[Pair]) -> tuple[Span, ...]:
    """The reporting verb in the clause after the marks, or else before them in the same sentence."""
    after = range(group[0].end, min(group[0].end + 6, len(sign.lower)))
    before = range(group[0].start - 1, max(-1, group[0].start - 20), -1)
    for place in (*after, *(place for place in before if sign.sentence[place] == sign.sentence[group[0].start])):
        if place in after and sign.lower[place] in STOPS:
            continue
        if sign.verb[place]:
            return ((reading.starts[place], past[place]),)
    return ()


def _dependent(reading: Reading, sign: Signs, past: Sequence[int], quoted: Sequence[bool]) -> Iterator[Quote]:
    """What is not direct, sentence by sentence."""
    carried = False  # whether the sentence before holds speech that this one may continue
    for start, end in reading.sentence_spans():
        spans = [] if all(quoted[start:end]) else list(_in_sentence(sign, quoted, start, end))
        if not spans and carried and _subjunctive(sign, quoted, start, end):
            spans = [("free_indirect", start, end, ())]
        for kind, begin, stop, cue in spans:
            first, last = trimmed(sign.lower, begin, stop)
            if last - first >= 2:
                cues = ((reading.starts[cue[0]], past[cue[-1]]),) if cue else ()
                yield Quote(kind, ((reading.starts[first], past[last - 1]),), cues)
        carried = bool(spans) or (carried and any(quoted[start:end])) or any(sign.verb[start:end])


_Found = tuple[str, int, int, tuple[int, ...]]


def _in_sentence(sign: Signs, quoted: Sequence[bool], start: int, end: int) -> Iterator[_Found]:
    stop = end - 1 if sign.lower[end - 1] in STOPS else end
    sources = [(a, b) for a, b in sign.sources if start <= a < end]
    verbs = [place for place in range(start, stop) if sign.verb[place] and not quoted[place]]
    opening = next((place for place in verbs if _clause_follows(sign, place, stop)), None)
    if opening is not None:
        first = sign.clauses[sign.clause[opening]][1]
        yield ("indirect", first, stop, (opening,))
    elif sources and not quoted[sources[0][0]]:
        a, b = sources[0]
        if b >= stop - 1 or sign.lower[a] == "so":
            yield ("indirect", start, a, (a,))
        else:
            yield ("indirect", b if a == start else start, stop, (a,))
    elif verbs and any(mark in ("1", "2") for mark in sign.mood[start : verbs[-1]]) and verbs[-1] > start + 3:
        yield ("indirect", start, sign.clauses[sign.clause[verbs[-1]]][0], (verbs[-1],))
    elif verbs:
        yield from _nominal(sign, quoted, verbs, start, stop)


def _clause_follows(sign: Signs, place: int, stop: int) -> bool:
    """Whether what a verb reports comes after it: dass, ob, a question word, zu and infinitive, or a subjunctive."""
    first = sign.clauses[sign.clause[place]][1]
    if first >= stop or sign.sentence[first] != sign.sentence[place]:
        return False
    if sign.lower[first] in ("dass", "daß", "ob", "wie", "warum", "wann", "was"):
        return True
    rest = range(first, stop)
    return any(sign.mood[p] == "1" for p in rest) or any(
        sign.lower[p] == "zu" and p + 1 < stop and sign.mood[p + 1] == "v" for p in rest
    )


def _nominal(sign: Signs, quoted: Sequence[bool], verbs: Sequence[int], start: int, stop: int) -> Iterator[_Found]:
    for place in verbs:
        verb = sign.verb[place]
        prepositions = GOVERNED.get(verb, frozenset())
        if verb not in NOMINAL and not prepositions:
            continue
        limit = min(stop, sign.clauses[sign.clause[place]][1])
        first = place + 1
        if prepositions:
            first = next((p for p in range(first, limit) if sign.lower[p] in prepositions), limit)
        elif first < limit and sign.mood[place - 1] == "" and place + 1 == limit:
            first, limit = start, place  # hat … gefordert
        if limit - first >= 2 and not any(quoted[first:limit]):
            yield ("reported", first, limit, (place,))
        return


def _subjunctive(sign: Signs, quoted: Sequence[bool], start: int, end: int) -> bool:
    return any(sign.mood[place] in ("1", "2") and not quoted[place] for place in range(start, end))


def trimmed(lower: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The tokens from first to before last without commas, colons and dashes at the ends."""
    while first < last - 1 and lower[first] in _LOOSE:
        first += 1
    while last > first + 1 and lower[last - 1] in _LOOSE:
        last -= 1
    return first, last
