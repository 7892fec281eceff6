"""Commands about people and organisations."""

import sys

import click
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from projectie.clock.now import now
from projectie.commands.answers import FAILED, WRONG_USE, may_wait, say, stop
from projectie.commands.ready import needs_desk
from projectie.database import db
from projectie.language import LANGUAGES, LOCALES
from projectie.people import actions
from projectie.people.addresses import kept_address
from projectie.people.faults import PeopleError
from projectie.people.forms import password_sentence
from projectie.people.models import Organisation, Person, Role
from projectie.people.organisation_actions import organisation_named
from projectie.people.passwords import hashed
from projectie.people.sentences import sentence


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(person)
    app.cli.add_command(orgs)


@click.group()
def person() -> None:
    """People who can sign in."""


@person.command("add")
@click.option("--email", required=True, help="address to sign in with")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--organisation", help="name of the client's organisation, exactly")
@click.option("--name", help="as others see it; by default the first part of the address")
@click.option("--language", type=click.Choice(LANGUAGES), help="by default the organisation's, else Dutch")
@click.option("--may-agree", is_flag=True, help="clients: may agree to costs")
@click.option("--password-stdin", is_flag=True, help="read the password from standard input")
@may_wait
@needs_desk
def add_person(  # noqa: PLR0917 (click hands over one argument for each option)
    email: str,
    role: str,
    organisation: str | None,
    name: str | None,
    language: str | None,
    may_agree: bool,
    password_stdin: bool,
) -> None:
    """Add an account; an organisation is never made on the way."""
    address, of = _address(email), _organisation(Role(role), organisation)
    facts = actions.PersonFacts(
        email=address,
        name=(name or "").strip() or address.partition("@")[0],
        role=Role(role),
        organisation_id=of.id if of else None,
        may_agree=may_agree and of is not None,
        language=language or (of.language if of else LANGUAGES[0]),
    )
    added = actions.person_of(facts, now())
    added.password_hash = hashed(_typed_password(address)) if password_stdin else None
    try:
        actions.add_person(added, None, now())
    except PeopleError as error:
        stop(_said(error), FAILED)
    click.echo(f"{address} has been added as {role}.{'' if password_stdin else _how_to_set_one(address)}")


@person.command("password")
@click.option("--email", required=True, help="address of the account")
@click.option("--password-stdin", is_flag=True, required=True, help="read the password from standard input")
@may_wait
@needs_desk
def new_password(email: str, password_stdin: bool) -> None:
    """Give an account a new password and sign it out everywhere."""
    del password_stdin  # the only way: what is typed on a command line stays in its history
    address = _address(email)
    known = db.session.scalar(select(Person.id).where(Person.email == address))
    if known is None:
        stop(f"There is no account for {address}.", FAILED)
    actions.set_password(known, _typed_password(address), now(), None)
    click.echo(f"{address} has a new password.")


@click.command("orgs")
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@may_wait
@needs_desk
def orgs(as_json: bool) -> None:
    """List the organisations."""
    rows = db.session.execute(select(Organisation.id, Organisation.name).order_by(Organisation.id)).all()
    if as_json:
        say([{"id": row.id, "name": row.name} for row in rows])
        return
    for row in rows:
        click.echo(f"{row.id:6} {row.name}")


def _address(typed: str) -> str:
    return kept_address(typed) or stop(f"“{typed}” is not an email address.", WRONG_USE)


def _organisation(role: Role, name: str | None) -> Organisation | None:
    if role is Role.CLIENT and not name:
        stop("A client belongs to an organisation: add --organisation NAME.", WRONG_USE)
    if role is not Role.CLIENT and name:
        stop("Staff and managers belong to the studio: leave --organisation out.", WRONG_USE)
    if not name:
        return None
    return organisation_named(name) or stop(f"There is no organisation called “{name}”.", WRONG_USE)


def _typed_password(address: str) -> str:
    """Return the password on standard input; end with a sentence when it is no good."""
    line = sys.stdin.buffer.readline()
    try:
        password = line.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        stop("The password on standard input is not UTF-8 text.", WRONG_USE)
    with force_locale(LOCALES["en"]):
        wrong = password_sentence(password, address)
    if wrong is not None:
        stop(f"{wrong}.", WRONG_USE)
    return password


def _how_to_set_one(address: str) -> str:
    again = f"flask --app app person password --email {address} --password-stdin"
    return f" There is no password yet; a manager sets one under Manage, People, or this does: {again}"


def _said(error: PeopleError) -> str:
    with force_locale(LOCALES["en"]):
        return f"{sentence(error)}."
