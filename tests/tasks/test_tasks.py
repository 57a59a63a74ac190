"""The door for tasks: which there are, and what their modules offer."""

from __future__ import annotations

import re

import pytest

from standpunkt import tasks
from standpunkt.errors import StandpunktError
from standpunkt.params import Section


def test_tasks_are_the_modules_without_an_underscore() -> None:
    assert tasks.names() == ["quotes", "stance", "topic"]


@pytest.mark.parametrize("name", tasks.names())
def test_a_task_offers_what_the_stages_call(name: str) -> None:
    module = tasks.load(name)
    offered = {part for part in ("examples", "fit", "predict", "evaluate") if callable(getattr(module, part))}
    assert offered == {"examples", "fit", "predict", "evaluate"}
    assert issubclass(module.Params, Section)


@pytest.mark.parametrize("name", ["stances", "_linear", "os", ""])
def test_an_unknown_task_is_refused(name: str) -> None:
    with pytest.raises(StandpunktError, match=f"^there is no task {re.escape(repr(name))}; .*stance"):
        tasks.load(name)
