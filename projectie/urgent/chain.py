"""The chain over all consents: each holds the hash of the one before it, so that a changed or removed one is noticed (R15)."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import datetime

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """What a consent says, in the order in which it is hashed; its number too, so that none can be left out."""

    number: int
    quote_id: int
    ticket_number: int
    organisation_id: int
    person_id: int | None
    name: str
    role: str
    at: datetime
    local: str
    address: str
    device: str
    way: str
    message_id: int | None
    recorded_by_id: int | None
    button: str
    text: str
    text_sha256: str
    html_sha256: str
    factor_numerator: int
    factor_denominator: int
    maximum: int
    first_day: str
    last_day: str
    terms_number: int


def hash_after(before: str, link: Link) -> str:
    """Return the hash (SHA-256, hex) of a consent that follows the one with that hash."""
    said = json.dumps([before, *astuple(link)], default=_plain, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def sha256(text: str) -> str:
    """Return the hash of a text as it was shown."""
    return hashlib.sha256(text.encode()).hexdigest()


def breaks(links: Iterable[tuple[Link, str]], count: int, last: str) -> Iterator[str]:
    """Name what is wrong with the chain; `count` and `last` are what the desk remembers of its end."""
    before, number = START, 0
    for link, found in links:
        number += 1
        if link.number != number:
            yield f"consent {number} is missing: {link.number} stands in its place"
            number = link.number
        if found != hash_after(before, link):
            yield f"consent {link.number} does not follow the one before it: it, or the past, was changed"
        if link.text_sha256 != sha256(link.text):
            yield f"the text of consent {link.number} is not the one that was agreed to"
        before = found
    if (number, before) != (count, last):
        yield f"{count} consents were given, {number} are there: the newest is missing or was changed"


def _plain(value: datetime) -> str:
    return value.isoformat()
