"""The studio's calendar, and moments written as people write them: with the weekday, which is checked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from projectie.clock.closing import propose_closed_days
from projectie.clock.phone import PhoneHours
from projectie.clock.workdays import Calendar

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
YEARS = range(2026, 2033)


def leiden(*, relief: bool = False) -> Calendar:
    """Return the working days of the studio over the years of these tests."""
    days = (day for year in YEARS for day in propose_closed_days(year, leidens_ontzet=relief))
    return Calendar(AMSTERDAM, MONDAY_TO_FRIDAY, {day.day: day.name for day in days})


def phone(*, relief: bool = False) -> PhoneHours:
    """Return Monday to Friday from 10:00 to 18:00."""
    return PhoneHours(leiden(relief=relief), time(10), time(18))


def on(text: str) -> date:
    """Return the date of a text like `Fri 2027-03-26`."""
    day = date.fromisoformat(text[4:14])
    assert f"{day:%a}" == text[:3], f"{text} is a {day:%A}"
    return day


def at(text: str, zone: ZoneInfo = AMSTERDAM, *, fold: int = 0) -> datetime:
    """Return the moment (UTC) of a local text like `Fri 2027-03-26 15:00`; 24:00 ends a day."""
    hours, minutes = map(int, text[15:].split(":"))
    there = datetime.combine(on(text), time.min) + timedelta(hours=hours, minutes=minutes)
    return there.replace(tzinfo=zone, fold=fold).astimezone(UTC)
