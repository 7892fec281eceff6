"""Numbers of invoices: one series a year, without gaps, and dates that never go backwards (R24)."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.invoices.models import Invoice
from projectie.series import next_number


@dataclass(frozen=True, slots=True)
class Taken:
    """A number with its place and moment."""

    year: int
    place: int
    on: date
    at: datetime

    @property
    def number(self) -> str:
        """The number as people write it: 2026-0042."""
        return f"{self.year}-{self.place:04d}"


def take(session: Session, zone: ZoneInfo, now: datetime) -> Taken:
    """Take the next number of the year; others wait for this transaction, so no gap and no double.

    Clocks of two machines differ; the order of the numbers does not: none is dated before the one before it.
    """
    year = now.astimezone(zone).year
    place = next_number(session, f"invoice:{year}")
    last = session.scalar(select(Invoice.issued_at).where(Invoice.year == year, Invoice.place == place - 1))
    at = max(now, last) if last else now
    return Taken(year, place, at.astimezone(zone).date(), at)
