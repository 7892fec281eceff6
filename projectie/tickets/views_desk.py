"""Views of the board by name: gone to, kept, renamed, thrown away; and the columns somebody watches."""

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see
from projectie.tickets.board_words import in_words
from projectie.tickets.filters import from_address
from projectie.tickets.sight import Sight, look
from projectie.tickets.swimlanes import LANES, by_of
from projectie.tickets.views import NameTaken, View, change_view, keep_view, remove_view, views_of
from projectie.tickets.views_form import ViewForm
from projectie.tickets.watching import watch_columns, watched_by


@desk.get("/views")
def views() -> Response:
    """Show my views and everyone's, and keep the one the address holds."""
    return _page()


@desk.get("/views/<int:view>", endpoint="view")
def view(view: int) -> Response:
    """Go to a view: its filters in the address of the board."""
    found = next((each for each in views_of(db.session(), current_user.id) if each.id == view), None)
    return see(url_for("desk.board", **(found or abort(404)).query))


@desk.post("/views", endpoint="keep_view")
def keep() -> Response:
    """Keep what the board shows under a name."""
    form, query = ViewForm(), look(now()).in_view
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    try:
        keep_view(form.wanted(), query, current_user.id, now())
    except NameTaken as taken:
        form.taken(taken.reason)
        return _page(form, 422)
    flash(_("The view “%(name)s” has been saved.", name=form.name.data), "ok")
    return see(url_for("desk.board", **query))


@desk.post("/views/<int:view>", endpoint="change_view")
def change(view: int) -> Response:
    """Give my view another name, or share it."""
    form = ViewForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200, changed=view)
    try:
        change_view(view, form.wanted(), current_user.id, now())
    except NameTaken as taken:
        form.taken(taken.reason)
        return _page(form, 422, changed=view)
    flash(_("Saved."), "ok")
    return see(url_for("desk.views"))


@desk.post("/views/<int:view>/removal", endpoint="remove_view")
def remove(view: int) -> Response:
    """Throw my view away."""
    remove_view(view, current_user.id, now())
    flash(_("The view has been removed."), "ok")
    return see(url_for("desk.views"))


@desk.post("/board/watched", endpoint="watch_columns")
def watch() -> Response:
    """Choose the columns I watch."""
    watch_columns(current_user.id, request.form.getlist("column"), now())
    flash(_("Saved."), "ok")
    return see(url_for("desk.views", _anchor="watched"))


def _page(form: ViewForm | None = None, status: int = 200, changed: int | None = None) -> Response:
    """Show the page; a form that was typed in stands in for the fresh one, for a new view or the one it changes."""
    sight = look(now())
    seen = sight.known.views
    if changed is not None and changed not in {each.id for each in seen if each.owner == current_user.id}:
        abort(404)
    fresh = ViewForm(formdata=None)
    context: dict[str, Any] = {
        "form": form if form and changed is None else fresh,
        "query": sight.in_view,
        "sentence": _sentence(sight, sight.in_view),
        "mine": [
            (each, _sentence(sight, each.query), _filled(each, form, changed))
            for each in seen
            if each.owner == current_user.id
        ],
        "others": [(each, _sentence(sight, each.query)) for each in seen if each.owner != current_user.id],
        "watched": watched_by(db.session(), current_user.id),
        "names": sight.names,
        "wrong": form if form and form.errors else None,
    }
    return page("tickets/views.html", status, has_errors=bool(context["wrong"]), **context)


def _filled(view: View, form: ViewForm | None, changed: int | None) -> ViewForm:
    if form is not None and changed == view.id:
        return form
    return ViewForm(formdata=None, data={"name": view.name, "for_everyone": view.for_everyone})


def _sentence(sight: Sight, query: Any) -> str:
    """Return what a view shows, in words."""
    parts = list(in_words(from_address(query, sight.known.options), sight.known.options, current_user.id))
    by = by_of(query.get("lanes"))
    return ", ".join([*parts, *([str(LANES[by]).lower()] if by else [])]) or str(_("all tickets"))
