"""A request that one person keeps from colleagues, with a word of its own in all that becomes of it (section 8)."""

from datetime import timedelta
from fractions import Fraction

from flask import current_app
from sqlalchemy import select

from projectie.calls.booking import Wanted as WantedCall
from projectie.calls.booking import book as book_call
from projectie.calls.reading import ground_at
from projectie.commands.demo.files import document
from projectie.commands.drill.world import SIDES, World
from projectie.contracts.coverage import Consequence
from projectie.database import db
from projectie.mail.blobs import BlobStore
from projectie.people.models import Person
from projectie.proofs.showing import File, put_up
from projectie.requests.filling_in import page_of
from projectie.requests.sending import Asked, send
from projectie.terms.in_force import today
from projectie.tickets import conversation, coverage_actions
from projectie.tickets.models import Column, Ticket
from projectie.tickets.planning_promises import Span, weeks_to_offer
from projectie.tickets.priority import Impact, Kind, Urgency
from projectie.tickets.promise_rows import ground_for
from projectie.tickets.promising import Wanted as WantedPromise
from projectie.tickets.promising import promise_planning
from projectie.urgent import asking, quoting
from projectie.urgent.rules import Ground, Offer
from projectie.work.booking import book
from projectie.work.ceilings import limit
from projectie.work.judging import Wanted
from projectie.work.receipt_writing import write_due

PRIVATE = "ijsvogelstil"
_HOUR = timedelta(hours=1)
_WORDS = f"{PRIVATE} of {SIDES[0].word}"


def keep_private(world: World, client: int, blobs: BlobStore) -> None:
    """Let anna of the first client ask two things in private: one goes on, of the other she got the receipt."""
    anna = db.session.scalars(select(Person).where(Person.email == SIDES[0].email)).one()
    for place in (1, 2):
        number = _asked(world, anna, place)
        _worked(world, number)
        if place == 1:
            limit(client, number, 40, anna, world.passed())
            _shown(world, number, anna, blobs)
        _answered(world, number, None if place == 1 else Column.DONE)
    write_due(world.passed(), _key())


def _asked(world: World, anna: Person, place: int) -> int:
    asked = Asked(
        key=f"drill-{PRIVATE}-{place}",
        subject=_WORDS,
        text=f"Nobody else may know of {_WORDS}.",
        kind=Kind.QUESTION,
        service="website",
        impact=Impact.ONE,
        urgency=Urgency.HINDERED,
        language=SIDES[0].language,
        private=True,
    )
    return send(asked, anna, _key(), page_of, world.passed()).ticket_number


def _worked(world: World, number: int) -> None:
    by, at = db.session.get_one(Person, world.colleague), world.passed()
    coverage_actions.decide_coverage(number, Consequence.CREDITS, "It is.", world.colleague, at)
    wanted = Wanted(world.colleague, today(db.session(), at), 25, note_client=_WORDS, note_inside="")
    book(number, wanted, f"drill-{PRIVATE}-{number}", by, world.passed())


def _shown(world: World, number: int, anna: Person, blobs: BlobStore) -> None:
    """Promise, quote, show a proof, and book a call."""
    key, by, at = _key(), db.session.get_one(Person, world.colleague), world.passed()
    ticket = db.session.get_one(Ticket, number, populate_existing=True)
    week = weeks_to_offer(ground_for(db.session(), ticket, None, at), 8)[1]
    promise_planning(number, WantedPromise(Span.week(week), _WORDS, ticket.version), by, key, at)
    asking.ask(number, anna, key, world.passed())
    at = world.passed()
    offer = Offer((Ground.COMPLEXITY,), 60, Fraction(5, 4), 8, at + 40 * _HOUR, at + 30 * _HOUR)
    quoting.send(number, quoting.Wanted(offer, _WORDS, 0), by, key, at)
    file = File(f"{PRIVATE}.pdf", "application/pdf", document((PRIVATE,)), _WORDS, PRIVATE)
    put_up(number, file, blobs, by, key, world.passed())
    now = world.passed()
    ground = ground_at(db.session(), now)
    starts = [moment.starts for _, moment in zip(range(40), ground.offer.moments(now + _HOUR), strict=False)][
        -1
    ]
    zone = ground.standing.facts.zone
    book_call(WantedCall(_WORDS, starts, None, "+31 71 1234567", zone, number, "nl"), anna, key, now)


def _answered(world: World, number: int, then: Column | None) -> None:
    by = db.session.get_one(Person, world.colleague)
    seen = conversation.newest_message(db.session(), number)
    said = conversation.Reply(f"Hello,\n\nThis is about {_WORDS}.", seen, then)
    conversation.reply(number, said, by, _key(), world.passed())


def _key() -> str:
    key: str = current_app.config["SETTINGS"].secret_key
    return key
