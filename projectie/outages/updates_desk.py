"""Staff tell how an outage goes on: once, to everybody, in two languages."""

from flask import Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext as _n
from flask_login import current_user

from projectie.clock.now import now
from projectie.doors import desk
from projectie.outages import updates
from projectie.outages.faults import Overtaken
from projectie.outages.forms import UpdateForm
from projectie.outages.outage_shown import asked_again, found
from projectie.pages import see


@desk.post("/outages/<int:outage>/updates")
def post_update(outage: int) -> Response:
    """Tell everybody how it stands; unless a colleague was just ahead, then once show what is new."""
    form = UpdateForm.about(ticket.number for ticket in found(outage).tickets)
    if not form.validate_on_submit():
        return asked_again(outage, update_form=form, status=422 if form.errors else 200)
    try:
        updates.post(outage, form.told(), current_user, _key(), now())
    except Overtaken as overtaken:
        form.seen.raw_data, form.seen.data = None, overtaken.newest
        form.text_nl.errors = [_("Not sent: a colleague told more meanwhile. Read it above, then send.")]
        return asked_again(outage, status=409, update_form=form)
    flash(_("Sent: the status page and every ticket of this outage say it now."), "ok")
    return see(url_for("desk.outage", outage=outage))


@desk.post("/outages/<int:outage>/latecomers")
def tell_latecomers(outage: int) -> Response:
    """Answer tickets that were added later with the last update."""
    numbers = [int(text) for text in request.form.getlist("ticket") if text.isascii() and text.isdigit()]
    told = updates.tell_later(outage, numbers, current_user, _key(), now())
    said = _n("%(num)s client has been told.", "%(num)s clients have been told.", told)
    flash(said if told else _("Everybody had been told already."), "ok")
    return see(url_for("desk.outage", outage=outage))


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key
