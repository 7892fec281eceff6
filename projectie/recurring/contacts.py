"""Who a client's recurring work is written to, and who does it: people who are (still) there (R9)."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.people.models import Person, Role
from projectie.recurring.models import RecurringSeries


def contacts(session: Session, organisations: Iterable[int]) -> dict[int, int]:
    """Return one person of each: somebody who may agree to costs where there is one."""
    query = (
        select(Person.organisation_id, Person.id)
        .where(Person.organisation_id.in_(list(organisations)), Person.active.is_(True))
        .where(Person.role == Role.CLIENT)
        .order_by(Person.may_agree, Person.id.desc())
    )
    return {of: person for of, person in session.execute(query) if of}  # the last of each stays


def see_to_people(session: Session, series: RecurringSeries) -> bool:
    """Let a colleague take the place of a contact who went, or went to another client; False: nobody is left.

    Nobody does it either for whom the desk is closed. Part of the deed that makes a round.
    """
    contact = session.get_one(Person, series.contact_id)
    if not contact.active or contact.organisation_id != series.organisation_id:
        found = contacts(session, [series.organisation_id]).get(series.organisation_id)
        if found is None:
            return False
        series.contact_id = found
    doer = session.get(Person, series.assignee_id) if series.assignee_id else None
    if doer is not None and (not doer.active or doer.role is Role.CLIENT):
        series.assignee_id = None
    return True
