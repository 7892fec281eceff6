"""A client's reply wakes or reopens its ticket (R17a)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from projectie import history
from projectie.terms.in_force import in_force, studio_facts
from projectie.tickets.columns import place_at_start
from projectie.tickets.models import Column, Ticket
from projectie.tickets.reopening import Effect, effect_of_reply


def wake(session: Session, ticket: Ticket, now: datetime) -> bool:
    """Let a reply do what it does to its ticket; return False when it is too late and a new one must open (R17a)."""
    effect = effect_of_reply(ticket.column, ticket.done_at, now, _grace_days(session, now))
    if effect is Effect.OPENS_NEW:
        return False
    if effect in {Effect.WAKES, Effect.REOPENS}:
        _back_to_work(session, ticket, effect, now)
    return True


def is_closed(session: Session, ticket: Ticket, now: datetime) -> bool:
    """Whether whatever comes now would be too late for this ticket: it is done, and so are its days of grace."""
    if ticket.column is not Column.DONE:
        return False
    return effect_of_reply(ticket.column, ticket.done_at, now, _grace_days(session, now)) is Effect.OPENS_NEW


def _grace_days(session: Session, now: datetime) -> int:
    today = now.astimezone(ZoneInfo(studio_facts(session).zone)).date()
    return in_force(session, today).terms.figures.grace_days


def _back_to_work(session: Session, ticket: Ticket, effect: Effect, now: datetime) -> None:
    """Put it first in progress: somebody was on it, and somebody is waiting for it again."""
    details = {"from_column": ticket.column.value, "to_column": Column.IN_PROGRESS.value}
    ticket.position = place_at_start(session, Column.IN_PROGRESS)
    ticket.column, ticket.column_since, ticket.done_at = Column.IN_PROGRESS, now, None
    ticket.version += 1
    deed = "ticket.woken" if effect is Effect.WAKES else "ticket.reopened"
    history.record(session, at=now, by=None, deed=deed, of=("ticket", ticket.number), details=details)
