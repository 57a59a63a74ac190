"""The line model: a small one scored by hand, its files, and the ones that come with the package."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from standpunkt import storage
from standpunkt.cleaning import features, linemodel
from standpunkt.cleaning.article import ARTICLE_ROLES, FURNITURE_ROLES
from standpunkt.cleaning.blocks import of_html, of_text
from standpunkt.cleaning.linemodel import (
    ROLES,
    SIGNALS,
    WEIGHT,
    Described,
    Kind,
    LineModel,
    NameWeights,
    Terms,
    Weights,
    describe,
    name_keys,
    named,
    names_in,
    read,
    rows_of,
    said,
    shipped,
    terms_in,
    write,
)
from standpunkt.cleaning.markup import Source
from standpunkt.cleaning.trees import Trees
from standpunkt.errors import StandpunktError

PAGE = (
    '<nav class="menu"><a>Start</a></nav><article class="text"><h1>Rat baut Brücke</h1>'
    "<p>Der Rat baut im Mai eine neue Brücke über den Fluss.</p>"
    '<p><span class="credit">Foto: tpa</span></p></article>'
)
TEXT = "Start\n\nRat baut Brücke\n\nDer Rat baut im Mai eine neue Brücke über den Fluss.\nFoto: tpa\n"
KEEP, TITLE, CREDIT = SIGNALS.index("keep"), SIGNALS.index("title"), SIGNALS.index("credit")


def _row(**weights: int) -> list[int]:
    return [weights.get(signal, 0) for signal in SIGNALS]


def _trees(feature: int, threshold: float, below: int, above: int, outputs: int) -> Trees:
    """One question, the same answer for each output."""
    leaves = np.array([[[below] * outputs, [above] * outputs]], np.int32)
    return Trees(
        np.array([[feature]], np.int32), np.array([[threshold]], np.float32), leaves, np.arange(outputs, dtype=np.int32)
    )


TERMS = Terms.of(
    {
        "foto": _row(keep=-64, credit=128),
        "foto tpa": _row(credit=64),
        "^rat": _row(title=64),
        "fluss$": _row(keep=32),
        "im": _row(keep=64),
    }
)
OWN = Weights({"<p>": 0, "credit": 1}, np.array([_row(keep=64), _row(credit=64)], np.int32))
AROUND = Weights({"text": 0, "menu": 1}, np.array([_row(keep=128), _row(keep=-128)], np.int32))
NAMES = NameWeights.of(OWN, AROUND)


def _model(kind: Kind) -> LineModel:
    page = _page(kind)
    signals = {"says": said(page, TERMS, terms_in(page, TERMS))}
    if kind == "html":
        signals["named"], signals["around"] = named(page, NAMES, names_in(page, NAMES))
    names, _ = rows_of(page, signals)
    keep = _trees(names.index("says_keep"), 0.1, -2048, 2048, 1)
    return LineModel(TERMS, OWN, AROUND, names, keep, _trees(names.index("words"), 2.5, -1, 1, len(ROLES)))


def _html(content: str = PAGE) -> Described:
    return describe(of_html(Source(content)))


def _page(kind: Kind) -> Described:
    return _html() if kind == "html" else describe(of_text(TEXT))


# --- a small model ---------------------------------------------------------------------------------------------------


def test_roles_and_signals() -> None:
    assert (*ROLES, "boilerplate") == (
        *(role for role in (*ARTICLE_ROLES, *FURNITURE_ROLES) if role in ROLES),
        "boilerplate",
    )
    assert {*ARTICLE_ROLES, *FURNITURE_ROLES} - {*ROLES} == {"boilerplate"}
    assert (SIGNALS[:3], {*SIGNALS[1:]} - {*ROLES}) == (("keep", "title", "teaser"), set())


def test_terms_are_found_by_hash() -> None:
    terms = Terms.of({"rat": _row(keep=1), "^rat": _row(keep=2), "der rat": _row(keep=3)})
    names = ["der rat", "stadt", "^rat", "rat", "rat$"]
    rows = terms.find(linemodel.term_hashes(names))
    assert [terms.names[row] if row >= 0 else None for row in rows] == ["der rat", None, "^rat", "rat", None]
    assert [int(terms.table[row, KEEP]) for row in rows if row >= 0] == [3, 2, 1]
    assert (np.diff(terms.hashes) > 0).all()


def test_a_model_without_terms_finds_none() -> None:
    assert Terms.of({}).find(linemodel.term_hashes(["rat", "stadt"])).tolist() == [-1, -1]


def test_what_lines_say() -> None:
    page = _page("text")
    sums = said(page, TERMS, terms_in(page, TERMS))
    assert sums[:, KEEP].tolist() == pytest.approx([0, 0, (64 + 32) / WEIGHT / 11**0.5, -64 / WEIGHT / 2**0.5])
    assert sums[:, TITLE].tolist() == pytest.approx([0, 64 / WEIGHT / 3**0.5, 0, 0])
    assert sums[:, CREDIT].tolist() == pytest.approx([0, 0, 0, (128 + 64) / WEIGHT / 2**0.5])


def test_how_lines_are_named() -> None:
    page = _html()
    own, around = named(page, NAMES, names_in(page, NAMES))
    # The own element with the inline elements in it; and those around it, without it.
    assert own[:, KEEP].tolist() == [0, 0, 1, 1]
    assert own[:, CREDIT].tolist() == [0, 0, 0, 1]
    assert around[:, KEEP].tolist() == [0, 2, 2, 2]


def test_a_text_has_no_names() -> None:
    with pytest.raises(ValueError, match="a text page has no elements"):
        named(_page("text"), NAMES, names_in(_page("text"), NAMES))


def test_the_keys_of_an_element() -> None:
    assert name_keys("div", ("text", "body"), ("body", "lead")) == ["<div>", "text", "body", "lead"]


@pytest.mark.parametrize("kind", ["html", "text"])
def test_scores_by_hand(kind: Kind) -> None:
    scores = _model(kind).score(_page(kind))
    assert scores.keep.tolist() == [-2048, -2048, 2048, -2048]  # the sentence alone says "im" and "fluss$"
    assert scores.roles[:, 0].tolist() == [-1, 1, 1, -1]  # by the number of words
    assert (scores.roles - scores.roles[:, [0]]).tolist() == [list(range(len(ROLES)))] * 4
    assert (scores.named is None) is (kind == "text")


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_page_with_unknown_words_and_names_alone_is_scored(kind: Kind) -> None:
    content = '<section class="xyz">Qwertz</section>'
    scores = _model(kind).score(_html(content) if kind == "html" else describe(of_text("Qwertz")))
    assert (scores.keep.tolist(), scores.said.tolist()) == ([-2048], [[0] * len(SIGNALS)])


def test_features_of_neighbours() -> None:
    page = _page("text")
    names, rows = rows_of(page, {"says": said(page, TERMS, terms_in(page, TERMS))})
    assert (rows.shape, rows.dtype, len(set(names))) == ((len(names), 4), np.dtype(np.float32), len(names))
    columns = {name: row.tolist() for name, row in zip(names, rows, strict=True)}
    assert columns["words"] == [1, 3, 11, 2]
    assert columns["words+1"] == [3, 11, 2, 0]
    assert columns["words-2"] == [0, 0, 1, 3]
    credit = float(np.float32(3 / 2**0.5))
    assert columns["says_credit"] == [0, 0, 0, credit]
    assert columns["says_credit+1"] == [0, 0, credit, 0]
    keep = columns["says_keep"]
    assert columns["says_keep_within_2"] == pytest.approx([keep[2], keep[2] + keep[3], keep[3], keep[2]])


@pytest.mark.parametrize("kind", ["html", "text"])
def test_the_features_of_a_shipped_model_are_those_of_a_page(kind: Kind) -> None:
    page, model = _page(kind), shipped(kind)
    columns, _ = rows_of(page, model.signals(page, terms_in(page, model.terms), names_in(page, model.names)))
    assert columns + (features.CONTEXT if model.first else ()) == model.columns


def test_a_model_that_was_fitted_to_other_features_is_refused() -> None:
    with pytest.raises(ValueError, match=r"the model was fitted to other features; fit it again \(make line-model\)"):
        _model("html").score(_page("text"))


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["html", "text"])
def test_what_is_written_is_read(tmp_path: Path, kind: Kind) -> None:
    model = _model(kind)
    write(model, tmp_path, kind)
    found = read(tmp_path, kind)
    assert (list(found.terms.names), found.columns) == (list(model.terms.names), model.columns)
    assert found.terms.table.tolist() == model.terms.table.tolist()
    for trees, same in ((found.keep, model.keep), (found.roles, model.roles)):
        for part in (field.name for field in fields(Trees)):
            np.testing.assert_array_equal(getattr(trees, part), getattr(same, part), strict=True)
    one, other = found.score(_page(kind)), model.score(_page(kind))
    assert (one.keep.tolist(), one.roles.tolist()) == (other.keep.tolist(), other.roles.tolist())


def test_lines_are_decided_by_what_the_first_trees_say_of_those_around(tmp_path: Path) -> None:
    page = _page("text")
    model = _model("text")
    columns = (*model.columns, *features.CONTEXT)
    # Article is what stands right below a line of at least three words.
    first = _trees(columns.index("words"), 2.5, -1024, 2048, 1)
    keep = _trees(columns.index("score-1"), 1.0, -512, 512, 1)
    stacked = replace(model, columns=columns, first=first, keep=keep)
    words = page.page.counts.tolist()
    assert stacked.score(page).keep.tolist() == [-512, *(512 if above > 2.5 else -512 for above in words[:-1])]
    write(stacked, tmp_path, "text")
    assert read(tmp_path, "text").score(page).keep.tolist() == stacked.score(page).keep.tolist()
    with pytest.raises(ValueError, match="fitted to other features"):
        replace(stacked, columns=model.columns).score(page)


def test_a_model_of_which_a_part_of_the_first_trees_is_missing_is_refused(tmp_path: Path) -> None:
    write(replace(_model("text"), first=_model("text").keep), tmp_path, "text")
    arrays = dict(storage.read_arrays(tmp_path / "text.npz"))
    del arrays["first_leaves"]
    storage.write_arrays(tmp_path / "text.npz", arrays)
    with pytest.raises(StandpunktError, match=r"text\.npz: 'first_leaves' is missing; fit it again"):
        read(tmp_path, "text")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    model = _model("html")
    again = LineModel(
        Terms.of(dict(zip(reversed(model.terms.names), model.terms.table[::-1].tolist(), strict=True))),
        Weights({"credit": 0, "<p>": 1}, model.own.table[::-1]),
        model.around,
        model.columns,
        model.keep,
        model.roles,
    )
    for name, one in (("one", model), ("two", again)):
        write(one, tmp_path / name, "html")
    write(read(tmp_path / "one", "html"), tmp_path / "three", "html")
    assert [*_bytes(tmp_path / "one")] == ["html.json", "html.npz"]
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two") == _bytes(tmp_path / "three")


@pytest.mark.parametrize("kind", ["html", "text"])
def test_the_shipped_model_is_as_written(tmp_path: Path, kind: Kind) -> None:
    write(shipped(kind), tmp_path, kind)
    folder = Path(linemodel.__file__).parent / "line_model"
    assert _bytes(tmp_path) == {name: (folder / name).read_bytes() for name in (f"{kind}.json", f"{kind}.npz")}


def test_weights_stand_one_key_a_line(tmp_path: Path) -> None:
    write(_model("text"), tmp_path, "text")
    row = json.dumps(_row(keep=-64, credit=128))
    assert f'\n"foto tpa": {json.dumps(_row(credit=64))},\n' in (tmp_path / "text.json").read_text("utf-8")
    assert f'{{"^rat": {json.dumps(_row(title=64))},\n"fluss$": ' in (tmp_path / "text.json").read_text("utf-8")
    assert f'\n"foto": {row},\n' in (tmp_path / "text.json").read_text("utf-8")


def _edit(**changes: Any) -> Callable[[Path], object]:
    def edit(folder: Path) -> None:
        path = folder / "text.json"
        storage.write_text(path, storage.json_text(storage.read_json(path) | changes))

    return edit


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / "text.json").unlink(), r"text\.json: no such file"),
        (lambda folder: (folder / "text.npz").unlink(), r"text\.npz: no such file"),
        (_edit(signals=["keep"]), r"text\.json: fitted for other roles; fit it again \(make line-model\)"),
        (_edit(roles=list(reversed(ROLES))), r"text\.json: fitted for other roles; fit it again \(make line-model\)"),
        (lambda folder: (folder / "text.json").write_text('{"columns": ['), r"text\.json:1: not valid JSON"),
        (lambda folder: (folder / "text.npz").write_bytes(b"PK"), r"text\.npz: not a readable array file"),
        (lambda folder: (folder / "text.npz").write_bytes(b""), r"text\.npz: not a readable array file"),
        (lambda folder: (folder / "text.json").write_text("{}"), r"text\.json: "),
        (lambda folder: (folder / "text.json").write_text("[]"), r"text\.json: "),
        (lambda folder: storage.write_arrays(folder / "text.npz", {"keep_bias": np.zeros(1)}), r"text\.npz: "),
    ],
)
def test_a_broken_model_is_refused(tmp_path: Path, damage: Callable[[Path], object], message: str) -> None:
    write(_model("text"), tmp_path, "text")
    damage(tmp_path)
    with pytest.raises(StandpunktError, match=message):
        read(tmp_path, "text")


def test_a_model_that_runs_code_is_refused(tmp_path: Path) -> None:
    write(_model("text"), tmp_path, "text")
    np.savez(tmp_path / "text.npz", keep_bias=np.array([object()], object))
    with pytest.raises(StandpunktError, match=r"text\.npz: not a readable array file \(Object arrays cannot be loaded"):
        read(tmp_path, "text")


# --- the models of the package ---------------------------------------------------------------------------------------

# No text of a page can be read out of a model: words, pairs of words, names of elements, and numbers.
TERM = re.compile(r"\^?[^\W_]+\$?|[^\W_]+ [^\W_]+")
NAME = re.compile(r"<[a-z][a-z0-9-]*>|[a-zäöüß]+")


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_shipped_model_holds_words_alone(kind: Kind) -> None:
    data = storage.read_json(Path(linemodel.__file__).parent / "line_model" / f"{kind}.json")
    assert sorted(data) == ["around", "columns", "own", "roles", "signals", "terms"]
    assert 1000 < len(data["terms"]) < 60_000
    assert [term for term in data["terms"] if not TERM.fullmatch(term) or term != term.lower()] == []
    names = [*data["own"], *data["around"]]
    assert [name for name in names if not NAME.fullmatch(name)] == []
    assert (len(names) > 100) is (kind == "html")
    rows = [*data["terms"].values(), *data["own"].values(), *data["around"].values()]
    assert {len(row) for row in rows} == {len(SIGNALS)}
    assert {type(weight) for row in rows for weight in row} == {int}


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_shipped_model_has_no_long_numbers(kind: Kind) -> None:
    """Years, days, hours and post codes; nothing that could be somebody's telephone number."""
    numbers = [number for term in shipped(kind).terms.names for number in re.findall(r"\d+", term)]
    assert [number for number in numbers if len(number) > 5] == []


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_shipped_model_fits_together(kind: Kind) -> None:
    model = shipped(kind)
    assert model is shipped(kind)
    assert (np.diff(model.terms.hashes) > 0).all()  # no two terms share a hash
    assert len(set(model.columns)) == len(model.columns)
    series = [(model.keep, 1), (model.roles, len(ROLES)), *([(model.first, 1)] if model.first else [])]
    assert (model.first is not None, model.columns[-len(features.CONTEXT) :] == features.CONTEXT) == (
        (True, True) if kind == "text" else (False, False)
    )
    for trees, outputs in series:
        count, depth = trees.features.shape
        assert trees.thresholds.shape == (count, depth)
        assert trees.leaves.shape == (count, 2**depth, outputs)
        assert trees.bias.shape == (outputs,)
        assert 0 <= trees.features.min() <= trees.features.max() < len(model.columns)
        assert np.isfinite(trees.thresholds).all()
        assert [array.dtype for array in (trees.leaves, trees.bias)] == [np.dtype(np.int32)] * 2


SCORE = f"""
import json
from standpunkt.cleaning.blocks import of_html, of_text
from standpunkt.cleaning.linemodel import describe, shipped
from standpunkt.cleaning.markup import Source
html, text = {PAGE!r}, {TEXT!r}
found = [shipped("html").score(describe(of_html(Source(html)))), shipped("text").score(describe(of_text(text)))]
print(json.dumps([[scores.keep.tolist(), scores.roles.tolist(), scores.said.tolist()] for scores in found]))
"""


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_scores_do_not_depend_on_the_hash_seed(seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCORE],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
    )
    here = [shipped("html").score(_page("html")), shipped("text").score(_page("text"))]
    assert done.stderr == ""
    assert json.loads(done.stdout) == [
        [scores.keep.tolist(), scores.roles.tolist(), scores.said.tolist()] for scores in here
    ]


def test_pages_do_not_depend_on_each_other() -> None:
    def scores() -> list[list[int]]:
        return [
            shipped("text").score(describe(of_text(TEXT))).keep.tolist(),
            shipped("html").score(_html()).keep.tolist(),
        ]

    first = scores()
    shipped("html").score(_html("<p>Ganz andere Dinge geschehen heute in Terbruch.</p>" * 30))
    shipped("text").score(describe(of_text("Terbruch\n" * 30)))
    assert scores() == first


@pytest.mark.parametrize("kind", ["html", "text"])
def test_one_line_is_scored(kind: Kind) -> None:
    page = _html("<p>…</p>") if kind == "html" else describe(of_text("…"))
    scores = shipped(kind).score(page)
    assert (scores.keep.shape, scores.roles.shape, scores.said.shape) == ((1,), (1, len(ROLES)), (1, len(SIGNALS)))
