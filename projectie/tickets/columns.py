"""The board as a place: one deed at a time may put cards in it."""

from sqlalchemy import Select, bindparam, func, select, text
from sqlalchemy.orm import Session

from projectie.database import MissingError, is_sqlite
from projectie.tickets.merged import MergedAway
from projectie.tickets.models import Column, Ticket
from projectie.tickets.position import GAP

# Named one by one, for that an index can follow: "not done" reads every ticket there ever was.
OPEN = tuple(column for column in Column if column is not Column.DONE)
_BOARD = 7_003
_IN_COLUMN = Ticket.column == bindparam("column", type_=Ticket.column.type)
_LAST = select(func.max(Ticket.position)).where(_IN_COLUMN)
_FIRST = select(func.min(Ticket.position)).where(_IN_COLUMN)


def lock_board(session: Session) -> None:
    """Wait until nobody else is placing cards; freed with the transaction (SQLite has one writer anyway)."""
    if not is_sqlite(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _BOARD})


def held(session: Session, number: int) -> Ticket:
    """Return the ticket as it is now, held until the transaction ends; raise MissingError, or MergedAway.

    The board is locked first, always: deeds that lock in one order never wait for each other in a ring.
    """
    ticket = held_wherever(session, number)
    if ticket.merged_into is not None:
        raise MergedAway(number, ticket.merged_into)
    return ticket


def held_wherever(session: Session, number: int) -> Ticket:
    """Return the same, also of a ticket that was merged into another: for the deeds that tie and untie them."""
    lock_board(session)
    ticket = session.get(Ticket, number, with_for_update=True, populate_existing=True)
    if ticket is None:
        raise MissingError(f"ticket {number}")
    return ticket


def place_at_end(session: Session, column: Column) -> int:
    """Return a free position below the last card of a column; the board must be locked."""
    last = _edge(session, _LAST, column)
    return GAP if last is None else last + GAP


def place_at_start(session: Session, column: Column) -> int:
    """Return a free position above the first card of a column; the board must be locked."""
    first = _edge(session, _FIRST, column)
    return GAP if first is None else first - GAP


def _edge(session: Session, wanted: Select[int | None], column: Column) -> int | None:
    session.flush()  # what was moved in this deed counts
    return session.connection().scalar(wanted, {"column": column})
