"""Managers: how long each kind of data is kept, what the next round removes, and what every round removed (M10)."""

from flask import Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import manage
from projectie.pages import page, see
from projectie.people.fresh import fresh
from projectie.privacy import retention
from projectie.privacy.forms import RetentionForm
from projectie.privacy.words import KIND_WORDS


@manage.get("/retention", endpoint="retention")
def show_retention() -> Response:
    """Show the figures and the rounds; with ?dry=1 also what the next round removes."""
    return _ask(RetentionForm.filled(retention.days_of(db.session())))


@manage.post("/retention", endpoint="set_retention")
@fresh
def set_retention() -> Response:
    """Keep how long."""
    form = RetentionForm()
    if not form.validate_on_submit():
        return _ask(form)
    retention.set_days(form.days(), current_user.id, now())
    flash(_("Saved."), "ok")
    return see(url_for("manage.retention"))


@manage.post("/retention/run", endpoint="run_retention")
@fresh
def run_retention() -> Response:
    """Do a round now."""
    removed = retention.run(current_app.extensions["projectie.blobs"], now(), current_user.id)
    flash(_("Removed: %(many)s.", many=sum(removed.values())), "ok")
    return see(url_for("manage.retention"))


def _ask(form: RetentionForm) -> Response:
    session = db.session()
    return page(
        "privacy/retention.html",
        422 if form.errors else 200,
        form=form,
        words=KIND_WORDS,
        runs=retention.runs(session),
        dry=retention.would_go(session, now()) if request.args.get("dry") == "1" else None,
    )
