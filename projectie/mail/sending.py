"""Letters that staff look after: a failed one is sent again (R34)."""

from datetime import datetime

from projectie.database import transaction
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.mail.outbox import send_again


def again(letter_id: int, now: datetime) -> bool:
    """Put a failed letter back in the queue; return False when it did not fail."""
    with transaction() as session:
        letter = session.get(OutgoingLetter, letter_id, with_for_update=True, populate_existing=True)
        if letter is None or letter.state is not LetterState.FAILED:
            return False
        send_again(session, letter, now)
        return True
