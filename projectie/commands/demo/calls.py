"""Calls at the demo studio: one that a client booked, and one that was cancelled."""

from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import select

from projectie.calls import changing
from projectie.calls.booking import Wanted, book
from projectie.calls.changing import Mover
from projectie.calls.reading import ground_at
from projectie.database import db
from projectie.people.models import Person, Role

AGO = timedelta(hours=1)


def happen(now: datetime, key: str) -> None:
    """Let the demo client book two calls, and cancel one."""
    asked = now - AGO
    ground = ground_at(db.session(), now)
    moments = [each.starts for each in islice(ground.offer.moments(now), 0, 40, 12)]
    client = db.session.scalars(
        select(Person).where(Person.role == Role.CLIENT, Person.email == "client@projectie.example")
    ).first()
    if client is None or len(moments) < 3:
        return
    zone, phone = ground.standing.facts.zone, "+31 71 5121212"
    book(Wanted("Vraag over de webshop", moments[0], None, phone, zone, None, "demo-1"), client, key, asked)
    other = book(
        Wanted("Nieuwe fotogalerij", moments[2], None, phone, zone, None, "demo-2"), client, key, asked
    )
    changing.cancel(other, Mover(client.id), key, now)
