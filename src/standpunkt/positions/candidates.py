"""Which actors and targets the sentences of an article bring together: what a reader then judges.

A sentence touches a target where an alias stands in it (inflected, or within a compound), a proper name of the
definition, or enough words of the statement. One that touches none goes on about the target of the sentence before.
What somebody says is theirs, whoever else is named in it; in the other sentences the actors are those the sentence
names, or, where it only reports a decision ("Der Antrag ging durch"), those of the sentence before. Names of actors
never touch a target, unless they are an alias of it. "Die korvische Idee" means the target that Korvien was for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from standpunkt.language import attitudes, names
from standpunkt.language.actors import NAME, PERSON, PRONOUN, Cast, Member, Mention
from standpunkt.language.documents import FIELDS, Document, Reading
from standpunkt.language.naming import role_gender
from standpunkt.language.parts import AUTHOR, DATIVE, HOLDING, OBJECT, RANKS, SUBJECT
from standpunkt.positions import _holders
from standpunkt.positions._holders import Named
from standpunkt.positions._touching import TargetIndex, Touch, index_of
from standpunkt.schema import Quote, Span, Target

QUOTED, REPORTED, ASCRIBED = "quoted", "reported", "ascribed"

_CARRY = 12  # sentences a target is carried on
_CARRY_PARAGRAPHS = 5
_CARRY_SETS = 3  # how many sentences that touch targets are looked back to
_CARRY_ASCRIBED = 5  # sentences, where nobody speaks
_CARRY_GROUP = 8  # sentences an organisation is carried on
_CARRY_PERSON = 2
_BESIDE, _BESIDE_AFTER = 3, 25  # characters between a name and the proposal that is said to be its bearer's
_DEFINITE = frozenset("der die das den dem des dieser diese dieses diesen diesem zum zur vom im am".split())
_OPENING = 3  # paragraphs in which an interview addresses whom it asks
_REMARK = 160  # characters: an interviewer's sentence that is no question
_QUESTION = 400
_PARAGRAPH = re.compile(r"\n\s*\n")
_DATELINE = re.compile(r"[A-ZÄÖÜ][\w-]+(?:[/ ][A-ZÄÖÜ][\w-]+){0,3}(?: ?\([^()\n]{2,20}\))? ?[–—] ")
"""Where a report was written: "Aldenburg (tpa) –"; the town is no actor."""
_FIRST_PERSON = re.compile(r"\b(?:ich|mir|mich|mein\w*|wir|uns|unser\w*)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:Sehr geehrte[r]? )?(Herr|Frau) [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?,")
_DECISION = re.compile(
    r"\b(?:\w*antr[aä]g\w*|\w*beschl[uo]\w*|stimm\w+|\w*stimmen|abstimmung|mehrheit\w*|\w*papier\w*|resolution\w*|"
    r"entschließung\w*|forderung\w*|empfehlung\w*|delegierte\w*|mitglieder\w*|vorstand\w*|versammlung\w*|zustimmung|"
    r"ablehnung|abgelehnt|angenommen|verabschiedet|absage\w*|votum|votiert\w*|enthaltung\w*|position\w*|haltung|"
    r"festleg\w*|vorhaben\w*|entwurf\w*|vorschlag\w*|vorstoß\w*|plan|pläne\w*|programm\w*|man|sieht|gilt|hoffnung\w*|"
    r"idee|ziel|absicht\w*|kalkül|wunsch|anliegen|verwarf\w*|verworfen|verschoben|vertagt\w*|strich\w*|gestrichen|"
    r"fiel\w*|durchgefallen|scheiter\w*|gescheitert|h[aä]nde?n?|karten|zweidrittel\w*|gegenstimme\w*|unentschieden|"
    r"patt|gleichstand|zurückgestellt|aufgenommen|linie)\b",
    re.IGNORECASE,
)
"""A sentence that may report what somebody decided without naming them."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """What else an article brings together beside a candidate."""

    targets: int
    """Other targets that the sentence brings together with the actor."""
    nearer: int
    """Of them, those that are named nearer to the sentence."""
    as_near: int
    """Of them, those that are named as near."""
    actors: int
    """Other actors that the sentence brings together with the target."""
    sentences: int
    """Other sentences that bring actor and target together."""
    direct: bool
    """One of them names the target."""
    actor_targets: int
    """Other targets that a sentence names and brings together with the actor, here or elsewhere."""
    target_actors: int
    """Other actors whom a sentence that names the target brings together with it, here or elsewhere."""
    article_targets: int
    """All targets of the candidates."""
    kind: str
    """Of the actor."""
    known: bool
    """The actor is of the codebook."""
    mentions: int
    """Of the actor."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor and a target that a sentence may bring together."""

    actor: str
    target: str
    how: str
    """One of `schema.HOW`."""
    start: int
    """Of the sentence in `text`."""
    end: int
    speech: tuple[Span, ...]
    """What is read for the stance: the parts of the quotation, or the sentence."""
    actor_span: Span | None
    """None where the actor is carried over from a sentence before."""
    target_span: Span | None
    """None where the target is."""
    target_distance: int = 0
    """Sentences since the target was touched last; negative where the next one touches it."""
    actor_distance: int = 0
    """Sentences since the actor was named last, other than by a pronoun."""
    subject: bool = False
    """The actor looks like the subject: no preposition or oblique article before it."""
    first: bool = False
    """The actor is the first whom the sentence names."""
    other_actors: int = 0
    """How many others the sentence names."""
    other_targets: int = 0
    """How many other targets the sentence touches."""
    role: str = ""
    """The actor's part in the sentence, of `_holders.RANKS`; empty where unknown."""
    others: tuple[Span, ...] = ()
    """Others whom the sentence names in a part in which they can hold a position."""
    in_short: bool = False
    """The sentence names a part of the target only ("die Steuer")."""
    proposal: Span | None = None
    """The sentence whose proposal or demand on the target this one takes up ("die korvische Forderung")."""
    rivals: Rivals | None = None
    """None where only one pair was looked at."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of the text with what it names."""

    start: int
    end: int
    paragraph: int
    touched: Mapping[str, Span]
    carried: Mapping[str, int]  # distance in sentences
    actors: tuple[tuple[Mention, Member], ...]
    roles: tuple[str, ...]  # of the actors
    by_actor: Mapping[str, Mention]  # the first mention of each
    text: str
    proposal: Span | None = None  # the sentence whose proposal it takes up
    short: frozenset[str] = frozenset()  # targets that are touched by a part of an alias alone

    def targets(self, limit: int) -> dict[str, int]:
        """Touched at distance 0; if none, carried over from at most so many sentences before."""
        if self.touched:
            return dict.fromkeys(self.touched, 0)
        return {target: distance for target, distance in self.carried.items() if distance <= limit}


# --------------------------------------------------------------------------------------------------------- sentences


def _sentences(reading: Reading, cast: Cast, index: TargetIndex, before: Mapping[str, Span]) -> list[_Sentence]:
    """The sentences of the text; `before` is what title and teaser name."""
    breaks = [match.start() for match in _PARAGRAPH.finditer(reading.text)]
    lines = {0, *(match.end() for match in _PARAGRAPH.finditer(reading.text))}
    mentions = cast.mentions("text")
    starts = [mention.start for mention, _ in mentions]
    touches = [index.touched(reading, first, last) for first, last in reading.sentence_spans()]
    present = set(before).union(*(touch.named for touch in touches))
    things = _things(mentions, touches)
    recent = dict.fromkeys(before, -1)  # the sentence that named it last
    proposals = _Proposals()
    found: list[_Sentence] = []
    for number, ((first, last), touch) in enumerate(zip(reading.sentence_spans(), touches, strict=True)):
        start = reading.starts[first]
        end = reading.starts[last - 1] + len(reading.tokens[last - 1])
        low, high = (bisect_right(starts, place - 1) for place in (start, end))
        touched = dict(touch.named)
        for span, targets in touch.short:
            meant = _meant_in_short(targets, recent)
            if meant is not None:
                touched.setdefault(meant, span)
        opening = _DATELINE.match(reading.text, start, end) if start in lines else None
        actors = tuple(
            pair
            for pair in mentions[low:high]
            if pair[1].id not in things and not (opening and pair[0].start < opening.end())
        )
        roles = _roles(reading, range(first, last), actors)
        words = reading.tokens[first:last]
        paragraph = bisect_right(breaks, start)
        taken_up = None if touched else proposals.meant(words, actors, reading, first)
        if taken_up is not None:
            carried = {taken_up.target: taken_up.distance}
        else:
            carried = _carried(found, paragraph, touched, before if len(present) == 1 else {})
        recent |= dict.fromkeys(touched, number)
        by_actor = _main_mentions(actors, roles)
        short = frozenset(touched) - frozenset(touch.named)
        one = _Sentence(
            start,
            end,
            paragraph,
            touched,
            carried,
            actors,
            roles,
            by_actor,
            reading.text[start:end],
            taken_up.sentence if taken_up else None,
            short,
        )
        proposals.learn(one, words)
        found.append(one)
    return found


def _things(mentions: Iterable[tuple[Mention, Member]], touches: Iterable[Touch]) -> frozenset[str]:
    """Members that are no actors of the codebook, and a target's name: a conference that somebody demands."""
    spans = {span for touch in touches for span in touch.named.values()}
    return frozenset(
        member.id
        for mention, member in mentions
        if member.kind != PERSON and member.id == member.name and (mention.start, mention.end) in spans
    )


def _roles(reading: Reading, places: range, actors: Sequence[tuple[Mention, Member]]) -> tuple[str, ...]:
    if not actors:
        return ()
    named = []
    for mention, member in actors:
        first = bisect_left(reading.starts, mention.start, places.start, places.stop)
        last = max(bisect_left(reading.starts, mention.end, places.start, places.stop), first + 1)
        text = reading.text[mention.start : mention.end]
        genitive = mention.how != PRONOUN and text.endswith(("s", "’")) and not _ends_in_s(member, text)
        named.append(Named(first - places.start, last - places.start, mention.subject, genitive))
    return tuple(_holders.roles(reading.tokens[places.start : places.stop], named))


def _ends_in_s(member: Member, text: str) -> bool:
    """The name ends so without an ending, as "Niklas" does."""
    return text.split()[-1] in member.name.split() or text.isupper()


def _main_mentions(actors: Sequence[tuple[Mention, Member]], roles: Sequence[str]) -> dict[str, Mention]:
    """The mention of each actor whose part weighs most, the first of equals."""
    found: dict[str, tuple[int, Mention]] = {}
    for (mention, member), role in zip(actors, roles, strict=True):
        rank = RANKS.index(role)
        if member.id not in found or rank < found[member.id][0]:
            found[member.id] = rank, mention
    return {identifier: mention for identifier, (_, mention) in found.items()}


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A target that somebody took a position on by a proposal or a demand."""

    target: str
    sentence: Span
    distance: int = 1
    """From the sentence that takes it up: 0 where that says whose it is, as if it named the target."""


class _Proposals:
    """Who was for what so far: later sentences say "der korvische Vorschlag" or "die Idee" for it."""

    def __init__(self) -> None:
        """Nobody was for anything."""
        self._last: _Proposal | None = None
        self._by_actor: dict[str, _Proposal] = {}

    def learn(self, sentence: _Sentence, words: Sequence[str]) -> None:
        """Remember the targets of a sentence that tells of a proposal or a demand."""
        direct = [target for target in sentence.touched if target not in sentence.short]
        if not direct:
            return
        demands = any(hit.kind == "demand" for hit in attitudes.hits(words))
        for (_, member), role in zip(sentence.actors, sentence.roles, strict=True):
            if role == AUTHOR or (demands and role == SUBJECT):
                self._last = _Proposal(direct[0], (sentence.start, sentence.end))
                self._by_actor[member.id] = self._last

    def meant(
        self, words: Sequence[str], actors: Sequence[tuple[Mention, Member]], reading: Reading, first: int
    ) -> _Proposal | None:
        """The proposal that a sentence takes up; None where it takes up none."""
        if self._last is None:
            return None
        for place in range(1, len(words)):
            if not words[place][:1].isupper() or not names.PROPOSALS.search(words[place].lower()):
                continue
            at = reading.starts[first + place]
            for mention, member in actors:
                if member.id in self._by_actor and _belongs(mention, at):
                    return replace(self._by_actor[member.id], distance=0)
            if words[place - 1].lower() in _DEFINITE:
                return self._last
        return None


def _belongs(mention: Mention, noun: int) -> bool:
    """Whether a noun that begins at this character is said to be the actor's, or of whom it is."""
    if mention.start <= noun < mention.end:
        return True
    return 0 < noun - mention.end < _BESIDE or 0 < mention.start - noun < _BESIDE_AFTER


def _meant_in_short(targets: Iterable[str], recent: Mapping[str, int]) -> str | None:
    """Which of the targets that the article has named a word such as "die Steuer" means: the one named last."""
    possible = [target for target in targets if target in recent]
    return max(possible, key=lambda target: recent[target]) if possible else None


def _carried(
    before: Sequence[_Sentence], paragraph: int, touched: Mapping[str, Span], only: Iterable[str]
) -> dict[str, int]:
    """Targets that the sentences before have touched, nearest first, with the distance in sentences."""
    found: dict[str, int] = {}
    sets = 0
    for distance, sentence in enumerate(reversed(before), start=1):
        if distance > _CARRY or sets >= _CARRY_SETS or paragraph - sentence.paragraph > _CARRY_PARAGRAPHS:
            break
        new = [target for target in sentence.touched if target not in touched]
        sets += bool(sentence.touched)
        for target in new:
            found.setdefault(target, distance)
    if not found and not touched:
        found = {target: len(before) + 1 for target in only}
    return found


# ---------------------------------------------------------------------------------------------------------- speech


@dataclass(frozen=True, slots=True)
class _Speech:
    """What an actor says: a quotation, or the answer in an interview."""

    actor: str
    how: str
    spans: tuple[Span, ...]
    speakers: tuple[Span, ...]


def _speeches(quotes: Iterable[Quote]) -> Iterator[_Speech]:
    for quote in quotes:
        if quote.actor is not None and quote.spans:
            how = QUOTED if quote.type == "direct" else REPORTED
            yield _Speech(quote.actor, how, quote.spans, quote.speakers)


def _answers(document: Document, cast: Cast) -> Iterator[_Speech]:
    """The answers of an interview, a paragraph each, as speech of the person who is asked."""
    reading = document.readings["text"]
    paragraphs = _paragraph_spans(reading.text)
    texts = [reading.text[start:end] for start, end in paragraphs]
    asked = [_asks(text) for text in texts]
    addressed = any(_ADDRESS.match(text.strip()) for text in texts[:_OPENING])
    if not any(asked) or (not addressed and (sum(asked) < 2 or sum(asked) * 4 < len(texts))):
        return
    first = asked.index(True)
    person = _interviewed(document, cast, texts[first])
    if person is None:
        return
    question = True
    for (start, end), text, asks in zip(paragraphs[first + 1 :], texts[first + 1 :], asked[first + 1 :], strict=True):
        question = asks or (not question and not _FIRST_PERSON.search(text) and len(text) < _REMARK)
        if not question:
            yield _Speech(person, QUOTED, ((start, end),), ())


def _paragraph_spans(text: str) -> list[Span]:
    spans, start = [], 0
    for match in [*_PARAGRAPH.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[start:end].strip():
            spans.append((start, end))
        start = match.end() if match else end
    return spans


def _asks(paragraph: str) -> bool:
    text = paragraph.strip()
    return bool(_ADDRESS.match(text)) or (
        text.endswith("?") and len(text) < _QUESTION and not _FIRST_PERSON.search(text)
    )


def _interviewed(document: Document, cast: Cast, question: str) -> str | None:
    """Who is asked: whom the first question addresses, else the person whom title, teaser or beginning name first."""
    people = [member for member in cast.members if member.kind == PERSON]
    address = _ADDRESS.match(question.strip())
    if address:
        last = address[0].rstrip(",").split()[-1]
        for member in people:
            if member.name.split()[-1] == last:
                return member.id
        if role_gender(last) is not None:  # "Frau Ministerin": nobody who is named in the questions alone
            gender = names.ADDRESSES[address[1]]
            people = [member for member in people if member.gender == gender and member.mentions[0].field != "text"]
    opening = document.readings["text"].text.find(question)
    early = [
        (FIELDS.index(mention.field), mention.start, member.id)
        for member in people
        for mention in member.mentions
        if mention.field != "text" or mention.start < max(opening, 1)
    ]
    return min(early)[2] if early else (people[0].id if people else None)


# ------------------------------------------------------------------------------------------------------- candidates


def find(document: Document, cast: Cast, quotes: Sequence[Quote], targets: Mapping[str, Target]) -> list[Candidate]:
    """All pairs of an actor and a target that the text may bring together, a sentence each.

    Args:
        document: the article.
        cast: its actors, by `language.actors.find`.
        quotes: of its text, each with its actor; those without are left out.
        targets: that are looked for, by id.

    Returns:
        Candidates in the order of the text; an actor and a target occur once a sentence.
    """
    sentences, reading = _read(document, cast, targets)
    if reading is None:
        return []
    speeches = [*_speeches(quotes), *_answers(document, cast)]
    found: dict[tuple[str, str, int], Candidate] = {}
    spoken: dict[int, list[_Speech]] = {}
    for speech in speeches:
        places = _places(speech.spans, sentences)
        for place in places:
            spoken.setdefault(place, []).append(speech)
        for candidate in _spoken(_by_subject(speech, places, sentences), places, sentences):
            found.setdefault((candidate.actor, candidate.target, candidate.start), candidate)
    principal = _principal(cast, sentences)
    for place in range(len(sentences)):
        for candidate in _ascribed(place, sentences, spoken.get(place, ()), principal):
            found.setdefault((candidate.actor, candidate.target, candidate.start), candidate)
    return _with_rivals(sorted(found.values(), key=lambda one: (one.start, one.target, one.actor)), cast)


def _with_rivals(found: Sequence[Candidate], cast: Cast) -> list[Candidate]:
    """Tell each candidate of the others: of two targets a sentence mostly means the nearer one."""
    by_sentence: dict[tuple[str, int], list[Candidate]] = {}
    pairs: Counter[tuple[str, str]] = Counter()
    direct: Counter[tuple[str, str]] = Counter()
    actors_here: Counter[tuple[str, int]] = Counter()
    actor_targets: dict[str, set[str]] = {}
    target_actors: dict[str, set[str]] = {}
    for one in found:
        by_sentence.setdefault((one.actor, one.start), []).append(one)
        pairs[one.actor, one.target] += 1
        direct[one.actor, one.target] += not one.target_distance
        actors_here[one.target, one.start] += 1
        if not one.target_distance:
            actor_targets.setdefault(one.actor, set()).add(one.target)
            target_actors.setdefault(one.target, set()).add(one.actor)
    members = {member.id: member for member in cast.members}
    article_targets = len({one.target for one in found})
    told = []
    for one in found:
        others = [abs(other.target_distance) for other in by_sentence[one.actor, one.start] if other is not one]
        distance = abs(one.target_distance)
        pair = one.actor, one.target
        member = members.get(one.actor)
        rivals = Rivals(
            len(others),
            sum(other < distance for other in others),
            sum(other == distance for other in others),
            actors_here[one.target, one.start] - 1,
            pairs[pair] - 1,
            direct[pair] > (not one.target_distance),
            len(actor_targets.get(one.actor, set()) - {one.target}),
            len(target_actors.get(one.target, set()) - {one.actor}),
            article_targets,
            member.kind if member else "",
            member is not None and member.id != member.name,
            len(member.mentions) if member else 0,
        )
        told.append(replace(one, rivals=rivals))
    return told


def together(document: Document, cast: Cast, targets: Mapping[str, Target]) -> list[Candidate]:
    """Every actor with every target that the same sentence names: a baseline."""
    sentences, _ = _read(document, cast, targets)
    found = []
    for sentence in sentences:
        seen = set()
        for mention, member in sentence.actors:
            for target, span in sentence.touched.items():
                if (member.id, target) not in seen and not _within(mention, span):
                    seen.add((member.id, target))
                    found.append(_candidate(sentence, member.id, target, ASCRIBED, mention, 0))
    return found


def _read(document: Document, cast: Cast, targets: Mapping[str, Target]) -> tuple[list[_Sentence], Reading | None]:
    reading = document.readings.get("text")
    if reading is None or not reading.tokens:
        return [], None
    index = index_of(
        tuple(sorted((name, target.model_dump_json()) for name, target in targets.items())), cast.name_stems()
    )
    before: dict[str, Span] = {}
    for name in ("title", "teaser"):
        head = document.readings.get(name)
        if head is not None:
            before |= index.touched(head, 0, len(head.tokens)).named
    return _sentences(reading, cast, index, before), reading


def _spoken(speech: _Speech, places: Sequence[int], sentences: Sequence[_Sentence]) -> Iterator[Candidate]:
    """What a quotation or an answer may be about."""
    if not places:
        return
    mentions = {place: _mention_of(speech, sentences[place]) for place in places}
    seen: set[str] = set()
    for place in places:
        for target in sentences[place].touched:
            if target not in seen:
                seen.add(target)
                yield _candidate(sentences[place], speech.actor, target, speech.how, mentions[place], 0, speech.spans)
    first = sentences[places[0]]
    if seen and first.touched:
        return
    around = dict(first.carried)
    if not seen and min(around.values(), default=2) > 1:
        around |= _ahead(sentences, places[-1], around)
    for target, distance in around.items():
        if target not in seen:
            yield _candidate(first, speech.actor, target, speech.how, mentions[places[0]], distance, speech.spans)


def _by_subject(speech: _Speech, places: Sequence[int], sentences: Sequence[_Sentence]) -> _Speech:
    """A reported speech whose speaker is the object of the verb ("drängt Talland auf …") is the subject's."""
    if speech.how != REPORTED or not places:
        return speech
    sentence = sentences[places[0]]
    pairs = list(zip(sentence.actors, sentence.roles, strict=True))
    own = {role for (_, member), role in pairs if member.id == speech.actor}
    subject = next((member.id for (_, member), role in pairs if role == SUBJECT), None)
    if subject is None or own != {OBJECT}:
        return speech
    return replace(speech, actor=subject, speakers=())


def _ahead(sentences: Sequence[_Sentence], place: int, known: Mapping[str, int]) -> dict[str, int]:
    """The targets of the next sentence of the paragraph, at a negative distance."""
    if place + 1 >= len(sentences) or sentences[place + 1].paragraph != sentences[place].paragraph:
        return {}
    return {target: -1 for target in sentences[place + 1].touched if target not in known}


def _mention_of(speech: _Speech, sentence: _Sentence) -> Mention | None:
    """The words for the speaker within a sentence."""
    for start, end in speech.speakers:
        if sentence.start <= start < sentence.end:
            return Mention("text", start, end, NAME)
    return sentence.by_actor.get(speech.actor)


def _ascribed(
    place: int, sentences: Sequence[_Sentence], speeches: Sequence[_Speech], principal: Member | None
) -> Iterator[Candidate]:
    """What a sentence may say about actors beside what is quoted in it."""
    sentence = sentences[place]
    speakers = {speech.actor for speech in speeches}
    actors = [
        (mention, member)
        for (mention, member), role in zip(sentence.actors, sentence.roles, strict=True)
        if sentence.by_actor[member.id] is mention and _acts(member, role)
    ]
    roles = {mention: role for (mention, _), role in zip(sentence.actors, sentence.roles, strict=True)}
    held = any(role in HOLDING for role in sentence.roles)
    for target, distance in sentence.targets(_CARRY_ASCRIBED).items():
        named = False
        for mention, member in actors:
            span = sentence.touched.get(target)
            if member.id in speakers or (span and member.kind != PERSON and _within(mention, span)):
                continue
            if distance and (mention.how == PRONOUN or not (mention.subject or roles[mention] in (DATIVE, AUTHOR))):
                continue
            named = True
            yield _candidate(sentence, member.id, target, ASCRIBED, mention, distance)
        if not (named and held) and not speakers and _DECISION.search(sentence.text):
            for member, since in _actors_before(place, sentences, principal):
                if member.id not in sentence.by_actor:
                    yield _candidate(sentence, member.id, target, ASCRIBED, None, distance, (), since)


def _acts(member: Member, role: str) -> bool:
    """Not a mere place: "in Aldenburg"; nor somebody whom a country does something to."""
    return member.kind != "country" or role in HOLDING


def _actors_before(
    place: int, sentences: Sequence[_Sentence], principal: Member | None
) -> Iterator[tuple[Member, int]]:
    """Who may have decided: the last organisation of the sentences before, and the one the article is about."""
    found = _group_before(place, sentences) or _person_before(place, sentences)
    country = _country_before(place, sentences)
    if country is not None and (found is None or country[1] < found[1]):
        found = country
    if found is not None:
        yield found
    if principal is not None and (found is None or (found[0].id != principal.id and found != country)):
        yield principal, place


def _group_before(place: int, sentences: Sequence[_Sentence]) -> tuple[Member, int] | None:
    for since in range(1, min(_CARRY_GROUP, place) + 1):
        for mention, member in sentences[place - since].actors:
            if member.kind not in (PERSON, "country") and mention.subject:
                return member, since
    return None


def _country_before(place: int, sentences: Sequence[_Sentence]) -> tuple[Member, int] | None:
    for since in range(1, min(_CARRY_PERSON, place) + 1):
        sentence = sentences[place - since]
        for (_, member), role in zip(sentence.actors, sentence.roles, strict=True):
            if member.kind == "country" and role == SUBJECT:
                return member, since
    return None


def _person_before(place: int, sentences: Sequence[_Sentence]) -> tuple[Member, int] | None:
    for since in range(1, min(_CARRY_PERSON, place) + 1):
        for mention, member in sentences[place - since].actors:
            if member.kind == PERSON and mention.subject:
                return member, since
    return None


def _principal(cast: Cast, sentences: Iterable[_Sentence]) -> Member | None:
    """The organisation or party with the most mentions, two at least; the first of equals."""
    acting = {member.id for sentence in sentences for _, member in sentence.actors}
    groups = [member for member in cast.members if member.kind not in (PERSON, "country") and member.id in acting]
    most = max(groups, key=lambda member: len(member.mentions), default=None)
    return most if most is not None and len(most.mentions) > 1 else None


def _places(spans: Iterable[Span], sentences: Sequence[_Sentence]) -> list[int]:
    """The sentences that hold a part of a span."""
    places: set[int] = set()
    for start, end in spans:
        first = bisect_right(sentences, start, key=lambda sentence: sentence.end)
        last = bisect_left(sentences, end, key=lambda sentence: sentence.start)
        places.update(range(first, last))
    return sorted(places)


def _within(mention: Mention, span: Span) -> bool:
    """The actor's name is the target's as well, such as that of an alliance one may join."""
    return mention.start < span[1] and span[0] < mention.end


def _candidate(
    sentence: _Sentence,
    actor: str,
    target: str,
    how: str,
    mention: Mention | None,
    distance: int,
    speech: tuple[Span, ...] = (),
    since: int = 0,
) -> Candidate:
    span = (mention.start, mention.end) if mention else None
    pairs = list(zip(sentence.actors, sentence.roles, strict=True))
    role = next((part for (one, _), part in pairs if one is mention), "")
    others = tuple((one.start, one.end) for (one, member), part in pairs if member.id != actor and part in HOLDING)
    return Candidate(
        actor,
        target,
        how,
        sentence.start,
        sentence.end,
        speech or ((sentence.start, sentence.end),),
        span,
        sentence.touched.get(target),
        distance,
        since,
        mention is not None and mention.subject,
        bool(mention and sentence.actors and sentence.actors[0][0].start >= mention.start),
        len(sentence.by_actor) - (actor in sentence.by_actor),
        len(sentence.touched) - (target in sentence.touched),
        role,
        others,
        target in sentence.short,
        None if sentence.touched else sentence.proposal,
    )
