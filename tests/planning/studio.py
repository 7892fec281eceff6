"""A small studio for the rules of planning: Daan works whole days, Anne three short ones; 60 percent can be planned."""

from datetime import date, timedelta

from projectie.clock.weeks import Week
from projectie.planning.capacity import Colleague, Leave
from projectie.planning.outlook import Outlook, Work
from projectie.tickets.promises import PlanningWindow
from tests.clock.leiden import leiden, on

DAAN, ANNE = 1, 2
MONDAY = on("Mon 2026-11-23")  # of week 48
PERCENT = 60
WHOLE_DAYS = (480, 480, 480, 480, 480, 0, 0)
SHORT_DAYS = (300, 300, 0, 300, 0, 0, 0)


def daan(*leave: Leave) -> Colleague:
    """Return Daan: 40 hours, 24 of them planned."""
    return Colleague(DAAN, WHOLE_DAYS, leave)


def anne(*leave: Leave) -> Colleague:
    """Return Anne: 15 hours, 9 of them planned."""
    return Colleague(ANNE, SHORT_DAYS, leave)


def in_week(ticket: int, week: int, minutes: int, who: int | None = DAAN, year: int = 2026) -> Work:
    """Return work promised for a week."""
    monday = date.fromisocalendar(year, week, 1)
    return Work(ticket, who, monday, monday + timedelta(days=6), minutes, order=ticket)


def outlook(*works: Work, colleagues: tuple[Colleague, ...] = (), today: date = MONDAY) -> Outlook:
    """Return the weeks ahead of the studio."""
    return Outlook(today, leiden(), colleagues or (daan(), anne()), PERCENT, works)


def window(arrived: date) -> PlanningWindow:
    """Return the window of the first terms."""
    return PlanningWindow(arrived + timedelta(days=14), arrived + timedelta(days=21))


def week(number: int, year: int = 2026) -> Week:
    """Return that week."""
    return Week(year, number)
