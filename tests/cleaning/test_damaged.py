"""Damaged pages through the whole of cleaning: what must become of each, in how much time and memory."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from standpunkt.cleaning import batch, linemodel
from standpunkt.cleaning.batch import Dropped, Options

SUFFIXES = {"html": ".html", "text": ".txt"}
MOST_SECONDS = 2
MOST_MEGABYTES = 500


def _module() -> ModuleType:
    """The cases stand in a file beside this one, which is no test and in no package."""
    path = Path(__file__).with_name("damaged.py")
    spec = importlib.util.spec_from_file_location("damaged", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


DAMAGED = _module()
# Made again when they are needed: together they have some 150 MB.
NAMES = [page.name for page in DAMAGED.damaged_pages()]


@pytest.fixture(scope="module")
def pages() -> dict[str, Any]:
    """The cases by name; the models are read before one is timed."""
    linemodel.shipped("html")
    linemodel.shipped("text")
    return {page.name: page for page in DAMAGED.damaged_pages()}


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_page(pages: dict[str, Any], name: str) -> None:
    page = pages[name]
    path = f"page{SUFFIXES[page.kind]}"
    start = time.process_time()
    row = batch.clean(path, page.content, Options())
    seconds = time.process_time() - start
    assert (row.message if isinstance(row, Dropped) else "article") == (
        "article" if page.wanted == "article" else f"{path}: {page.wanted}"
    )
    assert page.kept in ("" if isinstance(row, Dropped) else row["text"])
    assert seconds < MOST_SECONDS


def test_the_cases_are_made_for_the_limits_of_the_package() -> None:
    assert batch.DEFAULT == DAMAGED.LIMITS


def test_names_are_unique() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert {*LARGEST} <= {*NAMES}


# In a process of its own, whose peak is that of this page. Not `resource`: its peak is inherited from the parent.
MEMORY = """
import json, re, sys
from pathlib import Path
from standpunkt.cleaning import batch
row = batch.clean(sys.argv[1], sys.stdin.buffer.read(), batch.Options())
outcome = row.message if isinstance(row, batch.Dropped) else "article"
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(json.dumps([outcome, int(peak[1]) / 1024]))
"""
LARGEST = (
    "HTML of 50 MB without a tag",
    "a line of 2.4 MB",
    "2,400,000 empty lines",
    "200,000 nested divs",
    "300,000 times &amp;",
    "100,000 <br>",
)


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_pages_fit_in_little_memory(pages: dict[str, Any], name: str) -> None:
    page = pages[name]
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, f"page{SUFFIXES[page.kind]}"],
        input=page.content,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
    )
    assert done.stderr == b""
    outcome, megabytes = json.loads(done.stdout)
    assert outcome.endswith(page.wanted)
    assert megabytes < MOST_MEGABYTES
