"""Commands about tickets and the board."""

import click
from flask import Flask

from projectie.clock.now import now
from projectie.commands.answers import FAILED, NUMBER, WRONG_USE, may_wait, say, stop
from projectie.commands.ready import needs_desk
from projectie.database import MissingError, db
from projectie.tickets.models import Column
from projectie.tickets.placement import place_at
from projectie.tickets.ticket_report import board_object, ticket_object


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(tickets)
    app.cli.add_command(board)


@click.group()
def tickets() -> None:
    """Tickets."""


@tickets.command("show")
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@click.argument("number", type=NUMBER)
@may_wait
@needs_desk
def show(as_json: bool, number: int) -> None:
    """Show a ticket with its messages."""
    found = ticket_object(db.session(), number)
    if found is None:
        stop(f"There is no ticket {number}.", FAILED)
    if as_json:
        say(found)
        return
    for name, value in found.items():
        click.echo(f"{name}: {value if name != 'messages' else len(found['messages'])}")


@tickets.command("move")
@click.argument("number", type=NUMBER)
@click.option("--to", "column", required=True, type=click.Choice([c.value for c in Column]))
@click.option(
    "--position", type=NUMBER, default=1, show_default=True, help="place in the column; 1 is the top"
)
@may_wait
@needs_desk
def move(number: int, column: str, position: int) -> None:
    """Move a ticket to a place on the board."""
    if position < 0:
        stop("--position must be 1 or more.", WRONG_USE)
    try:
        place_at(number, column, position, now=now())
    except MissingError:
        stop(f"There is no ticket {number}.", FAILED)
    say(ticket_object(db.session(), number))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@may_wait
@needs_desk
def board(as_json: bool) -> None:
    """Show the numbers in every column, in order."""
    columns = board_object(db.session())
    if as_json:
        say(columns)
        return
    for column in columns:
        click.echo(f"{column['id']:12} {' '.join(str(n) for n in column['tickets'])}")
