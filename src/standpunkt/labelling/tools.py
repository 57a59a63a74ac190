"""Items in the files of annotation tools, and labels out of the files that the tools export.

- Label Studio: a list of tasks `{data, predictions: [{model_version, score, result}]}` goes in
  (https://labelstud.io/guide/predictions, https://labelstud.io/guide/tasks), `{data, annotations: [{completed_by,
  was_cancelled, result}]}` comes out under "JSON" (https://labelstud.io/guide/task_format; the smaller "JSON-MIN" is
  not read). A choice is `{type: choices, value: {choices: […]}}`, a span `{type: labels, value: {start, end, text,
  labels: […]}}`, a relation `{type: relation, from_id, to_id, direction, labels}`. The configuration is XML of the
  tags https://labelstud.io/tags/choices, …/tags/labels, …/tags/relations, …/tags/text; the last says why spaces need a
  style. Offsets count code points since https://github.com/HumanSignal/label-studio/pull/1559, UTF-16 units before; the
  words that stand beside them tell which.
- doccano: JSON lines `{text, label: […], …}` for text classification (a `label` is a list of names) and
  `{text, entities: [{id, start_offset, end_offset, label}], relations: [{from_id, to_id, type}], …}` for sequence
  labelling with relations, both ways; further keys are metadata, which come back beside them. Documented in
  https://doccano.github.io/doccano/tutorial/ and by the examples of the tool itself, `backend/data_import/pipeline/
  examples/` and `backend/data_export/pipeline/` in https://github.com/doccano/doccano. Label types are a JSON list of
  `{text, suffix_key, background_color, text_color}`. Offsets count UTF-16 units unless the project counts grapheme
  clusters, which it should not (https://github.com/doccano/doccano/issues/2290).
- csv: a row an item with an empty column `label`, for a spreadsheet; not for quotations, which are marked in the text.

Quotations are spans with their type as label; a cue, a speaker and a further part of the same quotation are spans that
a relation ties to it, whatever its name and direction.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

from standpunkt import storage
from standpunkt.errors import StandpunktError, nearest
from standpunkt.labelling.select import QUOTES, STANCE, Item, shown
from standpunkt.schema import QUOTE_TYPES, Quote, Span

Tool = Literal["label-studio", "doccano", "csv"]
MARKS: Mapping[str, str] = dict.fromkeys(QUOTE_TYPES, "Wörter, die jemand sagt, schreibt oder denkt") | {
    "cue": "das Wort, das die Äußerung einführt, wie sagte, betonte, laut",
    "speaker": "die Wörter, die nennen, wer sich äußert",
}
"""The labels of spans, with a hint for the annotator."""
_RELATION = "belongs to"
_COLUMNS = (
    "id", "task", "target", "statement", "title", "teaser", "text", "predicted", "probability", "model_version",
    "annotator", "label", "text_version",
)  # fmt: skip
_NEEDED = ("id", "task", "target", "label", "text_version")
_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
_COLOURS = ("#1f6feb", "#b35900", "#1a7f37", "#8250df", "#bf3989", "#9a6700", "#0b7285", "#cf222e", "#57606a")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one annotator said of one item."""

    place: str
    """File and line or number of the task, for messages."""
    id: str
    task: str
    target: str | None
    version: str
    annotator: str
    label: str = ""
    quotes: tuple[Quote, ...] | None = None
    text: str | None = None
    """That was shown, where the file has it, in the fields that it was shown in."""
    predicted: str = ""
    """What the model had suggested."""


# --- to the tools ----------------------------------------------------------------------------------------------------


def write(
    tool: Tool, task: str, items: Sequence[Item], labels: Mapping[str, str], *, annotator: str = ""
) -> tuple[str, dict[str, str]]:
    """The text of the file that a tool imports, and of the files beside it, by the end of their names.

    Args:
        tool: for which tool.
        task: of all items.
        items: what should be labelled.
        labels: of the codebook, with their definitions; not looked at for quotations.
        annotator: named in a CSV file.

    Raises:
        StandpunktError: quotations for a spreadsheet.
    """
    if tool == "csv":
        _refuse_quotes(task)
        rows = [[_flat(item, annotator)[name] for name in _COLUMNS] for item in items]
        return _csv(_COLUMNS, rows), {".labels.csv": _csv(("label", "definition"), labels.items())}
    if tool == "doccano":
        lines = "".join(storage.json_text(_doccano(item)) + "\n" for item in items)
        kinds = {".labels.json": _label_types(MARKS if task == QUOTES else labels)}
        return lines, kinds | ({".relations.json": _label_types([_RELATION])} if task == QUOTES else {})
    tasks = [_label_studio(item, number) for number, item in enumerate(items, 1)]
    return storage.json_text(tasks, indent=2) + "\n", {".config.xml": _xml(task, labels)}


def _refuse_quotes(task: str) -> None:
    if task == QUOTES:
        raise StandpunktError("quotes are marked in the text, which a table cannot; use label-studio or doccano")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue()


def _meta(item: Item) -> dict[str, Any]:
    """What must come back with an item, and what helps to label it; every value set, as tools drop keys without."""
    guess = item.suggestion
    return {
        "page": item.id,
        "task": item.task,
        "target": item.target or "",
        "statement": item.statement,
        "text_version": item.version,
        "predicted": guess.label if guess else "",
        "probability": round(guess.probability, 6) if guess else "",
        "model_version": guess.model if guess else "",
    }


def _flat(item: Item, annotator: str) -> dict[str, Any]:
    row = _meta(item) | {"title": item.title, "teaser": item.teaser, "text": item.text}
    return row | {"id": row.pop("page"), "annotator": annotator, "label": ""}


def _doccano(item: Item) -> dict[str, Any]:
    row = _meta(item)
    if item.task != QUOTES:  # one field is shown alone: it holds title and teaser too
        text = shown({"title": item.title, "teaser": item.teaser, "text": item.text})
        return row | {"text": text, "label": [row["predicted"]] if row["predicted"] else []}
    regions, links = _taken_apart(item.suggestion.quotes if item.suggestion else ())
    units = _units(item.text)
    entities = [
        {"id": number, "start_offset": units[one.start], "end_offset": units[one.end], "label": one.label}
        for number, one in enumerate(regions)
    ]
    relations = [{"from_id": one, "to_id": other, "type": _RELATION} for one, other in links]
    more = {"title": item.title, "teaser": item.teaser, "text": item.text}
    return row | more | {"entities": entities, "relations": relations}


def _label_types(names: Iterable[str]) -> str:
    rows = [
        {
            "text": name,
            "prefix_key": None,
            "suffix_key": _KEYS[number] if number < len(_KEYS) else None,
            "background_color": _COLOURS[number % len(_COLOURS)],
            "text_color": "#ffffff",
        }
        for number, name in enumerate(names)
    ]
    return storage.json_text(rows, indent=2) + "\n"


def _label_studio(item: Item, number: int) -> dict[str, Any]:
    data = _meta(item) | {"title": item.title, "teaser": item.teaser, "text": item.text}
    guess = item.suggestion
    if guess is None:
        return {"data": data}
    if item.task != QUOTES:
        value = {"choices": [guess.label]}
        result = [{"id": f"{number}-0", "from_name": item.task, "to_name": "text", "type": "choices", "value": value}]
    else:
        result = _results(item.text, guess.quotes, number)
    prediction = {"model_version": guess.model, "score": round(guess.probability, 6), "result": result}
    return {"data": data, "predictions": [prediction]}


def _results(text: str, quotes: Sequence[Quote], number: int) -> list[dict[str, Any]]:
    regions, links = _taken_apart(quotes)
    found: list[dict[str, Any]] = [
        {
            "id": f"{number}-{place}",
            "from_name": QUOTES,
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": one.start,
                "end": one.end,
                "text": text[one.start : one.end],
                "labels": [one.label],
            },
        }
        for place, one in enumerate(regions)
    ]
    return found + [
        {
            "type": "relation",
            "from_id": f"{number}-{one}",
            "to_id": f"{number}-{other}",
            "direction": "right",
            "labels": [_RELATION],
        }
        for one, other in links
    ]


def _xml(task: str, labels: Mapping[str, str]) -> str:
    """The labelling configuration of Label Studio: what is shown, and what can be chosen."""
    lines = [
        "<View>",
        "  <Style>.htx-text{ white-space: pre-wrap; }</Style>",
        *(['  <Header value="$statement" size="3"/>'] if task == STANCE else []),
        '  <Header value="$title" size="4"/>',
        '  <Header value="$teaser" size="5"/>',
        '  <Text name="text" value="$text"/>',
    ]
    if task == QUOTES:
        lines += ["  <Relations>", f"    <Relation value={quoteattr(_RELATION)}/>", "  </Relations>"]
        lines += [f'  <Labels name="{QUOTES}" toName="text">']
        lines += [f"    <Label value={quoteattr(name)} hint={quoteattr(hint)}/>" for name, hint in MARKS.items()]
        lines += ["  </Labels>"]
    else:
        lines += [f'  <Choices name={quoteattr(task)} toName="text" choice="single" showInLine="true">']
        lines += [f"    <Choice value={quoteattr(name)} hint={quoteattr(hint)}/>" for name, hint in labels.items()]
        lines += ["  </Choices>"]
    return "\n".join([*lines, "</View>"]) + "\n"


# --- from the tools --------------------------------------------------------------------------------------------------


def read(tool: Tool, path: Path, annotator: str | None) -> tuple[list[Answer], int]:
    """The answers in a file that a tool exported, and how many items were left without one.

    Args:
        tool: which tool.
        path: the file.
        annotator: who labelled; None where the file says so.

    Raises:
        StandpunktError: the file is not of this form; an item lacks its page, task or text version, has two labels, or
            comes without annotator; a span lies outside its text, or belongs to no quotation.
    """
    readers: dict[str, Callable[[Path, str | None], Iterator[Answer | None]]] = {
        "label-studio": _from_label_studio,
        "doccano": _from_doccano,
        "csv": _from_csv,
    }
    found = list(readers[tool](path, annotator))
    answers = [one for one in found if one]
    return answers, len(found) - len(answers)


def _answer(row: Mapping[str, Any], place: str, annotator: str | None, **more: Any) -> Answer:
    values = {name: row.get(key) for name, key in (("id", "page"), ("task", "task"), ("version", "text_version"))}
    for name, value in values.items():
        if not isinstance(value, str) or not value:
            page = f" of page {values['id']!r}" if isinstance(values["id"], str) else ""
            raise StandpunktError(
                f"{place}: the item{page} has no {name.replace('version', 'text_version')}; "
                "import what `standpunkt label export` wrote, with its columns and metadata"
            )
    if not annotator:
        raise StandpunktError(f"{place}: page {row['page']!r}: who labelled this? name the --annotator")
    return Answer(
        place, str(row["page"]), str(row["task"]), _text_of(row.get("target")) or None, str(row["text_version"]),
        annotator, predicted=_text_of(row.get("predicted")), **more,
    )  # fmt: skip


def _text_of(value: object) -> str:
    return value if isinstance(value, str) else ""


def _only(labels: object, place: str, page: object) -> str | None:
    """The one label of a list; None where there is none."""
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise StandpunktError(f"{place}: page {page!r}: its labels are no list of names; export the project anew")
    if len(labels) > 1:
        raise StandpunktError(f"{place}: page {page!r} has the labels {', '.join(sorted(labels))}; wanted one")
    return labels[0] if labels else None


def _from_csv(path: Path, annotator: str | None) -> Iterator[Answer | None]:
    for line, row in storage.read_csv(path, _NEEDED):
        label = row["label"].strip()
        if not label:
            yield None
            continue
        _refuse_quotes(row["task"])
        text = shown(row) if "text" in row else None
        yield _answer(
            row | {"page": row["id"]}, f"{path}:{line}", annotator or row.get("annotator"), label=label, text=text
        )


def _from_doccano(path: Path, annotator: str | None) -> Iterator[Answer | None]:
    for line, row in storage.numbered_jsonl(path):
        place, text = f"{path}:{line}", _text_of(row.get("text"))
        if row.get("task") != QUOTES:
            label = _only(row.get("label"), place, row.get("page"))
            yield _answer(row, place, annotator, label=label, text=text) if label else None
            continue
        if "entities" not in row:
            raise StandpunktError(
                f"{place}: page {row.get('page')!r} has no entities; quotes need a project with relations, "
                "exported as JSONL"
            )
        quotes = _doccano_quotes(row, text, f"{place}: page {row.get('page')!r}")
        title, teaser = _text_of(row.get("title")), _text_of(row.get("teaser"))
        whole = shown({"title": title, "teaser": teaser, "text": text})
        yield _answer(row, place, annotator, quotes=quotes, text=whole)


def _doccano_quotes(row: Mapping[str, Any], text: str, place: str) -> tuple[Quote, ...]:
    points = {unit: point for point, unit in enumerate(_units(text))}
    try:
        spans = {one["id"]: (one["start_offset"], one["end_offset"], one["label"]) for one in row["entities"]}
        links = [(one["from_id"], one["to_id"]) for one in row.get("relations") or ()]
        regions = {}
        for key, (start, end, label) in spans.items():
            if start not in points or end not in points:
                raise _outside(start, end, text, place)
            regions[key] = _Region(points[start], points[end], label)
    except (KeyError, TypeError):
        raise StandpunktError(f"{place}: entities or relations are not in doccano's form; export anew") from None
    return _put_together(regions, links, text, place)


def _from_label_studio(path: Path, annotator: str | None) -> Iterator[Answer | None]:
    tasks = storage.read_json(path)
    if not isinstance(tasks, list):
        raise StandpunktError(f"{path}: wanted a list of tasks; export the project as JSON")
    for number, task in enumerate(tasks, 1):
        place = f"{path}: task {number}"
        data = task.get("data") if isinstance(task, dict) else None
        if not isinstance(data, dict) or not isinstance(task.get("annotations"), list):
            raise StandpunktError(f"{place}: no data and annotations here; export the project as JSON, not JSON-MIN")
        try:
            given = [one for one in task["annotations"] if not one.get("was_cancelled")]
            people = {_person(one) for one in given}
            answers = [_label_studio_answer(data, one, place, annotator) for one in given]
        except (AttributeError, KeyError, TypeError, ValueError):
            raise StandpunktError(
                f"{place}: page {data.get('page')!r}: a result is not in Label Studio's form; export as JSON"
            ) from None
        if annotator and len(people) > 1:
            raise StandpunktError(
                f"{place}: page {data.get('page')!r} was labelled by {len(people)} people; leave --annotator out"
            )
        yield from answers or [None]


def _person(annotation: Mapping[str, Any]) -> str:
    """A name for who labelled: the number, because an e-mail address has no business in a corpus."""
    who = annotation.get("completed_by")
    who = who.get("id") if isinstance(who, dict) else who
    return f"user-{who}" if isinstance(who, int) else ""


def _label_studio_answer(
    data: Mapping[str, Any], annotation: Mapping[str, Any], place: str, annotator: str | None
) -> Answer | None:
    results = annotation.get("result") or []
    text = shown({name: _text_of(data.get(name)) for name in ("title", "teaser", "text")})
    name = annotator or _person(annotation)
    if data.get("task") == QUOTES:
        quotes = _label_studio_quotes(data, results, place)
        return _answer(data, place, name, quotes=quotes, text=text)
    chosen = [label for one in results if one.get("type") == "choices" for label in one["value"]["choices"]]
    label = _only(chosen, place, data.get("page"))
    return _answer(data, place, name, label=label, text=text) if label else None


def _label_studio_quotes(
    data: Mapping[str, Any], results: Sequence[Mapping[str, Any]], place: str
) -> tuple[Quote, ...]:
    text = _text_of(data.get("text"))
    where = f"{place}: page {data.get('page')!r}"
    regions, links = {}, []
    for one in results:
        if one["type"] == "relation":
            links.append((one["from_id"], one["to_id"]))
        elif one["type"] == "labels":
            value = one["value"]
            start, end = _code_points(text, int(value["start"]), int(value["end"]), value.get("text"), where)
            regions[one["id"]] = _Region(start, end, _only(value["labels"], place, data["page"]) or "")
    return _put_together(regions, links, text, where)


def _code_points(text: str, start: int, end: int, words: object, place: str) -> Span:
    """The span whose words these are: counted in code points, or in UTF-16 units as older versions do."""
    points = {unit: point for point, unit in enumerate(_units(text))}
    counted = [(start, end), (points.get(start, -1), points.get(end, -1))]
    inside = [(one, other) for one, other in counted if 0 <= one < other <= len(text)]
    if not inside:
        raise _outside(start, end, text, place)
    if not isinstance(words, str):
        return inside[0]
    for one, other in inside:
        if text[one:other].split() == words.replace("\\n", "\n").split():  # line ends come back in several forms
            return one, other
    raise StandpunktError(f"{place}: span [{start}, {end}] is not the words {words[:60]!r} in the text; mark it anew")


def _outside(start: object, end: object, text: str, place: str) -> StandpunktError:
    return StandpunktError(f"{place}: span [{start}, {end}] is not inside the text of {len(text)} characters")


# --- quotations as spans with relations ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Region:
    start: int
    end: int
    label: str


def _units(text: str) -> list[int]:
    """For each character of the text and its end, how many UTF-16 units stand before it."""
    result = [0]
    for character in text:
        result.append(result[-1] + 1 + (ord(character) > 0xFFFF))
    return result


def _taken_apart(quotes: Sequence[Quote]) -> tuple[list[_Region], list[tuple[int, int]]]:
    """Spans, and relations as pairs of their places: from what belongs to a quotation to its first part."""
    regions: list[_Region] = []
    links = []
    for quote in quotes:
        head = len(regions)
        regions.append(_Region(*quote.spans[0], quote.type))
        others = [_Region(*span, quote.type) for span in quote.spans[1:]]
        others += [_Region(*span, "cue") for span in quote.cues]
        others += [_Region(*span, "speaker") for span in quote.speakers]
        for one in others:
            # Two quotations may share a speaker; to mark it twice would be two spans on the same words.
            shared = one.label in ("cue", "speaker") and one in regions
            links.append((regions.index(one) if shared else len(regions), head))
            regions += [] if shared else [one]
    return regions, links


def _put_together(
    regions: Mapping[Any, _Region], links: Iterable[tuple[Any, Any]], text: str, place: str
) -> tuple[Quote, ...]:
    """Quotations from spans and relations, in the order of the text."""
    for one in regions.values():
        if one.label not in MARKS:
            raise StandpunktError(
                f"{place}: label {one.label!r} is not one of a quotation; {nearest(one.label, MARKS)}"
            )
        if not 0 <= one.start < one.end <= len(text):
            raise _outside(one.start, one.end, text, place)
    neighbours: dict[Any, list[Any]] = {key: [] for key in regions}
    for one, other in links:
        if one not in regions or other not in regions:
            raise StandpunktError(f"{place}: a relation to a span that is not there; draw it anew")
        neighbours[one].append(other)
        neighbours[other].append(one)
    heads = [key for key, one in regions.items() if one.label in QUOTE_TYPES]
    for key, one in regions.items():
        if key not in heads and not any(other in heads for other in neighbours[key]):
            words = text[one.start : one.end]
            raise StandpunktError(f"{place}: {one.label} {words!r} belongs to no quotation; draw a relation to it")
    found, seen = [], set[Any]()
    for key in heads:
        if key not in seen:
            parts = _connected(key, neighbours, heads)
            seen.update(parts)
            found.append(_quote([regions[part] for part in parts], _around(parts, neighbours, regions), text, place))
    return tuple(sorted(found, key=lambda quote: (quote.spans, quote.type)))


def _connected(start: Any, neighbours: Mapping[Any, Sequence[Any]], heads: Sequence[Any]) -> list[Any]:
    """The spans of the quotation that one of them belongs to, in the order of `heads`."""
    found, waiting = set(), [start]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [other for other in neighbours[key] if other in heads]
    return [key for key in heads if key in found]


def _around(
    parts: Sequence[Any], neighbours: Mapping[Any, Sequence[Any]], regions: Mapping[Any, _Region]
) -> list[_Region]:
    keys = {other for part in parts for other in neighbours[part]}
    return [one for key, one in regions.items() if key in keys]


def _quote(parts: Sequence[_Region], others: Sequence[_Region], text: str, place: str) -> Quote:
    kinds = sorted({one.label for one in parts})
    if len(kinds) > 1:
        words = text[parts[0].start : parts[0].end][:60]
        raise StandpunktError(
            f"{place}: the parts of the quotation {words!r} are {' and '.join(kinds)}; wanted one type"
        )

    def spans(found: Iterable[_Region], label: str) -> tuple[Span, ...]:
        return tuple(sorted((one.start, one.end) for one in found if one.label == label))

    return Quote(kinds[0], spans(parts, kinds[0]), spans(others, "cue"), spans(others, "speaker"))
