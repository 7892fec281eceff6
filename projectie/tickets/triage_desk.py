"""Triage mode: the new column one ticket at a time (R7, R8); what is decided here moves on to the next."""

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see, wants_fragment
from projectie.terms.in_force import in_force
from projectie.tickets import properties
from projectie.tickets.about import choices_for
from projectie.tickets.changed import Changed
from projectie.tickets.decisions import answered, decided, undecided
from projectie.tickets.forms import PropertiesForm
from projectie.tickets.models import Ticket
from projectie.tickets.priority import reason_of
from projectie.tickets.priority_words import sentence
from projectie.tickets.staying import ClientStays
from projectie.tickets.triage_queue import queue
from projectie.tickets.triage_shown import empty, onwards, overtaken, shown


@desk.get("/triage")
def triage() -> Response:
    """Show what is due first, or that nothing waits."""
    waiting = queue(db.session(), now())
    return shown(waiting.numbers[0], waiting) if waiting.numbers else empty()


@desk.get("/triage/<int:ticket>", endpoint="triage_ticket")
def triage_ticket(ticket: int) -> Response:
    """Show one ticket; when it is not in triage any more, say so and show the next."""
    waiting = queue(db.session(), now())
    if waiting.place(ticket):
        return shown(ticket, waiting)
    if db.session.get(Ticket, ticket) is None:
        abort(404)
    return overtaken(ticket, waiting)


@desk.post("/triage/<int:ticket>", endpoint="accept")
def accept(ticket: int) -> Response:
    """Keep the decisions and go on to the next."""
    waiting = queue(db.session(), now())
    form = PropertiesForm().offer(*choices_for(db.session(), in_force(db.session(), today()).terms.matrix))
    if not form.validate_on_submit() or undecided(form):
        return (
            shown(ticket, waiting, 422, form=form)
            if waiting.place(ticket)
            else overtaken(ticket, waiting, form)
        )
    try:
        version = int(form.version.data)
        properties.decide(ticket, decided(form), version, current_user.id, now(), accept=True)
    except Changed as changed:
        return _behind(ticket, form, changed)
    except ClientStays as stays:
        form.organisation.errors = [stays.why]
        return shown(ticket, waiting, 422, form=form)
    return onwards(ticket, waiting)


@desk.get("/triage/<int:ticket>/reason", endpoint="reason")
def reason(ticket: int) -> Response:
    """Say which priority the answers would give, and why, before they are kept."""
    if not wants_fragment():
        return see(url_for("desk.triage_ticket", ticket=ticket))
    kind, impact, urgency = (request.args.get(name, "") for name in ("kind", "impact", "urgency"))
    given = reason_of(*answered(kind, impact, urgency))
    return page("tickets/_reason.html", given=given, why=sentence(given))


def _behind(ticket: int, form: PropertiesForm, changed: Changed) -> Response:
    """Somebody was ahead: the same ticket with what was typed, or, when it left triage, the next."""
    waiting = queue(db.session(), now())
    form.version.raw_data, form.version.data = None, str(changed.version)
    if not waiting.place(ticket):
        return overtaken(ticket, waiting, form)
    form.kind.errors = [_("Not saved: this ticket changed meanwhile. Check it, then save again.")]
    return shown(ticket, waiting, 409, form=form)
