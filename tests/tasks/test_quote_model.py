import json
import time
from dataclasses import dataclass

import numpy as np
import pytest

from standpunkt.evaluation import quotes as evaluation
from standpunkt.language import pipeline
from standpunkt.language.documents import Reading
from standpunkt.schema import Quote
from standpunkt.tasks import _quote_features as features
from standpunkt.tasks import _quote_model as model

NLP = pipeline.build("blank", {})
WHO = ("Die Stadträtin", "Der Verband", "Die Werkleiterin", "Ein Sprecher", "Der Förster", "Die Richterin")
WHAT = ("die Brücke", "der Hafen", "das Bad", "die Schule", "der Wald", "das Museum")
DOES = ("bleibe geschlossen", "werde saniert", "koste zu viel", "sei in Gefahr")


@dataclass(frozen=True)
class Settings:
    c1: float = 0.0
    c2: float = 0.05
    iterations: int = 40
    min_count: int = 1
    folds: int = 2
    C: float = 1.0


def readings(texts):
    return [Reading(text=text, **read) for text, read in zip(texts, pipeline.read(NLP, texts), strict=True)]


def page(number):
    """A text with markers: `<i ` indirect, `<d ` direct, `<r ` reported, `|` an insert, `>` the end."""
    who, other = WHO[number % 6], WHO[(number + 1) % 6]
    what, does = WHAT[number // 2 % 6], DOES[number % 4]
    return (
        f"Am Montag war es kalt in der Stadt. {who} sagte, <i {what} {does}>. Der Film „Nachtfahrt“ läuft im Kino. "
        f"<d „Wir lassen {what} nicht allein“|, erklärte {other}, |„und das sagen wir seit Jahren.“> "
        f"{other} forderte <r ein Ende des Streits um {what}>. Die Zahl der Gäste stieg um {number + 3} Prozent."
    )


def parse(marked):
    kinds = {"i": "indirect", "d": "direct", "r": "reported"}
    text, quotes, kind, spans, start = "", [], "", [], 0
    for part in marked.replace("<", "\0<").replace(">", "\0>").replace("|", "\0|").split("\0"):
        sign, body = (part[0], part[1:]) if part[:1] in "<>|" and part else ("", part)
        if sign == "<":
            kind, spans, start, body = kinds[body[0]], [], len(text), body[2:]
        elif sign == ">":
            quotes.append(Quote(kind, (*spans, (start, len(text)))))
        elif sign == "|" and start >= 0:
            spans.append((start, len(text)))
            start = -1
        elif sign == "|":
            start = len(text)
        text += body
    return text, quotes


def corpus(numbers):
    pages = [parse(page(number)) for number in numbers]
    return readings([text for text, _ in pages]), [quotes for _, quotes in pages]


@pytest.fixture(scope="module")
def fitted():
    return model.fit(*corpus(range(24)), Settings(), 0)


def test_quotes_of_unseen_pages_are_found(fitted):
    read, gold = corpus(range(24, 36))
    predicted = model.predict(*fitted, read)
    scores = evaluation.scores(evaluation.total(evaluation.counts(*page) for page in zip(gold, predicted, strict=True)))
    assert scores["f1"] > 0.9
    assert min(scores[f"{kind}_f1"] for kind in ("direct", "indirect", "reported")) > 0.85


def test_parts_around_an_insert_are_one_quote_and_titles_are_none(fitted):
    (read,), (gold,) = corpus([25])
    (predicted,) = model.predict(*fitted, [read])
    direct = [quote.spans for quote in predicted if quote.type == "direct"]
    assert direct == [quote.spans for quote in gold if quote.type == "direct"]
    assert len(direct[0]) == 2


def test_probabilities_lie_between_the_threshold_and_one(fitted):
    meta, _ = fitted
    read, _ = corpus([30, 31])
    for quote in (quote for quotes in model.predict(*fitted, read) for quote in quotes):
        lowest = meta["direct_threshold"] if quote.type == "direct" else meta["threshold"]
        assert lowest <= quote.probability <= 1
        assert quote.cues == quote.speakers == ()


def test_the_model_is_json_and_numbers_and_the_same_on_each_run(fitted):
    meta, arrays = fitted
    again, others = model.fit(*corpus(range(24)), Settings(), 0)
    assert json.dumps(meta) == json.dumps(again)
    assert {name: array.dtype.kind for name, array in arrays.items()} == {
        name: "u" if name == "crf" else "f" for name in arrays
    }
    assert all(np.array_equal(array, others[name]) for name, array in arrays.items())


def test_a_stored_model_predicts_the_same(fitted):
    meta, arrays = fitted
    read, _ = corpus(range(24, 28))
    stored = json.loads(json.dumps(meta)), {name: array.copy() for name, array in arrays.items()}
    assert model.predict(*stored, read) == model.predict(meta, arrays, read)


@pytest.mark.parametrize("size", [0, 1, 3])
def test_without_gold_nothing_is_found(size):
    read, gold = corpus(range(size))
    fitted = model.fit(read, [[] for _ in gold], Settings(), 0)
    assert model.predict(*fitted, readings(["Sie sagte: „Wir bauen das Haus.“"])) == [[]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "„",
        "DIE STADT SAGTE, DAS BAD SEI ZU.",
        "“We will build it,” she said.",
        "Er sagte: „Nie.",
        "a" * 9000,
    ],
)
def test_strange_texts_give_spans_inside_of_them(fitted, text):
    (quotes,) = model.predict(*fitted, readings([text]))
    assert all(0 <= start < end <= len(text) for quote in quotes for start, end in quote.spans)


@pytest.mark.parametrize(
    "unit", ["Sie sagte, das Bad sei zu. ", "Er sagte, dies sei so, ", "„Wir bauen es“, sagte er. "]
)
def test_long_texts_take_a_time_that_grows_with_them(fitted, unit):
    read = readings([unit * (10_000 // len(unit))])
    start = time.process_time()
    model.predict(*fitted, read)
    assert time.process_time() - start < 3


def test_tokens_are_labelled_by_the_outer_quote():
    text = "Sie sagte, das Bad sei zu und müsse, so ihr Rat, leer stehen."
    (read,) = readings([text])
    outer = Quote("indirect", ((11, 35), (49, 60)))
    inner = Quote("reported", ((11, 25),))
    labels = dict(zip(read.starts, model._labels(features.view(read), [inner, outer]), strict=True))
    expected = {11: "B-indirect"} | dict.fromkeys((15, 19, 23, 26, 30, 49, 54), "I-indirect")
    assert {place: label for place, label in labels.items() if label != "O"} == expected
