"""Which of the actors that a sentence names can hold what it tells: their part in it, told by form and order.

German marks the subject by the nominative, which a bare name does not show. So a name with a preposition or an oblique
article before it is none; of the others in a clause the first is the subject, the later ones its objects: "Talland
drängt Korvien". Whose a reported act is counts as well: "der Vorschlag Korviens".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from standpunkt.language import names
from standpunkt.language.naming import role_gender
from standpunkt.language.parts import AUTHOR, DATIVE, OBJECT, OBLIQUE, SUBJECT

_BREAKS = frozenset(',;:–—()„“”‚‘»«"!?.…')
_LIST = frozenset(", und sowie oder bzw. der die das den dem des".split())
_LINKS = frozenset("und aber doch sondern während oder".split())
_OBJECT_PRONOUNS = frozenset("ihm ihn ihnen ihr".split())
_SUBJECT_PRONOUNS = frozenset("er man ich wir wer niemand jemand".split())
_OF = frozenset("von vom der des eines einer aus seitens in".split())
_VIEWS = frozenset(
    "angaben ansicht meinung sicht auffassung worten einschätzung überzeugung darstellung willen wunsch plänen lesart "
    "vorstellung vorstellungen".split()
)
_PASSIVE = frozenset("wird werden wurde wurden worden werde würde würden".split())
_MET_BY = tuple(  # "stößt bei … auf Kritik", "in der … regt sich Widerstand": whose it is stands behind a preposition
    "stoß stöß stieß trifft traf treffen find fand fänd herrsch überwieg wächst wuchs wachs regt regte rühr formier "
    "gibt gab sorgt sorgte löst löste weckt weckte kommt kam renn rannt blitzt abgeblitzt gilt galt bröckel schwind "
    "mehr breit".split()
)
_MET_AT = frozenset("bei beim in im unter innerhalb".split())
_COMES = frozenset(
    "kam kommt kamen kommen käme kämen gab gibt erhielt erhielten erhält erhalten bekam bekamen bekommt bekommen "
    "erntet erntete ernteten ernten weht wehte tönt tönte dröhnt hagelte hagelt hört hörte folgt folgte erfährt "
    "erfuhr gekommen findet fand".split()
)
_SOURCES = frozenset("von vom aus seitens".split())
_WITH = frozenset("machen haben".split())
_FOR = frozenset("ist war bleibt bleibe kommt kam komme käme sei sind wäre gilt".split())
_REACH = 4
_ENDINGS = ("e", "en", "er", "es", "em")


@dataclass(frozen=True, slots=True)
class Named:
    """An actor's name within a sentence."""

    start: int
    """Token, counted from the first of the sentence."""
    end: int
    subject: bool
    """As of its mention: no preposition, no oblique article before it."""
    genitive: bool
    """It ends in -s, which its name does not."""


def roles(words: Sequence[str], named: Sequence[Named]) -> list[str]:
    """The role of each actor that a sentence names.

    Args:
        words: of the sentence, punctuation included.
        named: the actors in the order of the sentence.

    Returns:
        One of `RANKS` for each.
    """
    lower = [word.lower() for word in words]
    found: list[str] = []
    taken = False  # the clause has its subject
    last: Named | None = None
    for one in named:
        if last is not None and _listed(lower, last, one):
            found.append(found[-1])
            last = one
            continue
        between = lower[last.end if last else 0 : one.start]
        if any(word in _BREAKS for word in between) or (last is not None and between and between[-1] in _LINKS):
            taken = False
        clause = range(_clause_start(lower, one.start), _clause_end(lower, one.end))
        taken = taken or any(lower[at] in _SUBJECT_PRONOUNS for at in clause if at < one.start)
        taken = taken or _opens_with_man(words, lower, clause, one)
        role = _role(words, lower, one, clause, named)
        if role == SUBJECT and one.subject and taken:
            role = OBJECT
        taken = taken or role == SUBJECT
        found.append(role)
        last = one
    return found


def _listed(lower: Sequence[str], before: Named, one: Named) -> bool:
    between = lower[before.end : one.start]
    if not between or not all(word in _LIST for word in between):
        return False
    return between[0] != "," or len(between) == 1 or between[1] not in ("die", "das", "der", "den", "dem")


def _clause_start(lower: Sequence[str], place: int) -> int:
    return next((at + 1 for at in range(place - 1, -1, -1) if lower[at] in _BREAKS), 0)


def _clause_end(lower: Sequence[str], place: int) -> int:
    return next((at for at in range(place, len(lower)) if lower[at] in _BREAKS), len(lower))


def _opens_with_man(words: Sequence[str], lower: Sequence[str], clause: range, one: Named) -> bool:
    """A man's role in the nominative opens the clause: "Der Minister drängt …"."""
    for at in range(clause.start + 1, min(clause.start + 4, one.start - 1)):
        if words[at][:1].isupper():
            if all(lower[between] in _OF for between in range(at + 1, one.start)):
                return False  # "ein Sprecher der Regierung": it is the name's own
            opened = lower[clause.start] in ("der", "ein", "dieser", "sein", "ihr")
            return opened and role_gender(words[at]) == "m" and not words[at + 1][:1].isupper()
    return False


def _role(words: Sequence[str], lower: Sequence[str], one: Named, clause: range, named: Sequence[Named]) -> str:
    if lower[one.start] in _OBJECT_PRONOUNS and one.end == one.start + 1:
        return OBJECT
    if one.end - one.start > 1 and names.ACTS.search(lower[one.end - 1]):
        return AUTHOR  # "der korvische Vorschlag"
    if one.genitive:
        return _of_genitive(words, lower, one, named)
    if one.end < len(lower) and lower[one.end] == "zufolge":
        return AUTHOR
    head, link = _head_before(words, one.start)
    if head >= 0:
        if lower[head] in _VIEWS:
            return AUTHOR
        if _speaks(lower[head]):
            return OBLIQUE if _oblique(lower, head) else SUBJECT
        if link != "in" and names.ACTS.search(lower[head]):
            return AUTHOR
    return SUBJECT if one.subject else _of_oblique(words, lower, one, clause)


def _speaks(noun: str) -> bool:
    """Whose noun stands for the actor itself: its officials, its members."""
    return noun in names.BODIES or bool(names.OFFICIALS.search(noun))


def _head_before(words: Sequence[str], start: int) -> tuple[int, str]:
    """The noun that a name depends on, and by which word: "die Regierung von", "der Vorschlag der"; else -1."""
    while start > 1 and words[start - 1][:1].isupper() and role_gender(words[start - 1]) is not None:
        start -= 1  # "von Minister …"
    for at in range(start - 1, max(start - _REACH, 0), -1):
        if words[at].lower() in _OF:
            inner = at - 1
            if words[inner].lower() in _OF and inner:
                inner -= 1
            return (inner, words[at].lower()) if words[inner][:1].isupper() else (-1, "")
        if not words[at].islower():
            break
    return -1, ""


def _of_genitive(words: Sequence[str], lower: Sequence[str], one: Named, named: Sequence[Named]) -> str:
    at = one.end
    while at < len(words) and at - one.end < 3 and words[at].islower() and lower[at].endswith(("e", "en", "er", "es")):
        at += 1
    after = at < len(words) and words[at][:1].isupper()
    noun = at if after else one.start - 1
    if noun < 0 or not words[noun][:1].isalpha():
        return OBLIQUE
    if any(other.start <= noun < other.end for other in named) and after:
        return OBLIQUE
    if lower[noun] in _VIEWS:
        return AUTHOR
    if _speaks(lower[noun]):
        if after and any(other.start == noun + 1 for other in named):
            return OBLIQUE  # a person with a name
        return OBLIQUE if _oblique(lower, one.start if after else noun) else SUBJECT
    return AUTHOR if names.ACTS.search(lower[noun]) else OBLIQUE


def _oblique(lower: Sequence[str], place: int) -> bool:
    """A preposition or an article of another case before the phrase that a noun ends."""
    for at in range(place - 1, max(place - _REACH, -1), -1):
        word = lower[at]
        if word in names.PREPOSITIONS or word in names.OBLIQUE_ARTICLES:
            return True
        if word in names.DETERMINERS or not word.endswith(("e", "en", "er")):
            return False
    return False


def _of_oblique(words: Sequence[str], lower: Sequence[str], one: Named, clause: range) -> str:
    at = one.start - 1
    while at > clause.start and lower[at] not in names.PREPOSITIONS and lower[at] not in names.OBLIQUE_ARTICLES:
        at -= 1
    word = lower[at] if at >= 0 else ""
    inner = lower[at - 1] if at > clause.start else ""
    if word in ("den", "dem", "der") and inner in names.PREPOSITIONS:
        word, inner, at = inner, lower[at - 2] if at - 1 > clause.start else "", at - 1
    if word in ("den", "dem"):
        return DATIVE
    passive = any(lower[place] in _PASSIVE for place in clause)
    if word in ("von", "vom", "durch") and passive and any(_participle(lower[place]) for place in clause):
        return SUBJECT
    if word in ("von", "vom", "durch") and _describes(words, lower, one.end, clause):
        return SUBJECT
    if word in _SOURCES and any(lower[place] in _COMES for place in clause):
        return AUTHOR
    met_at = word in _MET_AT and (word != "in" or lower[at + 1] in ("der", "dem"))
    if met_at and any(lower[place].startswith(_MET_BY) for place in clause):
        return AUTHOR
    if word == "mit" and any(lower[place] == "zu" and lower[place + 1] in _WITH for place in clause[:-1]):
        return AUTHOR  # "mit … nicht zu machen"
    if word not in names.PREPOSITIONS and _dative(words, lower, one.start, clause):
        return DATIVE
    if word == "für" and (at == clause.start or inner in _FOR):
        return AUTHOR
    if word in ("in", "aus") and "hieß" in lower:
        return AUTHOR
    return OBLIQUE


def _describes(words: Sequence[str], lower: Sequence[str], place: int, clause: range) -> bool:
    """A participle before its noun comes next: "die von Talland scharf kritisierte Maut"."""
    for at in range(place, min(place + _REACH, clause.stop - 1)):
        if words[at][:1].isupper() or lower[at] in names.DETERMINERS or lower[at] in names.PREPOSITIONS:
            return False
        if words[at + 1][:1].isupper() and _inflected(lower[at]):
            return True
    return False


def _inflected(word: str) -> bool:
    return any(word.endswith(ending) and _participle(word.removesuffix(ending)) for ending in _ENDINGS)


def _dative(words: Sequence[str], lower: Sequence[str], start: int, clause: range) -> bool:
    """A feminine article in the dative: it opens the clause, or no noun and no preposition stands before it."""
    at = start - 1
    while at > clause.start and lower[at].endswith(("en", "er")) and lower[at] != "der":
        at -= 1
    if at < clause.start or lower[at] not in ("der", "ihrer", "seiner"):
        return False
    return at == clause.start or not (words[at - 1][:1].isupper() or lower[at - 1] in names.PREPOSITIONS)


def _participle(word: str) -> bool:
    return word.endswith(("t", "en")) and (
        word.endswith("iert") or "ge" in word[:6] or word.startswith(("be", "ver", "er", "ent", "zer", "unter"))
    )
