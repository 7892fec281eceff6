"""What the planning foresees: promises for which there is no time, and those that hang on somebody's leave (R9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from projectie.home.breaking import AtRisk, Why
from projectie.planning.breaking import Break, Cause, will_break
from projectie.planning.cards import Card, cards_of
from projectie.planning.reading import desk_at
from projectie.planning.words import cause_in_words
from projectie.tickets.planning_promises import Span

MOST = 50  # of either list


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Promises that will not be kept as the planning stands."""

    this_week: tuple[AtRisk, ...]
    by_leave: tuple[AtRisk, ...]  # in later weeks, until they are moved
    later: int  # more in later weeks than there is time for


def foreseen(session: Session, now: datetime) -> Foreseen:
    """Return what does not fit; six statements."""
    desk = desk_at(session, now)
    breaks = [one for one in will_break(desk.outlook) if one.work.last >= desk.outlook.today]
    soon = [one for one in breaks if one.week == desk.outlook.this_week][:MOST]
    ahead = [one for one in breaks if one.week > desk.outlook.this_week]
    leave = [one for one in ahead if one.cause is Cause.LEAVE][:MOST]
    cards = cards_of(session, [one.work.ticket for one in (*soon, *leave)], desk, breaks)
    return Foreseen(
        tuple(_lines(soon, cards)),
        tuple(_lines(leave, cards)),
        sum(one.cause is Cause.FULL for one in ahead),
    )


def _lines(breaks: list[Break], cards: dict[int, Card]) -> Iterator[AtRisk]:
    for one in breaks:
        card = cards[one.work.ticket]
        promised = Span(card.planned, card.planned_until)
        yield AtRisk(
            number=card.number,
            subject=card.subject,
            client=card.whose,
            assignee=card.assignee,
            column=card.column,
            why=Why.CAPACITY,
            day=one.work.last,
            promised=promised,
            detail=cause_in_words(one, (card.assignee or "").split(" ")[0]),
        )
