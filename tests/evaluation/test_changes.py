from __future__ import annotations

from typing import Any

import pytest

from standpunkt.evaluation import changes
from standpunkt.evaluation.changes import Change, File, Stage


def lock(**stages: tuple[dict[str, str], dict[str, Any], dict[str, str]]) -> dict[str, Any]:
    """A dvc.lock: for each stage its deps, parameters and outputs."""
    return {
        "schema": "2.0",
        "stages": {
            name.replace("_", "@"): {
                "deps": [{"path": path, "md5": md5} for path, md5 in deps.items()],
                "params": {"params.yaml": params},
                "outs": [{"path": path, "md5": md5} for path, md5 in outs.items()],
            }
            for name, (deps, params, outs) in stages.items()
        },
    }


BEFORE = lock(
    train_topic=({"data/pages": "p1", "src/tasks": "c1"}, {"topic": {"C": 1.0}}, {"models/topic": "m1"}),
    ingest=({"src/ingest.py": "i1", "data/corpora/a": "k1"}, {"corpus": "data/corpora/a"}, {"data/pages": "p1"}),
)  # fmt: skip
AFTER = lock(
    ingest=({"src/ingest.py": "i1", "data/corpora/a": "k1"}, {"corpus": "data/corpora/a"}, {"data/pages": "p1"}),
    train_topic=({"data/pages": "p1", "src/tasks": "c2"}, {"topic": {"C": 0.5}}, {"models/topic": "m2"}),
)  # fmt: skip


def test_differences_are_leaves_with_lists_and_scores_as_one() -> None:
    before = {
        "a": {"b": 1, "c": [1, 2], "gone": None},
        "s": {"value": 0.5, "low": 0.4, "high": 0.6},
        "same": {"x": True},
    }
    after = {
        "a": {"b": 1.5, "c": [1, 3]},
        "s": {"value": 0.6, "low": 0.4, "high": 0.6},
        "same": {"x": True},
        "new": "text",
    }
    assert changes.differences(before, after) == (
        Change("a.b", "1", "1.5"),
        Change("a.c", "[1, 2]", "[1, 3]"),
        Change("a.gone", "null", None),
        Change("new", None, "text"),
        Change("s", "0.5 [0.4, 0.6]", "0.6 [0.4, 0.6]"),
    )


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [({"a": True}, {"a": 1}, "a"), ({"a": {}}, {"a": {"b": 1}}, "a.b"), ({"a": 1}, {"a": 1.0}, "")],
)
def test_values_of_another_type(before: Any, after: Any, name: str) -> None:
    assert "".join(change.name for change in changes.differences(before, after) if change.after) == name


@pytest.mark.parametrize(
    ("after", "same"),
    [
        ("x = 1  # why\n", True),
        ("# a comment\nx = (\n    1\n)\n", True),
        ("x = 2\n", False),
        ("x = 1\ny = 1\n", False),
        ("x = (\n", False),
        ("x = 1\0", False),
    ],
)
def test_a_comment_is_no_other_program(after: str, same: bool) -> None:
    assert changes.same_program("x = 1\n", after) is same


def test_packages() -> None:
    before = "numpy==2.4.0 \\\n    --hash=sha256:aa\n    # via dvc==9\ndvc[s3]==3.1 ; python_version < '3.12'\nold==1\n"
    after = "numpy==2.4.1 \\\n    --hash=sha256:bb\ndvc[s3]==3.1\n"
    assert changes.packages(before, after) == (Change("numpy", "2.4.0", "2.4.1"), Change("old", "1", None))


def test_the_corpus_is_what_ingest_reads_that_is_no_code() -> None:
    other = lock(ingest=({"data/corpora/b": "k2"}, {}, {}))
    assert changes.corpus(BEFORE, AFTER) == ()
    assert changes.corpus(BEFORE, other) == (
        Change("folder", "data/corpora/a", "data/corpora/b"),
        Change("hash", "k1", "k2"),
    )
    assert changes.corpus({}, BEFORE) == (Change("folder", None, "data/corpora/a"), Change("hash", None, "k1"))


def test_stages_come_in_the_order_in_which_they_run_with_what_moved_them() -> None:
    assert changes.stages(BEFORE, AFTER, ["ingest", "train"]) == (
        Stage("train@topic", ("models/topic",), ("src/tasks", "topic.C")),
    )
    assert [stage.name for stage in changes.stages({}, BEFORE, ["ingest", "train"])] == ["ingest", "train@topic"]
    assert [stage.name for stage in changes.stages({}, BEFORE, [])] == ["train@topic", "ingest"]


def test_what_the_lock_does_not_know_of_is_stale() -> None:
    code = (
        File("src/tasks/topic.py", "changed"),
        File("src/ingest.py", "changed"),
        File("src/cli.py", "changed", read=False),
    )
    params = (
        Change("topic.C", "1.0", "0.5"),
        Change("corpus", "data/corpora/a", "data/corpora/b"),
        Change("new", None, "1"),
    )
    assert changes.stale(code, params, (BEFORE, AFTER)) == ("src/ingest.py", "corpus")


@pytest.mark.parametrize(
    ("path", "read"),
    [("src/tasks/topic.py", True), ("src/tasks", True), ("src/tasks_of_others.py", False), ("src/cli.py", False)],
)
def test_what_a_stage_reads(path: str, read: bool) -> None:
    assert changes.read_by_a_stage(path, {}, AFTER) is read
