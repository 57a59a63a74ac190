"""Stages: one thin shell each, `python -m standpunkt.stages.<name> --params params.yaml …`; DVC runs them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from threadpoolctl import threadpool_limits

from standpunkt import params, tasks
from standpunkt.errors import StandpunktError
from standpunkt.params import Params


def load_params(path: Path) -> Params:
    """Read params.yaml and check every section of it, those of all tasks too.

    Raises:
        StandpunktError: one line that names file, line, key, value and remedy.
    """
    return params.load(path, {name: tasks.load(name).Params for name in tasks.names()})


def run(stage: Callable[..., None], description: str | None, paths: Sequence[str], options: Sequence[str] = ()) -> int:
    """Parse a stage's arguments, check params.yaml, and run the stage.

    Args:
        stage: called with the parameters and one keyword argument a path and option.
        description: the first line of the stage's help.
        paths: names of the arguments that are paths.
        options: names of the arguments that are texts.

    Returns:
        The exit status: 0, or 1 after one line on standard error.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--params", type=Path, default=Path("params.yaml"))
    for name in paths:
        parser.add_argument(f"--{name.replace('_', '-')}", type=Path, required=True)
    for name in options:
        parser.add_argument(f"--{name}", required=True)
    arguments = vars(parser.parse_args())
    try:
        # One thread: sums in another order differ in their last bits.
        with threadpool_limits(limits=1):
            stage(load_params(arguments.pop("params")), **arguments)
    except StandpunktError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0
