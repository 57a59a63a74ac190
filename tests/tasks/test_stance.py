"""The task stance: which pairs there are, its model from disk, its baselines, and the evidence."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.language.documents import Document
from standpunkt.params import EvaluateParams
from standpunkt.schema import Target
from standpunkt.tasks import Example, Inputs, ModelState, stance

Make = Callable[..., Document]
SETTINGS = EvaluateParams(resamples=100, level=0.9, calibration_bins=5)
TARGETS = {
    "tempolimit": Target(statement="Auf Autobahnen soll ein Tempolimit gelten.", aliases=["Tempolimit"]),
    "fernwaerme": Target(statement="Die Fernwärme soll abgeschafft werden.", aliases=["Fernwärme"]),
}


@pytest.fixture
def inputs(document: Make) -> Inputs:
    texts = {
        "labelled": "Das Tempolimit und die Fernwärme.",
        "topic_only": "Das Tempolimit.",
        "both": "Tempolimit und Fernwärme.",
        "one": "Die Fernwärme kommt.",
        "none": "Es regnet in Drosk.",
    }
    labels = [
        {"id": "labelled", "task": "stance", "target": "tempolimit", "label": "favor"},
        {"id": "topic_only", "task": "topic", "target": None, "label": "verkehr"},
    ]
    documents = {name: document(text, id=name) for name, text in texts.items()}
    return Inputs(documents, labels, TARGETS, {})


def test_labelled_pairs_of_labelled_pages_and_touched_targets_of_the_others(
    inputs: Inputs, stance_params: stance.Params
) -> None:
    found = stance.examples(inputs, stance_params)
    assert [(example.document.id, example.target, example.label) for example in found] == [
        ("labelled", "tempolimit", "favor"),
        ("both", "tempolimit", None),
        ("both", "fernwaerme", None),
        ("one", "fernwaerme", None),
    ]
    assert (found[0].statement, found[0].aliases) == (TARGETS["tempolimit"].statement, ("Tempolimit",))


def test_a_labelled_pair_is_judged_though_nothing_touches_it(
    inputs: Inputs, document: Make, stance_params: stance.Params
) -> None:
    changed = replace(inputs, documents={"labelled": document("Es regnet.", id="labelled")})
    (example,) = stance.examples(changed, stance_params)
    assert (example.target, example.label) == ("tempolimit", "favor")


@pytest.mark.parametrize(("overlap", "found"), [(0.5, ["fernwaerme"]), (0.6, [])])
def test_touch_overlap_decides_what_is_judged(
    document: Make, stance_params: stance.Params, overlap: float, found: list[str]
) -> None:
    targets = {"fernwaerme": TARGETS["fernwaerme"].model_copy(update={"aliases": []})}
    given = Inputs({"a": document("Die Fernwärme kommt.")}, [], targets, {})
    params = stance_params.model_copy(update={"touch_overlap": overlap})
    assert [example.target for example in stance.examples(given, params)] == found


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"views": {"word": 1.0}}, "there is no view 'word'; did you mean 'words'"),
        ({"views": {}}, "at least 1 item"),
        ({"views": {"author": 1.0}}, "none of these views reads words; add 'words' or another that does"),
        ({"model": "deep"}, "'linear', 'stacked' or 'stacked.neural'"),
        ({"folds": 1}, "greater than or equal to 2"),
        ({"abstain_below": 1.0}, "less than 1"),
        ({"views": {"words": 0.0}}, "greater than 0"),
        ({"neighbour_weight": 1.1}, "less than or equal to 1"),
        ({"min_overlap": 0.0}, "greater than 0"),
        ({"balanced": 1}, "valid boolean"),
        ({"seed": 1}, "Extra inputs are not permitted"),
    ],
)
def test_params_that_are_refused(stance_params: stance.Params, changed: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        stance.Params.model_validate(stance_params.model_dump() | changed)


def test_a_model_from_disk_predicts_the_same(
    pairs: list[Example], stance_params: stance.Params, tmp_path: Path
) -> None:
    state = stance.fit(pairs, pairs[::3], stance_params, 13)
    storage.write_json(tmp_path / "model.json", state.meta)
    storage.write_arrays(tmp_path / "arrays.npz", state.arrays)
    stored = ModelState(storage.read_json(tmp_path / "model.json"), storage.read_arrays(tmp_path / "arrays.npz"))
    predictions = stance.predict(state, pairs, stance_params)
    assert stance.predict(stored, pairs, stance_params) == predictions
    assert [prediction.label for prediction in predictions] == [example.label for example in pairs]
    assert {tuple(prediction.probabilities) for prediction in predictions} == {("favor", "against", "neutral")}
    assert [sum(found.probabilities.values()) for found in predictions] == pytest.approx([1.0] * 24, abs=3e-6)


def test_fitting_twice_gives_the_same_and_leaves_the_examples_alone(
    pairs: list[Example], stance_params: stance.Params
) -> None:
    before = copy.deepcopy(pairs)
    one, two = (stance.fit(pairs, pairs[:5], stance_params, 13) for _ in range(2))
    assert one.meta == two.meta
    assert {name: array.tobytes() for name, array in one.arrays.items()} == {
        name: array.tobytes() for name, array in two.arrays.items()
    }
    assert pairs == before


def test_a_model_of_other_weights_is_refused(pairs: list[Example], stance_params: stance.Params) -> None:
    state = stance.fit(pairs, [], stance_params, 13)
    changed = stance_params.model_copy(update={"views": stance_params.views | {"cues": 0.6}})
    with pytest.raises(StandpunktError) as raised:
        stance.predict(state, pairs, changed)
    assert str(raised.value) == (
        "view 'cues' has weight 0.6 in params.yaml and 0.5 in the model; run the training again"
    )


def test_the_order_of_the_views_in_params_does_not_matter_to_a_model(
    pairs: list[Example], stance_params: stance.Params
) -> None:
    state = stance.fit(pairs, [], stance_params, 13)
    turned = stance_params.model_copy(update={"views": dict(reversed(stance_params.views.items()))})
    assert stance.predict(state, pairs, turned) == stance.predict(state, pairs, stance_params)


def test_a_target_never_seen_is_judged(pairs: list[Example], document: Make, stance_params: stance.Params) -> None:
    state = stance.fit(pairs, [], stance_params, 13)
    texts = {"favor": "Das Pfand ist richtig und wichtig.", "against": "Das Pfand ist falsch und teuer."}
    unseen = [Example(document(text), None, "pfand", "Es soll ein Pfand geben.", ("Pfand",)) for text in texts.values()]
    assert [found.label for found in stance.predict(state, unseen, stance_params)] == list(texts)


@pytest.mark.parametrize(
    ("kept", "message"),
    [
        (["favor"], r"^8 train rows with 1 label\(s\): training wants two labels"),
        ([], r"^0 train rows with 0 label\(s\)"),
    ],
)
def test_fewer_than_two_stances_cannot_be_trained(
    pairs: list[Example], stance_params: stance.Params, kept: list[str], message: str
) -> None:
    with pytest.raises(StandpunktError, match=message):
        stance.fit([example for example in pairs if example.label in kept], pairs, stance_params, 13)


def test_two_stances_alone(pairs: list[Example], stance_params: stance.Params) -> None:
    known = [example for example in pairs if example.label != "neutral"]
    state = stance.fit(known, pairs, stance_params, 13)
    predictions = stance.predict(state, pairs, stance_params)
    assert {tuple(prediction.probabilities) for prediction in predictions} == {("favor", "against")}
    assert [found.label for found in predictions[:16]] == [example.label for example in known]


def test_features_below_min_documents_are_left_out_but_not_cues(
    pairs: list[Example], stance_params: stance.Params
) -> None:
    state = stance.fit(pairs, [], stance_params.model_copy(update={"min_documents": 25}), 13)
    assert sorted(state.meta["views"]) == ["agreement", "cues"]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Es regnet.", ""),
        ("Eins. Das Tempolimit kommt. Zwei.", "Das Tempolimit kommt."),
        ("Tempolimit eins. Nichts. Tempolimit zwei. Tempolimit drei.", "Tempolimit eins. … Tempolimit zwei."),
        ("Ein Tempolimit " + "sehr " * 200 + "bald.", "Ein Tempolimit " + "sehr " * 117 + "…"),
    ],
)
def test_the_evidence_is_the_sentences_that_touch_most(
    pairs: list[Example], document: Make, stance_params: stance.Params, text: str, evidence: str
) -> None:
    state = stance.fit(pairs, [], stance_params, 13)
    target = TARGETS["tempolimit"]
    example = Example(document(text), None, "tempolimit", target.statement, tuple(target.aliases))
    assert stance.predict(state, [example], stance_params)[0].evidence == evidence


def test_text_outside_the_selection_changes_nothing(
    pairs: list[Example], document: Make, stance_params: stance.Params
) -> None:
    params = stance_params.model_copy(update={"short_text": 0})
    state = stance.fit(pairs, [], params, 13)
    target = TARGETS["tempolimit"]
    ends = ("Es schneit.", "Nein, das ist falsch, teuer und unsinnig!")
    texts = [f"Der Saal war voll. Das Tempolimit kommt. Danach gab es Suppe. {end}" for end in ends]
    made = [Example(document(text), None, "tempolimit", target.statement, tuple(target.aliases)) for text in texts]
    calm, angry = stance.predict(state, made, params)
    assert calm == angry


@pytest.fixture
def found(pairs: list[Example], document: Make, stance_params: stance.Params) -> dict[str, list[str]]:
    """Baselines of four pairs: two targets on one page, and the same pairs with another text by the same author."""
    test = []
    for text in ("Ja, das ist richtig und wichtig.", "Nein, das ist falsch und teuer."):
        page = document(text, author="Autor 1")
        for name, target in TARGETS.items():
            test.append(Example(page, "favor", name, target.statement, tuple(target.aliases)))
    # A train set where target and author tell something: who writes on the one target is for it.
    train = [
        replace(example, label="favor" if example.target == "tempolimit" else "against") for example in pairs[:20]
    ] + pairs[20:21]
    return stance.baselines(train, test, stance_params, 13)


def test_the_majority_is_one_label(found: dict[str, list[str]]) -> None:
    names = ["majority", "majority_per_target", "author_prior", "text_blind", "target_blind", "tfidf_svc"]
    assert list(found) == names
    assert found["majority"] == ["favor"] * 4
    assert found["majority_per_target"] == ["favor", "against", "favor", "against"]


@pytest.mark.parametrize(
    ("target", "author", "missing"),
    [("neu", "Autor 1", "majority_per_target"), ("tempolimit", None, "author_prior"), ("tempolimit", "Neu", None)],
)
def test_a_baseline_that_knows_no_row_is_left_out(
    pairs: list[Example], document: Make, stance_params: stance.Params, target: str, author: str | None, missing: str
) -> None:
    test = [Example(document("Ja.", author=author), "favor", target, "Es gilt.")]
    names = {"majority", "majority_per_target", "author_prior", "text_blind", "target_blind", "tfidf_svc"}
    gone = {missing} if missing else {"author_prior"}
    assert set(stance.baselines(pairs, test, stance_params, 13)) == names - gone


def test_target_blind_gives_one_page_one_label(found: dict[str, list[str]]) -> None:
    assert found["target_blind"][0] == found["target_blind"][1]
    assert found["target_blind"][2] == found["target_blind"][3]


def test_text_blind_reads_the_target_alone(found: dict[str, list[str]]) -> None:
    assert found["text_blind"] == ["favor", "against", "favor", "against"]


def test_target_blind_reads_the_text(pairs: list[Example], document: Make, stance_params: stance.Params) -> None:
    texts = ["Ja, richtig und wichtig, sinnvoll.", "Nein, falsch, teuer, unsinnig.", "Wird geprüft. Keine Position."]
    test = [Example(document(text), "favor", "tempolimit", "Es gilt.") for text in texts]
    found = stance.baselines(pairs, test, stance_params, 13)
    assert found["target_blind"] == ["favor", "against", "neutral"]
    assert len(set(found["text_blind"])) == 1


@pytest.mark.parametrize("with_text", [True, False])
def test_rows_and_plots_hold_text_only_where_it_may_leave_the_corpus(
    pairs: list[Example], stance_params: stance.Params, *, with_text: bool
) -> None:
    state = stance.fit(pairs, [], stance_params, 13)
    found = stance.evaluate(state, pairs, pairs[:3], SETTINGS, stance_params, 13, with_text=with_text)
    keys = {"id", "gold", "predicted", "probabilities", "target"}
    told = keys | {"evidence", "words", "sentences"}
    assert {frozenset(row) for row in found.predictions} == {frozenset(told if with_text else keys)}
    assert (found.plots["features"][1] != []) is with_text
    assert [row["id"] for row in found.predictions] == [example.document.id for example in pairs[:3]]


def test_stacked_views_learn_the_train_pairs(pairs: list[Example], stance_params: stance.Params) -> None:
    params = stance_params.model_copy(update={"model": "stacked", "stacking_c": 1.0})
    state = stance.fit(pairs, pairs[::3], params, 13)
    assert state.arrays["outside"].shape == (3, 0)
    assert [found.label for found in stance.predict(state, pairs, params)] == [example.label for example in pairs]


def test_the_author_is_known_only_where_the_view_is_asked_for(document: Make, stance_params: stance.Params) -> None:
    def judge(params: stance.Params) -> list[dict[str, float]]:
        # Texts say nothing; one author is always in favor.
        train = [
            Example(document("Dazu später.", id=f"{number}", author=author), label, "t", "Es soll mehr Bäume geben.")
            for number in range(4)
            for author, label in (("Ja-Bund", "favor"), ("Nein-Bund", "against"))
        ]
        state = stance.fit(train, [], params, 13)
        test = [replace(train[number], document=replace(train[number].document, id="neu")) for number in (0, 1)]
        return [dict(found.probabilities) for found in stance.predict(state, test, params)]

    reads = judge(stance_params)
    assert reads[0] == reads[1]
    knows = judge(stance_params.model_copy(update={"views": {"words": 1.0, "author": 1.0}}))
    assert knows[0]["favor"] > 0.5 > knows[1]["favor"]


def test_an_explanation_names_what_spoke_for_the_label(
    pairs: list[Example], document: Make, stance_params: stance.Params
) -> None:
    params = stance_params.model_copy(update={"views": {"words": 1.0, "topic": 0.3}})
    state = stance.fit(pairs, [], params, 13)
    text = "Es war Montag. Wir lehnen das Tempolimit ab. Danach gab es Suppe."
    example = Example(document(text), None, "tempolimit", TARGETS["tempolimit"].statement, ("Tempolimit",))
    (prediction,) = stance.predict(state, [example], params)
    (explanation,) = stance.explain(state, [example], [prediction], params)
    assert prediction.label == "against"
    assert explanation.sentences[0][0] == "Wir lehnen das Tempolimit ab."
    assert {"lehnen", "ab"} <= {word for word, _ in explanation.words[:3]}
    weights = [weight for _, weight in explanation.words]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) > 0


def test_doubtful_predictions_are_marked(pairs: list[Example], stance_params: stance.Params) -> None:
    params = stance_params.model_copy(update={"abstain_below": 0.99})
    state = stance.fit(pairs, pairs[:6], params, 13)
    predictions = stance.predict(state, pairs, params)
    assert [found.abstained for found in predictions] == [max(p.probabilities.values()) < 0.99 for p in predictions]
    assert [found.label for found in predictions] == [example.label for example in pairs]


def test_embeddings_are_read_where_there_are_some(
    pairs: list[Example], document: Make, stance_params: stance.Params
) -> None:
    """Texts without a word in common: only the vectors tell who agrees, and only together with the statement's."""
    params = stance_params.model_copy(update={"views": {"words": 1.0, "embedding": 1.0, "embedding_product": 1.0}})
    one, other = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)
    made = [
        Example(
            replace(document(f"Wort{number}.", id=str(number)), embedding=text),
            "favor" if text is statement else "against",
            "t",
            "Es gilt.",
            (),
            statement,
        )
        for number, (text, statement) in enumerate([(one, one), (one, other), (other, one), (other, other)] * 6)
    ]
    state = stance.fit(made[:20], [], params, 13)
    assert {"embedding", "embedding_product"} <= set(state.meta["views"])
    assert [found.label for found in stance.predict(state, made[20:], params)] == [
        example.label for example in made[20:]
    ]
    assert stance.fit(pairs, [], params, 13).meta["views"].keys() == {"words"}


def test_a_network_is_stacked_and_read_from_disk(
    pairs: list[Example], stance_params: stance.Params, tmp_path: Path
) -> None:
    pytest.importorskip("torch", reason="the extra neural is not installed")
    params = stance_params.model_copy(update={"model": "stacked+neural", "folds": 2})
    state = stance.fit(pairs, pairs[::3], params, 13)
    assert state.arrays["outside"].shape == (3, 3)
    storage.write_json(tmp_path / "model.json", state.meta)
    storage.write_arrays(tmp_path / "arrays.npz", state.arrays)
    stored = ModelState(storage.read_json(tmp_path / "model.json"), storage.read_arrays(tmp_path / "arrays.npz"))
    predictions = stance.predict(stored, pairs, params)
    assert predictions == stance.predict(state, pairs, params)
    without = ModelState({**state.meta}, state.arrays)
    del without.meta["neural"]
    assert [found.probabilities for found in stance.predict(without, pairs, params)] != [
        found.probabilities for found in predictions
    ]


def test_a_network_without_torch_says_what_to_install(
    pairs: list[Example], stance_params: stance.Params, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    params = stance_params.model_copy(update={"model": "stacked+neural"})
    with pytest.raises(StandpunktError, match=r"stacked\+neural wants torch .* or set stance.model: stacked$"):
        stance.fit(pairs, [], params, 13)


@pytest.mark.parametrize(
    ("classes", "counts", "value"),
    [
        (["against", "favor", "neutral"], [[2, 0, 0], [2, 2, 0], [0, 0, 5]], (2 / 3 + 2 / 3) / 2),
        (["favor", "neutral"], [[1, 1], [0, 3]], 2 / 3),
        (["neutral"], [[4]], 0.0),
    ],
)
def test_favor_against_f1(classes: list[str], counts: list[list[int]], value: float) -> None:
    assert float(stance.favor_against(classes)(np.array(counts))) == pytest.approx(value)
