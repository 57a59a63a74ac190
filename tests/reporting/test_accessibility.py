"""The pages for everybody: found in order by axe-core, visible in light and dark, reached by keyboard, and offline.

axe-core comes from npm (MPL-2.0) and is not kept here; `AXE_CORE=path/to/axe.min.js` brings it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from standpunkt.params import Params
from standpunkt.reporting import document, reading, report
from standpunkt.reporting.material import Material

from .browser import Tab, tabs

REPOSITORY = Path(__file__).parents[2]
AXE_CORE = os.environ.get("AXE_CORE", "")
needs_axe = pytest.mark.skipif(not AXE_CORE, reason="AXE_CORE is not set: the path of axe.min.js of npm's axe-core")
SERIOUS = ("serious", "critical")
PAGES = ("built report", "committed report", "one read page", "several read pages")
SCHEMES = ("light", "dark")
WIDTHS = (400, 1200)
# Of text to its background; WCAG 2.2 wants 4.5, of which smoothed edges of thin letters leave less in a picture.
LEAST_CONTRAST = 3.0

OPEN = "document.querySelectorAll('details').forEach(it => { it.open = true; })"
RUN_AXE = (
    "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(one =>"
    " ({id: one.id, impact: one.impact, nodes: one.nodes.map(node => node.html)})))"
)
# Where the charts and their words are on the page.
CHARTS = (
    "[...document.querySelectorAll('svg')].map(it => { const place = one => { const box = one.getBoundingClientRect();"
    " return [box.x + scrollX, box.y + scrollY, box.width, box.height]; };"
    " return {title: it.querySelector('title').textContent, box: place(it),"
    " texts: [...it.querySelectorAll('text')].map(one => ({text: one.textContent, box: place(one)}))}; })"
)
# The contrast between the lightest and the darkest pixel of each box of a picture, by WCAG's formula.
CONTRASTS = """(async (source, boxes) => {
  const image = new Image(); image.src = source; await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const linear = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  return boxes.map(([x, y, width, height]) => {
    const pixels = pen.getImageData(x, y, Math.ceil(width), Math.ceil(height)).data;
    let least = 1, most = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      const [red, green, blue] = pixels.slice(at, at + 3);
      const light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
      least = Math.min(least, light); most = Math.max(most, light);
    }
    return (most + 0.05) / (least + 0.05);
  });
})"""
# What the keyboard should reach, in order: links, lines that open, and what scrolls.
REACHABLE = (
    "[...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')]"
    ".filter(it => it.checkVisibility({contentVisibilityAuto: true}))"
)
FOCUSED = (
    "(() => { const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();"
    f" return {{place: {REACHABLE}.indexOf(it), outline: style.outlineStyle,"
    " seen: box.right > 0 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth}; })()"
)


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    yield from tabs(tmp_path_factory.mktemp("profile"))


@pytest.fixture
def page(tmp_path: Path, material: Material, params: Params, read_page: dict[str, Any]) -> Callable[[str], Path]:
    """A page by name, as a file."""

    def make(name: str) -> Path:
        committed = REPOSITORY / "reports" / "report.html"
        if name == "committed report":
            if not committed.is_file():
                pytest.skip("there is no reports/report.html yet; make report writes it")
            return committed
        texts = {
            "built report": lambda: document.html(report.build(material, params)),
            "one read page": lambda: reading.html([read_page]),
            "several read pages": lambda: reading.html([read_page, read_page | {"missing": ["kein Modell"]}]),
        }
        path = tmp_path / "page.html"
        path.write_text(texts[name](), encoding="utf-8")
        return path

    return make


def violations(tab: Tab) -> list[dict[str, Any]]:
    """What axe-core finds in the page that is open, with all folded parts open."""
    tab.value(OPEN)
    tab.value(f"{Path(AXE_CORE).read_text(encoding='utf-8')};0")
    return list(tab.value(RUN_AXE))


@needs_axe
@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<img src='data:,'>", "image-alt"),
        ("<p style='color: #ccc; background: #fff'>blass</p>", "color-contrast"),
        (
            "<details><summary>auf</summary><p style='color: #ccc; background: #fff'>blass</p></details>",
            "color-contrast",
        ),
        ("<a href='#x'></a>", "link-name"),
    ],
)
def test_axe_finds_what_is_wrong(tab: Tab, tmp_path: Path, body: str, rule: str) -> None:
    """Or the test below would find every page in order."""
    path = tmp_path / "page.html"
    path.write_text(f"<!doctype html><html lang=de><title>x</title><main><h1>y</h1>{body}</main>", encoding="utf-8")
    tab.screen(1200, 700)
    tab.open(path)
    assert [one["id"] for one in violations(tab) if one["impact"] in SERIOUS] == [rule]


@needs_axe
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(tab: Tab, page: Callable[[str], Path], name: str, width: int, scheme: str) -> None:
    tab.screen(width, 700, scheme)
    tab.open(page(name))
    assert violations(tab) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_nothing_and_asks_for_nothing(
    tab: Tab, page: Callable[[str], Path], name: str, scheme: str
) -> None:
    path = page(name)
    tab.screen(1200, 700, scheme)
    tab.open(path)
    tab.value(OPEN)
    assert tab.said() == []
    assert tab.requests() == [path.resolve().as_uri()]


def picture(tab: Tab, box: list[float]) -> str:
    """A screenshot of a part of the page, as base64."""
    clip = dict(zip(("x", "y", "width", "height"), box, strict=True)) | {"scale": 1}
    return str(tab.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"])


def contrasts(tab: Tab, image: str, boxes: list[list[float]]) -> list[float]:
    source = f"data:image/png;base64,{image}"
    return list(tab.value(f"{CONTRASTS}({json.dumps(source)}, {json.dumps(boxes)})"))


def blank(tab: Tab, folder: Path) -> None:
    """Open a page that lets pictures in, as those of the project do not."""
    path = folder / "blank.html"
    path.write_text("<!doctype html><title>x</title>", encoding="utf-8")
    tab.open(path)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("name", "width"), [("built report", 400), ("built report", 1200), ("committed report", 1200)])
def test_charts_can_be_seen(
    tab: Tab, tmp_path: Path, page: Callable[[str], Path], name: str, width: int, scheme: str
) -> None:
    """Every chart has an extent, and each of its words stands out in the screenshot from what is behind it."""
    tab.screen(width, 700, scheme)
    tab.open(page(name))
    tab.value(OPEN)
    # A narrow screen scrolls them sideways, and what is out of sight is in no picture.
    tab.value("document.querySelectorAll('figure').forEach(it => { it.style.overflow = 'visible'; })")
    charts = tab.value(CHARTS)
    pictures = [picture(tab, chart["box"]) for chart in charts]
    blank(tab, tmp_path)
    assert len(charts) >= 3
    for chart, image in zip(charts, pictures, strict=True):
        left, top, *size = chart["box"]
        assert min(size) >= 50, chart["title"]
        assert len(chart["texts"]) >= 2, chart["title"]
        boxes = [[x - left, y - top, *rest] for x, y, *rest in (one["box"] for one in chart["texts"])]
        found = zip(chart["texts"], contrasts(tab, image, boxes), strict=True)
        assert {one["text"]: value for one, value in found if value < LEAST_CONTRAST} == {}, chart["title"]


@pytest.mark.parametrize(("ink", "seen"), [("#777", True), ("#ddd", False), ("none", False)])
def test_words_that_cannot_be_seen_are_found(tab: Tab, tmp_path: Path, ink: str, seen: bool) -> None:
    """Or the test above would find every chart in order."""
    path = tmp_path / "page.html"
    path.write_text(
        "<!doctype html><title>x</title><body style='margin: 0; background: #fff'><svg width='200' height='60'>"
        f"<title>t</title><text x='10' y='40' font-size='16' fill='{ink}'>Wort</text></svg>",
        encoding="utf-8",
    )
    tab.screen(1200, 700)
    tab.open(path)
    [chart] = tab.value(CHARTS)
    image = picture(tab, chart["box"])
    blank(tab, tmp_path)
    [value] = contrasts(tab, image, [one["box"] for one in chart["texts"]])
    assert (value >= LEAST_CONTRAST) is seen


@pytest.mark.parametrize(
    ("name", "width"),
    [("built report", 400), ("one read page", 400), ("one read page", 1200), ("several read pages", 1200)],
)
def test_the_keyboard_reaches_everything(tab: Tab, page: Callable[[str], Path], name: str, width: int) -> None:
    """One press of Tab after the other leads through all of it in order, and shows where it is."""
    tab.screen(width, 700)
    tab.open(page(name))
    number = tab.value(f"{REACHABLE}.length")
    assert number >= 5
    reached = []
    for _ in range(number):
        tab.press("Tab")
        reached.append(tab.value(FOCUSED))
    assert [one["place"] for one in reached] == list(range(number))
    assert {one["outline"] for one in reached[1:]} <= {"solid", "auto"}
    assert all(one["seen"] for one in reached)


def test_what_is_wider_than_the_screen_scrolls_by_keyboard(tab: Tab, page: Callable[[str], Path]) -> None:
    tab.screen(400, 700)
    tab.open(page("built report"))
    tab.value(OPEN)
    scrolling = (
        "[...document.querySelectorAll('main *')].filter(it => it.scrollWidth > it.clientWidth + 1"
        " && ['auto', 'scroll'].includes(getComputedStyle(it).overflowX))"
    )
    found = tab.value(f"{scrolling}.map(it => [it.localName, it.tabIndex])")
    assert {name for name, _ in found} == {"div", "figure"}
    assert {order for _, order in found} == {0}
