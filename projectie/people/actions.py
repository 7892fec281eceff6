"""What can be done about people: add one, sign in."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from projectie import history
from projectie.database import db, transaction
from projectie.people import passwords, throttle
from projectie.people.models import Organisation, Person, Role


class PeopleError(ValueError):
    """A person or organisation cannot be kept like that; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class SignInTried:
    """The person who is in, or nobody and how many seconds to wait before the next try."""

    person: Person | None
    wait_seconds: int = 0


def sign_in(email: str, password: str, address: str, secret: str, now: datetime) -> SignInTried:
    """Return the person whose password this is; failures are counted, and cost the same time for any address."""
    account = email.strip().lower()
    counted = throttle.keys(secret, account, address)
    wait = throttle.wait_seconds(db.session(), counted, now)
    if wait:
        return SignInTried(None, wait)
    person = db.session.scalars(select(Person).where(Person.email == account, Person.active.is_(True))).first()
    right = passwords.fits(password, person.password_hash if person else None)
    with transaction() as session:
        if right and person is not None:
            throttle.succeeded(session, counted)
            return SignInTried(session.get_one(Person, person.id))
        throttle.failed(session, counted, now)
    return SignInTried(None)


def new_person(
    *, email: str, name: str, role: Role, organisation_id: int | None, language: str, may_agree: bool, now: datetime
) -> Person:
    """Return a person who cannot sign in yet (no password), not in the database yet."""
    return Person(
        email=email.strip().lower(),
        name=name,
        role=role,
        organisation_id=organisation_id,
        language=language,
        may_agree=may_agree,
        theme=None,
        active=True,
        password_hash=None,
        session_key=secrets.token_urlsafe(24),
        created_at=now,
    )


def add_person(person: Person, by: int | None, now: datetime) -> int:
    """Keep a new person and return the id; raise PeopleError when the address is taken."""
    with transaction() as session:
        if session.scalar(select(Person.id).where(Person.email == person.email)) is not None:
            raise PeopleError(f"There is already an account for {person.email}.")
        session.add(person)
        session.flush()
        history.record(session, at=now, by=by, deed="person.added", of=("person", person.id), details={"role": person.role})
        return person.id


def organisation_named(name: str) -> Organisation | None:
    """Return the organisation of exactly that name."""
    return db.session.scalars(select(Organisation).where(Organisation.name == name)).first()


def set_password(person_id: int, password: str, now: datetime, by: int | None) -> None:
    """Keep a new password and sign every browser of that person out."""
    kept = passwords.hashed(password)
    with transaction() as session:
        person = session.get_one(Person, person_id)
        person.password_hash = kept
        person.session_key = secrets.token_urlsafe(24)
        history.record(session, at=now, by=by, deed="person.password_set", of=("person", person_id))


def choose_language(person_id: int, language: str) -> None:
    """Keep the language a person reads in (a preference: no history)."""
    with transaction() as session:
        session.get_one(Person, person_id).language = language
