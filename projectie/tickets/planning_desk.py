"""The planning on the ticket page: promised, moved, taken back (R9)."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import Response, abort, current_app
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.tickets.models import Ticket
from projectie.tickets.placement import HIGHEST_NUMBER, Stale
from projectie.tickets.planning_choices import chosen
from projectie.tickets.planning_form import PlanningForm
from projectie.tickets.planning_promises import TO_BE_AGREED, Ground, Rule, Span
from projectie.tickets.planning_words import refused_in_words
from projectie.tickets.promise_keeping import Refused
from projectie.tickets.promise_rows import ground_for
from projectie.tickets.promising import Wanted, promise_planning, take_promise_back
from projectie.tickets.ticket_shown import again, found, said
from projectie.tickets.truth import Truth
from projectie.tickets.withdrawing import TooLate
from projectie.tickets.words import COLUMNS


@desk.post("/tickets/<int:ticket>/promises", endpoint="add_promise")
def add_promise(ticket: int) -> Response:
    """Promise when the work is done, or move what was promised."""
    form = PlanningForm()
    wanted = form.span(partial(_ground, ticket, now())) if form.validate_on_submit() else None
    if wanted is None:
        return again(ticket, planning_form=_incomplete(form))
    try:
        promise_planning(
            ticket,
            Wanted(wanted, form.promise_reason.data or "", form.version()),
            current_user,
            _key(),
            now(),
        )
    except Refused as refused:
        _at_field(form, refused.rule).errors = [
            refused_in_words(refused.rule, refused.wanted, refused.ground)
        ]
        return again(ticket, planning_form=form)
    except Stale as stale:
        form.seen_version.data, form.promised.errors = str(stale.truth.version), [_changed(stale.truth)]
        return again(ticket, 409, planning_form=form)
    return said(ticket)


@desk.post("/tickets/<int:ticket>/promises/<int:promise>/withdrawal", endpoint="take_promise_back")
def take_back(ticket: int, promise: int) -> Response:
    """Take back a promise the client has not been told."""
    form = PlanningForm(formdata=None, data={"seen_version": str(found(ticket).ticket.version)})
    try:
        take_promise_back(ticket, promise, current_user.id, now())
    except TooLate:
        form.promised.errors = [
            _("Not taken back: the letter is on its way already. Move the promise instead.")
        ]
        return again(ticket, 409, planning_form=form)
    return said(ticket)


def indication(number: int, value: str | None, at: datetime) -> Span | None:
    """Return what a reply says of the planning of that ticket; None when it says nothing.

    Raises Refused when that is not (or no longer) offered.
    """
    if not value:
        return None
    wanted = chosen(value, None, partial(_ground, number, at))
    if wanted is None:
        raise Refused(Rule.NOBODY_WORKS, TO_BE_AGREED, _ground(number, at))
    return wanted


def _ground(number: int, at: datetime) -> Ground:
    ticket = db.session.get(Ticket, number) if number <= HIGHEST_NUMBER else None
    return ground_for(db.session(), ticket or abort(404), None, at)


def _incomplete(form: PlanningForm) -> PlanningForm:
    """Say what is missing; only a switch of language asks nothing."""
    if not form.errors and form.promised.data and "switch_language" not in form.data:
        field = form.promised_day if form.names_a_day() else form.promised
        field.errors = [_("Enter the day")] if form.names_a_day() else [_("Choose when it is done")]
    return form


def _at_field(form: PlanningForm, rule: Rule) -> Any:
    if rule in {Rule.BEYOND, Rule.UNEXPLAINED}:
        return form.promise_reason
    return form.promised_day if form.names_a_day() else form.promised


def _changed(truth: Truth) -> str:
    """Return who was ahead, and how the ticket stands now."""
    said = {"name": truth.name or _("The desk"), "column": COLUMNS[truth.column]}
    return str(
        _(
            "Not promised: %(name)s changed this ticket meanwhile; it is in %(column)s now. Check it, then promise again.",
            **said,
        )
    )


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key
