"""Managers see the clients: what each has agreed, who does what, and its people."""

from datetime import date

from flask import Response, abort, request
from sqlalchemy.orm import Session

from projectie.context import today
from projectie.contracts import queries
from projectie.contracts.column import column_of, tier_names
from projectie.contracts.coverage import ClientFacts
from projectie.contracts.sections import sections_of
from projectie.contracts.words import DOERS, DUTIES
from projectie.database import db
from projectie.doors import manage
from projectie.language import language
from projectie.listing import page_number, words_of
from projectie.pages import page
from projectie.people.organisation_forms import country_name
from projectie.people.queries import people_of
from projectie.terms.figures import Matrix
from projectie.terms.in_force import in_force


@manage.get("/organisations")
def organisations() -> Response:
    """Show the clients with their contracts of today."""
    session, day = db.session(), today()
    tiers = tier_names(_matrix(session, day), language())
    words, tier = words_of(request.args.get("q")), request.args.get("tier")
    wanted = tier if tier in {*tiers, queries.WITHOUT} else None
    listing = queries.clients(session, day, words, wanted, page_number(request.args.get("page")))
    return page(
        "contracts/organisations.html",
        listing=listing,
        words=words,
        tier=wanted,
        tiers=tiers,
        soon=day + queries.NOTICE,
        country_name=country_name,
    )


@manage.get("/organisations/<int:organisation>")
def organisation(organisation: int) -> Response:
    """Show one client."""
    session, day = db.session(), today()
    found = queries.client(session, organisation, day) or abort(404)
    matrix = _matrix(session, day)
    return page(
        "contracts/organisation.html",
        organisation=found,
        country=country_name(found.country),
        domains=queries.domains_of(session, found.id),
        contracts=queries.contracts_of(session, found.id),
        column=column_of(matrix, ClientFacts(found.tier, found.studio_mail), language()),
        people=people_of(session, found.id),
        tasks=queries.tasks_of(session, found.id),
        sections=sections_of(session, found.id, day),
        tiers=tier_names(matrix, language()),
        today=day,
        duties=DUTIES,
        doers=DOERS,
    )


def _matrix(session: Session, day: date) -> Matrix:
    return in_force(session, day).terms.matrix
