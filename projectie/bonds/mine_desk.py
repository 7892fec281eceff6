"""What a colleague keeps for themselves: tickets they follow, and reminders."""

from datetime import datetime

from flask import Response, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.bonds import following, reminding
from projectie.bonds.forms import RemindForm
from projectie.bonds.words import NO_REMINDER
from projectie.clock.now import now
from projectie.context import today, zone
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see
from projectie.terms.in_force import calendar, in_force
from projectie.tickets.filters import number_of
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_shown import again, said


@hang("bonds/_mine.html", place=33)
def mine_beside(session: Session, shown: TicketPage, at: datetime) -> Facts | None:
    """Return what the reader keeps on a ticket; no statement where nobody ever did."""
    del at
    number, reader = shown.ticket.number, current_user.id
    if shown.ticket.merged_into is not None:
        return None
    follows = "follow.begun" in shown.done and following.is_following(session, number, reader)
    set_ = "reminder.set" in shown.done
    reminders = reminding.reminders_of(session, reader, number) if set_ else []
    return {"following": follows, "reminders": reminders, "form": RemindForm(formdata=None)}


@desk.post("/tickets/<int:ticket>/follow", endpoint="follow")
def follow(ticket: int) -> Response:
    """Follow a ticket."""
    following.follow(ticket, current_user.id, now())
    return said(ticket)


@desk.post("/tickets/<int:ticket>/follow/end", endpoint="unfollow")
def unfollow(ticket: int) -> Response:
    """Follow it no more."""
    following.unfollow(ticket, current_user.id, now())
    return said(ticket)


@desk.get("/following", endpoint="following")
def what_i_follow() -> Response:
    """Show what the reader follows and is reminded of, what has news first."""
    session, reader = db.session(), current_user.id
    reminders = reminding.reminders_of(session, reader)
    return page(
        "bonds/following.html",
        followed=following.followed(session, reader),
        reminders=reminders,
        seen_at=now(),
    )


@desk.post("/following/seen", endpoint="seen")
def seen() -> Response:
    """Note that the reader has read what there was, of a ticket or of all."""
    named = request.form.get("ticket")
    following.look((number_of(named) or 0) if named else None, current_user.id, now())
    return see(url_for("desk.following"))


@desk.post("/tickets/<int:ticket>/reminders", endpoint="remind")
def remind(ticket: int) -> Response:
    """Remind the reader of a ticket on a working day."""
    form = RemindForm()
    if not form.validate_on_submit() or form.remind_on.data is None:
        return again(ticket, remind_form=form)
    days = calendar(db.session(), in_force(db.session(), today()).terms, zone().key)
    try:
        due_at = reminding.moment(form.remind_on.data, now(), days)
    except reminding.ReminderRefused as refused:
        form.remind_on.errors = [NO_REMINDER[refused.reason]]
        return again(ticket, remind_form=form)
    reminding.remind(ticket, due_at, form.remind_of.data or "", current_user.id, now())
    return said(ticket)


@desk.post("/reminders/<int:reminder>/end", endpoint="done_with_reminder")
def done_with_reminder(reminder: int) -> Response:
    """Be done with a reminder."""
    ticket = reminding.done_with(reminder, current_user.id, now())
    back = request.form.get("back")
    return (
        said(ticket)
        if back == "ticket"
        else see(url_for(f"desk.{'first_page' if back == 'today' else 'following'}"))
    )
