"""Who gets a client's invoices: the address it named, else those who may agree to costs or buy credits."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.people.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets the letter."""

    name: str
    address: str


def recipients_of(session: Session, organisation: Organisation) -> tuple[Recipient, ...]:
    """Return who gets the invoices of this client."""
    if organisation.invoice_email:
        return (Recipient(organisation.legal_name or organisation.name, organisation.invoice_email),)
    paying = select(Person.name, Person.email).where(
        Person.organisation_id == organisation.id, Person.active.is_(True), Person.may_pay
    )
    return tuple(Recipient(*row) for row in session.execute(paying.order_by(Person.id)))


def reached(session: Session, organisations: list[Organisation]) -> set[int]:
    """Return which of these clients have somebody to mail an invoice to, in one statement."""
    named = {each.id for each in organisations if each.invoice_email}
    paying = select(Person.organisation_id).where(
        Person.organisation_id.in_([each.id for each in organisations]),
        Person.active.is_(True),
        Person.may_pay,
    )
    return named | {each for each in session.scalars(paying) if each is not None}
