"""The letter that tells a client that the first answer comes later, because the desk is closed on the way (R6, R9)."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy.orm import Session

from projectie.language import LOCALES
from projectie.mail.outbox import Draft
from projectie.tickets.letters import BY_ITSELF, Addressee, Ground, letter_about
from projectie.tickets.models import Ticket
from projectie.tickets.promise_letters import thread_on
from projectie.tickets.promise_words import limit_in_words
from projectie.tickets.promises import ResponsePromise


@dataclass(frozen=True, slots=True)
class Later:
    """A first answer that comes later: by when it was promised, what it becomes, and why."""

    was: datetime
    becomes: ResponsePromise
    reason: str


def response_moved(session: Session, ticket: Ticket, later: Later, author: str, ground: Ground) -> Draft:
    """Return the letter; to an address that is not proven nothing of what it wrote (R31)."""
    fixed = not ticket.verified
    with force_locale(LOCALES[ticket.language]):
        said = {
            "before": limit_in_words(later.was, ground.calendar),
            "from_": limit_in_words(later.becomes.from_, ground.calendar),
            "by": limit_in_words(later.becomes.by, ground.calendar),
        }
    return letter_about(
        ticket,
        "response_moved",
        Addressee("" if fixed else ticket.requester_name, ticket.requester_address),
        ground,
        cause=f"response_moved:{ticket.number}:{ticket.version}",
        thread=thread_on(session, ticket),
        headers=BY_ITSELF,
        author="" if fixed else author,
        fixed=fixed,
        reason=later.reason,
        **said,
    )
