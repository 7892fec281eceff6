"""Managers are told by mail of a mailbox that has gone silent, once for each silence (R34)."""

from datetime import datetime, timedelta

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.home.silence import Silence, silent_mailboxes
from projectie.language import LOCALES
from projectie.mail.models import FetchState
from projectie.mail.outbox import Draft, queue
from projectie.people.models import Person, Role
from projectie.terms.in_force import studio_facts
from projectie.terms.studio import StudioFacts
from projectie.tickets.to_colleague import to_colleague

SURE = timedelta(minutes=2)  # after a night of standstill the first round is given time to succeed


def tell_of_silence(session: Session, now: datetime) -> int:
    """Queue a letter to every manager for each mailbox that stays silent; return how many letters are new."""
    lasting = [silence for silence in silent_mailboxes(session, now) if _lasts(session, silence, now)]
    if not lasting:
        return 0
    facts = studio_facts(session)
    managers = session.scalars(
        select(Person).where(Person.role == Role.MANAGER, Person.active.is_(True))
    ).all()
    letters = [
        queue(session, _draft(silence, manager, facts), now) for silence in lasting for manager in managers
    ]
    return sum(letter.created_at == now for letter in letters)


def _lasts(session: Session, silence: Silence, now: datetime) -> bool:
    row = session.get_one(FetchState, silence.mailbox)
    row.silence_seen_at = row.silence_seen_at or now
    return row.silence_seen_at <= now - SURE


def _draft(silence: Silence, manager: Person, facts: StudioFacts) -> Draft:
    with force_locale(LOCALES[manager.language]):
        sentence = silence.sentence
    key = f"silent:{silence.mailbox}:{silence.since.isoformat()}:{manager.id}"
    return to_colleague(
        "desk/silent_mailbox", manager, facts, key, sentence=sentence, address=silence.address
    )
