"""How a complaint stands, as it is sealed and opened again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class About(StrEnum):
    """What somebody sends in (R26)."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    SUGGESTION = "suggestion"


class Way(StrEnum):
    """How it came in."""

    NAMED = "named"  # the form, with an address
    ACCOUNT = "account"  # signed in
    ANONYMOUS = "anonymous"
    MAIL = "mail"
    TICKET = "ticket"  # moved here from the desk
    STAFF = "staff"  # taken down by a colleague


class Outcome(StrEnum):
    """How it ended."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    WITHDRAWN = "withdrawn"
    THANKED = "thanked"  # a question or a suggestion
    RELEASED = "released"  # went to the desk as a question (R26a)


class Side(StrEnum):
    """Who says something."""

    COMPLAINANT = "complainant"
    MANAGEMENT = "management"
    TRUSTEE = "trustee"
    DESK = "desk"  # the program itself, or a colleague before it was moved here


class Sort(StrEnum):
    """What an entry is."""

    SAID = "said"  # between the complainant and whoever handles it
    NOTE = "note"  # deliberation: never shown to the complainant
    DEED = "deed"  # what was done; never shown to the complainant
    FILE = "file"


@dataclass(slots=True)
class Case:
    """How a complaint stands."""

    about: About
    way: Way
    language: str
    received_at: datetime
    terms: int  # the version its terms are counted by (R1)
    subject: str = ""
    name: str = ""
    address: str = ""
    organisation: str = ""
    person_id: int | None = None
    taken_by: int | None = None  # the colleague who took it down or moved it here
    subjects: list[int] = field(default_factory=list)  # managers it is about: shut out
    assignee: int | None = None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    extended_until: datetime | None = None
    extended_why: str = ""
    measures: str = ""
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    waits: bool = True  # for us: the complainant spoke last
    noted: dict[str, str] = field(default_factory=dict)  # of what somebody was told, and when
    mails: list[int] = field(default_factory=list)  # sealed mails that are part of it
    blobs: list[str] = field(default_factory=list)  # plain bytes that are still to be removed
    entries: int = 0
    openings: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether it was closed with an outcome (R28)."""
        return self.closed_at is not None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, opened."""

    sort: Sort
    side: Side
    at: datetime
    text: str = ""
    person_id: int | None = None
    name: str = ""  # of a file, or of who spoke
    content_type: str = ""
    size: int = 0
    of: int = 0  # the entry a file was sent along with
    number: int = 0


def to_data(record: Case | Line) -> dict[str, Any]:
    """Return it as JSON can hold it."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(record).items()
    }


def case_of(data: Mapping[str, Any]) -> Case:
    """Return the case in that data."""
    read: Case = _read(Case, data, {"about": About, "way": Way, "outcome": Outcome})
    return read


def line_of(data: Mapping[str, Any]) -> Line:
    """Return the entry in that data."""
    read: Line = _read(Line, data, {"sort": Sort, "side": Side})
    return read


def _read(kind: Any, data: Mapping[str, Any], enums: Mapping[str, type[StrEnum]]) -> Any:
    known = {each.name: each for each in fields(kind)}
    values: dict[str, Any] = {}
    for name in known.keys() & data.keys():
        value = data[name]
        if value is not None and (name == "at" or name.endswith(("_at", "_until"))):
            value = datetime.fromisoformat(value)
        elif value is not None and name in enums:
            value = enums[name](value)
        values[name] = value
    return kind(**values)


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody sends along."""

    name: str
    content_type: str
    content: bytes

    @classmethod
    def of(cls, name: str | None, content_type: str | None, content: bytes) -> Self:
        """Return it under a name that is no path."""
        plain = (name or "").replace("\\", "/").rpartition("/")[2].replace("\0", "").strip()
        return cls(plain[:200] or "file", (content_type or "application/octet-stream")[:200], content)
