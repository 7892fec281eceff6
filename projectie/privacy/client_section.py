"""On a client's page: a copy of all that the desk holds of them (AVG)."""

from datetime import date

from sqlalchemy.orm import Session

from projectie.contracts.sections import Facts, hang


@hang("privacy/_client.html")
def copy_of(session: Session, organisation_id: int, day: date) -> Facts:
    """Nothing is read: the section is one button."""
    del session, day
    return {"organisation": organisation_id}
