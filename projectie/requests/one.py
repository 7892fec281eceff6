"""A client's page of one request: read as that client may, shown with the form to answer in."""

from typing import Any

from flask import Response, abort, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.context import size_in_words, today
from projectie.database import db
from projectie.home.lines import lines, tickets
from projectie.pages import fragment
from projectie.people.scope import seen_by
from projectie.proofs.queries import proofs_for
from projectie.requests.beside import beside
from projectie.requests.costs import costs_of
from projectie.requests.files import files_of
from projectie.requests.following import following
from projectie.requests.forms import ReplyForm
from projectie.requests.reading import conversation, newest_of
from projectie.requests.words import STATES
from projectie.tickets.boxes import file_limits
from projectie.tickets.merged import goes_on_at
from projectie.tickets.models import Ticket
from projectie.tickets.waking import is_closed


def own(number: int) -> Ticket:
    """Return the request of that number, or answer 404: another's is as good as absent."""
    found = seen_by(current_user, select(Ticket).where(Ticket.number == number), Ticket.organisation_id)
    return db.session.scalars(found).first() or abort(404)


def one_shown(number: int, form: ReplyForm | None = None, status: int = 200) -> Response:
    """Show how a request stands; a number that was merged into another leads there (R17a)."""
    session, there = db.session(), goes_on_at(db.session(), number)
    asked = own(number)
    ticket = asked if there == number else own(there)
    line = lines(session, tickets().where(Ticket.number == there), 1).rows[0]
    timeline = conversation(session, ticket, now())
    shown: dict[str, Any] = {
        "line": line,
        "asked_for": asked.number,
        "ticket": ticket,
        "proofs": [one for one in proofs_for(session, current_user) if one.ticket == there],
        "timeline": timeline,
        **following(session, ticket, line, timeline, request.args, now()),
        "costs": costs_of(session, ticket, current_user),
        "beside": beside(session, there, current_user),
        "states": STATES,
        "goes_new": is_closed(session, ticket, now()),
    }
    shown |= _writing(session, there, form) | {"seen_at": now(), "seen_on": today()}
    return fragment("requests/request.reply.html", page="requests/request.html", status=status, **shown)


def _writing(session: Session, number: int, form: ReplyForm | None) -> dict[str, Any]:
    if form is None:
        form = ReplyForm(formdata=None, seen=newest_of(session, number))
    limit = file_limits().total
    files = files_of(session, form.key.data, current_user.id)
    return {"form": form, "files": files, "most": size_in_words(limit), "limit": limit}
