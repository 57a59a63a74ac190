"""What cleaning did, for a person to see and to correct; and how it stands to gold.

Where a corpus may not be redistributed, no line, reason or outlet enters: a reason can quote the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from standpunkt.params import Params
from standpunkt.reporting import charts, common, lines, verdicts, words
from standpunkt.reporting.blocks import (
    Beside,
    Block,
    Figure,
    Folded,
    Heading,
    Items,
    Line,
    Paragraph,
    Section,
    Source,
    Table,
    Text,
)
from standpunkt.reporting.charts import Dot
from standpunkt.reporting.lines import Doubtful
from standpunkt.reporting.material import Material

MOST_LINES = 5  # removed lines an outlet
MOST_OUTLETS = 40
FEW_OUTLETS = 3  # are shown without folding
SHORT = 120  # characters of a line in a table
_KINDS = {
    "exact": "exact: the same words",
    "rewrite": "rewrite: half of the shorter one or more stands in the longer, hardly edited",
    "near": "near: alike, but reworded throughout",
}
_SEGMENTS = {"segments": "kicker, title, teaser and text", "segments_text": "text alone"}
_SEGMENT_SCORES = ("precision", "recall", "f1")


# --- what it did -----------------------------------------------------------------------------------------------------


def section(material: Material, params: Params) -> Section:
    """What was removed, which decisions were close, which articles are alike, and what to look at."""
    found: list[Block] = []
    pins = Path(params.corpus, "cleaning.yaml").as_posix()
    ready = set(material.ingest["kinds"]) <= {"article"}
    if ready:
        found.append(Paragraph("The pages of this corpus are ready articles: there was no line to keep or to remove."))
    notes = tuple(verdicts.of_cleaning(material.clean, pins))
    if notes:
        found.append(Items(notes))
    if not ready:
        found.extend(_roles(material.clean))
        found.extend(_lines(material, params.report.lines, pins))
    found.extend(_alike(material.clean))
    sources = (common.metrics("clean"), *(Source(f"clean/{name}", "clean", link=False) for name in ("removed", "kept")))
    return Section("cleaned", "What cleaning did", sources, tuple(found))


def _roles(clean: Mapping[str, Any]) -> Iterator[Block]:
    roles = sorted(clean["removed_lines"].items(), key=lambda item: (-item[1], item[0]))
    if roles:
        spoken = [(words.spaced(role), number) for role, number in roles]
        chart = charts.bars("clean-removed", "Removed lines by role", spoken)
        yield Beside((common.counts("Removed lines by role", "Role", spoken), Figure(chart)))
        if clean["pages"]["dropped"]:
            yield Paragraph("Lines of pages that were dropped as a whole are counted here, and not listed below.")
    else:
        yield Paragraph(Text("No line was removed.", style="mute"))


def _lines(material: Material, most: int, pins: str) -> Iterator[Block]:
    """The lines themselves: the most frequent ones, the most doubtful ones, and how to correct them."""
    shown = material.config["redistributable"]
    outlets = {page: row.get("outlet") for page, row in material.articles.items()}
    if not shown:
        yield common.WITHHELD
    else:
        yield from _frequent(lines.frequent(material.removed, outlets, MOST_LINES))
    kept, removed = (lines.doubtful(table, outlets, most) for table in (material.kept, material.removed))
    if kept or removed:
        yield Heading("doubtful", "The most doubtful decisions")
        yield Paragraph(
            "The lines that might as well have been decided the other way. Of the kept ones, look for what is no "
            "article; of the removed ones, for what is."
        )
        for side, rows in (("kept", kept), ("removed", removed)):
            if rows:
                caption = f"The {words.counted(len(rows), f'{side} line')} of lowest confidence"
                yield _open_table(caption, rows) if shown else _closed_table(caption, rows)
        yield from _how_to_pin(pins, kept, removed) if shown else _how_to_pin_unseen(pins)


def _frequent(found: Mapping[str, Sequence[lines.Frequent]]) -> Iterator[Block]:
    if not found:
        return
    yield Heading("frequent", "Lines that were removed most often")
    yield Paragraph(
        "What an outlet prints on page after page is seldom article. Look for subheadings and series titles that "
        "should have stayed."
    )
    chosen = sorted(list(found)[:MOST_OUTLETS])  # the first are those with the most lines
    tables = tuple(
        Table(
            f"Removed most often: {outlet}",
            ("line", "role", "times", "pages"),
            tuple(
                (_shortened(row.text), words.spaced(row.role), words.count(row.times), words.count(row.pages))
                for row in found[outlet]
            ),
            frozenset({2, 3}),
        )
        for outlet in chosen
    )
    if len(tables) <= FEW_OUTLETS:
        yield from tables
    else:
        left = (
            f" ({len(chosen)} of {len(found)} outlets, those with the most lines)" if len(chosen) < len(found) else ""
        )
        yield Folded(f"The {MOST_LINES} most frequent removed lines of each outlet{left}", tables)


def _open_table(caption: str, rows: Sequence[Doubtful]) -> Table:
    cells = tuple(
        (
            _shortened(row.text),
            words.spaced(row.role),
            Text(words.clip(row.reason, SHORT)),
            words.score(row.confidence),
            words.count(row.pages),
            (Text(row.page, style="code"), Text(f" line {row.line}, {row.outlet}", style="mute")),
        )
        for row in rows
    )
    return Table(caption, ("line", "role", "reason", "confidence", "pages", "first of them"), cells, frozenset({3, 4}))


def _closed_table(caption: str, rows: Sequence[Doubtful]) -> Table:
    cells = tuple(
        (
            Text(row.page, style="code"),
            str(row.line),
            words.spaced(row.role),
            words.score(row.confidence),
            words.count(row.pages),
        )
        for row in rows
    )
    return Table(caption, ("first page", "line", "role", "confidence", "pages"), cells, frozenset({1, 3, 4}))


def _shortened(text: str) -> Text:
    return Text(words.clip(text, SHORT), german=True)


def _how_to_pin(pins: str, kept: Sequence[Doubtful], removed: Sequence[Doubtful]) -> Iterator[Block]:
    """How to turn a decision round, with the closest lines that stand in the tables whole as the example."""
    example: dict[str, dict[str, list[str]]] = {}
    for key, rows in (("drop", kept), ("keep", removed)):
        whole = next((row for row in rows if len(row.text) <= SHORT), None)
        if whole:
            outlet = "*" if whole.outlet == lines.UNKNOWN else whole.outlet
            example.setdefault(outlet, {})[key] = [whole.text]
    if example:
        yield Paragraph(
            (
                "To decide otherwise, pin the whole line under its outlet, or under * for all outlets, in ",
                Text(pins, style="code"),
                " and run again. As an example, these pins would turn the first whole line of each table round: ",
                Text(_yaml(example), german=True, style="code"),
            )
        )
    if any(len(row.text) > SHORT for row in (*kept, *removed)):
        yield Paragraph("Lines that were shortened here stand in full in clean/kept and clean/removed.")


def _how_to_pin_unseen(pins: str) -> Iterator[Block]:
    yield Paragraph(
        (
            "To decide otherwise, look the line up in clean/kept or clean/removed, pin it under its outlet in ",
            Text(pins, style="code"),
            ", under * for all outlets, and run again: ",
            Text(_yaml({"*": {"drop": ["a whole line"], "keep": ["another whole line"]}}), style="code"),
            ". That file then holds text of the corpus: keep it out of git.",
        )
    )


def _yaml(outlets: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    """Pins in one line. JSON is YAML, and quotes every line that YAML would read as something else."""
    return f"outlets: {json.dumps(outlets, ensure_ascii=False)}"


def _alike(clean: Mapping[str, Any]) -> Iterator[Block]:
    """Near-duplicates by kind, and the languages."""
    near, languages = clean["near_duplicates"], clean["languages"]
    yield Heading("alike", "Near-duplicates and languages")
    tables = []
    if near["articles"]:
        yield Paragraph(
            f"{words.counted(near['articles'], 'article')} in {words.counted(near['clusters'], 'cluster')} say nearly "
            "the same. Many rewrites mean agency texts: a count of articles is then no count of opinions."
        )
        tables.append(
            common.counts(
                "Pairs within the clusters",
                "Kind",
                [(said, near["pairs"].get(kind, 0)) for kind, said in _KINDS.items()],
            )
        )
    else:
        yield Paragraph(Text("No article says nearly the same as another.", style="mute"))
    spoken = sorted(languages.items(), key=lambda item: (-item[1], item[0]))
    rows = [("und: too short to say" if name == "und" else name, number) for name, number in spoken]
    yield Beside((*tables, common.counts("Languages of all articles, dropped ones too", "Language", rows)))


# --- how good it was -------------------------------------------------------------------------------------------------


def gold(scores: Mapping[str, Any]) -> Iterator[Block]:
    """Cleaning against gold: characters and fields, a column a kind of page; marked segments, a row a kind of page.

    Args:
        scores: by kind of page, as in `metrics/clean.json` under `gold`; `all` is one of them.
    """
    kinds = sorted(scores, key=lambda kind: (kind != "all", kind))
    flat = {kind: dict(_flat(scores[kind])) for kind in kinds}
    names = sorted({name for found in flat.values() for name in found}, key=_order)
    yield Heading("cleaning", "Cleaning against gold", (common.metrics("clean"),))
    yield Paragraph("Furniture kept, which should have gone, is best at 0; every other measure at 1.")
    dots = [Dot(name, flat["all"][name], ours=":" not in name) for name in names if name in flat["all"]]
    dots += [
        Dot(f"F1 of segments, {said}", scores["all"][name]["f1"], ours=True)
        for name, said in _SEGMENTS.items()
        if name in scores["all"]
    ]
    if dots:
        yield Figure(charts.score_dots("clean-gold", "Cleaning against gold, all pages", dots, band=False))
    if names:
        yield Table(
            "Share of characters kept, and of pages whose field is exact, by kind of page",
            ("measure", *map(_kind, kinds)),
            tuple((name, *(_cell(flat[kind].get(name)) for kind in kinds)) for name in names),
            frozenset(range(1, len(kinds) + 1)),
        )
    rows = tuple(_segments(scores, kinds))
    if rows:
        yield Paragraph(
            "Segments were marked by hand. Precision falls with each one that was kept and should have gone, recall "
            "with each one that is missing."
        )
        columns = ("found in", "of", *map(verdicts.score_name, _SEGMENT_SCORES), "n")
        yield Table("Marked segments, by kind of page", columns, rows, frozenset({2, 3, 4, 5}))


def _flat(scores: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, entry in scores.items():
        if name == "furniture_kept_by_role":
            yield from ((f"furniture: {words.spaced(role)}", one) for role, one in entry.items())
        elif name.endswith("_exact"):
            yield f"{words.spaced(name.removesuffix('_exact'))} exact", entry
        elif name not in _SEGMENTS:
            yield words.spaced(name).replace(" characters", ""), entry


def _order(name: str) -> tuple[int, str]:
    heads = ("body kept", "furniture kept", "furniture:")
    return next((place for place, head in enumerate(heads) if name.startswith(head)), len(heads)), name


def _kind(name: str) -> str:
    return "all pages" if name == "all" else name


def _segments(scores: Mapping[str, Any], kinds: Sequence[str]) -> Iterator[tuple[Line, ...]]:
    for name, said in _SEGMENTS.items():
        for kind in kinds:
            found = scores[kind].get(name)
            if found:
                values = (_score(found[score]) for score in _SEGMENT_SCORES)
                yield (said, _kind(kind), *values, words.count(found["f1"]["n"]))


def _cell(entry: Mapping[str, Any] | None) -> Line:
    if entry is None:
        return "–"
    n = (Text(f" n {words.count(entry['n'])}", style="mute"),) if "n" in entry else ()
    return (*_score(entry), *n)


def _score(entry: Mapping[str, Any]) -> tuple[str | Text, ...]:
    return words.score(entry["value"]), Text(f" {words.interval(entry)}", style="mute")
