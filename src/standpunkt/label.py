"""Label: the round trip of annotation. Items go out for a tool, and what annotators said comes back as labels.

Stands above the stages, as `standpunkt.search`: it reads their outputs and writes into the corpus folder, which they
read. See `standpunkt.labelling` for what is chosen, how it is written, and how several annotators become one label.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standpunkt import corpora, storage
from standpunkt.errors import StandpunktError, nearest
from standpunkt.labelling import merge, select, tools
from standpunkt.labelling.merge import CORPUS, Decision
from standpunkt.labelling.select import QUOTES, STANCE, How
from standpunkt.labelling.tools import Tool
from standpunkt.labelling.votes import VOTE_COLUMNS, VOTES, Key, Vote, read_votes
from standpunkt.params import Params
from standpunkt.schema import Annotation, Codebook, CorpusConfig

_TABLES = {"topic": "topics", "stance": "stances"}
_MODEL_FILES = ("arrays.npz", "model.json")
_NAME = re.compile(r"[\w][\w.@-]*")
_VERSION_DIGITS = 12

Articles = dict[str, dict[str, Any]]
Row = dict[str, Any]


@dataclass(frozen=True)
class Exported:
    """What was written."""

    files: Sequence[Path]
    """The items, a file an annotator."""
    beside: Sequence[Path]
    """The configuration of the tool."""
    items: int


@dataclass(frozen=True)
class Imported:
    """What came of an import."""

    answers: int
    skipped: int
    """Items without an answer."""
    suggested: int
    """Answers that are what the model had suggested."""
    compared: int
    """Answers to items for which it had suggested something."""
    replaced: Sequence[str]
    """A line for each label that took the place of an earlier one by the same annotator."""
    changed: int
    """Labels of the corpus that are new, different or gone."""
    undecided: Sequence[str]
    """A line for each item of the whole corpus that has to be adjudicated."""
    files: Sequence[Path]


def export_items(
    params: Params,
    task: str,
    out: Path,
    *,
    how: How,
    n: int,
    tool: Tool,
    annotators: Sequence[str] = (),
    overlap: int | None = None,
    blind: bool = False,
    data: Path = Path("data"),
    models: Path = Path("models"),
    reports: Path = Path("reports"),
) -> Exported:
    """Write items that a person should label as files for an annotation tool.

    Args:
        params: which corpus, and the random state.
        task: topic, stance, quotes or an added task of the codebook.
        out: the file; with annotators their names go before its suffix.
        how: see `labelling.select`.
        n: how many items at most.
        tool: see `labelling.tools`.
        annotators: who labels; a file each. None: one file.
        overlap: how many items everybody gets; None: all.
        blind: without what the model suggests. Who sees a suggestion tends to follow it.
        data: outputs of the stages.
        models: the fitted models, of which their version is read.
        reports: where the predictions are.

    Raises:
        StandpunktError: an unknown task, one of which a page may have several labels, a name that is no file name, an
            overlap without annotators, nothing to choose from, outputs of another corpus.
    """
    _, codebook = _corpus(params, data)
    labels = _definitions(codebook, task)
    _refuse_multilabel(params, [task])
    for name in annotators:
        _check_name(name)
    if overlap is not None and len(set(annotators)) < 2:
        raise StandpunktError("--overlap is for several annotators; name them with --annotator")
    items = select.choose(
        task,
        how,
        n,
        articles=_articles(data),
        targets=codebook.targets,
        predicted=_rows(reports / "predictions/unlabelled.jsonl"),
        tested=_rows(reports / f"predictions/{task}.jsonl") if how == "disagree" else [],
        done=_done(params.corpus, task, data),
        random_state=params.random_state,
        model=_model_version(task, models),
    )
    if blind:
        items = [select.without_suggestion(item) for item in items]
    names = sorted(set(annotators))
    shares = select.shares(items, names, overlap, params.random_state) if names else {"": items}
    written = {name: tools.write(tool, task, share, labels, annotator=name) for name, share in shares.items()}
    files = []
    for name, (text, _) in written.items():
        files.append(out.with_name(f"{out.stem}.{name}{out.suffix}") if name else out)
        storage.write_text(files[-1], text)
    beside = []
    for suffix, text in next(iter(written.values()))[1].items():
        beside.append(out.with_name(f"{out.stem}{suffix}"))
        storage.write_text(beside[-1], text)
    return Exported(files, beside, len(items))


def import_labels(
    params: Params, file: Path, *, tool: Tool, annotator: str | None = None, data: Path = Path("data")
) -> Imported:
    """Read what annotators said into the corpus folder: all of it, or nothing where one item is refused.

    Args:
        params: which corpus.
        file: as the tool exported it.
        tool: which tool.
        annotator: who labelled; None where the file says so.
        data: outputs of the stages.

    Raises:
        StandpunktError: the corpus is not of format `pages` or has no file for the labels of the task; the file or one
            of its items cannot be taken, see `tools.read` and `merge.check`; a page may have several labels of the
            task; the corpus cannot be read afterwards.
    """
    if annotator is not None:
        _check_name(annotator)
    folder = params.corpus
    config, codebook = _corpus(params, data)
    if config.format != "pages":
        raise StandpunktError(
            f"{folder / 'corpus.yaml'}: labels can be imported into format 'pages' alone, this is {config.format!r}"
        )
    answers, skipped = tools.read(tool, file, annotator)
    if not answers:
        raise StandpunktError(f"{file}: no item has a label")
    articles = _articles(data)
    merge.check(answers, articles, codebook)
    _refuse_multilabel(params, {one.task for one in answers})
    tables = {task: _label_file(folder, config, task) for task in sorted({one.task for one in answers})}
    new = [merge.as_vote(one) for one in answers]
    old = read_votes(folder / VOTES)
    versions = {name: select.version(article) for name, article in articles.items()}
    before = _labels_before(tables, old, {vote.key for vote in new}, versions, data)
    votes, replaced = merge.added([*old, *before], new)
    decisions = merge.decide(votes, versions)
    waiting = merge.undecided(decisions, versions, folder / merge.UNDECIDED)
    writes: dict[Path, Callable[[], None]] = {
        folder / VOTES: lambda: storage.write_csv(folder / VOTES, VOTE_COLUMNS, [vote.row() for vote in votes]),
        folder / merge.UNDECIDED: lambda: storage.write_csv(folder / merge.UNDECIDED, merge.UNDECIDED_COLUMNS, waiting),
    }
    changed = 0
    for task, path in tables.items():
        touched = {key: decisions[key] for key in sorted({vote.key for vote in new}) if key[1] == task}
        count, write = _quotes_file(path, touched, articles) if task == QUOTES else _label_table(task, path, touched)
        changed += count
        writes[path] = write
    _write_all(writes, lambda: corpora.read(folder, config, codebook))
    compared = [one for one in answers if one.predicted]
    return Imported(
        answers=len(answers),
        skipped=skipped,
        suggested=sum(one.predicted == one.label for one in compared),
        compared=len(compared),
        replaced=replaced,
        changed=changed,
        undecided=[f"{' '.join(filter(None, row[:3]))}: {row[3]}" for row in waiting],
        files=list(writes),
    )


# --- what the stages left --------------------------------------------------------------------------------------------


def _corpus(params: Params, data: Path) -> tuple[CorpusConfig, Codebook]:
    """The corpus of params.yaml; refused where `data` holds another one."""
    config = corpora.read_config(params.corpus)
    name = storage.read_json(data / "ingested/corpus.json")["config"]["name"]
    if name != config.name:
        raise StandpunktError(f"{data}: holds the corpus {name!r}, params.yaml names {config.name!r}; run: make repro")
    return config, corpora.read_codebook(params.corpus, config)


def _refuse_multilabel(params: Params, wanted: Iterable[str]) -> None:
    """Stop where a page may have several labels: the files of the tools, and the votes, hold one an item."""
    for task in wanted:
        if getattr(params.tasks.get(task), "multilabel", False):
            raise StandpunktError(
                f"params.yaml: {task}.multilabel: labels of pages that may have several cannot be exported or "
                f"imported; write them into the corpus's table, a row a label, or set {task}.multilabel: false"
            )


def _articles(data: Path) -> Articles:
    columns = ["id", "title", "teaser", "text"]
    return {row["id"]: row for row in storage.read_table(data / "clean/articles").select(columns).to_pylist()}


def _rows(path: Path) -> list[Row]:
    return storage.read_jsonl(path) if path.is_file() else []


def _done(folder: Path, task: str, data: Path) -> set[select.Key]:
    """What has a label, or one by some annotator."""
    found = {
        (row["id"], row["target"])
        for row in storage.read_table(data / "ingested/labels").to_pylist()
        if row["task"] == task
    }
    if task == QUOTES:
        found |= {(name, None) for name in _marked(data)}
    return found | {(vote.id, vote.target or None) for vote in read_votes(folder / VOTES) if vote.task == task}


def _marked(data: Path) -> dict[str, Annotation]:
    """The pages whose quotations are marked, with offsets into the text of the article."""
    rows = storage.read_table(data / "clean/annotations").to_pylist()
    found = [Annotation.from_row(row) for row in rows]
    return {one.id: one for one in found if one.quotes is not None}


def _model_version(task: str, models: Path) -> str:
    """The task and the hash of its model; `unknown` where it is not here, as in a fresh clone."""
    files = [models / task / name for name in _MODEL_FILES]
    if not all(path.is_file() for path in files):
        return f"{task}-unknown"
    digest = hashlib.sha256("".join(storage.sha256(path) for path in files).encode()).hexdigest()
    return f"{task}-{digest[:_VERSION_DIGITS]}"


def _definitions(codebook: Codebook, task: str) -> dict[str, str]:
    """The labels of a task with their definitions."""
    if task == QUOTES:
        return {}
    if task == "topic" and codebook.topics:
        return {name: f"{topic.label}: {topic.definition}" for name, topic in codebook.topics.items()}
    if task == STANCE and codebook.stance:
        return {str(name): text for name, text in codebook.stance.labels.items()}
    if task in codebook.tasks:
        return codebook.tasks[task].labels
    known = [name for name, labels in codebook.classes().items() if labels]
    raise StandpunktError(f"task {task!r} has no labels in the codebook; {nearest(task, [*known, QUOTES])}")


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise StandpunktError(f"annotator {name!r} is not allowed; use letters, digits, '.', '@', '_' and '-'")


# --- the files of the corpus -----------------------------------------------------------------------------------------


def _label_file(folder: Path, config: CorpusConfig, task: str) -> Path:
    name = _TABLES.get(task, task)
    if name not in config.files:
        suffix = "jsonl" if task == QUOTES else "csv"
        raise StandpunktError(
            f"{folder / 'corpus.yaml'}: files has no {name!r}, where the labels would go; "
            f"add {name}: labels/{name}.{suffix}"
        )
    return folder / config.files[name]


def _labels_before(
    tables: Mapping[str, Path], votes: Iterable[Vote], keys: set[Key], versions: Mapping[str, str], data: Path
) -> list[Vote]:
    """The labels that the corpus has for these items though nobody is recorded for them: one voice among the others."""
    known = {vote.key for vote in votes}
    found: dict[Key, str] = {}
    for task, path in tables.items():
        if task == QUOTES:
            found |= {(name, task, ""): merge.quotes_label(one.quotes or ()) for name, one in _marked(data).items()}
        else:
            found |= {_row_key(task, row): row[task] for row in _table(task, path)[1]}
    return [
        Vote(*key, CORPUS, label, versions[key[0]])
        for key, label in sorted(found.items())
        if key in keys and key not in known
    ]


def _row_key(task: str, row: Mapping[str, Any]) -> Key:
    return unicodedata.normalize("NFC", row["id"]), task, row.get("target", "") if task == STANCE else ""


def _table(task: str, path: Path) -> tuple[list[str], list[Row]]:
    """The columns and rows of a table of labels; of one that is not there yet, none."""
    columns = ["id", "target", task] if task == STANCE else ["id", task]
    rows: list[Row] = [row for _, row in storage.read_csv(path, columns)] if path.is_file() else []
    return (list(rows[0]) if rows else columns), rows


def _label_table(task: str, path: Path, decisions: Mapping[Key, Decision]) -> tuple[int, Callable[[], None]]:
    """How many labels of a table change, and what writes it; further columns stay."""
    columns, rows = _table(task, path)
    new = {
        key: {"id": key[0], task: decision.label} | ({"target": key[2]} if task == STANCE else {})
        for key, decision in decisions.items()
        if decision.label is not None
    }
    changed, rows = _replaced(rows, lambda row: _row_key(task, row), decisions, new)
    return changed, lambda: storage.write_csv(path, columns, [[row.get(name, "") for name in columns] for row in rows])


def _quotes_file(path: Path, decisions: Mapping[Key, Decision], articles: Articles) -> tuple[int, Callable[[], None]]:
    """The same for quotes.jsonl; a line brings the text in which its offsets count."""
    rows: list[Row] = storage.read_jsonl(path) if path.is_file() else []
    new = {
        key: {
            "id": key[0],
            "text": articles[key[0]]["text"],
            "quotes": [merge.quote_row(quote) for quote in merge.quotes_of(decision.label)],
        }
        for key, decision in decisions.items()
        if decision.label is not None
    }
    changed, rows = _replaced(rows, lambda row: _row_key(QUOTES, row), decisions, new)
    return changed, lambda: storage.write_jsonl(path, rows)


def _replaced(
    rows: Sequence[Row], key_of: Callable[[Row], Key], touched: Iterable[Key], new: Mapping[Key, Row]
) -> tuple[int, list[Row]]:
    """The rows with those of the touched items renewed in their place, added, or gone; sorted if they were."""
    touched, keys = set(touched), [key_of(row) for row in rows]
    known = dict(zip(keys, rows, strict=True))
    result = [
        row | new[key] if key in new else row
        for key, row in zip(keys, rows, strict=True)
        if key in new or key not in touched
    ]
    result += [row for key, row in new.items() if key not in known]
    if keys == sorted(keys):
        result.sort(key=key_of)
    changed = sum(known.get(key) != (known.get(key, {}) | new[key] if key in new else None) for key in touched)
    return changed, result


def _write_all(writes: Mapping[Path, Callable[[], None]], check: Callable[[], object]) -> None:
    """Write all files and check the whole; if anything fails or stops it, every file is as it was."""
    before = {path: storage.read_bytes(path) if path.is_file() else None for path in writes}
    done = False
    try:
        for write in writes.values():
            write()
        check()
        done = True
    finally:
        if not done:
            for path, content in before.items():
                now = storage.read_bytes(path) if path.is_file() else None
                if content is not None and content != now:
                    storage.write_bytes(path, content)
                elif content is None and now is not None:
                    path.unlink()


def told(found: Imported) -> list[str]:
    """What came of an import, in lines."""
    lines = [f"{found.answers:,} labels read" + (f", {found.skipped:,} items without one" if found.skipped else "")]
    if found.compared:
        lines.append(f"{found.suggested:,} of {found.compared:,} are what the model had suggested")
    lines += [f"replaced: {line}" for line in found.replaced]
    lines.append(f"{found.changed:,} labels of the corpus changed")
    lines += [f"to adjudicate: {line}" for line in found.undecided]
    return lines
