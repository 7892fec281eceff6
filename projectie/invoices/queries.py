"""Invoices as lists show them; the state of each is reckoned by the same rule as everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from projectie.invoices.models import Invoice, InvoiceKind, InvoicePayment
from projectie.invoices.standing import Standing, standing_of
from projectie.listing import Listing, listed
from projectie.people.models import Organisation, Person
from projectie.people.scope import seen_by


class Shown(StrEnum):
    """What a list is narrowed to."""

    DRAFT = "draft"
    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One invoice in a list."""

    id: int
    number: str | None
    kind: InvoiceKind
    organisation_id: int
    organisation: str
    issued_on: date | None
    due_on: date | None
    excluding: int
    vat: int
    paid: int
    treatment: str | None
    reference: str
    standing: Standing


_note = aliased(Invoice)
_PAID = (
    select(func.coalesce(func.sum(InvoicePayment.cents), 0))
    .where(InvoicePayment.invoice_id == Invoice.id)
    .correlate(Invoice)
    .scalar_subquery()
)
_CREDITED = exists(select(_note.id).where(_note.credits_id == Invoice.id).correlate(Invoice))
_INCLUDING = Invoice.excluding_cents + Invoice.vat_cents
_IS_OPEN = and_(
    Invoice.number.is_not(None), Invoice.kind == InvoiceKind.INVOICE, ~_CREDITED, _PAID < _INCLUDING
)
_NARROWED: Mapping[Shown, ColumnElement[bool]] = {
    Shown.DRAFT: Invoice.number.is_(None),
    Shown.OPEN: _IS_OPEN,
    Shown.PAID: and_(
        Invoice.number.is_not(None),
        Invoice.kind == InvoiceKind.INVOICE,
        ~_CREDITED,
        _PAID >= _INCLUDING,
    ),
}


def invoices(
    session: Session, shown: Shown | None, client: int | None, today: date, number: int = 1
) -> Listing[InvoiceLine]:
    """Return a page of all invoices, drafts first, then the newest; narrowed to a state or a client."""
    wanted = _lines()
    if shown is Shown.OVERDUE:
        wanted = wanted.where(_IS_OPEN, Invoice.due_on < today)
    elif shown is not None:
        wanted = wanted.where(_NARROWED[shown])
    if client is not None:
        wanted = wanted.where(Invoice.organisation_id == client)
    return listed(session, wanted, lambda row: _line(row, today), number)


def issued(session: Session, since: date, until: date) -> list[Invoice]:
    """Return what was issued in that time, in the order of the numbers: for the bookkeeper."""
    wanted = select(Invoice).where(Invoice.issued_on.between(since, until))
    return list(session.scalars(wanted.order_by(Invoice.year, Invoice.place)))


def own_invoices(session: Session, person: Person, today: date, number: int = 1) -> Listing[InvoiceLine]:
    """Return a page of what was issued to the organisation of that person, the newest first."""
    own = seen_by(person, _lines().where(Invoice.number.is_not(None)), Invoice.organisation_id)
    return listed(session, own, lambda row: _line(row, today), number)


def one(session: Session, invoice_id: int, person: Person) -> Invoice | None:
    """Return an invoice that this person may see; a draft is seen by managers alone."""
    wanted = select(Invoice).where(Invoice.id == invoice_id)
    if person.organisation_id is not None:
        wanted = wanted.where(Invoice.number.is_not(None))
    return session.scalars(seen_by(person, wanted, Invoice.organisation_id)).first()


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(Invoice, Organisation.name, _PAID, _CREDITED)
        .join(Organisation, Organisation.id == Invoice.organisation_id)
        .order_by(Invoice.number.is_not(None), Invoice.year.desc(), Invoice.place.desc(), Invoice.id.desc())
    )


def _line(row: Row[*tuple[Any, ...]], today: date) -> InvoiceLine:
    invoice, organisation, paid, credited = row
    return InvoiceLine(
        id=invoice.id,
        number=invoice.number,
        kind=invoice.kind,
        organisation_id=invoice.organisation_id,
        organisation=organisation,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        excluding=invoice.excluding_cents,
        vat=invoice.vat_cents,
        paid=int(paid),
        treatment=invoice.treatment.value if invoice.treatment else None,
        reference=invoice.reference,
        standing=standing_of(
            is_issued=invoice.number is not None,
            credit_note=invoice.kind is InvoiceKind.CREDIT_NOTE,
            due_on=invoice.due_on,
            including=invoice.including_cents,
            paid=int(paid),
            credited=bool(credited),
            today=today,
        ),
    )
