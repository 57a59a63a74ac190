"""What params.yaml may say: one strictly typed section a stage and a task, checked before a stage touches anything.

The sections of the tasks come from the tasks' own modules; see `standpunkt.stages.load_params`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from standpunkt import storage
from standpunkt.errors import StandpunktError, nearest

M = TypeVar("M", bound=BaseModel)


def _day(value: str) -> str:
    try:
        if datetime.date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise ValueError("input should be a day of the calendar as YYYY-MM-DD")


Share = Annotated[float, Field(ge=0, lt=1)]
Date = Annotated[str, AfterValidator(_day)]


class Section(BaseModel):
    """A section of params.yaml: strict types, finite numbers, no unknown keys, not changed after loading."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class IngestParams(Section):
    """What a valid page is."""

    max_page_bytes: int = Field(ge=1)
    """Pages with more bytes are dropped as too_large."""


class CleanParams(Section):
    """What is article and what is not."""

    min_words: int = Field(ge=0)
    """Articles with fewer words are dropped as too_short; tables of ready texts are exempt."""
    languages: list[Annotated[str, Field(pattern="^[a-z]{2}$")]]
    """Articles in other languages are dropped as wrong_language; an empty list keeps all. Too short to say is kept."""
    duplicate_similarity: float = Field(gt=0, le=1)
    """Jaccard similarity of word 3-grams from which two articles are one cluster."""
    duplicate_containment: float = Field(gt=0, le=1)
    """Share of the shorter article's 3-grams in the longer one from which the two are one cluster."""
    duplicate_permutations: int = Field(ge=16, le=512)
    """MinHash permutations: more are more exact and slower."""
    boilerplate_articles: int = Field(ge=2)
    """A sentence that an outlet prints under so many articles is removed as boilerplate."""
    boilerplate_share: Share
    """The same as a share of the outlet's articles; both must be reached."""
    max_depth: int = Field(ge=10, le=20_000)
    """HTML that nests deeper is dropped as too_deep: parsing it takes a time that grows with the square."""
    max_line_characters: int = Field(ge=1000)
    """A text with a longer line is dropped as line_too_long, HTML with a longer text between two tags too."""
    max_seconds: float = Field(gt=0)
    """A page that takes longer is dropped as too_slow: a safety net that no page of a usual corpus touches."""


class FeaturesParams(Section):
    """What spaCy reads from an article, and what a pretrained encoder makes of it."""

    spacy_model: str = Field(min_length=1)
    """`blank` for tokens, lemmas and sentences by rule, or the name or path of an installed trained pipeline."""
    processes: int = Field(ge=1, le=64)
    encoder: str = Field(min_length=1)
    """`none`, or a sentence-transformers or transformers model: its folder, or its name in the local cache."""


Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20)]


class AcceptParams(Section):
    """What the leakage audit found and a person answers for: by check, why it is no harm here."""

    authors_on_two_sides: Reason | None = None
    outlets_on_two_sides: Reason | None = None
    days_on_two_sides: Reason | None = None
    training_rows_after_the_first_test_day: Reason | None = None
    label_markers: Reason | None = None
    tasks_without_test_rows: Reason | None = None
    tuned_rows_on_test_side: Reason | None = None
    sampling: Reason | None = None
    """Why the test rows stand for what the model is for."""


class SplitParams(Section):
    """What may be known at training time."""

    strategy: Literal["auto", "corpus", "random", "grouped", "time", "target"]
    """`auto` takes the corpus's own split where it brings one and group_by asks for no other, else `grouped`."""
    test_share: Share
    validation_share: Share
    test_from: Date | None
    """First day of the test rows under `time`; null cuts by test_share."""
    group_by: Literal["group", "author", "outlet", "day"]
    """What stays on one side under `grouped` and `target`, beside the corpus's own groups and near-duplicates."""
    signed_for: str | None
    """The name of the corpus for which the reasons below were given; null for whatever corpus is run."""
    accept: AcceptParams

    @model_validator(mode="after")
    def _leave_train_rows(self) -> SplitParams:
        total = self.test_share + self.validation_share
        if total >= 1:
            raise ValueError(
                f"test_share and validation_share add up to {total:g}; less than 1 must be left for training"
            )
        return self


_ReaderView = Literal[
    "rules", "words", "stems", "direction", "actor", "target", "characters", "context", "shape", "topic", "rivals"
]
_ALWAYS_SAY = ("rules", "shape")


class ReaderParams(Section):
    """How the reader of positions is fitted."""

    C: float = Field(gt=0)
    """Inverse strength of regularisation."""
    min_rows: int = Field(ge=1)
    """Words of fewer rows are not used."""
    views: dict[_ReaderView, float]
    """The weight of each view for the stance."""
    place_views: dict[_ReaderView, float]
    """The weight of each view for whether there is a position at all."""

    @field_validator("views", "place_views")
    @classmethod
    def _something_to_say(cls, weights: dict[str, float]) -> dict[str, float]:
        if not {*_ALWAYS_SAY} & {*weights}:
            raise ValueError(f"none of these views has something to say of every sentence; add {_ALWAYS_SAY[0]!r}")
        return weights


class PositionsParams(Section):
    """Who stands where on what."""

    folds: int = Field(ge=2, le=20)
    """Into so many parts train rows are dealt, so that quotations are found by a model that has not seen the page."""
    prior_weight: float = Field(ge=0, le=2)
    """How far the stances that an actor and its party took in train rows count beside what is read; 0 reads alone."""
    reader: ReaderParams


class EvaluateParams(Section):
    """How good, compared with what."""

    resamples: int = Field(ge=100, le=100_000)
    level: float = Field(gt=0.5, lt=1)
    calibration_bins: int = Field(ge=2, le=100)


class RepeatParams(Section):
    """How far scores hang on one split, one seed and so many training rows. All of it fits models again."""

    folds: int = Field(ge=0, le=100)
    """Labelled pages are dealt into so many parts, each of which is tested once; 0 does without."""
    times: int = Field(ge=1, le=100)
    """How often pages are dealt into folds, and train rows drawn for the learning curve."""
    seeds: int = Field(ge=0, le=100)
    """So many further seeds are tried on the committed split."""
    learning_curve: list[Annotated[float, Field(gt=0, lt=1)]]
    """Shares of the train rows, rising; all of them is what `evaluate` scores. Empty does without."""

    @field_validator("folds")
    @classmethod
    def _more_than_one(cls, folds: int) -> int:
        if folds == 1:
            raise ValueError("one fold would leave nothing to learn from; take 2 or more, or 0")
        return folds

    @field_validator("learning_curve")
    @classmethod
    def _rises(cls, shares: list[float]) -> list[float]:
        if sorted(set(shares)) != shares:
            raise ValueError("the shares must rise")
        return shares


class ReportParams(Section):
    """How much the report shows."""

    errors: int = Field(ge=0)
    features: int = Field(ge=0)
    predictions: int = Field(ge=0)
    """Pages without labels that are shown."""
    min_probability: float = Field(ge=0, le=1)
    """Predictions below it are shown as doubtful."""
    lines: int = Field(ge=0)
    """Lines about which cleaning was least sure that are shown, kept and removed ones each."""


STAGE_SECTIONS: dict[str, type[Section]] = {
    "ingest": IngestParams,
    "clean": CleanParams,
    "features": FeaturesParams,
    "split": SplitParams,
    "positions": PositionsParams,
    "evaluate": EvaluateParams,
    "repeat": RepeatParams,
    "report": ReportParams,
}


@dataclass(frozen=True)
class Params:
    """All parameters of a run."""

    corpus: Path
    random_state: int
    ingest: IngestParams
    clean: CleanParams
    features: FeaturesParams
    split: SplitParams
    positions: PositionsParams
    evaluate: EvaluateParams
    repeat: RepeatParams
    report: ReportParams
    tasks: Mapping[str, Section]
    raw: Mapping[str, Any]
    """The file as it was read, for the report."""


class _Top(Section):
    corpus: str = Field(min_length=1)
    random_state: int = Field(ge=0, lt=2**32)


_WANTED = {
    "bool_type": "input should be true or false",
    "string_type": "input should be a text; put it in quotes",
    "model_type": "input should be a mapping of keys to values",
    "dict_type": "input should be a mapping of keys to values",
}
_SHOWN_CHARACTERS = 60


def _said(error: Mapping[str, Any]) -> str:
    """What a pydantic error means, in words: the value and what is allowed."""
    value = error["input"]
    message = _WANTED.get(error["type"], str(error["msg"]).removeprefix("Value error, "))
    message = message[:1].lower() + message[1:]
    if error["type"] == "value_error" and isinstance(value, Mapping):  # about a whole section: its message says what
        return message
    shown = repr(value) if len(repr(value)) <= _SHOWN_CHARACTERS else f"{repr(value)[:_SHOWN_CHARACTERS]}…"
    if value is None:
        return f"an empty value is not allowed: {message}"
    return f"{shown} ({type(value).__name__}) is not allowed: {message}"


def check_section(model: type[M], data: Any, file: storage.YamlFile, *keys: str) -> M:
    """Check one mapping of a YAML file against its model.

    Raises:
        StandpunktError: one line that names file, line, key, value, what is allowed, and the nearest valid key.
    """
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        # A misspelt key is reported twice, as missing and as unknown; only the latter says what to mend.
        errors = problem.errors(include_url=False)
        error = next((item for item in errors if item["type"] == "extra_forbidden"), errors[0])
        where = [*keys, *(str(part) for part in error["loc"] if part != "[key]")]
        name = ".".join(where)
        if error["type"] == "extra_forbidden":
            known = _fields_at(model, error["loc"][:-1])
            raise StandpunktError(
                f"{file.place(*where)}: {name!r} is not a known key; {nearest(error['loc'][-1], known)}"
            ) from None
        if error["type"] == "missing":
            raise StandpunktError(f"{file.place(*where)}: key {name!r} is missing; add it") from None
        raise StandpunktError(f"{file.place(*where)}: {name}: {_said(error)}") from None


def _fields_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    for part in location:
        annotation = model.model_fields[part].annotation if part in model.model_fields else None
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            model = annotation
        elif annotation is not None:  # dict[str, Model]: the next part is a key
            inner = [item for item in getattr(annotation, "__args__", ()) if isinstance(item, type)]
            model = next((item for item in inner if issubclass(item, BaseModel)), model)
    return list(model.model_fields)


def load(path: Path, task_sections: Mapping[str, type[Section]]) -> Params:
    """Read and check params.yaml.

    Args:
        path: the file.
        task_sections: the section model of each task.

    Raises:
        StandpunktError: one line that names file, line, key, value and remedy.
    """
    file = storage.read_yaml(path)
    sections = {**STAGE_SECTIONS, **task_sections}
    known = ["corpus", "random_state", *sections]
    for key in file.data:
        if key not in known:
            raise StandpunktError(f"{file.place(key)}: {key!r} is not a known key; {nearest(key, known)}")
    top = check_section(_Top, {key: file.data[key] for key in ("corpus", "random_state") if key in file.data}, file)
    loaded: dict[str, Any] = {}
    for name, model in sections.items():
        if name not in file.data:
            raise StandpunktError(
                f"{path}: section {name!r} is missing; add it with the keys: {', '.join(model.model_fields)}"
            )
        loaded[name] = check_section(model, file.data[name], file, name)
    return Params(
        corpus=Path(top.corpus),
        random_state=top.random_state,
        tasks={name: loaded.pop(name) for name in task_sections},
        raw=file.data,
        **loaded,
    )
