"""Invitations: to an account that is there, or to one that begins with the yes; accepted once, by POST (R35)."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from projectie import history, private_links
from projectie.accounts.letters import invitation_letter
from projectie.accounts.models import Invitation
from projectie.database import MissingError, transaction
from projectie.mail.outbox import queue
from projectie.people import passwords
from projectie.people.actions import PersonFacts, keep_person, person_of, sign_out_everywhere
from projectie.people.faults import Fault, PeopleError
from projectie.people.models import Organisation, Person, Role
from projectie.people.rights import Right, flags_of
from projectie.people.security_letters import Changed, tell
from projectie.terms.in_force import studio_facts

PURPOSE = "invitation"
OPEN_FOR = timedelta(days=7)
MOST = 20  # of one organisation in a day: the desk mails nobody's address book (R31)


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is asked in, and what they may do."""

    email: str
    name: str
    language: str
    right: Right
    responsible: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """An invitation that still stands."""

    id: int
    email: str
    name: str
    role: Role
    studio_or_organisation: str
    has_account: bool


def invite_colleague(who: Invited, by: Person, secret: str, now: datetime) -> None:
    """Ask somebody into the organisation of whoever asks; raise PeopleError.

    Whether the address has an account elsewhere is not told here: only the reader of that mailbox hears it.
    """
    with transaction() as session:
        organisation = session.get_one(Organisation, by.organisation_id, with_for_update=True)
        _refuse(session, who, organisation.id, now)
        invitation = Invitation(
            **asdict(who), person_id=None, organisation_id=organisation.id, made_by_id=by.id, **_new(now)
        )
        _send(session, invitation, by.name, organisation.name, secret, now)
        of, details = ("organisation", organisation.id), {"right": who.right.value}
        history.record(session, at=now, by=by.id, deed="person.invited", of=of, details=details)


def invite_person(person_id: int, by: Person, secret: str, now: datetime) -> None:
    """Mail somebody who has an account the way in: they choose a password there; a manager's deed."""
    with transaction() as session:
        person = session.get_one(Person, person_id)
        if not person.active:
            raise MissingError
        _withdraw(session, Invitation.person_id == person_id, now)
        invitation = Invitation(
            person_id=person_id, organisation_id=person.organisation_id, email=person.email, name=person.name,
            language=person.language, right=Right.READ, responsible=False, made_by_id=by.id, **_new(now),
        )  # fmt: skip
        belongs = person.organisation.name if person.organisation else studio_facts(session).name
        _send(session, invitation, by.name, belongs, secret, now)
        history.record(session, at=now, by=by.id, deed="person.invited", of=("person", person_id))


def withdraw(invitation_id: int, of: int, by: int, now: datetime) -> None:
    """Take back an invitation of that organisation; raise MissingError."""
    with transaction() as session:
        theirs = (Invitation.id == invitation_id) & (Invitation.organisation_id == of)
        if not _withdraw(session, theirs & Invitation.person_id.is_(None), now):
            raise MissingError
        deed = "person.invitation_withdrawn"
        history.record(session, at=now, by=by, deed=deed, of=("organisation", of))


def opened(session: Session, token: str, secret: str, now: datetime) -> Opened | None:
    """Return what stands behind a token, while it can be accepted."""
    number = private_links.number_in(token)
    query = (
        select(Invitation, Person, Organisation.name)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
    )
    row = session.execute(query.where(Invitation.id == number)).first() if number else None
    if row is None or not _stands(row[0], now):
        return None
    invitation, person, organisation = row
    if not private_links.fits(token, PURPOSE, invitation.id, invitation.nonce, secret):
        return None
    if person is not None and (not person.active or person.email != invitation.email):
        return None
    return Opened(
        invitation.id,
        invitation.email,
        invitation.name,
        person.role if person else Role.CLIENT,
        organisation or studio_facts(session).name,
        person is not None,
    )


def accept(invitation_id: int, password: str, now: datetime) -> Person | None:
    """Let whoever accepts in; None when it was used or withdrawn meanwhile.

    Raises PeopleError when the address has an account of another organisation by now.
    """
    kept = passwords.hashed(password) if password else None
    with transaction() as session:
        invitation = session.get_one(Invitation, invitation_id, with_for_update=True)
        if not _stands(invitation, now):
            return None
        invitation.accepted_at = now
        person = _person(session, invitation, now)
        if kept is not None:
            if person.password_hash is not None:
                tell(session, person.id, Changed.PASSWORD, person.id, now)
            person.password_hash = kept
            sign_out_everywhere(session, person)
        history.record(session, at=now, by=person.id, deed="person.joined", of=("person", person.id))
        return person


def _person(session: Session, invitation: Invitation, now: datetime) -> Person:
    if invitation.person_id is not None:
        return session.get_one(Person, invitation.person_id, with_for_update=True)
    rights = asdict(flags_of(invitation.right))
    left = session.scalars(select(Person).where(Person.email == invitation.email).with_for_update()).first()
    if left is not None and left.organisation_id == invitation.organisation_id and not left.active:
        left.active = True
        for name, value in {**rights, "responsible": invitation.responsible}.items():
            setattr(left, name, value)
        return left
    facts = PersonFacts(
        email=invitation.email, name=invitation.name, role=Role.CLIENT, language=invitation.language,
        organisation_id=invitation.organisation_id, responsible=invitation.responsible, **rights,
    )  # fmt: skip
    person = person_of(facts, now)
    keep_person(session, person, invitation.made_by_id, now)
    return person


def _refuse(session: Session, who: Invited, organisation_id: int, now: datetime) -> None:
    there = (
        Person.email == who.email,
        Person.organisation_id == organisation_id,
        Person.active.is_(True),
    )
    if session.scalar(select(Person.id).where(*there)) is not None:
        raise PeopleError(Fault.ADDRESS_TAKEN, email=who.email)
    lately = select(func.count(Invitation.id)).where(
        Invitation.organisation_id == organisation_id, Invitation.made_at > now - timedelta(days=1)
    )
    if (session.scalar(lately) or 0) >= MOST:
        raise PeopleError(Fault.TOO_MANY)
    same = (Invitation.organisation_id == organisation_id) & (Invitation.email == who.email)
    _withdraw(session, same & Invitation.person_id.is_(None), now)


def _send(
    session: Session, invitation: Invitation, by: str, belongs: str, secret: str, now: datetime
) -> None:
    session.add(invitation)
    session.flush()
    token = private_links.token_for(PURPOSE, invitation.id, invitation.nonce, secret)
    queue(session, invitation_letter(invitation, token, by, belongs, studio_facts(session)), now)


def _new(now: datetime) -> dict[str, object]:
    return {
        "nonce": secrets.token_hex(16),
        "made_at": now,
        "expires_at": now + OPEN_FOR,
        "accepted_at": None,
        "withdrawn_at": None,
    }


def _stands(invitation: Invitation, now: datetime) -> bool:
    over = invitation.accepted_at or invitation.withdrawn_at
    return over is None and invitation.made_at <= now < invitation.expires_at


def _withdraw(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    taken = (
        update(Invitation)
        .where(which, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    return len(session.scalars(taken.returning(Invitation.id)).all())
