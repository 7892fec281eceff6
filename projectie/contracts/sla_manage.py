"""Managers agree what an SLA promises, and see every version of it (R2, R10)."""

from typing import Any

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.contracts import queries, sla_actions
from projectie.contracts.faults import ContractError
from projectie.contracts.queries import ContractRow
from projectie.contracts.sentences import at_field
from projectie.contracts.sla import is_sla, slower_though_higher
from projectie.contracts.sla_actions import Agreed
from projectie.contracts.sla_forms import SlaForm
from projectie.contracts.sla_queries import versions_of
from projectie.contracts.sla_words import COUNTS, LEVELS, caution, length
from projectie.database import db
from projectie.doors import manage
from projectie.pages import page, see
from projectie.terms.in_force import in_force


@manage.get("/contracts/<int:contract>/sla", endpoint="sla")
def sla(contract: int) -> Response:
    """Show what was agreed, every version."""
    found = _contract(contract)
    versions = versions_of(db.session(), contract)
    words: dict[str, Any] = {"counts": COUNTS, "levels": LEVELS, "length": length, "today": today()}
    cautions = [caution(pair) for pair in slower_though_higher(versions[0].promised)] if versions else []
    return page("contracts/sla.html", contract=found, versions=versions, cautions=cautions, **words)


@manage.get("/contracts/<int:contract>/sla/new", endpoint="new_sla")
def new_sla(contract: int) -> Response:
    """Ask what is agreed from now on, beginning with what holds."""
    found = _contract(contract)
    versions = versions_of(db.session(), contract)
    first_day = max(today(), found.starts_on) if versions else found.starts_on
    return _ask(SlaForm.filled(versions[0] if versions else None, starts_on=first_day), found)


@manage.post("/contracts/<int:contract>/sla/new", endpoint="agree_sla")
def agree_sla(contract: int) -> Response:
    """Keep a new version; a higher priority that is promised less is kept, and said."""
    found, form = _contract(contract), SlaForm()
    if not form.validate_on_submit():
        return _ask(form, found)
    agreed = form.agreed()
    try:
        sla_actions.agree(contract, agreed, current_user.id, now())
    except ContractError as error:
        at_field(form, error)
        return _ask(form, found)
    return _kept(found, agreed)


def _kept(found: ContractRow, agreed: Agreed) -> Response:
    flash(_("The times have been agreed. Tickets that run already keep what they were promised."), "ok")
    for pair in slower_though_higher(agreed.promised):
        flash(caution(pair), "warning")
    return see(url_for("manage.sla", contract=found.id))


def _contract(contract_id: int) -> ContractRow:
    """Return a contract that leaves something to an SLA, else answer 404."""
    found = queries.contract(db.session(), contract_id) or abort(404)
    return found if is_sla(in_force(db.session(), today()).terms.matrix, found.tier) else abort(404)


def _ask(form: SlaForm, found: ContractRow) -> Response:
    return page("contracts/new_sla.html", 422 if form.errors else 200, form=form, contract=found)
