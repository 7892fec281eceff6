"""The timer of a colleague: started on a ticket, stopped by booking its time or throwing it away."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.doors import desk
from projectie.pages import page, see
from projectie.tickets.placement import HIGHEST_NUMBER
from projectie.work import timers


@desk.post("/tickets/<int:ticket>/timer", endpoint="start_timer")
def start_timer(ticket: int) -> Response:
    """Start the timer here; while it runs elsewhere, ask what becomes of that."""
    try:
        timers.start(ticket, current_user.id, now(), instead=bool(request.form.get("instead")))
    except timers.RunsElsewhere as elsewhere:
        return page("work/timer.html", 409, ticket=ticket, running=elsewhere.running)
    return see(url_for("desk.ticket", ticket=ticket))


@desk.post("/timer/removal", endpoint="drop_timer")
def drop_timer() -> Response:
    """Throw the time of the timer away."""
    timers.throw_away(current_user.id)
    flash(_("The timer is stopped; nothing was booked."), "ok")
    typed = request.form.get("ticket", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    known = 0 < number <= HIGHEST_NUMBER
    return see(url_for("desk.ticket", ticket=number) if known else url_for("desk.first_page"))
