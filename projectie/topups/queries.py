"""Reading top-ups: those of a client, and those a manager must look at."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from projectie.credits.models import LedgerEntry
from projectie.credits.worth import credits_in_words
from projectie.listing import Listing, listed
from projectie.money import Total
from projectie.people.models import Organisation, Person
from projectie.people.scope import seen_by
from projectie.topups import words
from projectie.topups.models import TopUp, reference_of
from projectie.topups.rules import TopUpState, Way

MOST_SHOWN = 10
MOST_ABLE = 20


@dataclass(frozen=True, slots=True)
class TopUpRow:
    """A top-up in a list."""

    id: int
    organisation_id: int
    organisation: str
    by: str
    way: Way
    credits: int
    total: Total
    state: TopUpState
    created_at: datetime
    received_cents: int | None
    received_on: date | None
    returned: bool  # undone by a credit note: its credits left the balance again

    @property
    def said(self) -> str:
        """How it stands, in words."""
        return str(words.said(self.state, returned=self.returned))

    @property
    def chip(self) -> str:
        """The mark of those words."""
        return words.chip(self.state, returned=self.returned)

    @property
    def reference(self) -> str:
        """What the payer names."""
        return reference_of(self.id)

    @property
    def asked_cents(self) -> int:
        """What is to be paid; where it is arranged, VAT or none is still to be decided."""
        return self.total.excluding if self.way is Way.ARRANGED else self.total.including

    @property
    def bought(self) -> str:
        """How many credits, in words."""
        return credits_in_words(self.credits)


def own(session: Session, reader: Person, number: int) -> TopUp | None:
    """Return a top-up of that reader's organisation; another's is as good as absent."""
    query = select(TopUp).where(TopUp.id == number)
    return session.scalar(seen_by(reader, query, TopUp.organisation_id))


def of_client(session: Session, reader: Person) -> Listing[TopUpRow]:
    """Return the newest top-ups of that reader's organisation that are under way or ended lately."""
    query = _rows().order_by(TopUp.id.desc())
    return listed(session, seen_by(reader, query, TopUp.organisation_id), _row, size=MOST_SHOWN)


def all_of_them(session: Session, state: TopUpState | None, number: int = 1) -> Listing[TopUpRow]:
    """Return a page of all top-ups: those that ask for a manager first, then the newest; one statement."""
    query = _rows().order_by(_asks().desc(), TopUp.id.desc())
    if state is not None:
        query = query.where(TopUp.state == state)
    return listed(session, query, _row, number)


def asking(session: Session) -> int:
    """Return how many top-ups ask for a manager."""
    return session.scalar(select(func.count(TopUp.id)).where(_asks())) or 0


def by_provider_id(session: Session, provider_id: str) -> int | None:
    """Return which top-up a payment of the provider is for; None for one we do not know."""
    return session.scalar(select(TopUp.id).where(TopUp.provider_id == provider_id))


def who_may_buy(session: Session, reader: Person) -> list[str]:
    """Return who of that reader's organisation may buy credits, by name."""
    able = select(Person.name).where(Person.may_pay, Person.active.is_(True))
    return list(
        session.scalars(seen_by(reader, able, Person.organisation_id).order_by(Person.name).limit(MOST_ABLE))
    )


def is_returned(session: Session, number: int) -> bool:
    """Return whether the credits of that top-up left the balance again."""
    return session.scalar(select(TopUp.id).where(TopUp.id == number, _returned())) is not None


def _asks() -> ColumnElement[bool]:
    """Return the condition under which a manager is to look: money to confirm, or money that went back."""
    by_hand = and_(TopUp.way != Way.ONLINE, TopUp.state == TopUpState.OPEN)
    went_back = TopUp.state.in_((TopUpState.REFUNDED, TopUpState.CHARGED_BACK)) & ~_returned()
    return or_(by_hand, TopUp.state == TopUpState.MISMATCHED, went_back)


def _returned() -> ColumnElement[bool]:
    """Return the condition under which the credits of a top-up left the balance again."""
    return exists().where(LedgerEntry.reverses_id == TopUp.entry_id)


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(TopUp, Organisation.name, Person.name, _returned())
        .join(Organisation, Organisation.id == TopUp.organisation_id)
        .join(Person, Person.id == TopUp.by_id)
    )


def _row(row: Row[*tuple[Any, ...]]) -> TopUpRow:
    topup, organisation, by, returned = row
    return TopUpRow(
        id=topup.id,
        organisation_id=topup.organisation_id,
        organisation=organisation,
        by=by,
        way=topup.way,
        credits=topup.credits,
        total=topup.total,
        state=topup.state,
        created_at=topup.created_at,
        received_cents=topup.received_cents,
        received_on=topup.received_on,
        returned=returned,
    )
