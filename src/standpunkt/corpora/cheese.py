"""Format `cheese`: CHeeSE, Swiss news articles with their stance on debate questions, one `cheese.json`.

An object an article, as JSON lines or as one list, with `article_id`, `title`, `snippet`, `paragraphs` (each with
`text`), `source`, `date`, and in `article_stance` the questions, each with `question_id`, `question`, `stance` and
`target_topic`. A page is an article as the answer to one question, and the article is its group, so that all questions
of an article stay on one side of a split. Source: https://github.com/mediatechnologycenter/CHeeSE; Mascarell et al.
2021, https://aclanthology.org/2021.fever-1.8.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from standpunkt import storage
from standpunkt.corpora import Corpus, check_files
from standpunkt.errors import StandpunktError
from standpunkt.params import check_section
from standpunkt.schema import Codebook, CorpusConfig, Label, RawPage, Target

STANCES = {"Ja, dafür": "favor", "Nein, dagegen": "against", "Diskutierend": "neutral"}
# An unrelated article takes no stance, not a neutral one; where annotators were not clear there is no label.
DROPPED = {"Kein Bezug": "unrelated", "Unklar": "unclear"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


class _Part(BaseModel):
    """What is read of an object; the layout also has emotions and how a question was selected."""

    model_config = ConfigDict(strict=True, frozen=True)


class _Paragraph(_Part):
    text: str


class _Stance(_Part):
    question_id: int
    question: str
    stance: Literal["Ja, dafür", "Nein, dagegen", "Diskutierend", "Kein Bezug", "Unklar"]
    target_topic: str | None = None


class _Article(_Part):
    article_id: str | int
    title: str | None
    snippet: str | None
    paragraphs: list[_Paragraph]
    article_stance: list[_Stance]
    source: str | None = None
    date: str | int | None = None


def read(folder: Path, config: CorpusConfig, codebook: Codebook) -> Corpus:  # noqa: ARG001 (every format has these)
    """Read the file; pairs of article and question without a stance are counted as dropped, by reason.

    Raises:
        StandpunktError: the file is missing, or an article is not as the layout has it.
    """
    check_files(folder, config, ["articles"])
    path = folder / config.files.get("articles", "cheese.json")
    if not path.is_file():
        raise StandpunktError(f"{path}: no such file; run: standpunkt fetch {config.name} --from FOLDER")
    corpus = Corpus([], [], {}, dropped=Counter())
    for place, row in _objects(path):
        article = check_section(_Article, row, storage.YamlFile(Path(place), {}, {}))
        text = "\n\n".join(part for part in (article.snippet, *(item.text for item in article.paragraphs)) if part)
        date = str(article.date)  # one in another form than ISO 8601 would be sorted wrong: the page has none then
        for entry in article.article_stance:
            if entry.stance in DROPPED:
                corpus.dropped[DROPPED[entry.stance]] += 1
                continue
            page = RawPage(
                f"{article.article_id}/{entry.question_id}",
                path.relative_to(folder).as_posix(),
                "article",
                text,
                outlet=article.source,
                published=date if _DATE.match(date) else None,
                title=article.title,
                group=str(article.article_id),
            )
            target = f"q{entry.question_id}"
            corpus.pages.append(page)
            corpus.labels.append(Label(page.id, "stance", target, STANCES[entry.stance], place))
            aliases = [entry.target_topic] if entry.target_topic else []
            corpus.targets.setdefault(target, Target(statement=entry.question, aliases=aliases))
    return corpus


def _objects(path: Path) -> Iterator[tuple[str, Any]]:
    """The articles with their places: the repository's loader reads JSON lines, other copies are one list."""
    if storage.read_bytes(path, 64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        for number, row in enumerate(storage.read_json(path), 1):
            yield f"{path}: article {number}", row
    else:
        for line, row in storage.numbered_jsonl(path):
            yield f"{path}:{line}", row
