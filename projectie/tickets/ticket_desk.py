"""The ticket page of staff: read it, write a note, decide what it is."""

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page
from projectie.terms.in_force import in_force
from projectie.tickets import conversation, properties, waking, working_drafts
from projectie.tickets.about import choices_for
from projectie.tickets.changed import Changed
from projectie.tickets.decisions import decided
from projectie.tickets.forms import NoteForm, PropertiesForm
from projectie.tickets.merged import MergedAway
from projectie.tickets.merged_words import kept_there
from projectie.tickets.staying import ClientStays
from projectie.tickets.ticket_shown import again, context, found, said
from projectie.tickets.typed_form import typed_in
from projectie.tickets.writing_models import Box


@desk.get("/tickets/<int:ticket>")
def ticket(ticket: int) -> Response:
    """Show a ticket with all that was said on it."""
    shown = found(ticket, older="older" in request.args)
    return page("tickets/ticket.html", **context(shown))


@desk.post("/tickets/<int:ticket>/notes", endpoint="add_note")
def add_note(ticket: int) -> Response:
    """Keep an internal note."""
    form = NoteForm()
    if not form.validate_on_submit():
        return again(ticket, note_form=form)
    try:
        conversation.add_note(ticket, form.note.data, current_user, now(), typed_in(Box.NOTE))
    except MergedAway as away:
        working_drafts.keep(ticket, typed_in(Box.NOTE), current_user.id, now())
        form.note.errors = [kept_there(away)]
        return again(ticket, 409, note_form=form)
    return said(ticket)


@desk.post("/tickets/<int:ticket>/reopening", endpoint="reopen")
def reopen(ticket: int) -> Response:
    """Reopen what a thank you left done."""
    waking.reopen(ticket, current_user.id, now())
    return said(ticket, to_reply=True)


@desk.post("/tickets/<int:ticket>/properties", endpoint="change_properties")
def change_properties(ticket: int) -> Response:
    """Decide whose ticket it is, what it is, how urgent, and who takes it."""
    form = PropertiesForm().offer(*choices_for(db.session(), in_force(db.session(), today()).terms.matrix))
    if not form.validate_on_submit() or not form.version.data.isdigit():
        return again(ticket, properties_form=form)
    try:
        properties.decide(ticket, decided(form), int(form.version.data), current_user.id, now())
    except Changed as changed_since:
        form.version.data = str(changed_since.version)
        form.kind.errors = [
            _("Not saved: a colleague changed this ticket meanwhile. Check it, then save again.")
        ]
        return again(ticket, 409, properties_form=form)
    except ClientStays as stays:
        form.organisation.errors = [stays.why]
        return again(ticket, properties_form=form)
    return said(ticket)
