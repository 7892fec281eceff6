"""What becomes of a mail (R29–R31): pure, from what was read and what is known."""

from dataclasses import dataclass

from projectie.mail.letter import AutoReason, Letter
from projectie.tickets.models import Fate

# A list or bulk header alone: many a client writes through a group address, which adds one.
PASSED_ON = frozenset({AutoReason.LIST, AutoReason.PRECEDENCE})


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk knows around a mail."""

    thread: int | None  # the ticket it may join (R30)
    reported: int | None  # the ticket of the letter a bounce reports on
    sender: bool  # written by a person or from a domain of a client
    heard: bool = False  # a person wants it heard: neither unreadable nor suspected spam stops it


@dataclass(frozen=True, slots=True)
class Decision:
    """The one fate of a mail, and the ticket it goes on if that exists already."""

    fate: Fate
    ticket: int | None


def decide(letter: Letter, known: Known) -> Decision:
    """Return what becomes of that mail (R29); a machine never opens a ticket (R31)."""
    suspected = (
        bool(letter.spam) and known.reported is None
    )  # a filter is wrong about reports on our own letters
    if not known.heard and (letter.unreadable or suspected):
        return Decision(Fate.QUARANTINED if letter.unreadable else Fate.SPAM, None)
    if letter.is_bounce:
        return Decision(Fate.BOUNCE, known.reported)
    if letter.auto and not (known.sender and letter.auto_reason in PASSED_ON):
        return Decision(Fate.AUTO, known.thread)
    if known.thread is not None:
        return Decision(Fate.APPENDED, known.thread)
    return Decision(Fate.CREATED, None)
