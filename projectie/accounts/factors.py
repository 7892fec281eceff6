"""The second step: an app's codes, codes on paper, and whether somebody has any of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from projectie import history
from projectie.accounts import codes
from projectie.accounts.models import Authenticator, Passkey, RecoveryCode
from projectie.accounts.sealing import opened, seal
from projectie.accounts.stages import is_second_step
from projectie.database import db, transaction
from projectie.people import browsers
from projectie.people.models import Person
from projectie.people.security_letters import Changed, tell

DEEDS = {
    Changed.APP_ADDED: "person.app_added",
    Changed.APP_REMOVED: "person.app_removed",
    Changed.CODES: "person.codes_renewed",
    Changed.CODE_USED: "person.recovery_code_used",
    Changed.SECOND_STEP: "person.second_step_removed",
}


@dataclass(frozen=True, slots=True)
class Means:
    """How somebody can prove who they are."""

    password: bool
    app: bool
    passkeys: int
    recovery: int  # codes on paper that are left

    def second_step(self, person: Person) -> bool:
        """Whether that is a second step for this person."""
        return is_second_step(person.role, has_app=self.app, has_passkey=self.passkeys > 0)


def means_of(session: Session, person: Person) -> Means:
    """Return what that person has; one statement."""
    keys = select(func.count(Passkey.id)).where(Passkey.person_id == person.id).scalar_subquery()
    left = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    )
    row = session.execute(
        select(exists().where(Authenticator.person_id == person.id), keys, left.scalar_subquery())
    ).one()
    return Means(person.password_hash is not None, *row)


def add_app(person_id: int, secret: str, code: str, browser_id: int, now: datetime) -> tuple[str, ...] | None:
    """Keep an app once it has shown a right code; return codes for paper if these are the first, or None when it is wrong."""
    step = codes.step_of(code, secret, int(now.timestamp()), -1)
    if step is None:
        return None
    with transaction() as session:
        session.execute(delete(Authenticator).where(Authenticator.person_id == person_id))
        session.add(Authenticator(person_id=person_id, sealed=seal(secret), made_at=now, last_step=step))
        browsers.let_further(session, browser_id, now)
        _note(session, Changed.APP_ADDED, person_id, person_id, now)
        return first_codes(session, person_id, now)


def new_codes(person_id: int, now: datetime) -> tuple[str, ...]:
    """Replace somebody's codes for paper and return the new ones: the only time they are seen."""
    with transaction() as session:
        _note(session, Changed.CODES, person_id, person_id, now)
        return renew_codes(session, person_id, now)


def first_codes(session: Session, person_id: int, now: datetime) -> tuple[str, ...]:
    """Return codes for paper for who has none left; what somebody printed keeps working. Part of a deed."""
    left = select(RecoveryCode.id).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return () if session.scalar(left.limit(1)) else renew_codes(session, person_id, now)


def renew_codes(session: Session, person_id: int, now: datetime) -> tuple[str, ...]:
    """Do that within a deed."""
    fresh = codes.new_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.add_all(
        RecoveryCode(person_id=person_id, code_hash=codes.code_hash(code), made_at=now, used_at=None)
        for code in fresh
    )
    return fresh


def remove_app(person_id: int, now: datetime) -> None:
    """Forget somebody's app."""
    with transaction() as session:
        gone = delete(Authenticator).where(Authenticator.person_id == person_id)
        if session.scalar(gone.returning(Authenticator.person_id)) is not None:
            _note(session, Changed.APP_REMOVED, person_id, person_id, now)


def remove_all(person_id: int, by: int, now: datetime) -> None:
    """Take every second step from somebody who lost theirs, and sign them out everywhere; a manager's deed."""
    with transaction() as session:
        for model in (Authenticator, RecoveryCode, Passkey):
            session.execute(delete(model).where(model.person_id == person_id))
        browsers.forget(session, person_id)
        _note(session, Changed.SECOND_STEP, person_id, by, now)


def takes_code(session: Session, person_id: int, typed: str, now: datetime) -> bool:
    """Use a code of the app or of the paper, within a deed; the same code is right once (replay)."""
    app = session.get(Authenticator, person_id, with_for_update=True)
    secret = opened(app.sealed) if app else None
    if app is not None and secret is not None:
        step = codes.step_of(typed, secret, int(now.timestamp()), app.last_step)
        if step is not None:
            app.last_step = step
            return True
    used = (
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == codes.code_hash(typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    if session.scalar(used.returning(RecoveryCode.id)) is None:
        return False
    _note(session, Changed.CODE_USED, person_id, person_id, now)
    return True


def has_app(person_id: int) -> bool:
    """Whether somebody has an app."""
    return db.session.get(Authenticator, person_id) is not None


def _note(session: Session, changed: Changed, person_id: int, by: int, now: datetime) -> None:
    history.record(session, at=now, by=by, deed=DEEDS[changed], of=("person", person_id))
    tell(session, person_id, changed, by, now)
