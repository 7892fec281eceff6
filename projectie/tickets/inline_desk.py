"""Changing one value of a ticket where it stands: on the ticket page, in the panel beside the board, or on a page."""

from typing import Any

from flask import Response, abort, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import changed, fragment, refused
from projectie.tickets.inline import Differs, Part, Who, form_for, offered, save, value_of, words_of
from projectie.tickets.inline_form import InlineForm
from projectie.tickets.inline_words import LABELS, at_reason, complaint
from projectie.tickets.models import Column, Ticket
from projectie.tickets.peek import peek
from projectie.tickets.placement import HIGHEST_NUMBER
from projectie.tickets.planning_words import UNEXPLAINED, refused_in_words
from projectie.tickets.promise_keeping import Refused
from projectie.tickets.sight import kept, look
from projectie.tickets.ticket_shown import context, found
from projectie.tickets.truth import truth_of

BOARD, CARD = (
    "board",
    "card",
)  # where the value stands: beside the board, on a card; else on the page of its ticket


@desk.get("/tickets/<int:ticket>/edit/title", endpoint="edit", defaults={"part": "title"})
@desk.get("/tickets/<int:ticket>/edit/priority", endpoint="edit", defaults={"part": "priority"})
@desk.get("/tickets/<int:ticket>/edit/assignee", endpoint="edit", defaults={"part": "assignee"})
@desk.get("/tickets/<int:ticket>/edit/planned", endpoint="edit", defaults={"part": "planned"})
def edit(ticket: int, part: str) -> Response:
    """Ask for another value."""
    row, which = _found(ticket, part)
    form = form_for(db.session(), row, which, now())
    part_of_page = "tickets/card_edit.reply.html" if _at() == CARD else "tickets/_inline.html"
    return fragment(part_of_page, page="tickets/inline.html", **_shown(row, which, form))


@desk.post("/tickets/<int:ticket>/edit/title", endpoint="save_edit", defaults={"part": "title"})
@desk.post("/tickets/<int:ticket>/edit/priority", endpoint="save_edit", defaults={"part": "priority"})
@desk.post("/tickets/<int:ticket>/edit/assignee", endpoint="save_edit", defaults={"part": "assignee"})
@desk.post("/tickets/<int:ticket>/edit/planned", endpoint="save_edit", defaults={"part": "planned"})
def save_edit(ticket: int, part: str) -> Response:
    """Keep it; a colleague's newer value is never overwritten unseen."""
    row, which = _found(ticket, part)
    form = offered(db.session(), InlineForm(), row, which, now())
    if not form.validate_on_submit() or complaint(form, which):
        return _again(row, which, form, complaint(form, which))
    try:
        save(db.session(), row, which, form, Who(current_user, current_app.config["SECRET_KEY"], now()))
    except Differs:
        return _behind(row, which, form)
    except Refused as refusal:
        words = refused_in_words(refusal.rule, refusal.wanted, refusal.ground)
        return _again(row, which, form, at_reason(form, words) if refusal.rule in UNEXPLAINED else words)
    return _saved(ticket, which)


def _found(number: int, part: str) -> tuple[Ticket, Part]:
    which = next((each for each in Part if each == part), None)
    row = db.session.get(Ticket, number) if which and number <= HIGHEST_NUMBER else None
    if row is None or which is None or (which is Part.PLANNED and row.column is Column.DONE):
        abort(404)
    return row, which


def _at() -> str:
    return request.values.get("at", "")


def _saved(number: int, part: Part) -> Response:
    if _at() == CARD:
        back = url_for("desk.board", **kept(), _anchor=f"card-{number}")
        return changed("tickets/cards.reply.html", back=back, context=lambda: _on_card(number))
    if _at() == BOARD:
        back = url_for("desk.board", **kept(), peek=number)
        beside = {"said": _("Saved."), "edited": part.value}
        return changed(
            "tickets/peek.reply.html", back=back, context=lambda: peek(found(number), now()) | beside
        )
    back = url_for("desk.ticket", ticket=number, _anchor=f"edit-{part.value}")
    return changed(
        "tickets/edited.reply.html",
        back=back,
        context=lambda: {**context(found(number)), "edited": part.value, "said": _("Saved.")},
    )


def _on_card(number: int) -> dict[str, Any]:
    sight = look(now())
    return {"sight": sight, "spots": sight.spots([number]), "said": _("#%(number)s: saved.", number=number)}


def _behind(ticket: Ticket, part: Part, form: InlineForm) -> Response:
    """Show both values; what was typed can be saved all the same after that."""
    db.session.rollback()
    row = db.session.get(Ticket, ticket.number, populate_existing=True) or abort(404)
    form.was.raw_data, form.was.data = None, value_of(row, part)
    about = {
        "name": truth_of(db.session(), row).name or _("The desk"),
        "value": words_of(db.session(), row, part) or _("nothing"),
    }
    why = _("Not saved: %(name)s changed it meanwhile to “%(value)s”. Your own is still here.", **about)
    return _again(row, part, form, why, status=409)


def _again(ticket: Ticket, part: Part, form: InlineForm, why: str, *, status: int = 422) -> Response:
    shown = _shown(ticket, part, form) | {"problem": why, "has_errors": bool(why)}
    name = "tickets/card_edit.reply.html" if _at() == CARD else "tickets/inline.reply.html"
    return refused(name, page="tickets/inline.html", status=status if why else 200, **shown)


def _shown(ticket: Ticket, part: Part, form: InlineForm) -> dict[str, Any]:
    where = _at()
    backs = {
        BOARD: lambda: url_for("desk.board", **kept(), peek=ticket.number),
        CARD: lambda: url_for("desk.board", **kept(), _anchor=f"card-{ticket.number}"),
    }
    back = backs.get(where, lambda: url_for("desk.ticket", ticket=ticket.number))()
    query = {**kept(), "at": where} if where in backs else {}
    asked = {"label": LABELS[part], "back": back, "query": query, "problem": ""}
    return {"ticket": ticket, "part": part, "form": form, **asked}
