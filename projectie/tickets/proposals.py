"""The week to propose for a promise: a room above knows who has time, and says so here (R9)."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from projectie.clock.weeks import Week
from projectie.terms.figures import Figures
from projectie.tickets.models import Ticket
from projectie.tickets.planning_promises import Ground


@dataclass(frozen=True, slots=True)
class Proposed:
    """The week to promise (None: no week fits) and one sentence that says why."""

    week: Week | None
    why: str


Proposer = Callable[[Session, Ticket, Ground, Figures], Proposed]
_proposers: list[Proposer] = []


def proposes(proposer: Proposer) -> Proposer:
    """Let that function propose the week wherever one is promised."""
    _proposers[:] = [proposer]
    return proposer


def proposed(session: Session, ticket: Ticket, ground: Ground, figures: Figures) -> Proposed | None:
    """Return what is proposed for a ticket; None where nobody reckons with hours."""
    return next((proposer(session, ticket, ground, figures) for proposer in _proposers), None)
