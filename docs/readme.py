"""Write the parts of README.md, and of the line models' card, that come from files: scores, graph, benchmark.

`make readme` runs it. With --check nothing is written: exit status 1 says that a text is not what the files give.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from standpunkt import storage
from standpunkt.errors import StandpunktError

REPOSITORY = Path(__file__).resolve().parents[1]
README = "README.md"
BENCHMARK = "benchmarks/cleaning.json"
CARD = "src/standpunkt/cleaning/line_model/README.md"
_KINDS = ("html", "text")
_HEADLINES = {"macro_f1": "macro-F1", "f1": "F1"}


def scores(metrics: Path) -> str:
    """The table of headline scores: cleaning against gold, then each task beside its baselines."""
    rows = ["| | score | n | value | interval |", "| :--- | :--- | ---: | ---: | :--- |"]
    gold = storage.read_json(metrics / "clean.json")["gold"]["all"]
    for name in ("body_characters_kept", "furniture_characters_kept"):
        rows.append(_row("cleaning", name.replace("_", " "), gold[name]["n"], gold[name]))
    for path in sorted(metrics.glob("*.json")):
        found = storage.read_json(path)
        key = next((name for name in _HEADLINES if name in found), None)
        if key and "baselines" in found:
            rows.append(_row(path.stem, f"**{_HEADLINES[key]}**", found["n"], found[key]))
            for name, baseline in sorted(found["baselines"].items(), key=lambda item: -item[1][key]["value"]):
                rows.append(_row("", f"baseline `{name}`", baseline["n"], baseline[key]))
    return "\n".join(rows)


def _row(what: str, score: str, n: int, entry: Mapping[str, float]) -> str:
    return f"| {what} | {score} | {n} | {entry['value']:.3f} | [{entry['low']:.3f}, {entry['high']:.3f}] |"


def cleaning(path: Path) -> str:
    """The benchmark of cleaning as a table, tools with the best F1 first; empty where it has not run."""
    if not path.is_file():
        return ""
    found = storage.read_json(path)
    corpus = found["corpus"]
    said = (
        f"Cleaning of {corpus['pages']:,} real German pages of {corpus['sites']:,} sites, beside other tools: "
        "precision, recall and F1 of segments that people marked, ours by models that never saw the site of a page; "
        "pages a second on one thread. How it was measured, differences, fields, lines that were read and marked: "
        "[benchmarks/cleaning.md](benchmarks/cleaning.md)."
    )
    rows = [said, "", "| from | tool | P | R | F1 | interval | pages/s |"]
    rows.append("| :--- | :--- | ---: | ---: | ---: | :--- | ---: |")
    for kind, label in (("html", "HTML"), ("text", "text")):
        tools = found["segments"][kind]
        for tool in sorted(tools, key=lambda name: (-tools[name]["f1"]["value"], name)):
            scores = " | ".join(f"{tools[tool][name]['value']:.3f}" for name in ("precision", "recall", "f1"))
            interval = f"[{tools[tool]['f1']['low']:.3f}, {tools[tool]['f1']['high']:.3f}]"
            timed = found["speed"][kind].get(tool)
            pace = f"{timed['pages_per_second']:,.0f}" if timed else "–"
            name = f"**{tool}**" if tool == "standpunkt" else tool
            rows.append(f"| {label} | {name} | {scores} | {interval} | {pace} |")
    return "\n".join(rows)


def card(path: Path) -> str:
    """How good the line models are on what they have not seen; empty where the benchmark has not run."""
    if not path.is_file():
        return ""
    found = storage.read_json(path)
    rows = ["| held out | what | HTML | text |", "| :--- | :--- | ---: | ---: |"]

    def row(held_out: str, what: str, *entries: Mapping[str, float] | None) -> None:
        cells = (f"{e['value']:.3f} [{e['low']:.3f}, {e['high']:.3f}]" if e else "–" for e in entries)
        rows.append(f"| {held_out} | {what} | {' | '.join(cells)} |")

    for name in ("precision", "recall", "f1"):
        row("sites", f"marked segments, {name}", *(found["segments"][kind]["standpunkt"][name] for kind in _KINDS))
    for role, tools in sorted(found["sample"]["roles"].items()):
        row("sites", f"lines kept: {role.replace('_', ' ')}", None, tools["standpunkt"])
    for name in ("body_characters_kept", "furniture_characters_kept"):
        by_kind = found["embedded"].get("outlet_held_out", {})
        what = f"embedded corpus, {name.replace('_', ' ')}"
        row("outlets", what, *(by_kind.get(kind, {}).get(name) for kind in _KINDS))
    return "\n".join(rows)


def graph(pipeline: Mapping[str, Any]) -> str:
    """The stages of dvc.yaml as a mermaid graph: an arrow where one reads what another writes.

    Arrows that follow from others are left out.
    """
    stages = pipeline["stages"]
    lines = ["```mermaid", "flowchart LR"]
    for name, stage in stages.items():
        tasks = stage.get("matrix", {}).get("task")
        lines.append(f'  {name}["{name}<br/>{", ".join(tasks)}"]' if tasks else f"  {name}")
    edges = set(_edges({name: (_outputs(stage), stage["deps"]) for name, stage in stages.items()}))
    for writer, reader in sorted(edges, key=lambda edge: [list(stages).index(name) for name in edge]):
        if not any((writer, middle) in edges and (middle, reader) in edges for middle in stages):
            lines.append(f"  {writer} --> {reader}")
    return "\n".join([*lines, "```"])


def _outputs(stage: Mapping[str, Any]) -> list[str]:
    """Paths of outs, metrics and plots."""
    found = [item for key in ("outs", "metrics", "plots") for item in stage.get(key, ())]
    return [item if isinstance(item, str) else next(iter(item)) for item in found]


def _edges(stages: Mapping[str, tuple[Sequence[str], Sequence[str]]]) -> Iterator[tuple[str, str]]:
    for writer, (outputs, _) in stages.items():
        for reader, (_, deps) in stages.items():
            if writer != reader and any(_meet(output, dep) for output in outputs for dep in deps):
                yield writer, reader


def _meet(output: str, dep: str) -> bool:
    """Whether one path is the other or lies below it; the variable of a matrix stands for any name."""
    left, right = (tuple(path.split("/")) for path in (output, dep))
    return all(a == b or "${item." in a + b for a, b in zip(left, right, strict=False))


def with_block(text: str, name: str, block: str) -> str:
    """A text with what stands between the markers of a block replaced.

    Raises:
        StandpunktError: the markers are not there, or not once.
    """
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if text.count(start) != 1 or text.count(end) != 1:
        raise StandpunktError(f"the text wants {start} and {end} once each")
    inner = f"\n\n{block}\n\n" if block else "\n"
    return re.sub(f"{start}.*?{end}", lambda _: f"{start}{inner}{end}", text, flags=re.DOTALL)


def render_card(repository: Path) -> str:
    """The card of the line models as the files of a repository give it."""
    return with_block(storage.read_text(repository / CARD), "figures", card(repository / BENCHMARK))


def render(repository: Path) -> str:
    """README.md as the files of a repository give it."""
    text = with_block(storage.read_text(repository / README), "scores", scores(repository / "reports/metrics"))
    text = with_block(text, "cleaning", cleaning(repository / BENCHMARK))
    return with_block(text, "graph", graph(storage.read_yaml(repository / "dvc.yaml").data))


def main() -> int:
    """Write the texts, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 where a text differs")
    check = parser.parse_args().check
    try:
        for name, fresh in ((README, render(REPOSITORY)), (CARD, render_card(REPOSITORY))):
            if fresh == storage.read_text(REPOSITORY / name):
                continue
            if check:
                problem = "scores, graph or benchmark are not those of the files; run: make readme"
                raise StandpunktError(f"{name}: {problem}")
            storage.write_text(REPOSITORY / name, fresh)
    except StandpunktError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
