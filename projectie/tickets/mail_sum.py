"""The daily sum (R29): every mail received on a day has a fate, or the figures tell.

Two counts that know nothing of each other: what was kept as it arrived (raw mails, and arrivals of a mail we had
already, noted in the transaction that recognised it) against what became of it (messages by their fate, and
repeats of a mail that has one). Mail to info@ is in neither: nobody may see how much of it there is (R27).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, String, case, cast, func, literal, null, select, text, union_all
from sqlalchemy.orm import Session

from projectie.clock.zone import local, moment_of
from projectie.mail.models import Mailbox, RawMail, Repeat
from projectie.tickets.models import Direction, Fate, Message

OPEN_MAILBOXES = (Mailbox.SUPPORT, Mailbox.URGENT)
PATIENCE = timedelta(minutes=10)  # a mail that was kept is understood long before
TRIED = 2  # times: by whoever kept it, and by whoever took it up


@dataclass(frozen=True, slots=True)
class DaySum:
    """The mails of one local day."""

    day: date
    kept: int = 0  # as they arrived
    repeated: int = 0  # arrivals of a mail we had already
    fates: Mapping[Fate, int] = field(default_factory=dict)
    duplicates: int = 0  # repeats of a mail that has its fate
    being_read: int = 0  # kept, and not understood yet
    late: int = 0  # of those: they arrived a while ago, as mail does that was fetched only now
    lost: int = 0  # of those: reading them was tried again and again

    @property
    def received(self) -> int:
        """How many mails arrived."""
        return self.kept + self.repeated

    @property
    def even(self) -> bool | None:
        """Whether every mail has a fate; None while that cannot be told: old mail is being taken in just now."""
        without = self.kept - sum(self.fates.values()) - self.being_read
        alone = self.repeated - self.duplicates  # repeats of a mail that has no fate (yet)
        if without or self.lost or (alone and not self.being_read):
            return False
        return None if self.late else True


@dataclass(frozen=True, slots=True)
class Sums:
    """Yesterday and today."""

    yesterday: DaySum
    today: DaySum

    @property
    def even(self) -> bool | None:
        """Whether both days come out even."""
        found = (self.yesterday.even, self.today.even)
        return False if False in found else None if None in found else True


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment (UTC) at which a local day begins."""
    return moment_of(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001 - the reading of a wall clock


def daily_sums(session: Session, zone: ZoneInfo, now: datetime) -> Sums:
    """Return the sums of yesterday and today; one statement, so that all of it is of one moment."""
    today = local(now, zone).date()
    days = (today - timedelta(days=1), today)
    since, midnight = (start_of(day, zone) for day in days)
    rows = session.execute(_counts(since, midnight, now)).all()
    first, second = (_sum(day, [row for row in rows if row.today == at]) for at, day in enumerate(days))
    return Sums(first, second)


def _counts(since: datetime, midnight: datetime, now: datetime) -> Any:
    def count(kind: str, model: Any, detail: Any) -> Select[Any]:
        today = case((model.received_at >= midnight, 1), else_=0).label("today")
        shown = (literal(kind).label("kind"), today, detail.label("detail"), func.count().label("mails"))
        found = select(*shown).select_from(model)
        found = found.where(model.mailbox.in_(OPEN_MAILBOXES), model.received_at >= since)
        return found.group_by(text("today"), text("detail"))

    late = RawMail.received_at < now - PATIENCE
    waits = case(
        (RawMail.understood.is_(True), "read"),
        (late & (RawMail.attempts > TRIED), "lost"),
        (late, "late"),
        else_="waits",
    )
    nothing = cast(null(), String)
    told = count("told", Repeat, nothing).join(Message, Message.raw_id == Repeat.raw_id)
    fates = count("fate", Message, cast(Message.fate, String)).where(Message.direction == Direction.IN)
    return union_all(count("kept", RawMail, waits), count("repeat", Repeat, nothing), told, fates)


def _sum(day: date, rows: list[Any]) -> DaySum:
    def total(kind: str, *details: str) -> int:
        return sum(row.mails for row in rows if row.kind == kind and (not details or row.detail in details))

    return DaySum(
        day,
        kept=total("kept"),
        repeated=total("repeat"),
        fates={fate: n for fate in Fate if (n := total("fate", fate.value))},
        duplicates=total("told"),
        being_read=total("kept", "waits", "late", "lost"),
        late=total("kept", "late"),
        lost=total("kept", "lost"),
    )
