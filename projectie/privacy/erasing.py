"""Erasing a person: what names them or was written by them goes, a number stays (AVG, experience.md 3.9).

What tax law wants kept for seven years (invoices, ledger, consents) stays, and so do append-only tables: they hold
numbers. Bytes are set aside only when no other row names them.
"""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.language import LOCALES
from projectie.live.announce import announce
from projectie.mail.blobs import BlobStore
from projectie.people.actions import sign_out_everywhere
from projectie.people.models import Organisation, Person, Role
from projectie.privacy.erasing_texts import Erased, erase_texts
from projectie.privacy.holding import Fate, Subject, of_person
from projectie.privacy.obstacles import Obstacle, obstacles
from projectie.privacy.registry import HOLDINGS
from projectie.privacy.standing import standing_of


class ObstacleError(ValueError):
    """Something stands in the way; nothing was changed."""

    def __init__(self, found: tuple[Obstacle, ...]) -> None:
        super().__init__(", ".join(found))
        self.obstacles = found


def erase(number: int, by: int, blobs: BlobStore, now: datetime) -> Erased:
    """Erase a person and return what went; raise MissingError, or ObstacleError."""
    with transaction() as session:
        person = session.get(Person, number, with_for_update=True)
        if person is None:
            raise MissingError("person")
        _hold(session, person)
        if found := obstacles(standing_of(session, person, by)):
            raise ObstacleError(found)
        subject = Subject(person.id, person.email)
        names = (person.name, person.name.partition(" ")[0], person.email)
        sign_out_everywhere(session, person)
        gone = sum(_removed(session, subject))
        erased = erase_texts(session, subject, names, blobs, now)
        _emptied(person, now)
        details = {"removed": gone, "messages": erased.messages, "files": erased.files}
        history.record(session, at=now, by=by, deed="person.erased", of=("person", number), details=details)
        for ticket in sorted(erased.tickets):
            announce(session, at=now, kind="ticket", of=ticket, by=by)
    for digest in erased.digests:
        blobs.set_aside(digest)
    return erased


def _hold(session: Session, person: Person) -> None:
    """Let two who erase the last two managers, or the last two responsible, wait in line."""
    if person.organisation_id is not None:
        session.get_one(Organisation, person.organisation_id, with_for_update=True)
    elif person.role is Role.MANAGER:
        session.query(Person.id).filter(Person.role == Role.MANAGER).order_by(
            Person.id
        ).with_for_update().all()


def _removed(session: Session, subject: Subject) -> list[int]:
    rows = []
    for held in HOLDINGS:
        if held.fate is Fate.GONE:
            done = session.execute(delete(held.table).where(of_person(held, subject, acts=False)))
            rows.append(done.rowcount)  # type: ignore[attr-defined]  # of a delete
    return rows


def _emptied(person: Person, now: datetime) -> None:
    with force_locale(LOCALES[person.language]):
        person.name = str(_("Erased person %(number)s", number=person.id))
    person.email = erased_address(person.id)
    person.active = person.may_agree = person.may_buy = person.responsible = False
    person.read_only = False
    person.theme = person.density = person.password_hash = None
    person.signature_nl = person.signature_en = ""
    person.erased_at = now


def erased_address(number: int) -> str:
    """Return the address of nobody: `.invalid` exists nowhere (RFC 2606)."""
    return f"erased-{number}@erased.invalid"
