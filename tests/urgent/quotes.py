"""Quotes for tests: asked, sent and agreed to as people do."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.contracts.coverage import Consequence
from projectie.database import db, transaction
from projectie.people.models import Person
from projectie.tickets import coverage_actions
from projectie.tickets.models import Ticket
from projectie.urgent import agreeing, asking, quoting
from projectie.urgent.agreeing import Said
from projectie.urgent.models import ConsentWay, Quote
from projectie.urgent.rules import Ground, Offer
from tests.bonds.ties import KEY, ticket
from tests.town import Town, Townsman

HOUR = timedelta(hours=1)
FACTOR = Fraction(3, 2)


def person(who: Townsman) -> Person:
    """Return the row of a townsman."""
    return db.session.get_one(Person, who.id)


def urgent_ticket(app: Flask, town: Town, *, asked: bool = True) -> int:
    """Return a ticket of the client in Leiden that is paid with credits, asked to be urgent."""
    number = ticket(app, subject="Winkel dicht")
    coverage_actions.decide_coverage(number, Consequence.CREDITS, "Credits.", town.daan.id, now())
    if asked:
        asking.ask(number, person(town.lotte), KEY, now())
    db.session.rollback()
    return number


def offer(at: datetime | None = None, **more: Any) -> Offer:
    """Return an offer that can be sent."""
    at = at or now()
    said: dict[str, Any] = {"grounds": (Ground.CAPACITY,), "minutes": 60, "factor": FACTOR, "maximum": 9}
    return Offer(**(said | {"ready_by": at + 30 * HOUR, "valid_until": at + 6 * HOUR} | more))


def sent(town: Town, number: int, by: Townsman | None = None, **more: Any) -> int:
    """Let staff send a quote, and return it."""
    db.session.rollback()
    seen = quoting.last_version(db.session(), number)
    wanted = quoting.Wanted(offer(**more), "We herstellen de winkel.", seen)
    found = quoting.send(number, wanted, person(by or town.daan), KEY, now())
    db.session.rollback()
    return found


def row(quote: int) -> Quote:
    """Return a quote as it is now."""
    db.session.rollback()
    return db.session.get_one(Quote, quote, populate_existing=True)


def agreed(quote: int, who: Townsman, at: datetime | None = None, **more: Any) -> int:
    """Let somebody agree, and return the consent."""
    said: dict[str, Any] = {
        "name": who.name,
        "role": "eigenaar",
        "html_sha256": row(quote).html_sha256,
        "address": "::1",
    }
    said |= {"device": "Firefox", "way": ConsentWay.PORTAL, "person": who.id}
    found = agreeing.agree(quote, Said(**(said | more)), at or now())
    db.session.rollback()
    return found


def as_it_is(number: int) -> Ticket:
    """Return a ticket as it is now."""
    db.session.rollback()
    return db.session.scalars(
        select(Ticket).where(Ticket.number == number), execution_options={"populate_existing": True}
    ).one()


def changed(who: Townsman, **values: Any) -> None:
    """Change what a townsman may."""
    with transaction() as session:
        for name, value in values.items():
            setattr(session.get_one(Person, who.id), name, value)
