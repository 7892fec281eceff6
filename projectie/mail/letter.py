"""One mail as the desk reads it: frozen values, made by `parse` alone.

Every text in here can be stored and shown: no NUL, no lone surrogate, no control character, and
in the one-line fields no bidirectional override.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AutoReason(StrEnum):
    """Why a mail counts as automatic (R31); NONE means a person wrote it."""

    NONE = "none"
    BOUNCE = "bounce"  # RFC 3464, and what mail servers send instead of it
    AUTO_REPLIED = "auto_replied"  # RFC 3834: an answer by a machine
    VACATION = "vacation"  # out of office, known by its subject only
    AUTO_GENERATED = "auto_generated"  # RFC 3834: a message by a machine, read receipts too
    LIST = "list"  # list headers, or Precedence: list
    PRECEDENCE = "precedence"  # Precedence: bulk or junk
    NULL_RETURN_PATH = "null_return_path"


class Authentication(StrEnum):
    """What our own mail server found out about the sender by DMARC (R32)."""

    PASS = "pass"  # noqa: S105  # the word of RFC 8601, no password
    FAIL = "fail"
    NONE = "none"  # looked, and the domain has no policy
    UNKNOWN = "unknown"  # our server said nothing


class Problem(StrEnum):
    """What could not be read as written. The first seven are limits: more stands in the raw mail."""

    SIZE = "size"  # larger than `Limits.mail_bytes`: only the beginning is read
    PARTS = "parts"  # more parts than `Limits.parts`
    DEPTH = "depth"  # parts nested deeper than `Limits.depth`
    HEADERS = "headers"  # more header fields than `Limits.headers` and `.head_bytes`
    HEADER_LENGTH = "header_length"  # a field longer than `Limits.header_bytes`, cut
    ADDRESSES = "addresses"  # more addresses or references than `Limits.addresses`, cut
    BODY = "body"  # more text than `Limits.body_bytes` or HTML than `Limits.markup_bytes`; attached as well
    EMPTY = "empty"
    NO_HEADERS = "no_headers"
    BROKEN_HEADERS = "broken_headers"  # lines between the fields that are none
    REPEATED_FROM = "repeated_from"
    BOUNDARY = "boundary"  # a multipart whose boundary is missing or never comes
    TRANSFER = "transfer"  # transfer encoding unknown or not what it says
    CHARSET = "charset"  # charset unknown or not what it says
    DATE = "date"
    WINMAIL = "winmail"  # a winmail.dat that could not be read, or not all of it


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one mail is read; what is past them stays in the raw mail only."""

    mail_bytes: int = 100_000_000
    parts: int = 1_000
    depth: int = 20  # at most 100
    headers: int = 1_000  # fields of one part
    head_bytes: int = 500_000  # of all fields of one part
    header_bytes: int = 100_000  # of one field
    addresses: int = 2_000  # of one field; message ids likewise
    body_bytes: int = 1_000_000  # of all text parts, decoded
    markup_bytes: int = 400_000  # of all HTML parts, decoded, without images written into them

    def __post_init__(self) -> None:
        """Refuse a depth that Python could not follow."""
        if not 1 <= self.depth <= 100:
            raise ValueError("Limits.depth must be between 1 and 100")


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox; `address` is empty where the header names someone without any."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not shown as body, inline images and attached messages too."""

    filename: str  # never empty, never a path
    content_type: str
    content: bytes  # decoded
    inline: bool  # shown within the text by the sender's program
    content_id: str | None  # without angle brackets, as `cid:` addresses name it


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a bounce says about one recipient (RFC 3464)."""

    address: str
    action: str  # failed, delayed, delivered, relayed, expanded
    status: str  # such as 5.1.1; empty where the report does not say


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report reports on."""

    message_id: str | None  # of the letter that did not arrive
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, understood as far as it can be.

    Message ids are written `<…>` with their brackets everywhere. `date` is UTC. `return_path` is
    empty for the null sender, None where no header says. `body_text` is all readable text,
    `body_html` is safe to show, `reply_text` is `body_text` without quote and signature and is
    only blank where that is. `unreadable`: nothing that makes it a mail could be read, so it
    belongs in quarantine (R29).
    """

    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    from_: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    delivered_to: tuple[str, ...]  # envelope recipients as servers noted them
    subject: str
    date: datetime | None
    return_path: str | None
    body_text: str
    body_html: str | None
    reply_text: str
    language: str | None  # nl, en, or None where the words do not tell
    attachments: tuple[Attachment, ...]
    auto_reason: AutoReason
    bounce: Bounce | None
    authentication: Authentication
    spam: str | None  # the verdict of our mail server, where a setting says to obey it
    raw_size: int  # bytes
    raw_sha256: str
    problems: tuple[Problem, ...]
    unreadable: bool
    conversation: str = (
        ""  # by which Outlook keeps a thread together (Thread-Index), in hex; a hint, no more (R30)
    )

    @property
    def auto(self) -> bool:
        """Whether no person wrote this (R31)."""
        return self.auto_reason is not AutoReason.NONE

    @property
    def is_bounce(self) -> bool:
        """Whether this reports on the delivery of another letter."""
        return self.auto_reason is AutoReason.BOUNCE
