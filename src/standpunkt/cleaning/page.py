"""One door to cleaning, whatever the kind of page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import compress

from standpunkt.cleaning import blocks, head, language, limits, linemodel, metadata
from standpunkt.cleaning.article import Article
from standpunkt.cleaning.draft import Draft, draft, lines_of, settle
from standpunkt.cleaning.limits import Limits, PageTimeout
from standpunkt.cleaning.linemodel import LineModel
from standpunkt.cleaning.markup import Source
from standpunkt.cleaning.metadata import Stated

_MAX_TEASER_WORDS = 150  # of a body that a paywall cuts off
_MAX_LINES = 20_000  # ten times what the longest real page has; a million would take a gigabyte
_AFTER = 3  # lines after the body among which a paywall's prompt stands


_WALL_ROLES = ("prompt", "comment", "related", "service")
# What a paywall says where it cuts an article off: that the text goes on, and for whom.
_WALL = re.compile(
    r"weiter(?:zu)?lesen\b|\bweiter\b.*\b(?:Mitglied|Abonnent)|\b(?:Mitglied|Abonnent)\w* weiter|"
    r"vorbehalten|freischalt|"
    r"\b(?:ganzen?|vollständigen?|kompletten?|gesamten?) (?:Text|Artikel|Beitrag|Bericht)|Mitgliedschaft|Probeabo|"
    r"\bnur (?:für|mit) (?:Abo|Mitglied|unsere)|\b(?:Artikel|Text|Beitrag) (?:ist|gehört) .*(?:Plus|Premium|exklusiv)",
    re.IGNORECASE,
)


def clean_page(
    kind: str,
    content: str,
    bounds: Limits | None = None,
    pins: Mapping[str, bool] | None = None,
    model: LineModel | None = None,
) -> Article | str:
    """Find the article in a page.

    Args:
        kind: `html` or `text`; a page of kind `article` is one already.
        content: the decoded page.
        bounds: beyond them the page is not cleaned.
        pins: lines (white space squeezed) that a person decided to keep or to drop, whatever the model says.
        model: instead of the one that comes with the package.

    Returns:
        The article; its text is empty where none of the page's lines is article. Or the reason why there is none at
        all: a reason of `limits`, `too_slow`, `empty` where the page shows no text, `too_many_lines` where it has more
        than any page that people read.
    """
    if kind == "article":
        text = content.strip()
        return Article(text=text, language=language.detect(text)[0])
    source = Source(content)
    if bounds is None:
        return _clean(kind, source, pins or {}, model)
    beyond = limits.reason(source, kind, bounds)
    if beyond:
        return beyond
    try:
        with limits.within(bounds.seconds):
            return _clean(kind, source, pins or {}, model)
    except PageTimeout:
        return "too_slow"


def _clean(kind: str, source: Source, pins: Mapping[str, bool], model: LineModel | None) -> Article | str:
    is_html = kind == "html"
    lines = blocks.of_html(source) if is_html else blocks.of_text(source.content)
    if not lines.texts:
        return "empty"
    if len(lines.texts) > _MAX_LINES:
        return "too_many_lines"
    # Before the lines are judged: a tree that was just walked is still in the processor's cache.
    stated = metadata.stated(source.tree) if is_html else {}
    found = draft(lines, model or linemodel.shipped("html" if is_html else "text"))
    _pin(found, pins)  # what a person knows of single lines tells head and neighbours, too
    outlet = metadata.outlet(stated["outlet"]) if stated else None
    top = head.of_html(found, stated, outlet.value if outlet else None) if stated else head.of_text(found)
    settle(found, next((line for line, role in enumerate(found.roles) if role == "title"), None))
    _pin(found, pins)  # and has the last word
    body = found.body()
    all_lines = lines_of(found)
    seen = metadata.of_lines(all_lines)
    outlet = outlet or metadata.outlet(seen["outlet"])
    text = "\n\n".join(lines.texts[line] for line in body)
    changed = [*stated.get("modified", ()), *seen["modified"]]
    first = metadata.published([*stated.get("published", ()), *seen["published"]], changed)
    fields = {
        "kicker": top.kicker,
        "title": top.title,
        "teaser": top.teaser,
        "author": metadata.author([*stated.get("author", ()), *seen["author"]], outlet.value if outlet else None),
        "published": first,
        "modified": metadata.modified(changed, first),
        "outlet": outlet,
        "section": metadata.section(stated.get("section", ())),
    }
    spoken, _ = language.detect(text)
    return Article(
        text=text,
        **{name: value.value if value else None for name, value in fields.items()},
        language=spoken,
        is_teaser=_is_teaser(stated, found),
        sources={name: value.source for name, value in fields.items() if value} | {"language": "text"},
        kept=[*compress(all_lines, found.kept)],
        removed=[*compress(all_lines, ~found.kept)],
    )


def _pin(found: Draft, pins: Mapping[str, bool]) -> None:
    for line, text in enumerate(found.lines.texts if pins else ()):
        if text not in pins:
            continue
        if not pins[text]:
            found.dropped.add(line)
        if pins[text] != found.kept[line]:
            role = "body" if pins[text] else "other"
            found.decide(line, role, "pinned in cleaning.yaml")


def _is_teaser(stated: Mapping[str, Sequence[Stated]], found: Draft) -> bool:
    """Whether the page shows the beginning alone: a short text that a prompt ends, or that is said not to be free."""
    body = found.body()
    if not body or sum(found.words[line] for line in body) > _MAX_TEASER_WORDS:
        return False
    after = range(body[-1] + 1, min(body[-1] + 1 + _AFTER, len(found.roles)))
    walled = any(found.roles[line] in _WALL_ROLES and _WALL.search(found.lines.texts[line]) for line in after)
    return walled or any(one.value == "false" for one in stated.get("free", ()))
