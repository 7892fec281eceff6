"""One appointment as a page, for a client who is signed in and for whoever holds its link (R35)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, current_app, flash, make_response

from projectie.calls import changing
from projectie.calls.changing import Mover, Over, TooLate, is_too_late
from projectie.calls.choices import by_day, choice
from projectie.calls.forms import MoveForm
from projectie.calls.invitation import Method, calendar_of
from projectie.calls.judging import NotFree
from projectie.calls.letters import client_side
from projectie.calls.queries import Shown
from projectie.calls.reading import Ground, ground_at
from projectie.calls.slots import Moment
from projectie.calls.words import OVER, SAME, STATES, TOO_LATE
from projectie.calls.zones import said_in_both
from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.language import LOCALES, language
from projectie.links import link_to
from projectie.pages import page, see
from projectie.terms.in_force import standing


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the pages of an appointment are."""

    page: str
    move: str
    cancel: str
    file: str


@dataclass(frozen=True, slots=True)
class Place:
    """Whose appointment, where its pages are, and who looks."""

    shown: Shown
    at: Addresses
    layout: str  # the template it extends
    by: int | None  # none: by link
    may_change: bool = True


def show(place: Place) -> Response:
    """Show the appointment, and what can still be done about it."""
    at = now()
    ground = ground_at(db.session(), at)
    return _private(page("calls/appointment.html", **_facts(place, ground, at)))


def ask_move(place: Place, form: MoveForm | None = None, near: list[Moment] | None = None) -> Response:
    """Show the moments it can move to."""
    at, call, zone = now(), place.shown.call, studio().zone
    ground = ground_at(db.session(), at, without=call.id)
    facts = _facts(place, ground, at)
    if not facts["open"] or facts["too_late"]:
        return _over(place, TOO_LATE if facts["open"] else OVER)
    days = by_day(ground.offer.moments(at), call.zone, zone)
    nearest = [choice(each.starts, call.zone, zone) for each in near or ()]
    form = form or MoveForm(formdata=None)
    status = 422 if form.errors else 200
    return _private(page("calls/move.html", status, form=form, days=days, nearest=nearest, **facts))


def move(place: Place) -> Response:
    """Move it, or say why that cannot be."""
    form = MoveForm()
    if not form.validate_on_submit():
        return ask_move(place, form)
    try:
        if not changing.move(place.shown.call.id, form.starts.moment, Mover(place.by), _key(), now()):
            return _over(place, SAME)
    except NotFree as refused:
        form.refuse(refused)
        return ask_move(place, form, refused.nearest)
    except (Over, TooLate) as refused:
        return _over(place, TOO_LATE if isinstance(refused, TooLate) else OVER)
    return see(place.at.page)


def cancel(place: Place) -> Response:
    """Cancel it."""
    try:
        changing.cancel(place.shown.call.id, Mover(place.by), _key(), now())
    except Over:
        return _over(place, OVER)
    return see(place.at.page)


def calendar_file(place: Place) -> Response:
    """Give the appointment as a file for a calendar."""
    shown, at = place.shown, now()
    side = client_side(shown.call, shown.ticket, shown.taker, standing(db.session(), at), _key())
    response = make_response(calendar_of(shown.call, side, Method.PUBLISH, at))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = f'attachment; filename="call-{shown.call.id}.ics"'
    return _private(response)


def _facts(place: Place, ground: Ground, at: datetime) -> dict[str, Any]:
    call = place.shown.call
    return {
        "place": place,
        "shown": place.shown,
        "states": STATES,
        "when": said_in_both(call.starts_at, call.zone, studio().zone, LOCALES[language()]),
        "open": place.shown.stands and call.starts_at > at,
        "too_late": is_too_late(call.starts_at, ground, at),
        "support": link_to("public.support", language=language()),
    }


def _over(place: Place, why: object) -> Response:
    """Back to the appointment as it stands, saying why nothing changed."""
    flash(str(why), "error")
    return see(place.at.page)


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key
