"""Who is who in an article: actors of the codebook and others, by name, role and pronoun.

Rules alone; nothing here is fitted. Names are found first: aliases of the codebook, organisations by their head nouns,
persons by form of address, role and first name. What else may refer to them is then read in the order of the text:
surnames, role phrases ("die Landrätin"), and pronouns, which go to the nearest name that agrees in gender and number,
subjects before others, in the way of Hobbs 1978, "Resolving Pronoun References", and Lappin & Leass 1994, "An Algorithm
for Pronominal Anaphora Resolution", without their parse.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from standpunkt.language import names, naming
from standpunkt.language.documents import Document
from standpunkt.language.lexicons import STOPWORDS
from standpunkt.language.naming import (
    Found,
    Words,
    adjectives_of,
    gender_of_name,
    in_dictionary,
    organisation_gender,
    organisation_head,
    role_gender,
)
from standpunkt.language.relevance import stem
from standpunkt.schema import Actor

NAME, SURNAME, ROLE, PRONOUN = "name", "surname", "role", "pronoun"
PERSON, ORGANISATION = "person", "organisation"
_COUNTRY = "country"

_FAR = 25  # sentences: what was named longer ago is not meant any more
_MOST_EVENTS = 100  # mentions looked back to, where a text has no sentences
_NEAR = 60  # words to either side
_OBLIQUE = 0.8  # in sentences: how much farther a mention seems that is not the subject
_OTHER_KIND = 0.7
_NO_GENDER = 0.6
_KIND_OF = 0.1  # a minister for finance is a minister
_PLACE = 6.0  # a town is seldom meant by "the assembly"
_HYPHENATED = re.compile(r"(\w+)- und (\w+?)(minister\w*|senator\w*|politi\w*)")
_GENERIC_ROLES = ("vorsitz", "prasid", "sprech", "chef", "direkt", "leit", "vorstan", "geschaft")
_BRACKETS = frozenset("([")
_SHORTEST_MEMBER = 5
_UNIONS = tuple("verband bund verein vereinigung kammer gewerkschaft innung tag".split())
_UMLAUTS = str.maketrans("äöü", "aou")
_NO_VERBS = frozenset("neben wegen oben sondern gestern extern fern insofern".split())
_MINISTER = stem("minister")
_NEAR_COUNTRY = 3  # sentences
_GOVERNMENTS = ("regierung", "führung", "kabinett")
_THE_COUNTRY = frozenset((article, "Land") for article in ("das", "dieses", "Das", "Dieses"))
_ADJECTIVE = re.compile(r"((?:US-)?\w+sch)(?:e[rsnm]?)?")
_IN_LISTS = frozenset(", und sowie oder bzw. der die das den dem des".split())
_PRONOUNS: dict[str, tuple[str, ...]] = {
    "er": ("m",),
    "ihm": ("m", "n"),
    "ihn": ("m",),
    "sie": ("f", "p"),
    "ihnen": ("p",),
}
_POSSESSIVES = {
    **{f"sein{ending}": ("m", "n") for ending in ("", "e", "er", "em", "en", "es")},
    **{f"ihr{ending}": ("f", "p") for ending in ("", "e", "er", "em", "en", "es")},
    "dessen": ("m", "n"),
    "deren": ("f", "p"),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text refers to an actor."""

    field: str
    start: int
    """In characters."""
    end: int
    how: str
    """name, surname, role or pronoun."""
    subject: bool = True
    """No preposition and no oblique article stands before it, nor before the list of names that it goes on with."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody or something that an article names."""

    id: str
    """Of the codebook, or the full name."""
    name: str
    kind: str
    """As in the codebook; `person` or `organisation` for others."""
    gender: str
    """f, m or n; empty where unknown."""
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    """A mention in the order of reading, as later references look back to it."""

    place: int  # token, counted over all fields
    sentence: int
    start: int  # characters in the field
    end: int
    field: str
    figure: int
    how: str
    subject: bool


@dataclass(eq=False, slots=True)
class _Figure:
    """An actor while the article is read."""

    id: str
    name: str
    kind: str
    gender: str = ""
    known: bool = False
    heads: set[str] = field(default_factory=set)  # stems of the words an organisation is called by
    roles: set[str] = field(default_factory=set)  # stems
    office: frozenset[str] = frozenset()  # roles by the codebook
    complement: frozenset[str] = frozenset()  # stems of what the codebook's role belongs to
    named: bool = False
    home: int = -1  # the country that a person is said to belong to


@dataclass(frozen=True, slots=True)
class Cast:
    """All actors of an article in the order in which they appear."""

    members: tuple[Member, ...]
    _reader: _Reader = field(repr=False, compare=False)

    def mentions(self, name: str = "text") -> list[tuple[Mention, Member]]:
        """The mentions in one field, in order."""
        found = [(mention, member) for member in self.members for mention in member.mentions if mention.field == name]
        return sorted(found, key=lambda pair: (pair[0].start, pair[0].end))

    def name_stems(self) -> frozenset[str]:
        """Stems of the words that names are made of: those of the codebook, and of adjectives made of countries."""
        return self._reader.name_stems

    def get(self, identifier: str) -> Member | None:
        """The member with this id."""
        return next((member for member in self.members if member.id == identifier), None)


# ----------------------------------------------------------------------------------------------------- the codebook


def _codebook_figures(actors: Mapping[str, Actor]) -> list[_Figure]:
    return [_codebook_figure(identifier, actor) for identifier, actor in actors.items()]


def _codebook_figure(identifier: str, actor: Actor) -> _Figure:
    figure = _Figure(identifier, actor.label, actor.kind, known=True)
    if actor.kind != PERSON:
        figure.heads = {stem(word.lower()) for alias in actor.aliases for word in alias.split() if word[:1].isupper()}
        figure.gender = "n" if actor.kind == _COUNTRY else organisation_gender(actor.label)
        return figure
    figure.gender = gender_of_name(actor.label.split()[0])
    role = _HYPHENATED.sub(r"\1\3 \2\3", actor.role)
    words = re.findall(r"\w+", role)
    heads = [word.capitalize() for word in words if role_gender(word.capitalize()) is not None and word[0].isupper()]
    if heads:
        expanded = heads if "- und " in actor.role else heads[:1]
        figure.office = frozenset(stem(head.lower()) for head in expanded)
        figure.roles = set(figure.office)
        gender = role_gender(expanded[0])
        figure.gender = gender or {"e": "f", "r": "m"}.get(expanded[0][-1], figure.gender)
        figure.complement = frozenset(
            stem(word.lower()) for word in words if word.capitalize() not in expanded and len(word) > 4
        )
    return figure


Alias = tuple[tuple[str, ...], int]


def _alias_index(actors: Mapping[str, Actor]) -> dict[str, list[Alias]]:
    """The aliases as words by the stem of their first word, longest first."""
    index: dict[str, list[Alias]] = {}
    for number, actor in enumerate(actors.values()):
        for alias in dict.fromkeys([actor.label, *actor.aliases]):
            words = tuple(re.findall(r"[\w’'-]+|[^\w\s]", re.sub(r"^(?:der|die|das) ", "", alias)))
            if words:
                index.setdefault(stem(words[0].lower()), []).append((words, number))
    for entries in index.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry))
    return index


def _same_word(token: str, word: str, last: bool) -> bool:
    if token == word or token in (f"{word}s", f"{word}es", f"{word}’", f"{word}'"):
        return True
    if token.isupper() and len(token) > 3 and not word.isupper():
        return token.lower() == word.lower()
    if last or word.isupper() or token[:1].isupper() != word[:1].isupper():
        return False
    return stem(token.lower()) == stem(word.lower())  # "Grünen Liste", "der tallischen Regierung"


def _aliases(words: Words, index: Mapping[str, list[Alias]]) -> Iterator[Found]:
    for place, token in enumerate(words.tokens):
        for alias, number in index.get(stem(token.lower()), ()):
            stretch = words.tokens[place : place + len(alias)]
            if len(stretch) == len(alias) and all(
                _same_word(given, wanted, offset == len(alias) - 1)
                for offset, (given, wanted) in enumerate(zip(stretch, alias, strict=True))
            ):
                yield Found(place, place + len(alias), 0, figure=number)
                break


def _adjectives(actors: Mapping[str, Actor]) -> dict[str, int]:
    """Countries by the adjectives made of their names, uninflected."""
    found: dict[str, int] = {}
    for number, actor in enumerate(actors.values()):
        if actor.kind == _COUNTRY:
            for name in (actor.label, *actor.aliases):
                for adjective in adjectives_of(name):
                    found.setdefault(adjective.lower(), number)
    return found


# ------------------------------------------------------------------------------------------------------------ reading


class _Reader:
    """Reads an article from title to text and keeps who was mentioned."""

    def __init__(self, document: Document, actors: Mapping[str, Actor]) -> None:
        self.fields = naming.words_of(document)
        self.figures = _codebook_figures(actors)
        self.events: list[_Event] = []
        self.in_text: list[_Event] = []  # those of the field `text`
        self.ahead: list[_Event] = []  # names only, in the order of reading
        self.surnames: dict[str, list[int]] = {}
        self.first_names: dict[str, int] = {}
        self.all_stems: frozenset[str] = frozenset(
            stem(token.lower()) for words in self.fields for token in words.tokens if token[:1].isupper()
        )
        self.abbreviations = naming.abbreviations(self.fields)
        self.lone = naming.lone_words(self.fields)
        self._united: dict[str, list[int]] | None = None
        self._role_cache: dict[str, tuple[list[tuple[int, float]], int]] = {}
        self.adjectives = _adjectives(actors)
        self.name_stems = frozenset(
            stem(word.lower())
            for actor in actors.values()
            if actor.kind in (PERSON, _COUNTRY)
            for name in (actor.label, *actor.aliases)
            for word in re.findall(r"\w+", name)
            if word[:1].isupper() and organisation_head(word) is None
        ) | frozenset(map(stem, self.adjectives))
        self._find_names(_alias_index(actors))
        self.ahead = _in_lists(self.ahead, self.fields)

    # --- names

    def _find_names(self, index: Mapping[str, list[Alias]]) -> None:
        chosen = [(words, self._choose_spans(words, index)) for words in self.fields]
        persons: dict[tuple[str, str], int] = {}
        organisations: dict[str, int] = {}
        everything = [(words, found) for words, spans in chosen for found in spans]
        # Full names first: a surname in the title is somebody whom the text names.
        for _, found in everything:
            if found.first:
                self._register_person(found, persons)
        for _, found in everything:
            if found.organisation:
                self._register_organisation(found, organisations)
        for number, figure in enumerate(self.figures):
            if figure.kind == PERSON and " " in figure.name:
                self.surnames.setdefault(figure.name.split()[-1], []).append(number)
        for words, found in everything:
            number = found.figure
            if found.first:
                number = persons[found.first, _without_s(found.last, persons, found.first)]
            elif found.organisation:
                number = organisations[_organisation_key(found)]
            elif found.last:
                number = self._lone_person(found)
            full = found.figure < 0 or found.end - found.start > 1 or self.figures[number].kind != PERSON
            self.figures[number].named = True
            self._learn(number, found, words)
            how = NAME if full and not (found.last and not found.first) else SURNAME
            self.ahead.append(self._event(words, found.start, found.end, number, how))

    def _choose_spans(self, words: Words, index: Mapping[str, list[Alias]]) -> list[Found]:
        """The longest of overlapping names."""
        aliases = list(_aliases(words, index))
        groups = {found.start for found in aliases if self.figures[found.figure].kind != PERSON}
        persons = [
            found for found in naming.persons(words, self.lone) if found.start not in groups
        ]  # "Korviens Ölhandel"
        named = {found.start for found in [*persons, *aliases] if found.start not in groups}
        organisations = [
            found
            for found in naming.organisations(words, self.abbreviations)
            if found.end not in named or role_gender(words.tokens[found.end - 1]) is None  # "Betriebsrat" before a name
        ]
        candidates = [
            *aliases,
            *(self._as_country(found, aliases) for found in organisations),
            *self._youth(words),
            *persons,
        ]
        taken = [False] * len(words.tokens)
        chosen = []
        for found in sorted(candidates, key=lambda found: (found.start - found.end, found.rank, found.start)):
            if not any(taken[found.start : found.end]):
                taken[found.start : found.end] = [True] * (found.end - found.start)
                chosen.append(found)
        return sorted(chosen, key=lambda found: found.start)

    def _youth(self, words: Words) -> Iterator[Found]:
        """The youth organisations of parties: "die Junge Liste" of the "Grüne Liste"."""
        last = {figure.name.split()[-1] for figure in self.figures if figure.kind == "party"}
        for place, token in enumerate(words.tokens[:-1]):
            after = words.tokens[place + 1]
            if token in names.YOUTH and after in last:
                yield Found(place, place + 2, 0, organisation=f"Junge {after}", head=after)

    def _as_country(self, found: Found, aliases: Sequence[Found]) -> Found:
        """The government of a country is the country: "die Regierung von Vesmar"."""
        if found.head.lower().endswith(_GOVERNMENTS):
            for alias in aliases:
                if found.start < alias.start and alias.end <= found.end and self.figures[alias.figure].kind == _COUNTRY:
                    return replace(alias, start=found.start, end=found.end)
        return found

    def _register_person(self, found: Found, persons: dict[tuple[str, str], int]) -> None:
        last = found.last
        if (found.first, last) in persons:
            return
        if last.endswith("s") and (found.first, last[:-1]) in persons:
            return
        if (found.first, f"{last}s") in persons:  # the genitive came first
            number = persons.pop((found.first, f"{last}s"))
            self.figures[number].id = self.figures[number].name = f"{found.first} {last}"
        else:
            number = len(self.figures)
            name = f"{found.first} {last}"
            self.figures.append(_Figure(name, name, PERSON))
        persons[found.first, last] = number
        self.first_names.setdefault(found.first, number)

    def _register_organisation(self, found: Found, organisations: dict[str, int]) -> None:
        key = _organisation_key(found)
        if key in organisations:
            return
        alike = {number for other, number in organisations.items() if _shortens(key, other) or _shortens(other, key)}
        # "Lehrerverband" is "Lehrerverband Talland", "Sportbund" is "Tallischer Sportbund", unless there are two.
        alike = {number for number in alike if _compatible(key, self.figures[number].name)}
        if len(alike) == 1:
            number = alike.pop()
            figure = self.figures[number]
            if len(found.organisation) > len(figure.name):
                figure.id = figure.name = found.organisation
                figure.heads |= _heads(found)
            organisations[key] = number
            return
        organisations[key] = len(self.figures)
        gender = organisation_gender(found.head)
        self.figures.append(
            _Figure(found.organisation, found.organisation, ORGANISATION, gender=gender, heads=_heads(found))
        )

    def _lone_person(self, found: Found) -> int:
        """Whom a surname behind a role or a form of address means; a new person if nobody."""
        last = found.last
        for form in (last, last[:-1] if last.endswith("s") else last):
            fitting = [
                number
                for number in self.surnames.get(form, ())
                if not found.gender or self.figures[number].gender in ("", found.gender)
            ]
            if fitting:
                return fitting[-1]
        self.surnames.setdefault(last, []).append(len(self.figures))
        others = self.surnames[last][:-1]
        name = f"{'Frau' if found.gender == 'f' else 'Herr'} {last}" if others else last  # a couple of one name
        self.figures.append(_Figure(name, name, PERSON, gender=found.gender))
        return len(self.figures) - 1

    def _learn(self, number: int, found: Found, words: Words) -> None:
        figure = self.figures[number]
        if figure.kind != PERSON:
            return
        if found.figure >= 0:
            self._learn_home(figure, words, found.start)
            gender, roles = naming.introduction(words, found.start, found.end)
            figure.roles |= {stem(role.lower()) for role in (*roles, *naming.apposition(words, found.end))}
        else:
            gender = found.gender
            figure.roles |= found.roles
        if gender and not figure.gender:
            figure.gender = gender

    def _learn_home(self, figure: _Figure, words: Words, start: int) -> None:
        """The country of a person: "der korvische Präsident Draweck"."""
        for place in range(max(0, start - 3), start - 1):
            number = self._adjective(words.tokens[place])
            if number is not None and words.tokens[start - 1][:1].isupper():
                figure.home = number

    def _adjective(self, token: str) -> int | None:
        """The country that an adjective is made of."""
        found = _ADJECTIVE.fullmatch(token)
        return None if found is None else self.adjectives.get(found[1].lower())

    def _event(self, words: Words, start: int, end: int, figure: int, how: str) -> _Event:
        gender = self.figures[figure].gender
        if how == ROLE and self.figures[figure].kind != PERSON:
            gender = organisation_gender(words.tokens[end - 1]) or gender  # "der Vorstand" of a "Kammer"
        return _Event(
            words.offset + start,
            words.sentence[start],
            words.starts[start],
            words.end(end - 1),
            words.name,
            figure,
            how,
            _subject_like(words, start, gender),
        )

    # --- references

    def read(self) -> None:
        """Go through the text once, after all names are known."""
        waiting = iter(self.ahead)
        upcoming = next(waiting, None)
        for words in self.fields:
            place = 0
            while place < len(words.tokens):
                if upcoming is not None and upcoming.place == words.offset + place:
                    self.events.append(upcoming)
                    while place < len(words.tokens) and words.starts[place] < upcoming.end:
                        place += 1
                    upcoming = next(waiting, None)
                    continue
                found = self._reference(words, place)
                if found is not None:
                    figure, how, end = found
                    self.figures[figure].named = True
                    self.events.append(self._event(words, place, end, figure, how))
                    place = end - 1
                place += 1
        self.in_text = [event for event in self.events if event.field == "text"]

    def _reference(self, words: Words, place: int) -> tuple[int, str, int] | None:
        """Whom a word refers to, how, and where the reference ends."""
        token = words.tokens[place]
        if not token[:1].isalpha():
            return None
        number = self._by_adjective(words, place)
        if number is not None:
            return number, ROLE, place + 2
        found = self._by_word(words, place)
        return None if found is None else (*found, place + 1)

    def _by_adjective(self, words: Words, place: int) -> int | None:
        """The country of "ein korvischer Diplomat", "die korvische Regierung", "der korvische Vorschlag"."""
        number = self._adjective(words.tokens[place])
        if number is None or place + 1 >= len(words.tokens) or words.first[place + 1]:
            return None
        noun = words.tokens[place + 1]
        lower = noun.lower()
        if not noun[:1].isupper() or not (names.OFFICIALS.search(lower) or names.ACTS.search(lower)):
            return None
        after = words.tokens[place + 2] if place + 2 < len(words.tokens) else ""
        if role_gender(noun) is not None and (
            (after[:1].isupper() and after[1:2].islower() and not in_dictionary(after))
            or (_has_determiner(words, place + 1) and self.by_role(words, place + 1) is not None)
        ):
            return None  # the person is meant
        return number

    def _country(self, words: Words, place: int) -> int | None:
        """Which country "das Land" is: that of the subject before, be it a country or somebody who belongs to one."""
        sentence = words.sentence[place]
        best: tuple[float, int] | None = None
        for event in self._past():
            if sentence - event.sentence > _NEAR_COUNTRY:
                break
            figure = self.figures[event.figure]
            number = event.figure if figure.kind == _COUNTRY else figure.home
            score = sentence - event.sentence + (0 if event.subject else 2 * _OBLIQUE)
            if number >= 0 and (best is None or score <= best[0]):
                best = score, number
        return best[1] if best else None

    def _by_word(self, words: Words, place: int) -> tuple[int, str] | None:
        token = words.tokens[place]
        if token[0].isupper():
            number = self._by_surname(words, place)
            if number is not None:
                return number, SURNAME
            if place and (words.tokens[place - 1], token) in _THE_COUNTRY:
                number = self._country(words, place)
                return None if number is None else (number, ROLE)
            if _has_determiner(words, place):
                governs = token.lower() in _GOVERNMENTS
                number = self._country(words, place) if governs else None
                number = self.by_role(words, place) if number is None else number
                if number is None and token.lower() in names.BODIES:
                    number = self.choose(words, place, self._as_group_alone)
                number = self._by_members(words, place) if number is None else number
                number = self._bare_organisation(token) if number is None else number
                return None if number is None else (number, ROLE)
        if token.lower() in _PRONOUNS and (token.islower() or words.first[place]):
            number = self.by_pronoun(words, place)
            return None if number is None else (number, PRONOUN)
        return None

    def _by_members(self, words: Words, place: int) -> int | None:
        """The one organisation that "die Lehrer", "den Wirten" are: the plural of whom its name says it unites."""
        token = words.tokens[place].lower()
        before = words.tokens[place - 1].lower()
        if before not in ("die", "den") or len(token) < _SHORTEST_MEMBER or organisation_head(words.tokens[place]):
            return None
        plural = token.translate(_UMLAUTS)
        united = self._members()
        found = {*united.get(plural, ()), *united.get(plural.removesuffix("n"), ())}
        return self._nearest(words.sentence[place], found) if len(found) == 1 else None

    def _members(self) -> dict[str, list[int]]:
        """The organisations by the plural of those whom their names say they unite."""
        if self._united is None:
            self._united = {}
            for number, figure in enumerate(self.figures):
                if figure.kind not in (PERSON, _COUNTRY, "party"):
                    for plural in _united_by(figure.name):
                        self._united.setdefault(plural, []).append(number)
        return self._united

    def _bare_organisation(self, token: str) -> int | None:
        """A new member for "die Innung" where none has been named."""
        found = naming.organisation_head(token)
        if found is None or found[0].lower() not in names.ASSOCIATIONS:
            return None
        base = found[0]
        self._role_cache.clear()
        self._united = None
        heads = {stem(base.lower())}
        self.figures.append(_Figure(base, base, ORGANISATION, organisation_gender(base), heads=heads, named=True))
        return len(self.figures) - 1

    def _by_surname(self, words: Words, place: int) -> int | None:
        token = words.tokens[place]
        common = in_dictionary(token)
        before = words.tokens[place - 1].lower() if place else ""
        if common and before in names.DETERMINERS:
            return None
        for form in (token, token[:-1] if token.endswith("s") else ""):
            numbers = self.surnames.get(form, ())
            if numbers:
                return self._nearest(words.sentence[place], set(numbers)) or numbers[0]
            if form in self.first_names and not words.first[place]:
                return self.first_names[form]
        return None

    def _past(self, before: int | None = None) -> Iterator[_Event]:
        """The mentions before a place, the last one first."""
        end = len(self.events) if before is None else bisect_left(self.events, before, key=lambda event: event.place)
        for number in range(end - 1, max(end - _MOST_EVENTS, 0) - 1, -1):
            yield self.events[number]

    def _nearest(self, sentence: int, among: set[int]) -> int | None:
        for event in self._past():
            if sentence - event.sentence > _FAR:
                return None
            if event.figure in among:
                return event.figure
        return None

    def by_role(self, words: Words, place: int) -> int | None:
        """Whom a role phrase such as "die Landrätin" or "der Verband" means."""
        token = words.tokens[place]
        matches, specific = self._role_matches(token)
        number = self.choose(words, place, dict(matches).get, ahead=False) if matches else None
        if number is not None:
            return number
        if specific >= 0:
            return specific
        near = self._stems_near(words, place)
        word = stem(token.lower())
        for candidate, _ in matches:
            if word in self.figures[candidate].office and self.figures[candidate].complement & near:
                return candidate
        # Somebody named later: by the very word, or in the title by one that is a part of it.
        exact = {number: penalty for number, penalty in matches if words.name != "text" or not penalty}
        return self.choose(words, place, exact.get) if exact else None

    def _stems_near(self, words: Words, place: int) -> set[str]:
        """Stems of the sentence and the one before."""
        sentence = words.sentence[place]
        near = set()
        for step in (-1, 1):
            at = place + step
            while (
                abs(at - place) < _NEAR
                and 0 <= at < len(words.tokens)
                and sentence - 1 <= words.sentence[at] <= sentence
            ):
                near.add(stem(words.tokens[at].lower()))
                at += step
        return near

    def _role_matches(self, token: str) -> tuple[list[tuple[int, float]], int]:
        """Who may be called so, each with a penalty, and whom of the codebook alone it can mean, or -1."""
        if token not in self._role_cache:
            self._role_cache[token] = self._match_role(token)
        return self._role_cache[token]

    def _match_role(self, token: str) -> tuple[list[tuple[int, float]], int]:
        gender = role_gender(token)
        word = stem(token.lower())
        if gender is not None and not token.lower().endswith("innen"):
            return self._match_persons(word, gender)
        head = naming.organisation_head(token)
        base = (head[0] if head else token).lower()
        if base == "rathaus":
            base, word = "stadt", stem("stadt")
        generic = base in names.GENERIC_ORGANISATIONS
        any_group = base in names.ANY_ORGANISATION
        matches = []
        for number, figure in enumerate(self.figures):
            if figure.kind == PERSON:
                continue
            if base == "partei":
                penalty = 0.0 if figure.kind == "party" else None
            elif any(name.endswith(word) and (len(word) > 3 or generic) for name in figure.heads):
                penalty = 0.0
            else:
                penalty = 1.5 if any_group and figure.kind == ORGANISATION and not _is_place(figure) else None
            if penalty is not None:
                matches.append((number, penalty))
        return matches, -1

    def _match_persons(self, word: str, gender: str) -> tuple[list[tuple[int, float]], int]:
        matches, specific = [], []
        for number, figure in enumerate(self.figures):
            if figure.kind != PERSON or (gender and figure.gender and gender != figure.gender):
                continue
            same = word in figure.roles
            if same or any(_is_kind_of(role, word) for role in figure.roles):
                matches.append((number, 0.0 if same else _KIND_OF))
            if self._by_office(figure, word):
                specific.append(number)
        return matches, specific[0] if len(specific) == 1 else -1

    def _by_office(self, figure: _Figure, word: str) -> bool:
        """Whether the codebook's role is enough to know whom the word means, named or not."""
        if word in figure.office:
            if word.startswith(_GENERIC_ROLES) or word == _MINISTER:
                return False
            return not figure.complement or bool(figure.complement & self.all_stems)
        return any(_with_complement(word, role, figure.complement) for role in figure.office)

    def by_pronoun(self, words: Words, place: int) -> int | None:
        """Whom a personal pronoun means: the nearest that agrees."""
        genders = _PRONOUNS[words.tokens[place].lower()]
        if "p" in genders and "f" in genders:
            genders = ("p",) if _plural_verb(words, place) else ("f",)
        return self.choose(words, place, partial(self.agreement, genders=genders), ahead=False)

    def agreement(self, number: int, genders: Iterable[str]) -> float | None:
        """A penalty for a figure under a pronoun of these genders (p: plural); None where it cannot be meant."""
        figure = self.figures[number]
        if figure.kind == _COUNTRY and "p" not in genders:
            return None
        if figure.kind == PERSON:
            if not set(genders) & {"f", "m"}:
                return None
            return 0.0 if figure.gender in genders else _NO_GENDER if not figure.gender else None
        if "p" in genders:
            return 0.3
        return _OTHER_KIND if figure.gender in genders else None

    def choose(
        self, words: Words, place: int, penalty: Callable[[int], float | None], ahead: bool = True
    ) -> int | None:
        """The nearest mention before a place, by sentences, with a penalty for each figure; else the next name."""
        at, sentence = words.offset + place, words.sentence[place]
        best: tuple[float, int] | None = None
        for event in self._past(at):
            distance = sentence - event.sentence
            if distance > _FAR or (best is not None and distance > best[0]):
                break
            extra = penalty(event.figure)
            if extra is None:
                continue
            score = distance + extra + (0.0 if event.subject else _OBLIQUE)
            if best is None or score < best[0]:
                best = score, event.figure
        if best is not None or not ahead:
            return best[1] if best else None
        start = bisect_left(self.ahead, at, key=lambda event: event.place)
        upcoming = self.ahead[start : start + _MOST_EVENTS]
        return next((event.figure for event in upcoming if penalty(event.figure) is not None), None)

    def best_mention(self, inside: Sequence[_Event]) -> int | None:
        """Of the mentions in a span the person, else the first; names before roles before pronouns."""
        if not inside:
            return None
        order = (NAME, SURNAME, ROLE, PRONOUN)
        best = min(inside, key=lambda event: (self._rank(event, inside), order.index(event.how), event.place))
        return best.figure

    def _rank(self, event: _Event, inside: Sequence[_Event]) -> int:
        kind = self.figures[event.figure].kind
        if kind == _COUNTRY:
            return 2
        if kind == PERSON and (event.how != PRONOUN or len(inside) == 1):
            return 0
        return 1

    def guess(self, words: Words, places: Sequence[int]) -> int | None:
        """Whom words that name nobody may mean, by gender and number, or by what organisations speak through."""
        nouns = [place for place in places if words.tokens[place][:1].isupper() and self._is_noun(words, place)]
        if nouns:
            place = nouns[0]
            number = self.by_role(words, place)
            return self._guess_noun(words, place, places[0]) if number is None else number
        for place in places:
            lower = words.tokens[place].lower()
            genders = _PRONOUNS.get(lower) or _POSSESSIVES.get(lower) or _ARTICLES.get(lower)
            if genders:
                return self.choose(words, place, partial(self.agreement, genders=genders))
        return None

    def _is_noun(self, words: Words, place: int) -> bool:
        lower = words.tokens[place].lower()
        return lower not in names.DETERMINERS and lower not in _PRONOUNS and lower not in STOPWORDS

    def _guess_noun(self, words: Words, place: int, first: int) -> int | None:
        token = words.tokens[place]
        lower = token.lower()
        article = words.tokens[first].lower() if first < place else ""
        role = role_gender(token)
        akin = set() if role and article not in ("die", "den") else self._akin(stem(lower))
        plural = article in ("die", "den", "ihre", "seine") and role != "f" and lower not in names.GENERIC_ORGANISATIONS
        if akin:
            return self.choose(words, first, lambda number: 0.0 if number in akin else None) or min(akin)
        group = (
            lower in names.BODIES
            or (
                lower in names.PAPERS
                or lower.removesuffix("s") in names.PAPERS
                or lower.removesuffix("es") in names.PAPERS
            )
            or naming.organisation_head(token)
        )
        if group or (plural and role in (None, "m")):
            return self.choose(words, first, self._as_group)
        gender = role or ("f" if article in ("die", "ihre", "seine") else "m")
        return self.choose(words, first, partial(self._as_person, gender=gender))

    def _akin(self, word: str) -> set[int]:
        """Organisations whose name holds the word: "die Schulleiter" of the "Schulleitertag"."""
        return {
            number
            for number, figure in enumerate(self.figures)
            if figure.kind != PERSON and figure.named and any(_is_akin(word, head) for head in figure.heads)
        }

    def _as_group(self, number: int) -> float | None:
        figure = self.figures[number]
        if figure.kind == PERSON:
            return None
        return None if figure.kind == _COUNTRY else _PLACE if _is_place(figure) else 0.0

    def _as_group_alone(self, number: int) -> float | None:
        figure = self.figures[number]
        return None if figure.kind == PERSON or _is_place(figure) else 0.0

    def _as_person(self, number: int, gender: str) -> float | None:
        figure = self.figures[number]
        if figure.kind != PERSON or figure.gender not in ("", gender):
            return None
        return 0.0 if figure.gender else _NO_GENDER


_ARTICLES = {"der": ("m",), "die": ("f", "p"), "dieser": ("m",), "diese": ("f", "p"), "jener": ("m",)}


def _is_place(figure: _Figure) -> bool:
    return figure.kind == _COUNTRY or figure.name.split()[0] in names.PLACE_HEADS


def _united_by(name: str) -> set[str]:
    """Whom an organisation is called after: "lehrer" of a "Lehrerverband", "zahnarzte" of a "Verband der Zahnärzte"."""
    union, *found = name.lower().translate(_UMLAUTS).split() or [""]
    for ending in _UNIONS:
        front = union.removesuffix(ending)
        if front != union:
            found += [front, front.removesuffix("n")]
    return {plural for plural in found if len(plural) >= _SHORTEST_MEMBER - 1}


def _is_akin(word: str, head: str) -> bool:
    need = max(5, len(word) - 2)
    return (len(word) > 4 and head.startswith(word[:need])) or (len(word) > 3 and head.endswith(word))


def _without_s(last: str, persons: Mapping[tuple[str, str], int], first: str) -> str:
    return last if (first, last) in persons else last[:-1]


def _organisation_key(found: Found) -> str:
    return _key(found.organisation)


def _key(name: str) -> str:
    return " ".join(stem(word.lower()) for word in name.split())


def _shortens(key: str, other: str) -> bool:
    """Whether a name is the other without its complement, or its last noun without what stands before it."""
    return other.startswith(f"{key} ") or (" " not in key and other.endswith(f" {key}"))


def _compatible(key: str, name: str) -> bool:
    """Whether a name may be that of an organisation that is known by another one, longer or shorter."""
    full = _key(name)
    return full == key or _shortens(key, full) or _shortens(full, key)


def _heads(found: Found) -> set[str]:
    return {stem(word.lower()) for word in found.organisation.split() if word[:1].isupper()}


def _is_kind_of(role: str, word: str) -> bool:
    """A minister is meant by "Minister", an adviser of firms by "Beraterin", and the other way round."""
    return (len(word) > 3 and role.endswith(word)) or (len(role) > 4 and word.endswith(role))


def _with_complement(word: str, role: str, complement: frozenset[str]) -> bool:
    """Of an office and what it belongs to: "Ärztepräsident" is the president of the chamber of physicians."""
    if not word.endswith(role) or len(word) - len(role) < 4:
        return False
    front = word[: len(word) - len(role)].removesuffix("s")
    return any(part.startswith(front[: max(4, len(front) - 1)]) for part in complement)


def _has_determiner(words: Words, place: int) -> bool:
    for at in (place - 1, place - 2):
        if at < 0 or words.sentence[at] != words.sentence[place]:
            return False
        token = words.tokens[at]
        if token.lower() in names.DETERMINERS:
            return not token.lower().startswith("ein")
        if not token.isalpha() or token[0].isupper():
            return False
    return False


def _plural_verb(words: Words, place: int) -> bool:
    """Whether the verb beside "sie" is plural: "Sie warnen", "warnten sie"."""
    tokens = words.tokens
    near = place + 1 if words.first[place] else place - 1
    if not 0 <= near < len(tokens) or not tokens[near].islower():
        near = place + 1
    if not 0 <= near < len(tokens):
        return False
    verb = tokens[near]
    return verb in ("sind", "haben", "wollen", "werden") or (
        verb.islower() and verb.endswith(("en", "ern", "eln")) and verb not in STOPWORDS and verb not in _NO_VERBS
    )


def _subject_like(words: Words, start: int, gender: str) -> bool:
    """No preposition, bracket, or article of another case than the nominative before the phrase that ends in a name."""
    at = start - 1
    passed = False  # a word in small letters: before it no noun of the phrase can stand
    while at >= 0 and words.sentence[at] == words.sentence[start] and start - at < 5:
        token = words.tokens[at].lower()
        if token in names.PREPOSITIONS or token in names.OBLIQUE_ARTICLES or token in _BRACKETS:
            return False
        if token in names.DETERMINERS:
            if at and words.tokens[at - 1].lower() in names.PREPOSITIONS:
                return False
            return token not in ("der", "einer", "ihrer", "seiner") or gender != "f"
        noun = words.tokens[at][:1].isupper()
        if (noun and passed and not token.endswith("s")) or not (noun or token.endswith(("e", "en", "er"))):
            break
        passed = passed or not noun
        at -= 1
    return True


def _in_lists(events: Sequence[_Event], fields: Sequence[Words]) -> list[_Event]:
    """In a list of names all are what the first is: "zwischen Korvien, Vesmar und Talland"."""
    by_name = {words.name: words for words in fields}
    found: list[_Event] = []
    for event in events:
        before = found[-1] if found else None
        if before is not None and event.subject and not before.subject and before.sentence == event.sentence:
            words = by_name[event.field]
            between = words.tokens[bisect_left(words.starts, before.end) : bisect_left(words.starts, event.start)]
            if between and all(word in _IN_LISTS for word in between) and not _opens_clause(between):
                found.append(replace(event, subject=False))
                continue
        found.append(event)
    return found


def _opens_clause(between: Sequence[str]) -> bool:
    """A comma with a nominative article: "Auf Druck Korviens, der …"."""
    return between[0] == "," and len(between) > 1 and between[1] not in ("den", "dem", "des", "der")


# ------------------------------------------------------------------------------------------------------------- public


def find(document: Document, actors: Mapping[str, Actor]) -> Cast:
    """Find all actors of an article in title, teaser and text.

    Args:
        document: with its readings.
        actors: of the codebook, by id.

    Returns:
        The actors in the order of their first mention, each with all mentions.
    """
    reader = _Reader(document, actors)
    reader.read()
    mentions: dict[int, list[Mention]] = {}
    for event in reader.events:
        mentions.setdefault(event.figure, []).append(
            Mention(event.field, event.start, event.end, event.how, event.subject)
        )
    members = []
    for number, found in mentions.items():
        figure = reader.figures[number]
        members.append(Member(figure.id, figure.name, figure.kind, figure.gender, tuple(found)))
    return Cast(tuple(members), reader)


def resolve(cast: Cast, start: int, end: int) -> str | None:
    """Whom a span of the text refers to, such as the words for the speaker of a quotation.

    Unlike the mentions of the cast this guesses: "die Erzieherin" is the woman named last if nobody is said to be one.

    Args:
        cast: of the article.
        start: first character of the span in the field `text`.
        end: the one past the last.

    Returns:
        The id of an actor; None if there is nobody whom the span can mean.
    """
    reader = cast._reader
    words = next((words for words in reader.fields if words.name == "text"), None)
    if words is None:
        return None
    low = bisect_right(reader.in_text, start, key=lambda event: event.end)
    inside = reader.in_text[low : bisect_left(reader.in_text, end, key=lambda event: event.start)]
    number = reader.best_mention(inside)
    if number is None:
        places = range(bisect_left(words.starts, start), bisect_left(words.starts, end))
        number = reader.guess(words, places)
    return None if number is None else reader.figures[number].id


def withheld(actor: str, known: Collection[str]) -> str:
    """The id of an actor where no text of the corpus may be shown: instead of a full name, a hash of it."""
    return actor if actor in known else f"name-{hashlib.sha256(actor.encode()).hexdigest()[:8]}"


def match(cast: Cast, name: str) -> str:
    """The id of the member whom somebody else calls by this name, as annotators do ("Lehrerverband Talland").

    The member of that id; else the only one of whose name all words are in the given name, or the other way round,
    whatever their endings; else the name itself.
    """
    if cast.get(name) is not None:
        return name
    wanted = _name_stems(name)
    alike = [
        member.id
        for member in cast.members
        if member.id == member.name
        and wanted
        and (stems := _name_stems(member.name))
        and (stems <= wanted or wanted <= stems)
    ]
    return alike[0] if len(alike) == 1 else name


def _name_stems(name: str) -> frozenset[str]:
    return frozenset(stem(word.lower()) for word in re.findall(r"\w+", name) if word[:1].isupper())
