"""How the tests of all formats read a corpus, and what they see where one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from standpunkt import corpora
from standpunkt.corpora import Corpus
from standpunkt.errors import StandpunktError


def read(folder: Path) -> Corpus:
    """The corpus in a folder, in the format that its corpus.yaml names."""
    config = corpora.read_config(folder)
    return corpora.read(folder, config, corpora.read_codebook(folder, config))


def refused(folder: Path) -> str:
    """Why a corpus is refused, paths from its folder on."""
    with pytest.raises(StandpunktError) as caught:
        read(folder)
    return str(caught.value).replace(f"{folder}/", "")
