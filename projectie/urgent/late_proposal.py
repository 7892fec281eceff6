"""Urgent work that was not ready in time: its surcharge is proposed to be waived, with the reason (R12, R16)."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from projectie.context import long_deadline
from projectie.language import LOCALES
from projectie.urgent.queries import quotes_of
from projectie.urgent.rules import QuoteState
from projectie.work.proposals import Proposal, proposes
from projectie.work.rules import Gift, Leniency


@proposes
def for_late_work(session: Session, ticket: int, now: datetime) -> Proposal | None:
    """Propose to waive the surcharge of what was late, in the words the client reads."""
    del now
    agreed = (each.quote for each in quotes_of(session, ticket) if each.quote.state is QuoteState.AGREED)
    late = next((quote for quote in agreed if quote.late_at is not None), None)
    if late is None:
        return None
    with force_locale(LOCALES[late.language]):
        because = _(
            "We promised this by %(moment)s, and it was not ready then.", moment=long_deadline(late.ready_by)
        )
    return Proposal(Leniency(Gift.SURCHARGE), str(because))
