"""Who takes part in a ticket beside its requester: they come by mail, staff decide (R30)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.mail.letter import Letter
from projectie.people.models import Person
from projectie.terms.in_force import studio_facts
from projectie.terms.studio import StudioFacts
from projectie.tickets.columns import held
from projectie.tickets.fate import PASSED_ON
from projectie.tickets.models import Message, Ticket
from projectie.tickets.naming import named
from projectie.tickets.own import taker
from projectie.tickets.participation import MOST_OF_ONE_MAIL, come_in
from projectie.tickets.people_models import Came, Participant, Standing
from projectie.tickets.who import Sender

DEEDS = {
    Standing.TAKES_PART: "ticket.participant_added",
    Standing.PROPOSED: "ticket.participant_proposed",
    Standing.DECLINED: "ticket.participant_declined",
    Standing.REMOVED: "ticket.participant_removed",
}
FROM = {  # from which standings staff can bring somebody to which
    Standing.TAKES_PART: {Standing.PROPOSED, Standing.DECLINED, Standing.REMOVED},
    Standing.DECLINED: {Standing.PROPOSED},
    Standing.REMOVED: {Standing.TAKES_PART},
}


class NotTaking(ValueError):  # noqa: N818 (a refusal that the page words)
    """That address cannot take part: it is ours, a colleague's, a machine's, or none."""


class AlreadyThere(ValueError):  # noqa: N818 (a refusal that the page words)
    """That address is the requester's, or takes part already."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A mail of a person that went on a ticket."""

    ticket: Ticket
    message: Message
    sender: Sender
    at: datetime


def hear(session: Session, letter: Letter, heard: Heard, facts: StudioFacts) -> None:
    """Let the people come in whom a mail names, if its sender is proven; part of the deed that takes it in (R30, R32)."""
    sender, ticket = heard.sender, heard.ticket
    if not sender.proven or sender.of_studio or letter.auto_reason in PASSED_ON:
        return  # nobody proved who wrote it, or a list passed it on: its fields may name anybody
    writer = taker(sender.address, facts) if sender.address != ticket.requester_address else None
    names = ({writer: sender.name} if writer else {}) | _given(letter, facts)
    known = _known(session, ticket.number) if names else {}
    fresh = {one: names[one] for one in names if one not in known and one != ticket.requester_address}
    writes_for = sender.organisation.id if sender.organisation else None
    proposed = sum(one.standing is Standing.PROPOSED for one in known.values())
    for each, standing in come_in(named(session, fresh), ticket.organisation_id, writes_for, proposed):
        participant = Participant(
            ticket_number=ticket.number,
            address=each.address,
            name=each.name[:200],
            person_id=each.person,
            came=Came.WROTE if each.address == writer else Came.CC,
            standing=standing,
            message_id=heard.message.id,
            created_at=heard.at,
        )
        _come(session, participant, None, heard.at)


def joins(session: Session, ticket: Ticket, person: Person, message: Message, now: datetime) -> None:
    """Let a colleague of the client take part who answered in the portal, unless it was decided otherwise before."""
    if person.email == ticket.requester_address or standing_in(session, ticket.number, person.email):
        return
    participant = Participant(
        ticket_number=ticket.number,
        address=person.email,
        name=person.name,
        person_id=person.id,
        came=Came.WROTE,
        standing=Standing.TAKES_PART,
        message_id=message.id,
        created_at=now,
    )
    _come(session, participant, None, now)


def decide(number: int, participant: int, standing: Standing, by: int, now: datetime) -> None:
    """Let somebody take part, decline a proposal, or take somebody off; raise MissingError.

    Where they stand there already, nothing happens.
    """
    with transaction() as session:
        ticket = held(session, number)
        found = session.get(Participant, participant, populate_existing=True)
        if found is None or found.ticket_number != number:
            raise MissingError(f"participant {participant}")
        if found.standing not in FROM[standing]:
            return
        found.standing = standing
        _note(session, found, by, now)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by)


def add(number: int, address: str, name: str, by: int, now: datetime) -> int:
    """Let a colleague add somebody and return the participant; raise NotTaking or AlreadyThere."""
    with transaction() as session:
        ticket = held(session, number)
        kept = taker(address, studio_facts(session))
        if kept is None:
            raise NotTaking
        (who,) = named(session, {kept: name})
        if who.of_studio:
            raise NotTaking
        there = _known(session, number).get(kept)
        if kept == ticket.requester_address or (there and there.standing is Standing.TAKES_PART):
            raise AlreadyThere
        participant = there or Participant(
            ticket_number=number, address=kept, came=Came.ADDED, message_id=None, created_at=now
        )
        participant.name, participant.person_id = (who.name or participant.name or "")[:200], who.person
        participant.standing = Standing.TAKES_PART
        _come(session, participant, by, now)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by)
        return participant.id


def standing_in(session: Session, number: int, address: str) -> Standing | None:
    """Return how that address stands on a ticket; None when nobody named it."""
    asked = select(Participant.standing).where(
        Participant.ticket_number == number, Participant.address == address
    )
    return session.scalar(asked)


def _given(letter: Letter, facts: StudioFacts) -> dict[str, str]:
    """Return who is named in To and Cc and can take part, with the name they are given there."""
    addresses = [*letter.to, *letter.cc][: 2 * MOST_OF_ONE_MAIL]
    kept = ((taker(each.address, facts), each.name) for each in addresses)
    return {address: name for address, name in kept if address is not None}


def _known(session: Session, number: int) -> Mapping[str, Participant]:
    rows: Iterable[Participant] = session.scalars(
        select(Participant).where(Participant.ticket_number == number)
    )
    return {row.address: row for row in rows}


def _come(session: Session, participant: Participant, by: int | None, now: datetime) -> None:
    session.add(participant)
    session.flush()
    _note(session, participant, by, now)


def _note(session: Session, participant: Participant, by: int | None, now: datetime) -> None:
    history.record(
        session,
        at=now,
        by=by,
        deed=DEEDS[participant.standing],
        of=("ticket", participant.ticket_number),
        details={"participant": participant.id},
    )
