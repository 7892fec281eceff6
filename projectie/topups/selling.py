"""When credits are sold an invoice is due: VAT is charged at the sale (R18). Who makes invoices hangs its deed here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from projectie.money import Total


@dataclass(frozen=True, slots=True)
class Sale:
    """Credits that were sold and paid: what an invoice for it needs to know."""

    organisation_id: int
    credits: int
    price_cents: int  # of one, ex VAT
    vat_percent: int  # by the terms; another treatment (abroad) is the invoice's to decide
    total: Total  # as it was shown when it was asked for
    paid_cents: int  # as it was received
    paid_on: date
    topup_id: int
    reference: str
    ledger_entry_id: int
    by_id: int  # who bought

    @property
    def key(self) -> str:
        """What makes its invoice once."""
        return key_of(self.topup_id)


Finder = Callable[[Session, str], int | None]
_finders: list[Finder] = []
Invoicer = Callable[[Session, Sale, datetime], object]
_invoicers: list[Invoicer] = []


def invoice_by(invoicer: Invoicer) -> None:
    """Let every sale be told to that part, in the transaction that credits it; it must not begin one of its own."""
    if invoicer not in _invoicers:
        _invoicers.append(invoicer)


def find_by(finder: Finder) -> None:
    """Let the invoice of a sale be found by that function."""
    if finder not in _finders:
        _finders.append(finder)


def invoice_of(session: Session, topup_id: int) -> int | None:
    """Return the invoice of a sale; None where there is none."""
    key = key_of(topup_id)
    return next((found for finder in _finders if (found := finder(session, key)) is not None), None)


def key_of(topup_id: int) -> str:
    """Return what the entry and the invoice of a sale are known by, so that there is one of each."""
    return f"topup:{topup_id}"


def sold(session: Session, sale: Sale, now: datetime) -> None:
    """Tell of a sale; part of the deed that is open."""
    for invoicer in _invoicers:
        invoicer(session, sale, now)
