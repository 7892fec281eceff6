"""What an invoice needs to know of a client: filled in by whoever agrees to costs there, or by a manager (R24)."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from projectie import history
from projectie.database import transaction
from projectie.people.models import Organisation


@dataclass(frozen=True, slots=True)
class Billing:
    """What a client says of itself."""

    legal_name: str
    street: str
    postcode: str
    city: str
    vat_number: str
    kvk: str
    purchase_reference: str
    invoice_email: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """The same, with what only a manager agrees."""

    billing: Billing
    payment_days: int | None


def billing_of(organisation: Organisation) -> Billing:
    """Return what is kept."""
    return Billing(**{field.name: getattr(organisation, field.name) for field in fields(Billing)})


def change_billing(organisation_id: int, said: Billing | Agreed, by: int, now: datetime) -> None:
    """Keep what is said; the history names which parts changed, not what they were."""
    wanted = asdict(said.billing if isinstance(said, Agreed) else said)
    if isinstance(said, Agreed):
        wanted["payment_days"] = said.payment_days
    with transaction() as session:
        row = session.get_one(Organisation, organisation_id, with_for_update=True)
        names = [name for name, value in wanted.items() if getattr(row, name) != value]
        for name in names:
            setattr(row, name, wanted[name])
        if names:
            of, details = ("organisation", organisation_id), {"fields": names}
            history.record(session, at=now, by=by, deed="organisation.changed", of=of, details=details)
