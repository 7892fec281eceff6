"""What a reply does to its ticket (R17a): wakes it, reopens it, opens a new one linked to it, or only says thank you."""

from datetime import datetime, timedelta
from enum import StrEnum

from projectie.tickets.models import Column


class Effect(StrEnum):
    """What a client's reply does."""

    NOTHING = "nothing"  # the ticket is being worked on: the reply is read there
    WAKES = "wakes"  # it waited for the client
    REOPENS = "reopens"  # done, within the days of grace
    OPENS_NEW = "opens_new"  # done too long ago: a new ticket, linked
    THANKS = "thanks"  # a bare "thank you" for what is done: shown, and it stays done


def effect_of_reply(
    column: Column, done_at: datetime | None, now: datetime, grace_days: int, *, bare_thanks: bool = False
) -> Effect:
    """Return what a reply that arrives now does to a ticket in that column (R17a)."""
    if column is Column.WAITING:
        return Effect.WAKES
    if column is not Column.DONE or done_at is None:
        return Effect.NOTHING
    if bare_thanks:
        return Effect.THANKS
    return Effect.REOPENS if now <= done_at + timedelta(days=grace_days) else Effect.OPENS_NEW
