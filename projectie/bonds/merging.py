"""Merging a ticket into another of the same client: all that was said on it goes on there (R17a)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.alerts.models import Alert
from projectie.alerts.raising import OPEN, end_alert
from projectie.bonds.faults import BondRefused, NoBond
from projectie.bonds.journal import Journal, Line
from projectie.bonds.models import Bond
from projectie.bonds.owing import Owing, owing_after, planning_after
from projectie.bonds.people import bring_people
from projectie.bonds.texts import put_texts_aside
from projectie.database import transaction
from projectie.history import History
from projectie.live.announce import announce
from projectie.tickets.along import going_along, names_along
from projectie.tickets.bond_effects import Tie, TieDeed, post
from projectie.tickets.calling import call_again
from projectie.tickets.changed import Changed
from projectie.tickets.columns import held, place_at_end
from projectie.tickets.counting import recount
from projectie.tickets.models import Column, Message, Ticket
from projectie.tickets.promise_keeping import Made, keep
from projectie.tickets.promise_rows import span_of, standing_promise
from projectie.tickets.writing_models import WorkingDraft


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tickets as they were on screen: the one that goes on, the other one, and the version of each."""

    kept: int
    other: int
    versions: tuple[int, int]


def merge(pair: Pair, by: int, now: datetime) -> int:
    """Merge a ticket into another and return the bond; it can be undone for 30 days.

    Raises BondRefused, Changed, MissingError, MergedAway.
    """
    if pair.kept == pair.other:
        raise BondRefused(NoBond.ITSELF)
    with transaction() as session:
        kept, other = held(session, pair.kept), held(session, pair.other)
        if not same_client(kept, other):
            raise BondRefused(NoBond.UNKNOWN)
        if (kept.version, other.version) != pair.versions:
            raise Changed(other.version)
        journal, deeds = Journal(session), deeds_of(session, other.number)
        messages = tuple(session.scalars(select(Message.id).where(Message.ticket_number == other.number)))
        bring_people(session, journal, kept, other, by, now)
        bring_rows(session, journal, kept, other)
        _bring_promises(session, journal, kept, other, by, now)
        _bring_alert(session, journal, kept, other, now)
        _put_away(session, journal, kept, other, now)
        bond = kept_as(session, Tie.MERGE, (kept, other), journal.lines, by, now)
        _tell(session, bond, deeds)
        whose = kept.organisation_id
        post(session, TieDeed(Tie.MERGE, kept.number, other.number, messages, whose, by, now, bond.id))
        for ticket in (kept, other):
            announce(session, at=now, kind="ticket", of=ticket.number, organisation=whose, by=by)
        return bond.id


def same_client(one: Ticket, another: Ticket) -> bool:
    """Whether two tickets are of one organisation; of nobody's, whether one sender asked for both.

    What a client keeps from their colleagues goes on only where the same person asked.
    """
    if (one.private or another.private) and one.requester_id != another.requester_id:
        return False
    if one.organisation_id is None or another.organisation_id is None:
        same = one.organisation_id is another.organisation_id
        return same and bool(one.requester_address) and one.requester_address == another.requester_address
    return one.organisation_id == another.organisation_id


def owing_of(ticket: Ticket) -> Owing:
    """Return what a ticket owes."""
    return Owing(ticket.opened_at, ticket.response_from, ticket.response_by, ticket.answered_at)


def kept_as(
    session: Session, tie: Tie, pair: tuple[Ticket, Ticket], lines: list[Line], by: int, now: datetime
) -> Bond:
    """Keep what was done with a pair of tickets, with every change, and return the bond."""
    bond = Bond(
        tie=tie,
        kept=pair[0].number,
        other=pair[1].number,
        by_id=by,
        at=now,
        changes=lines,
        undone_at=None,
        undone_by_id=None,
    )
    session.add(bond)
    session.flush()
    return bond


def deeds_of(session: Session, number: int) -> list[str]:
    """Return what was ever done on a ticket, by name: panels of the other one must know that they have rows now."""
    lines = select(History.deed, History.details).where(
        History.subject == "ticket", History.subject_id == number
    )
    found: set[str] = set()
    for deed, details in session.execute(lines):
        found |= {deed, *details.get("brings", ())}
    return sorted(found)


def bring_rows(session: Session, journal: Journal, kept: Ticket, other: Ticket) -> None:
    """Give every row that goes along to the other ticket; one statement says which tables have any."""
    there, here = names_along(session, other.number), names_along(session, kept.number)
    for place, each in enumerate(going_along()):
        taken = here.get(place, [])
        names = [name for name in there.get(place, []) if not (each.once and name in taken)]
        if each.column is WorkingDraft.ticket_number and names and taken:
            put_texts_aside(session, kept.number, other.number)
        if names and not (each.single and taken):
            journal.move(each.column, each.name, names, other.number, kept.number)
    session.expire_all()
    recount(session, kept.number, other.number)


def _bring_promises(
    session: Session, journal: Journal, kept: Ticket, other: Ticket, by: int, now: datetime
) -> None:
    """Let what the client was promised be owed where the ticket goes on (R6, R9)."""
    owed = owing_after(owing_of(kept), owing_of(other))
    journal.set(kept, response_from=owed.from_, response_by=owed.by, answered_at=owed.answered_at)
    journal.set(
        kept, urgent_asked=kept.urgent_asked or other.urgent_asked
    )  # asking is never being urgent (R13)
    journal.set(kept, private=kept.private or other.private)
    agreed = [one for one in (kept, other) if one.urgent_by is not None]
    if agreed:  # what was agreed to in writing goes on here, ready by the same moment (R12)
        sooner = min(agreed, key=lambda one: one.urgent_by or now)
        journal.set(kept, urgent_since=sooner.urgent_since, urgent_by=sooner.urgent_by)
    standing, theirs = (standing_promise(session, one.number) for one in (kept, other))
    span = planning_after(span_of(standing), span_of(theirs))
    if span is not None and theirs is not None:
        made = Made(span, "", by, theirs.letter_id)
        journal.lines.append({"kind": "promised", "id": keep(session, kept, made, standing, now)})


def _bring_alert(session: Session, journal: Journal, kept: Ticket, other: Ticket, now: datetime) -> None:
    """Let somebody still be called for what nobody has taken; for one ticket that is one alert."""
    open_ = {
        alert.ticket_number: alert
        for alert in session.scalars(
            select(Alert).where(Alert.ticket_number.in_((kept.number, other.number)), OPEN)
        )
    }
    theirs = open_.get(other.number)
    if theirs is None:
        return
    if kept.number in open_:
        end_alert(session, other.number, theirs.cause, now)
    else:
        journal.move(Alert.ticket_number, Alert.id, [theirs.id], other.number, kept.number)


def _put_away(session: Session, journal: Journal, kept: Ticket, other: Ticket, now: datetime) -> None:
    """Take the merged ticket off the board; work that was open goes on, also where the other ticket was done."""
    if kept.column is Column.DONE and other.column is not Column.DONE:
        place = place_at_end(session, other.column)
        journal.set(kept, column=other.column, position=place, column_since=now, done_at=None)
        call_again(session, kept, now)
    done = {"column_since": now, "done_at": now} if other.column is not Column.DONE else {}
    place = place_at_end(session, Column.DONE)
    journal.set(other, column=Column.DONE, position=place, **done)
    other.merged_into = kept.number
    kept.version += 1
    other.version += 1
    session.flush()


def _tell(session: Session, bond: Bond, deeds: list[str]) -> None:
    brought: dict[str, Any] = {"bond": bond.id, "other": bond.other, "brings": deeds}
    there: dict[str, Any] = {"bond": bond.id, "into": bond.kept}
    for number, deed, details in (
        (bond.kept, "ticket.merged", brought),
        (bond.other, "ticket.merged_away", there),
    ):
        of = ("ticket", number)
        history.record(session, at=bond.at, by=bond.by_id, deed=deed, of=of, details=details)
