"""Upload links for staff: beside a ticket they are made, shown and taken back."""

from datetime import datetime
from typing import Any

from flask import Response, current_app
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.doors import desk
from projectie.links import link_to
from projectie.tickets import downloads
from projectie.tickets.panels import hang
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_shown import again, said
from projectie.uploads.forms import LinkForm
from projectie.uploads.links import links_of, make_link, revoke_link


@hang("uploads/_panel.html", place=40)
def uploads_beside(session: Session, shown: TicketPage, at: datetime) -> dict[str, Any]:
    """Read the upload links of a ticket; each in the client's language."""
    ticket = shown.ticket
    key = current_app.config["SECRET_KEY"]
    links = links_of(session, ticket.number, key, at) if "upload.link_made" in shown.done else []
    urls = {each.id: link_to("public.upload", language=ticket.language, token=each.token) for each in links}
    offered = "download.offered" in shown.done
    handed = downloads.links_of(session, ticket, key, at) if offered else []
    return {"links": links, "urls": urls, "form": LinkForm(formdata=None), "downloads": handed}


@desk.post("/tickets/<int:ticket>/uploads", endpoint="make_upload_link")
def make_upload_link(ticket: int) -> Response:
    """Make an upload link."""
    form = LinkForm()
    if not form.validate_on_submit():
        return again(ticket, upload_form=form)
    make_link(ticket, form.upload_days.data, current_user.id, now())
    return said(ticket)


@desk.post("/tickets/<int:ticket>/uploads/<int:link>/revocation", endpoint="revoke_upload_link")
def revoke_upload_link(ticket: int, link: int) -> Response:
    """Take an upload link back."""
    revoke_link(ticket, link, current_user.id, now())
    return said(ticket)
