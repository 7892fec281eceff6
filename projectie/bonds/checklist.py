"""A checklist on any ticket: lines that are added, ticked, renamed, moved and removed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.bonds.models import ChecklistItem
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.people.models import Person
from projectie.tickets.columns import held
from projectie.tickets.counting import count_too, recount

MOST = 100
LONGEST = 200
count_too(select(ChecklistItem.ticket_number.label("ticket"), ChecklistItem.done_at.label("done")))


class TooManyLines(ValueError):  # noqa: N818 (a refusal that the page words)
    """The list is as long as it can be; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a checklist, and by whom it was ticked."""

    id: int
    words: str
    done_at: datetime | None
    done_by: str | None


def add(number: int, words: str, by: int, now: datetime) -> None:
    """Add a line at the end, or several that were pasted; raise MissingError, MergedAway, TooManyLines."""
    lines = [" ".join(line.split())[:LONGEST] for line in words.splitlines() if line.strip()]
    with _changing(number, "checklist.added", by, now) as (session, items):
        if len(items) + len(lines) > MOST:
            raise TooManyLines
        last = max((item.place for item in items), default=0)
        session.add_all(
            ChecklistItem(ticket_number=number, place=place, words=line, done_at=None, done_by_id=None)
            for place, line in enumerate(lines, last + 1)
        )


def tick(number: int, item_id: int, by: int, now: datetime, *, done: bool) -> None:
    """Tick a line, or take the tick away; a tick that is there stays whose it is."""
    with _changing(number, "checklist.ticked" if done else "checklist.unticked", by, now) as (
        _session,
        items,
    ):
        item = _one(items, item_id)
        if (item.done_at is None) is done:
            item.done_at, item.done_by_id = (now, by) if done else (None, None)


def rename(number: int, item_id: int, words: str, by: int, now: datetime) -> None:
    """Say a line otherwise."""
    with _changing(number, "checklist.renamed", by, now) as (_session, items):
        _one(items, item_id).words = " ".join(words.split())[:LONGEST]


def move(number: int, item_id: int, by: int, now: datetime, *, up: bool) -> None:
    """Move a line one place; at either end it stays."""
    with _changing(number, "checklist.moved", by, now) as (_session, items):
        at = items.index(_one(items, item_id))
        to = at - 1 if up else at + 1
        if 0 <= to < len(items):
            items.insert(to, items.pop(at))
        for place, item in enumerate(items, 1):  # two lists that were merged had the same places
            item.place = place


def remove(number: int, item_id: int, by: int, now: datetime) -> None:
    """Take a line away."""
    with _changing(number, "checklist.removed", by, now) as (session, items):
        session.delete(_one(items, item_id))


def checklist_of(session: Session, number: int) -> list[Line]:
    """Return the lines of a ticket in their order; one statement."""
    columns = (ChecklistItem.id, ChecklistItem.words, ChecklistItem.done_at, Person.name)
    lines = select(*columns).outerjoin(Person, Person.id == ChecklistItem.done_by_id)
    mine = lines.where(ChecklistItem.ticket_number == number)
    return [Line(*row) for row in session.execute(mine.order_by(ChecklistItem.place, ChecklistItem.id))]


@contextmanager
def _changing(
    number: int, deed: str, by: int, now: datetime
) -> Iterator[tuple[Session, list[ChecklistItem]]]:
    with transaction() as session:
        held(session, number)
        mine = select(ChecklistItem).where(ChecklistItem.ticket_number == number)
        items = list(session.scalars(mine.order_by(ChecklistItem.place, ChecklistItem.id)))
        yield session, items
        recount(session, number)
        history.record(session, at=now, by=by, deed=deed, of=("ticket", number), details={})
        announce(session, at=now, kind="ticket", of=number, by=by)


def _one(items: list[ChecklistItem], item_id: int) -> ChecklistItem:
    for item in items:
        if item.id == item_id:
            return item
    raise MissingError(f"line {item_id}")
