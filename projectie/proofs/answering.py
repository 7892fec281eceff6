"""The client's answer to a proof: of that very file, once, kept as evidence that nothing changes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.proofs.models import Proof, ProofAnswer, ProofVerdict
from projectie.proofs.rules import Against, Facts, against
from projectie.tickets.columns import held
from projectie.tickets.snoozing import heard
from projectie.tickets.waking import wake


class AnswerRefused(ValueError):  # noqa: N818 (a refusal that the page words)
    """Nothing was kept."""

    def __init__(self, reason: Against) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a file: who they are, and from where they say it."""

    sha256: str
    verdict: ProofVerdict
    words: str
    person: int | None
    name: str
    address: str
    device: str


def answer(proof_id: int, said: Said, now: datetime) -> None:
    """Keep what the client says of a proof; their ticket wakes. Raise MissingError, AnswerRefused."""
    with transaction() as session:
        proof = session.get(Proof, proof_id)
        if proof is None:
            raise MissingError(f"proof {proof_id}")
        ticket = held(session, proof.ticket_number)  # locks: an answer and a newer version never cross
        refusal = against(facts_of(session, proof), said.sha256)
        if refusal is not None:
            raise AnswerRefused(refusal)
        session.add(_kept(proof, said, now))
        session.flush()
        heard(session, ticket, now)
        wake(session, ticket, None, now)
        details = {"proof": proof.id, "version": proof.version, "verdict": said.verdict.value}
        of = ("ticket", ticket.number)
        history.record(session, at=now, by=said.person, deed="ticket.proof_answered", of=of, details=details)
        announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id)


def facts_of(session: Session, proof: Proof) -> Facts:
    """Return how a proof stands now."""
    newer = select(Proof.id).where(
        Proof.ticket_number == proof.ticket_number, Proof.piece == proof.piece, Proof.version > proof.version
    )
    answered = select(ProofAnswer.id).where(ProofAnswer.proof_id == proof.id)
    return Facts(
        proof.sha256,
        newest=session.scalar(newer.limit(1)) is None,
        answered=session.scalar(answered) is not None,
    )


def _kept(proof: Proof, said: Said, now: datetime) -> ProofAnswer:
    return ProofAnswer(
        proof_id=proof.id,
        sha256=proof.sha256,
        verdict=said.verdict,
        words=said.words,
        person_id=said.person,
        name=said.name[:200],
        address=said.address[:100],
        device=said.device[:300],
        at=now,
    )
