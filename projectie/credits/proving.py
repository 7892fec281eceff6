"""The daily proof of the ledger: done by the worker, kept with its moment, told by /healthz (R19)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from projectie.credits.check import wrong_entries, wrong_removals
from projectie.credits.models import LedgerCheck
from projectie.database import db, transaction

EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proved:
    """What the last proof found, and when."""

    at: datetime
    wrong: int

    @property
    def right(self) -> bool:
        """Whether nothing was wrong."""
        return self.wrong == 0


def last_proof(session: Session) -> Proved | None:
    """Return what the last proof found; nothing before the first."""
    kept = session.get(LedgerCheck, 1)
    return Proved(kept.at, kept.wrong) if kept else None


def prove_daily(now: datetime, *more: Callable[[Session], Iterable[str]]) -> int:
    """Prove the ledger when the last proof is a day old; return how many proofs were done.

    `more` are proofs of rooms above this one. It is read outside a deed: a long ledger holds nobody up.
    """
    last = last_proof(db.session())
    if last is not None and timedelta() <= now - last.at < EVERY:
        return 0
    reading = db.session()
    wrong = sum(1 for check in (wrong_entries, wrong_removals, *more) for _ in check(reading))
    with transaction() as session:
        kept = session.get(LedgerCheck, 1)
        if kept is None:
            session.add(LedgerCheck(id=1, at=now, wrong=wrong))
        else:
            kept.at, kept.wrong = now, wrong
    return 1
