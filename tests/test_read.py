"""`standpunkt read` where no model is fitted yet: what rules find, what is said to be missing, and odd pages."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standpunkt import read, storage
from standpunkt.cleaning import batch
from standpunkt.errors import StandpunktError
from standpunkt.tasks import ModelState, _models

CODEBOOK = """\
version: 1
targets:
  tempolimit:
    statement: Auf Autobahnen soll ein allgemeines Tempolimit von 120 gelten.
    aliases: [Tempolimit, Tempo 120]
actors:
  kolberg: {label: Swantje Kolberg, kind: person, aliases: [Swantje Kolberg, Kolberg], role: Energieministerin}
  hb: {label: Heimatblock, kind: party, aliases: [Heimatblock]}
"""
BODY = (
    "In Aldenburg hat der Streit über das Tempolimit auf den Autobahnen am Dienstag begonnen, und er wird dauern.",
    "„Wir brauchen das Tempolimit so bald wie möglich“, sagte Energieministerin Swantje Kolberg am Dienstag im Rat.",
    "Der Heimatblock lehnt das Tempolimit ab. Seine Abgeordneten wollen im Herbst dagegen stimmen, wie sie sagten.",
)
PAGE = (
    "<!doctype html><html lang='de'><head><title>Streit über Tempo 120</title></head><body><nav><a href='/'>Start</a>"
    "</nav><article><h1>Streit über Tempo 120</h1>"
    + "".join(f"<p>{one}</p>" for one in BODY)
    + "</article></body></html>"
)


@pytest.fixture
def codebook(tmp_path: Path) -> Path:
    storage.write_text(tmp_path / "codebook.yaml", CODEBOOK)
    return tmp_path / "codebook.yaml"


def found(codebook: Path | None, project: Path, content: str = PAGE, name: str = "seiten/tempo.html") -> dict[str, Any]:
    row = batch.clean(name, content.encode(), batch.Options())
    assert not isinstance(row, batch.Dropped), row.message
    return read.load(project, codebook).read(row)


def test_rules_find_who_says_what_and_where_they_stand(codebook: Path, tmp_path: Path) -> None:
    page = found(codebook, tmp_path)
    text = page["text"]
    [direct] = [quote for quote in page["quotes"] if quote["type"] == "direct"]
    assert [text[start:end] for start, end in direct["spans"]] == ["„Wir brauchen das Tempolimit so bald wie möglich“"]
    assert (direct["actor"], direct["name"]) == ("kolberg", "Swantje Kolberg")
    stands = {(one["actor"], one["target"]): one for one in page["positions"]}
    assert {pair: one["stance"] for pair, one in stands.items()} == {
        ("kolberg", "tempolimit"): "favor",
        ("hb", "tempolimit"): "against",
    }
    assert stands["kolberg", "tempolimit"]["how"] == "quoted"
    evidence = stands["hb", "tempolimit"]
    assert text[evidence["start"] : evidence["end"]].startswith("Der Heimatblock lehnt das Tempolimit ab.")
    assert evidence["statement"] == "Auf Autobahnen soll ein allgemeines Tempolimit von 120 gelten."
    assert {actor["id"] for actor in page["actors"]} >= {"kolberg", "hb"}


def test_the_row_is_json_with_what_clean_found(codebook: Path, tmp_path: Path) -> None:
    page = found(codebook, tmp_path)
    assert json.loads(storage.json_text(page)) == page
    assert (page["path"], page["id"], page["title"], page["language"]) == (
        "seiten/tempo.html", "seiten/tempo", "Streit über Tempo 120", "de",
    )  # fmt: skip
    assert page["text"] == "\n\n".join(BODY)


def test_what_is_missing_says_what_to_do(codebook: Path, tmp_path: Path) -> None:
    missing = found(codebook, tmp_path)["missing"]
    assert [line.split(":")[0] for line in missing] == [
        "no topics",
        "quotes by rules alone",
        "positions by rules alone",
    ]
    assert all(line.endswith("run `make report` (or `dvc repro`) once") for line in missing)


def test_embeddings_that_are_not_read_are_said(codebook: Path, params_yaml: Callable[..., Path]) -> None:
    path = params_yaml({"features.encoder": "ein/modell"})
    _models.write(path.parent / "models/topic", "topic", ModelState({"classes": ["energie"]}, {}))
    missing = read.load(path.parent, codebook).missing
    assert [line.split(":")[0] for line in missing] == [
        "quotes by rules alone",
        "positions by rules alone",
        "embeddings",
    ]
    assert "features.encoder" in missing[-1]


def test_without_a_codebook_there_are_quotes_and_actors_but_no_positions(tmp_path: Path) -> None:
    page = found(None, tmp_path)
    assert page["positions"] == []
    assert [quote["name"] for quote in page["quotes"] if quote["type"] == "direct"] == ["Swantje Kolberg"]
    assert page["missing"][-1].startswith("no targets and actors to look for: name a codebook by --codebook")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "codebook.yaml: no such file; --codebook must name a YAML file with targets and actors"),
        ("version: 1\ntagets: {}\n", "codebook.yaml:2: 'tagets' is not a known key; did you mean 'targets'?"),
        ("version: '1'\n", "codebook.yaml:1: version: '1' (str) is not allowed: input should be a valid integer"),
    ],
)
def test_a_bad_codebook_is_refused(text: str | None, message: str, tmp_path: Path) -> None:
    if text is not None:
        storage.write_text(tmp_path / "codebook.yaml", text)
    with pytest.raises(StandpunktError) as caught:
        read.load(tmp_path, tmp_path / "codebook.yaml")
    assert str(caught.value).replace(f"{tmp_path}/", "") == message


FILLER = "Der Rat von Aldenburg hat am Montag über die Straßen der Stadt beraten und dann lange geschwiegen. "
ODD = {
    "no quotes": FILLER * 8,
    "unbalanced marks": f"{FILLER}„Das Tempolimit kommt, sagte Kolberg. “ „ »Nein«, « „ {FILLER}‚ ‚ “ sagte der Rat. „",
    "100,000 characters": "\n\n".join(
        f"{FILLER}„Das Tempolimit ist falsch“, sagte Swantje Kolberg. Der Heimatblock lehnt das Tempolimit ab."
        for _ in range(540)
    ),
    "all capitals": f"{FILLER}„Das Tempolimit kommt“, sagte Kolberg. Der Heimatblock lehnt ab. {FILLER * 3}".upper(),
    "English": (
        "The council of Aldenburg has debated the speed limit for hours. “We need it now”, said Swantje Kolberg, and "
        "the Heimatblock said that it would vote against the Tempolimit in autumn. "
    )
    * 3,
    "one long sentence": "Kolberg sagte, dass " + "das Tempolimit und der Rat und " * 1500 + "alles bleibe.",
    "marks alone": "„“ " * 2000 + FILLER * 3,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_pages_end_in_a_result_soon(name: str, codebook: Path, tmp_path: Path) -> None:
    reader = read.load(tmp_path, codebook)
    row = {"path": "a", "id": "a", "text": ODD[name], "language": None} | dict.fromkeys(
        ("kicker", "title", "teaser", "author", "date", "outlet")
    )
    start = time.process_time()
    page = reader.read(row)
    assert time.process_time() - start < 2
    for quote in page["quotes"]:
        assert all(0 <= start < end <= len(ODD[name]) for start, end in quote["spans"])
    for position in page["positions"]:
        assert 0 <= position["start"] < position["end"] <= len(ODD[name])
    assert page["text"] == ODD[name]


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Runs the command line in the test's folder: exit status, standard output, standard error."""
    from standpunkt import cli

    monkeypatch.chdir(tmp_path)

    def main(*words: object) -> tuple[Any, str, str]:
        monkeypatch.setattr("sys.argv", ["standpunkt", *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return (caught.value.code, *capsys.readouterr())

    return main


@pytest.mark.usefixtures("codebook")
def test_read_shows_a_page_on_the_terminal(run: Callable[..., Any]) -> None:
    storage.write_text(Path("tempo.html"), PAGE)
    status, out, err = run("read", "tempo.html", "--codebook", "codebook.yaml")
    assert (status, err) == (0, "")
    assert "Streit über Tempo 120" in out
    assert "Der Heimatblock lehnt das Tempolimit ab." in out
    assert "no topics" in out
    assert "\x1b" not in out  # no colour where nobody looks


@pytest.mark.usefixtures("codebook")
def test_read_names_what_fails_and_goes_on(run: Callable[..., Any]) -> None:
    storage.write_text(Path("seiten/b.html"), PAGE)
    storage.write_text(Path("seiten/a.txt"), "\n")
    status, out, err = run("read", "seiten", "--json", "--codebook", "codebook.yaml")
    assert status == 1
    assert [json.loads(line)["path"] for line in out.splitlines()] == ["seiten/b.html"]
    assert err.splitlines() == ["seiten/a.txt: empty"]


@pytest.mark.usefixtures("codebook")
def test_read_writes_one_page_of_html_for_all(run: Callable[..., Any]) -> None:
    for name in ("a", "b"):
        storage.write_text(Path(f"{name}.html"), PAGE)
    status, out, err = run("read", "a.html", "b.html", "--html", "out.html", "--codebook", "codebook.yaml")
    assert (status, out, err) == (0, "out.html: 2 pages\n", "")
    text = storage.read_text(Path("out.html"))
    assert text.count('id="p1-evidence-1"') == text.count('id="p2-evidence-1"') == 1


def test_several_pages_are_told_apart(run: Callable[..., Any]) -> None:
    for name in ("a", "b"):
        storage.write_text(Path(f"{name}.html"), PAGE)
    _, out, _ = run("read", "a.html", "b.html")
    assert [line for line in out.splitlines() if line.startswith("==>")] == ["==> a.html <==", "==> b.html <=="]


def test_reading_loads_no_library_that_only_fitting_and_scoring_want() -> None:
    """Each takes a second or so, and a page shall be read at once."""
    code = (
        "from standpunkt import read; import sys; print(sorted({'scipy.stats', 'sklearn', 'pandas'} & {*sys.modules}))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (found.returncode, found.stdout.strip()) == (0, "[]"), found.stderr
