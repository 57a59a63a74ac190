"""The stage split: labelled pages get sides, every planted leak stops the pipeline, and a signed one is reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from standpunkt import stages, storage
from standpunkt.errors import StandpunktError
from standpunkt.evaluation import splitting
from standpunkt.evaluation.splitting import Page, Row
from standpunkt.params import AcceptParams
from standpunkt.schema import ANNOTATIONS, ARTICLES, LABELS, table
from standpunkt.stages.split import split

TARGETS = ("abstand", "tempolimit", "mietendeckel", "viertagewoche")
SIGNED = {"sampling": "Drawn at random from all pages."}
REASON = "A test of the audit, for which it does not matter."
NOTHING_FOUND = {
    "pages_on_two_sides": 0, "exact_duplicates_on_two_sides": 0, "near_duplicates_on_two_sides": 0,
    "groups_on_two_sides": 0, "authors_on_two_sides": 0, "outlets_on_two_sides": 0, "days_on_two_sides": 0,
    "training_rows_after_the_first_test_day": 0, "label_markers": 0, "tasks_without_test_rows": 0,
    "tuned_rows_on_test_side": 0,
}  # fmt: skip
SIGN = "or say why it may stay as split.accept.{} in params.yaml"

Rows = list[dict[str, Any]]


class Inputs:
    """Outputs of ingest and clean in a folder: forty pages of clusters of two, of which 36 have labels."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles: Rows = [
            {"id": f"p{n:02d}", "kind": "text", "text": f"Seite {n}.", "words": 2, "cluster": f"p{n // 2 * 2:02d}"}
            for n in range(40)
        ]
        self.labels: Rows = [
            {"id": f"p{n:02d}", "task": "topic", "target": None, "label": "ab"[n // 2 % 2]} for n in range(36)
        ]
        self.labels += [
            {"id": f"p{n:02d}", "task": "stance", "target": TARGETS[n // 2 % 4], "label": "favor"} for n in range(36)
        ]
        self.annotations: Rows = []
        self.searched: Any = {}

    def run(self, params: Path) -> tuple[Rows, dict[str, Any]]:
        folder = self.folder
        for place, schema, rows in (
            ("ingested/labels", LABELS, self.labels),
            ("clean/articles", ARTICLES, self.articles),
            ("clean/annotations", ANNOTATIONS, self.annotations),
        ):
            with storage.new_folder(folder / place) as new:
                storage.write_table(new, table(schema, rows))
        storage.write_json(folder / "ingested/corpus.json", {"config": {"name": "mine"}})
        storage.write_json(folder / "rows.json", self.searched)
        split(
            stages.load_params(params), ingested=folder / "ingested", clean=folder / "clean",
            searched=folder / "rows.json", out=folder / "split", metrics=folder / "split.json",
        )  # fmt: skip
        return storage.read_table(folder / "split").to_pylist(), storage.read_json(folder / "split.json")

    def sides(self, params: Path) -> dict[str, str]:
        """The sides of the pages as they are dealt out."""
        return {row["id"]: row["side"] for row in self.run(params)[0] if not row["target"]}


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    return Inputs(tmp_path)


@pytest.fixture
def settings(params_yaml: Callable[..., Path]) -> Callable[..., Path]:
    """Writes params.yaml with nothing accepted but the sampling."""

    def write(changed: Mapping[str, Any] | None = None, **accepted: str) -> Path:
        known = {"split.test_share": 0.25, "split.validation_share": 0.25, "split.accept": SIGNED | accepted}
        return params_yaml(known | dict(changed or {}))

    return write


def test_the_clean_corpus_passes_and_sides_and_metrics_agree(inputs: Inputs, settings: Callable[..., Path]) -> None:
    rows, metrics = inputs.run(settings())
    assert metrics["strategy"] == "grouped"
    assert metrics["pages"] == dict(Counter(row["side"] for row in rows))
    assert sum(metrics["pages"].values()) == 36
    assert metrics["unlabelled"] == 4
    assert metrics["audit"] == NOTHING_FOUND | {"sampling": 1}
    assert metrics["accepted"] == SIGNED
    assert (metrics["excluded"], metrics["pairs_by_target"]) == ({}, {})


@pytest.mark.parametrize(("signed_for", "told"), [("mine", {}), ("other", {"signed_for": "other"}), (None, {})])
def test_signatures_are_those_of_a_corpus(
    inputs: Inputs, settings: Callable[..., Path], signed_for: str | None, told: dict[str, str]
) -> None:
    _, metrics = inputs.run(settings({"split.signed_for": signed_for}))
    assert metrics["accepted"] == SIGNED
    assert {name: value for name, value in metrics.items() if name == "signed_for"} == told


def test_under_target_pairs_have_sides_of_their_own(inputs: Inputs, settings: Callable[..., Path]) -> None:
    rows, metrics = inputs.run(settings({"split.strategy": "target"}))
    pairs = [row for row in rows if row["target"]]
    assert len(rows) == 72
    assert metrics["pairs_by_target"] == dict(Counter(row["side"] for row in pairs))
    assert metrics["excluded"] == dict(Counter(row["reason"] for row in pairs if row["reason"]))
    assert {name: number for name, number in metrics["audit"].items() if number} == {"sampling": 1}
    by_target = {name.removeprefix("by_target_") for name in metrics["audit"] if name.startswith("by_target_")}
    assert by_target - NOTHING_FOUND.keys() == {"targets_on_two_sides"}
    assert by_target == {name for name in NOTHING_FOUND if "side" in name or "day" in name} - {
        "groups_on_two_sides", "tuned_rows_on_test_side",
    } | {"targets_on_two_sides"}  # fmt: skip


@pytest.mark.parametrize("strategy", ["auto", "time", "target"])
def test_without_labels_there_are_no_sides(inputs: Inputs, settings: Callable[..., Path], strategy: str) -> None:
    inputs.labels = []
    rows, metrics = inputs.run(settings({"split.strategy": strategy, "split.accept": {}}))
    assert rows == []
    assert metrics == {
        "strategy": "none", "pages": {}, "pairs_by_target": {}, "excluded": {}, "unlabelled": 40, "audit": {},
        "accepted": {},
    }  # fmt: skip


def test_labels_of_dropped_pages_alone_are_no_corpus_without_labels(
    inputs: Inputs, settings: Callable[..., Path]
) -> None:
    inputs.labels.append({"id": "fort", "task": "topic", "label": "a"})
    inputs.articles = inputs.articles[36:]
    assert inputs.run(settings())[1]["strategy"] == "none"
    inputs.labels.append({"id": "p36", "task": "topic", "label": "a"})
    with pytest.raises(StandpunktError, match=r"^params\.yaml: split\.strategy 'grouped' leaves no test row;"):
        inputs.run(settings())


# --- planted leaks ---------------------------------------------------------------------------------------------------


def _author(inputs: Inputs, sides: Mapping[str, str]) -> None:
    for page in ("p00", _other(sides, "p00")):
        _article(inputs, page)["author"] = "Hinrich Tadsen, Jorid Stelling" if page == "p00" else "Jorid Stelling"


def _outlet(inputs: Inputs, sides: Mapping[str, str]) -> None:
    for page in ("p00", _other(sides, "p00")):
        _article(inputs, page)["outlet"] = "bote"


def _days(inputs: Inputs, sides: Mapping[str, str]) -> None:
    for page in ("p00", _other(sides, "p00")):
        _article(inputs, page)["published"] = "2022-05-01T08:00"


def _time(inputs: Inputs, sides: Mapping[str, str]) -> None:
    tested = next(page for page, side in sides.items() if side == "test")
    trained = next(page for page, side in sides.items() if side == "train")
    _article(inputs, tested)["published"] = "2022-05-01"
    _article(inputs, trained)["published"] = "2022-05-02"


def _marker(inputs: Inputs, _: Mapping[str, str]) -> None:
    for label in inputs.labels:
        if label["task"] == "topic" and label["label"] == "b":
            _article(inputs, label["id"])["title"] = f"Kommentar: Nummer {label['id']}"


def _no_test_rows(inputs: Inputs, sides: Mapping[str, str]) -> None:
    inputs.labels = [label for label in inputs.labels if label["task"] == "topic" or sides[label["id"]] != "test"]


def _tuned(inputs: Inputs, sides: Mapping[str, str]) -> None:
    tested = [page for page, side in sides.items() if side == "test"]
    validated = [page for page, side in sides.items() if side == "validation"]
    inputs.searched = {"mine": {"topic": [*tested[:2], *validated]}, "elsewhere": {"topic": tested}}


def _article(inputs: Inputs, page: str) -> dict[str, Any]:
    return next(article for article in inputs.articles if article["id"] == page)


def _other(sides: Mapping[str, str], page: str) -> str:
    """The first page on the test side, or on the train side where the page is on the former."""
    wanted = "train" if sides[page] == "test" else "test"
    return next(name for name, side in sides.items() if side == wanted)


KEEP = "keep them apart by split.strategy grouped with split.group_by {}"
PLANTED = [
    ("authors_on_two_sides", _author, 1, "authors on two sides 1 ({pair}): " + KEEP.format("author")),
    ("outlets_on_two_sides", _outlet, 1, "outlets on two sides 1 ({pair}): " + KEEP.format("outlet")),
    ("days_on_two_sides", _days, 1, "days on two sides 1 ({pair}): " + KEEP.format("day")),
    (
        "training_rows_after_the_first_test_day", _time, 1,
        (
            "training rows after the first test day 1 ({tested} test of 2022-05-01, {trained} train of 2022-05-02): "
            "test on later days alone by split.strategy time"
        ),
    ),
    (
        "label_markers", _marker, 1,
        (
            "label markers 1 ('kommentar:' opens the title of 18 of 18 pages with topic b and of no other: "
            "p02 {p02}, p03 {p02}, p06 {p06}): take them out of the pages, whole lines by drop in the corpus's "
            "cleaning.yaml"
        ),
    ),
    (
        "tasks_without_test_rows", _no_test_rows, 1,
        "tasks without test rows 1 (stance: {rest}): label more pages, or raise split.test_share",
    ),
    (
        "tuned_rows_on_test_side", _tuned, 2,
        (
            "tuned rows on test side 2 (topic: {two}): go back to the split they were tuned under, or search again and "
            "take them out of reports/search/rows.json"
        ),
    ),
]  # fmt: skip
"""By check: how it is planted, how often it is found, and what the message says."""


@pytest.mark.parametrize(("check", "plant", "number", "words"), PLANTED, ids=[row[0] for row in PLANTED])
def test_a_planted_leak_stops_the_stage_and_a_signed_one_is_reported(
    inputs: Inputs,
    settings: Callable[..., Path],
    check: str,
    plant: Callable[[Inputs, Mapping[str, str]], None],
    number: int,
    words: str,
) -> None:
    sides = inputs.sides(settings())
    before = storage.read_text(inputs.folder / "split.json")
    plant(inputs, sides)
    more = {"training_rows_after_the_first_test_day": REASON} if check == "days_on_two_sides" else {}
    with pytest.raises(StandpunktError) as raised:
        inputs.run(settings(**more))
    order = ("train", "validation", "test")
    pair = sorted(("p00", _other(sides, "p00")), key=lambda page: order.index(sides[page]))
    tested = [page for page, side in sides.items() if side == "test"]
    said = words.format(
        pair=", ".join(f"{page} {sides[page]}" for page in pair),
        tested=tested[0],
        trained=next(page for page, side in sides.items() if side == "train"),
        rest=", ".join([f"{page} {side}" for page, side in sides.items() if side != "test"][:3]),
        two=", ".join(f"{page} test" for page in tested[:2]),
        **sides,
    )
    assert str(raised.value) == f"the split leaks: {said}, {SIGN.format(check)}"
    assert storage.read_text(inputs.folder / "split.json") == before
    assert inputs.sides(settings(**more, **{check: REASON})) == sides
    metrics = storage.read_json(inputs.folder / "split.json")
    assert metrics["accepted"] == SIGNED | more | {check: REASON}
    expected = {check: number, "sampling": 1} | dict.fromkeys(more, 1)
    assert {name: found for name, found in metrics["audit"].items() if found} == expected


def test_every_check_that_can_be_signed_is_planted() -> None:
    assert {row[0] for row in PLANTED} | {"sampling"} == AcceptParams.model_fields.keys()


def test_without_a_word_on_sampling_the_stage_stops(inputs: Inputs, settings: Callable[..., Path]) -> None:
    with pytest.raises(StandpunktError) as raised:
        inputs.run(settings({"split.accept": {}}))
    assert str(raised.value) == (
        "the split leaks: nobody has said why the test rows stand for what the model is for: "
        "say it as split.accept.sampling in params.yaml"
    )
    assert sorted(path.name for path in inputs.folder.iterdir()) == ["clean", "ingested", "params.yaml", "rows.json"]


@pytest.mark.parametrize(
    ("plant", "group_by", "check"),
    [
        (_author, "author", "authors_on_two_sides"),
        (_outlet, "outlet", "outlets_on_two_sides"),
        (_days, "day", "days_on_two_sides"),
    ],
)
def test_the_remedy_mends(
    inputs: Inputs, settings: Callable[..., Path], plant: Callable[..., None], group_by: str, check: str
) -> None:
    plant(inputs, inputs.sides(settings()))
    metrics = inputs.run(settings({"split.group_by": group_by}, training_rows_after_the_first_test_day=REASON))[1]
    assert metrics["audit"][check] == 0


def test_time_mends_rows_against_time(inputs: Inputs, settings: Callable[..., Path]) -> None:
    for number, article in enumerate(inputs.articles):
        article["published"] = f"2022-01-{number // 2 + 1:02d}"
    with pytest.raises(StandpunktError, match=r" training rows after the first test day \d+ \("):
        inputs.run(settings())
    metrics = inputs.run(settings({"split.strategy": "time"}))[1]
    assert metrics["audit"]["training_rows_after_the_first_test_day"] == metrics["audit"]["days_on_two_sides"] == 0


def _apart(pages: list[Page], *_: object) -> list[Row]:
    """Deals clusters apart, as no strategy does."""
    return [Row(page.id, None, "test" if number % 2 else "train") for number, page in enumerate(pages)]


def _in_order(pages: list[Page], *_: object) -> list[Row]:
    return [Row(page.id, None, "test" if number < 8 else "train") for number, page in enumerate(pages)]


def _twice(pages: list[Page], *_: object) -> list[Row]:
    return [*_in_order(pages), Row("p00", None, "train")]


@pytest.mark.parametrize(
    ("assign", "found"),
    [
        (_apart, "near duplicates on two sides 18 (p00 train, p01 test)"),
        (_twice, "pages on two sides 1 (p00 train, p00 test)"),
        (_in_order, "exact duplicates on two sides 1 (p09 train, p00 test)"),
    ],
)
def test_what_no_strategy_may_do_stops_the_stage_whatever_is_signed(
    inputs: Inputs,
    settings: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    assign: Callable[..., list[Row]],
    found: str,
) -> None:
    monkeypatch.setattr(splitting, "assign", assign)
    if assign is _in_order:  # and cleaning did not see that they are alike
        inputs.articles[0]["text"], inputs.articles[9]["text"] = "Die Brücke  – gesperrt!", "Die Brücke, gesperrt."
    with pytest.raises(StandpunktError) as raised:
        inputs.run(settings(**dict.fromkeys(AcceptParams.model_fields, REASON)))
    promise = "split.strategy 'grouped' promises none; report it as a fault of ours"
    assert f"{found}: {promise}" in str(raised.value)
    assert not (inputs.folder / "split").exists()


def test_a_task_meets_the_sides_of_its_pairs(inputs: Inputs, settings: Callable[..., Path]) -> None:
    params = settings({"split.strategy": "target"})
    rows = inputs.run(params)[0]
    pages = {row["id"]: row["side"] for row in rows if not row["target"]}
    page = next(row["id"] for row in rows if row["target"] and row["side"] == "test" and pages[row["id"]] != "test")
    inputs.searched = {"mine": {"topic": [page]}}
    assert inputs.run(params)[1]["audit"]["tuned_rows_on_test_side"] == 0
    inputs.searched = {"mine": {"stance": [page]}}
    with pytest.raises(StandpunktError, match=rf" tuned rows on test side 1 \(stance: {page} test\): "):
        inputs.run(params)


def test_gold_in_the_text_is_labelled_and_wants_test_rows(inputs: Inputs, settings: Callable[..., Path]) -> None:
    sides = inputs.sides(settings())
    trained = [page for page, side in sides.items() if side == "train"]
    inputs.annotations = [
        {"id": page, "text": "Seite.", "quotes": [], "positions": None if page == trained[0] else []}
        for page in trained
    ]
    with pytest.raises(StandpunktError) as raised:
        inputs.run(settings())
    shown = ", ".join(f"{page} train" for page in trained[1:4])
    assert f"tasks without test rows 2 (positions: {shown}): " in str(raised.value)


@pytest.mark.parametrize("searched", [[], {"mine": ["p00"]}, {"mine": {"topic": "p00"}}])
def test_a_file_of_searched_rows_of_another_form_is_refused(
    inputs: Inputs, settings: Callable[..., Path], searched: Any
) -> None:
    inputs.searched = searched
    with pytest.raises(StandpunktError, match=r"rows\.json: must be \{corpus: \{task: \[ids\]\}\}, as `standpunkt sea"):
        inputs.run(settings())


@pytest.mark.parametrize(
    ("accepted", "message"),
    [
        (
            {"authors_on_both_sides": REASON},
            "split.accept.authors_on_both_sides' is not a known key; did you mean 'authors_on_two_sides'?",
        ),
        (
            {"pages_on_two_sides": REASON},
            "split.accept.pages_on_two_sides' is not a known key; did you mean 'days_on_two_sides'?",
        ),
        (
            {"sampling": " not much of a reason "[:19] + "   "},
            "is not allowed: string should have at least 20 characters",
        ),
    ],
)
def test_a_signature_is_checked(settings: Callable[..., Path], accepted: dict[str, str], message: str) -> None:
    path = settings(**accepted)
    with pytest.raises(StandpunktError) as raised:
        stages.load_params(path)
    key = next(iter(accepted))
    [line] = [n for n, text in enumerate(storage.read_text(path).split("\n"), 1) if text.startswith(f"    {key}:")]
    assert str(raised.value).startswith(f"{path}:{line}: ")
    assert str(raised.value).endswith(message)
