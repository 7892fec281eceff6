"""Passkeys: a key in somebody's device signs a challenge of ours (WebAuthn)."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

from flask import current_app, request, session
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.accounts.factors import first_codes
from projectie.accounts.models import Passkey
from projectie.database import MissingError, db, transaction
from projectie.people import browsers
from projectie.people.models import Person
from projectie.people.security_letters import Changed, tell

OPEN_FOR = timedelta(minutes=5)
MOST = 20  # of one person


@dataclass(frozen=True, slots=True)
class Place:
    """Where keys of this desk count: the host they are made for, and the address the browser must name."""

    host: str
    origin: str


def place() -> Place | None:
    """Return that; None where browsers allow no passkeys, which is at a bare number."""
    settings = current_app.config["SETTINGS"]
    if settings.base_host in {"127.0.0.1", "localhost", "::1"}:  # on one's own machine, at whatever port
        host = request.host.partition(":")[0]
        return Place(host, request.host_url.rstrip("/")) if host == "localhost" else None
    try:
        ip_address(settings.base_host)
    except ValueError:
        return Place(settings.base_host, settings.base_url)
    return None


def to_make(person: Person, studio: str, now: datetime) -> str:
    """Return what a browser needs to make a key, and remember the challenge in its cookie."""
    from projectie.accounts import ceremony  # few pages need it

    known = db.session.scalars(select(Passkey.credential).where(Passkey.person_id == person.id)).all()
    options, challenge = ceremony.to_make(_place().host, studio, person.id, person.email, person.name, known)
    _remember(challenge, now)
    return options


def to_sign(now: datetime) -> str:
    """Return what a browser needs to sign with any key of ours, and remember the challenge in its cookie."""
    from projectie.accounts import ceremony

    options, challenge = ceremony.to_sign(_place().host)
    _remember(challenge, now)
    return options


def add(person_id: int, answer: str, name: str, browser_id: int, now: datetime) -> tuple[str, ...] | None:
    """Keep the key a browser made; return codes for paper if these are the first, or None when the answer is wrong."""
    from projectie.accounts import ceremony

    made = ceremony.made(answer, _challenge(now), _place())
    if made is None:
        return None
    key = Passkey(
        person_id=person_id,
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name[:100],
        made_at=now,
        used_at=None,
    )
    with transaction() as database:
        return _kept(database, key, browser_id, now)


def _kept(database: Session, key: Passkey, browser_id: int, now: datetime) -> tuple[str, ...] | None:
    many = database.scalar(select(func.count(Passkey.id)).where(Passkey.person_id == key.person_id)) or 0
    known = database.scalar(select(Passkey.id).where(Passkey.credential == key.credential))
    if many >= MOST or known is not None or len(key.credential) > 1400:
        return None
    database.add(key)
    database.flush()
    browsers.let_further(database, browser_id, now)
    _note(database, "person.passkey_added", key.person_id, now)
    tell(database, key.person_id, Changed.PASSKEY_ADDED, key.person_id, now)
    return first_codes(database, key.person_id, now)


def signer(answer: str, now: datetime) -> Person | None:
    """Return whose key signed our challenge; nobody when anything about it is wrong."""
    from projectie.accounts import ceremony

    challenge, at = _challenge(now), _place()
    with transaction() as database:
        named = select(Passkey).where(Passkey.credential == ceremony.named(answer)).with_for_update()
        key = database.scalars(named).first()
        person = database.get(Person, key.person_id) if key else None
        if key is None or person is None or not person.active:
            return None
        count = ceremony.signed(answer, challenge, at, bytes(key.public_key), key.sign_count)
        if count is None:
            return None
        key.sign_count, key.used_at = count, now
        return person


def remove(key_id: int, of: int, now: datetime) -> None:
    """Forget a key of somebody; raise MissingError when it is none of theirs."""
    with transaction() as database:
        gone = delete(Passkey).where(Passkey.id == key_id, Passkey.person_id == of)
        if database.scalar(gone.returning(Passkey.id)) is None:
            raise MissingError
        _note(database, "person.passkey_removed", of, now)
        tell(database, of, Changed.PASSKEY_REMOVED, of, now)


def passkeys_of(database: Session, person_id: int) -> tuple[Passkey, ...]:
    """Return somebody's keys, the newest first."""
    query = select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id.desc()).limit(MOST)
    return tuple(database.scalars(query))


def _place() -> Place:
    found = place()
    if found is None:
        raise MissingError
    return found


def _remember(challenge: bytes, now: datetime) -> None:
    session["challenge"] = [base64.urlsafe_b64encode(challenge).decode(), int(now.timestamp())]


def _challenge(now: datetime) -> bytes:
    """Return the challenge of this browser, once; one that nobody can meet when there is none."""
    asked = session.pop("challenge", None)
    if not isinstance(asked, list) or now.timestamp() - asked[1] > OPEN_FOR.total_seconds():
        return b"none was asked for"
    return base64.urlsafe_b64decode(asked[0])


def _note(database: Session, deed: str, person_id: int, now: datetime) -> None:
    history.record(database, at=now, by=person_id, deed=deed, of=("person", person_id))
