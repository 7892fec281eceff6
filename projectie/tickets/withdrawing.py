"""Replies that do not go out after all: taken back in time, or overtaken by what the client wrote."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.history import History
from projectie.live.announce import announce
from projectie.mail.models import OutgoingLetter
from projectie.mail.waiting import has_not_left, hold_back, waiting_for_their_moment
from projectie.tickets.columns import held
from projectie.tickets.drafts import done_with
from projectie.tickets.gaps import free_behind, is_taken
from projectie.tickets.models import Column, Delivery, Direction, DraftReason, Message, ReplyDraft, Ticket
from projectie.tickets.promise_keeping import take_back
from projectie.tickets.promise_rows import first_promised
from projectie.tickets.reply_files import back_to_draft
from projectie.tickets.working_drafts import Typed as InBox
from projectie.tickets.working_drafts import done_typing
from projectie.tickets.writing_models import Box


class TooLate(ValueError):  # noqa: N818 (a refusal that the page words)
    """The reply has left, or is leaving; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the reply form meanwhile, and the draft it was made of; nothing of it is lost."""

    body: str
    draft: int | None
    version: int = 0  # of what is kept of it


def withdraw(number: int, message: int, typed: Typed, by: int, now: datetime) -> int:
    """Take a reply back and return its draft: the ticket is as if it was never sent.

    Raises MissingError, or TooLate when a server has been told of it.
    """
    with transaction() as session:
        ticket = held(session, number)
        reply = _reply(session, number, message)
        letters = _letters(session, reply)
        if not all(has_not_left(letter, now) for letter in letters):
            raise TooLate
        done_with(session, number, typed.draft)
        done_typing(session, number, InBox(Box.REPLY, typed.body, typed.version), by)
        take_back(session, ticket, [letter.id for letter in letters], by, now)
        text = "\n\n".join(part for part in (reply.body_text, typed.body.strip()) if part)
        back_to_draft(session, reply, by, now)
        _undo(session, ticket, reply)
        ticket.version += 1
        draft = _kept(session, reply, letters, DraftReason.WITHDRAWN, text, now)
        _note(session, ticket, "ticket.reply_withdrawn", draft, by, now)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by)
        return draft.id


def overtake(session: Session, ticket: Ticket, now: datetime) -> int:
    """Hold back the replies that wait for their moment, for the client wrote first; return how many.

    Part of the deed that takes the client's mail in.
    """
    overtaken = 0
    waiting = [letter.id for letter in waiting_for_their_moment(session, ticket.number, now)]
    carried = select(Message).join(Delivery).where(Delivery.letter_id.in_(waiting)).order_by(Message.id)
    for reply in session.scalars(carried).unique().all() if waiting else ():
        letters = _letters(session, reply)
        if not all(has_not_left(letter, now) for letter in letters):
            continue
        take_back(session, ticket, [letter.id for letter in letters], None, now)
        back_to_draft(session, reply, reply.author_id or 0, now)
        draft = _kept(session, reply, letters, DraftReason.OVERTAKEN, reply.body_text, now)
        ticket.version += 1
        _note(session, ticket, "ticket.reply_overtaken", draft, None, now)
        overtaken += 1
    return overtaken


def _reply(session: Session, number: int, message: int) -> Message:
    reply = session.get(Message, message, populate_existing=True)
    if reply is None or reply.ticket_number != number or reply.direction is not Direction.OUT:
        raise MissingError(f"reply {message}")
    return reply


def _letters(session: Session, reply: Message) -> list[OutgoingLetter]:
    carrying = select(OutgoingLetter).join(Delivery).where(Delivery.message_id == reply.id).with_for_update()
    return list(session.scalars(carrying.execution_options(populate_existing=True)))


def _kept(
    session: Session,
    reply: Message,
    letters: list[OutgoingLetter],
    why: DraftReason,
    text: str,
    now: datetime,
) -> ReplyDraft:
    """Hold the letters back, and keep of the reply what its writer needs: the text."""
    for letter in letters:
        hold_back(letter)
    draft = ReplyDraft(
        ticket_number=reply.ticket_number,
        author_id=reply.author_id,
        body=text,
        why=why,
        created_at=now,
        recipients=[each["address"] for each in reply.cc],
    )
    session.add(draft)
    session.execute(delete(Delivery).where(Delivery.message_id == reply.id))
    session.delete(reply)
    session.flush()
    return draft


def _undo(session: Session, ticket: Ticket, reply: Message) -> None:
    """Take back what the reply did to its ticket, unless somebody did something to it since."""
    done = _line(session, ticket, reply)
    if ticket.answered_at == reply.received_at:
        ticket.answered_at = first_sign(session, ticket, without=reply.id)
    back_to(session, ticket, done)


def back_to(session: Session, ticket: Ticket, done: History | None) -> None:
    """Put a card where it stood before that line of history, unless somebody did something to it since."""
    if done is None or "from_column" not in done.details or done.details["version"] != ticket.version:
        return
    column, position = Column(done.details["from_column"]), done.details["from_position"]
    if is_taken(session, ticket, column, position):
        position = free_behind(session, ticket, column, position)
    finished = done.details["from_done_at"]
    ticket.column, ticket.position = column, position
    ticket.column_since = datetime.fromisoformat(done.details["from_since"])
    ticket.done_at = datetime.fromisoformat(finished) if finished else None


def first_sign(session: Session, ticket: Ticket, without: int = 0) -> datetime | None:
    """Return when a person first answered or promised a planning (R6); a reply that waits for its moment has not."""
    others = (
        select(func.min(Message.received_at))
        .join(Delivery, Delivery.message_id == Message.id)
        .join(OutgoingLetter, OutgoingLetter.id == Delivery.letter_id)
        .where(
            Message.ticket_number == ticket.number,
            Message.id != without,
            OutgoingLetter.not_before.is_(None),
        )
    )
    signs = (session.scalar(others), first_promised(session, ticket.number))
    return min((sign for sign in signs if sign is not None), default=None)


def _line(session: Session, ticket: Ticket, reply: Message) -> History | None:
    told = select(History).where(
        History.subject == "ticket", History.subject_id == ticket.number, History.deed == "ticket.answered"
    )
    lines = session.scalars(told.order_by(History.id.desc()))
    return next((line for line in lines if line.details["message"] == reply.id), None)


def _note(
    session: Session, ticket: Ticket, deed: str, draft: ReplyDraft, by: int | None, now: datetime
) -> None:
    details = {"draft": draft.id, "to_column": ticket.column.value, "version": ticket.version}
    history.record(session, at=now, by=by, deed=deed, of=("ticket", ticket.number), details=details)
