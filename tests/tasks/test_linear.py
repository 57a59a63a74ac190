"""The linear classifier: from disk the same, against scikit-learn, and at the edges."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.tasks import ModelState, _linear
from standpunkt.tasks._linear import Outside, Rows, Settings, Stacking, View

ITEMS = ["wind strom", "strom gas", "wind wind gas", "bahn rad", "rad bus", "bahn bus", "haus miete", "miete bad"]
LABELS = ["e", "e", "e", "v", "v", "v", "w", "w"]
TRAIN = Rows(ITEMS, LABELS)
VALIDATION = Rows(["strom", "rad", "bad", "bahn strom"], ["e", "v", "w", "v"])
NONE = Rows([], [])
TOO_FEW = ": training wants two labels or more; label more pages or change params.yaml: split"
SETTINGS = Settings(C=1.0, balanced=True)


def _words(item: str) -> Counter[str]:
    return Counter(item.split())


def _letters(item: str) -> Counter[str]:
    return Counter(item.replace(" ", ""))


VIEWS = [View("words", _words), View("letters", _letters, weight=0.5, idf=False)]


def _fit(
    views: list[View] = VIEWS, train: Rows = TRAIN, validation: Rows | None = VALIDATION, classes: str = "evw"
) -> ModelState:
    return _linear.fit(views, train, validation, list(classes), SETTINGS, 13)


def _store(state: ModelState, folder: Path) -> ModelState:
    storage.write_json(folder / "model.json", state.meta)
    storage.write_arrays(folder / "arrays.npz", state.arrays)
    return ModelState(storage.read_json(folder / "model.json"), storage.read_arrays(folder / "arrays.npz"))


def test_from_disk_the_same_decisions(tmp_path: Path) -> None:
    state = _fit()
    stored = _store(state, tmp_path)
    assert stored.meta == state.meta
    items = [*ITEMS, "wind bahn", "unbekannt", ""]
    np.testing.assert_array_equal(_linear.decide(VIEWS, stored, items), _linear.decide(VIEWS, state, items))
    assert _linear.labels_of(VIEWS, stored, ITEMS) == LABELS


def test_two_fits_leave_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        _store(_fit(), tmp_path / name)
    for file in ("model.json", "arrays.npz"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_decisions_are_those_of_scikit_learn() -> None:
    vectorizers = [
        TfidfVectorizer(analyzer=lambda item: item.split(), sublinear_tf=True),
        TfidfVectorizer(analyzer=lambda item: list(item.replace(" ", "")), sublinear_tf=True, use_idf=False),
    ]
    blocks = [vectorizer.fit_transform(ITEMS) for vectorizer in vectorizers]
    X = sparse.hstack([blocks[0], blocks[1] * 0.5], format="csr")
    theirs = LinearSVC(C=1.0, class_weight="balanced", random_state=13, max_iter=3000).fit(X, LABELS)
    np.testing.assert_allclose(_linear.decide(VIEWS, _fit(), ITEMS), theirs.decision_function(X), atol=1e-9)


def test_classes_stand_in_the_order_that_was_asked_for() -> None:
    ours, turned = _fit(classes="evw"), _fit(classes="wve")
    assert turned.meta["classes"] == ["w", "v", "e"]
    np.testing.assert_array_equal(_linear.decide(VIEWS, turned, ITEMS), _linear.decide(VIEWS, ours, ITEMS)[:, ::-1])


@pytest.mark.parametrize("classes", ["ev", "ve"])
def test_two_classes(classes: str) -> None:
    state = _fit(train=Rows(ITEMS[:6], LABELS[:6]), classes=classes)
    decisions = _linear.decide(VIEWS, state, ITEMS[:6])
    assert _linear.labels_of(VIEWS, state, ITEMS[:6]) == LABELS[:6]
    np.testing.assert_array_equal(decisions[:, 0], -decisions[:, 1])


def test_a_class_missing_in_train_is_never_predicted() -> None:
    state = _fit(classes="evwx", validation=Rows(["strom", "rad"], ["x", "v"]))
    assert state.meta["classes"] == ["e", "v", "w"]
    assert state.arrays["coefficients"].shape[0] == 3
    # A validation row of a class that is not known tells nothing about the calibration of the others.
    np.testing.assert_array_equal(state.arrays["scale"], _fit(validation=Rows(["rad"], ["v"])).arrays["scale"])


@pytest.mark.parametrize(
    ("train", "message"),
    [
        (
            Rows(["wind", "gas"], ["e", "e"]),
            "2 train rows with 1 label(s)" + TOO_FEW,
        ),
        (
            NONE,
            "0 train rows with 0 label(s)" + TOO_FEW,
        ),
        (
            Rows(["", ""], ["e", "v"]),
            "the train rows have no feature; lower min_documents in params.yaml or add pages",
        ),
    ],
)
def test_what_cannot_be_trained(train: Rows, message: str) -> None:
    with pytest.raises(StandpunktError) as raised:
        _fit(train=train)
    assert str(raised.value) == message


def test_features_of_too_few_items_are_left_out() -> None:
    state = _fit([View("words", _words, min_documents=2)])
    assert state.meta["views"] == {"words": ["bahn", "bus", "gas", "miete", "rad", "strom", "wind"]}
    assert state.arrays["idf.words"].shape == (7,)


def test_a_view_without_a_feature_is_left_out() -> None:
    views = [View("words", _words, min_documents=9), View("letters", _letters)]
    state = _fit(views)
    assert list(state.meta["views"]) == ["letters"]
    assert _linear.labels_of(views, state, ITEMS) == LABELS
    assert {row[1] for row in _linear.telling(views, state, 3)} == {"letters"}


def test_a_feature_that_weighs_less_than_one_still_counts_as_seen() -> None:
    views = [View("weighed", lambda item: {"wind": item, "all": 1.0}, idf=False)]
    state = _linear.fit(views, Rows([1.0, 0.0, 2.0, 0.0], list("evev")), None, list("ev"), SETTINGS, 13)
    rows = _linear.matrix(views, state, [0.01, 0.3, 1.0, 3.0]).toarray()
    place = state.meta["views"]["weighed"].index("wind")
    ratios = rows[:, place] / rows[:, 1 - place]
    np.testing.assert_allclose(ratios, [0.01, 0.3, 1.0, 1 + np.log(3)])


def test_without_calibration_the_probabilities_are_the_plain_softmax() -> None:
    state = _fit(validation=None)
    assert state.arrays["scale"].tolist() == [1.0]
    decisions = _linear.decide(VIEWS, state, ITEMS)
    powers = np.exp(decisions)
    np.testing.assert_allclose(_linear.probabilities(state, decisions), powers / powers.sum(axis=1, keepdims=True))


def test_without_validation_rows_the_train_rows_calibrate_out_of_fold() -> None:
    found, plain = _fit(validation=NONE), _fit(validation=None)
    for name in ("coefficients", "intercept", "idf.words"):
        np.testing.assert_array_equal(found.arrays[name], plain.arrays[name])
    assert found.arrays["scale"].tolist() != plain.arrays["scale"].tolist()
    # Not by the decisions of the model itself: it has seen these rows.
    assert found.arrays["scale"].tolist() != _fit(validation=TRAIN).arrays["scale"].tolist()


def test_a_class_of_one_train_row_leaves_nothing_out_of_fold() -> None:
    found = _fit(train=Rows(ITEMS[:7], LABELS[:7]), validation=NONE)
    assert found.arrays["scale"].tolist() == [1.0]


def test_probabilities_add_up_and_rise_with_the_decision() -> None:
    state = _fit()
    assert state.arrays["scale"][0] > 0
    decisions = np.zeros((5, 3))
    for number in range(3):
        decisions[:, :] = 0.1
        decisions[:, number] = [-3.0, -0.5, 0.0, 0.7, 4.0]
        values = _linear.probabilities(state, decisions)
        np.testing.assert_allclose(values.sum(axis=1), np.ones(5))
        assert (np.diff(values[:, number]) > 0).all()


def test_calibration_lowers_the_log_loss_of_its_rows() -> None:
    state, plain = _fit(), _fit(validation=None)
    decisions = _linear.decide(VIEWS, state, VALIDATION.items)
    gold = [state.meta["classes"].index(label) for label in VALIDATION.labels]

    def loss(of: ModelState) -> float:
        return float(-np.log(_linear.probabilities(of, decisions)[np.arange(len(gold)), gold]).mean())

    assert loss(state) < loss(plain)


def test_a_huge_decision_is_no_overflow() -> None:
    values = _linear.probabilities(_fit(validation=None), np.array([[1e4, 0.0, -1e4]]))
    assert values.tolist() == [[1.0, 0.0, 0.0]]


def test_no_item_has_no_decision() -> None:
    state = _fit()
    assert _linear.decide(VIEWS, state, []).shape == (0, 3)
    assert _linear.labels_of(VIEWS, state, []) == []


def test_telling_features_are_the_highest_of_their_class() -> None:
    state = _fit()
    rows = _linear.telling(VIEWS, state, 4)
    assert [row[0] for row in rows] == ["e"] * 4 + ["v"] * 4 + ["w"] * 4
    for name in "evw":
        weights = [row[3] for row in rows if row[0] == name]
        assert weights == sorted(weights, reverse=True)
        assert weights[-1] > 0
    assert rows[8][1:3] == ("words", "miete")
    names = state.meta["views"]["words"]
    column = state.arrays["coefficients"][2, names.index("miete")]
    assert rows[8] == ("w", "words", "miete", round(float(column), 6))


def test_telling_counts_the_weight_of_a_view() -> None:
    views = [View("letters", _letters, weight=0.25)]
    state = _fit(views)
    (row,) = _linear.telling(views, state, 1)[:1]
    place = state.meta["views"]["letters"].index(row[2])
    assert row[3] == round(float(state.arrays["coefficients"][0, place]) * 0.25, 6)


def test_the_order_of_the_views_is_the_models() -> None:
    state = _fit()
    turned = VIEWS[::-1]
    np.testing.assert_array_equal(_linear.decide(turned, state, ITEMS), _linear.decide(VIEWS, state, ITEMS))
    assert _linear.telling(turned, state, 9) == _linear.telling(VIEWS, state, 9)


@pytest.mark.parametrize(
    ("views", "message"),
    [
        (
            [VIEWS[0], View("letters", _letters, weight=0.75, idf=False)],
            "view 'letters' has weight 0.75 in params.yaml and 0.5 in the model; run the training again",
        ),
        ([VIEWS[0]], "view 'letters' has weight 0 in params.yaml and 0.5 in the model; run the training again"),
        (
            [*VIEWS, View("more", _words)],
            "view 'more' has weight 1.0 in params.yaml and 0 in the model; run the training again",
        ),
    ],
)
def test_a_model_of_other_views_is_refused(views: list[View], message: str) -> None:
    state = _fit()
    for use in (_linear.decide, _linear.labels_of, _linear.matrix):
        with pytest.raises(StandpunktError) as raised:
            use(views, state, ITEMS)
        assert str(raised.value) == message


@pytest.mark.parametrize(
    ("labels", "most"), [("aab", "a"), ("abb", "b"), ("ab", "a"), ("ba", "a"), ("c", "c"), ("", "a")]
)
def test_majority(labels: str, most: str) -> None:
    assert _linear.majority(labels, ["a", "b", "c"]) == most


def test_fitting_leaves_its_inputs_alone() -> None:
    items: list[Any] = [{"a": 1.0, "b": 0.5}, {"a": 2.0}, {"c": 1.0}]
    labels = ["x", "x", "y"]
    _linear.fit([View("v", lambda item: item)], Rows(items, labels), Rows(items, labels), ["x", "y"], SETTINGS, 13)
    assert items == [{"a": 1.0, "b": 0.5}, {"a": 2.0}, {"c": 1.0}]
    assert labels == ["x", "x", "y"]


# --- stacking ---------------------------------------------------------------------------------------------------------

GROUPED = Rows(ITEMS * 2, LABELS * 2, [f"group {number}" for number in range(2 * len(ITEMS))])
STACKED = Settings(C=1.0, balanced=True, stacking=Stacking(folds=4, C=1.0, joint=frozenset({"words", "letters"})))


def test_stacked_members_are_one_linear_model() -> None:
    """On more items than there are members, the decision values are one linear function of what the members say."""
    state = _linear.fit(VIEWS, GROUPED, None, list("evw"), STACKED, 13)
    size = len(state.meta["views"]["words"])
    labels = np.array(GROUPED.labels)
    items = [f"{left} {right}" for left in " ".join(ITEMS).split() for right in " ".join(ITEMS).split()]

    def members(which: list[str]) -> list[Any]:
        X = _linear.matrix(VIEWS, state, which)
        return [X[:, :size], X[:, size:] / 0.5, X]

    said = [
        LinearSVC(C=1.0, class_weight="balanced", random_state=13, max_iter=3000, tol=_linear._MEMBER_TOL)
        .fit(seen, labels)
        .decision_function(unseen)
        for seen, unseen in zip(members(list(GROUPED.items)), members(items), strict=True)
    ]
    design = np.hstack([*said, np.ones((len(items), 1))])
    assert len(items) > 20 * design.shape[1]
    decisions = _linear.decide(VIEWS, state, items)
    solved = np.linalg.lstsq(design, decisions, rcond=None)[0]
    np.testing.assert_allclose(design @ solved, decisions, atol=1e-6)
    # No two of the three members would do.
    for gone in range(3):
        rest = np.delete(design, range(3 * gone, 3 * gone + 3), axis=1)
        assert np.abs(rest @ np.linalg.lstsq(rest, decisions, rcond=None)[0] - decisions).max() > 1e-3
    assert _linear.labels_of(VIEWS, state, ITEMS) == LABELS


@pytest.mark.parametrize(
    ("groups", "folds", "sizes"), [("aabbcc", 3, [2, 2, 2]), ("aabbcc", 9, [2, 2, 2]), ("abcdef", 2, [3, 3])]
)
def test_a_group_is_in_one_fold(groups: str, folds: int, sizes: list[int]) -> None:
    found = _linear.folds(list(groups), folds)
    assert [len(held_out) for _, held_out in found] == sizes
    for fitted, held_out in found:
        assert not {groups[row] for row in fitted} & {groups[row] for row in held_out}


def test_one_group_is_not_stacked() -> None:
    rows = Rows(ITEMS, LABELS, ["all"] * len(ITEMS))
    plain = _linear.fit(VIEWS, TRAIN, None, list("evw"), SETTINGS, 13)
    stacked = _linear.fit(VIEWS, rows, None, list("evw"), STACKED, 13)
    np.testing.assert_array_equal(stacked.arrays["coefficients"], plain.arrays["coefficients"])


def test_a_class_that_one_fold_alone_holds_is_learned_all_the_same() -> None:
    rows = Rows([*ITEMS, "hafen"], [*LABELS, "x"], [*map(str, range(len(ITEMS))), "alone"])
    state = _linear.fit(VIEWS, rows, None, list("evwx"), STACKED, 13)
    assert state.meta["classes"] == list("evwx")
    assert np.isfinite(_linear.decide(VIEWS, state, ["hafen", "wind"])).all()


def _noise(n: int, seed: int, hit: float = 0.6) -> Rows:
    """Texts of which a share says its label, and the others another one."""
    random = np.random.default_rng(seed)
    items, labels = [], []
    for label in random.choice(list("evw"), n):
        said = label if random.random() < hit else random.choice(list("evw"))
        theme = {"e": ["wind", "strom", "gas"], "v": ["bahn", "rad", "bus"], "w": ["haus", "miete", "bad"]}[said]
        items.append(" ".join([*random.choice(theme, 2), f"wort{random.integers(400)}"]))
        labels.append(str(label))
    return Rows(items, labels, [f"{seed} {number}" for number in range(n)])


def test_stacked_train_rows_out_of_fold_calibrate_where_there_is_no_validation_row() -> None:
    labels = np.random.default_rng(3).permutation(GROUPED.labels).tolist()  # nothing can be learned of these
    chance = Rows(GROUPED.items, labels, GROUPED.groups)
    assert _linear.fit(VIEWS, chance, NONE, list("evw"), STACKED, 13).arrays["scale"][0] < 0.5
    assert _linear.fit(VIEWS, GROUPED, NONE, list("evw"), STACKED, 13).arrays["scale"][0] > 1.0
    assert _linear.fit(VIEWS, chance, None, list("evw"), STACKED, 13).arrays["scale"].tolist() == [1.0]


def test_out_of_fold_rows_steady_the_calibration_of_stacked_models() -> None:
    train, many = _noise(500, 0), _noise(3000, 1)
    state = _linear.fit(VIEWS, train, many, list("evw"), STACKED, 13)
    gold = np.array(["evw".index(label) for label in many.labels])
    true = _linear._calibrate(_linear.decide(VIEWS, state, many.items), gold)
    few = [_noise(30, seed) for seed in range(2, 14)]
    with_train = [_linear.fit(VIEWS, train, rows, list("evw"), STACKED, 13).arrays["scale"][0] for rows in few]
    alone = [
        _linear._calibrate(
            _linear.decide(VIEWS, state, rows.items), np.array(["evw".index(label) for label in rows.labels])
        )
        for rows in few
    ]
    errors = [np.sqrt(np.mean(np.square(np.log(np.array(scales) / true)))) for scales in (with_train, alone)]
    assert errors[0] < 0.7 * errors[1]


@pytest.mark.parametrize(
    ("decisions", "unseen", "wider"),
    [
        ([[2.0, -2.0]] * 1000, [[1.0, -1.0]] * 50, 1.99),
        ([[2.0, -2.0]] * 10, [[1.0, -1.0]] * 50, 2.5**0.5),  # as many rows say that there is no difference
        ([[5.0, 5.0]] * 30, [[1.0, -1.0]] * 5, 0.5),  # what all classes have in common does not count
        ([], [[1.0, -1.0]] * 5, 1.0),
        ([[2.0, -2.0]] * 10, [[0.0, 0.0]] * 5, 1.0),
        ([[2.0, -2.0]] * 10, [], 1.0),
    ],
)
def test_how_much_further_apart_decision_values_lie(
    decisions: list[list[float]], unseen: list[list[float]], wider: float
) -> None:
    found = _linear._wider(np.array(decisions).reshape(-1, 2), np.array(unseen).reshape(-1, 2))
    assert found == pytest.approx(wider, abs=0.01)


def test_two_classes_are_stacked() -> None:
    rows = Rows(ITEMS[:6], LABELS[:6], list("abcdef"))
    state = _linear.fit(VIEWS, rows, None, ["e", "v"], STACKED, 13)
    decisions = _linear.decide(VIEWS, state, ITEMS[:6])
    np.testing.assert_allclose(decisions.sum(axis=1), 0, atol=1e-9)
    assert _linear.labels_of(VIEWS, state, ITEMS[:6]) == LABELS[:6]


def test_a_model_of_another_kind_is_stacked() -> None:
    gold = np.eye(3)[["evw".index(label) for label in GROUPED.labels]]
    outside = Outside(unseen=4 * gold, validation=np.zeros((0, 3)))
    state = _linear.fit(VIEWS, GROUPED, NONE, list("evw"), STACKED, 13, outside)
    assert state.arrays["outside"].shape == (3, 3)
    assert (np.diag(state.arrays["outside"]) > 0).all()
    blank = _linear.decide(VIEWS, state, [""] * 3, 8 * np.eye(3))
    assert blank.argmax(axis=1).tolist() == [0, 1, 2]
    np.testing.assert_allclose(
        blank, _linear.decide(VIEWS, state, [""] * 3) + 8 * state.arrays["outside"].T, atol=1e-12
    )


# --- explanations -----------------------------------------------------------------------------------------------------


def test_contributions_add_up_to_the_decision() -> None:
    state = _fit()
    item = "wind strom wind bahn"
    found = _linear.contributions(VIEWS, state, item, "e", item.split())
    decision = _linear.decide(VIEWS, state, [item])[0] - state.arrays["intercept"]
    assert sum(found) == pytest.approx(decision[0] - decision.mean())
    assert found[0] == pytest.approx(found[2])  # the same word twice
    assert found[3] == min(found) < 0 < found[0]


def test_what_no_part_holds_alone_is_in_none() -> None:
    pairs = View("pairs", lambda item: Counter(zip_words(item)))
    whole = View("whole", _words, additive=False)
    for view in (pairs, whole):
        state = _linear.fit([view], TRAIN, None, list("evw"), SETTINGS, 13)
        assert _linear.contributions([view], state, "wind strom", "e", ["wind", "strom"]) == [0.0, 0.0]


def zip_words(item: str) -> list[str]:
    words = item.split()
    return [f"{left} {right}" for left, right in pairwise(words)]
