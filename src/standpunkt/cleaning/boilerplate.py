"""Boilerplate: what an outlet prints under many different articles (newsletter lines, reprint notes, author blurbs).

Each extractor sees one page and takes such a line for prose; a corpus shows that it recurs. Counting lines over the
pages of one site is the idea of site style trees: Yi, Liu and Li (2003), "Eliminating noisy information in web pages
for data mining"; here it is done by text, as the tags may be gone.

Two readings of a repeated line are ruled out. It may belong to an article that is printed twice: articles of one
near-duplicate cluster count once. And it may be a subheading that recurs („Das sagt die Opposition“): a line inside the
text must be a sentence of some words, and only the first or last line may do without a stop, as text follows a
subheading.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from standpunkt.cleaning.article import count_words
from standpunkt.cleaning.duplicates import Groups, fold, sentences

Texts = Sequence[tuple[str, str, str]]
"""Articles of one outlet: id, near-duplicate cluster, text."""

_BREAK = re.compile(r"\n\s*")
_STATEMENT = re.compile(r"[.!…][“”«»\"’)\]]*\Z")  # no question mark: a subheading may be a question
_MIN_WORDS = 6
_ROUNDS = 3  # a note may stand above another one: what is found in one round uncovers the next


def shared(
    texts_by_outlet: Mapping[str, Texts], min_articles: int, min_share: float
) -> Mapping[str, Mapping[str, int]]:
    """Find the lines that each outlet prints under many different articles.

    A line is a paragraph, or the first sentence of the first paragraph, or the last of the last one. It counts once an
    article, and once for articles of one cluster that have more in common than this line: short articles above the same
    long note look like near-duplicates by that note alone.

    Args:
        texts_by_outlet: the articles of each outlet.
        min_articles: different articles that must hold a line.
        min_share: share of the outlet's clusters that this must be, in [0, 1].

    Returns:
        For each outlet its lines, folded by `duplicates.fold`, with the number of different articles; outlets and lines
        in alphabetical order.
    """
    found = {}
    for outlet in sorted(texts_by_outlet):
        texts = texts_by_outlet[outlet]
        least = max(min_articles, min_share * len({cluster for _, cluster, _ in texts}))
        lines: dict[str, int] = {}
        for _ in range(_ROUNDS):
            rest = [(cluster, strip(text, lines)[0]) for _, cluster, text in texts]
            new = {line: count for line, count in _counts(rest, least) if line not in lines}
            if not new:
                break
            lines |= new
        found[outlet] = dict(sorted(lines.items()))
    return found


def strip(text: str, lines: Collection[str]) -> tuple[str, list[tuple[int, str]]]:
    """Remove an outlet's boilerplate from an article.

    Args:
        text: paragraphs, with one line end or more between them.
        lines: folded, as `shared` found them for the outlet.

    Returns:
        The text that remains, and what was removed with the number of its paragraph, from 1, in reading order. A text
        of which nothing would remain is left as it is.
    """
    if not lines:
        return text, []
    paragraphs, breaks = _paragraphs(text)
    kept = dict(enumerate(paragraphs, 1))
    inside = [number for number, part in kept.items() if _is_statement(part) and fold(part) in lines]
    removed = [(number, kept.pop(number)) for number in inside]
    for edge in (0, -1):
        cut: list[tuple[int, str]] = []
        while kept:
            number = next(iter(kept) if edge == 0 else reversed(kept))
            rest, outer = _trim(kept.pop(number), lines, edge)
            cut.extend((number, part) for part in outer)
            if rest:
                kept[number] = rest
                kept = dict(sorted(kept.items()))
                break
        removed = [*cut, *removed] if edge == 0 else [*removed, *reversed(cut)]
    if not kept or not removed:
        return text, []
    first = min(kept)
    remaining = "".join(part if number == first else breaks[number - 2] + part for number, part in kept.items())
    return remaining, sorted(removed, key=lambda item: item[0])


def _trim(paragraph: str, lines: Collection[str], edge: int) -> tuple[str, list[str]]:
    """A paragraph without its outermost lines at the beginning (0) or the end (-1); these from the outside inwards."""
    if fold(paragraph) in lines:
        return "", [paragraph]
    parts, cut = sentences(paragraph), []
    start, end = 0, len(paragraph)
    while parts and fold(parts[edge]) in lines:
        cut.append(parts.pop(edge))
        if edge == 0:
            start = paragraph.index(cut[-1], start) + len(cut[-1])
        else:
            end = paragraph.rindex(cut[-1], start, end)
    return paragraph[start:end].strip(), cut


def _paragraphs(text: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a text, and the breaks between them."""
    text = text.strip()
    return (_BREAK.split(text), _BREAK.findall(text)) if text else ([], [])


def _is_statement(text: str) -> bool:
    return _STATEMENT.search(text) is not None


def _lines(text: str) -> set[str]:
    """What may be boilerplate in a text, folded."""
    paragraphs, _ = _paragraphs(text)
    if not paragraphs:
        return set()
    # Only the first or last line may do without a stop: a subheading has text after it.
    found = {part for part in paragraphs if _is_statement(part)} | {paragraphs[0], paragraphs[-1]}
    found |= {sentences(paragraphs[0])[0], sentences(paragraphs[-1])[-1]}
    return {fold(part) for part in found if count_words(part) >= _MIN_WORDS}


def _counts(texts: Sequence[tuple[str, str]], least: float) -> Iterator[tuple[str, int]]:
    """Lines with the number of different articles that hold them, where that is enough; texts are (cluster, text)."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, (_, text) in enumerate(texts):
        for line in _lines(text):
            holders[line].append(place)
    for line, places in holders.items():
        if len(places) < least:
            continue
        by_cluster: dict[str, list[str]] = defaultdict(list)
        for place in places:
            by_cluster[texts[place][0]].append(texts[place][1])
        count = sum(_different(line, members) for members in by_cluster.values())
        if count >= least:
            yield line, count


def _different(line: str, texts: Sequence[str]) -> int:
    """How many texts have no sentence in common, but for those of the line; texts without another one are the same."""
    if len(texts) == 1:
        return 1
    groups = Groups()
    first_with: dict[str, int] = {}
    for place, text in enumerate(texts):
        # A line may be a paragraph of several sentences: all of them are in it.
        others = [sentence for sentence in map(fold, sentences(text)) if sentence not in line]
        for sentence in others or [""]:
            groups.join(first_with.setdefault(sentence, place), place)
    return len({groups.find(place) for place in range(len(texts))})
