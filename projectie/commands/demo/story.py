"""What happened at the demo studio, read from the stories: a ticket each, told step by step."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from projectie.tickets.priority import Impact, Kind, Urgency

FOLDER = Path(__file__).with_name("stories")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """A mail came in; `ago` in working days, here and below."""

    ago: float
    mail: str
    sender: str = ""  # Name <address>; empty: whose story it is
    subject: str = ""  # empty: that of the ticket
    cc: str = ""
    box: str = "support"
    proof: str = "pass"  # what the mail server says of the sender (R32)
    html: bool = False
    auto: bool = False  # written by a machine, as an answer
    bulk: bool = False  # sent to a list
    spam: bool = False  # our mail server takes it for that
    twice: bool = False  # it arrived a second time, exactly the same
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Garbled:
    """Something came in that is no mail."""

    ago: float
    noise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounced:
    """The last reply came back, with what the other server said."""

    ago: float
    bounce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """A colleague answered, and perhaps moved the ticket with it."""

    ago: float
    by: str
    reply: str
    then: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A colleague wrote a note."""

    ago: float
    by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Triaged:
    """A colleague decided: kind, impact, urgency, service, assignee (a dash: none), perhaps whose it is."""

    ago: float
    by: str
    triage: str
    client: str = ""
    taken: bool = True  # what is critical, by whom it is assigned to

    @property
    def decided(self) -> tuple[Kind, Impact, Urgency, str | None, str | None]:
        """What was decided, word by word."""
        kind, impact, urgency, service, assignee = self.triage.split()
        return (
            Kind(kind),
            Impact(impact),
            Urgency(urgency),
            None if service == "-" else service,
            None if assignee == "-" else assignee,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A colleague moved the card: a column, and a place in it (else the end)."""

    ago: float
    by: str
    move: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A colleague decided how the work is paid, and why."""

    ago: float
    by: str
    settle: str  # a consequence
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overruled:
    """A colleague gave it another priority than the rule's."""

    ago: float
    by: str
    overrule: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubled:
    """A colleague closed it as a duplicate of the ticket of another story."""

    ago: float
    by: str
    duplicate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """A colleague put it off until the next working morning."""

    ago: float
    by: str
    snooze: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A colleague noted who asked for work on request."""

    ago: float
    by: str
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A colleague promised a planning: week and how many ahead, weeks (in 2 to 3), or agree; moved with a reason."""

    ago: float
    by: str
    promise: str
    reason: str = ""


Step: TypeAlias = (
    Mailed
    | Garbled
    | Bounced
    | Replied
    | Noted
    | Triaged
    | Moved
    | Promised
    | Overruled
    | Doubled
    | PutOff
    | Settled
    | Asked
)
_DEEDS: Mapping[str, type[Step]] = {
    "mail": Mailed,
    "noise": Garbled,
    "bounce": Bounced,
    "reply": Replied,
    "note": Noted,
    "triage": Triaged,
    "move": Moved,
    "overrule": Overruled,
    "duplicate": Doubled,
    "snooze": PutOff,
    "settle": Settled,
    "asked": Asked,
    "promise": Promised,
}


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket from beginning to now; `teller` is a person of a client, or `sender` anybody.

    `weekend`: it began on a Saturday, and the rest happened from the Monday after.
    """

    key: str
    subject: str
    teller: str
    sender: str
    steps: tuple[Step, ...]
    weekend: bool


def stories() -> Iterator[Story]:
    """Yield every story; raises TypeError or KeyError for one that says what we do not know."""
    for path in sorted(FOLDER.glob("*.toml")):
        tickets = tomllib.loads(path.read_text(encoding="utf-8"))["ticket"]
        yield from (_story(f"{path.stem} {number}", told) for number, told in enumerate(tickets, 1))


def _story(key: str, told: Mapping[str, Any]) -> Story:
    steps = tuple(_step(values) for values in told["steps"])
    return Story(
        key, told["subject"], told.get("from", ""), told.get("sender", ""), steps, told.get("weekend", False)
    )


def _step(values: Mapping[str, Any]) -> Step:
    deed = next(deed for name, deed in _DEEDS.items() if name in values)
    fields: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    return deed(**fields)
