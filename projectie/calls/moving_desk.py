"""Staff move a call, without notice, and tell the client why (R11)."""

from flask import Response, abort, current_app, flash, url_for
from flask_login import current_user

from projectie.calls import changing
from projectie.calls.changing import Mover, Over
from projectie.calls.choices import by_day, choice
from projectie.calls.forms import StaffMoveForm
from projectie.calls.judging import NotFree
from projectie.calls.queries import Shown, appointment
from projectie.calls.reading import ground_at
from projectie.calls.slots import Moment
from projectie.calls.words import OVER, SAME
from projectie.calls.zones import said_in_both
from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.doors import desk
from projectie.language import LOCALES, language
from projectie.pages import page, see


@desk.get("/calls/<int:appointment>/move", endpoint="ask_move_call")
def ask_move_call(appointment: int) -> Response:
    """Show when it can be instead."""
    return _ask(appointment, StaffMoveForm(formdata=None))


@desk.post("/calls/<int:appointment>/move", endpoint="move_call")
def move_call(appointment: int) -> Response:
    """Move it."""
    form, ticket = StaffMoveForm(), _shown(appointment).ticket.number
    if not form.validate_on_submit():
        return _ask(appointment, form)
    mover = Mover(current_user.id, staff=True, because=form.because.data)
    try:
        if not changing.move(appointment, form.starts.moment, mover, current_app.config["SECRET_KEY"], now()):
            flash(SAME, "error")
    except NotFree as refused:
        form.refuse(refused)
        return _ask(appointment, form, refused.nearest)
    except Over:
        flash(OVER, "error")
    return see(url_for("desk.ticket", ticket=ticket))


def _ask(appointment: int, form: StaffMoveForm, near: list[Moment] | None = None) -> Response:
    """Show the moments on the studio's clock, and on the client's where that differs."""
    shown, at, home = _shown(appointment), now(), studio().zone
    call = shown.call
    if not shown.stands or call.starts_at <= at:
        flash(OVER, "error")
        return see(url_for("desk.ticket", ticket=shown.ticket.number))
    ground = ground_at(db.session(), at, without=call.id)
    facts = {
        "shown": shown,
        "when": said_in_both(call.starts_at, home, call.zone, LOCALES[language()]),
        "days": by_day(ground.without_notice.moments(at), home, call.zone),
        "nearest": [choice(each.starts, home, call.zone) for each in near or ()],
    }
    return page("calls/desk_move.html", 422 if form.errors else 200, form=form, **facts)


def _shown(number: int) -> Shown:
    return appointment(db.session(), number) or abort(404)
