"""Mail to info@ is sealed as it arrives (R26a): encrypted before it touches a disk, readable with a key alone.

The keys lie in the data folder, outside the database; a copy of the database shows nothing.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from projectie.complaints.keyring import Ring, UnreadableError
from projectie.complaints.models import SealedMail, SealedRepeat
from projectie.database import transaction
from projectie.mail.identity import content_digest, message_id_of


@dataclass(frozen=True, slots=True)
class Seal:
    """The keys, for encrypting and for recognising a mail that came twice."""

    ring: Ring

    def close(self, raw: bytes, fingerprint: str) -> bytes:
        """Return the mail, sealed."""
        return self.ring.seal(raw, _about(fingerprint))

    def open(self, sealed: bytes, fingerprint: str) -> bytes:
        """Return the mail as it came in; raise UnreadableError when no key fits."""
        if sealed[:1] == b"g":
            return self._of_before(sealed)
        return self.ring.open(sealed, _about(fingerprint))

    def fits(self, sealed: bytes, fingerprint: str) -> bool:
        """Whether a key opens that mail, and it is the mail of that fingerprint; nothing of it is told."""
        try:
            return hmac.compare_digest(self.fingerprint(self.open(sealed, fingerprint)), fingerprint)
        except UnreadableError:
            return False

    def fingerprint(self, raw: bytes) -> str:
        """Return a hash nobody can make without the key."""
        return self.ring.fingerprint(raw)

    def same(self, raw: bytes) -> str:
        """Return such a hash of what a mail says, however it travelled."""
        name = message_id_of(raw) or self.fingerprint(raw)
        return self.fingerprint(name.encode() + content_digest(raw).encode())

    def _of_before(self, sealed: bytes) -> bytes:
        """Open what an earlier version of the desk sealed."""
        from cryptography.fernet import Fernet, InvalidToken

        for key in self.ring.keys.values():
            try:
                return Fernet(key).decrypt(sealed)
            except InvalidToken:
                continue
        raise UnreadableError


def _about(fingerprint: str) -> str:
    return f"mail {fingerprint}"


def letter_about(named: str) -> str:
    """Return what a sealed letter is bound to."""
    return f"letter {named}"


def receive(raw: bytes, seal: Seal, now: datetime, origin: str | None = None) -> bool:
    """Keep a mail sealed; return False when this very mail is there already, which is noted (R29)."""
    with transaction() as session:
        return keep(session, raw, seal, now, origin) is not None


def keep(session: Session, raw: bytes, seal: Seal, now: datetime, origin: str | None) -> SealedMail | None:
    """Do so as part of a deed that is open; return the mail, or None when it is there already."""
    fingerprint, same = seal.fingerprint(raw), seal.same(raw)
    earlier = known(session, fingerprint, same)
    if earlier is not None:
        _note_repeat(session, earlier, now, origin)
        return None
    mail = SealedMail(
        fingerprint=fingerprint,
        same=same,
        sealed=seal.close(raw, fingerprint),
        received_at=now,
        origin=origin,
    )
    mail.taken_up = False
    session.add(mail)
    session.flush()
    return mail


def known(session: Session, fingerprint: str, same: str) -> int | None:
    """Return the id of the sealed mail that this is, if it came before."""
    there = select(SealedMail.id).where((SealedMail.fingerprint == fingerprint) | (SealedMail.same == same))
    return session.scalar(there.order_by(SealedMail.id).limit(1))


def _note_repeat(session: Session, number: int, now: datetime, origin: str | None) -> None:
    """Note that a sealed mail arrived again, unless it is the same arrival, met again (R29)."""
    met = (
        select(SealedMail.id).where(SealedMail.id == number, SealedMail.origin == origin),
        select(SealedRepeat.id).where(SealedRepeat.sealed_mail_id == number, SealedRepeat.origin == origin),
    )
    if origin is None or session.scalars(union_all(*met)).first() is None:
        session.add(SealedRepeat(sealed_mail_id=number, received_at=now, origin=origin))
