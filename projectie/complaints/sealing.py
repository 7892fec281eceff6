"""Mail to info@ is sealed as it arrives (R26a): encrypted before it touches a disk, readable with the key alone.

The key lies in the data folder, outside the database; a copy of the database shows nothing.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from projectie.complaints.models import SealedMail, SealedRepeat
from projectie.database import db, transaction
from projectie.keys import made_once
from projectie.mail.identity import content_digest, message_id_of


class KeyMissingError(RuntimeError):
    """There is sealed mail, and the key that opens it is not there."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The key, for encrypting and for recognising a mail that came twice."""

    key: str

    def close(self, raw: bytes) -> bytes:
        """Return the mail, sealed."""
        return Fernet(self.key).encrypt(raw)

    def open(self, sealed: bytes) -> bytes:
        """Return the mail as it came in; raise InvalidToken when this key does not fit."""
        return Fernet(self.key).decrypt(sealed)

    def fits(self, sealed: bytes, fingerprint: str) -> bool:
        """Whether this key opens that mail, and it is the mail of that fingerprint; nothing of it is told."""
        try:
            return hmac.compare_digest(self.fingerprint(Fernet(self.key).decrypt(sealed)), fingerprint)
        except InvalidToken:
            return False

    def fingerprint(self, raw: bytes) -> str:
        """Return a hash nobody can make without the key."""
        return hmac.new(self.key.encode(), raw, hashlib.sha256).hexdigest()


def seal_in(data_dir: Path) -> Seal:
    """Return the seal of this desk, its key made on first need.

    Raises KeyMissingError when sealed mail exists and the key does not: a new key would hide the old mail for ever.
    """
    path = data_dir / "complaints.key"
    if not path.exists() and db.session.scalar(select(SealedMail.id).limit(1)) is not None:
        raise KeyMissingError(
            f"{path} is missing: it opens sealed mail; put it back before mail to info@ is taken in."
        )
    return Seal(made_once(path, lambda: Fernet.generate_key().decode()))


def receive(raw: bytes, seal: Seal, now: datetime, origin: str | None = None) -> bool:
    """Keep a mail sealed; return False when this very mail is there already, which is noted (R29)."""
    fingerprint = seal.fingerprint(raw)
    same = seal.fingerprint((message_id_of(raw) or fingerprint).encode() + content_digest(raw).encode())
    with transaction() as session:
        known = select(SealedMail.id).where(
            (SealedMail.fingerprint == fingerprint) | (SealedMail.same == same)
        )
        earlier = session.scalar(known.order_by(SealedMail.id).limit(1))
        if earlier is not None:
            _note_repeat(session, earlier, now, origin)
            return False
        mail = SealedMail(fingerprint=fingerprint, same=same, sealed=seal.close(raw), received_at=now)
        mail.origin = origin
        session.add(mail)
        return True


def _note_repeat(session: Session, number: int, now: datetime, origin: str | None) -> None:
    """Note that a sealed mail arrived again, unless it is the same arrival, met again (R29)."""
    met = (
        select(SealedMail.id).where(SealedMail.id == number, SealedMail.origin == origin),
        select(SealedRepeat.id).where(SealedRepeat.sealed_mail_id == number, SealedRepeat.origin == origin),
    )
    if origin is None or session.scalars(union_all(*met)).first() is None:
        session.add(SealedRepeat(sealed_mail_id=number, received_at=now, origin=origin))
