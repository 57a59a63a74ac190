"""Which actors and targets are brought together: aliases, what is carried over, speech, interviews, decisions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from standpunkt.language import actors
from standpunkt.language.documents import Document
from standpunkt.positions import candidates
from standpunkt.positions.candidates import Candidate
from standpunkt.schema import Actor, Quote, Target

Make = Callable[..., Document]
ACTORS = {
    "kolberg": Actor(label="Swantje Kolberg", kind="person", aliases=["Swantje Kolberg", "Kolberg"], role="Ministerin"),
    "dahlke": Actor(label="Ruprecht Dahlke", kind="person", aliases=["Ruprecht Dahlke", "Dahlke"], role="Minister"),
    "hb": Actor(label="Heimatblock", kind="party", aliases=["Heimatblock"]),
    "nordbund": Actor(label="Nordbund", kind="alliance", aliases=["Nordbund"]),
    "talland": Actor(label="Talland", kind="country", aliases=["Talland", "Aldenburg"]),
}
TARGETS = {
    "maut": Target(
        statement="Wer in die Innenstadt fährt, soll eine Citymaut bezahlen.", aliases=["Citymaut", "Einfahrgebühr"]
    ),
    "deckel": Target(statement="Die Mieten sollen gesetzlich gedeckelt werden.", aliases=["Mietendeckel"]),
    "limo": Target(statement="Auf süße Getränke soll eine Steuer erhoben werden.", aliases=["Zuckersteuer"]),
    "beitritt": Target(statement="Talland soll dem Nordbund beitreten.", aliases=["Nordbund", "Beitritt"]),
    "meiler": Target(
        statement="Die stillgelegten Kernkraftwerke sollen wieder ans Netz gehen.",
        aliases=["Kernkraft", "Kernkraftwerk"],
        definition="Es geht um die Blöcke Salzhorn und Terbruch.",
    ),
}


def found(document: Make, text: str, quotes: list[Quote] | None = None, **fields: str) -> list[Candidate]:
    read = document(text, **fields)
    return candidates.find(read, actors.find(read, ACTORS), quotes or [], TARGETS)


def pairs(items: list[Candidate]) -> list[tuple[str, str, str]]:
    return [(one.actor, one.target, one.how) for one in items]


def quote(text: str, words: str, actor: str, kind: str = "direct", speaker: str | None = None) -> Quote:
    start = text.index(words)
    place = text.index(speaker) if speaker else -1
    speakers = ((place, place + len(speaker)),) if speaker else ()
    return Quote(kind, ((start, start + len(words)),), (), speakers, actor)


def test_what_a_candidate_tells(document: Make) -> None:
    text = "Es regnet. Am Abend lehnte der Heimatblock die Citymautpläne ab, anders als Dahlke."
    party, minister = sorted(found(document, text), key=lambda one: one.actor, reverse=True)
    assert (party.actor, party.target, party.how) == ("hb", "maut", "ascribed")
    assert text[party.start : party.end] == "Am Abend lehnte der Heimatblock die Citymautpläne ab, anders als Dahlke."
    assert party.speech == ((party.start, party.end),)
    assert party.actor_span is not None
    assert party.target_span is not None
    assert text[slice(*party.actor_span)] == "Heimatblock"
    assert text[slice(*party.target_span)] == "Citymautpläne"
    assert (party.target_distance, party.actor_distance, party.subject, party.first) == (0, 0, True, True)
    assert (party.other_actors, party.other_targets) == (1, 0)
    assert (minister.actor, minister.first) == ("dahlke", False)


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("Dahlke will die Citymaut.", "maut"),
        ("Dahlke will zwei Einfahrgebühren.", "maut"),
        ("Dahlke redet über Kernkraftwerke.", "meiler"),
        ("Dahlke will Salzhorn behalten.", "meiler"),  # of the definition
        ("Dahlke will gedeckelte Mieten.", "deckel"),  # two words of the statement
        ("Dahlke will die Mieten begrenzen.", None),
        ("Dahlke will eine Steuer.", None),  # a part of an alias alone, nothing named in full
        ("Dahlke lacht.", None),
    ],
)
def test_which_target_a_sentence_touches(document: Make, sentence: str, target: str | None) -> None:
    assert pairs(found(document, sentence)) == ([("dahlke", target, "ascribed")] if target else [])


def test_a_part_of_a_name_means_the_target_named_last(document: Make) -> None:
    text = "Erst ging es um die Zuckersteuer. Es regnete. Es schneite. Es hagelte. Es taute. Kolberg will die Steuer."
    assert pairs(found(document, text)) == [("kolberg", "limo", "ascribed")]


def test_a_target_is_carried_over_to_the_next_sentences(document: Make) -> None:
    text = "Die Citymaut kommt. Kolberg lobt das."
    (one,) = found(document, text)
    assert (one.actor, one.target, one.target_span, one.target_distance) == ("kolberg", "maut", None, 1)
    assert text[one.start : one.end] == "Kolberg lobt das."


def test_where_nobody_speaks_a_target_is_soon_forgotten(document: Make) -> None:
    assert (
        found(document, "Die Citymaut kommt. Es taut. Es regnet. Es schneit. Es hagelt. Es stürmt. Kolberg lobt das.")
        == []
    )


def test_a_person_is_an_actor_though_their_role_names_the_target(document: Make) -> None:
    targets = {"schule": Target(statement="An Schulen sollen Telefone verboten werden.", aliases=["Telefonverbot"])}
    read = document("Die Schulpsychologin Uta Reimann ist für ein Verbot an jeder Schule.")
    items = candidates.find(read, actors.find(read, {}), [], targets)
    assert ("Uta Reimann", "schule", "ascribed") in pairs(items)


@pytest.mark.parametrize(
    ("text", "actors_found"),
    [
        ("Aldenburg (tpa) – Der Heimatblock fordert eine Citymaut.", ["hb"]),  # where it was written
        ("Es taut.\n\nAldenburg – Der Heimatblock fordert eine Citymaut.", ["hb"]),
        ("Aldenburg fordert eine Citymaut – der Heimatblock auch.", ["hb", "talland"]),
    ],
)
def test_the_town_of_a_dateline_is_no_actor(document: Make, text: str, actors_found: list[str]) -> None:
    assert sorted(one.actor for one in found(document, text)) == actors_found


def test_what_is_said_belongs_to_the_speaker(document: Make) -> None:
    text = "Die Citymaut kommt. „Das freut mich“, sagte Kolberg. Es regnet."
    (one,) = found(document, text, [quote(text, "„Das freut mich“", "kolberg", speaker="Kolberg")])
    assert (one.actor, one.target, one.how, one.target_span) == ("kolberg", "maut", "quoted", None)
    assert [text[start:end] for start, end in one.speech] == ["„Das freut mich“"]
    assert one.actor_span is not None
    assert text[slice(*one.actor_span)] == "Kolberg"
    assert text[one.start : one.end] == "„Das freut mich“, sagte Kolberg."


def test_speech_about_somebody_else_makes_two_candidates(document: Make) -> None:
    text = "Kolberg nannte die Citymaut des Heimatblocks eine Strafe."
    items = found(document, text, [quote(text, "die Citymaut des Heimatblocks eine Strafe", "kolberg", "reported")])
    assert pairs(items) == [("hb", "maut", "ascribed"), ("kolberg", "maut", "reported")]


def test_speech_may_be_about_what_comes_next(document: Make) -> None:
    text = "„Meine Leute finden keine Wohnung“, sagte Kolberg. Der Mietendeckel soll helfen."
    (one,) = found(document, text, [quote(text, "„Meine Leute finden keine Wohnung“", "kolberg")])
    assert (one.actor, one.target, one.target_distance) == ("kolberg", "deckel", -1)


def test_quotations_without_an_actor_are_left_out(document: Make) -> None:
    text = "„Die Citymaut ist gut“, hieß es."
    assert found(document, text, [Quote("direct", ((0, 22),))]) == []


def test_a_decision_belongs_to_the_organisation_named_before(document: Make) -> None:
    text = "Der Heimatblock tagte am Hafen. Der Antrag zur Citymaut ging ohne Gegenstimme durch. Die Citymaut ist alt."
    (one,) = found(document, text)
    assert (one.actor, one.target, one.actor_span, one.actor_distance) == ("hb", "maut", None, 1)


def test_an_alliance_does_not_stand_for_joining_it(document: Make) -> None:
    assert pairs(found(document, "Kolberg lobt den Nordbund.")) == [("kolberg", "beitritt", "ascribed")]


def test_a_place_does_not_act(document: Make) -> None:
    assert found(document, "In Aldenburg kommt die Citymaut.") == []
    assert pairs(found(document, "Talland will die Citymaut.")) == [("talland", "maut", "ascribed")]


def test_answers_of_an_interview_are_quoted(document: Make) -> None:
    text = (
        "Frau Kolberg, wie war der Sommer?\n\nIch war am Meer und habe gelesen.\n\n"
        "Die Citymaut kommt im Mai. Freut Sie das?\n\nSehr, ich habe lange darauf gewartet.\n\n"
        "Dahlke ist dagegen.\n\nDann reden wir eben noch einmal."
    )
    items = [one for one in found(document, text) if one.how == "quoted"]
    assert {(one.actor, one.target) for one in items} == {("kolberg", "maut")}
    assert [text[start:end] for one in items for start, end in one.speech] == [
        "Sehr, ich habe lange darauf gewartet.",
        "Dann reden wir eben noch einmal.",
    ]


@pytest.mark.parametrize(
    ("title", "speakers"),
    [
        ("Ministerin Kolberg über den Sommer", {"kolberg"}),
        ("Minister Dahlke über den Sommer", set()),  # a woman is asked
        ("Ein Gespräch", set()),  # whom the questions name is not asked
    ],
)
def test_who_is_addressed_by_a_role_is_told_by_the_title(document: Make, title: str, speakers: set[str]) -> None:
    text = (
        "Frau Ministerin, freuen Sie sich auf die Citymaut?\n\nSehr, ich habe lange darauf gewartet.\n\n"
        "Swantje Kolberg sagt, die Citymaut kommt nie. Was nun?\n\nDann reden wir eben noch einmal."
    )
    assert {one.actor for one in found(document, text, title=title) if one.how == "quoted"} == speakers


def test_a_candidate_is_told_of_the_others(document: Make) -> None:
    text = (
        "Kolberg will die Citymaut und den Mietendeckel. Dahlke lehnt die Citymaut ab. "
        "Seine Zeit komme noch, sagte Dahlke."
    )
    said = quote(text, "Seine Zeit komme noch", "dahlke", "reported")
    items = {(one.actor, one.target, one.how): one.rivals for one in found(document, text, [said])}
    kolberg, dahlke = items["kolberg", "maut", "ascribed"], items["dahlke", "maut", "ascribed"]
    near, far = items["dahlke", "maut", "reported"], items["dahlke", "deckel", "reported"]
    assert kolberg is not None
    assert dahlke is not None
    assert near is not None
    assert far is not None
    assert (kolberg.targets, kolberg.nearer, kolberg.as_near, kolberg.actors) == (1, 0, 1, 0)
    assert (kolberg.sentences, kolberg.direct, kolberg.actor_targets, kolberg.target_actors) == (0, False, 1, 1)
    assert (kolberg.article_targets, kolberg.kind, kolberg.known, kolberg.mentions) == (2, "person", True, 1)
    assert (dahlke.targets, dahlke.sentences, dahlke.direct) == (0, 1, False)  # the other sentence carries it over
    assert (near.targets, near.nearer, near.sentences, near.direct) == (1, 0, 1, True)
    assert (far.nearer, far.as_near, far.direct, far.actor_targets) == (1, 0, False, 1)


def test_one_question_makes_no_interview(document: Make) -> None:
    text = "Kolberg will die Citymaut.\n\nWarum eigentlich?\n\nIch weiß es nicht, die Citymaut ist teuer."
    assert {one.how for one in found(document, text)} == {"ascribed"}


def test_the_baseline_takes_every_actor_with_every_target_of_a_sentence(document: Make) -> None:
    text = "Kolberg und Dahlke streiten über Citymaut und Mietendeckel. Der Heimatblock schweigt."
    read = document(text)
    items = candidates.together(read, actors.find(read, ACTORS), TARGETS)
    assert {(one.actor, one.target) for one in items} == {
        (actor, target) for actor in ("kolberg", "dahlke") for target in ("maut", "deckel")
    }


@pytest.mark.parametrize("text", ["", " ", "Kolberg.", "Citymaut.", "??\n\n??\n\n??"])
def test_texts_without_a_pair(document: Make, text: str) -> None:
    assert found(document, text) == []


TALKS = {
    "talks": Target(statement="Es soll eine Regionalkonferenz geben.", aliases=["Regionalkonferenz"]),
    "relief": Target(statement="Die Strafzölle gegen Korvien sollen gelockert werden.", aliases=["Strafzölle"]),
}
COUNTRIES = {
    name.lower(): Actor(label=name, kind="country", aliases=[name]) for name in ("Talland", "Korvien", "Vesmar")
}


def abroad(document: Make, text: str) -> list[Candidate]:
    read = document(text)
    return candidates.find(read, actors.find(read, COUNTRIES), [], TALKS)


def test_a_name_in_the_statement_touches_nothing(document: Make) -> None:
    assert abroad(document, "Talland lehnt Korvien ab. Die Lage in Korvien ist ernst, sagt man in Talland.") == []


def test_participants_and_addressees_of_a_country_are_no_candidates(document: Make) -> None:
    text = "Talland drängt Korvien zu einer Regionalkonferenz mit Vesmar."
    assert [(one.actor, one.role) for one in abroad(document, text)] == [("talland", "subject")]


@pytest.mark.parametrize(
    ("sentence", "target", "distance"),
    [
        ("Vesmar lobte die korvische Idee.", "talks", 0),
        ("Vesmar lobte Tallands Vorschlag.", "relief", 0),
        ("Vesmar lobte diesen Vorschlag.", "relief", 1),  # the last of all
    ],
)
def test_a_proposal_is_taken_up_in_short(document: Make, sentence: str, target: str, distance: int) -> None:
    text = f"Korvien wirbt für eine Regionalkonferenz. Talland fordert ein Ende der Strafzölle. {sentence}"
    one = next(one for one in abroad(document, text) if one.actor == "vesmar")
    assert (one.target, one.target_distance) == (target, distance)
    assert one.proposal is not None
    assert text[slice(*one.proposal)].startswith("Korvien wirbt" if target == "talks" else "Talland fordert")


def test_a_sentence_without_an_actor_goes_on_about_the_country_before(document: Make) -> None:
    text = "Talland drängt auf ein Ende der Strafzölle. Dahinter steht die Hoffnung auf eine Regionalkonferenz."
    (one,) = [one for one in abroad(document, text) if one.target == "talks"]
    assert (one.actor, one.actor_span, one.actor_distance) == ("talland", None, 1)


def test_a_conference_that_is_demanded_is_no_actor(document: Make) -> None:
    text = "Die Regionalkonferenz kommt. Talland will die Regionalkonferenz und ein Ende der Strafzölle."
    assert {one.actor for one in abroad(document, text)} == {"talland"}


def test_a_speech_of_the_object_is_the_subjects(document: Make) -> None:
    text = "Talland drängt Korvien zu einer Regionalkonferenz."
    read = document(text)
    said = quote(text, "zu einer Regionalkonferenz", "korvien", "reported", "Korvien")
    (one,) = candidates.find(read, actors.find(read, COUNTRIES), [said], TALKS)
    assert (one.actor, one.how) == ("talland", "reported")
