"""Replies that did not go out: their text waits in the reply form, so that nothing typed is lost."""

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from projectie.database import MissingError, transaction
from projectie.people.models import Person
from projectie.tickets.models import DraftReason, ReplyDraft


@dataclass(frozen=True, slots=True)
class Draft:
    """The newest reply of a ticket that did not go out, and whose it is."""

    id: int
    body: str
    why: DraftReason
    author: str
    recipients: list[str] | None  # whom it was for beside the requester


_NEWEST = (
    select(ReplyDraft.id, ReplyDraft.body, ReplyDraft.why, Person.name, ReplyDraft.recipients)
    .join(Person, Person.id == ReplyDraft.author_id)
    .where(ReplyDraft.ticket_number == bindparam("ticket"))
    .order_by(ReplyDraft.id.desc())
    .limit(1)
)


def newest_draft(session: Session, number: int) -> Draft | None:
    """Return the draft to go on with on that ticket."""
    found = session.connection().execute(_NEWEST, {"ticket": number}).first()
    return Draft(*found) if found else None


def done_with(session: Session, number: int, draft: int | None) -> bool:
    """Remove a draft of that ticket, which was sent or thrown away; return whether it was there."""
    if draft is None:
        return False
    mine = delete(ReplyDraft).where(ReplyDraft.id == draft, ReplyDraft.ticket_number == number)
    return session.scalars(mine.returning(ReplyDraft.id)).first() is not None


def throw_away(number: int, draft: int) -> None:
    """Remove a draft for good; raise MissingError."""
    with transaction() as session:
        if not done_with(session, number, draft):
            raise MissingError(f"draft {draft}")
