"""Switching balance notifications on and off, signed in or by the link of a mail (R23, R35)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.credits.models import BalanceNotice
from projectie.credits.noticing import PURPOSE
from projectie.database import MissingError, transaction
from projectie.people.models import Person
from projectie.private_links import fits, number_in

SUGGESTED = 10  # credits, for whoever switches them on first


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """How somebody's notification stands."""

    active: bool = False
    threshold: int = SUGGESTED


@dataclass(frozen=True, slots=True)
class Linked:
    """Whose notification a link is for."""

    id: int
    person_id: int
    email: str
    shown: NoticeShown


def notice_of(session: Session, person: Person) -> NoticeShown:
    """Return how that person's notification stands; off where it was never switched on."""
    found = session.scalar(select(BalanceNotice).where(BalanceNotice.person_id == person.id))
    return NoticeShown(found.active, found.threshold) if found else NoticeShown()


def linked(session: Session, token: str, key: str) -> Linked | None:
    """Return whose notification the link of a mail is for; nothing for a forged one, or somebody who left."""
    number = number_in(token)
    if number is None:
        return None
    query = select(BalanceNotice, Person.email).join(Person, Person.id == BalanceNotice.person_id)
    row = session.execute(query.where(BalanceNotice.id == number, Person.active.is_(True))).first()
    if row is None or not fits(token, PURPOSE, number, row[0].nonce, key):
        return None
    return Linked(number, row[0].person_id, row[1], NoticeShown(row[0].active, row[0].threshold))


def set_notice(person_id: int, threshold: int | None, now: datetime) -> None:
    """Mail that person when the balance falls below so many credits; None: no more. Raise MissingError."""
    with transaction() as session:
        person = session.get(Person, person_id, with_for_update=True)
        if person is None or not person.may_pay:
            raise MissingError("person")
        found = session.scalar(select(BalanceNotice).where(BalanceNotice.person_id == person_id))
        if found is None:
            found = BalanceNotice(
                person_id=person_id,
                active=False,
                threshold=threshold or SUGGESTED,
                nonce=secrets.token_hex(16),
                changed_at=now,
            )
            session.add(found)
        found.active, found.changed_at = threshold is not None, now
        found.threshold = threshold or found.threshold
        session.flush()
        history.record(
            session,
            at=now,
            by=person_id,
            deed="credits.notice",
            of=("person", person_id),
            details={"threshold": threshold},
        )
