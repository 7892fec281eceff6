"""A call of both clients of the drill world, with its word in every text."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from projectie.calls.booking import Wanted, book
from projectie.calls.reading import ground_at
from projectie.commands.drill.world import SIDES, World
from projectie.database import db
from projectie.people.models import Person


def phone(world: World) -> None:
    """Book a call for each client."""
    key = current_app.config["SECRET_KEY"]
    for side in SIDES:
        now = world.passed()
        ground = ground_at(db.session(), now)
        starts = next(ground.offer.moments(now + timedelta(minutes=1))).starts
        by = db.session.scalars(select(Person).where(Person.email == side.email)).one()
        zone = ground.standing.facts.zone
        book(Wanted(f"{side.word} call", starts, None, "+31 71 1234567", zone, None, side.key), by, key, now)
