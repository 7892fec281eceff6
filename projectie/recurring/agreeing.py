"""A client's yes to a round is what makes its work paid: it was asked for, or agreed to outside the contract (R4)."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from projectie.contracts.coverage import CONSEQUENCES, Consequence, Finding
from projectie.language import LOCALES
from projectie.people.models import Person
from projectie.tickets.coverage_models import CoverageDecision, WorkRequest


def note_agreement(session: Session, ticket: int | None, finding: Finding, by: Person, now: datetime) -> None:
    """Keep on the round's ticket who said yes, so that its coverage does not ask again; part of a deed that is open."""
    if ticket is None:
        return
    if finding is Finding.ON_REQUEST:
        session.add(WorkRequest(ticket_number=ticket, asked_by=by.name, noted_by=by.id, noted_at=now))
    elif CONSEQUENCES[finding] is Consequence.NONE:
        session.add(_decision(ticket, by, now))
    session.flush()


def _decision(ticket: int, by: Person, now: datetime) -> CoverageDecision:
    """The question said that it is paid with credits."""
    with force_locale(LOCALES[by.language]):
        because = str(_("%(name)s agreed to this on the portal.", name=by.name))
    charged = Consequence.CREDITS
    return CoverageDecision(
        ticket_number=ticket, consequence=charged, because=because, made_by=by.id, made_at=now
    )
