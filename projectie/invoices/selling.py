"""Credits that were sold: their invoice, with the VAT charged at the sale, and paid already (R18, R22, R24).

The top-up itself is posted by whoever took the money, in the same transaction or not: this touches no ledger.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import force_locale
from sqlalchemy.orm import Session

from projectie.invoices.issuing import ground_on, issue, known_by_key, new_row, paper_of
from projectie.invoices.models import Invoice, InvoicePayment
from projectie.invoices.rates import Rate
from projectie.invoices.reckoning import Ground, Reckoning
from projectie.invoices.totals import Line, LineKind, rows_of
from projectie.invoices.words import bought_text
from projectie.language import LOCALES
from projectie.people.models import Organisation


def price_of_sale(session: Session, organisation: Organisation, credits_: int, now: datetime) -> Reckoning:
    """Return what so many credits cost that client now, with its VAT: what a page shows before they are bought."""
    ground = ground_on(session, organisation.id, now)
    return _reckoned(ground, credits_, ground.terms.terms.figures.credit_price_cents)


@dataclass(frozen=True, slots=True)
class Sold:
    """So many credits at a price each (cents, ex VAT), when they were paid, and what the payer named."""

    credits: int
    price_cents: int
    paid_at: datetime
    key: str
    reference: str = ""


def invoice_for_sale(
    session: Session, organisation: Organisation, sold: Sold, by: int | None, now: datetime
) -> Invoice:
    """Issue the invoice of credits that were bought and paid; the same key again returns the one that is there.

    A part of a deed: the caller holds the transaction, posts the top-up, and lets `files.make` and `sending.send`
    follow after it.
    """
    known = known_by_key(session, organisation.id, sold.key)
    if known is not None:
        return session.get_one(Invoice, known)
    ground = ground_on(session, organisation.id, now)
    paid_on = sold.paid_at.astimezone(ZoneInfo(ground.facts.zone)).date()
    paper = paper_of(ground, paid_on=paid_on.isoformat())
    draft = new_row(ground, by, now, with_shortage=False)
    reckoned = _reckoned(ground, sold.credits, sold.price_cents)
    issue(session, draft, reckoned, ground, sold.key, by=by, now=now, paper=paper)
    if draft.including_cents:
        payment = InvoicePayment(
            invoice_id=draft.id,
            key=f"sale:{draft.number}",
            cents=draft.including_cents,
            paid_on=paid_on,
            reference=sold.reference[:140],
            at=now,
            by_id=by,
        )
        session.add(payment)
        session.flush()
    return draft


def _reckoned(ground: Ground, credits_: int, price: int) -> Reckoning:
    with force_locale(LOCALES[ground.organisation.language]):
        text = bought_text()
    line = Line(LineKind.CREDITS, text, credits_, price, Rate.GENERAL, 0, "", ground.day, ground.day)
    lines = ground.taxed([line])
    return Reckoning(lines, rows_of(lines))
