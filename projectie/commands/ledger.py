"""Commands about credits: a client's ledger, and the proof that it is right."""

import click
from flask import Flask

from projectie.clock.now import now
from projectie.commands.answers import FAILED, NUMBER, WRONG_USE, may_wait, say, stop
from projectie.commands.ready import needs_desk
from projectie.credits.check import wrong_entries, wrong_removals
from projectie.credits.models import EntryKind
from projectie.credits.posting import MOST, KeyTakenError, Posting, post
from projectie.credits.report import entry_object, ledger_object
from projectie.database import MissingError, db, transaction
from projectie.people.models import Organisation
from projectie.terms.in_force import today
from projectie.work.checking import wrong_charges


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(ledger)
    app.cli.add_command(credits_)


@click.group()
def ledger() -> None:
    """The ledger of a client."""


@ledger.command("show")
@click.option(
    "--org", "organisation", type=NUMBER, required=True, help="id of the organisation, as `orgs` lists"
)
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@may_wait
@needs_desk
def show(organisation: int, as_json: bool) -> None:
    """Show the balance and every entry, in order."""
    if db.session.get(Organisation, organisation) is None:
        stop(f"There is no organisation {organisation}.", FAILED)
    found = ledger_object(db.session(), organisation)
    if as_json:
        say(found)
        return
    for entry in found["entries"]:
        click.echo(
            f"{entry['day']}  {entry['kind']:14} {entry['credits']:+7} {entry['balance_after']:8}  {entry['why']}"
        )
    click.echo(f"balance: {found['balance']}")


@ledger.command("charge")
@click.option(
    "--org", "organisation", type=NUMBER, required=True, help="id of the organisation, as `orgs` lists"
)
@click.option("--credits", "credits_", type=click.IntRange(1, MOST), required=True, help="credits to charge")
@click.option("--key", required=True, help="the same key again changes nothing")
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@may_wait
@needs_desk
def charge(organisation: int, credits_: int, key: str, as_json: bool) -> None:
    """Charge credits to a client, once for each key."""
    if not 0 < len(key.strip()) <= 120:
        stop("--key is a word of 1 to 120 characters.", WRONG_USE)
    try:
        with transaction() as session:
            posting = Posting(
                organisation, EntryKind.CHARGE, -credits_, today(session, now()), key, why="Charged by hand"
            )
            entry = entry_object(post(session, posting, now()))
    except MissingError:
        stop(f"There is no organisation {organisation}.", FAILED)
    except KeyTakenError as error:
        stop(str(error), FAILED)
    if as_json:
        say(entry)
        return
    click.echo(f"{entry['credits']} credits, balance {entry['balance_after']}.")


@click.group("credits")
def credits_() -> None:
    """Credits of all clients."""


@credits_.command("check")
@may_wait
@needs_desk
def check() -> None:
    """Prove the ledger: balances are sums, the chain is unbroken, nothing undone twice, charges are what time costs."""
    session = db.session()
    wrong = [*wrong_entries(session), *wrong_removals(session), *wrong_charges(session)]
    for sentence in wrong:
        click.echo(sentence, err=True)
    if wrong:
        stop(f"{len(wrong)} things are wrong with the ledger.", FAILED)
    click.echo("The ledger is right.")
