"""What a manager's pages show: the list without contents, and one complaint once it was opened (R27)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import session as browser
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.complaints import cases, yearly
from projectie.complaints.access import Manager, is_shut_out, readers
from projectie.complaints.case import Case, Sort
from projectie.complaints.cases import Held, Opened
from projectie.complaints.clocks import Clocks, Stage, stage
from projectie.complaints.following import Said, clocks_of, counting, talk
from projectie.complaints.keys_kept import ring
from projectie.complaints.watch import announced_at
from projectie.complaints.yearly import Year
from projectie.people.models import Person

OPEN_FOR = timedelta(minutes=15)  # then it closes by itself
_OPEN = "in_confidence"


@dataclass(frozen=True, slots=True)
class Listed:
    """A complaint as the list shows it: nothing of what it says, nor of whom."""

    number: int
    case: Case
    clocks: Clocks
    stage: Stage
    late: bool
    next_at: datetime | None
    assignee: str
    erasure: bool  # it was announced


@dataclass(frozen=True, slots=True)
class Overview:
    """All that one manager may see."""

    open: tuple[Listed, ...]
    closed: tuple[Listed, ...]
    unreadable: tuple[tuple[int, str], ...]  # by number, and the key that is missing
    years: tuple[Year, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A complaint that was opened."""

    held: Held
    clocks: Clocks
    stage: Stage
    said: tuple[Said, ...]
    thoughts: tuple[Said, ...]
    loose: tuple[Said, ...]
    readers: tuple[Manager, ...]
    taken_by: str


def overview(session: Session, person: int, now: datetime) -> Overview:
    """Return what this manager may see: complaints about them are not there."""
    found, unreadable = cases.every(session, ring())
    mine = [held for held in found if not is_shut_out(held.case, person)]
    names = names_of(session)
    count = counting(session)
    listed = [_listed(held, count(held.case), names, now) for held in mine]
    waiting = sorted((one for one in listed if not one.case.is_closed), key=lambda one: one.case.received_at)
    closed = sorted(
        (one for one in listed if one.case.is_closed), key=lambda one: one.case.received_at, reverse=True
    )
    counted = tuple(yearly.years(held.case for held in mine))
    return Overview(tuple(waiting), tuple(closed), tuple(unreadable), counted)


def shown(session: Session, held: Held) -> Shown:
    """Return all of a complaint, to whoever opened it."""
    entries = cases.lines(session, held)
    names = names_of(session)
    loose = tuple(Said(line, ()) for line in entries if line.sort is Sort.FILE and not line.of)
    return Shown(
        held,
        clocks_of(session, held.case),
        stage(held.case),
        talk(entries, {Sort.SAID}),
        talk(entries, {Sort.NOTE, Sort.DEED}),
        loose,
        tuple(readers(session, held.case)),
        names.get(held.case.taken_by or 0, ""),
    )


def openings(session: Session, held: Held) -> list[tuple[str, Opened]]:
    """Return who opened it, by name."""
    names = names_of(session)
    return [(names.get(one.person_id, "–"), one) for one in cases.openings(session, held)]


def names_of(session: Session) -> dict[int, str]:
    """Return the names of the studio's people."""
    own = select(Person.id, Person.name).where(Person.organisation_id.is_(None))
    return {row.id: row.name for row in session.execute(own)}


def note_open(number: int, now: datetime) -> None:
    """Remember in this browser that a complaint was opened just now."""
    browser[_OPEN] = {**_still_open(now), str(number): int(now.timestamp())}


def is_open(number: int, now: datetime) -> bool:
    """Whether this browser opened it a short while ago."""
    return str(number) in _still_open(now)


def shut(number: int) -> None:
    """Forget that it was opened."""
    browser[_OPEN] = {name: at for name, at in browser.get(_OPEN, {}).items() if name != str(number)}


def _still_open(now: datetime) -> dict[str, int]:
    since = int((now - OPEN_FOR).timestamp())
    return {name: at for name, at in browser.get(_OPEN, {}).items() if at >= since}


def _listed(held: Held, clocks: Clocks, names: dict[int, str], now: datetime) -> Listed:
    case = held.case
    return Listed(
        held.number,
        case,
        clocks,
        stage(case),
        clocks.late(case, now),
        clocks.next_at(case),
        names.get(case.assignee or 0, ""),
        announced_at(held) is not None,
    )
