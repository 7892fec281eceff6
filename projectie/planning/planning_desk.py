"""Staff plan against capacity: the weeks ahead, and a week for every ticket (R9)."""

from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import changed, fragment, refused
from projectie.planning.ahead import ahead, unassessed
from projectie.planning.forms import WeekForm
from projectie.planning.words import (
    cause_in_words,
    days_in_words,
    long_in_words,
    short_of,
    week_in_words,
    why,
)
from projectie.tickets.placement import Stale
from projectie.tickets.planning_promises import Span
from projectie.tickets.planning_words import refused_in_words
from projectie.tickets.promise_keeping import Refused
from projectie.tickets.promising import Wanted, promise_planning

_WORDS = {
    "long": long_in_words,
    "days": days_in_words,
    "week_words": week_in_words,
    "why": why,
    "cause": cause_in_words,
    "short": short_of,
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused: the ticket, why, and what was typed."""

    ticket: int
    sentence: str
    week: str
    reason: str


@desk.get("/planning")
def planning() -> Response:
    """Show the weeks ahead, or to htmx how they are now."""
    return fragment("planning/planning.reply.html", page="planning/planning.html", **_context())


@desk.post("/planning/<int:ticket>", endpoint="promise_week")
def promise_week(ticket: int) -> Response:
    """Promise a week for a ticket, or move its promise to that week."""
    form = WeekForm()
    week = form.chosen() if form.validate_on_submit() and form.version.data.isdigit() else None
    if week is None:
        said = next((errors[0] for errors in form.errors.values()), _("Choose a week"))
        return _again(ticket, form, str(said), 422)
    wanted = Wanted(Span.week(week), form.reason.data or "", int(form.version.data))
    try:
        promise_planning(ticket, wanted, current_user, current_app.config["SECRET_KEY"], now())
    except Refused as refusal:
        return _again(ticket, form, refused_in_words(refusal.rule, refusal.wanted, refusal.ground), 422)
    except Stale:
        return _again(
            ticket, form, _("A colleague changed this ticket meanwhile. Look, then choose again."), 409
        )
    said = _("Promised: #%(ticket)s in week %(week)s. The client is told.", ticket=ticket, week=week.number)
    back = url_for("desk.planning", _anchor=f"plan-{ticket}")
    return changed("planning/planning.reply.html", back=back, context=lambda: _context() | {"said": said})


def _again(ticket: int, form: WeekForm, sentence: str, status: int) -> Response:
    db.session.rollback()
    refusal = Refusal(ticket, sentence, form.week.data or "", form.reason.data or "")
    context = _context() | {"refusal": refusal, "said": sentence, "has_errors": True}
    return refused("planning/planning.reply.html", page="planning/planning.html", status=status, **context)


def _context() -> dict[str, Any]:
    session = db.session()
    return {"ahead": ahead(session, now()), "unassessed": unassessed(session), "refusal": None, **_WORDS}
