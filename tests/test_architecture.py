"""What the code as a whole keeps to, read from its syntax trees: who imports whom, what DVC knows, who opens files."""

from __future__ import annotations

import ast
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import standpunkt

REPOSITORY = Path(__file__).parents[1]
SOURCE = REPOSITORY / "src" / "standpunkt"

FOUNDATION = {"errors", "schema", "params", "storage", "archives", "revisions"}
# Which domain package imports which: a new pair is a decision, so it is written down here.
ALLOWED = {
    ("evaluation", "cleaning"),  # near-duplicates stay on one side; scores of extraction
    ("labelling", "evaluation"),  # how far annotators agree; which of their quotations are the same
    ("positions", "evaluation"),
    ("positions", "language"),
    ("positions", "tasks"),  # the reader is fitted as the models of the tasks are
    ("reporting", "evaluation"),  # what a comparison found is shown
    ("tasks", "evaluation"),
    ("tasks", "language"),
}
DOMAIN = {"corpora", "cleaning", "language", "tasks", "positions", "evaluation", "labelling", "reporting"}
# The same for the foundation, so that it has an order too.
FOUNDATION_ALLOWED = {
    ("archives", "errors"),
    ("params", "errors"),
    ("params", "storage"),
    ("revisions", "errors"),
    ("revisions", "storage"),
    ("storage", "errors"),
}
ABOVE_STAGES = {"compare", "label", "search", "read"}
"""What the command line does with the stages' outputs."""
FILES_ARE_OPENED_IN = {"storage", "archives"}
FILE_METHODS = {"open", "read_text", "write_text", "read_bytes", "write_bytes"}


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that can run: blocks under `if TYPE_CHECKING` are for the type checker alone."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and ast.unparse(child.test).removeprefix("typing.") == "TYPE_CHECKING":
            for other in child.orelse:
                yield from nodes(other)
        else:
            yield from nodes(child)


def imported_by(tree: ast.Module) -> set[str]:
    """The modules of the package that a tree imports: `from a import b` is `a.b` where that is a module."""
    found: set[str] = set()
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import; write the module out"
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in MODULES else str(node.module) for name in full}
    return {name for name in found if name.split(".")[0] == "standpunkt"}


@cache
def imports(module: str) -> frozenset[str]:
    return frozenset(imported_by(tree_of(module)))


def closure(starts: Iterable[str]) -> set[str]:
    """What is loaded when these modules are imported; with a module come the packages that it lies in."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting += imports(module)
            waiting += [module.rpartition(".")[0]] if "." in module else []
    return seen


def room(module: str) -> str:
    """The first name below the package; `standpunkt` for the package itself."""
    return module.split(".")[1] if "." in module else module


def edges() -> set[tuple[str, str]]:
    return {
        (room(module), room(other)) for module in MODULES for other in imports(module) if room(module) != room(other)
    }


# --- imports ---------------------------------------------------------------------------------------------------------


def test_every_module_belongs_to_a_room() -> None:
    assert {room(module) for module in MODULES} == FOUNDATION | DOMAIN | {"stages", *ABOVE_STAGES, "cli", "standpunkt"}


def test_the_package_itself_holds_its_version_alone() -> None:
    """So it can stay out of the deps of all stages: a new version is no reason to run them again."""
    docstring, version = tree_of("standpunkt").body
    assert ast.unparse(docstring).startswith(('"', "'"))
    assert ast.unparse(version) == f"__version__ = '{standpunkt.__version__}'"


def test_the_foundation_imports_the_foundation_alone() -> None:
    assert {(left, right) for left, right in edges() if left in FOUNDATION} == FOUNDATION_ALLOWED


def test_domain_packages_import_the_foundation_and_what_the_table_allows() -> None:
    found = {(left, right) for left, right in edges() if left in DOMAIN and right not in FOUNDATION}
    assert found == ALLOWED


def test_stages_import_domain_and_foundation() -> None:
    assert {right for left, right in edges() if left == "stages"} <= FOUNDATION | DOMAIN


def test_stages_do_not_import_each_other() -> None:
    found = {
        (module, other)
        for module in MODULES
        for other in imports(module)
        if module.startswith("standpunkt.stages") and other.startswith("standpunkt.stages.")
    }
    assert found == set()


def test_the_report_knows_neither_tasks_nor_stages() -> None:
    starts = [module for module in MODULES if module.startswith("standpunkt.reporting")]
    assert {room(module) for module in closure(starts)} & {"tasks", "stages"} == set()


@pytest.mark.parametrize("name", sorted(ABOVE_STAGES))
def test_commands_stand_above_the_stages_and_below_the_command_line(name: str) -> None:
    assert {right for left, right in edges() if left == name} <= FOUNDATION | DOMAIN | {"stages"}
    assert [module for module in MODULES if f"standpunkt.{name}" in imports(module)] == ["standpunkt.cli"]


def test_nothing_imports_the_command_line() -> None:
    assert [module for module in MODULES if "standpunkt.cli" in imports(module)] == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import standpunkt.storage", {"standpunkt.storage"}),
        ("from standpunkt import storage, tasks", {"standpunkt.storage", "standpunkt.tasks"}),
        ("from standpunkt.tasks import Example, _linear", {"standpunkt.tasks", "standpunkt.tasks._linear"}),
        ("def f():\n    from standpunkt import params", {"standpunkt.params"}),
        ("if TYPE_CHECKING:\n    from standpunkt import params\nelse:\n    import standpunkt.cli", {"standpunkt.cli"}),
        ("if typing.TYPE_CHECKING:\n    from standpunkt import params", set()),
        ("import numpy as np\nfrom standpunktless import x", set()),
    ],
)
def test_what_counts_as_an_import(code: str, found: set[str]) -> None:
    assert imported_by(ast.parse(code)) == found


# --- deps ------------------------------------------------------------------------------------------------------------


def stages() -> dict[str, tuple[dict[str, str], list[str]]]:
    """The items of the matrix and the deps of each stage in dvc.yaml, matrices expanded."""
    found = {}
    parsed = yaml.safe_load((REPOSITORY / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    for name, stage in parsed.items():
        matrix: Mapping[str, Sequence[str]] = stage.get("matrix", {})
        for values in itertools.product(*matrix.values()):
            items = dict(zip(matrix, values, strict=True))
            label = "@".join([name, "-".join(values)]) if values else name
            found[label] = (items, [filled(dep, items) for dep in stage["deps"]])
    return found


def filled(text: str, items: Mapping[str, str]) -> str:
    return re.sub(r"\$\{item\.(\w+)\}", lambda match: items[match[1]], text)


def doors(package: str) -> list[str]:
    """The modules that a package loads by name: formats or tasks."""
    return [module for module in MODULES if re.fullmatch(rf"standpunkt\.{package}\.[a-z]\w*", module)]


def loaded(label: str, items: Mapping[str, str]) -> set[str]:
    """The modules that a stage works with: what it imports, and what it loads by name."""
    name = label.split("@")[0]
    starts = [f"standpunkt.stages.{name}"]
    starts += [f"standpunkt.tasks.{task}" for task in items.values()]
    starts += doors("tasks") if name == "predict" else []
    starts += doors("corpora") if name == "ingest" else []
    return closure(starts) - {"standpunkt"}


def data_files(modules: Iterable[str]) -> set[Path]:
    """The files that are no code in the packages of these modules, as templates are."""
    folders = {MODULES[module].parent for module in modules} - {SOURCE}
    return {
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts and _package_of(path) in folders
    }


def _package_of(path: Path) -> Path:
    """The innermost package that a file stands in: a package below another one has its own files."""
    return next(folder for folder in path.parents if (folder / "__init__.py").is_file())


def missing(needed: Iterable[Path], deps: Iterable[str]) -> list[str]:
    """The files of the repository that are neither among the deps nor in a folder that is."""
    known = {Path(dep) for dep in deps}
    relative = {path.relative_to(REPOSITORY) for path in needed}
    return sorted(path.as_posix() for path in relative if not known & {path, *path.parents})


def needed_by(label: str) -> set[Path]:
    modules = loaded(label, stages()[label][0])
    return {MODULES[module] for module in modules} | data_files(modules)


def test_every_stage_has_its_module_and_every_module_its_stage() -> None:
    assert sorted({label.split("@")[0] for label in stages()}) == sorted(
        module.rpartition(".")[2] for module in doors("stages")
    )


def test_every_task_is_trained_and_evaluated() -> None:
    tasks = {module.rpartition(".")[2] for module in doors("tasks")}
    for name in ("train", "evaluate"):
        assert {items["task"] for label, (items, _) in stages().items() if label.startswith(f"{name}@")} == tasks


@pytest.mark.parametrize("label", stages())
def test_deps_name_every_file_that_a_stage_imports(label: str) -> None:
    absent = missing(needed_by(label), stages()[label][1])
    assert absent == [], f"dvc.yaml: stage {label}: deps lacks {', '.join(absent)}; add a line for each"


@pytest.mark.parametrize("label", stages())
def test_deps_below_src_exist(label: str) -> None:
    deps = stages()[label][1]
    assert [dep for dep in deps if dep.startswith("src/") and not (REPOSITORY / dep).exists()] == []
    assert len(deps) == len(set(deps))


@pytest.mark.parametrize(
    ("label", "file"),
    [
        ("clean", "src/standpunkt/cleaning/page.py"),
        ("ingest", "src/standpunkt/corpora/gnad.py"),
        ("train@stance", "src/standpunkt/tasks/stance.py"),
        ("predict", "src/standpunkt/tasks/topic.py"),
        ("split", "src/standpunkt/cleaning/__init__.py"),
        ("report", "src/standpunkt/reporting/templates/report.md.j2"),
    ],
)
def test_a_stage_needs(label: str, file: str) -> None:
    """The test above would pass on no files at all."""
    assert missing(needed_by(label), []).count(file) == 1


# --- habits ----------------------------------------------------------------------------------------------------------


def opens_a_file(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id == "open"
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in FILE_METHODS
        and ast.unparse(node.func.value) != "storage"
    )


def prints(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"


def catches_everything(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or ast.unparse(kind) in ("Exception", "BaseException") for kind in kinds)


def asserts(node: ast.AST) -> bool:
    return isinstance(node, ast.Assert)


@pytest.mark.parametrize(
    ("habit", "code", "caught"),
    [
        (opens_a_file, "open('a')", True),
        (opens_a_file, "path.open('rb')", True),
        (opens_a_file, "(folder / 'a').read_text()", True),
        (opens_a_file, "storage.read_text(path)", False),
        (opens_a_file, "self.storage.write_bytes(b'')", True),
        (prints, "print('a')", True),
        (prints, "report.print('a')", False),
        (asserts, "assert x", True),
        (catches_everything, "try:\n    f()\nexcept:\n    pass", True),
        (catches_everything, "try:\n    f()\nexcept Exception as error:\n    pass", True),
        (catches_everything, "try:\n    f()\nexcept (OSError, BaseException):\n    pass", True),
        (catches_everything, "try:\n    f()\nexcept (OSError, ValueError):\n    pass", False),
    ],
)
def test_what_a_habit_looks_like(habit: Any, code: str, caught: bool) -> None:
    assert any(habit(node) for node in ast.walk(ast.parse(code))) is caught


@pytest.mark.parametrize(
    ("habit", "allowed"),
    [(opens_a_file, FILES_ARE_OPENED_IN), (prints, set()), (asserts, set()), (catches_everything, set())],
)
def test_habits_that_have_no_place_here(habit: Any, allowed: set[str]) -> None:
    found = [
        f"{MODULES[module].relative_to(REPOSITORY)}:{node.lineno}"
        for module in MODULES
        if room(module) not in allowed
        for node in ast.walk(tree_of(module))
        if habit(node)
    ]
    assert found == []


def test_what_is_public_says_what_it_is() -> None:
    """Ruff leaves out modules whose names begin with an underscore; others read those all the same."""
    found = [
        f"{MODULES[module].relative_to(REPOSITORY)}:{node.lineno} {node.name}"
        for module in MODULES
        for node in tree_of(module).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert found == []


def test_the_first_line_of_a_stage_says_what_it_does() -> None:
    """`--help` shows it, and it must stand on one line."""
    for module in doors("stages"):
        first, *rest = str(ast.get_docstring(tree_of(module))).split("\n")
        assert first.startswith(f"{module.rpartition('.')[2].capitalize()}: ")
        assert rest[:1] in ([], [""])


# --- what is said twice ----------------------------------------------------------------------------------------------


def test_one_version() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text(encoding="utf-8"))
    assert [project["version"], citation["version"]] == [standpunkt.__version__] * 2


def requirements() -> list[str]:
    """One text a requirement: its lines joined, comments left out."""
    lines = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8").split("\n")
    kept = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return [one for one in kept.replace("\\\n", " ").split("\n") if one.strip()]


def test_the_lock_names_no_host() -> None:
    text = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    assert re.findall(r"\w+://\S+|--?(?:extra-)?index-url.*|--find-links.*|--trusted-host.*", text) == []


def test_every_requirement_is_pinned_with_a_hash() -> None:
    pinned = re.compile(
        r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==\S+(\s*;[^-]+?(-[^-]+?)*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*"
    )
    assert [one[:80] for one in requirements() if not pinned.fullmatch(one)] == []


def test_the_lock_covers_what_pyproject_asks_for() -> None:
    parsed = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = parsed["project"]["dependencies"] + parsed["dependency-groups"]["dev"]
    names = {plain_name(one) for one in wanted}
    assert names - {plain_name(one) for one in requirements()} == set()


def plain_name(requirement: str) -> str:
    """The normalised name at the start of a requirement."""
    found = re.match(r"\s*([A-Za-z0-9._-]+)", requirement)
    assert found is not None
    return re.sub(r"[-_.]+", "-", found[1]).lower()
