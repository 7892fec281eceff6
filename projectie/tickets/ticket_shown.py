"""The ticket page as an answer: whole, after a deed, or with a form that was refused."""

from typing import Any

from flask import Response, abort, url_for
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import studio
from projectie.contracts.words import DOERS, DUTIES
from projectie.database import db
from projectie.pages import changed, refused
from projectie.tickets.about import About, about, choices_for
from projectie.tickets.drafts import newest_draft
from projectie.tickets.forms import NoteForm, PropertiesForm, ReplyForm
from projectie.tickets.models import Column
from projectie.tickets.panels import marks_below, panels_beside
from projectie.tickets.people_forms import AssignForm, ParticipantForm, offer_recipients
from projectie.tickets.taking_part import usual
from projectie.tickets.ticket_page import TicketPage, ticket_page
from projectie.tickets.unknown import unknown_sender
from projectie.tickets.words import COVERAGE


def found(number: int) -> TicketPage:
    """Return the ticket as the reader may see it, or answer 404."""
    return ticket_page(db.session(), number, current_user) or abort(404)


def context(shown: TicketPage, **forms: Any) -> dict[str, Any]:
    """Return what the page shows; a form that was typed in stands in for the fresh one."""
    facts: About = about(db.session(), shown, studio(), now())
    panels = panels_beside(db.session(), shown, now())
    marks = marks_below(db.session(), shown, now())
    draft = newest_draft(db.session(), shown.ticket.number)
    fresh = {"seen": shown.newest_message, "then": Column.WAITING.value}
    kept: dict[str, Any] = {"body": draft.body, "draft": draft.id} if draft else {}
    kept["also"] = usual(shown.participants, draft.recipients if draft else None)
    choices = choices_for(db.session(), facts.current)
    decided = PropertiesForm(formdata=None, data=facts.form_values).offer(*choices)
    given: dict[str, Any] = {
        "reply_form": ReplyForm(formdata=None, data=fresh | kept).offer(),
        "note_form": NoteForm(formdata=None),
        "properties_form": decided,
        "draft": draft,
        "participant_form": ParticipantForm(formdata=None),
        "assign_form": AssignForm(formdata=None).offer(choices[0]),
        "unknown": unknown_sender(db.session(), shown.ticket),
    }
    said = {"coverage_words": COVERAGE, "duty_words": DUTIES, "doer_words": DOERS}
    shown_forms = given | forms
    shown_forms["reply_form"].offer_morning(facts.morning)
    offer_recipients(shown_forms["reply_form"].also, shown.participants)
    return {"shown": shown, "about": facts, "panels": panels, "marks": marks, **said, **shown_forms}


def again(number: int, status: int = 422, **forms: Any) -> Response:
    """Show the ticket again with the form as it was typed, and what is wrong with it."""
    (form,) = forms.values()
    status = status if form.errors else 200
    shown = context(found(number), **forms) | {"has_errors": bool(form.errors), "wrong_form": form}
    return refused("tickets/ticket.reply.html", page="tickets/ticket.html", status=status, **shown)


def said(number: int, *, to_reply: bool = False) -> Response:
    """After a deed: the fragments of the ticket page that changed, or back to the page.

    `to_reply`: what had the focus is gone, and the reply is what comes next.
    """
    back = url_for("desk.ticket", ticket=number)
    return changed(
        "tickets/ticket.reply.html",
        back=back,
        context=lambda: {**context(found(number)), "to_reply": to_reply},
    )
