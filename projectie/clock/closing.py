"""The closed days to propose for a year (R6); what a manager confirms of them is kept with the terms."""

from collections.abc import Collection
from datetime import date, timedelta

from projectie.terms.figures import ClosedDay, Text

GOOD_FRIDAY = "Goede vrijdag"  # holidays go by their Dutch name: the library has no other key
ALL_WEEK = range(7)


def propose_closed_days(
    year: int,
    *,
    weekdays: Collection[int] = ALL_WEEK,
    exclude: Collection[str] = (GOOD_FRIDAY,),
    leidens_ontzet: bool = False,
) -> tuple[ClosedDay, ...]:
    """Return the Dutch public holidays of that year, in order, that fall on those weekdays.

    `exclude` names in Dutch the holidays the studio works on; Liberation Day is in lustrum years only.
    """
    days = _public_holidays(year, exclude)
    if leidens_ontzet:
        days.setdefault(relief_of_leiden(year), Text("Leidens Ontzet", "Relief of Leiden"))
    return tuple(ClosedDay(day, name) for day, name in sorted(days.items()) if day.weekday() in weekdays)


def relief_of_leiden(year: int) -> date:
    """Return the day Leiden celebrates: 3 October, on a Sunday moved to Monday."""
    day = date(year, 10, 3)
    return day + timedelta(days=1) if day.weekday() == 6 else day


def _public_holidays(year: int, exclude: Collection[str]) -> dict[date, Text]:
    import holidays  # only managers need it, once a year: not at every start

    dutch = holidays.country_holidays("NL", years=year, language="nl")
    english = holidays.country_holidays("NL", years=year, language="en_US")
    kept = (day for day in dutch if not set(dutch.get_list(day)) <= set(exclude))
    return {day: Text(dutch[day], english[day]) for day in kept}
