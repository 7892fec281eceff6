"""Time that goes from one ticket to another, with what it costs (R17a): the part of a merge, a split, and their undo.

`foresee` says what it would change, for the page that asks; `move` does it, in a deed that holds both tickets.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from projectie import history
from projectie.database import written
from projectie.tickets.covered import Ground
from projectie.tickets.models import Ticket
from projectie.work.booking import revision_of
from projectie.work.costing import Cost, cost_of
from projectie.work.moving_rules import Effect
from projectie.work.pieces import Booked
from projectie.work.settling import Cause, settle

MOVED = "ticket.time_moved"


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: which pieces of time went, so that an undo can bring back these and no others."""

    entries: tuple[int, ...]
    effect: Effect


def foresee(
    session: Session, source: Ticket, target: Ticket | None, entries: Collection[int] | None = None
) -> Effect:
    """Return what moving these pieces of time (None: all) would do to what both tickets cost.

    Without a target they go to a ticket that is yet to be split off: of the same service and terms, decided on by nobody.
    """
    _gone, before, after = _both(session, source, target, entries)
    return _effect(before, after)


def move(
    session: Session,
    source: Ticket,
    target: Ticket,
    by: int,
    reason: str,
    now: datetime,
    *,
    entries: Collection[int] | None = None,
) -> Moved:
    """Move these pieces of time (None: all) and post what it changes for both; part of a deed that holds both tickets."""
    gone, before, after = _both(session, source, target, entries)
    for piece in gone:
        written(session, revision_of(replace(piece, ticket=target.number, reason=reason), by, now))
    settle(session, source, Cause(by), now, after[0])
    settle(session, target, Cause(by), now, after[1])
    if gone:  # the ticket that gets it had none, perhaps: its panel reads what was done
        details = {"from": source.number, "minutes": sum(piece.minutes for piece in gone)}
        of = ("ticket", target.number)
        history.record(session, at=now, by=by, deed=MOVED, of=of, details=details)
    return Moved(tuple(piece.entry for piece in gone), _effect(before, after))


def _both(
    session: Session, source: Ticket, target: Ticket | None, entries: Collection[int] | None
) -> tuple[tuple[Booked, ...], tuple[Cost, Cost], tuple[Cost, Cost]]:
    there = cost_of(session, source)
    here = cost_of(session, target) if target else cost_of(session, source, (), ground=Ground(()))
    gone = tuple(each for each in there.booked if entries is None or each.entry in entries)
    left = tuple(each for each in there.booked if each not in gone)
    after = replace(there, booked=left), replace(here, booked=(*here.booked, *gone))
    return gone, (there, here), after


def _effect(before: tuple[Cost, Cost], after: tuple[Cost, Cost]) -> Effect:
    there, here = before
    left, joined = after
    return Effect((there.charge, here.charge), (left.charge, joined.charge))
