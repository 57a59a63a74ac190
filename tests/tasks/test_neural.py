"""The neural model: it learns whether text and target agree, it is the same twice, and NumPy decides as torch does."""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.language.relevance import Sentence
from standpunkt.tasks import ModelState, _neural
from standpunkt.tasks._neural import NeuralItem, Settings

SETTINGS = Settings(
    networks=1, epochs=3, dimension=16, hidden=8, learning_rate=5e-3, dropout=0.1, word_dropout=0.1, threads=1
)
NAMES = ["wald", "moor", "deich", "fähre", "turm", "markt", "hafen", "garten"]
CLASSES = ["same", "other"]
NEEDS_TORCH = "torch is not installed; it comes with the extra standpunkt[neural]"


def _sentence(text: str, positions: tuple[int, ...] = ()) -> Sentence:
    tokens = tuple(text.split())
    return Sentence(text, tokens, tuple(_neural.stem(token) for token in tokens), 1.0, 1.0, frozenset(positions))


def _pair(text: str, statement: str) -> NeuralItem:
    return _neural.read_item([_sentence(text)], statement.split())


def _planted() -> tuple[list[NeuralItem], list[str]]:
    """The label is whether text and statement name the same thing; neither side tells it alone."""
    items, labels = [], []
    for (left, right), extra in itertools.product(itertools.product(NAMES, repeat=2), ("", " heute", " morgen")):
        for repeat in range(7 if left == right else 1):
            items.append(_pair(f"wir wollen den {left}{extra}{' ja' * (repeat % 2)}", f"der {right} soll bleiben"))
            labels.append("same" if left == right else "other")
    return items, labels


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it does not matter how well the network has learned."""
    monkeypatch.setattr(_neural, "_FEWEST_STEPS", 5)


@pytest.fixture(scope="module")
def planted() -> tuple[list[NeuralItem], list[str], ModelState]:
    pytest.importorskip("torch", reason=NEEDS_TORCH)
    items, labels = _planted()
    return items, labels, _neural.fit(items, labels, CLASSES, SETTINGS, 13)


def _labels(state: ModelState, items: list[NeuralItem]) -> list[str]:
    return [state.meta["classes"][best] for best in _neural.decide(state, items).argmax(axis=1)]


# --- what is read ----------------------------------------------------------------------------------------------------


def test_an_item_has_the_tokens_of_all_sentences_with_their_places_and_matches() -> None:
    sentences = [_sentence("a b c d e f g h i j k l", (1, 11)), *(_sentence("x y z", (0,)) for _ in range(4))]
    item = _neural.read_item(sentences, ["das", "moor"])
    assert item.tokens == (*"abcdefghijkl", *"xyz" * 4)
    assert item.places == (0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, *(4, 4, 5), *(8, 8, 9), *(12, 12, 13), *(12, 12, 13))
    assert [index for index, match in enumerate(item.matches) if match] == [1, 11, 12, 15, 18, 21]


def test_a_word_of_the_statement_matches_by_its_stem_unless_it_says_nothing() -> None:
    item = _neural.read_item([_sentence("die moore und die deiche")], ["die", "deichen", "am", "moor", "und", "turm"])
    assert item.target_matches == (False, True, False, True, False, False)


def test_long_sides_are_cut() -> None:
    item = _neural.read_item([_sentence("wort " * 300)], ["ziel"] * 100)
    assert [len(part) for part in (item.tokens, item.places, item.matches)] == [120] * 3
    assert [len(part) for part in (item.target, item.target_matches)] == [24] * 2


# --- where the vectors start -----------------------------------------------------------------------------------------


def _start(items: list[NeuralItem], dimension: int) -> dict[str, Any]:
    vocabulary = _neural._vocabulary(items)
    table = _neural._look_up(vocabulary, items)
    vectors = _neural._stem_vectors(table, items, (len(vocabulary["stems"]) + 2, dimension), 13)
    return dict(zip(["", "?", *vocabulary["stems"]], vectors, strict=True))


def _likeness(vectors: dict[str, Any], left: str, right: str) -> float:
    a, b = vectors[left], vectors[right]
    return round(float(a @ b / np.linalg.norm(a) / np.linalg.norm(b)), 2)


def test_stems_of_like_use_start_near() -> None:
    texts = ["wald rauscht leise", "moor rauscht leise", "hafen lärmt laut", "turm lärmt laut"]
    vectors = _start([_pair(text, "") for text in texts * 3], 3)
    assert [_likeness(vectors, *pair) for pair in (("wald", "moor"), ("hafen", "turm"))] == [1.0, 1.0]
    assert _likeness(vectors, "wald", "hafen") < 0.9


def test_stems_of_texts_on_one_statement_start_near() -> None:
    statements = {"wald": "bäume", "moor": "bäume", "hafen": "boote"}
    pairs = [_pair(text, f"{word} {number}") for text, word in statements.items() for number in (1, 2)]
    vectors = _start(pairs, 3)
    assert _likeness(vectors, "wald", "moor") == 1.0
    assert _likeness(vectors, "wald", "hafen") < 0.9


def test_without_neighbours_vectors_start_at_zero() -> None:
    assert [vector.tolist() for vector in _start([_pair("wald", "")] * 2, 2).values()] == [[0.0, 0.0]] * 3


# --- what is learned -------------------------------------------------------------------------------------------------


def test_it_learns_whether_text_and_target_agree(planted: tuple[list[NeuralItem], list[str], ModelState]) -> None:
    items, labels, state = planted
    assert _labels(state, items) == labels


def test_two_trainings_give_the_same_bytes(
    planted: tuple[list[NeuralItem], list[str], ModelState], tmp_path: Path
) -> None:
    items, labels, state = planted
    again = _neural.fit(items, labels, CLASSES, SETTINGS, 13)
    assert again.meta == state.meta
    for name, found in (("one", state), ("two", again)):
        storage.write_arrays(tmp_path / name, found.arrays)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_from_disk_the_same_logits(planted: tuple[list[NeuralItem], list[str], ModelState], tmp_path: Path) -> None:
    items, _, state = planted
    storage.write_json(tmp_path / "model.json", state.meta)
    storage.write_arrays(tmp_path / "arrays.npz", state.arrays)
    stored = ModelState(storage.read_json(tmp_path / "model.json"), storage.read_arrays(tmp_path / "arrays.npz"))
    np.testing.assert_array_equal(_neural.decide(stored, items), _neural.decide(state, items))


def test_numpy_decides_as_torch_does(planted: tuple[list[NeuralItem], list[str], ModelState]) -> None:
    torch = pytest.importorskip("torch", reason=NEEDS_TORCH)
    items, _, state = planted
    items = [*items[:5], _pair("", "der turm"), _pair("nur unbekanntes hier", ""), _pair("wir lehnen das moor ab", "x")]
    table = _neural._look_up(state.meta["vocabulary"], items)
    still = replace(SETTINGS, dropout=0.0, word_dropout=0.0)
    arrays = {name.removeprefix("0."): values.astype(np.float32) for name, values in state.arrays.items()}
    parts = _neural._build(torch, state.meta["vocabulary"], arrays["stems.weight"], 2, still.hidden)
    parts.load_state_dict({name: torch.from_numpy(values) for name, values in arrays.items()})
    logits = _neural._logits(torch, parts, _neural._tensors(torch, table), _neural._pad(items, table), still)
    theirs = torch.log_softmax(logits, 1).detach().numpy()
    np.testing.assert_allclose(_neural.decide(state, items), theirs, atol=1e-3)


def test_logits_do_not_depend_on_what_stands_beside(
    planted: tuple[list[NeuralItem], list[str], ModelState],
) -> None:
    items, _, state = planted
    items = [_pair("wald", "der wald"), *items, _pair("moor " * 90, "der turm soll " * 9)]
    together = _neural.decide(state, items)
    alone = np.concatenate([_neural.decide(state, [item]) for item in items])
    np.testing.assert_allclose(together, alone, atol=2e-3)


@pytest.mark.usefixtures("few_steps")
def test_logits_are_the_mean_of_the_networks() -> None:
    pytest.importorskip("torch", reason=NEEDS_TORCH)
    items, labels = _planted()
    both, first, second = (
        _neural.fit(items[:40], labels[:40], CLASSES, replace(SETTINGS, networks=networks), random_state)
        for networks, random_state in ((2, 1), (1, 1), (1, 2))
    )
    mean = (_neural.decide(first, items) + _neural.decide(second, items)) / 2
    np.testing.assert_allclose(_neural.decide(both, items), mean, atol=2e-3)


# --- edges -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("few_steps")
@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        pytest.param(["ja"], ["a"], id="one row"),
        pytest.param(["", ""], ["a", "b"], id="no token"),
        pytest.param(["ja", "nein"] * 5, ["a", "b"] * 5, id="ten rows, a class without any"),
    ],
)
def test_few_rows_are_no_error(texts: list[str], labels: list[str]) -> None:
    pytest.importorskip("torch", reason=NEEDS_TORCH)
    items = [_pair(text, "das moor soll bleiben") for text in texts]
    state = _neural.fit(items, labels, ["a", "b", "c"], SETTINGS, 13)
    logits = _neural.decide(state, items)
    assert logits.shape == (len(texts), 3)
    assert np.isfinite(logits).all()
    assert _neural.decide(state, []).shape == (0, 3)


@pytest.mark.usefixtures("few_steps")
def test_torch_is_left_as_it_was() -> None:
    torch = pytest.importorskip("torch", reason=NEEDS_TORCH)

    def setting() -> tuple[Any, ...]:
        filled = torch.utils.deterministic.fill_uninitialized_memory
        state = torch.random.get_rng_state().tolist()
        return torch.get_num_threads(), torch.are_deterministic_algorithms_enabled(), filled, state

    before = setting()
    _neural.fit([_pair("ja", "moor")], ["a"], ["a", "b"], SETTINGS, 13)
    assert setting() == before


def test_no_rows_are_an_error() -> None:
    pytest.importorskip("torch", reason=NEEDS_TORCH)
    with pytest.raises(StandpunktError, match=r"^the neural model has no train row; label more pages or change"):
        _neural.fit([], [], CLASSES, SETTINGS, 13)


def test_without_torch_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(
        StandpunktError,
        match=r"^params.yaml: stance.model: stacked\+neural wants torch \(.*torch.*\); "
        r"install the extra: pip install 'standpunkt\[neural\]', or set stance.model: stacked$",
    ):
        _neural.fit([_pair("ja", "moor")], ["a"], ["a", "b"], SETTINGS, 13)
