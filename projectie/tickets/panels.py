"""What rooms above this one show beside a ticket or below its messages: each hangs its panel here, so that a ticket need not know them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from projectie.tickets.ticket_page import TicketPage

Facts = dict[str, Any]
Reader = Callable[[Session, TicketPage, datetime], Facts | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A fragment beside a ticket: its template reads `panel`, which is what `read` returns; None shows nothing."""

    template: str
    read: Reader
    place: int  # the lower, the higher up it stands


class Shown(NamedTuple):
    """A panel that has something to show; what is first stands with the promises, above the properties."""

    template: str
    facts: Facts
    is_first: bool


FIRST = 20  # places below it
Marker = Callable[[Session, TicketPage, datetime], Mapping[int, Facts]]
Marks = dict[int, list[tuple[str, Facts]]]

_hung: dict[str, Panel] = {}
_marks: dict[str, Marker] = {}


def hang(template: str, *, place: int) -> Callable[[Reader], Reader]:
    """Hang a panel beside every ticket; the function under it reads what it shows."""

    def hung(read: Reader) -> Reader:
        _hung[template] = Panel(template, read, place)
        return read

    return hung


def hang_below_messages(template: str) -> Callable[[Marker], Marker]:
    """Hang a fragment below messages; the function under it reads, by the id of each message, what it shows there."""

    def hung(read: Marker) -> Marker:
        _marks[template] = read
        return read

    return hung


def marks_below(session: Session, shown: TicketPage, now: datetime) -> Marks:
    """Return by message what is shown below it: each template with its facts."""
    found: Marks = {}
    for template, read in _marks.items():
        for message, facts in read(session, shown, now).items():
            found.setdefault(message, []).append((template, facts))
    return found


def panels_beside(session: Session, shown: TicketPage, now: datetime) -> list[Shown]:
    """Return every panel that has something to show, in their order."""
    read = ((each, each.read(session, shown, now)) for each in sorted(_hung.values(), key=_place))
    return [Shown(each.template, facts, each.place < FIRST) for each, facts in read if facts is not None]


def _place(panel: Panel) -> int:
    return panel.place
