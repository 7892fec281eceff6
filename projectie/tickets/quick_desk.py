"""Staff make a ticket in a line, in a column of the board or on a small page."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.errors import answer
from projectie.pages import changed, page, refused, see
from projectie.tickets import quick_words as say
from projectie.tickets.models import Column, Ticket
from projectie.tickets.quick_add import COLUMNS, Wanted, add, known
from projectie.tickets.quick_form import QuickForm
from projectie.tickets.quick_line import LineError, read
from projectie.tickets.sight import kept, look
from projectie.tickets.words import COLUMNS as NAMES


@desk.get("/tickets/new", endpoint="new_ticket")
def new_ticket() -> Response:
    """Ask for a ticket, without a script."""
    column = next((column for column in COLUMNS if column == request.args.get("column")), Column.NEW)
    return page("tickets/quick.html", **_asked(QuickForm(formdata=None, data={"column": column.value})))


@desk.post("/tickets/new", endpoint="add_ticket")
def add_ticket() -> Response:
    """Make it."""
    form = QuickForm()
    if not form.validate_on_submit():
        return _again(form) if not form.column.errors else answer(422, _("The board has no such column"))
    try:
        line = read(form.line.data, known(db.session(), current_user.id))
    except LineError as error:
        form.line.errors = [say.sentence(error)]
        return _again(form)
    wanted = Wanted(line, Column(form.column.data), _("Chosen when it was added on the board."))
    ticket = add(wanted, current_user._get_current_object(), now())  # noqa: SLF001 - the person itself
    if request.form.get("then") == "open":
        return see(url_for("desk.ticket", ticket=ticket.number))
    back = url_for("desk.board", **kept() | {"column": ticket.column.value}, _anchor=f"card-{ticket.number}")
    return changed("tickets/quick.reply.html", back=back, context=lambda: _made(ticket))


def _made(ticket: Ticket) -> dict[str, Any]:
    sight = look(now())
    return {"sight": sight, "spots": sight.spots([ticket.number]), "said": say.added(ticket)}


def _again(form: QuickForm) -> Response:
    status = 422 if form.errors or form.line.errors else 200
    return refused("tickets/quick_error.reply.html", page="tickets/quick.html", status=status, **_asked(form))


def _asked(form: QuickForm) -> dict[str, Any]:
    return {"form": form, "query": kept(), "name": NAMES.get(Column(form.column.data or "new"), "")}
