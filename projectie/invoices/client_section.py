"""Invoices on the page of a client, for managers."""

from datetime import date

from sqlalchemy.orm import Session

from projectie.contracts.sections import Facts, hang
from projectie.credits.balance import balance_of


@hang("invoices/_client.html")
def invoices_section(session: Session, organisation_id: int, day: date) -> Facts:
    """Return what is short of the client."""
    del day
    return {"balance": balance_of(session, organisation_id)}
