"""Whether a ticket still takes deeds, and where one that was merged into another goes on (R17a)."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from projectie.tickets.models import Ticket

LONGEST_WAY = 100  # of a ticket merged into one that was merged into another …


class MergedAway(Exception):  # noqa: N818 (a refusal that the page words)
    """The ticket goes on at another; nothing was changed on it, and what was typed is the caller's to give back."""

    def __init__(self, number: int, into: int) -> None:
        super().__init__(f"ticket {number} goes on at {into}")
        self.number = number
        self.into = into


def goes_on_at(session: Session, number: int) -> int:
    """Return the ticket that stands for that one now: itself, unless it was merged into another."""
    for _step in range(LONGEST_WAY):
        into = session.scalar(select(Ticket.merged_into).where(Ticket.number == number))
        if into is None:
            break
        number = into
    return number


def all_that_go_on_in(number: int) -> Select[int]:
    """Return the numbers of a ticket and of all that were merged into it, however many steps ago."""
    found = select(Ticket.number).where(Ticket.number == number).cte(recursive=True)
    found = found.union(select(Ticket.number).join(found, Ticket.merged_into == found.c.number))
    return select(found.c.number)


def takes_deeds(session: Session, number: int) -> bool:
    """Return whether anything can still be done on that ticket itself."""
    return goes_on_at(session, number) == number
