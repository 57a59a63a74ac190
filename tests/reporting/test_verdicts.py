from __future__ import annotations

from typing import Any

import pytest

from standpunkt.reporting import verdicts
from standpunkt.reporting.blocks import pieces


def entry(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def scored(**more: Any) -> dict[str, Any]:
    return {"n": 120, "macro_f1": entry(0.61, 0.52, 0.69), "baselines": {}} | more


def blind(value: float, *difference: float) -> dict[str, Any]:
    """A baseline by its score, and our difference to it."""
    return {"macro_f1": entry(value, 0.0, 1.0), "difference": {"macro_f1": entry(*difference)}}


def said(lines: Any) -> list[str]:
    return ["".join(piece.text for piece in pieces(line)) for line in lines]


@pytest.mark.parametrize(
    ("differences", "words"),
    [
        ({}, "no baseline to compare it with"),
        ({"majority": entry(0.4, 0.3, 0.5)}, "better than the only baseline, majority, by 0.400 [0.300, 0.500]"),
        (
            {"majority": entry(0.4, 0.3, 0.5), "target_blind": entry(0.2, 0.11, 0.29)},
            "better than every baseline (the closest, target_blind, by 0.200 [0.110, 0.290])",
        ),
        (
            {"majority": entry(0.4, 0.3, 0.5), "text_blind": entry(-0.01, -0.1, 0.08)},
            "not distinguishable from text_blind (difference −0.010 [−0.100, 0.080]); better than majority",
        ),
        ({"a": entry(0.0, 0.0, 0.0)}, "not distinguishable from a (difference 0.000 [0.000, 0.000])"),
        (
            {"a": entry(0.1, 0.0, 0.2), "b": entry(0.1, -0.1, 0.3)},
            "not distinguishable from a (difference +0.100 [0.000, 0.200]) or b (difference +0.100 [−0.100, 0.300])",
        ),
        (
            {"a": entry(-0.3, -0.4, -0.2), "b": entry(0.0, -0.1, 0.1), "c": entry(0.5, 0.4, 0.6)},
            (
                "worse than a by 0.300 [0.200, 0.400]; not distinguishable from b (difference 0.000 [−0.100, 0.100]); "
                "better than c"
            ),
        ),
    ],
)
def test_comparison_in_words(differences: dict[str, dict[str, float]], words: str) -> None:
    assert verdicts.compared(differences) == words


@pytest.mark.parametrize(
    ("metrics", "sentence"),
    [
        (
            scored(baselines={"majority": {"n": 120, "difference": {"macro_f1": entry(0.4, 0.3, 0.5)}}}),
            (
                "macro-F1 0.610 [0.520, 0.690] on 120 test pairs; better than the only baseline, majority, by "
                "0.400 [0.300, 0.500]"
            ),
        ),
        (scored(n=1), "macro-F1 0.610 [0.520, 0.690] on 1 test pair; no baseline to compare it with"),
        (
            {"n": 0, "status": "this corpus has no labels for this task"},
            "not scored: this corpus has no labels for this task",
        ),
        ({"n": 3}, "not scored: the metrics file holds no score"),
        (
            {"n": 9, "recall": entry(0.5, 0.4, 0.6)},
            "recall 0.500 [0.400, 0.600] on 9 test pairs; no baseline to compare it with",
        ),
    ],
)
def test_verdict(metrics: dict[str, Any], sentence: str) -> None:
    assert verdicts.verdict("stance", metrics, "pair").sentence() == sentence


@pytest.mark.parametrize(
    ("metrics", "name"),
    [
        ({"f1": entry(0, 0, 0), "macro_f1": entry(0, 0, 0)}, "macro_f1"),
        ({"f1": entry(0, 0, 0), "a": entry(0, 0, 0)}, "f1"),
        ({"n": 3}, None),
    ],
)
def test_headline(metrics: dict[str, Any], name: str | None) -> None:
    assert verdicts.headline(metrics) == name


@pytest.mark.parametrize(
    ("metrics", "lines"),
    [
        (scored(), []),
        (
            scored(n=99),
            ["Few test items for stance. 99 test pairs: the interval of macro-F1 runs from 0.520 to 0.690."],
        ),
        (
            scored(per_class={"favor": {"n": 9}, "against": {"n": 10}, "neutral": {"n": 0}}),
            [
                (
                    "Small classes of stance. Fewer than 10 test items: favor (9) and neutral (0). One "
                    "item moves the recall "
                    "of such a class by more than 0.1."
                )
            ],
        ),
        (scored(calibration={"expected_calibration_error": {"value": 0.1, "low": 0.05, "high": 0.2}}), []),
        (
            scored(calibration={"expected_calibration_error": {"value": 0.142, "low": 0.1, "high": 0.2}}),
            [
                (
                    "Probabilities of stance. Expected calibration error 0.142 [0.100, 0.200], above 0.1: read them as "
                    "an order, not as "
                    "probabilities."
                )
            ],
        ),
        (scored(baselines={"target_blind": {"macro_f1": entry(0.519, 0.4, 0.6)}}), []),
        (
            scored(baselines={"target_blind": {"macro_f1": entry(0.52, 0.4, 0.6)}}),
            [
                (
                    "target_blind comes close for stance. The baseline that does not see the target "
                    "scores 0.520, within the "
                    "interval of our macro-F1 0.610 [0.520, 0.690]: part of the score may come from "
                    "elsewhere than the target."
                )
            ],
        ),
        (
            scored(baselines={"majority": blind(0.2, 0.4, 0.3, 0.5)}),
            [
                (
                    "How much of stance is reading. Reading adds +0.400 [0.300, 0.500] macro-F1 to the best guess that "
                    "does not see the text (majority, 0.200)."
                )
            ],
        ),
        (
            scored(baselines={"target_blind": {"macro_f1": entry(0.7, 0.6, 0.8)}}),
            [
                (
                    "target_blind comes close for stance. The baseline that does not see the target "
                    "scores 0.700, above the "
                    "interval of our macro-F1 0.610 [0.520, 0.690]: part of the score may come from "
                    "elsewhere than the target."
                )
            ],
        ),
        ({"n": 0, "status": "none"}, []),
    ],
)
def test_threats_of_a_task_only_where_they_apply(metrics: dict[str, Any], lines: list[str]) -> None:
    assert said(verdicts.of_task("stance", metrics, "pair", {})) == lines


def test_a_corpus_without_labels_has_no_split_to_audit() -> None:
    split = {"strategy": "none", "audit": {}, "excluded": {}}
    assert said(verdicts.of_split(split, {"near_duplicates": {"articles": 0, "clusters": 0}})) == [
        "No labels. Cleaning and its scores are all that this report measures; no model was trained."
    ]


@pytest.mark.parametrize(
    ("audit", "excluded", "near", "leads"),
    [
        ({}, {}, 0, ["The split was not audited."]),
        ({"pages_on_two_sides": 0}, {}, 0, ["No leak found."]),
        ({"pages_on_two_sides": 2}, {}, 0, ["The split leaks.", "Other leaks were not found."]),
        (
            {"pages_on_two_sides": 0},
            {"near_duplicate_of_test": 3},
            4,
            ["No leak found.", "Left out.", "Near-duplicates."],
        ),
    ],
)
def test_threats_of_the_split(audit: dict[str, int], excluded: dict[str, int], near: int, leads: list[str]) -> None:
    split = {"strategy": "grouped", "audit": audit, "excluded": excluded}
    lines = verdicts.of_split(split, {"near_duplicates": {"articles": near, "clusters": 2}})
    assert [next(pieces(line)).text.strip() for line in lines] == leads


def test_what_was_signed_for_is_said_with_its_number_and_reason() -> None:
    split = {
        "strategy": "grouped",
        "audit": {"sampling": 1, "pages_on_two_sides": 0, "days_on_two_sides": 1234, "label_markers": 0},
        "accepted": {"sampling": "drawn | by lot", "days_on_two_sides": "all days are invented"},
        "excluded": {},
    }
    assert said(verdicts.of_split(split, {"near_duplicates": {"articles": 0, "clusters": 0}})) == [
        "Days on two sides: 1\u202f234. Found by the audit and accepted; signed in params.yaml: all days are invented",
        "What the test rows stand for. Signed in params.yaml: drawn | by lot",
        (
            "Other leaks were not found. The audit of the grouped split made 4 checks; label markers and pages on two "
            "sides are at 0."
        ),
    ]


def test_what_was_signed_for_another_corpus_is_nobodys_word() -> None:
    split = {
        "strategy": "target",
        "audit": {"sampling": 1, "by_target_days_on_two_sides": 3},
        "accepted": {"sampling": "drawn by lot", "by_target_days_on_two_sides": "all days are invented"},
        "signed_for": "embedded",
        "excluded": {},
    }
    lines = said(verdicts.of_split(split, {"near_duplicates": {"articles": 0, "clusters": 0}}))
    assert lines[:2] == [
        (
            "By target days on two sides: 3. Found by the audit. Nobody answers for it yet: the reason in params.yaml "
            "is for the corpus embedded. Give one for this corpus as split.accept.days_on_two_sides, and name the "
            "corpus in split.signed_for."
        ),
        (
            "What the test rows stand for. Nobody answers for it yet: the reason in params.yaml is for the corpus "
            "embedded. Give one for this corpus as split.accept.sampling, and name the corpus in split.signed_for."
        ),
    ]
    assert not any("invented" in line or "by lot" in line for line in lines)


def test_a_sampling_that_was_signed_for_is_no_leak() -> None:
    split = {
        "strategy": "corpus",
        "audit": {"sampling": 1, "pages_on_two_sides": 0},
        "accepted": {"sampling": "drawn by lot"},
        "excluded": {},
    }
    assert said(verdicts.of_split(split, {"near_duplicates": {"articles": 0, "clusters": 0}}))[1] == (
        "No leak found. The audit of the corpus split made 2 checks; pages on two sides is at 0."
    )


def test_what_nobody_signed_for_is_a_leak() -> None:
    split = {
        "strategy": "corpus",
        "audit": {"label_markers": 2, "sampling": 1},
        "accepted": {"sampling": "drawn by lot"},
        "excluded": {},
    }
    assert said(verdicts.of_split(split, {"near_duplicates": {"articles": 0, "clusters": 0}}))[0] == (
        "The split leaks. Found by the audit: label markers 2."
    )


def test_what_was_left_out_is_said_with_its_reason() -> None:
    split = {"strategy": "corpus", "audit": {}, "excluded": {"near_duplicate_of_test": 1}}
    lines = said(verdicts.of_split(split, {"near_duplicates": {"articles": 0, "clusters": 0}}))
    assert lines[1] == "Left out. 1 labelled row on neither side of the split: near duplicate of test."


@pytest.mark.parametrize(("synthetic", "number"), [(True, 1), (False, 0)])
def test_a_synthetic_corpus_is_called_so(synthetic: bool, number: int) -> None:
    assert len(said(verdicts.of_corpus({"synthetic": synthetic}))) == number


NOTHING: dict[str, Any] = {
    "pins": {"used": 0, "unused": 0},
    "doubtful": {"below": 0.6, "kept": 0, "removed": 0},
    "boilerplate": {"lines": 0, "articles": 0},
    "teasers": 0,
}


@pytest.mark.parametrize(
    ("happened", "lines"),
    [
        ({}, []),
        (
            {"pins": {"used": 0, "unused": 1}},
            [
                (
                    "Warning: unused pins. 1 line pinned in a/cleaning.yaml matches no line of any page. Look for a "
                    "typo, another outlet, or a page that has changed."
                )
            ],
        ),
        (
            {"pins": {"used": 1, "unused": 2}},
            [
                (
                    "Warning: unused pins. 2 lines pinned in a/cleaning.yaml match no line of any page. Look for a "
                    "typo, another outlet, or a page that has changed."
                ),
                "Pins. 1 line of a/cleaning.yaml decided as pinned there.",
            ],
        ),
        (
            {"doubtful": {"below": 0.6, "kept": 0, "removed": 1200}},
            [
                (
                    "Doubtful decisions. 0 kept lines and 1\u202f200 removed lines have a confidence below 0.6. Read "
                    "the closest below."
                )
            ],
        ),
        (
            {"boilerplate": {"lines": 1, "articles": 30}},
            ["Boilerplate. 1 line that an outlet prints under many articles was taken from 30 articles."],
        ),
        (
            {"teasers": 1},
            ["Teasers. Of 1 article the page shows the beginning alone: a label may rest on what is not there."],
        ),
    ],
)
def test_what_to_look_at_in_what_cleaning_did(happened: dict[str, Any], lines: list[str]) -> None:
    assert said(verdicts.of_cleaning(NOTHING | happened, "a/cleaning.yaml")) == lines


GUESS = "the best guess that does not see the text (text_blind, 0.300)"


@pytest.mark.parametrize(
    ("baselines", "settings", "sentence"),
    [
        ({}, {}, ""),
        ({"target_blind": blind(0.5, 0.1, 0.0, 0.2), "tfidf_svc": blind(0.5, 0.1, 0.0, 0.2)}, {}, ""),
        ({"text_blind": {"macro_f1": entry(0.3, 0.2, 0.4)}}, {}, ""),
        (
            {
                "majority": blind(0.1, 0.5, 0.4, 0.6),
                "author_prior": blind(0.2, 0.4, 0.3, 0.5),
                "text_blind": blind(0.3, 0.3, 0.2, 0.4),
                "majority_per_target": blind(0.25, 0.35, 0.25, 0.45),
                "target_blind": blind(0.6, 0.01, -0.1, 0.1),
            },
            {},
            f"Reading adds +0.300 [0.200, 0.400] macro-F1 to {GUESS}.",
        ),
        (
            {"text_blind": blind(0.3, 0.3, 0.2, 0.4), "author_prior": blind(0.3, 0.3, 0.1, 0.5)},
            {"views": {"words": 1.0}},
            (
                "Reading adds +0.300 [0.100, 0.500] macro-F1 to the best guess that does not see the text "
                "(author_prior, 0.300)."
            ),
        ),
        (
            {"text_blind": blind(0.3, 0.3, 0.2, 0.4)},
            {"views": {"words": 1.0, "author": 0.5}},
            (
                f"Reading adds +0.300 [0.200, 0.400] macro-F1 to {GUESS}. The model knows the author, too, so its "
                "score holds such a guess; leaving author out of stance.views gives what reading alone reaches."
            ),
        ),
        (
            {"text_blind": blind(0.3, 0.02, 0.0, 0.1)},
            {},
            f"Reading adds nothing that can be told from chance to {GUESS}: +0.020 [0.000, 0.100] macro-F1.",
        ),
        (
            {"text_blind": blind(0.3, -0.2, -0.3, -0.1)},
            {},
            f"Reading adds nothing: the model is worse than {GUESS}, by 0.200 [0.100, 0.300] macro-F1.",
        ),
    ],
)
def test_how_much_is_reading(baselines: dict[str, Any], settings: dict[str, Any], sentence: str) -> None:
    assert verdicts.reading("stance", scored(baselines=baselines), settings) == sentence


def test_a_task_without_a_score_says_nothing_of_reading() -> None:
    assert verdicts.reading("stance", {"n": 0, "status": "none"}, {}) == ""


@pytest.mark.parametrize(
    ("limit", "answered", "sentence"),
    [
        (0.0, 120, ""),
        (0.4, 0, "With topic.abstain_below 0.4, none of 120 test pages is answered."),
        (
            0.4,
            120,
            (
                "With topic.abstain_below 0.4, all of 120 test pages are answered, of which 0.900 [0.800, 1.000] are "
                "right."
            ),
        ),
        (
            0.4,
            78,
            (
                "With topic.abstain_below 0.4, 78 of 120 test pages are answered, of which 0.900 [0.800, 1.000] are "
                "right. The scores above count the other 42 by their best guess."
            ),
        ),
    ],
)
def test_abstention_in_words(limit: float, answered: int, sentence: str) -> None:
    found = scored(abstention={"n": answered, "accuracy": entry(0.9, 0.8, 1.0)})
    assert verdicts.abstention("topic", found, {"abstain_below": limit}, "page") == sentence


@pytest.mark.parametrize("settings", [{}, {"abstain_below": 0.4}])
def test_a_task_that_never_abstains_says_nothing_of_it(settings: dict[str, Any]) -> None:
    assert verdicts.abstention("topic", scored(), settings, "page") == ""


@pytest.mark.parametrize(
    ("baseline", "name", "unseen"),
    [
        ("author_prior", "author prior", "text not seen"),
        ("majority", "majority", "text not seen"),
        ("majority_per_target", "majority per target", "text not seen"),
        ("text_blind", "text blind", "text not seen"),
        ("target_blind", "target blind", "target not seen"),
        ("tfidf_svc", "tf-idf SVC", ""),
    ],
)
def test_baselines_have_readable_names(baseline: str, name: str, unseen: str) -> None:
    assert (verdicts.baseline_name(baseline), verdicts.not_seen(baseline)) == (name, unseen)


def test_scores_have_readable_names() -> None:
    assert [verdicts.score_name(name) for name in ("macro_f1", "favor_against_f1", "accuracy")] == [
        "macro-F1", "favor-against F1", "accuracy",
    ]  # fmt: skip


def test_agreement_is_said_beside_the_score_and_warned_of_where_it_is_low() -> None:
    entry = {"value": 0.71, "low": 0.62, "high": 0.79}
    found = {"n": 100, "annotators": 2, "alpha": entry, "percent": entry | {"value": 0.8}}
    said = verdicts.agreement("topic", {"agreement": found}, "page")
    assert said.startswith("2 annotators labelled 100 pages of topic twice or more: Krippendorff's alpha 0.710 ")
    assert verdicts.agreement("topic", {}, "page") == ""
    metrics = {"n": 200, "macro_f1": {"value": 0.9, "low": 0.8, "high": 0.95}}
    low = [*verdicts.of_task("topic", metrics | {"agreement": found}, "page", {})]
    high = found | {"alpha": entry | {"low": 0.7}}
    assert len(low) == len([*verdicts.of_task("topic", metrics | {"agreement": high}, "page", {})]) + 1
