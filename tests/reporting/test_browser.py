"""The report as a browser shows it: from disk, without a network."""

from __future__ import annotations

import importlib.util
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from lxml import html

from standpunkt.params import Params
from standpunkt.reporting import document, report
from standpunkt.reporting.material import Material

from .browser import BROWSER, NO_BROWSER

REPOSITORY = Path(__file__).parents[2]
needs_browser = pytest.mark.skipif(BROWSER is None, reason=NO_BROWSER)


@dataclass(frozen=True)
class Shown:
    """What a browser made of a page: its document, and what it wrote to its console."""

    document: html.HtmlElement
    console: list[str]

    def texts(self, path: str) -> list[str]:
        return [" ".join(element.text_content().split()) for element in self.document.xpath(path)]


@pytest.fixture
def show(tmp_path: Path) -> Callable[[Path], Shown]:
    def run(page: Path) -> Shown:
        flags = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
            "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
            "--enable-logging=stderr", "--v=0", "--dump-dom",
        ]  # fmt: skip
        assert BROWSER is not None
        found = subprocess.run(
            [BROWSER, *flags, page.resolve().as_uri()], capture_output=True, encoding="utf-8", timeout=60, check=True
        )
        return Shown(html.fromstring(found.stdout), re.findall(r":CONSOLE:\d+\] (.+)", found.stderr))

    return run


def page_of(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@needs_browser
@pytest.mark.parametrize(
    ("body", "console"),
    [
        ("<p>still</p>", r""),
        ("<script>throw new Error('laut')</script>", r'"Uncaught Error: laut", source: .+'),
        ("<script>console.error('laut')</script>", r'"laut", source: .+'),
        (
            "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\"><img src='http://fehlt.example/'>",
            r'"Loading the image .+ violates .+',
        ),
    ],
)
def test_what_goes_wrong_in_a_page_is_seen(
    show: Callable[[Path], Shown], tmp_path: Path, body: str, console: str
) -> None:
    """Or the tests below would find every page in order."""
    shown = show(page_of(tmp_path / "page.html", f"<!doctype html><title>x</title>{body}"))
    assert re.fullmatch(console, "\n".join(shown.console)) is not None, shown.console


@needs_browser
def test_a_report_is_shown_whole(
    show: Callable[[Path], Shown], tmp_path: Path, material: Material, params: Params
) -> None:
    built = report.build(material, params)
    shown = show(page_of(tmp_path / "report.html", document.html(built)))
    charts = [chart for section in built.sections for chart in section.charts()]
    assert shown.console == []
    assert len(charts) >= 7
    assert shown.texts("//svg/title") == [chart.title for chart in charts]
    assert len(shown.document.xpath("//svg[title][desc]")) == len(shown.document.xpath("//svg")) == len(charts)
    captions = shown.texts("//table/caption")
    assert len(captions) == len(shown.document.xpath("//table[.//tr]")) == document.html(built).count("<table")
    assert {"Pages on their way", "Scores of stance", "All parameters of this run"} <= set(captions)
    assert shown.texts("//h1") == ["Small | corpus <i>"]
    assert shown.document.xpath("//script") == []


@needs_browser
def test_the_report_of_the_repository_is_shown_whole(show: Callable[[Path], Shown]) -> None:
    path = REPOSITORY / "reports" / "report.html"
    if not path.is_file():
        pytest.skip("there is no reports/report.html yet; make report writes it")
    text = path.read_text(encoding="utf-8")
    shown = show(path)
    assert shown.console == []
    assert len(shown.document.xpath("//svg[title and desc]")) == text.count("<svg")
    assert text.count("<svg") >= 3
    assert len(shown.document.xpath("//table[caption]//tbody[tr]")) == text.count("<table")
    assert text.count("<table") >= 8
    ids = shown.document.xpath("//@id")
    assert [link for link in shown.document.xpath("//nav//@href") if link[1:] not in ids] == []


def test_every_file_that_the_report_links_to_is_there() -> None:
    path = REPOSITORY / "reports" / "report.html"
    if not path.is_file():
        pytest.skip("there is no reports/report.html yet; make report writes it")
    links = set(re.findall(r'href="([^"#]+)"', path.read_text(encoding="utf-8")))
    assert len(links) >= 5
    assert [link for link in sorted(links) if not (path.parent / link).is_file()] == []


# --- the picture in README -------------------------------------------------------------------------------------------


@pytest.fixture
def screenshot(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("screenshot", REPOSITORY / "docs" / "screenshot.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec.loader.exec_module(module)
    return module


@needs_browser
def test_the_picture_has_its_size(screenshot: ModuleType, tmp_path: Path) -> None:
    page = page_of(tmp_path / "report.html", "<!doctype html><title>x</title><p style='height:9000px'>hoch</p>")
    screenshot.take(page, tmp_path / "docs" / "report.png")
    content = (tmp_path / "docs" / "report.png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == (1200, 1500)


def browser(path: Path, commands: str) -> str:
    path.write_text(f"#!/bin/sh\n{commands}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("commands", "message"),
    [
        ("exit 0", "{browser}: ended without a picture"),
        ("echo eins >&2; echo zwei >&2; exit 3", "{browser}: ended with status 3 (zwei)"),
        (None, "no browser found; install one of: chromium, chromium-browser, google-chrome"),
    ],
)
def test_no_picture_is_one_line(
    screenshot: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    commands: str | None,
    message: str,
) -> None:
    found = browser(tmp_path / "browser", commands) if commands else None
    monkeypatch.setattr(screenshot.shutil, "which", lambda _: found)
    monkeypatch.setattr(screenshot, "REPOSITORY", tmp_path)
    (tmp_path / "reports").mkdir()
    page_of(tmp_path / "reports" / "report.html", "<p>x</p>")
    assert screenshot.main() == 1
    assert capsys.readouterr() == ("", f"error: {message.format(browser=found)}\n")
    assert not (tmp_path / "docs").exists()


def test_no_picture_of_no_report(
    screenshot: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(screenshot, "REPOSITORY", tmp_path)
    assert screenshot.main() == 1
    assert capsys.readouterr().err == f"error: {tmp_path}/reports/report.html: no such file; run: make report\n"
