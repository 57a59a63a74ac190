"""What changed since the reference run, as a reviewer reads it first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from standpunkt.evaluation.changes import Change, Changes
from standpunkt.evaluation.comparison import Compared, Comparison, Flip, Metric, Mismatch, Settings
from standpunkt.evaluation.uncertainty import Interval
from standpunkt.params import Params
from standpunkt.reporting import document, reference, report
from standpunkt.reporting.blocks import Folded, Items, Paragraph, Section, Table, markdown_line
from standpunkt.reporting.material import Material

WORSE = Metric("macro_f1", 0.6, 0.5, Interval(-0.1, -0.15, -0.05), 0.02, 0.001, "permutation", 0.004, 0.06, "worse")
SAME = Metric("macro_f1", 0.9, 0.9, Interval(0.0, 0.0, 0.0), 0.0, 1.0, "permutation", 1.0, None, "not distinguishable")
BROKEN = Flip("bote/0", "tempolimit", None, "favor", "favor", "against", "broken", 0.6, 0.9, "Satz von Kolberg")
FLIPS = (
    *(replace(BROKEN, id=f"bote/{number}") for number in range(8)),
    Flip("bote/x", "windkraft", None, "favor", "neutral", "favor", "fixed", 0.5, 0.8, ""),
)
STANCE = Compared("stance", "pair", 40, 20, (WORSE,), FLIPS, None, 0.04)
REPEATED = replace(STANCE, task="stance_repeated", n=100, pages=50)
TOPIC = Compared("topic", "page", 30, 30, (SAME,), (), None, 1.0)
NEW = Compared("quotes", "quote", 0, 0, (Metric("f1", None, 0.5),), (), Mismatch(missing="before"))
PARAMS = (Change("evaluate.level", "0.95", "0.9"), Change("stance.C", "0.2", "5.0"), Change("topic.C", "1.0", "2.0"))


def found(params: tuple[Change, ...] = PARAMS, *tasks: Compared, with_text: bool = True) -> Comparison:
    return Comparison(
        "main", "this run", "Klein", with_text, Settings(2000, 0.95, 13), tasks or (STANCE, REPEATED, TOPIC, NEW),
        Changes(params), (),
    )  # fmt: skip


def lines(section: Section) -> list[str]:
    return [markdown_line(line) for block in section.blocks if isinstance(block, Items) for line in block.lines]


def test_each_task_has_its_verdict_and_the_parameters_that_it_depends_on() -> None:
    blame = "Of the parameters that it depends on one differs: `stance.C` 0.2 → 5.0."
    assert lines(reference.section(found(), 5)) == [
        (
            "**stance:** macro-F1 −0.100 [−0.150, −0.050] on 40 test pairs; worse by macro-F1; 9 predictions changed. "
            f"{blame}"
        ),
        (
            "**stance on other splits:** macro-F1 −0.100 [−0.150, −0.050] on 100 test pairs; worse by macro-F1; 9 "
            f"predictions changed. {blame}"
        ),
        "**topic:** no prediction changed.",
        "**quotes:** not comparable: there are no predictions before.",
    ]


@pytest.mark.parametrize(
    ("names", "end"),
    [
        (["stance.C", "clean.min_words"], "only runs with one of them changed can tell."),
        (["topic.C", "report.errors", "evaluate.level", "repeat.folds"], "standpunkt compare names the files."),
        (["random_state"], "one differs: `random_state` 1 → 2."),
        (["split.test_share"], "one differs: `split.test_share` 1 → 2."),
    ],
)
def test_who_may_be_blamed(names: list[str], end: str) -> None:
    changes = tuple(Change(name, "1", "2") for name in names)
    assert lines(reference.section(found(changes, STANCE), 5))[0].endswith(end)


def test_positions_depend_on_quotes_and_repeated_scores_on_how_they_are_repeated() -> None:
    changes = (Change("quotes.c1", "1", "2"), Change("repeat.folds", "5", "3"))
    positions, quotes, repeated = (
        lines(reference.section(found(changes, replace(STANCE, task=task)), 5))[0]
        for task in ("positions", "quotes", "stance_repeated")
    )
    assert positions.endswith("`quotes.c1` 1 → 2.")
    assert quotes.endswith("`quotes.c1` 1 → 2.")
    assert repeated.endswith("`repeat.folds` 5 → 3.")


def test_details_are_folded_and_say_which_target_lost() -> None:
    section = reference.section(found(), 5)
    folded = [block for block in section.blocks if isinstance(block, Folded)]
    assert [block.summary for block in folded] == [
        "stance: scores and changed predictions",
        "stance on other splits: scores and changed predictions",
        "How differences were tested",
    ]
    tables = {block.caption: block for block in folded[0].blocks if isinstance(block, Table)}
    [where] = [table for caption, table in tables.items() if caption.startswith("Where predictions changed, by target")]
    assert where.rows == (("tempolimit", "8", "0", "0", "−8", "0.016"), ("windkraft", "0", "1", "0", "+1", "1.000"))


def test_nothing_to_tell_is_one_sentence() -> None:
    [block] = reference.section(found((), TOPIC), 5).blocks
    assert isinstance(block, Paragraph)
    assert block.line == "Nothing differs from the reference run, main: no parameter, prediction or figure."


def test_figures_that_are_not_made_of_test_items() -> None:
    moved = replace(found((), TOPIC), moved=(Change("clean.words", "10", "12"),))
    folded = [block for block in reference.section(moved, 5).blocks if isinstance(block, Folded)]
    assert [block.summary for block in folded] == ["1 other figure"]


@pytest.mark.parametrize(
    ("task", "said"),
    [("stance", "since the reference run (main) worse"), ("topic", ""), ("quotes", ""), ("positions", "")],
)
def test_the_verdict_on_top_ends_with_it(task: str, said: str) -> None:
    assert reference.in_a_word(found(), task) == said


@pytest.mark.parametrize("with_text", [True, False])
def test_in_the_report_it_comes_first_and_tables_are_whole(material: Material, params: Params, with_text: bool) -> None:
    built = report.build(replace(material, against=found(with_text=with_text)), params)
    assert [section.title for section in built.sections][:2] == [reference.TITLE, "Before you trust a figure"]
    text = document.markdown(built)
    stance = next(line for line in text.splitlines() if line.startswith("- **stance**"))
    assert stance.endswith("; since the reference run (main) worse.")
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    part = rendered.split("Before you trust a figure")[0]
    assert part.count("<table>") == part.count("</table>") == 9
    assert "| :---" not in rendered
    for form in (text, document.html(built)):
        assert ("Kolberg" in form) is with_text
        assert ("may not be redistributed, so the report holds" in form) is not with_text
