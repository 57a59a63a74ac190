"""Limits: what is put aside before it is parsed, and the time a page has."""

from __future__ import annotations

import signal
import threading
import time
from random import Random

import pytest

from standpunkt.cleaning import limits as page_limits
from standpunkt.cleaning import markup
from standpunkt.cleaning.limits import Limits, PageTimeout, _OpenElements, within

LIMITS = Limits(page_bytes=1_000_000, depth=50, line_characters=100_000, seconds=20)


def reason(content: str, kind: str, limits: Limits) -> str | None:
    return page_limits.reason(markup.Source(content), kind, limits)


@pytest.mark.parametrize("kind", ["html", "text"])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("a" * 100, None),
        ("a" * 101, "too_large"),
        ("ä" * 50, None),
        ("ä" * 51, "too_large"),
        ("🙂" * 25, None),
        ("🙂" * 26, "too_large"),
        ("\ud800" * 34, "too_large"),
        ("", None),
    ],
)
def test_bytes(content: str, kind: str, why: str | None) -> None:
    assert reason(content, kind, Limits(page_bytes=100, depth=50, line_characters=1000, seconds=20)) == why


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        ("a" * 10, "text", None),
        ("a" * 11, "text", "line_too_long"),
        (("a" * 10 + "\n") * 5, "text", None),
        ("kurz\n" * 5 + "a" * 11 + "\nkurz", "text", "line_too_long"),
        ("\n" * 100, "text", None),
        ("<b>" * 10, "text", "line_too_long"),
        ("a" * 10 + "<br>", "html", None),
        ("a" * 11 + "<br>", "html", "line_too_long"),
        ("<br>" + "a\n" * 4 + "<br>", "html", "line_too_long"),
        ("<br>zehn\n" * 5, "html", None),
        ("<br>" + "a" * 8, "html", "line_too_long"),
        ("", "text", None),
    ],
)
def test_lines(content: str, kind: str, why: str | None) -> None:
    assert reason(content, kind, Limits(page_bytes=10_000, depth=50, line_characters=10, seconds=20)) == why


@pytest.mark.parametrize(
    "deep",
    [
        "<div>",
        "<DIV CLASS=a>",
        "<div/>",
        "<div></b>",
        "<span><div></span>",
        "<b><div></b>",
        "<form><div></form>",
        "<ul><li>",
        "<table><tr><td>",
        "<li><ul>",
        "<div><p>x</p>",
        "<!-- --><div><!--> -->",
        "<script>'<!--'</script><div>",
        "<svg><path d=''/></svg><section>",
        "<x-card>",
        "<blockquote>\n<p>x",
    ],
)
@pytest.mark.parametrize("depth", [50, 2000])
def test_too_deep(deep: str, depth: int) -> None:
    page = "<html><body><p>Anfang</p>" + deep * (depth + 1) + "Ende"
    limits = Limits(page_bytes=10_000_000, depth=depth, line_characters=100_000, seconds=20)
    assert reason(page, "html", limits) == "too_deep"
    assert reason(page, "text", limits) is None


@pytest.mark.parametrize(
    "flat",
    [
        "<div></div>",
        "<p>x",
        "<p><b>x",
        "<p><b><font>x",
        "<li>x",
        "<li><div>x",
        "<dt>x<dd><div>y",
        "<br>",
        "<BR/><hr><img src=a><input><link><meta>",
        "<div><span>x</div>",
        "<div><p>x</div>",
        "<h2>x</h3>",
        "<h2>x<h3>",
        "<a href=x>y",
        "<b><p>x</b></p>",
        "<td>x",
        "<table><tr><td>x<td><div>y<tr><td></table>",
        "<tr><td><b>",
        "<option>x",
        "<select><option>x<option>y</select>",
        "<select><div></select>",
        "<form>",
        "<svg><path d='M0'/><g/></svg>",
        "<svg><g><path><p>x</p>",
        "<body>",
        "<!-- <div> -->",
        "<script>'<div>'</script>",
        "<textarea><div></textarea>",
        "<title><div></title>",
        "</div>",
        "3 < 4 ",
    ],
)
def test_soup_is_not_deep(flat: str) -> None:
    assert reason("<html><body><ul><table>" + flat * 5000, "html", LIMITS) is None


@pytest.mark.parametrize("depth", [1, 2, 3, 5])
def test_the_bound_from_what_is_closed_right_away_never_says_less_than_the_stack(depth: int) -> None:
    """Soup by a fixed seed: short enough that the stack of open elements can be kept for each."""
    random = Random(7)  # noqa: S311 - pages, not secrets
    names = "div p li ul table tr td select option b a form button h1 svg math title script textarea dd span".split()
    icons = ["<svg><use href='#a'/></svg>", '<svg class="i">x<path d="M0"/> <use/></svg>', "<use/>", "<svg><path/>"]
    attributes = ["", "", " class=x", ' a="b>c"', " a='</div>'", ' ="x y="z', ' a=="x', " /"]
    deep = 0
    for _ in range(3000):
        parts: list[str] = []
        opened: list[str] = []
        for _ in range(random.randint(5, 60)):
            kind, name = random.random(), random.choice(names)
            if kind < 0.45:
                opened.append(name)
                parts.append(f"<{name}{random.choice(attributes)}>")
            elif kind < 0.85 and opened:
                last = opened.pop()
                parts.append(f"</{last if random.random() < 0.8 else name}>")
            else:
                parts.append(random.choice(["<!--", "-->", "<!-- x -->", "<", '"', "'", "x", "x", *icons]))
        page = "".join(parts)
        limits = Limits(page_bytes=10_000, depth=depth, line_characters=10_000, seconds=20)
        stack = _OpenElements(depth).overflow(page)
        assert reason(page, "html", limits) == ("too_deep" if stack else None), page
        deep += stack
    assert deep > 50


@pytest.mark.parametrize(
    ("attribute", "count", "why"),
    [
        (" a{}=1", 1000, None),
        (" a{}=1", 1001, "too_many_attributes"),
        (" a{}", 1001, "too_many_attributes"),
        ("/a{}", 1001, "too_many_attributes"),
        ("\n  a{} = 'x > y z'", 1001, "too_many_attributes"),
        (' data-a{}="{{}}"', 100_000, "too_many_attributes"),
        (' a="{}" b c d e f' + " " * 5000, 150, None),
    ],
)
def test_attributes(attribute: str, count: int, why: str | None) -> None:
    limits = Limits(page_bytes=10_000_000, depth=50, line_characters=10_000_000, seconds=20)
    tag = "<div" + "".join(attribute.format(number) for number in range(count)) + ">"
    assert reason(f"<p>Anfang</p>{tag}Ende", "html", limits) == why
    assert reason(f"<script>{tag[1:]}</script>" + " x = 1" * 5000, "html", limits) is None


@pytest.mark.parametrize("start", ["<!-- ", "<script>", "<style>", "<textarea>", "<plaintext>"])
def test_what_is_never_closed_takes_the_rest(start: str) -> None:
    assert reason(start + "<div>" * 5000, "html", LIMITS) is None


@pytest.mark.parametrize(
    ("depth", "why"),
    [(49, None), (50, None), (51, "too_deep")],
)
def test_the_limit_is_the_depth_that_is_kept(depth: int, why: str | None) -> None:
    page = "<html><body>" + "<div>" * depth + "x" + "</div>" * depth + "<br>" * 200 + "<div><p>y</p></div>" * 200
    assert reason(page, "html", LIMITS) == why


@pytest.mark.parametrize("tag", ["<div>", "<span>", "<table><tr><td>", "<b>"])
def test_deep_nesting_loses_no_text(tag: str) -> None:
    """What a limit lets through is read to the bottom: the parser has no depth of its own where it stops."""
    page = "<p>Am Rand.</p>" + tag * 5000 + "Der Grund des Brunnens.<p>Noch ein Satz."
    root = markup.Source(page).tree.root
    assert root is not None
    assert root.text(deep=True) == "Am Rand.Der Grund des Brunnens.Noch ein Satz."
    texts = [node.text_content for node in root.traverse(include_text=True) if node.tag == "-text"]
    assert texts == ["Am Rand.", "Der Grund des Brunnens.", "Noch ein Satz."]


def test_hostile_tags_are_counted_in_linear_time() -> None:
    limits = Limits(page_bytes=100_000_000, depth=2000, line_characters=100_000_000, seconds=20)
    for page in ("<div>" * 1900 + "<li>" * 100_000, "<" * 1_000_000, "<!--" * 100_000, "<a " + "'" * 500_000):
        started = time.process_time()
        assert reason(page, "html", limits) is None
        assert time.process_time() - started < 5


# --- time ------------------------------------------------------------------------------------------------------------


def spin(seconds: float) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return "done"


def test_in_time() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with within(5):
        assert spin(0) == "done"
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_too_slow() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(PageTimeout, match=r"^a page took longer than 0\.05 seconds$"), within(0.05):
        spin(5)
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_broad_handlers_do_not_swallow_it() -> None:
    def careless() -> str:
        try:
            return spin(5)
        except Exception:  # as libraries do
            return "swallowed"

    with pytest.raises(PageTimeout, match="a page took longer"), within(0.05):
        careless()


def test_an_error_inside_passes_and_ends_the_alarm() -> None:
    with pytest.raises(ValueError, match="broken"), within(5):
        raise ValueError("broken")
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_an_outer_alarm_goes_on() -> None:
    with pytest.raises(PageTimeout, match=r"longer than 0\.2 seconds"), within(0.2):
        with within(5):
            spin(0)
        spin(5)


def test_outside_the_main_thread_there_is_no_limit() -> None:
    done: list[str] = []

    def work() -> None:
        with within(0.01):
            done.append(spin(0.05))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["done"]
