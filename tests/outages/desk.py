"""A small outage: the mail of two clients is down, and Daan looks after it."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from projectie.database import db
from projectie.mail.models import OutgoingLetter
from projectie.outages import actions, tickets, updates
from projectie.outages.actions import OutageFacts
from projectie.outages.models import Outage, StatusPart
from projectie.outages.progress import Severity, State
from projectie.outages.updates import Told
from projectie.people.models import Person
from projectie.terms.figures import Text
from projectie.tickets.models import Column, Message, Ticket
from tests.post import letter, receive
from tests.town import Town

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)  # 13:00 in Leiden
MINUTE = timedelta(minutes=1)
TEXT = Text("We hebben de oorzaak.", "We found the cause.")


class Desk:
    """Two clients who wrote, and what Daan can do."""

    def __init__(self, app: Flask, town: Town) -> None:
        self.app, self.town = app, town
        self.lotte = self.mailed(town.lotte.email)
        self.abby = self.mailed(town.abby.email)
        self.part = db.session.scalars(select(StatusPart.id).order_by(StatusPart.place)).first() or 0

    def mailed(self, sender: str, at: datetime = MONDAY, subject: str = "Mail doet het niet") -> int:
        """Let a client write; return the ticket."""
        number = receive(self.app, letter(from_=sender, proven=True, subject=subject), at=at).ticket
        assert number is not None
        return number

    def facts(self, at: datetime = MONDAY, title: str = "Mail") -> OutageFacts:
        """Return what everybody may know."""
        return OutageFacts(f"{title} ligt eruit", f"{title} is down", Severity.DOWN, (self.part,), at)

    def reported(self, *numbers: int, at: datetime = MONDAY, title: str = "Mail") -> int:
        """Report an outage with those tickets."""
        outage = actions.report(self.facts(at, title), None, self.town.daan.id, at + MINUTE)
        if numbers:
            tickets.add_tickets(outage, numbers, self.town.daan.id, at + MINUTE)
        return outage

    def told(
        self, state: State = State.IDENTIFIED, *, once: str = "a", seen: int = 0, **more: object
    ) -> Told:
        """Return an update."""
        return Told(state, TEXT, once, seen, **more)  # type: ignore[arg-type]

    def post(self, outage: int, told: Told, at: datetime = MONDAY + 5 * MINUTE) -> int:
        """Let Daan tell everybody."""
        return updates.post(outage, told, self.daan, self.key, at)

    @property
    def daan(self) -> Person:
        """The colleague."""
        return db.session.get_one(Person, self.town.daan.id)

    @property
    def key(self) -> str:
        """What signs reply addresses."""
        key: str = self.app.config["SECRET_KEY"]
        return key

    def ticket(self, number: int) -> Ticket:
        """Return the ticket as it is now."""
        return db.session.get_one(Ticket, number, populate_existing=True)

    def outage(self, number: int) -> Outage:
        """Return the outage as it is now."""
        return db.session.get_one(Outage, number, populate_existing=True)

    def letters(self) -> list[OutgoingLetter]:
        """Return the letters that carry answers, in order."""
        found = select(OutgoingLetter).where(OutgoingLetter.key.like("answer:%")).order_by(OutgoingLetter.id)
        return list(db.session.scalars(found.execution_options(populate_existing=True)))

    def messages(self, number: int) -> list[Message]:
        """Return the answers on a ticket."""
        answers = select(Message).where(Message.ticket_number == number, Message.author_id.is_not(None))
        return list(db.session.scalars(answers.order_by(Message.id)))


def columns(desk: Desk) -> list[Column]:
    """Return where both tickets are."""
    return [desk.ticket(desk.lotte).column, desk.ticket(desk.abby).column]
