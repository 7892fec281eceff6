"""Who was asked in and has not come yet: in sight while the invitation stands, and for a while after it expired."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.accounts.models import Invitation
from projectie.people.rights import Right

IN_SIGHT = timedelta(days=30)  # after it expired: long enough to be missed
MOST = 40


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that nobody accepted."""

    id: int
    name: str
    email: str
    language: str
    right: Right
    responsible: bool
    expires_at: datetime
    is_over: bool


def invited(session: Session, organisation_id: int, now: datetime) -> tuple[Waiting, ...]:
    """Return the invitations of an organisation that nobody accepted yet, the newest first."""
    query = (
        select(
            *(Invitation.id, Invitation.name, Invitation.email, Invitation.language),
            *(Invitation.right, Invitation.responsible, Invitation.expires_at),
        )
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.person_id.is_(None),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now - IN_SIGHT,
        )
        .order_by(Invitation.id.desc())
        .limit(MOST)
    )
    return tuple(Waiting(*row, is_over=row.expires_at <= now) for row in session.execute(query))
