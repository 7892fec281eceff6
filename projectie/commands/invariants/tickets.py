"""Tickets: numbers without gaps, each in one column and at a place of its own, under terms that exist."""

from collections.abc import Iterator

from sqlalchemy import String, and_, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from projectie.commands.invariants.desk import Desk
from projectie.series import Series
from projectie.terms.models import TermsVersion
from projectie.tickets.models import Column, Ticket
from projectie.tickets.opening import FIRST_NUMBER


def numbers(desk: Desk) -> Iterator[str]:
    """Name numbers that are missing from the series, or outside it."""
    last = desk.session.scalar(select(Series.last).where(Series.name == "ticket")) or FIRST_NUMBER - 1
    outside = select(Ticket.number).where(or_(Ticket.number < FIRST_NUMBER, Ticket.number > last))
    for number in desk.session.scalars(outside.order_by(Ticket.number)):
        yield f"ticket {number} lies outside the series {FIRST_NUMBER}–{last}"
    first = select(Ticket.number).where(Ticket.number == FIRST_NUMBER)
    if last >= FIRST_NUMBER and desk.session.scalar(first) is None:
        yield f"ticket {FIRST_NUMBER} is missing"
    following = aliased(Ticket)
    gaps = select(Ticket.number + 1).outerjoin(following, following.number == Ticket.number + 1)
    inside = and_(following.number.is_(None), Ticket.number >= FIRST_NUMBER, Ticket.number < last)
    for number in desk.session.scalars(gaps.where(inside).order_by(Ticket.number)):
        yield f"ticket {number} is missing"


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
