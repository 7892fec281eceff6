"""Colleagues make, change and revoke the address of their own calendar."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.calendar_feed import actions
from projectie.calendar_feed.forms import FeedForm
from projectie.calendar_feed.models import CalendarFeed
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.links import link_to
from projectie.pages import page, see


@desk.get("/calendar")
def calendar() -> Response:
    """Show whether there is an address, and what it shows."""
    return _shown()


@desk.post("/calendar")
def make_calendar() -> Response:
    """Make an address, and show it this once."""
    form = FeedForm()
    if not form.validate_on_submit():
        return _shown()
    token = actions.make(current_user.id, now(), shows_subjects=form.shows_subjects.data)
    return _shown(link_to("public.calendar_file", token=token))


@desk.post("/calendar/choice")
def change_calendar() -> Response:
    """Choose what it shows."""
    form = FeedForm()
    if form.validate_on_submit():
        actions.choose(current_user.id, now(), shows_subjects=form.shows_subjects.data)
        flash(_("Saved."), "ok")
    return see(url_for("desk.calendar"))


@desk.post("/calendar/revocation")
def revoke_calendar() -> Response:
    """Revoke it."""
    if actions.revoke(current_user.id, now()):
        flash(_("The address works no longer."), "ok")
    return see(url_for("desk.calendar"))


def _shown(address: str | None = None) -> Response:
    feed = db.session.get(CalendarFeed, current_user.id, populate_existing=True)
    form = FeedForm(formdata=None, data={"shows_subjects": bool(feed and feed.shows_subjects)})
    return page("calendar_feed/calendar.html", feed=feed, form=form, address=address)
