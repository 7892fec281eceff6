"""Links to sign in with: asked for by anybody, mailed to whom they are for, used once by POST (R35)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from projectie import private_links
from projectie.accounts.letters import link_letter, staff_letter
from projectie.accounts.models import LinkWish, SignInLink
from projectie.database import db, transaction
from projectie.mail.outbox import queue
from projectie.people import throttle
from projectie.people.models import Person, Role
from projectie.terms.in_force import studio_facts

OPEN_FOR = timedelta(minutes=20)
KEPT_FOR = timedelta(days=1)  # so that a link that is over can still say so
MOST = (5, 40)  # in a quarter of an hour, for an address and from one


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that still works."""

    id: int
    email: str
    back: str


def wish(email: str, back: str, address: str, secret: str, now: datetime) -> int:
    """Note that somebody wants a link; return 0, or how many seconds to wait first. It says nothing of the address."""
    counted = throttle.keys(secret, f"link:{email}", f"link:{address}", MOST)
    with transaction() as session:
        wait = throttle.wait_seconds(session, counted, now)
        if not wait:
            throttle.failed(session, counted, now)
            session.add(LinkWish(email=email, back=back, made_at=now))
        return wait


def answer_wishes(secret: str, now: datetime) -> int:
    """Mail a link to each who asked and is a client; staff are told how they sign in, a stranger hears nothing."""
    if db.session.scalar(select(LinkWish.id).limit(1)) is None:
        return 0
    with transaction() as session:
        wishes = session.scalars(select(LinkWish).order_by(LinkWish.id).limit(100).with_for_update()).all()
        for one in wishes:
            found = select(Person).where(Person.email == one.email, Person.active.is_(True))
            person = session.scalars(found).first()
            if person is not None:
                _mail(session, person, one, secret, now)
            session.delete(one)
        return len(wishes)


def opened(session: Session, token: str, secret: str, now: datetime) -> Opened | None:
    """Return what stands behind a link that can still be used."""
    number = private_links.number_in(token)
    query = select(SignInLink, Person.email).join(Person).where(Person.active.is_(True))
    row = session.execute(query.where(SignInLink.id == number)).first() if number else None
    if row is None or not private_links.fits(token, _purpose(row.email), row[0].id, row[0].nonce, secret):
        return None
    link: SignInLink = row[0]
    usable = link.used_at is None and link.made_at <= now < link.expires_at
    return Opened(link.id, row.email, link.back) if usable else None


def use(link_id: int, now: datetime) -> Person | None:
    """Use a link up and return whose it is; None when somebody was ahead."""
    with transaction() as session:
        free = SignInLink.used_at.is_(None) & (SignInLink.expires_at > now)
        taken = update(SignInLink).where(SignInLink.id == link_id, free).values(used_at=now)
        person = session.scalar(taken.returning(SignInLink.person_id))
        return session.get(Person, person) if person is not None else None


def sweep(session: Session, now: datetime) -> int:
    """Forget links that are long over; return how many."""
    over = delete(SignInLink).where(SignInLink.expires_at < now - KEPT_FOR).returning(SignInLink.id)
    return len(session.scalars(over).all())


def _mail(session: Session, person: Person, one: LinkWish, secret: str, now: datetime) -> None:
    facts = studio_facts(session)
    if person.role is not Role.CLIENT:
        queue(session, staff_letter(person, one.id, facts), now)
        return
    link = SignInLink(
        person_id=person.id,
        nonce=secrets.token_hex(16),
        back=one.back,
        made_at=now,
        expires_at=now + OPEN_FOR,
        used_at=None,
    )
    session.add(link)
    session.flush()
    token = private_links.token_for(_purpose(person.email), link.id, link.nonce, secret)
    queue(session, link_letter(person, link, token, facts), now)


def _purpose(email: str) -> str:
    """Return what a link is signed for: this address alone, so that a new one voids what the old one got."""
    return f"sign-in:{email}"
