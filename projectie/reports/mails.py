"""What became of mail in a period; mail to info@ is in none of it (R27, R29, R34)."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.mail.models import LetterState, OutgoingLetter
from projectie.reports.span import Span
from projectie.tickets.mail_sum import OPEN_MAILBOXES
from projectie.tickets.models import Direction, Fate, Message

# As they fit below a bar.
SHORT = {
    Fate.CREATED: _l("new"),
    Fate.APPENDED: _l("reply"),
    Fate.QUARANTINED: _l("quarantine"),
    Fate.BOUNCE: _l("bounce"),
    Fate.AUTO: _l("automatic"),
    Fate.CONSENT: _l("consent"),
    Fate.SPAM: _l("spam"),
}


def fates(session: Session, span: Span) -> dict[Fate, int]:
    """Return how many mails had each fate; one statement."""
    mine = (Message.direction == Direction.IN, Message.mailbox.in_(OPEN_MAILBOXES))
    when = (Message.received_at >= span.since, Message.received_at < span.until)
    query = select(Message.fate, func.count()).where(*mine, *when).group_by(Message.fate)
    counts = {fate: count for fate, count in session.execute(query)}  # noqa: C416 - rows are no pairs to a type checker
    return {fate: counts.get(fate, 0) for fate in Fate}


def letters(session: Session, span: Span) -> dict[LetterState, int]:
    """Return how many letters written in that span are in each state; one statement."""
    when = (OutgoingLetter.created_at >= span.since, OutgoingLetter.created_at < span.until)
    query = select(OutgoingLetter.state, func.count()).where(*when).group_by(OutgoingLetter.state)
    counts = {state: count for state, count in session.execute(query)}  # noqa: C416
    return {state: counts.get(state, 0) for state in LetterState}


def bounced(found: Mapping[Fate, int]) -> int:
    """Return how many letters came back."""
    return found[Fate.BOUNCE]
