"""Lists of staff as CSV, each under the filters of its page."""

from collections.abc import Iterator
from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import zone
from projectie.database import db
from projectie.doors import desk
from projectie.exports.writing import limited, written
from projectie.forms import one_line
from projectie.mail.models import LetterState
from projectie.search.asked import understood
from projectie.search.desk import LONGEST
from projectie.search.filling import fill_if_due
from projectie.search.finding import Found, find
from projectie.tickets.mail_filters import fates, mail_filters
from projectie.tickets.mail_list import incoming, outgoing
from projectie.tickets.moves import own_moves
from projectie.tickets.sight import look
from projectie.tickets.undo import open_moves
from projectie.tickets.words import COLUMNS, KINDS, MAILBOXES, PRIORITIES

STATES = {
    LetterState.QUEUED: _l("waiting to be sent"),
    LetterState.SENT: _l("handed to the mail server"),
    LetterState.FAILED: _l("not delivered"),
    LetterState.WITHDRAWN: _l("taken back"),
}


@desk.get("/board.csv", endpoint="export_tickets")
def tickets() -> Response:
    """Hand out the tickets of the board."""
    return written("tickets", _ticket_head(), _tickets())


@desk.get("/search.csv", endpoint="export_search")
def search() -> Response:
    """Hand out everything a search finds, not its first page alone."""
    head = (_("Number"), _("Subject"), _("Client"), _("Column"), _("Arrived"))
    fill_if_due()
    return written("search", head, limited(_found(one_line(request.args.get("q", ""))[:LONGEST])))


@desk.get("/mail.csv", endpoint="export_mail")
def mail() -> Response:
    """Hand out the mails that came in, with what became of them (R29)."""
    head = (
        *(_("Received"), _("Mailbox"), _("Name"), _("Email address"), _("Subject")),
        *(_("What became of it"), _("Ticket"), _("Bytes")),
    )
    return written("mail", head, limited(_mails()))


@desk.get("/outbox.csv", endpoint="export_outbox")
def outbox() -> Response:
    """Hand out the letters, with how each fared (R34)."""
    head = (
        _("Queued"),
        _("Name"),
        _("Email address"),
        _("Subject"),
        _("State"),
        _("Handed over"),
        _("Error"),
        _("Ticket"),
    )
    return written("outbox", head, limited(_letters()))


@desk.get("/moves.csv", endpoint="export_moves")
def moves() -> Response:
    """Hand out the reader's last moves."""
    mine = open_moves(*own_moves(db.session(), current_user.id))
    rows = [(move.ticket, COLUMNS[move.from_column], COLUMNS[move.column]) for move in mine]
    return written("moves", (_("Ticket"), _("From column"), _("To column")), rows)


def _ticket_head() -> tuple[str, ...]:
    return (
        *(_("Number"), _("Subject"), _("Client"), _("Requester"), _("Column"), _("Since")),
        *(_("Priority"), _("Kind"), _("Tier"), _("Assigned to"), _("Answer promised by")),
        *(_("Answered"), _("Planned from"), _("Planned until"), _("Done")),
    )


def _tickets() -> Iterator[tuple[Any, ...]]:
    sight = look(now())
    tiers = sight.known.options.tiers
    for card in (card for column in sight.board.columns for card in column.cards):
        yield (
            *(card.number, card.subject, card.client, card.sender, COLUMNS[card.column], card.since),
            PRIORITIES[card.priority] if card.priority else None,
            KINDS[card.kind] if card.kind else None,
            tiers.get(card.tier, card.tier) if card.tier else None,
            *(card.assignee, card.promise.by if card.promise else None, card.answered_at),
            *(card.planned, card.planned_until, card.done_at),
        )


def _found(text: str) -> Iterator[tuple[Any, ...]]:
    asked, below = understood(text), None
    while not asked.empty:
        results = find(db.session(), asked, current_user, zone(), below)
        yield from (_row(found) for found in results.rows)
        below = results.older
        if below is None:
            return


def _row(found: Found) -> tuple[Any, ...]:
    return found.number, found.subject, found.organisation, COLUMNS[found.column], found.opened_at


def _mails() -> Iterator[tuple[Any, ...]]:
    asked, names, before = mail_filters(request.args), fates(), ""
    while True:
        page = incoming(db.session(), asked, zone(), before)
        for one in page.rows:
            fate = names["duplicate" if one.repeat else one.fate.value]
            yield (
                *(one.received_at, MAILBOXES[one.mailbox], one.from_name, one.from_address, one.subject),
                *(fate, one.ticket_number, one.size),
            )
        if page.older is None:
            return
        before = str(page.older)


def _letters() -> Iterator[tuple[Any, ...]]:
    before: int | None = None
    while True:
        page = outgoing(db.session(), before)
        for one in page.rows:
            yield (
                *(one.created_at, one.to_name, one.to_address, one.subject, STATES[one.state]),
                *(one.sent_at, one.last_error, one.ticket_number),
            )
        if page.older is None:
            return
        before = int(page.older)
