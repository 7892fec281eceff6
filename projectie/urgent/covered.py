"""Which consent covers urgent work on a ticket on a day, and that nobody else pays for it: what others ask (R13)."""

from datetime import date
from fractions import Fraction

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.tickets.merged import all_that_go_on_in
from projectie.tickets.models import Ticket
from projectie.tickets.staying import keeps
from projectie.urgent.models import Consent, Quote
from projectie.urgent.rules import Agreed, QuoteState, covering
from projectie.work.consents import covers, gives
from projectie.work.rules import Consent as Terms


@covers
def covers_day(session: Session, ticket: int, day: date) -> Terms | None:
    """Return the newest consent for that ticket, or one that goes on in it, that covers that day."""
    own = select(Ticket.organisation_id).where(Ticket.number == ticket).scalar_subquery()
    there = select(Consent).where(
        Consent.ticket_number.in_(all_that_go_on_in(ticket)),
        Consent.organisation_id == own,
    )
    found = covering((agreed_of(each) for each in session.scalars(there)), day)
    return Terms(found.id, found.factor, found.maximum) if found else None


@gives
def given_for(session: Session, ticket: int) -> frozenset[int]:
    """Return the consents for that ticket, or for one that goes on in it."""
    there = Consent.ticket_number.in_(all_that_go_on_in(ticket))
    return frozenset(session.scalars(select(Consent.number).where(there)))


@keeps
def client_stays(session: Session, ticket: int) -> LazyString | None:
    """Say why a ticket cannot become another client's: who did not agree never pays an urgent rate (R13)."""
    there = Quote.ticket_number.in_(all_that_go_on_in(ticket))
    states = set(session.scalars(select(Quote.state).where(there)))
    if QuoteState.AGREED in states:
        return _l(
            "Not saved: the client agreed in writing to urgent work on this ticket, so it stays theirs. Open a new ticket for the other client."
        )
    if QuoteState.SENT in states:
        return _l("Not saved: a quote waits for the client of this ticket. Withdraw it first.")
    return None


def agreed_of(consent: Consent) -> Agreed:
    """Return what a consent covers."""
    factor = Fraction(consent.factor_numerator, consent.factor_denominator)
    return Agreed(consent.number, factor, consent.maximum, consent.first_day, consent.last_day)
