"""The command line for people; the stages are run by DVC."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from standpunkt.errors import StandpunktError, nearest

# The commands import what they need: `--help` and a worker process that `clean` starts need neither PyArrow nor HTTP.
if TYPE_CHECKING:
    from standpunkt.cleaning.batch import Dropped, Page, Row
    from standpunkt.search import Search

_CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {ord("\n"), ord("\t")})

app = typer.Typer(
    help="standpunkt: from German news pages to topics and positions, reproducibly.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _commands() -> None:
    """Keep `standpunkt fetch` a sub-command whatever the number of commands."""


@app.command()
def fetch(
    corpus: Annotated[
        str, typer.Argument(help="A name below data/corpora, or the path of a folder with a corpus.yaml.")
    ],
    source: Annotated[
        str, typer.Option("--from", help="A folder, a .zip or .tar.gz file, or an http(s) address of one.")
    ],
) -> None:
    """Put the files of a public corpus beside its corpus.yaml, checked; they stay out of git."""
    from standpunkt.corpora import _fetch

    found = _fetch.fetch(_corpus_folder(corpus), source)
    typer.echo(f"{found.folder}: {found.pages:,} pages, {'fetched' if found.changed else 'already up to date'}")
    typer.echo(f"next: .venv/bin/dvc exp run -S corpus={found.folder.parent.as_posix()}")


@app.command()
def clean(
    pages: Annotated[
        list[str],
        typer.Argument(
            metavar="PAGE...",
            help="Files, folders (their .html, .htm, .xhtml, .txt and .md files), or - for one page on standard input.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a page, removed lines included.")] = False,
    removed: Annotated[bool, typer.Option("--removed", help="List the removed lines in the readable view.")] = False,
    kind: Annotated[
        Literal["html", "text"] | None, typer.Option(help="What the pages are, whatever their names and contents say.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(help="Keep articles in this language alone, as in de; leaving out others is no failure."),
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="Give up on a page after this time.")] = 20,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes; the output is the same.")] = 1,
) -> None:
    """Find the article in pages; say what was removed, and why.

    A page without an article is named on standard error, the rest goes on, and the exit status is 1 at the end.
    """
    try:
        failed = _clean(pages, as_json, removed, kind, language, seconds, workers)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None  # 128 + SIGINT, as shells have it
    raise typer.Exit(int(failed))


def _clean(
    words: Sequence[str],
    as_json: bool,
    listed: bool,
    kind: Literal["html", "text"] | None,
    language: str | None,
    seconds: float,
    workers: int,
) -> bool:
    """Clean pages and show each; whether one failed."""
    from tqdm import tqdm

    from standpunkt import storage
    from standpunkt.cleaning import batch

    options = batch.Options(kind, language, replace(batch.DEFAULT, seconds=seconds))
    # A screen that shows the pages themselves needs no bar.
    bar = tqdm(disable=not sys.stderr.isatty() or sys.stdout.isatty(), unit=" pages", leave=False, delay=0.5)
    if not bar.disable:
        bar.total = sum(1 for _ in _named(words))
    several = len(words) > 1 or storage.is_folder(Path(words[0]))
    failed = False
    contents = _read(words, options.limits.page_bytes + 1)
    with bar, closing(batch.clean_pages(contents, options, workers)) as results:
        for result in results:
            if isinstance(result, batch.Dropped):
                failed |= result.failed
                bar.write(str(StandpunktError(result.message)), file=sys.stderr)
            else:
                text = storage.json_text(result) if as_json else _view(result, several, listed)
                _show(text)
            bar.update()
    return failed


def _show(text: str) -> None:
    try:
        # As bytes: UTF-8 in any locale, and flushed, so that a reader has each page at once.
        typer.echo(f"{text}\n".encode(), nl=False)
    except BrokenPipeError:
        raise  # as by `| head`: Typer ends the program without a word
    except OSError as error:
        raise StandpunktError(f"standard output: cannot be written ({error.strerror})") from None


def _named(words: Sequence[str]) -> Iterator[str | StandpunktError]:
    """The names of all pages: words as they are, and the files of folders below the word."""
    from standpunkt import storage
    from standpunkt.cleaning import batch

    for word in words:
        folder = Path(word)
        if not word:
            yield StandpunktError("'': no such file")  # for a path it would be the folder we are in
            continue
        if word == "-" or not storage.is_folder(folder):
            yield word
            continue
        prefix, found = word.rstrip("/"), False
        for path in storage.walk(folder, batch.KINDS):
            found = True
            yield path if isinstance(path, StandpunktError) else f"{prefix}/{path.relative_to(folder).as_posix()}"
        if not found:
            yield StandpunktError(f"{word}: no page in this folder; wanted {', '.join(sorted(batch.KINDS))}")


def _read(words: Sequence[str], most: int) -> Iterator[Page | Dropped]:
    """The pages, each read when it is asked for."""
    from standpunkt import storage
    from standpunkt.cleaning import batch

    for name in _named(words):
        if isinstance(name, StandpunktError):
            yield batch.Dropped(str(name))
            continue
        try:
            content = storage.read_standard_input(most) if name == "-" else storage.read_bytes(Path(name), most)
        except StandpunktError as error:
            yield batch.Dropped(str(error))
        else:
            # File names can hold bytes that are no UTF-8, which no JSON can: they are shown as escapes.
            yield name.encode("utf-8", "backslashreplace").decode(), content


def _view(row: Row, several: bool, listed: bool) -> str:
    """An article to read: its head, its text, and how many lines were removed as what."""
    counts = Counter(line["role"] for line in row["removed"])
    roles = ", ".join(f"{count} {role}" for role, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    parts = [
        f"==> {row['path']} <==" if several else "",
        "\n".join(row[name] for name in ("kicker", "title", "teaser") if row[name]),
        " · ".join(row[name] for name in ("author", "date", "outlet", "language") if row[name]),
        row["text"],
        "The page shows the beginning alone; the rest is for subscribers." if row["is_teaser"] else "",
        f"removed lines: {roles or 'none'}",
        "\n".join(_removed(line) for line in row["removed"]) if listed else "",
    ]
    # A page may hold the control characters by which terminals are steered.
    return "\n\n".join(part for part in parts if part).translate(_CONTROLS) + "\n" * several


def _removed(line: Mapping[str, Any]) -> str:
    return f"{line['line']:>5} {line['role']} ({line['reason']}, {line['confidence']:.2f}): {line['text']}"


@app.command()
def summary(
    reports: Annotated[Path, typer.Option(help="The folder of the reports.")] = Path("reports"),
) -> None:
    """Say where the report is and what its headline scores are."""
    from standpunkt import storage

    for path in sorted((reports / "metrics").glob("*.json")):
        metrics = storage.read_json(path)
        if "macro_f1" in metrics:
            typer.echo(_headline(path.stem, metrics))
    for name in ("report.html", "report.md"):
        if not (reports / name).is_file():
            raise StandpunktError(f"{reports / name}: no report yet; run: make report")
        typer.echo(f"report: {reports / name}")


def _headline(task: str, metrics: dict[str, Any]) -> str:
    score = metrics["macro_f1"]
    best = max(metrics["baselines"], key=lambda name: metrics["baselines"][name]["macro_f1"]["value"])
    baseline = metrics["baselines"][best]["macro_f1"]["value"]
    return (
        f"{task}: macro-F1 {score['value']:.3f} [{score['low']:.3f}, {score['high']:.3f}] "
        f"on {metrics['n']} test items; best baseline: {best} {baseline:.3f}"
    )


@app.command()
def search(
    task: Annotated[str, typer.Argument(help="The name of a task, as stance.")],
    trials: Annotated[int, typer.Option(min=1, max=10_000, help="Settings to try beside that of params.yaml.")] = 30,
    fresh: Annotated[bool, typer.Option("--fresh/--resume", help="Forget the trials of an earlier search.")] = False,
) -> None:
    """Try parameters of a task on validation rows and write the best ones into params.yaml, to be reviewed.

    Works on the outputs of make repro. A search that was stopped goes on where it was; test rows are not read.
    """
    from standpunkt import search as searching
    from standpunkt import storage

    data, reports, file = Path("data"), Path("reports/search"), Path("params.yaml")
    found = searching.search(file, task, trials=trials, fresh=fresh, data=data, cache=data / "cache/search")
    storage.write_csv(reports / f"{task}.csv", *searching.table(found))
    for line in _outcome(task, found):
        typer.echo(line)
    for name, value in found.changes.items():
        old, new = (searching.written(one) for one in (found.current.values[name], value))
        typer.echo(f"{task}.{name}: {old} → {new}")
    typer.echo(f"trials: {reports / task}.csv")
    if not found.changes:
        return
    text = searching.edited(storage.read_text(file), task, found.changes)
    if text is None:
        raise StandpunktError(f"{file}: cannot be changed in place; write the values above into it")
    storage.write_text(file, text)
    typer.echo(f"review it: git diff {file}, then .venv/bin/dvc repro")


def _outcome(task: str, found: Search) -> Iterator[str]:
    """How good the best trial is, compared with params.yaml."""
    failed = sum(bool(trial.failed) for trial in found.trials)
    yield (
        f"{task}: macro-F1 on {found.rows:,} validation rows: {found.current.macro_f1:.3f} with params.yaml, "
        f"{found.best.macro_f1:.3f} at best of {len(found.trials) - 1:,} trials"
        + (f", of which {failed:,} failed" if failed else "")
    )
    if not found.changes:
        yield "no trial is better than params.yaml, which stays as it is"
        return
    gain = found.difference
    yield f"difference: {gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]" + (
        "; it may be chance: the interval holds 0" if gain.low <= 0 else "; the best of many looks better than it is"
    )


def _corpus_folder(name: str) -> Path:
    for folder in (Path(name), Path("data/corpora") / name):
        if (folder / "corpus.yaml").is_file():
            return folder
    known = [path.parent.name for path in sorted(Path("data/corpora").glob("*/corpus.yaml"))]
    raise StandpunktError(f"{name}: no corpus.yaml there or in data/corpora/{name}; {nearest(name, known)}")


def main() -> None:
    """Run the command line; an error of ours is one line and exit status 1."""
    try:
        app(standalone_mode=True)
    except StandpunktError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
