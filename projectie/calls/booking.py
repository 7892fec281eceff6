"""Booking a call, and picking one of the moments staff proposed: one deed each, and never two calls at once (R11)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.calls.judging import judged, known
from projectie.calls.letters import About, News, tell
from projectie.calls.models import Call, CallProposal, CallState
from projectie.calls.reading import Ground, ground_at
from projectie.calls.slots import Moment, Offer
from projectie.calls.telling import note
from projectie.database import MissingError, transaction
from projectie.links import link_to
from projectie.people.models import Person, Role
from projectie.people.scope import sees
from projectie.tickets.columns import held
from projectie.tickets.merged import goes_on_at
from projectie.tickets.models import Ticket
from projectie.tickets.opening import Request, open_ticket


class Expired(ValueError):  # noqa: N818 (a refusal that the page words)
    """The moments that were proposed are over; nothing was changed."""


class Picked(ValueError):  # noqa: N818 (a refusal that the page words)
    """One of the proposed moments was picked before: that call stands. It carries the call."""

    def __init__(self, call: int) -> None:
        super().__init__("picked")
        self.call = call


@dataclass(frozen=True, slots=True)
class Caller:
    """With whom the call is, and in which zone they read their clock."""

    person: int | None
    name: str
    address: str
    phone: str
    zone: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A call as it was asked for; `key` is that of the form: sent twice it is one call."""

    topic: str
    starts: datetime
    preferred: int | None
    phone: str
    zone: str
    ticket: int | None  # none: a new one
    key: str


def book(wanted: Wanted, by: Person, key: str, now: datetime) -> int:
    """Book a call and return its id; a client's own, or (by staff) for the client of a ticket, without notice.

    Raises NotFree with the nearest moments, MissingError for another's ticket, MergedAway.
    """
    with transaction() as session:
        ground = ground_at(session, now, lock=True)
        once = f"{by.id}:{wanted.key}"[:100]
        before = session.scalar(select(Call.id).where(Call.key == once))
        if before is not None:
            return before
        preferred = known(wanted.preferred, ground.names)
        offer = ground.offer if by.role is Role.CLIENT else ground.without_notice
        found = judged(offer, wanted.starts, preferred, ground.loads, now)
        ticket = _ticket(session, wanted, by, ground, now)
        caller = _caller(wanted, by, ticket)
        asked = Asked(ticket, wanted.topic or ticket.subject, preferred, caller, once, by.id)
        return keep(session, asked, found, ground, key, now)


def pick(proposal_id: int, starts: datetime, phone: str, zone: str, key: str, now: datetime) -> int:
    """Let a client pick one of the proposed moments, or any that is free, and return the call.

    Raises Picked the second time, Expired, NotFree with the nearest moments, MissingError.
    """
    with transaction() as session:
        ground = ground_at(session, now, lock=True)
        proposal = session.get(CallProposal, proposal_id, with_for_update=True, populate_existing=True)
        if proposal is None:
            raise MissingError(f"proposal {proposal_id}")
        if proposal.call_id is not None:
            raise Picked(proposal.call_id)
        if proposal.expires_at <= now:
            raise Expired
        found = judged(
            _offer(proposal, starts, ground), starts, _standing(proposal, ground), ground.loads, now
        )
        ticket = held(session, goes_on_at(session, proposal.ticket_number))
        whose = session.get_one(Ticket, proposal.ticket_number)  # who was asked, wherever the ticket goes on
        caller = Caller(whose.requester_id, whose.requester_name, whose.requester_address, phone, zone)
        preferred = _standing(proposal, ground)
        asked = Asked(ticket, proposal.topic, preferred, caller, f"proposal:{proposal_id}", None)
        proposal.call_id = keep(session, asked, found, ground, key, now)
        proposal.answered_at = now
        return proposal.call_id


@dataclass(frozen=True, slots=True)
class Asked:
    """What is booked, once the moment is judged."""

    ticket: Ticket
    topic: str
    preferred: int | None
    caller: Caller
    once: str
    by: int | None


def keep(
    session: Session, asked: Asked, found: tuple[Moment, int, bool], ground: Ground, key: str, now: datetime
) -> int:
    """Keep the appointment, tell both sides, and note it; part of a deed that is open."""
    moment, who, _stand_in = found
    caller = asked.caller
    call = Call(
        ticket_number=asked.ticket.number,
        topic=asked.topic[:300],
        colleague_id=who,
        preferred_id=asked.preferred,
        starts_at=moment.starts,
        ends_at=moment.ends,
        state=CallState.BOOKED,
        uid=f"call-{secrets.token_hex(16)}@{_host()}",
        sequence=0,
        person_id=caller.person,
        name=caller.name,
        address=caller.address,
        phone=caller.phone,
        zone=caller.zone,
        nonce=secrets.token_urlsafe(16),
        key=asked.once,
        booked_at=now,
        booked_by=asked.by,
    )
    session.add(call)
    session.flush()
    tell(session, About(call, asked.ticket, News.BOOKED, ground.standing, key, now))
    note(session, call, asked.ticket, "call.booked", asked.by, now)
    return call.id


def _ticket(session: Session, wanted: Wanted, by: Person, ground: Ground, now: datetime) -> Ticket:
    """Return the ticket the call is about, held; a new one is a client's own."""
    if wanted.ticket is not None:
        ticket = held(session, wanted.ticket)
        if not sees(by.role, by.organisation_id, ticket.organisation_id):
            raise MissingError(f"ticket {wanted.ticket}")
        return ticket
    request = Request(
        subject=wanted.topic,
        organisation_id=by.organisation_id,
        requester_id=by.id,
        requester_name=by.name,
        requester_address=by.email,
        verified=True,
        language=by.language,
        urgent_asked=False,
    )
    ticket = open_ticket(session, request, ground.standing, now, by.id)
    ticket.response_from = ticket.response_by = None  # nobody waits for an answer: the call is agreed
    return ticket


def _caller(wanted: Wanted, by: Person, ticket: Ticket) -> Caller:
    if by.role is Role.CLIENT:
        return Caller(by.id, by.name, by.email, wanted.phone, wanted.zone)
    who = (ticket.requester_id, ticket.requester_name, ticket.requester_address)
    return Caller(*who, wanted.phone, wanted.zone)


def _offer(proposal: CallProposal, starts: datetime, ground: Ground) -> Offer:
    """What staff proposed needs no notice: they chose it."""
    proposed = starts.isoformat() in proposal.moments
    return ground.without_notice if proposed else ground.offer


def _standing(proposal: CallProposal, ground: Ground) -> int | None:
    """Return who was to take it, if they still take calls."""
    return proposal.colleague_id if proposal.colleague_id in ground.names else None


def _host() -> str:
    return link_to("public.sign_in").split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0] or "localhost"
