"""What stands between braces in a snippet, and what it becomes on a ticket: names only, never an expression."""

import re
from collections.abc import Mapping

VARIABLES = ("name", "client", "number", "subject", "me", "promise", "studio", "phone")
_BRACED = re.compile(r"\{([^{}\n]{0,40})\}")
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def unknown(text: str) -> list[str]:
    """Return what stands between braces and is no variable, in order, each once."""
    return [name for name in dict.fromkeys(_BRACED.findall(text)) if name not in VARIABLES]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text for a ticket; a variable that has no value there stays as it is, for somebody to see."""
    return _BRACED.sub(lambda found: values.get(found[1]) or found[0], text)


def left_open(text: str) -> list[str]:
    """Return the variables that still stand in a text."""
    return [name for name in dict.fromkeys(_BRACED.findall(text)) if name in VARIABLES]
