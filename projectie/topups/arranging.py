"""Clients abroad agree with their project manager how credits are paid: a ticket on the desk (R22)."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.credits.posting import hold
from projectie.credits.worth import credits_in_words
from projectie.database import MissingError, transaction
from projectie.language import LOCALES
from projectie.live.announce import announce
from projectie.people.billing_actions import Address
from projectie.people.models import Person
from projectie.terms.in_force import standing
from projectie.tickets.models import Ticket
from projectie.tickets.opening import Request, open_ticket
from projectie.topups.buying import Wanted, buys_here, ordered
from projectie.topups.models import TopUp
from projectie.topups.offer import priced
from projectie.topups.rules import Way


@dataclass(frozen=True, slots=True)
class Arranged:
    """The order, and the ticket on which it is arranged."""

    topup: int
    ticket: int


def arrange(
    person: Person, credits_: int, key: str, now: datetime, address: Address | None = None
) -> Arranged:
    """Open a ticket about so many credits, once for each key.

    Raise AddressMissing, and MissingError for whoever buys online, or may not buy.
    """
    with transaction() as session:
        hold(session, person.organisation_id or 0)  # a double click waits for the first
        known = session.scalar(select(TopUp).where(TopUp.key == key))
        if known is not None:
            if known.organisation_id != person.organisation_id or known.ticket_number is None:
                raise MissingError("top-up")
            return Arranged(known.id, known.ticket_number)
        if not person.may_pay or buys_here(session, person):
            raise MissingError("top-up")
        ticket = _opened(session, person, credits_, now)
        figures = standing(session, now).terms.terms.figures
        shown = priced(credits_, figures).total.including
        wanted = Wanted(credits_, Way.ARRANGED, key, shown, address=address)
        made = ordered(session, person, wanted, now, ticket.number)
        announce(
            session,
            at=now,
            kind="ticket",
            of=ticket.number,
            organisation=ticket.organisation_id,
            by=person.id,
        )
        return Arranged(made.id, ticket.number)


def _opened(session: Session, person: Person, credits_: int, now: datetime) -> Ticket:
    client = person.organisation.name if person.organisation else person.name
    with force_locale(LOCALES[person.language]):
        subject = str(_("%(client)s buys %(credits)s", client=client, credits=credits_in_words(credits_)))
    request = Request(
        subject=subject,
        organisation_id=person.organisation_id,
        requester_id=person.id,
        requester_name=person.name,
        requester_address=person.email,
        verified=True,
        language=person.language,
        urgent_asked=False,
    )
    return open_ticket(session, request, standing(session, now), now, by=person.id)
