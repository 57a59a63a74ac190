from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from markdown_it import MarkdownIt
from pydantic import ValidationError

from standpunkt import schema
from standpunkt.params import Params
from standpunkt.reporting.cards import cards
from standpunkt.reporting.material import Material

PAGE_TEXTS = ("Titel", "Beleg", "Merkmal", "Wort", "Satz", "Zeile", "Grund", "alert(1)")
CARD = "model-card-stance.md"
ENTRY = "@misc{klein,\n  title = {Ein {K}orpus},\n  year = {2024}\n}"
CITATION = {
    "title": "standpunkt: news & more",
    "authors": [{"name": "The maintainers"}, {"family-names": "Marwitz", "given-names": "Hedda"}],
    "version": "0.1.0",
    "date-released": "2026-11-23",
    "license": "MIT",
}


def changed(material: Material, **metrics: Any) -> Material:
    """With other metrics of the task stance."""
    task = material.tasks["stance"]
    return replace(
        material, tasks={**material.tasks, "stance": replace(task, metrics={**task.metrics, **copy.deepcopy(metrics)})}
    )


def score(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def section(text: str, title: str) -> str:
    """What stands under a heading."""
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def tables(text: str) -> list[list[int]]:
    """How many cells each row of each table has."""
    found: list[list[int]] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append(0)
        elif token.type in ("th_open", "td_open"):
            found[-1][-1] += 1
    return found


def test_a_card_for_each_task_with_a_score_and_one_of_each_other_kind(material: Material, params: Params) -> None:
    assert set(cards(material, params)) == {CARD, "datasheet.md", "reforms.md", "corpora.bib"}


def test_the_same_material_gives_the_same_cards_and_stays_as_it_is(material: Material, params: Params) -> None:
    before = copy.deepcopy(material)
    assert cards(material, params) == cards(before, params)
    assert (material.tasks, material.split, material.clean) == (before.tasks, before.split, before.clean)


def test_no_card_holds_text_of_a_page(material: Material, params: Params) -> None:
    for text in cards(material, params).values():
        assert [word for word in PAGE_TEXTS if word in text] == []


def test_tables_are_whole_and_titles_are_no_markup(material: Material, params: Params) -> None:
    for name, text in cards(material, params).items():
        if name.endswith(".md"):
            assert [len(set(rows)) for rows in tables(text)] == [1] * text.count("\n| :---")
            assert "<i>" not in text


def test_the_model_stands_first_with_intervals_then_its_baselines(material: Material, params: Params) -> None:
    rows = [line for line in section(cards(material, params)[CARD], "Scores").splitlines() if line.startswith("|")]
    assert [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]] == [
        ["this model", "0.500 [0.250, 0.750]", "0.500 [0.000, 1.000]", "0.375 [0.125, 0.625]", "2", "–"],
        [
            "majority (text not seen)",
            "0.200 [0.100, 0.300]",
            "0.500 [0.000, 1.000]",
            "0.250 [0.125, 0.375]",
            "2",
            "+0.300 [0.100, 0.500]",
        ],
    ]


def test_classes_and_parts_have_tables_of_their_own(material: Material, params: Params) -> None:
    found = section(cards(material, params)[CARD], "Scores by class and part")
    assert [line for line in found.splitlines() if line.startswith("*")] == [
        "*Scores of stance per class*",
        "*Scores of stance per part*",
    ]
    assert "| against | 1 | 0.250 [0.000, 1.000] | 0.250 [0.000, 1.000] | 0.250 [0.000, 1.000] |" in found


def test_not_for_follows_from_figures_and_parameters(material: Material, params: Params) -> None:
    found = section(cards(material, params)[CARD], "Intended use")
    assert found.split("**Not for**")[1].strip().splitlines() == [
        "- Findings about media: the corpus is synthetic.",
        "- Articles in other languages than de: there was none to learn from (clean.languages).",
        "- Articles of fewer than 1 word: they were dropped (clean.min_words).",
        "- Judging by a single result: of test pairs, a share of 0.500 [0.000, 1.000] is wrong.",
        "- Findings about authors: the view author makes them go in a circle; leave it out of stance.views first.",
    ]


def test_nothing_is_said_of_what_is_not_set(material: Material, params: Params) -> None:
    raw = {**params.raw, "stance": {"abstain_below": 0.0, "views": {"words": 1.0}}}
    bare = replace(params, raw=raw, clean=params.clean.model_copy(update={"min_words": 0, "languages": []}))
    real = replace(material, config={**material.config, "synthetic": False})
    found = section(cards(real, bare)[CARD], "Intended use")
    assert found.split("**Not for**")[1].strip().splitlines() == [
        "- Judging by a single result: of test pairs, a share of 0.500 [0.000, 1.000] is wrong."
    ]


@pytest.mark.parametrize(("abstain_below", "said"), [(0.0, True), (0.5, False)])
def test_a_topic_model_that_always_answers_says_so(
    material: Material, params: Params, abstain_below: float, said: bool
) -> None:
    topics = {name: {"label": name.title()} for name in ("energie", "verkehr")}
    metrics = {"n": 4, "macro_f1": score(0.5, 0.25, 0.75)}
    scored = replace(
        material,
        codebook={**material.codebook, "topics": topics},
        tasks={"topic": replace(material.tasks["topic"], metrics=metrics)},
    )
    text = cards(scored, replace(params, raw={**params.raw, "topic": {"abstain_below": abstain_below}}))
    always = "with topic.abstain_below 0 one of 2 topics is given all the same."
    assert (always in text["model-card-topic.md"]) is said
    assert "Gives an article one of 2 topics: energie, verkehr." in text["model-card-topic.md"]


PRECISE = {"n": 40, "f1": score(0.5, 0.4, 0.6), "precision": score(0.75, 0.7, 0.8), "recall": score(0.5, 0.4, 0.6)}
RECALLS = {
    "direct": {"n": 30, "recall": score(0.8, 0.7, 0.9), "f1": score(0.8, 0.7, 0.9)},
    "free_indirect": {"n": 10, "recall": score(0.1, 0.0, 0.25), "f1": score(0.1, 0.0, 0.25)},
}


def test_quotations_and_positions_have_cards_though_their_probabilities_have_no_interval(
    material: Material, params: Params
) -> None:
    calibration = {"expected_calibration_error": {"value": 0.25}, "n": 40}
    metrics = {**PRECISE, "per_type": RECALLS, "calibration": calibration}
    tasks = {name: replace(material.tasks["topic"], metrics=metrics) for name in ("quotes", "positions")}
    raw = {"quotes": {"model": "trained"}, "positions": {"prior_weight": 0.5}}
    found = cards(replace(material, tasks=tasks), replace(params, raw={**params.raw, **raw}))
    quotes, positions = found["model-card-quotes.md"], found["model-card-positions.md"]
    assert "Finds quotations (direct, indirect, reported and free indirect) with the words" in quotes
    assert "- Expected calibration error 0.250 over 40 predictions." in quotes
    assert "- **Low recall per type.** free indirect 0.100 [0.000, 0.250], n 10; over all is 0.500." in quotes
    assert quotes.count("Low ") == 1
    assert "of quotes found in test pages, a share of 0.250 [0.200, 0.300] is wrong." in quotes
    assert "an actor, one of 1 target, a stance (favor, against, neutral)" in positions
    assert "- Stances that an actor and its party took in train rows count with weight 0.5." in positions
    assert "output of stage train;" in quotes
    assert "output of stage positions;" in positions


LIMITS: dict[str, tuple[dict[str, Any], str]] = {
    "a class below the mean of all": (
        {"per_class": {"favor": {"n": 50, "recall": score(0.8, 0.7, 0.9)}, "neutral": RECALLS["free_indirect"]}},
        "- **Low recall per class.** neutral 0.100 [0.000, 0.250], n 10; the mean of all is 0.450.",
    ),
    "a part below all": (
        {"per_part": {"fragen": {"n": 20, "macro_f1": score(0.25, 0.125, 0.375)}}},
        "- **Low macro-F1 per part.** fragen 0.250 [0.125, 0.375], n 20; over all is 0.500.",
    ),
    "a slice": (
        {
            "slices": {
                "outlet": {
                    "bote": {
                        "n": 30,
                        "pages": 20,
                        "accuracy": score(0.25, 0.125, 0.375),
                        "difference": score(-0.5, -0.75, -0.25),
                        "detectable": 0.25,
                        "p": 0.001,
                        "worse": True,
                        "better": False,
                    }
                }
            }
        },
        "- **Slices.** Worse than the rest beyond chance: outlet bote.",
    ),
    "agreement that nobody knows": (
        {},
        "- **Agreement.** No label of stance was given twice: how far people agree on them is not known.",
    ),
    "probabilities": ({}, "- **Probabilities of stance.** Expected calibration error 0.200 [0.100, 0.400], above 0.1"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_named_where_a_figure_shows_it(material: Material, params: Params, name: str) -> None:
    metrics, said = LIMITS[name]
    assert said in section(cards(changed(material, **metrics), params)[CARD], "Known limits")


NO_LIMITS: dict[str, tuple[dict[str, Any], str]] = {
    "classes within chance": ({}, "**Low"),
    "labels that were given twice": (
        {"agreement": {"n": 9, "annotators": 2, "percent": score(0.9, 0.8, 1.0)}},
        "given twice",
    ),
    "probabilities that are right": (
        {"calibration": {"n": 2, "expected_calibration_error": score(0.05, 0.0, 0.1)}},
        "**Probabilities",
    ),
    "no slice": ({}, "**Slices"),
    "nothing lost": ({}, "**Lost"),
}


@pytest.mark.parametrize("name", NO_LIMITS)
def test_no_limit_is_named_without_a_figure(material: Material, params: Params, name: str) -> None:
    metrics, said = NO_LIMITS[name]
    assert said not in section(cards(changed(material, **metrics), params)[CARD], "Known limits")


@pytest.mark.parametrize(("lost", "said"), [(2, True), (0, False)])
def test_annotations_that_cleaning_lost_are_a_limit(material: Material, params: Params, lost: int, said: bool) -> None:
    clean = {**material.clean, "annotations": {"quotes": {"marked": 41, "lost": lost}}}
    quotes = replace(material.tasks["topic"], metrics=PRECISE)
    found = cards(
        replace(material, clean=clean, tasks={"quotes": quotes}),
        replace(params, raw={**params.raw, "quotes": {"model": "rules"}}),
    )["model-card-quotes.md"]
    line = "- **Lost in cleaning.** 2 of 41 marked quotes stand in no article."
    assert (line in section(found, "Known limits")) is said


def test_a_task_of_ones_own_is_described_by_its_codebook(material: Material, params: Params) -> None:
    genre = replace(material.tasks["topic"], metrics={"n": 4, "macro_f1": score(0.5, 0.25, 0.75)})
    codebook = {**material.codebook, "tasks": {"genre": {"labels": {"news": "Nachricht", "comment": "Kommentar"}}}}
    found = cards(
        replace(material, tasks={"genre": genre}, codebook=codebook),
        replace(params, raw={**params.raw, "genre": {"C": 1.0}}),
    )["model-card-genre.md"]
    assert "Gives a page one of 2 labels: comment, news." in section(found, "What it is")
    assert "| `genre.C` | 1.0 |" in found


def test_every_parameter_of_the_section_stands_in_the_card(material: Material, params: Params) -> None:
    raw = {**params.raw, "stance": {"model": "linear", "views": {"words": 1.0, "author": 0.5}, "n": [1, 2], "b": True}}
    rows = section(cards(material, replace(params, raw=raw))[CARD], "Parameters").splitlines()
    assert [line for line in rows if line.startswith("| `")] == [
        "| `stance.model` | linear |",
        "| `stance.views.words` | 1.0 |",
        "| `stance.views.author` | 0.5 |",
        r"| `stance.n` | \[1, 2\] |",
        "| `stance.b` | true |",
    ]


def test_hashes_are_those_of_what_the_card_rests_on(material: Material, params: Params) -> None:
    names = (
        "ingested/labels",
        "ingested/pages",
        "metrics/stance.json",
        "metrics/topic.json",
        "predictions/stance.jsonl",
    )
    hashed = replace(material, digests={name: f"{place:064x}" for place, name in enumerate(names)})
    found = section(cards(hashed, params)[CARD], "How to make it again")
    assert [line.split("`")[1] for line in found.splitlines() if line.startswith("| `")] == [
        "ingested/labels",
        "metrics/stance.json",
        "predictions/stance.jsonl",
    ]
    assert f"| `metrics/stance.json` | `{2:064x}` |" in found
    assert "SHA-256" not in cards(material, params)[CARD]


def test_the_label_table_of_the_task_stands_in_its_card(material: Material, params: Params) -> None:
    counted = replace(material, labels={"stance": {"favor": {"train": 3, "test": 1}, "against": {"test": 1}}})
    found = section(cards(counted, params)[CARD], "What it was fitted on")
    assert found.split("*Labels of stance by side*\n\n")[1].splitlines()[:4] == [
        "| label | train | test | all |",
        "| :--- | ---: | ---: | ---: |",
        "| against | 0 | 1 | 1 |",
        "| favor | 3 | 1 | 4 |",
    ]


@pytest.mark.parametrize(("redistributable", "fetched"), [(True, False), (False, True)])
def test_a_corpus_that_is_not_here_is_fetched_first(
    material: Material, params: Params, redistributable: bool, fetched: bool
) -> None:
    found = cards(replace(material, config={**material.config, "redistributable": redistributable}), params)[CARD]
    assert ("- `.venv/bin/standpunkt fetch klein --from FOLDER`" in found) is fetched


def test_the_bibliography_has_the_corpus_and_the_program(material: Material, params: Params) -> None:
    cited = replace(material, config={**material.config, "citation": ENTRY + "\n"}, citation=CITATION)
    assert cards(cited, params)["corpora.bib"] == (
        f"{ENTRY}\n\n"
        "@software{standpunkt,\n"
        "  author = {{The maintainers} and Marwitz, Hedda},\n"
        "  title = {{standpunkt: news \\& more}},\n"
        "  version = {0.1.0},\n"
        "  year = {2026},\n"
        "  license = {MIT}\n"
        "}\n"
    )


def test_a_corpus_without_a_citation_is_named_with_its_source(material: Material, params: Params) -> None:
    found = cards(replace(material, config={**material.config, "source": "https://korpus.example"}), params)
    assert found["corpora.bib"] == (
        "% The corpus klein has no citation in its corpus.yaml. Source: https://korpus.example\n"
    )


def config(citation: str) -> schema.CorpusConfig:
    return schema.CorpusConfig(
        name="klein",
        title="Klein",
        language="de",
        licence="frei",
        source="hier",
        redistributable=True,
        format="pages",
        tasks=[],
        codebook="codebook.yaml",
        citation=citation,
    )


@pytest.mark.parametrize("citation", ["", ENTRY, f"{ENTRY}\n{ENTRY}\n"])
def test_a_citation_is_bibtex_entries(citation: str) -> None:
    assert config(citation).citation == citation


REFUSED: dict[str, Callable[[str], str]] = {
    "words": lambda entry: f"Bitte zitieren: {entry}",
    "words behind": lambda entry: f"{entry} siehe dort",
    "an open brace": lambda entry: entry[:-1],
    "a brace too many": lambda entry: f"{entry}}}",
    "no key": lambda entry: entry.replace("{klein,", "{", 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_citation_that_is_no_bibtex_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="wants BibTeX entries"):
        config(REFUSED[name](ENTRY))
