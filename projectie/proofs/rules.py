"""Whether a proof can still be answered, and which version counts: pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

OPEN_FOR = timedelta(days=60)  # the link in the letter; the portal has no end
LARGEST = 25_000_000  # bytes; what is larger goes by an upload link


class Against(StrEnum):
    """Why an answer is not taken."""

    ANSWERED = "answered"
    SUPERSEDED = "superseded"  # a newer version was put up
    OTHER_FILE = "other_file"  # what was looked at is not this file


@dataclass(frozen=True, slots=True)
class Facts:
    """How a proof stands."""

    sha256: str
    newest: bool
    answered: bool


def against(facts: Facts, sha256: str) -> Against | None:
    """Return why an answer about the file with that hash is not taken; None: it is."""
    if facts.answered:
        return Against.ANSWERED
    if not facts.newest:
        return Against.SUPERSEDED
    return Against.OTHER_FILE if sha256 != facts.sha256 else None


def is_open(at: datetime, now: datetime) -> bool:
    """Whether the link in the letter still opens."""
    return now <= at + OPEN_FOR
