"""Lists of mail, a page at a time: what came in, arrivals of a mail we had already among it; what goes out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from projectie.database import UtcDateTime
from projectie.mail.models import Mailbox, OutgoingLetter, RawMail, Repeat
from projectie.tickets.mail_filters import DUPLICATE, MailFilters
from projectie.tickets.mail_sum import start_of
from projectie.tickets.mail_words import Holding, holds
from projectie.tickets.models import Direction, Fate, Message

PAGE = 50
MOST_COUNTED = 1_000  # more is “more than a thousand”: nobody reads them, and counting them costs
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of rows, newest first; `older` is where to go on, if there is more."""

    rows: tuple[Any, ...]
    older: int | str | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """An arrival; `repeat` is its number where we had the mail already, `fate` is that of the mail."""

    received_at: datetime
    repeat: int | None
    id: int  # of the message
    mailbox: Mailbox
    from_name: str
    from_address: str
    subject: str
    fate: Fate
    ticket_number: int | None
    ruled_by: int | None
    size: int

    @property
    def place(self) -> str:
        """Where this stands in the list, as an address holds it."""
        kind = "r" if self.repeat else "m"
        return f"{(self.received_at - _EPOCH) // _MICROSECOND}{kind}{self.repeat or self.id}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: behind this."""

    at: datetime
    of_repeat: bool
    number: int


_SHOWN = (
    Message.id, Message.mailbox, Message.from_name, Message.from_address, Message.subject, Message.fate,
    Message.ticket_number, Message.ruled_by, RawMail.size,
)  # fmt: skip


def incoming(session: Session, asked: MailFilters, zone: ZoneInfo, before: str) -> Listed:
    """Return the arrivals that are asked for; at most three statements, however many mails there are."""
    place, holding = _place(before), holds(session, asked.q)
    rows: list[Incoming] = []
    if asked.fate != DUPLICATE:
        mails = _mails(asked, holding, zone).add_columns(Message.received_at, literal(None), *_SHOWN)
        mails = mails.join(RawMail, Message.raw_id == RawMail.id)
        rows += _rows(session, _behind(mails, Message.received_at, Message.id, place, repeats=False))
    if asked.fate in {None, DUPLICATE}:
        again = _repeats(asked, holding, zone).add_columns(
            Repeat.received_at, Repeat.id, Message.id, Repeat.mailbox, *_SHOWN[2:]
        )
        again = again.join(RawMail, Message.raw_id == RawMail.id)
        rows += _rows(session, _behind(again, Repeat.received_at, Repeat.id, place, repeats=True))
    rows.sort(key=lambda row: (row.received_at, row.repeat is not None, row.repeat or row.id), reverse=True)
    shown = tuple(rows[:PAGE])
    return Listed(shown, shown[-1].place if len(rows) > PAGE else None)


def found(session: Session, asked: MailFilters, zone: ZoneInfo) -> int:
    """Return how many arrivals there are of what is asked for; one more than MOST_COUNTED stands for more."""
    holding = holds(session, asked.q)
    kept = Message.raw_id.is_not(None)  # what came over an upload link is no mail
    parts = [_mails(asked, holding, zone).where(kept)] if asked.fate != DUPLICATE else []
    parts += [_repeats(asked, holding, zone)] if asked.fate in {None, DUPLICATE} else []
    total = 0
    for part in parts:
        some = part.add_columns(literal(1)).limit(MOST_COUNTED + 1).subquery()
        total += session.scalar(select(func.count()).select_from(some)) or 0
    return min(total, MOST_COUNTED + 1)


def _mails(asked: MailFilters, holding: Holding, zone: ZoneInfo) -> Select[Any]:
    """Return the mails that are asked for.

    Only mail that came in has words. Where one of them is rare it need not be said: SQLite looks the few mails up
    then, instead of walking through all.
    """
    came_in = [] if holding.rare else [Message.direction == Direction.IN]
    fate = [Message.fate == Fate(asked.fate)] if asked.fate else []
    conditions = _asked(asked, holding, zone, Message.received_at, Message.mailbox)
    return select().select_from(Message).where(*came_in, *fate, *conditions)


def _repeats(asked: MailFilters, holding: Holding, zone: ZoneInfo) -> Select[Any]:
    found_ = select().select_from(Repeat).join(Message, Message.raw_id == Repeat.raw_id)
    return found_.where(*_asked(asked, holding, zone, Repeat.received_at, Repeat.mailbox))


def _asked(
    asked: MailFilters, holding: Holding, zone: ZoneInfo, at: Any, mailbox: Any
) -> list[ColumnElement[bool]]:
    conditions = [*holding.conditions]
    if asked.mailbox:
        conditions.append(mailbox == asked.mailbox)
    if asked.since:
        conditions.append(at >= start_of(asked.since, zone))
    if asked.until:
        conditions.append(at < start_of(asked.until + timedelta(days=1), zone))
    return conditions


def _behind(query: Select[Any], at: Any, number: Any, place: _Place | None, *, repeats: bool) -> Select[Any]:
    """Go on behind a place; of one moment the arrivals of a mail we had stand first."""
    query = query.order_by(at.desc(), number.desc()).limit(PAGE + 1)
    if place is None:
        return query
    if place.of_repeat is repeats:
        moment = literal(place.at, UtcDateTime)
        return query.where(at <= place.at, tuple_(at, number) < tuple_(moment, literal(place.number)))
    return query.where(at < place.at if repeats else at <= place.at)


def _rows(session: Session, query: Select[Any]) -> list[Incoming]:
    return [Incoming(*row) for row in session.execute(query)]


def _place(text: str) -> _Place | None:
    for kind in "mr":
        moment, found_, number = text.partition(kind)
        if found_ and all(part.isascii() and part.isdigit() for part in (moment, number)):
            try:
                return _Place(
                    _EPOCH + int(moment[:20]) * _MICROSECOND, kind == "r", min(int(number[:12]), 2**31 - 1)
                )
            except OverflowError:
                return None
    return None


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
    page = wanted.where(OutgoingLetter.id < before) if before else wanted
    rows: list[Row[Any]] = list(session.execute(page.limit(PAGE + 1)))
    return Listed(tuple(rows[:PAGE]), rows[PAGE - 1].id if len(rows) > PAGE else None)
