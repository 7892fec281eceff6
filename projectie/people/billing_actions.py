"""What an invoice needs to know of a client, kept by the client; the term of payment by a manager."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.people.models import Organisation


@dataclass(frozen=True, slots=True)
class Billing:
    """What an invoice says of its reader, in the form it is kept in."""

    legal_name: str
    street: str
    postcode: str
    city: str
    country: str
    vat_number: str
    kvk: str
    purchase_reference: str
    invoice_email: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody who pays is; the country is known."""

    street: str
    postcode: str
    city: str


def keep_address(
    session: Session, organisation: Organisation, address: Address, by: int, now: datetime
) -> None:
    """Keep the address of a client that had none; part of the deed that needs it."""
    if organisation.is_addressed:  # a colleague was quicker: what is kept is theirs to change
        return
    wanted = asdict(address)
    for name, value in wanted.items():
        setattr(organisation, name, value)
    of, details = ("organisation", organisation.id), {"fields": list(wanted)}
    history.record(session, at=now, by=by, deed="organisation.billing", of=of, details=details)


def billing_of(organisation: Organisation) -> Billing:
    """Return what is kept."""
    return Billing(**{name: getattr(organisation, name) for name in Billing.__slots__})


def change_billing(
    organisation_id: int, billing: Billing, by: int, now: datetime, payment: tuple[int | None] | None = None
) -> bool:
    """Keep it, and when a manager gave one the term of payment; return whether anything changed."""
    with transaction() as session:
        organisation = session.get_one(Organisation, organisation_id, with_for_update=True)
        wanted = asdict(billing) | ({"payment_days": payment[0]} if payment else {})
        names = [name for name, value in wanted.items() if getattr(organisation, name) != value]
        for name in names:
            setattr(organisation, name, wanted[name])
        if names:
            of, details = ("organisation", organisation_id), {"fields": names}
            history.record(session, at=now, by=by, deed="organisation.billing", of=of, details=details)
        return bool(names)
