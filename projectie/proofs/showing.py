"""Putting a proof up for approval: a file, its version, and the letter that asks for an answer."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import db, transaction
from projectie.links import link_to
from projectie.live.announce import announce
from projectie.mail.blobs import BlobStore
from projectie.mail.outbox import queue
from projectie.people.models import Person
from projectie.private_links import token_for
from projectie.proofs.models import Proof
from projectie.tickets.along import goes_along
from projectie.tickets.columns import held
from projectie.tickets.conversation import NobodyToAnswer
from projectie.tickets.letters import Addressee, ground_of, letter_about
from projectie.tickets.models import Ticket
from projectie.tickets.promise_letters import thread_on

PURPOSE = "proof"
goes_along(Proof.ticket_number, Proof.piece, once=True)


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was chosen, of what it is a proof, and what the client reads with it."""

    name: str
    content_type: str
    content: bytes
    piece: str
    words: str


def put_up(number: int, file: File, blobs: BlobStore, by: Person, key: str, now: datetime) -> int:
    """Put a file up for approval and return the proof; the client gets a letter with its link (R35).

    Of one piece the newest version counts. Raises MissingError, MergedAway, NobodyToAnswer.
    """
    blobs.ahead(db.session(), (file.content,))
    with transaction() as session:
        ticket = held(session, number)
        if not ticket.requester_address:
            raise NobodyToAnswer
        proof = Proof(
            ticket_number=number,
            piece=file.piece,
            version=_last(session, number, file.piece) + 1,
            filename=file.name,
            content_type=file.content_type[:200],
            size=len(file.content),
            sha256=blobs.put(session, file.content),
            words=file.words,
            nonce=secrets.token_hex(16),
            by_id=by.id,
            at=now,
        )
        session.add(proof)
        session.flush()
        _ask(session, ticket, proof, by.name, key, now)
        details = {"proof": proof.id, "version": proof.version}
        of = ("ticket", number)
        history.record(session, at=now, by=by.id, deed="ticket.proof_sent", of=of, details=details)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by.id)
        return proof.id


def token_of(proof: Proof, key: str) -> str:
    """Return the token of a proof's link."""
    return token_for(PURPOSE, proof.id, proof.nonce, key)


def _ask(session: Session, ticket: Ticket, proof: Proof, author: str, key: str, now: datetime) -> None:
    draft = letter_about(
        ticket,
        "proof",
        Addressee(ticket.requester_name, ticket.requester_address),
        ground_of(session, key, now),
        cause=f"proof:{proof.id}",
        thread=thread_on(session, ticket),
        headers={},
        author=author,
        piece=proof.piece,
        version=proof.version,
        words=proof.words,
        proof_url=link_to("public.proof", language=ticket.language, token=token_of(proof, key)),
    )
    queue(session, draft, now)


def _last(session: Session, number: int, piece: str) -> int:
    its = select(func.max(Proof.version)).where(Proof.ticket_number == number, Proof.piece == piece)
    return session.scalar(its) or 0
