from __future__ import annotations

import inspect
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt import cli, storage
from standpunkt.cleaning import batch
from standpunkt.cleaning.article import Article, Line

REPOSITORY = Path(__file__).parents[1]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in the test's folder: exit status, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "*")

    def main(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["standpunkt", *(str(word) for word in words)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        status = caught.value.code
        assert isinstance(status, int)
        return (status, *capsys.readouterr())

    return main


@pytest.fixture
def zeitung(tmp_path: Path, describe_zeitung: Callable[[Path], Path]) -> Path:
    """A corpus below data/corpora whose files are not there yet."""
    return describe_zeitung(tmp_path / "data/corpora/zeitung")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "zeitung.zip", "w") as archive:
        archive.writestr("train.csv", "Energie;'Die Leitung fehlt.'\n")
        archive.writestr("test.csv", "Energie;'Das Windrad steht.'\n")
    return tmp_path / "zeitung.zip"


# --- fetch -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["zeitung", "data/corpora/zeitung", "data/corpora/zeitung/"])
def test_fetch_says_what_it_did_and_what_comes_next(run: Run, zeitung: Path, source: Path, name: str) -> None:
    following = "next: .venv/bin/dvc exp run -S corpus=data/corpora/zeitung\n"
    assert run("fetch", name, "--from", source) == (
        0, f"data/corpora/zeitung/files: 2 pages, fetched\n{following}", "",
    )  # fmt: skip
    assert sorted(path.name for path in (zeitung / "files").iterdir()) == ["test.csv", "train.csv"]
    assert run("fetch", name, "--from", source) == (
        0, f"data/corpora/zeitung/files: 2 pages, already up to date\n{following}", "",
    )  # fmt: skip


@pytest.mark.usefixtures("zeitung")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("zeitun", "zeitun: no corpus.yaml there or in data/corpora/zeitun; did you mean 'zeitung'?"),
        ("xyz", "xyz: no corpus.yaml there or in data/corpora/xyz; allowed: zeitung"),
    ],
)
def test_an_unknown_corpus(run: Run, source: Path, name: str, message: str) -> None:
    assert run("fetch", name, "--from", source) == (1, "", f"error: {message}\n")


@pytest.mark.usefixtures("zeitung")
@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("fehlt.zip", "fehlt.zip: no such folder or file, and no http(s) address"),
        ("fehlt\n.zip", "fehlt\\n.zip: no such folder or file, and no http(s) address"),
        ("data/corpora", "data/corpora: the corpus lies in this folder; name the folder of its files alone"),
        ("", ": the corpus lies in this folder; name the folder of its files alone"),
    ],
)
def test_a_source_that_cannot_be_used(run: Run, wanted: str, message: str) -> None:
    assert run("fetch", "zeitung", "--from", wanted) == (1, "", f"error: {message}\n")


@pytest.mark.usefixtures("zeitung", "loopback")
def test_an_address_that_nobody_answers_at(run: Run) -> None:
    status, out, err = run("fetch", "zeitung", "--from", "http://127.0.0.1:1/x.zip")
    assert (status, out) == (1, "")
    assert re.fullmatch(r"error: http://127\.0\.0\.1:1/x\.zip: cannot be fetched \(.*Connection refused\)\n", err)


def test_fetch_needs_a_source(run: Run, zeitung: Path) -> None:
    status, out, err = run("fetch", "zeitung")
    assert (status, out) == (2, "")
    assert "Missing option '--from'" in err
    assert not (zeitung / "files").exists()


# --- summary ---------------------------------------------------------------------------------------------------------


def score(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.05, "high": value + 0.05}


TOPIC: dict[str, Any] = {
    "n": 80,
    "macro_f1": score(0.8),
    "baselines": {"majority": {"macro_f1": score(0.1)}, "length": {"macro_f1": score(0.25)}},
}


def reports(folder: Path, *, report: tuple[str, ...] = ("report.html", "report.md")) -> None:
    metrics = {"topic": TOPIC, "stance": {"n": 0, "status": "this corpus has no labels for this task"}, "clean": {}}
    for name, content in metrics.items():
        storage.write_json(folder / "metrics" / f"{name}.json", content)
    for name in report:
        storage.write_text(folder / name, "")


def test_summary_shows_scores_and_the_best_baseline(run: Run, tmp_path: Path) -> None:
    reports(tmp_path / "reports")
    status, out, err = run("summary")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "topic: macro-F1 0.800 [0.750, 0.850] on 80 test items; best baseline: length 0.250",
        "report: reports/report.html",
        "report: reports/report.md",
    ]


def test_summary_of_another_folder(run: Run, tmp_path: Path) -> None:
    reports(tmp_path / "anders")
    status, out, err = run("summary", "--reports", "anders")
    assert (status, out.splitlines()[-1], err) == (0, "report: anders/report.md", "")


@pytest.mark.parametrize(
    ("there", "missing"), [((), "report.html"), (("report.md",), "report.html"), (("report.html",), "report.md")]
)
def test_summary_without_a_report(run: Run, tmp_path: Path, there: tuple[str, ...], missing: str) -> None:
    reports(tmp_path / "reports", report=there)
    status, _, err = run("summary")
    assert (status, err) == (1, f"error: reports/{missing}: no report yet; run: make report\n")


# --- clean -----------------------------------------------------------------------------------------------------------

ARTICLE = Article(
    text="Der Deich bei Salzhorn hält.\n\nDas sagte Swantje Kolberg.",
    kicker="Küste",
    title="Der Deich hält",
    teaser="Nach der Flut gibt es Entwarnung.",
    author="Jette Harms",
    published="2031-02-03",
    outlet="Salzhorner Bote",
    language="de",
    removed=[
        Line(1, "Start | Land", "navigation", "only links", 0.987, 0, 12),
        Line(2, "Foto: \x1b[2JHarms\x9b", "credit", "begins like one", 0.8, 20, 30),
        Line(9, "Impressum", "navigation", "only links", 1.0, 90, 99),
    ],
)
VIEW = """\
Küste
Der Deich hält
Nach der Flut gibt es Entwarnung.

Jette Harms · 2031-02-03 · Salzhorner Bote · de

Der Deich bei Salzhorn hält.

Das sagte Swantje Kolberg.

removed lines: 2 navigation, 1 credit
"""


@pytest.fixture
def cleaner(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cleaner that needs no model: the text of the article is the page."""

    def clean_page(kind: str, content: str, _limits: object) -> Article | str:
        if content == "deich":
            return ARTICLE
        if content == "leer":
            return "no_article_found"
        return Article(f"{kind}: {content}", language="en" if "English" in content else "de", is_teaser="+" in content)

    monkeypatch.setattr(batch, "clean_page", clean_page)


def rows(out: str) -> list[tuple[str, str, str]]:
    return [(row["path"], row["id"], row["text"]) for row in map(json.loads, out.splitlines())]


@pytest.mark.usefixtures("cleaner")
def test_clean_shows_an_article(run: Run, tmp_path: Path) -> None:
    storage.write_text(tmp_path / "a.txt", "deich")
    assert run("clean", "a.txt") == (0, VIEW, "")
    listed = """
    1 navigation (only links, 0.99): Start | Land
    2 credit (begins like one, 0.80): Foto: [2JHarms
    9 navigation (only links, 1.00): Impressum
"""
    assert run("clean", "a.txt", "--removed") == (0, VIEW + listed, "")


@pytest.mark.usefixtures("cleaner")
def test_clean_shows_which_page_an_article_is_of(run: Run, tmp_path: Path) -> None:
    storage.write_text(tmp_path / "m/a.txt", "eins+")
    storage.write_text(tmp_path / "m/b.html", "zwei")
    first = """\
==> m/a.txt <==

de

text: eins+

The page shows the beginning alone; the rest is for subscribers.

removed lines: none

"""
    second = "==> m/b.html <==\n\nde\n\nhtml: zwei\n\nremoved lines: none\n\n"
    assert run("clean", "m") == (0, first + second, "")
    assert run("clean", "m/b.html", "m/a.txt") == (0, second + first, "")


@pytest.mark.usefixtures("cleaner")
def test_clean_writes_json_lines(run: Run, tmp_path: Path) -> None:
    storage.write_text(tmp_path / "a.txt", "deich")
    status, out, err = run("clean", "--json", "a.txt")
    assert (status, err, out.count("\n")) == (0, "", 1)
    row = json.loads(out)
    assert sorted(row) == [
        "author", "date", "encoding", "id", "is_teaser", "kicker", "language", "modified", "outlet", "path", "removed",
        "section", "sources", "teaser", "text", "title",
    ]  # fmt: skip
    assert row["removed"][1] == {
        "line": 2, "text": "Foto: \x1b[2JHarms\x9b", "role": "credit", "reason": "begins like one", "confidence": 0.8,
        "start": 20, "end": 30,
    }  # fmt: skip
    assert out == storage.json_text(row) + "\n"


@pytest.mark.usefixtures("cleaner")
def test_clean_reads_folders_in_the_order_of_paths(run: Run, tmp_path: Path) -> None:
    names = ["z.md", "b/a.htm", "b/ä ö.TXT", "b.html", "b-c/x.xhtml", "b/leer/bild.png", "c.css"]
    for name in names:
        storage.write_text(tmp_path / "m" / name, name)
    found = [
        ("b-c/x.xhtml", "b-c/x", "html: "),
        ("b.html", "b", "html: "),
        ("b/a.htm", "b/a", "html: "),
        ("b/ä ö.TXT", "b/ä ö", "text: "),
        ("z.md", "z", "text: "),
    ]
    for word, prefix in (("m", "m/"), ("m/", "m/"), ("./m", "./m/"), (tmp_path / "m", f"{tmp_path}/m/")):
        status, out, err = run("clean", "--json", word)
        assert (status, err) == (0, "")
        assert rows(out) == [(prefix + path, prefix + name, kind + path) for path, name, kind in found]
    assert [str(path) for path in storage.walk(tmp_path / "m", batch.KINDS)] == [
        str(path) for path in storage.files_below(tmp_path / "m", batch.KINDS)
    ]


@pytest.mark.usefixtures("cleaner")
def test_clean_names_what_fails_and_goes_on(run: Run, tmp_path: Path) -> None:
    for name, text in {"m/a.txt": "eins", "m/leer.txt": "leer", "m/tief/b.txt": "zwei", "c.txt": "drei"}.items():
        storage.write_text(tmp_path / name, text)
    (tmp_path / "m/kreis").symlink_to(".")
    (tmp_path / "m/nichts.html").symlink_to("fehlt.html")
    (tmp_path / "m/nichts.css").symlink_to("fehlt.css")
    (tmp_path / "m/selbst.txt").symlink_to("selbst.txt")
    os.mkfifo(tmp_path / "m/rohr.txt")
    storage.write_bytes(tmp_path / "m/bild.html", b"\x89PNG\r\n")
    (tmp_path / "nichts").mkdir()
    status, out, err = run(
        "clean",
        "--json",
        "c.txt",
        "fehlt.txt",
        "m",
        "nichts",
        "m/selbst.txt",
        "c.txt/x",
        "",
        "a\nb",
        "c.txt",
        "m/kreis/a.txt",
    )
    assert status == 1
    assert [path for path, _, _ in rows(out)] == ["c.txt", "m/a.txt", "m/tief/b.txt", "c.txt", "m/kreis/a.txt"]
    assert err.splitlines() == [
        "fehlt.txt: no such file",
        "m/bild.html: undecodable",
        "m/kreis: a link to a folder is not followed; name the folder itself",
        "m/leer.txt: no_article_found",
        "m/nichts.html: no file (a link to nothing, or a device)",
        "m/rohr.txt: no file (a link to nothing, or a device)",
        "m/selbst.txt: no file (a link to nothing, or a device)",
        "nichts: no page in this folder; wanted .htm, .html, .md, .txt, .xhtml",
        "m/selbst.txt: cannot be read (Too many levels of symbolic links)",
        "c.txt/x: cannot be read (Not a directory)",
        "'': no such file",
        "a\\nb: no such file",
    ]


@pytest.mark.usefixtures("cleaner")
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_clean_names_what_may_not_be_read(run: Run, tmp_path: Path) -> None:
    for name in ("m/a.txt", "m/b/b.txt", "m/c.txt"):
        storage.write_text(tmp_path / name, name)
    (tmp_path / "m/a.txt").chmod(0)
    (tmp_path / "m/b").chmod(0)
    status, out, err = run("clean", "--json", "m")
    (tmp_path / "m/b").chmod(0o755)
    assert (status, [path for path, _, _ in rows(out)]) == (1, ["m/c.txt"])
    assert err == "m/a.txt: cannot be read (Permission denied)\nm/b: cannot be read (Permission denied)\n"


@pytest.mark.usefixtures("cleaner")
@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="file names there are Unicode")
def test_clean_escapes_bytes_of_names_that_are_not_utf8(run: Run, tmp_path: Path) -> None:
    storage.write_text(tmp_path / "m" / os.fsdecode(b"gr\xfc\xdfe.txt"), "eins")
    status, out, err = run("clean", "--json", "m", os.fsdecode(b"\xfc.txt"))
    assert (status, err) == (1, "\\udcfc.txt: no such file\n")
    assert rows(out) == [("m/gr\\udcfc\\udcdfe.txt", "m/gr\\udcfc\\udcdfe", "text: eins")]


@pytest.mark.usefixtures("cleaner")
def test_clean_reads_standard_input(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage.write_text(tmp_path / "a.txt", "eins")
    (tmp_path / "-").mkdir()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("<p>grün".encode("cp1252"))))
    status, out, err = run("clean", "--json", "a.txt", "-", "-")
    assert (status, err) == (1, "-: empty\n")
    assert rows(out) == [("a.txt", "a", "text: eins"), ("-", "-", "html: <p>grün")]


@pytest.mark.usefixtures("cleaner")
def test_clean_keeps_one_language(run: Run, tmp_path: Path) -> None:
    storage.write_text(tmp_path / "a.txt", "English")
    storage.write_text(tmp_path / "b.txt", "Deutsch")
    status, out, err = run("clean", "--json", "--language", "de", "a.txt", "b.txt")
    assert (status, rows(out), err) == (0, [("b.txt", "b", "text: Deutsch")], "a.txt: wrong_language (en)\n")


@pytest.mark.usefixtures("cleaner")
def test_clean_is_told_the_kind(run: Run, tmp_path: Path) -> None:
    storage.write_text(tmp_path / "a.html", "eins")
    assert rows(run("clean", "--json", "--kind", "text", "a.html")[1]) == [("a.html", "a", "text: eins")]


@pytest.mark.usefixtures("cleaner")
def test_clean_reads_no_more_of_a_file_than_a_page_may_have(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(10**12)  # a hole: takes no room on disk, and does not fit into memory
    assert run("clean", "a.txt") == (1, "", "a.txt: too_large\n")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "PAGE..."),
        (["a.txt", "--kind", "pdf"], "--kind"),
        (["a.txt", "--workers", "0"], "--workers"),
        (["a.txt", "--seconds", "0"], "--seconds"),
    ],
)
def test_clean_refuses(run: Run, words: list[str], problem: str) -> None:
    status, out, err = run("clean", *words)
    assert (status, out) == (2, "")
    assert problem in err.split("Error")[1]  # the rest is Typer's wording, which changes between releases


def test_the_time_in_the_help_is_the_default() -> None:
    assert inspect.signature(cli.clean).parameters["seconds"].default == batch.DEFAULT.seconds


# The program with a cleaner that needs no model, in its worker processes too: they run this file's top level again.
PROGRAM = """
import os, signal, sys, time, types
from standpunkt import cli
from standpunkt.errors import StandpunktError

if __name__ != "__main__" and "--dead" in sys.argv:
    os._exit(3)

def clean_page(kind, content, limits):
    from standpunkt.cleaning.article import Article
    if "stirb" in content:
        os.kill(os.getpid(), signal.SIGKILL)
    if "Modell" in content:
        raise StandpunktError("model.npz: no such file")
    if "langsam" in content:
        time.sleep(0.2)
    return "too_deep" if "tief" in content else Article(content, language="de")

page = types.ModuleType("standpunkt.cleaning.page")
page.clean_page = clean_page
sys.modules[page.__name__] = page
if __name__ == "__main__":
    cli.main()
"""


def start(
    folder: Path,
    *words: str,
    stdout: Any = subprocess.PIPE,
    stderr: Any = subprocess.PIPE,
    start_new_session: bool = False,
) -> subprocess.Popen[bytes]:
    script = folder / "program.py"
    storage.write_text(script, PROGRAM)
    environment = {"PYTHONPATH": str(REPOSITORY / "src"), "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    return subprocess.Popen(
        [sys.executable, str(script), *words],
        cwd=folder,
        env=environment,
        stdout=stdout,
        stderr=stderr,
        start_new_session=start_new_session,
    )


def pages(folder: Path, *texts: str) -> None:
    for number, text in enumerate(texts):
        storage.write_text(folder / f"m/{number:03}.txt", text)


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    texts = [("langsam, " if number % 7 == 0 else "") + f"Grüße {number} " * 99 for number in range(40)]
    texts[3:6] = ["tief", "", "tief"]
    pages(tmp_path, *texts)
    found = {}
    for workers in ("1", "2", "3"):
        process = start(tmp_path, "clean", "--json", "m", "fehlt", "m/000.txt", "--workers", workers)
        found[workers] = (*process.communicate(timeout=60), process.returncode)
    out, err, status = found["1"]
    assert [path for path, _, _ in rows(out.decode())] == [
        *(f"m/{number:03}.txt" for number in range(40) if number not in (3, 4, 5)), "m/000.txt",
    ]  # fmt: skip
    assert err == b"m/003.txt: too_deep\nm/004.txt: empty\nm/005.txt: too_deep\nfehlt: no such file\n"
    assert status == 1
    assert found["2"] == found["1"]
    assert found["3"] == found["1"]


def test_a_worker_that_dies_takes_one_page_with_it(tmp_path: Path) -> None:
    pages(tmp_path, "stirb", "eins", "stirb", "stirb", *(f"Seite {number}" for number in range(20)), "stirb")
    process = start(tmp_path, "clean", "--json", "m", "--workers", "2")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert [text for _, _, text in rows(out.decode())] == ["eins", *(f"Seite {number}" for number in range(20))]
    assert err.decode().splitlines() == [
        f"m/{number}.txt: worker_died (exit code -9)" for number in ("000", "002", "003", "024")
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--workers", "1"], "model.npz: no such file"),
        (["--workers", "2"], "model.npz: no such file"),
        (["--workers", "2", "--", "--dead"], "no worker process starts (exit code 3); clean with one worker"),
    ],
)
def test_what_would_happen_to_every_page_ends_the_program(tmp_path: Path, words: list[str], message: str) -> None:
    pages(tmp_path, *["Modell"] * 5)
    process = start(tmp_path, "clean", "m", *words)
    assert process.communicate(timeout=60) == (b"", f"error: {message}\n".encode())
    assert process.returncode == 1


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_closed_pipe_ends_the_program_quietly(tmp_path: Path, workers: str) -> None:
    pages(tmp_path, *(f"langsam {number}" for number in range(60)))
    process = start(tmp_path, "clean", "--json", "m", "--workers", workers)
    assert process.stdout is not None and process.stderr is not None
    assert json.loads(process.stdout.readline())["text"] == "langsam 0"
    process.stdout.close()
    assert (process.wait(timeout=10), process.stderr.read()) == (1, b"")
    process.stderr.close()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_the_program_and_its_workers_quietly(tmp_path: Path, workers: str) -> None:
    pages(tmp_path, *(f"langsam {number}" for number in range(200)))
    process = start(tmp_path, "clean", "--json", "m", "--workers", workers, start_new_session=True)
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=10)  # ends when the last worker has closed its standard error
    assert (process.returncode, err) == (130, b"")


def test_workers_end_with_a_program_that_is_killed(tmp_path: Path) -> None:
    pages(tmp_path, *(f"langsam {number}" for number in range(200)))
    process = start(tmp_path, "clean", "--json", "m", "--workers", "2", start_new_session=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    _, err = process.communicate(timeout=10)  # ends when the last worker has closed its standard error
    assert (process.returncode, err) == (-9, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    pages(tmp_path, "eins", "zwei")
    with Path("/dev/full").open("wb") as full:
        process = start(tmp_path, "clean", "m", stdout=full)
        _, err = process.communicate(timeout=60)
    assert err.decode().splitlines()[0] == "error: standard output: cannot be written (No space left on device)"
    assert process.returncode != 0


def test_the_bar_is_for_a_terminal(tmp_path: Path) -> None:
    pages(tmp_path, *["langsam"] * 8, "tief")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = start(tmp_path, "clean", "--json", "m", stderr=theirs)
    os.close(theirs)
    out, _ = process.communicate(timeout=60)
    seen = os.read(ours, 100_000).decode()
    os.close(ours)
    assert len(rows(out.decode())) == 8
    assert re.findall(r"\d/9 \[", seen)
    assert "m/008.txt: too_deep\r\n" in seen


def test_help_is_quick(tmp_path: Path) -> None:
    """What a command does not need is not loaded: PyArrow and the cleaner would take longer than all the rest."""
    heavy = "{'numpy', 'pyarrow', 'httpx', 'lxml'}"
    code = f"import sys; from standpunkt import cli; sys.exit(sorted({heavy} & {{*sys.modules}}))"
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(REPOSITORY / "src")}, capture_output=True
    )
    assert process.stderr == b"[]\n"


# --- the program -----------------------------------------------------------------------------------------------------


def program(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "standpunkt.cli", *words],
        cwd=folder,
        env={"PYTHONPATH": str(REPOSITORY / "src"), "NO_PROXY": "*", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


@pytest.mark.usefixtures("zeitung")
def test_an_error_of_the_program_is_one_line_and_status_1(tmp_path: Path) -> None:
    found = program(tmp_path, "fetch", "zeitung", "--from", "fehlt")
    assert (found.returncode, found.stdout, found.stderr) == (
        1, "", "error: fehlt: no such folder or file, and no http(s) address\n",
    )  # fmt: skip


@pytest.mark.usefixtures("zeitung")
def test_the_program_fetches(tmp_path: Path, source: Path) -> None:
    found = program(tmp_path, "fetch", "zeitung", "--from", source.name)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.splitlines()[0] == "data/corpora/zeitung/files: 2 pages, fetched"


PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Der Deich hält - Salzhorner Bote</title>
<meta property="article:published_time" content="2031-02-03T08:00:00+01:00"></head><body>
<nav><ul><li><a href="/">Start</a></li><li><a href="/land">Land</a></li><li><a href="/abo">Abo</a></li></ul></nav>
<main><article><h1>Der Deich hält</h1>
<p>Der Deich bei Salzhorn hat der Flut in der Nacht zum Montag standgehalten, und in den Dörfern dahinter blieb es
trocken.</p>
<p>Das sagte Energieministerin Swantje Kolberg, die am Morgen mit den Helfern gesprochen hatte, in Aldenburg.</p>
<p>Im Herbst soll der Landtag entscheiden, ob der Deich um einen halben Meter erhöht wird und wer das bezahlt.</p>
</article></main><footer><a href="/impressum">Impressum</a></footer></body></html>
"""


def test_clean_with_the_model_that_comes_with_it(tmp_path: Path) -> None:
    for name in ("deich.html", "kopie.html"):
        storage.write_text(tmp_path / "m" / name, PAGE)
    found = [program(tmp_path, "clean", "--json", "m", "--workers", str(workers)) for workers in (1, 2)]
    assert [(one.returncode, one.stderr) for one in found] == [(0, "")] * 2
    assert found[0].stdout == found[1].stdout
    row = json.loads(found[0].stdout.splitlines()[0])
    assert [row[name] for name in ("id", "title", "date", "language")] == [
        "m/deich",
        "Der Deich hält",
        "2031-02-03",
        "de",
    ]
    assert [part[:9] for part in row["text"].split("\n\n")] == ["Der Deich", "Das sagte", "Im Herbst"]
    assert [line["text"] for line in row["removed"]] == ["Start", "Land", "Abo", "Impressum"]
    assert [PAGE[line["start"] : line["end"]] for line in row["removed"]] == ["Start", "Land", "Abo", "Impressum"]


def test_help_names_the_commands(run: Run) -> None:
    status, out, err = run("--help")
    assert (status, err) == (0, "")
    assert "Put the files of a public corpus beside its corpus.yaml" in out
    assert "Find the article in pages; say what was removed, and why." in out
    assert "Say where the report is and what its headline scores are." in out
