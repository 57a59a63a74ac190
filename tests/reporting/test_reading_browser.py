"""The view of read pages in a browser: links are clicked in the page as it is, without network and script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from standpunkt.reporting import reading

from .browser import Tab, tabs


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    yield from tabs(tmp_path_factory.mktemp("profile"))


def shown(tab: Tab, folder: Path, *pages: dict[str, Any], width: int = 1200, scheme: str = "light") -> None:
    path = folder / "read.html"
    path.write_text(reading.html(pages), encoding="utf-8")
    tab.screen(width, 700, scheme)
    tab.open(path)


def look(tab: Tab, selector: str) -> dict[str, Any]:
    """How an element is drawn, and whether it is in view."""
    found: dict[str, Any] = tab.value(
        f"(() => {{ const it = document.querySelector({json.dumps(selector)});"
        "const style = getComputedStyle(it), boxes = [...it.getClientRects()];"
        "return {background: style.backgroundColor, outline: `${style.outlineStyle} ${style.outlineWidth}`,"
        "target: it.matches(':target'),"
        "seen: boxes.every(box => box.top >= 0 && box.bottom <= innerHeight"
        " && box.left >= 0 && box.right <= innerWidth)"
        "}; })()"
    )
    return found


@pytest.mark.parametrize(
    ("body", "said", "asked"),
    [
        ("<p>still</p>", 0, 1),
        ("<script>console.log('laut')</script>", 1, 1),
        ("<script>throw new Error('laut')</script>", 1, 1),
        ("<img src='http://fehlt.example/bild.png'>", 1, 2),
    ],
)
def test_what_goes_wrong_in_a_page_is_seen(tab: Tab, tmp_path: Path, body: str, said: int, asked: int) -> None:
    """Or the tests below would find every page in order."""
    path = tmp_path / "page.html"
    path.write_text(f"<!doctype html><title>x</title>{body}", encoding="utf-8")
    tab.open(path)
    assert len(tab.said()) == said, tab.said()
    assert len(tab.requests()) == asked, tab.requests()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1200])
def test_a_click_on_the_evidence_shows_the_sentence(
    tab: Tab, tmp_path: Path, read_page: dict[str, Any], width: int, scheme: str
) -> None:
    long = read_page | {"quotes": read_page["quotes"] * 12}  # so that the page is higher than the screen
    shown(tab, tmp_path, long, width=width, scheme=scheme)
    before = {name: look(tab, f"#p1-evidence-{name}") for name in (1, 2)}
    assert before[1]["background"] == before[2]["background"]
    assert [one["outline"].split()[0] for one in before.values()] == ["none", "none"]
    tab.click("#p1-position-3 td:last-child a")
    assert tab.value("location.hash") == "#p1-evidence-2"
    after = look(tab, "#p1-evidence-2")
    assert after["target"]
    assert after["seen"]
    assert after["outline"] == "solid 3px"
    assert after["background"] != before[2]["background"]
    assert look(tab, "#p1-evidence-1") | {"seen": None} == before[1] | {"seen": None}
    tab.click("#p1-evidence-2 .back a:last-child")
    assert tab.value("location.hash") == "#p1-position-3"
    row = look(tab, "#p1-position-3")
    assert (row["target"], row["seen"], row["outline"]) == (True, True, "solid 3px")
    assert look(tab, "#p1-evidence-2") | {"seen": None} == before[2] | {"seen": None}
    assert tab.said() == []
    assert tab.requests() == [(tmp_path / "read.html").resolve().as_uri()]


def test_all_parts_of_a_split_sentence_and_of_a_quote_are_shown(
    tab: Tab, tmp_path: Path, read_page: dict[str, Any]
) -> None:
    one, other = read_page["positions"][:2]
    middle = read_page["text"].index("Jost")
    overlapping = [one, other | {"start": one["end"] - 5, "end": middle + 50}]
    shown(tab, tmp_path, read_page | {"positions": overlapping})
    tab.click("#p1-position-2 td:last-child a")
    outlines = "[...document.querySelectorAll({0})].map(it => getComputedStyle(it).outlineStyle)"
    # within the first sentence, after it, and in the next paragraph
    assert tab.value(outlines.format("'.p1-evidence-2'")) == ["solid", "solid", "solid"]
    assert tab.value(outlines.format("'.p1-evidence-1'")) == ["none"]
    tab.click(".quotes tr:first-child a")
    assert tab.value("location.hash") == "#p1-quote-1"
    assert set(tab.value(outlines.format("'.p1-quote-1'"))) == {"solid"}
    assert tab.value("document.querySelectorAll('.p1-quote-1').length") >= 2


def test_the_keyboard_reaches_the_evidence(tab: Tab, tmp_path: Path, read_page: dict[str, Any]) -> None:
    shown(tab, tmp_path, read_page)
    reached = []
    for _ in range(6):
        tab.press("Tab")
        reached.append(tab.value("(document.activeElement.getAttribute('href') || document.activeElement.className)"))
    links = ["#p1-evidence-1", "#p1-evidence-2", "#p1-evidence-2"]
    assert reached[:5] == ["#main", "table", *links]
    tab.value("document.querySelector('#p1-position-1 a').focus()")
    tab.press("Enter")
    assert look(tab, "#p1-evidence-1")["target"]


@pytest.mark.parametrize("width", [320, 400, 768, 1200])
def test_nothing_is_wider_than_the_screen(tab: Tab, tmp_path: Path, read_page: dict[str, Any], width: int) -> None:
    word = "Donaudampfschiff" * 20
    page = read_page | {name: f"{read_page[name]} {word}" for name in ("title", "teaser", "author", "path", "text")}
    page |= {
        "topics": [topic | {"label": word} for topic in read_page["topics"]],
        "actors": [actor | {"name": word} for actor in read_page["actors"]],
        "quotes": [quote | {"name": word} for quote in read_page["quotes"]],
        "positions": [position | {"name": word, "statement": word} for position in read_page["positions"]],
        "missing": [word],
    }
    shown(tab, tmp_path, page, page, width=width)
    assert tab.value("document.documentElement.scrollWidth") == width
    assert tab.value("[...document.querySelectorAll('h1, h2, p')].every(it => it.scrollWidth <= it.clientWidth)")


def test_a_browser_reads_the_tables_as_tables(tab: Tab, tmp_path: Path, read_page: dict[str, Any]) -> None:
    """On a narrow screen they are drawn as lists, and stay tables for those who hear them."""
    shown(tab, tmp_path, read_page, width=400)
    tab.call("Accessibility.enable")
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    tab.call("Accessibility.disable")
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    assert [roles.count(role) for role in ("banner", "main", "contentinfo", "article", "table")] == [1, 1, 1, 1, 3]
    assert roles.count("rowheader") == 2 + 3 + 4
    assert roles.count("columnheader") == 2 + 7 + 4
    assert roles.count("mark") >= 2


def test_print_shows_all_on_paper(tab: Tab, tmp_path: Path, read_page: dict[str, Any]) -> None:
    shown(tab, tmp_path, read_page, scheme="dark")
    tab.call("Emulation.setEmulatedMedia", media="print")
    try:
        style = "(name => getComputedStyle(document.querySelector(name)))"
        assert tab.value(f"{style}('body').backgroundColor") == "rgb(255, 255, 255)"
        assert tab.value(f"{style}('.skip').display") == "none"
        assert tab.value(f"{style}('mark').backgroundColor") == "rgb(253, 240, 196)"
    finally:
        tab.call("Emulation.setEmulatedMedia", media="")
    assert tab.value("matchMedia('print').matches") is False


def test_hostile_texts_do_nothing(tab: Tab, tmp_path: Path, read_page: dict[str, Any]) -> None:
    bad = "</title></style><script>document.title = 'da'</script><img src=x onerror=\"document.title='da'\">"
    page = read_page | dict.fromkeys(("kicker", "title", "teaser", "author", "outlet", "path"), bad)
    page |= {"text": f"{bad} {read_page['text']} {bad}", "missing": [bad]}
    page["positions"] = [position | {"statement": bad, "name": bad} for position in page["positions"]]
    page["quotes"] = [quote | {"name": bad} for quote in page["quotes"]]
    shown(tab, tmp_path, page)
    assert tab.value("document.title") == f"{bad}: read by standpunkt"
    assert tab.value("document.querySelectorAll('script, img').length") == 0
    assert tab.value("document.querySelector('h1').textContent") == bad
    assert tab.said() == []
    assert len(tab.requests()) == 1
