"""What the desk wrote by itself lately: counted before it writes again, and forgotten after a day (R31)."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Session

from projectie.database import UtcDateTime, is_sqlite
from projectie.mail.brakes import DAY, HOUR, Traffic, mailbox_of, may_write
from projectie.mail.models import AutomaticLetter

_ONE_AT_A_TIME = 7_010  # PostgreSQL: two letters that are decided on together are still counted as two


def allowed(session: Session, address: str, thread: int | None, now: datetime, *, proven: bool) -> bool:
    """Return whether the desk may write to that address now, and if so note that it does; part of an open deed."""
    if not is_sqlite(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
    mailbox = mailbox_of(address)
    if not may_write(_traffic(session, mailbox, thread, now), proven=proven):
        return False
    session.connection().execute(_NOTE, {"at": now, "address": mailbox, "thread": thread, "proven": proven})
    return True


def sweep(session: Session, now: datetime) -> int:
    """Forget what no limit counts any more; return how many letters that were."""
    over = delete(AutomaticLetter).where(AutomaticLetter.at <= now - DAY).returning(AutomaticLetter.id)
    return len(session.scalars(over).all())


def _traffic(session: Session, mailbox: str, thread: int | None, now: datetime) -> Traffic:
    asked = {"mailbox": mailbox, "thread": thread, "hour": now - HOUR, "day": now - DAY}
    return Traffic(**session.connection().execute(_TRAFFIC, asked).one()._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def _counts() -> Select[*tuple[int, ...]]:
    """One select for all limits; a letter that is in no thread is in none (NULL equals nothing)."""
    this_hour, today = (AutomaticLetter.at > bindparam(since, type_=UtcDateTime) for since in ("hour", "day"))
    there, unproven = AutomaticLetter.address == bindparam("mailbox"), AutomaticLetter.proven.is_(False)
    counts = {
        "unproven_address_a_day": _count(there, today, unproven),
        "unproven_an_hour": _count(this_hour, unproven),
        "address_an_hour": _count(there, this_hour),
        "address_a_day": _count(there, today),
        "thread_a_day": _count(AutomaticLetter.thread == bindparam("thread", type_=Integer), today),
        "desk_an_hour": _count(this_hour),
    }
    return select(*(count.label(name) for name, count in counts.items()))


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(AutomaticLetter).where(*conditions).scalar_subquery()


_TRAFFIC = _counts()
_NOTE = insert(AutomaticLetter)
