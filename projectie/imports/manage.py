"""Managers bring in clients, people, balances and old mail: first dry, then truly (M10)."""

from typing import Any

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from projectie import errors
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import manage
from projectie.imports import runs
from projectie.imports.forms import TOO_LARGE, ImportForm
from projectie.imports.models import ImportRun
from projectie.imports.sources import Source
from projectie.imports.words import OUTCOMES, SOURCES, STATES, TRIED, WHY
from projectie.pages import fragment, page, see
from projectie.people.fresh import fresh


@manage.get("/import", endpoint="imports")
def imports() -> Response:
    """Ask for a file, and show what became of earlier ones."""
    return fragment("imports/_runs.html", page="imports/imports.html", **_context(ImportForm(formdata=None)))


@manage.post("/import", endpoint="ask_import")
def ask_import() -> Response:
    """Keep a file and let the worker tell what would happen: nothing is changed, so nobody has to prove who they are."""
    form = ImportForm()
    if not form.validate_on_submit():
        return page("imports/imports.html", 422 if form.errors else 200, **_context(form))
    sent = form.file.data
    file = runs.File(Source(form.source.data), sent.filename or "file", sent.read())
    runs.ask(file, current_user.id, current_app.extensions["projectie.blobs"], now(), dry=True)
    flash(_("A dry run is on its way: nothing is changed yet. What would happen stands below."), "ok")
    return see(url_for("manage.imports"))


@manage.errorhandler(413)
def too_large(error: RequestEntityTooLarge) -> Response:
    """Say at the field that a file is too large for the page; nothing of it was read."""
    del error
    if request.endpoint != "manage.ask_import":
        return errors.too_large()
    form = ImportForm(formdata=None)
    form.file.errors = [TOO_LARGE]
    return page("imports/imports.html", 413, **_context(form))


@manage.get("/import/<int:run>", endpoint="import_run")
def import_run(run: int) -> Response:
    """Show what became of a file, line by line."""
    found = db.session.get(ImportRun, run) or abort(404)
    return page("imports/run.html", run=found, why=WHY, **_words())


@manage.post("/import/<int:run>/again", endpoint="bring_in")
@fresh
def bring_in(run: int) -> Response:
    """Bring in what the dry run told about."""
    runs.again(run, current_user.id, now())
    flash(_("It is being brought in."), "ok")
    return see(url_for("manage.imports"))


def _context(form: ImportForm) -> dict[str, Any]:
    return {"form": form, "runs": runs.runs(db.session()), "renew": request.path, **_words()}


def _words() -> dict[str, Any]:
    return {"sources": SOURCES, "states": STATES, "outcomes": OUTCOMES, "tried": TRIED}
