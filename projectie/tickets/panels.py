"""What rooms above this one show on a ticket: each hangs it here, so that a ticket need not know them.

`hang` stands beside the ticket, `hang_below_messages` below messages, `hang_in_reply` below the box of the reply, and
`hang_on_timeline` puts rows (calls, booked time) between mails, notes and moves, in the one reading order. A reader is
called once a page, whatever the number of its rows: it reads them all in one select, or none where `TicketPage.done`
says that nothing of the kind was ever done. A row names a template that makes the inside of `<li class="event">`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from projectie.tickets.ticket_page import Entry, TicketPage

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


class Row(NamedTuple):
    """One row of a room on the timeline; `order` tells rows of one moment apart."""

    at: datetime
    order: int
    facts: Facts


RowReader = Callable[[Session, TicketPage, datetime], Iterable[Row]]

_hung: dict[str, Panel] = {}
_in_reply: dict[str, Reader] = {}
_rows: dict[str, RowReader] = {}
_marks: dict[str, Marker] = {}


def hang(template: str, *, place: int) -> Callable[[Reader], Reader]:
    """Hang a panel beside every ticket; the function under it reads what it shows."""

    def hung(read: Reader) -> Reader:
        _hung[template] = Panel(template, read, place)
        return read

    return hung


def hang_in_reply(template: str) -> Callable[[Reader], Reader]:
    """Hang a fragment below the box of the reply, inside its form; None shows nothing."""

    def hung(read: Reader) -> Reader:
        _in_reply[template] = read
        return read

    return hung


def hang_on_timeline(template: str) -> Callable[[RowReader], RowReader]:
    """Hang rows on the timeline; the function under it reads all of a ticket's at once."""

    def hung(read: RowReader) -> RowReader:
        _rows[template] = read
        return read

    return hung


def with_rows(session: Session, shown: TicketPage, now: datetime) -> TicketPage:
    """Return the page with the rows of every room in their places."""
    entries = [
        Entry("row", row.at, row.order, template=template, facts=row.facts)
        for template, read in _rows.items()
        for row in read(session, shown, now)
    ]
    return shown.along(entries) if entries else shown


def below_reply(session: Session, shown: TicketPage, now: datetime) -> list[tuple[str, Facts]]:
    """Return what stands below the box of the reply."""
    read = ((template, reader(session, shown, now)) for template, reader in _in_reply.items())
    return [(template, facts) for template, facts in read if facts is not None]


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
