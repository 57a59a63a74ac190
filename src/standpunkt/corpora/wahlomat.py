"""Format `wahlomat`: the layout of qual-o-mat-data, `<year>/<region>/*.json`.

The files of an election are overview, statement, opinion, answer, party and comment. A page is the reason that one
party gives for its answer to one statement; the statement is the target, the answer the stance, the party the author,
the election the group. Source: https://github.com/gockelhahn/qual-o-mat-data.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from standpunkt import storage
from standpunkt.corpora import Corpus, check_files
from standpunkt.errors import StandpunktError, nearest
from standpunkt.schema import Codebook, CorpusConfig, Label, RawPage, Target

ANSWERS = {"Stimme zu": "favor", "Stimme nicht zu": "against", "Neutral": "neutral"}
_OPTIONAL_TEXT = (str, type(None))
# The tables of an election with the fields that are read and their types.
_TABLES: dict[str, dict[str, type | tuple[type, ...]]] = {
    "statement": {"id": int, "text": str, "label": _OPTIONAL_TEXT},
    "opinion": {"id": int, "party": int, "statement": int, "answer": int, "comment": int},
    "answer": {"id": int, "message": str},
    "party": {"id": int, "name": str},
    "comment": {"id": int, "text": _OPTIONAL_TEXT},
}
# A comment that says only that there is none, in the wordings met from 2003 to 2022.
_NO_REASON = re.compile(
    r"\bkeine?\s+(?:begründung|stellungnahme|erläuterung|angabe)(?:en)?\b[^.!?]{0,60}"
    r"\b(?:vorgelegt|abgegeben|eingereicht|angegeben|übermittelt|vorhanden|vor)\b"
    r"|\bbegründung(?:en)?\b[^.!?]{0,80}\b(?:nachgereicht|liegt\s+nicht\s+vor|fehlt)\b"
    r"|\Akeine?\s+(?:begründung|stellungnahme|erläuterung|angabe|kommentar)(?:en)?\W*\Z",
    re.IGNORECASE,
)
_NO_REASON_CHARACTERS = 160
_QUOTATION_MARKS = ('""', "„“", '„"', "“”", "»«", "«»")


def no_reason(text: str) -> bool:
    """Whether a comment only says that the party gave no reason."""
    return len(text) <= _NO_REASON_CHARACTERS and bool(_NO_REASON.search(text))


def read(folder: Path, config: CorpusConfig, codebook: Codebook) -> Corpus:  # noqa: ARG001 (every format has these)
    """Read all elections below the folder."""
    check_files(folder, config, ["root"])
    root = folder / config.files.get("root", "files")
    corpus = Corpus([], [], {}, dropped=Counter())
    elections = sorted(path.parent for path in root.glob("*/*/overview.json"))
    if not elections:
        raise StandpunktError(
            f"{root}: no <year>/<region>/overview.json here; run: standpunkt fetch {config.name} --from FOLDER"
        )
    for election in elections:
        _read_election(folder, root, election, corpus)
    return corpus


def _read_election(folder: Path, root: Path, election: Path, corpus: Corpus) -> None:
    if not (election / "comment.json").exists():  # the first elections have answers without reasons
        corpus.dropped["no_reason_given"] += len(_rows(election / "opinion.json", {}))
        return
    tables = {name: _rows(election / f"{name}.json", fields) for name, fields in _TABLES.items()}
    by_id = {name: {row["id"]: row for row in rows} for name, rows in tables.items()}
    date = _date(election / "overview.json")
    group = election.relative_to(root).as_posix()
    for statement in tables["statement"]:
        corpus.targets[f"{group}/{statement['id']}"] = Target(
            statement=_clean(statement["text"]), aliases=[statement["label"]] if statement.get("label") else []
        )
    path = election / "opinion.json"
    for opinion in tables["opinion"]:
        place = f"{path}: opinion {opinion['id']}"
        row = {name: _look_up(by_id[name], opinion[name], place, name) for name in ("party", "answer", "comment")}
        _look_up(by_id["statement"], opinion["statement"], place, "statement")
        text = _clean(row["comment"].get("text") or "")
        if not re.search(r"\w", text):
            corpus.dropped["empty"] += 1
            continue
        if no_reason(text):
            corpus.dropped["no_reason_given"] += 1
            continue
        message = row["answer"]["message"].strip()
        if message not in ANSWERS:
            raise StandpunktError(f"{place}: answer {message!r} is unknown; {nearest(message, ANSWERS)}")
        identifier = f"{group}/{opinion['statement']}/{opinion['party']}"
        corpus.pages.append(
            RawPage(
                id=identifier,
                path=path.relative_to(folder).as_posix(),
                kind="article",
                content=text,
                author=row["party"]["name"],
                published=date,
                group=group,
            )
        )
        target = f"{group}/{opinion['statement']}"
        corpus.labels.append(Label(identifier, "stance", target, ANSWERS[message], place))


def _rows(path: Path, fields: dict[str, type | tuple[type, ...]]) -> list[dict[str, Any]]:
    rows = storage.read_json(path)
    if not isinstance(rows, list):
        raise StandpunktError(f"{path}: must be a list of objects; is the download complete?")
    for number, row in enumerate(rows, 1):
        for name, kind in fields.items():
            if not isinstance(row, dict) or not isinstance(row.get(name), kind):
                wanted = "a number" if kind is int else "a text"
                raise StandpunktError(
                    f"{path}: entry {number}: field {name!r} must be {wanted}; is the download complete?"
                )
    return rows


def _date(path: Path) -> str:
    overview = storage.read_json(path)
    if not isinstance(overview, dict) or not isinstance(overview.get("date"), str):
        raise StandpunktError(f"{path}: field 'date' must be a text; is the download complete?")
    return str(overview["date"])


def _look_up(rows: dict[Any, Any], key: Any, place: str, table: str) -> Any:
    if key not in rows:
        raise StandpunktError(f"{place}: {table} {key!r} is not in {table}.json; is the download complete?")
    return rows[key]


def _clean(text: str) -> str:
    """A text without white space and quotation marks around the whole of it."""
    text = text.strip()
    for marks in _QUOTATION_MARKS:
        if len(text) >= 2 and text[0] + text[-1] == marks:
            return text[1:-1].strip()
    return text
