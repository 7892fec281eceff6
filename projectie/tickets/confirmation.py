"""Which confirmation a mail gets (R6, R13, R25, R31, R33): pure, from what became of it and who wrote it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from projectie.mail.brakes import mailbox_of
from projectie.tickets.models import Fate

# Nobody reads what is sent there; a machine may answer it.
_UNREAD = re.compile(
    r"(?:mailer|mail)-?daemon|(?:double-)?bounces?|post-?master|(?:no|do-?not|niet)[-_.]?(?:reply|antwoorden|beantwoorden)"
    r"|(?:owner|request)-.+|.+-(?:owner|request|bounces?)"
)

# As mail programs make them; whatever else stands in the field is a text, and could be read.
_ID = re.compile(r"<[\w.!#$%&'*+/=?^`{|}~-]{1,120}@[\w.\[\]-]{1,120}>", re.ASCII)


class Confirmation(StrEnum):
    """What the desk writes back by itself."""

    NONE = "none"
    RECEIVED = "received"  # to a proven client: the promise, the cost, the contract
    URGENT = "urgent"  # to a proven client who wrote to the urgent mailbox: all that, and what urgent means
    FIXED = "fixed"  # to anybody else: nothing in it is the sender's (R31)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a mail that may be confirmed."""

    fate: Fate
    automatic: bool  # written or passed on by a machine
    address: str  # of its sender, lower case
    of_studio: bool  # written by staff, whoever they wrote for (R33)
    client: bool
    proven: bool
    urgent: bool  # it came to the urgent mailbox
    urgent_before: bool  # the ticket had been asked to be urgent already


def confirmation_of(mail: Asked, ours: Collection[str]) -> Confirmation:
    """Return which confirmation it gets; `ours` are the studio's own mailboxes."""
    if mail.automatic or mail.of_studio or not is_answered(mail.address, ours):
        return Confirmation.NONE
    if mail.fate is not Fate.CREATED and not _asks_urgently_now(mail):
        return Confirmation.NONE
    if not (mail.client and mail.proven):
        return Confirmation.FIXED
    return Confirmation.URGENT if mail.urgent else Confirmation.RECEIVED


def is_answered(address: str, ours: Collection[str]) -> bool:
    """Return whether a person may read what is sent to that address, and it is not one of our own mailboxes."""
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or mailbox_of(address) in {mailbox_of(mailbox) for mailbox in ours}:
        return False
    return _UNREAD.fullmatch(local.partition("+")[0].lower()) is None


def id_to_answer(message_id: str | None, kind: Confirmation) -> str:
    """Return the Message-ID that a confirmation refers to; the fixed one never repeats a text written there (R31)."""
    given = message_id or ""
    return given if kind is not Confirmation.FIXED or _ID.fullmatch(given) else ""


def _asks_urgently_now(mail: Asked) -> bool:
    """A reply to the urgent mailbox is answered like a first mail to it, once (R13)."""
    return mail.fate is Fate.APPENDED and mail.urgent and not mail.urgent_before
