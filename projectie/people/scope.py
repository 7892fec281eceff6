"""The one place that narrows a select to what a person may see (section 8 of desk.md)."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, true

from projectie.people.models import Person, Role

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


def may_see(person: Person, organisation_id: Any) -> ColumnElement[bool]:
    """Return the condition under which that person may see a row with that organisation column.

    A model may narrow it further for clients by an `open_to`: what one of them keeps from their colleagues.
    """
    if person.role in {Role.STAFF, Role.MANAGER}:
        return true()
    if person.role is Role.CLIENT and person.organisation_id is not None:
        own: ColumnElement[bool] = organisation_id == person.organisation_id
        open_to = getattr(getattr(organisation_id, "class_", None), "open_to", None)
        return and_(own, open_to(person.id)) if open_to else own
    return false()


def seen_by(person: Person, select: S, organisation_id: Any) -> S:
    """Narrow a select of client data to what that person may see; another's row is as good as absent."""
    return select.where(may_see(person, organisation_id))


def sees(role: Role, own: int | None, organisation_id: int | None) -> bool:
    """Return the same as `may_see` for values at hand: somebody of that role and organisation, a row of this one."""
    return role in {Role.STAFF, Role.MANAGER} or (
        role is Role.CLIENT and own is not None and organisation_id == own
    )
