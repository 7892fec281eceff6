"""A quote ends without an agreement: declined, withdrawn, expired. Then the normal promise holds, and a letter says so (R14)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import db, transaction
from projectie.live.announce import announce
from projectie.mail.outbox import queue
from projectie.one_by_one import one_by_one
from projectie.people.models import Person
from projectie.tickets.letters import BY_ITSELF, Addressee, ground_of, letter_about
from projectie.tickets.merged import all_that_go_on_in
from projectie.tickets.models import Column, Ticket
from projectie.tickets.promise_letters import thread_on
from projectie.urgent.agreeing import Refused, quote_held
from projectie.urgent.models import Consent, Quote
from projectie.urgent.rules import Against, QuoteState, against, standing
from projectie.urgent.saying import promised_in_words

ENDED = {
    QuoteState.DECLINED: "ticket.quote_declined",
    QuoteState.WITHDRAWN: "ticket.quote_withdrawn",
    QuoteState.EXPIRED: "ticket.quote_expired",
}
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Who:
    """Who ends it (none: the desk itself), and what signs its letter."""

    by: int | None
    key: str


def decline(quote_id: int, person: int, key: str, now: datetime) -> None:
    """Decline a quote for the client; raise MissingError, Refused."""
    with transaction() as session:
        quote, ticket = quote_held(session, quote_id)
        who = session.get(Person, person)
        if who is None or not who.active or not who.may_agree or who.organisation_id != quote.organisation_id:
            raise Refused(Against.NOT_YOU)
        _end(session, quote, ticket, QuoteState.DECLINED, Who(person, key), now)


def withdraw(quote_id: int, by: Person, key: str, now: datetime) -> None:
    """Take a quote back that nobody has answered; raise MissingError, Refused."""
    with transaction() as session:
        quote, ticket = quote_held(session, quote_id)
        _end(session, quote, ticket, QuoteState.WITHDRAWN, Who(by.id, key), now)


def expire_due(now: datetime, key: str) -> int:
    """Let the quotes expire whose time has passed, each once; return how many."""
    over = select(Quote.id).where(Quote.state == QuoteState.SENT, Quote.valid_until <= now)
    numbers = db.session.scalars(over.order_by(Quote.id).limit(AT_ONCE)).all()
    db.session.rollback()
    return one_by_one(numbers, lambda number: _expire(number, now, key))


def _expire(number: int, now: datetime, key: str) -> int:
    with transaction() as session:
        quote, ticket = quote_held(session, number)
        if (
            quote.state is not QuoteState.SENT
            or standing(quote.state, quote.valid_until, now) is QuoteState.SENT
        ):
            return 0  # somebody was quicker
        _over(session, quote, ticket, QuoteState.EXPIRED, Who(None, key), now)
        return 1


def _end(session: Session, quote: Quote, ticket: Ticket, state: QuoteState, who: Who, now: datetime) -> None:
    refusal = against(quote.state, quote.valid_until, now)
    if refusal is not None:
        raise Refused(refusal)
    _over(session, quote, ticket, state, who, now)


def _over(session: Session, quote: Quote, ticket: Ticket, state: QuoteState, who: Who, now: datetime) -> None:
    """Go back to the normal promise; what was agreed to before stays as it is."""
    quote.state, quote.state_at = state, now
    agreed = (
        select(Consent.number).where(Consent.ticket_number.in_(all_that_go_on_in(ticket.number))).limit(1)
    )
    still = session.scalar(agreed) is not None
    ticket.urgent_asked = ticket.urgent_asked and still
    ticket.version += 1
    details = {"quote": quote.id, "version": quote.version}
    history.record(
        session, at=now, by=who.by, deed=ENDED[state], of=("ticket", ticket.number), details=details
    )
    if ticket.requester_address and ticket.column is not Column.DONE:
        _tell(session, quote, ticket, still=still, key=who.key, now=now)
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id, by=who.by)


def _tell(session: Session, quote: Quote, ticket: Ticket, *, still: bool, key: str, now: datetime) -> None:
    draft = letter_about(
        ticket,
        "quote_over",
        Addressee(ticket.requester_name, ticket.requester_address),
        ground_of(session, key, now),
        cause=f"quote-over:{quote.id}",
        thread=thread_on(session, ticket),
        headers=BY_ITSELF,
        state=quote.state.value,
        still=still,
        promised=promised_in_words(ticket),
    )
    queue(session, draft, now)
