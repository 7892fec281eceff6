"""How the letters of a ticket fare: which failed, which a delivery report is about, which answered (R6, R34)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from projectie.live.announce import announce
from projectie.mail.letter import Letter
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.mail.reported import failure
from projectie.tickets.columns import held
from projectie.tickets.models import Delivery, Message, Ticket

LOOK_BACK = timedelta(days=7)  # no worker sleeps longer


def has_failed_letter() -> ColumnElement[bool]:
    """Return the condition under which a letter of a ticket did not arrive, for any select of tickets (R34).

    The few letters that failed are looked up once, however many tickets are shown.
    """
    failed = select(OutgoingLetter.thread).where(
        OutgoingLetter.state == LetterState.FAILED, OutgoingLetter.thread.is_not(None)
    )
    return Ticket.number.in_(failed)


def mark_reported(session: Session, report: Letter) -> OutgoingLetter | None:
    """Mark the letter that a delivery report says never arrived as failed, and return it; part of an open deed."""
    why = failure(report)
    lost = report.bounce.message_id if report.bounce else None
    if why is None or lost is None:
        return None
    named = select(OutgoingLetter).where(
        OutgoingLetter.message_id == lost, OutgoingLetter.state == LetterState.SENT
    )
    letter = session.scalars(named.with_for_update().execution_options(populate_existing=True)).first()
    if letter is not None:
        letter.state, letter.sent_at, letter.last_error = LetterState.FAILED, None, why[:500]
    return letter


def note_answers(session: Session, now: datetime) -> int:
    """Let a reply that waited for its moment meet the response promise once that has come (R6); return how many did."""
    gone = (
        select(Ticket.number, func.min(OutgoingLetter.not_before))
        .join(Message, Message.ticket_number == Ticket.number)
        .join(Delivery, Delivery.message_id == Message.id)
        .join(OutgoingLetter, OutgoingLetter.id == Delivery.letter_id)
        .where(OutgoingLetter.not_before <= now, OutgoingLetter.not_before > now - LOOK_BACK)
        .where(Ticket.answered_at.is_(None))
        .group_by(Ticket.number)
    )
    answered = [(held(session, number), moment) for number, moment in session.execute(gone).all()]
    for ticket, moment in answered:
        ticket.answered_at = ticket.answered_at or moment
        ticket.version += 1
    for ticket, _moment in answered:
        announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id)
    return len(answered)


def tell_of_loss(session: Session, number: int, now: datetime) -> None:
    """Let everybody who looks at the ticket see that a letter did not arrive; part of the deed that found out."""
    ticket = session.get(Ticket, number)
    if ticket is not None:
        announce(session, at=now, kind="ticket", of=number)
