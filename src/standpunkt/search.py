"""Search: the parameters of a task under which it scores best on the validation rows.

What is tried, the task's module says (`SEARCH`, see `standpunkt.tasks`). Trial 0 is params.yaml as it stands; each
later trial is proposed from those before it by a tree-structured Parzen estimator (Bergstra et al. 2011, "Algorithms
for Hyper-Parameter Optimization") with a seed of its own. So a trial follows from the data, the code and the trials
before it: a search that was stopped goes on as if it had not been. Test rows are left out before a task reads any.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import numpy as np
import yaml
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from standpunkt import params, stages, storage, tasks
from standpunkt.errors import StandpunktError
from standpunkt.evaluation import metrics
from standpunkt.evaluation.uncertainty import DIGITS, Bootstrap, Interval
from standpunkt.tasks import Between, Example, Inputs, OneOf, Prediction, SetPrediction, Task
from standpunkt.tasks._inputs import by_side, read

SIGNIFICANT = 3  # digits of a number that is tried: what is written into params.yaml is what was measured
_SIDES = ("train", "validation")
_CODE = ("evaluation", "language", "tasks")  # the packages that a score comes from

Space = Mapping[str, Between | OneOf]


@dataclass(frozen=True, slots=True)
class Trial:
    """One setting and what came of it."""

    values: Mapping[str, Any]
    """By dotted name below the section of the task."""
    macro_f1: float
    """On the validation rows; 0 where the task could not be fitted."""
    failed: str
    """Why it could not be fitted; empty where it could."""
    predicted: Sequence[Sequence[str]]
    """Labels of each validation row."""


@dataclass(frozen=True)
class Search:
    """The trials of a search, and its outcome."""

    trials: Sequence[Trial]
    """Trial 0 is params.yaml as it stood when the search began."""
    current: Trial
    """The one that params.yaml holds now."""
    best: Trial
    """The current one where none is better; of equals, the first."""
    difference: Interval
    """Macro-F1 of the best minus that of the current one on the same resampled validation rows."""
    rows: int
    """Validation rows."""
    corpus: str
    """Name of the corpus."""
    ids: Sequence[str]
    """Of the pages of the validation rows, sorted."""

    @property
    def changes(self) -> dict[str, Any]:
        """The values of the best trial that differ from the current ones."""
        return {name: value for name, value in self.best.values.items() if value != self.current.values[name]}


def search(file: Path, task: str, *, trials: int, fresh: bool, data: Path, cache: Path) -> Search:
    """Try settings of a task on what the stages before training left; no file but those in the cache is written.

    Args:
        file: params.yaml.
        task: the name of a task.
        trials: how many settings to try beside the current one; those that an earlier search tried count.
        fresh: forget the earlier search.
        data: the folder of the outputs `ingested`, `clean`, `features` and `split`.
        cache: the folder in which trials are kept, one file each. A search belongs to one state of data, code and
            parameters that are not searched: over another state it begins anew, and likewise where params.yaml was set
            to values that it has not tried.

    Raises:
        StandpunktError: there is nothing to search, no optuna, no output of the stages, no train or validation row, or
            the setting of params.yaml cannot be fitted.
    """
    module = tasks.load(task)
    space: Space = getattr(module, "SEARCH", {})
    if not space:
        raise StandpunktError(
            f"task {task!r} has nothing to search; say in its module what: SEARCH, see docs/experiments.md"
        )
    _optuna()
    problem = _Problem.read(file, task, module, data)
    current = {name: problem.value(name) for name in space}
    folder = cache / f"{task}-{_state(problem, space, data)}"
    found = [] if fresh else _kept(folder, space)
    if current not in [trial.values for trial in found]:
        found = []
        with storage.new_folder(folder):
            pass  # empty
    with threadpool_limits(limits=1):  # as in a stage
        for number in tqdm(range(len(found), trials + 1), disable=None, unit=" trials", leave=False):
            if number:
                trial = _attempt(problem, _propose(found, space, problem.random_state), found)
            else:
                trial = problem.trial(current)
            storage.write_json(folder / _name(number), asdict(trial))
            found.append(trial)
    now = next(trial for trial in found if trial.values == current)
    if now.failed:
        raise StandpunktError(now.failed)
    shown = found[: trials + 1]
    best = max([now, *shown], key=lambda trial: trial.macro_f1)  # the first of equals
    _, validation = problem.rows(problem.params.tasks[task])
    ids = sorted({example.document.id for example in validation})
    return Search(shown, now, best, *problem.difference(best, now), problem.corpus, ids)


@dataclass(frozen=True)
class _Problem:
    """What all trials have in common."""

    task: str
    module: Task
    file: storage.YamlFile
    params: params.Params
    inputs: Inputs
    sides: Any
    """The table of the stage split."""
    corpus: str

    @classmethod
    def read(cls, path: Path, task: str, module: Task, data: Path) -> _Problem:
        loaded = stages.load_params(path)
        for name in ("ingested", "clean", "features", "split"):
            if not storage.is_folder(data / name):
                raise StandpunktError(f"{data / name}: no such folder; run the pipeline first (make repro)")
        sides = storage.read_table(data / "split")
        inputs, config = read(data / "ingested", data / "clean", data / "features", data / "split")
        known = without_test(inputs, sides.to_pylist())
        return cls(task, module, storage.read_yaml(path), loaded, known, sides, config.name)

    @property
    def random_state(self) -> int:
        return self.params.random_state

    def value(self, name: str) -> Any:
        """What params.yaml says about a dotted name."""
        value = self.file.data[self.task]
        for key in name.split("."):
            if not isinstance(value, Mapping) or key not in value:
                raise StandpunktError(
                    f"{self.file.place(self.task)}: {self.task}.{name} is searched and has no value here; add it"
                )
            value = value[key]
        return value

    def trial(self, values: Mapping[str, Any]) -> Trial:
        """Fit on train rows, predict validation rows.

        Raises:
            StandpunktError: the values are not allowed, or the task cannot be fitted with them.
        """
        section = params.check_section(
            self.module.Params, with_values(self.file.data[self.task], values), self.file, self.task
        )
        train, validation = self.rows(section)
        state = self.module.fit(train, validation, section, self.random_state)
        found = cast("Sequence[Prediction | SetPrediction]", self.module.predict(state, validation, section))
        predicted = [list(prediction.labels) for prediction in found]
        gold = _gold(validation)
        score = metrics.set_macro_f1(metrics.set_counts(gold, predicted, _labels(gold, predicted)).sum(axis=0))
        return Trial(dict(values), round(float(score), DIGITS), "", predicted)

    def rows(self, section: Any) -> tuple[list[Example], list[Example]]:
        """Train and validation rows, as the stage train has them."""
        sides = by_side(self.module.examples(self.inputs, section), self.sides)
        for side in _SIDES:
            if not sides.get(side):
                raise StandpunktError(
                    f"no {side} row has a label for task {self.task!r}; change split in params.yaml or label more pages"
                )
        return sides["train"], sides["validation"]

    def difference(self, ours: Trial, other: Trial) -> tuple[Interval, int]:
        """The paired difference in macro-F1 on the validation rows, and how many rows there are."""
        _, validation = self.rows(self.params.tasks[self.task])
        settings = self.params.evaluate
        bootstrap = Bootstrap(
            [example.document.cluster for example in validation], settings.resamples, settings.level, self.random_state
        )
        gold = _gold(validation)
        classes = _labels(gold, ours.predicted, other.predicted)
        counts = [bootstrap.set_counts(gold, trial.predicted, classes) for trial in (ours, other)]
        return bootstrap.difference(metrics.set_macro_f1, *counts), len(gold)


def without_test(inputs: Inputs, sides: Sequence[Mapping[str, Any]]) -> Inputs:
    """The inputs with the pages and labels of train and validation rows alone; `sides` as `schema.SPLIT`."""
    side = {(row["id"], row["target"]): row["side"] for row in sides}
    labels = [
        row for row in inputs.labels if (side.get((row["id"], row["target"])) or side.get((row["id"], None))) in _SIDES
    ]
    pages = {row["id"] for row in labels}
    return replace(
        inputs, labels=labels, documents={name: one for name, one in inputs.documents.items() if name in pages}
    )


def _gold(examples: Sequence[Example]) -> list[tuple[str, ...]]:
    return [example.gold for example in examples]


def _labels(*rows: Sequence[Sequence[str]]) -> list[str]:
    """All labels that these rows have."""
    return sorted({label for labels in rows for row in labels for label in row})


def _attempt(problem: _Problem, values: Mapping[str, Any], before: Sequence[Trial]) -> Trial:
    """A trial that may fail; values that were tried before are not fitted again."""
    for trial in before:
        if trial.values == values:
            return trial
    try:
        return problem.trial(values)
    except StandpunktError as error:
        return Trial(values, 0.0, str(error), [])


# --- what to try next ------------------------------------------------------------------------------------------------


def _optuna() -> ModuleType:
    """The library, which a runtime installation does not have.

    Raises:
        StandpunktError: it is not installed.
    """
    try:
        import optuna
    except ModuleNotFoundError:
        raise StandpunktError("search needs optuna, which is not installed; run: make setup") from None
    return optuna


def _propose(trials: Sequence[Trial], space: Space, random_state: int) -> dict[str, Any]:
    """The next setting: from these trials and the seed alone, whatever was asked before."""
    optuna = _optuna()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    seed = int(np.random.SeedSequence([random_state, len(trials)]).generate_state(1)[0])
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed))
    distributions = {name: _distribution(optuna, choice) for name, choice in space.items()}
    for trial in trials:
        if all(_holds(choice, trial.values[name]) for name, choice in space.items()):
            given = {name: _encoded(choice, trial.values[name]) for name, choice in space.items()}
            study.add_trial(optuna.trial.create_trial(params=given, distributions=distributions, value=trial.macro_f1))
    asked = study.ask(distributions).params
    return {name: _decoded(choice, asked[name]) for name, choice in space.items()}


def _distribution(optuna: ModuleType, choice: Between | OneOf) -> Any:
    if isinstance(choice, OneOf):
        return optuna.distributions.CategoricalDistribution(range(len(choice.values)))
    whole = isinstance(choice.low, int) and isinstance(choice.high, int)
    kind = optuna.distributions.IntDistribution if whole else optuna.distributions.FloatDistribution
    return kind(choice.low, choice.high, log=choice.log)


def _holds(choice: Between | OneOf, value: Any) -> bool:
    """Whether the value can be tried; that of params.yaml may lie outside, and the sampler cannot learn from it."""
    if isinstance(choice, OneOf):
        return value in choice.values
    return bool(choice.low <= value <= choice.high)


def _encoded(choice: Between | OneOf, value: Any) -> Any:
    return choice.values.index(value) if isinstance(choice, OneOf) else value


def _decoded(choice: Between | OneOf, value: Any) -> Any:
    if isinstance(choice, OneOf):
        return choice.values[value]
    if isinstance(value, int):
        return value
    return min(max(float(f"{value:.{SIGNIFICANT}g}"), choice.low), choice.high)


# --- trials that are kept --------------------------------------------------------------------------------------------


def _name(number: int) -> str:
    return f"{number:05d}.json"


def _kept(folder: Path, space: Space) -> list[Trial]:
    """The trials in the folder, from 0 up to the first that is missing."""
    found: list[Trial] = []
    while (path := folder / _name(len(found))).is_file():
        row = storage.read_json(path)
        # JSON sorts its keys; the order of SEARCH is that of the table.
        found.append(Trial(**{**row, "values": {name: row["values"][name] for name in space}}))
    return found


def _state(problem: _Problem, space: Space, data: Path) -> str:
    """What scores depend on beside the values that are searched, as a short name."""
    blank = with_values(problem.file.data[problem.task], dict.fromkeys(space))
    said = storage.json_text([problem.random_state, blank, {name: repr(choice) for name, choice in space.items()}])
    digest = hashlib.sha256(said.encode())
    package = Path(tasks.__file__).parents[1]
    for root, names in (
        (data, ("ingested/corpus.json", "ingested/labels", "ingested/targets", "clean/articles", "features", "split")),
        (package, _CODE),
    ):
        for path in sorted(path for name in names for path in (root / name, *(root / name).rglob("*"))):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(root).as_posix()} {storage.sha256(path)}\n".encode())
    return digest.hexdigest()[:16]


# --- what comes of it ------------------------------------------------------------------------------------------------


def table(found: Search) -> tuple[list[str], list[list[object]]]:
    """Columns and rows of the trials: number, score, the best score to expect of so many trials, values, failure.

    Trial 0 was not drawn: the expectation begins with trial 1.
    """
    expected = ["", *expected_best([trial.macro_f1 for trial in found.trials[1:]])]
    names = list(found.trials[0].values)
    return ["trial", "macro_f1", "expected_best", *names, "failed"], [
        [number, trial.macro_f1, best, *(written(trial.values[name]) for name in names), trial.failed]
        for number, (trial, best) in enumerate(zip(found.trials, expected, strict=True))
    ]


def tuned_rows(
    found: Search, task: str, before: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, dict[str, list[str]]]:
    """The rows on which parameters were chosen, for the audit of the stage split: none may become a test row.

    Args:
        found: a search, whatever it changed: to have looked is enough.
        task: its task.
        before: what earlier searches left, of the same form; it stays, as their choices stay in params.yaml.

    Returns:
        For each corpus and task the ids of the pages, sorted.
    """
    known = {corpus: {name: list(ids) for name, ids in by_task.items()} for corpus, by_task in before.items()}
    of_corpus = known.setdefault(found.corpus, {})
    of_corpus[task] = sorted({*of_corpus.get(task, ()), *found.ids})
    return known


def expected_best(scores: Sequence[float]) -> list[float]:
    """The best of n scores to expect, for n from 1 to all, as if trials were drawn with replacement from these.

    Dodge et al. (2019), "Show Your Work: Improved Reporting of Experimental Results", section 3: the sum over the
    sorted scores of v_i (P(V <= v_i)^n - P(V < v_i)^n) with the empirical distribution.
    """
    ordered, size = np.sort(np.asarray(scores, dtype=float)), len(scores)
    below = np.arange(size + 1) / size
    return [round(float((ordered * (below[1:] ** n - below[:-1] ** n)).sum()), DIGITS) for n in range(1, size + 1)]


def with_values(section: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the section with values at their dotted names."""
    changed = copy.deepcopy(dict(section))
    for name, value in values.items():
        *parents, key = name.split(".")
        place = changed
        for parent in parents:
            place = place[parent]
        place[key] = value
    return changed


def edited(text: str, task: str, changes: Mapping[str, Any]) -> str | None:
    """The text of params.yaml with values of one section changed, and nothing else: comments and layout stay.

    Args:
        text: of the file, which can be read.
        task: the section.
        changes: values by dotted name below it.

    Returns:
        None where a value does not stand there in a form that can be changed in its place.
    """
    path = Path("params.yaml")
    data = storage.parse_yaml(text, path).data
    wanted = {**data, task: with_values(data[task], changes)}
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    spots = [spot for name, value in changes.items() for spot in _spots(root, [task, *name.split(".")], value)]
    for start, end, value in sorted(spots, reverse=True):
        text = f"{text[:start]}{value}{text[end:]}"
    try:
        return text if storage.parse_yaml(text, path).data == wanted else None
    except StandpunktError:
        return None


def _spots(node: yaml.Node | None, keys: Sequence[str], value: Any) -> Iterator[tuple[int, int, str]]:
    """Start and end of the scalars of a value in the text, and what they should be."""
    if keys and isinstance(node, yaml.MappingNode):
        for key, inner in node.value:
            if key.value == keys[0]:
                yield from _spots(inner, keys[1:], value)
    elif isinstance(node, yaml.SequenceNode) and isinstance(value, list) and len(node.value) == len(value):
        for inner, item in zip(node.value, value, strict=True):
            yield from _spots(inner, keys, item)
    elif isinstance(node, yaml.ScalarNode):
        yield node.start_mark.index, node.end_mark.index, written(value)


def written(value: Any) -> str:
    """A value as it stands in params.yaml."""
    return value if isinstance(value, str) else json.dumps(value)
