"""Commands that fill an empty database: the demo desk, the drill world, a desk to measure."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.commands import bench, demo, drill
from projectie.commands.answers import FAILED, WRONG_USE, may_wait, say, stop
from projectie.commands.ready import needs_desk, ready_or_stop
from projectie.complaints.models import SealedMail
from projectie.database import db
from projectie.mail.models import OutgoingLetter, RawMail
from projectie.people.faults import PeopleError
from projectie.people.models import Organisation, Person
from projectie.tickets.models import Ticket

FIRST_ROWS = (Person.id, Organisation.id, Ticket.number, RawMail.id, OutgoingLetter.id, SealedMail.id)


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(demo_command)
    app.cli.add_command(seed)


@click.command("demo")
@may_wait
@needs_desk
def demo_command() -> None:
    """Fill an empty database with the demo desk; sign in as manager@, staff@, client@ … projectie.example."""
    _fill(demo.fill, now())
    click.echo(f"The demo desk is filled. Sign in as staff@projectie.example, password {demo.PASSWORD}.")


@click.command("seed")
@click.option("--drill", "drills", is_flag=True, help="the drill world; prints who and what there is")
@click.option(
    "--bench", "tickets", type=click.IntRange(1, 1_000_000), help="a desk with that many tickets, to measure"
)
@click.option("--json", "as_json", is_flag=True, help="as JSON, which it is anyway")
@may_wait
def seed(drills: bool, tickets: int | None, as_json: bool) -> None:
    """Fill an empty database for drills or measuring."""
    del as_json  # the only form
    if drills == (tickets is not None):
        stop("Choose one: --drill or --bench TICKETS.", WRONG_USE)
    ready_or_stop(None if drills else bench.EPOCH)
    say(_fill(drill.fill, now()) if tickets is None else _fill(bench.fill, tickets))


def _fill(fill: Callable[[Any], Any], given: datetime | int) -> Any:
    """Fill the database, or end with a sentence when it is not empty (any more)."""
    if any(db.session.scalar(select(row).limit(1)) is not None for row in FIRST_ROWS):
        stop("The database is not empty: this fills only a new one.", FAILED)
    try:
        return fill(given)
    except PeopleError:
        stop("Somebody else is filling this database at this moment.", FAILED)
