"""What can be done about people: sign in, add, change, let in or shut out, give a password."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import db, transaction
from projectie.people import browsers, passwords, throttle
from projectie.people.faults import Fault, PeopleError
from projectie.people.models import Person, Role
from projectie.people.security_letters import Changed, tell


@dataclass(frozen=True, slots=True)
class SignInTried:
    """The person who is in, or nobody and how many seconds to wait before the next try."""

    person: Person | None
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a manager says about a person."""

    email: str
    name: str
    role: Role
    organisation_id: int | None
    may_agree: bool
    language: str
    may_buy: bool = False
    read_only: bool = False
    responsible: bool | None = None  # not said: whoever may agree to costs


def sign_in(email: str, password: str, address: str, secret: str, now: datetime) -> SignInTried:
    """Return the person whose password this is; failures are counted, and cost the same time for any address."""
    account = email.strip().lower()
    counted = throttle.keys(secret, account, address)
    wait = throttle.wait_seconds(db.session(), counted, now)
    if wait:
        return SignInTried(None, wait)
    person = db.session.scalars(
        select(Person).where(Person.email == account, Person.active.is_(True))
    ).first()
    right = passwords.fits(password, person.password_hash if person else None)
    with transaction() as session:
        if right and person is not None:
            throttle.succeeded(session, counted)
            return SignInTried(session.get_one(Person, person.id))
        if throttle.failed(session, counted, now) and person is not None:
            of = ("person", person.id)
            history.record(session, at=now, by=None, deed="person.sign_in_braked", of=of)
    return SignInTried(None)


def new_person(  # noqa: PLR0913 (a row's columns, each by name)
    *,
    email: str,
    name: str,
    role: Role,
    organisation_id: int | None,
    language: str,
    may_agree: bool,
    now: datetime,
    may_buy: bool = False,
    read_only: bool = False,
    responsible: bool | None = None,
) -> Person:
    """Return a person who cannot sign in yet (no password), not in the database yet."""
    return Person(
        email=email.strip().lower(),
        name=name,
        role=role,
        organisation_id=organisation_id,
        language=language,
        may_agree=may_agree,
        may_buy=may_buy,
        read_only=read_only,
        responsible=may_agree if responsible is None else responsible,
        theme=None,
        active=True,
        password_hash=None,
        session_key=_new_key(),
        created_at=now,
    )


def person_of(facts: PersonFacts, now: datetime) -> Person:
    """Return the new person of those facts, not in the database yet."""
    return new_person(**asdict(facts), now=now)


def add_person(person: Person, by: int | None, now: datetime) -> int:
    """Keep a new person and return the id; raise PeopleError when the address is taken."""
    with transaction() as session:
        return keep_person(session, person, by, now)


def keep_person(session: Session, person: Person, by: int | None, now: datetime) -> int:
    """Do the same as part of a deed that is open."""
    _check(session, person)
    session.add(person)
    _flush(session, person.email)
    of, details = ("person", person.id), {"role": person.role}
    history.record(session, at=now, by=by, deed="person.added", of=of, details=details)
    return person.id


def change_person(person_id: int, facts: PersonFacts, by: int | None, now: datetime) -> None:
    """Keep what is said about a person now; raise PeopleError, also when it would leave no manager."""
    with transaction() as session:
        managers = _managers(session)
        person = session.get_one(Person, person_id, with_for_update=True)
        if facts.role is not Role.MANAGER:
            _must_not_lose(person, managers, by)
        _must_be_there(person)
        said = {
            name: value for name, value in asdict(facts).items() if value is not None or name != "responsible"
        }
        names, before = [name for name, value in said.items() if getattr(person, name) != value], person.email
        for name in names:
            setattr(person, name, said[name])
        _check(session, person)
        _flush(session, facts.email)
        if names:
            details = {"fields": names, "role": person.role}
            history.record(
                session, at=now, by=by, deed="person.changed", of=("person", person_id), details=details
            )
        if "email" in names:
            for address in ("", before):
                tell(session, person_id, Changed.ADDRESS, by, now, to=address)


def set_access(person_id: int, active: bool, by: int | None, now: datetime) -> None:
    """Let a person in, or shut them out of every browser at once; raise PeopleError for one the desk needs."""
    with transaction() as session:
        managers = _managers(session)
        person = session.get_one(Person, person_id, with_for_update=True)
        if person.active == active:
            return
        _must_be_there(person)
        if not active:
            _must_not_lose(person, managers, by)
            sign_out_everywhere(session, person)
        person.active = active
        deed = "person.let_in" if active else "person.shut_out"
        history.record(session, at=now, by=by, deed=deed, of=("person", person_id))


def set_password(
    person_id: int, password: str, now: datetime, by: int | None, but: int | None = None
) -> None:
    """Keep a new password and sign every browser of that person out, but for the one it was chosen in."""
    kept = passwords.hashed(password)
    with transaction() as session:
        person = session.get_one(Person, person_id)
        if person.password_hash is not None:  # the first one is no news
            tell(session, person_id, Changed.PASSWORD, by, now)
        person.password_hash = kept
        sign_out_everywhere(session, person, but)
        history.record(session, at=now, by=by, deed="person.password_set", of=("person", person_id))


def choose_language(person_id: int, language: str) -> None:
    """Keep the language a person reads in (a preference: no history)."""
    with transaction() as session:
        session.get_one(Person, person_id).language = language


def sign_out_everywhere(session: Session, person: Person, but: int | None = None) -> None:
    """Sign every browser of a person out within a deed, and end what they listen to."""
    browsers.forget(session, person.id, but)
    person.session_key = _new_key()


def _new_key() -> str:
    return secrets.token_urlsafe(24)


def _check(session: Session, person: Person) -> None:
    """Refuse an address that is taken, and a role that does not go with the organisation."""
    if person.role is Role.CLIENT and person.organisation_id is None:
        raise PeopleError(Fault.NO_ORGANISATION)
    if person.role is not Role.CLIENT and person.organisation_id is not None:
        raise PeopleError(Fault.STRAY_ORGANISATION)
    with session.no_autoflush:
        taken = select(Person.id).where(Person.email == person.email, Person.id.is_distinct_from(person.id))
        if session.scalar(taken) is not None:
            raise PeopleError(Fault.ADDRESS_TAKEN, email=person.email)


def _flush(session: Session, email: str) -> None:
    try:
        session.flush()
    except IntegrityError as error:  # somebody else took it in the same instant
        raise PeopleError(Fault.ADDRESS_TAKEN, email=email) from error


def _must_be_there(person: Person) -> None:
    if person.erased_at is not None:
        raise PeopleError(Fault.ERASED)


def _managers(session: Session) -> set[int]:
    """Return who manages, held until the deed is done: two who shut each other out wait in line."""
    active = select(Person.id).where(Person.role == Role.MANAGER, Person.active.is_(True))
    return set(session.scalars(active.order_by(Person.id).with_for_update()))


def _must_not_lose(person: Person, managers: set[int], by: int | None) -> None:
    """Refuse that a manager leaves by their own hand, or that none is left."""
    if person.id not in managers:
        return
    if person.id == by:
        raise PeopleError(Fault.OWN_ACCOUNT)
    if managers == {person.id}:
        raise PeopleError(Fault.LAST_MANAGER)
