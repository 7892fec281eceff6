"""People and contracts: who belongs where, and one contract a day."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, String, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from projectie.commands.invariants.desk import Desk
from projectie.contracts.models import Contract
from projectie.people.models import MailDomain, Person, Role
from projectie.terms.in_force import versions


def people(desk: Desk) -> Iterator[str]:
    """Name people who belong nowhere or in two places, and addresses and domains that mail would not find."""
    is_client = type_coerce(Person.role, String) == Role.CLIENT.value
    yield from _persons(
        desk, is_client == Person.organisation_id.is_(None), "role and organisation do not fit"
    )
    yield from _persons(desk, Person.email != func.lower(Person.email), "the address is not in lower case")
    for domain in desk.session.scalars(
        select(MailDomain.domain).where(MailDomain.domain != func.lower(MailDomain.domain))
    ):
        yield f"mail domain {domain} is not in lower case"


def _persons(desk: Desk, wrong: ColumnElement[bool], why: str) -> Iterator[str]:
    for number in desk.session.scalars(select(Person.id).where(wrong).order_by(Person.id)):
        yield f"person {number}: {why}"


def contracts(desk: Desk) -> Iterator[str]:
    """Name contracts that hold on the same day for one client, or for a tier no terms know."""
    other = aliased(Contract)
    overlapping = (
        select(Contract.id, other.id)
        .join(other, (other.organisation_id == Contract.organisation_id) & (other.id > Contract.id))
        .where(or_(Contract.ends_on.is_(None), Contract.ends_on >= other.starts_on))
        .where(or_(other.ends_on.is_(None), other.ends_on >= Contract.starts_on))
    )
    for one, two in desk.session.execute(overlapping.order_by(Contract.id, other.id)):
        yield f"contracts {one} and {two} hold on the same day"
    known = {tier.key for published in versions(desk.session) for tier in published.terms.matrix.tiers}
    for number in desk.session.scalars(
        select(Contract.id).where(Contract.tier.not_in(known)).order_by(Contract.id)
    ):
        yield f"contract {number} is for a tier that no terms know"
