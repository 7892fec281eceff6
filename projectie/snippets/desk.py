"""Snippets at the desk: every colleague reads, makes, changes and removes them."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see
from projectie.snippets import actions
from projectie.snippets.forms import SnippetForm
from projectie.snippets.models import Snippet


@desk.get("/snippets", endpoint="snippets")
def snippets() -> Response:
    """Show all snippets."""
    return page(
        "snippets/snippets.html", snippets=db.session.scalars(select(Snippet).order_by(Snippet.name)).all()
    )


@desk.get("/snippets/new", endpoint="new_snippet")
def new_snippet() -> Response:
    """Ask for a new one."""
    return page("snippets/snippet.html", form=SnippetForm(formdata=None), snippet=None)


@desk.post("/snippets/new", endpoint="add_snippet")
def add_snippet() -> Response:
    """Add it."""
    form = SnippetForm()
    if form.validate_on_submit():
        try:
            actions.add_snippet(form.pair(), current_user.id, now())
        except actions.NameTaken:
            form.name.errors = [_taken()]
        else:
            return _back(_("The snippet has been saved."))
    return page("snippets/snippet.html", 422 if form.errors else 200, form=form, snippet=None)


@desk.get("/snippets/<int:snippet>/change", endpoint="edit_snippet")
def edit_snippet(snippet: int) -> Response:
    """Show a snippet to change it."""
    row = db.session.get(Snippet, snippet) or abort(404)
    typed = {"name": row.name, "nl": row.text_nl, "en": row.text_en, "version": str(row.version)}
    return page("snippets/snippet.html", form=SnippetForm(formdata=None, data=typed), snippet=row)


@desk.post("/snippets/<int:snippet>/change", endpoint="change_snippet")
def change_snippet(snippet: int) -> Response:
    """Change it."""
    form, row = SnippetForm(), db.session.get(Snippet, snippet) or abort(404)
    if form.validate_on_submit():
        try:
            version = int(form.version.data) if form.version.data.isdigit() else 0
            actions.change_snippet(snippet, form.pair(), version, current_user.id, now())
        except actions.NameTaken:
            form.name.errors = [_taken()]
        except actions.ChangedMeanwhile as changed:
            form.version.raw_data, form.version.data = None, str(changed.version)
            form.name.errors = [_("Not saved: a colleague changed it meanwhile. Check it, then save again.")]
        else:
            return _back(_("The snippet has been saved."))
    return page("snippets/snippet.html", 422 if form.errors else 200, form=form, snippet=row)


@desk.post("/snippets/<int:snippet>/removal", endpoint="remove_snippet")
def remove_snippet(snippet: int) -> Response:
    """Remove it."""
    name = actions.remove_snippet(snippet, current_user.id, now())
    return _back(_("The snippet %(name)s has been removed.", name=f"/{name}"))


def _taken() -> str:
    return str(_("Not saved: another snippet has this name. Choose another name."))


def _back(said: str) -> Response:
    flash(said, "ok")
    return see(url_for("desk.snippets"))
