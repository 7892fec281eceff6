"""Quotes of both clients of the drill world: every text in them holds its client's word, and one was agreed to."""

from datetime import timedelta
from fractions import Fraction

from flask import current_app
from sqlalchemy import select

from projectie.commands.drill.world import Side, World
from projectie.database import db
from projectie.people.models import Person
from projectie.tickets.columns import OPEN
from projectie.tickets.models import Ticket
from projectie.urgent import agreeing, asking, quoting
from projectie.urgent.models import ConsentWay, Quote
from projectie.urgent.rules import Ground, Offer

HOUR = timedelta(hours=1)


def hurry(world: World, side: Side, client: int) -> None:
    """Quote urgent work on a ticket, and let it be agreed to."""
    key = current_app.config["SETTINGS"].secret_key
    anna = db.session.scalars(select(Person).where(Person.email == side.email)).one()
    colleague = db.session.get_one(Person, world.colleague)
    open_ = select(Ticket.number).where(Ticket.organisation_id == client, Ticket.column.in_(OPEN))
    number = db.session.scalars(
        open_.where(Ticket.merged_into.is_(None)).order_by(Ticket.number).limit(1)
    ).one()
    if not db.session.get_one(Ticket, number).urgent_asked:
        asking.ask(number, anna, key, world.passed())
    at = world.passed()
    offer = Offer((Ground.COMPLEXITY,), 60, Fraction(5, 4), 8, at + 40 * HOUR, at + 30 * HOUR)
    quote = quoting.send(number, quoting.Wanted(offer, f"{side.word} goes first", 0), colleague, key, at)
    shown = db.session.get_one(Quote, quote).html_sha256
    said = agreeing.Said(
        anna.id, anna.name, f"{side.word} owner", shown, "192.0.2.9", "Firefox", ConsentWay.PORTAL
    )
    agreeing.agree(quote, said, world.passed())
