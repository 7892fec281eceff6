"""Undoing a merge or a split, within 30 days: all goes back where it was, and what came later stays and is said (R17a)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.bonds.faults import BondRefused, NoBond
from projectie.bonds.journal import MOVED, Journal, before_of, put_back, set_lines
from projectie.bonds.merging import bring_rows, deeds_of
from projectie.bonds.models import Bond
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.tickets.bond_effects import Tie, TieDeed, post
from projectie.tickets.calling import call_again
from projectie.tickets.columns import held_wherever, place_at_end
from projectie.tickets.counting import recount
from projectie.tickets.gaps import free_behind, is_taken
from projectie.tickets.link_models import LinkKind, TicketLink
from projectie.tickets.models import Column, Message, Note, Ticket
from projectie.tickets.people_models import Participant
from projectie.tickets.promise_keeping import show_standing
from projectie.tickets.promise_models import PromiseTakenBack

UNDO_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did: the two tickets, and by table how much stays where it is by now."""

    tie: Tie
    kept: int
    other: int
    left: Mapping[str, int]
    goes_on: bool  # the ticket that was split off has a life of its own by now


def undo(number: int, by: int, now: datetime) -> Undone:
    """Undo a merge or a split; raise MissingError, or BondRefused."""
    with transaction() as session:
        bond = session.get(Bond, number, with_for_update=True, populate_existing=True)
        if bond is None:
            raise MissingError(f"bond {number}")
        kept, other = held_wherever(session, bond.kept), held_wherever(session, bond.other)
        refusal = against(bond, kept, other, now)
        if refusal is not None:
            raise BondRefused(refusal)
        deed, goes_on = deed_of(session, bond, by, now), False
        left = put_back(session, bond.changes)
        if bond.tie is Tie.MERGE:
            _apart(session, bond, kept, other, by, now)
        else:
            goes_on = not deed.whole
            if not goes_on:
                _together(session, kept, other, now)
        kept.version += 1
        other.version += 1
        recount(session, kept.number, other.number)
        bond.undone_at, bond.undone_by_id = now, by
        brought = deeds_of(session, other.number) if deed.whole else []
        _tell(session, bond, left, brought, by, now)
        post(session, deed)
        for ticket in (kept, other):
            whose = ticket.organisation_id
            announce(session, at=now, kind="ticket", of=ticket.number, organisation=whose, by=by)
        return Undone(bond.tie, kept.number, other.number, dict(left), goes_on)


def against(bond: Bond, kept: Ticket, other: Ticket, now: datetime) -> NoBond | None:
    """Return why a bond cannot be undone now; None: it can."""
    if bond.undone_at is not None:
        return NoBond.UNDONE
    if now > bond.at + UNDO_FOR:
        return NoBond.TOO_LATE
    if kept.merged_into is not None or (bond.tie is Tie.SPLIT and other.merged_into is not None):
        return NoBond.FURTHER
    return None


def deed_of(session: Session, bond: Bond, by: int, now: datetime) -> TieDeed:
    """Return the way back, as whoever counts credits needs to know it."""
    tie = Tie.UNDO_MERGE if bond.tie is Tie.MERGE else Tie.UNDO_SPLIT
    messages, whole = _moved(bond, "message"), tie is Tie.UNDO_SPLIT and not _has_more(session, bond)
    return TieDeed(tie, bond.kept, bond.other, messages, None, by, now, bond.id, whole=whole)


def _apart(session: Session, bond: Bond, kept: Ticket, other: Ticket, by: int, now: datetime) -> None:
    """Let a merged ticket be one again, and the other be what it was."""
    other.merged_into = None
    promised = [line["id"] for line in bond.changes if line["kind"] == "promised"]
    session.add_all(PromiseTakenBack(promise_id=each, at=now, by=by) for each in promised)
    session.flush()
    if promised:
        show_standing(session, kept)
    for ticket in (other, kept):  # backwards: the one that came last may stand in the other's place
        for line in set_lines(bond.changes, "ticket", ticket.number):
            _back(session, ticket, before_of(ticket, line), now)
    for person in session.scalars(
        select(Participant).where(Participant.ticket_number.in_((kept.number, other.number)))
    ):
        for line in set_lines(bond.changes, "participant", person.id):
            for name, value in (before_of(person, line) or {}).items():
                setattr(person, name, value)


def _back(session: Session, ticket: Ticket, before: dict[str, Any] | None, now: datetime) -> None:
    """Give a ticket its fields back; a place that another card took meanwhile is the one right behind it."""
    if before is None:
        return
    column = before.get("column", ticket.column)
    if "position" in before and is_taken(session, ticket, column, before["position"]):
        before["position"] = free_behind(session, ticket, column, before["position"])
    was_done = ticket.done_at
    for name, value in before.items():
        setattr(ticket, name, value)
    session.flush()
    if was_done and ticket.done_at is None:
        call_again(session, ticket, now)


def _together(session: Session, kept: Ticket, other: Ticket, now: datetime) -> None:
    """Let the number that was split off lead back, with all that stands beside it: a number is never given again."""
    bring_rows(session, Journal(session), kept, other)
    if other.column is not Column.DONE:
        other.position = place_at_end(session, Column.DONE)
        other.column, other.column_since, other.done_at = Column.DONE, now, now
    other.merged_into = kept.number
    split_off = (TicketLink.from_number == other.number, TicketLink.to_number == kept.number)
    session.execute(delete(TicketLink).where(*split_off, TicketLink.kind == LinkKind.SPLIT))
    session.flush()


def _has_more(session: Session, bond: Bond) -> bool:
    """Whether anything was said on a ticket since it was split off."""
    said = select(func.count(Message.id)).where(
        Message.ticket_number == bond.other, Message.id.not_in(_moved(bond, "message"))
    )
    noted = select(func.count(Note.id)).where(
        Note.ticket_number == bond.other, Note.id.not_in(_moved(bond, "note"))
    )
    return bool(session.scalar(said)) or bool(session.scalar(noted))


def _tell(
    session: Session, bond: Bond, left: Counter[str], brought: list[str], by: int, now: datetime
) -> None:
    deed = "ticket.merge_undone" if bond.tie is Tie.MERGE else "ticket.split_undone"
    for number, another in ((bond.kept, bond.other), (bond.other, bond.kept)):
        details = {"bond": bond.id, "other": another, "left": sum(left.values()), "brings": brought}
        history.record(session, at=now, by=by, deed=deed, of=("ticket", number), details=details)


def _moved(bond: Bond, table: str) -> tuple[int, ...]:
    """Return what went along, of one table."""
    lines = (line for line in bond.changes if line["kind"] == MOVED and line["table"] == table)
    return tuple(each for line in lines for each in line["ids"])
