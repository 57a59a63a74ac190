"""The command line for people; the stages are run by DVC."""

from __future__ import annotations

import os
import shutil
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
def read(
    pages: Annotated[
        list[str],
        typer.Argument(
            metavar="PAGE...",
            help="Files, folders (their .html, .htm, .xhtml, .txt and .md files), or - for one page on standard input.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a page.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write one offline page with the evidence marked in the text.")
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Targets and actors to look for, instead of the corpus's.")
    ] = None,
    kind: Annotated[
        Literal["html", "text"] | None, typer.Option(help="What the pages are, whatever their names and contents say.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="Give up cleaning a page after this time.")] = 20,
) -> None:
    """Read pages: what each is about, who says what, and where they stand, with the sentence that shows it.

    A page without an article is named on standard error, the rest goes on, and the exit status is 1 at the end.
    """
    try:
        failed = _read_pages(pages, as_json, html, codebook, kind, seconds)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    raise typer.Exit(int(failed))


def _read_pages(
    words: Sequence[str],
    as_json: bool,
    html: Path | None,
    codebook: Path | None,
    kind: Literal["html", "text"] | None,
    seconds: float,
) -> bool:
    """Read pages and show each, or write them all into one file; whether one failed."""
    from tqdm import tqdm

    from standpunkt import storage
    from standpunkt.cleaning import batch
    from standpunkt.reporting import reading as views

    options = batch.Options(kind, None, replace(batch.DEFAULT, seconds=seconds))
    several = len(words) > 1 or storage.is_folder(Path(words[0]))
    screen = (shutil.get_terminal_size().columns, sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    shown, failed, reader = [], False, None
    pages = _read(words, options.limits.page_bytes + 1)
    for page in tqdm(
        pages, "reading", unit=" pages", leave=False, delay=0.5, disable=None if html or as_json else True
    ):
        row = page if isinstance(page, batch.Dropped) else batch.clean(page[0], page[1], options)
        if isinstance(row, batch.Dropped):
            failed = True
            tqdm.write(str(StandpunktError(row.message)), file=sys.stderr)
            continue
        if not html and not as_json:
            # The article first: what reads it takes a moment to load.
            above = f"==> {row['path']} <==\n\n".translate(_CONTROLS) if several else ""
            _show(f"{above}{views.head(row, *screen)}\n")
        if reader is None:
            from standpunkt import read as reading

            reader = reading.load(Path(), codebook)
        with reading.single_threaded():
            found = reader.read(row)
        if html:
            shown.append(found)
        if as_json:
            _show(storage.json_text(found))
        elif not html:
            _show(views.findings(found, *screen) + "\n" * several)
    if html and shown:
        storage.write_text(html, views.html(shown))
        typer.echo(f"{html}: {len(shown):,} page{'s' * (len(shown) > 1)}", err=as_json)
    return failed


@app.command()
def summary(
    reports: Annotated[Path, typer.Option(help="The folder of the reports.")] = Path("reports"),
) -> None:
    """Say where the report is and what its headline scores are."""
    from standpunkt import storage

    for path in sorted((reports / "metrics").glob("*.json")):
        metrics = storage.read_json(path)
        key = next((name for name in _HEADLINES if name in metrics), None)
        if key and "baselines" in metrics:
            typer.echo(_headline(path.stem, metrics, key))
    for name in ("report.html", "report.md"):
        if not (reports / name).is_file():
            raise StandpunktError(f"{reports / name}: no report yet; run: make report")
        typer.echo(f"report: {reports / name}")


_HEADLINES = {"macro_f1": "macro-F1", "f1": "F1"}


def _headline(task: str, metrics: dict[str, Any], key: str) -> str:
    score, others = metrics[key], metrics["baselines"]
    best = max(others, key=lambda name: others[name][key]["value"])
    return (
        f"{task}: {_HEADLINES[key]} {score['value']:.3f} [{score['low']:.3f}, {score['high']:.3f}] "
        f"on {metrics['n']} test items; best baseline: {best} {others[best][key]['value']:.3f}"
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
    tuned = reports / "rows.json"
    before = storage.read_json(tuned) if tuned.is_file() else {}
    storage.write_json(tuned, searching.tuned_rows(found, task, before))
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


@app.command()
def compare(
    a: Annotated[
        str, typer.Argument(metavar="A", help="A git revision, the name of a DVC experiment, or workspace.")
    ] = "HEAD",
    b: Annotated[str, typer.Argument(metavar="B", help="The same; its params.yaml says how to test.")] = "workspace",
    html: Annotated[Path | None, typer.Option(help="Write the comparison as one HTML page too.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON for programs, as in reports/comparison.json.")] = False,
    fail_on: Annotated[
        Literal["worse", "different"] | None,
        typer.Option(
            "--fail-on",
            help="Exit with 1 where a score is worse, or where any is better, worse or not comparable.",
        ),
    ] = None,
    top: Annotated[int, typer.Option(min=0, max=10_000, help="Changed predictions that are shown, of each kind.")] = 20,
) -> None:
    """Say which scores changed for more than chance between two runs, and what explains it, as Markdown.

    Works on committed files: no run, no DVC remote, no cache.
    """
    from standpunkt import compare as comparing
    from standpunkt import storage
    from standpunkt.evaluation.comparison import as_dict
    from standpunkt.reporting import comparison

    found = comparing.compare(a, b, Path())
    if html is not None:
        storage.write_text(html, comparison.html(found, top))
    text = storage.json_text(as_dict(found), indent=2) if as_json else comparison.markdown(found, top)
    _show(text.rstrip("\n"))
    if (fail_on == "worse" and comparing.worse(found)) or (fail_on == "different" and comparing.different(found)):
        raise typer.Exit(1)


@app.command()
def reference(
    revision: Annotated[
        str, typer.Argument(help="A git revision, the name of a DVC experiment, or workspace.")
    ] = "HEAD",
    name: Annotated[
        str | None, typer.Option(help="How reports shall call it, as main or 1.2; else the revision.")
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="Take the reference away: compare with nothing.")] = False,
) -> None:
    """Take a run as the reference: later reports say on top what changed since, and for more than chance or not.

    Copies its parameters, metrics and predictions to reports/reference, which belongs into git.
    """
    from standpunkt import compare as comparing

    if none:
        comparing.forget_reference(Path())
        typer.echo(f"{comparing.REFERENCE}: no reference")
    else:
        called, number = comparing.take_reference(revision, Path(), name)
        typer.echo(f"{comparing.REFERENCE}: {called}, {number} files")
    typer.echo("write the report anew: .venv/bin/dvc repro")


labels = typer.Typer(help="Send pages to annotators and take their labels back.", no_args_is_help=True)
app.add_typer(labels, name="label")


@labels.command("export")
def label_export(
    task: Annotated[str, typer.Option(help="topic, stance, quotes, or an added task of the codebook.")],
    out: Annotated[Path, typer.Option(help="The file; with annotators their names go before its suffix.")],
    tool: Annotated[Literal["label-studio", "doccano", "csv"], typer.Option("--to", help="The annotation tool.")],
    select: Annotated[
        Literal["random", "uncertain", "disagree"],
        typer.Option(
            help="What has no label: by chance, or where the model is least sure; or test rows where model and label "
            "differ."
        ),
    ] = "random",
    n: Annotated[int, typer.Option("--n", min=1, help="How many items at most.")] = 100,
    annotator: Annotated[list[str] | None, typer.Option(help="Who labels; again for each person. A file each.")] = None,
    overlap: Annotated[
        int | None, typer.Option(min=0, help="Items that everybody gets, to measure agreement; all if left out.")
    ] = None,
    blind: Annotated[bool, typer.Option("--blind", help="Without what the model suggests.")] = False,
) -> None:
    """Write items to be labelled as files that an annotation tool imports."""
    from standpunkt import label, stages

    found = label.export_items(
        stages.load_params(Path("params.yaml")),
        task,
        out,
        how=select,
        n=n,
        tool=tool,
        annotators=annotator or (),
        overlap=overlap,
        blind=blind,
    )
    typer.echo(f"{found.items:,} items for {task}: {', '.join(map(str, found.files))}")
    typer.echo(f"labels for {tool}: {', '.join(map(str, found.beside))}")


@labels.command("import")
def label_import(
    file: Annotated[Path, typer.Argument(help="What the tool exported.")],
    tool: Annotated[Literal["label-studio", "doccano", "csv"], typer.Option("--from", help="The annotation tool.")],
    annotator: Annotated[
        str | None, typer.Option(help="Who labelled, where the file does not say; 'adjudicator' has the last word.")
    ] = None,
) -> None:
    """Take labels into the corpus of params.yaml: all of a file, or nothing where one item is refused."""
    from standpunkt import label, stages

    found = label.import_labels(stages.load_params(Path("params.yaml")), file, tool=tool, annotator=annotator)
    for line in label.told(found):
        typer.echo(line)
    for path in found.files:
        typer.echo(f"written: {path}")


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
