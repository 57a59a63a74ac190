"""A comparison as Markdown and as HTML: the verdict on top, tables whole, texts only where they may be shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html
from markdown_it import MarkdownIt

from standpunkt.evaluation.changes import Change, Changes, File, Stage
from standpunkt.evaluation.comparison import Compared, Comparison, Flip, Metric, Mismatch, Settings
from standpunkt.evaluation.uncertainty import Interval
from standpunkt.reporting import comparison

SENTENCE = "Das Tempolimit ist überfällig, sagte Swantje Kolberg."
BETTER = Metric("macro_f1", 0.5, 0.56, Interval(0.06, 0.01, 0.11), 0.025, 0.002, "permutation", 0.0004, 0.05, "better")
EQUAL = Metric(
    "accuracy", 0.6, 0.59, Interval(-0.01, -0.05, 0.03), 0.02, 0.2, "McNemar", 0.2, 0.06, "not distinguishable"
)
FLIPS = (
    Flip("bote/a", "tempolimit", None, "favor", "favor", "against", "broken", 0.6, 0.9, SENTENCE),
    Flip("bote/b", "tempolimit", None, "favor", "neutral", "favor", "fixed", 0.6, 0.8, SENTENCE),
    Flip("bote/c", "windkraft", None, "favor", "neutral", "favor", "fixed", None, 0.7, ""),
)
STANCE = Compared("stance", "pair", 40, 20, (BETTER, EQUAL), FLIPS, None, 0.25)
SAME = replace(EQUAL, difference=Interval(0.0, 0.0, 0.0), p=1.0, p_holm=1.0, smallest=None)
TOPIC = Compared("topic", "page", 30, 30, (replace(SAME, name="macro_f1"), SAME), (), None, 1.0)
QUOTES = Compared("quotes", "quote", 0, 0, (Metric("f1", 0.25, 0.5),), (), Mismatch(3, 1, 2))
POSITIONS = Compared("positions", "position", 0, 0, (Metric("f1", None, 0.5),), (), Mismatch(missing="before"))
CHANGES = Changes(
    params=(Change("stance.C", "0.2", "0.5"), Change("stance.neu", None, "[1, 2]")),
    code=(
        File("src/standpunkt/tasks/stance.py", "changed", same_program=True),
        File("src/standpunkt/cli.py", "added", read=False),
    ),
    corpus=(Change("hash", "aa", "bb"),),
    stages=(
        Stage("train@stance", ("models/stance",), ("src/standpunkt/tasks", "stance.C")),
        Stage("report", ("reports",), ()),
    ),
    packages=(Change("numpy", "2.4.0", "2.4.1"),),
)
FOUND = Comparison(
    "HEAD (3f2a9c1d)",
    "workspace",
    "Ein kleiner Bestand",
    True,
    Settings(2000, 0.95, 13),
    (STANCE, TOPIC, QUOTES, POSITIONS),
    CHANGES,
    (Change("clean.gold.kept", "0.8 [0.7, 0.9]", "0.9"),),
)


def rendered(found: Comparison, top: int = comparison.TOP) -> html.HtmlElement:
    """The Markdown as a pull request shows it."""
    text = MarkdownIt("commonmark", {"html": True}).enable("table").render(comparison.markdown(found, top))
    return html.fromstring(f"<div>{text}</div>")


def page(found: Comparison, top: int = comparison.TOP) -> html.HtmlElement:
    return html.fromstring(comparison.html(found, top))


def texts(document: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in document.xpath(path)]


def table(document: html.HtmlElement, first: str) -> list[list[str]]:
    """The rows of the table whose first column has this name."""
    for element in document.iter("table"):
        rows = [
            [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in element.iter("tr")
        ]
        if rows[0][0] == first:
            return rows
    raise AssertionError(f"no table of {first}")


def test_the_verdict_stands_on_top() -> None:
    lines = comparison.markdown(FOUND).split("\n")
    assert lines[0] == "# workspace compared with HEAD (3f2a9c1d)"
    assert lines[2] == "stance: better; quotes and positions: not comparable; topic: not distinguishable."


def test_worse_comes_first() -> None:
    bad = replace(STANCE, metrics=(BETTER, replace(EQUAL, verdict="worse")))
    lines = comparison.markdown(replace(FOUND, tasks=(TOPIC, bad))).split("\n")
    assert lines[2] == "stance: worse; topic: not distinguishable."
    assert (
        "- **stance**: macro-F1 +0.060 [0.010, 0.110] on 40 test pairs; worse by accuracy and better by macro-F1; "
        in ("\n".join(lines))
    )


def test_each_task_has_its_line() -> None:
    assert texts(rendered(FOUND), "(//ul)[1]/li") == [
        "stance: macro-F1 +0.060 [0.010, 0.110] on 40 test pairs; better by macro-F1; 3 predictions changed.",
        "topic: macro-F1 0.000 [0.000, 0.000] on 30 test pages; not distinguishable; no prediction changed.",
        (
            "quotes: not comparable: the test items differ (3 test quotes only before, 1 test quote only after, "
            "2 test quotes with another gold label)."
        ),
        "positions: not comparable: there are no predictions before.",
    ]


@pytest.mark.parametrize("form", [rendered, page])
def test_the_table_of_scores(form: object) -> None:
    document = form(FOUND)  # type: ignore[operator]
    assert table(document, "score") == [
        ["score", "before", "after", "difference", "p", "could have shown", "verdict"],
        ["macro-F1", "0.500", "0.560", "+0.060 [0.010, 0.110]", "< 0.001", "0.050", "better"],
        ["accuracy", "0.600", "0.590", "−0.010 [−0.050, 0.030]", "0.200", "0.060", "not distinguishable"],
    ]
    assert ["F1", "–", "0.500", "–", "–", "–", "not comparable"] in [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in document.iter("tr")
    ]


def test_what_the_tests_were_is_said_with_its_numbers() -> None:
    text = " ".join(rendered(FOUND).text_content().split())
    assert "95 % interval: percentiles of 2 000 paired bootstrap resamples of pages" in text
    assert "corrected by Holm for the 4 scores shown" in text
    assert "where p is at most 0.05 and" in text
    assert "fewer than 8 changed pages can show nothing" in text


def test_what_may_explain_it() -> None:
    document = rendered(FOUND)
    assert table(document, "parameter")[1:] == [["stance.C", "0.2", "0.5"], ["stance.neu", "–", "[1, 2]"]]
    assert table(document, "corpus")[1:] == [["hash", "aa", "bb"]]
    assert table(document, "package")[1:] == [["numpy", "2.4.0", "2.4.1"]]
    assert table(document, "figure")[1:] == [["clean.gold.kept", "0.8 [0.7, 0.9]", "0.9"]]
    assert table(document, "stage")[1:] == [
        ["train@stance", "models/stance", "src/standpunkt/tasks, stance.C"],
        ["report", "reports", "–"],
    ]
    shown = texts(document, "//li")
    assert "src/standpunkt/tasks/stance.py changed, comments or layout alone" in shown
    assert "src/standpunkt/cli.py added, no stage reads it" in shown
    assert "The first stage whose output differs is train@stance." in texts(document, "//p")


def test_nothing_changed_is_said() -> None:
    shown = texts(rendered(replace(FOUND, changes=Changes(), moved=(), tasks=(TOPIC,))), "//p")
    for said in ("No parameter differs.", "No file below src differs.", "No package differs.", "No figure differs.",
                 "The corpus is the same, by its hash in dvc.lock.", "No prediction changed."):  # fmt: skip
        assert said in shown


def test_a_run_without_what_changed_is_warned_of() -> None:
    stale = replace(FOUND, changes=replace(CHANGES, stale=("src/standpunkt/tasks/topic.py",)))
    assert "Careful: one of the runs was made without 1 file or parameter that differ" in comparison.markdown(stale)
    assert "src/standpunkt/tasks/topic.py" in texts(rendered(stale), "//h3[.='Changed since the run']/following::li")
    assert "Careful" not in comparison.markdown(FOUND)


def test_long_lists_are_folded_and_short_ones_stand_open() -> None:
    many = tuple(Change(f"stance.p{number}", "1", "2") for number in range(13))
    folded = rendered(replace(FOUND, changes=replace(CHANGES, params=many)))
    assert "13 parameters" in texts(folded, "//summary")
    assert "2 parameters" not in texts(rendered(FOUND), "//summary")


def test_flips_are_folded_and_say_which_way() -> None:
    document = rendered(FOUND)
    assert [one for one in texts(document, "//summary") if "prediction" in one] == [
        "1 prediction broken (right before, wrong after)",
        "2 predictions fixed (wrong before, right after)",
    ]
    assert table(document, "page") == [
        ["page", "target", "gold", "before", "after", "text"],
        ["bote/a", "tempolimit", "favor", "favor (0.600)", "against (0.900)", SENTENCE],
    ]
    assert table(document, "target") == [
        ["target", "broken", "fixed", "other", "net", "p"],
        ["tempolimit", "1", "1", "0", "0", "1.000"],
        ["windkraft", "0", "1", "0", "+1", "1.000"],
    ]


def test_scores_on_other_splits_say_what_splits_as_the_unit_give() -> None:
    metrics = (replace(BETTER, p_splits=0.0832), replace(EQUAL, p_splits=0.0002))
    repeated = replace(STANCE, task="stance_repeated", metrics=metrics)
    shown = texts(rendered(replace(FOUND, tasks=(repeated,))), "//p")
    assert [line for line in shown if "splits in place of pages" in line] == [
        (
            "Whether models of other train rows would differ as well is asked with splits in place of pages: by the "
            "corrected resampled t-test p is 0.083 for macro-F1 and < 0.001 for accuracy."
        )
    ]
    assert "stance on other splits: better" in shown[0]


@pytest.mark.parametrize(("top", "shown", "tables"), [(1, True, 2), (0, False, 0), (5, False, 2)])
def test_the_most_confident_are_shown(top: int, shown: bool, tables: int) -> None:
    document = rendered(FOUND, top)
    assert (
        "2 predictions fixed (wrong before, right after), the 1 most confident of them" in texts(document, "//summary")
    ) is (shown)
    heads = texts(document, "//th[.='page']")
    assert len(heads) == tables


@pytest.mark.parametrize("form", [comparison.markdown, comparison.html])
def test_texts_that_may_not_be_shown_are_not(form: object) -> None:
    withheld = form(replace(FOUND, with_text=False))  # type: ignore[operator]
    assert "Kolberg" not in withheld
    assert "bote/a" in withheld
    assert "may not be redistributed" in withheld
    assert "Kolberg" in form(FOUND)  # type: ignore[operator]


def test_names_are_no_markup() -> None:
    evil = "<script>alert(1)</script>|x`*"
    flip = Flip(evil, evil, evil, evil, evil, evil + "y", "other", 0.5, 0.5, evil)
    hostile = replace(
        FOUND,
        before=evil,
        corpus=evil,
        tasks=(replace(STANCE, flips=(flip,)),),
        changes=Changes(params=(Change(evil, evil, None),), code=(File(evil, "added"),), stale=(evil,)),
        moved=(Change(evil, evil, evil),),
    )
    for document in (rendered(hostile), page(hostile)):
        assert document.xpath("//script") == []
        assert {len(row.xpath("./th|./td")) for element in document.iter("table") for row in element.iter("tr")} <= {
            3,
            6,
            7,
        }
        cells = table(document, "page")[1]
        assert cells[:4] == [evil] * 4


def test_the_page_loads_nothing_and_has_its_contents() -> None:
    document = page(FOUND)
    assert document.xpath("//@src | //link/@href | //a[not(starts-with(@href, '#'))]") == []
    targets = {link.removeprefix("#") for link in document.xpath("//nav//a/@href")}
    assert targets <= set(document.xpath("//@id"))
    assert {"scores", "changes", "predictions", "scores-stance", "predictions-topic"} <= targets


def test_nothing_to_compare() -> None:
    nothing = replace(FOUND, tasks=())
    assert comparison.markdown(nothing).split("\n")[2] == "No task has predictions for test items in either run."
    assert "Nothing could be tested" in comparison.markdown(nothing)


def test_the_same_comparison_gives_the_same_bytes() -> None:
    assert comparison.markdown(FOUND) == comparison.markdown(replace(FOUND))
    assert comparison.html(FOUND) == comparison.html(replace(FOUND))
