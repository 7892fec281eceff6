"""Commands about consents: the proof that none was changed or removed, and that each urgent charge has one."""

import click
from flask import Flask

from projectie.commands.answers import FAILED, may_wait, stop
from projectie.commands.ready import needs_desk
from projectie.database import db
from projectie.urgent.checking import wrong_consents, wrong_urgent


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(consents)


@click.group()
def consents() -> None:
    """What clients agreed to in writing."""


@consents.command("verify")
@may_wait
@needs_desk
def verify() -> None:
    """Prove that every consent is there, unchanged and in its place, and that each urgent charge has one (R15)."""
    session = db.session()
    wrong = [*wrong_consents(session), *wrong_urgent(session)]
    for sentence in wrong:
        click.echo(sentence, err=True)
    if wrong:
        stop(f"{len(wrong)} things are wrong with the consents.", FAILED)
    click.echo("The consents are whole.")
