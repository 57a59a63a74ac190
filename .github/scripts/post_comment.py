"""Post a comparison on a pull request of GitHub or a merge request of GitLab, or update the one that is there.

    python3 .github/scripts/post_comment.py github|gitlab comparison.md [where the whole is]

All else comes from the environment that the forge sets, and the token from GITHUB_TOKEN or STANDPUNKT_NOTE_TOKEN. The
standard library alone is used, so that the job that has the token installs nothing and runs nothing else.
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

MARKER = "<!-- standpunkt: comparison -->"
MOST_CHARACTERS = {"github": 65_536, "gitlab": 1_000_000}
"""Of a comment: what the forges take."""
_PAGE = 100
_PAGES = 100
_SECONDS = 30

Ask = Callable[[str, str, Mapping[str, str] | None], Any]
"""Method, path and content of a request become the content of its answer."""


class PostError(Exception):
    """What went wrong, in one line."""


class RefusedError(PostError):
    """The token may not write here, as one of a bot that updates dependencies."""


def comment(text: str, most: int, rest: str) -> str:
    """The comment: a marker that nobody sees, and the text, cut at the end of a line where it is too long.

    Args:
        text: the comparison as Markdown.
        most: characters of a comment.
        rest: where the whole is, for a comment that is cut.
    """
    # A sentence of a corpus must not call a person: a mention is broken by a space without width.
    text = re.sub(r"(?<![\w`])@(?=\w)", "@\u200b", text.strip())
    whole = f"{MARKER}\n{text}\n"
    if len(whole) <= most:
        return whole
    end = f"\n\n**Cut here:** the whole is in {rest}.\n"
    closing = "\n\n</details>"
    kept = whole[: most - len(end)]
    while True:
        kept = kept[: kept.rfind("\n")]
        opened = kept.count("<details>") - kept.count("</details>")
        if len(kept) + opened * len(closing) + len(end) <= most:
            return f"{kept}{opened * closing}{end}"


def post_github(text: str, ask: Ask, repository: str, number: str) -> str:
    """Write the comment on a pull request; what was done.

    Raises:
        PostError: GitHub refuses, or does not answer.
    """
    comments = f"/repos/{repository}/issues/{number}/comments"
    for one in _all(ask, comments):
        # Whoever answers by quoting the source has the marker too; a comment of a person is not ours to change.
        if one["body"].startswith(MARKER) and (one.get("user") or {}).get("type") == "Bot":
            ask("PATCH", f"/repos/{repository}/issues/comments/{one['id']}", {"body": text})
            return "updated"
    ask("POST", comments, {"body": text})
    return "posted"


def post_gitlab(text: str, ask: Ask, project: str, number: str) -> str:
    """Write the note on a merge request; what was done.

    Raises:
        PostError: GitLab refuses, or does not answer.
    """
    notes = f"/projects/{project}/merge_requests/{number}/notes"
    we = ask("GET", "/user", None)["id"]
    for one in _all(ask, notes):
        if one["body"].startswith(MARKER) and one["author"]["id"] == we:
            ask("PUT", f"{notes}/{one['id']}", {"body": text})
            return "updated"
    ask("POST", notes, {"body": text})
    return "posted"


def _all(ask: Ask, path: str) -> Iterator[dict[str, Any]]:
    for page in range(1, _PAGES + 1):
        found = ask("GET", f"{path}?per_page={_PAGE}&page={page}", None)
        yield from found
        if len(found) < _PAGE:
            return


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An address that leads elsewhere would be handed the token."""

    def redirect_request(self, *_: Any) -> None:
        return None


def client(address: str, headers: Mapping[str, str]) -> Ask:
    """What asks an API at an address; the headers carry the token, which enters no message."""
    opener = urllib.request.build_opener(_NoRedirect)

    def ask(method: str, path: str, content: Mapping[str, str] | None) -> Any:
        data = None if content is None else json.dumps(content).encode()
        given = {**headers, "Content-Type": "application/json", "User-Agent": "standpunkt"}
        request = urllib.request.Request(f"{address}{path}", data, given, method=method)  # noqa: S310 - the forge's own
        try:
            with opener.open(request, timeout=_SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            kind = RefusedError if error.code == 403 else PostError
            raise kind(f"{method} {path}: answered with {error.code}") from None
        except (OSError, ValueError) as error:
            raise PostError(f"{method} {path}: no answer ({type(error).__name__})") from None

    return ask


def _post(forge: str, text: str, environment: Mapping[str, str]) -> str:
    def named(name: str) -> str:
        if not environment.get(name):
            raise PostError(f"{name} is not set")
        return environment[name]

    if forge == "github":
        headers = {"Authorization": f"Bearer {named('GITHUB_TOKEN')}", "Accept": "application/vnd.github+json"}
        ask = client(named("GITHUB_API_URL"), headers)
        return post_github(text, ask, named("GITHUB_REPOSITORY"), named("PULL_REQUEST"))
    ask = client(named("CI_API_V4_URL"), {"PRIVATE-TOKEN": named("STANDPUNKT_NOTE_TOKEN")})
    return post_gitlab(text, ask, named("CI_PROJECT_ID"), named("CI_MERGE_REQUEST_IID"))


def main(arguments: Sequence[str]) -> int:
    """Post the file that the arguments name; the exit status."""
    if len(arguments) not in (2, 3) or arguments[0] not in MOST_CHARACTERS:
        sys.stderr.write("usage: post_comment.py github|gitlab FILE [WHERE THE WHOLE IS]\n")
        return 2
    forge, file, *rest = arguments
    try:
        text = Path(file).read_text(encoding="utf-8")
        done = _post(forge, comment(text, MOST_CHARACTERS[forge], *rest or ["the artifacts of the job"]), os.environ)
    except RefusedError as error:
        sys.stderr.write(f"warning: no comment, the comparison is in the job alone: {error}\n")
        return 0
    except (PostError, OSError, ValueError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.write(f"{done}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
