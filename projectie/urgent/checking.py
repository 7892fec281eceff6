"""Whether the consents are whole, and each urgent charge has one that covers it: for `integrity` and `consents verify` (R13, R15)."""

from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.tickets.merged import LONGEST_WAY
from projectie.tickets.models import Ticket
from projectie.urgent.agreeing import link_of
from projectie.urgent.chain import breaks, sha256
from projectie.urgent.covered import agreed_of
from projectie.urgent.models import Consent, ConsentEnd, Quote
from projectie.urgent.rules import QuoteState
from projectie.work.checking import urgent_pieces


def wrong_consents(session: Session) -> Iterator[str]:
    """Name consents that were changed or removed, and quotes that are not what was sent."""
    end = session.get(ConsentEnd, 1)
    if end is None:
        yield "the end of the chain of consents is missing"
        return
    session.refresh(end)
    consents = session.scalars(select(Consent).order_by(Consent.number)).all()
    yield from breaks(((link_of(each), each.hash) for each in consents), end.count, end.hash)
    given = {each.quote_id: each for each in consents}
    for quote in session.scalars(select(Quote).order_by(Quote.id)):
        yield from _wrong_quote(quote, given.get(quote.id))


def wrong_urgent(session: Session) -> Iterator[str]:
    """Name urgent time that no consent covers as it was agreed to."""
    agreed = {each.number: each for each in session.scalars(select(Consent))}
    tickets = session.execute(select(Ticket.number, Ticket.organisation_id, Ticket.merged_into)).all()
    clients = {row.number: row.organisation_id for row in tickets}
    leads = {row.number: row.merged_into for row in tickets if row.merged_into}
    for piece in urgent_pieces(session):
        consent, told = piece.consent, None if piece.consent is None else agreed.get(piece.consent.id)
        if consent is None or told is None:
            yield f"urgent time {piece.entry} on ticket {piece.ticket} has no consent"
            continue
        found = agreed_of(told)
        if (found.factor, found.maximum) != (consent.factor, consent.maximum):
            yield f"urgent time {piece.entry} is charged otherwise than consent {told.number} says"
        if not found.first <= piece.day <= found.last:
            yield f"urgent time {piece.entry} lies outside the days of consent {told.number}"
        if clients.get(piece.ticket) != told.organisation_id:
            yield f"urgent time {piece.entry} stands under the consent of another client"
        if _end(told.ticket_number, leads) != piece.ticket:  # twice its most could be charged (R17b)
            yield f"urgent time {piece.entry} stands elsewhere than where consent {told.number} was given"


def _end(number: int, leads: Mapping[int, int]) -> int:
    for _step in range(LONGEST_WAY):
        if number not in leads:
            break
        number = leads[number]
    return number


def _wrong_quote(quote: Quote, consent: Consent | None) -> Iterator[str]:
    if (quote.html_sha256, quote.text_sha256) != (sha256(quote.html), sha256(quote.text)):
        yield f"quote {quote.id} is not the one that was sent"
    if (quote.state is QuoteState.AGREED) != (consent is not None):
        yield f"quote {quote.id} is {quote.state.value}, and its consent says otherwise"
    if consent and (consent.html_sha256, consent.maximum) != (quote.html_sha256, quote.maximum):
        yield f"consent {consent.number} agrees to something else than quote {quote.id}"
