"""What passages say of a target, by the word lists of `attitudes` and what the statement asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from standpunkt.language import attitudes, names, relevance
from standpunkt.language.attitudes import Hit, Passage
from standpunkt.language.naming import role_gender
from standpunkt.language.parts import AUTHOR, DATIVE, HOLDING, SUBJECT, Asked, Part

_LESSENING = tuple(  # within the name of a target: it is itself a restriction of something
    "verbot stopp abschaff ausstieg schließung kürzung senkung abbau sperre obergrenze deckel beschränkung begrenzung "
    "aufhebung lockerung abzug abrüstung moratorium erleichterung milderung denuklearisierung entwaffnung rückbau "
    "entmilitarisierung deeskalation stilllegung".split()
)
_RESTRICTIONS = tuple("verbot stopp sperre obergrenze deckel beschränkung begrenzung moratorium".split())
_RULES = tuple("regel vorschrift auflage abstand grenze".split())  # the contrary of what is to be allowed
_PROPOSALS = tuple(  # the measure itself, whatever it does to a thing
    "reform gesetz plan pläne plans entwurf vorhaben vorschlag vorstoß regelung paket antrag initiative vertrag "
    "abkommen beschluss maßnahme maßnahmen resolution".split()
)
_BESIDE_TARGET = 0.5  # what does not name the target where another part of the sentence does
_SPOKEN, _WITH_ACTOR, _WITH_TARGET, _OF_OTHERS, _BEFORE = 1.2, 1.6, 1.5, 0.2, 0.15
_ATTITUDE, _OPEN, _WHETHER, _VALUE, _MOVEMENT = 1.5, 1.8, 0.9, 0.5, 0.4
_RELATION, _UNKNOWN = 1.2, 0.3
_WEAK, FIRM = 0.3, 0.8  # of a modal verb, alone or with the target
_SAME_SPEECH, _ELSEWHERE = 0.8, 0.4  # sentences of the same speech, with the target and without
_NOUN_REACH, _VERB_REACH, _BEFORE_TARGET = 5, 14, 3
_WANTED = 5  # words before "gegen"
_BEFORE_AUTHOR = 5
_BESIDE = tuple(
    "neue weiter mehr wenig zusätzlich höher größer länger kürzer kleiner geringer niedriger".split()
)  # say it of the next noun alone
_OF = frozenset("von vom der des".split())
_PROPOSED = tuple(
    "plan plans pläne plänen vorschlag vorschlags vorstoß vorhaben forderung forderungen antrag entwurf initiative "
    "angebot programm ruf wunsch".split()
)
_INSTEAD = frozenset("statt anstatt anstelle gegen ohne".split())
_EXCHANGE = tuple("tausch gegenzug gegenleistung geschäft".split())
_RESISTANCE = tuple("widerstand willen stimme stimmen votum protest".split())
_GIVES = tuple("biete bot gewähr einräum zusag sagt zusage zugesteh gestand stell gibt geb liefer verzicht".split())
_DUTIES = frozenset("soll sollen solle sollte sollten muss müssen müsse gehört gehören".split())
_IF = frozenset("wenn falls sobald solange".split())
_PLEASES = frozenset(  # to whom it does stands in the dative
    "gelegen recht entgegen passt dorn strich zuwider suspekt verhasst gefällt gefiel gefielen schmeckt schmecken "
    "schmeckte missfällt missfiel missfallen herzen bauchschmerzen bauchweh kopfschmerzen magenschmerzen unbehagen "
    "graut graute weit schnell gleichgültig egal schnuppe willkommen leicht schwer".split()
)
_PRETERITE = frozenset("wollte wollten war waren hatte hatten galt".split())


@dataclass(frozen=True, slots=True)
class Finding:
    """What one passage says about the target."""

    attitude: int
    object: int
    value: int
    movement: int
    open: bool
    whether: bool
    weight: float
    strength: float
    touched: bool
    spoken: bool
    own: bool
    """The actor says it, or is named in it, and nobody else is named nearer."""
    relation: int
    """To what was said before: agrees (1), contradicts (-1)."""
    hits: tuple[Hit, ...]


def _moves(part: Part, passage: Passage, asked: Asked, mentions: Sequence[int], thing: int) -> list[Hit]:
    """What is to become of the target: at most a noun and a verb, each the nearest to the target or to the demand."""
    anchors = mentions or [hit.place for hit in passage.of(*attitudes.GOVERNING)]
    if not anchors:
        return []
    trade = _trade(part, passage)
    clauses = [clause for clause in passage.clauses if any(clause[0] <= place < clause[1] for place in anchors)]
    clauses += [
        clause for clause in passage.clauses if clause not in clauses and attitudes.infinitive(part.lower, clause)
    ]
    found = [
        hit
        for hit in passage.of("more", "less")
        if not _names_thing(part.lower[hit.place], asked.subject)
        and hit.place not in part.actor
        and (trade < 0 or not mentions or (hit.place < trade) == (mentions[0] < trade))
        and (not part.lower[hit.place].startswith(_BESIDE) or {hit.place + 1, hit.place + 2} & set(mentions))
        and not (thing < 0 and hit.place in mentions)
        and any(start <= hit.place < end for start, end in clauses)
    ]
    chosen = []
    for group, reach in (([h for h in found if h.noun], _NOUN_REACH), ([h for h in found if not h.noun], _VERB_REACH)):
        ranked = sorted((min(abs(hit.place - place) for place in anchors), hit.place, hit) for hit in group)
        chosen += [hit for distance, _, hit in ranked[:1] if distance <= reach]
    return chosen


def _trade(part: Part, passage: Passage) -> int:
    """The place of "gegen" where one thing is to be had for the other: "Abrüstung gegen Hilfe"; else -1."""
    places = [at for at in range(passage.start + 1, passage.end - 1) if part.lower[at] == "gegen"]
    if not places:
        return -1
    swaps = any(any(piece in word for piece in _EXCHANGE) for word in part.lower)
    moves = {hit.place for hit in passage.of("more", "less")}
    for at in places:
        nouns = [place for place in range(at + 1, min(at + 4, passage.end)) if part.words[place][:1].isupper()]
        if not nouns or not part.words[at - 1][:1].isupper():
            continue
        if nouns[0] in part.others | part.actor or part.lower[nouns[0]].startswith(_RESISTANCE):
            continue
        wanted = any(_moving(part, place, moves) for place in range(max(passage.start, at - _WANTED), at))
        if swaps or (wanted and (_moving(part, at - 1, moves) or any(_moving(part, place, moves) for place in nouns))):
            return at
    return -1


def _moving(part: Part, place: int, moves: Iterable[int]) -> bool:
    """A noun that says what becomes of a thing: "Abbau", "Lockerung"."""
    named = any(piece in part.lower[place] for piece in _LESSENING)
    return part.words[place][:1].isupper() and (named or place in moves)


def _conditional(part: Part, passage: Passage, mentions: Sequence[int]) -> bool:
    """The target is what is given for something else."""
    if not mentions:
        return False
    trade = _trade(part, passage)
    if trade >= 0:
        return mentions[0] > trade
    inside = part.lower[passage.start : passage.end]
    swaps = any(any(piece in word for piece in _EXCHANGE) for word in inside)
    wants = any(not part.lower[hit.place].startswith(_GIVES) for hit in passage.of("demand"))
    return swaps and not wants and any(word.startswith(_GIVES) for word in inside)


def _names_thing(word: str, subject: frozenset[str]) -> bool:
    """The statement has this word, in whatever inflection, where it names the thing ("neue Heizungen")."""
    stem = relevance.stem(word)
    return any(stem == known or (stem[:3] == known[:3] and abs(len(stem) - len(known)) <= 1) for known in subject)


def _lessens(word: str, asked: Asked) -> bool:
    """The word for the target is one for less of something, or for a restriction where none is to be lifted."""
    if asked.sign < 0 and word.endswith("freiheit"):
        return True  # of visas, of taxes
    pieces = [piece for piece in _LESSENING if piece in word]
    return any(not (asked.lifts and piece in _RESTRICTIONS) for piece in pieces)


def _object(part: Part, passage: Passage, asked: Asked) -> tuple[int, bool]:
    """What a passage speaks of: what the statement asks for (1) or the contrary (-1); and whether a verb says so."""
    mentions = [place for place in sorted(part.target) if passage.start <= place < passage.end]
    thing, proposal, turned = 1, not mentions, 1 if mentions else part.backing
    taken = {place for hit in passage.hits for place in hit.places}
    trade = _trade(part, passage)
    for place in mentions:
        word = part.lower[place]
        known = relevance.stem(word) in asked.words.stems
        if (_lessens(word, asked) and not known) or (asked.allows and any(p in word for p in _RULES)):
            thing = -1
        before = range(max(passage.start, place - _BEFORE_TARGET), place)
        proposal = proposal or word.endswith(_PROPOSALS) or any(part.lower[at].endswith(_PROPOSALS) for at in before)
        for at in before:
            noun = part.words[at - 1][:1].isupper() if at else False
            if part.lower[at] in _INSTEAD and at != trade and not {at - 1, at} & taken and at - 1 not in mentions:
                turned = -1 if noun or part.lower[at] != "gegen" or not passage.has("reject") else turned
    moves = _moves(part, passage, asked, mentions, thing)
    if moves:
        sign = 1
        for hit in moves:
            sign *= hit.sign
        return sign * thing * asked.sign * turned, True
    if thing < 0:
        return -asked.sign * turned, False
    return (1 if proposal else asked.sign) * turned, False


def _preposition(part: Part, passage: Passage) -> int:
    """1 for "für" and -1 for "gegen" right before the target, where no verb goes with it."""
    taken = {place for hit in passage.hits for place in hit.places}
    for place in sorted(part.target):
        for at in range(max(passage.start, place - _BEFORE_TARGET), min(place, passage.end)):
            if at not in taken and at - 1 not in part.target and place < passage.end:
                if part.lower[at] in ("für", "pro"):
                    return 1
                if part.lower[at] == "gegen":
                    return 1  # the object is turned round already
    return 0


def _proposes(part: Part, passage: Passage) -> bool:
    """The actor stands in it as the author of a proposal: "der Plan von …", "Korviens Vorschlag"."""
    mine = [place for place in sorted(part.actor) if passage.start <= place < passage.end]
    if not mine:
        return False
    if part.role == AUTHOR:
        return _is_author(part, passage, mine)
    for place in mine:
        if place - 1 not in part.actor:
            near = range(max(passage.start, place - _BEFORE_AUTHOR), place)
            linked = [at for at in near if part.lower[at] in _OF]
            if linked and any(
                _is_noun(part, at) and part.lower[at].endswith(_PROPOSED)
                for at in range(max(passage.start, linked[-1] - 2), linked[-1])
            ):
                return True
    return False


def _is_author(part: Part, passage: Passage, mine: Sequence[int]) -> bool:
    """The noun that the actor's name goes with is one for a proposal."""
    first, last = mine[0], mine[-1]
    nouns = [last]
    if part.lower[last].endswith("s"):
        nouns += [at for at in range(last + 1, min(last + 4, passage.end)) if _is_noun(part, at)][:1]
    before = [
        at
        for at in range(max(first - _BEFORE_AUTHOR, passage.start), first)
        if _is_noun(part, at) and role_gender(part.words[at]) is None  # "der Plan von Minister …"
    ][-1:]
    if before and any(part.lower[at] in names.DETERMINERS | _OF for at in range(before[0] + 1, first)):
        nouns += before
    return any(names.PROPOSALS.search(part.lower[at]) for at in nouns)


def _is_noun(part: Part, place: int) -> bool:
    return part.words[place][:1].isupper()


def _threatens(part: Part, passage: Passage) -> int:
    """-1 where somebody threatens with something else because of the target, which stands before the threat."""
    threats = [max(hit.places) for hit in passage.of("threat")]
    mentions = [place for place in part.target if passage.start <= place < passage.end]
    return -1 if threats and mentions and max(mentions) < max(threats) else 1


def _asks_whether(part: Part, passage: Passage) -> bool:
    return any("ob" in part.lower[start : start + 2] for start, _ in passage.clauses)


def findings_of(parts: Sequence[Part], asked: Asked) -> list[Finding]:
    """What each passage of some parts says of the target; the first part counts most."""
    return [
        finding
        for number, part in enumerate(parts)
        for finding in of_part(part, asked, 1.0 if number == 0 else _SAME_SPEECH if part.target else _ELSEWHERE)
    ]


def of_part(part: Part, asked: Asked, weight: float) -> list[Finding]:
    """What each passage of one part says of the target, at this weight."""
    found: list[Finding] = []
    ruling = [passage for passage in part.passages if passage.attitude() or passage.has("open")]
    now = max((passage.start for passage in part.passages if passage.has("now")), default=-1)
    own = part.carried
    for number, passage in enumerate(part.passages):
        inside = range(passage.start, passage.end)
        wanted = number > 0 and part.lower[passage.start] == "dass" and part.passages[number - 1].has("demand")
        spoken = sum(part.spoken[place] for place in inside) * 2 > len(inside)
        mentions = [place for place in sorted(part.target) if place in inside]
        touched = bool(mentions)
        own = spoken or (not wanted and _held(part, passage, own))  # "fordert, dass Korvien zustimmt"
        conditional = _conditional(part, passage, mentions)
        whether = _asks_whether(part, passage)
        thing, moves = _object(part, passage, asked)
        proposes = _proposes(part, passage)
        attitude = 0 if whether else passage.attitude() * _threatens(part, passage)
        strength = 1.0
        if not attitude and not whether:
            attitude = _preposition(part, passage)
            strength = _WEAK
        elif attitude and not passage.has("demand", "threat", "approve", "reject", "yield"):
            strength = FIRM if touched or moves else _WEAK
        if _is_tag(part, passage) and any(one.spoken and (one.attitude or one.value or one.open) for one in found):
            attitude = 0  # "…, mahnte sie": what is said tells it
        if proposes:
            attitude, strength = 1, 1.0
        elif not touched and part.lower[passage.start] in _IF:
            strength = _WEAK
        found.append(
            Finding(
                attitude,
                thing if not proposes or moves else part.backing,
                passage.value(),
                (-thing if len(passage.negations) % 2 else thing) if touched and (moves or passage.negations) else 0,
                passage.has("open") or conditional,
                whether,
                weight * _weight(part, passage, ruling, now, spoken=spoken, touched=touched),
                strength,
                touched,
                spoken,
                own or proposes,
                next((hit.sign for hit in passage.of("agree", "counter")), 0),
                passage.hits,
            )
        )
    return found


def _is_tag(part: Part, passage: Passage) -> bool:
    """Its verb of attitude follows on what was said, as a verb of saying does, and has no object: "…, warnte sie"."""
    rule = next(iter(passage.of(*attitudes.GOVERNING)), None)
    if rule is None or rule.place != passage.start or part.lower[passage.start - 1 : passage.start] != [","]:
        return False
    objects = names.PREPOSITIONS - _OF - {"den", "dem", "in", "aus"}
    return not any(word in objects for word in part.lower[slice(*passage.clauses[0])])


def _held(part: Part, passage: Passage, before: bool) -> bool:
    """Whether what a passage tells is the actor's: of those named, the one beside the ruling verb holds it.

    Args:
        part: the sentence.
        passage: of it.
        before: whether what the passage before tells is the actor's; it goes on where nobody is named.
    """
    inside = range(passage.start, passage.end)
    mine = [place for place in inside if place in part.actor]
    if not mine and not any(place in part.rivals for place in inside):
        return before
    if part.role and part.role not in HOLDING:
        return False
    if part.role == DATIVE and not any(part.lower[hit.place] in _PLEASES for hit in passage.hits):
        return False
    rule = next(iter(passage.of(*attitudes.GOVERNING)), None)
    if rule is not None and part.role == SUBJECT and _of_others(part, passage):
        return False
    if rule is not None:
        clause = next(clause for clause in passage.clauses if clause[0] <= rule.place < clause[1])
        if not any(clause[0] <= place < clause[1] for place in mine):
            return bool(mine) and not any(clause[0] <= place < clause[1] for place in part.rivals)
    return bool(mine)


def _of_others(part: Part, passage: Passage) -> bool:
    """Only "soll" or "muss" rules the passage, with or without an infinitive: somebody else wants it of the subject."""
    ruling = passage.of(*attitudes.GOVERNING)
    duties = [hit for hit in ruling if hit.kind == "modal" and part.lower[hit.place] in _DUTIES]
    return bool(duties) and all(hit in duties or part.lower[hit.place].endswith("en") for hit in ruling)


def _weight(part: Part, passage: Passage, ruling: Sequence[Passage], now: int, *, spoken: bool, touched: bool) -> float:
    """How much a passage counts: what the actor says, what names the target, and the later of two states more."""
    inside = range(passage.start, passage.end)
    weight = 1.0
    if spoken:
        weight *= _SPOKEN
    elif any(place in part.actor for place in inside):
        weight *= _WITH_ACTOR
    elif any(place in part.others for place in inside):
        weight *= _OF_OTHERS
    if touched:
        weight *= _WITH_TARGET
    elif part.target and not passage.has("open"):
        weight *= _BESIDE_TARGET
    later = any(other is not passage and not other.has("past") for other in ruling)
    formerly = passage.has("past") or any(part.lower[place] in _PRETERITE for place in inside)
    if passage.has("past") and not passage.has("now") and later:
        weight *= _BEFORE
    elif formerly and now >= passage.end:
        weight *= _BEFORE if later else -_BEFORE * 2  # "ich wollte es verhindern, nun …": the contrary is meant
    return weight


def scores(findings: Sequence[Finding], before: float = 0.0) -> tuple[float, float]:
    """How far the findings speak for the statement, and how far they leave it open.

    Args:
        findings: of the passages.
        before: how far the sentence before speaks for it: what somebody agrees with or contradicts.
    """
    lean, undecided = 0.0, 0.0
    said = before
    for finding in findings:
        if finding.open:
            undecided += abs(finding.weight) * _OPEN
        elif finding.whether:
            undecided += abs(finding.weight) * _WHETHER
        elif finding.attitude:
            lean += finding.weight * _ATTITUDE * finding.strength * finding.attitude * finding.object
        elif finding.relation:
            said = max(-1.0, min(1.0, said)) or _UNKNOWN
            lean += finding.weight * _RELATION * finding.relation * said
        said += finding.attitude * finding.strength * finding.object + _VALUE * finding.value * finding.object
        if finding.value and not finding.attitude and not finding.open:
            lean += finding.weight * _VALUE * max(-2, min(2, finding.value)) * finding.object
        elif finding.movement and not finding.attitude and not finding.open:
            lean += finding.weight * _MOVEMENT * finding.movement
    return lean, undecided


def said(findings: Iterable[Finding]) -> float:
    """How far the findings speak for the statement, what they leave open not counted."""
    return sum(
        finding.attitude * finding.strength * finding.object + _VALUE * finding.value * finding.object
        for finding in findings
        if not finding.open
    )
