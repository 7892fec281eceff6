"""What tests of the outbox share: a letter, queued on a Monday."""

from datetime import UTC, datetime, timedelta

from projectie.database import db, transaction
from projectie.mail.models import OutgoingLetter
from projectie.mail.outbox import Draft, queue

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LETTER = Draft(
    key="reply:7",
    from_name="Studio Projectie",
    from_address="support@projectie.com",
    to_name="Lotte Bakker",
    to_address="lotte@bakkerij-leiden.example",
    subject="Uw vraag",
    body_text="Het is klaar.\n",
    language="nl",
)


def queued(draft: Draft = LETTER, due_at: datetime | None = None) -> int:
    """Queue a letter and return its id."""
    with transaction() as session:
        return queue(session, draft, MONDAY, due_at).id


def letter(number: int) -> OutgoingLetter:
    """Return the letter as it is now."""
    return db.session.get_one(OutgoingLetter, number, populate_existing=True)
