"""What a column asks after a move: on the card with a script, on a small page without."""

from typing import Any

from flask import Response, abort, current_app, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import changed, fragment, nothing, refused
from projectie.tickets import telling
from projectie.tickets.conversation import NobodyToAnswer, Overtaken, newest_message
from projectie.tickets.models import Column, Ticket
from projectie.tickets.placement import HIGHEST_NUMBER, Stale
from projectie.tickets.planning_words import refused_in_words
from projectie.tickets.promise_keeping import Refused
from projectie.tickets.sight import kept, look
from projectie.tickets.telling_form import TellingForm
from projectie.tickets.words import COLUMNS


@desk.get("/tickets/<int:ticket>/telling", endpoint="telling")
def ask(ticket: int) -> Response:
    """Ask what the client is told of a move; nothing where there is nothing to tell."""
    asked = telling.asked(db.session(), _found(ticket), now())
    if asked is None:
        return nothing(_board(ticket))
    return fragment("tickets/telling.reply.html", page="tickets/telling.html", **_shown(asked))


@desk.post("/tickets/<int:ticket>/telling", endpoint="tell")
def tell(ticket: int) -> Response:
    """Tell the client."""
    form, row = TellingForm(), _found(ticket)
    if not form.validate_on_submit():
        return _again(row, form, *form.errors.get("body", [""]), status=422 if form.errors else 200)
    try:
        telling.tell(db.session(), row, form, current_user, current_app.config["SECRET_KEY"], now())
    except telling.Unfinished:
        return _again(row, form, _unfinished(row.column))
    except Refused as refusal:
        return _again(row, form, refused_in_words(refusal.rule, refusal.wanted, refusal.ground))
    except NobodyToAnswer:
        return _again(row, form, _("Not sent: this ticket has no email address to answer to."))
    except (telling.NotThere, Stale, Overtaken) as ahead:
        return _behind(row, form, ahead)
    return changed("tickets/place.reply.html", back=_board(ticket), context=lambda: _told(ticket))


def _found(number: int) -> Ticket:
    return (db.session.get(Ticket, number) if number <= HIGHEST_NUMBER else None) or abort(404)


def _told(number: int) -> dict[str, Any]:
    sight = look(now())
    said = _("The client of #%(number)s is told.", number=number)
    return {"sight": sight, "spots": sight.spots([number]), "said": said}


def _unfinished(column: Column) -> str:
    if column is Column.PLANNED:
        return str(_("Choose when it is done"))
    return (
        str(_("Finish the question first")) if column is Column.WAITING else str(_("Write the message first"))
    )


def _behind(ticket: Ticket, form: TellingForm, ahead: Exception) -> Response:
    """Say what came in between, once; what was typed can be sent after that."""
    db.session.rollback()
    row = db.session.get(Ticket, ticket.number, populate_existing=True) or abort(404)
    form.version.raw_data, form.version.data = None, row.version
    form.seen.raw_data, form.seen.data = None, newest_message(db.session(), row.number)
    if isinstance(ahead, Overtaken):
        why = _("Not sent: a new message arrived meanwhile. Read the ticket, then send.")
    else:
        why = _(
            "Not sent: #%(number)s changed meanwhile and is in %(column)s now.",
            number=row.number,
            column=COLUMNS[row.column],
        )
    return _again(row, form, why, status=409)


def _again(ticket: Ticket, form: TellingForm, why: str, *, status: int = 422) -> Response:
    """Show the question again with what was typed, and why nothing was sent."""
    asked = telling.asked(db.session(), ticket, now())
    column = next((column for column in telling.ASKS if column == form.column.data), Column.DONE)
    form.promised.choices = asked.form.promised.choices if asked else []
    shown = _shown(telling.Telling(ticket, column, form)) | {"problem": why, "has_errors": bool(why)}
    return refused("tickets/telling.reply.html", page="tickets/telling.html", status=status, **shown)


def _shown(asked: telling.Telling) -> dict[str, Any]:
    sight = look(now())
    last = sight.known.last_move
    back = last if last and last.ticket == asked.ticket.number else None
    return {
        "telling": asked,
        "ticket": asked.ticket,
        "form": asked.form,
        "sight": sight,
        "back": back,
        "problem": "",
    }


def _board(number: int) -> str:
    return url_for("desk.board", **kept(), _anchor=f"card-{number}")
