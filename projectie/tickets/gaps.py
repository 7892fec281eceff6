"""Finding a free place in a column; the board must be locked."""

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import Session

from projectie.tickets.models import Column, Ticket
from projectie.tickets.position import between, spread

FAR = 1 << 31  # further than any column is long


def position_in(session: Session, column: Column, number: int) -> int | None:
    """Return the position of that ticket; None when it does not stand in that column."""
    return session.scalar(select(Ticket.position).where(Ticket.column == column, Ticket.number == number))


def position_at(session: Session, moving: Ticket, column: Column, place: int) -> int | None:
    """Return the position at that place among the other cards of a column (1 is first), or of the last card."""
    if place < 1:
        return None
    positions = select(Ticket.position).where(*_others(moving, column)).limit(1)
    found = session.scalar(positions.order_by(Ticket.position).offset(min(place, FAR) - 1))
    return found if found is not None else session.scalar(positions.order_by(Ticket.position.desc()))


def is_taken(session: Session, moving: Ticket, column: Column, position: int) -> bool:
    """Return whether another card stands exactly there."""
    there = select(Ticket.number).where(*_others(moving, column), Ticket.position == position)
    return session.scalar(there.limit(1)) is not None


def stands_behind(session: Session, moving: Ticket, column: Column, before: int | None) -> bool:
    """Return whether the card already stands right behind that position (None: first)."""
    if moving.column is not column or (before is not None and moving.position <= before):
        return False
    following = _following(session, moving, column, before)
    return following is None or moving.position < following


def free_behind(session: Session, moving: Ticket, column: Column, before: int | None) -> int:
    """Return a free position right behind that one (None: first); where there is no room, the column is spread."""
    free = between(before, _following(session, moving, column, before))
    return _made_room(session, moving, column, before) if free is None else free


def _others(moving: Ticket, column: Column) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Ticket.column == column, Ticket.number != moving.number


# Made once: every move asks for it.
_FIRST = (
    select(Ticket.position)
    .where(
        Ticket.column == bindparam("column", type_=Ticket.column.type), Ticket.number != bindparam("moving")
    )
    .order_by(Ticket.position)
    .limit(1)
)
_BEHIND = _FIRST.where(Ticket.position > bindparam("before"))


def _following(session: Session, moving: Ticket, column: Column, before: int | None) -> int | None:
    session.flush()  # what was moved in this deed counts
    asked = {"column": column, "moving": moving.number}
    if before is None:
        return session.connection().scalar(_FIRST, asked)
    return session.connection().scalar(_BEHIND, {**asked, "before": before})


def _made_room(session: Session, moving: Ticket, column: Column, before: int | None) -> int:
    others = select(Ticket.number, Ticket.position).where(*_others(moving, column))
    rows = session.execute(others.order_by(Ticket.position, Ticket.number)).all()
    places = spread(len(rows) + 1)
    ahead = sum(1 for row in rows if before is not None and row.position <= before)
    kept = places[:ahead] + places[ahead + 1 :]
    new = [{"number": row.number, "position": place} for row, place in zip(rows, kept, strict=True)]
    session.execute(update(Ticket), new)
    return places[ahead]
