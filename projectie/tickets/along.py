"""Which rows go along when a ticket is merged into another: each room names its own, so that none is forgotten.

A row that goes along has the number of its ticket in a column; nothing else of it changes.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, String, cast, literal, select, union_all
from sqlalchemy.orm import Session

from projectie.mail.models import OutgoingLetter
from projectie.tickets.models import Message, Note, ReplyDraft
from projectie.tickets.writing_models import DraftFile, WorkingDraft


@dataclass(frozen=True, slots=True)
class Along:
    """Rows that go along: the column with their ticket, and the one that names a row.

    `once`: of one `name` a ticket has at most one row, so what the other ticket has already stays.
    `single`: a ticket has at most one row at all.
    """

    column: Any
    name: Any
    once: bool = False
    single: bool = False


_going: list[Along] = [
    Along(Message.ticket_number, Message.id),
    Along(Note.ticket_number, Note.id),
    Along(ReplyDraft.ticket_number, ReplyDraft.id),
    Along(OutgoingLetter.thread, OutgoingLetter.id),
    Along(WorkingDraft.ticket_number, WorkingDraft.id),
    Along(DraftFile.ticket_number, DraftFile.id),
]


def goes_along(column: Any, name: Any, *, once: bool = False, single: bool = False) -> None:
    """Let the rows of a table go along with their ticket."""
    along = Along(column, name, once, single)
    if all(str(each.column) != str(column) for each in _going):
        _going.append(along)


def going_along() -> tuple[Along, ...]:
    """Return everything that goes along."""
    return tuple(_going)


def names_along(session: Session, number: int) -> dict[int, list[Any]]:
    """Return the names of all rows of a ticket that go along, by the place of their table among them; one statement."""
    parts = (
        select(literal(place).label("place"), cast(each.name, String).label("name"))
        .where(each.column == number)
        .distinct()
        for place, each in enumerate(_going)
    )
    found: dict[int, list[Any]] = {}
    for place, name in session.execute(union_all(*parts)):
        is_number = isinstance(_going[place].name.type, Integer)
        found.setdefault(place, []).append(int(name) if is_number else name)
    return found
