"""A period in moments: the studio's local days, as the database keeps time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from projectie.reports.period import DAY, Period
from projectie.tickets.mail_sum import start_of


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment up to, not including, another (UTC), and the zone whose days these are."""

    period: Period
    since: datetime
    until: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, period: Period, zone: ZoneInfo) -> Self:
        """Return the moments of those days."""
        return cls(period, start_of(period.first, zone), start_of(period.last + DAY, zone), zone)
