"""Reading proofs: those of a ticket for staff, those of an organisation for its people, one behind its link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.orm import Session, aliased

from projectie.people.models import Person
from projectie.people.scope import seen_by
from projectie.private_links import fits, number_in
from projectie.proofs.models import Proof, ProofAnswer, ProofVerdict
from projectie.proofs.rules import is_open
from projectie.proofs.showing import PURPOSE
from projectie.tickets.models import Ticket

MOST = 50


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A proof as pages show it, with what was said of it."""

    id: int
    ticket: int
    subject: str
    language: str
    piece: str
    version: int
    filename: str
    content_type: str
    size: int
    sha256: str
    words: str
    at: datetime
    by: str
    verdict: ProofVerdict | None
    said: str | None
    said_by: str | None
    said_at: datetime | None
    superseded: bool

    @property
    def waits(self) -> bool:
        """Whether the client has still to answer."""
        return self.verdict is None and not self.superseded


def proofs_of(session: Session, number: int) -> list[ProofRow]:
    """Return the proofs of a ticket, the newest first; one statement."""
    return _rows(session, _proofs().where(Proof.ticket_number == number))


def proofs_for(session: Session, reader: Person) -> list[ProofRow]:
    """Return the newest proofs that person may see."""
    return _rows(session, seen_by(reader, _proofs(), Ticket.organisation_id).limit(MOST))


def proof_for(session: Session, proof: int, reader: Person) -> ProofRow | None:
    """Return a proof as that person may see it; another's is as good as absent."""
    found = _rows(session, seen_by(reader, _proofs().where(Proof.id == proof), Ticket.organisation_id))
    return found[0] if found else None


def proof_behind(session: Session, token: str, key: str, now: datetime) -> ProofRow | None:
    """Return the proof behind a link; a wrong or an old one opens nothing."""
    number = number_in(token)
    signed = (
        session.execute(select(Proof.nonce, Proof.at).where(Proof.id == number)).first() if number else None
    )
    if number is None or signed is None or not fits(token, PURPOSE, number, signed.nonce, key):
        return None
    found = _rows(session, _proofs().where(Proof.id == number)) if is_open(signed.at, now) else []
    return found[0] if found else None


def _proofs() -> Select[*tuple[Any, ...]]:
    newer = aliased(Proof)
    superseded = exists().where(
        newer.ticket_number == Proof.ticket_number, newer.piece == Proof.piece, newer.version > Proof.version
    )
    columns = (
        *(Proof.id, Proof.ticket_number, Ticket.subject, Ticket.language, Proof.piece, Proof.version),
        *(Proof.filename, Proof.content_type, Proof.size, Proof.sha256, Proof.words, Proof.at, Person.name),
        *(ProofAnswer.verdict, ProofAnswer.words, ProofAnswer.name, ProofAnswer.at, superseded),
    )
    whose = select(*columns).join(Ticket, Ticket.number == Proof.ticket_number)
    made = whose.join(Person, Person.id == Proof.by_id)
    return made.outerjoin(ProofAnswer, ProofAnswer.proof_id == Proof.id).order_by(Proof.id.desc())


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[ProofRow]:
    rows: list[Row[*tuple[Any, ...]]] = list(session.execute(query))
    return [ProofRow(*row) for row in rows]
