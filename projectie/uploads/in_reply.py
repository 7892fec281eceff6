"""What is too large for a mail: the reply offers a private upload link, which goes into its text."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Response, current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.context import size_in_words
from projectie.database import db
from projectie.doors import desk
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.tickets import working_drafts
from projectie.tickets.panels import hang_in_reply
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_shown import found, said
from projectie.tickets.typed_form import typed_in
from projectie.tickets.writing_models import Box
from projectie.uploads.forms import USUAL
from projectie.uploads.links import links_of, make_link
from projectie.uploads.place import place
from projectie.uploads.rules import LinkState


@hang_in_reply("uploads/_in_reply.html")
def large_files(session: Session, shown: TicketPage, at: datetime) -> dict[str, Any]:
    """Say how much goes over a link; nothing is read for it."""
    del session, shown, at
    return {"most": size_in_words(place().limits.file)}


@desk.post("/tickets/<int:ticket>/uploads/reply", endpoint="put_upload_link")
def put_upload_link(ticket: int) -> Response:
    """Put an upload link below what is typed, an open one where there is one, and keep that."""
    language, typed = found(ticket).ticket.language, typed_in(Box.REPLY)
    with force_locale(LOCALES[language]):
        most = size_in_words(place().limits.file)
        text = _(
            "Large files, up to %(most)s each, can be sent here: %(url)s",
            most=most,
            url=_link(ticket, language),
        )
    body = "\n\n".join(part for part in (typed.body.rstrip(), text) if part)
    working_drafts.keep(ticket, replace(typed, body=body), current_user.id, now())
    return said(ticket, to_reply=True)


def _link(ticket: int, language: str) -> str:
    key, at = current_app.config["SECRET_KEY"], now()
    links = links_of(db.session(), ticket, key, at)
    if not any(one.state is LinkState.OPEN for one in links):
        make_link(ticket, USUAL, current_user.id, at)
        links = links_of(db.session(), ticket, key, at)
    token = next(one.token for one in links if one.state is LinkState.OPEN)
    return link_to("public.upload", language=language, token=token)
