"""A complaint is erased when its time has come (R28): rows, files, letters, codes, mails and its own key.

That one was erased, and when, is all that is kept: in a list beside the keys, outside the database. It is applied
again at every start, so restoring an older backup does not bring anything back.
"""

import os
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from projectie.complaints.keyring import Ring, folder_in
from projectie.complaints.keys_kept import ring_of
from projectie.complaints.models import (
    Code,
    Complaint,
    ComplaintOpening,
    Entry,
    Leaving,
    Opening,
    SealedLetter,
    SealedMail,
    SealedRepeat,
)
from projectie.complaints.scrubbing import forgetting, scrub
from projectie.database import db, transaction
from projectie.restored import after_restore

LEDGER = "erased"


def erase(ring: Ring, number: int, mails: list[int], now: datetime) -> None:
    """Erase a complaint and the mails that are part of it; noted first, so that a killed program ends it later."""
    note(ring, [ring.named(f"complaint:{number}"), *_names_of(db.session(), ring, mails)], now)
    with transaction() as session:
        forgetting(session)
        _gone(session, number, mails)
    scrub()


def note(ring: Ring, names: list[str], now: datetime) -> None:
    """Write down that something was erased, durably; by names that tell nothing."""
    path = ring.folder / LEDGER
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="ascii"
    ) as file:
        file.writelines(f"{now.date().isoformat()} {name}\n" for name in names)
        file.flush()
        os.fsync(file.fileno())


def erased(ring: Ring) -> dict[str, str]:
    """Return the names of all that was erased, and the day."""
    path = ring.folder / LEDGER
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    return {name: day for day, _, name in (line.partition(" ") for line in lines)}


def erase_again(data_dir: Path) -> int:
    """Erase what an older backup brought back; return how many complaints and mails that were."""
    if not (folder_in(data_dir) / LEDGER).exists():
        return 0
    ring = ring_of(data_dir)
    known, session = erased(ring), db.session()
    back = [one for one in session.scalars(select(Complaint.id)) if ring.named(f"complaint:{one}") in known]
    rows = session.execute(select(SealedMail.id, SealedMail.fingerprint))
    mails = [number for number, fingerprint in rows if ring.named(f"mail:{fingerprint}") in known]
    if not back and not mails:
        return 0
    with transaction() as deed:
        forgetting(deed)
        for number in back:
            _gone(deed, number, [])
        _mails_gone(deed, mails)
    scrub()
    return len(back) + len(mails)


def _gone(session: Session, number: int, mails: list[int]) -> None:
    session.execute(delete(SealedLetter).where(SealedLetter.complaint_id == number))
    session.execute(delete(Code).where(Code.complaint_id == number))
    session.execute(delete(Entry).where(Entry.complaint_id == number))
    session.execute(delete(Complaint).where(Complaint.id == number))
    session.execute(delete(ComplaintOpening).where(ComplaintOpening.complaint_id == number))
    _mails_gone(session, mails)


def _mails_gone(session: Session, mails: list[int]) -> None:
    session.add_all(Leaving(kind="sealed_mail", number=number) for number in mails)
    session.flush()
    session.execute(delete(Opening).where(Opening.sealed_mail_id.in_(mails)))
    session.execute(delete(SealedRepeat).where(SealedRepeat.sealed_mail_id.in_(mails)))
    session.execute(delete(SealedMail).where(SealedMail.id.in_(mails)))
    session.execute(delete(Leaving))


def _names_of(session: Session, ring: Ring, mails: list[int]) -> list[str]:
    rows = select(SealedMail.fingerprint).where(SealedMail.id.in_(mails))
    return [ring.named(f"mail:{fingerprint}") for fingerprint in session.scalars(rows)]


@after_restore
def erase_again_after(now: datetime) -> None:
    """Erase again, once an older backup is back, what was erased since (R28)."""
    del now
    erase_again(current_app.config["SETTINGS"].data_dir)
