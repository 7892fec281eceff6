"""Managers look after contracts, and after the division of tasks with clients who host elsewhere."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.contracts import actions, queries
from projectie.contracts.column import tier_names
from projectie.contracts.faults import ContractError
from projectie.contracts.forms import ContractForm, EndForm, TasksForm
from projectie.contracts.queries import ClientRow, ContractRow
from projectie.contracts.sentences import at_field, sentence
from projectie.database import db
from projectie.doors import manage
from projectie.forms import Form
from projectie.language import language
from projectie.pages import page, see
from projectie.people.models import Hosting
from projectie.terms.in_force import in_force


@manage.get("/organisations/<int:organisation>/contracts/new")
def new_contract(organisation: int) -> Response:
    """Ask what has been agreed."""
    return _ask_new(ContractForm(), _client(organisation))


@manage.post("/organisations/<int:organisation>/contracts/new")
def add_contract(organisation: int) -> Response:
    """Keep a new contract."""
    found, form = _client(organisation), ContractForm().offer(_tiers())
    if not _done(form, lambda: actions.add_contract(found.id, form.facts(), current_user.id, now())):
        return _ask_new(form, found)
    return _back(found.id, _("The contract has been added."))


@manage.get("/contracts/<int:contract>/change")
def edit_contract(contract: int) -> Response:
    """Ask what is to change."""
    found = _contract(contract)
    return _ask_change(ContractForm(obj=found), found)


@manage.post("/contracts/<int:contract>/change")
def change_contract(contract: int) -> Response:
    """Keep what the contract says now."""
    found = _contract(contract)
    form = ContractForm().offer(_tiers(), found.tier)
    if not _done(form, lambda: actions.change_contract(contract, form.facts(), current_user.id, now())):
        return _ask_change(form, found)
    return _back(found.organisation_id, _("The contract has been changed."))


@manage.get("/contracts/<int:contract>/end")
def last_day(contract: int) -> Response:
    """Ask for the last day."""
    found = _contract(contract)
    return _ask_end(EndForm(obj=found), found)


@manage.post("/contracts/<int:contract>/end")
def end_contract(contract: int) -> Response:
    """Keep the last day of a contract."""
    found, form = _contract(contract), EndForm()
    if not _done(form, lambda: actions.end_contract(contract, form.last_day(), current_user.id, now())):
        return _ask_end(form, found)
    return _back(found.organisation_id, _("The contract has a last day."))


@manage.post("/contracts/<int:contract>/withdrawal")
def withdraw_contract(contract: int) -> Response:
    """Remove a contract that has not begun."""
    found = _contract(contract)
    try:
        actions.withdraw_contract(contract, today(), current_user.id, now())
    except ContractError as error:
        return _ask_change(ContractForm(formdata=None, obj=found), found, refusal=sentence(error))
    return _back(found.organisation_id, _("The contract has been removed: it had not begun."))


@manage.get("/organisations/<int:organisation>/tasks")
def tasks(organisation: int) -> Response:
    """Ask who does what (R5)."""
    found = _self_hosted(organisation)
    return _ask_tasks(TasksForm.filled(queries.tasks_of(db.session(), found.id)), found)


@manage.post("/organisations/<int:organisation>/tasks")
def divide_tasks(organisation: int) -> Response:
    """Keep who does what (R5)."""
    found, form = _self_hosted(organisation), TasksForm()
    if not _done(form, lambda: actions.divide_tasks(found.id, form.shares(), current_user.id, now())):
        return _ask_tasks(form, found)
    return _back(found.id, _("The division of tasks has been saved."))


def _done(form: Form, deed: Callable[[], Any]) -> bool:
    """Do the deed when the form is right; whether it was done. A refusal stands in the form."""
    if not form.validate_on_submit():
        return False
    try:
        deed()
    except ContractError as error:
        at_field(form, error)
        return False
    return True


def _back(organisation_id: int, said: str) -> Response:
    flash(said, "ok")
    return see(url_for("manage.organisation", organisation=organisation_id))


def _client(organisation_id: int) -> ClientRow:
    return queries.client(db.session(), organisation_id, today()) or abort(404)


def _self_hosted(organisation_id: int) -> ClientRow:
    found = _client(organisation_id)
    return found if found.hosting is Hosting.SELF else abort(404)


def _contract(contract_id: int) -> ContractRow:
    return queries.contract(db.session(), contract_id) or abort(404)


def _tiers() -> Mapping[str, str]:
    return tier_names(in_force(db.session(), today()).terms.matrix, language())


def _ask_new(form: ContractForm, found: ClientRow) -> Response:
    offered = form.offer(_tiers())
    return page("contracts/new_contract.html", _status(form), form=offered, organisation=found)


def _ask_change(form: ContractForm, found: ContractRow, refusal: str | None = None) -> Response:
    offered, day = form.offer(_tiers(), found.tier), today()
    status = 422 if refusal else _status(form)
    return page(
        "contracts/change_contract.html", status, form=offered, contract=found, refusal=refusal, today=day
    )


def _ask_end(form: EndForm, found: ContractRow) -> Response:
    return page("contracts/end_contract.html", _status(form), form=form, contract=found, tiers=_tiers())


def _ask_tasks(form: TasksForm, found: ClientRow) -> Response:
    return page("contracts/tasks.html", _status(form), form=form, organisation=found)


def _status(form: Form) -> int:
    return 422 if form.errors else 200
