"""The tools that cleaning is compared with, and the speed of all of them, measured side by side."""

from __future__ import annotations

import hashlib
import html
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from statistics import median

import fit
import justext
import lxml.html
import trafilatura
from fit import WebPage
from readability import Document
from resiliparse.extract.html2text import extract_plain_text
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from standpunkt.cleaning import batch
from standpunkt.cleaning.article import Article, count_words
from standpunkt.cleaning.linemodel import Kind, LineModel
from standpunkt.cleaning.page import clean_page

Tool = Callable[[str], object]
OURS = "standpunkt"
KINDS: tuple[Kind, ...] = ("html", "text")
LENGTH = 14  # words; of all lengths the one with the best F1 on these very pages
REFERENCE = "trafilatura default"
KEEP_ALL = "keep all"
PAGES_TIMED, REPETITIONS = 150, 7


def clean(kind: str, content: str, model: LineModel | None = None) -> Article | str:
    """The article of a page as `standpunkt clean` finds it, by a model or by the one that comes with the package."""
    return clean_page(kind, content, batch.DEFAULT, model=model)


def content_of(page: WebPage, kind: str) -> str:
    """What a tool for pages of a kind reads: the page, or its rendering as text."""
    return page.content if kind == "html" else fit.take_all(page)


# --- on HTML ---------------------------------------------------------------------------------------------------------


@cache
def _stoplist() -> frozenset[str]:
    return frozenset(justext.get_stoplist("German"))


def _paragraphs(page: str) -> list[justext.core.Paragraph]:
    return list(justext.justext(page.encode(), _stoplist(), encoding="utf-8"))


def _justext(page: str) -> str:
    return "\n".join(paragraph.text for paragraph in _paragraphs(page) if not paragraph.is_boilerplate)


def _readability(page: str) -> str:
    return str(lxml.html.fromstring(Document(page).summary()).text_content())


EXTRACTORS: Mapping[str, Callable[[str], str]] = {
    REFERENCE: lambda page: trafilatura.extract(page) or "",
    "trafilatura fast": lambda page: trafilatura.extract(page, fast=True) or "",
    "readability-lxml, as text": _readability,
    "jusText, German": _justext,
    "resiliparse main_content": lambda page: str(extract_plain_text(page, main_content=True)),
}


# --- on text ---------------------------------------------------------------------------------------------------------


def lines_of(text: str) -> list[str]:
    """The lines of a text that are not blank."""
    return [line for line in text.split("\n") if line.strip()]


def _wrapped(lines: Sequence[str]) -> list[bool]:
    page = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return [not paragraph.is_boilerplate for paragraph in _paragraphs(page)]


RULES: Mapping[str, Callable[[Sequence[str]], list[bool]]] = {
    KEEP_ALL: lambda lines: [True] * len(lines),
    "jusText, lines in `<p>`": _wrapped,
    f"lines of {LENGTH} words or more": lambda lines: [count_words(line) >= LENGTH for line in lines],
}
"""For each line that is not blank whether it is kept."""


def by_rule(name: str, text: str) -> str:
    """The lines of a text that a rule keeps."""
    lines = lines_of(text)
    return "\n".join(line for line, kept in zip(lines, RULES[name](lines), strict=True) if kept)


def outputs(page: WebPage) -> dict[Kind, dict[str, str]]:
    """What each peer makes of a page, and of its rendering as text."""
    text = fit.take_all(page)
    return {
        "html": {name: extract(page.content) for name, extract in EXTRACTORS.items()},
        "text": {name: by_rule(name, text) for name in RULES},
    }


# --- speed -----------------------------------------------------------------------------------------------------------


def _tools() -> dict[tuple[Kind, str], Tool]:
    found: dict[tuple[Kind, str], Tool] = {(kind, OURS): partial(clean, kind) for kind in KINDS}
    found |= {("html", name): extract for name, extract in EXTRACTORS.items()}
    # What keeps all gives back what it reads: its speed says nothing.
    return found | {("text", name): partial(by_rule, name) for name in RULES if name != KEEP_ALL}


def speed(pages: Sequence[WebPage]) -> dict[Kind, dict[str, dict[str, float]]]:
    """Pages a second of each tool, on the same pages, page by page in turns, in this process with one thread.

    Another tool begins with each page and pass: the first brings the page into the processor's cache, and each leaves
    there what the next does not need.

    Returns:
        For each kind and tool `pages_per_second` of processor time, `pages_per_second_by_clock`, and
        `times_trafilatura`, the first of them over that of trafilatura on the HTML. Each is the median of repetitions
        after a pass that does not count. Ours reads its shipped model and does all it does: fields, language, reasons.
    """
    sample = sorted(pages, key=lambda page: hashlib.sha1(page.id.encode(), usedforsecurity=False).digest())
    contents = {kind: [content_of(page, kind) for page in sample[:PAGES_TIMED]] for kind in KINDS}
    tools = _tools()
    order = [*tools.items()]
    spent: dict[tuple[Kind, str], list[tuple[float, float]]] = {key: [] for key in tools}
    with threadpool_limits(limits=1):
        for repetition in tqdm(range(REPETITIONS + 1), "speed", unit="pass", disable=None):
            totals = dict.fromkeys(tools, (0.0, 0.0))
            for number in range(len(contents["html"])):
                first = (number + repetition) % len(order)
                for key, tool in order[first:] + order[:first]:
                    content = contents[key[0]][number]
                    processor, clock = time.process_time(), time.perf_counter()
                    tool(content)
                    before = totals[key]
                    totals[key] = (
                        before[0] + time.process_time() - processor,
                        before[1] + time.perf_counter() - clock,
                    )
            for key, total in totals.items() if repetition else ():
                spent[key].append(total)
    n = len(contents["html"])
    by_processor, by_clock = (
        {key: n / median(total[which] for total in totals) for key, totals in spent.items()} for which in (0, 1)
    )
    found: dict[Kind, dict[str, dict[str, float]]] = {kind: {} for kind in KINDS}
    for kind, name in tools:
        found[kind][name] = {
            "pages_per_second": round(by_processor[kind, name], 1),
            "pages_per_second_by_clock": round(by_clock[kind, name], 1),
            "times_trafilatura": round(by_processor[kind, name] / by_processor["html", REFERENCE], 2),
        }
    return found
