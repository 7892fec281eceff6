"""Staff book time on a ticket, see beforehand what it costs, change it and take it back (R17)."""

from secrets import token_hex

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import desk
from projectie.pages import fragment, see
from projectie.tickets.merged import MergedAway
from projectie.tickets.merged_words import goes_on
from projectie.tickets.ticket_shown import again
from projectie.work import booking
from projectie.work.forms import RemovalForm, TimeForm
from projectie.work.judging import NotBooked
from projectie.work.pieces import Booked, piece_of
from projectie.work.time_page import previewed, show, words
from projectie.work.timers import running

MOST_ID = 2**31


@desk.get("/tickets/<int:ticket>/time")
def time(ticket: int) -> Response:
    """Ask for a piece of time; `timer`: the one that the timer measured."""
    timer = running(db.session(), current_user.id)
    measured = timer.minutes(now()) if timer and timer.ticket == ticket and "timer" in request.args else 0
    return show(ticket, TimeForm.fresh(today(), current_user.id, measured))


@desk.post("/tickets/<int:ticket>/time", endpoint="book_time")
def book_time(ticket: int) -> Response:
    """Book a piece of time, or show first what it would cost."""
    form = TimeForm()
    if not form.validate_on_submit():
        return _refused(ticket, form)
    if "check" in request.form:
        return show(ticket, form, previewed(ticket, form))
    try:
        wanted, timed = form.wanted(current_user.id), bool(form.time_timed.data)
        booking.book(ticket, wanted, form.time_key.data or token_hex(8), current_user, now(), timed=timed)
    except NotBooked as refused:
        return _refused(ticket, form.refuse(refused))
    except MergedAway as away:
        return _elsewhere(away, form)
    flash(_("The time is booked."), "ok")
    return see(url_for("desk.ticket", ticket=ticket))


@desk.get("/tickets/<int:ticket>/time/preview")
def time_preview(ticket: int) -> Response:
    """Say what a piece of time would cost, while it is typed."""
    form = TimeForm(request.args, meta={"csrf": False})
    piece = piece_of(db.session(), request.args.get("entry", 0, type=int) % MOST_ID)
    piece = piece if piece and piece.ticket == ticket and not piece.removed else None
    shown = previewed(ticket, form, piece) if form.validate() else None
    return fragment("work/_preview.html", page="work/preview.html", preview=shown, ticket=ticket, **words())


@desk.get("/time/<int:entry>")
def change_time(entry: int) -> Response:
    """Ask what a piece of time should say."""
    piece = _piece(entry)
    return show(piece.ticket, TimeForm.of(piece), piece=piece)


@desk.post("/time/<int:entry>", endpoint="keep_time")
def keep_time(entry: int) -> Response:
    """Change a piece of time, or show first what that would cost."""
    piece, form = _piece(entry), TimeForm()
    if not form.validate_on_submit():
        return show(piece.ticket, form, piece=piece)
    if "check" in request.form:
        return show(piece.ticket, form, previewed(piece.ticket, form, piece), piece)
    try:
        booking.change(entry, form.wanted(piece.person), _seen(form.time_seen.data), current_user, now())
    except NotBooked as refused:
        return show(piece.ticket, form.refuse(refused), piece=piece)
    flash(_("The time is changed."), "ok")
    return see(url_for("desk.ticket", ticket=piece.ticket))


@desk.post("/time/<int:entry>/removal", endpoint="remove_time")
def remove_time(entry: int) -> Response:
    """Take a piece of time back."""
    piece, form = _piece(entry), RemovalForm()
    try:
        if not form.validate_on_submit():
            return show(piece.ticket, TimeForm.of(piece), piece=piece, removal=form)
        reason, seen = form.removed_because.data or "", _seen(form.removed_seen.data)
        booking.remove(entry, reason, seen, current_user, now())
    except NotBooked as refused:
        return show(piece.ticket, TimeForm.of(piece), piece=piece, removal=form.refuse(refused))
    flash(_("The time is taken back, with what it cost."), "ok")
    return see(url_for("desk.ticket", ticket=piece.ticket))


def _refused(ticket: int, form: TimeForm) -> Response:
    """Show the form again where it stood: beside the ticket, or on its page."""
    return again(ticket, time_form=form) if request.form.get("beside") else show(ticket, form)


def _elsewhere(away: MergedAway, form: TimeForm) -> Response:
    """Show the form as it was typed where the ticket goes on; beside the ticket, where that is."""
    if request.form.get("beside"):
        form.time_spent.errors = [goes_on(away)]
        return again(away.number, time_form=form)
    here = _("#%(number)s was merged into #%(into)s: book it here.", number=away.number, into=away.into)
    form.time_spent.errors = [here]
    return show(away.into, form)


def _piece(entry: int) -> Booked:
    piece = piece_of(db.session(), entry)
    return piece if piece and not piece.removed else abort(404)


def _seen(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
