"""Managers read the audit trail and take a copy of it."""

from datetime import date

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user

from projectie import spreadsheet
from projectie.accounts import trail
from projectie.accounts.trail_words import DEEDS, deed_in_words, detail_in_words
from projectie.clock.now import now
from projectie.context import today, zone
from projectie.database import db
from projectie.doors import manage
from projectie.language import language
from projectie.listing import page_number
from projectie.pages import page
from projectie.people.fresh import fresh


@manage.get("/trail", endpoint="trail")
def show_trail() -> Response:
    """Show who did what, the newest on top."""
    session, asked = db.session(), _asked()
    return page(
        "accounts/trail.html",
        listing=trail.trail(session, asked, zone(), page_number(request.args.get("page"))),
        asked=asked,
        actors=trail.actors(session),
        deeds=DEEDS,
        deed_in_words=deed_in_words,
        detail_in_words=detail_in_words,
    )


@manage.post("/trail/copy", endpoint="copy_trail")
@fresh
def copy_trail() -> Response:
    """Hand out what was asked for as CSV; that is written down too."""
    lines = trail.copy(db.session(), _asked(), zone())
    trail.note_copy(current_user.id, len(lines), now())
    head = (_("Moment (UTC)"), _("Who"), _("Deed"), _("About"), _("More"))
    rows = (
        (line.at.isoformat(), line.actor or "", deed_in_words(line.deed), line.about, detail_in_words(line.details))
        for line in lines
    )  # fmt: skip
    content = spreadsheet.sheet(head, rows, language())
    return spreadsheet.download(content, f"audit-{today().isoformat()}.csv", "text/csv")


def _asked() -> trail.Asked:
    deed = request.values.get("deed", "")
    return trail.Asked(
        actor=request.values.get("actor", type=_number),
        deed=deed if deed in DEEDS else "",
        since=request.values.get("since", type=_day),
        until=request.values.get("until", type=_day),
    )


def _number(text: str) -> int:
    number = int(text)
    if not 0 < number < 2**31:
        raise ValueError(text)
    return number


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not 1990 <= day.year <= 2100:
        raise ValueError(text)
    return day
