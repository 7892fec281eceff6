"""When a mailbox counts as silent: nothing was read for a while in which somebody may expect to be heard (R34)."""

from datetime import datetime, timedelta

from projectie.clock.phone import PhoneHours, phone_time_between

PATIENCE = timedelta(minutes=15)  # of phone hours


def is_silent(last_read: datetime, now: datetime, hours: PhoneHours) -> bool:
    """Return whether 15 minutes of phone hours have passed since a mailbox was last read completely (R34)."""
    return phone_time_between(last_read, now, hours) >= PATIENCE
