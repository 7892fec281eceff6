"""The priority on the ticket page: overruled with a reason, given back to the rule, suggestions taken over (R8)."""

from contextlib import suppress

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.doors import desk
from projectie.tickets import overruling, properties
from projectie.tickets.changed import Changed
from projectie.tickets.priority import Priority
from projectie.tickets.suggested import taken_over
from projectie.tickets.ticket_shown import again, found, said
from projectie.tickets.triage_forms import OverruleForm


@desk.post("/tickets/<int:ticket>/priority", endpoint="overrule")
def overrule(ticket: int) -> Response:
    """Give a ticket another priority than the rule's, and say why."""
    form = OverruleForm()
    if not form.validate_on_submit():
        return again(ticket, overrule_form=form)
    chosen, version = Priority(form.priority.data), int(form.overruled_version.data)
    try:
        overruling.overrule(ticket, chosen, form.because.data, version, current_user.id, now())
    except Changed as changed_since:
        form.overruled_version.data = str(changed_since.version)
        return _behind(ticket, form)
    return said(ticket)


@desk.post("/tickets/<int:ticket>/priority/removal", endpoint="follow_rule")
def follow_rule(ticket: int) -> Response:
    """Let the rule give the priority again."""
    overruling.follow_rule(ticket, current_user.id, now())
    return said(ticket)


@desk.post("/tickets/<int:ticket>/suggestion", endpoint="take_suggestion")
def take_suggestion(ticket: int) -> Response:
    """Take over what the words of the mail suggest."""
    shown = found(ticket)
    with suppress(
        Changed
    ):  # in this very moment: then the page shows how it stands, with what is still suggested
        properties.decide(ticket, taken_over(shown), shown.ticket.version, current_user.id, now())
    return said(ticket)


def _behind(ticket: int, form: OverruleForm) -> Response:
    form.because.errors = [
        _("Not saved: a colleague changed this ticket meanwhile. Check it, then save again.")
    ]
    return again(ticket, 409, overrule_form=form)
