from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from standpunkt.reporting import words


@pytest.mark.parametrize(
    ("value", "shown"), [(0.77441, "0.774"), (1, "1.000"), (-0.04, "−0.040"), (-0.0001, "0.000"), (0.0005, "0.001")]
)
def test_score_has_three_decimals_and_a_minus_sign(value: float, shown: str) -> None:
    assert words.score(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0.2, "+0.200"), (-0.2, "−0.200"), (0.0, "0.000"), (-0.0002, "0.000")])
def test_signed(value: float, shown: str) -> None:
    assert words.signed(value) == shown


def test_with_interval() -> None:
    assert words.with_interval({"value": 0.1, "low": -0.05, "high": 0.25}) == "0.100 [−0.050, 0.250]"


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (999, "999"), (1000, "1\u202f000"), (2345678, "2\u202f345\u202f678")]
)
def test_count_groups_digits(number: int, shown: str) -> None:
    assert words.count(number) == shown


@pytest.mark.parametrize(("number", "shown"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages")])
def test_counted(number: int, shown: str) -> None:
    assert words.counted(number, "page") == shown


@pytest.mark.parametrize(
    ("parts", "shown"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listing(parts: list[str], shown: str) -> None:
    assert words.listing(parts) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  eins\n zwei\t drei ", "eins zwei drei"),
        ("a\u2028b", "a b"),
        ("links\u202erechts\u0000", "linksrechts"),
        ("12\u202f000", "12\u202f000"),
    ],
)
def test_plain_is_one_line_without_control_characters(text: str, shown: str) -> None:
    assert words.plain(text) == shown


@pytest.mark.parametrize(("text", "shown"), [("kurz", "kurz"), ("abcdef", "abcd…"), ("abc  def", "abc…")])
def test_clip(text: str, shown: str) -> None:
    assert words.clip(text, 5) == shown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<!-- weg",
        "a | b || c",
        "**fett** *schräg* __fett__ _schräg_ ~~weg~~",
        "[hier](https://boese.example) ![bild](x.png) <https://boese.example>",
        "[0.100, 0.200](https://boese.example)",
        "`code` ``code``",
        "# Kopf",
        "1. Punkt",
        "- Punkt",
        "+ Punkt",
        "---",
        "===",
        "> Zitat",
        "&lt;b&gt; &amp; &#60;",
        r"\* \| \\",
        "$x^2$ www.boese.example",
        "a_b_c [0.676, 0.849] 0.774 +0.593",
    ],
)
def test_markdown_text_shows_every_text_as_it_stands(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(words.markdown_text(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("macro-F1 0.774 [0.676, −0.849]", "macro-F1 0.774 [0.676, −0.849]"),
        ("text_blind", "text_blind"),
        ("0.774", "0.774"),
        ("https://a.example", r"https\://a.example"),
        ("redaktion@a.example", "redaktion&#64;a.example"),
        ("WWW.a.example", r"WWW\.a.example"),
    ],
)
def test_markdown_text_in_the_source(text: str, shown: str) -> None:
    assert words.markdown_text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("bote/energie-01", "`bote/energie-01`"),
        ("a`b", r"a\`b"),
        ("a|b", r"a\|b"),
        ("für die", "`für die`"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_markdown_code_only_where_it_is_safe(text: str, shown: str) -> None:
    assert words.markdown_code(text) == shown


@pytest.mark.parametrize(("text", "shown"), [(" a ", " a "), ("a", "a"), ("\n a", " a"), ("  ", " "), ("", "")])
def test_run_keeps_the_spaces_at_its_ends(text: str, shown: str) -> None:
    assert words.run(text) == shown
