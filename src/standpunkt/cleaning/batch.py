"""Many pages: bytes and a name become a row or a reason, in the order of the input whatever the number of workers.

Workers are processes of our own, each with one page in hand, and not an executor of the standard library: there, one
worker that is killed breaks the pool, and nothing tells which page did it.
"""

from __future__ import annotations

import multiprocessing
import re
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import PurePosixPath
from typing import Any, Literal

from standpunkt.cleaning import encoding
from standpunkt.cleaning.article import Article, Line
from standpunkt.cleaning.limits import Limits
from standpunkt.cleaning.page import clean_page
from standpunkt.errors import StandpunktError

Kind = Literal["html", "text"]
KINDS: dict[str, Kind] = {".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "text", ".md": "text"}
"""The kind of a page by the suffix of its name."""
DEFAULT = Limits(page_bytes=5_000_000, depth=2_000, line_characters=2_000_000, seconds=20)

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|main|article|section|div|p)(?=[\s/>])", re.IGNORECASE)
_EARLY = 1000  # characters in which HTML shows itself
_IN_FLIGHT = 8  # pages a worker: read or cleaned, and not yet given out
_DIGITS = 3
# What a mistake in our code or a library's raises at one page. Not OSError, ImportError and StandpunktError: they come
# from the installation and would come at every page.
_MISTAKES = (ArithmeticError, AttributeError, LookupError, MemoryError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Options:
    """How pages are cleaned: `kind` None goes by the name, then by the text; `language` None keeps all languages."""

    kind: Kind | None = None
    language: str | None = None
    limits: Limits = DEFAULT


@dataclass(frozen=True, slots=True)
class Dropped:
    """A page without a row. `message` is `path: reason`; `failed` is False where the options asked for it."""

    message: str
    failed: bool = True


Row = dict[str, Any]
Page = tuple[str, bytes]


def clean(path: str, content: bytes, options: Options) -> Row | Dropped:
    """Clean one page.

    Args:
        path: The page as it was named; its suffix says the kind, without the suffix it is the id.
        content: The page; what is longer than the limit by one byte may be cut there.
        options: Kind, language and limits.

    Returns:
        The row, of JSON values alone: path, id, encoding, the fields of the article (its `published` is `date`), and
        the removed lines. Or why there is none: too_large, undecodable, empty, a reason of `clean_page`, error,
        wrong_language.

    Raises:
        StandpunktError: the model cannot be read.
    """
    if len(content) > options.limits.page_bytes:
        return Dropped(f"{path}: too_large")
    try:
        decoded = encoding.decode(content)
        if decoded is None:
            return Dropped(f"{path}: undecodable")
        if not decoded.text.strip():
            return Dropped(f"{path}: empty")
        article = clean_page(options.kind or kind_of(path, decoded.text), decoded.text, options.limits)
    except _MISTAKES as error:
        return Dropped(f"{path}: error ({type(error).__name__}: {error})")
    if isinstance(article, str):
        return Dropped(f"{path}: {article}")
    if not article.text:
        return Dropped(f"{path}: no_article_found")
    if options.language not in (None, article.language):
        return Dropped(f"{path}: wrong_language ({article.language})", failed=False)
    return _row(path, decoded.decision, article)


def kind_of(path: str, text: str) -> Kind:
    """The kind of a page by its suffix; where that says nothing, by whether tags of HTML stand early in the text."""
    sniffed: Kind = "html" if _HTML.search(text, 0, _EARLY) else "text"
    return KINDS.get(_suffix(path), sniffed)


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _row(path: str, decision: str, article: Article) -> Row:
    fields = ("kicker", "title", "teaser", "author", "modified", "outlet", "section", "language", "is_teaser", "text")
    return {
        "path": path,
        # Other suffixes are part of the name: `bote.example-17` and `bote.example-18` are two pages.
        "id": path[: -len(_suffix(path))] if _suffix(path) in KINDS else path,
        "encoding": decision,
        **{name: getattr(article, name) for name in fields},
        "date": article.published,
        "sources": {"date" if name == "published" else name: source for name, source in article.sources.items()},
        "removed": [_removed(line) for line in article.removed],
    }


def _removed(line: Line) -> Row:
    return {
        "line": line.number,
        "text": line.text,
        "role": line.role,
        "reason": line.reason,
        "confidence": round(float(line.confidence), _DIGITS),
        "start": line.start,
        "end": line.end,
    }


def clean_pages(pages: Iterable[Page | Dropped], options: Options, workers: int = 1) -> Generator[Row | Dropped]:
    """Clean pages as they come, and give out what becomes of each in their order.

    At most eight pages a worker are held at a time. Close the iterator where it is not read to its end: that ends the
    workers.

    Args:
        pages: Names and contents; what could not be read is handed on in its place.
        options: For all pages.
        workers: Processes; with one, pages are cleaned in this process.

    Yields:
        A row or a `Dropped` for each page. A page whose worker dies is dropped as worker_died.

    Raises:
        StandpunktError: the model cannot be read, or no worker starts.
    """
    if workers > 1:
        yield from _in_processes(iter(pages), options, workers)
        return
    for page in pages:
        yield page if isinstance(page, Dropped) else clean(*page, options)


def _in_processes(pages: Iterator[Page | Dropped], options: Options, workers: int) -> Iterator[Row | Dropped]:
    pool = _Pool(options, workers)
    done: dict[int, Row | Dropped] = {}
    read = given = 0
    more = True
    try:
        while more or read > given:
            while more and read - given < _IN_FLIGHT * workers:
                page = next(pages, None)
                if page is None:
                    more = False
                elif isinstance(page, Dropped):
                    done[read] = page
                    read += 1
                else:
                    pool.waiting.append((read, page))
                    read += 1
            done.update(pool.advance(block=read > given and given not in done))
            if given in done:
                yield done.pop(given)
                given += 1
    finally:
        pool.close()


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    ready: bool = False  # until then it imports
    task: tuple[int, Page] | None = None


@dataclass(slots=True)
class _Pool:
    """Processes that take one page at a time, so that a death belongs to a page."""

    options: Options
    size: int
    waiting: deque[tuple[int, Page]] = field(default_factory=deque)
    workers: dict[Connection, _Worker] = field(default_factory=dict)

    def advance(self, *, block: bool) -> dict[int, Row | Dropped]:
        """Hand out waiting pages and take back results by number; `block`: wait until something comes back."""
        self._hand_out()
        done = {}
        # By the order of starting: `wait` returns connections in any order.
        arrived = wait(list(self.workers), None if block else 0)
        for connection in [one for one in self.workers if one in arrived]:
            worker = self.workers[connection]
            try:
                result = connection.recv()
            except (EOFError, OSError):  # the latter in the middle of an answer
                done.update(self._bury(connection))
                continue
            if isinstance(result, StandpunktError):
                raise result
            if worker.task is not None:
                done[worker.task[0]] = result
            worker.ready, worker.task = True, None
        self._hand_out()
        return done

    def _hand_out(self) -> None:
        for connection, worker in list(self.workers.items()):
            if self.waiting and worker.ready and worker.task is None:
                if not worker.process.is_alive():
                    del self.workers[connection]  # killed while it had nothing to do: no page is to blame
                    continue
                worker.task = self.waiting.popleft()
                # Where it dies of this page or at this moment, its connection says so next.
                with suppress(BrokenPipeError, ConnectionResetError):
                    connection.send(worker.task[1])
        starting = sum(not worker.ready for worker in self.workers.values())
        while len(self.waiting) > starting and len(self.workers) < self.size:
            self._start()
            starting += 1

    def _start(self) -> None:
        # spawn on every system: a fork would copy the locks of threads that libraries may have started.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self.options), daemon=True)
        with _interrupts_later():
            process.start()
        theirs.close()  # or its end would not be seen
        self.workers[ours] = _Worker(process)

    def _bury(self, connection: Connection) -> dict[int, Row | Dropped]:
        worker = self.workers.pop(connection)
        worker.process.join()
        how = f"exit code {worker.process.exitcode}"
        if worker.task is not None:
            number, (path, _) = worker.task
            return {number: Dropped(f"{path}: worker_died ({how})")}
        if not worker.ready:
            self.size -= 1  # starting it again and again would never end
            if not self.size:
                raise StandpunktError(f"no worker process starts ({how}); clean with one worker")
        return {}

    def close(self) -> None:
        for worker in self.workers.values():
            worker.process.kill()
        for connection, worker in self.workers.items():
            worker.process.join()
            connection.close()


def _work(connection: Connection, options: Options) -> None:
    """The life of a worker process: it ends when the other side does."""
    answer: Row | Dropped | StandpunktError | None = None  # first: here I am
    while True:
        try:
            connection.send(answer)
            path, content = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = clean(path, content, options)
        except StandpunktError as error:
            answer = error


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Ctrl-C comes after what is done inside, and never to processes that are started there: the parent ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # the first start of a process does so too, and would lift the mask
    main = threading.current_thread() is threading.main_thread()
    came: list[int] = []
    # Processes inherit the mask. The handler is for this one, where another thread, as of NumPy, may take the signal.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    handler = signal.signal(signal.SIGINT, lambda number, _: came.append(number)) if main else None
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if main:
            signal.signal(signal.SIGINT, handler or signal.SIG_DFL)
        # Called, where that is possible: raised again, a signal may come much later while threads wait for each other.
        if came and callable(handler):
            handler(came[0], None)
        elif came:
            signal.raise_signal(signal.SIGINT)
