"""spaCy without its command line: `import spacy` brings it along, and it takes longer to load than spaCy itself.

`standpunkt read` is to answer at once. What spaCy's own package wants of its command line is one function,
`spacy.info`; it is left out, and `spacy.cli` can be imported afterwards as ever.
"""

from __future__ import annotations

import sys
from types import ModuleType

_NAMES = ("spacy.cli", "spacy.cli.info")


def _import() -> ModuleType:
    if "spacy" not in sys.modules and not any(name in sys.modules for name in _NAMES):
        for name in _NAMES:
            sys.modules[name] = ModuleType(name)
        sys.modules["spacy.cli.info"].info = None  # type: ignore[attr-defined]
        try:
            import spacy
        finally:
            for name in _NAMES:
                sys.modules.pop(name, None)
        for name in ("cli", "info"):
            if hasattr(spacy, name):
                delattr(spacy, name)
        return spacy
    import spacy

    return spacy


spacy = _import()

from spacy.language import Language  # noqa: E402 - after spaCy itself
from spacy.tokens import Doc  # noqa: E402

__all__ = ["Doc", "Language", "spacy"]
