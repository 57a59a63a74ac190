"""CI for users: both files say what they should, and their commands do it. The forges themselves are not asked."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer
import yaml

from standpunkt import cli

REPOSITORY = Path(__file__).parents[1]
GITHUB = ".github/workflows/report.yml"
GITLAB = ".gitlab-ci.yml"
TEXTS = {name: (REPOSITORY / name).read_text(encoding="utf-8") for name in (GITHUB, GITLAB)}
FILES: dict[str, dict[Any, Any]] = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
JOBS: dict[str, dict[str, Any]] = FILES[GITHUB]["jobs"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]
SCRIPTS: dict[str, list[str]] = {
    GITHUB: [step["run"] for step in STEPS if "run" in step],
    GITLAB: [line for job in ("report", "comment") for line in FILES[GITLAB][job]["script"]],
}
SCRIPT = ".github/scripts/post_comment.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("post_comment", REPOSITORY / SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


# --- what the files say


def test_a_pull_request_starts_it() -> None:
    # To YAML 1.1, which PyYAML reads, the key `on` is the truth.
    assert FILES[GITHUB][True] == {"pull_request": None}
    assert FILES[GITLAB]["workflow"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]


def test_nothing_may_write_but_the_job_that_comments() -> None:
    assert FILES[GITHUB]["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "report": {"contents": "read"},
        "comment": {"contents": "read", "pull-requests": "write"},
    }
    # The token reaches one step, of the job that installs nothing.
    assert [step["name"] for step in STEPS if "github.token" in str(step)] == ["Post the comparison"]
    assert "secrets." not in TEXTS[GITHUB]
    assert [step["with"]["persist-credentials"] for step in STEPS if "checkout@" in str(step)] == [False, False]


def test_a_fork_gets_no_comment_and_a_failure_later_on_does_not_stop_it() -> None:
    condition = JOBS["comment"]["if"]
    assert "head.repo.full_name == github.repository" in condition
    assert "needs.report.outputs.compared == 'true'" in condition
    assert "!cancelled()" in condition
    assert FILES[GITLAB]["comment"]["rules"] == [{"if": "$STANDPUNKT_NOTE_TOKEN", "when": "always"}]


def test_jobs_end_and_give_way_to_newer_ones() -> None:
    assert all(isinstance(job["timeout-minutes"], int) for job in JOBS.values())
    assert FILES[GITHUB]["concurrency"]["cancel-in-progress"] is True
    assert "pull_request.number" in FILES[GITHUB]["concurrency"]["group"]
    assert {FILES[GITLAB][job]["timeout"] for job in ("report", "comment")} == {"1h", "5m"}
    assert FILES[GITLAB]["default"]["interruptible"] is True


@pytest.mark.parametrize("line", [line.strip() for line in TEXTS[GITHUB].splitlines() if "uses:" in line])
def test_actions_are_pinned_by_hash_and_name_their_version(line: str) -> None:
    assert re.fullmatch(r"(?:- )?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)


def test_one_version_of_an_action() -> None:
    used = re.findall(r"uses: (\S+)@(\w+)", TEXTS[GITHUB])
    assert len(used) == 6
    assert len({name for name, _ in used}) == len(set(used)) == 5


def test_the_image_has_a_whole_version() -> None:
    assert re.fullmatch(r"python:3\.11\.\d+-\w+", FILES[GITLAB]["default"]["image"])
    [setup] = [step for step in STEPS if "setup-python" in str(step)]
    assert setup["with"]["python-version"] == "3.11"


@pytest.mark.parametrize("name", [GITHUB, GITLAB, SCRIPT])
def test_no_registry_and_no_machine_is_named(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://|pypi|npmjs|index-url|registry", text) == []
    assert re.findall(r"/(?:home|work|tmp|Users|root|opt)/", text) == []


def test_names_of_branches_are_never_the_text_of_a_command() -> None:
    assert [run for run in SCRIPTS[GITHUB] if "${{" in run] == []


@pytest.mark.parametrize("name", [GITHUB, GITLAB])
def test_no_token_is_shown(name: str) -> None:
    shown = [
        line for run in SCRIPTS[name] for line in run.splitlines() if re.search(r"\b(echo|cat|env|set -x)\b", line)
    ]
    assert [line for line in shown if "TOKEN" in line] == []


def test_caches_follow_what_they_hold() -> None:
    given = [step["with"] for step in STEPS if "with" in step]
    assert {"path": ".dvc/cache", "key": "dvc-${{ hashFiles('dvc.lock') }}", "restore-keys": "dvc-"} in given
    assert [one["cache-dependency-path"] for one in given if "cache" in one] == ["requirements.lock"]
    [pip, dvc] = FILES[GITLAB]["report"]["cache"]
    assert (pip["key"], pip["paths"]) == ({"files": ["requirements.lock"]}, [".cache/pip"])
    assert dvc["paths"] == [".dvc/cache"]
    assert FILES[GITLAB]["report"]["variables"]["PIP_CACHE_DIR"] == "$CI_PROJECT_DIR/.cache/pip"


# --- that their commands exist


def commands(name: str) -> list[list[str]]:
    """The commands of a file as words, without those of the shell."""
    lines = [line.strip() for run in SCRIPTS[name] for line in run.splitlines()]
    return [shlex.split(line) for line in lines if line.startswith(("make ", ".venv/bin/", "python3 "))]


def told_to_run() -> list[list[str]]:
    """What the messages tell people to run."""
    return [["make", target] for text in TEXTS.values() for target in re.findall(r"Run: make ([a-z-]+)", text)]


@pytest.mark.parametrize("name", [GITHUB, GITLAB])
def test_it_sets_up_runs_compares_and_posts(name: str) -> None:
    found = commands(name)
    assert [words[:2] for words in found] == [
        ["make", "setup"],
        [".venv/bin/dvc", "repro"],
        [".venv/bin/standpunkt", "compare"],
        ["python3", SCRIPT],
    ]
    assert told_to_run() == [["make", "report"]] * 2


@pytest.mark.parametrize("words", [*commands(GITHUB), *commands(GITLAB), *told_to_run()], ids=" ".join)
def test_what_it_runs_exists(words: list[str]) -> None:
    program, subject, *rest = words
    match Path(program).name:
        case "make":
            makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
            assert subject in re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)
        case "dvc":
            assert (subject, rest) == ("repro", [])
        case "standpunkt":
            arguments = rest[: rest.index(">")]
            command = typer.main.get_command(cli.app).commands[subject]  # type: ignore[attr-defined]
            given = command.make_context(subject, arguments).params  # raises where an option is not known
            assert given["b"] == "workspace"
            assert str(given["html"]) == "comparison/comparison.html"
        case "python3":
            assert (REPOSITORY / subject).is_file()
            assert rest[0] in ("github", "gitlab")
            assert rest[1].endswith("comparison/comparison.md")
        case _:
            raise AssertionError(words)


# --- that they do what they say


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a report, and a standpunkt that says what it was asked for."""
    files = {
        ".gitignore": ".venv/\n",
        "reports/report.md": "alt\n",
        ".venv/bin/standpunkt": '#!/bin/sh\ntest -d comparison && : > comparison/comparison.html && echo "$@"\n',
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / ".venv/bin/standpunkt").chmod(0o755)
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "Anfang"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def run(folder: Path, text: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", text],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
    )


def part(name: str, what: str) -> str:
    """The one script of a file that holds some words; for GitLab with the line before, which makes the folder."""
    [at] = [at for at, text in enumerate(SCRIPTS[name]) if what in text]
    return "\n".join(SCRIPTS[name][at - 1 : at + 1]) if name == GITLAB and "compare" in what else SCRIPTS[name][at]


@pytest.mark.parametrize("name", [GITHUB, GITLAB])
@pytest.mark.parametrize(
    ("path", "passes"),
    [
        (None, True),
        ("comparison/comparison.md", True),
        ("reports/report.md", False),
        ("reports/new.csv", False),
        ("dvc.lock", False),
    ],
)
def test_what_is_not_committed_fails(project: Path, name: str, path: str | None, passes: bool) -> None:
    if path:
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text("neu\n", encoding="utf-8")
    done = run(project, part(name, "git status"))
    assert done.returncode == (0 if passes else 1), done
    if path and not passes:
        assert "Run: make report, then commit dvc.lock and reports" in done.stdout
        assert (path if (project / path).is_file() else path.split("/")[0]) in done.stdout


def test_the_packages_that_gitlab_keeps_are_no_change(project: Path) -> None:
    (project / ".cache" / "pip").mkdir(parents=True)
    (project / ".cache" / "pip" / "x").write_text("x", encoding="utf-8")
    assert run(project, part(GITLAB, "git status")).returncode == 0


def test_github_compares_with_the_base(project: Path, tmp_path: Path) -> None:
    base, summary, output = "x$(touch boese);y", tmp_path / "summary", tmp_path / "output"
    done = run(project, part(GITHUB, "compare"), BASE=base, GITHUB_STEP_SUMMARY=str(summary), GITHUB_OUTPUT=str(output))
    assert done.returncode == 0, done
    said = f"compare origin/{base} workspace --html comparison/comparison.html\n"
    assert (project / "comparison/comparison.md").read_text(encoding="utf-8") == said
    assert summary.read_text(encoding="utf-8") == said
    assert output.read_text(encoding="utf-8") == "compared=true\n"
    assert not (project / "boese").exists()


def test_gitlab_compares_with_the_base(project: Path) -> None:
    done = run(project, part(GITLAB, "standpunkt compare"), CI_MERGE_REQUEST_DIFF_BASE_SHA="abc123")
    assert done.returncode == 0, done
    said = "compare abc123 workspace --html comparison/comparison.html\n"
    assert (project / "comparison/comparison.md").read_text(encoding="utf-8") == said


def test_what_is_kept_is_what_is_posted() -> None:
    upload, download = (
        next(step for step in STEPS if f"{way}-artifact" in str(step)) for way in ("upload", "download")
    )
    assert upload["with"]["path"].split() == ["comparison/", "reports/"]
    assert upload["with"]["name"] == download["with"]["name"]
    assert f"{download['with']['path']}/comparison/comparison.md" in SCRIPTS[GITHUB][-1]
    assert FILES[GITLAB]["report"]["artifacts"]["paths"] == ["comparison/", "reports/"]
    assert FILES[GITLAB]["report"]["artifacts"]["when"] == "always"


# --- the comment


def test_a_short_text_stays_whole(script: ModuleType) -> None:
    assert script.comment("# Urteil\n\nbesser\n", 65_536, "x") == f"{script.MARKER}\n# Urteil\n\nbesser\n"


def test_a_sentence_calls_no_person(script: ModuleType) -> None:
    text = "„@jemand hat recht“, sagt `@code` über train@stance; a @ b"
    assert script.comment(text, 1000, "x").splitlines()[1] == text.replace("„@", "„@\u200b")


FOLDED = "\n".join(
    ["# Urteil", "", "<details>", "<summary>alle</summary>", "", *["| zeile | wert |"] * 50, "</details>"]
)


@pytest.mark.parametrize("most", [150, 151, 200, 500, 900])
def test_a_long_text_is_cut_at_a_line_and_what_is_open_is_closed(script: ModuleType, most: int) -> None:
    found = script.comment(FOLDED, most, "[the run](lauf)")
    assert most - 20 - len("\n\n</details>") <= len(found) <= most
    assert found.startswith(f"{script.MARKER}\n# Urteil\n")
    assert found.endswith("\n\n**Cut here:** the whole is in [the run](lauf).\n")
    assert found.count("<details>") == found.count("</details>")
    assert {line for line in found.splitlines() if "zeile" in line} <= {"| zeile | wert |"}


def test_the_whole_length_is_used(script: ModuleType) -> None:
    whole = f"{script.MARKER}\n{FOLDED}\n"
    assert script.comment(FOLDED, len(whole), "x") == whole
    assert len(script.comment(FOLDED, len(whole) - 1, "x")) < len(whole)


def test_the_limit_of_the_forge_holds(script: ModuleType) -> None:
    assert script.MOST_CHARACTERS["github"] == 65_536
    long = "\n".join(f"| {number} | zeile |" for number in range(10_000))
    assert 65_500 < len(script.comment(long, script.MOST_CHARACTERS["github"], "x")) <= 65_536


class Forge:
    """An API on this machine that keeps comments, as the two forges do."""

    def __init__(self, comments: list[dict[str, Any]]) -> None:
        self.comments = comments
        self.asked: list[tuple[str, str]] = []
        self.tokens: set[str | None] = set()
        self.status = 200
        forge = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
                forge.asked.append((self.command, self.path))
                forge.tokens.add(self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN"))
                content = json.dumps(forge.found(self.command, self.path, body)).encode()
                self.send_response(forge.status)
                if forge.status == 302:
                    self.send_header("Location", "/anderswo")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PATCH = do_PUT = answer  # noqa: N815 - names of http.server

            def log_message(self, *_: Any) -> None:
                """Be quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def found(self, method: str, path: str, body: Mapping[str, str] | None) -> Any:
        if path == "/user":
            return {"id": 7}
        if method == "GET":
            page = int(re.findall(r"&page=(\d+)$", path)[0])
            return self.comments[100 * page - 100 : 100 * page]
        assert body is not None
        if method == "POST":
            self.comments.append({"id": len(self.comments), **body})
        else:
            [one] = [one for one in self.comments if path.endswith(f"/{one['id']}")]
            one |= body
        return {}

    def bodies(self) -> list[str]:
        return [one["body"] for one in self.comments]


@pytest.fixture
def serve(loopback: None) -> Iterator[Callable[..., Forge]]:  # noqa: ARG001 - may skip
    made: list[Forge] = []

    def make(*comments: dict[str, Any]) -> Forge:
        made.append(Forge(list(comments)))
        return made[-1]

    yield make
    for forge in made:
        forge.server.shutdown()
        forge.server.server_close()


def said(number: int, body: str, bot: bool = True, author: int = 7) -> dict[str, Any]:
    return {"id": number, "body": body, "user": {"type": "Bot" if bot else "User"}, "author": {"id": author}}


OURS = "<!-- standpunkt: comparison -->\nalt"


def post(tmp_path: Path, forge: Forge, kind: str, text: str = "# neu") -> subprocess.CompletedProcess[str]:
    """Run the script as the jobs do."""
    file = tmp_path / "comparison.md"
    file.write_text(text, encoding="utf-8")
    environment = {
        "github": {
            "GITHUB_API_URL": forge.address,
            "GITHUB_REPOSITORY": "wer/was",
            "GITHUB_TOKEN": "geheim",
            "PULL_REQUEST": "5",
        },
        "gitlab": {
            "CI_API_V4_URL": forge.address,
            "CI_PROJECT_ID": "3",
            "STANDPUNKT_NOTE_TOKEN": "geheim",
            "CI_MERGE_REQUEST_IID": "5",
        },
    }[kind]
    return subprocess.run(
        [sys.executable, REPOSITORY / SCRIPT, kind, file, "[the run](lauf)"],
        env={"no_proxy": "*", **environment},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_the_first_time_a_comment_is_posted(serve: Callable[..., Forge], tmp_path: Path, kind: str) -> None:
    forge = serve(said(1, "Guten Tag"))
    done = post(tmp_path, forge, kind)
    assert (done.returncode, done.stdout, done.stderr) == (0, "posted\n", "")
    assert forge.bodies() == ["Guten Tag", "<!-- standpunkt: comparison -->\n# neu\n"]
    where = {"github": "/repos/wer/was/issues/5/comments", "gitlab": "/projects/3/merge_requests/5/notes"}[kind]
    assert forge.asked[-1] == ("POST", where)
    assert forge.tokens == {{"github": "Bearer geheim", "gitlab": "geheim"}[kind]}


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_later_it_is_updated_wherever_it_stands(serve: Callable[..., Forge], tmp_path: Path, kind: str) -> None:
    others = [said(number, "mehr") for number in range(1000, 1150)]
    foreign = [said(1, OURS, bot=False, author=8), said(2, f"> {OURS}")]
    forge = serve(*foreign, *others, said(3, OURS), said(4, "danach"))
    for text in ("# neu", "# neuer"):
        done = post(tmp_path, forge, kind, text)
        assert (done.returncode, done.stdout) == (0, "updated\n"), done
    wanted = [OURS, f"> {OURS}", *["mehr"] * 150, "<!-- standpunkt: comparison -->\n# neuer\n", "danach"]
    assert forge.bodies() == wanted


@pytest.mark.parametrize("kind", ["github", "gitlab"])
@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (403, 0, "warning: no comment, the comparison is in the job alone: GET {path}: answered with 403\n"),
        (401, 1, "error: GET {path}: answered with 401\n"),
        (302, 1, "error: GET {path}: answered with 302\n"),
        (500, 1, "error: GET {path}: answered with 500\n"),
    ],
)
def test_a_refusal_is_one_line_without_the_token(
    serve: Callable[..., Forge], tmp_path: Path, kind: str, status: int, code: int, message: str
) -> None:
    forge = serve()
    forge.status = status
    done = post(tmp_path, forge, kind)
    path = {"github": "/repos/wer/was/issues/5/comments?per_page=100&page=1", "gitlab": "/user"}[kind]
    assert (done.returncode, done.stdout, done.stderr) == (code, "", message.format(path=path))
    assert [one for _, one in forge.asked] == [path]  # a token follows no redirection


def test_no_answer_is_one_line(serve: Callable[..., Forge], tmp_path: Path) -> None:
    forge = serve()
    forge.address = "http://127.0.0.1:9"
    done = post(tmp_path, forge, "gitlab")
    assert (done.returncode, done.stderr) == (1, "error: GET /user: no answer (URLError)\n")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "usage: post_comment.py github|gitlab FILE [WHERE THE WHOLE IS]\n"),
        (["gitea", "x.md"], 2, "usage: post_comment.py github|gitlab FILE [WHERE THE WHOLE IS]\n"),
        (["github", "fehlt.md"], 1, "error: [Errno 2] No such file or directory: 'fehlt.md'\n"),
        (["github", "da.md"], 1, "error: GITHUB_TOKEN is not set\n"),
    ],
)
def test_wrong_calls_are_one_line(
    script: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    (tmp_path / "da.md").write_text("x", encoding="utf-8")
    assert script.main(arguments) == code
    assert capsys.readouterr() == ("", message)
