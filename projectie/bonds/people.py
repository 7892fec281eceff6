"""Who takes part in a ticket that another is merged into: nobody reads anything they could not read before (R30)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.bonds.journal import Journal
from projectie.terms.in_force import studio_facts
from projectie.tickets.models import Ticket
from projectie.tickets.naming import named
from projectie.tickets.own import taker
from projectie.tickets.participants import DEEDS
from projectie.tickets.people_models import Came, Participant, Standing
from projectie.tickets.taking_part import Taking, taking_part


def outsiders(session: Session, kept: Ticket, other: Ticket) -> list[Taking]:
    """Return who is not of the client and reads along on one of two tickets: they read along on neither's other half."""
    here, there = taking_part(session, kept), taking_part(session, other)
    both = {each.address for each in _reading(here)} & {each.address for each in _reading(there)}
    return [each for each in (*_reading(here), *_reading(there)) if each.address not in both]


def bring_people(
    session: Session, journal: Journal, kept: Ticket, other: Ticket, by: int, now: datetime
) -> None:
    """Let the people of the merged ticket take part where it goes on; part of the deed that merges."""
    for outsider in outsiders(session, kept, other):
        journal.set(session.get_one(Participant, outsider.id), standing=Standing.REMOVED)
    session.flush()
    there = select(Participant.address).where(Participant.ticket_number == kept.number)
    known = {*session.scalars(there), kept.requester_address}
    theirs = select(Participant).where(Participant.ticket_number == other.number)
    moving = [each for each in session.scalars(theirs) if each.address not in known]
    journal.move(
        Participant.ticket_number, Participant.id, [each.id for each in moving], other.number, kept.number
    )
    session.expire_all()
    _requester(session, kept, other, known | {each.address for each in moving}, by, now)


def _requester(
    session: Session, kept: Ticket, other: Ticket, known: set[str], by: int, now: datetime
) -> None:
    """Let whoever asked for the merged ticket take part: at once when they are proven to be of the client."""
    address = taker(other.requester_address, studio_facts(session))
    if address is None or address in known:
        return
    (who,) = named(session, {address: other.requester_name})
    if who.of_studio:
        return
    theirs = other.verified and who.organisation is not None and who.organisation == kept.organisation_id
    participant = Participant(
        ticket_number=kept.number,
        address=address,
        name=who.name[:200],
        person_id=who.person,
        came=Came.WROTE,
        standing=Standing.TAKES_PART if theirs else Standing.PROPOSED,
        message_id=None,
        created_at=now,
    )
    session.add(participant)
    session.flush()
    details = {"participant": participant.id}
    deed = DEEDS[participant.standing]
    history.record(session, at=now, by=by, deed=deed, of=("ticket", kept.number), details=details)


def _reading(people: tuple[Taking, ...]) -> list[Taking]:
    return [each for each in people if each.outside and each.standing is Standing.TAKES_PART]
