"""Staff say what is spam, and take that back (R29): its ticket leaves the board without any letter."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.history import History
from projectie.live.announce import announce
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.mail.waiting import has_not_left, hold_back
from projectie.tickets.columns import held, place_at_end
from projectie.tickets.gaps import free_behind, is_taken
from projectie.tickets.mail_choices import LOOSE
from projectie.tickets.mail_rulings import Ruled, Settled, message_held, note
from projectie.tickets.models import Column, Fate, Message, Ticket
from projectie.tickets.moves import details_before

MARKED, BACK = "ticket.marked_spam", "ticket.not_spam"


def mark_spam(number: int, *, by: int, now: datetime) -> Ruled:
    """Call a mail spam: one without a ticket, or one that opened a ticket on which nobody else wrote yet.

    The ticket is done, and no clock runs on it; nothing is sent, and what still waits to be sent stays here. What
    the mail server suspects already is confirmed. Raises MissingError or Settled.
    """
    with transaction() as session:
        message = message_held(session, number)
        before = message.fate
        if before is Fate.SPAM and message.ruled_by is not None:
            return Ruled(Fate.SPAM, message.ticket_number)
        if message.ticket_number is None and before not in LOOSE:
            raise Settled
        message.fate, message.ruled_by = Fate.SPAM, by
        if message.ticket_number is None:
            note(session, message, "mail.marked_spam", before, by, now)
            announce(session, at=now, kind="mail", of=message.id, by=by)
        else:
            _take_off(session, message, before, by, now)
        return Ruled(Fate.SPAM, message.ticket_number)


def confirm_spam(numbers: Iterable[int], *, by: int, now: datetime) -> int:
    """Agree with the mail server that these are spam, those it suspects alone; return how many that were."""
    with transaction() as session:
        suspected = select(Message).where(
            Message.id.in_(list(numbers)), Message.fate == Fate.SPAM, Message.ruled_by.is_(None)
        )
        found = session.scalars(suspected.order_by(Message.id).with_for_update()).all()
        for message in found:
            message.ruled_by = by
            note(session, message, "mail.marked_spam", Fate.SPAM, by, now)
        if found:
            announce(session, at=now, kind="mail", of=found[0].id, by=by)
        return len(found)


def put_back(number: int, *, by: int, now: datetime) -> Ruled:
    """Take back that the mail of a ticket is spam: the ticket stands where it stood, its promise runs as it ran.

    Raises MissingError or Settled.
    """
    with transaction() as session:
        message = message_held(session, number)
        if message.ticket_number is None:
            raise Settled
        if message.fate is Fate.SPAM:
            ticket = held(session, message.ticket_number)
            before = _line(session, ticket).details
            _restore(session, ticket, before)
            message.fate, message.ruled_by = Fate.CREATED, by
            _tell(session, ticket, BACK, {"message": message.id}, by, now)
        return Ruled(message.fate or Fate.CREATED, message.ticket_number)


def untouched(session: Session, message: Message) -> bool:
    """Return whether nobody has written on the ticket of that mail but whoever sent it, in it."""
    others = exists().where(
        Message.ticket_number == message.ticket_number,
        Message.id != message.id,
        or_(
            Message.raw_id.is_(None),  # we wrote it, or it came over an upload link
            Message.fate.in_((Fate.CREATED, Fate.APPENDED, Fate.CONSENT)),
        ),
    )
    return message.ticket_number is not None and not session.scalar(select(others))


def _take_off(session: Session, message: Message, before: Fate | None, by: int, now: datetime) -> None:
    ticket = held(session, message.ticket_number or 0)
    if before is not Fate.CREATED or ticket.answered_at is not None or not untouched(session, message):
        raise Settled
    promise = {name: _written(getattr(ticket, name)) for name in ("response_from", "response_by")}
    details = {"message": message.id, **details_before(ticket), **promise}
    if ticket.column is not Column.DONE:
        ticket.position = place_at_end(session, Column.DONE)
        ticket.column, ticket.column_since, ticket.done_at = Column.DONE, now, now
    ticket.response_from = ticket.response_by = None
    queued = select(OutgoingLetter).where(
        OutgoingLetter.thread == ticket.number, OutgoingLetter.state == LetterState.QUEUED
    )
    for letter in session.scalars(queued.with_for_update().execution_options(populate_existing=True)):
        if has_not_left(letter, now):
            hold_back(letter)
    _tell(session, ticket, MARKED, details, by, now)


def _restore(session: Session, ticket: Ticket, before: dict[str, Any]) -> None:
    ticket.response_from, ticket.response_by = (
        _read(before[name]) for name in ("response_from", "response_by")
    )
    if ticket.column is not Column.DONE:
        return  # somebody has moved it since: it stays where they want it
    column, position = Column(before["from_column"]), before["from_position"]
    if is_taken(session, ticket, column, position):
        position = free_behind(session, ticket, column, position)
    ticket.column, ticket.position = column, position
    ticket.column_since = datetime.fromisoformat(before["from_since"])
    ticket.done_at = _read(before["from_done_at"])


def _tell(
    session: Session, ticket: Ticket, deed: str, details: dict[str, Any], by: int, now: datetime
) -> None:
    ticket.version += 1
    details = {**details, "to_column": ticket.column.value, "version": ticket.version}
    history.record(session, at=now, by=by, deed=deed, of=("ticket", ticket.number), details=details)
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id, by=by)


def _line(session: Session, ticket: Ticket) -> History:
    told = select(History).where(
        History.subject == "ticket", History.subject_id == ticket.number, History.deed == MARKED
    )
    return session.scalars(told.order_by(History.id.desc()).limit(1)).one()


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None
