"""Managers see every version and the draft, compare it, look at it as a client would, and publish it (R2)."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import manage
from projectie.language import LANGUAGES
from projectie.pages import page, see
from projectie.terms import publishing
from projectie.terms.compared import compared
from projectie.terms.in_force import BEGINNING, Published, in_force, newest, version
from projectie.terms.paragraphs import beside
from projectie.terms.public import sides
from projectie.terms.publish_form import PublishForm
from projectie.terms.publishing import KeptDraft, PublishingError, Refusal, first_day, kept_draft
from projectie.terms.rows import seen
from projectie.terms.sentences import refusal, troubles
from projectie.terms.versions import versions


@manage.get("/terms")
def terms() -> Response:
    """Show every version, and how the draft stands."""
    return _list()


@manage.post("/terms/draft")
def start_draft() -> Response:
    """Begin a draft."""
    try:
        publishing.start_draft(current_user.id, now())
    except PublishingError as error:
        return _list(error)
    return see(url_for("manage.terms"))


@manage.post("/terms/draft/removal")
def discard_draft() -> Response:
    """Throw the draft away."""
    try:
        publishing.discard_draft(seen(), current_user.id, now())
    except PublishingError as error:
        return _list(error)
    flash(_("The draft has been thrown away."), "ok")
    return see(url_for("manage.terms"))


@manage.get("/terms/draft/preview")
def preview_draft() -> Response:
    """Show the draft as clients would read it: in both languages, or in the one that is asked for."""
    kept, wanted = present_draft(), request.args.get("view")
    languages = (wanted,) if wanted in LANGUAGES else LANGUAGES
    shown = sides(kept.draft.terms, languages)
    return page("terms/preview.html", sides=shown, beside=beside, number=newest(db.session()).number + 1)


@manage.get("/terms/draft/difference")
def difference() -> Response:
    """Show what the draft changes, and ask from which day it should hold."""
    return _difference(PublishForm(formdata=None, data={"starts": first_day(db.session(), now())}))


@manage.post("/terms/draft/publication")
def publish_draft() -> Response:
    """Make the draft the next version."""
    form = PublishForm()
    if not form.validate_on_submit():
        return _difference(form)
    try:
        number = publishing.publish(seen(), form.first_day(), current_user.id, now())
    except PublishingError as error:
        return _refused(form, error)
    flash(_("Version %(number)s has been published.", number=number), "ok")
    return see(url_for("manage.terms"))


def present_draft() -> KeptDraft:
    """Return the draft; without one, go to the list of versions instead."""
    return kept_draft(db.session()) or abort(see(url_for("manage.terms")))


def _list(error: PublishingError | None = None) -> Response:
    session = db.session()
    kept = kept_draft(session)
    return page(
        "terms/manage.html",
        409 if error else 200,
        known=versions(session, today()),
        beginning=BEGINNING,
        kept=kept,
        troubles=troubles(kept.draft) if kept else (),
        refusal=refusal(error) if error else None,
    )


def _refused(form: PublishForm, error: PublishingError) -> Response:
    """Say at the day what is wrong with it; all else is about the draft."""
    if error.refusal is Refusal.GONE:
        return _list(error)
    if error.day:
        form.starts.errors = [refusal(error)]
        return _difference(form)
    return _difference(form, 409 if error.refusal is Refusal.STALE else 422, refusal(error))


def _difference(form: PublishForm, status: int = 200, refused: str | None = None) -> Response:
    kept, against = present_draft(), _against()
    last = newest(db.session())
    return page(
        "terms/difference.html",
        422 if form.errors else status,
        form=form,
        kept=kept,
        against=against,
        last=last,
        current=in_force(db.session(), today()),
        changes=compared(against.terms, kept.draft.terms),
        troubles=troubles(kept.draft),
        refusal=refused,
    )


def _against() -> Published:
    """Return the version to compare with: the one in force, or another one that is asked for."""
    session, wanted = db.session(), request.args.get("with")
    if wanted is None:
        return in_force(session, today())
    line = versions(session, today()).numbered(wanted) or abort(404)
    return version(session, line.number)
