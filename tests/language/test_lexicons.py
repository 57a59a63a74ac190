"""Word lists."""

from __future__ import annotations

import pytest
import simplemma

from standpunkt.language.lexicons import REPORTING_VERBS


def test_reporting_verbs_are_lower_case_infinitives() -> None:
    assert [verb for verb in REPORTING_VERBS if verb != verb.lower() or not verb.endswith(("n",))] == []


def test_the_common_ones_are_there() -> None:
    assert {"sagen", "erklären", "betonen", "fordern", "kritisieren", "warnen", "mitteilen"} <= REPORTING_VERBS


def test_they_are_their_own_lemmas() -> None:
    # The pipeline compares lemmas: a verb that the lemmatizer changes is never found in this form.
    changed = {verb for verb in REPORTING_VERBS if simplemma.lemmatize(verb, lang="de") != verb}
    assert changed <= {"heißen", "meinen", "weisen"}  # read as heiß, mein, weise


@pytest.mark.parametrize(("form", "verb"), [("meinte", "meinen"), ("heißt", "heißen"), ("wies", "weisen")])
def test_those_are_found_in_other_forms(form: str, verb: str) -> None:
    assert simplemma.lemmatize(form, lang="de") == verb
