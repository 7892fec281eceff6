"""Reading contracts: the tier of a day, the clients with theirs, who does what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from projectie.contracts.models import Contract, Doer, Duty, Task
from projectie.listing import Listing, listed
from projectie.people.models import Hosting, MailDomain, Organisation

NOTICE = timedelta(days=30)  # a contract that ends within it is worth a call
WITHOUT = "none"  # in place of a tier: the clients that have no contract


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client with the contract of the day; tier and last day are None without one."""

    id: int
    name: str
    country: str
    language: str
    hosting: Hosting
    studio_mail: bool
    tier: str | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract of a client."""

    id: int
    organisation_id: int
    organisation: str
    tier: str
    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def ends_soon(self, day: date) -> bool:
        """Whether it is in force and ends within the notice."""
        return self.holds_on(day) and self.ends_on is not None and self.ends_on <= day + NOTICE


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Who does a task, and how to reach a provider (R5)."""

    duty: Duty
    doer: Doer
    contact: str


def holds_on(day: date) -> ColumnElement[bool]:
    """Return the condition under which a contract is in force on that local date."""
    return and_(Contract.starts_on <= day, or_(Contract.ends_on.is_(None), Contract.ends_on >= day))


_DAY: Any = bindparam("day", type_=Date)
_TIER = select(Contract.tier).where(Contract.organisation_id == bindparam("client"), holds_on(_DAY)).limit(1)


def tier_on(session: Session, organisation_id: int, day: date) -> str | None:
    """Return the key of the tier an organisation has on that local date, or None without a contract."""
    return session.connection().scalar(_TIER, {"client": organisation_id, "day": day})


def tiers_of(session: Session, organisation_id: int) -> tuple[tuple[date, date | None, str], ...]:
    """Return every tier an organisation has or had: its first and last day (None: open-ended), and its key."""
    query = select(Contract.starts_on, Contract.ends_on, Contract.tier)
    rows = session.execute(query.where(Contract.organisation_id == organisation_id).order_by(Contract.id))
    return tuple((row.starts_on, row.ends_on, row.tier) for row in rows)


def clients(
    session: Session, day: date, words: str = "", tier: str | None = None, number: int = 1
) -> Listing[ClientRow]:
    """Return a page of the clients by name, with the contract of that day; `words` looks in names and domains."""
    query = _clients(day)
    if words:
        query = query.where(_matches(words))
    if tier is not None:
        query = query.where(Contract.id.is_(None) if tier == WITHOUT else Contract.tier == tier)
    return listed(session, query.order_by(func.lower(Organisation.name)), _client, number)


def client(session: Session, organisation_id: int, day: date) -> ClientRow | None:
    """Return one client with the contract of that day, or nothing."""
    row = session.execute(_clients(day).where(Organisation.id == organisation_id)).first()
    return _client(row) if row else None


def domains_of(session: Session, organisation_id: int) -> tuple[str, ...]:
    """Return the mail domains of a client, by name."""
    query = select(MailDomain.domain).where(MailDomain.organisation_id == organisation_id)
    return tuple(session.scalars(query.order_by(MailDomain.domain)))


def clients_by_tier(session: Session, day: date) -> Mapping[str | None, int]:
    """Return how many clients have each tier on that day; None: how many have no contract."""
    query = select(Contract.tier, func.count(Organisation.id)).select_from(Organisation)
    joined = query.outerjoin(Contract, and_(Contract.organisation_id == Organisation.id, holds_on(day)))
    return {row[0]: row[1] for row in session.execute(joined.group_by(Contract.tier))}


def contracts_of(session: Session, organisation_id: int) -> Listing[ContractRow]:
    """Return the contracts of a client, newest first."""
    query = _contracts().where(Contract.organisation_id == organisation_id)
    return listed(session, query.order_by(Contract.starts_on.desc()), _contract)


def contract(session: Session, contract_id: int) -> ContractRow | None:
    """Return one contract, or nothing."""
    row = session.execute(_contracts().where(Contract.id == contract_id)).first()
    return _contract(row) if row else None


def ending_soon(session: Session, day: date) -> Listing[ContractRow]:
    """Return the contracts that end within the notice and that no later contract follows, the first first."""
    later = aliased(Contract)
    followed = exists().where(
        later.organisation_id == Contract.organisation_id, later.starts_on > Contract.starts_on
    )
    query = _contracts().where(
        Contract.starts_on <= day, Contract.ends_on.between(day, day + NOTICE), ~followed
    )
    return listed(session, query.order_by(Contract.ends_on, Contract.id), _contract)


def tasks_of(session: Session, organisation_id: int) -> tuple[TaskRow, ...]:
    """Return who does what for a client who hosts elsewhere, in the order of duties (R5)."""
    query = select(Task.duty, Task.doer, Task.contact).where(Task.organisation_id == organisation_id)
    found = {row.duty: TaskRow(*row) for row in session.execute(query)}
    return tuple(found[duty] for duty in Duty if duty in found)


def _clients(day: date) -> Select[*tuple[Any, ...]]:
    return select(
        Organisation.id,
        Organisation.name,
        Organisation.country,
        Organisation.language,
        Organisation.hosting,
        Organisation.studio_mail,
        Contract.tier,
        Contract.ends_on,
    ).outerjoin(Contract, and_(Contract.organisation_id == Organisation.id, holds_on(day)))


def _matches(words: str) -> ColumnElement[bool]:
    domain = exists().where(
        MailDomain.organisation_id == Organisation.id, MailDomain.domain.icontains(words, autoescape=True)
    )
    return or_(Organisation.name.icontains(words, autoescape=True), domain)


def _contracts() -> Select[*tuple[Any, ...]]:
    return select(
        Contract.id,
        Contract.organisation_id,
        Organisation.name,
        Contract.tier,
        Contract.starts_on,
        Contract.ends_on,
    ).join(Organisation, Organisation.id == Contract.organisation_id)


def _client(row: Row[*tuple[Any, ...]]) -> ClientRow:
    return ClientRow(*row)


def _contract(row: Row[*tuple[Any, ...]]) -> ContractRow:
    return ContractRow(*row)
