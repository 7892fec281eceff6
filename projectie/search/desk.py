"""Searching all tickets."""

import re

from flask import Response, request, url_for
from flask_login import current_user

from projectie.context import zone
from projectie.database import db
from projectie.doors import desk
from projectie.forms import one_line
from projectie.pages import page, see, wants_fragment
from projectie.search.asked import understood
from projectie.search.filling import fill_if_due
from projectie.search.finding import find
from projectie.search.number import number_in
from projectie.search.palette import offers

LONGEST = 200


@desk.get("/search")
def search() -> Response:
    """Find tickets by words and conditions; a number goes straight to its ticket."""
    text = one_line(request.args.get("q", ""))[:LONGEST]
    number = number_in(db.session(), text, current_user)
    if number is not None:
        return see(url_for("desk.ticket", ticket=number))
    fill_if_due()
    asked = understood(text)
    results = None if asked.empty else find(db.session(), asked, current_user, zone(), _older())
    return page("search/search.html", text=text, asked=asked, results=results)


@desk.get("/palette")
def palette() -> Response:
    """Answer where one can go from anywhere; without a script that is the search."""
    text = one_line(request.args.get("q", ""))[:LONGEST]
    if not wants_fragment():
        return see(url_for("desk.search", q=text))
    fill_if_due()
    return page("search/_palette.html", offers=offers(db.session(), text, current_user, _before()))


def _before() -> int | None:
    """Return the number of the ticket that the reader has before them."""
    text = request.args.get("ticket", "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _older() -> int | None:
    text = request.args.get("older", "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
