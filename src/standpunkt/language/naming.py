"""Names of persons and organisations in German texts, found by their form.

An organisation is a head noun ("Verband", "-kammer") with what makes it a name: a complement, an adjective, or the
front of a compound. A person is a first name and a surname, or a surname behind a form of address or a role; whether a
word can be a first name is told by a list, by a dictionary that lacks it, and by the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import simplemma

from standpunkt.language import names
from standpunkt.language.documents import FIELDS, Document, Reading
from standpunkt.language.lexicons import STOPWORDS
from standpunkt.language.relevance import stem

_CAPITALISED = re.compile(r"[A-ZÄÖÜÀ-Þ][\w’'.-]*")
_INITIAL = re.compile(r"[A-ZÄÖÜ]\.")
_ABBREVIATION = re.compile(r"[A-ZÄÖÜ][A-Za-zÄÖÜäöü]?[A-ZÄÖÜ]{1,4}")
_ARTICLES_BEFORE = frozenset("der die das dem den vom zum zur beim".split())
_NO_NAMES = STOPWORDS | names.DETERMINERS
_ADJECTIVE = re.compile(r"(?:isch|ständig|kommunal|deutsch|vereinigt|frei)e[rsnm]?$")


@dataclass(frozen=True, slots=True)
class Words:
    """A field of the article as words."""

    name: str
    tokens: Sequence[str]
    starts: Sequence[int]
    sentence: Sequence[int]  # of each token, counted over all fields
    first: Sequence[bool]  # whether a token opens its sentence
    offset: int  # of the first token over all fields
    cues: frozenset[int]  # places of reporting verbs

    def end(self, place: int) -> int:
        """The character past a token."""
        return self.starts[place] + len(self.tokens[place])


@lru_cache(maxsize=200_000)
def in_dictionary(word: str) -> bool:
    """Whether simplemma's dictionary has the word, in whatever case; it has many names too."""
    return bool(simplemma.is_known(word, lang="de", low_memory=True))


def _capitalised(token: str) -> bool:
    return bool(_CAPITALISED.fullmatch(token))


def is_first_name(token: str) -> bool:
    """Whether the lists have the name, or each part of a name with a hyphen."""
    return all(part in names.FEMALE_NAMES or part in names.MALE_NAMES for part in token.split("-"))


@lru_cache(maxsize=50_000)
def gender_of_name(first: str) -> str:
    """F or m by the lists, else by the ending; empty where neither tells."""
    part = first.split("-")[0]
    if part in names.FEMALE_NAMES or part in names.MALE_NAMES:
        return "f" if part in names.FEMALE_NAMES else "m"
    if part.endswith(names.FEMALE_ENDINGS):
        return "f"
    return "m" if part.endswith(names.MALE_ENDINGS) else ""


@lru_cache(maxsize=100_000)
def role_gender(token: str) -> str | None:
    """f, m, or empty where the article must tell; None where the word is no role of one person."""
    word = token.lower()
    if not token[:1].isupper() or len(word) < 4 or word in names.NO_ROLES:
        return None
    if names.WOMANS_ROLE.search(word):
        return "f"
    if names.BOTH_ROLE.search(word):
        return ""
    singular = word[:-1] if word.endswith("s") else word[:-2] if word.endswith("en") else word
    if not names.MANS_ROLE.search(word) and not names.MANS_ROLE.search(singular):
        return None
    # Surnames end in -mann more often than roles do, and in -ist or -or now and then.
    return "m" if in_dictionary(token) or not names.LIKE_SURNAMES.search(word) else None


@lru_cache(maxsize=4_096)
def adjectives_of(country: str) -> tuple[str, ...]:
    """The adjectives in -isch that a country's name makes, uninflected; some are words that nobody uses."""
    name = re.sub(r"^(?:der|die|das) ", "", country).lower()
    if name in names.IRREGULAR_ADJECTIVES:
        return names.IRREGULAR_ADJECTIVES[name]
    if " " in name or country.isupper() or len(name) < 4:
        return ()
    for region in names.REGIONS:
        rest = name.removeprefix(region)
        if rest != name and len(rest) > 3:
            return tuple(f"{region}{adjective}" for adjective in adjectives_of(rest.capitalize()))
    bases = dict.fromkeys([name, *(name[: -len(end)] for end in _COUNTRY_ENDINGS if name.endswith(end))])
    found = [f"{base}isch" for base in bases if len(base) > 1]
    if name.endswith("a"):
        found.append(f"{name}nisch")
    elif name.endswith("land"):
        found.append(f"{name[:-4]}ländisch")
    elif name.endswith("ien"):
        found += [f"{name}isch", f"{name[:-2]}anisch"]
    else:
        found.append(f"{name}anisch")
    return tuple(dict.fromkeys(found))


_COUNTRY_ENDINGS = ("ien", "land", "and", "en", "n", "ei", "a", "e", "o")


@lru_cache(maxsize=100_000)
def organisation_head(token: str) -> tuple[str, str] | None:
    """The word without genitive ending, and its head; None where it names no organisation."""
    word = token.lower()
    if not token[:1].isupper() or word in names.NO_ORGANISATIONS:
        return None
    for cut in (0, 1, 2):
        ending = word[len(word) - cut :] if cut else ""
        if ending not in ("", "s", "es"):
            continue
        base = word[: len(word) - cut] if cut else word
        found = names.ORGANISATION.match(base)
        if found and base not in names.NO_ORGANISATIONS:
            return token[: len(base)], found["head"]
    return None


def organisation_gender(name: str) -> str:
    """f, m or n by the first word that tells, as its head noun does; else empty."""
    words = [word for word in name.split() if word[:1].isupper()]
    for word in words:
        for gender, pattern in names.HEAD_GENDER.items():
            if pattern.search(word.lower()):
                return gender
    return ""


def words_of(document: Document) -> list[Words]:
    """The fields of an article in the order of reading; those without words are left out."""
    found = []
    offset = sentence = 0
    for name in FIELDS:
        reading = document.readings.get(name)
        if reading is None or not reading.tokens:
            continue
        numbers, first = _sentence_numbers(reading, sentence)
        found.append(Words(name, reading.tokens, reading.starts, numbers, first, offset, _cues(reading)))
        offset += len(reading.tokens)
        sentence = numbers[-1] + 1
    return found


def _cues(reading: Reading) -> frozenset[int]:
    return frozenset(place for cue in reading.cues for place in range(cue["start"], cue["end"]))


def _sentence_numbers(reading: Reading, number: int) -> tuple[list[int], list[bool]]:
    openings = set(reading.sentences)
    numbers, first = [], []
    number -= 1
    opening = True
    for place, token in enumerate(reading.tokens):
        if place in openings or not place:
            number += 1
            opening = True
        numbers.append(number)
        first.append(opening)
        opening = opening and not token[:1].isalnum()  # a quotation mark before the first word
    return numbers, first


@dataclass(frozen=True, slots=True)
class Found:
    """A name where it stands; the rank decides between spans of one length."""

    start: int
    end: int
    rank: int
    figure: int = -1  # of the codebook
    first: str = ""
    last: str = ""
    gender: str = ""
    roles: frozenset[str] = frozenset()
    organisation: str = ""
    head: str = ""


# ------------------------------------------------------------------------------------------------------ organisations


def organisations(words: Words, abbreviations: frozenset[str]) -> Iterator[Found]:
    """Names of organisations in a field; they may overlap."""
    tokens = words.tokens
    for place, token in enumerate(tokens):
        if token in names.COMPANY_FORMS and place and _capitalised(tokens[place - 1]):
            start = _company_start(words, place)
            if start < place:
                yield Found(start, place + 1, 2, organisation=" ".join(tokens[start : place + 1]), head=tokens[start])
            continue
        if token in names.NAMED_HEADS or (token[0].isupper() and names.NAMED_COMPOUNDS.search(token.lower())):
            end = place + 1
            if end < len(tokens) and _capitalised(tokens[end]) and _place_or_unknown(tokens[end]):
                yield Found(place, end + 1, 2, organisation=f"{token} {tokens[end]}", head=token)
                continue
            if token in names.PLACE_HEADS:
                continue
        if token in abbreviations:
            yield Found(place, place + 1, 2, organisation=token, head=token)
            continue
        found = organisation_head(token)
        if found is not None:
            organisation = _organisation(words, place, *found)
            if organisation is not None:
                yield organisation


def _company_start(words: Words, place: int) -> int:
    start = place
    while (
        start
        and place - start < 4
        and _capitalised(words.tokens[start - 1])
        and not (words.first[start - 1] and words.tokens[start - 1].lower() in STOPWORDS)
    ):
        start -= 1
    return start


def _place_or_unknown(token: str) -> bool:
    return token in names.PLACES or not in_dictionary(token)


def _organisation(words: Words, place: int, base: str, head: str) -> Found | None:
    """The name around a head noun; None where it is a common noun in a role, such as "der Verband"."""
    tokens = words.tokens
    bare = base.lower() in names.GENERIC_ORGANISATIONS
    start, adjective = place, ""
    if place and _name_adjective(words, place - 1):
        start, adjective = place - 1, _nominative(tokens[place - 1], base)
    end = _complement_end(words, place + 1)
    front = base[: -len(head)]
    if head in names.OPEN_HEADS and front and not _is_compound(base, front):
        return None  # a foreign name that happens to end so
    if head in names.OPEN_HEADS and end == place + 1 and not adjective:
        return None
    if bare and end == place + 1 and not adjective:
        return None
    name = " ".join([*([adjective] if adjective else []), base, *tokens[place + 1 : end]])
    return Found(start, end, 2, organisation=name, head=base)


def _is_compound(base: str, front: str) -> bool:
    """The dictionary knows the word, or what stands before its head, or the end of that."""
    bare = front[:-1] if front.endswith("s") else front
    return any(map(in_dictionary, (base, front, front[:-1]))) or _noun_at_end(bare)


def _name_adjective(words: Words, place: int) -> bool:
    """An adjective of a name: "Tallischer", "Statistisches", "Hegenfurter", not just the first word of a sentence."""
    token = words.tokens[place]
    if not _capitalised(token) or token.isupper() or role_gender(token) or token.lower() in STOPWORDS:
        return False
    if _ADJECTIVE.search(token.lower()):
        return True
    return token.endswith("er") and not in_dictionary(token) and len(token) > 5


def _nominative(adjective: str, base: str) -> str:
    if not _ADJECTIVE.search(adjective.lower()):
        return adjective  # "Hegenfurter" has one form
    gender = organisation_gender(base)
    return re.sub(r"e[rsnm]?$", "", adjective) + {"m": "er", "f": "e", "n": "es", "": "e"}[gender]


def _complement_end(words: Words, place: int) -> int:
    """Past what a head noun is followed by: a proper name, "der freien Bühnen", "für Lärmschutz"."""
    tokens = words.tokens
    limit = len(tokens)
    if place >= limit or words.first[place]:
        return place
    if _capitalised(tokens[place]) and is_proper_noun(tokens[place]) and not _ADJECTIVE.search(tokens[place]):
        after = _complement_end(words, place + 1)
        return after if after > place + 1 and tokens[place + 1] in ("der", "des") else place + 1
    at = place
    if tokens[at] in ("der", "des", "für", "von"):
        at += 1
        if tokens[place] == "für" and at < limit and tokens[at] in ("den", "einen"):
            return place  # "der Mieterbund für den Mietendeckel"
        while at < limit and at - place < 4 and tokens[at][:1].islower() and tokens[at].endswith("en"):
            at += 1
    elif _capitalised(tokens[at]) and re.search(r"(?:isch|al|frei)er$", tokens[at]):
        at += 1  # "Bund Tallischer Makler"
    elif (
        re.search(r"[a-zäöü]{3}er$", tokens[at])
        and tokens[at] not in STOPWORDS | names.DETERMINERS
        and at + 1 < limit
        and _capitalised(tokens[at + 1])
    ):
        at += 1  # "Verband freier Schulen"
    else:
        return place
    if at >= limit or at == place or not _capitalised(tokens[at]) or tokens[at] in names.NO_NAMES:
        return place
    if tokens[at].lower() in _EMPTY_COMPLEMENTS or (tokens[place] == "des" and role_gender(tokens[at])):
        return place
    at += 1
    while at < limit and _capitalised(tokens[at]) and (is_proper_noun(tokens[at]) or _name_adjective(words, at - 1)):
        at += 1
    if at + 1 < limit and tokens[at] == "und" and _capitalised(tokens[at + 1]) and tokens[place] in ("für", "der"):
        follows = tokens[at + 2] if at + 2 < limit else "."
        if tokens[place] == "für" or not follows[:1].islower():
            at += 2
    return at


_EMPTY_COMPLEMENTS = frozenset(
    "landes stadt region regierung landesregierung landkreises kreises partei jahres".split()
)


def is_proper_noun(token: str) -> bool:
    """Whether a word that begins with a capital is a place or in no dictionary, and no role or first name."""
    return (
        (token in names.PLACES or (not in_dictionary(token) and len(token) > 2))
        and token not in names.NO_NAMES
        and role_gender(token) is None
        and not is_first_name(token)
    )


def abbreviations(fields: Sequence[Words]) -> frozenset[str]:
    """Names in capitals, such as those of parties: they stand with an article twice, or once and in brackets."""
    counts: dict[str, int] = {}
    for words in fields:
        for place, token in enumerate(words.tokens):
            if place and _ABBREVIATION.fullmatch(token) and token not in names.COMPANY_FORMS:
                before = words.tokens[place - 1]
                if before == "(" or (before.lower() in _ARTICLES_BEFORE and not before.isupper()):
                    counts[token] = counts.get(token, 0) + 1
    return frozenset(token for token, count in counts.items() if count > 1)


# ------------------------------------------------------------------------------------------------------------ persons


def persons(words: Words, lone: Mapping[str, int]) -> Iterator[Found]:
    """Names of persons in a field, by token; `lone` is from `lone_words`."""
    tokens = words.tokens
    place = 0
    while place < len(tokens):
        found = _person_at(words, place, lone)
        if found is not None:
            yield found
            place = found.end
        else:
            place += 1


def _person_at(words: Words, place: int, lone: Mapping[str, int]) -> Found | None:
    tokens = words.tokens
    token = tokens[place]
    if not _capitalised(token) or token in names.NO_NAMES or token.lower() in _NO_NAMES:
        return None
    before = tokens[place - 1] if place else ""
    addressed = before in names.ADDRESSES or before in names.TITLES
    role = place > 0 and words.sentence[place - 1] == words.sentence[place] and role_gender(before) is not None
    end = _surname_end(words, place + 1)
    if end and _opens_name(words, place, end, addressed or role, lone):
        first = place
        while end < len(tokens) and end - first < 4 and is_first_name(tokens[end - 1]) and _surname_end(words, end):
            end = _surname_end(words, end)
        return _person(words, first, end, token)
    if (addressed or role) and _lone_surname(words, place, addressed):
        return _person(words, place, place + 1, "")
    return None


def _surname_end(words: Words, place: int) -> int:
    """Past the surname that begins here, particles and initials before it included; 0 where none does."""
    tokens = words.tokens
    at = place
    listed = place > 0 and is_first_name(tokens[place - 1])
    while (
        at < len(tokens) and at - place < 3 and (_INITIAL.fullmatch(tokens[at]) or _particle(tokens, at, place, listed))
    ):
        at += 1
    if at >= len(tokens) or words.first[at] or not _capitalised(tokens[at]) or len(tokens[at]) < 2:
        return 0
    token = tokens[at]
    if tokens[at - 1].islower() and (token in names.PLACES or in_dictionary(token)):
        return 0  # "von Berlin", "von der Wache"
    if token.endswith(".") or token in names.TITLES:
        return 0
    if token in names.NO_NAMES or organisation_head(token) or (token.isupper() and len(token) < 5):
        return 0
    return at + 1


def _particle(tokens: Sequence[str], at: int, place: int, listed: bool) -> bool:
    """A particle as "van", and "der" behind one; "von" behind a first name of the lists only."""
    if at > place and tokens[at] in ("der", "den", "dem"):
        return True
    return tokens[at] in names.PARTICLES and (listed or tokens[at] != "von")


def _opens_name(words: Words, place: int, end: int, introduced: bool, lone: Mapping[str, int]) -> bool:
    """By the list; else a word behind a role, a rare word before a rare one, or what the context shows."""
    token, last = words.tokens[place], words.tokens[end - 1]
    if token in names.ADDRESSES or token in names.TITLES or (token.endswith(".") and not _INITIAL.fullmatch(token)):
        return False
    if is_first_name(token):
        return True
    if token.isupper() or len(token) > 11 or "-" in token or organisation_head(token) or token in names.PLACES:
        return False
    if role_gender(token) is not None or token.endswith(("ung", "keit", "heit", "schaft", "ische", "ischen")):
        return False
    if introduced:
        return True
    rare = not in_dictionary(token) and not _noun_at_end(token)
    rare_last = not in_dictionary(last) and not _noun_at_end(last)
    if rare and rare_last and not token.endswith(("er", "en")):  # "Hegenfurter" is an adjective
        return True
    return _shown_by_context(words, place, end, lone, rare or rare_last, rare and not token.endswith(("er", "en")))


def _shown_by_context(
    words: Words, place: int, end: int, lone: Mapping[str, int], rare: bool, rare_first: bool
) -> bool:
    """Beside a reporting verb, behind "der 22-jährige", or with a surname that also stands by itself."""
    tokens = words.tokens
    before = tokens[place - 1] if place and words.sentence[place - 1] == words.sentence[place] else ""
    after = tokens[end] if end < len(tokens) else ""
    if before.endswith(("jährige", "jähriger", "jährigen")):
        return True
    if before.lower() in names.DETERMINERS or before.lower() in names.PREPOSITIONS:
        return False
    if place - 1 in words.cues and not before.endswith("en") and not after[:1].isupper():
        return True
    if rare and (end in words.cues or (not after[:1].isupper() and lone.get(tokens[end - 1], 0) > 0)):
        return True
    return rare_first and not _inflected_noun(tokens[end - 1])


def _inflected_noun(token: str) -> bool:
    """As "Nachteile"; not what may be a genitive of a name."""
    lemma = simplemma.lemmatize(token, lang="de", low_memory=True)
    return in_dictionary(token) and not token.endswith("s") and lemma != token and lemma[:1].isupper()


def lone_words(fields: Sequence[Words]) -> dict[str, int]:
    """How often a word stands by itself as a name: behind a form of address, or beside a reporting verb."""
    counts: dict[str, int] = {}
    for words in fields:
        for place, token in enumerate(words.tokens):
            if not _capitalised(token):
                continue
            before = words.tokens[place - 1] if place else ""
            reports = place - 1 in words.cues or place + 1 in words.cues
            bare = not _capitalised(before) and before.lower() not in names.DETERMINERS
            if before in names.ADDRESSES or (reports and bare):
                counts[token] = counts.get(token, 0) + 1
    return counts


@lru_cache(maxsize=50_000)
def _noun_at_end(token: str) -> bool:
    """A compound: the dictionary knows its end, five letters or more, as a word."""
    return any(in_dictionary(token[cut:].capitalize()) for cut in range(3, len(token) - 4))


def _lone_surname(words: Words, place: int, addressed: bool) -> bool:
    """Behind "Herr" any word, behind a role one that no dictionary has."""
    token = words.tokens[place]
    if organisation_head(token) or len(token) < 3 or is_first_name(token) or token in names.TITLES:
        return False
    if role_gender(token) is not None:  # "Herr Minister", but "Herr Richter"
        return addressed and token.lower() in names.SURNAMES_LIKE_ROLES
    if token.isupper() and len(token) < 5:
        return False
    return addressed or (not in_dictionary(token) and not _noun_at_end(token))


def _person(words: Words, start: int, end: int, first: str) -> Found:
    gender, roles = introduction(words, start, end)
    behind = apposition(words, end)
    tokens = words.tokens
    gender = gender or next((role_gender(token) or "" for token in behind), "")
    return Found(
        start,
        end,
        1,
        first=" ".join(tokens[start : end - 1]) if first else "",
        last=tokens[end - 1],
        gender=gender or (gender_of_name(first) if first else ""),
        roles=frozenset(stem(token.lower()) for token in (*roles, *behind)),
    )


def introduction(words: Words, start: int, end: int) -> tuple[str, list[str]]:
    """Gender and roles from the words before a name: "die neue Rektorin", "der Vorsitzende des Verbands"."""
    tokens = words.tokens
    at = start - 1
    roles: list[str] = []
    while at >= 0 and words.sentence[at] == words.sentence[start] and start - at < 4:
        token = tokens[at]
        if token in names.ADDRESSES:
            return names.ADDRESSES[token], roles
        if token not in names.TITLES and not ((_capitalised(token) and not words.first[at]) or role_gender(token)):
            break
        if token in names.NO_NAMES:
            return "", []
        if token not in names.TITLES:
            roles.append(token)
        at -= 1
    if roles and role_gender(roles[0]) is None:
        roles = [token for token in roles if in_dictionary(token)]
    if not roles:
        roles, at = _role_with_complement(words, start)
    if not roles:
        return "", []
    gender = next((found for found in map(role_gender, roles) if found), "")
    told = any(role_gender(role) is not None for role in roles)
    if not gender and (told or not words.tokens[end - 1].endswith("s")):  # "der Bericht Kolbergs" tells nothing
        gender = _article_gender(words, at)
    return gender, roles


def _role_with_complement(words: Words, start: int) -> tuple[list[str], int]:
    """The role in "die Vorsitzende des Lehrerverbands, Dorothea Sprick" and the place before it."""
    tokens = words.tokens
    for at in range(start - 2, max(start - 7, -1), -1):
        if words.sentence[at] != words.sentence[start] or tokens[at] in names.NO_NAMES:
            break
        if role_gender(tokens[at]) is not None:
            joined = tokens[at + 1] in ("des", "der", "von", "für", "im", "in", "bei", "vom")
            middle = tokens[at + 1 : start]
            if joined and all(word[:1].isalpha() or word == "," for word in middle) and middle.count(",") < 2:
                return [tokens[at]], at - 1
            break
    return [], start - 1


def _article_gender(words: Words, at: int) -> str:
    """From the article that ends a search to the left, one adjective in between."""
    for place in (at, at - 1):
        if place >= 0:
            word = words.tokens[place].lower()
            if word in ("der", "dem", "des", "den", "ein", "sein", "ihr", "mein", "einem", "einen"):
                return "m"
            if word in ("die", "eine", "einer", "seine", "ihre", "meine"):
                return "f"
    return ""


def apposition(words: Words, end: int) -> list[str]:
    """The role behind a name: ", 47, Rektorin der …", ", der Sprecher …"."""
    tokens = words.tokens
    if end >= len(tokens) or tokens[end] not in (",", "("):
        return []
    for at in range(end + 1, min(end + 7, len(tokens))):
        token = tokens[at]
        if role_gender(token) is not None and words.sentence[at] == words.sentence[end]:
            return [token]
        if _capitalised(token) and token.lower() not in STOPWORDS:
            return []
    return []
