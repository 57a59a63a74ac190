"""Take the picture of the report that README shows: `make screenshot`, which needs a Chromium or Chrome."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1200, 1500
SECONDS = 60
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-sync",
    "--force-device-scale-factor=1",
    f"--window-size={WIDTH},{HEIGHT}",
)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


class ScreenshotError(Exception):
    """No picture was taken; the message is one line that says why."""


def take(report: Path, picture: Path) -> None:
    """Write a PNG of the top of a report; what was there stays where no picture was taken.

    Raises:
        ScreenshotError: there is no report, no browser, or the browser took no picture.
    """
    if not report.is_file():
        raise ScreenshotError(f"{report}: no such file; run: make report")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise ScreenshotError(f"no browser found; install one of: {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory(prefix="screenshot-") as name:
        fresh = Path(name, "report.png")
        places = (f"--user-data-dir={name}/profile", f"--screenshot={fresh}", report.resolve().as_uri())
        try:
            subprocess.run([browser, *FLAGS, *places], check=True, capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            raise ScreenshotError(f"{browser}: took no picture in {SECONDS} seconds") from None
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode(errors="replace").strip().split("\n")[-1]
            raise ScreenshotError(f"{browser}: ended with status {error.returncode} ({said})") from None
        if not fresh.is_file() or not fresh.read_bytes().startswith(SIGNATURE):
            raise ScreenshotError(f"{browser}: ended without a picture")
        picture.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(fresh, picture)


def main() -> int:
    """Take the picture; an error is one line and exit status 1."""
    try:
        take(REPOSITORY / "reports" / "report.html", REPOSITORY / "docs" / "report.png")
    except ScreenshotError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
