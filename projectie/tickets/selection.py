"""A deed on several tickets: one transaction and one line of history each, and what could not be done says why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.database import MissingError
from projectie.tickets.changed import Changed
from projectie.tickets.filters import number_of
from projectie.tickets.models import Column, Ticket
from projectie.tickets.overruling import overrule
from projectie.tickets.placement import Refused, Stale, place
from projectie.tickets.priority import Priority
from projectie.tickets.properties import decide, properties_of

MOST = 200  # at once; a board that holds more is worked through in turns
LAST = "last"  # in place of a card to stand behind: below all that is there


@dataclass(frozen=True, slots=True)
class Pick:
    """A ticket that was picked, and the version that was on screen."""

    number: int
    version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done to which tickets, and what kept the others from it."""

    done: tuple[int, ...]
    kept: tuple[tuple[int, Exception], ...]


Deed = Callable[[Pick], None]


def picks_of(texts: Iterable[str]) -> list[Pick]:
    """Return what a form names as number-version, each ticket once; whatever reads otherwise is passed over."""
    found: dict[int, Pick] = {}
    for text in texts:
        number, _, version = text.partition("-")
        numbers = number_of(number), number_of(version)
        if numbers[0] is not None and numbers[1] is not None:
            found.setdefault(numbers[0], Pick(numbers[0], numbers[1]))
    return list(found.values())[:MOST]


def do_all(picks: Iterable[Pick], deed: Deed) -> Outcome:
    """Do that to every ticket in turn; one that cannot be done keeps none of the others."""
    done, kept = [], []
    for pick in picks:
        try:
            deed(pick)
        except (Stale, Changed, Refused, MissingError) as why:
            kept.append((pick.number, why))
        else:
            done.append(pick.number)
    return Outcome(tuple(done), tuple(kept))


def moving(session: Session, picks: list[Pick], column: str, after: str, by: int, now: datetime) -> Deed:
    """Return the deed that puts tickets in a column, one behind the other, behind that card (or first, or last)."""
    behind = _last(session, picks, column) if after == LAST else number_of(after)

    def move(pick: Pick) -> None:
        nonlocal behind
        place(pick.number, column, behind, pick.version, by=by, now=now)
        behind = pick.number

    return move


def assigning(session: Session, assignee: int | None, by: int, now: datetime) -> Deed:
    """Return the deed that gives tickets to somebody, or to nobody."""

    def assign(pick: Pick) -> None:
        ticket = session.get(Ticket, pick.number, populate_existing=True)
        if ticket is None:
            raise MissingError(f"ticket {pick.number}")
        wanted = replace(properties_of(ticket), assignee_id=assignee)
        decide(pick.number, wanted, pick.version, by, now)

    return assign


def prioritising(priority: Priority, because: str, by: int, now: datetime) -> Deed:
    """Return the deed that gives tickets a priority, with one reason for all (R8)."""
    return lambda pick: overrule(pick.number, priority, because, pick.version, by, now)


def _last(session: Session, picks: list[Pick], column: str) -> int | None:
    if column not in set(Column):
        return None
    numbers = [pick.number for pick in picks]
    there = select(Ticket.number).where(Ticket.column == Column(column), Ticket.number.not_in(numbers))
    return session.scalar(there.order_by(Ticket.position.desc(), Ticket.number.desc()).limit(1))
