"""Tags for staff: on a ticket, and all of them, to rename and to merge."""

from datetime import datetime

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.bonds import tags
from projectie.bonds.forms import TagForm
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_shown import again, said


@hang("bonds/_tags.html", place=31)
def tags_beside(session: Session, shown: TicketPage, at: datetime) -> Facts | None:
    """Return the tags of a ticket; no statement where none was ever put on it."""
    del at
    if shown.ticket.merged_into is not None:
        return None
    there = tags.tags_of(session, shown.ticket.number) if "tag.put" in shown.done else []
    return {"tags": there, "form": TagForm(formdata=None)}


@desk.post("/tickets/<int:ticket>/tags", endpoint="put_tag")
def put_tag(ticket: int) -> Response:
    """Put a tag on a ticket."""
    form = TagForm()
    if not form.validate_on_submit():
        return again(ticket, tag_form=form)
    try:
        tags.put(ticket, form.tag.data, current_user.id, now())
    except tags.TooManyTags:
        form.tag.errors = [
            _("Not put on: a ticket has %(most)s tags at most. Take one off first.", most=tags.MOST)
        ]
        return again(ticket, tag_form=form)
    return said(ticket)


@desk.post("/tickets/<int:ticket>/tags/<int:tag>/removal", endpoint="take_tag_off")
def take_tag_off(ticket: int, tag: int) -> Response:
    """Take a tag off a ticket."""
    tags.take_off(ticket, tag, current_user.id, now())
    return said(ticket)


@desk.get("/tags", endpoint="tags")
def all_tags() -> Response:
    """Show every tag, and on how many tickets it is."""
    return page("bonds/tags.html", tags=tags.all_tags(db.session()), form=TagForm(formdata=None), wrong=None)


@desk.post("/tags/<int:tag>/name", endpoint="rename_tag")
def rename_tag(tag: int) -> Response:
    """Rename a tag; to the name of another, they become one."""
    form, known = TagForm(), tags.all_tags(db.session())
    if tag not in {each.id for each in known}:
        abort(404)
    if not form.validate_on_submit():
        return page("bonds/tags.html", 422, tags=known, form=form, wrong=tag)
    there = tags.rename(tag, form.tag.data, current_user.id, now())
    flash(_("Saved.") if there == tag else _("The two tags are one now."), "ok")
    return see(url_for("desk.tags"))
