"""An outage that groups tickets of both clients: what everybody may read of it names neither."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select

from projectie.commands.drill.world import World
from projectie.database import db
from projectie.outages import actions, tickets, updates
from projectie.outages.actions import OutageFacts
from projectie.outages.models import StatusPart
from projectie.outages.progress import Severity, State
from projectie.outages.updates import Told
from projectie.people.models import Person
from projectie.terms.figures import Text
from projectie.tickets.models import Ticket

FELT = timedelta(minutes=8)  # before anybody reported it


def break_down(world: World) -> None:
    """Report an outage, put the newest ticket of each client in, and tell everybody."""
    parts = tuple(db.session.scalars(select(StatusPart.id).order_by(StatusPart.id).limit(1)))
    moment = world.passed()
    facts = OutageFacts("Websites traag", "Websites slow", Severity.SLOW, parts, moment - FELT)
    outage = actions.report(facts, None, world.colleague, moment)
    newest = select(func.max(Ticket.number)).group_by(Ticket.organisation_id)
    tickets.add_tickets(outage, db.session.scalars(newest).all(), world.colleague, world.passed())
    told = Told(State.IDENTIFIED, Text("We weten waardoor.", "We know why."), "drill", 0)
    colleague = db.session.get_one(Person, world.colleague)
    updates.post(outage, told, colleague, current_app.config["SETTINGS"].secret_key, world.passed())
