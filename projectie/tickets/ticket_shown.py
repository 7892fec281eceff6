"""The ticket page as an answer: whole, after a deed, or with a form that was refused."""

from dataclasses import replace
from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.pages import changed, refused
from projectie.tickets.about import About, about, choices_for
from projectie.tickets.boxes import around_boxes, in_reply
from projectie.tickets.composing import composing
from projectie.tickets.forms import FITS, NoteForm, PropertiesForm, ReplyForm
from projectie.tickets.models import Column
from projectie.tickets.panels import below_reply, marks_below, panels_beside, with_rows
from projectie.tickets.people_forms import AssignForm, ParticipantForm, offer_recipients
from projectie.tickets.planning_panel import planning
from projectie.tickets.priority import Priority
from projectie.tickets.proposals import proposed
from projectie.tickets.taking_part import usual
from projectie.tickets.ticket_page import TicketPage, ticket_page
from projectie.tickets.triage_forms import OverruleForm
from projectie.tickets.unknown import unknown_sender
from projectie.tickets.words import IMPACTS, KINDS, URGENCIES
from projectie.tickets.writing_models import Box


def found(number: int, *, older: bool = False) -> TicketPage:
    """Return the ticket as the reader may see it, or answer 404; `older`: nothing is folded away."""
    return ticket_page(db.session(), number, current_user, older=older) or abort(404)


def context(shown: TicketPage, **forms: Any) -> dict[str, Any]:
    """Return what the page shows; a form that was typed in stands in for the fresh one."""
    facts: About = about(db.session(), shown, studio(), now())
    shown = with_rows(db.session(), replace(shown, known=facts.known), now())
    panels = panels_beside(db.session(), shown, now())
    marks = marks_below(db.session(), shown, now())
    boxes = composing(db.session(), shown.ticket.number, current_user.id, now())
    kept, draft = in_reply(boxes)
    promised = planning(db.session(), shown.ticket, facts.terms, facts.days, now())
    asked = promised.is_first  # what is promised already is moved for a reason, not to where there is room
    proposal = proposed(db.session(), shown.ticket, promised.ground, promised.figures) if asked else None
    kept["also"] = usual(shown.participants, draft.recipients if draft else None)
    choices = choices_for(db.session(), facts.current)
    decided = PropertiesForm(formdata=None, data=facts.form_values).offer(*choices)
    fresh = {"seen": shown.newest_message, "then": _then(first=promised.is_first)}
    given: dict[str, Any] = {
        "reply_form": ReplyForm(formdata=None, data=fresh | kept).offer(),
        "note_form": NoteForm(formdata=None, data={"note": own.body if (own := boxes.own(Box.NOTE)) else ""}),
        "properties_form": decided,
        "overrule_form": OverruleForm(formdata=None, data=_overruled(facts)),
        "planning_form": promised.form(shown.ticket.version, proposal.week if proposal else None),
        "proposal": proposal,
        "draft": draft,
        "participant_form": ParticipantForm(formdata=None),
        "assign_form": AssignForm(formdata=None).offer(choices[0]),
        "unknown": unknown_sender(db.session(), shown.ticket),
    }
    words = {"kind_words": KINDS, "impact_words": IMPACTS, "urgency_words": URGENCIES}
    shown_forms = given | forms
    shown_forms["reply_form"].offer_morning(facts.morning)
    shown_forms["reply_form"].offer_indications(promised.indications())
    if "planning_form" in forms:  # a fresh one was offered already
        promised.offered(shown_forms["planning_form"])
    offer_recipients(shown_forms["reply_form"].also, shown.participants)
    shown_now = {"shown": shown, "about": facts, "planning": promised, "panels": panels, "marks": marks}
    below = {"below_reply": below_reply(db.session(), shown, now())}
    return shown_now | words | shown_forms | below | around_boxes(shown.ticket, boxes, forms)


def _then(*, first: bool) -> str:
    """Return where the ticket goes with a reply: done when triage came to answer and close; a first one, where it fits."""
    if request.args.get("then") == Column.DONE:
        return Column.DONE.value
    return FITS if first else Column.WAITING.value


def _overruled(facts: About) -> dict[str, str]:
    now_ = facts.marked.overruled
    chosen = now_.priority if now_ else facts.reason.priority or Priority.NORMAL
    version = facts.form_values["version"]
    return {"priority": chosen.value, "because": now_.because if now_ else "", "overruled_version": version}


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
