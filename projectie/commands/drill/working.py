"""Time and credits of both clients of the drill world: every text that the client reads holds its word."""

from flask import current_app
from sqlalchemy import select

from projectie.commands.drill.world import INTERNAL, Side, World
from projectie.contracts.coverage import Consequence
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import db, transaction
from projectie.people.models import Person, Role
from projectie.terms.in_force import today
from projectie.tickets import coverage_actions
from projectie.tickets.models import Column, Ticket
from projectie.work.booking import book
from projectie.work.ceilings import limit
from projectie.work.judging import Wanted
from projectie.work.leniency import waive
from projectie.work.receipt_writing import write_due
from projectie.work.receipts import is_due_for
from projectie.work.rules import Gift, Leniency


def work(world: World, side: Side, client: int) -> None:
    """Sell credits, book time on every ticket, be lenient on one, set a ceiling, and write the receipts."""
    _top_up(world, side, client)
    colleague = db.session.get_one(Person, world.colleague)
    tickets = select(Ticket.number).where(Ticket.organisation_id == client).order_by(Ticket.number)
    for number in db.session.scalars(tickets).all():
        if db.session.get_one(Ticket, number).column is Column.DONE and not is_due_for(db.session(), number):
            continue
        reason = f"{INTERNAL}: paid with credits."
        coverage_actions.decide_coverage(number, Consequence.CREDITS, reason, world.colleague, world.passed())
        moment = world.passed()
        wanted = Wanted(
            world.colleague,
            today(db.session(), moment),
            25,
            note_client=f"{side.word} mended",
            note_inside=f"{INTERNAL}: it took long.",
        )
        book(number, wanted, f"drill-{number}", colleague, moment)
    _decide(world, side, client)
    write_due(world.passed(), current_app.config["SETTINGS"].secret_key)


def _top_up(world: World, side: Side, client: int) -> None:
    moment = world.passed()
    day = today(db.session(), moment)
    with transaction() as session:
        key, why = f"drill:{side.key}", f"{side.word} bought credits"
        post(session, Posting(client, EntryKind.TOP_UP, 20, day, key, why=why), moment)


def _decide(world: World, side: Side, client: int) -> None:
    manager = db.session.scalars(select(Person).where(Person.role == Role.MANAGER)).one()
    anna = db.session.scalars(select(Person).where(Person.email == side.email)).one()
    first = select(Ticket.number).where(Ticket.organisation_id == client).order_by(Ticket.number).limit(1)
    number = db.session.scalars(first).one()
    waive(number, Leniency(Gift.PART, 1), f"{side.word} waited long", manager, world.passed())
    limit(client, number, 50, anna, world.passed())
