"""Our signed reply address: who holds it may write into the thread it names (R30)."""

import hashlib
import hmac
import re
from dataclasses import dataclass

_PATTERN = re.compile(r"\+t(\d{1,12})\.([0-9a-f]{8})\.([0-9a-f]{20})\Z", re.IGNORECASE)
LEAVE = "unsubscribe"  # the subject by which somebody says that they read along no more


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What a valid signed address says: the thread, and whether it was given to this very sender."""

    thread: int
    given_to_sender: bool


def address_for(mailbox: str, thread: int, recipient: str, key: str) -> str:
    """Return the address under which that recipient answers in that thread: support+t1042.….…@…."""
    local, _, domain = mailbox.rpartition("@")
    tag = _tag(recipient)
    return f"{local}+t{thread}.{tag}.{_signature(thread, tag, key)}@{domain}"


def way_out(signed: str) -> str:
    """Return what List-Unsubscribe says (RFC 2369): the mail to that signed address that ends reading along."""
    return f"<mailto:{signed}?subject={LEAVE}>"


def read(address: str, sender: str, key: str) -> ReplyTo | None:
    """Return what the address says, or nothing when it is not ours or the signature does not fit."""
    found = _PATTERN.search(address.rpartition("@")[0])
    if found is None:
        return None
    thread, tag, signature = int(found[1]), found[2].lower(), found[3].lower()
    if not hmac.compare_digest(signature, _signature(thread, tag, key)):
        return None
    return ReplyTo(thread, given_to_sender=tag == _tag(sender))


def _tag(recipient: str) -> str:
    return hashlib.sha256(recipient.strip().lower().encode()).hexdigest()[:8]


def _signature(thread: int, tag: str, key: str) -> str:
    return hmac.new(key.encode(), f"reply:{thread}:{tag}".encode(), hashlib.sha256).hexdigest()[:20]
