"""What a check-up finds: how something stands, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How it stands."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it stands, and what to do; never a secret."""

    name: str
    level: Level
    said: str
    todo: str = ""


def ok(name: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(name, Level.OK, said)


def warning(name: str, said: str, todo: str) -> Finding:
    """It works, yet somebody should look."""
    return Finding(name, Level.WARNING, said, todo)


def wrong(name: str, said: str, todo: str) -> Finding:
    """It does not work."""
    return Finding(name, Level.WRONG, said, todo)
