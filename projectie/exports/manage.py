"""Lists of managers as CSV, each under the filters of its page."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.context import today
from projectie.contracts import queries as contracts
from projectie.contracts.column import tier_names
from projectie.database import db
from projectie.doors import manage
from projectie.exports.writing import limited, paged, written, yes_no
from projectie.language import language
from projectie.listing import words_of
from projectie.people import queries
from projectie.people.models import Hosting, Role
from projectie.people.organisation_forms import country_name
from projectie.people.queries import PersonRow
from projectie.terms.in_force import in_force

ROLES = {Role.CLIENT: _l("client"), Role.STAFF: _l("staff"), Role.MANAGER: _l("manager")}


@manage.get("/people.csv", endpoint="export_people")
def people() -> Response:
    """Hand out everybody who has an account."""
    words, asked = words_of(request.args.get("q")), request.args.get("role")
    role = Role(asked) if asked in list(Role) else None
    head = (
        _("Name"),
        _("Email address"),
        _("Role"),
        _("Client"),
        _("May agree to costs"),
        _("Language"),
        _("Access"),
    )
    rows = (_person(one) for one in paged(lambda number: queries.people(db.session(), words, role, number)))
    return written("people", head, limited(rows))


@manage.get("/organisations.csv", endpoint="export_organisations")
def organisations() -> Response:
    """Hand out the clients with their contracts of today."""
    session, day = db.session(), today()
    tiers = tier_names(in_force(session, day).terms.matrix, language())
    words, asked = words_of(request.args.get("q")), request.args.get("tier")
    tier = asked if asked in {*tiers, contracts.WITHOUT} else None
    head = (_("Client"), _("Tier"), _("Last day"), _("Country"), _("Language"), _("Hosted with us"))
    rows = (
        (
            *(one.name, tiers.get(one.tier or "", one.tier), one.ends_on, country_name(one.country)),
            *(one.language, yes_no(one.hosting is not Hosting.SELF)),
        )
        for one in paged(lambda number: contracts.clients(session, day, words, tier, number))
    )
    return written("clients", head, limited(rows))


def _person(one: PersonRow) -> tuple[Any, ...]:
    may, lets_in = yes_no(one.may_agree), yes_no(one.active)
    return one.name, one.email, ROLES[one.role], one.organisation, may, one.language, lets_in
