"""Urgent work at the demo studio: a quote that waits, one that was agreed to and is being carried out, one declined."""

from datetime import datetime, timedelta
from fractions import Fraction

from sqlalchemy import select

from projectie.clock.workdays import Calendar
from projectie.clock.zone import local
from projectie.commands.demo.moments import ago
from projectie.commands.demo.play import Play, Post
from projectie.database import db
from projectie.mail.blobs import BlobStore
from projectie.mail.outbox import send_due
from projectie.people.models import Person
from projectie.tickets.columns import OPEN
from projectie.tickets.models import Ticket
from projectie.urgent import agreeing, asking, ending, quoting
from projectie.urgent.copies import send_copies
from projectie.urgent.models import ConsentWay, Quote
from projectie.urgent.rules import Ground, Offer
from projectie.work.booking import book
from projectie.work.judging import Wanted

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WORDS = {
    "nl": "We zetten het nu opzij van het andere werk en testen het met jullie samen.",
    "en": "We put it before our other work now and test it together with you.",
}
DEVICE = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0"
ROLE = {"nl": "eigenaar", "en": "owner"}


def happen(play: Play, blobs: BlobStore, now: datetime, calendar: Calendar) -> None:
    """Let the client ask three times, and answer two of the quotes."""
    client = db.session.scalars(select(Person).where(Person.email == "client@projectie.example")).one()
    open_ = select(Ticket.number).where(
        Ticket.organisation_id == client.organisation_id,
        Ticket.column.in_(OPEN),
        Ticket.urgent_asked.is_(False),
        Ticket.merged_into.is_(None),
    )
    numbers = db.session.scalars(open_.order_by(Ticket.number).limit(3)).all()
    begun = ago(now, 0.3, calendar)
    for place, number in enumerate(numbers):
        at = begun + place * MINUTE
        quote = _quote(play, number, client, at)
        if place == 1:
            _agree(play, quote, client, at + 4 * MINUTE, now, calendar)
        elif place == 2:
            ending.decline(quote, client.id, play.intake.key, at + 5 * MINUTE)
    send_copies(blobs, begun + 9 * MINUTE, play.intake.key)
    send_due(Post(), begun + 9 * MINUTE, watch=lambda: 0.0, contents=blobs.get)


def _quote(play: Play, number: int, client: Person, at: datetime) -> int:
    mara = db.session.get_one(Person, play.cast.people["mara"].id)
    asking.ask(number, client, play.intake.key, at)
    grounds = (Ground.CAPACITY, Ground.OUT_OF_HOURS)
    hour = at.replace(minute=0, second=0, microsecond=0)
    offer = Offer(grounds, 60, Fraction(7, 4), 12, hour + 40 * HOUR, hour + 20 * HOUR)
    words = WORDS[db.session.get_one(Ticket, number).language]
    return quoting.send(number, quoting.Wanted(offer, words, 0), mara, play.intake.key, at + 2 * MINUTE)


def _agree(play: Play, number: int, client: Person, at: datetime, now: datetime, calendar: Calendar) -> None:
    quote = db.session.get_one(Quote, number)
    said = agreeing.Said(
        client.id,
        client.name,
        ROLE[quote.language],
        quote.html_sha256,
        "192.0.2.7",
        DEVICE,
        ConsentWay.PORTAL,
    )
    agreeing.agree(number, said, at)
    daan = db.session.get_one(Person, play.cast.people["daan"].id)
    day = local(now, calendar.zone).date()  # the ledger goes on where it stood
    wanted = Wanted(daan.id, day, 25, urgent=True, undecided_too=True)
    book(quote.ticket_number, wanted, f"demo-urgent-{number}", daan, now)
