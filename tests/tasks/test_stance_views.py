"""The views of the stance task: German sentences and statements with the features expected of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from standpunkt.language import relevance
from standpunkt.language.documents import Document
from standpunkt.language.relevance import Selection, Sentence, TargetWords
from standpunkt.tasks import _stance_views
from standpunkt.tasks._stance_views import VIEWS, Features

MORE = relevance.read_target("Das Tempolimit soll kommen.", ("Tempolimit",))
END = relevance.read_target("Das Tempolimit soll abgeschafft werden.", ("Tempolimit",))
KEPT = relevance.read_target("Das Tempolimit soll nicht abgeschafft werden.", ("Tempolimit",))
Read = Callable[..., list[Sentence]]


@pytest.fixture
def read(document: Callable[..., Document]) -> Read:
    """Sentences of a text, as they are read for a target."""

    def sentences(
        text: str, target: TargetWords = MORE, short_text: int = 100, neighbour: float = 0.5
    ) -> list[Sentence]:
        return relevance.relevant(document(text), target, Selection(short_text, neighbour, 0.5))

    return sentences


@pytest.mark.parametrize(
    ("view", "text", "target", "features"),
    [
        ("words", "Ein Nein, ein Nein!", MORE, {
            "ein": 2, "nein": 2, "!": 1, "ein nein": 2, "nein ein": 1, "nein !": 1,
        }),
        ("stems", "Mieten und Miete.", MORE, {"miet": 2, "und": 1}),
        ("characters", "So.", MORE, {" so": 1, "so ": 1, " so ": 1}),
        ("direction", "Ja, ja.", MORE, {"more|ja": 2}),
        ("direction", "Ja.", END, {"less|ja": 1}),
        ("direction", "Ja.", KEPT, {"more|ja": 1}),  # two restrictions make none
        ("action", "Ja.", MORE, {"other|ja": 1}),
        ("action", "Ja.", KEPT, {"end|ja": 1, "not|ja": 1}),
        ("topic", "Ja, der Bau.", MORE, {"der|tempolimi": 1, "bau|tempolimi": 1, "der|komm": 1, "bau|komm": 1}),
        ("masked", "Wir wollen das Tempolimit jetzt.", MORE, {
            "<wir": 1, "<wollen": 1, "<das": 1, ">jetzt": 1, "das TARGET": 1, "TARGET jetzt": 1,
            "wollen das TARGET": 1, "das TARGET jetzt": 1,
        }),
        ("masked", "Es regnet.", MORE, {}),
        ("masked_direction", "Tempolimit jetzt.", END, {"less|>jetzt": 1, "less|TARGET jetzt": 1}),
        ("cues", "Wir lehnen das Tempolimit nicht ab.", MORE, {
            "reject": 1, "approve": 1, "negation": 1, "first reject": 1, "first approve": 1, "first negation": 1,
            "hit reject": 1, "hit approve": 1, "hit negation": 1,
            "more|reject": 1, "more|approve": 1, "more|negation": 1, "more|first reject": 1, "more|first approve": 1,
            "more|first negation": 1, "more|hit reject": 1, "more|hit approve": 1, "more|hit negation": 1,
        }),
        ("cues", "Das lehnen wir nicht.", MORE, {
            "reject": 1, "negation": 1, "first reject": 1, "first negation": 1,
            "more|reject": 1, "more|negation": 1, "more|first reject": 1, "more|first negation": 1,
        }),
        ("cues_action", "Das ist nicht richtig.", END, {
            "reject": 1, "negation": 1, "end|reject": 1, "end|negation": 1,
        }),
        ("first", "Ja!", MORE, {"ja": 1, "!": 1, "ja !": 1, "0=ja": 1, "1=!": 1, "^ ja !": 1}),
    ],
)  # fmt: skip
def test_features(read: Read, view: str, text: str, target: TargetWords, features: Features) -> None:
    assert VIEWS[view](read(text, target), target) == features


@pytest.mark.parametrize(
    ("text", "target", "features"),
    [
        ("Wir begrüßen das Tempolimit.", MORE, {"attitude 1", "movement 0", "both +0"}),
        ("Wir lehnen das Tempolimit ab.", MORE, {"attitude -2", "movement 0", "both -0"}),
        ("Wir lehnen nicht ab.", MORE, {"attitude 2", "movement 0", "both +0"}),
        ("Schafft endlich mehr neue Spuren.", MORE, {"attitude 1", "movement 2", "both ++"}),
        # Who asks for more speaks against a statement that asks for less.
        ("Schafft endlich mehr neue Spuren.", END, {"attitude 1", "movement -2", "both +-"}),
        ("Schafft endlich mehr neue Spuren.", KEPT, {"attitude 1", "movement 2", "both ++"}),
        ("Stopp! Verbote senken, kürzen, streichen.", MORE, {"attitude 0", "movement -3", "both 0-"}),
    ],
)
def test_agreement_sums_attitude_and_movement(read: Read, text: str, target: TargetWords, features: set[str]) -> None:
    found = _stance_views.agreement(read(text, target), target)
    assert {key for key in found if key.split()[0] in {"attitude", "movement", "both"}} == features


def test_agreement_reads_the_first_sentence_and_those_that_touch(read: Read) -> None:
    found = _stance_views.agreement(read("Guten Tag. Das ist falsch. Das Tempolimit ist richtig."), MORE)
    assert {key: found[key] for key in found if "attitude" in key} == {
        "first attitude0": 1.0,
        "first overlap0 attitude0": 1.0,
        "hit attitude+": 1.0,
        "hit overlap3 attitude+": 1.0,
        "attitude 0": 1.0,  # the sum is over all sentences
    }


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("Das Tempolimit.", {"overlap 5", "first overlap 5", "length 2", "sentences 1", "flag more", "overlap more5"}),
        (
            "Eins. Es kommt so.",
            {"overlap 2", "first overlap 0", "length 3", "sentences 2", "flag more", "overlap more2"},
        ),
    ],
)
def test_shape(read: Read, text: str, features: set[str]) -> None:
    assert _stance_views.shape(read(text), MORE) == dict.fromkeys(features, 1.0)


def test_sentences_beside_a_hit_count_less(read: Read) -> None:
    sentences = read("Nein. Das Tempolimit. Ja. Aus.", short_text=0, neighbour=0.25)
    assert _stance_views.stems(sentences, MORE) == {"nein": 0.25, "das": 1.0, "tempolimi": 1.0, "ja": 0.25}
    assert _stance_views.cue_counts_action(sentences, MORE) == {
        "reject": 0.25, "other|reject": 0.25, "approve": 0.25, "other|approve": 0.25,
    }  # fmt: skip


@pytest.mark.parametrize("view", sorted(set(VIEWS) - {"agreement", "shape"}))
def test_nothing_read_is_nothing_found(view: str) -> None:
    assert VIEWS[view]([], MORE) == {}


def test_nothing_read_has_a_shape_and_a_sum() -> None:
    assert set(VIEWS["shape"]([], END)) == {
        "overlap 0", "first overlap 0", "length 1", "sentences 0", "flag less", "overlap less0",
    }  # fmt: skip
    assert set(VIEWS["agreement"]([], END)) == {
        "attitude 0", "movement 0", "both 00", "hedge 0", "noposition 0", "conditional 0", "negation 0",
    }  # fmt: skip


def test_counts_are_views() -> None:
    assert set(VIEWS) > _stance_views.COUNTS
