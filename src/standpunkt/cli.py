"""The command line for people; the stages are run by DVC."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from standpunkt import storage
from standpunkt.corpora import _fetch
from standpunkt.errors import StandpunktError, nearest

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
    found = _fetch.fetch(_corpus_folder(corpus), source)
    typer.echo(f"{found.folder}: {found.pages:,} pages, {'fetched' if found.changed else 'already up to date'}")
    typer.echo(f"next: .venv/bin/dvc exp run -S corpus={found.folder.parent.as_posix()}")


@app.command()
def summary(
    reports: Annotated[Path, typer.Option(help="The folder of the reports.")] = Path("reports"),
) -> None:
    """Say where the report is and what its headline scores are."""
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
