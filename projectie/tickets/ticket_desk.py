"""The ticket page of staff: read it, answer, write a note, decide what it is."""

from typing import Any

from flask import Response, abort, current_app, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import studio, today
from projectie.contracts.words import DOERS, DUTIES
from projectie.database import db
from projectie.doors import desk
from projectie.pages import changed, page, refused
from projectie.tickets import conversation, properties
from projectie.tickets.about import About, about, choices_for
from projectie.tickets.forms import NoteForm, PropertiesForm, ReplyForm
from projectie.tickets.models import Column
from projectie.tickets.priority import Impact, Kind, Urgency
from projectie.tickets.ticket_page import TicketPage, ticket_page
from projectie.tickets.words import COVERAGE


@desk.get("/tickets/<int:ticket>")
def ticket(ticket: int) -> Response:
    """Show a ticket with all that was said on it."""
    shown = _found(ticket)
    return page("tickets/ticket.html", **_context(shown))


@desk.post("/tickets/<int:ticket>/notes", endpoint="add_note")
def add_note(ticket: int) -> Response:
    """Keep an internal note."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _again(ticket, note_form=form)
    conversation.add_note(ticket, form.note.data, current_user, now())
    return _said(ticket)


@desk.post("/tickets/<int:ticket>/replies", endpoint="add_reply")
def add_reply(ticket: int) -> Response:
    """Send a reply, unless somebody was just ahead: then once show what is new, with the text kept."""
    form = ReplyForm().offer()
    if not form.validate_on_submit():
        return _again(ticket, reply_form=form)
    then = Column(form.then.data) if form.then.data else None
    said = conversation.Reply(form.body.data, form.seen.data, then)
    try:
        conversation.reply(ticket, said, current_user, _key(), now())
    except conversation.Overtaken as overtaken:
        form.seen.raw_data, form.seen.data = None, overtaken.newest_message
        form.body.errors = [_("Not sent: a new message arrived meanwhile. Read it above, then send.")]
        return _again(ticket, 409, reply_form=form)
    except conversation.NobodyToAnswer:
        form.body.errors = [_("Not sent: this ticket has no email address to answer to.")]
        return _again(ticket, reply_form=form)
    return _said(ticket)


@desk.post("/tickets/<int:ticket>/properties", endpoint="change_properties")
def change_properties(ticket: int) -> Response:
    """Decide whose ticket it is, what it is, how urgent, and who takes it."""
    form = PropertiesForm().offer(*choices_for(db.session(), today()))
    if not form.validate_on_submit() or not form.version.data.isdigit():
        return _again(ticket, properties_form=form)
    try:
        properties.decide(ticket, _wanted(form), int(form.version.data), current_user.id, now())
    except properties.Changed as changed_since:
        form.version.data = str(changed_since.version)
        form.kind.errors = [_("Not saved: a colleague changed this ticket meanwhile. Check it, then save again.")]
        return _again(ticket, 409, properties_form=form)
    return _said(ticket)


def _wanted(form: PropertiesForm) -> properties.Properties:
    def whole(text: str) -> int | None:
        return int(text) if text else None

    return properties.Properties(
        organisation_id=whole(form.organisation.data),
        service=form.service.data or None,
        kind=Kind(form.kind.data) if form.kind.data else None,
        impact=Impact(form.impact.data) if form.impact.data else None,
        urgency=Urgency(form.urgency.data) if form.urgency.data else None,
        assignee_id=whole(form.assignee.data),
    )


def _found(number: int) -> TicketPage:
    return ticket_page(db.session(), number, current_user) or abort(404)


def _context(shown: TicketPage, **forms: Any) -> dict[str, Any]:
    facts: About = about(db.session(), shown, studio(), now())
    decided = PropertiesForm(formdata=None, data=facts.form_values).offer(*choices_for(db.session(), today()))
    given: dict[str, Any] = {
        "reply_form": ReplyForm(formdata=None, data={"seen": shown.newest_message, "then": Column.WAITING.value}).offer(),
        "note_form": NoteForm(formdata=None),
        "properties_form": decided,
    }
    said = {"coverage_words": COVERAGE, "duty_words": DUTIES, "doer_words": DOERS}
    return {"shown": shown, "about": facts, **said, **given, **forms}


def _again(number: int, status: int = 422, **forms: Any) -> Response:
    """Show the ticket again with the form as it was typed, and what is wrong with it."""
    (form,) = forms.values()
    status = status if form.errors else 200
    context = _context(_found(number), **forms) | {"has_errors": bool(form.errors), "wrong_form": form}
    return refused("tickets/ticket.reply.html", page="tickets/ticket.html", status=status, **context)


def _said(number: int) -> Response:
    """After a deed: the fragments of the ticket page that changed, or back to the page."""
    back = url_for("desk.ticket", ticket=number)
    return changed("tickets/ticket.reply.html", back=back, context=lambda: _context(_found(number)))


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key
