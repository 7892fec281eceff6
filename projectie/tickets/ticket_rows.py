"""What a ticket page reads: the columns it shows, by selects that are made once, a fixed number however long it is.

Composing a select costs more than running it, and a row as an object of the ORM twice a row as it comes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CompoundSelect, Select, bindparam, cast, func, null, or_, select, union_all
from sqlalchemy.orm import Session

from projectie.history import History
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.people.models import Organisation, Person
from projectie.tickets.models import Attachment, Delivery, Direction, Fate, Message, Note, Ticket
from projectie.tickets.planning_promises import TO_BE_AGREED, Span
from projectie.tickets.planning_words import short

FOLDS_FROM, SHOWN = 60, 50  # messages: a long ticket shows its newest, the older ones behind a link
ALL = 1_000_000
BOND_DEEDS = (
    "ticket.merged", "ticket.merged_away", "ticket.merge_undone", "ticket.split", "ticket.split_off", "ticket.split_undone",
    "ticket.linked", "ticket.unlinked", "ticket.follows", "ticket.followed_up", "ticket.proof_sent", "ticket.proof_answered",
)  # fmt: skip
PEOPLE_DEEDS = (
    "ticket.participant_added", "ticket.participant_proposed", "ticket.participant_declined",
    "ticket.participant_removed", "ticket.forwarded", "ticket.forward_undone", "ticket.forward_redone",
    "ticket.contact_made",
)  # fmt: skip
SHOWN_DEEDS = (
    "ticket.opened", "ticket.placed", "ticket.placement_undone", "ticket.triaged", "ticket.woken", "ticket.reopened", "ticket.thanked",
    "ticket.reply_withdrawn", "ticket.reply_overtaken", "ticket.urgency_asked", "ticket.overruled", "ticket.overrule_ended", "ticket.snoozed",
    "ticket.snooze_ended", "ticket.duplicate", "ticket.duplicate_undone", "ticket.taken",
    "ticket.sla_set", "ticket.sla_warned", "ticket.sla_breached", "ticket.coverage_decided", "ticket.work_requested",
    "ticket.promised", "ticket.promise_moved", "ticket.promise_taken_back", "ticket.promise_broken", "ticket.response_moved",
    "ticket.retitled", "ticket.held", "ticket.released",
    "ticket.outage_joined", "ticket.outage_left", "ticket.line_ticked", "ticket.line_unticked",
    *PEOPLE_DEEDS, *BOND_DEEDS,
    "ticket.time_booked", "ticket.time_changed", "ticket.time_removed", "ticket.time_moved", "ticket.lenient", "ticket.ceiling_set",
    "ticket.quote_sent", "ticket.quote_agreed", "ticket.quote_declined", "ticket.quote_withdrawn", "ticket.quote_expired",
    "ticket.urgent_late",
)  # fmt: skip

READ_DEEDS = ("ticket.estimated",)  # not shown, but a panel asks whether it was ever done


@dataclass(frozen=True, slots=True)
class Said:
    """A message as the page shows it."""

    id: int
    direction: Direction
    author_id: int | None
    from_name: str
    from_address: str
    to: list[dict[str, Any]]
    cc: list[dict[str, Any]]
    received_at: datetime
    body_text: str
    body_html: str | None
    reply_text: str
    language: str | None
    auto: bool
    trusted: bool
    problems: list[str]
    fate: Fate | None

    @property
    def by_link(self) -> bool:
        """Whether it is a file that came over an upload link: what came in and is no mail."""
        return self.direction is Direction.IN and self.fate is None and not self.from_address

    @property
    def by_form(self) -> bool:
        """Whether it was written on a form of the desk: in the portal, or by a visitor."""
        return self.direction is Direction.IN and self.fate is None and bool(self.from_address)


@dataclass(frozen=True, slots=True)
class Remark:
    """An internal note."""

    id: int
    author_id: int
    body: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody, or the desk itself, did."""

    id: int
    at: datetime
    actor_id: int | None
    deed: str
    details: dict[str, Any]

    @property
    def promised(self) -> str:
        """The days a promise covers, in words."""
        first, last = (self.details.get(name) for name in ("first", "last"))
        return short(
            Span(date.fromisoformat(first), date.fromisoformat(last)) if first and last else TO_BE_AGREED
        )


@dataclass(frozen=True, slots=True)
class File:
    """What came along with a message."""

    message_id: int
    id: int
    filename: str
    size: int
    content_type: str


@dataclass(frozen=True, slots=True)
class Sending:
    """A letter and how it fares (R34); `message_id` is the reply it carries, none for one the desk wrote by itself."""

    message_id: int | None
    id: int
    state: LetterState
    attempts: int
    due_at: datetime
    not_before: datetime | None
    leased_until: datetime | None
    last_error: str | None
    to_name: str
    to_address: str
    created_at: datetime


_NUMBER: Any = bindparam("number")
_TICKET = (
    select(Ticket, Organisation)
    .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
    .where(Ticket.number == _NUMBER)
)


def _columns(model: type[Any], shown: type[Any], *before: Any) -> Select[*tuple[Any, ...]]:
    names = tuple(shown.__dataclass_fields__)[len(before) :]
    return select(*before, *(getattr(model, name) for name in names))


_COUNT = select(func.count()).where(Message.ticket_number == _NUMBER).scalar_subquery()
_SAID = (
    _columns(Message, Said)
    .add_columns(_COUNT)
    .where(Message.ticket_number == _NUMBER)
    .order_by(Message.id.desc())
    .limit(bindparam("most"))
)
_SINCE: Any = bindparam("since")
_NO_DETAILS: Any = cast(null(), JSON)
_DONE: CompoundSelect[*tuple[Any, ...]] = union_all(
    _columns(History, Deed).where(
        History.subject == "ticket",
        History.subject_id == _NUMBER,
        # and what rooms above did: a panel asks for nothing that was never begun
        or_(History.deed.in_((*SHOWN_DEEDS, *READ_DEEDS)), History.deed.not_like("ticket.%")),
    ),
    select(Note.id, Note.created_at, Note.author_id, Note.body, _NO_DETAILS).where(
        Note.ticket_number == _NUMBER
    ),
).order_by("id")
_FILES = (
    _columns(Attachment, File)
    .join(Message)
    .where(Message.ticket_number == _NUMBER, Message.id >= _SINCE)
    .order_by(Attachment.id)
)
_SENDINGS = (
    _columns(OutgoingLetter, Sending, Delivery.message_id)
    .select_from(OutgoingLetter)
    .outerjoin(Delivery, Delivery.letter_id == OutgoingLetter.id)
    .where(OutgoingLetter.thread == _NUMBER, OutgoingLetter.state != LetterState.WITHDRAWN)
    .where(func.coalesce(Delivery.message_id, _SINCE) >= _SINCE)
    .order_by(OutgoingLetter.id)
)
_NAMES = select(Person.id, Person.name).where(Person.id.in_(bindparam("ids", expanding=True)))


def ticket_of(session: Session, number: int) -> tuple[Ticket, Organisation | None] | None:
    """Return the ticket of that number with whose it is."""
    found = session.execute(_TICKET, {"number": number}).first()
    return (found[0], found[1]) if found else None


def said(session: Session, number: int, *, older: bool) -> tuple[list[Said], int]:
    """Return the messages of a ticket, the oldest first, and how many older ones are folded away."""
    most = ALL if older else FOLDS_FROM
    rows = session.connection().execute(_SAID, {"number": number, "most": most}).all()
    total = rows[0][-1] if rows else 0
    shown = rows if total <= most else rows[:SHOWN]
    return [Said(*row[:-1]) for row in reversed(shown)], total - len(shown)


def done(session: Session, number: int) -> tuple[list[Remark], list[Deed]]:
    """Return its internal notes, and what was done to it as far as the page tells that; each the oldest first."""
    rows = session.connection().execute(_DONE, {"number": number}).all()
    notes = (row for row in rows if row.details is None)  # a deed always has some, if none to tell
    return (
        [Remark(row.id, row.actor_id, row.deed, row.at) for row in notes],
        [Deed(*row) for row in rows if row.details is not None],
    )


def files(session: Session, number: int, since: int) -> dict[int, list[File]]:
    """Return the files by the message they came with."""
    found: dict[int, list[File]] = {}
    for row in session.connection().execute(_FILES, {"number": number, "since": since}):
        found.setdefault(row[0], []).append(File(*row))
    return found


def sendings(session: Session, number: int, since: int) -> dict[int | None, list[Sending]]:
    """Return the letters by the reply they carry; None: the desk wrote them by itself."""
    found: dict[int | None, list[Sending]] = {}
    for row in session.connection().execute(_SENDINGS, {"number": number, "since": since}):
        found.setdefault(row[0], []).append(Sending(*row))
    return found


def names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of those people."""
    wanted = [each for each in ids if each is not None]
    return {row[0]: row[1] for row in session.connection().execute(_NAMES, {"ids": wanted})}
