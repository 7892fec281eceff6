"""My last moves, each with its own way back."""

from dataclasses import dataclass

from flask import Response
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.database import db
from projectie.doors import desk
from projectie.pages import page
from projectie.tickets.models import Ticket
from projectie.tickets.moves import own_moves
from projectie.tickets.undo import Move, is_undoable, open_moves
from projectie.tickets.words import COLUMNS


@dataclass(frozen=True, slots=True)
class Shown:
    """A move that was not taken back, the subject of its ticket, and whether the way back is free."""

    move: Move
    subject: str
    language: str
    undoable: bool


@desk.get("/moves")
def moves() -> Response:
    """Show my last moves, the newest first."""
    return page("tickets/moves.html", moves=_shown(db.session(), current_user.id), names=COLUMNS)


def _shown(session: Session, reader: int) -> list[Shown]:
    mine, taken_back = own_moves(session, reader)
    left = open_moves(mine, taken_back)
    about = select(Ticket.number, Ticket.subject, Ticket.language).where(
        Ticket.number.in_({move.ticket for move in left})
    )
    tickets = {row.number: row for row in session.execute(about)}
    return [
        Shown(
            move,
            tickets[move.ticket].subject,
            tickets[move.ticket].language,
            is_undoable(move, mine, taken_back),
        )
        for move in left
    ]
