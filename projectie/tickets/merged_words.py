"""What is said to whoever does something on a ticket that was merged into another."""

from flask import Response, url_for
from flask_babel import gettext as _

from projectie.database import db
from projectie.doors import desk
from projectie.errors import answer
from projectie.kept_forms import sent_here
from projectie.tickets.merged import MergedAway


def goes_on(away: MergedAway) -> str:
    """Return the sentence at a field: what was typed is kept in it."""
    return str(
        _(
            "Not done: #%(number)s was merged into #%(into)s meanwhile. Copy your text and go on there.",
            number=away.number,
            into=away.into,
        )
    )


def kept_there(away: MergedAway) -> str:
    """Return the sentence at a box of a ticket: what was typed in it is a draft where it can be sent."""
    return str(
        _(
            "Not done: #%(number)s was merged into #%(into)s meanwhile. Your text is kept there: go on there.",
            number=away.number,
            into=away.into,
        )
    )


@desk.app_errorhandler(MergedAway)
def refused(away: MergedAway) -> Response:
    """Answer every other deed on such a ticket with a page that says where it goes on, and gives back what was typed."""
    db.session.rollback()
    form = sent_here()
    happened = _("#%(number)s was merged into #%(into)s", number=away.number, into=away.into)
    again = _("Nothing was changed. Do it on #%(into)s.", into=away.into)
    there = (url_for("desk.ticket", ticket=away.into), _("Open the ticket"))
    return answer(409, happened, again, form.texts if form else (), there)
