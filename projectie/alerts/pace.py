"""When the people on call are told: at once in phone hours, then again and again, never outside them."""

from datetime import datetime, timedelta

from projectie.clock.phone import PhoneHours, is_open, next_opening


def first_round(raised: datetime, hours: PhoneHours) -> datetime:
    """Return when an alert that is raised then is first told."""
    return raised if is_open(raised, hours) else next_opening(raised, hours)


def next_round(now: datetime, repeat: timedelta, hours: PhoneHours) -> datetime:
    """Return when it is told again after a round now; after a sleep that is once, not once for each that was missed."""
    return first_round(now + repeat, hours)
