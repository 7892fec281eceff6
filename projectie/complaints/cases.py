"""Complaints in the database: made, opened with their key, changed and added to; nothing here decides who may."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.complaints.case import About, Case, File, Line, Sort, Way, case_of, line_of, to_data
from projectie.complaints.envelope import Envelope, new_envelope, unwrapped
from projectie.complaints.keyring import Ring, UnreadableError
from projectie.complaints.models import Complaint, ComplaintOpening, Entry
from projectie.database import MissingError

NOBODY = 0
NUMBERS = range(100_000_000, 1_000_000_000)  # drawn: they tell neither order nor how many there are
STATE = "state"


@dataclass(slots=True)
class Held:
    """A complaint that was opened with its key."""

    number: int
    envelope: Envelope
    case: Case
    row: Complaint

    def keep(self) -> None:
        """Seal how it stands now; part of a deed that is open."""
        self.row.sealed = self.envelope.seal_data(STATE, to_data(self.case))


@dataclass(frozen=True, slots=True)
class Opened:
    """One opening, as it was recorded."""

    person_id: int
    at: datetime
    why: str


def make(session: Session, ring: Ring, case: Case) -> Held:
    """Add a complaint under a number and a key of its own."""
    number = secrets.choice(NUMBERS)
    while session.get(Complaint, number) is not None:
        number = secrets.choice(NUMBERS)
    envelope = new_envelope(number)
    owner = ring.named(f"person:{case.person_id}") if case.person_id else secrets.token_hex(32)
    row = Complaint(id=number, wrapped=envelope.wrapped(ring), owner=owner, sealed=b"")
    held = Held(number, envelope, case, row)
    held.keep()
    session.add(row)
    session.flush()
    return held


def held(session: Session, ring: Ring, number: int) -> Held:
    """Return a complaint, locked for the deed that is open; raise MissingError, or UnreadableError without its key."""
    row = session.get(Complaint, number, with_for_update=True, populate_existing=True)
    if row is None:
        raise MissingError("complaint")
    return _opened(row, ring)


def read(session: Session, ring: Ring, number: int) -> Held:
    """Return a complaint to look at; raise MissingError, or UnreadableError without its key."""
    found = sought(session, ring, number)
    if found.number == NOBODY:
        raise MissingError("complaint")
    return found


def sought(session: Session, ring: Ring, number: int) -> Held:
    """Do so, and for a number nobody has open what stands for nothing: an invented one costs what a true one does (R27)."""
    row = session.get(Complaint, number, populate_existing=True)
    return _opened(row or _nothing(ring.newest, ring.keys[ring.newest]), ring)


def every(session: Session, ring: Ring) -> tuple[list[Held], list[tuple[int, str]]]:
    """Return every complaint that can be opened, and the numbers of the others with the key each lacks."""
    return _sorted_out(session.scalars(select(Complaint).execution_options(populate_existing=True)), ring)


def of_person(session: Session, ring: Ring, person: int) -> list[Held]:
    """Return the complaints that somebody filed by their account, the newest first."""
    mine = select(Complaint).where(Complaint.owner == ring.named(f"person:{person}"))
    found, _ = _sorted_out(session.scalars(mine.execution_options(populate_existing=True)), ring)
    return sorted((one for one in found if one.case.person_id == person), key=_received, reverse=True)


def add(session: Session, to: Held, line: Line, content: bytes | None = None) -> int:
    """Add an entry and return its number; part of a deed that is open, which keeps the case afterwards."""
    to.case.entries += 1
    number = to.case.entries
    about = f"entry:{number}"
    sealed = to.envelope.seal_data(about, to_data(replace(line, number=number)))
    kept = to.envelope.seal(f"{about}:content", content) if content is not None else None
    session.add(Entry(complaint_id=to.number, number=number, sealed=sealed, content=kept))
    return number


def say(session: Session, to: Held, line: Line, files: Sequence[File] = ()) -> int:
    """Add what somebody says, with the files that go along."""
    said = add(session, to, line)
    for file in files:
        bare = replace(line, sort=Sort.FILE, text="", of=said, size=len(file.content))
        add(session, to, replace(bare, name=file.name, content_type=file.content_type), file.content)
    return said


def lines(session: Session, of: Held) -> list[Line]:
    """Return every entry of a complaint, in order, without the bytes of files."""
    rows = select(Entry.number, Entry.sealed).where(Entry.complaint_id == of.number).order_by(Entry.number)
    return [
        line_of(of.envelope.open_data(f"entry:{number}", sealed)) for number, sealed in session.execute(rows)
    ]


def file_in(session: Session, of: Held, number: int) -> tuple[Line, bytes]:
    """Return a file of a complaint with its bytes; raise MissingError."""
    wanted = select(Entry.sealed, Entry.content).where(
        Entry.complaint_id == of.number, Entry.number == number
    )
    row = session.execute(wanted).first()
    if row is None or row.content is None:
        raise MissingError("file")
    line = line_of(of.envelope.open_data(f"entry:{number}", row.sealed))
    return line, of.envelope.open(f"entry:{number}:content", row.content)


def note_opening(session: Session, of: Held, opened: Opened) -> None:
    """Record an opening; part of a deed that is open, which keeps the case afterwards."""
    of.case.openings += 1
    number = of.case.openings
    data = {"person_id": opened.person_id, "at": opened.at.isoformat(), "why": opened.why}
    sealed = of.envelope.seal_data(f"opening:{number}", data)
    session.add(ComplaintOpening(complaint_id=of.number, number=number, sealed=sealed))


def openings(session: Session, of: Held) -> list[Opened]:
    """Return who opened a complaint, in order."""
    rows = select(ComplaintOpening.number, ComplaintOpening.sealed).where(
        ComplaintOpening.complaint_id == of.number
    )
    data = (
        of.envelope.open_data(f"opening:{number}", sealed)
        for number, sealed in session.execute(rows.order_by(ComplaintOpening.number))
    )
    return [Opened(one["person_id"], datetime.fromisoformat(one["at"]), one["why"]) for one in data]


@lru_cache(maxsize=2)
def _nothing(name: str, key: str) -> Complaint:
    """Return a complaint that is in no database, sealed by that key."""
    ring, envelope = Ring(Path(), {name: key}, ""), new_envelope(NOBODY)
    case = Case(About.COMPLAINT, Way.ANONYMOUS, "nl", datetime.max.replace(tzinfo=UTC), 1)
    state = envelope.seal_data(STATE, to_data(case))
    return Complaint(id=NOBODY, wrapped=envelope.wrapped(ring), owner="", sealed=state)


def _opened(row: Complaint, ring: Ring) -> Held:
    envelope = unwrapped(row.id, row.wrapped, ring)
    return Held(row.id, envelope, case_of(envelope.open_data(STATE, row.sealed)), row)


def _sorted_out(rows: Iterator[Complaint], ring: Ring) -> tuple[list[Held], list[tuple[int, str]]]:
    found: list[Held] = []
    unreadable: list[tuple[int, str]] = []
    for row in rows:
        try:
            found.append(_opened(row, ring))
        except UnreadableError as error:
            unreadable.append((row.id, error.key))
    return found, unreadable


def _received(one: Held) -> datetime:
    return one.case.received_at
