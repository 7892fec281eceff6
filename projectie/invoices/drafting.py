"""Drafts: euro lines by hand, what is short beside them, until the invoice is issued or the draft thrown away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from projectie import history
from projectie.credits.posting import hold
from projectie.database import MissingError, transaction
from projectie.invoices.issuing import (
    InvoiceError,
    NothingToInvoiceError,
    ground_on,
    issue,
    new_row,
    refuse_incomplete,
)
from projectie.invoices.models import Invoice
from projectie.invoices.rates import Rate
from projectie.invoices.reckoning import reckon
from projectie.invoices.totals import Line, LineKind, rows_of


class StaleError(InvoiceError):
    """Somebody else changed the draft meanwhile."""


class IssuedError(InvoiceError):
    """It is a draft no more: what it says never changes."""


class ApartError(InvoiceError):
    """Its lines cannot stand on one invoice."""


@dataclass(frozen=True, slots=True)
class HandLine:
    """A line as a manager typed it."""

    text: str
    quantity: int
    unit_cents: int
    rate: Rate
    day: date
    goods: bool = False


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What a draft says."""

    reference: str
    with_shortage: bool
    lines: tuple[HandLine, ...]


def start_draft(organisation_id: int, by: int, now: datetime) -> int:
    """Start a draft for a client and return its id; raise MissingError without such a client."""
    with transaction() as session:
        draft = new_row(ground_on(session, organisation_id, now), by, now, with_shortage=True)
        session.add(draft)
        session.flush()
        _note(session, draft, "invoice.drafted", by, now)
        return draft.id


def change_draft(invoice_id: int, facts: DraftFacts, version: int, by: int, now: datetime) -> None:
    """Keep what a draft says now; raise MissingError, IssuedError or StaleError."""
    with transaction() as session:
        draft = _held(session, invoice_id)
        if draft.version != version:
            raise StaleError("The draft was changed meanwhile.")
        ground = ground_on(session, draft.organisation_id, now)
        lines = ground.taxed(_lines(facts.lines))
        draft.reference, draft.with_shortage = facts.reference, facts.with_shortage
        draft.lines = [line.data() for line in lines]
        draft.excluding_cents = sum(row.base for row in rows_of(lines))
        draft.vat_cents = sum(row.vat for row in rows_of(lines))
        draft.version += 1
        _note(session, draft, "invoice.draft_changed", by, now)


def discard_draft(invoice_id: int, by: int, now: datetime) -> None:
    """Throw a draft away: it was never a document; raise MissingError or IssuedError."""
    with transaction() as session:
        draft = _held(session, invoice_id)
        _note(session, draft, "invoice.draft_discarded", by, now)
        session.delete(draft)


def issue_draft(invoice_id: int, version: int, by: int, now: datetime) -> None:
    """Issue a draft: with what is short by now, if it says so. Issued already: nothing happens.

    Raise MissingError, StaleError, NothingToInvoiceError, ApartError or IncompleteError.
    """
    with transaction() as session:
        draft = _row(session, invoice_id)
        hold(session, draft.organisation_id)
        if draft.number is not None:
            return
        if draft.version != version:
            raise StaleError("The draft was changed meanwhile.")
        ground = ground_on(session, draft.organisation_id, now)
        refuse_incomplete(ground)
        typed = [Line.of(line) for line in draft.lines]
        reckoning = reckon(session, ground, typed, with_shortage=draft.with_shortage)
        if not reckoning.lines:
            raise NothingToInvoiceError("The draft has no lines.")
        if not reckoning.goes_together:
            raise ApartError("Work and goods to a client outside the EU are two invoices.")
        draft.language = ground.organisation.language
        issue(session, draft, reckoning, ground, f"draft:{draft.id}", by=by, now=now)


def _lines(typed: Sequence[HandLine]) -> list[Line]:
    return [
        Line(
            kind=LineKind.EUROS,
            text=each.text,
            quantity=each.quantity,
            unit_cents=each.unit_cents,
            rate=each.rate,
            percent=0,
            category="",
            first=each.day,
            last=each.day,
            goods=each.goods,
        )
        for each in typed
    ]


def _held(session: Session, invoice_id: int) -> Invoice:
    draft = _row(session, invoice_id)
    if draft.number is not None:
        raise IssuedError("An issued invoice is not changed.")
    return draft


def _row(session: Session, invoice_id: int) -> Invoice:
    draft = session.get(Invoice, invoice_id, with_for_update=True, populate_existing=True)
    if draft is None:
        raise MissingError("invoice")
    return draft


def _note(session: Session, draft: Invoice, deed: str, by: int, now: datetime) -> None:
    of = ("invoice", draft.id)
    history.record(session, at=now, by=by, deed=deed, of=of, details={"organisation": draft.organisation_id})
