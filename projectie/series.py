"""Numbers without gaps: a number is taken in the transaction that uses it, or not at all."""

from sqlalchemy import String, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from projectie.database import Base, is_sqlite


class Series(Base):
    """The last number given out of one series."""

    __tablename__ = "series"

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    last: Mapped[int]


# Made once: composing it for every ticket cost ten times what it does.
_TAKE = (
    update(Series)
    .where(Series.name == bindparam("series"))
    .values(last=Series.last + 1)
    .returning(Series.last)
)
_ON_SQLITE = sqlite.insert(Series).on_conflict_do_nothing()
_ON_POSTGRESQL = postgresql.insert(Series).on_conflict_do_nothing()


def next_number(session: Session, name: str, first: int = 1) -> int:
    """Return the next number of that series; others wait for this transaction, so no gap and no double."""
    desk = session.connection()
    number: int | None = desk.execute(_TAKE, {"series": name}).scalar_one_or_none()
    if number is None:  # of several who begin it at once all but one wait here, and take the next
        begin = _ON_SQLITE if is_sqlite(session) else _ON_POSTGRESQL
        desk.execute(begin, {"name": name, "last": first - 1})
        number = desk.execute(_TAKE, {"series": name}).scalar_one()
    return number
