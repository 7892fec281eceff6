"""Stop and ask at n credits (R17c): for a request, or for all of an organisation in a calendar month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.people.models import Person
from projectie.people.scope import sees
from projectie.tickets.columns import held
from projectie.work.models import Ceiling

SET = "ticket.ceiling_set"


class Standing(NamedTuple):
    """A ceiling that holds: of the request or of the organisation, and what has been charged under it."""

    credits: int
    agreed: str
    by: str
    at: datetime


class Said(NamedTuple):
    """A ceiling to keep (None: lift it), and how it was agreed when staff note it."""

    credits: int | None
    agreed: str


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The ceilings over a ticket; None: there is none."""

    request: Standing | None = None
    organisation: Standing | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """A ceiling that a booking would pass."""

    credits: int
    would_be: int
    of_organisation: bool


def reached(ceilings: Ceilings, of_request: int, of_month: int, rise: int) -> Reached | None:
    """Return the ceiling that is passed when the request costs so many credits and the month so many; None: none.

    What costs no more than before passes nothing.
    """
    if rise <= 0:
        return None
    if ceilings.request and of_request > ceilings.request.credits:
        return Reached(ceilings.request.credits, of_request, of_organisation=False)
    if ceilings.organisation and of_month > ceilings.organisation.credits:
        return Reached(ceilings.organisation.credits, of_month, of_organisation=True)
    return None


def ceilings_over(session: Session, organisation: int, ticket: int) -> Ceilings:
    """Return the ceilings that hold for a ticket of that client; one statement."""
    over = _OF.where(Ceiling.organisation_id == organisation).where(
        or_(Ceiling.ticket_number == ticket, Ceiling.ticket_number.is_(None))
    )
    found = last_of(session.execute(over))
    return Ceilings(found.get(ticket), found.get(None))


def ceilings_of(session: Session, organisation: int) -> dict[int | None, Standing]:
    """Return every ceiling of a client that holds: by ticket, None for the organisation's."""
    return last_of(session.execute(_OF.where(Ceiling.organisation_id == organisation)))


class MayNotAgree(PermissionError):  # noqa: N818 (a refusal that the page words)
    """Only a client who may agree to costs sets a ceiling."""


def limit(organisation: int, ticket: int | None, credits_: int | None, by: Person, now: datetime) -> None:
    """Let a client set or lift a ceiling; raise MayNotAgree, MissingError for what is not theirs."""
    if not by.may_agree:
        raise MayNotAgree
    with transaction() as session:
        if not sees(by.role, by.organisation_id, organisation):
            raise MissingError(f"organisation {organisation}")
        _keep(session, (organisation, ticket), Said(credits_, ""), by, now)


def note(ticket: int, credits_: int | None, agreed: str, by: Person, now: datetime) -> None:
    """Note a ceiling for a request that the client agreed to in writing, and how; raise MissingError without a client."""
    with transaction() as session:
        whose = held(session, ticket).organisation_id
        if whose is None:
            raise MissingError(f"ticket {ticket} has no client")
        _keep(session, (whose, ticket), Said(credits_, agreed), by, now)


def _keep(session: Session, over: tuple[int, int | None], said: Said, by: Person, now: datetime) -> None:
    organisation, ticket = over
    if ticket is not None and held(session, ticket).organisation_id != organisation:
        raise MissingError(f"ticket {ticket}")
    row = Ceiling(
        organisation_id=organisation,
        ticket_number=ticket,
        credits=said.credits,
        agreed=said.agreed,
        made_by=by.id,
        made_at=now,
    )
    session.add(row)
    session.flush()
    of = ("organisation", organisation) if ticket is None else ("ticket", ticket)
    history.record(session, at=now, by=by.id, deed=SET, of=of, details={"credits": said.credits})
    if ticket is not None:
        announce(session, at=now, kind="ticket", of=ticket, organisation=organisation, by=by.id)


def last_of(rows: Iterable[tuple[int | None, int | None, str, str, datetime]]) -> dict[int | None, Standing]:
    """Return the ceilings that hold, by ticket, given all there ever were, the newest last."""
    found: dict[int | None, Standing] = {}
    for ticket, credits_, agreed, name, at in rows:  # the newest last
        if credits_ is None:
            found.pop(ticket, None)
        else:
            found[ticket] = Standing(credits_, agreed, name, at)
    return found


_OF: Select[int | None, int | None, str, str, datetime] = (
    select(Ceiling.ticket_number, Ceiling.credits, Ceiling.agreed, Person.name, Ceiling.made_at)
    .join(Person, Person.id == Ceiling.made_by)
    .order_by(Ceiling.id)
)
