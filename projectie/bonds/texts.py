"""What people are typing on two tickets that become one: nothing typed is lost by it."""

from sqlalchemy import exists, update
from sqlalchemy.orm import Session, aliased

from projectie.tickets.writing_models import WorkingDraft


def put_texts_aside(session: Session, kept: int, other: int) -> None:
    """Put what somebody types on the other ticket below their box, where they type on this one too: both are kept."""
    here = aliased(WorkingDraft)
    has_own = exists().where(
        here.ticket_number == kept,
        here.author_id == WorkingDraft.author_id,
        here.kind == WorkingDraft.kind,
        here.aside.is_(False),
    )
    theirs = (WorkingDraft.ticket_number == other, WorkingDraft.aside.is_(False), has_own)
    session.execute(
        update(WorkingDraft).where(*theirs).values(aside=True),
        execution_options={"synchronize_session": False},
    )
