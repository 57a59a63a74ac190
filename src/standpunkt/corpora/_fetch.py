"""Bring the files of a public corpus beside its corpus.yaml: from a folder, an archive, or an address.

Files are checked before they take their place: a corpus whose files do not read in its format is refused, and what was
there stays. Archives are unpacked without trusting their paths, under caps on size and number of files.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from standpunkt import archives, corpora, storage
from standpunkt.errors import StandpunktError
from standpunkt.schema import Codebook, CorpusConfig

FILES = "files"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lies beside corpus.yaml now."""

    folder: Path
    pages: int
    changed: bool


def fetch(corpus: Path, source: str, caps: archives.Caps | None = None) -> Fetched:
    """Put the files of a corpus into `<corpus>/files`.

    Args:
        corpus: the folder with corpus.yaml.
        source: a folder, a .zip or .tar.gz file, or an http(s) address of one.
        caps: limits for archives and downloads.

    Returns:
        The folder, the number of pages read from it, and whether anything changed.

    Raises:
        StandpunktError: source not found, not an archive, over a cap, an unsafe path inside, or not in the
            corpus's format.
    """
    caps = caps or archives.Caps()
    config = corpora.read_config(corpus)
    codebook = corpora.read_codebook(corpus, config)
    target = corpus / FILES
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=corpus) as name:
        work = Path(name)
        fresh = work / FILES
        archives.bring(source, fresh, work, caps)
        # Read it where it lies, with the corpus's own description beside it, before anything is replaced.
        for file in ("corpus.yaml", config.codebook):
            storage.write_bytes(work / file, storage.read_bytes(corpus / file))
        pages = len(_checked(work, corpus, config, codebook).pages)
        if target.is_dir() and archives.same(fresh, target):
            return Fetched(target, pages, changed=False)
        with storage.new_folder(target) as folder:
            archives.copy(fresh, folder)
    return Fetched(target, pages, changed=True)


def _checked(work: Path, corpus: Path, config: CorpusConfig, codebook: Codebook) -> corpora.Corpus:
    try:
        return corpora.read(work, config, codebook, ["topic"])  # whether a page may have several is for ingest to say
    except StandpunktError as error:
        message = str(error).replace(str(work), str(corpus))
        raise StandpunktError(f"what was fetched is no {config.name}: {message}; nothing was changed") from None
