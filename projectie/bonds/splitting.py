"""Splitting messages off a ticket: they become a new one, as if they had opened it when they came (R17a).

Notes and booked time go along where they are chosen; files go with their message. The service and the terms are those of
the request it was part of, so that work costs there what it cost here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.bonds.faults import BondRefused, NoBond
from projectie.bonds.journal import Journal
from projectie.bonds.merging import deeds_of, kept_as
from projectie.bonds.models import Bond
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.mail.models import Mailbox, OutgoingLetter
from projectie.terms.in_force import standing
from projectie.tickets.bond_effects import Tie, TieDeed, offered, post
from projectie.tickets.columns import held
from projectie.tickets.link_models import LinkKind
from projectie.tickets.linking import link
from projectie.tickets.models import Delivery, Direction, Message, Note, Ticket
from projectie.tickets.naming import named
from projectie.tickets.opening import Request, open_ticket


@dataclass(frozen=True, slots=True)
class Cut:
    """What is split off: which messages, notes and pieces of time of which ticket, and the subject of the new one."""

    ticket: int
    messages: tuple[int, ...]
    subject: str
    notes: tuple[int, ...] = ()
    pieces: tuple[int, ...] = ()


def split(cut: Cut, by: int, now: datetime) -> tuple[int, int]:
    """Open a ticket of those messages and return its number and the bond; it can be undone for 30 days.

    The promise of an answer counts from when the first of them came (R6). Raises BondRefused, MissingError, MergedAway.
    """
    with transaction() as session:
        old = held(session, cut.ticket)
        chosen = chosen_of(session, cut)
        journal, deeds = Journal(session), deeds_of(session, old.number)
        new = _opened(session, old, chosen, cut.subject, by, now)
        ids = [message.id for message in chosen]
        letters = session.scalars(select(Delivery.letter_id).where(Delivery.message_id.in_(ids))).all()
        new.answered_at = _answered(session, old, chosen)
        journal.move(Message.ticket_number, Message.id, ids, old.number, new.number)
        journal.move(Note.ticket_number, Note.id, cut.notes, old.number, new.number)
        journal.move(OutgoingLetter.thread, OutgoingLetter.id, letters, old.number, new.number)
        session.expire_all()
        old.version += 1
        link(session, new.number, LinkKind.SPLIT, old.number, by, now)
        bond = kept_as(session, Tie.SPLIT, (old, new), journal.lines, by, now)
        _tell(session, bond, deeds)
        whose = old.organisation_id
        deed = TieDeed(Tie.SPLIT, old.number, new.number, tuple(ids), whose, by, now, bond.id, cut.pieces)
        post(session, deed)
        for ticket in (old, new):
            announce(session, at=now, kind="ticket", of=ticket.number, organisation=whose, by=by)
        return new.number, bond.id


def chosen_of(session: Session, cut: Cut) -> Sequence[Message]:
    """Return the messages that were chosen, the oldest first; raise BondRefused when that cannot be split off."""
    ids = cut.messages
    if not ids:
        raise BondRefused(NoBond.NOTHING)
    its = Message.ticket_number == cut.ticket
    chosen = session.scalars(select(Message).where(its, Message.id.in_(ids)).order_by(Message.id)).all()
    if {message.id for message in chosen} != set(ids) or not _are_there(session, cut):
        raise BondRefused(NoBond.MOVED)
    if session.scalar(select(func.count(Message.id)).where(its)) == len(chosen):
        raise BondRefused(NoBond.EVERYTHING)
    return chosen


def _are_there(session: Session, cut: Cut) -> bool:
    """Whether the notes and pieces of time that were chosen are on the ticket still."""
    its = select(Note.id).where(Note.ticket_number == cut.ticket, Note.id.in_(cut.notes))
    if len(session.scalars(its).all()) != len(set(cut.notes)):
        return False
    pieces = offered(session, cut.ticket) if cut.pieces else []
    return set(cut.pieces) <= {number for number, _said in pieces}


def _opened(
    session: Session, old: Ticket, chosen: Sequence[Message], subject: str, by: int, now: datetime
) -> Ticket:
    came = _began(chosen)
    new = open_ticket(session, _request(session, old, chosen, subject), standing(session, came), came, by)
    new.column_since, new.service, new.terms_number = now, old.service, old.terms_number
    new.urgent_asked = any(
        message.mailbox is Mailbox.URGENT for message in chosen
    )  # a colleague looks already
    return new


def _request(session: Session, old: Ticket, chosen: Sequence[Message], subject: str) -> Request:
    """Return whose the new ticket is: of whoever wrote the first message, if they are of the same client."""
    wrote = next((m for m in chosen if m.direction is Direction.IN and m.from_address), None)
    name, address, person = old.requester_name, old.requester_address, old.requester_id
    verified = old.verified
    if wrote is not None and wrote.from_address != old.requester_address:
        (who,) = named(session, {wrote.from_address: wrote.from_name})
        if who.organisation is not None and who.organisation == old.organisation_id:
            name, address, person, verified = who.name, who.address, who.person, wrote.trusted
    return Request(
        subject, old.organisation_id, person, name, address, verified, old.language, False, old.private
    )


def _answered(session: Session, old: Ticket, chosen: Sequence[Message]) -> datetime | None:
    """Return when somebody first answered what is split off: any reply on the ticket since it came."""
    replies = select(func.min(Message.received_at)).where(
        Message.ticket_number == old.number,
        Message.direction == Direction.OUT,
        Message.received_at >= _began(chosen),
    )
    return session.scalar(replies)


def _began(chosen: Sequence[Message]) -> datetime:
    """Return when the first of them came in; of replies alone, when the first was written."""
    came = [message.received_at for message in chosen if message.direction is Direction.IN]
    return min(came or [message.received_at for message in chosen])


def _tell(session: Session, bond: Bond, deeds: list[str]) -> None:
    there: dict[str, Any] = {"bond": bond.id, "other": bond.other}
    brought: dict[str, Any] = {"bond": bond.id, "old": bond.kept, "brings": deeds}
    for number, deed, details in (
        (bond.kept, "ticket.split", there),
        (bond.other, "ticket.split_off", brought),
    ):
        of = ("ticket", number)
        history.record(session, at=bond.at, by=bond.by_id, deed=deed, of=of, details=details)
