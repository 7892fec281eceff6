"""The first page of the portal: what runs, what is promised, what the contract says."""

from datetime import date
from typing import Any

from flask import Response
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.context import today
from projectie.contracts import queries
from projectie.contracts.column import column_of, tier_names
from projectie.contracts.coverage import ClientFacts
from projectie.contracts.sla_queries import policy_on
from projectie.contracts.sla_words import COUNTS, LEVELS, length
from projectie.contracts.words import DUTIES
from projectie.credits.standing import standing_of
from projectie.database import db
from projectie.doors import portal
from projectie.home.lines import is_open, lines, tickets
from projectie.language import language
from projectie.pages import page
from projectie.people.models import Hosting
from projectie.people.scope import seen_by
from projectie.proofs.queries import proofs_for
from projectie.recurring.queries import is_asked
from projectie.terms.in_force import in_force
from projectie.tickets.models import Ticket
from projectie.urgent.queries import quotes_for
from projectie.urgent.rules import QuoteState

MOST = 50
SLA_WORDS = {"levels": LEVELS, "counts": COUNTS, "length": length}


@portal.get("/")
def first_page() -> Response:
    """Show a client how their organisation stands with the desk (R4, R5, R6)."""
    session, day = db.session(), today()
    client = queries.client(session, current_user.organisation_id, day)
    assert client is not None  # a client without an organisation cannot be kept
    standing = standing_of(session, client.id, day)
    told: dict[str, Any] = {"client": client, "standing": standing, "seen_at": now(), "seen_on": day}
    return page("home/portal.html", **told, **_running(session), **_agreed(session, client, day))


def _agreed(session: Session, client: queries.ClientRow, day: date) -> dict[str, Any]:
    """Return what the terms, the contract and an SLA say (R4, R5, R10)."""
    terms = in_force(session, day).terms
    matrix, facts = terms.matrix, ClientFacts(client.tier, client.studio_mail)
    return {
        "grace": terms.figures.grace_days,
        "tiers": tier_names(matrix, language()),
        "column": column_of(matrix, facts, language()),
        "tasks": queries.tasks_of(session, client.id) if client.hosting is Hosting.SELF else (),
        "duties": DUTIES,
        "sla": policy_on(session, client.id, day),
        "sla_words": SLA_WORDS,
    }


def _running(session: Session) -> dict[str, Any]:
    """Return what goes on, and what waits for the reader."""
    own = seen_by(current_user, tickets().where(is_open()), Ticket.organisation_id)
    requests = lines(session, own.order_by(Ticket.opened_at.desc(), Ticket.number.desc()), MOST)
    return {
        "requests": requests,
        "first_visit": not requests.rows and not _ever_asked(session),
        "proofs": [proof for proof in proofs_for(session, current_user) if proof.waits],
        "is_asked": is_asked(session, current_user),
        "quotes": [one for one in quotes_for(session, current_user) if one.state(now()) is QuoteState.SENT],
    }


def _ever_asked(session: Session) -> bool:
    own = seen_by(current_user, select(Ticket.number).limit(1), Ticket.organisation_id)
    return session.scalar(own) is not None
