"""What a client reads of a request: what they and the studio said to each other, and what was promised.

Never a note, nor what colleagues wrote above a mail they passed on, nor a mail of anybody from elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from projectie.mail.models import LetterState, OutgoingLetter
from projectie.people.addresses import domain_of
from projectie.people.models import MailDomain, Person
from projectie.tickets.models import Attachment, Delivery, Direction, Message, Ticket, is_written
from projectie.tickets.people_models import Forward
from projectie.tickets.planning_promises import TO_BE_AGREED, Span
from projectie.tickets.planning_words import when_in_words
from projectie.tickets.promise_models import PlanningPromise, PromiseTakenBack


@dataclass(frozen=True, slots=True)
class File:
    """A file that came along."""

    id: int
    filename: str
    size: int


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the client's timeline: what was said, or what was promised."""

    at: datetime
    order: int
    ours: bool
    name: str = ""
    text: str = ""
    language: str | None = None
    files: tuple[File, ...] = ()
    promised: str = ""  # when, in words; then `text` is the reason it moved
    moved: bool = False


def conversation(session: Session, ticket: Ticket, now: datetime) -> list[Line]:
    """Return all that a client reads of a request, the oldest first; six statements."""
    said = _said(session, ticket, now)
    return sorted(
        (*said.values(), *_promised(session, ticket.number)), key=lambda line: (line.at, line.order)
    )


def newest_of(session: Session, number: int) -> int:
    """Return the newest message of any kind: a reply is stopped only by what came after it."""
    newest = select(Message.id).where(Message.ticket_number == number).order_by(Message.id.desc()).limit(1)
    return session.scalar(newest) or 0


def next_told(session: Session, number: int, now: datetime) -> datetime | None:
    """Return when the next reply that waits for its moment is told; None when none waits."""
    moments = select(OutgoingLetter.due_at, OutgoingLetter.not_before)
    waiting = moments.join(Delivery).join(Message).where(Message.ticket_number == number, _waits(now))
    return min((max(one for one in row if one) for row in session.execute(waiting)), default=None)


def may_read(session: Session, ticket: Ticket, attachment: Attachment, now: datetime) -> bool:
    """Return whether a client of that ticket may have a file of it: one that came with what they read."""
    return attachment.message_id in _said(session, ticket, now)


def _said(session: Session, ticket: Ticket, now: datetime) -> dict[int, Line]:
    query: Select[*tuple[Any, ...]] = (
        select(Message, Forward, Person.name)
        .outerjoin(Forward, Forward.message_id == Message.id)
        .outerjoin(Person, Person.id == Message.author_id)
        .where(Message.ticket_number == ticket.number, _is_told(now))
        .order_by(Message.id)
    )
    rows, ours = session.execute(query).all(), _own_addresses(session, ticket)
    shown = [row for row in rows if _is_theirs(row, ours)]
    files = _files(session, [row[0].id for row in shown])
    return {row[0].id: _line(row, files.get(row[0].id, ())) for row in shown}


def _is_told(now: datetime) -> ColumnElement[bool]:
    """What people wrote, what came over an upload link, and replies that nobody can take back any more."""
    waits = exists().where(
        Delivery.message_id == Message.id, OutgoingLetter.id == Delivery.letter_id, _waits(now)
    )
    sent = and_(Message.direction == Direction.OUT, ~waits)
    uploaded = and_(Message.direction == Direction.IN, Message.fate.is_(None))
    return or_(sent, uploaded, is_written())


def _waits(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which the letter of a reply waits for its moment."""
    return and_(
        OutgoingLetter.state == LetterState.QUEUED,
        or_(OutgoingLetter.due_at > now, OutgoingLetter.not_before > now),
        OutgoingLetter.attempts == 0,
    )


def _own_addresses(session: Session, ticket: Ticket) -> frozenset[str]:
    """Return the addresses and domains of whoever the ticket is of."""
    people = select(Person.email).where(Person.organisation_id == ticket.organisation_id)
    domains = select(MailDomain.domain).where(MailDomain.organisation_id == ticket.organisation_id)
    return frozenset((*session.scalars(people.union_all(domains)), ticket.requester_address))


def _is_theirs(row: Row[*tuple[Any, ...]], own: frozenset[str]) -> bool:
    message, forward = row[0], row[1]
    if message.direction is Direction.OUT:
        return True
    if forward is not None:
        return bool(forward.taken) and forward.from_address in own
    address = message.from_address
    return not address or address in own or domain_of(address) in own


def _line(row: Row[*tuple[Any, ...]], files: Iterable[File]) -> Line:
    message, forward, author = row
    ours = message.direction is Direction.OUT
    name = (
        forward.from_name or forward.from_address
        if forward
        else author or message.from_name or message.from_address
    )
    text = forward.text if forward else message.reply_text or message.body_text
    kept = () if forward else tuple(files)
    return Line(message.received_at, message.id, ours, name, text, message.language, kept)


def _files(session: Session, messages: list[int]) -> dict[int, list[File]]:
    wanted = select(Attachment.message_id, Attachment.id, Attachment.filename, Attachment.size)
    wanted = wanted.where(Attachment.message_id.in_(messages), Attachment.inline.is_(False))
    found: dict[int, list[File]] = {}
    for row in session.execute(wanted.order_by(Attachment.id)):
        found.setdefault(row[0], []).append(File(row[1], row[2], row[3]))
    return found


def _promised(session: Session, number: int) -> list[Line]:
    taken_back = select(PromiseTakenBack.promise_id)
    made = select(PlanningPromise).where(
        PlanningPromise.ticket_number == number, PlanningPromise.id.not_in(taken_back)
    )
    return [_promise(one) for one in session.scalars(made.order_by(PlanningPromise.id))]


def _promise(one: PlanningPromise) -> Line:
    span = Span(one.first_day, one.last_day) if one.first_day else TO_BE_AGREED
    return Line(
        one.made_at,
        0,
        ours=True,
        text=one.reason,
        promised=when_in_words(span),
        moved=one.moves_id is not None,
    )
