"""Receipt codes and the secrets of links: shown once, kept as a keyed hash, so nobody can read them back (R27)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.complaints import cases
from projectie.complaints.cases import Held
from projectie.complaints.keyring import Ring, UnreadableError
from projectie.complaints.models import Code
from projectie.people import throttle

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none is taken for another
LENGTH, GROUP = 20, 4
LINK_LASTS = timedelta(days=30)
MOST_WRONG = 20  # in a quarter of an hour, from one address


class As(StrEnum):
    """Who somebody with a code is."""

    COMPLAINANT = "complainant"
    TRUSTEE = "trustee"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody who came with a code that is right."""

    held: Held
    as_: As


def new_code() -> str:
    """Return a code nobody can guess, as it is shown, in five groups of four."""
    return _shown("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))


def code_for(ring: Ring, *words: str) -> str:
    """Return the code of what was sent in with these words, one of them a secret: the same again for the same words."""
    drawn = int(ring.named("receipt:" + "\0".join(words)), 16)
    return _shown("".join(LETTERS[drawn // len(LETTERS) ** at % len(LETTERS)] for at in range(LENGTH)))


def keep_code(session: Session, ring: Ring, of: Held, as_: As, until: datetime | None, code: str = "") -> str:
    """Keep a code of a complaint, made here if none is given, and return it; without `until` it lasts as long as that."""
    code = code or new_code()
    named = _named(ring, code)
    data = {"as": as_.value, "until": until.isoformat() if until else None}
    session.add(
        Code(named=named, complaint_id=of.number, sealed=of.envelope.seal_data(f"code:{named}", data))
    )
    return code


def found_by(session: Session, ring: Ring, code: str, now: datetime) -> Bearer | None:
    """Return who comes with that code; a wrong one, one that has run out and nonsense are alike, and the same work."""
    named = _named(ring, code)
    row = session.scalars(select(Code).where(Code.named == named)).first()
    try:
        held = cases.sought(session, ring, row.complaint_id if row else cases.NOBODY)
        where, sealed = (f"code:{named}", row.sealed) if row else (cases.STATE, held.row.sealed)
        data = held.envelope.open_data(where, sealed)
    except UnreadableError:
        return None
    if row is None or (data["until"] and datetime.fromisoformat(data["until"]) <= now):
        return None
    return Bearer(held, As(data["as"]))


def counted(secret: str, address: str) -> tuple[tuple[str, int]]:
    """Return what wrong codes from that address are counted under: a hash, kept for a quarter of an hour."""
    return ((throttle.keys(secret, "", f"complaint code {address}")[1][0], MOST_WRONG),)


def _shown(drawn: str) -> str:
    return "-".join(drawn[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _named(ring: Ring, code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())[:100]
    return ring.named(f"code:{plain}")
