"""The browsers somebody is signed in with: begun, proved again, listed, signed out; the table holds no token."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from flask import g
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.people.lifetimes import IDLE, LONGEST
from projectie.people.models import Browser, Person, Stage, Way

MOST = 50  # on a page; nobody has more, and who does signs them all out


@dataclass(frozen=True, slots=True)
class InHand:
    """The browser of this request."""

    id: int
    stage: Stage
    proved_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A browser in a list."""

    id: int
    device: str
    way: Way
    begun_at: datetime
    seen_at: datetime
    is_this: bool


def in_hand() -> InHand | None:
    """Return the browser of this request, if somebody is signed in with it."""
    found: InHand | None = g.get("browser")
    return found


def hashed(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    session: Session, person_id: int, way: Way, stage: Stage, device: str, now: datetime
) -> tuple[int, str]:
    """Let a browser in as far as that stage, within a deed; return its id and its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    browser = Browser(
        token_hash=hashed(token),
        person_id=person_id,
        way=way,
        stage=stage,
        device=device[:100],
        begun_at=now,
        seen_at=now,
        proved_at=now,
    )
    session.add(browser)
    session.flush()
    if stage is not Stage.SECOND:
        note_sign_in(session, browser.id, person_id, way, now)
    return browser.id, token


def note_sign_in(session: Session, browser_id: int, person_id: int, way: Way, now: datetime) -> None:
    """Write down that somebody signed in."""
    of, details = ("browser", browser_id), {"way": way.value, "person": person_id}
    history.record(session, at=now, by=person_id, deed="browser.signed_in", of=of, details=details)


def proved(browser_id: int, now: datetime) -> None:
    """Note that whoever holds this browser has just proved who they are."""
    with transaction() as session:
        session.execute(update(Browser).where(Browser.id == browser_id).values(proved_at=now))


def let_further(session: Session, browser_id: int, now: datetime) -> None:
    """Let a browser all the way in, within a deed."""
    session.execute(
        update(Browser).where(Browser.id == browser_id).values(stage=Stage.FULL, proved_at=now, seen_at=now)
    )


def browsers_of(session: Session, person_id: int, this: int | None = None) -> tuple[Shown, ...]:
    """Return the browsers somebody is signed in with, the latest here first."""
    query = (
        select(Browser.id, Browser.device, Browser.way, Browser.begun_at, Browser.seen_at)
        .where(Browser.person_id == person_id, Browser.stage != Stage.SECOND)
        .order_by(Browser.seen_at.desc(), Browser.id.desc())
        .limit(MOST)
    )
    return tuple(Shown(*row, row.id == this) for row in session.execute(query))


def sign_out_one(browser_id: int, of: int, by: int, now: datetime) -> None:
    """Sign one browser of that person out; raise MissingError when it is none of theirs."""
    with transaction() as session:
        gone = delete(Browser).where(Browser.id == browser_id, Browser.person_id == of)
        if session.scalar(gone.returning(Browser.id)) is None:
            raise MissingError
        _note_end(session, of, by, 1, now)


def sign_out_all(of: int, by: int, now: datetime, but: int | None = None) -> int:
    """Sign every browser of that person out, but for the one in hand; return how many."""
    with transaction() as session:
        gone = forget(session, of, but)
        if gone:
            _note_end(session, of, by, gone, now)
        return gone


def sign_out_this(now: datetime) -> None:
    """Sign the browser in hand out."""
    found = in_hand()
    if found is not None:
        with transaction() as session:
            session.execute(delete(Browser).where(Browser.id == found.id))
            of = ("browser", found.id)
            history.record(session, at=now, by=g.person_id, deed="browser.signed_out", of=of)


def forget(session: Session, person_id: int, but: int | None = None) -> int:
    """Forget the browsers of a person within a deed; return how many."""
    gone = delete(Browser).where(Browser.person_id == person_id)
    if but is not None:
        gone = gone.where(Browser.id != but)
    return len(session.scalars(gone.returning(Browser.id)).all())


def sweep(session: Session, now: datetime) -> int:
    """Forget browsers whose time is over; return how many."""
    gone = 0
    for role, idle in IDLE.items():
        theirs = Browser.person_id.in_(select(Person.id).where(Person.role == role))
        over = (Browser.seen_at < now - idle) | (Browser.begun_at < now - LONGEST[role])
        gone += len(session.scalars(delete(Browser).where(theirs, over).returning(Browser.id)).all())
    return gone


def _note_end(session: Session, of: int, by: int, many: int, now: datetime) -> None:
    details = {"browsers": many}
    history.record(session, at=now, by=by, deed="person.signed_out", of=("person", of), details=details)
