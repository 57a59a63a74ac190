from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from standpunkt import stages
from standpunkt.cleaning import batch
from standpunkt.cleaning.article import Article, Line
from standpunkt.cleaning.batch import DEFAULT, Dropped, Options, clean, clean_pages, kind_of
from standpunkt.cleaning.limits import Limits
from standpunkt.errors import StandpunktError

SMALL = Limits(page_bytes=40, depth=10, line_characters=40, seconds=1)
ARTICLE = Article(
    text="Der Deich bei Salzhorn hält.\n\nDas sagte Swantje Kolberg.",
    kicker="Küste",
    title="Der Deich hält",
    teaser="Nach der Flut gibt es Entwarnung.",
    author="Jette Harms",
    published="2031-02-03",
    modified="2031-02-04",
    outlet="Salzhorner Bote",
    section="Land",
    language="de",
    is_teaser=True,
    sources={"published": "json-ld", "title": "og:title"},
    kept=[Line(2, "Der Deich hält", "title", "a heading", 0.9)],
    removed=[
        Line(1, "Start | Land", "navigation", "only links", 0.98765, 6, 18),
        Line(3, "Foto: Harms", "credit", "x"),
    ],
)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Limits | None]]:
    """What reaches `clean_page`, which answers by a word in the page."""
    calls = []

    def clean_page(kind: str, content: str, limits: Limits | None = None) -> Article | str:
        calls.append((kind, content, limits))
        answers: dict[str, Article | str | Exception] = {
            "tief": "too_deep",
            "Fehler": IndexError("list index out of range"),
            "Speicher": MemoryError(),
            "Modell": StandpunktError("model.npz: no such file"),
            "Platte": OSError("input/output error"),
            "English": Article(text=content, language="en"),
            "kurz": Article(text=content, language="und"),
        }
        answer = next((answers[word] for word in answers if word in content), ARTICLE)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(batch, "clean_page", clean_page)
    return calls


# --- one page --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("seen")
def test_a_row_has_every_field() -> None:
    assert clean("bote/deich.html", "Grüße".encode("cp1252"), Options()) == {
        "path": "bote/deich.html",
        "id": "bote/deich",
        "encoding": "cp1252 (fallback)",
        "kicker": "Küste",
        "title": "Der Deich hält",
        "teaser": "Nach der Flut gibt es Entwarnung.",
        "author": "Jette Harms",
        "date": "2031-02-03",
        "modified": "2031-02-04",
        "outlet": "Salzhorner Bote",
        "section": "Land",
        "language": "de",
        "is_teaser": True,
        "sources": {"date": "json-ld", "title": "og:title"},
        "text": "Der Deich bei Salzhorn hält.\n\nDas sagte Swantje Kolberg.",
        "removed": [
            {
                "line": 1, "text": "Start | Land", "role": "navigation", "reason": "only links", "confidence": 0.988,
                "start": 6, "end": 18,
            },
            {
                "line": 3, "text": "Foto: Harms", "role": "credit", "reason": "x", "confidence": 1.0,
                "start": -1, "end": -1,
            },
        ],
    }  # fmt: skip


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize(
    ("path", "identifier"),
    [
        ("-", "-"),
        ("deich.HTML", "deich"),
        ("./a b/größe.xhtml", "./a b/größe"),
        ("a.b/deich", "a.b/deich"),
        ("bote.example-17", "bote.example-17"),
        ("deich.html.txt", "deich.html"),
        (".html", ".html"),
    ],
)
def test_the_id_is_the_path_without_the_suffix_of_a_page(path: str, identifier: str) -> None:
    row = clean(path, b"Text", Options())
    assert isinstance(row, dict)
    assert (row["path"], row["id"]) == (path, identifier)


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("a.html", "Nur Text", "html"),
        ("a.HTM", "Nur Text", "html"),
        ("a.xhtml", "Nur Text", "html"),
        ("a.txt", "<html><p>Der Deich</html>", "text"),
        ("a.md", "<p>Der Deich", "text"),
        ("-", "Der Deich hält.", "text"),
        ("-", "<!DOCTYPE html>\nDer Deich", "html"),
        ("-", "<?xml version='1.0'?>\n<HTML lang='de'>", "html"),
        ("a.php", "\n  <div class=a>Der Deich", "html"),
        ("a", "Vorweg <p>Der Deich", "html"),
        ("a", "<article>", "html"),
        ("a", "<pre>Der Deich</pre>", "text"),
        ("a", "<rss><item>Der Deich</item></rss>", "text"),
        ("a", "Wenn a<b ist", "text"),
        ("a", "Der Deich. " * 100 + "<p>", "text"),
    ],
)
def test_the_kind(path: str, text: str, kind: str) -> None:
    assert kind_of(path, text) == kind


@pytest.mark.parametrize(
    ("path", "options", "call"),
    [
        ("a.html", Options(), ("html", "Der Deich", DEFAULT)),
        ("-", Options(limits=SMALL), ("text", "Der Deich", SMALL)),
        ("a.html", Options(kind="text"), ("text", "Der Deich", DEFAULT)),
        ("a.txt", Options(kind="html"), ("html", "Der Deich", DEFAULT)),
    ],
)
def test_kind_and_limits_go_down(
    seen: list[tuple[str, str, Limits | None]], path: str, options: Options, call: tuple[str, str, Limits]
) -> None:
    clean(path, b"\xef\xbb\xbfDer Deich", options)
    assert seen == [call]


def test_the_default_limits_are_those_of_the_pipeline(params_yaml: Callable[..., Path]) -> None:
    params = stages.load_params(params_yaml({}))
    options = params.clean
    assert (
        Limits(params.ingest.max_page_bytes, options.max_depth, options.max_line_characters, options.max_seconds)
        == DEFAULT
    )


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize(
    ("content", "options", "dropped"),
    [
        (b"", Options(), Dropped("a.html: empty")),
        (b" \n\t", Options(), Dropped("a.html: empty")),
        (b"PK\x03\x04 und mehr", Options(), Dropped("a.html: undecodable")),
        (b"x" * 41, Options(limits=SMALL), Dropped("a.html: too_large")),
        (b"tief", Options(), Dropped("a.html: too_deep")),
        (b"Fehler", Options(), Dropped("a.html: error (IndexError: list index out of range)")),
        (b"Speicher", Options(), Dropped("a.html: error (MemoryError: )")),
        (b"English", Options(language="de"), Dropped("a.html: wrong_language (en)", failed=False)),
        (b"kurz", Options(language="de"), Dropped("a.html: wrong_language (und)", failed=False)),
    ],
)
def test_a_page_without_a_row_has_a_reason(content: bytes, options: Options, dropped: Dropped) -> None:
    assert clean("a.html", content, options) == dropped


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize(
    ("content", "options"),
    [(b"x" * 40, Options(limits=SMALL)), (b"English", Options()), (b"English", Options(language="en"))],
)
def test_at_the_limit_and_in_a_language_that_is_wanted(content: bytes, options: Options) -> None:
    assert isinstance(clean("a.html", content, options), dict)


@pytest.mark.usefixtures("seen")
def test_an_installation_that_does_not_work_is_no_fault_of_a_page() -> None:
    with pytest.raises(StandpunktError, match=r"^model\.npz: no such file$"):
        clean("a.html", b"Modell", Options())
    with pytest.raises(OSError, match="input/output error"):
        clean("a.html", b"Platte", Options())


def test_what_goes_to_a_worker_and_back_is_the_same_there() -> None:
    for value in (Options("html", "de", SMALL), Dropped("a: empty"), StandpunktError("a\nb: c")):
        copy = pickle.loads(pickle.dumps(value))  # noqa: S301
        assert (type(copy), str(copy)) == (type(value), str(value))


# --- many pages ------------------------------------------------------------------------------------------------------


def taken_from(pages: list[tuple[str, bytes] | Dropped], taken: list[int]) -> Iterator[tuple[str, bytes] | Dropped]:
    for number, page in enumerate(pages):
        taken.append(number)
        yield page


# Pages that need no model: what is told before it is asked.
PAGES: list[tuple[str, bytes] | Dropped] = [
    Dropped(f"{number}: no such file") if number % 5 == 0 else (f"{number}", b"" if number % 3 else b"%PDF-1.7")
    for number in range(60)
]
RESULTS = [
    Dropped(f"{number}: {'no such file' if number % 5 == 0 else 'empty' if number % 3 else 'undecodable'}")
    for number in range(60)
]


@pytest.mark.parametrize(("workers", "held"), [(1, 1), (2, 16)])
def test_order_is_that_of_the_input_and_few_pages_are_held(workers: int, held: int) -> None:
    taken: list[int] = []
    results = []
    for number, result in enumerate(clean_pages(taken_from(PAGES, taken), Options(), workers)):
        results.append(result)
        assert len(taken) - number <= held
    assert results == RESULTS
    assert taken == list(range(60))


@pytest.mark.parametrize("workers", [1, 2])
def test_no_pages(workers: int) -> None:
    assert list(clean_pages([], Options(), workers)) == []


def test_closing_ends_the_workers() -> None:
    results = clean_pages(iter(PAGES * 10), Options(), 2)
    next(results)
    assert [next(results) for _ in range(8)] == RESULTS[1:9]
    started = multiprocessing.active_children()
    assert 1 <= len(started) <= 2
    results.close()
    assert multiprocessing.active_children() == []


def test_an_interrupt_comes_after_the_start_of_a_process() -> None:
    steps = []
    with pytest.raises(KeyboardInterrupt), batch._interrupts_later():
        signal.raise_signal(signal.SIGINT)
        steps.append("started")
    assert steps == ["started"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
