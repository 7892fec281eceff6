"""Which number a new ticket gets: the lowest that one left which went into confidence (R27), else the next.

So the series shows no gap for longer than it takes a ticket to come, and the row that said so is gone with that.
Whatever was made of the number for another (addresses, pages, forms) is told from it by its mark.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from projectie import reused
from projectie.database import Base
from projectie.live.models import Event
from projectie.series import next_number

FIRST_NUMBER = 1001  # a client's first ticket does not look like the studio's first
OF_TICKET = ("ticket", "alert", "draft", "presence")  # signals that name it
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


class VacantNumber(Base):
    """A number whose ticket has left the desk: the next ticket gets it."""

    __tablename__ = "vacant_number"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


@dataclass(frozen=True, slots=True)
class Given:
    """A number, what tells its ticket from another that had it, and which version that begins at."""

    number: int
    mark: str | None = None
    version: int = 1


_TAKE = (
    delete(VacantNumber)
    .where(VacantNumber.number == select(func.min(VacantNumber.number)).scalar_subquery())
    .returning(VacantNumber.number)
)


def next_ticket(session: Session) -> Given:
    """Return the number of a new ticket; part of a deed that is open, so that it is used or stays to be given.

    Two that want the same vacant one: the second waits, and gets the next of the series.
    """
    number: int | None = session.connection().execute(_TAKE).scalar_one_or_none()
    if number is None:
        return Given(next_number(session, "ticket", FIRST_NUMBER))
    session.execute(delete(Event).where(Event.kind.in_(OF_TICKET), Event.subject_id == number))
    mark = "".join(secrets.choice(LETTERS) for _ in range(5))
    reused.remember(number, mark)
    # A board that still shows the other one says a version of that: none of this one is ever the same.
    return Given(number, mark, version=10**6 + secrets.randbelow(10**8))
