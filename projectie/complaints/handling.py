"""What managers do with a complaint (R28): open, take up, answer, extend once, deliberate, assign, close.

Each deed is for managers the complaint is not about, and leaves a line in it; nothing is written anywhere else.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from projectie.complaints import cases
from projectie.complaints.access import held_for, readers
from projectie.complaints.case import File, Line, Outcome, Side, Sort
from projectie.complaints.cases import Held, Opened
from projectie.complaints.following import may_put_off, put_off
from projectie.complaints.keyring import Ring
from projectie.complaints.keys_kept import ring as ring_here
from projectie.complaints.letters import Letter
from projectie.complaints.telling import tell_complainant, tell_inside
from projectie.database import transaction


class NotNow(ValueError):  # noqa: N818 (a refusal that the page words)
    """Something cannot be done with a complaint that stands so; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Handler:
    """The manager who does it, and when."""

    id: int
    name: str
    at: datetime


@contextmanager
def deed(number: int, by: Handler) -> Iterator[tuple[Session, Ring, Held]]:
    """Open a complaint for one deed; whoever it is about does not find it: MissingError."""
    ring = ring_here()
    with transaction() as session:
        held = held_for(session, ring, number, by.id)
        yield session, ring, held
        held.keep()


def open_up(number: int, why: str, by: Handler) -> None:
    """Record that somebody opens it, and why; before anything is shown (R27)."""
    with deed(number, by) as (session, _ring, held):
        cases.note_opening(session, held, Opened(by.id, by.at, why[:200]))


def take_up(number: int, by: Handler) -> None:
    """Say that somebody is at it (R28); whoever does so has it, unless it is somebody's already."""
    with deed(number, by) as (session, ring, held):
        if held.case.acknowledged_at is not None:
            return
        held.case.acknowledged_at, held.case.assignee = by.at, held.case.assignee or by.id
        _note(session, held, "taken_up", by)
        tell_complainant(session, ring, held, Letter.NEWS, by.at)


def answer(number: int, text: str, files: Sequence[File], by: Handler, *, in_substance: bool) -> None:
    """Write to the complainant; `in_substance` meets the term (R28)."""
    with deed(number, by) as (session, ring, held):
        _say(session, held, text, files, by)
        if in_substance:
            held.case.answered_at = held.case.answered_at or by.at
        tell_complainant(session, ring, held, Letter.NEWS, by.at)


def deliberate(number: int, text: str, files: Sequence[File], by: Handler) -> None:
    """Add a thought for whoever else has access; the complainant never sees it."""
    with deed(number, by) as (session, _ring, held):
        cases.say(session, held, Line(Sort.NOTE, Side.MANAGEMENT, by.at, text, by.id, by.name), files)


def assign(number: int, to: int, by: Handler) -> None:
    """Give it to a manager who has access; raise NotNow for anybody else."""
    with deed(number, by) as (session, _ring, held):
        having = {each.id: each.name for each in readers(session, held.case)}
        if to not in having:
            raise NotNow
        held.case.assignee = to
        _note(session, held, "assigned", by, having[to])


def extend(number: int, why: str, by: Handler) -> None:
    """Put the answer off, once, by what the terms allow, and tell the complainant why; raise NotNow."""
    with deed(number, by) as (session, ring, held):
        case = held.case
        if not may_put_off(case):
            raise NotNow
        put_off(session, case, why)
        _note(session, held, "extended", by)
        _say(session, held, why, (), by)
        tell_complainant(session, ring, held, Letter.NEWS, by.at)


def shut_out(number: int, subject: int, by: Handler) -> None:
    """Name a manager whom it is about: from now on it is not there for them; they are not told."""
    with deed(number, by) as (session, ring, held):
        if subject not in {each.id for each in readers(session, held.case)}:
            raise NotNow
        held.case.subjects.append(subject)
        if held.case.assignee == subject:
            held.case.assignee = None
        _note(session, held, "shut_out", by)
        if not readers(session, held.case):
            tell_inside(session, ring, held, by.at)


def close(number: int, outcome: Outcome, measures: str, text: str, by: Handler) -> None:
    """Close it with an outcome and a letter to the complainant (R28); raise NotNow when it is closed."""
    with deed(number, by) as (session, ring, held):
        if held.case.is_closed:
            raise NotNow
        _say(session, held, text, (), by)
        end(session, held, outcome, by)
        held.case.measures = measures
        held.case.answered_at = held.case.answered_at or by.at
        tell_complainant(session, ring, held, Letter.NEWS, by.at)


def end(session: Session, held: Held, outcome: Outcome, by: Handler) -> None:
    """Mark it as closed; part of a deed that is open."""
    held.case.outcome, held.case.closed_at, held.case.waits = outcome, by.at, False
    _note(session, held, f"closed:{outcome.value}", by)


def _say(session: Session, held: Held, text: str, files: Sequence[File], by: Handler) -> None:
    cases.say(session, held, Line(Sort.SAID, Side.MANAGEMENT, by.at, text, by.id, by.name), files)
    case = held.case
    case.acknowledged_at, case.assignee, case.waits = (
        case.acknowledged_at or by.at,
        case.assignee or by.id,
        False,
    )


def _note(session: Session, held: Held, deed_done: str, by: Handler, name: str = "") -> None:
    cases.add(session, held, Line(Sort.DEED, Side.MANAGEMENT, by.at, deed_done, by.id, name))
