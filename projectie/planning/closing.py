"""Closing days is one deed: the days, every promise that moves with them, and the letters that tell it (R6, R9)."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.clock.workdays import Calendar
from projectie.database import transaction
from projectie.language import LOCALES
from projectie.live.announce import announce
from projectie.mail.automatic_letters import allowed
from projectie.mail.outbox import queue
from projectie.people.models import Organisation, Person
from projectie.planning.closing_letter import Later, response_moved
from projectie.planning.closing_moves import Change, Move, Open, moves_of
from projectie.planning.closing_words import reason_in_words
from projectie.terms.closed_days import add_closed_days, propose, remove_closed_day
from projectie.terms.in_force import calendar, studio_facts, today, version
from projectie.tickets.broken import OPEN, note_broken_of
from projectie.tickets.columns import held, lock_board
from projectie.tickets.letters import Ground, ground_of
from projectie.tickets.models import Ticket
from projectie.tickets.notices import Moved
from projectie.tickets.planning_promises import Span
from projectie.tickets.promise_keeping import Made, keep
from projectie.tickets.promise_letters import letter_of
from projectie.tickets.promise_rows import standing_promise
from projectie.tickets.promises import ResponsePromise


class Unseen(Exception):  # noqa: N818 (a refusal that the page words)
    """Something moves that was not shown to whoever decided; nothing was changed."""


def foreseen(session: Session, change: Change, now: datetime) -> tuple[Move, ...]:
    """Return which open promises the change moves."""
    return moves_of(_open(session), change, now) if change.close else ()


def seal_of(moves: tuple[Move, ...]) -> str:
    """Return a name for exactly these moves: whoever confirms them confirms no others."""
    return hashlib.sha256(repr(moves).encode()).hexdigest()[:32]


def change_closed_days(change: Change, seen: str, by: Person, key: str, now: datetime) -> tuple[Move, ...]:
    """Close and open days, move what moves with them and tell each client; return what moved.

    Raises Unseen, ClosedDayError, or MissingError for a day to open that is not closed.
    """
    with transaction() as session:
        lock_board(session)
        moves = foreseen(session, change, now)
        if seal_of(moves) != seen:
            raise Unseen
        _change(session, change, by.id, now)
        session.flush()
        deed = _Closing(session, by, ground_of(session, key, now), now)
        for move in moves:
            _move(deed, move)
        return moves


def _change(session: Session, change: Change, by: int, now: datetime) -> None:
    day = today(session, now)
    for reopened in change.reopen:
        remove_closed_day(session, reopened, day, by, now)
    if change.proposed is not None:
        propose(session, change.proposed, day, by, now)
    elif change.close:
        add_closed_days(session, change.close, day, by, now)


def _open(session: Session) -> Iterator[tuple[Open, Calendar]]:
    zone = studio_facts(session).zone
    days: dict[int, Calendar] = {}
    for ticket, client in session.execute(_OPEN).all():
        number = ticket.terms_number
        if number not in days:
            days[number] = calendar(session, version(session, number).terms, zone)
        yield _as_open(ticket, client), days[number]


def _as_open(ticket: Ticket, client: str | None) -> Open:
    from_, by, owed = ticket.response_from, ticket.response_by, ticket.answered_at is None
    return Open(
        number=ticket.number,
        subject=ticket.subject,
        client=client or ticket.requester_name or ticket.requester_address,
        opened_at=ticket.opened_at,
        response=ResponsePromise(from_, by) if owed and from_ and by and not ticket.by_sla else None,
        planning=Span(ticket.planned, ticket.planned_until) if ticket.planned_until else None,
    )


@dataclass(frozen=True, slots=True)
class _Closing:
    """The deed that is open: who closes, when, and what letters are written with."""

    session: Session
    by: Person
    ground: Ground
    now: datetime

    def record(self, deed: str, ticket: Ticket, details: Mapping[str, object]) -> None:
        """Write the line of history."""
        self.session.flush()
        of = ("ticket", ticket.number)
        history.record(self.session, at=self.now, by=self.by.id, deed=deed, of=of, details=dict(details))


def _move(deed: _Closing, move: Move) -> None:
    session, now = deed.session, deed.now
    ticket = held(session, move.ticket.number)
    note_broken_of(session, ticket, now)
    with force_locale(LOCALES[ticket.language]):
        reason = reason_in_words(move.because)
    if move.response is not None:
        _move_response(deed, ticket, move.response, reason)
    if move.planning is not None:
        _move_planning(deed, ticket, move, reason)
    announce(
        session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id, by=deed.by.id
    )


def _move_response(deed: _Closing, ticket: Ticket, becomes: ResponsePromise, reason: str) -> None:
    was = ticket.response_by
    assert was is not None  # it was open
    ticket.response_from, ticket.response_by = becomes.from_, becomes.by
    ticket.version += 1
    told = _may_tell(deed.session, ticket, deed.now)
    if told:
        later = Later(was, becomes, reason)
        queue(deed.session, response_moved(deed.session, ticket, later, deed.by.name, deed.ground), deed.now)
    details = {"was": was.isoformat(), "by": becomes.by.isoformat(), "told": told, "version": ticket.version}
    deed.record("ticket.response_moved", ticket, details)


def _may_tell(session: Session, ticket: Ticket, now: datetime) -> bool:
    """Whether a letter may go: to a proven client always, to anybody else within the brakes (R31)."""
    if not ticket.requester_address or ticket.verified:
        return bool(ticket.requester_address)
    return allowed(session, ticket.requester_address, ticket.number, now, proven=False)


def _move_planning(deed: _Closing, ticket: Ticket, move: Move, reason: str) -> None:
    session, now, span = deed.session, deed.now, move.planning
    assert span is not None  # it moves
    letter = None
    if ticket.requester_address:
        moved = Moved(move.ticket.planning, span, reason)
        letter = queue(session, letter_of(session, ticket, moved, deed.by.name, deed.ground), now).id
    standing = standing_promise(session, ticket.number)
    promise = keep(session, ticket, Made(span, reason, deed.by.id, letter), standing, now)
    ticket.version += 1
    days = {"first": str(span.first), "last": str(span.last)}
    details = {"promise": promise, **days, "version": ticket.version, "to_column": ticket.column.value}
    deed.record("ticket.promise_moved", ticket, details)


_OPEN = (
    select(Ticket, Organisation.name)
    .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
    .where(Ticket.column.in_(OPEN))
    .order_by(Ticket.number)
)
