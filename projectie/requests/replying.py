"""A client answers, reopens or goes on by a form in the portal (R17a)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.people.models import Person
from projectie.requests.models import OnlineMessage
from projectie.requests.saying import Writer, say, sent
from projectie.requests.sending import PageOf, acknowledge
from projectie.terms.in_force import Standing, standing
from projectie.tickets.columns import held
from projectie.tickets.letters import Ground
from projectie.tickets.linking import follow_up
from projectie.tickets.models import Message, Ticket
from projectie.tickets.opening import Request, open_ticket
from projectie.tickets.participants import joins
from projectie.tickets.snoozing import heard
from projectie.tickets.waking import wake
from projectie.tickets.withdrawing import overtake


class Overtaken(Exception):  # noqa: N818 (a refusal that the page words)
    """Somebody wrote while this was being typed; it was not sent, and nothing is lost. Carries the newest message."""

    def __init__(self, newest: int) -> None:
        super().__init__("overtaken")
        self.newest = newest


@dataclass(frozen=True, slots=True)
class Typed:
    """A reply as it was typed: `seen` is the newest message its writer had on screen."""

    key: str  # of the form
    text: str
    seen: int


def reply(number: int, typed: Typed, by: Person, signing: str, page_of: PageOf, now: datetime) -> int:
    """Put a reply on a ticket and return the ticket it went to: another one when it was done too long ago (R17a).

    Raises Overtaken once when a newer message arrived.
    """
    with transaction() as session:
        ticket = held(session, number)
        earlier = sent(session, typed.key)
        if earlier is not None:
            return earlier.ticket_number
        newest = session.scalar(select(func.max(Message.id)).where(Message.ticket_number == number)) or 0
        if newest > typed.seen:
            raise Overtaken(newest)
        stands, writer = standing(session, now), Writer(by.id, by.name, by.email)
        if wake(session, ticket, None, now, text=typed.text, by=by.name):
            _, message = say(session, ticket, typed.text, writer, typed.key, now, opens=False)
            overtake(session, ticket, now)
            heard(session, ticket, now)
            joins(session, ticket, by, message, now)
        else:
            ticket, kept, message = _going_on(session, ticket, typed, by, stands, now)
            acknowledge(session, ticket, message, Ground.on(stands, signing), page_of(kept, ticket), now)
        ticket.version += 1
        whose = ticket.organisation_id
        announce(session, at=now, kind="ticket", of=ticket.number, organisation=whose, by=by.id)
        return ticket.number


def show_to(number: int, by: Person, now: datetime, *, private: bool) -> None:
    """Keep a request between its requester and the studio, or share it with colleagues; raise MissingError."""
    with transaction() as session:
        ticket = held(session, number)
        if ticket.requester_id != by.id:
            raise MissingError(f"ticket {number}")  # whose it is decides
        if ticket.private is private:
            return
        ticket.private = private
        ticket.version += 1
        deed = "ticket.made_private" if private else "ticket.shared"
        history.record(session, at=now, by=by.id, deed=deed, of=("ticket", number), details={})
        whose = ticket.organisation_id
        announce(session, at=now, kind="ticket", of=number, organisation=whose, by=by.id)


def _going_on(
    session: Session, old: Ticket, typed: Typed, by: Person, stands: Standing, now: datetime
) -> tuple[Ticket, OnlineMessage, Message]:
    """Open a new ticket that follows up one which was done too long ago, as private as that was (R17a)."""
    request = Request(
        old.subject, old.organisation_id, by.id, by.name, by.email, True, old.language, False, old.private, old.number
    )  # fmt: skip
    ticket = open_ticket(session, request, stands, now, by.id)
    ticket.kind, ticket.service = old.kind, old.service
    follow_up(session, ticket.number, old.number, now)
    writer = Writer(by.id, by.name, by.email)
    kept, message = say(session, ticket, typed.text, writer, typed.key, now, opens=True)
    return ticket, kept, message
