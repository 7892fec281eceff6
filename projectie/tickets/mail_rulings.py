"""Staff decide on the fate of a mail: read it again, let it through, or make a ticket of it by hand (R29).

However often that is pressed, and by however many at once, a mail gets at most one ticket.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, db, transaction
from projectie.live.announce import announce
from projectie.mail.keep import Underway, survived, try_again
from projectie.mail.letter import Letter
from projectie.mail.models import Mailbox, RawMail, Repeat
from projectie.people.models import Organisation
from projectie.terms.in_force import standing
from projectie.tickets.columns import lock_board
from projectie.tickets.filing import Again, Intake, store
from projectie.tickets.intake import MOST_ATTEMPTS, read
from projectie.tickets.mail_choices import LOOSE
from projectie.tickets.models import Fate, Message
from projectie.tickets.opening import Request, open_ticket
from projectie.tickets.who import Sender, sender_at


class Unreadable(ValueError):  # noqa: N818 (a refusal that the page words)
    """The mail still cannot be read; nothing was changed."""


class Settled(ValueError):  # noqa: N818 (a refusal that the page words)
    """The mail does not stand as whoever pressed saw it; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What became of a mail: its fate, and its ticket if it has one."""

    fate: Fate
    ticket: int | None


def decide_again(number: int, intake: Intake, *, by: int, now: datetime, heard: bool) -> Ruled:
    """Read the kept bytes of a mail without a ticket anew and give it the fate it has now.

    `heard`: a person lets it through, whatever the reader or the mail server think of it. The response promise
    counts from the moment it arrived (R6). Raises MissingError, Settled or Unreadable.
    """
    raw = _raw_of(number)
    letter = _read_anew(raw, intake)
    with transaction() as session:
        message = message_held(session, number)
        if message.ticket_number is not None:
            return _ruled(message)  # somebody was ahead, with the same wish
        if message.fate not in LOOSE:
            raise Settled
        if letter is None:
            raise Unreadable
        before = message.fate
        mail = Underway(raw.id, _most_urgent(session, raw), raw.received_at)
        store(session, letter, mail, intake, Again(message, now, heard))
        message.ruled_by = by if heard else None
        deed = "mail.let_through" if heard else "mail.read_again"
        note(session, message, deed, before, by, now)
        return _ruled(message)


def open_by_hand(number: int, subject: str, organisation_id: int | None, *, by: int, now: datetime) -> Ruled:
    """Open a ticket from a mail that has none, also from one nobody can read; no letter goes out.

    The response promise counts from the moment it arrived (R6). Raises MissingError or Settled.
    """
    with transaction() as session:
        message = message_held(session, number)
        if message.ticket_number is not None:
            return _ruled(message)
        if message.fate not in LOOSE:
            raise Settled
        before, stands = message.fate, standing(session, message.received_at)
        request = _by_hand(session, message, subject, organisation_id)
        ticket = open_ticket(session, request, stands, message.received_at, by)
        message.ticket_number, message.fate, message.ruled_by = ticket.number, Fate.CREATED, by
        note(session, message, "mail.opened_by_hand", before, by, now)
        announce(session, at=now, kind="ticket", of=ticket.number, organisation=organisation_id, by=by)
        return _ruled(message)


def message_held(session: Session, number: int) -> Message:
    """Return a mail that came in as it is now, held until the deed ends; raise MissingError.

    The board is locked first, as by every deed that may put a card on it.
    """
    lock_board(session)
    message = session.get(Message, number, with_for_update=True, populate_existing=True)
    if message is None or message.raw_id is None:
        raise MissingError(f"mail {number}")
    return message


def note(
    session: Session, message: Message, deed: str, before: Fate | None, by: int, now: datetime, **more: Any
) -> None:
    """Write the line of history of a ruling on a mail; part of the deed that is open."""
    fates = {"from": before and before.value, "to": message.fate and message.fate.value}
    details = {**fates, "ticket": message.ticket_number, **more}
    history.record(session, at=now, by=by, deed=deed, of=("mail", message.id), details=details)


def _ruled(message: Message) -> Ruled:
    return Ruled(message.fate or Fate.QUARANTINED, message.ticket_number)


def _raw_of(number: int) -> RawMail:
    found = select(RawMail).join(Message, Message.raw_id == RawMail.id).where(Message.id == number)
    raw = db.session.scalars(found).first()
    if raw is None or raw.erased_at is not None:
        raise MissingError(f"mail {number}")
    return raw


def _read_anew(raw: RawMail, intake: Intake) -> Letter | None:
    """Read a mail as the present program does; one that killed its readers is left alone."""
    number, digest = raw.id, raw.sha256
    if raw.attempts > MOST_ATTEMPTS:
        return None
    try_again(number)
    letter = read(number, intake.blobs.get(digest), intake)
    survived(number)
    return letter


def _most_urgent(session: Session, raw: RawMail) -> Mailbox:
    """Of one mail to two mailboxes the second copy says one thing more (R13)."""
    urgent = exists().where(Repeat.raw_id == raw.id, Repeat.mailbox == Mailbox.URGENT)
    return Mailbox.URGENT if session.scalar(select(urgent)) else raw.mailbox


def _by_hand(session: Session, message: Message, subject: str, organisation_id: int | None) -> Request:
    organisation = session.get(Organisation, organisation_id) if organisation_id else None
    if organisation_id and organisation is None:
        raise MissingError(f"organisation {organisation_id}")
    sender = sender_at(session, message.from_name, message.from_address, proven=message.trusted)
    person = _person_of(sender, organisation_id)
    return Request(
        subject=subject,
        organisation_id=organisation_id,
        requester_id=person,
        requester_name=sender.name,
        requester_address=sender.address,
        verified=message.trusted,
        language=(organisation.language if organisation else message.language) or "nl",
        urgent_asked=message.mailbox is Mailbox.URGENT,
    )


def _person_of(sender: Sender, organisation_id: int | None) -> int | None:
    of_client = sender.person is not None and sender.organisation is not None
    return sender.person.id if of_client and sender.organisation.id == organisation_id else None  # type: ignore[union-attr]
