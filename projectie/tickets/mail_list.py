"""Lists of mail, a page at a time."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from projectie.mail.models import OutgoingLetter, RawMail
from projectie.tickets.models import Direction, Message

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of rows, newest first; `older` is the id to go on before, if there is more."""

    rows: tuple[Row[Any], ...]
    older: int | None


def incoming(session: Session, before: int | None) -> Listed:
    """Return mails that came in, with their size and ticket."""
    wanted = (
        select(
            Message.id, Message.received_at, Message.from_name, Message.from_address, Message.subject, Message.fate,
            Message.ticket_number, Message.trusted, Message.problems, RawMail.size,
        )
        .join(RawMail, Message.raw_id == RawMail.id)
        .where(Message.direction == Direction.IN)
        .order_by(Message.id.desc())
    )  # fmt: skip
    return _page(session, wanted.where(Message.id < before) if before else wanted)


def outgoing(session: Session, before: int | None) -> Listed:
    """Return letters that were queued, with their state and ticket."""
    wanted = (
        select(
            OutgoingLetter.id, OutgoingLetter.created_at, OutgoingLetter.to_name, OutgoingLetter.to_address,
            OutgoingLetter.subject, OutgoingLetter.state, OutgoingLetter.last_error, OutgoingLetter.sent_at,
            OutgoingLetter.attempts, OutgoingLetter.due_at, OutgoingLetter.not_before,
            OutgoingLetter.thread.label("ticket_number"),
        )
        .order_by(OutgoingLetter.id.desc())
    )  # fmt: skip
    return _page(session, wanted.where(OutgoingLetter.id < before) if before else wanted)


def _page(session: Session, wanted: Any) -> Listed:
    rows = session.execute(wanted.limit(PAGE + 1)).all()
    return Listed(tuple(rows[:PAGE]), rows[PAGE - 1].id if len(rows) > PAGE else None)
