"""One mail as its page shows it: what was read, what became of it and why, and what can be done (R29)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.history import History
from projectie.mail.models import RawMail, Repeat
from projectie.people.models import Person
from projectie.tickets.intake import MOST_ATTEMPTS
from projectie.tickets.mail_choices import Choice, Standing, choices
from projectie.tickets.mail_spam import BACK, MARKED, untouched
from projectie.tickets.models import Attachment, Direction, Message, Ticket


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody decided about a mail."""

    at: datetime
    by: str
    deed: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OneMail:
    """A mail that came in, with all that is known of it."""

    message: Message
    raw: RawMail
    files: tuple[Attachment, ...]
    repeats: tuple[Repeat, ...]
    rulings: tuple[Ruling, ...]
    choices: frozenset[Choice]
    kills: bool  # reading it killed its reader too often: it is not tried again

    @property
    def by(self) -> str:
        """Who decided its fate last."""
        return self.rulings[-1].by if self.rulings else ""


def one_mail(session: Session, number: int) -> OneMail | None:
    """Return a mail that came in, or nothing; six statements at most."""
    found = select(Message, RawMail).join(RawMail, Message.raw_id == RawMail.id)
    row = session.execute(found.where(Message.id == number, Message.direction == Direction.IN)).first()
    if row is None:
        return None
    message, raw = row
    kills = raw.attempts > MOST_ATTEMPTS
    return OneMail(
        message=message,
        raw=raw,
        files=tuple(
            session.scalars(select(Attachment).where(Attachment.message_id == number).order_by(Attachment.id))
        ),
        repeats=tuple(session.scalars(select(Repeat).where(Repeat.raw_id == raw.id).order_by(Repeat.id))),
        rulings=tuple(_rulings(session, message)),
        choices=choices(_standing(session, message, readable=not kills)),
        kills=kills,
    )


def _standing(session: Session, message: Message, *, readable: bool) -> Standing:
    ticket = session.get(Ticket, message.ticket_number) if message.ticket_number else None
    alone = ticket is not None and ticket.answered_at is None and untouched(session, message)
    return Standing(message.fate, ticket is not None, alone, readable, message.ruled_by is not None)


def _rulings(session: Session, message: Message) -> list[Ruling]:
    """Return who decided what about it, the first first; what is told of its ticket is told there."""
    told = select(History.at, Person.name, History.deed, History.details).outerjoin(
        Person, Person.id == History.actor_id
    )
    of_mail = told.where(History.subject == "mail", History.subject_id == message.id)
    rows = [Ruling(row[0], row[1] or "", row[2], row[3]) for row in session.execute(of_mail)]
    if message.ticket_number:
        of_ticket = told.where(
            History.subject == "ticket",
            History.subject_id == message.ticket_number,
            History.deed.in_((MARKED, BACK)),
        )
        lines = (Ruling(row[0], row[1] or "", row[2], row[3]) for row in session.execute(of_ticket))
        rows += [line for line in lines if line.details["message"] == message.id]
    return sorted(rows, key=lambda ruling: ruling.at)
