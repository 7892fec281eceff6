"""How colleagues of the demo studio use the board: views by name, a card on hold, columns they watch."""

from datetime import datetime, timedelta

from sqlalchemy import select

from projectie.commands.demo.play import Play
from projectie.database import db
from projectie.tickets.holding import hold
from projectie.tickets.models import Column, Ticket
from projectie.tickets.views import Wanted, keep_view
from projectie.tickets.watching import watch_columns


def arrange(play: Play, now: datetime) -> None:
    """Keep two views, put the last card of what is in progress on hold, and let Daan watch two columns."""
    people = {key: person.id for key, person in play.cast.people.items()}
    at = now - timedelta(minutes=1)
    keep_view(Wanted("Nog van niemand", for_everyone=True), {"assignee": "none"}, people["mara"], at)
    keep_view(
        Wanted("Hoog, per klant", for_everyone=False),
        {"priority": "high", "lanes": "client"},
        people["daan"],
        at,
    )
    last = select(Ticket.number).where(Ticket.column == Column.IN_PROGRESS).order_by(Ticket.position.desc())
    number = db.session.scalar(last.limit(1))
    if number is not None:
        hold(number, people["bram"], at)
    watch_columns(people["daan"], [Column.TRIAGED.value, Column.DONE.value], at)
