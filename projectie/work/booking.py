"""Time on tickets: booked, changed, taken back (R17). Each is one deed: the minutes and what they cost, or nothing."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction, written
from projectie.live.announce import announce
from projectie.people.models import Person
from projectie.terms.in_force import today
from projectie.tickets.columns import held
from projectie.tickets.models import Ticket
from projectie.work.costing import cost_of
from projectie.work.judging import NotBooked, Reason, Wanted, judge_person, judge_ticket, judged
from projectie.work.models import TimeEntry, Timer, TimeRevision
from projectie.work.pieces import Booked, piece_of, revisions_of
from projectie.work.settling import Cause, settle

BOOKED, CHANGED, REMOVED = "ticket.time_booked", "ticket.time_changed", "ticket.time_removed"


def book(number: int, wanted: Wanted, key: str, by: Person, now: datetime, *, timed: bool = False) -> int:
    """Book a piece of time and return its id; the same key again is the same piece. `timed`: it ends the timer.

    Raises NotBooked, MissingError.
    """
    with transaction() as session:
        ticket, mark = held(session, number), f"{by.id}:{key}"[:120]
        known = session.scalar(select(TimeEntry.id).where(TimeEntry.key == mark))
        if known is not None:
            return _the_same(session, known, number, wanted)
        judge_person(session, wanted, by)
        entry = book_on(session, ticket, wanted, mark, by, now)
        if timed:
            session.execute(delete(Timer).where(Timer.person_id == by.id, Timer.ticket_number == number))
        return entry


def book_on(session: Session, ticket: Ticket, wanted: Wanted, mark: str, by: Person, now: datetime) -> int:
    """Book a piece of time on a ticket that is held, and post what it costs; part of a deed. Raise NotBooked."""
    judge_ticket(session, ticket, by, wanted.reason)
    before = cost_of(session, ticket)
    piece = judged(session, ticket, before, None, wanted, today(session, now))
    entry = written(session, TimeEntry(key=mark, made_at=now, made_by_id=by.id))
    piece = replace(piece, entry=entry.id)
    _say(session, piece, by, now)
    after = replace(before, booked=(*before.booked, piece))
    settle(session, ticket, Cause(by.id, piece.day, piece.entry), now, after)
    _tell(session, ticket, BOOKED, piece, by, now)
    return entry.id


def change(entry: int, wanted: Wanted, seen: int, by: Person, now: datetime) -> None:
    """Change a piece of time that stood as revision `seen`; raise NotBooked, MissingError."""
    with transaction() as session:
        ticket, piece = _held(session, entry, seen)
        judge_person(session, wanted, by, piece)
        judge_ticket(session, ticket, by, wanted.reason)
        before = cost_of(session, ticket)
        changed = replace(judged(session, ticket, before, piece, wanted, today(session, now)), entry=entry)
        if changed.piece == piece.piece and _said(changed) == _said(piece):
            return
        _say(session, changed, by, now)
        others = tuple(changed if each.entry == entry else each for each in before.booked)
        settle(session, ticket, Cause(by.id, changed.day, entry), now, replace(before, booked=others))
        _tell(session, ticket, CHANGED, changed, by, now)


def remove(entry: int, reason: str, seen: int, by: Person, now: datetime) -> None:
    """Take a piece of time back; its minutes stay known for ever, and what it cost is given back (R18)."""
    with transaction() as session:
        ticket, piece = _held(session, entry, seen)
        gone = replace(piece, reason=reason, removed=True)
        judge_person(session, Wanted(piece.person, piece.day, piece.minutes, reason=reason), by, piece)
        judge_ticket(session, ticket, by, reason)
        before = cost_of(session, ticket)
        _say(session, gone, by, now)
        others = tuple(each for each in before.booked if each.entry != entry)
        settle(session, ticket, Cause(by.id, piece.day, entry), now, replace(before, booked=others))
        _tell(session, ticket, REMOVED, gone, by, now)


def _the_same(session: Session, entry: int, number: int, wanted: Wanted) -> int:
    """Return the piece that this form booked before; raise NotBooked when it was another one."""
    first = revisions_of(session, entry)[0]
    if (first.ticket, first.person, first.day, first.minutes) != (
        number,
        wanted.person,
        wanted.day,
        wanted.minutes,
    ):
        raise NotBooked(Reason.SENT)
    return entry


def _held(session: Session, entry: int, seen: int) -> tuple[Ticket, Booked]:
    """Return a piece and its ticket, held; raise MissingError, or NotBooked when it changed since it was seen."""
    number = piece_of(session, entry)
    if number is None:
        raise MissingError(f"time {entry}")
    ticket = held(session, number.ticket)
    piece = piece_of(session, entry)  # again: whoever held the ticket may have changed it
    if piece is None or piece.ticket != ticket.number or piece.removed or piece.revision != seen:
        raise NotBooked(Reason.OVERTAKEN)
    return ticket, piece


def _say(session: Session, piece: Booked, by: Person, now: datetime) -> None:
    written(session, revision_of(piece, by.id, now))


def revision_of(piece: Booked, by: int, now: datetime) -> TimeRevision:
    """Return the row that says a piece anew."""
    consent = piece.consent
    return TimeRevision(
        entry_id=piece.entry,
        ticket_number=piece.ticket,
        person_id=piece.person,
        day=piece.day,
        minutes=piece.minutes,
        consent_id=consent.id if consent else None,
        factor_numerator=consent.factor.numerator if consent else None,
        factor_denominator=consent.factor.denominator if consent else None,
        consent_maximum=consent.maximum if consent else None,
        note_client=piece.note_client,
        note_inside=piece.note_inside,
        at=now,
        by_id=by,
        reason=piece.reason,
        removed=piece.removed,
    )


def _said(piece: Booked) -> tuple[object, ...]:
    return piece.person, piece.day, piece.note_client, piece.note_inside


def _tell(session: Session, ticket: Ticket, deed: str, piece: Booked, by: Person, now: datetime) -> None:
    details = {"entry": piece.entry, "minutes": piece.minutes, "person": piece.person}
    of = ("ticket", ticket.number)
    history.record(session, at=now, by=by.id, deed=deed, of=of, details=details)
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id, by=by.id)
