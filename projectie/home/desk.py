"""The first page of the desk: what is mine, what is owed, what nobody has looked at."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response
from flask_login import current_user
from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from projectie.bonds.following import followed
from projectie.bonds.reminding import end_of, reminders_of
from projectie.clock.now import now
from projectie.context import zone
from projectie.contracts.sla import Measure
from projectie.database import db
from projectie.doors import desk
from projectie.home.breaking import breaking
from projectie.home.foreseen import foreseen
from projectie.home.lines import TicketLine, by_priority, is_open, is_owed, lines, tickets
from projectie.home.silence import silent_mailboxes
from projectie.listing import Listing
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.pages import page
from projectie.tickets.models import Column, Fate, Message, Ticket
from projectie.tickets.sla_pressing import pressing
from projectie.tickets.watching import came_into, watched_by
from projectie.work.timers import running

MINE, OTHERS = 20, 8  # the board has the rest


@dataclass(frozen=True, slots=True)
class Today:
    """What needs attention first."""

    mine: Listing[TicketLine]
    owed: Listing[TicketLine]
    new: Listing[TicketLine]
    quarantined: int
    suspected: int  # by the mail server alone: nobody has looked yet
    failed: int
    watched: Listing[TicketLine] | None = None  # none: no column is watched


@desk.get("/")
def first_page() -> Response:
    """Show what needs attention first."""
    session, at = db.session(), now()
    planned, clocks = foreseen(session, at), pressing(session, at)
    answers = {line.number for line in clocks if line.measure is Measure.RESPONSE}
    return page(
        "home/desk.html",
        today=today(session, current_user.id, at),
        breaking=breaking(session, at, planned.this_week, answers),
        foreseen=planned,
        silent=silent_mailboxes(session, at),
        seen_at=at,
        clocks=clocks,
        reminders=reminders_of(session, current_user.id, until=end_of(at, zone())),
        news=followed(session, current_user.id, only_news=True),
        timer=running(session, current_user.id),
    )


def today(session: Session, person_id: int, at: datetime) -> Today:
    """Return what that person starts the day with; five statements, six for who watches a column."""
    mine = tickets().where(Ticket.assignee_id == person_id, is_open())
    new = tickets().where(Ticket.column == Column.NEW)
    quarantined, suspected, failed = session.execute(select(_quarantined(), _suspected(), _failed())).one()
    return Today(
        mine=lines(session, mine.order_by(by_priority(), Ticket.opened_at, Ticket.number), MINE),
        owed=lines(session, tickets().where(is_owed()).order_by(Ticket.response_by, Ticket.number), OTHERS),
        new=lines(session, new.order_by(Ticket.opened_at, Ticket.number), OTHERS),
        quarantined=quarantined,
        suspected=suspected,
        failed=failed,
        watched=_watched(session, person_id, at),
    )


def _watched(session: Session, person_id: int, at: datetime) -> Listing[TicketLine] | None:
    columns = watched_by(session, person_id)
    if not columns:
        return None
    lately = tickets().where(came_into(columns, at))
    return lines(session, lately.order_by(Ticket.column_since.desc(), Ticket.number), OTHERS)


def _quarantined() -> ScalarSelect[int]:
    return select(func.count(Message.id)).where(Message.fate == Fate.QUARANTINED).scalar_subquery()


def _suspected() -> ScalarSelect[int]:
    nobody_looked = (Message.fate == Fate.SPAM, Message.ruled_by.is_(None))
    return select(func.count(Message.id)).where(*nobody_looked).scalar_subquery()


def _failed() -> ScalarSelect[int]:
    return (
        select(func.count(OutgoingLetter.id))
        .where(OutgoingLetter.state == LetterState.FAILED)
        .scalar_subquery()
    )
