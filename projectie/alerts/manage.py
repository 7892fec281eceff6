"""Managers say who is on call."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.alerts.forms import OnCallForm
from projectie.alerts.on_call import arrange, colleagues, repeat_after
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import manage
from projectie.pages import page, see


@manage.get("/on-call")
def on_call() -> Response:
    """Show who is told of alerts, and how often."""
    there = colleagues(db.session())
    listed = [colleague.id for colleague in there if colleague.on_call]
    minutes = int(repeat_after(db.session()).total_seconds() // 60)
    return _ask(OnCallForm(formdata=None, data={"people": listed, "repeat_minutes": minutes}).offer(there))


@manage.post("/on-call")
def arrange_on_call() -> Response:
    """Keep who is on call from now on."""
    form = OnCallForm().offer(colleagues(db.session()))
    if not form.validate_on_submit():
        return _ask(form)
    arrange(form.people.data, form.repeat_minutes.data, current_user.id, now())
    flash(_("Saved."), "ok")
    return see(url_for("manage.on_call"))


def _ask(form: OnCallForm) -> Response:
    return page("alerts/on_call.html", 422 if form.errors else 200, form=form)
