"""The chain of the ledger: each entry's hash is made over the one before it, so that a changed past is noticed (R19)."""

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """What an entry says, in the order in which it is hashed."""

    organisation_id: int
    kind: str
    credits: int
    balance_after: int
    day: date
    price_cents: int
    terms_number: int
    ticket_number: int | None
    time_entry_id: int | None
    reverses_id: int | None
    at: datetime
    by_id: int | None
    why: str
    key: str


def hash_after(before: str, link: Link) -> str:
    """Return the hash (SHA-256, hex) of an entry that follows the one with that hash."""
    said = _said([before, *_all_of(link)])
    return hashlib.sha256(said.encode()).hexdigest()


def _plain(value: date) -> str:
    return value.isoformat()


# Made once: a check of the ledger hashes every entry there is.
_all_of = attrgetter(*(field.name for field in fields(Link)))
_said = json.JSONEncoder(default=_plain, separators=(",", ":")).encode
