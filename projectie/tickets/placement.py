"""Putting a card somewhere on the board, and taking that back: one deed, one row, one line of history."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.tickets.calling import call_again
from projectie.tickets.columns import held, lock_board
from projectie.tickets.gaps import free_behind, is_taken, position_at, position_in, stands_behind
from projectie.tickets.models import Column, Ticket
from projectie.tickets.moves import PLACED, TAKEN_BACK, details_before, own_moves
from projectie.tickets.truth import Truth, truth_of
from projectie.tickets.undo import Move, TakenBack, is_undoable, open_moves

HIGHEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Placed:
    """What a deed did: where the card came from and stands now; not `changed`: it stood there already."""

    number: int
    subject: str
    from_column: Column
    column: Column
    version: int
    changed: bool


class Reason(StrEnum):
    """Why a move cannot be made at all."""

    COLUMN = "column"  # no column of the board
    SELF = "self"  # behind itself
    NOTHING = "nothing"  # no own move left to take back


class Refused(ValueError):  # noqa: N818 (a refusal that the page words)
    """The move makes no sense; nothing was changed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Stale(Exception):  # noqa: N818 (a refusal that the page words)
    """The board was not as the mover saw it; nothing was changed. `neighbour`: the card to stand behind, gone."""

    def __init__(self, truth: Truth, *, neighbour: int | None = None) -> None:
        super().__init__(truth.number)
        self.truth = truth
        self.neighbour = neighbour


def place(
    number: int, column: str, after: int | None, version: int, *, by: int | None, now: datetime
) -> Placed:
    """Put a card behind another of that column, or first (`after` None); it may stand there already.

    Raises MissingError, Refused, or Stale when the ticket or that other card was moved or changed meanwhile.
    """
    with _moving(number, by, now) as deed:
        target = _column(column)
        if deed.ticket.version != version:
            raise Stale(truth_of(deed.session, deed.ticket))
        return deed.put(target, _behind(deed, target, after))


def place_at(number: int, column: str, position: int, *, by: int | None = None, now: datetime) -> Placed:
    """Put a card at a place of a column: 1 or less is first, more than the column holds is last.

    Raises MissingError or Refused.
    """
    with _moving(number, by, now) as deed:
        target = _column(column)
        return deed.put(target, position_at(deed.session, deed.ticket, target, position - 1))


def undo(*, by: int, now: datetime, move: int | str | None = None) -> Placed:
    """Take back an own move, by default the last one left: the card returns to where it stood, or next to that.

    Raises Refused when there is nothing to take back, Stale when the ticket was changed since.
    """
    with transaction() as session:
        lock_board(session)  # before the lines are read: nobody takes the same move back meanwhile
        moves, taken_back = own_moves(session, by)
        chosen = _to_take_back(moves, taken_back, move)
        deed = _Deed(session, held(session, chosen.ticket), by, now)
        if not is_undoable(chosen, moves, taken_back):
            raise Stale(truth_of(session, deed.ticket))
        return deed.put_back(chosen)


@dataclass(frozen=True, slots=True)
class _Deed:
    """One card being moved by somebody, alone on the board."""

    session: Session
    ticket: Ticket
    by: int | None
    now: datetime

    def put(self, target: Column, before: int | None) -> Placed:
        left = self.ticket.column
        if stands_behind(self.session, self.ticket, target, before):
            return self._placed(left, changed=False)
        details = details_before(self.ticket)
        self._settle(target, free_behind(self.session, self.ticket, target, before), self.now, self.now)
        self._note(PLACED, details)
        return self._placed(left, changed=True)

    def put_back(self, move: Move) -> Placed:
        left, target, position = self.ticket.column, move.from_column, move.from_position
        if is_taken(self.session, self.ticket, target, position):
            position = free_behind(self.session, self.ticket, target, position)
        self._settle(target, position, move.from_since, move.from_done_at)
        self._note(TAKEN_BACK, {"undoes": move.id, "from_column": left.value})
        return self._placed(left, changed=True)

    def _settle(self, column: Column, position: int, since: datetime, done_at: datetime | None) -> None:
        ticket = self.ticket
        ticket.position = position
        ticket.version += 1
        if ticket.column is not column:
            ticket.column, ticket.column_since = column, since
            was_done, ticket.done_at = ticket.done_at, done_at if column is Column.DONE else None
            if was_done:
                call_again(self.session, ticket, self.now)

    def _note(self, deed: str, details: dict[str, Any]) -> None:
        ticket = self.ticket
        of, whose = ("ticket", ticket.number), ticket.organisation_id
        became = {"to_column": ticket.column.value, "position": ticket.position, "version": ticket.version}
        history.record(self.session, at=self.now, by=self.by, deed=deed, of=of, details={**details, **became})
        announce(self.session, at=self.now, kind="ticket", of=ticket.number, organisation=whose, by=self.by)

    def _placed(self, left: Column, *, changed: bool) -> Placed:
        ticket = self.ticket
        return Placed(ticket.number, ticket.subject, left, ticket.column, ticket.version, changed)


@contextmanager
def _moving(number: int, by: int | None, now: datetime) -> Iterator[_Deed]:
    with transaction() as session:
        yield _Deed(session, held(session, number if 0 < number <= HIGHEST_NUMBER else 0), by, now)


def _column(name: str) -> Column:
    try:
        return Column(name)
    except ValueError:
        raise Refused(Reason.COLUMN) from None


def _behind(deed: _Deed, target: Column, after: int | None) -> int | None:
    """Return the position of the card to stand behind; None to stand first."""
    if after is None:
        return None
    if after == deed.ticket.number:
        raise Refused(Reason.SELF)
    position = position_in(deed.session, target, after) if 0 < after <= HIGHEST_NUMBER else None
    if position is None:
        raise Stale(truth_of(deed.session, deed.ticket), neighbour=after)
    return position


def _to_take_back(moves: list[Move], taken_back: list[TakenBack], move: int | str | None) -> Move:
    for line in open_moves(moves, taken_back):
        if move is None or str(move) in {str(line.id), line.name}:
            return line
    raise Refused(Reason.NOTHING)
