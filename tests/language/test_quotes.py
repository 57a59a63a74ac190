import time

import pytest

from standpunkt.language import pipeline
from standpunkt.language import quotes as rules
from standpunkt.language.documents import Reading

NLP = pipeline.build("blank", {})


def reading(text):
    return Reading(text=text, **next(pipeline.read(NLP, [text])))


def marked(text):
    return [text[pair.span[0] : pair.span[1]] for pair in rules.pairs(reading(text))]


def found(text, kind=None):
    quotes = rules.find(reading(text))
    return [" | ".join(text[a:b] for a, b in q.spans) for q in quotes if kind in (None, q.type)]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Sie sagte: „Wir bauen.“ Dann ging sie.", ["„Wir bauen.“"]),
        ("Sie sagte: »Wir bauen.« Dann ging sie.", ["»Wir bauen.«"]),
        ("Sie sagte: «Wir bauen.» Dann ging sie.", ["«Wir bauen.»"]),
        ('Sie sagte: "Wir bauen." Dann ging sie.', ['"Wir bauen."']),
        ("Sie sagte: “Wir bauen.” Dann ging sie.", ["“Wir bauen.”"]),
        ("Sie sagte: „Er nannte es ‚Wahnsinn‘ und ging.“", ["„Er nannte es ‚Wahnsinn‘ und ging.“", "‚Wahnsinn‘"]),
        ("„Der erste Absatz.\n\n„Der zweite Absatz.“ Schluss.", ["„Der erste Absatz.\n\n„Der zweite Absatz.“"]),
        ("Das „Haus steht leer. Er sagte: „Wir bauen.“", ["„Wir bauen.“"]),
        ('Ein Schirm, 27" breit, und sonst nichts.', []),
        ("Das Haus“ steht leer.", []),
        ("Er sagte: „Das geht’s an.“", ["„Das geht’s an.“"]),
    ],
)
def test_marks_are_paired(text, pairs):
    assert marked(text) == pairs


@pytest.mark.parametrize(
    ("word", "lemma", "mood"),
    [
        ("sei", "sein", "1"),
        ("habe", "haben", "1"),
        ("gehe", "gehen", "1"),
        ("verändere", "verändern", "1"),
        ("wären", "sein", "2"),
        ("geht", "gehen", "v"),
        ("fordern", "fordern", "v"),
        ("ohne", "ohne", ""),
        ("gegen", "gegen", ""),
        ("rote", "rot", ""),
    ],
)
def test_mood_of_a_form(word, lemma, mood):
    assert rules.mood(word, lemma) == mood


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Die Ministerin teilte am Montag mit, dass gebaut wird.", "mitteilen"),
        ("Der Verband lehnt die Pläne ab.", "ablehnen"),
        ("Der Verband gab die Zahlen bekannt.", "bekanntgeben"),
        ("Sie sprach sich gegen den Bau aus.", "aussprechen"),
        ("Das Kind teilte den Kuchen.", ""),
    ],
)
def test_reporting_verbs_are_joined_with_their_particle(text, verb):
    assert "".join(rules.signs(reading(text)).verb) == verb


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Laut dem Bericht sinkt die Zahl.", "Laut dem Bericht"),
        ("Nach Angaben der Polizei brannte es.", "Nach Angaben der Polizei"),
        ("Der Polizei zufolge brannte es.", "Der Polizei zufolge"),
        ("Das Haus, so die Feuerwehr, brannte.", "so die Feuerwehr"),
        ("Nach dem Regen brannte es.", ""),
        ("Es war so kalt, so still wie nie.", ""),
    ],
)
def test_sources_are_found(text, phrase):
    sign, read = rules.signs(reading(text)), reading(text)
    assert " ".join(read.sentence_text(start, end) for start, end in sign.sources) == phrase


@pytest.mark.parametrize(
    ("text", "kind", "quotes"),
    [
        ("„Wir bauen das Haus“, sagte die Stadträtin.", "direct", ["„Wir bauen das Haus“"]),
        (
            "„Wir bauen“, sagte die Stadträtin, „und zwar sofort.“",
            "direct",
            ["„Wir bauen“ | „und zwar sofort.“"],
        ),
        ("„Wir bauen.“ Danach kam die Wahl. „Das ist gut“, sagte er.", "direct", ["„Wir bauen.“", "„Das ist gut“"]),
        ("Der Film „Nachtfahrt“ lief am Montag.", None, []),
        ("Die Stadträtin sagte, dass die Brücke gesperrt bleibt.", "indirect", ["dass die Brücke gesperrt bleibt"]),
        ("Die Stadträtin sagte, die Brücke bleibe gesperrt.", "indirect", ["die Brücke bleibe gesperrt"]),
        ("Die Brücke sei gesperrt, sagte die Stadträtin.", "indirect", ["Die Brücke sei gesperrt"]),
        ("Laut dem Bericht ist die Brücke gesperrt.", "indirect", ["ist die Brücke gesperrt"]),
        ("Die Brücke ist gesperrt, so die Stadträtin.", "indirect", ["Die Brücke ist gesperrt"]),
        ("Der Verband forderte ein Ende der Sperrung.", "reported", ["ein Ende der Sperrung"]),
        ("Der Verband warnte vor einer Sperrung.", "reported", ["vor einer Sperrung"]),
        (
            "Sie sagte, die Brücke sei marode. Der Neubau koste viel.",
            "free_indirect",
            ["Der Neubau koste viel."],
        ),
        ("Die Brücke ist gesperrt. Der Bus fährt nicht.", None, []),
    ],
)
def test_quotations_by_type(text, kind, quotes):
    assert found(text, kind) == quotes


def test_cues_are_the_words_that_report():
    text = "„Wir bauen das Haus“, sagte die Stadträtin."
    (quote,) = rules.find(reading(text))
    assert [text[start:end] for start, end in quote.cues] == ["sagte"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "„",
        '“„“„««»»""',
        "DIE STADT SAGTE, DIE BRÜCKE SEI MARODE. " * 5,
        "The mayor said that the bridge would stay closed. “We will build,” she added.",
        ", , , ; : – ( ) . . .",
        "zufolge zufolge laut laut so, so",
    ],
)
def test_strange_text_gives_spans_inside_of_it(text):
    for quote in rules.find(reading(text)):
        assert all(0 <= start < end <= len(text) for start, end in quote.spans)


@pytest.mark.parametrize("unit", ["„Wir bauen“, sagte sie. ", "„ ", "Er sagte, dies sei so, ", "laut ", "wort "])
def test_long_text_takes_a_time_that_grows_with_it(unit):
    read = reading(unit * (60_000 // len(unit)))
    start = time.process_time()
    rules.find(read)
    assert time.process_time() - start < 2
