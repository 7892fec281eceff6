"""What may be sent over an upload link: how large, how many, which kinds; and whether the link is still open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from projectie.mail.programs import is_program


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a link takes, and how it is sent."""

    file: int = 2_000_000_000  # bytes; a column for sizes ends a little above
    link: int = 10_000_000_000
    files: int = 100
    part: int = 8 * 1024 * 1024  # sent at once by the script
    plain: int = 30_000_000  # sent as a form, without it
    spare: int = 500_000_000  # left free on the disk
    patience: timedelta = timedelta(days=7)  # an upload nobody goes on with is cleared away


@dataclass(frozen=True, slots=True)
class Used:
    """What was sent over a link before, or is underway."""

    size: int
    files: int


class Refusal(StrEnum):
    """Why a file is not taken."""

    NO_NAME = "no_name"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    FORBIDDEN = "forbidden"
    LINK_FULL = "link_full"
    TOO_MANY = "too_many"
    NO_ROOM = "no_room"  # on our disk


class LinkState(StrEnum):
    """Whether a link takes files."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"


def refusal(name: str, size: int, used: Used, limits: Limits) -> Refusal | None:
    """Return why a file is refused before a byte of it is sent; None: it is welcome."""
    if not name:
        return Refusal.NO_NAME
    if is_program(name):
        return Refusal.FORBIDDEN
    if size <= 0:
        return Refusal.EMPTY
    if size > limits.file:
        return Refusal.TOO_LARGE
    if used.files >= limits.files:
        return Refusal.TOO_MANY
    return Refusal.LINK_FULL if used.size + size > limits.link else None


def state_of_link(expires_at: datetime, revoked_at: datetime | None, now: datetime) -> LinkState:
    """Return how a link stands."""
    if revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.EXPIRED if expires_at <= now else LinkState.OPEN
