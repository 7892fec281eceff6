"""Managers see every client's balance, what is to be invoiced, and each ledger (R19–R21)."""

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_login import current_user

from projectie import spreadsheet
from projectie.context import today, zone
from projectie.credits import clients, statement
from projectie.credits.beside import beside
from projectie.credits.entries import Asked, page_of
from projectie.credits.place import for_manager
from projectie.credits.standing import standing_of
from projectie.credits.words import KINDS
from projectie.credits.worth import Worth
from projectie.database import db
from projectie.doors import manage
from projectie.language import language
from projectie.listing import page_number, words_of
from projectie.pages import page
from projectie.people.models import Organisation
from projectie.terms.in_force import in_force

MOST_IN_FILE = 9_000


@manage.get("/credits", endpoint="credits")
def credits_page() -> Response:
    """Show clients by balance, the lowest first."""
    words, short = words_of(request.args.get("q")), request.args.get("short") == "yes"
    number, session = page_number(request.args.get("page")), db.session()
    sums = clients.sums(session)
    figures = in_force(session, today()).terms.figures
    return page(
        "credits/clients.html",
        listing=clients.by_balance(session, words, short=short, number=number),
        sums=sums,
        held=Worth.of(sums.held, figures),
        lacks=Worth.of(sums.short, figures),
        words=words,
        short=short,
        **beside(session, current_user),
    )


@manage.get("/credits.csv", endpoint="credits_csv")
def csv() -> Response:
    """Hand out the balances for a spreadsheet."""
    words, short = words_of(request.args.get("q")), request.args.get("short") == "yes"
    found = clients.by_balance(db.session(), words, short=short, size=MOST_IN_FILE)
    price = in_force(db.session(), today()).terms.figures.credit_price_cents
    head = (_("Client"), _("Country"), _("Credits"), _("Worth ex. VAT"))
    rows = (
        (each.name, each.country, each.credits, spreadsheet.cents(each.credits * price, language()))
        for each in found.rows
    )
    content = spreadsheet.sheet(head, rows, language())
    return spreadsheet.download(content, f"balances-{today():%Y-%m-%d}.csv", "text/csv")


@manage.get("/credits/<int:organisation>", endpoint="ledger")
def ledger(organisation: int) -> Response:
    """Show the ledger of a client."""
    session, asked = db.session(), Asked.of(request.args)
    client = session.get(Organisation, organisation) or abort(404)
    number = page_number(request.args.get("page"))
    return page(
        "credits/ledger.html",
        client=client,
        standing=standing_of(session, organisation, today()),
        listing=page_of(session, current_user, organisation, asked, zone(), number),
        asked=asked,
        kinds=KINDS,
        place=for_manager(organisation),
    )


@manage.get("/credits/<int:organisation>/ledger.csv", endpoint="ledger_csv")
def ledger_csv(organisation: int) -> Response:
    """Hand out a client's ledger for a spreadsheet."""
    _must_be(organisation)
    return statement.csv(db.session(), current_user, organisation, Asked.of(request.args))


@manage.get("/credits/<int:organisation>/ledger.pdf", endpoint="ledger_pdf")
def ledger_pdf(organisation: int) -> Response:
    """Hand out a client's ledger on paper."""
    _must_be(organisation)
    return statement.paper(db.session(), current_user, organisation, Asked.of(request.args))


def _must_be(organisation: int) -> None:
    if db.session.get(Organisation, organisation) is None:
        abort(404)
