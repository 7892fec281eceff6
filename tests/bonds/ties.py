"""Tickets to tie together: what is said on them, and how all of it stands, to compare before and after."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from projectie.bonds.merging import Pair, merge
from projectie.clock.now import now
from projectie.database import db
from projectie.mail.models import OutgoingLetter
from projectie.people.models import Person
from projectie.tickets.conversation import Reply, add_note, newest_message, reply
from projectie.tickets.models import Column, Message, Note, Ticket
from projectie.tickets.people_models import Participant
from tests.post import letter, receive
from tests.town import Town

LOTTE = "Lotte Bakker <lotte@bakkerij-leiden.example>"
JORIS = "Joris Bakker <joris@bakkerij-leiden.example>"
ABBY = "Abby Jansen <abby@kueste.example>"
KEY = "k" * 32
FIELDS = (
    *("column", "position", "column_since", "done_at", "response_from", "response_by", "answered_at"),
    *("planned", "planned_until", "urgent_asked", "merged_into", "lines", "lines_done"),
)


def ticket(
    app: Flask, from_: str = LOTTE, subject: str = "Vraag", at: datetime | None = None, **more: Any
) -> int:
    """Let a mail open a ticket and return its number."""
    number = receive(app, letter(from_=from_, subject=subject, proven=True, **more), at=at).ticket
    assert number is not None
    return number


def answer(number: int, town: Town, text: str = "Dat doen we.", then: Column | None = None) -> int:
    """Let Daan reply, and return the message."""
    db.session.rollback()
    daan = db.session.get_one(Person, town.daan.id)
    seen = newest_message(db.session(), number)
    return reply(number, Reply(text, seen, then), daan, KEY, now())


def note(number: int, town: Town) -> int:
    """Let Daan keep a note, and return it."""
    db.session.rollback()
    return add_note(number, "Let op.", db.session.get_one(Person, town.daan.id), now())


def pair(kept: int, other: int) -> Pair:
    """Return two tickets as they are on screen now."""
    db.session.rollback()
    here, there = (db.session.get_one(Ticket, one, populate_existing=True) for one in (kept, other))
    return Pair(kept, other, (here.version, there.version))


def merged(kept: int, other: int, town: Town, at: datetime | None = None) -> int:
    """Merge one into the other and return the bond."""
    return merge(pair(kept, other), town.daan.id, at or now())


def standing(*numbers: int) -> dict[str, Any]:
    """Return how tickets stand: their fields, and whose every message, note, letter and participant is."""
    db.session.rollback()
    db.session.expire_all()
    found: dict[str, Any] = {}
    for number in numbers:
        row = db.session.get_one(Ticket, number)
        found[f"ticket {number}"] = tuple(getattr(row, name) for name in FIELDS)
    for model in (Message, Note):
        rows = select(model.id, model.ticket_number)
        found |= {f"{model.__tablename__} {id_}": of for id_, of in db.session.execute(rows)}
    letters = select(OutgoingLetter.id, OutgoingLetter.thread)
    found |= {f"letter {id_}": of for id_, of in db.session.execute(letters)}
    people = select(Participant.ticket_number, Participant.address, Participant.standing)
    found |= {f"{address} on {of}": stands for of, address, stands in db.session.execute(people)}
    db.session.rollback()
    return found


def messages_of(number: int) -> list[int]:
    """Return the messages of a ticket."""
    found = db.session.scalars(select(Message.id).where(Message.ticket_number == number).order_by(Message.id))
    return list(found)


def later(days: float) -> datetime:
    """Return a moment so many days from now."""
    return now() + timedelta(days=days)
