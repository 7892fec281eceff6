"""Weeks by their ISO number, as a planning promise names them (R9)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from projectie.clock.workdays import Calendar


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week from Monday to Sunday; around New Year its year may differ from the date's."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the week that date lies in."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @property
    def monday(self) -> date:
        """The first day; ValueError if the year has no week of that number."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    def later(self, weeks: int = 1) -> Self:
        """Return the week that many weeks later, or earlier below zero."""
        return self.of(self.monday + timedelta(weeks=weeks))


def working_days_of(week: Week, calendar: Calendar) -> tuple[date, ...]:
    """Return the working days of that week in order; none if the studio is closed all week."""
    days = (week.monday + timedelta(days=place) for place in range(7))
    return tuple(day for day in days if calendar.is_working_day(day))
