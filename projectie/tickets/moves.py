"""The moves somebody made, as lines of history: written by placement, read for the undo."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from projectie.history import History
from projectie.tickets.models import Column, Ticket
from projectie.tickets.undo import DEPTH, Move, TakenBack

PLACED = "ticket.placed"
TAKEN_BACK = "ticket.placement_undone"

NO_DETAILS: ColumnElement[Any] = cast(null(), JSON)
NO_NUMBER: ColumnElement[int | None] = cast(null(), Integer)
NO_NAME: ColumnElement[str | None] = cast(null(), String)


def details_before(ticket: Ticket) -> dict[str, Any]:
    """Return what a line of history must hold so that the move can be taken back."""
    return {
        "from_column": ticket.column.value,
        "from_position": ticket.position,
        "from_since": ticket.column_since.isoformat(),
        "from_done_at": ticket.done_at.isoformat() if ticket.done_at else None,
    }


def lines() -> tuple[Select[Any], Select[Any]]:
    """Return selects (kind, id, of, version, name, details) of the last moves of a `person` and of those taken back.

    The moves that may have been taken back reach at most twice as far back as the moves.
    """
    return _last(PLACED, DEPTH), _last(TAKEN_BACK, 2 * DEPTH)


def own_moves(session: Session, person: int) -> tuple[list[Move], list[TakenBack]]:
    """Return a person's last moves and those taken back."""
    return read(session.execute(_OWN, {"person": person}).all())


def read(rows: Any) -> tuple[list[Move], list[TakenBack]]:
    """Return moves and moves taken back from rows of `lines_of`; other rows are passed over."""
    moves = [_move(row) for row in rows if row.kind == PLACED]
    taken = [
        TakenBack(row.details["undoes"], row.details["version"]) for row in rows if row.kind == TAKEN_BACK
    ]
    return moves, taken


def _last(deed: str, most: int) -> Select[Any]:
    newest = (
        select(History.id, History.subject_id, History.details)
        .where(History.actor_id == bindparam("person"), History.deed == deed)
        .order_by(History.id.desc())
        .limit(most)
        .subquery()
    )
    columns = (
        literal(deed).label("kind"),
        newest.c.id.label("id"),
        newest.c.subject_id.label("of"),
        Ticket.version.label("version"),
        NO_NAME.label("name"),
        newest.c.details.label("details"),
    )
    return select(*columns).join_from(newest, Ticket, Ticket.number == newest.c.subject_id)


_OWN = union_all(*lines())


def _move(row: Row[Any]) -> Move:
    details, done_at = row.details, row.details["from_done_at"]
    return Move(
        id=row.id,
        ticket=row.of,
        from_column=Column(details["from_column"]),
        from_position=details["from_position"],
        from_since=datetime.fromisoformat(details["from_since"]),
        from_done_at=datetime.fromisoformat(done_at) if done_at else None,
        column=Column(details["to_column"]),
        version=details["version"],
        current=row.version,
    )
