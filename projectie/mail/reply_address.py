"""Our signed reply address: who holds it may write into the thread it names (R30)."""

import hashlib
import hmac
import re
from dataclasses import dataclass

_PATTERN = re.compile(
    r"\+t(\d{1,12})(?:-([a-z2-7]{5}))?\.([0-9a-f]{8})\.([0-9a-f]{16}|[0-9a-f]{20})\Z", re.IGNORECASE
)
LEAVE = "unsubscribe"  # the subject by which somebody says that they read along no more


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What a valid signed address says: the thread, and whether it was given to this very sender."""

    thread: int
    given_to_sender: bool
    mark: str | None = None  # whose the number was then, where another had it before


def address_for(mailbox: str, thread: int, recipient: str, key: str, mark: str | None = None) -> str:
    """Return the address under which that recipient answers in that thread: support+t1042.….…@….

    With a `mark` it is no other's that had the number: support+t1042-k7q2m.….…@….
    """
    local, _, domain = mailbox.rpartition("@")
    tag = _tag(recipient)
    return f"{local}+t{_name(thread, mark)}.{tag}.{_signature(thread, mark, tag, key)}@{domain}"


def way_out(signed: str) -> str:
    """Return what List-Unsubscribe says (RFC 2369): the mail to that signed address that ends reading along."""
    return f"<mailto:{signed}?subject={LEAVE}>"


def read(address: str, sender: str, key: str) -> ReplyTo | None:
    """Return what the address says, or nothing when it is not ours or the signature does not fit."""
    found = _PATTERN.search(address.rpartition("@")[0])
    if found is None:
        return None
    thread, mark = int(found[1]), found[2] and found[2].lower()
    tag, signature = found[3].lower(), found[4].lower()
    if not hmac.compare_digest(signature, _signature(thread, mark, tag, key)):
        return None
    return ReplyTo(thread, tag == _tag(sender), mark)


def _tag(recipient: str) -> str:
    return hashlib.sha256(recipient.strip().lower().encode()).hexdigest()[:8]


def _name(thread: int, mark: str | None) -> str:
    return f"{thread}-{mark}" if mark else str(thread)


def _signature(thread: int, mark: str | None, tag: str, key: str) -> str:
    """Return what only we can write; shorter beside a mark: a mailbox has 64 characters before the @ (RFC 5321)."""
    signed = hmac.new(key.encode(), f"reply:{_name(thread, mark)}:{tag}".encode(), hashlib.sha256)
    return signed.hexdigest()[: 16 if mark else 20]
