"""What is ticked off in a round, and the letter that says what was done."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.language import LOCALES
from projectie.live.announce import announce
from projectie.people.models import Person
from projectie.recurring.models import RecurringRound, RoundItem
from projectie.terms.figures import Text
from projectie.tickets.columns import held
from projectie.tickets.conversation import Reply, say
from projectie.tickets.counting import count_too, recount
from projectie.tickets.letters import ground_of
from projectie.tickets.models import Column, Ticket

count_too(
    select(RecurringRound.ticket_number.label("ticket"), RoundItem.done_at.label("done")).join(
        RecurringRound, RecurringRound.id == RoundItem.round_id
    )
)


class NotDone(ValueError):  # noqa: N818 (a refusal that the page words)
    """Something is not ticked yet; nothing was sent."""


class WasSent(ValueError):  # noqa: N818 (a refusal that the page words)
    """The ticket is done already: its client was told."""


def tick(ticket: int, item: int, by: int, now: datetime, *, done: bool) -> None:
    """Tick a line off, or take the tick away; raise MissingError."""
    with transaction() as session:
        line = _line(session, ticket, item)
        if (line.done_at is not None) == done:
            return
        line.done_at, line.done_by = (now, by) if done else (None, None)
        recount(session, ticket)
        deed = "ticket.line_ticked" if done else "ticket.line_unticked"
        history.record(session, at=now, by=by, deed=deed, of=("ticket", ticket), details={"item": item})
        announce(session, at=now, kind="ticket", of=ticket, by=by)


def send_result(number: int, more: str, by: Person, key: str, now: datetime) -> None:
    """Tell the client what was done, in their language, and finish the ticket.

    Raises MissingError, NotDone while something is open, WasSent when it was told before.
    """
    with transaction() as session:
        ticket = held(session, number)
        lines = _lines(session, number)
        if not lines:
            raise MissingError(f"ticket {number} has no checklist")
        if ticket.column is Column.DONE:
            raise WasSent
        if any(line.done_at is None for line in lines):
            raise NotDone
        said = Reply(_words(ticket, lines, more), seen=0, then=Column.DONE)
        say(session, ticket, said, by, ground_of(session, key, now), now)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by.id)


def _words(ticket: Ticket, lines: list[RoundItem], more: str) -> str:
    with force_locale(LOCALES[ticket.language]):
        head = _("“%(title)s” is done. This is what we did:", title=ticket.subject)
    done = "\n".join(f"- {Text(line.text_nl, line.text_en).in_(ticket.language)}" for line in lines)
    return "\n\n".join(part for part in (head, done, more.strip()) if part)


def _lines(session: Session, number: int) -> list[RoundItem]:
    query = select(RoundItem).join(RecurringRound, RecurringRound.id == RoundItem.round_id)
    return list(session.scalars(query.where(RecurringRound.ticket_number == number).order_by(RoundItem.id)))


def _line(session: Session, number: int, item: int) -> RoundItem:
    for line in _lines(session, number):
        if line.id == item:
            return session.get_one(RoundItem, item, with_for_update=True, populate_existing=True)
    raise MissingError(f"line {item}")
