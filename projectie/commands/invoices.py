"""Commands about invoices: issue one, and list them."""

from typing import Any

import click
from flask import Flask, current_app
from sqlalchemy import select

from projectie.clock.now import now
from projectie.commands.answers import FAILED, NUMBER, WRONG_USE, may_wait, say, stop
from projectie.commands.ready import needs_desk
from projectie.database import MissingError, db
from projectie.invoices import files
from projectie.invoices.issuing import KeyElsewhereError, Wanted, issue_shortage
from projectie.invoices.models import Invoice


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(invoice)


@click.group()
def invoice() -> None:
    """Invoices."""


@invoice.command("issue")
@click.option(
    "--org", "organisation", type=NUMBER, required=True, help="id of the organisation, as `orgs` lists"
)
@click.option("--key", required=True, help="the same key again issues nothing and answers the same invoice")
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@may_wait
@needs_desk
def issue(organisation: int, key: str, as_json: bool) -> None:
    """Issue an invoice of what is short, under the next number of the year; also when nothing is."""
    if not 0 < len(key.strip()) <= 120 or not key.isprintable():
        stop("--key is a word of 1 to 120 characters.", WRONG_USE)
    try:
        number = issue_shortage(Wanted(organisation, key, whatever=True), None, now())
    except MissingError:
        stop(f"There is no organisation {organisation}.", FAILED)
    except KeyElsewhereError as error:
        stop(str(error), FAILED)
    files.make(number, current_app.extensions["projectie.blobs"], now())
    issued = invoice_object(db.session.get_one(Invoice, number))
    if as_json:
        say(issued)
        return
    click.echo(issued["number"])


@invoice.command("list")
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@may_wait
@needs_desk
def list_all(as_json: bool) -> None:
    """List every invoice and credit note that was issued, in the order of the numbers."""
    rows = select(Invoice).where(Invoice.number.is_not(None)).order_by(Invoice.year, Invoice.place)
    found = [invoice_object(row) for row in db.session.scalars(rows)]
    if as_json:
        say(found)
        return
    for each in found:
        click.echo(f"{each['number']}  {each['date']}  {each['total_cents'] / 100:12.2f}  {each['key']}")


def invoice_object(row: Invoice) -> dict[str, Any]:
    """Return an issued invoice, as JSON can say it."""
    return {
        "id": row.id,
        "number": row.number,
        "key": row.key,
        "kind": row.kind.value,
        "organisation": row.organisation_id,
        "date": row.issued_on.isoformat() if row.issued_on else None,
        "due": row.due_on.isoformat() if row.due_on else None,
        "treatment": row.treatment.value if row.treatment else None,
        "excluding_cents": row.excluding_cents,
        "vat_cents": row.vat_cents,
        "total_cents": row.including_cents,
        "settled_credits": row.settled_credits,
        "credits": row.credits_id,
    }
