from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from markdown_it import MarkdownIt

from standpunkt.params import Params
from standpunkt.reporting import document, report
from standpunkt.reporting.blocks import Beside, Block, Folded, Table, pieces
from standpunkt.reporting.material import Material, TaskFiles

VOID = {"meta", "br", "hr", "img", "path", "rect", "circle"}
PAGE_TEXTS = ("Titel", "Beleg", "Merkmal", "Wort", "Satz", "Zeile", "Grund", "alert(1)")


class Page(HTMLParser):
    """The elements of an HTML page, refusing any that is not closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def withheld(material: Material) -> Material:
    return dataclasses.replace(material, config={**material.config, "redistributable": False})


def tables(blocks: tuple[Block, ...]) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for block in blocks:
        if isinstance(block, Table):
            found[block.caption] = block
        elif isinstance(block, Beside | Folded):
            found |= tables(block.blocks)
    return found


def cells(material: Material, params: Params, section: str, caption: str) -> list[list[str]]:
    built = report.build(material, params)
    table = tables(next(one for one in built.sections if one.id == section).blocks)[caption]
    return [["".join(piece.text for piece in pieces(cell)) for cell in row] for row in table.rows]


def test_sections_stand_in_the_order_in_which_they_are_read(material: Material, params: Params) -> None:
    built = report.build(material, params)
    assert [section.id for section in built.sections] == [
        "trust", "corpus", "scores", "features", "errors", "new", "positions", "cleaned", "parameters",
    ]  # fmt: skip


def test_head(material: Material, params: Params) -> None:
    built = report.build(material, params)
    assert dict(built.facts)["Words"] == "12\u202f345"
    assert dict(built.facts)["Nature"] == "synthetic"
    assert {verdict.task: verdict.sentence() for verdict in built.verdicts} == {
        "stance": "macro-F1 0.500 [0.250, 0.750] on 2 test pairs; better than the only baseline, majority, by 0.300 "
        "[0.100, 0.500]",
        "topic": "not scored: this corpus has no labels for this task",
    }


@pytest.mark.parametrize(
    ("section", "caption", "rows"),
    [
        ("corpus", "Pages on their way", [["ingest", "4", "3", "1", "too large 1"], ["clean", "3", "3", "0", "none"]]),
        ("corpus", "Pages by side, strategy grouped", [["train", "1"], ["test", "2"], ["unlabelled", "1"]]),
        (
            "corpus",
            "Share of characters kept, and of pages whose field is exact, by kind of page",
            [
                ["body kept", "0.900 [0.800, 1.000] n 3", "0.900 [0.800, 1.000] n 3"],
                ["furniture: navigation", "0.100 [0.000, 0.200] n 3", "–"],
                ["title exact", "1.000 [1.000, 1.000] n 2", "–"],
            ],
        ),
        (
            "scores",
            "Scores of stance",
            [
                [
                    "this model", "0.500", "[0.250, 0.750]", "0.500", "[0.000, 1.000]", "0.375", "[0.125, 0.625]",
                    "2", "–",
                ],
                [
                    "majority (text not seen)", "0.200", "[0.100, 0.300]", "0.500", "[0.000, 1.000]",
                    "0.250", "[0.125, 0.375]", "2", "+0.300 [0.100, 0.500]",
                ],
            ],
        ),
        (
            "scores",
            "Scores of stance per part",
            [
                ["fragen", "1", "0.250", "[0.000, 1.000]", "0.500", "[0.000, 1.000]"],
                ["themen", "1", "0.750", "[0.000, 1.000]", "0.500", "[0.000, 1.000]"],
            ],
        ),
        (
            "scores",
            "Coverage and accuracy of stance",
            [["0.500", "1", "0.900", "1.000"], ["1.000", "2", "0.800", "0.500"]],
        ),
        ("scores", "Gold (rows) against predicted (columns), stance", [["favor", "1", "0"], ["against", "1", "0"]]),
        ("scores", "Reliability of stance", [["0.80–0.90", "2", "0.800", "0.500"]]),
        ("new", "Topics and actors mentioned", [[
            "Titel <script>alert(1)</script> | **fett** [hier](https://boese.example) `x` # Kopf bote/c", "–", "–",
            "Hedda Marwitz\u00a02",
        ]]),
        ("new", "Pages by target and stance", [[
            "tempolimit", "Auf Autobahnen soll ein Tempolimit gelten.", "0", "1", "0", "1",
        ]]),
        ("cleaned", "Removed most often: outlet not known", [["Zeile fremd", "caption", "1", "1"]]),
        (
            "parameters",
            "All parameters of this run",
            [
                ["corpus", "data/corpora/embedded"], ["random_state", "13"], ["split.test_from", "null"],
                ["topic.abstain_below", "0.0"], ["stance.abstain_below", "0.25"], ["stance.views.words", "1.0"],
                ["stance.views.author", "0.5"],
            ],
        ),
    ],
)  # fmt: skip
def test_tables(material: Material, params: Params, section: str, caption: str, rows: list[list[str]]) -> None:
    assert cells(material, params, section, caption) == rows


def test_errors_are_the_surest_wrong_predictions(material: Material, params: Params) -> None:
    (row,) = cells(material, params, "errors", "Surest wrong predictions of stance")
    assert row[1:4] == ["tempolimit", "against → favor", "0.800"]
    assert row[0].endswith("bote/b")
    assert row[4].startswith("Wort0 <script>")
    assert [f"Wort{number}" in row[4] for number in range(6)] == [True] * 5 + [False]
    assert row[5] == "Satz <script>alert(1)</script> | **fett** [hier](https://boese.example) `x` # Kopf"


def changed(material: Material, name: str, rows: list[dict[str, Any]]) -> Material:
    """The material with other predictions of one task."""
    task = dataclasses.replace(material.tasks["stance"], predictions=rows)
    return dataclasses.replace(material, tasks={name: task})


WRONG = {"id": "bote/a", "gold": "x", "predicted": "y", "probabilities": {"x": 0.25, "y": 0.75}}
WORDS = {"words": [{"text": "Wärme", "weight": 2.0}, {"text": "Netz", "weight": 1.0}]}
SENTENCES = {"sentences": [{"text": "Erst dies.", "weight": 2.0}, {"text": "Dann das.", "weight": 1.0}]}
LONG = {"sentences": [{"text": "lang " * 60, "weight": 2.0}]}


@pytest.mark.parametrize(
    ("row", "rest"),
    [
        ({}, ["x → y", "0.750"]),
        (WORDS | SENTENCES, ["x → y", "0.750", "Wärme, Netz"]),
        ({"evidence": "Beleg."}, ["x → y", "0.750", "Beleg."]),
        (WORDS | SENTENCES | {"target": "t"}, ["t", "x → y", "0.750", "Wärme, Netz", "Erst dies."]),
        ({"target": "t", "evidence": "Beleg."}, ["t", "x → y", "0.750", "Beleg."]),
        (LONG | {"target": "t", "evidence": "Beleg."}, ["t", "x → y", "0.750", "lang " * 31 + "lang…"]),
        ({"abstained": True}, ["x → other (abstained; best guess y)", "0.750"]),
        ({"target": "t", "abstained": True}, ["t", "x → abstained (best guess y)", "0.750"]),
    ],
)
def test_what_spoke_for_an_error(material: Material, params: Params, row: dict[str, Any], rest: list[str]) -> None:
    found = cells(changed(material, "topic", [WRONG | row]), params, "errors", "Surest wrong predictions of topic")
    assert found == [["Titel a bote/a", *rest]]


def test_a_cell_that_nothing_fills_holds_a_dash(material: Material, params: Params) -> None:
    rows = [WRONG | WORDS, WRONG | {"id": "bote/z"}]
    found = cells(changed(material, "topic", rows), params, "errors", "Surest wrong predictions of topic")
    assert [row[-1] for row in found] == ["Wärme, Netz", "–"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([WRONG], "1 of 1 test page wrong; the surest first."),
        (
            [WRONG | WORDS, WRONG | {"abstained": True}],
            (
                "2 of 2 test pages wrong, 1 of them abstained; the surest first. Words: what of the text spoke most "
                "for the prediction."
            ),
        ),
        (
            [WRONG | WORDS | SENTENCES | {"target": "t"}],
            (
                "1 of 1 test pair wrong; the surest first. Words and sentence: what of the text spoke most for the "
                "prediction."
            ),
        ),
    ],
)
def test_errors_are_counted(material: Material, params: Params, rows: list[dict[str, Any]], sentence: str) -> None:
    assert sentence in document.markdown(report.build(changed(material, "topic", rows), params)).splitlines()


def test_how_much_is_reading_and_what_is_withheld_stand_under_the_scores(material: Material, params: Params) -> None:
    reading = (
        "Reading adds +0.300 [0.100, 0.500] macro-F1 to the best guess that does not see the text (majority, 0.200). "
        "The model knows the author, too, so its score holds such a guess; leaving author out of stance.views gives "
        "what reading alone reaches."
    )
    lines = document.markdown(report.build(material, params)).splitlines()
    assert f"- **How much of stance is reading.** {reading}" in lines
    assert reading in lines
    assert (
        "With stance.abstain_below 0.25, 1 of 2 test pairs are answered, of which 1.000 [0.000, 1.000] are right. The "
        "scores above count the other 1 by their best guess."
    ) in lines


def test_doubtful_predictions_are_marked_in_words(material: Material, params: Params) -> None:
    (row,) = cells(material, params, "new", "The 1 surest of 1 stance")
    assert row[1:] == ["tempolimit", "against (doubtful)", "0.400", "Beleg neu"]


def test_abstained_topics_count_as_other(material: Material, params: Params) -> None:
    entry = {"predicted": "energie", "probabilities": {"energie": 0.375}, "abstained": True}
    page = {"id": "bote/c", "actors": {}, "topic": [entry]}
    named = dataclasses.replace(
        material, unlabelled=[page], codebook={**material.codebook, "topics": {"energie": {"label": "Energie"}}}
    )
    assert cells(named, params, "new", "Topics and actors mentioned") == [
        ["bote/c", "other (abstained; best guess Energie)", "0.375", "–"]
    ]
    assert (
        "1 page. Predictions with a probability below 0.5 are marked doubtful. 1 with an abstained topic counts as "
        "other."
    ) in document.markdown(report.build(named, params)).splitlines()


def test_abstained_stances_count_for_none(material: Material, params: Params) -> None:
    (page,) = material.unlabelled
    (entry,) = page["stance"]
    more = {"abstained": True, **WORDS, **SENTENCES}
    both = dataclasses.replace(material, unlabelled=[{**page, "stance": [entry, entry | more]}])
    assert cells(both, params, "new", "Pages by target and stance") == [
        ["tempolimit", "Auf Autobahnen soll ein Tempolimit gelten.", "0", "1", "0", "1", "1"]
    ]
    assert [row[1:] for row in cells(both, params, "new", "The 2 surest of 2 stances")] == [
        ["tempolimit", "against (doubtful)", "0.400", "–", "Beleg neu"],
        ["tempolimit", "abstained (best guess against)", "0.400", "Wärme, Netz", "Erst dies."],
    ]


def test_many_classes_give_a_list_of_confusions_instead_of_a_heat_map(material: Material, params: Params) -> None:
    pairs = [{"gold": f"c{number:02}", "predicted": "c00"} for number in range(25)] + [
        {"gold": "c07", "predicted": "c00"}
    ]
    task = dataclasses.replace(material.tasks["stance"], confusion=pairs)
    changed = dataclasses.replace(material, tasks={"stance": task})
    assert "stance-confusion.svg" not in report.build(changed, params).charts()
    rows = cells(changed, params, "scores", "Most frequent confusions of stance")
    assert rows[:2] == [["c07", "c00", "2"], ["c01", "c00", "1"]]
    assert len(rows) == 20


def test_html_shows_texts_of_pages_as_text(material: Material, params: Params) -> None:
    page = Page(document.html(report.build(material, params)))
    assert page.all("script") == []
    assert {attributes["href"].split("/")[0].split("#")[0] for attributes in page.all("a") if attributes["href"]} == {
        "", "metrics", "plots", "positions.graphml", "positions.jsonl", "predictions",
    }  # fmt: skip
    assert "Titel <script>alert(1)</script> | **fett** [hier](https://boese.example) `x` # Kopf" in page.texts
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_html_loads_nothing(material: Material, params: Params) -> None:
    text = document.html(report.build(material, params))
    page = Page(text)
    assert not {"link", "img", "iframe", "object", "script"} & {tag for tag, _ in page.elements}
    assert not [attributes for _, attributes in page.elements if "src" in attributes]
    assert "url(" not in text
    assert "@import" not in text
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_html_can_be_read_without_a_mouse_or_a_screen(material: Material, params: Params) -> None:
    page = Page(document.html(report.build(material, params)))
    assert page.all("html") == [{"lang": "en"}]
    assert [len(page.all(tag)) for tag in ("header", "nav", "main", "footer", "h1")] == [1, 1, 1, 1, 1]
    assert len(page.all("caption")) == len(page.all("table"))
    assert {attributes.get("scope") for attributes in page.all("th")} == {"col", "row"}
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {
        str(attributes["href"])[1:] for attributes in page.all("a") if str(attributes["href"]).startswith("#")
    } <= set(ids)
    named = [(one["role"], str(one["aria-labelledby"]).split()) for one in page.all("svg")]
    assert len(named) == 9
    for role, names in named:
        assert role == "img"
        assert set(names) <= set(ids)


def test_german_texts_say_so(material: Material, params: Params) -> None:
    text = document.html(report.build(material, params))
    assert '<span lang="de">Auf Autobahnen soll ein Tempolimit gelten.</span>' in text
    assert '<span lang="de">Beleg neu</span>' in text
    assert '<code lang="de">Merkmal|&lt;b&gt;</code>' in text


def test_markdown_tables_stay_whole(material: Material, params: Params) -> None:
    built = report.build(material, params)
    tokens = MarkdownIt("commonmark").enable("table").parse(document.markdown(built))
    sizes: list[list[int]] = []
    for token in tokens:
        if token.type == "table_open":
            sizes.append([])
        elif token.type == "tr_open":
            sizes[-1].append(0)
        elif token.type in ("th_open", "td_open"):
            sizes[-1][-1] += 1
    wanted = [table for section in built.sections for table in tables(section.blocks).values()]
    assert sizes == [[len(table.columns)] * (len(table.rows) + 1) for table in wanted]


def test_markdown_holds_no_html_or_link_of_a_page(material: Material, params: Params) -> None:
    text = document.markdown(report.build(material, params))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    raw = [token.content.strip() for token in tokens if token.type == "html_block"]
    raw += [child.content for token in tokens for child in token.children or [] if child.type == "html_inline"]
    assert {re.sub(r"<summary>[\w ,-]+</summary>", "<summary></summary>", one) for one in raw} <= {
        "<details>\n<summary></summary>", "</details>", "<sub>", "</sub>",
    }  # fmt: skip
    links = [child.attrs["href"] for token in tokens for child in token.children or [] if child.type == "link_open"]
    assert {str(link).split("/")[0] for link in links} == {
        "metrics", "plots", "positions.graphml", "positions.jsonl", "predictions",
    }  # fmt: skip


def test_markdown_shows_every_chart(material: Material, params: Params) -> None:
    built = report.build(material, params)
    assert re.findall(r"!\[[^\]]+\]\(charts/([^)]+)\)", document.markdown(built)) == list(built.charts())
    assert list(built.charts()) == [
        "corpus-sides.svg", "clean-gold.svg", "stance-scores.svg", "stance-confusion.svg", "stance-reliability.svg",
        "stance-coverage.svg", "positions-matrix.svg", "positions-time-chart.svg", "clean-removed.svg",
    ]  # fmt: skip


@pytest.mark.parametrize("form", [document.markdown, document.html])
def test_a_corpus_that_may_not_be_redistributed_shows_no_text_of_its_pages(
    material: Material, params: Params, form: Any
) -> None:
    shown = form(report.build(material, params))
    hidden = form(report.build(withheld(material), params))
    assert [text in shown for text in PAGE_TEXTS] == [True] * len(PAGE_TEXTS)
    assert [text in hidden for text in PAGE_TEXTS] == [False] * len(PAGE_TEXTS)
    assert "this corpus may not be redistributed" in hidden
    assert "bote/b" in hidden


@pytest.mark.parametrize("form", [document.markdown, document.html])
def test_the_same_files_give_the_same_report(material: Material, params: Params, form: Any) -> None:
    assert form(report.build(material, params)) == form(report.build(material, params))


def test_a_corpus_without_any_labels(material: Material, params: Params) -> None:
    empty = dataclasses.replace(
        material,
        tasks={"topic": TaskFiles({"n": 0, "status": "this corpus has no labels for this task"})},
        unlabelled=[],
        positions=[],
    )
    text = document.markdown(report.build(empty, params))
    assert "- **topic**: not scored: this corpus has no labels for this task." in text
    assert "Every page of this corpus has a label." in text
    assert list(report.build(empty, params).charts()) == ["corpus-sides.svg", "clean-gold.svg", "clean-removed.svg"]


def test_material_stays_as_it_was(material: Material, params: Params) -> None:
    before = repr(material)
    document.html(report.build(material, params))
    assert repr(material) == before
