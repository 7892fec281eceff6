"""Something is sent in: sealed before it touches a disk, confirmed at once, and told to whoever handles it (R26–R28)."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from projectie.complaints import cases
from projectie.complaints.access import managers
from projectie.complaints.case import About, Case, File, Line, Side, Sort, Way
from projectie.complaints.cases import Held
from projectie.complaints.codes import As, code_for, found_by, keep_code, new_code
from projectie.complaints.keyring import Ring
from projectie.complaints.keys_kept import ring as ring_here
from projectie.complaints.letters import Letter
from projectie.complaints.telling import tell_complainant, tell_inside
from projectie.database import transaction
from projectie.terms.in_force import in_force, today

TWICE = timedelta(minutes=10)  # within which a form that comes again is the same click
ALL = "all"  # it is about everybody who manages, or somebody whose name is not known


@dataclass(frozen=True, slots=True)
class Filed:
    """What somebody sends in."""

    about: About
    way: Way
    language: str
    text: str
    subject: str = ""
    name: str = ""
    address: str = ""
    organisation: str = ""
    person_id: int | None = None
    taken_by: int | None = None
    concerns: str = ""  # the id of a manager, or all; empty: nobody who manages
    files: list[File] = field(default_factory=list)
    key: str = ""  # of the form: sent twice with the same words it is filed once


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever sent it in is given, once."""

    number: int
    code: str
    access: int  # how many people can read it
    trustee: bool  # nobody inside can, so somebody outside was asked


def file(filed: Filed, now: datetime) -> Receipt:
    """Keep what was sent in and return its receipt; the same form sent again within minutes gets the same receipt."""
    ring = ring_here()
    try:
        return _kept(ring, filed, now)
    except IntegrityError:  # sent twice at once, and the other was first
        return _kept(ring, filed, now)


def _kept(ring: Ring, filed: Filed, now: datetime) -> Receipt:
    code = code_for(ring, *_words_of(filed)) if filed.key else new_code()
    with transaction() as session:
        again = found_by(session, ring, code, now)
        if again and now - again.held.case.received_at < TWICE:
            return _receipt(session, again.held, code)
        held = _made(session, ring, filed, now)
        cases.say(session, held, Line(Sort.SAID, Side.COMPLAINANT, now, filed.text), filed.files)
        code = keep_code(session, ring, held, As.COMPLAINANT, None, new_code() if again else code)
        tell_complainant(session, ring, held, Letter.RECEIVED, now)
        tell_inside(session, ring, held, now)
        held.keep()
        return _receipt(session, held, code)


def _words_of(filed: Filed) -> list[str]:
    """Return what makes two sendings of one form the same."""
    files = [hashlib.sha256(one.content).hexdigest() for one in filed.files]
    return [
        filed.key,
        filed.about,
        filed.way,
        filed.subject,
        filed.text,
        filed.address,
        filed.concerns,
        *files,
    ]


def _receipt(session: Session, held: Held, code: str) -> Receipt:
    inside = len(managers(session)) - len(held.case.subjects)
    return Receipt(held.number, code, max(inside, 0), bool(held.case.noted))


def new_case(session: Session, ring: Ring, case: Case) -> Held:
    """Add a case of any way in, told to nobody yet; part of a deed that is open."""
    return cases.make(session, ring, case)


def terms_on(session: Session, now: datetime) -> int:
    """Return the version of the terms a complaint stands under that comes in now (R2)."""
    return in_force(session, today(session, now)).number


def _made(session: Session, ring: Ring, filed: Filed, now: datetime) -> Held:
    anonymous = filed.way is Way.ANONYMOUS
    case = Case(
        about=filed.about,
        way=filed.way,
        language=filed.language,
        received_at=now,
        terms=terms_on(session, now),
        subject=filed.subject,
        name="" if anonymous else filed.name,
        address="" if anonymous else filed.address,
        organisation="" if anonymous else filed.organisation,
        person_id=filed.person_id if filed.way is Way.ACCOUNT else None,
        taken_by=filed.taken_by,
        subjects=_subjects(session, filed.concerns),
    )
    return new_case(session, ring, case)


def _subjects(session: Session, concerns: str) -> list[int]:
    known = [each.id for each in managers(session)]
    return known if concerns == ALL else [number for number in known if str(number) == concerns]
