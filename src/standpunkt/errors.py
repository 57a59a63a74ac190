"""The one exception that people see: file, place, value, remedy, in one line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class StandpunktError(Exception):
    """Something that the user can mend; its message is the whole explanation, without a traceback."""

    def __init__(self, message: str) -> None:
        # A file name or a field may hold a line end or an escape sequence: the message stays one harmless line.
        super().__init__("".join(c if c.isprintable() else ascii(c)[1:-1] for c in message))


def nearest(value: object, allowed: Iterable[str]) -> str:
    """A remedy for a value that is not allowed: the nearest allowed one, or the list of them.

    Returns:
        `did you mean 'favor'?` or `allowed: against, favor, neutral`.
    """
    names = sorted(allowed)
    close = difflib.get_close_matches(str(value), names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    shown = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
    return f"allowed: {shown}" if names else "nothing is allowed here"
