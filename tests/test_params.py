from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import Field, ValidationError

from standpunkt import params, stages
from standpunkt.errors import StandpunktError
from standpunkt.params import Section


class Stance(Section):
    C: float = Field(gt=0)
    balanced: bool = True
    note: str = ""


PARAMS = """\
corpus: data/corpora/embedded
random_state: 13

ingest:
  max_page_bytes: 5000000

clean:
  min_words: 40
  languages: [de]
  duplicate_similarity: 0.5
  duplicate_containment: 0.6
  duplicate_permutations: 64
  boilerplate_articles: 10
  boilerplate_share: 0.01
  max_depth: 2000
  max_line_characters: 2000000
  max_seconds: 20.0

features:
  spacy_model: blank
  processes: 1
  encoder: none

split:
  strategy: auto
  test_share: 0.35
  validation_share: 0.15
  test_from: null
  group_by: group
  signed_for: null
  accept: {}

evaluate:
  resamples: 2000
  level: 0.95
  calibration_bins: 10

report:
  errors: 12
  features: 12
  predictions: 30
  min_probability: 0.5
  lines: 12

stance:
  C: 0.1

repeat:
  folds: 5
  times: 1
  seeds: 2
  learning_curve: [0.25, 0.5]

positions:
  folds: 3
  prior_weight: 0.5
  reader:
    C: 0.2
    min_rows: 2
    views: {rules: 1.0}
    place_views: {shape: 1.0}
"""


def load(folder: Path, old: str = "", new: str = "") -> params.Params:
    assert PARAMS.count(old) == 1 or not old
    path = folder / "params.yaml"
    path.write_text(PARAMS.replace(old, new) if old else PARAMS, encoding="utf-8")
    return params.load(path, {"stance": Stance})


def test_every_section_is_read(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert loaded.corpus == Path("data/corpora/embedded")
    assert loaded.random_state == 13
    assert loaded.ingest.max_page_bytes == 5_000_000
    assert loaded.split.test_from is None
    assert loaded.tasks == {"stance": Stance(C=0.1)}
    assert loaded.raw["evaluate"] == {"resamples": 2000, "level": 0.95, "calibration_bins": 10}


def test_parameters_are_not_changed_after_loading(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    with pytest.raises(ValidationError, match="Instance is frozen"):
        loaded.clean.min_words = 3


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ("C: 0.1", "C: 1e-05", 1e-05),
        ("C: 0.1", "C: 1", 1.0),
        ("C: 0.1", "C: .5", 0.5),
    ],
)
def test_a_number_may_be_written_in_any_form(tmp_path: Path, old: str, new: str, value: float) -> None:
    section = load(tmp_path, old, new).tasks["stance"]
    assert section == Stance(C=value)


@pytest.mark.parametrize("text", ["no", "on", "y", "2024-05-31"])
def test_a_bare_word_stays_the_text_it_is(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, "C: 0.1", f"C: 0.1\n  note: {text}").tasks["stance"] == Stance(C=0.1, note=text)


def test_a_day_is_read_as_text(tmp_path: Path) -> None:
    assert load(tmp_path, "test_from: null", "test_from: 2024-02-29").split.test_from == "2024-02-29"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        # unknown, misspelt, missing, twice
        ("stance:\n", "stanc:\n", "45: 'stanc' is not a known key; did you mean 'stance'?"),
        (
            "random_state: 13\n",
            "random_state: 13\nnever: {}\n",
            (
                "3: 'never' is not a known key; allowed: "
                "clean, corpus, evaluate, features, ingest, positions, random_state, repeat, report, split, stance"
            ),
        ),
        ("min_words: 40", "min_word: 40", "8: 'clean.min_word' is not a known key; did you mean 'min_words'?"),
        (
            "  C: 0.1\n",
            "  C: 0.1\n  penalty: l1\n",
            "47: 'stance.penalty' is not a known key; allowed: C, balanced, note",
        ),
        ("  min_words: 40\n", "", "7: key 'clean.min_words' is missing; add it"),
        ("random_state: 13\n", "", ": key 'random_state' is missing; add it"),
        (
            "ingest:\n  max_page_bytes: 5000000\n",
            "",
            ": section 'ingest' is missing; add it with the keys: max_page_bytes",
        ),
        ("stance:\n  C: 0.1\n", "", ": section 'stance' is missing; add it with the keys: C, balanced, note"),
        (
            "  processes: 1\n",
            "  processes: 1\n  processes: 2\n",
            "22: key 'features.processes' stands twice (first on line 21); remove one",
        ),
        ("\nstance:\n  C: 0.1\n", "\nclean: {}\n", "45: key 'clean' stands twice (first on line 7); remove one"),
        # wrong type
        ("C: 0.1", "C: abc", "46: stance.C: 'abc' (str) is not allowed: input should be a valid number"),
        ("C: 0.1", "C: '0.1'", "46: stance.C: '0.1' (str) is not allowed: input should be a valid number"),
        ("C: 0.1", "C: true", "46: stance.C: True (bool) is not allowed: input should be a valid number"),
        ("C: 0.1", "C:", "46: stance.C: an empty value is not allowed: input should be a valid number"),
        (
            "min_words: 40",
            "min_words: 40.5",
            "8: clean.min_words: 40.5 (float) is not allowed: input should be a valid integer",
        ),
        (
            "min_words: 40",
            "min_words: [40]",
            "8: clean.min_words: [40] (list) is not allowed: input should be a valid integer",
        ),
        (
            "C: 0.1",
            "C: 0.1\n  balanced: no",
            "47: stance.balanced: 'no' (str) is not allowed: input should be true or false",
        ),
        (
            "spacy_model: blank",
            "spacy_model: 3",
            "20: features.spacy_model: 3 (int) is not allowed: input should be a text; put it in quotes",
        ),
        (
            "stance:\n  C: 0.1",
            "stance: 3",
            "45: stance: 3 (int) is not allowed: input should be a mapping of keys to values",
        ),
        (
            "stance:\n  C: 0.1",
            "stance:",
            "45: stance: an empty value is not allowed: input should be a mapping of keys to values",
        ),
        (
            "random_state: 13",
            "random_state: x",
            "2: random_state: 'x' (str) is not allowed: input should be a valid integer",
        ),
        # out of range
        ("C: 0.1", "C: 0", "46: stance.C: 0 (int) is not allowed: input should be greater than 0"),
        ("C: 0.1", "C: .nan", "46: stance.C: nan (float) is not allowed: input should be a finite number"),
        ("C: 0.1", "C: .inf", "46: stance.C: inf (float) is not allowed: input should be a finite number"),
        ("C: 0.1", "C: 1e999", "46: stance.C: inf (float) is not allowed: input should be a finite number"),
        (
            "max_page_bytes: 5000000",
            "max_page_bytes: 0",
            "5: ingest.max_page_bytes: 0 (int) is not allowed: input should be greater than or equal to 1",
        ),
        (
            "duplicate_permutations: 64",
            "duplicate_permutations: 513",
            "12: clean.duplicate_permutations: 513 (int) is not allowed: input should be less than or equal to 512",
        ),
        ("level: 0.95", "level: 95", "35: evaluate.level: 95 (int) is not allowed: input should be less than 1"),
        (
            "strategy: auto",
            "strategy: tme",
            (
                "25: split.strategy: 'tme' (str) is not allowed: "
                "input should be 'auto', 'corpus', 'random', 'grouped', 'time' or 'target'"
            ),
        ),
        (
            "test_from: null",
            "test_from: 2023-02-29",
            (
                "28: split.test_from: '2023-02-29' (str) is not allowed: "
                "input should be a day of the calendar as YYYY-MM-DD"
            ),
        ),
        (
            "test_from: null",
            "test_from: 20240229",
            "28: split.test_from: 20240229 (int) is not allowed: input should be a text; put it in quotes",
        ),
        (
            "test_from: null",
            "test_from: '20240229'",
            "28: split.test_from: '20240229' (str) is not allowed: input should be a day of the calendar as YYYY-MM-DD",
        ),
        (
            "validation_share: 0.15",
            "validation_share: 0.65",
            "24: split: test_share and validation_share add up to 1; less than 1 must be left for training",
        ),
        (
            "corpus: data/corpora/embedded",
            "corpus: ''",
            "1: corpus: '' (str) is not allowed: string should have at least 1 character",
        ),
        (
            "strategy: auto",
            f"strategy: {'x' * 90}",
            (
                f"25: split.strategy: '{'x' * 59}… (str) is not allowed: "
                "input should be 'auto', 'corpus', 'random', 'grouped', 'time' or 'target'"
            ),
        ),
    ],
)
def test_what_is_refused_is_told_in_one_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    with pytest.raises(StandpunktError) as caught:
        load(tmp_path, old, new)
    assert str(caught.value) == f"{tmp_path}/params.yaml:{problem}".replace("::", ":")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StandpunktError, match=f"^{re.escape(str(tmp_path))}/params.yaml: no such file$"):
        params.load(tmp_path / "params.yaml", {})


def test_an_empty_file_lacks_its_first_key(tmp_path: Path) -> None:
    (tmp_path / "params.yaml").touch()
    with pytest.raises(StandpunktError, match=r"params\.yaml: key 'corpus' is missing; add it$"):
        params.load(tmp_path / "params.yaml", {})


def test_the_repositorys_own_file_is_valid_with_every_task(params_yaml: Callable[..., Path]) -> None:
    loaded = stages.load_params(params_yaml({"topic.C": 0.25}))
    assert loaded.tasks["topic"].model_dump()["C"] == 0.25
    assert {"stance", "topic"} <= set(loaded.tasks)
