"""Time at the demo studio: work booked on tickets, a gift, a ceiling, receipts, and a timer that runs."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from projectie.clock.workdays import Calendar
from projectie.clock.zone import local
from projectie.commands.demo.diary import Page
from projectie.commands.demo.play import Play, Post
from projectie.database import db
from projectie.mail.outbox import send_due
from projectie.people.models import Person
from projectie.tickets.models import Column, Ticket
from projectie.work.booking import book
from projectie.work.ceilings import limit, note
from projectie.work.judging import Wanted
from projectie.work.leniency import waive
from projectie.work.receipt_writing import write_due
from projectie.work.receipts import WAITS, is_due_for
from projectie.work.rules import Gift, Leniency
from projectie.work.timers import start

MINUTES = ((25,), (10, 10, 1), (50, 15), (8,), (35,), (90, 20))
NOTES = {
    "nl": ("uitgezocht waar het aan lag", "opgelost en nagelopen", "samen getest"),
    "en": ("found out what it was", "mended and checked", "tested together"),
}
GIFT = "Dit lag aan onze eigen update: die tijd is voor ons."
MINUTE = timedelta(minutes=1)


def story(play: Play, now: datetime, calendar: Calendar) -> Iterator[Page]:
    """Tell what everybody booked, and what the clients were told of it."""
    jobs = sorted(_jobs(now), key=lambda job: (job[0], job[1]))
    for place, (at, number) in enumerate(jobs):
        yield at, partial(_told, play, at)
        yield at, partial(_work, number, place, at, calendar)
    yield now, partial(_told, play, now)
    yield now, partial(_decide, play, jobs[0][1], now)


def _jobs(now: datetime) -> list[tuple[datetime, int]]:
    """Return the tickets on which somebody worked, each with when they were at it last."""
    worked = (Column.IN_PROGRESS, Column.WAITING, Column.DONE)
    tickets = select(Ticket).where(
        Ticket.column.in_(worked), Ticket.organisation_id.is_not(None), Ticket.assignee_id.is_not(None)
    )
    last = now - WAITS - 4 * MINUTE
    return [
        (min(each.done_at or each.column_since, last), each.number)
        for each in db.session.scalars(tickets.order_by(Ticket.number)).all()
        if each.column is not Column.DONE or is_due_for(db.session(), each.number)
    ]


def _work(number: int, place: int, at: datetime, calendar: Calendar) -> None:
    ticket = db.session.get_one(Ticket, number, populate_existing=True)
    by = db.session.get_one(Person, ticket.assignee_id)
    pieces, notes = MINUTES[place % len(MINUTES)], NOTES[ticket.language]
    for nth, minutes in enumerate(pieces):
        wanted = Wanted(
            person=by.id,
            day=local(at, calendar.zone).date(),
            minutes=minutes,
            note_client=notes[nth % len(notes)],
            note_inside="" if nth else "ging vlot",
            undecided_too=True,
        )
        book(number, wanted, f"demo-{number}-{nth}", by, at + nth * MINUTE / 4)


def _told(play: Play, at: datetime) -> None:
    """Write the receipts that are due by then, and send them; what is recent still waits in the outbox."""
    if write_due(at, play.intake.key):
        send_due(Post(), at, watch=lambda: 0.0)


def _decide(play: Play, number: int, now: datetime) -> None:
    """Let the manager be lenient once, clients set ceilings, and a timer run."""
    mara, daan = (db.session.get_one(Person, play.cast.people[key].id) for key in ("mara", "daan"))
    waive(number, Leniency(Gift.WHOLE), GIFT, mara, now - 3 * MINUTE)
    agrees = select(Person).where(Person.may_agree.is_(True), Person.organisation_id.is_not(None))
    client = db.session.scalars(agrees.order_by(Person.id)).first()
    if client is not None and client.organisation_id is not None:
        limit(client.organisation_id, None, 60, client, now - 2 * MINUTE)
    mine = select(Ticket.number).where(
        Ticket.column == Column.IN_PROGRESS,
        Ticket.organisation_id.is_not(None),
        Ticket.assignee_id == daan.id,
    )
    for ticket in db.session.scalars(mine.order_by(Ticket.number).limit(1)):
        note(ticket, 12, "Mail van de klant, gisteren", daan, now - MINUTE)
        start(ticket, daan.id, now - 25 * MINUTE)
