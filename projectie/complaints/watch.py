"""What happens to complaints because time passes (R28): reminders to managers, the announcement, the erasure."""

from datetime import datetime

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from projectie.complaints import cases, post
from projectie.complaints.access import readers
from projectie.complaints.cases import Held
from projectie.complaints.clocks import ANNOUNCED, Clocks, may_be_erased
from projectie.complaints.erasing import erase
from projectie.complaints.following import counting
from projectie.complaints.keyring import Ring
from projectie.complaints.keys_kept import ring as ring_here
from projectie.complaints.models import Complaint
from projectie.complaints.scrubbing import remove_blobs, scrub
from projectie.complaints.telling import TRUSTEE, tell_inside
from projectie.database import db, transaction
from projectie.live.models import Event
from projectie.one_by_one import one_by_one
from projectie.tickets.numbering import OF_TICKET, VacantNumber


def look_after(now: datetime) -> int:
    """Do what is due on every complaint that can be opened; return how much was done."""
    session = db.session()
    if session.scalar(select(Complaint.id).limit(1)) is None:
        return _tidied(now)
    ring = ring_here()
    found, _ = cases.every(session, ring)
    count = counting(session)
    try:
        due = [(one, count(one.case)) for one in found]
        done = one_by_one(due, lambda each: _looked_after(session, ring, *each, now))
    finally:
        tidied = _tidied(now)
    return done + tidied


def _looked_after(session: Session, ring: Ring, held: Held, clocks: Clocks, now: datetime) -> int:
    due = _due(session, held, clocks, now)
    if may_be_erased(clocks.erase_at, announced_at(held), now):
        erase(ring, held.number, held.case.mails, now)
    elif due:
        _tell(ring, held.number, due, now)
    elif held.case.blobs:
        return remove_blobs(held.number, current_app.extensions["projectie.blobs"])
    else:
        return 0
    return 1


def announced_at(held: Held) -> datetime | None:
    """Return when managers were told that it will be erased, this time that it was closed."""
    noted = held.case.noted.get(f"erasure:{held.case.closed_at}")
    return datetime.fromisoformat(noted) if noted else None


def _due(session: Session, held: Held, clocks: Clocks, now: datetime) -> str:
    """Return what somebody must be told of now, and was not; empty: nothing."""
    case = held.case
    if clocks.erase_at is not None and now >= clocks.erase_at - ANNOUNCED and announced_at(held) is None:
        return f"erasure:{case.closed_at}"
    trustee = current_app.config["SETTINGS"].complaint_trustee
    if trustee and TRUSTEE not in case.noted and not readers(session, case):
        return "alone"
    if case.is_closed:
        return ""
    names = {
        "taken up": (case.acknowledged_at, clocks.acknowledge_by),
        "answered": (case.answered_at, clocks.answer_by),
    }
    for what, (at, by) in names.items():
        name = f"{what}:{by}"
        if at is None and now > by and name not in case.noted:
            return name
    return ""


def _tell(ring: Ring, number: int, what: str, now: datetime) -> None:
    with transaction() as session:
        held = cases.held(session, ring, number)
        held.case.noted[what] = now.isoformat()
        tell_inside(session, ring, held, now)
        held.keep()


def _tidied(now: datetime) -> int:
    """Forget letters that were sent, the signals of tickets that were moved here, and what the disk still holds."""
    scrub()
    with transaction() as session:
        gone = select(VacantNumber.number)
        session.execute(delete(Event).where(Event.kind.in_(OF_TICKET), Event.subject_id.in_(gone)))
        return post.sweep(session, now)
