"""Tickets: numbers without gaps, each in one column and at a place of its own, under terms that exist."""

from collections.abc import Iterator
from itertools import count

from sqlalchemy import String, and_, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from projectie.commands.invariants.desk import Desk
from projectie.series import Series
from projectie.terms.models import TermsVersion
from projectie.tickets.models import Column, Ticket
from projectie.tickets.numbering import FIRST_NUMBER, VacantNumber
from projectie.tickets.planning_promises import needs_reason_to_move
from projectie.tickets.promise_models import PlanningPromise, PromiseTakenBack
from projectie.tickets.promise_rows import span_of


def numbers(desk: Desk) -> Iterator[str]:
    """Name numbers that are missing from the series, or outside it."""
    last = desk.session.scalar(select(Series.last).where(Series.name == "ticket")) or FIRST_NUMBER - 1
    outside = select(Ticket.number).where(or_(Ticket.number < FIRST_NUMBER, Ticket.number > last))
    for number in desk.session.scalars(outside.order_by(Ticket.number)):
        yield f"ticket {number} lies outside the series {FIRST_NUMBER}–{last}"
    first = select(Ticket.number).where(Ticket.number == FIRST_NUMBER)
    if last >= FIRST_NUMBER and desk.session.scalar(first) is None and not _left(desk, FIRST_NUMBER):
        yield f"ticket {FIRST_NUMBER} is missing"
    following = aliased(Ticket)
    gaps = select(Ticket.number + 1).outerjoin(following, following.number == Ticket.number + 1)
    inside = and_(following.number.is_(None), Ticket.number >= FIRST_NUMBER, Ticket.number < last)
    vacant = set(desk.session.scalars(select(VacantNumber.number)))
    for number in desk.session.scalars(gaps.where(inside).order_by(Ticket.number)):
        missing = next(n for n in count(number) if n not in vacant)  # several may have left one after another
        if missing <= last and desk.session.get(Ticket, missing) is None:
            yield f"ticket {missing} is missing"


def _left(desk: Desk, number: int) -> bool:
    return desk.session.get(VacantNumber, number) is not None


def columns(desk: Desk) -> Iterator[str]:
    """Name tickets that stand in no column of the board, or are done without a moment or the other way round."""
    column = type_coerce(Ticket.column, String)
    lost = select(Ticket.number, column).where(column.not_in([name.value for name in Column]))
    for number, name in desk.session.execute(lost.order_by(Ticket.number)):
        yield f"ticket {number} stands in {name!r}, which is no column"
    unsure = select(Ticket.number).where((column == Column.DONE.value) == Ticket.done_at.is_(None))
    for number in desk.session.scalars(unsure.order_by(Ticket.number)):
        yield f"ticket {number} is both done and not"


def positions(desk: Desk) -> Iterator[str]:
    """Name places where two cards stand."""
    column = type_coerce(Ticket.column, String)
    shared = (
        select(column, Ticket.position, func.count())
        .group_by(column, Ticket.position)
        .having(func.count() > 1)
    )
    for name, position, cards in desk.session.execute(shared.order_by(column, Ticket.position)):
        yield f"{cards} tickets stand at position {position} of {name}"


def terms(desk: Desk) -> Iterator[str]:
    """Name versions that are missing, and tickets under terms that were never published (R2)."""
    published = list(
        desk.session.scalars(select(TermsVersion.number).where(TermsVersion.number.is_not(None)))
    )
    if sorted(filter(None, published)) != list(range(1, len(published) + 1)):
        yield f"the published versions are {sorted(filter(None, published))}"
    for number in desk.session.scalars(
        select(Ticket.number).where(Ticket.terms_number.not_in(published)).order_by(Ticket.number)
    ):
        yield f"ticket {number} stands under terms that were never published"


def promises(desk: Desk) -> Iterator[str]:
    """Name tickets whose board shows other days than the promise that stands, and moved promises without a reason (R9)."""
    standing: dict[int, PlanningPromise] = {}
    taken_back = select(PromiseTakenBack.promise_id)
    counting = select(PlanningPromise).where(PlanningPromise.id.not_in(taken_back))
    for promise in desk.session.scalars(counting.order_by(PlanningPromise.id)):
        before, span = standing.get(promise.ticket_number), span_of(promise)
        if span and not promise.reason and needs_reason_to_move(span, span_of(before)):
            yield f"promise {promise.id} moved one without a reason"
        standing[promise.ticket_number] = promise
    days = select(Ticket.number, Ticket.planned, Ticket.planned_until).order_by(Ticket.number)
    for number, first, last in desk.session.execute(days):
        promised = standing.get(number)
        stands = (promised.first_day, promised.last_day) if promised else (None, None)
        if (first, last) != stands:
            yield f"ticket {number} shows {first} to {last}, but {stands[0]} to {stands[1]} is promised"
