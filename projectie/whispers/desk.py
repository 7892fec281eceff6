"""Secrets for staff: beside a ticket they are asked for, given, listed, read once; mails that hold one are marked."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import Response, current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.database import db
from projectie.device import in_words
from projectie.doors import desk
from projectie.links import link_to
from projectie.pages import page
from projectie.tickets.panels import hang, hang_below_messages
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_shown import again, found, said
from projectie.whispers import actions, moving
from projectie.whispers.actions import Over, Reader, Wanted
from projectie.whispers.forms import WhisperForm
from projectie.whispers.models import Way
from projectie.whispers.queries import Shown, secrets_of
from projectie.whispers.sealing import lock
from projectie.whispers.suspects import suspects_in

MADE = {f"whisper.{way.value}" for way in Way}  # no secret without one of these deeds


@hang_below_messages("whispers/_suspect.html")
def suspects_below(session: Session, shown: TicketPage, at: datetime) -> dict[int, dict[str, Any]]:
    """Read which mails seem to hold a password, and from which one was taken out."""
    del at
    return {message: asdict(each) for message, each in suspects_in(session, shown).items()}


@hang("whispers/_panel.html", place=45)
def secrets_beside(session: Session, shown: TicketPage, at: datetime) -> dict[str, Any]:
    """Read the secrets of a ticket; the address of each in the client's language."""
    ticket = shown.ticket
    key = current_app.config["SECRET_KEY"]
    listed = secrets_of(session, ticket.number, key, at) if MADE & shown.done else []
    urls = {
        each.id: link_to("public.whisper", language=ticket.language, token=each.token)
        for each in listed
        if each.token
    }
    return {"secrets": listed, "urls": urls, "form": WhisperForm(formdata=None)}


@desk.post("/tickets/<int:ticket>/secrets", endpoint="make_secret")
def make_secret(ticket: int) -> Response:
    """Ask a client for a secret, or give one."""
    form = WhisperForm()
    if not form.validate_on_submit():
        return again(ticket, whisper_form=form)
    way = Way(form.secret_way.data)
    given = (form.secret_text.data, form.secret_word.data) if way is Way.GIVEN else ("", "")
    wanted = Wanted(way, form.secret_label.data, form.secret_days.data, *given)
    actions.make(ticket, wanted, lock(), current_user.id, now())
    return said(ticket)


@desk.post("/tickets/<int:ticket>/secrets/<int:secret>/revocation", endpoint="revoke_secret")
def revoke_secret(ticket: int, secret: int) -> Response:
    """Take a secret back, unread."""
    actions.revoke(ticket, secret, current_user.id, now())
    return said(ticket)


@desk.post("/tickets/<int:ticket>/secrets/<int:secret>/reading", endpoint="read_secret")
def read_secret(ticket: int, secret: int) -> Response:
    """Show a secret that a client filled in, or that stood in a mail: once, then it is gone."""
    shown = found(ticket)
    mine = {each.id: each for each in _listed(ticket) if each.way is not Way.GIVEN}
    try:
        told = actions.read(secret, "", lock(), _reader(), now()) if secret in mine else None
    except Over:
        told = None
    if told is None or told.secret is None:
        return page("whispers/read_over.html", 404, shown=shown)
    return page("whispers/read_desk.html", shown=shown, label=mine[secret].label, secret=told.secret)


@desk.post("/tickets/<int:ticket>/messages/<int:message>/password", endpoint="move_password")
def move_password(ticket: int, message: int) -> Response:
    """Take a password out of a mail into a secret, or decide that there is none."""
    if request.form.get("verdict") == "none":
        moving.dismiss(ticket, message, current_user.id, now())
        return said(ticket)
    try:
        moving.move(ticket, message, lock(), current_user.id, now())
    except Over:
        form = WhisperForm(formdata=None)
        form.secret_label.errors = [_("Not moved: this mail seems to hold no password any more.")]
        return again(ticket, 409, whisper_form=form)
    return said(ticket)


def _listed(ticket: int) -> list[Shown]:
    return secrets_of(db.session(), ticket, current_app.config["SECRET_KEY"], now())


def _reader() -> Reader:
    return Reader(current_user.id, in_words(request.user_agent.string, request.remote_addr or ""))
