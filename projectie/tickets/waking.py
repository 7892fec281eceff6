"""A client's reply wakes or reopens its ticket; a bare "thank you" does not, unless staff say so (R17a)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.mail.letter import Letter
from projectie.terms.in_force import in_force, studio_facts
from projectie.tickets.calling import call_again
from projectie.tickets.columns import held, place_at_start
from projectie.tickets.models import Column, Direction, Message, Ticket
from projectie.tickets.reopening import Effect, effect_of_reply
from projectie.tickets.thanks import is_bare_thanks


def wake(
    session: Session, ticket: Ticket, letter: Letter | None, now: datetime, *, text: str = "", by: str = ""
) -> bool:
    """Let a reply do what it does to its ticket; return False when it is too late and a new one must open (R17a).

    What came by a form has no letter but a text, and who wrote it; a file alone has neither, and is never a bare thank you.
    """
    done = ticket.column is Column.DONE
    mailed = done and letter is not None and _is_bare_thanks(session, ticket, letter)
    bare = mailed or (done and bool(text) and is_bare_thanks(text, _names(session, ticket, by)))
    grace = _grace_days(session, now)
    effect = effect_of_reply(ticket.column, ticket.done_at, now, grace, bare_thanks=bare)
    if effect is Effect.OPENS_NEW:
        return False
    if effect is Effect.THANKS:
        history.record(
            session, at=now, by=None, deed="ticket.thanked", of=("ticket", ticket.number), details={}
        )
    elif effect in {Effect.WAKES, Effect.REOPENS}:
        deed = "ticket.woken" if effect is Effect.WAKES else "ticket.reopened"
        _back_to_work(session, ticket, deed, None, now)
        if effect is Effect.REOPENS:
            call_again(session, ticket, now, taken=True)
    return True


def is_closed(session: Session, ticket: Ticket, now: datetime) -> bool:
    """Whether whatever comes now would be too late for this ticket: it is done, and so are its days of grace."""
    if ticket.column is not Column.DONE:
        return False
    return effect_of_reply(ticket.column, ticket.done_at, now, _grace_days(session, now)) is Effect.OPENS_NEW


def reopen(number: int, by: int, now: datetime) -> None:
    """Reopen a ticket that stayed done: more was meant than thanks (R17a); nothing happens when it is not done."""
    with transaction() as session:
        ticket = held(session, number)
        if ticket.column is Column.DONE:
            _back_to_work(session, ticket, "ticket.reopened", by, now)
            announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by)


def _is_bare_thanks(session: Session, ticket: Ticket, letter: Letter) -> bool:
    """Whether the mail says thank you and nothing else, perhaps by name; a file is something else."""
    if any(not part.inline for part in letter.attachments):
        return False
    names = _names(session, ticket, letter.from_.name if letter.from_ else "")
    return is_bare_thanks(letter.reply_text, names)


def _names(session: Session, ticket: Ticket, sender: str) -> tuple[str, ...]:
    answers = select(Message.from_name).where(
        Message.ticket_number == ticket.number, Message.direction == Direction.OUT
    )
    return (sender, ticket.requester_name, *session.scalars(answers))


def _grace_days(session: Session, now: datetime) -> int:
    today = now.astimezone(ZoneInfo(studio_facts(session).zone)).date()
    return in_force(session, today).terms.figures.grace_days


def _back_to_work(session: Session, ticket: Ticket, deed: str, by: int | None, now: datetime) -> None:
    """Put it first in progress: somebody was on it, and somebody is waiting for it again."""
    details = {"from_column": ticket.column.value, "to_column": Column.IN_PROGRESS.value}
    ticket.position = place_at_start(session, Column.IN_PROGRESS)
    ticket.column, ticket.column_since, ticket.done_at = Column.IN_PROGRESS, now, None
    ticket.version += 1
    history.record(session, at=now, by=by, deed=deed, of=("ticket", ticket.number), details=details)
