"""Letters about something sealed have an outbox of their own, sealed too: no list of the desk shows them (R27)."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from projectie.complaints.keyring import Ring, UnreadableError
from projectie.complaints.keys_kept import ring as ring_here
from projectie.complaints.letters import Addressee, Letter, words
from projectie.complaints.models import SealedLetter
from projectie.complaints.sealing import letter_about
from projectie.database import db, transaction
from projectie.mail.delivery import Delivery
from projectie.mail.outbox import new_message_id
from projectie.mail.transport import Away, Refused, Transport, Unreachable
from projectie.terms.in_force import in_force, studio_facts, today

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MOST_ATTEMPTS = 15
MOST_AN_HOUR = 30  # confirmations to people we do not know
LEASE = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=4)
GIVEN_UP = timedelta(days=30)


def queue(
    session: Session,
    ring: Ring,
    letter: Letter,
    to: Addressee,
    url: str,
    now: datetime,
    *,
    complaint: int | None = None,
    automatic: bool = False,
) -> SealedLetter:
    """Add a letter to the deed that is open and return it; it leaves at once unless it is put off."""
    facts = studio_facts(session)
    figures = in_force(session, today(session, now)).terms.figures
    said = words(letter, to, url, facts, figures)
    named = ring.named(f"address:{to.address.lower()}")
    data = {
        "message_id": new_message_id(facts.info_address),
        "from_name": facts.name,
        "from_address": facts.info_address,
        "to_name": to.name,
        "to_address": to.address,
        "subject": said.subject,
        "body_text": said.text,
        "body_html": said.html,
        "language": to.language,
    }
    row = SealedLetter(
        complaint_id=complaint,
        named=named,
        sealed=ring.seal(json.dumps(data).encode(), letter_about(named)),
        automatic=automatic,
        attempts=0,
        made_at=now,
        due_at=now,
    )
    session.add(row)
    return row


def may_confirm(session: Session, ring: Ring, address: str, now: datetime) -> bool:
    """Whether an address we do not know may get a confirmation: one a day, and a ceiling for all in an hour (R31)."""
    own = SealedLetter.automatic.is_(True)
    there = select(func.count()).where(
        own, SealedLetter.named == ring.named(f"address:{address.lower()}"), SealedLetter.made_at > now - DAY
    )
    lately = select(func.count()).where(own, SealedLetter.made_at > now - HOUR)
    return not session.scalar(there) and (session.scalar(lately) or 0) < MOST_AN_HOUR


def when_to_tell(session: Session, ring: Ring, address: str, now: datetime) -> datetime | None:
    """Return when a manager is next written to that something waits; None when a letter that is due will say so.

    These letters say nothing but that: one an hour does for whatever comes in, and the last thing is told too.
    """
    lately = select(SealedLetter.made_at, SealedLetter.sealed.is_not(None)).where(
        SealedLetter.automatic.is_(False),
        SealedLetter.named == ring.named(f"address:{address.lower()}"),
        SealedLetter.made_at > now - HOUR,
    )
    last = session.execute(lately.order_by(SealedLetter.id.desc()).limit(1)).first()
    if last is None:
        return now
    made_at, waits = last
    return None if waits else made_at + HOUR


def send_due(transport: Transport, now: datetime) -> int:
    """Send what is due and return how many left; what was sent keeps no words."""
    ring, sent = ring_here(), 0
    # What an old backup brings back is not written again.
    waiting = select(SealedLetter.id).where(
        SealedLetter.sealed.is_not(None), SealedLetter.due_at <= now, SealedLetter.made_at > now - GIVEN_UP
    )
    numbers = db.session.scalars(waiting.order_by(SealedLetter.id).limit(100)).all()
    db.session.rollback()
    for number in numbers:
        delivery = _taken(number, ring, now)
        try:
            if delivery is not None:
                transport.deliver(delivery)
                _done(number)
                sent += 1
        except Refused:
            _done(number)
        except Unreachable as error:
            if isinstance(error, Away):
                break
    return sent


def sweep(session: Session, now: datetime) -> int:
    """Forget letters that are sent and that no brake counts any more, and those nobody could send; return how many."""
    sent = SealedLetter.sealed.is_(None) & (SealedLetter.made_at <= now - DAY)
    over = delete(SealedLetter).where(or_(sent, SealedLetter.made_at <= now - GIVEN_UP))
    return len(session.scalars(over.returning(SealedLetter.id)).all())


def _taken(number: int, ring: Ring, now: datetime) -> Delivery | None:
    """Take a letter for a while, so that two workers never send it both; it is tried again later unless it is done."""
    with transaction() as session:
        row = session.get(SealedLetter, number, with_for_update=True, populate_existing=True)
        if row is None or row.sealed is None or row.due_at > now:
            return None
        row.attempts += 1
        row.due_at = now + min(LEASE * 2 ** min(row.attempts - 1, 8), LONGEST_WAIT)
        try:
            data: dict[str, Any] = json.loads(ring.open(row.sealed, letter_about(row.named)))
        except UnreadableError:
            return None
        made_at = row.made_at
        if row.attempts > MOST_ATTEMPTS:
            row.sealed = None
            return None
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    return Delivery(letter_id=number, headers=headers, created_at=made_at, **data)


def _done(number: int) -> None:
    with transaction() as session:
        row = session.get(SealedLetter, number, with_for_update=True, populate_existing=True)
        if row is not None:
            row.sealed = None
