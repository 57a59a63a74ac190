"""spaCy without its command line, each in a process of its own: what is imported first decides."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(code: str) -> str:
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


def test_the_command_line_of_spacy_is_not_loaded() -> None:
    names = "{'spacy', 'spacy.cli', 'weasel'}"
    code = f"import sys, standpunkt.language.pipeline as p; print(sorted({names} & {{*sys.modules}}))"
    assert run(code) == "['spacy']"


@pytest.mark.parametrize("first", ["", "import spacy; ", "import spacy.cli; "])
def test_spacy_and_its_command_line_work_afterwards(first: str) -> None:
    code = (
        f"{first}from standpunkt.language import pipeline; import spacy; from spacy.cli import app; "
        "from spacy.training import Example; nlp = spacy.blank('de'); "
        "print([t.text for t in nlp('Es regnet.')], app.info.name, callable(Example))"
    )
    assert run(code).startswith("['Es', 'regnet', '.'] spacy")
