"""Reading quotes: one with its consent as somebody may see it, those of a ticket, one behind its link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from projectie.people.models import Person, Role
from projectie.people.scope import S, seen_by
from projectie.private_links import fits, number_in
from projectie.tickets.merged import all_that_go_on_in, goes_on_at
from projectie.tickets.models import Fate, Message, Ticket
from projectie.urgent.models import Consent, Quote, QuoteReader
from projectie.urgent.quoting import PURPOSE
from projectie.urgent.rules import QuoteState, standing

MOST = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote with what came of it."""

    quote: Quote
    consent: Consent | None
    subject: str
    mark: str | None  # whose its ticket's number is, when another had it before

    def state(self, now: datetime) -> QuoteState:
        """How it stands at that moment."""
        return standing(self.quote.state, self.quote.valid_until, now)


def quotes_of(session: Session, number: int) -> list[Shown]:
    """Return the quotes of a ticket, and of those that go on in it, the newest first."""
    return _rows(session, _quotes().where(Quote.ticket_number.in_(all_that_go_on_in(number))))


def quotes_for(session: Session, reader: Person) -> list[Shown]:
    """Return the newest quotes that person may see."""
    return _rows(session, _read_by(reader, _quotes()).limit(MOST))


def quote_for(session: Session, quote: int, reader: Person) -> Shown | None:
    """Return a quote as that person may see it; another's is as good as absent."""
    its = select(Quote.ticket_number).join(Ticket, Ticket.number == Quote.ticket_number)
    number = session.scalar(_read_by(reader, its.where(Quote.id == quote)))
    found = quotes_of(session, number) if number is not None else []
    return next((each for each in found if each.quote.id == quote), None)


def quote_behind(session: Session, token: str, key: str) -> tuple[Shown, Person] | None:
    """Return the quote behind a link, and whose link it is: somebody who may still agree to costs; else nothing."""
    number = number_in(token)
    reader = session.get(QuoteReader, number) if number else None
    if number is None or reader is None or not fits(token, PURPOSE, number, reader.nonce, key):
        return None
    person = session.get_one(Person, reader.person_id)
    if not person.active or not person.may_agree or person.role is not Role.CLIENT:
        return None
    shown = quote_for(session, reader.quote_id, person)
    return (shown, person) if shown else None


def newest_of(session: Session, quote: Quote) -> int | None:
    """Return the newest version of what a quote is about now, also where its ticket was merged into another."""
    its = all_that_go_on_in(goes_on_at(session, quote.ticket_number))
    return session.scalar(select(func.max(Quote.id)).where(Quote.ticket_number.in_(its)))


def agreeing_mails(session: Session, quote: Quote) -> list[Message]:
    """Return the mails since a quote that can be its consent: proven, of somebody who may agree to costs (R32).

    What was answered to a ticket that was merged lies where that one goes on.
    """
    query = (
        select(Message)
        .join(Person, Person.email == func.lower(Message.from_address))
        .where(
            Message.ticket_number == goes_on_at(session, quote.ticket_number),
            Message.received_at >= quote.made_at,
            Message.received_at < quote.valid_until,
            Message.fate.in_((Fate.APPENDED, Fate.CREATED)),
            Message.trusted.is_(True),
            Message.auto.is_(False),
            Person.may_agree.is_(True),
            Person.active.is_(True),
            Person.organisation_id == quote.organisation_id,
        )
    )
    return list(session.scalars(query.order_by(Message.id)))


def consent_by(session: Session, digest: str) -> tuple[Consent, Quote] | None:
    """Return the agreement with that hash, and its quote."""
    query = select(Consent, Quote).join(Quote, Quote.id == Consent.quote_id).where(Consent.hash == digest)
    row = session.execute(query).first()
    return (row[0], row[1]) if row else None


def _read_by(reader: Person, quotes: S) -> S:
    """Narrow quotes to what that person may read: of a request kept from colleagues, also those who agree to costs."""
    mine = seen_by(reader, quotes, Quote.organisation_id)
    return mine if reader.may_agree else seen_by(reader, mine, Ticket.organisation_id)


def _quotes() -> Select[*tuple[Any, ...]]:
    whose = select(Quote, Consent, Ticket.subject, Ticket.mark).join(
        Ticket, Ticket.number == Quote.ticket_number
    )
    return whose.outerjoin(Consent, Consent.quote_id == Quote.id).order_by(Quote.id.desc())


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[Shown]:
    return [Shown(*row) for row in session.execute(query)]
