"""What every stage's command does: read arguments, check params.yaml, one line for an error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import threadpoolctl

from standpunkt import stages
from standpunkt.errors import StandpunktError
from standpunkt.params import Params


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def arguments(*words: object) -> None:
        monkeypatch.setattr(sys, "argv", ["stage", *(str(word) for word in words)])

    return arguments


def test_a_stage_gets_its_parameters_paths_and_options(
    command: Callable[..., None], params_yaml: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[tuple[int, dict[str, object]]] = []

    def stage(params: Params, **arguments: object) -> None:
        calls.append((params.random_state, arguments))

    command("--params", params_yaml({"random_state": 7}), "--out", "a/b", "--model-folder", "m", "--task", "topic")
    assert stages.run(stage, "Does.", ["out", "model_folder"], ["task"]) == 0
    assert calls == [(7, {"out": Path("a/b"), "model_folder": Path("m"), "task": "topic"})]
    assert capsys.readouterr() == ("", "")


def test_params_yaml_of_the_working_folder_is_read_by_default(
    command: Callable[..., None],
    params_yaml: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []
    monkeypatch.chdir(params_yaml({"random_state": 8}).parent)
    command()
    assert stages.run(lambda params: seen.append(params.random_state), None, []) == 0
    assert seen == [8]


def test_an_error_is_one_line_on_standard_error_and_status_1(
    command: Callable[..., None], params_yaml: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    def stage(_: Params) -> None:
        raise StandpunktError("zwei\nZeilen.html: no such file")

    command("--params", params_yaml())
    assert stages.run(stage, None, []) == 1
    assert capsys.readouterr() == ("", "error: zwei\\nZeilen.html: no such file\n")


def test_a_wrong_parameter_of_another_section_stops_a_stage_before_it_begins(
    command: Callable[..., None], params_yaml: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    def stage(_: Params) -> None:
        pytest.fail("the stage ran")

    path = params_yaml({"topic.C": "viel"})
    line = path.read_text(encoding="utf-8").split("\n").index("  C: viel") + 1
    command("--params", path)
    assert stages.run(stage, None, []) == 1
    assert capsys.readouterr().err == (
        f"error: {path}:{line}: topic.C: 'viel' (str) is not allowed: input should be a valid number\n"
    )


def test_a_bug_of_ours_keeps_its_traceback(command: Callable[..., None], params_yaml: Callable[..., Path]) -> None:
    def stage(_: Params) -> None:
        raise ZeroDivisionError("ours")

    command("--params", params_yaml())
    with pytest.raises(ZeroDivisionError, match=r"^ours$"):
        stages.run(stage, None, [])


def test_a_missing_argument_is_told_with_status_2(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command("--out", "x")
    with pytest.raises(SystemExit, match=r"^2$"):
        stages.run(lambda _: None, None, ["out", "corpus"])
    assert capsys.readouterr().err.splitlines()[-1] == "stage: error: the following arguments are required: --corpus"


def test_a_stage_runs_on_one_thread(command: Callable[..., None], params_yaml: Callable[..., Path]) -> None:
    threads: list[int] = []

    def stage(_: Params) -> None:
        threads.extend(library["num_threads"] for library in threadpoolctl.threadpool_info())

    command("--params", params_yaml())
    assert stages.run(stage, None, []) == 0
    assert set(threads) == {1}
