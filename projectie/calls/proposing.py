"""Staff propose two or three moments for a call; the client picks one on a page (R11, R35)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from projectie import history
from projectie.calls.judging import NotFree, known
from projectie.calls.letters import proposal_letter
from projectie.calls.models import CallProposal
from projectie.calls.reading import ground_at
from projectie.calls.slots import nearest
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.mail.outbox import queue
from projectie.people.models import Person
from projectie.tickets.columns import held
from projectie.tickets.conversation import NobodyToAnswer
from projectie.tickets.letters import Ground

LEAST, MOST = 2, 3


@dataclass(frozen=True, slots=True)
class Proposed:
    """What staff propose: the moments, who would take the call, and what it is about."""

    moments: tuple[datetime, ...]
    colleague: int | None
    topic: str


def propose(number: int, proposed: Proposed, by: Person, key: str, now: datetime) -> int:
    """Mail the moments to whoever asked and return the proposal; one that stood open before is over.

    Raises ValueError for fewer than two or more than three, NotFree, NobodyToAnswer, MergedAway, MissingError.
    """
    moments = tuple(sorted(set(proposed.moments)))
    if not LEAST <= len(moments) <= MOST:
        raise ValueError("two or three moments")
    with transaction() as session:
        ground = ground_at(session, now, lock=True)
        colleague = known(proposed.colleague, ground.names)
        offer = ground.without_notice
        for moment in moments:
            if fault := offer.fault(moment, now):
                raise NotFree(fault, nearest(offer.moments(now), moment))
        ticket = held(session, number)
        if not ticket.requester_address:
            raise NobodyToAnswer
        replaced = update(CallProposal).where(
            CallProposal.ticket_number == number,
            CallProposal.call_id.is_(None),
            CallProposal.expires_at > now,
        )
        session.execute(replaced.values(expires_at=now))
        row = CallProposal(
            ticket_number=number,
            topic=(proposed.topic or ticket.subject)[:300],
            colleague_id=colleague,
            moments=[each.isoformat() for each in moments],
            nonce=secrets.token_urlsafe(16),
            proposed_at=now,
            proposed_by=by.id,
            expires_at=moments[-1],
        )
        session.add(row)
        session.flush()
        who = ground.names.get(colleague or 0, "")
        queue(
            session, proposal_letter(session, row, ticket, by.name, who, Ground.on(ground.standing, key)), now
        )
        details = {"proposal": row.id, "moments": row.moments, "colleague": colleague}
        history.record(
            session, at=now, by=by.id, deed="call.proposed", of=("ticket", number), details=details
        )
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by.id)
        return row.id
