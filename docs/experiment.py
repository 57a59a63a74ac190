"""Run the experiment of docs/experiments.md in a clone of what is committed, and write its output into the page.

`make walkthrough` runs it; it takes as long as the pipeline. Nothing here is changed but the page.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from readme import with_block

from standpunkt import storage
from standpunkt.errors import StandpunktError

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs/experiments.md"
_MOST_LINES = 12  # of an output that is shown; the first half and the last
_NOISE = re.compile(r"^(?:WARNING|To (?:track|enable)|Use `dvc push`|\s*(?:git add|dvc config)|Updating lock file|> )")
_KEPT = re.compile(r"^(?:Reproducing|Stage|Running stage|Ran experiment|Experiment results|error:|ERROR: failed)")


def run(folder: Path, command: str, *, fails: bool = False) -> list[str]:
    """The lines that a command prints, as a user of the clone would see them without colours.

    Raises:
        StandpunktError: it ends with another status than it should.
    """
    environment = os.environ | {"COLUMNS": "120", "NO_COLOR": "1"}
    found = subprocess.run(  # noqa: S602 - commands of this file
        command, shell=True, cwd=folder, env=environment, text=True, capture_output=True, check=False
    )
    if (found.returncode != 0) is not fails:
        raise StandpunktError(f"{command}: exit status {found.returncode}: {found.stderr.strip()[-300:]}")
    text = f"{found.stdout}\n{found.stderr}".replace(f"{folder}/", "")
    return [line.rstrip() for line in text.splitlines() if line.strip() and not _NOISE.match(line)]


def shown(command: str, lines: Sequence[str]) -> str:
    """A command with its output as a block of Markdown."""
    return "\n".join(["```console", f"$ {command}", *lines, "```"])


def stages(lines: Sequence[str]) -> Iterator[str]:
    """What DVC says of each stage; dots stand for what the stages print."""
    left_out = False
    for line in lines:
        if _KEPT.match(line):
            yield from ["…"] * left_out
            left_out = False
            yield line
        else:
            left_out = True


def short(lines: Sequence[str], most: int = _MOST_LINES) -> list[str]:
    """The first lines and the last, with dots where lines are left out."""
    return list(lines) if len(lines) <= most else [*lines[: most - 4], "…", *lines[-3:]]


def blocks(folder: Path) -> Iterator[tuple[str, str]]:
    """The outputs of the walk, in its order, by the name of their place in the page."""
    run(folder, ".venv/bin/dvc repro")
    if run(folder, "git status --porcelain"):
        raise StandpunktError("the clone is not what is committed after dvc repro; commit first, then run this again")
    command = ".venv/bin/dvc exp run -n lemmas -S topic.word_form=lemma"
    yield "run", shown(command, list(stages(run(folder, command))))
    command = ".venv/bin/dvc params diff"
    yield "params", shown(command, run(folder, command))
    command = ".venv/bin/dvc metrics diff"
    yield "metrics", shown(command, short(run(folder, command)))
    command = ".venv/bin/standpunkt compare"
    yield "compare", shown(command, short([line for line in run(folder, command) if not line.startswith("<")], 40))
    command = "git diff --stat reports/predictions/"
    yield "predictions", shown(command, run(folder, command) or ["(nothing: no prediction changed)"])
    run(folder, "git checkout -q . && .venv/bin/dvc checkout -q")
    command = ".venv/bin/dvc status"
    yield "clean", shown(command, run(folder, command))
    command = ".venv/bin/dvc exp run -S stance.C=viel"
    yield "wrong", shown(command, [line for line in run(folder, command, fails=True) if line.startswith("error:")])


def main() -> int:
    """Write the page."""
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "standpunkt"
            run(REPOSITORY, f"git clone -q . {folder}")
            (folder / ".venv").symlink_to(REPOSITORY / ".venv", target_is_directory=True)
            storage.write_text(folder / ".git/info/exclude", ".venv\n")  # .gitignore names the folder, this is a link
            text = storage.read_text(PAGE)
            for block, output in blocks(folder):
                text = with_block(text, block, output)
        storage.write_text(PAGE, text)
    except StandpunktError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
