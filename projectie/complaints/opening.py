"""Managers open sealed mail, and release what is no complaint to the desk (R26a, R27); each opening is recorded."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from projectie.complaints.models import Opening, SealedMail, SealedRepeat
from projectie.complaints.sealing import Seal
from projectie.database import MissingError, db, transaction
from projectie.mail.letter import Letter, Limits
from projectie.mail.models import Mailbox
from projectie.mail.parse import parse
from projectie.people.models import Person
from projectie.tickets.filing import Intake
from projectie.tickets.intake import receive

MOST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A sealed mail as the list shows it: nothing of what it says."""

    id: int
    received_at: datetime
    openings: int
    released: bool
    taken_up: bool  # it is part of a complaint now


def sealed_mails(session: Session) -> tuple[Listed, ...]:
    """Return the newest sealed mails."""
    opened = func.count(Opening.id)
    wanted = (
        select(
            SealedMail.id,
            SealedMail.received_at,
            opened,
            and_(SealedMail.sealed.is_(None), SealedMail.taken_up.is_(False)),
            SealedMail.taken_up,
        )
        .outerjoin(Opening)
        .group_by(SealedMail.id, SealedMail.received_at, SealedMail.sealed.is_(None), SealedMail.taken_up)
        .order_by(SealedMail.id.desc())
        .limit(MOST)
    )
    return tuple(Listed(*row) for row in session.execute(wanted))


@dataclass(frozen=True, slots=True)
class SealedSum:
    """What came in here and what became of it (R29): for managers alone."""

    received: int
    sealed: int
    released: int
    taken_up: int
    duplicates: int

    @property
    def even(self) -> bool:
        """Whether each of them is sealed, released by somebody on record, or came before."""
        return self.received == self.sealed + self.released + self.taken_up + self.duplicates


def sealed_sum(session: Session) -> SealedSum:
    """Return the sum of all mail that was ever sealed; one statement."""
    mails = select(func.count()).select_from(SealedMail)
    shut = mails.where(SealedMail.sealed.is_not(None))
    on_record = exists().where(Opening.sealed_mail_id == SealedMail.id, Opening.released.is_(True))
    released = mails.where(SealedMail.sealed.is_(None), SealedMail.taken_up.is_(False), on_record)
    taken_up = mails.where(SealedMail.taken_up.is_(True))
    again = select(func.count()).select_from(SealedRepeat)
    counts = (mails, shut, released, taken_up, again)
    row = session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return SealedSum(row[0] + row[4], *row[1:])


def openings_of(session: Session, number: int) -> tuple[tuple[str, datetime, bool], ...]:
    """Return who opened a sealed mail, when, and whether to release it; raise MissingError."""
    if session.get(SealedMail, number) is None:
        raise MissingError("sealed mail")
    read = select(Person.name, Opening.at, Opening.released).join(Person, Person.id == Opening.person_id)
    return tuple(
        (row[0], row[1], row[2])
        for row in session.execute(read.where(Opening.sealed_mail_id == number).order_by(Opening.id))
    )


def is_here(session: Session, number: int) -> bool:
    """Whether a mail is still sealed here: neither released nor part of a complaint."""
    row = session.get(SealedMail, number)
    return row is not None and row.sealed is not None


def open_mail(number: int, seal: Seal, limits: Limits, by: int, now: datetime) -> Letter:
    """Record the opening first, then return what the mail says; raise MissingError."""
    with transaction() as session:
        raw = read_mail(session, number, seal)
        session.add(Opening(sealed_mail_id=number, person_id=by, at=now, released=False))
    return parse(raw, limits)


def release(number: int, seal: Seal, intake: Intake, by: int, now: datetime) -> int | None:
    """Hand a mail that is no complaint to the desk and return its ticket; its seal is gone then (R26a).

    Killed in between, it is handed over again and recognised: never lost, never doubled.
    """
    with transaction() as session:
        raw = read_mail(session, number, seal)
        session.add(Opening(sealed_mail_id=number, person_id=by, at=now, released=True))
    received = receive(raw, Mailbox.INFO, intake, now)
    with transaction() as session:
        session.get_one(SealedMail, number).sealed = None
    db.session.rollback()
    return received.ticket


def read_mail(session: Session, number: int, seal: Seal) -> bytes:
    """Return a sealed mail as it came in; raise MissingError, also when it is not here any more."""
    row = session.get(SealedMail, number)
    if row is None or row.sealed is None:
        raise MissingError("sealed mail")
    return seal.open(row.sealed, row.fingerprint)
