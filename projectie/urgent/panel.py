"""Beside a ticket: whether urgency was asked for, quoted, agreed to, and how its clock stands (R12–R14)."""

from datetime import datetime

from sqlalchemy.orm import Session

from projectie.planning.words import long_in_words
from projectie.tickets.models import Column
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage
from projectie.urgent.forms import CallForm
from projectie.urgent.queries import quotes_of
from projectie.urgent.quoting import SENT
from projectie.urgent.rules import QuoteState, is_near
from projectie.urgent.words import CHIPS, STATES
from projectie.work.costing import LENIENT
from projectie.work.words import credits_in_words


@hang("urgent/_panel.html", place=15)
def urgency_beside(session: Session, shown: TicketPage, now: datetime) -> Facts | None:
    """Return how urgent a client's ticket is; one statement where a quote was ever sent, else none."""
    ticket = shown.ticket
    if ticket.organisation_id is None or ticket.merged_into is not None:
        return None
    quotes = quotes_of(session, ticket.number) if SENT in shown.done else []
    agreed = next((each.quote for each in quotes if each.quote.state is QuoteState.AGREED), None)
    runs = agreed if agreed and ticket.column is not Column.DONE else None
    return {
        "quotes": [(each, each.state(now)) for each in quotes],
        "agreed": runs,
        "late": runs is not None and runs.ready_by <= now,
        "lenient": LENIENT in shown.done,
        "near": runs is not None and is_near(runs.ready_by, runs.minutes, now),
        "left": long_in_words(int((runs.ready_by - now).total_seconds() // 60))
        if runs and runs.ready_by > now
        else "",
        "form": CallForm(formdata=None),
        "words": STATES,
        "chips": CHIPS,
        "credits": credits_in_words,
    }
