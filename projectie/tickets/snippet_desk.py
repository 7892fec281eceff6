"""Snippets on a ticket: filled in for it, in the client's language; by script where the caret is, else below the text."""

from dataclasses import replace

from flask import Response, abort, jsonify, request
from flask_babel import force_locale
from flask_login import current_user
from sqlalchemy import select

from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.doors import desk
from projectie.language import LOCALES
from projectie.snippets.models import Snippet
from projectie.snippets.rules import filled
from projectie.terms.in_force import standing
from projectie.tickets import working_drafts
from projectie.tickets.planning_words import when_in_words
from projectie.tickets.promise_rows import span_of, standing_promise
from projectie.tickets.promise_words import limit_in_words
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_shown import found, said
from projectie.tickets.typed_form import typed_in
from projectie.tickets.writing_models import Box


@desk.get("/tickets/<int:ticket>/snippets", endpoint="ticket_snippets")
def ticket_snippets(ticket: int) -> Response:
    """Answer every snippet as it reads on this ticket."""
    values, into = _values(shown := found(ticket)), shown.ticket.language
    rows = db.session.scalars(select(Snippet).order_by(Snippet.name)).all()
    return jsonify([{"name": one.name, "text": filled(_in(one, into), values)} for one in rows])


@desk.post("/tickets/<int:ticket>/snippets", endpoint="insert_snippet")
def insert_snippet(ticket: int) -> Response:
    """Put a snippet below what is typed, and keep that."""
    shown, chosen = found(ticket), request.form.get("snippet", "")
    row = (
        db.session.get(Snippet, int(chosen))
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 10
        else None
    )
    typed = typed_in(Box.REPLY)
    text = filled(_in(row or abort(404), shown.ticket.language), _values(shown))
    body = "\n\n".join(part for part in (typed.body.rstrip(), text) if part)
    working_drafts.keep(ticket, replace(typed, body=body), current_user.id, now())
    return said(ticket, to_reply=True)


def _in(snippet: Snippet, language: str) -> str:
    return snippet.text_nl if language == "nl" else snippet.text_en


def _values(shown: TicketPage) -> dict[str, str]:
    """Return what the variables say on that ticket; what is not known there stays open."""
    ticket, facts = shown.ticket, studio()
    return {
        "name": ticket.requester_name.split(" ")[0],
        "client": shown.organisation.name if shown.organisation else "",
        "number": f"#{ticket.number}",
        "subject": ticket.subject,
        "me": current_user.name,
        "promise": _promise(shown),
        "studio": facts.name,
        "phone": facts.phone,
    }


def _promise(shown: TicketPage) -> str:
    ticket, session = shown.ticket, db.session()
    with force_locale(LOCALES[ticket.language]):
        span = span_of(standing_promise(session, ticket.number))
        if span is not None and span.first is not None:
            return str(when_in_words(span))
        if ticket.answered_at is not None or ticket.response_by is None:
            return ""
        ground = standing(session, now())
        return limit_in_words(ticket.response_by, ground.calendar)
