"""Who says a quotation, by rules: noun phrases that may name a speaker, words that may introduce a quotation.

Everything here is read off single tokens (case of the first letter, word lists, lemmas), so it runs on the blank
pipeline. `attribute_by_rules` needs no fitting; `tasks/_quote_speakers.py` ranks the same candidates by fitted weights.

The word lists are our own, written by hand.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from standpunkt.language.documents import Reading
from standpunkt.language.lexicons import REPORTING_VERBS
from standpunkt.schema import Quote, Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CASES: Final = {
    "der": "nom-obl", "die": "nom-acc", "das": "nom-acc", "den": "obl", "dem": "obl", "des": "gen",
    "ein": "nom-acc", "eine": "nom-acc", "einen": "obl", "einem": "obl", "einer": "obl", "eines": "gen",
    "kein": "nom-acc", "keine": "nom-acc", "keinen": "obl", "keinem": "obl", "keiner": "nom-obl",
    "dieser": "nom-obl", "diese": "nom-acc", "dieses": "nom-acc", "diesen": "obl", "diesem": "obl",
    "jeder": "nom-obl", "jede": "nom-acc", "jedes": "nom-acc", "jeden": "obl", "jedem": "obl",
    "jener": "nom-obl", "jene": "nom-acc", "jenes": "nom-acc", "jenen": "obl", "jenem": "obl",
    "beide": "nom-acc", "beiden": "obl", "beider": "gen", "alle": "nom-acc", "allen": "obl", "aller": "gen",
    "einige": "nom-acc", "einigen": "obl", "einiger": "gen", "mehrere": "nom-acc", "mehreren": "obl",
    "mehrerer": "gen", "viele": "nom-acc", "vielen": "obl", "vieler": "gen", "manche": "nom-acc", "manchen": "obl",
    "andere": "nom-acc", "anderen": "obl", "anderer": "nom-obl", "zahlreiche": "nom-acc", "zahlreichen": "obl",
    "wenige": "nom-acc", "wenigen": "obl", "welche": "nom-acc", "deren": "gen", "dessen": "gen",
}  # fmt: skip
_POSSESSIVES: Final = {
    stem + ending: case
    for stem in ("mein", "dein", "sein", "ihr", "unser", "unsr", "euer", "eur")
    for ending, case in (("", "nom-acc"), ("e", "nom-acc"), ("en", "obl"), ("em", "obl"), ("er", "obl"), ("es", "gen"))
}
DETERMINERS: Final = _CASES | _POSSESSIVES
"""Determiners with the cases that they may stand in: nom-acc, nom-obl, obl or gen."""
_GENITIVES = _words(
    """der des eines einer dieser dieses jener jenes seines seiner ihres ihrer unseres unserer beider aller einiger
    mehrerer vieler zahlreicher mancher deren dessen"""
)

PRONOUNS: Final = {
    "er": "nom", "sie": "nom-acc", "man": "nom", "wir": "nom", "ich": "nom", "wer": "nom", "niemand": "nom",
    "jemand": "nom", "ihm": "obl", "ihn": "obl", "ihnen": "obl", "ihr": "obl", "mir": "obl", "uns": "obl",
    "mich": "obl",
    "dieser": "nom-obl", "diese": "nom-acc", "jener": "nom-obl", "jene": "nom-acc", "letzterer": "nom",
    "letztere": "nom-acc", "ersterer": "nom", "erstere": "nom-acc", "beide": "nom-acc", "alle": "nom-acc",
    "einige": "nom-acc", "viele": "nom-acc", "andere": "nom-acc", "manche": "nom-acc", "mehrere": "nom-acc",
    "der": "nom-obl", "die": "nom-acc", "das": "nom-acc", "dem": "obl", "den": "obl", "denen": "obl",
    "einer": "nom-obl", "eine": "nom-acc", "keiner": "nom-obl", "jeder": "nom-obl", "welcher": "nom-obl",
    "demnach": "adv", "danach": "adv", "wonach": "adv", "darin": "adv", "dort": "adv", "demzufolge": "adv",
    "es": "nom-acc",
}  # fmt: skip
"""Words that stand for a noun phrase, or point back at a source, with their cases."""

PREPOSITIONS: Final = _words(
    """ab am an auf aus bei beim bis durch entgegen für fürs gegen gegenüber gemäß hinter im in infolge innerhalb ins
    laut mit nach neben ohne seit statt trotz über um unter vom von vor während wegen wider zu zufolge zum zur zwischen
    als wie per binnen dank anlässlich bezüglich angesichts aufgrund mittels samt nahe seitens zugunsten"""
)
_SOURCE_PREPOSITIONS = _words("laut gemäß nach zufolge seitens")
_ATTRIBUTE_PREPOSITIONS = _words("von vom für beim aus")
_PARTICLES = _words(
    """ab an auf aus bei dar ein fest fort frei heran heraus hervor hin hinaus hinzu klar nach nahe vor voraus vorher
    weg wider wieder zu zurück zusammen mit bekannt bereit entgegen davon darauf dazu dafür dagegen um durch über unter
    richtig kund infrage sicher"""
)
_PRONOMINALS = _words("davon darauf dazu dafür dagegen darum")
_AUXILIARIES = _words(
    """hat haben hatte hatten habe hätte hätten habt hast wird werden wurde wurden werde würde würden worden ist sind
    war waren sei seien wäre wären will wollen wollte wollten kann können konnte konnten könnte könnten soll sollen
    sollte sollten muss müssen musste mussten darf dürfen durfte dürfte mag mögen möchte möchten lässt ließ ließen"""
)
_TIMES = _words(
    """montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz april mai juni juli
    august september oktober november dezember uhr jahr jahre jahren jahres monat monate monaten woche wochen tag tage
    tagen tages stunde stunden minute minuten abend morgen nachmittag vormittag mittag nacht wochenende mal prozent
    euro dollar millionen milliarden million milliarde kilometer meter ende anfang mitte montagabend dienstagabend"""
)
_NO_NOUNS = (
    PREPOSITIONS
    | frozenset(DETERMINERS)
    | frozenset(PRONOUNS)
    | _AUXILIARIES
    | _words(
        """aber allein allerdings also auch außerdem bereits bisher bislang da dabei dadurch dafür dagegen daher
        dahinter
        damals damit dann daran darauf daraufhin darüber darum darunter dass davon davor dazu denn dennoch derzeit
        deshalb deswegen diesmal doch dies ebenfalls ebenso eigentlich einmal erst erstmals etwa etwas falls ferner
        freilich früher für ganz genau gerade gestern gleichzeitig heute heutzutage hier hierbei hierzu hingegen
        hinzu immer immerhin indem indes insgesamt inzwischen ja jedoch jetzt kaum künftig lange laut letztlich
        manchmal mehr meist mittlerweile momentan morgen nachdem nämlich natürlich neben nein nicht nichts nie noch nun
        nur ob obwohl oder offenbar oft ohnehin schließlich schon sehr seitdem selbst sobald sodass sofern sogar somit
        sondern sonst sowie sowohl später stattdessen stets trotzdem überdies übrigens und unterdessen viel vielleicht
        vielmehr vorher wann warum was weder weil weiter weiterhin weitere weiteren wem wen wenn wenngleich weshalb
        wieder wieso wo wobei wodurch wohl womit woran worauf worin zudem zuerst zufolge zugleich zuletzt zumal
        zumindest zunächst zuvor zwar so kurz sich dir dich euch so ach bitte danke"""
    )
)
_NAME_PARTICLES = _words("van de da di del al el bin ibn ben la le du dos")
_MODIFIERS = _words("beiden andere anderen vielen weitere weiteren")
_NUMBERS = _words("zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend")
_JOINS = _words("und sowie oder & bzw.")
_OPENING = frozenset('„»›‚“"«')
_CLOSING = frozenset('“«”"»‘')
_CLAUSE_ENDS = frozenset(".,;:!?–()") | _OPENING | _CLOSING
CUE_WORDS: Final = _words("laut nach zufolge gemäß wonach demnach danach demzufolge so wie")
"""Words other than verbs that may introduce a quotation."""
_CUE_NOUNS = _words(
    """worten ansicht auffassung meinung forderung vorwurf behauptung aussage begründung hinweis warnung überzeugung
    befürchtung hoffnung vermutung these appell erklärung ankündigung vorschlag mitteilung einschätzung"""
)
REPORTS: Final = REPORTING_VERBS | _words(
    """bekanntgeben bekanntmachen ausgehen angeben erhoffen verlauten hervorgehen beschließen vereinbaren planen
    kommentieren bereiterklären befürworten vermelden vorgeben anregen anordnen anfragen äußern einschätzen hinweisen
    darlegen darstellen denken deuten ermitteln ergeben herausstellen klarstellen aufzeigen lauten mutmaßen resümieren
    schwören skandieren veröffentlichen voraussehen zuschreiben beantragen verweigern"""
)
"""Verbs that introduce a quotation: those of the lexicon, and those that also mean other things."""
SOURCES: Final = _words(
    """angaben angabe ansicht auffassung aussage aussagen bericht berichte berichten darstellung einschätzung
    einschätzungen erkenntnissen informationen medienbericht medienberichte medienberichten meinung meldung meldungen
    polizeiangaben presseberichten schätzung schätzungen überzeugung umfrage untersuchung worten studie mitteilung
    behördenangaben quellen zeugenaussagen vernehmen"""
)
"""Nouns by which a text names a source rather than a person."""
PEOPLE: Final = tuple(
    """
    abgeordnete abgeordneten abgeordneter agentur amt analyst analysten angehörige angehörigen angeklagte angeklagter
    anwalt anwälte anwältin arzt ärztin ärzte aktivist aktivisten anhänger auswärtige autor autorin autoren bank
    beamte beamten beamter behörde behörden beobachter betreiber bewohner bischof block botschaft botschafter
    bund bundesamt bündnis bürgermeister bürgermeisterin büro bürger chef chefin club demonstranten dienst direktor
    direktorin einwohner eltern ermittler experte experten expertin fahrer feuerwehr firma forscher forscherin fraktion
    frau führer generalsekretär generalsekretärin gericht gerichtshof geschäftsführer geschäftsführerin gesellschaft
    gewerkschaft gewerkschaften gewerkschafter gouverneur gremium gruppe gutachter händler hersteller inhaber initiative
    institut journalist journalisten kanzler kanzlerin kammer kirche klub koalition kollege kollegin komitee kommissar
    kommission konzern kritiker künstler landrat landrätin lehrer lehrerin leiter leiterin leute liga mann manager
    medien meister meisterin minister ministerin ministerium mitarbeiter mitglied mitglieder nachbar opposition
    organisation papst partei parteien politiker politikerin polizei polizist präsident präsidentin presse professor
    professorin rat regierung redner rektor rektorin richter richterin sänger schauspieler schüler sekretär sender
    senator senatorin soldat soldaten sozialdemokraten sportler sprecher sprecherin staatsanwalt staatsanwältin
    staatsanwaltschaft studenten stiftung teilnehmer trainer trainerin unternehmen unternehmer verband verbände
    verein verteidiger vertreter vertreterin verwaltung vorsitzende vorsitzenden vorsitzender vorstand wissenschaftler
    wissenschaftlerin wirt wirtin zeitung zeuge zeugen zeugin zentrale
    """.split()
)
"""How nouns end that name people or bodies who speak."""
_VERB_ENDS = ("en", "ern", "eln", "tun")
_ADJECTIVE_ENDS = ("e", "en", "er", "es", "em")
_FEMININE_ENDS = tuple(
    "ung heit keit schaft ion tät polizei partei kanzlei in presse agentur behörde kirche kammer bank gruppe".split()
)
"""After these `der` stands in the genitive or dative."""
_ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,4}")
_MOST_MODIFIERS = 8
_MOST_NOUNS = 8
_PARTICLE_REACH = 30
_NEAR_BEFORE, _NEAR_INSIDE, _NEAR_AFTER = 12, 8, 5
_CUES_BEFORE, _CUES_AFTER = 8, 4
_SENTENCES_BEFORE = {"indirect": 1, "reported": 1}  # these name their speaker in the same sentence
_MOST_SENTENCES_BEFORE, _SENTENCES_AFTER = 3, 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun phrase or pronoun that may name the speaker; tokens from `start` to before `end`."""

    start: int
    end: int
    head: int
    """Its last noun before any attribute."""
    kind: str
    """`name`, `noun` or `pronoun`."""
    preposition: str
    """In front of it, lower case; empty where there is none."""
    case: str
    """By its determiner or pronoun; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that may introduce a quotation."""

    token: int
    word: str
    """Lemma of the verb, with its separated prefix; else the word in lower case."""
    kind: str
    """`verb`, `word` or `noun`."""
    others: tuple[int, ...] = ()
    """Its further tokens: prefix, auxiliary."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands."""

    start: int
    """Its first token."""
    end: int
    """The one past its last token."""
    first: int
    """Its first sentence."""
    last: int


class Scene:
    """A text with its quotations, and what in it may introduce or speak them."""

    def __init__(self, reading: Reading, quotes: Sequence[Quote]) -> None:
        self.reading = reading
        self.low = [token.lower() for token in reading.tokens]
        self.size = len(reading.tokens)
        ranges = [self._tokens(span) for quote in quotes for span in quote.spans]
        self.borders = frozenset(border for pair in ranges for border in pair)
        self.quoted = self._depths(ranges)
        first = frozenset(reading.sentences)
        inner = {token for place, token in enumerate(reading.tokens) if place not in first and token[0].isupper()}
        self.mentioned = frozenset(at for mention in reading.mentions for at in range(mention["start"], mention["end"]))
        self._nouns = [self._is_noun(place, place in first, inner) for place in range(self.size)]
        self.verbs = [self._is_verb(place) for place in range(self.size)]
        self._persons: dict[int, str] = {}
        self.candidates = list(self._find_candidates())
        self.cues = list(self._find_cues())
        self._candidate_starts = [candidate.start for candidate in self.candidates]
        self._cue_starts = [cue.token for cue in self.cues]
        self._reports = [cue for cue in self.cues if cue.kind != "verb" or cue.word in REPORTS]
        self._report_starts = [cue.token for cue in self._reports]
        bare = [0] * (self.size + 1)
        for candidate in self.candidates:
            bare[candidate.start + 1] += not candidate.preposition
        self._bare = list(accumulate(bare))
        self._commas = [0, *accumulate(low in ",;:" for low in self.low)]
        self._verb_counts = [0, *accumulate(self.verbs)]
        self._marks = [0, *accumulate(low in _OPENING or low in _CLOSING for low in self.low)]

    # --- places -----------------------------------------------------------------------------------------------------

    def _tokens(self, span: Span) -> tuple[int, int]:
        """The tokens that a span of characters touches."""
        starts = self.reading.starts
        first = max(0, bisect_right(starts, span[0]) - 1)
        if first < self.size and starts[first] + len(self.reading.tokens[first]) <= span[0]:
            first += 1
        return first, max(first, bisect_left(starts, span[1]))

    def _depths(self, ranges: Sequence[tuple[int, int]]) -> list[int]:
        steps = [0] * (self.size + 1)
        for first, end in ranges:
            steps[first] += 1
            steps[end] -= 1
        return list(accumulate(steps))[: self.size]

    def place(self, quote: Quote) -> Place:
        """Where the quotation stands, in tokens and sentences."""
        ranges = [self._tokens(span) for span in quote.spans] or [(0, 0)]
        start, end = min(first for first, _ in ranges), max(end for _, end in ranges)
        return Place(start, end, self.sentence(start), self.sentence(max(start, end - 1)))

    def inside(self, quote: Quote) -> list[tuple[int, int]]:
        """The tokens of each part of the quotation."""
        return [self._tokens(span) for span in quote.spans]

    def sentence(self, token: int) -> int:
        """The number of the sentence of a token."""
        return max(0, bisect_right(self.reading.sentences, token) - 1)

    def sentence_start(self, sentence: int) -> int:
        """First token of a sentence; the end of the text where there is no such sentence."""
        sentences = self.reading.sentences
        return 0 if sentence <= 0 else sentences[sentence] if sentence < len(sentences) else self.size

    def characters(self, start: int, end: int) -> Span:
        """The span of characters of the tokens from start to before end."""
        return self.reading.starts[start], self.reading.starts[end - 1] + len(self.reading.tokens[end - 1])

    def spans(self, cue: Cue) -> tuple[Span, ...]:
        """The characters of a cue; neighbouring tokens are one span."""
        found: list[Span] = []
        last = -2
        for token in sorted((cue.token, *cue.others)):
            span = self.characters(token, token + 1)
            if token == last + 1:
                found[-1] = (found[-1][0], span[1])
            else:
                found.append(span)
            last = token
        return tuple(found)

    # --- what lies between two tokens -----------------------------------------------------------------------------

    def bare_between(self, start: int, end: int) -> int:
        """How many candidates without a preposition start from token `start` to before `end`."""
        return self._bare[end] - self._bare[start] if end > start else 0

    def commas_between(self, start: int, end: int) -> int:
        """How many commas, colons and semicolons."""
        return self._commas[end] - self._commas[start] if end > start else 0

    def verbs_between(self, start: int, end: int) -> int:
        """How many verbs."""
        return self._verb_counts[end] - self._verb_counts[start] if end > start else 0

    def marks_between(self, start: int, end: int) -> int:
        """How many quotation marks."""
        return self._marks[end] - self._marks[start] if end > start else 0

    # --- near a quotation -----------------------------------------------------------------------------------------

    def near(self, quote: Quote, place: Place) -> list[Candidate]:
        """Candidates around a quotation, in the order of the text: a bounded number before, in and after it.

        Those within it are taken for reported speech alone, where the quotation is the whole sentence.
        """
        starts = self._candidate_starts
        reach = _SENTENCES_BEFORE.get(quote.type, _MOST_SENTENCES_BEFORE)
        low = bisect_left(starts, self.sentence_start(place.first - reach))
        begin, end = bisect_left(starts, place.start), bisect_left(starts, place.end)
        high = bisect_left(starts, self.sentence_start(place.last + 1 + _SENTENCES_AFTER))
        before = self.candidates[max(low, begin - _NEAR_BEFORE) : begin]
        after = self.candidates[end : min(high, end + _NEAR_AFTER)]
        middle: list[Candidate] = []
        if quote.type == "reported":
            middle = self.candidates[begin : min(end, begin + _NEAR_INSIDE)]
        elif len(quote.spans) > 1:
            gaps = self.gaps(quote)
            middle = [
                candidate
                for first, past in gaps[:_NEAR_INSIDE]
                for candidate in self.candidates[
                    bisect_left(starts, first) : min(
                        bisect_left(starts, past), bisect_left(starts, first) + _NEAR_INSIDE
                    )
                ]
            ]
        return [*before, *middle, *after]

    def gaps(self, quote: Quote) -> list[tuple[int, int]]:
        """The tokens between the parts of a quotation."""
        ranges = sorted(self.inside(quote))
        return [(end, start) for (_, end), (start, _) in pairwise(ranges) if end < start]

    def cues_near(self, quote: Quote, place: Place) -> list[Cue]:
        """Cues in the quotation's sentences outside of all quotations; of direct speech also in the sentence before."""
        starts = self._cue_starts
        reach = place.first - 1 if quote.type == "direct" else place.first
        low = bisect_left(starts, self.sentence_start(reach))
        begin, end = bisect_left(starts, place.start), bisect_left(starts, place.end)
        high = bisect_left(starts, self.sentence_start(place.last + 1))
        found = self.cues[max(low, begin - _CUES_BEFORE) : begin] + self.cues[end : min(high, end + _CUES_AFTER)]
        for first, past in self.gaps(quote)[:_NEAR_INSIDE]:
            at = bisect_left(starts, first)
            found += self.cues[at : min(bisect_left(starts, past), at + _NEAR_INSIDE)]
        return [cue for cue in found if not self.quoted[cue.token]]

    def names_source(self, token: int) -> bool:
        """Whether one of the three words after a token names a source, such as Angaben."""
        return any(low in SOURCES or low.endswith("angaben") for low in self.low[token + 1 : token + 4])

    def fills(self, cue: Cue, place: Place) -> bool:
        """Whether a word and the noun phrase behind it reach up to the quotation."""
        at = bisect_right(self._candidate_starts, cue.token)
        phrase = self.candidates[at] if at < len(self.candidates) else None
        if phrase is None or phrase.start != cue.token + 1:
            return False
        return phrase.end == place.start or cue.token == place.end

    def person(self, candidate: Candidate) -> str:
        """Whether a candidate may speak: `y` by its words, `c` a full name, `o` a pronoun, else its kind."""
        found = self._persons.get(candidate.start)
        if found is None:
            found = self._persons[candidate.start] = self._look_at_words(candidate)
        return found

    def _look_at_words(self, candidate: Candidate) -> str:
        if candidate.kind == "pronoun":
            return "o"
        if any(self.low[at].endswith(PEOPLE) for at in range(candidate.start, candidate.head + 1)):
            return "y"
        return "c" if candidate.kind == "name" and candidate.head > candidate.start else candidate.kind[0]

    def report_near(self, candidate: Candidate) -> Cue | None:
        """The reporting word of the candidate's sentence that is nearest to it; the one after it wins a tie."""
        sentence = self.sentence(candidate.start)
        low, high = self.sentence_start(sentence), self.sentence_start(sentence + 1)
        starts = self._report_starts
        at = bisect_left(starts, candidate.start)
        after = self._reports[at] if at < len(starts) and starts[at] < high else None
        before = self._reports[at - 1] if at and starts[at - 1] >= low else None
        if before is None or after is None:
            return after or before
        return after if after.token - candidate.end <= candidate.start - before.token else before

    # --- noun phrases ---------------------------------------------------------------------------------------------

    def _is_noun(self, place: int, first: bool, inner: set[str]) -> bool:
        """Whether a token is written as a noun; at the start of a sentence its lemma or the text decides."""
        token = self.reading.tokens[place]
        if not token[0].isupper():
            return "." in token and bool(_ADDRESS.fullmatch(token))
        if self.low[place] in _NO_NOUNS:
            return False
        return (
            not first
            or self.reading.lemmas[place][:1].isupper()
            or token in inner
            or token[-1:] == "-"
            or not token.isalpha()
        )

    def _is_verb(self, place: int) -> bool:
        token, low = self.reading.tokens[place], self.low[place]
        if not token[0].islower():
            return False
        return low in _AUXILIARIES or (low not in _NO_NOUNS and self.reading.lemmas[place].endswith(_VERB_ENDS))

    def _stop(self, sentence_end: int, place: int, start: int) -> bool:
        return place >= sentence_end or (place in self.borders and place > start)

    def _find_candidates(self) -> Iterator[Candidate]:
        for first, end in self.reading.sentence_spans():
            place = first
            while place < end:
                core = self._core(place, end)
                found = self._phrase(place, end, *core) if core else self._pronoun(place, first)
                if core and (self.low[core[0]] in _TIMES or self.low[place] in _TIMES):
                    place = core[0] + 1
                elif found:
                    yield found
                    place = found.end
                else:
                    place += 1

    def _pronoun(self, place: int, first: int) -> Candidate | None:
        case = PRONOUNS.get(self.low[place])
        if case is None or (case == "adv" and place != first and self.low[place] not in ("wonach", "demnach")):
            return None
        return Candidate(place, place + 1, place, "pronoun", self._preposition(place), case)

    def _preposition(self, start: int) -> str:
        if not start or start in self.borders:
            return ""
        before = self.low[start - 1]
        return before if before in PREPOSITIONS else ""

    def _phrase(self, start: int, sentence_end: int, head: int, kind: str) -> Candidate:
        """The longest noun phrase around a core: with its attributes and its apposition."""
        case = DETERMINERS.get(self.low[start], "")
        if case == "nom-obl" and self.low[head].endswith(_FEMININE_ENDS):
            case = "obl"
        end = self._attributes(start, head + 1, sentence_end, bool(case))
        end = self._apposition(end, sentence_end, start)
        preposition = self._preposition(start)
        if not preposition and end < self.size and end not in self.borders and self.low[end] in ("zufolge", "nach"):
            follows = self.low[end + 1] if end + 1 < self.size else "."
            preposition = self.low[end] if self.low[end] == "zufolge" or follows in _CLAUSE_ENDS else ""
        return Candidate(start, end, head, kind, preposition, case)

    def _core(self, start: int, sentence_end: int) -> tuple[int, str] | None:
        """Last noun and kind of determiner, modifiers and nouns from a token on."""
        place = start
        determined = self.low[place] in DETERMINERS
        if determined:
            place += 1
        modifiers = 0
        while not self._stop(sentence_end, place, start) and modifiers < _MOST_MODIFIERS and self._modifies(place):
            if place == start and not self._adjective(place):
                return None
            place += 1
            modifiers += 1
        nouns = 0
        head = -1
        while not self._stop(sentence_end, place, start) and nouns < _MOST_NOUNS:
            if self._nouns[place]:
                head = place
            elif nouns and self.low[place] in _NAME_PARTICLES and self._noun_at(place + 1, sentence_end, start):
                pass
            elif self.reading.tokens[place] in _OPENING and (past := self._quoted_name(place, sentence_end)):
                place = past - 1
                head = past - 2
            else:
                break
            place += 1
            nouns += 1
        if head < 0:
            return None
        named = not determined and not modifiers and (nouns > 1 or self.low[start] not in SOURCES)
        return head, "name" if named else "noun"

    def _noun_at(self, place: int, sentence_end: int, start: int) -> bool:
        return not self._stop(sentence_end, place, start) and self._nouns[place]

    def _adjective(self, place: int) -> bool:
        """Whether a token may open a noun phrase without a determiner."""
        low = self.low[place]
        return low in _NUMBERS or (low.endswith(_ADJECTIVE_ENDS) and len(low) > 3 and not self.verbs_at(place))

    def verbs_at(self, place: int) -> bool:
        """Whether a token looks like a finite verb or an infinitive."""
        return self.verbs[place] if place < len(self.verbs) else False

    def _modifies(self, place: int) -> bool:
        """Whether a token may stand between determiner and noun: an adjective or a number."""
        token, low = self.reading.tokens[place], self.low[place]
        if self._nouns[place] or (low in _NO_NOUNS and low not in _MODIFIERS):
            return False
        return low in _NUMBERS or token[0].isdigit() or (token[0].islower() and low.endswith(_ADJECTIVE_ENDS))

    def _quoted_name(self, place: int, sentence_end: int) -> int:
        """Past the closing mark of a short name in quotation marks; 0 where there is none."""
        for past in range(place + 2, min(place + 7, sentence_end)):
            if past in self.borders:
                return 0
            if self.reading.tokens[past] in _CLOSING:
                named = any(self._nouns[place + 1 : past]) and self.reading.tokens[place + 1][0].isupper()
                cited = bool(place) and self.low[place - 1] in _SOURCE_PREPOSITIONS | {"wie"}
                return past + 1 if (named or cited) and place not in self.borders else 0
        return 0

    def _attributes(self, start: int, end: int, sentence_end: int, determined: bool) -> int:
        """Past the attributes that follow: genitives, `von …`, brackets, `und …`."""
        if not self._stop(sentence_end, end, start) and self.reading.tokens[end] in _CLOSING:
            end += any(token in _OPENING for token in self.reading.tokens[start:end])  # of a name in quotation marks
        while not self._stop(sentence_end, end, start):
            low = self.low[end]
            core = None
            if low in _GENITIVES and (determined or low != "der" or not self._after_verb(start)):
                core = self._core(end, sentence_end)
            elif low in _ATTRIBUTE_PREPOSITIONS or (low in _JOINS and end + 1 < sentence_end):
                core = self._core(end + 1, sentence_end) if end + 1 < sentence_end else None
                if core is not None and (self.low[core[0]] in _TIMES or end + 1 in self.borders):
                    core = None
            elif low == "(":
                past = next((at + 1 for at in range(end + 1, min(end + 6, sentence_end)) if self.low[at] == ")"), 0)
                if not past or any(at in self.borders for at in range(end, past)):
                    return end
                end = past
                continue
            if core is None:
                return end
            end = core[0] + 1
        return end

    def _after_verb(self, start: int) -> bool:
        return start > 0 and self.verbs_at(start - 1)

    def _apposition(self, end: int, sentence_end: int, start: int) -> int:
        """Past an apposition in commas: a full name, or a noun phrase that a comma or the sentence ends."""
        if self._stop(sentence_end, end, start) or self.low[end] != "," or self._stop(sentence_end, end + 1, start):
            return end
        core = self._core(end + 1, sentence_end)
        if core is None:
            return end
        head, kind = core
        past = self._attributes(end + 1, head + 1, sentence_end, kind == "noun")
        closed = past >= sentence_end or self.low[past] in ',.“"' or past in self.borders
        full_name = kind == "name" and head > end + 1
        determined = self.low[end + 1] in ("der", "die", "das", "ein", "eine")
        return past if full_name or (closed and determined) else end

    # --- cues -----------------------------------------------------------------------------------------------------

    def _find_cues(self) -> Iterator[Cue]:
        for first, end in self.reading.sentence_spans():
            for place in range(first, end):
                low = self.low[place]
                if low in CUE_WORDS:
                    yield Cue(place, low, "word")
                elif low in _CUE_NOUNS and self.reading.tokens[place][0].isupper():
                    yield Cue(place, low, "noun")
                elif self.verbs[place] and low not in _AUXILIARIES:
                    yield self._verb(place, first, end)

    def _verb(self, place: int, first: int, end: int) -> Cue:
        lemma = self.reading.lemmas[place]
        clause_end = self._clause_end(place + 1, end)
        others = [] if lemma in REPORTING_VERBS and lemma.startswith("ver") else self._particle(place, clause_end)
        if others:
            auxiliary = self._auxiliary(place, first, clause_end) if others[0] < place else ()
            return Cue(place, self.low[others[0]] + lemma, "verb", (*others, *auxiliary))
        auxiliary = self._auxiliary(place, first, clause_end)
        return Cue(place, lemma, "verb", auxiliary)

    def _clause_end(self, place: int, end: int) -> int:
        for at in range(place, min(end, place + _PARTICLE_REACH)):
            if at in self.borders or self.low[at] in _CLAUSE_ENDS:
                return at
        return min(end, place + _PARTICLE_REACH)

    def _particle(self, place: int, clause_end: int) -> list[int]:
        """The separated prefix of a verb: the last token of its clause, or before `und`."""
        last = clause_end - 1
        if last > place:
            if self.low[last] not in _PARTICLES:
                return []
            return [last, last - 1] if last - 1 > place and self.low[last - 1] in _PRONOMINALS else [last]
        return [place - 1] if place and self.low[place - 1] in ("bekannt", "bereit") else []

    def _auxiliary(self, place: int, first: int, clause_end: int) -> tuple[int, ...]:
        """The auxiliary of a participle: right after it, or before it in its clause."""
        if not self.low[place].endswith(("t", "en")):
            return ()
        if place + 1 < clause_end and self.low[place + 1] in _AUXILIARIES:
            return (place + 1,)
        if place + 1 != clause_end:
            return ()
        for at in range(place - 1, max(first, place - _PARTICLE_REACH) - 1, -1):
            if at + 1 in self.borders or self.low[at] in ".;:":
                break
            if self.low[at] in _AUXILIARIES:
                return (at,)
        return ()


# --- attribution by rules -------------------------------------------------------------------------------------------


def attribute_by_rules(reading: Reading, quotes: Sequence[Quote]) -> list[Quote]:
    """Find cue and speaker of each quotation by rules alone.

    The cue is the reporting word of the same sentence that is nearest to the quotation. The speaker follows `laut` and
    `nach`, precedes `zufolge`, and stands right behind a verb or else before it. Where there is no cue, it is who spoke
    before, or the first noun phrase without a preposition of the sentence before.

    Args:
        reading: the text.
        quotes: its quotations; cues and speakers that they have are replaced.

    Returns:
        The quotations in the same order, with `cues` and `speakers`, which stay empty where none was found.
    """
    scene = Scene(reading, quotes)
    found = list(quotes)
    previous: Candidate | None = None
    for number in sorted(range(len(quotes)), key=lambda number: quotes[number].spans):
        quote = quotes[number]
        place = scene.place(quote)
        cue = _nearest_cue(scene, quote, place)
        near = scene.near(quote, place)
        speaker = _by_cue(scene, cue, near) if cue else None
        if speaker is None:
            speaker = _without_cue(scene, quote, place, near, previous)
        found[number] = replace(
            quote,
            cues=scene.spans(cue) if cue else (),
            speakers=(scene.characters(speaker.start, speaker.end),) if speaker else (),
        )
        previous = speaker or previous
    return found


def _nearest_cue(scene: Scene, quote: Quote, place: Place) -> Cue | None:
    """The reporting word with the fewest tokens between it and the quotation; else a verb that touches it."""
    cues = scene.cues_near(quote, place)

    def apart(cue: Cue) -> int:
        return max(place.start - cue.token, cue.token - place.end)

    known = [
        cue
        for cue in cues
        if (cue.kind == "word" and (cue.word != "nach" or scene.names_source(cue.token) or scene.fills(cue, place)))
        or (cue.kind == "verb" and (cue.word in REPORTS or quote.type == "reported"))
    ]
    touching = [cue for cue in cues if cue.kind == "verb" and -1 <= apart(cue) <= 3] if quote.type == "indirect" else []
    return min(known or touching, key=apart, default=None)


def _by_cue(scene: Scene, cue: Cue, near: Sequence[Candidate]) -> Candidate | None:
    """The candidate that a cue points to, in its own sentence."""
    sentence = scene.sentence(cue.token)
    here = [candidate for candidate in near if scene.sentence(candidate.start) == sentence]
    after = [candidate for candidate in here if candidate.start > cue.token]
    before = [candidate for candidate in here if candidate.end <= cue.token]
    if cue.word in ("laut", "gemäß", "nach"):
        if after and after[0].start == cue.token + 1:
            return after[0]
        return before[-1] if before else None
    if cue.word == "zufolge":
        return before[-1] if before else None
    return max(
        here, key=lambda candidate: (_likely(scene, cue, candidate), -abs(candidate.start - cue.token)), default=None
    )


def _likely(scene: Scene, cue: Cue, candidate: Candidate) -> int:
    """Points for a candidate as the subject of a reporting verb."""
    points = int(candidate.head in scene.mentioned) + {"y": 2, "c": 2, "o": 1}.get(scene.person(candidate), 0)
    points -= 4 * bool(candidate.preposition) + 3 * (candidate.case in ("obl", "gen"))
    points -= 2 * (scene.quoted[candidate.start] > 0)
    if candidate.start > cue.token:
        points += 3 * (candidate.start == cue.token + 1) - scene.commas_between(cue.token, candidate.start)
    else:
        first = scene.sentence_start(scene.sentence(candidate.start)) == candidate.start
        points += first + (candidate.end == cue.token) - scene.commas_between(candidate.end + 1, cue.token - 1)
    return points


def _without_cue(
    scene: Scene, quote: Quote, place: Place, near: Sequence[Candidate], previous: Candidate | None
) -> Candidate | None:
    """Who speaks where nothing says so: in reported speech its subject, else who spoke or was named just before."""
    bare = [candidate for candidate in near if not candidate.preposition and candidate.case not in ("obl", "gen")]
    if quote.type == "reported":
        inside = [candidate for candidate in bare if place.start <= candidate.start < place.end]
        if inside:
            return next((candidate for candidate in inside if scene.person(candidate) in "yc"), inside[0])
    before = [candidate for candidate in bare if scene.sentence(candidate.start) == place.first - 1]
    named = [candidate for candidate in before if scene.person(candidate) in "yco"]
    if previous is not None and (not named or previous.start >= named[0].start):
        return previous
    return named[0] if named else previous or (before[0] if before else None)
