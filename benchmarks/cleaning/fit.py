"""Fit the line models that come with the package: `make line-model`.

Reads `webpages-de` below STANDPUNKT_CORPORA, real pages with a few marked segments each, and the embedded corpus, whose
gold knows every line, and writes src/standpunkt/cleaning/line_model/{html,text}.{json,npz}. The files hold weights of
single words, word pairs and element names that stand on the pages of several sites, and no text.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import boosting
import fitting
import labels
import numpy as np
from fitting import Example
from labels import Labels
from resiliparse.extract.html2text import extract_plain_text
from tqdm import tqdm

from standpunkt import corpora, storage
from standpunkt.cleaning import blocks, encoding, linemodel, markup
from standpunkt.cleaning.article import ARTICLE_ROLES, count_words
from standpunkt.cleaning.blocks import Lines
from standpunkt.cleaning.linemodel import Kind, LineModel
from standpunkt.corpora import webpages
from standpunkt.errors import StandpunktError
from standpunkt.schema import Gold, RawPage

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / "src/standpunkt/cleaning/line_model"
VARIABLE = "STANDPUNKT_CORPORA"
CORPUS = "webpages-de"
EMBEDDED = REPOSITORY / "data/corpora/embedded"
_SUBHEADING_WORDS = 5  # a paragraph of the gold's body with fewer words is a heading
_GOLD_WEIGHT = 3.0  # of a line of the embedded corpus: its labels are sure, but its pages are made by few templates
_ROLES = boosting.Settings(trees=100, depth=5, rate=0.2, columns=0.25)
_DEEP = boosting.Settings(trees=150, depth=8, rate=0.1, shrink=20, rows=0.6)
SETTINGS = {
    # What helps on text makes no difference here that can be told from chance (F1 .946 to .949): the fewest questions.
    "html": fitting.Settings(
        min_sites=4, keep=boosting.Settings(trees=80, depth=7, rate=0.15, shrink=20, rows=0.6), roles=_ROLES
    ),
    # Held out by site, F1 of marked segments was .910 with short series of shallow trees, .915 with a long one of deep
    # trees, and .920 with the scores around each line, which two series see that are each half as long.
    "text": fitting.Settings(min_sites=4, first=_DEEP, keep=_DEEP, roles=_ROLES),
}


@dataclass(frozen=True)
class WebPage:
    """A page of the corpus, decoded, with what people marked."""

    id: str
    site: str
    content: str
    gold: dict[str, list[str]]


def read_pages(folder: Path) -> list[WebPage]:
    """The pages of the corpus below a folder of corpora."""
    description = REPOSITORY / "data/corpora" / CORPUS
    config = corpora.read_config(description)
    codebook = corpora.read_codebook(description, config)
    # The corpus as others lay it out: its files right in the folder, not below `files`.
    flat = config.model_copy(update={"files": {"pages": "pages", "evaldata": "evaldata.json"}})
    found = webpages.read(folder / CORPUS, flat, codebook)
    gold: dict[str, dict[str, list[str]]] = {}
    for row in found.gold:
        gold.setdefault(row.id, {}).setdefault(row.role, []).append(row.text)
    pages = []
    for page in found.pages:
        decoded = encoding.decode(page.content) if isinstance(page.content, bytes) else None
        if decoded is None:
            raise StandpunktError(f"{page.path}: cannot be decoded")
        pages.append(WebPage(page.id, str(page.group), decoded.text, gold.get(page.id, {})))
    return pages


def take_all(page: WebPage) -> str:
    """The page as a text without tags, everything on it included."""
    return str(extract_plain_text(page.content))


def renderings(page: WebPage, lines: Lines) -> Iterable[str]:
    """The page as different programs write it as text: with blank lines, without, with some."""
    text = take_all(page)
    yield text
    yield "\n".join(line for line in text.split("\n") if line.strip())
    yield from as_text(lines)


def as_text(lines: Lines) -> Iterable[str]:
    """HTML as a browser copies it: blank lines between paragraphs, but not between the entries of a menu."""
    yield "\n".join(
        line if lines.elements.tags[place] in ("li", "td", "th") else f"\n{line}"
        for line, place in zip(lines.texts, lines.places, strict=True)
    )


def label(page: WebPage) -> tuple[Lines, Labels]:
    """The lines of a page and what they probably are."""
    lines = blocks.of_html(markup.Source(page.content))
    gold = page.gold
    title = gold.get("title", [""])[0]
    wanted, unwanted = gold.get("segment_with", []), gold.get("segment_without", [])
    return lines, labels.label(lines, labels.extract(page.content), wanted, unwanted, title)


def examples(page: WebPage, lines: Lines, known: Labels, kind: Kind) -> list[Example]:
    """What a model of a kind learns from a page."""
    if kind == "html":
        return [Example(page.id, page.site, page.site, linemodel.describe(lines), known)]
    pictures = labels.alternatives(page.content)
    found = []
    for text in renderings(page, lines):
        rendered = blocks.of_text(text)
        if rendered.texts:
            there = labels.transfer(lines, known, rendered.texts, pictures)
            found.append(Example(page.id, page.site, page.site, linemodel.describe(rendered), there))
    return found


def read_embedded() -> list[tuple[RawPage, list[Gold]]]:
    """The pages of the embedded corpus with their gold."""
    config = corpora.read_config(EMBEDDED)
    found = corpora.read(EMBEDDED, config, corpora.read_codebook(EMBEDDED, config))
    gold: dict[str, list[Gold]] = {}
    for row in found.gold:
        gold.setdefault(row.id, []).append(row)
    return [(page, gold[page.id]) for page in found.pages if page.id in gold]


def gold_labels(lines: Lines, gold: Iterable[Gold]) -> Labels:
    """Labels of lines whose text the gold has; those of the others weigh nothing."""
    roles: dict[str, str] = {}
    for row in gold:
        for text in row.text.split("\n\n"):
            roles.setdefault(labels.key(text), row.role)
    known = [roles.get(labels.key(text)) for text in lines.texts]
    n = len(known)
    found = Labels(np.zeros(n, np.int64), np.zeros(n), np.full(n, linemodel.ROLES.index("other")), np.zeros(n))
    for place, stated in enumerate(known):
        if stated in linemodel.ROLES:
            is_heading = bool(lines.places) and any(
                element.tag in ("h2", "h3", "h4") for element in labels.up(lines, place)[:2]
            )
            is_short = count_words(lines.texts[place]) < _SUBHEADING_WORDS
            role = "subheading" if stated == "body" and (is_heading or is_short) else str(stated)
            found.role[place] = linemodel.ROLES.index(role)
            found.keep[place] = role in ARTICLE_ROLES
            found.keep_weight[place] = found.role_weight[place] = _GOLD_WEIGHT
    return found


def embedded_examples(kind: Kind, without: str = "") -> list[Example]:
    """What a model of a kind learns from the embedded corpus, but for one outlet; HTML pages also serve as text."""
    found = []
    for page, gold in read_embedded():
        decoded = encoding.decode(page.content) if isinstance(page.content, bytes) else None
        if decoded is None or page.outlet == without or (kind == "html" and page.kind == "text"):
            continue
        texts = [decoded.text]
        lines = blocks.of_html(markup.Source(decoded.text)) if page.kind == "html" else None
        if kind == "text" and lines is not None:
            texts = list(as_text(lines))
        for text in texts:
            shown = lines if kind == "html" and lines is not None else blocks.of_text(text)
            found.append(
                Example(page.id, str(page.outlet), EMBEDDED.name, linemodel.describe(shown), gold_labels(shown, gold))
            )
    return found


def fit(pages: Sequence[WebPage], labelled: Sequence[tuple[Lines, Labels]], kind: Kind, without: str = "") -> LineModel:
    """Fit the model of a kind to some pages, and to the embedded corpus but for one outlet."""
    found = [
        example
        for page, (lines, known) in zip(pages, labelled, strict=True)
        for example in examples(page, lines, known, kind)
    ]
    return fitting.fit([*found, *embedded_examples(kind, without)], SETTINGS[kind])


def label_all(pages: Sequence[WebPage]) -> list[tuple[Lines, Labels]]:
    """Label all pages, with a bar on a terminal."""
    with ProcessPoolExecutor() as pool:
        return list(tqdm(pool.map(label, pages, chunksize=4), "labelling", len(pages), unit="page", disable=None))


def main() -> None:
    """Fit both models to all pages and write them."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        raise StandpunktError(f"{VARIABLE} is not set; name the folder that holds {CORPUS}")
    pages = read_pages(Path(folder))
    labelled = label_all(pages)
    kinds: tuple[Kind, ...] = ("html", "text")
    with ProcessPoolExecutor(len(kinds)) as pool:
        models = list(pool.map(fit, [pages] * 2, [labelled] * 2, kinds))
    for kind, model in zip(kinds, models, strict=True):
        linemodel.write(model, FOLDER, kind)
        for suffix in (".json", ".npz"):
            path = FOLDER / f"{kind}{suffix}"
            print(f"{path.relative_to(REPOSITORY)}: {len(storage.read_bytes(path)):,} bytes")


if __name__ == "__main__":
    try:
        main()
    except StandpunktError as error:
        sys.exit(f"error: {error}")
