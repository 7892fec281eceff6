"""Commands that bring data in: the same as on the page, for files of any size and for folders at a mail server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from sqlalchemy import select

from projectie.clock.now import now
from projectie.commands.answers import FAILED, NOT_NOW, WRONG_USE, may_wait, say, stop
from projectie.commands.ready import needs_desk
from projectie.database import db
from projectie.imports.items import Ground, Item, Report
from projectie.imports.mailboxes import folder
from projectie.imports.running import bring_all
from projectie.imports.sources import READERS, Source
from projectie.mail.account import Account
from projectie.mail.imap import Line
from projectie.mail.limits import limits_by
from projectie.mail.line_error import LineError
from projectie.mail.oauth import Tokens
from projectie.people.models import Person, Role


def add(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(bring_in)


@click.command("import")
@click.argument("source", type=click.Choice([*(source.value for source in Source), "imap"]))
@click.argument("place")
@click.option("--dry-run", is_flag=True, help="change nothing; tell what would happen")
@click.option("--by", default="", help="address of the manager who does it; by default the first one")
@may_wait
@needs_desk
def bring_in(source: str, place: str, dry_run: bool, by: str) -> None:
    """Bring in a file (clients, people, balances, mbox, zammad, freescout), or a folder at imaps://user:password@host/FOLDER."""
    ground = _ground(by)
    try:
        report = (
            _from_folder(place, ground, dry=dry_run)
            if source == "imap"
            else bring_all(_items(Source(source), place), ground, dry=dry_run, told=_told)
        )
    except LineError as error:
        stop(f"The mail server does not answer as it should ({error.reason.value}); ask again.", NOT_NOW)
    for line in report.lines:
        say(line)
    say({"dry": dry_run, **report.counts})
    if report.lines:
        raise SystemExit(FAILED)


def _items(source: Source, place: str) -> Iterator[Item]:
    path = Path(place)
    if not path.is_file():
        stop(f"{place} is no file.", WRONG_USE)
    return READERS[source](path.read_bytes())


def _from_folder(address: str, ground: Ground, *, dry: bool) -> Report:
    try:
        account = Account.of(address, current_app.config["SETTINGS"])
    except ValueError as error:
        stop(f"That is no address of a mailbox: {error}", WRONG_USE)
    with Line.open(account, Tokens(now)) as line:
        return bring_all(folder(line), ground, dry=dry, told=_told)


def _ground(by: str) -> Ground:
    managers = select(Person.id).where(Person.role == Role.MANAGER, Person.active.is_(True))
    wanted = managers.where(Person.email == by.lower()) if by else managers
    found = db.session.scalar(wanted.order_by(Person.id).limit(1))
    if found is None:
        stop("There is no such manager.", WRONG_USE)
    settings: Any = current_app.config["SETTINGS"]
    return Ground(current_app.extensions["projectie.blobs"], found, now(), limits_by(settings))


def _told(done: int) -> None:
    if done % 100 == 0:
        click.echo(f"{done} …", err=True)
